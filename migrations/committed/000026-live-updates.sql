--! Previous: sha1:3564f20e9f756e65642c8a6c1d1650b6f5478520
--! Hash: sha1:bc35c4be99e75767a17a89de8a3a42600a651cee

-- Live updates: what changed, for who watches. Every change leaves a row in a feed, in its own
-- transaction; each API process reads the feed and asks the policies of each subscriber before it
-- tells them (src/live, docs/decisions/live-updates.md).

-- ---------------------------------------------------------------------------------------------
-- What can be watched: rows of a table by their id. is_by_role: two members of a role that reaches
-- everybody's records see the same of them, so that one is asked for both. is_on_records: seen
-- only with the records that it is on, and gone with them.
create table app_private.live_topics (
  name text primary key,
  table_name text not null unique,
  is_by_role boolean not null,
  is_on_records boolean not null
);
comment on table app_private.live_topics is
  'What changes can be watched: records by the names of crm_objects, and what is no object of permissions.';

-- ---------------------------------------------------------------------------------------------
-- The feed. A row tells of up to a thousand records of one statement. It is read by the transactions
-- that have become visible since the last reading and not by position: positions are given before a
-- transaction commits, so that a long one would be left behind or hold up all others.
create table app_private.changes (
  transaction_id xid8 not null default pg_current_xact_id(),
  position bigint generated always as identity,
  organization_id uuid,
  topic text not null,
  action text not null check (action in ('created', 'updated', 'deleted')),
  record_ids uuid[] not null,
  watched_ids uuid[],
  moments timestamptz[],
  owner_ids uuid[],
  former_owner_ids uuid[],
  changed_at timestamptz not null default clock_timestamp(),
  primary key (transaction_id, position)
);
comment on table app_private.changes is 'What changed lately, for all API processes. Kept for some hour (trim_changes).';
comment on column app_private.changes.organization_id is 'Null: of all organizations that the users in watched_ids are in.';
comment on column app_private.changes.topic is 'One of live_topics, or access: users whose sight may have changed.';
comment on column app_private.changes.position is
  'The order of changes to one record, since a second change waits for the first to commit.';
comment on column app_private.changes.watched_ids is
  'By place the same as record_ids: what each is watched by where that is not the record itself, such as the
record on whose timeline an event is, or the user whom a notification is for.';
comment on column app_private.changes.moments is 'By place the same as record_ids: by which a partition is found.';
comment on column app_private.changes.owner_ids is
  'Whose the records are; who reaches the records of none of them sees none, and need not be asked. Null: of no matter.';
comment on column app_private.changes.former_owner_ids is
  'Whose the records were, when they were deleted or given away: who saw them by that is told that they are gone.';

create table app_private.change_horizons (
  taken_at timestamptz primary key default clock_timestamp(),
  snapshot pg_snapshot not null
);
comment on table app_private.change_horizons is
  'Snapshots of the last hour. What the oldest saw is no longer in the feed: who has read less has missed something.';

create function app_private.note_changes() returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  -- Postgres makes one of all that are equal in a transaction.
  perform pg_notify('rowhouse_changes', '');
end
$$;
comment on function app_private.note_changes() is 'Wakes who reads the feed once the transaction has committed.';

-- ---------------------------------------------------------------------------------------------
-- How changes come into the feed: by a trigger for each statement, made from the table's columns

