/**
 * Makes the statements of the API again as a caller with restrictions may run them: each table is
 * read through the select list of the caller's profile, so that whatever the statement does (filter,
 * order, group, sum, join) it does with what the caller may see. What is not understood is refused.
 */
import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { camelCase } from "../columnNames.ts";
import { ApiError } from "../errors.ts";
import type { AccessProfile, TableAccess } from "./profiles.ts";

/** A statement as `pg` takes it. */
export interface Statement {
  readonly text: string;
  /** Name of the prepared statement. */
  readonly name?: string | undefined;
}

/** In characters of all statements together. */
const REMEMBERED_SIZE = 32_000_000;

const MENTION = /"app_public"\."(\w+)"/g;
/** How the tables would be named by SQL that is not from PostGraphile. */
const UNQUOTED_MENTION = /(?<!")\bapp_public\s*\.\s*"?(\w+)"?/g;
const WRITES = /^\s*(insert\s+into|update|delete\s+from)\s+$/i;
const RETURNING = /\sreturning\s/i;

/** What may follow a table that has no alias; PostGraphile writes aliases with "as", its plugins do not. */
const NO_ALIAS =
  /^(as|on|using|where|join|left|right|full|inner|cross|natural|lateral|group|having|window|order|limit|offset|fetch|for|union|intersect|except|set|values|returning)$/i;

/** The alias that a text begins with, after a table or call. */
function aliasAt(text: string): string | undefined {
  const [, as, alias] = /^\s+(as\s+)?("?\w+"?)/i.exec(text) ?? [];
  return as === undefined && alias !== undefined && NO_ALIAS.test(alias) ? undefined : alias;
}

/** The columns that an insert or update names, given what stands before and after its table. */
function columnsWritten(before: string, after: string): string[] {
  if (/delete\s+from\s+$/i.test(before)) return [];
  if (/^(?:\s+as\s+\S+)?\s+default\s+values\b/i.test(after)) return [];
  const list = /insert\s+into\s+$/i.test(before)
    ? /^(?:\s+as\s+\S+)?\s*\(([^)]*)\)\s*(?:overriding\s+\w+\s+value\s*)?values/i.exec(after)?.[1]
    : /^(?:\s+as\s+\S+)?\s+set\s([\s\S]*?)\swhere\s/i.exec(after)?.[1];
  if (list === undefined) throw new Error("A statement of the API writes in a way that is not known");
  return [...list.matchAll(/"(\w+)"\s*(?:=|,|$)/g)].map(([, name]) => name as string);
}

function closingParenthesis(text: string, opening: number): number {
  let depth = 0;
  for (let index = opening; index < text.length; index++) {
    if (text[index] === "(") depth++;
    else if (text[index] === ")" && --depth === 0) return index;
  }
  throw new Error("A function call without an end");
}

function refuseReadOnly(access: TableAccess, columns: readonly string[]): void {
  const refused = columns.filter((column) => access.readOnly.includes(column));
  if (refused.length === 0) return;
  const message = `Your role may not change ${refused.map((column) => column.replaceAll("_", " ")).join(", ")}.`;
  const fields = refused.map((column) => [camelCase(column), "Your role may not change this field."]);
  throw new ApiError("FORBIDDEN", message, Object.fromEntries(fields) as Record<string, string>);
}

function asSeen(table: string, access: TableAccess, source = `"app_public"."${table}"`): string {
  // A function has chosen its rows already.
  const isTable = source === `"app_public"."${table}"`;
  const condition = isTable && access.condition ? ` where ${access.condition}` : "";
  return `(select ${access.columns ?? "*"} from ${source}${isTable ? "" : " as answered"}${condition})`;
}

class Rewriting {
  readonly #profile: AccessProfile;
  readonly #functions: ReadonlyMap<string, string>;

