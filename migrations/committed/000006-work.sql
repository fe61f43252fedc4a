--! Previous: sha1:10dd7561f3d9a08790d5ab3053120580e174296d
--! Hash: sha1:dfe7d300efbab94c4ed4d8e0f1ff489a2a969b7d

-- Work: what is to be done (activities, projects, tasks), what was said (communications) and what
-- was written down or attached (notes, attachments).

-- ---------------------------------------------------------------------------------------------
-- Work that comes again. The dates of a series are counted from its first, so that the 31st is the
-- last day of shorter months and the 31st again after them. docs/work.md.

create function app_hidden.next_occurrence(
  frequency text, step integer, starts_on date, after date, not_before date, out due_date date, out number integer)
language plpgsql immutable as $$
declare
  earliest date := greatest(after + 1, not_before);
  months integer := case frequency when 'monthly' then step when 'yearly' then 12 * step end;
  days integer := case frequency when 'daily' then step when 'weekly' then 7 * step end;
begin
  if months is null then
    number := greatest(ceil((earliest - starts_on)::numeric / days), 0);
    due_date := starts_on + number * days;
  else
    number := greatest(floor((12 * (extract(year from earliest) - extract(year from starts_on))
      + extract(month from earliest) - extract(month from starts_on)) / months), 0);
    due_date := starts_on + make_interval(months => number * months);
    if due_date < earliest then
      number := number + 1;
      due_date := starts_on + make_interval(months => number * months);
    end if;
  end if;
  number := number + 1;
end
$$;
comment on function app_hidden.next_occurrence(text, integer, date, date, date) is
  'The first date of a series that lies after one date and not before another, and which one it is, from 1.
step: every how many days, weeks, months or years.';

create function app_hidden.apply_recurrence() returns trigger
language plpgsql as $$
begin
  if new.recurrence_frequency is null then
    new.recurrence_interval := 1;
    new.recurrence_until := null;
    new.recurrence_count := null;
    new.recurrence_starts_on := null;
    new.occurs_on := null;
  elsif new.due_date is null then
    perform app_hidden.fail('RH400', 'What comes again needs a due date.', '{"due_date": "Is the first date of the series."}');
  -- The next of a series brings these with it.
  elsif tg_op = 'INSERT' and (new.recurrence_starts_on is null or current_user <> 'rowhouse_owner')
    or tg_op = 'UPDATE' and (new.recurrence_frequency, new.recurrence_interval)
      is distinct from (old.recurrence_frequency, old.recurrence_interval) then
    new.recurrence_starts_on := new.due_date;
    new.occurs_on := new.due_date;
  end if;
  if tg_op = 'UPDATE' and tg_argv[0] = new.status and old.status <> new.status and new.recurrence_frequency is not null
    and new.deleted_at is null then
    new.has_next := true;
  end if;
  return new;
end
$$;
comment on function app_hidden.apply_recurrence() is
  'Keeps the columns of a series together: it is counted from the due date that it was given with. What is completed
has a next one from then on, however often it is opened again. Argument: the status that means completed.';

