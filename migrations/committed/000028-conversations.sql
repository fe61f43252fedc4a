--! Previous: sha1:83be52def9f13555e9bb8955cab5dc36a1bc961b
--! Hash: sha1:1c39cf09dda1f5a29e03a5ff8b0b4b74f86743d6

-- Conversations: who took part in what was said, which contacts and colleagues they are, and which
-- mails answer one another. All of it is kept by the database from what a communication says.

-- ---------------------------------------------------------------------------------------------
-- A participant is an entry of email_from, email_to, email_cc or meeting_attendees: an address, a
-- name or both. Seen with the communication, by those who see the column that the entry is from.
create table app_public.communication_participants (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  communication_id uuid not null,
  role text not null references app_enum.participant_roles,
  position smallint not null,
  address text check (address = lower(address) and address ~ '^[^@\s]+@[^@\s]+$' and length(address) <= 254),
  name text check (name ~ '\S' and length(name) <= 255),
  user_id uuid,
  primary key (organization_id, id),
  constraint communication_participants_identity_check check (num_nonnulls(address, name) > 0),
  constraint communication_participants_key unique nulls not distinct (organization_id, communication_id, role, address, name),
  constraint communication_participants_communication_id_fkey
    foreign key (organization_id, communication_id) references app_public.communications on delete cascade,
  foreign key (organization_id, user_id) references app_public.memberships (organization_id, user_id)
);
comment on table app_public.communication_participants is
  E'@behavior -insert -update -delete\nWho took part in a communication. Kept by the database from emailFrom, emailTo, emailCc and meetingAttendees.';
comment on column app_public.communication_participants.position is 'Place among those of the role, from 1.';
comment on column app_public.communication_participants.address is 'E-mail address in lower case; null of an entry without one.';
comment on column app_public.communication_participants.name is 'The name beside the address, or the whole of an entry without one.';
comment on column app_public.communication_participants.user_id is 'The member who has the address.';
comment on constraint communication_participants_identity_check on app_public.communication_participants is
  'A participant has an address or a name.';
comment on constraint communication_participants_communication_id_fkey on app_public.communication_participants is
  '@foreignFieldName participants';
create index communication_participants_address_idx on app_public.communication_participants (organization_id, address) where address is not null;
create index communication_participants_user_id_idx on app_public.communication_participants (organization_id, user_id) where user_id is not null;

-- That a participant is a contact. A row of its own, seen only with the contact: in the participant's
-- row its absence or presence would tell of contacts that somebody does not see. It stays when the
-- contact's address changes, and moves with the contact when that is merged.
create table app_public.communication_contacts (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  participant_id uuid not null,
  contact_id uuid not null,
  primary key (organization_id, id),
  constraint communication_contacts_participant_id_key unique (organization_id, participant_id),
  constraint communication_contacts_participant_id_fkey
    foreign key (organization_id, participant_id) references app_public.communication_participants on delete cascade,
  foreign key (organization_id, contact_id) references app_public.contacts on delete cascade
);
comment on table app_public.communication_contacts is
  E'@behavior -insert -update -delete\nThat a participant of a communication is a contact, by the e-mail address. Seen by those who see both, and the addresses of contacts.';
comment on constraint communication_contacts_participant_id_fkey on app_public.communication_contacts is
  '@foreignFieldName contactMatch';
comment on constraint communication_contacts_participant_id_key on app_public.communication_contacts is '@behavior -single';
create index communication_contacts_contact_id_idx on app_public.communication_contacts (organization_id, contact_id);

create function app_hidden.seen_participant_roles() returns text[]
language plpgsql stable as $$
declare
  withheld constant text[] := app_hidden.withheld_columns('communications');
begin
  return array(select source.role
    from (values ('from', 'email_from'), ('to', 'email_to'), ('cc', 'email_cc'), ('attendee', 'meeting_attendees'))
      source (role, column_name)
    where source.column_name <> all (withheld));
end
$$;
comment on function app_hidden.seen_participant_roles() is
  'The roles of participants that stand in columns which the caller sees as they are.';
