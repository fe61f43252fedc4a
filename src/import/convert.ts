import type { DateOrder, DecimalMark } from "./evidence.ts";

/** A cell that cannot be converted; the message is for the person who made the file. */
export class ConversionError extends Error {
  override name = "ConversionError";
}

/** How the column that a cell is in writes its values. */
export interface ColumnStyle {
  dateOrder: DateOrder;
  decimalMark: DecimalMark;
}

/** A value ready for its column: text, number as decimal text, boolean, or nothing. */
export type Converted = string | boolean | null;

/** The names of the converters that a mapping can use. */
export type ConverterName = keyof typeof converters;

/** 2024-01-19, 2024-01-19T09:42:24.000+0000, 2024-01-19 09:42 */
const isoPattern = new RegExp(
  "^(\\d{4})-(\\d{1,2})-(\\d{1,2})" +
    "(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2})(\\.\\d{1,6})?)?\\s*(Z|[+-]\\d{2}:?\\d{2})?)?$",
  "i",
);
/** 02/23/26, 23.02.2026, 02/23/26 08:55 PM */
const localPattern = new RegExp(
  "^(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4}|\\d{2})" +
    "(?:,?\\s+(\\d{1,2}):(\\d{2})(?::(\\d{2}))?\\s*([AP]M)?)?$",
  "i",
);

const pad = (value: number, width = 2) => String(value).padStart(width, "0");

/** Text without blanks around it; blank text is no value. */
export function convertText(text: string): Converted {
  const trimmed = text.trim();
  return trimmed === "" ? null : trimmed;
}

/** TRUE/FALSE, yes/no, 1/0 in any case. */
export function convertBoolean(text: string): Converted {
  const word = text.trim().toLowerCase();
  if (word === "") return null;
  if (["true", "t", "yes", "y", "1", "x", "on"].includes(word)) return true;
  if (["false", "f", "no", "n", "0", "off"].includes(word)) return false;
  throw new ConversionError("is neither true nor false");
}

/** An address in lower case; it has to look like one. */
export function convertEmail(text: string): Converted {
  const email = text.trim().toLowerCase();
  if (email === "") return null;
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new ConversionError("is no e-mail address");
  return email;
}

/**
 * A date as YYYY-MM-DD: ISO 8601, slashes in the order of the column, or dots (day first).
 *
 * @throws ConversionError when the text is no date of the calendar
 */
export function convertDate(text: string, style: ColumnStyle): Converted {
  const moment = convertTimestamp(text, style);
  return typeof moment === "string" ? moment.slice(0, 10) : null;
}

/**
 * A point in time in ISO 8601; without a zone it is taken as UTC.
 *
 * @throws ConversionError when the text is no date of the calendar
 */
export function convertTimestamp(text: string, style: ColumnStyle): Converted {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const iso = isoPattern.exec(trimmed);
  if (iso) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso;
    const date = calendarDate(Number(year), Number(month), Number(day));
    if (hour === undefined) return date;
    const time = clockTime(Number(hour), Number(minute), Number(second ?? 0));
    return `${date}T${time}${fraction ?? ""}${isoZone(zone)}`;
  }
  const local = localPattern.exec(trimmed);
  if (!local) throw new ConversionError("is no date that can be read");
  const [, first, mark, second, year, hour, minute, seconds, half] = local;
  const dayFirst = mark === "." || style.dateOrder === "day-first";
  const day = Number(dayFirst ? first : second);
  const month = Number(dayFirst ? second : first);
  const date = calendarDate(fullYear(year ?? ""), month, day);
  if (hour === undefined) return date;
  const time = clockTime(hourOfDay(Number(hour), half), Number(minute), Number(seconds ?? 0));
  return `${date}T${time}Z`;
}

/**
 * An amount as decimal text, without currency sign and thousands separators.
 *
 * @throws ConversionError when the text is no number
 */
