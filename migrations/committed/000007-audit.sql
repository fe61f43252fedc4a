--! Previous: sha1:dfe7d300efbab94c4ed4d8e0f1ff489a2a969b7d
--! Hash: sha1:9d8865c6db9bfc0fa4d3d5d374eb8992d11106fe

-- Audit: what was done, by whom and from where. Changes are written down by triggers, so that they
-- are also when they come past the API; docs/audit.md tells what an entry says.

-- ---------------------------------------------------------------------------------------------
-- Tables that are only added to, partitioned by month (UTC). The partitions live in app_private, where
-- requests have no entry, so that all reading goes through the policies of the table. Those of the
-- coming months are made ahead, daily by the worker; what falls into a month that has none goes to the
-- table's remainder, so that no change fails for want of one. A remainder is either the default
-- partition, beside which months are attached without anybody waiting, or two, _earlier and _later,
-- which leave the planner knowing that partitions follow each other: it then reads them one by one
-- until a page is full.

create procedure app_hidden.guard_partition(parent text, partition text) language plpgsql as $$
begin
  -- Nobody but the owner has a grant; without a policy a grant given by mistake shows nothing.
  execute format('alter table app_private.%I enable row level security', partition);
  -- Guards of rows come from the parent, the one against truncating does not.
  execute (select format('create trigger keep_from_truncating before truncate on app_private.%I for each statement execute function %s()',
      partition, t.tgfoid::regproc)
    from pg_trigger t where t.tgrelid = format('app_public.%I', parent)::regclass and t.tgname = 'keep_from_truncating');
end
$$;
comment on procedure app_hidden.guard_partition(text, text) is 'What a partition needs beside what it has from its parent.';

create function app_hidden.months_of(parent text) returns table (month timestamptz, partition text)
language sql stable set timezone = 'UTC' as $$
  select to_timestamp(right(c.relname, 7), 'YYYY_MM'), c.relname::text
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = to_regclass(format('app_public.%I', parent)) and c.relname ~ ('^' || parent || '_\d{4}_\d\d$')
    order by 1
$$;
comment on function app_hidden.months_of(text) is 'The months that a table has partitions of, in their order.';

create procedure app_hidden.add_month(parent text, month timestamptz)
language plpgsql set timezone = 'UTC' as $$
declare
  partition constant text := parent || '_' || to_char(month, 'YYYY_MM');
  after_last constant timestamptz := month + interval '1 month';
  has_default constant boolean := to_regclass(format('app_private.%I', parent || '_default')) is not null;
  is_past constant boolean := month < (select min(m.month) from app_hidden.months_of(parent) m);
  remainder constant text := parent || case when has_default then '_default' when is_past then '_earlier' else '_later' end;
  is_filled boolean;
begin
  execute format('create table app_private.%I (like app_public.%I including defaults including constraints)', partition, parent);
  -- Attached rather than made in place, which would make all writers wait.
  execute format('lock table app_private.%I in access exclusive mode', remainder);
  execute format('select exists (select from app_private.%I d where d.occurred_at >= $1 and d.occurred_at < $2)', remainder)
    into is_filled using month, after_last;
  -- No partition can be attached beside a default one that holds rows of its month, nor within another.
  if is_filled or not has_default then
    execute format('alter table app_public.%I detach partition app_private.%I', parent, remainder);
  end if;
  if is_filled then
    -- The table that the rows leave has no guard while it is detached.
    execute format('with moved as (delete from app_private.%I d where d.occurred_at >= $1 and d.occurred_at < $2 returning d.*)
      insert into app_private.%I select * from moved', remainder, partition) using month, after_last;
  end if;
  execute format('alter table app_public.%I attach partition app_private.%I for values from (%L) to (%L)', parent, partition, month, after_last);
  call app_hidden.guard_partition(parent, partition);
  if is_filled or not has_default then
    execute format('alter table app_public.%I attach partition app_private.%I %s', parent, remainder,
      case when has_default then 'default' when is_past then format('for values from (minvalue) to (%L)', month)
        else format('for values from (%L) to (maxvalue)', after_last) end);
  end if;
end
$$;
comment on procedure app_hidden.add_month(text, timestamptz) is
  'Makes the partition of a month, with what the remainder holds of it. Without a default partition: of the month
after the last or before the first.';

create function app_hidden.add_months(parent text, months_ahead integer) returns integer
language plpgsql volatile set timezone = 'UTC' as $$
declare
  this_month constant timestamptz := date_trunc('month', now());
  month timestamptz;
  added integer := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('rowhouse.partitions', 0));
  for month in
    -- From the last one on, which may have been long ago.
    select generate_series(least(this_month, (select max(m.month) + interval '1 month' from app_hidden.months_of(parent) m)),
      this_month + make_interval(months => months_ahead), '1 month')
  loop
    continue when to_regclass(format('app_private.%I', parent || '_' || to_char(month, 'YYYY_MM'))) is not null;
    call app_hidden.add_month(parent, month);
    added := added + 1;
  end loop;
  return added;