create function app_private.change_insert(
  topic text, source text, action text, condition text, owners text, former text, watched text[], moment text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select format($insert$
    insert into app_private.changes (organization_id, topic, action, record_ids, watched_ids, moments, owner_ids, former_owner_ids)
      select r.organization_id, %1$L, r.action, array_agg(r.id), %2$s, %3$s, r.owners, r.former
        from (select c.organization_id, c.id, %4$s as action, %11$s as owners, %5$s as former, %6$s as watched_id, %7$s as moment,
              (row_number() over () - 1) / 1000 as part
            from %8$s c%9$s
            where %10$s) r
        group by r.organization_id, r.action, r.owners, r.former, r.part;
    if found then
      perform app_private.note_changes();
    end if;$insert$,
    topic,
    case when watched is null then 'null' else 'array_agg(r.watched_id)' end,
    case when moment is null then 'null' else 'array_agg(r.moment)' end,
    action, coalesce(former, 'null::uuid[]'),
    case when watched is null then 'null::uuid' else 'w.watched_id' end,
    coalesce('c.' || moment, 'null::timestamptz'),
    source,
    (select format(', lateral (select distinct v.id as watched_id from (values %s) v (id) where v.id is not null) w',
      string_agg(format('(c.%I)', w), ', ')) from unnest(watched) w having count(*) > 0),
    condition,
    coalesce(owners, 'null::uuid[]'))
$$;
comment on function app_private.change_insert(text, text, text, text, text, text, text[], text) is
  'SQL that tells the feed of rows of a source, which it calls c. action to former: SQL of such a row.';

create procedure app_private.publish_changes(
  target text, topic text default null, watched text[] default null, moment text default null,
  events text[] default '{insert,update,delete}')
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  object app_hidden.crm_objects;
  name text;
  has_bin constant boolean := app_hidden.has_bin(target);
  is_live constant text := case when has_bin then 'c.deleted_at is null' else 'true' end;
  -- Whose a row is and was; null where that does not matter.
  owners text;
  owned text;
  former text;
  changed text := 'new_rows';
  event text;
begin
  select * into object from app_hidden.crm_objects o where o.table_name = target;
  name := coalesce(topic, object.name);
  if cardinality(object.owner_columns) > 0 then
    owners := (select format('array[%s]', string_agg(format('c.%I', o), ', ')) from unnest(object.owner_columns) o);
    owned := owners;
  elsif has_bin then
    owners := '''{}''::uuid[]';
  end if;
  former := replace(owners, 'c.', 'o.');
  if owners is not null then
    -- Joined in full, as in app_hidden.audit_changes: a plan that was made for one row is kept.
    changed := format($changed$(
            select n.*, %1$s as happened, case when %2$s then %3$s end as former
              from old_rows o full join new_rows n on n.organization_id = o.organization_id and n.id = o.id
              offset 0)$changed$,
      case when has_bin then $happened$case
                when o.deleted_at is null and n.deleted_at is not null then 'deleted'
                when o.deleted_at is not null and n.deleted_at is null then 'created'
                when o.deleted_at is null then 'updated' end$happened$ else '''updated''' end,
      concat_ws(' or ', format('%s <> %s', former, replace(owners, 'c.', 'n.')),
        case when has_bin then 'o.deleted_at is null and n.deleted_at is not null' end),
      former);
  end if;
  insert into app_private.live_topics (name, table_name, is_by_role, is_on_records)
    values (name, target,
      -- What is attached to messages is for who takes part in them.
      object.name is not null and object.name <> 'attachment' or name = 'timeline_event',
      coalesce(object.is_on_records, false));
  execute format($ddl$
create function app_private.publish_%1$s() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
begin
  if tg_op = 'INSERT' then%2$s
  elsif tg_op = 'DELETE' then%3$s
  else%4$s
  end if;
  return null;
end
$function$
$ddl$, target,
    app_private.change_insert(name, 'new_rows', '''created''', is_live, owned, null, watched, moment),
    app_private.change_insert(name, 'old_rows', '''deleted''', is_live, owned, coalesce(owners, '''{}''::uuid[]'), watched, moment),
    case when owners is null
      then app_private.change_insert(name, changed, '''updated''', 'true', null, null, watched, moment)
      else app_private.change_insert(name, changed, 'c.happened', 'c.happened is not null', owned, 'c.former', watched, moment) end);
  foreach event in array events loop
    execute format('create trigger publish_%1$s after %1$s on app_public.%2$I referencing %3$s
      for each statement execute function app_private.publish_%2$s()', event, target,
      case event when 'insert' then 'new table as new_rows' when 'delete' then 'old table as old_rows'
        else 'old table as old_rows new table as new_rows' end);
  end loop;
