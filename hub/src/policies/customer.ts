import type { Actor } from "../context.ts";

/** Who may do what with customers, their people and their opportunities. Levels and grants on single customers come on top of this. */
export function mayCustomer(actor: Actor, verb: "view" | "create" | "edit" | "archive", customer?: { ownerId: string | null }): boolean {
  if (actor.kind === "system") return true;
  switch (verb) {
    case "view":
    case "create":
    case "edit":
      return true;
    case "archive":
      return actor.role !== "rep" || customer?.ownerId === actor.userId;
  }
}
