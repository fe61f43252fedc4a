--! Previous: sha1:ff20ee64c0ca6e3172b570ccc19138509b8ba2af
--! Hash: sha1:d33aa02d46c5d866ee88e83ede020493958f04f6

-- Conversion: a lead becomes an account, a contact and a deal, or is linked to those that are there.
-- All of it is one transaction, which can be repeated (idempotency key) and taken back as a whole
-- (000016). docs/leads.md tells users.
--
-- The functions run as owner, since a conversion does what its parts need no permission for: it copies
-- what the caller's role may not see of the lead, and takes along what is on it. What they are held to
-- is said where it is done: the permission to convert the lead, to create what is created, and to see
-- what is linked to. Whatever is found and filled in is looked for among what the caller may see and
-- edit, so that neither an answer nor an error tells of the rest.

-- ---------------------------------------------------------------------------------------------
-- What became of a lead: which records, and whether they were made or were there before.
create table app_public.lead_conversions (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  lead_id uuid not null,
  account_id uuid,
  contact_id uuid,
  deal_id uuid,
  is_account_created boolean not null default false,
  is_contact_created boolean not null default false,
  is_deal_created boolean not null default false,
  created_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  undone_at timestamptz,
  undone_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, lead_id) references app_public.leads on delete cascade,
  foreign key (organization_id, account_id) references app_public.accounts on delete set null (account_id),
  foreign key (organization_id, contact_id) references app_public.contacts on delete set null (contact_id),
  foreign key (organization_id, deal_id) references app_public.deals on delete set null (deal_id)
);
comment on table app_public.lead_conversions is
  E'@behavior -insert -update -delete\nWhat a lead was converted into, when and by whom. Seen with the lead.';
comment on column app_public.lead_conversions.account_id is
  E'@shows lead.converted_account_id\nNull when there is none, or when it was made and has been undone.';
comment on column app_public.lead_conversions.contact_id is '@shows lead.converted_contact_id';
comment on column app_public.lead_conversions.deal_id is '@shows lead.converted_deal_id';
comment on column app_public.lead_conversions.created_at is '@shows lead.converted_at';
comment on column app_public.lead_conversions.is_account_created is
  E'@shows lead.converted_account_id\nWhether the account was made; else it was there and was linked to.';
comment on column app_public.lead_conversions.is_contact_created is
  E'@shows lead.converted_contact_id\nWhether the contact was made; else it was there and was linked to.';
comment on column app_public.lead_conversions.is_deal_created is
  E'@shows lead.converted_deal_id\nWhether there is or was a deal.';
comment on column app_public.lead_conversions.undone_at is 'When the conversion was taken back; null while it stands.';
create unique index lead_conversions_lead_id_key on app_public.lead_conversions (organization_id, lead_id) where undone_at is null;
comment on index app_public.lead_conversions_lead_id_key is 'This lead is converted already.';
create index lead_conversions_lead_id_idx on app_public.lead_conversions (organization_id, lead_id, created_at, id);
create index lead_conversions_created_at_idx on app_public.lead_conversions (organization_id, created_at, id);
create index lead_conversions_account_id_idx on app_public.lead_conversions (organization_id, account_id) where account_id is not null;
create index lead_conversions_contact_id_idx on app_public.lead_conversions (organization_id, contact_id) where contact_id is not null;
create index lead_conversions_deal_id_idx on app_public.lead_conversions (organization_id, deal_id) where deal_id is not null;
call app_hidden.build_wall('lead_conversions');
-- That there is one is a lead's status.
create policy select_with_lead on app_public.lead_conversions for select to rowhouse_user
  using ((select app_hidden.field_mode('leads', 'status')) in ('edit', 'view')
    and exists (select from app_public.leads parent where parent.id = lead_id offset 0));
grant select on app_public.lead_conversions to rowhouse_user;
call app_hidden.bound_dates('lead_conversions');
call app_hidden.audit_changes('lead_conversions');
call app_hidden.describe_fields();

-- What only the database needs to know of a conversion. The digests (SHA-256) are of the key that the
-- caller gave, and of what was asked for with it.
create table app_hidden.conversion_details (
  organization_id uuid not null,
  conversion_id uuid not null,
  filled_fields text[] not null,
  key_digest bytea,
  arguments_digest bytea not null,
  primary key (organization_id, conversion_id),
  unique (organization_id, key_digest),
  foreign key (organization_id, conversion_id) references app_public.lead_conversions on delete cascade
);
comment on table app_hidden.conversion_details is
  'Which fields of records that were there a conversion filled in (such as contact.job_title), and by which key it can be repeated.';

create function app_public.lead_conversions_filled_fields(conversion app_public.lead_conversions) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  -- Also that a field was empty and is not is told only to who sees the field.
  select array(
      select f.name from unnest(d.filled_fields) with ordinality as f (name, n)
        where split_part(f.name, '.', 2) <> all (case split_part(f.name, '.', 1)
            when 'account' then account.withheld else contact.withheld end)
          and not (f.name like '%.custom\_data.%' and exists (
            select from app_hidden.withheld_custom_fields(split_part(f.name, '.', 1)) w where w.key = split_part(f.name, '.', 3)))
        order by f.n)
    from app_public.lead_conversions c
    join app_hidden.conversion_details d on d.organization_id = c.organization_id and d.conversion_id = c.id
    cross join lateral (select app_hidden.withheld_columns('accounts') as withheld) account
    cross join lateral (select app_hidden.withheld_columns('contacts') as withheld) contact
    where c.organization_id = app_hidden.current_organization_id() and c.id = conversion.id
      and app_hidden.may_do('lead', 'view', c.lead_id)
      and app_hidden.field_mode('leads', 'status') in ('edit', 'view')
$$;
comment on function app_public.lead_conversions_filled_fields(app_public.lead_conversions) is
  E'@behavior -filterBy -orderBy\nThe fields of an account or contact linked to that were empty and have been filled in, such as contact.job_title: those that the caller sees.';
grant execute on function app_public.lead_conversions_filled_fields(app_public.lead_conversions) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Which custom field of a lead becomes which of an account, contact or deal. One of which nothing is
-- said here becomes the field with the same key and type.
create table app_public.lead_field_mappings (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  lead_field_id uuid not null,
  field_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  constraint lead_field_mappings_field_id_key unique (organization_id, field_id),
  foreign key (organization_id, lead_field_id) references app_public.custom_field_definitions on delete cascade,
  foreign key (organization_id, field_id) references app_public.custom_field_definitions on delete cascade
);
comment on table app_public.lead_field_mappings is
  'That a custom field of leads becomes one of accounts, contacts or deals on conversion. A field of leads that has mappings is copied only where they say.';
