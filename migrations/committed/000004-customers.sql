--! Previous: sha1:a1b02163dab0c92d5fe2086185ee52a25777c0cd
--! Hash: sha1:f651d83e649023a659b1ef23d2792dff9c80a61f

-- Customers: accounts (companies), contacts (people in them) and leads (who may become either).
-- Each has custom_data for the organization's own fields, audit columns, and a recycle bin.
-- external_system and external_id say what a record was called where it was imported from.

-- Rules that hold for all three: e-mail in lower case, empty text is no text.
create function app_hidden.tidy_email() returns trigger
language plpgsql as $$
begin
  new.email = nullif(lower(btrim(new.email)), '');
  return new;
end
$$;
comment on function app_hidden.tidy_email() is 'Keeps e-mail addresses in lower case and without blanks around.';

-- ---------------------------------------------------------------------------------------------
-- An account is a company or other organization that we sell to, buy from or work with.
create table app_public.accounts (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  name text not null check (name ~ '\S' and length(name) <= 255),
  type text check (length(type) <= 100),
  status text not null default 'active' references app_enum.account_statuses,
  category text check (length(category) <= 100),
  industry text check (length(industry) <= 100),
  company_size integer check (company_size >= 0),
  annual_revenue numeric check (annual_revenue >= 0 and annual_revenue < 1e15),
  currency text references app_enum.currencies,
  website text check (length(website) <= 2000),
  primary_email text check (length(primary_email) <= 254),
  primary_phone text check (length(primary_phone) <= 50),
  billing_street text check (length(billing_street) <= 500),
  billing_city text check (length(billing_city) <= 100),
  billing_state text check (length(billing_state) <= 100),
  billing_postal_code text check (length(billing_postal_code) <= 20),
  billing_country text check (length(billing_country) <= 100),
  shipping_street text check (length(shipping_street) <= 500),
  shipping_city text check (length(shipping_city) <= 100),
  shipping_state text check (length(shipping_state) <= 100),
  shipping_postal_code text check (length(shipping_postal_code) <= 20),
  shipping_country text check (length(shipping_country) <= 100),
  owner_id uuid default app_hidden.current_user_id(),
  account_manager_id uuid,
  parent_id uuid check (parent_id <> id),
  source text check (length(source) <= 100),
  first_contact_date date,
  last_contact_date date,
  preferred_channel text check (length(preferred_channel) <= 50),
  timezone text check (length(timezone) <= 64),
  description text check (length(description) <= 32000),
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
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, user_id),
  foreign key (organization_id, account_manager_id) references app_public.memberships (organization_id, user_id),
  foreign key (organization_id, parent_id) references app_public.accounts on delete set null (parent_id)
);
comment on table app_public.accounts is
  E'@behavior -delete\nA company or other organization that we deal with.';
create unique index accounts_external_id_key on app_public.accounts (organization_id, external_system, external_id) where deleted_at is null;
-- The policy looks at the owner: with it in the index a list can be counted without its rows.
create index accounts_created_at_idx on app_public.accounts (organization_id, created_at, id)
  include (owner_id, account_manager_id) where deleted_at is null;
create index accounts_name_idx on app_public.accounts (organization_id, name, id) where deleted_at is null;
create index accounts_owner_id_idx on app_public.accounts (organization_id, owner_id, created_at, id);
create index accounts_account_manager_id_idx on app_public.accounts (organization_id, account_manager_id);
create index accounts_parent_id_idx on app_public.accounts (organization_id, parent_id);
create index accounts_primary_email_idx on app_public.accounts (organization_id, primary_email) where deleted_at is null;

create function app_hidden.apply_account_rules() returns trigger
language plpgsql as $$
begin
  new.primary_email = nullif(lower(btrim(new.primary_email)), '');
  if new.annual_revenue is not null then
    if new.currency is null then
      select o.default_currency into new.currency from app_public.organizations o where o.id = new.organization_id;
    end if;
    new.annual_revenue = app_hidden.round_money(new.annual_revenue, new.currency);
  end if;
  return new;
end
$$;
create trigger apply_account_rules before insert or update on app_public.accounts
  for each row execute function app_hidden.apply_account_rules();

