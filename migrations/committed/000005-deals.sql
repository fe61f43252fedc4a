--! Previous: sha1:f651d83e649023a659b1ef23d2792dff9c80a61f
--! Hash: sha1:10dd7561f3d9a08790d5ab3053120580e174296d

-- Pipelines and deals: the stages that a sale goes through, and the sales. What may happen to a
-- deal is decided here, so that it holds for the API, the importer, jobs and plain SQL alike.

-- ---------------------------------------------------------------------------------------------
-- A pipeline is a way of selling; one of them is the organization's default.
create table app_public.pipelines (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  name text not null check (name ~ '\S' and length(name) <= 100),
  description text check (length(description) <= 1000),
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, name)
);
create unique index pipelines_is_default_key on app_public.pipelines (organization_id) where is_default;
comment on table app_public.pipelines is 'A way of selling: a sequence of stages.';
comment on index app_public.pipelines_is_default_key is 'There is one default pipeline.';

-- A stage of a pipeline. Its kind says whether a deal in it is open, won or lost.
create table app_public.pipeline_stages (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  pipeline_id uuid not null,
  name text not null check (name ~ '\S' and length(name) <= 100),
  position integer not null check (position between 1 and 1000),
  kind text not null default 'open' references app_enum.stage_kinds,
  probability integer not null check (probability between 0 and 100),
  color text not null default '#6B7280' check (color ~ '^#[0-9A-Fa-f]{6}$'),
  days_in_stage integer check (days_in_stage > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, pipeline_id, id),
  unique (organization_id, pipeline_id, name),
  constraint pipeline_stages_position_key unique (organization_id, pipeline_id, position) deferrable,
  constraint pipeline_stages_closed_probability_check check (
    kind = 'open' or (kind = 'won' and probability = 100) or (kind = 'lost' and probability = 0)),
  foreign key (organization_id, pipeline_id) references app_public.pipelines on delete cascade
);
comment on table app_public.pipeline_stages is 'A step of a pipeline.';
comment on constraint pipeline_stages_organization_id_pipeline_id_fkey on app_public.pipeline_stages is
  '@foreignFieldName stages';
comment on column app_public.pipeline_stages.position is 'Order in the pipeline, from 1.';
comment on column app_public.pipeline_stages.probability is 'Chance of winning a deal in this stage, in per cent.';
comment on column app_public.pipeline_stages.days_in_stage is 'A deal longer in the stage than this is rotting. Null: never.';
comment on constraint pipeline_stages_closed_probability_check on app_public.pipeline_stages is
  'A won stage has a probability of 100 %, a lost one of 0 %.';

call app_hidden.protect_setting('pipelines', 'pipeline');
call app_hidden.protect_setting('pipeline_stages', 'pipeline');

create function app_hidden.default_pipeline_id() returns uuid
language sql stable as $$
  select p.id from app_public.pipelines p
    where p.organization_id = (select app_hidden.current_organization_id()) and p.is_default
$$;
comment on function app_hidden.default_pipeline_id() is 'The pipeline of deals made without one.';

create function app_hidden.first_stage_id(pipeline uuid default app_hidden.default_pipeline_id()) returns uuid
language sql stable as $$
  select s.id from app_public.pipeline_stages s
    where s.organization_id = (select app_hidden.current_organization_id())
      and s.pipeline_id = pipeline and s.kind = 'open'
    order by s.position limit 1
$$;
comment on function app_hidden.first_stage_id(uuid) is 'The first open stage of the pipeline.';
grant execute on function app_hidden.default_pipeline_id(), app_hidden.first_stage_id(uuid) to rowhouse_user;

create procedure app_hidden.add_default_pipeline(organization uuid) language plpgsql as $$
declare
  pipeline uuid;
