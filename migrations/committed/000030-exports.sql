--! Previous: sha1:6e90c632cc0a255df1fa4ca70d42d0733d8fa1b5
--! Hash: sha1:30b202c06649a4d1e3ca7cd5a9f7f4702e92550e

-- Exports: the records of one object, written by a job into a file of the storage, as whoever asked
-- for it may see and export them. docs/export.md says what users need to know.

-- ---------------------------------------------------------------------------------------------
-- An export is one file of records. What it left out or masked was decided by the role that its
-- starter had, so the file is handed out only as long as that role is what it was.
create table app_public.exports (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  object_type text not null references app_hidden.crm_objects,
  format text not null references app_enum.export_formats,
  filter jsonb not null default '{}' check (jsonb_typeof(filter) = 'object' and pg_column_size(filter) <= 10000),
  status text not null default 'queued' references app_enum.export_statuses,
  row_count integer not null default 0,
  byte_size bigint,
  file_name text,
  is_announced boolean not null default true,
  error text,
  started_at timestamptz,
  finished_at timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id)
);
comment on table app_public.exports is
  E'@behavior -insert -update -delete\nA file of records: what it is to hold and how far it has come.';
comment on column app_public.exports.object_type is 'What records it holds, such as lead.';
comment on column app_public.exports.filter is
  'Only records whose fields have these values: field (custom_data.<key> for one of your own) → value, or null for none.';
comment on column app_public.exports.row_count is 'How many records have been written.';
comment on column app_public.exports.byte_size is 'Of the file; null until it is there.';
comment on column app_public.exports.file_name is 'What the file is called when it is fetched; null until it is there.';
comment on column app_public.exports.is_announced is 'Whether there is a notification when the file is there.';
comment on column app_public.exports.error is 'Why there is no file.';
comment on column app_public.exports.expires_at is 'Until when the file can be fetched; null until it is there.';
create index exports_created_at_idx on app_public.exports (organization_id, created_at, id);
create index exports_waiting_idx on app_public.exports (organization_id, created_by) where status in ('queued', 'running');

-- Where the bytes are, and what they were made by. A row goes with its bytes (removed_files).
create table app_private.export_files (
  organization_id uuid not null,
  export_id uuid not null,
  storage_key text not null unique,
  access_version text not null,
  checksum text,
  primary key (organization_id, export_id),
  foreign key (organization_id, export_id) references app_public.exports on delete cascade
);
comment on table app_private.export_files is 'The files of exports that run or are done.';
comment on column app_private.export_files.access_version is 'The permissions that decided what is in it (app_hidden.role_versions).';
create trigger note_removed_file after delete on app_private.export_files
  for each row execute function app_hidden.note_removed_file();

call app_hidden.build_wall('exports');
call app_hidden.bound_dates('exports');
call app_hidden.keep_audit_columns('exports');
grant execute on function app_hidden.masks_fields() to rowhouse_user;
-- Filter and count of somebody else's would tell of fields that the caller does not see.
create policy select_own on app_public.exports for select to rowhouse_user
  using (created_by = (select app_hidden.current_user_id())
    or (select app_hidden.may('organization', 'edit')) and not (select app_hidden.masks_fields()));
grant select on app_public.exports to rowhouse_user;
-- How far it has come is told after each page; its end has an entry.
call app_hidden.audit_changes('exports', left_out => '{row_count}');
call app_private.publish_changes('exports', topic => 'export');
call app_private.answer_visible_ids();

-- ---------------------------------------------------------------------------------------------
-- What is in the file

