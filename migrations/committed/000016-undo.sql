--! Previous: sha1:697a7f9c9fe1283f62efd0dcd65c3886a5826d23
--! Hash: sha1:23ceda4e4189327fd496b825d2d4d1972530d383

-- Undo: what a mutation that changes many records at once (a conversion, a merge) did to them, so
-- that it can be taken back as a whole. Such a mutation makes its changes through the functions
-- below. They run as owner and ask nothing: permissions are the mutation's to check.

-- ---------------------------------------------------------------------------------------------
-- One row for each record that an operation changed or made, with what the changed columns held
-- before and after. It holds fields of people, so it goes with them (erasure) and after the days
-- of the recycle bin.
create table app_hidden.undo_entries (
  organization_id uuid not null references app_public.organizations on delete cascade,
  operation_id uuid not null,
  position bigint not null generated always as identity,
  table_name text not null,
  record_id uuid not null,
  kind text not null check (kind in ('created', 'changed', 'moved')),
  old_values jsonb not null default '{}',
  new_values jsonb not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, operation_id, table_name, record_id)
);
create index undo_entries_record_id_idx on app_hidden.undo_entries (organization_id, record_id);
create index undo_entries_created_at_idx on app_hidden.undo_entries (created_at);
comment on table app_hidden.undo_entries is
  'What operations did to records. created: to be removed again. changed: later edits of the same columns keep the
operation from being undone. moved: a reference that was pointed elsewhere; one that has been pointed elsewhere
again since is left as it is.';

create function app_hidden.calculated_columns() returns text[]
language sql immutable as $$
  select array['updated_at', 'updated_by', 'score', 'last_activity_date', 'last_contact_date', 'first_contact_date']
$$;
comment on function app_hidden.calculated_columns() is
  'Columns that the database keeps by itself: that they differ is not an edit that an undo would lose.';

create function app_hidden.change_undoably(
  operation uuid, target text, ids uuid[], changes jsonb, kind text default 'changed'
) returns integer
language plpgsql volatile set timezone = 'UTC' as $$
declare
  counted integer;
  assignments text := (select string_agg(format('%1$I = latter.%1$I', c), ', ') from jsonb_object_keys(changes) c);
begin
  execute format($sql$
    with former as (
      select t.id, to_jsonb(t) as record from app_public.%1$I t
        where t.organization_id = app_hidden.current_organization_id() and t.id = any ($2)
        order by t.id for update
    ),
    changed as (
      update app_public.%1$I t set %2$s
        from former, jsonb_populate_record(null::app_public.%1$I, $3) latter
        where t.organization_id = app_hidden.current_organization_id() and t.id = former.id
        returning t.id, former.record as former, to_jsonb(t) as latter
    ),
    differences as (
      select c.id, jsonb_object_agg(d.key, d.value) as old_values, jsonb_object_agg(d.key, c.latter -> d.key) as new_values
        from changed c cross join jsonb_each(c.former) d
        where c.latter -> d.key is distinct from d.value
          and (d.key in ('updated_at', 'updated_by') or d.key <> all (app_hidden.calculated_columns()))
          and d.key <> all ($5)
        group by c.id
    )
    insert into app_hidden.undo_entries as e (organization_id, operation_id, table_name, record_id, kind, old_values, new_values)
      select app_hidden.current_organization_id(), $1, %1$L, d.id, $4, d.old_values, d.new_values from differences d
      on conflict (organization_id, operation_id, table_name, record_id) do update
        set old_values = excluded.old_values || e.old_values, new_values = e.new_values || excluded.new_values
    $sql$, target, assignments)
    using operation, ids, changes, kind, app_hidden.generated_columns(target);
  get diagnostics counted = row_count;
  return counted;
end
$$;
comment on function app_hidden.change_undoably(uuid, text, uuid[], jsonb, text) is
  'Sets columns of records (changes: column → value) and notes for the operation what that made of them, by
triggers too. kind as in undo_entries. How many records differ since.';

create function app_hidden.generated_columns(target text) returns text[]
language sql stable as $$
  select array(select a.attname::text from pg_catalog.pg_attribute a
    where a.attrelid = pg_catalog.to_regclass(pg_catalog.format('app_public.%I', target)) and a.attgenerated <> '')
$$;
comment on function app_hidden.generated_columns(text) is 'The columns that follow from others.';

