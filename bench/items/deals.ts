import type { Item } from "./item.ts";

/** Written into the statement: for a limit that is a parameter Postgres would plan each time. */
const PAGE = 50;

/** The newest 50 deals with account, owner and stage. */
export const deals: Item = {
  key: "deals",
  title: "deal list",
  as: "owner",
  query: `query Deals($first: Int!) {
    deals(first: $first, orderBy: [CREATED_AT_DESC]) {
      nodes {
        id dealNumber title total currency status probability expectedCloseDate createdAt
        account { id name }
        owner { id name }
        stage { id name color }
      }
    }
  }`,
  variables: () => ({ first: PAGE }),
  statement: () => `
    select json_build_object('deals', json_build_object('nodes', (
      select coalesce(json_agg(json_build_object(
          'id', d.id, 'dealNumber', d.deal_number, 'title', d.title, 'total', d.total::text,
          'currency', d.currency, 'status', upper(d.status), 'probability', d.probability,
          'expectedCloseDate', d.expected_close_date, 'createdAt', d.created_at,
          'account', (select json_build_object('id', a.id, 'name', a.name)
            from app_public.accounts a
            where a.organization_id = $1 and a.id = d.account_id and a.deleted_at is null),
          'owner', (select json_build_object('id', u.id, 'name', u.name)
            from app_public.users u where u.id = d.owner_id),
          'stage', (select json_build_object('id', s.id, 'name', s.name, 'color', s.color)
            from app_public.pipeline_stages s
            where s.organization_id = $1 and s.id = d.stage_id))), '[]')
        from (
          select * from app_public.deals
            where organization_id = $1 and deleted_at is null
            order by created_at desc, id desc limit ${PAGE}) d)))`,
  values: (_variables, claims) => [claims.organizationId],
};