grant execute on function app_hidden.seen_participant_roles() to rowhouse_user, rowhouse_analyst;

-- Nobody writes them but the database, so there is nothing to guard but reading.
do $$
declare
  target text;
begin
  foreach target in array '{communication_participants,communication_contacts}'::text[] loop
    call app_hidden.build_wall(target);
    execute format('create policy select_with_record on app_public.%I for select to rowhouse_user using (%s)',
      target, app_hidden.parents_expression(target, 'view'));
    execute format('grant select on app_public.%I to rowhouse_user', target);
    -- They follow from the communication, which has an entry.
    call app_hidden.audit_changes(target, events => '{}');
  end loop;
end
$$;
create policy of_seen_columns on app_public.communication_participants as restrictive for select to rowhouse_user
  using (role = any ((select app_hidden.seen_participant_roles())::text[]));
create policy with_participant_and_address on app_public.communication_contacts as restrictive for select to rowhouse_user
  using (exists (select from app_public.communication_participants p where p.id = participant_id offset 0)
    and 'email' <> all ((select app_hidden.withheld_columns('contacts'))::text[]));
-- What a caller does not see is asked by these policies and by functions that run as the caller.
grant execute on function app_hidden.withheld_columns(text) to rowhouse_user, rowhouse_analyst;

create function app_public.communication_participants_contact(participant app_public.communication_participants)
returns app_public.contacts language sql stable as $$
  select c
    from app_public.communication_contacts m
    join app_public.contacts c on c.organization_id = m.organization_id and c.id = m.contact_id
    where m.organization_id = participant.organization_id and m.participant_id = participant.id
$$;
comment on function app_public.communication_participants_contact(app_public.communication_participants) is
  'The contact who this is, if the caller sees the contact and the addresses of contacts.';
grant execute on function app_public.communication_participants_contact(app_public.communication_participants) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Reading the entries

create function app_hidden.mailbox(entry text, out address text, out name text)
language plpgsql immutable strict parallel safe as $$
declare
  -- "Ann Lee" <ann@corp.test>, or the address alone (RFC 5322, 3.4).
  parts constant text[] := regexp_match(left(entry, 1000), '^(.*)<\s*([^<>@\s]+@[^<>@\s]+)\s*>\s*$');
begin
  address := lower(coalesce(parts[2], substring(btrim(left(entry, 1000)) from '^[^<>@\s]+@[^<>@\s]+$')));
  if length(address) > 254 then
    address := null;
  end if;
  name := left(btrim(case when address is null then entry else parts[1] end, E' "''\t\r\n'), 255);
  if name !~ '\S' then
    name := null;
  end if;
end
$$;
comment on function app_hidden.mailbox(text) is
  'Address (in lower case) and name of an entry of a mail''s header; what has no address is a name, of at most 255 letters.';

create function app_hidden.participants_of(communication app_public.communications)
returns table (role text, "position" smallint, address text, name text)
language sql stable rows 5 as $$
  select distinct on (entry.rank, entry.role, coalesce(m.address, m.name)) entry.role, entry.position::smallint, m.address, m.name
    from (
      select 1 as rank, 'from' as role, communication.email_from as text, 1 as position
      union all
      select 2, 'to', e.text, e.position from unnest(communication.email_to) with ordinality e (text, position)
      union all
      select 3, 'cc', e.text, e.position from unnest(communication.email_cc) with ordinality e (text, position)
      union all
      select 4, 'attendee', e.text, e.position from unnest(communication.meeting_attendees) with ordinality e (text, position)
    ) entry
    cross join lateral app_hidden.mailbox(entry.text) m
    where num_nonnulls(m.address, m.name) > 0
    order by entry.rank, entry.role, coalesce(m.address, m.name), entry.position
$$;
comment on function app_hidden.participants_of(app_public.communications) is
  'Who took part, as the entries of a communication say; each once in a role.';

-- ---------------------------------------------------------------------------------------------
-- Keeping participants and matches. Whose an address is is found out for the whole organization; who
-- may know is a matter of the policies above.

