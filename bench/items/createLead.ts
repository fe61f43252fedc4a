import type { Item } from "./item.ts";

type Lead = {
  firstName: string;
  lastName: string;
  company: string;
  email: string;
  source: string;
};

/** A new lead, answered with its owner. */
export const createLead: Item = {
  key: "create-lead",
  title: "create lead",
  as: "owner",
  query: `mutation CreateLead($lead: LeadInput!) {
    createLead(input: { lead: $lead }) {
      lead { id name company email status score source createdAt owner { id name } }
    }
  }`,
  variables: (_data, request) => ({
    lead: {
      firstName: "Bench",
      lastName: `Lead ${request}`,
      company: `Company ${request}`,
      email: `bench-${request}@company.test`,
      source: "Web",
    } satisfies Lead,
  }),
  statement: (mode) => `
    with created as (
      insert into app_public.leads (first_name, last_name, company, email, source
          ${mode === "policies" ? "" : ", organization_id, owner_id, created_by, updated_by"})
        values ($1, $2, $3, $4, $5 ${mode === "policies" ? "" : ", $6, $7, $7, $7"})
        returning *)
    select json_build_object('createLead', json_build_object('lead', json_build_object(
        'id', c.id, 'name', c.name, 'company', c.company, 'email', c.email,
        'status', upper(c.status), 'score', c.score, 'source', c.source,
        'createdAt', c.created_at,
        'owner', case when u.id is not null then
          json_build_object('id', u.id, 'name', u.name) end)))
      from created c
      left join app_public.users u on u.id = c.owner_id`,
  values: (variables, claims, mode) => {
    const { firstName, lastName, company, email, source } = variables["lead"] as Lead;
    const lead = [firstName, lastName, company, email, source];
    return mode === "policies" ? lead : [...lead, claims.organizationId, claims.userId];
  },
  differing: ["id", "createdAt"],
};
