import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LogFile } from "./log-file.ts";

test("a log that has grown begins afresh, and the last three are kept in their order", () => {
  const folder = mkdtempSync(join(tmpdir(), "kronika-log-"));
  try {
    const path = join(folder, "logs", "hub.log");
    const log = new LogFile(path, 20);
    for (let n = 1; n <= 6; n += 1) log.write(`line number ${n}`);
    log.close();
    expect(readFileSync(path, "utf8")).toBe("line number 6\n");
    expect([1, 2, 3].map((age) => readFileSync(`${path}.${age}`, "utf8"))).toEqual([
      "line number 5\n",
      "line number 4\n",
      "line number 3\n",
    ]);
    expect(existsSync(`${path}.4`)).toBe(false);
    new LogFile(path, 20).write("after a restart");
    expect(readFileSync(`${path}.1`, "utf8")).toBe("line number 6\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
