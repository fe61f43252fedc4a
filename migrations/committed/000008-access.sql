--! Previous: sha1:9d8865c6db9bfc0fa4d3d5d374eb8992d11106fe
--! Hash: sha1:f5fc043d2125e65dc9c5597dd3d0231537e9fd05

-- Access: how an organization begins, how people sign in, are invited, and regain their account,
-- and how programs are let in by API keys.
-- The functions in app_private are called by the API's auth plugin as rowhouse_authenticator;
-- passwords are hashed and tokens made before they get here, and tokens are stored only hashed.

-- ---------------------------------------------------------------------------------------------
-- Switches of an organization for parts of the product: which there are, and how each of them stands.
create table app_hidden.features (
  name text primary key check (name ~ '^[a-z][a-z0-9_]{0,62}$'),
  description text not null,
  is_enabled boolean
);
comment on table app_hidden.features is 'The feature flags that there are; is_enabled: as an organization begins, null when it begins without.';
insert into app_hidden.features values
  ('workflow_engine_enabled', 'Workflows run.', true),
  ('field_permissions_enabled', 'Field permissions and masks hold; off, every role sees every field of what it sees.', true),
  ('lead_scoring_v2_enabled', 'Leads are scored; off, scores stay as they are.', true),
  ('members_view_all_enabled', 'Members view everybody''s records; what they may change stays their own.', false),
  ('demo_data_loaded', 'The demo data has been loaded; set by what loads it.', null);

create table app_public.feature_flags (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  name text not null references app_hidden.features,
  is_enabled boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, name)
);
comment on table app_public.feature_flags is
  E'@behavior -insert -update -delete\nA part of the product that is switched on or off for the organization.';
comment on constraint feature_flags_name_fkey on app_public.feature_flags is 'No such feature flag.';
call app_hidden.protect_setting('feature_flags', 'organization');
call app_hidden.audit_changes('feature_flags');

create function app_public.feature_flags_description(flag app_public.feature_flags) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.description from app_hidden.features f where f.name = flag.name
$$;
comment on function app_public.feature_flags_description(app_public.feature_flags) is
  E'@behavior -filterBy -orderBy\nWhat is so while it is on.';

create function app_public.set_feature_flag(name text, is_enabled boolean) returns app_public.feature_flags
language plpgsql volatile as $$
declare
  flag app_public.feature_flags;
begin
  perform app_hidden.require_permission('organization', 'edit');
  update app_public.feature_flags f set is_enabled = set_feature_flag.is_enabled
    where f.name = set_feature_flag.name
    returning * into flag;
  if not found then
    perform app_hidden.fail('RH404', 'No such feature flag.', '{"name": "No such feature flag."}');
  end if;
  return flag;
end
$$;
comment on function app_public.set_feature_flag(text, boolean) is
  'Switches a part of the product on or off for the organization. RH403 without the permission to edit the
organization, or when what it opens is more than the caller''s role may do; RH404 no such flag.';
grant execute on function app_public.feature_flags_description(app_public.feature_flags),
  app_public.set_feature_flag(text, boolean) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- How an organization begins

create procedure app_hidden.add_system_roles(organization uuid) language plpgsql as $$
declare
  catalogue text[] := '{product,pipeline,tag,custom_field}';
  directory text[] := '{organization,member,team,territory,role,scoring}';
begin
  insert into app_public.roles (organization_id, slug, name, description, is_system) values
    (organization, 'owner', 'Owner', 'Everything.', true),
    (organization, 'admin', 'Admin', 'Everything but deleting the organization and changing owners.', true),
    (organization, 'manager', 'Manager', 'The records of their teams and their own; no settings.', true),
    (organization, 'member', 'Member', 'Their own records.', true),
    (organization, 'viewer', 'Viewer', 'Sees records and changes nothing.', true)
    on conflict do nothing;

  insert into app_public.role_permissions (organization_id, role_id, object, action, scope)
    select r.organization_id, r.id, a.object, a.action, permitted.scope
      from app_public.roles r
      cross join app_hidden.object_actions a
      join app_hidden.crm_objects o on o.name = a.object
      cross join lateral (select case
        when r.slug = 'owner' then 'all'
        when r.slug = 'admin' then
          case when o.name = 'organization' and a.action in ('delete', 'manage') then null else 'all' end
        when o.name = 'audit_log' then null
        when a.action = 'view' and (o.name = any (catalogue || directory) or o.is_on_records) then 'all'
        when r.slug = 'viewer' then
          case when a.action = 'view' and o.owner_columns <> '{}' then 'all' end
        when o.name = 'tag' and a.action in ('create', 'edit') then
          case when r.slug = 'manager' or a.action = 'create' then 'all' end
        when a.action = 'manage' or o.owner_columns = '{}' then null
        when r.slug = 'manager' then 'team'
        -- A rep may hand on what they have to do, not customers.
        when a.action = 'assign' then case when o.name in ('activity', 'task') then 'own' end
        when a.action = 'merge' then null
        else 'own' end as scope) permitted
      where r.organization_id = organization and r.is_system and permitted.scope is not null
    on conflict do nothing;

  insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
    select r.organization_id, r.id, 'contact', f.field, f.mode
      from app_public.roles r
      join (values
          ('member', 'custom_data', 'hidden'),
          ('viewer', '*', 'hidden'),
          ('viewer', 'salutation', 'view'),
          ('viewer', 'first_name', 'view'),
          ('viewer', 'last_name', 'view'),
          ('viewer', 'name', 'view'),
          ('viewer', 'account_id', 'view')) f (role, field, mode)
        on f.role = r.slug
      where r.organization_id = organization and r.is_system
    on conflict do nothing;
