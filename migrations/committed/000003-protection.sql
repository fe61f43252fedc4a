--! Previous: sha1:7b49c34f3fe032383ff0ebd0c399827416f5c485
--! Hash: sha1:a1b02163dab0c92d5fe2086185ee52a25777c0cd

-- Protection: how a table gets behind the wall. Every table calls one of the procedures below
-- right after it is created; test/policies checks in the catalog that none was forgotten.
--
--   protect_record      a record with owners: rows by the scope of the caller's role
--   protect_attachment  something on a record (a note, a file): its own scope, and only with the
--                       record that it is on
--   protect_part        a part of a record (a deal's line): follows the record altogether
--   protect_setting     what an organization configures: the same for every row
--
-- Policies compare with scalar subqueries, which Postgres evaluates once per statement; a
-- function of the row would be evaluated for each row and keep indexes from being used.

-- ---------------------------------------------------------------------------------------------
-- Triggers

create function app_hidden.keeps_updated_at() returns boolean
language sql stable as $$
  select current_user = 'rowhouse_owner' and coalesce(current_setting('rowhouse.keeps_updated_at', true), '') = 'on'
$$;
comment on function app_hidden.keeps_updated_at() is
  'Whether what is being written is no edit of a record: what the database calculates, or what an undo restores.';
grant execute on function app_hidden.keeps_updated_at() to rowhouse_user, rowhouse_anonymous;

create function app_hidden.touch() returns trigger
language plpgsql as $$
begin
  if not app_hidden.keeps_updated_at() then
    new.updated_at = now();
  end if;
  return new;
end
$$;
comment on function app_hidden.touch() is 'Keeps updated_at.';

create function app_hidden.touch_record() returns trigger
language plpgsql as $$
begin
  if not app_hidden.keeps_updated_at() then
    new.updated_at = now();
    new.updated_by = app_hidden.current_user_id();
  end if;
  return new;
end
$$;
comment on function app_hidden.touch_record() is 'Keeps updated_at and updated_by.';

create function app_hidden.move_to_recycle_bin() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- Deleting what lies in the bin purges it; so does a cascade (depth above 1), which would leave
  -- a dangling reference if it were turned into an update.
  if old.deleted_at is not null or pg_trigger_depth() > 1 then
    -- Its tags go with it, for jobs of no organization too: not while one of them is being removed.
    perform pg_advisory_xact_lock_shared(app_hidden.tags_place(old.organization_id::text));
    return old;
  end if;
  execute format(
    'update app_public.%I set deleted_at = now(), deleted_by = app_hidden.current_user_id()
      where organization_id = $1 and id = $2', tg_table_name)
    using old.organization_id, old.id;
  return null;
end
$$;
comment on function app_hidden.move_to_recycle_bin() is
  'Turns the delete of a live row into setting deleted_at, for every path in.';

-- ---------------------------------------------------------------------------------------------
-- Expressions that the policies are made of

create function app_hidden.scope_expression(object text, owner_columns text[], action text, alias text default '')
returns text language sql immutable as $$
  select case when cardinality(owner_columns) = 0
    then format('(select app_hidden.may(%L, %L))', object, action)
    else format('((select app_hidden.owner_ids_in_scope(%1$L, %2$L)) is null or %3$s)', object, action,
      (select string_agg(format(
          '%s%I = any ((select app_hidden.owner_ids_in_scope(%L, %L))::uuid[])', alias, owner_column, object, action),
          ' or ' order by ordinality)
        from unnest(owner_columns) with ordinality as o (owner_column, ordinality)))
    end
$$;

create function app_hidden.tenant_references(child text)
returns table (column_name name, parent_table name) language sql stable as $$
  select a.attname, parent_class.relname
  from pg_constraint c
  join pg_class child_class on child_class.oid = c.conrelid
  join pg_class parent_class on parent_class.oid = c.confrelid
  join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname <> 'organization_id'
  where c.contype = 'f' and cardinality(c.conkey) = 2
    and child_class.relnamespace = 'app_public'::regnamespace and child_class.relname = child
    and parent_class.relnamespace = 'app_public'::regnamespace
$$;
comment on function app_hidden.tenant_references(text) is
  'The columns of a table that refer to other tables of the same organization.';

create function app_hidden.parents_expression(child text, action text) returns text
language sql stable as $$
  select coalesce(string_agg(
    -- "offset 0" keeps the planner from hashing all records for a page of fifty rows.
    format('(%1$I is null or exists (select from app_public.%2$I parent where parent.id = %1$I%3$s offset 0))',
      reference.column_name, o.table_name,
      case when action = 'view' then '' else
        ' and ' || app_hidden.scope_expression(o.name, o.owner_columns, action, 'parent.') end),
    ' and ' order by reference.column_name), 'true')
  from app_hidden.tenant_references(child) reference
  join app_hidden.crm_objects o on o.table_name = reference.parent_table and o.owner_columns <> '{}'
$$;

comment on function app_hidden.scope_expression(text, text[], text, text) is
  'SQL that is true of the rows that the caller''s role may do the action to.';
comment on function app_hidden.parents_expression(text, text) is
  'SQL that is true of the rows all of whose records the caller may do the action to.';

-- The same for functions that run as owner, whom policies do not hold back. test/policies/matrix
-- compares the two.

create function app_hidden.has_bin(target text) returns boolean language sql stable as $$
  select exists (select from pg_catalog.pg_attribute a
    where a.attrelid = pg_catalog.to_regclass('app_public.' || pg_catalog.quote_ident(target)) and a.attname = 'deleted_at')
$$;
comment on function app_hidden.has_bin(text) is 'Whether rows of the table go to the recycle bin when they are deleted.';

create function app_hidden.visible_expression(object app_hidden.crm_objects, alias text) returns text
language plpgsql stable as $$
begin
  return case object.name
    when 'organization' then format('%sid = (select app_hidden.current_organization_id())', alias)
    else concat(
      format('%sorganization_id = (select app_hidden.current_organization_id())', alias),
      case when app_hidden.has_bin(object.table_name) then format(' and %sdeleted_at is null', alias) end,
      ' and (', app_hidden.scope_expression(object.name, object.owner_columns, 'view', alias),
      case when object.name in ('member', 'api_key') then format(' or %suser_id = (select app_hidden.current_user_id())', alias) end,
      ') and ', app_hidden.on_visible_records_expression(object)) end;
end
$$;
comment on function app_hidden.visible_expression(app_hidden.crm_objects, text) is
  'SQL that is true of the live rows that the caller may see, as the object''s policies say.';

create function app_hidden.on_visible_records_expression(object app_hidden.crm_objects) returns text
language plpgsql stable as $$
begin
  if not object.is_on_records then
    return 'true';
  end if;
  return concat('true',
    (select string_agg(
        format(' and (%1$I is null or exists (select from app_public.%2$I parent where parent.id = %1$I and %3$s))',
          reference.column_name, parent.table_name, app_hidden.visible_expression(parent, 'parent.')), ''
        order by reference.column_name)
      from app_hidden.tenant_references(object.table_name) reference
      join app_hidden.crm_objects parent on parent.table_name = reference.parent_table and parent.owner_columns <> '{}'),
    case object.name
      when 'attachment' then ' and (message_id is null or exists (select from app_public.messages m
        where m.organization_id = (select app_hidden.current_organization_id()) and m.id = message_id
          and m.thread_id = any ((select app_hidden.my_thread_ids())::uuid[])))'
      when 'communication' then ' and (num_nonnulls(account_id, contact_id, lead_id, deal_id, activity_id) > 0
        or (select app_hidden.owner_ids_in_scope(''contact'', ''view'')) is null
        or created_by = any ((select app_hidden.owner_ids_in_scope(''contact'', ''view''))::uuid[]))' end);
