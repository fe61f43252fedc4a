--! Previous: sha1:5a96b6c5e3517f90f1e115ad2b5d420cc3a309b4
--! Hash: sha1:61f351c0c02808d9c6de99f602318de3d183c2f6

-- Custom fields: what an organization's own fields are, held to on every path that writes custom_data,
-- and found by. docs/custom-fields.md tells users.
--
-- A key of custom_data that no definition speaks of is free: whatever JSON somebody put there, as
-- imports do with columns that nobody has described. Defining it makes a field of it, if every value fits.
-- The values stay in custom_data, where field permissions apply to whatever is done with them.

-- ---------------------------------------------------------------------------------------------
-- Patterns. Postgres matches without going back over a text, but only as long as a pattern has no
-- back-reference and no constraint that looks around; and a count inside a counted group multiplies
-- what is compiled. So a pattern is of a small language: literals, classes, one level of groups,
-- counts of single characters only, and a quantified group has no quantifier inside.

create function app_hidden.pattern_problem(pattern text) returns text
language plpgsql immutable as $$
declare
  escaped constant text := '\\(?:[dwsDWS]|[^[:alnum:][:space:]])';
  one constant text := '(?:[^][\\(){}|*+?^$]|' || escaped || '|\[\^?(?:[^][\\]|' || escaped || ')+\])';
  quantifier constant text := '(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})?';
  piece constant text := one || quantifier;
  plain_group constant text := '\((?:\?:)?(?:' || one || '|\|)*\)[*+?]?';
  full_group constant text := '\((?:\?:)?(?:' || piece || '|\|)*\)\??';
  counted integer;
begin
  if length(pattern) > 200 then
    return 'Has more than 200 characters.';
  end if;
  if pattern !~ ('^\^?(?:' || piece || '|' || plain_group || '|' || full_group || '|\|)*\$?$') then
    return 'Use characters, classes such as [A-Z] and \d, groups inside no other group, and ? * + {2,5}: no look-around, '
      'no reference to a group, no quantifier on a group that has one inside, and counts of single characters only.';
  end if;
  select sum(greatest(m[1]::integer, coalesce(nullif(m[2], '')::integer, 0))) into counted
    from regexp_matches(pattern, '\{(\d+)(?:,(\d*))?\}', 'g') m;
  if counted > 250 then
    return 'Its counts are more than 250 together.';
  end if;
  perform '' ~ app_hidden.whole_pattern(pattern);
  return null;
exception when invalid_regular_expression then
  return 'Is no regular expression.';
end
$$;
comment on function app_hidden.pattern_problem(text) is
  'What is wrong with a pattern, or null: whether it is of the language that can be matched in time that grows
with the text, and in little of it.';

create function app_hidden.whole_pattern(pattern text) returns text
language sql immutable as $$
  select '^(?:' || regexp_replace(pattern, '^\^', '') || ')$'
$$;
comment on function app_hidden.whole_pattern(text) is 'The pattern as it has to match the whole of a value.';

-- ---------------------------------------------------------------------------------------------
-- A field that an organization has added to an object: of what type its values are and what they
-- have to be like. Values are kept in custom_data of the records under the key.
create table app_public.custom_field_definitions (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  object text not null references app_hidden.crm_objects,
  key text not null,
  label text not null check (label ~ '\S' and length(label) <= 100),
  type text not null references app_enum.custom_field_types,
  is_required boolean not null default false,
  default_value jsonb,
  choices text[] not null default '{}',
  minimum jsonb,
  maximum jsonb,
  pattern text,
  help_text text check (length(help_text) <= 1000),
  group_name text check (length(group_name) <= 100),
  position integer not null default 0,
  is_indexed boolean not null default false,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  constraint custom_field_definitions_key_key unique (organization_id, object, key),
  constraint custom_field_definitions_object_check
    check (object in ('account', 'contact', 'lead', 'deal', 'activity', 'communication')),
  constraint custom_field_definitions_key_check check (key ~ '^[a-z][a-z0-9_]{0,62}$')
);
comment on table app_public.custom_field_definitions is
  'A field that the organization has added to an object: the type of its values and what they have to be like.';
comment on column app_public.custom_field_definitions.object is
  'account, contact, lead, deal, activity or communication. Stays as it is.';
comment on column app_public.custom_field_definitions.key is
  'The key in customData. Can be changed as long as no record has a value.';
comment on column app_public.custom_field_definitions.is_required is
  'Whether new records need a value and none may be taken away. Not demanded of who may not edit the field.';
comment on column app_public.custom_field_definitions.default_value is 'The value of new records that come without the key.';
comment on column app_public.custom_field_definitions.choices is
  'The values of a select or multi_select, in order. Values of a choice that is taken out stay where they are.';
comment on column app_public.custom_field_definitions.minimum is
  'Smallest number, earliest date or time, or least characters of a text; by the type.';
comment on column app_public.custom_field_definitions.maximum is
  'Largest number, latest date or time, or most characters of a text; by the type.';
comment on column app_public.custom_field_definitions.pattern is
  'Regular expression that the whole of a text has to match; see docs/custom-fields.md for what it may consist of.';
comment on column app_public.custom_field_definitions.group_name is 'Fields of one group are shown together.';
comment on column app_public.custom_field_definitions.position is 'Order among the fields of the object.';
comment on column app_public.custom_field_definitions.is_indexed is 'Whether records are found quickly by its values.';
comment on column app_public.custom_field_definitions.is_active is
  'False for an archived field: neither required nor filled in nor indexed; its values stay and can be changed.';
comment on constraint custom_field_definitions_key_key on app_public.custom_field_definitions is
  'The object has a field with this key.';
comment on constraint custom_field_definitions_object_check on app_public.custom_field_definitions is
  'Custom fields are of an account, contact, lead, deal, activity or communication.';
