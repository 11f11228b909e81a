import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type World } from "../../../../test/world.ts";
import { createCustomer } from "./create.ts";
import { getCustomer } from "./list.ts";
import { updateCustomer } from "./update.ts";

describe("company, tax and VAT numbers of a customer", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const pointers = (promise: Promise<unknown>) =>
    promise.then(
      () => [],
      (error: { fields: { pointer: string }[] }) => error.fields.map(({ pointer }) => pointer),
    );

  test("are stored as they are compared, whatever way they are typed; the country is the organisation's", async () => {
    const { id } = await createCustomer(world.admin.ctx, { name: "Telekom", ico: " 35 763 469", dic: "SK2020273893", icDph: "2020273893" });
    const row = await getCustomer(world.admin.ctx, id);
    expect([row.ico, row.dic, row.icDph, row.country]).toEqual(["35763469", "2020273893", "SK2020273893", "SK"]);
  });

  test("every wrong one is named, and nothing is written", async () => {
    const before = await world.rows("SELECT id FROM customers");
    const wrong = createCustomer(world.admin.ctx, { name: "Preklep", ico: "35763468", dic: "12", icDph: "SK2020273892" });
    expect(await pointers(wrong)).toEqual(["/ico", "/dic", "/icDph"]);
    expect(await world.rows("SELECT id FROM customers")).toEqual(before);
  });

  test("another country keeps its own rule, also when only the number is sent", async () => {
    const { id } = await createCustomer(world.admin.ctx, { name: "Wien GmbH", country: "AT", ico: "FN 33209m", icDph: "U13585627" });
    await updateCustomer(world.admin.ctx, id, { ico: "FN 33210m" });
    const row = await getCustomer(world.admin.ctx, id);
    expect([row.ico, row.icDph]).toEqual(["FN33210M", "ATU13585627"]);
    expect(await pointers(updateCustomer(world.admin.ctx, id, { country: "SK" }))).toEqual(["/ico"]);
  });

  test("one that stands from before the rule stays readable, and the customer can be edited around it", async () => {
    const { id } = await createCustomer(world.admin.ctx, { name: "Starý" });
    await world.rows("UPDATE customers SET ico = 'neviem', dic = '1' WHERE id = $1", [id]);
    await updateCustomer(world.admin.ctx, id, { name: "Starý, s. r. o.", ico: "neviem", dic: "1" });
    const row = await getCustomer(world.admin.ctx, id);
    expect([row.name, row.ico, row.dic]).toEqual(["Starý, s. r. o.", "neviem", "1"]);
    expect(await pointers(updateCustomer(world.admin.ctx, id, { ico: "neviem ani ja" }))).toEqual(["/ico"]);
    await updateCustomer(world.admin.ctx, id, { ico: "", dic: null });
    expect((await getCustomer(world.admin.ctx, id)).ico).toBeNull();
  });

  test("a company number belongs to one customer", async () => {
    await createCustomer(world.admin.ctx, { name: "Prvý", ico: "31322832" });
    const second = createCustomer(world.admin.ctx, { name: "Druhý", ico: "313 228 32" });
    await expect(second).rejects.toMatchObject({ fields: [{ pointer: "/ico", message: "is already the company number of Prvý" }] });
  });
});
