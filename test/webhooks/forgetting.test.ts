import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { openPostOffice } from "./postOffice.ts";
import type { PostOffice } from "./postOffice.ts";

let office: PostOffice;

beforeAll(async () => {
  office = await openPostOffice();
});

afterEach(() => office.clear());

afterAll(() => office?.close());

describe("what was said", () => {
  const send = async (endpointId: string, key: string, data: object, recordId: string | null = null) =>
    (await office.run("select app_hidden.send_webhook($1, $2, 'workflow', $3, $4) as id", [endpointId, key, JSON.stringify(data), recordId]))["id"] as string;
  const kept = async () => (await office.past("select delivery_id from app_private.webhook_payloads")).map((row) => row["delivery_id"]);

  it("goes with the person who is erased: of what is about them or has their address", async () => {
    const id = await office.endpoint("http://127.0.0.1:1/");
    const contact = await office.insert("contacts", { first_name: "Ada", last_name: "Byron", email: "ada@example.test" });
    const about = await send(id, "about", {}, contact);
    const inside = await send(id, "inside", { deal: { contact_id: contact } });
    const addressed = await send(id, "addressed", { to: "Ada@example.test" });
    const deal = await office.insert("deals", { title: "Engine", pipeline_id: office.tenant.pipelineId, stage_id: office.tenant.stages["Prospecting"], primary_contact_id: contact });
    const named = await send(id, "named", { text: "Ada Byron wants two" }, deal);
    const other = await send(id, "other", { to: "canada@example.test" });
    const namesake = await send(id, "namesake", { text: "Ada Byron of elsewhere" });
    await office.past("select app_private.end_webhook(organization_id, id, 'delivered', null) from app_public.webhook_deliveries where id = $1", [inside]);
    const request = await office.run("select id from app_public.erase_data_subject('contact', $1, 'Asked')", [contact]);
    // At once what is about the record, the rest by the job.
    expect(await kept()).not.toContain(about);
    let hasMore = true;
    while (hasMore) {
      const [row] = await office.past("select app_private.continue_erasure($1, $2) as more", [office.tenant.organizationId, request["id"]]);
      hasMore = row?.["more"] as boolean;
    }
    expect((await kept()).sort()).toEqual([other, namesake].sort());
    const states = Object.fromEntries((await office.deliveriesOf(id)).map((row) => [row["id"], row["status"]]));
    expect(states).toEqual({ [about]: "cancelled", [inside]: "delivered", [addressed]: "cancelled", [named]: "cancelled", [other]: "queued", [namesake]: "queued" });
    await expect(office.run("select app_public.replay_webhook_delivery($1)", [inside])).rejects.toThrow("RH409");
  });

  it("goes with a record that is removed for good, and after 30 days", async () => {
    const id = await office.endpoint("http://127.0.0.1:1/");
    const lead = await office.insert("leads", { company: "Analytical Engines" });
    const about = await send(id, "about", {}, lead);
    await office.run("delete from app_public.leads where id = $1", [lead]);
    expect(await kept()).toEqual([about]);
    await office.past("delete from app_public.leads where id = $1", [lead]);
    expect(await kept()).toEqual([]);
    const old = await send(id, "old", {});
    const young = await send(id, "young", {});
    await office.past("update app_public.webhook_deliveries set created_at = now() - interval '31 days' where id = $1", [old]);
    await office.past("select app_private.clean_up()");
    expect((await office.deliveriesOf(id)).map((row) => row["id"])).toEqual([about, young]);
  });
});
