import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { isAlive, type ProcessIdentity } from "./identity.ts";

test("processes do not outlive the one that started them, even when it is killed", async () => {
  const program = fileURLToPath(new URL("../testing/guarded.ts", import.meta.url));
  const parent = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  const said = await new Promise<string>((resolve) => parent.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString())));
  const child = JSON.parse(said) as ProcessIdentity;
  expect(isAlive(child)).toBe(true);
  parent.kill("SIGKILL");
  await vi.waitFor(() => expect(isAlive(child)).toBe(false), { timeout: 10_000 });
});