create function app_hidden.export_columns(object text)
returns table (name text, type text, is_text boolean, is_list boolean, is_custom boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.attname::text, format_type(a.atttypid, a.atttypmod), a.atttypid in ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype),
      a.atttypid = 'jsonb'::regtype or exists (select from pg_type t where t.oid = a.atttypid and t.typelem <> 0 and t.typlen = -1), false
    from app_hidden.crm_objects o
    join pg_attribute a on a.attrelid = to_regclass('app_public.' || o.table_name) and a.attnum > 0 and not a.attisdropped
    left join app_hidden.column_rules(app_hidden.current_organization_id(), app_hidden.current_role_id(), o.table_name) r
      on r.column_name = a.attname and r.mode = 'hidden'
    where o.name = export_columns.object and r.mode is null and a.atttypid <> 'tsvector'::regtype
      and a.attname not in ('organization_id', 'custom_data', 'deleted_at', 'deleted_by', 'erased_at', 'merged_into_id', 'storage_key')
      and has_column_privilege('rowhouse_user', a.attrelid, a.attnum, 'select')
  union all
  select 'custom_data.' || d.key, d.type, d.type not in ('number', 'date', 'datetime', 'boolean'), d.type = 'multi_select', true
    from app_public.custom_field_definitions d
    join app_hidden.crm_objects o on o.name = d.object
    where d.organization_id = app_hidden.current_organization_id() and d.object = export_columns.object
      and app_hidden.field_mode(o.table_name, 'custom_data') in ('edit', 'view')
      and not exists (select from app_hidden.custom_field_rules(d.organization_id, app_hidden.current_role_id(), d.object) r
        where r.key = d.key and r.mode = 'hidden')
$$;
comment on function app_hidden.export_columns(text) is
  'The columns of an export of the object, for the caller: those of the table without what is hidden from them, then
custom fields. is_text: holds words of somebody''s, and no number, date or key; is_list: has no one value.';

create function app_hidden.check_export_filter(object text, filter jsonb) returns void
language plpgsql stable as $$
declare
  wanted record;
