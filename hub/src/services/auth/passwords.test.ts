import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./passwords.ts";

test("a password is kept as a salted scrypt hash that names its cost", async () => {
  const [first, second] = await Promise.all([hashPassword("modrý vlak o piatej"), hashPassword("modrý vlak o piatej")]);
  expect(first).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(first).not.toBe(second);
  expect(await verifyPassword("modrý vlak o piatej", first)).toEqual({ matches: true, outdated: false });
  expect(await verifyPassword("modrý vlak o siedmej", first)).toEqual({ matches: false, outdated: false });
});

test("a hash of another cost still opens and is said to be outdated", async () => {
  const weak = await hashPassword("modrý vlak o piatej", { ln: 10, r: 8, p: 1 });
  expect(await verifyPassword("modrý vlak o piatej", weak)).toEqual({ matches: true, outdated: true });
  expect(await verifyPassword("iné", weak)).toMatchObject({ matches: false });
});

test("the same letters typed on another system are the same password", async () => {
  const cost = { ln: 10, r: 8, p: 1 };
  const composed = "čerešňa".normalize("NFC");
  const decomposed = "čerešňa".normalize("NFD");
  expect(composed).not.toBe(decomposed);
  expect(await verifyPassword(decomposed, await hashPassword(composed, cost))).toMatchObject({ matches: true });
});

test.each([null, "", "-", "$scrypt$ln=99$x", "$2b$10$abcdefghijklmnopqrstuv"])(
  "nothing opens without a readable hash: %s",
  async (stored) => {
    expect(await verifyPassword("anything at all", stored)).toEqual({ matches: false, outdated: false });
  },
);
