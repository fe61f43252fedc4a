--! Previous: sha1:a927c0ecd1a79e39451c05ff565520f45e797793
--! Hash: sha1:792868cd26a7abc7c37f77a58d797195a6bd1695

-- Workflow runs: what happens, as events, and what comes of it, as runs of workflows and deliveries to
-- webhooks. An event is written in the transaction of what it tells of, and only where somebody
-- listens; the job run_workflows turns it into runs and carries these out (src/workflows,
-- docs/decisions/workflows.md).

-- ---------------------------------------------------------------------------------------------
-- Who listens to what: the triggers of active workflows and the events of webhooks that are on. Read
-- by the triggers of records, so that where nobody listens a change costs one look.
create table app_private.event_listeners (
  organization_id uuid not null,
  event text not null,
  primary key (organization_id, event)
);
comment on table app_private.event_listeners is 'The events that somebody in an organization listens to.';

create function app_hidden.runs_workflows(organization uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((select f.is_enabled from app_public.feature_flags f
    where f.organization_id = organization and f.name = 'workflow_engine_enabled'), false)
$$;
comment on function app_hidden.runs_workflows(uuid) is 'Whether workflows are switched on.';

create function app_private.refresh_listeners(organization uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- Of two who change what listens at once, the later sees what the earlier did.
  perform pg_advisory_xact_lock(hashtextextended('rowhouse.event_listeners:' || organization, 0));
  delete from app_private.event_listeners l where l.organization_id = organization
    and l.event not in (select h.event from app_private.heard_events(organization) h);
  insert into app_private.event_listeners (organization_id, event)
    select organization, h.event from app_private.heard_events(organization) h
    on conflict do nothing;
end
$$;
comment on function app_private.refresh_listeners(uuid) is 'Brings event_listeners up to date.';

create function app_private.heard_events(organization uuid) returns table (event text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.event from app_public.workflows w
    join app_public.workflow_triggers t on t.organization_id = w.organization_id and t.workflow_id = w.id
    where w.organization_id = organization and w.status = 'active' and app_hidden.runs_workflows(organization)
  union
  select unnest(e.events) from app_public.webhook_endpoints e where e.organization_id = organization and e.is_enabled
$$;
comment on function app_private.heard_events(uuid) is 'What active workflows and webhooks that are on listen to.';

create function app_private.follow_listeners() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_private.refresh_listeners(c.organization_id)
    from (select distinct r.organization_id from changed_rows r order by 1) c;
  return null;
end
$$;
comment on function app_private.follow_listeners() is 'Whoever begins or ceases to listen is known with the commit.';
do $$
declare
  follow record;
begin
  for follow in
    select t.name, e.event from unnest('{workflows,workflow_triggers,webhook_endpoints,feature_flags}'::text[]) t (name),
      unnest('{insert,update,delete}'::text[]) e (event)
  loop
    execute format('create trigger follow_listeners_on_%1$s after %1$s on app_public.%2$I referencing %3$s table as changed_rows
      for each statement execute function app_private.follow_listeners()', follow.event, follow.name,
      case follow.event when 'delete' then 'old' else 'new' end);
  end loop;
end
$$;

-- ---------------------------------------------------------------------------------------------
-- Lanes. An organization's events and runs are handled by up to four jobs at once, those of one record
-- always by the same, one after the other: what was done first is answered first.

create function app_hidden.lane_of(id uuid) returns smallint
language sql immutable parallel safe as $$
  select (uuid_hash(id) & 3)::smallint
$$;
comment on function app_hidden.lane_of(uuid) is 'The lane of a record, 0 to 3.';

create function app_private.add_lane_job(organization uuid, lane smallint, run_at timestamptz default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  queue constant text := format('workflows:%s:%s', organization, lane);
  job_id bigint;
begin
  -- A job that a worker takes at this very moment is neither replaced nor added: the next attempt adds one.
  for attempt in 1..5 loop
    select j.id into job_id from graphile_worker.add_job('run_workflows',
      json_build_object('organization_id', organization, 'lane', lane), queue_name => queue, run_at => run_at,
      job_key => queue || coalesce(':' || ceil(extract(epoch from run_at)), ''), job_key_mode => 'preserve_run_at') j;
    exit when job_id is not null;
  end loop;
end
$$;
comment on function app_private.add_lane_job(uuid, smallint, timestamptz) is
  'Adds the job that works a lane off, unless one waits already; one for each second at which it is to look again.';

create function app_private.note_lanes(lanes text[]) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select set_config('rowhouse.workflow_lanes', string_agg(distinct l, ','), true)
    from unnest(lanes || string_to_array(nullif(current_setting('rowhouse.workflow_lanes', true), ''), ',')) l
$$;
comment on function app_private.note_lanes(text[]) is 'Remembers lanes (organization:lane) whose jobs this transaction adds when it commits.';

create function app_private.wake_lanes() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  lanes text[];
begin
  if coalesce(current_setting('rowhouse.workflow_lanes', true), '') = '' then
    return null;
  end if;
  -- What else waits for the commit and takes rows comes first, and lanes come in their order: of two
  -- transactions none holds what the other waits for.
  set constraints all immediate;
  lanes := string_to_array(nullif(current_setting('rowhouse.workflow_lanes', true), ''), ',');
  perform set_config('rowhouse.workflow_lanes', '', true);
  perform app_private.add_lane_job(split_part(l, ':', 1)::uuid, split_part(l, ':', 2)::smallint)
    from (select l from unnest(lanes) l order by l) l;
  return null;
end
$$;
comment on function app_private.wake_lanes() is
  'Adds the jobs of all lanes that the transaction has written to, at its end: writers hold the jobs'' rows for no longer than their commit.';

-- ---------------------------------------------------------------------------------------------
-- Events, until the job has made runs and deliveries of them. caused_by_run_id, root_id and depth: the
-- run whose doing it was, the first of its chain, and how many runs come before. workflow_id: of those
-- that are for one workflow only, such as a schedule's.
create table app_private.workflow_events (
  organization_id uuid not null,
  position bigint generated always as identity,
  id uuid not null default app_hidden.uuid_v7(),
  event text not null,
  object_type text,
  object_id uuid,
  old_values jsonb,
  new_values jsonb,
  actor_id uuid,
  actor_type text not null,
  depth smallint not null default 0,
  root_id uuid,
  caused_by_run_id uuid,
  lane smallint not null check (lane between 0 and 3),
  workflow_id uuid,
  wakes boolean not null default true,
  occurred_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, lane, position)
);
comment on table app_private.workflow_events is 'What has happened and is not dispatched yet.';
comment on column app_private.workflow_events.old_values is 'Of a change: column → value before, of the columns that changed.';
comment on column app_private.workflow_events.new_values is 'The whole row after.';
comment on column app_private.workflow_events.wakes is 'Whether the lanes are woken for it: the first row of a statement does that for all.';
create constraint trigger wake_lanes after insert on app_private.workflow_events
  deferrable initially deferred for each row when (new.wakes) execute function app_private.wake_lanes();

create function app_private.current_cause(out actor_id uuid, out actor_type text, out depth smallint, out root_id uuid, out run_id uuid)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  actor_id := app_hidden.current_user_id();
  actor_type := app_hidden.current_actor_type();
  depth := 0;
  if actor_type = 'workflow' then
    select r.id, r.depth + 1, r.root_id into run_id, depth, root_id from app_public.workflow_runs r
      where r.organization_id = nullif(current_setting('rowhouse.organization_id', true), '')::uuid
        and r.id = current_setting('rowhouse.workflow_run_id')::uuid;
    depth := coalesce(depth, 0);
  end if;
end
$$;
comment on function app_private.current_cause() is 'Who does what is being done, and in which run of a workflow.';

create function app_private.raise_event(
  organization uuid, event text, object_type text default null, object_id uuid default null, old_values jsonb default null,
  new_values jsonb default null, workflow_id uuid default null) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  raised app_private.workflow_events;
begin
  if workflow_id is null and not exists (select from app_private.event_listeners l
      where l.organization_id = organization and l.event = raise_event.event) then
    return null;
  end if;
  insert into app_private.workflow_events as e (organization_id, event, object_type, object_id, old_values, new_values,
      actor_id, actor_type, depth, root_id, caused_by_run_id, lane, workflow_id)
    select organization, raise_event.event, raise_event.object_type, raise_event.object_id, raise_event.old_values, raise_event.new_values,
        c.actor_id, c.actor_type, c.depth, c.root_id, c.run_id,
        app_hidden.lane_of(coalesce(raise_event.object_id, raise_event.workflow_id, organization)), raise_event.workflow_id
      from app_private.current_cause() c
    returning e.* into raised;
  perform app_private.note_lanes(array[organization || ':' || raised.lane]);
  return raised.id;
end
$$;
comment on function app_private.raise_event(uuid, text, text, uuid, jsonb, jsonb, uuid) is
  'Writes an event in this transaction, if somebody listens to it; answers its id or null. old_values: column → value before,
of what changed; new_values: the row. workflow_id: for this workflow alone, such as a schedule''s.';

-- ---------------------------------------------------------------------------------------------
-- Events of records: by a trigger for each statement, made from the table's columns. What only moves
-- upkeep columns is no change, and what the database recalculates, merges, undoes or erases is none
-- either (tells_timeline); imports are changes like others.

create function app_private.event_insert(source text, object text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select format($insert$
  with raised as (
    insert into app_private.workflow_events (organization_id, event, object_type, object_id, old_values, new_values,
        actor_id, actor_type, depth, root_id, caused_by_run_id, lane, wakes)
      select r.organization_id, r.event, %L, r.id, r.old_values, r.new_values,
          c.actor_id, c.actor_type, c.depth, c.root_id, c.run_id, app_hidden.lane_of(r.id), row_number() over () = 1
        -- The join below would make one side of a full join in the source needless, and so a loop of it.
        from (%s offset 0) r
        join app_private.event_listeners l on l.organization_id = r.organization_id and l.event = r.event
        cross join app_private.current_cause() c
      returning organization_id, lane)
    select array_agg(distinct raised.organization_id || ':' || raised.lane) into lanes from raised;
  if lanes is not null then
    perform app_private.note_lanes(lanes);
  end if;$insert$, object, source)
$$;
comment on function app_private.event_insert(text, text) is
  'SQL that writes the events of a source (organization_id, id, event, old_values, new_values) to which somebody listens.';

create procedure app_private.raise_events(target text, others_of_new text[] default '{}', others_of_changed text[] default '{}')
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  object constant text := (select o.name from app_hidden.crm_objects o where o.table_name = target);
  -- (event, condition) pairs of SQL.
  of_changed constant text := concat_ws(', ',
    format('(%L, n.deleted_at is null and d.changed <> ''{}'')', object || '.updated'),
    format('(%L, n.deleted_at is not null)', object || '.deleted'),
    (select string_agg(format('(%L, n.deleted_at is null and (%s))', object || '.' || o.name, o.condition), ', ')
      from (select others_of_changed[i] as name, others_of_changed[i + 1] as condition
        from generate_series(1, cardinality(others_of_changed), 2) i) o));
  events_of_new constant text[] := array(select object || '.' || e from unnest('{created}'::text[] || others_of_new) e);
  events_of_changed constant text[] := array(select object || '.' || e from unnest('{updated,deleted}'::text[]
    || array(select others_of_changed[i] from generate_series(1, cardinality(others_of_changed), 2) i)) e);
  way record;
begin
  for way in
    select * from (values
      ('insert', 'new table as new_rows', events_of_new,
        format('select n.organization_id, n.id, e.event, null::jsonb as old_values, to_jsonb(n) as new_values
            from new_rows n cross join unnest(%L::text[]) e (event)
            where n.deleted_at is null', events_of_new)),
      -- Joined in full, as in app_hidden.audit_changes: a plan that was made for one row is kept.
      ('update', 'old table as old_rows new table as new_rows', events_of_changed,
        format('select n.organization_id, n.id, e.event, d.changed as old_values, to_jsonb(n) as new_values
            from old_rows o full join new_rows n on n.organization_id = o.organization_id and n.id = o.id
            cross join lateral (select app_hidden.differing_keys(to_jsonb(o) - %L::text[], to_jsonb(n)) as changed offset 0) d
            cross join lateral (values %s) e (event, has_happened)
            where o.deleted_at is null and e.has_happened', app_hidden.calculated_columns(target), of_changed))
    ) w (event, rows, events, source)
  loop
    execute format($ddl$
create function app_private.raise_%1$s_of_%2$s() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
declare
  lanes text[];
begin
  if not exists (select from app_private.event_listeners l
      where l.organization_id = any (array(select distinct n.organization_id from new_rows n)) and l.event = any (%3$L)) then
    return null;
  end if;%4$s
  return null;
end
$function$;
create trigger raise_%1$s after %1$s on app_public.%2$I referencing %5$s
  for each statement when (app_hidden.tells_timeline()) execute function app_private.raise_%1$s_of_%2$s()
$ddl$, way.event, target, way.events, app_private.event_insert(way.source, object), way.rows);
  end loop;
end
$$;
comment on procedure app_private.raise_events(text, text[], text[]) is
  'Has events raised of a table: created, updated, deleted (into the recycle bin), and others: names for new rows; names,
each followed by its condition, for rows "o" and "n" before and after a change.';

call app_private.raise_events('accounts');
call app_private.raise_events('contacts');
call app_private.raise_events('leads');
call app_private.raise_events('deals', others_of_changed => array[
  'stage_changed', '(o.stage_id, o.pipeline_id) is distinct from (n.stage_id, n.pipeline_id)',
  'won', 'n.status = ''won'' and o.status <> ''won''',
  'lost', 'n.status = ''lost'' and o.status <> ''lost''']);
call app_private.raise_events('activities', others_of_changed => array['completed', 'n.status = ''completed'' and o.status <> ''completed''']);
call app_private.raise_events('tasks', others_of_changed => array['completed', 'n.status = ''done'' and o.status <> ''done''']);
call app_private.raise_events('projects');
call app_private.raise_events('communications', others_of_new => '{logged}');
call app_private.raise_events('notes');

-- A score is calculated, and yet what somebody waits for.
do $$
begin
  execute format($ddl$
create function app_private.raise_score_changes() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
declare
  lanes text[];
begin
  if not exists (select from app_private.event_listeners l
      where l.organization_id = any (array(select distinct n.organization_id from new_rows n)) and l.event = 'lead.score_changed') then
    return null;
  end if;%s
  return null;
end
$function$;
comment on function app_private.raise_score_changes() is 'Raises lead.score_changed.';
create trigger raise_score_changes after update on app_public.leads referencing old table as old_rows new table as new_rows
  for each statement when (not app_hidden.tells_timeline()) execute function app_private.raise_score_changes()
$ddl$, app_private.event_insert('select n.organization_id, n.id, ''lead.score_changed'' as event,
            jsonb_build_object(''score'', o.score) as old_values, to_jsonb(n) as new_values
            from old_rows o full join new_rows n on n.organization_id = o.organization_id and n.id = o.id
            where n.score is distinct from o.score and n.deleted_at is null', 'lead'));
end
$$;

create function app_private.raise_conversion() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_private.raise_event(new.organization_id, 'lead.converted', 'lead', new.lead_id,
      jsonb_build_object('converted_at', null, 'converted_account_id', null, 'converted_contact_id', null, 'converted_deal_id', null),
      to_jsonb(l))
    from app_public.leads l where l.organization_id = new.organization_id and l.id = new.lead_id;
  return null;
end
$$;
comment on function app_private.raise_conversion() is 'Raises lead.converted.';
create trigger raise_conversion after insert on app_public.lead_conversions
  for each row execute function app_private.raise_conversion();

create function app_private.raise_for_records(event text, object text, organizations uuid[], ids uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  raised constant text := object || '.' || event;
begin
  if not exists (select from app_private.event_listeners l where l.organization_id = any (organizations) and l.event = raised) then
    return;
  end if;
  execute format('select app_private.raise_event(r.organization_id, $1, $2, r.id, ''{}'', to_jsonb(r))
      from unnest($3, $4) named (organization_id, id)
      join app_public.%I r on r.organization_id = named.organization_id and r.id = named.id',
      (select o.table_name from app_hidden.crm_objects o where o.name = object))
    using raised, object, organizations, ids;
end
$$;
comment on function app_private.raise_for_records(text, text, uuid[], uuid[]) is
  'Raises what jobs find out about records: overdue, stage_overdue. organizations and ids belong together by their place.';

drop procedure app_private.raise_events(text, text[], text[]);

-- ---------------------------------------------------------------------------------------------
-- Runs. One row for each time that a workflow begins; it keeps the version that it began with. What it
-- does, an action at a time, is in workflow_action_runs, written in the transaction of the action's
-- effect, so that whatever breaks off in between has done neither.
create table app_public.workflow_runs (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  workflow_id uuid,
  version_id uuid not null,
  event text not null references app_hidden.event_names,
  object_type text references app_hidden.crm_objects,
  object_id uuid,
  status text not null default 'queued' references app_enum.workflow_run_statuses,
  priority smallint not null default 0,
  lane smallint not null default 0 check (lane between 0 and 3),
  position bigint not null generated always as identity,
  depth smallint not null default 0 check (depth >= 0),
  root_id uuid,
  caused_by_run_id uuid,
  rerun_of_id uuid,
  attempt smallint not null default 1 check (attempt > 0),
  next_path text,
  resume_at timestamptz,
  error text,
  started_at timestamptz,
  finished_at timestamptz,
  duration_ms integer check (duration_ms >= 0),
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  constraint workflow_runs_workflow_fkey foreign key (organization_id, workflow_id)
    references app_public.workflows on delete set null (workflow_id),
  constraint workflow_runs_version_fkey foreign key (organization_id, version_id) references app_public.workflow_versions,
  constraint workflow_runs_waiting_check check (status <> 'waiting' or resume_at is not null)
);
comment on table app_public.workflow_runs is
  E'@behavior -insert -update -delete\nThat a workflow ran, or is to. Kept for 90 days.';
comment on constraint workflow_runs_workflow_fkey on app_public.workflow_runs is E'@fieldName workflow\n@foreignFieldName runs';
comment on constraint workflow_runs_version_fkey on app_public.workflow_runs is E'@fieldName version\n@foreignFieldName runs';
comment on column app_public.workflow_runs.workflow_id is 'Null when the workflow was deleted.';
comment on column app_public.workflow_runs.version_id is 'The version that it began with, and goes on with.';
comment on column app_public.workflow_runs.event is 'What it began at, such as lead.updated.';
comment on column app_public.workflow_runs.object_type is 'What kind of record it is about; null when about none.';
comment on column app_public.workflow_runs.object_id is 'The record that it is about.';
comment on column app_public.workflow_runs.lane is '@behavior -*';
comment on column app_public.workflow_runs.position is E'@behavior -*\nThe order among runs of one priority.';
comment on column app_public.workflow_runs.depth is 'How many runs of workflows come before it in its chain.';
comment on column app_public.workflow_runs.root_id is E'@behavior -*\nThe first run of its chain; null when it is that itself.';
comment on column app_public.workflow_runs.caused_by_run_id is 'The run whose doing it began at.';
comment on column app_public.workflow_runs.rerun_of_id is 'The run that it repeats, or that is where it was asked for.';
comment on column app_public.workflow_runs.attempt is 'Counts the times that the action it is at was tried.';
comment on column app_public.workflow_runs.next_path is 'Where it goes on, such as actions[2].then[0]; null: at the beginning, or nowhere.';
comment on column app_public.workflow_runs.resume_at is 'When it goes on, while it is waiting.';
comment on column app_public.workflow_runs.error is 'Why it failed or was stopped, or waits for another attempt.';
comment on column app_public.workflow_runs.duration_ms is 'How long it worked in milliseconds, waiting left out.';
comment on column app_public.workflow_runs.created_at is 'When it was begun.';

create index workflow_runs_queue_idx on app_public.workflow_runs (organization_id, lane, priority desc, position) where status = 'queued';
create index workflow_runs_resume_at_idx on app_public.workflow_runs (organization_id, lane, resume_at) where status = 'waiting';
create index workflow_runs_created_at_idx on app_public.workflow_runs (organization_id, created_at, id);
create index workflow_runs_workflow_id_idx on app_public.workflow_runs (organization_id, workflow_id, created_at, id);
create index workflow_runs_object_id_idx on app_public.workflow_runs (organization_id, object_id, created_at, id) where object_id is not null;
create index workflow_runs_status_idx on app_public.workflow_runs (organization_id, status, created_at, id);
create index workflow_runs_root_id_idx on app_public.workflow_runs (organization_id, root_id) where root_id is not null;
create index workflow_runs_version_id_idx on app_public.workflow_runs (organization_id, version_id);

-- What a run did with an action: one row for each, of its last attempt.
create table app_public.workflow_action_runs (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  run_id uuid not null,
  path text not null,
  key text not null,
  type text not null references app_enum.workflow_action_types,
  status text not null references app_enum.workflow_action_run_statuses,
  input jsonb,
  output jsonb,
  error text,
  attempt smallint not null default 1 check (attempt > 0),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  duration_ms numeric(12, 1) check (duration_ms >= 0),
  primary key (organization_id, id),
  constraint workflow_action_runs_path_key unique (organization_id, run_id, path),
  constraint workflow_action_runs_run_fkey foreign key (organization_id, run_id) references app_public.workflow_runs on delete cascade
);
comment on constraint workflow_action_runs_run_fkey on app_public.workflow_action_runs is E'@fieldName run\n@foreignFieldName actionRuns';
comment on table app_public.workflow_action_runs is
  E'@behavior -insert -update -delete\nWhat a run did with an action of its workflow.';
comment on column app_public.workflow_action_runs.path is 'Where the action stands in the definition, such as actions[2].then[0].';
comment on column app_public.workflow_action_runs.key is 'The name of the action within its workflow.';
comment on column app_public.workflow_action_runs.input is 'Its configuration, templates filled in.';
comment on column app_public.workflow_action_runs.output is 'What came of it, such as the id of what was made.';
comment on column app_public.workflow_action_runs.duration_ms is 'How long the last attempt took in milliseconds.';

create table app_private.workflow_run_values (
  organization_id uuid not null,
  run_id uuid not null,
  event_id uuid,
  old_values jsonb,
  new_values jsonb,
  actor_id uuid,
  actor_type text,
  occurred_at timestamptz not null,
  outputs jsonb not null default '{}',
  primary key (organization_id, run_id),
  foreign key (organization_id, run_id) references app_public.workflow_runs on delete cascade
);
comment on table app_private.workflow_run_values is
  'What the event of a run told, as it was: each who runs it sees of this what their role may. outputs: of its actions by their keys.';

-- ---------------------------------------------------------------------------------------------
-- Who sees runs. They tell of records and fields of every kind, so they are for those who see them all.

call app_hidden.build_wall('workflow_runs');
call app_hidden.build_wall('workflow_action_runs');
call app_hidden.bound_dates('workflow_runs');
call app_hidden.bound_dates('workflow_action_runs');
create policy select_whole on app_public.workflow_runs for select to rowhouse_user
  using ((select app_hidden.may('workflow', 'view')) and (select app_hidden.sees_everything()));
create policy select_whole on app_public.workflow_action_runs for select to rowhouse_user
  using ((select app_hidden.may('workflow', 'view')) and (select app_hidden.sees_everything()));
grant select on app_public.workflow_runs, app_public.workflow_action_runs to rowhouse_user;
-- Runs are a log themselves, of what has its entries where it was done.
call app_hidden.audit_changes('workflow_runs', events => '{}');
call app_hidden.audit_changes('workflow_action_runs', events => '{}');

-- ---------------------------------------------------------------------------------------------
-- Facts: what runs came to, by workflow and day (UTC), kept in their own transactions. Each lane counts
-- in rows of its own, and what people do (lane 4) too, so that nobody waits for another's.
create table app_private.workflow_statistics (
  organization_id uuid not null,
  workflow_id uuid not null,
  day date not null,
  lane smallint not null,
  succeeded integer not null default 0,
  failed integer not null default 0,
  stopped integer not null default 0,
  cancelled integer not null default 0,
  duration_ms bigint not null default 0,
  longest_ms integer not null default 0,
  primary key (organization_id, workflow_id, day, lane)
);
comment on table app_private.workflow_statistics is
  'How runs ended, by workflow and day in UTC; a run that fails, is retried and succeeds counts as both. duration_ms: the sum over those that ended.';
create table app_private.workflow_action_statistics (
  organization_id uuid not null,
  workflow_id uuid not null,
  day date not null,
  lane smallint not null,
  key text not null,
  type text not null,
  succeeded integer not null default 0,
  failed integer not null default 0,
  duration_ms numeric not null default 0,
  primary key (organization_id, workflow_id, day, lane, key, type)
);
comment on table app_private.workflow_action_statistics is
  'How actions ended, by workflow and day in UTC. failed: with those whose failure is allowed, without attempts that are made again.';

create function app_private.count_runs(organization uuid, lane smallint, run_ids uuid[]) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into app_private.workflow_statistics as s (organization_id, workflow_id, day, lane, succeeded, failed, stopped, cancelled, duration_ms, longest_ms)
    select organization, r.workflow_id, (now() at time zone 'UTC')::date, count_runs.lane,
        count(*) filter (where r.status = 'succeeded'), count(*) filter (where r.status = 'failed'),
        count(*) filter (where r.status = 'stopped'), count(*) filter (where r.status = 'cancelled'),
        coalesce(sum(r.duration_ms), 0), coalesce(max(r.duration_ms), 0)
      from app_public.workflow_runs r
      where r.organization_id = organization and r.id = any (run_ids) and r.workflow_id is not null
        and r.status in ('succeeded', 'failed', 'stopped', 'cancelled')
      group by r.workflow_id order by r.workflow_id
    on conflict (organization_id, workflow_id, day, lane) do update set succeeded = s.succeeded + excluded.succeeded,
      failed = s.failed + excluded.failed, stopped = s.stopped + excluded.stopped, cancelled = s.cancelled + excluded.cancelled,
      duration_ms = s.duration_ms + excluded.duration_ms, longest_ms = greatest(s.longest_ms, excluded.longest_ms)
$$;
comment on function app_private.count_runs(uuid, smallint, uuid[]) is 'Counts runs that have just ended.';

create function app_private.cancel_runs(organization uuid, ids uuid[], reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app_public.workflow_runs r set status = 'cancelled', resume_at = null, finished_at = now(),
      duration_ms = coalesce(r.duration_ms, 0), error = coalesce(reason, r.error)
    where r.organization_id = organization and r.id = any (ids);
  perform app_private.count_runs(organization, 4::smallint, ids);
end
$$;
comment on function app_private.cancel_runs(uuid, uuid[], text) is
  'Ends runs that are not over, and that the caller holds; what they have done stays. reason: null leaves what they say.';

create function app_private.cancel_runs_of_deleted() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_private.cancel_runs(old.organization_id, array(
    select r.id from app_public.workflow_runs r
      where r.organization_id = old.organization_id and r.workflow_id = old.id and r.status in ('queued', 'waiting')
      for no key update), 'The workflow was deleted.');
  return old;
end
$$;
comment on function app_private.cancel_runs_of_deleted() is 'With a workflow end the runs of it that are not over; what they have done stays.';
create trigger cancel_runs before delete on app_public.workflows
  for each row execute function app_private.cancel_runs_of_deleted();

create function app_private.workflow_run_totals() returns table (workflow_id uuid, status text, runs bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.workflow_id, e.status, sum(e.runs)
    from app_private.workflow_statistics s
    cross join lateral (values ('succeeded', s.succeeded), ('failed', s.failed), ('stopped', s.stopped), ('cancelled', s.cancelled)) e (status, runs)
    group by s.workflow_id, e.status having sum(e.runs) > 0
$$;
comment on function app_private.workflow_run_totals() is 'How runs ended since the beginning, of all organizations; for metrics.';

create function app_private.waiting_event_count() returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(*) from app_private.workflow_events
$$;
comment on function app_private.waiting_event_count() is 'How many events of all organizations are not dispatched yet; for metrics.';

-- ---------------------------------------------------------------------------------------------
-- Budget. An organization has so many runs a minute, and may save some up; more wait.
create table app_private.workflow_budgets (
  organization_id uuid primary key references app_public.organizations on delete cascade,
  runs_per_minute integer not null default 10000 check (runs_per_minute between 1 and 1000000),
  burst integer not null default 20000 check (burst between 1 and 10000000),
  tokens double precision not null,
  refilled_at timestamptz not null default clock_timestamp()
);
comment on table app_private.workflow_budgets is 'How many runs an organization may have a minute and save up; tokens: are left as of refilled_at.';

create function app_private.take_workflow_budget(organization uuid, wanted integer, out granted integer, out ready_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  budget app_private.workflow_budgets;
begin
  -- What a crash loses of it nobody misses.
  perform set_config('synchronous_commit', 'off', true);
  select * into budget from app_private.workflow_budgets b where b.organization_id = organization for update;
  if not found then
    insert into app_private.workflow_budgets (organization_id, tokens)
      select o.id, 20000 from app_public.organizations o where o.id = organization
      on conflict do nothing;
    select * into budget from app_private.workflow_budgets b where b.organization_id = organization for update;
  end if;
  budget.tokens := least(budget.burst,
    budget.tokens + extract(epoch from clock_timestamp() - budget.refilled_at) * budget.runs_per_minute / 60);
  granted := coalesce(least(wanted, floor(budget.tokens)), 0);
  -- A second's worth, lest a job comes for each run.
  ready_at := clock_timestamp() + make_interval(secs => greatest(1, (1 - budget.tokens) * 60 / budget.runs_per_minute));
  update app_private.workflow_budgets b set tokens = budget.tokens - granted, refilled_at = clock_timestamp()
    where b.organization_id = organization;
end
$$;
comment on function app_private.take_workflow_budget(uuid, integer) is
  'Takes up to so many runs from the budget; a negative number gives back. ready_at: when to ask again if there are none.';

create function app_private.set_workflow_budget(organization uuid, runs_per_minute integer, burst integer) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into app_private.workflow_budgets as b (organization_id, runs_per_minute, burst, tokens)
    values (organization, runs_per_minute, burst, burst)
    on conflict (organization_id) do update set runs_per_minute = excluded.runs_per_minute, burst = excluded.burst,
      tokens = least(b.tokens, excluded.burst)
$$;
comment on function app_private.set_workflow_budget(uuid, integer, integer) is
  'How many runs of workflows an organization has a minute (1 to 1,000,000), and how many it may save up. For operators, as rowhouse_owner.';

-- ---------------------------------------------------------------------------------------------
-- Dispatch: from events to runs and deliveries

create function app_private.take_events(organization uuid, lane smallint, batch integer)
returns table ("position" bigint, id uuid, event text, object_type text, object_id uuid, old_values text, new_values text,
  actor_id uuid, actor_name text, workflow_id uuid, occurred_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select e.position, e.id, e.event, e.object_type, e.object_id, e.old_values::text, e.new_values::text,
      e.actor_id, u.name, e.workflow_id, e.occurred_at
    from app_private.workflow_events e
    left join app_public.users u on u.id = e.actor_id
    where e.organization_id = organization and e.lane = take_events.lane
    order by e.position limit batch for no key update of e
$$;
comment on function app_private.take_events(uuid, smallint, integer) is
  'The next events of a lane, held until the transaction ends. Values as JSON, since readers of JSON round numbers.';

create function app_private.listening_workflows(organization uuid, events text[])
returns table (workflow_id uuid, version_id uuid, name text, version integer, owner_id uuid, has_active_owner boolean, owner_sees_everything boolean,
  event text, conditions jsonb, relations jsonb, priority integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select w.id, v.id, v.name, v.version, v.owner_id, coalesce(m.is_active, false), app_private.member_sees_everything(organization, v.owner_id),
      t.event, t.conditions, t.relations, t.priority
    from app_public.workflows w
    join app_public.workflow_versions v on v.organization_id = w.organization_id and v.workflow_id = w.id and v.version = w.version
    left join app_public.memberships m on m.organization_id = w.organization_id and m.user_id = v.owner_id
    join app_public.workflow_triggers t on t.organization_id = w.organization_id and t.workflow_id = w.id and t.event = any (events)
    where w.organization_id = organization and w.status = 'active' and app_hidden.runs_workflows(organization)
    order by w.id, t.position
$$;
comment on function app_private.listening_workflows(uuid, text[]) is
  'The triggers of active workflows that listen to one of the events.';

create function app_private.organization_name(organization uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.name from app_public.organizations o where o.id = organization
$$;
comment on function app_private.organization_name(uuid) is 'What an organization is called.';

create function app_private.listening_endpoints(organization uuid, events text[])
returns table (endpoint_id uuid, events text[], owner_id uuid, has_active_owner boolean, owner_sees_everything boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select e.id, e.events, e.owner_id, coalesce(m.is_active, false), app_private.member_sees_everything(organization, e.owner_id)
    from app_public.webhook_endpoints e
    left join app_public.memberships m on m.organization_id = e.organization_id and m.user_id = e.owner_id
    where e.organization_id = organization and e.is_enabled and e.events && listening_endpoints.events
    order by e.id
$$;
comment on function app_private.listening_endpoints(uuid, text[]) is 'The webhooks that listen to one of the events.';

do $$
declare
  questions text;
begin
  select string_agg(format($question$
  if events @> '[{"object_type": "%1$s"}]' then
    return query
      select e.place, app_hidden.seen_values(%1$L, e.old_values), app_hidden.seen_values(%1$L, e.new_values)
        from jsonb_to_recordset(events) e (place integer, object_type text, object_id uuid, old_values jsonb, new_values jsonb)
        where e.object_type = %1$L and (exists (select from app_public.%2$I r where r.id = e.object_id)%3$s);
  end if;$question$, o.name, o.table_name,
      -- What has just been deleted is in nobody's sight; who saw it is told.
      case when not o.is_on_records then format(' or e.new_values ->> ''deleted_at'' is not null
          and app_hidden.reaches(%L, ''view'', array[%s])', o.name,
        (select string_agg(format('(e.new_values ->> %L)::uuid', c), ', ') from unnest(o.owner_columns) c)) end), '' order by o.name)
    into questions
    from app_hidden.crm_objects o where o.name in (select e.object from app_hidden.event_names e);
  execute format('create function app_hidden.seen_events(events jsonb) returns table (place integer, old_values jsonb, new_values jsonb)
language plpgsql stable as %L', E'\nbegin' || questions || E'\nend\n');
end
$$;
comment on function app_hidden.seen_events(jsonb) is
  'What the caller sees of events: [{place, object_type, object_id, old_values, new_values}], without those on records that they do not see.';
-- It asks as the caller; what objects there are is the same for everybody.
grant select on app_hidden.crm_objects to rowhouse_user;
grant execute on function app_hidden.seen_events(jsonb) to rowhouse_user;

create function app_private.chain_of(organization uuid, run_id uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive chain as (
    select r.version_id, r.caused_by_run_id, 1 as place from app_public.workflow_runs r
      where r.organization_id = organization and r.id = run_id
    union all
    select r.version_id, r.caused_by_run_id, c.place + 1 from chain c
      join app_public.workflow_runs r on r.organization_id = organization and r.id = c.caused_by_run_id
      where c.place < 10
  )
  select string_agg('"' || v.name || '"', ' → ' order by c.place desc)
    from chain c join app_public.workflow_versions v on v.organization_id = organization and v.id = c.version_id
$$;
comment on function app_private.chain_of(uuid, uuid) is 'The names of the workflows that led to a run, the first first.';

create function app_private.finish_dispatch(organization uuid, lane smallint, positions bigint[], runs jsonb, deliveries jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  stopped uuid[];
begin
  with wanted as (
    select w.*, e.id as event_id, e.event, e.object_type, e.object_id, e.old_values, e.new_values, e.actor_id, e.actor_type,
        e.depth, e.root_id, e.caused_by_run_id, e.occurred_at, e.workflow_id is not null as is_directed,
        row_number() over (partition by w.workflow_id, e.object_id order by e.position) as place,
        coalesce(e.root_id, e.caused_by_run_id) as chain_id,
        row_number() over (partition by coalesce(e.root_id, e.caused_by_run_id) order by e.position) as place_in_chain
      from jsonb_to_recordset(runs) w (position bigint, workflow_id uuid, version_id uuid, priority smallint, obstacle text)
      join app_private.workflow_events e
        on e.organization_id = organization and e.lane = finish_dispatch.lane and e.position = w.position
  ),
  judged as (
    select w.*, app_hidden.uuid_v7() as id, case
        when w.obstacle is not null then w.obstacle
        when w.depth > 5 then format('Workflows set each other off: %s → "%s". A chain ends after 6 runs.',
          app_private.chain_of(organization, w.caused_by_run_id), v.name)
        when w.chain_id is not null and w.place_in_chain + (
            select count(*) from (select from app_public.workflow_runs r
              where r.organization_id = organization and r.root_id = w.chain_id limit 1000) r) >= 1000
          then format('Workflows set each other off: %s → "%s". A chain has 1,000 runs at most.',
            app_private.chain_of(organization, w.caused_by_run_id), v.name)
        when w.object_id is not null and not w.is_directed and w.place + (
            select count(*) from (select from app_public.workflow_runs r
              where r.organization_id = organization and r.object_id = w.object_id and r.workflow_id = w.workflow_id
                -- What the clock or somebody's hand began is no loop.
                and r.event !~ '^(schedule\.|manual$)' and r.created_at > now() - interval '1 hour' limit 50) r) > 50
          then format('The workflow "%s" ran 50 times within an hour on this record, as it does when it sets itself off by way of something else.', v.name)
        end as stops
      from wanted w
      join app_public.workflow_versions v on v.organization_id = organization and v.id = w.version_id
      order by w.position
  ),
  begun as (
    insert into app_public.workflow_runs (organization_id, id, workflow_id, version_id, event, object_type, object_id, status, error,
        priority, lane, depth, root_id, caused_by_run_id, finished_at, duration_ms)
      select organization, j.id, j.workflow_id, j.version_id, j.event, j.object_type, j.object_id,
          case when j.stops is null then 'queued' else 'stopped' end, j.stops,
          j.priority, finish_dispatch.lane, j.depth, j.chain_id, j.caused_by_run_id,
          case when j.stops is not null then now() end, case when j.stops is not null then 0 end
        from judged j
  ),
  kept as (
    insert into app_private.workflow_run_values (organization_id, run_id, event_id, old_values, new_values, actor_id, actor_type, occurred_at)
      select organization, j.id, j.event_id, j.old_values, j.new_values, j.actor_id, j.actor_type, j.occurred_at from judged j
  )
  select array_agg(j.id) into stopped from judged j where j.stops is not null;
  perform app_private.queue_webhook(organization, d.endpoint_id, e.id::text, e.event,
      -- What is too long to be sent is told of without its values.
      case when octet_length(d.data::text) <= 200000 then d.data else d.data - '{record,old}'::text[] || '{"is_shortened": true}' end,
      e.object_id, d.seen_by)
    from jsonb_to_recordset(deliveries) d (position bigint, endpoint_id uuid, seen_by uuid, data jsonb)
    join app_private.workflow_events e
      on e.organization_id = organization and e.lane = finish_dispatch.lane and e.position = d.position
    order by e.position;
  delete from app_private.workflow_events e
    where e.organization_id = organization and e.lane = finish_dispatch.lane and e.position = any (positions);
  if stopped is not null then
    perform app_private.count_runs(organization, finish_dispatch.lane, stopped);
    perform app_private.tell_of_failures(organization, stopped);
  end if;
end
$$;
comment on function app_private.finish_dispatch(uuid, smallint, bigint[], jsonb, jsonb) is
  'Begins runs and queues messages to webhooks for events that take_events() gave, and takes these events out. runs:
[{position, workflow_id, version_id, priority, obstacle: why it cannot run}]; deliveries: [{position, endpoint_id, data}]. A run that would be the seventh one after the other of a chain or its 1,001st in all, or the 51st of its workflow within an hour on one record, is
stopped instead, and says so.';

create function app_private.tell_of_failures(organization uuid, run_ids uuid[]) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select app_hidden.tell(array(
    select distinct row(organization, told.user_id, 'workflow_failed', 'workflow', r.workflow_id, null,
          concat_ws(':', 'workflow_failed', r.workflow_id, floor(extract(epoch from now()) / 3600)))::app_hidden.notice
      from app_public.workflow_runs r
      join app_public.workflow_versions v on v.organization_id = r.organization_id and v.id = r.version_id
      cross join lateral (
        select m.user_id from app_public.memberships m
          where m.organization_id = organization and m.user_id = v.owner_id and m.is_active
        union all
        -- Whoever it belonged to is gone: somebody has to know.
        select m.user_id from app_public.memberships m
          join app_public.roles o on o.organization_id = m.organization_id and o.id = m.role_id and o.slug = 'owner' and o.is_system
          where m.organization_id = organization and m.is_active and not exists (
            select from app_public.memberships former
              where former.organization_id = organization and former.user_id = v.owner_id and former.is_active)) told
      where r.organization_id = organization and r.id = any (run_ids) and r.workflow_id is not null))
$$;
comment on function app_private.tell_of_failures(uuid, uuid[]) is
  'Tells the owner of a workflow, or when they are no active member the owners of the organization, that runs failed: once an hour.';

-- ---------------------------------------------------------------------------------------------
-- Execution

create function app_private.take_runs(organization uuid, lane smallint, batch integer)
returns table (id uuid, workflow_id uuid, version_id uuid, workflow_name text, owner_id uuid, has_active_owner boolean,
  owner_sees_everything boolean, event text, object_type text, object_id uuid, status text, attempt smallint, next_path text,
  duration_ms integer, started_at timestamptz, taken_at timestamptz, old_values text, new_values text, actor_id uuid, actor_name text,
  occurred_at timestamptz, outputs jsonb)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with due as materialized (
    select d.id from (
      (select r.id, r.priority, r.position from app_public.workflow_runs r
        where r.organization_id = organization and r.lane = take_runs.lane and r.status = 'queued'
          and (select app_hidden.runs_workflows(organization))
        order by r.priority desc, r.position limit batch)
      union all
      (select r.id, r.priority, r.position from app_public.workflow_runs r
        where r.organization_id = organization and r.lane = take_runs.lane and r.status = 'waiting' and r.resume_at <= now()
          and (select app_hidden.runs_workflows(organization))
        order by r.resume_at limit batch)) d
      order by d.priority desc, d.position limit batch
  ),
  owners as materialized (
    select o.owner_id, m.is_active, app_private.member_sees_everything(organization, o.owner_id) as sees_everything
      from (select distinct v.owner_id from due
          join app_public.workflow_runs r on r.organization_id = organization and r.id = due.id
          join app_public.workflow_versions v on v.organization_id = organization and v.id = r.version_id) o
      left join app_public.memberships m on m.organization_id = organization and m.user_id = o.owner_id
  )
  select r.id, r.workflow_id, r.version_id, v.name, v.owner_id, coalesce(o.is_active, false),
      coalesce(o.sees_everything, false), r.event,
      r.object_type, r.object_id, r.status, r.attempt, r.next_path, r.duration_ms, r.started_at, clock_timestamp(),
      e.old_values::text, e.new_values::text, e.actor_id, u.name, e.occurred_at, e.outputs
    from due
    join app_public.workflow_runs r on r.organization_id = organization and r.id = due.id and r.status in ('queued', 'waiting')
    join app_public.workflow_versions v on v.organization_id = organization and v.id = r.version_id
    join app_private.workflow_run_values e on e.organization_id = organization and e.run_id = r.id
    left join owners o on o.owner_id = v.owner_id
    left join app_public.users u on u.id = e.actor_id
    order by r.priority desc, r.position
    for no key update of r skip locked
$$;
comment on function app_private.take_runs(uuid, smallint, integer) is
  'The next runs of a lane that are due, held until the transaction ends, with what their events told; without those that
somebody is just cancelling.';

create function app_private.compiled_versions(organization uuid, ids uuid[]) returns table (id uuid, compiled jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select v.id, v.compiled from app_public.workflow_versions v where v.organization_id = organization and v.id = any (ids)
$$;
comment on function app_private.compiled_versions(uuid, uuid[]) is 'The definitions of versions as the engine reads them; they never change.';

create function app_private.finish_runs(organization uuid, lane smallint, results jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  failed uuid[];
  waiting timestamptz[];
begin
  insert into app_public.workflow_action_runs as a (organization_id, run_id, path, key, type, status, input, output, error, attempt,
      started_at, finished_at, duration_ms)
    select organization, r.id, d.path, d.key, d.type, d.status, d.input, d.output, d.error, coalesce(d.attempt, 1),
        d.started_at, case when d.status <> 'waiting' then d.started_at + make_interval(secs => d.duration_ms / 1000) end, d.duration_ms
      from jsonb_to_recordset(results) r (id uuid, actions jsonb)
      cross join lateral jsonb_to_recordset(r.actions) d (path text, key text, type text, status text, input jsonb, output jsonb,
        error text, attempt smallint, started_at timestamptz, duration_ms numeric)
    on conflict (organization_id, run_id, path) do update set status = excluded.status, input = excluded.input,
      output = excluded.output, error = excluded.error, attempt = excluded.attempt, started_at = excluded.started_at,
      finished_at = excluded.finished_at, duration_ms = excluded.duration_ms;
  update app_public.workflow_runs r set status = d.status, error = d.error, next_path = d.next_path, resume_at = d.resume_at,
      attempt = d.attempt, started_at = d.started_at, duration_ms = d.duration_ms,
      finished_at = case when d.status <> 'waiting' then clock_timestamp() end
    from jsonb_to_recordset(results) d (id uuid, status text, error text, next_path text, resume_at timestamptz, attempt smallint,
      started_at timestamptz, duration_ms integer)
    where r.organization_id = organization and r.id = d.id;
  -- What is over for good needs them no more.
  update app_private.workflow_run_values v set outputs = d.outputs
    from jsonb_to_recordset(results) d (id uuid, status text, outputs jsonb)
    where v.organization_id = organization and v.run_id = d.id and d.status in ('waiting', 'failed') and d.outputs <> v.outputs;
  perform app_private.count_runs(organization, finish_runs.lane,
    array(select d.id from jsonb_to_recordset(results) d (id uuid)));
  insert into app_private.workflow_action_statistics as s (organization_id, workflow_id, day, lane, key, type, succeeded, failed, duration_ms)
    select organization, run.workflow_id, (now() at time zone 'UTC')::date, finish_runs.lane, d.key, d.type,
        count(*) filter (where d.status = 'succeeded'), count(*) filter (where d.status = 'failed'), sum(d.duration_ms)
      from jsonb_to_recordset(results) r (id uuid, actions jsonb)
      join app_public.workflow_runs run on run.organization_id = organization and run.id = r.id and run.workflow_id is not null
      cross join lateral jsonb_to_recordset(r.actions) d (key text, type text, status text, duration_ms numeric)
      where d.status in ('succeeded', 'failed')
      group by run.workflow_id, d.key, d.type order by 2, 5, 6
    on conflict on constraint workflow_action_statistics_pkey do update set succeeded = s.succeeded + excluded.succeeded,
      failed = s.failed + excluded.failed, duration_ms = s.duration_ms + excluded.duration_ms;
  select array_agg(d.id) filter (where d.status = 'failed'),
      array_agg(distinct date_trunc('second', d.resume_at) + interval '1 second') filter (where d.status = 'waiting')
    into failed, waiting
    from jsonb_to_recordset(results) d (id uuid, status text, resume_at timestamptz);
  if failed is not null then
    perform app_private.tell_of_failures(organization, failed);
  end if;
  perform app_private.add_resuming_jobs(organization, finish_runs.lane, waiting);
end
$$;
comment on function app_private.finish_runs(uuid, smallint, jsonb) is
  'Writes what came of runs that take_runs() gave. results: [{id, status, error, next_path, resume_at, attempt, started_at,
duration_ms, outputs, actions: [{path, key, type, status, input, output, error, attempt, started_at, duration_ms}]}].';

create function app_private.add_resuming_jobs(organization uuid, lane smallint, moments timestamptz[]) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  -- What is further away is for the sweep of its minute (wake_workflows).
  select app_private.add_lane_job(organization, lane, m)
    from (select m from unnest(moments) m where m < now() + interval '2 minutes' order by m) m
$$;
comment on function app_private.add_resuming_jobs(uuid, smallint, timestamptz[]) is 'Has the lane looked at when runs are to go on.';

create function app_private.has_due_work(organization uuid, lane smallint) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from app_private.workflow_events e where e.organization_id = organization and e.lane = has_due_work.lane)
    or app_hidden.runs_workflows(organization) and (exists (select from app_public.workflow_runs r
        where r.organization_id = organization and r.lane = has_due_work.lane and r.status = 'queued')
      or exists (select from app_public.workflow_runs r
        where r.organization_id = organization and r.lane = has_due_work.lane and r.status = 'waiting' and r.resume_at <= now()))
$$;
comment on function app_private.has_due_work(uuid, smallint) is 'Whether a lane has something to do now.';

create function app_private.wake_workflows() returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  woken integer := 0;
  due record;
begin
  for due in
    select o.id as organization_id, l::smallint as lane, (
        select array_agg(distinct date_trunc('second', r.resume_at) + interval '1 second') from app_public.workflow_runs r
          where r.organization_id = o.id and r.lane = l and r.status = 'waiting'
            and r.resume_at > now() and r.resume_at < now() + interval '2 minutes') as moments
      from app_public.organizations o cross join generate_series(0, 3) l
      where app_private.has_due_work(o.id, l::smallint) or exists (select from app_public.workflow_runs r
        where r.organization_id = o.id and r.lane = l and r.status = 'waiting' and r.resume_at < now() + interval '2 minutes')
      order by 1, 2
  loop
    if app_private.has_due_work(due.organization_id, due.lane) then
      perform app_private.add_lane_job(due.organization_id, due.lane);
    end if;
    perform app_private.add_resuming_jobs(due.organization_id, due.lane, due.moments);
    woken := woken + 1;
  end loop;
  return woken;
end
$$;
comment on function app_private.wake_workflows() is
  'Adds the jobs of lanes that have something to do, and of delays that end within two minutes; answers for how many lanes.
Each minute, so that nothing stays behind, whatever became of its job.';

grant execute on function app_private.take_events(uuid, smallint, integer), app_private.listening_workflows(uuid, text[]), app_private.organization_name(uuid),
  app_private.listening_endpoints(uuid, text[]), app_private.finish_dispatch(uuid, smallint, bigint[], jsonb, jsonb), app_private.take_runs(uuid, smallint, integer),
  app_private.compiled_versions(uuid, uuid[]), app_private.finish_runs(uuid, smallint, jsonb),
  app_private.has_due_work(uuid, smallint), app_private.wake_workflows(), app_private.workflow_run_totals(),
  app_private.waiting_event_count(),
  app_private.take_workflow_budget(uuid, integer), app_private.add_lane_job(uuid, smallint, timestamptz)
  to rowhouse_authenticator;

-- ---------------------------------------------------------------------------------------------
-- What people do with runs

create function app_private.begin_run(run app_public.workflow_runs, event_values app_private.workflow_run_values) returns app_public.workflow_runs
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  begun app_public.workflow_runs;
begin
  if not app_hidden.runs_workflows(run.organization_id) then
    perform app_hidden.fail('RH409', 'Workflows are switched off.');
  end if;
  insert into app_public.workflow_runs (organization_id, workflow_id, version_id, event, object_type, object_id, priority, lane, rerun_of_id)
    select w.organization_id, w.id, v.id, run.event, run.object_type, run.object_id, 50,
        app_hidden.lane_of(coalesce(run.object_id, w.id)), run.rerun_of_id
      from app_public.workflows w
      join app_public.workflow_versions v on v.organization_id = w.organization_id and v.workflow_id = w.id and v.version = w.version
      where w.organization_id = run.organization_id and w.id = run.workflow_id and w.status = 'active'
    returning * into begun;
  if begun.id is null then
    perform app_hidden.fail('RH409', 'This workflow is not active.');
  end if;
  insert into app_private.workflow_run_values (organization_id, run_id, event_id, old_values, new_values, actor_id, actor_type, occurred_at)
    values (begun.organization_id, begun.id, event_values.event_id, event_values.old_values, event_values.new_values,
      event_values.actor_id, event_values.actor_type, event_values.occurred_at);
  perform app_private.add_lane_job(begun.organization_id, begun.lane);
  return begun;
end
$$;
comment on function app_private.begin_run(app_public.workflow_runs, app_private.workflow_run_values) is
  'Begins a run of an active workflow that somebody asked for. RH409 when it is not active, or workflows are switched off.';

create function app_public.execute_workflow(workflow_id uuid, object_id uuid default null) returns app_public.workflow_runs
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  workflow app_public.workflows;
  run app_public.workflow_runs;
  event_values app_private.workflow_run_values;
begin
  perform app_hidden.require_permission('workflow', 'manage');
  select * into workflow from app_public.workflows w
    where w.organization_id = organization and w.id = execute_workflow.workflow_id and app_hidden.may('workflow', 'view');
  if not found then
    perform app_hidden.fail('RH404', 'No such workflow.');
  end if;
  if workflow.object_type is null and object_id is not null then
    perform app_hidden.fail('RH400', 'This workflow is about no record.', '{"object_id": "Leave it out."}');
  elsif workflow.object_type is not null then
    if object_id is null then
      perform app_hidden.fail('RH400', 'Choose a record.', '{"object_id": "Is required."}');
    end if;
    perform app_hidden.require_record_permission(workflow.object_type, 'view', object_id);
    execute format('select to_jsonb(r) from app_public.%I r where r.organization_id = $1 and r.id = $2',
        (select o.table_name from app_hidden.crm_objects o where o.name = workflow.object_type))
      into event_values.new_values using organization, object_id;
  end if;
  run.organization_id := organization;
  run.workflow_id := workflow.id;
  run.event := 'manual';
  run.object_type := workflow.object_type;
  run.object_id := execute_workflow.object_id;
  event_values.old_values := case when object_id is not null then '{}'::jsonb end;
  event_values.actor_id := app_hidden.current_user_id();
  event_values.actor_type := app_hidden.current_actor_type();
  event_values.occurred_at := now();
  return app_private.begin_run(run, event_values);
end
$$;
comment on function app_public.execute_workflow(uuid, uuid) is
  E'@resultFieldName run\nRuns an active workflow now, on a record that the caller sees, whatever its triggers and their conditions say; with the rights of the workflow''s owner. Needs the permission to manage workflows. RH404 no such workflow or record, RH403 not allowed, RH400 a record where it needs none or none where it needs one, RH409 the workflow is not active.';

create function app_hidden.held_run(id uuid) returns app_public.workflow_runs
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  run app_public.workflow_runs;
begin
  perform app_hidden.require_permission('workflow', 'manage');
  select * into run from app_public.workflow_runs r
    where r.organization_id = app_hidden.current_organization_id() and r.id = held_run.id
      and app_hidden.may('workflow', 'view') and app_hidden.sees_everything()
    for no key update;
  if not found then
    perform app_hidden.fail('RH404', 'No such run.');
  end if;
  return run;
end
$$;
comment on function app_hidden.held_run(uuid) is
  'A run that the caller sees, held until the transaction ends. RH403 without the permission to manage workflows, RH404 no such run.';

create function app_public.cancel_workflow_run(id uuid) returns app_public.workflow_runs
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  run app_public.workflow_runs := app_hidden.held_run(id);
begin
  if run.status not in ('queued', 'waiting') then
    perform app_hidden.fail('RH409', 'This run is over.');
  end if;
  perform app_private.cancel_runs(run.organization_id, array[run.id], null);
  return (select r from app_public.workflow_runs r where r.organization_id = run.organization_id and r.id = run.id);
end
$$;
comment on function app_public.cancel_workflow_run(uuid) is
  E'@resultFieldName run\nEnds a run that has not begun or waits; what it has done stays. Needs the permission to manage workflows. RH404 no such run, RH403 not allowed, RH409 it is over.';

create function app_public.retry_workflow_run(id uuid) returns app_public.workflow_runs
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  run app_public.workflow_runs := app_hidden.held_run(id);
begin
  if run.status <> 'failed' then
    perform app_hidden.fail('RH409', 'Only a run that failed goes on where it failed; others can be run again.');
  end if;
  update app_public.workflow_runs r set status = 'queued', error = null, finished_at = null, attempt = 1
    where r.organization_id = run.organization_id and r.id = run.id
    returning * into run;
  perform app_private.add_lane_job(run.organization_id, run.lane);
  return run;
end
$$;
comment on function app_public.retry_workflow_run(uuid) is
  E'@resultFieldName run\nHas a run that failed go on at the action that failed, in the version that it began with. Needs the permission to manage workflows. RH404 no such run, RH403 not allowed, RH409 it did not fail.';

create function app_public.rerun_workflow(run_id uuid) returns app_public.workflow_runs
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  run app_public.workflow_runs := app_hidden.held_run(run_id);
  event_values app_private.workflow_run_values;
begin
  if run.status in ('queued', 'waiting') then
    perform app_hidden.fail('RH409', 'This run is not over.');
  elsif exists (select from app_public.workflows w
      where w.organization_id = run.organization_id and w.id = run.workflow_id and w.object_type is distinct from run.object_type) then
    perform app_hidden.fail('RH409', 'The workflow is about something else by now.');
  end if;
  select v.* into event_values from app_private.workflow_run_values v
    where v.organization_id = run.organization_id and v.run_id = run.id;
  run.rerun_of_id := run.id;
  return app_private.begin_run(run, event_values);
end
$$;
comment on function app_public.rerun_workflow(uuid) is
  E'@resultFieldName run\nRuns a workflow again from the beginning for what a run that is over was for, in its current version. Needs the permission to manage workflows. RH404 no such run, RH403 not allowed, RH409 it is not over, or the workflow is not active or about another object by now.';
grant execute on function app_public.execute_workflow(uuid, uuid), app_public.cancel_workflow_run(uuid),
  app_public.retry_workflow_run(uuid), app_public.rerun_workflow(uuid) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- What becomes of runs when their records go. What is purged takes its runs along; runs that wait on a
-- record which is merged go on with the one that stays.

create function app_private.forget_runs() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from old_rows) then
    return null;
  end if;
  delete from app_public.workflow_runs r using old_rows o where r.organization_id = o.organization_id and r.object_id = o.id;
  return null;
end
$$;
comment on function app_private.forget_runs() is 'Removes the runs of what is purged.';

do $$
declare
  target text;
begin
  for target in select o.table_name from app_hidden.crm_objects o where o.name = any (app_hidden.event_objects()) order by 1 loop
    execute format('create trigger forget_runs after delete on app_public.%I referencing old table as old_rows
      for each statement execute function app_private.forget_runs()', target);
  end loop;
end
$$;

create function app_hidden.move_workflow_runs(organization uuid, winner uuid, losers uuid[]) returns void
language sql volatile as $$
  update app_public.workflow_runs r set object_id = winner
    where r.organization_id = organization and r.object_id = any (losers) and r.status in ('queued', 'waiting')
$$;
comment on function app_hidden.move_workflow_runs(uuid, uuid, uuid[]) is
  'Has runs that are not over go on with the record that others were merged into. For functions of the owner.';

create function app_private.erase_runs(organization uuid, record_ids uuid[], address_pattern text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  ids uuid[];
begin
  delete from app_private.workflow_events e
    where e.organization_id = organization
      and (e.object_id = any (record_ids) or concat_ws(chr(10), e.old_values::text, e.new_values::text) ~* address_pattern);
  ids := array(
    select r.id from app_public.workflow_runs r where r.organization_id = organization and r.object_id = any (record_ids)
    union
    select v.run_id from app_private.workflow_run_values v where v.organization_id = organization
      and concat_ws(chr(10), v.old_values::text, v.new_values::text, v.outputs::text) ~* address_pattern
    union
    select a.run_id from app_public.workflow_action_runs a where a.organization_id = organization
      and concat_ws(chr(10), a.input::text, a.output::text, a.error) ~* address_pattern);
  update app_private.workflow_run_values v
    set old_values = case when v.old_values is not null then '{}'::jsonb end,
      new_values = case when v.new_values is not null then '{}'::jsonb end, outputs = '{}'
    where v.organization_id = organization and v.run_id = any (ids);
  update app_public.workflow_action_runs a set input = null, output = null, error = case when a.error is not null then 'erased' end
    where a.organization_id = organization and a.run_id = any (ids);
  update app_public.workflow_runs r set error = case when r.error is not null then 'erased' end
    where r.organization_id = organization and r.id = any (ids);
  return cardinality(ids);
end
$$;
comment on function app_private.erase_runs(uuid, uuid[], text) is
  'Erases what runs on these records, or that mention the address, were told and did; answers how many runs. What is not
dispatched yet is taken out.';

create function app_private.remove_old_runs(batch integer default 1000) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  removed integer;
begin
  delete from app_public.workflow_runs r
    where (r.organization_id, r.id) in (
      select o.id, old.id from app_public.organizations o
        cross join lateral (select r.id from app_public.workflow_runs r
          where r.organization_id = o.id and r.created_at < now() - interval '90 days'
            and r.status not in ('queued', 'waiting') order by r.created_at limit batch) old
        limit batch);
  get diagnostics removed = row_count;
  if removed = batch then
    return true;
  end if;
  -- Versions of workflows that are gone stay for as long as a run tells of them.
  delete from app_public.workflow_versions v
    where v.workflow_id is null and not exists (select from app_public.workflow_runs r
      where r.organization_id = v.organization_id and r.version_id = v.id);
  return false;
end
$$;
comment on function app_private.remove_old_runs(integer) is
  'Removes so many of the runs that were over 90 days ago, and at the end versions that nothing refers to; answers whether there may be more.';
grant execute on function app_private.remove_old_runs(integer) to rowhouse_authenticator;

-- ---------------------------------------------------------------------------------------------
-- Notifications about workflows

create function app_public.notifications_workflow(notification app_public.notifications) returns app_public.workflows
language sql stable as $$
  select w from app_public.workflows w where notification.object_type = 'workflow' and w.id = notification.object_id
$$;
comment on function app_public.notifications_workflow(app_public.notifications) is 'The workflow that it is about, if it is about one.';
grant execute on function app_public.notifications_workflow(app_public.notifications) to rowhouse_user;
call app_hidden.show_notifications();

call app_hidden.describe_fields();
call app_hidden.add_reporting_views();
