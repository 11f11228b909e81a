import type { InfiniteData } from "@tanstack/react-query";
import { initiatorSideOf } from "@kronika/core/interactions/participants.ts";
import type { RecordInput } from "../../api/interactions.ts";
import type { Contact, Direction, InteractionDetails, InteractionSummary, Me, Page, Participant } from "../../api/types.ts";
import { compareInstants } from "../../format/zone.ts";
import { PENDING_PREFIX } from "../timeline/timeline-entry.tsx";

const PREVIEW = 200;

/** How the history will show what is being sent, before the hub has answered. */
export function expectedSummary(input: RecordInput, me: Me, people: readonly Contact[]): InteractionSummary {
  const { interaction } = input;
  const linked = people.filter((person) => input.links?.contactIds?.includes(person.id));
  const self: Participant = {
    role: "author",
    name: me.user.name,
    address: me.user.email,
    contactId: null,
    userId: me.user.id,
    response: null,
  };
  const direction = directionOf(interaction);
  const [outgoing, incoming] = [
    interaction.kind === "call" && direction === "outgoing",
    interaction.kind === "call" && direction === "incoming",
  ];
  const theirs = linked.map((person): Participant => ({
    role: incoming ? "caller" : interaction.kind === "call" ? "callee" : "attendee",
    name: person.name,
    address: null,
    contactId: person.id,
    userId: null,
    response: null,
  }));
  return {
    id: `${PENDING_PREFIX}${input.clientId}`,
    kind: interaction.kind,
    direction,
    occurredAt: interaction.occurredAt,
    endsAt: interaction.kind === "meeting" ? (interaction.endsAt ?? null) : null,
    state: "active",
    threadId: input.clientId,
    level: "content",
    private: false,
    subject: interaction.subject ?? null,
    preview: "text" in interaction ? (interaction.text?.replace(/\s+/g, " ").slice(0, PREVIEW) ?? null) : null,
    participants: [{ ...self, role: outgoing ? "caller" : incoming ? "callee" : "author" }, ...theirs],
    initiator: { side: initiatorSideOf({ kind: interaction.kind, direction }), name: null, address: null, contactId: null, userId: null },
    details: detailsOf(interaction),
    attachmentCount: 0,
    links: [],
    createdBy: { id: me.user.id, name: me.user.name },
    sources: ["manual"],
  };
}

type Content = RecordInput["interaction"];

function directionOf(interaction: Content): Direction {
  if (interaction.kind === "call" || interaction.kind === "other") return interaction.direction ?? "none";
  const { initiatedBy = null } = interaction.kind === "meeting" ? interaction : {};
  return initiatedBy === null ? "none" : initiatedBy === "us" ? "outgoing" : "incoming";
}

function detailsOf(interaction: Content): InteractionDetails {
  if (interaction.kind === "other") return { otherKind: interaction.otherKind };
  if (interaction.kind !== "call" && interaction.kind !== "meeting") return {};
  const { outcome = null, outcomeKey = null } = interaction;
  return interaction.kind === "call"
    ? { durationSeconds: interaction.durationSeconds ?? null, outcome, outcomeKey }
    : { location: interaction.location ?? null, outcome, outcomeKey };
}

type Timeline = InfiniteData<Page<InteractionSummary>, string | null>;

/** Puts an entry at its place in time among the pages that are loaded. */
export function insertEntry(timeline: Timeline | undefined, item: InteractionSummary): Timeline | undefined {
  if (!timeline) return timeline;
  let placed = false;
  const pages = timeline.pages.map((page, index) => {
    if (placed) return page;
    const at = page.items.findIndex((one) => compareInstants(one.occurredAt, item.occurredAt) <= 0);
    const isLast = index === timeline.pages.length - 1;
    if (at < 0 && !isLast) return page;
    // Older than everything loaded while more is to come: it will be there when that page is read.
    if (at < 0 && page.nextCursor !== null) return page;
    placed = true;
    return { ...page, items: page.items.toSpliced(at < 0 ? page.items.length : at, 0, item) };
  });
  return { ...timeline, pages };
}

/** Takes an entry out again. */
export function removeEntry(timeline: Timeline | undefined, id: string): Timeline | undefined {
  if (!timeline) return timeline;
  return { ...timeline, pages: timeline.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== id) })) };
}