create function app_hidden.prevent_account_cycle() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- Two accounts given to each other as parents at once would each see no cycle.
  perform pg_advisory_xact_lock(hashtextextended('accounts.parent_id', 0) # hashtextextended(new.organization_id::text, 0));
  if exists (
    with recursive ancestors as (
      select a.id, a.parent_id from app_public.accounts a
        where a.organization_id = new.organization_id and a.id = new.parent_id
      union
      select a.id, a.parent_id from app_public.accounts a
        join ancestors on a.organization_id = new.organization_id and a.id = ancestors.parent_id)
    select from ancestors where id = new.id
  ) then
    perform app_hidden.fail('RH400', 'An account cannot be its own ancestor.',
      '{"parent_id": "This account is below the one you are changing."}');
  end if;
  return new;
end
$$;
create trigger prevent_account_cycle after insert or update of parent_id on app_public.accounts
  for each row when (new.parent_id is not null) execute function app_hidden.prevent_account_cycle();

call app_hidden.protect_record('accounts', '{first_contact_date,last_contact_date}');

-- ---------------------------------------------------------------------------------------------
-- A contact is a person, usually at an account.
create table app_public.contacts (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  salutation text check (length(salutation) <= 50),
  first_name text check (length(first_name) <= 100),
  last_name text not null check (last_name ~ '\S' and length(last_name) <= 100),
  name text not null generated always as (coalesce(nullif(first_name, '') || ' ', '') || last_name) stored,
  email text check (email ~ '^[^@\s]+@[^@\s]+$' and length(email) <= 254),
  work_phone text check (length(work_phone) <= 50),
  mobile_phone text check (length(mobile_phone) <= 50),
  job_title text check (length(job_title) <= 150),
  department text check (length(department) <= 100),
  role text check (length(role) <= 100),
  type text check (length(type) <= 100),
  account_id uuid,
  is_primary boolean not null default false,
  owner_id uuid default app_hidden.current_user_id(),
  source text check (length(source) <= 100),
  linkedin_url text check (length(linkedin_url) <= 2000),
  twitter_handle text check (length(twitter_handle) <= 100),
  facebook_url text check (length(facebook_url) <= 2000),
  preferred_channel text check (length(preferred_channel) <= 50),
  birthday date,
  anniversary date,
  email_opt_in boolean not null default false,
  sms_opt_in boolean not null default false,
  do_not_call boolean not null default false,
  last_contact_date date,
  mailing_street text check (length(mailing_street) <= 500),
  mailing_city text check (length(mailing_city) <= 100),
  mailing_state text check (length(mailing_state) <= 100),
  mailing_postal_code text check (length(mailing_postal_code) <= 20),
  mailing_country text check (length(mailing_country) <= 100),
  description text check (length(description) <= 32000),
  custom_data jsonb not null default '{}' check (jsonb_typeof(custom_data) = 'object' and length(custom_data::text) <= 65536),
  external_system text,
  external_id text check (length(external_id) <= 255),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  erased_at timestamptz,
  deleted_at timestamptz,
  deleted_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, account_id) references app_public.accounts on delete set null (account_id),
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, user_id)
);
comment on table app_public.contacts is E'@behavior -delete\nA person, usually at an account.';
comment on column app_public.contacts.name is 'First and last name.';
comment on column app_public.contacts.erased_at is 'Since when nothing personal is left here; an erased contact stays as it is.';
create unique index contacts_external_id_key on app_public.contacts (organization_id, external_system, external_id) where deleted_at is null;
create unique index contacts_email_key on app_public.contacts (organization_id, email) where deleted_at is null;
create index contacts_created_at_idx on app_public.contacts (organization_id, created_at, id)
  include (owner_id) where deleted_at is null;
create index contacts_last_name_idx on app_public.contacts (organization_id, last_name, first_name, id) where deleted_at is null;
create index contacts_account_id_idx on app_public.contacts (organization_id, account_id, created_at, id);
create index contacts_owner_id_idx on app_public.contacts (organization_id, owner_id, created_at, id);

create trigger tidy_email before insert or update on app_public.contacts
  for each row execute function app_hidden.tidy_email();
call app_hidden.protect_record('contacts', '{last_contact_date}');

