import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type Person, type World } from "../../../test/world.ts";
import { colliding, createVisitor, otherOrganization, PASSWORD, signedIn, type Visitor } from "../services/auth/testing/visitor.ts";

let world: World;
let jana: Person;
let admin: Visitor;

beforeAll(async () => {
  world = await createWorld();
  jana = await world.person("Jana", { aliases: ["jana.n@gmail.com"] });
  admin = await signedIn(world, world.admin);
});
afterAll(() => world[Symbol.asyncDispose]());

const newPerson = { name: "Marta Kováčová", email: "Marta@Borovica.example", role: "manager", language: "en", password: PASSWORD };
const everything = () => world.rows("SELECT * FROM users ORDER BY id");
const audited = async () => (await world.rows<{ n: number }>("SELECT count(*)::int AS n FROM audit_log"))[0]?.n;
const problem = async (answer: Response) => ({
  status: answer.status,
  pointers: ((await answer.json()) as { errors?: { pointer: string }[] }).errors?.map(({ pointer }) => pointer),
});

test("the administrator adds a person, who can sign in; everybody sees colleagues, nobody sees hashes", async () => {
  const answer = await admin.post("/api/v1/users", newPerson);
  expect(answer.status).toBe(201);
  const marta = (await answer.json()) as { id: string };
  expect(marta).toEqual({
    id: expect.any(String),
    name: "Marta Kováčová",
    email: "marta@borovica.example",
    role: "manager",
    language: "en",
    aliases: [],
    disabledAt: null,
  });
  expect((await createVisitor(world.deps).post("/api/v1/session", { email: "marta@borovica.example", password: PASSWORD })).status).toBe(
    200,
  );

  const list = await (await signedIn(world, jana)).get("/api/v1/users");
  const text = await list.text();
  expect((JSON.parse(text) as { items: { name: string }[] }).items.map(({ name }) => name)).toEqual(["Admin", "Jana", "Marta Kováčová"]);
  expect(text).not.toContain("scrypt");
});

describe("for anybody but an administrator nothing changes", () => {
  test.each(["rep", "manager"] as const)("%s: 403, not a row, not a line of the trail", async (role) => {
    const visitor = await signedIn(world, await world.person(`Some ${role}`, { role }));
    const [rows, lines] = [await everything(), await audited()];
    expect((await visitor.post("/api/v1/users", { ...newPerson, email: "new@borovica.example" })).status).toBe(403);
    expect((await visitor.patch(`/api/v1/users/${jana.id}`, { role: "admin" })).status).toBe(403);
    expect((await visitor.patch("/api/v1/organization", { name: "Mine" })).status).toBe(403);
    expect(await everything()).toEqual(rows);
    expect(await audited()).toBe(lines);
  });

  test("an administrator of another organisation: 404", async () => {
    const eva = await signedIn(world, await otherOrganization(world));
    const rows = await everything();
    expect((await eva.patch(`/api/v1/users/${jana.id}`, { name: "Mallory", password: PASSWORD })).status).toBe(404);
    expect((await eva.patch(`/api/v1/users/${jana.id}`, { disabled: true })).status).toBe(404);
    expect(await everything()).toEqual(rows);
    expect(await (await eva.get("/api/v1/users")).text()).not.toContain("borovica");
  });
});

describe("wrong input names the field", () => {
  test.each([
    [{ name: "" }, 422, ["/name"]],
    [{ email: "nobody" }, 422, ["/email"]],
    [{ role: "owner" }, 422, ["/role"]],
    [{ password: "heslo12345" }, 422, ["/password"]],
    [{ password: "marta-kovacova-1" }, 422, ["/password"]],
    [{ aliases: ["x"] }, 422, ["/aliases/0"]],
    [{ email: "jana@borovica.example" }, 409, ["/email"]],
    [{ email: "jana.n@gmail.com" }, 409, ["/email"]],
    [{ email: "free@borovica.example", aliases: ["other@x.example", "Jana@borovica.example"] }, 409, ["/aliases/1"]],
  ])("%j: %i", async (wrong, status, pointers) => {
    expect(await problem(await admin.post("/api/v1/users", { ...newPerson, email: "wrong@borovica.example", ...wrong }))).toEqual({
      status,
      pointers,
    });
  });

  test("an address that another organisation of the installation has", async () => {
    const eva = await otherOrganization(world);
    expect(await problem(await admin.post("/api/v1/users", { ...newPerson, email: eva.email }))).toEqual({
      status: 409,
      pointers: ["/email"],
    });
    expect(await problem(await admin.patch(`/api/v1/users/${jana.id}`, { email: eva.email }))).toEqual({
      status: 409,
      pointers: ["/email"],
    });
  });
});

