import { ConversionError } from "../convert.ts";
import { pickLeadStatus, pickRating } from "../picklists.ts";
import { commonFields, defineObject } from "./define.ts";
import type { ImportRow, ObjectMapping, PrepareContext } from "./types.ts";

const owner = {
  convert: "text",
  references: ["Member"],
  from: [
    "OwnerId",
    "Owner",
    "Owner Email",
    "Account Owner",
    "Contact Owner",
    "Lead Owner",
    "Sales",
  ],
} as const;

/** People of the other system: read to match owners, never written. */
export const user: ObjectMapping = defineObject({
  object: "User",
  permission: "member",
  table: "users",
  fileNames: ["user", "users"],
  required: [["Id"], ["Email", "Username"]],
  hasCustomData: false,
  fields: {
    $id: { convert: "text", isVirtual: true, from: ["Id"] },
    email: { convert: "email", from: ["Email", "Username"] },
    name: { convert: "text", from: ["Name", "Full Name"] },
  },
});

export const account: ObjectMapping = defineObject({
  object: "Account",
  permission: "account",
  table: "accounts",
  fileNames: ["account", "accounts", "company", "companies"],
  required: [["Name", "Account Name", "Company Name", "Organization Name"]],
  hasCustomData: true,
  naturalKey: { field: "name", expression: "lower(btrim($1))" },
  ignored: "NaicsCode SicDesc Tradestyle DunsNumber",
  fields: {
    ...commonFields,
    name: { convert: "text", from: ["Name", "Account Name", "Company Name", "Organization Name"] },
    type: { convert: "text", from: ["Type"] },
    category: { convert: "text", from: ["Category"] },
    industry: { convert: "text", from: ["Industry"] },
    company_size: { convert: "integer", from: ["NumberOfEmployees", "Employees"] },
    annual_revenue: {
      convert: "amount",
      from: ["AnnualRevenue"],
      update:
        "app_hidden.round_money(source.annual_revenue, coalesce(source.currency, target.currency))",
    },
    currency: { convert: "currency", from: ["CurrencyIsoCode", "Currency"] },
    website: { convert: "text", from: ["Website", "Website URL", "Domain"] },
    primary_email: { convert: "email", from: ["Email"] },
    primary_phone: { convert: "text", from: ["Phone", "Phone Number"] },
    billing_street: { convert: "text", from: ["BillingStreet", "Street Address"] },
    billing_city: { convert: "text", from: ["BillingCity", "City"] },
    billing_state: { convert: "text", from: ["BillingState", "State/Region"] },
    billing_postal_code: { convert: "text", from: ["BillingPostalCode", "Postal Code"] },
    billing_country: { convert: "text", from: ["BillingCountry", "Country"] },
    shipping_street: { convert: "text", from: ["ShippingStreet"] },
    shipping_city: { convert: "text", from: ["ShippingCity"] },
    shipping_state: { convert: "text", from: ["ShippingState"] },
    shipping_postal_code: { convert: "text", from: ["ShippingPostalCode"] },
    shipping_country: { convert: "text", from: ["ShippingCountry"] },
    owner_id: owner,
    parent_id: {
      convert: "text",
      references: ["Account"],
      isDeferred: true,
      from: ["ParentId", "Parent Account"],
    },
    source: { convert: "text", from: ["AccountSource"] },
    last_contact_date: { convert: "date", from: ["LastActivityDate"] },
    description: { convert: "text", from: ["Description"] },
  },
});

export const contact: ObjectMapping = defineObject({
  object: "Contact",
  permission: "contact",
  table: "contacts",
  fileNames: ["contact", "contacts", "people"],
  required: [["LastName", "Name", "Full Name"]],
  recognizedBy: [
    ["Email", "email_work", "AccountId", "Account Name", "MobilePhone", "Department", "FirstName"],
  ],
  hasCustomData: true,
  naturalKey: { field: "email", expression: "$1" },
  ignored: "HasOptedOutOfFax company_id sales_id nb_tasks",
  fields: {
    ...commonFields,
    $name: { convert: "text", isVirtual: true, from: ["Name", "Full Name"] },
    salutation: { convert: "text", from: ["Salutation"] },
    first_name: { convert: "text", from: ["FirstName"] },
    last_name: { convert: "text", from: ["LastName"] },
    email: { convert: "email", from: ["Email", "email_work"] },
    work_phone: { convert: "text", from: ["Phone", "Phone Number", "phone_work"] },
    mobile_phone: { convert: "text", from: ["MobilePhone", "Mobile"] },
    job_title: { convert: "text", from: ["Title", "Job Title"] },
    department: { convert: "text", from: ["Department"] },
    account_id: {
      convert: "text",
      references: ["Account"],
      from: ["AccountId", "Account Name", "company_name", "Company", "Associated Company"],
    },
    owner_id: owner,
    source: { convert: "text", from: ["LeadSource"] },
    linkedin_url: { convert: "text", from: ["LinkedIn", "linkedin_url"] },
    birthday: { convert: "date", isFixedDate: true, from: ["Birthdate", "Birthday"] },
    $opted_out: { convert: "boolean", isVirtual: true, from: ["HasOptedOutOfEmail"] },
    email_opt_in: { convert: "boolean", from: ["Email Opt In", "has_newsletter"] },
    do_not_call: { convert: "boolean", from: ["DoNotCall"] },
    last_contact_date: { convert: "date", from: ["LastActivityDate", "last_seen"] },
    mailing_street: { convert: "text", from: ["MailingStreet"] },
    mailing_city: { convert: "text", from: ["MailingCity"] },
    mailing_state: { convert: "text", from: ["MailingState"] },
    mailing_postal_code: { convert: "text", from: ["MailingPostalCode"] },
    mailing_country: { convert: "text", from: ["MailingCountry"] },
    description: { convert: "text", from: ["Description", "background"] },
  },
  prepare(row) {
    splitName(row);
    // Not having opted out is no consent, so only the refusal is carried over.
    if (row.values["$opted_out"] === true) row.values["email_opt_in"] = false;
  },
});

