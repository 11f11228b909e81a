import { sql } from "drizzle-orm";
import type { Actor } from "../../context.ts";
import { mayInteraction } from "../../policies/interaction.ts";
import { mayShareInteraction } from "../../policies/rights.ts";

/** What a viewer may do with an interaction, for pages that show only what is possible. */
export interface MayOfInteraction {
  edit: boolean;
  delete: boolean;
  /** Give and take rights on it. */
  share: boolean;
  /** Make it private, or share it again. */
  hide: boolean;
}

/** What decides it, besides the row itself: owners of its copies, whether all of them were written by hand, and the viewer's rights on it. */
export interface InteractionRights {
  owners: string[];
  byHand: boolean;
  granted: string[];
}

/** {@link InteractionRights} of an interaction `i`, as one column. Rights on its customers and deals count too. */
export const interactionRights = sql<InteractionRights>`json_build_object(
  'owners', ARRAY(SELECT DISTINCT k.owner_id FROM interaction_copies k WHERE k.interaction_id = i.id AND k.owner_id IS NOT NULL),
  'byHand', NOT EXISTS (SELECT FROM interaction_copies k WHERE k.interaction_id = i.id AND k.source NOT IN ('manual', 'api')),
  'granted', ARRAY(SELECT DISTINCT v FROM grants g, unnest(g.verbs) v WHERE g.org_id = app_org() AND g.grantee = ANY(app_principals())
    AND ((g.resource = 'interaction' AND g.resource_id = i.id) OR (g.resource IN ('customer', 'opportunity') AND (g.resource, g.resource_id) IN
      (SELECT l.target, l.target_id FROM interaction_links l WHERE l.interaction_id = i.id AND l.chosen)))))`;

/** Asks the policies for everything that a page offers, as the verbs that write do (change.ts, ../rights). */
export function mayOfInteraction(
  actor: Actor,
  row: InteractionRights & { kind: string; createdById: string | null; private: boolean; seesContent: boolean },
): MayOfInteraction {
  const facts = { ...row, createdBy: row.createdById, granted: new Set(row.granted) };
  const shared = { mail: row.kind === "email", private: row.private, owners: row.owners, seesContent: row.seesContent };
  return {
    edit: row.seesContent && mayInteraction(actor, "edit", facts),
    delete: mayInteraction(actor, "delete", facts),
    share: mayShareInteraction(actor, shared),
    hide: mayShareInteraction(actor, { ...shared, private: true }),
  };
}
