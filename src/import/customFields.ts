import type { ConverterName } from "./convert.ts";
import { normalizeHeader } from "./mapping.ts";
import type { ImportSession } from "./session.ts";

/** A field that the organization has added to an object. */
export interface CustomField {
  object: string;
  key: string;
  label: string;
  type: string;
}

/** How cells of fields are read whose values are written in more than one way. */
const converters: Record<string, ConverterName> = {
  number: "amount",
  date: "date",
  datetime: "timestamp",
  boolean: "boolean",
  email: "email",
};

/** The custom fields of one object, by what headers of a file may call them. */
export class CustomFields {
  readonly #byName = new Map<string, CustomField>();
  readonly #byKey = new Map<string, CustomField>();

  /** @param fields - those of the object; a label that two have stands for neither */
  constructor(fields: readonly CustomField[] = []) {
    const labels = Map.groupBy(fields, ({ label }) => normalizeHeader(label));
    for (const [name, [field, ...more]] of labels) {
      if (field && more.length === 0 && name !== "") this.#byName.set(name, field);
    }
    for (const field of fields) {
      this.#byKey.set(field.key, field);
      this.#byName.set(normalizeHeader(field.key), field);
    }
  }

  /** The key of the field whose key or label a header is, in any spelling; null for none. */
  keyOf(header: string): string | null {
    const name = normalizeHeader(header.replace(/__c$/i, ""));
    return this.#byName.get(name)?.key ?? null;
  }

  /** How cells of a column are read that goes to `custom_data.<key>`. */
  converterOf(key: string): ConverterName {
    return converters[this.#byKey.get(key)?.type ?? ""] ?? "text";
  }
}

/** Reads the definitions that are in use, by object; none when the importing user may not see them. */
export async function readCustomFields(session: ImportSession): Promise<Map<string, CustomFields>> {
  return session.batch(async (client) => {
    const { rows } = await client.query<CustomField>(
      "select object, key, label, type from app_public.custom_field_definitions where is_active",
    );
    const byObject = Map.groupBy(rows, ({ object }) => object);
    return new Map([...byObject].map(([object, fields]) => [object, new CustomFields(fields)]));
  });
}
