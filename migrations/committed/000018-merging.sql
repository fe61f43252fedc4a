--! Previous: sha1:ae4ff7ed0d6e33f5aa1dfbafa2f7e7175da6d773
--! Hash: sha1:ff20ee64c0ca6e3172b570ccc19138509b8ba2af

-- Merging: several accounts, contacts or leads become one. The one that stays gets what is on the
-- others and the values that it lacks; the others go to the recycle bin. It can be undone as a whole
-- (000016-undo.sql) as long as what was deleted is kept there.

-- ---------------------------------------------------------------------------------------------
-- Into what a record in the recycle bin was merged. It comes out of the bin as a record of its own.
do $$
declare
  target text;
begin
  foreach target in array '{accounts,contacts,leads}'::text[] loop
    execute format('alter table app_public.%1$I add merged_into_id uuid,
      add constraint %1$s_merged_into_id_fkey foreign key (organization_id, merged_into_id)
        references app_public.%1$I on delete set null (merged_into_id),
      add constraint %1$s_merged_into_id_check check (merged_into_id is null or deleted_at is not null and merged_into_id <> id)', target);
    execute format('create index %1$s_merged_into_id_idx on app_public.%1$I (organization_id, merged_into_id) where merged_into_id is not null', target);
    execute format('comment on column app_public.%I.merged_into_id is %L', target,
      E'@behavior -*\nWhat this record was merged into; only of records in the recycle bin.');
    execute format('comment on constraint %1$s_merged_into_id_fkey on app_public.%1$I is %2$L', target, '@behavior -*');
    -- Functions read rows as a whole.
    execute format('grant select (merged_into_id) on app_public.%I to rowhouse_user', target);
    call app_hidden.audit_changes(target, left_out => app_hidden.calculated_columns(target));
  end loop;
end
$$;

create function app_hidden.leave_merge() returns trigger
language plpgsql as $$
begin
  new.merged_into_id := null;
  return new;
end
$$;
comment on function app_hidden.leave_merge() is 'Whoever restores a record that was merged gets it back as it was, without what was on it.';
create trigger leave_merge before update of deleted_at on app_public.accounts
  for each row when (new.deleted_at is null and new.merged_into_id is not null) execute function app_hidden.leave_merge();
create trigger leave_merge before update of deleted_at on app_public.contacts
  for each row when (new.deleted_at is null and new.merged_into_id is not null) execute function app_hidden.leave_merge();
create trigger leave_merge before update of deleted_at on app_public.leads
  for each row when (new.deleted_at is null and new.merged_into_id is not null) execute function app_hidden.leave_merge();

-- ---------------------------------------------------------------------------------------------
-- A merge that was done.
create table app_public.record_merges (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  account_id uuid,
  contact_id uuid,
  lead_id uuid,
  loser_ids uuid[] not null check (cardinality(loser_ids) between 1 and 100),
  moved_count integer not null default 0 check (moved_count >= 0),
  created_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  undone_at timestamptz,
  undone_by uuid,
  primary key (organization_id, id),
  constraint record_merges_winner_check check (num_nonnulls(account_id, contact_id, lead_id) = 1),
  foreign key (organization_id, account_id) references app_public.accounts on delete cascade,
  foreign key (organization_id, contact_id) references app_public.contacts on delete cascade,
  foreign key (organization_id, lead_id) references app_public.leads on delete cascade
);
create index record_merges_created_at_idx on app_public.record_merges (organization_id, created_at, id);
create index record_merges_account_id_idx on app_public.record_merges (organization_id, account_id) where account_id is not null;
create index record_merges_contact_id_idx on app_public.record_merges (organization_id, contact_id) where contact_id is not null;
create index record_merges_lead_id_idx on app_public.record_merges (organization_id, lead_id) where lead_id is not null;
comment on table app_public.record_merges is
  E'@behavior -insert -update -delete\nThat records were made one: account, contact or lead is the one that stayed. Seen with it.';
comment on column app_public.record_merges.loser_ids is 'The records that went to the recycle bin.';
comment on column app_public.record_merges.moved_count is 'How many rows that were on the others are on the one that stayed.';
comment on column app_public.record_merges.undone_at is 'When it was undone; null while it stands.';
comment on constraint record_merges_winner_check on app_public.record_merges is 'One record stays.';
call app_hidden.protect_part('record_merges');
revoke insert, update, delete on app_public.record_merges from rowhouse_user, rowhouse_importer;
call app_hidden.audit_changes('record_merges');

-- What records that were merged are called in other systems, so that an import of the same file does
-- not bring them back.
create table app_public.former_external_ids (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  account_id uuid,
  contact_id uuid,
  lead_id uuid,
  external_system text not null check (length(external_system) <= 255),
  external_id text not null check (length(external_id) <= 255),
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  constraint former_external_ids_record_check check (num_nonnulls(account_id, contact_id, lead_id) = 1),
  unique (organization_id, account_id, external_system, external_id),
  unique (organization_id, contact_id, external_system, external_id),
  unique (organization_id, lead_id, external_system, external_id),
  foreign key (organization_id, account_id) references app_public.accounts on delete cascade,
  foreign key (organization_id, contact_id) references app_public.contacts on delete cascade,
  foreign key (organization_id, lead_id) references app_public.leads on delete cascade
);
create index former_external_ids_external_id_idx on app_public.former_external_ids (organization_id, external_system, external_id);
comment on table app_public.former_external_ids is
  E'@behavior -*\nWhat a record that was merged into this one is called in another system.';
comment on constraint former_external_ids_record_check on app_public.former_external_ids is 'Of one record.';
call app_hidden.protect_part('former_external_ids');
revoke insert, update, delete on app_public.former_external_ids from rowhouse_user, rowhouse_importer;
call app_hidden.audit_changes('former_external_ids');

-- ---------------------------------------------------------------------------------------------
-- What is on a record: every row that refers to it, whichever table it is in.

create function app_hidden.movable_references(target text) returns table (table_name text, column_name text)
language sql stable as $$
  select child.relname::text, a.attname::text
    from pg_catalog.pg_constraint c
    join pg_catalog.pg_class child on child.oid = c.conrelid and child.relnamespace = 'app_public'::regnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname <> 'organization_id'
    where c.contype = 'f' and c.confrelid = to_regclass(format('app_public.%I', target)) and cardinality(c.conkey) = 2
      -- What was found, asked, calculated or done about a record is about that record.
      and child.relname <> all ('{duplicate_candidates,record_merges,privacy_requests,lead_conversions,lead_scores,lead_score_history,lead_assignments}')
    order by 1, 2
$$;
comment on function app_hidden.movable_references(text) is 'The columns that point to a table and are pointed to the record that stays.';

create function app_hidden.collision_expression(target text, reference text) returns text
language sql stable as $$
  select coalesce(string_agg(format(
      'exists (select from (select * from app_public.%1$I o where o.organization_id = t.organization_id and o.%2$I = $2) o
        where %3$s and %4$s) and exists (select from (select t.*) own where %3$s)',
      target, reference, coalesce(pg_get_expr(i.indpred, i.indrelid), 'true'), k.same), ' or '), 'false')
    from pg_catalog.pg_index i
    cross join lateral (
      select string_agg(format(case when i.indnullsnotdistinct then 'o.%1$I is not distinct from t.%1$I' else 'o.%1$I = t.%1$I' end, a.attname), ' and ')
          as same, bool_or(a.attname = reference) as has_reference
        from pg_catalog.pg_attribute a
        where a.attrelid = i.indrelid and a.attnum = any (i.indkey)
      ) all_columns
    cross join lateral (
      select coalesce(string_agg(format(case when i.indnullsnotdistinct then 'o.%1$I is not distinct from t.%1$I' else 'o.%1$I = t.%1$I' end, a.attname), ' and '), 'true')
          as same
        from pg_catalog.pg_attribute a
        where a.attrelid = i.indrelid and a.attnum = any (i.indkey) and a.attname not in ('organization_id', reference)) k
    where i.indrelid = to_regclass(format('app_public.%I', target)) and i.indisunique and all_columns.has_reference
