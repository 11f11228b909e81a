import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { BlobRef, BlobStore } from "./blob-store.ts";
import { folderBlobStore } from "./folder-store.ts";

let root: string;
let store: BlobStore;
const orgId = randomUUID();
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "kronika-blobs-"));
  store = folderBlobStore(root);
});
afterEach(() => rm(root, { recursive: true }));

const refOf = (content: string | Uint8Array): BlobRef => ({ orgId, sha256: createHash("sha256").update(content).digest("hex") });
const files = async () => (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
const read = async (ref: BlobRef) => {
  const found = await store.open(ref);
  return found && Buffer.from(await new Response(found.stream).arrayBuffer()).toString();
};

test("what was put in comes out, and lies in one file whatever the number of repeats, also at the same moment", async () => {
  const ref = refOf("faktúra");
  await Promise.all(Array.from({ length: 8 }, () => store.put(ref, Buffer.from("faktúra"))));
  expect(await read(ref)).toBe("faktúra");
  expect((await files()).map((file) => file.name)).toEqual([ref.sha256.slice(2)]);
});

test("a stream is taken piece by piece", async () => {
  const pieces = Array.from({ length: 64 }, (_, i) => Buffer.alloc(64 * 1024, i));
  const ref = refOf(Buffer.concat(pieces));
  await store.put(
    ref,
    (async function* () {
      yield* pieces;
    })(),
  );
  expect((await store.open(ref))?.size).toBe(4 * 1024 * 1024);
});

test("other bytes than the hash says are refused, and nothing of them stays", async () => {
  await expect(store.put(refOf("pravé"), Buffer.from("falošné"))).rejects.toThrow("hash");
  await expect(
    store.put(
      refOf("celé"),
      (async function* () {
        yield Buffer.from("ce");
        throw new Error("the connection was cut");
      })(),
    ),
  ).rejects.toThrow("cut");
  expect(await files()).toEqual([]);
  expect(await store.open(refOf("pravé"))).toBeNull();
});

test("organisations do not share bytes", async () => {
  await store.put(refOf("x"), Buffer.from("x"));
  expect(await store.open({ ...refOf("x"), orgId: randomUUID() })).toBeNull();
});

test.each(["../../etc/passwd", "", "A".repeat(64), `${"0".repeat(63)}/`])("%j is not the name of a blob", async (sha256) => {
  await expect(store.open({ orgId, sha256 })).rejects.toThrow(TypeError);
  await expect(store.put({ orgId: `../${orgId}`, sha256: "0".repeat(64) }, Buffer.from("x"))).rejects.toThrow(TypeError);
});

test("what a crash left is tidied away later, what is being written is not", async () => {
  await store.put(refOf("x"), Buffer.from("x"));
  const [old, fresh] = ["old", "fresh"].map((name) => join(root, orgId, "writing", name)) as [string, string];
  await writeFile(old, "half");
  await writeFile(fresh, "half");
  await utimes(old, new Date("2026-01-01"), new Date("2026-01-01"));
  await store.tidy(orgId, new Date("2026-01-02"));
  expect((await files()).map((file) => file.name).toSorted()).toEqual([refOf("x").sha256.slice(2), "fresh"].toSorted());
  expect(await readFile(fresh, "utf8")).toBe("half");
});