end
$$;
comment on function app_hidden.on_visible_records_expression(app_hidden.crm_objects) is
  'SQL that is true of the rows that are on records which the caller may see, and of objects that are on none.';

-- ---------------------------------------------------------------------------------------------
-- The procedures

create procedure app_hidden.enable_row_security(target text) language plpgsql as $$
begin
  execute format('alter table app_public.%I enable row level security', target);
  execute format('alter table app_public.%I force row level security', target);
  execute format('create policy all_owner on app_public.%I to rowhouse_owner using (true) with check (true)', target);
end
$$;

create procedure app_hidden.build_wall(target text) language plpgsql as $$
begin
  call app_hidden.enable_row_security(target);
  execute format('create policy same_organization on app_public.%I as restrictive to rowhouse_user
    using (organization_id = (select app_hidden.current_organization_id()))
    with check (organization_id = (select app_hidden.current_organization_id()))', target);
end
$$;
comment on procedure app_hidden.build_wall(text) is
  'Row security with the restrictive policy that no other can widen: only the caller''s organization.';

-- Everything can be read. Keys, audit columns and what is named as read-only are kept by the
-- database; the importer may also set when something was made and what it was called elsewhere.
create procedure app_hidden.grant_columns(target text, read_only text[]) language plpgsql as $$
declare
  never text[] := array['organization_id', 'id', 'deleted_at', 'deleted_by', 'erased_at'];
  imported text[] := array['created_at', 'updated_at', 'created_by', 'updated_by', 'external_system', 'external_id'];
  readable text;
  writable text;
  importable text;
begin
  select string_agg(quote_ident(a.attname), ', ' order by a.attnum),
      string_agg(quote_ident(a.attname), ', ' order by a.attnum)
        filter (where a.attgenerated = '' and a.attname <> all (never || imported || read_only)),
      string_agg(quote_ident(a.attname), ', ' order by a.attnum)
        filter (where a.attgenerated = '' and a.attname <> all (never))
    into readable, writable, importable
    from pg_attribute a
    where a.attrelid = format('app_public.%I', target)::regclass and a.attnum > 0 and not a.attisdropped;
  execute format('grant select (%s) on app_public.%I to rowhouse_user', readable, target);
  if writable is not null then
    execute format('grant insert (%1$s), update (%1$s) on app_public.%2$I to rowhouse_user', writable, target);
  end if;
  execute format('grant insert (%1$s), update (%1$s) on app_public.%2$I to rowhouse_importer', importable, target);
  execute format('grant delete on app_public.%I to rowhouse_user', target);
end
$$;

-- Foreign keys look past policies and at deleted rows too. This makes a reference to a record
-- that the caller cannot see answer exactly as one to a record that does not exist. People are given
-- work only while they are members; imports may bring in what former members owned.
create procedure app_hidden.check_references(target text) language plpgsql as $$
declare
  checks text;
begin
  select string_agg(format($check$
  -- One inside the other, since a condition with a query is a query even where it is decided before.
  if new.%1$I is not null and (tg_op = 'INSERT' or new.%1$I is distinct from old.%1$I) then
    if not exists (select from app_public.%2$I where id = new.%1$I) then
      perform app_hidden.fail('RH400', 'The record refers to another that does not exist.',
        jsonb_build_object(%1$L, 'No such %3$s.'));
    end if;
  end if;$check$, reference.column_name, o.table_name, replace(o.name, '_', ' ')), '' order by reference.column_name)
    into checks
    from app_hidden.tenant_references(target) reference
    join app_hidden.crm_objects o on o.table_name = reference.parent_table
    where o.name not in ('member', 'role');
  select concat(checks, string_agg(format($check$
  if new.%1$I is not null and (tg_op = 'INSERT' or new.%1$I is distinct from old.%1$I)
    and current_user = 'rowhouse_user' and new.organization_id is not null
    and not app_hidden.is_active_member(new.%1$I) then
    perform app_hidden.fail('RH400', 'The record refers to somebody who is no member.',
      jsonb_build_object(%1$L, 'No such member.'));
  end if;$check$, reference.column_name), '' order by reference.column_name))
    into checks
    from app_hidden.tenant_references(target) reference
    where reference.parent_table = 'memberships'
    having count(*) > 0 or checks is not null;
  if checks is not null then
    execute format('create function app_hidden.check_%1$s_references() returns trigger language plpgsql as %2$L',
      target, 'begin' || checks || chr(10) || '  return new;' || chr(10) || 'end');
    execute format('create trigger check_references before insert or update on app_public.%1$I
      for each row execute function app_hidden.check_%1$s_references()', target);
  end if;
end
$$;
comment on procedure app_hidden.check_references(text) is
  'A trigger that refuses references to records that the caller cannot see, and to people who are no
active members (RH400).';

-- What a file says of when and by whom a record was made is believed only of who may import
-- everybody's records; else an import would be a way to forge it.
create function app_hidden.limit_importer() returns trigger
language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    new.created_at = old.created_at;
    new.created_by = old.created_by;
  elsif app_hidden.owner_ids_in_scope(tg_argv[0], 'import') is not null then
    new.created_at = now();
    new.created_by = app_hidden.current_user_id();
  else
    new.created_at = least(new.created_at, now());
  end if;
  return new;
end
$$;
comment on function app_hidden.limit_importer() is
  'created_at and created_by of imported records. Argument: the object.';

create procedure app_hidden.limit_imports(target text, object text) language plpgsql as $$
begin
  if exists (select from pg_attribute where attrelid = format('app_public.%I', target)::regclass
      and attname = 'external_id') then
    execute format('create trigger limit_importer before insert or update on app_public.%I
      for each row when (current_user = ''rowhouse_importer'') execute function app_hidden.limit_importer(%L)',
      target, object);
  end if;
end
$$;

-- Whose a record is says who sees it, so giving it away or taking it is a permission of its own.
create function app_hidden.guard_owners() returns trigger
language plpgsql as $$
declare
  object constant text := tg_argv[0];
  owner_columns constant text[] := tg_argv[1];
  assignable constant text[] := array_remove(owner_columns, 'created_by');
  caller constant uuid := app_hidden.current_user_id();
  reach uuid[];
  former jsonb;
  latter jsonb;
  was_nobodys boolean;
  changed text;
begin
  if current_user = 'rowhouse_owner' or caller is null then
    return new;
  end if;
  reach := app_hidden.owner_ids_in_scope(object, 'assign');
  if reach is null then
    return new;
  end if;
  former := to_jsonb(old);
  latter := to_jsonb(new);
  was_nobodys := not exists (select from unnest(assignable) c where former ->> c is not null);
  for changed in select c from unnest(assignable) c where former ->> c is distinct from latter ->> c loop
    if not (was_nobodys and (latter ->> changed)::uuid = caller)
      and not reach && array(select (former ->> c)::uuid from unnest(owner_columns) c)
    then
      perform app_hidden.fail('RH403', format('You may not change whose this %s is.', object),
        jsonb_build_object(changed, 'Needs the permission to assign.'));
    end if;
    -- The policy would refuse it without saying why.
    if not app_hidden.reaches(object, 'edit', array(select (latter ->> c)::uuid from unnest(owner_columns) c)) then
      perform app_hidden.fail('RH403', format('You may give this %s only to those whose records you may edit.', object),
        jsonb_build_object(changed, 'Out of your reach.'));
    end if;
  end loop;
  return new;
end
$$;
comment on function app_hidden.guard_owners() is
  'Owners change by who may assign the record as it is, and stay within what the caller may edit (RH403
with the column). What was nobody''s may be taken by who may edit it. Arguments: object, owner columns.';

create procedure app_hidden.guard_assignment(target text, object app_hidden.crm_objects) language plpgsql as $$
declare
  assignable text[] := array_remove(object.owner_columns, 'created_by');
begin
  if assignable <> '{}' then
    execute format('create trigger guard_owners before update of %s on app_public.%I
      for each row when (%s) execute function app_hidden.guard_owners(%L, %L)',
      (select string_agg(quote_ident(c), ', ') from unnest(assignable) c), target,
      (select string_agg(format('new.%1$I is distinct from old.%1$I', c), ' or ') from unnest(assignable) c),
      object.name, object.owner_columns);
  end if;
end
$$;

create procedure app_hidden.bound_dates(target text) language plpgsql as $$
declare
  bounded name;
begin
  for bounded in select a.attname from pg_attribute a
    where a.attrelid = format('app_public.%I', target)::regclass and a.attnum > 0 and not a.attisdropped
      and a.atttypid in ('date'::regtype, 'timestamptz'::regtype)
      and a.attname not in ('created_at', 'updated_at', 'deleted_at')
  loop
    execute format('alter table app_public.%1$I add constraint %3$I
      check (%2$I between ''1000-01-01'' and ''9999-12-30'')', target, bounded, target || '_' || bounded || '_check');
  end loop;
end
$$;
comment on procedure app_hidden.bound_dates(text) is
  'Dates and times of four-digit years: neither infinity nor what clients cannot read.';

create procedure app_hidden.keep_audit_columns(target text) language plpgsql as $$
begin
  if exists (select from pg_attribute where attrelid = format('app_public.%I', target)::regclass
      and attname = 'updated_by') then
    execute format('create trigger touch before update on app_public.%I 
      for each row execute function app_hidden.touch_record()', target);
  elsif exists (select from pg_attribute where attrelid = format('app_public.%I', target)::regclass
      and attname = 'updated_at') then
    execute format('create trigger touch before update on app_public.%I 
      for each row execute function app_hidden.touch()', target);
  end if;
end
$$;

create function app_hidden.unique_values_in_words(index_name text, record jsonb) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select pg_catalog.string_agg(
      -- What the caller may not see is named without its value.
      pg_catalog.concat_ws(' ', pg_catalog.replace(a.attname, '_', ' '), '"' || (record ->> a.attname) || '"'), ' and '
      order by a.attnum)
    from pg_catalog.pg_index i
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indexrelid = pg_catalog.to_regclass('app_public.' || pg_catalog.quote_ident(index_name))
      and a.attname <> 'organization_id'
$$;
comment on function app_hidden.unique_values_in_words(text, jsonb) is
  'What a unique index says is taken; Postgres leaves that out of its errors under row security.';

create function app_hidden.restorable_expression(object app_hidden.crm_objects, alias text) returns text
language sql stable as $$
  select app_hidden.scope_expression(object.name, object.owner_columns, 'delete', alias)
    || ' and ' || app_hidden.on_visible_records_expression(object)
$$;
comment on function app_hidden.restorable_expression(app_hidden.crm_objects, text) is
  'SQL that is true of the deleted rows that the caller may see in the recycle bin and restore.';

-- Deleting moves to the recycle bin, from which restore_<object> brings back.
create procedure app_hidden.use_recycle_bin(target text) language plpgsql as $$
declare
  object app_hidden.crm_objects;
begin
  select * into strict object from app_hidden.crm_objects o where o.table_name = target;
  execute format('create trigger move_to_recycle_bin before delete on app_public.%I
    for each row execute function app_hidden.move_to_recycle_bin()', target);
  execute format('create index %1$s_deleted_at_idx on app_public.%1$I (organization_id, deleted_at, id)
    where deleted_at is not null', target);
  execute format($ddl$
create function app_public.delete_%1$s(id uuid) returns app_public.%2$I language plpgsql volatile as $function$
declare
  deleted app_public.%2$I;
begin
  select * into deleted from app_public.%2$I r where r.id = delete_%1$s.id;
  if not found then
    perform app_hidden.fail('RH404', 'No such %3$s.');
  end if;
  delete from app_public.%2$I r where r.id = delete_%1$s.id;
  if exists (select from app_public.%2$I r where r.id = delete_%1$s.id) then
    perform app_hidden.fail('RH403', 'You may not delete this %3$s.');
  end if;
  deleted.deleted_at := now();
  deleted.deleted_by := app_hidden.current_user_id();
  return deleted;
end
$function$;
comment on function app_public.delete_%1$s(uuid) is
  'Moves the %3$s to the recycle bin. RH404 when the caller sees none, RH403 when they may not.';
grant execute on function app_public.delete_%1$s(uuid) to rowhouse_user;

create function app_public.restore_%1$s(id uuid) returns app_public.%2$I
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $function$
declare
  restored app_public.%2$I;
  conflict text;
begin
  select * into restored from app_public.%2$I r
    where r.organization_id = app_hidden.current_organization_id() and r.id = restore_%1$s.id
      and r.deleted_at is not null and %4$s
    for update;
  if not found then
    perform app_hidden.fail('RH404', 'No such %3$s in the recycle bin.');
  end if;
  begin
    update app_public.%2$I r set deleted_at = null, deleted_by = null
      where r.organization_id = restored.organization_id and r.id = restored.id
      returning * into restored;
  exception when unique_violation then
    get stacked diagnostics conflict = constraint_name;
    perform app_hidden.fail('RH409', 'This %3$s cannot be restored: a live record already has its '
      || coalesce(app_hidden.unique_values_in_words(conflict, app_hidden.mask_changes(%2$L, to_jsonb(restored), app_hidden.masking_secret())), 'values') || '.');
  end;
  return restored;
end
$function$;
comment on function app_public.restore_%1$s(uuid) is
  'Brings the %3$s back from the recycle bin. RH404 when there is none that the caller may restore,
RH409 when a live one has taken what must be unique.';
grant execute on function app_public.restore_%1$s(uuid) to rowhouse_user;
$ddl$, object.name, target, replace(object.name, '_', ' '), app_hidden.restorable_expression(object, 'r.'));
end
$$;

create procedure app_hidden.protect_record(target text, read_only text[] default '{}') language plpgsql as $$
declare
  object app_hidden.crm_objects;
  has_bin boolean := app_hidden.has_bin(target);
  live text := case when has_bin then 'deleted_at is null and ' else '' end;
begin
  select * into strict object from app_hidden.crm_objects o where o.table_name = target;
  call app_hidden.build_wall(target);
  execute format('create policy select_in_scope on app_public.%I for select to rowhouse_user using (%s%s)',
    target, live, app_hidden.scope_expression(object.name, object.owner_columns, 'view'));
  execute format('create policy insert_in_scope on app_public.%I for insert to rowhouse_user with check (%s)',
    target, app_hidden.scope_expression(object.name, object.owner_columns, 'create'));
  execute format('create policy update_in_scope on app_public.%I for update to rowhouse_user using (%2$s%3$s) with check (%3$s)',
    target, live, app_hidden.scope_expression(object.name, object.owner_columns, 'edit'));
  execute format('create policy delete_in_scope on app_public.%I for delete to rowhouse_user using (%s%s)',
    target, live, app_hidden.scope_expression(object.name, object.owner_columns, 'delete'));
  call app_hidden.grant_columns(target, read_only);
  call app_hidden.bound_dates(target);
  call app_hidden.check_references(target);
  call app_hidden.keep_audit_columns(target);
  call app_hidden.limit_imports(target, object.name);
  call app_hidden.guard_assignment(target, object);
  if has_bin then
    call app_hidden.use_recycle_bin(target);
  end if;
end
$$;
comment on procedure app_hidden.protect_record(text, text[]) is
  'Row security by the scopes of the object in crm_objects, column grants but for the read-only ones,
and the triggers that a record has. The recycle bin where the table has deleted_at.';

create procedure app_hidden.protect_attachment(target text, read_only text[] default '{}') language plpgsql as $$
declare
  visible text := app_hidden.parents_expression(target, 'view');
begin
  call app_hidden.protect_record(target, read_only);
  execute format('create policy with_its_record on app_public.%I as restrictive to rowhouse_user
    using (%2$s) with check (%2$s)', target, visible);
end
$$;
comment on procedure app_hidden.protect_attachment(text, text[]) is
  'protect_record, and each row only with the records that it is on.';

create procedure app_hidden.protect_part(target text, read_only text[] default '{}') language plpgsql as $$
declare
  visible text := app_hidden.parents_expression(target, 'view');
  editable text := app_hidden.parents_expression(target, 'edit');
begin
  call app_hidden.build_wall(target);
  execute format('create policy select_with_record on app_public.%I for select to rowhouse_user using (%s)', target, visible);
  execute format('create policy insert_with_record on app_public.%I for insert to rowhouse_user with check (%s)', target, editable);
  execute format('create policy update_with_record on app_public.%I for update to rowhouse_user using (%2$s) with check (%2$s)', target, editable);
  execute format('create policy delete_with_record on app_public.%I for delete to rowhouse_user using (%s)', target, editable);
  call app_hidden.grant_columns(target, read_only);
  call app_hidden.bound_dates(target);
  call app_hidden.check_references(target);
  call app_hidden.keep_audit_columns(target);
end
$$;
comment on procedure app_hidden.protect_part(text, text[]) is
  'Row security that follows the records a row refers to: seen with them, changed by who may edit them.';

create procedure app_hidden.protect_setting(target text, object text, read_only text[] default '{}') language plpgsql as $$
begin
  call app_hidden.build_wall(target);
  execute format('create policy select_permitted on app_public.%I for select to rowhouse_user using ((select app_hidden.may(%L, ''view'')))', target, object);
  execute format('create policy insert_permitted on app_public.%I for insert to rowhouse_user with check ((select app_hidden.may(%L, ''create'')))', target, object);
  execute format('create policy update_permitted on app_public.%I for update to rowhouse_user using ((select app_hidden.may(%2$L, ''edit''))) with check ((select app_hidden.may(%2$L, ''edit'')))', target, object);
  execute format('create policy delete_permitted on app_public.%I for delete to rowhouse_user using ((select app_hidden.may(%L, ''delete'')))', target, object);
  call app_hidden.grant_columns(target, read_only);
  execute format('revoke insert, update on app_public.%I from rowhouse_importer', target);
  call app_hidden.bound_dates(target);
  call app_hidden.check_references(target);
  call app_hidden.keep_audit_columns(target);
end
$$;
comment on procedure app_hidden.protect_setting(text, text, text[]) is
  'Row security by what the caller''s role may do to the object, the same for every row.';

-- ---------------------------------------------------------------------------------------------
-- The tables of identity

call app_hidden.protect_setting('roles', 'role', '{is_system}');
call app_hidden.protect_setting('role_permissions', 'role');
call app_hidden.protect_setting('role_field_permissions', 'role');
call app_hidden.protect_setting('masking_rules', 'role');
call app_hidden.protect_setting('memberships', 'member', '{user_id}');
call app_hidden.protect_setting('teams', 'team');
call app_hidden.protect_setting('team_members', 'team');
call app_hidden.protect_setting('territories', 'territory');
call app_hidden.protect_setting('territory_members', 'territory');

-- A member sees colleagues and the roles that they have, whatever their own role.
create policy select_self on app_public.memberships for select to rowhouse_user
  using (user_id = (select app_hidden.current_user_id()));
revoke insert on app_public.memberships from rowhouse_user, rowhouse_importer;
revoke delete on app_public.memberships from rowhouse_user;

call app_hidden.enable_row_security('organizations');
create policy select_member on app_public.organizations for select to rowhouse_user
  using (id = any ((select app_hidden.my_organization_ids())::uuid[]));
create policy update_permitted on app_public.organizations for update to rowhouse_user
  using (id = (select app_hidden.current_organization_id()) and (select app_hidden.may('organization', 'edit')))
  with check (id = (select app_hidden.current_organization_id()) and (select app_hidden.may('organization', 'edit')));
grant select on app_public.organizations to rowhouse_user;
grant update (name, default_currency, timezone, recycle_bin_days) on app_public.organizations to rowhouse_user;
call app_hidden.keep_audit_columns('organizations');

create function app_hidden.check_timezone() returns trigger
language plpgsql as $$
begin
  -- Postgres takes much more for a zone, such as "+02:00", which it reads as two hours west. Names are
  -- read from disk, so not for the zone that a new organization has.
  if new.timezone <> 'UTC' and not exists (select from pg_catalog.pg_timezone_names z where z.name = new.timezone) then
    perform app_hidden.fail('RH400', 'There is no such time zone.', '{"timezone": "No such time zone."}');
  end if;
  return new;
end
$$;
comment on function app_hidden.check_timezone() is 'Only time zones by their names, such as Europe/Berlin.';
create trigger check_timezone before insert or update of timezone on app_public.organizations
  for each row execute function app_hidden.check_timezone();

call app_hidden.enable_row_security('users');
create policy select_self on app_public.users for select to rowhouse_user
  using (id = (select app_hidden.signed_in_user_id()));
create policy select_colleague on app_public.users for select to rowhouse_user
  using (id = any ((select app_hidden.member_user_ids())::uuid[]));
-- A service account has the name of its key and does not choose one that people would trust.
create policy update_self on app_public.users for update to rowhouse_user
  using (id = (select app_hidden.signed_in_user_id()) and not is_service_account)
  with check (id = (select app_hidden.signed_in_user_id()) and not is_service_account);
grant select on app_public.users to rowhouse_user;
grant update (name, avatar_url) on app_public.users to rowhouse_user;
call app_hidden.keep_audit_columns('users');

-- ---------------------------------------------------------------------------------------------
-- What I may do

create function app_public.my_permissions() returns setof app_public.role_permissions
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.*
    from app_public.memberships m
    join app_public.role_permissions p
      on p.organization_id = m.organization_id and p.role_id = m.role_id
    where m.organization_id = app_hidden.current_organization_id()
      and m.user_id = app_hidden.current_user_id() and m.is_active
    order by p.object, p.action
$$;
comment on function app_public.my_permissions() is
  E'@behavior +list -connection\n@listSuffix omit\nWhat the caller''s role allows in the current organization.';
grant execute on function app_public.my_permissions() to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Guards of roles and memberships, for every path in

create function app_hidden.system_role(role_id uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.slug from app_public.roles r
    where r.organization_id = app_hidden.current_organization_id() and r.id = role_id and r.is_system
$$;
comment on function app_hidden.system_role(uuid) is
  'Which system role of the organization this is, known also to who may not see roles; null for others.';
grant execute on function app_hidden.system_role(uuid) to rowhouse_user;

create function app_hidden.guard_roles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  holders integer;
begin
  if tg_op = 'DELETE' then
    -- All of it goes with its organization.
    if not exists (select from app_public.organizations where id = old.organization_id) then
      return old;
    end if;
    if old.is_system then
      perform app_hidden.fail('RH403', 'System roles cannot be deleted.');
    end if;
    if app_hidden.current_user_id() is not null and app_hidden.exceeds_caller(old.id) then
      perform app_hidden.fail('RH403', 'You cannot delete a role that may do more than yours.');
    end if;
    select count(*) into holders from app_public.memberships m
      where m.organization_id = old.organization_id and m.role_id = old.id;
    if holders > 0 then
      perform app_hidden.fail('RH409', format('This role still belongs to %s: give them another first.',
        case holders when 1 then 'one member' else holders || ' members' end));
    end if;
    return old;
  end if;
  if old.is_system and (new.slug, new.name, new.is_system) is distinct from (old.slug, old.name, old.is_system) then
    perform app_hidden.fail('RH403', 'System roles cannot be renamed.');
  end if;
  return new;
end
$$;
comment on function app_hidden.guard_roles() is
  'System roles can be neither deleted nor renamed (RH403), nor a role deleted that somebody has (RH409) or
that may do more than the caller (RH403).';
create trigger guard_roles before update or delete on app_public.roles
  for each row execute function app_hidden.guard_roles();

create function app_hidden.holds(object text, action text, scope text) returns boolean
language sql stable as $$
  select case scope when 'own' then app_hidden.may(object, action)
    else app_hidden.owner_ids_in_scope(object, action) is null
      or exists (select from app_public.my_permissions() mine
        where mine.object = holds.object and mine.action = holds.action and mine.scope = holds.scope) end
$$;
comment on function app_hidden.holds(text, text, text) is
  'Whether the caller''s own role reaches at least this far.';
grant execute on function app_hidden.holds(text, text, text) to rowhouse_user;

create function app_hidden.exceeds_caller(role_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return exists (
      select from app_public.role_permissions p
        where p.organization_id = app_hidden.current_organization_id()
          and p.role_id = exceeds_caller.role_id and not app_hidden.holds(p.object, p.action, p.scope))
    or app_hidden.sees_more_than_caller(role_id);
end
$$;
comment on function app_hidden.exceeds_caller(uuid) is
  'Whether the role may do or see something that the caller may not: giving it away would be an escalation.';

create function app_hidden.guard_permissions() returns trigger
language plpgsql as $$
begin
  -- Only what runs as the schema's owner (provisioning, migrations) may touch system roles.
  if current_user <> 'rowhouse_owner' then
    if tg_op <> 'DELETE' then
      perform app_hidden.require_known_action(new.object, new.action);
    end if;
    if num_nonnulls(app_hidden.system_role(old.role_id), app_hidden.system_role(new.role_id)) > 0 then
      perform app_hidden.fail('RH403', 'The permissions of system roles cannot be changed.');
    end if;
    if tg_op <> 'INSERT' and not app_hidden.holds(old.object, old.action, old.scope) then
      perform app_hidden.fail('RH403', 'You cannot take away more than you hold.');
    end if;
    -- Another role may see fields of it that this one does not.
    if tg_op <> 'DELETE' and app_hidden.is_restricted(new.object) then
      perform app_hidden.fail('RH403', 'Your own role is restricted in the fields of this object.');
    end if;
    if tg_op <> 'DELETE' and not app_hidden.holds(new.object, new.action, new.scope) then
      perform app_hidden.fail('RH403', 'You cannot grant more than you hold.');
    end if;
  end if;
  return coalesce(new, old);
end
$$;
comment on function app_hidden.guard_permissions() is
  'System roles stay as they are; nobody grants or takes away more than they hold (RH403), nor what means
nothing (RH400).';
create trigger guard_permissions before insert or update or delete on app_public.role_permissions
  for each row execute function app_hidden.guard_permissions();

-- A team gives its members to see each other's records where their roles have the scope "team".
create function app_hidden.guard_groups() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  kind constant text := tg_argv[0];
  companions uuid[];
begin
  if app_hidden.current_user_id() is null then
    return new;
  end if;
  execute format('select array(select g.user_id from app_public.%I g where g.organization_id = $1 and g.%I = $2)',
      tg_table_name, kind || '_id')
    into companions using new.organization_id, (to_jsonb(new) ->> (kind || '_id'))::uuid;
  if exists (
    select from app_public.memberships m
      join app_public.role_permissions p on p.organization_id = m.organization_id and p.role_id = m.role_id
      join app_hidden.crm_objects o on o.name = p.object and o.owner_columns <> '{}'
      where m.organization_id = new.organization_id and m.user_id = any (companions || new.user_id)
        and p.scope = kind
        and not exists (select from app_public.my_permissions() mine
          where mine.object = p.object and mine.action = p.action and mine.scope = 'all'))
  then
    perform app_hidden.fail('RH403', format('In this %s people would reach records that you do not reach.', kind),
      '{"user_id": "Would reach more than you do, or be reached by others who would."}');
  end if;
  return new;
end
$$;
comment on function app_hidden.guard_groups() is
  'Nobody widens by a group, for themselves or others, what is reached by its scope (the argument) unless
they reach everything of it (RH403).';
create trigger guard_groups before insert or update on app_public.team_members
  for each row execute function app_hidden.guard_groups('team');
create trigger guard_groups before insert or update on app_public.territory_members
  for each row execute function app_hidden.guard_groups('territory');

create function app_hidden.guard_memberships() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  owner_role uuid := (select r.id from app_public.roles r
    where r.organization_id = old.organization_id and r.slug = 'owner');
  caller_is_owner boolean := exists (select from app_public.memberships m
    where m.organization_id = old.organization_id and m.user_id = app_hidden.current_user_id()
      and m.is_active and m.role_id = owner_role);
begin
  if (old.role_id = owner_role or new.role_id = owner_role)
    and (new.role_id, new.is_active) is distinct from (old.role_id, old.is_active)
    and app_hidden.current_user_id() is not null and not caller_is_owner
  then
    perform app_hidden.fail('RH403', 'Only an owner can make, change or remove an owner.');
  end if;
  if app_hidden.current_user_id() is not null
    and (new.role_id <> old.role_id
      or new.is_active <> old.is_active and (new.is_active or old.user_id <> app_hidden.current_user_id()))
    and (app_hidden.exceeds_caller(old.role_id) or app_hidden.exceeds_caller(new.role_id))
  then
    perform app_hidden.fail('RH403', 'You cannot give or take a role that may do more than yours.');
  end if;
  if old.role_id = owner_role and old.is_active and (new.role_id <> owner_role or not new.is_active) then
    -- Two owners leaving at once must not both see the other one stay.
    perform from app_public.organizations o where o.id = old.organization_id for update;
    if not exists (select from app_public.memberships m
        where m.organization_id = old.organization_id and m.id <> old.id
          and m.role_id = owner_role and m.is_active) then
      perform app_hidden.fail('RH409', 'The last owner cannot leave or be demoted.');
    end if;
  end if;
  return new;
end
$$;
comment on function app_hidden.guard_memberships() is
  'Only owners change owners, the last one stays, and nobody hands out more than they hold.';
create trigger guard_memberships before update on app_public.memberships
  for each row execute function app_hidden.guard_memberships();

-- ---------------------------------------------------------------------------------------------
-- Who I am

create function app_public.current_user_account() returns app_public.users
language sql stable as $$
  select u from app_public.users u where u.id = app_hidden.current_user_id()
$$;
comment on function app_public.current_user_account() is
  E'@name currentUser\nThe user who is signed in, or null.';

create function app_public.current_organization() returns app_public.organizations
language sql stable as $$
  select o from app_public.organizations o where o.id = app_hidden.current_organization_id()
$$;
comment on function app_public.current_organization() is
  'The organization that this request works in, or null when none is chosen.';
grant execute on function app_public.current_user_account(), app_public.current_organization()
  to rowhouse_user;