-- Made once the table is complete: completing one makes the next. Whoever completes holds the row, so
-- that of two who do it at once one sees that there is a next.
create procedure app_hidden.repeat_when_completed(target text, copied text[], made text) language plpgsql as $$
begin
  execute format($ddl$
create function app_hidden.repeat_%1$s() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
begin
  if not exists (select from new_rows n where n.has_next) then
    return null;
  end if;
  insert into app_public.%1$I (organization_id, due_date, occurs_on, reminder_at, previous_id, created_by, %2$s,
      recurrence_frequency, recurrence_interval, recurrence_until, recurrence_count, recurrence_starts_on)
    select n.organization_id, coming.due_date, coming.due_date,
        -- As long before as this time, by the clock on the wall.
        ((n.reminder_at at time zone z.timezone) + (coming.due_date - n.due_date) * interval '1 day') at time zone z.timezone,
        n.id, n.created_by, %3$s,
        n.recurrence_frequency, n.recurrence_interval, n.recurrence_until, n.recurrence_count, n.recurrence_starts_on
      from new_rows n
      join old_rows o on o.organization_id = n.organization_id and o.id = n.id
      join app_public.organizations z on z.id = n.organization_id
      cross join lateral app_hidden.next_occurrence(n.recurrence_frequency, n.recurrence_interval,
        n.recurrence_starts_on, n.occurs_on, (now() at time zone z.timezone)::date) coming
      where n.has_next and not o.has_next
        and coming.due_date <= coalesce(n.recurrence_until, '9999-12-30')
        and coming.number <= coalesce(n.recurrence_count, coming.number)
      order by n.organization_id, n.id;
  return null;
end
$function$
$ddl$, target, (select string_agg(quote_ident(c), ', ') from unnest(copied) c), made);
  execute format('create trigger repeat_when_completed after update on app_public.%1$I
    referencing old table as old_rows new table as new_rows
    for each statement execute function app_hidden.repeat_%1$s()', target);
end
$$;
comment on procedure app_hidden.repeat_when_completed(text, text[], text) is
  'Has the next of a series made when one is completed, in the same transaction. copied: the columns that the next
one has too; made: the expressions of the row n that they get.';

-- ---------------------------------------------------------------------------------------------
-- An activity is something to do with a customer: a call, a mail, a meeting, a to-do.
create table app_public.activities (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  type text not null default 'task' references app_enum.activity_types,
  subject text not null check (subject ~ '\S' and length(subject) <= 255),
  description text check (length(description) <= 32000),
  status text not null default 'planned' references app_enum.activity_statuses,
  priority text not null default 'normal' references app_enum.priorities,
  due_date date,
  due_time time,
  reminder_at timestamptz,
  assigned_to_id uuid default app_hidden.current_user_id(),
  account_id uuid,
  contact_id uuid,
  lead_id uuid,
  deal_id uuid,
  completed_at timestamptz,
  completed_by uuid,
  outcome text check (length(outcome) <= 1000),
  duration_minutes integer check (duration_minutes between 0 and 100000),
  recurrence_frequency text references app_enum.recurrence_frequencies,
  recurrence_interval integer not null default 1 check (recurrence_interval between 1 and 1000),
  recurrence_until date,
  recurrence_count integer check (recurrence_count between 1 and 10000),
  recurrence_starts_on date,
  occurs_on date,
  previous_id uuid,
  has_next boolean not null default false,
  custom_data jsonb not null default '{}' check (jsonb_typeof(custom_data) = 'object' and length(custom_data::text) <= 65536),
  external_system text,
  external_id text check (length(external_id) <= 255),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  deleted_at timestamptz,
  deleted_by uuid,
  primary key (organization_id, id),
  constraint activities_due_time_check check (due_time is null or due_date is not null),
  foreign key (organization_id, assigned_to_id) references app_public.memberships (organization_id, user_id),
  foreign key (organization_id, account_id) references app_public.accounts on delete set null (account_id),
  foreign key (organization_id, contact_id) references app_public.contacts on delete set null (contact_id),
  foreign key (organization_id, lead_id) references app_public.leads on delete set null (lead_id),
  foreign key (organization_id, deal_id) references app_public.deals on delete set null (deal_id),
  foreign key (organization_id, previous_id) references app_public.activities on delete set null (previous_id)
);
comment on table app_public.activities is
  E'@behavior -delete\nSomething to do with a customer: a call, a mail, a meeting, a to-do.';
comment on column app_public.activities.due_time is 'Time of day on due_date, in the organization''s time zone.';
comment on column app_public.activities.reminder_at is 'When the assignee is told of it.';
comment on column app_public.activities.recurrence_frequency is
  'How often it comes again: completing it makes the next one. Null: it does not.';
comment on column app_public.activities.recurrence_interval is 'Every how many days, weeks, months or years.';
comment on column app_public.activities.recurrence_until is 'The last date on which one of the series may be due.';
comment on column app_public.activities.recurrence_count is 'How many dates the series has; those that were missed count.';
comment on column app_public.activities.recurrence_starts_on is
  'The date that the series is counted from: the due date when it was given its frequency or interval.';
comment on column app_public.activities.occurs_on is 'Its date in the series, whatever it is moved to.';
comment on column app_public.activities.previous_id is 'The one of the series that this follows.';
comment on column app_public.activities.has_next is 'Whether completing it made the next one, or found the series over.';
comment on constraint activities_due_time_check on app_public.activities is 'A due time needs a due date.';
create unique index activities_external_id_key on app_public.activities (organization_id, external_system, external_id) where deleted_at is null;
create index activities_created_at_idx on app_public.activities (organization_id, created_at, id) where deleted_at is null;
create index activities_due_date_idx on app_public.activities (organization_id, due_date, id) where deleted_at is null;
create index activities_assigned_to_id_idx on app_public.activities (organization_id, assigned_to_id, due_date, id);
create index activities_account_id_idx on app_public.activities (organization_id, account_id, created_at, id) where account_id is not null;
create index activities_contact_id_idx on app_public.activities (organization_id, contact_id, created_at, id) where contact_id is not null;
create index activities_lead_id_idx on app_public.activities (organization_id, lead_id, created_at, id) where lead_id is not null;
create index activities_deal_id_idx on app_public.activities (organization_id, deal_id, created_at, id) where deal_id is not null;
create index activities_previous_id_idx on app_public.activities (organization_id, previous_id) where previous_id is not null;

create function app_hidden.apply_activity_rules() returns trigger
language plpgsql as $$
begin
  if new.status = 'completed' then
    if tg_op = 'INSERT' or old.status <> 'completed' then
      new.completed_at = coalesce(new.completed_at, now());
      new.completed_by = coalesce(new.completed_by, app_hidden.current_user_id());
    end if;
  else
    new.completed_at = null;
    new.completed_by = null;
  end if;
  return new;
end
$$;
comment on function app_hidden.apply_activity_rules() is 'Keeps completed_at and completed_by with the status.';
create trigger apply_activity_rules before insert or update on app_public.activities
  for each row execute function app_hidden.apply_activity_rules();
create trigger apply_recurrence before insert or update on app_public.activities
  for each row execute function app_hidden.apply_recurrence('completed');
call app_hidden.protect_record('activities',
  '{completed_at,completed_by,recurrence_starts_on,occurs_on,previous_id,has_next}');
call app_hidden.repeat_when_completed('activities',
  '{type,subject,description,priority,due_time,assigned_to_id,account_id,contact_id,lead_id,deal_id,custom_data}',
  'n.type, n.subject, n.description, n.priority, n.due_time,
        (select m.user_id from app_public.memberships m
          where m.organization_id = n.organization_id and m.user_id = n.assigned_to_id and m.is_active),
        n.account_id, n.contact_id, n.lead_id, n.deal_id, n.custom_data');

create function app_public.activities_is_overdue(activity app_public.activities) returns boolean
language sql stable as $$
  select coalesce(activity.due_date < (now() at time zone (
      select o.timezone from app_public.organizations o where o.id = activity.organization_id))::date
    and activity.status in ('planned', 'in_progress'), false)
$$;
comment on function app_public.activities_is_overdue(app_public.activities) is
  E'@behavior +filterBy\nWhether the due date has passed, in the organization''s time zone, and the activity is open.';
grant execute on function app_public.activities_is_overdue(app_public.activities) to rowhouse_user;

create function app_public.complete_activity(id uuid, outcome text default null, duration_minutes integer default null)
returns app_public.activities language plpgsql volatile as $$
declare
  completed app_public.activities;
begin
  perform app_hidden.require_record_permission('activity', 'edit', complete_activity.id);
  perform app_hidden.require_editable('activities', array_remove(array['status',
    case when complete_activity.outcome is not null then 'outcome' end,
    case when complete_activity.duration_minutes is not null then 'duration_minutes' end], null));
  update app_public.activities a set status = 'completed',
      outcome = coalesce(complete_activity.outcome, a.outcome),
      duration_minutes = coalesce(complete_activity.duration_minutes, a.duration_minutes)
    where a.id = complete_activity.id
    returning * into completed;
  return completed;
end
$$;
comment on function app_public.complete_activity(uuid, text, integer) is
  'Marks an activity as completed, with what came of it and how long it took; again it changes these. One that comes
again gets its next. RH404 no such activity, RH403 when the caller may not edit it or one of these fields.';
grant execute on function app_public.complete_activity(uuid, text, integer) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- A project is work for a customer that takes several tasks.
create table app_public.projects (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  name text not null check (name ~ '\S' and length(name) <= 255),
  description text check (length(description) <= 32000),
  status text not null default 'planned' references app_enum.project_statuses,
  start_date date,
  end_date date,
  account_id uuid,
  deal_id uuid,
  owner_id uuid default app_hidden.current_user_id(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  deleted_at timestamptz,
  deleted_by uuid,
  primary key (organization_id, id),
  constraint projects_dates_check check (end_date >= start_date),
  foreign key (organization_id, account_id) references app_public.accounts on delete set null (account_id),
  foreign key (organization_id, deal_id) references app_public.deals on delete set null (deal_id),
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, user_id)
);
comment on table app_public.projects is E'@behavior -delete\nWork for a customer that takes several tasks.';
comment on constraint projects_dates_check on app_public.projects is 'A project cannot end before it starts.';
create index projects_created_at_idx on app_public.projects (organization_id, created_at, id) where deleted_at is null;
create index projects_account_id_idx on app_public.projects (organization_id, account_id) where account_id is not null;
create index projects_deal_id_idx on app_public.projects (organization_id, deal_id) where deal_id is not null;
create index projects_owner_id_idx on app_public.projects (organization_id, owner_id, created_at, id);
call app_hidden.protect_record('projects');

-- A task is a piece of work for somebody, on its own or part of a project or deal.
create table app_public.tasks (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  title text not null check (title ~ '\S' and length(title) <= 255),
  description text check (length(description) <= 32000),
  project_id uuid,
  deal_id uuid,
  assignee_id uuid default app_hidden.current_user_id(),
  priority text not null default 'normal' references app_enum.priorities,
  status text not null default 'todo' references app_enum.task_statuses,
  is_done boolean not null generated always as (status = 'done') stored,
  due_date date,
  completed_at timestamptz,
  estimated_hours numeric check (estimated_hours >= 0 and estimated_hours < 1e5),
  actual_hours numeric check (actual_hours >= 0 and actual_hours < 1e5),
  reminder_at timestamptz,
  recurrence_frequency text references app_enum.recurrence_frequencies,
  recurrence_interval integer not null default 1 check (recurrence_interval between 1 and 1000),
  recurrence_until date,
  recurrence_count integer check (recurrence_count between 1 and 10000),
  recurrence_starts_on date,
  occurs_on date,
  previous_id uuid,
  has_next boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  deleted_at timestamptz,
  deleted_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, project_id) references app_public.projects on delete set null (project_id),
  foreign key (organization_id, deal_id) references app_public.deals on delete set null (deal_id),
  foreign key (organization_id, assignee_id) references app_public.memberships (organization_id, user_id),
  foreign key (organization_id, previous_id) references app_public.tasks on delete set null (previous_id)
);
comment on table app_public.tasks is E'@behavior -delete\nA piece of work for somebody.';
comment on column app_public.tasks.reminder_at is 'When the assignee is told of it.';
comment on column app_public.tasks.recurrence_frequency is
  'How often it comes again: completing it makes the next one. Null: it does not.';
comment on column app_public.tasks.recurrence_interval is 'Every how many days, weeks, months or years.';
comment on column app_public.tasks.recurrence_until is 'The last date on which one of the series may be due.';
comment on column app_public.tasks.recurrence_count is 'How many dates the series has; those that were missed count.';
comment on column app_public.tasks.recurrence_starts_on is
  'The date that the series is counted from: the due date when it was given its frequency or interval.';
comment on column app_public.tasks.occurs_on is 'Its date in the series, whatever it is moved to.';
comment on column app_public.tasks.previous_id is 'The one of the series that this follows.';
comment on column app_public.tasks.has_next is 'Whether completing it made the next one, or found the series over.';
create index tasks_created_at_idx on app_public.tasks (organization_id, created_at, id) where deleted_at is null;
create index tasks_due_date_idx on app_public.tasks (organization_id, due_date, id) where deleted_at is null;
create index tasks_assignee_id_idx on app_public.tasks (organization_id, assignee_id, due_date, id);
create index tasks_project_id_idx on app_public.tasks (organization_id, project_id, created_at, id) where project_id is not null;
create index tasks_deal_id_idx on app_public.tasks (organization_id, deal_id) where deal_id is not null;
create index tasks_previous_id_idx on app_public.tasks (organization_id, previous_id) where previous_id is not null;

create function app_hidden.apply_task_rules() returns trigger
language plpgsql as $$
declare
  today date := (now() at time zone (select o.timezone from app_public.organizations o where o.id = new.organization_id))::date;
begin
  if new.due_date < today and current_user <> 'rowhouse_importer'
    and (tg_op = 'INSERT' or new.due_date is distinct from old.due_date) then
    perform app_hidden.fail('RH400', 'A task cannot be due in the past.', '{"due_date": "Choose today or later."}');
  end if;
  if new.status <> 'done' then
    new.completed_at = null;
  elsif tg_op = 'INSERT' or old.status <> 'done' then
    new.completed_at = coalesce(new.completed_at, now());
  end if;
  return new;
end
$$;
comment on function app_hidden.apply_task_rules() is 'A new due date is not in the past; completed_at follows the status.';
create trigger apply_task_rules before insert or update on app_public.tasks
  for each row execute function app_hidden.apply_task_rules();
create trigger apply_recurrence before insert or update on app_public.tasks
  for each row execute function app_hidden.apply_recurrence('done');
call app_hidden.protect_record('tasks', '{completed_at,recurrence_starts_on,occurs_on,previous_id,has_next}');
call app_hidden.repeat_when_completed('tasks',
  '{title,description,priority,project_id,deal_id,assignee_id,estimated_hours}',
  'n.title, n.description, n.priority, n.project_id, n.deal_id,
        (select m.user_id from app_public.memberships m
          where m.organization_id = n.organization_id and m.user_id = n.assignee_id and m.is_active),
        n.estimated_hours');

create function app_public.tasks_is_overdue(task app_public.tasks) returns boolean
language sql stable as $$
  select coalesce(task.due_date < (now() at time zone (
      select o.timezone from app_public.organizations o where o.id = task.organization_id))::date
    and task.status not in ('done', 'cancelled'), false)
$$;
comment on function app_public.tasks_is_overdue(app_public.tasks) is
  E'@behavior +filterBy\nWhether the due date has passed and the task is not done.';
grant execute on function app_public.tasks_is_overdue(app_public.tasks) to rowhouse_user;

create function app_public.complete_task(id uuid, actual_hours numeric default null)
returns app_public.tasks language plpgsql volatile as $$
declare
  completed app_public.tasks;
begin
  perform app_hidden.require_record_permission('task', 'edit', complete_task.id);
  perform app_hidden.require_editable('tasks', array_remove(array['status',
    case when complete_task.actual_hours is not null then 'actual_hours' end], null));
  update app_public.tasks t set status = 'done', actual_hours = coalesce(complete_task.actual_hours, t.actual_hours)
    where t.id = complete_task.id
    returning * into completed;
  return completed;
end
$$;
comment on function app_public.complete_task(uuid, numeric) is
  'Marks a task as done, with the hours that it took; again it changes these. One that comes again gets its next.
RH404 no such task, RH403 when the caller may not edit it or one of these fields.';
grant execute on function app_public.complete_task(uuid, numeric) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- A thread is the mails that answer one another, as their headers say (000028-conversations.sql
-- keeps them). It holds nothing but its id, which is no time-ordered one: a thread may be older than
-- what somebody sees of it.
create table app_public.communication_threads (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default gen_random_uuid(),
  primary key (organization_id, id)
);
comment on table app_public.communication_threads is
  E'@behavior -insert -update -delete -query:resource:list -query:resource:connection\nMails that answer one another. Seen with any of its communications.';
call app_hidden.build_wall('communication_threads');
grant select on app_public.communication_threads to rowhouse_user;

-- A communication is something that was said: a mail, a call, a meeting, a message. It is seen
-- with the records that it is on.
create table app_public.communications (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  type text not null references app_enum.communication_types,
  direction text not null default 'outbound' references app_enum.communication_directions,
  subject text check (length(subject) <= 500),
  body text check (length(body) <= 500000),
  occurred_at timestamptz not null default now(),
  duration_minutes integer check (duration_minutes between 0 and 100000),
  outcome text check (length(outcome) <= 1000),
  email_from text check (length(email_from) <= 254),
  email_to text[] not null default '{}' check (cardinality(email_to) <= 500 and octet_length(email_to::text) <= 150000),
  email_cc text[] not null default '{}' check (cardinality(email_cc) <= 500 and octet_length(email_cc::text) <= 150000),
  message_id text check (length(message_id) <= 998),
  in_reply_to text check (length(in_reply_to) <= 998),
  thread_id uuid,
  meeting_location text check (length(meeting_location) <= 500),
  meeting_attendees text[] not null default '{}' check (cardinality(meeting_attendees) <= 500 and octet_length(meeting_attendees::text) <= 150000),
  account_id uuid,
  contact_id uuid,
  lead_id uuid,
  deal_id uuid,
  activity_id uuid,
  custom_data jsonb not null default '{}' check (jsonb_typeof(custom_data) = 'object' and length(custom_data::text) <= 65536),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  deleted_at timestamptz,
  deleted_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, account_id) references app_public.accounts on delete set null (account_id),
  foreign key (organization_id, contact_id) references app_public.contacts on delete set null (contact_id),
  foreign key (organization_id, lead_id) references app_public.leads on delete set null (lead_id),
  foreign key (organization_id, deal_id) references app_public.deals on delete set null (deal_id),
  foreign key (organization_id, activity_id) references app_public.activities on delete set null (activity_id),
  foreign key (organization_id, thread_id) references app_public.communication_threads
);
comment on table app_public.communications is
  E'@behavior -delete\nSomething that was said to or by a customer.';
comment on column app_public.communications.message_id is 'The mail''s header Message-ID (RFC 5322, 3.6.4).';
comment on column app_public.communications.in_reply_to is
  'The mail''s header In-Reply-To: the Message-ID of what it answers. Of several the first counts.';
comment on column app_public.communications.thread_id is
  E'@shows communication.message_id communication.in_reply_to\nThe thread that the headers make it part of; kept by the database. Null without headers.';
create index communications_occurred_at_idx on app_public.communications (organization_id, occurred_at, id) where deleted_at is null;
create index communications_account_id_idx on app_public.communications (organization_id, account_id, occurred_at, id) where account_id is not null;
create index communications_contact_id_idx on app_public.communications (organization_id, contact_id, occurred_at, id) where contact_id is not null;
create index communications_lead_id_idx on app_public.communications (organization_id, lead_id, occurred_at, id) where lead_id is not null;
create index communications_deal_id_idx on app_public.communications (organization_id, deal_id, occurred_at, id) where deal_id is not null;
create index communications_activity_id_idx on app_public.communications (organization_id, activity_id) where activity_id is not null;
create index communications_thread_id_idx on app_public.communications (organization_id, thread_id, occurred_at, id) where thread_id is not null;
create index communications_message_id_idx on app_public.communications (organization_id, message_id) where message_id is not null;
call app_hidden.protect_attachment('communications', '{thread_id}');
revoke insert (thread_id), update (thread_id) on app_public.communications from rowhouse_importer;
-- On nothing, it is as private as a contact of whoever wrote it down.
create policy on_nothing on app_public.communications as restrictive to rowhouse_user
  using (num_nonnulls(account_id, contact_id, lead_id, deal_id, activity_id) > 0
    or (select app_hidden.owner_ids_in_scope('contact', 'view')) is null
    or created_by = any ((select app_hidden.owner_ids_in_scope('contact', 'view'))::uuid[]))
  with check (num_nonnulls(account_id, contact_id, lead_id, deal_id, activity_id) > 0
    or (select app_hidden.owner_ids_in_scope('contact', 'view')) is null
    or created_by = any ((select app_hidden.owner_ids_in_scope('contact', 'view'))::uuid[]));

-- ---------------------------------------------------------------------------------------------
-- Conversations between colleagues. Only who takes part in a thread reads it; see the policies.
create table app_public.message_threads (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  subject text not null check (subject ~ '\S' and length(subject) <= 255),
  last_message_at timestamptz not null default now(),
  last_position integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id)
);
comment on table app_public.message_threads is 'A conversation between colleagues; only its participants read it.';
comment on column app_public.message_threads.last_message_at is 'When the last message was written; until there is one, when the thread was opened.';
comment on column app_public.message_threads.last_position is 'The position of the last message that was written, deleted since or not.';
create index message_threads_created_at_idx on app_public.message_threads (organization_id, created_at, id);
create index message_threads_last_message_at_idx on app_public.message_threads (organization_id, last_message_at, id);

