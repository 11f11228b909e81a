import { describe, expect, test } from "vitest";
import { contentDisposition, downloadHeaders, safeName, safeType } from "./attachment.ts";

test("a name with diacritics reaches new clients whole and old ones readable", () => {
  expect(contentDisposition("Cenová ponuka č. 7 (nová).pdf")).toBe(
    "attachment; filename=\"Cenova ponuka c. 7 (nova).pdf\"; filename*=UTF-8''Cenov%C3%A1%20ponuka%20%C4%8D.%207%20%28nov%C3%A1%29.pdf",
  );
});

test.each<[string, string | null, string]>([
  ["no name", null, "attachment"],
  ["a path", "../../etc/passwd", "_.._etc_passwd"],
  ["a Windows path", String.raw`C:\Windows\x.dll`, "C__Windows_x.dll"],
  ["a header", 'a"\r\nSet-Cookie: x=1\r\n\r\n<script>.pdf', "a_Set-Cookie_ x=1_script_.pdf"],
  ["turned writing", "faktura\u202efdp.exe", "fakturafdp.exe"],
  ["invisible marks", "a\u200b\u2066b\u0000.txt", "ab.txt"],
  ["a device", "con.txt", "_con.txt"],
  ["a hidden file", ".htaccess", "htaccess"],
  ["dots and blanks at the end", "a.pdf. . ", "a.pdf"],
  ["only dots", "....", "attachment"],
  ["half a character", "a\ud800.pdf", "a\ufffd.pdf"],
])("%s", (_case, given, safe) => expect(safeName(given)).toBe(safe));

test("a long name is cut and keeps its ending", () => {
  expect(safeName(`${"š".repeat(1000)}.xlsx`)).toBe(`${"š".repeat(145)}.xlsx`);
  expect(safeName("😀".repeat(500)).isWellFormed()).toBe(true);
});

describe("types", () => {
  test.each([
    "text/html",
    "image/svg+xml",
    "application/xhtml+xml",
    "text/xml",
    "application/javascript",
    "text/javascript; charset=utf-8",
    "application/pdf\r\nX: y",
    "multipart/mixed",
    "x",
    null,
  ])("%j leaves as bytes", (type) => expect(safeType(type)).toBe("application/octet-stream"));

  test.each([
    ["application/pdf", "application/pdf"],
    ["Image/PNG", "image/png"],
    ["text/plain; charset=evil", "text/plain"],
    [
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ],
  ])("%j is passive", (type, safe) => expect(safeType(type)).toBe(safe));
});

test("every header is a legal one, whatever the file calls itself", () => {
  const hostile = { filename: '"\r\n\u0000\u202e;filename=evil.html', contentType: "text/html\r\nX-A: b", size: 3 };
  const headers = new Headers(downloadHeaders(hostile));
  expect(headers.get("content-disposition")).toMatch(/^attachment; filename="[\w .()-]+"; filename\*=UTF-8''[\w%.~-]+$/);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("content-security-policy")).toContain("sandbox");
});
