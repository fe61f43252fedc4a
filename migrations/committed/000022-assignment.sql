--! Previous: sha1:3bd88f0330a5d55c59616d4387069b05e028798f
--! Hash: sha1:05a01dc4b0c76ff4df1e8d22d62af7e5ae6f711d

-- Assignment: whose a lead becomes that came without an owner, and the web forms through which
-- leads come by themselves.

-- ---------------------------------------------------------------------------------------------
-- Rules that say who gets a lead. The first active rule, by position, that fits the lead and has
-- somebody to give it to decides. Whom it chooses among: the members of a team, those of the lead's
-- territory, or people named one by one.
create table app_public.assignment_rules (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  name text not null check (name ~ '\S' and length(name) <= 100),
  position integer not null default 100,
  is_active boolean not null default true,
  sources text[] check (cardinality(sources) between 1 and 100),
  countries text[] check (cardinality(countries) between 1 and 300),
  territory_id uuid,
  strategy text not null default 'round_robin' references app_enum.assignment_strategies,
  team_id uuid,
  is_within_territory boolean not null default false,
  max_open_leads integer check (max_open_leads > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  constraint assignment_rules_name_key unique (organization_id, name),
  constraint assignment_rules_one_pool_check check (not (is_within_territory and team_id is not null)),
  foreign key (organization_id, territory_id) references app_public.territories,
  foreign key (organization_id, team_id) references app_public.teams
);
create index assignment_rules_territory_id_idx on app_public.assignment_rules (organization_id, territory_id);
create index assignment_rules_team_id_idx on app_public.assignment_rules (organization_id, team_id);
comment on table app_public.assignment_rules is 'Who gets a lead that nobody owns.';
comment on column app_public.assignment_rules.position is 'Rules are tried from the lowest position on.';
comment on column app_public.assignment_rules.sources is 'Fits leads of these sources, in any case; all when null.';
comment on column app_public.assignment_rules.countries is 'Fits leads of these countries, in any case; all when null.';
comment on column app_public.assignment_rules.territory_id is
  'Fits leads of this territory and those of none, which are put into it; all when null.';
comment on column app_public.assignment_rules.team_id is 'Chooses among the members of this team.';
comment on column app_public.assignment_rules.is_within_territory is
  'Chooses among the members of the lead''s territory; a lead without one does not fit.';
comment on column app_public.assignment_rules.max_open_leads is
  'Who has so many open leads (new, contacted, qualified) gets no more by this rule.';
comment on constraint assignment_rules_name_key on app_public.assignment_rules is 'A rule with this name exists.';
comment on constraint assignment_rules_one_pool_check on app_public.assignment_rules is
  'A rule chooses among a team or within the territory, not both.';
call app_hidden.protect_setting('assignment_rules', 'assignment_rule');
call app_hidden.audit_changes('assignment_rules');

-- The people whom a rule without team or territory chooses among.
create table app_public.assignment_rule_members (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  rule_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  constraint assignment_rule_members_user_id_key unique (organization_id, rule_id, user_id),
  foreign key (organization_id, rule_id) references app_public.assignment_rules on delete cascade,
  foreign key (organization_id, user_id) references app_public.memberships (organization_id, user_id) on delete cascade
);
create index assignment_rule_members_member_idx on app_public.assignment_rule_members (organization_id, user_id);
comment on table app_public.assignment_rule_members is 'Whom an assignment rule chooses among.';
comment on constraint assignment_rule_members_user_id_key on app_public.assignment_rule_members is
  'The rule chooses among this person already.';
call app_hidden.protect_setting('assignment_rule_members', 'assignment_rule');
call app_hidden.audit_changes('assignment_rule_members');

-- Whose turn it was when: who has waited longest, or never had one, is next.
create table app_hidden.assignment_turns (
  organization_id uuid not null,
  rule_id uuid not null,
  user_id uuid not null,
  turn bigint not null generated always as identity,
  primary key (organization_id, rule_id, user_id),
  foreign key (organization_id, rule_id) references app_public.assignment_rules on delete cascade,
  foreign key (organization_id, user_id) references app_public.memberships (organization_id, user_id) on delete cascade
);
create index assignment_turns_user_id_idx on app_hidden.assignment_turns (organization_id, user_id);
comment on table app_hidden.assignment_turns is 'The last turn that each person had by a rule; higher is later.';

-- What the rules did, so that it can be told why a lead is somebody's.
create table app_public.lead_assignments (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  lead_id uuid not null,
  rule_id uuid,
  strategy text not null references app_enum.assignment_strategies,
  former_owner_id uuid,
  owner_id uuid not null,
  created_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  foreign key (organization_id, lead_id) references app_public.leads on delete cascade,
  foreign key (organization_id, rule_id) references app_public.assignment_rules on delete set null (rule_id),
  foreign key (organization_id, former_owner_id) references app_public.memberships (organization_id, user_id),
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, user_id)
);
create index lead_assignments_lead_id_idx on app_public.lead_assignments (organization_id, lead_id, created_at, id);
create index lead_assignments_rule_id_idx on app_public.lead_assignments (organization_id, rule_id, created_at, id);
create index lead_assignments_owner_id_idx on app_public.lead_assignments (organization_id, owner_id, created_at, id);
create index lead_assignments_former_owner_id_idx on app_public.lead_assignments (organization_id, former_owner_id);
comment on table app_public.lead_assignments is
  E'@behavior -insert -update -delete\nWhich rule gave a lead to whom.';