create table app_public.message_thread_participants (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  thread_id uuid not null,
  user_id uuid not null,
  last_read_position integer not null default 0,
  last_read_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, thread_id, user_id),
  foreign key (organization_id, thread_id) references app_public.message_threads on delete cascade,
  foreign key (organization_id, user_id) references app_public.memberships (organization_id, user_id)
);
comment on table app_public.message_thread_participants is 'Who takes part in a thread, and how far they have read.';
comment on column app_public.message_thread_participants.last_read_position is
  'The position of the last message that the participant has read; see mark_thread_read.';
comment on column app_public.message_thread_participants.last_read_at is 'When they last read on.';
comment on constraint message_thread_participants_organization_id_thread_id_fkey on app_public.message_thread_participants is
  '@foreignFieldName participants';
create index message_thread_participants_user_id_idx on app_public.message_thread_participants (organization_id, user_id);

-- position says which message came after which, without a gap in between that somebody else may still
-- fill: the thread is locked until what gave it out commits. Times and ids do not say that.
create table app_public.messages (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  thread_id uuid not null,
  position integer not null,
  body text not null check (body ~ '\S' and length(body) <= 32000),
  is_edited boolean not null default false,
  edited_at timestamptz,
  created_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  unique (organization_id, thread_id, position),
  foreign key (organization_id, thread_id) references app_public.message_threads on delete cascade
);
comment on table app_public.messages is 'What somebody wrote in a thread.';
comment on column app_public.messages.position is 'The place in the thread, from 1; stays free when the message is deleted.';
create index messages_thread_id_idx on app_public.messages (organization_id, thread_id, created_at, id);

create function app_hidden.my_thread_ids() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select array(
    select p.thread_id from app_public.message_thread_participants p
      where p.organization_id = app_hidden.current_organization_id()
        and p.user_id = app_hidden.current_user_id())
$$;
comment on function app_hidden.my_thread_ids() is 'The threads that the caller takes part in.';
grant execute on function app_hidden.my_thread_ids() to rowhouse_user;

create function app_hidden.join_own_thread() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.created_by is not null then
    insert into app_public.message_thread_participants (organization_id, thread_id, user_id)
      values (new.organization_id, new.id, new.created_by) on conflict do nothing;
  end if;
  return null;
end
$$;
comment on function app_hidden.join_own_thread() is 'Whoever opens a thread takes part in it.';
create trigger join_own_thread after insert on app_public.message_threads
  for each row execute function app_hidden.join_own_thread();

create function app_hidden.remove_abandoned_threads() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- Two who leave at once must not both see the other one stay.
  perform from app_public.message_threads t
    where (t.organization_id, t.id) in (select l.organization_id, l.thread_id from leaving l)
    order by t.organization_id, t.id for update;
  delete from app_public.message_threads t
    where (t.organization_id, t.id) in (select l.organization_id, l.thread_id from leaving l)
      and not exists (select from app_public.message_thread_participants p
        where p.organization_id = t.organization_id and p.thread_id = t.id);
  return null;
end
$$;
comment on function app_hidden.remove_abandoned_threads() is 'A thread that everybody has left goes: nobody could read it any more.';
create trigger remove_abandoned_threads after delete on app_public.message_thread_participants
  referencing old table as leaving for each statement execute function app_hidden.remove_abandoned_threads();

create function app_hidden.place_message() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  kept text := coalesce(current_setting('rowhouse.keeps_updated_at', true), '');
begin
  perform set_config('rowhouse.keeps_updated_at', 'on', true);
  update app_public.message_threads t
    set last_position = t.last_position + 1, last_message_at = greatest(t.last_message_at, new.created_at)
    where t.organization_id = new.organization_id and t.id = new.thread_id
    returning t.last_position into new.position;
  perform set_config('rowhouse.keeps_updated_at', kept, true);
  if new.position is null then
    -- In the words of the policy for those who take no part, so that nobody learns which threads there are.
    perform app_hidden.fail('RH403', 'You may not do this.');
  end if;
  return new;
end
$$;
comment on function app_hidden.place_message() is 'Gives a message its position in the thread, which is no edit of the thread.';
create trigger place_message before insert on app_public.messages
  for each row execute function app_hidden.place_message();

create function app_hidden.mark_message_edited() returns trigger
language plpgsql as $$
begin
  new.is_edited = true;
  new.edited_at = now();
  return new;
end
$$;
comment on function app_hidden.mark_message_edited() is 'A message whose body changed says so.';
create trigger mark_message_edited before update of body on app_public.messages
  for each row when (new.body <> old.body) execute function app_hidden.mark_message_edited();

