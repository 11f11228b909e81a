import { describe, expect, test } from "vitest";
import { inspect, type Inspection } from "../inspection.ts";
import { withInstants } from "../../../test/gmail/wall-clock.ts";

/** Saved pages and what must be read from each. `2026-…` are whole pages of that day, `hand-…` show one trait each. */
const pages = import.meta.glob<string>("./fixtures/*.html", { query: "?raw", import: "default", eager: true });
const answers = import.meta.glob<{ url: string; expected: Inspection }>("./fixtures/*.json", { import: "default", eager: true });

describe("pages of Gmail are read as a person reads them", () => {
  test.each(Object.entries(pages).map(([path, html]) => [path.replace(/^.*\/|\.html$/g, ""), path, html]))("%s", (_, path, html) => {
    const { url, expected } = answers[path.replace(/\.html$/, ".json")]!;
    const page = new DOMParser().parseFromString(html, "text/html");
    expect(inspect("gmail", page, url)).toEqual(withInstants(expected));
  });

  test("every saved page has its answer", () => {
    expect(
      Object.keys(pages)
        .map((path) => path.replace(/\.html$/, ".json"))
        .toSorted(),
    ).toEqual(Object.keys(answers).toSorted());
  });
});
