import { hash, verify } from "@node-rs/bcrypt";
import commonPasswords from "fxa-common-password-list";

/** bcrypt's work factor: 2^12 rounds. */
const COST = 12;
const SHORTEST = 8;
/** bcrypt ignores what comes after this many bytes. */
const LONGEST_BYTES = 72;

/** Compared with when there is no user, so that an unknown address takes as long as a known one. */
const DUMMY_HASH = "$2b$12$gIWBk1AoVVvHGXHbSasfE.3nY48Wt4WxQtbtpLEIVtq1BrxBIuJxO";

/**
 * Says what is wrong with a new password.
 *
 * @returns The reason in words for people, or undefined when it will do.
 */
export function passwordProblem(password: string): string | undefined {
  if ([...password].length < SHORTEST) return `A password has at least ${SHORTEST} characters.`;
  if (Buffer.byteLength(password) > LONGEST_BYTES) {
    return `A password has at most ${LONGEST_BYTES} bytes.`;
  }
  if (password.includes("\0")) return "A password cannot contain a NUL character.";
  if (commonPasswords.test(password.toLowerCase())) {
    return "This is one of the commonest passwords. Choose another.";
  }
  return undefined;
}

/** Hashes a password with bcrypt on a thread of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/**
 * Compares a password with a hash, on a thread of its own.
 *
 * @param passwordHash - Undefined when there is no such user: takes as long, and is never right.
 */
export async function isPasswordRight(
  password: string,
  passwordHash: string | undefined,
): Promise<boolean> {
  const matches = await verify(password, passwordHash ?? DUMMY_HASH).catch(() => false);
  return matches && passwordHash !== undefined && Buffer.byteLength(password) <= LONGEST_BYTES;
}
