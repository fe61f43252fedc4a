import { createAccessTokenKey, signAccessToken } from "../src/auth/tokens.ts";
import type { Data } from "./data.ts";
import type { Item } from "./items/item.ts";

/** Makes fresh access tokens, since they live for minutes only. */
export type Tokens = {
  /** A token of the user who does an item's work. */
  of(item: Item): string;
};

/** Makes the source of tokens for the data's users. */
export function makeTokens(jwtSecret: string, data: Data): Tokens {
  const key = createAccessTokenKey(jwtSecret);
  return { of: (item) => signAccessToken(key, data[item.as]) };
}
