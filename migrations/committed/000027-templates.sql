--! Previous: sha1:bc35c4be99e75767a17a89de8a3a42600a651cee
--! Hash: sha1:83be52def9f13555e9bb8955cab5dc36a1bc961b

-- Templates: ways to set up an organization for a line of work. docs/templates.md tells users.
--
-- A template is data: a list of parts, each a row that is made unless the organization has it already.
-- Installing runs as the caller, so that it does nothing that they could not do by hand.

-- ---------------------------------------------------------------------------------------------
-- What there is to install, for every organization the same.
create table app_hidden.organization_templates (
  slug text primary key check (slug ~ '^[a-z][a-z0-9-]{0,62}$'),
  version integer not null check (version > 0),
  name text not null,
  description text not null,
  documentation text not null,
  features text[] not null,
  setup_steps text[] not null
);
comment on table app_hidden.organization_templates is 'Ways to set up an organization.';

-- A part of a template: the values of one row. A value may be {"ref": "…"}, the id of an earlier part;
-- {"days": 7}, the day so many days from today; or {"each": […]}, which makes a row of each.
create table app_hidden.template_parts (
  slug text not null references app_hidden.organization_templates,
  position integer not null generated always as identity,
  table_name text not null,
  ref text not null,
  key text[] not null default '{}',
  contents jsonb not null check (jsonb_typeof(contents) = 'object'),
  is_sample boolean not null generated always as (key = '{}') stored,
  primary key (slug, position),
  unique (slug, ref)
);
comment on table app_hidden.template_parts is
  'The rows of templates, in the order in which they are made. key: the columns by which a row counts as being there
already, whoever made it. Sample records have none: they are known by having been made before.';
grant select on app_hidden.organization_templates, app_hidden.template_parts to rowhouse_user;