export const lead: ObjectMapping = defineObject({
  object: "Lead",
  permission: "lead",
  table: "leads",
  fileNames: ["lead", "leads"],
  required: [["LastName", "Name", "Company", "Email"]],
  recognizedBy: [["Status", "Lead Status", "IsConverted", "LeadSource"]],
  hasCustomData: true,
  ignored: "CompanyDunsNumber",
  fields: {
    ...commonFields,
    $name: { convert: "text", isVirtual: true, from: ["Name", "Full Name"] },
    salutation: { convert: "text", from: ["Salutation"] },
    first_name: { convert: "text", from: ["FirstName"] },
    last_name: { convert: "text", from: ["LastName"] },
    company: { convert: "text", from: ["Company", "Company Name"] },
    job_title: { convert: "text", from: ["Title", "Job Title"] },
    email: { convert: "email", from: ["Email"] },
    phone: { convert: "text", from: ["Phone", "Phone Number"] },
    mobile_phone: { convert: "text", from: ["MobilePhone", "Mobile"] },
    website: { convert: "text", from: ["Website"] },
    industry: { convert: "text", from: ["Industry"] },
    annual_revenue: { convert: "amount", from: ["AnnualRevenue"] },
    company_size: { convert: "integer", from: ["NumberOfEmployees"] },
    street: { convert: "text", from: ["Street"] },
    city: { convert: "text", from: ["City"] },
    state: { convert: "text", from: ["State"] },
    postal_code: { convert: "text", from: ["PostalCode"] },
    country: { convert: "text", from: ["Country"] },
    status: {
      convert: "text",
      from: ["Status", "Lead Status"],
      update: "case when target.status = 'converted' then target.status else source.status end",
    },
    rating: { convert: "text", from: ["Rating"] },
    source: { convert: "text", from: ["LeadSource", "Source"] },
    owner_id: owner,
    assigned_at: { convert: "timestamp", isInitial: true },
    last_activity_date: { convert: "date", from: ["LastActivityDate"] },
    $is_converted: { convert: "boolean", isVirtual: true, from: ["IsConverted"] },
    converted_at: { convert: "timestamp", from: ["ConvertedDate"] },
    converted_account_id: {
      convert: "text",
      references: ["Account"],
      from: ["ConvertedAccountId"],
    },
    converted_contact_id: {
      convert: "text",
      references: ["Contact"],
      from: ["ConvertedContactId"],
    },
    converted_deal_id: {
      convert: "text",
      references: ["Opportunity"],
      from: ["ConvertedOpportunityId"],
    },
    disqualified_at: { convert: "timestamp", isInitial: true },
    disqualified_reason: { convert: "text", from: ["Disqualified Reason"] },
    description: { convert: "text", from: ["Description"] },
  },
  prepare: prepareLead,
});

function prepareLead(row: ImportRow, context: PrepareContext): void {
  const { values } = row;
  splitName(row);
  values["rating"] = pickRating(values["rating"] ?? null, context);
  const status = pickLeadStatus(values["status"] ?? null, context);
  values["status"] = values["$is_converted"] === true ? "converted" : status;
  values["assigned_at"] = values["created_at"] ?? null;
  const changed = values["last_activity_date"] ?? values["updated_at"] ?? values["created_at"];
  if (values["status"] === "converted") {
    values["converted_at"] = values["converted_at"] ?? changed ?? context.now;
    if (values["$is_converted"] === false) {
      context.warn("Some leads have a converted status but are not linked to what they became.");
    }
  } else {
    values["converted_at"] = null;
  }
  if (values["status"] === "disqualified") {
    values["disqualified_at"] = changed ?? null;
    values["disqualified_reason"] ??= "Imported as closed, not converted";
  } else {
    values["disqualified_reason"] = null;
  }
}

/** First and last name out of a full one, where the file has no columns for them. */
function splitName(row: ImportRow): void {
  const { values } = row;
  const name = values["$name"];
  if (values["last_name"] != null || typeof name !== "string") return;
  if (values["first_name"] != null && name.startsWith(String(values["first_name"]))) {
    values["last_name"] = name.slice(String(values["first_name"]).length).trim() || name;
    return;
  }
  const words = name.split(/\s+/);
  const last = words.pop();
  if (last === undefined) throw new ConversionError("A name is needed.");
  values["last_name"] = last;
  if (words.length > 0) values["first_name"] = words.join(" ");
}