comment on constraint custom_field_definitions_key_check on app_public.custom_field_definitions is
  'A key begins with a letter and has small letters, digits and _ only, 63 at most.';
create index custom_field_definitions_position_idx on app_public.custom_field_definitions (organization_id, object, position, id);
call app_hidden.protect_setting('custom_field_definitions', 'custom_field');
call app_hidden.audit_changes('custom_field_definitions');

-- ---------------------------------------------------------------------------------------------
-- What a value has to be like, and how it is kept: numbers as JSON numbers, dates as 2026-01-31, times
-- as 2026-01-31T08:00:00.000Z (so that their order is that of the texts), addresses in lower case,
-- choices in their own spelling and order.

create function app_hidden.calendar_date(value text) returns date
language sql immutable strict as $$
  select case when value ~ '^[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'
      and substr(value, 9)::integer <= extract(day from make_date(left(value, 4)::integer, substr(value, 6, 2)::integer, 1)
        + interval '1 month - 1 day')
    then value::date end
$$;
comment on function app_hidden.calendar_date(text) is 'The date that a text in ISO 8601 says, or null when it says none.';

create function app_hidden.moment(value text) returns timestamptz
language sql immutable strict as $$
  select case when split.parts is not null and app_hidden.calendar_date(split.parts[1]) is not null
      -- Without a zone it is UTC, whatever that of the session is.
      then (split.parts[1] || 'T' || coalesce(split.parts[2], '00:00') || coalesce(split.parts[3], 'Z'))::timestamptz end
    from (select regexp_match(upper(value),
      '^(\d{4}-\d\d-\d\d)(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?) ?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?$') as parts) split
$$;
comment on function app_hidden.moment(text) is
  'The point in time that a text in ISO 8601 says, or null when it says none. Without a zone it is UTC.';

create function app_hidden.chosen(value text, choices text[]) returns text
language sql immutable as $$
  select c from unnest(choices) with ordinality as o (c, n)
    where lower(c) = lower(btrim(value)) order by c <> btrim(value), n limit 1
$$;
comment on function app_hidden.chosen(text, text[]) is 'The choice that a text means, in its own spelling; null for none.';

