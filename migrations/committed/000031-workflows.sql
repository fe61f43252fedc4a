--! Previous: sha1:30b202c06649a4d1e3ca7cd5a9f7f4702e92550e
--! Hash: sha1:a927c0ecd1a79e39451c05ff565520f45e797793

-- Workflows: what is to be done when something happens, as an organization defines it. A definition is
-- one JSON document (docs/workflow.schema.json); here it is checked, kept in versions, and taken apart
-- into rows. What becomes of events is the next migration's.

-- ---------------------------------------------------------------------------------------------
-- A workflow. Its definition is that of its current version; it runs with the rights of who saved that.
create table app_public.workflows (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  name text not null check (name ~ '\S' and length(name) <= 100),
  description text check (length(description) <= 2000),
  status text not null default 'draft' references app_enum.workflow_statuses,
  object_type text references app_hidden.crm_objects,
  version integer not null default 1 check (version > 0),
  owner_id uuid default app_hidden.current_user_id(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  constraint workflows_name_key unique (organization_id, name),
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, user_id)
);
create index workflows_status_idx on app_public.workflows (organization_id, status, id);
create index workflows_owner_id_idx on app_public.workflows (organization_id, owner_id);
comment on table app_public.workflows is
  E'@behavior -insert\nWhat is to be done when something happens. Made and changed by saveWorkflow.';
comment on column app_public.workflows.object_type is 'Of which records its events tell; null when it is about none.';
comment on column app_public.workflows.version is 'The current one; counted up by each change of the definition.';
comment on column app_public.workflows.owner_id is
  'Who saved the current version: with their rights it runs, and not at all once they are no active member.';
comment on constraint workflows_name_key on app_public.workflows is 'A workflow with this name exists.';
call app_hidden.protect_setting('workflows', 'workflow', '{status,object_type,version,owner_id}');
revoke insert on app_public.workflows from rowhouse_user;
call app_hidden.audit_changes('workflows');

-- A version as it was saved. It stays as it is, so that a run does what was defined when it began, and
-- outlives its workflow as long as a run tells of it.
create table app_public.workflow_versions (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  workflow_id uuid,
  version integer not null check (version > 0),
  name text not null check (length(name) <= 100),
  object_type text references app_hidden.crm_objects,
  definition jsonb not null check (jsonb_typeof(definition) = 'object'),
  compiled jsonb not null check (jsonb_typeof(compiled) = 'object'),
  owner_id uuid default app_hidden.current_user_id(),
  created_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  constraint workflow_versions_version_key unique (organization_id, workflow_id, version),
  foreign key (organization_id, workflow_id) references app_public.workflows on delete set null (workflow_id),
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, user_id)
);
create index workflow_versions_owner_id_idx on app_public.workflow_versions (organization_id, owner_id);
comment on table app_public.workflow_versions is
  E'@behavior -insert -update -delete\nA version of a workflow. It stays as it was saved.';
comment on column app_public.workflow_versions.workflow_id is 'Null when the workflow was deleted.';
comment on column app_public.workflow_versions.name is 'That of the workflow when this was saved.';
comment on column app_public.workflow_versions.definition is 'As it was saved; see docs/workflow.schema.json.';
comment on column app_public.workflow_versions.compiled is
  E'@behavior -*\nThe definition as the engine reads it: each condition with the type of its field, and "relations", what each path through others leads to.';
comment on column app_public.workflow_versions.owner_id is 'Who saved it; with their rights it runs.';
call app_hidden.protect_setting('workflow_versions', 'workflow');
revoke insert, update, delete on app_public.workflow_versions from rowhouse_user;
call app_hidden.audit_changes('workflow_versions', left_out => '{compiled}');

create function app_hidden.keep_version() returns trigger
language plpgsql as $$
begin
  -- Only its workflow may go away from it.
  if (to_jsonb(new) - 'workflow_id') is distinct from (to_jsonb(old) - 'workflow_id') or new.workflow_id is not null then
    perform app_hidden.fail('RH403', 'A version of a workflow stays as it was saved.');
  end if;
  return new;
end
$$;
comment on function app_hidden.keep_version() is 'Nobody changes a version, not even the schema''s owner (RH403).';
create trigger keep_version before update on app_public.workflow_versions
  for each row execute function app_hidden.keep_version();

-- When a workflow runs: the triggers of its current version.
create table app_public.workflow_triggers (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  workflow_id uuid not null,
  position integer not null check (position >= 0),
  event text not null references app_hidden.event_names,
  conditions jsonb,
  relations jsonb not null default '{}',
  priority integer not null default 0 check (priority between -100 and 100),
  schedule text check (length(schedule) <= 100),
  scheduled_since timestamptz,
  next_run_at timestamptz,
  primary key (organization_id, id),
  constraint workflow_triggers_position_key unique (organization_id, workflow_id, position),
  constraint workflow_triggers_has_schedule_check check (event not like 'schedule.%' = (schedule is null)),
  foreign key (organization_id, workflow_id) references app_public.workflows on delete cascade
);
create index workflow_triggers_schedule_idx on app_public.workflow_triggers (organization_id, next_run_at)
  where scheduled_since is not null;
create index workflow_triggers_event_idx on app_public.workflow_triggers (organization_id, event, workflow_id);
comment on table app_public.workflow_triggers is
  E'@behavior -insert -update -delete\nAn event that a workflow runs at. Written by saveWorkflow.';
comment on column app_public.workflow_triggers.position is 'In the definition, from 0.';
comment on column app_public.workflow_triggers.conditions is
  'What has to hold, each condition with the type of its field; null when nothing has to.';
comment on column app_public.workflow_triggers.relations is
  E'@behavior -*\nWhat the paths of the conditions go through: "account.owner" → user.';
comment on column app_public.workflow_triggers.priority is 'Runs of a higher one come first, from -100 to 100.';
comment on column app_public.workflow_triggers.schedule is
  'Minute, hour, day, month and weekday of a schedule, as cron has them, in the organization''s time zone.';
comment on column app_public.workflow_triggers.scheduled_since is
  E'@behavior -*\nOccurrences from here on count: when it was activated, or the organization changed its time zone.';
comment on column app_public.workflow_triggers.next_run_at is
  'When a schedule is due; null while the workflow is not active, and for a minute after.';
call app_hidden.protect_setting('workflow_triggers', 'workflow');
revoke insert, update, delete on app_public.workflow_triggers from rowhouse_user;
-- Parts of a version, which has its entry.
call app_hidden.audit_changes('workflow_triggers', events => '{}');

-- What a workflow does: the actions of its current version. Those of a branch have it as their parent.
create table app_public.workflow_actions (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  workflow_id uuid not null,
  parent_id uuid,
  branch text check (branch in ('then', 'else')),
  position integer not null check (position >= 0),
  key text not null check (key ~ '^[a-z][a-z0-9_]{0,49}$'),
  type text not null references app_enum.workflow_action_types,
  allow_failure boolean not null default false,
  configuration jsonb not null default '{}' check (jsonb_typeof(configuration) = 'object'),
  primary key (organization_id, id),
  constraint workflow_actions_key_key unique (organization_id, workflow_id, key),
  constraint workflow_actions_side_check check ((parent_id is null) = (branch is null)),
  foreign key (organization_id, workflow_id) references app_public.workflows on delete cascade,
  foreign key (organization_id, parent_id) references app_public.workflow_actions on delete cascade
);
create index workflow_actions_parent_id_idx on app_public.workflow_actions (organization_id, parent_id);
comment on table app_public.workflow_actions is
  E'@behavior -insert -update -delete\nSomething that a workflow does. Written by saveWorkflow.';
comment on column app_public.workflow_actions.parent_id is 'The branch that it stands in.';
comment on column app_public.workflow_actions.branch is 'On which side of the branch: then or else.';
comment on column app_public.workflow_actions.position is 'Among its neighbours, from 0.';
comment on column app_public.workflow_actions.key is 'Names it within the workflow: later actions refer to what it made by actions.<key>.';
comment on column app_public.workflow_actions.allow_failure is 'Whether a run goes on when it fails.';
comment on column app_public.workflow_actions.configuration is 'By its type; without the actions of a branch, which are rows.';
call app_hidden.protect_setting('workflow_actions', 'workflow');
revoke insert, update, delete on app_public.workflow_actions from rowhouse_user;
-- Parts of a version, which has its entry.
call app_hidden.audit_changes('workflow_actions', events => '{}');

-- ---------------------------------------------------------------------------------------------
-- The fields that conditions and templates speak of: the columns of the records that raise events and of
-- what these refer to, and custom fields, as far as the caller sees them as they are.

create function app_hidden.field_tables() returns table (object text, table_name text, columns text[])
language sql immutable as $$
  values ('account', 'accounts', null::text[]), ('contact', 'contacts', null), ('lead', 'leads', null), ('deal', 'deals', null),
    ('activity', 'activities', null), ('task', 'tasks', null), ('project', 'projects', null),
    ('communication', 'communications', null), ('note', 'notes', null),
    ('user', 'users', '{id,name,email}'), ('pipeline', 'pipelines', '{id,name}'),
    ('stage', 'pipeline_stages', '{id,name,kind,probability}'), ('territory', 'territories', '{id,name}')
$$;
comment on function app_hidden.field_tables() is
  'The objects whose fields workflows speak of, and of some only which columns; those come last that raise no events.';

create function app_hidden.fixed_values(of_enum text) returns text[]
language plpgsql stable as $$
declare
  found text[];