create function app_hidden.note_created(operation uuid, target text, ids uuid[]) returns void
language plpgsql volatile set timezone = 'UTC' as $$
begin
  execute format($sql$
    insert into app_hidden.undo_entries as e (organization_id, operation_id, table_name, record_id, kind, new_values)
      select t.organization_id, $1, %1$L, t.id, 'created', to_jsonb(t) from app_public.%1$I t
        where t.organization_id = app_hidden.current_organization_id() and t.id = any ($2)
      on conflict (organization_id, operation_id, table_name, record_id) do update
        set kind = 'created', new_values = excluded.new_values
    $sql$, target)
    using operation, ids;
end
$$;
comment on function app_hidden.note_created(uuid, text, uuid[]) is
  'Notes for the operation that it made these records. To be called when they are as it leaves them, and in the
order in which they were made.';

-- ---------------------------------------------------------------------------------------------

create function app_hidden.restore_changed(operation uuid, target text, columns text[]) returns void
language plpgsql volatile set timezone = 'UTC' as $$
begin
  execute format($sql$
    update app_public.%1$I t
      set (%2$s) = (select %3$s from jsonb_populate_record(null::app_public.%1$I, e.old_values) former,
        jsonb_populate_record(null::app_public.%1$I, e.new_values) latter)
      from app_hidden.undo_entries e
      where e.organization_id = app_hidden.current_organization_id() and e.operation_id = $1 and e.table_name = %1$L
        and e.kind <> 'created' and array(select jsonb_object_keys(e.old_values) order by 1) = $2
        and t.organization_id = e.organization_id and t.id = e.record_id
        and not app_hidden.has_later_edits(to_jsonb(t), e.new_values)
    $sql$, target,
      (select string_agg(quote_ident(c), ', ' order by c) from unnest(columns) c),
      -- Who edited another column since, and when, stays.
      (select string_agg(case c
          when 'updated_at' then 'case when t.updated_at = latter.updated_at then former.updated_at else now() end'
          when 'updated_by' then 'case when t.updated_at = latter.updated_at then former.updated_by else app_hidden.current_user_id() end'
          else 'former.' || quote_ident(c) end, ', ' order by c) from unnest(columns) c))
    using operation, columns;
end
$$;
comment on function app_hidden.restore_changed(uuid, text, text[]) is
  'Gives the records of which an operation changed just these columns what they held before.';

create function app_hidden.has_later_edits(record jsonb, left_as jsonb) returns boolean
language sql immutable as $$
  select exists (select from jsonb_each(left_as) v
    where v.key <> all (app_hidden.calculated_columns()) and record -> v.key is distinct from v.value)
$$;
comment on function app_hidden.has_later_edits(jsonb, jsonb) is
  'Whether a record is no longer what an operation left it as, in columns that people edit.';

create function app_hidden.refuse_later_edits(operation uuid, target text) returns void
language plpgsql volatile set timezone = 'UTC' as $$
declare
  noun constant text := (select replace(o.name, '_', ' ') from app_hidden.crm_objects o where o.table_name = target);
  entry record;
begin
  for entry in execute format($sql$
    select e.kind, e.new_values, to_jsonb(t) as record
      from app_hidden.undo_entries e
      left join app_public.%1$I t on t.organization_id = e.organization_id and t.id = e.record_id
      where e.organization_id = app_hidden.current_organization_id() and e.operation_id = $1 and e.table_name = %1$L
        and e.kind <> 'moved'
      order by e.position
    $sql$, target)
    using operation
  loop
    if entry.record is null or entry.kind = 'created' and entry.record ->> 'deleted_at' is not null then
      perform app_hidden.fail('RH409', format('This cannot be undone: the %s has been deleted since.', coalesce(noun, target)));
    elsif app_hidden.has_later_edits(entry.record, entry.new_values) then
      perform app_hidden.fail('RH409', format('This cannot be undone: the %s has been changed since.', coalesce(noun, target)));
    end if;
  end loop;
end
$$;
comment on function app_hidden.refuse_later_edits(uuid, text) is
  'Fails (RH409) when undoing the operation would lose what was done to a record since.';

create function app_hidden.lock_records(operation uuid, target text) returns void
language plpgsql volatile as $$
begin
  execute format($sql$
    select from app_public.%1$I t
      where t.organization_id = app_hidden.current_organization_id()
        and t.id in (select e.record_id from app_hidden.undo_entries e
          where e.organization_id = app_hidden.current_organization_id() and e.operation_id = $1 and e.table_name = %1$L)
      order by t.id for update
    $sql$, target) using operation;
end
$$;
comment on function app_hidden.lock_records(uuid, text) is
  'Nobody changes the records of an operation, nor refers to them anew, until this transaction ends.';

