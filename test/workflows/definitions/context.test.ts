import { describe, expect, it } from "@jest/globals";
import { makeContext, RecordReader, valueAt } from "../../../src/workflows/context.ts";
import type { Values, WorkflowContext } from "../../../src/workflows/context.ts";
import { renderText } from "../../../src/workflows/templates.ts";

const NAMES = { organization: { id: "o", name: "Acme" }, actor: null, workflow: { id: "w", name: "Flow" } };

const about = (newValues: Values | null, oldValues: Values | null = null, event = "lead.updated"): WorkflowContext =>
  makeContext({ event, occurredAt: "2026-01-31T08:00:00Z", objectType: "lead", objectId: "l", oldValues, newValues }, NAMES);

describe("the reader of records", () => {
  it("asks once for each kind of record and step, however many contexts there are, and once for each record", async () => {
    const asked: unknown[][] = [];
    const stored: Record<string, Values> = { a1: { name: "One", owner_id: "u1" }, a2: { name: "Two", owner_id: "u1" }, u1: { email: "u@acme.test" } };
    const reader = new RecordReader((_text, [object, ids]) => {
      asked.push([object, ids]);
      return Promise.resolve({ rows: (ids as string[]).filter((id) => stored[id]).map((id) => ({ id, recorded: stored[id]! })) });
    });
    const contexts = ["a1", "a2", "a1", "unseen", null].map((account_id) => about({ account_id, owner_id: "u1" }));
    const relations = { "account.owner": "user", account: "account", owner: "user" };
    await reader.load(contexts, relations);
    expect(asked).toEqual([["account", ["a1", "a2", "unseen"]], ["user", ["u1"]]]);
    expect(contexts.map((context) => valueAt(context, "account.name"))).toEqual(["One", "Two", "One", null, null]);
    expect(contexts.map((context) => valueAt(context, "account.owner.email"))).toEqual(["u@acme.test", "u@acme.test", "u@acme.test", null, null]);
    await reader.load(contexts, relations);
    expect(asked).toHaveLength(2);
  });
});

describe("a former value", () => {
  it("is what was there: before a change, what stayed, and nothing of what is new", () => {
    const values = { status: "new", company: "Mill", custom_data: { size: "2" } };
    const changed = about(values, { status: "old", custom_data: { size: "1" } });
    expect(["old.status", "old.company", "old.custom_data.size", "old.custom_data.none"].map((path) => valueAt(changed, path))).toEqual(["old", "Mill", "1", null]);
    expect(valueAt(about(values, null, "lead.created"), "old.company")).toBeNull();
    expect(valueAt(about(values, null, "manual"), "old.company")).toBe("Mill");
    expect(valueAt(about(null), "old.company")).toBeNull();
  });
});

describe("a template", () => {
  it("is filled with what there is, once, and with nothing where there is nothing", () => {
    const context = about({ company: "{{ lead.status }}", status: "new", score: "7", is_hot: true, tags: ["a", "b"], custom_data: { size: "2" } });
    context.outputs.set("note", { id: "n1" });
    const fill = (text: string) => renderText(text, context);
    expect(fill("{{lead.company}}|{{ lead.score }}|{{lead.is_hot}}|{{lead.tags}}|{{ lead.custom_data.size }}")).toBe("{{ lead.status }}|7|true|a, b|2");
    expect(fill("{{ actions.note.id }}{{ actions.other.id }}{{ lead.owner.name }}{{ actor.name }}")).toBe("n1");
    expect(fill("{{ organization.name }} {{ workflow.name }} {{ event.name }} {{ event.occurred_at }}")).toBe("Acme Flow lead.updated 2026-01-31T08:00:00Z");
    expect(fill("$& $1 {lead.status} {{ }}")).toBe("$& $1 {lead.status} {{ }}");
  });
});
