--! Previous: sha1:f5fc043d2125e65dc9c5597dd3d0231537e9fd05
--! Hash: sha1:2f108b53b12b11e9f62d49fa0c339f1fd5ae961d

-- Operations: imports of other systems' files, and the recycle bin.

-- ---------------------------------------------------------------------------------------------
-- An import is the loading of one file, done by a job. The result lists each bad row and why.
create table app_public.imports (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  object_type text not null check (object_type in ('account', 'contact', 'lead', 'deal', 'activity', 'product')),
  file_name text not null check (file_name ~ '\S' and length(file_name) <= 255),
  status text not null default 'queued' references app_enum.import_statuses,
  is_dry_run boolean not null default false,
  mapping jsonb check (jsonb_typeof(mapping) = 'object'),
  duplicate_handling text not null default 'warn' references app_enum.duplicate_handlings,
  row_count integer not null default 0,
  processed_count integer not null default 0,
  created_count integer not null default 0,
  updated_count integer not null default 0,
  unchanged_count integer not null default 0,
  failed_count integer not null default 0,
  warnings text[] not null default '{}',
  bad_rows jsonb not null default '[]' check (jsonb_typeof(bad_rows) = 'array'),
  error text,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id)
);
comment on table app_public.imports is
  E'@behavior -insert -update -delete\nThe loading of a file: how far it has come and what came of it.';
comment on column app_public.imports.mapping is 'Header of the file → column, where it differs from the proposed one.';
comment on column app_public.imports.bad_rows is 'One object for each row left out: line, column, value, message.';
comment on column app_public.imports.error is 'Why the whole file was refused.';
create index imports_created_at_idx on app_public.imports (organization_id, created_at, id);

create table app_private.import_files (
  organization_id uuid not null,
  import_id uuid not null,
  content bytea not null,
  primary key (organization_id, import_id),
  foreign key (organization_id, import_id) references app_public.imports on delete cascade
);
comment on table app_private.import_files is 'The files of imports that wait or run; removed when they are done.';

call app_hidden.build_wall('imports');
call app_hidden.bound_dates('imports');
call app_hidden.keep_audit_columns('imports');
create policy select_own on app_public.imports for select to rowhouse_user
  using (created_by = (select app_hidden.current_user_id()) or (select app_hidden.may('organization', 'edit')));
create policy update_own on app_public.imports for update to rowhouse_importer
  using (created_by = (select app_hidden.current_user_id()))
  with check (created_by = (select app_hidden.current_user_id()));
grant select on app_public.imports to rowhouse_user;
grant update (status, row_count, processed_count, created_count, updated_count, unchanged_count, failed_count,
  warnings, bad_rows, error, started_at, finished_at) on app_public.imports to rowhouse_importer;
-- How far it has come is told after each batch; the rows that could not be read are nobody's record.
call app_hidden.audit_changes('imports', left_out => '{row_count,processed_count,created_count,updated_count,unchanged_count,failed_count,warnings,bad_rows}');

create function app_hidden.start_import(object_type text, file_name text, content bytea, is_dry_run boolean, mapping jsonb,
  duplicate_handling text default 'warn')
returns app_public.imports language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  started app_public.imports;
begin
  perform app_hidden.require_permission(object_type, 'import');
  insert into app_public.imports (object_type, file_name, is_dry_run, mapping, duplicate_handling)
    values (start_import.object_type, start_import.file_name, start_import.is_dry_run, start_import.mapping,
      start_import.duplicate_handling)
    returning * into started;
  insert into app_private.import_files (organization_id, import_id, content)
    values (started.organization_id, started.id, start_import.content);
  -- One import at a time for each organization, so that none keeps the others waiting.
  perform graphile_worker.add_job('import',
    json_build_object('organization_id', started.organization_id, 'user_id', started.created_by, 'import_id', started.id),
    queue_name => 'import:' || started.organization_id, job_key => 'import:' || started.id, max_attempts => 5);
  return started;
end
$$;
comment on function app_hidden.start_import(text, text, bytea, boolean, jsonb, text) is
  'Keeps the file and adds the job that loads it. RH403 without the permission to import the object.';

create function app_hidden.import_content(import_id uuid) returns bytea
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.content from app_private.import_files f
    join app_public.imports i on i.organization_id = f.organization_id and i.id = f.import_id
    where f.organization_id = app_hidden.current_organization_id() and f.import_id = import_content.import_id
      and i.created_by = app_hidden.current_user_id()