begin
  insert into app_public.pipelines (organization_id, name, description, is_default)
    values (organization, 'Sales', 'The default pipeline.', true)
    on conflict do nothing
    returning id into pipeline;
  if pipeline is null then
    return;
  end if;
  insert into app_public.pipeline_stages
      (organization_id, pipeline_id, name, position, kind, probability, color, days_in_stage) values
    (organization, pipeline, 'Prospecting', 1, 'open', 10, '#6B7280', 30),
    (organization, pipeline, 'Qualification', 2, 'open', 25, '#3B82F6', 21),
    (organization, pipeline, 'Proposal', 3, 'open', 50, '#8B5CF6', 14),
    (organization, pipeline, 'Negotiation', 4, 'open', 75, '#F59E0B', 7),
    (organization, pipeline, 'Closed Won', 5, 'won', 100, '#10B981', null),
    (organization, pipeline, 'Closed Lost', 6, 'lost', 0, '#EF4444', null);
end
$$;
comment on procedure app_hidden.add_default_pipeline(uuid) is
  'The pipeline every organization begins with. Does nothing when it is there.';

-- ---------------------------------------------------------------------------------------------
-- What we sell.
create table app_public.products (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  name text not null check (name ~ '\S' and length(name) <= 255),
  code text check (length(code) <= 100),
  family text check (length(family) <= 100),
  description text check (length(description) <= 32000),
  unit_price numeric check (unit_price >= 0 and unit_price < 1e15),
  currency text references app_enum.currencies,
  is_active boolean not null default true,
  external_system text,
  external_id text check (length(external_id) <= 255),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  deleted_at timestamptz,
  deleted_by uuid,
  primary key (organization_id, id)
);
comment on table app_public.products is E'@behavior -delete\nSomething that we sell.';
create unique index products_external_id_key on app_public.products (organization_id, external_system, external_id) where deleted_at is null;
create unique index products_code_key on app_public.products (organization_id, code) where deleted_at is null;
create index products_name_idx on app_public.products (organization_id, name, id) where deleted_at is null;

create function app_hidden.apply_product_rules() returns trigger
language plpgsql as $$
begin
  if new.currency is null then
    select o.default_currency into new.currency from app_public.organizations o where o.id = new.organization_id;
  end if;
  new.unit_price = app_hidden.round_money(new.unit_price, new.currency);
  return new;
end
$$;
create trigger apply_product_rules before insert or update on app_public.products
  for each row execute function app_hidden.apply_product_rules();
call app_hidden.protect_record('products');

-- ---------------------------------------------------------------------------------------------
-- A deal is a sale in the making. Its status follows from its stage; its amount from its products
-- as soon as it has any.
create table app_public.deals (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations,
  id uuid not null default app_hidden.uuid_v7(),
  deal_number text not null default '',
  title text not null check (title ~ '\S' and length(title) <= 255),
  account_id uuid,
  primary_contact_id uuid,
  pipeline_id uuid not null default app_hidden.default_pipeline_id(),
  stage_id uuid not null default app_hidden.first_stage_id(),
  status text not null default 'new' references app_enum.deal_statuses,
  probability integer not null default -1 check (probability between 0 and 100),
  amount numeric not null default 0 check (amount >= 0 and amount < 1e15),
  discount numeric not null default 0 check (discount >= 0 and discount < 1e15),
  tax numeric not null default 0 check (tax >= 0 and tax < 1e15),
  total numeric not null generated always as (amount - discount + tax) stored,
  weighted_total numeric not null generated always as (round((amount - discount + tax) * probability / 100, coalesce(scale(amount), 2))) stored,
  currency text not null default '' references app_enum.currencies,
  expected_close_date date,
  stage_entered_at timestamptz not null default now(),
  closed_at timestamptz,
  owner_id uuid default app_hidden.current_user_id(),
  competitors text[] not null default '{}' check (cardinality(competitors) <= 50 and octet_length(competitors::text) <= 10000),
  won_reason text check (length(won_reason) <= 1000),
  lost_reason text check (length(lost_reason) <= 1000),
  lost_to_competitor text check (length(lost_to_competitor) <= 200),
  next_step text check (length(next_step) <= 500),
  type text check (length(type) <= 100),
  source text check (length(source) <= 100),
  source_lead_id uuid,
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
  unique (organization_id, deal_number),
  constraint deals_total_check check (amount - discount + tax >= 0),
  constraint deals_won_amount_check check (status <> 'won' or amount > 0),
  constraint deals_lost_with_reason_check check (status <> 'lost' or coalesce(lost_reason, '') ~ '\S'),
  foreign key (organization_id, account_id) references app_public.accounts on delete set null (account_id),
  foreign key (organization_id, primary_contact_id) references app_public.contacts on delete set null (primary_contact_id),
  foreign key (organization_id, pipeline_id) references app_public.pipelines,
  foreign key (organization_id, pipeline_id, stage_id)
    references app_public.pipeline_stages (organization_id, pipeline_id, id),
  foreign key (organization_id, owner_id) references app_public.memberships (organization_id, user_id),
  foreign key (organization_id, source_lead_id) references app_public.leads on delete set null (source_lead_id)
);
comment on table app_public.deals is E'@behavior -delete\nA sale in the making.';
comment on column app_public.deals.deal_number is 'Human-readable number, unique in the organization; gaps happen.';
comment on column app_public.deals.status is 'Follows from the kind of the stage.';
comment on column app_public.deals.probability is 'Chance of winning, in per cent; set by the stage when the deal enters it.';
comment on column app_public.deals.amount is 'Sum of the deal''s products, or what was typed in when it has none.';
comment on column app_public.deals.total is 'amount − discount + tax.';
comment on column app_public.deals.weighted_total is 'total × probability.';
comment on column app_public.deals.stage_entered_at is 'Since when the deal has been in its stage.';
comment on constraint deals_total_check on app_public.deals is 'The discount is larger than the amount and tax.';
comment on constraint deals_won_amount_check on app_public.deals is 'A won deal needs an amount above zero.';
comment on constraint deals_lost_with_reason_check on app_public.deals is 'A lost deal needs a reason.';
create unique index deals_external_id_key on app_public.deals (organization_id, external_system, external_id) where deleted_at is null;
create index deals_created_at_idx on app_public.deals (organization_id, created_at, id)
  include (owner_id) where deleted_at is null;
