--! Previous: sha1:792868cd26a7abc7c37f77a58d797195a6bd1695
--! Hash: sha1:33a047d227b8346d2d8420ca605b4bd7ff727d69

-- Workflow actions: what workflows do. Records are written by functions that run as their caller, who
-- is the workflow's owner: policies, guards and field permissions hold as for anybody. What goes out of
-- the database by way of others (mail, notifications) is queued here, once for each key of an action.
-- docs/workflows.md says what each action does.

create function app_hidden.action_output(key text) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.output from app_public.workflow_action_runs a
    where a.organization_id = app_hidden.current_organization_id() and a.status = 'succeeded'
      and a.run_id = split_part(action_output.key, ':', 1)::uuid and a.path = substr(action_output.key, 38)
$$;
comment on function app_hidden.action_output(text) is
  'What came of an action that was done already; null when it was not. key: of the run and the path, with ":" between.';

create function app_hidden.workflow_object(object text, out table_name text, out owner_column text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.table_name, o.owner_columns[1] from app_hidden.crm_objects o
    where o.name = object and o.name = any (app_hidden.event_objects())
$$;
comment on function app_hidden.workflow_object(text) is
  'The table of records that workflows write, and the column that says first whose they are; nulls for other objects.';
grant execute on function app_hidden.workflow_object(text) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Writing a record by the names of its fields. What the fields are is asked of the catalog; values are
-- parameters, whatever they hold.

create function app_hidden.relative_time(given jsonb, type text) returns text
language sql stable as $$
  select case type
    when 'date' then ((now() at time zone o.timezone)::date + span.days)::text
    else to_char((now() + make_interval(days => span.days, hours => span.hours, mins => span.minutes)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end
    from app_public.organizations o
    cross join lateral (select coalesce((given ->> 'days')::integer, 0) as days, coalesce((given ->> 'hours')::integer, 0) as hours,
      coalesce((given ->> 'minutes')::integer, 0) as minutes) span
    where o.id = (select app_hidden.current_organization_id())
$$;
comment on function app_hidden.relative_time(jsonb, text) is
  'The day or time that is so long from now: {"days", "hours", "minutes"}. type: date, in the organization''s time zone, or another for a time.';

create function app_hidden.is_relative_time(given jsonb) returns boolean
language sql immutable as $$
  select case when jsonb_typeof(given) = 'object' then given <> '{}' and not exists (select from jsonb_each(given) e
    where e.key not in ('days', 'hours', 'minutes') or jsonb_typeof(e.value) <> 'number' or e.value::text !~ '^-?\d{1,6}$') else false end
$$;
comment on function app_hidden.is_relative_time(jsonb) is 'Whether relative_time() reads it.';

create function app_hidden.custom_field_type(object text, key text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.type from app_public.custom_field_definitions d
    where d.organization_id = app_hidden.current_organization_id() and d.object = custom_field_type.object and d.key = custom_field_type.key
$$;
comment on function app_hidden.custom_field_type(text, text) is 'What the values of a custom field are; null when there is none.';

create function app_hidden.column_value(given jsonb, type text, out value jsonb, out problem text)
language plpgsql stable as $$
declare
  said constant text := nullif(btrim(given #>> '{}'), '');
  moment timestamptz;
begin
  if given is null or given = 'null' or said is null then
    value := 'null';
    return;
  elsif app_hidden.is_relative_time(given) and type in ('date', 'timestamp with time zone') then
    value := to_jsonb(app_hidden.relative_time(given, type));
    return;
  elsif type = 'text[]' then
    value := case jsonb_typeof(given) when 'array' then given else jsonb_build_array(given #>> '{}') end;
    return;
  elsif jsonb_typeof(given) in ('object', 'array') then
    problem := 'Is a single value.';
    return;
  end if;
  case type
    when 'text' then
      value := to_jsonb(given #>> '{}');
    when 'date', 'timestamp with time zone' then
      moment := app_hidden.moment(left(said, 40));
      if moment is null then
        problem := case type when 'date' then 'Is a date such as 2026-01-31.' else 'Is a time such as 2026-01-31T08:00:00Z.' end;
      elsif type = 'date' and length(said) > 10 then
        -- A point in time is the day that it is where the organization is.
        value := to_jsonb((select (moment at time zone o.timezone)::date from app_public.organizations o
          where o.id = (select app_hidden.current_organization_id())));
      else
        value := to_jsonb(said);
      end if;
    when 'uuid' then
      problem := case when said !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then 'Is an id.' end;
      value := to_jsonb(said);
    when 'boolean' then
      problem := case when said not in ('true', 'false') then 'Is true or false.' end;
      value := to_jsonb(said);
    when 'time without time zone' then
      problem := case when said !~ '^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$' then 'Is a time of day such as 08:30.' end;
      value := to_jsonb(said);
    when 'smallint', 'integer', 'bigint' then
      -- As texts, since a number of JSON would be rounded by whoever reads it on the way.
      problem := case when said !~ '^-?\d{1,18}(\.0+)?$' or not case type
          when 'smallint' then said::numeric between -32768 and 32767
          when 'integer' then said::numeric between -2147483648 and 2147483647 else true end
        then 'Is a whole number.' end;
      value := to_jsonb(split_part(said, '.', 1));
    else
      problem := case when said !~ '^-?\d{1,20}(\.\d{1,20})?$' then 'Is a number.' end;
      value := to_jsonb(said);
  end case;
end
$$;
comment on function app_hidden.column_value(jsonb, text) is
  'A value as a column of the type takes it, or what it should be. Nothing and blank texts are null.';

create function app_hidden.record_values(object text, given jsonb, out columns jsonb, out custom jsonb)
language plpgsql stable as $$
declare
  target constant regclass := (select to_regclass('app_public.' || o.table_name) from app_hidden.workflow_object(object) o);
  entry record;
  read record;
  problems jsonb := '{}';
begin
  if target is null then
    perform app_hidden.fail('RH400', 'Workflows write no such records.', '{"object_type": "No such object."}');
  end if;
  columns := '{}';
  for entry in
    select e.key, e.value, format_type(a.atttypid, null) as type
      from jsonb_each(given) e
      left join pg_attribute a on a.attrelid = target and a.attname = e.key and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and a.attname <> 'custom_data' and has_column_privilege('rowhouse_user', target, a.attnum, 'insert')
      order by e.key
  loop
    if starts_with(entry.key, 'custom_data.') then
      custom := coalesce(custom, '{}') || jsonb_build_object(substr(entry.key, 13), case when app_hidden.is_relative_time(entry.value)
        then to_jsonb(app_hidden.relative_time(entry.value, app_hidden.custom_field_type(object, substr(entry.key, 13)))) else entry.value end);
    elsif entry.type is null then
      problems := problems || jsonb_build_object(entry.key, 'Cannot be written.');
    else
      select * into read from app_hidden.column_value(entry.value, entry.type);
      columns := columns || jsonb_build_object(entry.key, read.value);
      problems := problems || case when read.problem is null then '{}' else jsonb_build_object(entry.key, read.problem) end;
    end if;
  end loop;
  if problems <> '{}' then
    perform app_hidden.fail('RH400', case when (select count(*) from jsonb_object_keys(problems)) = 1
      then (select p.value from jsonb_each_text(problems) p) else 'Some values cannot be written.' end, problems);
  end if;
end
$$;
comment on function app_hidden.record_values(text, jsonb) is
  'Fields and their values as the table of the object takes them: its columns, and the keys of custom_data (null when
none is named). Names are columns that people may write, or custom_data.<key>. RH400 naming each field that cannot be so.';

create function app_hidden.explain_refusal(object text, code text, violated text, named text, message text) returns void
language plpgsql stable as $$
declare
  fields text[] := array(select a.attname::text from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname <> 'organization_id'
    where c.conname = violated and c.connamespace = 'app_public'::regnamespace
    union
    select a.attname::text from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey) and a.attname <> 'organization_id'
    where i.indexrelid = to_regclass('app_public.' || quote_ident(violated)));
  told text := case code
    when '23505' then 'Another record has the same.'
    when '23502' then 'A value is required.'
    when '23503' then 'Is none of the values that are allowed.'
    when '23514' then coalesce((select obj_description(c.oid, 'pg_constraint') from pg_constraint c
      where c.conname = violated and c.connamespace = 'app_public'::regnamespace), 'This value is not allowed.')
    else message end;
begin
  if code = '42501' then
    perform app_hidden.fail('RH403', format('Whoever the workflow runs as may not write this %s.', replace(object, '_', ' ')));
  elsif named <> '' then
    fields := array[named];
  end if;
  perform app_hidden.fail(case code when '23505' then 'RH409' else 'RH400' end, told, (select jsonb_object_agg(f, told) from unnest(fields) f));
end
$$;
comment on function app_hidden.explain_refusal(text, text, text, text, text) is
  'Fails with what an error of the database means: RH400, RH403 or RH409, with the fields. code: its SQLSTATE; violated:
the constraint; named: the column.';

create function app_hidden.run_kept(statement text, columns jsonb, record_id uuid, custom jsonb, withheld text[]) returns uuid
language plpgsql volatile as $$
declare
  kept constant text := 'rowhouse_' || md5(statement);
  answered uuid;
begin
  -- Policies and triggers make planning dearer than the writing itself.
  if not exists (select from pg_prepared_statements p where p.name = kept) then
    execute format('prepare %I (jsonb, uuid, jsonb, text[]) as %s', kept, statement);
  end if;
  execute format('execute %I (%L, %L, %L, %L)', kept, columns, record_id, custom, withheld) into answered;
  return answered;
end
$$;
comment on function app_hidden.run_kept(text, jsonb, uuid, jsonb, text[]) is
  'Runs a statement of write_record() whose plan the connection keeps; the id that it answers. Its parameters are $1 to $4.';

create function app_hidden.write_record(object text, record_id uuid, given jsonb, out id uuid, out is_changed boolean)
language plpgsql volatile as $$
declare
  target constant text := (select o.table_name from app_hidden.workflow_object(object) o);
  read record;
  names text[];
  withheld text[] := '{}';
  violated text;
  named text;
begin
  select * into read from app_hidden.record_values(object, given);
  names := array(select k from jsonb_object_keys(read.columns) k order by k);
  if app_hidden.masks_fields() then
    -- Whether a value is the one that is there already would tell it.
    perform app_hidden.require_editable(target, names);
    withheld := array(select w.key from app_hidden.withheld_custom_fields(object) w);
  end if;
  begin
    if record_id is null then
      if read.custom is not null then
        names := names || '{custom_data}'::text[];
      end if;
      write_record.id := app_hidden.run_kept(
        format('insert into app_public.%1$I (%2$s) select %2$s from jsonb_populate_record(null::app_public.%1$I, $1) returning id',
          target, (select string_agg(quote_ident(n), ', ') from unnest(names) n)),
        read.columns || case when read.custom is null then '{}' else jsonb_build_object('custom_data', read.custom) end, null, null, null);
    else
      -- What is so already is not written again: it would be a change that changes nothing.
      write_record.id := app_hidden.run_kept(
        format('update app_public.%1$I r set %2$s from jsonb_populate_record(null::app_public.%1$I, $1) v
          where r.id = $2 and (%3$s) returning r.id', target,
          concat_ws(', ', (select string_agg(format('%1$I = v.%1$I', n), ', ') from unnest(names) n),
            case when read.custom is not null then 'custom_data = (r.custom_data - $4) || $3' end),
          concat_ws(' or ', (select string_agg(format('r.%1$I is distinct from v.%1$I', n), ' or ') from unnest(names) n),
            case when read.custom is not null then 'jsonb_strip_nulls((r.custom_data - $4) || $3) <> jsonb_strip_nulls(r.custom_data - $4)' end)),
        read.columns, record_id, read.custom, withheld);
    end if;
  exception when integrity_constraint_violation or insufficient_privilege or data_exception then
    get stacked diagnostics violated = constraint_name, named = column_name;
    perform app_hidden.explain_refusal(object, sqlstate, violated, named, sqlerrm);
  end;
  is_changed := write_record.id is not null;
  if not is_changed then
    perform app_hidden.require_record_permission(object, 'edit', record_id);
    write_record.id := record_id;
  end if;
end
$$;
comment on function app_hidden.write_record(text, uuid, jsonb) is
  'Changes fields of a record as the caller, or makes one (record_id null); answers its id. given: as record_values; what it
does not name stays as it is. is_changed: false when all of it was so already, and nothing was written. RH400, RH403, RH404
and RH409 with the fields.';

create function app_hidden.create_once(key text, object text, given jsonb) returns uuid
language plpgsql volatile as $$
begin
  return coalesce((app_hidden.action_output(key) ->> 'id')::uuid, (app_hidden.write_record(object, null, given)).id);
end
$$;
comment on function app_hidden.create_once(text, text, jsonb) is 'Makes a record as write_record does, once for each key of an action.';

create function app_hidden.export_once(key text, object_type text, format text, filter jsonb, is_announced boolean) returns uuid
language plpgsql volatile as $$
declare
  read record;
begin
  if app_hidden.action_output(key) ->> 'id' is not null then
    return (app_hidden.action_output(key) ->> 'id')::uuid;
  end if;
  return (app_hidden.start_export(object_type, format, (
      select coalesce(jsonb_object_agg(e.key, case when app_hidden.is_relative_time(e.value)
        then to_jsonb(app_hidden.relative_time(e.value, c.type)) else e.value end), '{}')
        from jsonb_each(coalesce(filter, '{}')) e
        left join app_hidden.export_columns(object_type) c on c.name = e.key), is_announced)).id;
end
$$;
comment on function app_hidden.export_once(text, text, text, jsonb, boolean) is 'Starts an export as start_export does, once for each key of an action.';

grant execute on function
  app_hidden.moment(text), app_hidden.calendar_date(text), app_hidden.action_output(text), app_hidden.relative_time(jsonb, text), app_hidden.is_relative_time(jsonb),
  app_hidden.custom_field_type(text, text), app_hidden.column_value(jsonb, text), app_hidden.record_values(text, jsonb),
  app_hidden.explain_refusal(text, text, text, text, text), app_hidden.run_kept(text, jsonb, uuid, jsonb, text[]),
  app_hidden.write_record(text, uuid, jsonb),
  app_hidden.create_once(text, text, jsonb), app_hidden.export_once(text, text, text, jsonb, boolean)
to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Giving records to the members of a team in turn, or to who has the fewest.
create table app_hidden.team_turns (
  organization_id uuid not null,
  team_id uuid not null,
  object_type text not null references app_hidden.crm_objects,
  user_id uuid not null,
  turn bigint not null generated always as identity,
  primary key (organization_id, team_id, object_type, user_id),
  foreign key (organization_id, team_id) references app_public.teams on delete cascade,
  foreign key (organization_id, user_id) references app_public.memberships (organization_id, user_id) on delete cascade
);
create index team_turns_user_id_idx on app_hidden.team_turns (organization_id, user_id);
comment on table app_hidden.team_turns is 'The last turn that each member of a team had to be given a record by a workflow; higher is later.';

create function app_hidden.open_expression(object text) returns text
language sql immutable as $$
  select case object
    when 'lead' then 'r.status in (''new'', ''contacted'', ''qualified'')'
    when 'deal' then 'r.status in (''new'', ''in_progress'')'
    when 'activity' then 'r.status in (''planned'', ''in_progress'')'
    when 'task' then 'r.status in (''todo'', ''in_progress'', ''blocked'')'
    when 'project' then 'r.status in (''planned'', ''active'', ''on_hold'')'
    else 'true' end
$$;
comment on function app_hidden.open_expression(text) is 'SQL that is true of records "r" of the object that are somebody''s work.';

create function app_hidden.choose_of_team(team uuid, strategy text, object text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  chosen_object app_hidden.crm_objects;
  chosen uuid;
begin
  select * into strict chosen_object from app_hidden.crm_objects o where o.name = object;
  if not app_hidden.may('team', 'view') or not exists (select from app_public.teams t where t.organization_id = organization and t.id = team) then
    perform app_hidden.fail('RH404', 'No such team.');
  end if;
  -- Two that choose at once would choose the same.
  perform pg_advisory_xact_lock(hashtextextended('rowhouse.team_turns', 0) # hashtextextended(team::text, 0));
  execute format($choice$
    select m.user_id
      from app_public.team_members t
      join app_public.memberships m on m.organization_id = t.organization_id and m.user_id = t.user_id and m.is_active
      join app_public.users u on u.id = m.user_id and not u.is_service_account
      join app_public.role_permissions p
        on p.organization_id = m.organization_id and p.role_id = m.role_id and p.object = $3 and p.action = 'edit'
      left join app_hidden.team_turns turns
        on turns.organization_id = t.organization_id and turns.team_id = t.team_id and turns.object_type = $3 and turns.user_id = t.user_id
      left join lateral (select count(*) as records from app_public.%I r
        where $4 = 'load_balanced' and r.organization_id = t.organization_id and r.%I = t.user_id and r.deleted_at is null and %s) load on true
      where t.organization_id = $1 and t.team_id = $2
      order by load.records, turns.turn nulls first, m.user_id
      limit 1$choice$, chosen_object.table_name, chosen_object.owner_columns[1], app_hidden.open_expression(object))
    into chosen using organization, team, object, strategy;
  if chosen is null then
    perform app_hidden.fail('RH409', format('Nobody in this team may work on a %s.', replace(object, '_', ' ')));
  end if;
  delete from app_hidden.team_turns t
    where t.organization_id = organization and t.team_id = team and t.object_type = object and t.user_id = chosen;
  insert into app_hidden.team_turns (organization_id, team_id, object_type, user_id) values (organization, team, object, chosen);
  return chosen;
end
$$;
comment on function app_hidden.choose_of_team(uuid, text, text) is
  'Whom of a team a record of the object is given, and takes their turn. strategy: round_robin, who has waited longest for a
turn; load_balanced, who has the fewest open ones. RH404 when the caller sees no such team, RH409 when nobody in it may
edit such records.';

create function app_hidden.assign_record(key text, object text, id uuid, assignee text, strategy text default null) returns uuid
language plpgsql volatile as $$
declare
  owner_column constant text := (select o.owner_column from app_hidden.workflow_object(object) o);
  done constant uuid := (app_hidden.action_output(key) ->> 'assignee_id')::uuid;
  chosen uuid;
begin
  if done is not null then
    return done;
  elsif assignee = 'rules' then
    if object <> 'lead' then
      perform app_hidden.fail('RH400', 'Only leads are assigned by rules.');
    end if;
    select a.owner_id into chosen from app_public.assign_leads(array[id]) a;
    return chosen;
  end if;
  perform app_hidden.require_record_permission(object, 'view', id);
  chosen := case when starts_with(assignee, 'team:')
    then app_hidden.choose_of_team(substr(assignee, 6)::uuid, coalesce(strategy, 'round_robin'), object) else assignee::uuid end;
  perform app_hidden.write_record(object, id, jsonb_build_object(owner_column, chosen));
  return chosen;
end
$$;
comment on function app_hidden.assign_record(text, text, uuid, text, text) is
  'Gives a record to somebody, once for each key of an action; answers to whom, null when no rule fits. assignee: the id of a
member, team:<id> (strategy: round_robin unless load_balanced), or rules for a lead. Fails as write_record, choose_of_team
and assign_leads do.';

grant execute on function app_hidden.choose_of_team(uuid, text, text), app_hidden.assign_record(text, text, uuid, text, text) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Notifications with a message of the workflow's

create function app_hidden.notify_members(key text, recipients uuid[], roles text[], object_type text, object_id uuid, message text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  organization constant uuid := app_hidden.current_organization_id();
  told integer;
begin
  if roles <> '{}' and not app_hidden.may('role', 'view') then
    perform app_hidden.fail('RH403', 'Whoever the workflow runs as does not see who has which role.');
  end if;
  with members as (
    select m.user_id
      from app_public.memberships m
      join app_public.users u on u.id = m.user_id and not u.is_service_account
      join app_public.roles r on r.organization_id = m.organization_id and r.id = m.role_id
      where m.organization_id = organization and m.is_active and (m.user_id = any (recipients) or r.slug = any (roles))
  ),
  written as (
    insert into app_public.notifications (organization_id, user_id, kind, object_type, object_id, message, key)
      select organization, m.user_id, 'workflow', notify_members.object_type, notify_members.object_id, left(notify_members.message, 1000),
          left('workflow:' || notify_members.key, 200)
        from members m order by m.user_id
      on conflict (organization_id, user_id, key) do nothing
  )
  select count(*) into told from members;
  return told;
end
$$;
comment on function app_hidden.notify_members(text, uuid[], text[], text, uuid, text) is
  'Tells members of the caller''s organization of a record, or of none, in words of the caller''s (1,000 characters): once
for each key and member. Who is none is left out; who does not see the record is not shown it. roles: slugs of roles,
whose members are told too. Answers how many were told. RH403 for roles when the caller may not see them.';
grant execute on function app_hidden.notify_members(text, uuid[], text[], text, uuid, text) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Mail of workflows. The outbox (app_private.emails) holds what is sent and is secret; here is what
-- became of it, for who may manage workflows and sees everything, since it may tell of any record.
create table app_public.outgoing_emails (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  run_id uuid,
  object_type text references app_hidden.crm_objects,
  object_id uuid,
  recipients text[] not null,
  cc text[] not null default '{}',
  subject text not null,
  status text not null default 'queued' references app_enum.email_statuses,
  attempts integer not null default 0,
  error text,
  key text not null,
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  constraint outgoing_emails_key_key unique (organization_id, key),
  foreign key (organization_id, run_id) references app_public.workflow_runs on delete set null (run_id)
);
comment on table app_public.outgoing_emails is E'@behavior -insert -update -delete\nA mail that a workflow sends.';
comment on column app_public.outgoing_emails.run_id is 'The run that sends it.';
comment on column app_public.outgoing_emails.object_type is 'What kind of record it is about; null when about none.';
comment on column app_public.outgoing_emails.attempts is 'How often it was tried to send it.';
comment on column app_public.outgoing_emails.error is 'Why it was not sent, or not at the last attempt.';
comment on column app_public.outgoing_emails.key is E'@behavior -*\nOf the action that sends it, once.';
comment on column app_public.outgoing_emails.created_by is 'Whom the workflow ran as.';
create index outgoing_emails_created_at_idx on app_public.outgoing_emails (organization_id, created_at, id);
create index outgoing_emails_status_idx on app_public.outgoing_emails (organization_id, status, created_at, id);
create index outgoing_emails_run_id_idx on app_public.outgoing_emails (organization_id, run_id) where run_id is not null;
create index outgoing_emails_object_id_idx on app_public.outgoing_emails (organization_id, object_id) where object_id is not null;

call app_hidden.build_wall('outgoing_emails');
call app_hidden.bound_dates('outgoing_emails');
create policy select_managed on app_public.outgoing_emails for select to rowhouse_user
  using ((select app_hidden.may('workflow', 'manage')) and (select app_hidden.sees_everything()));
grant select on app_public.outgoing_emails to rowhouse_user;
-- It is a log itself.
call app_hidden.audit_changes('outgoing_emails', events => '{}');

create function app_hidden.check_addresses(field text, addresses text[]) returns void
language plpgsql immutable as $$
declare
  wrong text;
  problem text;
begin
  select a into wrong from unnest(addresses) a
    where a is null or length(a) > 254 or a !~ '^[^@\s,;:<>"()\[\]\\[:cntrl:]]+@[^@\s,;:<>"()\[\]\\[:cntrl:]]+$' limit 1;
  if found then
    problem := format('This is no e-mail address: %s.', coalesce(left(wrong, 100), 'null'));
  elsif cardinality(addresses) > 50 then
    problem := 'A mail goes to 50 addresses at most.';
  end if;
  if problem is not null then
    perform app_hidden.fail('RH400', problem, jsonb_build_object(field, problem));
  end if;
end
$$;
comment on function app_hidden.check_addresses(text, text[]) is
  'Refuses what is no plain e-mail address, and more than 50 (RH400 with the field): nothing that could end a header or begin another.';

create function app_hidden.send_email(key text, recipients text[], cc text[], subject text, body text, is_html boolean,
  object_type text default null, object_id uuid default null, out id uuid, out is_new boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
begin
  perform app_hidden.require_permission('communication', 'create');
  is_new := false;
  select e.id into send_email.id from app_public.outgoing_emails e where e.organization_id = organization and e.key = send_email.key;
  if found then
    return;
  end if;
  if coalesce(cardinality(recipients), 0) = 0 then
    perform app_hidden.fail('RH400', 'There is nobody to send the mail to.', '{"to": "There is nobody to send the mail to."}');
  end if;
  perform app_hidden.check_addresses('to', recipients), app_hidden.check_addresses('cc', coalesce(cc, '{}'));
  if coalesce(subject, '') !~ '\S' or coalesce(body, '') !~ '\S' then
    perform app_hidden.fail('RH400', 'A mail has a subject and a body.', '{"subject": "A mail has a subject and a body."}');
  end if;
  insert into app_public.outgoing_emails (organization_id, run_id, object_type, object_id, recipients, cc, subject, key)
    values (organization,
      (select r.id from app_public.workflow_runs r where r.organization_id = organization
        and r.id::text = nullif(current_setting('rowhouse.workflow_run_id', true), '')),
      send_email.object_type, send_email.object_id, recipients, coalesce(cc, '{}'),
      -- A header is one line.
      left(regexp_replace(btrim(subject), '[[:space:][:cntrl:]]+', ' ', 'g'), 500), send_email.key)
    returning outgoing_emails.id into send_email.id;
  is_new := true;
  perform app_private.queue_outgoing_email(organization, send_email.id, body, is_html);
end
$$;
comment on function app_hidden.send_email(text, text[], text[], text, text, boolean, text, uuid) is
  'Puts a mail into the outbox, once for each key; answers its id and whether it is new. recipients, cc: 50 plain addresses each at
most. RH400 with the setting (to, cc, subject) that is wrong, RH403 without the permission to create communications.';
grant execute on function app_hidden.send_email(text, text[], text[], text, text, boolean, text, uuid),
  app_hidden.check_addresses(text, text[]) to rowhouse_user;

create function app_private.queue_outgoing_email(organization uuid, id uuid, body text, is_html boolean) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app_private.emails (organization_id, id, recipient, cc, subject, body, is_html)
    select organization, e.id, array_to_string(e.recipients, ', '), nullif(array_to_string(e.cc, ', '), ''), e.subject,
        queue_outgoing_email.body, queue_outgoing_email.is_html
      from app_public.outgoing_emails e where e.organization_id = organization and e.id = queue_outgoing_email.id;
  perform app_private.add_email_job(queue_outgoing_email.id);
end
$$;
comment on function app_private.queue_outgoing_email(uuid, uuid, text, boolean) is 'Has a mail of a workflow sent.';

create function app_private.follow_outgoing_email() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app_public.outgoing_emails e set status = new.status, attempts = new.attempts, error = new.error, sent_at = new.sent_at
    where e.organization_id = new.organization_id and e.id = new.id;
  return null;
end
$$;
comment on function app_private.follow_outgoing_email() is 'What becomes of a mail in the outbox is told where it can be seen.';
create trigger follow_outgoing_email after update on app_private.emails
  for each row when (new.organization_id is not null) execute function app_private.follow_outgoing_email();

create function app_private.give_up_outgoing_email() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app_public.outgoing_emails e set status = 'failed', error = 'The mail was removed from the outbox, since somebody was erased.'
    where e.organization_id = old.organization_id and e.id = old.id;
  return null;
end
$$;
comment on function app_private.give_up_outgoing_email() is 'A mail that was removed before it was sent never will be.';
create trigger give_up_outgoing_email after delete on app_private.emails
  for each row when (old.organization_id is not null and old.status <> 'sent') execute function app_private.give_up_outgoing_email();

create function app_private.erase_words_about(organization uuid, record_ids uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app_public.notifications n set message = null
    where n.organization_id = organization and n.object_id = any (record_ids) and n.message is not null;
  -- Those that were sent stay in the list, of which nothing is left but to whom.
  delete from app_private.emails m using app_public.outgoing_emails e
    where e.organization_id = organization and e.object_id = any (record_ids) and m.organization_id = organization and m.id = e.id;
  update app_public.outgoing_emails e set subject = 'Erased'
    where e.organization_id = organization and e.object_id = any (record_ids);
end
$$;
comment on function app_private.erase_words_about(uuid, uuid[]) is
  'What workflows have said of people who are being erased: messages of notifications, mails and their subjects.';

create function app_public.retry_outgoing_email(id uuid) returns app_public.outgoing_emails
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  retried app_public.outgoing_emails;
begin
  select * into retried from app_public.outgoing_emails e
    where e.organization_id = organization and e.id = retry_outgoing_email.id
      and app_hidden.may('workflow', 'manage') and app_hidden.sees_everything();
  if not found then
    perform app_hidden.fail('RH404', 'No such mail.');
  end if;
  update app_private.emails e set status = 'queued', error = null
    where e.organization_id = organization and e.id = retried.id and e.status = 'failed';
  if not found then
    perform app_hidden.fail('RH409', case retried.status when 'failed' then 'This mail is not in the outbox any more.'
      else 'Only a mail that could not be sent is sent again.' end);
  end if;
  perform app_private.add_email_job(retried.id);
  select * into retried from app_public.outgoing_emails e where e.organization_id = organization and e.id = retried.id;
  return retried;
end
$$;
comment on function app_public.retry_outgoing_email(uuid) is
  'Tries once more to send a mail that could not be sent. For who may manage workflows and sees all records and fields.
RH404 when the caller sees no such mail, RH409 when it did not fail or is not in the outbox any more.';
grant execute on function app_public.retry_outgoing_email(uuid) to rowhouse_user;

call app_hidden.describe_fields();
call app_hidden.add_reporting_views();