$$;
comment on function app_hidden.collision_expression(text, text) is
  'SQL that is true of rows "t" that have their like on record $2, which a unique index would not have twice: the same tag.';

create function app_hidden.move_references(operation uuid, target text, winner uuid, loser uuid, is_last boolean) returns integer
language plpgsql volatile as $$
declare
  reference record;
  ids uuid[];
  moved integer := 0;
begin
  for reference in select * from app_hidden.movable_references(target) r
    -- Children of its own come last, when the winner is no child of a loser any more.
    where (r.table_name = target and r.column_name <> 'merged_into_id') = is_last
  loop
    execute format('select array_agg(t.id) from app_public.%I t
        where t.organization_id = app_hidden.current_organization_id() and t.%I = $1 and t.id <> $2 and not (%s)',
        reference.table_name, reference.column_name, app_hidden.collision_expression(reference.table_name, reference.column_name))
      into ids using loser, winner;
    if ids is not null then
      moved := moved + cardinality(ids);
      perform app_hidden.change_undoably(operation, reference.table_name, ids,
        jsonb_build_object(reference.column_name, winner), 'moved');
    end if;
  end loop;
  return moved;
end
$$;
comment on function app_hidden.move_references(uuid, text, uuid, uuid, boolean) is
  'Points what points to the loser to the winner; what the winner has already stays. is_last: only the table''s
