import { sql } from "drizzle-orm";
import { domainOf, isFreeMailDomain, normaliseAddress } from "@kronika/core/addresses.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { inTransaction } from "../../db/transaction.ts";
import { readSummaries, type SummaryRow } from "../interactions/read.ts";
import { listReminders, type ReminderRow } from "../reminders/list.ts";

interface Named {
  id: string;
  name: string;
}

/** What the side panel shows about the people of an open message. */
export interface PeopleLookup {
  known: { address: string; contact: Named | null; customer: Named | null }[];
  customer: (Named & { owner: Named | null }) | null;
  opportunities: (Named & { stage: string })[];
  interactions: SummaryRow[];
  nextReminder: ReminderRow | null;
  /** Of the provider ids asked for, those that are recorded. */
  recorded: { providerId: string; interactionId: string }[];
}

/** How many of the newest interactions the panel shows. */
const LAST = 10;

/**
 * Who these addresses are and what was said last. Answers only to what is asked: whoever does not know an address learns nothing.
 * @param addresses as the page shows them; what is no address is left out
 */
export async function lookUpPeople(ctx: Ctx, addresses: readonly string[], providerIds: readonly string[]): Promise<PeopleLookup> {
  const asked = [...new Set(addresses.map(normaliseAddress).filter((address) => address !== null))];
  return inTransaction(ctx, async (tx, ctx) => {
    const known = await whoIs(tx, asked);
    const recorded = await recordedAs(tx, providerIds);
    const first = known.find((entry) => entry.customer !== null)?.customer;
    if (!first) return { known, customer: null, opportunities: [], interactions: [], nextReminder: null, recorded };
    const head = await tx.execute<{ id: string; name: string; owner_id: string | null; owner_name: string | null }>(
      sql`SELECT c.id, c.name, u.id AS owner_id, u.name AS owner_name FROM customers c LEFT JOIN users u ON u.id = c.owner_id WHERE c.id = ${first.id}`,
    );
    const row = head.rows[0]!;
    const opportunities = await tx.execute<{ id: string; name: string; stage: string }>(
      sql`SELECT id, name, stage FROM opportunities WHERE customer_id = ${first.id} AND state = 'open' ORDER BY id DESC LIMIT 20`,
    );
    const interactions = await readSummaries(
      tx,
      sql`SELECT interaction_id FROM interaction_links l WHERE l.org_id = app_org() AND l.target = 'customer' AND l.target_id = ${first.id} AND l.chosen
        AND l.occurred_at <= ${ctx.now()} ORDER BY l.occurred_at DESC, l.interaction_id DESC LIMIT ${LAST}`,
    );
    const reminders = await listReminders(ctx, { customerId: first.id, states: ["waiting", "due"], mine: true, limit: 1 });
    return {
      known,
      customer: { id: row.id, name: row.name, owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? "" } },
      opportunities: opportunities.rows,
      interactions,
      nextReminder: reminders.items[0] ?? null,
      recorded,
    };
  });
}

/** Exact addresses first, then the company's domain; a free-mail domain stands for nobody. */
async function whoIs(tx: Tx, addresses: readonly string[]): Promise<PeopleLookup["known"]> {
  if (addresses.length === 0) return [];
  const list = (values: readonly string[]) =>
    sql`ARRAY[${sql.join(
      values.map((v) => sql`${v}`),
      sql`, `,
    )}]::text[]`;
  const people = await tx.execute<{
    address: string;
    id: string;
    name: string;
    customer_id: string | null;
    customer_name: string | null;
  }>(sql`
    SELECT a.value AS address, c.id, c.name, u.id AS customer_id, u.name AS customer_name FROM contact_addresses a
    JOIN contacts c ON c.id = a.contact_id AND c.archived_at IS NULL LEFT JOIN customers u ON u.id = c.customer_id
    WHERE a.org_id = app_org() AND a.kind = 'email' AND a.value = ANY(${list(addresses)})`);
  const domains = [...new Set(addresses.map(domainOf))].filter((domain) => !isFreeMailDomain(domain));
  const companies = await tx.execute<{ domain: string; id: string; name: string }>(sql`
    SELECT d.domain, c.id, c.name FROM customer_domains d JOIN customers c ON c.id = d.customer_id AND c.archived_at IS NULL
    WHERE d.org_id = app_org() AND d.domain = ANY(${list([...domains, ""])})`);
  return addresses.map((address) => {
    const person = people.rows.find((row) => row.address === address);
    const company = companies.rows.find((row) => row.domain === domainOf(address));
    const customer = person?.customer_id
      ? { id: person.customer_id, name: person.customer_name ?? "" }
      : company
        ? { id: company.id, name: company.name }
        : null;
    return { address, contact: person ? { id: person.id, name: person.name } : null, customer };
  });
}

async function recordedAs(tx: Tx, providerIds: readonly string[]): Promise<PeopleLookup["recorded"]> {
  if (providerIds.length === 0) return [];
  const rows = await tx.execute<{ providerId: string; interactionId: string }>(sql`
    SELECT n.value AS "providerId", n.interaction_id AS "interactionId" FROM interaction_identities n JOIN interactions i ON i.id = n.interaction_id
    WHERE n.org_id = app_org() AND n.scheme LIKE 'provider:%' AND n.value IN (${sql.join(
      providerIds.map((v) => sql`${v}`),
      sql`, `,
    )})`);
  return rows.rows;
}
