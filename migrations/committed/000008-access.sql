--! Previous: sha1:beaab6141266bd6db4c35660b7619445c14c9c77
--! Hash: sha1:464c6f28d86b57a9ab0d7772053d7015ad1b4e8d

-- Access: how an organization begins, how people sign in, are invited, and regain their account.
-- The functions in app_private are called by the API's auth plugin as rowhouse_authenticator;
-- passwords are hashed and tokens made before they get here, and tokens are stored only hashed.

-- ---------------------------------------------------------------------------------------------
-- Switches of an organization for parts of the product.
create table app_public.feature_flags (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  name text not null check (name ~ '^[a-z][a-z0-9_]{0,62}$'),
  is_enabled boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, name)
);
comment on table app_public.feature_flags is 'A part of the product that is switched on or off for the organization.';
call app_hidden.protect_setting('feature_flags', 'organization');
call app_hidden.audit_changes('feature_flags');

-- ---------------------------------------------------------------------------------------------
-- How an organization begins

create procedure app_hidden.add_system_roles(organization uuid) language plpgsql as $$
declare
  owned text[] := '{account,contact,lead,deal,activity,task,project,communication,note,attachment}';
  seen_with_record text[] := '{communication,note,attachment}';
  catalogue text[] := '{product,pipeline,tag}';
  directory text[] := '{organization,member,team,territory,role}';
begin
  insert into app_public.roles (organization_id, slug, name, description, is_system) values
    (organization, 'owner', 'Owner', 'Everything.', true),
    (organization, 'admin', 'Admin', 'Everything but deleting the organization and changing owners.', true),
    (organization, 'manager', 'Manager', 'The records of their teams and their own; no settings.', true),
    (organization, 'member', 'Member', 'Their own records.', true),
    (organization, 'viewer', 'Viewer', 'Sees records and changes nothing.', true)
    on conflict do nothing;

  insert into app_public.role_permissions (organization_id, role_id, object, action, scope)
    select r.organization_id, r.id, o.name, a.value, permitted.scope
      from app_public.roles r
      cross join app_hidden.crm_objects o
      cross join app_enum.permission_actions a
      cross join lateral (select case
        when a.value = 'convert' and o.name <> 'lead' then null
        when a.value = 'merge' and o.name not in ('account', 'contact', 'lead') then null
        when a.value = 'assign' and not o.name = any (owned) then null
        when a.value in ('import', 'export') and not o.name = any (owned || catalogue) then null
        when r.slug = 'owner' then 'all'
        when r.slug = 'admin' then
          case when o.name = 'organization' and a.value in ('delete', 'manage') then null else 'all' end
        when a.value = 'view' and o.name = any (catalogue || directory || seen_with_record) then 'all'
        when r.slug = 'viewer' then
          case when a.value = 'view' and o.name = any (owned) then 'all' end
        when o.name = 'tag' and a.value in ('create', 'edit') then
          case when r.slug = 'manager' or a.value = 'create' then 'all' end
        when a.value = 'manage' or not o.name = any (owned) then null
        when r.slug = 'manager' then 'team'
        when a.value in ('assign', 'merge') then null
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
  insert into app_public.feature_flags (organization_id, name, is_enabled) values
    (organization, 'workflow_engine_enabled', true),
    (organization, 'field_permissions_enabled', true),
    (organization, 'lead_scoring_v2_enabled', true);
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
  'A new session with its first refresh token (given as SHA-256 hash), good for 7 days.';

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
  update app_private.sessions s set revoked_at = now()
    where s.id = end_session.session_id and s.user_id = end_session.user_id and s.revoked_at is null;
  if found then
    perform app_private.record_auth_event(user_id, 'logout');
  end if;
end
$$;
comment on function app_private.end_session(uuid, uuid) is 'Ends a session of the user at once.';

create function app_private.end_all_sessions(user_id uuid, except_session_id uuid default null) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  ended integer;
begin
  update app_private.sessions s set revoked_at = now()
    where s.user_id = end_all_sessions.user_id and s.revoked_at is null
      and s.id is distinct from except_session_id;
  get diagnostics ended = row_count;
  perform app_private.record_auth_event(user_id, 'logout_everywhere', jsonb_build_object('sessions', ended));
  return ended;
end
$$;
comment on function app_private.end_all_sessions(uuid, uuid) is
  'Ends the user''s sessions, but for the one given. Answers how many.';

create function app_private.session_is_live(session_id uuid, user_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from app_private.sessions s
    where s.id = session_is_live.session_id and s.user_id = session_is_live.user_id and s.revoked_at is null)
$$;

create function app_private.switch_organization(session_id uuid, user_id uuid, organization_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
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
  'Lets the session go on in another organization of the user. RH403 when they are no active member.';

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
  subject text not null,
  body text not null,
  status text not null default 'queued' references app_enum.email_statuses,
  attempts integer not null default 0,
  error text,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
create index emails_status_idx on app_private.emails (status, created_at);
create index emails_organization_id_idx on app_private.emails (organization_id);
comment on table app_private.emails is 'The outbox.';

create function app_private.queue_email(organization_id uuid, recipient text, subject text, body text)
returns uuid language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  email uuid;
begin
  insert into app_private.emails (organization_id, recipient, subject, body)
    values (queue_email.organization_id, queue_email.recipient, queue_email.subject, queue_email.body)
    returning id into email;
  perform graphile_worker.add_job('send_email', json_build_object('email_id', email), job_key => 'send_email:' || email);
  return email;
end
$$;
comment on function app_private.queue_email(uuid, text, text, text) is 'Puts a mail into the outbox and adds the job that sends it.';

create function app_private.claim_email(email_id uuid) returns app_private.emails
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update app_private.emails e set attempts = attempts + 1
    where e.id = email_id and e.status <> 'sent'
    returning e.*
$$;
comment on function app_private.claim_email(uuid) is 'The mail if it is still to be sent; counts the attempt.';

create function app_private.finish_email(email_id uuid, error text default null) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update app_private.emails e set
      status = case when finish_email.error is null then 'sent' else 'failed' end,
      error = finish_email.error,
      sent_at = case when finish_email.error is null then now() end
    where e.id = email_id
$$;
comment on function app_private.finish_email(uuid, text) is 'Notes that the mail was sent, or why not.';

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
    where u.email = lower(btrim(request_password_reset.email));
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
  foreign key (organization_id, role_id) references app_public.roles on delete cascade
);
comment on table app_public.invitations is
  E'@behavior -insert -update\nAn invitation to become a member; deleting it takes it back.';
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
  app_private.switch_organization(uuid, uuid, uuid),
  app_private.set_password(uuid, text, uuid),
  app_private.claim_email(uuid),
  app_private.finish_email(uuid, text),
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
      where t.session_id = s.id and t.expires_at > now() - interval '30 days');
  delete from app_private.emails e where e.status = 'sent' and e.sent_at < now() - interval '30 days';
end
$$;
comment on function app_private.clean_up() is
  'Removes counted attempts, links, sessions and sent mails that have been over for long.';
grant execute on function app_private.clean_up() to rowhouse_authenticator;
grant execute on function app_private.list_emails(text, integer) to rowhouse_authenticator;