create function app_hidden.keep_participants() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  communication app_public.communications := new;
begin
  if tg_op = 'UPDATE' then
    delete from app_public.communication_participants p
      where p.organization_id = new.organization_id and p.communication_id = new.id
        and not exists (select from app_hidden.participants_of(communication) o
          where o.role = p.role and o.address is not distinct from p.address and o.name is not distinct from p.name);
  end if;
  with kept as (
    insert into app_public.communication_participants as p
        (organization_id, communication_id, role, position, address, name, user_id)
      select new.organization_id, new.id, o.role, o.position, o.address, o.name, m.user_id
        from app_hidden.participants_of(communication) o
        left join app_public.users u on u.email = o.address
        left join app_public.memberships m on m.organization_id = new.organization_id and m.user_id = u.id
      on conflict on constraint communication_participants_key do update set position = excluded.position
        where p.position <> excluded.position
      returning p.organization_id, p.id, p.address
  )
  insert into app_public.communication_contacts (organization_id, participant_id, contact_id)
    select kept.organization_id, kept.id, c.id
      from kept
      cross join lateral (select c.id from app_public.contacts c
        where c.organization_id = kept.organization_id and c.email = kept.address and c.deleted_at is null offset 0) c
    on conflict do nothing;
  return null;
end
$$;
comment on function app_hidden.keep_participants() is
  'Keeps who took part in a communication, and which contacts they are. Entries that stay keep their match, also when the
contact has another address by now.';
create trigger keep_participants_of_new after insert on app_public.communications
  for each row when (new.email_from is not null or new.email_to <> '{}' or new.email_cc <> '{}' or new.meeting_attendees <> '{}')
  execute function app_hidden.keep_participants();
create trigger keep_participants after update of email_from, email_to, email_cc, meeting_attendees on app_public.communications
  for each row when ((new.email_from, new.email_to, new.email_cc, new.meeting_attendees)
    is distinct from (old.email_from, old.email_to, old.email_cc, old.meeting_attendees))
  execute function app_hidden.keep_participants();

create function app_hidden.match_contact() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app_public.communication_contacts as m (organization_id, participant_id, contact_id)
    select p.organization_id, p.id, new.id
      from app_public.communication_participants p
      where p.organization_id = new.organization_id and p.address = new.email
    -- Whoever had the address and was deleted has given it up.
    on conflict on constraint communication_contacts_participant_id_key do update set contact_id = excluded.contact_id
      where exists (select from app_public.contacts former
        where former.organization_id = m.organization_id and former.id = m.contact_id and former.deleted_at is not null);
  return null;
end
$$;
comment on function app_hidden.match_contact() is
  'A contact with an address is matched to what was said under it before, unless that is another contact''s.';
create trigger match_new_contact after insert on app_public.contacts
  for each row when (new.email is not null) execute function app_hidden.match_contact();
create trigger match_contact after update of email, deleted_at on app_public.contacts
  for each row when (new.email is not null and new.deleted_at is null
    and (new.email is distinct from old.email or old.deleted_at is not null))
  execute function app_hidden.match_contact();

create function app_hidden.match_member() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app_public.communication_participants p set user_id = new.user_id
    where p.organization_id = new.organization_id and p.user_id is null
      and p.address = (select u.email from app_public.users u where u.id = new.user_id);
  return null;
end
$$;
comment on function app_hidden.match_member() is 'A new member is matched to what was said under their address before.';
create trigger match_member after insert on app_public.memberships
  for each row execute function app_hidden.match_member();

create function app_private.match_recent_participants(since interval default '1 day') returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  -- Ids begin with the time in milliseconds.
  first constant uuid := rpad(lpad(to_hex((extract(epoch from now() - since) * 1000)::bigint), 12, '0'), 32, '0')::uuid;
  organization uuid;
  found integer;
  matched integer := 0;
begin
  for organization in select o.id from app_public.organizations o loop
    insert into app_public.communication_contacts (organization_id, participant_id, contact_id)
      select p.organization_id, p.id, c.id
        from app_public.communication_participants p
        join app_public.contacts c on c.organization_id = p.organization_id and c.email = p.address and c.deleted_at is null
        where p.organization_id = organization and p.id >= first
          and not exists (select from app_public.communication_contacts m
            where m.organization_id = p.organization_id and m.participant_id = p.id)
      on conflict do nothing;
    get diagnostics found = row_count;
    matched := matched + found;
  end loop;
  return matched;
