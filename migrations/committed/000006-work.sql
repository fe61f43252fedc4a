--! Previous: sha1:0a2a147e8fd1fb98c9d223f944e58b6536d67eaf
--! Hash: sha1:0dded7e273ba4d3eaf0658c3f08bb95a44664dc0

-- Work: what is to be done (activities, projects, tasks), what was said (communications) and what
-- was written down or attached (notes, attachments).

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
  foreign key (organization_id, deal_id) references app_public.deals on delete set null (deal_id)
);
comment on table app_public.activities is
  E'@behavior -delete\nSomething to do with a customer: a call, a mail, a meeting, a to-do.';
comment on column app_public.activities.due_time is 'Time of day on due_date, in the organization''s time zone.';
comment on constraint activities_due_time_check on app_public.activities is 'A due time needs a due date.';
create unique index activities_external_id_key on app_public.activities (organization_id, external_system, external_id) where deleted_at is null;
create index activities_created_at_idx on app_public.activities (organization_id, created_at, id) where deleted_at is null;
create index activities_due_date_idx on app_public.activities (organization_id, due_date, id) where deleted_at is null;
create index activities_assigned_to_id_idx on app_public.activities (organization_id, assigned_to_id, due_date, id);
create index activities_account_id_idx on app_public.activities (organization_id, account_id, created_at, id) where account_id is not null;
create index activities_contact_id_idx on app_public.activities (organization_id, contact_id, created_at, id) where contact_id is not null;
create index activities_lead_id_idx on app_public.activities (organization_id, lead_id, created_at, id) where lead_id is not null;
create index activities_deal_id_idx on app_public.activities (organization_id, deal_id, created_at, id) where deal_id is not null;

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
call app_hidden.protect_record('activities', '{completed_at,completed_by}');

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
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  deleted_at timestamptz,
  deleted_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, project_id) references app_public.projects on delete set null (project_id),
  foreign key (organization_id, deal_id) references app_public.deals on delete set null (deal_id),
  foreign key (organization_id, assignee_id) references app_public.memberships (organization_id, user_id)
);
comment on table app_public.tasks is E'@behavior -delete\nA piece of work for somebody.';
create index tasks_created_at_idx on app_public.tasks (organization_id, created_at, id) where deleted_at is null;
create index tasks_due_date_idx on app_public.tasks (organization_id, due_date, id) where deleted_at is null;
create index tasks_assignee_id_idx on app_public.tasks (organization_id, assignee_id, due_date, id);
create index tasks_project_id_idx on app_public.tasks (organization_id, project_id, created_at, id) where project_id is not null;
create index tasks_deal_id_idx on app_public.tasks (organization_id, deal_id) where deal_id is not null;

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
call app_hidden.protect_record('tasks', '{completed_at}');

create function app_public.tasks_is_overdue(task app_public.tasks) returns boolean
language sql stable as $$
  select coalesce(task.due_date < (now() at time zone (
      select o.timezone from app_public.organizations o where o.id = task.organization_id))::date
    and task.status not in ('done', 'cancelled'), false)
$$;
comment on function app_public.tasks_is_overdue(app_public.tasks) is
  E'@behavior +filterBy\nWhether the due date has passed and the task is not done.';
grant execute on function app_public.tasks_is_overdue(app_public.tasks) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
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
  foreign key (organization_id, activity_id) references app_public.activities on delete set null (activity_id)
);
comment on table app_public.communications is
  E'@behavior -delete\nSomething that was said to or by a customer.';
create index communications_occurred_at_idx on app_public.communications (organization_id, occurred_at, id) where deleted_at is null;
create index communications_account_id_idx on app_public.communications (organization_id, account_id, occurred_at, id) where account_id is not null;
create index communications_contact_id_idx on app_public.communications (organization_id, contact_id, occurred_at, id) where contact_id is not null;
create index communications_lead_id_idx on app_public.communications (organization_id, lead_id, occurred_at, id) where lead_id is not null;
create index communications_deal_id_idx on app_public.communications (organization_id, deal_id, occurred_at, id) where deal_id is not null;
create index communications_activity_id_idx on app_public.communications (organization_id, activity_id) where activity_id is not null;
call app_hidden.protect_attachment('communications');
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
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id)
);
comment on table app_public.message_threads is 'A conversation between colleagues; only its participants read it.';
create index message_threads_created_at_idx on app_public.message_threads (organization_id, created_at, id);