references to itself, or all others. How many.';

-- ---------------------------------------------------------------------------------------------
-- What the record that stays holds in the end.

create function app_hidden.mergeable_columns(target text) returns table (column_name text, part text)
language sql stable as $$
  -- What users may write. An address, or an amount and its currency, goes as a whole: half of one
  -- record's and half of another's is neither's.
  select a.attname::text, case
      when a.attname ~ '^(mailing|billing|shipping)_' then split_part(a.attname, '_', 1)
      when a.attname in ('street', 'city', 'state', 'postal_code', 'country') then 'address'
      when a.attname in ('annual_revenue', 'currency') then 'revenue'
      else a.attname end
    from pg_catalog.pg_attribute a
    where a.attrelid = to_regclass(format('app_public.%I', target)) and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = '' and a.attname <> 'custom_data'
      and has_column_privilege('rowhouse_user', a.attrelid, a.attnum, 'update')
$$;
comment on function app_hidden.mergeable_columns(text) is 'The columns that a merge may fill or choose, and what they go together with.';

create function app_hidden.chosen_values(object app_hidden.crm_objects, choices jsonb, records jsonb) returns jsonb
language plpgsql stable as $$
declare
  choice record;
  name text;
  chosen jsonb := '{}';
  custom jsonb := '{}';
  columns text[] := '{}';
begin
  for choice in select c.key, c.value #>> '{}' as id from jsonb_each(choices) c loop
    if records -> choice.id is null then
      perform app_hidden.fail('RH400', 'A value is chosen from a record that is not merged.',
        jsonb_build_object('field_choices', 'Names a record that is not among these.'));
    end if;
    if choice.key ~ '^(custom_data|customData)\.' then
      name := substr(choice.key, position('.' in choice.key) + 1);
      if name = any (app_hidden.read_only_custom_fields(object.name)) then
        perform app_hidden.fail('RH403', 'Your role may not change custom data.' || name || '.',
          jsonb_build_object('custom_data.' || name, 'Your role may not change this field.'));
      end if;
      custom := custom || jsonb_build_object(name, records -> choice.id -> 'custom_data' -> name);
      continue;
    end if;
    name := app_hidden.snake_case(choice.key);
    if not exists (select from app_hidden.mergeable_columns(object.table_name) m where m.column_name = name) then
      perform app_hidden.fail('RH400', format('A merge cannot choose "%s".', left(choice.key, 100)),
        jsonb_build_object('field_choices', 'Names a field that cannot be chosen.'));
    end if;
    columns := columns || name;
    chosen := chosen || jsonb_build_object(name, records -> choice.id -> name);
    -- An amount in another currency is another amount.
    name := case name when 'annual_revenue' then 'currency' when 'currency' then 'annual_revenue' end;
    if name is not null and records -> choice.id ? name and not choices ?| array[name, case name when 'annual_revenue' then 'annualRevenue' else name end] then
      columns := columns || name;
      chosen := chosen || jsonb_build_object(name, records -> choice.id -> name);
    end if;
  end loop;
  perform app_hidden.require_editable(object.table_name, columns);
  return chosen || jsonb_build_object('custom_data', custom);
