--! Previous: sha1:05a01dc4b0c76ff4df1e8d22d62af7e5ae6f711d
--! Hash: sha1:d0bdd29a010de7983e20f05523d6a8aac9bb364c

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
  message text check (length(message) <= 1000),
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
comment on column app_public.notifications.message is 'What a workflow says; null for other kinds.';
comment on column app_public.notifications.key is E'@behavior -*\nWhat it is told once for.';
comment on column app_public.notifications.read_at is 'When it was marked as read; null: unread.';
comment on column app_public.notifications.kind is 'Why the caller is told.';
comment on column app_public.notifications.created_at is 'When it came.';
create index notifications_user_id_idx on app_public.notifications (organization_id, user_id, created_at, id);
create index notifications_unread_idx on app_public.notifications (organization_id, user_id, created_at, id) where read_at is null;
create index notifications_actor_id_idx on app_public.notifications (organization_id, actor_id) where actor_id is not null;

call app_hidden.build_wall('notifications');
call app_hidden.bound_dates('notifications');
grant select on app_public.notifications to rowhouse_user;
grant update (read_at) on app_public.notifications to rowhouse_user;
-- No entries, and no truncating: it tells of what has its entry.
call app_hidden.audit_changes('notifications', events => '{}');
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
  objects constant text[] := array(select o.name from app_hidden.crm_objects o
    where o.name in ('account', 'contact', 'lead', 'deal', 'activity', 'task', 'project', 'communication', 'note', 'workflow', 'webhook_endpoint')
      -- Some come with later migrations.
      and to_regclass('app_public.' || quote_ident(o.table_name)) is not null);
  records text;
  fields text;
