import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { address, LOGIN, makeAccount as makeAccountIn, ME, PASSWORD } from "./accounts.ts";
import { clientOf, problemOf } from "./clients.ts";
import type { Answer, Client } from "./clients.ts";

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database, { attemptsPerMinute: 1_000 });
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

const login = (email: string, password = PASSWORD) => api.graphql(LOGIN, { email, password });
const makeAccount = (organizationName?: string) => makeAccountIn(database, api, organizationName);

const REGISTER = `mutation ($input: RegisterInput!) {
  register(input: $input) {
    accessToken refreshToken
    user { id email name } organization { id name slug }
  }
}`;

/** Registers through the API, which hashes the password with all its might. */
async function register(
  input: Record<string, unknown> = {},
): Promise<Client & { email: string; organizationId: string }> {
  const email = address();
  const { data, errors } = await api.graphql(REGISTER, {
    input: { email, password: PASSWORD, name: "Ada", organizationName: "Ada & Co", ...input },
  });
  if (errors) throw new Error(problemOf(errors));
  const { accessToken, user, organization } = data.register as Answer;
  return {
    ...clientOf(api, accessToken as string, user.id as string),
    email: user.email as string,
    organizationId: organization.id as string,
  };
}

describe("register", () => {
  it("makes a user and an organization that they own, and signs in", async () => {
    const ada = await register({ name: " Ada ", organizationName: "Ada's Shop" });
    const { currentUser, currentOrganization, pipelines, roles, myPermissions } = await ada.ask(`{
      currentUser { email name membership { role { slug } } }
      currentOrganization { name slug }
      pipelines { nodes { name isDefault stages { totalCount } } }
      roles { nodes { slug } }
      myPermissions { object action scope }
    }`);
    expect(currentUser).toEqual({
      email: ada.email,
      name: "Ada",
      membership: { role: { slug: "owner" } },
    });
    expect(currentOrganization).toEqual({
      name: "Ada's Shop",
      slug: expect.stringMatching(/^ada-s-shop/),
    });
    expect(pipelines.nodes).toEqual([
      { name: "Sales", isDefault: true, stages: { totalCount: 6 } },
    ]);
    expect((roles.nodes as { slug: string }[]).map(({ slug }) => slug).sort()).toEqual([
      "admin",
      "manager",
      "member",
      "owner",
      "viewer",
    ]);
    const mayManage = (myPermissions as Record<string, string>[]).some(
      ({ object, action }) => object === "organization" && action!.toUpperCase() === "MANAGE",
    );
    expect(mayManage).toBe(true);
  });

  it("refuses an address that is taken, in whatever case, and makes nothing", async () => {
    const ada = await makeAccount();
    const { data, errors } = await api.graphql(REGISTER, {
      input: {
        email: ada.email.toUpperCase(),
        password: PASSWORD,
        name: "x",
        organizationName: "Never made",
      },
    });
    expect(data.register).toBeNull();
    expect(errors![0]).toMatchObject({
      extensions: { code: "CONFLICT", fields: { email: "This e-mail address is taken." } },
    });
    await asSuperuser(database, async (client) => {
      const { rowCount } = await client.query(
        "select from app_public.organizations where name = 'Never made'",
      );
      expect(rowCount).toBe(0);
    });
  });

  it.each([
    ["a short password", { password: "seven77" }, "password"],
    ["a common password", { password: "password123" }, "password"],
    ["a common password in capitals", { password: "PASSWORD123" }, "password"],
    ["a password of 73 bytes", { password: "ä".repeat(36) + "x" }, "password"],
    ["a password with a NUL", { password: "long enough\0!" }, "password"],
    ["no address", { email: "ada" }, "email"],
    ["an address with a NUL", { email: "a\0@example.test" }, "email"],
    ["an empty name", { name: "  " }, "name"],
    ["an empty organization", { organizationName: "" }, "organizationName"],
  ])("refuses %s and says which field", async (_, input, field) => {
    const { errors } = await api.graphql(REGISTER, {
      input: { email: address(), password: PASSWORD, name: "Ada", organizationName: "x", ...input },
    });
    expect(errors![0]!.extensions).toMatchObject({
      code: "BAD_INPUT",
      fields: { [field]: expect.any(String) },
      requestId: expect.any(String),
    });
  });
});

