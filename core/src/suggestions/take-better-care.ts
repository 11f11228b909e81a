import { workingDaysBetween, type Finding, type SuggestionFacts } from "./facts.ts";
import { complains } from "./words.ts";

/** Working days within which they may expect our answer. */
const ANSWER_WITHIN = 2;
/** After so many working days a complaint that was answered is over. */
const COMPLAINT_DAYS = 10;

/** Take better care: they complain, our answer is late, or an invoice is overdue while they turn away. */
export function takeBetterCare({ theirMails, documents, engagement, today }: SuggestionFacts): Finding | null {
  const reasons: Finding["reasons"] = [];
  const complaint = theirMails.find(({ text, day }) => complains(text) && workingDaysBetween(day, today) <= COMPLAINT_DAYS);
  if (complaint) reasons.push({ code: "complaint", interactionId: complaint.id, rests: complaint.id });
  const waiting = theirMails.find(({ answeredAt, day }) => answeredAt === null && workingDaysBetween(day, today) > ANSWER_WITHIN);
  if (waiting)
    reasons.push({
      code: "answer-overdue",
      count: workingDaysBetween(waiting.day, today),
      interactionId: waiting.id,
      rests: waiting.id,
    });
  const overdue = documents.find(({ kind, state, dueOn }) => kind === "invoice" && state === "issued" && dueOn !== null && dueOn < today);
  if (overdue && engagement.now < engagement.before) reasons.push({ code: "invoice-overdue", document: overdue.number, rests: overdue.id });
  if (reasons.length === 0) return null;
  const mail = waiting ?? complaint;
  return {
    reasons,
    action: waiting && !complaint ? { kind: "mail", interactionId: waiting.id } : { kind: "call", ...(mail && { interactionId: mail.id }) },
  };
}
