import type { Actor } from "../context.ts";

/**
 * Who may do what with quotes, orders and invoices. Whoever sees the customer sees them, adds some, and says to which opportunity they belong.
 * What the ERP pushed is true there: a rep does not change or delete it here. Pushing is for those who answer for the figures.
 */
export function maySalesDocument(
  actor: Actor,
  verb: "view" | "create" | "assign" | "edit" | "delete" | "push",
  document?: { createdBy: string | null; source: string | null },
): boolean {
  if (actor.kind === "system" || actor.role !== "rep") return true;
  if (verb === "edit") return document?.source === null;
  if (verb === "delete") return document?.source === null && document.createdBy === actor.userId;
  return verb !== "push";
}