create function app_hidden.remove_created(operation uuid, target text, ids uuid[]) returns void
language plpgsql volatile as $$
declare
  noun constant text := (select replace(o.name, '_', ' ') from app_hidden.crm_objects o where o.table_name = target);
  reference record;
  is_referred_to boolean;
begin
  for reference in
    select child.relname as table_name, a.attname as column_name
      from pg_catalog.pg_constraint c
      join pg_catalog.pg_class child on child.oid = c.conrelid and child.relnamespace = 'app_public'::regnamespace
      join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname <> 'organization_id'
      where c.contype = 'f' and c.confrelid = to_regclass(format('app_public.%I', target))
        -- The database writes it by itself.
        and child.relname <> 'deal_stage_history'
  loop
    execute format('select exists (select from app_public.%I r where r.organization_id = app_hidden.current_organization_id() and r.%I = any ($1))',
        reference.table_name, reference.column_name)
      into is_referred_to using ids;
    if is_referred_to then
      perform app_hidden.fail('RH409', format('This cannot be undone: the %s has got %s since.',
        coalesce(noun, target), replace(reference.table_name, '_', ' ')));
    end if;
  end loop;
  -- The first takes what has a recycle bin there, the second out of it.
  execute format('delete from app_public.%I t where t.organization_id = app_hidden.current_organization_id() and t.id = any ($1)', target)
    using ids;
  execute format('delete from app_public.%I t where t.organization_id = app_hidden.current_organization_id() and t.id = any ($1)', target)
    using ids;
end
$$;
comment on function app_hidden.remove_created(uuid, text, uuid[]) is
  'Removes for good what an operation made. RH409 when other records refer to it by now.';

create function app_hidden.undo_operation(operation uuid) returns void
language plpgsql volatile as $$
declare
  noted record;
begin
  perform from app_hidden.undo_entries e
    where e.organization_id = app_hidden.current_organization_id() and e.operation_id = operation
    for update;
  if not found then
    perform app_hidden.fail('RH409', 'This can no longer be undone.');
  end if;
  for noted in select distinct e.table_name from app_hidden.undo_entries e
    where e.organization_id = app_hidden.current_organization_id() and e.operation_id = operation order by 1
  loop
    perform app_hidden.lock_records(operation, noted.table_name);
    perform app_hidden.refuse_later_edits(operation, noted.table_name);
  end loop;
  perform set_config('rowhouse.keeps_updated_at', 'on', true);
  for noted in select e.table_name, array(select jsonb_object_keys(e.old_values) order by 1) as columns
    from app_hidden.undo_entries e
    where e.organization_id = app_hidden.current_organization_id() and e.operation_id = operation and e.kind <> 'created'
    -- The last change first, as each was made on top of those before it.
    group by 1, 2 order by max(e.position) desc
  loop
    perform app_hidden.restore_changed(operation, noted.table_name, noted.columns);
  end loop;
  perform set_config('rowhouse.keeps_updated_at', '', true);
  for noted in select e.table_name, array_agg(e.record_id) as ids
    from app_hidden.undo_entries e
    where e.organization_id = app_hidden.current_organization_id() and e.operation_id = operation and e.kind = 'created'
    group by 1 order by max(e.position) desc
  loop
    perform app_hidden.remove_created(operation, noted.table_name, noted.ids);
  end loop;
  delete from app_hidden.undo_entries e
    where e.organization_id = app_hidden.current_organization_id() and e.operation_id = operation;
end
$$;
comment on function app_hidden.undo_operation(uuid) is
  'Gives everything that an operation changed what it held before, and removes what it made. RH409 when an edit
made since would be lost, or when what it did is no longer known.';

create function app_private.forget_operations(organization uuid, record_ids uuid[]) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app_hidden.undo_entries e
    where e.organization_id = organization
      and e.operation_id in (select mentioned.operation_id from app_hidden.undo_entries mentioned
        where mentioned.organization_id = organization and mentioned.record_id = any (record_ids) and mentioned.kind <> 'moved')
$$;
comment on function app_private.forget_operations(uuid, uuid[]) is
  'Operations that knew what was in these records are forgotten with all that they did, and cannot be undone.';

create function app_private.remove_expired_undo_entries() returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app_hidden.undo_entries e
    using app_public.organizations o
    where o.id = e.organization_id and e.created_at < now() - make_interval(days => o.recycle_bin_days)
$$;
comment on function app_private.remove_expired_undo_entries() is
  'Operations can be undone as long as records stay in the organization''s recycle bin.';
grant execute on function app_private.remove_expired_undo_entries() to rowhouse_authenticator;