begin
  for wanted in
    select f.key, f.value, c.type, c.is_list, c.is_custom
      from jsonb_each(filter) f left join app_hidden.export_columns(object) c on c.name = f.key
  loop
    if wanted.type is null then
      perform app_hidden.fail('RH400', format('The filter names a field that there is not: %s.', wanted.key),
        jsonb_build_object('filter.' || wanted.key, 'No such field.'));
    elsif wanted.is_list or jsonb_typeof(wanted.value) in ('object', 'array') then
      perform app_hidden.fail('RH400', format('The filter compares one value with one: %s.', wanted.key),
        jsonb_build_object('filter.' || wanted.key, 'Is compared with one value or null.'));
    elsif not wanted.is_custom then
      begin
        execute format('select %L::%s', wanted.value #>> '{}', wanted.type);
      exception when data_exception then
        perform app_hidden.fail('RH400', format('The filter has no such value: %s.', wanted.key),
          jsonb_build_object('filter.' || wanted.key, format('Is no %s.', wanted.type)));
      end;
    end if;
  end loop;
end
$$;
comment on function app_hidden.check_export_filter(text, jsonb) is
  'Refuses a filter that names what the caller cannot export or compares it with what it cannot be (RH400 with the field).';

create function app_hidden.export_statement(object text, format text, filter jsonb) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
  exported app_hidden.crm_objects;
  content text;
  conditions text;
begin
  select * into strict exported from app_hidden.crm_objects o where o.name = object;
  if format = 'csv' then
    select 'array_to_json(array[' || string_agg(case
        when c.is_list then format('case jsonb_typeof(d.value #> %1$L) when ''array''
          then (select string_agg(e, ''; '') from jsonb_array_elements_text(d.value #> %1$L) e) else d.value #>> %1$L end', path.keys)
        else format('d.value #>> %L', path.keys) end, ', ') || '])::text'
      into content
      from app_hidden.export_columns(object) c
      cross join lateral (select case when c.is_custom then array['custom_data', substr(c.name, 13)] else array[c.name] end as keys) path;
  else
    select 'row_to_json((select line from (select '
        || string_agg(format('s.%1$I', c.name), ', ') filter (where not c.is_custom)
        || case when bool_or(c.is_custom) then ', s.custom_data' else '' end || ') line))::text'
      into content
      from app_hidden.export_columns(object) c;
  end if;
  select string_agg(case
      when c.is_custom then format(' and coalesce(s.custom_data -> %L, ''null'') = %L::jsonb', substr(c.name, 13), f.value)
      when f.value = 'null' then format(' and s.%I is null', c.name)
      else format(' and s.%I = %L::%s', c.name, f.value #>> '{}', c.type) end, '')
    into conditions
    from jsonb_each(filter) f join app_hidden.export_columns(object) c on c.name = f.key;
  -- What may be exported is asked of the record, what it holds and is chosen by of what the caller sees of it.
  return format('select s.id, %s from (select %s from (select r.* from app_public.%I r where %s) r) s
      cross join lateral (select to_jsonb(s) as value) d
      where ($1 is null or s.id > $1)%s order by s.id limit $2',
    content, app_hidden.my_column_expressions(exported.table_name), exported.table_name,
    app_hidden.scope_expression(exported.name, exported.owner_columns, 'export', 'r.'), conditions);
end
$$;
comment on function app_hidden.export_statement(text, text, jsonb) is
  'SQL that reads a page of an export: the records of the object that the caller may export, after the id $1, at most
$2. Each with its line: NDJSON, or for CSV a JSON array of the cells that export_columns names. For a filter that was checked.';

create function app_hidden.export_page(object text, format text, filter jsonb, after uuid, batch integer)
returns table (id uuid, content text) language plpgsql stable as $$
begin
  perform app_hidden.require_permission(object, 'export');
  -- Of what has been hidden since, too: left out, it would choose other records than were asked for.
  perform app_hidden.check_export_filter(object, filter);
  return query execute app_hidden.export_statement(object, format, filter) using after, batch;
end
$$;
comment on function app_hidden.export_page(text, text, jsonb, uuid, integer) is
  'The next page of an export as the caller may see it; see export_statement. RH403 without the permission to export,
RH400 as check_export_filter.';

-- ---------------------------------------------------------------------------------------------
-- Asking for one

create function app_hidden.start_export(object_type text, format text, filter jsonb default '{}', is_announced boolean default true) returns app_public.exports
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  at_most constant integer := 20;
  started app_public.exports;
begin
  perform app_hidden.require_known_action(object_type, 'export');
  perform app_hidden.require_permission(object_type, 'export');
  if not exists (select from app_enum.export_formats f where f.value = start_export.format) then
    perform app_hidden.fail('RH400', 'There is no such format.', '{"format": "Is csv or ndjson."}');
  elsif jsonb_typeof(coalesce(filter, '{}')) <> 'object' then
    perform app_hidden.fail('RH400', 'The filter is no object of fields and values.', '{"filter": "Is an object of fields and values."}');
  end if;
  perform app_hidden.check_export_filter(object_type, coalesce(filter, '{}'));
  if (select count(*) from app_public.exports e
      where e.organization_id = app_hidden.current_organization_id() and e.created_by = app_hidden.current_user_id()
        and e.status in ('queued', 'running')) >= at_most then
    perform app_hidden.fail('RH429', format('%s of your exports wait already. Cancel one or try again when they are done.', at_most));
  end if;
  insert into app_public.exports (object_type, format, filter, is_announced)
    values (start_export.object_type, start_export.format, coalesce(start_export.filter, '{}'), coalesce(start_export.is_announced, true))
    returning * into started;
  -- One at a time for each organization, so that none keeps the others waiting.
  perform graphile_worker.add_job('export_records',
    json_build_object('organization_id', started.organization_id, 'export_id', started.id),
    queue_name => 'export:' || started.organization_id, job_key => 'export:' || started.id, max_attempts => 5);
  return started;
end
$$;
comment on function app_hidden.start_export(text, text, jsonb, boolean) is
  'Has a job write the records of an object into a file for the caller: those that they may export and that have the
values of the filter. format: csv or ndjson. RH403 without the permission to export the object; RH400 for an object,
format or filter that there is not; RH429 when twenty of the caller''s exports wait.';
grant execute on function app_hidden.export_columns(text), app_hidden.check_export_filter(text, jsonb),
  app_hidden.export_statement(text, text, jsonb), app_hidden.export_page(text, text, jsonb, uuid, integer),
  app_hidden.start_export(text, text, jsonb, boolean) to rowhouse_user;

create function app_public.cancel_export(id uuid) returns app_public.exports
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  cancelled app_public.exports;
begin
  update app_public.exports e set status = 'cancelled', finished_at = now()
    where e.organization_id = app_hidden.current_organization_id() and e.id = cancel_export.id
      and (e.created_by = app_hidden.current_user_id()
        or app_hidden.may('organization', 'edit') and not app_hidden.masks_fields())
      and e.status in ('queued', 'running')
    returning * into cancelled;
  if not found then
    perform app_hidden.fail('RH404', 'No such export that waits or runs.');
  end if;
  delete from app_private.export_files f where f.organization_id = cancelled.organization_id and f.export_id = cancelled.id;
  return cancelled;
end
$$;
comment on function app_public.cancel_export(uuid) is
  'Stops an export that waits or runs: the caller''s own, or any of the organization''s for who may edit it and sees all
fields. RH404 when there is none.';
grant execute on function app_public.cancel_export(uuid) to rowhouse_user;

create function app_public.notifications_export(notification app_public.notifications) returns app_public.exports
language sql stable as $$
  select e from app_public.exports e
    where notification.kind = 'export_ready' and notification.key = 'export_ready:' || e.id
      and e.id = nullif(split_part(notification.key, ':', 2), '')::uuid
$$;
comment on function app_public.notifications_export(app_public.notifications) is 'The export of records that is ready, if it is about one.';
grant execute on function app_public.notifications_export(app_public.notifications) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- What the job notes. Each attempt writes a file of its own, so that of two that run at once, as when
-- a worker was taken for dead, one counts.

create function app_private.begin_record_export(organization_id uuid, export_id uuid,
  out user_id uuid, out object_type text, out format text, out filter jsonb, out storage_key text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  begun app_public.exports;
begin
  update app_public.exports e set status = 'running', started_at = coalesce(e.started_at, now()), row_count = 0
    where e.organization_id = begin_record_export.organization_id and e.id = begin_record_export.export_id
      and e.status in ('queued', 'running')
    returning * into begun;
  if not found then
    return;
  end if;
  delete from app_private.export_files f where f.organization_id = begun.organization_id and f.export_id = begun.id;
  user_id := begun.created_by;
  object_type := begun.object_type;
  format := begun.format;
  filter := begun.filter;
  insert into app_private.export_files as f (organization_id, export_id, storage_key, access_version)
    values (begun.organization_id, begun.id, begun.organization_id || '/' || gen_random_uuid(), coalesce((
      select v.version from app_public.memberships m
        join app_hidden.role_versions v on v.organization_id = m.organization_id and v.role_id = m.role_id
        where m.organization_id = begun.organization_id and m.user_id = begun.created_by), ''))
    returning f.storage_key into begin_record_export.storage_key;
end
$$;
comment on function app_private.begin_record_export(uuid, uuid) is
  'For whom an export is made and of what, and where its bytes go; nulls when it is over. What an earlier attempt has
written is to be removed.';

create function app_private.note_exported(organization_id uuid, storage_key text, access_version text, row_count integer) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app_public.exports e set row_count = note_exported.row_count
    from app_private.export_files f
    where f.organization_id = note_exported.organization_id and f.storage_key = note_exported.storage_key
      and f.access_version = note_exported.access_version
      and e.organization_id = f.organization_id and e.id = f.export_id and e.status = 'running';
  return found;
end
$$;
comment on function app_private.note_exported(uuid, text, text, integer) is
  'Notes how far an export has come. False when it was cancelled, is written by another attempt, or the permissions
have changed since it began.';

create function app_private.finish_record_export(organization_id uuid, storage_key text, row_count integer, byte_size bigint, checksum text)
returns boolean language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  done app_public.exports;
begin
  update app_private.export_files f set checksum = finish_record_export.checksum
    where f.organization_id = finish_record_export.organization_id and f.storage_key = finish_record_export.storage_key;
  update app_public.exports e set status = 'succeeded', error = null, row_count = finish_record_export.row_count,
      byte_size = finish_record_export.byte_size, finished_at = now(), expires_at = now() + interval '7 days',
      file_name = format('%s-%s.%s', o.table_name, to_char(e.created_at at time zone z.timezone, 'YYYY-MM-DD'), e.format)
    from app_private.export_files f, app_hidden.crm_objects o, app_public.organizations z
    where f.organization_id = finish_record_export.organization_id and f.storage_key = finish_record_export.storage_key
      and e.organization_id = f.organization_id and e.id = f.export_id and e.status = 'running'
      and o.name = e.object_type and z.id = e.organization_id
    returning e.* into done;
  if not found then
    return false;
  end if;
  if done.is_announced then
    perform app_private.notify(done.organization_id, array[done.created_by], 'export_ready', null, null, null, 'export_ready:' || done.id);
  end if;
  return true;
end
$$;
comment on function app_private.finish_record_export(uuid, text, integer, bigint, text) is
  'The file is there. byte_size: in bytes; checksum: SHA-256 in hexadecimal. False when the export was given up meanwhile.';

create function app_private.fail_record_export(organization_id uuid, export_id uuid, message text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app_public.exports e set status = 'failed', error = message, finished_at = now()
    where e.organization_id = fail_record_export.organization_id and e.id = fail_record_export.export_id
      and e.status in ('queued', 'running');
  if found then
    delete from app_private.export_files f
      where f.organization_id = fail_record_export.organization_id and f.export_id = fail_record_export.export_id;
  end if;
end
$$;
comment on function app_private.fail_record_export(uuid, uuid, text) is 'Ends an export that comes to nothing, and says why.';

create function app_private.is_export_running(organization_id uuid, export_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from app_public.exports e
    where e.organization_id = is_export_running.organization_id and e.id = is_export_running.export_id and e.status = 'running')
$$;
comment on function app_private.is_export_running(uuid, uuid) is 'Whether the file of the export is still wanted.';

create function app_private.expire_exports() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from app_private.export_files f using app_public.exports e
    where e.organization_id = f.organization_id and e.id = f.export_id and e.expires_at < now();
  -- A job whose last attempt was killed cannot say so itself.
  perform app_private.fail_record_export(e.organization_id, e.id, 'The export could not be made.')
    from app_public.exports e
    where e.status in ('queued', 'running') and e.created_at < now() - interval '1 hour'
      and not exists (select from graphile_worker.jobs j where j.key = 'export:' || e.id and j.attempts < j.max_attempts)
      and not exists (select from graphile_worker.jobs j where j.key = 'export:' || e.id and j.locked_at > now() - interval '4 hours');
end
$$;
comment on function app_private.expire_exports() is
  'The bytes of exports whose week is over are to be removed; exports whose job is gone have failed.';

create function app_private.forget_exports(organization uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  forgotten uuid[];
begin
  with removed as (
    delete from app_private.export_files f where f.organization_id = organization returning f.export_id)
    select coalesce(array_agg(r.export_id), '{}') into forgotten from removed r;
  update app_public.exports e set status = 'failed', expires_at = null, finished_at = now(),
      error = 'The file was removed, since it may hold data of somebody who has been erased. Export again.'
    where e.organization_id = organization and e.id = any (forgotten);
  return cardinality(forgotten);
end
$$;
comment on function app_private.forget_exports(uuid) is
  'Has the files of all exports of an organization removed, those that are being written too: what is in them is not
looked at. Answers how many.';

grant execute on function
  app_private.begin_record_export(uuid, uuid), app_private.note_exported(uuid, text, text, integer),
  app_private.finish_record_export(uuid, text, integer, bigint, text), app_private.fail_record_export(uuid, uuid, text),
  app_private.is_export_running(uuid, uuid), app_private.expire_exports()
to rowhouse_authenticator;

-- ---------------------------------------------------------------------------------------------
-- Who may have the bytes

create function app_hidden.export_to_serve(export uuid,
  out storage_key text, out file_name text, out mime_type text, out checksum text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  made app_public.exports;
  bytes app_private.export_files;
begin
  select * into made from app_public.exports e
    where e.organization_id = app_hidden.current_organization_id() and e.id = export
      and e.created_by = app_hidden.current_user_id() and e.status = 'succeeded' and e.expires_at > now();
  select * into bytes from app_private.export_files f where f.organization_id = made.organization_id and f.export_id = made.id;
  if bytes.storage_key is null then
    perform app_hidden.fail('RH404', 'There is no such file.');
  elsif bytes.access_version is distinct from (select v.version from app_hidden.role_versions v
      where v.organization_id = made.organization_id and v.role_id = app_hidden.current_role_id()) then
    perform app_hidden.fail('RH403', 'Your permissions have changed since this was exported. Export again.');
  end if;
  storage_key := bytes.storage_key;
  file_name := made.file_name;
  checksum := bytes.checksum;
  mime_type := case made.format when 'csv' then 'text/csv; charset=utf-8' else 'application/x-ndjson' end;
end
$$;
comment on function app_hidden.export_to_serve(uuid) is
  'Where the bytes of an export are and what they are sent as, for who asked for it. RH404 for nobody''s, others'', those
that are not done and those whose week is over; RH403 when the caller''s permissions are not what they were.';
grant execute on function app_hidden.export_to_serve(uuid) to rowhouse_user;

call app_hidden.describe_fields();
call app_hidden.add_reporting_views();
