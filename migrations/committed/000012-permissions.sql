--! Previous: sha1:b67509f349797ae8b7ac29b63a7fbdf7b7baf7a9
--! Hash: sha1:0020f5334481a5b39565dc2e54c484cbeaf53c36

-- Permissions in one question: whether the caller may do something to a record, for mutations that
-- do more than write a row; a role's permissions as one set; and why somebody may or may not.

-- ---------------------------------------------------------------------------------------------
-- What the caller may do to records. It answers alike for functions that run as the caller and for
-- those that run as owner, and never tells of a record that the caller does not see.

create function app_hidden.allowed_ids(object text, action text, ids uuid[]) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  asked app_hidden.crm_objects;
  allowed uuid[];
begin
  perform app_hidden.require_known_action(object, action);
  select * into strict asked from app_hidden.crm_objects o where o.name = object;
  execute format('select array(select r.id from app_public.%I r where r.id = any ($1) and %s and %s)',
      asked.table_name, app_hidden.visible_expression(asked, 'r.'),
      case action when 'view' then 'true'
        else app_hidden.scope_expression(asked.name, asked.owner_columns, action, 'r.') end)
    into allowed using ids;
  return allowed;
end
$$;
comment on function app_hidden.allowed_ids(text, text, uuid[]) is
  'Those of the live records that the caller sees and may do the action to, in no order. RH400 when the
object does not know the action.';

create function app_hidden.may_do(object text, action text, record_id uuid) returns boolean
language sql stable as $$
  select record_id = any (app_hidden.allowed_ids(object, action, array[record_id]))
$$;
comment on function app_hidden.may_do(text, text, uuid) is
  'Whether the caller sees the live record and may do the action to it. RH400 as allowed_ids.';

create function app_hidden.require_record_permission(object text, action text, record_id uuid) returns void
language plpgsql stable as $$
begin
  if app_hidden.may_do(object, action, record_id) then
    return;
  end if;
  if app_hidden.may_do(object, 'view', record_id) then
    perform app_hidden.fail('RH403', format('You may not %s this %s.', action, replace(object, '_', ' ')));
  end if;
  perform app_hidden.fail('RH404', format('No such %s.', replace(object, '_', ' ')));
end
$$;
comment on function app_hidden.require_record_permission(text, text, uuid) is
  'Fails unless the caller may do the action to the record: RH404 when they see none, RH403 when they see
it and may not, RH400 as allowed_ids.';

grant execute on function
  app_hidden.allowed_ids(text, text, uuid[]), app_hidden.may_do(text, text, uuid),
  app_hidden.require_record_permission(text, text, uuid)
to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- All permissions of a role at once. With the caller's rights, so that policies and guards hold.

create type app_public.granted_permission as (object text, action text, scope text);
comment on type app_public.granted_permission is
  E'@foreignKey (action) references app_enum.permission_actions (value)\n@foreignKey (scope) references app_enum.permission_scopes (value)\nWhat a role may do to an object, and to whose records that reaches.';
comment on column app_public.granted_permission.object is E'@notNull\nWhat permissions speak of: lead, deal, team, …';
comment on column app_public.granted_permission.action is '@notNull';
comment on column app_public.granted_permission.scope is '@notNull';

create function app_public.set_role_permissions(role_id uuid, permissions app_public.granted_permission[])
returns app_public.roles language plpgsql volatile as $$
#variable_conflict use_column
declare
  changed app_public.roles;
  is_done boolean;
