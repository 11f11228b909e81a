import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toEmail } from "@kronika/connectors/mime/mapper.ts";
import { parseMessageNow } from "@kronika/connectors/mime/parse.ts";
import { createWorld, type Person, type World } from "../../../../test/world.ts";
import { createApp } from "../../app.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import { contentsOf, keepContents } from "../blobs/keep.ts";
import { sweepBlobs } from "../blobs/sweep.ts";
import { getInteraction } from "../interactions/read.ts";
import { recordMany, type RecordItem } from "../interactions/record.ts";
import { createToken } from "../tokens/create.ts";
import { openAttachment } from "./open.ts";

const HOUR = 3_600_000;
let world: World;
let anna: Person;
let eva: Person;
let now: number;
beforeEach(async () => {
  now = Date.parse("2026-11-24T11:00:00Z");
  world = await createWorld({ now: () => new Date(now) });
  [anna, eva] = [await world.person("Anna"), await world.person("Eva")];
  await world.customer("Zákazník", { contacts: ["jana@zakaznik.example"] });
});
afterEach(() => world[Symbol.asyncDispose]());

let count = 0;
interface File {
  name: string;
  type?: string;
  content: string;
}

/** A mail with files reaches somebody's mailbox and is recorded as the sync does it. */
async function receive(files: File[], more: Partial<RecordItem> & { from?: string; owner?: Person } = {}) {
  const { from = "jana@zakaznik.example", owner = anna, ...item } = more;
  count += 1;
  const parts = files.map(
    ({ name, type = "application/pdf", content }) =>
      `--h\r\nContent-Type: ${type}\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString("base64")}\r\n`,
  );
  const raw = `From: ${from}\r\nTo: ${owner.email}\r\nSubject: S prílohou ${count}\r\nMessage-ID: <m${count}@zakaznik.example>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="h"\r\n\r\n--h\r\nContent-Type: text/plain\r\n\r\nDobry den\r\n${parts.join("")}--h--\r\n`;
  const parsed = parseMessageNow(Buffer.from(raw), { attachmentContent: true });
  const content = toEmail(parsed, { receivedAt: new Date(now).toISOString() });
  const record: RecordItem = { content, source: "mailbox", ownerId: owner.id, ...item };
  const [result] = await recordMany(world.system, [record], {
    settle: (tx, results) =>
      keepContents(
        tx,
        world.system,
        results.flatMap(({ interactionId }) => interactionId ?? []),
        contentsOf(parsed.attachments),
      ),
  });
  return result!.interactionId;
}

const sha = (text: string) => createHash("sha256").update(text).digest("hex");
const kept = () => world.rows<{ sha256: string }>("SELECT sha256 FROM blobs ORDER BY sha256");
const onDisk = async (text: string) => {
  const found = await world.deps.blobs.open({ orgId: world.orgId, sha256: sha(text) });
  return found && new Response(found.stream).text();
};

test("the same file in two mails is kept once, and both give it out", async () => {
  const ids = [await receive([{ name: "a.pdf", content: "ponuka" }]), await receive([{ name: "b.pdf", content: "ponuka" }])];
  expect(await kept()).toEqual([{ sha256: sha("ponuka") }]);
  for (const id of ids) {
    const { attachments } = await getInteraction(anna.ctx, id!);
    expect(attachments).toMatchObject([{ content: "kept" }]);
    expect(await new Response((await openAttachment(anna.ctx, id!, attachments[0]!.id)).stream).text()).toBe("ponuka");
  }
});

test("nothing is kept of a mail that is left out, or of one that is kept without its content", async () => {
  expect(await receive([{ name: "a.pdf", content: "cudzie" }], { from: "nikto@inde.example" })).toBeNull();
  const id = await receive([{ name: "b.pdf", content: "predmet" }]);
  await world.rows("UPDATE interactions SET level = 'subject' WHERE id = $1", [id]);
  await world.rows("DELETE FROM blobs");
  await inTransaction(
    world.system,
    (tx) => keepContents(tx, world.system, [id!], [{ sha256: sha("predmet"), content: Buffer.from("predmet") }]),
    { system: true },
  );
  expect(await kept()).toEqual([]);
  expect(await onDisk("cudzie")).toBeNull();
});

test("a transaction that fails promises nothing, and the bytes that it has written already are swept", async () => {
  const content = Buffer.from("nedokončené");
  const failing = inTransaction(
    world.system,
    async (tx) => {
      const id = (await receive([{ name: "a.pdf", content: "iné" }]))!;
      await withClient(tx).query("UPDATE attachments SET sha256 = $1 WHERE interaction_id = $2", [sha("nedokončené"), id]);
      await keepContents(tx, world.system, [id], [{ sha256: sha("nedokončené"), content }]);
      throw new Error("the database is down");
    },
    { system: true },
  );
  await expect(failing).rejects.toThrow("down");
  expect(await kept()).toEqual([{ sha256: sha("iné") }]);
  expect(await onDisk("nedokončené")).toBe("nedokončené");
  now = Date.now() + 25 * HOUR;
  expect(await sweepBlobs(world.system)).toBe(1);
  expect([await onDisk("nedokončené"), await onDisk("iné")]).toEqual([null, "iné"]);
});

