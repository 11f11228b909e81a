import { createHash } from "node:crypto";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { parseMessageNow } from "./parse.ts";
import { mail, multipart, multipartMail } from "./samples.testing.ts";

const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");
const text = (body: string) => ({ headers: ["Content-Type: text/plain; charset=utf-8"], body });
const html = (body: string) => ({ headers: ["Content-Type: text/html; charset=utf-8"], body });

describe("the header of a message", () => {
  test("gives ids, subject, people and date in our forms", () => {
    const message = parseMessageNow(
      mail({
        headers: [
          "From: =?utf-8?Q?J=C3=A1n?= <JAN@Firma.SK>",
          'To: "Novák, Peter" <p@x.example>, info@x.example',
          "Cc: Skupina: a@x.example, B <b@x.example>;",
          "Reply-To: odpoved@firma.sk",
          "Subject: =?iso-8859-2?Q?=AEiados=BB?= o =?utf-8?B?cG9udWt1?=",
          "Message-ID:  <Abc@Firma.SK> ",
          "In-Reply-To: <prva@x.example>",
          "References: <nulta@x.example>\r\n <prva@x.example>",
          "Date: Tue, 24 Nov 2026 10:00:00 +0100 (CET)",
        ],
      }),
    );
    expect(message).toMatchObject({
      messageId: "<Abc@firma.sk>",
      inReplyTo: "<prva@x.example>",
      references: ["<nulta@x.example>", "<prva@x.example>"],
      subject: "Žiadosť o ponuku",
      from: { name: "Ján", address: "jan@firma.sk" },
      to: [{ name: "Novák, Peter", address: "p@x.example" }, { address: "info@x.example" }],
      cc: [{ address: "a@x.example" }, { name: "B", address: "b@x.example" }],
      replyTo: [{ address: "odpoved@firma.sk" }],
      date: "2026-11-24T09:00:00Z",
      problems: [],
    });
  });

  test("what it does not say is null or empty", () => {
    const message = parseMessageNow(Buffer.from("X-Nothing: here\r\n\r\n"));
    expect(message).toMatchObject({ messageId: null, inReplyTo: null, references: [], subject: null, from: null, to: [], date: null });
  });

  test("a name cannot smuggle in an address, nor a second From take over", () => {
    const hidden = Buffer.from("<boss@firma.sk>, x").toString("base64");
    const { from, headers } = parseMessageNow(
      mail({ headers: [`From: =?utf-8?B?${hidden}?= <real@evil.example>`, "From: boss@firma.sk"] }),
    );
    expect(from?.address).toBe("real@evil.example");
    expect(headers.get("from")).toHaveLength(2);
  });

  test("undisclosed recipients are nobody, a sender without address has none", () => {
    const message = parseMessageNow(mail({ headers: ["To: undisclosed-recipients:;", "From: MAILER-DAEMON (Mail Delivery System)"] }));
    expect(message.to).toEqual([]);
    expect(message.from?.address ?? "").not.toContain("@");
  });

  test("8-bit text without declaration is read as UTF-8, else in the character set of the body", () => {
    expect(parseMessageNow(mail({ headers: ["Subject: Žiadosť"] })).subject).toBe("Žiadosť");
    const raw = Buffer.concat([
      Buffer.from("Content-Type: text/plain; charset=windows-1250\r\nSubject: "),
      iconv.encode("Žiadosť\r\n\r\nĎakujem", "windows-1250"),
    ]);
    expect(parseMessageNow(raw)).toMatchObject({ subject: "Žiadosť", text: "Ďakujem" });
  });

  test("encoded words in DOS code pages are read, too", () => {
    const word = `=?cp852?B?${iconv.encode("Žlté", "cp852").toString("base64")}?= =?kamenicky?Q?=91lut=98_k=96=A4?=`;
    expect(parseMessageNow(mail({ headers: [`Subject: ${word}`] })).subject).toBe("Žltéžlutý kůň");
  });

  test("a line that a gateway broke is skipped, and fields after it are read", () => {
    const raw =
      'Subject: x\r\nContent-Type: multipart/mixed;\r\nboundary="b"\r\nzvyšok dlhého riadku\r\nFrom: a@b.example\r\n\r\n--b\r\n\r\nahoj\r\n--b--\r\n';
    expect(parseMessageNow(Buffer.from(raw))).toMatchObject({ from: { address: "a@b.example" }, text: "ahoj" });
  });

  test("a body without header, and one that no empty line divides from its header, is a body", () => {
    expect(parseMessageNow(Buffer.from("Toto nie je hlavička\r\nvôbec"))).toMatchObject({
      subject: null,
      text: "Toto nie je hlavička\nvôbec",
    });
    expect(parseMessageNow(Buffer.from("Subject: x\r\nDobrý deň, posielam\r\nponuku"))).toMatchObject({
      subject: "x",
      text: "Dobrý deň, posielam\nponuku",
    });
  });
});

