import { expect, it } from "@jest/globals";
import { UPLOADS_AT_ONCE, UPLOADS_AT_ONCE_OF_ORGANIZATION, UploadPlaces } from "../../src/files/uploadPlaces.ts";

it("an organization that holds all its places leaves room to others, until all are taken", () => {
  const places = new UploadPlaces();
  const take = (organization: string, count: number) => Array.from({ length: count }, () => places.take(organization));
  const own = take("acme", UPLOADS_AT_ONCE_OF_ORGANIZATION + 1);
  expect(own.map(Boolean)).toEqual([...Array<boolean>(UPLOADS_AT_ONCE_OF_ORGANIZATION).fill(true), false]);
  const others = Array.from({ length: 10 }, (_, number) => take(`other ${number}`, 4)).flat();
  expect(others.filter(Boolean)).toHaveLength(UPLOADS_AT_ONCE - UPLOADS_AT_ONCE_OF_ORGANIZATION);
  for (const giveBack of [...own, ...others]) giveBack?.();
  expect(take("acme", UPLOADS_AT_ONCE_OF_ORGANIZATION).every(Boolean)).toBe(true);
});
