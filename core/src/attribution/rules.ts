import { domainOf, isSameOrSubdomain } from "../addresses.ts";
import { fold, foldedWords } from "../text-folding.ts";
import type { FoundEvidence } from "./evidence.ts";
import { MAX_TEXT, type AttributionInput, type AttributionRule } from "./input.ts";

/** The deals for which a rule made from an answer speaks. */
export function ruleEvidence(input: AttributionInput): FoundEvidence[] {
  return (input.rules ?? []).flatMap((rule): FoundEvidence[] =>
    rule.opportunityId !== null && fits(rule, input)
      ? [{ id: rule.opportunityId, evidence: { code: "deal-rule", strength: 1, ruleId: rule.id } }]
      : [],
  );
}

/** Whether a mail is one that the rule speaks of. */
export function fits(
  rule: Pick<AttributionRule, "kind" | "value">,
  { participants, subject, text, attachmentNames }: Pick<AttributionInput, "participants" | "subject" | "text" | "attachmentNames">,
): boolean {
  const outside = participants.flatMap(({ address, own }) => (own || address === null ? [] : [address]));
  const holds: Record<AttributionRule["kind"], () => boolean> = {
    address: () => outside.includes(rule.value),
    domain: () => outside.some((address) => address.includes("@") && isSameOrSubdomain(domainOf(address), rule.value)),
    subject: () => ` ${foldedWords(subject)} `.includes(` ${foldedWords(rule.value)} `),
    "document-prefix": () => hasPrefix(rule.value, [subject, text.slice(0, MAX_TEXT), ...attachmentNames]),
  };
  return holds[rule.kind]();
}

/** A number that begins so: `OF-26` fits `OF-26/0041` and `of 26 0041`. */
function hasPrefix(prefix: string, texts: readonly string[]): boolean {
  const runs = fold(prefix).match(/\p{L}+|\d+/gu) ?? [];
  if (runs.length === 0) return false;
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])${runs.join(String.raw`[\s./_-]{0,2}`)}[\s./_-]{0,2}\d`, "u");
  return texts.some((text) => pattern.test(fold(text).replaceAll("_", " ")));
}