comment on column app_public.lead_assignments.former_owner_id is '@shows lead.owner_id';
comment on column app_public.lead_assignments.owner_id is '@shows lead.owner_id';
call app_hidden.protect_part('lead_assignments');
revoke insert, update, delete on app_public.lead_assignments from rowhouse_user;
revoke insert, update on app_public.lead_assignments from rowhouse_importer;
-- It is a log itself: only what should not happen to it is written down.
call app_hidden.audit_changes('lead_assignments', events => '{update,delete}');

-- How many open leads somebody has is asked for each lead that is given by load.
create index leads_open_owner_id_idx on app_public.leads (organization_id, owner_id)
  where deleted_at is null and status in ('new', 'contacted', 'qualified');

create function app_hidden.choose_assignee(rule app_public.assignment_rules, territory uuid) returns uuid
language sql volatile as $$
  select m.user_id
    from (
      select t.user_id from app_public.team_members t
        where t.organization_id = rule.organization_id and t.team_id = rule.team_id
      union
      select t.user_id from app_public.territory_members t
        where rule.is_within_territory and t.organization_id = rule.organization_id and t.territory_id = territory
      union
      select r.user_id from app_public.assignment_rule_members r
        where rule.team_id is null and not rule.is_within_territory
          and r.organization_id = rule.organization_id and r.rule_id = rule.id) pool
    join app_public.memberships m on m.organization_id = rule.organization_id and m.user_id = pool.user_id and m.is_active
    -- Programs and those who only look on do not work leads.
    join app_public.users u on u.id = m.user_id and not u.is_service_account
    join app_public.role_permissions p
      on p.organization_id = m.organization_id and p.role_id = m.role_id and p.object = 'lead' and p.action = 'edit'
    left join app_hidden.assignment_turns turns
      on turns.organization_id = rule.organization_id and turns.rule_id = rule.id and turns.user_id = pool.user_id
    left join lateral (select count(*) as open_leads from app_public.leads l
      where (rule.strategy = 'load_balanced' or rule.max_open_leads is not null)
        and l.organization_id = rule.organization_id and l.owner_id = pool.user_id and l.deleted_at is null
        and l.status in ('new', 'contacted', 'qualified')) load on true
    where rule.max_open_leads is null or load.open_leads < rule.max_open_leads
    order by case rule.strategy when 'load_balanced' then load.open_leads end, turns.turn nulls first, m.user_id
    limit 1
$$;
comment on function app_hidden.choose_assignee(app_public.assignment_rules, uuid) is
  'Whom the rule gives a lead of the territory: round_robin, who has waited longest for a turn; load_balanced,
who has the fewest open leads. Null when there is nobody. To be called by one transaction of an organization at a time.';

create function app_hidden.apply_assignment_rules(organization uuid, lead_ids uuid[]) returns setof app_public.lead_assignments
language plpgsql volatile as $$
declare
  lead app_public.leads;
  rule app_public.assignment_rules;
  territory uuid;
  assignee uuid;
