--! Previous: sha1:2f108b53b12b11e9f62d49fa0c339f1fd5ae961d
--! Hash: sha1:ac187bc80fa7ebcda32ef9f806616cdd6396df98

-- Fields: which fields of a record a role may change, read, read masked, or not see at all.
--
-- Postgres decides in two ways. Who writes SQL by hand reads the views of the schema "reporting",
-- which show each field as the caller's role may see it. The API reads the tables, but each through
-- a query that app_private.access_profile() gives for the caller's role, in which hidden fields are
-- null and masked ones their mask: whatever filters, orders, groups, sums or joins is done with what
-- the caller may see. Where a role is restricted in nothing, nothing is put in between. Policies
-- refuse statements that were made for permissions which have changed since, or without regard to
-- them (current_organization_id()).

-- ---------------------------------------------------------------------------------------------
-- Which column shows which field. A generated column shows the fields that it is made of; a column
-- of another table that tells of a field says so in its comment: "@shows deal.amount".
create table app_hidden.field_columns (
  table_name text not null,
  column_name text not null,
  object text not null references app_hidden.crm_objects,
  field text not null,
  position smallint not null,
  type text not null,
  kind text not null check (kind in ('text', 'key', 'other')),
  is_generated boolean not null,
  primary key (table_name, column_name, object, field)
);
create index field_columns_object_idx on app_hidden.field_columns (object, field);
comment on table app_hidden.field_columns is
  'The columns that show a field of an object. kind: text can be masked in each way, others are redacted; a
key (reference or fixed set of values) cannot be masked but hidden. The field "*any" stands for all of the object:
the column is made of so many that it is withheld from whom any of them is.';

create procedure app_hidden.describe_fields() language plpgsql as $$
begin
  delete from app_hidden.field_columns;
  insert into app_hidden.field_columns
    with columns as (
      select c.oid as table_id, c.relname as table_name, a.attname as column_name, a.attnum as position,
          format_type(a.atttypid, a.atttypmod) as type, a.attgenerated <> '' as is_generated,
          case
            when a.atttypid = 'uuid'::regtype
              -- Fixed sets of values without a reference.
              or c.relname in ('lead_scores', 'lead_score_history')
              or exists (select from pg_constraint k
                where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey)) then 'key'
            when a.atttypid = 'text'::regtype then 'text'
            else 'other' end as kind
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p')
          and a.attname not in ('id', 'organization_id', 'deleted_at', 'deleted_by', 'merged_into_id')
    ),
    own as (
      select c.*, o.name as object
        from columns c
        join app_hidden.crm_objects o on o.table_name = c.table_name
        where app_hidden.has_bin(c.table_name)
    ),
    shown as (
      select own.table_name, own.column_name, own.object, own.column_name as field from own
      union
      select own.table_name, own.column_name, own.object, base.attname
        from own
        join pg_attrdef d on d.adrelid = own.table_id and d.adnum = own.position
        join pg_depend made_of on made_of.classid = 'pg_attrdef'::regclass and made_of.objid = d.oid
          and made_of.refclassid = 'pg_class'::regclass and made_of.refobjid = own.table_id
        join pg_attribute base on base.attrelid = own.table_id and base.attnum = made_of.refobjsubid
        where own.is_generated and base.attnum <> own.position
      union
      select c.table_name, c.column_name, split_part(shows.field, '.', 1), split_part(shows.field, '.', 2)
        from columns c
        cross join lateral regexp_split_to_table(
          substring(col_description(c.table_id, c.position) from '(?n)^@shows (.*)$'), '\s+') shows (field)
    )
    select c.table_name, c.column_name, shown.object, shown.field, c.position, c.type, c.kind, c.is_generated
      from shown
      join columns c on c.table_name = shown.table_name and c.column_name = shown.column_name;
end
$$;
comment on procedure app_hidden.describe_fields() is
  'Fills field_columns from the catalog; to be called by a migration that adds columns to records.';
call app_hidden.describe_fields();

-- ---------------------------------------------------------------------------------------------
-- What the caller's role, or another, may do with a column

