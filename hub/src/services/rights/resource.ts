import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import type { GrantResource } from "../../db/schema/rights.ts";
import { mayShare, mayShareInteraction, mayShareMail, type SharedFacts } from "../../policies/rights.ts";
import { authorise, found } from "../authorise.ts";
import { seesInteractionSql } from "./principals.ts";

/** Refuses to give or take rights on something that the actor does not see or that is not his to share. @throws AppError `not-found`, `forbidden` */
export async function assertMayShare(tx: Tx, ctx: Ctx, resource: GrantResource, id: string): Promise<void> {
  const client = withClient(tx);
  if (resource === "user") {
    found((await client.query("SELECT id FROM users WHERE id = $1", [id])).rows[0], "person");
    authorise(mayShareMail(ctx.actor, id), "Only the person and an administrator may open somebody's mail to others.");
  } else if (resource === "interaction") {
    authorise(mayShareInteraction(ctx.actor, await sharedInteraction(tx, id)), "Only its owners may share this.");
  } else {
    const table = resource === "customer" ? "customers" : "opportunities";
    const customerOwner = resource === "customer" ? "NULL" : "(SELECT c.owner_id FROM customers c WHERE c.id = customer_id)";
    const { rows } = await client.query<{ ownerId: string | null; customerOwnerId: string | null }>(
      `SELECT owner_id AS "ownerId", ${customerOwner} AS "customerOwnerId" FROM ${table} WHERE id = $1`,
      [id],
    );
    authorise(mayShare(ctx.actor, found(rows[0], resource)), "Only the owner and managers may share this.");
  }
}

/** What decides who may share an interaction. @throws AppError `not-found` also for one that the actor does not see */
export async function sharedInteraction(tx: Tx, id: string): Promise<SharedFacts> {
  const { rows } = await withClient(tx).query<SharedFacts>(
    `SELECT kind = 'email' AS mail, private, coalesce((SELECT array_agg(DISTINCT c.owner_id) FROM interaction_copies c WHERE c.interaction_id = i.id
       AND c.owner_id IS NOT NULL), '{}') AS owners, 
       ${seesInteractionSql("i.id", "app_principals()", "content")} AS "seesContent" FROM interactions i WHERE id = $1 AND state <> 'merged'`,
    [id],
  );
  return found(rows[0], "interaction");
}

/** Refuses a grantee that is no person or team of this organisation. @throws AppError `invalid` */
export async function assertGrantee(tx: Tx, grantee: string): Promise<void> {
  const [kind, id] = grantee.split(":");
  if (kind !== "user" && kind !== "team") return;
  const { rowCount } = await withClient(tx).query(
    kind === "user"
      ? "SELECT 1 FROM users WHERE id = $1 AND disabled_at IS NULL"
      : "SELECT 1 FROM teams WHERE id = $1 AND archived_at IS NULL",
    [id],
  );
  if (rowCount === 0)
    throw new AppError("invalid", "Some fields are not right.", {
      fields: [{ pointer: "/grantee", message: kind === "user" ? "is no person of this organisation" : "is no team of this organisation" }],
    });
}
