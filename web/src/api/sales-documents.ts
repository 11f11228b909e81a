import { queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import { keys } from "./keys.ts";
import type { Page, Ref } from "./types.ts";

export type SalesDocumentKind = "quote" | "order" | "invoice";

export type SalesDocumentState =
  | "draft"
  | "sent"
  | "accepted"
  | "rejected"
  | "expired"
  | "confirmed"
  | "delivered"
  | "issued"
  | "paid"
  | "cancelled";

/** A quote, order or invoice. Days are `YYYY-MM-DD`; `version` is for changes that must not overwrite somebody else's. */
export interface SalesDocument {
  id: string;
  version: string;
  kind: SalesDocumentKind;
  number: string;
  state: SalesDocumentState;
  amount: string;
  currency: string;
  issuedOn: string;
  dueOn: string | null;
  paidOn: string | null;
  overdue: boolean;
  source: string | null;
  externalId: string | null;
  customer: Ref;
  opportunity: Ref | null;
  createdById: string | null;
}

export interface SalesDocumentTotal {
  kind: SalesDocumentKind;
  currency: string;
  count: number;
  amount: string;
  open: string;
  overdueCount: number;
  overdue: string;
}

/** Whose documents: a customer's or an opportunity's. */
export type DocumentsOf = { customerId: string } | { opportunityId: string };

export const salesDocumentsQuery = (of: DocumentsOf) =>
  queryOptions({
    queryKey: keys.salesDocumentList(of),
    queryFn: ({ signal }) => request<Page<SalesDocument>>("GET", "/sales-documents", { query: { ...of, limit: 100 }, signal }),
  });

export const salesDocumentTotalsQuery = (of: DocumentsOf) =>
  queryOptions({
    queryKey: keys.salesDocumentTotals(of),
    queryFn: ({ signal }) => request<{ items: SalesDocumentTotal[] }>("GET", "/sales-documents/totals", { query: of, signal }),
  });

export interface SalesDocumentInput {
  kind: SalesDocumentKind;
  number: string;
  customerId: string;
  opportunityId: string | null;
  state: SalesDocumentState;
  amount: string;
  currency: string;
  issuedOn: string;
  dueOn: string | null;
  paidOn: string | null;
}

export const createSalesDocument = (input: SalesDocumentInput) => request<SalesDocument>("POST", "/sales-documents", { body: input });
/** Changes the document as it was read: when somebody was quicker, it is refused with `precondition-failed`. */
export const updateSalesDocument = ({ id, version }: SalesDocument, patch: Partial<SalesDocumentInput>) =>
  request<SalesDocument>("PATCH", `/sales-documents/${id}`, { body: patch, version });
export const deleteSalesDocument = (id: string, options: { keepalive?: boolean } = {}) =>
  request<void>("DELETE", `/sales-documents/${id}`, options);
