import { sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { found } from "../authorise.ts";
import { visibleEvidence } from "./visible-evidence.ts";

/** Why an interaction is where it is: the decision, the ways it came, its names outside, and the evidence of each link. */
export interface Explanation {
  decision: { level: string; reasons: unknown[] };
  arrivals: {
    source: string;
    ownerId: string | null;
    ownerName: string | null;
    connectionId: string | null;
    connectionName: string | null;
    folder: string | null;
    at: string;
  }[];
  identities: { scheme: string; value: string }[];
  links: {
    target: "customer" | "contact" | "opportunity";
    id: string;
    name: string | null;
    chosen: boolean;
    score: number;
    decidedBy: string;
    evidence: Record<string, unknown>[];
  }[];
}

/** @throws AppError `not-found` */
export async function explainInteraction(ctx: Ctx, id: string): Promise<Explanation> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.execute<Explanation & { seesSubject: boolean; seesContent: boolean } & Record<string, unknown>>(sql`SELECT
      EXISTS (SELECT FROM interaction_subjects s WHERE s.interaction_id = i.id) AS "seesSubject",
      EXISTS (SELECT FROM interaction_bodies b WHERE b.interaction_id = i.id) AS "seesContent",
      json_build_object('level', i.level, 'reasons', coalesce(i.details -> 'reasons', '[]'::jsonb)) AS decision,
      coalesce((SELECT json_agg(row_to_json(r)) FROM (SELECT k.source, k.owner_id AS "ownerId", u.name AS "ownerName", c.id AS "connectionId", c.name AS "connectionName",
          (SELECT l.folder FROM ledger l WHERE l.interaction_id = i.id AND l.connection_id = c.id LIMIT 1) AS folder, k.created_at AS at
        FROM interaction_copies k LEFT JOIN users u ON u.id = k.owner_id LEFT JOIN connections c ON c.id = k.connection_id
        WHERE k.interaction_id = i.id ORDER BY k.created_at, k.id) r), '[]'::json) AS arrivals,
      coalesce((SELECT json_agg(json_build_object('scheme', n.scheme, 'value', n.value)) FROM interaction_identities n WHERE n.interaction_id = i.id), '[]'::json) AS identities,
      coalesce((SELECT json_agg(row_to_json(r)) FROM (SELECT l.target, l.target_id AS id, coalesce(c.name, p.name, o.name) AS name, l.chosen, l.score, l.decided_by AS "decidedBy", l.evidence
        FROM interaction_links l LEFT JOIN customers c ON l.target = 'customer' AND c.id = l.target_id
          LEFT JOIN contacts p ON l.target = 'contact' AND p.id = l.target_id LEFT JOIN opportunities o ON l.target = 'opportunity' AND o.id = l.target_id
        WHERE l.interaction_id = i.id ORDER BY l.chosen DESC, l.score DESC) r), '[]'::json) AS links
      FROM interactions i WHERE i.id = (SELECT coalesce(merged_into, id) FROM interactions WHERE id = ${id})`);
    const { seesSubject, seesContent, ...explanation } = found(rows.rows[0], "interaction");
    const links = explanation.links.map((link) => ({ ...link, evidence: visibleEvidence(link.evidence, { seesSubject, seesContent }) }));
    return { ...explanation, links };
  });
}
