import { describe, expect, test } from "vitest";
import type { Reminder } from "../../api/types.ts";
import { groupReminders } from "./group.ts";
import { afterMove } from "./use-reminder-actions.ts";

const NOW = "2026-11-24T12:00:00Z";
const reminder = (id: string, dueAt: string, state: Reminder["state"] = "waiting"): Reminder => ({
  id,
  kind: "dated",
  title: id,
  note: null,
  dueAt,
  state,
  outcome: null,
  user: { id: "u", name: "Jana" },
  customer: null,
  opportunity: null,
  interactionId: null,
  fellDueAt: null,
  finishedAt: null,
  inCalendar: false,
  createdAt: NOW,
});

test("reminders by day: overdue first, an hour ago is still today", () => {
  const groups = groupReminders(
    [
      reminder("far", "2027-02-01T08:00:00Z"),
      reminder("friday", "2026-11-27T08:00:00Z"),
      reminder("hour ago", "2026-11-24T11:00:00Z"),
      reminder("last week", "2026-11-17T08:00:00Z"),
      reminder("tomorrow", "2026-11-25T08:00:00Z"),
    ],
    NOW,
    "Europe/Bratislava",
  );
  expect(groups.map((group) => [group.key, group.items.map((one) => one.id)])).toEqual([
    ["overdue", ["last week"]],
    ["today", ["hour ago"]],
    ["tomorrow", ["tomorrow"]],
    ["2026-11-27", ["friday"]],
    ["later", ["far"]],
  ]);
});

describe("a move shown before the hub has answered", () => {
  const late = reminder("r", "2026-11-23T08:00:00Z", "due");
  test("done, and reopened it is due again", () => {
    const done = afterMove(late, { kind: "done" }, NOW);
    expect(done).toMatchObject({ state: "done", outcome: { code: "done" }, finishedAt: NOW });
    expect(afterMove(done, { kind: "reopen" }, NOW)).toMatchObject({ state: "due", outcome: null, finishedAt: null });
  });
  test("snoozed it waits; undone it is due as before", () => {
    const snoozed = afterMove(late, { kind: "snooze", until: "2026-11-25T08:00:00Z" }, NOW);
    expect(snoozed).toMatchObject({ state: "waiting", dueAt: "2026-11-25T08:00:00Z" });
    expect(afterMove(snoozed, { kind: "restore", dueAt: late.dueAt }, NOW)).toMatchObject({ state: "due", dueAt: late.dueAt });
  });
});