  constructor(profile: AccessProfile) {
    this.#profile = profile;
    this.#functions = new Map(
      Object.entries(profile.tables).flatMap(([table, access]) =>
        access.functions.map((name) => [name, table] as const),
      ),
    );
  }

  rewrite(text: string): string {
    for (const [, name] of text.matchAll(UNQUOTED_MENTION)) {
      if (name !== undefined && this.#profile.tables[name]?.columns != null) {
        throw new Error(`A statement of the API names ${name} without quotes`);
      }
    }
    const [written, access] = this.#writtenTable(text);
    const returning = access?.columns == null ? -1 : text.search(RETURNING);
    if (written === undefined || access?.columns == null || returning < 0) {
      return this.#rewriteReads(text);
    }
    // What a write answers is read like anything else.
    const change = text.slice(0, returning);
    const answer = text.slice(returning).replace(RETURNING, "").replace(/;\s*$/, "");
    const alias = /\sas\s+("?\w+"?)\s/i.exec(change.slice(change.indexOf(`"${written}"`)))?.[1];
    const columns = `(select ${access.columns} from changed)`;
    return (
      `with changed as (${this.#rewriteReads(change)} returning ${alias ? `${alias}.` : ""}*) ` +
      `select ${this.#rewriteReads(answer)} from ${columns} as ${alias ?? `"${written}"`}`
    );
  }

  #writtenTable(text: string): [string, TableAccess] | [] {
    for (const mention of text.matchAll(MENTION)) {
      const name = mention[1] as string;
      const access = this.#profile.tables[name];
      const before = text.slice(0, mention.index);
      if (!access || !WRITES.test(before)) continue;
      const after = text.slice(mention.index + mention[0].length);
      refuseReadOnly(access, columnsWritten(before, after));
      return [name, access];
    }
    return [];
  }

  #rewriteReads(text: string): string {
    let result = "";
    let position = 0;
    const aliases = new Map<string, string>();
    for (const mention of text.matchAll(MENTION)) {
      const { index } = mention;
      if (index < position) continue;
      const name = mention[1] as string;
      const end = index + mention[0].length;
      const before = text.slice(0, index);
      const isCall = text[end] === "(";
      const table = isCall ? this.#functions.get(name) : name;
      const access = table === undefined ? undefined : this.#profile.tables[table];
      if (!access || table === undefined || before.endsWith("::") || WRITES.test(before)) continue;
      if (isCall && access.columns === null) continue;
      if (!/(?:\bfrom|\bjoin|\blateral|,)\s*\(?\s*$/i.test(before)) {
        throw new Error(`A statement of the API uses ${name} in a way that is not known`);
      }
      const stop = isCall ? closingParenthesis(text, end) + 1 : end;
      const source = isCall ? text.slice(index, stop) : undefined;
      // A call may be of a row beside it, a query only where it says so.
      const lateral = isCall && !/\blateral\s*$/i.test(before) ? "lateral " : "";
      result += text.slice(position, index) + lateral + asSeen(table, access, source);
      const alias = aliasAt(text.slice(stop));
      if (alias) aliases.set(alias, table);
      else result += ` as "${table}"`;
      position = stop;
    }
    result += text.slice(position);
    // Computed columns take the row of a table, which a query in its place has not.
    return result.replace(/("app_public"\."\w+"\()("?\w+"?)(?=[,)])/g, (call, start: string, alias: string) => {
      const table = aliases.get(alias);
      return table === undefined ? call : `${start}row(${alias}.*)::"app_public"."${table}"`;
    });
  }
}

/** Makes statements by profiles and remembers them. */
export class Statements {
  readonly #remembered = new LRUCache<string, Required<Statement>>({
    maxSize: REMEMBERED_SIZE,
    sizeCalculation: ({ text }, key) => text.length + key.length,
  });

  /**
   * The statement as somebody with the profile may run it.
   * @param statement - what PostGraphile made
   * @param profile - how tables are read
   * @throws ApiError FORBIDDEN when it writes a field that the caller may not edit
   */
  for({ text, name }: Statement, profile: AccessProfile): Statement {
    if (profile.fingerprint === "") return { text, name };
    const key = `${profile.fingerprint} ${text}`;
    let made = this.#remembered.get(key);
    if (!made) {
      const rewritten = new Rewriting(profile).rewrite(text);
      made = { text: rewritten, name: createHash("sha1").update(rewritten).digest("hex") };
      this.#remembered.set(key, made);
    }
    return { text: made.text, name: name === undefined ? undefined : made.name };
  }
}
