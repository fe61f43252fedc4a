--! Previous: sha1:df7d9d773fdf6fe1080c8d3e3adc2380bd7772c6
--! Hash: sha1:a6efbfac51695632facecfa03991c36beaf2a02e

-- Notifications: what somebody should know of without having asked, and what finds it out:
-- assignments, reminders, due dates that pass, deals that rot. docs/notifications.md.

-- ---------------------------------------------------------------------------------------------
-- That somebody is told of a record. It holds ids only: what it says is made when it is read, of
-- what the reader may see by then. `key` tells what it is about so that nothing is told twice.
create table app_public.notifications (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  user_id uuid not null,
  kind text not null references app_enum.notification_kinds,
  object_type text references app_hidden.crm_objects,
  object_id uuid,
  record_count integer not null default 1 check (record_count > 0),
  actor_id uuid,
  key text not null check (length(key) between 1 and 200),
  read_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, user_id, key),
  constraint notifications_record_check check (object_type is not null or object_id is null),
  constraint notifications_several_check check (record_count = 1 or object_type is not null and object_id is null),
  foreign key (organization_id, user_id) references app_public.memberships (organization_id, user_id) on delete cascade,
  foreign key (organization_id, actor_id) references app_public.memberships (organization_id, user_id)
    on delete set null (actor_id)
);
comment on table app_public.notifications is
  E'@behavior -insert -update -delete\nSomething that the caller should know of. Shows as long as they may see the record that it is about.';
comment on column app_public.notifications.object_type is 'The kind of record that it is about; null when about none.';
comment on column app_public.notifications.object_id is 'The record that it is about; null when about none or several.';
comment on column app_public.notifications.record_count is 'About how many records it is; one where there is object_id.';
comment on column app_public.notifications.actor_id is 'Whose doing it was; null: the system''s.';
comment on column app_public.notifications.key is E'@behavior -*\nWhat it is told once for.';
comment on column app_public.notifications.read_at is 'When it was marked as read; null: unread.';
create index notifications_user_id_idx on app_public.notifications (organization_id, user_id, created_at, id);
create index notifications_unread_idx on app_public.notifications (organization_id, user_id, created_at, id) where read_at is null;
create index notifications_actor_id_idx on app_public.notifications (organization_id, actor_id) where actor_id is not null;

call app_hidden.build_wall('notifications');
call app_hidden.bound_dates('notifications');
grant select (organization_id, id, user_id, kind, object_type, object_id, record_count, actor_id, read_at, created_at)
  on app_public.notifications to rowhouse_user;
grant update (read_at) on app_public.notifications to rowhouse_user;
create policy update_own on app_public.notifications for update to rowhouse_user
  using (user_id = (select app_hidden.current_user_id()))
  with check (user_id = (select app_hidden.current_user_id()));

-- That there is a notification of a kind tells of fields: of an owner, a due date, a stage.
create function app_hidden.notified_fields(kind text, object app_hidden.crm_objects) returns text[]
language sql immutable as $$
  select case kind
    when 'assignment' then array_remove(object.owner_columns, 'created_by')
    when 'overdue' then '{due_date,status}'
    when 'reminder' then '{reminder_at,status}'
    when 'stage_rot' then '{stage_id,stage_entered_at,status}' end
$$;
comment on function app_hidden.notified_fields(text, app_hidden.crm_objects) is
  'The columns of an object''s table that a notification of the kind tells of.';

create procedure app_hidden.show_notifications() language plpgsql as $$
declare
  records text;
  fields text;
begin
  select string_agg(format(
      'when %L then case when object_id is null then (select app_hidden.may(%1$L, ''view''))
        else exists (select from app_public.%2$I r where r.id = object_id) end', o.name, o.table_name), ' ' order by o.name)
    into records
    from app_hidden.crm_objects o where o.name <> 'audit_log' and to_regclass('app_public.' || quote_ident(o.table_name)) is not null;
  select string_agg(format('when kind = %L and object_type = %L then %s', k.value, o.name, (
      select string_agg(format('(select app_hidden.field_mode(%L, %L)) in (''edit'', ''view'')', o.table_name, a.attname), ' and '
          order by a.attname)
        from pg_attribute a where a.attrelid = to_regclass('app_public.' || quote_ident(o.table_name))
          and a.attname = any (app_hidden.notified_fields(k.value, o)))), ' ' order by k.value, o.name)
    into fields
    from app_enum.notification_kinds k, app_hidden.crm_objects o
    where exists (select from pg_attribute a where a.attrelid = to_regclass('app_public.' || quote_ident(o.table_name))
      and a.attname = any (app_hidden.notified_fields(k.value, o)))
      and app_hidden.notified_fields(k.value, o) <@ array(select a.attname::text from pg_attribute a
        where a.attrelid = to_regclass('app_public.' || quote_ident(o.table_name)));
  drop policy if exists select_own on app_public.notifications;
  execute format('create policy select_own on app_public.notifications for select to rowhouse_user
    using (user_id = (select app_hidden.current_user_id())
      and case when object_type is null then true else case object_type %s else false end end
      and case %s else true end)', records, fields);
end
$$;
comment on procedure app_hidden.show_notifications() is
  'The policy by which notifications show: to the recipient, while they may see the record and what the kind
tells of it. To be called again by a migration that adds objects or kinds.';
call app_hidden.show_notifications();

create function app_private.notify(
  organization uuid, recipients uuid[], kind text, object_type text, object_id uuid, actor uuid, key text) returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with notified as (
    insert into app_public.notifications (organization_id, user_id, kind, object_type, object_id, actor_id, key)
      select m.organization_id, m.user_id, notify.kind, notify.object_type, notify.object_id, actor, notify.key
        from app_public.memberships m
        join app_public.users u on u.id = m.user_id and not u.is_service_account
        where m.organization_id = organization and m.user_id = any (recipients) and m.is_active
          and m.user_id is distinct from actor
        order by m.user_id
      on conflict do nothing
      returning 1)
    select count(*)::integer from notified
$$;
comment on function app_private.notify(uuid, uuid[], text, text, uuid, uuid, text) is
  'Tells the recipients of a record (object_type: its name in crm_objects), once for each key (200 characters at
most). Neither the actor is told nor who is no active member, nor an API key. Answers how many were told.';

call app_hidden.describe_fields();
call app_hidden.add_reporting_views();
