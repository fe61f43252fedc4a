import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { signIn, signInAs } from "../api/clients.ts";
import type { Client } from "../api/clients.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { makeRestricted } from "./office.ts";

let database: TestDatabase;
let api: TestApi;
let tenant: Tenant;
let owner: Client;
let member: Client;
let stranger: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  const other = await asSuperuser(database, (client) => makeTenant(client, "Globex"));
  api = await startTestApi(database);
  owner = await signIn(database, api, tenant, "owner");
  member = await signIn(database, api, tenant, "member");
  stranger = await signIn(database, api, other, "owner");
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

const LOG = `mutation ($communication: CommunicationInput!) {
  createCommunication(input: { communication: $communication }) { communication {
    id threadId contact { name } account { name }
    participants(orderBy: [ID_ASC]) { nodes { role address name user { id } contact { name email } contactMatch { contactId } } } } } }`;

const log = async (client: Client, columns: object) =>
  (await client.ask(LOG, { communication: { type: "EMAIL", ...columns } })).createCommunication.communication;

describe("communications", () => {
  it("come back with their participants, the contact and account they are with, and their thread", async () => {
    const { createAccount } = await owner.ask(`mutation { createAccount(input: { account: { name: "Lee Works" } }) { account { id } } }`);
    await owner.ask(`mutation ($contact: ContactInput!) { createContact(input: { contact: $contact }) { contact { id } } }`, {
      contact: { lastName: "Lee", email: "ann@corp.test", accountId: createAccount.account.id },
    });
    const me = (await owner.ask("{ currentUser { email } }")).currentUser.email;
    const mail = await log(owner, { emailFrom: me, emailTo: ["Ann Lee <ann@corp.test>"], messageId: "<1@acme.test>" });
    expect(mail).toEqual({
      id: expect.any(String), threadId: expect.any(String), contact: { name: "Lee" }, account: { name: "Lee Works" },
      participants: { nodes: [
        { role: "FROM", address: me, name: null, user: { id: owner.userId }, contact: null, contactMatch: null },
        { role: "TO", address: "ann@corp.test", name: "Ann Lee", user: null,
          contact: { name: "Lee", email: "ann@corp.test" }, contactMatch: { contactId: expect.any(String) } },
      ] },
    });
    const filter = `{ participants: { some: { contactMatch: { contactId: { equalTo: "${mail.participants.nodes[1].contactMatch.contactId}" } } } } }`;
    const find = `{ communications(filter: ${filter}) { nodes { id } } }`;
    expect((await owner.ask(find)).communications.nodes).toEqual([{ id: mail.id }]);
    expect((await member.ask(find)).communications.nodes).toEqual([]);
  });

  it("tell a role that does not see addresses of no contact", async () => {
    const actor = await makeRestricted(database, tenant, [["contact", "email", "mask"], ["communication", "email_cc", "hidden"]]);
    const reader = await signInAs(database, api, tenant, actor.userId!);
    await log(owner, { emailTo: ["ann@corp.test"], emailCc: ["cc@corp.test"], subject: "seen" });
    const { communications } = await reader.ask(`{ communications(condition: { subject: "seen" }) { nodes {
      participants { totalCount nodes { address contact { name } contactMatch { id } } } } } communicationContacts { totalCount } }`);
    expect(communications.nodes).toEqual([{ participants: { totalCount: 1, nodes: [{ address: "ann@corp.test", contact: null, contactMatch: null }] } }]);
  });

  it("are listed by thread, the newest first, of those that the caller sees", async () => {
    await log(owner, { inReplyTo: "<1@acme.test>", subject: "Re: offer", occurredAt: "2031-01-01T00:00:00Z" });
    await log(owner, { messageId: "<2@acme.test>", subject: "newer", occurredAt: "2031-02-01T00:00:00Z" });
    await log(member, { inReplyTo: "<2@acme.test>", subject: "newest", occurredAt: "2031-03-01T00:00:00Z" });
    const list = `query ($first: Int, $after: Cursor) { communicationThreads(first: $first, after: $after) {
      totalCount pageInfo { endCursor hasNextPage }
      nodes { id lastCommunication { subject } communications(orderBy: [OCCURRED_AT_DESC]) { totalCount nodes { subject } } } } }`;
    const { communicationThreads: page } = await owner.ask(list, { first: 1 });
    expect(page).toMatchObject({
      totalCount: 2, pageInfo: { hasNextPage: true },
      nodes: [{ lastCommunication: { subject: "newest" }, communications: { totalCount: 2, nodes: [{ subject: "newest" }, { subject: "newer" }] } }],
    });
    const { communicationThreads: next } = await owner.ask(list, { first: 1, after: page.pageInfo.endCursor });
    expect(next.nodes).toMatchObject([{ lastCommunication: { subject: "Re: offer" } }]);
    const { communicationThreads: theirs } = await member.ask(list, {});
    expect(theirs.nodes).toMatchObject([{ lastCommunication: { subject: "newest" }, communications: { totalCount: 1 } }]);
    expect((await stranger.ask(list, {})).communicationThreads.totalCount).toBe(0);
    const one = `{ communicationThread(id: "${next.nodes[0].id}") { id } }`;
    expect([await member.ask(one), await stranger.ask(one)]).toEqual([{ communicationThread: null }, { communicationThread: null }]);
  });
});