create index deals_stage_id_idx on app_public.deals (organization_id, pipeline_id, stage_id, created_at, id);
create index deals_status_idx on app_public.deals (organization_id, status, created_at, id)
  include (owner_id) where deleted_at is null;
create index deals_account_id_idx on app_public.deals (organization_id, account_id, created_at, id);
create index deals_primary_contact_id_idx on app_public.deals (organization_id, primary_contact_id);
create index deals_owner_id_idx on app_public.deals (organization_id, owner_id, created_at, id);
create index deals_source_lead_id_idx on app_public.deals (organization_id, source_lead_id) where source_lead_id is not null;
create index deals_expected_close_date_idx on app_public.deals (organization_id, expected_close_date, id) where deleted_at is null;
create index deals_amount_idx on app_public.deals (organization_id, amount, id) where deleted_at is null;

alter table app_public.leads
  add foreign key (organization_id, converted_deal_id) references app_public.deals on delete set null (converted_deal_id);
create index leads_converted_deal_id_idx on app_public.leads (organization_id, converted_deal_id) where converted_deal_id is not null;
call app_hidden.protect_record('leads', '{score,assigned_at,converted_at,converted_account_id,converted_contact_id,converted_deal_id,disqualified_at,disqualified_by,first_contact_date,last_contact_date,last_activity_date}');

-- Deal numbers come from a sequence for each organization: one shared by all would tell each how
-- much the others sell, and a counter row would make two deals of one organization wait. Its name
-- is a hash, since everybody can read the catalog.
create function app_hidden.deal_number_sequence(organization uuid) returns text
language sql immutable as $$
  select 'deal_numbers_' || md5('deal numbers of ' || organization)
$$;

create function app_hidden.next_deal_number(organization uuid) returns text
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select 'D-' || nextval(('app_private.' || app_hidden.deal_number_sequence(organization))::regclass)
$$;

create procedure app_hidden.add_deal_numbers(organization uuid) language plpgsql as $$
begin
  execute format('create sequence if not exists app_private.%I start 1001', app_hidden.deal_number_sequence(organization));
end
$$;