begin
  if not exists (select from app_public.roles r where r.id = set_role_permissions.role_id) then
    perform app_hidden.fail('RH404', 'No such role.');
  end if;
  perform app_hidden.require_permission('role', 'edit');
  -- Two who set the permissions of one role take turns.
  select * into strict changed from app_public.roles r where r.id = set_role_permissions.role_id for update;
  if changed.is_system then
    perform app_hidden.fail('RH403', 'The permissions of system roles cannot be changed.');
  end if;
  if exists (select from unnest(permissions) p where num_nulls(p.object, p.action, p.scope) > 0) then
    perform app_hidden.fail('RH400', 'A permission is an object, an action and a scope.');
  end if;
  if exists (select from unnest(permissions) p group by p.object, p.action having count(*) > 1) then
    perform app_hidden.fail('RH400', 'An object and an action are named twice.', '{"permissions": "Named twice."}');
  end if;
  -- In one statement, since the role may be the caller's own: the next would be another role's. What
  -- stays as it is is not touched, since the caller need not hold it.
  with
    wanted as (
      select p.object, p.action, p.scope from unnest(permissions) p
    ),
    held as (
      select p.object, p.action from app_public.role_permissions p where p.role_id = changed.id
    ),
    rescoped as (
      update app_public.role_permissions p set scope = w.scope from wanted w
        where p.role_id = changed.id and p.object = w.object and p.action = w.action and p.scope <> w.scope
    ),
    added as (
      insert into app_public.role_permissions (role_id, object, action, scope)
        select changed.id, w.object, w.action, w.scope from wanted w
          where not exists (select from held h where h.object = w.object and h.action = w.action)
    ),
    removed as (
      delete from app_public.role_permissions p
        where p.role_id = changed.id
          and not exists (select from wanted w where w.object = p.object and w.action = p.action)
        returning 1
    )
    select (select count(*) from removed) = (select count(*) from held h
        where not exists (select from wanted w where w.object = h.object and w.action = h.action))
      into is_done;
  -- A policy that keeps a row from being deleted is silent about it.
  if not is_done then
    perform app_hidden.fail('RH403', 'Your role may not take permissions away.');
  end if;
  return changed;
end
$$;
comment on function app_public.set_role_permissions(uuid, app_public.granted_permission[]) is
  'Gives a custom role exactly these permissions, all or nothing. RH404 no such role; RH403 for a system
role, and for what the caller does not hold; RH400 for what means nothing or is named twice.';
grant execute on function app_public.set_role_permissions(uuid, app_public.granted_permission[]) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Why somebody may or may not. What is allowed is asked of the functions that decide, as that person;
-- the tables are read only to say it in words.

create type app_public.action_explanation as (action text, is_allowed boolean, scope text, reason text);
comment on type app_public.action_explanation is
  E'@foreignKey (action) references app_enum.permission_actions (value)\n@foreignKey (scope) references app_enum.permission_scopes (value)\nWhether somebody may do something to a record, and why.';
comment on column app_public.action_explanation.action is '@notNull';
comment on column app_public.action_explanation.is_allowed is '@notNull';
comment on column app_public.action_explanation.scope is 'How far the role''s permission reaches; null without one.';
comment on column app_public.action_explanation.reason is E'@notNull\nA sentence for people.';

create type app_public.record_explanation as (object_type text, id uuid, label text, is_visible boolean);
comment on type app_public.record_explanation is 'A record that another is on, and whether somebody sees it.';

create type app_public.access_explanation as (
  object_type text,
  record_id uuid,
  label text,
  is_deleted boolean,
  "user" app_public.users,
  role app_public.roles,
  is_active_member boolean,
  owners app_public.users[],
  on_records app_public.record_explanation[],
  is_visible boolean,
  reason text,
  actions app_public.action_explanation[],
  restricted_fields app_public.role_field_permissions[]
);
comment on type app_public.access_explanation is 'Why somebody does or does not see a record, and what they may do to it.';
comment on column app_public.access_explanation.is_deleted is 'Whether the record is in the recycle bin.';
comment on column app_public.access_explanation.role is 'What the user is to the organization, or was.';
comment on column app_public.access_explanation.owners is 'Whose record it is: owners, assignees and, where that counts, who made it.';
comment on column app_public.access_explanation.on_records is 'The records that it is on, without which it is not seen.';
comment on column app_public.access_explanation.is_visible is 'Whether the user sees the record.';
comment on column app_public.access_explanation.reason is 'Why the user sees it or not, in a sentence.';
comment on column app_public.access_explanation.actions is 'What else is allowed, action by action.';
comment on column app_public.access_explanation.restricted_fields is
  'The fields of the object that the user''s role may not edit, with what it may do instead.';

