-- Tables and columns

table app_enum.account_statuses
  value text not null

table app_enum.activity_statuses
  value text not null

table app_enum.activity_types
  value text not null

table app_enum.actor_types
  value text not null

table app_enum.assignment_strategies
  value text not null

table app_enum.communication_directions
  value text not null

table app_enum.communication_types
  value text not null

table app_enum.currencies
  code text not null
  minor_digits smallint not null default 2

table app_enum.custom_field_types
  value text not null

table app_enum.deal_statuses
  value text not null

table app_enum.duplicate_criteria
  value text not null

table app_enum.duplicate_handlings
  value text not null

table app_enum.duplicate_statuses
  value text not null

table app_enum.email_statuses
  value text not null

table app_enum.export_formats
  value text not null

table app_enum.export_statuses
  value text not null

table app_enum.field_modes
  value text not null

table app_enum.file_preview_statuses
  value text not null

table app_enum.file_scan_statuses
  value text not null

table app_enum.import_statuses
  value text not null

table app_enum.lead_next_steps
  value text not null

table app_enum.lead_qualities
  value text not null

table app_enum.lead_ratings
  value text not null

table app_enum.lead_score_model_statuses
  value text not null

table app_enum.lead_score_sources
  value text not null

table app_enum.lead_scoring_reasons
  value text not null

table app_enum.lead_statuses
  value text not null

table app_enum.masking_methods
  value text not null

table app_enum.notification_kinds
  value text not null

table app_enum.participant_roles
  value text not null

table app_enum.permission_actions
  value text not null

table app_enum.permission_scopes
  value text not null

table app_enum.priorities
  value text not null

table app_enum.privacy_request_kinds
  value text not null

table app_enum.privacy_request_statuses
  value text not null

table app_enum.project_statuses
  value text not null

table app_enum.recurrence_frequencies
  value text not null

table app_enum.retention_actions
  value text not null

table app_enum.stage_kinds
  value text not null

table app_enum.submission_outcomes
  value text not null

table app_enum.task_statuses
  value text not null

table app_enum.timeline_event_types
  value text not null

table app_enum.webhook_delivery_statuses
  value text not null

table app_enum.workflow_action_run_statuses
  value text not null

table app_enum.workflow_action_types
  value text not null

table app_enum.workflow_run_statuses
  value text not null

table app_enum.workflow_statuses
  value text not null

table app_hidden.assignment_turns
  organization_id uuid not null
  rule_id uuid not null
  user_id uuid not null
  turn bigint not null

table app_hidden.bound_fields
  object text not null
  field text not null
  bound_to text not null

table app_hidden.conversion_details
  organization_id uuid not null
  conversion_id uuid not null
  filled_fields text[] not null
  key_digest bytea
  arguments_digest bytea not null

table app_hidden.conversion_fields
  object text not null
  field text not null
  lead_field text not null
  unit text

table app_hidden.crm_objects
  name text not null
  table_name text
  owner_columns text[] not null default '{}'::text[]
  label text
  is_on_records boolean not null default false

table app_hidden.duplicate_criteria
  object text not null
  criterion text not null
  columns text[] not null
  agreement numeric not null
  disagreement numeric not null

table app_hidden.event_names
  name text not null
  object text

table app_hidden.features
  name text not null
  description text not null
  is_enabled boolean

table app_hidden.field_columns
  table_name text not null
  column_name text not null
  object text not null
  field text not null
  "position" smallint not null
  type text not null
  kind text not null
  is_generated boolean not null

table app_hidden.field_sources
  table_name text
  column_name text
  object text
  kind text
  field text
  is_bound boolean

table app_hidden.match_keys
  organization_id uuid not null
  object text not null
  record_id uuid not null
  keys bigint[] not null
  checked_at timestamp with time zone

table app_hidden.object_actions
  object text not null
  action text not null

table app_hidden.organization_templates
  slug text not null
  version integer not null
  name text not null
  description text not null
  documentation text not null
  features text[] not null
  setup_steps text[] not null

table app_hidden.personal_columns
  table_name text not null
  column_name text not null
  erased_as text

table app_hidden.record_fields
  object text not null
  name text not null
  column_name text not null
  type text not null
  relation text
  choices text[]
  is_updatable boolean not null
  is_insertable boolean not null

table app_hidden.role_versions
  organization_id uuid not null
  role_id uuid not null
  version text not null

table app_hidden.stale_lead_scores
  organization_id uuid not null
  lead_id uuid not null
  since timestamp with time zone not null default now()
  wakes boolean not null

table app_hidden.team_turns
  organization_id uuid not null
  team_id uuid not null
  object_type text not null
  user_id uuid not null
  turn bigint not null

table app_hidden.template_parts
  slug text not null
  "position" integer not null
  table_name text not null
  ref text not null
  key text[] not null default '{}'::text[]
  contents jsonb not null
  is_sample boolean not null generated (key = '{}'::text[])

table app_hidden.timeline_event_fields
  object_type text not null
  event_type text not null
  table_name text not null
  column_name text not null

table app_hidden.undo_entries
  organization_id uuid not null
  operation_id uuid not null
  "position" bigint not null
  table_name text not null
  record_id uuid not null
  kind text not null
  old_values jsonb not null default '{}'::jsonb
  new_values jsonb not null
  created_at timestamp with time zone not null default now()

table app_hidden.workflow_settings
  action text not null
  name text not null
  kind text not null
  is_required boolean not null default false
  at_most integer
  choices text[]

table app_private.api_key_secrets
  key_hash bytea not null
  organization_id uuid not null
  api_key_id uuid not null
  session_id uuid not null
  last_used_at timestamp with time zone

table app_private.change_horizons
  taken_at timestamp with time zone not null default clock_timestamp()
  snapshot pg_snapshot not null

table app_private.changes
  transaction_id xid8 not null default pg_current_xact_id()
  "position" bigint not null
  organization_id uuid
  topic text not null
  action text not null
  record_ids uuid[] not null
  watched_ids uuid[]
  moments timestamp with time zone[]
  owner_ids uuid[]
  former_owner_ids uuid[]
  changed_at timestamp with time zone not null default clock_timestamp()

table app_private.custom_field_values
  organization_id uuid not null
  definition_id uuid not null
  record_id uuid not null
  text_value text
  number_value numeric

table app_private.emails
  id uuid not null default app_hidden.uuid_v7()
  organization_id uuid
  recipient text not null
  cc text
  subject text not null
  body text not null
  is_html boolean not null default false
  status text not null default 'queued'::text
  attempts integer not null default 0
  error text
  created_at timestamp with time zone not null default now()
  sent_at timestamp with time zone

table app_private.erasures
  organization_id uuid not null
  request_id uuid not null
  user_id uuid not null
  contact_ids uuid[] not null
  lead_ids uuid[] not null
  deal_ids uuid[] not null
  account_ids uuid[] not null
  addresses text[] not null
  address_pattern text
  named_pattern text
  person_pattern text
  step integer not null default 1
  "position" uuid

table app_private.event_listeners
  organization_id uuid not null
  event text not null

table app_private.export_files
  organization_id uuid not null
  export_id uuid not null
  storage_key text not null
  access_version text not null
  checksum text

table app_private.given_contact_days
  organization_id uuid not null
  record_id uuid not null
  first_contact date
  last_contact date
  last_activity date

table app_private.import_files
  organization_id uuid not null
  import_id uuid not null
  content bytea not null

table app_private.invitation_tokens
  token_hash bytea not null
  organization_id uuid not null
  invitation_id uuid not null

table app_private.live_topics
  name text not null
  table_name text not null
  is_by_role boolean not null
  is_on_records boolean not null

table app_private.masking_secrets
  organization_id uuid not null
  secret bytea not null default sha256((uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())))

table app_private.message_ids
  organization_id uuid not null
  digest bytea not null
  thread_id uuid not null

table app_private.open_work
  organization_id uuid
  object_type text
  id uuid
  user_id uuid
  due_date date
  reminder_at timestamp with time zone

table app_private.overdue_days
  organization_id uuid not null
  told_until date not null

table app_private.password_resets
  token_hash bytea not null
  user_id uuid not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null default (now() + '01:00:00'::interval)
  used_at timestamp with time zone

table app_private.privacy_documents
  organization_id uuid not null
  request_id uuid not null
  document jsonb not null
  access_version text not null
  expires_at timestamp with time zone not null default (now() + '7 days'::interval)

table app_private.rate_limits
  key text not null
  points integer not null default 0
  expire bigint

table app_private.refresh_tokens
  token_hash bytea not null
  session_id uuid not null
  issued_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  used_at timestamp with time zone

table app_private.reminders
  organization_id uuid not null
  object_type text not null
  object_id uuid not null
  remind_at timestamp with time zone not null

table app_private.removed_files
  storage_key text not null
  organization_id uuid not null
  removed_at timestamp with time zone not null default now()

table app_private.rotting_deals
  organization_id uuid not null
  deal_id uuid not null
  stage_entered_at timestamp with time zone not null

table app_private.sessions
  id uuid not null default app_hidden.uuid_v7()
  user_id uuid not null
  organization_id uuid
  ip text
  user_agent text
  created_at timestamp with time zone not null default now()
  last_used_at timestamp with time zone not null default now()
  expires_at timestamp with time zone
  revoked_at timestamp with time zone

table app_private.tag_usage_changes
  organization_id uuid not null
  tag_id uuid not null
  change integer not null
  transaction_id xid8 not null default pg_current_xact_id()

table app_private.uploads
  organization_id uuid not null
  id uuid not null default app_hidden.uuid_v7()
  user_id uuid not null
  file_name text not null
  byte_size bigint not null
  mime_type text not null
  checksum text
  record jsonb not null
  storage_key text not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  claimed_at timestamp with time zone
  scan_status text
  preview_status text
  taken_in xid8
  finished_at timestamp with time zone

table app_private.user_credentials
  user_id uuid not null
  password_hash text not null
  changed_at timestamp with time zone not null default now()

table app_private.webhook_health
  organization_id uuid not null
  endpoint_id uuid not null
  failing_since timestamp with time zone
  failed_at timestamp with time zone
  failures integer not null default 0

table app_private.webhook_payloads
  organization_id uuid not null
  delivery_id uuid not null
  data jsonb not null
  seen_by uuid not null
  record_id uuid

table app_private.webhook_pump
  only_one boolean not null default true
  holder uuid not null
  lease_until timestamp with time zone not null

table app_private.webhook_queue
  organization_id uuid not null
  delivery_id uuid not null
  endpoint_id uuid not null
  attempts integer not null default 0
  due_at timestamp with time zone not null default now()
  claim uuid

table app_private.webhook_secrets
  organization_id uuid not null
  endpoint_id uuid not null
  id uuid not null default app_hidden.uuid_v7()
  secret text not null default ('whsec_'::text || encode(sha256((uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))), 'base64'::text))
  expires_at timestamp with time zone

table app_private.workflow_action_statistics
  organization_id uuid not null
  workflow_id uuid not null
  day date not null
  lane smallint not null
  key text not null
  type text not null
  succeeded integer not null default 0
  failed integer not null default 0
  duration_ms numeric not null default 0

table app_private.workflow_budgets
  organization_id uuid not null
  runs_per_minute integer not null default 10000
  burst integer not null default 20000
  tokens double precision not null
  refilled_at timestamp with time zone not null default clock_timestamp()

table app_private.workflow_events
  organization_id uuid not null
  "position" bigint not null
  id uuid not null default app_hidden.uuid_v7()
  event text not null
  object_type text
  object_id uuid
  old_values jsonb
  new_values jsonb
  actor_id uuid
  actor_type text not null
  depth smallint not null default 0
  root_id uuid
  caused_by_run_id uuid
  lane smallint not null
  workflow_id uuid
  wakes boolean not null default true
  occurred_at timestamp with time zone not null default clock_timestamp()

table app_private.workflow_run_values
  organization_id uuid not null
  run_id uuid not null
  event_id uuid
  old_values jsonb
  new_values jsonb
  actor_id uuid
  actor_type text
  occurred_at timestamp with time zone not null
  outputs jsonb not null default '{}'::jsonb

table app_private.workflow_statistics
  organization_id uuid not null
  workflow_id uuid not null
  day date not null
  lane smallint not null
  succeeded integer not null default 0
  failed integer not null default 0
  stopped integer not null default 0
  cancelled integer not null default 0
  duration_ms bigint not null default 0
  longest_ms integer not null default 0

table app_public.accounts (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  name text not null
  type text
  status text not null default 'active'::text
  category text
  industry text
  company_size integer
  annual_revenue numeric
  currency text
  website text
  primary_email text
  primary_phone text
  billing_street text
  billing_city text
  billing_state text
  billing_postal_code text
  billing_country text
  shipping_street text
  shipping_city text
  shipping_state text
  shipping_postal_code text
  shipping_country text
  owner_id uuid default app_hidden.current_user_id()
  account_manager_id uuid
  parent_id uuid
  source text
  first_contact_date date
  last_contact_date date
  preferred_channel text
  timezone text
  description text
  custom_data jsonb not null default '{}'::jsonb
  external_system text
  external_id text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()
  deleted_at timestamp with time zone
  deleted_by uuid
  merged_into_id uuid

table app_public.activities (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  type text not null default 'task'::text
  subject text not null
  description text
  status text not null default 'planned'::text
  priority text not null default 'normal'::text
  due_date date
  due_time time without time zone
  reminder_at timestamp with time zone
  assigned_to_id uuid default app_hidden.current_user_id()
  account_id uuid
  contact_id uuid
  lead_id uuid
  deal_id uuid
  completed_at timestamp with time zone
  completed_by uuid
  outcome text
  duration_minutes integer
  recurrence_frequency text
  recurrence_interval integer not null default 1
  recurrence_until date
  recurrence_count integer
  recurrence_starts_on date
  occurs_on date
  previous_id uuid
  has_next boolean not null default false
  custom_data jsonb not null default '{}'::jsonb
  external_system text
  external_id text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()
  deleted_at timestamp with time zone
  deleted_by uuid

table app_public.api_keys (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  name text not null
  user_id uuid not null
  prefix text not null
  expires_at timestamp with time zone
  revoked_at timestamp with time zone
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()

table app_public.assignment_rule_members (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  rule_id uuid not null
  user_id uuid not null
  created_at timestamp with time zone not null default now()

table app_public.assignment_rules (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  name text not null
  "position" integer not null default 100
  is_active boolean not null default true
  sources text[]
  countries text[]
  territory_id uuid
  strategy text not null default 'round_robin'::text
  team_id uuid
  is_within_territory boolean not null default false
  max_open_leads integer
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.attachments (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  file_name text not null
  byte_size bigint not null
  mime_type text not null default 'application/octet-stream'::text
  checksum text
  storage_key text
  scan_status text not null default 'none'::text
  preview_status text not null default 'none'::text
  account_id uuid
  contact_id uuid
  lead_id uuid
  deal_id uuid
  communication_id uuid
  project_id uuid
  task_id uuid
  message_id uuid
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()
  deleted_at timestamp with time zone
  deleted_by uuid

table app_public.audit_log (row security forced)
  organization_id uuid not null
  id uuid not null default app_hidden.uuid_v7()
  occurred_at timestamp with time zone not null default now()
  actor_id uuid
  action text not null
  table_name text
  record_id uuid
  old_values jsonb
  new_values jsonb
  ip text
  user_agent text
  request_id text

table app_public.comments (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  body text not null
  mentioned_user_ids uuid[] not null default '{}'::uuid[]
  is_edited boolean not null default false
  edited_at timestamp with time zone
  account_id uuid
  contact_id uuid
  lead_id uuid
  deal_id uuid
  communication_id uuid
  project_id uuid
  task_id uuid
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()
  deleted_at timestamp with time zone
  deleted_by uuid

table app_public.communication_contacts (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  participant_id uuid not null
  contact_id uuid not null

table app_public.communication_participants (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  communication_id uuid not null
  role text not null
  "position" smallint not null
  address text
  name text
  user_id uuid

table app_public.communication_threads (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default gen_random_uuid()

table app_public.communications (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  type text not null
  direction text not null default 'outbound'::text
  subject text
  body text
  occurred_at timestamp with time zone not null default now()
  duration_minutes integer
  outcome text
  email_from text
  email_to text[] not null default '{}'::text[]
  email_cc text[] not null default '{}'::text[]
  message_id text
  in_reply_to text
  thread_id uuid
  meeting_location text
  meeting_attendees text[] not null default '{}'::text[]
  account_id uuid
  contact_id uuid
  lead_id uuid
  deal_id uuid
  activity_id uuid
  custom_data jsonb not null default '{}'::jsonb
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()
  deleted_at timestamp with time zone
  deleted_by uuid

table app_public.contacts (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  salutation text
  first_name text
  last_name text not null
  name text not null generated (COALESCE((NULLIF(first_name, ''::text) || ' '::text), ''::text) || last_name)
  email text
  work_phone text
  mobile_phone text
  job_title text
  department text
  role text
  type text
  account_id uuid
  is_primary boolean not null default false
  owner_id uuid default app_hidden.current_user_id()
  source text
  linkedin_url text
  twitter_handle text
  facebook_url text
  preferred_channel text
  birthday date
  anniversary date
  email_opt_in boolean not null default false
  sms_opt_in boolean not null default false
  do_not_call boolean not null default false
  last_contact_date date
  mailing_street text
  mailing_city text
  mailing_state text
  mailing_postal_code text
  mailing_country text
  description text
  custom_data jsonb not null default '{}'::jsonb
  external_system text
  external_id text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()
  erased_at timestamp with time zone
  deleted_at timestamp with time zone
  deleted_by uuid
  merged_into_id uuid

table app_public.custom_field_definitions (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  object text not null
  key text not null
  label text not null
  type text not null
  is_required boolean not null default false
  default_value jsonb
  choices text[] not null default '{}'::text[]
  minimum jsonb
  maximum jsonb
  pattern text
  help_text text
  group_name text
  "position" integer not null default 0
  is_indexed boolean not null default false
  is_active boolean not null default true
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.deal_products (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  deal_id uuid not null
  product_id uuid
  description text
  quantity numeric not null default 1
  unit_price numeric not null
  discount numeric not null default 0
  tax numeric not null default 0
  total numeric not null generated ((round((quantity * unit_price), 4) - discount) + tax)
  external_system text
  external_id text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.deal_stage_history (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  deal_id uuid not null
  pipeline_id uuid not null
  from_stage_id uuid
  to_stage_id uuid not null
  amount numeric not null
  probability integer not null
  changed_at timestamp with time zone not null default now()
  changed_by uuid default app_hidden.current_user_id()
  external_system text
  external_id text

table app_public.deal_team_members (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  deal_id uuid not null
  user_id uuid not null
  role text
  created_at timestamp with time zone not null default now()

table app_public.deals (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  deal_number text not null default ''::text
  title text not null
  account_id uuid
  primary_contact_id uuid
  pipeline_id uuid not null default app_hidden.default_pipeline_id()
  stage_id uuid not null default app_hidden.first_stage_id()
  status text not null default 'new'::text
  probability integer not null default '-1'::integer
  amount numeric not null default 0
  discount numeric not null default 0
  tax numeric not null default 0
  total numeric not null generated ((amount - discount) + tax)
  weighted_total numeric not null generated round(((((amount - discount) + tax) * (probability)::numeric) / (100)::numeric), COALESCE(scale(amount), 2))
  currency text not null default ''::text
  expected_close_date date
  stage_entered_at timestamp with time zone not null default now()
  closed_at timestamp with time zone
  owner_id uuid default app_hidden.current_user_id()
  competitors text[] not null default '{}'::text[]
  won_reason text
  lost_reason text
  lost_to_competitor text
  next_step text
  type text
  source text
  source_lead_id uuid
  description text
  custom_data jsonb not null default '{}'::jsonb
  external_system text
  external_id text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()
  deleted_at timestamp with time zone
  deleted_by uuid

table app_public.duplicate_candidates (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  account_id uuid
  other_account_id uuid
  contact_id uuid
  other_contact_id uuid
  lead_id uuid
  other_lead_id uuid
  score double precision not null
  alike jsonb not null
  status text not null default 'open'::text
  found_at timestamp with time zone not null default now()
  decided_at timestamp with time zone
  decided_by uuid

table app_public.duplicate_comparisons (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  rule_id uuid not null
  criterion text not null
  agreement numeric not null
  disagreement numeric not null
  is_active boolean not null default true
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.duplicate_rules (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  object_type text not null
  is_active boolean not null default true
  prior numeric not null default '-15'::integer
  place_limit numeric default 14
  threshold numeric not null default 0.8
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.exports (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  object_type text not null
  format text not null
  filter jsonb not null default '{}'::jsonb
  status text not null default 'queued'::text
  row_count integer not null default 0
  byte_size bigint
  file_name text
  is_announced boolean not null default true
  error text
  started_at timestamp with time zone
  finished_at timestamp with time zone
  expires_at timestamp with time zone
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.feature_flags (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  name text not null
  is_enabled boolean not null default false
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()

table app_public.former_external_ids (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  account_id uuid
  contact_id uuid
  lead_id uuid
  external_system text not null
  external_id text not null
  created_at timestamp with time zone not null default now()

table app_public.imports (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  object_type text not null
  file_name text not null
  status text not null default 'queued'::text
  is_dry_run boolean not null default false
  mapping jsonb
  duplicate_handling text not null default 'warn'::text
  row_count integer not null default 0
  processed_count integer not null default 0
  created_count integer not null default 0
  updated_count integer not null default 0
  unchanged_count integer not null default 0
  failed_count integer not null default 0
  warnings text[] not null default '{}'::text[]
  bad_rows jsonb not null default '[]'::jsonb
  error text
  started_at timestamp with time zone
  finished_at timestamp with time zone
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.installed_templates (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  slug text not null
  version integer not null
  record_ids jsonb not null default '{}'::jsonb
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.invitations (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  email text not null
  role_id uuid not null
  expires_at timestamp with time zone not null default (now() + '7 days'::interval)
  accepted_at timestamp with time zone
  created_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()

table app_public.lead_assignments (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  lead_id uuid not null
  rule_id uuid
  strategy text not null
  former_owner_id uuid
  owner_id uuid not null
  created_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()

table app_public.lead_conversions (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  lead_id uuid not null
  account_id uuid
  contact_id uuid
  deal_id uuid
  is_account_created boolean not null default false
  is_contact_created boolean not null default false
  is_deal_created boolean not null default false
  created_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  undone_at timestamp with time zone
  undone_by uuid

table app_public.lead_field_mappings (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  lead_field_id uuid not null
  field_id uuid not null
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.lead_form_submissions (row security forced)
  organization_id uuid not null
  id uuid not null default app_hidden.uuid_v7()
  form_id uuid not null
  outcome text not null
  lead_id uuid
  content_hash text not null
  created_at timestamp with time zone not null default now()

table app_public.lead_forms (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  name text not null
  key text not null default replace(((gen_random_uuid())::text || (gen_random_uuid())::text), '-'::text, ''::text)
  is_active boolean not null default true
  allowed_origins text[] not null default '{}'::text[]
  trap_field text not null default 'fax_number'::text
  redirect_url text
  source text default 'web'::text
  campaign text
  owner_id uuid
  territory_id uuid
  custom_fields text[] not null default '{}'::text[]
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.lead_score_history (row security forced)
  organization_id uuid not null
  id uuid not null default app_hidden.uuid_v7()
  lead_id uuid not null
  total smallint not null
  previous_total smallint
  quality text not null
  source text not null
  config_version integer not null
  status_points smallint not null
  activity_points smallint not null
  completeness_points smallint not null
  age_points smallint not null
  engagement_points smallint not null
  custom_points smallint not null
  probability numeric(5,4)
  calculated_at timestamp with time zone not null default now()

table app_public.lead_score_models (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  status text not null default 'queued'::text
  message text
  closed_count integer
  converted_count integer
  training_count integer
  held_out_count integer
  auc numeric
  brier_score numeric
  calibration_error numeric
  reliability jsonb
  intercept double precision
  calibration_slope double precision
  calibration_offset double precision
  features jsonb
  requested_at timestamp with time zone not null default now()
  fitted_at timestamp with time zone
  created_by uuid default app_hidden.current_user_id()

table app_public.lead_scores (row security forced)
  organization_id uuid not null
  lead_id uuid not null
  total smallint not null
  quality text not null
  source text not null
  config_version integer not null
  next_step text not null
  rules_total smallint not null
  status_points smallint not null
  activity_points smallint not null
  completeness_points smallint not null
  age_points smallint not null
  engagement_points smallint not null
  custom_points smallint not null
  status text not null
  activity_count integer not null
  missing_fields text[] not null
  age_days integer not null
  engagement_count integer not null
  custom_matches text[] not null
  probability numeric(5,4)
  log_odds double precision
  model_id uuid
  calculated_at timestamp with time zone not null default now()

table app_public.lead_scoring_configs (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  version integer not null default 1
  score_source text not null default 'rules'::text
  status_weight smallint not null default 25
  activity_weight smallint not null default 20
  completeness_weight smallint not null default 20
  age_weight smallint not null default 15
  engagement_weight smallint not null default 15
  custom_weight smallint not null default 5
  status_new_percent smallint not null default 20
  status_contacted_percent smallint not null default 60
  status_qualified_percent smallint not null default 100
  status_converted_percent smallint not null default 100
  status_disqualified_percent smallint not null default 0
  activity_days smallint not null default 30
  activity_target smallint not null default 5
  completeness_fields text[] not null default '{name,company,job_title,email,phone,industry,website}'::text[]
  age_half_life_days smallint not null default 30
  engagement_days smallint not null default 90
  engagement_target smallint not null default 5
  engagement_signals text[] not null default '{inbound,call,meeting}'::text[]
  custom_rules jsonb not null default '[]'::jsonb
  hot_from smallint not null default 80
  warm_from smallint not null default 60
  cool_from smallint not null default 40
  history_days smallint not null default 180
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.lead_scoring_runs (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  reason text not null
  lead_ids uuid[]
  statuses text[]
  sources text[]
  owner_ids uuid[]
  "position" uuid
  lead_count integer not null default 0
  done_count integer not null default 0
  started_at timestamp with time zone not null default now()
  finished_at timestamp with time zone
  created_by uuid default app_hidden.current_user_id()

table app_public.leads (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  salutation text
  first_name text
  last_name text
  name text not null generated btrim(((COALESCE(first_name, ''::text) || ' '::text) || COALESCE(last_name, ''::text)))
  company text
  job_title text
  email text
  phone text
  mobile_phone text
  website text
  industry text
  annual_revenue numeric
  company_size integer
  street text
  city text
  state text
  postal_code text
  country text
  status text not null default 'new'::text
  rating text
  priority text not null default 'normal'::text
  score integer not null default 0
  source text
  campaign text
  medium text
  referrer text
  utm_source text
  utm_medium text
  utm_campaign text
  utm_term text
  utm_content text
  budget text
  authority text
  need text
  timeline text
  owner_id uuid default app_hidden.current_user_id()
  assigned_at timestamp with time zone
  territory_id uuid
  first_contact_date date
  last_contact_date date
  last_activity_date date
  converted_at timestamp with time zone
  converted_account_id uuid
  converted_contact_id uuid
  converted_deal_id uuid
  disqualified_at timestamp with time zone
  disqualified_by uuid
  disqualified_reason text
  description text
  custom_data jsonb not null default '{}'::jsonb
  external_system text
  external_id text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()
  erased_at timestamp with time zone
  deleted_at timestamp with time zone
  deleted_by uuid
  merged_into_id uuid

table app_public.masking_audit_log (row security forced)
  organization_id uuid not null
  id uuid not null default app_hidden.uuid_v7()
  user_id uuid not null
  object text not null
  field text not null
  mode text not null
  value_count integer not null
  counted_from timestamp with time zone not null
  counted_to timestamp with time zone not null default now()

table app_public.masking_rules (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  object text not null
  field text not null
  method text not null

table app_public.memberships (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  user_id uuid not null
  role_id uuid not null
  is_active boolean not null default true
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()

table app_public.message_thread_participants (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  thread_id uuid not null
  user_id uuid not null
  last_read_position integer not null default 0
  last_read_at timestamp with time zone
  created_at timestamp with time zone not null default now()

table app_public.message_threads (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  subject text not null
  last_message_at timestamp with time zone not null default now()
  last_position integer not null default 0
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.messages (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  thread_id uuid not null
  "position" integer not null
  body text not null
  is_edited boolean not null default false
  edited_at timestamp with time zone
  created_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()

table app_public.notes (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  title text
  content text not null
  is_pinned boolean not null default false
  account_id uuid
  contact_id uuid
  lead_id uuid
  deal_id uuid
  communication_id uuid
  project_id uuid
  task_id uuid
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()
  deleted_at timestamp with time zone
  deleted_by uuid

table app_public.notifications (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  user_id uuid not null
  kind text not null
  object_type text
  object_id uuid
  record_count integer not null default 1
  actor_id uuid
  message text
  key text not null
  read_at timestamp with time zone
  created_at timestamp with time zone not null default now()

table app_public.organizations (row security forced)
  id uuid not null default app_hidden.uuid_v7()
  name text not null
  slug text not null
  default_currency text not null default 'USD'::text
  timezone text not null default 'UTC'::text
  recycle_bin_days integer default 30
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()

table app_public.outgoing_emails (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  run_id uuid
  object_type text
  object_id uuid
  recipients text[] not null
  cc text[] not null default '{}'::text[]
  subject text not null
  status text not null default 'queued'::text
  attempts integer not null default 0
  error text
  key text not null
  sent_at timestamp with time zone
  created_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()

table app_public.pipeline_stages (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  pipeline_id uuid not null
  name text not null
  "position" integer not null
  kind text not null default 'open'::text
  probability integer not null
  color text not null default '#6B7280'::text
  days_in_stage integer
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()

table app_public.pipelines (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  name text not null
  description text
  is_default boolean not null default false
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()

table app_public.privacy_requests (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  kind text not null
  status text not null default 'queued'::text
  contact_id uuid
  lead_id uuid
  reason text
  counts jsonb not null default '{}'::jsonb
  error text
  document_expires_at timestamp with time zone
  started_at timestamp with time zone
  finished_at timestamp with time zone
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.products (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  name text not null
  code text
  family text
  description text
  unit_price numeric
  currency text
  is_active boolean not null default true
  external_system text
  external_id text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()
  deleted_at timestamp with time zone
  deleted_by uuid

table app_public.projects (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  name text not null
  description text
  status text not null default 'planned'::text
  start_date date
  end_date date
  account_id uuid
  deal_id uuid
  owner_id uuid default app_hidden.current_user_id()
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()
  deleted_at timestamp with time zone
  deleted_by uuid

table app_public.record_merges (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  account_id uuid
  contact_id uuid
  lead_id uuid
  loser_ids uuid[] not null
  moved_count integer not null default 0
  created_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  undone_at timestamp with time zone
  undone_by uuid

table app_public.retention_policies (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  object text not null
  action text not null
  after_days integer not null
  counted_from text not null default 'created_at'::text
  is_enabled boolean not null default false
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.retention_runs (row security forced)
  organization_id uuid not null
  id uuid not null default app_hidden.uuid_v7()
  policy_id uuid
  object text
  "position" uuid
  done_count integer not null default 0
  refused_count integer not null default 0
  refusals jsonb not null default '[]'::jsonb
  started_at timestamp with time zone not null default now()
  finished_at timestamp with time zone

table app_public.role_field_permissions (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  role_id uuid not null
  object text not null
  field text not null
  mode text not null

table app_public.role_permissions (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  role_id uuid not null
  object text not null
  action text not null
  scope text not null

table app_public.roles (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  slug text not null
  name text not null
  description text
  is_system boolean not null default false
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()

table app_public.taggings (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  tag_id uuid not null
  account_id uuid
  contact_id uuid
  lead_id uuid
  deal_id uuid
  activity_id uuid
  communication_id uuid
  project_id uuid
  task_id uuid
  created_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()

table app_public.tags (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  name text not null
  color text not null default '#6B7280'::text
  category text not null default ''::text
  usage_count integer not null default 0
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.tasks (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  title text not null
  description text
  project_id uuid
  deal_id uuid
  assignee_id uuid default app_hidden.current_user_id()
  priority text not null default 'normal'::text
  status text not null default 'todo'::text
  is_done boolean not null generated (status = 'done'::text)
  due_date date
  completed_at timestamp with time zone
  estimated_hours numeric
  actual_hours numeric
  reminder_at timestamp with time zone
  recurrence_frequency text
  recurrence_interval integer not null default 1
  recurrence_until date
  recurrence_count integer
  recurrence_starts_on date
  occurs_on date
  previous_id uuid
  has_next boolean not null default false
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()
  deleted_at timestamp with time zone
  deleted_by uuid

table app_public.team_members (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  team_id uuid not null
  user_id uuid not null
  created_at timestamp with time zone not null default now()

table app_public.teams (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  name text not null
  description text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()

table app_public.territories (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  name text not null
  description text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()

table app_public.territory_members (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  territory_id uuid not null
  user_id uuid not null
  created_at timestamp with time zone not null default now()

table app_public.timeline_events (row security forced)
  organization_id uuid not null
  id uuid not null default app_hidden.uuid_v7()
  occurred_at timestamp with time zone not null default clock_timestamp()
  event_type text not null
  object_type text not null
  object_id uuid not null
  source_type text
  source_id uuid
  account_id uuid
  contact_id uuid
  lead_id uuid
  deal_id uuid
  project_id uuid
  actor_type text not null
  actor_id uuid
  data jsonb not null default '{}'::jsonb
  moved_from uuid[] not null default '{}'::uuid[]

table app_public.users (row security forced)
  id uuid not null default app_hidden.uuid_v7()
  email text not null
  name text not null
  avatar_url text
  is_service_account boolean not null default false
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()

table app_public.webhook_attempts (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  delivery_id uuid not null
  started_at timestamp with time zone not null default now()
  duration_ms integer not null
  response_status integer
  error text
  response_excerpt text

table app_public.webhook_deliveries (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  endpoint_id uuid not null
  event text not null
  key text not null
  status text not null default 'queued'::text
  attempts integer not null default 0
  next_attempt_at timestamp with time zone
  response_status integer
  error text
  created_at timestamp with time zone not null default now()
  finished_at timestamp with time zone

table app_public.webhook_endpoints (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  name text not null
  url text not null
  description text
  events text[] not null default '{}'::text[]
  is_enabled boolean not null default true
  enabled_at timestamp with time zone not null default now()
  disabled_at timestamp with time zone
  disabled_reason text
  secret_changed_at timestamp with time zone not null default now()
  owner_id uuid not null default app_hidden.current_user_id()
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

table app_public.workflow_action_runs (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  run_id uuid not null
  path text not null
  key text not null
  type text not null
  status text not null
  input jsonb
  output jsonb
  error text
  attempt smallint not null default 1
  started_at timestamp with time zone not null default now()
  finished_at timestamp with time zone
  duration_ms numeric(12,1)

table app_public.workflow_actions (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  workflow_id uuid not null
  parent_id uuid
  branch text
  "position" integer not null
  key text not null
  type text not null
  allow_failure boolean not null default false
  configuration jsonb not null default '{}'::jsonb

table app_public.workflow_runs (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  workflow_id uuid
  version_id uuid not null
  event text not null
  object_type text
  object_id uuid
  status text not null default 'queued'::text
  priority smallint not null default 0
  lane smallint not null default 0
  "position" bigint not null
  depth smallint not null default 0
  root_id uuid
  caused_by_run_id uuid
  rerun_of_id uuid
  attempt smallint not null default 1
  next_path text
  resume_at timestamp with time zone
  error text
  started_at timestamp with time zone
  finished_at timestamp with time zone
  duration_ms integer
  created_at timestamp with time zone not null default now()

table app_public.workflow_triggers (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  workflow_id uuid not null
  "position" integer not null
  event text not null
  conditions jsonb
  relations jsonb not null default '{}'::jsonb
  priority integer not null default 0
  schedule text
  scheduled_since timestamp with time zone
  next_run_at timestamp with time zone

table app_public.workflow_versions (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  workflow_id uuid
  version integer not null
  name text not null
  object_type text
  definition jsonb not null
  compiled jsonb not null
  owner_id uuid default app_hidden.current_user_id()
  created_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()

table app_public.workflows (row security forced)
  organization_id uuid not null default app_hidden.current_organization_id()
  id uuid not null default app_hidden.uuid_v7()
  name text not null
  description text
  status text not null default 'draft'::text
  object_type text
  version integer not null default 1
  owner_id uuid default app_hidden.current_user_id()
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  created_by uuid default app_hidden.current_user_id()
  updated_by uuid default app_hidden.current_user_id()

-- Views
view app_hidden.field_sources security_invoker=true as
 SELECT c.table_name,
    c.column_name,
    c.object,
    c.kind,
    c.field,
    false AS is_bound
   FROM app_hidden.field_columns c
UNION ALL
 SELECT c.table_name,
    c.column_name,
    c.object,
    c.kind,
    b.bound_to AS field,
    true AS is_bound
   FROM (app_hidden.field_columns c
     JOIN app_hidden.bound_fields b ON (((b.object = c.object) AND (b.field = c.field) AND (b.field = c.column_name))));
view app_private.open_work  as
 SELECT a.organization_id,
    'activity'::text AS object_type,
    a.id,
    COALESCE(a.assigned_to_id, a.created_by) AS user_id,
    a.due_date,
    a.reminder_at
   FROM app_public.activities a
  WHERE ((a.deleted_at IS NULL) AND (a.status = ANY (ARRAY['planned'::text, 'in_progress'::text])))
UNION ALL
 SELECT t.organization_id,
    'task'::text AS object_type,
    t.id,
    COALESCE(t.assignee_id, t.created_by) AS user_id,
    t.due_date,
    t.reminder_at
   FROM app_public.tasks t
  WHERE ((t.deleted_at IS NULL) AND (t.status = ANY (ARRAY['todo'::text, 'in_progress'::text, 'blocked'::text])));

-- Constraints
app_enum.account_statuses: account_statuses_pkey PRIMARY KEY (value)
app_enum.activity_statuses: activity_statuses_pkey PRIMARY KEY (value)
app_enum.activity_types: activity_types_pkey PRIMARY KEY (value)
app_enum.actor_types: actor_types_pkey PRIMARY KEY (value)
app_enum.assignment_strategies: assignment_strategies_pkey PRIMARY KEY (value)
app_enum.communication_directions: communication_directions_pkey PRIMARY KEY (value)
app_enum.communication_types: communication_types_pkey PRIMARY KEY (value)
app_enum.currencies: currencies_code_check CHECK ((code ~ '^[A-Z]{3}$'::text))
app_enum.currencies: currencies_minor_digits_check CHECK (((minor_digits >= 0) AND (minor_digits <= 4)))
app_enum.currencies: currencies_pkey PRIMARY KEY (code)
app_enum.custom_field_types: custom_field_types_pkey PRIMARY KEY (value)
app_enum.deal_statuses: deal_statuses_pkey PRIMARY KEY (value)
app_enum.duplicate_criteria: duplicate_criteria_pkey PRIMARY KEY (value)
app_enum.duplicate_handlings: duplicate_handlings_pkey PRIMARY KEY (value)
app_enum.duplicate_statuses: duplicate_statuses_pkey PRIMARY KEY (value)
app_enum.email_statuses: email_statuses_pkey PRIMARY KEY (value)
app_enum.export_formats: export_formats_pkey PRIMARY KEY (value)
app_enum.export_statuses: export_statuses_pkey PRIMARY KEY (value)
app_enum.field_modes: field_modes_pkey PRIMARY KEY (value)
app_enum.file_preview_statuses: file_preview_statuses_pkey PRIMARY KEY (value)
app_enum.file_scan_statuses: file_scan_statuses_pkey PRIMARY KEY (value)
app_enum.import_statuses: import_statuses_pkey PRIMARY KEY (value)
app_enum.lead_next_steps: lead_next_steps_pkey PRIMARY KEY (value)
app_enum.lead_qualities: lead_qualities_pkey PRIMARY KEY (value)
app_enum.lead_ratings: lead_ratings_pkey PRIMARY KEY (value)
app_enum.lead_score_model_statuses: lead_score_model_statuses_pkey PRIMARY KEY (value)
app_enum.lead_score_sources: lead_score_sources_pkey PRIMARY KEY (value)
app_enum.lead_scoring_reasons: lead_scoring_reasons_pkey PRIMARY KEY (value)
app_enum.lead_statuses: lead_statuses_pkey PRIMARY KEY (value)
app_enum.masking_methods: masking_methods_pkey PRIMARY KEY (value)
app_enum.notification_kinds: notification_kinds_pkey PRIMARY KEY (value)
app_enum.participant_roles: participant_roles_pkey PRIMARY KEY (value)
app_enum.permission_actions: permission_actions_pkey PRIMARY KEY (value)
app_enum.permission_scopes: permission_scopes_pkey PRIMARY KEY (value)
app_enum.priorities: priorities_pkey PRIMARY KEY (value)
app_enum.privacy_request_kinds: privacy_request_kinds_pkey PRIMARY KEY (value)
app_enum.privacy_request_statuses: privacy_request_statuses_pkey PRIMARY KEY (value)
app_enum.project_statuses: project_statuses_pkey PRIMARY KEY (value)
app_enum.recurrence_frequencies: recurrence_frequencies_pkey PRIMARY KEY (value)
app_enum.retention_actions: retention_actions_pkey PRIMARY KEY (value)
app_enum.stage_kinds: stage_kinds_pkey PRIMARY KEY (value)
app_enum.submission_outcomes: submission_outcomes_pkey PRIMARY KEY (value)
app_enum.task_statuses: task_statuses_pkey PRIMARY KEY (value)
app_enum.timeline_event_types: timeline_event_types_pkey PRIMARY KEY (value)
app_enum.webhook_delivery_statuses: webhook_delivery_statuses_pkey PRIMARY KEY (value)
app_enum.workflow_action_run_statuses: workflow_action_run_statuses_pkey PRIMARY KEY (value)
app_enum.workflow_action_types: workflow_action_types_pkey PRIMARY KEY (value)
app_enum.workflow_run_statuses: workflow_run_statuses_pkey PRIMARY KEY (value)
app_enum.workflow_statuses: workflow_statuses_pkey PRIMARY KEY (value)
app_hidden.assignment_turns: assignment_turns_organization_id_rule_id_fkey FOREIGN KEY (organization_id, rule_id) REFERENCES app_public.assignment_rules(organization_id, id) ON DELETE CASCADE
app_hidden.assignment_turns: assignment_turns_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES app_public.memberships(organization_id, user_id) ON DELETE CASCADE
app_hidden.assignment_turns: assignment_turns_pkey PRIMARY KEY (organization_id, rule_id, user_id)
app_hidden.bound_fields: bound_fields_object_fkey FOREIGN KEY (object) REFERENCES app_hidden.crm_objects(name)
app_hidden.bound_fields: bound_fields_pkey PRIMARY KEY (object, field, bound_to)
app_hidden.conversion_details: conversion_details_organization_id_conversion_id_fkey FOREIGN KEY (organization_id, conversion_id) REFERENCES app_public.lead_conversions(organization_id, id) ON DELETE CASCADE
app_hidden.conversion_details: conversion_details_organization_id_key_digest_key UNIQUE (organization_id, key_digest)
app_hidden.conversion_details: conversion_details_pkey PRIMARY KEY (organization_id, conversion_id)
app_hidden.conversion_fields: conversion_fields_object_fkey FOREIGN KEY (object) REFERENCES app_hidden.crm_objects(name)
app_hidden.conversion_fields: conversion_fields_pkey PRIMARY KEY (object, field)
app_hidden.crm_objects: crm_objects_name_check CHECK ((name ~ '^[a-z][a-z_]*$'::text))
app_hidden.crm_objects: crm_objects_pkey PRIMARY KEY (name)
app_hidden.crm_objects: crm_objects_table_name_key UNIQUE (table_name)
app_hidden.duplicate_criteria: duplicate_criteria_criterion_fkey FOREIGN KEY (criterion) REFERENCES app_enum.duplicate_criteria(value)
app_hidden.duplicate_criteria: duplicate_criteria_object_fkey FOREIGN KEY (object) REFERENCES app_hidden.crm_objects(name)
app_hidden.duplicate_criteria: duplicate_criteria_pkey PRIMARY KEY (object, criterion)
app_hidden.event_names: event_names_object_fkey FOREIGN KEY (object) REFERENCES app_hidden.crm_objects(name)
app_hidden.event_names: event_names_pkey PRIMARY KEY (name)
app_hidden.features: features_name_check CHECK ((name ~ '^[a-z][a-z0-9_]{0,62}$'::text))
app_hidden.features: features_pkey PRIMARY KEY (name)
app_hidden.field_columns: field_columns_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'key'::text, 'other'::text])))
app_hidden.field_columns: field_columns_object_fkey FOREIGN KEY (object) REFERENCES app_hidden.crm_objects(name)
app_hidden.field_columns: field_columns_pkey PRIMARY KEY (table_name, column_name, object, field)
app_hidden.match_keys: match_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_hidden.match_keys: match_keys_pkey PRIMARY KEY (organization_id, object, record_id)
app_hidden.object_actions: object_actions_action_fkey FOREIGN KEY (action) REFERENCES app_enum.permission_actions(value)
app_hidden.object_actions: object_actions_object_fkey FOREIGN KEY (object) REFERENCES app_hidden.crm_objects(name)
app_hidden.object_actions: object_actions_pkey PRIMARY KEY (object, action)
app_hidden.organization_templates: organization_templates_pkey PRIMARY KEY (slug)
app_hidden.organization_templates: organization_templates_slug_check CHECK ((slug ~ '^[a-z][a-z0-9-]{0,62}$'::text))
app_hidden.organization_templates: organization_templates_version_check CHECK ((version > 0))
app_hidden.personal_columns: personal_columns_pkey PRIMARY KEY (table_name, column_name)
app_hidden.record_fields: record_fields_check CHECK (((type = 'relation'::text) = (relation IS NOT NULL)))
app_hidden.record_fields: record_fields_pkey PRIMARY KEY (object, name)
app_hidden.record_fields: record_fields_type_check CHECK ((type = ANY (ARRAY['text'::text, 'number'::text, 'boolean'::text, 'date'::text, 'datetime'::text, 'time'::text, 'choice'::text, 'list'::text, 'id'::text, 'relation'::text])))
app_hidden.role_versions: role_versions_organization_id_role_id_fkey FOREIGN KEY (organization_id, role_id) REFERENCES app_public.roles(organization_id, id) ON DELETE CASCADE
app_hidden.role_versions: role_versions_pkey PRIMARY KEY (organization_id, role_id)
app_hidden.role_versions: role_versions_version_check CHECK ((version ~ '^(full|masked):'::text))
app_hidden.team_turns: team_turns_object_type_fkey FOREIGN KEY (object_type) REFERENCES app_hidden.crm_objects(name)
app_hidden.team_turns: team_turns_organization_id_team_id_fkey FOREIGN KEY (organization_id, team_id) REFERENCES app_public.teams(organization_id, id) ON DELETE CASCADE
app_hidden.team_turns: team_turns_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES app_public.memberships(organization_id, user_id) ON DELETE CASCADE
app_hidden.team_turns: team_turns_pkey PRIMARY KEY (organization_id, team_id, object_type, user_id)
app_hidden.template_parts: template_parts_contents_check CHECK ((jsonb_typeof(contents) = 'object'::text))
app_hidden.template_parts: template_parts_pkey PRIMARY KEY (slug, "position")
app_hidden.template_parts: template_parts_slug_fkey FOREIGN KEY (slug) REFERENCES app_hidden.organization_templates(slug)
app_hidden.template_parts: template_parts_slug_ref_key UNIQUE (slug, ref)
app_hidden.timeline_event_fields: timeline_event_fields_event_type_fkey FOREIGN KEY (event_type) REFERENCES app_enum.timeline_event_types(value)
app_hidden.timeline_event_fields: timeline_event_fields_object_type_fkey FOREIGN KEY (object_type) REFERENCES app_hidden.crm_objects(name)
app_hidden.timeline_event_fields: timeline_event_fields_pkey PRIMARY KEY (object_type, event_type, table_name, column_name)
app_hidden.undo_entries: undo_entries_kind_check CHECK ((kind = ANY (ARRAY['created'::text, 'changed'::text, 'moved'::text])))
app_hidden.undo_entries: undo_entries_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_hidden.undo_entries: undo_entries_pkey PRIMARY KEY (organization_id, operation_id, table_name, record_id)
app_hidden.workflow_settings: workflow_settings_action_fkey FOREIGN KEY (action) REFERENCES app_enum.workflow_action_types(value)
app_hidden.workflow_settings: workflow_settings_pkey PRIMARY KEY (action, name)
app_private.api_key_secrets: api_key_secrets_organization_id_api_key_id_fkey FOREIGN KEY (organization_id, api_key_id) REFERENCES app_public.api_keys(organization_id, id) ON DELETE CASCADE
app_private.api_key_secrets: api_key_secrets_organization_id_api_key_id_key UNIQUE (organization_id, api_key_id)
app_private.api_key_secrets: api_key_secrets_pkey PRIMARY KEY (key_hash)
app_private.api_key_secrets: api_key_secrets_session_id_fkey FOREIGN KEY (session_id) REFERENCES app_private.sessions(id) ON DELETE CASCADE
app_private.change_horizons: change_horizons_pkey PRIMARY KEY (taken_at)
app_private.changes: changes_action_check CHECK ((action = ANY (ARRAY['created'::text, 'updated'::text, 'deleted'::text])))
app_private.changes: changes_pkey PRIMARY KEY (transaction_id, "position")
app_private.custom_field_values: custom_field_values_organization_id_definition_id_fkey FOREIGN KEY (organization_id, definition_id) REFERENCES app_public.custom_field_definitions(organization_id, id) ON DELETE CASCADE
app_private.emails: emails_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_private.emails: emails_pkey PRIMARY KEY (id)
app_private.emails: emails_status_fkey FOREIGN KEY (status) REFERENCES app_enum.email_statuses(value)
app_private.erasures: erasures_organization_id_request_id_fkey FOREIGN KEY (organization_id, request_id) REFERENCES app_public.privacy_requests(organization_id, id) ON DELETE CASCADE
app_private.erasures: erasures_pkey PRIMARY KEY (organization_id, request_id)
app_private.event_listeners: event_listeners_pkey PRIMARY KEY (organization_id, event)
app_private.export_files: export_files_organization_id_export_id_fkey FOREIGN KEY (organization_id, export_id) REFERENCES app_public.exports(organization_id, id) ON DELETE CASCADE
app_private.export_files: export_files_pkey PRIMARY KEY (organization_id, export_id)
app_private.export_files: export_files_storage_key_key UNIQUE (storage_key)
app_private.given_contact_days: given_contact_days_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_private.given_contact_days: given_contact_days_pkey PRIMARY KEY (organization_id, record_id)
app_private.import_files: import_files_organization_id_import_id_fkey FOREIGN KEY (organization_id, import_id) REFERENCES app_public.imports(organization_id, id) ON DELETE CASCADE
app_private.import_files: import_files_pkey PRIMARY KEY (organization_id, import_id)
app_private.invitation_tokens: invitation_tokens_organization_id_invitation_id_fkey FOREIGN KEY (organization_id, invitation_id) REFERENCES app_public.invitations(organization_id, id) ON DELETE CASCADE
app_private.invitation_tokens: invitation_tokens_pkey PRIMARY KEY (token_hash)
app_private.live_topics: live_topics_pkey PRIMARY KEY (name)
app_private.live_topics: live_topics_table_name_key UNIQUE (table_name)
app_private.masking_secrets: masking_secrets_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_private.masking_secrets: masking_secrets_pkey PRIMARY KEY (organization_id)
app_private.message_ids: message_ids_organization_id_thread_id_fkey FOREIGN KEY (organization_id, thread_id) REFERENCES app_public.communication_threads(organization_id, id) ON DELETE CASCADE
app_private.message_ids: message_ids_pkey PRIMARY KEY (organization_id, digest)
app_private.overdue_days: overdue_days_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_private.overdue_days: overdue_days_pkey PRIMARY KEY (organization_id)
app_private.password_resets: password_resets_pkey PRIMARY KEY (token_hash)
app_private.password_resets: password_resets_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE CASCADE
app_private.privacy_documents: privacy_documents_organization_id_request_id_fkey FOREIGN KEY (organization_id, request_id) REFERENCES app_public.privacy_requests(organization_id, id) ON DELETE CASCADE
app_private.privacy_documents: privacy_documents_pkey PRIMARY KEY (organization_id, request_id)
app_private.rate_limits: rate_limits_pkey PRIMARY KEY (key)
app_private.refresh_tokens: refresh_tokens_pkey PRIMARY KEY (token_hash)
app_private.refresh_tokens: refresh_tokens_session_id_fkey FOREIGN KEY (session_id) REFERENCES app_private.sessions(id) ON DELETE CASCADE
app_private.reminders: reminders_object_type_check CHECK ((object_type = ANY (ARRAY['activity'::text, 'task'::text])))
app_private.reminders: reminders_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_private.reminders: reminders_pkey PRIMARY KEY (organization_id, object_type, object_id)
app_private.removed_files: removed_files_pkey PRIMARY KEY (storage_key)
app_private.rotting_deals: rotting_deals_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE CASCADE
app_private.rotting_deals: rotting_deals_pkey PRIMARY KEY (organization_id, deal_id)
app_private.sessions: sessions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE SET NULL
app_private.sessions: sessions_pkey PRIMARY KEY (id)
app_private.sessions: sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE CASCADE
app_private.uploads: uploads_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_private.uploads: uploads_pkey PRIMARY KEY (organization_id, id)
app_private.uploads: uploads_preview_status_fkey FOREIGN KEY (preview_status) REFERENCES app_enum.file_preview_statuses(value)
app_private.uploads: uploads_record_check CHECK ((jsonb_typeof(record) = 'object'::text))
app_private.uploads: uploads_scan_status_fkey FOREIGN KEY (scan_status) REFERENCES app_enum.file_scan_statuses(value)
app_private.uploads: uploads_storage_key_key UNIQUE (storage_key)
app_private.uploads: uploads_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE CASCADE
app_private.user_credentials: user_credentials_password_hash_check CHECK ((password_hash ~ '^\$2[aby]\$\d\d\$'::text))
app_private.user_credentials: user_credentials_pkey PRIMARY KEY (user_id)
app_private.user_credentials: user_credentials_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE CASCADE
app_private.webhook_health: webhook_health_organization_id_endpoint_id_fkey FOREIGN KEY (organization_id, endpoint_id) REFERENCES app_public.webhook_endpoints(organization_id, id) ON DELETE CASCADE
app_private.webhook_health: webhook_health_pkey PRIMARY KEY (organization_id, endpoint_id)
app_private.webhook_payloads: webhook_payloads_organization_id_delivery_id_fkey FOREIGN KEY (organization_id, delivery_id) REFERENCES app_public.webhook_deliveries(organization_id, id) ON DELETE CASCADE
app_private.webhook_payloads: webhook_payloads_pkey PRIMARY KEY (organization_id, delivery_id)
app_private.webhook_pump: webhook_pump_only_one_check CHECK (only_one)
app_private.webhook_pump: webhook_pump_pkey PRIMARY KEY (only_one)
app_private.webhook_queue: webhook_queue_organization_id_delivery_id_fkey FOREIGN KEY (organization_id, delivery_id) REFERENCES app_public.webhook_deliveries(organization_id, id) ON DELETE CASCADE
app_private.webhook_queue: webhook_queue_pkey PRIMARY KEY (organization_id, delivery_id)
app_private.webhook_secrets: webhook_secrets_organization_id_endpoint_id_fkey FOREIGN KEY (organization_id, endpoint_id) REFERENCES app_public.webhook_endpoints(organization_id, id) ON DELETE CASCADE
app_private.webhook_secrets: webhook_secrets_pkey PRIMARY KEY (organization_id, endpoint_id, id)
app_private.workflow_action_statistics: workflow_action_statistics_pkey PRIMARY KEY (organization_id, workflow_id, day, lane, key, type)
app_private.workflow_budgets: workflow_budgets_burst_check CHECK (((burst >= 1) AND (burst <= 10000000)))
app_private.workflow_budgets: workflow_budgets_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_private.workflow_budgets: workflow_budgets_pkey PRIMARY KEY (organization_id)
app_private.workflow_budgets: workflow_budgets_runs_per_minute_check CHECK (((runs_per_minute >= 1) AND (runs_per_minute <= 1000000)))
app_private.workflow_events: workflow_events_lane_check CHECK (((lane >= 0) AND (lane <= 3)))
app_private.workflow_events: workflow_events_pkey PRIMARY KEY (organization_id, lane, "position")
app_private.workflow_run_values: workflow_run_values_organization_id_run_id_fkey FOREIGN KEY (organization_id, run_id) REFERENCES app_public.workflow_runs(organization_id, id) ON DELETE CASCADE
app_private.workflow_run_values: workflow_run_values_pkey PRIMARY KEY (organization_id, run_id)
app_private.workflow_statistics: workflow_statistics_pkey PRIMARY KEY (organization_id, workflow_id, day, lane)
app_public.accounts: accounts_annual_revenue_check CHECK (((annual_revenue >= (0)::numeric) AND (annual_revenue < '1000000000000000'::numeric)))
app_public.accounts: accounts_billing_city_check CHECK ((length(billing_city) <= 100))
app_public.accounts: accounts_billing_country_check CHECK ((length(billing_country) <= 100))
app_public.accounts: accounts_billing_postal_code_check CHECK ((length(billing_postal_code) <= 20))
app_public.accounts: accounts_billing_state_check CHECK ((length(billing_state) <= 100))
app_public.accounts: accounts_billing_street_check CHECK ((length(billing_street) <= 500))
app_public.accounts: accounts_category_check CHECK ((length(category) <= 100))
app_public.accounts: accounts_check CHECK ((parent_id <> id))
app_public.accounts: accounts_company_size_check CHECK ((company_size >= 0))
app_public.accounts: accounts_currency_fkey FOREIGN KEY (currency) REFERENCES app_enum.currencies(code)
app_public.accounts: accounts_custom_data_check CHECK (((jsonb_typeof(custom_data) = 'object'::text) AND (length((custom_data)::text) <= 65536)))
app_public.accounts: accounts_description_check CHECK ((length(description) <= 32000))
app_public.accounts: accounts_external_id_check CHECK ((length(external_id) <= 255))
app_public.accounts: accounts_first_contact_date_check CHECK (((first_contact_date >= '1000-01-01'::date) AND (first_contact_date <= '9999-12-30'::date)))
app_public.accounts: accounts_industry_check CHECK ((length(industry) <= 100))
app_public.accounts: accounts_last_contact_date_check CHECK (((last_contact_date >= '1000-01-01'::date) AND (last_contact_date <= '9999-12-30'::date)))
app_public.accounts: accounts_merged_into_id_check CHECK (((merged_into_id IS NULL) OR ((deleted_at IS NOT NULL) AND (merged_into_id <> id))))
app_public.accounts: accounts_merged_into_id_fkey FOREIGN KEY (organization_id, merged_into_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE SET NULL (merged_into_id)
app_public.accounts: accounts_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 255)))
app_public.accounts: accounts_organization_id_account_manager_id_fkey FOREIGN KEY (organization_id, account_manager_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.accounts: accounts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id)
app_public.accounts: accounts_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.accounts: accounts_organization_id_parent_id_fkey FOREIGN KEY (organization_id, parent_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE SET NULL (parent_id)
app_public.accounts: accounts_pkey PRIMARY KEY (organization_id, id)
app_public.accounts: accounts_preferred_channel_check CHECK ((length(preferred_channel) <= 50))
app_public.accounts: accounts_primary_email_check CHECK ((length(primary_email) <= 254))
app_public.accounts: accounts_primary_phone_check CHECK ((length(primary_phone) <= 50))
app_public.accounts: accounts_shipping_city_check CHECK ((length(shipping_city) <= 100))
app_public.accounts: accounts_shipping_country_check CHECK ((length(shipping_country) <= 100))
app_public.accounts: accounts_shipping_postal_code_check CHECK ((length(shipping_postal_code) <= 20))
app_public.accounts: accounts_shipping_state_check CHECK ((length(shipping_state) <= 100))
app_public.accounts: accounts_shipping_street_check CHECK ((length(shipping_street) <= 500))
app_public.accounts: accounts_source_check CHECK ((length(source) <= 100))
app_public.accounts: accounts_status_fkey FOREIGN KEY (status) REFERENCES app_enum.account_statuses(value)
app_public.accounts: accounts_timezone_check CHECK ((length(timezone) <= 64))
app_public.accounts: accounts_type_check CHECK ((length(type) <= 100))
app_public.accounts: accounts_website_check CHECK ((length(website) <= 2000))
app_public.activities: activities_completed_at_check CHECK (((completed_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (completed_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.activities: activities_custom_data_check CHECK (((jsonb_typeof(custom_data) = 'object'::text) AND (length((custom_data)::text) <= 65536)))
app_public.activities: activities_description_check CHECK ((length(description) <= 32000))
app_public.activities: activities_due_date_check CHECK (((due_date >= '1000-01-01'::date) AND (due_date <= '9999-12-30'::date)))
app_public.activities: activities_due_time_check CHECK (((due_time IS NULL) OR (due_date IS NOT NULL)))
app_public.activities: activities_duration_minutes_check CHECK (((duration_minutes >= 0) AND (duration_minutes <= 100000)))
app_public.activities: activities_external_id_check CHECK ((length(external_id) <= 255))
app_public.activities: activities_occurs_on_check CHECK (((occurs_on >= '1000-01-01'::date) AND (occurs_on <= '9999-12-30'::date)))
app_public.activities: activities_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE SET NULL (account_id)
app_public.activities: activities_organization_id_assigned_to_id_fkey FOREIGN KEY (organization_id, assigned_to_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.activities: activities_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (contact_id)
app_public.activities: activities_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE SET NULL (deal_id)
app_public.activities: activities_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id)
app_public.activities: activities_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE SET NULL (lead_id)
app_public.activities: activities_organization_id_previous_id_fkey FOREIGN KEY (organization_id, previous_id) REFERENCES app_public.activities(organization_id, id) ON DELETE SET NULL (previous_id)
app_public.activities: activities_outcome_check CHECK ((length(outcome) <= 1000))
app_public.activities: activities_pkey PRIMARY KEY (organization_id, id)
app_public.activities: activities_priority_fkey FOREIGN KEY (priority) REFERENCES app_enum.priorities(value)
app_public.activities: activities_recurrence_count_check CHECK (((recurrence_count >= 1) AND (recurrence_count <= 10000)))
app_public.activities: activities_recurrence_frequency_fkey FOREIGN KEY (recurrence_frequency) REFERENCES app_enum.recurrence_frequencies(value)
app_public.activities: activities_recurrence_interval_check CHECK (((recurrence_interval >= 1) AND (recurrence_interval <= 1000)))
app_public.activities: activities_recurrence_starts_on_check CHECK (((recurrence_starts_on >= '1000-01-01'::date) AND (recurrence_starts_on <= '9999-12-30'::date)))
app_public.activities: activities_recurrence_until_check CHECK (((recurrence_until >= '1000-01-01'::date) AND (recurrence_until <= '9999-12-30'::date)))
app_public.activities: activities_reminder_at_check CHECK (((reminder_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (reminder_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.activities: activities_status_fkey FOREIGN KEY (status) REFERENCES app_enum.activity_statuses(value)
app_public.activities: activities_subject_check CHECK (((subject ~ '\S'::text) AND (length(subject) <= 255)))
app_public.activities: activities_type_fkey FOREIGN KEY (type) REFERENCES app_enum.activity_types(value)
app_public.api_keys: api_keys_expires_at_check CHECK (((expires_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (expires_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.api_keys: api_keys_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 100)))
app_public.api_keys: api_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.api_keys: api_keys_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES app_public.memberships(organization_id, user_id) ON DELETE CASCADE
app_public.api_keys: api_keys_organization_id_user_id_key UNIQUE (organization_id, user_id)
app_public.api_keys: api_keys_pkey PRIMARY KEY (organization_id, id)
app_public.api_keys: api_keys_prefix_check CHECK ((prefix ~ '^rh_[A-Za-z0-9_-]{6}$'::text))
app_public.api_keys: api_keys_revoked_at_check CHECK (((revoked_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (revoked_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.assignment_rule_members: assignment_rule_members_organization_id_rule_id_fkey FOREIGN KEY (organization_id, rule_id) REFERENCES app_public.assignment_rules(organization_id, id) ON DELETE CASCADE
app_public.assignment_rule_members: assignment_rule_members_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES app_public.memberships(organization_id, user_id) ON DELETE CASCADE
app_public.assignment_rule_members: assignment_rule_members_pkey PRIMARY KEY (organization_id, id)
app_public.assignment_rule_members: assignment_rule_members_user_id_key UNIQUE (organization_id, rule_id, user_id)
app_public.assignment_rules: assignment_rules_countries_check CHECK (((cardinality(countries) >= 1) AND (cardinality(countries) <= 300)))
app_public.assignment_rules: assignment_rules_max_open_leads_check CHECK ((max_open_leads > 0))
app_public.assignment_rules: assignment_rules_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 100)))
app_public.assignment_rules: assignment_rules_name_key UNIQUE (organization_id, name)
app_public.assignment_rules: assignment_rules_one_pool_check CHECK ((NOT (is_within_territory AND (team_id IS NOT NULL))))
app_public.assignment_rules: assignment_rules_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.assignment_rules: assignment_rules_organization_id_team_id_fkey FOREIGN KEY (organization_id, team_id) REFERENCES app_public.teams(organization_id, id)
app_public.assignment_rules: assignment_rules_organization_id_territory_id_fkey FOREIGN KEY (organization_id, territory_id) REFERENCES app_public.territories(organization_id, id)
app_public.assignment_rules: assignment_rules_pkey PRIMARY KEY (organization_id, id)
app_public.assignment_rules: assignment_rules_sources_check CHECK (((cardinality(sources) >= 1) AND (cardinality(sources) <= 100)))
app_public.assignment_rules: assignment_rules_strategy_fkey FOREIGN KEY (strategy) REFERENCES app_enum.assignment_strategies(value)
app_public.attachments: attachments_byte_size_check CHECK (((byte_size >= 0) AND (byte_size <= '5368709120'::bigint)))
app_public.attachments: attachments_checksum_check CHECK ((checksum ~ '^[0-9a-f]{64}$'::text))
app_public.attachments: attachments_content_check CHECK (((file_name !~* '\.(ade|adp|apk|app|appx|bat|cab|chm|cmd|com|cpl|deb|dll|dmg|exe|hlp|hta|html?|ins|iso|isp|jar|jnlp|jse?|lib|lnk|mde|mht|mhtml|mjs|msc|msi|msix|msp|mst|nsh|pif|pkg|ps1|psm1|reg|rpm|scr|sct|sh|shtml?|svgz?|swf|sys|url|vbe?|vbs|vhdx?|vxd|wsc|wsf|wsh|xht|xhtml|xll)$'::text) AND (mime_type !~* '^(text/(html|javascript|ecmascript)|image/svg\+xml|application/(xhtml\+xml|javascript|ecmascript|hta|x-httpd-.*|x-msdownload|x-msi|x-dosexec|x-executable|x-elf|x-mach-binary|x-sh|x-shockwave-flash|java-archive|vnd\.microsoft\.portable-executable|vnd\.android\.package-archive))$'::text)))
app_public.attachments: attachments_file_name_check CHECK (((length(file_name) <= 255) AND (file_name ~ '[^\s.]'::text) AND (file_name !~ '^\s|[\s.]$'::text) AND (file_name !~ '[/\\\x01-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]'::text) AND (file_name !~* '^(con|prn|aux|nul|com\d|lpt\d)(\.|$)'::text)))
app_public.attachments: attachments_mime_type_check CHECK (((mime_type ~ '^[A-Za-z0-9_.+-]+/[A-Za-z0-9_.+-]+$'::text) AND (length(mime_type) <= 255)))
app_public.attachments: attachments_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE CASCADE
app_public.attachments: attachments_organization_id_communication_id_fkey FOREIGN KEY (organization_id, communication_id) REFERENCES app_public.communications(organization_id, id) ON DELETE CASCADE
app_public.attachments: attachments_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE CASCADE
app_public.attachments: attachments_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE CASCADE
app_public.attachments: attachments_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id)
app_public.attachments: attachments_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE
app_public.attachments: attachments_organization_id_message_id_fkey FOREIGN KEY (organization_id, message_id) REFERENCES app_public.messages(organization_id, id) ON DELETE CASCADE
app_public.attachments: attachments_organization_id_project_id_fkey FOREIGN KEY (organization_id, project_id) REFERENCES app_public.projects(organization_id, id) ON DELETE CASCADE
app_public.attachments: attachments_organization_id_storage_key_key UNIQUE (organization_id, storage_key)
app_public.attachments: attachments_organization_id_task_id_fkey FOREIGN KEY (organization_id, task_id) REFERENCES app_public.tasks(organization_id, id) ON DELETE CASCADE
app_public.attachments: attachments_pkey PRIMARY KEY (organization_id, id)
app_public.attachments: attachments_preview_status_fkey FOREIGN KEY (preview_status) REFERENCES app_enum.file_preview_statuses(value)
app_public.attachments: attachments_record_check CHECK ((num_nonnulls(account_id, contact_id, lead_id, deal_id, communication_id, project_id, task_id, message_id) = 1))
app_public.attachments: attachments_scan_status_fkey FOREIGN KEY (scan_status) REFERENCES app_enum.file_scan_statuses(value)
app_public.audit_log: audit_log_action_check CHECK (((length(action) >= 1) AND (length(action) <= 64)))
app_public.audit_log: audit_log_pkey PRIMARY KEY (organization_id, occurred_at, id)
app_public.comments: comments_body_check CHECK (((body ~ '\S'::text) AND (length(body) <= 10000)))
app_public.comments: comments_edited_at_check CHECK (((edited_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (edited_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.comments: comments_mentioned_user_ids_check CHECK (((cardinality(mentioned_user_ids) <= 50) AND (array_position(mentioned_user_ids, NULL::uuid) IS NULL)))
app_public.comments: comments_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE CASCADE
app_public.comments: comments_organization_id_communication_id_fkey FOREIGN KEY (organization_id, communication_id) REFERENCES app_public.communications(organization_id, id) ON DELETE CASCADE
app_public.comments: comments_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE CASCADE
app_public.comments: comments_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE CASCADE
app_public.comments: comments_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id)
app_public.comments: comments_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE
app_public.comments: comments_organization_id_project_id_fkey FOREIGN KEY (organization_id, project_id) REFERENCES app_public.projects(organization_id, id) ON DELETE CASCADE
app_public.comments: comments_organization_id_task_id_fkey FOREIGN KEY (organization_id, task_id) REFERENCES app_public.tasks(organization_id, id) ON DELETE CASCADE
app_public.comments: comments_pkey PRIMARY KEY (organization_id, id)
app_public.comments: comments_record_check CHECK ((num_nonnulls(account_id, contact_id, lead_id, deal_id, communication_id, project_id, task_id) = 1))
app_public.communication_contacts: communication_contacts_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE CASCADE
app_public.communication_contacts: communication_contacts_participant_id_fkey FOREIGN KEY (organization_id, participant_id) REFERENCES app_public.communication_participants(organization_id, id) ON DELETE CASCADE
app_public.communication_contacts: communication_contacts_participant_id_key UNIQUE (organization_id, participant_id)
app_public.communication_contacts: communication_contacts_pkey PRIMARY KEY (organization_id, id)
app_public.communication_participants: communication_participants_address_check CHECK (((address = lower(address)) AND (address ~ '^[^@\s]+@[^@\s]+$'::text) AND (length(address) <= 254)))
app_public.communication_participants: communication_participants_communication_id_fkey FOREIGN KEY (organization_id, communication_id) REFERENCES app_public.communications(organization_id, id) ON DELETE CASCADE
app_public.communication_participants: communication_participants_identity_check CHECK ((num_nonnulls(address, name) > 0))
app_public.communication_participants: communication_participants_key UNIQUE NULLS NOT DISTINCT (organization_id, communication_id, role, address, name)
app_public.communication_participants: communication_participants_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 255)))
app_public.communication_participants: communication_participants_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.communication_participants: communication_participants_pkey PRIMARY KEY (organization_id, id)
app_public.communication_participants: communication_participants_role_fkey FOREIGN KEY (role) REFERENCES app_enum.participant_roles(value)
app_public.communication_threads: communication_threads_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id)
app_public.communication_threads: communication_threads_pkey PRIMARY KEY (organization_id, id)
app_public.communications: communications_body_check CHECK ((length(body) <= 500000))
app_public.communications: communications_custom_data_check CHECK (((jsonb_typeof(custom_data) = 'object'::text) AND (length((custom_data)::text) <= 65536)))
app_public.communications: communications_direction_fkey FOREIGN KEY (direction) REFERENCES app_enum.communication_directions(value)
app_public.communications: communications_duration_minutes_check CHECK (((duration_minutes >= 0) AND (duration_minutes <= 100000)))
app_public.communications: communications_email_cc_check CHECK (((cardinality(email_cc) <= 500) AND (octet_length((email_cc)::text) <= 150000)))
app_public.communications: communications_email_from_check CHECK ((length(email_from) <= 254))
app_public.communications: communications_email_to_check CHECK (((cardinality(email_to) <= 500) AND (octet_length((email_to)::text) <= 150000)))
app_public.communications: communications_in_reply_to_check CHECK ((length(in_reply_to) <= 998))
app_public.communications: communications_meeting_attendees_check CHECK (((cardinality(meeting_attendees) <= 500) AND (octet_length((meeting_attendees)::text) <= 150000)))
app_public.communications: communications_meeting_location_check CHECK ((length(meeting_location) <= 500))
app_public.communications: communications_message_id_check CHECK ((length(message_id) <= 998))
app_public.communications: communications_occurred_at_check CHECK (((occurred_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (occurred_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.communications: communications_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE SET NULL (account_id)
app_public.communications: communications_organization_id_activity_id_fkey FOREIGN KEY (organization_id, activity_id) REFERENCES app_public.activities(organization_id, id) ON DELETE SET NULL (activity_id)
app_public.communications: communications_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (contact_id)
app_public.communications: communications_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE SET NULL (deal_id)
app_public.communications: communications_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id)
app_public.communications: communications_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE SET NULL (lead_id)
app_public.communications: communications_organization_id_thread_id_fkey FOREIGN KEY (organization_id, thread_id) REFERENCES app_public.communication_threads(organization_id, id)
app_public.communications: communications_outcome_check CHECK ((length(outcome) <= 1000))
app_public.communications: communications_pkey PRIMARY KEY (organization_id, id)
app_public.communications: communications_subject_check CHECK ((length(subject) <= 500))
app_public.communications: communications_type_fkey FOREIGN KEY (type) REFERENCES app_enum.communication_types(value)
app_public.contacts: contacts_anniversary_check CHECK (((anniversary >= '1000-01-01'::date) AND (anniversary <= '9999-12-30'::date)))
app_public.contacts: contacts_birthday_check CHECK (((birthday >= '1000-01-01'::date) AND (birthday <= '9999-12-30'::date)))
app_public.contacts: contacts_custom_data_check CHECK (((jsonb_typeof(custom_data) = 'object'::text) AND (length((custom_data)::text) <= 65536)))
app_public.contacts: contacts_department_check CHECK ((length(department) <= 100))
app_public.contacts: contacts_description_check CHECK ((length(description) <= 32000))
app_public.contacts: contacts_email_check CHECK (((email ~ '^[^@\s]+@[^@\s]+$'::text) AND (length(email) <= 254)))
app_public.contacts: contacts_erased_at_check CHECK (((erased_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (erased_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.contacts: contacts_external_id_check CHECK ((length(external_id) <= 255))
app_public.contacts: contacts_facebook_url_check CHECK ((length(facebook_url) <= 2000))
app_public.contacts: contacts_first_name_check CHECK ((length(first_name) <= 100))
app_public.contacts: contacts_job_title_check CHECK ((length(job_title) <= 150))
app_public.contacts: contacts_last_contact_date_check CHECK (((last_contact_date >= '1000-01-01'::date) AND (last_contact_date <= '9999-12-30'::date)))
app_public.contacts: contacts_last_name_check CHECK (((last_name ~ '\S'::text) AND (length(last_name) <= 100)))
app_public.contacts: contacts_linkedin_url_check CHECK ((length(linkedin_url) <= 2000))
app_public.contacts: contacts_mailing_city_check CHECK ((length(mailing_city) <= 100))
app_public.contacts: contacts_mailing_country_check CHECK ((length(mailing_country) <= 100))
app_public.contacts: contacts_mailing_postal_code_check CHECK ((length(mailing_postal_code) <= 20))
app_public.contacts: contacts_mailing_state_check CHECK ((length(mailing_state) <= 100))
app_public.contacts: contacts_mailing_street_check CHECK ((length(mailing_street) <= 500))
app_public.contacts: contacts_merged_into_id_check CHECK (((merged_into_id IS NULL) OR ((deleted_at IS NOT NULL) AND (merged_into_id <> id))))
app_public.contacts: contacts_merged_into_id_fkey FOREIGN KEY (organization_id, merged_into_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (merged_into_id)
app_public.contacts: contacts_mobile_phone_check CHECK ((length(mobile_phone) <= 50))
app_public.contacts: contacts_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE SET NULL (account_id)
app_public.contacts: contacts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id)
app_public.contacts: contacts_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.contacts: contacts_pkey PRIMARY KEY (organization_id, id)
app_public.contacts: contacts_preferred_channel_check CHECK ((length(preferred_channel) <= 50))
app_public.contacts: contacts_role_check CHECK ((length(role) <= 100))
app_public.contacts: contacts_salutation_check CHECK ((length(salutation) <= 50))
app_public.contacts: contacts_source_check CHECK ((length(source) <= 100))
app_public.contacts: contacts_twitter_handle_check CHECK ((length(twitter_handle) <= 100))
app_public.contacts: contacts_type_check CHECK ((length(type) <= 100))
app_public.contacts: contacts_work_phone_check CHECK ((length(work_phone) <= 50))
app_public.custom_field_definitions: custom_field_definitions_group_name_check CHECK ((length(group_name) <= 100))
app_public.custom_field_definitions: custom_field_definitions_help_text_check CHECK ((length(help_text) <= 1000))
app_public.custom_field_definitions: custom_field_definitions_key_check CHECK ((key ~ '^[a-z][a-z0-9_]{0,62}$'::text))
app_public.custom_field_definitions: custom_field_definitions_key_key UNIQUE (organization_id, object, key)
app_public.custom_field_definitions: custom_field_definitions_label_check CHECK (((label ~ '\S'::text) AND (length(label) <= 100)))
app_public.custom_field_definitions: custom_field_definitions_object_check CHECK ((object = ANY (ARRAY['account'::text, 'contact'::text, 'lead'::text, 'deal'::text, 'activity'::text, 'communication'::text])))
app_public.custom_field_definitions: custom_field_definitions_object_fkey FOREIGN KEY (object) REFERENCES app_hidden.crm_objects(name)
app_public.custom_field_definitions: custom_field_definitions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.custom_field_definitions: custom_field_definitions_pkey PRIMARY KEY (organization_id, id)
app_public.custom_field_definitions: custom_field_definitions_type_fkey FOREIGN KEY (type) REFERENCES app_enum.custom_field_types(value)
app_public.deal_products: deal_products_description_check CHECK ((length(description) <= 1000))
app_public.deal_products: deal_products_discount_check CHECK (((discount >= (0)::numeric) AND (discount < '1000000000000000'::numeric)))
app_public.deal_products: deal_products_external_id_check CHECK ((length(external_id) <= 255))
app_public.deal_products: deal_products_named_check CHECK (((product_id IS NOT NULL) OR (COALESCE(description, ''::text) ~ '\S'::text)))
app_public.deal_products: deal_products_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE CASCADE
app_public.deal_products: deal_products_organization_id_external_system_external_id_key UNIQUE (organization_id, external_system, external_id)
app_public.deal_products: deal_products_organization_id_product_id_fkey FOREIGN KEY (organization_id, product_id) REFERENCES app_public.products(organization_id, id)
app_public.deal_products: deal_products_pkey PRIMARY KEY (organization_id, id)
app_public.deal_products: deal_products_quantity_check CHECK (((quantity > (0)::numeric) AND (quantity < '1000000000'::numeric)))
app_public.deal_products: deal_products_tax_check CHECK (((tax >= (0)::numeric) AND (tax < '1000000000000000'::numeric)))
app_public.deal_products: deal_products_total_check CHECK ((((round((quantity * unit_price), 4) - discount) + tax) >= (0)::numeric))
app_public.deal_products: deal_products_unit_price_check CHECK (((unit_price >= (0)::numeric) AND (unit_price < '1000000000000'::numeric)))
app_public.deal_stage_history: deal_stage_history_changed_at_check CHECK (((changed_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (changed_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.deal_stage_history: deal_stage_history_external_id_check CHECK ((length(external_id) <= 255))
app_public.deal_stage_history: deal_stage_history_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE CASCADE
app_public.deal_stage_history: deal_stage_history_organization_id_external_system_external_key UNIQUE (organization_id, external_system, external_id)
app_public.deal_stage_history: deal_stage_history_organization_id_from_stage_id_fkey FOREIGN KEY (organization_id, from_stage_id) REFERENCES app_public.pipeline_stages(organization_id, id)
app_public.deal_stage_history: deal_stage_history_organization_id_pipeline_id_fkey FOREIGN KEY (organization_id, pipeline_id) REFERENCES app_public.pipelines(organization_id, id)
app_public.deal_stage_history: deal_stage_history_organization_id_to_stage_id_fkey FOREIGN KEY (organization_id, to_stage_id) REFERENCES app_public.pipeline_stages(organization_id, id)
app_public.deal_stage_history: deal_stage_history_pkey PRIMARY KEY (organization_id, id)
app_public.deal_team_members: deal_team_members_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE CASCADE
app_public.deal_team_members: deal_team_members_organization_id_deal_id_user_id_key UNIQUE (organization_id, deal_id, user_id)
app_public.deal_team_members: deal_team_members_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.deal_team_members: deal_team_members_pkey PRIMARY KEY (organization_id, id)
app_public.deal_team_members: deal_team_members_role_check CHECK ((length(role) <= 100))
app_public.deals: deals_amount_check CHECK (((amount >= (0)::numeric) AND (amount < '1000000000000000'::numeric)))
app_public.deals: deals_closed_at_check CHECK (((closed_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (closed_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.deals: deals_competitors_check CHECK (((cardinality(competitors) <= 50) AND (octet_length((competitors)::text) <= 10000)))
app_public.deals: deals_currency_fkey FOREIGN KEY (currency) REFERENCES app_enum.currencies(code)
app_public.deals: deals_custom_data_check CHECK (((jsonb_typeof(custom_data) = 'object'::text) AND (length((custom_data)::text) <= 65536)))
app_public.deals: deals_description_check CHECK ((length(description) <= 32000))
app_public.deals: deals_discount_check CHECK (((discount >= (0)::numeric) AND (discount < '1000000000000000'::numeric)))
app_public.deals: deals_expected_close_date_check CHECK (((expected_close_date >= '1000-01-01'::date) AND (expected_close_date <= '9999-12-30'::date)))
app_public.deals: deals_external_id_check CHECK ((length(external_id) <= 255))
app_public.deals: deals_lost_reason_check CHECK ((length(lost_reason) <= 1000))
app_public.deals: deals_lost_to_competitor_check CHECK ((length(lost_to_competitor) <= 200))
app_public.deals: deals_lost_with_reason_check CHECK (((status <> 'lost'::text) OR (COALESCE(lost_reason, ''::text) ~ '\S'::text)))
app_public.deals: deals_next_step_check CHECK ((length(next_step) <= 500))
app_public.deals: deals_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE SET NULL (account_id)
app_public.deals: deals_organization_id_deal_number_key UNIQUE (organization_id, deal_number)
app_public.deals: deals_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id)
app_public.deals: deals_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.deals: deals_organization_id_pipeline_id_fkey FOREIGN KEY (organization_id, pipeline_id) REFERENCES app_public.pipelines(organization_id, id)
app_public.deals: deals_organization_id_pipeline_id_stage_id_fkey FOREIGN KEY (organization_id, pipeline_id, stage_id) REFERENCES app_public.pipeline_stages(organization_id, pipeline_id, id)
app_public.deals: deals_organization_id_primary_contact_id_fkey FOREIGN KEY (organization_id, primary_contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (primary_contact_id)
app_public.deals: deals_organization_id_source_lead_id_fkey FOREIGN KEY (organization_id, source_lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE SET NULL (source_lead_id)
app_public.deals: deals_pkey PRIMARY KEY (organization_id, id)
app_public.deals: deals_probability_check CHECK (((probability >= 0) AND (probability <= 100)))
app_public.deals: deals_source_check CHECK ((length(source) <= 100))
app_public.deals: deals_stage_entered_at_check CHECK (((stage_entered_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (stage_entered_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.deals: deals_status_fkey FOREIGN KEY (status) REFERENCES app_enum.deal_statuses(value)
app_public.deals: deals_tax_check CHECK (((tax >= (0)::numeric) AND (tax < '1000000000000000'::numeric)))
app_public.deals: deals_title_check CHECK (((title ~ '\S'::text) AND (length(title) <= 255)))
app_public.deals: deals_total_check CHECK ((((amount - discount) + tax) >= (0)::numeric))
app_public.deals: deals_type_check CHECK ((length(type) <= 100))
app_public.deals: deals_won_amount_check CHECK (((status <> 'won'::text) OR (amount > (0)::numeric)))
app_public.deals: deals_won_reason_check CHECK ((length(won_reason) <= 1000))
app_public.duplicate_candidates: duplicate_candidates_alike_check CHECK ((jsonb_typeof(alike) = 'object'::text))
app_public.duplicate_candidates: duplicate_candidates_decided_at_check CHECK (((decided_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (decided_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.duplicate_candidates: duplicate_candidates_found_at_check CHECK (((found_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (found_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.duplicate_candidates: duplicate_candidates_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE CASCADE
app_public.duplicate_candidates: duplicate_candidates_organization_id_account_id_other_accou_key UNIQUE (organization_id, account_id, other_account_id)
app_public.duplicate_candidates: duplicate_candidates_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE CASCADE
app_public.duplicate_candidates: duplicate_candidates_organization_id_contact_id_other_conta_key UNIQUE (organization_id, contact_id, other_contact_id)
app_public.duplicate_candidates: duplicate_candidates_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.duplicate_candidates: duplicate_candidates_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE
app_public.duplicate_candidates: duplicate_candidates_organization_id_lead_id_other_lead_id_key UNIQUE (organization_id, lead_id, other_lead_id)
app_public.duplicate_candidates: duplicate_candidates_organization_id_other_account_id_fkey FOREIGN KEY (organization_id, other_account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE CASCADE
app_public.duplicate_candidates: duplicate_candidates_organization_id_other_contact_id_fkey FOREIGN KEY (organization_id, other_contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE CASCADE
app_public.duplicate_candidates: duplicate_candidates_organization_id_other_lead_id_fkey FOREIGN KEY (organization_id, other_lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE
app_public.duplicate_candidates: duplicate_candidates_pair_check CHECK (((num_nonnulls(account_id, contact_id, lead_id) = 1) AND ((account_id < other_account_id) IS NOT FALSE) AND ((contact_id < other_contact_id) IS NOT FALSE) AND ((lead_id < other_lead_id) IS NOT FALSE) AND (num_nulls(account_id, other_account_id) <> 1) AND (num_nulls(contact_id, other_contact_id) <> 1) AND (num_nulls(lead_id, other_lead_id) <> 1)))
app_public.duplicate_candidates: duplicate_candidates_pkey PRIMARY KEY (organization_id, id)
app_public.duplicate_candidates: duplicate_candidates_score_check CHECK (((score >= (0)::double precision) AND (score <= (1)::double precision)))
app_public.duplicate_candidates: duplicate_candidates_status_fkey FOREIGN KEY (status) REFERENCES app_enum.duplicate_statuses(value)
app_public.duplicate_comparisons: duplicate_comparisons_agreement_check CHECK ((((agreement >= (0)::numeric) AND (agreement <= (100)::numeric)) AND (scale(agreement) <= 6)))
app_public.duplicate_comparisons: duplicate_comparisons_criterion_fkey FOREIGN KEY (criterion) REFERENCES app_enum.duplicate_criteria(value)
app_public.duplicate_comparisons: duplicate_comparisons_disagreement_check CHECK ((((disagreement >= ('-100'::integer)::numeric) AND (disagreement <= (0)::numeric)) AND (scale(disagreement) <= 6)))
app_public.duplicate_comparisons: duplicate_comparisons_organization_id_rule_id_criterion_key UNIQUE (organization_id, rule_id, criterion)
app_public.duplicate_comparisons: duplicate_comparisons_organization_id_rule_id_fkey FOREIGN KEY (organization_id, rule_id) REFERENCES app_public.duplicate_rules(organization_id, id) ON DELETE CASCADE
app_public.duplicate_comparisons: duplicate_comparisons_pkey PRIMARY KEY (organization_id, id)
app_public.duplicate_rules: duplicate_rules_object_type_check CHECK ((object_type = ANY (ARRAY['account'::text, 'contact'::text, 'lead'::text])))
app_public.duplicate_rules: duplicate_rules_object_type_fkey FOREIGN KEY (object_type) REFERENCES app_hidden.crm_objects(name)
app_public.duplicate_rules: duplicate_rules_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.duplicate_rules: duplicate_rules_organization_id_object_type_key UNIQUE (organization_id, object_type)
app_public.duplicate_rules: duplicate_rules_pkey PRIMARY KEY (organization_id, id)
app_public.duplicate_rules: duplicate_rules_place_limit_check CHECK ((((place_limit >= (0)::numeric) AND (place_limit <= (100)::numeric)) AND (scale(place_limit) <= 6)))
app_public.duplicate_rules: duplicate_rules_prior_check CHECK ((((prior >= ('-100'::integer)::numeric) AND (prior <= (0)::numeric)) AND (scale(prior) <= 6)))
app_public.duplicate_rules: duplicate_rules_threshold_check CHECK (((threshold > (0)::numeric) AND (threshold < (1)::numeric)))
app_public.exports: exports_expires_at_check CHECK (((expires_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (expires_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.exports: exports_filter_check CHECK (((jsonb_typeof(filter) = 'object'::text) AND (pg_column_size(filter) <= 10000)))
app_public.exports: exports_finished_at_check CHECK (((finished_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (finished_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.exports: exports_format_fkey FOREIGN KEY (format) REFERENCES app_enum.export_formats(value)
app_public.exports: exports_object_type_fkey FOREIGN KEY (object_type) REFERENCES app_hidden.crm_objects(name)
app_public.exports: exports_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.exports: exports_pkey PRIMARY KEY (organization_id, id)
app_public.exports: exports_started_at_check CHECK (((started_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (started_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.exports: exports_status_fkey FOREIGN KEY (status) REFERENCES app_enum.export_statuses(value)
app_public.feature_flags: feature_flags_name_fkey FOREIGN KEY (name) REFERENCES app_hidden.features(name)
app_public.feature_flags: feature_flags_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.feature_flags: feature_flags_organization_id_name_key UNIQUE (organization_id, name)
app_public.feature_flags: feature_flags_pkey PRIMARY KEY (organization_id, id)
app_public.former_external_ids: former_external_ids_external_id_check CHECK ((length(external_id) <= 255))
app_public.former_external_ids: former_external_ids_external_system_check CHECK ((length(external_system) <= 255))
app_public.former_external_ids: former_external_ids_organization_id_account_id_external_sys_key UNIQUE (organization_id, account_id, external_system, external_id)
app_public.former_external_ids: former_external_ids_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE CASCADE
app_public.former_external_ids: former_external_ids_organization_id_contact_id_external_sys_key UNIQUE (organization_id, contact_id, external_system, external_id)
app_public.former_external_ids: former_external_ids_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE CASCADE
app_public.former_external_ids: former_external_ids_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.former_external_ids: former_external_ids_organization_id_lead_id_external_system_key UNIQUE (organization_id, lead_id, external_system, external_id)
app_public.former_external_ids: former_external_ids_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE
app_public.former_external_ids: former_external_ids_pkey PRIMARY KEY (organization_id, id)
app_public.former_external_ids: former_external_ids_record_check CHECK ((num_nonnulls(account_id, contact_id, lead_id) = 1))
app_public.imports: imports_bad_rows_check CHECK ((jsonb_typeof(bad_rows) = 'array'::text))
app_public.imports: imports_duplicate_handling_fkey FOREIGN KEY (duplicate_handling) REFERENCES app_enum.duplicate_handlings(value)
app_public.imports: imports_file_name_check CHECK (((file_name ~ '\S'::text) AND (length(file_name) <= 255)))
app_public.imports: imports_finished_at_check CHECK (((finished_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (finished_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.imports: imports_mapping_check CHECK ((jsonb_typeof(mapping) = 'object'::text))
app_public.imports: imports_object_type_check CHECK ((object_type = ANY (ARRAY['account'::text, 'contact'::text, 'lead'::text, 'deal'::text, 'activity'::text, 'product'::text])))
app_public.imports: imports_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.imports: imports_pkey PRIMARY KEY (organization_id, id)
app_public.imports: imports_started_at_check CHECK (((started_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (started_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.imports: imports_status_fkey FOREIGN KEY (status) REFERENCES app_enum.import_statuses(value)
app_public.installed_templates: installed_templates_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.installed_templates: installed_templates_pkey PRIMARY KEY (organization_id, id)
app_public.installed_templates: installed_templates_record_ids_check CHECK ((jsonb_typeof(record_ids) = 'object'::text))
app_public.installed_templates: installed_templates_slug_fkey FOREIGN KEY (slug) REFERENCES app_hidden.organization_templates(slug)
app_public.installed_templates: installed_templates_slug_key UNIQUE (organization_id, slug)
app_public.installed_templates: installed_templates_version_check CHECK ((version > 0))
app_public.invitations: invitations_accepted_at_check CHECK (((accepted_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (accepted_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.invitations: invitations_email_check CHECK (((email = lower(email)) AND (email ~ '^[^@\s]+@[^@\s]+$'::text) AND (length(email) <= 254)))
app_public.invitations: invitations_expires_at_check CHECK (((expires_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (expires_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.invitations: invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.invitations: invitations_organization_id_role_id_fkey FOREIGN KEY (organization_id, role_id) REFERENCES app_public.roles(organization_id, id) ON DELETE CASCADE
app_public.invitations: invitations_person_check CHECK ((email !~~ '%@service.invalid'::text))
app_public.invitations: invitations_pkey PRIMARY KEY (organization_id, id)
app_public.lead_assignments: lead_assignments_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.lead_assignments: lead_assignments_organization_id_former_owner_id_fkey FOREIGN KEY (organization_id, former_owner_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.lead_assignments: lead_assignments_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE
app_public.lead_assignments: lead_assignments_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.lead_assignments: lead_assignments_organization_id_rule_id_fkey FOREIGN KEY (organization_id, rule_id) REFERENCES app_public.assignment_rules(organization_id, id) ON DELETE SET NULL (rule_id)
app_public.lead_assignments: lead_assignments_pkey PRIMARY KEY (organization_id, id)
app_public.lead_assignments: lead_assignments_strategy_fkey FOREIGN KEY (strategy) REFERENCES app_enum.assignment_strategies(value)
app_public.lead_conversions: lead_conversions_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE SET NULL (account_id)
app_public.lead_conversions: lead_conversions_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (contact_id)
app_public.lead_conversions: lead_conversions_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE SET NULL (deal_id)
app_public.lead_conversions: lead_conversions_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE
app_public.lead_conversions: lead_conversions_pkey PRIMARY KEY (organization_id, id)
app_public.lead_conversions: lead_conversions_undone_at_check CHECK (((undone_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (undone_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.lead_field_mappings: lead_field_mappings_field_id_key UNIQUE (organization_id, field_id)
app_public.lead_field_mappings: lead_field_mappings_organization_id_field_id_fkey FOREIGN KEY (organization_id, field_id) REFERENCES app_public.custom_field_definitions(organization_id, id) ON DELETE CASCADE
app_public.lead_field_mappings: lead_field_mappings_organization_id_lead_field_id_fkey FOREIGN KEY (organization_id, lead_field_id) REFERENCES app_public.custom_field_definitions(organization_id, id) ON DELETE CASCADE
app_public.lead_field_mappings: lead_field_mappings_pkey PRIMARY KEY (organization_id, id)
app_public.lead_form_submissions: lead_form_submissions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.lead_form_submissions: lead_form_submissions_organization_id_form_id_fkey FOREIGN KEY (organization_id, form_id) REFERENCES app_public.lead_forms(organization_id, id) ON DELETE CASCADE
app_public.lead_form_submissions: lead_form_submissions_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE SET NULL (lead_id)
app_public.lead_form_submissions: lead_form_submissions_outcome_fkey FOREIGN KEY (outcome) REFERENCES app_enum.submission_outcomes(value)
app_public.lead_form_submissions: lead_form_submissions_pkey PRIMARY KEY (organization_id, id)
app_public.lead_forms: lead_forms_allowed_origins_check CHECK ((cardinality(allowed_origins) <= 50))
app_public.lead_forms: lead_forms_campaign_check CHECK ((length(campaign) <= 200))
app_public.lead_forms: lead_forms_custom_fields_check CHECK ((cardinality(custom_fields) <= 100))
app_public.lead_forms: lead_forms_key_key UNIQUE (key)
app_public.lead_forms: lead_forms_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 100)))
app_public.lead_forms: lead_forms_name_key UNIQUE (organization_id, name)
app_public.lead_forms: lead_forms_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.lead_forms: lead_forms_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.lead_forms: lead_forms_organization_id_territory_id_fkey FOREIGN KEY (organization_id, territory_id) REFERENCES app_public.territories(organization_id, id) ON DELETE SET NULL (territory_id)
app_public.lead_forms: lead_forms_origins_check CHECK (((array_to_string(allowed_origins, ' '::text, '-'::text) ~ '^(https?://[a-z0-9.-]+(:\d{1,5})?( https?://[a-z0-9.-]+(:\d{1,5})?)*)?$'::text) AND (cardinality(string_to_array(array_to_string(allowed_origins, ' '::text, '-'::text), ' '::text)) = cardinality(allowed_origins))))
app_public.lead_forms: lead_forms_pkey PRIMARY KEY (organization_id, id)
app_public.lead_forms: lead_forms_redirect_url_check CHECK (((redirect_url ~ '^https?://[^\s]+$'::text) AND (length(redirect_url) <= 2000)))
app_public.lead_forms: lead_forms_source_check CHECK ((length(source) <= 100))
app_public.lead_forms: lead_forms_trap_field_check CHECK ((trap_field ~ '^[A-Za-z][A-Za-z0-9_-]{0,63}$'::text))
app_public.lead_score_history: lead_score_history_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE
app_public.lead_score_history: lead_score_history_pkey PRIMARY KEY (organization_id, id)
app_public.lead_score_models: lead_score_models_auc_check CHECK (((auc >= (0)::numeric) AND (auc <= (1)::numeric)))
app_public.lead_score_models: lead_score_models_brier_score_check CHECK (((brier_score >= (0)::numeric) AND (brier_score <= (1)::numeric)))
app_public.lead_score_models: lead_score_models_calibration_error_check CHECK (((calibration_error >= (0)::numeric) AND (calibration_error <= (1)::numeric)))
app_public.lead_score_models: lead_score_models_features_check CHECK ((jsonb_typeof(features) = 'array'::text))
app_public.lead_score_models: lead_score_models_fitted_at_check CHECK (((fitted_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (fitted_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.lead_score_models: lead_score_models_fitted_check CHECK (((status <> 'fitted'::text) OR (num_nulls(intercept, calibration_slope, calibration_offset, features, fitted_at, auc) = 0)))
app_public.lead_score_models: lead_score_models_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.lead_score_models: lead_score_models_pkey PRIMARY KEY (organization_id, id)
app_public.lead_score_models: lead_score_models_reliability_check CHECK ((jsonb_typeof(reliability) = 'array'::text))
app_public.lead_score_models: lead_score_models_requested_at_check CHECK (((requested_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (requested_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.lead_score_models: lead_score_models_status_fkey FOREIGN KEY (status) REFERENCES app_enum.lead_score_model_statuses(value)
app_public.lead_scores: lead_scores_activity_points_check CHECK ((activity_points >= 0))
app_public.lead_scores: lead_scores_age_points_check CHECK ((age_points >= 0))
app_public.lead_scores: lead_scores_completeness_points_check CHECK ((completeness_points >= 0))
app_public.lead_scores: lead_scores_custom_points_check CHECK ((custom_points >= 0))
app_public.lead_scores: lead_scores_engagement_points_check CHECK ((engagement_points >= 0))
app_public.lead_scores: lead_scores_next_step_check CHECK ((next_step = ANY (ARRAY['call'::text, 'follow_up'::text, 'qualify'::text, 'complete_profile'::text, 're_engage'::text, 'nurture'::text, 'none'::text])))
app_public.lead_scores: lead_scores_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE
app_public.lead_scores: lead_scores_organization_id_model_id_fkey FOREIGN KEY (organization_id, model_id) REFERENCES app_public.lead_score_models(organization_id, id) ON DELETE SET NULL (model_id)
app_public.lead_scores: lead_scores_pkey PRIMARY KEY (organization_id, lead_id)
app_public.lead_scores: lead_scores_probability_check CHECK (((probability >= (0)::numeric) AND (probability <= (1)::numeric)))
app_public.lead_scores: lead_scores_quality_check CHECK ((quality = ANY (ARRAY['hot'::text, 'warm'::text, 'cool'::text, 'cold'::text])))
app_public.lead_scores: lead_scores_rules_total_check CHECK (((rules_total >= 0) AND (rules_total <= 100)))
app_public.lead_scores: lead_scores_source_check CHECK ((source = ANY (ARRAY['rules'::text, 'predictive'::text])))
app_public.lead_scores: lead_scores_status_points_check CHECK ((status_points >= 0))
app_public.lead_scores: lead_scores_sum_check CHECK ((rules_total = (((((status_points + activity_points) + completeness_points) + age_points) + engagement_points) + custom_points)))
app_public.lead_scores: lead_scores_total_check CHECK (((total >= 0) AND (total <= 100)))
app_public.lead_scores: lead_scores_total_of_source_check CHECK (((total)::numeric =
CASE source
    WHEN 'rules'::text THEN (rules_total)::numeric
    ELSE round(((100)::numeric * probability))
END))
app_public.lead_scoring_configs: lead_scoring_configs_completeness_fields_check CHECK ((((cardinality(completeness_fields) >= 1) AND (cardinality(completeness_fields) <= 20)) AND (array_position(completeness_fields, NULL::text) IS NULL) AND (completeness_fields <@ '{name,company,job_title,email,phone,website,industry,annual_revenue,company_size,street,city,country,source,budget,authority,need,timeline}'::text[])))
app_public.lead_scoring_configs: lead_scoring_configs_days_check CHECK ((((activity_days >= 1) AND (activity_days <= 365)) AND ((engagement_days >= 1) AND (engagement_days <= 365)) AND ((age_half_life_days >= 1) AND (age_half_life_days <= 3650)) AND ((history_days >= 1) AND (history_days <= 3650))))
app_public.lead_scoring_configs: lead_scoring_configs_engagement_signals_check CHECK ((((cardinality(engagement_signals) >= 1) AND (cardinality(engagement_signals) <= 4)) AND (array_position(engagement_signals, NULL::text) IS NULL) AND (engagement_signals <@ '{inbound,call,meeting,email}'::text[])))
app_public.lead_scoring_configs: lead_scoring_configs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.lead_scoring_configs: lead_scoring_configs_organization_id_key UNIQUE (organization_id)
app_public.lead_scoring_configs: lead_scoring_configs_percents_check CHECK (((LEAST(status_new_percent, status_contacted_percent, status_qualified_percent, status_converted_percent, status_disqualified_percent) >= 0) AND (GREATEST(status_new_percent, status_contacted_percent, status_qualified_percent, status_converted_percent, status_disqualified_percent) <= 100)))
app_public.lead_scoring_configs: lead_scoring_configs_pkey PRIMARY KEY (organization_id, id)
app_public.lead_scoring_configs: lead_scoring_configs_score_source_fkey FOREIGN KEY (score_source) REFERENCES app_enum.lead_score_sources(value)
app_public.lead_scoring_configs: lead_scoring_configs_targets_check CHECK ((((activity_target >= 1) AND (activity_target <= 1000)) AND ((engagement_target >= 1) AND (engagement_target <= 1000))))
app_public.lead_scoring_configs: lead_scoring_configs_thresholds_check CHECK ((((cool_from >= 0) AND (cool_from <= 100)) AND ((warm_from >= cool_from) AND (warm_from <= 100)) AND ((hot_from >= warm_from) AND (hot_from <= 100))))
app_public.lead_scoring_configs: lead_scoring_configs_weights_check CHECK (((LEAST(status_weight, activity_weight, completeness_weight, age_weight, engagement_weight, custom_weight) >= 0) AND ((((((status_weight + activity_weight) + completeness_weight) + age_weight) + engagement_weight) + custom_weight) = 100)))
app_public.lead_scoring_runs: lead_scoring_runs_finished_at_check CHECK (((finished_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (finished_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.lead_scoring_runs: lead_scoring_runs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.lead_scoring_runs: lead_scoring_runs_pkey PRIMARY KEY (organization_id, id)
app_public.lead_scoring_runs: lead_scoring_runs_reason_fkey FOREIGN KEY (reason) REFERENCES app_enum.lead_scoring_reasons(value)
app_public.lead_scoring_runs: lead_scoring_runs_started_at_check CHECK (((started_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (started_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.leads: leads_annual_revenue_check CHECK (((annual_revenue >= (0)::numeric) AND (annual_revenue < '1000000000000000'::numeric)))
app_public.leads: leads_assigned_at_check CHECK (((assigned_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (assigned_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.leads: leads_authority_check CHECK ((length(authority) <= 500))
app_public.leads: leads_budget_check CHECK ((length(budget) <= 500))
app_public.leads: leads_campaign_check CHECK ((length(campaign) <= 200))
app_public.leads: leads_city_check CHECK ((length(city) <= 100))
app_public.leads: leads_company_check CHECK ((length(company) <= 255))
app_public.leads: leads_company_size_check CHECK ((company_size >= 0))
app_public.leads: leads_converted_at_check CHECK (((converted_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (converted_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.leads: leads_country_check CHECK ((length(country) <= 100))
app_public.leads: leads_custom_data_check CHECK (((jsonb_typeof(custom_data) = 'object'::text) AND (length((custom_data)::text) <= 65536)))
app_public.leads: leads_description_check CHECK ((length(description) <= 32000))
app_public.leads: leads_disqualified_at_check CHECK (((disqualified_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (disqualified_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.leads: leads_disqualified_reason_check CHECK ((length(disqualified_reason) <= 1000))
app_public.leads: leads_disqualified_with_reason_check CHECK (((status <> 'disqualified'::text) OR (COALESCE(disqualified_reason, ''::text) ~ '\S'::text)))
app_public.leads: leads_email_check CHECK (((email ~ '^[^@\s]+@[^@\s]+$'::text) AND (length(email) <= 254)))
app_public.leads: leads_erased_at_check CHECK (((erased_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (erased_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.leads: leads_external_id_check CHECK ((length(external_id) <= 255))
app_public.leads: leads_first_contact_date_check CHECK (((first_contact_date >= '1000-01-01'::date) AND (first_contact_date <= '9999-12-30'::date)))
app_public.leads: leads_first_name_check CHECK ((length(first_name) <= 100))
app_public.leads: leads_identity_check CHECK (((COALESCE(last_name, ''::text) ~ '\S'::text) OR (COALESCE(company, ''::text) ~ '\S'::text) OR (email IS NOT NULL)))
app_public.leads: leads_industry_check CHECK ((length(industry) <= 100))
app_public.leads: leads_job_title_check CHECK ((length(job_title) <= 150))
app_public.leads: leads_last_activity_date_check CHECK (((last_activity_date >= '1000-01-01'::date) AND (last_activity_date <= '9999-12-30'::date)))
app_public.leads: leads_last_contact_date_check CHECK (((last_contact_date >= '1000-01-01'::date) AND (last_contact_date <= '9999-12-30'::date)))
app_public.leads: leads_last_name_check CHECK ((length(last_name) <= 100))
app_public.leads: leads_medium_check CHECK ((length(medium) <= 100))
app_public.leads: leads_merged_into_id_check CHECK (((merged_into_id IS NULL) OR ((deleted_at IS NOT NULL) AND (merged_into_id <> id))))
app_public.leads: leads_merged_into_id_fkey FOREIGN KEY (organization_id, merged_into_id) REFERENCES app_public.leads(organization_id, id) ON DELETE SET NULL (merged_into_id)
app_public.leads: leads_mobile_phone_check CHECK ((length(mobile_phone) <= 50))
app_public.leads: leads_need_check CHECK ((length(need) <= 2000))
app_public.leads: leads_organization_id_converted_account_id_fkey FOREIGN KEY (organization_id, converted_account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE SET NULL (converted_account_id)
app_public.leads: leads_organization_id_converted_contact_id_fkey FOREIGN KEY (organization_id, converted_contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (converted_contact_id)
app_public.leads: leads_organization_id_converted_deal_id_fkey FOREIGN KEY (organization_id, converted_deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE SET NULL (converted_deal_id)
app_public.leads: leads_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id)
app_public.leads: leads_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.leads: leads_organization_id_territory_id_fkey FOREIGN KEY (organization_id, territory_id) REFERENCES app_public.territories(organization_id, id) ON DELETE SET NULL (territory_id)
app_public.leads: leads_phone_check CHECK ((length(phone) <= 50))
app_public.leads: leads_pkey PRIMARY KEY (organization_id, id)
app_public.leads: leads_postal_code_check CHECK ((length(postal_code) <= 20))
app_public.leads: leads_priority_fkey FOREIGN KEY (priority) REFERENCES app_enum.priorities(value)
app_public.leads: leads_rating_fkey FOREIGN KEY (rating) REFERENCES app_enum.lead_ratings(value)
app_public.leads: leads_referrer_check CHECK ((length(referrer) <= 2000))
app_public.leads: leads_salutation_check CHECK ((length(salutation) <= 50))
app_public.leads: leads_score_check CHECK (((score >= 0) AND (score <= 100)))
app_public.leads: leads_source_check CHECK ((length(source) <= 100))
app_public.leads: leads_state_check CHECK ((length(state) <= 100))
app_public.leads: leads_status_fkey FOREIGN KEY (status) REFERENCES app_enum.lead_statuses(value)
app_public.leads: leads_street_check CHECK ((length(street) <= 500))
app_public.leads: leads_timeline_check CHECK ((length(timeline) <= 500))
app_public.leads: leads_utm_campaign_check CHECK ((length(utm_campaign) <= 200))
app_public.leads: leads_utm_content_check CHECK ((length(utm_content) <= 200))
app_public.leads: leads_utm_medium_check CHECK ((length(utm_medium) <= 200))
app_public.leads: leads_utm_source_check CHECK ((length(utm_source) <= 200))
app_public.leads: leads_utm_term_check CHECK ((length(utm_term) <= 200))
app_public.leads: leads_website_check CHECK ((length(website) <= 2000))
app_public.masking_audit_log: masking_audit_log_counted_from_check CHECK (((counted_from >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (counted_from <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.masking_audit_log: masking_audit_log_counted_to_check CHECK (((counted_to >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (counted_to <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.masking_audit_log: masking_audit_log_mode_fkey FOREIGN KEY (mode) REFERENCES app_enum.field_modes(value)
app_public.masking_audit_log: masking_audit_log_object_fkey FOREIGN KEY (object) REFERENCES app_hidden.crm_objects(name)
app_public.masking_audit_log: masking_audit_log_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.masking_audit_log: masking_audit_log_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES app_public.memberships(organization_id, user_id) ON DELETE CASCADE
app_public.masking_audit_log: masking_audit_log_pkey PRIMARY KEY (organization_id, id)
app_public.masking_audit_log: masking_audit_log_value_count_check CHECK ((value_count > 0))
app_public.masking_rules: masking_rules_field_check CHECK ((length(field) <= 100))
app_public.masking_rules: masking_rules_method_fkey FOREIGN KEY (method) REFERENCES app_enum.masking_methods(value)
app_public.masking_rules: masking_rules_object_fkey FOREIGN KEY (object) REFERENCES app_hidden.crm_objects(name)
app_public.masking_rules: masking_rules_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.masking_rules: masking_rules_organization_id_object_field_key UNIQUE (organization_id, object, field)
app_public.masking_rules: masking_rules_pkey PRIMARY KEY (organization_id, id)
app_public.memberships: memberships_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.memberships: memberships_organization_id_role_id_fkey FOREIGN KEY (organization_id, role_id) REFERENCES app_public.roles(organization_id, id)
app_public.memberships: memberships_organization_id_user_id_key UNIQUE (organization_id, user_id)
app_public.memberships: memberships_pkey PRIMARY KEY (organization_id, id)
app_public.memberships: memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id)
app_public.message_thread_participants: message_thread_participants_organization_id_thread_id_fkey FOREIGN KEY (organization_id, thread_id) REFERENCES app_public.message_threads(organization_id, id) ON DELETE CASCADE
app_public.message_thread_participants: message_thread_participants_organization_id_thread_id_user__key UNIQUE (organization_id, thread_id, user_id)
app_public.message_thread_participants: message_thread_participants_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.message_thread_participants: message_thread_participants_pkey PRIMARY KEY (organization_id, id)
app_public.message_threads: message_threads_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id)
app_public.message_threads: message_threads_pkey PRIMARY KEY (organization_id, id)
app_public.message_threads: message_threads_subject_check CHECK (((subject ~ '\S'::text) AND (length(subject) <= 255)))
app_public.messages: messages_body_check CHECK (((body ~ '\S'::text) AND (length(body) <= 32000)))
app_public.messages: messages_organization_id_thread_id_fkey FOREIGN KEY (organization_id, thread_id) REFERENCES app_public.message_threads(organization_id, id) ON DELETE CASCADE
app_public.messages: messages_organization_id_thread_id_position_key UNIQUE (organization_id, thread_id, "position")
app_public.messages: messages_pkey PRIMARY KEY (organization_id, id)
app_public.notes: notes_content_check CHECK (((content ~ '\S'::text) AND (length(content) <= 100000)))
app_public.notes: notes_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE CASCADE
app_public.notes: notes_organization_id_communication_id_fkey FOREIGN KEY (organization_id, communication_id) REFERENCES app_public.communications(organization_id, id) ON DELETE CASCADE
app_public.notes: notes_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE CASCADE
app_public.notes: notes_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE CASCADE
app_public.notes: notes_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id)
app_public.notes: notes_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE
app_public.notes: notes_organization_id_project_id_fkey FOREIGN KEY (organization_id, project_id) REFERENCES app_public.projects(organization_id, id) ON DELETE CASCADE
app_public.notes: notes_organization_id_task_id_fkey FOREIGN KEY (organization_id, task_id) REFERENCES app_public.tasks(organization_id, id) ON DELETE CASCADE
app_public.notes: notes_pkey PRIMARY KEY (organization_id, id)
app_public.notes: notes_record_check CHECK ((num_nonnulls(account_id, contact_id, lead_id, deal_id, communication_id, project_id, task_id) = 1))
app_public.notes: notes_title_check CHECK ((length(title) <= 255))
app_public.notifications: notifications_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)))
app_public.notifications: notifications_kind_fkey FOREIGN KEY (kind) REFERENCES app_enum.notification_kinds(value)
app_public.notifications: notifications_message_check CHECK ((length(message) <= 1000))
app_public.notifications: notifications_object_type_fkey FOREIGN KEY (object_type) REFERENCES app_hidden.crm_objects(name)
app_public.notifications: notifications_organization_id_actor_id_fkey FOREIGN KEY (organization_id, actor_id) REFERENCES app_public.memberships(organization_id, user_id) ON DELETE SET NULL (actor_id)
app_public.notifications: notifications_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES app_public.memberships(organization_id, user_id) ON DELETE CASCADE
app_public.notifications: notifications_organization_id_user_id_key_key UNIQUE (organization_id, user_id, key)
app_public.notifications: notifications_pkey PRIMARY KEY (organization_id, id)
app_public.notifications: notifications_read_at_check CHECK (((read_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (read_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.notifications: notifications_record_check CHECK (((object_type IS NOT NULL) OR (object_id IS NULL)))
app_public.notifications: notifications_record_count_check CHECK ((record_count > 0))
app_public.notifications: notifications_several_check CHECK (((record_count = 1) OR ((object_type IS NOT NULL) AND (object_id IS NULL))))
app_public.organizations: organizations_default_currency_fkey FOREIGN KEY (default_currency) REFERENCES app_enum.currencies(code)
app_public.organizations: organizations_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 200)))
app_public.organizations: organizations_pkey PRIMARY KEY (id)
app_public.organizations: organizations_recycle_bin_days_check CHECK (((recycle_bin_days >= 1) AND (recycle_bin_days <= 36500)))
app_public.organizations: organizations_slug_check CHECK ((slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'::text))
app_public.organizations: organizations_slug_key UNIQUE (slug)
app_public.organizations: organizations_timezone_check CHECK ((length(timezone) <= 64))
app_public.outgoing_emails: outgoing_emails_key_key UNIQUE (organization_id, key)
app_public.outgoing_emails: outgoing_emails_object_type_fkey FOREIGN KEY (object_type) REFERENCES app_hidden.crm_objects(name)
app_public.outgoing_emails: outgoing_emails_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.outgoing_emails: outgoing_emails_organization_id_run_id_fkey FOREIGN KEY (organization_id, run_id) REFERENCES app_public.workflow_runs(organization_id, id) ON DELETE SET NULL (run_id)
app_public.outgoing_emails: outgoing_emails_pkey PRIMARY KEY (organization_id, id)
app_public.outgoing_emails: outgoing_emails_sent_at_check CHECK (((sent_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (sent_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.outgoing_emails: outgoing_emails_status_fkey FOREIGN KEY (status) REFERENCES app_enum.email_statuses(value)
app_public.pipeline_stages: pipeline_stages_closed_probability_check CHECK (((kind = 'open'::text) OR ((kind = 'won'::text) AND (probability = 100)) OR ((kind = 'lost'::text) AND (probability = 0))))
app_public.pipeline_stages: pipeline_stages_color_check CHECK ((color ~ '^#[0-9A-Fa-f]{6}$'::text))
app_public.pipeline_stages: pipeline_stages_days_in_stage_check CHECK ((days_in_stage > 0))
app_public.pipeline_stages: pipeline_stages_kind_fkey FOREIGN KEY (kind) REFERENCES app_enum.stage_kinds(value)
app_public.pipeline_stages: pipeline_stages_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 100)))
app_public.pipeline_stages: pipeline_stages_organization_id_pipeline_id_fkey FOREIGN KEY (organization_id, pipeline_id) REFERENCES app_public.pipelines(organization_id, id) ON DELETE CASCADE
app_public.pipeline_stages: pipeline_stages_organization_id_pipeline_id_id_key UNIQUE (organization_id, pipeline_id, id)
app_public.pipeline_stages: pipeline_stages_organization_id_pipeline_id_name_key UNIQUE (organization_id, pipeline_id, name)
app_public.pipeline_stages: pipeline_stages_pkey PRIMARY KEY (organization_id, id)
app_public.pipeline_stages: pipeline_stages_position_check CHECK ((("position" >= 1) AND ("position" <= 1000)))
app_public.pipeline_stages: pipeline_stages_position_key UNIQUE (organization_id, pipeline_id, "position") DEFERRABLE
app_public.pipeline_stages: pipeline_stages_probability_check CHECK (((probability >= 0) AND (probability <= 100)))
app_public.pipelines: pipelines_description_check CHECK ((length(description) <= 1000))
app_public.pipelines: pipelines_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 100)))
app_public.pipelines: pipelines_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.pipelines: pipelines_organization_id_name_key UNIQUE (organization_id, name)
app_public.pipelines: pipelines_pkey PRIMARY KEY (organization_id, id)
app_public.privacy_requests: privacy_requests_counts_check CHECK ((jsonb_typeof(counts) = 'object'::text))
app_public.privacy_requests: privacy_requests_document_expires_at_check CHECK (((document_expires_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (document_expires_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.privacy_requests: privacy_requests_erase_with_reason_check CHECK (((kind <> 'erase'::text) OR (COALESCE(reason, ''::text) ~ '\S'::text)))
app_public.privacy_requests: privacy_requests_finished_at_check CHECK (((finished_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (finished_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.privacy_requests: privacy_requests_kind_fkey FOREIGN KEY (kind) REFERENCES app_enum.privacy_request_kinds(value)
app_public.privacy_requests: privacy_requests_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (contact_id)
app_public.privacy_requests: privacy_requests_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.privacy_requests: privacy_requests_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE SET NULL (lead_id)
app_public.privacy_requests: privacy_requests_pkey PRIMARY KEY (organization_id, id)
app_public.privacy_requests: privacy_requests_reason_check CHECK ((length(reason) <= 1000))
app_public.privacy_requests: privacy_requests_record_check CHECK ((num_nonnulls(contact_id, lead_id) <= 1))
app_public.privacy_requests: privacy_requests_started_at_check CHECK (((started_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (started_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.privacy_requests: privacy_requests_status_fkey FOREIGN KEY (status) REFERENCES app_enum.privacy_request_statuses(value)
app_public.products: products_code_check CHECK ((length(code) <= 100))
app_public.products: products_currency_fkey FOREIGN KEY (currency) REFERENCES app_enum.currencies(code)
app_public.products: products_description_check CHECK ((length(description) <= 32000))
app_public.products: products_external_id_check CHECK ((length(external_id) <= 255))
app_public.products: products_family_check CHECK ((length(family) <= 100))
app_public.products: products_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 255)))
app_public.products: products_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id)
app_public.products: products_pkey PRIMARY KEY (organization_id, id)
app_public.products: products_unit_price_check CHECK (((unit_price >= (0)::numeric) AND (unit_price < '1000000000000000'::numeric)))
app_public.projects: projects_dates_check CHECK ((end_date >= start_date))
app_public.projects: projects_description_check CHECK ((length(description) <= 32000))
app_public.projects: projects_end_date_check CHECK (((end_date >= '1000-01-01'::date) AND (end_date <= '9999-12-30'::date)))
app_public.projects: projects_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 255)))
app_public.projects: projects_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE SET NULL (account_id)
app_public.projects: projects_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE SET NULL (deal_id)
app_public.projects: projects_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id)
app_public.projects: projects_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.projects: projects_pkey PRIMARY KEY (organization_id, id)
app_public.projects: projects_start_date_check CHECK (((start_date >= '1000-01-01'::date) AND (start_date <= '9999-12-30'::date)))
app_public.projects: projects_status_fkey FOREIGN KEY (status) REFERENCES app_enum.project_statuses(value)
app_public.record_merges: record_merges_loser_ids_check CHECK (((cardinality(loser_ids) >= 1) AND (cardinality(loser_ids) <= 100)))
app_public.record_merges: record_merges_moved_count_check CHECK ((moved_count >= 0))
app_public.record_merges: record_merges_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE CASCADE
app_public.record_merges: record_merges_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE CASCADE
app_public.record_merges: record_merges_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.record_merges: record_merges_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE
app_public.record_merges: record_merges_pkey PRIMARY KEY (organization_id, id)
app_public.record_merges: record_merges_undone_at_check CHECK (((undone_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (undone_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.record_merges: record_merges_winner_check CHECK ((num_nonnulls(account_id, contact_id, lead_id) = 1))
app_public.retention_policies: retention_policies_action_fkey FOREIGN KEY (action) REFERENCES app_enum.retention_actions(value)
app_public.retention_policies: retention_policies_after_days_check CHECK (((after_days >= 1) AND (after_days <= 36500)))
app_public.retention_policies: retention_policies_object_action_key UNIQUE (organization_id, object, action)
app_public.retention_policies: retention_policies_object_fkey FOREIGN KEY (object) REFERENCES app_hidden.crm_objects(name)
app_public.retention_policies: retention_policies_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.retention_policies: retention_policies_pkey PRIMARY KEY (organization_id, id)
app_public.retention_runs: retention_runs_finished_at_check CHECK (((finished_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (finished_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.retention_runs: retention_runs_object_fkey FOREIGN KEY (object) REFERENCES app_hidden.crm_objects(name)
app_public.retention_runs: retention_runs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.retention_runs: retention_runs_organization_id_policy_id_fkey FOREIGN KEY (organization_id, policy_id) REFERENCES app_public.retention_policies(organization_id, id) ON DELETE CASCADE
app_public.retention_runs: retention_runs_pkey PRIMARY KEY (organization_id, id)
app_public.retention_runs: retention_runs_refusals_check CHECK ((jsonb_typeof(refusals) = 'array'::text))
app_public.retention_runs: retention_runs_started_at_check CHECK (((started_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (started_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.role_field_permissions: role_field_permissions_field_check CHECK ((length(field) <= 100))
app_public.role_field_permissions: role_field_permissions_mode_fkey FOREIGN KEY (mode) REFERENCES app_enum.field_modes(value)
app_public.role_field_permissions: role_field_permissions_object_fkey FOREIGN KEY (object) REFERENCES app_hidden.crm_objects(name)
app_public.role_field_permissions: role_field_permissions_organization_id_role_id_fkey FOREIGN KEY (organization_id, role_id) REFERENCES app_public.roles(organization_id, id) ON DELETE CASCADE
app_public.role_field_permissions: role_field_permissions_pkey PRIMARY KEY (organization_id, role_id, object, field)
app_public.role_permissions: role_permissions_action_fkey FOREIGN KEY (action) REFERENCES app_enum.permission_actions(value)
app_public.role_permissions: role_permissions_object_action_fkey FOREIGN KEY (object, action) REFERENCES app_hidden.object_actions(object, action)
app_public.role_permissions: role_permissions_organization_id_role_id_fkey FOREIGN KEY (organization_id, role_id) REFERENCES app_public.roles(organization_id, id) ON DELETE CASCADE
app_public.role_permissions: role_permissions_pkey PRIMARY KEY (organization_id, role_id, object, action)
app_public.role_permissions: role_permissions_scope_fkey FOREIGN KEY (scope) REFERENCES app_enum.permission_scopes(value)
app_public.roles: roles_description_check CHECK ((length(description) <= 1000))
app_public.roles: roles_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 100)))
app_public.roles: roles_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.roles: roles_organization_id_slug_key UNIQUE (organization_id, slug)
app_public.roles: roles_pkey PRIMARY KEY (organization_id, id)
app_public.roles: roles_slug_check CHECK ((slug ~ '^[a-z][a-z0-9_]{0,62}$'::text))
app_public.taggings: taggings_organization_id_account_id_fkey FOREIGN KEY (organization_id, account_id) REFERENCES app_public.accounts(organization_id, id) ON DELETE CASCADE
app_public.taggings: taggings_organization_id_activity_id_fkey FOREIGN KEY (organization_id, activity_id) REFERENCES app_public.activities(organization_id, id) ON DELETE CASCADE
app_public.taggings: taggings_organization_id_communication_id_fkey FOREIGN KEY (organization_id, communication_id) REFERENCES app_public.communications(organization_id, id) ON DELETE CASCADE
app_public.taggings: taggings_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE CASCADE
app_public.taggings: taggings_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE CASCADE
app_public.taggings: taggings_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE
app_public.taggings: taggings_organization_id_project_id_fkey FOREIGN KEY (organization_id, project_id) REFERENCES app_public.projects(organization_id, id) ON DELETE CASCADE
app_public.taggings: taggings_organization_id_tag_id_account_id_contact_id_lead__key UNIQUE NULLS NOT DISTINCT (organization_id, tag_id, account_id, contact_id, lead_id, deal_id, activity_id, communication_id, project_id, task_id)
app_public.taggings: taggings_organization_id_tag_id_fkey FOREIGN KEY (organization_id, tag_id) REFERENCES app_public.tags(organization_id, id) ON DELETE CASCADE
app_public.taggings: taggings_organization_id_task_id_fkey FOREIGN KEY (organization_id, task_id) REFERENCES app_public.tasks(organization_id, id) ON DELETE CASCADE
app_public.taggings: taggings_pkey PRIMARY KEY (organization_id, id)
app_public.taggings: taggings_record_check CHECK ((num_nonnulls(account_id, contact_id, lead_id, deal_id, activity_id, communication_id, project_id, task_id) = 1))
app_public.tags: tags_category_check CHECK ((length(category) <= 100))
app_public.tags: tags_color_check CHECK ((color ~ '^#[0-9A-Fa-f]{6}$'::text))
app_public.tags: tags_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 100)))
app_public.tags: tags_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.tags: tags_organization_id_name_category_key UNIQUE (organization_id, name, category)
app_public.tags: tags_pkey PRIMARY KEY (organization_id, id)
app_public.tags: tags_usage_count_check CHECK ((usage_count >= 0))
app_public.tasks: tasks_actual_hours_check CHECK (((actual_hours >= (0)::numeric) AND (actual_hours < '100000'::numeric)))
app_public.tasks: tasks_completed_at_check CHECK (((completed_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (completed_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.tasks: tasks_description_check CHECK ((length(description) <= 32000))
app_public.tasks: tasks_due_date_check CHECK (((due_date >= '1000-01-01'::date) AND (due_date <= '9999-12-30'::date)))
app_public.tasks: tasks_estimated_hours_check CHECK (((estimated_hours >= (0)::numeric) AND (estimated_hours < '100000'::numeric)))
app_public.tasks: tasks_occurs_on_check CHECK (((occurs_on >= '1000-01-01'::date) AND (occurs_on <= '9999-12-30'::date)))
app_public.tasks: tasks_organization_id_assignee_id_fkey FOREIGN KEY (organization_id, assignee_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.tasks: tasks_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE SET NULL (deal_id)
app_public.tasks: tasks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id)
app_public.tasks: tasks_organization_id_previous_id_fkey FOREIGN KEY (organization_id, previous_id) REFERENCES app_public.tasks(organization_id, id) ON DELETE SET NULL (previous_id)
app_public.tasks: tasks_organization_id_project_id_fkey FOREIGN KEY (organization_id, project_id) REFERENCES app_public.projects(organization_id, id) ON DELETE SET NULL (project_id)
app_public.tasks: tasks_pkey PRIMARY KEY (organization_id, id)
app_public.tasks: tasks_priority_fkey FOREIGN KEY (priority) REFERENCES app_enum.priorities(value)
app_public.tasks: tasks_recurrence_count_check CHECK (((recurrence_count >= 1) AND (recurrence_count <= 10000)))
app_public.tasks: tasks_recurrence_frequency_fkey FOREIGN KEY (recurrence_frequency) REFERENCES app_enum.recurrence_frequencies(value)
app_public.tasks: tasks_recurrence_interval_check CHECK (((recurrence_interval >= 1) AND (recurrence_interval <= 1000)))
app_public.tasks: tasks_recurrence_starts_on_check CHECK (((recurrence_starts_on >= '1000-01-01'::date) AND (recurrence_starts_on <= '9999-12-30'::date)))
app_public.tasks: tasks_recurrence_until_check CHECK (((recurrence_until >= '1000-01-01'::date) AND (recurrence_until <= '9999-12-30'::date)))
app_public.tasks: tasks_reminder_at_check CHECK (((reminder_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (reminder_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.tasks: tasks_status_fkey FOREIGN KEY (status) REFERENCES app_enum.task_statuses(value)
app_public.tasks: tasks_title_check CHECK (((title ~ '\S'::text) AND (length(title) <= 255)))
app_public.team_members: team_members_organization_id_team_id_fkey FOREIGN KEY (organization_id, team_id) REFERENCES app_public.teams(organization_id, id) ON DELETE CASCADE
app_public.team_members: team_members_organization_id_team_id_user_id_key UNIQUE (organization_id, team_id, user_id)
app_public.team_members: team_members_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES app_public.memberships(organization_id, user_id) ON DELETE CASCADE
app_public.team_members: team_members_pkey PRIMARY KEY (organization_id, id)
app_public.teams: teams_description_check CHECK ((length(description) <= 1000))
app_public.teams: teams_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 100)))
app_public.teams: teams_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.teams: teams_organization_id_name_key UNIQUE (organization_id, name)
app_public.teams: teams_pkey PRIMARY KEY (organization_id, id)
app_public.territories: territories_description_check CHECK ((length(description) <= 1000))
app_public.territories: territories_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 100)))
app_public.territories: territories_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.territories: territories_organization_id_name_key UNIQUE (organization_id, name)
app_public.territories: territories_pkey PRIMARY KEY (organization_id, id)
app_public.territory_members: territory_members_organization_id_territory_id_fkey FOREIGN KEY (organization_id, territory_id) REFERENCES app_public.territories(organization_id, id) ON DELETE CASCADE
app_public.territory_members: territory_members_organization_id_territory_id_user_id_key UNIQUE (organization_id, territory_id, user_id)
app_public.territory_members: territory_members_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES app_public.memberships(organization_id, user_id) ON DELETE CASCADE
app_public.territory_members: territory_members_pkey PRIMARY KEY (organization_id, id)
app_public.timeline_events: timeline_events_data_check CHECK ((jsonb_typeof(data) = 'object'::text))
app_public.timeline_events: timeline_events_pkey PRIMARY KEY (organization_id, occurred_at, id)
app_public.users: users_avatar_url_check CHECK ((length(avatar_url) <= 2000))
app_public.users: users_email_check CHECK (((email = lower(email)) AND (email ~ '^[^@\s]+@[^@\s]+$'::text) AND (length(email) <= 254)))
app_public.users: users_email_key UNIQUE (email)
app_public.users: users_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 200)))
app_public.users: users_pkey PRIMARY KEY (id)
app_public.users: users_service_email_check CHECK ((is_service_account = (email ~~ '%@service.invalid'::text)))
app_public.webhook_attempts: webhook_attempts_duration_ms_check CHECK ((duration_ms >= 0))
app_public.webhook_attempts: webhook_attempts_error_check CHECK ((length(error) <= 500))
app_public.webhook_attempts: webhook_attempts_organization_id_delivery_id_fkey FOREIGN KEY (organization_id, delivery_id) REFERENCES app_public.webhook_deliveries(organization_id, id) ON DELETE CASCADE
app_public.webhook_attempts: webhook_attempts_pkey PRIMARY KEY (organization_id, id)
app_public.webhook_attempts: webhook_attempts_response_excerpt_check CHECK ((length(response_excerpt) <= 1024))
app_public.webhook_attempts: webhook_attempts_started_at_check CHECK (((started_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (started_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.webhook_deliveries: webhook_deliveries_error_check CHECK ((length(error) <= 500))
app_public.webhook_deliveries: webhook_deliveries_event_check CHECK (((event ~ '\S'::text) AND (length(event) <= 100)))
app_public.webhook_deliveries: webhook_deliveries_finished_at_check CHECK (((finished_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (finished_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.webhook_deliveries: webhook_deliveries_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)))
app_public.webhook_deliveries: webhook_deliveries_next_attempt_at_check CHECK (((next_attempt_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (next_attempt_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.webhook_deliveries: webhook_deliveries_organization_id_endpoint_id_fkey FOREIGN KEY (organization_id, endpoint_id) REFERENCES app_public.webhook_endpoints(organization_id, id) ON DELETE CASCADE
app_public.webhook_deliveries: webhook_deliveries_organization_id_endpoint_id_key_key UNIQUE (organization_id, endpoint_id, key)
app_public.webhook_deliveries: webhook_deliveries_pkey PRIMARY KEY (organization_id, id)
app_public.webhook_deliveries: webhook_deliveries_status_fkey FOREIGN KEY (status) REFERENCES app_enum.webhook_delivery_statuses(value)
app_public.webhook_endpoints: webhook_endpoints_description_check CHECK ((length(description) <= 1000))
app_public.webhook_endpoints: webhook_endpoints_disabled_at_check CHECK (((disabled_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (disabled_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.webhook_endpoints: webhook_endpoints_disabled_check CHECK (((is_enabled = (disabled_at IS NULL)) AND ((disabled_reason IS NULL) OR (NOT is_enabled))))
app_public.webhook_endpoints: webhook_endpoints_disabled_reason_check CHECK ((length(disabled_reason) <= 500))
app_public.webhook_endpoints: webhook_endpoints_enabled_at_check CHECK (((enabled_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (enabled_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.webhook_endpoints: webhook_endpoints_events_check CHECK ((cardinality(events) <= 100))
app_public.webhook_endpoints: webhook_endpoints_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 100)))
app_public.webhook_endpoints: webhook_endpoints_name_key UNIQUE (organization_id, name)
app_public.webhook_endpoints: webhook_endpoints_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.webhook_endpoints: webhook_endpoints_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.webhook_endpoints: webhook_endpoints_pkey PRIMARY KEY (organization_id, id)
app_public.webhook_endpoints: webhook_endpoints_secret_changed_at_check CHECK (((secret_changed_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (secret_changed_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.webhook_endpoints: webhook_endpoints_url_check CHECK (((length(url) <= 2000) AND (url ~ '^https?://([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:0*[1-9]\d{0,4})?([/?][!$-;=?-\[\]^-~]*)?$'::text) AND (COALESCE(("substring"(url, '^https?://[^/?]*?(?::0*(\d{1,5}))?(?:[/?]|$)'::text))::integer, 1) <= 65535)))
app_public.workflow_action_runs: workflow_action_runs_attempt_check CHECK ((attempt > 0))
app_public.workflow_action_runs: workflow_action_runs_duration_ms_check CHECK ((duration_ms >= (0)::numeric))
app_public.workflow_action_runs: workflow_action_runs_finished_at_check CHECK (((finished_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (finished_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.workflow_action_runs: workflow_action_runs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.workflow_action_runs: workflow_action_runs_path_key UNIQUE (organization_id, run_id, path)
app_public.workflow_action_runs: workflow_action_runs_pkey PRIMARY KEY (organization_id, id)
app_public.workflow_action_runs: workflow_action_runs_run_fkey FOREIGN KEY (organization_id, run_id) REFERENCES app_public.workflow_runs(organization_id, id) ON DELETE CASCADE
app_public.workflow_action_runs: workflow_action_runs_started_at_check CHECK (((started_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (started_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.workflow_action_runs: workflow_action_runs_status_fkey FOREIGN KEY (status) REFERENCES app_enum.workflow_action_run_statuses(value)
app_public.workflow_action_runs: workflow_action_runs_type_fkey FOREIGN KEY (type) REFERENCES app_enum.workflow_action_types(value)
app_public.workflow_actions: workflow_actions_branch_check CHECK ((branch = ANY (ARRAY['then'::text, 'else'::text])))
app_public.workflow_actions: workflow_actions_configuration_check CHECK ((jsonb_typeof(configuration) = 'object'::text))
app_public.workflow_actions: workflow_actions_key_check CHECK ((key ~ '^[a-z][a-z0-9_]{0,49}$'::text))
app_public.workflow_actions: workflow_actions_key_key UNIQUE (organization_id, workflow_id, key)
app_public.workflow_actions: workflow_actions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.workflow_actions: workflow_actions_organization_id_parent_id_fkey FOREIGN KEY (organization_id, parent_id) REFERENCES app_public.workflow_actions(organization_id, id) ON DELETE CASCADE
app_public.workflow_actions: workflow_actions_organization_id_workflow_id_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES app_public.workflows(organization_id, id) ON DELETE CASCADE
app_public.workflow_actions: workflow_actions_pkey PRIMARY KEY (organization_id, id)
app_public.workflow_actions: workflow_actions_position_check CHECK (("position" >= 0))
app_public.workflow_actions: workflow_actions_side_check CHECK (((parent_id IS NULL) = (branch IS NULL)))
app_public.workflow_actions: workflow_actions_type_fkey FOREIGN KEY (type) REFERENCES app_enum.workflow_action_types(value)
app_public.workflow_runs: workflow_runs_attempt_check CHECK ((attempt > 0))
app_public.workflow_runs: workflow_runs_depth_check CHECK ((depth >= 0))
app_public.workflow_runs: workflow_runs_duration_ms_check CHECK ((duration_ms >= 0))
app_public.workflow_runs: workflow_runs_event_fkey FOREIGN KEY (event) REFERENCES app_hidden.event_names(name)
app_public.workflow_runs: workflow_runs_finished_at_check CHECK (((finished_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (finished_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.workflow_runs: workflow_runs_lane_check CHECK (((lane >= 0) AND (lane <= 3)))
app_public.workflow_runs: workflow_runs_object_type_fkey FOREIGN KEY (object_type) REFERENCES app_hidden.crm_objects(name)
app_public.workflow_runs: workflow_runs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.workflow_runs: workflow_runs_pkey PRIMARY KEY (organization_id, id)
app_public.workflow_runs: workflow_runs_resume_at_check CHECK (((resume_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (resume_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.workflow_runs: workflow_runs_started_at_check CHECK (((started_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (started_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.workflow_runs: workflow_runs_status_fkey FOREIGN KEY (status) REFERENCES app_enum.workflow_run_statuses(value)
app_public.workflow_runs: workflow_runs_version_fkey FOREIGN KEY (organization_id, version_id) REFERENCES app_public.workflow_versions(organization_id, id)
app_public.workflow_runs: workflow_runs_waiting_check CHECK (((status <> 'waiting'::text) OR (resume_at IS NOT NULL)))
app_public.workflow_runs: workflow_runs_workflow_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES app_public.workflows(organization_id, id) ON DELETE SET NULL (workflow_id)
app_public.workflow_triggers: workflow_triggers_event_fkey FOREIGN KEY (event) REFERENCES app_hidden.event_names(name)
app_public.workflow_triggers: workflow_triggers_has_schedule_check CHECK (((event !~~ 'schedule.%'::text) = (schedule IS NULL)))
app_public.workflow_triggers: workflow_triggers_next_run_at_check CHECK (((next_run_at >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (next_run_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.workflow_triggers: workflow_triggers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.workflow_triggers: workflow_triggers_organization_id_workflow_id_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES app_public.workflows(organization_id, id) ON DELETE CASCADE
app_public.workflow_triggers: workflow_triggers_pkey PRIMARY KEY (organization_id, id)
app_public.workflow_triggers: workflow_triggers_position_check CHECK (("position" >= 0))
app_public.workflow_triggers: workflow_triggers_position_key UNIQUE (organization_id, workflow_id, "position")
app_public.workflow_triggers: workflow_triggers_priority_check CHECK (((priority >= '-100'::integer) AND (priority <= 100)))
app_public.workflow_triggers: workflow_triggers_schedule_check CHECK ((length(schedule) <= 100))
app_public.workflow_triggers: workflow_triggers_scheduled_since_check CHECK (((scheduled_since >= '1000-01-01 00:00:00+00'::timestamp with time zone) AND (scheduled_since <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
app_public.workflow_versions: workflow_versions_compiled_check CHECK ((jsonb_typeof(compiled) = 'object'::text))
app_public.workflow_versions: workflow_versions_definition_check CHECK ((jsonb_typeof(definition) = 'object'::text))
app_public.workflow_versions: workflow_versions_name_check CHECK ((length(name) <= 100))
app_public.workflow_versions: workflow_versions_object_type_fkey FOREIGN KEY (object_type) REFERENCES app_hidden.crm_objects(name)
app_public.workflow_versions: workflow_versions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.workflow_versions: workflow_versions_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.workflow_versions: workflow_versions_organization_id_workflow_id_fkey FOREIGN KEY (organization_id, workflow_id) REFERENCES app_public.workflows(organization_id, id) ON DELETE SET NULL (workflow_id)
app_public.workflow_versions: workflow_versions_pkey PRIMARY KEY (organization_id, id)
app_public.workflow_versions: workflow_versions_version_check CHECK ((version > 0))
app_public.workflow_versions: workflow_versions_version_key UNIQUE (organization_id, workflow_id, version)
app_public.workflows: workflows_description_check CHECK ((length(description) <= 2000))
app_public.workflows: workflows_name_check CHECK (((name ~ '\S'::text) AND (length(name) <= 100)))
app_public.workflows: workflows_name_key UNIQUE (organization_id, name)
app_public.workflows: workflows_object_type_fkey FOREIGN KEY (object_type) REFERENCES app_hidden.crm_objects(name)
app_public.workflows: workflows_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE
app_public.workflows: workflows_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, user_id)
app_public.workflows: workflows_pkey PRIMARY KEY (organization_id, id)
app_public.workflows: workflows_status_fkey FOREIGN KEY (status) REFERENCES app_enum.workflow_statuses(value)
app_public.workflows: workflows_version_check CHECK ((version > 0))

-- Indexes
CREATE UNIQUE INDEX account_statuses_pkey ON app_enum.account_statuses USING btree (value)
CREATE UNIQUE INDEX activity_statuses_pkey ON app_enum.activity_statuses USING btree (value)
CREATE UNIQUE INDEX activity_types_pkey ON app_enum.activity_types USING btree (value)
CREATE UNIQUE INDEX actor_types_pkey ON app_enum.actor_types USING btree (value)
CREATE UNIQUE INDEX assignment_strategies_pkey ON app_enum.assignment_strategies USING btree (value)
CREATE UNIQUE INDEX communication_directions_pkey ON app_enum.communication_directions USING btree (value)
CREATE UNIQUE INDEX communication_types_pkey ON app_enum.communication_types USING btree (value)
CREATE UNIQUE INDEX currencies_pkey ON app_enum.currencies USING btree (code)
CREATE UNIQUE INDEX custom_field_types_pkey ON app_enum.custom_field_types USING btree (value)
CREATE UNIQUE INDEX deal_statuses_pkey ON app_enum.deal_statuses USING btree (value)
CREATE UNIQUE INDEX duplicate_criteria_pkey ON app_enum.duplicate_criteria USING btree (value)
CREATE UNIQUE INDEX duplicate_handlings_pkey ON app_enum.duplicate_handlings USING btree (value)
CREATE UNIQUE INDEX duplicate_statuses_pkey ON app_enum.duplicate_statuses USING btree (value)
CREATE UNIQUE INDEX email_statuses_pkey ON app_enum.email_statuses USING btree (value)
CREATE UNIQUE INDEX export_formats_pkey ON app_enum.export_formats USING btree (value)
CREATE UNIQUE INDEX export_statuses_pkey ON app_enum.export_statuses USING btree (value)
CREATE UNIQUE INDEX field_modes_pkey ON app_enum.field_modes USING btree (value)
CREATE UNIQUE INDEX file_preview_statuses_pkey ON app_enum.file_preview_statuses USING btree (value)
CREATE UNIQUE INDEX file_scan_statuses_pkey ON app_enum.file_scan_statuses USING btree (value)
CREATE UNIQUE INDEX import_statuses_pkey ON app_enum.import_statuses USING btree (value)
CREATE UNIQUE INDEX lead_next_steps_pkey ON app_enum.lead_next_steps USING btree (value)
CREATE UNIQUE INDEX lead_qualities_pkey ON app_enum.lead_qualities USING btree (value)
CREATE UNIQUE INDEX lead_ratings_pkey ON app_enum.lead_ratings USING btree (value)
CREATE UNIQUE INDEX lead_score_model_statuses_pkey ON app_enum.lead_score_model_statuses USING btree (value)
CREATE UNIQUE INDEX lead_score_sources_pkey ON app_enum.lead_score_sources USING btree (value)
CREATE UNIQUE INDEX lead_scoring_reasons_pkey ON app_enum.lead_scoring_reasons USING btree (value)
CREATE UNIQUE INDEX lead_statuses_pkey ON app_enum.lead_statuses USING btree (value)
CREATE UNIQUE INDEX masking_methods_pkey ON app_enum.masking_methods USING btree (value)
CREATE UNIQUE INDEX notification_kinds_pkey ON app_enum.notification_kinds USING btree (value)
CREATE UNIQUE INDEX participant_roles_pkey ON app_enum.participant_roles USING btree (value)
CREATE UNIQUE INDEX permission_actions_pkey ON app_enum.permission_actions USING btree (value)
CREATE UNIQUE INDEX permission_scopes_pkey ON app_enum.permission_scopes USING btree (value)
CREATE UNIQUE INDEX priorities_pkey ON app_enum.priorities USING btree (value)
CREATE UNIQUE INDEX privacy_request_kinds_pkey ON app_enum.privacy_request_kinds USING btree (value)
CREATE UNIQUE INDEX privacy_request_statuses_pkey ON app_enum.privacy_request_statuses USING btree (value)
CREATE UNIQUE INDEX project_statuses_pkey ON app_enum.project_statuses USING btree (value)
CREATE UNIQUE INDEX recurrence_frequencies_pkey ON app_enum.recurrence_frequencies USING btree (value)
CREATE UNIQUE INDEX retention_actions_pkey ON app_enum.retention_actions USING btree (value)
CREATE UNIQUE INDEX stage_kinds_pkey ON app_enum.stage_kinds USING btree (value)
CREATE UNIQUE INDEX submission_outcomes_pkey ON app_enum.submission_outcomes USING btree (value)
CREATE UNIQUE INDEX task_statuses_pkey ON app_enum.task_statuses USING btree (value)
CREATE UNIQUE INDEX timeline_event_types_pkey ON app_enum.timeline_event_types USING btree (value)
CREATE UNIQUE INDEX webhook_delivery_statuses_pkey ON app_enum.webhook_delivery_statuses USING btree (value)
CREATE UNIQUE INDEX workflow_action_run_statuses_pkey ON app_enum.workflow_action_run_statuses USING btree (value)
CREATE UNIQUE INDEX workflow_action_types_pkey ON app_enum.workflow_action_types USING btree (value)
CREATE UNIQUE INDEX workflow_run_statuses_pkey ON app_enum.workflow_run_statuses USING btree (value)
CREATE UNIQUE INDEX workflow_statuses_pkey ON app_enum.workflow_statuses USING btree (value)
CREATE UNIQUE INDEX assignment_turns_pkey ON app_hidden.assignment_turns USING btree (organization_id, rule_id, user_id)
CREATE INDEX assignment_turns_user_id_idx ON app_hidden.assignment_turns USING btree (organization_id, user_id)
CREATE UNIQUE INDEX bound_fields_pkey ON app_hidden.bound_fields USING btree (object, field, bound_to)
CREATE UNIQUE INDEX conversion_details_organization_id_key_digest_key ON app_hidden.conversion_details USING btree (organization_id, key_digest)
CREATE UNIQUE INDEX conversion_details_pkey ON app_hidden.conversion_details USING btree (organization_id, conversion_id)
CREATE UNIQUE INDEX conversion_fields_pkey ON app_hidden.conversion_fields USING btree (object, field)
CREATE UNIQUE INDEX crm_objects_pkey ON app_hidden.crm_objects USING btree (name)
CREATE UNIQUE INDEX crm_objects_table_name_key ON app_hidden.crm_objects USING btree (table_name)
CREATE UNIQUE INDEX duplicate_criteria_pkey ON app_hidden.duplicate_criteria USING btree (object, criterion)
CREATE UNIQUE INDEX event_names_pkey ON app_hidden.event_names USING btree (name)
CREATE UNIQUE INDEX features_pkey ON app_hidden.features USING btree (name)
CREATE INDEX field_columns_object_idx ON app_hidden.field_columns USING btree (object, field)
CREATE UNIQUE INDEX field_columns_pkey ON app_hidden.field_columns USING btree (table_name, column_name, object, field)
CREATE INDEX match_keys_keys_idx ON app_hidden.match_keys USING gin (keys) WITH (fastupdate=off)
CREATE UNIQUE INDEX match_keys_pkey ON app_hidden.match_keys USING btree (organization_id, object, record_id)
CREATE INDEX match_keys_unchecked_idx ON app_hidden.match_keys USING btree (organization_id, object, record_id) WHERE (checked_at IS NULL)
CREATE UNIQUE INDEX object_actions_pkey ON app_hidden.object_actions USING btree (object, action)
CREATE UNIQUE INDEX organization_templates_pkey ON app_hidden.organization_templates USING btree (slug)
CREATE UNIQUE INDEX personal_columns_pkey ON app_hidden.personal_columns USING btree (table_name, column_name)
CREATE UNIQUE INDEX record_fields_pkey ON app_hidden.record_fields USING btree (object, name)
CREATE UNIQUE INDEX role_versions_pkey ON app_hidden.role_versions USING btree (organization_id, role_id)
CREATE INDEX stale_lead_scores_lead_id_idx ON app_hidden.stale_lead_scores USING btree (organization_id, lead_id)
CREATE UNIQUE INDEX team_turns_pkey ON app_hidden.team_turns USING btree (organization_id, team_id, object_type, user_id)
CREATE INDEX team_turns_user_id_idx ON app_hidden.team_turns USING btree (organization_id, user_id)
CREATE UNIQUE INDEX template_parts_pkey ON app_hidden.template_parts USING btree (slug, "position")
CREATE UNIQUE INDEX template_parts_slug_ref_key ON app_hidden.template_parts USING btree (slug, ref)
CREATE UNIQUE INDEX timeline_event_fields_pkey ON app_hidden.timeline_event_fields USING btree (object_type, event_type, table_name, column_name)
CREATE INDEX undo_entries_created_at_idx ON app_hidden.undo_entries USING btree (created_at)
CREATE UNIQUE INDEX undo_entries_pkey ON app_hidden.undo_entries USING btree (organization_id, operation_id, table_name, record_id)
CREATE INDEX undo_entries_record_id_idx ON app_hidden.undo_entries USING btree (organization_id, record_id)
CREATE UNIQUE INDEX workflow_settings_pkey ON app_hidden.workflow_settings USING btree (action, name)
CREATE UNIQUE INDEX api_key_secrets_organization_id_api_key_id_key ON app_private.api_key_secrets USING btree (organization_id, api_key_id)
CREATE UNIQUE INDEX api_key_secrets_pkey ON app_private.api_key_secrets USING btree (key_hash)
CREATE INDEX api_key_secrets_session_id_idx ON app_private.api_key_secrets USING btree (session_id)
CREATE UNIQUE INDEX change_horizons_pkey ON app_private.change_horizons USING btree (taken_at)
CREATE UNIQUE INDEX changes_pkey ON app_private.changes USING btree (transaction_id, "position")
CREATE INDEX custom_field_values_number_idx ON app_private.custom_field_values USING btree (organization_id, definition_id, number_value, record_id) WHERE (number_value IS NOT NULL)
CREATE INDEX custom_field_values_record_idx ON app_private.custom_field_values USING btree (organization_id, record_id)
CREATE INDEX custom_field_values_text_idx ON app_private.custom_field_values USING btree (organization_id, definition_id, text_value, record_id) WHERE (text_value IS NOT NULL)
CREATE INDEX emails_organization_id_idx ON app_private.emails USING btree (organization_id)
CREATE UNIQUE INDEX emails_pkey ON app_private.emails USING btree (id)
CREATE INDEX emails_status_idx ON app_private.emails USING btree (status, created_at)
CREATE UNIQUE INDEX erasures_pkey ON app_private.erasures USING btree (organization_id, request_id)
CREATE UNIQUE INDEX event_listeners_pkey ON app_private.event_listeners USING btree (organization_id, event)
CREATE UNIQUE INDEX export_files_pkey ON app_private.export_files USING btree (organization_id, export_id)
CREATE UNIQUE INDEX export_files_storage_key_key ON app_private.export_files USING btree (storage_key)
CREATE UNIQUE INDEX given_contact_days_pkey ON app_private.given_contact_days USING btree (organization_id, record_id)
CREATE UNIQUE INDEX import_files_pkey ON app_private.import_files USING btree (organization_id, import_id)
CREATE INDEX invitation_tokens_invitation_idx ON app_private.invitation_tokens USING btree (organization_id, invitation_id)
CREATE UNIQUE INDEX invitation_tokens_pkey ON app_private.invitation_tokens USING btree (token_hash)
CREATE UNIQUE INDEX live_topics_pkey ON app_private.live_topics USING btree (name)
CREATE UNIQUE INDEX live_topics_table_name_key ON app_private.live_topics USING btree (table_name)
CREATE UNIQUE INDEX masking_secrets_pkey ON app_private.masking_secrets USING btree (organization_id)
CREATE UNIQUE INDEX message_ids_pkey ON app_private.message_ids USING btree (organization_id, digest)
CREATE INDEX message_ids_thread_id_idx ON app_private.message_ids USING btree (organization_id, thread_id)
CREATE UNIQUE INDEX overdue_days_pkey ON app_private.overdue_days USING btree (organization_id)
CREATE UNIQUE INDEX password_resets_pkey ON app_private.password_resets USING btree (token_hash)
CREATE INDEX password_resets_user_id_idx ON app_private.password_resets USING btree (user_id)
CREATE INDEX privacy_documents_expires_at_idx ON app_private.privacy_documents USING btree (expires_at)
CREATE UNIQUE INDEX privacy_documents_pkey ON app_private.privacy_documents USING btree (organization_id, request_id)
CREATE INDEX rate_limits_expire_idx ON app_private.rate_limits USING btree (expire)
CREATE UNIQUE INDEX rate_limits_pkey ON app_private.rate_limits USING btree (key)
CREATE UNIQUE INDEX refresh_tokens_pkey ON app_private.refresh_tokens USING btree (token_hash)
CREATE INDEX refresh_tokens_session_id_idx ON app_private.refresh_tokens USING btree (session_id)
CREATE UNIQUE INDEX reminders_pkey ON app_private.reminders USING btree (organization_id, object_type, object_id)
CREATE INDEX reminders_remind_at_idx ON app_private.reminders USING btree (remind_at)
CREATE UNIQUE INDEX removed_files_pkey ON app_private.removed_files USING btree (storage_key)
CREATE UNIQUE INDEX rotting_deals_pkey ON app_private.rotting_deals USING btree (organization_id, deal_id)
CREATE INDEX sessions_organization_id_idx ON app_private.sessions USING btree (organization_id)
CREATE UNIQUE INDEX sessions_pkey ON app_private.sessions USING btree (id)
CREATE INDEX sessions_user_id_idx ON app_private.sessions USING btree (user_id)
CREATE INDEX tag_usage_changes_transaction_id_idx ON app_private.tag_usage_changes USING btree (transaction_id)
CREATE UNIQUE INDEX uploads_pkey ON app_private.uploads USING btree (organization_id, id)
CREATE UNIQUE INDEX uploads_storage_key_key ON app_private.uploads USING btree (storage_key)
CREATE INDEX uploads_user_id_idx ON app_private.uploads USING btree (user_id)
CREATE UNIQUE INDEX user_credentials_pkey ON app_private.user_credentials USING btree (user_id)
CREATE UNIQUE INDEX webhook_health_pkey ON app_private.webhook_health USING btree (organization_id, endpoint_id)
CREATE UNIQUE INDEX webhook_payloads_pkey ON app_private.webhook_payloads USING btree (organization_id, delivery_id)
CREATE INDEX webhook_payloads_record_id_idx ON app_private.webhook_payloads USING btree (organization_id, record_id)
CREATE UNIQUE INDEX webhook_pump_pkey ON app_private.webhook_pump USING btree (only_one)
CREATE INDEX webhook_queue_claimed_idx ON app_private.webhook_queue USING btree (organization_id, endpoint_id) WHERE (claim IS NOT NULL)
CREATE INDEX webhook_queue_due_at_idx ON app_private.webhook_queue USING btree (due_at)
CREATE INDEX webhook_queue_endpoint_id_idx ON app_private.webhook_queue USING btree (organization_id, endpoint_id, due_at, delivery_id)
CREATE UNIQUE INDEX webhook_queue_pkey ON app_private.webhook_queue USING btree (organization_id, delivery_id)
CREATE UNIQUE INDEX webhook_secrets_current_key ON app_private.webhook_secrets USING btree (organization_id, endpoint_id) WHERE (expires_at IS NULL)
CREATE UNIQUE INDEX webhook_secrets_pkey ON app_private.webhook_secrets USING btree (organization_id, endpoint_id, id)
CREATE UNIQUE INDEX workflow_action_statistics_pkey ON app_private.workflow_action_statistics USING btree (organization_id, workflow_id, day, lane, key, type)
CREATE UNIQUE INDEX workflow_budgets_pkey ON app_private.workflow_budgets USING btree (organization_id)
CREATE UNIQUE INDEX workflow_events_pkey ON app_private.workflow_events USING btree (organization_id, lane, "position")
CREATE UNIQUE INDEX workflow_run_values_pkey ON app_private.workflow_run_values USING btree (organization_id, run_id)
CREATE UNIQUE INDEX workflow_statistics_pkey ON app_private.workflow_statistics USING btree (organization_id, workflow_id, day, lane)
CREATE INDEX accounts_account_manager_id_idx ON app_public.accounts USING btree (organization_id, account_manager_id)
CREATE INDEX accounts_company_key_idx ON app_public.accounts USING btree (organization_id, app_hidden.company_key(name)) WHERE (deleted_at IS NULL)
CREATE INDEX accounts_created_at_idx ON app_public.accounts USING btree (organization_id, created_at, id) INCLUDE (owner_id, account_manager_id) WHERE (deleted_at IS NULL)
CREATE INDEX accounts_deleted_at_idx ON app_public.accounts USING btree (organization_id, deleted_at, id) WHERE (deleted_at IS NOT NULL)
CREATE INDEX accounts_email_domain_idx ON app_public.accounts USING btree (organization_id, app_hidden.domain_key(primary_email)) WHERE (deleted_at IS NULL)
CREATE UNIQUE INDEX accounts_external_id_key ON app_public.accounts USING btree (organization_id, external_system, external_id) WHERE (deleted_at IS NULL)
CREATE INDEX accounts_merged_into_id_idx ON app_public.accounts USING btree (organization_id, merged_into_id) WHERE (merged_into_id IS NOT NULL)
CREATE INDEX accounts_name_idx ON app_public.accounts USING btree (organization_id, name, id) WHERE (deleted_at IS NULL)
CREATE INDEX accounts_owner_id_idx ON app_public.accounts USING btree (organization_id, owner_id, created_at, id)
CREATE INDEX accounts_parent_id_idx ON app_public.accounts USING btree (organization_id, parent_id)
CREATE UNIQUE INDEX accounts_pkey ON app_public.accounts USING btree (organization_id, id)
CREATE INDEX accounts_primary_email_idx ON app_public.accounts USING btree (organization_id, primary_email) WHERE (deleted_at IS NULL)
CREATE INDEX accounts_website_domain_idx ON app_public.accounts USING btree (organization_id, app_hidden.domain_key(website)) WHERE (deleted_at IS NULL)
CREATE INDEX activities_account_id_idx ON app_public.activities USING btree (organization_id, account_id, created_at, id) WHERE (account_id IS NOT NULL)
CREATE INDEX activities_assigned_to_id_idx ON app_public.activities USING btree (organization_id, assigned_to_id, due_date, id)
CREATE INDEX activities_contact_id_idx ON app_public.activities USING btree (organization_id, contact_id, created_at, id) WHERE (contact_id IS NOT NULL)
CREATE INDEX activities_created_at_idx ON app_public.activities USING btree (organization_id, created_at, id) WHERE (deleted_at IS NULL)
CREATE INDEX activities_deal_id_idx ON app_public.activities USING btree (organization_id, deal_id, created_at, id) WHERE (deal_id IS NOT NULL)
CREATE INDEX activities_deleted_at_idx ON app_public.activities USING btree (organization_id, deleted_at, id) WHERE (deleted_at IS NOT NULL)
CREATE INDEX activities_due_date_idx ON app_public.activities USING btree (organization_id, due_date, id) WHERE (deleted_at IS NULL)
CREATE UNIQUE INDEX activities_external_id_key ON app_public.activities USING btree (organization_id, external_system, external_id) WHERE (deleted_at IS NULL)
CREATE INDEX activities_lead_id_idx ON app_public.activities USING btree (organization_id, lead_id, created_at, id) WHERE (lead_id IS NOT NULL)
CREATE UNIQUE INDEX activities_pkey ON app_public.activities USING btree (organization_id, id)
CREATE INDEX activities_previous_id_idx ON app_public.activities USING btree (organization_id, previous_id) WHERE (previous_id IS NOT NULL)
CREATE UNIQUE INDEX api_keys_name_key ON app_public.api_keys USING btree (organization_id, name) WHERE (revoked_at IS NULL)
CREATE UNIQUE INDEX api_keys_organization_id_user_id_key ON app_public.api_keys USING btree (organization_id, user_id)
CREATE UNIQUE INDEX api_keys_pkey ON app_public.api_keys USING btree (organization_id, id)
CREATE INDEX assignment_rule_members_member_idx ON app_public.assignment_rule_members USING btree (organization_id, user_id)
CREATE UNIQUE INDEX assignment_rule_members_pkey ON app_public.assignment_rule_members USING btree (organization_id, id)
CREATE UNIQUE INDEX assignment_rule_members_user_id_key ON app_public.assignment_rule_members USING btree (organization_id, rule_id, user_id)
CREATE UNIQUE INDEX assignment_rules_name_key ON app_public.assignment_rules USING btree (organization_id, name)
CREATE UNIQUE INDEX assignment_rules_pkey ON app_public.assignment_rules USING btree (organization_id, id)
CREATE INDEX assignment_rules_team_id_idx ON app_public.assignment_rules USING btree (organization_id, team_id)
CREATE INDEX assignment_rules_territory_id_idx ON app_public.assignment_rules USING btree (organization_id, territory_id)
CREATE INDEX attachments_account_id_idx ON app_public.attachments USING btree (organization_id, account_id) WHERE (account_id IS NOT NULL)
CREATE INDEX attachments_byte_size_idx ON app_public.attachments USING btree (organization_id) INCLUDE (byte_size)
CREATE INDEX attachments_communication_id_idx ON app_public.attachments USING btree (organization_id, communication_id) WHERE (communication_id IS NOT NULL)
CREATE INDEX attachments_contact_id_idx ON app_public.attachments USING btree (organization_id, contact_id) WHERE (contact_id IS NOT NULL)
CREATE INDEX attachments_created_at_idx ON app_public.attachments USING btree (organization_id, created_at, id) WHERE (deleted_at IS NULL)
CREATE INDEX attachments_deal_id_idx ON app_public.attachments USING btree (organization_id, deal_id) WHERE (deal_id IS NOT NULL)
CREATE INDEX attachments_deleted_at_idx ON app_public.attachments USING btree (organization_id, deleted_at, id) WHERE (deleted_at IS NOT NULL)
CREATE INDEX attachments_lead_id_idx ON app_public.attachments USING btree (organization_id, lead_id) WHERE (lead_id IS NOT NULL)
CREATE INDEX attachments_message_id_idx ON app_public.attachments USING btree (organization_id, message_id) WHERE (message_id IS NOT NULL)
CREATE UNIQUE INDEX attachments_organization_id_storage_key_key ON app_public.attachments USING btree (organization_id, storage_key)
CREATE UNIQUE INDEX attachments_pkey ON app_public.attachments USING btree (organization_id, id)
CREATE INDEX attachments_project_id_idx ON app_public.attachments USING btree (organization_id, project_id) WHERE (project_id IS NOT NULL)
CREATE INDEX attachments_task_id_idx ON app_public.attachments USING btree (organization_id, task_id) WHERE (task_id IS NOT NULL)
CREATE INDEX attachments_unfinished_idx ON app_public.attachments USING btree (organization_id, created_at) WHERE ((scan_status = 'pending'::text) OR (preview_status = 'pending'::text))
CREATE INDEX audit_log_action_idx ON ONLY app_public.audit_log USING btree (organization_id, action, occurred_at)
CREATE INDEX audit_log_actor_id_idx ON ONLY app_public.audit_log USING btree (organization_id, actor_id, occurred_at)
CREATE UNIQUE INDEX audit_log_pkey ON ONLY app_public.audit_log USING btree (organization_id, occurred_at, id)
CREATE INDEX audit_log_record_id_idx ON ONLY app_public.audit_log USING btree (organization_id, record_id)
CREATE INDEX audit_log_table_name_idx ON ONLY app_public.audit_log USING btree (organization_id, table_name, occurred_at)
CREATE INDEX comments_account_id_idx ON app_public.comments USING btree (organization_id, account_id, created_at, id) WHERE (account_id IS NOT NULL)
CREATE INDEX comments_communication_id_idx ON app_public.comments USING btree (organization_id, communication_id) WHERE (communication_id IS NOT NULL)
CREATE INDEX comments_contact_id_idx ON app_public.comments USING btree (organization_id, contact_id, created_at, id) WHERE (contact_id IS NOT NULL)
CREATE INDEX comments_created_at_idx ON app_public.comments USING btree (organization_id, created_at, id) WHERE (deleted_at IS NULL)
CREATE INDEX comments_deal_id_idx ON app_public.comments USING btree (organization_id, deal_id, created_at, id) WHERE (deal_id IS NOT NULL)
CREATE INDEX comments_deleted_at_idx ON app_public.comments USING btree (organization_id, deleted_at, id) WHERE (deleted_at IS NOT NULL)
CREATE INDEX comments_lead_id_idx ON app_public.comments USING btree (organization_id, lead_id, created_at, id) WHERE (lead_id IS NOT NULL)
CREATE UNIQUE INDEX comments_pkey ON app_public.comments USING btree (organization_id, id)
CREATE INDEX comments_project_id_idx ON app_public.comments USING btree (organization_id, project_id) WHERE (project_id IS NOT NULL)
CREATE INDEX comments_task_id_idx ON app_public.comments USING btree (organization_id, task_id) WHERE (task_id IS NOT NULL)
CREATE INDEX communication_contacts_contact_id_idx ON app_public.communication_contacts USING btree (organization_id, contact_id)
CREATE UNIQUE INDEX communication_contacts_participant_id_key ON app_public.communication_contacts USING btree (organization_id, participant_id)
CREATE UNIQUE INDEX communication_contacts_pkey ON app_public.communication_contacts USING btree (organization_id, id)
CREATE INDEX communication_participants_address_idx ON app_public.communication_participants USING btree (organization_id, address) WHERE (address IS NOT NULL)
CREATE UNIQUE INDEX communication_participants_key ON app_public.communication_participants USING btree (organization_id, communication_id, role, address, name) NULLS NOT DISTINCT
CREATE UNIQUE INDEX communication_participants_pkey ON app_public.communication_participants USING btree (organization_id, id)
CREATE INDEX communication_participants_user_id_idx ON app_public.communication_participants USING btree (organization_id, user_id) WHERE (user_id IS NOT NULL)
CREATE UNIQUE INDEX communication_threads_pkey ON app_public.communication_threads USING btree (organization_id, id)
CREATE INDEX communications_account_id_idx ON app_public.communications USING btree (organization_id, account_id, occurred_at, id) WHERE (account_id IS NOT NULL)
CREATE INDEX communications_activity_id_idx ON app_public.communications USING btree (organization_id, activity_id) WHERE (activity_id IS NOT NULL)
CREATE INDEX communications_contact_id_idx ON app_public.communications USING btree (organization_id, contact_id, occurred_at, id) WHERE (contact_id IS NOT NULL)
CREATE INDEX communications_deal_id_idx ON app_public.communications USING btree (organization_id, deal_id, occurred_at, id) WHERE (deal_id IS NOT NULL)
CREATE INDEX communications_deleted_at_idx ON app_public.communications USING btree (organization_id, deleted_at, id) WHERE (deleted_at IS NOT NULL)
CREATE INDEX communications_lead_id_idx ON app_public.communications USING btree (organization_id, lead_id, occurred_at, id) WHERE (lead_id IS NOT NULL)
CREATE INDEX communications_message_id_idx ON app_public.communications USING btree (organization_id, message_id) WHERE (message_id IS NOT NULL)
CREATE INDEX communications_occurred_at_idx ON app_public.communications USING btree (organization_id, occurred_at, id) WHERE (deleted_at IS NULL)
CREATE UNIQUE INDEX communications_pkey ON app_public.communications USING btree (organization_id, id)
CREATE INDEX communications_thread_id_idx ON app_public.communications USING btree (organization_id, thread_id, occurred_at, id) WHERE (thread_id IS NOT NULL)
CREATE INDEX contacts_account_id_idx ON app_public.contacts USING btree (organization_id, account_id, created_at, id)
CREATE INDEX contacts_created_at_idx ON app_public.contacts USING btree (organization_id, created_at, id) INCLUDE (owner_id) WHERE (deleted_at IS NULL)
CREATE INDEX contacts_deleted_at_idx ON app_public.contacts USING btree (organization_id, deleted_at, id) WHERE (deleted_at IS NOT NULL)
CREATE UNIQUE INDEX contacts_email_key ON app_public.contacts USING btree (organization_id, email) WHERE (deleted_at IS NULL)
CREATE INDEX contacts_email_key_idx ON app_public.contacts USING btree (organization_id, app_hidden.email_key(email)) WHERE (deleted_at IS NULL)
CREATE UNIQUE INDEX contacts_external_id_key ON app_public.contacts USING btree (organization_id, external_system, external_id) WHERE (deleted_at IS NULL)
CREATE INDEX contacts_last_name_idx ON app_public.contacts USING btree (organization_id, last_name, first_name, id) WHERE (deleted_at IS NULL)
CREATE INDEX contacts_merged_into_id_idx ON app_public.contacts USING btree (organization_id, merged_into_id) WHERE (merged_into_id IS NOT NULL)
CREATE INDEX contacts_owner_id_idx ON app_public.contacts USING btree (organization_id, owner_id, created_at, id)
CREATE UNIQUE INDEX contacts_pkey ON app_public.contacts USING btree (organization_id, id)
CREATE UNIQUE INDEX custom_field_definitions_key_key ON app_public.custom_field_definitions USING btree (organization_id, object, key)
CREATE UNIQUE INDEX custom_field_definitions_pkey ON app_public.custom_field_definitions USING btree (organization_id, id)
CREATE INDEX custom_field_definitions_position_idx ON app_public.custom_field_definitions USING btree (organization_id, object, "position", id)
CREATE INDEX deal_products_deal_id_idx ON app_public.deal_products USING btree (organization_id, deal_id, created_at, id)
CREATE UNIQUE INDEX deal_products_organization_id_external_system_external_id_key ON app_public.deal_products USING btree (organization_id, external_system, external_id)
CREATE UNIQUE INDEX deal_products_pkey ON app_public.deal_products USING btree (organization_id, id)
CREATE INDEX deal_products_product_id_idx ON app_public.deal_products USING btree (organization_id, product_id)
CREATE INDEX deal_stage_history_deal_id_idx ON app_public.deal_stage_history USING btree (organization_id, deal_id, changed_at, id)
CREATE INDEX deal_stage_history_from_stage_id_idx ON app_public.deal_stage_history USING btree (organization_id, from_stage_id)
CREATE UNIQUE INDEX deal_stage_history_organization_id_external_system_external_key ON app_public.deal_stage_history USING btree (organization_id, external_system, external_id)
CREATE INDEX deal_stage_history_pipeline_id_idx ON app_public.deal_stage_history USING btree (organization_id, pipeline_id, changed_at, id)
CREATE UNIQUE INDEX deal_stage_history_pkey ON app_public.deal_stage_history USING btree (organization_id, id)
CREATE INDEX deal_stage_history_to_stage_id_idx ON app_public.deal_stage_history USING btree (organization_id, to_stage_id, changed_at)
CREATE UNIQUE INDEX deal_team_members_organization_id_deal_id_user_id_key ON app_public.deal_team_members USING btree (organization_id, deal_id, user_id)
CREATE UNIQUE INDEX deal_team_members_pkey ON app_public.deal_team_members USING btree (organization_id, id)
CREATE INDEX deal_team_members_user_id_idx ON app_public.deal_team_members USING btree (organization_id, user_id)
CREATE INDEX deals_account_id_idx ON app_public.deals USING btree (organization_id, account_id, created_at, id)
CREATE INDEX deals_amount_idx ON app_public.deals USING btree (organization_id, amount, id) WHERE (deleted_at IS NULL)
CREATE INDEX deals_created_at_idx ON app_public.deals USING btree (organization_id, created_at, id) INCLUDE (owner_id) WHERE (deleted_at IS NULL)
CREATE INDEX deals_deleted_at_idx ON app_public.deals USING btree (organization_id, deleted_at, id) WHERE (deleted_at IS NOT NULL)
CREATE INDEX deals_expected_close_date_idx ON app_public.deals USING btree (organization_id, expected_close_date, id) WHERE (deleted_at IS NULL)
CREATE UNIQUE INDEX deals_external_id_key ON app_public.deals USING btree (organization_id, external_system, external_id) WHERE (deleted_at IS NULL)
CREATE UNIQUE INDEX deals_organization_id_deal_number_key ON app_public.deals USING btree (organization_id, deal_number)
CREATE INDEX deals_owner_id_idx ON app_public.deals USING btree (organization_id, owner_id, created_at, id)
CREATE UNIQUE INDEX deals_pkey ON app_public.deals USING btree (organization_id, id)
CREATE INDEX deals_primary_contact_id_idx ON app_public.deals USING btree (organization_id, primary_contact_id)
CREATE INDEX deals_source_lead_id_idx ON app_public.deals USING btree (organization_id, source_lead_id) WHERE (source_lead_id IS NOT NULL)
CREATE INDEX deals_stage_id_idx ON app_public.deals USING btree (organization_id, pipeline_id, stage_id, created_at, id)
CREATE INDEX deals_status_idx ON app_public.deals USING btree (organization_id, status, created_at, id) INCLUDE (owner_id) WHERE (deleted_at IS NULL)
CREATE UNIQUE INDEX duplicate_candidates_organization_id_account_id_other_accou_key ON app_public.duplicate_candidates USING btree (organization_id, account_id, other_account_id)
CREATE UNIQUE INDEX duplicate_candidates_organization_id_contact_id_other_conta_key ON app_public.duplicate_candidates USING btree (organization_id, contact_id, other_contact_id)
CREATE UNIQUE INDEX duplicate_candidates_organization_id_lead_id_other_lead_id_key ON app_public.duplicate_candidates USING btree (organization_id, lead_id, other_lead_id)
CREATE INDEX duplicate_candidates_other_account_id_idx ON app_public.duplicate_candidates USING btree (organization_id, other_account_id) WHERE (other_account_id IS NOT NULL)
CREATE INDEX duplicate_candidates_other_contact_id_idx ON app_public.duplicate_candidates USING btree (organization_id, other_contact_id) WHERE (other_contact_id IS NOT NULL)
CREATE INDEX duplicate_candidates_other_lead_id_idx ON app_public.duplicate_candidates USING btree (organization_id, other_lead_id) WHERE (other_lead_id IS NOT NULL)
CREATE UNIQUE INDEX duplicate_candidates_pkey ON app_public.duplicate_candidates USING btree (organization_id, id)
CREATE INDEX duplicate_candidates_score_idx ON app_public.duplicate_candidates USING btree (organization_id, status, score, id)
CREATE UNIQUE INDEX duplicate_comparisons_organization_id_rule_id_criterion_key ON app_public.duplicate_comparisons USING btree (organization_id, rule_id, criterion)
CREATE UNIQUE INDEX duplicate_comparisons_pkey ON app_public.duplicate_comparisons USING btree (organization_id, id)
CREATE UNIQUE INDEX duplicate_rules_organization_id_object_type_key ON app_public.duplicate_rules USING btree (organization_id, object_type)
CREATE UNIQUE INDEX duplicate_rules_pkey ON app_public.duplicate_rules USING btree (organization_id, id)
CREATE INDEX exports_created_at_idx ON app_public.exports USING btree (organization_id, created_at, id)
CREATE UNIQUE INDEX exports_pkey ON app_public.exports USING btree (organization_id, id)
CREATE INDEX exports_waiting_idx ON app_public.exports USING btree (organization_id, created_by) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]))
CREATE UNIQUE INDEX feature_flags_organization_id_name_key ON app_public.feature_flags USING btree (organization_id, name)
CREATE UNIQUE INDEX feature_flags_pkey ON app_public.feature_flags USING btree (organization_id, id)
CREATE INDEX former_external_ids_external_id_idx ON app_public.former_external_ids USING btree (organization_id, external_system, external_id)
CREATE UNIQUE INDEX former_external_ids_organization_id_account_id_external_sys_key ON app_public.former_external_ids USING btree (organization_id, account_id, external_system, external_id)
CREATE UNIQUE INDEX former_external_ids_organization_id_contact_id_external_sys_key ON app_public.former_external_ids USING btree (organization_id, contact_id, external_system, external_id)
CREATE UNIQUE INDEX former_external_ids_organization_id_lead_id_external_system_key ON app_public.former_external_ids USING btree (organization_id, lead_id, external_system, external_id)
CREATE UNIQUE INDEX former_external_ids_pkey ON app_public.former_external_ids USING btree (organization_id, id)
CREATE INDEX imports_created_at_idx ON app_public.imports USING btree (organization_id, created_at, id)
CREATE UNIQUE INDEX imports_pkey ON app_public.imports USING btree (organization_id, id)
CREATE UNIQUE INDEX installed_templates_pkey ON app_public.installed_templates USING btree (organization_id, id)
CREATE UNIQUE INDEX installed_templates_slug_key ON app_public.installed_templates USING btree (organization_id, slug)
CREATE UNIQUE INDEX invitations_pending_key ON app_public.invitations USING btree (organization_id, email) WHERE (accepted_at IS NULL)
CREATE UNIQUE INDEX invitations_pkey ON app_public.invitations USING btree (organization_id, id)
CREATE INDEX invitations_role_id_idx ON app_public.invitations USING btree (organization_id, role_id)
CREATE INDEX lead_assignments_former_owner_id_idx ON app_public.lead_assignments USING btree (organization_id, former_owner_id)
CREATE INDEX lead_assignments_lead_id_idx ON app_public.lead_assignments USING btree (organization_id, lead_id, created_at, id)
CREATE INDEX lead_assignments_owner_id_idx ON app_public.lead_assignments USING btree (organization_id, owner_id, created_at, id)
CREATE UNIQUE INDEX lead_assignments_pkey ON app_public.lead_assignments USING btree (organization_id, id)
CREATE INDEX lead_assignments_rule_id_idx ON app_public.lead_assignments USING btree (organization_id, rule_id, created_at, id)
CREATE INDEX lead_conversions_account_id_idx ON app_public.lead_conversions USING btree (organization_id, account_id) WHERE (account_id IS NOT NULL)
CREATE INDEX lead_conversions_contact_id_idx ON app_public.lead_conversions USING btree (organization_id, contact_id) WHERE (contact_id IS NOT NULL)
CREATE INDEX lead_conversions_created_at_idx ON app_public.lead_conversions USING btree (organization_id, created_at, id)
CREATE INDEX lead_conversions_deal_id_idx ON app_public.lead_conversions USING btree (organization_id, deal_id) WHERE (deal_id IS NOT NULL)
CREATE INDEX lead_conversions_lead_id_idx ON app_public.lead_conversions USING btree (organization_id, lead_id, created_at, id)
CREATE UNIQUE INDEX lead_conversions_lead_id_key ON app_public.lead_conversions USING btree (organization_id, lead_id) WHERE (undone_at IS NULL)
CREATE UNIQUE INDEX lead_conversions_pkey ON app_public.lead_conversions USING btree (organization_id, id)
CREATE UNIQUE INDEX lead_field_mappings_field_id_key ON app_public.lead_field_mappings USING btree (organization_id, field_id)
CREATE INDEX lead_field_mappings_lead_field_id_idx ON app_public.lead_field_mappings USING btree (organization_id, lead_field_id)
CREATE UNIQUE INDEX lead_field_mappings_pkey ON app_public.lead_field_mappings USING btree (organization_id, id)
CREATE INDEX lead_form_submissions_content_hash_idx ON app_public.lead_form_submissions USING btree (organization_id, form_id, content_hash, created_at)
CREATE INDEX lead_form_submissions_form_id_idx ON app_public.lead_form_submissions USING btree (organization_id, form_id, created_at, id)
CREATE INDEX lead_form_submissions_lead_id_idx ON app_public.lead_form_submissions USING btree (organization_id, lead_id)
CREATE UNIQUE INDEX lead_form_submissions_pkey ON app_public.lead_form_submissions USING btree (organization_id, id)
CREATE UNIQUE INDEX lead_forms_key_key ON app_public.lead_forms USING btree (key)
CREATE UNIQUE INDEX lead_forms_name_key ON app_public.lead_forms USING btree (organization_id, name)
CREATE INDEX lead_forms_owner_id_idx ON app_public.lead_forms USING btree (organization_id, owner_id)
CREATE UNIQUE INDEX lead_forms_pkey ON app_public.lead_forms USING btree (organization_id, id)
CREATE INDEX lead_forms_territory_id_idx ON app_public.lead_forms USING btree (organization_id, territory_id)
CREATE INDEX lead_score_history_lead_id_idx ON app_public.lead_score_history USING btree (organization_id, lead_id, calculated_at, id)
CREATE UNIQUE INDEX lead_score_history_pkey ON app_public.lead_score_history USING btree (organization_id, id)
CREATE UNIQUE INDEX lead_score_models_pkey ON app_public.lead_score_models USING btree (organization_id, id)
CREATE UNIQUE INDEX lead_score_models_queued_key ON app_public.lead_score_models USING btree (organization_id) WHERE (status = 'queued'::text)
CREATE INDEX lead_score_models_requested_at_idx ON app_public.lead_score_models USING btree (organization_id, requested_at, id)
CREATE UNIQUE INDEX lead_scores_pkey ON app_public.lead_scores USING btree (organization_id, lead_id)
CREATE UNIQUE INDEX lead_scoring_configs_organization_id_key ON app_public.lead_scoring_configs USING btree (organization_id)
CREATE UNIQUE INDEX lead_scoring_configs_pkey ON app_public.lead_scoring_configs USING btree (organization_id, id)
CREATE UNIQUE INDEX lead_scoring_runs_pkey ON app_public.lead_scoring_runs USING btree (organization_id, id)
CREATE INDEX lead_scoring_runs_started_at_idx ON app_public.lead_scoring_runs USING btree (organization_id, started_at, id)
CREATE UNIQUE INDEX lead_scoring_runs_unfinished_key ON app_public.lead_scoring_runs USING btree (organization_id, reason) WHERE ((finished_at IS NULL) AND (reason <> 'on_demand'::text))
CREATE INDEX leads_converted_account_id_idx ON app_public.leads USING btree (organization_id, converted_account_id) WHERE (converted_account_id IS NOT NULL)
CREATE INDEX leads_converted_contact_id_idx ON app_public.leads USING btree (organization_id, converted_contact_id) WHERE (converted_contact_id IS NOT NULL)
CREATE INDEX leads_converted_deal_id_idx ON app_public.leads USING btree (organization_id, converted_deal_id) WHERE (converted_deal_id IS NOT NULL)
CREATE INDEX leads_created_at_idx ON app_public.leads USING btree (organization_id, created_at, id) INCLUDE (owner_id) WHERE (deleted_at IS NULL)
CREATE INDEX leads_deleted_at_idx ON app_public.leads USING btree (organization_id, deleted_at, id) WHERE (deleted_at IS NOT NULL)
CREATE INDEX leads_email_idx ON app_public.leads USING btree (organization_id, email) WHERE (deleted_at IS NULL)
CREATE UNIQUE INDEX leads_external_id_key ON app_public.leads USING btree (organization_id, external_system, external_id) WHERE (deleted_at IS NULL)
CREATE INDEX leads_merged_into_id_idx ON app_public.leads USING btree (organization_id, merged_into_id) WHERE (merged_into_id IS NOT NULL)
CREATE INDEX leads_open_owner_id_idx ON app_public.leads USING btree (organization_id, owner_id) WHERE ((deleted_at IS NULL) AND (status = ANY (ARRAY['new'::text, 'contacted'::text, 'qualified'::text])))
CREATE INDEX leads_owner_created_at_idx ON app_public.leads USING btree (organization_id, owner_id, created_at, id)
CREATE INDEX leads_owner_id_idx ON app_public.leads USING btree (organization_id, owner_id, score, id)
CREATE UNIQUE INDEX leads_pkey ON app_public.leads USING btree (organization_id, id)
CREATE INDEX leads_score_idx ON app_public.leads USING btree (organization_id, score, id) WHERE (deleted_at IS NULL)
CREATE INDEX leads_status_created_at_idx ON app_public.leads USING btree (organization_id, status, created_at, id) WHERE (deleted_at IS NULL)
CREATE INDEX leads_status_score_idx ON app_public.leads USING btree (organization_id, status, score, id) INCLUDE (owner_id) WHERE (deleted_at IS NULL)
CREATE INDEX leads_territory_id_idx ON app_public.leads USING btree (organization_id, territory_id) WHERE (territory_id IS NOT NULL)
CREATE INDEX masking_audit_log_counted_to_idx ON app_public.masking_audit_log USING btree (organization_id, counted_to, id)
CREATE UNIQUE INDEX masking_audit_log_pkey ON app_public.masking_audit_log USING btree (organization_id, id)
CREATE INDEX masking_audit_log_user_id_idx ON app_public.masking_audit_log USING btree (organization_id, user_id, counted_to, id)
CREATE UNIQUE INDEX masking_rules_organization_id_object_field_key ON app_public.masking_rules USING btree (organization_id, object, field)
CREATE UNIQUE INDEX masking_rules_pkey ON app_public.masking_rules USING btree (organization_id, id)
CREATE UNIQUE INDEX memberships_organization_id_user_id_key ON app_public.memberships USING btree (organization_id, user_id)
CREATE UNIQUE INDEX memberships_pkey ON app_public.memberships USING btree (organization_id, id)
CREATE INDEX memberships_role_id_idx ON app_public.memberships USING btree (organization_id, role_id)
CREATE INDEX memberships_user_id_idx ON app_public.memberships USING btree (user_id)
CREATE UNIQUE INDEX message_thread_participants_organization_id_thread_id_user__key ON app_public.message_thread_participants USING btree (organization_id, thread_id, user_id)
CREATE UNIQUE INDEX message_thread_participants_pkey ON app_public.message_thread_participants USING btree (organization_id, id)
CREATE INDEX message_thread_participants_user_id_idx ON app_public.message_thread_participants USING btree (organization_id, user_id)
CREATE INDEX message_threads_created_at_idx ON app_public.message_threads USING btree (organization_id, created_at, id)
CREATE INDEX message_threads_last_message_at_idx ON app_public.message_threads USING btree (organization_id, last_message_at, id)
CREATE UNIQUE INDEX message_threads_pkey ON app_public.message_threads USING btree (organization_id, id)
CREATE UNIQUE INDEX messages_organization_id_thread_id_position_key ON app_public.messages USING btree (organization_id, thread_id, "position")
CREATE UNIQUE INDEX messages_pkey ON app_public.messages USING btree (organization_id, id)
CREATE INDEX messages_thread_id_idx ON app_public.messages USING btree (organization_id, thread_id, created_at, id)
CREATE INDEX notes_account_id_idx ON app_public.notes USING btree (organization_id, account_id, created_at, id) WHERE (account_id IS NOT NULL)
CREATE INDEX notes_communication_id_idx ON app_public.notes USING btree (organization_id, communication_id) WHERE (communication_id IS NOT NULL)
CREATE INDEX notes_contact_id_idx ON app_public.notes USING btree (organization_id, contact_id, created_at, id) WHERE (contact_id IS NOT NULL)
CREATE INDEX notes_created_at_idx ON app_public.notes USING btree (organization_id, created_at, id) WHERE (deleted_at IS NULL)
CREATE INDEX notes_deal_id_idx ON app_public.notes USING btree (organization_id, deal_id, created_at, id) WHERE (deal_id IS NOT NULL)
CREATE INDEX notes_deleted_at_idx ON app_public.notes USING btree (organization_id, deleted_at, id) WHERE (deleted_at IS NOT NULL)
CREATE INDEX notes_lead_id_idx ON app_public.notes USING btree (organization_id, lead_id, created_at, id) WHERE (lead_id IS NOT NULL)
CREATE UNIQUE INDEX notes_pkey ON app_public.notes USING btree (organization_id, id)
CREATE INDEX notes_project_id_idx ON app_public.notes USING btree (organization_id, project_id) WHERE (project_id IS NOT NULL)
CREATE INDEX notes_task_id_idx ON app_public.notes USING btree (organization_id, task_id) WHERE (task_id IS NOT NULL)
CREATE INDEX notifications_actor_id_idx ON app_public.notifications USING btree (organization_id, actor_id) WHERE (actor_id IS NOT NULL)
CREATE UNIQUE INDEX notifications_organization_id_user_id_key_key ON app_public.notifications USING btree (organization_id, user_id, key)
CREATE UNIQUE INDEX notifications_pkey ON app_public.notifications USING btree (organization_id, id)
CREATE INDEX notifications_unread_idx ON app_public.notifications USING btree (organization_id, user_id, created_at, id) WHERE (read_at IS NULL)
CREATE INDEX notifications_user_id_idx ON app_public.notifications USING btree (organization_id, user_id, created_at, id)
CREATE UNIQUE INDEX organizations_pkey ON app_public.organizations USING btree (id)
CREATE UNIQUE INDEX organizations_slug_key ON app_public.organizations USING btree (slug)
CREATE INDEX outgoing_emails_created_at_idx ON app_public.outgoing_emails USING btree (organization_id, created_at, id)
CREATE UNIQUE INDEX outgoing_emails_key_key ON app_public.outgoing_emails USING btree (organization_id, key)
CREATE INDEX outgoing_emails_object_id_idx ON app_public.outgoing_emails USING btree (organization_id, object_id) WHERE (object_id IS NOT NULL)
CREATE UNIQUE INDEX outgoing_emails_pkey ON app_public.outgoing_emails USING btree (organization_id, id)
CREATE INDEX outgoing_emails_run_id_idx ON app_public.outgoing_emails USING btree (organization_id, run_id) WHERE (run_id IS NOT NULL)
CREATE INDEX outgoing_emails_status_idx ON app_public.outgoing_emails USING btree (organization_id, status, created_at, id)
CREATE UNIQUE INDEX pipeline_stages_organization_id_pipeline_id_id_key ON app_public.pipeline_stages USING btree (organization_id, pipeline_id, id)
CREATE UNIQUE INDEX pipeline_stages_organization_id_pipeline_id_name_key ON app_public.pipeline_stages USING btree (organization_id, pipeline_id, name)
CREATE UNIQUE INDEX pipeline_stages_pkey ON app_public.pipeline_stages USING btree (organization_id, id)
CREATE UNIQUE INDEX pipeline_stages_position_key ON app_public.pipeline_stages USING btree (organization_id, pipeline_id, "position")
CREATE UNIQUE INDEX pipelines_is_default_key ON app_public.pipelines USING btree (organization_id) WHERE is_default
CREATE UNIQUE INDEX pipelines_organization_id_name_key ON app_public.pipelines USING btree (organization_id, name)
CREATE UNIQUE INDEX pipelines_pkey ON app_public.pipelines USING btree (organization_id, id)
CREATE INDEX privacy_requests_contact_id_idx ON app_public.privacy_requests USING btree (organization_id, contact_id) WHERE (contact_id IS NOT NULL)
CREATE INDEX privacy_requests_created_at_idx ON app_public.privacy_requests USING btree (organization_id, created_at, id)
CREATE INDEX privacy_requests_lead_id_idx ON app_public.privacy_requests USING btree (organization_id, lead_id) WHERE (lead_id IS NOT NULL)
CREATE UNIQUE INDEX privacy_requests_pkey ON app_public.privacy_requests USING btree (organization_id, id)
CREATE UNIQUE INDEX products_code_key ON app_public.products USING btree (organization_id, code) WHERE (deleted_at IS NULL)
CREATE INDEX products_deleted_at_idx ON app_public.products USING btree (organization_id, deleted_at, id) WHERE (deleted_at IS NOT NULL)
CREATE UNIQUE INDEX products_external_id_key ON app_public.products USING btree (organization_id, external_system, external_id) WHERE (deleted_at IS NULL)
CREATE INDEX products_name_idx ON app_public.products USING btree (organization_id, name, id) WHERE (deleted_at IS NULL)
CREATE UNIQUE INDEX products_pkey ON app_public.products USING btree (organization_id, id)
CREATE INDEX projects_account_id_idx ON app_public.projects USING btree (organization_id, account_id) WHERE (account_id IS NOT NULL)
CREATE INDEX projects_created_at_idx ON app_public.projects USING btree (organization_id, created_at, id) WHERE (deleted_at IS NULL)
CREATE INDEX projects_deal_id_idx ON app_public.projects USING btree (organization_id, deal_id) WHERE (deal_id IS NOT NULL)
CREATE INDEX projects_deleted_at_idx ON app_public.projects USING btree (organization_id, deleted_at, id) WHERE (deleted_at IS NOT NULL)
CREATE INDEX projects_owner_id_idx ON app_public.projects USING btree (organization_id, owner_id, created_at, id)
CREATE UNIQUE INDEX projects_pkey ON app_public.projects USING btree (organization_id, id)
CREATE INDEX record_merges_account_id_idx ON app_public.record_merges USING btree (organization_id, account_id) WHERE (account_id IS NOT NULL)
CREATE INDEX record_merges_contact_id_idx ON app_public.record_merges USING btree (organization_id, contact_id) WHERE (contact_id IS NOT NULL)
CREATE INDEX record_merges_created_at_idx ON app_public.record_merges USING btree (organization_id, created_at, id)
CREATE INDEX record_merges_lead_id_idx ON app_public.record_merges USING btree (organization_id, lead_id) WHERE (lead_id IS NOT NULL)
CREATE UNIQUE INDEX record_merges_pkey ON app_public.record_merges USING btree (organization_id, id)
CREATE UNIQUE INDEX retention_policies_object_action_key ON app_public.retention_policies USING btree (organization_id, object, action)
CREATE UNIQUE INDEX retention_policies_pkey ON app_public.retention_policies USING btree (organization_id, id)
CREATE UNIQUE INDEX retention_runs_pkey ON app_public.retention_runs USING btree (organization_id, id)
CREATE INDEX retention_runs_policy_id_idx ON app_public.retention_runs USING btree (organization_id, policy_id, started_at, id)
CREATE INDEX retention_runs_started_at_idx ON app_public.retention_runs USING btree (organization_id, started_at, id)
CREATE UNIQUE INDEX retention_runs_unfinished_key ON app_public.retention_runs USING btree (organization_id, policy_id) NULLS NOT DISTINCT WHERE (finished_at IS NULL)
CREATE UNIQUE INDEX role_field_permissions_pkey ON app_public.role_field_permissions USING btree (organization_id, role_id, object, field)
CREATE UNIQUE INDEX role_permissions_pkey ON app_public.role_permissions USING btree (organization_id, role_id, object, action)
CREATE UNIQUE INDEX roles_organization_id_slug_key ON app_public.roles USING btree (organization_id, slug)
CREATE UNIQUE INDEX roles_pkey ON app_public.roles USING btree (organization_id, id)
CREATE INDEX taggings_account_id_idx ON app_public.taggings USING btree (organization_id, account_id) WHERE (account_id IS NOT NULL)
CREATE INDEX taggings_activity_id_idx ON app_public.taggings USING btree (organization_id, activity_id) WHERE (activity_id IS NOT NULL)
CREATE INDEX taggings_communication_id_idx ON app_public.taggings USING btree (organization_id, communication_id) WHERE (communication_id IS NOT NULL)
CREATE INDEX taggings_contact_id_idx ON app_public.taggings USING btree (organization_id, contact_id) WHERE (contact_id IS NOT NULL)
CREATE INDEX taggings_deal_id_idx ON app_public.taggings USING btree (organization_id, deal_id) WHERE (deal_id IS NOT NULL)
CREATE INDEX taggings_lead_id_idx ON app_public.taggings USING btree (organization_id, lead_id) WHERE (lead_id IS NOT NULL)
CREATE UNIQUE INDEX taggings_organization_id_tag_id_account_id_contact_id_lead__key ON app_public.taggings USING btree (organization_id, tag_id, account_id, contact_id, lead_id, deal_id, activity_id, communication_id, project_id, task_id) NULLS NOT DISTINCT
CREATE UNIQUE INDEX taggings_pkey ON app_public.taggings USING btree (organization_id, id)
CREATE INDEX taggings_project_id_idx ON app_public.taggings USING btree (organization_id, project_id) WHERE (project_id IS NOT NULL)
CREATE INDEX taggings_task_id_idx ON app_public.taggings USING btree (organization_id, task_id) WHERE (task_id IS NOT NULL)
CREATE UNIQUE INDEX tags_organization_id_name_category_key ON app_public.tags USING btree (organization_id, name, category)
CREATE UNIQUE INDEX tags_pkey ON app_public.tags USING btree (organization_id, id)
CREATE INDEX tasks_assignee_id_idx ON app_public.tasks USING btree (organization_id, assignee_id, due_date, id)
CREATE INDEX tasks_created_at_idx ON app_public.tasks USING btree (organization_id, created_at, id) WHERE (deleted_at IS NULL)
CREATE INDEX tasks_deal_id_idx ON app_public.tasks USING btree (organization_id, deal_id) WHERE (deal_id IS NOT NULL)
CREATE INDEX tasks_deleted_at_idx ON app_public.tasks USING btree (organization_id, deleted_at, id) WHERE (deleted_at IS NOT NULL)
CREATE INDEX tasks_due_date_idx ON app_public.tasks USING btree (organization_id, due_date, id) WHERE (deleted_at IS NULL)
CREATE UNIQUE INDEX tasks_pkey ON app_public.tasks USING btree (organization_id, id)
CREATE INDEX tasks_previous_id_idx ON app_public.tasks USING btree (organization_id, previous_id) WHERE (previous_id IS NOT NULL)
CREATE INDEX tasks_project_id_idx ON app_public.tasks USING btree (organization_id, project_id, created_at, id) WHERE (project_id IS NOT NULL)
CREATE UNIQUE INDEX team_members_organization_id_team_id_user_id_key ON app_public.team_members USING btree (organization_id, team_id, user_id)
CREATE UNIQUE INDEX team_members_pkey ON app_public.team_members USING btree (organization_id, id)
CREATE INDEX team_members_user_id_idx ON app_public.team_members USING btree (organization_id, user_id)
CREATE UNIQUE INDEX teams_organization_id_name_key ON app_public.teams USING btree (organization_id, name)
CREATE UNIQUE INDEX teams_pkey ON app_public.teams USING btree (organization_id, id)
CREATE UNIQUE INDEX territories_organization_id_name_key ON app_public.territories USING btree (organization_id, name)
CREATE UNIQUE INDEX territories_pkey ON app_public.territories USING btree (organization_id, id)
CREATE UNIQUE INDEX territory_members_organization_id_territory_id_user_id_key ON app_public.territory_members USING btree (organization_id, territory_id, user_id)
CREATE UNIQUE INDEX territory_members_pkey ON app_public.territory_members USING btree (organization_id, id)
CREATE INDEX territory_members_user_id_idx ON app_public.territory_members USING btree (organization_id, user_id)
CREATE INDEX timeline_events_account_id_idx ON ONLY app_public.timeline_events USING btree (organization_id, account_id, occurred_at, id) WHERE (account_id IS NOT NULL)
CREATE INDEX timeline_events_contact_id_idx ON ONLY app_public.timeline_events USING btree (organization_id, contact_id, occurred_at, id) WHERE (contact_id IS NOT NULL)
CREATE INDEX timeline_events_deal_id_idx ON ONLY app_public.timeline_events USING btree (organization_id, deal_id, occurred_at, id) WHERE (deal_id IS NOT NULL)
CREATE INDEX timeline_events_lead_id_idx ON ONLY app_public.timeline_events USING btree (organization_id, lead_id, occurred_at, id) WHERE (lead_id IS NOT NULL)
CREATE INDEX timeline_events_object_id_idx ON ONLY app_public.timeline_events USING btree (organization_id, object_id, occurred_at, id)
CREATE UNIQUE INDEX timeline_events_pkey ON ONLY app_public.timeline_events USING btree (organization_id, occurred_at, id)
CREATE INDEX timeline_events_project_id_idx ON ONLY app_public.timeline_events USING btree (organization_id, project_id, occurred_at, id) WHERE (project_id IS NOT NULL)
CREATE INDEX timeline_events_source_id_idx ON ONLY app_public.timeline_events USING btree (organization_id, source_id) WHERE (source_id IS NOT NULL)
CREATE UNIQUE INDEX users_email_key ON app_public.users USING btree (email)
CREATE UNIQUE INDEX users_pkey ON app_public.users USING btree (id)
CREATE INDEX webhook_attempts_delivery_id_idx ON app_public.webhook_attempts USING btree (organization_id, delivery_id, started_at)
CREATE UNIQUE INDEX webhook_attempts_pkey ON app_public.webhook_attempts USING btree (organization_id, id)
CREATE INDEX webhook_deliveries_created_at_idx ON app_public.webhook_deliveries USING btree (organization_id, created_at, id)
CREATE INDEX webhook_deliveries_endpoint_id_idx ON app_public.webhook_deliveries USING btree (organization_id, endpoint_id, created_at, id)
CREATE UNIQUE INDEX webhook_deliveries_organization_id_endpoint_id_key_key ON app_public.webhook_deliveries USING btree (organization_id, endpoint_id, key)
CREATE UNIQUE INDEX webhook_deliveries_pkey ON app_public.webhook_deliveries USING btree (organization_id, id)
CREATE UNIQUE INDEX webhook_endpoints_name_key ON app_public.webhook_endpoints USING btree (organization_id, name)
CREATE INDEX webhook_endpoints_owner_id_idx ON app_public.webhook_endpoints USING btree (organization_id, owner_id)
CREATE UNIQUE INDEX webhook_endpoints_pkey ON app_public.webhook_endpoints USING btree (organization_id, id)
CREATE UNIQUE INDEX workflow_action_runs_path_key ON app_public.workflow_action_runs USING btree (organization_id, run_id, path)
CREATE UNIQUE INDEX workflow_action_runs_pkey ON app_public.workflow_action_runs USING btree (organization_id, id)
CREATE UNIQUE INDEX workflow_actions_key_key ON app_public.workflow_actions USING btree (organization_id, workflow_id, key)
CREATE INDEX workflow_actions_parent_id_idx ON app_public.workflow_actions USING btree (organization_id, parent_id)
CREATE UNIQUE INDEX workflow_actions_pkey ON app_public.workflow_actions USING btree (organization_id, id)
CREATE INDEX workflow_runs_created_at_idx ON app_public.workflow_runs USING btree (organization_id, created_at, id)
CREATE INDEX workflow_runs_object_id_idx ON app_public.workflow_runs USING btree (organization_id, object_id, created_at, id) WHERE (object_id IS NOT NULL)
CREATE UNIQUE INDEX workflow_runs_pkey ON app_public.workflow_runs USING btree (organization_id, id)
CREATE INDEX workflow_runs_queue_idx ON app_public.workflow_runs USING btree (organization_id, lane, priority DESC, "position") WHERE (status = 'queued'::text)
CREATE INDEX workflow_runs_resume_at_idx ON app_public.workflow_runs USING btree (organization_id, lane, resume_at) WHERE (status = 'waiting'::text)
CREATE INDEX workflow_runs_root_id_idx ON app_public.workflow_runs USING btree (organization_id, root_id) WHERE (root_id IS NOT NULL)
CREATE INDEX workflow_runs_status_idx ON app_public.workflow_runs USING btree (organization_id, status, created_at, id)
CREATE INDEX workflow_runs_version_id_idx ON app_public.workflow_runs USING btree (organization_id, version_id)
CREATE INDEX workflow_runs_workflow_id_idx ON app_public.workflow_runs USING btree (organization_id, workflow_id, created_at, id)
CREATE INDEX workflow_triggers_event_idx ON app_public.workflow_triggers USING btree (organization_id, event, workflow_id)
CREATE UNIQUE INDEX workflow_triggers_pkey ON app_public.workflow_triggers USING btree (organization_id, id)
CREATE UNIQUE INDEX workflow_triggers_position_key ON app_public.workflow_triggers USING btree (organization_id, workflow_id, "position")
CREATE INDEX workflow_triggers_schedule_idx ON app_public.workflow_triggers USING btree (organization_id, next_run_at) WHERE (scheduled_since IS NOT NULL)
CREATE INDEX workflow_versions_owner_id_idx ON app_public.workflow_versions USING btree (organization_id, owner_id)
CREATE UNIQUE INDEX workflow_versions_pkey ON app_public.workflow_versions USING btree (organization_id, id)
CREATE UNIQUE INDEX workflow_versions_version_key ON app_public.workflow_versions USING btree (organization_id, workflow_id, version)
CREATE UNIQUE INDEX workflows_name_key ON app_public.workflows USING btree (organization_id, name)
CREATE INDEX workflows_owner_id_idx ON app_public.workflows USING btree (organization_id, owner_id)
CREATE UNIQUE INDEX workflows_pkey ON app_public.workflows USING btree (organization_id, id)
CREATE INDEX workflows_status_idx ON app_public.workflows USING btree (organization_id, status, id)

-- Policies
app_public.accounts: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.accounts: delete_in_scope permissive delete to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'delete'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'delete'::text) AS owner_ids_in_scope)::uuid[])) OR (account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'delete'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.accounts: insert_in_scope permissive insert to rowhouse_user
  with check ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'create'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'create'::text) AS owner_ids_in_scope)::uuid[])) OR (account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'create'::text) AS owner_ids_in_scope)::uuid[])))
app_public.accounts: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.accounts: select_in_scope permissive select to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'view'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'view'::text) AS owner_ids_in_scope)::uuid[])) OR (account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'view'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.accounts: update_in_scope permissive update to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
  with check ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])))
app_public.activities: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.activities: delete_in_scope permissive delete to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'delete'::text) AS owner_ids_in_scope) IS NULL) OR (assigned_to_id = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'delete'::text) AS owner_ids_in_scope)::uuid[])) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'delete'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.activities: insert_in_scope permissive insert to rowhouse_user
  with check ((( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'create'::text) AS owner_ids_in_scope) IS NULL) OR (assigned_to_id = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'create'::text) AS owner_ids_in_scope)::uuid[])) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'create'::text) AS owner_ids_in_scope)::uuid[])))
app_public.activities: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.activities: select_in_scope permissive select to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'view'::text) AS owner_ids_in_scope) IS NULL) OR (assigned_to_id = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'view'::text) AS owner_ids_in_scope)::uuid[])) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'view'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.activities: update_in_scope permissive update to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (assigned_to_id = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
  with check ((( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (assigned_to_id = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])))
app_public.api_keys: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.api_keys: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('api_key'::text, 'delete'::text) AS may)
app_public.api_keys: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('api_key'::text, 'create'::text) AS may)
app_public.api_keys: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.api_keys: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('api_key'::text, 'view'::text) AS may)
app_public.api_keys: select_self permissive select to rowhouse_user
  using (user_id = ( SELECT app_hidden.current_user_id() AS current_user_id))
app_public.api_keys: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('api_key'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('api_key'::text, 'edit'::text) AS may)
app_public.assignment_rule_members: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.assignment_rule_members: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('assignment_rule'::text, 'delete'::text) AS may)
app_public.assignment_rule_members: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('assignment_rule'::text, 'create'::text) AS may)
app_public.assignment_rule_members: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.assignment_rule_members: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('assignment_rule'::text, 'view'::text) AS may)
app_public.assignment_rule_members: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('assignment_rule'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('assignment_rule'::text, 'edit'::text) AS may)
app_public.assignment_rules: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.assignment_rules: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('assignment_rule'::text, 'delete'::text) AS may)
app_public.assignment_rules: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('assignment_rule'::text, 'create'::text) AS may)
app_public.assignment_rules: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.assignment_rules: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('assignment_rule'::text, 'view'::text) AS may)
app_public.assignment_rules: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('assignment_rule'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('assignment_rule'::text, 'edit'::text) AS may)
app_public.attachments: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.attachments: delete_in_scope permissive delete to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('attachment'::text, 'delete'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('attachment'::text, 'delete'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.attachments: insert_in_scope permissive insert to rowhouse_user
  with check ((( SELECT app_hidden.owner_ids_in_scope('attachment'::text, 'create'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('attachment'::text, 'create'::text) AS owner_ids_in_scope)::uuid[])))
app_public.attachments: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.attachments: select_in_scope permissive select to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('attachment'::text, 'view'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('attachment'::text, 'view'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.attachments: update_in_scope permissive update to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('attachment'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('attachment'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
  with check ((( SELECT app_hidden.owner_ids_in_scope('attachment'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('attachment'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])))
app_public.attachments: with_its_message restrictive all to rowhouse_user
  using ((message_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.messages m
  WHERE (m.id = attachments.message_id))))
  with check ((message_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.messages m
  WHERE (m.id = attachments.message_id))))
app_public.attachments: with_its_record restrictive all to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE (parent.id = attachments.account_id)
 OFFSET 0))) AND ((communication_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.communications parent
  WHERE (parent.id = attachments.communication_id)
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE (parent.id = attachments.contact_id)
 OFFSET 0))) AND ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE (parent.id = attachments.deal_id)
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = attachments.lead_id)
 OFFSET 0))) AND ((project_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.projects parent
  WHERE (parent.id = attachments.project_id)
 OFFSET 0))) AND ((task_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.tasks parent
  WHERE (parent.id = attachments.task_id)
 OFFSET 0))))
  with check (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE (parent.id = attachments.account_id)
 OFFSET 0))) AND ((communication_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.communications parent
  WHERE (parent.id = attachments.communication_id)
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE (parent.id = attachments.contact_id)
 OFFSET 0))) AND ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE (parent.id = attachments.deal_id)
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = attachments.lead_id)
 OFFSET 0))) AND ((project_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.projects parent
  WHERE (parent.id = attachments.project_id)
 OFFSET 0))) AND ((task_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.tasks parent
  WHERE (parent.id = attachments.task_id)
 OFFSET 0))))
app_public.audit_log: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.audit_log: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.audit_log: select_in_scope permissive select to rowhouse_user
  using ((( SELECT app_hidden.owner_ids_in_scope('audit_log'::text, 'view'::text) AS owner_ids_in_scope) IS NULL) OR (actor_id = ANY (( SELECT app_hidden.owner_ids_in_scope('audit_log'::text, 'view'::text) AS owner_ids_in_scope)::uuid[])))
app_public.comments: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.comments: delete_in_scope permissive delete to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('comment'::text, 'delete'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('comment'::text, 'delete'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.comments: insert_in_scope permissive insert to rowhouse_user
  with check ((( SELECT app_hidden.owner_ids_in_scope('comment'::text, 'create'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('comment'::text, 'create'::text) AS owner_ids_in_scope)::uuid[])))
app_public.comments: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.comments: select_in_scope permissive select to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('comment'::text, 'view'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('comment'::text, 'view'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.comments: update_in_scope permissive update to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('comment'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('comment'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
  with check ((( SELECT app_hidden.owner_ids_in_scope('comment'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('comment'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])))
app_public.comments: with_its_record restrictive all to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE (parent.id = comments.account_id)
 OFFSET 0))) AND ((communication_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.communications parent
  WHERE (parent.id = comments.communication_id)
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE (parent.id = comments.contact_id)
 OFFSET 0))) AND ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE (parent.id = comments.deal_id)
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = comments.lead_id)
 OFFSET 0))) AND ((project_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.projects parent
  WHERE (parent.id = comments.project_id)
 OFFSET 0))) AND ((task_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.tasks parent
  WHERE (parent.id = comments.task_id)
 OFFSET 0))))
  with check (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE (parent.id = comments.account_id)
 OFFSET 0))) AND ((communication_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.communications parent
  WHERE (parent.id = comments.communication_id)
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE (parent.id = comments.contact_id)
 OFFSET 0))) AND ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE (parent.id = comments.deal_id)
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = comments.lead_id)
 OFFSET 0))) AND ((project_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.projects parent
  WHERE (parent.id = comments.project_id)
 OFFSET 0))) AND ((task_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.tasks parent
  WHERE (parent.id = comments.task_id)
 OFFSET 0))))
app_public.communication_contacts: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.communication_contacts: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.communication_contacts: select_with_record permissive select to rowhouse_user
  using ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE (parent.id = communication_contacts.contact_id)
 OFFSET 0)))
app_public.communication_contacts: with_participant_and_address restrictive select to rowhouse_user
  using ((EXISTS ( SELECT
   FROM app_public.communication_participants p
  WHERE (p.id = communication_contacts.participant_id)
 OFFSET 0)) AND ('email'::text <> ALL (( SELECT app_hidden.withheld_columns('contacts'::text) AS withheld_columns)::text[])))
app_public.communication_participants: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.communication_participants: of_seen_columns restrictive select to rowhouse_user
  using (role = ANY (( SELECT app_hidden.seen_participant_roles() AS seen_participant_roles)::text[]))
app_public.communication_participants: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.communication_participants: select_with_record permissive select to rowhouse_user
  using ((communication_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.communications parent
  WHERE (parent.id = communication_participants.communication_id)
 OFFSET 0)))
app_public.communication_threads: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.communication_threads: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.communication_threads: with_communication permissive select to rowhouse_user
  using ((EXISTS ( SELECT
   FROM app_public.communications c
  WHERE (c.thread_id = communication_threads.id)
 OFFSET 0)) AND ('thread_id'::text <> ALL (( SELECT app_hidden.withheld_columns('communications'::text) AS withheld_columns)::text[])))
app_public.communications: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.communications: delete_in_scope permissive delete to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'delete'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'delete'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.communications: insert_in_scope permissive insert to rowhouse_user
  with check ((( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'create'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'create'::text) AS owner_ids_in_scope)::uuid[])))
app_public.communications: on_nothing restrictive all to rowhouse_user
  using ((num_nonnulls(account_id, contact_id, lead_id, deal_id, activity_id) > 0) OR (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'view'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'view'::text) AS owner_ids_in_scope)::uuid[])))
  with check ((num_nonnulls(account_id, contact_id, lead_id, deal_id, activity_id) > 0) OR (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'view'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'view'::text) AS owner_ids_in_scope)::uuid[])))
app_public.communications: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.communications: select_in_scope permissive select to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'view'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'view'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.communications: update_in_scope permissive update to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
  with check ((( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])))
app_public.communications: with_its_record restrictive all to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE (parent.id = communications.account_id)
 OFFSET 0))) AND ((activity_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.activities parent
  WHERE (parent.id = communications.activity_id)
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE (parent.id = communications.contact_id)
 OFFSET 0))) AND ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE (parent.id = communications.deal_id)
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = communications.lead_id)
 OFFSET 0))))
  with check (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE (parent.id = communications.account_id)
 OFFSET 0))) AND ((activity_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.activities parent
  WHERE (parent.id = communications.activity_id)
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE (parent.id = communications.contact_id)
 OFFSET 0))) AND ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE (parent.id = communications.deal_id)
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = communications.lead_id)
 OFFSET 0))))
app_public.contacts: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.contacts: delete_in_scope permissive delete to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'delete'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'delete'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.contacts: insert_in_scope permissive insert to rowhouse_user
  with check ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'create'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'create'::text) AS owner_ids_in_scope)::uuid[])))
app_public.contacts: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.contacts: select_in_scope permissive select to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'view'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'view'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.contacts: update_in_scope permissive update to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
  with check ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])))
app_public.custom_field_definitions: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.custom_field_definitions: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('custom_field'::text, 'delete'::text) AS may)
app_public.custom_field_definitions: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('custom_field'::text, 'create'::text) AS may)
app_public.custom_field_definitions: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.custom_field_definitions: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('custom_field'::text, 'view'::text) AS may)
app_public.custom_field_definitions: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('custom_field'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('custom_field'::text, 'edit'::text) AS may)
app_public.deal_products: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.deal_products: delete_with_record permissive delete to rowhouse_user
  using ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = deal_products.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
app_public.deal_products: insert_with_record permissive insert to rowhouse_user
  with check ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = deal_products.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
app_public.deal_products: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.deal_products: select_with_record permissive select to rowhouse_user
  using ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE (parent.id = deal_products.deal_id)
 OFFSET 0)))
app_public.deal_products: update_with_record permissive update to rowhouse_user
  using ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = deal_products.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
  with check ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = deal_products.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
app_public.deal_stage_history: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.deal_stage_history: delete_with_record permissive delete to rowhouse_user
  using ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = deal_stage_history.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
app_public.deal_stage_history: insert_with_record permissive insert to rowhouse_user
  with check ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = deal_stage_history.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
app_public.deal_stage_history: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.deal_stage_history: select_with_record permissive select to rowhouse_user
  using ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE (parent.id = deal_stage_history.deal_id)
 OFFSET 0)))
app_public.deal_stage_history: update_with_record permissive update to rowhouse_user
  using ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = deal_stage_history.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
  with check ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = deal_stage_history.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
app_public.deal_team_members: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.deal_team_members: delete_with_record permissive delete to rowhouse_user
  using ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = deal_team_members.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
app_public.deal_team_members: insert_with_record permissive insert to rowhouse_user
  with check ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = deal_team_members.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
app_public.deal_team_members: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.deal_team_members: select_with_record permissive select to rowhouse_user
  using ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE (parent.id = deal_team_members.deal_id)
 OFFSET 0)))
app_public.deal_team_members: update_with_record permissive update to rowhouse_user
  using ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = deal_team_members.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
  with check ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = deal_team_members.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
app_public.deals: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.deals: delete_in_scope permissive delete to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'delete'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'delete'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.deals: insert_in_scope permissive insert to rowhouse_user
  with check ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'create'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'create'::text) AS owner_ids_in_scope)::uuid[])))
app_public.deals: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.deals: select_in_scope permissive select to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'view'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'view'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.deals: update_in_scope permissive update to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
  with check ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])))
app_public.duplicate_candidates: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.duplicate_candidates: delete_with_record permissive delete to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = duplicate_candidates.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = duplicate_candidates.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = duplicate_candidates.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((other_account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = duplicate_candidates.other_account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((other_contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = duplicate_candidates.other_contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((other_lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = duplicate_candidates.other_lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
app_public.duplicate_candidates: insert_with_record permissive insert to rowhouse_user
  with check (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = duplicate_candidates.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = duplicate_candidates.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = duplicate_candidates.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((other_account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = duplicate_candidates.other_account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((other_contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = duplicate_candidates.other_contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((other_lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = duplicate_candidates.other_lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
app_public.duplicate_candidates: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.duplicate_candidates: select_with_record permissive select to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE (parent.id = duplicate_candidates.account_id)
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE (parent.id = duplicate_candidates.contact_id)
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = duplicate_candidates.lead_id)
 OFFSET 0))) AND ((other_account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE (parent.id = duplicate_candidates.other_account_id)
 OFFSET 0))) AND ((other_contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE (parent.id = duplicate_candidates.other_contact_id)
 OFFSET 0))) AND ((other_lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = duplicate_candidates.other_lead_id)
 OFFSET 0))))
app_public.duplicate_candidates: update_with_record permissive update to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = duplicate_candidates.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = duplicate_candidates.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = duplicate_candidates.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((other_account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = duplicate_candidates.other_account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((other_contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = duplicate_candidates.other_contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((other_lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = duplicate_candidates.other_lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
  with check (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = duplicate_candidates.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = duplicate_candidates.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = duplicate_candidates.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((other_account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = duplicate_candidates.other_account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((other_contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = duplicate_candidates.other_contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((other_lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = duplicate_candidates.other_lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
app_public.duplicate_candidates: who_sees_all_compared restrictive select to rowhouse_user
  using 
CASE
    WHEN (account_id IS NOT NULL) THEN ( SELECT app_hidden.sees_compared('account'::text) AS sees_compared)
    WHEN (contact_id IS NOT NULL) THEN ( SELECT app_hidden.sees_compared('contact'::text) AS sees_compared)
    ELSE ( SELECT app_hidden.sees_compared('lead'::text) AS sees_compared)
END
app_public.duplicate_comparisons: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.duplicate_comparisons: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('duplicate_rule'::text, 'delete'::text) AS may)
app_public.duplicate_comparisons: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('duplicate_rule'::text, 'create'::text) AS may)
app_public.duplicate_comparisons: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.duplicate_comparisons: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('duplicate_rule'::text, 'view'::text) AS may)
app_public.duplicate_comparisons: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('duplicate_rule'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('duplicate_rule'::text, 'edit'::text) AS may)
app_public.duplicate_rules: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.duplicate_rules: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('duplicate_rule'::text, 'delete'::text) AS may)
app_public.duplicate_rules: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('duplicate_rule'::text, 'create'::text) AS may)
app_public.duplicate_rules: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.duplicate_rules: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('duplicate_rule'::text, 'view'::text) AS may)
app_public.duplicate_rules: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('duplicate_rule'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('duplicate_rule'::text, 'edit'::text) AS may)
app_public.exports: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.exports: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.exports: select_own permissive select to rowhouse_user
  using ((created_by = ( SELECT app_hidden.current_user_id() AS current_user_id)) OR (( SELECT app_hidden.may('organization'::text, 'edit'::text) AS may) AND (NOT ( SELECT app_hidden.masks_fields() AS masks_fields))))
app_public.feature_flags: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.feature_flags: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('organization'::text, 'delete'::text) AS may)
app_public.feature_flags: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('organization'::text, 'create'::text) AS may)
app_public.feature_flags: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.feature_flags: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('organization'::text, 'view'::text) AS may)
app_public.feature_flags: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('organization'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('organization'::text, 'edit'::text) AS may)
app_public.former_external_ids: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.former_external_ids: delete_with_record permissive delete to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = former_external_ids.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = former_external_ids.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = former_external_ids.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
app_public.former_external_ids: insert_with_record permissive insert to rowhouse_user
  with check (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = former_external_ids.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = former_external_ids.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = former_external_ids.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
app_public.former_external_ids: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.former_external_ids: select_with_record permissive select to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE (parent.id = former_external_ids.account_id)
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE (parent.id = former_external_ids.contact_id)
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = former_external_ids.lead_id)
 OFFSET 0))))
app_public.former_external_ids: update_with_record permissive update to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = former_external_ids.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = former_external_ids.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = former_external_ids.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
  with check (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = former_external_ids.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = former_external_ids.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = former_external_ids.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
app_public.imports: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.imports: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.imports: select_own permissive select to rowhouse_user
  using ((created_by = ( SELECT app_hidden.current_user_id() AS current_user_id)) OR ( SELECT app_hidden.may('organization'::text, 'edit'::text) AS may))
app_public.imports: update_own permissive update to rowhouse_importer
  using (created_by = ( SELECT app_hidden.current_user_id() AS current_user_id))
  with check (created_by = ( SELECT app_hidden.current_user_id() AS current_user_id))
app_public.installed_templates: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.installed_templates: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('organization'::text, 'delete'::text) AS may)
app_public.installed_templates: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('organization'::text, 'create'::text) AS may)
app_public.installed_templates: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.installed_templates: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('organization'::text, 'view'::text) AS may)
app_public.installed_templates: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('organization'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('organization'::text, 'edit'::text) AS may)
app_public.invitations: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.invitations: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('member'::text, 'delete'::text) AS may)
app_public.invitations: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('member'::text, 'create'::text) AS may)
app_public.invitations: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.invitations: select_inviter permissive select to rowhouse_user
  using ( SELECT app_hidden.may('member'::text, 'create'::text) AS may)
app_public.invitations: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('member'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('member'::text, 'edit'::text) AS may)
app_public.lead_assignments: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.lead_assignments: delete_with_record permissive delete to rowhouse_user
  using ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = lead_assignments.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
app_public.lead_assignments: insert_with_record permissive insert to rowhouse_user
  with check ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = lead_assignments.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
app_public.lead_assignments: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.lead_assignments: select_with_record permissive select to rowhouse_user
  using ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = lead_assignments.lead_id)
 OFFSET 0)))
app_public.lead_assignments: update_with_record permissive update to rowhouse_user
  using ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = lead_assignments.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
  with check ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = lead_assignments.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0)))
app_public.lead_conversions: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.lead_conversions: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.lead_conversions: select_with_lead permissive select to rowhouse_user
  using ((( SELECT app_hidden.field_mode('leads'::text, 'status'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = lead_conversions.lead_id)
 OFFSET 0)))
app_public.lead_field_mappings: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.lead_field_mappings: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('custom_field'::text, 'delete'::text) AS may)
app_public.lead_field_mappings: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('custom_field'::text, 'create'::text) AS may)
app_public.lead_field_mappings: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.lead_field_mappings: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('custom_field'::text, 'view'::text) AS may)
app_public.lead_field_mappings: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('custom_field'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('custom_field'::text, 'edit'::text) AS may)
app_public.lead_form_submissions: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.lead_form_submissions: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('lead_form'::text, 'delete'::text) AS may)
app_public.lead_form_submissions: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('lead_form'::text, 'create'::text) AS may)
app_public.lead_form_submissions: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.lead_form_submissions: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('lead_form'::text, 'view'::text) AS may)
app_public.lead_form_submissions: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('lead_form'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('lead_form'::text, 'edit'::text) AS may)
app_public.lead_forms: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.lead_forms: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('lead_form'::text, 'delete'::text) AS may)
app_public.lead_forms: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('lead_form'::text, 'create'::text) AS may)
app_public.lead_forms: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.lead_forms: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('lead_form'::text, 'view'::text) AS may)
app_public.lead_forms: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('lead_form'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('lead_form'::text, 'edit'::text) AS may)
app_public.lead_score_history: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.lead_score_history: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.lead_score_history: select_with_record permissive select to rowhouse_user
  using ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = lead_score_history.lead_id)
 OFFSET 0)))
app_public.lead_score_models: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.lead_score_models: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.lead_score_models: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('scoring'::text, 'view'::text) AS may)
app_public.lead_scores: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.lead_scores: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.lead_scores: select_with_record permissive select to rowhouse_user
  using ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = lead_scores.lead_id)
 OFFSET 0)))
app_public.lead_scoring_configs: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.lead_scoring_configs: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.lead_scoring_configs: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('scoring'::text, 'view'::text) AS may)
app_public.lead_scoring_configs: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('scoring'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('scoring'::text, 'edit'::text) AS may)
app_public.lead_scoring_runs: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.lead_scoring_runs: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.lead_scoring_runs: select_own permissive select to rowhouse_user
  using (((reason = 'on_demand'::text) AND (created_by = ( SELECT app_hidden.current_user_id() AS current_user_id))) OR (( SELECT app_hidden.may('scoring'::text, 'edit'::text) AS may) AND (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'view'::text) AS owner_ids_in_scope) IS NULL)))
app_public.leads: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.leads: delete_in_scope permissive delete to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'delete'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'delete'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.leads: insert_in_scope permissive insert to rowhouse_user
  with check ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'create'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'create'::text) AS owner_ids_in_scope)::uuid[])))
app_public.leads: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.leads: select_in_scope permissive select to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'view'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'view'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.leads: update_in_scope permissive update to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
  with check ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])))
app_public.masking_audit_log: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.masking_audit_log: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('audit_log'::text, 'delete'::text) AS may)
app_public.masking_audit_log: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('audit_log'::text, 'create'::text) AS may)
app_public.masking_audit_log: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.masking_audit_log: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('audit_log'::text, 'view'::text) AS may)
app_public.masking_audit_log: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('audit_log'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('audit_log'::text, 'edit'::text) AS may)
app_public.masking_rules: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.masking_rules: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('role'::text, 'delete'::text) AS may)
app_public.masking_rules: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('role'::text, 'create'::text) AS may)
app_public.masking_rules: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.masking_rules: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('role'::text, 'view'::text) AS may)
app_public.masking_rules: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('role'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('role'::text, 'edit'::text) AS may)
app_public.memberships: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.memberships: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('member'::text, 'delete'::text) AS may)
app_public.memberships: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('member'::text, 'create'::text) AS may)
app_public.memberships: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.memberships: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('member'::text, 'view'::text) AS may)
app_public.memberships: select_self permissive select to rowhouse_user
  using (user_id = ( SELECT app_hidden.current_user_id() AS current_user_id))
app_public.memberships: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('member'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('member'::text, 'edit'::text) AS may)
app_public.message_thread_participants: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.message_thread_participants: delete_self permissive delete to rowhouse_user
  using (user_id = ( SELECT app_hidden.current_user_id() AS current_user_id))
app_public.message_thread_participants: insert_participant permissive insert to rowhouse_user
  with check (thread_id = ANY (( SELECT app_hidden.my_thread_ids() AS my_thread_ids)::uuid[]))
app_public.message_thread_participants: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.message_thread_participants: select_participant permissive select to rowhouse_user
  using (thread_id = ANY (( SELECT app_hidden.my_thread_ids() AS my_thread_ids)::uuid[]))
app_public.message_threads: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.message_threads: delete_author permissive delete to rowhouse_user
  using (created_by = ( SELECT app_hidden.current_user_id() AS current_user_id))
app_public.message_threads: insert_self permissive insert to rowhouse_user
  with check (created_by = ( SELECT app_hidden.current_user_id() AS current_user_id))
app_public.message_threads: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.message_threads: select_participant permissive select to rowhouse_user
  using ((id = ANY (( SELECT app_hidden.my_thread_ids() AS my_thread_ids)::uuid[])) OR ((created_by = ( SELECT app_hidden.current_user_id() AS current_user_id)) AND (created_at = ( SELECT now() AS now))))
app_public.message_threads: update_author permissive update to rowhouse_user
  using (created_by = ( SELECT app_hidden.current_user_id() AS current_user_id))
  with check (created_by = ( SELECT app_hidden.current_user_id() AS current_user_id))
app_public.messages: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.messages: delete_author permissive delete to rowhouse_user
  using ((created_by = ( SELECT app_hidden.current_user_id() AS current_user_id)) AND (thread_id = ANY (( SELECT app_hidden.my_thread_ids() AS my_thread_ids)::uuid[])))
app_public.messages: insert_participant permissive insert to rowhouse_user
  with check ((thread_id = ANY (( SELECT app_hidden.my_thread_ids() AS my_thread_ids)::uuid[])) AND (created_by = ( SELECT app_hidden.current_user_id() AS current_user_id)))
app_public.messages: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.messages: select_participant permissive select to rowhouse_user
  using (thread_id = ANY (( SELECT app_hidden.my_thread_ids() AS my_thread_ids)::uuid[]))
app_public.messages: update_author permissive update to rowhouse_user
  using ((created_by = ( SELECT app_hidden.current_user_id() AS current_user_id)) AND (thread_id = ANY (( SELECT app_hidden.my_thread_ids() AS my_thread_ids)::uuid[])))
  with check ((created_by = ( SELECT app_hidden.current_user_id() AS current_user_id)) AND (thread_id = ANY (( SELECT app_hidden.my_thread_ids() AS my_thread_ids)::uuid[])))
app_public.notes: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.notes: delete_in_scope permissive delete to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('note'::text, 'delete'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('note'::text, 'delete'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.notes: insert_in_scope permissive insert to rowhouse_user
  with check ((( SELECT app_hidden.owner_ids_in_scope('note'::text, 'create'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('note'::text, 'create'::text) AS owner_ids_in_scope)::uuid[])))
app_public.notes: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.notes: select_in_scope permissive select to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('note'::text, 'view'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('note'::text, 'view'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.notes: update_in_scope permissive update to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('note'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('note'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
  with check ((( SELECT app_hidden.owner_ids_in_scope('note'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('note'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])))
app_public.notes: with_its_record restrictive all to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE (parent.id = notes.account_id)
 OFFSET 0))) AND ((communication_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.communications parent
  WHERE (parent.id = notes.communication_id)
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE (parent.id = notes.contact_id)
 OFFSET 0))) AND ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE (parent.id = notes.deal_id)
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = notes.lead_id)
 OFFSET 0))) AND ((project_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.projects parent
  WHERE (parent.id = notes.project_id)
 OFFSET 0))) AND ((task_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.tasks parent
  WHERE (parent.id = notes.task_id)
 OFFSET 0))))
  with check (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE (parent.id = notes.account_id)
 OFFSET 0))) AND ((communication_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.communications parent
  WHERE (parent.id = notes.communication_id)
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE (parent.id = notes.contact_id)
 OFFSET 0))) AND ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE (parent.id = notes.deal_id)
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = notes.lead_id)
 OFFSET 0))) AND ((project_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.projects parent
  WHERE (parent.id = notes.project_id)
 OFFSET 0))) AND ((task_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.tasks parent
  WHERE (parent.id = notes.task_id)
 OFFSET 0))))
app_public.notifications: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.notifications: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.notifications: select_own permissive select to rowhouse_user
  using ((user_id = ( SELECT app_hidden.current_user_id() AS current_user_id)) AND
CASE
    WHEN (object_type IS NULL) THEN true
    ELSE
    CASE object_type
        WHEN 'account'::text THEN
        CASE
            WHEN (object_id IS NULL) THEN ( SELECT app_hidden.may('account'::text, 'view'::text) AS may)
            ELSE (EXISTS ( SELECT
               FROM app_public.accounts r
              WHERE (r.id = notifications.object_id)))
        END
        WHEN 'activity'::text THEN
        CASE
            WHEN (object_id IS NULL) THEN ( SELECT app_hidden.may('activity'::text, 'view'::text) AS may)
            ELSE (EXISTS ( SELECT
               FROM app_public.activities r
              WHERE (r.id = notifications.object_id)))
        END
        WHEN 'communication'::text THEN
        CASE
            WHEN (object_id IS NULL) THEN ( SELECT app_hidden.may('communication'::text, 'view'::text) AS may)
            ELSE (EXISTS ( SELECT
               FROM app_public.communications r
              WHERE (r.id = notifications.object_id)))
        END
        WHEN 'contact'::text THEN
        CASE
            WHEN (object_id IS NULL) THEN ( SELECT app_hidden.may('contact'::text, 'view'::text) AS may)
            ELSE (EXISTS ( SELECT
               FROM app_public.contacts r
              WHERE (r.id = notifications.object_id)))
        END
        WHEN 'deal'::text THEN
        CASE
            WHEN (object_id IS NULL) THEN ( SELECT app_hidden.may('deal'::text, 'view'::text) AS may)
            ELSE (EXISTS ( SELECT
               FROM app_public.deals r
              WHERE (r.id = notifications.object_id)))
        END
        WHEN 'lead'::text THEN
        CASE
            WHEN (object_id IS NULL) THEN ( SELECT app_hidden.may('lead'::text, 'view'::text) AS may)
            ELSE (EXISTS ( SELECT
               FROM app_public.leads r
              WHERE (r.id = notifications.object_id)))
        END
        WHEN 'note'::text THEN
        CASE
            WHEN (object_id IS NULL) THEN ( SELECT app_hidden.may('note'::text, 'view'::text) AS may)
            ELSE (EXISTS ( SELECT
               FROM app_public.notes r
              WHERE (r.id = notifications.object_id)))
        END
        WHEN 'project'::text THEN
        CASE
            WHEN (object_id IS NULL) THEN ( SELECT app_hidden.may('project'::text, 'view'::text) AS may)
            ELSE (EXISTS ( SELECT
               FROM app_public.projects r
              WHERE (r.id = notifications.object_id)))
        END
        WHEN 'task'::text THEN
        CASE
            WHEN (object_id IS NULL) THEN ( SELECT app_hidden.may('task'::text, 'view'::text) AS may)
            ELSE (EXISTS ( SELECT
               FROM app_public.tasks r
              WHERE (r.id = notifications.object_id)))
        END
        WHEN 'webhook_endpoint'::text THEN
        CASE
            WHEN (object_id IS NULL) THEN ( SELECT app_hidden.may('webhook_endpoint'::text, 'view'::text) AS may)
            ELSE (EXISTS ( SELECT
               FROM app_public.webhook_endpoints r
              WHERE (r.id = notifications.object_id)))
        END
        WHEN 'workflow'::text THEN
        CASE
            WHEN (object_id IS NULL) THEN ( SELECT app_hidden.may('workflow'::text, 'view'::text) AS may)
            ELSE (EXISTS ( SELECT
               FROM app_public.workflows r
              WHERE (r.id = notifications.object_id)))
        END
        ELSE false
    END
END AND
CASE
    WHEN ((kind = 'assignment'::text) AND (object_type = 'account'::text)) THEN ((( SELECT app_hidden.field_mode('accounts'::text, 'account_manager_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('accounts'::text, 'owner_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])))
    WHEN ((kind = 'assignment'::text) AND (object_type = 'activity'::text)) THEN (( SELECT app_hidden.field_mode('activities'::text, 'assigned_to_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text]))
    WHEN ((kind = 'assignment'::text) AND (object_type = 'contact'::text)) THEN (( SELECT app_hidden.field_mode('contacts'::text, 'owner_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text]))
    WHEN ((kind = 'assignment'::text) AND (object_type = 'deal'::text)) THEN (( SELECT app_hidden.field_mode('deals'::text, 'owner_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text]))
    WHEN ((kind = 'assignment'::text) AND (object_type = 'lead'::text)) THEN (( SELECT app_hidden.field_mode('leads'::text, 'owner_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text]))
    WHEN ((kind = 'assignment'::text) AND (object_type = 'project'::text)) THEN (( SELECT app_hidden.field_mode('projects'::text, 'owner_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text]))
    WHEN ((kind = 'assignment'::text) AND (object_type = 'task'::text)) THEN (( SELECT app_hidden.field_mode('tasks'::text, 'assignee_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text]))
    WHEN ((kind = 'overdue'::text) AND (object_type = 'activity'::text)) THEN ((( SELECT app_hidden.field_mode('activities'::text, 'due_date'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('activities'::text, 'status'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])))
    WHEN ((kind = 'overdue'::text) AND (object_type = 'task'::text)) THEN ((( SELECT app_hidden.field_mode('tasks'::text, 'due_date'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('tasks'::text, 'status'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])))
    WHEN ((kind = 'reminder'::text) AND (object_type = 'activity'::text)) THEN ((( SELECT app_hidden.field_mode('activities'::text, 'reminder_at'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('activities'::text, 'status'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])))
    WHEN ((kind = 'reminder'::text) AND (object_type = 'task'::text)) THEN ((( SELECT app_hidden.field_mode('tasks'::text, 'reminder_at'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('tasks'::text, 'status'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])))
    WHEN ((kind = 'stage_rot'::text) AND (object_type = 'deal'::text)) THEN ((( SELECT app_hidden.field_mode('deals'::text, 'stage_entered_at'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('deals'::text, 'stage_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('deals'::text, 'status'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])))
    WHEN ((kind = 'mention'::text) AND (object_type = 'account'::text)) THEN (( SELECT app_hidden.may('comment'::text, 'view'::text) AS may) AND (( SELECT app_hidden.field_mode('comments'::text, 'account_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('comments'::text, 'created_by'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('comments'::text, 'mentioned_user_ids'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND ((key !~~ 'mention:%'::text) OR (EXISTS ( SELECT
       FROM app_public.comments c
      WHERE ((c.account_id = notifications.object_id) AND (('mention:'::text || c.id) = notifications.key))))))
    WHEN ((kind = 'mention'::text) AND (object_type = 'communication'::text)) THEN (( SELECT app_hidden.may('comment'::text, 'view'::text) AS may) AND (( SELECT app_hidden.field_mode('comments'::text, 'communication_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('comments'::text, 'created_by'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('comments'::text, 'mentioned_user_ids'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND ((key !~~ 'mention:%'::text) OR (EXISTS ( SELECT
       FROM app_public.comments c
      WHERE ((c.communication_id = notifications.object_id) AND (('mention:'::text || c.id) = notifications.key))))))
    WHEN ((kind = 'mention'::text) AND (object_type = 'contact'::text)) THEN (( SELECT app_hidden.may('comment'::text, 'view'::text) AS may) AND (( SELECT app_hidden.field_mode('comments'::text, 'contact_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('comments'::text, 'created_by'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('comments'::text, 'mentioned_user_ids'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND ((key !~~ 'mention:%'::text) OR (EXISTS ( SELECT
       FROM app_public.comments c
      WHERE ((c.contact_id = notifications.object_id) AND (('mention:'::text || c.id) = notifications.key))))))
    WHEN ((kind = 'mention'::text) AND (object_type = 'deal'::text)) THEN (( SELECT app_hidden.may('comment'::text, 'view'::text) AS may) AND (( SELECT app_hidden.field_mode('comments'::text, 'deal_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('comments'::text, 'created_by'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('comments'::text, 'mentioned_user_ids'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND ((key !~~ 'mention:%'::text) OR (EXISTS ( SELECT
       FROM app_public.comments c
      WHERE ((c.deal_id = notifications.object_id) AND (('mention:'::text || c.id) = notifications.key))))))
    WHEN ((kind = 'mention'::text) AND (object_type = 'lead'::text)) THEN (( SELECT app_hidden.may('comment'::text, 'view'::text) AS may) AND (( SELECT app_hidden.field_mode('comments'::text, 'lead_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('comments'::text, 'created_by'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('comments'::text, 'mentioned_user_ids'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND ((key !~~ 'mention:%'::text) OR (EXISTS ( SELECT
       FROM app_public.comments c
      WHERE ((c.lead_id = notifications.object_id) AND (('mention:'::text || c.id) = notifications.key))))))
    WHEN ((kind = 'mention'::text) AND (object_type = 'project'::text)) THEN (( SELECT app_hidden.may('comment'::text, 'view'::text) AS may) AND (( SELECT app_hidden.field_mode('comments'::text, 'project_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('comments'::text, 'created_by'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('comments'::text, 'mentioned_user_ids'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND ((key !~~ 'mention:%'::text) OR (EXISTS ( SELECT
       FROM app_public.comments c
      WHERE ((c.project_id = notifications.object_id) AND (('mention:'::text || c.id) = notifications.key))))))
    WHEN ((kind = 'mention'::text) AND (object_type = 'task'::text)) THEN (( SELECT app_hidden.may('comment'::text, 'view'::text) AS may) AND (( SELECT app_hidden.field_mode('comments'::text, 'task_id'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('comments'::text, 'created_by'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND (( SELECT app_hidden.field_mode('comments'::text, 'mentioned_user_ids'::text) AS field_mode) = ANY (ARRAY['edit'::text, 'view'::text])) AND ((key !~~ 'mention:%'::text) OR (EXISTS ( SELECT
       FROM app_public.comments c
      WHERE ((c.task_id = notifications.object_id) AND (('mention:'::text || c.id) = notifications.key))))))
    ELSE true
END)
app_public.notifications: update_own permissive update to rowhouse_user
  using (user_id = ( SELECT app_hidden.current_user_id() AS current_user_id))
  with check (user_id = ( SELECT app_hidden.current_user_id() AS current_user_id))
app_public.organizations: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.organizations: select_member permissive select to rowhouse_user
  using (id = ANY (( SELECT app_hidden.my_organization_ids() AS my_organization_ids)::uuid[]))
app_public.organizations: update_permitted permissive update to rowhouse_user
  using ((id = ( SELECT app_hidden.current_organization_id() AS current_organization_id)) AND ( SELECT app_hidden.may('organization'::text, 'edit'::text) AS may))
  with check ((id = ( SELECT app_hidden.current_organization_id() AS current_organization_id)) AND ( SELECT app_hidden.may('organization'::text, 'edit'::text) AS may))
app_public.outgoing_emails: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.outgoing_emails: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.outgoing_emails: select_managed permissive select to rowhouse_user
  using (( SELECT app_hidden.may('workflow'::text, 'manage'::text) AS may) AND ( SELECT app_hidden.sees_everything() AS sees_everything))
app_public.pipeline_stages: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.pipeline_stages: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('pipeline'::text, 'delete'::text) AS may)
app_public.pipeline_stages: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('pipeline'::text, 'create'::text) AS may)
app_public.pipeline_stages: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.pipeline_stages: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('pipeline'::text, 'view'::text) AS may)
app_public.pipeline_stages: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('pipeline'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('pipeline'::text, 'edit'::text) AS may)
app_public.pipelines: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.pipelines: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('pipeline'::text, 'delete'::text) AS may)
app_public.pipelines: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('pipeline'::text, 'create'::text) AS may)
app_public.pipelines: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.pipelines: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('pipeline'::text, 'view'::text) AS may)
app_public.pipelines: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('pipeline'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('pipeline'::text, 'edit'::text) AS may)
app_public.privacy_requests: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.privacy_requests: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.privacy_requests: select_own permissive select to rowhouse_user
  using ((created_by = ( SELECT app_hidden.current_user_id() AS current_user_id)) OR ( SELECT app_hidden.may('organization'::text, 'edit'::text) AS may))
app_public.products: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.products: delete_in_scope permissive delete to rowhouse_user
  using ((deleted_at IS NULL) AND ( SELECT app_hidden.may('product'::text, 'delete'::text) AS may))
app_public.products: insert_in_scope permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('product'::text, 'create'::text) AS may)
app_public.products: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.products: select_in_scope permissive select to rowhouse_user
  using ((deleted_at IS NULL) AND ( SELECT app_hidden.may('product'::text, 'view'::text) AS may))
app_public.products: update_in_scope permissive update to rowhouse_user
  using ((deleted_at IS NULL) AND ( SELECT app_hidden.may('product'::text, 'edit'::text) AS may))
  with check ( SELECT app_hidden.may('product'::text, 'edit'::text) AS may)
app_public.projects: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.projects: delete_in_scope permissive delete to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('project'::text, 'delete'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('project'::text, 'delete'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.projects: insert_in_scope permissive insert to rowhouse_user
  with check ((( SELECT app_hidden.owner_ids_in_scope('project'::text, 'create'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('project'::text, 'create'::text) AS owner_ids_in_scope)::uuid[])))
app_public.projects: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.projects: select_in_scope permissive select to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('project'::text, 'view'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('project'::text, 'view'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.projects: update_in_scope permissive update to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('project'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('project'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
  with check ((( SELECT app_hidden.owner_ids_in_scope('project'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('project'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])))
app_public.record_merges: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.record_merges: delete_with_record permissive delete to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = record_merges.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = record_merges.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = record_merges.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
app_public.record_merges: insert_with_record permissive insert to rowhouse_user
  with check (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = record_merges.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = record_merges.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = record_merges.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
app_public.record_merges: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.record_merges: select_with_record permissive select to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE (parent.id = record_merges.account_id)
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE (parent.id = record_merges.contact_id)
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = record_merges.lead_id)
 OFFSET 0))))
app_public.record_merges: update_with_record permissive update to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = record_merges.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = record_merges.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = record_merges.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
  with check (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = record_merges.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = record_merges.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = record_merges.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
app_public.retention_policies: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.retention_policies: for_who_edits_organization permissive all to rowhouse_user
  using ( SELECT app_hidden.may('organization'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('organization'::text, 'edit'::text) AS may)
app_public.retention_policies: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.retention_runs: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.retention_runs: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.retention_runs: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('organization'::text, 'edit'::text) AS may)
app_public.role_field_permissions: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.role_field_permissions: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('role'::text, 'delete'::text) AS may)
app_public.role_field_permissions: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('role'::text, 'create'::text) AS may)
app_public.role_field_permissions: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.role_field_permissions: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('role'::text, 'view'::text) AS may)
app_public.role_field_permissions: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('role'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('role'::text, 'edit'::text) AS may)
app_public.role_permissions: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.role_permissions: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('role'::text, 'delete'::text) AS may)
app_public.role_permissions: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('role'::text, 'create'::text) AS may)
app_public.role_permissions: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.role_permissions: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('role'::text, 'view'::text) AS may)
app_public.role_permissions: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('role'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('role'::text, 'edit'::text) AS may)
app_public.roles: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.roles: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('role'::text, 'delete'::text) AS may)
app_public.roles: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('role'::text, 'create'::text) AS may)
app_public.roles: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.roles: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('role'::text, 'view'::text) AS may)
app_public.roles: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('role'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('role'::text, 'edit'::text) AS may)
app_public.taggings: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.taggings: delete_with_record permissive delete to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = taggings.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((activity_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.activities parent
  WHERE ((parent.id = taggings.activity_id) AND ((( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.assigned_to_id = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((communication_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.communications parent
  WHERE ((parent.id = taggings.communication_id) AND ((( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = taggings.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = taggings.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = taggings.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((project_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.projects parent
  WHERE ((parent.id = taggings.project_id) AND ((( SELECT app_hidden.owner_ids_in_scope('project'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('project'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((task_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.tasks parent
  WHERE ((parent.id = taggings.task_id) AND ((( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.assignee_id = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
app_public.taggings: insert_with_record permissive insert to rowhouse_user
  with check (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = taggings.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((activity_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.activities parent
  WHERE ((parent.id = taggings.activity_id) AND ((( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.assigned_to_id = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((communication_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.communications parent
  WHERE ((parent.id = taggings.communication_id) AND ((( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = taggings.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = taggings.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = taggings.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((project_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.projects parent
  WHERE ((parent.id = taggings.project_id) AND ((( SELECT app_hidden.owner_ids_in_scope('project'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('project'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((task_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.tasks parent
  WHERE ((parent.id = taggings.task_id) AND ((( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.assignee_id = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
app_public.taggings: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.taggings: select_with_record permissive select to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE (parent.id = taggings.account_id)
 OFFSET 0))) AND ((activity_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.activities parent
  WHERE (parent.id = taggings.activity_id)
 OFFSET 0))) AND ((communication_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.communications parent
  WHERE (parent.id = taggings.communication_id)
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE (parent.id = taggings.contact_id)
 OFFSET 0))) AND ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE (parent.id = taggings.deal_id)
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE (parent.id = taggings.lead_id)
 OFFSET 0))) AND ((project_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.projects parent
  WHERE (parent.id = taggings.project_id)
 OFFSET 0))) AND ((task_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.tasks parent
  WHERE (parent.id = taggings.task_id)
 OFFSET 0))))
app_public.taggings: update_with_record permissive update to rowhouse_user
  using (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = taggings.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((activity_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.activities parent
  WHERE ((parent.id = taggings.activity_id) AND ((( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.assigned_to_id = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((communication_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.communications parent
  WHERE ((parent.id = taggings.communication_id) AND ((( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = taggings.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = taggings.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = taggings.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((project_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.projects parent
  WHERE ((parent.id = taggings.project_id) AND ((( SELECT app_hidden.owner_ids_in_scope('project'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('project'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((task_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.tasks parent
  WHERE ((parent.id = taggings.task_id) AND ((( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.assignee_id = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
  with check (((account_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.accounts parent
  WHERE ((parent.id = taggings.account_id) AND ((( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.account_manager_id = ANY (( SELECT app_hidden.owner_ids_in_scope('account'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((activity_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.activities parent
  WHERE ((parent.id = taggings.activity_id) AND ((( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.assigned_to_id = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('activity'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((communication_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.communications parent
  WHERE ((parent.id = taggings.communication_id) AND ((( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('communication'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((contact_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.contacts parent
  WHERE ((parent.id = taggings.contact_id) AND ((( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('contact'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((deal_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.deals parent
  WHERE ((parent.id = taggings.deal_id) AND ((( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('deal'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((lead_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.leads parent
  WHERE ((parent.id = taggings.lead_id) AND ((( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('lead'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((project_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.projects parent
  WHERE ((parent.id = taggings.project_id) AND ((( SELECT app_hidden.owner_ids_in_scope('project'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.owner_id = ANY (( SELECT app_hidden.owner_ids_in_scope('project'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))) AND ((task_id IS NULL) OR (EXISTS ( SELECT
   FROM app_public.tasks parent
  WHERE ((parent.id = taggings.task_id) AND ((( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (parent.assignee_id = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (parent.created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
 OFFSET 0))))
app_public.tags: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.tags: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('tag'::text, 'delete'::text) AS may)
app_public.tags: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('tag'::text, 'create'::text) AS may)
app_public.tags: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.tags: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('tag'::text, 'view'::text) AS may)
app_public.tags: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('tag'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('tag'::text, 'edit'::text) AS may)
app_public.tasks: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.tasks: delete_in_scope permissive delete to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('task'::text, 'delete'::text) AS owner_ids_in_scope) IS NULL) OR (assignee_id = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'delete'::text) AS owner_ids_in_scope)::uuid[])) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'delete'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.tasks: insert_in_scope permissive insert to rowhouse_user
  with check ((( SELECT app_hidden.owner_ids_in_scope('task'::text, 'create'::text) AS owner_ids_in_scope) IS NULL) OR (assignee_id = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'create'::text) AS owner_ids_in_scope)::uuid[])) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'create'::text) AS owner_ids_in_scope)::uuid[])))
app_public.tasks: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.tasks: select_in_scope permissive select to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('task'::text, 'view'::text) AS owner_ids_in_scope) IS NULL) OR (assignee_id = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'view'::text) AS owner_ids_in_scope)::uuid[])) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'view'::text) AS owner_ids_in_scope)::uuid[]))))
app_public.tasks: update_in_scope permissive update to rowhouse_user
  using ((deleted_at IS NULL) AND ((( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (assignee_id = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[]))))
  with check ((( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope) IS NULL) OR (assignee_id = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])) OR (created_by = ANY (( SELECT app_hidden.owner_ids_in_scope('task'::text, 'edit'::text) AS owner_ids_in_scope)::uuid[])))
app_public.team_members: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.team_members: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('team'::text, 'delete'::text) AS may)
app_public.team_members: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('team'::text, 'create'::text) AS may)
app_public.team_members: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.team_members: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('team'::text, 'view'::text) AS may)
app_public.team_members: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('team'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('team'::text, 'edit'::text) AS may)
app_public.teams: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.teams: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('team'::text, 'delete'::text) AS may)
app_public.teams: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('team'::text, 'create'::text) AS may)
app_public.teams: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.teams: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('team'::text, 'view'::text) AS may)
app_public.teams: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('team'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('team'::text, 'edit'::text) AS may)
app_public.territories: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.territories: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('territory'::text, 'delete'::text) AS may)
app_public.territories: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('territory'::text, 'create'::text) AS may)
app_public.territories: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.territories: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('territory'::text, 'view'::text) AS may)
app_public.territories: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('territory'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('territory'::text, 'edit'::text) AS may)
app_public.territory_members: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.territory_members: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('territory'::text, 'delete'::text) AS may)
app_public.territory_members: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('territory'::text, 'create'::text) AS may)
app_public.territory_members: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.territory_members: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('territory'::text, 'view'::text) AS may)
app_public.territory_members: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('territory'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('territory'::text, 'edit'::text) AS may)
app_public.timeline_events: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.timeline_events: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.timeline_events: select_with_its_record permissive select to rowhouse_user
  using (
CASE object_type
    WHEN 'account'::text THEN (EXISTS ( SELECT
       FROM app_public.accounts p
      WHERE (p.id = timeline_events.object_id)
     OFFSET 0))
    WHEN 'activity'::text THEN (EXISTS ( SELECT
       FROM app_public.activities p
      WHERE (p.id = timeline_events.object_id)
     OFFSET 0))
    WHEN 'communication'::text THEN (EXISTS ( SELECT
       FROM app_public.communications p
      WHERE (p.id = timeline_events.object_id)
     OFFSET 0))
    WHEN 'contact'::text THEN (EXISTS ( SELECT
       FROM app_public.contacts p
      WHERE (p.id = timeline_events.object_id)
     OFFSET 0))
    WHEN 'deal'::text THEN (EXISTS ( SELECT
       FROM app_public.deals p
      WHERE (p.id = timeline_events.object_id)
     OFFSET 0))
    WHEN 'lead'::text THEN (EXISTS ( SELECT
       FROM app_public.leads p
      WHERE (p.id = timeline_events.object_id)
     OFFSET 0))
    WHEN 'product'::text THEN (EXISTS ( SELECT
       FROM app_public.products p
      WHERE (p.id = timeline_events.object_id)
     OFFSET 0))
    WHEN 'project'::text THEN (EXISTS ( SELECT
       FROM app_public.projects p
      WHERE (p.id = timeline_events.object_id)
     OFFSET 0))
    WHEN 'task'::text THEN (EXISTS ( SELECT
       FROM app_public.tasks p
      WHERE (p.id = timeline_events.object_id)
     OFFSET 0))
    ELSE false
END AND ((source_type IS NULL) OR
CASE source_type
    WHEN 'attachment'::text THEN (EXISTS ( SELECT
       FROM app_public.attachments p
      WHERE (p.id = timeline_events.source_id)
     OFFSET 0))
    WHEN 'comment'::text THEN (EXISTS ( SELECT
       FROM app_public.comments p
      WHERE (p.id = timeline_events.source_id)
     OFFSET 0))
    WHEN 'communication'::text THEN (EXISTS ( SELECT
       FROM app_public.communications p
      WHERE (p.id = timeline_events.source_id)
     OFFSET 0))
    WHEN 'lead'::text THEN (EXISTS ( SELECT
       FROM app_public.leads p
      WHERE (p.id = timeline_events.source_id)
     OFFSET 0))
    WHEN 'note'::text THEN (EXISTS ( SELECT
       FROM app_public.notes p
      WHERE (p.id = timeline_events.source_id)
     OFFSET 0))
    ELSE false
END))
app_public.timeline_events: without_withheld_fields restrictive select to rowhouse_user
  using (((object_type || '.'::text) || event_type) <> ALL (( SELECT app_hidden.withheld_event_types() AS withheld_event_types)::text[]))
app_public.users: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.users: select_colleague permissive select to rowhouse_user
  using (id = ANY (( SELECT app_hidden.member_user_ids() AS member_user_ids)::uuid[]))
app_public.users: select_self permissive select to rowhouse_user
  using (id = ( SELECT app_hidden.signed_in_user_id() AS signed_in_user_id))
app_public.users: update_self permissive update to rowhouse_user
  using ((id = ( SELECT app_hidden.signed_in_user_id() AS signed_in_user_id)) AND (NOT is_service_account))
  with check ((id = ( SELECT app_hidden.signed_in_user_id() AS signed_in_user_id)) AND (NOT is_service_account))
app_public.webhook_attempts: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.webhook_attempts: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.webhook_attempts: select_permitted permissive select to rowhouse_user
  using (( SELECT app_hidden.may('webhook_endpoint'::text, 'view'::text) AS may) AND ( SELECT app_hidden.sees_everything() AS sees_everything))
app_public.webhook_deliveries: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.webhook_deliveries: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.webhook_deliveries: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('webhook_endpoint'::text, 'view'::text) AS may)
app_public.webhook_endpoints: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.webhook_endpoints: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('webhook_endpoint'::text, 'delete'::text) AS may)
app_public.webhook_endpoints: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('webhook_endpoint'::text, 'create'::text) AS may)
app_public.webhook_endpoints: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.webhook_endpoints: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('webhook_endpoint'::text, 'view'::text) AS may)
app_public.webhook_endpoints: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('webhook_endpoint'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('webhook_endpoint'::text, 'edit'::text) AS may)
app_public.workflow_action_runs: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.workflow_action_runs: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.workflow_action_runs: select_whole permissive select to rowhouse_user
  using (( SELECT app_hidden.may('workflow'::text, 'view'::text) AS may) AND ( SELECT app_hidden.sees_everything() AS sees_everything))
app_public.workflow_actions: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.workflow_actions: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('workflow'::text, 'delete'::text) AS may)
app_public.workflow_actions: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('workflow'::text, 'create'::text) AS may)
app_public.workflow_actions: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.workflow_actions: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('workflow'::text, 'view'::text) AS may)
app_public.workflow_actions: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('workflow'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('workflow'::text, 'edit'::text) AS may)
app_public.workflow_runs: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.workflow_runs: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.workflow_runs: select_whole permissive select to rowhouse_user
  using (( SELECT app_hidden.may('workflow'::text, 'view'::text) AS may) AND ( SELECT app_hidden.sees_everything() AS sees_everything))
app_public.workflow_triggers: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.workflow_triggers: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('workflow'::text, 'delete'::text) AS may)
app_public.workflow_triggers: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('workflow'::text, 'create'::text) AS may)
app_public.workflow_triggers: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.workflow_triggers: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('workflow'::text, 'view'::text) AS may)
app_public.workflow_triggers: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('workflow'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('workflow'::text, 'edit'::text) AS may)
app_public.workflow_versions: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.workflow_versions: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('workflow'::text, 'delete'::text) AS may)
app_public.workflow_versions: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('workflow'::text, 'create'::text) AS may)
app_public.workflow_versions: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.workflow_versions: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('workflow'::text, 'view'::text) AS may)
app_public.workflow_versions: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('workflow'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('workflow'::text, 'edit'::text) AS may)
app_public.workflows: all_owner permissive all to rowhouse_owner
  using true
  with check true
app_public.workflows: delete_permitted permissive delete to rowhouse_user
  using ( SELECT app_hidden.may('workflow'::text, 'delete'::text) AS may)
app_public.workflows: insert_permitted permissive insert to rowhouse_user
  with check ( SELECT app_hidden.may('workflow'::text, 'create'::text) AS may)
app_public.workflows: same_organization restrictive all to rowhouse_user
  using (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
  with check (organization_id = ( SELECT app_hidden.current_organization_id() AS current_organization_id))
app_public.workflows: select_permitted permissive select to rowhouse_user
  using ( SELECT app_hidden.may('workflow'::text, 'view'::text) AS may)
app_public.workflows: update_permitted permissive update to rowhouse_user
  using ( SELECT app_hidden.may('workflow'::text, 'edit'::text) AS may)
  with check ( SELECT app_hidden.may('workflow'::text, 'edit'::text) AS may)

-- Grants on tables
app_enum.account_statuses to rowhouse_anonymous: select
app_enum.account_statuses to rowhouse_user: select
app_enum.activity_statuses to rowhouse_anonymous: select
app_enum.activity_statuses to rowhouse_user: select
app_enum.activity_types to rowhouse_anonymous: select
app_enum.activity_types to rowhouse_user: select
app_enum.actor_types to rowhouse_anonymous: select
app_enum.actor_types to rowhouse_user: select
app_enum.assignment_strategies to rowhouse_anonymous: select
app_enum.assignment_strategies to rowhouse_user: select
app_enum.communication_directions to rowhouse_anonymous: select
app_enum.communication_directions to rowhouse_user: select
app_enum.communication_types to rowhouse_anonymous: select
app_enum.communication_types to rowhouse_user: select
app_enum.currencies to rowhouse_anonymous: select
app_enum.currencies to rowhouse_user: select
app_enum.custom_field_types to rowhouse_anonymous: select
app_enum.custom_field_types to rowhouse_user: select
app_enum.deal_statuses to rowhouse_anonymous: select
app_enum.deal_statuses to rowhouse_user: select
app_enum.duplicate_criteria to rowhouse_anonymous: select
app_enum.duplicate_criteria to rowhouse_user: select
app_enum.duplicate_handlings to rowhouse_anonymous: select
app_enum.duplicate_handlings to rowhouse_user: select
app_enum.duplicate_statuses to rowhouse_anonymous: select
app_enum.duplicate_statuses to rowhouse_user: select
app_enum.email_statuses to rowhouse_anonymous: select
app_enum.email_statuses to rowhouse_user: select
app_enum.export_formats to rowhouse_anonymous: select
app_enum.export_formats to rowhouse_user: select
app_enum.export_statuses to rowhouse_anonymous: select
app_enum.export_statuses to rowhouse_user: select
app_enum.field_modes to rowhouse_anonymous: select
app_enum.field_modes to rowhouse_user: select
app_enum.file_preview_statuses to rowhouse_anonymous: select
app_enum.file_preview_statuses to rowhouse_user: select
app_enum.file_scan_statuses to rowhouse_anonymous: select
app_enum.file_scan_statuses to rowhouse_user: select
app_enum.import_statuses to rowhouse_anonymous: select
app_enum.import_statuses to rowhouse_user: select
app_enum.lead_next_steps to rowhouse_anonymous: select
app_enum.lead_next_steps to rowhouse_user: select
app_enum.lead_qualities to rowhouse_anonymous: select
app_enum.lead_qualities to rowhouse_user: select
app_enum.lead_ratings to rowhouse_anonymous: select
app_enum.lead_ratings to rowhouse_user: select
app_enum.lead_score_model_statuses to rowhouse_anonymous: select
app_enum.lead_score_model_statuses to rowhouse_user: select
app_enum.lead_score_sources to rowhouse_anonymous: select
app_enum.lead_score_sources to rowhouse_user: select
app_enum.lead_scoring_reasons to rowhouse_anonymous: select
app_enum.lead_scoring_reasons to rowhouse_user: select
app_enum.lead_statuses to rowhouse_anonymous: select
app_enum.lead_statuses to rowhouse_user: select
app_enum.masking_methods to rowhouse_anonymous: select
app_enum.masking_methods to rowhouse_user: select
app_enum.notification_kinds to rowhouse_anonymous: select
app_enum.notification_kinds to rowhouse_user: select
app_enum.participant_roles to rowhouse_anonymous: select
app_enum.participant_roles to rowhouse_user: select
app_enum.permission_actions to rowhouse_anonymous: select
app_enum.permission_actions to rowhouse_user: select
app_enum.permission_scopes to rowhouse_anonymous: select
app_enum.permission_scopes to rowhouse_user: select
app_enum.priorities to rowhouse_anonymous: select
app_enum.priorities to rowhouse_user: select
app_enum.privacy_request_kinds to rowhouse_anonymous: select
app_enum.privacy_request_kinds to rowhouse_user: select
app_enum.privacy_request_statuses to rowhouse_anonymous: select
app_enum.privacy_request_statuses to rowhouse_user: select
app_enum.project_statuses to rowhouse_anonymous: select
app_enum.project_statuses to rowhouse_user: select
app_enum.recurrence_frequencies to rowhouse_anonymous: select
app_enum.recurrence_frequencies to rowhouse_user: select
app_enum.retention_actions to rowhouse_anonymous: select
app_enum.retention_actions to rowhouse_user: select
app_enum.stage_kinds to rowhouse_anonymous: select
app_enum.stage_kinds to rowhouse_user: select
app_enum.submission_outcomes to rowhouse_anonymous: select
app_enum.submission_outcomes to rowhouse_user: select
app_enum.task_statuses to rowhouse_anonymous: select
app_enum.task_statuses to rowhouse_user: select
app_enum.timeline_event_types to rowhouse_anonymous: select
app_enum.timeline_event_types to rowhouse_user: select
app_enum.webhook_delivery_statuses to rowhouse_anonymous: select
app_enum.webhook_delivery_statuses to rowhouse_user: select
app_enum.workflow_action_run_statuses to rowhouse_anonymous: select
app_enum.workflow_action_run_statuses to rowhouse_user: select
app_enum.workflow_action_types to rowhouse_anonymous: select
app_enum.workflow_action_types to rowhouse_user: select
app_enum.workflow_run_statuses to rowhouse_anonymous: select
app_enum.workflow_run_statuses to rowhouse_user: select
app_enum.workflow_statuses to rowhouse_anonymous: select
app_enum.workflow_statuses to rowhouse_user: select
app_hidden.crm_objects to rowhouse_user: select
app_hidden.event_names to rowhouse_user: select
app_hidden.field_columns to rowhouse_user: select
app_hidden.organization_templates to rowhouse_user: select
app_hidden.personal_columns to rowhouse_user: select
app_hidden.template_parts to rowhouse_user: select
app_private.masking_secrets to rowhouse_reporter: select
app_private.rate_limits to rowhouse_authenticator: delete, insert, select, update
app_public.accounts to rowhouse_user: delete
app_public.activities to rowhouse_user: delete
app_public.assignment_rule_members to rowhouse_user: delete
app_public.assignment_rules to rowhouse_user: delete
app_public.attachments to rowhouse_user: delete
app_public.audit_log to rowhouse_user: select
app_public.comments to rowhouse_user: delete
app_public.communication_contacts to rowhouse_user: select
app_public.communication_participants to rowhouse_user: select
app_public.communication_threads to rowhouse_user: select
app_public.communications to rowhouse_user: delete
app_public.contacts to rowhouse_user: delete
app_public.custom_field_definitions to rowhouse_user: delete
app_public.deal_products to rowhouse_user: delete
app_public.deal_stage_history to rowhouse_importer: delete
app_public.deal_team_members to rowhouse_user: delete
app_public.deals to rowhouse_user: delete
app_public.exports to rowhouse_user: select
app_public.feature_flags to rowhouse_user: delete
app_public.imports to rowhouse_user: select
app_public.installed_templates to rowhouse_user: delete
app_public.invitations to rowhouse_user: delete
app_public.lead_conversions to rowhouse_user: select
app_public.lead_field_mappings to rowhouse_user: delete
app_public.lead_forms to rowhouse_user: delete
app_public.lead_score_history to rowhouse_user: select
app_public.lead_score_models to rowhouse_user: select
app_public.lead_scores to rowhouse_user: select
app_public.lead_scoring_runs to rowhouse_user: select
app_public.leads to rowhouse_user: delete
app_public.masking_rules to rowhouse_user: delete
app_public.message_thread_participants to rowhouse_user: delete
app_public.message_threads to rowhouse_user: delete
app_public.messages to rowhouse_user: delete
app_public.notes to rowhouse_user: delete
app_public.notifications to rowhouse_user: select
app_public.organizations to rowhouse_user: select
app_public.outgoing_emails to rowhouse_user: select
app_public.pipeline_stages to rowhouse_user: delete
app_public.pipelines to rowhouse_user: delete
app_public.privacy_requests to rowhouse_user: select
app_public.products to rowhouse_user: delete
app_public.projects to rowhouse_user: delete
app_public.retention_policies to rowhouse_user: delete
app_public.retention_runs to rowhouse_user: select
app_public.role_field_permissions to rowhouse_user: delete
app_public.role_permissions to rowhouse_user: delete
app_public.roles to rowhouse_user: delete
app_public.taggings to rowhouse_user: delete
app_public.tags to rowhouse_user: delete
app_public.tasks to rowhouse_user: delete
app_public.team_members to rowhouse_user: delete
app_public.teams to rowhouse_user: delete
app_public.territories to rowhouse_user: delete
app_public.territory_members to rowhouse_user: delete
app_public.timeline_events to rowhouse_user: select
app_public.users to rowhouse_user: select
app_public.webhook_attempts to rowhouse_user: select
app_public.webhook_deliveries to rowhouse_user: select
app_public.webhook_endpoints to rowhouse_user: delete
app_public.workflow_action_runs to rowhouse_user: select
app_public.workflow_runs to rowhouse_user: select
app_public.workflows to rowhouse_user: delete

-- Grants on columns
app_public.accounts to rowhouse_importer: insert
  account_manager_id, annual_revenue, billing_city, billing_country, billing_postal_code, billing_state, billing_street, category, company_size, created_at, created_by, currency, custom_data, description, external_id, external_system, first_contact_date, industry, last_contact_date, name, owner_id, parent_id, preferred_channel, primary_email, primary_phone, shipping_city, shipping_country, shipping_postal_code, shipping_state, shipping_street, source, status, timezone, type, updated_at, updated_by, website
app_public.accounts to rowhouse_importer: update
  account_manager_id, annual_revenue, billing_city, billing_country, billing_postal_code, billing_state, billing_street, category, company_size, created_at, created_by, currency, custom_data, description, external_id, external_system, first_contact_date, industry, last_contact_date, name, owner_id, parent_id, preferred_channel, primary_email, primary_phone, shipping_city, shipping_country, shipping_postal_code, shipping_state, shipping_street, source, status, timezone, type, updated_at, updated_by, website
app_public.accounts to rowhouse_user: insert
  account_manager_id, annual_revenue, billing_city, billing_country, billing_postal_code, billing_state, billing_street, category, company_size, currency, custom_data, description, industry, name, owner_id, parent_id, preferred_channel, primary_email, primary_phone, shipping_city, shipping_country, shipping_postal_code, shipping_state, shipping_street, source, status, timezone, type, website
app_public.accounts to rowhouse_user: select
  account_manager_id, annual_revenue, billing_city, billing_country, billing_postal_code, billing_state, billing_street, category, company_size, created_at, created_by, currency, custom_data, deleted_at, deleted_by, description, external_id, external_system, first_contact_date, id, industry, last_contact_date, merged_into_id, name, organization_id, owner_id, parent_id, preferred_channel, primary_email, primary_phone, shipping_city, shipping_country, shipping_postal_code, shipping_state, shipping_street, source, status, timezone, type, updated_at, updated_by, website
app_public.accounts to rowhouse_user: update
  account_manager_id, annual_revenue, billing_city, billing_country, billing_postal_code, billing_state, billing_street, category, company_size, currency, custom_data, description, industry, name, owner_id, parent_id, preferred_channel, primary_email, primary_phone, shipping_city, shipping_country, shipping_postal_code, shipping_state, shipping_street, source, status, timezone, type, website
app_public.activities to rowhouse_importer: insert
  account_id, assigned_to_id, completed_at, completed_by, contact_id, created_at, created_by, custom_data, deal_id, description, due_date, due_time, duration_minutes, external_id, external_system, has_next, lead_id, occurs_on, outcome, previous_id, priority, recurrence_count, recurrence_frequency, recurrence_interval, recurrence_starts_on, recurrence_until, reminder_at, status, subject, type, updated_at, updated_by
app_public.activities to rowhouse_importer: update
  account_id, assigned_to_id, completed_at, completed_by, contact_id, created_at, created_by, custom_data, deal_id, description, due_date, due_time, duration_minutes, external_id, external_system, has_next, lead_id, occurs_on, outcome, previous_id, priority, recurrence_count, recurrence_frequency, recurrence_interval, recurrence_starts_on, recurrence_until, reminder_at, status, subject, type, updated_at, updated_by
app_public.activities to rowhouse_user: insert
  account_id, assigned_to_id, contact_id, custom_data, deal_id, description, due_date, due_time, duration_minutes, lead_id, outcome, priority, recurrence_count, recurrence_frequency, recurrence_interval, recurrence_until, reminder_at, status, subject, type
app_public.activities to rowhouse_user: select
  account_id, assigned_to_id, completed_at, completed_by, contact_id, created_at, created_by, custom_data, deal_id, deleted_at, deleted_by, description, due_date, due_time, duration_minutes, external_id, external_system, has_next, id, lead_id, occurs_on, organization_id, outcome, previous_id, priority, recurrence_count, recurrence_frequency, recurrence_interval, recurrence_starts_on, recurrence_until, reminder_at, status, subject, type, updated_at, updated_by
app_public.activities to rowhouse_user: update
  account_id, assigned_to_id, contact_id, custom_data, deal_id, description, due_date, due_time, duration_minutes, lead_id, outcome, priority, recurrence_count, recurrence_frequency, recurrence_interval, recurrence_until, reminder_at, status, subject, type
app_public.api_keys to rowhouse_user: select
  created_at, created_by, expires_at, id, name, organization_id, prefix, revoked_at, updated_at, user_id
app_public.api_keys to rowhouse_user: update
  name
app_public.assignment_rule_members to rowhouse_user: insert
  rule_id, user_id
app_public.assignment_rule_members to rowhouse_user: select
  created_at, id, organization_id, rule_id, user_id
app_public.assignment_rule_members to rowhouse_user: update
  rule_id, user_id
app_public.assignment_rules to rowhouse_user: insert
  countries, is_active, is_within_territory, max_open_leads, name, "position", sources, strategy, team_id, territory_id
app_public.assignment_rules to rowhouse_user: select
  countries, created_at, created_by, id, is_active, is_within_territory, max_open_leads, name, organization_id, "position", sources, strategy, team_id, territory_id, updated_at, updated_by
app_public.assignment_rules to rowhouse_user: update
  countries, is_active, is_within_territory, max_open_leads, name, "position", sources, strategy, team_id, territory_id
app_public.attachments to rowhouse_importer: insert
  account_id, byte_size, checksum, communication_id, contact_id, created_at, created_by, deal_id, file_name, lead_id, message_id, mime_type, project_id, task_id, updated_at, updated_by
app_public.attachments to rowhouse_importer: update
  account_id, communication_id, contact_id, created_at, created_by, deal_id, file_name, lead_id, message_id, project_id, task_id, updated_at, updated_by
app_public.attachments to rowhouse_user: insert
  account_id, byte_size, checksum, communication_id, contact_id, deal_id, file_name, lead_id, message_id, mime_type, project_id, task_id
app_public.attachments to rowhouse_user: select
  account_id, byte_size, checksum, communication_id, contact_id, created_at, created_by, deal_id, deleted_at, deleted_by, file_name, id, lead_id, message_id, mime_type, organization_id, preview_status, project_id, scan_status, storage_key, task_id, updated_at, updated_by
app_public.attachments to rowhouse_user: update
  account_id, communication_id, contact_id, deal_id, file_name, lead_id, message_id, project_id, task_id
app_public.comments to rowhouse_importer: insert
  account_id, body, communication_id, contact_id, created_at, created_by, deal_id, edited_at, is_edited, lead_id, mentioned_user_ids, project_id, task_id, updated_at, updated_by
app_public.comments to rowhouse_importer: update
  account_id, body, communication_id, contact_id, created_at, created_by, deal_id, edited_at, is_edited, lead_id, mentioned_user_ids, project_id, task_id, updated_at, updated_by
app_public.comments to rowhouse_user: insert
  account_id, body, communication_id, contact_id, deal_id, lead_id, mentioned_user_ids, project_id, task_id
app_public.comments to rowhouse_user: select
  account_id, body, communication_id, contact_id, created_at, created_by, deal_id, deleted_at, deleted_by, edited_at, id, is_edited, lead_id, mentioned_user_ids, organization_id, project_id, task_id, updated_at, updated_by
app_public.comments to rowhouse_user: update
  account_id, body, communication_id, contact_id, deal_id, lead_id, mentioned_user_ids, project_id, task_id
app_public.communications to rowhouse_importer: insert
  account_id, activity_id, body, contact_id, created_at, created_by, custom_data, deal_id, direction, duration_minutes, email_cc, email_from, email_to, in_reply_to, lead_id, meeting_attendees, meeting_location, message_id, occurred_at, outcome, subject, type, updated_at, updated_by
app_public.communications to rowhouse_importer: update
  account_id, activity_id, body, contact_id, created_at, created_by, custom_data, deal_id, direction, duration_minutes, email_cc, email_from, email_to, in_reply_to, lead_id, meeting_attendees, meeting_location, message_id, occurred_at, outcome, subject, type, updated_at, updated_by
app_public.communications to rowhouse_user: insert
  account_id, activity_id, body, contact_id, custom_data, deal_id, direction, duration_minutes, email_cc, email_from, email_to, in_reply_to, lead_id, meeting_attendees, meeting_location, message_id, occurred_at, outcome, subject, type
app_public.communications to rowhouse_user: select
  account_id, activity_id, body, contact_id, created_at, created_by, custom_data, deal_id, deleted_at, deleted_by, direction, duration_minutes, email_cc, email_from, email_to, id, in_reply_to, lead_id, meeting_attendees, meeting_location, message_id, occurred_at, organization_id, outcome, subject, thread_id, type, updated_at, updated_by
app_public.communications to rowhouse_user: update
  account_id, activity_id, body, contact_id, custom_data, deal_id, direction, duration_minutes, email_cc, email_from, email_to, in_reply_to, lead_id, meeting_attendees, meeting_location, message_id, occurred_at, outcome, subject, type
app_public.contacts to rowhouse_importer: insert
  account_id, anniversary, birthday, created_at, created_by, custom_data, department, description, do_not_call, email, email_opt_in, external_id, external_system, facebook_url, first_name, is_primary, job_title, last_contact_date, last_name, linkedin_url, mailing_city, mailing_country, mailing_postal_code, mailing_state, mailing_street, mobile_phone, owner_id, preferred_channel, role, salutation, sms_opt_in, source, twitter_handle, type, updated_at, updated_by, work_phone
app_public.contacts to rowhouse_importer: update
  account_id, anniversary, birthday, created_at, created_by, custom_data, department, description, do_not_call, email, email_opt_in, external_id, external_system, facebook_url, first_name, is_primary, job_title, last_contact_date, last_name, linkedin_url, mailing_city, mailing_country, mailing_postal_code, mailing_state, mailing_street, mobile_phone, owner_id, preferred_channel, role, salutation, sms_opt_in, source, twitter_handle, type, updated_at, updated_by, work_phone
app_public.contacts to rowhouse_user: insert
  account_id, anniversary, birthday, custom_data, department, description, do_not_call, email, email_opt_in, facebook_url, first_name, is_primary, job_title, last_name, linkedin_url, mailing_city, mailing_country, mailing_postal_code, mailing_state, mailing_street, mobile_phone, owner_id, preferred_channel, role, salutation, sms_opt_in, source, twitter_handle, type, work_phone
app_public.contacts to rowhouse_user: select
  account_id, anniversary, birthday, created_at, created_by, custom_data, deleted_at, deleted_by, department, description, do_not_call, email, email_opt_in, erased_at, external_id, external_system, facebook_url, first_name, id, is_primary, job_title, last_contact_date, last_name, linkedin_url, mailing_city, mailing_country, mailing_postal_code, mailing_state, mailing_street, merged_into_id, mobile_phone, name, organization_id, owner_id, preferred_channel, role, salutation, sms_opt_in, source, twitter_handle, type, updated_at, updated_by, work_phone
app_public.contacts to rowhouse_user: update
  account_id, anniversary, birthday, custom_data, department, description, do_not_call, email, email_opt_in, facebook_url, first_name, is_primary, job_title, last_name, linkedin_url, mailing_city, mailing_country, mailing_postal_code, mailing_state, mailing_street, mobile_phone, owner_id, preferred_channel, role, salutation, sms_opt_in, source, twitter_handle, type, work_phone
app_public.custom_field_definitions to rowhouse_user: insert
  choices, default_value, group_name, help_text, is_active, is_indexed, is_required, key, label, maximum, minimum, object, pattern, "position", type
app_public.custom_field_definitions to rowhouse_user: select
  choices, created_at, created_by, default_value, group_name, help_text, id, is_active, is_indexed, is_required, key, label, maximum, minimum, object, organization_id, pattern, "position", type, updated_at, updated_by
app_public.custom_field_definitions to rowhouse_user: update
  choices, default_value, group_name, help_text, is_active, is_indexed, is_required, key, label, maximum, minimum, object, pattern, "position", type
app_public.deal_products to rowhouse_importer: insert
  created_at, created_by, deal_id, description, discount, external_id, external_system, product_id, quantity, tax, unit_price, updated_at, updated_by
app_public.deal_products to rowhouse_importer: update
  created_at, created_by, deal_id, description, discount, external_id, external_system, product_id, quantity, tax, unit_price, updated_at, updated_by
app_public.deal_products to rowhouse_user: insert
  deal_id, description, discount, product_id, quantity, tax, unit_price
app_public.deal_products to rowhouse_user: select
  created_at, created_by, deal_id, description, discount, external_id, external_system, id, organization_id, product_id, quantity, tax, total, unit_price, updated_at, updated_by
app_public.deal_products to rowhouse_user: update
  deal_id, description, discount, product_id, quantity, tax, unit_price
app_public.deal_stage_history to rowhouse_importer: insert
  amount, changed_at, changed_by, deal_id, external_id, external_system, from_stage_id, pipeline_id, probability, to_stage_id
app_public.deal_stage_history to rowhouse_importer: update
  amount, changed_at, changed_by, deal_id, external_id, external_system, from_stage_id, pipeline_id, probability, to_stage_id
app_public.deal_stage_history to rowhouse_user: select
  amount, changed_at, changed_by, deal_id, external_id, external_system, from_stage_id, id, organization_id, pipeline_id, probability, to_stage_id
app_public.deal_team_members to rowhouse_importer: insert
  created_at, deal_id, role, user_id
app_public.deal_team_members to rowhouse_importer: update
  created_at, deal_id, role, user_id
app_public.deal_team_members to rowhouse_user: insert
  deal_id, role, user_id
app_public.deal_team_members to rowhouse_user: select
  created_at, deal_id, id, organization_id, role, user_id
app_public.deal_team_members to rowhouse_user: update
  deal_id, role, user_id
app_public.deals to rowhouse_importer: insert
  account_id, amount, closed_at, competitors, created_at, created_by, currency, custom_data, deal_number, description, discount, expected_close_date, external_id, external_system, lost_reason, lost_to_competitor, next_step, owner_id, pipeline_id, primary_contact_id, probability, source, source_lead_id, stage_entered_at, stage_id, status, tax, title, type, updated_at, updated_by, won_reason
app_public.deals to rowhouse_importer: update
  account_id, amount, closed_at, competitors, created_at, created_by, currency, custom_data, deal_number, description, discount, expected_close_date, external_id, external_system, lost_reason, lost_to_competitor, next_step, owner_id, pipeline_id, primary_contact_id, probability, source, source_lead_id, stage_entered_at, stage_id, status, tax, title, type, updated_at, updated_by, won_reason
app_public.deals to rowhouse_user: insert
  account_id, amount, competitors, currency, custom_data, description, discount, expected_close_date, lost_reason, lost_to_competitor, next_step, owner_id, pipeline_id, primary_contact_id, probability, source, source_lead_id, stage_id, tax, title, type, won_reason
app_public.deals to rowhouse_user: select
  account_id, amount, closed_at, competitors, created_at, created_by, currency, custom_data, deal_number, deleted_at, deleted_by, description, discount, expected_close_date, external_id, external_system, id, lost_reason, lost_to_competitor, next_step, organization_id, owner_id, pipeline_id, primary_contact_id, probability, source, source_lead_id, stage_entered_at, stage_id, status, tax, title, total, type, updated_at, updated_by, weighted_total, won_reason
app_public.deals to rowhouse_user: update
  account_id, amount, competitors, currency, custom_data, description, discount, expected_close_date, lost_reason, lost_to_competitor, next_step, owner_id, pipeline_id, primary_contact_id, probability, source, source_lead_id, stage_id, tax, title, type, won_reason
app_public.duplicate_candidates to rowhouse_user: select
  account_id, alike, contact_id, decided_at, decided_by, found_at, id, lead_id, organization_id, other_account_id, other_contact_id, other_lead_id, score, status
app_public.duplicate_comparisons to rowhouse_user: select
  agreement, created_at, created_by, criterion, disagreement, id, is_active, organization_id, rule_id, updated_at, updated_by
app_public.duplicate_comparisons to rowhouse_user: update
  agreement, disagreement, is_active
app_public.duplicate_rules to rowhouse_user: select
  created_at, created_by, id, is_active, object_type, organization_id, place_limit, prior, threshold, updated_at, updated_by
app_public.duplicate_rules to rowhouse_user: update
  is_active, place_limit, prior, threshold
app_public.feature_flags to rowhouse_user: insert
  is_enabled, name
app_public.feature_flags to rowhouse_user: select
  created_at, id, is_enabled, name, organization_id, updated_at
app_public.feature_flags to rowhouse_user: update
  is_enabled, name
app_public.former_external_ids to rowhouse_user: select
  account_id, contact_id, created_at, external_id, external_system, id, lead_id, organization_id
app_public.imports to rowhouse_importer: update
  bad_rows, created_count, error, failed_count, finished_at, processed_count, row_count, started_at, status, unchanged_count, updated_count, warnings
app_public.installed_templates to rowhouse_user: insert
  record_ids, slug, version
app_public.installed_templates to rowhouse_user: select
  created_at, created_by, id, organization_id, record_ids, slug, updated_at, updated_by, version
app_public.installed_templates to rowhouse_user: update
  record_ids, slug, version
app_public.invitations to rowhouse_user: select
  accepted_at, created_at, created_by, email, expires_at, id, organization_id, role_id
app_public.lead_assignments to rowhouse_user: select
  created_at, created_by, former_owner_id, id, lead_id, organization_id, owner_id, rule_id, strategy
app_public.lead_field_mappings to rowhouse_user: insert
  field_id, lead_field_id
app_public.lead_field_mappings to rowhouse_user: select
  created_at, created_by, field_id, id, lead_field_id, organization_id, updated_at, updated_by
app_public.lead_field_mappings to rowhouse_user: update
  field_id, lead_field_id
app_public.lead_form_submissions to rowhouse_user: select
  content_hash, created_at, form_id, id, lead_id, organization_id, outcome
app_public.lead_forms to rowhouse_user: insert
  allowed_origins, campaign, custom_fields, is_active, name, owner_id, redirect_url, source, territory_id, trap_field
app_public.lead_forms to rowhouse_user: select
  allowed_origins, campaign, created_at, created_by, custom_fields, id, is_active, key, name, organization_id, owner_id, redirect_url, source, territory_id, trap_field, updated_at, updated_by
app_public.lead_forms to rowhouse_user: update
  allowed_origins, campaign, custom_fields, is_active, name, owner_id, redirect_url, source, territory_id, trap_field
app_public.lead_scoring_configs to rowhouse_user: select
  activity_days, activity_target, activity_weight, age_half_life_days, age_weight, completeness_fields, completeness_weight, cool_from, created_at, created_by, custom_rules, custom_weight, engagement_days, engagement_signals, engagement_target, engagement_weight, history_days, hot_from, id, organization_id, score_source, status_contacted_percent, status_converted_percent, status_disqualified_percent, status_new_percent, status_qualified_percent, status_weight, updated_at, updated_by, version, warm_from
app_public.lead_scoring_configs to rowhouse_user: update
  activity_days, activity_target, activity_weight, age_half_life_days, age_weight, completeness_fields, completeness_weight, cool_from, custom_rules, custom_weight, engagement_days, engagement_signals, engagement_target, engagement_weight, history_days, hot_from, score_source, status_contacted_percent, status_converted_percent, status_disqualified_percent, status_new_percent, status_qualified_percent, status_weight, warm_from
app_public.leads to rowhouse_importer: insert
  annual_revenue, assigned_at, authority, budget, campaign, city, company, company_size, converted_account_id, converted_at, converted_contact_id, converted_deal_id, country, created_at, created_by, custom_data, description, disqualified_at, disqualified_by, disqualified_reason, email, external_id, external_system, first_contact_date, first_name, industry, job_title, last_activity_date, last_contact_date, last_name, medium, mobile_phone, need, owner_id, phone, postal_code, priority, rating, referrer, salutation, score, source, state, status, street, territory_id, timeline, updated_at, updated_by, utm_campaign, utm_content, utm_medium, utm_source, utm_term, website
app_public.leads to rowhouse_importer: update
  annual_revenue, assigned_at, authority, budget, campaign, city, company, company_size, converted_account_id, converted_at, converted_contact_id, converted_deal_id, country, created_at, created_by, custom_data, description, disqualified_at, disqualified_by, disqualified_reason, email, external_id, external_system, first_contact_date, first_name, industry, job_title, last_activity_date, last_contact_date, last_name, medium, mobile_phone, need, owner_id, phone, postal_code, priority, rating, referrer, salutation, score, source, state, status, street, territory_id, timeline, updated_at, updated_by, utm_campaign, utm_content, utm_medium, utm_source, utm_term, website
app_public.leads to rowhouse_user: insert
  annual_revenue, authority, budget, campaign, city, company, company_size, country, custom_data, description, disqualified_reason, email, first_name, industry, job_title, last_name, medium, mobile_phone, need, owner_id, phone, postal_code, priority, rating, referrer, salutation, source, state, status, street, territory_id, timeline, utm_campaign, utm_content, utm_medium, utm_source, utm_term, website
app_public.leads to rowhouse_user: select
  annual_revenue, assigned_at, authority, budget, campaign, city, company, company_size, converted_account_id, converted_at, converted_contact_id, converted_deal_id, country, created_at, created_by, custom_data, deleted_at, deleted_by, description, disqualified_at, disqualified_by, disqualified_reason, email, erased_at, external_id, external_system, first_contact_date, first_name, id, industry, job_title, last_activity_date, last_contact_date, last_name, medium, merged_into_id, mobile_phone, name, need, organization_id, owner_id, phone, postal_code, priority, rating, referrer, salutation, score, source, state, status, street, territory_id, timeline, updated_at, updated_by, utm_campaign, utm_content, utm_medium, utm_source, utm_term, website
app_public.leads to rowhouse_user: update
  annual_revenue, authority, budget, campaign, city, company, company_size, country, custom_data, description, disqualified_reason, email, first_name, industry, job_title, last_name, medium, mobile_phone, need, owner_id, phone, postal_code, priority, rating, referrer, salutation, source, state, status, street, territory_id, timeline, utm_campaign, utm_content, utm_medium, utm_source, utm_term, website
app_public.masking_audit_log to rowhouse_user: select
  counted_from, counted_to, field, id, mode, object, organization_id, user_id, value_count
app_public.masking_rules to rowhouse_user: insert
  field, method, object
app_public.masking_rules to rowhouse_user: select
  field, id, method, object, organization_id
app_public.masking_rules to rowhouse_user: update
  field, method, object
app_public.memberships to rowhouse_user: select
  created_at, id, is_active, organization_id, role_id, updated_at, user_id
app_public.memberships to rowhouse_user: update
  is_active, role_id
app_public.message_thread_participants to rowhouse_importer: insert
  created_at, last_read_at, last_read_position, thread_id, user_id
app_public.message_thread_participants to rowhouse_user: insert
  thread_id, user_id
app_public.message_thread_participants to rowhouse_user: select
  created_at, id, last_read_at, last_read_position, organization_id, thread_id, user_id
app_public.message_threads to rowhouse_importer: insert
  created_at, created_by, last_message_at, last_position, subject, updated_at, updated_by
app_public.message_threads to rowhouse_importer: update
  created_at, created_by, last_message_at, last_position, subject, updated_at, updated_by
app_public.message_threads to rowhouse_user: insert
  subject
app_public.message_threads to rowhouse_user: select
  created_at, created_by, id, last_message_at, last_position, organization_id, subject, updated_at, updated_by
app_public.message_threads to rowhouse_user: update
  subject
app_public.messages to rowhouse_importer: insert
  body, created_at, created_by, edited_at, is_edited, "position", thread_id
app_public.messages to rowhouse_importer: update
  body, created_at, created_by, edited_at, is_edited
app_public.messages to rowhouse_user: insert
  body, thread_id
app_public.messages to rowhouse_user: select
  body, created_at, created_by, edited_at, id, is_edited, organization_id, "position", thread_id
app_public.messages to rowhouse_user: update
  body
app_public.notes to rowhouse_importer: insert
  account_id, communication_id, contact_id, content, created_at, created_by, deal_id, is_pinned, lead_id, project_id, task_id, title, updated_at, updated_by
app_public.notes to rowhouse_importer: update
  account_id, communication_id, contact_id, content, created_at, created_by, deal_id, is_pinned, lead_id, project_id, task_id, title, updated_at, updated_by
app_public.notes to rowhouse_user: insert
  account_id, communication_id, contact_id, content, deal_id, is_pinned, lead_id, project_id, task_id, title
app_public.notes to rowhouse_user: select
  account_id, communication_id, contact_id, content, created_at, created_by, deal_id, deleted_at, deleted_by, id, is_pinned, lead_id, organization_id, project_id, task_id, title, updated_at, updated_by
app_public.notes to rowhouse_user: update
  account_id, communication_id, contact_id, content, deal_id, is_pinned, lead_id, project_id, task_id, title
app_public.notifications to rowhouse_user: update
  read_at
app_public.organizations to rowhouse_user: update
  default_currency, name, recycle_bin_days, timezone
app_public.pipeline_stages to rowhouse_user: insert
  color, days_in_stage, kind, name, pipeline_id, "position", probability
app_public.pipeline_stages to rowhouse_user: select
  color, created_at, days_in_stage, id, kind, name, organization_id, pipeline_id, "position", probability, updated_at
app_public.pipeline_stages to rowhouse_user: update
  color, days_in_stage, kind, name, pipeline_id, "position", probability
app_public.pipelines to rowhouse_user: insert
  description, is_default, name
app_public.pipelines to rowhouse_user: select
  created_at, description, id, is_default, name, organization_id, updated_at
app_public.pipelines to rowhouse_user: update
  description, is_default, name
app_public.products to rowhouse_importer: insert
  code, created_at, created_by, currency, description, external_id, external_system, family, is_active, name, unit_price, updated_at, updated_by
app_public.products to rowhouse_importer: update
  code, created_at, created_by, currency, description, external_id, external_system, family, is_active, name, unit_price, updated_at, updated_by
app_public.products to rowhouse_user: insert
  code, currency, description, family, is_active, name, unit_price
app_public.products to rowhouse_user: select
  code, created_at, created_by, currency, deleted_at, deleted_by, description, external_id, external_system, family, id, is_active, name, organization_id, unit_price, updated_at, updated_by
app_public.products to rowhouse_user: update
  code, currency, description, family, is_active, name, unit_price
app_public.projects to rowhouse_importer: insert
  account_id, created_at, created_by, deal_id, description, end_date, name, owner_id, start_date, status, updated_at, updated_by
app_public.projects to rowhouse_importer: update
  account_id, created_at, created_by, deal_id, description, end_date, name, owner_id, start_date, status, updated_at, updated_by
app_public.projects to rowhouse_user: insert
  account_id, deal_id, description, end_date, name, owner_id, start_date, status
app_public.projects to rowhouse_user: select
  account_id, created_at, created_by, deal_id, deleted_at, deleted_by, description, end_date, id, name, organization_id, owner_id, start_date, status, updated_at, updated_by
app_public.projects to rowhouse_user: update
  account_id, deal_id, description, end_date, name, owner_id, start_date, status
app_public.record_merges to rowhouse_user: select
  account_id, contact_id, created_at, created_by, id, lead_id, loser_ids, moved_count, organization_id, undone_at, undone_by
app_public.retention_policies to rowhouse_user: insert
  action, after_days, counted_from, is_enabled, object
app_public.retention_policies to rowhouse_user: select
  action, after_days, counted_from, created_at, created_by, id, is_enabled, object, organization_id, updated_at, updated_by
app_public.retention_policies to rowhouse_user: update
  action, after_days, counted_from, is_enabled, object
app_public.role_field_permissions to rowhouse_user: insert
  field, mode, object, role_id
app_public.role_field_permissions to rowhouse_user: select
  field, mode, object, organization_id, role_id
app_public.role_field_permissions to rowhouse_user: update
  field, mode, object, role_id
app_public.role_permissions to rowhouse_user: insert
  action, object, role_id, scope
app_public.role_permissions to rowhouse_user: select
  action, object, organization_id, role_id, scope
app_public.role_permissions to rowhouse_user: update
  action, object, role_id, scope
app_public.roles to rowhouse_user: insert
  description, name, slug
app_public.roles to rowhouse_user: select
  created_at, description, id, is_system, name, organization_id, slug, updated_at
app_public.roles to rowhouse_user: update
  description, name, slug
app_public.taggings to rowhouse_importer: insert
  account_id, activity_id, communication_id, contact_id, created_at, created_by, deal_id, lead_id, project_id, tag_id, task_id
app_public.taggings to rowhouse_user: insert
  account_id, activity_id, communication_id, contact_id, deal_id, lead_id, project_id, tag_id, task_id
app_public.taggings to rowhouse_user: select
  account_id, activity_id, communication_id, contact_id, created_at, created_by, deal_id, id, lead_id, organization_id, project_id, tag_id, task_id
app_public.tags to rowhouse_user: insert
  category, color, name
app_public.tags to rowhouse_user: select
  category, color, created_at, created_by, id, name, organization_id, updated_at, updated_by, usage_count
app_public.tags to rowhouse_user: update
  category, color, name
app_public.tasks to rowhouse_importer: insert
  actual_hours, assignee_id, completed_at, created_at, created_by, deal_id, description, due_date, estimated_hours, has_next, occurs_on, previous_id, priority, project_id, recurrence_count, recurrence_frequency, recurrence_interval, recurrence_starts_on, recurrence_until, reminder_at, status, title, updated_at, updated_by
app_public.tasks to rowhouse_importer: update
  actual_hours, assignee_id, completed_at, created_at, created_by, deal_id, description, due_date, estimated_hours, has_next, occurs_on, previous_id, priority, project_id, recurrence_count, recurrence_frequency, recurrence_interval, recurrence_starts_on, recurrence_until, reminder_at, status, title, updated_at, updated_by
app_public.tasks to rowhouse_user: insert
  actual_hours, assignee_id, deal_id, description, due_date, estimated_hours, priority, project_id, recurrence_count, recurrence_frequency, recurrence_interval, recurrence_until, reminder_at, status, title
app_public.tasks to rowhouse_user: select
  actual_hours, assignee_id, completed_at, created_at, created_by, deal_id, deleted_at, deleted_by, description, due_date, estimated_hours, has_next, id, is_done, occurs_on, organization_id, previous_id, priority, project_id, recurrence_count, recurrence_frequency, recurrence_interval, recurrence_starts_on, recurrence_until, reminder_at, status, title, updated_at, updated_by
app_public.tasks to rowhouse_user: update
  actual_hours, assignee_id, deal_id, description, due_date, estimated_hours, priority, project_id, recurrence_count, recurrence_frequency, recurrence_interval, recurrence_until, reminder_at, status, title
app_public.team_members to rowhouse_user: insert
  team_id, user_id
app_public.team_members to rowhouse_user: select
  created_at, id, organization_id, team_id, user_id
app_public.team_members to rowhouse_user: update
  team_id, user_id
app_public.teams to rowhouse_user: insert
  description, name
app_public.teams to rowhouse_user: select
  created_at, description, id, name, organization_id, updated_at
app_public.teams to rowhouse_user: update
  description, name
app_public.territories to rowhouse_user: insert
  description, name
app_public.territories to rowhouse_user: select
  created_at, description, id, name, organization_id, updated_at
app_public.territories to rowhouse_user: update
  description, name
app_public.territory_members to rowhouse_user: insert
  territory_id, user_id
app_public.territory_members to rowhouse_user: select
  created_at, id, organization_id, territory_id, user_id
app_public.territory_members to rowhouse_user: update
  territory_id, user_id
app_public.users to rowhouse_user: update
  avatar_url, name
app_public.webhook_endpoints to rowhouse_user: select
  created_at, created_by, description, disabled_at, disabled_reason, enabled_at, events, id, is_enabled, name, organization_id, owner_id, secret_changed_at, updated_at, updated_by, url
app_public.webhook_endpoints to rowhouse_user: update
  description, events, is_enabled, name, url
app_public.workflow_actions to rowhouse_user: select
  allow_failure, branch, configuration, id, key, organization_id, parent_id, "position", type, workflow_id
app_public.workflow_triggers to rowhouse_user: select
  conditions, event, id, next_run_at, organization_id, "position", priority, relations, schedule, scheduled_since, workflow_id
app_public.workflow_versions to rowhouse_user: select
  compiled, created_at, created_by, definition, id, name, object_type, organization_id, owner_id, version, workflow_id
app_public.workflows to rowhouse_user: select
  created_at, created_by, description, id, name, object_type, organization_id, owner_id, status, updated_at, updated_by, version
app_public.workflows to rowhouse_user: update
  description, name

-- Triggers
CREATE TRIGGER publish_access AFTER UPDATE ON app_hidden.role_versions FOR EACH ROW WHEN ((new.version <> old.version)) EXECUTE FUNCTION app_private.publish_access_change()
CREATE CONSTRAINT TRIGGER wake_scoring AFTER INSERT ON app_hidden.stale_lead_scores DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.wakes) EXECUTE FUNCTION app_hidden.wake_scoring()
CREATE TRIGGER follow_outgoing_email AFTER UPDATE ON app_private.emails FOR EACH ROW WHEN ((new.organization_id IS NOT NULL)) EXECUTE FUNCTION app_private.follow_outgoing_email()
CREATE TRIGGER give_up_outgoing_email AFTER DELETE ON app_private.emails FOR EACH ROW WHEN (((old.organization_id IS NOT NULL) AND (old.status <> 'sent'::text))) EXECUTE FUNCTION app_private.give_up_outgoing_email()
CREATE TRIGGER note_removed_file AFTER DELETE ON app_private.export_files FOR EACH ROW EXECUTE FUNCTION app_hidden.note_removed_file()
CREATE TRIGGER publish_access AFTER UPDATE OF revoked_at, expires_at ON app_private.sessions FOR EACH ROW WHEN (((new.revoked_at IS DISTINCT FROM old.revoked_at) OR (new.expires_at IS DISTINCT FROM old.expires_at))) EXECUTE FUNCTION app_private.publish_access_change()
CREATE TRIGGER publish_access_end AFTER DELETE ON app_private.sessions FOR EACH ROW EXECUTE FUNCTION app_private.publish_access_change()
CREATE CONSTRAINT TRIGGER count_tag_usage AFTER INSERT ON app_private.tag_usage_changes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app_hidden.count_tag_usage()
CREATE TRIGGER refuse_service_password BEFORE INSERT OR UPDATE ON app_private.user_credentials FOR EACH ROW EXECUTE FUNCTION app_private.refuse_service_password()
CREATE CONSTRAINT TRIGGER wake_webhooks AFTER INSERT ON app_private.webhook_queue DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app_private.wake_webhooks_at_commit()
CREATE CONSTRAINT TRIGGER wake_lanes AFTER INSERT ON app_private.workflow_events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.wakes) EXECUTE FUNCTION app_private.wake_lanes()
CREATE TRIGGER admit_custom_fields BEFORE INSERT OR UPDATE OF custom_data ON app_public.accounts FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_custom_fields('account')
CREATE TRIGGER admit_fields BEFORE INSERT OR UPDATE ON app_public.accounts FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_fields('account')
CREATE TRIGGER apply_account_rules BEFORE INSERT OR UPDATE ON app_public.accounts FOR EACH ROW EXECUTE FUNCTION app_hidden.apply_account_rules()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.accounts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_accounts()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.accounts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_accounts()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.accounts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_accounts()
CREATE TRIGGER await_custom_fields BEFORE UPDATE OF custom_data ON app_public.accounts FOR EACH STATEMENT EXECUTE FUNCTION app_private.await_custom_fields('account')
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.accounts FOR EACH ROW EXECUTE FUNCTION app_hidden.check_accounts_references()
CREATE TRIGGER forget_events AFTER DELETE ON app_public.accounts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_events()
CREATE TRIGGER forget_given_days AFTER DELETE ON app_public.accounts FOR EACH ROW EXECUTE FUNCTION app_hidden.keep_given_contact_days('account')
CREATE TRIGGER forget_runs AFTER DELETE ON app_public.accounts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_runs()
CREATE TRIGGER forget_webhooks AFTER DELETE ON app_public.accounts REFERENCING OLD TABLE AS forgotten FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_webhooks_about()
CREATE TRIGGER guard_owners BEFORE UPDATE OF owner_id, account_manager_id ON app_public.accounts FOR EACH ROW WHEN (((new.owner_id IS DISTINCT FROM old.owner_id) OR (new.account_manager_id IS DISTINCT FROM old.account_manager_id))) EXECUTE FUNCTION app_hidden.guard_owners('account', '{owner_id,account_manager_id}')
CREATE TRIGGER index_custom_data_on_delete AFTER DELETE ON app_public.accounts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('account')
CREATE TRIGGER index_custom_data_on_insert AFTER INSERT ON app_public.accounts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('account')
CREATE TRIGGER index_custom_data_on_update AFTER UPDATE ON app_public.accounts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('account')
CREATE TRIGGER keep_deleted_keys AFTER DELETE ON app_public.accounts FOR EACH ROW EXECUTE FUNCTION app_hidden.keep_account_keys()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.accounts FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER keep_given_days AFTER UPDATE OF first_contact_date, last_contact_date ON app_public.accounts FOR EACH ROW WHEN (((CURRENT_USER <> 'rowhouse_owner'::name) AND ((new.first_contact_date IS DISTINCT FROM old.first_contact_date) OR (new.last_contact_date IS DISTINCT FROM old.last_contact_date)))) EXECUTE FUNCTION app_hidden.keep_given_contact_days('account')
CREATE TRIGGER keep_given_days_of_new AFTER INSERT ON app_public.accounts FOR EACH ROW WHEN (((CURRENT_USER <> 'rowhouse_owner'::name) AND (num_nonnulls(new.first_contact_date, new.last_contact_date) > 0))) EXECUTE FUNCTION app_hidden.keep_given_contact_days('account')
CREATE TRIGGER keep_inserted_keys AFTER INSERT ON app_public.accounts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_account_keys()
CREATE TRIGGER keep_updated_keys AFTER UPDATE OF billing_city, billing_postal_code, billing_street, name, primary_email, primary_phone, website, deleted_at ON app_public.accounts FOR EACH ROW WHEN (((new.deleted_at IS DISTINCT FROM old.deleted_at) OR (((((((new.billing_city IS DISTINCT FROM old.billing_city) OR (new.billing_postal_code IS DISTINCT FROM old.billing_postal_code)) OR (new.billing_street IS DISTINCT FROM old.billing_street)) OR (new.name IS DISTINCT FROM old.name)) OR (new.primary_email IS DISTINCT FROM old.primary_email)) OR (new.primary_phone IS DISTINCT FROM old.primary_phone)) OR (new.website IS DISTINCT FROM old.website)))) EXECUTE FUNCTION app_hidden.keep_account_keys()
CREATE TRIGGER leave_merge BEFORE UPDATE OF deleted_at ON app_public.accounts FOR EACH ROW WHEN (((new.deleted_at IS NULL) AND (new.merged_into_id IS NOT NULL))) EXECUTE FUNCTION app_hidden.leave_merge()
CREATE TRIGGER limit_importer BEFORE INSERT OR UPDATE ON app_public.accounts FOR EACH ROW WHEN ((CURRENT_USER = 'rowhouse_importer'::name)) EXECUTE FUNCTION app_hidden.limit_importer('account')
CREATE TRIGGER move_to_recycle_bin BEFORE DELETE ON app_public.accounts FOR EACH ROW EXECUTE FUNCTION app_hidden.move_to_recycle_bin()
CREATE TRIGGER prevent_account_cycle AFTER INSERT OR UPDATE OF parent_id ON app_public.accounts FOR EACH ROW WHEN ((new.parent_id IS NOT NULL)) EXECUTE FUNCTION app_hidden.prevent_account_cycle()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.accounts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_accounts()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.accounts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_accounts()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.accounts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_accounts()
CREATE TRIGGER raise_insert AFTER INSERT ON app_public.accounts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_insert_of_accounts()
CREATE TRIGGER raise_update AFTER UPDATE ON app_public.accounts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_update_of_accounts()
CREATE TRIGGER refuse_while_deals_are_open BEFORE UPDATE OF deleted_at ON app_public.accounts FOR EACH ROW WHEN (((old.deleted_at IS NULL) AND (new.deleted_at IS NOT NULL))) EXECUTE FUNCTION app_hidden.refuse_while_deals_are_open()
CREATE TRIGGER take_contacts_along AFTER UPDATE OF deleted_at ON app_public.accounts FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION app_hidden.take_contacts_along()
CREATE TRIGGER tell_changed AFTER UPDATE ON app_public.accounts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.tell_changed_accounts()
CREATE TRIGGER tell_of_assignment_of_changed AFTER UPDATE ON app_public.accounts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.tell_of_changed_accounts()
CREATE TRIGGER tell_of_assignment_of_new AFTER INSERT ON app_public.accounts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'rowhouse_user'::name)) EXECUTE FUNCTION app_hidden.tell_of_new_accounts()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.accounts FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER validate_custom_data BEFORE UPDATE OF custom_data ON app_public.accounts FOR EACH ROW WHEN (((new.custom_data IS DISTINCT FROM old.custom_data) AND (CURRENT_USER <> 'rowhouse_owner'::name))) EXECUTE FUNCTION app_private.validate_custom_data('account', '')
CREATE TRIGGER validate_custom_data_by_owner BEFORE UPDATE OF custom_data ON app_public.accounts FOR EACH ROW WHEN (((new.custom_data IS DISTINCT FROM old.custom_data) AND (new.custom_data <> '{}'::jsonb) AND (CURRENT_USER = 'rowhouse_owner'::name))) EXECUTE FUNCTION app_private.validate_custom_data('account', 'erasing')
CREATE TRIGGER validate_custom_data_of_new BEFORE INSERT ON app_public.accounts FOR EACH ROW EXECUTE FUNCTION app_private.validate_custom_data('account', '')
CREATE TRIGGER admit_custom_fields BEFORE INSERT OR UPDATE OF custom_data ON app_public.activities FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_custom_fields('activity')
CREATE TRIGGER admit_fields BEFORE INSERT OR UPDATE ON app_public.activities FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_fields('activity')
CREATE TRIGGER apply_activity_rules BEFORE INSERT OR UPDATE ON app_public.activities FOR EACH ROW EXECUTE FUNCTION app_hidden.apply_activity_rules()
CREATE TRIGGER apply_recurrence BEFORE INSERT OR UPDATE ON app_public.activities FOR EACH ROW EXECUTE FUNCTION app_hidden.apply_recurrence('completed')
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.activities REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_activities()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.activities REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_activities()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.activities REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_activities()
CREATE TRIGGER await_custom_fields BEFORE UPDATE OF custom_data ON app_public.activities FOR EACH STATEMENT EXECUTE FUNCTION app_private.await_custom_fields('activity')
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.activities FOR EACH ROW EXECUTE FUNCTION app_hidden.check_activities_references()
CREATE TRIGGER follow_contact_days_of_delete AFTER DELETE ON app_public.activities REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.follow_delete_of_activities()
CREATE TRIGGER follow_contact_days_of_insert AFTER INSERT ON app_public.activities REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.follow_insert_of_activities()
CREATE TRIGGER follow_contact_days_of_update AFTER UPDATE ON app_public.activities REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.follow_update_of_activities()
CREATE TRIGGER forget_events AFTER DELETE ON app_public.activities REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_events()
CREATE TRIGGER forget_runs AFTER DELETE ON app_public.activities REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_runs()
CREATE TRIGGER forget_webhooks AFTER DELETE ON app_public.activities REFERENCING OLD TABLE AS forgotten FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_webhooks_about()
CREATE TRIGGER guard_owners BEFORE UPDATE OF assigned_to_id ON app_public.activities FOR EACH ROW WHEN ((new.assigned_to_id IS DISTINCT FROM old.assigned_to_id)) EXECUTE FUNCTION app_hidden.guard_owners('activity', '{assigned_to_id,created_by}')
CREATE TRIGGER index_custom_data_on_delete AFTER DELETE ON app_public.activities REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('activity')
CREATE TRIGGER index_custom_data_on_insert AFTER INSERT ON app_public.activities REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('activity')
CREATE TRIGGER index_custom_data_on_update AFTER UPDATE ON app_public.activities REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('activity')
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.activities FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER limit_importer BEFORE INSERT OR UPDATE ON app_public.activities FOR EACH ROW WHEN ((CURRENT_USER = 'rowhouse_importer'::name)) EXECUTE FUNCTION app_hidden.limit_importer('activity')
CREATE TRIGGER mark_added AFTER INSERT ON app_public.activities REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.mark_added_activities()
CREATE TRIGGER mark_changed AFTER UPDATE ON app_public.activities REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.mark_changed_activities()
CREATE TRIGGER mark_removed AFTER DELETE ON app_public.activities REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.mark_removed_activities()
CREATE TRIGGER move_to_recycle_bin BEFORE DELETE ON app_public.activities FOR EACH ROW EXECUTE FUNCTION app_hidden.move_to_recycle_bin()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.activities REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_activities()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.activities REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_activities()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.activities REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_activities()
CREATE TRIGGER raise_insert AFTER INSERT ON app_public.activities REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_insert_of_activities()
CREATE TRIGGER raise_update AFTER UPDATE ON app_public.activities REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_update_of_activities()
CREATE TRIGGER repeat_when_completed AFTER UPDATE ON app_public.activities REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.repeat_activities()
CREATE TRIGGER set_reminder AFTER UPDATE OF reminder_at ON app_public.activities FOR EACH ROW WHEN ((new.reminder_at IS DISTINCT FROM old.reminder_at)) EXECUTE FUNCTION app_hidden.set_reminder('activity')
CREATE TRIGGER set_reminder_of_new AFTER INSERT ON app_public.activities FOR EACH ROW WHEN ((new.reminder_at IS NOT NULL)) EXECUTE FUNCTION app_hidden.set_reminder('activity')
CREATE TRIGGER tell_added AFTER INSERT ON app_public.activities REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (((CURRENT_USER <> 'rowhouse_importer'::name) AND app_hidden.tells_timeline())) EXECUTE FUNCTION app_private.tell_added_activities()
CREATE TRIGGER tell_changed AFTER UPDATE ON app_public.activities REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.tell_changed_activities()
CREATE TRIGGER tell_of_assignment_of_changed AFTER UPDATE ON app_public.activities REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.tell_of_changed_activities()
CREATE TRIGGER tell_of_assignment_of_new AFTER INSERT ON app_public.activities REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'rowhouse_user'::name)) EXECUTE FUNCTION app_hidden.tell_of_new_activities()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.activities FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER validate_custom_data BEFORE UPDATE OF custom_data ON app_public.activities FOR EACH ROW WHEN (((new.custom_data IS DISTINCT FROM old.custom_data) AND (CURRENT_USER <> 'rowhouse_owner'::name))) EXECUTE FUNCTION app_private.validate_custom_data('activity', '')
CREATE TRIGGER validate_custom_data_by_owner BEFORE UPDATE OF custom_data ON app_public.activities FOR EACH ROW WHEN (((new.custom_data IS DISTINCT FROM old.custom_data) AND (new.custom_data <> '{}'::jsonb) AND (CURRENT_USER = 'rowhouse_owner'::name))) EXECUTE FUNCTION app_private.validate_custom_data('activity', 'erasing')
CREATE TRIGGER validate_custom_data_of_new BEFORE INSERT ON app_public.activities FOR EACH ROW EXECUTE FUNCTION app_private.validate_custom_data('activity', '')
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.api_keys REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_api_keys()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.api_keys REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_api_keys()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.api_keys REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_api_keys()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.api_keys FOR EACH ROW EXECUTE FUNCTION app_hidden.check_api_keys_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.api_keys FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER rename_service_account AFTER UPDATE OF name ON app_public.api_keys FOR EACH ROW EXECUTE FUNCTION app_hidden.rename_service_account()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.api_keys FOR EACH ROW EXECUTE FUNCTION app_hidden.touch()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.assignment_rule_members REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_assignment_rule_members()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.assignment_rule_members REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_assignment_rule_members()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.assignment_rule_members REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_assignment_rule_members()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.assignment_rule_members FOR EACH ROW EXECUTE FUNCTION app_hidden.check_assignment_rule_members_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.assignment_rule_members FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.assignment_rules REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_assignment_rules()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.assignment_rules REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_assignment_rules()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.assignment_rules REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_assignment_rules()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.assignment_rules FOR EACH ROW EXECUTE FUNCTION app_hidden.check_assignment_rules_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.assignment_rules FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.assignment_rules FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER add_uploaded_file BEFORE INSERT ON app_public.attachments FOR EACH ROW WHEN ((new.storage_key IS NULL)) EXECUTE FUNCTION app_hidden.add_uploaded_file()
CREATE TRIGGER admit_fields BEFORE INSERT OR UPDATE ON app_public.attachments FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_fields('attachment')
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.attachments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_attachments()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.attachments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_attachments()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.attachments REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_attachments()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.attachments FOR EACH ROW EXECUTE FUNCTION app_hidden.check_attachments_references()
CREATE TRIGGER forget_events AFTER DELETE ON app_public.attachments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_events()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.attachments FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER move_to_recycle_bin BEFORE DELETE ON app_public.attachments FOR EACH ROW EXECUTE FUNCTION app_hidden.move_to_recycle_bin()
CREATE TRIGGER note_removed_file AFTER DELETE ON app_public.attachments FOR EACH ROW WHEN ((old.storage_key IS NOT NULL)) EXECUTE FUNCTION app_hidden.note_removed_file()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.attachments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_attachments()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.attachments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_attachments()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.attachments REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_attachments()
CREATE CONSTRAINT TRIGGER require_file AFTER INSERT ON app_public.attachments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.storage_key IS NULL) AND (CURRENT_USER = ANY (ARRAY['rowhouse_user'::name, 'rowhouse_importer'::name])))) EXECUTE FUNCTION app_hidden.require_file()
CREATE TRIGGER tell_added AFTER INSERT ON app_public.attachments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (((CURRENT_USER <> 'rowhouse_importer'::name) AND app_hidden.tells_timeline())) EXECUTE FUNCTION app_private.tell_added_attachments()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.attachments FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER keep_entries BEFORE DELETE OR UPDATE ON app_public.audit_log FOR EACH ROW EXECUTE FUNCTION app_hidden.keep_audit_log()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_audit_log()
CREATE TRIGGER admit_fields BEFORE INSERT OR UPDATE ON app_public.comments FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_fields('comment')
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.comments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_comments()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.comments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_comments()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.comments REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_comments()
CREATE TRIGGER check_mentions BEFORE INSERT OR UPDATE OF mentioned_user_ids ON app_public.comments FOR EACH ROW WHEN (((CURRENT_USER = 'rowhouse_user'::name) AND (new.mentioned_user_ids <> '{}'::uuid[]) AND (new.organization_id IS NOT NULL))) EXECUTE FUNCTION app_hidden.check_mentions()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.comments FOR EACH ROW EXECUTE FUNCTION app_hidden.check_comments_references()
CREATE TRIGGER forget_events AFTER DELETE ON app_public.comments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_events()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.comments FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER mark_comment_edited BEFORE UPDATE OF body ON app_public.comments FOR EACH ROW WHEN ((new.body <> old.body)) EXECUTE FUNCTION app_hidden.mark_comment_edited()
CREATE TRIGGER move_to_recycle_bin BEFORE DELETE ON app_public.comments FOR EACH ROW EXECUTE FUNCTION app_hidden.move_to_recycle_bin()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.comments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_comments()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.comments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_comments()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.comments REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_comments()
CREATE TRIGGER tell_added AFTER INSERT ON app_public.comments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (((CURRENT_USER <> 'rowhouse_importer'::name) AND app_hidden.tells_timeline())) EXECUTE FUNCTION app_private.tell_added_comments()
CREATE TRIGGER tell_mentioned AFTER INSERT OR UPDATE OF mentioned_user_ids ON app_public.comments FOR EACH ROW WHEN (((new.mentioned_user_ids <> '{}'::uuid[]) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION app_private.tell_mentioned()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.comments FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.communication_contacts FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.communication_participants FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.communication_threads FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER admit_custom_fields BEFORE INSERT OR UPDATE OF custom_data ON app_public.communications FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_custom_fields('communication')
CREATE TRIGGER admit_fields BEFORE INSERT OR UPDATE ON app_public.communications FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_fields('communication')
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.communications REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_communications()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.communications REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_communications()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.communications REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_communications()
CREATE TRIGGER await_custom_fields BEFORE UPDATE OF custom_data ON app_public.communications FOR EACH STATEMENT EXECUTE FUNCTION app_private.await_custom_fields('communication')
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.communications FOR EACH ROW EXECUTE FUNCTION app_hidden.check_communications_references()
CREATE TRIGGER find_customer BEFORE INSERT ON app_public.communications FOR EACH ROW WHEN ((((new.contact_id IS NULL) OR (new.account_id IS NULL)) AND ((new.email_from IS NOT NULL) OR (new.email_to <> '{}'::text[]) OR (new.email_cc <> '{}'::text[]) OR (new.meeting_attendees <> '{}'::text[])))) EXECUTE FUNCTION app_hidden.find_customer()
CREATE TRIGGER find_thread BEFORE UPDATE OF message_id, in_reply_to ON app_public.communications FOR EACH ROW WHEN (((new.message_id IS DISTINCT FROM old.message_id) OR (new.in_reply_to IS DISTINCT FROM old.in_reply_to))) EXECUTE FUNCTION app_hidden.find_thread()
CREATE TRIGGER find_thread_of_new BEFORE INSERT ON app_public.communications FOR EACH ROW WHEN (((new.message_id IS NOT NULL) OR (new.in_reply_to IS NOT NULL))) EXECUTE FUNCTION app_hidden.find_thread()
CREATE TRIGGER follow_contact_days_of_delete AFTER DELETE ON app_public.communications REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.follow_delete_of_communications()
CREATE TRIGGER follow_contact_days_of_insert AFTER INSERT ON app_public.communications REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.follow_insert_of_communications()
CREATE TRIGGER follow_contact_days_of_update AFTER UPDATE ON app_public.communications REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.follow_update_of_communications()
CREATE TRIGGER forget_events AFTER DELETE ON app_public.communications REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_events()
CREATE TRIGGER forget_runs AFTER DELETE ON app_public.communications REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_runs()
CREATE TRIGGER forget_webhooks AFTER DELETE ON app_public.communications REFERENCING OLD TABLE AS forgotten FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_webhooks_about()
CREATE TRIGGER index_custom_data_on_delete AFTER DELETE ON app_public.communications REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('communication')
CREATE TRIGGER index_custom_data_on_insert AFTER INSERT ON app_public.communications REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('communication')
CREATE TRIGGER index_custom_data_on_update AFTER UPDATE ON app_public.communications REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('communication')
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.communications FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER keep_participants AFTER UPDATE OF email_from, email_to, email_cc, meeting_attendees ON app_public.communications FOR EACH ROW WHEN (((((new.email_from IS DISTINCT FROM old.email_from) OR (new.email_to IS DISTINCT FROM old.email_to)) OR (new.email_cc IS DISTINCT FROM old.email_cc)) OR (new.meeting_attendees IS DISTINCT FROM old.meeting_attendees))) EXECUTE FUNCTION app_hidden.keep_participants()
CREATE TRIGGER keep_participants_of_new AFTER INSERT ON app_public.communications FOR EACH ROW WHEN (((new.email_from IS NOT NULL) OR (new.email_to <> '{}'::text[]) OR (new.email_cc <> '{}'::text[]) OR (new.meeting_attendees <> '{}'::text[]))) EXECUTE FUNCTION app_hidden.keep_participants()
CREATE TRIGGER mark_added AFTER INSERT ON app_public.communications REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.mark_added_communications()
CREATE TRIGGER mark_changed AFTER UPDATE ON app_public.communications REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.mark_changed_communications()
CREATE TRIGGER mark_removed AFTER DELETE ON app_public.communications REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.mark_removed_communications()
CREATE TRIGGER move_to_recycle_bin BEFORE DELETE ON app_public.communications FOR EACH ROW EXECUTE FUNCTION app_hidden.move_to_recycle_bin()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.communications REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_communications()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.communications REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_communications()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.communications REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_communications()
CREATE TRIGGER raise_insert AFTER INSERT ON app_public.communications REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_insert_of_communications()
CREATE TRIGGER raise_update AFTER UPDATE ON app_public.communications REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_update_of_communications()
CREATE TRIGGER remove_empty_thread AFTER DELETE ON app_public.communications FOR EACH ROW WHEN ((old.thread_id IS NOT NULL)) EXECUTE FUNCTION app_hidden.remove_empty_thread()
CREATE TRIGGER remove_left_thread AFTER UPDATE OF message_id, in_reply_to ON app_public.communications FOR EACH ROW WHEN (((old.thread_id IS DISTINCT FROM new.thread_id) AND (old.thread_id IS NOT NULL))) EXECUTE FUNCTION app_hidden.remove_empty_thread()
CREATE TRIGGER tell_added AFTER INSERT ON app_public.communications REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (((CURRENT_USER <> 'rowhouse_importer'::name) AND app_hidden.tells_timeline())) EXECUTE FUNCTION app_private.tell_added_communications()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.communications FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER validate_custom_data BEFORE UPDATE OF custom_data ON app_public.communications FOR EACH ROW WHEN (((new.custom_data IS DISTINCT FROM old.custom_data) AND (CURRENT_USER <> 'rowhouse_owner'::name))) EXECUTE FUNCTION app_private.validate_custom_data('communication', '')
CREATE TRIGGER validate_custom_data_by_owner BEFORE UPDATE OF custom_data ON app_public.communications FOR EACH ROW WHEN (((new.custom_data IS DISTINCT FROM old.custom_data) AND (new.custom_data <> '{}'::jsonb) AND (CURRENT_USER = 'rowhouse_owner'::name))) EXECUTE FUNCTION app_private.validate_custom_data('communication', 'erasing')
CREATE TRIGGER validate_custom_data_of_new BEFORE INSERT ON app_public.communications FOR EACH ROW EXECUTE FUNCTION app_private.validate_custom_data('communication', '')
CREATE TRIGGER admit_custom_fields BEFORE INSERT OR UPDATE OF custom_data ON app_public.contacts FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_custom_fields('contact')
CREATE TRIGGER admit_fields BEFORE INSERT OR UPDATE ON app_public.contacts FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_fields('contact')
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_contacts()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_contacts()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_contacts()
CREATE TRIGGER await_custom_fields BEFORE UPDATE OF custom_data ON app_public.contacts FOR EACH STATEMENT EXECUTE FUNCTION app_private.await_custom_fields('contact')
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.contacts FOR EACH ROW EXECUTE FUNCTION app_hidden.check_contacts_references()
CREATE TRIGGER follow_contact_days AFTER UPDATE ON app_public.contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.follow_contacts_to_account()
CREATE TRIGGER forget_events AFTER DELETE ON app_public.contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_events()
CREATE TRIGGER forget_given_days AFTER DELETE ON app_public.contacts FOR EACH ROW EXECUTE FUNCTION app_hidden.keep_given_contact_days('contact')
CREATE TRIGGER forget_runs AFTER DELETE ON app_public.contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_runs()
CREATE TRIGGER forget_uploads AFTER UPDATE ON app_public.contacts FOR EACH ROW WHEN (((old.erased_at IS NULL) AND (new.erased_at IS NOT NULL))) EXECUTE FUNCTION app_private.forget_uploads_of_erased('contact_id')
CREATE TRIGGER forget_webhooks AFTER DELETE ON app_public.contacts REFERENCING OLD TABLE AS forgotten FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_webhooks_about()
CREATE TRIGGER forget_webhooks_of_erased AFTER UPDATE ON app_public.contacts FOR EACH ROW WHEN (((old.erased_at IS NULL) AND (new.erased_at IS NOT NULL))) EXECUTE FUNCTION app_private.forget_webhooks_of_erased()
CREATE TRIGGER guard_owners BEFORE UPDATE OF owner_id ON app_public.contacts FOR EACH ROW WHEN ((new.owner_id IS DISTINCT FROM old.owner_id)) EXECUTE FUNCTION app_hidden.guard_owners('contact', '{owner_id}')
CREATE TRIGGER index_custom_data_on_delete AFTER DELETE ON app_public.contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('contact')
CREATE TRIGGER index_custom_data_on_insert AFTER INSERT ON app_public.contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('contact')
CREATE TRIGGER index_custom_data_on_update AFTER UPDATE ON app_public.contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('contact')
CREATE TRIGGER keep_deleted_keys AFTER DELETE ON app_public.contacts FOR EACH ROW EXECUTE FUNCTION app_hidden.keep_contact_keys()
CREATE TRIGGER keep_erased BEFORE UPDATE ON app_public.contacts FOR EACH ROW WHEN ((old.erased_at IS NOT NULL)) EXECUTE FUNCTION app_hidden.keep_erased('contact')
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.contacts FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER keep_given_days AFTER UPDATE OF last_contact_date ON app_public.contacts FOR EACH ROW WHEN (((CURRENT_USER <> 'rowhouse_owner'::name) AND (new.last_contact_date IS DISTINCT FROM old.last_contact_date))) EXECUTE FUNCTION app_hidden.keep_given_contact_days('contact')
CREATE TRIGGER keep_given_days_of_new AFTER INSERT ON app_public.contacts FOR EACH ROW WHEN (((CURRENT_USER <> 'rowhouse_owner'::name) AND (num_nonnulls(new.last_contact_date) > 0))) EXECUTE FUNCTION app_hidden.keep_given_contact_days('contact')
CREATE TRIGGER keep_inserted_keys AFTER INSERT ON app_public.contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_contact_keys()
CREATE TRIGGER keep_updated_keys AFTER UPDATE OF account_id, birthday, email, first_name, last_name, mailing_city, mailing_postal_code, mailing_street, mobile_phone, work_phone, deleted_at ON app_public.contacts FOR EACH ROW WHEN (((new.deleted_at IS DISTINCT FROM old.deleted_at) OR ((((((((((new.account_id IS DISTINCT FROM old.account_id) OR (new.birthday IS DISTINCT FROM old.birthday)) OR (new.email IS DISTINCT FROM old.email)) OR (new.first_name IS DISTINCT FROM old.first_name)) OR (new.last_name IS DISTINCT FROM old.last_name)) OR (new.mailing_city IS DISTINCT FROM old.mailing_city)) OR (new.mailing_postal_code IS DISTINCT FROM old.mailing_postal_code)) OR (new.mailing_street IS DISTINCT FROM old.mailing_street)) OR (new.mobile_phone IS DISTINCT FROM old.mobile_phone)) OR (new.work_phone IS DISTINCT FROM old.work_phone)))) EXECUTE FUNCTION app_hidden.keep_contact_keys()
CREATE TRIGGER leave_merge BEFORE UPDATE OF deleted_at ON app_public.contacts FOR EACH ROW WHEN (((new.deleted_at IS NULL) AND (new.merged_into_id IS NOT NULL))) EXECUTE FUNCTION app_hidden.leave_merge()
CREATE TRIGGER limit_importer BEFORE INSERT OR UPDATE ON app_public.contacts FOR EACH ROW WHEN ((CURRENT_USER = 'rowhouse_importer'::name)) EXECUTE FUNCTION app_hidden.limit_importer('contact')
CREATE TRIGGER match_contact AFTER UPDATE OF email, deleted_at ON app_public.contacts FOR EACH ROW WHEN (((new.email IS NOT NULL) AND (new.deleted_at IS NULL) AND ((new.email IS DISTINCT FROM old.email) OR (old.deleted_at IS NOT NULL)))) EXECUTE FUNCTION app_hidden.match_contact()
CREATE TRIGGER match_new_contact AFTER INSERT ON app_public.contacts FOR EACH ROW WHEN ((new.email IS NOT NULL)) EXECUTE FUNCTION app_hidden.match_contact()
CREATE TRIGGER move_to_recycle_bin BEFORE DELETE ON app_public.contacts FOR EACH ROW EXECUTE FUNCTION app_hidden.move_to_recycle_bin()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_contacts()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_contacts()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_contacts()
CREATE TRIGGER raise_insert AFTER INSERT ON app_public.contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_insert_of_contacts()
CREATE TRIGGER raise_update AFTER UPDATE ON app_public.contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_update_of_contacts()
CREATE TRIGGER refuse_while_deals_are_open BEFORE UPDATE OF deleted_at ON app_public.contacts FOR EACH ROW WHEN (((old.deleted_at IS NULL) AND (new.deleted_at IS NOT NULL))) EXECUTE FUNCTION app_hidden.refuse_while_deals_are_open()
CREATE TRIGGER tell_changed AFTER UPDATE ON app_public.contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.tell_changed_contacts()
CREATE TRIGGER tell_of_assignment_of_changed AFTER UPDATE ON app_public.contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.tell_of_changed_contacts()
CREATE TRIGGER tell_of_assignment_of_new AFTER INSERT ON app_public.contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'rowhouse_user'::name)) EXECUTE FUNCTION app_hidden.tell_of_new_contacts()
CREATE TRIGGER tidy_email BEFORE INSERT OR UPDATE ON app_public.contacts FOR EACH ROW EXECUTE FUNCTION app_hidden.tidy_email()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.contacts FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER validate_custom_data BEFORE UPDATE OF custom_data ON app_public.contacts FOR EACH ROW WHEN (((new.custom_data IS DISTINCT FROM old.custom_data) AND (CURRENT_USER <> 'rowhouse_owner'::name))) EXECUTE FUNCTION app_private.validate_custom_data('contact', '')
CREATE TRIGGER validate_custom_data_by_owner BEFORE UPDATE OF custom_data ON app_public.contacts FOR EACH ROW WHEN (((new.custom_data IS DISTINCT FROM old.custom_data) AND (new.custom_data <> '{}'::jsonb) AND (CURRENT_USER = 'rowhouse_owner'::name))) EXECUTE FUNCTION app_private.validate_custom_data('contact', 'erasing')
CREATE TRIGGER validate_custom_data_of_new BEFORE INSERT ON app_public.contacts FOR EACH ROW EXECUTE FUNCTION app_private.validate_custom_data('contact', '')
CREATE TRIGGER admit_custom_field BEFORE INSERT OR DELETE OR UPDATE ON app_public.custom_field_definitions FOR EACH ROW EXECUTE FUNCTION app_hidden.admit_custom_field()
CREATE TRIGGER apply_custom_field AFTER INSERT OR UPDATE ON app_public.custom_field_definitions FOR EACH ROW EXECUTE FUNCTION app_private.apply_custom_field()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.custom_field_definitions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_custom_field_definitions()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.custom_field_definitions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_custom_field_definitions()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.custom_field_definitions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_custom_field_definitions()
CREATE TRIGGER check_custom_field BEFORE INSERT OR UPDATE ON app_public.custom_field_definitions FOR EACH ROW EXECUTE FUNCTION app_private.check_custom_field()
CREATE TRIGGER keep_custom_values BEFORE DELETE ON app_public.custom_field_definitions FOR EACH ROW EXECUTE FUNCTION app_private.keep_custom_values()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.custom_field_definitions FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER renew_version_after_delete_of_old AFTER DELETE ON app_public.custom_field_definitions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_private.renew_by_custom_fields()
CREATE TRIGGER renew_version_after_insert_of_new AFTER INSERT ON app_public.custom_field_definitions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_private.renew_by_custom_fields()
CREATE TRIGGER renew_version_after_update_of_new AFTER UPDATE ON app_public.custom_field_definitions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_private.renew_by_custom_fields()
CREATE TRIGGER renew_version_after_update_of_old AFTER UPDATE ON app_public.custom_field_definitions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_private.renew_by_custom_fields()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.custom_field_definitions FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER admit_fields BEFORE INSERT OR UPDATE ON app_public.deal_products FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_fields('deal')
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.deal_products REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_deal_products()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.deal_products REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_deal_products()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.deal_products REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_deal_products()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.deal_products FOR EACH ROW EXECUTE FUNCTION app_hidden.check_deal_products_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.deal_products FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER keep_line_on_its_deal BEFORE UPDATE ON app_public.deal_products FOR EACH ROW WHEN ((new.deal_id <> old.deal_id)) EXECUTE FUNCTION app_hidden.keep_line_on_its_deal()
CREATE TRIGGER round_line BEFORE INSERT OR UPDATE ON app_public.deal_products FOR EACH ROW EXECUTE FUNCTION app_hidden.round_line()
CREATE TRIGGER sum_deleted AFTER DELETE ON app_public.deal_products REFERENCING OLD TABLE AS changed_lines FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.sum_deal_products()
CREATE TRIGGER sum_inserted AFTER INSERT ON app_public.deal_products REFERENCING NEW TABLE AS changed_lines FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.sum_deal_products()
CREATE TRIGGER sum_updated AFTER UPDATE ON app_public.deal_products REFERENCING NEW TABLE AS changed_lines FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.sum_deal_products()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.deal_products FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.deal_stage_history REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_deal_stage_history()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.deal_stage_history REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_deal_stage_history()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.deal_stage_history FOR EACH ROW EXECUTE FUNCTION app_hidden.check_deal_stage_history_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.deal_stage_history FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER limit_imported_history BEFORE INSERT OR UPDATE ON app_public.deal_stage_history FOR EACH ROW WHEN ((CURRENT_USER = 'rowhouse_importer'::name)) EXECUTE FUNCTION app_hidden.limit_imported_history()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.deal_team_members REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_deal_team_members()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.deal_team_members REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_deal_team_members()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.deal_team_members REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_deal_team_members()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.deal_team_members FOR EACH ROW EXECUTE FUNCTION app_hidden.check_deal_team_members_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.deal_team_members FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER admit_custom_fields BEFORE INSERT OR UPDATE OF custom_data ON app_public.deals FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_custom_fields('deal')
CREATE TRIGGER admit_fields BEFORE INSERT OR UPDATE ON app_public.deals FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_fields('deal')
CREATE TRIGGER apply_deal_rules BEFORE INSERT OR UPDATE ON app_public.deals FOR EACH ROW EXECUTE FUNCTION app_hidden.apply_deal_rules()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.deals REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_deals()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.deals REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_deals()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.deals REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_deals()
CREATE TRIGGER await_custom_fields BEFORE UPDATE OF custom_data ON app_public.deals FOR EACH STATEMENT EXECUTE FUNCTION app_private.await_custom_fields('deal')
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.deals FOR EACH ROW EXECUTE FUNCTION app_hidden.check_deals_references()
CREATE TRIGGER follow_contact_days AFTER UPDATE OF account_id ON app_public.deals FOR EACH ROW WHEN ((new.account_id IS DISTINCT FROM old.account_id)) EXECUTE FUNCTION app_hidden.follow_deal_to_account()
CREATE TRIGGER forget_events AFTER DELETE ON app_public.deals REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_events()
CREATE TRIGGER forget_runs AFTER DELETE ON app_public.deals REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_runs()
CREATE TRIGGER forget_webhooks AFTER DELETE ON app_public.deals REFERENCING OLD TABLE AS forgotten FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_webhooks_about()
CREATE TRIGGER guard_owners BEFORE UPDATE OF owner_id ON app_public.deals FOR EACH ROW WHEN ((new.owner_id IS DISTINCT FROM old.owner_id)) EXECUTE FUNCTION app_hidden.guard_owners('deal', '{owner_id}')
CREATE TRIGGER index_custom_data_on_delete AFTER DELETE ON app_public.deals REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('deal')
CREATE TRIGGER index_custom_data_on_insert AFTER INSERT ON app_public.deals REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('deal')
CREATE TRIGGER index_custom_data_on_update AFTER UPDATE ON app_public.deals REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('deal')
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.deals FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER limit_importer BEFORE INSERT OR UPDATE ON app_public.deals FOR EACH ROW WHEN ((CURRENT_USER = 'rowhouse_importer'::name)) EXECUTE FUNCTION app_hidden.limit_importer('deal')
CREATE TRIGGER move_to_recycle_bin BEFORE DELETE ON app_public.deals FOR EACH ROW EXECUTE FUNCTION app_hidden.move_to_recycle_bin()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.deals REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_deals()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.deals REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_deals()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.deals REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_deals()
CREATE TRIGGER raise_insert AFTER INSERT ON app_public.deals REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_insert_of_deals()
CREATE TRIGGER raise_update AFTER UPDATE ON app_public.deals REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_update_of_deals()
CREATE TRIGGER record_deal_stage AFTER UPDATE OF stage_id, pipeline_id ON app_public.deals FOR EACH ROW WHEN (((new.stage_id <> old.stage_id) AND (CURRENT_USER <> 'rowhouse_importer'::name))) EXECUTE FUNCTION app_hidden.record_deal_stage()
CREATE TRIGGER record_first_deal_stage AFTER INSERT ON app_public.deals FOR EACH ROW WHEN ((CURRENT_USER <> 'rowhouse_importer'::name)) EXECUTE FUNCTION app_hidden.record_deal_stage()
CREATE TRIGGER refuse_deal_of_deleted AFTER INSERT OR UPDATE OF account_id, primary_contact_id, status, stage_id, deleted_at ON app_public.deals FOR EACH ROW WHEN (((new.deleted_at IS NULL) AND (new.status = ANY (ARRAY['new'::text, 'in_progress'::text])) AND ((new.account_id IS NOT NULL) OR (new.primary_contact_id IS NOT NULL)))) EXECUTE FUNCTION app_hidden.refuse_deal_of_deleted()
CREATE TRIGGER tell_changed AFTER UPDATE ON app_public.deals REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.tell_changed_deals()
CREATE TRIGGER tell_of_assignment_of_changed AFTER UPDATE ON app_public.deals REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.tell_of_changed_deals()
CREATE TRIGGER tell_of_assignment_of_new AFTER INSERT ON app_public.deals REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'rowhouse_user'::name)) EXECUTE FUNCTION app_hidden.tell_of_new_deals()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.deals FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER validate_custom_data BEFORE UPDATE OF custom_data ON app_public.deals FOR EACH ROW WHEN (((new.custom_data IS DISTINCT FROM old.custom_data) AND (CURRENT_USER <> 'rowhouse_owner'::name))) EXECUTE FUNCTION app_private.validate_custom_data('deal', '')
CREATE TRIGGER validate_custom_data_by_owner BEFORE UPDATE OF custom_data ON app_public.deals FOR EACH ROW WHEN (((new.custom_data IS DISTINCT FROM old.custom_data) AND (new.custom_data <> '{}'::jsonb) AND (CURRENT_USER = 'rowhouse_owner'::name))) EXECUTE FUNCTION app_private.validate_custom_data('deal', 'erasing')
CREATE TRIGGER validate_custom_data_of_new BEFORE INSERT ON app_public.deals FOR EACH ROW EXECUTE FUNCTION app_private.validate_custom_data('deal', '')
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.duplicate_candidates REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_duplicate_candidates()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.duplicate_candidates FOR EACH ROW EXECUTE FUNCTION app_hidden.check_duplicate_candidates_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.duplicate_candidates FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.duplicate_comparisons REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_duplicate_comparisons()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.duplicate_comparisons REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_duplicate_comparisons()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.duplicate_comparisons REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_duplicate_comparisons()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.duplicate_comparisons FOR EACH ROW EXECUTE FUNCTION app_hidden.check_duplicate_comparisons_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.duplicate_comparisons FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.duplicate_comparisons FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.duplicate_rules REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_duplicate_rules()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.duplicate_rules REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_duplicate_rules()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.duplicate_rules REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_duplicate_rules()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.duplicate_rules FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.duplicate_rules FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.exports REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_exports()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.exports REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_exports()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.exports REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_exports()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.exports FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.exports REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_exports()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.exports REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_exports()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.exports REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_exports()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.exports FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.feature_flags REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_feature_flags()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.feature_flags REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_feature_flags()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.feature_flags REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_feature_flags()
CREATE TRIGGER follow_listeners_on_delete AFTER DELETE ON app_public.feature_flags REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.follow_listeners()
CREATE TRIGGER follow_listeners_on_insert AFTER INSERT ON app_public.feature_flags REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.follow_listeners()
CREATE TRIGGER follow_listeners_on_update AFTER UPDATE ON app_public.feature_flags REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.follow_listeners()
CREATE TRIGGER guard_field_permissions_flag BEFORE INSERT OR UPDATE ON app_public.feature_flags FOR EACH ROW WHEN ((new.name = 'field_permissions_enabled'::text)) EXECUTE FUNCTION app_hidden.guard_field_permissions_flag()
CREATE TRIGGER guard_field_permissions_flag_removal BEFORE DELETE ON app_public.feature_flags FOR EACH ROW WHEN ((old.name = 'field_permissions_enabled'::text)) EXECUTE FUNCTION app_hidden.guard_field_permissions_flag()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.feature_flags FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER renew_version_after_delete AFTER DELETE ON app_public.feature_flags REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_all_roles()
CREATE TRIGGER renew_version_after_insert AFTER INSERT ON app_public.feature_flags REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_all_roles()
CREATE TRIGGER renew_version_of_new AFTER UPDATE ON app_public.feature_flags REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_all_roles()
CREATE TRIGGER renew_version_of_old AFTER UPDATE ON app_public.feature_flags REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_all_roles()
CREATE TRIGGER rescore_all AFTER INSERT OR UPDATE ON app_public.feature_flags FOR EACH ROW WHEN (((new.name = 'lead_scoring_v2_enabled'::text) AND new.is_enabled)) EXECUTE FUNCTION app_hidden.rescore_all()
CREATE TRIGGER switch_member_view_off AFTER DELETE ON app_public.feature_flags FOR EACH ROW WHEN ((old.name = 'members_view_all_enabled'::text)) EXECUTE FUNCTION app_hidden.switch_member_view()
CREATE TRIGGER switch_member_view_on AFTER INSERT OR UPDATE ON app_public.feature_flags FOR EACH ROW WHEN ((new.name = 'members_view_all_enabled'::text)) EXECUTE FUNCTION app_hidden.switch_member_view()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.feature_flags FOR EACH ROW EXECUTE FUNCTION app_hidden.touch()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.former_external_ids REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_former_external_ids()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.former_external_ids REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_former_external_ids()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.former_external_ids REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_former_external_ids()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.former_external_ids FOR EACH ROW EXECUTE FUNCTION app_hidden.check_former_external_ids_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.former_external_ids FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.imports REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_imports()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.imports REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_imports()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.imports REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_imports()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.imports FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.imports REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_imports()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.imports REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_imports()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.imports REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_imports()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.imports FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.installed_templates REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_installed_templates()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.installed_templates REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_installed_templates()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.installed_templates REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_installed_templates()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.installed_templates FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.installed_templates FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.invitations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_invitations()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.invitations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_invitations()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.invitations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_invitations()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.invitations FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.lead_assignments REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_assignments()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.lead_assignments REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_assignments()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.lead_assignments FOR EACH ROW EXECUTE FUNCTION app_hidden.check_lead_assignments_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.lead_assignments FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.lead_conversions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_conversions()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.lead_conversions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_conversions()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.lead_conversions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_conversions()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.lead_conversions FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER raise_conversion AFTER INSERT ON app_public.lead_conversions FOR EACH ROW EXECUTE FUNCTION app_private.raise_conversion()
CREATE TRIGGER tell_conversion AFTER INSERT ON app_public.lead_conversions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.tell_conversions()
CREATE TRIGGER tell_undone_conversion AFTER UPDATE ON app_public.lead_conversions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.tell_conversions()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.lead_field_mappings REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_field_mappings()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.lead_field_mappings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_field_mappings()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.lead_field_mappings REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_field_mappings()
CREATE TRIGGER check_lead_field_mapping BEFORE INSERT OR UPDATE ON app_public.lead_field_mappings FOR EACH ROW EXECUTE FUNCTION app_hidden.check_lead_field_mapping()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.lead_field_mappings FOR EACH ROW EXECUTE FUNCTION app_hidden.check_lead_field_mappings_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.lead_field_mappings FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.lead_field_mappings FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.lead_form_submissions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_form_submissions()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.lead_form_submissions FOR EACH ROW EXECUTE FUNCTION app_hidden.check_lead_form_submissions_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.lead_form_submissions FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.lead_forms REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_forms()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.lead_forms REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_forms()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.lead_forms REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_forms()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.lead_forms FOR EACH ROW EXECUTE FUNCTION app_hidden.check_lead_forms_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.lead_forms FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.lead_forms FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.lead_score_history FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.lead_score_models REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_score_models()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.lead_score_models REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_score_models()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.lead_score_models REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_score_models()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.lead_score_models FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.lead_scores FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER apply_scoring_config_rules BEFORE INSERT OR UPDATE ON app_public.lead_scoring_configs FOR EACH ROW EXECUTE FUNCTION app_hidden.apply_scoring_config_rules()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.lead_scoring_configs REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_scoring_configs()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.lead_scoring_configs REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_scoring_configs()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.lead_scoring_configs REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_scoring_configs()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.lead_scoring_configs FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER rescore_all AFTER UPDATE ON app_public.lead_scoring_configs FOR EACH ROW WHEN ((new.version <> old.version)) EXECUTE FUNCTION app_hidden.rescore_all()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.lead_scoring_configs FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.lead_scoring_runs REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_scoring_runs()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.lead_scoring_runs REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_lead_scoring_runs()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.lead_scoring_runs FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER admit_custom_fields BEFORE INSERT OR UPDATE OF custom_data ON app_public.leads FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_custom_fields('lead')
CREATE TRIGGER admit_fields BEFORE INSERT OR UPDATE ON app_public.leads FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_fields('lead')
CREATE TRIGGER apply_lead_rules BEFORE INSERT OR UPDATE ON app_public.leads FOR EACH ROW EXECUTE FUNCTION app_hidden.apply_lead_rules()
CREATE TRIGGER assign_unowned_leads AFTER INSERT ON app_public.leads REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.assign_unowned_leads()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.leads REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_leads()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.leads REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_leads()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.leads REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_leads()
CREATE TRIGGER await_custom_fields BEFORE UPDATE OF custom_data ON app_public.leads FOR EACH STATEMENT EXECUTE FUNCTION app_private.await_custom_fields('lead')
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.leads FOR EACH ROW EXECUTE FUNCTION app_hidden.check_leads_references()
CREATE TRIGGER follow_contact_days AFTER UPDATE OF converted_account_id, converted_contact_id ON app_public.leads FOR EACH ROW WHEN (((new.converted_account_id IS DISTINCT FROM old.converted_account_id) OR (new.converted_contact_id IS DISTINCT FROM old.converted_contact_id))) EXECUTE FUNCTION app_hidden.follow_lead_to_customer()
CREATE TRIGGER forget_events AFTER DELETE ON app_public.leads REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_events()
CREATE TRIGGER forget_given_days AFTER DELETE ON app_public.leads FOR EACH ROW EXECUTE FUNCTION app_hidden.keep_given_contact_days('lead')
CREATE TRIGGER forget_lead_score AFTER UPDATE OF erased_at ON app_public.leads FOR EACH ROW WHEN (((new.erased_at IS NOT NULL) AND (old.erased_at IS NULL))) EXECUTE FUNCTION app_hidden.forget_lead_score()
CREATE TRIGGER forget_runs AFTER DELETE ON app_public.leads REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_runs()
CREATE TRIGGER forget_uploads AFTER UPDATE ON app_public.leads FOR EACH ROW WHEN (((old.erased_at IS NULL) AND (new.erased_at IS NOT NULL))) EXECUTE FUNCTION app_private.forget_uploads_of_erased('lead_id')
CREATE TRIGGER forget_webhooks AFTER DELETE ON app_public.leads REFERENCING OLD TABLE AS forgotten FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_webhooks_about()
CREATE TRIGGER forget_webhooks_of_erased AFTER UPDATE ON app_public.leads FOR EACH ROW WHEN (((old.erased_at IS NULL) AND (new.erased_at IS NOT NULL))) EXECUTE FUNCTION app_private.forget_webhooks_of_erased()
CREATE TRIGGER guard_owners BEFORE UPDATE OF owner_id ON app_public.leads FOR EACH ROW WHEN ((new.owner_id IS DISTINCT FROM old.owner_id)) EXECUTE FUNCTION app_hidden.guard_owners('lead', '{owner_id}')
CREATE TRIGGER index_custom_data_on_delete AFTER DELETE ON app_public.leads REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('lead')
CREATE TRIGGER index_custom_data_on_insert AFTER INSERT ON app_public.leads REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('lead')
CREATE TRIGGER index_custom_data_on_update AFTER UPDATE ON app_public.leads REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.index_custom_data('lead')
CREATE TRIGGER keep_deleted_keys AFTER DELETE ON app_public.leads FOR EACH ROW EXECUTE FUNCTION app_hidden.keep_lead_keys()
CREATE TRIGGER keep_erased BEFORE UPDATE ON app_public.leads FOR EACH ROW WHEN ((old.erased_at IS NOT NULL)) EXECUTE FUNCTION app_hidden.keep_erased('lead')
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.leads FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER keep_given_days AFTER UPDATE OF first_contact_date, last_contact_date, last_activity_date ON app_public.leads FOR EACH ROW WHEN (((CURRENT_USER <> 'rowhouse_owner'::name) AND ((new.first_contact_date IS DISTINCT FROM old.first_contact_date) OR (new.last_contact_date IS DISTINCT FROM old.last_contact_date) OR (new.last_activity_date IS DISTINCT FROM old.last_activity_date)))) EXECUTE FUNCTION app_hidden.keep_given_contact_days('lead')
CREATE TRIGGER keep_given_days_of_new AFTER INSERT ON app_public.leads FOR EACH ROW WHEN (((CURRENT_USER <> 'rowhouse_owner'::name) AND (num_nonnulls(new.first_contact_date, new.last_contact_date, new.last_activity_date) > 0))) EXECUTE FUNCTION app_hidden.keep_given_contact_days('lead')
CREATE TRIGGER keep_inserted_keys AFTER INSERT ON app_public.leads REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_lead_keys()
CREATE TRIGGER keep_updated_keys AFTER UPDATE OF city, company, email, first_name, last_name, mobile_phone, phone, postal_code, street, website, deleted_at ON app_public.leads FOR EACH ROW WHEN (((new.deleted_at IS DISTINCT FROM old.deleted_at) OR ((((((((((new.city IS DISTINCT FROM old.city) OR (new.company IS DISTINCT FROM old.company)) OR (new.email IS DISTINCT FROM old.email)) OR (new.first_name IS DISTINCT FROM old.first_name)) OR (new.last_name IS DISTINCT FROM old.last_name)) OR (new.mobile_phone IS DISTINCT FROM old.mobile_phone)) OR (new.phone IS DISTINCT FROM old.phone)) OR (new.postal_code IS DISTINCT FROM old.postal_code)) OR (new.street IS DISTINCT FROM old.street)) OR (new.website IS DISTINCT FROM old.website)))) EXECUTE FUNCTION app_hidden.keep_lead_keys()
CREATE TRIGGER leave_merge BEFORE UPDATE OF deleted_at ON app_public.leads FOR EACH ROW WHEN (((new.deleted_at IS NULL) AND (new.merged_into_id IS NOT NULL))) EXECUTE FUNCTION app_hidden.leave_merge()
CREATE TRIGGER limit_importer BEFORE INSERT OR UPDATE ON app_public.leads FOR EACH ROW WHEN ((CURRENT_USER = 'rowhouse_importer'::name)) EXECUTE FUNCTION app_hidden.limit_importer('lead')
CREATE TRIGGER mark_added AFTER INSERT ON app_public.leads REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.mark_added_leads()
CREATE TRIGGER mark_changed AFTER UPDATE ON app_public.leads REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.mark_changed_leads()
CREATE TRIGGER move_to_recycle_bin BEFORE DELETE ON app_public.leads FOR EACH ROW EXECUTE FUNCTION app_hidden.move_to_recycle_bin()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.leads REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_leads()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.leads REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_leads()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.leads REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_leads()
CREATE TRIGGER raise_insert AFTER INSERT ON app_public.leads REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_insert_of_leads()
CREATE TRIGGER raise_score_changes AFTER UPDATE ON app_public.leads REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((NOT app_hidden.tells_timeline())) EXECUTE FUNCTION app_private.raise_score_changes()
CREATE TRIGGER raise_update AFTER UPDATE ON app_public.leads REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_update_of_leads()
CREATE TRIGGER tell_changed AFTER UPDATE ON app_public.leads REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.tell_changed_leads()
CREATE TRIGGER tell_of_assignment_of_changed AFTER UPDATE ON app_public.leads REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.tell_of_changed_leads()
CREATE TRIGGER tell_of_assignment_of_new AFTER INSERT ON app_public.leads REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'rowhouse_user'::name)) EXECUTE FUNCTION app_hidden.tell_of_new_leads()
CREATE TRIGGER tidy_email BEFORE INSERT OR UPDATE ON app_public.leads FOR EACH ROW EXECUTE FUNCTION app_hidden.tidy_email()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.leads FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER validate_custom_data BEFORE UPDATE OF custom_data ON app_public.leads FOR EACH ROW WHEN (((new.custom_data IS DISTINCT FROM old.custom_data) AND (CURRENT_USER <> 'rowhouse_owner'::name))) EXECUTE FUNCTION app_private.validate_custom_data('lead', '')
CREATE TRIGGER validate_custom_data_by_owner BEFORE UPDATE OF custom_data ON app_public.leads FOR EACH ROW WHEN (((new.custom_data IS DISTINCT FROM old.custom_data) AND (new.custom_data <> '{}'::jsonb) AND (CURRENT_USER = 'rowhouse_owner'::name))) EXECUTE FUNCTION app_private.validate_custom_data('lead', 'erasing')
CREATE TRIGGER validate_custom_data_of_new BEFORE INSERT ON app_public.leads FOR EACH ROW EXECUTE FUNCTION app_private.validate_custom_data('lead', '')
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.masking_audit_log REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_masking_audit_log()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.masking_audit_log REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_masking_audit_log()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.masking_audit_log FOR EACH ROW EXECUTE FUNCTION app_hidden.check_masking_audit_log_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.masking_audit_log FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.masking_rules REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_masking_rules()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.masking_rules REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_masking_rules()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.masking_rules REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_masking_rules()
CREATE TRIGGER guard_masking_rules BEFORE INSERT OR DELETE OR UPDATE ON app_public.masking_rules FOR EACH ROW EXECUTE FUNCTION app_hidden.guard_masking_rules()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.masking_rules FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER renew_version_after_delete AFTER DELETE ON app_public.masking_rules REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_all_roles()
CREATE TRIGGER renew_version_after_insert AFTER INSERT ON app_public.masking_rules REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_all_roles()
CREATE TRIGGER renew_version_of_new AFTER UPDATE ON app_public.masking_rules REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_all_roles()
CREATE TRIGGER renew_version_of_old AFTER UPDATE ON app_public.masking_rules REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_all_roles()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.memberships REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_memberships()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.memberships REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_memberships()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.memberships REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_memberships()
CREATE TRIGGER guard_memberships BEFORE UPDATE ON app_public.memberships FOR EACH ROW EXECUTE FUNCTION app_hidden.guard_memberships()
CREATE TRIGGER guard_service_accounts BEFORE INSERT OR UPDATE ON app_public.memberships FOR EACH ROW EXECUTE FUNCTION app_hidden.guard_service_accounts()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.memberships FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER match_member AFTER INSERT ON app_public.memberships FOR EACH ROW EXECUTE FUNCTION app_hidden.match_member()
CREATE TRIGGER publish_access AFTER UPDATE OF role_id, is_active ON app_public.memberships FOR EACH ROW WHEN (((new.role_id <> old.role_id) OR (new.is_active <> old.is_active))) EXECUTE FUNCTION app_private.publish_access_change()
CREATE TRIGGER publish_access_end AFTER DELETE ON app_public.memberships FOR EACH ROW EXECUTE FUNCTION app_private.publish_access_change()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.memberships FOR EACH ROW EXECUTE FUNCTION app_hidden.touch()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.message_thread_participants REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_message_thread_participants()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.message_thread_participants REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_message_thread_participants()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.message_thread_participants REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_message_thread_participants()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.message_thread_participants FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER publish_access AFTER DELETE ON app_public.message_thread_participants FOR EACH ROW EXECUTE FUNCTION app_private.publish_access_change()
CREATE TRIGGER remove_abandoned_threads AFTER DELETE ON app_public.message_thread_participants REFERENCING OLD TABLE AS leaving FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.remove_abandoned_threads()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.message_threads REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_message_threads()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.message_threads REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_message_threads()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.message_threads REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_message_threads()
CREATE TRIGGER join_own_thread AFTER INSERT ON app_public.message_threads FOR EACH ROW EXECUTE FUNCTION app_hidden.join_own_thread()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.message_threads FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.message_threads REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_message_threads()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.message_threads REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_message_threads()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.message_threads REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_message_threads()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.message_threads FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.messages REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_messages()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.messages REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_messages()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.messages REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_messages()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.messages FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER mark_message_edited BEFORE UPDATE OF body ON app_public.messages FOR EACH ROW WHEN ((new.body <> old.body)) EXECUTE FUNCTION app_hidden.mark_message_edited()
CREATE TRIGGER place_message BEFORE INSERT ON app_public.messages FOR EACH ROW EXECUTE FUNCTION app_hidden.place_message()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.messages REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_messages()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.messages REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_messages()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.messages REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_messages()
CREATE TRIGGER admit_fields BEFORE INSERT OR UPDATE ON app_public.notes FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_fields('note')
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.notes REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_notes()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.notes REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_notes()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.notes REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_notes()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.notes FOR EACH ROW EXECUTE FUNCTION app_hidden.check_notes_references()
CREATE TRIGGER forget_events AFTER DELETE ON app_public.notes REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_events()
CREATE TRIGGER forget_runs AFTER DELETE ON app_public.notes REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_runs()
CREATE TRIGGER forget_webhooks AFTER DELETE ON app_public.notes REFERENCING OLD TABLE AS forgotten FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_webhooks_about()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.notes FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER move_to_recycle_bin BEFORE DELETE ON app_public.notes FOR EACH ROW EXECUTE FUNCTION app_hidden.move_to_recycle_bin()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.notes REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_notes()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.notes REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_notes()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.notes REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_notes()
CREATE TRIGGER raise_insert AFTER INSERT ON app_public.notes REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_insert_of_notes()
CREATE TRIGGER raise_update AFTER UPDATE ON app_public.notes REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_update_of_notes()
CREATE TRIGGER tell_added AFTER INSERT ON app_public.notes REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (((CURRENT_USER <> 'rowhouse_importer'::name) AND app_hidden.tells_timeline())) EXECUTE FUNCTION app_private.tell_added_notes()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.notes FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.notifications FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.notifications REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_notifications()
CREATE TRIGGER add_masking_secret AFTER INSERT ON app_public.organizations FOR EACH ROW EXECUTE FUNCTION app_hidden.add_masking_secret()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.organizations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_organizations()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.organizations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_organizations()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.organizations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_organizations()
CREATE TRIGGER check_timezone BEFORE INSERT OR UPDATE OF timezone ON app_public.organizations FOR EACH ROW EXECUTE FUNCTION app_hidden.check_timezone()
CREATE TRIGGER follow_timezone AFTER UPDATE OF timezone ON app_public.organizations FOR EACH ROW WHEN ((new.timezone IS DISTINCT FROM old.timezone)) EXECUTE FUNCTION app_hidden.follow_timezone()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.organizations FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.organizations FOR EACH ROW EXECUTE FUNCTION app_hidden.touch()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.outgoing_emails FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.pipeline_stages REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_pipeline_stages()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.pipeline_stages REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_pipeline_stages()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.pipeline_stages REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_pipeline_stages()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.pipeline_stages FOR EACH ROW EXECUTE FUNCTION app_hidden.check_pipeline_stages_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.pipeline_stages FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER keep_stage_kind BEFORE UPDATE OF kind ON app_public.pipeline_stages FOR EACH ROW WHEN ((new.kind <> old.kind)) EXECUTE FUNCTION app_hidden.keep_stage_kind()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.pipeline_stages FOR EACH ROW EXECUTE FUNCTION app_hidden.touch()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.pipelines REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_pipelines()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.pipelines REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_pipelines()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.pipelines REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_pipelines()
CREATE TRIGGER keep_default_pipeline BEFORE DELETE ON app_public.pipelines FOR EACH ROW WHEN (old.is_default) EXECUTE FUNCTION app_hidden.keep_default_pipeline()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.pipelines FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.pipelines REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_pipelines()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.pipelines REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_pipelines()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.pipelines REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_pipelines()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.pipelines FOR EACH ROW EXECUTE FUNCTION app_hidden.touch()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.privacy_requests REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_privacy_requests()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.privacy_requests REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_privacy_requests()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.privacy_requests REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_privacy_requests()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.privacy_requests FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.privacy_requests REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_privacy_requests()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.privacy_requests REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_privacy_requests()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.privacy_requests REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_privacy_requests()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.privacy_requests FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER admit_fields BEFORE INSERT OR UPDATE ON app_public.products FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_fields('product')
CREATE TRIGGER apply_product_rules BEFORE INSERT OR UPDATE ON app_public.products FOR EACH ROW EXECUTE FUNCTION app_hidden.apply_product_rules()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.products REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_products()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.products REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_products()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.products REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_products()
CREATE TRIGGER forget_events AFTER DELETE ON app_public.products REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_events()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.products FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER limit_importer BEFORE INSERT OR UPDATE ON app_public.products FOR EACH ROW WHEN ((CURRENT_USER = 'rowhouse_importer'::name)) EXECUTE FUNCTION app_hidden.limit_importer('product')
CREATE TRIGGER move_to_recycle_bin BEFORE DELETE ON app_public.products FOR EACH ROW EXECUTE FUNCTION app_hidden.move_to_recycle_bin()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.products REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_products()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.products REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_products()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.products REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_products()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.products FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER admit_fields BEFORE INSERT OR UPDATE ON app_public.projects FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_fields('project')
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.projects REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_projects()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.projects REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_projects()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.projects REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_projects()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.projects FOR EACH ROW EXECUTE FUNCTION app_hidden.check_projects_references()
CREATE TRIGGER forget_events AFTER DELETE ON app_public.projects REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_events()
CREATE TRIGGER forget_runs AFTER DELETE ON app_public.projects REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_runs()
CREATE TRIGGER forget_webhooks AFTER DELETE ON app_public.projects REFERENCING OLD TABLE AS forgotten FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_webhooks_about()
CREATE TRIGGER guard_owners BEFORE UPDATE OF owner_id ON app_public.projects FOR EACH ROW WHEN ((new.owner_id IS DISTINCT FROM old.owner_id)) EXECUTE FUNCTION app_hidden.guard_owners('project', '{owner_id}')
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.projects FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER move_to_recycle_bin BEFORE DELETE ON app_public.projects FOR EACH ROW EXECUTE FUNCTION app_hidden.move_to_recycle_bin()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.projects REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_projects()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.projects REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_projects()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.projects REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_projects()
CREATE TRIGGER raise_insert AFTER INSERT ON app_public.projects REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_insert_of_projects()
CREATE TRIGGER raise_update AFTER UPDATE ON app_public.projects REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_update_of_projects()
CREATE TRIGGER tell_changed AFTER UPDATE ON app_public.projects REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.tell_changed_projects()
CREATE TRIGGER tell_of_assignment_of_changed AFTER UPDATE ON app_public.projects REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.tell_of_changed_projects()
CREATE TRIGGER tell_of_assignment_of_new AFTER INSERT ON app_public.projects REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'rowhouse_user'::name)) EXECUTE FUNCTION app_hidden.tell_of_new_projects()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.projects FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.record_merges REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_record_merges()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.record_merges REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_record_merges()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.record_merges REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_record_merges()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.record_merges FOR EACH ROW EXECUTE FUNCTION app_hidden.check_record_merges_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.record_merges FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.retention_policies REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_retention_policies()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.retention_policies REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_retention_policies()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.retention_policies REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_retention_policies()
CREATE TRIGGER guard_retention BEFORE INSERT OR UPDATE ON app_public.retention_policies FOR EACH ROW EXECUTE FUNCTION app_hidden.guard_retention()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.retention_policies FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.retention_policies FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.retention_runs REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_retention_runs()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.retention_runs REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_retention_runs()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.retention_runs REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_retention_runs()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.retention_runs FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.role_field_permissions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_role_field_permissions()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.role_field_permissions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_role_field_permissions()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.role_field_permissions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_role_field_permissions()
CREATE TRIGGER guard_field_permissions BEFORE INSERT OR DELETE OR UPDATE ON app_public.role_field_permissions FOR EACH ROW EXECUTE FUNCTION app_hidden.guard_field_permissions()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.role_field_permissions FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER renew_version_after_delete AFTER DELETE ON app_public.role_field_permissions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_changed_roles()
CREATE TRIGGER renew_version_after_insert AFTER INSERT ON app_public.role_field_permissions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_changed_roles()
CREATE TRIGGER renew_version_of_new AFTER UPDATE ON app_public.role_field_permissions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_changed_roles()
CREATE TRIGGER renew_version_of_old AFTER UPDATE ON app_public.role_field_permissions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_changed_roles()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.role_permissions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_role_permissions()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.role_permissions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_role_permissions()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.role_permissions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_role_permissions()
CREATE TRIGGER guard_permissions BEFORE INSERT OR DELETE OR UPDATE ON app_public.role_permissions FOR EACH ROW EXECUTE FUNCTION app_hidden.guard_permissions()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.role_permissions FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER renew_version_after_delete AFTER DELETE ON app_public.role_permissions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_changed_roles()
CREATE TRIGGER renew_version_after_insert AFTER INSERT ON app_public.role_permissions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_changed_roles()
CREATE TRIGGER renew_version_of_new AFTER UPDATE ON app_public.role_permissions REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_changed_roles()
CREATE TRIGGER renew_version_of_old AFTER UPDATE ON app_public.role_permissions REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.renew_changed_roles()
CREATE TRIGGER add_role_version AFTER INSERT ON app_public.roles FOR EACH ROW EXECUTE FUNCTION app_hidden.add_role_version()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.roles REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_roles()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.roles REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_roles()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.roles REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_roles()
CREATE TRIGGER guard_roles BEFORE DELETE OR UPDATE ON app_public.roles FOR EACH ROW EXECUTE FUNCTION app_hidden.guard_roles()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.roles FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.roles FOR EACH ROW EXECUTE FUNCTION app_hidden.touch()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.taggings REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_taggings()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.taggings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_taggings()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.taggings REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_taggings()
CREATE TRIGGER await_tags BEFORE INSERT OR DELETE OR UPDATE ON app_public.taggings FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.await_tags()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.taggings FOR EACH ROW EXECUTE FUNCTION app_hidden.check_taggings_references()
CREATE TRIGGER count_added AFTER INSERT ON app_public.taggings REFERENCING NEW TABLE AS changed_taggings FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.note_tag_usage()
CREATE TRIGGER count_removed AFTER DELETE ON app_public.taggings REFERENCING OLD TABLE AS changed_taggings FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.note_tag_usage()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.taggings FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER publish_added AFTER INSERT ON app_public.taggings REFERENCING NEW TABLE AS changed_taggings FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_tagged()
CREATE TRIGGER publish_removed AFTER DELETE ON app_public.taggings REFERENCING OLD TABLE AS changed_taggings FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_tagged()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.tags REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_tags()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.tags REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_tags()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.tags REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_tags()
CREATE TRIGGER await_tags BEFORE DELETE ON app_public.tags FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.await_tags()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.tags FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.tags REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_tags()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.tags REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_tags()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.tags REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_tags()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.tags FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER admit_fields BEFORE INSERT OR UPDATE ON app_public.tasks FOR EACH ROW WHEN (starts_with(current_setting('rowhouse.access_version'::text, true), 'masked:'::text)) EXECUTE FUNCTION app_hidden.admit_fields('task')
CREATE TRIGGER apply_recurrence BEFORE INSERT OR UPDATE ON app_public.tasks FOR EACH ROW EXECUTE FUNCTION app_hidden.apply_recurrence('done')
CREATE TRIGGER apply_task_rules BEFORE INSERT OR UPDATE ON app_public.tasks FOR EACH ROW EXECUTE FUNCTION app_hidden.apply_task_rules()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.tasks REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_tasks()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.tasks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_tasks()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.tasks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_tasks()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.tasks FOR EACH ROW EXECUTE FUNCTION app_hidden.check_tasks_references()
CREATE TRIGGER forget_events AFTER DELETE ON app_public.tasks REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_events()
CREATE TRIGGER forget_runs AFTER DELETE ON app_public.tasks REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_runs()
CREATE TRIGGER forget_webhooks AFTER DELETE ON app_public.tasks REFERENCING OLD TABLE AS forgotten FOR EACH STATEMENT EXECUTE FUNCTION app_private.forget_webhooks_about()
CREATE TRIGGER guard_owners BEFORE UPDATE OF assignee_id ON app_public.tasks FOR EACH ROW WHEN ((new.assignee_id IS DISTINCT FROM old.assignee_id)) EXECUTE FUNCTION app_hidden.guard_owners('task', '{assignee_id,created_by}')
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.tasks FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER move_to_recycle_bin BEFORE DELETE ON app_public.tasks FOR EACH ROW EXECUTE FUNCTION app_hidden.move_to_recycle_bin()
CREATE TRIGGER publish_delete AFTER DELETE ON app_public.tasks REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_tasks()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.tasks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_tasks()
CREATE TRIGGER publish_update AFTER UPDATE ON app_public.tasks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_tasks()
CREATE TRIGGER raise_insert AFTER INSERT ON app_public.tasks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_insert_of_tasks()
CREATE TRIGGER raise_update AFTER UPDATE ON app_public.tasks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.raise_update_of_tasks()
CREATE TRIGGER repeat_when_completed AFTER UPDATE ON app_public.tasks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.repeat_tasks()
CREATE TRIGGER set_reminder AFTER UPDATE OF reminder_at ON app_public.tasks FOR EACH ROW WHEN ((new.reminder_at IS DISTINCT FROM old.reminder_at)) EXECUTE FUNCTION app_hidden.set_reminder('task')
CREATE TRIGGER set_reminder_of_new AFTER INSERT ON app_public.tasks FOR EACH ROW WHEN ((new.reminder_at IS NOT NULL)) EXECUTE FUNCTION app_hidden.set_reminder('task')
CREATE TRIGGER tell_added AFTER INSERT ON app_public.tasks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (((CURRENT_USER <> 'rowhouse_importer'::name) AND app_hidden.tells_timeline())) EXECUTE FUNCTION app_private.tell_added_tasks()
CREATE TRIGGER tell_changed AFTER UPDATE ON app_public.tasks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT WHEN (app_hidden.tells_timeline()) EXECUTE FUNCTION app_private.tell_changed_tasks()
CREATE TRIGGER tell_of_assignment_of_changed AFTER UPDATE ON app_public.tasks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.tell_of_changed_tasks()
CREATE TRIGGER tell_of_assignment_of_new AFTER INSERT ON app_public.tasks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT WHEN ((CURRENT_USER = 'rowhouse_user'::name)) EXECUTE FUNCTION app_hidden.tell_of_new_tasks()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.tasks FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.team_members REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_team_members()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.team_members REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_team_members()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.team_members REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_team_members()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.team_members FOR EACH ROW EXECUTE FUNCTION app_hidden.check_team_members_references()
CREATE TRIGGER guard_groups BEFORE INSERT OR UPDATE ON app_public.team_members FOR EACH ROW EXECUTE FUNCTION app_hidden.guard_groups('team')
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.team_members FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER publish_access AFTER INSERT OR DELETE OR UPDATE ON app_public.team_members FOR EACH ROW EXECUTE FUNCTION app_private.publish_access_change()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.teams REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_teams()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.teams REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_teams()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.teams REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_teams()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.teams FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.teams FOR EACH ROW EXECUTE FUNCTION app_hidden.touch()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.territories REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_territories()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.territories REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_territories()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.territories REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_territories()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.territories FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.territories FOR EACH ROW EXECUTE FUNCTION app_hidden.touch()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.territory_members REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_territory_members()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.territory_members REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_territory_members()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.territory_members REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_territory_members()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.territory_members FOR EACH ROW EXECUTE FUNCTION app_hidden.check_territory_members_references()
CREATE TRIGGER guard_groups BEFORE INSERT OR UPDATE ON app_public.territory_members FOR EACH ROW EXECUTE FUNCTION app_hidden.guard_groups('territory')
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.territory_members FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER publish_access AFTER INSERT OR DELETE OR UPDATE ON app_public.territory_members FOR EACH ROW EXECUTE FUNCTION app_private.publish_access_change()
CREATE TRIGGER keep_events BEFORE DELETE OR UPDATE ON app_public.timeline_events FOR EACH ROW EXECUTE FUNCTION app_hidden.keep_timeline()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.timeline_events FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_timeline()
CREATE TRIGGER publish_insert AFTER INSERT ON app_public.timeline_events REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.publish_timeline_events()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.users REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_users()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.users FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.users FOR EACH ROW EXECUTE FUNCTION app_hidden.touch()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.webhook_attempts FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.webhook_deliveries FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.webhook_endpoints REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_webhook_endpoints()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.webhook_endpoints REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_webhook_endpoints()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.webhook_endpoints REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_webhook_endpoints()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.webhook_endpoints FOR EACH ROW EXECUTE FUNCTION app_hidden.check_webhook_endpoints_references()
CREATE TRIGGER follow_listeners_on_delete AFTER DELETE ON app_public.webhook_endpoints REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.follow_listeners()
CREATE TRIGGER follow_listeners_on_insert AFTER INSERT ON app_public.webhook_endpoints REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.follow_listeners()
CREATE TRIGGER follow_listeners_on_update AFTER UPDATE ON app_public.webhook_endpoints REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.follow_listeners()
CREATE TRIGGER hold_webhooks AFTER UPDATE OF is_enabled ON app_public.webhook_endpoints FOR EACH ROW WHEN ((new.is_enabled <> old.is_enabled)) EXECUTE FUNCTION app_private.hold_webhooks()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.webhook_endpoints FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER keep_webhook_endpoint BEFORE INSERT OR UPDATE ON app_public.webhook_endpoints FOR EACH ROW EXECUTE FUNCTION app_hidden.keep_webhook_endpoint()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.webhook_endpoints FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.workflow_action_runs FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.workflow_actions FOR EACH ROW EXECUTE FUNCTION app_hidden.check_workflow_actions_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.workflow_actions FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.workflow_runs FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.workflow_triggers FOR EACH ROW EXECUTE FUNCTION app_hidden.check_workflow_triggers_references()
CREATE TRIGGER follow_listeners_on_delete AFTER DELETE ON app_public.workflow_triggers REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.follow_listeners()
CREATE TRIGGER follow_listeners_on_insert AFTER INSERT ON app_public.workflow_triggers REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.follow_listeners()
CREATE TRIGGER follow_listeners_on_update AFTER UPDATE ON app_public.workflow_triggers REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.follow_listeners()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.workflow_triggers FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.workflow_versions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_workflow_versions()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.workflow_versions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_workflow_versions()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.workflow_versions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_workflow_versions()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.workflow_versions FOR EACH ROW EXECUTE FUNCTION app_hidden.check_workflow_versions_references()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.workflow_versions FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER keep_version BEFORE UPDATE ON app_public.workflow_versions FOR EACH ROW EXECUTE FUNCTION app_hidden.keep_version()
CREATE TRIGGER audit_delete AFTER DELETE ON app_public.workflows REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_workflows()
CREATE TRIGGER audit_insert AFTER INSERT ON app_public.workflows REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_workflows()
CREATE TRIGGER audit_update AFTER UPDATE ON app_public.workflows REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.audit_workflows()
CREATE TRIGGER cancel_runs BEFORE DELETE ON app_public.workflows FOR EACH ROW EXECUTE FUNCTION app_private.cancel_runs_of_deleted()
CREATE TRIGGER check_references BEFORE INSERT OR UPDATE ON app_public.workflows FOR EACH ROW EXECUTE FUNCTION app_hidden.check_workflows_references()
CREATE TRIGGER follow_listeners_on_delete AFTER DELETE ON app_public.workflows REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.follow_listeners()
CREATE TRIGGER follow_listeners_on_insert AFTER INSERT ON app_public.workflows REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.follow_listeners()
CREATE TRIGGER follow_listeners_on_update AFTER UPDATE ON app_public.workflows REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.follow_listeners()
CREATE TRIGGER keep_from_truncating BEFORE TRUNCATE ON app_public.workflows FOR EACH STATEMENT EXECUTE FUNCTION app_hidden.keep_from_truncating()
CREATE TRIGGER touch BEFORE UPDATE ON app_public.workflows FOR EACH ROW EXECUTE FUNCTION app_hidden.touch_record()

-- Functions
app_hidden.action_output(text) returns jsonb, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body c211cb944a06d2434052a291edd62c67
app_hidden.action_problem(text,text,jsonb) returns text, immutable, execute: nobody else, body 8f998b053904004207eb7b3b7785178e
app_hidden.active_rule(uuid,text) returns app_public.duplicate_rules, stable, execute: nobody else, body 8d1d9a958f79c6fa73c70962aa5250cf
app_hidden.add_deal_numbers(uuid) returns nothing, volatile, execute: nobody else, body 10e90a6842509047a078b9d02a8de0ab
app_hidden.add_default_pipeline(uuid) returns nothing, volatile, execute: nobody else, body cdb54201104798bdbb594ec545afa889
app_hidden.add_duplicate_rules(uuid) returns nothing, volatile, execute: nobody else, body 9279d0b51e53aec030a4ab8a4aba2ad7
app_hidden.add_masking_secret() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body adda61805d976513bdbfe6ad799a17b3
app_hidden.add_month(text,timestamp with time zone) returns nothing, volatile, execute: nobody else, set TimeZone=UTC, body dd132e3171eed09bd0e12015325ccd74
app_hidden.add_months(text,integer) returns integer, volatile, execute: nobody else, set TimeZone=UTC, body 2d3a774670b44cb2a6d9db1df4f1f0d8
app_hidden.add_reporting_views() returns nothing, volatile, execute: nobody else, body f8ffd8662b02771d7a9221bc8a6caf57
app_hidden.add_role_version() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 7b59a2d1cbf853593b9504d218de72ff
app_hidden.add_scoring_config(uuid) returns nothing, volatile, execute: nobody else, body 16e60515ce92764e9aacc34b5bd89cff
app_hidden.add_system_roles(uuid) returns nothing, volatile, execute: nobody else, body 794d3ba005b074b0087bdf80c8b9ac5f
app_hidden.add_template_row(app_hidden.template_parts,jsonb) returns uuid, volatile, execute: rowhouse_user, body a74a180a9ab7c2bdf087e279784755b4
app_hidden.add_uploaded_file() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 0681d1ea2855521de89a97f8af0cbe78
app_hidden.add_workflow_actions(app_public.workflows,uuid,text,jsonb) returns void, volatile, execute: nobody else, body cb61c0cd2a3d7de0009e8e1baa03750d
app_hidden.address_pattern(text) returns text, immutable, execute: nobody else, body 858e4843cc8e959275245766274ef416
app_hidden.admit_custom_field() returns trigger, volatile, execute: nobody else, body c6c137d42f20ed543325f51fb55b2e42
app_hidden.admit_custom_fields() returns trigger, volatile, execute: nobody else, body 040358cb582e7bc1355a8786b8d7360d
app_hidden.admit_fields() returns trigger, volatile, execute: nobody else, body ceb00b9c69b2f9aeca471afac5b910f3
app_hidden.allowed_ids(text,text,uuid[]) returns uuid[], stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 86590330a4828b54c95f95f5de5f8f12
app_hidden.announce_upload(text,bigint,text,text,jsonb,bigint,integer) returns record, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body d4efeaebe4091157c9515c7620ae2408
app_hidden.any_pattern(text[]) returns text, immutable, execute: nobody else, body d4c7aa5a06f5e5ba2c079617fba135a7
app_hidden.apply_account_rules() returns trigger, volatile, execute: nobody else, body 26b017ba0e70c6ffdd7b8f63c9d4b9e6
app_hidden.apply_activity_rules() returns trigger, volatile, execute: nobody else, body 551ad60e10d173e6dbcb8312e4c57d2c
app_hidden.apply_assignment_rules(uuid,uuid[]) returns SETOF app_public.lead_assignments, volatile, execute: nobody else, body 72ceb4e0e03b3d34e8c0304bab284833
app_hidden.apply_deal_rules() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 66aefcabcfc98810ed6b95eb6c105a57
app_hidden.apply_lead_rules() returns trigger, volatile, execute: nobody else, body 17a1ed38a0a63fa72558c242fc05b14b
app_hidden.apply_product_rules() returns trigger, volatile, execute: nobody else, body db903fb50c18a78c0b60735f84d5adf3
app_hidden.apply_recurrence() returns trigger, volatile, execute: nobody else, body fcb2875c1cba536b981b66b36c88fad7
app_hidden.apply_scoring_config_rules() returns trigger, volatile, execute: nobody else, body b91fe2a8ff4ca6e9ad6124047cd7dcd0
app_hidden.apply_task_rules() returns trigger, volatile, execute: nobody else, body b05b3fcc3d0e5eb3f6b70f9e5195b76e
app_hidden.assign_record(text,text,uuid,text,text) returns uuid, volatile, execute: rowhouse_user, body 5eaed69c3a1f5331b9c19542976011cb
app_hidden.assign_unowned_leads() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body a8c8deca3354a65634c1ce6cc24e8142
app_hidden.audit_changes(text,text[],text[],text[]) returns nothing, volatile, execute: nobody else, body 8af1cf2b1d888981e87a332e7238175e
app_hidden.audit_values(text,text[],text[],text,text) returns text, stable, execute: nobody else, body b110b1ab317863f5ed8dbec86a9e4de1
app_hidden.await_tags() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ba43664d093522959a65c2e813ab7bdc
app_hidden.block_keys(uuid,text,app_hidden.match_features) returns bigint[], immutable, execute: nobody else, body 76ba12d4df6e758142568f6833babe70
app_hidden.bound_dates(text) returns nothing, volatile, execute: nobody else, body bd8ff2fcbec97f81c9fac59bb9270eb3
app_hidden.bounds_problem(app_public.custom_field_definitions,numeric,text) returns text, immutable, execute: nobody else, body f61ccf8a89f3cd06151e11133290a96d
app_hidden.build_wall(text) returns nothing, volatile, execute: nobody else, body 27aa06c08271d40d3dbc61058ffb570f
app_hidden.calculate_lead_scores(uuid,uuid[],date) returns TABLE(lead_id uuid, rules_total smallint, status_points smallint, activity_points smallint, completeness_points smallint, age_points smallint, engagement_points smallint, custom_points smallint, status text, activity_count integer, missing_fields text[], age_days integer, engagement_count integer, custom_matches text[]), stable, execute: nobody else, body 1364cb9934b93e67914d18b68aa1ff66
app_hidden.calculated_columns(text) returns text[], immutable, execute: nobody else, body 4fb09bd881b9378d042219d30f27f497
app_hidden.calendar_date(text) returns date, immutable, execute: rowhouse_user, body fcbc6bcfffe67bdb2370b65ae7d80d69
app_hidden.can_still_undo(uuid,timestamp with time zone) returns boolean, stable, execute: nobody else, body 6defa15ce8ba0d7f5ec39d8ef44a4775
app_hidden.change_event(text,text,text[],text[]) returns text, immutable, execute: nobody else, body 9a2b7f1227eb5d06b97c6015df810856
app_hidden.change_undoably(uuid,text,uuid[],jsonb,text) returns integer, volatile, execute: nobody else, set TimeZone=UTC, body 3a125e8941486252492df8a2df5f860c
app_hidden.check_accounts_references() returns trigger, volatile, execute: nobody else, body 886fb0cc80ef839c108764d526fd0470
app_hidden.check_activities_references() returns trigger, volatile, execute: nobody else, body 13021e7c5730cddbbfce57efdfb24b19
app_hidden.check_addresses(text,text[]) returns void, immutable, execute: rowhouse_user, body 1eaf6642c0191090758dc769cc5aa4a0
app_hidden.check_api_keys_references() returns trigger, volatile, execute: nobody else, body 2dec190537ae0fdd1a53bd119950b76e
app_hidden.check_assignment_rule_members_references() returns trigger, volatile, execute: nobody else, body ed91d93bdc9b91bbaf7b7224291ac296
app_hidden.check_assignment_rules_references() returns trigger, volatile, execute: nobody else, body 96ce348468d2939d0327d25394806b15
app_hidden.check_attachments_references() returns trigger, volatile, execute: nobody else, body 8a07043eefff079d2794d185683746bf
app_hidden.check_comments_references() returns trigger, volatile, execute: nobody else, body 8a07043eefff079d2794d185683746bf
app_hidden.check_communications_references() returns trigger, volatile, execute: nobody else, body 01743a3c0d7ef5d16533ef5fe035258c
app_hidden.check_contacts_references() returns trigger, volatile, execute: nobody else, body 46eb3237dde7233ea4765be0e8ff5d0b
app_hidden.check_convertible(app_public.leads) returns void, stable, execute: nobody else, body cacd31bfa4fc02c30028fd438a5cf2d2
app_hidden.check_deal_products_references() returns trigger, volatile, execute: nobody else, body 8728e82fc51ff1a97dccf9fe5a1bbb2f
app_hidden.check_deal_stage_history_references() returns trigger, volatile, execute: nobody else, body 4b41eea1424f9df8592c5c8a00d45be8
app_hidden.check_deal_team_members_references() returns trigger, volatile, execute: nobody else, body e0f66d01113b7be1c5654d71f7f593fc
app_hidden.check_deals_references() returns trigger, volatile, execute: nobody else, body c8e84e38183d776418432bb769170a36
app_hidden.check_document(jsonb,text,jsonb,text,text[],integer) returns record, immutable, execute: nobody else, body bbd58885c5513356c845bc5928ed5f18
app_hidden.check_duplicate_candidates_references() returns trigger, volatile, execute: nobody else, body 118d9c083b80d10c6ed3cbd737a60f9c
app_hidden.check_duplicate_comparisons_references() returns trigger, volatile, execute: nobody else, body a03d45513ab38a4750b7fb4b6402c6f3
app_hidden.check_export_filter(text,jsonb) returns void, stable, execute: rowhouse_user, body 156b360fd4b13412cebf37a36ae3495b
app_hidden.check_field(text,text,boolean) returns void, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 154ca6d08b08bc8bf91b3effafe1e122
app_hidden.check_former_external_ids_references() returns trigger, volatile, execute: nobody else, body c22be951fa6296501f0b93612563241f
app_hidden.check_lead_assignments_references() returns trigger, volatile, execute: nobody else, body e4349d7d3129c3c9ac7744dc3b190620
app_hidden.check_lead_field_mapping() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body c3fc61d5c1ab26e2aa183e906bbfe8d3
app_hidden.check_lead_field_mappings_references() returns trigger, volatile, execute: nobody else, body cdc2aa86af27e34be52f5efb9dd83a68
app_hidden.check_lead_form_submissions_references() returns trigger, volatile, execute: nobody else, body f3051464bfe573f4e8cd32770d34868f
app_hidden.check_lead_forms_references() returns trigger, volatile, execute: nobody else, body 2fbae0b7df0fc711d829c0502a7b1d8e
app_hidden.check_leads_references() returns trigger, volatile, execute: nobody else, body c2e29f4ae8f21ad1be33869c2742ad59
app_hidden.check_masking_audit_log_references() returns trigger, volatile, execute: nobody else, body 2dec190537ae0fdd1a53bd119950b76e
app_hidden.check_mentions() returns trigger, volatile, execute: nobody else, body bb596b49225f1cddca1dde4e7e35becb
app_hidden.check_notes_references() returns trigger, volatile, execute: nobody else, body 8a07043eefff079d2794d185683746bf
app_hidden.check_pipeline_stages_references() returns trigger, volatile, execute: nobody else, body cc07546ef1a7dc28a3e0ff73ee89c71f
app_hidden.check_projects_references() returns trigger, volatile, execute: nobody else, body b41c6ef21d0ef95a84364f9e242112bc
app_hidden.check_record_merges_references() returns trigger, volatile, execute: nobody else, body c22be951fa6296501f0b93612563241f
app_hidden.check_references(text) returns nothing, volatile, execute: nobody else, body 14e32a05b98476a5d2a11ab09a8674a6
app_hidden.check_retention(text,text,text) returns void, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 58924f9b6dd121f49adabab8981ee79d
app_hidden.check_scoring_rules(jsonb) returns void, immutable, execute: rowhouse_user, body a8b19bbc88bdf22223be8028e23dc0b7
app_hidden.check_taggings_references() returns trigger, volatile, execute: nobody else, body fb0b19b935cc6d6630278841967e50ce
app_hidden.check_tasks_references() returns trigger, volatile, execute: nobody else, body 570a4cb45d603c5e95e6fe2fae1525c0
app_hidden.check_team_members_references() returns trigger, volatile, execute: nobody else, body 746ac6910891881e73d66e3fb8b3e842
app_hidden.check_template(jsonb,text,text,text[]) returns record, immutable, execute: nobody else, body 44db9702ca697e5427d2908b178003df
app_hidden.check_territory_members_references() returns trigger, volatile, execute: nobody else, body eb7e1b9e40b4653c785a51f751357d47
app_hidden.check_timezone() returns trigger, volatile, execute: nobody else, body 3b02fb915867e58561f89da9a37cacb3
app_hidden.check_webhook_endpoints_references() returns trigger, volatile, execute: nobody else, body 990da5cdc1b1d28451bbb3641a950ead
app_hidden.check_workflow(jsonb) returns jsonb, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 5eae8ac8b75a4348af42819d57d4271e
app_hidden.check_workflow_actions_references() returns trigger, volatile, execute: nobody else, body 49ea54550df0d21b4287484f742708dc
app_hidden.check_workflow_triggers_references() returns trigger, volatile, execute: nobody else, body 49ea54550df0d21b4287484f742708dc
app_hidden.check_workflow_versions_references() returns trigger, volatile, execute: nobody else, body 861fda8868c2e9d0c67a033411ce6d52
app_hidden.check_workflows_references() returns trigger, volatile, execute: nobody else, body 990da5cdc1b1d28451bbb3641a950ead
app_hidden.choose_assignee(app_public.assignment_rules,uuid) returns uuid, volatile, execute: nobody else, body 4c37600355dc401acf9ea6fe15bdc627
app_hidden.choose_of_team(uuid,text,text) returns uuid, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 2e08c01989691ef2770ab85352b7e3fa
app_hidden.chosen(text,text[]) returns text, immutable, execute: nobody else, body 10fd6d294bfa897b492bcf707e40a510
app_hidden.chosen_values(app_hidden.crm_objects,jsonb,jsonb) returns jsonb, stable, execute: nobody else, body c03bd151521fd845369f736ce887a60f
app_hidden.claim_current_access() returns void, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 1dc4df88eb57bb1f0e9a0c10a64921a7
app_hidden.claim_upload(uuid) returns app_private.uploads, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 572d6fadabed8c8cbb1dc922290cae51
app_hidden.code_similarity(text,text) returns real, immutable, execute: nobody else, body 7af19195d1aac4f59388a689cf3acb43
app_hidden.collision_expression(text,text) returns text, stable, execute: nobody else, body a6fe56234b758fdb2b019c9b4f72256f
app_hidden.column_expression(text,text,text,text) returns text, stable, execute: nobody else, set search_path=pg_catalog, pg_temp, body c99d36e0c8068ede2ad8f019b366f085
app_hidden.column_expressions(uuid,uuid,text) returns text, stable, execute: nobody else, set search_path=pg_catalog, pg_temp, body 80e5ce1b570b41b72d5a2421b595ea83
app_hidden.column_rules(uuid,uuid,text) returns TABLE(table_name text, column_name text, object text, mode text, method text), stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 8aa8d1df85c442a269db9fd6c7da2605
app_hidden.column_value(jsonb,text) returns record, stable, execute: rowhouse_user, body b121559e53d88ca66a0a72ab97b6acc7
app_hidden.common_group(text,uuid,uuid,uuid) returns text, stable, execute: nobody else, body cde4cec87b80f3e764277a08f851cf22
app_hidden.company_domain(text) returns text, immutable, execute: rowhouse_user, body f90addeb915bd224698767c1f47e41c2
app_hidden.company_key(text) returns text, immutable, execute: rowhouse_user, body 8c931f5255454b4847fdfcc853cf8b9e
app_hidden.comparable_expression(text) returns text, stable, execute: nobody else, body c7f8f514999f9d438ad1875b45e981d1
app_hidden.compile_actions(jsonb,text,jsonb,text,integer,text[],text[]) returns record, stable, execute: nobody else, body 07ce9b76ee3f257cd6daebd1d2ad6d3b
app_hidden.compile_condition(jsonb,text,jsonb,text,integer) returns record, immutable, execute: nobody else, body 91e7f18280681b6fe6df96efc1fe26a5
app_hidden.compile_leaf(jsonb,text,jsonb,text) returns record, immutable, execute: nobody else, body c75cc0d6fe06239f05dfe3937723fef2
app_hidden.compile_setting(jsonb,text,text,app_hidden.workflow_settings,jsonb,text,text[]) returns record, stable, execute: nobody else, body 62af7d3416eb5921efd4bf75bbc18037
app_hidden.compile_trigger(jsonb,text,jsonb,text) returns record, stable, execute: nobody else, body 49ef15f831901f951e3444045a5b6cde
app_hidden.compile_value(jsonb,text,jsonb,jsonb,text[]) returns record, immutable, execute: nobody else, body 2559be0d39f2f5177f60a7c076d3c124
app_hidden.compile_values(jsonb,text,text,text,jsonb,text,text[]) returns record, immutable, execute: nobody else, body 0cf0428e9376bab8dcded9a0c6da3946
app_hidden.contact_days_of(text,uuid,uuid) returns app_hidden.contact_days, stable, execute: nobody else, body 78a5dd3a0777ecd4c25f861fee30d29b
app_hidden.convert_custom_data(app_public.custom_field_definitions,jsonb) returns jsonb, immutable, execute: nobody else, body 482371845f83bc692f18c0f65f0b8e2c
app_hidden.convert_custom_value(app_public.custom_field_definitions,jsonb) returns record, immutable, execute: nobody else, body 8d74a9fdc09b108abbc122a21c0c69a7
app_hidden.convert_lead(uuid,boolean,boolean,uuid,uuid,jsonb,text) returns app_public.lead_conversions, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body d978973c58afae1f26f0940637776ade
app_hidden.converted_labels(app_public.leads) returns TABLE(object text, label text), stable, execute: nobody else, body 222b26037642ba5d73987156aaa9f32d
app_hidden.converted_values(jsonb,text) returns jsonb, stable, execute: nobody else, body 8600a341e2610fbed5013386ea7691fa
app_hidden.count_tag_usage() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 0f0891c86569677b50c86c56c7830f22
app_hidden.covers(app_hidden.crm_objects,text,jsonb) returns boolean, stable, execute: nobody else, body 33e48316fe0fad955647497d5bca1987
app_hidden.create_api_key(text,text,timestamp with time zone,text,bytea) returns app_public.api_keys, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body cb8796c9881105ca9f395632b7b746db
app_hidden.create_once(text,text,jsonb) returns uuid, volatile, execute: rowhouse_user, body e6435595f053c8a5f3fb5561c45de431
app_hidden.create_record(text,jsonb,uuid) returns uuid, volatile, execute: nobody else, set TimeZone=UTC, body 71c5b49df80015df5fb3e1ddc2056557
app_hidden.create_webhook_endpoint(text,text,text,text[],boolean) returns record, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 2ee6071caac7d299158fc96ba9169ec1
app_hidden.current_actor_type() returns text, stable, security definer, execute: rowhouse_anonymous, rowhouse_user, set search_path=pg_catalog, pg_temp, body 75474f02afc61016e5537b7da067d22a
app_hidden.current_lead_score_model(uuid) returns app_public.lead_score_models, stable, execute: nobody else, body 64163a7a312349738c5c69558d9634d9
app_hidden.current_organization_id() returns uuid, stable, security definer, execute: rowhouse_analyst, rowhouse_anonymous, rowhouse_user, set search_path=pg_catalog, pg_temp, body a0d34482b18686fa35212ed7824eb926
app_hidden.current_role_id() returns uuid, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 420ca5abe162c3ddcc657fef2d80163b
app_hidden.current_user_id() returns uuid, stable, execute: rowhouse_analyst, rowhouse_anonymous, rowhouse_user, body 9532b50d6f2d22002d442867b7cfae41
app_hidden.custom_data_expression(uuid,uuid,text) returns text, stable, execute: nobody else, set search_path=pg_catalog, pg_temp, body 52ff6b641f9db2650e8fe81a3a008bef
app_hidden.custom_event_insert(app_hidden.crm_objects) returns text, stable, execute: nobody else, body 25949ac7c63859bebd07c3b79c0bcd37
app_hidden.custom_field_operand(text,text,text,jsonb) returns jsonb, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 35b1d2e67fcca082ba005a29ea35f58e
app_hidden.custom_field_rules(uuid,uuid,text) returns TABLE(key text, mode text, method text), stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 494b484c4d7a454f86d74367f14f2330
app_hidden.custom_field_type(text,text) returns text, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body f488748286422d9583e4617295fa5dd5
app_hidden.days_of_accounts(app_hidden.contact_event[]) returns SETOF app_hidden.contact_days, stable, execute: nobody else, body 744b1300b8b6f3646e600d9c345e7013
app_hidden.days_of_contacts(app_hidden.contact_event[]) returns SETOF app_hidden.contact_days, stable, execute: nobody else, body 9b6e87c4c05a0d23520c01f9710497cd
app_hidden.days_of_leads(app_hidden.contact_event[]) returns SETOF app_hidden.contact_days, stable, execute: nobody else, body 1752794f255ee937f71c9c9ebd8535b2
app_hidden.deal_attributes(jsonb) returns jsonb, stable, execute: nobody else, body 9bf1a68c008fd17ce73f0f6cedbf48f9
app_hidden.deal_columns() returns text[], immutable, execute: nobody else, body f62f457fdf6bf688b98a8e373e061468
app_hidden.deal_number_sequence(uuid) returns text, immutable, execute: nobody else, body da5fbe8882497ee6d82bb09fdb8b14f8
app_hidden.decide_duplicate(uuid,boolean) returns app_public.duplicate_candidates, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 9fd7d7da8d9de390424cf362db5c2273
app_hidden.decrypt_text(text,bytea) returns text, immutable, execute: nobody else, body 6bbbe86c1f92b92b3928f51b3fdee9d2
app_hidden.default_pipeline_id() returns uuid, stable, execute: rowhouse_user, body 31414428e6af43c66dc4f78413bb3674
app_hidden.deleted_rows_as_seen(text,text,uuid[]) returns jsonb, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body fac197915b2218aaf0fc9c723527505a
app_hidden.describe_fields() returns nothing, volatile, execute: nobody else, body 65f4f870ec3884ffac556f5e1f78f3dc
app_hidden.describe_record_fields() returns nothing, volatile, execute: nobody else, body a013d5dd99f85368406c1eb32e5deb8c
app_hidden.differing_keys(jsonb,jsonb) returns jsonb, immutable, execute: nobody else, body 4ea3a7286f3c8434519632fbc4d1fb55
app_hidden.distinct_rows(jsonb) returns jsonb, immutable, execute: rowhouse_user, body d035891d0fba98df696064932467c6b4
app_hidden.domain_key(text) returns text, immutable, execute: rowhouse_user, body 0b49c14a4e1d4b1121a44df245c6e889
app_hidden.duplicate_query(app_public.duplicate_rules,text,text[],text,text,boolean) returns text, stable, execute: nobody else, body 38f9f7db8cda398ea798d178f89cd9e6
app_hidden.duplicate_reasons(app_public.duplicate_rules,jsonb) returns app_public.duplicate_reason[], stable, execute: nobody else, body ee8d12992808dec527dfcfc2639e50ba
app_hidden.edit_distance(text,text) returns integer, immutable, execute: rowhouse_user, body 87d1acdd9efe94197e7d7c2cbc362cd2
app_hidden.email_key(text) returns text, immutable, execute: rowhouse_user, body e0c5148a61095c79df5aaedc9ae3b37f
app_hidden.email_similarity(text,text) returns real, immutable, execute: nobody else, body 4cdaba77b670e08d56bfc3d17d958dd9
app_hidden.enable_row_security(text) returns nothing, volatile, execute: nobody else, body 7f6d24c6fe5982539350ca9b8f5544c0
app_hidden.encrypt_text(text,bytea) returns text, immutable, execute: rowhouse_analyst, rowhouse_user, body 2abd456d0ea0e894b4b2affd9d1ccf38
app_hidden.erased(jsonb,text[]) returns jsonb, immutable, execute: nobody else, body e11ec445dff9f539d1190b53792f7200
app_hidden.erased_event(jsonb,text[]) returns jsonb, immutable, execute: nobody else, body be5e7bc1832313e407de849274f54300
app_hidden.erasing_assignments(text) returns text, stable, execute: nobody else, body 66a2d0400da3879bc5b42af5e69c0c9b
app_hidden.event_objects() returns text[], immutable, execute: nobody else, body 9525fa7d8107405b84421cc888033ed8
app_hidden.exact_similarity(text,text) returns real, immutable, execute: nobody else, body 9405522cc3f31a11d12da4639fdbc695
app_hidden.exact_similarity(text[],text[]) returns real, immutable, execute: nobody else, body 00ff886163efc8e6070e6b89c1eb95ef
app_hidden.exact_values(jsonb) returns jsonb, immutable, execute: rowhouse_user, body 957e3ecd85bfc37941cfb6c4df1604e8
app_hidden.exceeds_caller(uuid) returns boolean, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ec7cde51f35692d1f24d5972952cbbd7
app_hidden.explain_action(app_hidden.crm_objects,text,app_public.users,app_public.roles,jsonb,app_public.record_explanation[]) returns app_public.action_explanation, stable, execute: nobody else, body 83383f83cfcc9001769a7d9caeef3240
app_hidden.explain_refusal(text,text,text,text,text) returns void, stable, execute: rowhouse_user, body c33ba6ca0855a6eabffed25598c39485
app_hidden.export_columns(text) returns TABLE(name text, type text, is_text boolean, is_list boolean, is_custom boolean), stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 2b78c1a89f33bea051d185f00c09e20d
app_hidden.export_once(text,text,text,jsonb,boolean) returns uuid, volatile, execute: rowhouse_user, body 771386bef7bc21e9e7302dd58a6dd24f
app_hidden.export_page(text,text,jsonb,uuid,integer) returns TABLE(id uuid, content text), stable, execute: rowhouse_user, body a4c4bbf5cb9f24277ca19d1fc5d27558
app_hidden.export_statement(text,text,jsonb) returns text, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body a97b61ac3809f24f59e217794a7592e3
app_hidden.export_to_serve(uuid) returns record, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body ebf95dc5f6fc301fc785036488290131
app_hidden.fail(text,text,jsonb) returns void, volatile, execute: rowhouse_anonymous, rowhouse_user, body dd8f83e7b23960e470ef54686333fef7
app_hidden.feature_expression(text,text,text[]) returns text, stable, execute: nobody else, body 2cb4d32be94a12ce1474bd3a0646f18c
app_hidden.features_expression(text,text[]) returns text, stable, execute: nobody else, body 89db891160ff6673b3838ad79c7380eb
app_hidden.field_catalog() returns jsonb, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 5e28cf0e041fe2266069b56f01522d8c
app_hidden.field_masks(uuid,uuid) returns jsonb, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 4c9009874f206743d8cc38a87cade75a
app_hidden.field_mode(text,text) returns text, stable, security definer, execute: rowhouse_analyst, rowhouse_user, set search_path=pg_catalog, pg_temp, body 4107a48d598d1c5b82e441c759605616
app_hidden.field_permissions_enabled(uuid) returns boolean, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 4db4fc2d165b63a4c410ff545d0a8e95
app_hidden.field_tables() returns TABLE(object text, table_name text, columns text[]), immutable, execute: rowhouse_user, body 01c589e7d34703f15720abdb04eacee1
app_hidden.fields_in_words(jsonb) returns text, immutable, execute: rowhouse_user, body d22516d446f0bffa897d24deb859724e
app_hidden.file_to_serve(uuid,boolean) returns record, stable, execute: rowhouse_user, body 2552e14c03ea8f41d27d09cb2f60d771
app_hidden.fill_record(text,uuid,jsonb,uuid) returns void, volatile, execute: nobody else, body bd72514117340b45c1cb3b581eaa6056
app_hidden.fillable_account_values(app_public.accounts,jsonb) returns jsonb, stable, execute: nobody else, body 2601ca55970b0cc8bd7ce304ece4fe83
app_hidden.fillable_contact_values(app_public.contacts,jsonb) returns jsonb, stable, execute: nobody else, body c083a8fa46c1829449c51fa6466ac0d4
app_hidden.fillable_values(text,jsonb,jsonb) returns jsonb, stable, execute: nobody else, body fd7cca451c29a8caf90ca1c6ca2680f4
app_hidden.find_customer() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, plan_cache_mode=force_generic_plan, body ae991f7da4fd7e5cfbfe1a806f7d6268
app_hidden.find_duplicate_rows(text,jsonb) returns TABLE(line bigint, record_id uuid, score double precision), stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, enable_nestloop=off, body 00d4abecfdb5f9d2c6dd17a25ebaac60
app_hidden.find_lead_account(app_public.leads) returns record, stable, execute: nobody else, body bb0d91eea2728c034e5b582fa546f6f1
app_hidden.find_lead_contact(app_public.leads) returns uuid, stable, execute: nobody else, body 6aee6fe767d94a2358bee656281c8da5
app_hidden.find_template_row(app_hidden.template_parts,jsonb,uuid) returns record, stable, execute: rowhouse_user, body 1dca6f2232d35a6da7bd6759071fce08
app_hidden.find_thread() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, plan_cache_mode=force_generic_plan, body 580298e350efdfbc3ebb679c52c7a47f
app_hidden.finish_upload(uuid,text,text,text) returns uuid, volatile, execute: rowhouse_user, body b176ed741f94ad12f6a6ddd23d1d671f
app_hidden.first_stage_id(uuid) returns uuid, stable, execute: rowhouse_user, body 29d538a8e4264cf9788a2b3d6fc7c34e
app_hidden.fixed_values(text) returns text[], stable, execute: nobody else, body 2aadc03d42734e636a07f046229bcd00
app_hidden.follow_contacts_to_account() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 2893f02372ea6eadd04191e79ad1bfde
app_hidden.follow_deal_to_account() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ce7105b2b21856c0f432e005263d7dd5
app_hidden.follow_delete_of_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body e13a3a3a848530817babc949fc7e2c9b
app_hidden.follow_delete_of_communications() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 0f66328b49129fbaa735150ff1148f18
app_hidden.follow_insert_of_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 5850cf434a9f6951e20fc6621a8e57d4
app_hidden.follow_insert_of_communications() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body fda92147241a810849d67a5cdb3b065a
app_hidden.follow_lead_to_customer() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 320c6678e9497171da799c86ce79842c
app_hidden.follow_timeline_merges() returns void, volatile, execute: nobody else, body 6bfe0413e5aa16b2e2dd58365f325643
app_hidden.follow_timezone() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body e9355b992fd4d0a00215329aabb4c5c3
app_hidden.follow_update_of_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body e89ea9eddfc738d4c3aa09360573a141
app_hidden.follow_update_of_communications() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 0ac3b9cda67e28b4c9a7a5a7c2c981fd
app_hidden.forget_import_content(uuid) returns void, volatile, security definer, execute: rowhouse_importer, set search_path=pg_catalog, pg_temp, body add12dfd8115f60c01624fadbc803968
app_hidden.forget_lead_score() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body a719a502b9b9973a2938f9d3287ea805
app_hidden.generated_columns(text) returns text[], stable, execute: nobody else, body 890592b88de038a0d1461df406e7d3c7
app_hidden.grant_columns(text,text[]) returns nothing, volatile, execute: nobody else, body d5cba8c2e7cf27e08edaa33886a4e597
app_hidden.guard_assignment(text,app_hidden.crm_objects) returns nothing, volatile, execute: nobody else, body 97934af1ec16c4e77dfadc05272df5a0
app_hidden.guard_field_permissions() returns trigger, volatile, execute: nobody else, body 69a914a275c9dab2a39d4130baf32a12
app_hidden.guard_field_permissions_flag() returns trigger, volatile, execute: nobody else, body 0748a300e93d4cacb3e122369bd55c9a
app_hidden.guard_groups() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 0412e9d7f59e6be9a698822ff6b78154
app_hidden.guard_masking_rules() returns trigger, volatile, execute: nobody else, body 8d8d60f5db543f43d46c38d1e01b8b72
app_hidden.guard_memberships() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body a96dd3dfd47f00ca211bfe5e406ea4f6
app_hidden.guard_owners() returns trigger, volatile, execute: nobody else, body 6ff8c2a64edffd7a08dc16936c1c78bf
app_hidden.guard_partition(text,text) returns nothing, volatile, execute: nobody else, body 85861cecc7512515e1f93df499606bf7
app_hidden.guard_permissions() returns trigger, volatile, execute: nobody else, body 2934915c265cca7ee6f7e1b0f1bfdd15
app_hidden.guard_retention() returns trigger, volatile, execute: nobody else, body 7ee2cbef9405ca2176d2b79f86796bcc
app_hidden.guard_roles() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 62a29f32aca62c53ca7d6b0d4e24c2ac
app_hidden.guard_service_accounts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 184403cfa2279be2a74fd98454815c8d
app_hidden.happened(uuid,text,uuid[]) returns TABLE(at timestamp with time zone, is_contact boolean), stable, execute: nobody else, body 2c761e212d4198443b2ccb9d4054712f
app_hidden.has_bin(text) returns boolean, stable, execute: nobody else, body 0ee43e77cc8773fb8465eb459498f9b1
app_hidden.has_custom_data(text) returns boolean, stable, execute: nobody else, body 071a93aca060e6e9405ec44394eb22eb
app_hidden.has_custom_field_rules(text) returns boolean, stable, security definer, execute: rowhouse_analyst, set search_path=pg_catalog, pg_temp, body ac4fdfa9bfa137f7773c97e64a2ba42e
app_hidden.has_later_edits(text,jsonb,jsonb) returns boolean, immutable, execute: nobody else, body 0bf817b5e0cf01e34fcc3ff2817e90b7
app_hidden.held_run(uuid) returns app_public.workflow_runs, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 9b8535ef58321d6c5454b8010701821f
app_hidden.hold_accounts(uuid,uuid[]) returns uuid[], volatile, execute: nobody else, body 4f2fc916a4a64b9323bf3a13fbd96927
app_hidden.hold_contacts(uuid,uuid[]) returns uuid[], volatile, execute: nobody else, body 9cb0c6672d940fda09b1e985cb94c031
app_hidden.hold_leads(uuid,uuid[]) returns uuid[], volatile, execute: nobody else, body b9bc8534b74c3e841a9bdf2f3220d77d
app_hidden.holds(text,text,text) returns boolean, stable, execute: rowhouse_user, body 907243304942cc2e2a91c2d74583efae
app_hidden.ids_in(jsonb,text) returns uuid[], immutable, execute: rowhouse_user, body caf22dd32f4684f20478d34b129cffbb
app_hidden.import_content(uuid) returns bytea, stable, security definer, execute: rowhouse_importer, set search_path=pg_catalog, pg_temp, body 8250761481e430dc022a04594ea89194
app_hidden.indexed_custom_fields(uuid,uuid) returns jsonb, stable, execute: nobody else, body 32da74dae6b3a35662380757a6fb3590
app_hidden.indexed_values(jsonb) returns TABLE(text_value text, number_value numeric), immutable, execute: nobody else, body 0c51bd95a1fe0b1a3ae5539be8ff4279
app_hidden.insert_attachment(text,bigint,text,text,jsonb) returns uuid, volatile, execute: rowhouse_user, body dca88f376d5a7fd40ba04c6134a2872b
app_hidden.invite_member(text,text,bytea,text,text) returns app_public.invitations, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 0729338f59a597bb28f6fe457045cc54
app_hidden.is_active_member(uuid) returns boolean, stable, security definer, execute: rowhouse_anonymous, rowhouse_user, set search_path=pg_catalog, pg_temp, body 93ad42b00f2cb71f906c944717714ea2
app_hidden.is_below(uuid,uuid[]) returns boolean, stable, execute: nobody else, body a5962e6b5b8c9e6ff45be4e51f88ea9c
app_hidden.is_blank(jsonb) returns boolean, immutable, execute: nobody else, body 3a82799f6f73255fe3d967d8da0a10f6
app_hidden.is_erasure(jsonb,jsonb) returns boolean, immutable, execute: nobody else, body 6dce0d75015eb0b485bf4d6a87af78b1
app_hidden.is_relative_time(jsonb) returns boolean, immutable, execute: rowhouse_user, body b5ef49be422fa794ff10669771dc24e0
app_hidden.is_restricted(text) returns boolean, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body e3e508567507e2955c809bce19e50ca5
app_hidden.join_own_thread() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 36acb6a4874c4695645167c304b7776f
app_hidden.keep_account_keys() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 394ca4d44342501f899e36db2abccb48
app_hidden.keep_audit_columns(text) returns nothing, volatile, execute: nobody else, body 88a12bd530a27bd0c26ecbfde1e52fbb
app_hidden.keep_audit_log() returns trigger, volatile, execute: nobody else, body b923cd687c70e4d471d9abbb0d752733
app_hidden.keep_contact_keys() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 7515d45fc18ef89e6b6ef96b1948d033
app_hidden.keep_default_pipeline() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 62aa46922b7104864947286d61f98f87
app_hidden.keep_erased() returns trigger, volatile, execute: nobody else, body eaa1153bac33140edeb93476a7b6bb8b
app_hidden.keep_from_truncating() returns trigger, volatile, execute: nobody else, body 38aec0b7fc050524bda4d9f7f35a6bb2
app_hidden.keep_given_contact_days() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body b7f02fb614f70da3b15061f10ac73eea
app_hidden.keep_lead_keys() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 09cd1caa46dad18705cad03712a7d0f1
app_hidden.keep_line_on_its_deal() returns trigger, volatile, execute: nobody else, body d0a98f4622b16b6a10bcb123f7835ea2
app_hidden.keep_participants() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, plan_cache_mode=force_generic_plan, body 4103f0d632b421a438764050e2d655af
app_hidden.keep_stage_kind() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 6fa982524fee9221b8fcd6de780bcd92
app_hidden.keep_timeline() returns trigger, volatile, execute: nobody else, body c3b0e8197b6367a2648ae69fa7d7d3b6
app_hidden.keep_version() returns trigger, volatile, execute: nobody else, body 1fc52998b15cd79f224d8f235dde0dbc
app_hidden.keep_webhook_endpoint() returns trigger, volatile, execute: nobody else, body 28973824f288496f9082f0d0a8360bf9
app_hidden.keeps_updated_at() returns boolean, stable, execute: rowhouse_anonymous, rowhouse_user, body 64c3d9b925df7c33e424cbbb63947a7c
app_hidden.label_expression(app_hidden.crm_objects,uuid,uuid) returns text, stable, execute: nobody else, body 9fdc613cf080a8b31173519d00d45073
app_hidden.lane_of(uuid) returns smallint, immutable, execute: nobody else, body e65db520327a51854a5441e57e36877a
app_hidden.largest_block() returns integer, immutable, execute: nobody else, body d5eb0899eccdc899e139f7488e048bba
app_hidden.lead_contributions(uuid,uuid[],app_public.lead_score_models) returns TABLE(lead_id uuid, feature text, level text, contribution double precision), stable, execute: nobody else, body 15312222a0037c391d9541109fff8579
app_hidden.lead_document(app_public.leads) returns jsonb, stable, execute: nobody else, body c7ac4a7d00722e12a2ff30ef1dd5cc48
app_hidden.lead_features(uuid,uuid[]) returns TABLE(lead_id uuid, feature text, level text), stable, execute: nobody else, body 130f02384a45155fae8e74427dd7467c
app_hidden.lead_keys(app_public.leads) returns record, stable, execute: nobody else, body f4bbcfde97c60106b74907c821baa787
app_hidden.leave_merge() returns trigger, volatile, execute: nobody else, body 85339a34338ff92d85e8b5ed60761460
app_hidden.limit_imported_history() returns trigger, volatile, execute: nobody else, body aa0c0e459f4c8fafd82a1bf967e29c9b
app_hidden.limit_importer() returns trigger, volatile, execute: nobody else, body e42fcd98a34447ecd1d74d21b61d0b9a
app_hidden.limit_imports(text,text) returns nothing, volatile, execute: nobody else, body 7aad694446f510157117e7393ee3b715
app_hidden.lock_lead_keys(app_public.leads) returns void, volatile, execute: nobody else, body a48c9ca0517b463479568d1324a28b9c
app_hidden.lock_leads(uuid,uuid[],integer) returns uuid[], volatile, execute: nobody else, body 11cab83ed3c9b61a6807fb04016dab48
app_hidden.lock_records(uuid,text) returns void, volatile, execute: nobody else, body e20e7c81552ab329d8eb794bcbfe5215
app_hidden.mailbox(text) returns record, immutable, execute: nobody else, body 9ee68cf10f5eca420e01621bb4d00357
app_hidden.mapped_custom_fields(text) returns TABLE(lead_key text, key text), stable, execute: nobody else, body cd05694f30e48e25462a99576467c8f3
app_hidden.mark_added_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body de389690c259014413b3743785ee8fd9
app_hidden.mark_added_communications() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body de389690c259014413b3743785ee8fd9
app_hidden.mark_added_leads() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 9f2a3aebbd4d1735d171c930bac4cf7a
app_hidden.mark_changed_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 1fab1876fa2bf3cadc64554a63bfc860
app_hidden.mark_changed_communications() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 9b3d48db27bfb4a2578d2a961eebcb0a
app_hidden.mark_changed_leads() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body bd1e51e254749eb710c8cee8e4c20ef8
app_hidden.mark_changes(text,text,text[]) returns nothing, volatile, execute: nobody else, body 74f8c98d89ae09cdc0cb97ad91ce6071
app_hidden.mark_comment_edited() returns trigger, volatile, execute: nobody else, body 6c27840c0cfe6e42292a428b13a1d94f
app_hidden.mark_merged(app_hidden.crm_objects,uuid[],text,text) returns void, volatile, execute: nobody else, body 97320eae690149c5417b3a96f4be9295
app_hidden.mark_message_edited() returns trigger, volatile, execute: nobody else, body 6c27840c0cfe6e42292a428b13a1d94f
app_hidden.mark_removed_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body de389690c259014413b3743785ee8fd9
app_hidden.mark_removed_communications() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body de389690c259014413b3743785ee8fd9
app_hidden.mask_changes(text,jsonb,bytea) returns jsonb, stable, security definer, execute: rowhouse_analyst, rowhouse_user, set search_path=pg_catalog, pg_temp, body 4be222edbb07d06f623eeebaf1c141fd
app_hidden.mask_custom_data(jsonb,text,bytea) returns jsonb, stable, security definer, execute: rowhouse_analyst, rowhouse_user, set search_path=pg_catalog, pg_temp, body f3f9f7dfec4b766b44b0f94e88c6f4aa
app_hidden.mask_encrypt(text,bytea) returns text, immutable, execute: rowhouse_analyst, rowhouse_user, body fc9f59983cb4fae5f7c622f32a479a1f
app_hidden.mask_event(text,jsonb,jsonb,bytea) returns jsonb, immutable, execute: rowhouse_analyst, rowhouse_user, body 04fe79ce6edeb49e3ca1ebb2716ef69c
app_hidden.mask_hash(text,bytea) returns text, immutable, execute: rowhouse_analyst, rowhouse_user, body dd3fc94766962479ee299b29a20045b9
app_hidden.mask_key(jsonb,text,text,bytea) returns jsonb, immutable, execute: rowhouse_analyst, rowhouse_user, body ea186e911f94214b7a872b2cb6cc11dd
app_hidden.mask_partial(text) returns text, immutable, execute: rowhouse_analyst, rowhouse_user, body 975278bab5b021ae6d99f72893636cda
app_hidden.mask_redact(text) returns text, immutable, execute: rowhouse_analyst, rowhouse_user, body c8b52dee96855900afd7683f71738860
app_hidden.mask_text(text,text,bytea) returns text, immutable, execute: rowhouse_analyst, rowhouse_user, body 6ff44dc28139ca0bceab2b945329ad6a
app_hidden.mask_tokenize(text,bytea) returns text, immutable, execute: rowhouse_analyst, rowhouse_user, body d8567d0e0c82211b3820e9bc0f36ba01
app_hidden.mask_values(jsonb,jsonb,bytea) returns jsonb, immutable, execute: rowhouse_analyst, rowhouse_user, body 2e3eeb2220d0f6b4f41f92d873e19bc5
app_hidden.masking_method(text,text) returns text, stable, security definer, execute: rowhouse_analyst, rowhouse_user, set search_path=pg_catalog, pg_temp, body 337e9656abfc8a0e01aa1e57efd52de8
app_hidden.masking_secret() returns bytea, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body e8d8eeb789704bf93b72d688881d5aa8
app_hidden.masks_fields() returns boolean, stable, security definer, execute: rowhouse_analyst, rowhouse_user, set search_path=pg_catalog, pg_temp, body b72a4715929f45bf175056f541ade893
app_hidden.match_contact() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 26b715daa6d4a36f28d22b7b19d4de2a
app_hidden.match_member() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body e0666345e3cd7bed5240c653e379c709
app_hidden.match_weight(real,real,real) returns real, immutable, execute: nobody else, body ab5155f9bd670db00811ac1cebe625e6
app_hidden.matches_rule(jsonb,text,jsonb) returns boolean, immutable, execute: nobody else, body cc7a98a1ce75fd2e3e2f734babd591b6
app_hidden.may(text,text) returns boolean, stable, execute: rowhouse_analyst, rowhouse_anonymous, rowhouse_user, body 57a5f9ef74a54e513cfa1173869db6de
app_hidden.may_do(text,text,uuid) returns boolean, stable, execute: rowhouse_user, body 837e6961b64a961d504a38ed2edd2086
app_hidden.member_user_ids() returns uuid[], stable, security definer, execute: rowhouse_analyst, rowhouse_anonymous, rowhouse_user, set search_path=pg_catalog, pg_temp, body c163620f559b6fd82dc4b0cb3f28db10
app_hidden.mergeable_columns(text) returns TABLE(column_name text, part text), stable, execute: nobody else, body e0672bf77dfc0157ada548b233f94379
app_hidden.merged_values(app_hidden.crm_objects,jsonb,jsonb[],jsonb) returns jsonb, stable, execute: nobody else, body 15603a71db13b6647fa27e0eac103809
app_hidden.message_id_digest(text) returns bytea, immutable, execute: nobody else, body a01d56c72bcb9b76ce6e0df71576f728
app_hidden.mode_of_any_field(uuid,uuid,text) returns text, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body b5b9b5fbcabdaf44b40fcca0d9ee2a7c
app_hidden.mode_of_strictness(integer) returns text, immutable, execute: nobody else, body c84f156b8ef3aee3e048b5ae9339805e
app_hidden.model_levels(app_public.lead_score_models) returns TABLE(feature text, level text, contribution double precision), stable, execute: nobody else, body 023eccc2355ef9fffbf1e379923b466b
app_hidden.moment(text) returns timestamp with time zone, immutable, execute: rowhouse_user, body 105fe623467190e2a8948f3e54b519e2
app_hidden.months_of(text) returns TABLE(month timestamp with time zone, partition text), stable, execute: nobody else, set TimeZone=UTC, body c4d7e0f429a39d4d4f4b1ee33e127dec
app_hidden.movable_references(text) returns TABLE(table_name text, column_name text), stable, execute: nobody else, body 22ba31f7ec012f463e81164202ce771b
app_hidden.move_contact_days(app_hidden.contact_event[],app_hidden.contact_event[]) returns void, volatile, execute: nobody else, body f8d5d74ec44bce928fb7738adee2ffb2
app_hidden.move_contact_days_of_accounts(uuid,app_hidden.contact_event[],app_hidden.contact_event[]) returns void, volatile, execute: nobody else, body 3c9b515be73849e07723c389d815487c
app_hidden.move_contact_days_of_contacts(uuid,app_hidden.contact_event[],app_hidden.contact_event[]) returns void, volatile, execute: nobody else, body 065c1fe0d7035b4fbe2478518458120f
app_hidden.move_contact_days_of_leads(uuid,app_hidden.contact_event[],app_hidden.contact_event[]) returns void, volatile, execute: nobody else, body 9d6f37774902987b91122f634dee6db9
app_hidden.move_references(uuid,text,uuid,uuid,boolean) returns integer, volatile, execute: nobody else, body 6da36db35434ca5ee5a213b145b37d27
app_hidden.move_timeline(uuid,text,uuid,uuid[]) returns void, volatile, execute: nobody else, body 1250a875500c65fc1aeeec8d6d483b80
app_hidden.move_timeline_back(uuid,text,uuid,uuid[]) returns void, volatile, execute: nobody else, body 9b37ccc10e23c3ee60d44c61129c5da0
app_hidden.move_to_recycle_bin() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 41dddb6bbdf6718633367b108f9c48d9
app_hidden.move_workflow_runs(uuid,uuid,uuid[]) returns void, volatile, execute: nobody else, body 18bdc7fb647a314b65823d4b2be2d1e6
app_hidden.my_column_expressions(text) returns text, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 15318fea542ae9f1ae84943cb23ff504
app_hidden.my_field_masks() returns jsonb, stable, security definer, execute: rowhouse_analyst, set search_path=pg_catalog, pg_temp, body 6719f929fb7b1a4df7b2a748778d3591
app_hidden.my_organization_ids() returns uuid[], stable, security definer, execute: rowhouse_analyst, rowhouse_anonymous, rowhouse_user, set search_path=pg_catalog, pg_temp, body d8fb03d432b6998150bd3baaaa8c1aa2
app_hidden.my_thread_ids() returns uuid[], stable, security definer, execute: rowhouse_analyst, rowhouse_user, set search_path=pg_catalog, pg_temp, body 077e58a5a763ffb3f5dcda3a44575549
app_hidden.name_pattern(text,text) returns text, immutable, execute: nobody else, body b0563c5d0480a381d56fa5098df0c4b8
app_hidden.narrowed_by_custom_field(uuid,text,text,text,jsonb) returns boolean, immutable, execute: rowhouse_user, body 438e725a50f914ed1dbca68da3b91003
app_hidden.next_deal_number(uuid) returns text, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ad4e88ceaa5d648d3ac6a73403a34237
app_hidden.next_occurrence(text,integer,date,date,date) returns record, immutable, execute: nobody else, body 001750c7ba2a94f7c27a11307320d645
app_hidden.normalise_custom_data(text,jsonb) returns jsonb, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 793292ed76a0674449cac81b541921e5
app_hidden.note_created(uuid,text,uuid[]) returns void, volatile, execute: nobody else, set TimeZone=UTC, body 862131595aed483727c61bc47a660c00
app_hidden.note_removed_file() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 6b427f22372ad5247ff7bd00ce8fa9cf
app_hidden.note_tag_usage() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 7669a5c6cc151219fcde00402d4cfcf0
app_hidden.notified_fields(text,app_hidden.crm_objects) returns text[], immutable, execute: nobody else, body be995759f96b920de04455f3bcaddf0a
app_hidden.notify_members(text,uuid[],text[],text,uuid,text) returns integer, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 057b1db858402c2241af053a98399a65
app_hidden.noun_of(text) returns text, stable, execute: nobody else, body e46bfb8e885993ea61b42ad1dff3306c
app_hidden.on_visible_records_expression(app_hidden.crm_objects) returns text, stable, execute: nobody else, body 964de796c06f3b215ed2e8dc2239ef56
app_hidden.open_expression(text) returns text, immutable, execute: nobody else, body ebe53ce74eddb3e37bc4d83bd9c15111
app_hidden.owner_ids_in_scope(text,text) returns uuid[], stable, security definer, execute: rowhouse_analyst, rowhouse_anonymous, rowhouse_user, set search_path=pg_catalog, pg_temp, body 350feaf037211224abb6f6a70d86db8e
app_hidden.owner_in_words(text) returns text, immutable, execute: nobody else, body 1ebd53b95ab8ee071490c4b372c86f7c
app_hidden.owners_around(app_public.communications) returns uuid[], stable, execute: nobody else, body 1dc434db9595082a75667ebbadbe4921
app_hidden.parent_above(uuid,uuid[]) returns uuid, stable, execute: nobody else, body 9e3067674cbf7a3c0f5a1e022c91221c
app_hidden.parents_expression(text,text) returns text, stable, execute: nobody else, body 143e218067a27f4d6462613851b3401e
app_hidden.participants_of(app_public.communications) returns TABLE(role text, "position" smallint, address text, name text), stable, execute: nobody else, body e32bde24be6026521b4c4171ae081ad5
app_hidden.pattern_in(text,app_private.erasures) returns text, immutable, execute: nobody else, body c2b0f3b7ff526bda1f9c638ec9a393ea
app_hidden.pattern_problem(text) returns text, immutable, execute: nobody else, body 31be08c599444d722f80a9b9f9969842
app_hidden.personal_columns_of(text) returns text[], stable, execute: nobody else, body 0e6302b7a1390a60edf95436a80679da
app_hidden.phone_key(text) returns text, immutable, execute: rowhouse_user, body fdaf6ca662780ac376c3a9fa67f527f6
app_hidden.phone_pattern(text) returns text, immutable, execute: nobody else, body bbccd9fde6b49a43ad8bd7b00f6df747
app_hidden.place_message() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 2dbcf80425865d28a910ed580fa6293c
app_hidden.place_template_stage(jsonb) returns jsonb, stable, execute: rowhouse_user, body b2b82ce575eb71c8f9deee00680d91c7
app_hidden.plan_conversion(app_public.leads,boolean,boolean,uuid,uuid,jsonb) returns app_hidden.conversion_plan, stable, execute: nobody else, body cdf5a65397160a77082cb2b357f78d14
app_hidden.predict_leads(uuid,uuid[]) returns TABLE(lead_id uuid, log_odds double precision, probability numeric, model_id uuid), stable, execute: nobody else, body 90ff06171b7957e84138367fc16a0154
app_hidden.prevent_account_cycle() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 662d2554a4f9ff216a55dc1c863466f1
app_hidden.protect_attachment(text,text[]) returns nothing, volatile, execute: nobody else, body de67cc351a44b1aa4bc9c2319fcac8d5
app_hidden.protect_part(text,text[]) returns nothing, volatile, execute: nobody else, body 046fa5bba90b59f2fd0cdd0834b5e5bf
app_hidden.protect_record(text,text[]) returns nothing, volatile, execute: nobody else, body 55993f20e3e88b72d46a61299a0f9d42
app_hidden.protect_setting(text,text,text[]) returns nothing, volatile, execute: nobody else, body b54d0e3b99408067dba5aaad2e6fd437
app_hidden.quote_pattern(text) returns text, immutable, execute: nobody else, body b5faab0b9ffa01228be782f047e23bea
app_hidden.reach_in_words(app_hidden.crm_objects,text,app_public.users,jsonb,uuid[]) returns text, stable, execute: nobody else, body 26b5558e7a2fe8f76583ca840debeb02
app_hidden.reaches(text,text,uuid[]) returns boolean, stable, execute: rowhouse_anonymous, rowhouse_user, body 579cff23c518701c103e84e63d606ed3
app_hidden.read_custom_text(app_public.custom_field_definitions,text) returns record, immutable, execute: nobody else, body 6a5de218d1335a44904d5c5bded56f77
app_hidden.read_custom_value(app_public.custom_field_definitions,jsonb) returns record, immutable, execute: nobody else, body ea0c78105d3397b015911c764913cc82
app_hidden.read_definition(jsonb) returns jsonb, immutable, execute: nobody else, body f8940a5e7eb6978924acae7f181b1d79
app_hidden.read_only_columns(text) returns text[], stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body fe6bcbb85225e4303ec3b683a390108a
app_hidden.read_only_custom_fields(text) returns text[], stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body d5f60162765f04923cff686f0b147598
app_hidden.read_operand(jsonb,jsonb) returns record, immutable, execute: nobody else, body f1cceb06276d9df241c6e1a78bbed703
app_hidden.read_records(text,uuid[]) returns TABLE(id uuid, recorded jsonb), stable, execute: rowhouse_user, body f8bfc89690952d877187809f63e3cfb7
app_hidden.recipient_problem(text,text,boolean) returns text, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body c9861ce5234b1a80d8063d2974431f17
app_hidden.record_deal_stage() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 12ce701eae77f303b94b75cc269f17f2
app_hidden.record_merge(app_hidden.crm_objects,uuid,text,uuid[]) returns void, volatile, execute: nobody else, body 0dfa5ca509facc57794bebaa2d2e55f2
app_hidden.record_values(text,jsonb) returns record, stable, execute: rowhouse_user, body 7c91a569760204dc5826aa092523863b
app_hidden.records_of(app_hidden.crm_objects,jsonb,uuid) returns SETOF app_public.record_explanation, stable, execute: nobody else, body de7401243413df8e01b6a32722ff75e7
app_hidden.recount_accounts(uuid,uuid[]) returns void, volatile, execute: nobody else, body ff64862560ef7dbb5db1413101571f1a
app_hidden.recount_contact_days(text,uuid,uuid[]) returns void, volatile, execute: nobody else, body 398579065bade5f9e497d25bea22abb9
app_hidden.recount_contacts(uuid,uuid[]) returns void, volatile, execute: nobody else, body 5c077179b530f5a832a92f26f1dc2dcf
app_hidden.recount_leads(uuid,uuid[]) returns void, volatile, execute: nobody else, body a2326334b0a9dc73792694cf76babd24
app_hidden.recycle_bin_objects() returns TABLE(object text, table_name text), stable, execute: nobody else, body b6381fbc0635dcf0e7e00dcad866d128
app_hidden.refresh_statistics(text) returns void, volatile, security definer, execute: rowhouse_importer, set search_path=pg_catalog, pg_temp, body 10bf1234b044ed174df884792f5e86b2
app_hidden.refuse_deal_of_deleted() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body e62b241e0116efe34659a62784fa4b23
app_hidden.refuse_later_edits(uuid,text) returns void, volatile, execute: nobody else, set TimeZone=UTC, body 6832afbd42d58f6dce9670c201e7eff4
app_hidden.refuse_session(uuid) returns void, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 279f0b44e321cadcd7aa3cbc394686fc
app_hidden.refuse_while_deals_are_open() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body de87f59d966058e57e46214b46e9556a
app_hidden.relate_to_converted(app_public.lead_conversions,uuid) returns void, volatile, execute: nobody else, body c0bdf8f58101db205b34c829b1df3cb2
app_hidden.relative_time(jsonb,text) returns text, stable, execute: rowhouse_user, body d1944a688fc7c08a425c50cc8600b2fc
app_hidden.remove_abandoned_threads() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 0c92d5cf38c4e2f98e0e12f0cb31a0e7
app_hidden.remove_created(uuid,text,uuid[]) returns void, volatile, execute: nobody else, body da405e785287273ca76a9316a8c04f9c
app_hidden.remove_empty_thread() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ac38a1bd8ae34e0f52f1f74ada04c448
app_hidden.rename_service_account() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 52e17f18663947714e8b2dd0f979dec9
app_hidden.renew_all_roles() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body a6c3bb1e6c3a50d12181895d4eb05612
app_hidden.renew_changed_roles() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body bceb46dfec28808f316f504b0b2359c9
app_hidden.renew_role_version(uuid,uuid) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 413e7d1c26547413a045c5643b012586
app_hidden.repeat_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body d0cf53b8a08ecb3905e8e9284558bd1c
app_hidden.repeat_tasks() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body f6fe49e9912cadb38622ab891203a4b8
app_hidden.repeat_when_completed(text,text[],text) returns nothing, volatile, execute: nobody else, body b39c409e51e3c7b52b3ba3adc6a5e763
app_hidden.repeated_conversion(uuid,bytea,bytea) returns app_public.lead_conversions, stable, execute: nobody else, body b4b4834607b3f089743fe9173cf5ccd4
app_hidden.reporting_expression(text,text) returns text, stable, execute: nobody else, set search_path=pg_catalog, pg_temp, body 114c0cd5fabd2fee7bc51bdd012380f6
app_hidden.require_comparable(text) returns app_hidden.crm_objects, stable, execute: nobody else, body f4e99f8c718eb79170142a7c2cfa5b22
app_hidden.require_creation(text,uuid,text) returns void, stable, execute: nobody else, body 0b27f436416743ef411e306b9382e58d
app_hidden.require_editable(text,text[]) returns void, stable, execute: rowhouse_user, body 3251295ae021f56386b2b20c89432b1f
app_hidden.require_file() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 21d91c725ebc59cdeca7e40017a87898
app_hidden.require_known_action(text,text) returns void, stable, security definer, execute: rowhouse_anonymous, rowhouse_user, set search_path=pg_catalog, pg_temp, body 1cc8ea72031c142275e1becbaff4ff16
app_hidden.require_permission(text,text) returns void, stable, execute: rowhouse_anonymous, rowhouse_user, body c2e667df366fea764e7237e97375798a
app_hidden.require_record_permission(text,text,uuid) returns void, stable, execute: rowhouse_user, body d0ec80e94b73f30ffdbe97c4155dd789
app_hidden.require_retention(text,text) returns void, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body c2972c5f4be02b128f93aeaaa17846b2
app_hidden.require_scoring() returns void, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body b3134a614bd10f5e6fae5aa5f5fc6837
app_hidden.require_taggable(uuid[],text,uuid[]) returns void, volatile, execute: nobody else, body 3716fbefc9e2b825dfd00db324b6924a
app_hidden.rescore_all() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 76a95e30aad4d4869fce6077a3d6e38a
app_hidden.resolve_field(jsonb,text,text) returns record, immutable, execute: nobody else, body 91a967449ddb3eb72ec15775011f8a31
app_hidden.restorable_expression(app_hidden.crm_objects,text) returns text, stable, execute: nobody else, body de4233ad8d4b47609204c4b1e1f62111
app_hidden.restore_changed(uuid,text,text[]) returns void, volatile, execute: nobody else, set TimeZone=UTC, body 39b9b62133f00e2bd13d99e407b2b2b5
app_hidden.restricted_fields(uuid,uuid) returns SETOF app_public.role_field_permissions, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 11bd358947d1bc2bada9a0b6859964f7
app_hidden.retention_condition(app_public.retention_policies) returns text, stable, execute: nobody else, body 82da1d4397dbbe778477d11e80b07f04
app_hidden.retention_obstacle(text) returns text, immutable, execute: nobody else, body 6e35964b5a31256f2332d51bd2880be1
app_hidden.rotate_webhook_secret(uuid) returns text, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body d89978d7d8712f50233c669e73caf2f6
app_hidden.round_line() returns trigger, volatile, execute: nobody else, body 59c119cdde8f2173fc7b5a20fc962a55
app_hidden.round_money(numeric,text) returns numeric, stable, execute: rowhouse_user, body 275da17e2a97229fa0a784d08e406661
app_hidden.rows_as_seen(text,text,uuid[]) returns jsonb, stable, execute: rowhouse_user, body c6e24754820fe8fca6756ea5154cd920
app_hidden.run_condition(app_public.lead_scoring_runs) returns text, stable, execute: nobody else, body 4b723ec2288b4be9d7e21f0173a78e08
app_hidden.run_kept(text,jsonb,uuid,jsonb,text[]) returns uuid, volatile, execute: rowhouse_user, body 4b0a4ee370c78ad12a243b4630332467
app_hidden.runs_workflows(uuid) returns boolean, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 8ba9c904a257ab7b928e9d199cc3ecd4
app_hidden.schedule_problem(text) returns text, immutable, execute: nobody else, body 048c5ea02b1c4ae9df2c283a736267e5
app_hidden.schedule_values(text,integer,integer) returns integer[], immutable, execute: nobody else, body 7a392cf225adbc440a8a120778cfd652
app_hidden.scope_condition(app_hidden.crm_objects,uuid,uuid) returns text, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 5248b73dd32a7e3875d76236baa384b3
app_hidden.scope_expression(text,text[],text,text) returns text, immutable, execute: nobody else, body 204f3da14df882b8163395d9c07f9ebb
app_hidden.score_leads(uuid,uuid[]) returns integer, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 0efe1ea5bb0fc99902056b92bdf17169
app_hidden.scoring_config_of(app_public.lead_scores) returns app_public.lead_scoring_configs, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 8f860d1eef54e39570b2b0eced4cd0d8
app_hidden.scoring_enabled(uuid) returns boolean, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body d3d361900d55fe944b9a7564189c5401
app_hidden.searched_columns(text) returns TABLE(column_name text, is_optional boolean), stable, execute: nobody else, body 767585e14bcf18d17c4356db0dec3581
app_hidden.searched_tables() returns text[], stable, execute: nobody else, body 1f503a18f232c97b652264b960afbd37
app_hidden.seen_events(jsonb) returns TABLE(place integer, old_values jsonb, new_values jsonb), stable, execute: rowhouse_user, body 180ea36feaeaee5d43ad52a3d3a5998f
app_hidden.seen_participant_roles() returns text[], stable, execute: rowhouse_analyst, rowhouse_user, body a90d7566bbc1834e64d7d96546d3cad5
app_hidden.seen_values(text,jsonb) returns jsonb, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 73b4ade8a6133e684c593b74fd85241a
app_hidden.sees_columns(text,text[]) returns boolean, stable, execute: rowhouse_user, body 02da53b3227a8f3a1fb1ca6ecb75beb9
app_hidden.sees_compared(text) returns boolean, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 1c3b5118e04749d867b808561a787a27
app_hidden.sees_everything() returns boolean, stable, security definer, execute: rowhouse_analyst, rowhouse_user, set search_path=pg_catalog, pg_temp, body 97dd68d8ed1e57d889f86393ad61a544
app_hidden.sees_more_than_caller(uuid) returns boolean, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 757d4ff202f8e5cf1ba32ef524342fff
app_hidden.sees_owners() returns boolean, stable, execute: nobody else, body a763193142e55c9d087575ca89058dfd
app_hidden.send_email(text,text[],text[],text,text,boolean,text,uuid) returns record, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 33053e99d382aad53f7c8df067724022
app_hidden.send_webhook(uuid,text,text,jsonb,uuid) returns uuid, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body bd3e88d2287f7182d319538bb71a273f
app_hidden.set_reminder() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 9604fb07af975a531486667f0b5f8503
app_hidden.show_notifications() returns nothing, volatile, execute: nobody else, body 496a129b0cce0f0c784db238477b118e
app_hidden.shown_values(text,jsonb) returns jsonb, stable, execute: nobody else, body 2dc706cd402b32c32236f6c8498bf9fd
app_hidden.signed_in_user_id() returns uuid, stable, security definer, execute: rowhouse_analyst, rowhouse_anonymous, rowhouse_user, set search_path=pg_catalog, pg_temp, body 9c7d85052ad3c2cd6afba9b1fb136060
app_hidden.similarity_expression(text) returns text, immutable, execute: nobody else, body 58a031b16a69f87dc6dc8925af2ad9fd
app_hidden.snake_case(text) returns text, immutable, execute: nobody else, body cbed21f8d2a0938a9a742c401597317f
app_hidden.sound_key(text) returns text, immutable, execute: rowhouse_user, body fdc5afe14f3e5a30cf44614164f6265d
app_hidden.source_in_words(text,text,uuid) returns text, stable, execute: rowhouse_user, body 2e792c7eeac1d9df0abc86dbbbab93f2
app_hidden.start_export(text,text,jsonb,boolean) returns app_public.exports, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body abac7c0185c9b9ad22b137579eea2527
app_hidden.start_import(text,text,bytea,boolean,jsonb,text) returns app_public.imports, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 48392310e157d4dd8c558cea4135746c
app_hidden.start_scoring_run(app_public.lead_scoring_runs) returns app_public.lead_scoring_runs, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 18ab641c078423fb4237141dda402069
app_hidden.start_upload(text,bigint,text,text,jsonb,bigint,bigint,integer) returns record, volatile, execute: rowhouse_user, body 50103ea699deb46e87075ed53c2f6456
app_hidden.street_key(text) returns text, immutable, execute: rowhouse_user, body ffc3311cf094f7211f481b09b876c13c
app_hidden.strictness(text) returns integer, immutable, execute: nobody else, body 5b91b133e4233dd7749748777e309a4d
app_hidden.strictness(text,boolean) returns integer, immutable, execute: nobody else, body b5e08d7a3ab283ab00bcc9ba1b37d60e
app_hidden.subject_document(text,uuid) returns jsonb, stable, execute: rowhouse_user, body 4060d76a365d200bce97cf1ed6429c0c
app_hidden.subject_rows(text,text,uuid[]) returns jsonb, stable, execute: rowhouse_user, body 3a26cae9e1dd956934e36b3b39526f5e
app_hidden.subject_table(text) returns text, stable, execute: nobody else, body 9578b7a011ed7c39c0ce68f862e416d4
app_hidden.sum_deal_products() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 8883b000cf1cd343d9a4321b4625612c
app_hidden.switch_member_view() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 273e06c2b8e85c8cca67ee32a077faa7
app_hidden.system_role(uuid) returns text, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 43a0fa5b605fb169ae13e549ba8a14c9
app_hidden.tag_converted(app_public.lead_conversions) returns void, volatile, execute: nobody else, body 7bbe86d54fd2fec9ebe7af6da6e75a2c
app_hidden.tags_place(text) returns bigint, stable, execute: nobody else, body 73879ec86564d41843fa8c74bf5eda4b
app_hidden.take_contacts_along() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 1bbf0e4154d93b04b48908017a26491b
app_hidden.take_upload(uuid,text,text) returns app_private.uploads, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body eda9c377c2fe90435033e0b4034d8dc6
app_hidden.tell(app_hidden.notice[]) returns integer, volatile, execute: nobody else, body f95ad79b69997dc162f1a992ba4db586
app_hidden.tell_merge(text,uuid,text,uuid[]) returns void, volatile, execute: nobody else, body 41d5880f5e7822d2700fe5ca49c83cc8
app_hidden.tell_of_assignment(app_hidden.crm_objects) returns nothing, volatile, execute: nobody else, body fa4569f717adbe5f27c561be6ccf5aca
app_hidden.tell_of_changed_accounts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 11ed7725ff009bca8344f86e459554b1
app_hidden.tell_of_changed_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 55c26020e99f390aac084161c8c9908a
app_hidden.tell_of_changed_contacts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body b4fc11d4b6417f80791352a5b18d6e71
app_hidden.tell_of_changed_deals() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 0b4543dd529eb0a2f197226432d88941
app_hidden.tell_of_changed_leads() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 794e899f2dbb68c8ffebd36334d561a9
app_hidden.tell_of_changed_projects() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 152ca583682bbddb5939dc3e780c45e1
app_hidden.tell_of_changed_tasks() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 277faafddc1509faf4ba2f742bffce6e
app_hidden.tell_of_new_accounts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 039e40562ca8ee9695a0a2f36626bd19
app_hidden.tell_of_new_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 796358c24caee453a33a4386805af407
app_hidden.tell_of_new_contacts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 78fc254f71c5f867856e1fd694e60c9b
app_hidden.tell_of_new_deals() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body c321ed8322d9009540f2106f212286b4
app_hidden.tell_of_new_leads() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 547edea80ab2c161452bdd0a86613d4f
app_hidden.tell_of_new_projects() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body cf4af90ae2779b0ddead7a21ab34ffd8
app_hidden.tell_of_new_tasks() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 95051c6f3473d55bffc8f0eeba564d46
app_hidden.tells_timeline() returns boolean, stable, execute: rowhouse_anonymous, rowhouse_user, body 17465e793be55941fc083b4ee91f0809
app_hidden.template_object(text) returns text, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 31e9b4c90d7f46f71e124e52eecc820e
app_hidden.template_row_name(jsonb) returns text, immutable, execute: rowhouse_user, body 27a06ddd4f724731a9a7d30b750c7fac
app_hidden.template_rows(jsonb,jsonb) returns SETOF jsonb, stable, execute: rowhouse_user, body 5acdb0ed0a3a0a9db56874e5b40d5b5b
app_hidden.tenant_references(text) returns TABLE(column_name name, parent_table name), stable, execute: nobody else, body 967f7ef0cada41e03267eb80cb9c7ab1
app_hidden.text_similarity(text,text,real) returns real, immutable, execute: nobody else, body aad37c469d953d8b7ea5580cf4e4c049
app_hidden.tidy_email() returns trigger, volatile, execute: nobody else, body 9ae84bb7590d9970e37b48705b14de70
app_hidden.timeline_column(text,uuid) returns text, stable, execute: rowhouse_user, body 530cf6c13f94effa83608db4e0c62cce
app_hidden.timeline_insert(text,text,text,text,text,boolean) returns text, stable, execute: nobody else, body 861e3f0d165b32f7a33d2868f976f636
app_hidden.timeline_objects() returns SETOF app_hidden.crm_objects, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 76d75cd9ddfb040f96e158bbd07d1d43
app_hidden.timeline_values(text,text[],text,text) returns text, stable, execute: nobody else, body 125fedcac29b6ba497e0427ab806904d
app_hidden.today() returns date, stable, execute: nobody else, body f68f22a945bd0d2b08e7d925b17ab43f
app_hidden.touch() returns trigger, volatile, execute: nobody else, body b6e5539acf418e19ffac10e4076c7f25
app_hidden.touch_record() returns trigger, volatile, execute: nobody else, body b6bf9a8433dbd59df20d9901f981bf45
app_hidden.trigram_similarity(text,text) returns real, immutable, execute: rowhouse_user, body b7de99c9f179460cafb55e080e8493ae
app_hidden.undo_operation(uuid) returns void, volatile, execute: nobody else, body b8591aa483a5e263c41f74bf80016a0a
app_hidden.unique_values_in_words(text,jsonb) returns text, stable, execute: nobody else, set search_path=pg_catalog, pg_temp, body ed708a0c17e26013da105fad9884fbce
app_hidden.use_recycle_bin(text) returns nothing, volatile, execute: nobody else, body 078d505d5eb487bebb0b67650a1bbb62
app_hidden.utc_midnight(date) returns timestamp with time zone, immutable, execute: nobody else, body 0f6bb79f0a2d2504ab6f1718e18c0e92
app_hidden.uuid_v7() returns uuid, volatile, execute: rowhouse_anonymous, rowhouse_user, body d0bc7067e8c78b7e09b682b7b53cdb81
app_hidden.visible_expression(app_hidden.crm_objects,text) returns text, stable, execute: nobody else, body 7738f60036eac6061f7c76f306e36728
app_hidden.visible_ids(text,uuid[],timestamp with time zone[],uuid,integer) returns uuid[], stable, execute: rowhouse_user, body c39f8c2f1ff28a3e7bac23595ba4bd7a
app_hidden.wake_scoring() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ae0de86fa148d4e8088873ca34f639ff
app_hidden.webhook_pause(integer) returns interval, immutable, execute: nobody else, body fd6db077b8e49db44eb2549017d2ce14
app_hidden.website_domain(text) returns text, immutable, execute: nobody else, body 489c36f588396a22ac1080167191603b
app_hidden.weighed_query(app_public.duplicate_rules,text) returns text, stable, execute: nobody else, body 03ffa006b5a38f1c7c740bafb32930e7
app_hidden.whole_pattern(text) returns text, immutable, execute: nobody else, body 2410b7bbc6d9f2847db8d76832a82f76
app_hidden.withheld_columns(text) returns text[], stable, security definer, execute: rowhouse_analyst, rowhouse_user, set search_path=pg_catalog, pg_temp, body 402ad267624cd4f53ab10cf53c1feb76
app_hidden.withheld_custom_fields(text) returns TABLE(key text), stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body e7ed83823ae109b058941effbcdda3b9
app_hidden.withheld_event_types() returns text[], stable, security definer, execute: rowhouse_analyst, rowhouse_user, set search_path=pg_catalog, pg_temp, body dc8bf862ad2375f29b0c48daee0f72b2
app_hidden.without(jsonb,text,boolean) returns jsonb, immutable, execute: nobody else, body 9729923d153bc1b256c7122163a23e5c
app_hidden.without(text,text,boolean) returns text, immutable, execute: nobody else, body 4efc81d0f050d6e451f1e4cc4f1c81c1
app_hidden.without(text[],text,boolean) returns text[], immutable, execute: nobody else, body fc8ad7e57a9005dec66d8d3a1d963a11
app_hidden.without_accents(text) returns text, immutable, execute: rowhouse_user, body 664b6da22cdd87b183b0b68f181b7300
app_hidden.word_similarity(text,text) returns real, immutable, execute: nobody else, body 7da0e5f864c700b6a488f3b13d642962
app_hidden.word_sound(text) returns text, immutable, execute: nobody else, body 085ae6d0d155ec0fafa7cf12e0884987
app_hidden.words_key(text) returns text, immutable, execute: rowhouse_user, body 362989fdba7b0417d5c98009fff5b2fc
app_hidden.workflow_object(text) returns record, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 2433fac80277bb0263916486a3c45c71
app_hidden.write_record(text,uuid,jsonb) returns record, volatile, execute: rowhouse_user, body acdf6e1cdafc14504b68e9d561fb48b1
app_private.accept_invitation(bytea,uuid) returns uuid, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 3d8093b7c1ce176b84bd468bcc60f9a0
app_private.access_profile() returns jsonb, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body f5e881a54a3066ae31ae22316694eee9
app_private.access_version() returns text, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 9c9b8428c803e0b32967d150e9797756
app_private.add_email_job(uuid) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body b17c2b67516fd54a343ca1f0088deae1
app_private.add_file_job(uuid,uuid) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 4cf28bc79d102f2ab7d616729fc203fd
app_private.add_lane_job(uuid,smallint,timestamp with time zone) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 4dcb74c045000d81baa9536cbe561b04
app_private.add_partitions(integer) returns integer, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, TimeZone=UTC, lock_timeout=5s, body bdcb6df9cba9f84d6bd2283f6efd227e
app_private.add_privacy_job(app_public.privacy_requests) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 2d75f96aa0c0dcaf379e8b6e42a1d5c9
app_private.add_resuming_jobs(uuid,smallint,timestamp with time zone[]) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 67f8a9451ef27307d2d784f0445cb292
app_private.add_scoring_job(uuid) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 2284811f5376ab61d44837736b5c7987
app_private.add_webhook_job(timestamp with time zone) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 090d4f4ba4d4b84094bc1a7f8a7e237f
app_private.age_lead_scores(uuid) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 6785d80791d93813fd94edb34467f083
app_private.anonymise_record(uuid,text,uuid) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body afd7f4c0354affb194e31554c218fab0
app_private.answer_visible_ids() returns nothing, volatile, execute: nobody else, set search_path=pg_catalog, pg_temp, body b6a1d1917145d76053d4307779e959bf
app_private.apply_custom_field() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ae7d4d0b7c76d697f8f2b7b9d32bcd0d
app_private.apply_retention_to(uuid,text,uuid,text) returns text, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body dbf285f3945243f6740f6b21dab4df11
app_private.ask_sight(jsonb) returns jsonb, volatile, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 1cea80e86725b030573b4b7a2c49f9b2
app_private.audit_accounts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body f25fcbbd531d4c2f8494774fb199edca
app_private.audit_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body f08a5fcb53520580ad17aae0e99e78d7
app_private.audit_api_keys() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body d34b0b96d89005cc894ed6c53f27d151
app_private.audit_assignment_rule_members() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body d3f90b4da2bb9ad44c4a3e06ba36834d
app_private.audit_assignment_rules() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body b2848fb30942a6c453fd946f3ad69d83
app_private.audit_attachments() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body b7fc8d278bb09488c470e9bfe20457d5
app_private.audit_comments() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 96ba104efe37b19032f8e17824df0e60
app_private.audit_communication_contacts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 399f5961bf15fb34ddd0b1897e78e33f
app_private.audit_communication_participants() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 33845784dd75374d44fc7820f46574e8
app_private.audit_communications() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body f877bc640c6491aa01e5fd8d5a6c5105
app_private.audit_contacts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 6124aae2bc28cc7b5004603c3d0a433c
app_private.audit_custom_field_definitions() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 02f67ee33d83bf787d3f622097f0c65b
app_private.audit_deal_products() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 427e8a4a4ed8fa6d05df79bf443c8186
app_private.audit_deal_stage_history() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body b7d0939c9aee658867f04625d91aabad
app_private.audit_deal_team_members() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 879897a2c61b11b90532a8eaad359f7a
app_private.audit_deals() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body a6ef9aed341f519d65123253fb5c45c3
app_private.audit_duplicate_candidates() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 4b0baaa5eaa5544b3ef9f39e7df6b566
app_private.audit_duplicate_comparisons() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 6c38555f1d1413304b65b46c43dfe124
app_private.audit_duplicate_rules() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body c4b8bb0b13130eff5f49032fe2862a75
app_private.audit_exports() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 07cacd031b7b5c30ca9712ec8f4a518f
app_private.audit_feature_flags() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 9e987abc67dc3990c72f333a2962e8c4
app_private.audit_former_external_ids() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 6e2b1dc1e90d68fe7926b3de37185b18
app_private.audit_imports() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 3e60c744cb3b0830b6c7a547823c41da
app_private.audit_installed_templates() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 7932f7a6a60c691be1c6bd30bfc79afd
app_private.audit_invitations() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body e7f1ca7ffc4fe85ed6101762309f00e4
app_private.audit_lead_assignments() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 49afb7b727cd55732b8df06b98c8417f
app_private.audit_lead_conversions() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body b00502c5ab3f9ac16c0c55e4935d6a9a
app_private.audit_lead_field_mappings() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body dd34c98d5ec35a46e4809fd146b361ae
app_private.audit_lead_form_submissions() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body dad88f576e9420510166e82295dc3da9
app_private.audit_lead_forms() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 1e8ef5cd213895a3f549d54686be4fb9
app_private.audit_lead_score_history() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 99a5c159951bacdd000bc5aef3d0f8b8
app_private.audit_lead_score_models() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ea18ee56dd5bbfb6c1b775451617bf4f
app_private.audit_lead_scores() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body f096e29a23b0cbdf8e00157a602785b5
app_private.audit_lead_scoring_configs() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 3e934d02ca43e0e6a531ddf9df177212
app_private.audit_lead_scoring_runs() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 352ba4efeee992e5d73aa1d658d1376f
app_private.audit_leads() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 03200faf64af56729d38eb62231aa5cc
app_private.audit_masking_audit_log() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body e092a3fb9d80903eef6be90c1df81443
app_private.audit_masking_rules() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 3cd689aa83200832cda86e03bc22b68a
app_private.audit_memberships() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 4e3167d70a7458b1cb31be297ef1175d
app_private.audit_message_thread_participants() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 54f32cb24d6f3983e8d24e94757a8074
app_private.audit_message_threads() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 1dd15e3b8cbf30b018eba833d3cb8430
app_private.audit_messages() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 93ac3d57817aff378fdf4992c4f38336
app_private.audit_notes() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 2ffef46eb3e29e25b3814433f69306fa
app_private.audit_notifications() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 78799519449536fff80b804a4fc40091
app_private.audit_organizations() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 0cb0238834ba488a128d2c39f801c9e2
app_private.audit_outgoing_emails() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 7264a16a05bd0617ba5bb3151ef1d189
app_private.audit_pipeline_stages() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body dd1aaf95377db896dfd7b38055e20ee3
app_private.audit_pipelines() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 263697c4528cedaaac49af3b47e386a5
app_private.audit_privacy_requests() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body b5379f335e4f1c53ab129f5ba66ea50e
app_private.audit_products() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 035192e299d53a5dda0874495734242d
app_private.audit_projects() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 8a1e2901d4a77d3d1f7103236e7556cf
app_private.audit_record_merges() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 2fc27a4032b881372c57f25f046ba0e3
app_private.audit_retention_policies() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 8fafdf0e761801e5ee08c712e12154f7
app_private.audit_retention_runs() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body aba22087a93515e10b52aa9824462f8d
app_private.audit_role_field_permissions() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ebedf10dda10488583c49def3abaeaff
app_private.audit_role_permissions() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body dd1dd6e14097202aab34c79888de062e
app_private.audit_roles() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body c29dd1788eec67be84b2674b70b1618c
app_private.audit_taggings() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 6f28b23d65f08954078d57f0759d76a7
app_private.audit_tags() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body a10559a3c109228b6b8d81f8e962bc98
app_private.audit_tasks() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 3c6f336549d91c9b9ecaa4300035f821
app_private.audit_team_members() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 9c44771cdbd466cb9c93cdd749737ffd
app_private.audit_teams() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 6c2e886505ed4600adda5b6b5c6dc2fb
app_private.audit_territories() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 9e1d4d49e23162992b6b8db8351afd24
app_private.audit_territory_members() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body aefe4a2ebb30193ec8138eaa82431f3d
app_private.audit_users() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 29a14b22841a5cec9c758684a91aa111
app_private.audit_webhook_attempts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 6248d382d1a34d5ce0115559e80013ee
app_private.audit_webhook_deliveries() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 48f03b0a51b7240ef904ef5a0ee83a4d
app_private.audit_webhook_endpoints() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 9629db3b69d6ff09406daf300be90fd4
app_private.audit_workflow_action_runs() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body c82fc145b779d8a2798a4a1eb261603e
app_private.audit_workflow_actions() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body f39a13080e31dddfb8f4dc9fc12c84c2
app_private.audit_workflow_runs() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 39dbffddc30b1d20005ad491b111d029
app_private.audit_workflow_triggers() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 3f607cdc247c60e9b24778ab1f42d7a1
app_private.audit_workflow_versions() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 1f620ff47ca4db37f831363b87d4673e
app_private.audit_workflows() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 51f9ea6698d397b8079f440c0d7706f3
app_private.await_custom_fields() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 6721a04842890cbcd4b611f4410a7cb3
app_private.begin_export(uuid,uuid) returns record, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 28b16dc4e973dcb4201eb698891da1da
app_private.begin_record_export(uuid,uuid) returns record, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body e73a1ddff4505a997de2b08bc601e6e8
app_private.begin_run(app_public.workflow_runs,app_private.workflow_run_values) returns app_public.workflow_runs, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body cc15d9a79197f7d8ca8e899c7dbab8b9
app_private.begin_session(uuid,uuid,bytea) returns uuid, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 4cafaf73c36a96f50a33385b53c284d5
app_private.cancel_runs(uuid,uuid[],text) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body dfb18ff05d662f3e0928153d0fbde280
app_private.cancel_runs_of_deleted() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 7c82f81e40ea5d142efa372a67e63df1
app_private.capture_lead(text,jsonb) returns text, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 01caf0ad08f4c873f3dae8da34e01c7b
app_private.chain_of(uuid,uuid) returns text, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 7913af9e71686ee101fd63cb84e5255b
app_private.change_insert(text,text,text,text,text,text,text[],text) returns text, immutable, execute: nobody else, set search_path=pg_catalog, pg_temp, body f9fdea9430fb445d70fdb1f6ab728626
app_private.check_custom_field() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 3b056cc49934472e06209f6ddabf44ef
app_private.check_duplicates(uuid,text,integer) returns boolean, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, enable_nestloop=off, body 75cbff2c5ac65dd5ba13a737ee75681e
app_private.claim_email(uuid) returns app_private.emails, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 4fe797e43e99347798a4b657040c7d6a
app_private.claim_webhooks(integer) returns SETOF app_private.claimed_webhook, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body ed7052350096c685e15b9ac97aef572f
app_private.clean_up() returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 41491237f6993213255699d5cdb3b570
app_private.clean_up_webhooks() returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body d52ce1a11a84bef5329479fa9a70e2d4
app_private.compiled_versions(uuid,uuid[]) returns TABLE(id uuid, compiled jsonb), stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 0db8df7efa3450b5694a88d13e41d9a5
app_private.continue_erasure(uuid,uuid,integer) returns boolean, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 2c0ba6d99fd4ec2bdf031b34862146dd
app_private.continue_retention(uuid,uuid,integer) returns boolean, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 1b13975559f784cf1602e1e1da201451
app_private.continue_scoring(uuid,integer) returns text, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body e7c18edd7f39335205ab9c6dc4cb37e0
app_private.count_custom_values(uuid,text,text) returns bigint, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 94168d01814881aa059329fa14d06a0e
app_private.count_masked(jsonb) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body cf786109c8a374525698588d5f2dd631
app_private.count_runs(uuid,smallint,uuid[]) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ec88d1d246643068d90fd678abc3a603
app_private.create_organization(text,uuid,text,text) returns uuid, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 4e914d1c8c3edb427d99a80359df73b9
app_private.create_user(text,text,text) returns uuid, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 5dc187d39ac3caef47d32cfd7288a2ea
app_private.current_cause() returns record, stable, execute: nobody else, set search_path=pg_catalog, pg_temp, body 1be75f7a9887b1b9f5f8c7fd5846d820
app_private.custom_field_candidates(text,text,text,jsonb,integer) returns uuid[], stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, plan_cache_mode=force_custom_plan, body 5d32b00320ed5b0e4f45129a7f34c426
app_private.custom_fields_place(uuid,text) returns bigint, immutable, execute: nobody else, body 14af28fb6a43ac4f83e43de5f95b6673
app_private.default_organization(uuid) returns uuid, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 19f53b8da122b3b611653fe46fa89907
app_private.detach_timeline_partitions(timestamp with time zone) returns SETOF text, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, TimeZone=UTC, lock_timeout=5s, body d509024514ebba24b1b88a5cd28d188b
app_private.drop_audit_partitions(timestamp with time zone) returns integer, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, TimeZone=UTC, lock_timeout=5s, body 3b2d07da622acc878f76c8d6b2978e3c
app_private.due_schedules(integer) returns TABLE(organization_id uuid, trigger_id uuid, schedule text, timezone text, since timestamp with time zone, next_run_at timestamp with time zone), volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 52076ddb4d209cfb1004b57bb266835e
app_private.duplicate_work(uuid) returns TABLE(organization_id uuid, object text), stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body ca0daaae04c3cd22b72556286e0df22f
app_private.end_all_sessions(uuid,uuid) returns integer, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body d92fcf4843f53d1141e2455d31f92564
app_private.end_session(uuid,uuid) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 711560fb7ea3dede2b0c3f05a6a45a46
app_private.end_webhook(uuid,uuid,text,text,integer) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body dd9034b35fbff0bc13f22f91ed1501b7
app_private.end_webhook_pump(uuid) returns boolean, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 316775e52783d3c243d680e66fe86eae
app_private.erase_audit_mentions(uuid,text,uuid[],text) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body c6bc7e5ec4c8454bf88c44aad88f2faa
app_private.erase_audit_values(uuid,text,uuid[],text[]) returns integer, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 8b5ff376fe649a7ff7d0257b5449cecc
app_private.erase_elsewhere(app_private.erasures) returns jsonb, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 198886551d575328d5c206fff1defe76
app_private.erase_from_audit(app_private.erasures,integer) returns record, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body b680e512647e8edb267b11e252909f6e
app_private.erase_mentions(app_private.erasures,text,integer) returns record, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 67d298fab79aef4d10b274a4058d689b
app_private.erase_on_record(uuid,text,uuid[],uuid[],uuid,integer) returns record, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 8ec7859fc71223070395b9e814ce96b7
app_private.erase_people(uuid,uuid[],uuid[]) returns jsonb, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body fc9979d2a0a9680c13add247179624b1
app_private.erase_runs(uuid,uuid[],text) returns integer, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body f626d0c7fd618861719ecd7c44be69b6
app_private.erase_timeline(uuid,uuid[],uuid[]) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body db035c0e4c8579e104e7b9093accc3e4
app_private.erase_timeline_mentions(uuid,text) returns integer, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 4135d6d1f07ab52a2c26c4188be998a8
app_private.erase_webhook_payloads(app_private.erasures) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 252a27803d6a575b9b6dabe7874bf08f
app_private.erase_words_about(uuid,uuid[]) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body d972b9b22f1d7667d66ff127a071e3ac
app_private.event_insert(text,text) returns text, immutable, execute: nobody else, set search_path=pg_catalog, pg_temp, body d09e26271aeb8773c665b46667258680
app_private.expire_exports() returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 06f01b214a148b06b6174f52ba07c9d4
app_private.expire_uploads() returns integer, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body b99eaf1bc6ac9134ba15d506129882a5
app_private.fail_import(uuid,uuid,text) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 4e3f95fd56637f2e4e9f435c1944fbad
app_private.fail_record_export(uuid,uuid,text) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 86a6285d39c70b4dbd741a196adeead7
app_private.feed_identity() returns text, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body d7ace5c322b6f9797f66d4ed5b2d2422
app_private.file_to_process(uuid,uuid) returns record, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body e9f135112ea6f4db7d58ef8e1915735b
app_private.fill_custom_field_index(app_public.custom_field_definitions) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 57993e0dba1c916c8769bf5d1fc35672
app_private.find_api_key(bytea) returns SETOF record, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 82e5ca61bb9025411d8781920c54cb8c
app_private.find_credentials(text) returns SETOF record, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body a4aa37db270a5d5f08d605d1948c8ec7
app_private.find_invitation(bytea) returns SETOF record, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body a50e5c7723c4c7e236a16d22fc532a37
app_private.find_lead_form(text) returns SETOF record, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 215e633ace3b4fed6203752cf5fb94b4
app_private.find_subject(uuid,text,uuid) returns record, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 653ae9d327d5b40fb80dcab174ed94fa
app_private.finish_dispatch(uuid,smallint,bigint[],jsonb,jsonb) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 91df76bd01e56c6d3cc8a74f0ba08173
app_private.finish_email(uuid,text,text) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 3ad64edffb70e4523fd5dcc28e28ec8a
app_private.finish_export(uuid,uuid,jsonb,text,text) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 6ff7794fe4c6c3576fd6bcf84ac04a2f
app_private.finish_lead_score_model(uuid,uuid,jsonb) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body f5b5b5a52b27dcad1a9d003597c6fa52
app_private.finish_preview(uuid,uuid,boolean) returns boolean, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 87601cb2866a239fbc3c8720d22477b3
app_private.finish_record_export(uuid,text,integer,bigint,text) returns boolean, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 0fc708e8d50a24055c2e9fb062651880
app_private.finish_runs(uuid,smallint,jsonb) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body d8390e6f270ef678902ac03f624030cb
app_private.finish_scan(uuid,uuid,boolean) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body f3dbbf11903a4734725d3f65199f76f9
app_private.finish_webhook_attempt(uuid,uuid,uuid,timestamp with time zone,integer,integer,text,text,integer) returns text, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 7ac4e7f318e538da41a80794c78ce4ba
app_private.follow_listeners() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ada01d2e3f7c1a3b555ac2fbdbb260ea
app_private.follow_merges() returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 6671cd56e50841c28addbfcbd6b9c97e
app_private.follow_outgoing_email() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 799a0cd08cde3ae3448bc79419d6d035
app_private.forget_checked(uuid,text) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body a0bb7661a4cfdd76b8ef0bdc1f538608
app_private.forget_events() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body baa35e5a7fbd21fa3931143735553015
app_private.forget_exports(uuid) returns integer, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body f41657b482bcb772d3a380854db81a7b
app_private.forget_operations(uuid,uuid[]) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 336d049413029be9db5ce3955d0bc148
app_private.forget_operations_about(uuid,text) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body b2c71d5c6f16e5c058bd0e7c5c02dde4
app_private.forget_removed_files(text[]) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body aa35b5732c239d8d3ce2928e7e11f9a3
app_private.forget_runs() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 249a3174990f8c244086d7705056963b
app_private.forget_uploads_of_erased() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body def6724f11d11efc587b45ac019a3967
app_private.forget_webhook_payloads(uuid,uuid[]) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body bec01eff65e155a814a1c0cc62750f7e
app_private.forget_webhooks_about() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body c5db102fd261c45526d99b4b9097a310
app_private.forget_webhooks_of_erased() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 4cd0c2cf71186fe9deba6b3b0a43d7d4
app_private.give_up_outgoing_email() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 3a08448369466a85e2fa246b910cade0
app_private.give_up_upload(uuid,uuid) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body b8f97431b59834e176bb8838a95a6483
app_private.gone_ids(text,uuid[],uuid[]) returns uuid[], stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 7d2d716524547e98ffe12bc0a79dfc0a
app_private.has_due_work(uuid,smallint) returns boolean, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body e7bfaad8bdb645fd5b6e92df9ee12452
app_private.has_seen(pg_snapshot,pg_snapshot) returns boolean, immutable, execute: nobody else, set search_path=pg_catalog, pg_temp, body 3d1cd2b009357676b7fda211057ededb
app_private.heard_events(uuid) returns TABLE(event text), stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ee8ea87bf4f492d05a1093a7f63a9861
app_private.hold_webhook_pump(uuid) returns boolean, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 93ad4fa3ad7e0fee2cbee7b721d8725e
app_private.hold_webhooks() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body b760ffe1af74db57fef1f6d221e7ba25
app_private.index_custom_data() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 27c19e01bf9d740fa1fafaa5f660506a
app_private.is_export_running(uuid,uuid) returns boolean, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 99b65047b14a43fd03e36bcc2ac59e85
app_private.join_threads(uuid,uuid[]) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ffc311bd4b7dafb0bc073aa97f5d204a
app_private.keep_custom_values() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body f052cde9f1baf8f229bb8b1939ac988a
app_private.lead_training_rows(uuid,integer) returns TABLE(lead_id uuid, is_converted boolean, features text[], levels text[]), stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 2b2efd7932e0e9b0fb493e0bbd547707
app_private.leave_webhook_pump(uuid) returns boolean, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 16bf25511c6afef940b3d9b20241f3e0
app_private.list_emails(text,integer) returns SETOF app_private.emails, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body da7a6667ce92a4f7578cb6a13ebd8cc6
app_private.list_files(text,integer) returns SETOF text, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 6f44d82c2f3d920e78790f96eb7aa602
app_private.list_removed_files(text,integer) returns SETOF text, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 63c1f38dc08f4b386a5c1c282293836c
app_private.listening_endpoints(uuid,text[]) returns TABLE(endpoint_id uuid, events text[], owner_id uuid, has_active_owner boolean, owner_sees_everything boolean), stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body e5f5ff9af61f123e7be6fc55d46c128a
app_private.listening_workflows(uuid,text[]) returns TABLE(workflow_id uuid, version_id uuid, name text, version integer, owner_id uuid, has_active_owner boolean, owner_sees_everything boolean, event text, conditions jsonb, relations jsonb, priority integer), stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 2e97b304e3c55dff01debf7bdf20953d
app_private.match_recent_participants(interval) returns integer, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body c35049eca50585cbde4677eae9f40e81
app_private.member_sees_everything(uuid,uuid) returns boolean, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 967f248a3032859f9413c3770a209500
app_private.move_schedule(uuid,uuid,boolean,timestamp with time zone) returns integer, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body c130ad47cc8fbe0d30b1145661f71f1e
app_private.note_api_key_use(bytea) returns boolean, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 9513a0d84a15cf6c300da5b3cca53b26
app_private.note_changes() returns void, volatile, execute: nobody else, set search_path=pg_catalog, pg_temp, body 5e2fb525b3ec8bc25e714a507fed6397
app_private.note_exported(uuid,text,text,integer) returns boolean, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 95c7abeae943e15a8a4f48e36d77d691
app_private.note_lanes(text[]) returns void, volatile, execute: nobody else, set search_path=pg_catalog, pg_temp, body fd32e9342b1e48d2d89ffb3340852b4c
app_private.note_webhook_failure(uuid,uuid,boolean) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 5022be27e5398a89d49972b8d477f4a7
app_private.notify(uuid,uuid[],text,text,uuid,uuid,text) returns integer, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 3ce2f7f169dfefc9753c7b95c1859c7c
app_private.organization_name(uuid) returns text, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body aa2bbd5b1cc46cac09f34985b907f02b
app_private.password_hash_of(uuid) returns text, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body f78a3d1d3d04fcd8db5308b1d7b1201c
app_private.publish_access_change() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body bde3209f02aa75981003c8f1d87d6cc6
app_private.publish_accounts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 1b80459fe68adeebd769f3186c0c8c57
app_private.publish_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 974585a46d18a6fd483e413d7a1d0a01
app_private.publish_attachments() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 69e3670a49ce4f76f6adc031f9bee7f1
app_private.publish_changes(text,text,text[],text,text[]) returns nothing, volatile, execute: nobody else, set search_path=pg_catalog, pg_temp, body 04e17eaac04666702d74fe8ef24e151e
app_private.publish_comments() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 502c8f723194b0a20823ebe3f58a86dd
app_private.publish_communications() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body eb2c51bc2cde127e451add8af6e56e8b
app_private.publish_contacts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body acb4bf1abb3331ea04e9e8c049ca8019
app_private.publish_deals() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 54ab968301b314cac107bf271bd75b6f
app_private.publish_exports() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 2b21a5a6c96997ae44211809cf88454f
app_private.publish_imports() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 97b9e0700380d07ceffbcc36b5702f5f
app_private.publish_leads() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 222f6ef8c10c48429534f0070ebf8a89
app_private.publish_message_threads() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 17165ad2fabba069808fa1b0d1ec8601
app_private.publish_messages() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body efc38907710abf35b6c41dbbb831a216
app_private.publish_notes() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body dd28cadcc1a6ac9eef659b057bd7cc96
app_private.publish_notifications() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body f798265c9d335b47fa9ae314e938a981
app_private.publish_pipelines() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ad116652b111177c01f97f7f41d81777
app_private.publish_privacy_requests() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 21b2d8b5af9f2ceb82e774d734928e2c
app_private.publish_products() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 1c75755c89bb654250e45906818636d3
app_private.publish_projects() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 5cb7bca0598807329a598cd9df98fd86
app_private.publish_tagged() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body c39b8de1f150e266e7cb51ade00887ef
app_private.publish_tags() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body fb1b097cbe629b29e1641f976332f6ba
app_private.publish_tasks() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 342127a787e2160c441b768dc4d6a047
app_private.publish_timeline_events() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body c32eee30c3838875f9c3da55032a13aa
app_private.queue_due_lead_score_model(uuid) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 7b4205d6ddf59642cb504db3cc404cb0
app_private.queue_email(uuid,text,text,text) returns uuid, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body c15265a3cfbc73f3cb3cd5c1120365ea
app_private.queue_lead_score_model(uuid,uuid) returns app_public.lead_score_models, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body cbb3aa55f8548d443f88bd8d66e957dc
app_private.queue_outgoing_email(uuid,uuid,text,boolean) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 479b0aaf4716fe382977b83badb78c75
app_private.queue_webhook(uuid,uuid,text,text,jsonb,uuid,uuid) returns uuid, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 57cdd4146a910f6371c8eb4b8e9c0df4
app_private.raise_conversion() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body cd1b218ab9775cff90bc18653518144d
app_private.raise_event(uuid,text,text,uuid,jsonb,jsonb,uuid) returns uuid, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 64bc825357cac4e8216cceab776597ef
app_private.raise_for_records(text,text,uuid[],uuid[]) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 2e5703605a6604c3b981dbe5435f6940
app_private.raise_insert_of_accounts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body c4a02f57c0e6f5fd39ab6c6083010ee0
app_private.raise_insert_of_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body d97e04ae88494696dd4f4197dd0dd48d
app_private.raise_insert_of_communications() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body e6baee56bd2a6c8f9e3978d19114f253
app_private.raise_insert_of_contacts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 4f45e41134d90e399e240bb6fd4b8056
app_private.raise_insert_of_deals() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 7a372e499c679a0bd30dbf733677fdf3
app_private.raise_insert_of_leads() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 265ad6df2386f4c3a37a06ed5b8cfbf9
app_private.raise_insert_of_notes() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 6b34dbce7256658f7d4bfac450e84f60
app_private.raise_insert_of_projects() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 598670f2fa62f94557d3f1245c50a7c0
app_private.raise_insert_of_tasks() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 05b920f4d3c4e127eea1740c7177f0cd
app_private.raise_score_changes() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 49aa791a487d3736113387102b0afaed
app_private.raise_update_of_accounts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 1f235489606ce4d48a9c7b00afb929f3
app_private.raise_update_of_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 8e39da9ad075a3c646579534509f932c
app_private.raise_update_of_communications() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 1ad5b32d261d93a76a83c6bebff3bc04
app_private.raise_update_of_contacts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 9ea2beb05d4d0f016b229e91dec70e9b
app_private.raise_update_of_deals() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body e233fd5480cf68d20c65f1c1b800fe5c
app_private.raise_update_of_leads() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 08bd17e7836e5aa2974d0a74a99cec53
app_private.raise_update_of_notes() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 9e881e673e1b4546148573904975c02a
app_private.raise_update_of_projects() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 92b92f667dfdc756855b1ac01bbbd8da
app_private.raise_update_of_tasks() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 18168ebcd67e791f95d104622d469448
app_private.read_bound(app_public.custom_field_definitions,jsonb) returns record, stable, execute: nobody else, body b48dfa394e536fb4755a4043a0bf4615
app_private.read_changes(pg_snapshot,pg_snapshot,bigint,integer,uuid,text,uuid) returns TABLE(snapshot text, is_complete boolean, change_position bigint, organization_id uuid, topic text, action text, record_ids uuid[], watched_ids uuid[], moments timestamp with time zone[], owner_ids uuid[], former_owner_ids uuid[], changed_at timestamp with time zone), stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body c61ccabaaaa420267ccdd1fd85d67e36
app_private.rebuild_match_keys(uuid) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body ca4022d0870c499409327ed4a09460e8
app_private.record_auth_event(uuid,text,jsonb,uuid) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 7969667ae0e91afcd565fb96fa2167b9
app_private.recount_contact_days(uuid,text,uuid[]) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body d628e88c2651b6661724300f76142417
app_private.refresh_listeners(uuid) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 0b063625477d1a699257a65778e5679e
app_private.refuse_custom_data(uuid,text,jsonb) returns void, stable, execute: nobody else, body e6bb0e35c67db9da13d8c37816c30bec
app_private.refuse_service_password() returns trigger, volatile, execute: nobody else, body ef3deaa225690a3ed93ccfd013b038cd
app_private.register(text,text,text,text) returns record, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 726abbc6bcf5b94d5970019527b7a73c
app_private.release_webhook(uuid,uuid,uuid) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body c887ceb36c0daa532c3a62a3bffda8ca
app_private.remove_expired_documents() returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 7d68f7604f12db32116e7157f18c144a
app_private.remove_expired_undo_entries() returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 3e9b5274ccc72ae6953179787215cd19
app_private.remove_old_runs(integer) returns boolean, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 2cc61b6ff627e0e825f6a930a51b23ef
app_private.renew_by_custom_fields() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body e737d4e9bf352209da1138acd3d3038b
app_private.request_password_reset(text,bytea,text,text) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body b966bd9aac695738526dd0a1f7d045b6
app_private.requeue_webhooks(uuid,uuid[]) returns integer, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 13a0741c335f1e4e784b16feb3052116
app_private.require_person(uuid) returns void, stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body fa8343657c2e1e92e94258f299c734f8
app_private.require_personal_session(uuid,uuid) returns void, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body fc0fecea0d11bce8de93bee33e9dae8b
app_private.require_sight_of_values(text,bigint) returns void, stable, execute: nobody else, body 1f37f256af04005776468a499f548104
app_private.reset_password(bytea,text) returns uuid, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 402ad0fab6380e9cd4f1bdab98b29639
app_private.resume_erasures() returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body ffb37483bdbecc71c0ab854cc2bd7bcf
app_private.resume_files() returns integer, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 7753e56aa8aafedbea08e52c185fb9c7
app_private.rotate_refresh_token(bytea,bytea) returns record, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 35e4e190c976bf576b25a8b040ca9aee
app_private.saw_of(jsonb) returns jsonb, stable, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 3a630e105a177070dd9334dc6636b2bd
app_private.send_reminders(integer) returns boolean, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body f9a95f9709e78c5f62f7613edd990e82
app_private.session_is_live(uuid,uuid) returns boolean, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 2ad034a10797273020e9423bc133eba2
app_private.set_password(uuid,text,uuid) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 640308592685bd553d6715a542e77ca2
app_private.set_workflow_budget(uuid,integer,integer) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 00a07bb37f4f410f7fa39ec1cf1b1f40
app_private.sight_of_caller(text) returns jsonb, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 57f9030e82374a893910b8824ed8aa5e
app_private.split_timeline_months(timestamp with time zone) returns integer, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, TimeZone=UTC, lock_timeout=5s, body 149e67f9e8148677b44a037aefbbbe10
app_private.start_ageing() returns SETOF uuid, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 7b86015f5cfcb1f2c53bce4605115a2c
app_private.start_retention() returns SETOF record, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body da13e1ee6414c42800bc5fd9fa564245
app_private.switch_organization(uuid,uuid,uuid) returns void, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body b40ed2d79b638dde806d99ed29e7ff8f
app_private.take_events(uuid,smallint,integer) returns TABLE("position" bigint, id uuid, event text, object_type text, object_id uuid, old_values text, new_values text, actor_id uuid, actor_name text, workflow_id uuid, occurred_at timestamp with time zone), volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 856fad208dfb879953a69560b752c981
app_private.take_runs(uuid,smallint,integer) returns TABLE(id uuid, workflow_id uuid, version_id uuid, workflow_name text, owner_id uuid, has_active_owner boolean, owner_sees_everything boolean, event text, object_type text, object_id uuid, status text, attempt smallint, next_path text, duration_ms integer, started_at timestamp with time zone, taken_at timestamp with time zone, old_values text, new_values text, actor_id uuid, actor_name text, occurred_at timestamp with time zone, outputs jsonb), volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 2e4c66565cadada551a0b2705b7069b4
app_private.take_workflow_budget(uuid,integer) returns record, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 5b96c9def40a122d9899f1d9fe73af6d
app_private.tell_added_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 3e3f405e6437ea96902ebecdad378bf1
app_private.tell_added_attachments() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 292d78a0168ccf17fb6358d15a4b6329
app_private.tell_added_comments() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 7480dde9336d35f65df001ec755c93cf
app_private.tell_added_communications() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 1dc35c865d02ae1e79f86df56267f016
app_private.tell_added_notes() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 19e4985a1ccfee2305cd2f7c2dd26673
app_private.tell_added_tasks() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body b5d115b7d0656bddbbf65f851f4074b6
app_private.tell_changed_accounts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 33c79de2c139398c3818d74865956262
app_private.tell_changed_activities() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 3908b90e9dd8590fa379dd737a3776ed
app_private.tell_changed_contacts() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body f3105b6de1c44982b3f3b701a7a572d8
app_private.tell_changed_deals() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 3c257dcec00a1e2f2911d8ebfff656ec
app_private.tell_changed_leads() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 861a77c2efbae7440dfe8888cb78e156
app_private.tell_changed_projects() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 5e4eb191eab6440b014e66971f7ab60d
app_private.tell_changed_tasks() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body bec9360e47e359824b9aa49c6d727665
app_private.tell_conversions() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body f6d0dd1d04a2673137820bbb5e1c9af8
app_private.tell_mentioned() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 32dfcba1f26961d7254cd08fce9bc70b
app_private.tell_of_failures(uuid,uuid[]) returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body f379daa2c39cab50c78b63a5592e217e
app_private.tell_overdue() returns boolean, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 6422d0413c5d1c4918f8576805eb6d42
app_private.tell_rotting_deals(integer) returns boolean, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 6e2aa8ce9833231c9cf5ff3ad4b488a8
app_private.trim_changes(interval) returns integer, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body cb3ded8f247a16972ac18b432ae36290
app_private.uneditable_custom_fields(text) returns text[], stable, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 5f19574ef7a060dabe87a3bc30244807
app_private.unknown_files(text[]) returns SETOF text, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 48f0fa49d327807b59db7da7e2925311
app_private.validate_custom_data() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 7080efe0dab23d3ada303315020553d0
app_private.waiting_event_count() returns bigint, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body ad5ac5eed40b3119e579cecab3af6359
app_private.wake_lanes() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body a2375f94589fd5c0fd4e4bf5c07bdb89
app_private.wake_webhooks() returns void, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 5bb9adb14d6476748e3db046a39f88ee
app_private.wake_webhooks_at_commit() returns trigger, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body f51224f265ab68846b57bd50b79b22fb
app_private.wake_workflows() returns integer, volatile, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body f5aa3c0a236ba902287745cadba3cc75
app_private.watchable_topics() returns jsonb, stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body fb3635b525c04c4ce4ffa2279b1aa6cc
app_private.webhook_to_send(uuid,uuid,uuid) returns SETOF app_private.claimed_webhook, volatile, security definer, execute: nobody else, set search_path=pg_catalog, pg_temp, body 1746700e9848f8f58e30de89928394ee
app_private.workflow_run_totals() returns TABLE(workflow_id uuid, status text, runs bigint), stable, security definer, execute: rowhouse_authenticator, set search_path=pg_catalog, pg_temp, body 75162bda9369ae15d47607b36645c2c4
app_public.activate_workflow(uuid) returns app_public.workflows, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 59276c31ae6f385b1de8575942e0d1df
app_public.activities_is_overdue(app_public.activities) returns boolean, stable, execute: rowhouse_user, body 81760943826505399340620fa19dcf8b
app_public.api_keys_last_used_at(app_public.api_keys) returns timestamp with time zone, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 55b6b913565f336a45f5e361dc4bc8fa
app_public.api_keys_role(app_public.api_keys) returns app_public.roles, stable, execute: rowhouse_user, body a5207971ffc8be88fabce72d099fc5ca
app_public.assign_leads(uuid[]) returns SETOF app_public.lead_assignments, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body a203301c971a2ec01d8f8e9fe96d5552
app_public.cancel_export(uuid) returns app_public.exports, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 8a221e661479fd659d0634bf3439230e
app_public.cancel_import(uuid) returns app_public.imports, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body e70ceeb0ac3db58b51f75bbe4dab5d20
app_public.cancel_workflow_run(uuid) returns app_public.workflow_runs, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 2e9037809ce37fd511c0aea6f598694f
app_public.check_duplicates(text) returns boolean, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 2f618f51c4e9f5a286d0f6537d2d3f64
app_public.communication_participants_contact(app_public.communication_participants) returns app_public.contacts, stable, execute: rowhouse_user, body 2ff2dcbdac2184e670ff85c24344dba6
app_public.communication_threads_last_communication(app_public.communication_threads) returns app_public.communications, stable, execute: rowhouse_user, body 48b6a1722efc03dafe17dec956e90fdd
app_public.complete_activity(uuid,text,integer) returns app_public.activities, volatile, execute: rowhouse_user, body 9ba20c1e3fb64274a71959ea4b6b5408
app_public.complete_task(uuid,numeric) returns app_public.tasks, volatile, execute: rowhouse_user, body 0026ce8ddcc992fe9ea70f7cf94df79d
app_public.create_timeline_event(text,uuid,text,jsonb,timestamp with time zone) returns app_public.timeline_events, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 5d1bc636f680798e7c9568b92e671a91
app_public.current_organization() returns app_public.organizations, stable, execute: rowhouse_user, body 4708768736d2f58b7f968a0d454ed9e1
app_public.current_user_account() returns app_public.users, stable, execute: rowhouse_user, body 8db61670109d65c0771a2344d9929125
app_public.custom_field_definitions_invalid_count(app_public.custom_field_definitions) returns integer, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 3ae1d433806ef6906c92f5726a691905
app_public.day_entry_activity(app_public.day_entry) returns app_public.activities, stable, execute: rowhouse_user, body 24e9a7b7615e0b2c57f11a4d6e227fd1
app_public.day_entry_task(app_public.day_entry) returns app_public.tasks, stable, execute: rowhouse_user, body 355463108a20b0e2abb65a9d438048a3
app_public.decrypt_masked_value(text,text) returns text, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 34028dc7d3295cb7c658feeb90018008
app_public.delete_account(uuid) returns app_public.accounts, volatile, execute: rowhouse_user, body fa6a93f0085f139b77844d77f4d468a6
app_public.delete_activity(uuid) returns app_public.activities, volatile, execute: rowhouse_user, body 3af99ac00c03976a4aae68f26b5957f6
app_public.delete_attachment(uuid) returns app_public.attachments, volatile, execute: rowhouse_user, body 11456acc8cb627cd8d124beda15d89bf
app_public.delete_comment(uuid) returns app_public.comments, volatile, execute: rowhouse_user, body fcbe238d69fa24ef72d8a80344c621a0
app_public.delete_communication(uuid) returns app_public.communications, volatile, execute: rowhouse_user, body 347b8d51c259dc75fd17b0bd58f9ab07
app_public.delete_contact(uuid) returns app_public.contacts, volatile, execute: rowhouse_user, body e64a1305aaf5085390679372af396ea2
app_public.delete_deal(uuid) returns app_public.deals, volatile, execute: rowhouse_user, body 1876b6855c59439963f6e1751d220af4
app_public.delete_lead(uuid) returns app_public.leads, volatile, execute: rowhouse_user, body bae12035fd0a622ec049d00a7c22d46d
app_public.delete_note(uuid) returns app_public.notes, volatile, execute: rowhouse_user, body 3a6b20e40ecd3554ab17efaa1d5bbcb6
app_public.delete_product(uuid) returns app_public.products, volatile, execute: rowhouse_user, body 355217f65d660bde8b5d42f5d65a1317
app_public.delete_project(uuid) returns app_public.projects, volatile, execute: rowhouse_user, body f93a311910471f7f7a1e7d0f30a21223
app_public.delete_task(uuid) returns app_public.tasks, volatile, execute: rowhouse_user, body 28e160c741a318f8799bf866406b6e73
app_public.deleted_records(text) returns SETOF app_public.deleted_record, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body f3a5c2612c2553e27783563bebdbd22c
app_public.dismiss_duplicate(uuid,boolean) returns app_public.duplicate_candidates, volatile, execute: rowhouse_user, body 8f66b495edbb84f410242643d86bd150
app_public.disqualify_lead(uuid,text) returns app_public.leads, volatile, execute: rowhouse_user, body 7a9cd39b20ceb0bc02e8319098c1a560
app_public.duplicate_candidates_reasons(app_public.duplicate_candidates) returns app_public.duplicate_reason[], stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 182d7cc262539786b78cdc03d50b2935
app_public.enable_webhook_endpoint(uuid) returns app_public.webhook_endpoints, volatile, execute: rowhouse_user, body 7a00669e72fedd1cfe6d76acef56bee5
app_public.erase_data_subject(text,uuid,text) returns app_public.privacy_requests, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 09fb97a7a737fbcd8eecd2800cb122d1
app_public.execute_workflow(uuid,uuid) returns app_public.workflow_runs, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 1eb337ab99a1e734c42d71d98745773d
app_public.explain_access(text,uuid,uuid) returns app_public.access_explanation, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body fa6ce22750691d754fbc3c4b69530bb7
app_public.export_data_subject(text,uuid) returns app_public.privacy_requests, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 27d1842f83f28e711d98417cf3710c24
app_public.export_my_data() returns jsonb, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body bf18a0e8403bf45ef9afa5d3738d9e50
app_public.feature_flags_description(app_public.feature_flags) returns text, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 9cc8768ef735d024070954a75c14d82e
app_public.find_duplicates(text,uuid,jsonb) returns SETOF app_public.duplicate, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, enable_nestloop=off, body dd53f6b0b75d3418dbe950baf69d4bef
app_public.fit_lead_score_model() returns app_public.lead_score_models, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body e79f4cdd3603ae19e9a439b8d00412f3
app_public.install_template(text,boolean) returns app_public.template_installation, volatile, execute: rowhouse_user, body 894410162ef6ab53ef5bde51fbb02c56
app_public.lead_conversions_filled_fields(app_public.lead_conversions) returns text[], stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 676d77561e69069ec3ee3e81588ee33a
app_public.lead_scores_components(app_public.lead_scores) returns SETOF app_public.lead_score_component, stable, execute: rowhouse_user, body 27d61c6a11a1e58de3afb21b9f8c0d32
app_public.lead_scores_prediction_factors(app_public.lead_scores) returns SETOF app_public.lead_prediction_factor, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 031e0b2b5f8e1e1ea3816a1da8e99a72
app_public.lead_scores_recommendation(app_public.lead_scores) returns text, stable, execute: rowhouse_user, body a4aebbf660ef1c7899e735b7daf38472
app_public.lead_scoring_configs_prediction_message(app_public.lead_scoring_configs) returns text, stable, execute: rowhouse_user, body e0327a523fa664f65bad35ffae59ce10
app_public.leave_thread(uuid) returns app_public.message_thread_participants, volatile, execute: rowhouse_user, body d4e9f2f52af7c7c54f6886a0c0498147
app_public.mark_all_notifications_read() returns integer, volatile, execute: rowhouse_user, body e5394a2e45dc0e07e8c16558c4dc2847
app_public.mark_notifications_read(uuid[]) returns SETOF app_public.notifications, volatile, execute: rowhouse_user, body c09607ecfb8861da7bd8cc282b1bb022
app_public.mark_thread_read(uuid,uuid) returns app_public.message_threads, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 1cd573fc0a9e757f293a283ca88ef832
app_public.merge_records(text,uuid,uuid[],jsonb) returns app_public.record_merges, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, TimeZone=UTC, body c874727b313fa0eb7c4a6b9ca353e5c0
app_public.message_threads_last_message(app_public.message_threads) returns app_public.messages, stable, execute: rowhouse_user, body 3dbcc4ff5dcfd9ab02826fbdd2ac00cf
app_public.message_threads_unread_count(app_public.message_threads) returns integer, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body a9e350f605442102252fad5df6d3b97b
app_public.move_deal(uuid,uuid,text,text,text) returns app_public.deals, volatile, execute: rowhouse_user, body 26cc3a6d675fd723a436073861024236
app_public.my_day(uuid,integer) returns SETOF app_public.day_entry, stable, execute: rowhouse_user, body 0e0fc63e9ed6242c9585f6163d1ba7bc
app_public.my_field_permissions() returns SETOF app_public.role_field_permissions, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 257971bddc40ab4e1e2c6066abc00189
app_public.my_permissions() returns SETOF app_public.role_permissions, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 9afe87c4402c4753930e1e6a3cc3f70d
app_public.notifications_account(app_public.notifications) returns app_public.accounts, stable, execute: rowhouse_user, body 93c35eea4e9df8323aef5ddbe0ea84c4
app_public.notifications_activity(app_public.notifications) returns app_public.activities, stable, execute: rowhouse_user, body 189a0a3a1cff6256ba95fd356ed02f53
app_public.notifications_communication(app_public.notifications) returns app_public.communications, stable, execute: rowhouse_user, body 1e497ab2f9072062dca38b07e8f1ada8
app_public.notifications_contact(app_public.notifications) returns app_public.contacts, stable, execute: rowhouse_user, body 8f27c7d8db3d18d97b83eef782cab8ef
app_public.notifications_deal(app_public.notifications) returns app_public.deals, stable, execute: rowhouse_user, body 6b41595ac255c7f1f642cdc8435c4ab0
app_public.notifications_export(app_public.notifications) returns app_public.exports, stable, execute: rowhouse_user, body 2f49321744355797c2ac356100671de5
app_public.notifications_lead(app_public.notifications) returns app_public.leads, stable, execute: rowhouse_user, body 860fcb25e15979acc8d6222c9b142302
app_public.notifications_project(app_public.notifications) returns app_public.projects, stable, execute: rowhouse_user, body 17c07e5c902a3b04dd98aabde64f3a96
app_public.notifications_task(app_public.notifications) returns app_public.tasks, stable, execute: rowhouse_user, body 740d89dbed93cb571dfe2f3af7602f7b
app_public.notifications_text(app_public.notifications) returns text, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 684b8959ae0cff8d2fbf2677419f0403
app_public.notifications_webhook_endpoint(app_public.notifications) returns app_public.webhook_endpoints, stable, execute: rowhouse_user, body 351d91af34d7773029d29b1e543055ed
app_public.notifications_workflow(app_public.notifications) returns app_public.workflows, stable, execute: rowhouse_user, body a75977d85299590522333929e7a8e709
app_public.organization_templates() returns SETOF app_public.organization_template, stable, execute: rowhouse_user, body 312a64c99d24ba271d29bdc690f9587f
app_public.pause_workflow(uuid) returns app_public.workflows, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 97ac2d5cab5e82f0e7f264cad2d85409
app_public.preview_lead_conversion(uuid,boolean,boolean,uuid,uuid) returns app_public.lead_conversion_preview, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 77e8e1023d432bd804388a06c5c525fb
app_public.preview_retention(uuid) returns app_public.retention_preview, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 766396174f0267f34f566fec2d019363
app_public.privacy_requests_document(app_public.privacy_requests) returns jsonb, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 7e011c95f88975f2d2ee971d85c41d10
app_public.recent_communication_threads() returns SETOF app_public.communication_threads, stable, execute: rowhouse_user, body 27271e808691e3e5e7b9095f1010c59c
app_public.replay_webhook_deliveries(uuid,timestamp with time zone,boolean) returns integer, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 4e16456464e29cb46f05aee905216c3d
app_public.replay_webhook_delivery(uuid) returns app_public.webhook_deliveries, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body bf9d680b3bed37b0f9b88d3bdf0c033a
app_public.rerun_workflow(uuid) returns app_public.workflow_runs, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 3799c022e376c722ce456c0d28d59fe7
app_public.restore_account(uuid) returns app_public.accounts, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 4db477217b8ecc852fd3c16a16358f0b
app_public.restore_activity(uuid) returns app_public.activities, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body aaa40a1bd3ee0fa208dcf2c0d689d536
app_public.restore_attachment(uuid) returns app_public.attachments, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body fa6c24258f5fcdd319f7b4d720784ca8
app_public.restore_comment(uuid) returns app_public.comments, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body cab1f19a66a2668f60dc97acffa40d07
app_public.restore_communication(uuid) returns app_public.communications, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 481cbdf40472d01e2f790c9390a65ca4
app_public.restore_contact(uuid) returns app_public.contacts, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body d4577d8c36f91882d6c297087c5621ed
app_public.restore_deal(uuid) returns app_public.deals, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 33900a18b53469b3c81b42ce4987c26b
app_public.restore_lead(uuid) returns app_public.leads, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body d1713438933a752df8de8c446e214f20
app_public.restore_note(uuid) returns app_public.notes, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 5999798bddbaa6d2aa33a4403179d30d
app_public.restore_product(uuid) returns app_public.products, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 66bf96e50b3da29127a1a885ba595800
app_public.restore_project(uuid) returns app_public.projects, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 5830872847be7a1eed81288f1e9b751c
app_public.restore_task(uuid) returns app_public.tasks, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body bc0840aae374da28a848edbcaf43db84
app_public.retry_outgoing_email(uuid) returns app_public.outgoing_emails, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body e051fd69701ddc84769cd753f79f833e
app_public.retry_workflow_run(uuid) returns app_public.workflow_runs, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 3e1fe2f52fab2ece031f47f303c9bb1e
app_public.revoke_api_key(uuid) returns app_public.api_keys, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body e87157773723811a22ea15b254b95ed8
app_public.save_workflow(uuid,text,text,jsonb,integer) returns app_public.workflows, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body e19b2fe925e1e5fd5a57225e5901ceda
app_public.score_lead(uuid) returns app_public.lead_scores, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 2ad496f6320d580d6ea08249faa3bb77
app_public.score_leads(app_public.lead_scoring_filter) returns app_public.lead_scoring_runs, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 96c47187a849940f3d77b0e4f6587ce3
app_public.send_test_webhook(uuid) returns app_public.webhook_deliveries, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 0d2765c44ea3fe3218df3adb619248c9
app_public.set_feature_flag(text,boolean) returns app_public.feature_flags, volatile, execute: rowhouse_user, body 9e1edca82aae35231da08c9850117834
app_public.set_role_permissions(uuid,app_public.granted_permission[]) returns app_public.roles, volatile, execute: rowhouse_user, body 17a29737bab625a7870681a4e48cf9ea
app_public.tag_records(uuid[],text,uuid[]) returns integer, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 21794c6d83304c7f9bc772a91ab1c058
app_public.tasks_is_overdue(app_public.tasks) returns boolean, stable, execute: rowhouse_user, body f7ea615dae9f3fbef120c1550435eb9e
app_public.timeline_events_summary(app_public.timeline_events) returns text, stable, execute: rowhouse_user, body e4a2e0f57471f2db4e47d45ce2ef7ca1
app_public.undo_lead_conversion(uuid) returns app_public.leads, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 7ba24d9cdde88f89c9a2c1369959a3f8
app_public.undo_merge(uuid) returns app_public.record_merges, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 336d26951caeee3544d2a54f79d30494
app_public.unread_message_count() returns integer, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body c293967e3457a98204604c6b67679500
app_public.unread_notification_count() returns integer, stable, execute: rowhouse_user, body 0b282c271f4e43f4688727b0496e221b
app_public.untag_records(uuid[],text,uuid[]) returns integer, volatile, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 40e309a71680c3bed9ee2ee6b5958837
app_public.webhook_deliveries_payload(app_public.webhook_deliveries) returns jsonb, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body c45aa00f102cbf7629432c4bb726670f
app_public.workflow_fields(text) returns SETOF app_public.workflow_field, stable, security definer, execute: rowhouse_user, set search_path=pg_catalog, pg_temp, body 29d88a5d286a638b849570347ea50eee