describe("the text of a message", () => {
  test.for([
    ["quoted-printable", "Dobr=C3=BD de=C5=88,=\r\n v=C3=A1=C5=BEen=C3=AD", "Dobrý deň, vážení"],
    ["base64", Buffer.from("Dobrý deň").toString("base64"), "Dobrý deň"],
    ["8bit", "Dobrý deň", "Dobrý deň"],
    ["x-uuencode", "begin 644 a.txt\r\n*1&]B<L.](&1E\r\n#Q8@*\r\n`\r\nend\r\n", "Dobrý deň\n"],
    ["quoted printable", "de=C5=88", "deň"],
  ] as const)("in %s", ([encoding, body, expected]) => {
    expect(parseMessageNow(mail({ headers: [`Content-Transfer-Encoding: ${encoding}`], body })).text).toBe(expected);
  });

  test.for(["windows-1250", "iso-8859-2", "cp852", "utf-16le", "macintosh", "x-mac-ce", "utf-7", "windows-1251"])(
    "in the character set %s",
    (charset) => {
      const words = { "windows-1251": "Привет", macintosh: "Élève", "utf-7": "Kôň" }[charset] ?? "Žltý kôň úpel";
      const encoding = { "x-mac-ce": "maccenteuro" }[charset] ?? charset;
      const message = parseMessageNow(
        mail({ headers: [`Content-Type: text/plain; charset="${charset}"`], body: iconv.encode(words, encoding) }),
      );
      expect(message).toMatchObject({ text: words, problems: [] });
    },
  );

  test("an unknown character set is named, and the text is read nevertheless", () => {
    const message = parseMessageNow(mail({ headers: ["Content-Type: text/plain; charset=klingon"], body: "Dobrý deň" }));
    expect(message.text).toBe("Dobrý deň");
    expect(message.problems).toEqual(['text: unknown character set "klingon", read as utf-8']);
  });

  test("flowed lines are joined, quotes and the signature mark stay apart", () => {
    const body = "Dobrý deň, \r\nposielam ponuku.\r\n> citát \r\n> ďalej\r\nkoniec\r\n-- \r\nJana";
    const message = parseMessageNow(mail({ headers: ["Content-Type: text/plain; charset=utf-8; format=flowed"], body }));
    expect(message.text).toBe("Dobrý deň, posielam ponuku.\n> citát ďalej\nkoniec\n-- \nJana");
  });

  test("of alternatives the plain one is the text; both are kept", () => {
    const message = parseMessageNow(multipartMail("alternative", [text("Dobrý deň"), html("<p>Dobrý <b>deň</b></p>")]));
    expect(message).toMatchObject({ text: "Dobrý deň", html: "<p>Dobrý <b>deň</b></p>", attachments: [] });
  });

  test("HTML alone, or beside an empty plain form, is turned into text", () => {
    const page =
      '<style>p{}</style><h1>Ponuka</h1><p>Cena: <a href="https://x.example/track?1">10 €</a></p><blockquote>predtým</blockquote><img alt="logo" src="cid:1">';
    for (const parts of [[html(page)], [text("  "), html(page)]]) {
      const message = parseMessageNow(multipartMail("alternative", parts));
      expect(message.text).toBe("Ponuka\n\nCena: 10 €\n\n> predtým");
    }
  });

  test("HTML that declares its character set itself is read by it", () => {
    const body = iconv.encode('<html><head><meta charset="windows-1250"></head>Žltý kôň', "windows-1250");
    expect(parseMessageNow(mail({ headers: ["Content-Type: text/html"], body })).text).toBe("Žltý kôň");
  });

  test("texts before and after a file are both part of it", () => {
    const file = { headers: ["Content-Type: image/png; name=a.png", "Content-Transfer-Encoding: base64"], body: "AAAA" };
    const message = parseMessageNow(multipartMail("mixed", [text("hore"), file, text("dolu")]));
    expect(message.text).toBe("hore\ndolu");
    expect(message.attachments).toHaveLength(1);
  });

  test("NUL and lone surrogates are removed and named, as no database takes them", () => {
    const body = Buffer.concat([Buffer.from("a\0b", "utf16le"), Buffer.from([0x00, 0xd8])]);
    const message = parseMessageNow(mail({ headers: ["Content-Type: text/plain; charset=utf-16le", "Subject: =?utf-8?B?AGE=?="], body }));
    expect(message.text).toBe("ab�");
    expect(message.subject).toBe("a");
    expect(message.problems.toSorted()).toEqual(["header subject: NUL characters removed", "text: NUL characters removed"]);
  });
});