create function app_hidden.owner_in_words(owner_column text) returns text
language sql immutable as $$
  select case owner_column
    when 'owner_id' then 'the record''s owner'
    when 'account_manager_id' then 'the account manager'
    when 'created_by' then 'who made the record'
    when 'actor_id' then 'who did it'
    else 'the assignee' end
$$;

create function app_hidden.common_group(scope text, organization uuid, one_user uuid, other_user uuid) returns text
language plpgsql stable as $$
declare
  name text;
begin
  execute format('select g.name from app_public.%1$I g
      join app_public.%2$I one on one.organization_id = g.organization_id and one.%3$I = g.id
      join app_public.%2$I other on other.organization_id = g.organization_id and other.%3$I = g.id
      where g.organization_id = $1 and one.user_id = $2 and other.user_id = $3
      order by g.name limit 1',
      case scope when 'team' then 'teams' else 'territories' end, scope || '_members', scope || '_id')
    into name using organization, one_user, other_user;
  return name;
end
$$;
comment on function app_hidden.common_group(text, uuid, uuid, uuid) is
  'The name of a team or territory that both are in. scope: which of the two.';

create function app_hidden.reach_in_words(
  object app_hidden.crm_objects, scope text, subject app_public.users, record jsonb, reached uuid[])
returns text language plpgsql stable as $$
declare
  thing constant text := replace(object.name, '_', ' ');
  owner app_public.users;
  owner_column text;
  names text;
begin
  if scope = 'all' then
    return format('Scope all: it reaches every %s.', thing);
  elsif object.owner_columns = '{}' then
    return format('Scope %s: it reaches every %s, since they belong to nobody in particular.', scope, thing);
  end if;
  -- The nearest reason is that it is their own.
  select c into owner_column
    from unnest(object.owner_columns) with ordinality as o (c, position)
    where (record ->> c)::uuid = any (reached)
    order by (record ->> c)::uuid <> subject.id, position limit 1;
  select * into owner from app_public.users u where u.id = (record ->> owner_column)::uuid;
  if owner.id = subject.id then
    return format('Scope %s: %s is %s.', scope, subject.name, app_hidden.owner_in_words(owner_column));
  elsif owner.id is not null then
    return format('Scope %1$s: %2$s, %3$s, is in %1$s %4$s, which %5$s is in too.', scope, owner.name,
      app_hidden.owner_in_words(owner_column),
      app_hidden.common_group(scope, (record ->> 'organization_id')::uuid, subject.id, owner.id), subject.name);
  end if;
  select string_agg(distinct u.name, ' and ') into names
    from unnest(object.owner_columns) c join app_public.users u on u.id = (record ->> c)::uuid;
  return case
    when names is null then format('Scope %s: the record is nobody''s.', scope)
    when scope = 'own' then format('Scope own: the record is of %s, not of %s.', names, subject.name)
    else format('Scope %1$s: the record is of %2$s, with whom %3$s is in no %1$s.', scope, names, subject.name) end;
end
$$;
comment on function app_hidden.reach_in_words(app_hidden.crm_objects, text, app_public.users, jsonb, uuid[]) is
  'Why a scope takes a record in or not. reached: whose records it reaches for the subject.';

create function app_hidden.label_expression(object app_hidden.crm_objects, organization uuid, role uuid) returns text
language sql stable as $$
  select case when object.label is null then 'null::text' else format('(select (%s)::text from (select %s from (select r.*) r) seen)',
    object.label, app_hidden.column_expressions(organization, role, object.table_name)) end
$$;
comment on function app_hidden.label_expression(app_hidden.crm_objects, uuid, uuid) is
  'SQL that names the record "r" by what the role may see of it.';

create function app_hidden.records_of(object app_hidden.crm_objects, record jsonb, reader_role uuid)
returns setof app_public.record_explanation
language plpgsql stable as $$
declare
  reference record;
  parent app_public.record_explanation;
