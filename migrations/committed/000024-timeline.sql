--! Previous: sha1:d0bdd29a010de7983e20f05523d6a8aac9bb364c
--! Hash: sha1:dacef3259e235cbaadc5873583f288e534a9c73d

-- Timeline: what happened to a record, for those who work with it. Events are written by triggers, in
-- the transaction of what they tell of and whichever way it comes; docs/timeline.md says what there is,
-- docs/decisions/timeline.md why it is made as it is.

-- ---------------------------------------------------------------------------------------------
-- One row an event. It is on one record (object) and may tell of something on that record that is a
-- row of its own (source): a note, a file. account_id to project_id are the records whose timelines
-- gather it, as they were when it was written; there are no foreign keys, as what is purged takes
-- its events along. data of a change is {"before": {column: value}, "after": {column: value}}; nothing
-- is stored in words, so that each reader is told what they may see.
create table app_public.timeline_events (
  organization_id uuid not null,
  id uuid not null default app_hidden.uuid_v7(),
  -- Not when the transaction began: who waits for a row that another holds changes it after them.
  occurred_at timestamptz not null default clock_timestamp(),
  event_type text not null,
  object_type text not null,
  object_id uuid not null,
  source_type text,
  source_id uuid,
  account_id uuid,
  contact_id uuid,
  lead_id uuid,
  deal_id uuid,
  project_id uuid,
  actor_type text not null,
  actor_id uuid,
  data jsonb not null default '{}' check (jsonb_typeof(data) = 'object'),
  moved_from uuid[] not null default '{}',
  primary key (organization_id, occurred_at, id)
) partition by range (occurred_at);
comment on table app_public.timeline_events is
  E'@behavior -insert -update -delete -type:node\n@pageSize 100\n@foreignKey (event_type) references app_enum.timeline_event_types (value)\n@foreignKey (actor_type) references app_enum.actor_types (value)\n@foreignKey (account_id) references app_public.accounts (id)|@fieldName account|@foreignFieldName timeline\n@foreignKey (contact_id) references app_public.contacts (id)|@fieldName contact|@foreignFieldName timeline\n@foreignKey (lead_id) references app_public.leads (id)|@fieldName lead|@foreignFieldName timelineEvents\n@foreignKey (deal_id) references app_public.deals (id)|@fieldName deal|@foreignFieldName timeline\n@foreignKey (project_id) references app_public.projects (id)|@fieldName project|@foreignFieldName timeline\n@foreignKey (object_id) references app_public.activities (id)|@fieldName activity|@backwardBehavior -*\n@foreignKey (object_id) references app_public.tasks (id)|@fieldName task|@backwardBehavior -*\n@foreignKey (source_id) references app_public.notes (id)|@fieldName note|@backwardBehavior -*\n@foreignKey (source_id) references app_public.comments (id)|@fieldName comment|@backwardBehavior -*\n@foreignKey (source_id) references app_public.attachments (id)|@fieldName attachment|@backwardBehavior -*\n@foreignKey (source_id) references app_public.communications (id)|@fieldName communication|@backwardBehavior -*\nWhat happened to a record. Written by the database.';
comment on constraint timeline_events_pkey on app_public.timeline_events is '@behavior -single';
comment on column app_public.timeline_events.occurred_at is 'When it happened; of what was said (a mail, a call, a meeting) when that was.';
comment on column app_public.timeline_events.object_type is 'What kind of record it is on: account, contact, lead, deal, activity, task, …';
comment on column app_public.timeline_events.object_id is 'The record that it is on.';
comment on column app_public.timeline_events.source_type is 'What it tells of, where that is something on the record: note, comment, attachment, communication; of a conversion the lead.';
comment on column app_public.timeline_events.account_id is
  E'@shows contact.account_id deal.account_id activity.account_id communication.account_id project.account_id lead.converted_account_id\nThe account whose timeline it is in.';
comment on column app_public.timeline_events.contact_id is
  E'@shows deal.primary_contact_id activity.contact_id communication.contact_id lead.converted_contact_id\nThe contact whose timeline it is in.';
comment on column app_public.timeline_events.lead_id is
  E'@shows activity.lead_id communication.lead_id\nThe lead whose timeline it is in.';
comment on column app_public.timeline_events.deal_id is
  E'@shows activity.deal_id communication.deal_id task.deal_id project.deal_id lead.converted_deal_id\nThe deal whose timeline it is in.';
comment on column app_public.timeline_events.project_id is E'@shows task.project_id\nThe project whose timeline it is in.';
comment on column app_public.timeline_events.actor_id is 'The user, or the one that the API key acts as. Null: the system itself.';
comment on column app_public.timeline_events.data is
  'Of a change {"before": {column: value}, "after": {column: value}} of the columns that changed; fields as the caller may see them.';
comment on column app_public.timeline_events.moved_from is
  E'@behavior -*\nRecords that it was on before they were merged; a lead''s own id where its conversion had other records gather it.';

create index timeline_events_object_id_idx on app_public.timeline_events (organization_id, object_id, occurred_at, id);
create index timeline_events_account_id_idx on app_public.timeline_events (organization_id, account_id, occurred_at, id) where account_id is not null;
create index timeline_events_contact_id_idx on app_public.timeline_events (organization_id, contact_id, occurred_at, id) where contact_id is not null;
create index timeline_events_lead_id_idx on app_public.timeline_events (organization_id, lead_id, occurred_at, id) where lead_id is not null;
create index timeline_events_deal_id_idx on app_public.timeline_events (organization_id, deal_id, occurred_at, id) where deal_id is not null;
create index timeline_events_project_id_idx on app_public.timeline_events (organization_id, project_id, occurred_at, id) where project_id is not null;
create index timeline_events_source_id_idx on app_public.timeline_events (organization_id, source_id) where source_id is not null;

-- ---------------------------------------------------------------------------------------------
-- Guards: events are only added. What is left to the functions of this file is to have them follow a
-- record that is merged, to erase what they say of a person, and to remove them with what is purged.

create function app_hidden.keep_timeline() returns trigger
language plpgsql as $$
declare
  kept app_public.timeline_events := old;
