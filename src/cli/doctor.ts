import { Command } from "commander";
import type pg from "pg";
import { withConnection } from "../database/connections.ts";
import { migrationProblem } from "../database/migrate.ts";
import { OLDEST_VERSION, ROLES } from "../database/prepare.ts";
import type { StorageLocation } from "../files/location.ts";
import { openStorage } from "../files/storage.ts";
import { withSession } from "./session.ts";

const CLOCK_TOLERANCE_MS = 5_000;
/** No job takes that long; the worker that had it is gone. */
const STUCK_MINUTES = 10;

/** One thing that was looked at; the problem is unset when all is well. */
type Finding = { name: string; detail: string; problem?: string | undefined };

type Check = (client: pg.Client) => Promise<Finding>;

/** The command `doctor`: looks at everything that Rowhouse relies on. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("check connection, versions, roles, policies, migrations, worker, clock and storage")
    .action(async () => {
      const findings = await withSession(
        async ({ authenticatorUrl, config }) => [
          ...(await withConnection(authenticatorUrl, examine)),
          await examineStorage(config.storage),
        ],
        { current: false },
      );
      for (const { name, detail, problem } of findings) {
        process.stdout.write(`${problem ? "FAIL" : "ok  "}  ${name}: ${problem ?? detail}\n`);
      }
      if (findings.some((finding) => finding.problem)) process.exitCode = 1;
    });
}

/**
 * Examines a database through the login of API and worker.
 *
 * @returns One finding for each check; a check that fails by an error is a problem too.
 */
export async function examine(client: pg.Client): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    try {
      findings.push(await check(client));
    } catch (error) {
      findings.push({ name, detail: "", problem: (error as Error).message });
    }
  }
  return findings;
}

/** Tries whether files can be kept. */
async function examineStorage(location: StorageLocation): Promise<Finding> {
  const where = location.kind === "folder" ? location.directory : `bucket ${location.bucket}`;
  try {
    await openStorage(location).check();
    return { name: "storage", detail: where };
  } catch (error) {
    return { name: "storage", detail: where, problem: (error as Error).message };
  }
}

const CHECKS: Record<string, Check> = {
  async version(client) {
    const { rows } = await client.query<{ number: number; text: string }>(
      `select current_setting('server_version_num')::int as number,
              current_setting('server_version') as text`,
    );
    const { number = 0, text = "" } = rows[0] ?? {};
    const problem = number < OLDEST_VERSION ? `PostgreSQL ${text} is older than 15` : undefined;
    return { name: "version", detail: `PostgreSQL ${text}, Node ${process.version}`, problem };
  },

  async roles(client) {
    const { rows } = await client.query<{ name: string; strong: boolean }>(
      `select rolname as name, rolsuper or rolbypassrls as strong
         from pg_roles where rolname = any($1)`,
      [Object.values(ROLES)],
    );
    const missing = Object.values(ROLES).filter((role) => !rows.some((row) => row.name === role));
    const strong = rows.filter((row) => row.strong).map((row) => row.name);
    const problem = missing.length > 0
      ? `missing: ${missing.join(", ")}`
      : strong.length > 0
        ? `past row-level security: ${strong.join(", ")}`
        : undefined;
    return { name: "roles", detail: `${rows.length} present, none past the policies`, problem };
  },

  async login(client) {
    const { rows } = await client.query<{ name: string; owner: boolean }>(
      "select current_user as name, pg_has_role(current_user, $1::name, 'MEMBER') as owner",
      [ROLES.owner],
    );
    const problem = rows[0]?.owner
      ? `${rows[0].name} can become ${ROLES.owner}`
      : rows[0]?.name === ROLES.authenticator
        ? undefined
        : `API and worker log in as ${rows[0]?.name}`;
    return { name: "login", detail: `API and worker log in as ${rows[0]?.name}`, problem };
  },

  async temporary(client) {
    const { rows } = await client.query<{ allowed: boolean; database: string }>(
      `select has_database_privilege($1::name, current_database(), 'TEMPORARY') as allowed,
              quote_ident(current_database()) as database`,
      [ROLES.user],
    );
    const { allowed = false, database } = rows[0] ?? {};
    const problem = allowed
      ? `${ROLES.user} may create temporary tables: ` +
        `revoke temporary on database ${database} from public`
      : undefined;
    return { name: "temporary tables", detail: `not for ${ROLES.user}`, problem };
  },

  async policies(client) {
    const { rows } = await client.query<{ name: string; forced: boolean; policies: number }>(
      `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
              (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
         from pg_class c
        where c.relnamespace = to_regnamespace('app_public') and c.relkind in ('r', 'p')
        order by 1`,
    );
    const open = rows.filter((row) => !row.forced || row.policies === 0).map((row) => row.name);
    const problem = rows.length === 0
      ? "there are no tables yet"
      : open.length > 0
        ? `without forced row-level security: ${open.join(", ")}`
        : undefined;
    return { name: "policies", detail: `forced on all ${rows.length} tables`, problem };
  },

  async migrations(client) {
    return { name: "migrations", detail: "current", problem: await migrationProblem(client) };
  },

  async worker(client) {
    const { rows } = await client.query<{ ready: number; failed: number; stuck: number }>(
      `select count(*) filter (where locked_at is null and run_at <= now()
                                 and attempts < max_attempts)::int as ready,
              count(*) filter (where attempts >= max_attempts)::int as failed,
              count(*) filter (where locked_at < now() - $1 * interval '1 minute')::int as stuck
         from graphile_worker._private_jobs`,
      [STUCK_MINUTES],
    );
    const { ready = 0, failed = 0, stuck = 0 } = rows[0] ?? {};
    const problem = stuck > 0
      ? `${stuck} jobs are locked for more than ${STUCK_MINUTES} minutes`
      : undefined;
    return { name: "worker", detail: `${ready} jobs ready, ${failed} failed for good`, problem };
  },

  async clock(client) {
    const before = Date.now();
    const { rows } = await client.query<{ ms: number }>(
      "select extract(epoch from clock_timestamp())::float8 * 1000 as ms",
    );
    const middle = (before + Date.now()) / 2;
    const offset = Math.round((rows[0]?.ms ?? 0) - middle);
    const problem = Math.abs(offset) > CLOCK_TOLERANCE_MS
      ? `the database's clock is ${offset} ms off this machine's; tokens will not hold`
      : undefined;
    return { name: "clock", detail: `${offset} ms apart`, problem };
  },
};
