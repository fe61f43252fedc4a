/**
 * The one way by which the API's statements reach the database on behalf of a member: through the
 * member's access profile. Plans know nothing of it.
 */
import type { PgClientQuery, WithPgClient } from "postgraphile/@dataplan/pg";
import type { NodePostgresPgClient } from "postgraphile/adaptors/pg";
import { createWithPgClient, makePgService } from "postgraphile/adaptors/pg";
import { Narrowing } from "./narrowing.ts";
import type { NarrowingFor } from "./narrowing.ts";
import type { AccessProfile, AccessProfiles, CallerSettings } from "./profiles.ts";
import type { Statements } from "./statements.ts";

/** The state of the role has changed since the profile was read. */
const STALE = "RH412";
/** Permissions may change again while a statement is made anew. */
const ATTEMPTS = 8;

function isMember(settings: CallerSettings): boolean {
  return (
    settings["role"] === "rowhouse_user" &&
    settings["rowhouse.user_id"] !== undefined &&
    settings["rowhouse.organization_id"] !== undefined
  );
}

type Connect = WithPgClient<NodePostgresPgClient>;

/** Who reads, and what makes statements for them. */
interface Reader extends NarrowingFor {
  readonly profile: AccessProfile;
  readonly statements: Statements;
  readonly narrowing: Narrowing;
}

function seenThrough(client: NodePostgresPgClient, reader: Reader): NodePostgresPgClient {
  const { profile, statements, narrowing } = reader;
  if (profile.fingerprint === "" && profile.indexed.size === 0) return client;
  return {
    ...client,
    async query<Data>(query: PgClientQuery) {
      const made = { ...query, ...statements.for(query, profile) };
      return client.query<Data>(await narrowing.narrowed(made, reader, client));
    },
    withTransaction: (callback) =>
      client.withTransaction((inner) => callback(seenThrough(inner, reader))),
  };
}

/**
 * Wraps the way to the database so that members read tables by their profile. When the profile
 * turns out to be of yesterday, the transaction has been rolled back and runs again.
 * @param inner - the way to the database
 * @param profiles - where profiles come from
 * @param statements - makes statements by them
 */
export function withAccessProfiles(
  inner: Connect,
  profiles: AccessProfiles,
  statements: Statements,
): Connect {
  const narrowing = new Narrowing();
  const run: Connect = async (pgSettings, callback) => {
    const settings = pgSettings;
    if (!settings || !isMember(settings)) return inner(settings, callback);
    const attempt = async () => {
      const profile = profiles.known(settings) ?? (await profiles.read(settings, inner));
      if (!profile) return inner(settings, callback);
      const claimed = { ...settings, "rowhouse.access_version": profile.version };
      const organization = settings["rowhouse.organization_id"];
      const reader = { organization, profile, statements, narrowing };
      return inner(claimed, (client) => callback(seenThrough(client, reader)));
    };
    for (let left = ATTEMPTS; ; left--) {
      try {
        return await attempt();
      } catch (error) {
        if ((error as { code?: unknown }).code !== STALE || left === 1) throw error;
        profiles.forget(settings);
      }
    }
  };
  if (inner.release) run.release = () => inner.release?.();
  return run;
}

/** The adaptor of `postgraphile/adaptors/pg` with access profiles; for a service's `adaptor`. */
export function makeAccessAdaptor(profiles: AccessProfiles, statements: Statements) {
  return {
    createWithPgClient: (...settings: Parameters<typeof createWithPgClient>) =>
      withAccessProfiles(createWithPgClient(...settings), profiles, statements),
    makePgService,
  };
}