begin
  if tg_level = 'ROW' and current_user = 'rowhouse_owner' and current_setting('rowhouse.timeline_upkeep', true) = 'on' then
    if tg_op = 'DELETE' then
      return old;
    end if;
    kept.object_id := new.object_id;
    kept.account_id := new.account_id;
    kept.contact_id := new.contact_id;
    kept.lead_id := new.lead_id;
    kept.deal_id := new.deal_id;
    kept.moved_from := new.moved_from;
    kept.data := new.data;
    if new is not distinct from kept then
      return new;
    end if;
  end if;
  perform app_hidden.fail('RH403', 'The timeline can only be added to.');
  return null;
end
$$;
comment on function app_hidden.keep_timeline() is 'Refuses to change or remove events, but for what merging, erasing and purging do.';
create trigger keep_events before update or delete on app_public.timeline_events
  for each row execute function app_hidden.keep_timeline();
create trigger keep_from_truncating before truncate on app_public.timeline_events
  for each statement execute function app_hidden.keep_timeline();

create table app_private.timeline_events_earlier partition of app_public.timeline_events
  for values from (minvalue) to ('1000-01-01');
create table app_private.timeline_events_later partition of app_public.timeline_events
  for values from ('1000-01-01') to (maxvalue);
comment on table app_private.timeline_events_earlier is 'Events of months before the first that has a partition.';
comment on table app_private.timeline_events_later is 'Events of months after the last that has a partition.';
do $$
declare
  this_month constant timestamptz := date_trunc('month', now(), 'UTC');
begin
  alter table app_public.timeline_events detach partition app_private.timeline_events_earlier;
  alter table app_public.timeline_events detach partition app_private.timeline_events_later;
  execute format('alter table app_public.timeline_events attach partition app_private.timeline_events_earlier for values from (minvalue) to (%L)', this_month);
  execute format('alter table app_public.timeline_events attach partition app_private.timeline_events_later for values from (%L) to (maxvalue)', this_month);
  call app_hidden.guard_partition('timeline_events', 'timeline_events_earlier');
  call app_hidden.guard_partition('timeline_events', 'timeline_events_later');
  perform app_hidden.add_months('timeline_events', 3);
end
$$;

create function app_private.split_timeline_months(since timestamptz) returns integer
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '5s' as $$
declare
  first_month constant timestamptz := (select min(m.month) from app_hidden.months_of('timeline_events') m);
  month timestamptz;
  added integer := 0;
begin
  if since is null or since < now() - interval '20 years' then
    perform app_hidden.fail('RH400', 'Months are split off for the last 20 years at most.');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('rowhouse.partitions', 0));
  for month in
    select m from generate_series(date_trunc('month', since), first_month - interval '1 month', '1 month') m order by m desc
  loop
    perform set_config('rowhouse.timeline_upkeep', 'on', true);
    call app_hidden.add_month('timeline_events', month);
    added := added + 1;
  end loop;
  perform set_config('rowhouse.timeline_upkeep', '', true);
  return added;
end
$$;
comment on function app_private.split_timeline_months(timestamptz) is
  'Makes partitions of the months from that of "since" to the first that has one, with what is there from these
months; answers how many. For operators who brought in years of mail, as rowhouse_owner. RH400 for more than 20 years ago.';

create function app_private.detach_timeline_partitions(before timestamptz) returns setof text
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '5s' as $$
declare
  former_first constant timestamptz := (select min(m.month) from app_hidden.months_of('timeline_events') m);
  first_kept timestamptz;
  partition text;
begin
  if before is null or before > date_trunc('month', now()) then
    perform app_hidden.fail('RH400', 'The events of the current month stay.');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('rowhouse.partitions', 0));
  select min(m.month) into first_kept from app_hidden.months_of('timeline_events') m where m.month + interval '1 month' > before;
  if first_kept = former_first then
    return;
  end if;
  alter table app_public.timeline_events detach partition app_private.timeline_events_earlier;
  for partition in select m.partition from app_hidden.months_of('timeline_events') m where m.month < first_kept loop
    execute format('alter table app_public.timeline_events detach partition app_private.%I', partition);
    return next 'app_private.' || partition;
  end loop;
  if exists (select from app_private.timeline_events_earlier) then
    partition := 'timeline_events_until_' || to_char(former_first, 'YYYY_MM');
    execute format('alter table app_private.timeline_events_earlier rename to %I', partition);
    return next 'app_private.' || partition;
    create table app_private.timeline_events_earlier (like app_public.timeline_events including defaults including constraints);
    comment on table app_private.timeline_events_earlier is 'Events of months before the first that has a partition.';
    call app_hidden.guard_partition('timeline_events', 'timeline_events_earlier');
  end if;
  execute format('alter table app_public.timeline_events attach partition app_private.timeline_events_earlier for values from (minvalue) to (%L)', first_kept);
end
$$;
comment on function app_private.detach_timeline_partitions(timestamptz) is
  'Takes the months that were over by then, and everything before them, off the timelines of all organizations; answers
the tables, which stay in app_private to be archived or dropped. RH400 for the current month. For operators, as rowhouse_owner.';

-- ---------------------------------------------------------------------------------------------
-- Who sees an event: whoever sees the record that it is on and what it tells of, both of which may lie
-- in the recycle bin; and the fields that the event gives away by being there.

create function app_hidden.timeline_objects() returns setof app_hidden.crm_objects
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o from app_hidden.crm_objects o
    where app_hidden.has_bin(o.table_name) and o.name not in ('note', 'comment', 'attachment') order by o.name
$$;
comment on function app_hidden.timeline_objects() is 'The objects that have a timeline.';

create table app_hidden.timeline_event_fields (
  object_type text not null references app_hidden.crm_objects,
  event_type text not null references app_enum.timeline_event_types,
  table_name text not null,
  column_name text not null,
  primary key (object_type, event_type, table_name, column_name)
);
comment on table app_hidden.timeline_event_fields is
  'Which columns an event tells of by being there: of who does not see one as it is, the event is kept back.';

