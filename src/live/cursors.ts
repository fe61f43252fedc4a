import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { KeyObject } from "node:crypto";

/** Where in the feed of changes somebody is. */
export type Position = {
  /** Of the database: snapshots of another one mean nothing. */
  identity: string;
  /** What has been seen, as Postgres writes a pg_snapshot. */
  snapshot: string;
};

/** Makes and reads what clients keep to go on where they were. */
export type Cursors = {
  write(position: Position): string;
  /** Undefined for what was not made by `write` with the same secret. */
  read(cursor: string): Position | undefined;
};

const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** A snapshot names the transactions under way, 20 digits each at most. */
const LONGEST_CURSOR = 40_000;
const SNAPSHOT = /^\d{1,20}:\d{1,20}:(\d{1,20}(,\d{1,20})*)?$/;

/**
 * Makes cursors that only processes of the same secret can read: a snapshot would tell each
 * organization how busy all the others are, and a forged one what nobody has to look for.
 *
 * @param secret - Such as signs the access tokens.
 */
export function makeCursors(secret: KeyObject): Cursors {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "rowhouse live cursor", 32));
  return {
    write({ identity, snapshot }) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, iv);
      const text = cipher.update(`${identity} ${snapshot}`, "utf8");
      return Buffer.concat([iv, text, cipher.final(), cipher.getAuthTag()]).toString("base64url");
    },
    read(cursor) {
      if (cursor.length > LONGEST_CURSOR) return undefined;
      const bytes = Buffer.from(cursor, "base64url");
      if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const text = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)).toString("utf8");
        decipher.final();
        const [identity, snapshot] = text.split(" ");
        if (!identity || !snapshot || !SNAPSHOT.test(snapshot)) return undefined;
        return { identity, snapshot };
      } catch {
        return undefined;
      }
    },
  };
}