begin
  execute format('select array(select e.%I from app_enum.%I e order by 1)',
      case of_enum when 'currencies' then 'code' else 'value' end, of_enum) into found;
  return found;
end
$$;
comment on function app_hidden.fixed_values(text) is 'The values of a table of app_enum.';

-- The same for everybody, so that what is asked of the system's catalog is asked once.
create table app_hidden.record_fields (
  object text not null,
  name text not null,
  column_name text not null,
  type text not null check (type in ('text', 'number', 'boolean', 'date', 'datetime', 'time', 'choice', 'list', 'id', 'relation')),
  relation text,
  choices text[],
  is_updatable boolean not null,
  is_insertable boolean not null,
  primary key (object, name),
  check ((type = 'relation') = (relation is not null))
);
comment on table app_hidden.record_fields is
  'The fields of objects that workflows speak of, custom ones apart. A relation is named as its column without "_id".
is_updatable, is_insertable: whether people may write the column at all.';

create procedure app_hidden.describe_record_fields() language plpgsql as $$
begin
  delete from app_hidden.record_fields;
  insert into app_hidden.record_fields (object, name, column_name, type, relation, choices, is_updatable, is_insertable)
    with columns as (
      select t.object, a.attname::text as name, target.name as refers_to, target.is_enum,
          a.attgenerated = '' and has_column_privilege('rowhouse_user', c.oid, a.attnum, 'update') as is_updatable,
          a.attgenerated = '' and has_column_privilege('rowhouse_user', c.oid, a.attnum, 'insert') as is_insertable,
          case
            when target.is_enum then 'choice'
            when a.atttypid = 'text'::regtype then 'text'
            when a.atttypid = any ('{smallint,integer,bigint,numeric}'::regtype[]) then 'number'
            when a.atttypid = 'boolean'::regtype then 'boolean'
            when a.atttypid = 'date'::regtype then 'date'
            when a.atttypid = 'timestamptz'::regtype then 'datetime'
            when a.atttypid = 'time'::regtype then 'time'
            when a.atttypid = 'uuid'::regtype then 'id'
            when a.atttypid = 'text[]'::regtype then 'list' end as type
        from app_hidden.field_tables() t
        join pg_class c on c.oid = to_regclass('app_public.' || t.table_name)
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join lateral (
          select f.relname::text as name, f.relnamespace = 'app_enum'::regnamespace as is_enum
            from pg_constraint k
            join pg_class f on f.oid = k.confrelid
            cross join lateral generate_subscripts(k.conkey, 1) i (place)
            join pg_attribute parent on parent.attrelid = k.confrelid and parent.attnum = k.confkey[i.place]
            where k.contype = 'f' and k.conrelid = c.oid and k.conkey[i.place] = a.attnum
              and parent.attname in ('id', 'user_id', 'value', 'code')
            order by f.relname limit 1) target on true
        where (t.columns is null or a.attname = any (t.columns))
          and has_column_privilege('rowhouse_user', c.oid, a.attnum, 'select')
          and a.attname not in ('organization_id', 'deleted_at', 'deleted_by', 'merged_into_id', 'erased_at')
    )
    select c.object, c.name, c.name, c.type, null, case when c.is_enum then app_hidden.fixed_values(c.refers_to) end, c.is_updatable, c.is_insertable
      from columns c where c.type is not null
    union all
    select c.object, regexp_replace(c.name, '_id$', ''), c.name, 'relation', t.object, null, false, false
      from columns c
      join app_hidden.field_tables() t on t.table_name = case c.refers_to when 'memberships' then 'users' else c.refers_to end
      where c.type = 'id' and c.name like '%\_id';
end
$$;
comment on procedure app_hidden.describe_record_fields() is
  'Fills record_fields from the catalog; to be called by a migration that adds columns to records.';
call app_hidden.describe_record_fields();

create function app_hidden.field_catalog() returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with tables as materialized (
    select t.object, app_hidden.withheld_columns(t.table_name) as withheld, app_hidden.read_only_columns(t.table_name) as read_only,
        t.object = 'user' or app_hidden.may(case t.object when 'stage' then 'pipeline' else t.object end, 'view') as is_seen
      from app_hidden.field_tables() t
  ),
  fields as (
    select f.object, f.name, initcap(replace(regexp_replace(f.column_name, '_id$', ''), '_', ' ')) as label, f.type, f.relation, f.choices,
        f.is_updatable and f.column_name <> all (t.read_only) as is_editable,
        f.is_insertable and f.column_name <> all (t.read_only) as is_insertable
      from app_hidden.record_fields f
      join tables t on t.object = f.object and t.is_seen
      left join tables target on target.object = f.relation
      where f.column_name <> all (t.withheld) and coalesce(target.is_seen, true)
    union all
    select f.object, 'custom_data.' || f.key, f.label,
        case f.type when 'select' then 'choice' when 'multi_select' then 'list' when 'number' then 'number'
          when 'date' then 'date' when 'datetime' then 'datetime' when 'boolean' then 'boolean' else 'text' end,
        null, case when f.type in ('select', 'multi_select') then f.choices end, writable.is_so, writable.is_so
      from app_public.custom_field_definitions f
      join tables t on t.object = f.object and t.is_seen
      cross join lateral (select f.key <> all (app_hidden.read_only_custom_fields(f.object)) and 'custom_data' <> all (t.read_only) as is_so) writable
      where f.organization_id = app_hidden.current_organization_id() and f.is_active and 'custom_data' <> all (t.withheld)
        and f.key not in (select w.key from app_hidden.withheld_custom_fields(f.object) w)
  )
  select coalesce(jsonb_object_agg(o.object, o.fields), '{}')
    from (select f.object, jsonb_object_agg(f.name, jsonb_strip_nulls(jsonb_build_object('label', f.label, 'type', f.type,
        'relation', f.relation, 'choices', f.choices, 'is_editable', f.is_editable, 'is_insertable', f.is_insertable))) as fields
      from fields f group by f.object) o
$$;
comment on function app_hidden.field_catalog() is
  'What the caller may speak of in a workflow: object → field → {label, type, choices, relation, is_editable,
is_insertable}, of what they see as it is.';

-- ---------------------------------------------------------------------------------------------
-- Records as the caller sees them, for whoever evaluates conditions and fills templates outside of the
-- database: what is masked or hidden is left out, and numbers are texts, since JSON readers round them.