-- ---------------------------------------------------------------------------------------------
-- The way of each deal through its stages.
create table app_public.deal_stage_history (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  deal_id uuid not null,
  pipeline_id uuid not null,
  from_stage_id uuid,
  to_stage_id uuid not null,
  amount numeric not null,
  probability integer not null,
  changed_at timestamptz not null default now(),
  changed_by uuid default app_hidden.current_user_id(),
  external_system text,
  external_id text check (length(external_id) <= 255),
  primary key (organization_id, id),
  unique (organization_id, external_system, external_id),
  foreign key (organization_id, deal_id) references app_public.deals on delete cascade,
  foreign key (organization_id, pipeline_id) references app_public.pipelines,
  foreign key (organization_id, from_stage_id) references app_public.pipeline_stages,
  foreign key (organization_id, to_stage_id) references app_public.pipeline_stages
);
comment on table app_public.deal_stage_history is
  E'@behavior -insert -update -delete\nEach stage that a deal entered: when, from where, by whom. Written by the database.';
comment on column app_public.deal_stage_history.amount is '@shows deal.amount';
comment on column app_public.deal_stage_history.probability is '@shows deal.probability';
comment on column app_public.deal_stage_history.from_stage_id is '@shows deal.stage_id';
comment on column app_public.deal_stage_history.to_stage_id is '@shows deal.stage_id';
comment on column app_public.deal_stage_history.pipeline_id is '@shows deal.pipeline_id';
comment on column app_public.deal_stage_history.changed_at is '@shows deal.stage_entered_at';
comment on constraint deal_stage_history_organization_id_deal_id_fkey on app_public.deal_stage_history is
  '@foreignFieldName stageHistory';
comment on constraint deal_stage_history_organization_id_to_stage_id_fkey on app_public.deal_stage_history is
  '@foreignFieldName entries';
comment on constraint deal_stage_history_organization_id_from_stage_id_fkey on app_public.deal_stage_history is
  '@foreignFieldName departures';
create index deal_stage_history_deal_id_idx on app_public.deal_stage_history (organization_id, deal_id, changed_at, id);
create index deal_stage_history_pipeline_id_idx on app_public.deal_stage_history (organization_id, pipeline_id, changed_at, id);
create index deal_stage_history_from_stage_id_idx on app_public.deal_stage_history (organization_id, from_stage_id);
create index deal_stage_history_to_stage_id_idx on app_public.deal_stage_history (organization_id, to_stage_id, changed_at);
call app_hidden.protect_part('deal_stage_history');
revoke insert, update, delete on app_public.deal_stage_history from rowhouse_user;
grant delete on app_public.deal_stage_history to rowhouse_importer;

create function app_hidden.limit_imported_history() returns trigger
language plpgsql as $$
begin
  if app_hidden.owner_ids_in_scope('deal', 'import') is not null then
    new.changed_at = now();
    new.changed_by = app_hidden.current_user_id();
  else
    new.changed_at = least(new.changed_at, now());
  end if;
  return new;
end
$$;
comment on function app_hidden.limit_imported_history() is
  'When and by whom is believed only of who may import everybody''s deals.';
create trigger limit_imported_history before insert or update on app_public.deal_stage_history
  for each row when (current_user = 'rowhouse_importer') execute function app_hidden.limit_imported_history();

-- ---------------------------------------------------------------------------------------------
-- The lines of a deal: what is sold, how much of it, at which price.
create table app_public.deal_products (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  deal_id uuid not null,
  product_id uuid,
  description text check (length(description) <= 1000),
  quantity numeric not null default 1 check (quantity > 0 and quantity < 1e9),
  unit_price numeric not null check (unit_price >= 0 and unit_price < 1e12),
  discount numeric not null default 0 check (discount >= 0 and discount < 1e15),
  tax numeric not null default 0 check (tax >= 0 and tax < 1e15),
  total numeric not null generated always as (round(quantity * unit_price, 4) - discount + tax) stored,
  external_system text,
  external_id text check (length(external_id) <= 255),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  unique (organization_id, external_system, external_id),
  constraint deal_products_total_check check (round(quantity * unit_price, 4) - discount + tax >= 0),
  constraint deal_products_named_check check (product_id is not null or coalesce(description, '') ~ '\S'),
  foreign key (organization_id, deal_id) references app_public.deals on delete cascade,
  foreign key (organization_id, product_id) references app_public.products
);
comment on table app_public.deal_products is 'A line of a deal: a product, its quantity and price.';
comment on column app_public.deal_products.quantity is '@shows deal.amount';
comment on column app_public.deal_products.unit_price is '@shows deal.amount';
comment on column app_public.deal_products.discount is '@shows deal.amount';
comment on column app_public.deal_products.tax is '@shows deal.amount';
comment on column app_public.deal_products.total is E'@shows deal.amount\nquantity × unit_price − discount + tax.';
comment on constraint deal_products_total_check on app_public.deal_products is 'The discount is larger than the line.';
comment on constraint deal_products_named_check on app_public.deal_products is 'A line needs a product or a description.';
create index deal_products_deal_id_idx on app_public.deal_products (organization_id, deal_id, created_at, id);
create index deal_products_product_id_idx on app_public.deal_products (organization_id, product_id);
call app_hidden.protect_part('deal_products');

