import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../../../test/world.ts";
import { presentContact } from "../../presenters/contact.ts";
import { createContact } from "./create.ts";
import { getContact } from "./list.ts";
import { updateContact } from "./update.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const addressesOf = async (id: string) =>
  presentContact(await getContact(world.admin.ctx, id)).addresses.map(({ kind, value, label, validFrom, validTo }) => ({
    kind,
    value,
    label,
    validFrom,
    validTo,
  }));
const OLD = { kind: "email", value: "eva@stara.example" } as const;

test("a number is kept as E.164, read with the organisation's country when it has no prefix", async () => {
  const numbers = ["0905 123 456", "+43 664 1234567", "00420 601 123 456", "02/1234 5678"];
  const { id } = await createContact(world.admin.ctx, { name: "Eva", addresses: numbers.map((value) => ({ kind: "phone", value })) });
  expect((await addressesOf(id)).map(({ value }) => value)).toEqual(["+421905123456", "+436641234567", "+420601123456", "+421212345678"]);
  const wrong = updateContact(world.admin.ctx, id, { addresses: [{ kind: "phone", value: "12" }] });
  await expect(wrong).rejects.toMatchObject({ fields: [{ pointer: "/addresses/0/value", message: "is not a phone number" }] });
  expect(await addressesOf(id)).toHaveLength(4);
});

test("an address has a validity that can be set, left alone and taken away", async () => {
  const { id } = await createContact(world.admin.ctx, {
    name: "Eva",
    addresses: [{ ...OLD, validFrom: "2020-01-01T00:00:00+01:00", validTo: "2026-06-30T22:00:00Z" }],
  });
  const stands = { ...OLD, label: null, validFrom: "2019-12-31T23:00:00.000Z", validTo: "2026-06-30T22:00:00.000Z" };
  expect(await addressesOf(id)).toEqual([stands]);
  await updateContact(world.admin.ctx, id, { addresses: [{ ...OLD, label: "bývalá" }] });
  expect(await addressesOf(id)).toEqual([{ ...stands, label: "bývalá" }]);
  await updateContact(world.admin.ctx, id, { addresses: [{ ...OLD, validFrom: null, validTo: null }] });
  expect(await addressesOf(id)).toEqual([{ ...stands, validFrom: null, validTo: null }]);
});

test("an end before the beginning is refused, also against what stands", async () => {
  const { id } = await createContact(world.admin.ctx, { name: "Eva", addresses: [{ ...OLD, validFrom: "2026-01-01T00:00:00Z" }] });
  const wrong = updateContact(world.admin.ctx, id, { addresses: [{ ...OLD, validTo: "2026-01-01T00:00:00Z" }] });
  await expect(wrong).rejects.toMatchObject({ fields: [{ pointer: "/addresses/0/validTo" }] });
});