create function app_hidden.exact_values(document jsonb) returns jsonb
language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(e.key, case jsonb_typeof(e.value) when 'number' then to_jsonb(e.value #>> '{}') else e.value end), '{}')
    from jsonb_each(document) e
$$;
comment on function app_hidden.exact_values(jsonb) is 'The document with its numbers as texts.';

create function app_hidden.seen_values(object text, recorded jsonb) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  of_table constant text := (select t.table_name from app_hidden.field_tables() t where t.object = seen_values.object);
  seen jsonb;
begin
  if of_table is null or jsonb_typeof(recorded) is distinct from 'object' then
    return null;
  end if;
  seen := app_hidden.exact_values(recorded - app_hidden.withheld_columns(of_table));
  if jsonb_typeof(seen -> 'custom_data') = 'object' then
    seen := jsonb_set(seen, '{custom_data}', app_hidden.exact_values((seen -> 'custom_data')
      - case when app_hidden.masks_fields() then array(select w.key from app_hidden.withheld_custom_fields(object) w) else '{}' end));
  end if;
  return seen;
end
$$;
comment on function app_hidden.seen_values(text, jsonb) is
  'Columns of a record of the object as the caller sees them: without what is masked or hidden, numbers as texts.
Whether the caller sees the record at all is for others to ask. Null for what is no object.';

create function app_hidden.read_records(object text, ids uuid[]) returns table (id uuid, recorded jsonb)
language plpgsql stable as $$
declare
  target record;
begin
  select * into target from app_hidden.field_tables() t where t.object = read_records.object;
  if not found then
    perform app_hidden.fail('RH400', 'There are no such records.', '{"object": "No such object."}');
  end if;
  return query execute format('select r.id, app_hidden.seen_values(%L, to_jsonb(r)) from (select %s from app_public.%I) r where r.id = any ($1)',
      object,
      coalesce((select string_agg(quote_ident(c), ', ') from unnest(target.columns) c),
        (select string_agg(quote_ident(a.attname), ', ') from pg_attribute a
          where a.attrelid = to_regclass('app_public.' || target.table_name) and a.attnum > 0 and not a.attisdropped
            and has_column_privilege(a.attrelid, a.attnum, 'select'))),
      target.table_name)
    using ids;
end
$$;
comment on function app_hidden.read_records(text, uuid[]) is
  'The live records that the caller sees among those with the ids, as seen_values. object: one of field_tables(). RH400
for another.';
grant execute on function app_hidden.field_tables(), app_hidden.field_catalog(), app_hidden.seen_values(text, jsonb), app_hidden.exact_values(jsonb),
  app_hidden.read_records(text, uuid[]) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Checking a definition. Each function answers what it made of its part and "problems", path → message
-- for every fault; check_workflow() raises them together.

create function app_hidden.resolve_field(catalog jsonb, object text, path text, out field jsonb, out relations jsonb, out problem text)
language plpgsql immutable as $$
declare
  steps constant text[] := string_to_array(left(path, 300), '.');
  at text := object;
  place integer := 1;
begin
  relations := '{}';
  loop
    -- A custom field is one step.
    field := case when steps[place] = 'custom_data' and place + 1 = cardinality(steps)
      then catalog #> array[at, 'custom_data.' || steps[place + 1]] else catalog #> array[at, steps[place]] end;
    if field is null then
      problem := format('No such field: %s.', left(array_to_string(steps[place:], '.'), 60));
      return;
    end if;
    if field ->> 'type' <> 'relation' then
      if place < cardinality(steps) and steps[place] <> 'custom_data' then
        problem := format('No such field: %s is a value.', left(steps[place], 60));
      end if;
      return;
    end if;
    if place = cardinality(steps) then
      problem := 'Is a record: name one of its fields.';
      return;
    elsif place > 3 then
      problem := 'Goes through more than three records.';
      return;
    end if;
    at := field ->> 'relation';
    relations := relations || jsonb_build_object(array_to_string(steps[:place], '.'), at);
    place := place + 1;
  end loop;
end
$$;
comment on function app_hidden.resolve_field(jsonb, text, text) is
  'The field that a path from a record of the object leads to, and what it goes through. catalog: of field_catalog().';

create function app_hidden.read_operand(field jsonb, given jsonb, out value jsonb, out problem text)
language plpgsql immutable as $$
declare
  kind constant text := jsonb_typeof(given);
  said constant text := given #>> '{}';
  moment timestamptz;
begin
  if kind is null or kind = 'null' then
    problem := 'Is missing.';
  elsif kind in ('object', 'array') then
    problem := 'Is a single value.';
  else
    case field ->> 'type'
      when 'number' then
        if kind = 'boolean' or length(said) > 60 or said !~ '^-?\d{1,20}(\.\d{1,20})?$' then
          problem := 'Is a number, of at most 20 digits before and after the point.';
        else
          value := to_jsonb(trim_scale(said::numeric)::text);
        end if;
      when 'boolean' then
        if kind <> 'boolean' then
          problem := 'Is true or false.';
        end if;
        value := given;
      when 'date' then
        if kind <> 'string' or app_hidden.calendar_date(left(said, 40)) is null then
          problem := 'Is a date such as 2026-01-31.';
        end if;
        value := given;
      when 'datetime' then
        moment := case when kind = 'string' then app_hidden.moment(left(said, 40)) end;
        if moment is null or moment not between '1000-01-01 00:00Z' and '9999-12-30 23:59:59.999999Z' then
          problem := 'Is a time such as 2026-01-31T08:00:00Z.';
        else
          value := to_jsonb(to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'));
        end if;
      when 'time' then
        if kind <> 'string' or said !~ '^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$' then
          problem := 'Is a time of day such as 08:30.';
        else
          value := to_jsonb(left(said || ':00', 8));
        end if;
      when 'id' then
        if kind <> 'string' or said !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
          problem := 'Is an id.';
        else
          value := to_jsonb(lower(said));
        end if;
      else
        if kind <> 'string' then
          problem := 'Is a text.';
        elsif jsonb_typeof(field -> 'choices') = 'array' and not field -> 'choices' ? said then
          problem := 'Is one of ' || left((select string_agg(c, ', ') from jsonb_array_elements_text(field -> 'choices') c), 300) || '.';
        end if;
        value := given;
    end case;
  end if;
end
$$;
comment on function app_hidden.read_operand(jsonb, jsonb) is
  'A value as the engine compares it with the field, or what it should be: numbers as texts, times in UTC.';

create function app_hidden.compile_leaf(catalog jsonb, object text, given jsonb, path text, out compiled jsonb, out relations jsonb, out problems jsonb)
language plpgsql immutable as $$
declare
  op constant text := given ->> 'op';
  named constant text := given ->> 'field';
  of_former constant boolean := starts_with(named, 'old.');
  operand constant jsonb := given -> 'value';
  field jsonb;
  type text;
  allowed text[];
  read record;
  problem text;
  list jsonb := '[]';
begin
  relations := '{}';
  select coalesce(jsonb_object_agg(path || '.' || left(k, 60), 'No such property.'), '{}') into problems
    from jsonb_object_keys(given) k where k not in ('field', 'op', 'value', 'type');
  if object is null then
    problems := problems || jsonb_build_object(path, 'There is no record to ask: the workflow has no object_type.');
    return;
  end if;
  if jsonb_typeof(given -> 'field') is distinct from 'string' then
    problem := case when given ? 'field' then 'Is a text.' else 'Is missing.' end;
  else
    select r.field, r.relations, r.problem into field, relations, problem
      from app_hidden.resolve_field(catalog, object, case when of_former then substr(named, 5) else named end) r;
    if problem is null and (of_former or op in ('changed', 'changed_to')) and relations <> '{}' then
      problem := 'Only fields of the record itself have former values.';
    elsif problem is null and of_former and op in ('changed', 'changed_to') then
      problem := 'Is a former value, which does not change.';
    end if;
  end if;
  if problem is not null then
    problems := problems || jsonb_build_object(path || '.field', problem);
  end if;
  type := field ->> 'type';
  allowed := case
    when type in ('number', 'date', 'datetime', 'time') then '{eq,ne,gt,gte,lt,lte,in,not_in,is_null,changed,changed_to}'::text[]
    when type = 'text' then '{eq,ne,in,not_in,contains,startswith,endswith,is_null,changed,changed_to}'
    when type = 'boolean' then '{eq,ne,is_null,changed,changed_to}'
    when type = 'list' then '{contains,is_null,changed}'
    else '{eq,ne,in,not_in,is_null,changed,changed_to}' end;
  if op is null or jsonb_typeof(given -> 'op') <> 'string'
    or op <> all ('{eq,ne,gt,gte,lt,lte,in,not_in,contains,startswith,endswith,is_null,changed,changed_to}') then
    problems := problems || jsonb_build_object(path || '.op', case when given ? 'op'
      then 'Is one of eq, ne, gt, gte, lt, lte, in, not_in, contains, startswith, endswith, is_null, changed, changed_to.' else 'Is missing.' end);
    return;
  end if;
  if problem is not null then
    return;
  end if;
  if op <> all (allowed) then
    problems := problems || jsonb_build_object(path || '.op', format('Of a field of type %s: %s.', type, array_to_string(allowed, ', ')));
    return;
  end if;
  compiled := jsonb_build_object('field', named, 'op', op, 'type', type);
  if op = 'changed' then
    if given ? 'value' then
      problems := problems || jsonb_build_object(path || '.value', 'Has no value.');
    end if;
  elsif op = 'is_null' then
    if given ? 'value' and jsonb_typeof(operand) <> 'boolean' then
      problems := problems || jsonb_build_object(path || '.value', 'Is true or false.');
    end if;
    compiled := compiled || jsonb_build_object('value', coalesce(operand, 'true'));
  elsif op in ('in', 'not_in') then
    if jsonb_typeof(operand) is distinct from 'array' or jsonb_array_length(operand) not between 1 and 1000 then
      problems := problems || jsonb_build_object(path || '.value', 'Is a list of 1 to 1000 values.');
      return;
    end if;
    for read in select e.position, r.value, r.problem from jsonb_array_elements(operand) with ordinality e (value, position),
      app_hidden.read_operand(field, e.value) r
    loop
      if read.problem is not null then
        problems := problems || jsonb_build_object(format('%s.value[%s]', path, read.position - 1), read.problem);
      end if;
      list := list || jsonb_build_array(read.value);
    end loop;
    compiled := compiled || jsonb_build_object('value', list);
  else
    select r.value, r.problem into read
      from app_hidden.read_operand(case when op in ('contains', 'startswith', 'endswith') and type = 'text' then '{"type": "text"}' else field end, operand) r;
    if read.problem is not null then
      problems := problems || jsonb_build_object(path || '.value', read.problem);
    elsif op in ('contains', 'startswith', 'endswith') and read.value = '""' then
      problems := problems || jsonb_build_object(path || '.value', 'Is empty.');
    end if;
    compiled := compiled || jsonb_build_object('value', read.value);
  end if;
end
$$;
comment on function app_hidden.compile_leaf(jsonb, text, jsonb, text) is 'One comparison of a condition, with the type of its field.';

create function app_hidden.compile_condition(catalog jsonb, object text, given jsonb, path text, depth integer,
  out compiled jsonb, out relations jsonb, out problems jsonb)
language plpgsql immutable as $$
declare
  joint constant text := case when given ? 'and' then 'and' when given ? 'or' then 'or' when given ? 'not' then 'not' end;
  part record;
begin
  relations := '{}';
  problems := '{}';
  if jsonb_typeof(given) is distinct from 'object' then
    problems := jsonb_build_object(path, 'Is a condition.');
  elsif depth > 10 then
    problems := jsonb_build_object(path, 'Is nested more than ten deep.');
  elsif joint is null then
    select * into compiled, relations, problems from app_hidden.compile_leaf(catalog, object, given, path);
  else
    select coalesce(jsonb_object_agg(path || '.' || left(k, 60), 'No such property.'), '{}') into problems
      from jsonb_object_keys(given) k where k <> joint;
    if joint = 'not' then
      select * into part from app_hidden.compile_condition(catalog, object, given -> 'not', path || '.not', depth + 1);
      compiled := jsonb_build_object('not', part.compiled);
      relations := part.relations;
      problems := problems || part.problems;
    elsif jsonb_typeof(given -> joint) <> 'array' or jsonb_array_length(given -> joint) not between 1 and 100 then
      problems := problems || jsonb_build_object(path || '.' || joint, 'Is a list of 1 to 100 conditions.');
    else
      compiled := jsonb_build_object(joint, '[]'::jsonb);
      for part in select c.* from jsonb_array_elements(given -> joint) with ordinality e (value, position),
        app_hidden.compile_condition(catalog, object, e.value, format('%s.%s[%s]', path, joint, e.position - 1), depth + 1) c
      loop
        compiled := jsonb_set(compiled, array[joint], (compiled -> joint) || jsonb_build_array(part.compiled));
        relations := relations || part.relations;
        problems := problems || part.problems;
      end loop;
    end if;
  end if;
end
$$;
comment on function app_hidden.compile_condition(jsonb, text, jsonb, text, integer) is
  'A condition with the types of its fields. path: where it stands in the document; depth: from 1.';

create function app_hidden.check_template(catalog jsonb, object text, template text, known text[], out relations jsonb, out problem text)
language plpgsql immutable as $$
declare
  expression text;
  root text;
  rest text;
  found record;
begin
  relations := '{}';
  for expression in select btrim(m[1]) from regexp_matches(template, '\{\{(.*?)\}\}', 'g') m loop
    root := split_part(expression, '.', 1);
    rest := substr(expression, length(root) + 2);
    found := null;
    if expression !~ '^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$' then
      problem := format('Templates name values, as in {{ lead.email }}: %s is no name.', left(expression, 60));
    elsif root = object or root = 'old' and object is not null then
      select * into found from app_hidden.resolve_field(catalog, object, rest);
      problem := case when found.problem is null and root = 'old' and found.relations <> '{}'
        then 'Only fields of the record itself have former values.' else found.problem end;
      relations := relations || coalesce(found.relations, '{}');
    elsif root = 'actions' then
      problem := case
        when rest !~ '^[a-z][a-z0-9_]{0,49}\.[a-z][a-z0-9_]*$' then format('Is written actions.<key>.id: %s.', left(expression, 60))
        when split_part(rest, '.', 1) <> all (known) then format('No action before this one has the key %s.', left(split_part(rest, '.', 1), 50)) end;
    elsif expression <> all ('{organization.id,organization.name,actor.id,actor.name,event.name,event.occurred_at,workflow.id,workflow.name}') then
      problem := format('No such value: %s.', left(expression, 60));
    end if;
    if problem is not null then
      return;
    end if;
  end loop;
  if regexp_replace(template, '\{\{.*?\}\}', '', 'g') ~ '\{\{|\}\}' then
    problem := 'Has {{ without }}, or }} without {{.';
  end if;
end
$$;
comment on function app_hidden.check_template(jsonb, text, text, text[]) is
  'What is wrong with a text with {{ paths }} in it, and what these go through. known: keys of the actions before.';

-- What each type of action is configured with. kind: template (a text with {{ paths }}), boolean, choice,
-- integer, or the name of a rule of its own in compile_setting(). at_most: characters, or the number.
create table app_hidden.workflow_settings (
  action text not null references app_enum.workflow_action_types,
  name text not null,
  kind text not null,
  is_required boolean not null default false,
  at_most integer,
  choices text[],
  primary key (action, name)
);
comment on table app_hidden.workflow_settings is 'What the configuration of each type of action consists of.';
insert into app_hidden.workflow_settings (action, name, kind, is_required, at_most, choices) values
  ('send_email', 'to', 'addresses', true, 50, null), ('send_email', 'cc', 'addresses', false, 50, null),
  ('send_email', 'subject', 'template', true, 500, null), ('send_email', 'body', 'template', true, 50000, null),
  ('send_email', 'html', 'boolean', false, null, null), ('send_email', 'log', 'boolean', false, null, null),
  ('add_note', 'title', 'template', false, 255, null), ('add_note', 'content', 'template', true, 50000, null),
  ('add_note', 'pinned', 'boolean', false, null, null),
  ('update_field', 'field', 'field', false, null, null), ('update_field', 'value', 'field_value', false, null, null),
  ('update_field', 'values', 'values', false, null, null),
  ('create_task', 'title', 'template', true, 255, null), ('create_task', 'description', 'template', false, 32000, null),
  ('create_task', 'due_in_days', 'integer', false, 3650, null), ('create_task', 'assignee', 'member', false, null, null),
  ('create_task', 'priority', 'choice', false, null, '{low,normal,high,urgent}'),
  ('create_record', 'object_type', 'choice', true, null, app_hidden.event_objects()),
  ('create_record', 'values', 'values', true, null, null),
  ('assign', 'to', 'assignee', true, null, null), ('assign', 'strategy', 'choice', false, null, '{round_robin,load_balanced}'),
  ('send_notification', 'to', 'recipients', true, 50, null), ('send_notification', 'message', 'template', true, 1000, null),
  ('call_webhook', 'endpoint_id', 'endpoint', true, null, null), ('call_webhook', 'data', 'document', false, null, null),
  ('enqueue_export', 'object_type', 'choice', true, null, app_hidden.event_objects()),
  ('enqueue_export', 'format', 'choice', true, null, '{csv,ndjson}'), ('enqueue_export', 'filter', 'values', false, null, null),
  ('enqueue_export', 'notify', 'boolean', false, null, null),
  ('delay', 'for', 'duration', false, null, null), ('delay', 'until', 'moment', false, null, null),
  ('branch', 'if', 'condition', true, null, null), ('branch', 'then', 'actions', true, null, null),
  ('branch', 'else', 'actions', false, null, null);

create function app_hidden.compile_value(catalog jsonb, object text, field jsonb, given jsonb, known text[],
  out value jsonb, out relations jsonb, out problem text)
language plpgsql immutable as $$
declare
  kind constant text := jsonb_typeof(given);
  read record;
begin
  relations := '{}';
  value := given;
  if kind = 'null' then
    return;
  elsif kind = 'string' and given #>> '{}' ~ '\{\{|\}\}' then
    select r.relations, r.problem into relations, problem from app_hidden.check_template(catalog, object, given #>> '{}', known) r;
  elsif kind = 'object' and field ->> 'type' in ('date', 'datetime') then
    if given = '{}' or exists (select from jsonb_each(given) e where e.key not in ('days', 'hours', 'minutes')
        or e.key <> 'days' and field ->> 'type' = 'date' or jsonb_typeof(e.value) <> 'number' or e.value::text !~ '^-?\d{1,6}$') then
      problem := case field ->> 'type' when 'date' then 'Is {"days": n}, so many days from the day of the run.'
        else 'Is {"days": n, "hours": n, "minutes": n}, so long from the time of the run.' end;
    end if;
  elsif field ->> 'type' = 'list' then
    if kind is distinct from 'array' or jsonb_array_length(given) > 100 then
      problem := 'Is a list of at most 100 texts.';
      return;
    end if;
    select r.problem into problem from jsonb_array_elements(given) e, app_hidden.read_operand(field, e) r where r.problem is not null limit 1;
  else
    select * into read from app_hidden.read_operand(field, given);
    value := read.value;
    problem := read.problem;
  end if;
end
$$;
comment on function app_hidden.compile_value(jsonb, text, jsonb, jsonb, text[]) is
  'A value that an action writes: null, one of the field''s type, a text with templates, or a time from the run on.';

create function app_hidden.compile_values(catalog jsonb, object text, target text, purpose text, given jsonb, path text, known text[],
  out compiled jsonb, out relations jsonb, out problems jsonb)
language plpgsql immutable as $$
declare
  entry record;
  found record;
  read record;
begin
  compiled := '{}';
  relations := '{}';
  problems := '{}';
  if jsonb_typeof(given) is distinct from 'object' or purpose <> 'filter' and given = '{}' then
    problems := jsonb_build_object(path, 'Is an object of fields and values.');
    return;
  end if;
  for entry in select e.key, e.value from jsonb_each(given) e loop
    found := app_hidden.resolve_field(catalog, target, entry.key);
    read := app_hidden.compile_value(catalog, object, found.field, entry.value, known);
    compiled := compiled || jsonb_build_object(entry.key, read.value);
    relations := relations || coalesce(read.relations, '{}');
    if coalesce(found.problem, case
        when found.relations <> '{}' then 'Is a field of another record.'
        when purpose <> 'filter' and not coalesce((found.field ->> purpose)::boolean, false) then 'Cannot be written.' end, read.problem) is not null then
      problems := problems || jsonb_build_object(path || '.' || left(entry.key, 60), coalesce(found.problem, case
        when found.relations <> '{}' then 'Is a field of another record.'
        when purpose <> 'filter' and not coalesce((found.field ->> purpose)::boolean, false) then 'Cannot be written.' end, read.problem));
    end if;
  end loop;
end
$$;
comment on function app_hidden.compile_values(jsonb, text, text, text, jsonb, text, text[]) is
  'Fields of the target with values. purpose: is_editable, is_insertable, or filter for any field.';

create function app_hidden.check_document(catalog jsonb, object text, given jsonb, path text, known text[], depth integer,
  out relations jsonb, out problems jsonb)
language plpgsql immutable as $$
declare
  entry record;
  read record;
begin
  relations := '{}';
  problems := '{}';
  if depth > 10 then
    problems := jsonb_build_object(path, 'Is nested more than ten deep.');
    return;
  end if;
  case jsonb_typeof(given)
    when 'string' then
      select r.relations, r.problem into read from app_hidden.check_template(catalog, object, given #>> '{}', known) r;
      relations := read.relations;
      if read.problem is not null then
        problems := jsonb_build_object(path, read.problem);
      end if;
    when 'number' then
      if length(given::text) > 60 then
        problems := jsonb_build_object(path, 'Has too many digits.');
      end if;
    when 'object', 'array' then
      for entry in
        select path || '.' || left(e.key, 60) as at, e.value from jsonb_each(case jsonb_typeof(given) when 'object' then given else '{}' end) e
        union all
        select format('%s[%s]', path, e.n - 1), e.value
          from jsonb_array_elements(case jsonb_typeof(given) when 'array' then given else '[]' end) with ordinality e (value, n)
      loop
        select * into read from app_hidden.check_document(catalog, object, entry.value, entry.at, known, depth + 1);
        relations := relations || read.relations;
        problems := problems || read.problems;
      end loop;
    else
  end case;
end
$$;
comment on function app_hidden.check_document(jsonb, text, jsonb, text, text[], integer) is 'Any JSON with templates in its texts.';

-- Who and what a workflow names by id has to be there, as far as the caller knows of it.
create function app_hidden.recipient_problem(kind text, named text, is_filled boolean default false) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  is_id constant boolean := named ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
  organization constant uuid := app_hidden.current_organization_id();
  is_known boolean;
begin
  if is_id and kind <> 'endpoint' then
    return case when not app_hidden.is_active_member(named::uuid) then 'No such member.' end;
  elsif kind = 'endpoint' then
    if not is_id then
      return 'Is the id of a webhook endpoint.';
    end if;
    execute 'select exists (select from app_public.webhook_endpoints e where e.organization_id = $1 and e.id = $2) and app_hidden.may(''webhook_endpoint'', ''view'')'
      into is_known using organization, named::uuid;
    return case when not is_known then 'No such webhook endpoint.' end;
  elsif kind = 'assignee' and starts_with(named, 'team:') then
    return case when not app_hidden.may('team', 'view') or not exists (select from app_public.teams t
      where t.organization_id = organization and t.id::text = lower(substr(named, 6))) then 'No such team.' end;
  elsif kind = 'recipients' and starts_with(named, 'role:') then
    return case when not app_hidden.may('role', 'view') or not exists (select from app_public.roles r
      where r.organization_id = organization and r.slug = substr(named, 6)) then 'No such role.' end;
  elsif kind in ('recipients', 'member') and named = 'owner' or kind = 'assignee' and named = 'rules' then
    return null;
  end if;
  return case kind
    when 'assignee' then 'Is the id of a member, team:<id>, or rules.'
    when 'member' then 'Is the id of a member, or owner.'
    else 'Is a list of ids of members, owner, and role:<slug>.' end;
end
$$;
comment on function app_hidden.recipient_problem(text, text, boolean) is
  'What is wrong with who or what an action is for; null when nothing is. kind: member, assignee, recipients, endpoint.';

create function app_hidden.compile_setting(catalog jsonb, object text, action text, setting app_hidden.workflow_settings, configuration jsonb,
  path text, known text[], out compiled jsonb, out relations jsonb, out problems jsonb)
language plpgsql stable as $$
declare
  given constant jsonb := configuration -> setting.name;
  kind constant text := jsonb_typeof(given);
  said constant text := case when kind = 'string' then given #>> '{}' end;
  at constant text := path || '.' || setting.name;
  entry record;
  read record;
  problem text;
begin
  compiled := given;
  relations := '{}';
  problems := '{}';
  case setting.kind
    when 'template' then
      if said is null or said !~ '\S' or length(said) > setting.at_most then
        problem := format('Is a text of at most %s characters.', setting.at_most);
      else
        select r.relations, r.problem into relations, problem from app_hidden.check_template(catalog, object, said, known) r;
      end if;
    when 'boolean' then
      problem := case when kind <> 'boolean' then 'Is true or false.' end;
    when 'integer' then
      problem := case when kind <> 'number' or given::text !~ '^\d{1,9}$' or given::text::integer > setting.at_most
        then format('Is a whole number from 0 to %s.', setting.at_most) end;
    when 'choice' then
      problem := case when said is null or said <> all (setting.choices) then 'Is one of ' || array_to_string(setting.choices, ', ') || '.'
        when setting.name = 'object_type' and not catalog ? said then 'Your role does not see such records.' end;
    when 'addresses', 'recipients' then
      if kind = 'array' and jsonb_array_length(given) between 1 and setting.at_most or kind = 'string' then
        for entry in select e.value #>> '{}' as named, jsonb_typeof(e.value) = 'string' as is_text, case kind when 'array' then format('%s[%s]', at, e.n - 1) else at end as at
          from jsonb_array_elements(case kind when 'array' then given else jsonb_build_array(given) end) with ordinality e (value, n)
        loop
          read := null;
          if entry.is_text and setting.kind = 'addresses' and entry.named ~ '\{\{' then
            select r.relations, r.problem into read from app_hidden.check_template(catalog, object, entry.named, known) r;
            relations := relations || read.relations;
            problem := read.problem;
          elsif setting.kind = 'addresses' then
            problem := case when not entry.is_text or entry.named !~ '^[^@\s,;<>"]+@[^@\s,;<>"]+$' or length(entry.named) > 254 then 'Is an e-mail address.' end;
          else
            problem := case when entry.is_text then app_hidden.recipient_problem('recipients', entry.named) else 'Is a list of ids of members, owner, and role:<slug>.' end;
          end if;
          if problem is not null then
            problems := problems || jsonb_build_object(entry.at, problem);
          end if;
        end loop;
        problem := null;
        compiled := case kind when 'array' then given else jsonb_build_array(given) end;
      else
        problem := case setting.kind when 'addresses' then format('Is an e-mail address or a list of 1 to %s.', setting.at_most)
          else format('Is a list of 1 to %s.', setting.at_most) end;
      end if;
    when 'member', 'assignee', 'endpoint' then
      problem := app_hidden.recipient_problem(setting.kind, coalesce(said, ''));
      if problem is null and said = 'rules' and object is distinct from 'lead' then
        problem := 'Only leads are assigned by rules.';
      end if;
    when 'field' then
      if said is null then
        problem := 'Is a text.';
      else
        select * into read from app_hidden.resolve_field(catalog, object, said);
        problem := coalesce(read.problem, case when read.relations <> '{}' then 'Is a field of another record.'
          when not (read.field ->> 'is_editable')::boolean then 'Cannot be written.' end);
      end if;
    when 'field_value' then
      select r.field into read from app_hidden.resolve_field(catalog, object, configuration ->> 'field') r;
      if read.field is not null then
        select r.value, r.relations, r.problem into compiled, relations, problem from app_hidden.compile_value(catalog, object, read.field, given, known) r;
      end if;
    when 'values' then
      -- Of an object that is none its own fault tells.
      select * into compiled, relations, problems
        from app_hidden.compile_values(catalog, object, case action when 'update_field' then object else configuration ->> 'object_type' end,
          case action when 'update_field' then 'is_editable' when 'create_record' then 'is_insertable' else 'filter' end, given, at, known)
        where action = 'update_field' or catalog ? (configuration ->> 'object_type');
      relations := coalesce(relations, '{}');
      problems := coalesce(problems, '{}');
    when 'document' then
      select * into relations, problems from app_hidden.check_document(catalog, object, given, at, known, 1);
    when 'duration' then
      problem := case when kind <> 'object' or given = '{}' or exists (select from jsonb_each(given) e
          where e.key not in ('days', 'hours', 'minutes') or jsonb_typeof(e.value) <> 'number' or e.value::text !~ '^\d{1,6}$')
        then 'Is {"days": n, "hours": n, "minutes": n}.' end;
      if problem is null and make_interval(days => coalesce((given ->> 'days')::integer, 0), hours => coalesce((given ->> 'hours')::integer, 0),
          mins => coalesce((given ->> 'minutes')::integer, 0)) not between interval '1 minute' and interval '366 days' then
        problem := 'Is from a minute to 366 days.';
      end if;
    when 'moment' then
      -- A field, a template of nothing but one, or a fixed time.
      if app_hidden.moment(left(said, 40)) is null then
        select r.field, r.relations, r.problem into read from app_hidden.resolve_field(catalog, object,
          coalesce((regexp_match(said, '^\s*\{\{\s*' || coalesce(object, '-') || '\.([a-z0-9_.]+)\s*\}\}\s*$'))[1], said)) r;
        relations := coalesce(read.relations, '{}');
        problem := case when said is null or object is null then 'Is a date or a time.'
          else coalesce(read.problem, case when read.field ->> 'type' not in ('date', 'datetime') then 'Is neither a date nor a time.' end) end;
        compiled := case when problem is null then to_jsonb(case when said ~ '\{\{' then said else format('{{ %s.%s }}', object, said) end) end;
      end if;
    else
  end case;
  if problem is not null then
    problems := problems || jsonb_build_object(at, problem);
  end if;
end
$$;
comment on function app_hidden.compile_setting(jsonb, text, text, app_hidden.workflow_settings, jsonb, text, text[]) is
  'One setting of an action; conditions and actions inside of a branch are compiled by compile_actions.';

create function app_hidden.action_problem(object text, action text, configuration jsonb) returns text
language sql immutable as $$
  select case
    when action = 'add_note' and coalesce(object not in ('account', 'contact', 'lead', 'deal', 'communication', 'project', 'task'), true)
      or action = 'update_field' and object is null
      or action = 'assign' and coalesce(object not in ('account', 'contact', 'lead', 'deal', 'project', 'activity', 'task'), true)
      or action = 'score_lead' and object is distinct from 'lead'
      then 'Cannot be done to ' || coalesce('a record of type ' || object, 'no record: the workflow has no object_type') || '.'
    when action = 'update_field' and (configuration ? 'values') = (configuration ? 'field') then 'Has either field and value, or values.'
    when action = 'update_field' and (configuration ? 'value') <> (configuration ? 'field') then 'Has a field and its value.'
    when action = 'delay' and (configuration ? 'for') = (configuration ? 'until') then 'Has either for or until.'
    when action = 'assign' and configuration ? 'strategy' and coalesce(configuration ->> 'to', '') not like 'team:%' then 'A strategy chooses among a team.'
    when action = 'send_email' and configuration -> 'log' = 'true'
      and coalesce(object not in ('account', 'contact', 'lead', 'deal', 'activity'), true) then 'There is no record to log it on.' end
$$;
comment on function app_hidden.action_problem(text, text, jsonb) is 'What is wrong with an action as a whole, or null.';

create function app_hidden.compile_actions(catalog jsonb, object text, given jsonb, path text, depth integer, known text[], taken text[],
  out compiled jsonb, out relations jsonb, out problems jsonb, out keys text[])
language plpgsql stable as $$
declare
  action jsonb;
  place integer := -1;
  at text;
  type text;
  configuration jsonb;
  setting app_hidden.workflow_settings;
  made record;
  problem text;
  side text;
begin
  compiled := '[]';
  relations := '{}';
  problems := '{}';
  keys := taken;
  if jsonb_typeof(given) is distinct from 'array' or path = 'actions' and given = '[]' or jsonb_array_length(given) > 100 then
    problems := jsonb_build_object(path, 'Is a list of 1 to 100 actions.');
    return;
  elsif depth > 10 then
    problems := jsonb_build_object(path, 'Is nested more than ten deep.');
    return;
  end if;
  for action in select e from jsonb_array_elements(given) e loop
    place := place + 1;
    at := format('%s[%s]', path, place);
    if jsonb_typeof(action) <> 'object' then
      problems := problems || jsonb_build_object(at, 'Is an action.');
      continue;
    end if;
    select problems || coalesce(jsonb_object_agg(at || '.' || left(k, 60), 'No such property.'), '{}') into problems
      from jsonb_object_keys(action) k where k not in ('key', 'type', 'allow_failure', 'configuration');
    problem := case
      when jsonb_typeof(action -> 'key') is distinct from 'string' or action ->> 'key' !~ '^[a-z][a-z0-9_]{0,49}$'
        then 'Begins with a letter and has small letters, digits and _ only, 50 at most.'
      when action ->> 'key' = any (keys) then 'Another action has this key.' end;
    if problem is not null then
      problems := problems || jsonb_build_object(at || '.key', problem);
    end if;
    keys := keys || (action ->> 'key');
    if cardinality(keys) > 100 then
      problems := problems || jsonb_build_object('actions', 'Are more than 100.');
      return;
    end if;
    if action ? 'allow_failure' and jsonb_typeof(action -> 'allow_failure') <> 'boolean' then
      problems := problems || jsonb_build_object(at || '.allow_failure', 'Is true or false.');
    end if;
    type := case when jsonb_typeof(action -> 'type') = 'string' then action ->> 'type' end;
    configuration := coalesce(action -> 'configuration', '{}');
    if type is null or not exists (select from app_enum.workflow_action_types t where t.value = type) then
      problems := problems || jsonb_build_object(at || '.type', 'No such type of action.');
      continue;
    elsif jsonb_typeof(configuration) <> 'object' then
      problems := problems || jsonb_build_object(at || '.configuration', 'Is an object.');
      continue;
    end if;
    problem := app_hidden.action_problem(object, type, configuration);
    if problem is not null then
      problems := problems || jsonb_build_object(at, problem);
      continue;
    end if;
    select problems || coalesce(jsonb_object_agg(at || '.configuration.' || left(k, 60), 'No such property.'), '{}') into problems
      from jsonb_object_keys(configuration) k
      where not exists (select from app_hidden.workflow_settings s where s.action = type and s.name = k);
    for setting in select s.* from app_hidden.workflow_settings s where s.action = type order by s.kind = 'actions', s.name = 'else' loop
      if not configuration ? setting.name then
        if setting.is_required then
          problems := problems || jsonb_build_object(format('%s.configuration.%s', at, setting.name), 'Is missing.');
        end if;
        continue;
      end if;
      if setting.kind = 'condition' then
        select c.compiled, c.relations, c.problems into made
          from app_hidden.compile_condition(catalog, object, configuration -> setting.name, format('%s.configuration.%s', at, setting.name), 1) c;
      elsif setting.kind = 'actions' then
        select a.* into made
          from app_hidden.compile_actions(catalog, object, configuration -> setting.name, format('%s.configuration.%s', at, setting.name), depth + 1, known, keys) a;
        keys := made.keys;
      else
        select s.* into made
          from app_hidden.compile_setting(catalog, object, type, setting, configuration, at || '.configuration', known) s;
      end if;
      configuration := jsonb_set(configuration, array[setting.name], coalesce(made.compiled, 'null'));
      relations := relations || coalesce(made.relations, '{}');
      problems := problems || made.problems;
    end loop;
    known := known || (action ->> 'key');
    compiled := compiled || jsonb_build_array(jsonb_build_object('key', action -> 'key', 'type', type,
      'allow_failure', coalesce(action -> 'allow_failure', 'false'), 'configuration', configuration));
  end loop;
end
$$;
comment on function app_hidden.compile_actions(jsonb, text, jsonb, text, integer, text[], text[]) is
  'Actions in their order. known: keys of those that come surely before; taken: all keys so far.';

-- A part of a schedule, such as "1-5" or "*/10" of minutes.
create function app_hidden.schedule_values(part text, lowest integer, highest integer) returns integer[]
language plpgsql immutable as $$
declare
  piece text;
  split text[];
  step integer;
  found integer[] := '{}';
begin
  foreach piece in array string_to_array(part, ',') loop
    split := regexp_match(piece, '^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/(\d{1,2}))?$');
    if split is null then
      return null;
    end if;
    step := coalesce(split[3]::integer, 1);
    if step = 0 or split[1]::integer < lowest or coalesce(split[2], split[1])::integer > highest
      or split[2]::integer < split[1]::integer or split[3] is not null and split[1] is not null and split[2] is null then
      return null;
    end if;
    found := found || array(select generate_series(coalesce(split[1]::integer, lowest),
      coalesce(split[2]::integer, split[1]::integer, highest), step));
  end loop;
  return found;
end
$$;
comment on function app_hidden.schedule_values(text, integer, integer) is 'What a part of a schedule stands for, or null when it is none.';

create function app_hidden.schedule_problem(schedule text) returns text
language plpgsql immutable as $$
declare
  parts constant text[] := regexp_split_to_array(btrim(left(schedule, 200)), ' +');
  days integer[];
  months integer[];
begin
  if schedule is null or length(schedule) > 100 or cardinality(parts) <> 5 then
    return 'Is five parts: minute, hour, day of the month, month, weekday (0 to 7), as in "0 9 * * 1".';
  elsif app_hidden.schedule_values(parts[1], 0, 59) is null then
    return 'Its minute is no part of a schedule: numbers from 0 to 59, as in 0, */15 or 0,30.';
  elsif app_hidden.schedule_values(parts[2], 0, 23) is null then
    return 'Its hour is no part of a schedule: numbers from 0 to 23.';
  elsif app_hidden.schedule_values(parts[5], 0, 7) is null then
    return 'Its weekday is no part of a schedule: numbers from 0 to 7, of which 0 and 7 are Sunday.';
  end if;
  days := app_hidden.schedule_values(parts[3], 1, 31);
  months := app_hidden.schedule_values(parts[4], 1, 12);
  return case
    when days is null then 'Its day of the month is no part of a schedule: numbers from 1 to 31.'
    when months is null then 'Its month is no part of a schedule: numbers from 1 to 12.'
    when parts[5] = '*' and not exists (select from unnest(days) d, unnest(months) m
        where d <= case when m = 2 then 29 when m in (4, 6, 9, 11) then 30 else 31 end) then 'There is no such day.' end;
end
$$;
comment on function app_hidden.schedule_problem(text) is
  'What is wrong with a schedule in the form of cron (crontab(5), numbers only), or null.';

create function app_hidden.compile_trigger(catalog jsonb, object text, given jsonb, path text, out compiled jsonb, out problems jsonb)
language plpgsql stable as $$
declare
  event app_hidden.event_names;
  made record;
  problem text;
begin
  if jsonb_typeof(given) <> 'object' then
    problems := jsonb_build_object(path, 'Is a trigger.');
    return;
  end if;
  select coalesce(jsonb_object_agg(path || '.' || left(k, 60), 'No such property.'), '{}') into problems
    from jsonb_object_keys(given) k where k not in ('event', 'conditions', 'priority', 'schedule');
  select * into event from app_hidden.event_names n where n.name = given ->> 'event';
  if event.name is null then
    problems := problems || jsonb_build_object(path || '.event', case when given ? 'event' then 'No such event.' else 'Is missing.' end);
  elsif event.object <> object or event.object is not null and object is null then
    problems := problems || jsonb_build_object(path || '.event', format('Is about %s, and the workflow about %s.',
      event.object, coalesce(object, 'no record: it has no object_type')));
  end if;
  if given ? 'priority' and (jsonb_typeof(given -> 'priority') <> 'number' or given ->> 'priority' !~ '^(-?\d{1,2}|-?100)$') then
    problems := problems || jsonb_build_object(path || '.priority', 'Is a whole number from -100 to 100.');
  end if;
  problem := case
    when event.name = 'schedule.cron' then app_hidden.schedule_problem(case when jsonb_typeof(given -> 'schedule') = 'string' then given ->> 'schedule' end)
    when jsonb_typeof(given -> 'schedule') <> 'null' then 'Only the event schedule.cron has one.' end;
  if problem is not null then
    problems := problems || jsonb_build_object(path || '.schedule', problem);
  end if;
  made := null;
  if jsonb_typeof(given -> 'conditions') <> 'null' then
    select * into made from app_hidden.compile_condition(catalog, object, given -> 'conditions', path || '.conditions', 1);
    problems := problems || made.problems;
    compiled := jsonb_build_object('conditions', made.compiled, 'relations', made.relations);
  else
    compiled := '{"conditions": null, "relations": {}}';
  end if;
  compiled := compiled || jsonb_build_object('event', event.name, 'priority', coalesce(given -> 'priority', '0'),
    'schedule', case event.name when 'schedule.cron' then given ->> 'schedule' when 'schedule.hourly' then '0 * * * *' when 'schedule.daily' then '0 0 * * *'
      when 'schedule.weekly' then '0 0 * * 1' when 'schedule.monthly' then '0 0 1 * *' end);
end
$$;
comment on function app_hidden.compile_trigger(jsonb, text, jsonb, text) is 'One trigger, with the schedule that its event means.';

create function app_hidden.read_definition(given jsonb) returns jsonb
language plpgsql immutable as $$
begin
  if jsonb_typeof(given) is distinct from 'string' then
    return given;
  elsif length(given #>> '{}') > 65536 then
    perform app_hidden.fail('RH400', 'The definition has more than 64 kB.', '{"definition": "Has more than 65536 characters."}');
  end if;
  return (given #>> '{}')::jsonb;
exception when invalid_text_representation or untranslatable_character or numeric_value_out_of_range or statement_too_complex then
  perform app_hidden.fail('RH400', 'The definition is no JSON.', '{"definition": "Is no JSON."}');
end
$$;
comment on function app_hidden.read_definition(jsonb) is
  'A definition that came as a text of JSON, which keeps all digits and is as deep as it likes; others as they are. RH400.';

create function app_hidden.check_workflow(definition jsonb) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  definition constant jsonb := app_hidden.read_definition(definition);
  catalog jsonb;
  about text;
  made record;
  problems jsonb := '{}';
  timed text[] := '{}';
  compiled jsonb := '{"triggers": []}';
  relations jsonb := '{}';
begin
  if jsonb_typeof(definition) is distinct from 'object' then
    perform app_hidden.fail('RH400', 'A workflow is defined by an object.', '{"definition": "Is an object."}');
  elsif length(definition::text) > 65536 then
    perform app_hidden.fail('RH400', 'The definition has more than 64 kB.', '{"definition": "Has more than 65536 characters."}');
  end if;
  catalog := app_hidden.field_catalog();
  select coalesce(jsonb_object_agg(left(k, 60), 'No such property.'), '{}') into problems
    from jsonb_object_keys(definition) k where k not in ('object_type', 'triggers', 'actions');
  if jsonb_typeof(definition -> 'object_type') in ('string', 'null') or not definition ? 'object_type' then
    about := definition ->> 'object_type';
  end if;
  if jsonb_typeof(definition -> 'object_type') not in ('string', 'null')
    or about is not null and not exists (select from app_hidden.event_names n where n.object = about) then
    problems := problems || '{"object_type": "Is an object that raises events, such as lead."}';
    about := null;
  elsif about is not null and not catalog ? about then
    problems := problems || '{"object_type": "Your role does not see such records."}';
  end if;
  if jsonb_typeof(definition -> 'triggers') is distinct from 'array' or jsonb_array_length(definition -> 'triggers') not between 1 and 20 then
    problems := problems || '{"triggers": "Is a list of 1 to 20 triggers."}';
  else
    for made in select t.* from jsonb_array_elements(definition -> 'triggers') with ordinality e (value, position),
      app_hidden.compile_trigger(catalog, about, e.value, format('triggers[%s]', e.position - 1)) t
    loop
      problems := problems || made.problems;
      relations := relations || coalesce(made.compiled -> 'relations', '{}');
      -- An occurrence tells its event, and not which trigger it is of.
      if made.compiled ->> 'event' ~ '^(schedule\.|manual$)' and made.compiled ->> 'event' = any (timed) then
        problems := problems || jsonb_build_object(format('triggers[%s].event', jsonb_array_length(compiled -> 'triggers')), 'Another trigger has this event.');
      end if;
      timed := timed || (made.compiled ->> 'event');
      compiled := jsonb_set(compiled, '{triggers}', (compiled -> 'triggers') || jsonb_build_array(made.compiled));
    end loop;
  end if;
  select * into made from app_hidden.compile_actions(catalog, about, definition -> 'actions', 'actions', 1, '{}', '{}');
  problems := problems || made.problems;
  if problems <> '{}' then
    select e.key || ': ' || e.value as told, count(*) over () as faults into made from jsonb_each_text(problems) e order by e.key limit 1;
    perform app_hidden.fail('RH400',
      format('The workflow has %s. %s', case made.faults when 1 then 'a fault' else made.faults || ' faults' end, made.told),
      (select jsonb_object_agg(f.key, f.value) from (select e.* from jsonb_each(problems) e order by e.key limit 100) f));
  end if;
  return compiled || jsonb_build_object('object_type', about, 'actions', made.compiled, 'relations', relations || made.relations);
end
$$;
comment on function app_hidden.check_workflow(jsonb) is
  'The definition as the engine reads it: conditions with the types of their fields, schedules, and what paths go
through. RH400 with each fault by its path ("triggers[0].conditions.and[1].value"), of what the caller may speak of.';
grant execute on function app_hidden.check_workflow(jsonb) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Saving, activating, pausing

create function app_hidden.add_workflow_actions(workflow app_public.workflows, parent uuid, side text, actions jsonb) returns void
language plpgsql volatile as $$
declare
  action record;
  made uuid;
begin
  for action in select e.value, e.place from jsonb_array_elements(actions) with ordinality e (value, place) loop
    insert into app_public.workflow_actions (organization_id, workflow_id, parent_id, branch, position, key, type, allow_failure, configuration)
      values (workflow.organization_id, workflow.id, parent, side, action.place - 1, action.value ->> 'key', action.value ->> 'type',
        coalesce((action.value ->> 'allow_failure')::boolean, false), coalesce(action.value -> 'configuration', '{}') - '{then,else}'::text[])
      returning id into made;
    if action.value ->> 'type' = 'branch' then
      perform app_hidden.add_workflow_actions(workflow, made, 'then', action.value #> '{configuration,then}');
      perform app_hidden.add_workflow_actions(workflow, made, 'else', coalesce(action.value #> '{configuration,else}', '[]'));
    end if;
  end loop;
end
$$;
comment on function app_hidden.add_workflow_actions(app_public.workflows, uuid, text, jsonb) is 'The rows of checked actions and of those inside of them.';

create function app_public.save_workflow(
  id uuid default null, name text default null, description text default null, definition jsonb default null, version integer default null)
returns app_public.workflows
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  organization constant uuid := app_hidden.current_organization_id();
  saved app_public.workflows;
  latest app_public.workflow_versions;
  given constant jsonb := app_hidden.read_definition(save_workflow.definition);
  compiled jsonb;
  kept jsonb;
begin
  perform app_hidden.require_permission('workflow', case when save_workflow.id is null then 'create' else 'edit' end);
  if save_workflow.id is null then
    if coalesce(save_workflow.name, '') !~ '\S' or save_workflow.definition is null then
      perform app_hidden.fail('RH400', 'A workflow has a name and a definition.',
        case when save_workflow.definition is null then '{"definition": "Is missing."}' else '{"name": "Is missing."}' end::jsonb);
    end if;
  else
    -- Two who save take turns.
    select * into saved from app_public.workflows w
      where w.organization_id = organization and w.id = save_workflow.id and app_hidden.may('workflow', 'view') for update;
    if not found then
      perform app_hidden.fail('RH404', 'No such workflow.');
    elsif save_workflow.version <> saved.version then
      perform app_hidden.fail('RH409', format('Somebody else has saved this workflow since: its version is %s.', saved.version),
        '{"version": "Is not the current one."}');
    end if;
    select * into strict latest from app_public.workflow_versions v
      where v.organization_id = organization and v.workflow_id = saved.id and v.version = saved.version;
  end if;
  compiled := app_hidden.check_workflow(coalesce(given, latest.definition));
  if save_workflow.id is null then
    insert into app_public.workflows (organization_id, name, description, object_type)
      values (organization, btrim(save_workflow.name), save_workflow.description, compiled ->> 'object_type')
      returning * into saved;
  else
    update app_public.workflows w
      set name = coalesce(btrim(save_workflow.name), w.name), description = coalesce(save_workflow.description, w.description),
        object_type = compiled ->> 'object_type', owner_id = app_hidden.current_user_id(),
        version = w.version + case when latest.compiled = compiled and latest.owner_id = app_hidden.current_user_id()
          and latest.definition = coalesce(given, latest.definition) then 0 else 1 end
      where w.organization_id = organization and w.id = saved.id
      returning * into saved;
    if saved.version = latest.version then
      return saved;
    end if;
    -- A schedule that stays as it is goes on.
    select jsonb_object_agg(t.event || t.schedule, to_jsonb(t)) into kept from app_public.workflow_triggers t
      where t.organization_id = organization and t.workflow_id = saved.id and t.schedule is not null;
    delete from app_public.workflow_triggers t where t.organization_id = organization and t.workflow_id = saved.id;
    delete from app_public.workflow_actions a where a.organization_id = organization and a.workflow_id = saved.id;
  end if;
  insert into app_public.workflow_versions (organization_id, workflow_id, version, name, object_type, definition, compiled)
    values (organization, saved.id, saved.version, saved.name, saved.object_type, coalesce(given, latest.definition), compiled);
  insert into app_public.workflow_triggers (organization_id, workflow_id, position, event, conditions, relations, priority, schedule,
      scheduled_since, next_run_at)
    select organization, saved.id, t.place - 1, t.value ->> 'event', nullif(t.value -> 'conditions', 'null'), t.value -> 'relations',
        (t.value ->> 'priority')::integer, t.value ->> 'schedule',
        case when saved.status = 'active' and t.value ->> 'schedule' is not null then coalesce((former.kept).scheduled_since, now()) end, (former.kept).next_run_at
      from jsonb_array_elements(compiled -> 'triggers') with ordinality t (value, place)
      cross join lateral (select jsonb_populate_record(null::app_public.workflow_triggers,
        kept -> ((t.value ->> 'event') || (t.value ->> 'schedule'))) as kept) former;
  perform app_hidden.add_workflow_actions(saved, null, null, compiled -> 'actions');
  return saved;
end
$$;
comment on function app_public.save_workflow(uuid, text, text, jsonb, integer) is
  'Makes a workflow, as a draft, or a new version of one, which holds at once where it is active; runs keep the version
that they began with. Whoever saves owns the version: it runs with their rights. id: of the workflow, null for a new one.
definition: docs/workflow.schema.json, or a text of such JSON; null leaves it as it is, likewise name and description. version: the one that was changed. RH400 with every
fault by its path; RH403 without the permission to create or edit workflows; RH404 no such workflow; RH409 when
somebody else has saved it since that version, and when another has the name.';

create function app_public.activate_workflow(id uuid) returns app_public.workflows
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  organization constant uuid := app_hidden.current_organization_id();
  changed app_public.workflows;
begin
  perform app_hidden.require_permission('workflow', 'edit');
  -- Two who activate the last that may be are counted one after the other.
  perform pg_advisory_xact_lock(hashtextextended('workflows:' || organization, 0));
  update app_public.workflows w set status = 'active'
    where w.organization_id = organization and w.id = activate_workflow.id and app_hidden.may('workflow', 'view')
    returning * into changed;
  if not found then
    perform app_hidden.fail('RH404', 'No such workflow.');
  end if;
  if (select count(*) from app_public.workflows w where w.organization_id = organization and w.status = 'active') > 200 then
    perform app_hidden.fail('RH409', 'An organization has 200 active workflows at most.');
  end if;
  update app_public.workflow_triggers t set scheduled_since = now()
    where t.organization_id = organization and t.workflow_id = changed.id and t.schedule is not null and t.scheduled_since is null;
  return changed;
end
$$;
comment on function app_public.activate_workflow(uuid) is
  'Has the workflow run at its events from now on, with the rights of who saved it. RH404 no such workflow; RH403
without the permission to edit workflows; RH409 when 200 are active.';

create function app_public.pause_workflow(id uuid) returns app_public.workflows
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  organization constant uuid := app_hidden.current_organization_id();
  changed app_public.workflows;
begin
  perform app_hidden.require_permission('workflow', 'edit');
  update app_public.workflows w set status = case w.status when 'active' then 'paused' else w.status end
    where w.organization_id = organization and w.id = pause_workflow.id and app_hidden.may('workflow', 'view')
    returning * into changed;
  if not found then
    perform app_hidden.fail('RH404', 'No such workflow.');
  end if;
  update app_public.workflow_triggers t set scheduled_since = null, next_run_at = null
    where t.organization_id = organization and t.workflow_id = changed.id and t.schedule is not null;
  return changed;
end
$$;
comment on function app_public.pause_workflow(uuid) is
  'Holds the workflow: nothing new begins, and times of its schedules pass; runs that have begun go on. A draft stays
one. RH404 no such workflow; RH403 without the permission to edit workflows.';
grant execute on function app_public.save_workflow(uuid, text, text, jsonb, integer), app_public.activate_workflow(uuid),
  app_public.pause_workflow(uuid) to rowhouse_user;

-- Schedules go by the organization's clock.
create function app_hidden.follow_timezone() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app_public.workflow_triggers t set scheduled_since = now(), next_run_at = null
    where t.organization_id = new.id and t.scheduled_since is not null;
  return null;
end
$$;
comment on function app_hidden.follow_timezone() is 'Has schedules be read anew when the organization changes its time zone.';
create trigger follow_timezone after update of timezone on app_public.organizations
  for each row when (new.timezone is distinct from old.timezone) execute function app_hidden.follow_timezone();

-- When a schedule is due is calculated outside (src/workflows/schedules.ts); what it raises and when it is
-- due next are written in one transaction. An occurrence of a workflow about an object is one event for
-- each record, as many of those changed last as an occurrence may have.

create function app_private.due_schedules(batch integer default 100)
returns table (organization_id uuid, trigger_id uuid, schedule text, timezone text, since timestamptz, next_run_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select t.organization_id, t.id, t.schedule, o.timezone, t.scheduled_since, t.next_run_at
    from app_public.workflow_triggers t
    join app_public.organizations o on o.id = t.organization_id
    where t.scheduled_since is not null and (t.next_run_at is null or t.next_run_at <= now())
    order by t.next_run_at nulls first
    limit batch
    for update of t skip locked
$$;
comment on function app_private.due_schedules(integer) is
  'Schedules that are due, and those of which it is not known when: for this transaction alone. since: occurrences after it count.';

create function app_private.move_schedule(organization_id uuid, trigger_id uuid, is_due boolean, next_run_at timestamptz) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
  moved app_public.workflow_triggers;
  workflow app_public.workflows;
  raised integer := 0;
begin
  update app_public.workflow_triggers t
    -- Without a next time there will be none.
    set next_run_at = move_schedule.next_run_at, scheduled_since = case when move_schedule.next_run_at is not null then t.scheduled_since end
    where t.organization_id = move_schedule.organization_id and t.id = trigger_id
    returning * into moved;
  select * into workflow from app_public.workflows w where w.organization_id = move_schedule.organization_id and w.id = moved.workflow_id;
  if not is_due or workflow.status <> 'active' or not app_hidden.runs_workflows(move_schedule.organization_id) then
    return raised;
  elsif workflow.object_type is null then
    perform app_private.raise_event(move_schedule.organization_id, moved.event, workflow_id => workflow.id);
    return 1;
  end if;
  execute format('select count(app_private.raise_event($1, $2, $3, r.id, ''{}'', to_jsonb(r), $4))
      from (select * from app_public.%I r where r.organization_id = $1 and r.deleted_at is null order by r.updated_at desc, r.id limit 10000) r',
      (select o.table_name from app_hidden.crm_objects o where o.name = workflow.object_type))
    into raised using move_schedule.organization_id, moved.event, workflow.object_type, workflow.id;
  return raised;
end
$$;
comment on function app_private.move_schedule(uuid, uuid, boolean, timestamptz) is
  'Notes when a schedule is due next (null: never) and raises the events of an occurrence, if it is one: how many. For a
workflow about an object one for each live record, of more than 10,000 for those changed last.';
grant execute on function app_private.due_schedules(integer), app_private.move_schedule(uuid, uuid, boolean, timestamptz) to rowhouse_authenticator;

-- ---------------------------------------------------------------------------------------------
-- What clients offer to choose from

create type app_public.workflow_field as (path text, label text, type text, object_type text, choices text[], is_editable boolean);
comment on type app_public.workflow_field is 'A field that conditions and templates of a workflow may name.';
comment on column app_public.workflow_field.path is E'@notNull\nIts name, from the record: status, custom_data.size.';
comment on column app_public.workflow_field.label is '@notNull';
comment on column app_public.workflow_field.type is
  E'@notNull\ntext, number, boolean, date, datetime, time, choice, list, id; or relation: then the path goes on with a field of the other object.';
comment on column app_public.workflow_field.object_type is 'What a relation leads to.';
comment on column app_public.workflow_field.choices is 'The values that there are, where the set is fixed.';
comment on column app_public.workflow_field.is_editable is E'@notNull\nWhether update_field may write it.';

create function app_public.workflow_fields(object_type text) returns setof app_public.workflow_field
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_hidden.require_permission('workflow', 'view');
  if not exists (select from app_hidden.field_tables() t where t.object = workflow_fields.object_type) then
    perform app_hidden.fail('RH400', 'Workflows speak of no such object.', '{"object_type": "No such object."}');
  end if;
  return query select e.key, e.value ->> 'label', e.value ->> 'type', e.value ->> 'relation',
      case when e.value ? 'choices' then array(select jsonb_array_elements_text(e.value -> 'choices')) end,
      coalesce((e.value ->> 'is_editable')::boolean, false)
    from jsonb_each(app_hidden.field_catalog() -> workflow_fields.object_type) e
    order by e.value ->> 'type' = 'relation', e.key;
end
$$;
comment on function app_public.workflow_fields(text) is
  E'@behavior +list -connection\n@listSuffix omit\nThe fields of an object that the caller may name in a workflow: those that their role sees as they are. objectType: one that raises events, or what a relation leads to. RH400 for another.';
grant execute on function app_public.workflow_fields(text) to rowhouse_user;

call app_hidden.describe_fields();
call app_hidden.add_reporting_views();