begin
  select string_agg(format(
      'when %L then case when object_id is null then (select app_hidden.may(%1$L, ''view''))
        else exists (select from app_public.%2$I r where r.id = object_id) end', o.name, o.table_name), ' ' order by o.name)
    into records
    from app_hidden.crm_objects o where o.name = any (objects);
  select string_agg(format('when kind = %L and object_type = %L then %s', k.value, o.name, (
      select string_agg(format('(select app_hidden.field_mode(%L, %L)) in (''edit'', ''view'')', o.table_name, a.attname), ' and '
          order by a.attname)
        from pg_attribute a where a.attrelid = to_regclass('app_public.' || quote_ident(o.table_name))
          and a.attname = any (app_hidden.notified_fields(k.value, o)))), ' ' order by k.value, o.name)
    into fields
    from app_enum.notification_kinds k, app_hidden.crm_objects o
    where o.name = any (objects) and cardinality(app_hidden.notified_fields(k.value, o)) > 0
      and app_hidden.notified_fields(k.value, o) <@ array(select a.attname::text from pg_attribute a
        where a.attrelid = to_regclass('app_public.' || quote_ident(o.table_name)));
  -- A mention tells of a comment: that it is there, on what, and by whom.
  select concat_ws(' ', fields, string_agg(format($mention$when kind = 'mention' and object_type = %1$L then (select app_hidden.may('comment', 'view'))
        and (select app_hidden.field_mode('comments', %2$L)) in ('edit', 'view') and (select app_hidden.field_mode('comments', 'created_by')) in ('edit', 'view')
        and (select app_hidden.field_mode('comments', 'mentioned_user_ids')) in ('edit', 'view')
        and (key not like 'mention:%%' or exists (select from app_public.comments c where c.%2$I = object_id and 'mention:' || c.id = key))$mention$,
      o.name, o.name || '_id'), ' ' order by o.name))
    into fields
    from app_hidden.crm_objects o
    where o.name = any (objects) and exists (select from pg_attribute a
      where a.attrelid = 'app_public.comments'::regclass and a.attname = o.name || '_id');
  drop policy if exists select_own on app_public.notifications;
  execute format('create policy select_own on app_public.notifications for select to rowhouse_user
    using (user_id = (select app_hidden.current_user_id())
      and case when object_type is null then true else case object_type %s else false end end
      and case %s else true end)', records, fields);
end
$$;
comment on procedure app_hidden.show_notifications() is
  'The policy by which notifications show: to the recipient, while they may see the record and what the kind
tells of it; those about other objects do not. To be called again by a migration that adds objects.';
call app_hidden.show_notifications();

-- ---------------------------------------------------------------------------------------------
-- Telling

create type app_hidden.notice as (
  organization_id uuid, user_id uuid, kind text, object_type text, object_id uuid, actor_id uuid, key text);
comment on type app_hidden.notice is 'What a notification is made of.';

create function app_hidden.tell(notices app_hidden.notice[]) returns integer
language sql volatile as $$
  with heard as (
    select n.*, m.user_id as recipient, actor.user_id as actor,
        count(*) over (partition by n.organization_id, n.user_id, n.kind, n.object_type) as many
      from unnest(notices) n
      join app_public.memberships m on m.organization_id = n.organization_id and m.user_id = n.user_id and m.is_active
      join app_public.users u on u.id = m.user_id and not u.is_service_account
      left join app_public.memberships actor on actor.organization_id = n.organization_id and actor.user_id = n.actor_id
      where n.user_id is distinct from n.actor_id
  ),
  told as (
    insert into app_public.notifications (organization_id, user_id, kind, object_type, object_id, record_count, actor_id, key)
      select h.organization_id, h.recipient, h.kind, h.object_type, h.object_id, 1, h.actor, h.key
        from heard h where h.many <= 20
      union all
      select h.organization_id, h.recipient, h.kind, h.object_type, null, count(*)::integer, (array_agg(h.actor))[1],
          concat_ws(':', h.kind, h.object_type, pg_current_xact_id())
        from heard h where h.many > 20 group by h.organization_id, h.recipient, h.kind, h.object_type
      order by 1, 2, 8
      on conflict do nothing
      returning 1
  )
  select count(*)::integer from told
$$;
comment on function app_hidden.tell(app_hidden.notice[]) is
  'Writes notifications, each key once for each user; answers how many. Neither the actor is told nor who is no active
member, nor an API key. More than twenty of a kind about one kind of record become one for whom they are for.';

create function app_private.notify(
  organization uuid, recipients uuid[], kind text, object_type text, object_id uuid, actor uuid, key text) returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select app_hidden.tell(array(
    select distinct row(organization, recipient, notify.kind, notify.object_type, notify.object_id, actor, notify.key)::app_hidden.notice
      from unnest(recipients) recipient))
$$;
comment on function app_private.notify(uuid, uuid[], text, text, uuid, uuid, text) is
  'Tells the recipients of a record (object_type: its name in crm_objects), once for each key (200 characters at
most). Neither the actor is told nor who is no active member, nor an API key. Answers how many were told.';

-- ---------------------------------------------------------------------------------------------
-- Reading. What a notification says is looked up past the policies, so it looks at them itself.

create function app_public.notifications_text(notification app_public.notifications) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  object app_hidden.crm_objects;
  thing text;
  actor text;
  label text;
begin
  if notification.user_id is distinct from app_hidden.current_user_id()
    or notification.organization_id is distinct from app_hidden.current_organization_id() then
    return null;
  end if;
  select * into object from app_hidden.crm_objects o where o.name = notification.object_type;
  select u.name into actor from app_public.users u
    where u.id = notification.actor_id and u.id = any (app_hidden.member_user_ids());
  if notification.object_id is null then
    thing := concat_ws(' ', notification.record_count, replace(object.table_name, '_', ' '));
  else
    execute format('select %s from app_public.%I r where r.id = $1 and %s',
        case when app_hidden.masks_fields()
          then app_hidden.label_expression(object, app_hidden.current_organization_id(), app_hidden.current_role_id())
          else object.label end,
        object.table_name, app_hidden.visible_expression(object, 'r.'))
      into label using notification.object_id;
    thing := format('the %s%s', replace(object.name, '_', ' '), ' "' || left(label, 100) || '"');
  end if;
  return case notification.kind
    when 'assignment' then coalesce(actor || ' gave you ' || thing || '.', upper(left(thing, 1)) || substr(thing, 2)
      || case when notification.record_count > 1 then ' were' else ' was' end || ' given to you.')
    when 'mention' then concat(coalesce(actor, 'Somebody'), ' mentioned you on ', thing, '.')
    when 'reminder' then format('Reminder of %s.', thing)
    when 'overdue' then format('Overdue: %s.', thing)
    when 'stage_rot' then format('Too long in one stage: %s.', thing)
    when 'export_ready' then 'Your export is ready.'
    when 'file_infected' then 'A file that you uploaded was infected; its content has been removed.'
    when 'workflow' then coalesce(notification.message, concat('A workflow tells you of ', coalesce(nullif(thing, '1'), 'something'), '.'))
    when 'workflow_failed' then concat('A run failed of ', thing, '.')
    when 'webhook_disabled' then upper(left(thing, 1)) || substr(thing, 2) || ' was disabled: it could not be delivered to.' end;
end
$$;
comment on function app_public.notifications_text(app_public.notifications) is
  E'@behavior -filterBy -orderBy\nWhat it is about in a sentence (English), with the record''s name as the caller may see it.';
grant execute on function app_public.notifications_text(app_public.notifications) to rowhouse_user;

do $$
declare
  object app_hidden.crm_objects;
begin
  for object in select * from app_hidden.crm_objects o where app_hidden.has_bin(o.table_name) and (not o.is_on_records or o.name = 'communication') and o.owner_columns <> '{}'
  loop
    execute format($ddl$
create function app_public.notifications_%1$s(notification app_public.notifications) returns app_public.%2$I
language sql stable as $function$
  select r from app_public.%2$I r where notification.object_type = %1$L and r.id = notification.object_id
$function$;
comment on function app_public.notifications_%1$s(app_public.notifications) is 'The %1$s that it is about, if it is about one.';
grant execute on function app_public.notifications_%1$s(app_public.notifications) to rowhouse_user;
$ddl$, object.name, object.table_name);
  end loop;
end
$$;

create function app_public.unread_notification_count() returns integer
language sql stable as $$
  select count(*)::integer from (
    select from app_public.notifications n
      where n.organization_id = (select app_hidden.current_organization_id())
        and n.user_id = (select app_hidden.current_user_id()) and n.read_at is null
      limit 1000) n
$$;
comment on function app_public.unread_notification_count() is
  'How many notifications of the caller''s are unread; 1000 when there are as many or more.';

create function app_public.mark_notifications_read(ids uuid[]) returns setof app_public.notifications
language plpgsql volatile as $$
begin
  if cardinality(ids) > 1000 then
    perform app_hidden.fail('RH400', 'At most 1000 notifications at once.', '{"ids": "At most 1000."}');
  end if;
  update app_public.notifications n set read_at = now() where n.id = any (ids) and n.read_at is null;
  return query select n.* from app_public.notifications n where n.id = any (ids) order by n.created_at desc, n.id desc;
end
$$;
comment on function app_public.mark_notifications_read(uuid[]) is
  E'@behavior +list -connection\n@resultFieldName notifications\nMarks notifications of the caller''s as read and answers them, newest first. Ids of none of theirs are left out. RH400 for more than 1000.';

create function app_public.mark_all_notifications_read() returns integer
language sql volatile as $$
  with marked as (
    update app_public.notifications n set read_at = now()
      where n.user_id = (select app_hidden.current_user_id()) and n.read_at is null
      returning 1)
    select count(*)::integer from marked
$$;
comment on function app_public.mark_all_notifications_read() is
  E'@resultFieldName markedCount\nMarks all notifications of the caller''s as read; answers how many were unread.';
grant execute on function app_public.unread_notification_count(), app_public.mark_notifications_read(uuid[]),
  app_public.mark_all_notifications_read() to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Whose a record becomes, by somebody else's doing. Imports tell nobody, nor does what puts back how it
-- was; what the database makes by itself is told when it changes hands.

create procedure app_hidden.tell_of_assignment(object app_hidden.crm_objects) language plpgsql as $$
declare
  owners constant text[] := array_remove(object.owner_columns, 'created_by');
  told constant text := $sql$
  notices := array(
    select distinct row(n.organization_id, given.user_id, 'assignment', %L, n.id, app_hidden.current_user_id(),
          concat_ws(':', 'assignment', n.id, pg_current_xact_id()))::app_hidden.notice
      from %s
      cross join lateral (values %s) given (user_id, former_id)
      where given.user_id is distinct from given.former_id and given.user_id is not null
        and given.user_id is distinct from app_hidden.current_user_id() and n.deleted_at is null);
  if notices <> '{}' then
    perform app_hidden.tell(notices);
  end if;$sql$;
  way record;
begin
  for way in
    select * from (values
      ('new', 'insert', 'new table as new_rows', 'new_rows n', 'null::uuid', 'when (current_user = ''rowhouse_user'')'),
      ('changed', 'update', 'old table as old_rows new table as new_rows',
        'old_rows o full join new_rows n on n.organization_id = o.organization_id and n.id = o.id', 'o.%1$I', '')
    ) w (name, event, rows, source, former, condition)
  loop
    execute format($ddl$
create function app_hidden.tell_of_%1$s_%2$s() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
declare
  notices app_hidden.notice[];
begin
  if current_setting('role', true) = 'rowhouse_importer' or app_hidden.keeps_updated_at() then
    return null;
  end if;%3$s
  return null;
end
$function$;
comment on function app_hidden.tell_of_%1$s_%2$s() is 'Tells whoever was given %2$s by somebody else.';
create trigger tell_of_assignment_of_%1$s after %4$s on app_public.%2$I referencing %5$s
  for each statement %6$s execute function app_hidden.tell_of_%1$s_%2$s()
$ddl$, way.name, object.table_name,
      format(told, object.name, way.source,
        (select string_agg(format('(n.%1$I, ' || way.former || ')', c), ', ') from unnest(owners) c)),
      way.event, way.rows, way.condition);
  end loop;
end
$$;

do $$
declare
  object app_hidden.crm_objects;
begin
  for object in select * from app_hidden.crm_objects o
    where app_hidden.has_bin(o.table_name) and array_remove(o.owner_columns, 'created_by') <> '{}'
  loop
    call app_hidden.tell_of_assignment(object);
  end loop;
end
$$;

-- ---------------------------------------------------------------------------------------------
-- Reminders. One waits here for each activity or task that is to be reminded of; whoever tells of it
-- takes it out in the same transaction, so that of two workers one does, and one that is killed has not.
create table app_private.reminders (
  organization_id uuid not null references app_public.organizations on delete cascade,
  object_type text not null check (object_type in ('activity', 'task')),
  object_id uuid not null,
  remind_at timestamptz not null,
  primary key (organization_id, object_type, object_id)
);
create index reminders_remind_at_idx on app_private.reminders (remind_at);
comment on table app_private.reminders is 'Reminders that have not come yet.';

create function app_hidden.set_reminder() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.reminder_at is null then
    delete from app_private.reminders r
      where r.organization_id = new.organization_id and r.object_type = tg_argv[0] and r.object_id = new.id;
  elsif current_setting('role', true) <> 'rowhouse_importer' or new.reminder_at > now() then
    insert into app_private.reminders (organization_id, object_type, object_id, remind_at)
      values (new.organization_id, tg_argv[0], new.id, new.reminder_at)
      on conflict (organization_id, object_type, object_id) do update set remind_at = excluded.remind_at;
  end if;
  return null;
end
$$;
comment on function app_hidden.set_reminder() is
  'Has the reminder wait; of what is imported, those that have not passed. Argument: the object.';

do $$
declare
  object app_hidden.crm_objects;
begin
  for object in select * from app_hidden.crm_objects o where o.name in ('activity', 'task') loop
    execute format('create trigger set_reminder_of_new after insert on app_public.%I for each row
      when (new.reminder_at is not null) execute function app_hidden.set_reminder(%L)', object.table_name, object.name);
    execute format('create trigger set_reminder after update of reminder_at on app_public.%I for each row
      when (new.reminder_at is distinct from old.reminder_at) execute function app_hidden.set_reminder(%L)',
      object.table_name, object.name);
  end loop;
end
$$;

create view app_private.open_work as
  select a.organization_id, 'activity' as object_type, a.id, coalesce(a.assigned_to_id, a.created_by) as user_id, a.due_date, a.reminder_at
    from app_public.activities a where a.deleted_at is null and a.status in ('planned', 'in_progress')
  union all
  select t.organization_id, 'task', t.id, coalesce(t.assignee_id, t.created_by), t.due_date, t.reminder_at
    from app_public.tasks t where t.deleted_at is null and t.status in ('todo', 'in_progress', 'blocked');
comment on view app_private.open_work is 'Activities and tasks that are to be done, and by whom: the assignee, else who made it.';

create function app_private.send_reminders(batch integer default 500) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  taken app_private.reminders[];
begin
  with due as (
    select r.organization_id, r.object_type, r.object_id from app_private.reminders r
      where r.remind_at <= now() order by r.remind_at limit batch for update skip locked
  ),
  removed as (
    delete from app_private.reminders r using due d
      where r.organization_id = d.organization_id and r.object_type = d.object_type and r.object_id = d.object_id
      returning r
  )
  select array_agg(r) into taken from removed;
  perform app_hidden.tell(array(
    select row(w.organization_id, w.user_id, 'reminder', w.object_type, w.id, null,
          concat_ws(':', 'reminder', w.id, extract(epoch from w.reminder_at)))::app_hidden.notice
      from unnest(taken) r
      join app_private.open_work w on w.organization_id = r.organization_id and w.object_type = r.object_type and w.id = r.object_id
        and w.reminder_at = r.remind_at));
  return cardinality(taken) = batch;
end
$$;
comment on function app_private.send_reminders(integer) is
  'Tells of so many of the reminders whose time has come, each once; nobody of what is done, deleted or reminded of
at another time by now. Answers whether there may be more.';

-- ---------------------------------------------------------------------------------------------
-- Due dates that pass, a day of an organization at a time: what was due on that day and is still to be
-- done is told of when the day is over where the organization is.
create table app_private.overdue_days (
  organization_id uuid primary key references app_public.organizations on delete cascade,
  told_until date not null
);
comment on table app_private.overdue_days is 'Until which day each organization has been told what is overdue.';

create function app_private.tell_overdue() returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  past app_private.overdue_days;
begin
  -- Of what was overdue before there was an organization nobody is told.
  insert into app_private.overdue_days (organization_id, told_until)
    select o.id, (now() at time zone o.timezone)::date - 1 from app_public.organizations o
      where not exists (select from app_private.overdue_days d where d.organization_id = o.id)
    on conflict do nothing;
  select d.* into past from app_private.overdue_days d
    join app_public.organizations o on o.id = d.organization_id
    where d.told_until < (now() at time zone o.timezone)::date - 1
    order by d.told_until limit 1 for no key update of d skip locked;
  if not found then
    return false;
  end if;
  perform app_hidden.tell(array(
    select row(w.organization_id, w.user_id, 'overdue', w.object_type, w.id, null,
          concat_ws(':', 'overdue', w.id, w.due_date))::app_hidden.notice
      from app_private.open_work w where w.organization_id = past.organization_id and w.due_date = past.told_until + 1));
  perform app_private.raise_for_records('overdue', o.name,
      array_agg(w.organization_id order by w.id), array_agg(w.id order by w.id))
    from unnest('{activity,task}'::text[]) o (name)
    join app_private.open_work w on w.organization_id = past.organization_id and w.object_type = o.name and w.due_date = past.told_until + 1
    group by o.name;
  update app_private.overdue_days d set told_until = past.told_until + 1 where d.organization_id = past.organization_id;
  return true;
end
$$;
comment on function app_private.tell_overdue() is
  'Tells what was due on the next day that is over, of one organization, and raises activity.overdue and task.overdue; false
when all have been told.';

-- ---------------------------------------------------------------------------------------------
-- Deals that are longer in their stage than its days_in_stage, once for each stay.
create table app_private.rotting_deals (
  organization_id uuid not null,
  deal_id uuid not null,
  stage_entered_at timestamptz not null,
  primary key (organization_id, deal_id),
  foreign key (organization_id, deal_id) references app_public.deals on delete cascade
);
comment on table app_private.rotting_deals is 'Of which stay in a stage the owner was last told that it is too long.';

create function app_private.tell_rotting_deals(batch integer default 1000) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  told app_hidden.notice[];
begin
  with rotten as (
    select d.organization_id, d.id, d.owner_id, d.stage_entered_at
      from app_public.pipeline_stages s
      join app_public.deals d on d.organization_id = s.organization_id and d.pipeline_id = s.pipeline_id and d.stage_id = s.id
      left join app_private.rotting_deals r on r.organization_id = d.organization_id and r.deal_id = d.id
      where s.kind = 'open' and d.stage_entered_at < now() - make_interval(days => s.days_in_stage)
        and d.deleted_at is null and d.owner_id is not null and r.stage_entered_at is distinct from d.stage_entered_at
      order by d.organization_id, d.id limit batch
  ),
  stays as (
    insert into app_private.rotting_deals as r (organization_id, deal_id, stage_entered_at)
      select t.organization_id, t.id, t.stage_entered_at from rotten t
      on conflict (organization_id, deal_id) do update set stage_entered_at = excluded.stage_entered_at
        where r.stage_entered_at <> excluded.stage_entered_at
      returning r.organization_id, r.deal_id
  )
  select array_agg(row(t.organization_id, t.owner_id, 'stage_rot', 'deal', t.id, null,
        concat_ws(':', 'stage_rot', t.id, extract(epoch from t.stage_entered_at)))::app_hidden.notice)
    into told
    from rotten t join stays s on s.organization_id = t.organization_id and s.deal_id = t.id;
  perform app_hidden.tell(told);
  perform app_private.raise_for_records('stage_overdue', 'deal', array_agg(t.organization_id order by t.object_id), array_agg(t.object_id order by t.object_id))
    from unnest(told) t;
  return cardinality(told) = batch;
end
$$;
comment on function app_private.tell_rotting_deals(integer) is
  'Tells the owners of so many deals that they have been too long in their stage, and raises deal.stage_overdue, once for
each stay. Answers whether there may be more.';

grant execute on function app_private.send_reminders(integer), app_private.tell_overdue(),
  app_private.tell_rotting_deals(integer) to rowhouse_authenticator;

-- ---------------------------------------------------------------------------------------------
-- The day of a person: what is overdue, due today, and coming.

create type app_public.day_entry as (due text, object_type text, record_id uuid);
comment on type app_public.day_entry is 'An activity or task that somebody has to do.';
comment on column app_public.day_entry.due is 'overdue, today or upcoming, in the organization''s time zone.';
comment on column app_public.day_entry.object_type is 'activity or task.';

create function app_public.day_entry_activity(entry app_public.day_entry) returns app_public.activities
language sql stable as $$
  select a from app_public.activities a where entry.object_type = 'activity' and a.id = entry.record_id
$$;
comment on function app_public.day_entry_activity(app_public.day_entry) is E'@behavior -queryField\nThe activity, if it is one.';

create function app_public.day_entry_task(entry app_public.day_entry) returns app_public.tasks
language sql stable as $$
  select t from app_public.tasks t where entry.object_type = 'task' and t.id = entry.record_id
$$;
comment on function app_public.day_entry_task(app_public.day_entry) is E'@behavior -queryField\nThe task, if it is one.';

create function app_hidden.sees_columns(target text, columns text[]) returns boolean
language sql stable as $$
  select coalesce(bool_and(app_hidden.field_mode(target, c) in ('edit', 'view')), true) from unnest(columns) c
$$;
comment on function app_hidden.sees_columns(text, text[]) is 'Whether the caller sees all of these columns as they are.';

create function app_public.my_day(user_id uuid default null, days integer default 7) returns setof app_public.day_entry
language plpgsql stable as $$
declare
  person constant uuid := coalesce(my_day.user_id, app_hidden.current_user_id());
  span constant integer := coalesce(days, 7);
  today constant date := (select (now() at time zone o.timezone)::date from app_public.organizations o
    where o.id = app_hidden.current_organization_id());
begin
  if span not between 0 and 31 then
    perform app_hidden.fail('RH400', 'Choose 0 to 31 days.', '{"days": "Is 0 to 31."}');
  end if;
  return query
    with work as (
      select 'activity' as object_type, a.id, a.due_date,
          case when (select app_hidden.sees_columns('activities', '{due_time}')) then a.due_time end as due_time
        from app_public.activities a
        where a.assigned_to_id = person and a.due_date <= today + span and a.status in ('planned', 'in_progress')
          and (select app_hidden.sees_columns('activities', '{due_date,status,assigned_to_id}'))
      union all
      select 'task', t.id, t.due_date, null
        from app_public.tasks t
        where t.assignee_id = person and t.due_date <= today + span and t.status in ('todo', 'in_progress', 'blocked')
          and (select app_hidden.sees_columns('tasks', '{due_date,status,assignee_id}'))
    ),
    placed as (
      select w.*, case when w.due_date < today then 'overdue' when w.due_date = today then 'today' else 'upcoming' end as due
        from work w
    ),
    numbered as (
      select p.*, row_number() over (partition by p.due order by p.due_date, p.due_time, p.id) as place from placed p
    )
    select n.due, n.object_type, n.id from numbered n where n.place <= 200 order by n.due_date, n.due_time, n.id;
end
$$;
comment on function app_public.my_day(uuid, integer) is
  E'@behavior +list -connection\n@listSuffix omit\nWhat somebody has to do: overdue, due today, and due in the days to come (0 to 31, by default 7), by due date and time in the organization''s time zone, what has no time at the end of its day. userId: whose day, as far as the caller sees it; by default their own. At most 200 of each. RH400 for other numbers of days.';
grant execute on function app_public.my_day(uuid, integer), app_public.day_entry_activity(app_public.day_entry),
  app_public.day_entry_task(app_public.day_entry), app_hidden.sees_columns(text, text[]) to rowhouse_user;

call app_hidden.describe_fields();
call app_hidden.add_reporting_views();
