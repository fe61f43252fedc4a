--! Previous: sha1:d38e3d94daee4272e4a48c95cff602ad0defa0f0
--! Hash: sha1:0cfef7df0fc9d1d6923df4f785636c4d25ad46df

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
      app_hidden.scope_expression(asked.name, asked.owner_columns, action, 'r.'))
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
  -- What stays as it is is not touched, since the caller need not hold it. What goes, goes last: it may
  -- be what lets the caller do this.
  update app_public.role_permissions held set scope = p.scope
    from unnest(permissions) p
    where held.role_id = changed.id and held.object = p.object and held.action = p.action and held.scope <> p.scope;
  insert into app_public.role_permissions (role_id, object, action, scope)
    select changed.id, p.object, p.action, p.scope from unnest(permissions) p
      where not exists (select from app_public.role_permissions held
        where held.role_id = changed.id and held.object = p.object and held.action = p.action);
  delete from app_public.role_permissions held
    where held.role_id = changed.id
      and not exists (select from unnest(permissions) p where p.object = held.object and p.action = held.action);
  -- A policy that keeps a row from being deleted is silent about it.
  if exists (select from app_public.role_permissions held
      where held.role_id = changed.id
        and not exists (select from unnest(permissions) p where p.object = held.object and p.action = held.action)) then
    perform app_hidden.fail('RH403', 'Your role may not take permissions away.');
  end if;
  return changed;
end
$$;
comment on function app_public.set_role_permissions(uuid, app_public.granted_permission[]) is
  'Gives a custom role exactly these permissions, all or nothing. RH404 no such role; RH403 for a system
role, and for what the caller does not hold; RH400 for what means nothing or is named twice.';
grant execute on function app_public.set_role_permissions(uuid, app_public.granted_permission[]) to rowhouse_user;
