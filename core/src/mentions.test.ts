import { expect, test } from "vitest";
import { findMentions, mentionedIds } from "./mentions.ts";

const PEOPLE = [
  { id: "jana", name: "Jana Nová" },
  { id: "jana2", name: "Jana Nováková" },
  { id: "peter", name: "Peter" },
  { id: "a", name: "Ján Malý" },
  { id: "b", name: "Ján Malý" },
];

test.each([
  ["@Jana Nová, pozri sa na to", ["jana"]],
  ["@Jana Nováková pozri", ["jana2"]],
  ["(@jana nová) a @PETER!", ["jana", "peter"]],
  ["@Peter @Peter", ["peter"]],
  ["@Ján Malý: jeden z vás", ["a", "b"]],
  ["@Ján Malý rozložený", ["a", "b"], "NFD"],
  ["napíš na info@peter.example", []],
  ["@Petra nie je Peter", []],
  ["cena @ Peter", []],
  ["Peter bez zavináča", []],
])("%s", (text, ids, form = "NFC") => expect(mentionedIds(text.normalize(form).normalize("NFC"), PEOPLE)).toEqual(ids));

test("says where in the text, so that it can be marked", () => {
  const text = "Prosím @jana Nová, zavolaj.";
  expect(findMentions(text, PEOPLE).map(({ start, end }) => text.slice(start, end))).toEqual(["@jana Nová"]);
});
