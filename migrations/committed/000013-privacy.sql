--! Previous: sha1:0020f5334481a5b39565dc2e54c484cbeaf53c36
--! Hash: sha1:5a96b6c5e3517f90f1e115ad2b5d420cc3a309b4

-- Privacy: how long records are kept, what is removed for good, how a person is erased and what is
-- handed out to whom it is about. The work is done by jobs, a batch a transaction; what they have
-- done is written down with it, so that a job that was killed goes on where it was.
-- docs/privacy.md says what users and operators need to know.

-- ---------------------------------------------------------------------------------------------
-- What is personal. Erasing sets these columns to what is given, or else to null; every other column
-- of these tables stays, so that what was counted is still counted. Attachments are not rewritten but
-- removed; theirs are listed for the audit log.
create table app_hidden.personal_columns (
  table_name text not null,
  column_name text not null,
  erased_as text,
  primary key (table_name, column_name)
);
comment on table app_hidden.personal_columns is
  'The columns that are about a person or in their words, and what stands there after they were erased.';
grant select on app_hidden.personal_columns to rowhouse_user;

insert into app_hidden.personal_columns (table_name, column_name, erased_as) values
  ('contacts', 'last_name', 'Erased'),
  ('contacts', 'custom_data', '{}'),
  ('contacts', 'email_opt_in', 'false'),
  ('contacts', 'sms_opt_in', 'false'),
  ('contacts', 'do_not_call', 'true'),
  ('leads', 'last_name', 'Erased'),
  ('leads', 'custom_data', '{}'),
  -- A disqualified lead needs one.
  ('leads', 'disqualified_reason', 'Erased'),
  ('communications', 'email_to', '{}'),
  ('communications', 'email_cc', '{}'),
  ('communications', 'meeting_attendees', '{}'),
  ('communications', 'custom_data', '{}'),
  ('activities', 'subject', 'Erased'),
  ('activities', 'custom_data', '{}'),
  ('notes', 'content', 'Erased'),
  ('comments', 'body', 'Erased');
insert into app_hidden.personal_columns (table_name, column_name)
  select 'contacts', unnest('{salutation,first_name,email,work_phone,mobile_phone,job_title,department,role,
      linkedin_url,twitter_handle,facebook_url,preferred_channel,birthday,anniversary,mailing_street,mailing_city,
      mailing_state,mailing_postal_code,mailing_country,description}'::text[])
  union all
  select 'leads', unnest('{salutation,first_name,company,job_title,email,phone,mobile_phone,website,street,city,
      state,postal_code,country,referrer,budget,authority,need,timeline,description}'::text[])
  union all
  select 'communications', unnest('{subject,body,outcome,email_from,meeting_location,message_id,in_reply_to}'::text[])
  union all
  select 'activities', unnest('{description,outcome}'::text[])
  union all
  values ('notes', 'title'), ('attachments', 'file_name'), ('attachments', 'checksum');

create function app_hidden.keep_erased() returns trigger
language plpgsql as $$
declare
  -- And the name, which is made of others, but later than this.
  handed_over constant text[] := '{owner_id,assigned_at,updated_at,updated_by,name}';
begin
  if new.erased_at is distinct from old.erased_at
    or current_user in ('rowhouse_user', 'rowhouse_importer')
      and to_jsonb(new) - handed_over is distinct from to_jsonb(old) - handed_over
    -- A contact that comes back with its account does so as it is.
    or old.deleted_at is not null and new.deleted_at is null and pg_trigger_depth() = 1
    or exists (select from app_hidden.personal_columns p
      where p.table_name = tg_table_name
        and to_jsonb(new) -> p.column_name is distinct from to_jsonb(old) -> p.column_name)
  then
    perform app_hidden.fail('RH409', format('This %s was erased and stays as it is.', tg_argv[0]));
  end if;
  return new;
end
$$;
comment on function app_hidden.keep_erased() is
  'Who was erased stays so (RH409): users and imports change nothing of the record but its owner and cannot
restore it, and nobody gives it a name again. It can still be deleted. Argument: the object.';
create trigger keep_erased before update on app_public.contacts
  for each row when (old.erased_at is not null) execute function app_hidden.keep_erased('contact');
create trigger keep_erased before update on app_public.leads
  for each row when (old.erased_at is not null) execute function app_hidden.keep_erased('lead');

-- ---------------------------------------------------------------------------------------------
-- Files whose attachment is gone for good. Whatever keeps the bytes removes them and then the row.
-- The bytes stay to be removed when their organization is gone.
create table app_private.removed_files (
  storage_key text primary key,
  organization_id uuid not null,
  removed_at timestamptz not null default now()
);
comment on table app_private.removed_files is 'Where the bytes of attachments are that are gone: to be removed from the storage.';

create function app_hidden.note_removed_file() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app_private.removed_files (storage_key, organization_id)
    values (old.storage_key, old.organization_id) on conflict do nothing;
  return null;
end
$$;
comment on function app_hidden.note_removed_file() is 'The row of an attachment goes, its file is to follow.';
create trigger note_removed_file after delete on app_public.attachments
  for each row when (old.storage_key is not null) execute function app_hidden.note_removed_file();

-- ---------------------------------------------------------------------------------------------
-- Retention: what becomes of records after some time. A policy does nothing until it is enabled, so
-- that its dry run (preview_retention) can be looked at first.
create table app_public.retention_policies (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  object text not null references app_hidden.crm_objects,
  action text not null references app_enum.retention_actions,
  after_days integer not null,
  counted_from text not null default 'created_at',
  is_enabled boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  constraint retention_policies_object_action_key unique (organization_id, object, action),
  constraint retention_policies_after_days_check check (after_days between 1 and 36500)
);
comment on table app_public.retention_policies is
  'What becomes of an object''s records after some days: delete moves them to the recycle bin, anonymise takes
out what is personal.';
comment on column app_public.retention_policies.after_days is 'Days since the date that is counted from.';
comment on column app_public.retention_policies.counted_from is
  'The column of the object with the date. Records without one are kept.';
comment on column app_public.retention_policies.is_enabled is 'Whether the nightly job minds it.';
comment on constraint retention_policies_object_action_key on app_public.retention_policies is
  'There is a policy for this object and action already.';
comment on constraint retention_policies_after_days_check on app_public.retention_policies is
  'After 1 to 36,500 days.';

call app_hidden.build_wall('retention_policies');
create policy for_who_edits_organization on app_public.retention_policies to rowhouse_user
  using ((select app_hidden.may('organization', 'edit')))
  with check ((select app_hidden.may('organization', 'edit')));
call app_hidden.grant_columns('retention_policies', '{}');
revoke insert, update on app_public.retention_policies from rowhouse_importer;
call app_hidden.keep_audit_columns('retention_policies');
call app_hidden.audit_changes('retention_policies');

create function app_hidden.check_retention(object text, action text, counted_from text) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  target text := (select o.table_name from app_hidden.crm_objects o where o.name = check_retention.object);
begin
  if not app_hidden.has_bin(target) then
    perform app_hidden.fail('RH400', 'There are no records to keep or not.', '{"object": "No object with a recycle bin."}');
  end if;
  if action = 'anonymise' and target not in ('contacts', 'leads') then
    perform app_hidden.fail('RH400', 'Only contacts and leads are anonymised.', '{"action": "Only for contacts and leads."}');
  end if;
  if counted_from not in ('created_at', 'updated_at', 'closed_at', 'completed_at', 'converted_at', 'occurred_at',
      'last_activity_date', 'last_contact_date', 'end_date')
    or not exists (select from pg_attribute a
      where a.attrelid = to_regclass('app_public.' || target) and a.attname = check_retention.counted_from) then
    perform app_hidden.fail('RH400', 'There is no such date to count from.', '{"counted_from": "No such date."}');
  end if;
end
$$;
comment on function app_hidden.check_retention(text, text, text) is
  'Fails with RH400 unless the object has records that the action can be done to, and the date.';
grant execute on function app_hidden.check_retention(text, text, text) to rowhouse_user;

create function app_hidden.require_retention(object text, counted_from text) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_hidden.require_permission('organization', 'edit');
  -- Numbers of what is due would tell of records and dates that the caller may not see.
  if app_hidden.owner_ids_in_scope(object, 'view') is not null
    or app_hidden.field_mode((select o.table_name from app_hidden.crm_objects o where o.name = require_retention.object),
      counted_from) in ('mask', 'hidden') then
    perform app_hidden.fail('RH403', format('Your role does not see every %s and the date that is counted from.', replace(object, '_', ' ')));
  end if;
end
$$;
comment on function app_hidden.require_retention(text, text) is
  'Fails with RH403 unless the caller may edit the organization and sees all records of the object and the date.';
grant execute on function app_hidden.require_retention(text, text) to rowhouse_user;

