/** What a person should read of an error that a row caused. */
export interface RowError {
  column?: string;
  message: string;
}

/** What a constraint or unique index is about. */
export interface ConstraintMeaning {
  /** Its columns, without the organization. */
  columns: readonly string[];
  /** What it demands, in words; null where nobody wrote it down. */
  comment: string | null;
}

interface DatabaseError {
  code?: string;
  message: string;
  detail?: string;
  column?: string;
  constraint?: string;
}

/**
 * What went wrong with a row, in words; null when the error is not the row's fault (the
 * connection was lost, the server is out of space), so that it has to stop the import.
 *
 * @param error - what the driver threw
 * @param constraints - what constraints mean by their names; Postgres itself tells no values
 * where rows are protected
 */
export function describeRowError(
  error: unknown,
  constraints: ReadonlyMap<string, ConstraintMeaning> = new Map(),
): RowError | null {
  const { code, message, detail, column, constraint } = error as DatabaseError;
  if (code === undefined || !/^(2[23]|RH4|42501|P0001)/.test(code)) return null;
  if (code.startsWith("RH")) {
    const [field, text] = Object.entries(fieldsOf(detail))[0] ?? [];
    if (field === undefined) return { message };
    return { column: field, message: String(text ?? message) };
  }
  const meaning = constraints.get(constraint ?? "");
  const columns = meaning?.columns ?? [];
  const at = column ?? (columns.length === 1 ? columns[0] : undefined);
  const where = at === undefined ? {} : { column: at };
  switch (code) {
    case "23505":
      if (columns.includes("external_id")) {
        return { message: "This record is there already, and is none that you may see." };
      }
      return {
        ...where,
        message: `Another record has the same ${columns.join(" and ") || "key"}.`,
      };
    case "23502":
      return { ...where, message: "A value is needed here." };
    case "23514":
      if (meaning?.comment != null) return { message: meaning.comment };
      return {
        ...where,
        message: `The value is not allowed (${(constraint ?? "check").replaceAll("_", " ")}).`,
      };
    case "23503":
      return {
        ...where,
        message: "The value is not one of those allowed, or refers to nothing.",
      };
    case "42501":
      return { message: "You may not create or change this record (it belongs to somebody else)." };
    default:
      return { message: `${message.charAt(0).toUpperCase()}${message.slice(1)}.` };
  }
}

function fieldsOf(detail: string | undefined): Record<string, unknown> {
  try {
    const parsed = JSON.parse(detail ?? "{}") as { fields?: Record<string, unknown> };
    return parsed.fields ?? {};
  } catch {
    return {};
  }
}