comment on constraint lead_field_mappings_field_id_key on app_public.lead_field_mappings is
  'Something is copied into this field already.';
comment on constraint lead_field_mappings_organization_id_lead_field_id_fkey on app_public.lead_field_mappings is
  '@foreignFieldName leadFieldMappings';
comment on constraint lead_field_mappings_organization_id_field_id_fkey on app_public.lead_field_mappings is
  '@foreignFieldName mappedLeadFields';
create index lead_field_mappings_lead_field_id_idx on app_public.lead_field_mappings (organization_id, lead_field_id);
call app_hidden.protect_setting('lead_field_mappings', 'custom_field');
call app_hidden.audit_changes('lead_field_mappings');

create function app_hidden.check_lead_field_mapping() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  source app_public.custom_field_definitions;
  target app_public.custom_field_definitions;
begin
  select * into source from app_public.custom_field_definitions d
    where d.organization_id = new.organization_id and d.id = new.lead_field_id;
  select * into target from app_public.custom_field_definitions d
    where d.organization_id = new.organization_id and d.id = new.field_id;
  if source.object <> 'lead' then
    perform app_hidden.fail('RH400', 'What is copied is a custom field of leads.', '{"lead_field_id": "Is no field of leads."}');
  end if;
  if target.object not in ('account', 'contact', 'deal') then
    perform app_hidden.fail('RH400', 'A lead becomes an account, a contact and a deal.',
      '{"field_id": "Is no field of accounts, contacts or deals."}');
  end if;
  if source.type <> target.type
    and not (target.type in ('text', 'textarea') and source.type in ('text', 'textarea', 'select', 'url', 'email', 'phone')) then
    perform app_hidden.fail('RH400', format('A field of type %s cannot take what one of type %s holds.', target.type, source.type),
      '{"field_id": "Is of another type."}');
  end if;
  return new;
end
$$;
comment on function app_hidden.check_lead_field_mapping() is 'From a field of leads to one of what they become that can take its values (RH400).';
create trigger check_lead_field_mapping before insert or update on app_public.lead_field_mappings
  for each row execute function app_hidden.check_lead_field_mapping();

create function app_hidden.mapped_custom_fields(of_object text) returns table (lead_key text, key text)
language sql stable as $$
  select source.key, target.key
    from app_public.custom_field_definitions source
    join app_public.custom_field_definitions target
      on target.organization_id = source.organization_id and target.object = of_object and target.is_active
    left join app_public.lead_field_mappings m
      on m.organization_id = source.organization_id and m.lead_field_id = source.id and m.field_id = target.id
    where source.organization_id = app_hidden.current_organization_id() and source.object = 'lead' and source.is_active
      and (m.id is not null
        or source.key = target.key and source.type = target.type
          and not exists (select from app_public.lead_field_mappings other
            where other.organization_id = source.organization_id and other.lead_field_id = source.id)
          and not exists (select from app_public.lead_field_mappings other
            where other.organization_id = source.organization_id and other.field_id = target.id))
$$;
comment on function app_hidden.mapped_custom_fields(text) is
  'Which custom field of a lead becomes which of an object.';

-- ---------------------------------------------------------------------------------------------
-- Which field of a lead becomes which of an account, a contact and a deal. Fields of a unit are filled
-- in together or not at all: a street of one address and a city of another are no address. A lead's
-- telephone numbers are the person's and do not go to the account, where erasing would leave them.
create table app_hidden.conversion_fields (
  object text not null references app_hidden.crm_objects,
  field text not null,
  lead_field text not null,
  unit text,
  primary key (object, field)
);
comment on table app_hidden.conversion_fields is 'Which field of a lead becomes which field of what it is converted into.';
insert into app_hidden.conversion_fields (object, field, lead_field, unit) values
  ('account', 'name', 'company', null),
  ('account', 'industry', 'industry', null),
  ('account', 'company_size', 'company_size', null),
  ('account', 'annual_revenue', 'annual_revenue', null),
  ('account', 'website', 'website', null),
  ('account', 'billing_street', 'street', 'address'),
  ('account', 'billing_city', 'city', 'address'),
  ('account', 'billing_state', 'state', 'address'),
  ('account', 'billing_postal_code', 'postal_code', 'address'),
  ('account', 'billing_country', 'country', 'address'),
  ('account', 'source', 'source', null),
  ('contact', 'salutation', 'salutation', null),
  ('contact', 'first_name', 'first_name', null),
  ('contact', 'last_name', 'last_name', null),
  ('contact', 'email', 'email', null),
  ('contact', 'work_phone', 'phone', null),
  ('contact', 'mobile_phone', 'mobile_phone', null),
  ('contact', 'job_title', 'job_title', null),
  ('contact', 'mailing_street', 'street', 'address'),
  ('contact', 'mailing_city', 'city', 'address'),
  ('contact', 'mailing_state', 'state', 'address'),
  ('contact', 'mailing_postal_code', 'postal_code', 'address'),
  ('contact', 'mailing_country', 'country', 'address'),
  ('contact', 'source', 'source', null),
  ('contact', 'description', 'description', null),
  ('deal', 'title', 'title', null),
  ('deal', 'source', 'source', null);

create function app_hidden.lead_document(lead app_public.leads) returns jsonb
language sql stable as $$
  select to_jsonb(lead)
    || case when lead.last_name ~ '\S' then '{}' else jsonb_build_object('last_name', lead.first_name, 'first_name', null) end
    || jsonb_build_object('title', case when lead.company ~ '\S' then lead.company else lead.name end)
$$;
comment on function app_hidden.lead_document(app_public.leads) is
  'The lead as conversion_fields reads it: a person of one name has it as last name; with a title for a deal.';

create function app_hidden.converted_values(lead jsonb, of_object text) returns jsonb
language sql stable as $$
  select coalesce(jsonb_object_agg(f.field, lead -> f.lead_field), '{}')
      || coalesce((select jsonb_build_object('custom_data', jsonb_object_agg(m.key, lead -> 'custom_data' -> m.lead_key))
        from app_hidden.mapped_custom_fields(of_object) m
        where not app_hidden.is_blank(lead -> 'custom_data' -> m.lead_key)
        having count(*) > 0), '{}')
    from app_hidden.conversion_fields f
    where f.object = of_object and not app_hidden.is_blank(lead -> f.lead_field)