-- Who works on a deal beside its owner.
create table app_public.deal_team_members (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  deal_id uuid not null,
  user_id uuid not null,
  role text check (length(role) <= 100),
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, deal_id, user_id),
  foreign key (organization_id, deal_id) references app_public.deals on delete cascade,
  foreign key (organization_id, user_id) references app_public.memberships (organization_id, user_id)
);
comment on table app_public.deal_team_members is 'Who works on a deal beside its owner.';
create index deal_team_members_user_id_idx on app_public.deal_team_members (organization_id, user_id);
call app_hidden.protect_part('deal_team_members');

-- ---------------------------------------------------------------------------------------------
-- The rules of a deal

create function app_hidden.apply_deal_rules() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  stage app_public.pipeline_stages;
  previous app_public.pipeline_stages;
  line_sum numeric;
begin
  if tg_op = 'INSERT' then
    if new.deal_number = '' then
      new.deal_number = app_hidden.next_deal_number(new.organization_id);
    end if;
    if new.currency = '' then
      select o.default_currency into new.currency from app_public.organizations o where o.id = new.organization_id;
    end if;
  elsif new.currency is distinct from old.currency then
    -- An amount typed in one currency means another amount in the other; the lines too.
    perform from app_public.deal_products l where l.organization_id = new.organization_id and l.deal_id = new.id;
    if found then
      perform app_hidden.fail('RH409', 'The currency of a deal with products cannot be changed.',
        '{"currency": "Remove the products first."}');
    end if;
  end if;

  if tg_op = 'INSERT' or new.stage_id is distinct from old.stage_id or new.pipeline_id is distinct from old.pipeline_id then
    if tg_op = 'UPDATE' and new.pipeline_id is distinct from old.pipeline_id and new.stage_id = old.stage_id then
      new.stage_id = app_hidden.first_stage_id(new.pipeline_id);
    elsif tg_op = 'INSERT' and new.stage_id is null
      or tg_op = 'INSERT' and new.pipeline_id is distinct from app_hidden.default_pipeline_id()
        and new.stage_id = app_hidden.first_stage_id() then
      new.stage_id = app_hidden.first_stage_id(new.pipeline_id);
    end if;
    select * into stage from app_public.pipeline_stages s
      where s.organization_id = new.organization_id and s.pipeline_id = new.pipeline_id and s.id = new.stage_id;
    if not found then
      perform app_hidden.fail('RH400', 'The stage does not belong to the pipeline.',
        '{"stage_id": "No such stage in the pipeline."}');
    end if;
    if tg_op = 'UPDATE' then
      select * into strict previous from app_public.pipeline_stages s
        where s.organization_id = old.organization_id and s.id = old.stage_id;
      if (previous.kind <> 'open'
          or previous.pipeline_id = stage.pipeline_id and stage.position < previous.position and stage.kind <> 'lost'
          -- Nor back by way of another pipeline.
          or previous.pipeline_id <> stage.pipeline_id and stage.kind <> 'lost' and exists (
            select from app_public.deal_stage_history h
              join app_public.pipeline_stages s on s.organization_id = h.organization_id and s.id = h.to_stage_id
              where h.organization_id = new.organization_id and h.deal_id = new.id
                and s.pipeline_id = stage.pipeline_id and s.position > stage.position))
        and app_hidden.current_user_id() is not null
        and not app_hidden.reaches('deal', 'manage', array[old.owner_id])
      then
        perform app_hidden.fail('RH403', case when previous.kind <> 'open'
          then 'Your role may not reopen a closed deal.'
          else 'Your role may not move a deal back.' end);
      end if;
      new.stage_entered_at = now();
      new.probability = stage.probability;
    elsif new.probability = -1 then
      new.probability = stage.probability;
    end if;
    new.status = case
      when stage.kind <> 'open' then stage.kind
      when tg_op = 'INSERT' and stage.id = app_hidden.first_stage_id(stage.pipeline_id) then 'new'
      else 'in_progress' end;
    if stage.kind = 'open' then
      new.closed_at = null;
      new.won_reason = null;
      new.lost_reason = null;
      new.lost_to_competitor = null;
    elsif tg_op = 'INSERT' then
      new.closed_at = coalesce(new.closed_at, now());
    else
      new.closed_at = case when new.closed_at is distinct from old.closed_at then new.closed_at else now() end;
    end if;
  end if;
  if new.status in ('won', 'lost') then
    new.probability = case new.status when 'won' then 100 else 0 end;
  end if;

  new.amount = app_hidden.round_money(new.amount, new.currency);
  new.discount = app_hidden.round_money(new.discount, new.currency);
  new.tax = app_hidden.round_money(new.tax, new.currency);
  if tg_op = 'UPDATE' and new.amount <> old.amount then
    select sum(l.total) into line_sum from app_public.deal_products l
      where l.organization_id = new.organization_id and l.deal_id = new.id;
    if new.amount <> app_hidden.round_money(line_sum, new.currency) then
      perform app_hidden.fail('RH409', 'The amount of this deal is the sum of its products.',
        '{"amount": "Change the products instead."}');
    end if;
  end if;
  return new;
