import type { AccessTokenClaims } from "../../src/auth/tokens.ts";
import type { Data } from "../data.ts";

/** Whether the hand-written server works under the policies or filters by hand, past them. */
export type Mode = "policies" | "no-policies";

/** The variables of one request; both servers get the same. */
export type Variables = Record<string, unknown>;

/** One piece of work that both servers are measured at. */
export type Item = {
  /** Name for `--items`. */
  key: string;
  /** Name in the table. */
  title: string;
  /**
   * Who asks: one who sees everything, a member who sees own records only, or a manager who sees
   * those of this member's team.
   */
  as: "owner" | "member" | "teamManager";
  /** What Rowhouse is asked. */
  query: string;
  /** Variables of the request with this number, counted from 0. */
  variables(data: Data, request: number): Variables;
  /** What the hand-written server runs: one statement that answers one JSON text. */
  statement(mode: Mode): string;
  /** Its parameters. */
  values(variables: Variables, claims: AccessTokenClaims, mode: Mode): unknown[];
  /** How many different requests there are, each of which can be sent once; else they are sent in turn. */
  once?(data: Data): number;
  /** Fields whose values cannot be equal, such as the id of a new record. */
  differing?: readonly string[];
  /** What must hold of Rowhouse's statements and times, else the bench fails. */
  requirement?: {
    /** Table that is read only by an index on these columns, and whose pages are not sorted. */
    table: string;
    columns: readonly string[];
    /** Whether pages may be sorted after all. */
    sorts?: boolean;
    /** Most that Rowhouse's median time may be of the hand-written server's. */
    slowdown?: number;
    /** Most that Postgres may take to run each statement. */
    milliseconds?: number;
  };
};
