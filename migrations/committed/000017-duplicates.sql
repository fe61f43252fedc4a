--! Previous: sha1:e44cd92dce025be125698a4e2c9b7c413605062e
--! Hash: sha1:ae4ff7ed0d6e33f5aa1dfbafa2f7e7175da6d773

-- Duplicates: which records look like the same company or person, how much and why.
--
-- Two records are compared criterion by criterion. Each criterion that both have a value for adds
-- weight, for or against, by how similar the values are; their sum is the logarithm of the odds that
-- the two are one (I. P. Fellegi, A. B. Sunter: A Theory for Record Linkage, JASA 64, 1969; degrees
-- of similarity between agreement and disagreement as in W. E. Winkler, 1990). Only records that
-- share a key are compared at all ("blocking"), so that the work grows with the records and not with
-- their square. docs/duplicates.md says what users need to know.

-- ---------------------------------------------------------------------------------------------
-- How an organization compares records of an object. Bits have six decimals at most: they are
-- calculated with as floating ones, which know no smaller.
create table app_public.duplicate_rules (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  object_type text not null references app_hidden.crm_objects check (object_type in ('account', 'contact', 'lead')),
  is_active boolean not null default true,
  prior numeric not null default -15 check (prior between -100 and 0 and scale(prior) <= 6),
  place_limit numeric default 14 check (place_limit between 0 and 100 and scale(place_limit) <= 6),
  threshold numeric not null default 0.8 check (threshold > 0 and threshold < 1),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  unique (organization_id, object_type)
);
comment on table app_public.duplicate_rules is
  E'@behavior -insert -delete\nHow records of an object are found to be duplicates.';
comment on column app_public.duplicate_rules.object_type is 'account, contact or lead.';
comment on column app_public.duplicate_rules.is_active is 'False: nothing is found for this object.';
comment on column app_public.duplicate_rules.prior is
  'What two records begin with, in bits (the logarithm to base 2 of the odds): -20 would be one in a million.';
comment on column app_public.duplicate_rules.place_limit is
  'Most bits that account, company, domain, telephone and address can add together: families and colleagues share them all. Null: no limit.';
comment on column app_public.duplicate_rules.threshold is 'The score from which two records count as candidates, above 0 and below 1.';

-- What each criterion weighs in a rule.
create table app_public.duplicate_comparisons (
  organization_id uuid not null default app_hidden.current_organization_id(),
  id uuid not null default app_hidden.uuid_v7(),
  rule_id uuid not null,
  criterion text not null references app_enum.duplicate_criteria,
  agreement numeric not null check (agreement between 0 and 100 and scale(agreement) <= 6),
  disagreement numeric not null check (disagreement between -100 and 0 and scale(disagreement) <= 6),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default app_hidden.current_user_id(),
  updated_by uuid default app_hidden.current_user_id(),
  primary key (organization_id, id),
  unique (organization_id, rule_id, criterion),
  foreign key (organization_id, rule_id) references app_public.duplicate_rules on delete cascade
);
comment on table app_public.duplicate_comparisons is
  E'@behavior -insert -delete\nWhat it says for or against two records being one that they agree or differ in something.';
comment on column app_public.duplicate_comparisons.agreement is 'Bits for equal values; less for similar ones.';
comment on column app_public.duplicate_comparisons.disagreement is 'Bits, negative, for values that are not similar. Nothing is added where a value is missing.';

call app_hidden.protect_setting('duplicate_rules', 'duplicate_rule', '{object_type}');
call app_hidden.protect_setting('duplicate_comparisons', 'duplicate_rule', '{rule_id,criterion}');
revoke insert, delete on app_public.duplicate_rules, app_public.duplicate_comparisons from rowhouse_user;
call app_hidden.audit_changes('duplicate_rules');
call app_hidden.audit_changes('duplicate_comparisons');

-- ---------------------------------------------------------------------------------------------
-- Which columns of an object a criterion looks at. The defaults for new organizations stand beside
-- them: bits of a rough guess at how often the values of two people agree by chance, not fitted to
-- any set of data.
create table app_hidden.duplicate_criteria (
  object text not null references app_hidden.crm_objects,
  criterion text not null references app_enum.duplicate_criteria,
  columns text[] not null,
  agreement numeric not null,
  disagreement numeric not null,
  primary key (object, criterion)
);
comment on table app_hidden.duplicate_criteria is 'What can be compared of an object, and what it weighs unless an organization says otherwise.';

insert into app_hidden.duplicate_criteria (object, criterion, columns, agreement, disagreement) values
  ('contact', 'email', '{email}', 22, -2),
  ('contact', 'phone', '{work_phone,mobile_phone}', 11, -1),
  ('contact', 'first_name', '{first_name}', 6, -8),
  ('contact', 'last_name', '{last_name}', 8, -8),
  ('contact', 'birthday', '{birthday}', 13, -5),
  ('contact', 'account', '{account_id}', 8, -1),
  ('contact', 'street', '{mailing_street}', 8, -2),
  ('contact', 'city', '{mailing_city}', 2, -1),
  ('contact', 'postal_code', '{mailing_postal_code}', 3, -1),
  ('lead', 'email', '{email}', 22, -2),
  ('lead', 'phone', '{phone,mobile_phone}', 11, -1),
  ('lead', 'first_name', '{first_name}', 6, -8),
  ('lead', 'last_name', '{last_name}', 8, -8),
  ('lead', 'company', '{company}', 9, -3),
  ('lead', 'domain', '{website,email}', 4, -1),
  ('lead', 'street', '{street}', 6, -1),
  ('lead', 'city', '{city}', 2, -1),
  ('lead', 'postal_code', '{postal_code}', 3, -1),
  ('account', 'company', '{name}', 23, -8),
  ('account', 'domain', '{website,primary_email}', 14, -4),
  ('account', 'phone', '{primary_phone}', 12, -1),
  ('account', 'email', '{primary_email}', 10, -1),
  ('account', 'street', '{billing_street}', 7, -1),
  ('account', 'city', '{billing_city}', 2, -3),
  ('account', 'postal_code', '{billing_postal_code}', 3, -1);

