import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import type { BlobRef, BlobStore } from "./blob-store.ts";

/**
 * A blob store in a folder: `ORG/ab/cdef...` by the hash. A blob is written under a temporary name, brought to the disk, then renamed; so a
 * crash leaves a temporary file and never half a blob. Several processes may share the folder.
 */
export function folderBlobStore(root: string): BlobStore {
  return {
    async put(ref, content) {
      const path = pathOf(root, ref);
      if (await isThere(path)) return;
      const writing = join(temporaryFolder(root, ref.orgId), randomUUID());
      await mkdir(dirname(writing), { recursive: true, mode: 0o700 });
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      try {
        await writeDurably(writing, ref.sha256, content);
        await rename(writing, path);
        await syncFolder(dirname(path));
      } catch (error) {
        await rm(writing, { force: true });
        throw error;
      }
    },
    async open(ref) {
      try {
        const file = await open(pathOf(root, ref), "r");
        const { size } = await file.stat();
        // Closes the file at its end, or when the reader gives up.
        return { size, stream: Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array> };
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async remove(ref) {
      await rm(pathOf(root, ref), { force: true });
    },
    async *list(orgId, before) {
      const folder = folderOf(root, orgId);
      for (const prefix of await readdir(folder).catch(missingAs<string[]>([]))) {
        if (prefix.length !== 2) continue;
        for (const rest of await readdir(join(folder, prefix))) {
          const found = await stat(join(folder, prefix, rest)).catch(missingAs(null));
          if (SHA256.test(`${prefix}${rest}`) && found && found.mtimeMs < before.getTime()) yield `${prefix}${rest}`;
        }
      }
    },
    async tidy(orgId, before) {
      const folder = temporaryFolder(root, orgId);
      for (const name of await readdir(folder).catch(missingAs<string[]>([]))) {
        const path = join(folder, name);
        const found = await stat(path).catch(missingAs(null));
        if (found && found.mtimeMs < before.getTime()) await rm(path, { force: true });
      }
    },
  };
}

const ORG = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/** What is no id and no hash never becomes a path. */
function pathOf(root: string, { orgId, sha256 }: BlobRef): string {
  if (!SHA256.test(sha256)) throw new TypeError("not the name of a blob");
  return join(folderOf(root, orgId), sha256.slice(0, 2), sha256.slice(2));
}

function folderOf(root: string, orgId: string): string {
  if (!ORG.test(orgId)) throw new TypeError("not the id of an organisation");
  return join(root, orgId);
}

const temporaryFolder = (root: string, orgId: string) => join(folderOf(root, orgId), "writing");

async function writeDurably(path: string, sha256: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
  const hash = createHash("sha256");
  const file = await open(path, "wx", 0o600);
  try {
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (hash.digest("hex") !== sha256) throw new Error("the bytes do not have the hash under which they were to be kept");
}

/** So that the name outlives a power cut, too. Not every system lets a folder be opened; there the rename has to do. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => null);
  try {
    await folder?.sync();
  } catch {
    // See above.
  } finally {
    await folder?.close();
  }
}

const isThere = (path: string) => stat(path).then((found) => found.isFile(), missingAs(false));

const isMissing = (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT";

const missingAs =
  <T>(value: T) =>
  (error: unknown): T => {
    if (isMissing(error)) return value;
    throw error;
  };