$$;
comment on function app_hidden.converted_values(jsonb, text) is
  'What a lead (lead_document) has for a new account, contact or deal: column → value.';

create function app_hidden.fillable_values(of_object text, record jsonb, offered jsonb) returns jsonb
language plpgsql stable as $$
declare
  target constant text := (select o.table_name from app_hidden.crm_objects o where o.name = of_object);
  is_restricted constant boolean := app_hidden.masks_fields();
  read_only constant text[] := case when is_restricted then app_hidden.read_only_columns(target) else '{}' end;
  read_only_keys constant text[] := case when is_restricted then app_hidden.read_only_custom_fields(of_object) else '{}' end;
  filled jsonb;
  added jsonb;
begin
  if not app_hidden.may_do(of_object, 'edit', (record ->> 'id')::uuid) then
    return '{}';
  end if;
  select coalesce(jsonb_object_agg(o.key, o.value), '{}') into filled
    from jsonb_each(offered - 'custom_data') o
    join app_hidden.conversion_fields f on f.object = of_object and f.field = o.key
    where o.key <> all (read_only) and app_hidden.is_blank(record -> o.key)
      and not exists (select from app_hidden.conversion_fields other
        where other.object = f.object and other.unit = f.unit
          and (other.field = any (read_only) or not app_hidden.is_blank(record -> other.field)));
  select jsonb_object_agg(o.key, o.value) into added
    from jsonb_each(offered -> 'custom_data') o
    where o.key <> all (read_only_keys) and app_hidden.is_blank(record -> 'custom_data' -> o.key);
  if added is not null and 'custom_data' <> all (read_only) then
    filled := filled || jsonb_build_object('custom_data', added);
  end if;
  return filled;
end
$$;
comment on function app_hidden.fillable_values(text, jsonb, jsonb) is
  'Those of the offered values that fill an empty field of the record which the caller may edit: column → value,
of custom_data the keys to add.';

create function app_hidden.fillable_account_values(account app_public.accounts, offered jsonb) returns jsonb
language plpgsql stable as $$
begin
  -- A lead's revenue is in the organization's own currency.
  if account.currency <> (select o.default_currency from app_public.organizations o where o.id = account.organization_id) then
    offered := offered - 'annual_revenue';
  end if;
  return app_hidden.fillable_values('account', to_jsonb(account), offered);
end
$$;
comment on function app_hidden.fillable_account_values(app_public.accounts, jsonb) is
  'fillable_values of an account; no amount of another currency.';

create function app_hidden.fillable_contact_values(contact app_public.contacts, offered jsonb) returns jsonb
language plpgsql stable as $$
begin
  -- Who has another name may be somebody else at the same address.
  if lower(btrim(offered ->> 'last_name')) <> lower(btrim(contact.last_name))
    or 'last_name' = any (app_hidden.withheld_columns('contacts')) then
    offered := offered - '{salutation,first_name}'::text[];
  end if;
  if exists (select from app_public.contacts other
      where other.organization_id = contact.organization_id and other.email = offered ->> 'email'
        and other.deleted_at is null and other.id <> contact.id) then
    offered := offered - 'email';
  end if;
  return app_hidden.fillable_values('contact', to_jsonb(contact), offered);
end
$$;
comment on function app_hidden.fillable_contact_values(app_public.contacts, jsonb) is
  'fillable_values of a contact: no first name of who has another last name, no address that is another''s.';

-- ---------------------------------------------------------------------------------------------
-- Which account and contact are there already

create index accounts_company_key_idx on app_public.accounts (organization_id, app_hidden.company_key(name)) where deleted_at is null;
create index accounts_website_domain_idx on app_public.accounts (organization_id, app_hidden.domain_key(website)) where deleted_at is null;
create index accounts_email_domain_idx on app_public.accounts (organization_id, app_hidden.domain_key(primary_email)) where deleted_at is null;
create index contacts_email_key_idx on app_public.contacts (organization_id, app_hidden.email_key(email)) where deleted_at is null;

create function app_hidden.website_domain(website text) returns text
language sql immutable strict parallel safe as $$
  select case when host !~ '(^|\.)(facebook|fb|instagram|linkedin|twitter|x|youtube|tiktok|xing|google|goo|bit|linktr|github|medium|yelp)\.[a-z.]{2,6}$'
      then app_hidden.company_domain(host) end
    from (select app_hidden.domain_key(website) as host) found
$$;
comment on function app_hidden.website_domain(text) is
  'The domain of a web site that is a company''s own; null for a page at a network or a provider that many share.';

create function app_hidden.lead_keys(lead app_public.leads, out company text, out domains text[], out email text)
language plpgsql stable as $$
declare
  withheld constant text[] := app_hidden.withheld_columns('leads');
begin
  company := case when 'company' <> all (withheld) then app_hidden.company_key(lead.company) end;
  domains := array_remove(array[
    case when 'website' <> all (withheld) then app_hidden.website_domain(lead.website) end,
    case when 'email' <> all (withheld) then app_hidden.company_domain(lead.email) end], null);
  email := case when 'email' <> all (withheld) then app_hidden.email_key(lead.email) end;
end
$$;
comment on function app_hidden.lead_keys(app_public.leads) is
  'What accounts and contacts of a lead are looked for by, of those fields that the caller sees: a match would tell
what is in the others.';

create function app_hidden.find_lead_account(lead app_public.leads, out id uuid, out match text)
language plpgsql stable as $$
declare
  keys record := app_hidden.lead_keys(lead);
  withheld constant text[] := app_hidden.withheld_columns('accounts');
  by_name constant text := case when 'name' <> all (withheld) then keys.company end;
  by_website constant text[] := case when 'website' <> all (withheld) then keys.domains else '{}' end;
  by_email constant text[] := case when 'primary_email' <> all (withheld) then keys.domains else '{}' end;
  candidates uuid[];
begin
  candidates := array(
    select a.id from app_public.accounts a
      where a.organization_id = lead.organization_id and a.deleted_at is null and app_hidden.company_key(a.name) = by_name
    union
    select a.id from app_public.accounts a
      where a.organization_id = lead.organization_id and a.deleted_at is null and app_hidden.domain_key(a.website) = any (by_website)
    union
    select a.id from app_public.accounts a
      where a.organization_id = lead.organization_id and a.deleted_at is null
        and app_hidden.domain_key(a.primary_email) = any (by_email));
  if candidates = '{}' then
    return;
  end if;
  select a.id, case when found.has_name then 'name' else 'domain' end into id, match
    from app_public.accounts a
    cross join lateral (select coalesce(app_hidden.company_key(a.name) = by_name, false) as has_name,
      coalesce(app_hidden.domain_key(a.website) = any (by_website), false)
        or coalesce(app_hidden.domain_key(a.primary_email) = any (by_email), false) as has_domain) found
    where a.organization_id = lead.organization_id and a.id = any (app_hidden.allowed_ids('account', 'view', candidates))
    order by found.has_name and found.has_domain desc, found.has_name desc, a.created_at, a.id
    limit 1;
