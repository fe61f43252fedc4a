--! Previous: sha1:d33aa02d46c5d866ee88e83ede020493958f04f6
--! Hash: sha1:aeaff0e30fe772750b3bf43abb4c58486549b5ab

-- Scoring: how promising a lead is, from 0 to 100, by six factors whose weights and rules are the
-- organization's own. All of it is set-based: one lead or a thousand are scored by the same
-- statement. Whatever a score depends on leaves a mark when it changes, and a job works off the
-- marks; docs/scoring.md has the formulas.

-- ---------------------------------------------------------------------------------------------
-- How an organization scores. There is one row for each, made with it. Percents are shares of a
-- factor's weight; days are those of UTC.
create table app_public.lead_scoring_configs (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  version integer not null default 1,
  score_source text not null default 'rules' references app_enum.lead_score_sources,
  status_weight smallint not null default 25,
  activity_weight smallint not null default 20,
  completeness_weight smallint not null default 20,
  age_weight smallint not null default 15,
  engagement_weight smallint not null default 15,
  custom_weight smallint not null default 5,
  status_new_percent smallint not null default 20,
  status_contacted_percent smallint not null default 60,
  status_qualified_percent smallint not null default 100,
  status_converted_percent smallint not null default 100,
  status_disqualified_percent smallint not null default 0,
  activity_days smallint not null default 30,
  activity_target smallint not null default 5,
  completeness_fields text[] not null default '{name,company,job_title,email,phone,industry,website}',
  age_half_life_days smallint not null default 30,
  engagement_days smallint not null default 90,
  engagement_target smallint not null default 5,
  engagement_signals text[] not null default '{inbound,call,meeting}',
  custom_rules jsonb not null default '[]',
  hot_from smallint not null default 80,
  warm_from smallint not null default 60,
  cool_from smallint not null default 40,
  history_days smallint not null default 180,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  unique (organization_id),
  constraint lead_scoring_configs_weights_check check (
    least(status_weight, activity_weight, completeness_weight, age_weight, engagement_weight, custom_weight) >= 0
    and status_weight + activity_weight + completeness_weight + age_weight + engagement_weight + custom_weight = 100),
  constraint lead_scoring_configs_percents_check check (
    least(status_new_percent, status_contacted_percent, status_qualified_percent, status_converted_percent, status_disqualified_percent) >= 0
    and greatest(status_new_percent, status_contacted_percent, status_qualified_percent, status_converted_percent, status_disqualified_percent) <= 100),
  constraint lead_scoring_configs_days_check check (
    activity_days between 1 and 365 and engagement_days between 1 and 365 and age_half_life_days between 1 and 3650
    and history_days between 1 and 3650),
  constraint lead_scoring_configs_targets_check check (
    activity_target between 1 and 1000 and engagement_target between 1 and 1000),
  constraint lead_scoring_configs_completeness_fields_check check (
    cardinality(completeness_fields) between 1 and 20 and array_position(completeness_fields, null) is null
    and completeness_fields <@ '{name,company,job_title,email,phone,website,industry,annual_revenue,company_size,street,city,
      country,source,budget,authority,need,timeline}'::text[]),
  constraint lead_scoring_configs_engagement_signals_check check (
    cardinality(engagement_signals) between 1 and 4 and array_position(engagement_signals, null) is null
    and engagement_signals <@ '{inbound,call,meeting,email}'::text[]),
  constraint lead_scoring_configs_thresholds_check check (
    cool_from between 0 and 100 and warm_from between cool_from and 100 and hot_from between warm_from and 100)
);
comment on table app_public.lead_scoring_configs is
  E'@behavior -insert -delete\nHow the organization scores its leads: weights of the six factors, their rules and thresholds.';
comment on column app_public.lead_scoring_configs.version is 'One more at each change.';
comment on column app_public.lead_scoring_configs.score_source is
  'What leads'' scores are made by. predictive falls back to the rules while there is no model.';
comment on column app_public.lead_scoring_configs.status_new_percent is 'Share of the status weight that a lead with this status gets.';
comment on column app_public.lead_scoring_configs.activity_days is 'How many days back activities are recent.';
comment on column app_public.lead_scoring_configs.activity_target is 'How many recent activities earn the whole weight.';
comment on column app_public.lead_scoring_configs.completeness_fields is
  'The fields that make a lead complete; phone is either number, name the first or last name.';
comment on column app_public.lead_scoring_configs.age_half_life_days is 'In so many days half of the age weight is lost.';
comment on column app_public.lead_scoring_configs.engagement_days is 'How many days back engagement counts.';
comment on column app_public.lead_scoring_configs.engagement_target is 'How many signs of engagement earn the whole weight.';
comment on column app_public.lead_scoring_configs.engagement_signals is
  'What counts as engagement: inbound (any inbound communication), call, meeting, email (held or completed, in either direction).';
comment on column app_public.lead_scoring_configs.custom_rules is
  'Up to 20 of {field, operator, value, percent}: field is a key of customData, operator one of equals, not_equals,
at_least, at_most, contains, one_of, is_set, is_not_set; percent of the weight, -100 to 100, is added where it holds.';
comment on column app_public.lead_scoring_configs.history_days is 'Days after which former scores are removed.';
comment on constraint lead_scoring_configs_organization_id_key on app_public.lead_scoring_configs is
  E'@behavior -single\nThe organization has its rules already.';
comment on constraint lead_scoring_configs_weights_check on app_public.lead_scoring_configs is 'The six weights are not negative and sum to 100.';
comment on constraint lead_scoring_configs_percents_check on app_public.lead_scoring_configs is 'Percents are 0 to 100.';
comment on constraint lead_scoring_configs_days_check on app_public.lead_scoring_configs is
  'Days back are 1 to 365, a half-life and the history 1 to 3,650 days.';
comment on constraint lead_scoring_configs_targets_check on app_public.lead_scoring_configs is 'Targets are 1 to 1,000.';
comment on constraint lead_scoring_configs_completeness_fields_check on app_public.lead_scoring_configs is
  'Completeness is of 1 to 20 of: name, company, job_title, email, phone, website, industry, annual_revenue, company_size, street, city, country, source, budget, authority, need, timeline.';
comment on constraint lead_scoring_configs_engagement_signals_check on app_public.lead_scoring_configs is
  'Engagement is one or more of: inbound, call, meeting, email.';
comment on constraint lead_scoring_configs_thresholds_check on app_public.lead_scoring_configs is
  'Thresholds are 0 to 100, hot not below warm and warm not below cool.';

call app_hidden.build_wall('lead_scoring_configs');
create policy select_permitted on app_public.lead_scoring_configs for select to rowhouse_user
  using ((select app_hidden.may('scoring', 'view')));
create policy update_permitted on app_public.lead_scoring_configs for update to rowhouse_user
  using ((select app_hidden.may('scoring', 'edit'))) with check ((select app_hidden.may('scoring', 'edit')));
call app_hidden.grant_columns('lead_scoring_configs', '{version}');
revoke insert, delete on app_public.lead_scoring_configs from rowhouse_user, rowhouse_importer;
revoke update on app_public.lead_scoring_configs from rowhouse_importer;
call app_hidden.keep_audit_columns('lead_scoring_configs');
call app_hidden.audit_changes('lead_scoring_configs', left_out => '{version}');

create procedure app_hidden.add_scoring_config(organization uuid) language sql as $$
  insert into app_public.lead_scoring_configs (organization_id) values (organization) on conflict do nothing
