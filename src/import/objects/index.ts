import { event, task } from "./activities.ts";
import { account, contact, lead, user } from "./customers.ts";
import { lineItem, opportunity, opportunityHistory, product } from "./sales.ts";
import type { ObjectMapping, ObjectName } from "./types.ts";

/** How each object is read, by its name. */
export const objectMappings: Record<ObjectName, ObjectMapping> = {
  User: user,
  Product2: product,
  Account: account,
  Contact: contact,
  Opportunity: opportunity,
  OpportunityLineItem: lineItem,
  OpportunityHistory: opportunityHistory,
  Lead: lead,
  Task: task,
  Event: event,
};