end
$$;
comment on function app_hidden.find_lead_account(app_public.leads) is
  'The account of the lead''s company among those that the caller sees: by name and domain before by name before by
domain, the oldest of several. match: name or domain.';

create function app_hidden.find_lead_contact(lead app_public.leads) returns uuid
language plpgsql stable as $$
declare
  keys record := app_hidden.lead_keys(lead);
  candidates uuid[];
begin
  if keys.email is null or 'email' = any (app_hidden.withheld_columns('contacts')) then
    return null;
  end if;
  candidates := array(select c.id from app_public.contacts c
    where c.organization_id = lead.organization_id and c.deleted_at is null and app_hidden.email_key(c.email) = keys.email);
  if candidates = '{}' then
    return null;
  end if;
  return (select c.id from app_public.contacts c
    where c.organization_id = lead.organization_id and c.id = any (app_hidden.allowed_ids('contact', 'view', candidates))
    order by c.email = lead.email desc, c.created_at, c.id
    limit 1);
end
$$;
comment on function app_hidden.find_lead_contact(app_public.leads) is
  'The contact with the lead''s e-mail address among those that the caller sees: the very address before one that
is the same mailbox, the oldest of several.';

-- ---------------------------------------------------------------------------------------------
-- What is to be done. The preview and the conversion ask the same function.

create type app_hidden.conversion_plan as (
  owner_id uuid,
  account_id uuid,
  account_match text,
  account_values jsonb,
  contact_id uuid,
  contact_match text,
  contact_values jsonb,
  deal_values jsonb
);
comment on type app_hidden.conversion_plan is
  'Which account and contact a lead is linked to and why (match: given, name, domain, contact, email), and what is set in
them; without an id one is made of the values, without values there is none.';

create function app_hidden.check_convertible(lead app_public.leads) returns void
language plpgsql stable as $$
declare
  into_what text;
begin
  if lead.status = 'converted' then
    select string_agg(format('the %s %s', p.object, p.label), ' and ' order by p.object) into into_what
      from app_hidden.converted_labels(lead) p;
    perform app_hidden.fail('RH409', 'This lead is converted already' || coalesce(', into ' || into_what, '') || '.');
  elsif lead.erased_at is not null then
    perform app_hidden.fail('RH409', 'This lead was erased and cannot be converted.');
  elsif lead.status = 'disqualified' then
    perform app_hidden.fail('RH409', 'A disqualified lead is not converted. Give it another status first.');
  elsif lead.name !~ '\S' then
    perform app_hidden.fail('RH400', 'A lead without a person''s name is not converted.', '{"last_name": "Whom do we know there?"}');
  elsif coalesce(lead.company, '') !~ '\S' and lead.email is null then
    perform app_hidden.fail('RH400', 'A lead without a company or an e-mail address is not converted.',
      '{"company": "Needs this or an e-mail address.", "email": "Needs this or a company."}');
  end if;
end
$$;
comment on function app_hidden.check_convertible(app_public.leads) is
  'Fails for a lead that is converted, erased or disqualified (RH409), or lacks a name, or both company and e-mail
address (RH400).';

create function app_hidden.converted_labels(lead app_public.leads) returns table (object text, label text)
language plpgsql stable as $$
declare
  target app_hidden.crm_objects;
  record_id uuid;
begin
  for target in select o.* from app_hidden.crm_objects o where o.name in ('account', 'contact', 'deal') loop
    record_id := (to_jsonb(lead) ->> format('converted_%s_id', target.name))::uuid;
    continue when record_id is null or format('converted_%s_id', target.name) = any (app_hidden.withheld_columns('leads'))
      or not app_hidden.may_do(target.name, 'view', record_id);
    object := target.name;
    execute format('select quote_ident(left(%s, 100)) from app_public.%I r where r.organization_id = $1 and r.id = $2',
        app_hidden.label_expression(target, lead.organization_id, app_hidden.current_role_id()), target.table_name)
      into label using lead.organization_id, record_id;
    continue when label is null;
    label := '"' || btrim(label, '"') || '"';
    return next;
  end loop;
end
$$;
comment on function app_hidden.converted_labels(app_public.leads) is
  'What a lead was converted into, named as the caller sees it; what they do not see is left out.';

create function app_hidden.require_creation(object text, owner uuid, argument text) returns void
language plpgsql stable as $$
begin
  if not app_hidden.reaches(object, 'create', array[owner]) then
    perform app_hidden.fail('RH403', format('You may not create the %s that this conversion would make.', object),
      jsonb_build_object(argument, format('Needs the permission to create: %s.', object)));
  end if;
end
$$;
comment on function app_hidden.require_creation(text, uuid, text) is
  'Fails with RH403, naming the argument, unless the caller may create a record of this owner.';

create function app_hidden.deal_columns() returns text[]
language sql immutable as $$
  select '{title,amount,discount,tax,currency,expected_close_date,pipeline_id,stage_id,probability,owner_id,competitors,next_step,type,source,description,custom_data}'::text[]
$$;
comment on function app_hidden.deal_columns() is 'What a caller may say of the deal that a conversion makes.';

create function app_hidden.deal_attributes(given jsonb) returns jsonb
language plpgsql stable as $$
declare
  -- A null is nothing said.
  attributes jsonb := (select coalesce(jsonb_object_agg(a.key, a.value), '{}') from jsonb_each(coalesce(given, '{}')) a where a.value <> 'null');
  unknown text := (select min(key) from jsonb_object_keys(attributes) key where key <> all (app_hidden.deal_columns()));
  refused jsonb;
  pipeline uuid;
