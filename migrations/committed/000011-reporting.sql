--! Previous: sha1:ac187bc80fa7ebcda32ef9f806616cdd6396df98
--! Hash: sha1:b67509f349797ae8b7ac29b63a7fbdf7b7baf7a9

-- Reporting: the same data for those who write SQL themselves, such as analysts and their tools. A
-- login that is a member of rowhouse_analyst and nothing else signs in with an API key and then
-- reads what that key's role may see, field by field.
--
-- The views belong to rowhouse_reporter, who is subject to the policies as any user is, so they show
-- the same rows as the API; each restricted field is shown as its caller may see it.

create schema reporting;
comment on schema reporting is 'The records as the caller may see them, for SQL written by hand.';
grant usage on schema reporting, app_hidden to rowhouse_analyst;
grant usage, create on schema reporting to rowhouse_reporter;
grant usage on schema app_public, app_hidden to rowhouse_reporter;

create function app_hidden.has_custom_field_rules(object text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return exists (select from app_hidden.custom_field_rules(
    app_hidden.current_organization_id(), app_hidden.current_role_id(), has_custom_field_rules.object));
end
$$;
comment on function app_hidden.has_custom_field_rules(text) is 'Whether a custom field of the object is restricted for the caller.';

create function app_hidden.masks_fields() returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return exists (
    select from app_public.memberships m
      join app_hidden.role_versions v on v.organization_id = m.organization_id and v.role_id = m.role_id
      where m.organization_id = app_hidden.current_organization_id()
        and m.user_id = app_hidden.current_user_id() and starts_with(v.version, 'masked:'));
end
$$;
comment on function app_hidden.masks_fields() is 'Whether the caller''s role is restricted in any field.';

grant select on app_private.masking_secrets to rowhouse_reporter;
grant usage on schema app_private to rowhouse_reporter;

create function app_hidden.reporting_expression(of_table text, of_column text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case
    when of_table = 'audit_log' and of_column in ('old_values', 'new_values') then format(
      'case when (select app_hidden.masks_fields()) then app_hidden.mask_changes(table_name, %1$I, %2$s) else %1$I end', of_column, secret)
    when of_table = 'timeline_events' and of_column = 'data' then format(
      'case when (select app_hidden.masks_fields()) then app_hidden.mask_event(object_type, data, (select app_hidden.my_field_masks()), %1$s) else data end', secret)
    when of_table = 'timeline_events' and f.kind is not null then format(
      'case when (select app_hidden.field_mode(%1$L, %2$L)) not in (''hidden'', ''mask'') then %2$I when object_type = %3$L then object_id end',
      of_table, of_column, replace(of_column, '_id', ''))
    when of_table = 'imports' and of_column = 'bad_rows' then
      'case when (select app_hidden.masks_fields()) and created_by <> (select app_hidden.current_user_id()) then ''[]'' else bad_rows end'
    when f.kind is null then quote_ident(of_column)
    when of_column = 'custom_data' then format(
      'case when (select app_hidden.field_mode(%1$L, ''custom_data'')) in (''hidden'', ''mask'') then null
        when (select app_hidden.has_custom_field_rules(%2$L)) then app_hidden.mask_custom_data(custom_data, %2$L, %3$s)
        else custom_data end', of_table, f.object, secret)
    when f.kind = 'text' then format(
      'case (select app_hidden.field_mode(%1$L, %2$L)) when ''hidden'' then null
        when ''mask'' then app_hidden.mask_text(%2$I, (select app_hidden.masking_method(%1$L, %2$L)), %3$s)
        else %2$I end', of_table, of_column, secret)
    else format('case when (select app_hidden.field_mode(%1$L, %2$L)) in (''hidden'', ''mask'') then null else %2$I end',
      of_table, of_column) end
    from (select '(select s.secret from app_private.masking_secrets s
        where s.organization_id = (select app_hidden.current_organization_id()))' as secret) s
    left join lateral (select min(c.kind) as kind, min(c.object) as object from app_hidden.field_columns c
      where c.table_name = of_table and c.column_name = of_column) f on true
$$;
comment on function app_hidden.reporting_expression(text, text) is 'SQL of a column in the views of "reporting".';

create procedure app_hidden.add_reporting_views() language plpgsql as $$
declare
  target record;
begin
  for target in
    select c.relname as name, string_agg(app_hidden.reporting_expression(c.relname, a.attname) || ' as ' || quote_ident(a.attname),
        ', ' order by a.attnum) as columns
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        -- What was deleted is not shown, nor where files are kept.
        and a.attname not in ('deleted_at', 'deleted_by', 'storage_key')
      where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p')
        and has_any_column_privilege('rowhouse_user', c.oid, 'select')
        and to_regclass(format('reporting.%I', c.relname)) is null
      group by c.relname
  loop
    execute format('create view reporting.%I with (security_barrier) as select %s from app_public.%I',
      target.name, target.columns, target.name);
    execute format('comment on view reporting.%I is %L', target.name, 'app_public.' || target.name || ' as the caller may see it.');
    execute format('grant select on reporting.%I to rowhouse_analyst', target.name);
    execute format('alter view reporting.%I owner to rowhouse_reporter', target.name);
  end loop;
end
$$;
comment on procedure app_hidden.add_reporting_views() is
  'Makes the views of "reporting" that are missing; to be called by a migration that adds tables to the API.';
call app_hidden.add_reporting_views();

grant execute on function
  app_hidden.current_user_id(), app_hidden.signed_in_user_id(), app_hidden.current_organization_id(),
  app_hidden.owner_ids_in_scope(text, text), app_hidden.may(text, text),
  app_hidden.member_user_ids(), app_hidden.my_organization_ids(), app_hidden.my_thread_ids(),
  app_hidden.field_mode(text, text), app_hidden.masking_method(text, text), app_hidden.masks_fields(),
  app_hidden.has_custom_field_rules(text), app_hidden.mask_custom_data(jsonb, text, bytea),
  app_hidden.mask_changes(text, jsonb, bytea), app_hidden.my_field_masks(), app_hidden.mask_event(text, jsonb, jsonb, bytea),
  app_hidden.mask_values(jsonb, jsonb, bytea), app_hidden.mask_key(jsonb, text, text, bytea), app_hidden.mask_text(text, text, bytea), app_hidden.mask_redact(text), app_hidden.mask_partial(text),
  app_hidden.mask_hash(text, bytea), app_hidden.mask_tokenize(text, bytea), app_hidden.mask_encrypt(text, bytea),
  app_hidden.encrypt_text(text, bytea)
to rowhouse_analyst;

create function reporting.sign_in(api_key text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  known record;
begin
  select * into known from app_private.find_api_key(sha256(convert_to(api_key, 'UTF8')));
  if not found then
    raise exception using errcode = 'RH401', message = 'This API key is not valid.';
  end if;
  perform app_private.note_api_key_use(sha256(convert_to(api_key, 'UTF8')));
  -- They hold until the connection ends. Whoever sets them by hand needs the id of a live session.
  perform set_config('rowhouse.user_id', known.user_id::text, false),
    set_config('rowhouse.organization_id', known.organization_id::text, false),
    set_config('rowhouse.session_id', known.session_id::text, false);
  return (select format('%s as %s', o.name, r.name)
    from app_public.organizations o
    join app_public.memberships m on m.organization_id = o.id and m.user_id = known.user_id
    join app_public.roles r on r.organization_id = o.id and r.id = m.role_id
    where o.id = known.organization_id);
end
$$;
comment on function reporting.sign_in(text) is
  'Lets this connection read what the API key may, until it ends or the key does. Answers the organization and
the role. RH401 for a key that is unknown, was revoked or has expired.';
grant execute on function reporting.sign_in(text) to rowhouse_analyst;
