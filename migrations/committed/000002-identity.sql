--! Previous: sha1:5c8c690f7d7cc6c01740206c0c67ab3dc0c62f23
--! Hash: sha1:7b49c34f3fe032383ff0ebd0c399827416f5c485

-- Identity and tenancy: organizations, the users that belong to them, their roles and what the
-- roles may do, teams and territories.

-- ---------------------------------------------------------------------------------------------
-- An organization is a tenant. Everything that belongs to one carries organization_id; the
-- organization itself is visible to its active members.
create table app_public.organizations (
  id uuid primary key default app_hidden.uuid_v7(),
  name text not null check (name ~ '\S' and length(name) <= 200),
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  default_currency text not null default 'USD' references app_enum.currencies,
  timezone text not null default 'UTC' check (length(timezone) <= 64),
  recycle_bin_days integer default 30 check (recycle_bin_days between 1 and 36500),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table app_public.organizations is
  E'@behavior -insert -delete\nA tenant: a company that works with Rowhouse behind its own wall.';
comment on column app_public.organizations.slug is 'Short name for addresses and the command line.';
comment on column app_public.organizations.default_currency is 'ISO 4217 code for amounts given without one.';
comment on column app_public.organizations.recycle_bin_days is
  'Days after which what was deleted is removed for good. Null: never.';

-- ---------------------------------------------------------------------------------------------
-- A user is a person who can sign in, and may belong to many organizations. The password is not
-- here but in app_private.user_credentials. An API key acts as a user too, a service account, which
-- has neither mailbox nor password (000008-access.sql).
create table app_public.users (
  id uuid primary key default app_hidden.uuid_v7(),
  email text not null unique
    check (email = lower(email) and email ~ '^[^@\s]+@[^@\s]+$' and length(email) <= 254),
  name text not null check (name ~ '\S' and length(name) <= 200),
  avatar_url text check (length(avatar_url) <= 2000),
  is_service_account boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint users_service_email_check check (is_service_account = (email like '%@service.invalid'))
);
comment on table app_public.users is
  E'@behavior -insert -delete\nA person who can sign in, or the service account of an API key. Visible to themselves and to the members of the same organization.';
comment on column app_public.users.is_service_account is
  'Whether this is no person but what an API key acts as; its name is that of the key.';
comment on constraint users_service_email_check on app_public.users is
  'Addresses at service.invalid are those of API keys.';
comment on constraint users_email_key on app_public.users is 'This e-mail address is taken.';

-- ---------------------------------------------------------------------------------------------
-- The objects that permissions speak of. `label` is the SQL expression that names a record to a
-- human; null where records have no page of their own. owner_columns: the columns any of which
-- makes a record somebody's own. is_on_records: seen only with the records that it is on.
create table app_hidden.crm_objects (
  name text primary key check (name ~ '^[a-z][a-z_]*$'),
  table_name text unique,
  owner_columns text[] not null default '{}',
  label text,
  is_on_records boolean not null default false
);
comment on table app_hidden.crm_objects is 'Every object that role_permissions can mention.';

insert into app_hidden.crm_objects (name, table_name, owner_columns, label, is_on_records) values
  ('account', 'accounts', '{owner_id,account_manager_id}', 'name', false),
  ('contact', 'contacts', '{owner_id}', 'name', false),
  ('lead', 'leads', '{owner_id}', 'coalesce(nullif(name, ''''), company, email)', false),
  ('deal', 'deals', '{owner_id}', 'title', false),
  ('product', 'products', '{}', 'name', false),
  ('activity', 'activities', '{assigned_to_id,created_by}', 'subject', false),
  ('task', 'tasks', '{assignee_id,created_by}', 'title', false),
  ('project', 'projects', '{owner_id}', 'name', false),
  ('communication', 'communications', '{created_by}', 'subject', true),
  ('note', 'notes', '{created_by}', 'coalesce(title, left(content, 60))', true),
  ('comment', 'comments', '{created_by}', 'left(body, 60)', true),
  ('attachment', 'attachments', '{created_by}', 'file_name', true),
  ('pipeline', 'pipelines', '{}', 'name', false),
  ('tag', 'tags', '{}', 'name', false),
  ('scoring', 'lead_scoring_configs', '{}', null, false),
  ('duplicate_rule', 'duplicate_rules', '{}', 'object_type', false),
  ('organization', 'organizations', '{}', 'name', false),
  ('member', 'memberships', '{}', null, false),
  ('team', 'teams', '{}', 'name', false),
  ('territory', 'territories', '{}', 'name', false),
  ('role', 'roles', '{}', 'name', false),
  ('api_key', 'api_keys', '{}', 'name', false),
  ('custom_field', 'custom_field_definitions', '{}', 'label', false),
  ('assignment_rule', 'assignment_rules', '{}', 'name', false),
  ('lead_form', 'lead_forms', '{}', 'name', false),
  ('workflow', 'workflows', '{}', 'name', false),
  ('webhook_endpoint', 'webhook_endpoints', '{}', 'name', false),
  ('audit_log', 'audit_log', '{actor_id}', null, false);

-- Which actions an object knows: what a permission can be about at all. Default roles, custom roles
-- and questions about a record all go by this table.
create table app_hidden.object_actions (
  object text not null references app_hidden.crm_objects,
  action text not null references app_enum.permission_actions,
  primary key (object, action)
);
comment on table app_hidden.object_actions is 'The actions that role_permissions can allow on each object.';

insert into app_hidden.object_actions (object, action)
  select o.name, a.value
    from app_hidden.crm_objects o cross join app_enum.permission_actions a
    where case
      when o.name = 'audit_log' then a.value in ('view', 'manage')
      when o.name = 'scoring' then a.value in ('view', 'edit')
      when a.value = 'convert' then o.name = 'lead'
      when a.value = 'merge' then o.name in ('account', 'contact', 'lead')
      -- Who made something cannot be changed, so it can be given only where somebody else owns it.
      when a.value = 'assign' then exists (select from unnest(o.owner_columns) owner_column where owner_column <> 'created_by')
      when a.value in ('export', 'import') then o.owner_columns <> '{}' or o.name in ('product', 'pipeline', 'tag')
      else true end;

-- ---------------------------------------------------------------------------------------------
-- Roles of an organization. The five system roles are made with it and stay as they are; custom
-- roles stand beside them.
create table app_public.roles (
  organization_id uuid not null references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  slug text not null check (slug ~ '^[a-z][a-z0-9_]{0,62}$'),
  name text not null check (name ~ '\S' and length(name) <= 100),
  description text check (length(description) <= 1000),
  is_system boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, slug)
);
comment on table app_public.roles is
  'What a member is to an organization: owner, admin, manager, member, viewer, or a custom role.';

comment on constraint roles_organization_id_slug_key on app_public.roles is 'A role with this short name exists.';

-- What a role may do: object × action, reaching the caller's own records, those of their teams
-- or territories, or all. No row, no permission.
create table app_public.role_permissions (
  organization_id uuid not null,
  role_id uuid not null,
  object text not null,
  action text not null references app_enum.permission_actions,
  scope text not null references app_enum.permission_scopes,
  primary key (organization_id, role_id, object, action),
  foreign key (object, action) references app_hidden.object_actions,
  foreign key (organization_id, role_id) references app_public.roles on delete cascade
);
comment on table app_public.role_permissions is
  'What a role may do to an object, and to whose records that reaches.';

-- What a role may do with a field of an object: edit, view, mask or hidden. No row: edit. The field
-- "*" speaks for all that have no row of their own; "custom_data.<key>" for one custom field.
create table app_public.role_field_permissions (
  organization_id uuid not null,
  role_id uuid not null,
  object text not null references app_hidden.crm_objects,
  field text not null check (length(field) <= 100),
  mode text not null references app_enum.field_modes,
  primary key (organization_id, role_id, object, field),
  foreign key (organization_id, role_id) references app_public.roles on delete cascade
);
comment on table app_public.role_field_permissions is
  'What a role may do with a field of an object. Without a row, and without one for "*", it may edit.';
comment on column app_public.role_field_permissions.field is
  'A column, "custom_data.<key>" for one custom field, or "*" for all fields without a row of their own.';

-- How an organization masks a field, whoever looks. Without a row the value is redacted.
create table app_public.masking_rules (
  organization_id uuid not null references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  object text not null references app_hidden.crm_objects,
  field text not null check (length(field) <= 100),
  method text not null references app_enum.masking_methods,
  primary key (organization_id, id),
  unique (organization_id, object, field)
);
comment on table app_public.masking_rules is
  'What roles that see a field masked see in its place. Without a row it is redacted.';

-- The state of a role's permissions and field permissions. Whoever compiles them into statements,
-- as the API does, says with the setting rowhouse.access_version by which state; the policies
-- refuse a statement made for another, and one that was made without regard to field permissions
-- where there are any.
create table app_hidden.role_versions (
  organization_id uuid not null,
  role_id uuid not null,
  version text not null check (version ~ '^(full|masked):'),
  primary key (organization_id, role_id),
  foreign key (organization_id, role_id) references app_public.roles on delete cascade
);
comment on table app_hidden.role_versions is
  'full:<uuid> of a role that may do everything with every field, masked:<uuid> of another; new at each change.';

-- ---------------------------------------------------------------------------------------------
-- A membership makes a user one of an organization, in one role. It is read on every request, so
-- that ending it takes effect at once. It is switched off rather than deleted, since records keep
-- pointing at the people who owned them.
create table app_public.memberships (
  organization_id uuid not null references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  user_id uuid not null references app_public.users,
  role_id uuid not null,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, user_id),
  foreign key (organization_id, role_id) references app_public.roles
);
create index memberships_user_id_idx on app_public.memberships (user_id);
create index memberships_role_id_idx on app_public.memberships (organization_id, role_id);
comment on table app_public.memberships is
  E'@behavior -insert -delete\nThat a user belongs to the organization, in which role, and whether still.';
comment on column app_public.memberships.is_active is 'False ends the user''s access at once.';

-- ---------------------------------------------------------------------------------------------
-- Teams and territories are groups of members: what the scopes "team" and "territory" mean.
create table app_public.teams (
  organization_id uuid not null references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  name text not null check (name ~ '\S' and length(name) <= 100),
  description text check (length(description) <= 1000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, name)
);
comment on table app_public.teams is 'A group of members; its manager sees the records of all of them.';

create table app_public.team_members (
  organization_id uuid not null,
  id uuid not null default app_hidden.uuid_v7(),
  team_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, team_id, user_id),
  foreign key (organization_id, team_id) references app_public.teams on delete cascade,
  foreign key (organization_id, user_id) references app_public.memberships (organization_id, user_id)
    on delete cascade
);
create index team_members_user_id_idx on app_public.team_members (organization_id, user_id);
comment on table app_public.team_members is 'Who is in a team.';
comment on constraint team_members_organization_id_team_id_user_id_key on app_public.team_members is
  'This member is in the team already.';

create table app_public.territories (
  organization_id uuid not null references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  name text not null check (name ~ '\S' and length(name) <= 100),
  description text check (length(description) <= 1000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, name)
);
comment on table app_public.territories is 'A market or region that several members look after.';

create table app_public.territory_members (
  organization_id uuid not null,
  id uuid not null default app_hidden.uuid_v7(),
  territory_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, territory_id, user_id),
  foreign key (organization_id, territory_id) references app_public.territories on delete cascade,
  foreign key (organization_id, user_id) references app_public.memberships (organization_id, user_id)
    on delete cascade
);
create index territory_members_user_id_idx on app_public.territory_members (organization_id, user_id);
comment on table app_public.territory_members is 'Who looks after a territory.';
comment on constraint territory_members_organization_id_territory_id_user_id_key on app_public.territory_members is
  'This member looks after the territory already.';

-- ---------------------------------------------------------------------------------------------
-- Sessions: one for each sign-in and one for each API key, which may have an end. Refresh tokens are
-- kept only as SHA-256 hashes; each is good for one use, and one used again ends its session.
create table app_private.sessions (
  id uuid primary key default app_hidden.uuid_v7(),
  user_id uuid not null references app_public.users on delete cascade,
  organization_id uuid references app_public.organizations on delete set null,
  ip text,
  user_agent text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz
);
create index sessions_user_id_idx on app_private.sessions (user_id);
create index sessions_organization_id_idx on app_private.sessions (organization_id);

create table app_private.refresh_tokens (
  token_hash bytea primary key,
  session_id uuid not null references app_private.sessions on delete cascade,
  issued_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index refresh_tokens_session_id_idx on app_private.refresh_tokens (session_id);

-- ---------------------------------------------------------------------------------------------
-- Who is asking. The settings rowhouse.user_id, .organization_id and .session_id come from the
-- verified token (see plugins/context.ts); what they claim is checked here on each statement.

create function app_hidden.current_user_id() returns uuid
language sql stable parallel safe as $$
  select nullif(current_setting('rowhouse.user_id', true), '')::uuid
$$;
comment on function app_hidden.current_user_id() is 'The user on whose behalf this statement runs, or null.';

create function app_hidden.refuse_session(user_id uuid) returns void
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
begin
  raise exception using errcode = 'RH401', message = case
    when exists (select from app_public.users u where u.id = refuse_session.user_id and u.is_service_account)
      -- As src/auth/apiKeys.ts says of a key that it does not find.
      then 'This API key is unknown, was revoked or has expired.'
    else 'This session has ended. Sign in again.' end;
end
$$;
comment on function app_hidden.refuse_session(uuid) is 'Fails with RH401, in words for a person or for an API key.';

create function app_hidden.signed_in_user_id() returns uuid
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
declare
  session uuid := nullif(current_setting('rowhouse.session_id', true), '')::uuid;
  caller uuid := nullif(current_setting('rowhouse.user_id', true), '')::uuid;
begin
  if session is not null then
    perform from app_private.sessions s
      where s.id = session and s.user_id = caller and s.revoked_at is null
        and (s.expires_at is null or s.expires_at > now());
    if not found then
      perform app_hidden.refuse_session(caller);
    end if;
  -- Jobs come without a session and are believed, since the API's login runs them; nobody else is.
  elsif not pg_has_role(session_user, 'rowhouse_authenticator', 'member') then
    return null;
  end if;
  return caller;
end
$$;
comment on function app_hidden.signed_in_user_id() is
  'current_user_id() of a session that is still live. Fails with RH401 when it was ended or has expired.';

create function app_hidden.current_organization_id() returns uuid
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization uuid := nullif(current_setting('rowhouse.organization_id', true), '')::uuid;
  claimed text := nullif(current_setting('rowhouse.access_version', true), '');
  actual text;
  caller uuid;
begin
  if organization is null then
    return null;
  end if;
  caller := app_hidden.signed_in_user_id();
  select v.version into actual
    from app_public.memberships m
    join app_hidden.role_versions v on v.organization_id = m.organization_id and v.role_id = m.role_id
    where m.organization_id = organization and m.user_id = caller and m.is_active;
  if not found then
    raise exception using errcode = 'RH403',
      message = 'You are not an active member of this organization.';
  end if;
  if claimed <> actual then
    raise exception using errcode = 'RH412', message = 'Your permissions have just changed. Try again.';
  end if;
  if claimed is null and starts_with(actual, 'masked:')
    and current_setting('role', true) in ('rowhouse_user', 'rowhouse_importer') then
    raise exception using errcode = 'RH403',
      message = 'Your role does not see every field: use the API or the schema "reporting".';
  end if;
  return organization;
end
$$;
comment on function app_hidden.current_organization_id() is
  'The tenant of this statement, or null when none is chosen. Fails with RH403 when the caller is no
active member of it, with RH401 when their session was ended, and with RH412 when the statement was made
for permissions that have changed since (see role_versions).';

create function app_hidden.owner_ids_in_scope(object text, action text) returns uuid[]
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization uuid := app_hidden.current_organization_id();
  caller uuid := app_hidden.current_user_id();
  reach text;
begin
  select p.scope into reach
    from app_public.memberships m
    join app_public.role_permissions p
      on p.organization_id = m.organization_id and p.role_id = m.role_id
    where m.organization_id = organization and m.user_id = caller and m.is_active
      and p.object = owner_ids_in_scope.object and p.action = owner_ids_in_scope.action;
  case reach
    when 'all' then
      return null;
    when 'own' then
      return array[caller];
    when 'team' then
      return array(
        select caller
        union
        select colleague.user_id
          from app_public.team_members mine
          join app_public.team_members colleague
            on colleague.organization_id = mine.organization_id and colleague.team_id = mine.team_id
          where mine.organization_id = organization and mine.user_id = caller);
    when 'territory' then
      return array(
        select caller
        union
        select colleague.user_id
          from app_public.territory_members mine
          join app_public.territory_members colleague
            on colleague.organization_id = mine.organization_id
            and colleague.territory_id = mine.territory_id
          where mine.organization_id = organization and mine.user_id = caller);
    else
      return '{}';
  end case;
end
$$;
comment on function app_hidden.owner_ids_in_scope(text, text) is
  'Whose records the caller may do this to: null means everybody''s, an empty array nobody''s.';

create function app_hidden.may(object text, action text) returns boolean
language sql stable parallel safe as $$
  select coalesce(cardinality(app_hidden.owner_ids_in_scope(object, action)) > 0, true)
$$;
comment on function app_hidden.may(text, text) is
  'Whether the caller''s role allows the action on at least some records of the object.';

create function app_hidden.reaches(object text, action text, owners uuid[]) returns boolean
language sql stable parallel safe as $$
  select reach.ids is null or reach.ids && owners
    from (select app_hidden.owner_ids_in_scope(object, action) as ids) reach
$$;
comment on function app_hidden.reaches(text, text, uuid[]) is
  'Whether the caller may do the action to a record of these owners (nulls among them count for nobody).';

create function app_hidden.require_known_action(object text, action text) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from app_hidden.crm_objects o where o.name = require_known_action.object) then
    perform app_hidden.fail('RH400', format('Permissions know no object "%s".', left(object, 100)),
      '{"object": "No such object."}');
  elsif not exists (select from app_enum.permission_actions a where a.value = require_known_action.action) then
    perform app_hidden.fail('RH400', format('Permissions know no action "%s".', left(action, 100)),
      '{"action": "No such action."}');
  elsif not exists (select from app_hidden.object_actions a
      where a.object = require_known_action.object and a.action = require_known_action.action) then
    perform app_hidden.fail('RH400', format('There is no way to %s: %s.', action, replace(object, '_', ' ')),
      '{"action": "The object does not know this action."}');
  end if;
end
$$;
comment on function app_hidden.require_known_action(text, text) is
  'Fails with RH400 unless the object is one that permissions speak of and knows the action.';

create function app_hidden.require_permission(object text, action text) returns void
language plpgsql stable as $$
begin
  if app_hidden.current_organization_id() is null then
    raise exception using errcode = 'RH403', message = 'Choose an organization first.';
  end if;
  if not app_hidden.may(object, action) then
    raise exception using errcode = 'RH403',
      message = format('Your role may not %s: %s.', action, replace(object, '_', ' '));
  end if;
end
$$;
comment on function app_hidden.require_permission(text, text) is
  'Fails with RH403 unless the caller may do the action to at least some records of the object.';

create function app_hidden.member_user_ids() returns uuid[]
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select array(
    select m.user_id from app_public.memberships m
      where m.organization_id = app_hidden.current_organization_id())
$$;
comment on function app_hidden.member_user_ids() is
  'The users who are or were members of the current organization.';

create function app_hidden.is_active_member(user_id uuid) returns boolean
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from app_public.memberships m
    where m.organization_id = app_hidden.current_organization_id()
      and m.user_id = is_active_member.user_id and m.is_active)
$$;
comment on function app_hidden.is_active_member(uuid) is
  'Whether the user is an active member of the current organization.';

create function app_hidden.my_organization_ids() returns uuid[]
language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
  select array(
    select m.organization_id from app_public.memberships m
      where m.user_id = app_hidden.signed_in_user_id() and m.is_active)
$$;
comment on function app_hidden.my_organization_ids() is 'The organizations the caller is an active member of.';

grant execute on function
  app_hidden.current_user_id(), app_hidden.signed_in_user_id(), app_hidden.current_organization_id(),
  app_hidden.owner_ids_in_scope(text, text), app_hidden.may(text, text),
  app_hidden.reaches(text, text, uuid[]), app_hidden.require_known_action(text, text),
  app_hidden.require_permission(text, text), app_hidden.member_user_ids(),
  app_hidden.my_organization_ids(), app_hidden.is_active_member(uuid)
to rowhouse_user, rowhouse_anonymous;

-- Tables above were made before the function existed.
do $$
declare
  name text;
begin
  foreach name in array array['roles', 'role_permissions', 'role_field_permissions', 'masking_rules', 'memberships', 'teams', 'team_members',
    'territories', 'territory_members']
  loop
    execute format('alter table app_public.%I alter organization_id
      set default app_hidden.current_organization_id()', name);
  end loop;
end
$$;