end
$$;
comment on function app_private.match_recent_participants(interval) is
  'Matches participants of the last while that have no contact: a contact and a communication that were made at the
same moment do not see each other. since: how far back. Answers how many it matched.';
grant execute on function app_private.match_recent_participants(interval) to rowhouse_authenticator;

-- ---------------------------------------------------------------------------------------------
-- On whom a new communication is, where its maker does not say: the contact and account that the
-- addresses tell. Only records that the maker sees, by fields that they see; and only where nobody
-- who sees what it is on already would lose sight of it.

create function app_hidden.owners_around(communication app_public.communications) returns uuid[]
language sql stable as $$
  select array(
    select distinct owner from (
      select unnest(array[a.owner_id, a.account_manager_id]) as owner from app_public.accounts a
        where a.organization_id = communication.organization_id and a.id = communication.account_id
      union all
      select c.owner_id from app_public.contacts c
        where c.organization_id = communication.organization_id and c.id = communication.contact_id
      union all
      select l.owner_id from app_public.leads l
        where l.organization_id = communication.organization_id and l.id = communication.lead_id
      union all
      select d.owner_id from app_public.deals d
        where d.organization_id = communication.organization_id and d.id = communication.deal_id
      union all
      select unnest(array[a.assigned_to_id, a.created_by]) from app_public.activities a
        where a.organization_id = communication.organization_id and a.id = communication.activity_id) owners
      where owner is not null)
$$;
comment on function app_hidden.owners_around(app_public.communications) is 'Whose the records are that a communication is on.';

create function app_hidden.sees_owners() returns boolean
language sql stable as $$
  select not exists (
    select from (values ('contacts', '{email,account_id,owner_id}'::text[]), ('accounts', '{owner_id,account_manager_id}'),
        ('leads', '{owner_id}'), ('deals', '{owner_id}'), ('activities', '{assigned_to_id,created_by}')) used (table_name, columns)
      where used.columns && app_hidden.withheld_columns(used.table_name))
$$;
comment on function app_hidden.sees_owners() is 'Whether the caller sees all that a match of a new communication goes by.';

create function app_hidden.find_customer() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  communication app_public.communications := new;
  read_only text[] := '{}';
  matched uuid[] := array(
    select distinct c.id from app_hidden.participants_of(communication) p
      cross join lateral (select c.id from app_public.contacts c
        where c.organization_id = new.organization_id and c.email = p.address and c.deleted_at is null offset 0) c
      -- Colleagues take part and are no customers, be they contacts as well.
      where not exists (select from app_public.users u
        join app_public.memberships m on m.organization_id = new.organization_id and m.user_id = u.id
        where u.email = p.address offset 0));
  account record;
begin
  if matched = '{}' then
    return new;
  end if;
  if app_hidden.masks_fields() then
    if not app_hidden.sees_owners() then
      return new;
    end if;
    read_only := app_hidden.read_only_columns('communications');
  end if;
  matched := app_hidden.allowed_ids('contact', 'view', matched);
  if new.contact_id is null and cardinality(matched) = 1 and 'contact_id' <> all (read_only) then
    select c.id into new.contact_id from app_public.contacts c
      where c.organization_id = new.organization_id and c.id = matched[1]
        and app_hidden.owners_around(communication) <@ array[c.owner_id];
    communication := new;
  end if;
  if new.account_id is null and (new.contact_id is null or new.contact_id = any (matched)) and 'account_id' <> all (read_only) then
    select min(c.account_id::text)::uuid as id, count(distinct c.account_id) = 1 and count(c.account_id) = count(*) as is_one into account
      from app_public.contacts c
      where c.organization_id = new.organization_id and c.id = any (matched) and (new.contact_id is null or c.id = new.contact_id);
    if account.is_one and app_hidden.may_do('account', 'view', account.id) then
      select a.id into new.account_id from app_public.accounts a
        where a.organization_id = new.organization_id and a.id = account.id
          and app_hidden.owners_around(communication) <@ array[a.owner_id, a.account_manager_id];
    end if;
  end if;
  return new;