begin
  -- One lock for all rules: who gives leads by several of them in another order would deadlock.
  perform pg_advisory_xact_lock(hashtextextended('assignment_rules', 0) # hashtextextended(organization::text, 0));
  for lead in select * from app_public.leads l
    where l.organization_id = organization and l.id = any (lead_ids) and l.deleted_at is null
      and l.status in ('new', 'contacted', 'qualified')
    order by l.created_at, l.id for update
  loop
    for rule in select * from app_public.assignment_rules r
      where r.organization_id = organization and r.is_active
        and (r.sources is null or exists (select from unnest(r.sources) s where lower(btrim(s)) = lower(btrim(lead.source))))
        and (r.countries is null or exists (select from unnest(r.countries) c where lower(btrim(c)) = lower(btrim(lead.country))))
        and (r.territory_id is null or r.territory_id = coalesce(lead.territory_id, r.territory_id))
      order by r.position, r.id
    loop
      territory := coalesce(lead.territory_id, rule.territory_id);
      assignee := app_hidden.choose_assignee(rule, territory);
      continue when assignee is null;
      -- A turn is a new row, so that it has the latest number.
      delete from app_hidden.assignment_turns t
        where t.organization_id = organization and t.rule_id = rule.id and t.user_id = assignee;
      insert into app_hidden.assignment_turns (organization_id, rule_id, user_id) values (organization, rule.id, assignee);
      update app_public.leads l set owner_id = assignee, territory_id = territory
        where l.organization_id = organization and l.id = lead.id
          and (l.owner_id, l.territory_id) is distinct from (assignee, territory);
      return query insert into app_public.lead_assignments (organization_id, lead_id, rule_id, strategy, former_owner_id, owner_id)
        values (organization, lead.id, rule.id, rule.strategy, lead.owner_id, assignee) returning *;
      exit;
    end loop;
  end loop;
end
$$;
comment on function app_hidden.apply_assignment_rules(uuid, uuid[]) is
  'Gives each of the open leads to whom the first fitting rule chooses, the oldest lead first. Leads that no rule
fits stay as they are. Asks no permission.';

create function app_hidden.assign_unowned_leads() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization uuid;
  lead_ids uuid[];
begin
  for organization, lead_ids in
    select a.organization_id, array_agg(a.id) from added a
      where a.owner_id is null
        and exists (select from app_public.assignment_rules r where r.organization_id = a.organization_id and r.is_active)
      group by a.organization_id
  loop
    perform app_hidden.apply_assignment_rules(organization, lead_ids);
  end loop;
  return null;
end
$$;
comment on function app_hidden.assign_unowned_leads() is 'New leads that nobody owns are given away by the rules.';
create trigger assign_unowned_leads after insert on app_public.leads
  referencing new table as added for each statement execute function app_hidden.assign_unowned_leads();

create function app_public.assign_leads(lead_ids uuid[]) returns setof app_public.lead_assignments
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  wanted uuid[] := array(select distinct w from unnest(lead_ids) w where w is not null);
  at_most constant integer := 1000;
  lead_id uuid;
begin
  if cardinality(wanted) > at_most then
    perform app_hidden.fail('RH400', format('Assign at most %s leads at a time.', at_most),
      jsonb_build_object('lead_ids', format('More than %s.', at_most)));
  end if;
  -- All of them at once; which one is not allowed is found only where one is not.
  if cardinality(app_hidden.allowed_ids('lead', 'assign', wanted)) < cardinality(wanted) then
    foreach lead_id in array wanted loop
      perform app_hidden.require_record_permission('lead', 'assign', lead_id);
    end loop;
  end if;
  return query select * from app_hidden.apply_assignment_rules(app_hidden.current_organization_id(), wanted);
end
$$;
comment on function app_public.assign_leads(uuid[]) is
  'Gives leads away by the organization''s assignment rules, whoever has them now. Answers what was given to whom;
converted and disqualified leads, and those that no rule fits, stay as they are. All or none: RH404 for a lead
that the caller does not see, RH403 for one that they may not assign, RH400 for more than 1000.';
grant execute on function app_public.assign_leads(uuid[]) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------

create function app_public.disqualify_lead(id uuid, reason text) returns app_public.leads
language plpgsql volatile as $$
declare
  disqualified app_public.leads;
begin
  if not exists (select from app_public.leads l where l.id = disqualify_lead.id) then
    perform app_hidden.fail('RH404', 'No such lead.');
  end if;
  if coalesce(reason, '') !~ '\S' then
    perform app_hidden.fail('RH400', 'Disqualifying a lead needs a reason.', '{"reason": "Say why."}');
  end if;
  update app_public.leads l set status = 'disqualified', disqualified_reason = btrim(reason)
    where l.id = disqualify_lead.id returning * into disqualified;
  if not found then
    perform app_hidden.fail('RH403', 'You may not edit this lead.');
  end if;
  return disqualified;
end
$$;
comment on function app_public.disqualify_lead(uuid, text) is
  'The lead will not become a customer; a reason is asked for. A new status brings it back. RH404 when the caller
sees none, RH403 when they may not edit it, RH409 when it is converted, RH400 without a reason.';
grant execute on function app_public.disqualify_lead(uuid, text) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- A form on the organization's own web site. Whoever sends it knows the key, which stands in the
-- page for everybody to read: it lets in new leads and nothing else, and shows nothing.
create table app_public.lead_forms (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  name text not null check (name ~ '\S' and length(name) <= 100),
  key text not null unique default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
  is_active boolean not null default true,
  allowed_origins text[] not null default '{}' check (cardinality(allowed_origins) <= 50),
  trap_field text not null default 'fax_number' check (trap_field ~ '^[A-Za-z][A-Za-z0-9_-]{0,63}$'),
  redirect_url text check (redirect_url ~ '^https?://[^\s]+$' and length(redirect_url) <= 2000),
  source text default 'web' check (length(source) <= 100),
  campaign text check (length(campaign) <= 200),
  owner_id uuid,
  territory_id uuid,
  custom_fields text[] not null default '{}' check (cardinality(custom_fields) <= 100),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  constraint lead_forms_name_key unique (organization_id, name),
  constraint lead_forms_origins_check check (
    array_to_string(allowed_origins, ' ', '-') ~ '^(https?://[a-z0-9.-]+(:\d{1,5})?( https?://[a-z0-9.-]+(:\d{1,5})?)*)?$'
    -- Two in one text would be no site at all.
    and cardinality(string_to_array(array_to_string(allowed_origins, ' ', '-'), ' ')) = cardinality(allowed_origins)),
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, user_id),
  foreign key (organization_id, territory_id) references app_public.territories on delete set null (territory_id)
);
create index lead_forms_owner_id_idx on app_public.lead_forms (organization_id, owner_id);
create index lead_forms_territory_id_idx on app_public.lead_forms (organization_id, territory_id);
comment on table app_public.lead_forms is
  'A web form whose senders become leads: POST /capture/<key>.';
