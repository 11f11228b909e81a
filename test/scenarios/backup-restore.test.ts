import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createDeps, createWorld, mail, type World } from "../world.ts";
import { startTemporal } from "../servers/temporal.ts";
import { onConnection } from "../servers/postgres-server.ts";
import { figure } from "../setup/figure.ts";
import { createKeyring } from "@kronika/hub/secrets.ts";
import { sealAuditTrail, verifyAuditTrail } from "@kronika/hub/services/audit-trail/segments.ts";
import { writeBackup } from "@kronika/hub/services/backup/backup.ts";
import { restoreBackup } from "@kronika/hub/services/backup/restore.ts";
import { keepContents } from "@kronika/hub/services/blobs/keep.ts";
import { getInteraction } from "@kronika/hub/services/interactions/read.ts";
import { recordMany } from "@kronika/hub/services/interactions/record.ts";
import { reconcile } from "@kronika/hub/services/reconcile.ts";
import { createReminder } from "@kronika/hub/services/reminders/create.ts";
import { createTemporalClient } from "@kronika/hub/temporal/client.ts";

/** A company with its history leaves by one file and comes back elsewhere: the same rows, the same attachments, and reminders that go on. */
let world: World;
let folder: string;
let file: string;
let interactionId: string;
const bytes = Buffer.from("obsah prílohy\0\\N\t");
const sha256 = createHash("sha256").update(bytes).digest("hex");
beforeAll(async () => {
  world = await createWorld({ now: () => new Date() });
  folder = await mkdtemp(join(tmpdir(), "kronika-backup-"));
  file = join(folder, "zaloha.zip");
  await world.customer("Žltý kôň \\N; \t\n'", { contacts: ["jana@kon.example"], domains: ["kon.example"] });
  for (let n = 0; n < 3; n += 1) {
    const items = Array.from({ length: 100 }, (_, i) => ({
      content: mail({
        from: { address: "jana@kon.example" },
        subject: `Správa ${n}-${i}`,
        text: `riadok\\1\n\t"úvodzovky" ${"x".repeat(500)}`,
        ...(n + i === 0 ? { attachments: [{ filename: "zmluva.pdf", size: bytes.length, sha256, inline: false }] } : {}),
      }),
      source: "mailbox" as const,
      ownerId: world.admin.id,
    }));
    const results = await recordMany(world.system, items, {
      settle: (tx, done) =>
        keepContents(
          tx,
          world.system,
          done.slice(0, 1).flatMap((one) => one.interactionId ?? []),
          [{ sha256, content: bytes }],
        ),
    });
    if (n === 0) interactionId = results[0]!.interactionId!;
  }
  await createReminder(world.admin.ctx, { title: "Zavolať", at: new Date(Date.now() + 86_400_000).toISOString() });
  await sealAuditTrail(world.system, { marginMs: 0 });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const from = () => ({ ownerUrl: world.database.ownerUrl, blobs: world.deps.blobs, keys: world.deps.keys, now: world.deps.now });

test("the restored company is the one that was backed up, and its workflows run again", async ({ task }) => {
  const manifest = await writeBackup(file, from());
  await using elsewhere = await createDeps({ now: () => new Date() });
  const target = { ...elsewhere.deps, keys: world.deps.keys };
  await restoreBackup(file, { ownerUrl: elsewhere.database.ownerUrl, blobs: target.blobs, keys: target.keys, now: target.now });
  // A backup of the restored one has the same count and the same hash of each table.
  const second = await writeBackup(join(folder, "druha.zip"), {
    ownerUrl: elsewhere.database.ownerUrl,
    blobs: target.blobs,
    keys: target.keys,
    now: target.now,
  });
  expect(second.tables).toEqual(manifest.tables);
  expect(second.blobs).toEqual({ files: 1, bytes: bytes.length });
  const ctx = { ...world.admin.ctx, ...target };
  expect((await getInteraction(ctx, interactionId)).attachments).toMatchObject([{ filename: "zmluva.pdf" }]);
  expect((await verifyAuditTrail(ctx)).ok).toBe(true);
  const blob = await target.blobs.open({ orgId: world.orgId, sha256 });
  expect(Buffer.from(await new Response(blob!.stream).arrayBuffer())).toEqual(bytes);
  // Numbers that the database gives go on: nothing collides.
  await createReminder(ctx, { title: "Druhá", at: new Date(Date.now() + 86_400_000).toISOString() });

  const server = await startTemporal();
  const temporal = createTemporalClient({ address: server.address, namespace: server.namespace }, target.keys);
  try {
    expect(await reconcile(target, temporal)).toEqual({ started: 2, told: 0, ended: 0 });
    await vi.waitFor(
      async () => {
        const running: string[] = [];
        for await (const { id } of temporal.running("reminder")) running.push(id);
        expect(running).toHaveLength(2);
      },
      { timeout: 25_000, interval: 50 },
    );
  } finally {
    await temporal.close();
    await server.stop();
  }
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  figure(task, `${manifest.tables.length} tables, ${rows} rows: counts and hashes equal`);
});

test("a login that does not see every row writes no backup: the error names the login and the cure, and no file is left", async () => {
  const incomplete = join(folder, "neuplna.zip");
  await expect(writeBackup(incomplete, { ...from(), ownerUrl: world.database.appUrl })).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringMatching(/kronika_app.*ALTER ROLE "kronika_app" BYPASSRLS/),
  });
  await expect(readFile(incomplete)).rejects.toMatchObject({ code: "ENOENT" });
});

test("the key is not in the file, and with another one nothing is restored", async () => {
  const key = world.deps.keys.current.key;
  const content = await readFile(file);
  for (const form of [key, Buffer.from(key.toString("base64")), Buffer.from(key.toString("hex"))])
    expect(content.includes(form)).toBe(false);
  await using elsewhere = await createDeps();
  const keys = createKeyring(Buffer.alloc(32, 9).toString("base64"));
  await expect(restoreBackup(file, { ...from(), ownerUrl: elsewhere.database.ownerUrl, keys })).rejects.toMatchObject({ code: "conflict" });
});

test("a database that is not empty, a cut file and a changed row are refused, and nothing is half restored", async () => {
  await expect(restoreBackup(file, from())).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("not empty") });
  await expect(writeBackup(file, from())).rejects.toMatchObject({ code: "EEXIST" });
  await using elsewhere = await createDeps();
  const to = { ...from(), ownerUrl: elsewhere.database.ownerUrl, blobs: elsewhere.deps.blobs };
  const cut = join(folder, "odrezana.zip");
  await writeFile(cut, (await readFile(file)).subarray(0, 20_000));
  await expect(restoreBackup(cut, to)).rejects.toMatchObject({ code: "invalid" });
  // A byte in the middle of the rows: the archive's own sums and lengths or ours find it, whichever it hits.
  const bad = join(folder, "zmenena.zip");
  const content = await readFile(file);
  for (const share of [3, 4, 5]) {
    const changed = Buffer.from(content);
    changed[Math.floor(content.length / share)]! ^= 0xff;
    await writeFile(bad, changed);
    await expect(restoreBackup(bad, to), `a byte at 1/${share}`).rejects.toMatchObject({ code: "invalid" });
  }
  await onConnection(elsewhere.database.ownerUrl, async (client) => {
    expect((await client.query("SELECT count(*)::int AS n FROM customers")).rows).toEqual([{ n: 0 }]);
  });
});
