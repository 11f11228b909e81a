import { describe, expect, test } from "vitest";
import type { ItemView } from "../../background/outbox-item.ts";
import { buttonTexts } from "../../i18n/button.ts";
import { translator } from "../../i18n/translate.ts";
import { buttonModel } from "./model.ts";
import type { ButtonState } from "./state.ts";

const item = (changed: Partial<ItemView>): ButtonState => ({
  kind: "item",
  item: {
    clientId: "c",
    accountEmail: "martin@borovica.example",
    createdAt: 0,
    state: "waiting",
    waiting: "next",
    attempts: 0,
    nextAttemptAt: 0,
    title: "Ponuka",
    counterpart: "jana@orava.example",
    providerId: "18852539450983a9",
    answer: null,
    refusal: null,
    sending: false,
    otherAccount: false,
    ...changed,
  },
});
const answered = (links: { target: "customer" | "contact"; id: string; name: string; chosen: boolean }[], more: object = {}) =>
  item({ state: "sent", answer: { id: "i1", state: "recorded", reasons: [], links, reminder: null, ...more } });
const orava = { target: "customer" as const, id: "c1", name: "Orava Papier, a. s.", chosen: true };

const states: [name: string, state: ButtonState, en: string, sk: string][] = [
  ["ready", { kind: "ready" }, "Log to Kronika", "Zapísať do Kroniky"],
  ["logging", { kind: "logging" }, "Logging…", "Zapisuje sa…"],
  ["waiting", item({}), "Waiting to be sent", "Čaká na odoslanie"],
  ["offline", item({ waiting: "offline" }), "Waiting for the network", "Čaká na pripojenie"],
  ["hub away", item({ waiting: "hub-unavailable" }), "Waiting for Kronika", "Čaká na Kroniku"],
  ["waits for sign-in", item({ waiting: "signed-out" }), "Waiting for sign-in", "Čaká na prihlásenie"],
  ["being sent", item({ sending: true }), "Logging…", "Zapisuje sa…"],
  ["sent", answered([orava]), "→ Orava Papier, a. s.", "→ Orava Papier, a. s."],
  ["sent, only a candidate", answered([{ ...orava, chosen: false }]), "Logged, not assigned yet", "Zapísané, zatiaľ nezaradené"],
  [
    "left out by the hub",
    item({ state: "sent", answer: { id: null, state: "skipped", reasons: [{ code: "internal" }], links: [], reminder: null } }),
    "Not logged",
    "Nezaznamenáva sa",
  ],
  ["refused", item({ state: "refused", refusal: { code: "refused", status: 413, problem: null } }), "Not accepted", "Neprijaté"],
  [
    "nobody known, asked by the queue",
    item({ state: "refused", refusal: { code: "not-a-customer" } }),
    "Not a customer",
    "Nie je zákazník",
  ],
  ["recorded before", { kind: "recorded", interactionId: "i1", customer: null }, "Logged", "Zapísané"],
  ["nobody known", { kind: "not-a-customer" }, "Not a customer", "Nie je zákazník"],
  [
    "excluded",
    { kind: "excluded", reasons: [{ code: "excluded-address", address: "jana@orava.example" }] },
    "Not logged",
    "Nezaznamenáva sa",
  ],
  ["not understood", { kind: "not-understood", missing: ["date", "something new"] }, "Page not understood", "Stránke nerozumieme"],
  ["signed out", { kind: "signed-out" }, "Sign in to Kronika", "Prihlásiť sa do Kroniky"],
  ["no policy", { kind: "no-policy" }, "Kronika cannot be reached", "Kronika je nedostupná"],
  ["full", { kind: "full" }, "Queue is full", "Rad je plný"],
];
const outsiders = [{ address: "jana@orava.example", name: "Jana Kováčová" }];
const model = (state: ButtonState, language: "en" | "sk" = "en") =>
  buttonModel({ state, outsiders }, translator({ language, messages: buttonTexts[language] }), "https://hub.example");

describe("the button in words", () => {
  test.each(states)("%s", (_, state, en, sk) => {
    expect([model(state, "en").label, model(state, "sk").label]).toEqual([en, sk]);
    for (const language of ["en", "sk"] as const) {
      const shown = model(state, language);
      expect(shown.title).not.toBe("");
      // Every state has a menu, and no place of a text stayed empty.
      expect(shown.menu.length).toBeGreaterThan(0);
      expect(JSON.stringify(shown)).not.toMatch(/\{\w+\}|undefined|null,"title/);
    }
  });

  test("where it went is a link to the customer", () => {
    expect(model(answered([orava])).press).toEqual({ href: "https://hub.example/customers/c1" });
    expect(model(answered([])).press).toEqual({ href: "https://hub.example/interactions/i1" });
  });

  test("the menu logs with a reminder after 1, 3 and 7 days, in Slovak with its plurals", () => {
    const labels = model({ kind: "ready" }, "sk").menu.flatMap((entry) =>
      "action" in entry && entry.action.do === "log" ? [entry.label] : [],
    );
    expect(labels).toEqual(["Zapísať", "o 1 deň", "o 3 dni", "o 7 dní"]);
  });

  test("a refusal names the field and the reason", () => {
    const problem = { title: "Bad", detail: null, errors: [{ pointer: "/interaction/text", message: "is too long" }] };
    expect(model(item({ state: "refused", refusal: { code: "refused", status: 422, problem } })).title).toContain(
      "/interaction/text is too long",
    );
  });

  test("a reason that this version does not know is still a sentence", () => {
    expect(model({ kind: "excluded", reasons: [{ code: "from-the-future" }] }).title).toBe(
      "The rules of your organisation leave it out. Nothing was sent.",
    );
  });

  test("signed out, no address of the message is in the menu", () => {
    expect(JSON.stringify(model({ kind: "signed-out" }))).not.toContain("orava");
  });
});