begin
  if not object.is_on_records then
    return;
  end if;
  for reference in
    select r.column_name, o as object from app_hidden.tenant_references(object.table_name) r
      join app_hidden.crm_objects o on o.table_name = r.parent_table and o.owner_columns <> '{}'
      where record ->> r.column_name is not null order by r.column_name
  loop
    execute format('select %L, r.id, %s from app_public.%I r where r.id = $1',
        (reference.object).name,
        app_hidden.label_expression(reference.object, (record ->> 'organization_id')::uuid, reader_role),
        (reference.object).table_name)
      into parent.object_type, parent.id, parent.label using (record ->> reference.column_name)::uuid;
    parent.is_visible := app_hidden.may_do(parent.object_type, 'view', parent.id);
    return next parent;
  end loop;
end
$$;
comment on function app_hidden.records_of(app_hidden.crm_objects, jsonb, uuid) is
  'The records that a note, file or communication is on, named as the reader''s role sees them, and whether
the caller does.';

create function app_hidden.covers(object app_hidden.crm_objects, action text, record jsonb) returns boolean
language sql stable as $$
  select case object.owner_columns when '{}' then app_hidden.may(object.name, action)
    else app_hidden.reaches(object.name, action, array(select (record ->> c)::uuid from unnest(object.owner_columns) c)) end
$$;
comment on function app_hidden.covers(app_hidden.crm_objects, text, jsonb) is
  'Whether the scope of the caller''s permission takes the record in, be it seen or not.';

create function app_hidden.explain_action(
  object app_hidden.crm_objects, action text, subject app_public.users, role app_public.roles, record jsonb,
  on_records app_public.record_explanation[])
returns app_public.action_explanation language plpgsql stable as $$
declare
  explained app_public.action_explanation;
  blocking app_public.record_explanation;
begin
  explained.action := action;
  explained.is_allowed := app_hidden.may_do(object.name, action, (record ->> 'id')::uuid);
  select p.scope into explained.scope from app_public.role_permissions p
    where p.organization_id = role.organization_id and p.role_id = role.id
      and p.object = object.name and p.action = explain_action.action;
  if explained.scope is null then
    explained.reason := case
      when explained.is_allowed and object.name = 'member' then format('It is the membership of %s.', subject.name)
      when explained.is_allowed and object.name = 'api_key' then format('It is the key that %s acts by.', subject.name)
      when explained.is_allowed then 'Every member sees the organization.'
      else format('The role %s has no permission to %s: %s.', role.name, action, replace(object.name, '_', ' ')) end;
    return explained;
  end if;
  explained.reason := app_hidden.reach_in_words(object, explained.scope, subject, record,
    app_hidden.owner_ids_in_scope(object.name, action));
  if explained.is_allowed or not app_hidden.covers(object, action, record) then
    return explained;
  end if;
  -- The scope takes it in, and it is out of sight all the same.
  select * into blocking from unnest(on_records) r where not r.is_visible limit 1;
  explained.reason := explained.reason || ' ' || case
    when not app_hidden.covers(object, 'view', record) then format('But %s does not see the record.', subject.name)
    when blocking.id is not null then format('But it is on the %s "%s", which %s does not see.',
      replace(blocking.object_type, '_', ' '), blocking.label, subject.name)
    when record ->> 'message_id' is not null
      then format('But it is attached to a message in a conversation that %s takes no part in.', subject.name)
    else format('But it is on no record, and %s would not see a contact of who made it.', subject.name) end;
  return explained;
end
$$;
comment on function app_hidden.explain_action(app_hidden.crm_objects, text, app_public.users, app_public.roles, jsonb,
  app_public.record_explanation[]) is
  'Whether the caller, who is the subject, may do the action to a live record, and why.';

create function app_public.explain_access(object_type text, id uuid, user_id uuid) returns app_public.access_explanation
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  asker constant text := coalesce(current_setting('rowhouse.user_id', true), '');
  asker_session constant text := coalesce(current_setting('rowhouse.session_id', true), '');
  asker_version constant text := coalesce(current_setting('rowhouse.access_version', true), '');
  asker_role constant uuid := app_hidden.current_role_id();
  object app_hidden.crm_objects;
  membership app_public.memberships;
  restorable text := 'false';
  record jsonb;
  may_restore boolean;
  act text;
  explained app_public.action_explanation;
  answer app_public.access_explanation;