export function convertAmount(text: string, style: ColumnStyle): Converted {
  let rest = text.trim();
  if (rest === "") return null;
  const negative = /^\(.*\)$/.test(rest) || /^[-\u2212]|[-\u2212]$/.test(rest);
  rest = rest
    .replace(/[()\-\u2212+]/g, "")
    .replace(/^\s*(?:[A-Z]{3}|\p{Sc}|[A-Z]{1,2}\$)\s*|\s*(?:[A-Z]{3}|\p{Sc})\s*$/gu, "")
    .replace(/[\s\u00a0\u202f'\u2019]/g, "");
  const thousands = style.decimalMark === "." ? "," : ".";
  const plain = rest.replaceAll(thousands, "").replace(style.decimalMark, ".");
  if (!/^(\d+(\.\d*)?|\.\d+)$/.test(plain)) throw new ConversionError("is no number");
  if (rest.includes(thousands) && !groupsWell(rest, thousands, style.decimalMark)) {
    throw new ConversionError("is no number: its separators are in odd places");
  }
  const [whole = "", decimals = ""] = plain.split(".");
  const digits = whole.replace(/^0+(?=\d)/, "") || "0";
  const sign = negative && /[1-9]/.test(plain) ? "-" : "";
  return sign + digits + (decimals ? `.${decimals}` : "");
}

/** A whole number as decimal text; decimals are rounded away. */
export function convertInteger(text: string, style: ColumnStyle): Converted {
  const amount = convertAmount(text, style);
  if (typeof amount !== "string") return null;
  return String(Math.round(Number(amount)));
}

/** A percentage from 0 to 100 as decimal text, with or without its sign. */
export function convertPercent(text: string, style: ColumnStyle): Converted {
  const amount = convertAmount(text.replace("%", ""), style);
  if (typeof amount !== "string") return null;
  const value = Number(amount);
  if (value < 0 || value > 100) throw new ConversionError("is not between 0 and 100");
  return amount;
}

/** An ISO 4217 code in upper case. */
export function convertCurrency(text: string): Converted {
  const code = text.trim().toUpperCase();
  if (code === "") return null;
  if (!/^[A-Z]{3}$/.test(code)) throw new ConversionError("is no currency code such as USD");
  return code;
}

/** Seconds to whole minutes, rounded up. */
export function convertSecondsToMinutes(text: string, style: ColumnStyle): Converted {
  const seconds = convertInteger(text, style);
  return typeof seconds === "string" ? String(Math.ceil(Number(seconds) / 60)) : null;
}

/** Converters by the name that mappings use. */
export const converters = {
  text: convertText,
  email: convertEmail,
  boolean: convertBoolean,
  date: convertDate,
  timestamp: convertTimestamp,
  amount: convertAmount,
  integer: convertInteger,
  percent: convertPercent,
  currency: convertCurrency,
  secondsToMinutes: convertSecondsToMinutes,
} satisfies Record<string, (text: string, style: ColumnStyle) => Converted>;

/** The currency that the sign of an amount names beyond doubt, else null. */
export function currencyOfAmount(text: string): string | null {
  if (text.includes("\u20ac")) return "EUR";
  if (text.includes("\u00a3")) return "GBP";
  const code = /^\s*([A-Z]{3})\b|\b([A-Z]{3})\s*$/.exec(text);
  return code?.[1] ?? code?.[2] ?? null;
}

function calendarDate(year: number, month: number, day: number): string {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || year < 1000) throw new ConversionError("is no date of the calendar");
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

function clockTime(hour: number, minute: number, second: number): string {
  if (hour > 23 || minute > 59 || second > 59) throw new ConversionError("is no time of day");
  return `${pad(hour)}:${pad(minute)}:${pad(second)}`;
}

function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) throw new ConversionError("is no time of day");
  return (hour % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
}

function isoZone(zone: string | undefined): string {
  if (zone === undefined || zone.toUpperCase() === "Z") return "Z";
  return zone.includes(":") ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}

function fullYear(year: string): number {
  const value = Number(year);
  if (year.length === 4) return value;
  return value < 70 ? 2000 + value : 1900 + value;
}

function groupsWell(text: string, thousands: string, decimal: string): boolean {
  const whole = text.split(decimal)[0] ?? "";
  const [first = "", ...groups] = whole.split(thousands);
  return first.length <= 3 && first !== "" && groups.every((group) => /^\d{2,3}$/.test(group));
}