insert into app_hidden.timeline_event_fields
  -- What is on a record: that it is, since when and by whom.
  select parent.name, e.event_type, child.table_name, c.column_name
    from app_hidden.timeline_objects() parent
    cross join app_hidden.crm_objects child
    join (values ('note', 'note'), ('comment', 'comment'), ('attachment', 'file_attached'), ('communication', 'email'),
        ('communication', 'call'), ('communication', 'meeting'), ('communication', 'custom')) e (object, event_type) on e.object = child.name
    join app_hidden.tenant_references(child.table_name) own on own.parent_table = parent.table_name
    cross join lateral (
      values (own.column_name::text), ('created_by'), (case child.name when 'communication' then 'occurred_at' else 'created_at' end),
        (case child.name when 'communication' then 'type' end)) c (column_name)
    where c.column_name is not null and e.event_type <> 'custom'
  union
  select o.name, e.event_type, o.table_name, e.column_name
    from app_hidden.timeline_objects() o
    join (values
        ('field_updated', 'updated_at'), ('field_updated', 'updated_by'), ('status_change', 'status'), ('status_change', 'updated_by'),
        ('task_created', 'created_at'), ('task_created', 'created_by'), ('task_completed', 'status'), ('task_completed', 'completed_at'),
        ('task_completed', 'completed_by'), ('stage_change', 'stage_id'), ('stage_change', 'stage_entered_at'),
        ('deal_won', 'status'), ('deal_won', 'stage_id'), ('deal_won', 'closed_at'),
        ('deal_lost', 'status'), ('deal_lost', 'stage_id'), ('deal_lost', 'closed_at'), ('lead_converted', 'converted_at')) e (event_type, column_name)
      on exists (select from pg_attribute a where a.attrelid = to_regclass('app_public.' || o.table_name) and a.attname = e.column_name)
    where (e.event_type not in ('task_created', 'task_completed') or o.name in ('task', 'activity'))
  union
  values ('lead', 'lead_converted', 'leads', 'status'),
    ('account', 'lead_converted', 'leads', 'status'), ('account', 'lead_converted', 'leads', 'converted_account_id'),
    ('contact', 'lead_converted', 'leads', 'status'), ('contact', 'lead_converted', 'leads', 'converted_contact_id'),
    ('deal', 'lead_converted', 'leads', 'status'), ('deal', 'lead_converted', 'leads', 'converted_deal_id'),
    ('deal', 'lead_converted', 'deals', 'source_lead_id');

create function app_hidden.withheld_event_types() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- Of most roles there is nothing to look for.
  if not app_hidden.masks_fields() then
    return '{}';
  end if;
  return array(
    select distinct f.object_type || '.' || f.event_type
      from app_hidden.timeline_event_fields f
      join app_hidden.column_rules(app_hidden.current_organization_id(), app_hidden.current_role_id()) r
        on r.table_name = f.table_name and r.column_name = f.column_name
      where r.mode in ('mask', 'hidden'));
end
$$;
comment on function app_hidden.withheld_event_types() is
  'The events that would tell the caller of fields that they do not see, as <object>.<event type>.';
grant execute on function app_hidden.withheld_event_types() to rowhouse_user, rowhouse_analyst;

call app_hidden.build_wall('timeline_events');
do $$
declare
  seen text;
  source_seen text;
