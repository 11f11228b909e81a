import { z } from "zod";
import type { Tx } from "../../db/database.ts";
import { withClient, withSystemEyes } from "../../db/transaction.ts";
import { found } from "../authorise.ts";
import { principalsSql, seesCustomerSql, seesInteractionSql } from "../rights/principals.ts";

/** What people talk about and follow. */
export type ThingKind = "customer" | "opportunity" | "interaction";

/** Exactly one of the three names the thing. */
export const thingFields = { customerId: z.uuid().optional(), opportunityId: z.uuid().optional(), interactionId: z.uuid().optional() };
export type ThingRef = { [name in keyof typeof thingFields]?: string | undefined };

/** For `refine` of a schema with {@link thingFields}. */
export const namesOneThing = (ref: ThingRef): boolean =>
  [ref.customerId, ref.opportunityId, ref.interactionId].filter((id) => id !== undefined).length === 1;
export const ONE_THING = "must name exactly one of customerId, opportunityId, interactionId";

export const COLUMN = { customer: "customer_id", opportunity: "opportunity_id", interaction: "interaction_id" } as const satisfies Record<
  ThingKind,
  string
>;

/** The thing that a request names, as its own reference: a customer or interaction that became another one answers with that. */
export interface Thing {
  kind: ThingKind;
  id: string;
  /** The same as columns of a row. */
  ref: { customerId: string | null; opportunityId: string | null; interactionId: string | null };
  /** Who answers for it: they are told without having to follow. */
  owners: string[];
  /** Whether the viewer sees all of it: of an interaction its content. */
  seesContent: boolean;
}

const LOAD: Record<ThingKind, string> = {
  customer: `SELECT c.id, array_remove(ARRAY[c.owner_id], NULL) AS owners, true AS "seesContent" FROM customers c
    WHERE c.id = (SELECT coalesce(merged_into, id) FROM customers WHERE id = $1)`,
  opportunity: `SELECT o.id, array_remove(ARRAY[o.owner_id], NULL) AS owners, true AS "seesContent" FROM opportunities o WHERE o.id = $1`,
  interaction: `SELECT i.id, array_remove(ARRAY(SELECT k.owner_id FROM interaction_copies k WHERE k.interaction_id = i.id) || i.created_by, NULL) AS owners,
      ${seesInteractionSql("i.id", "app_principals()", "content")} AS "seesContent" FROM interactions i
    WHERE i.id = (SELECT coalesce(merged_into, id) FROM interactions WHERE id = $1)`,
};

/** @throws AppError `not-found` also for what is hidden from the viewer */
export async function loadThing(tx: Tx, ref: ThingRef): Promise<Thing> {
  const kind: ThingKind = ref.customerId !== undefined ? "customer" : ref.opportunityId !== undefined ? "opportunity" : "interaction";
  const asked = ref.customerId ?? ref.opportunityId ?? ref.interactionId;
  const { rows } = await withClient(tx).query<{ id: string; owners: string[]; seesContent: boolean }>(LOAD[kind], [asked]);
  const { id, owners, seesContent } = found(rows[0], kind);
  return {
    kind,
    id,
    owners: [...new Set(owners)],
    seesContent,
    ref: { customerId: null, opportunityId: null, interactionId: null, [`${kind}Id`]: id },
  };
}

const SEES: Record<ThingKind, (principals: string) => string> = {
  customer: (principals) => seesCustomerSql("$1", principals),
  opportunity: (principals) => `EXISTS (SELECT FROM opportunities o WHERE o.id = $1 AND ${seesCustomerSql("o.customer_id", principals)})`,
  interaction: (principals) => seesInteractionSql("$1", principals, "content"),
};

/** A colleague who can sign in. */
export interface Colleague {
  id: string;
  name: string;
}

/** Who can sign in and sees all of a thing, by name. @param among only of these people */
export async function viewersOf(tx: Tx, thing: Pick<Thing, "kind" | "id">, among?: readonly string[]): Promise<Colleague[]> {
  return withSystemEyes(tx, async () => {
    const { rows } = await withClient(tx).query<Colleague>(
      `SELECT u.id, u.name FROM users u CROSS JOIN LATERAL (SELECT ${principalsSql("u")} AS principals) p
       WHERE u.org_id = app_org() AND u.disabled_at IS NULL AND ($2::uuid[] IS NULL OR u.id = ANY($2::uuid[])) AND ${SEES[thing.kind]("p.principals")} ORDER BY u.name, u.id`,
      [thing.id, among ?? null],
    );
    return rows;
  });
}
