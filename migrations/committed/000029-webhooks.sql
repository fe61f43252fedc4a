--! Previous: sha1:1c39cf09dda1f5a29e03a5ff8b0b4b74f86743d6
--! Hash: sha1:6e90c632cc0a255df1fa4ca70d42d0733d8fa1b5

-- Webhooks: addresses that are told what happens here. What is to be sent is written in the transaction
-- that wants it sent; a job sends it (src/webhooks), at least once, and writes down each try.
-- docs/webhooks.md says what users, receivers and operators need to know.

-- ---------------------------------------------------------------------------------------------
-- The kinds of records that raise events, which are those that workflows read and write.
create function app_hidden.event_objects() returns text[]
language sql immutable parallel safe return '{account,contact,lead,deal,activity,task,project,communication,note}'::text[];
comment on function app_hidden.event_objects() is 'The objects whose records raise events, by their names in crm_objects.';

-- ---------------------------------------------------------------------------------------------
-- What a workflow, or a webhook, can listen to. object: of which records an event tells; null for
-- those of the clock and of somebody's hand, which may be about any or none.
create table app_hidden.event_names (
  name text primary key,
  object text references app_hidden.crm_objects
);
comment on table app_hidden.event_names is 'The events that workflows and webhooks can listen to.';
grant select on app_hidden.event_names to rowhouse_user;

insert into app_hidden.event_names (name, object)
  select o.name || '.' || change.name, o.name
    from unnest(app_hidden.event_objects()) o (name),
      unnest('{created,updated,deleted}'::text[]) change (name)
  union all
  values ('lead.converted', 'lead'), ('lead.score_changed', 'lead'),
    ('deal.stage_changed', 'deal'), ('deal.won', 'deal'), ('deal.lost', 'deal'), ('deal.stage_overdue', 'deal'),
    ('activity.completed', 'activity'), ('activity.overdue', 'activity'),
    ('task.completed', 'task'), ('task.overdue', 'task'),
    ('communication.logged', 'communication'),
    ('schedule.cron', null), ('schedule.hourly', null), ('schedule.daily', null), ('schedule.weekly', null),
    ('schedule.monthly', null), ('manual', null);

-- ---------------------------------------------------------------------------------------------
-- Who sees everything: what a webhook was sent, and what it answered, is of records of all kinds, and
-- cannot be shown in part.

create function app_private.member_sees_everything(organization uuid, member uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from app_public.memberships m
      join app_hidden.role_versions v on v.organization_id = m.organization_id and v.role_id = m.role_id
      where m.organization_id = organization and m.user_id = member and m.is_active and starts_with(v.version, 'full:')
        and not exists (
          select from unnest(app_hidden.event_objects()) o (name)
            where not exists (select from app_public.role_permissions p
              where p.organization_id = m.organization_id and p.role_id = m.role_id
                and p.object = o.name and p.action = 'view' and p.scope = 'all')))
$$;
comment on function app_private.member_sees_everything(uuid, uuid) is
  'Whether an active member sees all fields of all records of the kinds that raise events.';

create function app_hidden.sees_everything() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select app_private.member_sees_everything(app_hidden.current_organization_id(), app_hidden.current_user_id())
$$;
comment on function app_hidden.sees_everything() is
  'Whether the caller sees all fields of all records of the kinds that raise events.';
grant execute on function app_hidden.sees_everything() to rowhouse_user, rowhouse_analyst;

-- ---------------------------------------------------------------------------------------------
-- An address that is told. Whoever saved it last owns it: what is sent shows what they may see.
create table app_public.webhook_endpoints (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  name text not null check (name ~ '\S' and length(name) <= 100),
  url text not null,
  description text check (length(description) <= 1000),
  events text[] not null default '{}' check (cardinality(events) <= 100),
  is_enabled boolean not null default true,
  enabled_at timestamptz not null default now(),
  disabled_at timestamptz,
  disabled_reason text check (length(disabled_reason) <= 500),
  secret_changed_at timestamptz not null default now(),
  owner_id uuid not null default app_hidden.current_user_id(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  constraint webhook_endpoints_name_key unique (organization_id, name),
  constraint webhook_endpoints_disabled_check check (
    is_enabled = (disabled_at is null) and (disabled_reason is null or not is_enabled)),
  constraint webhook_endpoints_url_check check (
    length(url) <= 2000
    -- A name or address, without a user; no backslash, which clients take for a slash; no fragment.
    and url ~ '^https?://([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:0*[1-9]\d{0,4})?([/?][!$-;=?-\[\]^-~]*)?$'
    and coalesce(substring(url from '^https?://[^/?]*?(?::0*(\d{1,5}))?(?:[/?]|$)')::integer, 1) <= 65535),
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, user_id)
);
create index webhook_endpoints_owner_id_idx on app_public.webhook_endpoints (organization_id, owner_id);
comment on table app_public.webhook_endpoints is
  E'@behavior -insert\nAn address outside that is told what happens, by the events it listens to and by workflows. 50 at most.';
comment on column app_public.webhook_endpoints.url is
  'Where to: https or http, without user and fragment. Neither private addresses nor redirects are followed.';
comment on column app_public.webhook_endpoints.events is
  'Events that it listens to itself, such as lead.created; none when only workflows send to it.';
comment on column app_public.webhook_endpoints.is_enabled is
  'Whether anything is sent. It is disabled when the receiver says that it is gone (410), and after failing for 24 hours.';
comment on column app_public.webhook_endpoints.enabled_at is 'When it was enabled last.';
comment on column app_public.webhook_endpoints.disabled_reason is 'Why it is disabled.';
comment on column app_public.webhook_endpoints.secret_changed_at is 'When its secret was made.';
comment on column app_public.webhook_endpoints.owner_id is
  'Whoever saved it last: of what it listens to, it is sent what they may see.';
comment on constraint webhook_endpoints_name_key on app_public.webhook_endpoints is 'A webhook endpoint with this name exists.';
comment on constraint webhook_endpoints_url_check on app_public.webhook_endpoints is
  'Give an address such as https://hooks.example.com/crm: https or http, 2,000 characters at most, a port from 1 to 65535, no user, no fragment, no spaces.';