$$;
comment on procedure app_hidden.add_scoring_config(uuid) is 'The rules every organization begins with. Does nothing when it has some.';

create function app_hidden.check_scoring_rules(rules jsonb) returns void
language plpgsql immutable as $$
declare
  rule jsonb;
  place integer := 0;
  problem text;
begin
  if jsonb_typeof(rules) <> 'array' or jsonb_array_length(rules) > 20 then
    perform app_hidden.fail('RH400', 'Rules for custom fields are a list of at most 20.', '{"custom_rules": "A list of at most 20 rules."}');
  end if;
  for rule in select r from jsonb_array_elements(rules) r loop
    place := place + 1;
    problem := case
      when jsonb_typeof(rule) <> 'object' then 'is no object'
      when exists (select from jsonb_object_keys(rule) k where k not in ('field', 'operator', 'value', 'percent')) then
        'has more than field, operator, value and percent'
      when jsonb_typeof(rule -> 'field') is distinct from 'string' or length(rule ->> 'field') not between 1 and 100 then
        'needs a field, a key of custom data'
      when coalesce(rule ->> 'operator', '') not in ('equals', 'not_equals', 'at_least', 'at_most', 'contains', 'one_of', 'is_set', 'is_not_set') then
        'needs an operator: equals, not_equals, at_least, at_most, contains, one_of, is_set or is_not_set'
      when rule ->> 'operator' in ('is_set', 'is_not_set') and rule ? 'value' then 'takes no value'
      when rule ->> 'operator' = 'one_of' and (jsonb_typeof(rule -> 'value') is distinct from 'array'
        or jsonb_array_length(rule -> 'value') not between 1 and 50) then 'needs a list of 1 to 50 values'
      when rule ->> 'operator' in ('at_least', 'at_most') and coalesce(jsonb_typeof(rule -> 'value'), '') not in ('number', 'string') then
        'needs a number or a date'
      when rule ->> 'operator' = 'contains' and (jsonb_typeof(rule -> 'value') is distinct from 'string' or rule ->> 'value' = '') then
        'needs a text'
      when rule ->> 'operator' in ('equals', 'not_equals') and coalesce(jsonb_typeof(rule -> 'value'), '') not in ('string', 'number', 'boolean') then
        'needs a value: text, number or true or false'
      when length((rule -> 'value')::text) > 2000 then 'has too long a value'
      when jsonb_typeof(rule -> 'percent') is distinct from 'number' then 'needs a percent'
      when (rule ->> 'percent')::numeric not between -100 and 100 or (rule ->> 'percent')::numeric % 1 <> 0 then
        'needs a whole percent of -100 to 100' end;
    if problem is not null then
      perform app_hidden.fail('RH400', format('Rule %s for custom fields %s.', place, problem),
        jsonb_build_object('custom_rules', format('Rule %s %s.', place, problem)));
    end if;
  end loop;
end
$$;
comment on function app_hidden.check_scoring_rules(jsonb) is
  'Fails with RH400 saying which rule for custom fields is wrong, and what about it.';
grant execute on function app_hidden.check_scoring_rules(jsonb) to rowhouse_user;

create function app_hidden.apply_scoring_config_rules() returns trigger
language plpgsql as $$
begin
  perform app_hidden.check_scoring_rules(new.custom_rules);
  -- Rules that are chosen to give a hidden field all the weight would read it off the score.
  if current_user = 'rowhouse_user' and (app_hidden.is_restricted('lead') or app_hidden.is_restricted('activity')
    or app_hidden.is_restricted('communication')) then
    perform app_hidden.fail('RH403', 'Your own role is restricted in fields that scores are made of.');
  end if;
  new.completeness_fields := array(select f from unnest(new.completeness_fields) with ordinality u (f, n) group by f order by min(n));
  if tg_op = 'UPDATE' and to_jsonb(new) - 'updated_at' - 'updated_by' is distinct from to_jsonb(old) - 'updated_at' - 'updated_by' then
    new.version := old.version + 1;
  end if;
  return new;
end
$$;
comment on function app_hidden.apply_scoring_config_rules() is
  'Custom rules that mean something (RH400), changed by who sees all that scores are made of (RH403); raises the version.';
create trigger apply_scoring_config_rules before insert or update on app_public.lead_scoring_configs
  for each row execute function app_hidden.apply_scoring_config_rules();

