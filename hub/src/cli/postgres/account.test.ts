import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { freePort } from "../processes/ports.ts";
import { stopChild } from "../processes/stop.ts";
import { postgresAccount } from "./account.ts";
import { findPostgres } from "./binaries.ts";
import { initialise, startServer, untilReady } from "./cluster.ts";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(process.getuid?.() !== 0)(
  "as root, PostgreSQL steps down and works below folders that only root may enter, as a clone in /root is",
  async () => {
    folder = mkdtempSync(join(tmpdir(), "kronika-account-"));
    chmodSync(folder, 0o700);
    const native = dirname(dirname((await findPostgres()).postgres));
    cpSync(native, join(folder, "native"), { recursive: true, verbatimSymlinks: true });
    const [initdb, postgres] = ["initdb", "postgres"].map((name) => join(folder, "native/bin", name)) as [string, string];
    const data = join(folder, "data");
    const account = postgresAccount([data, postgres]);
    const cluster = { folder: data, binaries: { initdb, postgres }, account };
    await initialise(cluster, "secret", { sync: false });
    const port = await freePort();
    const server = startServer(cluster, port, { fsync: "off" });
    try {
      await expect(untilReady(server, port, "secret")).resolves.toEqual({ version: expect.stringMatching(/^\d+\.\d+$/) });
      expect(spawnSync("ps", ["-o", "user=", "-p", String(server.pid)], { encoding: "utf8" }).stdout.trim()).toBe("postgres");
    } finally {
      await stopChild(server, "SIGINT");
    }
  },
);

test.skipIf(process.getuid?.() === 0)("an ordinary account starts the programs as they are", () => {
  expect(postgresAccount(["/nowhere"]).command("postgres", ["-D", "x"])).toEqual(["postgres", ["-D", "x"]]);
});
