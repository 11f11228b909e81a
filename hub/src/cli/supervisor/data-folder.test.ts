import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Failure } from "../failure.ts";
import { identify } from "../processes/identity.ts";
import { ended, stopChild } from "../processes/stop.ts";
import { lockDataFolder, lockHolder, openDataFolder } from "./data-folder.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kronika-data-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the data folder", () => {
  test("keeps a secret from start to start, for its own account alone", () => {
    const first = openDataFolder(folder).secret("kek");
    expect(openDataFolder(folder).secret("kek")).toBe(first);
    expect(statSync(join(folder, "keys", "kek")).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "keys")).mode & 0o777).toBe(0o700);
  });

  test("keeps ports from start to start, and does without a broken note", () => {
    const data = openDataFolder(folder);
    data.remember("postgres", 23_456);
    expect(openDataFolder(folder).remembered("postgres")).toBe(23_456);
    writeFileSync(join(folder, "run", "postgres.port"), "not a port");
    expect(data.remembered("postgres")).toBeUndefined();
  });

  test("says in one sentence that it cannot be written, and what to do", () => {
    writeFileSync(join(folder, "file"), "");
    expect(() => openDataFolder(join(folder, "file", "data"))).toThrow(
      new Failure(
        `Kronika cannot write to ${join(folder, "file", "data")} (a file is in the way): give it the right to, or choose another place with --data.`,
      ),
    );
  });

  test("says how much room is missing on a full disk", () => {
    expect(() => openDataFolder(folder, 2 ** 60)).toThrow(
      /^Only \d+ MB are free on the disk of .*, and Kronika needs \d+ MB to start: free some space/,
    );
  });
});

describe("the lock of the data folder", () => {
  test("a second start is told who has the folder, and gets it once it is given back", () => {
    const data = openDataFolder(folder);
    const unlock = lockDataFolder(data, "http://localhost:7070");
    expect(() => lockDataFolder(data, "http://localhost:7071")).toThrow(
      new RegExp(`already runs on .* \\(process ${process.pid}, http://localhost:7070\\): stop that one first`),
    );
    expect(lockHolder(folder)?.address).toBe("http://localhost:7070");
    unlock();
    expect(lockHolder(folder)).toBeUndefined();
    lockDataFolder(data, "http://localhost:7071")();
  });

  test("a lock of a killed process is taken over", async () => {
    const dead = spawn("sleep", ["60"]);
    const holder = identify(dead.pid!)!;
    await stopChild(dead, "SIGKILL");
    await ended(dead);
    const data = openDataFolder(folder);
    writeFileSync(data.at("run", "lock"), JSON.stringify({ ...holder, address: "http://localhost:7070" }));
    lockDataFolder(data, "http://localhost:7071");
    expect(JSON.parse(readFileSync(data.at("run", "lock"), "utf8"))).toMatchObject({ pid: process.pid, address: "http://localhost:7071" });
  });

  test("a lock whose number now belongs to another process is taken over, e.g. after the machine was started anew", () => {
    const data = openDataFolder(folder);
    writeFileSync(data.at("run", "lock"), JSON.stringify({ pid: process.ppid, born: "another boot:1", address: "http://localhost:7070" }));
    expect(() => lockDataFolder(data, "http://localhost:7071")).not.toThrow();
  });

  test("a broken lock, as a full disk leaves it, is taken over", () => {
    const data = openDataFolder(folder);
    writeFileSync(data.at("run", "lock"), '{"pid": 12');
    expect(() => lockDataFolder(data, "http://localhost:7071")).not.toThrow();
  });
});
