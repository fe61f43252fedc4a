/**
 * The statements that make the bench's data. Record n of a kind has an id, a time and neighbours
 * that follow from n, so that no statement has to look anything up and every run makes the same.
 */

/** Temporary functions that the statements below use. */
export const FUNCTIONS = `
create function pg_temp.moment(n int, total int) returns timestamptz
language sql immutable parallel safe return
  timestamptz '2024-07-01 08:00Z' + n * (interval '730 days' / total);

-- As UUID version 7 would be: ordered by time.
create function pg_temp.id(kind text, organization int, n int, total int) returns uuid
language sql immutable parallel safe return (
  lpad(to_hex((extract(epoch from pg_temp.moment(n, total)) * 1000)::bigint), 12, '0') || '7'
  || substr(md5(kind || organization || ':' || n), 1, 3) || '8'
  || substr(md5(kind || organization || ':' || n), 5, 15))::uuid;

create function pg_temp.pick(n int, salt int, choices int) returns int
language sql immutable parallel safe return
  ((hashint4extended(n, salt) & 9223372036854775807) % choices)::int;

create function pg_temp.one_of(n int, salt int, choices text[]) returns text
language sql immutable parallel safe return
  choices[1 + pg_temp.pick(n, salt, cardinality(choices))];

-- Some have much more than others: a fifth of them has close to half.
create function pg_temp.skewed(n int, salt int, total int) returns int
language sql immutable parallel safe return
  1 + floor(total * power(pg_temp.pick(n, salt, 1000000) / 1e6::float8, 2))::int;

-- The last member owns one in a thousand, the others share the rest.
create function pg_temp.owner(organization int, n int, salt int) returns uuid
language sql immutable parallel safe return
  pg_temp.id('user', organization,
    case when pg_temp.pick(n, salt, 1000) = 0 then 20
      else 1 + pg_temp.pick(n, salt + 1, 19) end, 20);

create function pg_temp.account_of_contact(contact int, accounts int) returns int
language sql immutable parallel safe return pg_temp.skewed(contact, 11, accounts);

create function pg_temp.contact_of_deal(deal int, contacts int) returns int
language sql immutable parallel safe return pg_temp.skewed(deal, 12, contacts);

create function pg_temp.quantity(deal int, line int) returns int
language sql immutable parallel safe return 1 + pg_temp.pick(deal, 20 + line, 5);

create function pg_temp.unit_price(deal int, line int) returns int
language sql immutable parallel safe return 50 * (1 + pg_temp.pick(deal, 30 + line, 200));
`;

export const USERS = `
insert into app_public.users (id, email, name)
  select pg_temp.id('user', $1, n, $2), 'member-' || n || '@organization-' || $1 || '.test',
      pg_temp.one_of(n, 1, '{Ada,Ben,Cleo,Dan,Eva,Finn,Gül,Hugo,Ines,Jan}') || ' '
      || pg_temp.one_of(n, 2, '{Adler,Brandt,Castro,Dubois,Evans,Fischer,Garcia,Hansen}')
    from generate_series(1, $2::int) n`;

export const ORGANIZATION = `
select app_private.create_organization('Organization ' || $1::int, pg_temp.id('user', $1, 1, 20),
  'organization-' || $1) as id`;

export const MEMBERSHIPS = `
insert into app_public.memberships (organization_id, user_id, role_id)
  select $1, pg_temp.id('user', $2, n, $3), r.id
    from generate_series(2, $3::int) n
    join app_public.roles r on r.organization_id = $1
      and r.slug = case when n = 2 then 'admin' when n <= 4 then 'manager' else 'member' end`;

export const TEAM_MANAGER = `
insert into app_public.users (id, email, name)
  values (pg_temp.id('user', 1, $1, $2), 'team-manager@organization-1.test', 'Kim Larsen')`;

export const TEAM = `
with manager as (
  insert into app_public.memberships (organization_id, user_id, role_id)
    select $1, pg_temp.id('user', 1, $2, $3), r.id
      from app_public.roles r where r.organization_id = $1 and r.slug = 'manager'
    returning user_id
), team as (
  insert into app_public.teams (organization_id, name) values ($1, 'Pair') returning id
)
insert into app_public.team_members (organization_id, team_id, user_id)
  select $1, team.id, pg_temp.id('user', 1, n, $3) from team, unnest(array[$2::int, $3::int]) n`;