describe("changing a person", () => {
  test("name, role, language, aliases; what is not given stays", async () => {
    const peter = await world.person("Peter", { aliases: ["p@borovica.example"] });
    const answer = await admin.patch(`/api/v1/users/${peter.id}`, { role: "manager", aliases: ["Peter@GMAIL.com", "peter@gmail.com"] });
    expect(await answer.json()).toMatchObject({
      name: "Peter",
      role: "manager",
      language: "sk",
      aliases: ["peter@gmail.com"],
      disabledAt: null,
    });
  });

  test("disabling ends every way in at once; enabling opens none of the old ones", async () => {
    const peter = await world.person("Pavol");
    const visitor = await signedIn(world, peter);
    const { token } = (await (await visitor.post("/api/v1/tokens", { name: "t", scopes: ["read"] })).json()) as { token: string };
    const bearer = () => createVisitor(world.deps).get("/api/v1/me", { bearer: token });
    expect((await bearer()).status).toBe(200);
    expect(await (await admin.patch(`/api/v1/users/${peter.id}`, { disabled: true })).json()).toMatchObject({
      disabledAt: expect.any(String),
    });
    expect([(await visitor.get("/api/v1/me")).status, (await bearer()).status]).toEqual([401, 401]);
    expect(await (await admin.patch(`/api/v1/users/${peter.id}`, { disabled: false })).json()).toMatchObject({ disabledAt: null });
    expect([(await visitor.get("/api/v1/me")).status, (await bearer()).status]).toEqual([401, 401]);
  });

  test("a new password from the administrator ends the person's sessions", async () => {
    const peter = await world.person("Palo");
    const visitor = await signedIn(world, peter);
    expect((await admin.patch(`/api/v1/users/${peter.id}`, { password: PASSWORD })).status).toBe(200);
    expect((await visitor.get("/api/v1/me")).status).toBe(401);
    expect((await createVisitor(world.deps).post("/api/v1/session", { email: peter.email, password: PASSWORD })).status).toBe(200);
  });

  test("a role that is taken away is gone with the next request, for tokens too", async () => {
    const second = await world.person("Boss", { role: "admin" });
    const boss = await signedIn(world, second);
    const { token } = (await (await boss.post("/api/v1/tokens", { name: "t", scopes: ["admin"] })).json()) as { token: string };
    const rename = (call: object) => createVisitor(world.deps).patch("/api/v1/organization", { name: "Borovica" }, call);
    expect((await rename({ bearer: token })).status).toBe(200);
    await admin.patch(`/api/v1/users/${second.id}`, { role: "rep" });
    expect((await rename({ bearer: token })).status).toBe(403);
    expect((await boss.patch("/api/v1/organization", { name: "X" })).status).toBe(403);
  });
});

describe("the organisation keeps an administrator", () => {
  test("the only one can be neither demoted nor disabled", async () => {
    expect((await admin.patch(`/api/v1/users/${world.admin.id}`, { role: "rep" })).status).toBe(409);
    expect((await admin.patch(`/api/v1/users/${world.admin.id}`, { disabled: true })).status).toBe(409);
    expect((await admin.get("/api/v1/me")).status).toBe(200);
  });

  test("two who demote each other at the same moment: one stays", async () => {
    const second = await world.person("Twin", { role: "admin" });
    const twin = await signedIn(world, second);
    const calls = [
      () => admin.patch(`/api/v1/users/${second.id}`, { role: "rep" }),
      () => twin.patch(`/api/v1/users/${world.admin.id}`, { role: "rep" }),
    ];
    const answers = await colliding(world.database, "SELECT * FROM users", calls, 2);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(await world.rows("SELECT id FROM users WHERE org_id = $1 AND role = 'admin'", [world.orgId])).toHaveLength(1);
    await world.rows("UPDATE users SET role = 'admin' WHERE id = $1", [world.admin.id]);
  });
});
