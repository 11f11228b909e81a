import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { meQuery } from "../../api/session.ts";
import type { CallOutcome, ListEntry, ListName, MeetingOutcome } from "../../api/types.ts";
import { readableCode } from "../../i18n/codes.ts";

interface Choice {
  value: string;
  label: string;
}

const FIXED = { callOutcomes: ["answered", "missed", "voicemail", "busy"], meetingOutcomes: ["held", "no-show", "cancelled"] } as const;

/** The lists that the administrator keeps, in the language of the page. */
export function useLists() {
  const { t, i18n } = useTranslation();
  const { lists } = useSuspenseQuery(meQuery).data.organization;
  const nameOf = (entry: ListEntry) => (i18n.language === "en" ? entry.en : entry.sk);
  const entry = (list: ListName, key: string) => lists[list].find((one) => one.key === key);
  const name = (list: ListName, key: string): string => {
    const found = entry(list, key);
    return found ? nameOf(found) : readableCode(key);
  };
  /** What is offered, and what stands there already even if it is retired. */
  const offered = (list: ListName, current?: string | null): Choice[] =>
    lists[list].filter((one) => !one.retired || one.key === current).map((one) => ({ value: one.key, label: nameOf(one) }));
  const callFixed = FIXED.callOutcomes.map((value): Choice => ({ value, label: t(`timeline.callOutcome.${value}`) }));
  const meetingFixed = FIXED.meetingOutcomes.map((value): Choice => ({ value, label: t(`timeline.meetingOutcome.${value}`) }));
  return {
    lists,
    name,
    offered,
    /** As what an outcome of one's own can count; nothing for other lists. */
    fixedOutcomes: (list: ListName): Choice[] => (list === "callOutcomes" ? callFixed : list === "meetingOutcomes" ? meetingFixed : []),
    /** Fixed outcomes first, then the organisation's own. */
    callOutcomes: (current?: string | null): Choice[] => [...callFixed, ...offered("callOutcomes", current)],
    meetingOutcomes: (current?: string | null): Choice[] => [...meetingFixed, ...offered("meetingOutcomes", current)],
    /** An outcome as it is recorded: what it counts as, and its key when it is one of the organisation's own. */
    outcomeFields: (list: "callOutcomes" | "meetingOutcomes", value: string): { outcome: string; outcomeKey?: string } => {
      const own = entry(list, value);
      return own ? { outcome: own.countsAs ?? FIXED[list][0], outcomeKey: own.key } : { outcome: value };
    },
  };
}

/** Narrows an outcome of a call; whatever else it was is an answered one. */
export const asCallOutcome = (text: string): CallOutcome => FIXED.callOutcomes.find((one) => one === text) ?? "answered";
export const asMeetingOutcome = (text: string): MeetingOutcome => FIXED.meetingOutcomes.find((one) => one === text) ?? "held";
