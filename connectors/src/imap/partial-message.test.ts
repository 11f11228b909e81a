import type { MessageStructureObject } from "imapflow";
import { expect, test } from "vitest";
import { parseMessageNow } from "../mime/parse.ts";
import { planPartialFetch } from "./partial-message.ts";

const header = (text: string) => Buffer.from(text.replaceAll("\n", "\r\n"));

test("texts are asked for, files are not, and the result reads as the message it was", () => {
  const structure: MessageStructureObject = {
    type: "multipart/mixed",
    parameters: { boundary: "vonku" },
    childNodes: [
      {
        part: "1",
        type: "multipart/alternative",
        parameters: { boundary: "dnu" },
        childNodes: [
          { part: "1.1", type: "text/plain", size: 20 },
          { part: "1.2", type: "text/html", size: 20 },
        ],
      },
      { part: "2", type: "application/pdf", disposition: "attachment", size: 40_000_000 },
      { part: "3", type: "text/plain", disposition: "attachment", size: 40_000_000 },
      { part: "4", type: "message/rfc822", size: 9, childNodes: [{ part: "4", type: "text/plain" }] },
    ],
  };
  const plan = planPartialFetch(structure);
  const bodies = plan.sections.filter(({ key }) => !key.endsWith(".MIME"));
  expect(bodies.map(({ key }) => key)).toEqual(["1.1", "1.2"]);

  const sections = new Map([
    ["1.mime", header('Content-Type: multipart/alternative; boundary="dnu"\n\n')],
    ["1.1.mime", header("Content-Type: text/plain; charset=utf-8\n\n")],
    ["1.1", Buffer.from("Dobrý deň")],
    ["1.2.mime", header("Content-Type: text/html; charset=utf-8\n\n")],
    ["1.2", Buffer.from("<p>Dobrý deň</p>")],
    ["2.mime", header('Content-Type: application/pdf; name="výkres.pdf"\nContent-Disposition: attachment\n\n')],
    ["3.mime", header('Content-Type: text/plain\nContent-Disposition: attachment; filename="log.txt"\n\n')],
    ["4.mime", header("Content-Type: message/rfc822\n\n")],
  ]);
  const raw = plan.assemble(header('Subject: Veľký\nContent-Type: multipart/mixed; boundary="vonku"\n\n'), sections);
  const message = parseMessageNow(raw, { complete: false });
  expect(message).toMatchObject({ subject: "Veľký", text: "Dobrý deň", html: "<p>Dobrý deň</p>" });
  expect(message.attachments).toEqual([
    { filename: "výkres.pdf", contentType: "application/pdf", inline: false },
    { filename: "log.txt", contentType: "text/plain", inline: false },
    { filename: null, contentType: "message/rfc822", inline: false },
  ]);
  expect(message.problems).toEqual([expect.stringContaining("larger than the size limit")]);
});

test("a message of one long text is read from its beginning", () => {
  const plan = planPartialFetch({ type: "text/plain", size: 40_000_000 });
  expect(plan.sections).toEqual([{ key: "1", maxLength: 1_048_576 }]);
  const raw = plan.assemble(header("Subject: x\n\n"), new Map([["1", Buffer.from("začiatok")]]));
  expect(parseMessageNow(raw, { complete: false })).toMatchObject({ subject: "x", text: "začiatok" });
});

test("a message that is one file has a header and a file without bytes", () => {
  const plan = planPartialFetch({ type: "application/zip", size: 40_000_000 });
  expect(plan.sections).toEqual([]);
  const raw = plan.assemble(header('Subject: x\nContent-Type: application/zip; name="a.zip"\n\n'), new Map());
  const message = parseMessageNow(raw, { complete: false });
  expect(message).toMatchObject({ subject: "x", text: null });
  expect(message.attachments).toEqual([{ filename: "a.zip", contentType: "application/zip", inline: false }]);
});

test("a message of ten thousand parts does not make a command of ten thousand sections", () => {
  const child = (index: number): MessageStructureObject => ({ part: String(index + 1), type: "text/plain" });
  const plan = planPartialFetch({
    type: "multipart/mixed",
    parameters: { boundary: "b" },
    childNodes: Array.from({ length: 10_000 }, (_, i) => child(i)),
  });
  expect(plan.sections.length).toBeLessThanOrEqual(200);
});