describe("login", () => {
  let ada: Client & { email: string; organizationId: string };

  beforeAll(async () => {
    ada = await register();
  });

  it("answers the user, where they are a member, and tokens that work", async () => {
    const { data } = await login(` ${ada.email.toUpperCase()} `);
    expect(data.login).toMatchObject({
      user: { id: ada.userId },
      organization: { id: ada.organizationId },
      organizations: [{ id: ada.organizationId }],
    });
    const again = await clientOf(api, data.login.accessToken as string).ask(ME);
    expect(again.currentUser.id).toBe(ada.userId);
  });

  it("says the same of a wrong password and an unknown address, and takes as long", async () => {
    const timed = async (email: string) => {
      const start = performance.now();
      const { data, errors, status } = await login(email, "not the password");
      return {
        ms: performance.now() - start,
        answer: { data, status, problem: problemOf(errors) },
      };
    };
    const wrong = [];
    const unknown = [];
    for (let round = 0; round < 3; round += 1) {
      wrong.push(await timed(ada.email));
      unknown.push(await timed(address()));
    }
    expect(wrong[0]!.answer).toEqual(unknown[0]!.answer);
    expect(wrong[0]!.answer.problem).toBe(
      "UNAUTHENTICATED: The e-mail address or the password is wrong.",
    );
    const fastest = (list: { ms: number }[]) => Math.min(...list.map(({ ms }) => ms));
    const ratio = fastest(wrong) / fastest(unknown);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it("answers absurd input like a wrong password", async () => {
    for (const [email, password] of [
      ["\0", "x"],
      ["x".repeat(100_000), "x"],
      [ada.email, "\0"],
      [ada.email, "x".repeat(100_000)],
      ["", ""],
    ]) {
      const { errors } = await login(email!, password);
      expect(problemOf(errors)).toBe(
        "UNAUTHENTICATED: The e-mail address or the password is wrong.",
      );
    }
  });
});

describe("attempts", () => {
  let own: TestDatabase;
  let processes: TestApi[];

  beforeAll(async () => {
    own = await createTestDatabase();
    // Behind a proxy, so that a test can come from several addresses.
    processes = await Promise.all([1, 2].map(() => startTestApi(own, { trustedProxies: 1 })));
  });

  afterAll(async () => {
    await Promise.all((processes ?? []).map((process) => process.stop()));
    await own?.drop();
  });

  async function tryFrom(from: string, email: string, process = 0): Promise<string> {
    const { errors } = await processes[process]!.graphql(
      LOGIN,
      { email, password: "x" },
      {
        headers: { "x-forwarded-for": from },
      },
    );
    return problemOf(errors).replace(/:.*/, "");
  }

  it("are five a minute for an address, counted by all processes together", async () => {
    const codes = [];
    for (let index = 0; index < 7; index += 1)
      codes.push(await tryFrom("192.0.2.1", address(), index % 2));
    expect(codes).toEqual([
      ...Array<string>(5).fill("UNAUTHENTICATED"),
      "RATE_LIMITED",
      "RATE_LIMITED",
    ]);
    expect(await tryFrom("192.0.2.2", address())).toBe("UNAUTHENTICATED");
  });

  it("are five a minute for an account, from wherever they come and however it is written", async () => {
    const account = address();
    const spellings = [account, account.toUpperCase(), ` ${account}`];
    const codes = [];
    for (let index = 0; index < 7; index += 1) {
      codes.push(await tryFrom(`198.51.100.${index}`, spellings[index % 3]!, index % 2));
    }
    expect(codes).toEqual([
      ...Array<string>(5).fill("UNAUTHENTICATED"),
      "RATE_LIMITED",
      "RATE_LIMITED",
    ]);
  });

  it("made at the same time are not more than five", async () => {
    const codes = await Promise.all(
      Array.from({ length: 12 }, (_, index) => tryFrom("192.0.2.3", address(), index % 2)),
    );
    expect(codes.filter((code) => code === "UNAUTHENTICATED")).toHaveLength(5);
  });

  it("say how long to wait", async () => {
    const { errors } = await processes[0]!.graphql(
      LOGIN,
      { email: address(), password: "x" },
      {
        headers: { "x-forwarded-for": "192.0.2.3" },
      },
    );
    expect(problemOf(errors)).toMatch(
      /^RATE_LIMITED: Too many attempts\. Try again in \d+ seconds?\.$/,
    );
  });
});