end
$$;
comment on function app_hidden.add_months(text, integer) is
  'Makes the partitions of this month and as many after it as are asked for, where they are missing; how many.';

create function app_private.add_partitions(months_ahead integer default 3) returns integer
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '5s' as $$
begin
  if months_ahead not between 0 and 24 then
    perform app_hidden.fail('RH400', 'Partitions are made 0 to 24 months ahead.');
  end if;
  return (select coalesce(sum(app_hidden.add_months(c.relname, months_ahead)), 0)
    from (select c.relname from pg_class c
      where c.relnamespace = 'app_public'::regnamespace and c.relkind = 'p' order by 1 offset 0) c);
end
$$;
comment on function app_private.add_partitions(integer) is
  'Makes the partitions of this month and as many after it as are asked for, where they are missing, of all tables
that are partitioned by month; answers how many it made. RH400 for more than 24. Waits 5 s at most for statements
that are in its way, then fails with 55P03.';
grant execute on function app_private.add_partitions(integer) to rowhouse_authenticator;

-- ---------------------------------------------------------------------------------------------
-- Who did what. Entries are only ever added: see the guards below. There are no foreign keys, as
-- the log outlives what it speaks of. A partition holds a month (UTC) and lives in app_private,
-- where requests have no entry, so that all reading goes through the policies of this table. Each
-- index is paid for with every row of a bulk change, so there is none to find an entry by its id.
create table app_public.audit_log (
  organization_id uuid not null,
  id uuid not null default app_hidden.uuid_v7(),
  occurred_at timestamptz not null default now(),
  actor_id uuid,
  action text not null check (length(action) between 1 and 64),
  table_name text,
  record_id uuid,
  old_values jsonb,
  new_values jsonb,
  ip text,
  user_agent text,
  request_id text,
  primary key (organization_id, occurred_at, id)
) partition by range (occurred_at);
comment on table app_public.audit_log is
  E'@behavior -insert -update -delete -type:node\nWho did what, when and from where. Append-only.';
comment on constraint audit_log_pkey on app_public.audit_log is '@behavior -single';
comment on column app_public.audit_log.occurred_at is 'When the transaction began.';
comment on column app_public.audit_log.actor_id is 'Null: the system itself, such as a job of nobody''s.';
comment on column app_public.audit_log.action is
  'create, update, delete, restore, purge (from the recycle bin, for good), erase, auth.login, auth.password_changed, …';
comment on column app_public.audit_log.old_values is
  'Column → value before, of the columns that changed and had one.';
comment on column app_public.audit_log.new_values is
  'Column → value after, of the columns that changed and have one.';
-- Without the id: rows of one statement then share an entry, and the few of one moment are sorted.
create index audit_log_record_id_idx on app_public.audit_log (organization_id, record_id);
create index audit_log_actor_id_idx on app_public.audit_log (organization_id, actor_id, occurred_at);
create index audit_log_action_idx on app_public.audit_log (organization_id, action, occurred_at);
create index audit_log_table_name_idx on app_public.audit_log (organization_id, table_name, occurred_at);

-- Scope own of the object audit_log means what the reader did themselves.
call app_hidden.build_wall('audit_log');
do $$
begin
  execute format('create policy select_in_scope on app_public.audit_log for select to rowhouse_user using (%s)',
    (select app_hidden.scope_expression(o.name, o.owner_columns, 'view')
      from app_hidden.crm_objects o where o.name = 'audit_log'));
