import { ConversionError } from "../convert.ts";
import { commonFields, defineObject } from "./define.ts";
import type { ImportRow, ObjectMapping, PrepareContext } from "./types.ts";

const auditFields = {
  $id: commonFields.$id,
  $is_deleted: commonFields.$is_deleted,
  created_at: commonFields.created_at,
  updated_at: commonFields.updated_at,
  created_by: commonFields.created_by,
};
const roundedAmount = (column: string) =>
  `app_hidden.round_money(source.${column}, coalesce(source.currency, target.currency))`;
const hasLines =
  "exists (select from app_public.deal_products line where line.deal_id = target.id)";

export const product: ObjectMapping = defineObject({
  object: "Product2",
  permission: "product",
  table: "products",
  fileNames: ["product2", "product", "products"],
  required: [["Name", "Product Name"]],
  recognizedBy: [["ProductCode", "Product Code", "Family", "SKU", "UnitPrice"]],
  hasCustomData: false,
  naturalKey: { field: "code", expression: "$1" },
  fields: {
    ...auditFields,
    name: { convert: "text", from: ["Name", "Product Name"] },
    code: { convert: "text", from: ["ProductCode", "SKU"] },
    family: { convert: "text", from: ["Family", "Product Family"] },
    description: { convert: "text", from: ["Description"] },
    unit_price: {
      convert: "amount",
      from: ["UnitPrice", "Price", "List Price"],
      update: roundedAmount("unit_price"),
    },
    currency: { convert: "currency", from: ["CurrencyIsoCode", "Currency"] },
    is_active: { convert: "boolean", from: ["IsActive"] },
  },
});

export const opportunity: ObjectMapping = defineObject({
  object: "Opportunity",
  permission: "deal",
  table: "deals",
  fileNames: ["opportunity", "opportunities", "deal", "deals"],
  required: [
    ["Name", "Deal Name", "Opportunity Name", "Title"],
    ["StageName", "Deal Stage", "Stage"],
  ],
  hasCustomData: true,
  ignored:
    "ExpectedRevenue Fiscal FiscalQuarter FiscalYear ForecastCategory ForecastCategoryName " +
    "HasOpportunityLineItem HasOpenActivity HasOverdueTask Pricebook2Id",
  fields: {
    ...commonFields,
    title: { convert: "text", from: ["Name", "Deal Name", "Opportunity Name", "Title"] },
    account_id: {
      convert: "text",
      references: ["Account"],
      from: ["AccountId", "Account Name", "Associated Company", "Organization"],
    },
    primary_contact_id: {
      convert: "text",
      references: ["Contact"],
      from: ["ContactId", "Contact Name", "Contact Email", "Primary Contact"],
    },
    stage_id: {
      convert: "text",
      references: ["Stage"],
      isNeeded: true,
      from: ["StageName", "Deal Stage", "Stage"],
    },
    pipeline_id: { convert: "text" },
    $is_closed: { convert: "boolean", isVirtual: true, from: ["IsClosed"] },
    $is_won: { convert: "boolean", isVirtual: true, from: ["IsWon"] },
    probability: { convert: "percent", from: ["Probability"] },
    amount: {
      convert: "amount",
      from: ["Amount", "Deal Value", "Value"],
      update: `case when ${hasLines} then target.amount else ${roundedAmount("amount")} end`,
    },
    currency: {
      convert: "currency",
      from: ["CurrencyIsoCode", "Currency"],
      update: `case when ${hasLines} then target.currency else source.currency end`,
    },
    expected_close_date: {
      convert: "date",
      from: ["CloseDate", "Close Date", "Expected Close Date"],
    },
    closed_at: { convert: "timestamp" },
    stage_entered_at: { convert: "timestamp", isInitial: true, from: ["LastStageChangeDate"] },
    owner_id: {
      convert: "text",
      references: ["Member"],
      from: ["OwnerId", "Owner", "Opportunity Owner", "Deal Owner", "Owner Email"],
    },
    won_reason: { convert: "text", from: ["Won_Reason__c", "Closed Won Reason"] },
    lost_reason: {
      convert: "text",
      from: ["Loss_Reason__c", "Lost_Reason__c", "Closed Lost Reason", "Lost Reason"],
    },
    lost_to_competitor: { convert: "text", from: ["Competitor__c", "Main Competitor"] },
    next_step: { convert: "text", from: ["NextStep"] },
    type: { convert: "text", from: ["Type"] },
    source: { convert: "text", from: ["LeadSource"] },
    description: { convert: "text", from: ["Description"] },
  },
  prepare: prepareOpportunity,
});