create function app_hidden.field_permissions_enabled(organization uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce((select f.is_enabled from app_public.feature_flags f
    where f.organization_id = organization and f.name = 'field_permissions_enabled'), true);
end
$$;
comment on function app_hidden.field_permissions_enabled(uuid) is
  'Whether the organization uses field permissions (feature flag field_permissions_enabled).';

-- Rules of the schema that look at two fields tell of the one to who changes the other: how large a
-- discount may be is how large the amount is.
create table app_hidden.bound_fields (
  object text not null references app_hidden.crm_objects,
  field text not null,
  bound_to text not null,
  primary key (object, field, bound_to)
);
comment on table app_hidden.bound_fields is 'Fields that are read-only to whom another is masked or hidden, since a rule compares the two.';
insert into app_hidden.bound_fields (object, field, bound_to)
  select pair.object, side.field, side.bound_to
    from (values ('deal', 'amount', 'discount'), ('deal', 'amount', 'tax'), ('deal', 'discount', 'tax'),
        ('project', 'start_date', 'end_date'), ('activity', 'due_date', 'due_time'),
        ('account', 'annual_revenue', 'currency')) pair (object, one, other)
    cross join lateral (values (one, other), (other, one)) side (field, bound_to);

create view app_hidden.field_sources with (security_invoker = true) as
  select c.table_name, c.column_name, c.object, c.kind, c.field, false as is_bound from app_hidden.field_columns c
  union all
  select c.table_name, c.column_name, c.object, c.kind, b.bound_to, true
    from app_hidden.field_columns c
    join app_hidden.bound_fields b on b.object = c.object and b.field = c.field and b.field = c.column_name;
comment on view app_hidden.field_sources is 'The fields whose permissions decide about a column; of a bound one it is only read.';

create function app_hidden.strictness(mode text) returns integer
language sql immutable parallel safe return array_position(array['edit', 'view', 'mask', 'hidden'], mode);
create function app_hidden.mode_of_strictness(strictness integer) returns text
language sql immutable parallel safe return (array['edit', 'view', 'mask', 'hidden'])[strictness];
create function app_hidden.strictness(mode text, is_bound boolean) returns integer
language sql immutable parallel safe return case
  when not is_bound then app_hidden.strictness(mode)
  when mode in ('mask', 'hidden') then app_hidden.strictness('view')
  else app_hidden.strictness('edit') end;
comment on function app_hidden.strictness(text) is 'How much a mode keeps back: 1 (edit) to 4 (hidden).';
comment on function app_hidden.mode_of_strictness(integer) is 'The mode that keeps so much back.';
comment on function app_hidden.strictness(text, boolean) is
  'How much the mode of a field keeps back of a column that shows it, or that is bound to it.';

create function app_hidden.mode_of_any_field(organization uuid, role uuid, object text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select 'hidden' where exists (select from app_public.role_field_permissions p
    where p.organization_id = mode_of_any_field.organization and p.role_id = mode_of_any_field.role
      and p.object = mode_of_any_field.object and p.mode in ('mask', 'hidden'))
$$;
comment on function app_hidden.mode_of_any_field(uuid, uuid, text) is
  'hidden when a field of the object is masked or hidden for the role, custom ones included; else null.';

create function app_hidden.column_rules(organization uuid, role uuid, of_table text default null)
returns table (table_name text, column_name text, object text, mode text, method text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.table_name, c.column_name, min(c.object),
      -- A key has no mask.
      app_hidden.mode_of_strictness(case when min(c.kind) = 'key' and max(restriction.strictness) = app_hidden.strictness('mask')
        then app_hidden.strictness('hidden') else max(restriction.strictness) end),
      -- Fields that one column shows may be masked in different ways; then none of them is used.
      case when min(c.kind) = 'text' and count(distinct restriction.method) filter (where restriction.is_masked) = 1
        then min(restriction.method) filter (where restriction.is_masked) else 'redact' end
    from app_hidden.field_sources c
    left join app_public.role_field_permissions exact
      on exact.organization_id = organization and exact.role_id = role
      and exact.object = c.object and exact.field = c.field
    left join app_public.role_field_permissions every
      on every.organization_id = organization and every.role_id = role
      and every.object = c.object and every.field = '*'
    left join app_public.masking_rules m
      on m.organization_id = organization and m.object = c.object and m.field = c.field
    cross join lateral (select case when c.field = '*any' then app_hidden.mode_of_any_field(organization, role, c.object)
        else coalesce(exact.mode, every.mode) end as mode) found
    cross join lateral (select app_hidden.strictness(found.mode, c.is_bound) as strictness,
        found.mode = 'mask' and not c.is_bound as is_masked, coalesce(m.method, 'redact') as method) restriction
    where (of_table is null or c.table_name = of_table) and restriction.strictness > app_hidden.strictness('edit')
      and app_hidden.field_permissions_enabled(organization)
    group by c.table_name, c.column_name
$$;
comment on function app_hidden.column_rules(uuid, uuid, text) is
  'The columns that a role may not change, with what it may do: view, mask (and how) or hidden.';

create function app_hidden.custom_field_rules(organization uuid, role uuid, of_object text)
returns table (key text, mode text, method text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select substr(p.field, length('custom_data.') + 1), p.mode, coalesce(m.method, 'redact')
    from app_public.role_field_permissions p
    left join app_public.masking_rules m
      on m.organization_id = p.organization_id and m.object = p.object and m.field = p.field
    where p.organization_id = organization and p.role_id = role and p.object = of_object
      and starts_with(p.field, 'custom_data.') and p.mode <> 'edit'
      and app_hidden.field_permissions_enabled(organization)
    order by 1
$$;
comment on function app_hidden.custom_field_rules(uuid, uuid, text) is
  'The custom fields of an object that a role may not change, with what it may do.';

create function app_hidden.current_role_id() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (select m.role_id from app_public.memberships m
    where m.organization_id = app_hidden.current_organization_id()
      and m.user_id = app_hidden.current_user_id() and m.is_active);
end
$$;
comment on function app_hidden.current_role_id() is 'The caller''s role in the current organization.';

create function app_hidden.field_mode(table_name text, column_name text) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization uuid := app_hidden.current_organization_id();
  role uuid;
  is_full boolean;
begin
  select v.role_id, starts_with(v.version, 'full:') into role, is_full
    from app_public.memberships m
    join app_hidden.role_versions v on v.organization_id = m.organization_id and v.role_id = m.role_id
    where m.organization_id = organization and m.user_id = app_hidden.current_user_id();
  if is_full then
    return 'edit';
  end if;
  return (
    select app_hidden.mode_of_strictness(coalesce(
        max(app_hidden.strictness(case when c.field = '*any'
          then coalesce(app_hidden.mode_of_any_field(organization, role, c.object), 'edit')
          else coalesce(exact.mode, every.mode, 'edit') end, c.is_bound)), 1))
      from app_hidden.field_sources c
      left join app_public.role_field_permissions exact
        on exact.organization_id = organization and exact.role_id = role
        and exact.object = c.object and exact.field = c.field
      left join app_public.role_field_permissions every
        on every.organization_id = organization and every.role_id = role
        and every.object = c.object and every.field = '*'
      where c.table_name = field_mode.table_name and c.column_name = field_mode.column_name);
end
$$;
comment on function app_hidden.field_mode(text, text) is
  'What the caller may do with a column: edit, view, mask or hidden.';

create function app_hidden.masking_method(table_name text, column_name text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((select r.method
    from app_hidden.column_rules(app_hidden.current_organization_id(), app_hidden.current_role_id(), masking_method.table_name) r
    where r.column_name = masking_method.column_name), 'redact')
$$;
comment on function app_hidden.masking_method(text, text) is 'How the caller sees a column that is masked.';

-- ---------------------------------------------------------------------------------------------
-- Masks

-- What hashes, tokens and encrypted values are made with: without it, one could try all telephone
-- numbers until one has the hash.
create table app_private.masking_secrets (
  organization_id uuid primary key references app_public.organizations on delete cascade,
  secret bytea not null default sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
);
comment on table app_private.masking_secrets is 'The secret of an organization that its masks are made with.';

create function app_hidden.add_masking_secret() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app_private.masking_secrets (organization_id) values (new.id);
  return null;
end
$$;
comment on function app_hidden.add_masking_secret() is 'Each organization masks with a secret of its own.';
create trigger add_masking_secret after insert on app_public.organizations
  for each row execute function app_hidden.add_masking_secret();

create function app_hidden.masking_secret() returns bytea
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (select s.secret from app_private.masking_secrets s where s.organization_id = app_hidden.current_organization_id());
end
$$;
comment on function app_hidden.masking_secret() is 'The secret of the current organization, for mask_text.';

create extension if not exists pgcrypto;

-- The functions below have their names bound when they are made, so that the planner may put them in
-- place in any query whatever the caller's search path is: a call would cost more than the mask.
-- pgcrypto may have been installed into another schema before.
do $do$
declare
  home name := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pgcrypto');
begin
  execute format($ddl$
create function app_hidden.encrypt_text(value text, secret bytea) returns text
language sql immutable strict parallel safe
-- The vector is made of the value, so that a value has one mask and the function can be used in
-- any place of a query. It shows which values are equal and nothing else.
return (select 'enc:' || translate(encode(
      vector.bytes || %1$I.encrypt_iv(convert_to(value, 'UTF8'), secret, vector.bytes, 'aes-cbc/pad:pkcs'),
      'base64'), E'\n', '')
    from (select substr(sha256(sha256(secret || 'vector' || convert_to(value, 'UTF8'))), 1, 16) as bytes) vector);
create function app_hidden.decrypt_text(value text, secret bytea) returns text
language sql immutable strict parallel safe
return (select convert_from(%1$I.decrypt_iv(substr(cipher.bytes, 17), secret, substr(cipher.bytes, 1, 16), 'aes-cbc/pad:pkcs'), 'UTF8')
    from (select decode(substr(value, 5), 'base64') as bytes) cipher);
$ddl$, home);
end
$do$;
comment on function app_hidden.encrypt_text(text, bytea) is
  'AES-256 in CBC mode (NIST SP 800-38A), base64 after "enc:"; secret: 32 bytes.';
comment on function app_hidden.decrypt_text(text, bytea) is 'The text that encrypt_text was given.';

create function app_hidden.mask_redact(value text) returns text
language sql immutable parallel safe return case when value <> '' then '•••••' else value end;
comment on function app_hidden.mask_redact(text) is 'That there is a value, and nothing of it.';

create function app_hidden.mask_partial(value text) returns text
language sql immutable parallel safe return case
  when value ~ '^[^@]+@[^@]+\.[^@.]+$' then
    left(value, 1) || '•••@' || left(split_part(value, '@', 2), 1) || '•••.' || substring(value from '[^.]+$')
  when length(value) > 4 then '•••' || right(value, 4)
  when value <> '' then '•••••'
  else value end;
comment on function app_hidden.mask_partial(text) is
  'a•••@d•••.com of an address, the last 4 characters of anything longer than that.';

create function app_hidden.mask_hash(value text, secret bytea) returns text
language sql immutable parallel safe return case when value = '' then value
  -- Hashed twice, so that nobody who has a hash can make that of a longer value.
  else encode(sha256(sha256(secret || 'hash' || convert_to(value, 'UTF8'))), 'hex') end;
comment on function app_hidden.mask_hash(text, bytea) is 'SHA-256 with the secret, in hexadecimal.';

create function app_hidden.mask_tokenize(value text, secret bytea) returns text
language sql immutable parallel safe return case when value = '' then value
  else 'tok_' || left(encode(sha256(sha256(secret || 'token' || convert_to(value, 'UTF8'))), 'hex'), 24) end;
comment on function app_hidden.mask_tokenize(text, bytea) is 'The same token for the same value.';

create function app_hidden.mask_encrypt(value text, secret bytea) returns text
language sql immutable parallel safe return case when value = '' then value else app_hidden.encrypt_text(value, secret) end;
comment on function app_hidden.mask_encrypt(text, bytea) is 'The value encrypted; see encrypt_text.';

create function app_hidden.mask_text(value text, method text, secret bytea) returns text
language sql immutable parallel safe return case method
  when 'partial' then app_hidden.mask_partial(value)
  when 'hash' then app_hidden.mask_hash(value, secret)
  when 'tokenize' then app_hidden.mask_tokenize(value, secret)
  when 'encrypt' then app_hidden.mask_encrypt(value, secret)
  else app_hidden.mask_redact(value) end;
comment on function app_hidden.mask_text(text, text, bytea) is
  'The mask of a value by a method (app_enum.masking_methods). secret: 32 bytes, of the organization. Nothing
stays nothing.';

create function app_hidden.mask_key(document jsonb, key text, method text, secret bytea) returns jsonb
language sql immutable parallel safe return case when document ->> key is null then document
  else jsonb_set(document, array[key], to_jsonb(app_hidden.mask_text(document ->> key, method, secret))) end;
comment on function app_hidden.mask_key(jsonb, text, text, bytea) is 'The document with the value of one key masked.';

create function app_hidden.mask_custom_data(document jsonb, object text, secret bytea) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  rule record;
begin
  for rule in select * from app_hidden.custom_field_rules(
    app_hidden.current_organization_id(), app_hidden.current_role_id(), mask_custom_data.object)
  loop
    document := case rule.mode
      when 'hidden' then document - rule.key
      when 'mask' then app_hidden.mask_key(document, rule.key, rule.method, secret)
      else document end;
  end loop;
  return document;
end
$$;
comment on function app_hidden.mask_custom_data(jsonb, text, bytea) is
  'custom_data of an object as the caller may see it.';

create function app_hidden.mask_changes(table_name text, changes jsonb, secret bytea) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization uuid := app_hidden.current_organization_id();
  role uuid := app_hidden.current_role_id();
  rule record;
begin
  if changes is null then
    return null;
  end if;
  for rule in select * from app_hidden.column_rules(organization, role, mask_changes.table_name) loop
    changes := case rule.mode
      when 'hidden' then changes - rule.column_name
      when 'mask' then case when changes ? rule.column_name then jsonb_set(changes, array[rule.column_name],
        coalesce(to_jsonb(app_hidden.mask_text(changes ->> rule.column_name, rule.method, secret)), 'null'))
        else changes end
      else changes end;
  end loop;
  if jsonb_typeof(changes -> 'custom_data') = 'object' then
    changes := jsonb_set(changes, '{custom_data}', app_hidden.mask_custom_data(changes -> 'custom_data',
      (select o.name from app_hidden.crm_objects o where o.table_name = mask_changes.table_name),
      secret));
  end if;
  return changes;
end
$$;
comment on function app_hidden.mask_changes(text, jsonb, bytea) is
  'Values of columns of a table, as an audit entry holds them, as the caller may see them. secret: of the
organization; given, since analysts who could have guesses masked would have a way to try them.';

create function app_hidden.field_masks(organization uuid, role uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with objects as (
    select o.name, (select jsonb_object_agg(r.column_name, jsonb_build_object('mode', r.mode, 'method', r.method))
        from app_hidden.column_rules(organization, role, o.table_name) r where r.mode in ('mask', 'hidden')) as columns,
      (select jsonb_object_agg(c.key, jsonb_build_object('mode', c.mode, 'method', c.method))
        from app_hidden.custom_field_rules(organization, role, o.name) c where c.mode in ('mask', 'hidden')) as custom
      from app_hidden.crm_objects o
      where exists (select from app_hidden.field_columns f where f.table_name = o.table_name))
  select coalesce(jsonb_object_agg(o.name, jsonb_build_object('columns', coalesce(o.columns, '{}'), 'custom', coalesce(o.custom, '{}'))), '{}')
    from objects o where o.columns is not null or o.custom is not null
$$;
comment on function app_hidden.field_masks(uuid, uuid) is
  'What a role does not see as it is, as one document: object → {columns, custom} → name → {mode, method}.';

create function app_hidden.my_field_masks() returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select app_hidden.field_masks(app_hidden.current_organization_id(), app_hidden.current_role_id())
$$;
comment on function app_hidden.my_field_masks() is 'field_masks() of the caller.';

create function app_hidden.mask_values(recorded jsonb, rules jsonb, secret bytea) returns jsonb
language plpgsql immutable parallel safe as $$
declare
  rule record;
begin
  for rule in select r.key, r.value ->> 'mode' as mode, r.value ->> 'method' as method from jsonb_each(rules) r where recorded ? r.key loop
    recorded := case rule.mode when 'hidden' then recorded - rule.key
      else app_hidden.mask_key(recorded, rule.key, rule.method, secret) end;
  end loop;
  return recorded;
end
$$;
comment on function app_hidden.mask_values(jsonb, jsonb, bytea) is 'Values by name, as the rules (name → {mode, method}) let them be seen.';

create function app_hidden.mask_event(object_type text, data jsonb, masks jsonb, secret bytea) returns jsonb
language plpgsql immutable parallel safe as $$
declare
  rules constant jsonb := masks -> object_type;
  side text;
begin
  if rules is null then
    return data;
  end if;
  foreach side in array '{before,after}'::text[] loop
    continue when jsonb_typeof(data -> side) is distinct from 'object';
    data := jsonb_set(data, array[side], app_hidden.mask_values(data -> side, rules -> 'columns', secret));
    if jsonb_typeof(data #> array[side, 'custom_data']) = 'object' then
      data := jsonb_set(data, array[side, 'custom_data'], app_hidden.mask_values(data #> array[side, 'custom_data'], rules -> 'custom', secret));
    end if;
  end loop;
  return data;
end
$$;
comment on function app_hidden.mask_event(text, jsonb, jsonb, bytea) is
  'What a timeline event says of a change of a record, as somebody with these masks (field_masks) may see it.
secret: of the organization, as in mask_changes.';
grant execute on function app_hidden.mask_event(text, jsonb, jsonb, bytea), app_hidden.mask_values(jsonb, jsonb, bytea) to rowhouse_user;

create function app_public.decrypt_masked_value(object text, value text) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_hidden.require_permission(object, 'view');
  -- A value does not say of which field it is, so it is told only to who may see them all.
  if app_hidden.owner_ids_in_scope(object, 'view') is not null or app_hidden.is_restricted(null) then
    perform app_hidden.fail('RH403', 'Only who sees every record and every field may do this.');
  end if;
  return app_hidden.decrypt_text(value, app_hidden.masking_secret());
exception when data_exception or external_routine_invocation_exception then
  perform app_hidden.fail('RH400', 'This is no encrypted value of this organization.',
    '{"value": "No encrypted value of this organization."}');
end
$$;
comment on function app_public.decrypt_masked_value(text, text) is
  'What an encrypted mask stands for, for those who see all records of the object and whose role is restricted in
no field of any. RH403 for others, RH400 for what was not encrypted here.';
grant execute on function app_public.decrypt_masked_value(text, text) to rowhouse_user;

grant execute on function
  app_hidden.field_mode(text, text), app_hidden.masking_method(text, text), app_hidden.masking_secret(),
  app_hidden.mask_redact(text), app_hidden.mask_partial(text), app_hidden.mask_hash(text, bytea),
  app_hidden.mask_tokenize(text, bytea), app_hidden.mask_encrypt(text, bytea), app_hidden.encrypt_text(text, bytea),
  app_hidden.mask_text(text, text, bytea), app_hidden.mask_key(jsonb, text, text, bytea), app_hidden.mask_custom_data(jsonb, text, bytea),
  app_hidden.mask_changes(text, jsonb, bytea)
to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Writing: a caller changes only fields that they may edit. Columns that other rules set (such as
-- closed_at) are no business of the caller, so this looks before they do: its name sorts first.

create function app_hidden.read_only_columns(table_name text) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(r.column_name), '{}')
    from app_hidden.column_rules(app_hidden.current_organization_id(), app_hidden.current_role_id(), read_only_columns.table_name) r
$$;
comment on function app_hidden.read_only_columns(text) is 'The columns of a table that the caller may not change.';

create function app_hidden.read_only_custom_fields(object text) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(r.key), '{}')
    from app_hidden.custom_field_rules(app_hidden.current_organization_id(), app_hidden.current_role_id(), read_only_custom_fields.object) r
$$;
comment on function app_hidden.read_only_custom_fields(text) is 'The custom fields of an object that the caller may not change.';

create function app_hidden.withheld_columns(of_table text) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- Of most roles there is nothing to look for.
  if not app_hidden.masks_fields() then
    return '{}';
  end if;
  return array(select r.column_name
    from app_hidden.column_rules(app_hidden.current_organization_id(), app_hidden.current_role_id(), of_table) r
    where r.mode in ('mask', 'hidden'));
end
$$;
comment on function app_hidden.withheld_columns(text) is 'The columns of a table that the caller does not see as they are.';

create function app_hidden.withheld_custom_fields(object text) returns table (key text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.key
    from app_hidden.custom_field_rules(app_hidden.current_organization_id(), app_hidden.current_role_id(), withheld_custom_fields.object) r
    where r.mode in ('mask', 'hidden')
$$;
comment on function app_hidden.withheld_custom_fields(text) is 'The custom fields of an object that the caller does not see as they are.';

create function app_hidden.require_editable(table_name text, columns text[]) returns void
language plpgsql stable as $$
declare
  refused text[] := array(select name from unnest(columns) name where name = any (app_hidden.read_only_columns(table_name)));
begin
  if refused <> '{}' then
    perform app_hidden.fail('RH403', 'Your role may not change ' || replace(array_to_string(refused, ', '), '_', ' ') || '.',
      (select jsonb_object_agg(name, 'Your role may not change this field.') from unnest(refused) name));
  end if;
end
$$;
comment on function app_hidden.require_editable(text, text[]) is
  'Fails with RH403 when the caller may not change one of the columns. For functions that write columns of
their caller''s choice: whether a new value is the old one would tell what it is.';

create function app_hidden.admit_custom_fields() returns trigger
language plpgsql as $$
declare
  refused text[];
begin
  if current_user = 'rowhouse_user' then
    refused := array(
      select r.key from app_hidden.withheld_custom_fields(tg_argv[0]) r where new.custom_data ? r.key);
    if refused <> '{}' then
      perform app_hidden.fail('RH403', 'Your role may not change custom data.' || array_to_string(refused, ', custom data.') || '.',
        (select jsonb_object_agg('custom_data.' || key, 'Your role may not change this field.') from unnest(refused) key));
    end if;
  end if;
  return new;
end
$$;
comment on function app_hidden.admit_custom_fields() is
  'Refuses custom data with a key that the caller may not see (RH403), whatever its value: whether it is the
one that is there already would tell what it is. Argument: the object.';

create function app_hidden.admit_fields() returns trigger
language plpgsql as $$
declare
  changed jsonb := to_jsonb(new);
  before jsonb := case tg_op when 'UPDATE' then to_jsonb(old) else '{}' end;
  refused jsonb := '{}';
  name text;
  standard jsonb;
begin
  -- Functions of the schema's owner keep their own columns.
  if current_user not in ('rowhouse_user', 'rowhouse_importer') then
    return new;
  end if;
  foreach name in array app_hidden.read_only_columns(tg_table_name) loop
    if exists (select from pg_attribute a where a.attrelid = tg_relid and a.attname = name and a.attgenerated <> '') then
      continue;
    end if;
    standard := before -> name;
    if tg_op = 'INSERT' then
      execute (select 'select to_jsonb(' || coalesce(pg_get_expr(d.adbin, d.adrelid), 'null::text') || ')'
        from pg_attribute a
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = tg_relid and a.attname = name) into standard;
      standard := coalesce(standard, 'null');
    end if;
    if changed -> name is distinct from standard then
      refused := refused || jsonb_build_object(name, 'Your role may not change this field.');
    end if;
  end loop;
  if changed ? 'custom_data' and not refused ? 'custom_data' then
    foreach name in array app_hidden.read_only_custom_fields(tg_argv[0]) loop
      if changed -> 'custom_data' ? name and (changed -> 'custom_data' -> name) is distinct from (before -> 'custom_data' -> name) then
        refused := refused || jsonb_build_object('custom_data.' || name, 'Your role may not change this field.');
      elsif before -> 'custom_data' ? name then
        -- Who does not see a custom field does not send it back either.
        new.custom_data := new.custom_data || jsonb_build_object(name, before -> 'custom_data' -> name);
      end if;
    end loop;
  end if;
  if refused <> '{}' then
    perform app_hidden.fail('RH403', 'Your role may not change ' ||
      (select string_agg(replace(key, '_', ' '), ', ' order by key) from jsonb_object_keys(refused) key) || '.', refused);
  end if;
  return new;
end
$$;
comment on function app_hidden.admit_fields() is
  'Refuses changes of fields that the caller''s role may not edit (RH403 naming them). Argument: the object.';
grant execute on function
  app_hidden.read_only_columns(text), app_hidden.read_only_custom_fields(text),
  app_hidden.withheld_custom_fields(text), app_hidden.require_editable(text, text[])
to rowhouse_user;

do $$
declare
  target record;
begin
  for target in select distinct c.table_name, c.object from app_hidden.field_columns c
    where has_any_column_privilege('rowhouse_user', 'app_public.' || c.table_name, 'insert')
  loop
    -- The policies hold the caller to the version, so an unrestricted one costs a comparison.
    execute format('create trigger admit_fields before insert or update on app_public.%I for each row
      when (starts_with(current_setting(''rowhouse.access_version'', true), ''masked:''))
      execute function app_hidden.admit_fields(%L)', target.table_name, target.object);
    if exists (select from app_hidden.field_columns c
        where c.table_name = target.table_name and c.column_name = 'custom_data') then
      -- Only of statements that name the column: others leave it with all its keys.
      execute format('create trigger admit_custom_fields before insert or update of custom_data on app_public.%I for each row
        when (starts_with(current_setting(''rowhouse.access_version'', true), ''masked:''))
        execute function app_hidden.admit_custom_fields(%L)', target.table_name, target.object);
    end if;
  end loop;
end
$$;

-- ---------------------------------------------------------------------------------------------
-- Rules about rules

create function app_hidden.is_restricted(object text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from app_public.role_field_permissions p
    where p.organization_id = app_hidden.current_organization_id() and p.role_id = app_hidden.current_role_id()
      and (is_restricted.object is null or p.object = is_restricted.object) and p.mode <> 'edit')
$$;
comment on function app_hidden.is_restricted(text) is
  'Whether the caller''s role has a restriction of fields of the object, or of any (null), in force or switched off.';
grant execute on function app_hidden.is_restricted(text) to rowhouse_user;

create function app_hidden.check_field(object text, field text, is_masked boolean) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  kind text;
begin
  if not exists (select from app_hidden.field_columns c where c.object = check_field.object) then
    perform app_hidden.fail('RH400', 'There are no fields to speak of.', jsonb_build_object('object', 'No object with fields.'));
  end if;
  if field = 'id' then
    perform app_hidden.fail('RH400', 'The id of a record is always shown.', '{"field": "The id is always shown."}');
  end if;
  if field = '*' then
    if is_masked then
      perform app_hidden.fail('RH400', 'Fields are masked one by one.', '{"field": "Name the field to mask."}');
    end if;
    return;
  end if;
  if starts_with(field, 'custom_data.') and field ~ '^custom_data\.[A-Za-z_][A-Za-z0-9_]{0,62}$' then
    select 'text' into kind from app_hidden.field_columns c
      where c.object = check_field.object and c.field = 'custom_data' limit 1;
  else
    select c.kind into kind from app_hidden.field_columns c
      join app_hidden.crm_objects o on o.name = c.object and o.table_name = c.table_name
      where c.object = check_field.object and c.field = check_field.field and c.column_name = c.field;
  end if;
  if kind is null then
    perform app_hidden.fail('RH400', format('%s has no such field.', initcap(replace(object, '_', ' '))),
      '{"field": "No such field."}');
  end if;
  if kind = 'key' and is_masked then
    perform app_hidden.fail('RH400', 'A key has no mask. Hide it instead.', '{"field": "A key has no mask."}');
  end if;
end
$$;
comment on function app_hidden.check_field(text, text, boolean) is
  'Fails with RH400 unless the object has the field, and the field can be masked where it is to be.';
grant execute on function app_hidden.check_field(text, text, boolean) to rowhouse_user;

create function app_hidden.guard_field_permissions() returns trigger
language plpgsql as $$
declare
  changed app_public.role_field_permissions := case when tg_op = 'DELETE' then old else new end;
begin
  if tg_op <> 'DELETE' then
    perform app_hidden.check_field(new.object, new.field, new.mode = 'mask');
  end if;
  -- Only what runs as the schema's owner (provisioning, migrations) may go further.
  if current_user = 'rowhouse_owner' then
    return changed;
  end if;
  if 'owner' in (app_hidden.system_role(old.role_id), app_hidden.system_role(new.role_id)) then
    perform app_hidden.fail('RH403', 'An owner sees and edits every field.');
  end if;
  if app_hidden.is_restricted(changed.object) or tg_op = 'UPDATE' and app_hidden.is_restricted(old.object) then
    perform app_hidden.fail('RH403', 'Your own role is restricted in the fields of this object.');
  end if;
  return changed;
end
$$;
comment on function app_hidden.guard_field_permissions() is
  'Known fields only, owners see all, and nobody who is restricted in an object decides about its fields.';
create trigger guard_field_permissions before insert or update or delete on app_public.role_field_permissions
  for each row execute function app_hidden.guard_field_permissions();

create function app_hidden.guard_masking_rules() returns trigger
language plpgsql as $$
declare
  changed app_public.masking_rules := case when tg_op = 'DELETE' then old else new end;
begin
  if tg_op <> 'DELETE' then
    perform app_hidden.check_field(new.object, new.field, true);
    if new.method <> 'redact' and exists (select from app_hidden.field_columns c
        where c.object = new.object and c.field = new.field and c.column_name = c.field and c.kind <> 'text') then
      perform app_hidden.fail('RH400', 'Only text can be masked otherwise than by leaving it out.',
        '{"method": "Use redact."}');
    end if;
  end if;
  if current_user <> 'rowhouse_owner'
    and (app_hidden.is_restricted(changed.object) or tg_op = 'UPDATE' and app_hidden.is_restricted(old.object)) then
    perform app_hidden.fail('RH403', 'Your own role is restricted in the fields of this object.');
  end if;
  return changed;
end
$$;
comment on function app_hidden.guard_masking_rules() is
  'Known fields only, methods that suit them, and nobody who is restricted in an object decides about its masks.';
grant select on app_hidden.field_columns to rowhouse_user;
create trigger guard_masking_rules before insert or update or delete on app_public.masking_rules
  for each row execute function app_hidden.guard_masking_rules();

create function app_hidden.guard_field_permissions_flag() returns trigger
language plpgsql as $$
begin
  if current_user <> 'rowhouse_owner' and app_hidden.is_restricted(null) then
    perform app_hidden.fail('RH403', 'Your own role is restricted in fields.');
  end if;
  return coalesce(new, old);
end
$$;
comment on function app_hidden.guard_field_permissions_flag() is
  'Nobody whose role is restricted in a field decides whether such restrictions hold.';
create trigger guard_field_permissions_flag before insert or update on app_public.feature_flags
  for each row when (new.name = 'field_permissions_enabled') execute function app_hidden.guard_field_permissions_flag();
create trigger guard_field_permissions_flag_removal before delete on app_public.feature_flags
  for each row when (old.name = 'field_permissions_enabled') execute function app_hidden.guard_field_permissions_flag();

create function app_hidden.sees_more_than_caller(role_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from app_hidden.column_rules(app_hidden.current_organization_id(), app_hidden.current_role_id()) mine
      left join app_hidden.column_rules(app_hidden.current_organization_id(), sees_more_than_caller.role_id) theirs
        on theirs.table_name = mine.table_name and theirs.column_name = mine.column_name
      where app_hidden.strictness(coalesce(theirs.mode, 'edit'))
          < app_hidden.strictness(mine.mode)
        and exists (select from app_public.role_permissions p
          where p.organization_id = app_hidden.current_organization_id()
            and p.role_id = sees_more_than_caller.role_id and p.object = mine.object))
    or exists (
      select from app_public.role_field_permissions mine
        left join app_public.role_field_permissions theirs
          on theirs.organization_id = mine.organization_id and theirs.role_id = sees_more_than_caller.role_id
          and theirs.object = mine.object and theirs.field = mine.field
        where mine.organization_id = app_hidden.current_organization_id()
          and mine.role_id = app_hidden.current_role_id() and starts_with(mine.field, 'custom_data.')
          and app_hidden.strictness(coalesce(theirs.mode, 'edit'))
            < app_hidden.strictness(mine.mode))
$$;
comment on function app_hidden.sees_more_than_caller(uuid) is
  'Whether the role sees or edits a field that the caller may not: giving it away would be an escalation.';

-- ---------------------------------------------------------------------------------------------
-- Versions

create function app_hidden.renew_role_version(organization uuid, role uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update app_hidden.role_versions v
    set version = case when app_hidden.field_permissions_enabled(v.organization_id) and exists (
        select from app_public.role_field_permissions p
          where p.organization_id = v.organization_id and p.role_id = v.role_id and p.mode <> 'edit')
      then 'masked:' else 'full:' end || gen_random_uuid()
    where v.organization_id = organization and (role is null or v.role_id = role)
$$;
comment on function app_hidden.renew_role_version(uuid, uuid) is
  'Statements made for the role''s permissions as they were end here. role: null for all of the organization.';

create function app_hidden.add_role_version() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into app_hidden.role_versions (organization_id, role_id, version)
    values (new.organization_id, new.id, 'full:' || gen_random_uuid());
  return null;
end
$$;
comment on function app_hidden.add_role_version() is 'A new role is restricted in no field.';
create trigger add_role_version after insert on app_public.roles
  for each row execute function app_hidden.add_role_version();

create function app_hidden.renew_changed_roles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  role record;
begin
  -- In one order, so that two statements about the same roles cannot deadlock.
  for role in select distinct c.organization_id, c.role_id from changed c order by 1, 2 loop
    perform app_hidden.renew_role_version(role.organization_id, role.role_id);
  end loop;
  return null;
end
$$;
comment on function app_hidden.renew_changed_roles() is 'A changed permission is a new version of its role.';

create function app_hidden.renew_all_roles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_hidden.renew_role_version(changed.organization_id, null)
    from (select distinct c.organization_id from changed c) changed;
  return null;
end
$$;
comment on function app_hidden.renew_all_roles() is 'What is changed for an organization is changed for all its roles.';

do $$
declare
  target text;
  renewal text;
begin
  for target, renewal in values ('role_permissions', 'renew_changed_roles'),
    ('role_field_permissions', 'renew_changed_roles'), ('masking_rules', 'renew_all_roles'), ('feature_flags', 'renew_all_roles')
  loop
    execute format('create trigger renew_version_after_insert after insert on app_public.%I
      referencing new table as changed for each statement execute function app_hidden.%I()', target, renewal);
    execute format('create trigger renew_version_after_delete after delete on app_public.%I
      referencing old table as changed for each statement execute function app_hidden.%I()', target, renewal);
    -- Twice, since an update may take a row from one role to another.
    execute format('create trigger renew_version_of_old after update on app_public.%I
      referencing old table as changed for each statement execute function app_hidden.%I()', target, renewal);
    execute format('create trigger renew_version_of_new after update on app_public.%I
      referencing new table as changed for each statement execute function app_hidden.%I()', target, renewal);
  end loop;
end
$$;

-- ---------------------------------------------------------------------------------------------
-- What the API makes its statements by

create function app_hidden.column_expression(column_name text, type text, mode text, method text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case
    when mode = 'hidden' or mode = 'mask' and type <> 'text' then format('null::%s', type)
    when mode = 'mask' and method in ('redact', 'partial') then format('app_hidden.%I(%I)', 'mask_' || method, column_name)
    when mode = 'mask' then format('app_hidden.%I(%I, (select app_hidden.masking_secret()))', 'mask_' || method, column_name)
    else quote_ident(column_name) end
$$;
comment on function app_hidden.column_expression(text, text, text, text) is
  'SQL of a column as somebody with this mode sees it.';

create function app_hidden.custom_data_expression(organization uuid, role uuid, object text) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  expression text := 'custom_data';
  rule record;
begin
  for rule in select * from app_hidden.custom_field_rules(organization, role, custom_data_expression.object) loop
    expression := case rule.mode
      when 'hidden' then format('(%s - %L)', expression, rule.key)
      when 'mask' then format('app_hidden.mask_key(%s, %L, %L, (select app_hidden.masking_secret()))', expression, rule.key, rule.method)
      else expression end;
  end loop;
  return expression;
end
$$;
comment on function app_hidden.custom_data_expression(uuid, uuid, text) is
  'SQL of custom_data as the role sees it.';

create function app_hidden.column_expressions(organization uuid, role uuid, of_table text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select string_agg(
      case
        when a.attname = 'custom_data' and coalesce(r.mode, 'edit') in ('edit', 'view')
          then app_hidden.custom_data_expression(organization, role, o.name)
        when of_table = 'audit_log' and a.attname in ('old_values', 'new_values')
          then format('app_hidden.mask_changes(table_name, %I, (select app_hidden.masking_secret()))', a.attname)
        when of_table = 'timeline_events' and a.attname = 'data'
          then format('app_hidden.mask_event(object_type, data, %L::jsonb, (select app_hidden.masking_secret()))', app_hidden.field_masks(organization, role))
        -- Of an event on the record itself it tells nothing new.
        when of_table = 'timeline_events' and r.mode = 'hidden'
          then format('case when object_type = %L then object_id end', replace(a.attname, '_id', ''))
        -- Cells of the files that others have imported.
        when of_table = 'imports' and a.attname = 'bad_rows'
          then 'case when created_by = (select app_hidden.current_user_id()) then bad_rows else ''[]'' end'
        else app_hidden.column_expression(a.attname, format_type(a.atttypid, a.atttypmod), r.mode, r.method) end
      || ' as ' || quote_ident(a.attname), ', ' order by a.attnum)
    from pg_attribute a
    left join app_hidden.crm_objects o on o.table_name = of_table
    left join app_hidden.column_rules(organization, role, of_table) r on r.column_name = a.attname
    where a.attrelid = to_regclass('app_public.' || quote_ident(of_table)) and a.attnum > 0 and not a.attisdropped
$$;
comment on function app_hidden.column_expressions(uuid, uuid, text) is
  'The select list that shows a table''s columns, all and in their order, as the role sees them.';

create function app_hidden.scope_condition(object app_hidden.crm_objects, organization uuid, role uuid) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  few constant integer := 5000;
  scope text := (select p.scope from app_public.role_permissions p
    where p.organization_id = scope_condition.organization and p.role_id = role and p.object = object.name and p.action = 'view');
  counted integer;
begin
  if object.owner_columns = '{}' or coalesce(scope, 'all') = 'all' then
    return null;
  elsif scope = 'own' then
    return (select string_agg(format('%I = (select app_hidden.current_user_id())', owner_column), ' or ')
      from unnest(object.owner_columns) owner_column);
  end if;
  execute format('select count(*) from (select from app_public.%I where organization_id = $1 and (%s) limit $3) found',
      object.table_name,
      (select string_agg(format('%I = any ($2)', owner_column), ' or ') from unnest(object.owner_columns) owner_column))
    into counted using organization, app_hidden.owner_ids_in_scope(object.name, 'view'), few;
  if counted = few then
    return null;
  end if;
  return (select string_agg(format('%I = any ((select app_hidden.owner_ids_in_scope(%L, ''view''))::uuid[])', owner_column, object.name), ' or ')
    from unnest(object.owner_columns) owner_column);
end
$$;
comment on function app_hidden.scope_condition(app_hidden.crm_objects, uuid, uuid) is
  'SQL that the policy of the object implies for the caller, in a form that can use the index of owners: the
policy''s own, "all or mine", cannot. Null where the policy lets through so many that another index is better.';

create function app_private.access_profile() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization uuid := app_hidden.current_organization_id();
  role uuid := app_hidden.current_role_id();
  role_version text := (select v.version from app_hidden.role_versions v
    where v.organization_id = organization and v.role_id = role);
  tables jsonb;
begin
  with readable as (
    select c.relname::text as table_name, c.reltype,
        (select o from app_hidden.crm_objects o where o.table_name = c.relname) as object,
        exists (select from app_hidden.field_columns f where f.table_name = c.relname) as has_fields
      from pg_class c
      where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p')
  ),
  rules as materialized (
    select r.* from app_hidden.column_rules(organization, role) r
  ),
  described as (
    select t.*, app_hidden.scope_condition(t.object, organization, role) as condition,
        starts_with(role_version, 'masked:') and (
          exists (select from rules r where r.table_name = t.table_name)
          or t.has_fields and exists (select from app_hidden.custom_field_rules(organization, role, (t.object).name))
          or t.table_name in ('audit_log', 'imports', 'timeline_events')) as is_masked
      from readable t
      where t.has_fields or t.table_name in ('audit_log', 'imports', 'timeline_events')
  )
  select coalesce(jsonb_object_agg(d.table_name, jsonb_build_object(
      'columns', case when d.is_masked then app_hidden.column_expressions(organization, role, d.table_name) end,
      'condition', d.condition,
      'readOnly', (select coalesce(jsonb_agg(r.column_name), '[]') from rules r where r.table_name = d.table_name),
      'withheld', (select coalesce(jsonb_object_agg(r.column_name, r.mode), '{}') from rules r
        where r.table_name = d.table_name and r.mode in ('mask', 'hidden')),
      'object', coalesce((d.object).name, (select min(r.object) from rules r where r.table_name = d.table_name)),
      'functions', (select coalesce(jsonb_agg(p.proname), '[]') from pg_proc p
        where p.pronamespace = 'app_public'::regnamespace and p.prorettype = d.reltype))), '{}')
    into tables
    from described d
    where d.is_masked or d.condition is not null;
  return jsonb_build_object('version', role_version, 'tables', tables,
    'indexed', app_hidden.indexed_custom_fields(organization, role));
end
$$;
comment on function app_private.access_profile() is
  'How the caller''s role reads tables: version (see role_versions) and, for each table that is not read as
it is, the select list of its columns (null: as they are), a condition that may be added, the columns that
may not be written, those that are masked or hidden, and the functions that answer its rows; indexed: the
custom fields that statements may be narrowed by. Fails like current_organization_id().';

create function app_private.access_version() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select v.version
    from app_public.memberships m
    join app_hidden.role_versions v on v.organization_id = m.organization_id and v.role_id = m.role_id
    where m.organization_id = nullif(current_setting('rowhouse.organization_id', true), '')::uuid
      and m.user_id = app_hidden.current_user_id() and m.is_active
$$;
comment on function app_private.access_version() is
  'The version to claim by who minds the caller''s field permissions by other means; null when they are no member.';
grant execute on function app_private.access_profile(), app_private.access_version() to rowhouse_authenticator;

-- ---------------------------------------------------------------------------------------------
-- What I may do with fields

create function app_hidden.restricted_fields(organization uuid, role uuid)
returns setof app_public.role_field_permissions
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select organization, role, r.object, r.column_name, r.mode
    from app_hidden.column_rules(organization, role) r
    join app_hidden.crm_objects o on o.name = r.object and o.table_name = r.table_name
  union all
  select organization, role, o.name, 'custom_data.' || c.key, c.mode
    from app_hidden.crm_objects o, app_hidden.custom_field_rules(organization, role, o.name) c
  order by 3, 4
$$;
comment on function app_hidden.restricted_fields(uuid, uuid) is
  'The fields that the role may not edit, with what it may do instead.';

create function app_public.my_field_permissions() returns setof app_public.role_field_permissions
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f from app_hidden.restricted_fields(app_hidden.current_organization_id(), app_hidden.current_role_id()) f
$$;
comment on function app_public.my_field_permissions() is
  E'@behavior +list -connection\n@listSuffix omit\nThe fields that the caller''s role may not edit, with what it may do instead. All others: edit.';
grant execute on function app_public.my_field_permissions() to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- How often fields were masked and for whom. The API counts and writes a line a while later, so
-- that no request waits for it.
create table app_public.masking_audit_log (
  organization_id uuid not null references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  user_id uuid not null,
  object text not null references app_hidden.crm_objects,
  field text not null,
  mode text not null references app_enum.field_modes,
  value_count integer not null check (value_count > 0),
  counted_from timestamptz not null,
  counted_to timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, user_id) references app_public.memberships (organization_id, user_id) on delete cascade
);
comment on table app_public.masking_audit_log is
  E'@behavior -insert -update -delete\nHow many values of a field were masked or left out for a user, and when.';
create index masking_audit_log_counted_to_idx on app_public.masking_audit_log (organization_id, counted_to, id);
create index masking_audit_log_user_id_idx on app_public.masking_audit_log (organization_id, user_id, counted_to, id);
call app_hidden.protect_setting('masking_audit_log', 'audit_log');
revoke insert, update, delete on app_public.masking_audit_log from rowhouse_user, rowhouse_importer;
-- It is a log itself: only what should not happen to it is written down.
call app_hidden.audit_changes('masking_audit_log', events => '{update,delete}');

create function app_private.count_masked(counts jsonb) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  insert into app_public.masking_audit_log (organization_id, user_id, object, field, mode, value_count, counted_from)
    select c.organization_id, c.user_id, c.object, c.field, c.mode, c.value_count, c.counted_from
      from jsonb_to_recordset(counts) c (organization_id uuid, user_id uuid, object text, field text, mode text,
        value_count integer, counted_from timestamptz)
      join app_public.memberships m on m.organization_id = c.organization_id and m.user_id = c.user_id
$$;
comment on function app_private.count_masked(jsonb) is
  'Writes masking_audit_log. counts: an array of objects with its columns.';
grant execute on function app_private.count_masked(jsonb) to rowhouse_authenticator;