-- ---------------------------------------------------------------------------------------------
-- A lead is somebody who may become a customer. Conversion makes an account, a contact and a deal
-- of it and ends its life as a lead.
create table app_public.leads (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  salutation text check (length(salutation) <= 50),
  first_name text check (length(first_name) <= 100),
  last_name text check (length(last_name) <= 100),
  name text not null generated always as (
    btrim(coalesce(first_name, '') || ' ' || coalesce(last_name, ''))) stored,
  company text check (length(company) <= 255),
  job_title text check (length(job_title) <= 150),
  email text check (email ~ '^[^@\s]+@[^@\s]+$' and length(email) <= 254),
  phone text check (length(phone) <= 50),
  mobile_phone text check (length(mobile_phone) <= 50),
  website text check (length(website) <= 2000),
  industry text check (length(industry) <= 100),
  annual_revenue numeric check (annual_revenue >= 0 and annual_revenue < 1e15),
  company_size integer check (company_size >= 0),
  street text check (length(street) <= 500),
  city text check (length(city) <= 100),
  state text check (length(state) <= 100),
  postal_code text check (length(postal_code) <= 20),
  country text check (length(country) <= 100),
  status text not null default 'new' references app_enum.lead_statuses,
  rating text references app_enum.lead_ratings,
  priority text not null default 'normal' references app_enum.priorities,
  score integer not null default 0 check (score between 0 and 100),
  source text check (length(source) <= 100),
  campaign text check (length(campaign) <= 200),
  medium text check (length(medium) <= 100),
  referrer text check (length(referrer) <= 2000),
  utm_source text check (length(utm_source) <= 200),
  utm_medium text check (length(utm_medium) <= 200),
  utm_campaign text check (length(utm_campaign) <= 200),
  utm_term text check (length(utm_term) <= 200),
  utm_content text check (length(utm_content) <= 200),
  budget text check (length(budget) <= 500),
  authority text check (length(authority) <= 500),
  need text check (length(need) <= 2000),
  timeline text check (length(timeline) <= 500),
  owner_id uuid default app_hidden.current_user_id(),
  assigned_at timestamptz,
  territory_id uuid,
  first_contact_date date,
  last_contact_date date,
  last_activity_date date,
  converted_at timestamptz,
  converted_account_id uuid,
  converted_contact_id uuid,
  converted_deal_id uuid,
  disqualified_at timestamptz,
  disqualified_by uuid,
  disqualified_reason text check (length(disqualified_reason) <= 1000),
  description text check (length(description) <= 32000),
  custom_data jsonb not null default '{}' check (jsonb_typeof(custom_data) = 'object' and length(custom_data::text) <= 65536),
  external_system text,
  external_id text check (length(external_id) <= 255),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  erased_at timestamptz,
  deleted_at timestamptz,
  deleted_by uuid,
  primary key (organization_id, id),
  constraint leads_identity_check check (
    coalesce(last_name, '') ~ '\S' or coalesce(company, '') ~ '\S' or email is not null),
  constraint leads_disqualified_with_reason_check check (status <> 'disqualified' or coalesce(disqualified_reason, '') ~ '\S'),
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, user_id),
  foreign key (organization_id, territory_id) references app_public.territories on delete set null (territory_id),
  foreign key (organization_id, converted_account_id) references app_public.accounts on delete set null (converted_account_id),
  foreign key (organization_id, converted_contact_id) references app_public.contacts on delete set null (converted_contact_id)
);
comment on table app_public.leads is E'@behavior -delete\nSomebody who may become a customer.';
comment on column app_public.leads.erased_at is 'Since when nothing personal is left here; an erased lead stays as it is.';
comment on column app_public.leads.score is '0 to 100; calculated, never typed in.';
comment on constraint leads_identity_check on app_public.leads is 'A lead needs a last name, a company or an e-mail address.';
comment on constraint leads_disqualified_with_reason_check on app_public.leads is 'Disqualifying a lead needs a reason.';
create unique index leads_external_id_key on app_public.leads (organization_id, external_system, external_id) where deleted_at is null;
create index leads_created_at_idx on app_public.leads (organization_id, created_at, id)
  include (owner_id) where deleted_at is null;
create index leads_score_idx on app_public.leads (organization_id, score, id) where deleted_at is null;
create index leads_status_created_at_idx on app_public.leads (organization_id, status, created_at, id) where deleted_at is null;
create index leads_status_score_idx on app_public.leads (organization_id, status, score, id)
  include (owner_id) where deleted_at is null;
create index leads_owner_id_idx on app_public.leads (organization_id, owner_id, score, id);
create index leads_owner_created_at_idx on app_public.leads (organization_id, owner_id, created_at, id);
create index leads_email_idx on app_public.leads (organization_id, email) where deleted_at is null;
create index leads_territory_id_idx on app_public.leads (organization_id, territory_id) where territory_id is not null;
create index leads_converted_account_id_idx on app_public.leads (organization_id, converted_account_id) where converted_account_id is not null;
create index leads_converted_contact_id_idx on app_public.leads (organization_id, converted_contact_id) where converted_contact_id is not null;

create function app_hidden.apply_lead_rules() returns trigger
language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.assigned_at = case when new.owner_id is not null then coalesce(new.assigned_at, now()) end;
  elsif new.owner_id is distinct from old.owner_id then
    new.assigned_at = case when new.owner_id is not null then now() end;
  end if;
  if current_user = 'rowhouse_user'
    or current_user = 'rowhouse_importer' and app_hidden.owner_ids_in_scope('lead', 'import') is not null
  then
    if new.status = 'converted' and (tg_op = 'INSERT' or old.status <> 'converted') then
      perform app_hidden.fail('RH400', 'A lead becomes converted by being converted, not by its status.',
        '{"status": "Convert the lead instead."}');
    end if;
    if tg_op = 'UPDATE' and old.status = 'converted' and new.status <> 'converted' then
      perform app_hidden.fail('RH409', 'A converted lead stays converted.', '{"status": "This lead is converted."}');
    end if;
  end if;
  if new.status = 'disqualified' then
    if tg_op = 'INSERT' or old.status <> 'disqualified' then
      new.disqualified_at = coalesce(new.disqualified_at, now());
      new.disqualified_by = coalesce(new.disqualified_by, app_hidden.current_user_id());
    end if;
  else
    new.disqualified_at = null;
    new.disqualified_by = null;
    new.disqualified_reason = null;
  end if;
  return new;
end
$$;
comment on function app_hidden.apply_lead_rules() is
  'Keeps assigned_at and the disqualification columns. Only conversion sets "converted", and imports of who
may import everybody''s leads.';
create trigger tidy_email before insert or update on app_public.leads
  for each row execute function app_hidden.tidy_email();
create trigger apply_lead_rules before insert or update on app_public.leads
  for each row execute function app_hidden.apply_lead_rules();
