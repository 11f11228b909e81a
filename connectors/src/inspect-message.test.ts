import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inspectMessage, inspectMessages, type InspectedMessage } from "./inspect-message.ts";
import { mail, multipartMail } from "./mime/samples.testing.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "inspect-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function save(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const mailText = (subject: string) => mail({ headers: [`Subject: ${subject}`] }).toString();

async function all(paths: string[]): Promise<InspectedMessage[]> {
  const found: InspectedMessage[] = [];
  for await (const message of inspectMessages(paths)) found.push(message);
  return found;
}

describe("inspecting a message", () => {
  test("shows how it is read, and leaves out what it does not say", async () => {
    const body = "Súhlasím s ponukou.\r\n\r\nDňa 23. 11. 2026 o 9:00 Rep <rep@firma.example> napísal(a):\r\n> Posielam ponuku.\r\n";
    const path = await save("odpoved.eml", mail({ headers: ["Subject: Re: Ponuka", "In-Reply-To: <x@firma.example>"], body }));
    expect(await inspectMessage(path)).toEqual({
      file: path,
      messageId: "<abc@zakaznik.example>",
      inReplyTo: "<x@firma.example>",
      references: [],
      subject: "Re: Ponuka",
      from: { name: "Jana Nováková", address: "jana@zakaznik.example" },
      to: [{ address: "rep@firma.example" }],
      cc: [],
      bcc: [],
      replyTo: [],
      date: "2026-11-24T09:00:00Z",
      kind: "normal",
      reasons: [],
      text: body.replaceAll("\r\n", "\n"),
      replyText: "Súhlasím s ponukou.",
      attachments: [],
      problems: [],
    });
  });

  test("tells a bounce and whom it did not reach", async () => {
    const status =
      "Reporting-MTA: dns; mx.firma.example\r\n\r\nFinal-Recipient: rfc822; nikto@zakaznik.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n";
    const parts = [
      { headers: ["Content-Type: text/plain"], body: "Your message could not be delivered." },
      { headers: ["Content-Type: message/delivery-status"], body: status },
      { headers: ["Content-Type: message/rfc822"], body: "Message-ID: <povodna@firma.example>\r\nSubject: Ponuka\r\n\r\nx" },
    ];
    const raw = multipartMail("report; report-type=delivery-status", parts, [
      "From: MAILER-DAEMON@mx.firma.example",
      "Subject: Undelivered Mail Returned to Sender",
    ]);
    const message = await inspectMessage(await save("bounce.eml", raw));
    expect(message.kind).toBe("bounce");
    expect(message.bounce).toMatchObject({
      recipient: "nikto@zakaznik.example",
      status: "5.1.1",
      permanent: true,
      originalMessageId: "<povodna@firma.example>",
    });
  });

  test("tells an absence and its end", async () => {
    const headers = ["Auto-Submitted: auto-replied", "Subject: Automatická odpoveď: Ponuka"];
    const path = await save(
      "dovolenka.eml",
      mail({ headers, body: "Dobrý deň, do 1. 12. 2026 som na dovolenke. V naliehavých prípadoch píšte na eva@zakaznik.example." }),
    );
    expect(await inspectMessage(path)).toMatchObject({
      kind: "out-of-office",
      outOfOffice: { until: "2026-12-01", language: "sk", delegate: "eva@zakaznik.example", left: false },
    });
  });

  test("shows the meeting of an invitation", async () => {
    const ics =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:porada@x\r\nDTSTART:20261124T090000Z\r\nDTEND:20261124T100000Z\r\nSUMMARY:Porada\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    const parts = [
      { headers: ["Content-Type: text/plain"], body: "Pozývam" },
      { headers: ["Content-Type: text/calendar; method=REQUEST; charset=utf-8"], body: ics },
    ];
    const message = await inspectMessage(await save("pozvanka.eml", multipartMail("alternative", parts)));
    expect(message.kind).toBe("invitation");
    expect(message.calendar).toMatchObject({
      method: "REQUEST",
      events: [{ uid: "porada@x", start: "2026-11-24T09:00:00Z", summary: "Porada" }],
    });
  });
});

describe("inspecting many", () => {
  test("files, mboxes and folders come in order, and what cannot be read is a line", async () => {
    const below = join(folder, "priecinok");
    await mkdir(join(below, "hlbsie"), { recursive: true });
    await writeFile(join(below, "b.eml"), mail({ headers: ["Subject: b"] }));
    await writeFile(join(below, "a.msg"), mail({ headers: ["Subject: a"] }));
    await writeFile(join(below, "hlbsie", "1700000000.M1.host:2,S"), mail({ headers: ["Subject: maildir"] }));
    await writeFile(join(below, "README"), "Toto nie je mail\n");
    const envelope = "From a@b Tue Nov 24 10:00:00 2026\n";
    const mbox = await save("archiv.mbox", `${envelope}${mailText("1")}\n\n${envelope}${mailText("2")}`);
    const broken = await save("nie.mbox", "toto nie je mbox\n");
    const missing = join(folder, "nikde.eml");
    const found = await all([below, missing, mbox, broken]);
    expect(found.map(({ file, subject, problems }) => [file, subject ?? problems])).toEqual([
      [join(below, "a.msg"), "a"],
      [join(below, "b.eml"), "b"],
      [join(below, "hlbsie", "1700000000.M1.host:2,S"), "maildir"],
      [missing, ["cannot be read: there is no such file"]],
      [`${mbox} #1`, "1"],
      [`${mbox} #2`, "2"],
      [broken, ["cannot be read: not an mbox: it does not begin with a `From ` line"]],
    ]);
  });

  test.skipIf(process.getuid?.() === 0)("a file without permission is a line", async () => {
    const path = await save("tajne.eml", mail());
    await chmod(path, 0);
    expect(await all([path])).toEqual([{ file: path, problems: ["cannot be read: no permission"] }]);
  });

  test("an empty file is a message that says nothing", async () => {
    const [message] = await all([await save("prazdny.eml", "")]);
    expect(message).toMatchObject({ to: [], attachments: [], problems: [] });
    expect(message).not.toHaveProperty("subject");
  });
});
