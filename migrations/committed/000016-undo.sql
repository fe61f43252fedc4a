--! Previous: sha1:451965e96790f00bfe1c57d558d21a5f43843741
--! Hash: sha1:e44cd92dce025be125698a4e2c9b7c413605062e

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

create function app_hidden.calculated_columns(target text) returns text[]
language sql immutable as $$
  select array['updated_at', 'updated_by'] || case target
    when 'leads' then array['score', 'last_activity_date', 'last_contact_date', 'first_contact_date']
    when 'accounts' then array['last_contact_date', 'first_contact_date']
    when 'contacts' then array['last_contact_date'] else '{}' end
$$;
comment on function app_hidden.calculated_columns(text) is
  'Columns of a table that nobody types in: that they differ is not an edit that an undo would lose.';

create function app_hidden.change_undoably(
  operation uuid, target text, ids uuid[], changes jsonb, kind text default 'changed'
) returns integer
language plpgsql volatile set timezone = 'UTC' as $$
declare
  counted integer;
  assignments text := (select string_agg(format('%1$I = latter.%1$I', c), ', ') from jsonb_object_keys(changes) c);
begin
  if changes = '{}' or ids = '{}' then
    return 0;
  end if;
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
          and (d.key in ('updated_at', 'updated_by') or d.key <> all (app_hidden.calculated_columns(%1$L)))
          and d.key <> all ($5)
        group by c.id
    )
    insert into app_hidden.undo_entries as e (organization_id, operation_id, table_name, record_id, kind, old_values, new_values)
      select app_hidden.current_organization_id(), $1, %1$L, d.id, $4, d.old_values, d.new_values from differences d
      on conflict (organization_id, operation_id, table_name, record_id) do update
        set old_values = excluded.old_values || e.old_values, new_values = e.new_values || excluded.new_values,
          -- What is said of the record the strictest.
          kind = case e.kind when 'moved' then excluded.kind else e.kind end
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
      set (%2$s) = (select %3$s)
      from app_hidden.undo_entries e
      cross join lateral jsonb_populate_record(null::app_public.%1$I, e.old_values) former
      cross join lateral jsonb_populate_record(null::app_public.%1$I, e.new_values) latter
      where e.organization_id = app_hidden.current_organization_id() and e.operation_id = $1 and e.table_name = %1$L
        and e.kind <> 'created' and array(select jsonb_object_keys(e.old_values) order by 1) = $2
        and t.organization_id = e.organization_id and t.id = e.record_id and (%4$s)
    $sql$, target,
      (select string_agg(quote_ident(c), ', ' order by c) from unnest(columns) c),
      -- What was pointed elsewhere since stays so, and the undo is then an edit like another.
      (select string_agg(case c
          when 'updated_at' then 'case when t.updated_at = latter.updated_at then former.updated_at else now() end'
          when 'updated_by' then 'case when t.updated_at = latter.updated_at then former.updated_by else app_hidden.current_user_id() end'
          else format('case when t.%1$I is distinct from latter.%1$I then t.%1$I else former.%1$I end', c) end, ', ' order by c)
        from unnest(columns) c),
      coalesce((select string_agg(format('t.%1$I is not distinct from latter.%1$I', c),
          -- A note or file is on one record: it goes back as a whole or not at all.
          case when target in ('notes', 'attachments', 'comments') then ' and ' else ' or ' end) from unnest(columns) c
        where c not in ('updated_at', 'updated_by')), 'true'))
    using operation, columns;
end
$$;
comment on function app_hidden.restore_changed(uuid, text, text[]) is
  'Gives the records of which an operation changed just these columns what they held before, column by column.';

create function app_hidden.has_later_edits(target text, record jsonb, left_as jsonb) returns boolean
language sql immutable as $$
  select exists (select from jsonb_each(left_as) v
    where v.key <> all (app_hidden.calculated_columns(target)) and record -> v.key is distinct from v.value)
$$;
comment on function app_hidden.has_later_edits(text, jsonb, jsonb) is
  'Whether a record is no longer what an operation left it as, in columns that people edit.';

