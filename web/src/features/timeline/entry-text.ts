import { useTranslation } from "react-i18next";
import type { InteractionSummary } from "../../api/types.ts";
import { useFormat } from "../../format/context.tsx";
import { useLists } from "../lists/use-lists.ts";
import { participantName, receivers, senders } from "../../format/people.ts";

/** How a call ended; the hub names it differently for calls of the phone system. */
export function callOutcome(item: Pick<InteractionSummary, "details">): string | null {
  return item.details.callOutcome ?? item.details.outcome ?? null;
}

/** The words of an interaction's line. */
export function useEntryText() {
  const { t } = useTranslation();
  const format = useFormat();
  const lists = useLists();
  const kindTitle = (item: InteractionSummary): string => {
    if (item.kind === "call") {
      const outcome = callOutcome(item);
      if (outcome === "missed" && item.direction === "incoming") return t("timeline.call.missed");
      if (item.direction === "incoming") return t("timeline.call.incoming");
      return item.direction === "outgoing" ? t("timeline.call.outgoing") : t("timeline.kind.call");
    }
    if (item.kind === "other" && item.details.otherKind) return lists.name("kinds", item.details.otherKind);
    return t(`timeline.kind.${item.kind}`);
  };
  const ownOutcome = (item: InteractionSummary): string | null => {
    const { outcomeKey } = item.details;
    return outcomeKey ? lists.name(item.kind === "call" ? "callOutcomes" : "meetingOutcomes", outcomeKey) : null;
  };
  return {
    /** Kind and direction in words, e.g. "odchádzajúci e-mail". */
    kind: (item: InteractionSummary): string => {
      if (item.kind === "email") {
        if (item.direction === "incoming") return t("timeline.email.incoming");
        if (item.direction === "outgoing") return t("timeline.email.outgoing");
      }
      return kindTitle(item);
    },
    /** The line's title: the subject when the viewer may see it, else what kind of thing it is. */
    title: (item: InteractionSummary): string => {
      if (item.subject) return item.subject;
      if (item.level === "metadata") return kindTitle(item);
      return item.kind === "email" ? t("timeline.noSubject") : kindTitle(item);
    },
    /** Jana Kováčová → Peter Novák + 2 */
    people: (item: InteractionSummary): string => {
      const from = senders(item.participants)
        .map(participantName)
        .filter((name) => name !== "");
      const to = receivers(item.participants)
        .map(participantName)
        .filter((name) => name !== "");
      if (item.kind === "note") return item.createdBy?.name ?? from[0] ?? "";
      if (item.kind === "meeting") return shorten([...from, ...to], t);
      const left = from[0] ?? item.createdBy?.name ?? "";
      return [left, shorten(to, t)].filter((part) => part !== "").join(" → ");
    },
    /** Duration, outcome, place: what is known besides the text. */
    facts: (item: InteractionSummary): string[] => {
      const facts: string[] = [];
      const { durationSeconds, location } = item.details;
      if (item.kind === "call") {
        const outcome = callOutcome(item);
        if (durationSeconds) facts.push(format.duration(durationSeconds));
        const own = ownOutcome(item);
        if (own) facts.push(own);
        else if (outcome && outcome !== "answered" && isCallOutcome(outcome)) facts.push(t(`timeline.callOutcome.${outcome}`));
      }
      if (item.kind === "meeting") {
        if (item.state === "cancelled") facts.push(t("timeline.meetingOutcome.cancelled"));
        else if (ownOutcome(item) !== null) facts.push(ownOutcome(item) ?? "");
        else if (item.details.outcome && isMeetingOutcome(item.details.outcome))
          facts.push(t(`timeline.meetingOutcome.${item.details.outcome}`));
        if (location) facts.push(location);
      }
      // Of a mail or a call its icon and title say it; elsewhere it would be hidden.
      if ((item.kind === "meeting" || item.kind === "other") && item.initiator.side !== "unknown")
        facts.push(t(`timeline.initiator.${item.initiator.side}`));
      // With a subject of its own its title does not say what kind it is.
      if (item.kind === "other" && item.subject) facts.unshift(kindTitle(item));
      return facts;
    },
  };
}

const isCallOutcome = (text: string): text is "missed" | "voicemail" | "busy" =>
  text === "missed" || text === "voicemail" || text === "busy";
const isMeetingOutcome = (text: string): text is "held" | "no-show" | "cancelled" =>
  text === "held" || text === "no-show" || text === "cancelled";

const SHOWN = 2;
function shorten(names: readonly string[], t: (key: "timeline.andOthers", values: { names: string; count: number }) => string): string {
  if (names.length <= SHOWN) return names.join(", ");
  return t("timeline.andOthers", { names: names.slice(0, SHOWN).join(", "), count: names.length - SHOWN });
}