describe("messages", () => {
  it("are counted until they are read, and threads come by their last message", async () => {
    const open = async (subject: string) => {
      const made = await owner.ask(`mutation ($subject: String!) { createMessageThread(input: { messageThread: { subject: $subject } }) { messageThread { id unreadCount } } }`, { subject });
      const thread: string = made.createMessageThread.messageThread.id;
      await owner.ask(`mutation { createMessageThreadParticipant(input: { messageThreadParticipant: { threadId: "${thread}", userId: "${member.userId}" } }) { messageThreadParticipant { id } } }`);
      return thread;
    };
    const write = async (client: Client, thread: string, body: string) =>
      (await client.ask(`mutation ($message: MessageInput!) { createMessage(input: { message: $message }) { message { id position } } }`,
        { message: { threadId: thread, body } })).createMessage.message;
    const [first, second] = [await open("first"), await open("second")];
    const hello = await write(owner, first, "Hello");
    await write(owner, first, "Are you there?");
    const list = `{ unreadMessageCount messageThreads(orderBy: [LAST_MESSAGE_AT_DESC], filter: { unreadCount: { greaterThan: 0 } }) {
      nodes { id unreadCount lastMessage { body } } } }`;
    await write(owner, second, "Here");
    expect(await member.ask(list)).toEqual({ unreadMessageCount: 3, messageThreads: { nodes: [
      { id: second, unreadCount: 1, lastMessage: { body: "Here" } }, { id: first, unreadCount: 2, lastMessage: { body: "Are you there?" } }] } });
    const mark = `mutation ($thread: UUID!, $message: UUID) { markThreadRead(input: { threadId: $thread, messageId: $message }) {
      messageThread { unreadCount participants(condition: { userId: "${member.userId}" }) { nodes { lastReadPosition lastReadAt } } } } }`;
    expect((await member.ask(mark, { thread: first, message: hello.id })).markThreadRead.messageThread).toEqual({
      unreadCount: 1, participants: { nodes: [{ lastReadPosition: hello.position, lastReadAt: expect.any(String) }] },
    });
    expect((await member.ask(mark, { thread: first })).markThreadRead.messageThread.unreadCount).toBe(0);
    expect((await member.ask("{ unreadMessageCount }")).unreadMessageCount).toBe(1);
    const [hidden, unknown] = [await stranger.fail(mark, { thread: first }), await stranger.fail(mark, { thread: hello.id })];
    expect([hidden, unknown]).toEqual(Array(2).fill("NOT_FOUND: No such thread."));
    const send = "mutation ($message: MessageInput!) { createMessage(input: { message: $message }) { message { id } } }";
    const outside = await Promise.all([first, hello.id].map((threadId) => stranger.fail(send, { message: { threadId, body: "Hi" } })));
    expect(outside).toEqual(Array(2).fill("FORBIDDEN: You may not do this."));
    const leave = `mutation { leaveThread(input: { threadId: "${second}" }) { messageThreadParticipant { userId thread { id } } } }`;
    expect((await member.ask(leave)).leaveThread.messageThreadParticipant).toEqual({ userId: member.userId, thread: null });
    expect(await member.ask(list)).toEqual({ unreadMessageCount: 0, messageThreads: { nodes: [] } });
    expect(await member.fail(leave)).toBe("NOT_FOUND: No such thread.");
  });
});