end
$$;
grant select on app_public.audit_log to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Guards: nobody changes or removes entries, the owner of the tables included. One door is left,
-- app_private.erase_audit_values(), and the guard looks at what comes through it.

create function app_hidden.is_erasure(before jsonb, after jsonb) returns boolean
language sql immutable as $$
  select (before is null) = (after is null) and not exists (
    select from jsonb_each(before) b full join jsonb_each(after) a using (key)
      where a.value is null or b.value is null or a.value <> b.value and a.value <> '"erased"')
$$;
comment on function app_hidden.is_erasure(jsonb, jsonb) is
  'Whether nothing differs but that some values have become "erased".';

create function app_hidden.keep_audit_log() returns trigger
language plpgsql as $$
declare
  erased app_public.audit_log := old;
begin
  if tg_op = 'UPDATE' and current_setting('rowhouse.audit_erasure', true) = 'on'
    and app_hidden.is_erasure(old.old_values, new.old_values)
    and app_hidden.is_erasure(old.new_values, new.new_values)
  then
    erased.old_values := new.old_values;
    erased.new_values := new.new_values;
    if new is not distinct from erased then
      return new;
    end if;
  end if;
  perform app_hidden.fail('RH403', 'The audit log can only be added to.');
  return null;
end
$$;
comment on function app_hidden.keep_audit_log() is 'Refuses to change or remove entries, but for erasing values.';
-- Partitions get these two from their parent, the guard against truncating from who makes them.
create trigger keep_entries before update or delete on app_public.audit_log
  for each row execute function app_hidden.keep_audit_log();
create trigger keep_from_truncating before truncate on app_public.audit_log
  for each statement execute function app_hidden.keep_audit_log();

-- ---------------------------------------------------------------------------------------------
-- Its partitions

create table app_private.audit_log_default partition of app_public.audit_log default;
comment on table app_private.audit_log_default is 'Entries of months that have no partition yet.';
call app_hidden.guard_partition('audit_log', 'audit_log_default');
select app_hidden.add_months('audit_log', 3);

create function app_private.drop_audit_partitions(before timestamptz) returns integer
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp set timezone = 'UTC' set lock_timeout = '5s' as $$
declare
  partition text;
  dropped integer := 0;