export const PRODUCTS = `
insert into app_public.products
    (organization_id, id, name, code, family, unit_price, currency, created_at, updated_at)
  select $1, pg_temp.id('product', $2, n, 50), 'Product ' || n, 'P-' || n,
      pg_temp.one_of(n, 1, '{Licence,Service,Support}'), 50 * n, 'USD',
      pg_temp.moment(0, 1), pg_temp.moment(0, 1)
    from generate_series(1, 50) n`;

export const ACCOUNTS = `
insert into app_public.accounts (organization_id, id, name, type, industry, company_size,
    annual_revenue, currency, website, primary_email, primary_phone, billing_city,
    billing_country, owner_id, source, created_at, updated_at, created_by, updated_by)
  select $1, pg_temp.id('account', $2, n, $3),
      pg_temp.one_of(n, 1, '{Northern,United,Global,Blue,First,Alpine,Coastal,Urban,Prime,Summit}')
        || ' ' || pg_temp.one_of(n, 2, '{Foods,Motors,Systems,Textiles,Energy,Media,Health,Steel}')
        || ' ' || n,
      pg_temp.one_of(n, 3, '{Customer,Prospect,Partner}'),
      pg_temp.one_of(n, 4, '{Retail,Manufacturing,Software,Finance,Healthcare,Transport}'),
      10 * (1 + pg_temp.pick(n, 5, 500)), 1000 * pg_temp.pick(n, 6, 50000), 'USD',
      'https://company-' || n || '.test', 'office@company-' || n || '.test',
      '+1 555 ' || lpad((n % 10000)::text, 4, '0'),
      pg_temp.one_of(n, 7, '{Berlin,Chicago,Lisbon,Osaka,Lyon,Toronto}'),
      pg_temp.one_of(n, 7, '{Germany,United States,Portugal,Japan,France,Canada}'),
      pg_temp.owner($2, n, 100), pg_temp.one_of(n, 8, '{Web,Referral,Event,Partner}'),
      pg_temp.moment(n, $3), pg_temp.moment(n, $3),
      pg_temp.owner($2, n, 100), pg_temp.owner($2, n, 100)
    from generate_series(1, $3::int) n`;

export const CONTACTS = `
insert into app_public.contacts (organization_id, id, first_name, last_name, email, work_phone,
    job_title, account_id, owner_id, created_at, updated_at, created_by, updated_by)
  select $1, pg_temp.id('contact', $2, n, $3),
      pg_temp.one_of(n, 1, '{Lena,Omar,Priya,Tom,Yuki,Zoe,Marco,Nina,Paul,Rosa}'),
      pg_temp.one_of(n, 2, '{Keller,Lopez,Meyer,Novak,Olsen,Petit,Rossi,Sato,Tran,Weber}'),
      'contact-' || n || '@company-' || pg_temp.account_of_contact(n, $4) || '.test',
      '+1 555 ' || lpad((n % 10000)::text, 4, '0'),
      pg_temp.one_of(n, 3, '{Buyer,Director,Engineer,Manager,Owner,VP Sales}'),
      pg_temp.id('account', $2, pg_temp.account_of_contact(n, $4), $4), pg_temp.owner($2, n, 200),
      pg_temp.moment(n, $3), pg_temp.moment(n, $3),
      pg_temp.owner($2, n, 200), pg_temp.owner($2, n, 200)
    from generate_series(1, $3::int) n`;

export const LEADS = `
insert into app_public.leads (organization_id, id, first_name, last_name, company, job_title, email,
    phone, industry, country, status, disqualified_reason, disqualified_at, converted_at, rating,
    priority, score, source, owner_id, assigned_at, created_at, updated_at, created_by, updated_by)
  select $1, pg_temp.id('lead', $2, n, $3),
      pg_temp.one_of(n, 1, '{Lena,Omar,Priya,Tom,Yuki,Zoe,Marco,Nina,Paul,Rosa}'),
      pg_temp.one_of(n, 2, '{Keller,Lopez,Meyer,Novak,Olsen,Petit,Rossi,Sato,Tran,Weber}'),
      'Lead Company ' || n, pg_temp.one_of(n, 3, '{Buyer,Director,Engineer,Manager,Owner}'),
      'lead-' || n || '@lead-company-' || n || '.test', '+1 555 ' || lpad((n % 10000)::text, 4, '0'),
      pg_temp.one_of(n, 4, '{Retail,Manufacturing,Software,Finance,Healthcare,Transport}'),
      pg_temp.one_of(n, 7, '{Germany,United States,Portugal,Japan,France,Canada}'),
      status, case status when 'disqualified' then 'No budget' end,
      case status when 'disqualified' then pg_temp.moment(n, $3) end,
      case status when 'converted' then pg_temp.moment(n, $3) end,
      pg_temp.one_of(n, 8, '{hot,warm,cold}'), pg_temp.one_of(n, 9, '{low,normal,high,urgent}'),
      pg_temp.pick(n, 10, 101), pg_temp.one_of(n, 13, '{Web,Referral,Event,Partner,Campaign}'),
      pg_temp.owner($2, n, 300), pg_temp.moment(n, $3), pg_temp.moment(n, $3),
      pg_temp.moment(n, $3), pg_temp.owner($2, n, 300), pg_temp.owner($2, n, 300)
    from generate_series(1, $3::int) n,
      lateral (select case
          when p < 40 then 'new' when p < 65 then 'contacted' when p < 80 then 'qualified'
          when p < 92 then 'converted' else 'disqualified' end as status
        from pg_temp.pick(n, 14, 100) p) s`;