end
$$;
comment on procedure app_private.publish_changes(text, text, text[], text, text[]) is
  'Has every insert, update and delete (or fewer events) of a table told to the feed, whichever way it comes. topic: the name in
crm_objects when left out; watched: the columns that rows are watched by, else their ids; moment: the column
that their partition is found by.';

create function app_private.publish_tagged() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app_private.changes (organization_id, topic, action, record_ids)
    select t.organization_id, tagged.topic, 'updated', array_agg(distinct tagged.id)
      from changed_taggings t,
        lateral (values ('account', t.account_id), ('contact', t.contact_id), ('lead', t.lead_id), ('deal', t.deal_id),
          ('activity', t.activity_id), ('communication', t.communication_id), ('project', t.project_id), ('task', t.task_id))
          tagged (topic, id)
      where tagged.id is not null
      group by t.organization_id, tagged.topic;
  if found then
    perform app_private.note_changes();
  end if;
  return null;
end
$$;
comment on function app_private.publish_tagged() is 'A record whose tags change has changed.';
create trigger publish_added after insert on app_public.taggings
  referencing new table as changed_taggings for each statement execute function app_private.publish_tagged();
create trigger publish_removed after delete on app_public.taggings
  referencing old table as changed_taggings for each statement execute function app_private.publish_tagged();

do $$
declare
  target text;
begin
  for target in
    select o.table_name from app_hidden.crm_objects o
      where o.owner_columns <> '{}' and o.name <> 'audit_log' or o.name in ('product', 'pipeline', 'tag')
      order by o.name
  loop
    call app_private.publish_changes(target);
  end loop;
end
$$;
call app_private.publish_changes('message_threads', topic => 'message_thread');
call app_private.publish_changes('messages', topic => 'message', watched => '{thread_id}');
call app_private.publish_changes('notifications', topic => 'notification', watched => '{user_id}', events => '{insert}');
call app_private.publish_changes('timeline_events', topic => 'timeline_event', moment => 'occurred_at', events => '{insert}',
  watched => '{object_id,account_id,contact_id,lead_id,deal_id,project_id}');
call app_private.publish_changes('imports', topic => 'import');
call app_private.publish_changes('privacy_requests', topic => 'privacy_request');

-- ---------------------------------------------------------------------------------------------
-- What changes the sight of users: their sessions, memberships, roles, groups and conversations

create function app_private.publish_access_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  changed constant jsonb := to_jsonb(coalesce(new, old));
  member constant uuid := (changed ->> 'user_id')::uuid;
  organization constant uuid := (changed ->> 'organization_id')::uuid;
  users uuid[];
begin
  case tg_table_name
    when 'role_versions' then
      users := array(select m.user_id from app_public.memberships m
        where m.organization_id = organization and m.role_id = new.role_id);
    -- Who comes into a group also shows what is theirs to the others.
    when 'team_members' then
      users := array(select member union select g.user_id from app_public.team_members g
        where g.organization_id = organization and g.team_id in (old.team_id, new.team_id));
    when 'territory_members' then
      users := array(select member union select g.user_id from app_public.territory_members g
        where g.organization_id = organization and g.territory_id in (old.territory_id, new.territory_id));
    else
      users := array[member];
  end case;
  if users <> '{}' then
    insert into app_private.changes (organization_id, topic, action, record_ids)
      -- A session is its user's in every organization.
      values (case when tg_table_name <> 'sessions' then organization end, 'access', 'updated', users);
    perform app_private.note_changes();
  end if;
  return null;
end
$$;
comment on function app_private.publish_access_change() is 'Tells the feed whose sight may have changed.';

create trigger publish_access after update of revoked_at, expires_at on app_private.sessions
  for each row when (new.revoked_at is distinct from old.revoked_at or new.expires_at is distinct from old.expires_at)
  execute function app_private.publish_access_change();
create trigger publish_access_end after delete on app_private.sessions
  for each row execute function app_private.publish_access_change();
create trigger publish_access after update of role_id, is_active on app_public.memberships
  for each row when (new.role_id <> old.role_id or new.is_active <> old.is_active)
  execute function app_private.publish_access_change();
