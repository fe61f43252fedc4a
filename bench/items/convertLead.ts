import type { Item } from "./item.ts";

/**
 * A conversion as somebody would write it by hand: finds account and contact, makes what is
 * missing and marks the lead. It copies the same fields, and leaves out what else Rowhouse does:
 * fields filled in, tags, what is on the lead, undo, a record of it, keys for repeating it.
 */
export const HAND_WRITTEN_CONVERSION = `
create function app_hidden.hand_written_conversion(lead_id uuid, organization uuid, caller uuid) returns json
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  l app_public.leads;
  account uuid;
  contact uuid;
  deal uuid;
begin
  select * into l from app_public.leads t
    where t.organization_id = organization and t.id = lead_id and t.deleted_at is null for update;
  if not found or l.status in ('converted', 'disqualified') then
    raise exception 'no such lead';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(organization || app_hidden.company_key(l.company), 0));
  select a.id into account from app_public.accounts a
    where a.organization_id = organization and a.deleted_at is null
      and app_hidden.company_key(a.name) = app_hidden.company_key(l.company)
    order by a.created_at, a.id limit 1;
  if account is null then
    insert into app_public.accounts (organization_id, name, industry, billing_country, source, owner_id, created_by, updated_by)
      values (organization, l.company, l.industry, l.country, l.source, l.owner_id, caller, caller) returning id into account;
  end if;
  select c.id into contact from app_public.contacts c
    where c.organization_id = organization and c.deleted_at is null and c.email = l.email;
  if contact is null then
    insert into app_public.contacts (organization_id, first_name, last_name, email, work_phone, job_title, mailing_country,
        source, account_id, owner_id, created_by, updated_by)
      values (organization, l.first_name, l.last_name, l.email, l.phone, l.job_title, l.country,
        l.source, account, l.owner_id, caller, caller) returning id into contact;
  end if;
  insert into app_public.deals (organization_id, title, account_id, primary_contact_id, pipeline_id, stage_id, source,
      source_lead_id, owner_id, created_by, updated_by)
    select organization, l.company, account, contact, p.id, s.id, l.source, l.id, l.owner_id, caller, caller
      from app_public.pipelines p
      join app_public.pipeline_stages s on s.organization_id = p.organization_id and s.pipeline_id = p.id and s.position = 1
      where p.organization_id = organization and p.is_default
    returning id into deal;
  update app_public.leads t set status = 'converted', converted_at = now(), converted_account_id = account,
      converted_contact_id = contact, converted_deal_id = deal, updated_by = caller
    where t.organization_id = organization and t.id = lead_id;
  return (
    select json_build_object(
        'lead', json_build_object('id', l.id, 'status', 'CONVERTED'),
        'account', json_build_object('id', a.id, 'name', a.name, 'industry', a.industry),
        'contact', json_build_object('id', c.id, 'name', c.name, 'email', c.email),
        'deal', json_build_object('id', d.id, 'title', d.title, 'status', upper(d.status)))
      from app_public.deals d
      join app_public.accounts a on a.organization_id = d.organization_id and a.id = d.account_id
      join app_public.contacts c on c.organization_id = d.organization_id and c.id = d.primary_contact_id
      where d.organization_id = organization and d.id = deal);
end
$$;
grant execute on function app_hidden.hand_written_conversion(uuid, uuid, uuid) to rowhouse_user`;

/** A lead that becomes an account, a contact and a deal. */
export const convertLead: Item = {
  key: "convert-lead",
  title: "convert lead",
  as: "owner",
  query: `mutation ConvertLead($input: ConvertLeadInput!) {
    convertLead(input: $input) {
      lead { id status }
      account { id name industry }
      contact { id name email }
      deal { id title status }
    }
  }`,
  once: (data) => data.openLeadIds.length,
  // With a key, so that its statements can be looked at once more.
  variables: (data, request) => ({
    input: { leadId: data.openLeadIds[request], idempotencyKey: `bench ${request}` },
  }),
  statement: () =>
    "select json_build_object('convertLead', app_hidden.hand_written_conversion($1, $2, $3))",
  values: (variables, claims) => [
    (variables["input"] as { leadId: string }).leadId, claims.organizationId, claims.userId,
  ],
  differing: ["id", "name", "email", "title", "industry"],
};