describe("attachments", () => {
  const pdf = (headers: string[]) => ({
    headers: [...headers, "Content-Transfer-Encoding: base64"],
    body: Buffer.from("%PDF obsah").toString("base64"),
  });

  test("have name, type, size and hash of the decoded bytes", () => {
    const part = pdf([
      'Content-Type: application/pdf; name="x.pdf"',
      "Content-Disposition: attachment; filename*=utf-8''Cenov%C3%A1%20ponuka.pdf",
    ]);
    const message = parseMessageNow(multipartMail("mixed", [text("hore"), part]));
    expect(message.attachments).toEqual([
      { filename: "Cenová ponuka.pdf", contentType: "application/pdf", size: 10, sha256: sha256("%PDF obsah"), inline: false },
    ]);
    const kept = parseMessageNow(multipartMail("mixed", [text("hore"), part]), { attachmentContent: true });
    expect(Buffer.from(kept.attachments[0]?.content ?? []).toString()).toBe("%PDF obsah");
  });

  test.for([
    [
      "RFC 2231 in pieces",
      "Content-Disposition: attachment;\r\n filename*0*=utf-8''%C5%BDi;\r\n filename*1*=ados%C5%A5;\r\n filename*2=.pdf",
      "Žiadosť.pdf",
    ],
    ["RFC 2231 in a code page", "Content-Disposition: attachment; filename*=windows-1250''%8Eiados%9D.pdf", "Žiadosť.pdf"],
    [
      "RFC 2047 in quotes, which is not allowed and common",
      'Content-Disposition: attachment; filename="=?utf-8?Q?=C5=BDiados=C5=A5.pdf?="',
      "Žiadosť.pdf",
    ],
    ["raw UTF-8", 'Content-Disposition: attachment; filename="Žiadosť.pdf"', "Žiadosť.pdf"],
    ["blanks without quotes", "Content-Disposition: attachment; filename=Cenova ponuka (1).pdf", "Cenova ponuka (1).pdf"],
    ["an escaped quote", 'Content-Disposition: attachment; filename="a\\"b.pdf"', 'a"b.pdf'],
    ["a path, which is not for us to follow", 'Content-Disposition: attachment; filename="../../etc/passwd"', "passwd"],
    ["a path of Windows", 'Content-Disposition: attachment; filename="C:\\\\temp\\\\a.pdf"', "a.pdf"],
    ["a name that hides its ending", 'Content-Disposition: attachment; filename="faktura\u202Efdp.exe"', "fakturafdp.exe"],
    ["only in Content-Type", "Content-Disposition: attachment", "typ.pdf"],
  ] as const)("are named by %s", ([, disposition, expected]) => {
    const message = parseMessageNow(
      multipartMail("mixed", [text("hore"), pdf(["Content-Type: application/pdf; name=typ.pdf", disposition])]),
    );
    expect(message.attachments.map(({ filename }) => filename)).toEqual([expected]);
  });

  test("text files are attachments and not body; a named text that is shown is both", () => {
    const log = (disposition: string) => ({
      headers: ["Content-Type: text/plain; charset=utf-8", `Content-Disposition: ${disposition}; filename="log.txt"`],
      body: "riadok",
    });
    const attached = parseMessageNow(multipartMail("mixed", [text("hore"), log("attachment")]));
    expect(attached).toMatchObject({ text: "hore", attachments: [{ filename: "log.txt", inline: false }] });
    const shown = parseMessageNow(multipartMail("mixed", [text("hore"), log("inline")]));
    expect(shown).toMatchObject({ text: "hore\nriadok", attachments: [{ filename: "log.txt", inline: true }] });
  });

  test("pictures of the HTML are inline, with the id by which it shows them", () => {
    const picture = { headers: ["Content-Type: image/png", "Content-ID: <logo@x>", "Content-Transfer-Encoding: base64"], body: "AAAA" };
    const message = parseMessageNow(multipartMail("related", [html('<img src="cid:logo@x">Dobrý deň'), picture]));
    expect(message.attachments).toMatchObject([{ inline: true, contentId: "logo@x", filename: null }]);
  });

  test("a message that is one file is an attachment without text", () => {
    const message = parseMessageNow(
      mail({ headers: ["Content-Type: application/pdf; name=a.pdf", "Content-Transfer-Encoding: base64"], body: "AAAA" }),
    );
    expect(message).toMatchObject({ text: null, html: null, attachments: [{ filename: "a.pdf", size: 3 }] });
  });

  test("padding inside base64 does not cut a file short", () => {
    const message = parseMessageNow(
      mail({ headers: ["Content-Type: application/pdf", "Content-Transfer-Encoding: base64"], body: "YQ==\r\nYmM=\r\nZGVm" }),
    );
    expect(message.attachments[0]).toMatchObject({ size: 6, sha256: sha256("abcdef") });
  });
});

