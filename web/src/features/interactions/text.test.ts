import { describe, expect, test } from "vitest";
import { evidenceDetails } from "./evidence.ts";
import { linkify } from "./linkify.ts";
import { FRAME_SANDBOX, mailDocument, mailPolicy, MEASURE_SANDBOX } from "./mail-document.ts";

const links = (text: string) => linkify(text).flatMap((part) => (part.type === "link" ? [part.href] : []));

describe("links in plain text", () => {
  test("are found, without the sign that ends the sentence", () => {
    expect(links("Pozrite https://borovica.example/vzorky. A (http://a.example/x?y=1), ďakujem.")).toEqual([
      "https://borovica.example/vzorky",
      "http://a.example/x?y=1",
    ]);
    expect(links("Píšte na jana.kovacova+web@borovica.example!")).toEqual(["mailto:jana.kovacova+web@borovica.example"]);
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "vbscript:x", "https://", "file:///etc/passwd", "JaVaScRiPt:alert(1)//https:"])(
    "%s is no link",
    (text) => {
      expect(links(text).filter((href) => !/^(https?|mailto):/.test(href))).toEqual([]);
    },
  );

  test("nothing of the text is lost or changed", () => {
    const text = 'a <b> "x" https://x.example/<script> & jana@x.example, koniec\n\t😀';
    expect(
      linkify(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });

  test("a megabyte of hostile text takes no time that one would notice", () => {
    for (const text of [
      "a@".repeat(500_000),
      "a".repeat(1_000_000),
      "http://".repeat(140_000),
      `http://${".".repeat(1_000_000)}a`,
      "a@b.".repeat(250_000),
    ]) {
      expect(
        linkify(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
    }
  });
});

describe("the frame of a mail", () => {
  test("runs no script, and lets nothing be loaded until asked", () => {
    expect(FRAME_SANDBOX).not.toMatch(/allow-(scripts|same-origin|forms|top-navigation|modals)/);
    expect(MEASURE_SANDBOX).toBe("allow-same-origin");
    expect(mailPolicy(false)).toBe("default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'");
    expect(mailPolicy(true)).toContain("img-src data: https: http:;");
  });

  test("its policy stands before the first byte of the mail", () => {
    const document = mailDocument("<p>MAIL</p>", false);
    expect(document.indexOf("Content-Security-Policy")).toBeGreaterThan(0);
    expect(document.indexOf("Content-Security-Policy")).toBeLessThan(document.indexOf("MAIL"));
  });
});

test("evidence shows the addresses that a rule looked at, no ids, roles or scores", () => {
  const evidence = {
    code: "address",
    address: "a@b.example",
    role: "to",
    parentId: "01930000-0000-7000-8000-000000000001",
    among: 2,
    domain: "",
  };
  expect(evidenceDetails(evidence)).toEqual(["a@b.example"]);
});