begin
  if unknown is not null then
    perform app_hidden.fail('RH400', 'A deal has no such field to set.', jsonb_build_object(unknown, 'No such field.'));
  end if;
  perform app_hidden.require_editable('deals', array(select jsonb_object_keys(attributes)));
  select jsonb_object_agg('custom_data.' || key, 'Your role may not change this field.') into refused
    from unnest(app_hidden.read_only_custom_fields('deal')) key where attributes -> 'custom_data' ? key;
  if refused is not null then
    perform app_hidden.fail('RH403', 'Your role may not change these custom fields of a deal.', refused);
  end if;
  if attributes ? 'stage_id' then
    select s.pipeline_id into pipeline from app_public.pipeline_stages s
      where s.organization_id = app_hidden.current_organization_id() and s.id = (attributes ->> 'stage_id')::uuid;
    if not found then
      perform app_hidden.fail('RH400', 'The stage does not belong to the pipeline.', '{"stage_id": "No such stage in the pipeline."}');
    end if;
    attributes := jsonb_build_object('pipeline_id', pipeline) || attributes;
  end if;
  if attributes ? 'pipeline_id' and not exists (select from app_public.pipelines p
      where p.organization_id = app_hidden.current_organization_id() and p.id = (attributes ->> 'pipeline_id')::uuid) then
    perform app_hidden.fail('RH400', 'The record refers to another that does not exist.', '{"pipeline_id": "No such pipeline."}');
  end if;
  if attributes ? 'owner_id' and not app_hidden.is_active_member((attributes ->> 'owner_id')::uuid) then
    perform app_hidden.fail('RH400', 'The record refers to somebody who is no member.', '{"owner_id": "No such member."}');
  end if;
  return attributes;
end
$$;
comment on function app_hidden.deal_attributes(jsonb) is
  'What the caller says of the deal, found fit as createDeal would: RH400 for what does not exist, RH403 for fields that
their role may not edit. A stage brings its pipeline along.';

create function app_hidden.plan_conversion(
  lead app_public.leads, create_account boolean, create_deal boolean, account_id uuid, contact_id uuid, deal_attributes jsonb
) returns app_hidden.conversion_plan
language plpgsql stable as $$
declare
  document constant jsonb := app_hidden.lead_document(lead);
  plan app_hidden.conversion_plan;
  account app_public.accounts;
  contact app_public.contacts;
begin
  perform app_hidden.check_convertible(lead);
  -- Who has left takes on nothing new.
  plan.owner_id := case when app_hidden.is_active_member(lead.owner_id) then lead.owner_id else app_hidden.current_user_id() end;
  if account_id is not null and not app_hidden.may_do('account', 'view', account_id) then
    perform app_hidden.fail('RH404', 'No such account.', '{"account_id": "No such account."}');
  end if;
  if contact_id is not null and not app_hidden.may_do('contact', 'view', contact_id) then
    perform app_hidden.fail('RH404', 'No such contact.', '{"contact_id": "No such contact."}');
  end if;

  plan.contact_id := coalesce(contact_id, app_hidden.find_lead_contact(lead));
  plan.contact_match := case when contact_id is not null then 'given' when plan.contact_id is not null then 'email' end;
  select c.* into contact from app_public.contacts c
    where c.organization_id = lead.organization_id and c.id = plan.contact_id;
  if contact.erased_at is not null then
    perform app_hidden.fail('RH409', 'This contact was erased and stays as it is.', '{"contact_id": "Was erased."}');
  end if;

  plan.account_id := account_id;
  plan.account_match := case when account_id is not null then 'given' end;
  if plan.account_id is null then
    select f.id, f.match into plan.account_id, plan.account_match from app_hidden.find_lead_account(lead) f;
  end if;
  -- Whose contact it is knows better than how the lead spells the company.
  if plan.account_id is null and contact.account_id is not null and 'account_id' <> all (app_hidden.withheld_columns('contacts'))
    and app_hidden.may_do('account', 'view', contact.account_id) then
    plan.account_id := contact.account_id;
    plan.account_match := 'contact';
  end if;
  select a.* into account from app_public.accounts a
    where a.organization_id = lead.organization_id and a.id = plan.account_id;

  if account.id is not null then
    plan.account_values := app_hidden.fillable_account_values(account, app_hidden.converted_values(document, 'account'));
  elsif create_account and lead.company ~ '\S' then
    plan.account_values := app_hidden.converted_values(document, 'account');
    perform app_hidden.require_creation('account', plan.owner_id, 'create_account');
  end if;
  if contact.id is not null then
    plan.contact_values := app_hidden.fillable_contact_values(contact, app_hidden.converted_values(document, 'contact'));
    if contact.account_id is null and plan.account_values is not null
      and app_hidden.may_do('contact', 'edit', contact.id) and 'account_id' <> all (app_hidden.read_only_columns('contacts')) then
      plan.contact_values := plan.contact_values || jsonb_build_object('account_id', plan.account_id);
    end if;
  else
    plan.contact_values := app_hidden.converted_values(document, 'contact');
    perform app_hidden.require_creation('contact', plan.owner_id, 'contact_id');
  end if;
  if create_deal then
    plan.deal_values := app_hidden.converted_values(document, 'deal');
    deal_attributes := app_hidden.deal_attributes(deal_attributes);
    plan.deal_values := plan.deal_values || deal_attributes
      || case when plan.deal_values ? 'custom_data' or deal_attributes ? 'custom_data' then jsonb_build_object('custom_data',
        coalesce(plan.deal_values -> 'custom_data', '{}') || coalesce(deal_attributes -> 'custom_data', '{}')) else '{}' end;
    perform app_hidden.require_creation('deal', coalesce((deal_attributes ->> 'owner_id')::uuid, plan.owner_id), 'create_deal');
    perform app_hidden.require_permission('pipeline', 'view');
  elsif deal_attributes is not null and deal_attributes <> '{}' then
    perform app_hidden.fail('RH400', 'There is no deal to say this of.', '{"deal_attributes": "No deal is to be created."}');
  end if;
  return plan;
end
$$;
comment on function app_hidden.plan_conversion(app_public.leads, boolean, boolean, uuid, uuid, jsonb) is
  'What converting the lead comes to. Fails as check_convertible and deal_attributes; RH404 for an account or contact
that the caller does not see, RH403 for what they may not create.';

-- ---------------------------------------------------------------------------------------------
-- Before it is done

create type app_public.lead_conversion_preview as (
  lead_id uuid,
  account_id uuid,
  account_match text,
  creates_account boolean,
  account_values jsonb,
  contact_id uuid,
  contact_match text,
  creates_contact boolean,
  contact_values jsonb,
  creates_deal boolean,
  deal_values jsonb
);
comment on type app_public.lead_conversion_preview is
  E'@foreignKey (lead_id) references app_public.leads (id)\n@foreignKey (account_id) references app_public.accounts (id)\n@foreignKey (contact_id) references app_public.contacts (id)\nWhat converting a lead would do.';