end
$$;
comment on procedure app_hidden.add_system_roles(uuid) is
  'The five system roles with their default permissions: members do not see the custom fields of contacts,
viewers only their names and account. Idempotent.';

-- "Members see all records" is a switch of the organization and not a change of the system role by
-- hand, so that it can be taken back.
create function app_hidden.switch_member_view() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  flag constant app_public.feature_flags := coalesce(new, old);
  reaches_all constant boolean := tg_op <> 'DELETE' and new.is_enabled;
begin
  if reaches_all and app_hidden.current_user_id() is not null and exists (
    select from app_hidden.crm_objects o
      where o.owner_columns <> '{}' and o.name <> 'audit_log' and not app_hidden.holds(o.name, 'view', 'all'))
  then
    perform app_hidden.fail('RH403', 'You cannot grant more than you hold.');
  end if;
  update app_public.role_permissions p set scope = case when reaches_all then 'all' else 'own' end
    from app_public.roles r, app_hidden.crm_objects o
    where r.organization_id = flag.organization_id and r.slug = 'member'
      and p.organization_id = r.organization_id and p.role_id = r.id and p.action = 'view'
      and o.name = p.object and o.owner_columns <> '{}' and not o.is_on_records and o.name <> 'audit_log';
  return null;
end
$$;
comment on function app_hidden.switch_member_view() is
  'Lets members see everybody''s records as long as the flag members_view_all_enabled is on. RH403 for who
does not see them all.';
create trigger switch_member_view_on after insert or update on app_public.feature_flags
  for each row when (new.name = 'members_view_all_enabled') execute function app_hidden.switch_member_view();
create trigger switch_member_view_off after delete on app_public.feature_flags
  for each row when (old.name = 'members_view_all_enabled') execute function app_hidden.switch_member_view();

create function app_private.create_organization(name text, owner_id uuid, slug text default null, currency text default 'USD')
returns uuid language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization uuid;
  base text := coalesce(slug, left(coalesce(nullif(btrim(regexp_replace(lower(create_organization.name), '[^a-z0-9]+', '-', 'g'), '-'), ''), 'organization'), 50));
begin
  -- A name may be taken more than once, a slug not.
  for attempt in 0..5 loop
    insert into app_public.organizations (name, slug, default_currency)
      values (create_organization.name,
        case attempt when 0 then base else rtrim(base, '-') || '-' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 8) end,
        currency)
      on conflict on constraint organizations_slug_key do nothing
      returning id into organization;
    exit when organization is not null or slug is not null;
  end loop;
  if organization is null then
    perform app_hidden.fail('RH409', 'An organization with this short name exists.', '{"slug": "This short name is taken."}');
  end if;
  call app_hidden.add_system_roles(organization);
  call app_hidden.add_default_pipeline(organization);
  call app_hidden.add_deal_numbers(organization);
  call app_hidden.add_scoring_config(organization);
  call app_hidden.add_duplicate_rules(organization);
  insert into app_public.feature_flags (organization_id, name, is_enabled)
    select organization, f.name, f.is_enabled from app_hidden.features f where f.is_enabled is not null;
  insert into app_public.memberships (organization_id, user_id, role_id)
    select organization, owner_id, r.id from app_public.roles r
      where r.organization_id = organization and r.slug = 'owner';
  return organization;
end
$$;
comment on function app_private.create_organization(text, uuid, text, text) is
  'A new organization with its roles, default pipeline and flags, and its first owner. RH409 when the
slug that was asked for is taken; without one, a free one is made of the name.';

-- ---------------------------------------------------------------------------------------------
-- Passwords (bcrypt hashes)

create table app_private.user_credentials (
  user_id uuid primary key references app_public.users on delete cascade,
  password_hash text not null check (password_hash ~ '^\$2[aby]\$\d\d\$'),
  changed_at timestamptz not null default now()
);
comment on table app_private.user_credentials is 'Password hashes.';

create table app_private.password_resets (
  token_hash bytea primary key,
  user_id uuid not null references app_public.users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '1 hour',
  used_at timestamptz
);
create index password_resets_user_id_idx on app_private.password_resets (user_id);
comment on table app_private.password_resets is 'Links sent to those who forgot their password; good for an hour and one use.';

create function app_private.require_person(user_id uuid) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from app_public.users u where u.id = require_person.user_id and u.is_service_account) then
    perform app_hidden.fail('RH403', 'An API key cannot do this: it neither signs in nor out and has no password.');
  end if;
end
$$;
comment on function app_private.require_person(uuid) is 'RH403 for the service account of an API key.';

create function app_private.refuse_service_password() returns trigger
language plpgsql as $$
begin
  perform app_private.require_person(new.user_id);
  return new;
end
$$;
comment on function app_private.refuse_service_password() is 'Service accounts have no password.';
create trigger refuse_service_password before insert or update on app_private.user_credentials
  for each row execute function app_private.refuse_service_password();

