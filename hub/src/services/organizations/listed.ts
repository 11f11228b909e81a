import { AppError } from "@kronika/core/errors.ts";
import type { InteractionContent } from "@kronika/core/interactions/index.ts";
import type { ListEntry, OrganizationLists } from "../../db/schema/organizations.ts";

/**
 * The entry of a list that a person chose.
 * @throws AppError `invalid` at `pointer` when there is none, or when it is retired and was not there before
 */
export function listed(list: readonly ListEntry[], key: string, pointer: string, before?: string): ListEntry {
  const entry = list.find((one) => one.key === key);
  const offered = list.flatMap((one) => (one.retired ? [] : [one.key]));
  const message =
    entry === undefined
      ? `is not in the organisation's list: ${offered.join(", ") || "it is empty"}`
      : entry.retired && key !== before
        ? "is retired: nothing new gets it"
        : null;
  if (entry !== undefined && message === null) return entry;
  throw new AppError("invalid", "Some fields are not right.", { fields: [{ pointer, message: message ?? "" }] });
}

/** Whether a recorded interaction names an entry of a list at all. */
export const namesEntry = (content: InteractionContent): boolean =>
  content.kind === "other" || ((content.kind === "call" || content.kind === "meeting") && content.outcomeKey != null);

/** An interaction whose kind and outcome stand in the lists, with what the outcome counts as. @throws AppError `invalid` */
export function withListed(lists: OrganizationLists, content: InteractionContent): InteractionContent {
  if (content.kind === "other") {
    listed(lists.kinds, content.otherKind, "/interaction/otherKind");
    return content;
  }
  if (content.kind === "call" && content.outcomeKey != null) {
    const { countsAs } = listed(lists.callOutcomes, content.outcomeKey, "/interaction/outcomeKey");
    return { ...content, outcome: countsAs as typeof content.outcome };
  }
  if (content.kind === "meeting" && content.outcomeKey != null) {
    const { countsAs } = listed(lists.meetingOutcomes, content.outcomeKey, "/interaction/outcomeKey");
    return { ...content, outcome: countsAs as typeof content.outcome };
  }
  return content;
}