comment on column app_public.lead_conversion_preview.account_id is 'The account that is there and would be linked to.';
comment on column app_public.lead_conversion_preview.account_match is
  'Why it would: given, name, domain (of web site or e-mail address), or contact (it is the contact''s).';
comment on column app_public.lead_conversion_preview.account_values is
  'Column → value of what would be set: in a new account, or in empty fields of the one that is there. Without what the caller does not see.';
comment on column app_public.lead_conversion_preview.contact_id is 'The contact that is there and would be linked to.';
comment on column app_public.lead_conversion_preview.contact_match is 'Why it would: given, or email.';
comment on column app_public.lead_conversion_preview.contact_values is 'As accountValues.';
comment on column app_public.lead_conversion_preview.deal_values is 'As accountValues; the deal begins in the first open stage of the default pipeline.';

create function app_hidden.shown_values(of_object text, planned jsonb) returns jsonb
language plpgsql stable as $$
declare
  target constant text := (select o.table_name from app_hidden.crm_objects o where o.name = of_object);
  withheld constant text[] := app_hidden.withheld_columns(target);
  of_lead constant text[] := app_hidden.withheld_columns('leads');
  shown jsonb;
begin
  select coalesce(jsonb_object_agg(v.key, v.value), '{}') into shown
    from jsonb_each(planned) v
    where v.key <> all (withheld) and v.value <> 'null'
      and not exists (select from app_hidden.conversion_fields f
        where f.object = of_object and f.field = v.key
          and (f.lead_field = any (of_lead) or f.lead_field = 'title' and of_lead && '{company,name}'));
  if shown ? 'custom_data' then
    shown := shown || jsonb_build_object('custom_data', (
      select coalesce(jsonb_object_agg(c.key, c.value), '{}')
        from jsonb_each(shown -> 'custom_data') c
        where exists (select from app_hidden.mapped_custom_fields(of_object) m
          where m.key = c.key and 'custom_data' <> all (of_lead)
            and m.lead_key not in (select w.key from app_hidden.withheld_custom_fields('lead') w))
          and c.key not in (select w.key from app_hidden.withheld_custom_fields(of_object) w)));
  end if;
  return shown;
end
$$;
comment on function app_hidden.shown_values(text, jsonb) is
  'The values of a plan that the caller sees both in the lead and in what it becomes.';

create function app_public.preview_lead_conversion(
  lead_id uuid,
  create_account boolean default true,
  create_deal boolean default true,
  account_id uuid default null,
  contact_id uuid default null
) returns app_public.lead_conversion_preview
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  lead app_public.leads;
  plan app_hidden.conversion_plan;
  preview app_public.lead_conversion_preview;
begin
  perform app_hidden.require_record_permission('lead', 'convert', lead_id);
  select l.* into strict lead from app_public.leads l
    where l.organization_id = app_hidden.current_organization_id() and l.id = preview_lead_conversion.lead_id;
  plan := app_hidden.plan_conversion(lead, coalesce(create_account, true), coalesce(create_deal, true), account_id, contact_id, null);
  preview.lead_id := lead.id;
  preview.account_id := plan.account_id;
  preview.account_match := plan.account_match;
  preview.creates_account := plan.account_id is null and plan.account_values is not null;
  preview.account_values := app_hidden.shown_values('account', plan.account_values);
  preview.contact_id := plan.contact_id;
  preview.contact_match := plan.contact_match;
  preview.creates_contact := plan.contact_id is null;
  preview.contact_values := app_hidden.shown_values('contact', plan.contact_values);
  preview.creates_deal := plan.deal_values is not null;
  preview.deal_values := app_hidden.shown_values('deal', plan.deal_values);
  return preview;
end
$$;
comment on function app_public.preview_lead_conversion(uuid, boolean, boolean, uuid, uuid) is
  'What convertLead would do with the same arguments; changes nothing. Fails as convertLead does: RH404 no such lead,
RH403 not to be converted by the caller, RH409 not to be converted at all, RH400 without a name, or a company or e-mail address.';
grant execute on function app_public.preview_lead_conversion(uuid, boolean, boolean, uuid, uuid) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Doing it

create function app_hidden.lock_lead_keys(lead app_public.leads) returns void
language plpgsql volatile as $$
begin
  -- In one order, so that no two wait for each other.
  perform pg_advisory_xact_lock(k.lock)
    from (
      select distinct hashtextextended(concat_ws(':', 'rowhouse.conversion', lead.organization_id, key), 0) as lock
        from unnest(array['name ' || app_hidden.company_key(lead.company), 'domain ' || app_hidden.company_domain(lead.email),
          'domain ' || app_hidden.website_domain(lead.website), 'email ' || app_hidden.email_key(lead.email)]) key
        where key is not null
        order by 1 offset 0) k;
end
$$;
comment on function app_hidden.lock_lead_keys(app_public.leads) is
  'Leads of one company or person are converted one after the other, so that the second finds what the first made.';

create function app_hidden.create_record(target text, given jsonb, operation uuid) returns uuid
language plpgsql volatile set timezone = 'UTC' as $$
declare
  columns constant text := (select string_agg(quote_ident(c), ', ') from jsonb_object_keys(given) c);
  made uuid;
begin
  execute format($sql$
    with made as (
      insert into app_public.%1$I (%2$s) select %2$s from jsonb_populate_record(null::app_public.%1$I, $1) returning *
    )
    insert into app_hidden.undo_entries (organization_id, operation_id, table_name, record_id, kind, new_values)
      select m.organization_id, $2, %1$L, m.id, 'created', to_jsonb(m) from made m
      returning record_id
    $sql$, target, columns)
    into made using given, operation;
  return made;
end
$$;
comment on function app_hidden.create_record(text, jsonb, uuid) is
  'Inserts a row (column → value) and notes it as note_created() does. Answers its id.';

create function app_hidden.fill_record(target text, record_id uuid, added jsonb, operation uuid) returns void
language plpgsql volatile as $$
declare
  present jsonb;
begin
  if added ? 'custom_data' then
    execute format('select r.custom_data from app_public.%I r where r.organization_id = app_hidden.current_organization_id() and r.id = $1', target)
      into present using record_id;
    added := jsonb_set(added, '{custom_data}', present || (added -> 'custom_data'));
  end if;
  perform app_hidden.change_undoably(operation, target, array[record_id], added);