call app_hidden.protect_setting('webhook_endpoints', 'webhook_endpoint',
  '{enabled_at,disabled_at,disabled_reason,secret_changed_at,owner_id}');
-- Made with its secret by createWebhookEndpoint.
revoke insert on app_public.webhook_endpoints from rowhouse_user;
call app_hidden.audit_changes('webhook_endpoints');

create function app_hidden.keep_webhook_endpoint() returns trigger
language plpgsql as $$
declare
  unknown text[] := array(select e from unnest(new.events) e where e is null
    or not exists (select from app_hidden.event_names n where n.name = e and n.object is not null));
begin
  if cardinality(unknown) > 0 then
    perform app_hidden.fail('RH400', 'There is no such event to listen to.',
      jsonb_build_object('events', format('No such event: %s.', coalesce(left(unknown[1], 100), 'null'))));
  end if;
  new.events := array(select distinct e from unnest(new.events) e order by e);
  if tg_op = 'INSERT' then
    -- Two that would be the last take turns.
    perform pg_advisory_xact_lock(hashtextextended('rowhouse.webhook_endpoints', 0) # hashtextextended(new.organization_id::text, 0));
    if (select count(*) from app_public.webhook_endpoints e where e.organization_id = new.organization_id) >= 50 then
      perform app_hidden.fail('RH409', 'An organization has at most 50 webhook endpoints.');
    end if;
  elsif current_user = 'rowhouse_user' then
    new.owner_id := app_hidden.current_user_id();
  end if;
  if new.is_enabled then
    new.disabled_at := null;
    new.disabled_reason := null;
    if tg_op = 'UPDATE' and not old.is_enabled then
      new.enabled_at := now();
    end if;
  elsif new.disabled_at is null then
    new.disabled_at := now();
    new.disabled_reason := coalesce(new.disabled_reason, 'Disabled by hand.');
  end if;
  return new;
end
$$;
comment on function app_hidden.keep_webhook_endpoint() is
  'Whoever saves an endpoint owns it; what it listens to are events (RH400); 50 an organization (RH409).';
create trigger keep_webhook_endpoint before insert or update on app_public.webhook_endpoints
  for each row execute function app_hidden.keep_webhook_endpoint();

-- What deliveries are signed with (https://www.standardwebhooks.com). Shown once, when it is made; the
-- former one signs too for a day after the change.
create table app_private.webhook_secrets (
  organization_id uuid not null,
  endpoint_id uuid not null,
  id uuid not null default app_hidden.uuid_v7(),
  secret text not null default 'whsec_' || encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'base64'),
  expires_at timestamptz,
  primary key (organization_id, endpoint_id, id),
  foreign key (organization_id, endpoint_id) references app_public.webhook_endpoints on delete cascade
);
create unique index webhook_secrets_current_key on app_private.webhook_secrets (organization_id, endpoint_id) where expires_at is null;
comment on table app_private.webhook_secrets is 'The secrets of webhook endpoints: the current one, and the former until it expires.';

-- Whether an endpoint has been failing: apart, since it changes with each try.
create table app_private.webhook_health (
  organization_id uuid not null,
  endpoint_id uuid not null,
  failing_since timestamptz,
  failed_at timestamptz,
  failures integer not null default 0,
  primary key (organization_id, endpoint_id),
  foreign key (organization_id, endpoint_id) references app_public.webhook_endpoints on delete cascade
);
comment on table app_private.webhook_health is 'Since when an endpoint has done nothing but fail, when last, and how often.';

-- ---------------------------------------------------------------------------------------------
-- What is to be sent to an endpoint, and what came of it. key tells what it is about, so that nothing
-- is queued twice. Its id is the message's, by which a receiver knows it again.
create table app_public.webhook_deliveries (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  endpoint_id uuid not null,
  event text not null check (event ~ '\S' and length(event) <= 100),
  key text not null check (length(key) between 1 and 200),
  status text not null default 'queued' references app_enum.webhook_delivery_statuses,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  response_status integer,
  error text check (length(error) <= 500),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, endpoint_id, key),
  foreign key (organization_id, endpoint_id) references app_public.webhook_endpoints on delete cascade
);
create index webhook_deliveries_endpoint_id_idx on app_public.webhook_deliveries (organization_id, endpoint_id, created_at, id);
create index webhook_deliveries_created_at_idx on app_public.webhook_deliveries (organization_id, created_at, id);
comment on table app_public.webhook_deliveries is
  E'@behavior -insert -update -delete\nA message to a webhook endpoint, and what came of it. Kept for 30 days.';
comment on column app_public.webhook_deliveries.event is 'What it tells of: an event, what a workflow calls it, or webhook.test.';
comment on column app_public.webhook_deliveries.key is E'@behavior -*\nWhat it is queued once for.';
comment on column app_public.webhook_deliveries.attempts is 'How often it has been tried.';
comment on column app_public.webhook_deliveries.next_attempt_at is 'When it is tried next; null when it is over, and while its endpoint is disabled.';
comment on column app_public.webhook_deliveries.response_status is 'The HTTP status of the last answer; null when there was none.';
comment on column app_public.webhook_deliveries.error is 'Why the last try failed, or why there will be none.';
comment on column app_public.webhook_deliveries.finished_at is 'When it was delivered or given up.';
call app_hidden.build_wall('webhook_deliveries');
call app_hidden.bound_dates('webhook_deliveries');
create policy select_permitted on app_public.webhook_deliveries for select to rowhouse_user
  using ((select app_hidden.may('webhook_endpoint', 'view')));
grant select on app_public.webhook_deliveries to rowhouse_user;
-- It is a log of its own.
call app_hidden.audit_changes('webhook_deliveries', events => '{}');