create procedure app_hidden.add_duplicate_rules(organization uuid) language plpgsql as $$
begin
  insert into app_public.duplicate_rules (organization_id, object_type, place_limit)
    -- A company is the place.
    select distinct organization, c.object, case when c.object <> 'account' then 14 end from app_hidden.duplicate_criteria c
    on conflict do nothing;
  insert into app_public.duplicate_comparisons (organization_id, rule_id, criterion, agreement, disagreement)
    select organization, r.id, c.criterion, c.agreement, c.disagreement
      from app_hidden.duplicate_criteria c
      join app_public.duplicate_rules r on r.organization_id = organization and r.object_type = c.object
    on conflict do nothing;
end
$$;
comment on procedure app_hidden.add_duplicate_rules(uuid) is 'The rules that an organization begins with. Idempotent.';

-- ---------------------------------------------------------------------------------------------
-- What is compared: the keys of a record's values (000015-matching.sql), null where it has none.
create type app_hidden.match_features as (
  email text, phone text[], first_name text, last_name text, birthday text, account text,
  company text, domain text, street text, city text, postal_code text);

create function app_hidden.feature_expression(object text, criterion text, withheld text[]) returns text
language sql stable as $$
  select coalesce((
    select case c.criterion
        when 'email' then format('app_hidden.email_key(%s)', seen[1])
        when 'phone' then format('nullif(array_remove(array[%s], null), ''{}'')',
          (select string_agg(format('app_hidden.phone_key(%s)', s), ', ' order by n) from unnest(seen) with ordinality u (s, n)))
        when 'company' then format('app_hidden.company_key(%s)', seen[1])
        when 'domain' then format('coalesce(app_hidden.company_domain(%s), app_hidden.company_domain(%s))', seen[1], seen[2])
        when 'street' then format('app_hidden.street_key(%s)', seen[1])
        when 'birthday' then format('to_char(%s, ''YYYYMMDD'')', seen[1])
        when 'account' then format('(%s)::text', seen[1])
        when 'postal_code' then format('replace(app_hidden.words_key(%s), '' '', '''')', seen[1])
        else format('app_hidden.words_key(%s)', seen[1]) end
      from app_hidden.duplicate_criteria c
      join app_hidden.crm_objects o on o.name = c.object
      cross join lateral (
        select array_agg(case when name = any (withheld)
            then format('null::%s', format_type(a.atttypid, a.atttypmod)) else format('r.%I', name) end order by n) as seen
          from unnest(c.columns) with ordinality u (name, n)
          join pg_catalog.pg_attribute a on a.attrelid = pg_catalog.to_regclass('app_public.' || o.table_name) and a.attname = name) read
      where c.object = feature_expression.object and c.criterion = feature_expression.criterion), 'null')
$$;
comment on function app_hidden.feature_expression(text, text, text[]) is
  'SQL of what a record "r" is compared by for a criterion; null where the object has none or its columns are withheld.';

create function app_hidden.features_expression(object text, withheld text[] default '{}') returns text
language sql stable as $$
  select format('row(%s)::app_hidden.match_features', string_agg(app_hidden.feature_expression(object, a.attname, withheld), ', ' order by a.attnum))
    from pg_catalog.pg_attribute a where a.attrelid = pg_catalog.to_regclass('app_hidden.match_features') and a.attnum > 0
$$;
comment on function app_hidden.features_expression(text, text[]) is
  'SQL of the match_features of a record "r" of the object. withheld: columns to be left out.';

-- ---------------------------------------------------------------------------------------------
-- Blocking. Records that have one of these in common are compared. Each error in a record spares
-- some of them: a wrong birthday leaves the names, a wrong name leaves birthday and address.

create function app_hidden.word_sound(word text) returns text
language sql immutable parallel safe return coalesce(app_hidden.sound_key(word), left(word, 4));
comment on function app_hidden.word_sound(text) is 'The sound of a word, or its first letters where English has none for it.';

create function app_hidden.block_keys(organization uuid, object text, record app_hidden.match_features) returns bigint[]
language plpgsql immutable parallel safe as $$
declare
  seed constant bigint := hashtextextended(object, hashtextextended(organization::text, 0));
  first_sound text;
  last_sound text;
  names text;
begin
  if object = 'account' then
    return array_remove(array[
      hashtextextended('c' || record.company, seed),
      hashtextextended('d' || record.domain, seed),
      hashtextextended('e' || record.email, seed),
      hashtextextended('p' || record.phone[1], seed),
      hashtextextended('w' || left(replace(record.company, ' ', ''), 7), seed),
      hashtextextended('s' || app_hidden.word_sound(split_part(record.company, ' ', 1)) || ' ' || left(record.city, 5), seed),
      hashtextextended('a' || record.street || ' ' || coalesce(record.postal_code, record.city), seed)
    ], null);
  end if;
  first_sound := app_hidden.word_sound(record.first_name);
  last_sound := app_hidden.word_sound(record.last_name);
  -- First and last name are often in each other's place.
  names := least(first_sound, last_sound) || ' ' || greatest(first_sound, last_sound);
  return array_remove(array[
    hashtextextended('e' || record.email, seed),
    hashtextextended('p' || record.phone[1], seed),
    hashtextextended('p' || record.phone[2], seed),
    hashtextextended('b' || record.birthday, seed),
    hashtextextended('n' || case when first_sound is not null and last_sound is not null then names end, seed),
    hashtextextended('c' || coalesce(last_sound, first_sound) || ' ' || left(record.company, 5), seed),
    hashtextextended('t' || coalesce(last_sound, first_sound) || ' ' || record.account, seed),
    hashtextextended('d' || coalesce(first_sound, last_sound) || ' ' || record.domain, seed),
    hashtextextended('l' || last_sound || ' ' || record.postal_code, seed),
    hashtextextended('f' || first_sound || ' ' || record.postal_code, seed),
    hashtextextended('a' || left(record.street, 12) || ' ' || left(first_sound, 1), seed),
    hashtextextended('y' || left(record.first_name, 3) || left(record.birthday, 4) || left(record.city, 3), seed),
    hashtextextended('m' || case when length(split_part(record.email, '@', 1)) > 6 then split_part(record.email, '@', 1) end, seed),
    hashtextextended('g' || first_sound || ' ' || left(record.city, 4), seed),
    hashtextextended('k' || last_sound || ' ' || left(record.city, 4), seed),
    hashtextextended('z' || left(record.last_name, 3) || right(record.birthday, 4), seed)
  ], null);
end
$$;
comment on function app_hidden.block_keys(uuid, text, app_hidden.match_features) is
  'The blocks of a record: hashes, which differ from one organization to another.';

-- ---------------------------------------------------------------------------------------------
-- The blocks that records are in, kept by triggers; checked_at says since when the record's
-- candidates are known. It holds nothing that can be read, and follows when a person is erased.
create table app_hidden.match_keys (
  organization_id uuid not null references app_public.organizations on delete cascade,
  object text not null,
  record_id uuid not null,
  keys bigint[] not null,
  checked_at timestamptz,
  primary key (organization_id, object, record_id)
);
create index match_keys_keys_idx on app_hidden.match_keys using gin (keys) with (fastupdate = off);
create index match_keys_unchecked_idx on app_hidden.match_keys (organization_id, object, record_id) where checked_at is null;
comment on table app_hidden.match_keys is 'By which blocks a record is found when its duplicates are looked for.';

create procedure app_hidden.keep_match_keys(object app_hidden.crm_objects) language plpgsql as $$
declare
  columns text[] := (select array_agg(distinct name) from app_hidden.duplicate_criteria c, unnest(c.columns) name where c.object = object.name);
begin
  execute format($ddl$
create function app_hidden.keep_%1$s_keys() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
begin
  if tg_op = 'INSERT' then
    insert into app_hidden.match_keys (organization_id, object, record_id, keys)
      select r.organization_id, %1$L, r.id, app_hidden.block_keys(r.organization_id, %1$L, %2$s)
        from new_rows r;
    return null;
  elsif tg_op = 'DELETE' then
    delete from app_hidden.match_keys k
      where k.organization_id = old.organization_id and k.object = %1$L and k.record_id = old.id;
    return null;
  end if;
  update app_hidden.match_keys k set keys = app_hidden.block_keys(r.organization_id, %1$L, %2$s), checked_at = null
    from (select new.*) r
    where k.organization_id = r.organization_id and k.object = %1$L and k.record_id = r.id;
  return null;
end
$function$;
comment on function app_hidden.keep_%1$s_keys() is 'Keeps the blocks that the %1$s is in.';
create trigger keep_inserted_keys after insert on app_public.%3$I
  referencing new table as new_rows for each statement execute function app_hidden.keep_%1$s_keys();
create trigger keep_updated_keys after update of %4$s, deleted_at on app_public.%3$I for each row
  when (new.deleted_at is distinct from old.deleted_at or (%5$s) is distinct from (%6$s)) execute function app_hidden.keep_%1$s_keys();
create trigger keep_deleted_keys after delete on app_public.%3$I
  for each row execute function app_hidden.keep_%1$s_keys();
$ddl$, object.name, app_hidden.features_expression(object.name), object.table_name,
    (select string_agg(quote_ident(c), ', ') from unnest(columns) c),
    (select string_agg('new.' || quote_ident(c), ', ') from unnest(columns) c),
    (select string_agg('old.' || quote_ident(c), ', ') from unnest(columns) c));
end
$$;
do $$
declare
  object app_hidden.crm_objects;
begin
  for object in select o.* from app_hidden.crm_objects o where o.name in ('account', 'contact', 'lead') loop
    call app_hidden.keep_match_keys(object);
  end loop;
end
$$;
drop procedure app_hidden.keep_match_keys(app_hidden.crm_objects);

create function app_private.rebuild_match_keys(organization uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  object app_hidden.crm_objects;
begin
  delete from app_hidden.match_keys k where k.organization_id = organization;
  for object in select o.* from app_hidden.crm_objects o
    where exists (select from app_hidden.duplicate_criteria c where c.object = o.name)
  loop
    execute format('insert into app_hidden.match_keys (organization_id, object, record_id, keys)
        select r.organization_id, %1$L, r.id, app_hidden.block_keys(r.organization_id, %1$L, %2$s)
          from app_public.%3$I r where r.organization_id = $1',
        object.name, app_hidden.features_expression(object.name), object.table_name)
      using organization;
  end loop;
end
$$;
comment on function app_private.rebuild_match_keys(uuid) is
  'The blocks of all records of an organization anew: for rows that came past the triggers, and for a migration that changes
what blocks are made of.';

-- ---------------------------------------------------------------------------------------------
-- How similar two values are: from 0, different, to 1, equal; null when one is missing. Written as
-- expressions, so that the planner puts them in place: they run for each pair.

create function app_hidden.word_similarity(a text, b text) returns real
language sql immutable parallel safe return case
  when a is null or b is null then null
  when a = b then 1
  when left(a, 1) <> left(b, 1) and abs(length(a) - length(b)) > 2 then 0
  else greatest(0, (greatest(
      -- The commonest slip, two letters exchanged, counts as one and not as two.
      1 - (app_hidden.edit_distance(a, b) - case when app_hidden.edit_distance(a, b) = 2 and length(a) = length(b)
        and translate(a, b, '') = '' and translate(b, a, '') = '' then 1 else 0 end)::real / greatest(length(a), length(b)),
      case when app_hidden.sound_key(a) = app_hidden.sound_key(b) then 0.8 else 0 end,
      -- Rob is Robert.
      case when least(length(a), length(b)) > 2 and (starts_with(a, b) or starts_with(b, a)) then 0.8 else 0 end) - 0.4) / 0.6)::real end;
comment on function app_hidden.word_similarity(text, text) is
  'Names: by edit distance in proportion to their length, and by sound or beginning.';

create function app_hidden.text_similarity(a text, b text, least_shared real) returns real
language sql immutable parallel safe return case
  when a is null or b is null then null
  when a = b then 1
  else least(1, greatest(0, (app_hidden.trigram_similarity(a, b) - least_shared) / 0.6))::real end;
comment on function app_hidden.text_similarity(text, text, real) is
  'Several words in any order: by shared trigrams. least_shared: what share of them is nothing; 0.6 more is as good as equal.';

create function app_hidden.code_similarity(a text, b text) returns real
language sql immutable parallel safe return case
  when a is null or b is null then null
  when a = b then 1
  -- One digit wrong, or two exchanged.
  when app_hidden.edit_distance(a, b) = 1 then 0.6
  when length(a) = length(b) and app_hidden.edit_distance(a, b) = 2 then 0.4
  else 0 end::real;
comment on function app_hidden.code_similarity(text, text) is 'Dates as digits and postal codes: by the number of wrong digits.';

create function app_hidden.email_similarity(a text, b text) returns real
language sql immutable parallel safe return case
  when a is null or b is null then null
  when a = b then 1
  -- The same mailbox elsewhere: mostly it is made of the name, which is compared by itself.
  when length(split_part(a, '@', 1)) > 6 and split_part(a, '@', 1) = split_part(b, '@', 1) then 0.2
  -- A letter or two wrong; also how colleagues differ, so that it is not much.
  when app_hidden.edit_distance(a, b) <= least(length(a), length(b)) / 6 then 0.4
  else 0 end::real;
comment on function app_hidden.email_similarity(text, text) is 'E-mail addresses: equal, a letter or two wrong, or the same long mailbox at another host.';

create function app_hidden.exact_similarity(a text, b text) returns real
language sql immutable parallel safe return case when a is null or b is null then null when a = b then 1 else 0 end::real;
comment on function app_hidden.exact_similarity(text, text) is 'Equal or not.';

create function app_hidden.exact_similarity(a text[], b text[]) returns real
language sql immutable parallel safe return case when a is null or b is null then null when a && b then 1 else 0 end::real;
comment on function app_hidden.exact_similarity(text[], text[]) is 'Whether two lists have something in common.';

create function app_hidden.match_weight(similarity real, agreement real, disagreement real) returns real
language sql immutable parallel safe return coalesce(disagreement + (agreement - disagreement) * similarity, 0)::real;
comment on function app_hidden.match_weight(real, real, real) is 'Bits for a similarity between disagreement (0) and agreement (1); none for null.';

create function app_hidden.similarity_expression(criterion text) returns text
language sql immutable as $$
  select format(case
      when criterion in ('phone', 'account', 'domain') then 'app_hidden.exact_similarity(%s, %s)'
      when criterion = 'email' then 'app_hidden.email_similarity(%s, %s)'
      when criterion in ('birthday', 'postal_code') then 'app_hidden.code_similarity(%s, %s)'
      when criterion in ('first_name', 'last_name') then 'app_hidden.word_similarity(%s, %s)'
      when criterion = 'street' then 'app_hidden.text_similarity(%s, %s, 0.15)'
      else 'app_hidden.text_similarity(%s, %s, 0.3)' end,
    '(a).' || criterion, '(b).' || criterion)
$$;
comment on function app_hidden.similarity_expression(text) is 'SQL of how similar the records a and b are by a criterion.';

-- ---------------------------------------------------------------------------------------------
-- Finding. One query serves a single record, the rows of a file and the nightly run; it is put
-- together for the organization's rule and for what the caller may see.

create function app_hidden.weighed_query(rule app_public.duplicate_rules, pairs text) returns text
language sql stable as $$
  with compared as (
    select c.criterion, c.criterion in ('account', 'company', 'domain', 'phone', 'street', 'city', 'postal_code') as is_place,
        case c.criterion
          when 'first_name' then 'case when is_exchanged then last_as_first else first_alike end'
          when 'last_name' then 'case when is_exchanged then first_as_last else last_alike end'
          else app_hidden.similarity_expression(c.criterion) end as similarity,
        format('app_hidden.match_weight(alike_%s, %L::real, %L::real)', c.criterion, c.agreement, c.disagreement) as weight
      from app_public.duplicate_comparisons c
      join app_hidden.duplicate_criteria e on e.object = rule.object_type and e.criterion = c.criterion
      where c.organization_id = rule.organization_id and c.rule_id = rule.id and c.is_active
  )
  -- "offset 0" keeps each step from being computed again wherever the next ones mention it.
  select format($sql$
    select probe, id, (1 - 1 / (1 + power(2::float8, least(bits, 100))))::float8 as score,
        jsonb_strip_nulls(jsonb_build_object(%1$s)) as alike
      from (
        select s.*, (%2$L::real + %3$s + least(%4$s, %5$L::real))::real as bits from (
          select s.probe, s.id, %6$s from (
            select s.*, coalesce(first_as_last, 0) + coalesce(last_as_first, 0)
                > coalesce(first_alike, 0) + coalesce(last_alike, 0) as is_exchanged from (
              -- Whose names differ may have them in each other's place.
              select s.*, case when names_differ then app_hidden.word_similarity((a).first_name, (b).last_name) end as first_as_last,
                  case when names_differ then app_hidden.word_similarity((a).last_name, (b).first_name) end as last_as_first from (
                select s.*, coalesce(first_alike, 0) + coalesce(last_alike, 0) < 1 as names_differ from (
                  select s.*, app_hidden.word_similarity((a).first_name, (b).first_name) as first_alike,
                      app_hidden.word_similarity((a).last_name, (b).last_name) as last_alike
                    from (%8$s) s offset 0) s offset 0) s offset 0) s offset 0) s offset 0) s offset 0) s
      where bits >= %7$L::real$sql$,
    string_agg(format('%L, alike_%s', c.criterion, c.criterion), ', ' order by c.criterion),
    rule.prior,
    coalesce(string_agg(c.weight, ' + ') filter (where not c.is_place), '0'),
    coalesce(string_agg(c.weight, ' + ') filter (where c.is_place), '0'),
    rule.place_limit,
    string_agg(format('%s as alike_%s', c.similarity, c.criterion), ', ' order by c.criterion),
    log(2, rule.threshold / (1 - rule.threshold)),
    pairs)
    from compared c
$$;
comment on function app_hidden.weighed_query(app_public.duplicate_rules, text) is
  'SQL of the pairs that reach the rule''s threshold: probe, id, score, alike (criterion → similarity). pairs: SQL of
probe, id, a and b (match_features).';

create function app_hidden.largest_block() returns integer
language sql immutable parallel safe return 100;
comment on function app_hidden.largest_block() is
  'Blocks of more records say nothing about them and are passed over: everybody who has the address info@, or the name Test.';

create function app_hidden.comparable_expression(target text) returns text
language sql stable as $$
  select 'r.deleted_at is null' || coalesce((select ' and r.erased_at is null' from pg_catalog.pg_attribute a
    where a.attrelid = to_regclass(format('app_public.%I', target)) and a.attname = 'erased_at'), '')
$$;
comment on function app_hidden.comparable_expression(text) is 'SQL that is true of records "r" that are somebody: neither deleted nor erased.';

-- The planner knows nothing of how many records share a block and takes them for few: where it may
-- choose, it would look at all pairs of pairs. Functions that run this set enable_nestloop = off;
-- "lateral" with "offset 0" is a loop all the same, where there are indexes.
create function app_hidden.duplicate_query(rule app_public.duplicate_rules, probes text, withheld text[], visible text, mates text default 'true',
  counts_all boolean default false)
returns text language sql stable as $$
  select format($sql$
    with probes as materialized (%1$s),
    blocks as (select distinct k.key from probes p cross join unnest(p.keys) k (key)),
    members as materialized (
      select b.key, m.record_id, m.is_checked
        from blocks b
        cross join lateral (
          select k.record_id, k.checked_at is not null as is_checked from app_hidden.match_keys k
            -- Not by "=", which an index on these would serve: without statistics it looks better than the one on keys.
            where k.keys @> array[b.key] and k.organization_id is not distinct from %3$L and k.object is not distinct from %4$L and %10$s
            limit %6$s + 1) m
    ),
    small as (select m.key from members m group by m.key having count(*) <= %6$s),
    pairs as (
      select distinct p.probe, m.record_id
        from probes p cross join unnest(p.keys) k (key)
        join small s on s.key = k.key
        join members m on m.key = k.key
        where m.record_id is distinct from p.id and %7$s
    ),
    others as materialized (
      select r.id, r.record
        from (select distinct p.record_id from pairs p) p
        cross join lateral (
          select r.id, %8$s as record from app_public.%2$I r
            where r.organization_id = %3$L and r.id = p.record_id and %5$s offset 0) r
    )
    %9$s$sql$,
    probes, o.table_name, rule.organization_id, rule.object_type, visible, app_hidden.largest_block(), mates,
    app_hidden.features_expression(rule.object_type, withheld),
    app_hidden.weighed_query(rule, 'select a.probe, b.id, a.record as a, b.record as b from pairs
      join probes a on a.probe = pairs.probe join others b on b.id = pairs.record_id offset 0'),
    -- How many others there are in a block is nothing that who does not see them should learn.
    case when counts_all then 'true' else format(
      'exists (select from app_public.%I r where r.organization_id = k.organization_id and r.id = k.record_id and %s offset 0)', o.table_name, visible) end)
    from app_hidden.crm_objects o where o.name = rule.object_type
$$;
comment on function app_hidden.duplicate_query(app_public.duplicate_rules, text, text[], text, text, boolean) is
  'SQL that finds candidates: probe, id, score, alike (criterion → similarity). probes: SQL of what they are looked for:
probe (a number), id (null for what is not saved), record (match_features), keys. withheld: columns to do without. visible: which
records "r" may be found; mates: which members "m" of its blocks a probe "p" is compared with; counts_all: whether the others
count when a block is too large.';

create type app_public.duplicate_reason as (criterion text, fields text[], similarity double precision, weight double precision);
comment on type app_public.duplicate_reason is
  E'@foreignKey (criterion) references app_enum.duplicate_criteria (value)\nWhat speaks for or against two records being one.';
comment on column app_public.duplicate_reason.criterion is E'@notNull\nWhat was compared.';
comment on column app_public.duplicate_reason.fields is 'The columns that it was read from.';
comment on column app_public.duplicate_reason.similarity is E'@notNull\n0, different, to 1, equal.';
comment on column app_public.duplicate_reason.weight is E'@notNull\nBits for (above 0) or against (below 0).';

create function app_hidden.duplicate_reasons(rule app_public.duplicate_rules, alike jsonb) returns app_public.duplicate_reason[]
language sql stable as $$
  select array_agg(row(c.criterion, e.columns, round(s.similarity::numeric, 3),
        round((c.disagreement + (c.agreement - c.disagreement) * s.similarity)::numeric, 2))::app_public.duplicate_reason
      order by c.disagreement + (c.agreement - c.disagreement) * s.similarity desc, c.criterion)
    from jsonb_each_text(alike) found
    cross join lateral (select found.value::float8 as similarity) s
    join app_public.duplicate_comparisons c
      on c.organization_id = rule.organization_id and c.rule_id = rule.id and c.criterion = found.key
    join app_hidden.duplicate_criteria e on e.object = rule.object_type and e.criterion = c.criterion
$$;
comment on function app_hidden.duplicate_reasons(app_public.duplicate_rules, jsonb) is
  'The similarities with what they weigh by the rule as it is now, the weightiest first.';

create function app_hidden.sees_compared(object text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select not exists (select from app_hidden.duplicate_criteria c
    join app_hidden.crm_objects o on o.name = c.object
    where c.object = sees_compared.object and c.columns && app_hidden.withheld_columns(o.table_name))
$$;
comment on function app_hidden.sees_compared(text) is 'Whether the caller sees everything that records of the object are compared by.';
grant execute on function app_hidden.sees_compared(text) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- Asking for the duplicates of one record, saved or not. Only what the caller may see is found, and
-- only what the caller may see is compared: else one could try values until the score tells.

create type app_public.duplicate as (
  object_type text, account_id uuid, contact_id uuid, lead_id uuid, score double precision, reasons app_public.duplicate_reason[]);
comment on type app_public.duplicate is
  E'@foreignKey (account_id) references app_public.accounts (id)|@fieldName account\n@foreignKey (contact_id) references app_public.contacts (id)|@fieldName contact\n@foreignKey (lead_id) references app_public.leads (id)|@fieldName lead\nA record that may be the same company or person.';
comment on column app_public.duplicate.object_type is E'@notNull\naccount, contact or lead.';
comment on column app_public.duplicate.score is E'@notNull\nHow likely it is that the two are one, 0 to 1.';
comment on column app_public.duplicate.reasons is E'@notNull\nThe weightiest first.';

create function app_hidden.active_rule(organization uuid, object text) returns app_public.duplicate_rules
language sql stable as $$
  select r from app_public.duplicate_rules r
    where r.organization_id = organization and r.object_type = object and r.is_active
      and exists (select from app_public.duplicate_comparisons c
        where c.organization_id = r.organization_id and c.rule_id = r.id and c.is_active)
$$;
comment on function app_hidden.active_rule(uuid, text) is 'By what an organization compares records of an object; null when it does not.';

create function app_hidden.require_comparable(object text) returns app_hidden.crm_objects
language plpgsql stable as $$
declare
  comparable app_hidden.crm_objects;
begin
  select o.* into comparable from app_hidden.crm_objects o
    where o.name = object and exists (select from app_hidden.duplicate_criteria c where c.object = o.name);
  if not found then
    perform app_hidden.fail('RH400', 'Duplicates are looked for among accounts, contacts and leads.',
      '{"object_type": "Is account, contact or lead."}');
  end if;
  return comparable;
end
$$;
comment on function app_hidden.require_comparable(text) is 'The object, of which there can be duplicates. RH400 for others.';

create function app_hidden.snake_case(name text) returns text
language sql immutable parallel safe return lower(regexp_replace(name, '([a-z0-9])([A-Z])', '\1_\2', 'g'));
comment on function app_hidden.snake_case(text) is 'firstName → first_name.';

create function app_public.find_duplicates(object_type text, id uuid default null, "values" jsonb default null)
returns setof app_public.duplicate
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set enable_nestloop = off as $$
#variable_conflict use_column
declare
  most constant integer := 20;
  organization constant uuid := app_hidden.current_organization_id();
  object constant app_hidden.crm_objects := app_hidden.require_comparable(object_type);
  withheld constant text[] := app_hidden.withheld_columns(object.table_name);
  rule app_public.duplicate_rules;
  record jsonb := '{}';
  given jsonb;
  unknown text[];
begin
  perform app_hidden.require_permission(object.name, 'view');
  if jsonb_typeof(coalesce("values", '{}')) <> 'object' or find_duplicates.id is null and "values" is null then
    perform app_hidden.fail('RH400', 'Name a record or the values of one.', '{"values": "Is an object of fields and their values."}');
  end if;
  if find_duplicates.id is not null then
    if not app_hidden.may_do(object.name, 'view', find_duplicates.id) then
      perform app_hidden.fail('RH404', format('No such %s.', object.name));
    end if;
    execute format('select to_jsonb(r) from app_public.%I r where r.organization_id = $1 and r.id = $2', object.table_name)
      into record using organization, find_duplicates.id;
  end if;
  select coalesce(jsonb_object_agg(app_hidden.snake_case(v.key), v.value), '{}') into given from jsonb_each("values") v;
  unknown := array(select k from jsonb_object_keys(given) k
    where not exists (select from app_hidden.duplicate_criteria c where c.object = (object).name and k = any (c.columns)));
  if unknown <> '{}' then
    perform app_hidden.fail('RH400', 'Nothing is compared by ' || array_to_string(unknown, ', ') || '.',
      (select jsonb_object_agg('values.' || k, 'Is not compared.') from unnest(unknown) k));
  end if;
  rule := app_hidden.active_rule(organization, object.name);
  if rule.id is null then
    return;
  end if;
  return query execute format($sql$
    select %1$L::text, case %1$L when 'account' then f.id end, case %1$L when 'contact' then f.id end,
        case %1$L when 'lead' then f.id end, f.score, app_hidden.duplicate_reasons($1, f.alike)
      from (%2$s) f order by f.score desc, f.id limit %3$s$sql$,
      object.name,
      app_hidden.duplicate_query(rule,
        format('select 1 as probe, $3::uuid as id, p.record, app_hidden.block_keys(%L, %L, p.record) as keys
            from (select %s as record from jsonb_populate_record(null::app_public.%I, $2) r) p',
          organization, object.name, app_hidden.features_expression(object.name, withheld), object.table_name),
        withheld, app_hidden.visible_expression(object, 'r.')),
      most)
    using rule, record || given, find_duplicates.id;
exception when data_exception then
  perform app_hidden.fail('RH400', 'A value is not of the kind that its field has.', '{"values": "Is not what the field holds."}');
end
$$;
comment on function app_public.find_duplicates(text, uuid, jsonb) is
  E'@behavior +list -connection\n@listSuffix omit\nRecords that may be the same company or person as one that exists (id), as one would be with other values, or as one that is yet to be made (values: field → value): the 20 likeliest, compared by what the caller sees. RH404 when the caller sees no such record, RH400 for what is not compared.';
grant execute on function app_public.find_duplicates(text, uuid, jsonb) to rowhouse_user;

create function app_hidden.find_duplicate_rows(object_type text, rows jsonb)
returns table (line bigint, record_id uuid, score double precision)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set enable_nestloop = off as $$
declare
  organization constant uuid := app_hidden.current_organization_id();
  object constant app_hidden.crm_objects := app_hidden.require_comparable(object_type);
  withheld constant text[] := app_hidden.withheld_columns(object.table_name);
  rule constant app_public.duplicate_rules := app_hidden.active_rule(organization, object.name);
begin
  if rule.id is null then
    return;
  end if;
  return query execute format('select distinct on (f.probe) f.probe, f.id, f.score from (%s) f order by f.probe, f.score desc, f.id',
      app_hidden.duplicate_query(rule,
        format('select (given.row ->> ''line'')::bigint as probe, null::uuid as id, p.record, app_hidden.block_keys(%L, %L, p.record) as keys
            from jsonb_array_elements($1) given (row)
            cross join lateral (select %s as record from jsonb_populate_record(null::app_public.%I, given.row) r offset 0) p',
          organization, object.name, app_hidden.features_expression(object.name, withheld), object.table_name),
        withheld, app_hidden.visible_expression(object, 'r.'),
        counts_all => app_hidden.owner_ids_in_scope(object.name, 'view') is null))
    using rows;
end
$$;
comment on function app_hidden.find_duplicate_rows(text, jsonb) is
  'For rows that are about to be made (an array of objects: line, and columns with their values), the likeliest record that
exists already: of those that the caller sees, by what the caller sees. Only the lines that have one.';
grant execute on function app_hidden.find_duplicate_rows(text, jsonb) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- What the nightly run has found, until somebody merges or dismisses it.
create table app_public.duplicate_candidates (
  organization_id uuid not null default app_hidden.current_organization_id() references app_public.organizations on delete cascade,
  id uuid not null default app_hidden.uuid_v7(),
  account_id uuid,
  other_account_id uuid,
  contact_id uuid,
  other_contact_id uuid,
  lead_id uuid,
  other_lead_id uuid,
  score double precision not null check (score between 0 and 1),
  alike jsonb not null check (jsonb_typeof(alike) = 'object'),
  status text not null default 'open' references app_enum.duplicate_statuses,
  found_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by uuid,
  primary key (organization_id, id),
  constraint duplicate_candidates_pair_check check (
    num_nonnulls(account_id, contact_id, lead_id) = 1
    and (account_id < other_account_id) is not false and (contact_id < other_contact_id) is not false and (lead_id < other_lead_id) is not false
    and num_nulls(account_id, other_account_id) <> 1 and num_nulls(contact_id, other_contact_id) <> 1 and num_nulls(lead_id, other_lead_id) <> 1),
  unique (organization_id, account_id, other_account_id),
  unique (organization_id, contact_id, other_contact_id),
  unique (organization_id, lead_id, other_lead_id),
  foreign key (organization_id, account_id) references app_public.accounts on delete cascade,
  foreign key (organization_id, other_account_id) references app_public.accounts on delete cascade,
  foreign key (organization_id, contact_id) references app_public.contacts on delete cascade,
  foreign key (organization_id, other_contact_id) references app_public.contacts on delete cascade,
  foreign key (organization_id, lead_id) references app_public.leads on delete cascade,
  foreign key (organization_id, other_lead_id) references app_public.leads on delete cascade
);
create index duplicate_candidates_score_idx on app_public.duplicate_candidates (organization_id, status, score, id);
create index duplicate_candidates_other_account_id_idx on app_public.duplicate_candidates (organization_id, other_account_id) where other_account_id is not null;
create index duplicate_candidates_other_contact_id_idx on app_public.duplicate_candidates (organization_id, other_contact_id) where other_contact_id is not null;
create index duplicate_candidates_other_lead_id_idx on app_public.duplicate_candidates (organization_id, other_lead_id) where other_lead_id is not null;
comment on table app_public.duplicate_candidates is
  E'@behavior -insert -update -delete\nTwo records that may be one, as the last nightly run found. For who sees both, and every field that they are compared by; others ask findDuplicates.';
comment on column app_public.duplicate_candidates.alike is E'@behavior -*\nCriterion → similarity.';
comment on column app_public.duplicate_candidates.score is 'How likely it is that the two are one, 0 to 1.';
comment on constraint duplicate_candidates_pair_check on app_public.duplicate_candidates is 'Two records of one kind, the smaller id first.';
do $$
declare
  target text;
begin
  -- A record's own candidates are asked for by findDuplicates, from either side.
  foreach target in array '{account,other_account,contact,other_contact,lead,other_lead}'::text[] loop
    execute format('comment on constraint %I on app_public.duplicate_candidates is %L',
      'duplicate_candidates_organization_id_' || target || '_id_fkey', '@backwardBehavior -*');
  end loop;
end
$$;

call app_hidden.protect_part('duplicate_candidates');
create policy who_sees_all_compared on app_public.duplicate_candidates as restrictive for select to rowhouse_user
  using (case
    when account_id is not null then (select app_hidden.sees_compared('account'))
    when contact_id is not null then (select app_hidden.sees_compared('contact'))
    else (select app_hidden.sees_compared('lead')) end);
revoke insert, update, delete on app_public.duplicate_candidates from rowhouse_user, rowhouse_importer;
-- They follow from the records; what somebody decides does not.
call app_hidden.audit_changes('duplicate_candidates', left_out => '{score,alike,found_at}', events => '{update}');

create function app_public.duplicate_candidates_reasons(candidate app_public.duplicate_candidates) returns app_public.duplicate_reason[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select app_hidden.duplicate_reasons(r, candidate.alike)
    from app_public.duplicate_rules r
    where r.organization_id = app_hidden.current_organization_id() and candidate.organization_id = r.organization_id
      and r.object_type = case when candidate.account_id is not null then 'account'
        when candidate.contact_id is not null then 'contact' else 'lead' end
$$;
comment on function app_public.duplicate_candidates_reasons(app_public.duplicate_candidates) is 'What speaks for and against it, the weightiest first.';
grant execute on function app_public.duplicate_candidates_reasons(app_public.duplicate_candidates) to rowhouse_user;

create function app_public.dismiss_duplicate(id uuid, is_dismissed boolean default true) returns app_public.duplicate_candidates
language plpgsql volatile as $$
declare
  candidate app_public.duplicate_candidates;
begin
  select * into candidate from app_public.duplicate_candidates c where c.id = dismiss_duplicate.id;
  if not found then
    perform app_hidden.fail('RH404', 'No such candidate.');
  end if;
  return app_hidden.decide_duplicate(candidate.id, dismiss_duplicate.is_dismissed);
end
$$;
comment on function app_public.dismiss_duplicate(uuid, boolean) is
  E'@resultFieldName duplicateCandidate\nSays that two records are not one, or (isDismissed: false) takes that back. RH404 when the caller sees no such candidate, RH403 without the permission to merge them, RH409 when they were merged.';

create function app_hidden.decide_duplicate(id uuid, is_dismissed boolean) returns app_public.duplicate_candidates
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  candidate app_public.duplicate_candidates;
  object text;
begin
  select * into candidate from app_public.duplicate_candidates c
    where c.organization_id = app_hidden.current_organization_id() and c.id = decide_duplicate.id
    for update;
  object := case when candidate.account_id is not null then 'account' when candidate.contact_id is not null then 'contact' else 'lead' end;
  perform app_hidden.require_record_permission(object, 'merge', coalesce(candidate.account_id, candidate.contact_id, candidate.lead_id));
  perform app_hidden.require_record_permission(object, 'merge', coalesce(candidate.other_account_id, candidate.other_contact_id, candidate.other_lead_id));
  if candidate.status = 'merged' then
    perform app_hidden.fail('RH409', 'These two have been merged.');
  end if;
  update app_public.duplicate_candidates c
    set status = case when is_dismissed then 'dismissed' else 'open' end,
      decided_at = case when is_dismissed then now() end,
      decided_by = case when is_dismissed then app_hidden.current_user_id() end
    where c.organization_id = candidate.organization_id and c.id = candidate.id
    returning * into candidate;
  return candidate;
end
$$;
comment on function app_hidden.decide_duplicate(uuid, boolean) is
  'dismiss_duplicate for who may merge both records: RH403 or RH404 for others.';
grant execute on function app_public.dismiss_duplicate(uuid, boolean), app_hidden.decide_duplicate(uuid, boolean) to rowhouse_user;

-- ---------------------------------------------------------------------------------------------
-- The run: what is new or has changed is compared with everything, a batch a transaction.

create function app_private.duplicate_work(organization uuid default null) returns table (organization_id uuid, object text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.organization_id, r.object_type
    from app_public.duplicate_rules r
    where (organization is null or r.organization_id = organization)
      and (app_hidden.active_rule(r.organization_id, r.object_type)).id is not null
      and exists (select from app_hidden.match_keys k
        where k.organization_id = r.organization_id and k.object = r.object_type and k.checked_at is null)
$$;
comment on function app_private.duplicate_work(uuid) is 'Of which organizations and objects there are records whose candidates are not known.';

create function app_private.forget_checked(organization_id uuid, object text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  update app_hidden.match_keys k set checked_at = null
    where k.organization_id = forget_checked.organization_id and k.object = forget_checked.object and k.checked_at is not null
$$;
comment on function app_private.forget_checked(uuid, text) is 'Lets the next run compare all records of the object again.';

create function app_private.check_duplicates(organization_id uuid, object text, batch integer default 25000) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set enable_nestloop = off as $$
declare
  rule constant app_public.duplicate_rules := app_hidden.active_rule(organization_id, object);
  target constant text := (select o.table_name from app_hidden.crm_objects o where o.name = object);
  probed record;
begin
  if rule.id is null then
    return false;
  end if;
  -- Nobody's work: the audit log names no actor.
  perform set_config('rowhouse.user_id', '', true), set_config('jit', 'off', true), set_config('work_mem', '128MB', true);
  select array_agg(k.record_id) as ids, array_agg(k.xmin::text) as versions into probed
    from (select k.record_id, k.xmin from app_hidden.match_keys k
      where k.organization_id = check_duplicates.organization_id and k.object = check_duplicates.object and k.checked_at is null
      order by k.record_id limit batch) k;
  if probed.ids is null then
    return false;
  end if;
  execute format($sql$
    with found as materialized (
      select least(p.id, f.id) as one, greatest(p.id, f.id) as other, max(f.score) as score, (array_agg(f.alike order by f.score desc))[1] as alike
        from (%1$s) f
        join unnest($1) with ordinality p (id, n) on p.n = f.probe
        group by 1, 2
    ),
    kept as (
      insert into app_public.duplicate_candidates as c (organization_id, %2$I, %3$I, score, alike)
        select %4$L, f.one, f.other, f.score, f.alike from found f
        on conflict (organization_id, %2$I, %3$I) do update set score = excluded.score, alike = excluded.alike,
            status = 'open', decided_at = null, decided_by = null
          -- One that was merged and is compared has come out of the recycle bin by itself.
          where c.status <> 'dismissed' and (c.status, c.score, c.alike) is distinct from ('open', excluded.score, excluded.alike)
    )
    delete from app_public.duplicate_candidates c
      where c.organization_id = %4$L and c.status = 'open' and (c.%2$I = any ($1) or c.%3$I = any ($1))
        and not exists (select from found f where f.one = c.%2$I and f.other = c.%3$I)$sql$,
      app_hidden.duplicate_query(rule,
        format('select p.n as probe, r.id, %s as record, k.keys
            from unnest($1) with ordinality p (id, n)
            join app_public.%I r on r.organization_id = %L and r.id = p.id and %s
            join app_hidden.match_keys k on k.organization_id = r.organization_id and k.object = %L and k.record_id = r.id',
          app_hidden.features_expression(object), target, organization_id, app_hidden.comparable_expression(target), object),
        '{}', app_hidden.comparable_expression(target),
        -- What is neither checked nor in this batch finds these when its turn comes.
        '(m.is_checked or m.record_id < p.id)', true),
      object || '_id', 'other_' || object || '_id', organization_id)
    using probed.ids;
  -- What has changed meanwhile has another version, and is left for the next batch.
  update app_hidden.match_keys k set checked_at = now()
    from unnest(probed.ids, probed.versions) p (id, version)
    where k.organization_id = check_duplicates.organization_id and k.object = check_duplicates.object
      and k.record_id = p.id and k.xmin::text = p.version;
  return cardinality(probed.ids) = batch;
end
$$;
comment on function app_private.check_duplicates(uuid, text, integer) is
  'Compares the next records whose candidates are not known with all of the object, and keeps what it finds. Answers
whether there is more. It can be called again after anything.';
grant execute on function app_private.duplicate_work(uuid), app_private.forget_checked(uuid, text),
  app_private.check_duplicates(uuid, text, integer) to rowhouse_authenticator;

create function app_public.check_duplicates(object_type text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  object constant app_hidden.crm_objects := app_hidden.require_comparable(object_type);
  organization constant uuid := app_hidden.current_organization_id();
begin
  perform app_hidden.require_permission(object.name, 'merge');
  perform graphile_worker.add_job('find_duplicates',
    json_build_object('organization_id', organization, 'object_type', object.name),
    job_key => 'duplicates:' || organization || ':' || object.name, job_key_mode => 'preserve_run_at', max_attempts => 5);
  return true;
end
$$;
comment on function app_public.check_duplicates(text) is
  E'@resultFieldName isQueued\nHas all records of an object (account, contact, lead) compared anew, as a job: after its rule was changed. duplicateCandidates has what is found. RH403 without the permission to merge.';
grant execute on function app_public.check_duplicates(text) to rowhouse_user;

call app_hidden.add_reporting_views();
