import { account } from "./account.ts";
import { convertLead } from "./convertLead.ts";
import { createLead } from "./createLead.ts";
import { deals } from "./deals.ts";
import type { Item } from "./item.ts";
import { leads } from "./leads.ts";
import { ownLeads, teamLeads } from "./ownLeads.ts";

/** What is measured, in this order; what writes comes last, since it changes the data. */
export const ITEMS: readonly Item[] = [
  deals, account, leads, ownLeads, teamLeads, createLead, convertLead,
];
