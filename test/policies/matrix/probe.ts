import type pg from "pg";
import { becomeActor } from "../../../src/database/actor.ts";
import type { Actor } from "../../../src/database/actor.ts";

/** A statement that is tried, and a query for the ids that it concerns; all of it is taken back. */
export type Question = {
  first?: string;
  /** Answers one array of ids; may use $1, the ids of the question. */
  read: string;
  ids?: string[];
};

/** What became of a question. */
export type Reply = { ids: string[]; code?: undefined } | { ids?: undefined; code: string };

/** Nothing is read back: the question is whether the statement runs. */
export const NOTHING = "select '{}'::uuid[]";

/**
 * Adds the functions that ask many questions in one round trip, as superuser. One of them asks
 * `allowed_ids` from a function with the owner's rights, as mutations do.
 */
export async function addProbe(client: pg.ClientBase): Promise<void> {
  await client.query(`
    create schema probe authorization rowhouse_owner;
    grant usage on schema probe to rowhouse_user;
    create function probe.ask(questions jsonb) returns jsonb language plpgsql as $$
    declare
      question jsonb;
      answer uuid[];
      replies jsonb := '[]';
    begin
      for question in select * from jsonb_array_elements(questions) loop
        begin
          if question ? 'first' then
            execute question ->> 'first';
          end if;
          execute question ->> 'read' into answer
            using array(select jsonb_array_elements_text(question -> 'ids'))::uuid[];
          raise exception using errcode = 'PROBE';
        exception when others then
          replies := replies || case when sqlstate = 'PROBE'
            then jsonb_build_object('ids', answer) else jsonb_build_object('code', sqlstate) end;
        end;
      end loop;
      return replies;
    end
    $$;
    create function probe.allowed_past_policies(object text, action text, ids uuid[]) returns uuid[]
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
      select app_hidden.allowed_ids(object, action, ids)
    $$;
    alter function probe.allowed_past_policies(text, text, uuid[]) owner to rowhouse_owner;
    grant execute on all functions in schema probe to rowhouse_user;
  `);
}

/** Asks for an actor, through the login that the API uses. */
export async function ask(
  client: pg.ClientBase,
  actor: Actor,
  questions: readonly Question[],
): Promise<Reply[]> {
  await client.query("begin");
  try {
    await becomeActor(client, actor);
    const { rows } = await client.query<{ replies: Reply[] }>(
      "select probe.ask($1::jsonb) as replies",
      [JSON.stringify(questions)],
    );
    return rows[0]!.replies;
  } finally {
    await client.query("rollback");
  }
}
