import { describe, expect, test } from "vitest";
import { beingMentioned, insertMention, suggestPeople } from "./mention-text.ts";

const PEOPLE = ["Jana Kováčová", "Peter Hudák", "Peter Šimko"].map((name) => ({ id: name, name }));
const names = (typed: string) => suggestPeople(PEOPLE, typed).map(({ name }) => name);

describe("what is typed behind an @", () => {
  test.each([
    ["Prosím @Ja", "Ja"],
    ["@", ""],
    ["(@peter si", "peter si"],
    ["info@ja", null],
    ["@Peter\nnový riadok", null],
    ["nič", null],
  ])("%j", (text, word) => expect(beingMentioned(text, text.length)?.text ?? null).toBe(word));
});

test("people are found by each of their names, without diacritics; a whole name asks for nobody", () => {
  expect([names("pet"), names("KOVAC"), names("sim"), names("x"), names("Peter Hudák"), names("Peter Hudák pozri")]).toEqual([
    ["Peter Hudák", "Peter Šimko"],
    ["Jana Kováčová"],
    ["Peter Šimko"],
    [],
    [],
    [],
  ]);
  expect(names("")).toHaveLength(3);
});

test("the whole name takes the place of what was typed, and the rest stays", () => {
  const text = "Prosím @pet, dnes.";
  const word = beingMentioned(text, 11);
  expect(word && insertMention(text, word, "Peter Hudák")).toEqual({ text: "Prosím @Peter Hudák, dnes.", caret: 19 });
});