create table app_public.message_thread_participants (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  thread_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, thread_id, user_id),
  foreign key (organization_id, thread_id) references app_public.message_threads on delete cascade,
  foreign key (organization_id, user_id) references app_public.memberships (organization_id, user_id)
);
comment on table app_public.message_thread_participants is 'Who takes part in a thread.';
create index message_thread_participants_user_id_idx on app_public.message_thread_participants (organization_id, user_id);

create table app_public.messages (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  thread_id uuid not null,
  body text not null check (body ~ '\S' and length(body) <= 32000),
  is_edited boolean not null default false,
  edited_at timestamptz,
  created_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  foreign key (organization_id, thread_id) references app_public.message_threads on delete cascade
);
comment on table app_public.messages is 'What somebody wrote in a thread.';
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
call app_hidden.grant_columns('message_threads', '{}');
call app_hidden.keep_audit_columns('message_threads');
create policy select_participant on app_public.message_threads for select to rowhouse_user
  using (id = any ((select app_hidden.my_thread_ids())::uuid[])
    or created_by = (select app_hidden.current_user_id()));
create policy insert_self on app_public.message_threads for insert to rowhouse_user
  with check (created_by = (select app_hidden.current_user_id()));
create policy update_author on app_public.message_threads for update to rowhouse_user
  using (created_by = (select app_hidden.current_user_id()))
  with check (created_by = (select app_hidden.current_user_id()));
create policy delete_author on app_public.message_threads for delete to rowhouse_user
  using (created_by = (select app_hidden.current_user_id()));

call app_hidden.build_wall('message_thread_participants');
call app_hidden.grant_columns('message_thread_participants', '{}');
revoke update on app_public.message_thread_participants from rowhouse_user;
create policy select_participant on app_public.message_thread_participants for select to rowhouse_user
  using (thread_id = any ((select app_hidden.my_thread_ids())::uuid[]));
create policy insert_participant on app_public.message_thread_participants for insert to rowhouse_user
  with check (thread_id = any ((select app_hidden.my_thread_ids())::uuid[]));
create policy delete_self on app_public.message_thread_participants for delete to rowhouse_user
  using (user_id = (select app_hidden.current_user_id()));

call app_hidden.build_wall('messages');
call app_hidden.grant_columns('messages', '{is_edited,edited_at}');
-- A message that moved would take its attachments to other readers.
revoke update (thread_id) on app_public.messages from rowhouse_user, rowhouse_importer;
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

-- An attachment is a file on exactly one record. The row describes it; where its bytes are kept is
-- storage_key, which the API does not show. 000025-files.sql has how it comes to be.
create table app_public.attachments (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  file_name text not null,
  byte_size bigint not null check (byte_size between 0 and 5368709120),
  mime_type text not null default 'application/octet-stream' check (mime_type ~ '^[\w.+-]+/[\w.+-]+$' and length(mime_type) <= 255),
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
comment on column app_public.tags.usage_count is 'On how many records the tag is; kept by the database.';
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

create function app_hidden.count_tag_usage() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  kept text := coalesce(current_setting('rowhouse.keeps_updated_at', true), '');
begin
  -- In one order, so that two statements with the same tags cannot deadlock.
  perform from app_public.tags t
    where (t.organization_id, t.id) in (select c.organization_id, c.tag_id from changed_taggings c)
    order by t.organization_id, t.id for no key update;
  perform set_config('rowhouse.keeps_updated_at', 'on', true);
  update app_public.tags t
    set usage_count = t.usage_count + changed.uses * case tg_op when 'INSERT' then 1 else -1 end
    from (select c.organization_id, c.tag_id, count(*)::integer as uses from changed_taggings c group by 1, 2) changed
    where t.organization_id = changed.organization_id and t.id = changed.tag_id;
  perform set_config('rowhouse.keeps_updated_at', kept, true);
  return null;
end
$$;
comment on function app_hidden.count_tag_usage() is 'Keeps tags.usage_count true, which is no edit of the tag.';
create trigger count_added after insert on app_public.taggings
  referencing new table as changed_taggings for each statement execute function app_hidden.count_tag_usage();
create trigger count_removed after delete on app_public.taggings
  referencing old table as changed_taggings for each statement execute function app_hidden.count_tag_usage();
