import type { ConverterName } from "../convert.ts";

/** The objects that can be imported, in the order in which their files are read. */
export const objectOrder = [
  "User",
  "Product2",
  "Account",
  "Contact",
  "Opportunity",
  "OpportunityLineItem",
  "OpportunityHistory",
  "Lead",
  "Task",
  "Event",
] as const;

/** The name of an object, as Salesforce has it. */
export type ObjectName = (typeof objectOrder)[number];

/** What a field refers to: a member of the organization, a stage, or a record of an object. */
export type ReferenceTarget = "Member" | "Stage" | ObjectName;

/** A field that a column of a file can be mapped to. */
export interface Field {
  convert: ConverterName;
  /** Headers that are mapped to the field unless the caller says otherwise. */
  from?: readonly string[];
  /** The objects in which the cell's id (or name) is looked up, in this order. */
  references?: readonly ReferenceTarget[];
  /** Column for what the field refers to, where that depends on the object found. */
  columns?: Partial<Record<ReferenceTarget, string>>;
  /** A row whose reference is found nowhere is a bad row, not one with the field left empty. */
  isNeeded?: boolean;
  /** Filled after the whole file is written, since it may refer to a later row. */
  isDeferred?: boolean;
  /** Not a column of the table: read by `prepare` only. */
  isVirtual?: boolean;
  /** Written when the record is made, left alone when it is updated. */
  isInitial?: boolean;
  /** A date that stays where it is when an import moves dates (birthdays). */
  isFixedDate?: boolean;
  /** SQL for the value in an update, from `target.<column>` and `source.<column>`. */
  update?: string;
}

/** A value of a row on its way into the database. */
export type Value = string | boolean | null;

/** A row whose cells are converted. */
export interface ImportRow {
  line: number;
  /** Field → value. */
  values: Record<string, Value>;
  /** Values that go to custom_data. */
  custom: Record<string, Value>;
}

/** What `prepare` can ask and tell. */
export interface PrepareContext {
  /** Adds a warning to the result of the file, once. */
  warn(warning: string): void;
  /** The organization's currency. */
  currency: string;
  /** The current moment in ISO 8601. */
  now: string;
  /** What being in the stage of that name means. */
  stageKind(name: Value): "open" | "won" | "lost";
}

/** How the rows of an object are read and where they go. */
export interface ObjectMapping {
  object: ObjectName;
  /** The name in role_permissions. */
  permission: string;
  /** Table of app_public. */
  table: string;
  /** Normalised file names without extension. */
  fileNames: readonly string[];
  /** Of each group, one header has to be there, by any spelling. */
  required: readonly (readonly string[])[];
  /** The same for a file that is recognised by nothing but its header. */
  recognizedBy: readonly (readonly string[])[];
  /** Without a prototype, as `headers`: a header may be called `constructor`. */
  fields: Record<string, Field>;
  /** Normalised header → field; made of the fields' `from`. */
  headers: Record<string, string>;
  /** Normalised headers that carry nothing of value, beside those of every object. */
  ignored: ReadonlySet<string>;
  hasCustomData: boolean;
  /** A field by which records without an id of the other system are recognised. */
  naturalKey?: { field: string; expression: string };
  /** Makes the values fit the table; throws ConversionError for a row that cannot. */
  prepare?(row: ImportRow, context: PrepareContext): void;
}
