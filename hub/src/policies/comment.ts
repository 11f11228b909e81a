import type { Actor } from "../context.ts";

/**
 * A comment is a person's word: whoever sees the thing may say something about it (of an interaction: whoever sees its content), and changes or
 * takes back what he said himself, nobody else.
 */
export function mayComment(
  actor: Actor,
  verb: "create" | "edit" | "delete",
  facts: { seesContent?: boolean; authorId?: string },
): actor is Exclude<Actor, { kind: "system" }> {
  if (actor.kind === "system") return false;
  return verb === "create" ? facts.seesContent === true : facts.authorId === actor.userId;
}