comment on column app_public.lead_forms.key is 'Stands in the address that the form is sent to.';
comment on column app_public.lead_forms.allowed_origins is
  'Sites whose pages may send the form, such as https://www.example.com; any when empty. Only browsers tell the site.';
comment on column app_public.lead_forms.trap_field is
  'A field that people do not see and leave empty; what fills it is taken for a robot, and thanked.';
comment on column app_public.lead_forms.redirect_url is 'Where a browser goes after it has sent the form.';
comment on column app_public.lead_forms.source is 'The source of the leads, whatever the form says.';
comment on column app_public.lead_forms.owner_id is 'Whose the leads are; when null, the assignment rules say.';
comment on column app_public.lead_forms.custom_fields is 'Keys of the custom fields of leads that the form may fill.';
comment on constraint lead_forms_name_key on app_public.lead_forms is 'A form with this name exists.';
comment on constraint lead_forms_origins_check on app_public.lead_forms is
  'Origins are written like https://www.example.com, in lower case and without a path.';
call app_hidden.protect_setting('lead_forms', 'lead_form', '{key}');
call app_hidden.audit_changes('lead_forms');

-- What came through the forms, without what was in it.
create table app_public.lead_form_submissions (
  organization_id uuid not null references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  form_id uuid not null,
  outcome text not null references app_enum.submission_outcomes,
  lead_id uuid,
  content_hash text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, form_id) references app_public.lead_forms on delete cascade,
  foreign key (organization_id, lead_id) references app_public.leads on delete set null (lead_id)
);
create index lead_form_submissions_form_id_idx on app_public.lead_form_submissions (organization_id, form_id, created_at, id);
create index lead_form_submissions_content_hash_idx on app_public.lead_form_submissions (organization_id, form_id, content_hash, created_at);
create index lead_form_submissions_lead_id_idx on app_public.lead_form_submissions (organization_id, lead_id);
comment on table app_public.lead_form_submissions is
  E'@behavior -insert -update -delete\nWhat became of what web forms sent; kept for 90 days.';
