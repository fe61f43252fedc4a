import type { Item } from "./item.ts";

/** Written into the statement: for a limit that is a parameter Postgres would plan each time. */
const PAGE = 50;

const OWN = "= $2";
const OF_TEAM = `in (
  select colleague.user_id
    from app_public.team_members mine
    join app_public.team_members colleague
      on colleague.organization_id = mine.organization_id and colleague.team_id = mine.team_id
    where mine.organization_id = $1 and mine.user_id = $2)`;

/** The 50 leads in somebody's reach with the highest score, and how many there are. */
function leadsInReach(
  key: string,
  title: string,
  as: Item["as"],
  owners: string,
  isSortedByIndex: boolean,
): Item {
  return {
    key,
    title,
    as,
    query: `query LeadsInReach($first: Int!) {
      leads(orderBy: [SCORE_DESC], first: $first) {
        totalCount
        nodes { id name company email status score createdAt }
      }
    }`,
    variables: () => ({ first: PAGE }),
    statement: () => `
      select json_build_object('leads', json_build_object(
        'totalCount', (
          select count(*) from app_public.leads
            where organization_id = $1 and owner_id ${owners} and deleted_at is null),
        'nodes', (
          select coalesce(json_agg(json_build_object(
              'id', l.id, 'name', l.name, 'company', l.company, 'email', l.email,
              'status', upper(l.status), 'score', l.score, 'createdAt', l.created_at)
              order by l.score desc, l.id desc), '[]')
            from (
              select * from app_public.leads
                where organization_id = $1 and owner_id ${owners} and deleted_at is null
                order by score desc, id desc limit ${PAGE}) l)))`,
    values: (_variables, { organizationId, userId }) => [organizationId, userId],
    requirement: {
      table: "leads",
      columns: ["organization_id", "owner_id"],
      sorts: !isSortedByIndex,
      milliseconds: 10,
    },
  };
}

/** A member who owns one lead in a thousand. */
export const ownLeads = leadsInReach("own-leads", "leads of a member, counted", "member", OWN, true);

/** A manager whose team owns one lead in a thousand. */
export const teamLeads = leadsInReach(
  "team-leads", "leads of a team, counted", "teamManager", OF_TEAM, false,
);
