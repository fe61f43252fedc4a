import { pickActivityStatus, pickActivityType, pickPriority } from "../picklists.ts";
import { commonFields, defineObject } from "./define.ts";
import type { Field, ImportRow, ObjectMapping, PrepareContext } from "./types.ts";

const activityFields = {
  ...commonFields,
  type: { convert: "text" },
  subject: { convert: "text", from: ["Subject"] },
  description: { convert: "text", from: ["Description"] },
  status: { convert: "text", from: ["Status"] },
  priority: { convert: "text", from: ["Priority"] },
  due_date: { convert: "date", from: ["ActivityDate", "Due Date"] },
  due_time: { convert: "text" },
  reminder_at: { convert: "timestamp", from: ["ReminderDateTime"] },
  assigned_to_id: {
    convert: "text",
    references: ["Member"],
    from: ["OwnerId", "Assigned To", "Owner"],
  },
  account_id: { convert: "text", references: ["Account"], from: ["AccountId"] },
  contact_id: { convert: "text" },
  lead_id: { convert: "text" },
  deal_id: { convert: "text" },
  $who: {
    convert: "text",
    isVirtual: true,
    references: ["Contact", "Lead"],
    columns: { Contact: "contact_id", Lead: "lead_id" },
    from: ["WhoId", "Name"],
  },
  $what: {
    convert: "text",
    isVirtual: true,
    references: ["Opportunity", "Account"],
    columns: { Opportunity: "deal_id", Account: "account_id" },
    from: ["WhatId", "Related To"],
  },
  completed_at: { convert: "timestamp", from: ["CompletedDateTime"] },
  completed_by: { convert: "text" },
  duration_minutes: { convert: "integer", from: ["DurationInMinutes"] },
  outcome: { convert: "text", from: ["CallDisposition"] },
} satisfies Record<string, Field>;

const ignored =
  "IsHighPriority IsArchived CallObject IsReminderSet IsRecurrence RecurrenceActivityId " +
  "RecurrenceStartDateOnly RecurrenceEndDateOnly RecurrenceTimeZoneSidKey RecurrenceType " +
  "RecurrenceInterval RecurrenceDayOfWeekMask RecurrenceDayOfMonth RecurrenceInstance " +
  "RecurrenceMonthOfYear RecurrenceRegeneratedType RecurrenceStartDateTime IsAllDayEvent " +
  "IsPrivate ShowAs IsChild IsGroupEvent GroupEventType EndDateTime ActivityDateTime";

export const task: ObjectMapping = defineObject({
  object: "Task",
  permission: "activity",
  table: "activities",
  fileNames: ["task", "tasks", "activity", "activities"],
  required: [["Subject"]],
  recognizedBy: [["ActivityDate", "Due Date", "Status", "TaskSubtype"]],
  hasCustomData: true,
  ignored,
  fields: {
    ...activityFields,
    $subtype: { convert: "text", isVirtual: true, from: ["TaskSubtype"] },
    $type: { convert: "text", isVirtual: true, from: ["Type__c", "Type"] },
    $is_closed: { convert: "boolean", isVirtual: true, from: ["IsClosed"] },
    $call_seconds: {
      convert: "secondsToMinutes",
      isVirtual: true,
      from: ["CallDurationInSeconds"],
    },
  },
  prepare(row, context) {
    const { values } = row;
    values["type"] = pickActivityType([values["$type"] ?? null, values["$subtype"] ?? null]);
    values["status"] = pickActivityStatus(values["status"] ?? null, context);
    if (values["$is_closed"] === true) values["status"] = "completed";
    values["duration_minutes"] ??= values["$call_seconds"] ?? null;
    complete(row, context);
  },
});

export const event: ObjectMapping = defineObject({
  object: "Event",
  permission: "activity",
  table: "activities",
  fileNames: ["event", "events", "meetings"],
  required: [["Subject"], ["StartDateTime", "ActivityDateTime"]],
  hasCustomData: true,
  ignored,
  fields: {
    ...activityFields,
    $start: { convert: "timestamp", isVirtual: true, from: ["StartDateTime", "ActivityDateTime"] },
  },
  prepare(row, context) {
    const { values } = row;
    const start = values["$start"];
    values["type"] = "meeting";
    values["status"] = "planned";
    if (typeof start === "string") {
      values["due_date"] = start.slice(0, 10);
      values["due_time"] = start.length > 10 ? start.slice(11, 16) : null;
      if (Date.parse(start) < Date.parse(context.now)) {
        values["status"] = "completed";
        values["completed_at"] ??= start;
      }
    }
    complete(row, context);
  },
});

function complete(row: ImportRow, context: PrepareContext): void {
  const { values } = row;
  values["subject"] ??= "No subject";
  values["priority"] = pickPriority(values["priority"] ?? null, context);
  if (values["status"] !== "completed") {
    values["completed_at"] = null;
    return;
  }
  const day = values["due_date"];
  values["completed_at"] ??= typeof day === "string" ? `${day}T12:00:00Z` : null;
}