create function app_private.create_user(email text, password_hash text, name text)
returns uuid language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  new_user uuid;
begin
  insert into app_public.users (email, name) values (lower(btrim(create_user.email)), btrim(create_user.name))
    on conflict on constraint users_email_key do nothing
    returning id into new_user;
  if new_user is null then
    perform app_hidden.fail('RH409', 'This e-mail address is taken.', '{"email": "This e-mail address is taken."}');
  end if;
  insert into app_private.user_credentials (user_id, password_hash) values (new_user, create_user.password_hash);
  return new_user;
end
$$;
comment on function app_private.create_user(text, text, text) is 'A new user. RH409 when the e-mail address is taken.';

create function app_private.register(email text, password_hash text, name text, organization_name text,
  out user_id uuid, out organization_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  user_id := app_private.create_user(email, password_hash, name);
  organization_id := app_private.create_organization(btrim(organization_name), user_id);
  perform app_private.record_auth_event(user_id, 'registered');
end
$$;
comment on function app_private.register(text, text, text, text) is
  'A new user and their organization in one transaction. RH409 when the e-mail address is taken.';

create function app_private.find_credentials(email text, out user_id uuid, out password_hash text)
returns setof record language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.id, c.password_hash
    from app_public.users u join app_private.user_credentials c on c.user_id = u.id
    where u.email = lower(btrim(find_credentials.email))
$$;

create function app_private.password_hash_of(user_id uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.password_hash from app_private.user_credentials c where c.user_id = password_hash_of.user_id
$$;

-- ---------------------------------------------------------------------------------------------
-- Sessions

create function app_private.begin_session(user_id uuid, organization_id uuid, token_hash bytea)
returns uuid language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  session uuid;
begin
  perform app_private.require_person(user_id);
  insert into app_private.sessions (user_id, organization_id, ip, user_agent)
    values (begin_session.user_id, begin_session.organization_id,
      nullif(current_setting('rowhouse.ip', true), ''), nullif(current_setting('rowhouse.user_agent', true), ''))
    returning id into session;
  insert into app_private.refresh_tokens (token_hash, session_id, expires_at)
    values (begin_session.token_hash, session, now() + interval '7 days');
  return session;
end
$$;
comment on function app_private.begin_session(uuid, uuid, bytea) is
  'A new session with its first refresh token (given as SHA-256 hash), good for 7 days. RH403 for the
service account of an API key.';

create function app_private.default_organization(user_id uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.organization_id from app_public.memberships m
    where m.user_id = default_organization.user_id and m.is_active
    order by m.created_at, m.organization_id limit 1
$$;
comment on function app_private.default_organization(uuid) is
  'The organization that a new session begins in: the first the user joined.';

create function app_private.rotate_refresh_token(old_hash bytea, new_hash bytea,
  out outcome text, out user_id uuid, out session_id uuid, out organization_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  token app_private.refresh_tokens;
  session app_private.sessions;
begin
  -- The lock makes one winner of many clients that come with the same token.
  select * into token from app_private.refresh_tokens t where t.token_hash = old_hash for update;
  if not found then
    outcome := 'unknown';
    return;
  end if;
  select * into strict session from app_private.sessions s where s.id = token.session_id for update;
  user_id := session.user_id;
  session_id := session.id;
  if session.revoked_at is not null then
    outcome := 'revoked';
  elsif token.used_at is not null then
    update app_private.sessions s set revoked_at = now() where s.id = session.id;
    perform app_private.record_auth_event(session.user_id, 'refresh_token_reused', jsonb_build_object('session_id', session.id));
    outcome := 'reused';
  elsif token.expires_at <= now() then
    outcome := 'expired';
  else
    update app_private.refresh_tokens t set used_at = now() where t.token_hash = old_hash;
    insert into app_private.refresh_tokens (token_hash, session_id, expires_at)
      values (new_hash, session.id, now() + interval '7 days');
    -- An organization that the user has left since is not carried on.
    organization_id := coalesce(
      (select m.organization_id from app_public.memberships m
        where m.organization_id = session.organization_id and m.user_id = session.user_id and m.is_active),
      app_private.default_organization(session.user_id));
    update app_private.sessions s
      set last_used_at = now(), organization_id = rotate_refresh_token.organization_id where s.id = session.id;
    outcome := 'rotated';
  end if;
end
$$;
comment on function app_private.rotate_refresh_token(bytea, bytea) is
  'Exchanges a refresh token for the next. outcome: rotated, unknown, expired, revoked, or reused, which
ends the session. It returns rather than raises, so that ending the session is not rolled back.';

create function app_private.end_session(session_id uuid, user_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_private.require_person(user_id);
  update app_private.sessions s set revoked_at = now()
    where s.id = end_session.session_id and s.user_id = end_session.user_id and s.revoked_at is null;
  if found then
    perform app_private.record_auth_event(user_id, 'logout');
  end if;
end
$$;
comment on function app_private.end_session(uuid, uuid) is
  'Ends a session of the user at once. RH403 for the service account of an API key, which is revoked instead.';

create function app_private.end_all_sessions(user_id uuid, except_session_id uuid default null) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  ended integer;
begin
  perform app_private.require_person(user_id);
  update app_private.sessions s set revoked_at = now()
    where s.user_id = end_all_sessions.user_id and s.revoked_at is null
      and s.id is distinct from except_session_id;
  get diagnostics ended = row_count;
  perform app_private.record_auth_event(user_id, 'logout_everywhere', jsonb_build_object('sessions', ended));
  return ended;
end
$$;
comment on function app_private.end_all_sessions(uuid, uuid) is
  'Ends the user''s sessions, but for the one given. Answers how many. RH403 for the service account of
an API key.';

create function app_private.session_is_live(session_id uuid, user_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from app_private.sessions s
    where s.id = session_is_live.session_id and s.user_id = session_is_live.user_id
      and s.revoked_at is null and (s.expires_at is null or s.expires_at > now()))
$$;

create function app_private.require_personal_session(session_id uuid, user_id uuid) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not app_private.session_is_live(session_id, user_id) then
    perform app_hidden.refuse_session(user_id);
  end if;
  perform app_private.require_person(user_id);
end
$$;
comment on function app_private.require_personal_session(uuid, uuid) is
  'RH401 when the session is not live or not the user''s, RH403 when it is that of an API key.';

create function app_private.switch_organization(session_id uuid, user_id uuid, organization_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_private.require_person(user_id);
  perform from app_public.memberships m
    where m.organization_id = switch_organization.organization_id
      and m.user_id = switch_organization.user_id and m.is_active;
  if not found then
    perform app_hidden.fail('RH403', 'You are not an active member of this organization.');
  end if;
  update app_private.sessions s set organization_id = switch_organization.organization_id
    where s.id = switch_organization.session_id and s.user_id = switch_organization.user_id;
  perform app_private.record_auth_event(user_id, 'organization_switched', null, organization_id);
end
$$;
comment on function app_private.switch_organization(uuid, uuid, uuid) is
  'Lets the session go on in another organization of the user. RH403 when they are no active member, and
for the service account of an API key.';

create function app_private.set_password(user_id uuid, password_hash text, except_session_id uuid default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app_private.user_credentials as c (user_id, password_hash)
    values (set_password.user_id, set_password.password_hash)
    on conflict on constraint user_credentials_pkey
    do update set password_hash = excluded.password_hash, changed_at = now();
  update app_private.password_resets r set used_at = now()
    where r.user_id = set_password.user_id and r.used_at is null;
  perform app_private.end_all_sessions(user_id, except_session_id);
  perform app_private.record_auth_event(user_id, 'password_changed');
end
$$;
comment on function app_private.set_password(uuid, text, uuid) is
  'A new password; links to reset the old one and all sessions but the one given end.';

-- ---------------------------------------------------------------------------------------------
-- Outgoing mail. Written in the transaction that wants it sent; the worker sends it when SMTP is
-- set up, else it waits here.
create table app_private.emails (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid references app_public.organizations on delete cascade,
  recipient text not null,
  cc text,
  subject text not null,
  body text not null,
  is_html boolean not null default false,
  status text not null default 'queued' references app_enum.email_statuses,
  attempts integer not null default 0,
  error text,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
create index emails_status_idx on app_private.emails (status, created_at);
create index emails_organization_id_idx on app_private.emails (organization_id);
comment on table app_private.emails is 'The outbox.';
comment on column app_private.emails.recipient is 'Whom it is to: an address, or several with commas between; cc likewise.';

create function app_private.add_email_job(email_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job('send_email', json_build_object('email_id', email_id), job_key => 'send_email:' || email_id);
end
$$;
comment on function app_private.add_email_job(uuid) is 'Adds the job that sends a mail of the outbox.';

create function app_private.queue_email(organization_id uuid, recipient text, subject text, body text)
returns uuid language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  email uuid;
begin
  insert into app_private.emails (organization_id, recipient, subject, body)
    values (queue_email.organization_id, queue_email.recipient, queue_email.subject, queue_email.body)
    returning id into email;
  perform app_private.add_email_job(email);
  return email;
end
$$;
comment on function app_private.queue_email(uuid, text, text, text) is 'Puts a mail into the outbox and adds the job that sends it.';

create function app_private.claim_email(email_id uuid) returns app_private.emails
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update app_private.emails e set attempts = attempts + 1
    where e.id = email_id and e.status = 'queued'
    returning e.*
$$;
comment on function app_private.claim_email(uuid) is 'The mail if it is still to be sent; counts the attempt.';

create function app_private.finish_email(email_id uuid, outcome text, problem text default null) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update app_private.emails e set status = outcome, error = problem, sent_at = case when outcome = 'sent' then now() end
    where e.id = email_id
$$;
comment on function app_private.finish_email(uuid, text, text) is
  'Notes what came of trying to send the mail: it was sent, has failed for good, or is queued for another attempt.';

create function app_private.list_emails(recipient text default null, count integer default 20)
returns setof app_private.emails language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select e.* from app_private.emails e
    where list_emails.recipient is null or e.recipient = list_emails.recipient
    order by e.created_at desc, e.id desc limit count
$$;
comment on function app_private.list_emails(text, integer) is 'The newest mails of the outbox, for the operator.';

-- ---------------------------------------------------------------------------------------------
-- Forgotten passwords

create function app_private.request_password_reset(email text, token_hash bytea, subject text, body text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  found_user uuid;
begin
  select u.id into found_user from app_public.users u
    where u.email = lower(btrim(request_password_reset.email)) and not u.is_service_account;
  -- Silence, so that nobody learns who has an account.
  if found_user is not null then
    insert into app_private.password_resets (token_hash, user_id)
      values (request_password_reset.token_hash, found_user);
    perform app_private.queue_email(null, lower(btrim(request_password_reset.email)),
      request_password_reset.subject, request_password_reset.body);
    perform app_private.record_auth_event(found_user, 'password_reset_requested');
  end if;
end
$$;
comment on function app_private.request_password_reset(text, bytea, text, text) is
  'Mails a link if there is such a user; answers the same if not.';

create function app_private.reset_password(token_hash bytea, password_hash text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  resetting uuid;
begin
  update app_private.password_resets r set used_at = now()
    where r.token_hash = reset_password.token_hash and r.used_at is null and r.expires_at > now()
    returning r.user_id into resetting;
  if resetting is null then
    perform app_hidden.fail('RH400', 'This link is not valid any more. Ask for a new one.');
  end if;
  perform app_private.set_password(resetting, password_hash);
  return resetting;
end
$$;
comment on function app_private.reset_password(bytea, text) is
  'Sets the password by a mailed link. RH400 when it was used, has expired, or never was.';

-- ---------------------------------------------------------------------------------------------
-- An invitation to become a member. The link's token is kept apart, hashed.
create table app_public.invitations (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  email text not null check (email = lower(email) and email ~ '^[^@\s]+@[^@\s]+$' and length(email) <= 254),
  role_id uuid not null,
  expires_at timestamptz not null default now() + interval '7 days',
  accepted_at timestamptz,
  created_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  foreign key (organization_id, role_id) references app_public.roles on delete cascade,
  constraint invitations_person_check check (email not like '%@service.invalid')
);
comment on table app_public.invitations is
  E'@behavior -insert -update\nAn invitation to become a member; deleting it takes it back.';
comment on constraint invitations_person_check on app_public.invitations is
  'This is the address of an API key. Only people are invited.';
create unique index invitations_pending_key on app_public.invitations (organization_id, email) where accepted_at is null;
create index invitations_role_id_idx on app_public.invitations (organization_id, role_id);
call app_hidden.protect_setting('invitations', 'member');
revoke insert, update on app_public.invitations from rowhouse_user, rowhouse_importer;
drop policy select_permitted on app_public.invitations;
create policy select_inviter on app_public.invitations for select to rowhouse_user
  using ((select app_hidden.may('member', 'create')));
call app_hidden.audit_changes('invitations');

create table app_private.invitation_tokens (
  token_hash bytea primary key,
  organization_id uuid not null,
  invitation_id uuid not null,
  foreign key (organization_id, invitation_id) references app_public.invitations on delete cascade
);
create index invitation_tokens_invitation_idx on app_private.invitation_tokens (organization_id, invitation_id);
comment on table app_private.invitation_tokens is 'What the links in invitations prove.';

create function app_hidden.invite_member(email text, role_slug text, token_hash bytea, subject text, body text)
returns app_public.invitations language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization uuid := app_hidden.current_organization_id();
  invited app_public.invitations;
  role app_public.roles;
  address text := lower(btrim(invite_member.email));
begin
  perform app_hidden.require_permission('member', 'create');
  select * into role from app_public.roles r where r.organization_id = organization and r.slug = role_slug;
  if not found then
    perform app_hidden.fail('RH400', 'No such role.', '{"role": "No such role."}');
  end if;
  if app_hidden.exceeds_caller(role.id)
    or role.slug = 'owner' and not exists (
      select from app_public.memberships m where m.organization_id = organization
        and m.user_id = app_hidden.current_user_id() and m.is_active and m.role_id = role.id)
  then
    perform app_hidden.fail('RH403', 'You cannot give a role that may do more than yours.');
  end if;
  if exists (select from app_public.memberships m join app_public.users u on u.id = m.user_id
      where m.organization_id = organization and m.is_active and u.email = address) then
    perform app_hidden.fail('RH409', 'This person is a member already.', '{"email": "This person is a member already."}');
  end if;
  -- A second invitation replaces the first, whose link ends.
  delete from app_public.invitations i where i.organization_id = organization and i.email = address and i.accepted_at is null;
  insert into app_public.invitations (organization_id, email, role_id) values (organization, address, role.id)
    returning * into invited;
  insert into app_private.invitation_tokens (token_hash, organization_id, invitation_id)
    values (invite_member.token_hash, organization, invited.id);
  perform app_private.queue_email(organization, address, invite_member.subject, invite_member.body);
  perform app_private.record_auth_event(app_hidden.current_user_id(), 'member_invited',
    jsonb_build_object('email', address, 'role', role_slug), organization);
  return invited;
end
$$;
comment on function app_hidden.invite_member(text, text, bytea, text, text) is
  'Invites somebody and mails them the link. RH403 without permission or for a role above the caller''s,
RH400 no such role, RH409 a member already.';
grant execute on function app_hidden.invite_member(text, text, bytea, text, text) to rowhouse_user;

create function app_private.find_invitation(token_hash bytea,
  out email text, out organization_id uuid, out user_id uuid)
returns setof record language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select i.email, i.organization_id, u.id
    from app_private.invitation_tokens t
    join app_public.invitations i on i.organization_id = t.organization_id and i.id = t.invitation_id
    left join app_public.users u on u.email = i.email
    where t.token_hash = find_invitation.token_hash and i.accepted_at is null and i.expires_at > now()
$$;
comment on function app_private.find_invitation(bytea) is
  'The open invitation that a link belongs to, with the user of that address if there is one.';

create function app_private.accept_invitation(token_hash bytea, user_id uuid) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  invited app_public.invitations;
begin
  update app_public.invitations i set accepted_at = now()
    from app_private.invitation_tokens t, app_public.users u
    where t.token_hash = accept_invitation.token_hash
      and i.organization_id = t.organization_id and i.id = t.invitation_id
      and i.accepted_at is null and i.expires_at > now()
      and u.id = accept_invitation.user_id and u.email = i.email
    returning i.* into invited;
  if not found then
    perform app_hidden.fail('RH400', 'This invitation is not valid any more. Ask for a new one.');
  end if;
  -- Whoever invited must still be able to: a member who was removed leaves no door open.
  perform set_config('rowhouse.session_id', '', true);
  perform set_config('rowhouse.organization_id', invited.organization_id::text, true);
  perform set_config('rowhouse.user_id', invited.created_by::text, true);
  if not exists (select from app_public.memberships m
      where m.organization_id = invited.organization_id and m.user_id = invited.created_by and m.is_active)
    or not app_hidden.may('member', 'create') or app_hidden.exceeds_caller(invited.role_id)
  then
    perform app_hidden.fail('RH400', 'This invitation is not valid any more. Ask for a new one.');
  end if;
  perform set_config('rowhouse.organization_id', '', true);
  perform set_config('rowhouse.user_id', '', true);
  insert into app_public.memberships as m (organization_id, user_id, role_id)
    values (invited.organization_id, accept_invitation.user_id, invited.role_id)
    on conflict on constraint memberships_organization_id_user_id_key
    do update set role_id = excluded.role_id, is_active = true;
  perform app_private.record_auth_event(user_id, 'invitation_accepted', null, invited.organization_id);
  return invited.organization_id;
end
$$;
comment on function app_private.accept_invitation(bytea, uuid) is
  'Makes the user a member as invited; answers the organization. RH400 when the link is used, expired or
another person''s, or who invited may not any more.';

-- ---------------------------------------------------------------------------------------------
-- An API key lets a program in: a service account, which is a member in the role of the key, with a
-- session that lasts as long as the key. So every policy holds for it, and revoking it, its end, or
-- the end of its membership take effect on the next statement. A key is revoked rather than deleted,
-- since records keep pointing at its account.
create table app_public.api_keys (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  name text not null check (name ~ '\S' and length(name) <= 100),
  user_id uuid not null,
  prefix text not null check (prefix ~ '^rh_[A-Za-z0-9_-]{6}$'),
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  unique (organization_id, user_id),
  foreign key (organization_id, user_id) references app_public.memberships (organization_id, user_id)
    on delete cascade
);
comment on table app_public.api_keys is
  E'@behavior -insert -delete\nLets a program work in the organization, in a role, until it is revoked or expires.';
comment on column app_public.api_keys.user_id is 'The service account that the key acts as.';
comment on column app_public.api_keys.prefix is 'How the key begins, to tell it from others.';
comment on column app_public.api_keys.expires_at is 'Null when the key lasts until it is revoked.';
comment on column app_public.api_keys.created_by is 'Who made it; the key outlasts their membership.';
create unique index api_keys_name_key on app_public.api_keys (organization_id, name) where revoked_at is null;
comment on index app_public.api_keys_name_key is 'There is an API key of this name.';
call app_hidden.protect_setting('api_keys', 'api_key', '{user_id,prefix,expires_at,revoked_at}');
revoke insert, delete on app_public.api_keys from rowhouse_user, rowhouse_importer;
call app_hidden.audit_changes('api_keys');
create policy select_self on app_public.api_keys for select to rowhouse_user
  using (user_id = (select app_hidden.current_user_id()));

-- What the keys are known by. last_used_at is here and not with the key, since it says nothing
-- that a log of changes should keep.
create table app_private.api_key_secrets (
  key_hash bytea primary key,
  organization_id uuid not null,
  api_key_id uuid not null,
  session_id uuid not null references app_private.sessions on delete cascade,
  last_used_at timestamptz,
  unique (organization_id, api_key_id),
  foreign key (organization_id, api_key_id) references app_public.api_keys on delete cascade
);
create index api_key_secrets_session_id_idx on app_private.api_key_secrets (session_id);
comment on table app_private.api_key_secrets is
  'SHA-256 hashes of API keys, which are 256 random bits: there is nothing to guess, so nothing is counted.';

create function app_hidden.guard_service_accounts() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from app_public.users u where u.id = new.user_id and u.is_service_account) then
    return new;
  end if;
  if exists (select from app_public.roles r
      where r.organization_id = new.organization_id and r.id = new.role_id and r.slug = 'owner') then
    perform app_hidden.fail('RH403', 'An API key cannot be an owner.');
  end if;
  if tg_op = 'INSERT' and exists (select from app_public.memberships m
      where m.user_id = new.user_id and m.organization_id <> new.organization_id) then
    perform app_hidden.fail('RH403', 'An API key works in one organization only.');
  end if;
  if new.is_active and exists (select from app_public.api_keys k
      where k.organization_id = new.organization_id and k.user_id = new.user_id
        and (k.revoked_at is not null or k.expires_at <= now())) then
    perform app_hidden.fail('RH409', 'This API key was revoked or has expired. Make a new one.');
  end if;
  return new;
end
$$;
comment on function app_hidden.guard_service_accounts() is
  'Service accounts are no owners, so the last owner is a person; they are in one organization, and a key
that has ended does not come back.';
create trigger guard_service_accounts before insert or update on app_public.memberships
  for each row execute function app_hidden.guard_service_accounts();

create function app_hidden.rename_service_account() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app_public.users u set name = new.name where u.id = new.user_id and u.is_service_account;
  return new;
end
$$;
comment on function app_hidden.rename_service_account() is 'The service account has the name of its key.';
create trigger rename_service_account after update of name on app_public.api_keys
  for each row execute function app_hidden.rename_service_account();

create function app_hidden.create_api_key(name text, role_slug text, expires_at timestamptz, prefix text, key_hash bytea)
returns app_public.api_keys language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization uuid := app_hidden.current_organization_id();
  caller uuid := app_hidden.current_user_id();
  account uuid := app_hidden.uuid_v7();
  session uuid;
  role app_public.roles;
  made app_public.api_keys;
begin
  perform app_hidden.require_permission('api_key', 'create');
  select * into role from app_public.roles r where r.organization_id = organization and r.slug = role_slug;
  if not found then
    perform app_hidden.fail('RH400', 'No such role.', '{"role": "No such role."}');
  end if;
  if role.slug = 'owner' then
    perform app_hidden.fail('RH403', 'An API key cannot be an owner.');
  end if;
  if app_hidden.exceeds_caller(role.id) then
    perform app_hidden.fail('RH403', 'You cannot make an API key that may do more than you.');
  end if;
  if create_api_key.expires_at <= now() then
    perform app_hidden.fail('RH400', 'An API key expires in the future.', '{"expires_at": "This time has passed."}');
  end if;
  if exists (select from app_public.api_keys mine
      where mine.organization_id = organization and mine.user_id = caller
        and mine.expires_at < coalesce(create_api_key.expires_at, 'infinity')) then
    perform app_hidden.fail('RH403', 'An API key cannot make one that outlasts it.');
  end if;
  insert into app_public.users (id, email, name, is_service_account)
    values (account, account || '@service.invalid', btrim(create_api_key.name), true);
  insert into app_public.memberships (organization_id, user_id, role_id) values (organization, account, role.id);
  insert into app_private.sessions (user_id, organization_id, expires_at)
    values (account, organization, create_api_key.expires_at) returning id into session;
  insert into app_public.api_keys (organization_id, name, user_id, prefix, expires_at)
    values (organization, btrim(create_api_key.name), account, create_api_key.prefix, create_api_key.expires_at)
    returning * into made;
  insert into app_private.api_key_secrets (key_hash, organization_id, api_key_id, session_id)
    values (create_api_key.key_hash, organization, made.id, session);
  perform app_private.record_auth_event(caller, 'api_key_created',
    jsonb_build_object('api_key_id', made.id, 'name', made.name, 'role', role.slug, 'expires_at', made.expires_at),
    organization);
  return made;
end
$$;
comment on function app_hidden.create_api_key(text, text, timestamptz, text, bytea) is
  'Makes an API key, given as its first characters and its SHA-256 hash. RH403 without permission, for the
role owner, a role above the caller''s, or one key that would outlast the key that makes it; RH400 no
such role or a time that has passed; a unique violation when a live key has the name.';
grant execute on function app_hidden.create_api_key(text, text, timestamptz, text, bytea) to rowhouse_user;

create function app_public.revoke_api_key(id uuid) returns app_public.api_keys
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  revoked app_public.api_keys;
begin
  perform app_hidden.require_permission('api_key', 'delete');
  select * into revoked from app_public.api_keys k
    where k.organization_id = app_hidden.current_organization_id() and k.id = revoke_api_key.id
    for update;
  if not found then
    perform app_hidden.fail('RH404', 'No such API key.');
  end if;
  if revoked.revoked_at is not null then
    return revoked;
  end if;
  -- Before its membership ends: a key may revoke itself, and events are those of members.
  perform app_private.record_auth_event(app_hidden.current_user_id(), 'api_key_revoked',
    jsonb_build_object('api_key_id', revoked.id, 'name', revoked.name), revoked.organization_id);
  update app_public.memberships m set is_active = false
    where m.organization_id = revoked.organization_id and m.user_id = revoked.user_id and m.is_active;
  update app_private.sessions s set revoked_at = now()
    from app_private.api_key_secrets secret
    where secret.organization_id = revoked.organization_id and secret.api_key_id = revoked.id
      and s.id = secret.session_id;
  update app_public.api_keys k set revoked_at = now()
    where k.organization_id = revoked.organization_id and k.id = revoked.id
    returning * into revoked;
  return revoked;
end
$$;
comment on function app_public.revoke_api_key(uuid) is
  'Ends an API key for good, at once; again does nothing. RH403 without the permission to delete API keys
or for a key that may do more than the caller, RH404 when there is none.';
grant execute on function app_public.revoke_api_key(uuid) to rowhouse_user;

create function app_public.api_keys_role(key app_public.api_keys) returns app_public.roles
language sql stable as $$
  select r from app_public.memberships m
    join app_public.roles r on r.organization_id = m.organization_id and r.id = m.role_id
    where m.organization_id = key.organization_id and m.user_id = key.user_id
$$;
comment on function app_public.api_keys_role(app_public.api_keys) is
  'What the key may do; changed by the membership of its user.';
grant execute on function app_public.api_keys_role(app_public.api_keys) to rowhouse_user;

create function app_public.api_keys_last_used_at(key app_public.api_keys) returns timestamptz
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select secret.last_used_at
    from app_public.api_keys k
    join app_private.api_key_secrets secret
      on secret.organization_id = k.organization_id and secret.api_key_id = k.id
    where k.organization_id = app_hidden.current_organization_id() and k.id = key.id
      and (k.user_id = app_hidden.current_user_id() or app_hidden.may('api_key', 'view'))
$$;
comment on function app_public.api_keys_last_used_at(app_public.api_keys) is
  'When it was last used, to the minute; null when never.';
grant execute on function app_public.api_keys_last_used_at(app_public.api_keys) to rowhouse_user;

create function app_private.find_api_key(key_hash bytea, out user_id uuid, out organization_id uuid, out session_id uuid)
returns setof record language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.user_id, secret.organization_id, s.id
    from app_private.api_key_secrets secret
    join app_private.sessions s on s.id = secret.session_id
    where secret.key_hash = find_api_key.key_hash
      and s.revoked_at is null and (s.expires_at is null or s.expires_at > now())
$$;
comment on function app_private.find_api_key(bytea) is
  'Whom the key acts as, and where. No row when it is unknown, was revoked or has expired.';

create function app_private.note_api_key_use(key_hash bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update app_private.api_key_secrets secret set last_used_at = now()
    where secret.key_hash = note_api_key_use.key_hash
      -- Many processes may note the use of one key.
      and (secret.last_used_at is null or secret.last_used_at <= now() - interval '1 minute');
  return exists (select from app_private.find_api_key(note_api_key_use.key_hash));
end
$$;
comment on function app_private.note_api_key_use(bytea) is
  'Sets last_used_at unless that was within the last minute. Answers whether the key is still good.';
grant execute on function app_private.find_api_key(bytea), app_private.note_api_key_use(bytea) to rowhouse_authenticator;

-- ---------------------------------------------------------------------------------------------
-- Attempts to sign in, counted for all API processes together (the table that
-- rate-limiter-flexible asks for).
create table app_private.rate_limits (
  key text primary key,
  points integer not null default 0,
  expire bigint
);
create index rate_limits_expire_idx on app_private.rate_limits (expire);
comment on table app_private.rate_limits is 'Attempts by key; expire in milliseconds since 1970.';
grant select, insert, update, delete on app_private.rate_limits to rowhouse_authenticator;

grant execute on function
  app_private.record_auth_event(uuid, text, jsonb, uuid),
  app_private.create_organization(text, uuid, text, text),
  app_private.create_user(text, text, text),
  app_private.register(text, text, text, text),
  app_private.find_credentials(text),
  app_private.password_hash_of(uuid),
  app_private.begin_session(uuid, uuid, bytea),
  app_private.default_organization(uuid),
  app_private.rotate_refresh_token(bytea, bytea),
  app_private.end_session(uuid, uuid),
  app_private.end_all_sessions(uuid, uuid),
  app_private.session_is_live(uuid, uuid),
  app_private.require_personal_session(uuid, uuid),
  app_private.switch_organization(uuid, uuid, uuid),
  app_private.set_password(uuid, text, uuid),
  app_private.claim_email(uuid),
  app_private.finish_email(uuid, text, text),
  app_private.request_password_reset(text, bytea, text, text),
  app_private.reset_password(bytea, text),
  app_private.find_invitation(bytea),
  app_private.accept_invitation(bytea, uuid)
to rowhouse_authenticator;

create function app_private.clean_up() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from app_private.rate_limits r where r.expire < extract(epoch from now()) * 1000;
  delete from app_private.password_resets r where r.expires_at < now() - interval '30 days';
  -- A token that was used is kept as long as it could be used again, so that reuse is noticed.
  delete from app_private.sessions s
    where not exists (select from app_private.refresh_tokens t
        where t.session_id = s.id and t.expires_at > now() - interval '30 days')
      and not exists (select from app_private.api_key_secrets k where k.session_id = s.id);
  -- The session of an expired key is over already; this ends what goes without one: jobs, and being
  -- given work.
  update app_public.memberships m set is_active = false
    from app_public.api_keys k
    where k.organization_id = m.organization_id and k.user_id = m.user_id
      and k.expires_at <= now() and m.is_active;
  delete from app_private.emails e
    where e.status = 'sent' and e.sent_at < now() - interval '30 days'
      or e.status = 'failed' and e.created_at < now() - interval '90 days';
  delete from app_public.outgoing_emails e where e.status <> 'queued' and e.created_at < now() - interval '90 days';
  delete from app_public.lead_form_submissions s where s.created_at < now() - interval '90 days';
  delete from app_public.notifications n
    where n.read_at < now() - interval '90 days' or n.created_at < now() - interval '1 year';
  perform app_private.clean_up_webhooks();
end
$$;
comment on function app_private.clean_up() is
  'Removes counted attempts, links, sessions, mails (30 days after they were sent, 90 if they failed), what is known of sent web forms, webhook deliveries, and notifications (90
days after they were read, or a year old) when they have been over for long, and ends the memberships of API keys that have expired.';
grant execute on function app_private.clean_up() to rowhouse_authenticator;
grant execute on function app_private.list_emails(text, integer) to rowhouse_authenticator;