create function app_hidden.scoring_enabled(organization uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((select f.is_enabled from app_public.feature_flags f
    where f.organization_id = organization and f.name = 'lead_scoring_v2_enabled'), true)
$$;
comment on function app_hidden.scoring_enabled(uuid) is
  'Whether the organization scores its leads (feature flag lead_scoring_v2_enabled).';

-- ---------------------------------------------------------------------------------------------
-- A model that was fitted to an organization's closed leads, or why there is none (000021). Kept as
-- data: what it scores by is features, with it is said how good it is.
create table app_public.lead_score_models (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  status text not null default 'queued' references app_enum.lead_score_model_statuses,
  message text,
  closed_count integer,
  converted_count integer,
  training_count integer,
  held_out_count integer,
  auc numeric check (auc between 0 and 1),
  brier_score numeric check (brier_score between 0 and 1),
  calibration_error numeric check (calibration_error between 0 and 1),
  reliability jsonb check (jsonb_typeof(reliability) = 'array'),
  intercept double precision,
  calibration_slope double precision,
  calibration_offset double precision,
  features jsonb check (jsonb_typeof(features) = 'array'),
  requested_at timestamptz not null default now(),
  fitted_at timestamptz,
  created_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  constraint lead_score_models_fitted_check check (status <> 'fitted'
    or num_nulls(intercept, calibration_slope, calibration_offset, features, fitted_at, auc) = 0)
);
comment on table app_public.lead_score_models is
  E'@behavior -insert -update -delete\nA logistic regression that was fitted to the organization''s closed leads, or why none could be.';
comment on column app_public.lead_score_models.message is 'What came of it, in a sentence.';
comment on column app_public.lead_score_models.closed_count is 'Converted and disqualified leads that there were.';
comment on column app_public.lead_score_models.held_out_count is 'Leads that the model did not see, by which it was judged.';
comment on column app_public.lead_score_models.auc is 'Area under the ROC curve on the held-out leads: 0.5 is guessing, 1 is always right.';
comment on column app_public.lead_score_models.brier_score is 'Mean squared error of the probabilities on the held-out leads.';
comment on column app_public.lead_score_models.calibration_error is
  'By how much the probabilities miss the share that was converted, on average over ten equal parts of 0 to 1.';
comment on column app_public.lead_score_models.reliability is
  'Held-out leads by predicted probability: from, to, count, predicted (mean), converted (share).';
comment on column app_public.lead_score_models.features is
  'name, average, and levels: how much each value adds to the log-odds, before the average is taken off, and on how many leads it was.';
create unique index lead_score_models_queued_key on app_public.lead_score_models (organization_id) where status = 'queued';
create index lead_score_models_requested_at_idx on app_public.lead_score_models (organization_id, requested_at, id);
call app_hidden.build_wall('lead_score_models');
create policy select_permitted on app_public.lead_score_models for select to rowhouse_user
  using ((select app_hidden.may('scoring', 'view')));
grant select on app_public.lead_score_models to rowhouse_user;
call app_hidden.bound_dates('lead_score_models');
call app_hidden.audit_changes('lead_score_models', left_out => '{features,reliability,intercept,calibration_slope,calibration_offset}');

-- ---------------------------------------------------------------------------------------------
-- The score of a lead as it is: one row each, written by nobody but the functions below: fixed sets of
-- values are checks here, which cost a bulk less than references. Points are whole and sum to rules_total by a check; the
-- total is theirs, or the probability's where the organization chose that. What went in stands
-- beside it, and sentences are made of it when they are asked for. Who may not see some field that
-- went in sees the total only (describe_fields() in 000010).
create table app_public.lead_scores (
  organization_id uuid not null,
  lead_id uuid not null,
  total smallint not null check (total between 0 and 100),
  quality text not null check (quality in ('hot', 'warm', 'cool', 'cold')),
  source text not null check (source in ('rules', 'predictive')),
  config_version integer not null,
  next_step text not null check (next_step in ('call', 'follow_up', 'qualify', 'complete_profile', 're_engage', 'nurture', 'none')),
  rules_total smallint not null check (rules_total between 0 and 100),
  status_points smallint not null check (status_points >= 0),
  activity_points smallint not null check (activity_points >= 0),
  completeness_points smallint not null check (completeness_points >= 0),
  age_points smallint not null check (age_points >= 0),
  engagement_points smallint not null check (engagement_points >= 0),
  custom_points smallint not null check (custom_points >= 0),
  status text not null,
  activity_count integer not null,
  missing_fields text[] not null,
  age_days integer not null,
  engagement_count integer not null,
  custom_matches text[] not null,
  probability numeric(5, 4) check (probability between 0 and 1),
  log_odds double precision,
  model_id uuid,
  calculated_at timestamptz not null default now(),
  primary key (organization_id, lead_id),
  constraint lead_scores_sum_check check (
    rules_total = status_points + activity_points + completeness_points + age_points + engagement_points + custom_points),
  constraint lead_scores_total_of_source_check check (total = case source when 'rules' then rules_total else round(100 * probability) end),
  foreign key (organization_id, lead_id) references app_public.leads on delete cascade,
  foreign key (organization_id, model_id) references app_public.lead_score_models on delete set null (model_id)
) with (fillfactor = 80);
comment on table app_public.lead_scores is
  E'@behavior -insert -update -delete\n@foreignKey (quality) references app_enum.lead_qualities (value)\n@foreignKey (source) references app_enum.lead_score_sources (value)\n@foreignKey (next_step) references app_enum.lead_next_steps (value)\n@foreignKey (status) references app_enum.lead_statuses (value)\nHow promising a lead is, and why.';
comment on column app_public.lead_scores.config_version is 'Version of the rules that it was scored by.';
comment on column app_public.lead_scores.rules_total is 'What the rules give: the sum of the points.';
comment on column app_public.lead_scores.activity_count is 'Recent activities and communications.';
comment on column app_public.lead_scores.age_days is 'Whole days from when the lead was made to calculated_at, or to when it was closed.';
comment on column app_public.lead_scores.custom_matches is 'The rules for custom fields that hold, in words.';
comment on column app_public.lead_scores.probability is 'That the lead will be converted, by the model; null without one.';
comment on column app_public.lead_scores.log_odds is E'@behavior -*\nWhat the probability was made of, before calibration.';
comment on column app_public.lead_scores.calculated_at is 'When something about the score changed last.';

-- What the total of a lead was before: one row for each change of total, quality or source.
create table app_public.lead_score_history (
  organization_id uuid not null,
  id uuid not null default app_hidden.uuid_v7(),
  lead_id uuid not null,
  total smallint not null,
  previous_total smallint,
  quality text not null,
  source text not null,
  config_version integer not null,
  status_points smallint not null,
  activity_points smallint not null,
  completeness_points smallint not null,
  age_points smallint not null,
  engagement_points smallint not null,
  custom_points smallint not null,
  probability numeric(5, 4),
  calculated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, lead_id) references app_public.leads on delete cascade
);
comment on table app_public.lead_score_history is
  E'@behavior -insert -update -delete\n@foreignKey (quality) references app_enum.lead_qualities (value)\n@foreignKey (source) references app_enum.lead_score_sources (value)\nThe scores that a lead has had, the newest being the one that it has.';
comment on column app_public.lead_score_history.previous_total is 'The total before; null for a first score.';
comment on constraint lead_score_history_organization_id_lead_id_fkey on app_public.lead_score_history is '@foreignFieldName scoreHistory';
create index lead_score_history_lead_id_idx on app_public.lead_score_history (organization_id, lead_id, calculated_at, id);

do $$
declare
  target text;
begin
  foreach target in array array['lead_scores', 'lead_score_history'] loop
    call app_hidden.build_wall(target);
    execute format('create policy select_with_record on app_public.%I for select to rowhouse_user using (%s)',
      target, app_hidden.parents_expression(target, 'view'));
    execute format('grant select on app_public.%I to rowhouse_user', target);
    -- Calculated from what has its entries, and with a history of its own.
    call app_hidden.audit_changes(target, events => '{}');
  end loop;
end
$$;
call app_hidden.audit_changes('leads', left_out => app_hidden.calculated_columns('leads'));

-- The total tells of the lead's score; what it is made of tells of whatever field went in.
do $$
declare
  shown record;
begin
  for shown in
    select c.relname as table_name, a.attname as column_name, col_description(c.oid, a.attnum) as description,
        case when a.attname in ('total', 'previous_total', 'quality', 'probability') then 'lead.score'
          when c.relname = 'lead_score_models' then 'lead.*any'
          else 'lead.*any activity.*any communication.*any' end as fields
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      where c.relnamespace = 'app_public'::regnamespace and (
        c.relname = 'lead_score_models' and a.attname = 'features'
        or c.relname in ('lead_scores', 'lead_score_history') and a.attname not in
          ('organization_id', 'id', 'lead_id', 'source', 'config_version', 'model_id', 'calculated_at'))
  loop
    execute format('comment on column app_public.%I.%I is %L', shown.table_name, shown.column_name,
      concat_ws(chr(10), '@shows ' || shown.fields, shown.description));
  end loop;
end
$$;
call app_hidden.describe_fields();

-- ---------------------------------------------------------------------------------------------
-- The arithmetic