export const DEALS = `
insert into app_public.deals (organization_id, id, deal_number, title, account_id,
    primary_contact_id, pipeline_id, stage_id, status, probability, amount, currency,
    expected_close_date, stage_entered_at, closed_at, owner_id, lost_reason, next_step, source,
    created_at, updated_at, created_by, updated_by)
  select $1, pg_temp.id('deal', $2, n, $3), 'D-' || (1000 + n),
      pg_temp.one_of(n, 1, '{Renewal,Expansion,New business,Pilot,Upgrade}') || ' ' || n,
      pg_temp.id('account', $2,
        pg_temp.account_of_contact(pg_temp.contact_of_deal(n, $4), $5), $5),
      pg_temp.id('contact', $2, pg_temp.contact_of_deal(n, $4), $4),
      s.pipeline_id, s.id,
      case when s.kind <> 'open' then s.kind when s.position = 1 then 'new' else 'in_progress' end,
      s.probability,
      pg_temp.quantity(n, 1) * pg_temp.unit_price(n, 1)
        + case n % 2 when 0 then pg_temp.quantity(n, 2) * pg_temp.unit_price(n, 2) else 0 end,
      'USD', (pg_temp.moment(n, $3) + pg_temp.pick(n, 2, 180) * interval '1 day')::date,
      pg_temp.moment(n, $3) + interval '12 days',
      case when s.kind <> 'open' then pg_temp.moment(n, $3) + interval '40 days' end,
      pg_temp.owner($2, n, 400), case s.kind when 'lost' then 'Price' end,
      pg_temp.one_of(n, 3, '{Call back,Send offer,Meet,Wait}'),
      pg_temp.one_of(n, 4, '{Web,Referral,Event,Partner}'),
      pg_temp.moment(n, $3), pg_temp.moment(n, $3),
      pg_temp.owner($2, n, 400), pg_temp.owner($2, n, 400)
    from generate_series(1, $3::int) n
    join app_public.pipeline_stages s on s.organization_id = $1
      and s.position = 1 + pg_temp.pick(n, 15, 6)`;

export const DEAL_PRODUCTS = `
insert into app_public.deal_products (organization_id, id, deal_id, product_id, quantity,
    unit_price, created_at, updated_at)
  select $1, pg_temp.id('line' || line, $2, n, $3), pg_temp.id('deal', $2, n, $3),
      pg_temp.id('product', $2, 1 + pg_temp.pick(n, 16 + line, 50), 50),
      pg_temp.quantity(n, line), pg_temp.unit_price(n, line),
      pg_temp.moment(n, $3), pg_temp.moment(n, $3)
    from generate_series(1, $3::int) n,
      generate_series(1, case n % 2 when 0 then 2 else 1 end) line`;

export const STAGE_HISTORY = `
insert into app_public.deal_stage_history (organization_id, id, deal_id, pipeline_id, from_stage_id,
    to_stage_id, amount, probability, changed_at, changed_by)
  select d.organization_id, md5(d.id::text || passed.position)::uuid, d.id, d.pipeline_id,
      lag(passed.id) over way, passed.id, d.amount, passed.probability,
      d.created_at + passed.position * interval '3 days', d.owner_id
    from app_public.deals d
    join app_public.pipeline_stages s on s.organization_id = d.organization_id and s.id = d.stage_id
    join app_public.pipeline_stages passed on passed.organization_id = d.organization_id
      and passed.pipeline_id = d.pipeline_id
      and (passed.id = s.id or passed.kind = 'open' and passed.position < s.position)
    where d.organization_id = $1
    window way as (partition by d.id order by passed.position)`;

