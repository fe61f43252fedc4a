import type { Item } from "./item.ts";

/** Written into the statement: for a limit that is a parameter Postgres would plan each time. */
const PAGE = 50;

/** The 50 leads of a status with the highest score, and how many there are. */
export const leads: Item = {
  key: "leads",
  title: "lead list by score, counted",
  as: "owner",
  query: `query Leads($status: LeadStatus!, $first: Int!) {
    leads(filter: { status: { equalTo: $status } }, orderBy: [SCORE_DESC], first: $first) {
      totalCount
      nodes {
        id name company email phone status rating priority score source createdAt
        owner { id name }
      }
    }
  }`,
  variables: () => ({ status: "QUALIFIED", first: PAGE }),
  statement: () => `
    select json_build_object('leads', json_build_object(
      'totalCount', (
        select count(*) from app_public.leads
          where organization_id = $1 and status = $2 and deleted_at is null),
      'nodes', (
        select coalesce(json_agg(json_build_object(
            'id', l.id, 'name', l.name, 'company', l.company, 'email', l.email, 'phone', l.phone,
            'status', upper(l.status), 'rating', upper(l.rating), 'priority', upper(l.priority),
            'score', l.score, 'source', l.source, 'createdAt', l.created_at,
            'owner', case when u.id is not null then
              json_build_object('id', u.id, 'name', u.name) end)
            order by l.score desc, l.id desc), '[]')
          from (
            select * from app_public.leads
              where organization_id = $1 and status = $2 and deleted_at is null
              order by score desc, id desc limit ${PAGE}) l
          left join app_public.users u on u.id = l.owner_id)))`,
  values: (variables, claims) => [
    claims.organizationId, String(variables["status"]).toLowerCase(),
  ],
  requirement: { table: "leads", columns: ["organization_id", "status"], slowdown: 3 },
};