create function app_hidden.matches_rule(value jsonb, operator text, operand jsonb) returns boolean
language sql immutable as $$
  select case
    when operator in ('is_set', 'is_not_set') then is_there = (operator = 'is_set')
    when not is_there then operator = 'not_equals'
    when operator in ('equals', 'not_equals') then
      (value = operand or lower(value #>> '{}') = lower(operand #>> '{}')) = (operator = 'equals')
    when operator = 'contains' and jsonb_typeof(value) = 'array' then value ? (operand #>> '{}')
    when operator = 'contains' then position(lower(operand #>> '{}') in lower(value #>> '{}')) > 0
    when operator = 'one_of' and jsonb_typeof(value) = 'array' then
      exists (select from jsonb_array_elements(value) v where operand @> v)
    when operator = 'one_of' then operand @> value
    when jsonb_typeof(value) <> jsonb_typeof(operand) then false
    -- Dates are texts that sort as they follow each other.
    when operator = 'at_least' and jsonb_typeof(value) = 'string' then value #>> '{}' collate "C" >= operand #>> '{}'
    when operator = 'at_most' and jsonb_typeof(value) = 'string' then value #>> '{}' collate "C" <= operand #>> '{}'
    when operator = 'at_least' then value >= operand
    when operator = 'at_most' then value <= operand end
  from (select coalesce(value not in ('null', '""', '[]'), false) as is_there) v
$$;
comment on function app_hidden.matches_rule(jsonb, text, jsonb) is
  'Whether a value of custom data is what a rule asks for; texts without regard to case. What is not there equals nothing.';

create function app_hidden.utc_midnight(day date) returns timestamptz
language sql immutable as $$ select day::timestamp at time zone 'UTC' $$;
comment on function app_hidden.utc_midnight(date) is 'When the day begins in UTC.';

-- Points are made whole by rounding the running sum of the exact ones: they sum to the rounded sum
-- exactly, none is off by one point or more, and none is above its weight.
create function app_hidden.calculate_lead_scores(organization uuid, ids uuid[], today date)
returns table (lead_id uuid, rules_total smallint, status_points smallint, activity_points smallint,
  completeness_points smallint, age_points smallint, engagement_points smallint, custom_points smallint,
  status text, activity_count integer, missing_fields text[], age_days integer, engagement_count integer,
  custom_matches text[])
language sql stable as $$
  select exact.id, upto.custom, upto.status, upto.activity - upto.status, upto.completeness - upto.activity,
      upto.age - upto.completeness, upto.engagement - upto.age, upto.custom - upto.engagement,
      exact.status, exact.activity_count, exact.missing_fields, exact.age_days, exact.engagement_count, exact.custom_matches
    from (
      select l.id, l.status, counted.activity_count::integer, filled.missing_fields, aged.age_days,
          counted.engagement_count::integer, custom.matches as custom_matches,
          c.status_weight * (case l.status when 'new' then c.status_new_percent when 'contacted' then c.status_contacted_percent
            when 'qualified' then c.status_qualified_percent when 'converted' then c.status_converted_percent
            else c.status_disqualified_percent end)::float8 / 100 as status_exact,
          c.activity_weight * least(counted.activity_count::float8 / c.activity_target, 1) as activity_exact,
          c.completeness_weight * (1 - cardinality(filled.missing_fields)::float8 / cardinality(c.completeness_fields)) as completeness_exact,
          -- Further down it is nothing anyway.
          c.age_weight * power(0.5::float8, least(aged.age_days::float8 / c.age_half_life_days, 100)) as age_exact,
          c.engagement_weight * least(counted.engagement_count::float8 / c.engagement_target, 1) as engagement_exact,
          c.custom_weight * least(greatest(custom.percent, 0), 100)::float8 / 100 as custom_exact
        from app_public.lead_scoring_configs c
        join app_public.leads l on l.organization_id = c.organization_id
        -- A closed lead is scored as of the day that it was closed.
        cross join lateral (select least(today, case
            when l.status = 'converted' then (coalesce(l.converted_at, l.created_at) at time zone 'UTC')::date
            when l.status = 'disqualified' then (coalesce(l.disqualified_at, l.created_at) at time zone 'UTC')::date
            else today end) as day offset 0) as_of
        cross join lateral (select greatest(as_of.day - (greatest(l.created_at, '1900-01-01') at time zone 'UTC')::date, 0) as age_days offset 0) aged
        cross join lateral (select app_hidden.utc_midnight(as_of.day + 1) as before,
            app_hidden.utc_midnight(as_of.day + 1 - c.activity_days) as recent,
            app_hidden.utc_midnight(as_of.day + 1 - c.engagement_days) as engaged offset 0) since
        cross join lateral (
          select count(*) filter (where a.completed_at >= since.recent) as recent,
              count(*) filter (where a.completed_at >= since.engaged and a.type = any (c.engagement_signals)) as engaged
            from app_public.activities a
            where a.organization_id = l.organization_id and a.lead_id = l.id and a.deleted_at is null
              and a.status = 'completed' and a.completed_at >= least(since.recent, since.engaged) and a.completed_at < since.before) done
        cross join lateral (
          select count(*) filter (where m.occurred_at >= since.recent) as recent,
              count(*) filter (where m.occurred_at >= since.engaged and (m.type = any (c.engagement_signals)
                or m.direction = 'inbound' and 'inbound' = any (c.engagement_signals))) as engaged
            from app_public.communications m
            where m.organization_id = l.organization_id and m.lead_id = l.id and m.deleted_at is null
              and m.occurred_at >= least(since.recent, since.engaged) and m.occurred_at < since.before) said
        cross join lateral (select
            -- Other systems tell when something was last done, and not always what.
            greatest(done.recent + said.recent, (greatest(
              case when l.last_activity_date <= as_of.day then l.last_activity_date end,
              case when l.last_contact_date <= as_of.day then l.last_contact_date end) > as_of.day - c.activity_days)::integer) as activity_count,
            done.engaged + said.engaged as engagement_count offset 0) counted
        cross join lateral (select array(select f from unnest(c.completeness_fields) f where case f
              when 'name' then l.name when 'company' then l.company when 'job_title' then l.job_title
              when 'email' then l.email when 'phone' then coalesce(nullif(l.phone, ''), l.mobile_phone)
              when 'website' then l.website when 'industry' then l.industry when 'annual_revenue' then l.annual_revenue::text
              when 'company_size' then l.company_size::text when 'street' then l.street when 'city' then l.city
              when 'country' then l.country when 'source' then l.source when 'budget' then l.budget
              when 'authority' then l.authority when 'need' then l.need when 'timeline' then l.timeline end ~ '\S' is not true)
            as missing_fields offset 0) filled
        cross join lateral (
          select coalesce(sum((rule ->> 'percent')::numeric::integer), 0) as percent,
              coalesce(array_agg(concat_ws(' ', rule ->> 'field', replace(rule ->> 'operator', '_', ' '), rule ->> 'value')
                || format(' (%s %%)', to_char((rule ->> 'percent')::numeric::integer, 'FMSG999')) order by place), '{}') as matches
            from jsonb_array_elements(case when c.custom_rules = '[]' then null else c.custom_rules end) with ordinality r (rule, place)
            where app_hidden.matches_rule(l.custom_data -> (rule ->> 'field'), rule ->> 'operator', rule -> 'value')) custom
        where c.organization_id = organization and l.id = any (ids) and l.deleted_at is null and l.erased_at is null
        offset 0) exact
    cross join lateral (select
        floor(status_exact + 0.5)::smallint as status,
        floor(status_exact + activity_exact + 0.5)::smallint as activity,
        floor(status_exact + activity_exact + completeness_exact + 0.5)::smallint as completeness,
        floor(status_exact + activity_exact + completeness_exact + age_exact + 0.5)::smallint as age,
        floor(status_exact + activity_exact + completeness_exact + age_exact + engagement_exact + 0.5)::smallint as engagement,
        floor(status_exact + activity_exact + completeness_exact + age_exact + engagement_exact + custom_exact + 0.5)::smallint as custom
        offset 0) upto
$$;
comment on function app_hidden.calculate_lead_scores(uuid, uuid[], date) is
  'What the rules give the live leads of these ids on a day (UTC), and what it is made of. Erased leads have no score.';

create function app_hidden.today() returns date
language sql stable as $$ select (now() at time zone 'UTC')::date $$;
comment on function app_hidden.today() is 'The day in UTC that scores are calculated for.';

create function app_hidden.score_leads(organization uuid, ids uuid[]) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  changed integer;
begin
  -- A score is no edit of the lead.
  perform set_config('rowhouse.keeps_updated_at', 'on', true);
  with
    calculated as (
      select r.*, p.probability, p.log_odds, p.model_id, c.version as config_version,
          case when c.score_source = 'predictive' and p.probability is not null then 'predictive' else 'rules' end as source,
          case when c.score_source = 'predictive' and p.probability is not null then round(100 * p.probability)::smallint
            else r.rules_total end as total,
          c as config
        from app_hidden.calculate_lead_scores(organization, ids, app_hidden.today()) r
        join app_public.lead_scoring_configs c on c.organization_id = organization
        left join app_hidden.predict_leads(organization, ids) p on p.lead_id = r.lead_id
    ),
    rated as (
      select calculated.*, case when total >= (config).hot_from then 'hot' when total >= (config).warm_from then 'warm'
          when total >= (config).cool_from then 'cool' else 'cold' end as quality
        from calculated
    ),
    scored as materialized (
      select rated.*, case
          when status in ('converted', 'disqualified') then 'none'
          when quality = 'hot' then 'call'
          when quality = 'warm' then 'follow_up'
          when missing_fields <> '{}' and (quality = 'cold' and 2 * completeness_points < (config).completeness_weight
            or (config).completeness_weight - completeness_points >= greatest((config).status_weight - status_points,
              (config).activity_weight - activity_points, (config).engagement_weight - engagement_points)) then 'complete_profile'
          when quality = 'cold' then 'nurture'
          when (config).status_weight - status_points >= greatest((config).activity_weight - activity_points,
            (config).engagement_weight - engagement_points) then 'qualify'
          else 're_engage' end as next_step
        from rated
    ),
    -- One by one by the key, also while Postgres has not counted the table yet.
    former as materialized (
      select s.* from unnest(ids) id
        cross join lateral (select s.ctid as place, s.lead_id, s.total, s.quality, s.source from app_public.lead_scores s
          where s.organization_id = organization and s.lead_id = id offset 0) s
    ),
    updated as (
      update app_public.lead_scores s set
          total = n.total, quality = n.quality, source = n.source, config_version = n.config_version, next_step = n.next_step,
          rules_total = n.rules_total, status_points = n.status_points, activity_points = n.activity_points,
          completeness_points = n.completeness_points, age_points = n.age_points, engagement_points = n.engagement_points,
          custom_points = n.custom_points, status = n.status, activity_count = n.activity_count,
          missing_fields = n.missing_fields, age_days = n.age_days, engagement_count = n.engagement_count,
          custom_matches = n.custom_matches, probability = n.probability, log_odds = n.log_odds, model_id = n.model_id,
          calculated_at = now()
        from scored n join former f on f.lead_id = n.lead_id
        where s.ctid = f.place
          -- Days alone are no change: the sentence about age says of which day it speaks.
          and (s.total, s.quality, s.source, s.config_version, s.next_step, s.status_points, s.activity_points, s.completeness_points,
            s.age_points, s.engagement_points, s.custom_points, s.status, s.activity_count, s.missing_fields,
            s.engagement_count, s.custom_matches, s.probability, s.model_id)
          is distinct from (n.total, n.quality, n.source, n.config_version, n.next_step, n.status_points, n.activity_points, n.completeness_points,
            n.age_points, n.engagement_points, n.custom_points, n.status, n.activity_count, n.missing_fields,
            n.engagement_count, n.custom_matches, n.probability, n.model_id)
    ),
    added as (
      insert into app_public.lead_scores (organization_id, lead_id, total, quality, source, config_version, next_step, rules_total,
          status_points, activity_points, completeness_points, age_points, engagement_points, custom_points, status,
          activity_count, missing_fields, age_days, engagement_count, custom_matches, probability, log_odds, model_id)
        select organization, n.lead_id, n.total, n.quality, n.source, n.config_version, n.next_step, n.rules_total,
            n.status_points, n.activity_points, n.completeness_points, n.age_points, n.engagement_points, n.custom_points,
            n.status, n.activity_count, n.missing_fields, n.age_days, n.engagement_count, n.custom_matches,
            n.probability, n.log_odds, n.model_id
          from scored n where not exists (select from former f where f.lead_id = n.lead_id)
    ),
    noted as (
      insert into app_public.lead_score_history (organization_id, lead_id, total, previous_total, quality, source, config_version,
          status_points, activity_points, completeness_points, age_points, engagement_points, custom_points, probability)
        select organization, n.lead_id, n.total, f.total, n.quality, n.source, n.config_version, n.status_points,
            n.activity_points, n.completeness_points, n.age_points, n.engagement_points, n.custom_points, n.probability
          from scored n left join former f on f.lead_id = n.lead_id
          where f.lead_id is null or (f.total, f.quality, f.source) <> (n.total, n.quality, n.source)
    ),
    copied as (
      update app_public.leads l set score = n.total from scored n
        where l.organization_id = organization and l.id = n.lead_id and l.score <> n.total
        returning 1
    )
    select count(*) into changed from copied;
  perform set_config('rowhouse.keeps_updated_at', '', true);
  return changed;
end
$$;
comment on function app_hidden.score_leads(uuid, uuid[]) is
  'Scores leads and writes what differs; answers for how many the score did. The caller holds their rows, so that of two
that score one lead the later has seen what the earlier saw (lock_leads).';

create function app_hidden.lock_leads(organization uuid, ids uuid[], count integer) returns uuid[]
language sql volatile as $$
  -- Not waited for: who holds a lead may be waiting for another that is held here.
  select array(select l.id from app_public.leads l
    where l.organization_id = organization and l.id = any (ids)
    order by l.id limit count for no key update skip locked)
$$;
comment on function app_hidden.lock_leads(uuid, uuid[], integer) is
  'Takes hold of so many of the leads as nobody else holds, and answers which.';

-- ---------------------------------------------------------------------------------------------
-- Marks: leads whose score may have become another. Marks are only ever added, so that nobody waits
-- for somebody else's and a change that comes while its lead is being scored has a mark of its own:
-- whoever scores removes the marks that they see, and then reads the lead.
create table app_hidden.stale_lead_scores (
  organization_id uuid not null,
  lead_id uuid not null,
  since timestamptz not null default now(),
  wakes boolean not null
);
create index stale_lead_scores_lead_id_idx on app_hidden.stale_lead_scores (organization_id, lead_id);
comment on table app_hidden.stale_lead_scores is 'Leads that are to be scored anew, once for each change. wakes: asks for the job.';

create function app_private.add_scoring_job(organization uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select graphile_worker.add_job('score_leads', json_build_object('organization_id', organization),
    job_key => 'score_leads:' || organization, job_key_mode => 'preserve_run_at')
$$;
comment on function app_private.add_scoring_job(uuid) is
  'Adds the job that works off what is to be scored, unless one waits already. No worker can take it before the
transaction is over, so it sees what this one has changed.';

create function app_hidden.wake_scoring() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  woken constant text := pg_current_xact_id()::text || new.organization_id;
begin
  if current_setting('rowhouse.scoring_woken', true) is distinct from woken then
    perform app_private.add_scoring_job(new.organization_id);
    perform set_config('rowhouse.scoring_woken', woken, true);
  end if;
  return null;
end
$$;
comment on function app_hidden.wake_scoring() is
  'Asks for the job at the end of the transaction, once: others who do so for the organization wait for no more than its commit.';
create constraint trigger wake_scoring after insert on app_hidden.stale_lead_scores
  deferrable initially deferred for each row when (new.wakes) execute function app_hidden.wake_scoring();

-- The tables that scores are made of, with the columns that count.
create procedure app_hidden.mark_changes(target text, lead_column text, columns text[]) language plpgsql as $$
declare
  added constant text := format('select c.organization_id, c.%I from changed_rows c', lead_column);
  -- Joined in full, as the audit log does: a plan for few rows would go through one side for each row of the other.
  changed text := format('(select n.organization_id, n.%1$I from old_rows o full join new_rows n
            on n.organization_id = o.organization_id and n.id = o.id where %2$s offset 0)', lead_column,
    (select string_agg(format('n.%1$I is distinct from o.%1$I', c), ' or ') from unnest(columns) c));
  way record;
begin
  if lead_column <> 'id' then
    -- The lead that it was on as well.
    changed := changed || ' union ' || replace(changed, 'select n.organization_id, n.', 'select o.organization_id, o.');
  end if;
  for way in
    select * from (values
      ('added', 'insert', 'new table as changed_rows', added),
      ('changed', 'update', 'old table as old_rows new table as new_rows', changed),
      ('removed', 'delete', 'old table as changed_rows', added)) w (name, event, rows, marked)
    where lead_column <> 'id' or w.event <> 'delete'
  loop
    execute format($ddl$
create function app_hidden.mark_%1$s_%2$s() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
begin
  insert into app_hidden.stale_lead_scores (organization_id, lead_id, wakes)
    select m.organization_id, m.lead_id, row_number() over (partition by m.organization_id) = 1
      from (select distinct c.organization_id, c.lead_id from (
          %3$s) c (organization_id, lead_id)) m
      where m.lead_id is not null and not exists (select from app_public.feature_flags f
        where f.organization_id = m.organization_id and f.name = 'lead_scoring_v2_enabled' and not f.is_enabled);
  return null;
end
$function$
$ddl$, way.name, target, way.marked);
    execute format('create trigger mark_%1$s after %2$s on app_public.%3$I referencing %4$s
      for each statement execute function app_hidden.mark_%1$s_%3$s()', way.name, way.event, target, way.rows);
  end loop;
end
$$;
comment on procedure app_hidden.mark_changes(text, text, text[]) is
  'Has changes of a table leave marks on the leads in lead_column; of updates, those that change one of the columns.';

call app_hidden.mark_changes('leads', 'id', '{status,first_name,last_name,company,job_title,email,phone,mobile_phone,website,industry,
  annual_revenue,company_size,street,city,country,source,medium,utm_source,utm_medium,budget,authority,need,timeline,last_activity_date,
  last_contact_date,converted_at,disqualified_at,custom_data,created_at,deleted_at,erased_at}');
call app_hidden.mark_changes('activities', 'lead_id', '{lead_id,status,type,completed_at,created_at,deleted_at}');
call app_hidden.mark_changes('communications', 'lead_id', '{lead_id,direction,type,occurred_at,deleted_at}');

-- What says how somebody is to be seen goes with them.
create function app_hidden.forget_lead_score() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from app_public.lead_scores s where s.organization_id = new.organization_id and s.lead_id = new.id;
  delete from app_public.lead_score_history h where h.organization_id = new.organization_id and h.lead_id = new.id;
  return null;
end
$$;
comment on function app_hidden.forget_lead_score() is 'An erased lead keeps the number that it is sorted by, and nothing of what it was made of.';
create trigger forget_lead_score after update of erased_at on app_public.leads
  for each row when (new.erased_at is not null and old.erased_at is null) execute function app_hidden.forget_lead_score();

-- ---------------------------------------------------------------------------------------------
-- Scoring many: all leads that a run is about, in the order of their ids. position is how far it has
-- come; a job that was killed goes on there.
create table app_public.lead_scoring_runs (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  reason text not null references app_enum.lead_scoring_reasons,
  lead_ids uuid[],
  statuses text[],
  sources text[],
  owner_ids uuid[],
  position uuid,
  lead_count integer not null default 0,
  done_count integer not null default 0,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  created_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id)
);
comment on table app_public.lead_scoring_runs is
  E'@behavior -insert -update -delete\nThe scoring of many leads by a job: how far it has come.';
comment on column app_public.lead_scoring_runs.lead_ids is E'@behavior -*\nNull: any.';
comment on column app_public.lead_scoring_runs.statuses is E'@behavior -*\nNull: any.';
comment on column app_public.lead_scoring_runs.sources is E'@behavior -*\nNull: any.';
comment on column app_public.lead_scoring_runs.owner_ids is E'@behavior -*\nWhose leads whoever asked may edit; null: everybody''s.';
comment on column app_public.lead_scoring_runs.position is E'@behavior -*\nThe last lead that was scored.';
comment on column app_public.lead_scoring_runs.lead_count is 'Leads to score, counted when it began.';
comment on column app_public.lead_scoring_runs.finished_at is 'Null while it is not over.';
create unique index lead_scoring_runs_unfinished_key on app_public.lead_scoring_runs (organization_id, reason)
  where finished_at is null and reason <> 'on_demand';
create index lead_scoring_runs_started_at_idx on app_public.lead_scoring_runs (organization_id, started_at, id);
call app_hidden.build_wall('lead_scoring_runs');
call app_hidden.bound_dates('lead_scoring_runs');
-- Of the others' it would be told how many leads there are.
create policy select_own on app_public.lead_scoring_runs for select to rowhouse_user
  using (reason = 'on_demand' and created_by = (select app_hidden.current_user_id())
    or (select app_hidden.may('scoring', 'edit')) and (select app_hidden.owner_ids_in_scope('lead', 'view')) is null);
grant select on app_public.lead_scoring_runs to rowhouse_user;
call app_hidden.audit_changes('lead_scoring_runs', left_out => '{position,done_count,lead_count,lead_ids}', events => '{insert,delete}');

create function app_hidden.run_condition(run app_public.lead_scoring_runs) returns text
language sql stable as $$
  select concat('l.organization_id = $1 and l.deleted_at is null and l.erased_at is null',
    case when run.reason = 'ageing' then ' and l.status in (''new'', ''contacted'', ''qualified'')' end,
    case when run.lead_ids is not null then format(' and l.id = any (%L::uuid[])', run.lead_ids) end,
    case when run.statuses is not null then format(' and l.status = any (%L::text[])', run.statuses) end,
    case when run.sources is not null then format(' and l.source = any (%L::text[])', run.sources) end,
    case when run.owner_ids is not null then format(' and l.owner_id = any (%L::uuid[])', run.owner_ids) end)
$$;
comment on function app_hidden.run_condition(app_public.lead_scoring_runs) is 'SQL that is true of the leads l that a run is about.';

create function app_hidden.start_scoring_run(run app_public.lead_scoring_runs) returns app_public.lead_scoring_runs
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  started app_public.lead_scoring_runs;
begin
  execute format('select count(*) from app_public.leads l where %s', app_hidden.run_condition(run))
    into run.lead_count using run.organization_id;
  insert into app_public.lead_scoring_runs as r (organization_id, reason, lead_ids, statuses, sources, owner_ids, lead_count, created_by)
    values (run.organization_id, run.reason, run.lead_ids, run.statuses, run.sources, run.owner_ids, run.lead_count, run.created_by)
    -- One that is under way begins anew.
    on conflict (organization_id, reason) where finished_at is null and reason <> 'on_demand'
    do update set position = null, done_count = 0, lead_count = excluded.lead_count, started_at = now()
    returning * into started;
  perform app_private.add_scoring_job(run.organization_id);
  return started;
end
$$;
comment on function app_hidden.start_scoring_run(app_public.lead_scoring_runs) is
  'Has all leads scored that the run is about. For one reason there is one run at a time, but for those on demand.';

create function app_hidden.rescore_all() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  run app_public.lead_scoring_runs;
begin
  run.organization_id := new.organization_id;
  run.reason := 'configuration';
  run.created_by := app_hidden.current_user_id();
  perform app_hidden.start_scoring_run(run);
  return null;
end
$$;
comment on function app_hidden.rescore_all() is 'Other rules, other scores.';
create trigger rescore_all after update on app_public.lead_scoring_configs
  for each row when (new.version <> old.version) execute function app_hidden.rescore_all();
create trigger rescore_all after insert or update on app_public.feature_flags
  for each row when (new.name = 'lead_scoring_v2_enabled' and new.is_enabled) execute function app_hidden.rescore_all();

-- ---------------------------------------------------------------------------------------------
-- The job's part, a batch a transaction

create function app_private.continue_scoring(organization_id uuid, batch integer default 1000) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := organization_id;
  marked uuid[];
  held uuid[];
  left_out uuid[];
  run app_public.lead_scoring_runs;
  gone integer;
begin
  if not app_hidden.scoring_enabled(organization) then
    delete from app_hidden.stale_lead_scores s where s.organization_id = organization;
    update app_public.lead_scoring_runs r set finished_at = now() where r.organization_id = organization and r.finished_at is null;
    return 'done';
  end if;
  -- What somebody has just changed comes before what concerns all.
  marked := array(select distinct s.lead_id from app_hidden.stale_lead_scores s where s.organization_id = organization limit 10 * batch);
  if marked <> '{}' then
    held := app_hidden.lock_leads(organization, marked, batch);
    if held <> '{}' then
      delete from app_hidden.stale_lead_scores s where s.organization_id = organization and s.lead_id = any (held);
      -- A statement of its own, which sees all whose marks the one before has seen.
      perform app_hidden.score_leads(organization, held);
      return 'more';
    end if;
    delete from app_hidden.stale_lead_scores s where s.organization_id = organization and s.lead_id = any (marked)
      and not exists (select from app_public.leads l where l.organization_id = organization and l.id = s.lead_id);
    get diagnostics gone = row_count;
    return case when gone > 0 then 'more' else 'wait' end;
  end if;
  select * into run from app_public.lead_scoring_runs r
    where r.organization_id = organization and r.finished_at is null
    order by r.started_at, r.id limit 1 for update;
  if not found then
    return 'done';
  end if;
  execute format('select array(select l.id from app_public.leads l where %s and ($2 is null or l.id > $2) order by l.id limit $3)',
      app_hidden.run_condition(run))
    into marked using organization, run.position, batch;
  held := app_hidden.lock_leads(organization, marked, batch);
  left_out := array(select id from unnest(marked) id where id <> all (held));
  insert into app_hidden.stale_lead_scores (organization_id, lead_id, wakes)
    select organization, id, false from unnest(left_out) id;
  perform app_hidden.score_leads(organization, held);
  update app_public.lead_scoring_runs r set position = coalesce(marked[cardinality(marked)], r.position),
      done_count = r.done_count + cardinality(marked), finished_at = case when cardinality(marked) < batch then now() end
    where r.organization_id = organization and r.id = run.id;
  return 'more';
end
$$;
comment on function app_private.continue_scoring(uuid, integer) is
  'Scores the next leads of an organization: marked ones, else those of its runs. Answers more (call again), wait (all that
is left is held by others) or done. What was done is kept with how far it came.';

create function app_private.start_ageing(out organization_id uuid) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query select c.organization_id from app_public.lead_scoring_configs c where app_hidden.scoring_enabled(c.organization_id);
end
$$;
comment on function app_private.start_ageing() is 'The organizations whose leads are to be aged.';

create function app_private.age_lead_scores(organization_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := organization_id;
  run app_public.lead_scoring_runs;
  days integer := (select c.history_days from app_public.lead_scoring_configs c where c.organization_id = organization);
  -- Ids are ordered by time.
  oldest constant uuid := (lpad(to_hex((extract(epoch from now() - make_interval(days => days)) * 1000)::bigint), 12, '0')
    || repeat('0', 20))::uuid;
begin
  delete from app_public.lead_score_history h where h.organization_id = organization and h.id < oldest;
  delete from app_public.lead_scoring_runs r where r.organization_id = organization and r.finished_at < now() - interval '30 days';
  run.organization_id := organization;
  run.reason := 'ageing';
  perform app_hidden.start_scoring_run(run);
  perform app_private.queue_due_lead_score_model(organization);
end
$$;
comment on function app_private.age_lead_scores(uuid) is
  'Has the open leads of an organization scored for the day and, where it is due, a model fitted; removes former scores that
were kept long enough.';
grant execute on function app_private.continue_scoring(uuid, integer), app_private.start_ageing(), app_private.age_lead_scores(uuid)
  to rowhouse_authenticator;

-- ---------------------------------------------------------------------------------------------
-- For the API: scoring on demand

create function app_hidden.require_scoring() returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not app_hidden.scoring_enabled(app_hidden.current_organization_id()) then
    perform app_hidden.fail('RH409', 'This organization does not score its leads (feature flag lead_scoring_v2_enabled).');
  end if;
end
$$;
comment on function app_hidden.require_scoring() is 'RH409 when the current organization does not score leads.';

create function app_public.score_lead(lead_id uuid) returns app_public.lead_scores
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  scored app_public.lead_scores;
begin
  perform app_hidden.require_record_permission('lead', 'edit', lead_id);
  perform app_hidden.require_scoring();
  perform from app_public.leads l where l.organization_id = organization and l.id = score_lead.lead_id for no key update;
  delete from app_hidden.stale_lead_scores s where s.organization_id = organization and s.lead_id = score_lead.lead_id;
  perform app_hidden.score_leads(organization, array[lead_id]);
  select * into scored from app_public.lead_scores s where s.organization_id = organization and s.lead_id = score_lead.lead_id;
  if not found then
    perform app_hidden.fail('RH409', 'This lead was erased and has no score.');
  end if;
  return scored;
end
$$;
comment on function app_public.score_lead(uuid) is
  'Scores a lead at once. RH404 no such lead, RH403 when the caller may not edit it, RH409 when the organization does not
score leads or the lead was erased.';

create type app_public.lead_scoring_filter as (lead_ids uuid[], statuses text[], sources text[], owner_id uuid);
comment on type app_public.lead_scoring_filter is 'Which leads to score: those that all of it is true of; what is left out is true of all.';
comment on column app_public.lead_scoring_filter.lead_ids is '10,000 at most.';
comment on column app_public.lead_scoring_filter.statuses is 'new, contacted, qualified, converted, disqualified.';

create function app_public.score_leads(filter app_public.lead_scoring_filter default null) returns app_public.lead_scoring_runs
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  run app_public.lead_scoring_runs;
  editable uuid[];
  viewable uuid[];
begin
  perform app_hidden.require_permission('lead', 'edit');
  perform app_hidden.require_scoring();
  if cardinality(filter.lead_ids) > 10000 or cardinality(filter.statuses) > 10 or cardinality(filter.sources) > 100 then
    perform app_hidden.fail('RH400', 'That is too long a filter.', '{"filter": "At most 10,000 leads and 100 sources."}');
  end if;
  if exists (select from unnest(filter.statuses) s where s is null or s not in (select e.value from app_enum.lead_statuses e)) then
    perform app_hidden.fail('RH400', 'There is no such status of a lead.', '{"filter": "Statuses are new, contacted, qualified, converted, disqualified."}');
  end if;
  -- How many there are would tell what somebody's role does not.
  if filter.statuses is not null and app_hidden.field_mode('leads', 'status') in ('mask', 'hidden')
    or filter.sources is not null and app_hidden.field_mode('leads', 'source') in ('mask', 'hidden')
    or filter.owner_id is not null and app_hidden.field_mode('leads', 'owner_id') in ('mask', 'hidden') then
    perform app_hidden.fail('RH403', 'Your role does not see a field of the filter.');
  end if;
  editable := app_hidden.owner_ids_in_scope('lead', 'edit');
  viewable := app_hidden.owner_ids_in_scope('lead', 'view');
  run.organization_id := app_hidden.current_organization_id();
  run.reason := 'on_demand';
  run.created_by := app_hidden.current_user_id();
  run.lead_ids := filter.lead_ids;
  run.statuses := filter.statuses;
  run.sources := filter.sources;
  run.owner_ids := case when editable is null then viewable when viewable is null then editable
    else array(select id from unnest(editable) id where id = any (viewable)) end;
  if filter.owner_id is not null then
    run.owner_ids := case when run.owner_ids is null or filter.owner_id = any (run.owner_ids) then array[filter.owner_id] else '{}' end;
  end if;
  return app_hidden.start_scoring_run(run);
end
$$;
comment on function app_public.score_leads(app_public.lead_scoring_filter) is
  'Has a job score all leads that the caller may edit, or those of the filter; the run that it answers tells how far it is.
RH403 without the permission or when the filter is by a field that the caller does not see, RH400 for too long a filter,
RH409 when the organization does not score leads.';
grant execute on function app_public.score_lead(uuid), app_public.score_leads(app_public.lead_scoring_filter) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- For the API: sentences, made of what the row shows the caller

create type app_public.lead_score_component as (name text, weight integer, contribution integer, explanation text);
comment on type app_public.lead_score_component is 'What a factor adds to a score, and why.';
comment on column app_public.lead_score_component.name is E'@notNull\nstatus, activity, completeness, age, engagement or custom.';
comment on column app_public.lead_score_component.weight is 'The most that it could add; null while other rules are being applied.';
comment on column app_public.lead_score_component.contribution is '@notNull';
comment on column app_public.lead_score_component.explanation is E'@notNull\nA sentence with the numbers in it.';

create function app_hidden.scoring_config_of(score app_public.lead_scores) returns app_public.lead_scoring_configs
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c from app_public.lead_scoring_configs c
    where c.organization_id = app_hidden.current_organization_id() and c.organization_id = score.organization_id
      and c.version = score.config_version
$$;
comment on function app_hidden.scoring_config_of(app_public.lead_scores) is
  'The rules that a score was made by; null when they have changed since and it is about to be made anew.';
grant execute on function app_hidden.scoring_config_of(app_public.lead_scores) to rowhouse_user;

create function app_public.lead_scores_components(score app_public.lead_scores) returns setof app_public.lead_score_component
language sql stable as $$
  select part.name, part.weight::integer, part.points::integer,
      part.reason || case when part.weight is null then format(': %s', part.points) else format(': %s of %s', part.points, part.weight) end || '.'
    from (select app_hidden.scoring_config_of(score) as c) rules
    cross join lateral (values
      ('status', (c).status_weight, score.status_points, format('The status is %s', score.status)),
      ('activity', (c).activity_weight, score.activity_points,
        format('%s %s in %s, %s are enough', score.activity_count,
          case score.activity_count when 1 then 'activity or communication' else 'activities and communications' end,
          coalesce(format('%s days', (c).activity_days), 'recent days'), coalesce((c).activity_target::text, 'some'))),
      ('completeness', (c).completeness_weight, score.completeness_points,
        case when score.missing_fields = '{}' then 'No field is missing'
          else format('Missing%s: %s', coalesce(format(' of %s fields', cardinality((c).completeness_fields)), ''),
            replace(array_to_string(score.missing_fields, ', '), '_', ' ')) end),
      ('age', (c).age_weight, score.age_points,
        format('%s days old on %s, half is lost in %s', score.age_days, to_char(score.calculated_at at time zone 'UTC', 'YYYY-MM-DD'),
          coalesce(format('%s days', (c).age_half_life_days), 'some time'))),
      ('engagement', (c).engagement_weight, score.engagement_points,
        format('%s %s of engagement in %s, %s are enough', score.engagement_count,
          case score.engagement_count when 1 then 'sign' else 'signs' end,
          coalesce(format('%s days', (c).engagement_days), 'recent days'), coalesce((c).engagement_target::text, 'some'))),
      ('custom', (c).custom_weight, score.custom_points,
        case when score.custom_matches <> '{}' then 'Rules that hold: ' || array_to_string(score.custom_matches, '; ')
          when (c).custom_rules = '[]' then 'There are no rules for custom fields'
          else 'No rule for custom fields holds' end)) part (name, weight, points, reason)
    where score.rules_total is not null
$$;
comment on function app_public.lead_scores_components(app_public.lead_scores) is
  E'@behavior +list -connection -filter -order\n@listSuffix omit\nThe six factors; their contributions sum to rulesTotal. None to whom a field that went in is not shown.';

create function app_public.lead_scores_recommendation(score app_public.lead_scores) returns text
language sql stable as $$
  select case score.next_step
      when 'call' then 'Call today'
      when 'follow_up' then 'Follow up within 24 hours'
      when 'qualify' then 'Find out whether they are a fit'
      when 'complete_profile' then 'Complete ' || regexp_replace(replace(array_to_string(score.missing_fields, ', '), '_', ' '), ', ([^,]*)$', ' and \1')
      when 're_engage' then 'Get in touch again'
      when 'nurture' then 'Keep in touch by campaigns'
      else format('Nothing to do: this lead is %s', score.status) end
    || coalesce((select format('; most is missing in %s (%s of %s)', c.name, c.contribution, c.weight)
      from app_public.lead_scores_components(score) with ordinality c (name, weight, contribution, explanation, place)
      -- Nobody can do anything about age.
      where score.next_step <> 'none' and c.name <> 'age' and c.weight > c.contribution
        and (c.name <> 'custom' or c.contribution > 0)
      order by c.weight - c.contribution desc, c.place limit 1), '') || '.'
    where score.next_step is not null
$$;
comment on function app_public.lead_scores_recommendation(app_public.lead_scores) is
  E'@behavior -filterBy -orderBy\nWhat to do next, in a sentence; nextStep says it to programs. Null to whom a field that went in is not shown.';
grant execute on function app_public.lead_scores_components(app_public.lead_scores),
  app_public.lead_scores_recommendation(app_public.lead_scores) to rowhouse_user;
