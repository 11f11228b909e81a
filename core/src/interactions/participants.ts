import { isOwnAddress, type OwnAddresses } from "../addresses.ts";
import type { Direction, ParticipantRole, Response } from "./common.ts";
import type { InteractionContent } from "./index.ts";

/** Somebody who took part in an interaction of any kind. Addresses are normalised. */
export interface Participant {
  role: ParticipantRole;
  name?: string | undefined;
  address?: string | undefined;
  phone?: string | undefined;
  response?: Response | undefined;
}

/** Everybody who took part, in the order of the interaction; somebody named twice in one role is there once. */
export function participantsOf(content: InteractionContent): Participant[] {
  const seen = new Map<string, Participant>();
  for (const participant of listed(content)) {
    const key = `${participant.role}|${participant.address ?? participant.phone ?? participant.name ?? ""}`;
    if (!seen.has(key)) seen.set(key, participant);
  }
  return [...seen.values()];
}

function listed(content: InteractionContent): Participant[] {
  if (content.kind === "email") {
    const { from, to, cc, bcc, replyTo } = content;
    return [as("from", from ? [from] : []), as("to", to), as("cc", cc), as("bcc", bcc), as("reply-to", replyTo)].flat();
  }
  if (content.kind === "meeting")
    return [...as("organizer", content.organizer ? [content.organizer] : []), ...as("attendee", content.attendees)];
  if (content.kind === "call") {
    const { phoneNumber: phone, direction, participants } = content;
    if (!phone || participants.some((participant) => participant.phone === phone)) return participants;
    return [{ role: direction === "incoming" ? "caller" : "callee", phone }, ...participants];
  }
  return "participants" in content ? content.participants : [];
}

function as(role: ParticipantRole, people: readonly Omit<Participant, "role">[]): Participant[] {
  return people.map((person) => ({ role, ...person }));
}

const INITIATORS: ReadonlySet<ParticipantRole> = new Set(["from", "organizer", "caller"]);

/** Who began it: sender, organizer or caller, as far as the interaction names one. */
export function initiatorOf(content: InteractionContent): Participant | null {
  return participantsOf(content).find(({ role }) => INITIATORS.has(role)) ?? null;
}

const SAID = { us: "outgoing", them: "incoming", nobody: "none" } as const satisfies Record<string, Direction>;

/** Whose side began: `unknown` when nothing says so. A note is always ours. */
export type InitiatorSide = "us" | "them" | "unknown";

/** The side that began, of an interaction as it is stored. */
export function initiatorSideOf({ kind, direction }: { kind: InteractionContent["kind"]; direction: Direction }): InitiatorSide {
  if (kind === "note" || direction === "outgoing" || direction === "internal") return "us";
  return direction === "incoming" ? "them" : "unknown";
}

/**
 * Who of those who are known began it: the sender, organizer, caller or author, when that is somebody of the side that began; of the
 * other side else the only one there.
 */
export function initiatorAmong<P extends { role: string; userId: string | null }>(
  side: InitiatorSide,
  participants: readonly P[],
): P | null {
  if (side === "unknown") return null;
  const ofSide = participants.filter(({ userId }) => side === "us" || userId === null);
  const named = ofSide.find(({ role }) => role === "author" || INITIATORS.has(role as ParticipantRole));
  return named ?? (side === "them" && ofSide.length === 1 ? ofSide[0]! : null);
}

/** Which way it went, seen from our side. `internal` when everybody whose address is known is ours; `none` when nothing says so. */
export function directionOf(content: InteractionContent, own: OwnAddresses): Direction {
  if (content.kind === "call" || content.kind === "other") return content.direction;
  const addresses = participantsOf(content).flatMap(({ address }) => address ?? []);
  const initiator = initiatorOf(content)?.address;
  if (initiator === undefined) return content.kind === "meeting" ? SAID[content.initiatedBy ?? "nobody"] : "none";
  if (!isOwnAddress(initiator, own)) return "incoming";
  return addresses.every((address) => isOwnAddress(address, own)) ? "internal" : "outgoing";
}