export const ACTIVITIES = `
insert into app_public.activities (organization_id, id, type, subject, status, priority, due_date,
    assigned_to_id, account_id, contact_id, lead_id, deal_id, completed_at, completed_by, outcome,
    duration_minutes, created_at, updated_at, created_by, updated_by)
  select $1, pg_temp.id('activity', $2, n, $3),
      pg_temp.one_of(n, 1, '{call,email,meeting,task}'),
      pg_temp.one_of(n, 2, '{Introduction,Follow up,Offer,Demo,Check in,Contract}') || ' ' || n,
      case when is_done then 'completed' else 'planned' end,
      pg_temp.one_of(n, 4, '{low,normal,high,urgent}'),
      (pg_temp.moment(n, $3) + interval '5 days')::date, owner,
      case n % 4 when 0 then null
        when 1 then pg_temp.id('account', $2, pg_temp.account_of_contact(contact, $4), $4)
        else pg_temp.id('account', $2, pg_temp.skewed(n, 11, $4), $4) end,
      case n % 4 when 1 then pg_temp.id('contact', $2, contact, $5) end,
      case n % 4 when 0 then pg_temp.id('lead', $2, pg_temp.skewed(n, 17, $6), $6) end,
      case n % 8 when 3 then pg_temp.id('deal', $2, pg_temp.skewed(n, 18, $7), $7) end,
      case when is_done then pg_temp.moment(n, $3) + interval '4 days' end,
      case when is_done then owner end,
      case when is_done then 'Reached' end, case when is_done then 30 end,
      pg_temp.moment(n, $3), pg_temp.moment(n, $3), owner, owner
    from generate_series(1, $3::int) n,
      lateral (select pg_temp.owner($2, n, 500) as owner, pg_temp.pick(n, 3, 10) < 7 as is_done,
        pg_temp.skewed(n, 19, $5) as contact) x`;

export const NOTES = `
insert into app_public.notes (organization_id, id, title, content, account_id, lead_id, deal_id,
    created_at, updated_at, created_by, updated_by)
  select $1, pg_temp.id('note', $2, n, $3),
      pg_temp.one_of(n, 1, '{Meeting notes,Call summary,Background,Next steps}'),
      repeat(pg_temp.one_of(n, 2,
          '{They asked for a second offer. ,Budget is settled. ,We meet again. }'),
        1 + pg_temp.pick(n, 3, 6)) || n,
      case n % 3 when 0 then pg_temp.id('account', $2, pg_temp.skewed(n, 11, $4), $4) end,
      case n % 3 when 1 then pg_temp.id('lead', $2, pg_temp.skewed(n, 17, $5), $5) end,
      case n % 3 when 2 then pg_temp.id('deal', $2, pg_temp.skewed(n, 18, $6), $6) end,
      pg_temp.moment(n, $3), pg_temp.moment(n, $3),
      pg_temp.owner($2, n, 600), pg_temp.owner($2, n, 600)
    from generate_series(1, $3::int) n`;

export const DEAL_NUMBERS = `
select setval(('app_private.' || app_hidden.deal_number_sequence($1))::regclass, 1000 + $2::int)`;

/** The indexes of the filled tables that no constraint stands on. */
export const INDEXES = `
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
  from pg_index i
  join pg_class c on c.oid = i.indrelid
  where c.relnamespace = 'app_public'::regnamespace
    and c.relname = any ('{accounts,contacts,leads,deals,deal_products,deal_stage_history,
      activities,notes}')
    and not exists (select from pg_constraint where conindid = i.indexrelid)
  order by 1`;

export const SESSION = `
select u.id as user, app_private.begin_session(u.id, $3, $4) as session
  from app_public.users u where u.id = pg_temp.id('user', 1, $1, $2)`;

/** Accounts of the first organization that have many records on them. */
export const OPEN_LEADS = `
select id from app_public.leads
  where organization_id = $1 and status in ('new', 'contacted', 'qualified')
  order by md5(id::text) limit $2`;

export const BUSY_ACCOUNTS = `
select pg_temp.id('account', 1, n, $1) as id
  from generate_series(1, greatest(20, $1::int / 50), greatest(1, $1::int / 50 / 200)) n`;