call app_hidden.build_wall('message_threads');
call app_hidden.grant_columns('message_threads', '{last_message_at,last_position}');
call app_hidden.keep_audit_columns('message_threads');
-- Whoever opens a thread takes part in it a moment later; whoever has left it does not see it.
create policy select_participant on app_public.message_threads for select to rowhouse_user
  using (id = any ((select app_hidden.my_thread_ids())::uuid[])
    or created_by = (select app_hidden.current_user_id()) and created_at = (select now()));
create policy insert_self on app_public.message_threads for insert to rowhouse_user
  with check (created_by = (select app_hidden.current_user_id()));
create policy update_author on app_public.message_threads for update to rowhouse_user
  using (created_by = (select app_hidden.current_user_id()))
  with check (created_by = (select app_hidden.current_user_id()));
create policy delete_author on app_public.message_threads for delete to rowhouse_user
  using (created_by = (select app_hidden.current_user_id()));

call app_hidden.build_wall('message_thread_participants');
call app_hidden.grant_columns('message_thread_participants', '{last_read_position,last_read_at}');
revoke update on app_public.message_thread_participants from rowhouse_user, rowhouse_importer;
create policy select_participant on app_public.message_thread_participants for select to rowhouse_user
  using (thread_id = any ((select app_hidden.my_thread_ids())::uuid[]));
create policy insert_participant on app_public.message_thread_participants for insert to rowhouse_user
  with check (thread_id = any ((select app_hidden.my_thread_ids())::uuid[]));
create policy delete_self on app_public.message_thread_participants for delete to rowhouse_user
  using (user_id = (select app_hidden.current_user_id()));

call app_hidden.build_wall('messages');
call app_hidden.grant_columns('messages', '{position,is_edited,edited_at}');
-- A message that moved would take its attachments to other readers.
revoke update (thread_id, position) on app_public.messages from rowhouse_user, rowhouse_importer;
create policy select_participant on app_public.messages for select to rowhouse_user
  using (thread_id = any ((select app_hidden.my_thread_ids())::uuid[]));
create policy insert_participant on app_public.messages for insert to rowhouse_user
  with check (thread_id = any ((select app_hidden.my_thread_ids())::uuid[])
    and created_by = (select app_hidden.current_user_id()));
create policy update_author on app_public.messages for update to rowhouse_user
  using (created_by = (select app_hidden.current_user_id())
    and thread_id = any ((select app_hidden.my_thread_ids())::uuid[]))
  with check (created_by = (select app_hidden.current_user_id())
    and thread_id = any ((select app_hidden.my_thread_ids())::uuid[]));
create policy delete_author on app_public.messages for delete to rowhouse_user
  using (created_by = (select app_hidden.current_user_id())
    and thread_id = any ((select app_hidden.my_thread_ids())::uuid[]));

-- What is unread: messages of others after the one that was read last. Counted by position, so that a
-- message that was on its way when the mark was set is not passed over. As owner, since whoever takes
-- part sees all of a thread: under the policies it takes ten times as long.

create function app_public.message_threads_unread_count(thread app_public.message_threads) returns integer
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
    select count(*)
      from app_public.message_thread_participants p
      join app_public.messages m on m.organization_id = p.organization_id and m.thread_id = p.thread_id
        and m.position > p.last_read_position and m.created_by is distinct from p.user_id
      where p.organization_id = app_hidden.current_organization_id() and p.thread_id = thread.id
        and p.user_id = app_hidden.current_user_id());
end
$$;
comment on function app_public.message_threads_unread_count(app_public.message_threads) is
  E'@behavior +filterBy\nHow many messages of others the caller has not read yet.';

create function app_public.unread_message_count() returns integer
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
    select coalesce(sum(unread.n), 0)
      from app_public.message_thread_participants p
      -- Thread by thread, by the index of positions.
      cross join lateral (
        select count(*) as n from app_public.messages m
          where m.organization_id = p.organization_id and m.thread_id = p.thread_id
            and m.position > p.last_read_position and m.created_by is distinct from p.user_id
          offset 0) unread
      where p.organization_id = app_hidden.current_organization_id() and p.user_id = app_hidden.current_user_id());
end
$$;
comment on function app_public.unread_message_count() is
  'How many messages of others the caller has not read yet, in all threads of the current organization.';

create function app_public.message_threads_last_message(thread app_public.message_threads) returns app_public.messages
language plpgsql stable as $$
declare
  newest app_public.messages;
begin
  select m.* into newest from app_public.messages m
    where m.organization_id = thread.organization_id and m.thread_id = thread.id
    order by m.position desc limit 1;
  return newest;
end
$$;
comment on function app_public.message_threads_last_message(app_public.message_threads) is
  'The newest message; null while there is none.';

create function app_public.mark_thread_read(thread_id uuid, message_id uuid default null) returns app_public.message_threads
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  thread app_public.message_threads;
  read_to integer;
begin
  select t.* into thread
    from app_public.message_threads t
    join app_public.message_thread_participants p on p.organization_id = t.organization_id and p.thread_id = t.id
    where t.organization_id = organization and t.id = mark_thread_read.thread_id
      and p.user_id = app_hidden.current_user_id();
  if not found then
    perform app_hidden.fail('RH404', 'No such thread.');
  end if;
  read_to := thread.last_position;
  if message_id is not null then
    select m.position into read_to from app_public.messages m
      where m.organization_id = organization and m.thread_id = thread.id and m.id = mark_thread_read.message_id;
    if not found then
      perform app_hidden.fail('RH404', 'No such message in this thread.', '{"message_id": "No such message."}');
    end if;
  end if;
  -- Only onwards: of two windows the one that is behind takes nothing back.
  update app_public.message_thread_participants p set last_read_position = read_to, last_read_at = now()
    where p.organization_id = organization and p.thread_id = thread.id
      and p.user_id = app_hidden.current_user_id() and p.last_read_position < read_to;
  return thread;
end
$$;
comment on function app_public.mark_thread_read(uuid, uuid) is
  'Marks the messages of a thread as read by the caller, up to and including messageId, or all that are there now.
What was read stays so. RH404 no such thread that the caller takes part in, or no such message in it.';

create function app_public.leave_thread(thread_id uuid) returns app_public.message_thread_participants
language plpgsql volatile as $$
declare
  left_as app_public.message_thread_participants;
begin
  delete from app_public.message_thread_participants p
    where p.thread_id = leave_thread.thread_id and p.user_id = app_hidden.current_user_id()
    returning p.* into left_as;
  if not found then
    perform app_hidden.fail('RH404', 'No such thread.');
  end if;
  return left_as;
end
$$;
comment on function app_public.leave_thread(uuid) is
  'Ends the caller''s part in a thread: they read nothing of it any more, what they wrote stays. The last one who
leaves takes the thread along. RH404 no such thread that the caller takes part in.';
grant execute on function
  app_public.message_threads_unread_count(app_public.message_threads), app_public.unread_message_count(),
  app_public.message_threads_last_message(app_public.message_threads),
  app_public.mark_thread_read(uuid, uuid), app_public.leave_thread(uuid)
to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- A note is text on exactly one record, seen with it.
create table app_public.notes (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  title text check (length(title) <= 255),
  content text not null check (content ~ '\S' and length(content) <= 100000),
  is_pinned boolean not null default false,
  account_id uuid,
  contact_id uuid,
  lead_id uuid,
  deal_id uuid,
  communication_id uuid,
  project_id uuid,
  task_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  deleted_at timestamptz,
  deleted_by uuid,
  primary key (organization_id, id),
  constraint notes_record_check check (
    num_nonnulls(account_id, contact_id, lead_id, deal_id, communication_id, project_id, task_id) = 1),
  foreign key (organization_id, account_id) references app_public.accounts on delete cascade,
  foreign key (organization_id, contact_id) references app_public.contacts on delete cascade,
  foreign key (organization_id, lead_id) references app_public.leads on delete cascade,
  foreign key (organization_id, deal_id) references app_public.deals on delete cascade,
  foreign key (organization_id, communication_id) references app_public.communications on delete cascade,
  foreign key (organization_id, project_id) references app_public.projects on delete cascade,
  foreign key (organization_id, task_id) references app_public.tasks on delete cascade
);
comment on table app_public.notes is E'@behavior -delete\nText on a record.';
comment on constraint notes_record_check on app_public.notes is 'A note is on exactly one record.';
create index notes_created_at_idx on app_public.notes (organization_id, created_at, id) where deleted_at is null;
create index notes_account_id_idx on app_public.notes (organization_id, account_id, created_at, id) where account_id is not null;
create index notes_contact_id_idx on app_public.notes (organization_id, contact_id, created_at, id) where contact_id is not null;
create index notes_lead_id_idx on app_public.notes (organization_id, lead_id, created_at, id) where lead_id is not null;
create index notes_deal_id_idx on app_public.notes (organization_id, deal_id, created_at, id) where deal_id is not null;
create index notes_communication_id_idx on app_public.notes (organization_id, communication_id) where communication_id is not null;
create index notes_project_id_idx on app_public.notes (organization_id, project_id) where project_id is not null;
create index notes_task_id_idx on app_public.notes (organization_id, task_id) where task_id is not null;
call app_hidden.protect_attachment('notes');

