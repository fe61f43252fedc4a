import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import * as path from "node:path";
import type { AddressInfo } from "node:net";
import { Logger, runOnce } from "graphile-worker";
import { SMTPServer } from "smtp-server";
import type { ActionResult } from "../../src/workflows/actions/index.ts";
import type { Actor } from "../../src/database/actor.ts";
import { commitAs, insertAs, runAs } from "../support/tenants.ts";
import { ActionsWorld } from "./actionsWorld.ts";

type Received = { to: string[]; content: string };

let world: ActionsWorld;
let lead: { objectType: string; objectId: string };
let server: SMTPServer;
let received: Received[] = [];
/** What the server says to a recipient: a code, or nothing to take the mail. */
let refuse: (address: string) => number | undefined = () => undefined;

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo({ address }, _session, done) {
      const code = refuse(address);
      done(code === undefined ? null : Object.assign(new Error("Not this time"), { responseCode: code }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), content: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // The task reads it when it is loaded.
  process.env["SMTP_URL"] = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}?from=crm@acme.test`;
  world = await ActionsWorld.open();
});

afterAll(async () => {
  await world?.end();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

beforeEach(async () => {
  lead = { objectType: "lead", objectId: await insertAs(world.database, world.owner, "leads", { company: "Acorn", email: `ada${Math.random()}@acorn.test` }) };
});

afterEach(async () => {
  received = [];
  refuse = () => undefined;
  await world.past("delete from graphile_worker._private_jobs");
});

/** Runs the jobs that are there as if their time had come. */
async function work(): Promise<void> {
  await world.past("update graphile_worker._private_jobs set run_at = now()");
  await runOnce({
    connectionString: world.database.authenticatorUrl,
    noHandleSignals: true,
    preset: {
      worker: {
        taskDirectory: path.join(import.meta.dirname, "../../worker/tasks"),
        fileExtensions: [".ts"],
        logger: new Logger(() => () => undefined),
      },
    },
  });
}

const MAIL = { to: ["ada@acorn.test"], subject: "Hello", body: "How are you?" };

async function send(input: Record<string, unknown> = {}): Promise<string> {
  const outcome = await world.perform("send_email", { ...MAIL, ...input }, lead);
  if (!("output" in outcome)) throw new Error(outcome.problem);
  return outcome.output["id"] as string;
}

async function mail(id: string): Promise<Record<string, unknown>> {
  return runAs(world.database, world.owner, "select status, attempts, error, recipients, cc, subject, sent_at is not null as is_sent from app_public.outgoing_emails where id = $1", [id]);
}

const jobs = async () => Number((await world.past("select count(*) from graphile_worker.jobs where task_identifier = 'send_email'"))[0]?.["count"]);
const retry = (id: string, actor: Actor = world.owner) => commitAs(world.database, actor, "select status from app_public.retry_outgoing_email($1)", [id]);

describe("a mail", () => {
  it("is sent once, to all, whatever is in its texts", async () => {
    const input = { to: ["ada@acorn.test", "bo@acorn.test"], cc: "cy@acorn.test", subject: "Dear\r\nBcc: eve@evil.test\r\n\r\nBody", body: "<p>Hello</p>", html: true };
    const run = await world.run(lead);
    const first = await world.perform("send_email", input, lead, { run });
    expect(await world.perform("send_email", input, lead, { run })).toEqual(first);
    await work();
    await work();
    expect(received).toHaveLength(1);
    expect(received[0]?.to).toEqual(["ada@acorn.test", "bo@acorn.test", "cy@acorn.test"]);
    expect(received[0]?.content).toMatch(/^Subject: Dear Bcc: eve@evil.test Body\r$/m);
    expect(received[0]?.content).not.toMatch(/^Bcc:/m);
    expect(received[0]?.content).toMatch(/^From: crm@acme.test\r$/m);
    expect(received[0]?.content).toMatch(/^Content-Type: text\/html/m);
    const id = (first as ActionResult).output["id"] as string;
    expect(await mail(id)).toMatchObject({ status: "sent", attempts: 1, error: null, is_sent: true, cc: ["cy@acorn.test"] });
  });

  it("that is refused for now is tried again", async () => {
    refuse = () => 450;
    const id = await send();
    await work();
    expect(await mail(id)).toMatchObject({ status: "queued", attempts: 1, error: expect.stringMatching(/450/) as unknown });
    expect(await retry(id)).toMatchObject({ code: "RH409", message: "Only a mail that could not be sent is sent again." });
    refuse = () => undefined;
    await work();
    expect(await mail(id)).toMatchObject({ status: "sent", attempts: 2, error: null });
    expect(received).toHaveLength(1);
  });

  it("that is refused for good is not tried again but by hand", async () => {
    refuse = () => 550;
    const id = await send();
    await work();
    expect(await mail(id)).toMatchObject({ status: "failed", attempts: 1, is_sent: false });
    expect(await jobs()).toBe(0);
    refuse = () => undefined;
    expect((await retry(id)).rows).toEqual([{ status: "queued" }]);
    await work();
    expect(await mail(id)).toMatchObject({ status: "sent", attempts: 2 });
    expect(await retry(id)).toMatchObject({ code: "RH409" });
  });

  it("that some recipients cannot have says so", async () => {
    refuse = (address) => (address === "bo@acorn.test" ? 550 : undefined);
    const id = await send({ to: ["ada@acorn.test", "bo@acorn.test"] });
    await work();
    expect(await mail(id)).toMatchObject({ status: "sent", error: "Not accepted for bo@acorn.test." });
    expect(received[0]?.to).toEqual(["ada@acorn.test"]);
  });

  it.each([
    [{ to: [] }, "There is nobody to send the mail to."],
    [{ to: "  " }, "There is nobody to send the mail to."],
    [{ to: "ada@acorn.test\r\nBcc: eve@evil.test" }, "This is no e-mail address: ada@acorn.test\r\nBcc: eve@evil.test."],
    [{ to: "ada@acorn.test, eve@evil.test" }, "This is no e-mail address: ada@acorn.test, eve@evil.test."],
    [{ cc: '"Ada" <ada@acorn.test>' }, 'This is no e-mail address: "Ada" <ada@acorn.test>.'],
    [{ to: Array.from({ length: 51 }, (_, i) => `a${i}@acorn.test`) }, "A mail goes to 50 addresses at most."],
    [{ subject: " " }, "A mail has a subject and a body."],
  ])("%j is refused", async (input, problem) => {
    expect(await world.perform("send_email", { ...MAIL, ...input }, lead)).toMatchObject({ code: "RH400", problem });
  });

  it("is a communication of the record where that is asked for, once", async () => {
    const run = await world.run(lead);
    const input = { ...MAIL, body: "<p>Dear Ada</p>", html: true, log: true };
    const first = (await world.perform("send_email", input, lead, { run })) as ActionResult;
    expect(await world.perform("send_email", input, lead, { run })).toEqual(first);
    expect(await world.past("select lead_id, subject, body, email_to, message_id, direction from app_public.communications where lead_id = $1", [lead.objectId])).toEqual([
      { lead_id: lead.objectId, subject: "Hello", body: "Dear Ada", email_to: ["ada@acorn.test"], direction: "outbound", message_id: `<${first.output["id"] as string}@rowhouse>` },
    ]);
    const long = (await world.perform("send_email", { ...MAIL, subject: `Dear\r\n${"Ada\n".repeat(400)}`, log: true }, lead)) as ActionResult;
    const subjects = await world.past(
      "select e.subject as mailed, c.subject as logged from app_public.outgoing_emails e, app_public.communications c where e.id = $1 and c.id = $2",
      [long.output["id"], long.output["communication_id"]]);
    expect(subjects).toEqual([{ mailed: `Dear ${"Ada ".repeat(124)}`.slice(0, 500), logged: `Dear ${"Ada ".repeat(124)}`.slice(0, 500) }]);
    expect(await world.perform("send_email", { ...MAIL, log: true })).toMatchObject({ problem: "log: There is no record to log the mail on." });
    expect(await world.past("select from app_public.outgoing_emails where run_id = $1", [run])).toHaveLength(1);
  });
});

describe("who", () => {
  it("sends one may make communications", async () => {
    const actor = await world.memberWith([["lead", "view", "all"]]);
    expect(await world.perform("send_email", MAIL, lead, { actor })).toMatchObject({ code: "RH403", problem: "Your role may not create: communication." });
  });

  it("sees what was sent may manage workflows and sees everything", async () => {
    const id = await send();
    const everything = ["account", "contact", "lead", "deal", "activity", "task", "project", "communication", "note"]
      .map((object) => [object, "view", "all"] as const);
    const actors = {
      admin: world.ours.actor("admin"),
      all: await world.memberWith([...everything, ["workflow", "view", "all"], ["workflow", "manage", "all"]]),
      manager: world.ours.actor("manager"),
      looking: await world.memberWith([...everything, ["workflow", "view", "all"]]),
      masked: await world.memberWith([...everything, ["workflow", "manage", "all"]], [["lead", "phone", "mask"]]),
      few: await world.memberWith([...everything.slice(1), ["workflow", "manage", "all"]]),
      stranger: world.theirs.actor("owner"),
    };
    const seen = await Promise.all(Object.entries(actors).map(async ([name, actor]) => {
      const { rowCount } = await commitAs(world.database, actor, "select from app_public.outgoing_emails where id = $1", [id]);
      return [name, rowCount, (await retry(id, actor)).code];
    }));
    expect(seen).toEqual([
      ["admin", 1, "RH409"], ["all", 1, "RH409"], ["manager", 0, "RH404"], ["looking", 0, "RH404"],
      ["masked", 0, "RH404"], ["few", 0, "RH404"], ["stranger", 0, "RH404"],
    ]);
  });

  it("is erased is in no mail, message or list any more", async () => {
    const queued = await send({ subject: "About Ada Acorn" });
    await world.perform("send_notification", { to: [world.ours.users.admin], message: "Ada Acorn wrote" }, lead);
    const elsewhere = await world.perform("send_email", { ...MAIL, to: ["ada.erased@acorn.test"], subject: "To ada.erased@acorn.test" });
    const other = (elsewhere as ActionResult).output["id"] as string;
    await world.past("update app_public.leads set email = 'ada.erased@acorn.test', last_name = 'Acorn', first_name = 'Ada' where id = $1", [lead.objectId]);
    await runAs(world.database, world.owner, "select app_public.erase_data_subject('lead', $1, 'asked')", [lead.objectId]);
    expect(await mail(queued)).toMatchObject({ subject: "Erased", status: "failed" });
    // Before anything was sent.
    await world.past("delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'send_email'");
    await work();
    expect(await mail(other)).toMatchObject({ status: "failed", recipients: ["Erased"], subject: "To Erased" });
    expect(await world.past("select message from app_public.notifications where object_id = $1", [lead.objectId])).toEqual([{ message: null }]);
    const left = await world.past("select * from app_private.emails where concat_ws(' ', recipient, subject, body) ~ 'erased@|Ada Acorn'");
    expect(left).toEqual([]);
  });
});
