import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "@swc/core";
import { describe, expect, test } from "vitest";
import { captureLevels, captureReasonCodes } from "@kronika/core/capture-policy.ts";
import { dealEvidenceCodes, threadDoubtCodes } from "@kronika/core/attribution.ts";
import { evidenceCodes } from "@kronika/core/matching.ts";
import { readableCode } from "./codes.ts";
import en from "./en/index.ts";
import sk from "./sk/index.ts";

const SRC = join(import.meta.dirname, "..");
const PLURAL = /_(zero|one|two|few|many|other)$/;

function flatten(value: object, prefix = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    if (typeof inner === "string") all.set(path, inner);
    else if (typeof inner === "object" && inner !== null) for (const [deep, text] of flatten(inner, path)) all.set(deep, text);
  }
  return all;
}

const words = { sk: flatten(sk), en: flatten(en) };
const baseKeys = (all: Map<string, string>) => new Set([...all.keys()].map((key) => key.replace(PLURAL, "")));
const placeholders = (text: string) =>
  [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? "").sort((a, b) => a.localeCompare(b));

const sources = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(SRC, file), "utf8") }));

interface SyntaxNode {
  type: string;
  [field: string]: unknown;
}

const parse = (source: string, file: string): unknown =>
  parseSync(source, { syntax: "typescript", tsx: file.endsWith("x"), target: "es2022" });

/** Visits every node of a syntax tree. */
function walk(node: unknown, visit: (node: SyntaxNode) => void): void {
  if (Array.isArray(node)) for (const one of node as unknown[]) walk(one, visit);
  else if (typeof node === "object" && node !== null) {
    if ("type" in node) visit(node as SyntaxNode);
    for (const inner of Object.values(node)) walk(inner, visit);
  }
}

const quasis = (node: SyntaxNode): string[] => (node["quasis"] as { cooked?: string }[]).map((quasi) => quasi.cooked ?? "");