begin
  -- "offset 0" keeps the planner from hashing all records for a page of fifty events.
  select string_agg(format('when %L then exists (select from app_public.%I p where p.id = object_id offset 0)', o.name, o.table_name), ' ' order by o.name)
    into seen from app_hidden.timeline_objects() o;
  select string_agg(format('when %L then exists (select from app_public.%I p where p.id = source_id offset 0)', o.name, o.table_name), ' ' order by o.name)
    into source_seen from app_hidden.crm_objects o where o.name in ('note', 'comment', 'attachment', 'communication', 'lead');
  execute format('create policy select_with_its_record on app_public.timeline_events for select to rowhouse_user
    using (case object_type %s else false end and (source_type is null or case source_type %s else false end))', seen, source_seen);
end
$$;
create policy without_withheld_fields on app_public.timeline_events as restrictive for select to rowhouse_user
  using ((object_type || '.' || event_type) <> all ((select app_hidden.withheld_event_types())::text[]));
grant select on app_public.timeline_events to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- How events are written. Each table has functions that are made from its columns, as those of the
-- audit log are: they take all rows of a statement at once.

create function app_hidden.tells_timeline() returns boolean
language sql stable as $$
  select current_user <> 'rowhouse_owner' or coalesce(current_setting('rowhouse.timeline', true), '') <> 'off'
    and not app_hidden.keeps_updated_at()
$$;
comment on function app_hidden.tells_timeline() is
  'Whether what is being written is told: not what the database calculates, nor the rows of a merge, an undo or an erasure.';

create function app_hidden.current_actor_type() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case when coalesce(current_setting('rowhouse.workflow_run_id', true), '') <> '' then 'workflow'
    when app_hidden.current_user_id() is null then 'system'
    when exists (select from app_public.users u where u.id = app_hidden.current_user_id() and u.is_service_account) then 'api_key'
    else 'user' end
$$;
comment on function app_hidden.current_actor_type() is 'What the caller is: user, api_key, a workflow that runs for its owner or, when nobody is signed in, system.';
grant execute on function app_hidden.tells_timeline(), app_hidden.current_actor_type() to rowhouse_user, rowhouse_anonymous;

create function app_hidden.timeline_insert(
  target text, source text, event_type text, occurred_at text, data text, is_on_itself boolean default null) returns text
language plpgsql stable as $$
declare
  object constant app_hidden.crm_objects := (select o from app_hidden.crm_objects o where o.table_name = target);
  is_object constant boolean := coalesce(is_on_itself, exists (
    select from app_hidden.timeline_objects() o where o.name = object.name and not o.is_on_records));
  has text[] := array(select a.attname::text from pg_attribute a
    where a.attrelid = format('app_public.%I', target)::regclass and a.attnum > 0 and not a.attisdropped);
  -- The record that something is on: where it may be on several, the most particular.
  record_object text := case when is_object then quote_literal(object.name) else (
    select 'case ' || string_agg(format('when r.%I is not null then %L', p.name || '_id', p.name), ' ' order by p.n) || ' end'
      from unnest('{deal,lead,contact,account,activity,communication,project,task}'::text[]) with ordinality p (name, n)
      where p.name || '_id' = any (has)) end;
  record_id text := case when is_object then 'r.id' else (
    select 'coalesce(' || string_agg(format('r.%I', p.name || '_id'), ', ' order by p.n) || ')'
      from unnest('{deal,lead,contact,account,activity,communication,project,task}'::text[]) with ordinality p (name, n)
      where p.name || '_id' = any (has)) end;
  joins text := '';
  lead text[] := '{}';
  project text[] := '{}';
  deal text[] := '{}';
  contact text[] := '{}';
  account text[] := '{}';
  join_format constant text := E'\n        left join app_public.%1$s %2$s on %2$s.organization_id = r.organization_id and %2$s.id = %3$s';
begin
  if object.name = 'lead' then lead := '{r.id}'; elsif 'lead_id' = any (has) then lead := '{r.lead_id}'; end if;
  if object.name = 'project' then project := '{r.id}'; elsif 'project_id' = any (has) then project := '{r.project_id}'; end if;
  if object.name = 'deal' then deal := '{r.id}'; elsif 'deal_id' = any (has) then deal := '{r.deal_id}'; end if;
  if object.name = 'contact' then contact := '{r.id}'; elsif 'contact_id' = any (has) then contact := '{r.contact_id}';
  elsif object.name = 'deal' then contact := '{r.primary_contact_id}'; end if;
  if object.name = 'account' then account := '{r.id}'; elsif 'account_id' = any (has) then account := '{r.account_id}'; end if;
  if 'communication_id' = any (has) then
    joins := joins || format(join_format, 'communications', 'm', 'r.communication_id');
    lead := lead || 'm.lead_id'::text; deal := deal || 'm.deal_id'::text; contact := contact || 'm.contact_id'::text; account := account || 'm.account_id'::text;
  end if;
  if 'activity_id' = any (has) then
    joins := joins || format(join_format, 'activities', 'v', 'r.activity_id');
    lead := lead || 'v.lead_id'::text; deal := deal || 'v.deal_id'::text; contact := contact || 'v.contact_id'::text; account := account || 'v.account_id'::text;
  end if;
  if 'task_id' = any (has) then
    joins := joins || format(join_format, 'tasks', 't', 'r.task_id');
    project := project || 't.project_id'::text; deal := deal || 't.deal_id'::text;
  end if;
  if project <> '{}' then
    if object.name <> 'project' then
      joins := joins || format(join_format, 'projects', 'p', 'coalesce(' || array_to_string(project, ', ') || ')');
      deal := deal || 'p.deal_id'::text; account := account || 'p.account_id'::text;
    end if;
  end if;
  if lead <> '{}' then
    if object.name <> 'lead' then
      joins := joins || format(join_format, 'leads', 'l', 'coalesce(' || array_to_string(lead, ', ') || ')');
    end if;
    deal := deal || (case object.name when 'lead' then 'r' else 'l' end || '.converted_deal_id');
  end if;
  if deal <> '{}' and object.name <> 'deal' and object.name <> 'lead' then
    joins := joins || format(join_format, 'deals', 'd', 'coalesce(' || array_to_string(deal, ', ') || ')');
    contact := contact || 'd.primary_contact_id'::text; account := account || 'd.account_id'::text;
  end if;
  if lead <> '{}' then
    contact := contact || (case object.name when 'lead' then 'r' else 'l' end || '.converted_contact_id');
    account := account || (case object.name when 'lead' then 'r' else 'l' end || '.converted_account_id');
  end if;
  if contact <> '{}' and object.name not in ('contact', 'lead') then
    joins := joins || format(join_format, 'contacts', 'c', 'coalesce(' || array_to_string(contact, ', ') || ')');
    account := account || 'c.account_id'::text;
  end if;
  return format($insert$
    insert into app_public.timeline_events (organization_id, occurred_at, event_type, object_type, object_id, source_type, source_id,
        account_id, contact_id, lead_id, deal_id, project_id, actor_type, actor_id, data)
      select r.organization_id, %s, %s, %s, %s, %s,
          %s,
          (select app_hidden.current_actor_type()), (select app_hidden.current_user_id()), %s
        from %s%s
        where %s is not null$insert$,
    occurred_at, event_type, record_object, record_id,
    case when is_object then 'null, null' else format('%L, r.id', object.name) end,
    (select string_agg(case cardinality(places.among) when 0 then 'null' else format('coalesce(%s)', array_to_string(places.among, ', ')) end, ', ' order by places.n)
      from (select 1 as n, account as among union all select 2, contact union all select 3, lead union all select 4, deal union all select 5, project) places),
    data, source, joins, record_id);
end
$$;
comment on function app_hidden.timeline_insert(text, text, text, text, text, boolean) is
  'The statement that writes an event for each row "r" of the source: SQL of its type, time and data. The records that
gather it are those that the row refers to and, from there, a deal''s account and contact, a contact''s account, and
what a lead was converted into. is_on_itself: whether it is on the row, rather than on what the row is on; null: by
the table.';

create procedure app_hidden.tell_when_added(target text, event_type text, occurred_at text default '(select clock_timestamp())')
language plpgsql as $$
begin
  execute format($ddl$
create function app_private.tell_added_%1$s() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
begin
  if not exists (select from new_rows) then
    return null;
  end if;%2$s;
  return null;
end
$function$;
create trigger tell_added after insert on app_public.%1$I referencing new table as new_rows
  for each statement when (current_user <> 'rowhouse_importer' and app_hidden.tells_timeline())
  execute function app_private.tell_added_%1$s();
$ddl$, target, app_hidden.timeline_insert(target, 'new_rows r', event_type, occurred_at, quote_literal('{}') || '::jsonb'));
end
$$;
comment on procedure app_hidden.tell_when_added(text, text, text) is
  'Has each new row of a table told, but for imported ones. event_type, occurred_at: SQL of a row "r".';

create function app_hidden.differing_keys(document jsonb, other jsonb) returns jsonb
language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(d.key, d.value), '{}') from jsonb_each(document) d where other -> d.key is distinct from d.value
$$;
comment on function app_hidden.differing_keys(jsonb, jsonb) is 'Those keys of a document that have another value in the other, or none.';

create function app_hidden.has_custom_data(target text) returns boolean
language sql stable as $$
  select exists (select from pg_catalog.pg_attribute a
    where a.attrelid = format('app_public.%I', target)::regclass and a.attname = 'custom_data')
$$;
comment on function app_hidden.has_custom_data(text) is 'Whether records of the table have custom fields.';
create function app_hidden.timeline_values(target text, left_out text[], one text, other text) returns text
language sql stable as $$
  select app_hidden.audit_values(target, left_out || '{custom_data}', '{}', one, other)
    || case when app_hidden.has_custom_data(target)
      then format(E'\n              || case when %1$s.custom_data <> %2$s.custom_data then jsonb_build_object(''custom_data'', app_hidden.differing_keys(%1$s.custom_data, %2$s.custom_data)) else ''{}'' end', one, other)
      else '' end
$$;
comment on function app_hidden.timeline_values(text, text[], text, text) is
  'SQL of what differs in one row from another (audit_values), of custom fields only those that do.';

