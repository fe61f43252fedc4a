/** How a column writes its dates: `null` when its values fit both orders. */
export type DateOrder = "month-first" | "day-first";

/** What marks the decimals in a column of numbers. */
export type DecimalMark = "." | ",";

/** What the values of one column show of how they are written. */
export interface ColumnEvidence {
  /** Values such as 13/02/24, which can only be read day first. */
  dayFirst: number;
  /** Values such as 02/13/24, which can only be read month first. */
  monthFirst: number;
  /** Values such as 02/03/24, which can be read both ways. */
  eitherOrder: number;
  decimalComma: number;
  decimalPoint: number;
}

const slashDate = /^(\d{1,2})[/-](\d{1,2})[/-](\d{2}|\d{4})\b/;

/** Evidence of nothing. */
export function noEvidence(): ColumnEvidence {
  return { dayFirst: 0, monthFirst: 0, eitherOrder: 0, decimalComma: 0, decimalPoint: 0 };
}

/** Adds what one date shows to the evidence of its column. */
export function observeDate(evidence: ColumnEvidence, text: string): void {
  const match = slashDate.exec(text.trim());
  if (!match) return;
  const first = Number(match[1]);
  const second = Number(match[2]);
  if (first > 12 && second <= 12) evidence.dayFirst += 1;
  else if (second > 12 && first <= 12) evidence.monthFirst += 1;
  else if (first !== second) evidence.eitherOrder += 1;
}

/** Adds what one number shows to the evidence of its column. */
export function observeNumber(evidence: ColumnEvidence, text: string): void {
  const digits = text.replace(/[^\d.,]/g, "");
  const point = digits.lastIndexOf(".");
  const comma = digits.lastIndexOf(",");
  if (point >= 0 && comma >= 0) {
    if (point > comma) evidence.decimalPoint += 1;
    else evidence.decimalComma += 1;
    return;
  }
  // One mark with three digits after it (1,234) separates thousands or decimals: no evidence.
  if (/^\d+,(\d{1,2}|\d{4,})$/.test(digits)) evidence.decimalComma += 1;
  if (/^\d+\.(\d{1,2}|\d{4,})$/.test(digits)) evidence.decimalPoint += 1;
  if (/^\d{1,3}(,\d{3}){2,}$/.test(digits)) evidence.decimalPoint += 1;
  if (/^\d{1,3}(\.\d{3}){2,}$/.test(digits)) evidence.decimalComma += 1;
}

/**
 * The order of the dates of a column.
 *
 * @param column - evidence of the column itself
 * @param file - evidence of all columns of the file, asked when the column's own fits both orders
 * @returns the order, and whether it was assumed because nothing decides it
 */
export function dateOrderOf(
  column: ColumnEvidence,
  file: ColumnEvidence,
): { order: DateOrder; assumed: boolean } {
  for (const evidence of [column, file]) {
    if (evidence.dayFirst > 0 || evidence.monthFirst > 0) {
      const order = evidence.dayFirst > evidence.monthFirst ? "day-first" : "month-first";
      return { order, assumed: false };
    }
  }
  return { order: "month-first", assumed: column.eitherOrder > 0 };
}

/** The decimal mark of a column, by its own values, else those of the file, else a point. */
export function decimalMarkOf(column: ColumnEvidence, file: ColumnEvidence): DecimalMark {
  for (const evidence of [column, file]) {
    if (evidence.decimalComma !== evidence.decimalPoint) {
      return evidence.decimalComma > evidence.decimalPoint ? "," : ".";
    }
  }
  return ".";
}

/** The evidence of several columns together. */
export function sumEvidence(parts: Iterable<ColumnEvidence>): ColumnEvidence {
  const sum = noEvidence();
  for (const part of parts) {
    for (const key of Object.keys(sum) as (keyof ColumnEvidence)[]) sum[key] += part[key];
  }
  return sum;
}