create trigger publish_access_end after delete on app_public.memberships
  for each row execute function app_private.publish_access_change();
create trigger publish_access after update on app_hidden.role_versions
  for each row when (new.version <> old.version) execute function app_private.publish_access_change();
create trigger publish_access after insert or update or delete on app_public.team_members
  for each row execute function app_private.publish_access_change();
create trigger publish_access after insert or update or delete on app_public.territory_members
  for each row execute function app_private.publish_access_change();
create trigger publish_access after delete on app_public.message_thread_participants
  for each row execute function app_private.publish_access_change();

-- ---------------------------------------------------------------------------------------------
-- Reading the feed

create function app_private.feed_identity() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select concat_ws(':', s.system_identifier, c.timeline_id, (select d.oid from pg_database d where d.datname = current_database()))
    from pg_control_system() s, pg_control_checkpoint() c
$$;
comment on function app_private.feed_identity() is
  'Changes when snapshots of before mean nothing any more: another server, a restored or promoted one, another database.';

create function app_private.watchable_topics() returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_object_agg(t.name, jsonb_build_object('isByRole', t.is_by_role, 'isOnRecords', t.is_on_records))
    from app_private.live_topics t
$$;
comment on function app_private.watchable_topics() is 'live_topics by their names: isByRole and isOnRecords of each.';

create function app_private.has_seen(snapshot pg_snapshot, other pg_snapshot) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select pg_snapshot_xmax(snapshot) >= pg_snapshot_xmax(other)
    and not exists (select from pg_snapshot_xip(snapshot) x where pg_visible_in_snapshot(x, other))
$$;
comment on function app_private.has_seen(pg_snapshot, pg_snapshot) is 'Whether the first snapshot saw all that the other saw.';

create function app_private.read_changes(
  since pg_snapshot, upto pg_snapshot default null, after_position bigint default 0, most integer default 2000,
  organization uuid default null, about text default null, watching uuid default null)