create function app_hidden.guard_retention() returns trigger
language plpgsql as $$
begin
  perform app_hidden.check_retention(new.object, new.action, new.counted_from);
  if current_user = 'rowhouse_user' then
    perform app_hidden.require_retention(new.object, new.counted_from);
    if new.is_enabled and app_hidden.owner_ids_in_scope(new.object, 'delete') is not null then
      perform app_hidden.fail('RH403', format('Your role may not delete every %s.', replace(new.object, '_', ' ')));
    end if;
  end if;
  return new;
end
$$;
comment on function app_hidden.guard_retention() is
  'Policies that can be carried out, made by who sees what they go by, and enabled by who may delete all records
of the object themselves.';
create trigger guard_retention before insert or update on app_public.retention_policies
  for each row execute function app_hidden.guard_retention();

-- A run of a policy, or of the removal of what has been in the recycle bin for long enough: what came
-- of it. position is how far it has come; there is one run at a time.
create table app_public.retention_runs (
  organization_id uuid not null references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  policy_id uuid,
  object text references app_hidden.crm_objects,
  position uuid,
  done_count integer not null default 0,
  refused_count integer not null default 0,
  refusals jsonb not null default '[]' check (jsonb_typeof(refusals) = 'array'),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, policy_id) references app_public.retention_policies on delete cascade
);
comment on table app_public.retention_runs is
  E'@behavior -insert -update -delete\nWhat came of a retention policy, or of emptying the recycle bin (no policy), and when.';
comment on constraint retention_runs_organization_id_policy_id_fkey on app_public.retention_runs is '@foreignFieldName runs';
comment on column app_public.retention_runs.object is 'The object that is or was last gone through.';
comment on column app_public.retention_runs.position is E'@behavior -*\nThe last record that was gone through.';
comment on column app_public.retention_runs.refused_count is 'Records that a rule keeps, such as contacts with open deals.';
comment on column app_public.retention_runs.refusals is 'The first 100 of them: object, id, reason.';
comment on column app_public.retention_runs.finished_at is 'Null while it is not over.';
create unique index retention_runs_unfinished_key on app_public.retention_runs (organization_id, policy_id)
  nulls not distinct where finished_at is null;
create index retention_runs_started_at_idx on app_public.retention_runs (organization_id, started_at, id);
create index retention_runs_policy_id_idx on app_public.retention_runs (organization_id, policy_id, started_at, id);
call app_hidden.build_wall('retention_runs');
call app_hidden.bound_dates('retention_runs');
create policy select_permitted on app_public.retention_runs for select to rowhouse_user
  using ((select app_hidden.may('organization', 'edit')));
grant select on app_public.retention_runs to rowhouse_user;
-- That it began and ended has an entry, as has each record.
call app_hidden.audit_changes('retention_runs', left_out => '{object,position,done_count,refused_count,refusals}');

create function app_hidden.retention_condition(policy app_public.retention_policies) returns text
language sql stable as $$
  select format('r.deleted_at is null and r.%I < now() - make_interval(days => %s)%s', policy.counted_from,
    policy.after_days, case when policy.action = 'anonymise' then ' and r.erased_at is null' else '' end)
$$;
comment on function app_hidden.retention_condition(app_public.retention_policies) is
  'SQL that is true of the records r that the policy is about today.';

create function app_hidden.retention_obstacle(object text) returns text
language sql immutable as $$
  select case object
    when 'deal' then $sql$case when r.status in ('new', 'in_progress') then 'This deal is open.' end$sql$
    when 'contact' then $sql$case when exists (select from app_public.deals d
        where d.organization_id = r.organization_id and d.primary_contact_id = r.id
          and d.deleted_at is null and d.status in ('new', 'in_progress'))
      then 'An open deal is on this contact.' end$sql$
    when 'account' then $sql$case when exists (select from app_public.deals d
        where d.organization_id = r.organization_id and d.deleted_at is null and d.status in ('new', 'in_progress')
          and (d.account_id = r.id or d.primary_contact_id in (select c.id from app_public.contacts c
            where c.organization_id = r.organization_id and c.account_id = r.id and c.deleted_at is null)))
      then 'An open deal is on this account or a contact of it.' end$sql$
    else 'null::text' end
$$;
comment on function app_hidden.retention_obstacle(text) is 'SQL of why a record r of the object is kept all the same, or null.';

create type app_public.retention_preview as (due_count integer, refused_count integer, sample text[]);
comment on type app_public.retention_preview is 'What a retention policy would do today.';
comment on column app_public.retention_preview.due_count is 'Records that it would be done to.';
comment on column app_public.retention_preview.refused_count is 'Records that are due as well and would be kept, such as contacts with open deals.';
comment on column app_public.retention_preview.sample is 'The oldest ten of the records by name, as far as the caller may see it.';

create function app_public.preview_retention(policy_id uuid) returns app_public.retention_preview
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization uuid := app_hidden.current_organization_id();
  policy app_public.retention_policies;
  object app_hidden.crm_objects;
  preview app_public.retention_preview;
begin
  perform app_hidden.require_permission('organization', 'edit');
  select * into policy from app_public.retention_policies p
    where p.organization_id = organization and p.id = preview_retention.policy_id;
  if not found then
    perform app_hidden.fail('RH404', 'No such retention policy.');
  end if;
  perform app_hidden.require_retention(policy.object, policy.counted_from);
  select * into strict object from app_hidden.crm_objects o where o.name = policy.object;
  execute format('select count(*) filter (where (%1$s) is null), count(*) filter (where (%1$s) is not null)
      from app_public.%2$I r where r.organization_id = $1 and %3$s',
      app_hidden.retention_obstacle(object.name), object.table_name, app_hidden.retention_condition(policy))
    into preview.due_count, preview.refused_count using organization;
  execute format('select array(select %1$s
      from app_public.%2$I r where r.organization_id = $1 and %3$s and (%4$s) is null and %5$s
      order by r.%6$I, r.id limit 10)',
      app_hidden.label_expression(object, organization, app_hidden.current_role_id()),
      object.table_name, app_hidden.retention_condition(policy), app_hidden.retention_obstacle(object.name),
      app_hidden.visible_expression(object, 'r.'), policy.counted_from)
    into preview.sample using organization;
  return preview;
end
$$;
comment on function app_public.preview_retention(uuid) is
  'The dry run of a retention policy, enabled or not: nothing is changed. RH403 for who may not edit the
organization or does not see all that it goes by, RH404 when there is no such policy.';
grant execute on function app_public.preview_retention(uuid) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Requests of and about the people whose data we keep. A request to erase is done once and for all;
-- one to export makes a document that whoever asked may fetch for a week.
create table app_public.privacy_requests (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  kind text not null references app_enum.privacy_request_kinds,
  status text not null default 'queued' references app_enum.privacy_request_statuses,
  contact_id uuid,
  lead_id uuid,
  reason text check (length(reason) <= 1000),
  counts jsonb not null default '{}' check (jsonb_typeof(counts) = 'object'),
  error text,
  document_expires_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  constraint privacy_requests_record_check check (num_nonnulls(contact_id, lead_id) <= 1),
  constraint privacy_requests_erase_with_reason_check check (kind <> 'erase' or coalesce(reason, '') ~ '\S'),
  foreign key (organization_id, contact_id) references app_public.contacts on delete set null (contact_id),
  foreign key (organization_id, lead_id) references app_public.leads on delete set null (lead_id)
);
comment on table app_public.privacy_requests is
  E'@behavior -insert -update -delete\nThat somebody is erased, or their data exported: how far it has come and what came of it.';
comment on column app_public.privacy_requests.counts is 'Rows by table that were erased, or that the document holds.';
comment on column app_public.privacy_requests.error is 'Why it failed.';
comment on column app_public.privacy_requests.document_expires_at is 'Until when the document of an export is kept.';
comment on constraint privacy_requests_erase_with_reason_check on app_public.privacy_requests is 'Erasing somebody needs a reason.';
create index privacy_requests_created_at_idx on app_public.privacy_requests (organization_id, created_at, id);
create index privacy_requests_contact_id_idx on app_public.privacy_requests (organization_id, contact_id) where contact_id is not null;
create index privacy_requests_lead_id_idx on app_public.privacy_requests (organization_id, lead_id) where lead_id is not null;
call app_hidden.build_wall('privacy_requests');
call app_hidden.bound_dates('privacy_requests');
call app_hidden.keep_audit_columns('privacy_requests');
create policy select_own on app_public.privacy_requests for select to rowhouse_user
  using (created_by = (select app_hidden.current_user_id()) or (select app_hidden.may('organization', 'edit')));
grant select on app_public.privacy_requests to rowhouse_user;
call app_hidden.audit_changes('privacy_requests', left_out => '{counts,started_at}');

-- What an erasure that is not over still needs to know of the person; it goes when it is over.
create table app_private.erasures (
  organization_id uuid not null,
  request_id uuid not null,
  user_id uuid not null,
  contact_ids uuid[] not null,
  lead_ids uuid[] not null,
  deal_ids uuid[] not null,
  account_ids uuid[] not null,
  addresses text[] not null,
  address_pattern text,
  named_pattern text,
  person_pattern text,
  step integer not null default 1,
  position uuid,
  primary key (organization_id, request_id),
  foreign key (organization_id, request_id) references app_public.privacy_requests on delete cascade
);
comment on table app_private.erasures is
  'Erasures that are not over: the records of the person, patterns of what to look for (e-mail address; also
