import { z } from "zod";
import type { Ctx, Role } from "../../context.ts";
import type { Level } from "../../db/schema/rights.ts";
import { inTransaction, principalsOf, withClient, withSystemEyes } from "../../db/transaction.ts";
import { leads } from "../../policies/rights.ts";
import { authorise, found } from "../authorise.ts";
import { parse } from "../parse.ts";
import { explainShare, sharesOf, type AudienceFacts, type Share } from "./audience.ts";
import { loadRules } from "./rules.ts";

export const explainRightsSchema = z.object({ userId: z.uuid(), customerId: z.uuid() });

/** What somebody sees of a customer, and why. */
export interface RightsExplanation {
  person: { id: string; name: string; role: Role; teams: { id: string; name: string }[] };
  customer: { id: string; name: string; restricted: boolean };
  /** Whether he sees that the customer exists. */
  seesCustomer: boolean;
  /** Its interactions by how much he sees of them; null: nothing. Only those that the asker sees are counted. */
  groups: { level: Level | null; mail: boolean; private: boolean; count: number; reasons: Share[] }[];
}

/**
 * "What does Jana see of this customer, and why?" Answered by the same rules that made the audiences, for managers and administrators, and for
 * anybody about himself. Interactions that the asker does not see are not counted.
 * @throws AppError `forbidden`, `not-found`
 */
export async function explainRights(ctx: Ctx, input: z.input<typeof explainRightsSchema>): Promise<RightsExplanation> {
  const { userId, customerId } = parse(explainRightsSchema, input);
  authorise(leads(ctx.actor) || (ctx.actor.kind !== "system" && ctx.actor.userId === userId), "Only managers may ask what others see.");
  return inTransaction(ctx, async (tx) => {
    const client = withClient(tx);
    const people = await client.query<RightsExplanation["person"]>(
      `SELECT u.id, u.name, u.role, coalesce((SELECT json_agg(json_build_object('id', t.id, 'name', t.name) ORDER BY t.name) FROM memberships m
         JOIN teams t ON t.id = m.team_id AND t.archived_at IS NULL WHERE m.user_id = u.id), '[]') AS teams FROM users u WHERE u.id = $1`,
      [userId],
    );
    const person = found(people.rows[0], "person");
    const customers = await client.query<RightsExplanation["customer"] & { visibleTo: string[] | null }>(
      `SELECT c.id, c.name, r.customer_id IS NOT NULL AS restricted, r.visible_to AS "visibleTo" FROM customers c
       LEFT JOIN customer_restrictions r ON r.customer_id = c.id WHERE c.id = $1`,
      [customerId],
    );
    const { visibleTo, ...customer } = found(customers.rows[0], "customer");
    const { rows } = await client.query<AudienceFacts & { count: number }>(
      `SELECT a.mail, a.private, a.owners, a.customers, a.opportunities, a.interaction_id AS "interactionId", n.count FROM (
         SELECT l.audience_id, count(*)::int AS count FROM interaction_links l
         WHERE l.org_id = app_org() AND l.target = 'customer' AND l.target_id = $1 AND l.chosen GROUP BY 1) n JOIN audiences a ON a.id = n.audience_id`,
      [customerId],
    );
    const rules = await withSystemEyes(tx, () => loadRules(tx, rows));
    const principals = principalsOf({ actor: { kind: "user", userId, role: person.role, teams: person.teams.map(({ id }) => id) } });
    const groups = new Map<string, RightsExplanation["groups"][number]>();
    for (const { count, ...facts } of rows) {
      const seen = explainShare(sharesOf(facts, rules), principals);
      const group = { level: seen?.level ?? null, mail: facts.mail, private: facts.private, reasons: seen?.reasons ?? [] };
      const key = JSON.stringify(group);
      groups.set(key, { ...group, count: (groups.get(key)?.count ?? 0) + count });
    }
    const seesCustomer = visibleTo === null || visibleTo.some((principal) => principals.includes(principal));
    return { person, customer, seesCustomer, groups: [...groups.values()].toSorted((a, b) => b.count - a.count) };
  });
}
