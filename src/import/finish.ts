import type { ClientBase } from "pg";

/**
 * Completes the stage history of imported deals: where each step came from, since when each deal
 * is in its stage, and a step for those whose files told none. Changes nothing the second time.
 */
export async function finishDeals(client: ClientBase, externalSystem: string): Promise<void> {
  await withoutNestedLoops(client, ["deals", "deal_stage_history"], async () => {
    await completeHistory(client, externalSystem);
  });
}

/** Tells deals of the imported leads that they came from. Changes nothing the second time. */
export async function finishLeads(client: ClientBase, externalSystem: string): Promise<void> {
  await withoutNestedLoops(client, ["deals", "leads"], async () => {
    await client.query(
      `update app_public.deals d
         set source_lead_id = l.id,
           primary_contact_id = coalesce(d.primary_contact_id, l.converted_contact_id)
         from app_public.leads l
         where l.converted_deal_id = d.id and l.external_system = $1 and d.source_lead_id is null`,
      [externalSystem],
    );
  });
}

/**
 * Runs statements over whole tables. Behind policies Postgres expects far fewer rows than there
 * are and would compare each with each.
 */
async function withoutNestedLoops(
  client: ClientBase,
  tables: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  for (const table of tables)
    await client.query("select app_hidden.refresh_statistics($1)", [table]);
  await client.query("set local enable_nestloop to off");
  await work();
  await client.query("set local enable_nestloop to on");
}

async function completeHistory(client: ClientBase, externalSystem: string): Promise<void> {
  // A step that was made up here gives way to one that a file tells.
  await client.query(
    `delete from app_public.deal_stage_history made
       where made.external_system = $1 and made.external_id like 'deal:%' and exists (
         select from app_public.deal_stage_history told
           where told.deal_id = made.deal_id and told.to_stage_id = made.to_stage_id
             and told.id <> made.id and told.external_id not like 'deal:%')`,
    [externalSystem],
  );
  await client.query(
    `insert into app_public.deal_stage_history
         (deal_id, pipeline_id, to_stage_id, amount, probability, changed_at, changed_by,
           external_system, external_id)
       select d.id, d.pipeline_id, d.stage_id, d.amount, d.probability, d.stage_entered_at,
           coalesce(d.owner_id, app_hidden.current_user_id()), $1, 'deal:' || d.id || d.stage_id
         from app_public.deals d
         where d.external_system in ($1, 'file') and not exists (
           select from app_public.deal_stage_history h
             where h.deal_id = d.id and h.to_stage_id = d.stage_id)`,
    [externalSystem],
  );
  await client.query(
    `update app_public.deal_stage_history h set from_stage_id = steps.from_stage_id
       from (
         select s.id, lag(s.to_stage_id) over (
             partition by s.deal_id order by s.changed_at, s.id) as from_stage_id
           from app_public.deal_stage_history s
           where s.deal_id in (
             select deal_id from app_public.deal_stage_history where external_system = $1)) steps
       where h.id = steps.id and h.external_system = $1
         and h.from_stage_id is distinct from steps.from_stage_id`,
    [externalSystem],
  );
  await client.query(
    `update app_public.deals d set stage_entered_at = steps.entered_at
       from (
         select h.deal_id, h.to_stage_id, max(h.changed_at) as entered_at
           from app_public.deal_stage_history h where h.external_system = $1 group by 1, 2) steps
       where d.id = steps.deal_id and d.stage_id = steps.to_stage_id
         and d.status in ('new', 'in_progress') and d.stage_entered_at <> steps.entered_at`,
    [externalSystem],
  );
}
