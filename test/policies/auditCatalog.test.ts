import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";

/** Changes that leave no entry in the audit log, each for a reason. */
const UNAUDITED_EVENTS = [
  // It is the log.
  "audit_log delete",
  "audit_log insert",
  "audit_log update",
  // They follow from the communication, which has an entry.
  "communication_contacts delete",
  "communication_contacts insert",
  "communication_contacts update",
  "communication_participants delete",
  "communication_participants insert",
  "communication_participants update",
  "communication_threads delete",
  "communication_threads insert",
  "communication_threads update",
  // The deal's change of stage has an entry, and this row comes with it.
  "deal_stage_history insert",
  // Found and dropped by the nightly run, as it follows from the records; a decision has an entry.
  "duplicate_candidates delete",
  "duplicate_candidates insert",
  // The lead's change of owner has an entry.
  "lead_assignments insert",
  // A log of its own; the lead has an entry.
  "lead_form_submissions delete",
  "lead_form_submissions insert",
  // Calculated from what has its entries, and with a history of its own.
  "lead_score_history delete",
  "lead_score_history insert",
  "lead_score_history update",
  "lead_scores delete",
  "lead_scores insert",
  "lead_scores update",
  // How far a run has come.
  "lead_scoring_runs update",
  "masking_audit_log insert",
  // It tells of what has its entry; reading it is nobody else's business.
  "notifications delete",
  "notifications insert",
  "notifications update",
  // A log of its own, of which the outbox decides.
  "outgoing_emails delete",
  "outgoing_emails insert",
  "outgoing_emails update",
  // What it tells of has its entries; custom events are told here alone.
  "timeline_events delete",
  "timeline_events insert",
  "timeline_events update",
  // In no organization yet, or any more; the membership has an entry.
  "users delete",
  "users insert",
  // A log of what was sent; the endpoint has its entries.
  "webhook_attempts delete",
  "webhook_attempts insert",
  "webhook_attempts update",
  "webhook_deliveries delete",
  "webhook_deliveries insert",
  "webhook_deliveries update",
  // A log themselves, of what has its entries where it was done.
  "workflow_action_runs delete",
  "workflow_action_runs insert",
  "workflow_action_runs update",
  // Parts of a version, which has its entry.
  "workflow_actions delete",
  "workflow_actions insert",
  "workflow_actions update",
  "workflow_runs delete",
  "workflow_runs insert",
  "workflow_runs update",
  "workflow_triggers delete",
  "workflow_triggers insert",
  "workflow_triggers update",
];

/** Columns that change without an entry. */
const UNAUDITED_COLUMNS = [
  // What was done has its entries.
  "accounts.first_contact_date",
  "accounts.last_contact_date",
  // Made of the file by the worker.
  "attachments.preview_status",
  // Follows from headers, also from those of other mails.
  "communications.thread_id",
  // As of accounts.
  "contacts.last_contact_date",
  // Not what somebody decides about a candidate.
  "duplicate_candidates.alike",
  "duplicate_candidates.found_at",
  "duplicate_candidates.score",
  // How far an export has come, as of imports.
  "exports.row_count",
  // How far an import has come, told after each batch; its end has an entry.
  "imports.bad_rows",
  "imports.created_count",
  "imports.failed_count",
  "imports.processed_count",
  "imports.row_count",
  "imports.unchanged_count",
  "imports.updated_count",
  "imports.warnings",
  "installed_templates.record_ids",
  // What a model scores by; that it was fitted has an entry.
  "lead_score_models.calibration_offset",
  "lead_score_models.calibration_slope",
  "lead_score_models.features",
  "lead_score_models.intercept",
  "lead_score_models.reliability",
  // One more at each change, and how far a run has come.
  "lead_scoring_configs.version",
  "lead_scoring_runs.done_count",
  "lead_scoring_runs.lead_count",
  "lead_scoring_runs.lead_ids",
  "lead_scoring_runs.position",
  // Calculated.
  "leads.first_contact_date",
  "leads.last_activity_date",
  "leads.last_contact_date",
  "leads.score",
  // Given by the database, and how far somebody has read.
  "message_thread_participants.last_read_at",
  "message_thread_participants.last_read_position",
  "message_threads.last_message_at",
  "message_threads.last_position",
  "messages.position",
  // How far a request or run has come; beginning and end have entries.
  "privacy_requests.counts",
  "privacy_requests.started_at",
  "retention_runs.done_count",
  "retention_runs.object",
  "retention_runs.position",
  "retention_runs.refusals",
  "retention_runs.refused_count",
  // Each tagging has an entry.
  "tags.usage_count",
  // What the engine reads in place of the definition.
  "workflow_versions.compiled",
];

/** What an entry says itself. */
const SAID_BY_ENTRY = [
  "organization_id", "id", "created_at", "created_by", "updated_at", "updated_by",
];

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database?.drop();
});

async function names(text: string, values: unknown[] = []): Promise<string[]> {
  return asSuperuser(database, async (client) => {
    const { rows } = await client.query<{ name: string }>(text, values);
    return rows.map(({ name }) => name);
  });
}

describe("the catalog, about the audit log", () => {
  it("has a trigger for every change of every table", async () => {
    const unaudited = await names(`
      select c.relname || ' ' || event as name
        from pg_class c, unnest('{insert,update,delete}'::text[]) event
        where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p')
          and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgenabled = 'O'
            and t.tgname = 'audit_' || event
            and t.tgfoid = to_regproc('app_private.audit_' || c.relname))
        order by 1`);
    expect(unaudited).toEqual(UNAUDITED_EVENTS);
  });

  it("has no column of a table that its trigger does not know", async () => {
    const unknown = await names(
      `select c.relname || '.' || a.attname as name
         from pg_class c
         join pg_proc p on p.oid = to_regproc('app_private.audit_' || c.relname)
         join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relnamespace = 'app_public'::regnamespace and c.relkind = 'r'
           and a.attgenerated = '' and a.attname <> all ($1::text[])
           and position(format('%L, case when n.%I is distinct', a.attname, a.attname) in p.prosrc) = 0
           and position(format('%L, nullif(n.%I, o.%I)', a.attname, a.attname, a.attname) in p.prosrc) = 0
         order by 1`,
      [SAID_BY_ENTRY],
    );
    expect(unknown).toEqual(UNAUDITED_COLUMNS);
  });

  it("has no function of the audit log that anybody but its owner may run", async () => {
    const open = await names(`
      select p.proname || ' ' || acl.grantee::regrole as name
        from pg_proc p cross join lateral aclexplode(p.proacl) acl
        where p.pronamespace = 'app_private'::regnamespace
          and p.proname ~ 'audit' and acl.grantee <> p.proowner
        order by 1`);
    expect(open).toEqual([]);
  });

  it("has its partitions where no request enters, with row security and without policies or grants", async () => {
    const open = await names(`
      select c.oid::regclass::text as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'app_public.audit_log'::regclass
          and (c.relnamespace <> 'app_private'::regnamespace or not c.relrowsecurity
            or exists (select from pg_policy where polrelid = c.oid)
            or exists (select from aclexplode(c.relacl) acl where acl.grantee <> c.relowner))`);
    expect(open).toEqual([]);
  });
});
