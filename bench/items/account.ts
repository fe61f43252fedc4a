import type { Item } from "./item.ts";

function list(
  name: string,
  table: string,
  fields: string,
  condition = "true",
  join = "",
): string {
  const from = `app_public.${table} r
            where r.organization_id = a.organization_id and r.account_id = a.id
              and r.deleted_at is null and ${condition}`;
  return `'${name}', json_build_object(
        'totalCount', (select count(*) from ${from}),
        'nodes', (
          select coalesce(json_agg(json_build_object(${fields})
              order by page.created_at desc, page.id desc), '[]')
            from (select * from ${from} order by r.created_at desc, r.id desc limit 10) page
            ${join}))`;
}

/** One account with owner, contacts, open deals, activities and notes, ten of each and counted. */
export const account: Item = {
  key: "account",
  title: "account 360",
  as: "owner",
  query: `query Account($id: UUID!) {
    account(id: $id) {
      id name type industry annualRevenue currency website primaryPhone billingCity createdAt
      owner { id name email }
      contacts(first: 10, orderBy: [CREATED_AT_DESC]) {
        totalCount
        nodes { id name email jobTitle workPhone }
      }
      deals(
        first: 10, orderBy: [CREATED_AT_DESC], filter: { status: { in: [NEW, IN_PROGRESS] } }
      ) {
        totalCount
        nodes { id title total status expectedCloseDate stage { id name } }
      }
      activities(first: 10, orderBy: [CREATED_AT_DESC]) {
        totalCount
        nodes { id type subject status dueDate createdAt }
      }
      notes(first: 10, orderBy: [CREATED_AT_DESC]) {
        totalCount
        nodes { id title content createdAt }
      }
    }
  }`,
  variables: ({ accountIds }, request) => ({ id: accountIds[request % accountIds.length] }),
  statement: () => `
    select json_build_object('account', json_build_object(
      'id', a.id, 'name', a.name, 'type', a.type, 'industry', a.industry,
      'annualRevenue', a.annual_revenue::text, 'currency', a.currency, 'website', a.website,
      'primaryPhone', a.primary_phone, 'billingCity', a.billing_city, 'createdAt', a.created_at,
      'owner', (select json_build_object('id', u.id, 'name', u.name, 'email', u.email)
        from app_public.users u where u.id = a.owner_id),
      ${list("contacts", "contacts", `'id', page.id, 'name', page.name, 'email', page.email,
        'jobTitle', page.job_title, 'workPhone', page.work_phone`)},
      ${list("deals", "deals", `'id', page.id, 'title', page.title, 'total', page.total::text,
        'status', upper(page.status), 'expectedCloseDate', page.expected_close_date,
        'stage', case when s.id is not null then
          json_build_object('id', s.id, 'name', s.name) end`,
      "r.status in ('new', 'in_progress')",
      `left join app_public.pipeline_stages s on s.organization_id = page.organization_id
         and s.id = page.stage_id`)},
      ${list("activities", "activities", `'id', page.id, 'type', upper(page.type),
        'subject', page.subject, 'status', upper(page.status), 'dueDate', page.due_date,
        'createdAt', page.created_at`)},
      ${list("notes", "notes", `'id', page.id, 'title', page.title, 'content', page.content,
        'createdAt', page.created_at`)}))
    from app_public.accounts a
    where a.organization_id = $1 and a.id = $2 and a.deleted_at is null`,
  values: (variables, claims) => [claims.organizationId, variables["id"]],
};
