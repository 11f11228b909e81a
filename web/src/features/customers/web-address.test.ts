import { expect, test } from "vitest";
import { webAddress } from "./web-address.ts";

test.each([
  ["www.borovica.example", "https://www.borovica.example/"],
  ["http://borovica.example/o-nas", "http://borovica.example/o-nas"],
])("%s leads to %s", (text, href) => {
  expect(webAddress(text)).toBe(href);
});

test.each([
  null,
  "",
  " ",
  "javascript:alert(1)",
  " javascript:alert(1)",
  "data:text/html,x",
  "JAVASCRIPT:x",
  "vbscript:x",
  "ftp://x.example",
  "https://",
  "java\nscript:alert(1)",
])("%j is no link", (text) => {
  expect(webAddress(text)).toBeNull();
});
