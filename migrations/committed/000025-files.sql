--! Previous: sha1:dacef3259e235cbaadc5873583f288e534a9c73d
--! Hash: sha1:3564f20e9f756e65642c8a6c1d1650b6f5478520

-- Files: how bytes come to be an attachment, who may have them, and how they go. The bytes themselves
-- are in a folder or a bucket (src/files); what is in there is a matter of the tables alone: a key is
-- of an attachment, of an upload that has begun, of an export, or of what is to be removed, or else it is rubbish.
-- docs/files.md says what users and operators need to know.

-- ---------------------------------------------------------------------------------------------
-- An upload is the promise of a file, from startUpload until its bytes are there. It can be begun
-- once (claimed_at), and becomes an attachment of the same id in the transaction that ends it
-- (taken_in, finished_at). That it was is kept for a day, so that a replay is told what happened.
create table app_private.uploads (
  organization_id uuid not null references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  user_id uuid not null references app_public.users on delete cascade,
  file_name text not null,
  byte_size bigint not null,
  mime_type text not null,
  checksum text,
  record jsonb not null check (jsonb_typeof(record) = 'object'),
  storage_key text not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  claimed_at timestamptz,
  scan_status text references app_enum.file_scan_statuses,
  preview_status text references app_enum.file_preview_statuses,
  taken_in xid8,
  finished_at timestamptz,
  primary key (organization_id, id)
);
create index uploads_user_id_idx on app_private.uploads (user_id);
comment on table app_private.uploads is 'Files that were announced and whose bytes are awaited or coming in.';
comment on column app_private.uploads.record is 'What the file will be on: a column of attachments and the id.';
comment on column app_private.uploads.storage_key is 'Made here, never of what a client says.';
comment on column app_private.uploads.taken_in is 'The transaction that makes the attachment.';

create function app_hidden.insert_attachment(file_name text, byte_size bigint, mime_type text, checksum text, record jsonb)
returns uuid language sql volatile as $$
  insert into app_public.attachments (file_name, byte_size, mime_type, checksum,
      account_id, contact_id, lead_id, deal_id, communication_id, project_id, task_id, message_id)
    select insert_attachment.file_name, insert_attachment.byte_size, insert_attachment.mime_type, insert_attachment.checksum,
        r.account_id, r.contact_id, r.lead_id, r.deal_id, r.communication_id, r.project_id, r.task_id, r.message_id
      from jsonb_populate_record(null::app_public.attachments, record) r
    returning id
$$;
comment on function app_hidden.insert_attachment(text, bigint, text, text, jsonb) is
  'Makes an attachment as the caller, who has to be allowed to. record: a column of attachments and the id.';