create procedure app_hidden.tell_when_changed(target text, events text, left_out text[])
language plpgsql as $$
declare
  -- What the database keeps, and what has events of its own.
  silent constant text[] := left_out || '{deleted_at,deleted_by,erased_at,merged_into_id,external_system,external_id}'
    || app_hidden.calculated_columns(target);
begin
  execute format($ddl$
create function app_private.tell_changed_%1$s() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
begin
  if not exists (select from new_rows) then
    return null;
  end if;%2$s;
  return null;
end
$function$;
create trigger tell_changed after update on app_public.%1$I referencing old table as old_rows new table as new_rows
  for each statement when (app_hidden.tells_timeline())
  execute function app_private.tell_changed_%1$s();
$ddl$, target, app_hidden.timeline_insert(target,
    -- Joined in full, as the audit log does, and for its reasons; keys do not change.
    format($source$(
          select n.*, e.event_type, e.data
            from old_rows o
            full join new_rows n on n.organization_id = o.organization_id and n.id = o.id
            cross join lateral (select %1$s as before,
              %2$s as after offset 0) d
            cross join lateral (values %3$s) e (event_type, data)
            where e.data is not null
            -- A move comes before what it came to. And what is asked of "r" stays outside: it would undo the full join.
            order by e.event_type desc offset 0) r$source$,
      case when left_out is null then quote_literal('{}') || '::jsonb' else app_hidden.timeline_values(target, silent, 'o', 'n') end,
      case when left_out is null then quote_literal('{}') || '::jsonb' else app_hidden.timeline_values(target, silent, 'n', 'o') end,
      events), 'r.event_type', '(select clock_timestamp())', 'r.data'));
end
$$;
comment on procedure app_hidden.tell_when_changed(text, text, text[]) is
  'Has changes of the rows of a table told. events: SQL of (event type, data or null), by the rows "o" and "n" before and
after, and "d", what differs (before, after) of the columns that are not left out; null: nothing of it is used.';

-- A change of a column that has an event of its own, and of all others.
create function app_hidden.change_event(event_type text, condition text, columns text[], added text[] default '{}') returns text
language sql immutable as $$
  select format('(%L, case when %s then jsonb_build_object(''before'', jsonb_strip_nulls(jsonb_build_object(%s)), ''after'', jsonb_strip_nulls(jsonb_build_object(%s))) end)',
    event_type, condition,
    (select string_agg(format('%L, o.%I', c, c), ', ') from unnest(columns) c),
    (select string_agg(format('%L, n.%I', c, c), ', ') from unnest(columns || added) c))
$$;
comment on function app_hidden.change_event(text, text, text[], text[]) is
  'An event of tell_when_changed() that says what the columns held before and hold now; those added only what they hold now.';

do $$
declare
  fields constant text := $event$('field_updated', case when d.before <> '{}' or d.after <> '{}' then jsonb_build_object('before', d.before, 'after', d.after) end)$event$;
  -- Which the move has told already.
  others constant text := '(%s - case when %s then ''{probability,won_reason,lost_reason,lost_to_competitor}''::text[] else ''{}'' end)';
  has_moved constant text := '(o.stage_id, o.pipeline_id) is distinct from (n.stage_id, n.pipeline_id)';
begin
  call app_hidden.tell_when_changed('accounts',
    app_hidden.change_event('status_change', 'o.status <> n.status', '{status}') || ', ' || fields,
    '{status,first_contact_date,last_contact_date}');
  call app_hidden.tell_when_changed('contacts', fields, '{last_contact_date}');
  call app_hidden.tell_when_changed('leads',
    -- What a conversion does is told by itself.
    app_hidden.change_event('status_change', 'o.status <> n.status and ''converted'' not in (o.status, n.status)', '{status}', '{disqualified_reason}')
      || ', ' || fields,
    '{status,assigned_at,disqualified_at,disqualified_by,disqualified_reason,converted_at,converted_account_id,converted_contact_id,converted_deal_id}');
  call app_hidden.tell_when_changed('deals',
    app_hidden.change_event('stage_change', has_moved, '{stage_id,pipeline_id,status,probability}')
      || ', ' || app_hidden.change_event('deal_won', 'n.status = ''won'' and o.status <> ''won''', '{stage_id,status}', '{won_reason}')
      || ', ' || app_hidden.change_event('deal_lost', 'n.status = ''lost'' and o.status <> ''lost''', '{stage_id,status}', '{lost_reason,lost_to_competitor}')
      || ', ' || replace(replace(fields, 'd.before', format(others, 'd.before', has_moved)), 'd.after', format(others, 'd.after', has_moved)),
    '{stage_id,pipeline_id,status,stage_entered_at,closed_at}');
  call app_hidden.tell_when_changed('projects',
    app_hidden.change_event('status_change', 'o.status <> n.status', '{status}') || ', ' || fields, '{status}');
  call app_hidden.tell_when_changed('tasks',
    app_hidden.change_event('task_completed', 'n.status = ''done'' and o.status <> ''done''', '{status}')
      || ', ' || app_hidden.change_event('status_change', 'o.status <> n.status and n.status <> ''done''', '{status}'), null);
  call app_hidden.tell_when_changed('activities',
    app_hidden.change_event('task_completed', 'n.status = ''completed'' and o.status <> ''completed''', '{status}', '{outcome}')
      || ', ' || app_hidden.change_event('status_change', 'o.status <> n.status and n.status <> ''completed''', '{status}'), null);
end
$$;

call app_hidden.tell_when_added('notes', quote_literal('note'));
call app_hidden.tell_when_added('comments', quote_literal('comment'));
call app_hidden.tell_when_added('attachments', quote_literal('file_attached'));
call app_hidden.tell_when_added('tasks', quote_literal('task_created'));
call app_hidden.tell_when_added('activities', quote_literal('task_created'));
call app_hidden.tell_when_added('communications', $$case when r.type in ('email', 'call', 'meeting') then r.type else 'custom' end$$, 'r.occurred_at');

drop procedure app_hidden.tell_when_added(text, text, text);
drop procedure app_hidden.tell_when_changed(text, text, text[]);

-- ---------------------------------------------------------------------------------------------
-- Conversions and merges: one event each on the records that they are about. The records that a lead
-- became gather what had happened to it before, as long as the conversion stands.