-- A comment is what somebody says about exactly one record to colleagues, seen with it. Whoever is
-- mentioned is told (000024-timeline.sql).
create table app_public.comments (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  body text not null check (body ~ '\S' and length(body) <= 10000),
  mentioned_user_ids uuid[] not null default '{}'
    check (cardinality(mentioned_user_ids) <= 50 and array_position(mentioned_user_ids, null) is null),
  is_edited boolean not null default false,
  edited_at timestamptz,
  account_id uuid,
  contact_id uuid,
  lead_id uuid,
  deal_id uuid,
  communication_id uuid,
  project_id uuid,
  task_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  deleted_at timestamptz,
  deleted_by uuid,
  primary key (organization_id, id),
  constraint comments_record_check check (
    num_nonnulls(account_id, contact_id, lead_id, deal_id, communication_id, project_id, task_id) = 1),
  foreign key (organization_id, account_id) references app_public.accounts on delete cascade,
  foreign key (organization_id, contact_id) references app_public.contacts on delete cascade,
  foreign key (organization_id, lead_id) references app_public.leads on delete cascade,
  foreign key (organization_id, deal_id) references app_public.deals on delete cascade,
  foreign key (organization_id, communication_id) references app_public.communications on delete cascade,
  foreign key (organization_id, project_id) references app_public.projects on delete cascade,
  foreign key (organization_id, task_id) references app_public.tasks on delete cascade
);
comment on table app_public.comments is E'@behavior -delete\nWhat somebody says about a record to colleagues.';
comment on column app_public.comments.mentioned_user_ids is 'The members it is addressed to, 50 at most; they are notified.';
comment on column app_public.comments.is_edited is 'Whether the body has been changed since.';
comment on constraint comments_record_check on app_public.comments is 'A comment is on exactly one record.';
create index comments_created_at_idx on app_public.comments (organization_id, created_at, id) where deleted_at is null;
create index comments_account_id_idx on app_public.comments (organization_id, account_id, created_at, id) where account_id is not null;
create index comments_contact_id_idx on app_public.comments (organization_id, contact_id, created_at, id) where contact_id is not null;
create index comments_lead_id_idx on app_public.comments (organization_id, lead_id, created_at, id) where lead_id is not null;
create index comments_deal_id_idx on app_public.comments (organization_id, deal_id, created_at, id) where deal_id is not null;
create index comments_communication_id_idx on app_public.comments (organization_id, communication_id) where communication_id is not null;
create index comments_project_id_idx on app_public.comments (organization_id, project_id) where project_id is not null;
create index comments_task_id_idx on app_public.comments (organization_id, task_id) where task_id is not null;
call app_hidden.protect_attachment('comments', '{is_edited,edited_at}');

create function app_hidden.mark_comment_edited() returns trigger
language plpgsql as $$
begin
  new.is_edited = true;
  new.edited_at = now();
  return new;
end
$$;
comment on function app_hidden.mark_comment_edited() is 'A comment whose body changed says so.';
create trigger mark_comment_edited before update of body on app_public.comments
  for each row when (new.body <> old.body) execute function app_hidden.mark_comment_edited();

create function app_hidden.check_mentions() returns trigger
language plpgsql as $$
begin
  if exists (select from unnest(new.mentioned_user_ids) m
      where (tg_op = 'INSERT' or m <> all (old.mentioned_user_ids)) and not app_hidden.is_active_member(m)) then
    perform app_hidden.fail('RH400', 'The comment mentions somebody who is no member.',
      '{"mentioned_user_ids": "No such member."}');
  end if;
  return new;
end
$$;
comment on function app_hidden.check_mentions() is 'Only active members are mentioned (RH400); who has left stays mentioned.';
create trigger check_mentions before insert or update of mentioned_user_ids on app_public.comments
  for each row when (current_user = 'rowhouse_user' and new.mentioned_user_ids <> '{}' and new.organization_id is not null)
  execute function app_hidden.check_mentions();

-- An attachment is a file on exactly one record. The row describes it; where its bytes are kept is
-- storage_key, which the API does not show. 000025-files.sql has how it comes to be.
create table app_public.attachments (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  file_name text not null,
  byte_size bigint not null check (byte_size between 0 and 5368709120),
  mime_type text not null default 'application/octet-stream' check (mime_type ~ '^[A-Za-z0-9_.+-]+/[A-Za-z0-9_.+-]+$' and length(mime_type) <= 255),
  checksum text check (checksum ~ '^[0-9a-f]{64}$'),
  storage_key text,
  scan_status text not null default 'none' references app_enum.file_scan_statuses,
  preview_status text not null default 'none' references app_enum.file_preview_statuses,
  account_id uuid,
  contact_id uuid,
  lead_id uuid,
  deal_id uuid,
  communication_id uuid,
  project_id uuid,
  task_id uuid,
  message_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  deleted_at timestamptz,
  deleted_by uuid,
  primary key (organization_id, id),
  unique (organization_id, storage_key),
  -- No path, no character that is unseen or turns the rest around, nothing that Windows reads otherwise.
  constraint attachments_file_name_check check (
    length(file_name) <= 255 and file_name ~ '[^\s.]' and file_name !~ '^\s|[\s.]$'
    and file_name !~ '[/\\\x01-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]'
    and file_name !~* '^(con|prn|aux|nul|com\d|lpt\d)(\.|$)'),
  -- What a double click runs, and pages, which run in a browser.
  constraint attachments_content_check check (
    file_name !~* '\.(ade|adp|apk|app|appx|bat|cab|chm|cmd|com|cpl|deb|dll|dmg|exe|hlp|hta|html?|ins|iso|isp|jar|jnlp|jse?|lib|lnk|mde|mht|mhtml|mjs|msc|msi|msix|msp|mst|nsh|pif|pkg|ps1|psm1|reg|rpm|scr|sct|sh|shtml?|svgz?|swf|sys|url|vbe?|vbs|vhdx?|vxd|wsc|wsf|wsh|xht|xhtml|xll)$'
    and mime_type !~* '^(text/(html|javascript|ecmascript)|image/svg\+xml|application/(xhtml\+xml|javascript|ecmascript|hta|x-httpd-.*|x-msdownload|x-msi|x-dosexec|x-executable|x-elf|x-mach-binary|x-sh|x-shockwave-flash|java-archive|vnd\.microsoft\.portable-executable|vnd\.android\.package-archive))$'),
  constraint attachments_record_check check (
    num_nonnulls(account_id, contact_id, lead_id, deal_id, communication_id, project_id, task_id, message_id) = 1),
  foreign key (organization_id, account_id) references app_public.accounts on delete cascade,
  foreign key (organization_id, contact_id) references app_public.contacts on delete cascade,
  foreign key (organization_id, lead_id) references app_public.leads on delete cascade,
  foreign key (organization_id, deal_id) references app_public.deals on delete cascade,
  foreign key (organization_id, communication_id) references app_public.communications on delete cascade,
  foreign key (organization_id, project_id) references app_public.projects on delete cascade,
  foreign key (organization_id, task_id) references app_public.tasks on delete cascade,
  foreign key (organization_id, message_id) references app_public.messages on delete cascade
);
comment on table app_public.attachments is
  E'@behavior -insert -delete\nA file on a record. startUpload makes one.';
comment on column app_public.attachments.byte_size is 'Size in bytes.';
comment on column app_public.attachments.checksum is 'SHA-256 of the content, in hexadecimal.';
comment on constraint attachments_organization_id_storage_key_key on app_public.attachments is '@behavior -single';
comment on column app_public.attachments.storage_key is E'@behavior -*\nWhere the bytes are kept.';
comment on column app_public.attachments.scan_status is
  'Whether a virus scanner has looked at the file. Pending and infected ones cannot be downloaded; the bytes of an infected one are removed.';
comment on column app_public.attachments.preview_status is 'Whether there are previews of the picture.';
comment on constraint attachments_file_name_check on app_public.attachments is
  'A file name has 1 to 255 characters, no path, no control characters and no device''s name.';
comment on constraint attachments_content_check on app_public.attachments is
  'Programs, scripts and pages (HTML, SVG) cannot be attached.';
comment on constraint attachments_record_check on app_public.attachments is 'An attachment is on exactly one record.';
create index attachments_created_at_idx on app_public.attachments (organization_id, created_at, id) where deleted_at is null;
create index attachments_account_id_idx on app_public.attachments (organization_id, account_id) where account_id is not null;
create index attachments_contact_id_idx on app_public.attachments (organization_id, contact_id) where contact_id is not null;
create index attachments_lead_id_idx on app_public.attachments (organization_id, lead_id) where lead_id is not null;
create index attachments_deal_id_idx on app_public.attachments (organization_id, deal_id) where deal_id is not null;
create index attachments_communication_id_idx on app_public.attachments (organization_id, communication_id) where communication_id is not null;
create index attachments_project_id_idx on app_public.attachments (organization_id, project_id) where project_id is not null;
create index attachments_task_id_idx on app_public.attachments (organization_id, task_id) where task_id is not null;
create index attachments_message_id_idx on app_public.attachments (organization_id, message_id) where message_id is not null;
create index attachments_byte_size_idx on app_public.attachments (organization_id) include (byte_size);
create index attachments_unfinished_idx on app_public.attachments (organization_id, created_at) where scan_status = 'pending' or preview_status = 'pending';
call app_hidden.protect_attachment('attachments', '{storage_key,scan_status,preview_status}');
-- What the bytes are does not change, and imports bring none.
revoke update (byte_size, mime_type, checksum) on app_public.attachments from rowhouse_user, rowhouse_importer;
revoke insert (storage_key, scan_status, preview_status), update (storage_key, scan_status, preview_status)
  on app_public.attachments from rowhouse_importer;
-- Messages are no object of the matrix: who takes part in the thread sees what is attached.
create policy with_its_message on app_public.attachments as restrictive to rowhouse_user
  using (message_id is null or exists (select from app_public.messages m where m.id = message_id))
  with check (message_id is null or exists (select from app_public.messages m where m.id = message_id));

