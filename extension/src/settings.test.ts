import { expect, test } from "vitest";
import { normaliseHub } from "./settings.ts";

test.each<[typed: string, hub: string | null]>([
  ["https://kronika.firma.example", "https://kronika.firma.example"],
  ["kronika.firma.example", "https://kronika.firma.example"],
  [" https://firma.example/kronika/ ", "https://firma.example/kronika"],
  ["http://localhost:7070/", "http://localhost:7070"],
  ["http://127.0.0.1:7070", "http://127.0.0.1:7070"],
  ["https://firma.example:8443/?x=1#y", "https://firma.example:8443"],
  ["http://kronika.firma.example", null], // mail does not go over an open line
  ["http://localhost.evil.example", null],
  ["https://user:secret@firma.example", null],
  ["javascript:alert(1)", null],
  ["ftp://firma.example", null],
  ["", null],
  ["not an address", null],
])("%s as the address of the hub", (typed, hub) => expect(normaliseHub(typed)).toBe(hub));
