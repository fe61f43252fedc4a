--! Previous: sha1:c57cd873459ca889110b103f919283cdc240c4cd
--! Hash: sha1:9e3f2aa20494259eec40bc05d9be88f23a22f8a8

-- Audit: what was done, by whom and from where.

-- ---------------------------------------------------------------------------------------------
-- Who did what. Rows are only ever added.
create table app_public.audit_log (
  organization_id uuid not null references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  occurred_at timestamptz not null default now(),
  actor_id uuid,
  action text not null check (action ~ '^[a-z_]+(\.[a-z_]+)?$'),
  table_name text,
  record_id uuid,
  old_values jsonb,
  new_values jsonb,
  ip text,
  user_agent text,
  request_id text,
  primary key (organization_id, id)
);
comment on table app_public.audit_log is
  E'@behavior -insert -update -delete\nWho did what, when and from where. Append-only.';
comment on column app_public.audit_log.action is 'auth.login, auth.password_changed, …';
create index audit_log_occurred_at_idx on app_public.audit_log (organization_id, occurred_at, id);
create index audit_log_actor_id_idx on app_public.audit_log (organization_id, actor_id, occurred_at, id);
call app_hidden.protect_setting('audit_log', 'audit_log');
revoke insert, update, delete on app_public.audit_log from rowhouse_user, rowhouse_importer;

create function app_private.record_auth_event(user_id uuid, event text, detail jsonb default null, organization_id uuid default null)
returns void language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into app_public.audit_log (organization_id, actor_id, action, table_name, record_id, new_values, ip, user_agent, request_id)
    select m.organization_id, record_auth_event.user_id, 'auth.' || event, 'users', record_auth_event.user_id, detail,
        nullif(current_setting('rowhouse.ip', true), ''),
        nullif(current_setting('rowhouse.user_agent', true), ''),
        nullif(current_setting('rowhouse.request_id', true), '')
      from app_public.memberships m
      where m.user_id = record_auth_event.user_id and m.is_active
        and (record_auth_event.organization_id is null or m.organization_id = record_auth_event.organization_id)
$$;
comment on function app_private.record_auth_event(uuid, text, jsonb, uuid) is
  'Writes the event to the audit log of each organization that the user is in, or of the one given.';