returns table (snapshot text, is_complete boolean, change_position bigint, organization_id uuid, topic text, action text,
  record_ids uuid[], watched_ids uuid[], moments timestamptz[], owner_ids uuid[], former_owner_ids uuid[], changed_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp rows 10 as $$
  select reading.upto::text,
      app_private.has_seen(reading.upto, since)
        and not exists (select from app_private.change_horizons h where not app_private.has_seen(since, h.snapshot)
          and h.taken_at = (select min(first.taken_at) from app_private.change_horizons first)),
      c.position, c.organization_id, c.topic, c.action, c.record_ids, c.watched_ids, c.moments, c.owner_ids, c.former_owner_ids, c.changed_at
    from (select coalesce(read_changes.upto, pg_current_snapshot()) as upto) reading
    left join lateral (
      select found.* from (
        -- What had not begun then, and what was under way.
        select * from app_private.changes later where later.transaction_id >= pg_snapshot_xmax(since)
        union all
        select earlier.* from pg_snapshot_xip(since) x join app_private.changes earlier on earlier.transaction_id = x
      ) found
      where pg_visible_in_snapshot(found.transaction_id, reading.upto)
        and found.position > after_position
        and (organization is null or found.organization_id = organization)
        and (about is null or found.topic = about)
        and (watching is null or watching = any (coalesce(found.watched_ids, found.record_ids)))
      order by found.position
      limit most
    ) c on true
$$;
comment on function app_private.read_changes(pg_snapshot, pg_snapshot, bigint, integer, uuid, text, uuid) is
  'What has become visible since a snapshot and until another (the current one), in the order of positions: the
first so many after a position, of an organization, a topic and what is watched when these are given. One row
without a change when there is none. is_complete: false when something of it has been trimmed, or when the
snapshot is none of this database''s past.';

create function app_private.trim_changes(keep interval default '1 hour') returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  horizon app_private.change_horizons;
  trimmed integer;
begin
  -- Two at once would wait for each other's rows; one is enough.
  if not pg_try_advisory_xact_lock(hashtextextended('rowhouse.trim_changes', 0)) then
    return 0;
  end if;
  -- Of another database, from whose copy this one was made.
  delete from app_private.changes c where c.transaction_id >= pg_snapshot_xmax(pg_current_snapshot());
  delete from app_private.change_horizons h where pg_snapshot_xmax(h.snapshot) > pg_snapshot_xmax(pg_current_snapshot());
  insert into app_private.change_horizons (snapshot) values (pg_current_snapshot());
  select * into horizon from app_private.change_horizons h
    where h.taken_at <= clock_timestamp() - keep order by h.taken_at desc limit 1;
  if not found then
    return 0;
  end if;
  delete from app_private.change_horizons h where h.taken_at < horizon.taken_at;
  delete from app_private.changes c
    where c.transaction_id < pg_snapshot_xmax(horizon.snapshot) and pg_visible_in_snapshot(c.transaction_id, horizon.snapshot);
  get diagnostics trimmed = row_count;
  return trimmed;
end
$$;
comment on function app_private.trim_changes(interval) is
  'Removes what became visible longer ago than so long and remembers until where; answers how many rows.';

-- ---------------------------------------------------------------------------------------------
-- Who sees what

create procedure app_private.answer_visible_ids() language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format($ddl$
create or replace function app_hidden.visible_ids(topic text, ids uuid[], moments timestamptz[], watched uuid, most integer)
returns uuid[]
language plpgsql stable as $function$
begin
  case topic
%s
  end case;
end
$function$
$ddl$, (select string_agg(format(
      '    when %L then return array(select r.id from app_public.%I r where %s limit most);', t.name, t.table_name,
      case when t.name = 'timeline_event' then concat(
          '(r.occurred_at, r.id) in (select asked.m, asked.i from unnest(moments, ids) asked (m, i)) and (r.object_id = watched',
          -- Whose timeline an event is in may be a field that the caller does not see.
          (select string_agg(format(' or r.%1$I = watched and (select app_hidden.field_mode(''timeline_events'', %1$L)) in (''edit'', ''view'')', c), '')
            from unnest('{account_id,contact_id,lead_id,deal_id,project_id}'::text[]) c), ')')
        else 'r.id = any (ids)' end), E'\n' order by t.name)
    from app_private.live_topics t));
end
$$;
comment on procedure app_private.answer_visible_ids() is
  'Makes app_hidden.visible_ids of live_topics: a statement of its own for each, whose plan is kept.';
call app_private.answer_visible_ids();
comment on function app_hidden.visible_ids(text, uuid[], timestamptz[], uuid, integer) is
  'Which of these the caller sees, so many at most: what the policies say. watched: for events, on whose timeline.';
grant execute on function app_hidden.visible_ids(text, uuid[], timestamptz[], uuid, integer) to rowhouse_user;

create function app_private.gone_ids(topic text, ids uuid[], former_owner_ids uuid[]) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  object app_hidden.crm_objects;
  found_ids uuid[];
begin
  select * into object from app_hidden.crm_objects o where o.name = topic;
  if not found or not coalesce(case when object.owner_columns = '{}' then app_hidden.may(topic, 'view')
      else app_hidden.reaches(topic, 'view', former_owner_ids) end, false) then
    return '{}';
  end if;
  if not object.is_on_records then
    return ids;
  end if;
  execute format('select array(select r.id from app_public.%I r
      where r.organization_id = (select app_hidden.current_organization_id()) and r.id = any ($1) and %s)',
      object.table_name, app_hidden.on_visible_records_expression(object))
    into found_ids using ids;
  return found_ids;
end
$$;
comment on function app_private.gone_ids(text, uuid[], uuid[]) is
  'Which of these the caller saw as long as they were live and belonged to their former owners.';

