--! Previous: -
--! Hash: sha1:5c8c690f7d7cc6c01740206c0c67ab3dc0c62f23

-- Foundation: schemas, what the roles may enter, identifiers, errors, currencies and the fixed
-- sets of values. The roles themselves are created by src/database/prepare.ts, since roles
-- belong to the whole server and not to one database.

create schema app_public;
create schema app_hidden;
create schema app_private;
create schema app_enum;

comment on schema app_public is 'What the API exposes: every tenant table is behind row-level security.';
comment on schema app_hidden is 'Functions that policies and the API call, not exposed themselves.';
comment on schema app_private is 'Secrets. Only security definer functions enter.';
comment on schema app_enum is 'Fixed sets of values, one table each; GraphQL enums.';

grant usage on schema app_public, app_hidden, app_enum to rowhouse_user, rowhouse_anonymous;
grant usage on schema app_private to rowhouse_authenticator;

alter default privileges revoke execute on functions from public;
alter default privileges in schema app_enum grant select on tables to rowhouse_user, rowhouse_anonymous;

-- Functions with `security definer` name pg_temp last in their search path: left out, it would be
-- searched first, and a caller's temporary type or table would stand in for one of ours. Callers
-- have no right to make temporary objects either (src/database/prepare.ts).

-- ---------------------------------------------------------------------------------------------
-- Identifiers

