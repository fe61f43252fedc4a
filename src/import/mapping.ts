import type { ConverterName } from "./convert.ts";
import { CustomFields } from "./customFields.ts";
import { ImportRefusal } from "./source.ts";
import { objectMappings } from "./objects/index.ts";
import type { ObjectMapping, ObjectName } from "./objects/types.ts";

/** Where the cells of one column go. */
export interface ColumnMapping {
  /** Position of the column in the file. */
  index: number;
  header: string;
  /** A field of the object, or `custom_data.<key>`. */
  field: string;
  convert: ConverterName;
}

/** Header cell → field (`null`: leave the column out). What is not named is proposed. */
export type MappingChoice = Record<string, string | null>;

type Wishes = ReadonlyMap<string, string | null>;

const customPrefix = "custom_data.";

/** Objects of Salesforce that resemble ours by their headers and are something else. */
const otherObjects = new Set(
  "campaign campaignmember case casecomment contract order asset quote attachment note".split(" "),
);

/**
 * The object that a file holds: by its name (`Account.csv`, `accounts_2026.csv`), else by the
 * header that most of its columns fit.
 *
 * @returns null when neither tells
 */
export function recognizeObject(fileName: string, header: string[]): ObjectName | null {
  const stem = normalizeHeader(fileName.replace(/\.[^.]*$/, "").replace(/[\d_-]+$/, ""));
  for (const mapping of Object.values(objectMappings)) {
    if (mapping.fileNames.includes(stem)) return mapping.object;
  }
  if (otherObjects.has(stem)) return null;
  const own = header.filter((name) => name !== "" && !name.endsWith("__c"));
  const names = new Set(own.map(normalizeHeader));
  let best: { object: ObjectName; share: number } | null = null;
  for (const mapping of Object.values(objectMappings)) {
    const hasOneOf = (group: readonly string[]) =>
      group.some((name) => names.has(normalizeHeader(name)));
    if (!mapping.recognizedBy.every(hasOneOf)) continue;
    const known = [...names].filter((name) => name in mapping.headers || mapping.ignored.has(name));
    const share = known.length / names.size;
    if (share > 0.5 && (best === null || share > best.share)) {
      best = { object: mapping.object, share };
    }
  }
  return best?.object ?? null;
}

/**
 * Where each column of a file goes.
 *
 * @param choice - the caller's wishes, which win over what is proposed
 * @param customFields - what the organization has added to the object
 * @throws ImportRefusal when the choice names a column or field that is not there, or when no
 * column of the file is known
 */
export function mapColumns(
  mapping: ObjectMapping,
  header: string[],
  choice: MappingChoice = {},
  customFields: CustomFields = new CustomFields(),
): ColumnMapping[] {
  for (const name of Object.keys(choice)) {
    if (!header.includes(name)) throw new ImportRefusal(`The file has no column "${name}".`);
  }
  const wishes: Wishes = new Map(Object.entries(choice));
  const columns: ColumnMapping[] = [];
  const taken = new Map<string, string>();
  for (const [index, name] of header.entries()) {
    if (name === "") continue;
    const chosen = wishes.get(name);
    const field = chosen === undefined ? proposeField(mapping, name, customFields) : chosen;
    if (field === null) continue;
    const isCustom = field.startsWith(customPrefix) && mapping.hasCustomData;
    const convert = isCustom
      ? customFields.converterOf(field.slice(customPrefix.length))
      : mapping.fields[field]?.convert;
    if (convert === undefined) {
      throw new ImportRefusal(
        `The mapping sends "${name}" to "${field}", which ${mapping.object} does not have. ` +
          `It has: ${namesOf(mapping).join(", ")}.`,
      );
    }
    const other = taken.get(field);
    if (other !== undefined) {
      if (chosen !== undefined && wishes.get(other) !== undefined) {
        throw new ImportRefusal(`The mapping sends both "${other}" and "${name}" to "${field}".`);
      }
      const keepsOther =
        chosen === undefined &&
        rank(mapping, field, other, wishes) <= rank(mapping, field, name, wishes);
      if (keepsOther) continue;
      columns.splice(
        columns.findIndex((column) => column.field === field),
        1,
      );
    }
    taken.set(field, name);
    columns.push({ index, header: name, field, convert });
  }
  if (!columns.some((column) => !column.field.startsWith(customPrefix))) {
    throw new ImportRefusal(`The header has no column that ${mapping.object} knows.`);
  }
  for (const group of mapping.required) {
    const isThere = group.some((name) => taken.has(mapping.headers[normalizeHeader(name)] ?? name));
    if (!isThere) {
      throw new ImportRefusal(
        `The file has no column ${group.join(" or ")}, which ${mapping.object} needs.`,
      );
    }
  }
  return columns;
}

/** The fields that a caller can name; the others stand for no column of ours. */
function namesOf(mapping: ObjectMapping): string[] {
  return Object.keys(mapping.fields).filter((field) => !field.startsWith("$"));
}

/** A header cell without what is only spelling: `First Name`, `first_name` → `firstname`. */
export function normalizeHeader(header: string): string {
  return header.toLowerCase().replace(/[^a-z0-9]+/g, "");
}

/** The key of a file's own column in custom_data: `Home_Phone__c` → `home_phone`. */
export function customKey(header: string): string {
  return header
    .replace(/__c$/i, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 63);
}

/** How well a header stands for a field: the caller's choice first, then the order of `from`. */
function rank(
  mapping: ObjectMapping,
  field: string,
  header: string,
  wishes: Wishes,
): number {
  if (wishes.get(header) !== undefined) return -1;
  const name = normalizeHeader(header);
  const place = (mapping.fields[field]?.from ?? []).findIndex(
    (candidate) => normalizeHeader(candidate) === name,
  );
  return place < 0 ? Number.MAX_SAFE_INTEGER : place;
}

function proposeField(
  mapping: ObjectMapping,
  header: string,
  customFields: CustomFields,
): string | null {
  const name = normalizeHeader(header);
  const known = mapping.headers[name];
  if (known !== undefined) return known;
  if (mapping.fields[header] !== undefined) return header;
  const own = mapping.hasCustomData ? customFields.keyOf(header) : null;
  if (own !== null) return customPrefix + own;
  if (mapping.ignored.has(name) || !mapping.hasCustomData) return null;
  const key = customKey(header);
  return key === "" ? null : customPrefix + key;
}