$$;
comment on function app_hidden.import_content(uuid) is 'The file of an import of the caller''s, or null when it is done.';

create function app_hidden.forget_import_content(import_id uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app_private.import_files f using app_public.imports i
    where f.organization_id = app_hidden.current_organization_id() and f.import_id = forget_import_content.import_id
      and i.organization_id = f.organization_id and i.id = f.import_id
      and i.created_by = app_hidden.current_user_id()
$$;
comment on function app_hidden.forget_import_content(uuid) is 'Removes the file of an import that is done.';
create function app_public.cancel_import(id uuid) returns app_public.imports
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  cancelled app_public.imports;
begin
  update app_public.imports i set status = 'cancelled', finished_at = now()
    where i.organization_id = app_hidden.current_organization_id() and i.id = cancel_import.id
      and (i.created_by = app_hidden.current_user_id() or app_hidden.may('organization', 'edit'))
      and i.status in ('queued', 'running')
    returning * into cancelled;
  if not found then
    perform app_hidden.fail('RH404', 'No such import that waits or runs.');
  end if;
  delete from app_private.import_files f
    where f.organization_id = cancelled.organization_id and f.import_id = cancelled.id
      and cancelled.started_at is null;
  return cancelled;
end
$$;
comment on function app_public.cancel_import(uuid) is
  'Stops an import that waits or runs: the caller''s own, or any of the organization''s for who may edit it.
Rows that were imported stay. RH404 when there is none.';
grant execute on function app_public.cancel_import(uuid) to rowhouse_user;

create function app_private.fail_import(organization_id uuid, import_id uuid, message text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app_public.imports i set status = 'failed', error = message, finished_at = now()
    where i.organization_id = fail_import.organization_id and i.id = fail_import.import_id
      and i.status in ('queued', 'running');
  delete from app_private.import_files f
    where f.organization_id = fail_import.organization_id and f.import_id = fail_import.import_id;
end
$$;
comment on function app_private.fail_import(uuid, uuid, text) is
  'Ends an import whose starter may not go on, such as one who is no member any more.';
grant execute on function app_private.fail_import(uuid, uuid, text) to rowhouse_authenticator;

grant execute on function app_hidden.start_import(text, text, bytea, boolean, jsonb, text) to rowhouse_user;
grant execute on function app_hidden.import_content(uuid), app_hidden.forget_import_content(uuid) to rowhouse_importer;

create function app_hidden.refresh_statistics(table_name text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from app_hidden.crm_objects o where o.table_name = refresh_statistics.table_name)
    and refresh_statistics.table_name not in ('deal_products', 'deal_stage_history') then
    perform app_hidden.fail('RH400', 'No such table.');
  end if;
  execute format('analyze app_public.%I', refresh_statistics.table_name);
end
$$;
comment on function app_hidden.refresh_statistics(text) is
  'Lets Postgres count a table anew in the middle of an import: planned with what it knew of a small
table, the checks of each row would take the wrong index of a large one. Shows nothing.';
grant execute on function app_hidden.refresh_statistics(text) to rowhouse_importer;

-- ---------------------------------------------------------------------------------------------
-- The recycle bin: what was deleted, and may be restored by whoever may delete it.

create type app_public.deleted_record as (
  object_type text, id uuid, label text, deleted_at timestamptz, deleted_by uuid);
comment on type app_public.deleted_record is 'A record in the recycle bin.';

create function app_public.deleted_records(object_type text default null) returns setof app_public.deleted_record
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  object app_hidden.crm_objects;
begin
  for object in
    select o.* from app_hidden.crm_objects o
      where app_hidden.has_bin(o.table_name) and (deleted_records.object_type is null or o.name = deleted_records.object_type)
      order by o.name
  loop
    return query execute format(
      'select %L::text, r.id, %s, r.deleted_at, r.deleted_by
        from app_public.%I r
        where r.organization_id = app_hidden.current_organization_id() and r.deleted_at is not null and %s
        order by r.deleted_at desc, r.id desc limit 1000',
      object.name,
      app_hidden.label_expression(object, app_hidden.current_organization_id(), app_hidden.current_role_id()),
      object.table_name, app_hidden.restorable_expression(object, 'r.'));
  end loop;
end
$$;
comment on function app_public.deleted_records(text) is
  'What lies in the recycle bin and the caller may restore, newest first: 1,000 of each object at most.';
grant execute on function app_public.deleted_records(text) to rowhouse_user;
