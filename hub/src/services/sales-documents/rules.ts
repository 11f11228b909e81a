import { AppError, type FieldProblem } from "@kronika/core/errors.ts";
import { documentNumberKey } from "@kronika/core/document-numbers.ts";
import type { SalesDocumentKind, SalesDocumentState } from "../../db/schema/sales-documents.ts";
import { documentStates } from "./schemas.ts";

/** What the rules look at: the document as it would stand. */
interface Draft {
  kind: SalesDocumentKind;
  number: string;
  state?: SalesDocumentState | undefined;
  paidOn?: string | null | undefined;
}

/** What the rules decide. */
export interface Settled {
  state: SalesDocumentState;
  paidOn: string | null;
  numberKey: string;
}

/**
 * State and day of payment go together: a day makes an invoice paid, a paid invoice needs its day, and another state takes the day away.
 * @param before how the document stands, for one that is changed
 * @throws AppError `invalid` naming the field
 */
export function settle(draft: Draft, before?: { state: SalesDocumentState; paidOn: string | null }): Settled {
  const problems: FieldProblem[] = [];
  const isPaid =
    draft.state === undefined ? draft.paidOn != null || (draft.paidOn === undefined && before?.state === "paid") : draft.state === "paid";
  const state = isPaid ? "paid" : (draft.state ?? (before && before.state !== "paid" ? before.state : documentStates[draft.kind][0]));
  const paidOn = isPaid ? (draft.paidOn === undefined ? (before?.paidOn ?? null) : draft.paidOn) : null;
  if (!(documentStates[draft.kind] as readonly string[]).includes(state)) {
    problems.push(
      draft.state === undefined
        ? { pointer: "/paidOn", message: "is for invoices only" }
        : { pointer: "/state", message: `is not a state of this kind of document: ${documentStates[draft.kind].join(", ")}` },
    );
  } else if (isPaid && paidOn === null) problems.push({ pointer: "/paidOn", message: "is required: a paid invoice has a day of payment" });
  else if (!isPaid && draft.paidOn != null) problems.push({ pointer: "/paidOn", message: "belongs to the state `paid` only" });
  if (problems.length > 0) throw new AppError("invalid", "Some fields are not right.", { fields: problems });
  return { state, paidOn, numberKey: documentNumberKey(draft.number) };
}
