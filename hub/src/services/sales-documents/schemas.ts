import { z } from "zod";
import { safeText } from "@kronika/core/interactions/common.ts";
import { documentNumberKey } from "@kronika/core/document-numbers.ts";
import type { SalesDocumentKind, SalesDocumentState } from "../../db/schema/sales-documents.ts";

/** What may become of each kind of document; the first is where one begins unless it is said otherwise. */
export const documentStates = {
  quote: ["sent", "draft", "accepted", "rejected", "expired", "cancelled"],
  order: ["confirmed", "draft", "delivered", "cancelled"],
  invoice: ["issued", "draft", "paid", "cancelled"],
} as const satisfies Record<SalesDocumentKind, readonly [SalesDocumentState, ...SalesDocumentState[]]>;

export const documentKindSchema = z.enum(["quote", "order", "invoice"]);
export const documentStateSchema = z.enum([
  "draft",
  "sent",
  "accepted",
  "rejected",
  "expired",
  "confirmed",
  "delivered",
  "issued",
  "paid",
  "cancelled",
]);

/** A calendar day within a person's business life: beyond it there are typing errors only. */
const day = z.iso
  .date("must be a day such as 2026-11-24")
  .refine((text) => text >= "1990-01-01" && text <= "2199-12-31", "must be a day between 1990 and 2199");

const fields = {
  kind: documentKindSchema,
  number: safeText(100)
    .trim()
    .refine((text) => documentNumberKey(text) !== "", "must hold a letter or a digit"),
  customerId: z.uuid(),
  /** Instead of `customerId`, for systems that know the company number only. */
  customerIco: safeText(40).trim().min(1, "must not be empty"),
  opportunityId: z.uuid().nullable(),
  state: documentStateSchema,
  /** Decimal text, never a JSON number: floats round money. Total with VAT; negative for a credit note. */
  amount: z
    .string('must be text with a decimal number, such as "1250.50"')
    .regex(/^-?\d{1,13}(?:\.\d{1,2})?$/, "must be an amount such as 1250.50, with two decimals at most"),
  currency: z.string().regex(/^[A-Z]{3}$/, "must be three capital letters (ISO 4217)"),
  issuedOn: day,
  /** Of a quote: valid until; of an order: promised for; of an invoice: payable by. */
  dueOn: day.nullable(),
  paidOn: day.nullable(),
};

const oneCustomer = (input: { customerId?: string | undefined; customerIco?: string | undefined }): boolean =>
  (input.customerId === undefined) !== (input.customerIco === undefined);
const ONE_CUSTOMER = { message: "is needed: give either customerId or customerIco", path: ["customerId"] };

const whole = z.object({
  kind: fields.kind,
  number: fields.number,
  customerId: fields.customerId.optional(),
  customerIco: fields.customerIco.optional(),
  opportunityId: fields.opportunityId.optional(),
  state: fields.state.optional(),
  amount: fields.amount,
  currency: fields.currency.optional(),
  issuedOn: fields.issuedOn.optional(),
  dueOn: fields.dueOn.optional(),
  paidOn: fields.paidOn.optional(),
});

const INVOICE = { kind: "invoice", number: "FV2026/0042", amount: "1230.00", currency: "EUR", issuedOn: "2026-11-02", dueOn: "2026-11-16" };

export const createSalesDocumentSchema = whole.refine(oneCustomer, ONE_CUSTOMER).meta({
  example: { ...INVOICE, customerId: "01937f2e-7c4a-7b1d-9f3e-2a5b8c6d4e10", state: "issued" },
});
export type CreateSalesDocument = z.input<typeof createSalesDocumentSchema>;

/** The whole document as the ERP knows it. `opportunityId` left out keeps what people assigned here. */
export const pushSalesDocumentSchema = whole
  .extend({ issuedOn: fields.issuedOn })
  .refine(oneCustomer, ONE_CUSTOMER)
  .meta({
    example: { ...INVOICE, customerIco: "35763469", state: "paid", paidOn: "2026-11-14" },
  });
export type PushSalesDocument = z.input<typeof pushSalesDocumentSchema>;

export const externalIdSchema = z.object({
  source: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, "must be 1 to 40 small letters, digits and . _ -")
    .meta({ description: "Name of the system that keeps the document", example: "pohoda" }),
  externalId: safeText(200).min(1).meta({ description: "Its key there", example: "FV-88123" }),
});

export const updateSalesDocumentSchema = z
  .object(fields)
  .omit({ kind: true, customerIco: true })
  .partial()
  .meta({ example: { state: "paid", paidOn: "2026-11-14" } });
export type UpdateSalesDocument = z.input<typeof updateSalesDocumentSchema>;

export const listSalesDocumentsSchema = z.object({
  customerId: z.uuid().optional(),
  opportunityId: z.uuid().optional(),
  kind: fields.kind.optional(),
  state: fields.state.optional(),
  overdue: z.boolean().optional(),
  q: safeText(100).optional(),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});
export type ListSalesDocuments = z.input<typeof listSalesDocumentsSchema>;
