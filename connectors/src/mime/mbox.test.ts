import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitMbox } from "./mbox.ts";

async function split(text: string, chunk = 7): Promise<string[]> {
  const bytes = Buffer.from(text);
  async function* source() {
    for (let start = 0; start < bytes.length; start += chunk) yield bytes.subarray(start, start + chunk);
  }
  const messages: string[] = [];
  for await (const message of splitMbox(source())) messages.push(message.toString());
  return messages;
}

describe("an mbox", () => {
  test.for([
    ["of the classic kind", "From jana@x.example Tue Nov 24 10:00:00 2026"],
    ["of Thunderbird", "From - Tue Nov 24 10:00:00 2026"],
    ["of Google", "From 1782345678901234567@xxx Tue Nov 24 10:00:00 +0000 2026"],
    ["with a remark", "From jana@x.example Tue Nov 24 10:00:00 2026 remote from y"],
  ] as const)("%s is split into its messages", async ([, envelope]) => {
    const text = `${envelope}\nSubject: 1\n\nprvá\n\n${envelope}\nSubject: 2\n\ndruhá\n`;
    expect(await split(text)).toEqual(["Subject: 1\n\nprvá\n", "Subject: 2\n\ndruhá\n"]);
  });

  test("`From ` in a text is text, quoted or not", async () => {
    const text =
      "From a@b Tue Nov 24 10:00:00 2026\nSubject: 1\n\nAhoj,\n\nFrom nothing comes nothing.\n>From a@b Tue Nov 24 10:00:00 2026\n>>From x\n> From y\n";
    expect(await split(text)).toEqual([
      "Subject: 1\n\nAhoj,\n\nFrom nothing comes nothing.\nFrom a@b Tue Nov 24 10:00:00 2026\n>From x\n> From y\n",
    ]);
  });

  test("an envelope that no empty line precedes is text", async () => {
    const text = "From a@b Tue Nov 24 10:00:00 2026\nSubject: 1\n\nx\nFrom a@b Tue Nov 24 10:00:00 2026\ny\n";
    expect(await split(text)).toHaveLength(1);
  });

  test("a wrong Content-Length swallows no message", async () => {
    const one = (length: number) => `From a@b Tue Nov 24 10:00:00 2026\nContent-Length: ${length}\n\nx\n\n`;
    expect(await split(one(2) + one(9_999) + one(0))).toHaveLength(3);
  });

  test("keeps the line ends of its messages, and the last line without one", async () => {
    expect(
      await split(
        "From a@b Tue Nov 24 10:00:00 2026\r\nSubject: 1\r\n\r\nx\r\n\r\nFrom a@b Tue Nov 24 10:00:00 2026\r\nSubject: 2\r\n\r\ny",
      ),
    ).toEqual(["Subject: 1\r\n\r\nx\r\n", "Subject: 2\r\n\r\ny"]);
  });

  test("that is none is refused, an empty one has no messages", async () => {
    await expect(split("Subject: x\n\ny\n")).rejects.toThrow("not an mbox");
    expect(await split("\n\n")).toEqual([]);
    expect(await split("")).toEqual([]);
  });

  test("gives back what was written, however it is cut into chunks", async () => {
    const line = fc.constantFrom("", "text", "From x", ">From y", "From a@b Tue Nov 24 10:00:00 2026");
    const body = fc.array(line, { maxLength: 8 }).map((lines) => ["Subject: x", "", ...lines].join("\n"));
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 50 }), async (bodies, chunk) => {
        const quoted = bodies.map((text) => text.replace(/^(>*From )/gm, ">$1"));
        const file = quoted.map((text) => `From a@b Tue Nov 24 10:00:00 2026\n${text}\n\n`).join("");
        expect(await split(file, chunk)).toEqual(bodies.map((text) => `${text}\n`));
      }),
    );
  });
});