comment on column app_public.lead_form_submissions.content_hash is E'@behavior -*\nSHA-256 of what was sent.';
call app_hidden.protect_setting('lead_form_submissions', 'lead_form');
revoke insert, update, delete on app_public.lead_form_submissions from rowhouse_user;
call app_hidden.audit_changes('lead_form_submissions', events => '{update}');

create function app_private.find_lead_form(key text, out allowed_origins text[], out redirect_url text)
returns setof record language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.allowed_origins, f.redirect_url from app_public.lead_forms f where f.key = find_lead_form.key and f.is_active
$$;
comment on function app_private.find_lead_form(text) is 'The active web form with this key.';

create function app_private.capture_lead(key text, sent jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  form app_public.lead_forms;
  accepted constant text[] := '{salutation,first_name,last_name,company,job_title,email,phone,mobile_phone,website,industry,street,city,state,postal_code,country,medium,referrer,utm_source,utm_medium,utm_campaign,utm_term,utm_content,budget,authority,need,timeline,description}';
  hash text := encode(sha256(convert_to(sent::text, 'UTF8')), 'hex');
  written app_public.leads;
  custom jsonb;
  outcome text := 'accepted';
  lead_id uuid;
begin
  select * into form from app_public.lead_forms f where f.key = capture_lead.key and f.is_active;
  if not found then
    return null;
  end if;
  -- The same sent twice, by a second click or a retry, is one lead.
  perform pg_advisory_xact_lock(hashtextextended(form.id::text, 0) # hashtextextended(hash, 0));
  if coalesce(sent ->> form.trap_field, '') <> '' then
    outcome := 'spam';
  elsif exists (select from app_public.lead_form_submissions s
    where s.organization_id = form.organization_id and s.form_id = form.id and s.content_hash = hash
      and s.outcome = 'accepted' and s.created_at > now() - interval '10 minutes')
  then
    outcome := 'repeated';
  else
    select coalesce(jsonb_object_agg(c.key, sent -> ('custom.' || c.key)), '{}') into custom
      from unnest(form.custom_fields) c (key) where sent ? ('custom.' || c.key);
    -- A page may have several fields of one name.
    select * into written from jsonb_populate_record(null::app_public.leads,
      (select coalesce(jsonb_object_agg(v.key, nullif(btrim(case jsonb_typeof(v.value)
            when 'array' then (select string_agg(e, '; ') from jsonb_array_elements_text(v.value) e where e ~ '\S')
            else v.value #>> '{}' end), '')), '{}')
        from jsonb_each(sent) v where v.key = any (accepted || '{campaign}')));
    -- Nobody can send what the form does not have.
    perform set_config('rowhouse.form_fields', form.custom_fields::text, true);
    insert into app_public.leads (organization_id, owner_id, territory_id, source, campaign, custom_data, created_by, updated_by,
        salutation, first_name, last_name, company, job_title, email, phone, mobile_phone, website, industry, street, city,
        state, postal_code, country, medium, referrer, utm_source, utm_medium, utm_campaign, utm_term, utm_content,
        budget, authority, need, timeline, description)
      values (form.organization_id,
        (select m.user_id from app_public.memberships m
          where m.organization_id = form.organization_id and m.user_id = form.owner_id and m.is_active),
        form.territory_id, form.source, coalesce(form.campaign, left(written.campaign, 200)), custom, null, null,
        written.salutation, written.first_name, written.last_name, written.company, written.job_title, written.email,
        written.phone, written.mobile_phone, written.website, written.industry, written.street, written.city, written.state,
        written.postal_code, written.country, written.medium, written.referrer, written.utm_source, written.utm_medium,
        written.utm_campaign, written.utm_term, written.utm_content, written.budget, written.authority, written.need,
        written.timeline, written.description)
      returning id into lead_id;
    perform set_config('rowhouse.form_fields', '', true);
  end if;
  insert into app_public.lead_form_submissions (organization_id, form_id, outcome, lead_id, content_hash)
    values (form.organization_id, form.id, outcome, lead_id, hash);
  return outcome;
end
$$;
comment on function app_private.capture_lead(text, jsonb) is
  'Makes a lead of what a web form sent. sent: columns of leads, and "custom.<key>" for custom fields; what the form
may not fill is left out, and not required either. Answers accepted, spam (the trap was filled) or repeated (the same within ten minutes), null
without such a form. Fails as writing a lead does.';
grant execute on function app_private.find_lead_form(text), app_private.capture_lead(text, jsonb) to rowhouse_authenticator;

call app_hidden.describe_fields();
call app_hidden.add_reporting_views();