create function app_hidden.template_object(table_name text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case template_object.table_name
    when 'pipeline_stages' then 'pipeline'
    when 'role_permissions' then 'role'
    when 'role_field_permissions' then 'role'
    when 'feature_flags' then 'organization'
    when 'taggings' then 'tag'
    else (select o.name from app_hidden.crm_objects o where o.table_name = template_object.table_name) end
$$;
comment on function app_hidden.template_object(text) is 'The object whose permissions a row of the table takes.';
grant execute on function app_hidden.template_object(text) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Which templates an organization has installed, and what became of their parts.
create table app_public.installed_templates (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  slug text not null references app_hidden.organization_templates,
  version integer not null check (version > 0),
  record_ids jsonb not null default '{}' check (jsonb_typeof(record_ids) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  constraint installed_templates_slug_key unique (organization_id, slug)
);
comment on table app_public.installed_templates is
  E'@behavior -insert -update -delete\nThat a template is installed. Made by installTemplate.';
comment on column app_public.installed_templates.version is 'Of the template, when it was last installed.';
comment on column app_public.installed_templates.record_ids is E'@behavior -*\nRef of a part → id of what was made of it.';
comment on constraint installed_templates_slug_key on app_public.installed_templates is 'The template is installed.';
call app_hidden.protect_setting('installed_templates', 'organization');
call app_hidden.audit_changes('installed_templates', left_out => '{record_ids}');

-- ---------------------------------------------------------------------------------------------
-- The list, as a client reads it

create type app_public.organization_template as (
  slug text, name text, description text, documentation text, features text[], permissions text[], setup_steps text[],
  version integer, installed_version integer, installed_at timestamptz);
comment on type app_public.organization_template is 'A way to set up an organization.';
comment on column app_public.organization_template.permissions is
  'What installing takes, as object and action: "pipeline create".';
comment on column app_public.organization_template.installed_version is 'Null: not installed.';

create function app_public.organization_templates() returns setof app_public.organization_template
language sql stable as $$
  select t.slug, t.name, t.description, t.documentation, t.features,
      array(select distinct app_hidden.template_object(p.table_name) || ' create'
        from app_hidden.template_parts p where p.slug = t.slug order by 1),
      t.setup_steps, t.version, i.version, i.updated_at
    from app_hidden.organization_templates t
    left join app_public.installed_templates i on i.slug = t.slug
    order by t.slug
$$;
comment on function app_public.organization_templates() is
  E'@behavior +list -connection\n@listSuffix omit\nThe templates there are, and which of them the organization has installed.';
grant execute on function app_public.organization_templates() to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Installing

create type app_public.template_change as (object_type text, name text, id uuid, is_new boolean);
comment on type app_public.template_change is 'What installing a template did about one of its parts.';
comment on column app_public.template_change.object_type is 'pipeline, pipeline_stage, custom_field_definition, role, account, …';
comment on column app_public.template_change.id is 'Null for what has no id of its own, such as the permission of a role.';
comment on column app_public.template_change.is_new is 'Whether it was made; else it was there and stays as it is.';

create type app_public.template_installation as (slug text, version integer, changes app_public.template_change[]);
comment on type app_public.template_installation is 'What installing a template came to.';

create function app_hidden.template_rows(contents jsonb, record_ids jsonb) returns setof jsonb
language plpgsql stable as $$
declare
  today constant date := (now() at time zone (
    select o.timezone from app_public.organizations o where o.id = app_hidden.current_organization_id()))::date;
  list record;
begin
  select c.key, c.value -> 'each' as items into list
    from jsonb_each(contents) c where jsonb_typeof(c.value) = 'object' and c.value ? 'each';
  return query
    select jsonb_object_agg(c.key, case
        when c.key = list.key then item.value
        when jsonb_typeof(c.value) = 'object' and c.value ? 'ref' then record_ids -> (c.value ->> 'ref')
        when jsonb_typeof(c.value) = 'object' and c.value ? 'days' then to_jsonb(today + (c.value ->> 'days')::integer)
        else c.value end)
      from jsonb_array_elements(coalesce(list.items, '[null]')) with ordinality item (value, position)
      cross join jsonb_each(contents) c
      group by item.position order by item.position;
end
$$;
comment on function app_hidden.template_rows(jsonb, jsonb) is
  'The rows that a part stands for, given the ids of the parts before it; days are days of the organization''s time zone.';

create function app_hidden.find_template_row(part app_hidden.template_parts, contents jsonb, made uuid, out is_there boolean, out id uuid)
language plpgsql stable as $$
begin
  execute format('select true, to_jsonb(t) ->> ''id'' from app_public.%1$I t, jsonb_populate_record(null::app_public.%1$I, $1) wanted
      where %2$s or to_jsonb(t) ->> ''id'' = $2 order by (%2$s) is true desc limit 1', part.table_name,
      (select '(' || string_agg(format('t.%1$I = wanted.%1$I', k), ' and ') || ')' from unnest(part.key) k))
    into is_there, id using contents, made::text;
  is_there := coalesce(is_there, false);
end
$$;
comment on function app_hidden.find_template_row(app_hidden.template_parts, jsonb, uuid) is
  'Whether the organization has the row already, by the key of the part or as what an earlier installation has made of
it (made), whatever it is called by now; and its id where it has one.';

create function app_hidden.place_template_stage(contents jsonb) returns jsonb
language sql stable as $$
  select case when bool_or(s.position = (contents ->> 'position')::integer)
      then contents || jsonb_build_object('position', max(s.position) + 1) else contents end
    from app_public.pipeline_stages s where s.pipeline_id = (contents ->> 'pipeline_id')::uuid
$$;
comment on function app_hidden.place_template_stage(jsonb) is
  'A stage for a pipeline that has another one in its place goes behind all others.';

create function app_hidden.add_template_row(part app_hidden.template_parts, contents jsonb) returns uuid
language plpgsql volatile as $$
declare
  added jsonb;
  columns constant text := (select string_agg(quote_ident(c), ', ' order by c) from jsonb_object_keys(contents) c);
begin
  -- More than a row; a draft, until somebody has looked at it.
  if part.table_name = 'workflows' then
    return (app_public.save_workflow(name => contents ->> 'name', description => contents ->> 'description',
      definition => contents -> 'definition')).id;
  end if;
  execute format('insert into app_public.%1$I as t (%2$s) select %2$s from jsonb_populate_record(null::app_public.%1$I, $1)
      returning to_jsonb(t)', part.table_name, columns)
    into added using contents;
  return added ->> 'id';
end
$$;
comment on function app_hidden.add_template_row(app_hidden.template_parts, jsonb) is
  'Makes the row of a part as the caller. Its id, where it has one.';

create function app_hidden.template_row_name(contents jsonb) returns text
language sql immutable as $$
  select coalesce(contents ->> 'name', contents ->> 'label', contents ->> 'title', contents ->> 'subject',
    nullif(concat_ws(' ', contents ->> 'first_name', contents ->> 'last_name'), ''),
    concat_ws(' ', contents ->> 'object', contents ->> 'field', contents ->> 'action'))
$$;
comment on function app_hidden.template_row_name(jsonb) is 'What to call a row when telling what was made.';

create function app_hidden.claim_current_access() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if nullif(current_setting('rowhouse.access_version', true), '') is not null then
    perform set_config('rowhouse.access_version', app_private.access_version(), true);
  end if;
end
$$;
comment on function app_hidden.claim_current_access() is
  'Lets a function go on that has changed, for itself too, how roles read tables: policies would take the rest of it
for a statement of yesterday. Only for what shows nothing of any record.';
grant execute on function app_hidden.claim_current_access() to rowhouse_user;

create function app_public.install_template(slug text, with_sample_data boolean default true)
returns app_public.template_installation language plpgsql volatile as $$
declare
  template app_hidden.organization_templates;
  part app_hidden.template_parts;
  contents jsonb;
  record_ids jsonb;
  known record;
  change app_public.template_change;
  changes app_public.template_change[] := '{}';
  object text;
begin
  select * into template from app_hidden.organization_templates t where t.slug = install_template.slug;
  if not found then
    perform app_hidden.fail('RH404', 'No such template.');
  end if;
  perform app_hidden.require_permission('organization', 'edit');
  for object in
    select distinct app_hidden.template_object(p.table_name) from app_hidden.template_parts p
      where p.slug = template.slug and (with_sample_data or not p.is_sample) order by 1
  loop
    perform app_hidden.require_permission(object, 'create');
  end loop;
  -- Two that install at once would both find nothing.
  perform pg_advisory_xact_lock(hashtextextended('rowhouse.template ' || app_hidden.current_organization_id(), 0));
  select i.record_ids into record_ids from app_public.installed_templates i where i.slug = template.slug;
  record_ids := coalesce(record_ids, '{}');
  for part in
    select * from app_hidden.template_parts p
      where p.slug = template.slug and (with_sample_data or not p.is_sample) order by p.position
  loop
    for contents in select * from app_hidden.template_rows(part.contents, record_ids) loop
      if part.is_sample then
        -- Sample records that were deleted since stay away.
        select record_ids ? part.ref as is_there, (record_ids ->> part.ref)::uuid as id into known;
      else
        -- A part that stands for several rows has made no certain one.
        select * into known from app_hidden.find_template_row(part, contents,
          case when not jsonb_path_exists(part.contents, '$.*.each') then (record_ids ->> part.ref)::uuid end);
        if not known.is_there and part.table_name = 'pipeline_stages' then
          contents := app_hidden.place_template_stage(contents);
        end if;
      end if;
      change.object_type := regexp_replace(regexp_replace(part.table_name, 'ies$', 'ys'), 's$', '');
      change.name := app_hidden.template_row_name(contents);
      change.is_new := not known.is_there;
      change.id := case when known.is_there then known.id else app_hidden.add_template_row(part, contents) end;
      if change.is_new and not part.is_sample then
        perform app_hidden.claim_current_access();
      end if;
      record_ids := record_ids || jsonb_build_object(part.ref, change.id);
      changes := changes || change;
    end loop;
  end loop;
  insert into app_public.installed_templates as i (slug, version, record_ids)
    values (template.slug, template.version, record_ids)
    on conflict on constraint installed_templates_slug_key
      do update set version = excluded.version, record_ids = excluded.record_ids;
  return row(template.slug, template.version, changes)::app_public.template_installation;
end
$$;
comment on function app_public.install_template(text, boolean) is
  'Sets the organization up by a template and answers what was made and what was there: what the organization has by
the same name stays as it is, so that installing again adds only what is missing. with_sample_data: whether to make
records to try it with. RH404 for an unknown template, RH403 without the permissions that it takes; then nothing is made.';
grant execute on function app_public.install_template(text, boolean), app_hidden.template_rows(jsonb, jsonb),
  app_hidden.find_template_row(app_hidden.template_parts, jsonb, uuid), app_hidden.place_template_stage(jsonb),
  app_hidden.add_template_row(app_hidden.template_parts, jsonb),
  app_hidden.template_row_name(jsonb) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- What is in them

create procedure app_hidden.add_template_part(slug text, table_name text, key text, ref text, contents jsonb)
language sql as $$
  insert into app_hidden.template_parts (slug, table_name, ref, key, contents)
    values (slug, table_name, ref, coalesce(string_to_array(key, ' '), '{}'), contents)
$$;

insert into app_hidden.organization_templates (slug, version, name, description, documentation, features, setup_steps) values
('crm-ops', 1, 'CRM and operations',
  'Sales and what comes after it: winning customers, bringing them on board, serving them.',
  $doc$Adds a pipeline for onboarding beside the one for sales: when a deal is won, make one in "Onboarding" and a project
with its tasks. Operations staff have a role of their own that sees all customers and works on projects, tasks and
activities, but changes no deals; support staff read customers and keep notes and communications.

Three workflows come as drafts: a project and a first task for every deal that is won, a welcome for premium customers,
and a look after deals that stand still.

Accounts get a service level, a renewal date and an onboarding status, contacts a preferred language, deals a reason for
buying. Renewal date and service level are indexed, so that lists by them stay quick.$doc$,
  '{contacts and accounts with service levels,onboarding pipeline,projects and tasks after the sale,roles for operations and support,customer health tags,workflows for onboarding and care,sample data}',
  '{Give members of staff the roles Operations and Support,Look at the workflows and activate those that you want,Look at the stages of the pipeline Onboarding and how many days a deal may stay in each,Set the service level of your accounts,Delete the sample records when you have seen enough}'),
('saas-sales', 1, 'Software subscriptions',
  'Selling subscriptions: qualification, trials, renewals, and what they are worth a year.',
  $doc$Two pipelines: "New business", whose stages follow a trial, and "Renewals". Deals carry the yearly value, the length
of the contract and the plan; leads the size of the team and the product they use today, which scoring can use.

Sales development representatives have a role that works on all leads and hands them on; customer success managers see
every account and work the renewals.

Three workflows come as drafts: questions during a trial, a call for leads whose score has come to 80, and what can be
learned from lost deals.$doc$,
  '{new business and renewal pipelines,yearly recurring revenue on deals,qualification fields on leads,roles for sales development and customer success,workflows for trials and hot leads,sample data}',
  '{Give members of staff the roles Sales development and Customer success,Look at the workflows and activate those that you want,Make New business the default pipeline if most of your deals begin there,Add the fields of leads to your web forms,Delete the sample records when you have seen enough}');

-- CRM and operations
call app_hidden.add_template_part('crm-ops', 'pipelines', 'name', 'onboarding',
  $part${"name": "Onboarding", "description": "From a won deal to a customer who works with what they bought."}$part$);
call app_hidden.add_template_part('crm-ops', 'pipeline_stages', 'pipeline_id name', 'onboarding/kick-off',
  $part${"pipeline_id": {"ref": "onboarding"}, "name": "Kick-off", "position": 1, "kind": "open", "probability": 20, "color": "#6B7280", "days_in_stage": 7}$part$);
call app_hidden.add_template_part('crm-ops', 'pipeline_stages', 'pipeline_id name', 'onboarding/setup',
  $part${"pipeline_id": {"ref": "onboarding"}, "name": "Setup", "position": 2, "kind": "open", "probability": 50, "color": "#3B82F6", "days_in_stage": 21}$part$);
call app_hidden.add_template_part('crm-ops', 'pipeline_stages', 'pipeline_id name', 'onboarding/training',
  $part${"pipeline_id": {"ref": "onboarding"}, "name": "Training", "position": 3, "kind": "open", "probability": 75, "color": "#8B5CF6", "days_in_stage": 14}$part$);
call app_hidden.add_template_part('crm-ops', 'pipeline_stages', 'pipeline_id name', 'onboarding/live',
  $part${"pipeline_id": {"ref": "onboarding"}, "name": "Live", "position": 4, "kind": "won", "probability": 100, "color": "#10B981"}$part$);
call app_hidden.add_template_part('crm-ops', 'pipeline_stages', 'pipeline_id name', 'onboarding/stopped',
  $part${"pipeline_id": {"ref": "onboarding"}, "name": "Stopped", "position": 5, "kind": "lost", "probability": 0, "color": "#EF4444"}$part$);
call app_hidden.add_template_part('crm-ops', 'custom_field_definitions', 'object key', 'field:account.service_level',
  $part${"object": "account", "key": "service_level", "label": "Service level", "type": "select", "choices": ["Basic", "Standard", "Premium"], "is_indexed": true, "group_name": "Service", "position": 1}$part$);
call app_hidden.add_template_part('crm-ops', 'custom_field_definitions', 'object key', 'field:account.renewal_date',
  $part${"object": "account", "key": "renewal_date", "label": "Renewal date", "type": "date", "is_indexed": true, "group_name": "Service", "position": 2}$part$);
call app_hidden.add_template_part('crm-ops', 'custom_field_definitions', 'object key', 'field:account.onboarding_status',
  $part${"object": "account", "key": "onboarding_status", "label": "Onboarding", "type": "select", "choices": ["Not started", "Under way", "Done"], "default_value": "Not started", "group_name": "Service", "position": 3}$part$);
call app_hidden.add_template_part('crm-ops', 'custom_field_definitions', 'object key', 'field:contact.preferred_language',
  $part${"object": "contact", "key": "preferred_language", "label": "Preferred language", "type": "text", "maximum": 50}$part$);
call app_hidden.add_template_part('crm-ops', 'custom_field_definitions', 'object key', 'field:deal.buying_reason',
  $part${"object": "deal", "key": "buying_reason", "label": "Reason for buying", "type": "textarea", "help_text": "In the words of the customer; read it before the kick-off."}$part$);
call app_hidden.add_template_part('crm-ops', 'roles', 'slug', 'role:operations',
  $part${"slug": "operations", "name": "Operations", "description": "Works on projects, tasks and activities of all customers; changes no deals."}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/pipeline/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "pipeline", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/product/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "product", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/custom_field/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "custom_field", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/organization/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "organization", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/member/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "member", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/team/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "team", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/territory/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "territory", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/role/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "role", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/tag/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "tag", "action": {"each": ["view", "create"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/account/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "account", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/contact/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "contact", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/deal/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "deal", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/project/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "project", "action": {"each": ["view", "create", "edit", "assign"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/task/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "task", "action": {"each": ["view", "create", "edit", "assign"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/activity/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "activity", "action": {"each": ["view", "create", "edit", "assign"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/attachment/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "attachment", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/attachment/own',
  $part${"role_id": {"ref": "role:operations"}, "object": "attachment", "action": {"each": ["create", "edit", "delete"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/note/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "note", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/note/own',
  $part${"role_id": {"ref": "role:operations"}, "object": "note", "action": {"each": ["create", "edit", "delete"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/communication/all',
  $part${"role_id": {"ref": "role:operations"}, "object": "communication", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:operations/communication/own',
  $part${"role_id": {"ref": "role:operations"}, "object": "communication", "action": {"each": ["create", "edit"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('crm-ops', 'roles', 'slug', 'role:support',
  $part${"slug": "support", "name": "Support", "description": "Reads customers, writes notes and communications."}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/pipeline/all',
  $part${"role_id": {"ref": "role:support"}, "object": "pipeline", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/product/all',
  $part${"role_id": {"ref": "role:support"}, "object": "product", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/custom_field/all',
  $part${"role_id": {"ref": "role:support"}, "object": "custom_field", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/organization/all',
  $part${"role_id": {"ref": "role:support"}, "object": "organization", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/member/all',
  $part${"role_id": {"ref": "role:support"}, "object": "member", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/team/all',
  $part${"role_id": {"ref": "role:support"}, "object": "team", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/territory/all',
  $part${"role_id": {"ref": "role:support"}, "object": "territory", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/role/all',
  $part${"role_id": {"ref": "role:support"}, "object": "role", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/tag/all',
  $part${"role_id": {"ref": "role:support"}, "object": "tag", "action": {"each": ["view", "create"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/account/all',
  $part${"role_id": {"ref": "role:support"}, "object": "account", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/contact/all',
  $part${"role_id": {"ref": "role:support"}, "object": "contact", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/activity/all',
  $part${"role_id": {"ref": "role:support"}, "object": "activity", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/activity/own',
  $part${"role_id": {"ref": "role:support"}, "object": "activity", "action": {"each": ["create", "edit"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/task/all',
  $part${"role_id": {"ref": "role:support"}, "object": "task", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/task/own',
  $part${"role_id": {"ref": "role:support"}, "object": "task", "action": {"each": ["create", "edit"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/note/all',
  $part${"role_id": {"ref": "role:support"}, "object": "note", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/note/own',
  $part${"role_id": {"ref": "role:support"}, "object": "note", "action": {"each": ["create", "edit", "delete"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/communication/all',
  $part${"role_id": {"ref": "role:support"}, "object": "communication", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_permissions', 'role_id object action', 'role:support/communication/own',
  $part${"role_id": {"ref": "role:support"}, "object": "communication", "action": {"each": ["create", "edit"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('crm-ops', 'role_field_permissions', 'role_id object field', 'role:support/account/hidden',
  $part${"role_id": {"ref": "role:support"}, "object": "account", "field": {"each": ["annual_revenue"]}, "mode": "hidden"}$part$);
call app_hidden.add_template_part('crm-ops', 'tags', 'name category', 'tag:healthy',
  $part${"name": "Healthy", "color": "#10B981", "category": "Customer health"}$part$);
call app_hidden.add_template_part('crm-ops', 'tags', 'name category', 'tag:at-risk',
  $part${"name": "At risk", "color": "#EF4444", "category": "Customer health"}$part$);
call app_hidden.add_template_part('crm-ops', 'tags', 'name category', 'tag:champion',
  $part${"name": "Champion", "color": "#8B5CF6", "category": "Customer health"}$part$);
call app_hidden.add_template_part('crm-ops', 'workflows', 'name', 'workflow:onboarding',
  $part${"name": "Onboard what was sold", "description": "When a deal is won, makes a project for bringing the customer on board and tells operations.", "definition": {"object_type": "deal", "triggers": [{"event": "deal.won", "conditions": {"field": "pipeline.name", "op": "ne", "value": "Onboarding"}}], "actions": [{"key": "project", "type": "create_record", "configuration": {"object_type": "project", "values": {"name": "Onboarding: {{ deal.title }}", "status": "planned", "account_id": "{{ deal.account_id }}", "deal_id": "{{ deal.id }}", "start_date": {"days": 0}}}}, {"key": "kick_off", "type": "create_task", "configuration": {"title": "Arrange the kick-off with {{ deal.account.name }}", "due_in_days": 3, "priority": "high"}}, {"key": "tell", "type": "send_notification", "configuration": {"to": ["role:operations"], "message": "{{ deal.title }} was won. The onboarding project is there."}}]}}$part$);
call app_hidden.add_template_part('crm-ops', 'workflows', 'name', 'workflow:premium',
  $part${"name": "Welcome premium customers", "description": "When an account comes to the service level Premium, has it called and tells support.", "definition": {"object_type": "account", "triggers": [{"event": "account.updated", "conditions": {"field": "custom_data.service_level", "op": "changed_to", "value": "Premium"}}, {"event": "account.created", "conditions": {"field": "custom_data.service_level", "op": "eq", "value": "Premium"}}], "actions": [{"key": "call", "type": "create_task", "configuration": {"title": "Welcome {{ account.name }} to Premium", "due_in_days": 2}}, {"key": "tell", "type": "send_notification", "configuration": {"to": ["role:support"], "message": "{{ account.name }} is a Premium customer now."}}]}}$part$);
call app_hidden.add_template_part('crm-ops', 'workflows', 'name', 'workflow:standing-still',
  $part${"name": "Look after deals that stand still", "description": "When a deal is longer in its stage than the stage allows, has somebody look after it.", "definition": {"object_type": "deal", "triggers": [{"event": "deal.stage_overdue"}], "actions": [{"key": "look", "type": "create_task", "configuration": {"title": "{{ deal.title }} stands still in {{ deal.stage.name }}: find out why", "due_in_days": 1}}, {"key": "tell", "type": "send_notification", "configuration": {"to": ["owner"], "message": "{{ deal.title }} is too long in {{ deal.stage.name }}."}}]}}$part$);
call app_hidden.add_template_part('crm-ops', 'accounts', null, 'sample:harbour',
  $part${"name": "Harbour Bakery (sample)", "industry": "Food", "website": "https://harbour-bakery.example", "custom_data": {"service_level": "Premium", "onboarding_status": "Under way"}}$part$);
call app_hidden.add_template_part('crm-ops', 'accounts', null, 'sample:lumen',
  $part${"name": "Lumen Opticians (sample)", "industry": "Retail", "website": "https://lumen.example", "custom_data": {"service_level": "Basic"}}$part$);
call app_hidden.add_template_part('crm-ops', 'contacts', null, 'sample:ada',
  $part${"first_name": "Ada", "last_name": "Brandt", "email": "ada.brandt@harbour-bakery.example", "job_title": "Head of operations", "account_id": {"ref": "sample:harbour"}, "is_primary": true, "custom_data": {"preferred_language": "German"}}$part$);
call app_hidden.add_template_part('crm-ops', 'contacts', null, 'sample:noor',
  $part${"first_name": "Noor", "last_name": "Haddad", "email": "noor@lumen.example", "job_title": "Owner", "account_id": {"ref": "sample:lumen"}, "is_primary": true}$part$);
call app_hidden.add_template_part('crm-ops', 'deals', null, 'sample:harbour-onboarding',
  $part${"title": "Harbour Bakery: onboarding (sample)", "account_id": {"ref": "sample:harbour"}, "primary_contact_id": {"ref": "sample:ada"}, "pipeline_id": {"ref": "onboarding"}, "stage_id": {"ref": "onboarding/setup"}, "amount": 4800, "expected_close_date": {"days": 21}, "custom_data": {"buying_reason": "Too many orders by telephone."}}$part$);
call app_hidden.add_template_part('crm-ops', 'projects', null, 'sample:harbour-project',
  $part${"name": "Onboarding of Harbour Bakery (sample)", "status": "active", "account_id": {"ref": "sample:harbour"}, "deal_id": {"ref": "sample:harbour-onboarding"}, "start_date": {"days": 0}, "end_date": {"days": 21}}$part$);
call app_hidden.add_template_part('crm-ops', 'tasks', null, 'sample:task-1',
  $part${"title": "Import the product list (sample)", "project_id": {"ref": "sample:harbour-project"}, "due_date": {"days": 3}, "priority": "high"}$part$);
call app_hidden.add_template_part('crm-ops', 'tasks', null, 'sample:task-2',
  $part${"title": "Train the shop staff (sample)", "project_id": {"ref": "sample:harbour-project"}, "due_date": {"days": 10}, "priority": "normal"}$part$);
call app_hidden.add_template_part('crm-ops', 'tasks', null, 'sample:task-3',
  $part${"title": "Hand over to support (sample)", "project_id": {"ref": "sample:harbour-project"}, "due_date": {"days": 20}, "priority": "normal"}$part$);
call app_hidden.add_template_part('crm-ops', 'activities', null, 'sample:kick-off',
  $part${"type": "call", "subject": "Kick-off call (sample)", "due_date": {"days": 1}, "account_id": {"ref": "sample:lumen"}, "contact_id": {"ref": "sample:noor"}}$part$);
call app_hidden.add_template_part('crm-ops', 'taggings', null, 'sample:champion',
  $part${"tag_id": {"ref": "tag:champion"}, "contact_id": {"ref": "sample:ada"}}$part$);

-- Software subscriptions
call app_hidden.add_template_part('saas-sales', 'pipelines', 'name', 'new-business',
  $part${"name": "New business", "description": "From the first talk to a paid subscription."}$part$);
call app_hidden.add_template_part('saas-sales', 'pipeline_stages', 'pipeline_id name', 'new-business/discovery',
  $part${"pipeline_id": {"ref": "new-business"}, "name": "Discovery", "position": 1, "kind": "open", "probability": 10, "color": "#6B7280", "days_in_stage": 14}$part$);
call app_hidden.add_template_part('saas-sales', 'pipeline_stages', 'pipeline_id name', 'new-business/demo',
  $part${"pipeline_id": {"ref": "new-business"}, "name": "Demo", "position": 2, "kind": "open", "probability": 25, "color": "#3B82F6", "days_in_stage": 14}$part$);
call app_hidden.add_template_part('saas-sales', 'pipeline_stages', 'pipeline_id name', 'new-business/trial',
  $part${"pipeline_id": {"ref": "new-business"}, "name": "Trial", "position": 3, "kind": "open", "probability": 50, "color": "#8B5CF6", "days_in_stage": 30}$part$);
call app_hidden.add_template_part('saas-sales', 'pipeline_stages', 'pipeline_id name', 'new-business/contract',
  $part${"pipeline_id": {"ref": "new-business"}, "name": "Contract", "position": 4, "kind": "open", "probability": 80, "color": "#F59E0B", "days_in_stage": 14}$part$);
call app_hidden.add_template_part('saas-sales', 'pipeline_stages', 'pipeline_id name', 'new-business/closed-won',
  $part${"pipeline_id": {"ref": "new-business"}, "name": "Closed Won", "position": 5, "kind": "won", "probability": 100, "color": "#10B981"}$part$);
call app_hidden.add_template_part('saas-sales', 'pipeline_stages', 'pipeline_id name', 'new-business/closed-lost',
  $part${"pipeline_id": {"ref": "new-business"}, "name": "Closed Lost", "position": 6, "kind": "lost", "probability": 0, "color": "#EF4444"}$part$);
call app_hidden.add_template_part('saas-sales', 'pipelines', 'name', 'renewals',
  $part${"name": "Renewals", "description": "Subscriptions that come to their end."}$part$);
call app_hidden.add_template_part('saas-sales', 'pipeline_stages', 'pipeline_id name', 'renewals/upcoming',
  $part${"pipeline_id": {"ref": "renewals"}, "name": "Upcoming", "position": 1, "kind": "open", "probability": 70, "color": "#6B7280", "days_in_stage": 60}$part$);
call app_hidden.add_template_part('saas-sales', 'pipeline_stages', 'pipeline_id name', 'renewals/in-talks',
  $part${"pipeline_id": {"ref": "renewals"}, "name": "In talks", "position": 2, "kind": "open", "probability": 80, "color": "#3B82F6", "days_in_stage": 30}$part$);
call app_hidden.add_template_part('saas-sales', 'pipeline_stages', 'pipeline_id name', 'renewals/contract',
  $part${"pipeline_id": {"ref": "renewals"}, "name": "Contract", "position": 3, "kind": "open", "probability": 90, "color": "#F59E0B", "days_in_stage": 14}$part$);
call app_hidden.add_template_part('saas-sales', 'pipeline_stages', 'pipeline_id name', 'renewals/renewed',
  $part${"pipeline_id": {"ref": "renewals"}, "name": "Renewed", "position": 4, "kind": "won", "probability": 100, "color": "#10B981"}$part$);
call app_hidden.add_template_part('saas-sales', 'pipeline_stages', 'pipeline_id name', 'renewals/churned',
  $part${"pipeline_id": {"ref": "renewals"}, "name": "Churned", "position": 5, "kind": "lost", "probability": 0, "color": "#EF4444"}$part$);
call app_hidden.add_template_part('saas-sales', 'custom_field_definitions', 'object key', 'field:deal.annual_value',
  $part${"object": "deal", "key": "annual_value", "label": "Yearly value", "type": "number", "minimum": 0, "group_name": "Subscription", "position": 1}$part$);
call app_hidden.add_template_part('saas-sales', 'custom_field_definitions', 'object key', 'field:deal.contract_months',
  $part${"object": "deal", "key": "contract_months", "label": "Contract in months", "type": "select", "choices": ["1", "12", "24", "36"], "default_value": "12", "group_name": "Subscription", "position": 2}$part$);
call app_hidden.add_template_part('saas-sales', 'custom_field_definitions', 'object key', 'field:deal.plan',
  $part${"object": "deal", "key": "plan", "label": "Plan", "type": "select", "choices": ["Starter", "Team", "Enterprise"], "is_indexed": true, "group_name": "Subscription", "position": 3}$part$);
call app_hidden.add_template_part('saas-sales', 'custom_field_definitions', 'object key', 'field:lead.team_size',
  $part${"object": "lead", "key": "team_size", "label": "Size of the team", "type": "number", "minimum": 1, "maximum": 1000000, "group_name": "Qualification", "position": 1}$part$);
call app_hidden.add_template_part('saas-sales', 'custom_field_definitions', 'object key', 'field:lead.current_product',
  $part${"object": "lead", "key": "current_product", "label": "Uses today", "type": "text", "maximum": 200, "group_name": "Qualification", "position": 2}$part$);
call app_hidden.add_template_part('saas-sales', 'custom_field_definitions', 'object key', 'field:account.renewal_month',
  $part${"object": "account", "key": "renewal_month", "label": "Renews in", "type": "select", "choices": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"], "group_name": "Subscription"}$part$);
call app_hidden.add_template_part('saas-sales', 'roles', 'slug', 'role:sales_development',
  $part${"slug": "sales_development", "name": "Sales development", "description": "Works on all leads and hands them on; sees accounts and contacts."}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/pipeline/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "pipeline", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/product/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "product", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/custom_field/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "custom_field", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/organization/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "organization", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/member/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "member", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/team/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "team", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/territory/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "territory", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/role/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "role", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/tag/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "tag", "action": {"each": ["view", "create"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/scoring/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "scoring", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/lead/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "lead", "action": {"each": ["view", "create", "edit", "assign"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/account/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "account", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/contact/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "contact", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/activity/own',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "activity", "action": {"each": ["view", "create", "edit", "delete", "assign"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/task/own',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "task", "action": {"each": ["view", "create", "edit", "delete", "assign"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/note/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "note", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/note/own',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "note", "action": {"each": ["create", "edit", "delete"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/communication/all',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "communication", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:sales_development/communication/own',
  $part${"role_id": {"ref": "role:sales_development"}, "object": "communication", "action": {"each": ["create", "edit"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('saas-sales', 'roles', 'slug', 'role:customer_success',
  $part${"slug": "customer_success", "name": "Customer success", "description": "Sees every account and works the renewals."}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/pipeline/all',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "pipeline", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/product/all',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "product", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/custom_field/all',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "custom_field", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/organization/all',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "organization", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/member/all',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "member", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/team/all',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "team", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/territory/all',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "territory", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/role/all',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "role", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/tag/all',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "tag", "action": {"each": ["view", "create"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/account/all',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "account", "action": {"each": ["view", "edit"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/contact/all',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "contact", "action": {"each": ["view", "create", "edit"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/deal/all',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "deal", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/deal/own',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "deal", "action": {"each": ["create", "edit"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/activity/own',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "activity", "action": {"each": ["view", "create", "edit", "delete", "assign"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/task/own',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "task", "action": {"each": ["view", "create", "edit", "delete", "assign"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/project/own',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "project", "action": {"each": ["view", "create", "edit"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/note/all',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "note", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/note/own',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "note", "action": {"each": ["create", "edit", "delete"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/communication/all',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "communication", "action": {"each": ["view"]}, "scope": "all"}$part$);
call app_hidden.add_template_part('saas-sales', 'role_permissions', 'role_id object action', 'role:customer_success/communication/own',
  $part${"role_id": {"ref": "role:customer_success"}, "object": "communication", "action": {"each": ["create", "edit"]}, "scope": "own"}$part$);
call app_hidden.add_template_part('saas-sales', 'tags', 'name category', 'tag:trial',
  $part${"name": "Trial", "color": "#8B5CF6", "category": "Subscription"}$part$);
call app_hidden.add_template_part('saas-sales', 'tags', 'name category', 'tag:expansion',
  $part${"name": "Expansion", "color": "#10B981", "category": "Subscription"}$part$);
call app_hidden.add_template_part('saas-sales', 'tags', 'name category', 'tag:churn-risk',
  $part${"name": "Churn risk", "color": "#EF4444", "category": "Subscription"}$part$);
call app_hidden.add_template_part('saas-sales', 'workflows', 'name', 'workflow:trial',
  $part${"name": "Follow up on trials", "description": "When a deal comes to the stage Trial, asks after three days and, if it is still there, after three weeks.", "definition": {"object_type": "deal", "triggers": [{"event": "deal.stage_changed", "conditions": {"field": "stage.name", "op": "eq", "value": "Trial"}}], "actions": [{"key": "first", "type": "create_task", "configuration": {"title": "Ask how the trial of {{ deal.account.name }} goes", "due_in_days": 3}}, {"key": "wait", "type": "delay", "configuration": {"for": {"days": 21}}}, {"key": "still", "type": "branch", "configuration": {"if": {"field": "stage.name", "op": "eq", "value": "Trial"}, "then": [{"key": "last", "type": "create_task", "configuration": {"title": "The trial of {{ deal.account.name }} ends soon: talk about the contract", "due_in_days": 2, "priority": "high"}}]}}]}}$part$);
call app_hidden.add_template_part('saas-sales', 'workflows', 'name', 'workflow:hot-lead',
  $part${"name": "Call hot leads", "description": "When the score of a lead comes to 80, has it called today and tells whose it is.", "definition": {"object_type": "lead", "triggers": [{"event": "lead.score_changed", "conditions": {"and": [{"field": "score", "op": "gte", "value": 80}, {"field": "old.score", "op": "lt", "value": 80}]}}], "actions": [{"key": "call", "type": "create_task", "configuration": {"title": "Call {{ lead.name }} today", "due_in_days": 0, "priority": "urgent"}}, {"key": "tell", "type": "send_notification", "configuration": {"to": ["owner"], "message": "{{ lead.name }} has a score of {{ lead.score }}."}}]}}$part$);
call app_hidden.add_template_part('saas-sales', 'workflows', 'name', 'workflow:lost',
  $part${"name": "Learn from lost deals", "description": "When a deal is lost, notes why and asks again in half a year.", "definition": {"object_type": "deal", "triggers": [{"event": "deal.lost"}], "actions": [{"key": "why", "type": "add_note", "configuration": {"title": "Lost", "content": "Lost with {{ deal.amount }} {{ deal.currency }}: {{ deal.lost_reason }}"}}, {"key": "again", "type": "create_task", "configuration": {"title": "Ask {{ deal.account.name }} whether they are happy with their choice", "due_in_days": 180, "priority": "low"}}]}}$part$);
call app_hidden.add_template_part('saas-sales', 'accounts', null, 'sample:tidewater',
  $part${"name": "Tidewater Logistics (sample)", "industry": "Logistics", "website": "https://tidewater.example"}$part$);
call app_hidden.add_template_part('saas-sales', 'contacts', null, 'sample:mika',
  $part${"first_name": "Mika", "last_name": "Laine", "email": "mika.laine@tidewater.example", "job_title": "IT manager", "account_id": {"ref": "sample:tidewater"}, "is_primary": true}$part$);
call app_hidden.add_template_part('saas-sales', 'deals', null, 'sample:tidewater-trial',
  $part${"title": "Tidewater: 40 seats (sample)", "account_id": {"ref": "sample:tidewater"}, "primary_contact_id": {"ref": "sample:mika"}, "pipeline_id": {"ref": "new-business"}, "stage_id": {"ref": "new-business/trial"}, "amount": 9600, "expected_close_date": {"days": 30}, "custom_data": {"annual_value": 9600, "plan": "Team"}}$part$);
call app_hidden.add_template_part('saas-sales', 'leads', null, 'sample:lead-1',
  $part${"first_name": "Ines", "last_name": "Moreau", "company": "Moreau Films (sample)", "email": "ines@moreau-films.example", "job_title": "Producer", "source": "website", "custom_data": {"team_size": 12, "current_product": "Spreadsheets"}}$part$);
call app_hidden.add_template_part('saas-sales', 'leads', null, 'sample:lead-2',
  $part${"first_name": "Tomas", "last_name": "Novak", "company": "Novak Machines (sample)", "email": "tomas@novak.example", "job_title": "Managing director", "source": "referral", "custom_data": {"team_size": 140, "current_product": "A system of their own"}}$part$);
call app_hidden.add_template_part('saas-sales', 'activities', null, 'sample:demo',
  $part${"type": "meeting", "subject": "Demo for Moreau Films (sample)", "due_date": {"days": 2}, "lead_id": {"ref": "sample:lead-1"}}$part$);
call app_hidden.add_template_part('saas-sales', 'taggings', null, 'sample:trial',
  $part${"tag_id": {"ref": "tag:trial"}, "deal_id": {"ref": "sample:tidewater-trial"}}$part$);

drop procedure app_hidden.add_template_part(text, text, text, text, jsonb);
call app_hidden.describe_fields();
call app_hidden.add_reporting_views();