end
$$;
comment on function app_hidden.chosen_values(app_hidden.crm_objects, jsonb, jsonb) is
  'Column → value that was chosen, custom fields under custom_data. choices: field → id of the record whose value it is to be;
records: by id. RH400 for what cannot be chosen, RH403 for what the caller may not edit.';

create function app_hidden.merged_values(object app_hidden.crm_objects, winner jsonb, losers jsonb[], chosen jsonb) returns jsonb
language plpgsql stable as $$
declare
  merged jsonb := chosen - 'custom_data';
  custom jsonb := '{}';
  loser jsonb;
  part record;
  ids text[] := array(select l ->> 'id' from unnest(losers) l) || (winner ->> 'id');
begin
  for part in
    select m.part, array_agg(m.column_name) as columns
      from app_hidden.mergeable_columns(object.table_name) m
      where not merged ? m.column_name group by m.part
  loop
    -- A currency alone is no revenue.
    continue when exists (select from unnest(part.columns) c where coalesce(winner ->> c, '') <> '' and c <> 'currency');
    foreach loser in array losers loop
      continue when part.part = 'revenue' and loser ->> 'currency' <> winner ->> 'currency';
      -- None of them is its own parent.
      if exists (select from unnest(part.columns) c where coalesce(loser ->> c, '') <> '' and not (c = 'parent_id' and loser ->> c = any (ids))) then
        merged := merged || (select jsonb_object_agg(c, loser -> c) from unnest(part.columns) c);
        exit;
      end if;
    end loop;
  end loop;
  -- Who was not to be called is not called.
  if winner ? 'do_not_call' and not merged ? 'do_not_call' then
    merged := merged || jsonb_build_object('do_not_call',
      (winner -> 'do_not_call')::boolean or exists (select from unnest(losers) l where (l -> 'do_not_call')::boolean));
  end if;
  if winner ? 'custom_data' then
    for n in reverse cardinality(losers)..1 loop
      custom := custom || jsonb_strip_nulls(losers[n] -> 'custom_data');
    end loop;
    merged := merged || jsonb_build_object('custom_data',
      jsonb_strip_nulls(custom || jsonb_strip_nulls(winner -> 'custom_data') || (chosen -> 'custom_data')));
  end if;
  if winner ->> 'external_id' is null then
    foreach loser in array losers loop
      if loser ->> 'external_id' is not null then
        merged := merged || jsonb_build_object('external_system', loser -> 'external_system', 'external_id', loser -> 'external_id');
        exit;
      end if;
    end loop;
  end if;
  return (select coalesce(jsonb_object_agg(m.key, m.value), '{}') from jsonb_each(merged) m where m.value is distinct from winner -> m.key);
end
$$;
comment on function app_hidden.merged_values(app_hidden.crm_objects, jsonb, jsonb[], jsonb) is
  'Column → value that the winner is to be given: what was chosen, and where it has nothing what the first of the losers has.';

create function app_hidden.parent_above(winner uuid, losers uuid[]) returns uuid
language sql stable as $$
  with recursive ancestors as (
    select a.parent_id as id, 1 as height from app_public.accounts a
      where a.organization_id = app_hidden.current_organization_id() and a.id = winner
    union all
    select a.parent_id, ancestors.height + 1 from ancestors
      join app_public.accounts a on a.organization_id = app_hidden.current_organization_id() and a.id = ancestors.id
  )
  select above.id from ancestors above
    where above.height = 1 + coalesce((select max(o.height) from ancestors o where o.id = any (losers)), 0)
$$;
comment on function app_hidden.parent_above(uuid, uuid[]) is
  'The parent of an account when some of its ancestors become one with it: whoever is above the highest of these.';

create function app_hidden.is_below(account uuid, others uuid[]) returns boolean
language sql stable as $$
  with recursive line as (
    select account as id
    union
    select a.parent_id from line
      join app_public.accounts a on a.organization_id = app_hidden.current_organization_id() and a.id = line.id
  )
  select exists (select from line where line.id = any (others))
$$;
comment on function app_hidden.is_below(uuid, uuid[]) is 'Whether an account is one of the others or below one.';

-- ---------------------------------------------------------------------------------------------