create function app_private.tell_conversions() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if not exists (select from new_rows c join old_rows former on former.organization_id = c.organization_id and former.id = c.id
        where c.undone_at is not null and former.undone_at is null) then
      return null;
    end if;
  end if;
  perform set_config('rowhouse.timeline_upkeep', 'on', true);
  if tg_op = 'INSERT' then
    update app_public.timeline_events e
      set account_id = c.account_id, contact_id = c.contact_id, deal_id = c.deal_id, moved_from = e.moved_from || c.lead_id
      from new_rows c
      where e.organization_id = c.organization_id and e.lead_id = c.lead_id
        and num_nonnulls(e.account_id, e.contact_id, e.deal_id, e.project_id) = 0;
  else
    update app_public.timeline_events e
      set account_id = null, contact_id = null, deal_id = null, moved_from = array_remove(e.moved_from, e.lead_id)
      from new_rows c
      join old_rows former on former.organization_id = c.organization_id and former.id = c.id
      where c.undone_at is not null and former.undone_at is null
        and e.organization_id = c.organization_id and e.lead_id = c.lead_id
        and (e.lead_id = any (e.moved_from) or e.object_type = 'lead' and e.object_id = c.lead_id and e.source_type is distinct from 'communication');
  end if;
  perform set_config('rowhouse.timeline_upkeep', '', true);
  insert into app_public.timeline_events (organization_id, event_type, object_type, object_id, source_type, source_id,
      account_id, contact_id, lead_id, deal_id, actor_type, actor_id, data)
    select c.organization_id, case tg_op when 'INSERT' then 'lead_converted' else 'system' end, told.object_type, told.object_id,
        case when told.object_type <> 'lead' then 'lead' end, case when told.object_type <> 'lead' then c.lead_id end,
        told.account_id, told.contact_id, told.lead_id, told.deal_id, app_hidden.current_actor_type(), app_hidden.current_user_id(),
        case when tg_op = 'UPDATE' then '{"action": "undo_conversion"}'
          when told.object_type = 'lead' then jsonb_build_object('after', jsonb_strip_nulls(jsonb_build_object('status', 'converted',
            'converted_account_id', c.account_id, 'converted_contact_id', c.contact_id, 'converted_deal_id', c.deal_id)))
          else '{}' end
      from new_rows c
      cross join lateral (values
        ('lead', c.lead_id, null::uuid, null::uuid, c.lead_id, null::uuid),
        ('account', c.account_id, c.account_id, null, null, null),
        ('contact', c.contact_id, null, c.contact_id, null, null),
        ('deal', c.deal_id, null, null, null, c.deal_id)) told (object_type, object_id, account_id, contact_id, lead_id, deal_id)
      where told.object_id is not null and (tg_op = 'INSERT' or c.undone_at is not null);
  return null;
end
$$;
comment on function app_private.tell_conversions() is
  'Tells lead, account, contact and deal of a conversion and of its undo; what happened to the lead is gathered by the others.';
create trigger tell_conversion after insert on app_public.lead_conversions referencing new table as new_rows
  for each statement execute function app_private.tell_conversions();
create trigger tell_undone_conversion after update on app_public.lead_conversions referencing old table as old_rows new table as new_rows
  for each statement execute function app_private.tell_conversions();