create function app_private.sight_of_caller(topic text) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  has_owners constant boolean := exists (select from app_hidden.crm_objects o where o.name = topic and o.owner_columns <> '{}');
begin
  return (select jsonb_build_object(
      'class', case when exists (select from app_public.role_permissions p
          where p.organization_id = m.organization_id and p.role_id = m.role_id and p.action = 'view' and p.scope <> 'all')
        then 'user ' || m.user_id else 'role ' || m.role_id end,
      'version', v.version,
      'reach', case when has_owners then to_jsonb(app_hidden.owner_ids_in_scope(topic, 'view')) end,
      'expiresAt', (select extract(epoch from s.expires_at) from app_private.sessions s
        where s.id = nullif(current_setting('rowhouse.session_id', true), '')::uuid))
    from app_public.memberships m
    join app_hidden.role_versions v on v.organization_id = m.organization_id and v.role_id = m.role_id
    where m.organization_id = organization and m.user_id = app_hidden.current_user_id());
end
$$;
comment on function app_private.sight_of_caller(text) is
  'class: equal for callers of one organization who see the same records; version: of their role; reach: whose
records of the topic they may see, null for everybody''s; expiresAt: when their session ends by itself, in seconds
since 1970. Fails like current_organization_id().';

create function app_private.saw_of(gone jsonb) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(to_jsonb(app_private.gone_ids(g ->> 'topic',
      array(select jsonb_array_elements_text(g -> 'ids'))::uuid[],
      array(select jsonb_array_elements_text(g -> 'formerOwnerIds'))::uuid[]))), '[]')
    from jsonb_array_elements(gone) g
$$;
comment on function app_private.saw_of(jsonb) is 'gone_ids of an array of {topic, ids, formerOwnerIds}.';

create function app_private.ask_sight(questions jsonb) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  question jsonb;
  answer jsonb;
  answers jsonb[] := '{}';
begin
  for question in select q from jsonb_array_elements(questions) q loop
    begin
      perform set_config('rowhouse.user_id', question ->> 'userId', true),
        set_config('rowhouse.organization_id', question ->> 'organizationId', true),
        set_config('rowhouse.session_id', coalesce(question ->> 'sessionId', ''), true),
        set_config('rowhouse.access_version', coalesce(question ->> 'version', ''), true);
      answer := '{}';
      -- As the API's login: by what they see, and what they have seen.
      if question -> 'version' is null then
        answer := app_private.sight_of_caller(question ->> 'topic');
        perform set_config('rowhouse.access_version', answer ->> 'version', true);
      end if;
      if question -> 'gone' <> '[]' then
        answer := answer || jsonb_build_object('gone', app_private.saw_of(question -> 'gone'));
      end if;
      -- As themselves: what the policies say.
      if question -> 'ids' <> '[]' then
        perform set_config('role', 'rowhouse_user', true);
        answer := answer || jsonb_build_object('visible', app_hidden.visible_ids(question ->> 'topic',
          array(select jsonb_array_elements_text(question -> 'ids'))::uuid[],
          array(select jsonb_array_elements_text(question -> 'moments'))::timestamptz[],
          (question ->> 'watched')::uuid, (question ->> 'most')::integer));
        perform set_config('role', 'none', true);
      end if;
    exception when sqlstate 'RH401' or sqlstate 'RH403' or sqlstate 'RH412' then
      answer := jsonb_build_object('refusal', jsonb_build_object('sqlState', sqlstate, 'message', sqlerrm));
    end;
    answers := answers || answer;
  end loop;
  return to_jsonb(answers);
end
$$;
comment on function app_private.ask_sight(jsonb) is
  'Asks the policies of many members at once. questions: an array of {userId, organizationId, sessionId, version,
topic, ids, moments, watched, most, gone: [{topic, ids, formerOwnerIds}]}; the answer: in the same order {visible:
ids that they see, gone: [ids that they saw]}, with what sight_of_caller() tells where no version of their role was
given, or {refusal: {sqlState, message}}: RH401 and RH403 for who is no active member or whose session has ended,
RH412 when the version is of yesterday. For the API''s login, which becomes each of them.';

grant execute on function app_private.feed_identity(), app_private.watchable_topics(), app_private.trim_changes(interval),
  app_private.read_changes(pg_snapshot, pg_snapshot, bigint, integer, uuid, text, uuid),
  app_private.gone_ids(text, uuid[], uuid[]), app_private.sight_of_caller(text), app_private.saw_of(jsonb),
  app_private.ask_sight(jsonb)
  to rowhouse_authenticator;
