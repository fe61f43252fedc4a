--! Previous: sha1:61f351c0c02808d9c6de99f602318de3d183c2f6
--! Hash: sha1:451965e96790f00bfe1c57d558d21a5f43843741

-- Matching: what names, companies, addresses and numbers are compared by. People write the same
-- thing in many ways; a key is what stays when the manner of writing is taken away. Keys are
-- immutable functions, so that they can be indexed.

create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists fuzzystrmatch;

-- Names are bound when the functions are made, as in 000010: the extensions may have been installed
-- into any schema before.
do $do$
declare
  home jsonb := (select jsonb_object_agg(e.extname, n.nspname)
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace);
begin
  execute format($ddl$
create function app_hidden.without_accents(value text) returns text
language sql immutable strict parallel safe
return %1$I.unaccent('%1$I.unaccent'::regdictionary, value);
create function app_hidden.trigram_similarity(a text, b text) returns real
language sql immutable strict parallel safe
return %2$I.similarity(a, b);
create function app_hidden.edit_distance(a text, b text) returns integer
language sql immutable strict parallel safe
return %3$I.levenshtein_less_equal(left(a, 250), left(b, 250), 20);
create function app_hidden.sound_key(value text) returns text
language sql immutable strict parallel safe
return nullif(%3$I.dmetaphone(value), '');
$ddl$, home ->> 'unaccent', home ->> 'pg_trgm', home ->> 'fuzzystrmatch');
end
$do$;
comment on function app_hidden.without_accents(text) is
  'The text in letters without accents: é → e, ß → ss, ø → o. As immutable as the rules of unaccent are.';
comment on function app_hidden.trigram_similarity(text, text) is 'How many of their trigrams two texts share: 0 to 1 (pg_trgm).';
comment on function app_hidden.edit_distance(text, text) is
  'Letters to add, remove or change to make one of the other (Levenshtein), exact up to 20, of the first 250.';
comment on function app_hidden.sound_key(text) is
  'What a word sounds like in English (Double Metaphone, Lawrence Philips 2000); null without a sound.';

-- ---------------------------------------------------------------------------------------------
-- Keys

