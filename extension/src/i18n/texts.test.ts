import { describe, expect, test } from "vitest";
import en from "../../public/_locales/en/messages.json";
import sk from "../../public/_locales/sk/messages.json";
import { buttonTexts } from "./button.ts";
import { panelTexts } from "./panel.ts";
import { translator, type Message } from "./translate.ts";

const catalogues: [name: string, texts: Record<"en" | "sk", Record<string, Message>>][] = [
  ["button", buttonTexts],
  ["panel", panelTexts],
];
const forms = (message: Message) => (typeof message === "string" ? [message] : Object.values(message));
const places = (message: Message) => [...new Set(forms(message).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].toSorted();

describe.each(catalogues)("texts of the %s", (_, texts) => {
  test("are there in both languages, with the same places for values", () => {
    expect(Object.keys(texts.sk).toSorted()).toEqual(Object.keys(texts.en).toSorted());
    for (const [key, message] of Object.entries(texts.en)) expect(places(texts.sk[key]!), key).toEqual(places(message));
  });

  test("have every form that the language counts in", () => {
    const counted = (["en", "sk"] as const).flatMap((language) =>
      Object.entries(texts[language])
        .filter(([, message]) => typeof message !== "string")
        .map(([key, message]) => ({ language, key, forms: Object.keys(message).toSorted() })),
    );
    const needed = (language: string) => [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].toSorted();
    expect(counted).toEqual(counted.map((entry) => ({ ...entry, forms: needed(entry.language) })));
  });

  test("are translated, not copied", () => {
    const same = Object.entries(texts.en).filter(([key, message]) => JSON.stringify(message) === JSON.stringify(texts.sk[key]));
    expect(same.map(([key]) => key).filter((key) => !["loggedTo", "kind.email", "field.text"].includes(key))).toEqual([]);
  });
});

test("the store's texts are there in both languages", () => expect(Object.keys(sk)).toEqual(Object.keys(en)));

test("Slovak counts in four ways", () => {
  const t = translator({ language: "sk", messages: panelTexts.sk });
  expect([1, 2, 5, 1.5].map((count) => t("attempts", { count }))).toEqual(["1 pokus", "2 pokusy", "5 pokusov", "1.5 pokusu"]);
});
