--! Previous: sha1:aeaff0e30fe772750b3bf43abb4c58486549b5ab
--! Hash: sha1:3bd88f0330a5d55c59616d4387069b05e028798f

-- Prediction: how likely a lead is to be converted, by a logistic regression that the worker fits to
-- the organization's own closed leads (src/scoring). Features are levels: a lead has one level of
-- each, and a model is how much each level adds to the log-odds. The same function makes them for
-- fitting and for scoring.

-- ---------------------------------------------------------------------------------------------
-- What is known of a lead early. Nothing that follows from how it went: no status, rating, owner or
-- dates of the last contact, no reasons, nothing of qualification, and of what was done only the
-- first three days, where they were over before the lead was closed. Else it is unknown, which
-- adds nothing.
create function app_hidden.lead_features(organization uuid, ids uuid[])
returns table (lead_id uuid, feature text, level text)
language sql stable as $$
  select l.id, f.feature, coalesce(nullif(left(lower(btrim(f.level)), 100), ''), '(none)')
    from app_public.leads l
    cross join lateral (select (greatest(l.created_at, '1900-01-01') at time zone 'UTC')::date as created, case
        when l.status = 'converted' then (coalesce(l.converted_at, l.created_at) at time zone 'UTC')::date
        when l.status = 'disqualified' then (coalesce(l.disqualified_at, l.created_at) at time zone 'UTC')::date
        else app_hidden.today() end as seen offset 0) as day
    cross join lateral (select day.seen >= day.created + 3 as is_known,
        app_hidden.utc_midnight(day.created) as begins, app_hidden.utc_midnight(day.created + 3) as ends offset 0) early
    left join lateral (select count(*) filter (where m.direction = 'inbound') as inbound,
          count(*) filter (where m.direction = 'outbound') as outbound
        from app_public.communications m
        where m.organization_id = l.organization_id and m.lead_id = l.id and m.deleted_at is null
          and m.occurred_at >= early.begins and m.occurred_at < early.ends) said on early.is_known
    left join lateral (select count(*) as activities from app_public.activities a
        where a.organization_id = l.organization_id and a.lead_id = l.id and a.deleted_at is null
          and a.status = 'completed' and a.completed_at >= early.begins and a.completed_at < early.ends) done on early.is_known
    -- Completeness is in its parts: beside them it would take some of their weight.
    cross join lateral (values
      ('source', l.source),
      ('medium', coalesce(nullif(l.utm_medium, ''), l.medium)),
      ('utm_source', l.utm_source),
      ('industry', l.industry),
      ('country', l.country),
      ('company_size', case when l.company_size <= 10 then '1-10' when l.company_size <= 50 then '11-50' when l.company_size <= 200 then '51-200'
        when l.company_size <= 1000 then '201-1000' when l.company_size > 1000 then 'above 1000' end),
      ('annual_revenue', case when l.annual_revenue < 1e6 then 'below 1 million' when l.annual_revenue < 1e7 then '1 to 10 million'
        when l.annual_revenue < 1e8 then '10 to 100 million' when l.annual_revenue >= 1e8 then 'above 100 million' end),
      ('email', case when l.email is null then null
        when split_part(l.email, '@', 2) = any ('{gmail.com,googlemail.com,outlook.com,hotmail.com,live.com,yahoo.com,icloud.com,me.com,aol.com,
          gmx.de,gmx.net,web.de,proton.me,protonmail.com,mail.com,mail.ru,yandex.ru,qq.com,163.com}'::text[]) then 'personal' else 'company' end),
      ('phone', case when coalesce(l.phone, '') <> '' or coalesce(l.mobile_phone, '') <> '' then 'given' end),
      ('company', case when l.company <> '' then 'given' end),
      ('job_title', case when l.job_title <> '' then 'given' end),
      ('website', case when l.website <> '' then 'given' end),
      ('inbound in 3 days', case when early.is_known then least(said.inbound, 3)::text else '(unknown)' end),
      ('outbound in 3 days', case when early.is_known then least(said.outbound, 3)::text else '(unknown)' end),
      ('activities in 3 days', case when early.is_known then least(done.activities, 3)::text else '(unknown)' end)
    ) f (feature, level)
    where l.organization_id = organization and l.id = any (ids)
  union all
  select l.id, 'custom.' || c.key, coalesce(nullif(left(lower(btrim(c.value #>> '{}')), 100), ''), '(none)')
    from app_public.leads l
    cross join lateral jsonb_each(l.custom_data) c
    where l.organization_id = organization and l.id = any (ids) and jsonb_typeof(c.value) in ('string', 'boolean')
$$;
comment on function app_hidden.lead_features(uuid, uuid[]) is
  'The level that each lead has of each feature: fixed ones, and custom fields that hold a text or true or false.';

create function app_hidden.current_lead_score_model(organization uuid) returns app_public.lead_score_models
language sql stable as $$
  select m from app_public.lead_score_models m
    where m.organization_id = organization and m.status = 'fitted' order by m.fitted_at desc, m.id desc limit 1
$$;
comment on function app_hidden.current_lead_score_model(uuid) is 'The newest model that was fitted, or null.';

create function app_hidden.model_levels(model app_public.lead_score_models)
returns table (feature text, level text, contribution double precision)
language sql stable as $$
  select f ->> 'name', l.key, (l.value ->> 'weight')::float8 - (f ->> 'average')::float8
    from jsonb_array_elements(model.features) f
    cross join lateral jsonb_each(f -> 'levels') l
$$;
comment on function app_hidden.model_levels(app_public.lead_score_models) is
  'What each level adds to the log-odds, compared with the average of the leads that the model was fitted to.';

create function app_hidden.lead_contributions(organization uuid, ids uuid[], model app_public.lead_score_models)
returns table (lead_id uuid, feature text, level text, contribution double precision)
language sql stable as $$
  with levels as materialized (select * from app_hidden.model_levels(model)),
  features as materialized (
    select l.feature, max(l.contribution) filter (where l.level = '(none)') as none,
        max(l.contribution) filter (where l.level = '(other)') as other
      from levels l group by l.feature),
  given as materialized (
    select g.* from app_hidden.lead_features(organization, ids) g join features f on f.feature = g.feature)
  select g.lead_id, g.feature, g.level, case g.level when '(unknown)' then 0 else coalesce(l.contribution, f.other, 0) end
    from given g
    join features f on f.feature = g.feature
    left join levels l on l.feature = g.feature and l.level = g.level
  union all
  select id, f.feature, '(none)', coalesce(f.none, f.other, 0)
    from features f
    cross join unnest(ids) id
    where starts_with(f.feature, 'custom.')
      and not exists (select from given g where g.lead_id = id and g.feature = f.feature)
$$;
comment on function app_hidden.lead_contributions(uuid, uuid[], app_public.lead_score_models) is
  'What each feature of each lead adds to its log-odds. Levels that the model does not know count as "(other)", if it has that.';

create function app_hidden.predict_leads(organization uuid, ids uuid[])
returns table (lead_id uuid, log_odds double precision, probability numeric, model_id uuid)
language plpgsql stable as $$
declare
  model app_public.lead_score_models := app_hidden.current_lead_score_model(organization);
begin
  if model.id is null then
    return;
  end if;
  return query
    select c.lead_id, o.log_odds, round((1 / (1 + exp(least(greatest(
        - model.calibration_slope * o.log_odds - model.calibration_offset, -500), 500))))::numeric, 4), model.id
      from (select c.lead_id, sum(c.contribution order by c.feature) as contributions
        from app_hidden.lead_contributions(organization, ids, model) c group by c.lead_id) c
      cross join lateral (select model.intercept + c.contributions as log_odds) o;
end
$$;
comment on function app_hidden.predict_leads(uuid, uuid[]) is
  'The probability of each lead to be converted by the current model; nothing without one.';

-- ---------------------------------------------------------------------------------------------
-- Fitting. A model is asked for, by somebody or by the clock, as a row that waits; the job fills it.

create function app_private.queue_lead_score_model(organization uuid, asked_by uuid) returns app_public.lead_score_models
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  queued app_public.lead_score_models;
begin
  insert into app_public.lead_score_models (organization_id, created_by) values (organization, asked_by)
    on conflict (organization_id) where status = 'queued' do nothing;
  select * into strict queued from app_public.lead_score_models m where m.organization_id = organization and m.status = 'queued';
  perform graphile_worker.add_job('fit_lead_score_model', json_build_object('organization_id', organization, 'model_id', queued.id),
    job_key => 'fit_lead_score_model:' || organization, max_attempts => 5);
  return queued;
end
$$;
comment on function app_private.queue_lead_score_model(uuid, uuid) is 'The model that waits to be fitted, and the job that does it.';

create function app_public.fit_lead_score_model() returns app_public.lead_score_models
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_hidden.require_permission('scoring', 'edit');
  perform app_hidden.require_scoring();
  return app_private.queue_lead_score_model(app_hidden.current_organization_id(), app_hidden.current_user_id());
end
$$;
comment on function app_public.fit_lead_score_model() is
  'Has a model fitted to the closed leads by a job, which the answered model tells of. RH403 without the permission to
edit scoring, RH409 when the organization does not score leads.';
grant execute on function app_public.fit_lead_score_model() to rowhouse_user;

create function app_private.queue_due_lead_score_model(organization uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  former app_public.lead_score_models;
  closed integer;
begin
  select * into former from app_public.lead_score_models m
    where m.organization_id = organization and m.status <> 'queued' order by m.requested_at desc, m.id desc limit 1;
  select count(*) into closed from app_public.leads l
    where l.organization_id = organization and l.status in ('converted', 'disqualified') and l.deleted_at is null and l.erased_at is null;
  if closed >= 100 and (former.id is null or closed >= former.closed_count * 1.1
    or former.requested_at < now() - interval '30 days' and closed <> former.closed_count) then
    perform app_private.queue_lead_score_model(organization, null);
  end if;
end
$$;
comment on function app_private.queue_due_lead_score_model(uuid) is
  'Has a model fitted when there are enough closed leads, and a tenth more than at the last time or, after 30 days, others.';

create function app_private.lead_training_rows(organization_id uuid, count integer default 20000)
returns table (lead_id uuid, is_converted boolean, features text[], levels text[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := organization_id;
  ids uuid[] := array(select l.id from app_public.leads l
    where l.organization_id = organization and l.status in ('converted', 'disqualified') and l.deleted_at is null and l.erased_at is null
    order by coalesce(l.converted_at, l.disqualified_at, l.created_at) desc, l.id limit count);
begin
  return query
    select l.id, l.status = 'converted', array_agg(f.feature order by f.feature), array_agg(f.level order by f.feature)
      from app_public.leads l
      join app_hidden.lead_features(organization, ids) f on f.lead_id = l.id
      where l.organization_id = organization and l.id = any (ids)
      group by l.id, l.status order by l.id;
end
$$;
comment on function app_private.lead_training_rows(uuid, integer) is
  'The leads that were closed last, what became of them, and their features. count: how many at most.';

create function app_private.finish_lead_score_model(organization_id uuid, model_id uuid, result jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := organization_id;
  fitted app_public.lead_score_models;
  run app_public.lead_scoring_runs;
begin
  update app_public.lead_score_models m set
      status = r.status, message = r.message, closed_count = r.closed_count, converted_count = r.converted_count,
      training_count = r.training_count, held_out_count = r.held_out_count, auc = round(r.auc, 4),
      brier_score = round(r.brier_score, 4), calibration_error = round(r.calibration_error, 4), reliability = r.reliability,
      intercept = r.intercept, calibration_slope = r.calibration_slope, calibration_offset = r.calibration_offset,
      features = r.features, fitted_at = now()
    from jsonb_populate_record(null::app_public.lead_score_models, result) r
    where m.organization_id = organization and m.id = model_id and m.status = 'queued'
    returning m.* into fitted;
  delete from app_public.lead_score_models m
    where m.organization_id = organization and m.status <> 'queued'
      and m.id <> coalesce((app_hidden.current_lead_score_model(organization)).id, m.organization_id)
      and m.id not in (select n.id from app_public.lead_score_models n where n.organization_id = organization
        order by n.requested_at desc, n.id desc limit 20);
  if fitted.status = 'fitted' then
    run.organization_id := organization;
    run.reason := 'model';
    run.created_by := fitted.created_by;
    perform app_hidden.start_scoring_run(run);
  end if;
end
$$;
comment on function app_private.finish_lead_score_model(uuid, uuid, jsonb) is
  'Writes down what came of a model that waited, and has all leads scored by it. result: columns of lead_score_models.
The last 20 are kept, and the one in use.';
grant execute on function app_private.lead_training_rows(uuid, integer), app_private.finish_lead_score_model(uuid, uuid, jsonb)
  to rowhouse_authenticator;

-- ---------------------------------------------------------------------------------------------
-- For the API: why a lead has its probability, and whether there is a model

create type app_public.lead_prediction_factor as (name text, value text, contribution double precision);
comment on type app_public.lead_prediction_factor is 'What a feature of a lead adds to the log-odds of its being converted.';
comment on column app_public.lead_prediction_factor.name is '@notNull';
comment on column app_public.lead_prediction_factor.value is '@notNull';
comment on column app_public.lead_prediction_factor.contribution is E'@notNull\nCompared with the average lead; above 0 it makes conversion likelier.';

create function app_public.lead_scores_prediction_factors(score app_public.lead_scores) returns setof app_public.lead_prediction_factor
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
begin
  -- Of somebody who does not see all that goes in the log-odds are hidden.
  if score.log_odds is null or score.organization_id is distinct from organization
    or app_hidden.field_mode('lead_scores', 'log_odds') in ('mask', 'hidden')
    or not app_hidden.may_do('lead', 'view', score.lead_id) then
    return;
  end if;
  return query
    select c.feature, c.level, c.contribution
      from app_public.lead_score_models m
      cross join lateral app_hidden.lead_contributions(organization, array[score.lead_id], m) c
      where m.organization_id = organization and m.id = score.model_id and c.contribution <> 0
      order by abs(c.contribution) desc, c.feature;
end
$$;
comment on function app_public.lead_scores_prediction_factors(app_public.lead_scores) is
  E'@behavior +list -connection -filter -order\n@listSuffix omit\nWhat makes up the probability, the weightiest first. None without a model, and to whom a field that went in is not shown.';
grant execute on function app_public.lead_scores_prediction_factors(app_public.lead_scores) to rowhouse_user;

create function app_public.lead_scoring_configs_prediction_message(config app_public.lead_scoring_configs) returns text
language sql stable as $$
  select coalesce((select m.message from app_public.lead_score_models m
    where m.organization_id = config.organization_id and m.status <> 'queued' order by m.requested_at desc, m.id desc limit 1),
    'No model has been fitted yet: scores are made by the rules.')
$$;
comment on function app_public.lead_scoring_configs_prediction_message(app_public.lead_scoring_configs) is
  E'@behavior -filterBy -orderBy\nWhether scores are predicted, or why not.';
grant execute on function app_public.lead_scoring_configs_prediction_message(app_public.lead_scoring_configs) to rowhouse_user;

-- The tables of this file and the one before, for analysts.
call app_hidden.add_reporting_views();