end
$$;
comment on function app_hidden.fill_record(text, uuid, jsonb, uuid) is
  'Sets columns of a record, of custom_data the keys given, as a part of the operation.';

create function app_hidden.relate_to_converted(conversion app_public.lead_conversions, owner uuid) returns void
language plpgsql volatile as $$
declare
  -- Some are seen only with all that they are on: nobody loses sight of them over a record of somebody else's.
  account constant uuid := (select a.id from app_public.accounts a
    where a.organization_id = conversion.organization_id and a.id = conversion.account_id and a.owner_id = owner);
  contact constant uuid := (select c.id from app_public.contacts c
    where c.organization_id = conversion.organization_id and c.id = conversion.contact_id and c.owner_id = owner);
  deal constant uuid := (select d.id from app_public.deals d
    where d.organization_id = conversion.organization_id and d.id = conversion.deal_id and d.owner_id = owner);
  alike record;
begin
  for alike in
    select 'activities' as target, array_agg(r.id) as ids, jsonb_strip_nulls(jsonb_build_object(
        'account_id', case when r.account_id is null then conversion.account_id end,
        'contact_id', case when r.contact_id is null then conversion.contact_id end,
        'deal_id', case when r.deal_id is null then conversion.deal_id end)) as changes
      from app_public.activities r
      where r.organization_id = conversion.organization_id and r.lead_id = conversion.lead_id
      group by 3
    union all
    select 'communications', array_agg(r.id), jsonb_strip_nulls(jsonb_build_object(
        'account_id', case when r.account_id is null then account end,
        'contact_id', case when r.contact_id is null then contact end,
        'deal_id', case when r.deal_id is null then deal end)) as changes
      from app_public.communications r
      where r.organization_id = conversion.organization_id and r.lead_id = conversion.lead_id
      group by 3
    -- A note or file is on one record: it goes with the person.
    union all
    select 'notes', array_agg(r.id), jsonb_build_object('lead_id', null, 'contact_id', contact)
      from app_public.notes r
      where r.organization_id = conversion.organization_id and r.lead_id = conversion.lead_id
        and contact is not null
      having count(*) > 0
    union all
    select 'attachments', array_agg(r.id), jsonb_build_object('lead_id', null, 'contact_id', contact)
      from app_public.attachments r
      where r.organization_id = conversion.organization_id and r.lead_id = conversion.lead_id
        and contact is not null
      having count(*) > 0
  loop
    perform app_hidden.change_undoably(conversion.id, alike.target, alike.ids, alike.changes, 'moved');
  end loop;
end
$$;
comment on function app_hidden.relate_to_converted(app_public.lead_conversions, uuid) is
  'Puts what is on the lead on the records that it became as well: activities and communications where they are on
no other, notes and files instead of on the lead.';

create function app_hidden.tag_converted(conversion app_public.lead_conversions) returns void
language plpgsql volatile as $$
declare
  made uuid[];
begin
  if not exists (select from app_public.taggings g
      where g.organization_id = conversion.organization_id and g.lead_id = conversion.lead_id) then
    return;
  end if;
  with added as (
    insert into app_public.taggings (tag_id, account_id, contact_id, deal_id)
      select g.tag_id, place.account_id, place.contact_id, place.deal_id
        from app_public.taggings g
        cross join lateral (values
          (case when conversion.is_account_created then conversion.account_id end, null::uuid, null::uuid),
          (null, case when conversion.is_contact_created then conversion.contact_id end, null),
          (null, null, conversion.deal_id)) place (account_id, contact_id, deal_id)
        where g.organization_id = conversion.organization_id and g.lead_id = conversion.lead_id
          and num_nonnulls(place.account_id, place.contact_id, place.deal_id) = 1
      returning id)
    select array_agg(added.id) into made from added;
  if made is not null then
    perform app_hidden.note_created(conversion.id, 'taggings', made);
  end if;
end
$$;
comment on function app_hidden.tag_converted(app_public.lead_conversions) is 'Puts the lead''s tags on what was made of it.';

create function app_hidden.repeated_conversion(lead_id uuid, key_digest bytea, arguments_digest bytea) returns app_public.lead_conversions
language plpgsql stable as $$
declare
  known app_hidden.conversion_details;
  conversion app_public.lead_conversions;
begin
  select d.* into known from app_hidden.conversion_details d
    where d.organization_id = app_hidden.current_organization_id() and d.key_digest = repeated_conversion.key_digest;
  if not found then
    return null;
  end if;
  select c.* into strict conversion from app_public.lead_conversions c
    where c.organization_id = known.organization_id and c.id = known.conversion_id;
  if conversion.lead_id <> repeated_conversion.lead_id or known.arguments_digest <> repeated_conversion.arguments_digest then
    perform app_hidden.fail('RH409', 'This idempotency key was used for another conversion.', '{"idempotency_key": "Was used with other arguments."}');
  elsif conversion.undone_at is not null then
    perform app_hidden.fail('RH409', 'The conversion with this idempotency key was undone.', '{"idempotency_key": "Take another to convert the lead again."}');
  end if;
  return conversion;
end
$$;
comment on function app_hidden.repeated_conversion(uuid, bytea, bytea) is
  'The conversion that was made with this key, or null. RH409 when it was for something else, or was undone.';

create function app_hidden.convert_lead(
  lead_id uuid, create_account boolean, create_deal boolean, account_id uuid, contact_id uuid, deal_attributes jsonb, idempotency_key text
) returns app_public.lead_conversions
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  key_digest constant bytea := sha256(convert_to(idempotency_key, 'UTF8'));
  arguments_digest constant bytea := sha256(convert_to(jsonb_build_array(lead_id, create_account, create_deal, account_id, contact_id,
    deal_attributes)::text, 'UTF8'));
  lead app_public.leads;
  plan app_hidden.conversion_plan;
  conversion app_public.lead_conversions;