create function app_hidden.bounds_problem(field app_public.custom_field_definitions, size numeric, unit text) returns text
language sql immutable as $$
  select case
    when size < (field.minimum #>> '{}')::numeric then format('Has less than %s%s.', field.minimum #>> '{}', unit)
    when size > (field.maximum #>> '{}')::numeric then format('Has more than %s%s.', field.maximum #>> '{}', unit) end
$$;
comment on function app_hidden.bounds_problem(app_public.custom_field_definitions, numeric, text) is
  'How a size is out of the bounds of a field, or null.';

create function app_hidden.read_custom_text(field app_public.custom_field_definitions, given text, out value jsonb, out problem text)
language plpgsql immutable as $$
declare
  tidied text := case field.type when 'textarea' then regexp_replace(given, '\s+$', '') when 'email' then lower(btrim(given)) else btrim(given) end;
  most constant integer := case field.type when 'textarea' then 10000 when 'url' then 2000 when 'email' then 254 when 'phone' then 50 else 1000 end;
begin
  if length(tidied) > most then
    problem := format('Has more than %s characters.', most);
  elsif field.type <> 'textarea' and tidied ~ '[[:cntrl:]]' then
    problem := 'Holds a line break or another control character.';
  elsif field.type = 'email' and tidied !~ '^[^@\s]+@[^@\s]+$' then
    problem := 'Is no e-mail address.';
  elsif field.type = 'url' and tidied !~* '^https?://[^\s/?#]+\S*$' then
    problem := 'Is no address that begins with https:// or http://.';
  elsif field.type = 'phone' and (tidied !~ '^\+?[0-9 ()./x#-]+$' or length(regexp_replace(tidied, '[^0-9]', '', 'g')) < 3) then
    problem := 'Is no telephone number.';
  elsif tidied !~ app_hidden.whole_pattern(field.pattern) then
    problem := 'Does not match the pattern.';
  else
    problem := app_hidden.bounds_problem(field, length(tidied), ' characters');
  end if;
  value := to_jsonb(tidied);
end
$$;
comment on function app_hidden.read_custom_text(app_public.custom_field_definitions, text) is
  'A text as a field keeps it, or what is wrong with it.';

create function app_hidden.read_custom_value(field app_public.custom_field_definitions, given jsonb, out value jsonb, out problem text)
language plpgsql immutable as $$
declare
  kind constant text := jsonb_typeof(given);
  text_given constant text := given #>> '{}';
  number_read numeric;
  moment_read timestamptz;
  chosen_read text[];
begin
  if kind = 'object' or kind = 'array' and field.type <> 'multi_select' then
    problem := 'Is no single value.';
    return;
  end if;
  case field.type
    when 'number' then
      if kind = 'boolean' or text_given !~ '^\s*[+-]?(\d{1,20}(\.\d{0,40})?|\.\d{1,40})\s*$' then
        problem := 'Is no number.';
        return;
      end if;
      number_read := trim_scale(text_given::numeric);
      if abs(number_read) >= 1e15 or scale(number_read) > 10 then
        problem := 'Has more than 15 digits before the point or 10 after it.';
      elsif number_read < (field.minimum #>> '{}')::numeric then
        problem := format('Is less than %s.', field.minimum #>> '{}');
      elsif number_read > (field.maximum #>> '{}')::numeric then
        problem := format('Is more than %s.', field.maximum #>> '{}');
      end if;
      value := to_jsonb(number_read);
    when 'boolean' then
      value := case
        when lower(btrim(text_given)) in ('true', 't', 'yes', 'y', '1') then to_jsonb(true)
        when lower(btrim(text_given)) in ('false', 'f', 'no', 'n', '0') then to_jsonb(false) end;
      if value is null then
        problem := 'Is neither true nor false.';
      end if;
    when 'date', 'datetime' then
      moment_read := case when kind = 'string' then case field.type
        when 'date' then app_hidden.calendar_date(btrim(text_given))::timestamp at time zone 'UTC'
        else app_hidden.moment(btrim(text_given)) end end;
      -- The zone may carry it past the years of four digits.
      if moment_read is null or moment_read not between '1000-01-01 00:00Z' and '9999-12-30 23:59:59Z' then
        problem := case field.type when 'date' then 'Is no date such as 2026-01-31.' else 'Is no time such as 2026-01-31T08:00:00Z.' end;
        return;
      end if;
      value := to_jsonb(to_char(moment_read at time zone 'UTC',
        case field.type when 'date' then 'YYYY-MM-DD' else 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"' end));
      if value < field.minimum then
        problem := format('Is before %s.', field.minimum #>> '{}');
      elsif value > field.maximum then
        problem := format('Is after %s.', field.maximum #>> '{}');
      end if;
    when 'select' then
      value := to_jsonb(app_hidden.chosen(case when kind <> 'boolean' then text_given end, field.choices));
      if value is null then
        problem := 'Is none of the choices.';
      end if;
    when 'multi_select' then
      chosen_read := case
        when kind = 'array' then array(select e #>> '{}' from jsonb_array_elements(given) e where jsonb_typeof(e) in ('string', 'number'))
        when app_hidden.chosen(text_given, field.choices) is not null then array[text_given]
        -- As spreadsheets and other systems write several choices into one cell.
        else array(select part from unnest(string_to_array(text_given, ';')) part where part ~ '\S') end;
      if kind = 'boolean' or kind = 'array' and cardinality(chosen_read) < jsonb_array_length(given)
        or exists (select from unnest(chosen_read) c where app_hidden.chosen(c, field.choices) is null)
      then
        problem := 'Holds what is none of the choices.';
        return;
      end if;
      value := (select jsonb_agg(o.c order by o.n) from unnest(field.choices) with ordinality as o (c, n)
        where o.c in (select app_hidden.chosen(c, field.choices) from unnest(chosen_read) c));
    else
      if kind <> 'string' then
        problem := 'Is no text.';
        return;
      end if;
      select r.value, r.problem into value, problem from app_hidden.read_custom_text(field, text_given) r;
  end case;
end
$$;
comment on function app_hidden.read_custom_value(app_public.custom_field_definitions, jsonb) is
  'A value as a field keeps it, or what is wrong with it. given: JSON that is not blank.';

create function app_hidden.is_blank(value jsonb) returns boolean
language sql immutable parallel safe return value is null or value in ('null', '[]') or (jsonb_typeof(value) = 'string' and value #>> '{}' !~ '\S');
comment on function app_hidden.is_blank(jsonb) is 'Whether this is no value: nothing, null, a text of blanks or an empty list.';

create function app_hidden.convert_custom_value(field app_public.custom_field_definitions, given jsonb, out value jsonb, out problem text)
language plpgsql immutable as $$
begin
  select r.value, r.problem into value, problem from app_hidden.read_custom_value(field, given) r;
  if problem is not null and jsonb_typeof(given) <> 'object' then
    select r.value, r.problem into value, problem from app_hidden.read_custom_value(field, to_jsonb(
      case when jsonb_typeof(given) = 'array'
        then (select string_agg(e #>> '{}', '; ') from jsonb_array_elements(given) e) else given #>> '{}' end)) r;
  end if;
end
$$;
comment on function app_hidden.convert_custom_value(app_public.custom_field_definitions, jsonb) is
  'A value of another type as a field keeps it, by way of its text if need be; or why it does not convert.';

create function app_hidden.convert_custom_data(field app_public.custom_field_definitions, document jsonb) returns jsonb
language plpgsql immutable as $$
declare
  given constant jsonb := document -> field.key;
  kept jsonb;
begin
  if not app_hidden.is_blank(given) then
    kept := (app_hidden.convert_custom_value(field, given)).value;
  end if;
  return case when kept is null then document - field.key else jsonb_set(document, array[field.key], kept) end;
end
$$;
comment on function app_hidden.convert_custom_data(app_public.custom_field_definitions, jsonb) is
  'A document with the value of a field as the field keeps it.';

-- ---------------------------------------------------------------------------------------------
-- Every path that writes custom_data. Who changes a definition waits for those who are writing
-- values of the object in that organization, and they for that one: what was checked by yesterday's
-- definition would not be converted, nor what is written beside the filling of an index be in it.

create function app_private.custom_fields_place(organization uuid, object text) returns bigint
language sql immutable return hashtextextended(object, uuid_hash_extended(organization, 20260101));
comment on function app_private.custom_fields_place(uuid, text) is
  'The advisory lock of an object''s custom fields: shared by who writes values, exclusive to who changes a definition.';

create function app_private.uneditable_custom_fields(object text) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  target constant text := (select o.table_name from app_hidden.crm_objects o where o.name = uneditable_custom_fields.object);
begin
  if not starts_with(coalesce(current_setting('rowhouse.access_version', true), ''), 'masked:') then
    return '{}';
  end if;
  return case when 'custom_data' = any (app_hidden.read_only_columns(target))
    then array(select d.key from app_public.custom_field_definitions d
      where d.organization_id = app_hidden.current_organization_id() and d.object = uneditable_custom_fields.object)
    else app_hidden.read_only_custom_fields(object) end;
end
$$;
comment on function app_private.uneditable_custom_fields(text) is 'The keys that the caller''s role may not edit.';

create function app_private.refuse_custom_data(organization uuid, of_object text, problems jsonb) returns void
language plpgsql stable as $$
begin
  perform app_hidden.fail('RH400',
    (select string_agg(d.label || ': ' || (problems ->> d.key), ' ' order by d.position, d.key)
      from app_public.custom_field_definitions d
      where d.organization_id = organization and d.object = of_object and problems ? d.key),
    (select jsonb_object_agg('custom_data.' || p.key, p.value) from jsonb_each(problems) p));
end
$$;
comment on function app_private.refuse_custom_data(uuid, text, jsonb) is
  'Fails with RH400 naming each field. problems: key → what is wrong.';

create function app_private.validate_custom_data() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  field app_public.custom_field_definitions;
  before jsonb := case when tg_op = 'UPDATE' then old.custom_data else '{}' end;
  given jsonb;
  read record;
  problems jsonb := '{}';
  locked boolean;
begin
  -- As an expression, since a statement of its own would take each row three times as long.
  locked := pg_advisory_xact_lock_shared(app_private.custom_fields_place(new.organization_id, tg_argv[0])) is not null;
  for field in select d.* from app_public.custom_field_definitions d
    where d.organization_id = new.organization_id and d.object = tg_argv[0]
  loop
    given := new.custom_data -> field.key;
    if app_hidden.is_blank(given) then
      if given is null and tg_op = 'INSERT' and field.is_active and field.default_value is not null then
        new.custom_data := jsonb_set(new.custom_data, array[field.key], field.default_value);
        continue;
      end if;
      new.custom_data := new.custom_data - field.key;
      if field.is_active and field.is_required and (tg_op = 'INSERT' or before ? field.key) then
        problems := problems || jsonb_build_object(field.key, 'A value is required.');
      end if;
    elsif given is distinct from before -> field.key then
      read := app_hidden.read_custom_value(field, given);
      if read.problem is null then
        new.custom_data := jsonb_set(new.custom_data, array[field.key], read.value);
      elsif tg_argv[1] = 'erasing' and given::text like '%Erased%' then
        -- What is left of a value that somebody was taken out of.
        new.custom_data := new.custom_data - field.key;
      else
        problems := problems || jsonb_build_object(field.key, read.problem);
      end if;
    end if;
  end loop;
  if problems <> '{}' then
    if problems @? '$.* ? (@ == "A value is required.")' then
      problems := problems - app_private.uneditable_custom_fields(tg_argv[0]);
      if coalesce(current_setting('rowhouse.form_fields', true), '') <> '' then
        problems := problems - array(select p from jsonb_object_keys(problems) p
          where p <> all (current_setting('rowhouse.form_fields')::text[]));
      end if;
    end if;
    if problems <> '{}' then
      perform app_private.refuse_custom_data(new.organization_id, tg_argv[0], problems);
    end if;
  end if;
  return new;
end
$$;
comment on function app_private.validate_custom_data() is
  'Holds custom_data to the definitions of the object (RH400 naming each field): of an update the keys that
change. Blank values take their key away, new records get defaults. Arguments: the object; "erasing" where what
is left of an erased value may be none.';

create function app_private.await_custom_fields() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(app_private.custom_fields_place(app_hidden.current_organization_id(), tg_argv[0]));
  return null;
end
$$;
comment on function app_private.await_custom_fields() is
  'Waits for who changes a definition before any row is held: a trigger of the row runs when it is held already, and
who changes the definition may be waiting for it. Argument: the object.';

do $$
declare
  target record;
begin
  for target in select o.name as object, o.table_name from app_hidden.crm_objects o
    where o.name in ('account', 'contact', 'lead', 'deal', 'activity', 'communication')
  loop
    execute format('create trigger await_custom_fields before update of custom_data on app_public.%I
      for each statement execute function app_private.await_custom_fields(%L)', target.table_name, target.object);
    -- Their name sorts after all that looks at what the caller wrote.
    execute format('create trigger validate_custom_data_of_new before insert on app_public.%I
      for each row execute function app_private.validate_custom_data(%L, '''')', target.table_name, target.object);
    execute format('create trigger validate_custom_data before update of custom_data on app_public.%I
      for each row when (new.custom_data is distinct from old.custom_data and current_user <> ''rowhouse_owner'')
      execute function app_private.validate_custom_data(%L, '''')', target.table_name, target.object);
    -- Erasing takes all away, required or not.
    execute format('create trigger validate_custom_data_by_owner before update of custom_data on app_public.%I
      for each row when (new.custom_data is distinct from old.custom_data and new.custom_data <> ''{}'' and current_user = ''rowhouse_owner'')
      execute function app_private.validate_custom_data(%L, ''erasing'')', target.table_name, target.object);
  end loop;
end
$$;

create function app_hidden.normalise_custom_data(object text, document jsonb) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  field app_public.custom_field_definitions;
  read record;
begin
  for field in select d.* from app_public.custom_field_definitions d
    where d.organization_id = app_hidden.current_organization_id() and d.object = normalise_custom_data.object
      and document ? d.key
  loop
    continue when app_hidden.is_blank(document -> field.key);
    read := app_hidden.read_custom_value(field, document -> field.key);
    if read.problem is null then
      document := jsonb_set(document, array[field.key], read.value);
    end if;
  end loop;
  return document;
end
$$;
comment on function app_hidden.normalise_custom_data(text, jsonb) is
  'The document with values as its fields keep them, so that it can be compared with what is kept; what does not
fit stays as it is.';
grant execute on function app_hidden.normalise_custom_data(text, jsonb) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Values of indexed fields, one row each and one for each choice of a list. Under row security no
-- operator of jsonb can use an index. Nobody is granted this table, since it knows nothing of who may
-- see which record and which field: it only narrows a statement that looks at the records themselves
-- (app_private.custom_field_candidates).
create table app_private.custom_field_values (
  organization_id uuid not null,
  definition_id uuid not null,
  record_id uuid not null,
  text_value text collate "C",
  number_value numeric,
  foreign key (organization_id, definition_id) references app_public.custom_field_definitions on delete cascade
);
comment on table app_private.custom_field_values is
  'Values of indexed custom fields: numbers as such, others as text, of which the first 250 characters.';
create index custom_field_values_text_idx on app_private.custom_field_values (organization_id, definition_id, text_value, record_id)
  where text_value is not null;
create index custom_field_values_number_idx on app_private.custom_field_values (organization_id, definition_id, number_value, record_id)
  where number_value is not null;
create index custom_field_values_record_idx on app_private.custom_field_values (organization_id, record_id);

create function app_hidden.indexed_values(value jsonb) returns table (text_value text, number_value numeric)
language sql immutable as $$
  select null, value::numeric where jsonb_typeof(value) = 'number'
  union all
  select left(value #>> '{}', 250), null where jsonb_typeof(value) in ('string', 'boolean')
  union all
  select left(e, 250), null from jsonb_array_elements_text(case jsonb_typeof(value) when 'array' then value end) e
$$;
comment on function app_hidden.indexed_values(jsonb) is 'What custom_field_values holds of a value.';

create function app_private.index_custom_data() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    delete from app_private.custom_field_values v using old_rows o
      where v.organization_id = o.organization_id and v.record_id = o.id;
    return null;
  end if;
  if not exists (select from new_rows n
      join app_public.custom_field_definitions d on d.organization_id = n.organization_id and d.object = tg_argv[0]
        and d.is_indexed and d.is_active) then
    return null;
  end if;
  if tg_op = 'INSERT' then
    insert into app_private.custom_field_values
      select n.organization_id, d.id, n.id, i.text_value, i.number_value
        from new_rows n
        join app_public.custom_field_definitions d on d.organization_id = n.organization_id and d.object = tg_argv[0]
          and d.is_indexed and d.is_active
        cross join lateral app_hidden.indexed_values(n.custom_data -> d.key) i;
    return null;
  end if;
  -- Joined in full, since a plan that was made for one row is kept (see audit_changes).
  with changed as materialized (
    select d.organization_id, d.id as definition_id, n.id as record_id, n.custom_data -> d.key as value
      from old_rows o
      full join new_rows n on n.organization_id = o.organization_id and n.id = o.id
      join app_public.custom_field_definitions d on d.organization_id = coalesce(n.organization_id, o.organization_id)
        and d.object = tg_argv[0] and d.is_indexed and d.is_active
      where n.custom_data -> d.key is distinct from o.custom_data -> d.key
  ),
  removed as (
    delete from app_private.custom_field_values v using changed c
      where v.organization_id = c.organization_id and v.definition_id = c.definition_id and v.record_id = c.record_id
  )
  insert into app_private.custom_field_values
    select c.organization_id, c.definition_id, c.record_id, i.text_value, i.number_value
      from changed c cross join lateral app_hidden.indexed_values(c.value) i;
  return null;
end
$$;
comment on function app_private.index_custom_data() is 'Keeps custom_field_values with the records. Argument: the object.';

do $$
declare
  target record;
  event text;
begin
  for target in select o.name as object, o.table_name from app_hidden.crm_objects o
    where o.name in ('account', 'contact', 'lead', 'deal', 'activity', 'communication')
  loop
    foreach event in array array['insert', 'update', 'delete'] loop
      execute format('create trigger index_custom_data_on_%1$s after %1$s on app_public.%2$I referencing %3$s
        for each statement execute function app_private.index_custom_data(%4$L)', event, target.table_name,
        case event when 'insert' then 'new table as new_rows' when 'delete' then 'old table as old_rows'
          else 'old table as old_rows new table as new_rows' end, target.object);
    end loop;
  end loop;
end
$$;

create function app_private.fill_custom_field_index(field app_public.custom_field_definitions) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from app_private.custom_field_values v
    where v.organization_id = field.organization_id and v.definition_id = field.id;
  if field.is_indexed and field.is_active then
    execute format('insert into app_private.custom_field_values
        select r.organization_id, $2, r.id, i.text_value, i.number_value
          from app_public.%I r cross join lateral app_hidden.indexed_values(r.custom_data -> $3) i
          where r.organization_id = $1 and r.custom_data ? $3',
        (select o.table_name from app_hidden.crm_objects o where o.name = field.object))
      using field.organization_id, field.id, field.key;
  end if;
end
$$;
comment on function app_private.fill_custom_field_index(app_public.custom_field_definitions) is
  'Makes custom_field_values of a field anew.';

-- ---------------------------------------------------------------------------------------------
-- Definitions that mean something, by who may make them

create function app_hidden.admit_custom_field() returns trigger
language plpgsql as $$
declare
  changed app_public.custom_field_definitions := case when tg_op = 'DELETE' then old else new end;
begin
  if current_user <> 'rowhouse_owner' and app_hidden.is_restricted(changed.object) then
    perform app_hidden.fail('RH403', 'Your own role is restricted in the fields of this object.');
  end if;
  return changed;
end
$$;
comment on function app_hidden.admit_custom_field() is
  'Nobody who is restricted in an object decides what its fields are (RH403).';
create trigger admit_custom_field before insert or update or delete on app_public.custom_field_definitions
  for each row execute function app_hidden.admit_custom_field();

create function app_private.count_custom_values(organization uuid, object text, key text) returns bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  counted bigint;
begin
  execute format('select count(*) from app_public.%I r where r.organization_id = $1 and r.custom_data ? $2',
      (select o.table_name from app_hidden.crm_objects o where o.name = count_custom_values.object))
    into counted using organization, key;
  return counted;
end
$$;
comment on function app_private.count_custom_values(uuid, text, text) is
  'How many records have a value under the key, those in the recycle bin included.';

create function app_private.require_sight_of_values(object text, counted bigint) returns void
language plpgsql stable as $$
begin
  if counted > 0 and app_hidden.current_user_id() is not null and app_hidden.owner_ids_in_scope(object, 'view') is not null then
    perform app_hidden.fail('RH403', format('There are values, and your role does not see every %s.', object));
  end if;
end
$$;
comment on function app_private.require_sight_of_values(text, bigint) is
  'Fails with RH403 when there are values and the caller does not see every record of the object: what comes of
them, and how many are in the way, would tell what they are.';

create function app_private.read_bound(field app_public.custom_field_definitions, given jsonb, out value jsonb, out problem text)
language plpgsql stable as $$
begin
  if app_hidden.is_blank(given) then
    return;
  end if;
  field.minimum := null;
  field.maximum := null;
  if field.type in ('number', 'date', 'datetime') then
    select r.value, r.problem into value, problem from app_hidden.read_custom_value(field, given) r;
  elsif field.type in ('boolean', 'select', 'multi_select') then
    problem := format('A field of type %s has no bounds.', field.type);
  elsif jsonb_typeof(given) <> 'number' or given #>> '{}' !~ '^\d{1,5}$' then
    problem := 'Is no number of characters.';
  else
    value := given;
  end if;
end
$$;
comment on function app_private.read_bound(app_public.custom_field_definitions, jsonb) is
  'The smallest or largest value of a field as it is kept, or what is wrong with it.';

create function app_private.check_custom_field() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  problems jsonb := '{}';
  low record;
  high record;
  preset record;
  counted bigint;
begin
  perform pg_advisory_xact_lock(app_private.custom_fields_place(new.organization_id, new.object));
  if tg_op = 'UPDATE' and new.object <> old.object then
    problems := problems || '{"object": "Stays as it is."}';
  end if;
  new.label := btrim(new.label);
  new.pattern := nullif(new.pattern, '');
  new.choices := array(select btrim(c) from unnest(new.choices) with ordinality as o (c, n) order by n);
  if (new.choices <> '{}') <> (new.type in ('select', 'multi_select')) then
    problems := problems || jsonb_build_object('choices', case new.choices when '{}' then 'What is there to choose from?'
      else format('A field of type %s has no choices.', new.type) end);
  elsif cardinality(new.choices) > 500 or exists (select from unnest(new.choices) c where coalesce(c, '') !~ '\S' or length(c) > 200)
    or (select count(distinct lower(c)) from unnest(new.choices) c) < cardinality(new.choices) then
    problems := problems || '{"choices": "At most 500, each a different text of at most 200 characters."}';
  end if;
  if new.pattern is not null then
    if new.type not in ('text', 'url', 'email', 'phone') then
      problems := problems || jsonb_build_object('pattern', format('A field of type %s has no pattern.', new.type));
    elsif app_hidden.pattern_problem(new.pattern) is not null then
      problems := problems || jsonb_build_object('pattern', app_hidden.pattern_problem(new.pattern));
    end if;
  end if;
  low := app_private.read_bound(new, new.minimum);
  high := app_private.read_bound(new, new.maximum);
  new.minimum := low.value;
  new.maximum := high.value;
  if coalesce(low.problem, high.problem) is not null then
    problems := problems || jsonb_strip_nulls(jsonb_build_object('minimum', low.problem, 'maximum', high.problem));
  elsif new.minimum > new.maximum then
    problems := problems || '{"maximum": "Is less than the minimum."}';
  end if;
  if new.is_indexed and new.type = 'textarea' then
    problems := problems || '{"is_indexed": "Long texts are not indexed."}';
  end if;
  if app_hidden.is_blank(new.default_value) then
    new.default_value := null;
  elsif problems = '{}' then
    preset := app_hidden.read_custom_value(new, new.default_value);
    new.default_value := preset.value;
    if preset.problem is not null then
      problems := problems || jsonb_build_object('default_value', preset.problem);
    end if;
  end if;
  if problems <> '{}' then
    perform app_hidden.fail('RH400', 'The field cannot be defined like this.', problems);
  end if;
  if tg_op = 'INSERT' and (select count(*) from app_public.custom_field_definitions d
      where d.organization_id = new.organization_id and d.object = new.object) >= 200 then
    perform app_hidden.fail('RH409', 'An object has at most 200 custom fields.');
  end if;
  if new.is_indexed and (select count(*) from app_public.custom_field_definitions d
      where d.organization_id = new.organization_id and d.object = new.object and d.id <> new.id and d.is_indexed) >= 20 then
    perform app_hidden.fail('RH409', 'At most 20 custom fields of an object are indexed.', '{"is_indexed": "There are 20 already."}');
  end if;
  if tg_op = 'UPDATE' and new.key <> old.key then
    counted := app_private.count_custom_values(old.organization_id, old.object, old.key);
    perform app_private.require_sight_of_values(old.object, counted);
    if counted > 0 then
      perform app_hidden.fail('RH409', format('The key cannot be changed while there are values: %s.', counted),
        '{"key": "There are values under this key."}');
    end if;
  end if;
  return new;
end
$$;
comment on function app_private.check_custom_field() is
  'Refuses definitions that mean nothing (RH400 naming the columns), more than there may be, and another key
while there are values (RH409).';
create trigger check_custom_field before insert or update on app_public.custom_field_definitions
  for each row execute function app_private.check_custom_field();

create function app_private.keep_custom_values() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  counted bigint;
begin
  -- All of it goes with its organization.
  if exists (select from app_public.organizations o where o.id = old.organization_id) then
    perform pg_advisory_xact_lock(app_private.custom_fields_place(old.organization_id, old.object));
    counted := app_private.count_custom_values(old.organization_id, old.object, old.key);
    perform app_private.require_sight_of_values(old.object, counted);
    if counted > 0 then
      perform app_hidden.fail('RH409', format('The field has values: %s. Archive it instead.', counted));
    end if;
  end if;
  return old;
end
$$;
comment on function app_private.keep_custom_values() is 'A field that has values is not deleted (RH409) but archived.';
create trigger keep_custom_values before delete on app_public.custom_field_definitions
  for each row execute function app_private.keep_custom_values();

create function app_private.apply_custom_field() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  target constant text := (select o.table_name from app_hidden.crm_objects o where o.name = new.object);
  counted record;
  is_new constant boolean := tg_op = 'INSERT' or new.type <> old.type or new.key <> old.key;
begin
  if is_new then
    execute format('select count(*) as total, count(c.problem) as bad,
          count(*) filter (where c.value is distinct from r.custom_data -> $2) as changing
        from app_public.%I r
        left join lateral app_hidden.convert_custom_value($1, r.custom_data -> $2) c on not app_hidden.is_blank(r.custom_data -> $2)
        where r.organization_id = $3 and r.custom_data ? $2', target)
      into counted using new, new.key, new.organization_id;
    perform app_private.require_sight_of_values(new.object, counted.total);
    if counted.bad > 0 then
      perform app_hidden.fail('RH409', format('There are values that are not of this type, %s of %s: nothing was changed.',
        counted.bad, counted.total), jsonb_build_object('type', format('%s of %s values do not convert.', counted.bad, counted.total)));
    end if;
    if counted.changing > 0 then
      -- No join: of an organization that has just come the planner expects one record, and would convert all for each.
      execute format('update app_public.%I r set custom_data = app_hidden.convert_custom_data($1, r.custom_data)
          where r.organization_id = $3 and r.custom_data ? $2
            and app_hidden.convert_custom_data($1, r.custom_data) is distinct from r.custom_data', target)
        using new, new.key, new.organization_id;
    end if;
  end if;
  if (new.is_indexed and new.is_active) and (is_new or not (old.is_indexed and old.is_active))
    or tg_op = 'UPDATE' and not (new.is_indexed and new.is_active) and old.is_indexed then
    perform app_private.fill_custom_field_index(new);
  end if;
  return null;
end
$$;
comment on function app_private.apply_custom_field() is
  'A field that is new or of another type takes its values along, all of them or none (RH409 with how many do
not convert); one that becomes indexed has its index filled.';
create trigger apply_custom_field after insert or update on app_public.custom_field_definitions
  for each row execute function app_private.apply_custom_field();

create function app_public.custom_field_definitions_invalid_count(field app_public.custom_field_definitions) returns integer
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  counted integer;
begin
  if app_hidden.is_restricted(field.object) or app_hidden.owner_ids_in_scope(field.object, 'view') is not null then
    return null;
  end if;
  select d.* into field from app_public.custom_field_definitions d
    where d.organization_id = app_hidden.current_organization_id() and d.id = field.id;
  execute format('select count(r.problem) from app_public.%I t
      cross join lateral app_hidden.read_custom_value($1, t.custom_data -> $2) r
      where t.organization_id = $3 and t.deleted_at is null and t.custom_data ? $2',
      (select o.table_name from app_hidden.crm_objects o where o.name = field.object))
    into counted using field, field.key, field.organization_id;
  return counted;
end
$$;
comment on function app_public.custom_field_definitions_invalid_count(app_public.custom_field_definitions) is
  E'@behavior -filterBy -orderBy -aggregate\nHow many live records have a value that would be refused today, since a rule was added after it. They stay as they
are until the value is changed. Null for who does not see every record of the object and all its fields.';
grant execute on function app_public.custom_field_definitions_invalid_count(app_public.custom_field_definitions) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Finding records by their custom fields. What is asked is held against the definition, so that a
-- field that does not exist is an error and not an empty list.

create function app_hidden.custom_field_operand(object text, key text, operator text, operand jsonb) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  field app_public.custom_field_definitions;
  is_text_search constant boolean := operator in ('includes', 'includesInsensitive', 'startsWith', 'startsWithInsensitive');
  is_range constant boolean := operator in ('lessThan', 'lessThanOrEqualTo', 'greaterThan', 'greaterThanOrEqualTo');
  is_of_list constant boolean := operator in ('contains', 'overlaps');
  takes_list constant boolean := is_of_list or operator in ('in', 'notIn');
  asked jsonb[];
  read record;
  kept jsonb := '[]';
begin
  select d.* into field from app_public.custom_field_definitions d
    where d.organization_id = app_hidden.current_organization_id()
      and d.object = custom_field_operand.object and d.key = custom_field_operand.key;
  if not found then
    perform app_hidden.fail('RH400', format('There is no custom field "%s": %s.', key, object),
      jsonb_build_object('custom_data.' || key, 'No such custom field.'));
  elsif is_text_search and field.type not in ('text', 'textarea', 'select', 'url', 'email', 'phone')
    or is_of_list and field.type <> 'multi_select'
    or is_range and field.type in ('boolean', 'multi_select')
  then
    perform app_hidden.fail('RH400', format('A custom field of type %s is not compared by %s: "%s".', field.type, operator, key),
      jsonb_build_object('custom_data.' || key, format('Is of type %s.', field.type)));
  elsif is_text_search or operator in ('exists', 'isNull') then
    return operand;
  end if;
  -- The rules are for what is written: whether there is such a value is for the records to say.
  field.minimum := null;
  field.maximum := null;
  field.pattern := null;
  field.type := case field.type when 'email' then 'email' when 'select' then 'textarea' when 'phone' then 'textarea' when 'url' then 'textarea'
    when 'multi_select' then case when is_of_list then 'textarea' else field.type end else field.type end;
  asked := array(select e from jsonb_array_elements(
    case when takes_list and jsonb_typeof(operand) = 'array' then operand else jsonb_build_array(operand) end) e);
  for place in 1 .. coalesce(cardinality(asked), 0) loop
    read := app_hidden.read_custom_value(field, asked[place]);
    if read.problem is not null then
      perform app_hidden.fail('RH400', format('The custom field "%s" is not compared with this. %s', key, read.problem),
        jsonb_build_object('custom_data.' || key, read.problem));
    end if;
    kept := kept || jsonb_build_array(read.value);
  end loop;
  return case when takes_list then kept else kept -> 0 end;
end
$$;
comment on function app_hidden.custom_field_operand(text, text, text, jsonb) is
  'What values of a custom field are compared with, as they are kept. operator: as in CustomFieldFilter, or
"exists". RH400 naming the field when there is none, or when it does not go with the operator or operand.';

create function app_hidden.narrowed_by_custom_field(record_id uuid, object text, key text, operator text, operand jsonb) returns boolean
language sql immutable parallel safe return true;
comment on function app_hidden.narrowed_by_custom_field(uuid, text, text, text, jsonb) is
  'True. Stands beside a condition of a statement of the API, in whose place the ids of the records that the
condition can hold for are put where the field is indexed and they are few (plugins/access/narrowing.ts).';
grant execute on function
  app_hidden.custom_field_operand(text, text, text, jsonb),
  app_hidden.narrowed_by_custom_field(uuid, text, text, text, jsonb)
to rowhouse_user;

create function app_private.custom_field_candidates(object text, key text, operator text, operand jsonb, at_most integer) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  field uuid;
  kept jsonb := app_hidden.custom_field_operand(object, key, operator, operand);
  number_asked numeric;
  numbers_asked numeric[];
  text_asked text;
  texts_asked text[];
  found uuid[];
begin
  select d.id into field from app_public.custom_field_definitions d
    where d.organization_id = organization and d.object = custom_field_candidates.object
      and d.key = custom_field_candidates.key and d.is_indexed and d.is_active;
  if field is null or jsonb_typeof(kept) = 'array' and jsonb_array_length(kept) > at_most then
    return null;
  end if;
  if operator in ('equalTo', 'in', 'contains', 'overlaps') then
    -- Found out before, so that the planner sees what is asked for and how common it is.
    select array_agg(distinct i.text_value) filter (where i.text_value is not null),
        array_agg(distinct i.number_value) filter (where i.number_value is not null)
      into texts_asked, numbers_asked
      from jsonb_array_elements(case when jsonb_typeof(kept) = 'array' then kept else jsonb_build_array(kept) end) e
      cross join lateral app_hidden.indexed_values(e) i;
    found := array(
      select v.record_id from app_private.custom_field_values v
        where v.organization_id = organization and v.definition_id = field and v.text_value = any (texts_asked)
      union all
      select v.record_id from app_private.custom_field_values v
        where v.organization_id = organization and v.definition_id = field and v.number_value = any (numbers_asked)
      limit at_most + 1);
  elsif jsonb_typeof(kept) = 'number' then
    number_asked := kept::numeric;
    if starts_with(operator, 'less') then
      found := array(select v.record_id from app_private.custom_field_values v
        where v.organization_id = organization and v.definition_id = field and v.number_value <= number_asked limit at_most + 1);
    else
      found := array(select v.record_id from app_private.custom_field_values v
        where v.organization_id = organization and v.definition_id = field and v.number_value >= number_asked limit at_most + 1);
    end if;
  elsif kept #>> '{}' ~ '^\d{4}-\d\d-\d\d' then
    text_asked := kept #>> '{}';
    if starts_with(operator, 'less') then
      found := array(select v.record_id from app_private.custom_field_values v
        where v.organization_id = organization and v.definition_id = field and v.text_value <= text_asked limit at_most + 1);
    else
      found := array(select v.record_id from app_private.custom_field_values v
        where v.organization_id = organization and v.definition_id = field and v.text_value >= text_asked limit at_most + 1);
    end if;
  end if;
  return case when cardinality(found) <= at_most then found end;
end
$$;
comment on function app_private.custom_field_candidates(text, text, text, jsonb, integer) is
  'The records that a condition on an indexed custom field can hold for, seen by the caller or not, more rather
than less; null when there are more than at_most or the index does not help. For the API''s login only, which puts
them into a statement of the caller''s beside the condition itself. RH400 as custom_field_operand.';
grant execute on function app_private.custom_field_candidates(text, text, text, jsonb, integer) to rowhouse_authenticator;

create function app_hidden.indexed_custom_fields(organization uuid, role uuid) returns jsonb
language sql stable as $$
  select coalesce(jsonb_agg(d.object || '.' || d.key order by 1), '[]')
    from app_public.custom_field_definitions d
    join app_hidden.crm_objects o on o.name = d.object
    where d.organization_id = organization and d.is_indexed and d.is_active
      and not exists (select from app_hidden.column_rules(organization, role, o.table_name) r
        where r.column_name = 'custom_data' and r.mode in ('mask', 'hidden'))
      and not exists (select from app_hidden.custom_field_rules(organization, role, d.object) r
        where r.key = d.key and r.mode in ('mask', 'hidden'))
$$;
comment on function app_hidden.indexed_custom_fields(uuid, uuid) is
  'The indexed custom fields that the role sees as they are: "lead.tier".';

-- Statements that were made by how fields were indexed end with that.
create function app_private.renew_by_custom_fields() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform app_hidden.renew_role_version(changed.organization_id, null)
    from (select distinct c.organization_id from changed c where c.is_indexed) changed;
  return null;
end
$$;
comment on function app_private.renew_by_custom_fields() is
  'A changed definition that is or was indexed is a new version of all roles.';
do $$
declare
  event text;
  rows text;
begin
  for event, rows in values ('insert', 'new'), ('delete', 'old'), ('update', 'old'), ('update', 'new') loop
    execute format('create trigger renew_version_after_%1$s_of_%2$s after %1$s on app_public.custom_field_definitions
      referencing %2$s table as changed for each statement execute function app_private.renew_by_custom_fields()', event, rows);
  end loop;
end
$$;

-- The table of this file, for analysts.
call app_hidden.add_reporting_views();