create function app_public.merge_records(object_type text, winner_id uuid, loser_ids uuid[], field_choices jsonb default '{}')
returns app_public.record_merges
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
  object constant app_hidden.crm_objects := app_hidden.require_comparable(object_type);
  organization constant uuid := app_hidden.current_organization_id();
  ids constant uuid[] := loser_ids || winner_id;
  operation constant uuid := app_hidden.uuid_v7();
  merge app_public.record_merges;
  records jsonb;
  losers jsonb[];
  chosen jsonb;
  changes jsonb;
  id uuid;
begin
  perform app_hidden.require_permission(object.name, 'merge');
  if cardinality(loser_ids) = 0 or cardinality(loser_ids) > 100 or array_position(ids, null) is not null
    or (select count(distinct i) from unnest(ids) i) < cardinality(ids) then
    perform app_hidden.fail('RH400', 'Name the record that stays and up to 100 others, each once.',
      '{"loser_ids": "Is a list of 1 to 100 other records."}');
  end if;
  if jsonb_typeof(coalesce(field_choices, '{}')) <> 'object' then
    perform app_hidden.fail('RH400', 'Choices are an object of field and record.', '{"field_choices": "Is an object of field and record."}');
  end if;
  perform app_hidden.require_record_permission(object.name, 'merge', i) from unnest(ids) i;
  -- In one order, so that two merges of the same records wait for each other; and again afterwards,
  -- for what the other has left.
  execute format('select from app_public.%I r where r.organization_id = $1 and r.id = any ($2) order by r.id for update', object.table_name)
    using organization, ids;
  if cardinality(app_hidden.allowed_ids(object.name, 'merge', ids)) < cardinality(ids) then
    perform app_hidden.fail('RH409', 'One of these has been merged or deleted meanwhile.');
  end if;
  execute format('select jsonb_object_agg(r.id, to_jsonb(r)) from app_public.%I r where r.organization_id = $1 and r.id = any ($2)', object.table_name)
    into records using organization, ids;
  if exists (select from jsonb_each(records) r where r.value ->> 'erased_at' is not null) then
    perform app_hidden.fail('RH409', 'One of these was erased and stays as it is.');
  end if;
  if object.name = 'lead' and exists (select from unnest(loser_ids) l where records -> l::text ->> 'status' = 'converted') then
    perform app_hidden.fail('RH409', 'A converted lead is what its account, contact and deal came of: only others can be merged into it.');
  end if;
  losers := array(select records -> l.id::text from unnest(loser_ids) with ordinality l (id, n) order by l.n);
  chosen := app_hidden.chosen_values(object, coalesce(field_choices, '{}'), records);
  if exists (select from unnest(object.owner_columns) c where chosen -> c is distinct from records -> winner_id::text -> c and chosen ? c) then
    perform app_hidden.require_record_permission(object.name, 'assign', winner_id);
  end if;
  changes := app_hidden.merged_values(object, records -> winner_id::text, losers, chosen);

  insert into app_public.record_merges (id, account_id, contact_id, lead_id, loser_ids)
    values (operation, case object.name when 'account' then winner_id end, case object.name when 'contact' then winner_id end,
      case object.name when 'lead' then winner_id end, merge_records.loser_ids);
  merge.moved_count := 0;
  -- One event tells of it all (tell_merge), not one of each row that moves.
  perform set_config('rowhouse.timeline', 'off', true);
  foreach id in array loser_ids loop
    merge.moved_count := merge.moved_count + app_hidden.move_references(operation, object.table_name, winner_id, id, false);
  end loop;
  if object.name = 'account' and not chosen ? 'parent_id' and (records -> winner_id::text ->> 'parent_id')::uuid is not null then
    changes := changes || jsonb_build_object('parent_id', app_hidden.parent_above(winner_id, loser_ids));
  elsif not chosen ? 'parent_id' and app_hidden.is_below((changes ->> 'parent_id')::uuid, ids) then
    changes := changes - 'parent_id';
  end if;
  -- Before the winner takes an e-mail address or a name in another system that is theirs.
  perform app_hidden.change_undoably(operation, object.table_name, loser_ids, jsonb_build_object(
    'deleted_at', now(), 'deleted_by', app_hidden.current_user_id(), 'merged_into_id', winner_id));
  perform app_hidden.change_undoably(operation, object.table_name, array[winner_id], changes)
    where changes <> '{}';
  foreach id in array loser_ids loop
    merge.moved_count := merge.moved_count + app_hidden.move_references(operation, object.table_name, winner_id, id, true);
  end loop;
  execute format('with added as (
      insert into app_public.former_external_ids (%1$I, external_system, external_id)
        select $1, r.external_system, r.external_id from app_public.%2$I r
          where r.organization_id = $2 and r.id = any ($3) and r.external_system is not null and r.external_id is not null
        on conflict do nothing
        returning id)
      select app_hidden.note_created($4, ''former_external_ids'', array_agg(added.id)) from added having count(*) > 0',
      object.name || '_id', object.table_name)
    using winner_id, organization, loser_ids, operation;
  perform app_hidden.recount_contact_days(object.name, organization, ids);
  perform app_hidden.mark_merged(object, ids, 'open', 'merged');
  update app_public.record_merges m set moved_count = merge.moved_count
    where m.organization_id = organization and m.id = operation
    returning * into merge;
  perform app_hidden.record_merge(object, winner_id, 'merge', loser_ids);
  perform set_config('rowhouse.timeline', '', true);
  perform app_hidden.move_timeline(organization, object.name, winner_id, loser_ids);
  perform app_hidden.move_workflow_runs(organization, winner_id, loser_ids);
  perform app_hidden.tell_merge(object.name, winner_id, 'merge', loser_ids);
  return merge;