begin
  if length(idempotency_key) not between 1 and 255 then
    perform app_hidden.fail('RH400', 'An idempotency key has 1 to 255 characters.', '{"idempotency_key": "Has 1 to 255 characters."}');
  end if;
  perform app_hidden.require_record_permission('lead', 'convert', lead_id);
  select l.* into lead from app_public.leads l
    where l.organization_id = organization and l.id = convert_lead.lead_id for update;
  -- Whoever held it may have given it away or deleted it.
  perform app_hidden.require_record_permission('lead', 'convert', lead_id);
  conversion := app_hidden.repeated_conversion(lead_id, key_digest, arguments_digest);
  if conversion.id is not null then
    return conversion;
  end if;
  perform app_hidden.check_convertible(lead);
  perform app_hidden.lock_lead_keys(lead);
  plan := app_hidden.plan_conversion(lead, create_account, create_deal, account_id, contact_id, deal_attributes);
  if num_nonnulls(plan.account_id, plan.contact_id) > 0 then
    conversion.account_id := plan.account_id;
    conversion.contact_id := plan.contact_id;
    perform from app_public.accounts a where a.organization_id = organization and a.id = plan.account_id for update;
    perform from app_public.contacts c where c.organization_id = organization and c.id = plan.contact_id for update;
    -- Once more, now that they stay as they are.
    plan := app_hidden.plan_conversion(lead, create_account, create_deal, account_id, contact_id, deal_attributes);
    if (plan.account_id, plan.contact_id) is distinct from (conversion.account_id, conversion.contact_id) then
      perform app_hidden.fail('RH409', 'Someone changed what this lead would be linked to at the same time. Try again.');
    end if;
  end if;

  conversion.organization_id := organization;
  conversion.id := app_hidden.uuid_v7();
  conversion.lead_id := lead.id;
  conversion.account_id := plan.account_id;
  conversion.contact_id := plan.contact_id;
  conversion.is_account_created := plan.account_id is null and plan.account_values is not null;
  conversion.is_contact_created := plan.contact_id is null;
  conversion.is_deal_created := plan.deal_values is not null;
  conversion.created_at := now();
  conversion.created_by := app_hidden.current_user_id();
  if conversion.is_account_created then
    conversion.account_id := app_hidden.create_record('accounts',
      plan.account_values || jsonb_build_object('organization_id', organization, 'owner_id', plan.owner_id), conversion.id);
  elsif plan.account_id is not null then
    perform app_hidden.fill_record('accounts', plan.account_id, plan.account_values, conversion.id);
  end if;
  if conversion.is_contact_created then
    conversion.contact_id := app_hidden.create_record('contacts', plan.contact_values || jsonb_build_object(
      'organization_id', organization, 'owner_id', plan.owner_id, 'account_id', conversion.account_id), conversion.id);
  else
    perform app_hidden.fill_record('contacts', plan.contact_id, plan.contact_values
      || case when plan.contact_values ? 'account_id' then jsonb_build_object('account_id', conversion.account_id) else '{}' end, conversion.id);
  end if;
  if conversion.is_deal_created then
    conversion.deal_id := app_hidden.create_record('deals', jsonb_build_object('owner_id', plan.owner_id) || plan.deal_values || jsonb_build_object(
      'organization_id', organization, 'account_id', conversion.account_id,
      'primary_contact_id', conversion.contact_id, 'source_lead_id', lead.id), conversion.id);
  end if;
  perform app_hidden.change_undoably(conversion.id, 'leads', array[lead.id], jsonb_build_object('status', 'converted', 'converted_at', now(),
    'converted_account_id', conversion.account_id, 'converted_contact_id', conversion.contact_id, 'converted_deal_id', conversion.deal_id));
  insert into app_public.lead_conversions select conversion.*;
  insert into app_hidden.conversion_details as d (organization_id, conversion_id, filled_fields, key_digest, arguments_digest)
    values (organization, conversion.id, array(
        select f.name from (values ('account', plan.account_values, conversion.is_account_created),
            ('contact', plan.contact_values, conversion.is_contact_created)) linked (object, added, is_created)
          cross join lateral (
            select linked.object || '.' || c as name from jsonb_object_keys(linked.added - 'custom_data') c
            union all
            select linked.object || '.custom_data.' || c from jsonb_object_keys(linked.added -> 'custom_data') c) f
          where not linked.is_created order by 1),
      key_digest, arguments_digest)
    on conflict do nothing;
  if not found then
    -- With another lead, a moment ago.
    perform app_hidden.fail('RH409', 'This idempotency key was used for another conversion.', '{"idempotency_key": "Was used with other arguments."}');
  end if;
  perform app_hidden.tag_converted(conversion);
  perform app_hidden.relate_to_converted(conversion, plan.owner_id);
  return conversion;
end
$$;
comment on function app_hidden.convert_lead(uuid, boolean, boolean, uuid, uuid, jsonb, text) is
  'Makes an account, a contact and a deal of a lead, or links to the account and contact that are there, and answers
what became of it. deal_attributes: column → value (deal_columns). With an idempotency key it can be repeated and
answers the same. RH404 no such lead, account or contact; RH403 not allowed; RH400 what was given does not do; RH409
the lead is converted, disqualified or erased, or the key was used for something else.';
grant execute on function app_hidden.convert_lead(uuid, boolean, boolean, uuid, uuid, jsonb, text) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Taking it back

create function app_public.undo_lead_conversion(lead_id uuid) returns app_public.leads
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  lead app_public.leads;
  conversion app_public.lead_conversions;
begin
  perform app_hidden.require_record_permission('lead', 'convert', lead_id);
  select l.* into lead from app_public.leads l
    where l.organization_id = app_hidden.current_organization_id() and l.id = undo_lead_conversion.lead_id for update;
  perform app_hidden.require_record_permission('lead', 'convert', lead_id);
  if lead.status <> 'converted' then
    perform app_hidden.fail('RH409', 'This lead is not converted.');
  end if;
  -- The conversion stays on record, without what is about to be gone.
  update app_public.lead_conversions c set undone_at = now(), undone_by = app_hidden.current_user_id(),
      account_id = case when not c.is_account_created then c.account_id end,
      contact_id = case when not c.is_contact_created then c.contact_id end,
      deal_id = null
    where c.organization_id = lead.organization_id and c.lead_id = lead.id and c.undone_at is null
    returning * into conversion;
  if not found then
    perform app_hidden.fail('RH409', 'This lead was converted before it came here; that cannot be undone.');
  end if;
  perform app_hidden.undo_operation(conversion.id);
  select l.* into lead from app_public.leads l
    where l.organization_id = lead.organization_id and l.id = lead.id;
  return lead;
end
$$;
comment on function app_public.undo_lead_conversion(uuid) is
  'Takes the conversion of a lead back: what it made is removed for good, everything else is as it was. For who may convert
the lead, as long as things stay in the recycle bin. RH404 no such lead, RH403 not allowed, RH409 when the lead is not
converted, or when an edit made since would be lost, naming of what.';
grant execute on function app_public.undo_lead_conversion(uuid) to rowhouse_user;

-- The tables of this file, for analysts.
call app_hidden.add_reporting_views();
