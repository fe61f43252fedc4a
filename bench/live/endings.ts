import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { AccessTokenClaims } from "../../src/auth/tokens.ts";
import { say } from "../output.ts";
import type { MeasuredServer } from "../servers.ts";
import type { Notice } from "./sockets.ts";
import { subscribe } from "./sockets.ts";
import { beginSession, createLeads } from "./world.ts";
import type { Member, Organization } from "./world.ts";

type TokenOf = (claims: AccessTokenClaims) => string;
type Require = (isMet: boolean, failure: string) => void;

const BURST_STATEMENTS = 500;
const BURST_LEADS = 100;
const MOST_GROWTH = 50_000_000;
const MOST_REVOCATION_MS = 1_000;

function memberOf(organizations: readonly Organization[], reach: Member["reach"], place: number): Member {
  const found = organizations[place]?.members.find((member) => member.reach === reach);
  if (!found) throw new Error("No such member");
  return found;
}

/** A subscriber stops reading while 50,000 changes are made. */
export async function measureStanding(
  admin: pg.Client, organizations: readonly Organization[], server: MeasuredServer, tokenOf: TokenOf, require: Require,
): Promise<void> {
  const member = memberOf(organizations, "all", 0);
  await createLeads(admin, member.organizationId, [member.userId], BURST_LEADS);
  const told: Notice[] = [];
  const { socket, closed } = await subscribe(server.url, tokenOf(member), 'recordChanged|objectType: "lead"', undefined, {
    onNotice: (notice) => told.push(notice),
    onEnd: () => undefined,
  });
  const burst = async () => {
    for (let number = 0; number < BURST_STATEMENTS; number++) {
      await admin.query("update app_public.leads set company = $2 where organization_id = $1 and owner_id = $3",
        [member.organizationId, `Burst ${number}`, member.userId]);
    }
    await sleep(1_000);
  };
  // Once while it reads, so that what the process takes for the work itself is not counted.
  await burst();
  const read = told.length;
  const before = server.memory() ?? NaN;
  socket.pause();
  const paused = performance.now();
  await burst();
  const after = server.memory() ?? NaN;
  say(`a subscriber stopped reading while ${BURST_STATEMENTS * BURST_LEADS} changes were made (reading, it was told ${read} events of as many): ` +
    `the process holds ${(before / 1e6).toFixed(0)} MB before, ${(after / 1e6).toFixed(0)} MB after`);
  require(!(after - before > MOST_GROWTH), "a subscriber who does not read makes the process grow");
  // Two pings later it is closed; half a minute after that it would be cut off.
  await sleep(Math.max(0, paused + 30_000 - performance.now()));
  socket.resume();
  const code = await Promise.race([closed, sleep(10_000, "stays open")]);
  say(`its socket, read on after half a minute: ${code}`);
  socket.terminate();
}

type Way = [what: string, member: Member, watch: string, revoke: (member: Member) => Promise<unknown>];

/** What ends a subscription, until the client knows. */
export async function measureRevocation(
  admin: pg.Client, organizations: readonly Organization[], server: MeasuredServer, tokenOf: TokenOf, require: Require,
): Promise<void> {
  const lead = (place: number) => `recordChanged|objectType: "lead", id: "${organizations[place]?.staying[0]?.id}"`;
  const all = 'recordChanged|objectType: "lead"';
  const ways: Way[] = [
    ["a membership was ended", memberOf(organizations, "own", 1), all, ({ organizationId, userId }) =>
      admin.query("update app_public.memberships set is_active = false where organization_id = $1 and user_id = $2", [organizationId, userId])],
    ["a session was ended", memberOf(organizations, "all", 2), all, ({ sessionId }) =>
      admin.query("update app_private.sessions set revoked_at = now() where id = $1", [sessionId])],
    ["a role lost the record", memberOf(organizations, "all", 3), lead(3), ({ organizationId }) =>
      admin.query("delete from app_public.role_permissions p using app_public.roles r where r.organization_id = $1 and r.slug = 'reach_all' and p.organization_id = r.organization_id and p.role_id = r.id", [organizationId])],
  ];
  for (const [what, member, field, revoke] of ways) {
    const sessionId = await beginSession(admin, member.userId, member.organizationId);
    const own = { ...member, sessionId };
    const ended = Promise.withResolvers<number>();
    const { socket } = await subscribe(server.url, tokenOf(own), field, undefined, {
      onNotice: () => undefined,
      onEnd: () => ended.resolve(performance.now()),
    });
    await revoke(own);
    const begun = performance.now();
    const end = await Promise.race([ended.promise, sleep(5_000, NaN)]);
    say(`${what}: the subscription ended after ${(end - begun).toFixed(0)} ms`);
    require(end - begun < MOST_REVOCATION_MS, "a revoked subscription goes on for more than a second");
    socket.terminate();
  }
}
