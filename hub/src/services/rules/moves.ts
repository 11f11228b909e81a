import { fits } from "@kronika/core/attribution.ts";
import { AppError } from "@kronika/core/errors.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import { authoriseCustomer } from "../customers/authorise.ts";
import type { LinkRule } from "./schemas.ts";

/** An interaction that a rule would move. */
export interface RuleMove {
  interactionId: string;
  /** Names of the deals (or customers) that it leaves, as far as the viewer sees them. */
  leaves: string[];
}

/** So many of the customer's latest interactions are looked at. */
const REACH = 5000;

/** On which target a rule decides. */
export const targetOf = (rule: Pick<LinkRule, "opportunityId" | "noOpportunity">): "customer" | "opportunity" =>
  rule.opportunityId !== null || rule.noOpportunity ? "opportunity" : "customer";

/** @throws AppError `not-found`, `forbidden`, `invalid` for a deal that is not the customer's */
export async function authoriseRule(tx: Tx, ctx: Ctx, rule: LinkRule): Promise<void> {
  await authoriseCustomer(tx, ctx, "edit", rule.customerId);
  if (rule.opportunityId === null) return;
  const { rows } = await withClient(tx).query("SELECT FROM opportunities WHERE id = $1 AND customer_id = $2", [
    rule.opportunityId,
    rule.customerId,
  ]);
  if (rows.length === 0)
    throw new AppError("invalid", "Some fields are not right.", {
      fields: [{ pointer: "/opportunityId", message: "is not a deal of this customer" }],
    });
}

interface Considered {
  interactionId: string;
  subject: string | null;
  text: string | null;
  addresses: string[];
  attachmentNames: string[];
  leaves: string[];
}

/**
 * What a rule would move, newest first: only what the viewer sees, never what a person decided. For a rule of deals the customer's latest
 * interactions; for a rule of customers those that may be his and are not.
 */
export async function findMoves(tx: Tx, rule: LinkRule): Promise<RuleMove[]> {
  const target = targetOf(rule);
  const wanted = target === "customer" ? rule.customerId : rule.opportunityId;
  const { rows } = await withClient(tx).query<Considered>(
    `SELECT l.interaction_id AS "interactionId", s.subject, ${rule.kind === "document-prefix" ? "coalesce(b.reply_text, b.text)" : "NULL"} AS text,
       ARRAY(SELECT p.address FROM interaction_participants p WHERE p.interaction_id = l.interaction_id AND p.address IS NOT NULL AND p.user_id IS NULL) AS addresses,
       ARRAY(SELECT a.filename FROM attachments a WHERE a.interaction_id = l.interaction_id AND a.filename IS NOT NULL) AS "attachmentNames",
       ARRAY(SELECT coalesce(o.name, c.name, '') FROM interaction_links x LEFT JOIN opportunities o ON x.target = 'opportunity' AND o.id = x.target_id
         LEFT JOIN customers c ON x.target = 'customer' AND c.id = x.target_id
         WHERE x.interaction_id = l.interaction_id AND x.target = $3 AND x.chosen) AS leaves
     FROM (SELECT interaction_id, occurred_at FROM interaction_links WHERE org_id = app_org() AND target = 'customer' AND target_id = $1 AND chosen = $5
       ORDER BY occurred_at DESC, interaction_id DESC LIMIT ${REACH}) l
     JOIN interactions i ON i.id = l.interaction_id AND i.state <> 'merged'
     LEFT JOIN interaction_subjects s ON s.interaction_id = l.interaction_id
     LEFT JOIN interaction_bodies b ON b.interaction_id = l.interaction_id
     WHERE NOT EXISTS (SELECT FROM interaction_links x WHERE x.interaction_id = l.interaction_id AND x.target = $3
         AND (x.decided_by = 'person' OR x.evidence @> '[{"code":"stated"}]'))
       AND CASE WHEN $4 THEN EXISTS (SELECT FROM interaction_links x WHERE x.interaction_id = l.interaction_id AND x.target = $3)
         ELSE NOT EXISTS (SELECT FROM interaction_links x WHERE x.interaction_id = l.interaction_id AND x.target = $3 AND x.target_id = $2 AND x.chosen) END
     ORDER BY l.occurred_at DESC, l.interaction_id DESC`,
    [rule.customerId, wanted, target, rule.noOpportunity, target === "opportunity"],
  );
  return rows
    .filter(({ addresses, subject, text, attachmentNames }) =>
      fits(rule, {
        participants: addresses.map((address) => ({ address, own: false })),
        subject: subject ?? "",
        text: text ?? "",
        attachmentNames,
      }),
    )
    .map(({ interactionId, leaves }) => ({ interactionId, leaves: leaves.filter((name) => name !== "") }));
}