create function app_hidden.noun_of(target text) returns text
language sql stable as $$
  select coalesce((select replace(o.name, '_', ' ') from app_hidden.crm_objects o where o.table_name = target),
    case target when 'taggings' then 'tag' else replace(target, '_', ' ') end)
$$;
comment on function app_hidden.noun_of(text) is 'What a row of a table is called in an error.';

create function app_hidden.refuse_later_edits(operation uuid, target text) returns void
language plpgsql volatile set timezone = 'UTC' as $$
declare
  noun constant text := app_hidden.noun_of(target);
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
      perform app_hidden.fail('RH409', format('This cannot be undone: the %s has been deleted since.', noun));
    elsif app_hidden.has_later_edits(target, entry.record, entry.new_values) then
      perform app_hidden.fail('RH409', format('This cannot be undone: the %s has been changed since.', noun));
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
  noun constant text := app_hidden.noun_of(target);
  reference record;
  is_referred_to boolean;
begin
  for reference in
    select child.relname as table_name, a.attname as column_name
      from pg_catalog.pg_constraint c
      join pg_catalog.pg_class child on child.oid = c.conrelid and child.relnamespace = 'app_public'::regnamespace
      join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname <> 'organization_id'
      where c.contype = 'f' and c.confrelid = to_regclass(format('app_public.%I', target))
        -- The database writes them by itself.
        and child.relname <> all ('{deal_stage_history,duplicate_candidates,communication_contacts}')
      -- What people know by name is told first.
      order by (select count(*) from app_hidden.crm_objects o where o.table_name = child.relname) desc, child.relname, a.attname
  loop
    execute format('select exists (select from app_public.%I r where r.organization_id = app_hidden.current_organization_id() and r.%I = any ($1)%s)',
        reference.table_name, reference.column_name,
        -- What was done and undone with the record is nothing to lose.
        case when reference.table_name in ('lead_conversions', 'record_merges') then ' and r.undone_at is null' else '' end)
      into is_referred_to using ids;
    if is_referred_to then
      perform app_hidden.fail('RH409', format('This cannot be undone: the %s has got %s since.',
        noun, case reference.table_name when 'taggings' then 'tags' else replace(reference.table_name, '_', ' ') end));
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

create function app_hidden.can_still_undo(organization uuid, since timestamptz) returns boolean
language sql stable as $$
  select coalesce(since >= now() - make_interval(days => o.recycle_bin_days), true)
    from app_public.organizations o where o.id = organization
$$;
comment on function app_hidden.can_still_undo(uuid, timestamptz) is
  'Operations can be undone as long as records stay in the organization''s recycle bin.';

create function app_hidden.undo_operation(operation uuid) returns void
language plpgsql volatile as $$
declare
  noted record;
begin
  -- Two that would undo it take turns, and the second finds nothing.
  perform from app_hidden.undo_entries e
    where e.organization_id = app_hidden.current_organization_id() and e.operation_id = operation
      -- Also before the nightly job has come to it.
      and app_hidden.can_still_undo(e.organization_id, e.created_at)
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

create function app_private.forget_operations_about(organization uuid, pattern text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app_hidden.undo_entries e
    where e.organization_id = organization
      and e.operation_id in (select mentioned.operation_id from app_hidden.undo_entries mentioned
        where mentioned.organization_id = organization and mentioned.kind <> 'moved'
          and concat_ws(chr(10), mentioned.old_values::text, mentioned.new_values::text) ~* pattern)
$$;
comment on function app_private.forget_operations_about(uuid, text) is
  'Forgets operations that knew a value which matches the pattern, as forget_operations does.';

create function app_private.remove_expired_undo_entries() returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app_hidden.undo_entries e where not app_hidden.can_still_undo(e.organization_id, e.created_at)
$$;
comment on function app_private.remove_expired_undo_entries() is
  'Removes what can_still_undo() says is too old.';
grant execute on function app_private.remove_expired_undo_entries() to rowhouse_authenticator;
