import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Guard } from "../processes/guard.ts";
import { hasEnded } from "../processes/stop.ts";
import { Keeper } from "./keeper.ts";
import { LogFile } from "./log-file.ts";
import { PartLog } from "./part-log.ts";
import { RunNotes } from "./run-notes.ts";

let folder = "";
let said: string[] = [];
let children: ChildProcess[] = [];
const guard = new Guard();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kronika-keeper-"));
  said = [];
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** A part that runs this shell script, and is ready when it says so. */
function keep(script: string): Keeper {
  const log = new PartLog(new LogFile(join(folder, "part.log")), () => undefined);
  const start = async (): Promise<ChildProcess> => {
    const child = spawn("sh", ["-c", script], { stdio: ["ignore", "pipe", "pipe"] });
    children.push(child);
    return child;
  };
  const ready = (child: ChildProcess): Promise<string> =>
    new Promise((resolve) => child.stdout?.on("data", (chunk: Buffer) => chunk.includes("ready") && resolve("1.0")));
  const part = { id: "part", name: "Part", start, ready, stopSignal: "SIGTERM", speaks: false } as const;
  return new Keeper(part, { guard, log, notes: new RunNotes(folder), say: (line) => said.push(line) });
}

const RUNS = "echo ready; exec sleep 60";
const until = (line: RegExp): Promise<unknown> =>
  vi.waitFor(() => expect(said).toContainEqual(expect.stringMatching(line)), { timeout: 20_000 });

describe("a part that is kept", () => {
  test("is told of when it is ready, with what it is", async () => {
    const keeper = keep(RUNS);
    await keeper.start();
    expect(said).toEqual([expect.stringMatching(/^✓ Part 1\.0 {2}\d+\.\d s$/)]);
    await keeper.stop();
    expect(hasEnded(children[0]!)).toBe(true);
  });

  test("that dies comes back, and the line says of what it died", async () => {
    const keeper = keep(`echo 'FATAL: out of luck' >&2; ${RUNS}`);
    await keeper.start();
    children[0]!.kill("SIGKILL");
    await until(/^✓ Part is back 1\.0/);
    expect(said[1]).toBe("! Part died (signal SIGKILL; last words: FATAL: out of luck). Starting it again.");
    await keeper.stop();
    expect(children.every(hasEnded)).toBe(true);
  });

  test("that dies again and again is called so clearly, once, and not started every moment", async () => {
    const keeper = keep("echo ready; echo 'error: no way' >&2; sleep 0.05; exit 3");
    await keeper.start();
    await until(/^✗ Part has died 5 times in a row \(exit 3; last words: error: no way\)\. From now on it is tried every 30 s\.$/);
    expect(children).toHaveLength(5);
    await keeper.stop();
    expect(said.filter((line) => line.startsWith("✗"))).toHaveLength(1);
  });

  test("that does not come up at the first start fails with its last words", async () => {
    await expect(keep("echo 'error: the port is taken' >&2; exit 1").start()).rejects.toThrow(
      "Part does not start: error: the port is taken.",
    );
  });

  test("that does not listen is ended for good, and writes what it says into its log as JSON lines", async () => {
    const keeper = keep(`echo plain; echo '{"level":50,"msg":"json"}'; trap '' TERM; echo ready; while true; do sleep 1; done`);
    await keeper.start();
    keeper.kill();
    await vi.waitFor(() => expect(children.every(hasEnded)).toBe(true));
    const lines = readFileSync(join(folder, "part.log"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { msg: string });
    expect(lines.map(({ msg }) => msg)).toEqual(["plain", "json", "ready"]);
  });
});