end
$$;
comment on function app_hidden.apply_deal_rules() is
  'Status, probability and closing follow from the stage; who may move back or reopen; amounts in the
precision of the currency, and equal to the sum of the lines where there are any.';
create trigger apply_deal_rules before insert or update on app_public.deals
  for each row execute function app_hidden.apply_deal_rules();
call app_hidden.protect_record('deals', '{deal_number,status,stage_entered_at,closed_at}');

create function app_hidden.record_deal_stage() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app_public.deal_stage_history
      (organization_id, deal_id, pipeline_id, from_stage_id, to_stage_id, amount, probability, changed_at, changed_by)
    values (new.organization_id, new.id, new.pipeline_id, case when tg_op = 'UPDATE' then old.stage_id end,
      new.stage_id, new.amount, new.probability, new.stage_entered_at, app_hidden.current_user_id());
  return null;
end
$$;
comment on function app_hidden.record_deal_stage() is 'Writes deal_stage_history when a deal enters a stage.';
-- The importer writes the history that it was given.
create trigger record_first_deal_stage after insert on app_public.deals
  for each row when (current_user <> 'rowhouse_importer') execute function app_hidden.record_deal_stage();
create trigger record_deal_stage after update of stage_id, pipeline_id on app_public.deals
  for each row when (new.stage_id <> old.stage_id and current_user <> 'rowhouse_importer')
  execute function app_hidden.record_deal_stage();

create function app_hidden.sum_deal_products() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- Locked in one order, so that two statements touching the same deals cannot deadlock.
  perform from app_public.deals d
    join (select distinct organization_id, deal_id from changed_lines) c
      on d.organization_id = c.organization_id and d.id = c.deal_id
    order by d.organization_id, d.id for no key update of d;
  update app_public.deals d
    set amount = app_hidden.round_money(lines.total, d.currency)
    from (
      select l.organization_id, l.deal_id, sum(l.total) as total
        from app_public.deal_products l
        where (l.organization_id, l.deal_id) in (select organization_id, deal_id from changed_lines)
        group by 1, 2) lines
    where d.organization_id = lines.organization_id and d.id = lines.deal_id
      and d.amount <> app_hidden.round_money(lines.total, d.currency);
  return null;
end
$$;
comment on function app_hidden.sum_deal_products() is
  'Keeps deals.amount the sum of the lines. When the last line goes, the amount stays as it was.';