end
$$;
comment on function app_hidden.find_customer() is
  'Puts a new communication on the one contact whose address is in it, and on the one account of such contacts, where
it is on none.';
create trigger find_customer before insert on app_public.communications
  for each row when ((new.contact_id is null or new.account_id is null)
    and (new.email_from is not null or new.email_to <> '{}' or new.email_cc <> '{}' or new.meeting_attendees <> '{}'))
  execute function app_hidden.find_customer();

-- ---------------------------------------------------------------------------------------------
-- Threads. Which thread a Message-ID belongs to is a row of its own, also of mails that nobody has
-- logged: two answers to one belong together. The key makes two who log them at once agree.
create table app_private.message_ids (
  organization_id uuid not null,
  digest bytea not null,
  thread_id uuid not null,
  primary key (organization_id, digest),
  foreign key (organization_id, thread_id) references app_public.communication_threads on delete cascade
);
create index message_ids_thread_id_idx on app_private.message_ids (organization_id, thread_id);
comment on table app_private.message_ids is 'The thread of each Message-ID (its SHA-256) that a communication has or answers.';

create function app_hidden.message_id_digest(header text) returns bytea
language sql immutable strict parallel safe return
  sha256(convert_to(nullif(coalesce(substring(header from '<\s*([^<>]+?)\s*>'), btrim(header)), 'Erased'), 'UTF8'));
comment on function app_hidden.message_id_digest(text) is
  'What Message-IDs are compared by: the first one in a header, with or without angle brackets. Null of one that was
the address of somebody who has been erased: they have nothing in common.';