create function app_hidden.move_timeline(organization uuid, object text, winner uuid, losers uuid[]) returns void
language plpgsql volatile as $$
begin
  perform set_config('rowhouse.timeline_upkeep', 'on', true);
  execute format('update app_public.timeline_events e
      set %1$I = $2, object_id = case when e.object_type = %2$L then $2 else e.object_id end, moved_from = e.moved_from || e.%1$I
      where e.organization_id = $1 and e.%1$I = any ($3)', object || '_id', object)
    using organization, winner, losers;
  perform set_config('rowhouse.timeline_upkeep', '', true);
end
$$;
comment on function app_hidden.move_timeline(uuid, text, uuid, uuid[]) is
  'Puts the events of records that are merged on the timeline of the one that stays. For functions of the owner.';

create function app_hidden.move_timeline_back(organization uuid, object text, winner uuid, losers uuid[]) returns void
language plpgsql volatile as $$
begin
  perform set_config('rowhouse.timeline_upkeep', 'on', true);
  execute format('update app_public.timeline_events e
      set %1$I = l.id, object_id = case when e.object_type = %2$L then l.id else e.object_id end, moved_from = array_remove(e.moved_from, l.id)
      from unnest($3) l (id)
      where e.organization_id = $1 and e.%1$I = $2 and e.moved_from && $3 and l.id = any (e.moved_from)', object || '_id', object)
    using organization, winner, losers;
  perform set_config('rowhouse.timeline_upkeep', '', true);
end
$$;
comment on function app_hidden.move_timeline_back(uuid, text, uuid, uuid[]) is 'Takes move_timeline() back.';

create function app_hidden.tell_merge(object text, winner uuid, action text, losers uuid[]) returns void
language plpgsql volatile as $$
begin
  execute format('insert into app_public.timeline_events (organization_id, event_type, object_type, object_id, %I, actor_type, actor_id, data)
    values (app_hidden.current_organization_id(), ''system'', $1, $2, $2, app_hidden.current_actor_type(), app_hidden.current_user_id(),
      jsonb_build_object(''action'', $3, ''merged_ids'', $4))', object || '_id')
    using object, winner, action, losers;
end
$$;
comment on function app_hidden.tell_merge(text, uuid, text, uuid[]) is 'Writes the event of a merge or of its undo. action: merge or unmerge.';

create function app_hidden.follow_timeline_merges() returns void
language plpgsql volatile as $$
declare
  object text;
  merged record;
begin
  foreach object in array '{account,contact,lead}'::text[] loop
    for merged in execute format('select m.organization_id, m.id, m.merged_into_id from app_public.%1$I m
        where m.merged_into_id is not null and m.deleted_at > now() - interval ''2 days''
          and exists (select from app_public.timeline_events e where e.organization_id = m.organization_id and e.%2$I = m.id)',
      object || 's', object || '_id')
    loop
      perform app_hidden.move_timeline(merged.organization_id, object, merged.merged_into_id, array[merged.id]);
    end loop;
  end loop;
end
$$;
comment on function app_hidden.follow_timeline_merges() is 'Has events follow that were written in the moment of a merge.';

-- ---------------------------------------------------------------------------------------------
-- What is purged takes its events along.

create function app_private.forget_events() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from old_rows) then
    return null;
  end if;
  perform set_config('rowhouse.timeline_upkeep', 'on', true);
  delete from app_public.timeline_events e using old_rows r where e.organization_id = r.organization_id and e.object_id = r.id;
  delete from app_public.timeline_events e using old_rows r where e.organization_id = r.organization_id and e.source_id = r.id;
  perform set_config('rowhouse.timeline_upkeep', '', true);
  return null;
end
$$;
comment on function app_private.forget_events() is 'Removes the events of what is purged.';

do $$
declare
  target text;
begin
  for target in select o.table_name from app_hidden.crm_objects o where app_hidden.has_bin(o.table_name) order by 1 loop
    execute format('create trigger forget_events after delete on app_public.%I referencing old table as old_rows
      for each statement execute function app_private.forget_events()', target);
  end loop;
end
$$;

-- ---------------------------------------------------------------------------------------------
-- Erasing a person

create function app_hidden.erased_event(data jsonb, columns text[]) returns jsonb
language sql immutable as $$
  select case when data ? 'summary' or data ? 'details' then (data || '{"summary": "erased"}') - 'details' else data end
    || case when jsonb_typeof(data -> 'before') = 'object' then jsonb_build_object('before', app_hidden.erased(data -> 'before', columns)) else '{}' end
    || case when jsonb_typeof(data -> 'after') = 'object' then jsonb_build_object('after', app_hidden.erased(data -> 'after', columns)) else '{}' end
$$;
comment on function app_hidden.erased_event(jsonb, text[]) is
  'What an event says, without what was said in words and with the values of the columns replaced by "erased".';

create function app_private.erase_timeline(organization uuid, contact_ids uuid[], lead_ids uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform set_config('rowhouse.timeline_upkeep', 'on', true);
  update app_public.timeline_events e
    set data = app_hidden.erased_event(e.data, case when e.object_type in ('contact', 'lead', 'activity')
      then app_hidden.personal_columns_of((select o.table_name from app_hidden.crm_objects o where o.name = e.object_type)) else '{}' end)
    where e.organization_id = organization and (e.contact_id = any (contact_ids) or e.lead_id = any (lead_ids)) and e.data <> '{}';
  perform set_config('rowhouse.timeline_upkeep', '', true);
end
$$;
comment on function app_private.erase_timeline(uuid, uuid[], uuid[]) is
  'Erases what the timelines of contacts and leads say of them: values of personal columns, and what was written in words.';

create function app_private.erase_timeline_mentions(organization uuid, pattern text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  erased_events integer;
begin
  perform set_config('rowhouse.timeline_upkeep', 'on', true);
  update app_public.timeline_events e
    set data = app_hidden.erased_event(
      case when e.data ? 'summary' or e.data ? 'details' then app_hidden.without(e.data, pattern, false) else e.data - '{summary,details}'::text[] end,
      '{}') || coalesce((
        select jsonb_object_agg(side.key, (
            select coalesce(jsonb_object_agg(v.key, case when v.value::text ~* pattern then '"erased"' else v.value end), '{}')
              from jsonb_each(side.value) v))
          from jsonb_each(e.data) side where side.key in ('before', 'after') and jsonb_typeof(side.value) = 'object'), '{}')
    where e.organization_id = organization and e.data <> '{}' and e.data::text ~* pattern;
  get diagnostics erased_events = row_count;
  perform set_config('rowhouse.timeline_upkeep', '', true);
  return erased_events;
end
$$;
comment on function app_private.erase_timeline_mentions(uuid, text) is
  'Erases from all timelines of an organization the values that mention somebody; answers of how many events.';

-- ---------------------------------------------------------------------------------------------
-- What integrations have to tell

create function app_public.create_timeline_event(object_type text, object_id uuid, summary text, data jsonb default '{}', occurred_at timestamptz default now())
returns app_public.timeline_events
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  object app_hidden.crm_objects;
  event app_public.timeline_events;
begin
  select o.* into object from app_hidden.timeline_objects() o where o.name = lower(create_timeline_event.object_type);
  if object.name is null then
    perform app_hidden.fail('RH400', 'There is no timeline of this.', '{"object_type": "No object with a timeline."}');
  end if;
  perform app_hidden.require_record_permission(object.name, 'edit', object_id);
  if summary !~ '\S' or length(summary) > 500 then
    perform app_hidden.fail('RH400', 'An event is told in 1 to 500 characters.', '{"summary": "Has 1 to 500 characters."}');
  end if;
  if jsonb_typeof(coalesce(data, '{}')) <> 'object' or length(data::text) > 16384 then
    perform app_hidden.fail('RH400', 'The details of an event are an object of at most 16,384 characters.',
      '{"data": "Is an object of at most 16,384 characters."}');
  end if;
  if coalesce(occurred_at, now()) not between now() - interval '20 years' and now() then
    perform app_hidden.fail('RH400', 'An event has happened, in the last 20 years.', '{"occurred_at": "Lies in the last 20 years."}');
  end if;
  execute app_hidden.custom_event_insert(object) into event
    using app_hidden.current_organization_id(), object_id, coalesce(create_timeline_event.occurred_at, now()),
      jsonb_build_object('summary', summary) || case when coalesce(data, '{}') <> '{}' then jsonb_build_object('details', data) else '{}' end;
  return event;
end
$$;
comment on function app_public.create_timeline_event(text, uuid, text, jsonb, timestamptz) is
  E'Puts an event of the type custom on the timeline of a record, for integrations. objectType: account, contact, lead, deal, activity, communication, task, project or product. summary: 1 to 500 characters, data: an object of at most 16,384 characters, occurredAt: not in the future. RH404 for a record that the caller does not see, RH403 for one that they may not edit, RH400 for what is too long or no such object.';
grant execute on function app_public.create_timeline_event(text, uuid, text, jsonb, timestamptz) to rowhouse_user;

create function app_hidden.custom_event_insert(object app_hidden.crm_objects) returns text
language sql stable as $$
  select app_hidden.timeline_insert(object.table_name,
    format('(select * from app_public.%I where organization_id = $1 and id = $2) r', object.table_name),
    quote_literal('custom'), '$3', '$4', true) || ' returning *'
$$;
comment on function app_hidden.custom_event_insert(app_hidden.crm_objects) is
  'The statement that writes a custom event: $1 organization, $2 record, $3 time, $4 data.';

-- ---------------------------------------------------------------------------------------------
-- Mentions

create function app_private.tell_mentioned() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  place record;
begin
  -- In the order of the table's references; a comment is on exactly one record.
  select p.object_type, p.object_id into place
    from (values ('account', new.account_id), ('contact', new.contact_id), ('lead', new.lead_id), ('deal', new.deal_id),
      ('communication', new.communication_id), ('project', new.project_id), ('task', new.task_id)) p (object_type, object_id)
    where p.object_id is not null;
  perform app_private.notify(new.organization_id, new.mentioned_user_ids, 'mention', place.object_type, place.object_id,
    app_hidden.current_user_id(), 'mention:' || new.id);
  return null;
end
$$;
comment on function app_private.tell_mentioned() is
  'Notifies whom a comment mentions, once each; the notification shows to who may see the record that the comment is on.';
create trigger tell_mentioned after insert or update of mentioned_user_ids on app_public.comments
  for each row when (new.mentioned_user_ids <> '{}' and new.deleted_at is null) execute function app_private.tell_mentioned();

-- ---------------------------------------------------------------------------------------------
-- Reading

create function app_hidden.timeline_column(object_type text, object_id uuid) returns text
language plpgsql stable as $$
declare
  object constant text := (select o.name from app_hidden.timeline_objects() o where o.name = lower(timeline_column.object_type));
  gathered constant text := object || '_id';
begin
  if object is null then
    perform app_hidden.fail('RH400', 'There is no timeline of this.', '{"object_type": "No object with a timeline."}');
  end if;
  if app_hidden.current_organization_id() is null or not app_hidden.may_do(object, 'view', object_id) then
    perform app_hidden.fail('RH404', format('No such %s.', object));
  end if;
  if object = any ('{account,contact,lead,deal,project}') and app_hidden.field_mode('timeline_events', gathered) in ('edit', 'view') then
    return gathered;
  end if;
  return 'object_id';
end
$$;
comment on function app_hidden.timeline_column(text, uuid) is
  'By which column the timeline of a record is found: what it gathers, or only what is on it, where the object gathers
nothing or the caller does not see what is on what. RH404 for a record that the caller does not see, RH400 for no such object.';
grant execute on function app_hidden.timeline_objects(), app_hidden.timeline_column(text, uuid) to rowhouse_user;

create function app_hidden.source_in_words(source_table text, source_column text, record_id uuid) returns text
language plpgsql stable as $$
declare
  words text;
begin
  if app_hidden.field_mode(source_table, source_column) not in ('edit', 'view') then
    return null;
  end if;
  execute format('select left(r.%I, 100) from app_public.%I r where r.id = $1', source_column, source_table) into words using record_id;
  return words;
end
$$;
comment on function app_hidden.source_in_words(text, text, uuid) is 'What a note, file, task … is called, where the caller sees it and that field of it.';

create function app_hidden.fields_in_words(data jsonb) returns text
language sql immutable as $$
  select string_agg(replace(regexp_replace(f.name, '_id$', ''), '_', ' '), ', ' order by f.name)
    from (select jsonb_object_keys(data -> 'before') as name union select jsonb_object_keys(data -> 'after')) f
$$;
comment on function app_hidden.fields_in_words(jsonb) is 'The columns that a change speaks of.';

create function app_public.timeline_events_summary(event app_public.timeline_events) returns text
language plpgsql stable as $$
declare
  before constant jsonb := event.data -> 'before';
  after constant jsonb := event.data -> 'after';
  former text;
  latter text;
  words text;
begin
  case event.event_type
    when 'stage_change', 'deal_won', 'deal_lost' then
      select s.name into former from app_public.pipeline_stages s where s.id = (before ->> 'stage_id')::uuid;
      select s.name into latter from app_public.pipeline_stages s where s.id = (after ->> 'stage_id')::uuid;
      return case event.event_type when 'deal_won' then 'Deal won' when 'deal_lost' then 'Deal lost'
          else 'Stage changed' || coalesce(' from ' || former, '') || coalesce(' to ' || latter, '') end
        || coalesce(': ' || coalesce(after ->> 'won_reason', after ->> 'lost_reason'), '');
    when 'status_change' then
      return 'Status changed' || coalesce(' from ' || replace(before ->> 'status', '_', ' '), '')
        || coalesce(' to ' || replace(after ->> 'status', '_', ' '), '');
    when 'field_updated' then
      return 'Changed ' || coalesce(app_hidden.fields_in_words(event.data), 'other fields');
    when 'lead_converted' then
      return 'Lead converted';
    when 'system' then
      return case event.data ->> 'action'
        when 'merge' then format('Merged with %s', case jsonb_array_length(event.data -> 'merged_ids') when 1 then 'another record'
          else jsonb_array_length(event.data -> 'merged_ids') || ' others' end)
        when 'unmerge' then 'Merge undone'
        when 'undo_conversion' then 'Conversion undone'
        else 'System' end;
    when 'custom' then
      if event.data ? 'summary' then
        return event.data ->> 'summary';
      end if;
      words := app_hidden.source_in_words('communications', 'subject', event.source_id);
      return 'Message' || coalesce(': ' || words, '');
    when 'task_created', 'task_completed' then
      words := case event.object_type when 'task' then app_hidden.source_in_words('tasks', 'title', event.object_id)
        else app_hidden.source_in_words('activities', 'subject', event.object_id) end;
      return case event.object_type when 'task' then 'Task' else 'Activity' end
        || case event.event_type when 'task_created' then ' created' else ' completed' end || coalesce(': ' || words, '');
    else
      words := case event.source_type when 'note' then app_hidden.source_in_words('notes', 'title', event.source_id)
        when 'comment' then app_hidden.source_in_words('comments', 'body', event.source_id)
        when 'attachment' then app_hidden.source_in_words('attachments', 'file_name', event.source_id)
        when 'communication' then app_hidden.source_in_words('communications', 'subject', event.source_id) end;
      return case event.event_type when 'file_attached' then 'File attached' else initcap(event.event_type) end || coalesce(': ' || words, '');
  end case;
end
$$;
comment on function app_public.timeline_events_summary(app_public.timeline_events) is
  E'@notNull\nThe event in a sentence, made of what the caller may see.';
grant execute on function app_public.timeline_events_summary(app_public.timeline_events) to rowhouse_user;
grant execute on function app_hidden.source_in_words(text, text, uuid), app_hidden.fields_in_words(jsonb) to rowhouse_user;

call app_hidden.describe_fields();
call app_hidden.add_reporting_views();
