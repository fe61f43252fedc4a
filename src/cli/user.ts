import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { Command } from "commander";
import type pg from "pg";
import { hashPassword, passwordProblem } from "../auth/passwords.ts";
import { inTransaction, withConnection } from "../database/connections.ts";
import { ROLES } from "../database/prepare.ts";
import { CommandError, note, ownerUrlOf, printTable, withSession } from "./session.ts";

type CreateOptions = {
  email: string;
  name: string;
  organization?: string;
  role: string;
  passwordStdin?: boolean;
};

/** The commands `user list`, `user create` and `user set-password`. */
export function userCommand(): Command {
  const command = new Command("user").description("people who can sign in");
  command
    .command("list")
    .description("list users with their organizations and roles")
    .option("--organization <slug>", "only the members of one organization")
    .action((options: { organization?: string }) => listUsers(options.organization));
  command
    .command("create")
    .description("create a user, or add an existing one to an organization")
    .requiredOption("--email <address>", "what the user signs in with")
    .requiredOption("--name <name>", "first and last name")
    .option("--organization <slug>", "organization to join")
    .option("--role <slug>", "role in the organization", "member")
    .option("--password-stdin", "read the password from standard input; else one is made up")
    .action(createUser);
  command
    .command("set-password <email>")
    .description("set a new password and end all sessions of the user")
    .option("--password-stdin", "read the password from standard input; else one is made up")
    .action(setPassword);
  return command;
}

function asOwner<T>(callback: (client: pg.Client) => Promise<T>): Promise<T> {
  return withSession((session) => withConnection(ownerUrlOf(session), callback, ROLES.owner));
}

async function listUsers(organization: string | undefined): Promise<void> {
  await asOwner(async (client) => {
    const { rows } = await client.query<{ cells: string[] }>(
      `select array[u.email, u.name, coalesce(o.slug, ''), coalesce(r.slug, ''),
                    case when m.is_active is false then 'inactive' else '' end] as cells
         from app_public.users u
         left join app_public.memberships m on m.user_id = u.id
         left join app_public.organizations o on o.id = m.organization_id
         left join app_public.roles r on r.organization_id = m.organization_id and r.id = m.role_id
        where not u.is_service_account and ($1::text is null or o.slug = $1)
        order by o.slug, u.email`,
      [organization ?? null],
    );
    printTable(["EMAIL", "NAME", "ORGANIZATION", "ROLE", ""], rows.map((row) => row.cells));
  });
}

/** Reads the password before the database is opened, so that a wrong one changes nothing. */
async function choosePassword(fromInput: boolean | undefined) {
  const password = fromInput
    ? (await text(process.stdin)).replace(/\r?\n$/, "")
    : randomBytes(12).toString("base64url");
  const problem = passwordProblem(password);
  if (problem) throw new CommandError(problem);
  return { password, hash: await hashPassword(password) };
}

async function createUser(options: CreateOptions): Promise<void> {
  const { password, hash } = await choosePassword(options.passwordStdin);
  await asOwner((client) =>
    inTransaction(client, async () => {
      const existing = await findUser(client, options.email);
      if (existing && !options.organization) {
        throw new CommandError(`${options.email} exists; name an organization to join`);
      }
      const userId = existing ?? (await insertUser(client, options, hash));
      if (options.organization) await join(client, userId, options.organization, options.role);
      note(existing ? `${options.email} joined` : `${options.email} created`);
      if (!existing && !options.passwordStdin) process.stdout.write(`${password}\n`);
    }),
  );
}

async function insertUser(client: pg.Client, options: CreateOptions, hash: string) {
  const { rows } = await client.query<{ id: string }>(
    "select app_private.create_user($1, $2, $3) as id",
    [options.email, hash, options.name],
  );
  return rows[0]?.id as string;
}

async function join(client: pg.Client, userId: string, organization: string, role: string) {
  const { rows: organizations } = await client.query<{ id: string }>(
    "select id from app_public.organizations where slug = $1",
    [organization],
  );
  const organizationId = organizations[0]?.id;
  if (!organizationId) throw new CommandError(`There is no organization ${organization}`);
  const { rowCount } = await client.query(
    `insert into app_public.memberships (organization_id, user_id, role_id)
       select organization_id, $2, id from app_public.roles
        where organization_id = $1 and slug = $3
     on conflict (organization_id, user_id)
       do update set role_id = excluded.role_id, is_active = true`,
    [organizationId, userId, role],
  );
  if (rowCount === 0) throw new CommandError(`${organization} has no role ${role}`);
}

async function findUser(client: pg.Client, email: string): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>(
    "select id from app_public.users where email = lower(btrim($1))",
    [email],
  );
  return rows[0]?.id;
}

async function setPassword(email: string, options: { passwordStdin?: boolean }): Promise<void> {
  const { password, hash } = await choosePassword(options.passwordStdin);
  await asOwner(async (client) => {
    const userId = await findUser(client, email);
    if (!userId) throw new CommandError(`There is no user ${email}`);
    await client.query("select app_private.set_password($1, $2)", [userId, hash]);
    note(`The password of ${email} is changed and all sessions are ended`);
    if (!options.passwordStdin) process.stdout.write(`${password}\n`);
  });
}