end
$$;

create function app_hidden.mark_merged(object app_hidden.crm_objects, ids uuid[], former text, latter text) returns void
language plpgsql volatile as $$
begin
  execute format('update app_public.duplicate_candidates c
      set status = $3, decided_at = case when $3 = ''merged'' then now() end,
        decided_by = case when $3 = ''merged'' then app_hidden.current_user_id() end
      where c.organization_id = app_hidden.current_organization_id() and c.status = $2 and c.%I = any ($1) and c.%I = any ($1)',
      object.name || '_id', 'other_' || object.name || '_id')
    using ids, former, latter;
end
$$;
comment on function app_hidden.mark_merged(app_hidden.crm_objects, uuid[], text, text) is
  'What the nightly run has found among these records is decided, or open again.';

create function app_hidden.record_merge(object app_hidden.crm_objects, winner uuid, action text, losers uuid[]) returns void
language sql volatile as $$
  insert into app_public.audit_log (organization_id, actor_id, action, table_name, record_id, new_values, ip, user_agent, request_id)
    values (app_hidden.current_organization_id(), app_hidden.current_user_id(), action, object.table_name, winner,
      jsonb_build_object('merged_ids', losers),
      nullif(current_setting('rowhouse.ip', true), ''),
      nullif(current_setting('rowhouse.user_agent', true), ''),
      nullif(current_setting('rowhouse.request_id', true), ''))
$$;
comment on function app_hidden.record_merge(app_hidden.crm_objects, uuid, text, uuid[]) is
  'Says in the audit log what the changes of rows beside it came of. action: merge or unmerge.';

comment on function app_public.merge_records(text, uuid, uuid[], jsonb) is
  E'@resultFieldName recordMerge\nMakes several accounts, contacts or leads one. What is on the others moves to the winner, which also gets the values that it lacks, in the order of loserIds, and those that fieldChoices names (field, or customData.<key> → id of the record whose value it is to be). The others go to the recycle bin. RH404 for what the caller does not see, RH403 without the permission to merge each, RH400 for what means nothing, RH409 for erased people, converted leads as losers and what somebody else has merged meanwhile.';
grant execute on function app_public.merge_records(text, uuid, uuid[], jsonb) to rowhouse_user;

create function app_public.undo_merge(merge_id uuid) returns app_public.record_merges
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  merge app_public.record_merges;
  object app_hidden.crm_objects;
  winner uuid;
  permitted integer;