create function app_hidden.announce_upload(file_name text, byte_size bigint, mime_type text, checksum text, record jsonb,
  quota bigint, valid_seconds integer, out id uuid, out expires_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  waiting bigint;
  used bigint;
begin
  -- Two that would each fill what is left take turns.
  perform pg_advisory_xact_lock(hashtextextended('rowhouse.uploads', 0) # hashtextextended(organization::text, 0));
  select count(*), coalesce(sum(u.byte_size), 0) into waiting, used
    from app_private.uploads u where u.organization_id = organization and u.finished_at is null;
  if waiting >= 1000 then
    perform app_hidden.fail('RH429', 'A thousand uploads of this organization wait for their bytes. Finish them or try again in an hour.');
  end if;
  used := used + (select coalesce(sum(a.byte_size), 0) from app_public.attachments a where a.organization_id = organization);
  if used + byte_size > quota then
    perform app_hidden.fail('RH413', format('This organization has %s for files, of which %s are taken.',
      pg_size_pretty(quota), pg_size_pretty(used)), '{"byte_size": "There is not enough room."}');
  end if;
  insert into app_private.uploads (organization_id, user_id, file_name, byte_size, mime_type, checksum, record, storage_key, expires_at)
    values (organization, app_hidden.current_user_id(), announce_upload.file_name, announce_upload.byte_size,
      announce_upload.mime_type, announce_upload.checksum, announce_upload.record,
      organization || '/' || gen_random_uuid(), now() + make_interval(secs => valid_seconds))
    returning uploads.id, uploads.expires_at into announce_upload.id, announce_upload.expires_at;
end
$$;
comment on function app_hidden.announce_upload(text, bigint, text, text, jsonb, bigint, integer) is
  'Notes an upload of the caller. RH413 when the organization''s files, those in the recycle bin and those
announced included, would be more than the quota (bytes); RH429 when a thousand uploads wait.';

create function app_hidden.start_upload(file_name text, byte_size bigint, mime_type text, checksum text, record jsonb,
  size_limit bigint, quota bigint, valid_seconds integer, out id uuid, out expires_at timestamptz)
language plpgsql volatile as $$
begin
  perform app_hidden.require_permission('attachment', 'create');
  if byte_size > size_limit then
    perform app_hidden.fail('RH413', format('A file may have %s.', pg_size_pretty(size_limit)),
      '{"byte_size": "The file is too large."}');
  end if;
  -- Whether the caller may put this file there is found out by doing it, and taken back. The checksum
  -- stands for the one that comes with the bytes.
  begin
    perform app_hidden.insert_attachment(file_name, byte_size, mime_type, coalesce(checksum, repeat('0', 64)), record);
    raise exception using errcode = 'RHTRY';
  exception when sqlstate 'RHTRY' then
    null;
  end;
  select a.id, a.expires_at into start_upload.id, start_upload.expires_at
    from app_hidden.announce_upload(file_name, byte_size, mime_type, checksum, record, quota, valid_seconds) a;
end
$$;
comment on function app_hidden.start_upload(text, bigint, text, text, jsonb, bigint, bigint, integer) is
  'Announces a file that the caller will send. byte_size, size_limit and quota (of the organization) are in bytes,
checksum is SHA-256 in hexadecimal or null, record is a column of attachments and an id. Fails with what making
the attachment would fail with, and with RH413 and RH429 as announce_upload.';

create function app_hidden.claim_upload(upload uuid) returns app_private.uploads
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  claimed app_private.uploads;
begin
  update app_private.uploads u set claimed_at = now()
    where u.organization_id = app_hidden.current_organization_id() and u.id = upload
      and u.user_id = app_hidden.current_user_id() and u.claimed_at is null and u.expires_at > now()
    returning * into claimed;
  if not found then
    select * into claimed from app_private.uploads u
      where u.organization_id = app_hidden.current_organization_id() and u.id = upload
        and u.user_id = app_hidden.current_user_id();
    if claimed.claimed_at is not null then
      perform app_hidden.fail('RH409', 'This upload has been begun before, and each is good for one try. Start a new one.');
    end if;
    perform app_hidden.fail('RH404', 'There is no such upload, or its time is over. Start a new one.');
  end if;
  return claimed;
end
$$;
comment on function app_hidden.claim_upload(uuid) is
  'Begins an upload of the caller''s, which can be done once: RH409 for the second. RH404 when there is none or it
is past its time.';

create function app_hidden.take_upload(upload uuid, scan_status text, preview_status text) returns app_private.uploads
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  taken app_private.uploads;
begin
  update app_private.uploads u set taken_in = pg_current_xact_id(), scan_status = take_upload.scan_status,
      preview_status = take_upload.preview_status
    where u.organization_id = app_hidden.current_organization_id() and u.id = upload
      and u.user_id = app_hidden.current_user_id() and u.claimed_at is not null and u.finished_at is null
    returning * into taken;
  if not found then
    perform app_hidden.fail('RH409', 'This upload has been given up meanwhile. Start a new one.');
  end if;
  return taken;
end
$$;
comment on function app_hidden.take_upload(uuid, text, text) is
  'Lets the next attachment of this transaction be the one that the upload is for. RH409 when it is over.';

create function app_hidden.finish_upload(upload uuid, checksum text, scan_status text, preview_status text)
returns uuid language plpgsql volatile as $$
declare
  taken record;
begin
  select * into taken from app_hidden.take_upload(upload, scan_status, preview_status);
  return app_hidden.insert_attachment(taken.file_name, taken.byte_size, taken.mime_type, checksum, taken.record);
end
$$;
comment on function app_hidden.finish_upload(uuid, text, text, text) is
  'Makes the attachment of an upload whose bytes are there, as the caller, who may have lost the right to since.
checksum: SHA-256 of the bytes, in hexadecimal. Answers the attachment''s id, which is the upload''s.';

create function app_hidden.add_uploaded_file() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  upload app_private.uploads;
begin
  -- What it was stands in the attachment, and nowhere else when somebody is erased.
  update app_private.uploads u set finished_at = now(), file_name = '', checksum = null, record = '{}'
    where u.organization_id = new.organization_id and u.taken_in = pg_current_xact_id_if_assigned() and u.finished_at is null
    returning * into upload;
  if found then
    new.id := upload.id;
    new.storage_key := upload.storage_key;
    new.scan_status := upload.scan_status;
    new.preview_status := upload.preview_status;
    if 'pending' in (new.scan_status, new.preview_status) then
      perform app_private.add_file_job(new.organization_id, new.id);
    end if;
  end if;
  return new;
end
$$;
comment on function app_hidden.add_uploaded_file() is 'Gives the attachment the bytes of the upload that was taken for it.';
create trigger add_uploaded_file before insert on app_public.attachments
  for each row when (new.storage_key is null) execute function app_hidden.add_uploaded_file();

create function app_hidden.require_file() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from app_public.attachments a
      where a.organization_id = new.organization_id and a.id = new.id and a.storage_key is null) then
    perform app_hidden.fail('RH400', 'An attachment is made by uploading its file (startUpload).');
  end if;
  return null;
end
$$;
comment on function app_hidden.require_file() is 'Users and imports commit no attachment without bytes (RH400).';
create constraint trigger require_file after insert on app_public.attachments deferrable initially deferred
  for each row when (new.storage_key is null and current_user in ('rowhouse_user', 'rowhouse_importer'))
  execute function app_hidden.require_file();

grant execute on function
  app_hidden.insert_attachment(text, bigint, text, text, jsonb),
  app_hidden.announce_upload(text, bigint, text, text, jsonb, bigint, integer),
  app_hidden.start_upload(text, bigint, text, text, jsonb, bigint, bigint, integer),
  app_hidden.claim_upload(uuid), app_hidden.take_upload(uuid, text, text), app_hidden.finish_upload(uuid, text, text, text)
to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Who may have the bytes: who sees the attachment, and of it what the bytes give away.

create function app_hidden.file_to_serve(attachment uuid, is_preview boolean,
  out storage_key text, out file_name text, out mime_type text, out checksum text)
language plpgsql stable as $$
declare
  found_file app_public.attachments;
begin
  select * into found_file from app_public.attachments a where a.id = attachment;
  if found_file.storage_key is null then
    perform app_hidden.fail('RH404', 'There is no such file.');
  elsif exists (select from unnest('{byte_size,mime_type,checksum}'::text[]) c
      where app_hidden.field_mode('attachments', c) in ('mask', 'hidden')) then
    perform app_hidden.fail('RH403', 'Your role does not see what is in files.');
  elsif found_file.scan_status = 'pending' then
    perform app_hidden.fail('RH409', 'This file is being looked at by the virus scanner. Try again in a moment.');
  elsif found_file.scan_status = 'infected' then
    perform app_hidden.fail('RH403', 'The virus scanner found something in this file, so it was removed.');
  elsif is_preview and found_file.preview_status <> 'ready' then
    perform app_hidden.fail('RH404', 'There is no preview of this file.');
  end if;
  storage_key := found_file.storage_key;
  mime_type := found_file.mime_type;
  checksum := found_file.checksum;
  if app_hidden.field_mode('attachments', 'file_name') not in ('mask', 'hidden') then
    file_name := found_file.file_name;
  end if;
end
$$;
comment on function app_hidden.file_to_serve(uuid, boolean) is
  'Where the bytes of an attachment are and what they are sent as, for who may have them; file_name is null for who
may not see it. RH404 when the caller sees no such attachment or there is no preview; RH403 when their role does not
see size, type and checksum, and when the file is infected; RH409 while it is being scanned.';
grant execute on function app_hidden.file_to_serve(uuid, boolean) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- What the worker does with a new file: has it scanned, then makes previews.

create function app_private.add_file_job(organization uuid, attachment uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job('process_file',
    json_build_object('organization_id', organization, 'attachment_id', attachment), job_key => 'file:' || attachment);
end
$$;
comment on function app_private.add_file_job(uuid, uuid) is 'Adds the job that scans a file and makes its previews.';

create function app_private.file_to_process(organization_id uuid, attachment_id uuid,
  out storage_key text, out scan_status text, out preview_status text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.storage_key, a.scan_status, a.preview_status from app_public.attachments a
    where a.organization_id = file_to_process.organization_id and a.id = file_to_process.attachment_id
$$;
comment on function app_private.file_to_process(uuid, uuid) is
  'What is still to be done with a file, which may lie in the recycle bin; nulls when it is gone.';

create function app_private.finish_scan(organization_id uuid, attachment_id uuid, is_infected boolean) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform set_config('rowhouse.keeps_updated_at', 'on', true);
  update app_public.attachments a set scan_status = case when is_infected then 'infected' else 'clean' end,
      preview_status = case when is_infected then 'none' else a.preview_status end
    where a.organization_id = finish_scan.organization_id and a.id = finish_scan.attachment_id and a.scan_status = 'pending';
  if found and is_infected then
    insert into app_private.removed_files (storage_key, organization_id)
      select a.storage_key, a.organization_id from app_public.attachments a
        where a.organization_id = finish_scan.organization_id and a.id = finish_scan.attachment_id
      on conflict do nothing;
    perform app_private.notify(a.organization_id, array[a.created_by], 'file_infected', null, null, null, 'file_infected:' || a.id)
      from app_public.attachments a
      where a.organization_id = finish_scan.organization_id and a.id = finish_scan.attachment_id;
  end if;
end
$$;
comment on function app_private.finish_scan(uuid, uuid, boolean) is
  'Notes what the scanner said of a file. The bytes of an infected one are to be removed, and who uploaded it is told.';

create function app_private.finish_preview(organization_id uuid, attachment_id uuid, is_ready boolean) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform set_config('rowhouse.keeps_updated_at', 'on', true);
  update app_public.attachments a set preview_status = case when is_ready then 'ready' else 'failed' end
    where a.organization_id = finish_preview.organization_id and a.id = finish_preview.attachment_id
      and a.preview_status = 'pending';
  return found;
end
$$;
comment on function app_private.finish_preview(uuid, uuid, boolean) is
  'Notes that the previews of a file are there, or that there will be none. False when the file is gone.';

create function app_private.resume_files() returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select count(app_private.add_file_job(a.organization_id, a.id))::integer
    from (
      select a.organization_id, a.id from app_public.attachments a
        where (a.scan_status = 'pending' or a.preview_status = 'pending') and a.created_at < now() - interval '1 day'
        order by a.created_at limit 1000) a
    where not exists (select from graphile_worker.jobs j where j.key = 'file:' || a.id and j.attempts < j.max_attempts)
$$;
comment on function app_private.resume_files() is
  'Adds the jobs of files that have waited for more than a day and have none, or one that has given up. Answers how many.';

-- ---------------------------------------------------------------------------------------------
-- How bytes go. Whoever removes an attachment for good leaves its key in removed_files (000013); the
-- worker removes the bytes, then the key, so that it may be killed in between.

create function app_private.expire_uploads() returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with over as (
    delete from app_private.uploads u
      -- An upload takes no longer than an hour (src/http/files.ts).
      where u.finished_at < now() - interval '1 day'
        or u.finished_at is null and (u.claimed_at < now() - interval '2 hours'
          or u.claimed_at is null and u.expires_at < now() - interval '1 hour')
      returning u.organization_id, u.storage_key, u.claimed_at, u.finished_at),
  left_behind as (
    insert into app_private.removed_files (storage_key, organization_id)
      select o.storage_key, o.organization_id from over o where o.finished_at is null and o.claimed_at is not null
      on conflict do nothing)
  select count(*)::integer from over
$$;
comment on function app_private.expire_uploads() is
  'Forgets uploads that never came, broke off with the server, or were done a day ago; what has come in of them is to
be removed. Answers how many.';

create function app_private.list_removed_files(after text, batch integer) returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.storage_key from app_private.removed_files r
    where r.storage_key > coalesce(after, '') order by r.storage_key limit batch
$$;
comment on function app_private.list_removed_files(text, integer) is 'The next keys of bytes to be removed.';

create function app_private.forget_removed_files(keys text[]) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from app_private.removed_files r where r.storage_key = any (keys)
$$;
comment on function app_private.forget_removed_files(text[]) is 'The bytes of these keys are gone.';

create function app_private.unknown_files(keys text[]) returns setof text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select k from unnest(keys) k
    where not exists (select from app_public.attachments a
        where a.organization_id = split_part(k, '/', 1)::uuid and a.storage_key = k)
      and not exists (select from app_private.export_files e where e.storage_key = k)
      and not exists (select from app_private.uploads u where u.storage_key = k)
      and not exists (select from app_private.removed_files r where r.storage_key = k);
end
$$;
comment on function app_private.unknown_files(text[]) is 'Those of the keys, as the storage lists them, that nothing refers to.';

create function app_private.list_files(after text, batch integer) returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.storage_key from app_public.attachments a
    where (a.organization_id, a.storage_key) > (coalesce(split_part(after, '/', 1), '00000000-0000-0000-0000-000000000000')::uuid, coalesce(after, ''))
      and a.scan_status <> 'infected'
    order by a.organization_id, a.storage_key limit batch
$$;
comment on function app_private.list_files(text, integer) is 'The next keys that attachments say there are bytes at.';

create function app_private.give_up_upload(organization_id uuid, upload uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with over as (
    update app_private.uploads u set finished_at = now(), file_name = '', checksum = null, record = '{}'
      where u.organization_id = give_up_upload.organization_id and u.id = give_up_upload.upload
        and u.claimed_at is not null and u.finished_at is null
      returning u.storage_key, u.organization_id)
  insert into app_private.removed_files (storage_key, organization_id)
    select o.storage_key, o.organization_id from over o
    on conflict do nothing
$$;
comment on function app_private.give_up_upload(uuid, uuid) is
  'Ends an upload that was begun and has failed: it takes no room any more and cannot become an attachment. What has
come in of it is to be removed.';
grant execute on function app_private.give_up_upload(uuid, uuid) to rowhouse_authenticator;

grant execute on function
  app_private.file_to_process(uuid, uuid), app_private.finish_scan(uuid, uuid, boolean),
  app_private.finish_preview(uuid, uuid, boolean), app_private.resume_files(), app_private.expire_uploads(),
  app_private.list_removed_files(text, integer), app_private.forget_removed_files(text[]),
  app_private.unknown_files(text[]), app_private.list_files(text, integer)
to rowhouse_authenticator;

create function app_private.forget_uploads_of_erased() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- One that is coming in finds itself given up, and leaves nothing.
  delete from app_private.uploads u
    where u.organization_id = new.organization_id and u.finished_at is null
      and u.record ->> tg_argv[0] = new.id::text;
  return null;
end
$$;
comment on function app_private.forget_uploads_of_erased() is
  'Whoever is erased gets no more files. Argument: the column of attachments that refers to the table.';
create trigger forget_uploads after update on app_public.contacts
  for each row when (old.erased_at is null and new.erased_at is not null)
  execute function app_private.forget_uploads_of_erased('contact_id');
create trigger forget_uploads after update on app_public.leads
  for each row when (old.erased_at is null and new.erased_at is not null)
  execute function app_private.forget_uploads_of_erased('lead_id');

call app_hidden.describe_fields();
call app_hidden.add_reporting_views();
