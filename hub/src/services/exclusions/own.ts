import { and, asc, eq } from "drizzle-orm";
import { AppError } from "@kronika/core/errors.ts";
import { actingUserId, type Ctx } from "../../context.ts";
import { newId } from "../../db/ids.ts";
import { exclusions } from "../../db/schema/connections.ts";
import { inTransaction } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { found } from "../authorise.ts";
import { parse } from "../parse.ts";
import { addExclusionSchema, type AddExclusion } from "./schemas.ts";

/** A rule of one person: what of theirs is never recorded. */
export interface OwnExclusion {
  id: string;
  kind: "address" | "domain";
  value: string;
}

const columns = { id: exclusions.id, kind: exclusions.kind, value: exclusions.value };

/** The caller's own exclusions, oldest first. */
export async function listOwnExclusions(ctx: Ctx): Promise<OwnExclusion[]> {
  const userId = person(ctx);
  return inTransaction(ctx, (tx) => tx.select(columns).from(exclusions).where(eq(exclusions.userId, userId)).orderBy(asc(exclusions.id)));
}

/** Adds one for the caller; what is excluded already stays as it is, under its id. It holds for mail that arrives from now on. */
export async function addOwnExclusion(ctx: Ctx, input: AddExclusion): Promise<OwnExclusion> {
  const userId = person(ctx);
  const { address, domain } = parse(addExclusionSchema, input);
  const kind = address === undefined ? ("domain" as const) : ("address" as const);
  const rule = { kind, value: address ?? domain ?? "" };
  return inTransaction(ctx, async (tx, ctx) => {
    const same = and(eq(exclusions.userId, userId), eq(exclusions.kind, rule.kind), eq(exclusions.value, rule.value));
    const known = (await tx.select(columns).from(exclusions).where(same))[0];
    if (known) return known;
    const id = newId();
    await tx.insert(exclusions).values({ id, orgId: ctx.orgId, userId, ...rule, createdAt: ctx.now() });
    await audit(tx, ctx, { verb: "create", noun: "exclusion", rowId: id, detail: { kind: rule.kind } });
    return { id, ...rule };
  });
}

/** Takes one of the caller's own away. @throws AppError `not-found`, also for somebody else's */
export async function removeOwnExclusion(ctx: Ctx, id: string): Promise<void> {
  const userId = person(ctx);
  await inTransaction(ctx, async (tx, ctx) => {
    const removed = await tx
      .delete(exclusions)
      .where(and(eq(exclusions.id, id), eq(exclusions.userId, userId)))
      .returning({ id: exclusions.id });
    found(removed[0], "exclusion");
    await audit(tx, ctx, { verb: "remove", noun: "exclusion", rowId: id });
  });
}

/** Everybody may exclude what is theirs; nobody anything for somebody else. */
function person(ctx: Ctx): string {
  const userId = actingUserId(ctx);
  if (userId === null) throw new AppError("forbidden", "The system has no exclusions of its own.");
  return userId;
}