function prepareOpportunity(row: ImportRow, context: PrepareContext): void {
  const { values } = row;
  const kind = context.stageKind(values["stage_id"] ?? null);
  if (values["probability"] != null) values["probability"] = roundText(values["probability"]);
  if (kind === "open") {
    values["closed_at"] = null;
    values["stage_entered_at"] ??= values["created_at"] ?? null;
    return;
  }
  // The stage decides the probability of what is closed.
  values["probability"] = null;
  const day = values["expected_close_date"] ?? values["updated_at"] ?? values["created_at"];
  if (typeof day === "string") {
    // Noon, so that the day is the same one in most time zones.
    values["closed_at"] = `${day.slice(0, 10)}T12:00:00Z`;
    values["stage_entered_at"] = values["closed_at"];
  }
  if (kind === "lost") values["lost_reason"] ??= "Not recorded";
  if (kind === "won" && !(Number(values["amount"] ?? 0) > 0)) {
    throw new ConversionError("A won deal needs an amount above zero.");
  }
}

export const lineItem: ObjectMapping = defineObject({
  object: "OpportunityLineItem",
  permission: "deal",
  table: "deal_products",
  fileNames: ["opportunitylineitem", "opportunitylineitems", "opportunityproduct", "lineitems"],
  required: [
    ["OpportunityId", "Opportunity"],
    ["Quantity"],
    ["UnitPrice", "Sales Price", "TotalPrice"],
  ],
  hasCustomData: false,
  fields: {
    ...auditFields,
    deal_id: {
      convert: "text",
      references: ["Opportunity"],
      isNeeded: true,
      isInitial: true,
      from: ["OpportunityId", "Opportunity"],
    },
    product_id: {
      convert: "text",
      references: ["Product2"],
      from: ["Product2Id", "ProductCode", "Product", "Product Name"],
    },
    description: { convert: "text", from: ["Description"] },
    quantity: { convert: "amount", from: ["Quantity"] },
    unit_price: { convert: "amount", from: ["UnitPrice", "Sales Price"] },
    $percent: { convert: "percent", isVirtual: true, from: ["Discount"] },
    $total: { convert: "amount", isVirtual: true, from: ["TotalPrice", "Total Price"] },
    discount: { convert: "amount" },
  },
  prepare: prepareLineItem,
});

/** Their discount is a percentage of the line, ours an amount off it. */
function prepareLineItem(row: ImportRow): void {
  const { values } = row;
  const quantity = Number(values["quantity"] ?? 1);
  const total = values["$total"] == null ? null : Number(values["$total"]);
  if (values["unit_price"] == null && total !== null && quantity > 0) {
    values["unit_price"] = String(Number((total / quantity).toFixed(6)));
  }
  const full = quantity * Number(values["unit_price"] ?? 0);
  const percent = Number(values["$percent"] ?? 0);
  const discount = total === null ? (full * percent) / 100 : full - total;
  values["discount"] = Math.max(0, discount).toFixed(4);
  if (values["product_id"] == null) values["description"] ??= "Product";
}

export const opportunityHistory: ObjectMapping = defineObject({
  object: "OpportunityHistory",
  permission: "deal",
  table: "deal_stage_history",
  fileNames: ["opportunityhistory", "opportunitystagehistory"],
  required: [["OpportunityId"], ["StageName"], ["CreatedDate"]],
  hasCustomData: false,
  fields: {
    $id: commonFields.$id,
    $is_deleted: commonFields.$is_deleted,
    deal_id: {
      convert: "text",
      references: ["Opportunity"],
      isNeeded: true,
      isInitial: true,
      from: ["OpportunityId"],
    },
    to_stage_id: {
      convert: "text",
      references: ["Stage"],
      isNeeded: true,
      from: ["StageName"],
    },
    pipeline_id: { convert: "text" },
    amount: { convert: "amount", from: ["Amount"] },
    probability: { convert: "percent", from: ["Probability"] },
    changed_at: { convert: "timestamp", from: ["CreatedDate"] },
    changed_by: {
      convert: "text",
      references: ["Member"],
      isInitial: true,
      from: ["CreatedById"],
    },
  },
  prepare(row) {
    const { values } = row;
    values["amount"] ??= "0";
    values["probability"] = roundText(values["probability"] ?? "0");
  },
});

function roundText(value: string | boolean): string {
  return String(Math.round(Number(value)));
}
