import { and, eq } from "drizzle-orm";
import { documentNumberKey } from "@kronika/core/document-numbers.ts";
import { salesDocuments, type SalesDocumentKind } from "../../db/schema/sales-documents.ts";
import { pushSalesDocument } from "../sales-documents/push.ts";
import { amountOf, choiceOf, dayOf, type RowValues } from "./cells.ts";
import { customerOfRow } from "./references.ts";
import { RowError } from "./row-error.ts";
import { difference, type RowWriter } from "./writer.ts";

const KINDS = {
  quote: ["ponuka", "cenová ponuka", "cp", "quote", "offer", "quotation"],
  order: ["objednávka", "obj", "order"],
  invoice: ["faktúra", "fa", "fv", "invoice"],
} as const;

const STATES = {
  draft: ["návrh", "koncept", "draft"],
  sent: ["odoslaná", "sent"],
  accepted: ["prijatá", "akceptovaná", "accepted"],
  rejected: ["odmietnutá", "zamietnutá", "rejected"],
  expired: ["vypršaná", "expired"],
  confirmed: ["potvrdená", "confirmed"],
  delivered: ["dodaná", "delivered"],
  issued: ["vystavená", "neuhradená", "issued", "unpaid"],
  paid: ["uhradená", "zaplatená", "paid"],
  cancelled: ["zrušená", "stornovaná", "storno", "cancelled", "canceled"],
} as const;

/** The columns that an undo puts back. */
const KEPT = ["number", "numberKey", "customerId", "opportunityId", "state", "amount", "currency", "issuedOn", "dueOn", "paidOn"] as const;

/** Documents as an ERP has them, found again by its key, else by kind and number. A row is the whole document, as with a push. */
export const salesDocumentWriter: RowWriter = {
  table: "sales_documents",
  async write(run, values) {
    const kind = kindOf(values);
    const number = values["number"];
    if (number === undefined) throw new RowError("number", "must not be empty", "nesmie byť prázdne");
    const customerId = await customerOfRow(run, values);
    if (customerId === null) throw new RowError("customer", "must not be empty", "nesmie byť prázdne");
    const key = { source: run.source, externalId: values["externalId"] ?? `${kind}:${documentNumberKey(number)}` };
    const { state, currency, dueOn, paidOn } = values;
    const input = {
      kind,
      number,
      customerId,
      amount: amountOf("amount", required(values, "amount")),
      issuedOn: dayOf("issuedOn", required(values, "issuedOn")),
      ...(state === undefined ? {} : { state: choiceOf("state", state, STATES) }),
      ...(currency === undefined ? {} : { currency: currency.toUpperCase() }),
      ...(dueOn === undefined ? {} : { dueOn: dayOf("dueOn", dueOn) }),
      ...(paidOn === undefined ? {} : { paidOn: dayOf("paidOn", paidOn) }),
    };
    const find = async () =>
      (
        await run.tx
          .select()
          .from(salesDocuments)
          .where(and(eq(salesDocuments.source, key.source), eq(salesDocuments.externalId, key.externalId)))
      )[0];
    const stored = await find();
    const { id, created } = await pushSalesDocument(run.ctx, key, input);
    if (created) return { outcome: "created", rowId: id };
    const now = (await find())!;
    const { before } = difference(Object.fromEntries(KEPT.map((field) => [field, now[field]])), stored ?? now);
    return Object.keys(before).length === 0 ? { outcome: "unchanged", rowId: id } : { outcome: "updated", rowId: id, before };
  },
  async restore(run, id, before) {
    const values = Object.fromEntries(KEPT.filter((field) => field in before).map((field) => [field, before[field]]));
    await run.tx
      .update(salesDocuments)
      .set({ ...values, updatedAt: run.ctx.now() })
      .where(eq(salesDocuments.id, id));
  },
  references: [],
};

/** Said by its column, else by the beginning of the number (`FV2026/12`, `CP-7`). */
function kindOf(values: RowValues): SalesDocumentKind {
  if (values["kind"] !== undefined) return choiceOf("kind", values["kind"], KINDS);
  const letters = /^\p{L}+/u.exec(values["number"]?.trim() ?? "")?.[0] ?? "";
  return choiceOf("kind", letters, KINDS);
}

function required(values: RowValues, field: string): string {
  const value = values[field];
  if (value === undefined) throw new RowError(field, "must not be empty", "nesmie byť prázdne");
  return value;
}
