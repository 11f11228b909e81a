import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fromBufferPromise } from "yauzl";
import { parseMessage } from "@kronika/connectors/mime/parse-message.ts";
import { splitMbox } from "@kronika/connectors/mime/mbox.ts";
import { createWorld, mail, type Person, type World } from "../../../../test/world.ts";
import { createApp } from "../../app.ts";
import { record, recordMany } from "../interactions/record.ts";
import { createToken } from "../tokens/create.ts";
import { keepContents } from "../blobs/keep.ts";
import { createHash } from "node:crypto";
import { csvCell } from "./formats.ts";
import { exportData } from "./export.ts";

let world: World;
let eva: Person;
let customer: { id: string; contactIds: string[] };
const bytes = Buffer.from("obsah prílohy");
const sha256 = createHash("sha256").update(bytes).digest("hex");
beforeAll(async () => {
  world = await createWorld();
  eva = await world.person("Eva");
  customer = await world.customer("Lipa", { contacts: ["jana@lipa.example"] });
  const content = mail({
    from: { address: "jana@lipa.example", name: "Jana Žiarska" },
    subject: "Ponuka – žiadosť o šťastie a veľmi dlhý predmet, ktorý sa nezmestí",
    text: "From začiatku\nĎakujem",
    attachments: [{ filename: "../zmluva č. 1.pdf", size: bytes.length, sha256, inline: false }],
  });
  await recordMany(world.system, [{ content, source: "mailbox", ownerId: world.admin.id }], {
    settle: (tx, [result]) => keepContents(tx, world.system, [result!.interactionId!], [{ sha256, content: bytes }]),
  });
  await record(world.system, {
    content: mail({ from: { address: "jana@lipa.example" }, subject: "Pre Evu" }),
    source: "mailbox",
    ownerId: eva.id,
  });
});
afterAll(() => world[Symbol.asyncDispose]());

async function unzip(archive: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const zip = await fromBufferPromise(archive);
  for await (const entry of zip.eachEntry()) files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  return files;
}
const exported = async (ctx = world.admin.ctx, subject: Parameters<typeof exportData>[1] = { customer: customer.id }) =>
  unzip(await buffer((await exportData(ctx, subject)).stream));

test("a customer leaves with JSON, a readable mbox, a calendar and its attachments; a colleague's mail stays", async () => {
  const files = await exported();
  const interactions = JSON.parse(String(files.get("interactions.json"))) as { subject: string; id: string }[];
  expect(interactions.map(({ subject }) => subject)).toEqual(["Ponuka – žiadosť o šťastie a veľmi dlhý predmet, ktorý sa nezmestí"]);
  const raws: Buffer[] = [];
  for await (const raw of splitMbox(
    (async function* () {
      yield files.get("mail.mbox")!;
    })(),
  ))
    raws.push(raw);
  expect(raws).toHaveLength(1);
  const parsed = await parseMessage(raws[0]!);
  expect(parsed).toMatchObject({ subject: interactions[0]!.subject, from: { name: "Jana Žiarska", address: "jana@lipa.example" } });
  expect(parsed.text).toContain("From začiatku\nĎakujem");
  expect(String(files.get("calendar.ics"))).toMatch(/^BEGIN:VCALENDAR[\s\S]*END:VCALENDAR\r\n$/);
  expect(files.get(`attachments/${interactions[0]!.id}/1-_zmluva č. 1.pdf`)).toEqual(bytes);
  expect(await world.rows("SELECT verb, detail FROM audit_log WHERE verb = 'export' AND row_id = $1", [customer.id])).toContainEqual({
    verb: "export",
    detail: { interactions: 1 },
  });
});

test("a person is found by every address; the system takes everything", async () => {
  expect(JSON.parse(String((await exported(world.system, { contact: customer.contactIds[0]! })).get("interactions.json")))).toHaveLength(2);
});

test("who may not export gets 403, over HTTP it is a zip", async () => {
  await expect(exportData(eva.ctx, { customer: customer.id })).rejects.toMatchObject({ code: "forbidden" });
  const { token } = await createToken(world.admin.ctx, { name: "x", scopes: ["read"] });
  const answer = await createApp(world.deps).request(`/api/v1/customers/${customer.id}/export`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/zip"]);
  expect([...(await unzip(Buffer.from(await answer.arrayBuffer()))).keys()]).toContain("customer.json");
});

test.each([
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ["@SUM(1)", "'@SUM(1)"],
  ["-12.50", "-12.50"],
  ["+421905123456", "+421905123456"],
  ["-2+3", "'-2+3"],
])("the cell %j is no formula", (text, cell) => expect(csvCell(text)).toBe(cell));
