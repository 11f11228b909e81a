import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isAlive, type ProcessIdentity } from "../processes/identity.ts";
import { freePort } from "../processes/ports.ts";
import { ended, stopChild } from "../processes/stop.ts";
import { kronika, type Running, startKronika } from "../testing/command-line.ts";

const PATIENCE = { timeout: 90_000, interval: 100 };
const PARTS = ["hub", "worker", "temporal", "postgres"] as const;

let data = "";
let port = 0;
let started: Running[] = [];

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "kronika-start-"));
  chmodSync(data, 0o711);
  port = await freePort();
  started = [];
});
afterEach(async () => {
  for (const { child } of started) await stopChild(child, "SIGTERM", 30_000);
  rmSync(data, { recursive: true, force: true });
});

function start(...flags: string[]): Running {
  const running = startKronika(["start", "--data", data, "--port", String(port), "--no-build", ...flags]);
  started.push(running);
  return running;
}

/** Waits for the last line of a start. */
async function ready(running: Running): Promise<void> {
  await vi.waitFor(() => {
    if (running.child.exitCode !== null) throw new Error(`ended: ${running.stderr()}`);
    expect(running.stdout()).toContain(`Kronika is ready at http://localhost:${port}\n`);
  }, PATIENCE);
}

const processOf = (part: string): ProcessIdentity => JSON.parse(readFileSync(join(data, "run", `${part}.json`), "utf8")) as ProcessIdentity;

async function health(): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(5000) });
  return response.json();
}

const WELL = { status: "ok", hub: "ok", database: "ok", temporal: "ok", worker: "ok" };

describe("kronika start", () => {
  test("brings everything up, brings back what is killed, and stops in order", { timeout: 300_000 }, async () => {
    const running = start("--demo");
    await ready(running);
    expect(running.stdout()).toMatch(/✓ PostgreSQL \d+\.\d+ {2}\d+\.\d s\n/);
    for (const line of [/✓ Temporal \S+ {2}/, /✓ Hub {2}/, /✓ Worker {2}/]) expect(running.stdout()).toMatch(line);
    expect(running.stdout().match(/Kronika is ready/g)).toHaveLength(1);
    expect(await health()).toMatchObject(WELL);

    // Whoever has the data folder may look after it.
    const [, email = ""] = /Sign in to the demo company as (\S+) with the password \S+/.exec(running.stdout()) ?? [];
    const { code, stdout } = await kronika(["token", "create", "--user", email, "--data", data, "--json"]);
    expect(code).toBe(0);
    const { token } = JSON.parse(stdout) as { token: string };
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/customers`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    const doctor = await kronika(["doctor", "--json", "--data", data]);
    expect(JSON.parse(doctor.stdout)).toMatchObject({ ok: true });
    expect(doctor.code).toBe(0);

    const second = await kronika(["start", "--data", data, "--port", String(port), "--no-build"]);
    expect(second).toMatchObject({ code: 1, stdout: "" });
    expect(second.stderr).toBe(
      `✗ Kronika already runs on ${data} (process ${running.child.pid}, http://localhost:${port}): stop that one first, or choose another folder with --data.\n`,
    );

    for (const part of PARTS) {
      const killed = processOf(part);
      process.kill(killed.pid, "SIGKILL");
      await vi.waitFor(() => expect(isAlive(killed)).toBe(false), PATIENCE);
      await vi.waitFor(async () => {
        expect(processOf(part).pid).not.toBe(killed.pid);
        expect(await health()).toMatchObject(WELL);
      }, PATIENCE);
    }

    const parts = PARTS.map(processOf);
    running.child.kill("SIGTERM");
    await ended(running.child);
    expect(running.child.exitCode).toBe(0);
    expect(running.stdout()).toMatch(/Stopping …\n(.*\n)*✓ Kronika has stopped\n$/);
    expect(parts.filter(isAlive)).toEqual([]);
    expect(readdirSync(join(data, "run")).filter((name) => name.endsWith(".json") || name === "lock")).toEqual([]);
  });

  test("that is killed leaves nothing running, and the next one goes on with the same data", { timeout: 300_000 }, async () => {
    const first = start();
    await ready(first);
    expect(first.stdout()).toMatch(new RegExp(`Create your organisation here .*: http://localhost:${port}/setup/\\S+\nKronika is ready`));
    const parts = PARTS.map(processOf);
    first.child.kill("SIGKILL");
    await ended(first.child);

    const next = start();
    await ready(next);
    expect(parts.filter(isAlive)).toEqual([]);
    expect(next.stdout()).toContain("✓ Tables up to date");
    expect(await health()).toMatchObject(WELL);
  });
});

describe("a start that cannot be", { timeout: 120_000 }, () => {
  const fails = async (flags: string[], env: Record<string, string>, sentence: RegExp): Promise<void> => {
    const outcome = await kronika(["start", "--data", data, "--port", String(port), "--no-build", ...flags], env);
    expect(outcome.stderr).toMatch(sentence);
    expect(outcome.stderr).not.toMatch(/^\s+at /m);
    expect(outcome.code).toBe(1);
  };

  test("names who has the port", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    try {
      expect((server.address() as AddressInfo).port).toBe(port);
      await fails(
        [],
        {},
        new RegExp(
          `^✗ Port ${port} is taken( by .*\\(process ${process.pid}\\))?: choose another one, e\\.g\\. npm start -- --port ${port + 1}\\.\n$`,
        ),
      );
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test("says that the database does not answer", async () => {
    const url = `postgresql://kronika:secret@127.0.0.1:${await freePort()}/kronika`;
    await fails(
      [],
      { DATABASE_URL: url },
      /^✗ Nothing answers at 127\.0\.0\.1:\d+ \(DATABASE_URL\): start PostgreSQL there, or correct DATABASE_URL\.\n$/,
    );
  });

  test("says that Temporal does not answer", async () => {
    const address = `127.0.0.1:${await freePort()}`;
    await fails(
      [],
      { TEMPORAL_ADDRESS: address },
      new RegExp(`^✗ Nothing answers as Temporal at ${address} \\(TEMPORAL_ADDRESS\\): start it there, or correct the address\\.\n$`),
    );
  });

  test("says that Temporal is not to be had", async () => {
    await fails(
      [],
      { KRONIKA_TEMPORAL_CLI: "/nowhere/temporal" },
      /^✗ KRONIKA_TEMPORAL_CLI names \/nowhere\/temporal, which does not run\.\n$/,
    );
  });

  test("says which setting is wrong", async () => {
    await fails([], { LOG_LEVEL: "loud" }, /^✗ Wrong settings in the environment: LOG_LEVEL .*\.\n$/);
    await fails([], { KRONIKA_KEY: "c2hvcnQ=" }, /^✗ KRONIKA_KEY does not hold a key of 32 bytes in base64/);
  });

  test("says that the data folder cannot be written", async () => {
    data = "/sys/kronika";
    await fails([], {}, /^✗ Kronika cannot write to \/sys\/kronika \(.*\): give it the right to, or choose another place with --data\.\n$/);
  });

  test("is wrong use when a flag is unknown or a port is none", async () => {
    expect((await kronika(["start", "--prot", "80"])).code).toBe(2);
    expect((await kronika(["start", "--port", "eighty"])).stderr).toMatch(/^✗ "eighty" is not a port/);
  });
});
