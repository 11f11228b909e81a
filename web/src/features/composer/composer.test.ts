// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import type { InfiniteData } from "@tanstack/react-query";
import type { Contact, InteractionSummary, Me, Page } from "../../api/types.ts";
import { dropDraft, loadDraft, saveDraft } from "./draft.ts";
import { nextStepInstant } from "./next-step.tsx";
import { expectedSummary, insertEntry, removeEntry } from "./optimistic.ts";

const me: Me = {
  secondFactorDue: false,
  user: { id: "u1", name: "Jana Kováčová", email: "jana@borovica.example", role: "rep", language: "sk", aliases: [] },
  organization: {
    id: "o",
    name: "Borovica",
    country: "SK",
    language: "sk",
    currency: "EUR",
    timeZone: "Europe/Bratislava",
    ownDomains: [],
    lists: { kinds: [], callOutcomes: [], meetingOutcomes: [], stages: [] },
  },
};
const buyer: Contact = {
  id: "c1",
  name: "Zuzana Horváthová",
  jobTitle: null,
  legalBasis: null,
  customer: null,
  addresses: [],
  createdAt: "",
};

const expected = (id: string, at: string): InteractionSummary =>
  expectedSummary({ clientId: id, interaction: { kind: "note", occurredAt: at, text: "x" } }, me, []);
const timeline = (...pages: [string[], string | null][]): InfiniteData<Page<InteractionSummary>, string | null> => ({
  pages: pages.map(([items, nextCursor]) => ({ items: items.map((at) => expected(at, at)), nextCursor })),
  pageParams: pages.map(() => null),
});
const order = (data: InfiniteData<Page<InteractionSummary>, string | null> | undefined) =>
  data?.pages.map((page) => page.items.map((one) => one.occurredAt));

describe("an entry shown before the hub has answered", () => {
  test("a call names who called whom, how long and how it ended", () => {
    const summary = expectedSummary(
      {
        clientId: "k",
        interaction: {
          kind: "call",
          occurredAt: "2026-11-24T10:00:00Z",
          direction: "incoming",
          outcome: "answered",
          durationSeconds: 60,
          text: "a\n\nb",
        },
        links: { contactIds: ["c1"] },
      },
      me,
      [buyer],
    );
    expect(summary).toMatchObject({ direction: "incoming", preview: "a b", details: { durationSeconds: 60, outcome: "answered" } });
    expect(summary.participants.map((one) => [one.role, one.name])).toEqual([
      ["callee", "Jana Kováčová"],
      ["caller", "Zuzana Horváthová"],
    ]);
  });

  test("it stands at its place in time", () => {
    const data = timeline([["2026-11-24T10:00:00Z", "2026-11-22T10:00:00Z"], "next"], [["2026-11-20T10:00:00Z"], null]);
    expect(order(insertEntry(data, expected("n", "2026-11-23T10:00:00Z")))?.[0]?.[1]).toBe("2026-11-23T10:00:00Z");
    expect(order(insertEntry(data, expected("n", "2026-11-21T10:00:00Z")))?.[1]?.[0]).toBe("2026-11-21T10:00:00Z");
    expect(order(insertEntry(data, expected("n", "2026-01-01T10:00:00Z")))?.[1]?.[1]).toBe("2026-01-01T10:00:00Z");
  });

  test("older than everything loaded it waits for its page", () => {
    const data = timeline([["2026-11-24T10:00:00Z"], "next"]);
    expect(order(insertEntry(data, expected("n", "2026-01-01T10:00:00Z")))).toEqual([["2026-11-24T10:00:00Z"]]);
  });

  test("into an empty history, and out again", () => {
    const entry = expected("n", "2026-11-23T10:00:00Z");
    const data = insertEntry(timeline([[], null]), entry);
    expect(order(data)).toEqual([["2026-11-23T10:00:00Z"]]);
    expect(order(removeEntry(data, entry.id))).toEqual([[]]);
  });
});

test("a next step falls due in the morning of its day, or at the chosen time", () => {
  const now = "2026-11-24T12:00:00Z";
  const at = (choice: Parameters<typeof nextStepInstant>[0]) => nextStepInstant(choice, "2026-12-24 18:30:00", now, "Europe/Bratislava");
  expect(at("none")).toBeNull();
  expect(at("tomorrow")).toBe("2026-11-25T08:00:00Z");
  expect(at("monday")).toBe("2026-11-30T08:00:00Z");
  expect(at("date")).toBe("2026-12-24T17:30:00Z");
});

test("a draft survives, with fields that did not exist when it was written, and broken ones are forgotten", () => {
  saveDraft("k", { text: "rozpísané" });
  expect(loadDraft("k", { text: "", outcome: "answered" })).toEqual({ text: "rozpísané", outcome: "answered" });
  dropDraft("k");
  expect(loadDraft("k", { text: "" })).toEqual({ text: "" });
  sessionStorage.setItem("kronika-draft:k", "{broken");
  expect(loadDraft("k", { text: "" })).toEqual({ text: "" });
});