the full name; also telephone numbers), and how far it has come.';

create table app_private.privacy_documents (
  organization_id uuid not null,
  request_id uuid not null,
  document jsonb not null,
  access_version text not null,
  expires_at timestamptz not null default now() + interval '7 days',
  primary key (organization_id, request_id),
  foreign key (organization_id, request_id) references app_public.privacy_requests on delete cascade
);
create index privacy_documents_expires_at_idx on app_private.privacy_documents (expires_at);
comment on table app_private.privacy_documents is
  'What was exported about somebody, as whoever asked for it could see it with the permissions of access_version.';

create function app_hidden.subject_table(object_type text) returns text
language plpgsql stable as $$
begin
  if coalesce(lower(object_type), '') not in ('contact', 'lead') then
    perform app_hidden.fail('RH400', 'A person is a contact or a lead.', '{"object_type": "Use contact or lead."}');
  end if;
  return lower(object_type) || 's';
end
$$;
comment on function app_hidden.subject_table(text) is 'The table of a kind of person: contact or lead, else RH400.';

-- ---------------------------------------------------------------------------------------------
-- What to look for in texts

create function app_hidden.quote_pattern(value text) returns text
language sql immutable as $$
  select regexp_replace(value, '([^[:alnum:]\s])', '\\\1', 'g')
$$;
comment on function app_hidden.quote_pattern(text) is 'A regular expression that matches just this text.';

create function app_hidden.any_pattern(patterns text[]) returns text
language sql immutable as $$
  select '(?:' || nullif(array_to_string(array(select p from unnest(patterns) p where p is not null), '|'), '') || ')'
$$;
comment on function app_hidden.any_pattern(text[]) is 'A regular expression that matches what one of these does; null for none.';

create function app_hidden.address_pattern(address text) returns text
language sql immutable as $$
  -- Neither a part of a longer address nor of a longer domain.
  select '(?<![[:alnum:]_.+-])' || app_hidden.quote_pattern(address) || '(?![[:alnum:]_-]|\.[[:alnum:]])'
$$;
comment on function app_hidden.address_pattern(text) is 'A regular expression of an e-mail address inside a text.';

create function app_hidden.name_pattern(first_name text, last_name text) returns text
language sql immutable as $$
  -- One word alone is the name of too much else.
  select '(?<![[:alnum:]])(?:' || quoted.first || '\s+' || quoted.last || '|' || quoted.last || ',\s*' || quoted.first
      || ')(?![[:alnum:]])'
    from (select regexp_replace(app_hidden.quote_pattern(nullif(btrim(first_name), '')), '\s+', '\\s+', 'g') as first,
        regexp_replace(app_hidden.quote_pattern(nullif(btrim(last_name), '')), '\s+', '\\s+', 'g') as last) quoted
$$;
comment on function app_hidden.name_pattern(text, text) is
  'A regular expression of a full name, in either order; null without a first and a last name.';

create function app_hidden.phone_pattern(phone text) returns text
language sql immutable as $$
  select case when length(digits) >= 6
      -- The last eight digits, since +49 30 … is 030 … to who lives there.
      then '(?<![0-9])(?:[+(0-9][0-9\s()./-]{0,12})?'
        || array_to_string(string_to_array(right(digits, 8), null), '[\s()./-]*') || '(?![0-9])' end
    from (select regexp_replace(phone, '[^0-9]', '', 'g') as digits) number
$$;
comment on function app_hidden.phone_pattern(text) is
  'A regular expression of a telephone number however it is spaced and prefixed; null for less than six digits.';

-- A text that is nothing but what was looked for becomes null where there may be none.
create function app_hidden.without(value text, pattern text, is_optional boolean) returns text
language sql immutable as $$
  select case when is_optional and replaced = 'Erased' then null else replaced end
    from (select regexp_replace(value, pattern, 'Erased', 'gi') as replaced) r
$$;
create function app_hidden.without(value text[], pattern text, is_optional boolean) returns text[]
language sql immutable as $$
  -- An entry is one person: the name beside the address goes as well.
  select case when value is null then null else
    array(select case when entry ~* pattern then 'Erased' else entry end
      from unnest(value) with ordinality e (entry, n) order by n) end
$$;
create function app_hidden.without(value jsonb, pattern text, is_optional boolean) returns jsonb
language sql immutable as $$
  select regexp_replace(value::text, pattern, 'Erased', 'gi')::jsonb
$$;
comment on function app_hidden.without(text, text, boolean) is 'The text with "Erased" for what the pattern matches.';
comment on function app_hidden.without(text[], text, boolean) is 'The list with "Erased" for entries that the pattern matches.';
comment on function app_hidden.without(jsonb, text, boolean) is 'The document with "Erased" for what the pattern matches in it.';

-- ---------------------------------------------------------------------------------------------
-- Erasing records and what is on them

create function app_hidden.personal_columns_of(target text) returns text[]
language sql stable as $$
  select array_agg(p.column_name order by p.column_name) from app_hidden.personal_columns p where p.table_name = target
$$;
comment on function app_hidden.personal_columns_of(text) is 'The names of the personal columns of a table.';

create function app_hidden.erasing_assignments(target text) returns text
language sql stable as $$
  select string_agg(format('%I = %L::%s', p.column_name, p.erased_as, format_type(a.atttypid, a.atttypmod)), ', ')
    from app_hidden.personal_columns p
    join pg_attribute a on a.attrelid = to_regclass('app_public.' || target) and a.attname = p.column_name
    where p.table_name = target
$$;
comment on function app_hidden.erasing_assignments(text) is 'SQL that sets the personal columns of a table.';

create function app_private.erase_people(organization uuid, contact_ids uuid[], lead_ids uuid[]) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  target text;
  ids uuid[];
  erased uuid[];
  counts jsonb := '{}';
begin
  -- Else it would tell what has just been erased.
  perform set_config('rowhouse.timeline', 'off', true);
  foreach target in array array['contacts', 'leads'] loop
    ids := case target when 'contacts' then contact_ids else lead_ids end;
    execute format('with erased as (
        update app_public.%I r set erased_at = now(), %s
          where r.organization_id = $1 and r.id = any ($2) and r.erased_at is null returning r.id)
        select array_agg(id) from erased', target, app_hidden.erasing_assignments(target))
      into erased using organization, ids;
    if erased is not null then
      perform app_private.erase_audit_values(organization, target, erased, app_hidden.personal_columns_of(target));
      perform app_private.forget_operations(organization, erased);
      counts := counts || jsonb_build_object(target, cardinality(erased));
    end if;
  end loop;
  perform app_private.erase_words_about(organization, contact_ids || lead_ids);
  -- Whose an address was goes with the person.
  delete from app_public.communication_contacts m where m.organization_id = organization and m.contact_id = any (contact_ids);
  perform app_private.erase_timeline(organization, contact_ids, lead_ids);
  perform set_config('rowhouse.timeline', '', true);
  return counts;
end
$$;
comment on function app_private.erase_people(uuid, uuid[], uuid[]) is
  'Erases contacts and leads, and what the audit log says of them. Answers how many, by table.';

create function app_private.erase_on_record(organization uuid, target text, contact_ids uuid[], lead_ids uuid[],
  after uuid, batch integer, out row_count integer, out last uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  on_activity text := 'activity_id in (select a.id from app_public.activities a
    where a.organization_id = $1 and (a.contact_id = any ($2) or a.lead_id = any ($3)))';
  ids uuid[];
begin
  execute format('select array_agg(r.id order by r.id) from (
      select r.id from app_public.%I r
        where r.organization_id = $1 and (r.contact_id = any ($2) or r.lead_id = any ($3)%s) and ($4 is null or r.id > $4)
        order by r.id limit $5) r',
      target, case
        when target = 'communications' then ' or r.' || on_activity
        when target in ('notes', 'comments', 'attachments') then
          ' or r.communication_id in (select c.id from app_public.communications c
              where c.organization_id = $1 and (c.contact_id = any ($2) or c.lead_id = any ($3) or c.' || on_activity || '))'
        else '' end)
    into ids using organization, contact_ids, lead_ids, after, batch;
  row_count := coalesce(cardinality(ids), 0);
  last := ids[row_count];
  if row_count = 0 then
    return;
  end if;
  if target = 'attachments' then
    -- Twice: the first delete of a live row only takes it to the recycle bin.
    delete from app_public.attachments r where r.organization_id = organization and r.id = any (ids);
    delete from app_public.attachments r where r.organization_id = organization and r.id = any (ids);
  else
    execute format('update app_public.%I r set %s where r.organization_id = $1 and r.id = any ($2)',
      target, app_hidden.erasing_assignments(target)) using organization, ids;
  end if;
  perform app_private.erase_audit_values(organization, target, ids, app_hidden.personal_columns_of(target));
