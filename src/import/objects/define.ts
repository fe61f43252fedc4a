import type { Field, ObjectMapping } from "./types.ts";

const systemHeaders = (
  "SystemModstamp MasterRecordId PhotoUrl LastViewedDate LastReferencedDate LastModifiedById " +
  "LastCURequestDate LastCUUpdateDate Jigsaw JigsawContactId JigsawCompanyId IndividualId " +
  "BillingAddress ShippingAddress MailingAddress OtherAddress Address " +
  "BillingLatitude BillingLongitude BillingGeocodeAccuracy ShippingLatitude ShippingLongitude " +
  "ShippingGeocodeAccuracy MailingLatitude MailingLongitude MailingGeocodeAccuracy " +
  "OtherLatitude OtherLongitude OtherGeocodeAccuracy Latitude Longitude GeocodeAccuracy " +
  "CleanStatus IsUnreadByOwner IsCustomerPortal CanAllowPortalSelfReg DandbCompanyId " +
  "IsEmailBounced EmailBouncedReason EmailBouncedDate"
).split(" ");

/** The fields that every imported record has. */
export const commonFields = {
  $id: { convert: "text", isVirtual: true, from: ["Id", "Record ID", "External ID"] },
  $is_deleted: { convert: "boolean", isVirtual: true, from: ["IsDeleted"] },
  created_at: { convert: "timestamp", isInitial: true, from: ["CreatedDate", "Created At"] },
  updated_at: { convert: "timestamp", isInitial: true, from: ["LastModifiedDate"] },
  created_by: {
    convert: "text",
    isInitial: true,
    references: ["Member"],
    from: ["CreatedById", "Created By"],
  },
} satisfies Record<string, Field>;

type Definition = Omit<ObjectMapping, "headers" | "ignored" | "recognizedBy"> & {
  ignored?: string;
  /** Groups beside the required ones. */
  recognizedBy?: ObjectMapping["recognizedBy"];
};

/** Completes a mapping: headers by field, and what is ignored. */
export function defineObject(mapping: Definition): ObjectMapping {
  const headers = Object.create(null) as Record<string, string>;
  for (const [field, { from }] of Object.entries(mapping.fields)) {
    for (const header of from ?? []) headers[spelling(header)] ??= field;
  }
  const ignored = [...systemHeaders, ...(mapping.ignored ?? "").split(" ")].map(spelling);
  const recognizedBy = [...mapping.required, ...(mapping.recognizedBy ?? [])];
  const fields = Object.assign(Object.create(null), mapping.fields) as ObjectMapping["fields"];
  return { ...mapping, recognizedBy, fields, headers, ignored: new Set(ignored) };
}

function spelling(header: string): string {
  return header.toLowerCase().replace(/[^a-z0-9]+/g, "");
}