create function app_hidden.words_key(value text) returns text
language plpgsql immutable strict parallel safe as $$
declare
  words constant text := lower(app_hidden.without_accents(translate(left(value, 1000), '''’`', '')));
begin
  -- Most are as they should be, and looking is cheaper than replacing.
  if words ~ '^[a-z0-9]+( [a-z0-9]+)*$' then
    return words;
  end if;
  return nullif(btrim(regexp_replace(words, '[^[:alnum:]]+', ' ', 'g')), '');
end
$$;
comment on function app_hidden.words_key(text) is
  'The words of a text in lower case, without accents and punctuation, one blank between; null without any.';

create function app_hidden.company_key(name text) returns text
language plpgsql immutable strict parallel safe as $$
declare
  -- Legal forms and the like that make no difference between companies (ISO 20275 lists the forms).
  suffixes constant text[] := string_to_array(
    'ab ag aps as asa bv bvba co company corp corporation cv doo eood gbr gmbh group holding holdings inc '
    'incorporated kft kg kgaa kk limited llc llp lp ltd ltda mbh nv oy oyj plc pllc pte pty pvt sa sab sapi '
    'sarl sas se sl slu sp spa spol spzoo sro srl srls uab ug oo and z', ' ');
  -- Single letters with points are one word: S.A. is sa, S.p.A. spa, Sp. z o.o. sp z oo.
  words text[] := string_to_array(app_hidden.words_key(case when name !~ '[.&]' then name
    else regexp_replace(replace(name, '&', ' and '), '\m([[:alpha:]])\.\s?(?=[[:alpha:]]\M)', '\1', 'g') end), ' ');
begin
  if words[1] = 'the' and cardinality(words) > 1 then
    words := words[2:];
  end if;
  while cardinality(words) > 1 and words[cardinality(words)] = any (suffixes) loop
    words := words[:cardinality(words) - 1];
  end loop;
  return array_to_string(words, ' ');
end
$$;
comment on function app_hidden.company_key(text) is
  'What a company''s name is compared by: words_key without legal forms at its end and "the" before it. "The
Ünit-4 Co., Ltd." is "unit 4". Null without letters or digits.';

create function app_hidden.street_key(street text) returns text
language plpgsql immutable strict parallel safe as $$
declare
  kinds constant text := ' street str st strasse road rd avenue ave av lane ln drive dr court ct place pl crescent cres cr '
    'circuit cct boulevard blvd close cl terrace tce ter square sq way ';
  words constant text := app_hidden.words_key(street);
  name constant text := substring(words from '^(.*) [a-z]+$');
begin
  return case when position(substr(words, length(name) + 1) || ' ' in kinds) > 0 then name else words end;
end
$$;
comment on function app_hidden.street_key(text) is
  'What a street and number are compared by: words_key without the kind of street at its end, which is often abbreviated.';

create function app_hidden.phone_key(phone text) returns text
language plpgsql immutable strict parallel safe as $$
declare
  digits text := translate(left(phone, 100), ' +()-/.', '');
begin
  if digits !~ '^[0-9]*$' then
    digits := regexp_replace(regexp_replace(digits, '(ext|extension|x|#|;).*$', '', 'i'), '[^0-9]', '', 'g');
  end if;
  return case when length(digits) >= 7 then right(digits, 9) end;
end
$$;
comment on function app_hidden.phone_key(text) is
  'What telephone numbers are compared by: the last nine digits without extension, so that the country''s and the
trunk prefix make no difference. Null with less than seven digits.';

create function app_hidden.email_key(email text) returns text
language plpgsql immutable strict parallel safe as $$
declare
  address constant text := lower(btrim(email));
  at constant integer := length(address) - position('@' in reverse(address)) + 1;
  mailbox constant text := left(address, at - 1);
  host constant text := substr(address, at + 1);
begin
  if at > length(address) then
    return null;
  elsif host in ('gmail.com', 'googlemail.com') then
    return replace(split_part(mailbox, '+', 1), '.', '') || '@gmail.com';
  end if;
  return coalesce(nullif(split_part(mailbox, '+', 1), ''), mailbox) || '@' || host;
end
$$;
comment on function app_hidden.email_key(text) is
  'What e-mail addresses are compared by: lower case, without a "+tag" (RFC 5233), for Gmail without points.';

create function app_hidden.domain_key(website text) returns text
language plpgsql immutable strict parallel safe as $$
declare
  host text := lower(btrim(left(website, 2000)));
begin
  -- Most are an e-mail address or a bare host.
  if host ~ '^[a-z0-9._+-]+@[a-z0-9.-]+$' then
    host := split_part(host, '@', 2);
  else
    host := regexp_replace(host, '^([a-z][a-z0-9+.-]*:)?(//)?([^/?#]*@)?', '');
    if host ~ '[:/?#]' then
      host := regexp_replace(host, '[:/?#].*$', '');
    end if;
  end if;
  host := regexp_replace(rtrim(host, '.'), '^www\d?\.', '');
  return case when host ~ '^[^.\s]+(\.[^.\s]+)+$' then host end;
end
$$;
comment on function app_hidden.domain_key(text) is
  'The host of a web address without "www", or of an e-mail address; null when there is none.';

create function app_hidden.company_domain(email text) returns text
language plpgsql immutable strict parallel safe as $$
declare
  providers constant text :=
    ' 126.com 163.com aim.com aol.com bigpond.com bluewin.ch btinternet.com comcast.net duck.com fastmail.com '
    'free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.com '
    'hotmail.co.uk hotmail.de hotmail.fr hotmail.it icloud.com inbox.com libero.it live.co.uk live.com '
    'live.nl mac.com mail.com mail.ru me.com msn.com naver.com orange.fr outlook.com outlook.de outlook.fr pm.me '
    'proton.me protonmail.com qq.com rediffmail.com rocketmail.com sbcglobal.net seznam.cz sky.com t-online.de '
    'tutanota.com verizon.net virgilio.it wanadoo.fr web.de wp.pl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk '
    'yahoo.com yahoo.com.au yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com '
    'zoho.com ';
  host constant text := app_hidden.domain_key(email);
begin
  return case when position(' ' || host || ' ' in providers) = 0 then host end;
end
$$;
comment on function app_hidden.company_domain(text) is
  'The domain of an e-mail address, null when it is of a provider whose customers share nothing but it.';

grant execute on function
  app_hidden.words_key(text), app_hidden.company_key(text), app_hidden.street_key(text), app_hidden.phone_key(text), app_hidden.email_key(text),
  app_hidden.domain_key(text), app_hidden.company_domain(text), app_hidden.without_accents(text),
  app_hidden.trigram_similarity(text, text), app_hidden.edit_distance(text, text), app_hidden.sound_key(text)
to rowhouse_user;
