import { AppError } from "@kronika/core/errors.ts";
import type { Actor, Ctx } from "../../context.ts";
import { maySign } from "../../policies/token.ts";

/**
 * The person who sits at the web application, for what gives or takes a way in: a token, a password, an approval. A token may not do
 * that, whatever its scopes: it could outlive its own revocation.
 * @throws AppError `forbidden`
 */
export function signedInPerson(ctx: Pick<Ctx, "actor">): Extract<Actor, { kind: "user" }> {
  if (!maySign(ctx.actor)) throw new AppError("forbidden", "Only a person who is signed in may do this; a token may not.");
  return ctx.actor;
}
