import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dovecotAvailable, startDovecot, type Dovecot } from "./dovecot.ts";

const mail = (id: string) => `Message-ID: <${id}@x.example>\r\nSubject: ${id}\r\n\r\nahoj\r\n`;

describe.skipIf(!dovecotAvailable())("the Dovecot of the tests", () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { anna: "tajne" } });
  });
  afterAll(() => dovecot?.stop());

  test("takes mail into any folder, moves and removes it", async () => {
    await dovecot.deliver("anna", "INBOX", mail("a"));
    await dovecot.deliver("anna", "Projekty/Žilina", mail("b"));
    await dovecot.move("anna", "<a@x.example>", "INBOX", "Projekty/Žilina");
    expect([(await dovecot.flags("anna", "INBOX")).length, (await dovecot.flags("anna", "Projekty/Žilina")).length]).toEqual([0, 2]);
    await dovecot.remove("anna", "Projekty/Žilina", "<b@x.example>");
    expect(await dovecot.flags("anna", "Projekty/Žilina")).toHaveLength(1);
  });

  test("dies and comes back on its port with its mail", async () => {
    await dovecot.deliver("anna", "Sent", mail("c"));
    await dovecot.kill();
    expect(await answers(dovecot.port)).toBe(false);
    await dovecot.restart();
    expect(await answers(dovecot.port)).toBe(true);
    expect(await dovecot.flags("anna", "Sent")).toHaveLength(1);
  });

  test("does not outlive a process that dies without stopping it", async () => {
    const module = fileURLToPath(new URL("dovecot.ts", import.meta.url));
    const script = `const { startDovecot } = await import(${JSON.stringify(module)});
      const { port, home } = await startDovecot({ users: { a: "b" } });
      console.log(JSON.stringify({ port, home }));`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    const line = await new Promise<string>((resolve) => child.stdout.once("data", (data) => resolve(String(data))));
    const { port, home } = JSON.parse(line) as { port: number; home: string };
    expect(await answers(port)).toBe(true);
    child.kill("SIGKILL");
    await expect.poll(() => answers(port), { timeout: 20_000 }).toBe(false);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  test("leaves nothing behind", async () => {
    const own = await startDovecot({ users: { a: "b" }, tls: true });
    expect(existsSync(own.home)).toBe(true);
    await own.stop();
    expect([existsSync(own.home), await answers(own.port)]).toEqual([false, false]);
  });
});

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