begin
  if before > date_trunc('month', now()) then
    perform app_hidden.fail('RH400', 'The audit log of the current month stays.');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('rowhouse.partitions', 0));
  for partition in
    select m.partition from app_hidden.months_of('audit_log') m where m.month + interval '1 month' <= before
  loop
    execute format('insert into app_public.audit_log (organization_id, actor_id, action, table_name, new_values)
      select p.organization_id, app_hidden.current_user_id(), ''purge'', ''audit_log'',
          jsonb_build_object(''month'', %L, ''entries'', count(*))
        from app_private.%I p group by p.organization_id', replace(right(partition, 7), '_', '-'), partition);
    execute format('drop table app_private.%I', partition);
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;
comment on function app_private.drop_audit_partitions(timestamptz) is
  'Drops the months that were over by then, for all organizations, and leaves each an entry that says so;
answers how many months. RH400 for the current month. For operators, as rowhouse_owner.';

-- ---------------------------------------------------------------------------------------------
-- Erasing a person's values from what was written down

create function app_hidden.erased(recorded jsonb, columns text[]) returns jsonb
language sql immutable as $$
  select recorded || coalesce((select jsonb_object_agg(c, 'erased') from unnest(columns) c where recorded ? c), '{}')
$$;
comment on function app_hidden.erased(jsonb, text[]) is 'The values, those of the columns replaced by "erased".';

create function app_private.erase_audit_values(organization uuid, table_name text, record_ids uuid[], columns text[])
returns integer language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  unknown text[] := array(
    select c from unnest(columns) c
      where not exists (select from pg_attribute a where a.attname = c and a.attnum > 0 and not a.attisdropped
        and a.attrelid = to_regclass(format('app_public.%I', erase_audit_values.table_name))));
  erased_entries integer;
  erased_records uuid[];
begin
  if cardinality(unknown) > 0 then
    perform app_hidden.fail('RH400', format('There is no such column to erase: %s.',
      (select string_agg(format('%s.%s', erase_audit_values.table_name, c), ', ') from unnest(unknown) c)));
  end if;
  perform set_config('rowhouse.audit_erasure', 'on', true);
  with erasing as (
    update app_public.audit_log a set
        old_values = app_hidden.erased(a.old_values, columns),
        new_values = app_hidden.erased(a.new_values, columns)
      where a.organization_id = organization and a.table_name = erase_audit_values.table_name
        and a.record_id = any (record_ids)
        and (app_hidden.erased(a.old_values, columns) <> a.old_values
          or app_hidden.erased(a.new_values, columns) <> a.new_values)
      returning a.record_id)
    select count(*), array_agg(distinct e.record_id) into erased_entries, erased_records from erasing e;
  perform set_config('rowhouse.audit_erasure', '', true);
  insert into app_public.audit_log (organization_id, actor_id, action, table_name, record_id, new_values, ip, user_agent, request_id)
    select organization, app_hidden.current_user_id(), 'erase', erase_audit_values.table_name, record,
        (select jsonb_object_agg(c, 'erased') from unnest(columns) c),
        nullif(current_setting('rowhouse.ip', true), ''),
        nullif(current_setting('rowhouse.user_agent', true), ''),
        nullif(current_setting('rowhouse.request_id', true), '')
      from unnest(erased_records) record;
  return erased_entries;
end
$$;
comment on function app_private.erase_audit_values(uuid, text, uuid[], text[]) is
  'Replaces what the log says of these columns of these records by "erased", and adds an entry of the action
erase for each record; answers how many entries it changed, 0 when all is erased already. Call it after the
change that takes the values out of the records, whose entry holds them too. RH400 for an unknown column.';

-- ---------------------------------------------------------------------------------------------
-- How changes are written down. Each table has a function made from its columns: comparing them
-- one by one costs a third of what comparing documents does (docs/audit.md has the figures).

create function app_hidden.audit_values(
  target text, left_out text[], withheld text[], changed text, other text default null) returns text
language sql stable as $$
  with columns as (
    select a.attname, a.attnum, a.attndims > 0 as is_list,
        -- Whatever a table may come to hold: no secrets.
        a.attname = any (withheld) or a.attname ~ '(password|secret|token|hash)' as is_withheld,
        a.atttypid = 'jsonb'::regtype as is_document
      from pg_attribute a
      where a.attrelid = format('app_public.%I', target)::regclass and a.attnum > 0 and not a.attisdropped
        -- What the entry says itself, and what follows from other columns.
        and a.attname <> all ('{organization_id,id,created_at,created_by,updated_at,updated_by}' || left_out)
        and a.attgenerated = ''),
  -- Changed columns are looked for four at a time: most changes touch few, and of the others
  -- nothing is built. (45 is what a function takes.) Documents stand alone, as stripping nulls would
  -- reach into them.
  numbered as (
    select c.*, case when c.is_document then c.attnum
          else - (row_number() over (partition by c.is_document order by c.attnum) - 1) / case when other is null then 45 else 4 end end as part,
        format(case
            when c.is_withheld and other is null then 'case when %2$s.%1$I is not null then ''withheld'' end'
            when c.is_withheld then 'case when %2$s.%1$I is distinct from %3$s.%1$I then ''withheld'' end'
            when other is not null then 'nullif(%2$s.%1$I, %3$s.%1$I)'
            when c.is_list or c.is_document then 'nullif(%2$s.%1$I, ''{}'')'
            else '%2$s.%1$I' end, c.attname, changed, other) as value
      from columns c),
  parts as (
    select min(n.attnum) as position, case
        when bool_or(n.is_document) then format('case when %1$s is not null then jsonb_build_object(%2$L, %1$s) else ''{}'' end',
          min(n.value), min(n.attname))
        when other is null then
          format('jsonb_strip_nulls(jsonb_build_object(%s))', string_agg(format('%L, %s', n.attname, n.value), ', ' order by n.attnum))
        -- One by one here, since mostly one has changed.
        else format('case when (%2$s) is distinct from (%3$s) then %1$s else ''{}'' end',
          string_agg(format('case when %1$s is not null then jsonb_build_object(%2$L, %1$s) else ''{}'' end', n.value, n.attname),
            ' || ' order by n.attnum),
          string_agg(format('%s.%I', changed, n.attname), ', ' order by n.attnum),
          string_agg(format('%s.%I', other, n.attname), ', ' order by n.attnum))
        end as value
      from numbered n group by n.part)
  select string_agg(p.value, E'\n              || ' order by p.position) from parts p
$$;
comment on function app_hidden.audit_values(text, text[], text[], text, text) is
  'SQL of the values of a row that are neither null nor empty; beside another row, of those that differ from it.';

create function app_hidden.keep_from_truncating() returns trigger
language plpgsql as $$
begin
  perform app_hidden.fail('RH403', format('%s cannot be truncated: the audit log would not know. Delete the rows.', tg_table_name));
  return null;
end
$$;
comment on function app_hidden.keep_from_truncating() is 'Refuses the one change that no trigger sees row by row.';

create procedure app_hidden.audit_changes(
  target text, left_out text[] default '{}', withheld text[] default '{}', events text[] default '{insert,update,delete}')
language plpgsql as $$
declare
  key name[] := array(
    select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
      where i.indrelid = format('app_public.%I', target)::regclass and i.indisprimary order by a.attnum);
  has_id boolean := 'id' = any (key);
  has_bin boolean := app_hidden.has_bin(target);
  -- What has no id of its own is found by what it belongs to, and named by the rest of its key.
  record_key name := case when has_id then 'id' else key[2] end;
  named text := case when has_id then '' else (
    select format(' || jsonb_build_object(%s)', string_agg(format('%1$L, r.%1$I', k), ', '))
      from unnest(key) k where k <> 'organization_id') end;
  -- A user belongs to many organizations; each of them is told.
  tenant text := case target when 'organizations' then 'r.id' when 'users' then 'm.organization_id' else 'r.organization_id' end;
  told text := case target when 'users'
    then 'join app_public.memberships m on m.user_id = r.id and m.is_active' else '' end;
  entry text := format($insert$
    insert into app_public.audit_log
        (organization_id, actor_id, action, table_name, record_id, old_values, new_values, ip, user_agent, request_id)
      select %s, (select app_hidden.current_user_id()), %%s, %L, r.%I,
          %%s,
          %%s,
          (select nullif(current_setting('rowhouse.ip', true), '')),
          (select nullif(current_setting('rowhouse.user_agent', true), '')),
          (select nullif(current_setting('rowhouse.request_id', true), ''))
        from %%s %s$insert$, tenant, target, record_key, told);
  created text := format(entry, '''create''', 'null', app_hidden.audit_values(target, left_out, withheld, 'r'), 'new_rows r');
  removed text := format(entry,
    case when has_bin then 'case when r.deleted_at is null then ''delete'' else ''purge'' end' else '''delete''' end,
    app_hidden.audit_values(target, left_out, withheld, 'r'), 'null', 'old_rows r');
  -- Joined in full, so that a key that changes leaves entries too; and since a plan that was made
  -- for a statement of one row is kept, and as a nested loop would not end with ten thousand.
  changed text := format(entry, 'r.happened', 'nullif(r.before, ''{}'')' || named, 'nullif(r.after, ''{}'')' || named,
    format($join$(
          select %s,
              case when o.%2$I is null then 'create' when n.%2$I is null then 'delete'%3$s else 'update' end as happened,
              %4$s as before,
              %5$s as after
            from old_rows o full join new_rows n on %6$s
            offset 0) r$join$,
      (select string_agg(format('coalesce(n.%1$I, o.%1$I) as %1$I', k), ', ') from unnest(key) k),
      record_key,
      case when has_bin then '
                when o.deleted_at is null and n.deleted_at is not null then ''delete''
                when o.deleted_at is not null and n.deleted_at is null then ''restore''' else '' end,
      app_hidden.audit_values(target, left_out, withheld, 'o', 'n'),
      app_hidden.audit_values(target, left_out, withheld, 'n', 'o'),
      (select string_agg(format('n.%1$I = o.%1$I', k), ' and ') from unnest(key) k)))
    || E'\n        where r.before <> ''{}'' or r.after <> ''{}''';
  event text;
begin
  -- References that cascade look for rows time and again and mostly find none.
  execute format($ddl$
create or replace function app_private.audit_%s() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
begin
  if tg_op = 'INSERT' then
    if not exists (select from new_rows) then
      return null;
    end if;%s;
  elsif tg_op = 'DELETE' then
    if not exists (select from old_rows) then
      return null;
    end if;%s;
  else
    if not exists (select from new_rows) then
      return null;
    end if;%s;
  end if;
  return null;
end
$function$
$ddl$, target, created, removed, changed);
  foreach event in array events loop
    execute format('create or replace trigger audit_%1$s after %1$s on app_public.%2$I referencing %3$s
      for each statement execute function app_private.audit_%2$s()', event, target,
      case event when 'insert' then 'new table as new_rows' when 'delete' then 'old table as old_rows'
        else 'old table as old_rows new table as new_rows' end);
  end loop;
  execute format('create or replace trigger keep_from_truncating before truncate on app_public.%I
    for each statement execute function app_hidden.keep_from_truncating()', target);
end
$$;
comment on procedure app_hidden.audit_changes(text, text[], text[], text[]) is
  'Has every insert, update and delete of a table written to the audit log, whichever way it comes. Call it
once the table is complete, and again when it gets a column. left_out: columns that change without an entry;
withheld: columns of which entries say that they changed, but not what they hold.';

-- ---------------------------------------------------------------------------------------------
-- The tables that exist so far; later ones call audit_changes themselves.

-- What a thread says is for who takes part in it, also where others read the log.
call app_hidden.audit_changes('message_threads', withheld => '{subject}', left_out => '{last_message_at,last_position}');
call app_hidden.audit_changes('messages', withheld => '{body}', left_out => '{position}');
-- That somebody has read is no change.
call app_hidden.audit_changes('message_thread_participants', left_out => '{last_read_position,last_read_at}');
-- Follows from headers, also from those of other mails.
call app_hidden.audit_changes('communications', left_out => '{thread_id}');
-- Nothing but an id, which follows from them.
create trigger keep_from_truncating before truncate on app_public.communication_threads
  for each statement execute function app_hidden.keep_from_truncating();
-- Previews come and go without anybody's doing.
call app_hidden.audit_changes('attachments', left_out => '{preview_status}', withheld => '{storage_key}');
call app_hidden.audit_changes('tags', left_out => '{usage_count}');
-- Written with the change of the deal, which has an entry of its own.
call app_hidden.audit_changes('deal_stage_history', events => '{update,delete}');
-- New users belong to no organization yet: their membership is what is made there.
call app_hidden.audit_changes('users', events => '{update}');

do $$
declare
  target text;
begin
  for target in
    select c.relname from pg_class c
      where c.relnamespace = 'app_public'::regnamespace and c.relkind = 'r'
        and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname in ('audit_update', 'keep_from_truncating'))
  loop
    call app_hidden.audit_changes(target);
  end loop;
end
$$;

-- ---------------------------------------------------------------------------------------------
-- What happens to people's access is no change of a record.

create function app_private.record_auth_event(user_id uuid, event text, detail jsonb default null, organization_id uuid default null)
returns void language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into app_public.audit_log (organization_id, actor_id, action, table_name, record_id, new_values, ip, user_agent, request_id)
    select m.organization_id, record_auth_event.user_id, 'auth.' || event, 'users', record_auth_event.user_id, detail,
        nullif(current_setting('rowhouse.ip', true), ''),
        nullif(current_setting('rowhouse.user_agent', true), ''),
        nullif(current_setting('rowhouse.request_id', true), '')
      from app_public.memberships m
      where m.user_id = record_auth_event.user_id and m.is_active
        and (record_auth_event.organization_id is null or m.organization_id = record_auth_event.organization_id)
$$;
comment on function app_private.record_auth_event(uuid, text, jsonb, uuid) is
  'Writes the event to the audit log of each organization that the user is in, or of the one given.';
