import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import { leads } from "../../policies/rights.ts";
import { authorise, found } from "../authorise.ts";
import { authoriseCustomer } from "../customers/authorise.ts";

/** Of whom everything is given out. */
export type ExportSubject = { customer: string } | { contact: string };

/**
 * Asks whether the actor may export this customer or person. A person is exported by who may export the customer; one of no customer by
 * managers and administrators.
 * @throws AppError `not-found`, `forbidden`
 */
export async function authoriseExport(tx: Tx, ctx: Ctx, subject: ExportSubject): Promise<void> {
  if ("customer" in subject) return authoriseCustomer(tx, ctx, "export", subject.customer);
  const { rows } = await withClient(tx).query<{ customerId: string | null }>(
    `SELECT customer_id AS "customerId" FROM contacts WHERE id = $1`,
    [subject.contact],
  );
  const { customerId } = found(rows[0], "contact");
  if (customerId === null) authorise(leads(ctx.actor));
  else await authoriseCustomer(tx, ctx, "export", customerId);
}

/** Interactions whose content the viewer sees: by the audience, which also holds where there is no body. */
const SEES_CONTENT = `(app_system() OR EXISTS (SELECT FROM audiences u WHERE u.id = i.audience_id AND u.content && app_principals()))`;

const OF_CUSTOMER = `i.id IN (SELECT interaction_id FROM interaction_links WHERE org_id = app_org() AND target = 'customer' AND target_id = $1 AND chosen)`;
/** A person is in an interaction by a link, by name of the participant, or by any of the person's addresses and phone numbers. */
const OF_CONTACT = `(i.id IN (SELECT interaction_id FROM interaction_links WHERE org_id = app_org() AND target = 'contact' AND target_id = $1 AND chosen)
  OR i.id IN (SELECT interaction_id FROM interaction_participants WHERE org_id = app_org() AND contact_id = $1)
  OR i.id IN (SELECT p.interaction_id FROM interaction_participants p JOIN contact_addresses c ON c.org_id = p.org_id AND c.value = p.address
    WHERE c.contact_id = $1))`;

/** Ids of the interactions of a customer or person that the viewer may take along, in the order of time. */
export async function exportedInteractions(tx: Tx, subject: ExportSubject): Promise<string[]> {
  const [condition, id] = "customer" in subject ? [OF_CUSTOMER, subject.customer] : [OF_CONTACT, subject.contact];
  const { rows } = await withClient(tx).query<{ id: string }>(
    `SELECT i.id FROM interactions i WHERE i.org_id = app_org() AND i.state <> 'merged' AND ${condition} AND ${SEES_CONTENT} ORDER BY i.occurred_at, i.id`,
    [id],
  );
  return rows.map((row) => row.id);
}