describe("enclosed messages", () => {
  const inner = mail({ headers: ["Subject: Pôvodná", "From: Eva <eva@x.example>"], body: "obsah pôvodnej" }).toString();
  const enclosed = (disposition: string[] = []) => ({ headers: ["Content-Type: message/rfc822", ...disposition], body: inner });

  test("forwarded ones are attachments whose text and files are found as well", () => {
    const file = { headers: ["Content-Type: application/pdf; name=v.pdf", "Content-Transfer-Encoding: base64"], body: "AAAA" };
    const nested = `Subject: vnútri\r\nContent-Type: multipart/mixed; boundary=dnu\r\n\r\n${multipart("dnu", [text("obsah"), file])}`;
    const message = parseMessageNow(multipartMail("mixed", [text("posúvam"), { headers: ["Content-Type: message/rfc822"], body: nested }]));
    expect(message.text).toMatch(/^posúvam\n\nSubject: vnútri\n\nobsah$/);
    expect(message.attachments.map(({ contentType }) => contentType)).toEqual(["message/rfc822", "application/pdf"]);
  });

  test("attached ones are files, and their text is not what the sender says", () => {
    const message = parseMessageNow(
      multipartMail("mixed", [text("posielam"), enclosed(["Content-Disposition: attachment; filename=povodna.eml"])]),
    );
    expect(message).toMatchObject({ text: "posielam", attachments: [{ filename: "povodna.eml", contentType: "message/rfc822" }] });
  });

  test("the original in a delivery report is evidence, not text", () => {
    const status = {
      headers: ["Content-Type: message/delivery-status"],
      body: "Final-Recipient: rfc822; x@y.example\r\nAction: failed\r\nStatus: 5.1.1\r\n",
    };
    const message = parseMessageNow(multipartMail("report; report-type=delivery-status", [text("Nedoručené"), status, enclosed()]));
    expect(message.text).toBe("Nedoručené");
    expect(message.attachments.map(({ contentType }) => contentType)).toEqual(["message/delivery-status", "message/rfc822"]);
  });

  test("calendar objects come as text", () => {
    const ics = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR";
    const message = parseMessageNow(
      multipartMail("alternative", [text("pozvánka"), { headers: ["Content-Type: text/calendar; method=REQUEST"], body: ics }]),
    );
    expect(message.calendars).toEqual([ics]);
    expect(message).toMatchObject({ text: "pozvánka", attachments: [{ contentType: "text/calendar" }] });
  });
});

