/**
 * Converting leads. The database does it (app_hidden.convert_lead); here it gets input and payload.
 * `previewLeadConversion` and `undoLeadConversion` are SQL functions of app_public.
 */
import { gql, extendSchema } from "postgraphile/utils";
import { snakeCase } from "./columnNames.ts";
import { ApiError } from "./errors.ts";
import { makeMutationPlugin } from "./mutation.ts";

type ConvertLeadInput = {
  leadId: string;
  createAccount: boolean;
  createDeal: boolean;
  accountId?: string | null;
  contactId?: string | null;
  dealAttributes?: Readonly<Record<string, unknown>> | null;
  idempotencyKey?: string | null;
};

type Conversion = {
  id: string;
  lead_id: string;
  account_id: string | null;
  contact_id: string | null;
  deal_id: string | null;
};

const TypesPlugin = extendSchema(
  () => ({
    typeDefs: gql`
      """
      What to say of the deal that a conversion makes; as in DealInput.
      """
      input ConvertLeadDealInput {
        "The lead's company or name unless given."
        title: String
        amount: BigFloat
        discount: BigFloat
        tax: BigFloat
        currency: String
        expectedCloseDate: Date
        "The default pipeline unless given, or that of the stage."
        pipelineId: UUID
        "The first open stage of the pipeline unless given."
        stageId: UUID
        probability: Int
        "The lead's owner unless given."
        ownerId: UUID
        competitors: [String!]
        nextStep: String
        type: String
        source: String
        description: String
        customData: JSON
      }
    `,
  }),
  "LeadConversionTypesPlugin",
);

const ConvertLeadPlugin = makeMutationPlugin<ConvertLeadInput, Record<string, string | null>>({
  name: "convertLead",
  description:
    "Makes an account, a contact and a deal of a lead, or links it to the account and contact that are " +
    "there already, in one transaction. previewLeadConversion tells what it would do.",
  input: `
    leadId: UUID!
    "Whether an account is made when there is none of the lead's company."
    createAccount: Boolean! = true
    createDeal: Boolean! = true
    "The account to link to; without it, that of the lead's company is looked for."
    accountId: UUID
    "The contact to link to; without it, the one with the lead's e-mail address is looked for."
    contactId: UUID
    dealAttributes: ConvertLeadDealInput
    """
    Any text of at most 255 characters. The same call with the same key answers the same again and
    converts nothing twice.
    """
    idempotencyKey: String`,
  payload: `
    lead: Lead
    account: Account
    contact: Contact
    deal: Deal
    leadConversion: LeadConversion`,
  records: {
    lead: "leads",
    account: "accounts",
    contact: "contacts",
    deal: "deals",
    leadConversion: "lead_conversions",
  },
  async run(input, { withPgClient, pgSettings }) {
    const values = [
      input.leadId,
      input.createAccount,
      input.createDeal,
      input.accountId ?? null,
      input.contactId ?? null,
      dealColumns(input.dealAttributes),
      input.idempotencyKey ?? null,
    ];
    const converted = await withPgClient(pgSettings, (client) =>
      client.query<Conversion>({
        text: `select id, lead_id, account_id, contact_id, deal_id
          from app_hidden.convert_lead($1, $2, $3, $4, $5, $6, $7)`,
        values: values as never,
      }),
    );
    const [row] = converted.rows;
    if (!row) throw new Error("A conversion answered nothing");
    return {
      lead: row.lead_id,
      account: row.account_id,
      contact: row.contact_id,
      deal: row.deal_id,
      leadConversion: row.id,
    };
  },
});

/** What the API needs to convert leads. */
export const leadConversionPlugins: readonly GraphileConfig.Plugin[] = [
  TypesPlugin,
  ConvertLeadPlugin,
];

/** Attributes by column, as a JSON text. */
function dealColumns(attributes: ConvertLeadInput["dealAttributes"]): string | null {
  if (!attributes) return null;
  const { customData } = attributes;
  if (customData != null && (typeof customData !== "object" || Array.isArray(customData))) {
    const message = "Is an object of key and value.";
    throw new ApiError("BAD_INPUT", "The custom data is no object.", { customData: message });
  }
  const columns = Object.entries(attributes).map(([name, value]) => [snakeCase(name), value]);
  return JSON.stringify(Object.fromEntries(columns));
}
