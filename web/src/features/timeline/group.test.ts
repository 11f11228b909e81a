import { describe, expect, test } from "vitest";
import type { InteractionSummary } from "../../api/types.ts";
import { foldThreads, groupTimeline } from "./group.ts";

const NOW = "2026-11-24T12:00:00Z";
const ZONE = "Europe/Bratislava";

const item = (id: string, occurredAt: string, more: Partial<InteractionSummary> = {}): InteractionSummary => ({
  id,
  kind: "email",
  direction: "incoming",
  occurredAt,
  initiator: { side: "them", name: null, address: null, contactId: null, userId: null },
  endsAt: null,
  state: "active",
  threadId: id,
  level: "content",
  private: false,
  subject: id,
  preview: null,
  participants: [],
  details: {},
  attachmentCount: 0,
  links: [],
  createdBy: null,
  sources: ["mailbox"],
  ...more,
});

const outline = (items: InteractionSummary[]) =>
  groupTimeline(items, NOW, ZONE).map((row) =>
    row.type === "heading" ? `# ${row.key}` : [row.item.id, ...row.older.map((one) => one.id)].join(" < "),
  );

describe("grouping of a history", () => {
  test("upcoming meetings stand on top, the soonest first; the past by day, then by month", () => {
    const items = [
      item("later", "2026-12-01T09:00:00Z", { kind: "meeting" }),
      item("soon", "2026-11-25T09:00:00Z", { kind: "meeting" }),
      item("this morning", "2026-11-24T08:00:00Z"),
      item("last night", "2026-11-23T22:30:00Z"),
      item("friday", "2026-11-20T10:00:00Z"),
      item("october", "2026-10-05T10:00:00Z"),
      item("october too", "2026-10-01T10:00:00Z"),
    ];
    expect(outline(items)).toEqual([
      "# upcoming",
      "soon",
      "later",
      "# today",
      "this morning",
      "# yesterday",
      "last night",
      "# 2026-11-20",
      "friday",
      "# 2026-10",
      "october",
      "october too",
    ]);
  });

  test("days change at midnight of the organisation's zone", () => {
    expect(outline([item("a", "2026-11-23T23:30:00Z"), item("b", "2026-11-23T22:30:00Z")])).toEqual(["# today", "a", "# yesterday", "b"]);
  });

  test("a mail from a clock that is ahead is of today, not upcoming", () => {
    expect(outline([item("mail", "2026-11-24T12:30:00Z")])).toEqual(["# today", "mail"]);
  });

  test("the mails of a thread are folded under the newest; a call in between stays", () => {
    const thread = { threadId: "t" };
    const items = [
      item("reply", "2026-11-24T10:00:00Z", thread),
      item("call", "2026-11-24T09:00:00Z", { kind: "call" }),
      item("quote", "2026-11-23T10:00:00Z", thread),
      item("ask", "2026-11-20T10:00:00Z", thread),
    ];
    expect(outline(items)).toEqual(["# today", "reply < quote < ask", "call"]);
  });

  test("notes of one thread id are not folded", () => {
    const notes = [item("n1", NOW, { kind: "note", threadId: "t" }), item("n2", NOW, { kind: "note", threadId: "t" })];
    expect(foldThreads(notes)).toHaveLength(2);
  });

  test("nothing gives nothing", () => {
    expect(groupTimeline([], NOW, ZONE)).toEqual([]);
  });

  test("every item is in exactly one place, and every row has a key of its own", () => {
    const items = Array.from({ length: 300 }, (_, index) =>
      item(`i${index}`, new Date(Date.parse(NOW) - index * 7_000_000).toISOString(), {
        threadId: `t${index % 17}`,
        kind: index % 3 === 0 ? "note" : "email",
      }),
    );
    const rows = groupTimeline(items, NOW, ZONE);
    const shown = rows.flatMap((row) => (row.type === "entry" ? [row.item.id, ...row.older.map((one) => one.id)] : []));
    expect(new Set(shown).size).toBe(items.length);
    expect(shown).toHaveLength(items.length);
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
  });
});