describe("broken structure", () => {
  test("a multipart that is not closed ends with the message", () => {
    const raw = multipartMail("mixed", [text("prvá"), text("druhá")])
      .toString()
      .replace("--hranica--\r\n", "");
    const message = parseMessageNow(Buffer.from(raw));
    expect(message.text?.trim()).toBe("prvá\ndruhá");
    expect(message.problems).toEqual(["a multipart is not closed: the message may be cut off"]);
  });

  test("a boundary that does not occur is replaced by the one in use", () => {
    const raw = multipartMail("mixed", [text("prvá"), text("druhá")])
      .toString()
      .replace('boundary="hranica"', 'boundary="iná"');
    expect(parseMessageNow(Buffer.from(raw))).toMatchObject({
      text: "prvá\ndruhá",
      problems: ["the declared boundary does not occur: parts read by the one in use"],
    });
  });

  test("a multipart without any part is text", () => {
    expect(parseMessageNow(mail({ headers: ["Content-Type: multipart/mixed"], body: "len text" })).text).toBe("len text");
  });

  test("boundaries that are beginnings of each other keep their parts apart", () => {
    const inner = multipart("b1", [text("vnútri")]);
    const outer = multipart("b", [{ headers: ['Content-Type: multipart/mixed; boundary="b1"'], body: inner }, text("vonku")]);
    expect(parseMessageNow(mail({ headers: ['Content-Type: multipart/mixed; boundary="b"'], body: outer })).text).toBe("vnútri\nvonku");
  });

  test("lines of old Macs end with CR alone", () => {
    expect(parseMessageNow(Buffer.from("Subject: x\rFrom: a@b.example\r\rahoj\rsvet"))).toMatchObject({ subject: "x", text: "ahoj\nsvet" });
  });

  test.for([
    [
      "parts",
      multipartMail(
        "mixed",
        Array.from({ length: 2_001 }, () => text("x")),
      ),
      "more than 2000 parts: kept raw",
    ],
    [
      "depth",
      mail({
        headers: ["Content-Type: multipart/mixed; boundary=b0"],
        body: Array.from({ length: 60 }, (_, i) => `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n`).join(""),
      }),
      "nesting deeper than 50: kept raw",
    ],
    ["header", mail({ headers: [`X-Long: ${"x".repeat(600_000)}`] }), "header block larger than 512 KB: kept raw"],
  ] as const)("beyond the limit of %s the header is all that is read", ([, raw, problem]) => {
    const message = parseMessageNow(raw);
    expect(message).toMatchObject({
      rawOnly: true,
      subject: "Ponuka",
      from: { address: "jana@zakaznik.example" },
      text: null,
      attachments: [],
    });
    expect(message.problems).toContain(problem);
  });

  test("messages in messages end at the limit of depth and are files from there on", () => {
    const raw = Buffer.from(`${"Content-Type: message/rfc822\r\n\r\n".repeat(200)}Subject: dnu\r\n\r\nahoj`);
    const message = parseMessageNow(raw);
    expect(message.rawOnly).toBe(false);
    expect(message.attachments.length).toBeLessThanOrEqual(50);
  });
});