-- What is said, and to whom it may be shown. record_id: the record that it is about, with which it goes.
create table app_private.webhook_payloads (
  organization_id uuid not null,
  delivery_id uuid not null,
  data jsonb not null,
  seen_by uuid not null,
  record_id uuid,
  primary key (organization_id, delivery_id),
  foreign key (organization_id, delivery_id) references app_public.webhook_deliveries on delete cascade
);
create index webhook_payloads_record_id_idx on app_private.webhook_payloads (organization_id, record_id);
comment on table app_private.webhook_payloads is 'What deliveries say.';
comment on column app_private.webhook_payloads.seen_by is
  'The user as whom it was read: it goes to endpoints of theirs, and of those who see everything.';

-- What is waiting, until it is over. Whoever sends one has a claim on it until due_at, and when they
-- are gone by then it is due again. Those of disabled endpoints are due at infinity.
create table app_private.webhook_queue (
  organization_id uuid not null,
  delivery_id uuid not null,
  endpoint_id uuid not null,
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  claim uuid,
  primary key (organization_id, delivery_id),
  foreign key (organization_id, delivery_id) references app_public.webhook_deliveries on delete cascade
);
create index webhook_queue_endpoint_id_idx on app_private.webhook_queue (organization_id, endpoint_id, due_at, delivery_id);
create index webhook_queue_due_at_idx on app_private.webhook_queue (due_at);
create index webhook_queue_claimed_idx on app_private.webhook_queue (organization_id, endpoint_id) where claim is not null;
comment on table app_private.webhook_queue is 'Deliveries that are to be sent.';
comment on column app_private.webhook_queue.attempts is 'How often it was tried since it was queued.';
comment on column app_private.webhook_queue.due_at is 'When it is to be sent; with a claim, when the claim ends.';

-- ---------------------------------------------------------------------------------------------
-- A try, as it went.
create table app_public.webhook_attempts (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  delivery_id uuid not null,
  started_at timestamptz not null default now(),
  duration_ms integer not null check (duration_ms >= 0),
  response_status integer,
  error text check (length(error) <= 500),
  response_excerpt text check (length(response_excerpt) <= 1024),
  primary key (organization_id, id),
  foreign key (organization_id, delivery_id) references app_public.webhook_deliveries on delete cascade
);
create index webhook_attempts_delivery_id_idx on app_public.webhook_attempts (organization_id, delivery_id, started_at);
comment on table app_public.webhook_attempts is
  E'@behavior -insert -update -delete\nA try to deliver. Shows to those who see all fields of all records.';
comment on column app_public.webhook_attempts.duration_ms is 'Milliseconds until the answer was read or given up.';
comment on column app_public.webhook_attempts.response_status is 'The HTTP status of the answer; null when there was none.';
comment on column app_public.webhook_attempts.error is 'Why it failed; null when it did not.';
comment on column app_public.webhook_attempts.response_excerpt is 'How the answer begins.';
call app_hidden.build_wall('webhook_attempts');
call app_hidden.bound_dates('webhook_attempts');
create policy select_permitted on app_public.webhook_attempts for select to rowhouse_user
  using ((select app_hidden.may('webhook_endpoint', 'view')) and (select app_hidden.sees_everything()));
grant select on app_public.webhook_attempts to rowhouse_user;
call app_hidden.audit_changes('webhook_attempts', events => '{}');

create function app_public.webhook_deliveries_payload(delivery app_public.webhook_deliveries) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.data from app_private.webhook_payloads p
    where p.organization_id = app_hidden.current_organization_id() and p.delivery_id = delivery.id
      and app_hidden.may('webhook_endpoint', 'view') and app_hidden.sees_everything()
$$;
comment on function app_public.webhook_deliveries_payload(app_public.webhook_deliveries) is
  E'@behavior -filterBy -orderBy\nWhat it says (data of the message). Null to those who do not see all fields of all records, and when it was erased.';
grant execute on function app_public.webhook_deliveries_payload(app_public.webhook_deliveries) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Waking who sends. Writers do not wait for each other: of those that commit at the same moment one
-- adds the job by its key and the others jobs without. No job is needed beside one that has not begun
-- or one that is at it, since none ends while somebody is committing (end_webhook_pump).

create function app_private.wake_webhooks() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- Once a transaction.
  if current_setting('rowhouse.webhooks_woken', true) = pg_current_xact_id()::text then
    return;
  end if;
  perform set_config('rowhouse.webhooks_woken', pg_current_xact_id()::text, true);
  perform pg_advisory_xact_lock_shared(hashtextextended('rowhouse.webhooks', 0));
  if exists (select from graphile_worker.jobs j
      where j.key = 'webhooks' and j.locked_at is null and j.run_at <= now() and j.attempts < j.max_attempts)
    -- Renewed every ten seconds by one that is alive.
    or exists (select from app_private.webhook_pump p where p.lease_until > now() + interval '15 seconds') then
    return;
  end if;
  perform graphile_worker.add_job('deliver_webhooks', '{}'::json,
    job_key => case when pg_try_advisory_xact_lock(hashtextextended('rowhouse.webhooks.job', 0)) then 'webhooks' end);
end
$$;
comment on function app_private.wake_webhooks() is 'Has what is due sent once the transaction has committed.';

-- With the owner's rights: before PostgreSQL 18 it runs as whoever the role is when the transaction ends.
create function app_private.wake_webhooks_at_commit() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_private.wake_webhooks();
  return null;
end
$$;
comment on function app_private.wake_webhooks_at_commit() is 'Adds the job as late as can be.';
create constraint trigger wake_webhooks after insert on app_private.webhook_queue deferrable initially deferred
  for each row execute function app_private.wake_webhooks_at_commit();

create function app_private.hold_webhooks() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- What is being sent just now ends as it ends.
  with held as (
    update app_private.webhook_queue q set due_at = case when new.is_enabled then now() else 'infinity' end
      where q.organization_id = new.organization_id and q.endpoint_id = new.id and q.claim is null
      returning q.delivery_id)
  update app_public.webhook_deliveries d set next_attempt_at = case when new.is_enabled then now() end
    from held h where d.organization_id = new.organization_id and d.id = h.delivery_id;
  if new.is_enabled then
    perform app_private.wake_webhooks();
  end if;
  return null;