describe("both languages say everything", () => {
  test("the same keys, none empty", () => {
    expect([...baseKeys(words.sk)].sort()).toEqual([...baseKeys(words.en)].sort());
    for (const all of Object.values(words)) for (const [key, text] of all) expect(text.trim(), key).not.toBe("");
  });

  test("every form of a plural that the language has, and no other", () => {
    for (const [language, all] of Object.entries(words)) {
      const needed = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort();
      const forms = new Map<string, string[]>();
      for (const key of all.keys()) {
        const form = PLURAL.exec(key)?.[1];
        if (form) forms.set(key.replace(PLURAL, ""), [...(forms.get(key.replace(PLURAL, "")) ?? []), form]);
      }
      expect(forms.size).toBeGreaterThan(15);
      for (const [key, found] of forms) expect(found.sort(), `${language} ${key}`).toEqual(needed);
    }
  });

  test("the same values are put in", () => {
    for (const base of baseKeys(words.en)) {
      const of = (all: Map<string, string>) =>
        [...all].filter(([key]) => key.replace(PLURAL, "") === base).map(([, text]) => [...new Set(placeholders(text))].join());
      expect(new Set([...of(words.sk), ...of(words.en)]).size, base).toBe(1);
    }
  });

  test("the polite plural is used, nobody is called by ty", () => {
    const familiar = /(?:^|[\s„(])(ty|tvoj\p{L}*|tebe|teba|tvoje|klikni|zadaj|vyber|skús|prihlás sa|pozri)(?=[\s.,!?]|$)/iu;
    for (const [key, text] of words.sk) expect(text, key).not.toMatch(familiar);
  });
});

describe("the words and the code belong together", () => {
  const namespaces = new Set(Object.keys(en));
  /** Texts of the code that look like keys; where a value is put in stands a NUL. */
  const used = new Set<string>();
  for (const { file, text } of sources) {
    /** Names of fields are no words: `{ "settings.backfillDays": ... }` maps a pointer of the hub. */
    const names = new Set<unknown>();
    walk(parse(text, file), (node) => {
      if (node.type === "KeyValueProperty") names.add(node["key"]);
      if (names.has(node)) return;
      const key =
        node.type === "StringLiteral" ? String(node["value"]) : node.type === "TemplateLiteral" ? quasis(node).join("\u0000") : "";
      if (namespaces.has(key.split(".")[0] ?? "") && key.includes(".") && !/[\s/]/.test(key)) used.add(key);
    });
  }
  const patterns = [...used].map((key) => ({
    key,
    pattern: new RegExp(`^${key.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll("\u0000", "[\\w-]+")}$`),
  }));
  /** Whole groups that are looked up by a code of the hub. */
  const codeGroups = new Set(
    sources.flatMap(({ text }) =>
      [...text.matchAll(/\bcode\("(\w+)"/g), ...text.matchAll(/group="(\w+)"/g)].map((match) => match[1] ?? ""),
    ),
  );

  test("every key that the code names has words", () => {
    const base = [...baseKeys(words.en)];
    for (const { key, pattern } of patterns)
      expect(
        base.some((one) => pattern.test(one)),
        key,
      ).toBe(true);
    expect(patterns.length).toBeGreaterThan(300);
  });

  test("no words that nobody shows", () => {
    const unused = [...baseKeys(words.en)].filter(
      (key) => !patterns.some(({ pattern }) => pattern.test(key)) && !(key.startsWith("codes.") && codeGroups.has(key.split(".")[1] ?? "")),
    );
    expect(unused).toEqual([]);
  });

  test("every reason and every piece of evidence that the rules give has words", () => {
    const missing = (group: object, codes: readonly string[]) => codes.filter((code) => !(code in group));
    for (const codes of [sk.codes, en.codes]) {
      expect(missing(codes.captureReason, captureReasonCodes)).toEqual([]);
      expect(missing(codes.evidence, [...evidenceCodes, ...dealEvidenceCodes])).toEqual([]);
      expect(missing(codes.threadDoubt, threadDoubtCodes)).toEqual([]);
      expect(missing(codes.level, captureLevels)).toEqual([]);
    }
  });

  test("a code that is not known yet is shown readable", () => {
    expect(readableCode("mail-from_person.x")).toBe("mail from person x");
  });
});

describe("no word stands in the code itself", () => {
  /** Attributes that people see or hear. */
  const SPOKEN = new Set([
    "label",
    "title",
    "placeholder",
    "description",
    "aria-label",
    "alt",
    "error",
    "legend",
    "message",
    "nothingFoundMessage",
  ]);
  const WORD = /\p{L}{2,}/u;

  function rawWords(source: string): string[] {
    const found: string[] = [];
    walk(parse(source, "x.tsx"), ({ type, value, name, expression }) => {
      if (type === "JSXText" && WORD.test(String(value))) found.push(String(value).trim());
      if (type === "JSXAttribute" && SPOKEN.has((name as { value?: string }).value ?? "")) {
        const text = value as { type?: string; value?: string } | null;
        if (text?.type === "StringLiteral" && WORD.test(text.value ?? "")) found.push(text.value ?? "");
      }
      if (type === "JSXExpressionContainer") {
        const text = expression as { type?: string; value?: string };
        if (text.type === "StringLiteral" && WORD.test(text.value ?? "") && text.value?.includes(" ")) found.push(text.value);
      }
    });
    return found;
  }

  test("the search finds what it looks for", () => {
    expect(rawWords('const A = () => <p title="Nadpis">Ahoj {"dobrý deň"} <b aria-hidden="true">{x}</b> · </p>;')).toEqual([
      "Nadpis",
      "Ahoj",
      "dobrý deň",
    ]);
  });

  test("in no component", () => {
    const all = sources
      .filter(({ file }) => file.endsWith(".tsx"))
      .flatMap(({ file, text }) => rawWords(text).map((one) => `${file}: ${one}`));
    expect(all).toEqual([]);
  });
});