-- UUID version 7 (RFC 9562, 5.7): ordered by time, so that new rows land at the right edge of
-- every index. Built into PostgreSQL 18; assembled from a random UUID before that.
do $$
begin
  if current_setting('server_version_num')::int >= 180000 then
    execute 'create function app_hidden.uuid_v7() returns uuid language sql volatile parallel safe
      as ''select uuidv7()''';
  else
    execute $function$
      create function app_hidden.uuid_v7() returns uuid language sql volatile parallel safe as $sql$
        select encode(
          set_bit(set_bit(overlay(
            uuid_send(gen_random_uuid())
            placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
            from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
      $sql$
    $function$;
  end if;
end
$$;
comment on function app_hidden.uuid_v7() is 'A new time-ordered identifier (UUID version 7).';
grant execute on function app_hidden.uuid_v7() to rowhouse_user, rowhouse_anonymous;

-- ---------------------------------------------------------------------------------------------
-- Errors

create function app_hidden.fail(code text, message text, fields jsonb default null) returns void
language plpgsql volatile as $$
begin
  raise exception using
    errcode = code,
    message = message,
    detail = coalesce(jsonb_build_object('fields', fields)::text, '');
end
$$;
comment on function app_hidden.fail(text, text, jsonb) is
  'Raises one of our own errors (docs/errors.md). fields: column → message, shown to the client.';
grant execute on function app_hidden.fail(text, text, jsonb) to rowhouse_user, rowhouse_anonymous;

-- ---------------------------------------------------------------------------------------------
-- Currencies (ISO 4217) with the number of decimals that amounts in them have.

create table app_enum.currencies (
  code text primary key check (code ~ '^[A-Z]{3}$'),
  minor_digits smallint not null default 2 check (minor_digits between 0 and 4)
);
comment on table app_enum.currencies is 'ISO 4217 currencies in circulation.';

insert into app_enum.currencies (code)
  select unnest(string_to_array(
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF '
    'CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL '
    'HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT '
    'MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB '
    'SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH '
    'USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG', ' '));
insert into app_enum.currencies (code, minor_digits)
  select unnest(string_to_array('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF', ' ')), 0;
insert into app_enum.currencies (code, minor_digits)
  select unnest(string_to_array('BHD IQD JOD KWD LYD OMR TND', ' ')), 3;

create function app_hidden.round_money(amount numeric, currency text) returns numeric
language sql stable as $$
  select round(amount, coalesce((select minor_digits from app_enum.currencies where code = currency), 4))
$$;
comment on function app_hidden.round_money(numeric, text) is
  'The amount rounded to what the currency can express: 2 decimals of USD, none of JPY, 3 of KWD.';
grant execute on function app_hidden.round_money(numeric, text) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Fixed sets of values. Text with a foreign key and not enum types: comparison of enums is not
-- leakproof, so a filter by status could use no index under row-level security.

create procedure app_hidden.create_enum(name text, description text, allowed text[])
language plpgsql as $$
begin
  execute format('create table app_enum.%I (value text primary key)', name);
  execute format('comment on table app_enum.%I is %L', name, '@enum' || chr(10) || description);
  execute format('insert into app_enum.%I select unnest($1)', name) using allowed;
end
$$;

call app_hidden.create_enum('account_statuses', 'Whether an account is being worked.',
  '{active,inactive}');
call app_hidden.create_enum('lead_statuses', 'How far a lead has come.',
  '{new,contacted,qualified,converted,disqualified}');
call app_hidden.create_enum('lead_ratings', 'A salesperson''s own judgement of a lead.',
  '{hot,warm,cold}');
call app_hidden.create_enum('priorities', 'How urgent something is.',
  '{low,normal,high,urgent}');
call app_hidden.create_enum('deal_statuses', 'Follows from the kind of the deal''s stage.',
  '{new,in_progress,won,lost}');
call app_hidden.create_enum('stage_kinds', 'What being in a stage means.',
  '{open,won,lost}');
call app_hidden.create_enum('activity_types', 'What is to be done with a customer.',
  '{call,email,meeting,task}');
call app_hidden.create_enum('activity_statuses', 'Whether an activity is done.',
  '{planned,in_progress,completed,cancelled}');
call app_hidden.create_enum('task_statuses', 'How far a task has come.',
  '{todo,in_progress,blocked,done,cancelled}');
call app_hidden.create_enum('project_statuses', 'How far a project has come.',
  '{planned,active,on_hold,completed,cancelled}');
call app_hidden.create_enum('communication_types', 'The medium of a communication.',
  '{email,call,meeting,sms,chat}');
call app_hidden.create_enum('communication_directions', 'Who began a communication.',
  '{inbound,outbound}');
call app_hidden.create_enum('permission_actions', 'What may be done to an object.',
  '{view,create,edit,delete,convert,assign,export,import,merge,manage}');
call app_hidden.create_enum('permission_scopes', 'To whose records a permission reaches.',
  '{own,team,territory,all}');
call app_hidden.create_enum('field_modes', 'What may be done with a field: change it, read it, read its mask, nothing.',
  '{edit,view,mask,hidden}');
call app_hidden.create_enum('masking_methods', 'What is shown in place of a masked value.',
  '{redact,partial,hash,tokenize,encrypt}');
call app_hidden.create_enum('import_statuses', 'How far an import has come.',
  '{queued,running,succeeded,failed,cancelled}');
call app_hidden.create_enum('email_statuses', 'Where an outgoing mail is.',
  '{queued,sent,failed}');
call app_hidden.create_enum('privacy_request_kinds', 'What somebody asked to be done with their data.',
  '{erase,export}');
call app_hidden.create_enum('privacy_request_statuses', 'How far a privacy request has come.',
  '{queued,running,succeeded,failed}');
call app_hidden.create_enum('retention_actions', 'What becomes of records that were kept long enough.',
  '{delete,anonymise}');
call app_hidden.create_enum('lead_qualities', 'How promising a lead is, by the thresholds of its organization.',
  '{hot,warm,cool,cold}');
call app_hidden.create_enum('lead_score_sources', 'What a score is made by: the organization''s rules or a model of its closed leads.',
  '{rules,predictive}');
call app_hidden.create_enum('lead_next_steps', 'What the score of a lead suggests to do.',
  '{call,follow_up,qualify,complete_profile,re_engage,nurture,none}');
call app_hidden.create_enum('lead_score_model_statuses', 'What came of fitting a model to closed leads.',
  '{queued,fitted,insufficient,rejected,failed}');
call app_hidden.create_enum('lead_scoring_reasons', 'Why many leads are scored anew.',
  '{on_demand,configuration,ageing,model}');
call app_hidden.create_enum('custom_field_types', 'What values of a custom field are.',
  '{text,textarea,number,date,datetime,boolean,select,multi_select,url,email,phone}');
call app_hidden.create_enum('duplicate_criteria', 'What two records are compared by.',
  '{email,phone,first_name,last_name,birthday,account,company,domain,street,city,postal_code}');
call app_hidden.create_enum('duplicate_handlings', 'What an import does with rows that look like records that exist.',
  '{ignore,warn,skip}');
call app_hidden.create_enum('duplicate_statuses', 'What was decided about two records that look alike.',
  '{open,dismissed,merged}');
call app_hidden.create_enum('assignment_strategies', 'Whom an assignment rule chooses: who waited longest, who has the fewest open leads.',
  '{round_robin,load_balanced}');
call app_hidden.create_enum('submission_outcomes', 'What became of what a web form sent.',
  '{accepted,spam,repeated}');
call app_hidden.create_enum('timeline_event_types', 'What happened to a record.',
  '{note,email,call,meeting,task_created,task_completed,status_change,stage_change,lead_converted,deal_won,deal_lost,field_updated,file_attached,comment,system,custom}');
call app_hidden.create_enum('actor_types', 'What did something: somebody, an API key, the system itself, a workflow.',
  '{user,api_key,system,workflow}');
call app_hidden.create_enum('notification_kinds', 'Why somebody is told of a record.',
  '{assignment,mention,reminder,overdue,stage_rot,export_ready,file_infected,workflow,workflow_failed,webhook_disabled}');
call app_hidden.create_enum('recurrence_frequencies', 'How often something comes again.',
  '{daily,weekly,monthly,yearly}');
call app_hidden.create_enum('participant_roles', 'As what somebody took part in a communication.',
  '{from,to,cc,attendee}');
call app_hidden.create_enum('file_scan_statuses', 'What a virus scanner says of a file: it was not asked, has not looked yet, found nothing, found something.',
  '{none,pending,clean,infected}');
call app_hidden.create_enum('file_preview_statuses', 'Whether there are previews of a file: none are made of its type, they are being made, they are there, it could not be read.',
  '{none,pending,ready,failed}');
call app_hidden.create_enum('workflow_statuses', 'Whether a workflow runs: being written, running, held.',
  '{draft,active,paused}');
call app_hidden.create_enum('workflow_action_types', 'What a workflow does.',
  '{send_email,add_note,update_field,create_task,create_record,assign,send_notification,call_webhook,enqueue_export,score_lead,delay,branch}');
call app_hidden.create_enum('workflow_run_statuses', 'How far a run of a workflow has come: waiting for a delay or another attempt; stopped by a limit.',
  '{queued,waiting,succeeded,failed,stopped,cancelled}');
call app_hidden.create_enum('workflow_action_run_statuses', 'What came of an action of a run.',
  '{waiting,succeeded,failed,skipped}');
call app_hidden.create_enum('webhook_delivery_statuses', 'Where a delivery to a webhook is.',
  '{queued,delivered,failed,cancelled}');
call app_hidden.create_enum('export_formats', 'How an export is written.',
  '{csv,ndjson}');
call app_hidden.create_enum('export_statuses', 'How far an export has come.',
  '{queued,running,succeeded,failed,cancelled}');

drop procedure app_hidden.create_enum(text, text, text[]);