end
$$;
comment on function app_private.erase_on_record(uuid, text, uuid[], uuid[], uuid, integer) is
  'Erases the next rows of a table (communications, activities, notes, comments, attachments) that are on these contacts
and leads or on what is on them, in the recycle bin too; attachments are removed. after: the last row of the batch before. Answers
how many rows and the last of them.';

create function app_private.anonymise_record(organization uuid, target text, record uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  contact_ids uuid[] := case target when 'contacts' then array[record] else '{}' end;
  lead_ids uuid[] := case target when 'leads' then array[record] else '{}' end;
  place text;
  erased record;
  after uuid;
begin
  perform app_private.erase_people(organization, contact_ids, lead_ids);
  foreach place in array array['notes', 'comments', 'attachments', 'communications', 'activities'] loop
    after := null;
    loop
      select * into erased from app_private.erase_on_record(organization, place, contact_ids, lead_ids, after, 500);
      exit when erased.row_count < 500;
      after := erased.last;
    end loop;
  end loop;
end
$$;
comment on function app_private.anonymise_record(uuid, text, uuid) is
  'What retention does to a contact or lead: erases the record and what is on it, and looks nowhere else.';

-- ---------------------------------------------------------------------------------------------
-- Asking for somebody to be erased

create function app_private.find_subject(organization uuid, target text, record uuid,
  out contact_ids uuid[], out lead_ids uuid[], out addresses text[], out namesakes integer)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  known integer := 0;
  last_names text[];
begin
  contact_ids := case target when 'contacts' then array[record] else '{}' end;
  lead_ids := case target when 'leads' then array[record] else '{}' end;
  loop
    select array_agg(distinct lower(p.email)), array_agg(distinct lower(p.last_name)) into addresses, last_names
      from (
        select c.email, c.last_name from app_public.contacts c
          where c.organization_id = organization and c.id = any (contact_ids)
        union all
        select l.email, coalesce(l.last_name, '') from app_public.leads l
          where l.organization_id = organization and l.id = any (lead_ids)) p
      where p.email is not null;
    addresses := coalesce(addresses, '{}');
    select coalesce(array_agg(c.id order by c.id), '{}') into contact_ids from app_public.contacts c
      where c.organization_id = organization and c.erased_at is null
        and (c.id = any (contact_ids)
          or c.id in (select l.converted_contact_id from app_public.leads l
            where l.organization_id = organization and l.id = any (lead_ids))
          or c.merged_into_id = any (contact_ids)
          or c.id in (select merged.merged_into_id from app_public.contacts merged
            where merged.organization_id = organization and merged.id = any (contact_ids))
          or c.email = any (addresses) and (lower(c.last_name) = any (last_names)));
    select coalesce(array_agg(l.id order by l.id), '{}') into lead_ids from app_public.leads l
      where l.organization_id = organization and l.erased_at is null
        and (l.id = any (lead_ids) or l.converted_contact_id = any (contact_ids) or l.merged_into_id = any (lead_ids)
          or l.id in (select merged.merged_into_id from app_public.leads merged
            where merged.organization_id = organization and merged.id = any (lead_ids))
          or l.email = any (addresses) and (l.last_name is null or lower(l.last_name) = any (last_names)));
    -- Each may lead to another: until there are no more.
    exit when cardinality(contact_ids) + cardinality(lead_ids) <= known;
    known := cardinality(contact_ids) + cardinality(lead_ids);
  end loop;
  -- And by what they wrote or were written to in former times.
  addresses := array(select unnest(addresses) union
    select p.address from app_public.communication_contacts m
      join app_public.communication_participants p on p.organization_id = m.organization_id and p.id = m.participant_id
      where m.organization_id = organization and m.contact_id = any (contact_ids));
  select count(*) into namesakes from (
    select from app_public.contacts c
      where c.organization_id = organization and c.email = any (addresses) and not c.id = any (contact_ids)
    union all
    select from app_public.leads l
      where l.organization_id = organization and l.email = any (addresses) and not l.id = any (lead_ids)) other;
end
$$;
comment on function app_private.find_subject(uuid, text, uuid) is
  'All records of a person: the lead that became the contact and the other way round, what was merged, and whoever has the same
e-mail address and last name. addresses: theirs, former ones under which they took part in communications too.
namesakes: records with the address and another last name, which are somebody else''s.';

create function app_public.erase_data_subject(object_type text, id uuid, reason text) returns app_public.privacy_requests
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization uuid := app_hidden.current_organization_id();
  target text := app_hidden.subject_table(object_type);
  subject record;
  erased_at timestamptz;
  patterns record;
  related record;
  counts jsonb;
  request app_public.privacy_requests;
begin
  perform app_hidden.require_permission('organization', 'edit');
  if app_hidden.owner_ids_in_scope('contact', 'delete') is not null
    or app_hidden.owner_ids_in_scope('lead', 'delete') is not null then
    perform app_hidden.fail('RH403', 'Erasing somebody takes the permission to delete all contacts and leads.');
  end if;
  if coalesce(reason, '') !~ '\S' or length(reason) > 1000 then
    perform app_hidden.fail('RH400', 'Erasing somebody needs a reason of at most 1,000 characters.', '{"reason": "Say why."}');
  end if;
  -- Two that would erase the same person from two ends take turns.
  perform pg_advisory_xact_lock(hashtextextended('rowhouse.erasure', 0) # hashtextextended(organization::text, 0));
  execute format('select r.erased_at from app_public.%I r where r.organization_id = $1 and r.id = $2 for update', target)
    into erased_at using organization, erase_data_subject.id;
  if erased_at is not null then
    perform app_hidden.fail('RH409', format('This %s is already erased.', lower(object_type)));
  end if;
  select * into subject from app_private.find_subject(organization, target, erase_data_subject.id);
  if cardinality(subject.contact_ids) + cardinality(subject.lead_ids) = 0 then
    perform app_hidden.fail('RH404', format('No such %s.', lower(object_type)));
  end if;

  with people as (
    select c.first_name, c.last_name, array[c.work_phone, c.mobile_phone] as phones from app_public.contacts c
      where c.organization_id = organization and c.id = any (subject.contact_ids)
    union all
    select l.first_name, l.last_name, array[l.phone, l.mobile_phone] from app_public.leads l
      where l.organization_id = organization and l.id = any (subject.lead_ids)),
  found as (
    select array(select app_hidden.address_pattern(a) from unnest(subject.addresses) a) as addresses,
      -- Also as JSON writes it, for custom fields and the audit log.
      array(select distinct app_hidden.name_pattern(written.first_name, written.last_name) from people p
        cross join lateral (values (p.first_name, p.last_name), (btrim(to_json(p.first_name)::text, '"'), btrim(to_json(p.last_name)::text, '"')))
          written (first_name, last_name)) as names,
      array(select distinct app_hidden.phone_pattern(phone) from people p, unnest(p.phones) phone) as phones)
    select app_hidden.any_pattern(f.addresses) as address, app_hidden.any_pattern(f.addresses || f.names) as named,
        app_hidden.any_pattern(f.addresses || f.names || f.phones) as person
      into patterns from found f;
  select array(
      select d.id from app_public.deals d where d.organization_id = organization
        and (d.primary_contact_id = any (subject.contact_ids) or d.source_lead_id = any (subject.lead_ids))
      union
      select l.converted_deal_id from app_public.leads l
        where l.organization_id = organization and l.id = any (subject.lead_ids) and l.converted_deal_id is not null) as deal_ids,
    array(
      select c.account_id from app_public.contacts c
        where c.organization_id = organization and c.id = any (subject.contact_ids) and c.account_id is not null
      union
      select l.converted_account_id from app_public.leads l
        where l.organization_id = organization and l.id = any (subject.lead_ids) and l.converted_account_id is not null) as account_ids
    into related;

  counts := app_private.erase_people(organization, subject.contact_ids, subject.lead_ids)
    || case when subject.namesakes > 0 then jsonb_build_object('same_address_kept', subject.namesakes) else '{}' end;
  insert into app_public.privacy_requests (organization_id, kind, contact_id, lead_id, reason, counts)
    values (organization, 'erase',
      case target when 'contacts' then erase_data_subject.id end, case target when 'leads' then erase_data_subject.id end,
      case when patterns.person is null then erase_data_subject.reason
        else app_hidden.without(erase_data_subject.reason, patterns.person, false) end, counts)
    returning * into request;
  insert into app_private.erasures (organization_id, request_id, user_id, contact_ids, lead_ids, deal_ids, account_ids,
      addresses, address_pattern, named_pattern, person_pattern)
    values (organization, request.id, request.created_by, subject.contact_ids, subject.lead_ids, related.deal_ids,
      related.account_ids, subject.addresses, patterns.address, patterns.named, patterns.person);
  perform app_private.add_privacy_job(request);
  return request;
end
$$;
comment on function app_public.erase_data_subject(text, uuid, text) is
  'Erases a person for good: at once what their records as contact and lead say of them, the rest by a job that
the request tells of. objectType: contact or lead, id: the record, which may lie in the recycle bin. RH400 no such
kind of person or no reason; RH403 without the permissions to edit the organization and to delete all contacts and
leads; RH404 no such record; RH409 already erased.';
grant execute on function app_public.erase_data_subject(text, uuid, text) to rowhouse_user;

create function app_private.add_privacy_job(request app_public.privacy_requests) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(request.kind || '_data_subject',
    json_build_object('organization_id', request.organization_id, 'request_id', request.id),
    job_key => 'privacy:' || request.id, job_key_mode => 'preserve_run_at',
    max_attempts => case request.kind when 'export' then 5 else 25 end);
end
$$;
comment on function app_private.add_privacy_job(app_public.privacy_requests) is 'Adds the job of a request, unless there is one.';

-- ---------------------------------------------------------------------------------------------
-- The rest of an erasure, a batch at a time

create function app_hidden.searched_columns(target text) returns table (column_name text, is_optional boolean)
language sql stable as $$
  select a.attname, not a.attnotnull
    from pg_attribute a
    where a.attrelid = to_regclass('app_public.' || target) and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = '' and a.atttypid in ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype)
      and a.attname not in ('external_system', 'storage_key', 'mime_type', 'checksum', 'deal_number', 'color')
      -- Who else has the address is not erased with this person (find_subject), and a name is no mention.
      and not (target in ('contacts', 'leads') and a.attname in ('email', 'first_name', 'last_name'))
      and not exists (select from pg_constraint k
        where k.conrelid = a.attrelid and k.contype = 'f' and a.attnum = any (k.conkey))
    order by a.attnum
$$;
comment on function app_hidden.searched_columns(text) is
  'The columns of a table in which somebody may be mentioned, and whether they can be null.';

create function app_hidden.searched_tables() returns text[]
language sql stable as $$
  select array_agg(c.relname order by c.relname)
    from pg_class c
    where c.relnamespace = 'app_public'::regnamespace and c.relkind = 'r'
      -- About members and what they set up, not about customers; or without words of anybody's.
      and c.relname not in ('roles', 'teams', 'territories', 'memberships', 'invitations', 'api_keys', 'feature_flags',
        'pipelines', 'pipeline_stages', 'role_permissions', 'role_field_permissions', 'masking_rules',
        'masking_audit_log', 'webhook_endpoints', 'retention_policies', 'retention_runs', 'lead_score_history', 'custom_field_definitions',
        -- Erased as a whole (erase_runs).
        'workflow_runs', 'workflow_action_runs',
        -- Kept from the communications.
        'communication_participants')
      and (select count(*) from pg_attribute a where a.attrelid = c.oid and a.attname in ('organization_id', 'id')) = 2
      and exists (select from app_hidden.searched_columns(c.relname))
$$;
comment on function app_hidden.searched_tables() is 'The tables in which a customer may be mentioned.';

create function app_hidden.pattern_in(target text, erasure app_private.erasures) returns text
language sql immutable as $$
  -- A contact or lead may be somebody else of the same name, an account has a number that is not one person's.
  select case when target in ('contacts', 'leads') then erasure.address_pattern
    when target = 'accounts' then erasure.named_pattern else erasure.person_pattern end
$$;
comment on function app_hidden.pattern_in(text, app_private.erasures) is 'What is looked for in a table.';

create function app_private.erase_audit_mentions(organization uuid, target text, ids uuid[], pattern text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  mention record;
begin
  for mention in
    select m.record_id, array_agg(distinct m.column_name) as columns
      from (
        select a.record_id, e.key as column_name
          from app_public.audit_log a
          cross join lateral (select * from jsonb_each(a.old_values) union all select * from jsonb_each(a.new_values)) e
          where a.organization_id = organization and a.table_name = target and a.record_id = any (ids)
            and e.value::text ~* pattern) m
      join pg_attribute c on c.attrelid = to_regclass('app_public.' || quote_ident(target)) and c.attname = m.column_name
      group by m.record_id
  loop
    perform app_private.erase_audit_values(organization, target, array[mention.record_id], mention.columns);
  end loop;
end
$$;
comment on function app_private.erase_audit_mentions(uuid, text, uuid[], text) is
  'Erases from the audit log of these rows the columns whose values match the pattern.';

create function app_private.erase_mentions(erasure app_private.erasures, target text, batch integer,
  out row_count integer, out last uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  pattern text := app_hidden.pattern_in(target, erasure);
  linked text := case when target in ('contacts', 'leads') then 'false' when target = 'imports' then 'true' else (
    select coalesce(string_agg(format('r.%I = any (%s)', a.attname, place.ids), ' or '), 'false')
      from (values ('deals', 'id', '$4'), ('accounts', 'id', '$5'), (target, 'deal_id', '$4'), (target, 'account_id', '$5'))
        place (of_table, column_name, ids)
      join pg_attribute a on a.attrelid = to_regclass('app_public.' || target) and a.attname = place.column_name
      where place.of_table = target) end;
  haystack text := (select format('concat_ws(chr(10), %s)', string_agg(format('r.%I::text', c.column_name), ', '))
    from app_hidden.searched_columns(target) c);
  assignments text := (select string_agg(format('%1$I = app_hidden.without(r.%1$I, $3, %2$L)', c.column_name, c.is_optional), ', ')
    from app_hidden.searched_columns(target) c);
  ids uuid[];
begin
  row_count := 0;
  if pattern is null then
    return;
  end if;
  -- A row with the address is about the person, and so is one on a deal or account of theirs.
  execute format('select array_agg(r.id order by r.id) from (
      select r.id from app_public.%1$I r
        where r.organization_id = $1 and ($2 is null or r.id > $2)
          and (coalesce(%2$s ~* $7, false) or (%3$s) and %2$s ~* $6)
        order by r.id limit $3) r', target, haystack, linked)
    into ids using erasure.organization_id, erasure.position, batch, erasure.deal_ids, erasure.account_ids, pattern,
      erasure.address_pattern;
  row_count := coalesce(cardinality(ids), 0);
  last := ids[row_count];
  if row_count > 0 then
    perform set_config('rowhouse.timeline', 'off', true);
    execute format('update app_public.%I r set %s where r.organization_id = $1 and r.id = any ($2)', target, assignments)
      using erasure.organization_id, ids, pattern;
    perform set_config('rowhouse.timeline', '', true);
    perform app_private.erase_audit_mentions(erasure.organization_id, target, ids, pattern);
  end if;
end
$$;
comment on function app_private.erase_mentions(app_private.erasures, text, integer) is
  'Takes mentions of the person out of the next rows of a table: of all rows the e-mail address; of those with it,
and of those on their deals and accounts, full name and telephone numbers too. Answers how many and the last.';

create function app_private.erase_elsewhere(erasure app_private.erasures) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  counts jsonb := '{}';
  stopped uuid[];
  affected integer;
begin
  with found as (
    delete from app_private.import_files f
      -- As bytes, since a file may be in any encoding; in UTF-16 there are zeros between the letters.
      where f.organization_id = erasure.organization_id and exists (select from unnest(erasure.addresses) address
        where position(address in lower(replace(encode(f.content, 'escape'), '\000', ''))) > 0)
      returning f.import_id)
    select array_agg(found.import_id) into stopped from found;
  update app_public.imports i set status = 'failed', finished_at = now(),
      error = 'The file held data of somebody who has been erased. Remove them from it and import it again.'
    where i.organization_id = erasure.organization_id and i.id = any (stopped) and i.status in ('queued', 'running');
  get diagnostics affected = row_count;
  counts := counts || jsonb_build_object('import_files', affected);

  delete from app_private.emails e
    where e.organization_id = erasure.organization_id and (lower(e.recipient) = any (erasure.addresses)
      or concat_ws(', ', e.recipient, e.cc) ~* erasure.address_pattern);
  get diagnostics affected = row_count;
  counts := counts || jsonb_build_object('emails', affected);
  update app_private.emails e set subject = app_hidden.without(e.subject, erasure.person_pattern, false),
      body = app_hidden.without(e.body, erasure.person_pattern, false),
      error = app_hidden.without(e.error, erasure.person_pattern, true)
    where e.organization_id = erasure.organization_id
      and concat_ws(chr(10), e.subject, e.body, e.error) ~* erasure.address_pattern;

  perform app_private.erase_webhook_payloads(erasure);
  if erasure.person_pattern is not null then
    perform app_private.forget_operations_about(erasure.organization_id, erasure.person_pattern);
  end if;
  delete from app_private.privacy_documents d using app_public.privacy_requests q
    where d.organization_id = erasure.organization_id and q.organization_id = d.organization_id and q.id = d.request_id
      and (q.contact_id = any (erasure.contact_ids) or q.lead_id = any (erasure.lead_ids)
        or d.document::text ~* erasure.address_pattern);
  get diagnostics affected = row_count;
  return counts || jsonb_build_object('documents', affected, 'workflow_runs',
    app_private.erase_runs(erasure.organization_id, erasure.contact_ids || erasure.lead_ids, erasure.address_pattern));
end
$$;
comment on function app_private.erase_elsewhere(app_private.erasures) is
  'Stops imports whose files hold the person''s e-mail address, removes mail to it from the outbox and documents
that were exported about them, forgets what could be undone and mentions them, and erases what runs of workflows were told
and did. Answers how many of these but the operations.';

create function app_private.erase_from_audit(erasure app_private.erasures, batch integer,
  out row_count integer, out last uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  mention record;
begin
  row_count := 0;
  if erasure.person_pattern is null then
    return;
  end if;
  select count(*), (array_agg(a.id order by a.id desc))[1] into row_count, last
    from (select a.id from app_public.audit_log a
      where a.organization_id = erasure.organization_id and (erasure.position is null or a.id > erasure.position)
      order by a.id limit batch) a;
  for mention in
    select a.table_name, array_agg(distinct a.record_id) as ids
      from app_public.audit_log a
      where a.organization_id = erasure.organization_id and (erasure.position is null or a.id > erasure.position)
        and a.id <= last and a.record_id is not null
        and a.table_name in (select c.relname from pg_class c where c.relnamespace = 'app_public'::regnamespace)
        and a.table_name not in ('users', 'memberships', 'invitations')
        and concat_ws(chr(10), a.old_values::text, a.new_values::text) ~* app_hidden.pattern_in(a.table_name, erasure)
      group by a.table_name
  loop
    perform app_private.erase_audit_mentions(erasure.organization_id, mention.table_name, mention.ids,
      app_hidden.pattern_in(mention.table_name, erasure));
  end loop;
end
$$;
comment on function app_private.erase_from_audit(app_private.erasures, integer) is
  'Goes through the next entries of the audit log and erases values that mention the person: those of rows that
were changed or removed since. Answers how many entries it went through and the last of them.';

create function app_private.continue_erasure(organization_id uuid, request_id uuid, batch integer default 500) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  -- Imports are stopped first, lest one brings the person back, and the log comes last.
  steps text[] := '{elsewhere,on:notes,on:comments,on:attachments,on:communications,on:activities}'
    || array(select 'in:' || t from unnest(app_hidden.searched_tables()) t) || '{timeline,exports,audit}';
  erasure app_private.erasures;
  step text;
  done record;
  added jsonb := '{}';
begin
  select * into erasure from app_private.erasures e
    where e.organization_id = continue_erasure.organization_id and e.request_id = continue_erasure.request_id
    for update;
  if not found then
    return false;
  end if;
  -- Whoever asked may have left since; what was begun is done all the same, and said to be theirs.
  perform set_config('rowhouse.user_id', erasure.user_id::text, true);
  step := steps[erasure.step];
  case split_part(step, ':', 1)
    when 'on' then
      select * into done from app_private.erase_on_record(erasure.organization_id, split_part(step, ':', 2),
        erasure.contact_ids, erasure.lead_ids, erasure.position, batch);
      added := jsonb_build_object(split_part(step, ':', 2), done.row_count);
    when 'in' then
      select * into done from app_private.erase_mentions(erasure, split_part(step, ':', 2), batch);
      added := jsonb_build_object(split_part(step, ':', 2), done.row_count);
    when 'timeline' then
      added := jsonb_build_object('timeline_events', app_private.erase_timeline_mentions(erasure.organization_id, erasure.person_pattern));
      select 0 as row_count, null::uuid as last into done;
    when 'exports' then
      added := jsonb_build_object('exports', app_private.forget_exports(erasure.organization_id));
      select 0 as row_count, null::uuid as last into done;
    when 'elsewhere' then
      added := app_private.erase_elsewhere(erasure);
      select 0 as row_count, null::uuid as last into done;
    else
      select * into done from app_private.erase_from_audit(erasure, batch * 4);
      done.row_count := done.row_count / 4;
  end case;
  if done.row_count < batch then
    erasure.step := erasure.step + 1;
    done.last := null;
  end if;
  update app_private.erasures e set step = erasure.step, position = done.last
    where e.organization_id = erasure.organization_id and e.request_id = erasure.request_id;
  update app_public.privacy_requests q set status = 'running', started_at = coalesce(q.started_at, now()),
      counts = (select q.counts || coalesce(jsonb_object_agg(c.key, coalesce((q.counts ->> c.key)::integer, 0) + c.value::integer), '{}')
        from jsonb_each_text(added) c where c.value <> '0')
    where q.organization_id = erasure.organization_id and q.id = erasure.request_id;
  if erasure.step <= cardinality(steps) then
    return true;
  end if;
  update app_public.privacy_requests q set status = 'succeeded', finished_at = now(), error = null
    where q.organization_id = erasure.organization_id and q.id = erasure.request_id;
  delete from app_private.erasures e
    where e.organization_id = erasure.organization_id and e.request_id = erasure.request_id;
  return false;
end
$$;
comment on function app_private.continue_erasure(uuid, uuid, integer) is
  'Does the next batch of an erasure: rows of one table. Answers whether there is more. What was done is kept with
how far it came, so that it can be called again after anything.';

create function app_private.resume_erasures() returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select app_private.add_privacy_job(q)
    from app_private.erasures e
    join app_public.privacy_requests q on q.organization_id = e.organization_id and q.id = e.request_id
$$;
comment on function app_private.resume_erasures() is 'Adds the jobs of erasures that are not over and have lost theirs.';

-- ---------------------------------------------------------------------------------------------
-- Carrying out retention

create function app_private.start_retention(out organization_id uuid, out run_id uuid) returns setof record
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  is_filled text := (select string_agg(format(
      'exists (select from app_public.%I r where r.organization_id = o.id and r.deleted_at < now() - make_interval(days => o.recycle_bin_days))',
      t.table_name), ' or ') from app_hidden.recycle_bin_objects() t);
begin
  insert into app_public.retention_runs as r (organization_id, policy_id, object)
    select p.organization_id, p.id, p.object from app_public.retention_policies p where p.is_enabled
    on conflict do nothing;
  execute format('insert into app_public.retention_runs (organization_id)
    select o.id from app_public.organizations o where %s on conflict do nothing', is_filled);
  return query select r.organization_id, r.id from app_public.retention_runs r where r.finished_at is null order by r.started_at, r.id;
end
$$;
comment on function app_private.start_retention() is
  'Starts a run of each enabled policy, and of each recycle bin with something to remove, unless one is going on.
Answers all that are not over.';

create function app_hidden.recycle_bin_objects() returns table (object text, table_name text)
language sql stable as $$
  -- What refers comes before what it refers to.
  select o.name, o.table_name
    from unnest('{attachment,note,comment,communication,task,activity,project,deal,lead,contact,account,product}'::text[])
      with ordinality as listed (object, n)
    join app_hidden.crm_objects o on o.name = listed.object
    order by listed.n
$$;
comment on function app_hidden.recycle_bin_objects() is 'The objects with a recycle bin, in the order in which it is emptied.';

create function app_private.apply_retention_to(organization uuid, target text, record uuid, action text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if action = 'anonymise' then
    perform app_private.anonymise_record(organization, target, record);
  else
    execute format('delete from app_public.%I r where r.organization_id = $1 and r.id = $2', target) using organization, record;
  end if;
  return null;
exception
  when sqlstate 'RH400' or sqlstate 'RH403' or sqlstate 'RH409' then
    return sqlerrm;
  when foreign_key_violation or restrict_violation then
    return 'Other records refer to this one.';
  when integrity_constraint_violation then
    return 'A rule of the database keeps this record.';
end
$$;
comment on function app_private.apply_retention_to(uuid, text, uuid, text) is
  'Deletes (from the recycle bin for good) or anonymises one record. Answers why not, when a rule keeps it.';

create function app_private.continue_retention(organization_id uuid, run_id uuid, batch integer default 500) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  run app_public.retention_runs;
  policy app_public.retention_policies;
  days integer;
  target text;
  condition text;
  due record;
  reason text;
  seen integer := 0;
begin
  -- Whoever holds the run works on it; another worker finds nothing to do.
  select * into run from app_public.retention_runs r
    where r.organization_id = continue_retention.organization_id and r.id = run_id and r.finished_at is null
    for update skip locked;
  if not found then
    return false;
  end if;
  -- The work is nobody's: the audit log names no actor.
  perform set_config('rowhouse.user_id', '', true);
  select * into policy from app_public.retention_policies p
    where p.organization_id = run.organization_id and p.id = run.policy_id;
  select o.recycle_bin_days into days from app_public.organizations o where o.id = run.organization_id;
  if run.policy_id is null then
    run.object := coalesce(run.object, (select o.object from app_hidden.recycle_bin_objects() o limit 1));
    condition := format('r.deleted_at < now() - make_interval(days => %L)', days);
  else
    condition := case when policy.is_enabled then app_hidden.retention_condition(policy) else 'false' end;
    -- A row of one with all that is on it takes as long as many rows alone.
    batch := case policy.action when 'anonymise' then greatest(batch / 10, 1) else batch end;
  end if;
  select o.table_name into strict target from app_hidden.crm_objects o where o.name = run.object;

  for due in execute format('select r.id, %s as obstacle from app_public.%I r
      where r.organization_id = $1 and ($2 is null or r.id > $2) and %s order by r.id limit $3',
      case when run.policy_id is null then 'null::text' else app_hidden.retention_obstacle(run.object) end, target, condition)
    using run.organization_id, run.position, batch
  loop
    seen := seen + 1;
    run.position := due.id;
    reason := coalesce(due.obstacle,
      app_private.apply_retention_to(run.organization_id, target, due.id, coalesce(policy.action, 'delete')));
    if reason is null then
      run.done_count := run.done_count + 1;
    else
      run.refused_count := run.refused_count + 1;
      if run.refused_count <= 100 then
        run.refusals := run.refusals || jsonb_build_object('object', run.object, 'id', due.id, 'reason', reason);
      end if;
    end if;
  end loop;

  if seen < batch then
    run.position := null;
    if run.policy_id is null then
      run.object := (select o.following from (
        select b.object, lead(b.object) over () as following from app_hidden.recycle_bin_objects() b) o where o.object = run.object);
    end if;
    if run.policy_id is not null or run.object is null then
      run.finished_at := now();
    end if;
  end if;
  update app_public.retention_runs r
    set object = run.object, position = run.position, done_count = run.done_count, refused_count = run.refused_count,
      refusals = run.refusals, finished_at = run.finished_at
    where r.organization_id = run.organization_id and r.id = run.id;
  return run.finished_at is null;
end
$$;
comment on function app_private.continue_retention(uuid, uuid, integer) is
  'Does the next batch of a run, records of one object of one organization. Answers whether there is more for the
caller to do. What was done is kept with how far it came, so that it can be called again after anything.';

create function app_private.remove_expired_documents() returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app_private.privacy_documents d where d.expires_at < now()
$$;
comment on function app_private.remove_expired_documents() is 'Removes exported documents whose week is over.';

-- ---------------------------------------------------------------------------------------------
-- Exporting what is known about somebody: to whoever asks, as they may see it.

create function app_public.export_data_subject(object_type text, id uuid) returns app_public.privacy_requests
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  object text := lower(object_type);
  subject record;
  request app_public.privacy_requests;
begin
  execute format('select r.owner_id, r.deleted_at from app_public.%I r where r.organization_id = $1 and r.id = $2',
      app_hidden.subject_table(object_type))
    into subject using app_hidden.current_organization_id(), export_data_subject.id;
  if subject is null or not app_hidden.reaches(object, 'view', array[subject.owner_id])
    or subject.deleted_at is not null and not app_hidden.reaches(object, 'delete', array[subject.owner_id]) then
    perform app_hidden.fail('RH404', format('No such %s.', object));
  end if;
  if not app_hidden.reaches(object, 'export', array[subject.owner_id]) then
    perform app_hidden.fail('RH403', format('Your role may not export this %s.', object));
  end if;
  insert into app_public.privacy_requests (kind, contact_id, lead_id)
    values ('export', case object when 'contact' then export_data_subject.id end, case object when 'lead' then export_data_subject.id end)
    returning * into request;
  perform app_private.add_privacy_job(request);
  return request;
end
$$;
comment on function app_public.export_data_subject(text, uuid) is
  'Has a job write all that is known about a person into a document, as the caller may see it; the request that it
answers tells when it is there. objectType: contact or lead, id: the record, which may lie in the recycle bin.
RH400 no such kind of person; RH404 no such record; RH403 without the permission to export it.';
grant execute on function app_public.export_data_subject(text, uuid) to rowhouse_user;

create function app_hidden.my_column_expressions(of_table text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select app_hidden.column_expressions(app_hidden.current_organization_id(), app_hidden.current_role_id(), of_table)
$$;
comment on function app_hidden.my_column_expressions(text) is 'The select list that shows a table''s columns as the caller may see them.';

create function app_hidden.rows_as_seen(of_table text, of_column text, ids uuid[]) returns jsonb
language plpgsql stable as $$
declare
  seen jsonb;
begin
  -- Which rows they are is asked of what the caller sees as well.
  execute format('select coalesce(jsonb_agg(to_jsonb(s) - ''{organization_id,storage_key,deleted_by}''::text[] order by to_jsonb(s) ->> ''id''), ''[]'')
      from (select %s from app_public.%I) s where s.%I = any ($1)',
      app_hidden.my_column_expressions(of_table), of_table, of_column)
    into seen using ids;
  return seen;
end
$$;
comment on function app_hidden.rows_as_seen(text, text, uuid[]) is
  'The rows of a table whose column has one of these ids, as the caller may see them.';

create function app_hidden.deleted_rows_as_seen(of_table text, of_column text, ids uuid[]) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  object app_hidden.crm_objects;
  seen jsonb;
begin
  select * into strict object from app_hidden.crm_objects o where o.table_name = of_table;
  execute format('select coalesce(jsonb_agg(to_jsonb(s) - ''{organization_id,storage_key,deleted_by}''::text[] order by s.id), ''[]'')
      from (select %s from (select r.* from app_public.%I r
        where r.organization_id = app_hidden.current_organization_id() and r.deleted_at is not null and %s) r) s
      where s.%I = any ($1)',
      app_hidden.my_column_expressions(of_table), of_table, app_hidden.restorable_expression(object, 'r.'), of_column)
    into seen using ids;
  return seen;
end
$$;
comment on function app_hidden.deleted_rows_as_seen(text, text, uuid[]) is
  'rows_as_seen of the recycle bin: those that the caller may restore.';

create function app_hidden.ids_in(list jsonb, key text) returns uuid[]
language sql immutable as $$
  select array(select distinct (e ->> key)::uuid from jsonb_array_elements(list) e where e ->> key is not null)
$$;
comment on function app_hidden.ids_in(jsonb, text) is 'The ids that the objects of a list have under a key.';

create function app_hidden.distinct_rows(list jsonb) returns jsonb
language sql immutable as $$
  select coalesce(jsonb_agg(r.row order by r.row ->> 'created_at', r.row ->> 'id'), '[]')
    from (select distinct e as row from jsonb_array_elements(list) e) r
$$;
comment on function app_hidden.distinct_rows(jsonb) is 'The rows of a list, each once and the oldest first.';

create function app_hidden.subject_rows(of_table text, of_column text, ids uuid[]) returns jsonb
language sql stable as $$
  select app_hidden.rows_as_seen(of_table, of_column, ids) || app_hidden.deleted_rows_as_seen(of_table, of_column, ids)
$$;
comment on function app_hidden.subject_rows(text, text, uuid[]) is 'rows_as_seen, those in the recycle bin too.';

create function app_hidden.subject_document(object text, record uuid) returns jsonb
language plpgsql stable as $$
declare
  contacts jsonb;
  leads jsonb;
  contact_ids uuid[] := case object when 'contact' then array[record] else '{}' end;
  lead_ids uuid[] := case object when 'lead' then array[record] else '{}' end;
  document jsonb;
  place text;
begin
  leads := app_hidden.subject_rows('leads', 'id', lead_ids);
  contacts := app_hidden.subject_rows('contacts', 'id', contact_ids || app_hidden.ids_in(leads, 'converted_contact_id'));
  contacts := app_hidden.distinct_rows(contacts || app_hidden.subject_rows('contacts', 'merged_into_id', app_hidden.ids_in(contacts, 'id')));
  contact_ids := app_hidden.ids_in(contacts, 'id');
  leads := app_hidden.distinct_rows(leads || app_hidden.subject_rows('leads', 'converted_contact_id', contact_ids)
    || app_hidden.subject_rows('leads', 'merged_into_id', lead_ids));
  lead_ids := app_hidden.ids_in(leads, 'id');
  if not record = any (contact_ids || lead_ids) then
    perform app_hidden.fail('RH404', format('No such %s.', object));
  end if;
  document := jsonb_build_object('exported_at', now(), 'contacts', contacts, 'leads', leads,
    'consent', (select coalesce(jsonb_agg(jsonb_build_object('contact_id', c -> 'id', 'email_opt_in', c -> 'email_opt_in',
        'sms_opt_in', c -> 'sms_opt_in', 'do_not_call', c -> 'do_not_call', 'preferred_channel', c -> 'preferred_channel')), '[]')
      from jsonb_array_elements(contacts) c));
  foreach place in array array['communications', 'activities', 'notes', 'comments', 'attachments'] loop
    document := document || jsonb_build_object(place, app_hidden.distinct_rows(
      app_hidden.subject_rows(place, 'contact_id', contact_ids) || app_hidden.subject_rows(place, 'lead_id', lead_ids)
        -- Of what they took part in, on whatever record.
        || case place when 'communications' then app_hidden.subject_rows(place, 'id', array(
          select p.communication_id from app_public.communication_contacts m
            join app_public.communication_participants p on p.organization_id = m.organization_id and p.id = m.participant_id
            where m.contact_id = any (contact_ids))) else '[]' end));
  end loop;
  return document || jsonb_build_object(
    'lead_scores', app_hidden.rows_as_seen('lead_scores', 'lead_id', lead_ids),
    'lead_score_history', app_hidden.rows_as_seen('lead_score_history', 'lead_id', lead_ids),
    'deals', app_hidden.distinct_rows(app_hidden.subject_rows('deals', 'primary_contact_id', contact_ids)
      || app_hidden.subject_rows('deals', 'source_lead_id', lead_ids)),
    'tags', (select coalesce(jsonb_agg(distinct t.name), '[]')
      from app_public.taggings g join app_public.tags t on t.organization_id = g.organization_id and t.id = g.tag_id
      where g.contact_id = any (contact_ids) or g.lead_id = any (lead_ids)),
    'timeline_events', app_hidden.distinct_rows(app_hidden.rows_as_seen('timeline_events', 'contact_id', contact_ids)
      || app_hidden.rows_as_seen('timeline_events', 'lead_id', lead_ids)),
    'audit_log', app_hidden.rows_as_seen('audit_log', 'record_id', contact_ids || lead_ids));
end
$$;
comment on function app_hidden.subject_document(text, uuid) is
  'All that is known about a contact or lead and is shown to the caller: keys are tables, their values rows by
column. RH404 when the caller does not see the record.';
grant execute on function app_hidden.my_column_expressions(text), app_hidden.rows_as_seen(text, text, uuid[]),
  app_hidden.deleted_rows_as_seen(text, text, uuid[]), app_hidden.ids_in(jsonb, text),
  app_hidden.distinct_rows(jsonb), app_hidden.subject_rows(text, text, uuid[]),
  app_hidden.subject_document(text, uuid)
to rowhouse_user;

create function app_private.begin_export(organization_id uuid, request_id uuid, out user_id uuid, out object text, out record uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update app_public.privacy_requests q set status = 'running', started_at = coalesce(q.started_at, now())
    where q.organization_id = begin_export.organization_id and q.id = begin_export.request_id
      and q.kind = 'export' and q.status in ('queued', 'running')
    returning q.created_by, case when q.lead_id is null then 'contact' else 'lead' end, coalesce(q.lead_id, q.contact_id)
$$;
comment on function app_private.begin_export(uuid, uuid) is
  'For whom an export is made, and about which record; nulls when it is over.';

create function app_private.finish_export(organization_id uuid, request_id uuid, document jsonb, access_version text, error text default null)
returns void language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  request app_public.privacy_requests;
  problem text := error;
begin
  select * into request from app_public.privacy_requests q
    where q.organization_id = finish_export.organization_id and q.id = finish_export.request_id
      and q.status in ('queued', 'running')
    for update;
  if not found then
    return;
  end if;
  -- The locks make an erasure wait for the document, which it removes, or the document for the erasure.
  perform from app_public.contacts c
    where c.organization_id = request.organization_id and c.id = request.contact_id and c.erased_at > request.started_at
    for share;
  if found then
    problem := 'The contact was erased meanwhile.';
  end if;
  perform from app_public.leads l
    where l.organization_id = request.organization_id and l.id = request.lead_id and l.erased_at > request.started_at
    for share;
  if found then
    problem := 'The lead was erased meanwhile.';
  end if;
  if problem is null then
    insert into app_private.privacy_documents (organization_id, request_id, document, access_version)
      values (request.organization_id, request.id, finish_export.document, finish_export.access_version);
  end if;
  update app_public.privacy_requests q set
      status = case when problem is null then 'succeeded' else 'failed' end, error = problem, finished_at = now(),
      document_expires_at = case when problem is null then now() + interval '7 days' end,
      counts = case when problem is null then (
        select coalesce(jsonb_object_agg(e.key, jsonb_array_length(e.value)), '{}')
          from jsonb_each(finish_export.document) e where jsonb_typeof(e.value) = 'array') else '{}' end
    where q.organization_id = request.organization_id and q.id = request.id;
  if problem is null then
    perform app_private.notify(request.organization_id, array[request.created_by], 'export_ready', null, null, null,
      'export_ready:' || request.id);
  end if;
end
$$;
comment on function app_private.finish_export(uuid, uuid, jsonb, text, text) is
  'Keeps the document that was made with the permissions of access_version, or notes why there is none.';

create function app_public.privacy_requests_document(request app_public.privacy_requests) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.document
    from app_public.privacy_requests q
    join app_private.privacy_documents d on d.organization_id = q.organization_id and d.request_id = q.id
    cross join lateral (
      select 'contact' as object, c.owner_id from app_public.contacts c where c.organization_id = q.organization_id and c.id = q.contact_id
      union all
      select 'lead', l.owner_id from app_public.leads l where l.organization_id = q.organization_id and l.id = q.lead_id) subject
    where q.organization_id = app_hidden.current_organization_id() and q.id = request.id
      and q.created_by = app_hidden.current_user_id() and d.expires_at > now()
      -- What was exported is not shown to whom it would not be shown any more.
      and d.access_version = (select v.version from app_hidden.role_versions v
        where v.organization_id = q.organization_id and v.role_id = app_hidden.current_role_id())
      and app_hidden.reaches(subject.object, 'view', array[subject.owner_id])
      and app_hidden.reaches(subject.object, 'export', array[subject.owner_id])
$$;
comment on function app_public.privacy_requests_document(app_public.privacy_requests) is
  E'@behavior -filterBy -orderBy\nWhat was exported: tables and their rows by column. Only for who asked for it, for seven days and as long as their
permissions are what they were; null otherwise.';
grant execute on function app_public.privacy_requests_document(app_public.privacy_requests) to rowhouse_user;

grant execute on function
  app_private.continue_erasure(uuid, uuid, integer), app_private.resume_erasures(),
  app_private.start_retention(), app_private.continue_retention(uuid, uuid, integer),
  app_private.remove_expired_documents(), app_private.begin_export(uuid, uuid),
  app_private.finish_export(uuid, uuid, jsonb, text, text)
to rowhouse_authenticator;

-- ---------------------------------------------------------------------------------------------
-- What is known about the users themselves

create function app_public.export_my_data() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  caller uuid := app_hidden.signed_in_user_id();
  object record;
  owned jsonb := '{}';
  counted jsonb;
begin
  if caller is null then
    perform app_hidden.fail('RH401', 'Sign in first.');
  end if;
  for object in
    select o.table_name, string_agg(format('r.%I = $1', c), ' or ') as is_owned
      from app_hidden.crm_objects o
      join app_hidden.recycle_bin_objects() b on b.table_name = o.table_name
      cross join unnest(o.owner_columns) c
      group by o.table_name order by o.table_name
  loop
    execute format('select coalesce(jsonb_object_agg(counts.slug, counts.n), ''{}'') from (
        select o.slug, count(*) as n from app_public.memberships m
          join app_public.organizations o on o.id = m.organization_id
          join app_public.%I r on r.organization_id = m.organization_id and (%s)
          where m.user_id = $1 and r.deleted_at is null group by o.slug) counts', object.table_name, object.is_owned)
      into counted using caller;
    owned := owned || jsonb_build_object(object.table_name, counted);
  end loop;
  return jsonb_build_object(
    'exported_at', now(),
    'user', (select to_jsonb(u) from app_public.users u where u.id = caller),
    'memberships', (select coalesce(jsonb_agg(jsonb_build_object('organization', o.name, 'role', r.name, 'is_active', m.is_active,
          'created_at', m.created_at) order by m.created_at, o.id), '[]')
        from app_public.memberships m
        join app_public.organizations o on o.id = m.organization_id
        join app_public.roles r on r.organization_id = m.organization_id and r.id = m.role_id
        where m.user_id = caller),
    'sessions', (select coalesce(jsonb_agg(jsonb_build_object('created_at', s.created_at, 'last_used_at', s.last_used_at,
          'revoked_at', s.revoked_at, 'ip', s.ip, 'user_agent', s.user_agent) order by s.created_at, s.id), '[]')
      from app_private.sessions s where s.user_id = caller),
    'records_owned', owned,
    -- Without the values, which are about customers.
    'audit_log', (select coalesce(jsonb_agg(to_jsonb(newest) order by newest.occurred_at desc), '[]') from (
      select a.occurred_at, o.name as organization, a.action, a.table_name, a.record_id, a.ip, a.user_agent
        from app_public.memberships m
        join app_public.organizations o on o.id = m.organization_id
        join app_public.audit_log a on a.organization_id = m.organization_id and a.actor_id = caller
        where m.user_id = caller
        order by a.occurred_at desc limit 10000) newest));
end
$$;
comment on function app_public.export_my_data() is
  'What is kept about the caller, in all their organizations: the user, memberships, sessions with addresses, how
many records they own, and the newest 10,000 things that they did. Fails with RH401 when nobody is signed in.';
grant execute on function app_public.export_my_data() to rowhouse_user;

-- The tables of this file, for analysts.
call app_hidden.add_reporting_views();
