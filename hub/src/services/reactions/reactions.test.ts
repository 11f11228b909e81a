import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseMessageNow } from "@kronika/connectors/mime/parse.ts";
import type { InteractionContentInput } from "@kronika/core/interactions/index.ts";
import { interactionContentSchema } from "@kronika/core/interactions/index.ts";
import { createWorld, mail, NOON, type Person, type World } from "../../../../test/world.ts";
import { getContact } from "../contacts/list.ts";
import { deleteInteraction, updateInteraction } from "../interactions/change.ts";
import { getInteraction } from "../interactions/read.ts";
import { record, type RecordItem } from "../interactions/record.ts";
import { foldMessage } from "../invitations/fold.ts";
import { readFoldable } from "../invitations/foldable.ts";
import type { FoldOutcome } from "../invitations/outcome.ts";
import { settleReported, sweepReports } from "./reports.ts";
import { inTransaction } from "../../db/transaction.ts";
import { stateReaction } from "./state.ts";

const JANA = "jana@zakaznik.example";
let world: World;
let anna: Person;
let contactId: string;
let now: Date;
beforeEach(async () => {
  now = NOON;
  world = await createWorld({ now: () => now });
  anna = await world.person("Anna");
  const customer = await world.customer("Zákazník", { contacts: [JANA] });
  contactId = customer.contactIds[0]!;
});
afterEach(() => world[Symbol.asyncDispose]());

const at = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000).toISOString();
const put = async (content: InteractionContentInput, more: Partial<RecordItem> = {}) =>
  (await record(world.system, { content: interactionContentSchema.parse(content), source: "mailbox", ownerId: anna.id, ...more }))
    .interactionId!;
const sent = (messageId: string, minutes: number, more: object = {}) =>
  put(mail({ from: { address: anna.email }, to: [{ address: JANA }], messageId, occurredAt: at(minutes), ...more }));
const came = (messageId: string, minutes: number, more: object = {}) =>
  put(mail({ from: { address: JANA }, to: [{ address: anna.email }], messageId, occurredAt: at(minutes), ...more }));
const all = () =>
  world.rows<{ kind: string; here: string; to: string; address: string | null; contact: string | null }>(
    "SELECT kind, interaction_id AS here, to_interaction_id AS to, address, contact_id AS contact FROM reactions ORDER BY kind, address",
  );

describe("replies", () => {
  const answer = { inReplyTo: "<a@x>", references: ["<a@x>"] };

  test.each([
    ["after the mail", [0, 1]],
    ["before the mail, as a backfill reads them", [1, 0]],
  ])("%s: one reaction that points to it", async (_case, order) => {
    const arrive = [() => sent("<a@x>", 0), () => came("<b@x>", 5, answer)];
    const ids: string[] = [];
    for (const n of order) ids[n] = await arrive[n]!();
    expect(await all()).toEqual([{ kind: "reply", here: ids[1], to: ids[0], address: JANA, contact: contactId }]);
  });

  test("a further mail of theirs in the thread answers the latest of ours, not their own", async () => {
    const first = await sent("<a@x>", 0);
    await came("<b@x>", 5, answer);
    const further = await came("<c@x>", 6, { inReplyTo: "<b@x>", references: ["<a@x>", "<b@x>"] });
    expect((await all()).find(({ here }) => here === further)).toMatchObject({ to: first });
  });

  test("who was not in it answers nothing, whatever References says", async () => {
    await sent("<a@x>", 0);
    await world.customer("Iný", { contacts: ["eve@iny.example"] });
    await put(mail({ from: { address: "eve@iny.example" }, to: [{ address: anna.email }], messageId: "<e@x>", ...answer }));
    expect(await all()).toEqual([]);
  });
});