create trigger sum_inserted after insert on app_public.deal_products
  referencing new table as changed_lines for each statement execute function app_hidden.sum_deal_products();
create trigger sum_updated after update on app_public.deal_products
  referencing new table as changed_lines for each statement execute function app_hidden.sum_deal_products();
create trigger sum_deleted after delete on app_public.deal_products
  referencing old table as changed_lines for each statement execute function app_hidden.sum_deal_products();

create function app_hidden.round_line() returns trigger
language plpgsql as $$
begin
  new.quantity = round(new.quantity, 6);
  new.unit_price = round(new.unit_price, 6);
  new.discount = round(new.discount, 4);
  new.tax = round(new.tax, 4);
  return new;
end
$$;
comment on function app_hidden.round_line() is 'No more decimals than a price list has.';
create trigger round_line before insert or update on app_public.deal_products
  for each row execute function app_hidden.round_line();

create function app_hidden.keep_line_on_its_deal() returns trigger
language plpgsql as $$
begin
  perform app_hidden.fail('RH400', 'A line stays on its deal.', '{"deal_id": "Make a new line instead."}');
  return null;
end
$$;
create trigger keep_line_on_its_deal before update on app_public.deal_products
  for each row when (new.deal_id <> old.deal_id) execute function app_hidden.keep_line_on_its_deal();

create function app_public.move_deal(
  deal_id uuid,
  stage_id uuid,
  lost_reason text default null,
  won_reason text default null,
  lost_to_competitor text default null
) returns app_public.deals
language plpgsql volatile as $$
declare
  moved app_public.deals;
begin
  perform from app_public.deals d where d.id = move_deal.deal_id;
  if not found then
    perform app_hidden.fail('RH404', 'No such deal.');
  end if;
  perform app_hidden.require_editable('deals', array_remove(array['stage_id',
    case when lost_reason is not null then 'lost_reason' end,
    case when won_reason is not null then 'won_reason' end,
    case when lost_to_competitor is not null then 'lost_to_competitor' end], null));
  update app_public.deals d set
      stage_id = move_deal.stage_id,
      pipeline_id = coalesce((select s.pipeline_id from app_public.pipeline_stages s where s.id = move_deal.stage_id), d.pipeline_id),
      lost_reason = coalesce(move_deal.lost_reason, d.lost_reason),
      won_reason = coalesce(move_deal.won_reason, d.won_reason),
      lost_to_competitor = coalesce(move_deal.lost_to_competitor, d.lost_to_competitor)
    where d.id = move_deal.deal_id
    returning d.* into moved;
  if not found then
    perform app_hidden.fail('RH403', 'You may not move this deal.');
  end if;
  return moved;
end
$$;
comment on function app_public.move_deal(uuid, uuid, text, text, text) is
  'Moves the deal to the stage. RH404 no such deal; RH400 no such stage; RH403 moving back or reopening
without the permission to manage deals; a lost deal needs lostReason, a won one an amount.';
grant execute on function app_public.move_deal(uuid, uuid, text, text, text) to rowhouse_user;

create function app_hidden.keep_stage_kind() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from app_public.deals d where d.organization_id = new.organization_id
      and d.pipeline_id = new.pipeline_id and d.stage_id = new.id) then
    perform app_hidden.fail('RH409', 'The kind of a stage with deals in it cannot be changed.',
      '{"kind": "Move the deals to another stage first."}');
  end if;
  return new;
end
$$;
comment on function app_hidden.keep_stage_kind() is 'The status of deals follows from the kind of their stage.';
create trigger keep_stage_kind before update of kind on app_public.pipeline_stages
  for each row when (new.kind <> old.kind) execute function app_hidden.keep_stage_kind();

create function app_hidden.keep_default_pipeline() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from app_public.organizations o where o.id = old.organization_id) then
    perform app_hidden.fail('RH409', 'The default pipeline cannot be deleted.');
  end if;
  return old;
end
$$;
comment on function app_hidden.keep_default_pipeline() is 'New deals go to the default pipeline.';
create trigger keep_default_pipeline before delete on app_public.pipelines
  for each row when (old.is_default) execute function app_hidden.keep_default_pipeline();