-- ---------------------------------------------------------------------------------------------
-- Tags: words that an organization puts on its records.
create table app_public.tags (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  name text not null check (name ~ '\S' and length(name) <= 100),
  color text not null default '#6B7280' check (color ~ '^#[0-9A-Fa-f]{6}$'),
  category text not null default '' check (length(category) <= 100),
  usage_count integer not null default 0 check (usage_count >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  unique (organization_id, name, category)
);
comment on table app_public.tags is 'A word that the organization puts on its records.';
comment on column app_public.tags.usage_count is
  'On how many records the tag is, those in the recycle bin included; kept by the database.';
call app_hidden.protect_setting('tags', 'tag', '{usage_count}');

create table app_public.taggings (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  tag_id uuid not null,
  account_id uuid,
  contact_id uuid,
  lead_id uuid,
  deal_id uuid,
  activity_id uuid,
  communication_id uuid,
  project_id uuid,
  task_id uuid,
  created_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  constraint taggings_record_check check (
    num_nonnulls(account_id, contact_id, lead_id, deal_id, activity_id, communication_id, project_id, task_id) = 1),
  unique nulls not distinct (organization_id, tag_id, account_id, contact_id, lead_id, deal_id, activity_id,
    communication_id, project_id, task_id),
  foreign key (organization_id, tag_id) references app_public.tags on delete cascade,
  foreign key (organization_id, account_id) references app_public.accounts on delete cascade,
  foreign key (organization_id, contact_id) references app_public.contacts on delete cascade,
  foreign key (organization_id, lead_id) references app_public.leads on delete cascade,
  foreign key (organization_id, deal_id) references app_public.deals on delete cascade,
  foreign key (organization_id, activity_id) references app_public.activities on delete cascade,
  foreign key (organization_id, communication_id) references app_public.communications on delete cascade,
  foreign key (organization_id, project_id) references app_public.projects on delete cascade,
  foreign key (organization_id, task_id) references app_public.tasks on delete cascade
);
comment on table app_public.taggings is 'That a tag is on a record.';
comment on constraint taggings_record_check on app_public.taggings is 'A tag is put on exactly one record at a time.';
create index taggings_account_id_idx on app_public.taggings (organization_id, account_id) where account_id is not null;
create index taggings_contact_id_idx on app_public.taggings (organization_id, contact_id) where contact_id is not null;
create index taggings_lead_id_idx on app_public.taggings (organization_id, lead_id) where lead_id is not null;
create index taggings_deal_id_idx on app_public.taggings (organization_id, deal_id) where deal_id is not null;
create index taggings_activity_id_idx on app_public.taggings (organization_id, activity_id) where activity_id is not null;
create index taggings_communication_id_idx on app_public.taggings (organization_id, communication_id) where communication_id is not null;
create index taggings_project_id_idx on app_public.taggings (organization_id, project_id) where project_id is not null;
create index taggings_task_id_idx on app_public.taggings (organization_id, task_id) where task_id is not null;
call app_hidden.protect_part('taggings');
revoke update on app_public.taggings from rowhouse_user, rowhouse_importer;

-- Tags are counted when the transaction ends, in one order: until then nobody who tags waits for another
-- who does, and whatever else a transaction has to wait for it has got. A tag that goes takes its
-- taggings along, so it waits for all who hold some, and they for it.
create table app_private.tag_usage_changes (
  organization_id uuid not null,
  tag_id uuid not null,
  change integer not null,
  transaction_id xid8 not null default pg_current_xact_id()
);
create index tag_usage_changes_transaction_id_idx on app_private.tag_usage_changes (transaction_id);
comment on table app_private.tag_usage_changes is 'What transactions that are not over yet have to count; empty otherwise.';

create function app_hidden.note_tag_usage() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app_private.tag_usage_changes (organization_id, tag_id, change)
    select c.organization_id, c.tag_id, count(*) * case tg_op when 'INSERT' then 1 else -1 end
      from changed_taggings c group by 1, 2;
  return null;
end
$$;
comment on function app_hidden.note_tag_usage() is 'Notes what is to be counted at the end of the transaction.';
create trigger count_added after insert on app_public.taggings
  referencing new table as changed_taggings for each statement execute function app_hidden.note_tag_usage();
create trigger count_removed after delete on app_public.taggings
  referencing old table as changed_taggings for each statement execute function app_hidden.note_tag_usage();

create function app_hidden.count_tag_usage() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  kept text := coalesce(current_setting('rowhouse.keeps_updated_at', true), '');
  changes app_private.tag_usage_changes[];
begin
  with counted as (
    delete from app_private.tag_usage_changes c where c.transaction_id = pg_current_xact_id()
      returning c.organization_id, c.tag_id, c.change)
    select array_agg(row(s.organization_id, s.tag_id, s.change, pg_current_xact_id())::app_private.tag_usage_changes) into changes
      from (select c.organization_id, c.tag_id, sum(c.change) as change from counted c group by 1, 2) s where s.change <> 0;
  if changes is null then
    return null;
  end if;
  perform from app_public.tags t join unnest(changes) c on c.organization_id = t.organization_id and c.tag_id = t.id
    order by t.organization_id, t.id for no key update of t;
  perform set_config('rowhouse.keeps_updated_at', 'on', true);
  update app_public.tags t set usage_count = t.usage_count + c.change
    from unnest(changes) c where c.organization_id = t.organization_id and c.tag_id = t.id;
  perform set_config('rowhouse.keeps_updated_at', kept, true);
  return null;
end
$$;
comment on function app_hidden.count_tag_usage() is
  'Keeps tags.usage_count true, which is no edit of the tag: all that the transaction noted, at its first note.';
create constraint trigger count_tag_usage after insert on app_private.tag_usage_changes
  deferrable initially deferred for each row execute function app_hidden.count_tag_usage();

create function app_hidden.tags_place(organization text default current_setting('rowhouse.organization_id', true)) returns bigint
language sql stable as $$
  select hashtextextended('rowhouse.tags:' || coalesce(organization, ''), 0)
$$;
comment on function app_hidden.tags_place(text) is 'What is locked while tags are put on records (shared) or removed.';

create function app_hidden.await_tags() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_table_name = 'tags' then
    perform pg_advisory_xact_lock(app_hidden.tags_place());
  else
    perform pg_advisory_xact_lock_shared(app_hidden.tags_place());
  end if;
  return null;
end
$$;
comment on function app_hidden.await_tags() is 'Has who removes a tag and who puts tags on records or takes them off wait for each other.';
create trigger await_tags before insert or update or delete on app_public.taggings
  for each statement execute function app_hidden.await_tags();
create trigger await_tags before delete on app_public.tags
  for each statement execute function app_hidden.await_tags();

-- Many tags on many records, as their owner since it takes hold of rows in one order; so it asks itself
-- what the policies would ask.
create function app_hidden.require_taggable(tag_ids uuid[], object_type text, record_ids uuid[]) returns void
language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock_shared(app_hidden.tags_place());
  if not exists (select from pg_catalog.pg_attribute a where a.attrelid = 'app_public.taggings'::regclass
      and a.attname = object_type || '_id' and object_type in (select o.name from app_hidden.crm_objects o where o.owner_columns <> '{}')) then
    perform app_hidden.fail('RH400', 'There are no tags on this.', '{"object_type": "No object with tags."}');
  elsif cardinality(tag_ids) * cardinality(record_ids) > 10000 then
    perform app_hidden.fail('RH400', 'At most 10,000 at once: tags times records.', '{"record_ids": "Too many at once."}');
  elsif exists (select from unnest(tag_ids) i where not exists (select from app_public.tags t
      where t.organization_id = (select app_hidden.current_organization_id()) and t.id = i and (select app_hidden.may('tag', 'view')))) then
    perform app_hidden.fail('RH404', 'No such tag.', '{"tag_ids": "No such tag."}');
  end if;
  perform app_hidden.require_record_permission(object_type, 'edit', i)
    from unnest(record_ids) i
    -- Joined, so that it is found out once and not for each record.
    where not exists (select from unnest(app_hidden.allowed_ids(object_type, 'edit', record_ids)) a where a = i);
end
$$;
comment on function app_hidden.require_taggable(uuid[], text, uuid[]) is
  'Fails unless the caller sees all these tags and may edit all these records: RH400, RH403, RH404.';

create function app_public.tag_records(tag_ids uuid[], object_type text, record_ids uuid[]) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  counted integer;
begin
  perform app_hidden.require_taggable(tag_ids, object_type, record_ids);
  execute format('insert into app_public.taggings (organization_id, tag_id, %I)
      select app_hidden.current_organization_id(), t, r from unnest($1) t cross join unnest($2) r group by t, r order by t, r
      on conflict do nothing', object_type || '_id')
    using tag_ids, record_ids;
  get diagnostics counted = row_count;
  return counted;
end
$$;
comment on function app_public.tag_records(uuid[], text, uuid[]) is
  E'@resultFieldName addedCount\nPuts tags on records of an object (account, contact, lead, deal, activity, task, project, communication): all or none of them. Answers how many were not there yet. RH404 for a tag or record that the caller does not see, RH403 for a record that they may not edit, RH400 for more than 10,000 at once.';

create function app_public.untag_records(tag_ids uuid[], object_type text, record_ids uuid[]) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  counted integer;
begin
  perform app_hidden.require_taggable(tag_ids, object_type, record_ids);
  execute format('with held as (
        select g.id from app_public.taggings g
          where g.organization_id = app_hidden.current_organization_id() and g.tag_id = any ($1) and g.%1$I = any ($2)
          order by g.tag_id, g.%1$I for update)
      delete from app_public.taggings g using held h
        where g.organization_id = app_hidden.current_organization_id() and g.id = h.id', object_type || '_id')
    using tag_ids, record_ids;
  get diagnostics counted = row_count;
  return counted;
end
$$;
comment on function app_public.untag_records(uuid[], text, uuid[]) is
  E'@resultFieldName removedCount\nTakes tags off records; answers how many were there. Fails as tagRecords.';
grant execute on function app_public.tag_records(uuid[], text, uuid[]), app_public.untag_records(uuid[], text, uuid[]) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- When there was contact with an account, contact or lead: the days of the first and the last
-- communication and of completed calls, mails and meetings; for leads also of the last activity of any
-- kind. What is on a contact or deal counts for its account, what was on a lead for whom it became.
--
-- Whoever changes what happened takes hold of the records first, so that the days that are read are the
-- last word. Nobody waits for it: the records that somebody else holds, such as a run that scores leads,
-- follow a moment later by a job. It is no edit of the records.

create type app_hidden.contact_event as (
  organization_id uuid, account_id uuid, contact_id uuid, lead_id uuid, deal_id uuid, day date, is_contact boolean);
comment on type app_hidden.contact_event is
  'A day on which something was done, in the time zone of the organization. is_contact: with the customer.';
create type app_hidden.contact_days as (record_id uuid, first_contact date, last_contact date, last_activity date);
comment on type app_hidden.contact_days is 'The first and last days of contact of a record.';

-- What a file says of it, which has nothing else to show for: written past the functions below.
create table app_private.given_contact_days (
  organization_id uuid not null references app_public.organizations on delete cascade,
  record_id uuid not null,
  first_contact date,
  last_contact date,
  last_activity date,
  primary key (organization_id, record_id)
);
comment on table app_private.given_contact_days is 'Days of contact that were imported with a record; they count from then on.';

create function app_hidden.days_of_leads(events app_hidden.contact_event[]) returns setof app_hidden.contact_days
language sql stable as $$
  select e.lead_id, min(e.day) filter (where e.is_contact), max(e.day) filter (where e.is_contact), max(e.day)
    from unnest(events) e where e.lead_id is not null group by 1
$$;

create function app_hidden.days_of_contacts(events app_hidden.contact_event[]) returns setof app_hidden.contact_days
language sql stable as $$
  select d.record_id, min(d.day), max(d.day), null::date
    from (
      select e.contact_id, e.day from unnest(events) e where e.is_contact
      union all
      select l.converted_contact_id, e.day from unnest(events) e
        join app_public.leads l on l.organization_id = e.organization_id and l.id = e.lead_id where e.is_contact
    ) d (record_id, day)
    where d.record_id is not null group by 1
$$;

create function app_hidden.days_of_accounts(events app_hidden.contact_event[]) returns setof app_hidden.contact_days
language sql stable as $$
  select d.record_id, min(d.day), max(d.day), null::date
    from (
      select e.account_id, e.day from unnest(events) e where e.is_contact
      union all
      select c.account_id, e.day from unnest(events) e
        join app_public.contacts c on c.organization_id = e.organization_id and c.id = e.contact_id where e.is_contact
      union all
      select o.account_id, e.day from unnest(events) e
        join app_public.deals o on o.organization_id = e.organization_id and o.id = e.deal_id where e.is_contact
      union all
      select l.converted_account_id, e.day from unnest(events) e
        join app_public.leads l on l.organization_id = e.organization_id and l.id = e.lead_id where e.is_contact
    ) d (record_id, day)
    where d.record_id is not null group by 1
$$;

comment on function app_hidden.days_of_leads(app_hidden.contact_event[]) is 'What the events are for the leads that they are on.';
comment on function app_hidden.days_of_contacts(app_hidden.contact_event[]) is
  'What the events are for the contacts that they are on, or that the lead became.';
comment on function app_hidden.days_of_accounts(app_hidden.contact_event[]) is
  'What the events are for the accounts that they, their contact or their deal are on, or that the lead became.';

create function app_hidden.happened(organization uuid, on_column text, ids uuid[])
returns table (at timestamptz, is_contact boolean) language plpgsql stable as $$
begin
  return query execute format(
    'select m.occurred_at, true from app_public.communications m
        where m.organization_id = $1 and m.%1$I = any ($2) and m.deleted_at is null
      union all
      select a.completed_at, a.type <> ''task'' from app_public.activities a
        where a.organization_id = $1 and a.%1$I = any ($2) and a.status = ''completed'' and a.deleted_at is null', on_column)
    using organization, ids;
end
$$;
comment on function app_hidden.happened(uuid, text, uuid[]) is
  'The live communications and completed activities on these records. on_column: the column that refers to them.';

create function app_hidden.contact_days_of(object text, organization uuid, record uuid) returns app_hidden.contact_days
language plpgsql stable as $$
declare
  zone constant text := (select o.timezone from app_public.organizations o where o.id = organization);
  target constant text := object || 's';
  days app_hidden.contact_days;
  given app_hidden.contact_days;
begin
  select min(h.at) filter (where h.is_contact) at time zone zone, max(h.at) filter (where h.is_contact) at time zone zone,
      max(h.at) at time zone zone
    into days.first_contact, days.last_contact, days.last_activity
    from (
      select * from app_hidden.happened(organization, object || '_id', array[record])
      union all
      select * from app_hidden.happened(organization, 'contact_id', array(select c.id from app_public.contacts c
        where object = 'account' and c.organization_id = organization and c.account_id = record))
      union all
      select * from app_hidden.happened(organization, 'deal_id', array(select d.id from app_public.deals d
        where object = 'account' and d.organization_id = organization and d.account_id = record))
    ) h;
  -- Also with what was merged into it.
  execute format('select min(g.first_contact), max(g.last_contact), max(g.last_activity)
      from app_public.%I r join app_private.given_contact_days g on g.organization_id = r.organization_id and g.record_id = r.id
      where r.organization_id = $1 and (r.id = $2 or r.merged_into_id = $2)', target)
    into given.first_contact, given.last_contact, given.last_activity using organization, record;
  if object <> 'lead' then
    execute format('select least($3, min(l.first_contact_date)), greatest($4, max(l.last_contact_date))
        from app_public.leads l where l.organization_id = $1 and l.%I = $2', 'converted_' || object || '_id')
      into given.first_contact, given.last_contact using organization, record, given.first_contact, given.last_contact;
  end if;
  days.record_id := record;
  days.first_contact := least(days.first_contact, given.first_contact);
  days.last_contact := greatest(days.last_contact, given.last_contact);
  days.last_activity := greatest(days.last_activity, given.last_activity);
  return days;
end
$$;
comment on function app_hidden.contact_days_of(text, uuid, uuid) is
  'The days of contact of a record (object: account, contact or lead) by all that happened and what was imported with it.';

-- For each of the three: hold the records, move their days to what was added, and find anew those of
-- which what was removed was the first or last.
create procedure app_hidden.keep_contact_days_of(object text, target text, columns text[]) language plpgsql as $$
declare
  day_names constant jsonb :=
    '{"first_contact_date": "first_contact", "last_contact_date": "last_contact", "last_activity_date": "last_activity"}';
  found_anew text;
  differs text;
  was_extreme text;
  moved text;
begin
  select string_agg(format('%1$I = d.%2$I', c, d), ', '),
      string_agg(format('r.%1$I is distinct from d.%2$I', c, d), ' or '),
      string_agg(format('d.%2$I %3$s coalesce(r.%1$I, d.%2$I)', c, d, case c when 'first_contact_date' then '<=' else '>=' end), ' or '),
      string_agg(format('%1$I = %3$s(r.%1$I, d.%2$I)', c, d, case c when 'first_contact_date' then 'least' else 'greatest' end), ', ')
    into found_anew, differs, was_extreme, moved
    from unnest(columns) c cross join lateral (values (day_names ->> c)) n (d);
  execute format($ddl$
create function app_hidden.hold_%1$s(organization uuid, ids uuid[]) returns uuid[] language plpgsql volatile as $function$
declare
  held constant uuid[] := array(select r.id from app_public.%1$I r
    where r.organization_id = hold_%1$s.organization and r.id = any (ids) order by r.id for no key update skip locked);
  late constant uuid[] := array(select r.id from app_public.%1$I r
    where r.organization_id = hold_%1$s.organization and r.id = any (ids) and r.id <> all (held));
begin
  if late <> '{}' then
    perform graphile_worker.add_job('recount_contact_days',
      json_build_object('organization_id', organization, 'object', %2$L, 'ids', late));
  end if;
  return held;
end
$function$;
comment on function app_hidden.hold_%1$s(uuid, uuid[]) is
  'Takes hold of those of these %1$s that nobody else holds, and answers which; the others are recounted by a job.';

create function app_hidden.recount_%1$s(organization uuid, ids uuid[]) returns void language plpgsql volatile as $function$
declare
  kept text := coalesce(current_setting('rowhouse.keeps_updated_at', true), '');
  held constant uuid[] := app_hidden.hold_%1$s(organization, ids);
begin
  perform set_config('rowhouse.keeps_updated_at', 'on', true);
  update app_public.%1$I r set %3$s
    from (select d.* from unnest(held) i cross join lateral app_hidden.contact_days_of(%2$L, organization, i) d offset 0) d
    where r.organization_id = organization and r.id = d.record_id and (%4$s);
  perform set_config('rowhouse.keeps_updated_at', kept, true);
end
$function$;
comment on function app_hidden.recount_%1$s(uuid, uuid[]) is 'Finds the days of contact of these %1$s anew.';

create function app_hidden.move_contact_days_of_%1$s(
  organization uuid, added app_hidden.contact_event[], removed app_hidden.contact_event[])
returns void language plpgsql volatile as $function$
declare
  kept text := coalesce(current_setting('rowhouse.keeps_updated_at', true), '');
  ids constant uuid[] := array(select d.record_id from app_hidden.days_of_%1$s(added || removed) d);
  held uuid[];
  recounted uuid[] := '{}';
begin
  if ids = '{}' then
    return;
  end if;
  held := app_hidden.hold_%1$s(organization, ids);
  if cardinality(removed) > 0 then
    recounted := array(select r.id from app_hidden.days_of_%1$s(removed) d
      join app_public.%1$I r on r.organization_id = organization and r.id = d.record_id
      where r.id = any (held) and (%5$s));
  end if;
  perform set_config('rowhouse.keeps_updated_at', 'on', true);
  update app_public.%1$I r set %6$s
    from app_hidden.days_of_%1$s(added) d
    where r.organization_id = organization and r.id = d.record_id and r.id = any (held) and r.id <> all (recounted) and (%7$s);
  perform set_config('rowhouse.keeps_updated_at', kept, true);
  if recounted <> '{}' then
    perform app_hidden.recount_%1$s(organization, recounted);
  end if;
end
$function$;
comment on function app_hidden.move_contact_days_of_%1$s(uuid, app_hidden.contact_event[], app_hidden.contact_event[]) is
  'Keeps the days of contact of the %1$s that these events are or were on.'
$ddl$, target, object, found_anew, differs, was_extreme, moved,
    (select string_agg(format('(%s) is distinct from r.%I', split_part(m, ' = ', 2), split_part(m, ' = ', 1)), ' or ')
      from regexp_split_to_table(moved, ', (?=\w+ = )') m));
end
$$;
call app_hidden.keep_contact_days_of('lead', 'leads', '{first_contact_date,last_contact_date,last_activity_date}');
call app_hidden.keep_contact_days_of('account', 'accounts', '{first_contact_date,last_contact_date}');
call app_hidden.keep_contact_days_of('contact', 'contacts', '{last_contact_date}');
drop procedure app_hidden.keep_contact_days_of(text, text, text[]);

create function app_hidden.move_contact_days(added app_hidden.contact_event[], removed app_hidden.contact_event[]) returns void
language plpgsql volatile as $$
declare
  organization uuid;
  adding app_hidden.contact_event[];
  removing app_hidden.contact_event[];
begin
  for organization in select distinct e.organization_id from unnest(added || removed) e order by 1 loop
    adding := array(select e from unnest(added) e where e.organization_id = organization);
    removing := array(select e from unnest(removed) e where e.organization_id = organization);
    perform app_hidden.move_contact_days_of_leads(organization, adding, removing);
    perform app_hidden.move_contact_days_of_accounts(organization, adding, removing);
    perform app_hidden.move_contact_days_of_contacts(organization, adding, removing);
  end loop;
end
$$;
comment on function app_hidden.move_contact_days(app_hidden.contact_event[], app_hidden.contact_event[]) is
  'Keeps the days of contact of all records that these events are or were on. The events are written already.';

create function app_hidden.recount_contact_days(object text, organization uuid, ids uuid[]) returns void
language plpgsql volatile as $$
begin
  case object
    when 'lead' then perform app_hidden.recount_leads(organization, ids);
    when 'account' then perform app_hidden.recount_accounts(organization, ids);
    when 'contact' then perform app_hidden.recount_contacts(organization, ids);
  end case;
end
$$;
comment on function app_hidden.recount_contact_days(text, uuid, uuid[]) is
  'Finds the days of contact of these records anew. object: account, contact or lead.';

create procedure app_hidden.follow_contact_days(target text, moment text, is_contact text, counts text, decisive text[])
language plpgsql as $$
declare
  none constant text := 'array[]::app_hidden.contact_event[]';
  events constant text := format($sql$array(
      select row(r.organization_id, r.account_id, r.contact_id, r.lead_id, r.deal_id, (r.%1$I at time zone z.timezone)::date,
          %2$s)::app_hidden.contact_event
        from %%s join app_public.organizations z on z.id = r.organization_id
        where %3$s and num_nonnulls(r.account_id, r.contact_id, r.lead_id, r.deal_id) > 0)$sql$, moment, is_contact, counts);
  -- Joined in full, since a plan that was made for one row is kept (see audit_changes).
  changed constant text := format('(select %%1$s.* from old_rows o full join new_rows n
      on n.organization_id = o.organization_id and n.id = o.id where %s) r',
    (select string_agg(format('o.%1$I is distinct from n.%1$I', c), ' or ') from unnest(decisive) c));
  way record;
begin
  for way in
    select * from (values
      ('insert', 'new table as new_rows', format(events, 'new_rows r'), none),
      ('delete', 'old table as old_rows', none, format(events, 'old_rows r')),
      ('update', 'old table as old_rows new table as new_rows',
        format(events, format(changed, 'n')), format(events, format(changed, 'o')))) w (event, rows, added, removed)
  loop
    execute format($ddl$
create function app_hidden.follow_%1$s_of_%2$s() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
begin
  perform app_hidden.move_contact_days(%3$s, %4$s);
  return null;
end
$function$
$ddl$, way.event, target, way.added, way.removed);
    execute format('create trigger follow_contact_days_of_%1$s after %1$s on app_public.%2$I referencing %3$s
      for each statement execute function app_hidden.follow_%1$s_of_%2$s()', way.event, target, way.rows);
  end loop;
end
$$;
call app_hidden.follow_contact_days('communications', 'occurred_at', 'true', 'r.deleted_at is null',
  '{account_id,contact_id,lead_id,deal_id,occurred_at,deleted_at}');
call app_hidden.follow_contact_days('activities', 'completed_at', 'r.type <> ''task''',
  'r.deleted_at is null and r.status = ''completed''',
  '{account_id,contact_id,lead_id,deal_id,completed_at,status,type,deleted_at}');
drop procedure app_hidden.follow_contact_days(text, text, text, text, text[]);

-- What the records themselves are of: a deal or contact of another account, a lead that was converted.
create function app_hidden.follow_deal_to_account() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_hidden.recount_accounts(new.organization_id, array_remove(array[old.account_id, new.account_id], null));
  return null;
end
$$;
comment on function app_hidden.follow_deal_to_account() is 'What was done on a deal counts for the account that it is of.';
create trigger follow_contact_days after update of account_id on app_public.deals
  for each row when (new.account_id is distinct from old.account_id) execute function app_hidden.follow_deal_to_account();

create function app_hidden.follow_lead_to_customer() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_hidden.recount_accounts(new.organization_id, array_remove(array[old.converted_account_id, new.converted_account_id], null));
  perform app_hidden.recount_contacts(new.organization_id, array_remove(array[old.converted_contact_id, new.converted_contact_id], null));
  return null;
end
$$;
comment on function app_hidden.follow_lead_to_customer() is 'What was done with a lead counts for whom it became.';
create trigger follow_contact_days after update of converted_account_id, converted_contact_id on app_public.leads
  for each row when ((new.converted_account_id, new.converted_contact_id)
    is distinct from (old.converted_account_id, old.converted_contact_id)) execute function app_hidden.follow_lead_to_customer();

create function app_hidden.follow_contacts_to_account() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  moved record;
begin
  for moved in
    select n.organization_id, array_agg(distinct a.id) as ids
      from old_rows o
      full join new_rows n on n.organization_id = o.organization_id and n.id = o.id
      cross join lateral unnest(array[o.account_id, n.account_id]) a (id)
      where n.account_id is distinct from o.account_id and a.id is not null and n.last_contact_date is not null
      group by 1
  loop
    perform app_hidden.recount_accounts(moved.organization_id, moved.ids);
  end loop;
  return null;
end
$$;
comment on function app_hidden.follow_contacts_to_account() is 'What was done with a contact counts for its account.';
create trigger follow_contact_days after update on app_public.contacts
  referencing old table as old_rows new table as new_rows
  for each statement execute function app_hidden.follow_contacts_to_account();

create function app_private.recount_contact_days(organization uuid, object text, ids uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- Here they are waited for.
  execute format('select from app_public.%I r where r.organization_id = $1 and r.id = any ($2) order by r.id for no key update',
      (select o.table_name from app_hidden.crm_objects o where o.name = object))
    using organization, ids;
  perform app_hidden.recount_contact_days(object, organization, ids);
end
$$;
comment on function app_private.recount_contact_days(uuid, text, uuid[]) is
  'Finds the days of contact of these records anew when whoever holds them is done. object: account, contact or lead.';
grant execute on function app_private.recount_contact_days(uuid, text, uuid[]) to rowhouse_authenticator;

create function app_hidden.keep_given_contact_days() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  record constant jsonb := to_jsonb(new);
begin
  if tg_op = 'DELETE' then
    delete from app_private.given_contact_days g where g.organization_id = old.organization_id and g.record_id = old.id;
    return null;
  end if;
  insert into app_private.given_contact_days (organization_id, record_id, first_contact, last_contact, last_activity)
    values (new.organization_id, new.id, (record ->> 'first_contact_date')::date, (record ->> 'last_contact_date')::date,
      (record ->> 'last_activity_date')::date)
    on conflict (organization_id, record_id) do update set first_contact = excluded.first_contact,
      last_contact = excluded.last_contact, last_activity = excluded.last_activity;
  if tg_op = 'UPDATE' then
    perform app_hidden.recount_contact_days(tg_argv[0], new.organization_id, array[new.id]);
  end if;
  return null;
end
$$;
comment on function app_hidden.keep_given_contact_days() is
  'Remembers days of contact that did not come from what happened here. Argument: the object.';

do $$
declare
  kept record;
begin
  for kept in select * from (values ('account', 'accounts', '{first_contact_date,last_contact_date}'::text[]),
    ('contact', 'contacts', '{last_contact_date}'), ('lead', 'leads', '{first_contact_date,last_contact_date,last_activity_date}'))
    k (object, target, columns)
  loop
    execute format('create trigger keep_given_days_of_new after insert on app_public.%I for each row
      when (current_user <> ''rowhouse_owner'' and num_nonnulls(%s) > 0) execute function app_hidden.keep_given_contact_days(%L)',
      kept.target, (select string_agg('new.' || c, ', ') from unnest(kept.columns) c), kept.object);
    execute format('create trigger keep_given_days after update of %1$s on app_public.%2$I for each row
      when (current_user <> ''rowhouse_owner'' and (%3$s)) execute function app_hidden.keep_given_contact_days(%4$L)',
      array_to_string(kept.columns, ', '), kept.target,
      (select string_agg(format('new.%1$I is distinct from old.%1$I', c), ' or ') from unnest(kept.columns) c), kept.object);
    execute format('create trigger forget_given_days after delete on app_public.%I for each row
      execute function app_hidden.keep_given_contact_days(%L)', kept.target, kept.object);
  end loop;
end
$$;