create function app_private.join_threads(organization uuid, thread_ids uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  kept text := coalesce(current_setting('rowhouse.keeps_updated_at', true), '');
begin
  update app_private.message_ids i set thread_id = thread_ids[1]
    where i.organization_id = organization and i.thread_id = any (thread_ids[2:]);
  perform set_config('rowhouse.keeps_updated_at', 'on', true);
  update app_public.communications c set thread_id = thread_ids[1]
    where c.organization_id = organization and c.thread_id = any (thread_ids[2:]);
  perform set_config('rowhouse.keeps_updated_at', kept, true);
  delete from app_public.communication_threads t where t.organization_id = organization and t.id = any (thread_ids[2:]);
end
$$;
comment on function app_private.join_threads(uuid, uuid[]) is
  'Makes the first of the threads, all of which the transaction has locked, of them all.';

create function app_hidden.find_thread() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  digests bytea[];
  candidate uuid;
  threads uuid[];
  locked integer;
begin
  new.message_id := nullif(btrim(new.message_id), '');
  new.in_reply_to := nullif(btrim(new.in_reply_to), '');
  digests := array_remove(array[app_hidden.message_id_digest(new.message_id), app_hidden.message_id_digest(new.in_reply_to)], null);
  new.thread_id := null;
  if digests = '{}' then
    return new;
  end if;
  loop
    threads := array(select distinct i.thread_id from app_private.message_ids i
      where i.organization_id = new.organization_id and i.digest = any (digests) order by 1);
    if threads = '{}' then
      if candidate is null then
        insert into app_public.communication_threads (organization_id) values (new.organization_id) returning id into candidate;
      end if;
      threads := array[candidate];
    end if;
    -- Until this transaction ends nobody joins them to others or removes them.
    if cardinality(threads) = 1 then
      perform from app_public.communication_threads t
        where t.organization_id = new.organization_id and t.id = threads[1] for key share;
    else
      perform from app_public.communication_threads t
        where t.organization_id = new.organization_id and t.id = any (threads) order by t.id for update;
    end if;
    get diagnostics locked = row_count;
    -- Somebody just has.
    continue when locked < cardinality(threads);
    -- Waits for whoever is giving one of the ids a thread.
    insert into app_private.message_ids (organization_id, digest, thread_id)
      select new.organization_id, digest, threads[1] from unnest(digests) digest order by digest
      on conflict do nothing;
    exit when threads = array(select distinct i.thread_id from app_private.message_ids i
      where i.organization_id = new.organization_id and i.digest = any (digests) order by 1);
  end loop;
  if candidate <> all (threads) then
    delete from app_public.communication_threads t where t.organization_id = new.organization_id and t.id = candidate;
  end if;
  if cardinality(threads) > 1 then
    perform app_private.join_threads(new.organization_id, threads);
  end if;
  new.thread_id := threads[1];
  return new;
end
$$;
comment on function app_hidden.find_thread() is
  'The thread of a communication: that of its Message-ID and of what it answers. Two that turn out to be one become one.';
create trigger find_thread_of_new before insert on app_public.communications
  for each row when (new.message_id is not null or new.in_reply_to is not null) execute function app_hidden.find_thread();
create trigger find_thread before update of message_id, in_reply_to on app_public.communications
  for each row when (new.message_id is distinct from old.message_id or new.in_reply_to is distinct from old.in_reply_to)
  execute function app_hidden.find_thread();

create function app_hidden.remove_empty_thread() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- Waits for whoever is putting a communication there.
  perform from app_public.communication_threads t
    where t.organization_id = old.organization_id and t.id = old.thread_id for update;
  delete from app_public.communication_threads t
    where t.organization_id = old.organization_id and t.id = old.thread_id
      and not exists (select from app_public.communications c
        where c.organization_id = t.organization_id and c.thread_id = t.id);
  return null;
end
$$;
comment on function app_hidden.remove_empty_thread() is 'A thread goes with its last communication.';
create trigger remove_empty_thread after delete on app_public.communications
  for each row when (old.thread_id is not null) execute function app_hidden.remove_empty_thread();
create trigger remove_left_thread after update of message_id, in_reply_to on app_public.communications
  for each row when (old.thread_id is distinct from new.thread_id and old.thread_id is not null)
  execute function app_hidden.remove_empty_thread();

create policy with_communication on app_public.communication_threads for select to rowhouse_user
  using (exists (select from app_public.communications c where c.thread_id = communication_threads.id offset 0)
    and 'thread_id' <> all ((select app_hidden.withheld_columns('communications'))::text[]));

create function app_public.recent_communication_threads() returns setof app_public.communication_threads
language sql stable as $$
  -- A thread is seen with any of its communications, and holds nothing else. "offset 0" has the list read
  -- from its end, a page at a time: the planner takes what policies let through for a few rows.
  select c.organization_id, c.thread_id
    from app_public.communications c
    -- The order tells when; so it is told only to who sees that.
    where not '{occurred_at,thread_id}' && (select app_hidden.withheld_columns('communications'))
      and c.thread_id is not null
      and not exists (select from app_public.communications later
        where later.organization_id = c.organization_id and later.thread_id = c.thread_id
          and (later.occurred_at, later.id) > (c.occurred_at, c.id) offset 0)
    order by c.occurred_at desc, c.id desc
$$;
comment on function app_public.recent_communication_threads() is
  E'@name communicationThreads\nThe threads of mails of which the caller sees any, that with the newest communication first. Empty for
those who do not see when communications occurred, or their headers.';

create function app_public.communication_threads_last_communication(thread app_public.communication_threads)
returns app_public.communications language sql stable as $$
  select c from app_public.communications c
    where c.organization_id = thread.organization_id and c.thread_id = thread.id
      and 'occurred_at' <> all ((select app_hidden.withheld_columns('communications'))::text[])
    order by c.occurred_at desc, c.id desc limit 1
$$;
comment on function app_public.communication_threads_last_communication(app_public.communication_threads) is
  'The newest of those that the caller sees; null for those who do not see when communications occurred.';
grant execute on function
  app_public.recent_communication_threads(),
  app_public.communication_threads_last_communication(app_public.communication_threads)
to rowhouse_user;

call app_hidden.describe_fields();
call app_hidden.add_reporting_views();