describe("who may have it", () => {
  test("a colleague who sees the subject sees the name and not the content, and row security alone holds it back", async () => {
    const id = (await receive([{ name: "tajne.pdf", content: "tajné" }]))!;
    const { attachments } = await getInteraction(eva.ctx, id);
    expect(attachments).toMatchObject([{ filename: "tajne.pdf", content: null }]);
    await expect(openAttachment(eva.ctx, id, attachments[0]!.id)).rejects.toMatchObject({ code: "not-found" });
    const seen = await inTransaction(eva.ctx, (tx) => withClient(tx).query("SELECT * FROM blobs WHERE sha256 = $1", [sha("tajné")]));
    expect(seen.rowCount).toBe(0);
    await expect(
      inTransaction(eva.ctx, (tx) => withClient(tx).query("INSERT INTO blobs (org_id, sha256, size) VALUES ($1, 'x', 1)", [world.orgId])),
    ).rejects.toMatchObject({ code: "42501" });
    const removed = await inTransaction(anna.ctx, (tx) => withClient(tx).query("DELETE FROM blobs"));
    expect(removed.rowCount).toBe(0);
  });

  test("a look at a colleague's mail stands in the trail, a look at one's own does not", async () => {
    const id = (await receive([{ name: "a.pdf", content: "a" }]))!;
    await world.rows("UPDATE audiences SET content = '{org}'");
    const [attachment] = (await getInteraction(eva.ctx, id)).attachments;
    const looks = () =>
      world.rows<{ actor_id: string; detail: unknown }>("SELECT actor_id, detail FROM audit_log WHERE verb = 'download' AND row_id = $1", [
        attachment!.id,
      ]);
    await (await openAttachment(anna.ctx, id, attachment!.id)).stream.cancel();
    expect(await looks()).toEqual([]);
    await (await openAttachment(eva.ctx, id, attachment!.id)).stream.cancel();
    expect(await looks()).toEqual([{ actor_id: eva.id, detail: { interactionId: id } }]);
  });

  test("it is found under its own mail only", async () => {
    const [id, other] = [await receive([{ name: "a.pdf", content: "a" }]), await receive([{ name: "b.pdf", content: "b" }])];
    const [attachment] = (await getInteraction(anna.ctx, id!)).attachments;
    await expect(openAttachment(anna.ctx, other!, attachment!.id)).rejects.toMatchObject({ code: "not-found" });
  });

  test("bytes that are gone from the disk are said to be unavailable, not empty", async () => {
    const id = (await receive([{ name: "a.pdf", content: "a" }]))!;
    await world.deps.blobs.remove({ orgId: world.orgId, sha256: sha("a") });
    const [attachment] = (await getInteraction(anna.ctx, id)).attachments;
    await expect(openAttachment(anna.ctx, id, attachment!.id)).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("what nobody refers to any more", () => {
  const drop = (id: string | null) => world.rows("DELETE FROM interactions WHERE id = $1", [id]);

  test("goes after a grace time, not before; what is wanted again stays", async () => {
    await drop(await receive([{ name: "a.pdf", content: "preč" }]));
    const again = await receive([{ name: "b.pdf", content: "znova" }]);
    await receive([{ name: "c.pdf", content: "zostáva" }]);
    await drop(again);
    expect(await sweepBlobs(world.system)).toBe(0);
    now += 23 * HOUR;
    await receive([{ name: "d.pdf", content: "znova" }]);
    expect(await sweepBlobs(world.system)).toBe(0);
    now += 2 * HOUR;
    expect(await sweepBlobs(world.system)).toBe(1);
    expect([await onDisk("preč"), await onDisk("znova"), await onDisk("zostáva")]).toEqual([null, "znova", "zostáva"]);
  });

  test("goes at once when an erasure says so", async () => {
    await drop(await receive([{ name: "a.pdf", content: "vymazať" }]));
    expect(await sweepBlobs(world.system, { graceMs: 0 })).toBe(1);
    expect(await onDisk("vymazať")).toBeNull();
  });

  test("a file that arrives again while it is being swept is never lost", async () => {
    for (let round = 0; round < 10; round += 1) {
      const text = `súbeh ${round}`;
      await drop(await receive([{ name: "a.pdf", content: text }]));
      const [, id] = await Promise.all([sweepBlobs(world.system, { graceMs: 0 }), receive([{ name: "b.pdf", content: text }])]);
      const [attachment] = (await getInteraction(anna.ctx, id!)).attachments;
      expect(await new Response((await openAttachment(anna.ctx, id!, attachment!.id)).stream).text()).toBe(text);
    }
  });
});

test("over HTTP: a page that calls itself a page leaves as bytes to be saved", async () => {
  const id = (await receive([{ name: "dobrý deň.html", type: "text/html", content: "<script>alert(1)</script>" }]))!;
  const { token } = await createToken(anna.ctx, { name: "x", scopes: ["read"] });
  const [attachment] = (await getInteraction(anna.ctx, id)).attachments;
  const get = (path: string) =>
    createApp(world.deps).request(`/api/v1/interactions/${path}`, { headers: { authorization: `Bearer ${token}` } });
  const answer = await get(`${id}/attachments/${attachment!.id}`);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "application/octet-stream",
    "content-length": "25",
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cache-control": "private, no-store",
  });
  expect(answer.headers.get("content-disposition")).toContain("attachment;");
  expect(await answer.text()).toBe("<script>alert(1)</script>");
  expect((await get(`${id}/attachments/${id}`)).status).toBe(404);
});
