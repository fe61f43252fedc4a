import { openHouse, select } from "../privacy/house.ts";
import type { House } from "../privacy/house.ts";
import { insertAs, runAs } from "../support/tenants.ts";

export { openHouse, select };
export type { House };

/** A score as it is in the table. */
export type Score = {
  total: number;
  quality: string;
  status_points: number;
  activity_points: number;
  completeness_points: number;
  age_points: number;
  engagement_points: number;
  custom_points: number;
  [column: string]: unknown;
};

/** Makes a lead as our owner. */
export function makeLead({ database, ours }: House, columns: Record<string, unknown> = {}): Promise<string> {
  return insertAs(database, ours.actor("owner"), "leads", { last_name: "Lead", ...columns });
}

/** Scores a lead as our owner, and answers its score. */
export async function scoreOf({ database, ours }: House, leadId: string): Promise<Score> {
  const score = await runAs(database, ours.actor("owner"), "select * from app_public.score_lead($1)", [leadId]);
  return score as Score;
}

/** Changes our rules as the owner does. */
export async function configure(house: House, columns: Record<string, unknown>): Promise<void> {
  const names = Object.keys(columns);
  const assignments = names.map((name, index) => `${name} = $${index + 1}`).join(", ");
  await runAs(house.database, house.ours.actor("owner"), `update app_public.lead_scoring_configs set ${assignments}`,
    Object.values(columns));
}

/** Differences between the scores of an organization and the same calculated from scratch. */
export function staleScores(house: House, organizationId: string): Promise<Record<string, unknown>[]> {
  return select(
    house,
    `select l.id, l.score, s.total, c.* from app_public.leads l
       left join app_public.lead_scores s on s.organization_id = l.organization_id and s.lead_id = l.id
       left join app_hidden.calculate_lead_scores($1, array(select id from app_public.leads
         where organization_id = $1), app_hidden.today()) c on c.lead_id = l.id
       where l.organization_id = $1 and l.deleted_at is null and l.erased_at is null
         and (l.score, s.total, s.status_points, s.activity_points, s.completeness_points, s.age_points,
             s.engagement_points, s.custom_points, s.status, s.activity_count, s.missing_fields,
             s.engagement_count, s.custom_matches)
           is distinct from (c.rules_total::integer, c.rules_total, c.status_points, c.activity_points, c.completeness_points,
             c.age_points, c.engagement_points, c.custom_points, c.status, c.activity_count,
             c.missing_fields, c.engagement_count, c.custom_matches)`,
    [organizationId],
  );
}
