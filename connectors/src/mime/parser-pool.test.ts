import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { ParserPool, type PoolOptions } from "./parser-pool.ts";
import { mail, multipartMail } from "./samples.testing.ts";

const pools: ParserPool[] = [];
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

function pool(options: PoolOptions = {}): ParserPool {
  const created = new ParserPool({ size: 2, ...options });
  pools.push(created);
  return created;
}

/** Costs seconds of computing: HTML that nests hundreds of thousands of elements. */
const slow = () => mail({ headers: ["Content-Type: text/html"], body: "<div>".repeat(400_000) });
/** Costs hundreds of megabytes: many small elements. */
const greedy = () => mail({ headers: ["Content-Type: text/html"], body: "<p>a<b>b</b></p>".repeat(60_000) });

describe("foreign mail in threads of its own", () => {
  test("a message reads as it does in this thread, and its bytes stay ours", async () => {
    const raw = multipartMail("mixed", [
      { headers: ["Content-Type: text/plain; charset=utf-8"], body: "Dobrý deň" },
      { headers: ["Content-Type: application/pdf; name=a.pdf"], body: "%PDF" },
    ]);
    const before = Buffer.from(raw);
    const message = await pool().parse(raw, { attachmentContent: true });
    expect(message).toMatchObject({ subject: "Ponuka", text: "Dobrý deň", rawOnly: false });
    expect(message.headers.get("from")).toEqual(["Jana Nováková <jana@zakaznik.example>"]);
    expect(Buffer.from(message.attachments[0]?.content ?? []).toString()).toBe("%PDF");
    expect(raw).toEqual(before);
  });

  test("one that takes too long comes back with its header, and the others do not suffer", async () => {
    const parser = pool({ cpuLimitMs: 300 });
    const others = Array.from({ length: 20 }, (_, index) => parser.parse(mail({ headers: [`Subject: ${index}`] })));
    const late = parser.parse(slow());
    const more = Array.from({ length: 20 }, (_, index) => parser.parse(mail({ headers: [`Subject: ${index + 20}`] })));
    expect(await late).toMatchObject({ rawOnly: true, subject: "Ponuka", text: null, problems: ["takes longer than 0.3 s: kept raw"] });
    const subjects = (await Promise.all([...others, ...more])).map(({ subject, rawOnly }) => [subject, rawOnly]);
    expect(subjects).toEqual(Array.from({ length: 40 }, (_, index) => [String(index), false]));
  });

  test("one that needs too much memory comes back with its header", async () => {
    const parser = pool({ heapMb: 16, cpuLimitMs: 60_000 });
    expect(await parser.parse(greedy())).toMatchObject({
      rawOnly: true,
      subject: "Ponuka",
      problems: ["needs more than 16 MB of memory: kept raw"],
    });
    expect(await parser.parse(mail())).toMatchObject({ rawOnly: false, text: "Dobrý deň" });
  });

  test("many slow ones are replaced one after the other", async () => {
    const parser = pool({ cpuLimitMs: 200 });
    const messages = await Promise.all([slow(), slow(), slow()].map((raw) => parser.parse(raw)));
    expect(messages.map(({ rawOnly }) => rawOnly)).toEqual([true, true, true]);
  });

  test("a pool that is closed answers what still waits", async () => {
    const parser = pool({ size: 1 });
    const waiting = Array.from({ length: 5 }, () => parser.parse(slow()));
    await parser.close();
    const answers = [...(await Promise.all(waiting)), await parser.parse(mail())];
    expect(answers.map(({ rawOnly }) => rawOnly)).toEqual([true, true, true, true, true, true]);
  });

  test("idle threads do not keep a process alive", async () => {
    const module = fileURLToPath(new URL("parse-message.ts", import.meta.url));
    const script = `const { parseMessage } = await import(${JSON.stringify(module)}); console.log((await parseMessage(Buffer.from("Subject: x\\n\\ny"))).subject);`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], { timeout: 25_000 });
    expect(stdout.trim()).toBe("x");
  });
});
