import { askAboutOffer } from "./ask-about-offer.ts";
import { closeTheLoop } from "./close-the-loop.ts";
import { confirmMeeting } from "./confirm-meeting.ts";
import { contactMore } from "./contact-more.ts";
import { suggestionRules, type Finding, type Suggestion, type SuggestionFacts, type SuggestionRule } from "./facts.ts";
import { otherChannel } from "./other-channel.ts";
import { revive } from "./revive.ts";
import { sendOffer } from "./send-offer.ts";
import { takeBetterCare } from "./take-better-care.ts";

/** A new rule is one file, its name in facts.ts (in the order of importance) and its line here. */
const RULES = {
  "take-better-care": takeBetterCare,
  "confirm-meeting": confirmMeeting,
  "ask-about-offer": askAboutOffer,
  "send-offer": sendOffer,
  "close-the-loop": closeTheLoop,
  "other-channel": otherChannel,
  revive,
  "contact-more": contactMore,
} satisfies Record<SuggestionRule, (facts: SuggestionFacts) => Finding | null>;

/** A dismissal by rule: it holds while the facts are those of the key. */
export type Dismissals = ReadonlyMap<string, string>;

/** What could be done next for a customer, the most important first, each with its reasons; without what was dismissed on the same facts. */
export function suggestNextSteps(facts: SuggestionFacts, dismissed: Dismissals = new Map()): Suggestion[] {
  const found = suggestionRules.flatMap((rule): Suggestion[] => {
    const finding = RULES[rule](facts);
    if (finding === null) return [];
    const factsKey = finding.reasons.map(({ code, rests }) => `${code}=${rests}`).join(";");
    return [{ rule, reasons: finding.reasons.map(({ rests: _rests, ...reason }) => reason), action: finding.action, factsKey }];
  });
  // One who is to be revived is to be contacted, of course.
  const revived = found.some(({ rule }) => rule === "revive");
  return found.filter(({ rule, factsKey }) => dismissed.get(rule) !== factsKey && !(revived && rule === "contact-more"));
}