begin
  perform app_hidden.require_permission('member', 'view');
  perform app_hidden.require_permission('role', 'view');
  perform app_hidden.require_known_action(object_type, 'view');
  select * into strict object from app_hidden.crm_objects o where o.name = object_type;
  if app_hidden.has_bin(object.table_name) then
    restorable := format('r.organization_id = (select app_hidden.current_organization_id()) and r.deleted_at is not null and %s',
      app_hidden.restorable_expression(object, 'r.'));
  end if;
  -- The answer speaks of nothing else.
  if exists (select from app_hidden.column_rules(organization, asker_role, object.table_name) r
      where r.column_name = any (object.owner_columns) and r.mode in ('mask', 'hidden')) then
    perform app_hidden.fail('RH403', 'Your role does not see whose records these are.');
  end if;
  execute format('select to_jsonb(r), %s from app_public.%I r where r.id = $1 and (%s or %s)',
      app_hidden.label_expression(object, organization, asker_role), object.table_name, app_hidden.visible_expression(object, 'r.'), restorable)
    into record, answer.label using explain_access.id;
  if record is null then
    perform app_hidden.fail('RH404', format('No such %s.', replace(object_type, '_', ' ')));
  end if;
  select * into membership from app_public.memberships m
    where m.organization_id = organization and m.user_id = explain_access.user_id;
  if not found then
    perform app_hidden.fail('RH404', 'No such member.', '{"user_id": "No such member."}');
  end if;

  answer.object_type := object_type;
  answer.record_id := explain_access.id;
  answer.is_deleted := record ->> 'deleted_at' is not null;
  answer.is_active_member := membership.is_active;
  answer.is_visible := false;
  answer.actions := '{}';
  answer.restricted_fields := array(select f from app_hidden.restricted_fields(organization, membership.role_id) f
    where f.object = object_type);
  answer."user" := (select u from app_public.users u where u.id = membership.user_id);
  answer.role := (select r from app_public.roles r
    where r.organization_id = organization and r.id = membership.role_id);
  answer.owners := array(select u from app_public.users u
    where u.id in (select (record ->> c)::uuid from unnest(object.owner_columns) c) order by u.name, u.id);
  if not membership.is_active then
    answer.reason := format('%s is no active member of the organization.', (answer."user").name);
    return answer;
  end if;

  -- From here on as the other. Should anything fail, the settings go back with the statement.
  perform set_config('rowhouse.session_id', '', true),
    set_config('rowhouse.user_id', membership.user_id::text, true),
    set_config('rowhouse.access_version', (select v.version from app_hidden.role_versions v
      where v.organization_id = organization and v.role_id = membership.role_id), true);
  answer.on_records := array(select r from app_hidden.records_of(object, record, asker_role) r);
  if answer.is_deleted then
    execute format('select exists (select from app_public.%I r where r.id = $1 and %s)', object.table_name, restorable)
      into may_restore using explain_access.id;
    answer.reason := format('The record is in the recycle bin: %s %s restore it.', (answer."user").name,
      case when may_restore then 'may' else 'may not' end);
  else
    for act in select a.action from app_hidden.object_actions a
      where a.object = object_type and a.action <> 'create' order by a.action <> 'view', a.action
    loop
      explained := app_hidden.explain_action(object, act, answer."user", answer.role, record, answer.on_records);
      if act = 'view' then
        answer.is_visible := explained.is_allowed;
        answer.reason := explained.reason;
      end if;
      answer.actions := answer.actions || explained;
    end loop;
  end if;
  perform set_config('rowhouse.session_id', asker_session, true),
    set_config('rowhouse.user_id', asker, true),
    set_config('rowhouse.access_version', asker_version, true);
  return answer;
end
$$;
comment on function app_public.explain_access(text, uuid, uuid) is
  'Why a member does or does not see a record, and what they may do to it: for those who may view members and
roles, and the record. RH404 no such record (or none that the caller sees, recycle bin included) or no such
member; RH403 without those permissions, or when the caller does not see the owners of such records; RH400 no such object.';
grant execute on function app_public.explain_access(text, uuid, uuid) to rowhouse_user;