-- ---------------------------------------------------------------------------------------------
-- What the recycle bin does to neighbours

create function app_hidden.refuse_while_deals_are_open() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  open_deals bigint;
begin
  if tg_table_name = 'accounts' then
    select count(*) into open_deals from app_public.deals d
      where d.organization_id = new.organization_id and d.account_id = new.id
        and d.deleted_at is null and d.status in ('new', 'in_progress');
  else
    select count(*) into open_deals from app_public.deals d
      where d.organization_id = new.organization_id and d.primary_contact_id = new.id
        and d.deleted_at is null and d.status in ('new', 'in_progress');
  end if;
  if open_deals > 0 then
    perform app_hidden.fail('RH409', format('%s cannot be deleted while %s open %s on it.',
      case tg_table_name when 'accounts' then 'This account' else 'A contact' end, open_deals,
      case open_deals when 1 then 'deal is' else 'deals are' end));
  end if;
  return new;
end
$$;
comment on function app_hidden.refuse_while_deals_are_open() is
  'An account or contact with open deals stays; the error counts them.';
create trigger refuse_while_deals_are_open before update of deleted_at on app_public.accounts
  for each row when (old.deleted_at is null and new.deleted_at is not null)
  execute function app_hidden.refuse_while_deals_are_open();
create trigger refuse_while_deals_are_open before update of deleted_at on app_public.contacts
  for each row when (old.deleted_at is null and new.deleted_at is not null)
  execute function app_hidden.refuse_while_deals_are_open();

create function app_hidden.refuse_deal_of_deleted() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- The lock makes a delete of the account wait for this deal, or this deal for the delete.
  perform from app_public.accounts a
    where a.organization_id = new.organization_id and a.id = new.account_id and a.deleted_at is null
    for share;
  if new.account_id is not null and not found then
    perform app_hidden.fail('RH409', 'The account of this deal is in the recycle bin. Restore it first.');
  end if;
  perform from app_public.contacts c
    where c.organization_id = new.organization_id and c.id = new.primary_contact_id and c.deleted_at is null
    for share;
  if new.primary_contact_id is not null and not found then
    perform app_hidden.fail('RH409', 'The contact of this deal is in the recycle bin. Restore it first.');
  end if;
  return null;
end
$$;
comment on function app_hidden.refuse_deal_of_deleted() is
  'No open deal on an account or contact in the recycle bin: not a new one, nor restored, nor reopened.';
create trigger refuse_deal_of_deleted
  after insert or update of account_id, primary_contact_id, status, stage_id, deleted_at on app_public.deals
  for each row when (new.deleted_at is null and new.status in ('new', 'in_progress')
    and (new.account_id is not null or new.primary_contact_id is not null))
  execute function app_hidden.refuse_deal_of_deleted();

create function app_hidden.take_contacts_along() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  taken text;
begin
  if new.deleted_at is not null then
    update app_public.contacts c set deleted_at = new.deleted_at, deleted_by = new.deleted_by
      where c.organization_id = new.organization_id and c.account_id = new.id and c.deleted_at is null;
  else
    select c.email into taken from app_public.contacts c
      join app_public.contacts live
        on live.organization_id = c.organization_id and live.email = c.email and live.deleted_at is null
      where c.organization_id = new.organization_id and c.account_id = new.id and c.deleted_at = old.deleted_at
      order by c.email limit 1;
    if found then
      perform app_hidden.fail('RH409', format(
        'This account cannot be restored: a live contact already has the e-mail address %sof one of its contacts.',
        case when app_hidden.field_mode('contacts', 'email') in ('edit', 'view') then '"' || taken || '" ' else '' end));
    end if;
    update app_public.contacts c set deleted_at = null, deleted_by = null
      where c.organization_id = new.organization_id and c.account_id = new.id and c.deleted_at = old.deleted_at;
  end if;
  return null;
end
$$;
comment on function app_hidden.take_contacts_along() is
  'Contacts go to the recycle bin with their account, and come back with it.';
create trigger take_contacts_along after update of deleted_at on app_public.accounts
  for each row when (old.deleted_at is distinct from new.deleted_at)
  execute function app_hidden.take_contacts_along();