begin
  select * into merge from app_public.record_merges m where m.organization_id = organization and m.id = merge_id for update;
  if not found then
    perform app_hidden.fail('RH404', 'No such merge.');
  end if;
  select o.* into strict object from app_hidden.crm_objects o
    where o.name = case when merge.account_id is not null then 'account' when merge.contact_id is not null then 'contact' else 'lead' end;
  winner := coalesce(merge.account_id, merge.contact_id, merge.lead_id);
  if not app_hidden.may_do(object.name, 'view', winner) then
    perform app_hidden.fail('RH404', 'No such merge.');
  end if;
  perform app_hidden.require_record_permission(object.name, 'merge', winner);
  if merge.undone_at is not null then
    perform app_hidden.fail('RH409', 'This merge has been undone.');
  end if;
  execute format('select count(*) from (select r.id from app_public.%I r
      where r.organization_id = $1 and (r.id = any ($2) or r.id = $3) and %s order by r.id for update) r',
      object.table_name, app_hidden.scope_expression(object.name, object.owner_columns, 'merge', 'r.'))
    into permitted using organization, merge.loser_ids, winner;
  if permitted <= cardinality(merge.loser_ids) then
    -- Gone for good, or somebody's whose records the caller may not merge.
    perform app_hidden.fail('RH403', 'You may not take these records apart, or one of them is gone for good.');
  end if;
  -- What was on the others is on its account, contact and deal by now.
  if exists (select from app_public.lead_conversions c
      where c.organization_id = organization and c.lead_id = merge.lead_id and c.undone_at is null and c.created_at >= merge.created_at) then
    perform app_hidden.fail('RH409', 'This cannot be undone: the lead has been converted since. Undo that first.');
  end if;
  perform app_hidden.undo_operation(merge.id);
  perform app_hidden.recount_contact_days(object.name, organization, merge.loser_ids || winner);
  perform app_hidden.mark_merged(object, merge.loser_ids || winner, 'merged', 'open');
  update app_public.record_merges m set undone_at = now(), undone_by = app_hidden.current_user_id()
    where m.organization_id = organization and m.id = merge.id
    returning * into merge;
  perform app_hidden.record_merge(object, winner, 'unmerge', merge.loser_ids);
  perform app_hidden.move_timeline_back(organization, object.name, winner, merge.loser_ids);
  perform app_hidden.tell_merge(object.name, winner, 'unmerge', merge.loser_ids);
  return merge;
end
$$;
comment on function app_public.undo_merge(uuid) is
  E'@resultFieldName recordMerge\nTakes a merge back: the others come out of the recycle bin with what was on them, the winner has what it had before. What was moved on since stays where it is. RH404 no such merge, RH403 without the permission to merge all of the records, RH409 when it has been undone, is too long ago, or an edit made since would be lost.';
grant execute on function app_public.undo_merge(uuid) to rowhouse_user;

-- Something may be put on a record in the moment in which it is merged: it was there to be seen, and
-- is not any more when the merge is done. What came so late follows by night.
create function app_private.follow_merges() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  reference record;
  late record;
begin
  perform set_config('rowhouse.user_id', '', true);
  for reference in
    select o.table_name as target, r.* from app_hidden.crm_objects o
      cross join lateral app_hidden.movable_references(o.table_name) r
      where exists (select from app_hidden.duplicate_criteria c where c.object = o.name) and r.column_name <> 'merged_into_id'
  loop
    for late in execute format('select t.organization_id, t.id, m.merged_into_id from app_public.%1$I t
        join app_public.%3$I m on t.organization_id = m.organization_id and t.%2$I = m.id
        where m.merged_into_id is not null and m.deleted_at > now() - interval ''2 days'' and t.id <> m.merged_into_id and not (%4$s)',
      reference.table_name, reference.column_name, reference.target,
      replace(app_hidden.collision_expression(reference.table_name, reference.column_name), '$2', 'm.merged_into_id'))
    loop
      begin
        execute format('update app_public.%I t set %I = $3 where t.organization_id = $1 and t.id = $2', reference.table_name, reference.column_name)
          using late.organization_id, late.id, late.merged_into_id;
      exception when others then
        -- It stays, such as an account that the winner is below, and nobody else's rows with it.
        raise warning 'A % does not follow a merge: %', reference.table_name, sqlerrm;
      end;
    end loop;
  end loop;
  perform app_hidden.follow_timeline_merges();
end
$$;
comment on function app_private.follow_merges() is
  'Moves what is on records that were merged in the last two days to where they went, but for what the merge left, the same tag, and what cannot go there.';
grant execute on function app_private.follow_merges() to rowhouse_authenticator;

call app_hidden.add_reporting_views();