end
$$;
comment on function app_private.hold_webhooks() is 'What waits for a disabled endpoint is held, and goes on when it is enabled.';
create trigger hold_webhooks after update of is_enabled on app_public.webhook_endpoints
  for each row when (new.is_enabled <> old.is_enabled) execute function app_private.hold_webhooks();

-- ---------------------------------------------------------------------------------------------
-- Queueing

create function app_private.queue_webhook(organization uuid, endpoint uuid, key text, event text, data jsonb,
  record_id uuid default null, seen_by uuid default null) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  target app_public.webhook_endpoints;
  delivery uuid;
begin
  select * into target from app_public.webhook_endpoints e
    where e.organization_id = organization and e.id = endpoint and e.is_enabled;
  if not found then
    return null;
  end if;
  if octet_length(data::text) > 262144 then
    perform app_hidden.fail('RH400', 'A message to a webhook has 256 kB at most.', '{"data": "256 kB at most."}');
  end if;
  insert into app_public.webhook_deliveries as d (organization_id, endpoint_id, event, key, next_attempt_at)
    values (organization, endpoint, queue_webhook.event, queue_webhook.key, now())
    on conflict on constraint webhook_deliveries_organization_id_endpoint_id_key_key do nothing
    returning d.id into delivery;
  if delivery is null then
    return (select d.id from app_public.webhook_deliveries d
      where d.organization_id = organization and d.endpoint_id = endpoint and d.key = queue_webhook.key);
  end if;
  insert into app_private.webhook_payloads (organization_id, delivery_id, data, seen_by, record_id)
    values (organization, delivery, coalesce(queue_webhook.data, '{}'), coalesce(queue_webhook.seen_by, target.owner_id),
      queue_webhook.record_id);
  insert into app_private.webhook_queue (organization_id, delivery_id, endpoint_id) values (organization, delivery, endpoint);
  return delivery;
end
$$;
comment on function app_private.queue_webhook(uuid, uuid, text, text, jsonb, uuid, uuid) is
  'Queues a message to an endpoint, once for each key (200 characters at most); answers the delivery, which may be
there already, or null when there is no such endpoint or it is disabled. data: 256 kB at most, else RH400. record_id:
what it is about, with which it is erased. seen_by: as whom data was read, by default the endpoint''s owner.';
grant execute on function app_private.queue_webhook(uuid, uuid, text, text, jsonb, uuid, uuid) to rowhouse_authenticator;

create function app_hidden.send_webhook(endpoint uuid, key text, event text, data jsonb, record_id uuid default null) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  caller constant uuid := app_hidden.current_user_id();
  target app_public.webhook_endpoints;
begin
  select * into target from app_public.webhook_endpoints e
    where e.organization_id = organization and e.id = endpoint and app_hidden.may('webhook_endpoint', 'view');
  if not found then
    perform app_hidden.fail('RH404', 'No such webhook endpoint.');
  elsif not target.is_enabled then
    perform app_hidden.fail('RH409', 'This webhook endpoint is disabled.');
  elsif target.owner_id <> caller and not app_private.member_sees_everything(organization, target.owner_id) then
    perform app_hidden.fail('RH403', 'Whoever saved this webhook endpoint last does not see all that could be sent to it.');
  end if;
  return app_private.queue_webhook(organization, endpoint, key, event, data, record_id, caller);
end
$$;
comment on function app_hidden.send_webhook(uuid, text, text, jsonb, uuid) is
  'Queues a message of what the caller sees, once for each key; answers the delivery. RH404 when the caller sees no such
endpoint, RH409 when it is disabled, RH403 when it is somebody else''s who does not see everything, RH400 above 256 kB.';
grant execute on function app_hidden.send_webhook(uuid, text, text, jsonb, uuid) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Sending. One job at a time, the pump, has deliveries in hand; which one is told by a lease, since the
-- process that runs it may be killed. It asks for as many as it has room for, in turns: the endpoints
-- and organizations that have few in hand come first.
create table app_private.webhook_pump (
  only_one boolean primary key default true check (only_one),
  holder uuid not null,
  lease_until timestamptz not null
);
comment on table app_private.webhook_pump is 'Which job sends webhooks.';

