import { expect, it } from "@jest/globals";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { PROJECT_DIRECTORY } from "../../src/config.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import { makeTenant } from "../support/tenants.ts";

/** The rows of the table of system roles in docs/permissions.md. */
async function documented(): Promise<string[]> {
  const page = path.join(PROJECT_DIRECTORY, "docs", "permissions.md");
  const lines = (await fs.readFile(page, "utf8")).split("\n");
  const start = lines.findIndex((line) => line.startsWith("| object | actions"));
  const rows = lines.slice(start + 2, lines.indexOf("", start));
  return rows.flatMap((row) => {
    const [object, known, ...cells] = row.split("|").slice(1, -1).map((cell) => cell.trim());
    const actions = known!.split(", ");
    const isAdmins = (action: string) =>
      object !== "organization" || !["delete", "manage"].includes(action);
    return [
      ...actions.map((action) => `owner ${object} ${action} all`),
      ...actions.filter(isAdmins).map((action) => `admin ${object} ${action} all`),
      ...["manager", "member", "viewer"].flatMap((role, index) =>
        cells[index]!
          .split("; ")
          .filter((part) => part !== "–")
          .flatMap((part) => {
            const [list, scope] = part.split(": ");
            return list!.split(", ").map((action) => `${role} ${object} ${action} ${scope}`);
          }),
      ),
    ];
  });
}

it("system roles may do what docs/permissions.md says", async () => {
  const database = await createTestDatabase();
  try {
    const actual = await asSuperuser(database, async (client) => {
      const { organizationId } = await makeTenant(client, "Acme");
      const { rows } = await client.query<{ text: string }>(
        `select concat_ws(' ', r.slug, p.object, p.action, p.scope) as text
           from app_public.role_permissions p
           join app_public.roles r on r.organization_id = p.organization_id and r.id = p.role_id
           where p.organization_id = $1`,
        [organizationId],
      );
      return rows.map(({ text }) => text);
    });
    expect(actual.length).toBeGreaterThan(300);
    expect((await documented()).sort()).toEqual(actual.sort());
  } finally {
    await database.drop();
  }
});