describe("calls and meetings", () => {
  const call = { kind: "call", occurredAt: at(0), direction: "outgoing", outcome: "answered", phoneNumber: "+421900111222" } as const;
  const byHand = { source: "manual", links: { contactIds: [] as string[] } } as const;

  test("a call that they took; when its outcome is corrected or it is deleted, the reaction goes", async () => {
    const id = await put(call, { ...byHand, links: { contactIds: [contactId] } });
    expect(await all()).toMatchObject([{ kind: "answered", here: id, to: id }]);
    await updateInteraction(world.admin.ctx, id, { outcome: "missed" });
    expect(await all()).toEqual([]);
    await updateInteraction(world.admin.ctx, id, { outcome: "answered" });
    await deleteInteraction(world.admin.ctx, id);
    expect(await all()).toEqual([]);
  });

  test("two rows that turn out to be one call have one reaction", async () => {
    const [clientId, callId] = [randomUUID(), randomUUID()];
    const links = { contactIds: [contactId] };
    await put(call, { source: "manual", clientId, links });
    await put({ ...call, callId }, { source: "manual", links });
    expect(await all()).toHaveLength(2);
    const id = await put({ ...call, callId }, { source: "manual", clientId, links });
    expect(await all()).toMatchObject([{ kind: "answered", here: id, to: id }]);
  });

  test("a meeting: who accepted, who came, who did not", async () => {
    const id = await put(
      {
        kind: "meeting",
        iCalUid: "m1",
        occurredAt: at(-60),
        organizer: { address: anna.email },
        attendees: [
          { address: anna.email, response: "accepted" },
          { address: JANA, response: "accepted" },
        ],
      },
      { source: "calendar" },
    );
    expect(await all()).toMatchObject([{ kind: "accepted", address: JANA, contact: contactId }]);
    await updateInteraction(world.admin.ctx, id, { outcome: "held" });
    expect((await all()).map(({ kind }) => kind)).toEqual(["accepted", "attended"]);
    await updateInteraction(world.admin.ctx, id, { outcome: "no-show" });
    expect((await all()).map(({ kind }) => kind)).toEqual(["accepted", "no-show"]);
  });
});