create function app_private.add_webhook_job(run_at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job('deliver_webhooks', '{}'::json, run_at => run_at, job_key => 'webhooks:next');
end
$$;
comment on function app_private.add_webhook_job(timestamptz) is 'Has webhooks be sent at a time, in place of the time said before.';

create function app_private.hold_webhook_pump(pump uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app_private.webhook_pump as p (holder, lease_until) values (pump, now() + interval '30 seconds')
    on conflict (only_one) do update set holder = excluded.holder, lease_until = excluded.lease_until
      where p.holder = excluded.holder or p.lease_until <= now();
  if not found then
    -- Should the other one be gone.
    perform app_private.add_webhook_job(p.lease_until + interval '1 second') from app_private.webhook_pump p;
  end if;
  return found;
end
$$;
comment on function app_private.hold_webhook_pump(uuid) is
  'Makes this job the one that sends, for 30 seconds; false while it is another.';

create type app_private.claimed_webhook as (
  organization_id uuid, delivery_id uuid, claim uuid, url text, body text, secrets text[]);

create function app_private.claim_webhooks(room integer) returns setof app_private.claimed_webhook
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  taken record;
begin
  -- Lest two count the same claims, while one job takes over from another.
  perform pg_advisory_xact_lock(hashtextextended('rowhouse.webhooks.claim', 0));
  for taken in
    with recursive endpoints as (
      -- Those that something waits for, by leaps through the index.
      (select q.organization_id, q.endpoint_id from app_private.webhook_queue q order by 1, 2 limit 1)
      union all
      select following.* from endpoints e cross join lateral (
        select q.organization_id, q.endpoint_id from app_private.webhook_queue q
          where (q.organization_id, q.endpoint_id) > (e.organization_id, e.endpoint_id) order by 1, 2 limit 1) following
    ),
    in_hand as (
      select q.organization_id, q.endpoint_id, count(*) as many from app_private.webhook_queue q
        where q.claim is not null and q.due_at > now() and q.due_at < 'infinity' group by 1, 2
    ),
    due as (
      select q.*, coalesce(o.many, 0) + row_number() over (partition by q.organization_id order by q.due_at, q.delivery_id) as place
        from endpoints e
        left join in_hand h using (organization_id, endpoint_id)
        left join (select h.organization_id, sum(h.many) as many from in_hand h group by 1) o using (organization_id)
        left join app_private.webhook_health w using (organization_id, endpoint_id)
        cross join lateral (
          select q.organization_id, q.delivery_id, q.due_at from app_private.webhook_queue q
            where q.organization_id = e.organization_id and q.endpoint_id = e.endpoint_id and q.due_at <= now()
            order by q.due_at, q.delivery_id
            -- One that fails has one try at a time.
            limit greatest(0, case when w.failing_since is null then 2 else 1 end - coalesce(h.many, 0))) q
        where coalesce(o.many, 0) < 10
    ),
    chosen as (
      select d.organization_id, d.delivery_id from due d where d.place <= 10 order by d.place, d.due_at
        limit greatest(0, least(room, 50 - (select coalesce(sum(h.many), 0) from in_hand h)))
    ),
    -- Not what is just being erased or removed.
    free as (
      select q.organization_id, q.delivery_id from app_private.webhook_queue q
        join chosen c on c.organization_id = q.organization_id and c.delivery_id = q.delivery_id
        where q.due_at <= now()
        for update of q skip locked
    )
    update app_private.webhook_queue q set claim = gen_random_uuid(), due_at = now() + interval '30 seconds'
      from free c
      where q.organization_id = c.organization_id and q.delivery_id = c.delivery_id
      returning q.organization_id, q.delivery_id, q.endpoint_id, q.claim
  loop
    return query select w.* from app_private.webhook_to_send(taken.organization_id, taken.delivery_id, taken.claim) w;
  end loop;
end
$$;
comment on function app_private.claim_webhooks(integer) is
  'Takes so many deliveries that are due, for 30 seconds: of all jobs together 50 at a time, 10 of an organization, 2 of
an endpoint and 1 while it fails.';

create function app_private.end_webhook(organization uuid, delivery uuid, outcome text, reason text, response_status integer default null)
returns void language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app_private.webhook_queue q where q.organization_id = organization and q.delivery_id = delivery;
  update app_public.webhook_deliveries d
    set status = outcome, error = reason, next_attempt_at = null, finished_at = now(),
      response_status = coalesce(end_webhook.response_status, d.response_status)
    where d.organization_id = organization and d.id = delivery;
$$;
comment on function app_private.end_webhook(uuid, uuid, text, text, integer) is 'A delivery is over: delivered, failed or cancelled.';

create function app_private.webhook_to_send(organization uuid, delivery uuid, claim uuid) returns setof app_private.claimed_webhook
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  message record;
begin
  select e.id as endpoint_id, e.url, e.is_enabled, e.owner_id, m.is_active as has_active_owner, d.event, d.created_at, p.data, p.seen_by
    into message
    from app_public.webhook_deliveries d
    join app_public.webhook_endpoints e on e.organization_id = d.organization_id and e.id = d.endpoint_id
    join app_public.memberships m on m.organization_id = e.organization_id and m.user_id = e.owner_id
    left join app_private.webhook_payloads p on p.organization_id = d.organization_id and p.delivery_id = d.id
    where d.organization_id = organization and d.id = delivery;
  if not found then
    return;
  elsif not message.is_enabled then
    update app_private.webhook_queue q set due_at = 'infinity', claim = null
      where q.organization_id = organization and q.delivery_id = delivery;
    update app_public.webhook_deliveries d set next_attempt_at = null where d.organization_id = organization and d.id = delivery;
  elsif not message.has_active_owner then
    perform app_private.end_webhook(organization, delivery, 'cancelled', 'Whoever saved the endpoint is no active member any more.');
  elsif message.seen_by <> message.owner_id and not app_private.member_sees_everything(organization, message.owner_id) then
    perform app_private.end_webhook(organization, delivery, 'cancelled',
      'Whoever saved the endpoint since does not see all that would be sent.');
  else
    return next row(organization, delivery, claim, message.url,
      jsonb_build_object('type', message.event,
        'timestamp', to_char(message.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'data', message.data)::text,
      array(select s.secret from app_private.webhook_secrets s
        where s.organization_id = organization and s.endpoint_id = message.endpoint_id
          and (s.expires_at is null or s.expires_at > now())
        order by s.expires_at desc nulls first))::app_private.claimed_webhook;
  end if;
end
$$;
comment on function app_private.webhook_to_send(uuid, uuid, uuid) is
  'What is sent of a delivery that was claimed, looked at once more: none when its endpoint is disabled by now, or belongs
to somebody who may not see it or is no active member.';

create function app_private.end_webhook_pump(pump uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  next_due timestamptz;
begin
  -- Whoever is about to commit has counted on this job.
  if not pg_try_advisory_xact_lock(hashtextextended('rowhouse.webhooks', 0)) then
    return false;
  end if;
  select min(q.due_at) into next_due from app_private.webhook_queue q;
  if next_due <= now() and not exists (select from app_private.webhook_queue q where q.claim is not null and q.due_at between now() and now() + interval '1 hour') then
    return false;
  end if;
  if next_due < 'infinity' then
    -- What is due and not to be had is held up by claims of one who is gone.
    perform app_private.add_webhook_job(greatest(next_due, now() + interval '1 second'));
  end if;
  delete from app_private.webhook_pump p where p.holder = pump;
  return true;
end
$$;
comment on function app_private.end_webhook_pump(uuid) is
  'Ends the job when nothing is due, and has one begin when something will be. False when there is more, or may be in a moment.';

create function app_private.leave_webhook_pump(pump uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from app_private.webhook_pump p where p.holder = pump;
  if found then
    perform app_private.add_webhook_job(now());
  end if;
  return found;
end
$$;
comment on function app_private.leave_webhook_pump(uuid) is 'Ends a job that has to stop, for another to go on; false when it was another already.';

-- ---------------------------------------------------------------------------------------------
-- What came of a try

create function app_hidden.webhook_pause(attempts integer) returns interval
language sql immutable as $$
  -- 5 s, 15 s, 45 s, … 3 h, then 4 h: the 14th try is a good day after the first.
  select case when attempts < 14 then least(interval '5 seconds' * 3 ^ (attempts - 1), interval '4 hours') end
$$;
comment on function app_hidden.webhook_pause(integer) is
  'How long to wait at least after so many tries have failed; null when it is given up.';

create function app_private.note_webhook_failure(organization uuid, endpoint uuid, is_gone boolean) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  health app_private.webhook_health;
  target app_public.webhook_endpoints;
begin
  insert into app_private.webhook_health as h (organization_id, endpoint_id, failing_since, failed_at, failures)
    values (organization, endpoint, now(), now(), 1)
    on conflict on constraint webhook_health_pkey do update set
      -- A failure long after the last begins anew.
      failing_since = case when h.failed_at > now() - interval '24 hours' then coalesce(h.failing_since, now()) else now() end,
      failures = case when h.failed_at > now() - interval '24 hours' then h.failures + 1 else 1 end,
      failed_at = now()
    returning * into health;
  update app_public.webhook_endpoints e set is_enabled = false, disabled_reason = case when is_gone
      then 'The receiver answered that it is gone (410).'
      else 'Nothing could be delivered for 24 hours.' end
    where e.organization_id = organization and e.id = endpoint and e.is_enabled
      and (is_gone or greatest(health.failing_since, e.enabled_at) <= now() - interval '24 hours' and health.failures >= 5)
    returning * into target;
  if found then
    perform app_private.notify(organization,
      array(
        select target.owner_id
        union
        select m.user_id from app_public.memberships m
          join app_public.role_permissions p on p.organization_id = m.organization_id and p.role_id = m.role_id
          where m.organization_id = organization and m.is_active and p.object = 'webhook_endpoint' and p.action = 'edit'),
      'webhook_disabled', 'webhook_endpoint', endpoint, null,
      concat_ws(':', 'webhook_disabled', endpoint, extract(epoch from target.disabled_at)));
  end if;
end
$$;
comment on function app_private.note_webhook_failure(uuid, uuid, boolean) is
  'Disables an endpoint that is gone, or has done nothing but fail for 24 hours (five times at least), and tells its owner
and those who may edit webhook endpoints.';

create function app_private.finish_webhook_attempt(organization_id uuid, delivery_id uuid, claim uuid, started_at timestamptz,
  duration_ms integer, response_status integer, error text, response_excerpt text, retry_after integer default null)
returns text language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  delivery app_public.webhook_deliveries;
  attempt integer;
  pause interval;
  next_due timestamptz;
  outcome text;
begin
  select * into delivery from app_public.webhook_deliveries d
    where d.organization_id = finish_webhook_attempt.organization_id and d.id = finish_webhook_attempt.delivery_id;
  if not found then
    return 'lost';
  end if;
  -- The endpoint before the delivery, as who disables it by hand.
  if error is not null then
    perform app_private.note_webhook_failure(delivery.organization_id, delivery.endpoint_id, response_status is not distinct from 410);
  else
    update app_private.webhook_health h set failing_since = null, failures = 0
      where h.organization_id = delivery.organization_id and h.endpoint_id = delivery.endpoint_id and h.failing_since is not null;
  end if;
  select q.attempts + 1 into attempt from app_private.webhook_queue q
    where q.organization_id = delivery.organization_id and q.delivery_id = delivery.id and q.claim = finish_webhook_attempt.claim
    for update;
  -- It came too late, or what it said has been erased meanwhile.
  if attempt is null then
    return 'lost';
  end if;
  insert into app_public.webhook_attempts (organization_id, delivery_id, started_at, duration_ms, response_status, error, response_excerpt)
    values (delivery.organization_id, delivery.id, finish_webhook_attempt.started_at, finish_webhook_attempt.duration_ms,
      finish_webhook_attempt.response_status, finish_webhook_attempt.error, finish_webhook_attempt.response_excerpt);
  update app_public.webhook_deliveries d set attempts = d.attempts + 1, response_status = finish_webhook_attempt.response_status
    where d.organization_id = delivery.organization_id and d.id = delivery.id;
  pause := app_hidden.webhook_pause(attempt) * (1 + random() * 0.2);
  if error is null then
    outcome := 'delivered';
  elsif pause is null or response_status = 410 or delivery.event = 'webhook.test' then
    outcome := 'failed';
  else
    if retry_after is not null then
      pause := greatest(pause, least(make_interval(secs => retry_after), interval '4 hours'));
    end if;
    next_due := case when exists (select from app_public.webhook_endpoints e
        where e.organization_id = delivery.organization_id and e.id = delivery.endpoint_id and e.is_enabled)
      then now() + pause else 'infinity' end;
    update app_private.webhook_queue q set attempts = attempt, due_at = next_due, claim = null
      where q.organization_id = delivery.organization_id and q.delivery_id = delivery.id;
    update app_public.webhook_deliveries d set error = finish_webhook_attempt.error, next_attempt_at = nullif(next_due, 'infinity')
      where d.organization_id = delivery.organization_id and d.id = delivery.id;
    return 'retrying';
  end if;
  perform app_private.end_webhook(delivery.organization_id, delivery.id, outcome, error);
  return outcome;
end
$$;
comment on function app_private.finish_webhook_attempt(uuid, uuid, uuid, timestamptz, integer, integer, text, text, integer) is
  'Writes down a try and what follows: delivered, retrying later, or failed for good after 14 tries in a day, on 410 and for
tests. error: why it failed, else null; duration_ms: milliseconds; retry_after: seconds that the receiver asked for, of which
4 hours are granted. Answers lost, and notes nothing, when the claim is another''s by now.';

create function app_private.release_webhook(organization_id uuid, delivery_id uuid, claim uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update app_private.webhook_queue q set due_at = now(), claim = null
    where q.organization_id = release_webhook.organization_id and q.delivery_id = release_webhook.delivery_id
      and q.claim = release_webhook.claim
$$;
comment on function app_private.release_webhook(uuid, uuid, uuid) is 'Gives a claim back, of a job that has to stop.';

grant execute on function app_private.hold_webhook_pump(uuid), app_private.claim_webhooks(integer),
  app_private.end_webhook_pump(uuid), app_private.leave_webhook_pump(uuid), app_private.release_webhook(uuid, uuid, uuid),
  app_private.finish_webhook_attempt(uuid, uuid, uuid, timestamptz, integer, integer, text, text, integer)
to rowhouse_authenticator;

-- ---------------------------------------------------------------------------------------------
-- What users do

create function app_hidden.create_webhook_endpoint(name text, url text, description text, events text[], is_enabled boolean,
  out id uuid, out secret text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
begin
  perform app_hidden.require_permission('webhook_endpoint', 'create');
  insert into app_public.webhook_endpoints as e (organization_id, name, url, description, events, is_enabled)
    values (organization, create_webhook_endpoint.name, create_webhook_endpoint.url, create_webhook_endpoint.description,
      coalesce(create_webhook_endpoint.events, '{}'), coalesce(create_webhook_endpoint.is_enabled, true))
    returning e.id into create_webhook_endpoint.id;
  insert into app_private.webhook_secrets as s (organization_id, endpoint_id) values (organization, create_webhook_endpoint.id)
    returning s.secret into create_webhook_endpoint.secret;
end
$$;
comment on function app_hidden.create_webhook_endpoint(text, text, text, text[], boolean) is
  'A new endpoint and its secret, which is shown this once. RH403 without permission, RH400 for an unknown event, RH409 for
the 51st; violations of constraints for another name''s, or a wrong url.';

create function app_hidden.rotate_webhook_secret(endpoint uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  made text;
begin
  perform app_hidden.require_record_permission('webhook_endpoint', 'edit', endpoint);
  -- Two at once take turns.
  update app_public.webhook_endpoints e set secret_changed_at = now()
    where e.organization_id = organization and e.id = endpoint;
  delete from app_private.webhook_secrets s
    where s.organization_id = organization and s.endpoint_id = endpoint and s.expires_at is not null;
  update app_private.webhook_secrets s set expires_at = now() + interval '24 hours'
    where s.organization_id = organization and s.endpoint_id = endpoint;
  insert into app_private.webhook_secrets as s (organization_id, endpoint_id) values (organization, endpoint)
    returning s.secret into made;
  return made;
end
$$;
comment on function app_hidden.rotate_webhook_secret(uuid) is
  'A new secret, shown this once; the former signs too for 24 hours, one before it no more. RH404 and RH403 as
require_record_permission, for edit.';
grant execute on function app_hidden.create_webhook_endpoint(text, text, text, text[], boolean),
  app_hidden.rotate_webhook_secret(uuid) to rowhouse_user;

create function app_public.enable_webhook_endpoint(id uuid) returns app_public.webhook_endpoints
language plpgsql volatile as $$
declare
  enabled app_public.webhook_endpoints;
begin
  perform app_hidden.require_record_permission('webhook_endpoint', 'edit', enable_webhook_endpoint.id);
  update app_public.webhook_endpoints e set is_enabled = true where e.id = enable_webhook_endpoint.id returning * into enabled;
  return enabled;
end
$$;
comment on function app_public.enable_webhook_endpoint(id uuid) is
  'Enables a webhook endpoint; what waits for it is sent at once. Whoever does it owns it from then on. RH404 when the caller sees none, RH403 without the permission to edit it.';
grant execute on function app_public.enable_webhook_endpoint(uuid) to rowhouse_user;

create function app_public.send_test_webhook(endpoint_id uuid) returns app_public.webhook_deliveries
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  made uuid;
  queued app_public.webhook_deliveries;
begin
  perform app_hidden.require_record_permission('webhook_endpoint', 'manage', send_test_webhook.endpoint_id);
  made := app_private.queue_webhook(organization, send_test_webhook.endpoint_id,
    'test:' || gen_random_uuid(), 'webhook.test', '{"message": "This is a test."}');
  select * into queued from app_public.webhook_deliveries d where d.organization_id = organization and d.id = made;
  if not found then
    perform app_hidden.fail('RH409', 'This webhook endpoint is disabled.');
  end if;
  return queued;
end
$$;
comment on function app_public.send_test_webhook(uuid) is
  'Sends a message of the type webhook.test, which is tried once. RH404 when the caller sees no such endpoint, RH403 without the permission to manage it, RH409 when it is disabled.';
grant execute on function app_public.send_test_webhook(uuid) to rowhouse_user;

create function app_private.requeue_webhooks(organization uuid, deliveries uuid[]) returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with again as (
    update app_public.webhook_deliveries d
      set status = 'queued', error = null, finished_at = null, next_attempt_at = case when e.is_enabled then now() end
      from app_public.webhook_endpoints e, app_private.webhook_payloads p
      where d.organization_id = organization and d.id = any (deliveries) and d.status <> 'queued'
        and e.organization_id = d.organization_id and e.id = d.endpoint_id
        and p.organization_id = d.organization_id and p.delivery_id = d.id
      returning d.id, d.endpoint_id, e.is_enabled),
  queued as (
    insert into app_private.webhook_queue (organization_id, delivery_id, endpoint_id, due_at)
      select organization, a.id, a.endpoint_id, case when a.is_enabled then now() else 'infinity' end from again a)
  select count(*)::integer from again
$$;
comment on function app_private.requeue_webhooks(uuid, uuid[]) is
  'Has deliveries that are over sent again, under the same id, unless what they said was erased. Answers how many.';

create function app_public.replay_webhook_delivery(id uuid) returns app_public.webhook_deliveries
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  delivery app_public.webhook_deliveries;
begin
  select * into delivery from app_public.webhook_deliveries d
    where d.organization_id = organization and d.id = replay_webhook_delivery.id and app_hidden.may('webhook_endpoint', 'view');
  if not found then
    perform app_hidden.fail('RH404', 'No such delivery.');
  end if;
  perform app_hidden.require_record_permission('webhook_endpoint', 'manage', delivery.endpoint_id);
  -- Of two at once, the second finds it queued.
  if app_private.requeue_webhooks(organization, array[delivery.id]) = 0
    and not exists (select from app_private.webhook_payloads p where p.organization_id = organization and p.delivery_id = delivery.id) then
    perform app_hidden.fail('RH409', 'What this delivery said has been erased.');
  end if;
  select * into delivery from app_public.webhook_deliveries d where d.organization_id = organization and d.id = delivery.id;
  return delivery;
end
$$;
comment on function app_public.replay_webhook_delivery(uuid) is
  'Sends a delivery that is over once more, under its id; one that waits stays as it is. RH404 when the caller sees none, RH403 without the permission to manage webhook endpoints, RH409 when what it said has been erased.';

create function app_public.replay_webhook_deliveries(endpoint_id uuid, since timestamptz, include_delivered boolean default false)
returns integer language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
begin
  perform app_hidden.require_record_permission('webhook_endpoint', 'manage', replay_webhook_deliveries.endpoint_id);
  return app_private.requeue_webhooks(organization, array(
    select d.id from app_public.webhook_deliveries d
      where d.organization_id = organization and d.endpoint_id = replay_webhook_deliveries.endpoint_id and d.created_at >= since
        and (d.status in ('failed', 'cancelled') or include_delivered and d.status = 'delivered')
      order by d.created_at, d.id limit 10000));
end
$$;
comment on function app_public.replay_webhook_deliveries(uuid, timestamptz, boolean) is
  E'@resultFieldName replayedCount\nSends once more what has failed or was cancelled since a time, and with includeDelivered also what was delivered: the oldest 10,000. Answers how many. RH404 when the caller sees no such endpoint, RH403 without the permission to manage it.';
grant execute on function app_public.replay_webhook_delivery(uuid),
  app_public.replay_webhook_deliveries(uuid, timestamptz, boolean) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- What was said goes with whom it is about

create function app_private.forget_webhook_payloads(organization uuid, deliveries uuid[]) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select app_private.end_webhook(organization, q.delivery_id, 'cancelled', 'What was to be sent has been erased.')
    from app_private.webhook_queue q where q.organization_id = organization and q.delivery_id = any (deliveries);
  update app_public.webhook_attempts a set response_excerpt = null
    where a.organization_id = organization and a.delivery_id = any (deliveries) and a.response_excerpt is not null;
  delete from app_private.webhook_payloads p where p.organization_id = organization and p.delivery_id = any (deliveries);
$$;
comment on function app_private.forget_webhook_payloads(uuid, uuid[]) is
  'Removes what deliveries said and were answered; those that wait are cancelled.';

create function app_private.forget_webhooks_about() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_private.forget_webhook_payloads(f.organization_id, f.deliveries)
    from (select p.organization_id, array_agg(p.delivery_id) as deliveries
      from forgotten r join app_private.webhook_payloads p on p.organization_id = r.organization_id and p.record_id = r.id
      group by p.organization_id) f;
  return null;
end
$$;
comment on function app_private.forget_webhooks_about() is
  'What was said about records is removed when they are removed for good.';
do $$
declare
  target text;
begin
  for target in select o.table_name from app_hidden.crm_objects o
    where o.name in ('account', 'contact', 'lead', 'deal', 'activity', 'task', 'project', 'communication', 'note')
  loop
    execute format('create trigger forget_webhooks after delete on app_public.%I referencing old table as forgotten
      for each statement execute function app_private.forget_webhooks_about()', target);
  end loop;
end
$$;

create function app_private.forget_webhooks_of_erased() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_private.forget_webhook_payloads(new.organization_id, array(
    select p.delivery_id from app_private.webhook_payloads p where p.organization_id = new.organization_id and p.record_id = new.id));
  return null;
end
$$;
comment on function app_private.forget_webhooks_of_erased() is 'What was said about a person is removed when they are erased.';
create trigger forget_webhooks_of_erased after update on app_public.contacts
  for each row when (old.erased_at is null and new.erased_at is not null)
  execute function app_private.forget_webhooks_of_erased();
create trigger forget_webhooks_of_erased after update on app_public.leads
  for each row when (old.erased_at is null and new.erased_at is not null)
  execute function app_private.forget_webhooks_of_erased();

create function app_private.erase_webhook_payloads(erasure app_private.erasures) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- Whether they are about the person or hold the address.
  perform app_private.forget_webhook_payloads(erasure.organization_id, array(
    select p.delivery_id from app_private.webhook_payloads p
      where p.organization_id = erasure.organization_id and (p.data::text ~* app_hidden.any_pattern(
          array(select id::text from unnest(erasure.contact_ids || erasure.lead_ids) id) || erasure.address_pattern)
        or p.record_id = any (erasure.deal_ids || erasure.account_ids) and p.data::text ~* erasure.person_pattern)));
end
$$;
comment on function app_private.erase_webhook_payloads(app_private.erasures) is
  'Removes what was said about somebody who is erased, what holds their e-mail address, and what names them of their
deals and accounts.';

create function app_private.clean_up_webhooks() returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app_public.webhook_deliveries d where d.created_at < now() - interval '30 days';
  delete from app_private.webhook_secrets s where s.expires_at < now();
$$;
comment on function app_private.clean_up_webhooks() is 'Removes deliveries that are 30 days old, and secrets that have expired.';

-- ---------------------------------------------------------------------------------------------
-- Told of: endpoints that were disabled

create function app_public.notifications_webhook_endpoint(notification app_public.notifications) returns app_public.webhook_endpoints
language sql stable as $$
  select e from app_public.webhook_endpoints e where notification.object_type = 'webhook_endpoint' and e.id = notification.object_id
$$;
comment on function app_public.notifications_webhook_endpoint(app_public.notifications) is
  'The webhook endpoint that it is about, if it is about one.';
grant execute on function app_public.notifications_webhook_endpoint(app_public.notifications) to rowhouse_user;

call app_hidden.show_notifications();
call app_hidden.describe_fields();
call app_hidden.add_reporting_views();