describe("messages about a mail", () => {
  const bounce = (messageId: string, recipient: string, status = "5.1.1") =>
    [
      "From: MAILER-DAEMON@mx.example",
      `To: ${anna.email}`,
      "Subject: Undelivered Mail Returned to Sender",
      "Date: Tue, 24 Nov 2026 11:10:00 +0000",
      "MIME-Version: 1.0",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="h"',
      "",
      "--h\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.",
      `--h\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; ${recipient}\r\nAction: ${status.startsWith("5") ? "failed" : "delayed"}\r\nStatus: ${status}\r\n`,
      `--h\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${messageId}\r\n`,
      "--h--\r\n",
    ].join("\r\n");
  const away = (messageId: string, from = JANA) =>
    [
      `From: ${from}`,
      `To: ${anna.email}`,
      "Subject: Automatická odpoveď: Ponuka",
      "Date: Tue, 24 Nov 2026 11:20:00 +0000",
      "Auto-Submitted: auto-replied",
      `In-Reply-To: ${messageId}`,
      "",
      "Som mimo kancelarie do 1. decembra 2026.",
      "",
    ].join("\r\n");

  async function fold(raw: string): Promise<FoldOutcome> {
    const { foldable } = readFoldable(parseMessageNow(Buffer.from(raw)), at(0), "Europe/Bratislava");
    const arrival = { source: "mailbox", ownerId: anna.id } as const;
    let outcome: FoldOutcome | undefined;
    await foldMessage(
      world.system,
      { foldable: foldable!, arrival, window: { from: at(0), to: at(1), timeZone: "UTC" } },
      async (_tx, given) => {
        outcome = given;
      },
    );
    return outcome!;
  }
  const bouncedAt = async () => (await getContact(world.admin.ctx, contactId)).addresses[0]?.bouncedAt ?? null;

  test("a bounce is a reaction of the mail that came back, and marks the address until somebody writes from it", async () => {
    const id = await sent("<a@x>", 0);
    expect(await fold(bounce("<a@x>", JANA))).toMatchObject({ reason: "bounce-to-recorded", interactionId: id });
    expect(await all()).toEqual([{ kind: "bounce", here: id, to: id, address: JANA, contact: contactId }]);
    expect(new Date((await bouncedAt())!)).toEqual(new Date("2026-11-24T11:10:00Z"));
    await came("<later@x>", 60);
    expect(await bouncedAt()).toBeNull();
  });

  test("one that may still be delivered marks nothing", async () => {
    await sent("<a@x>", 0);
    await fold(bounce("<a@x>", JANA, "4.2.2"));
    expect((await all()).map(({ kind }) => kind)).toEqual(["soft-bounce"]);
    expect(await bouncedAt()).toBeNull();
  });

  test("an out-of-office answer is no mail in the history, and no reply", async () => {
    const id = await sent("<a@x>", 0);
    expect(await fold(away("<a@x>"))).toMatchObject({ reason: "out-of-office-to-recorded", interactionId: id });
    expect(await all()).toMatchObject([{ kind: "out-of-office", here: id, address: JANA }]);
  });

  test("they may come before the mail that they are about", async () => {
    expect(await fold(bounce("<a@x>", JANA))).toMatchObject({ reason: "bounce", interactionId: null });
    await fold(away("<a@x>"));
    const id = await sent("<a@x>", 0);
    await inTransaction(world.system, (tx, ctx) => settleReported(tx, ctx, [id]), { system: true });
    expect((await all()).map(({ kind, here }) => [kind, here])).toEqual([
      ["bounce", id],
      ["out-of-office", id],
    ]);
  });

  test("a report about somebody to whom the mail never went is believed by nobody", async () => {
    await sent("<a@x>", 0);
    await fold(bounce("<a@x>", "eva@inde.example"));
    await fold(away("<a@x>", "eva@inde.example"));
    expect(await all()).toEqual([]);
  });

  test("what never finds what it is about is let go", async () => {
    await sent("<a@x>", 0);
    await fold(bounce("<a@x>", JANA));
    await fold(bounce("<never@x>", JANA));
    now = new Date(NOON.getTime() + 91 * 86_400_000);
    expect(await sweepReports(world.system)).toBe(1);
  });
});

describe("an opt-out", () => {
  test("is stated once, stays through every change, and stands in the trail", async () => {
    const id = await sent("<a@x>", 0);
    await stateReaction(anna.ctx, id, { kind: "opt-out", address: JANA.toUpperCase() });
    await stateReaction(anna.ctx, id, { kind: "opt-out", address: JANA });
    await came("<b@x>", 5, { inReplyTo: "<a@x>", references: ["<a@x>"] });
    expect((await all()).map(({ kind }) => kind)).toEqual(["opt-out", "reply"]);
    expect(await world.rows("SELECT 1 FROM audit_log WHERE verb = 'opt-out' AND row_id = $1", [id])).toHaveLength(1);
  });

  test("of somebody who took no part is refused", async () => {
    const id = await sent("<a@x>", 0);
    await expect(stateReaction(anna.ctx, id, { kind: "opt-out", address: "x@y.example" })).rejects.toMatchObject({ code: "not-found" });
    await expect(stateReaction(anna.ctx, id, { kind: "opt-out", address: "x" })).rejects.toMatchObject({ code: "invalid" });
  });
});

test("a reaction is seen by who sees both sides of it", async () => {
  const [ours, theirs] = [await sent("<a@x>", 0), await came("<b@x>", 5, { inReplyTo: "<a@x>", references: ["<a@x>"] })];
  const eva = await world.person("Eva");
  expect((await getInteraction(eva.ctx, theirs)).reactions).toHaveLength(1);
  await world.rows("UPDATE interactions SET audience_id = gen_random_uuid() WHERE id = $1", [ours]);
  expect((await getInteraction(eva.ctx, theirs)).reactions).toEqual([]);
});
