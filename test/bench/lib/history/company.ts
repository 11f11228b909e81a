import type pg from "pg";
import { audienceFacts } from "@kronika/hub/services/rights/audience.ts";
import { audienceRows } from "@kronika/hub/services/rights/rules.ts";
import type { AudienceRules } from "@kronika/hub/services/rights/audience.ts";
import { COLLEAGUES, CONTACTS, DEALS, DEFAULT_CUSTOMERS, historyId, uuidOf, type HistorySpread } from "./spread.ts";

/** One colleague in so many has a mailbox whose mail lies in the rep's as well. */
const SHARED = 100;

/** Writes who there is, what they sell and what they are reminded of; all that does not grow with the number of interactions. */
export async function fillCompany(client: pg.ClientBase, spread: HistorySpread): Promise<void> {
  for (const statement of company(spread)) await client.query(statement);
  await client.query(
    `INSERT INTO audiences (id, org_id, key, mail, owners, metadata, subject, content)
     SELECT * FROM json_to_recordset($1) AS a(id uuid, org_id uuid, key text, mail boolean, owners uuid[], metadata text[], subject text[], content text[])`,
    [JSON.stringify(audiencesOf(spread).map(({ orgId, ...row }) => ({ org_id: orgId, ...row })))],
  );
}

/**
 * The audience of each colleague's mail, by the product's own rules. With an outsider in the spread "everybody" is narrowed to those whom the
 * spread names, as no rule of the product does: so that one person sees one row in a hundred at all.
 */
export function audiencesOf({ orgId, adminId, repId, outsiderId }: HistorySpread) {
  const ids = Array.from({ length: COLLEAGUES }, (_, i) => historyId("colleague", i));
  const grants = ids.map((id) => [`user:${id}`, [{ grantee: `user:${adminId}`, level: "content" as const }]] as const);
  const rules: AudienceRules = { colleagueLevel: "subject", restricted: new Map(), grants: new Map(grants) };
  const extra = [repId, ...(outsiderId ? [outsiderId] : [])];
  const facts = ids.map((id, i) => audienceFacts({ mail: true, owners: i % SHARED === 0 ? [id, ...extra] : [id] }));
  return audienceRows(orgId, facts, rules).map((row, i) => {
    if (!outsiderId) return row;
    const named = [adminId, repId, ...(i % SHARED === 0 ? [outsiderId] : [])].map((id) => `user:${id}`);
    const narrowed = (list: readonly string[]) => (list.includes("org") ? named : [...list]);
    return { ...row, metadata: narrowed(row.metadata), subject: narrowed(row.subject), content: narrowed(row.content) };
  });
}

/** Whether the rows of a colleague lie in the rep's mailbox too, in SQL. */
export const isShared = (colleague: string): string => `${colleague} % ${SHARED} = 0`;

function company({ orgId, adminId, customers = DEFAULT_CUSTOMERS, until }: HistorySpread): string[] {
  const org = `'${orgId}'::uuid`;
  const now = `timestamptz '${until.toISOString()}'`;
  const from = (count: number) => `FROM generate_series(0, ${count - 1}) n`;
  const ownCustomer = (each: number) => uuidOf("customer", `n / ${each}`);
  return [
    `INSERT INTO users (id, org_id, email, name, password_hash) SELECT ${uuidOf("colleague", "n")}, ${org}, 'obchodnik' || n || '@borovica.example', 'Obchodník ' || n, '-'
      ${from(COLLEAGUES)}`,
    `INSERT INTO grants (id, org_id, grantee, resource, resource_id, level, verbs) SELECT ${uuidOf("grant", "n")}, ${org}, 'user:${adminId}', 'user', ${uuidOf("colleague", "n")},
      'content', '{view}' ${from(COLLEAGUES)}`,
    `INSERT INTO customers (id, org_id, name, domains, owner_id, created_at) SELECT ${uuidOf("customer", "n")}, ${org}, 'Zákazník ' || n, ARRAY['zakaznik' || n || '.example'],
      ${uuidOf("colleague", `n % ${COLLEAGUES}`)}, ${now} - interval '4 years' ${from(customers)}`,
    `INSERT INTO contacts (id, org_id, customer_id, name) SELECT ${uuidOf("contact", "n")}, ${org}, ${ownCustomer(CONTACTS)}, 'Osoba ' || n ${from(customers * CONTACTS)}`,
    `INSERT INTO contact_addresses (id, org_id, contact_id, kind, value) SELECT ${uuidOf("address", "n")}, ${org}, ${uuidOf("contact", "n")}, 'email',
      'osoba' || n || '@zakaznik' || n / ${CONTACTS} || '.example' ${from(customers * CONTACTS)}`,
    `INSERT INTO opportunities (id, org_id, customer_id, name, stage, state, value, owner_id, created_at, closed_at) SELECT ${uuidOf("deal", "n")}, ${org}, ${ownCustomer(DEALS)},
      'Obaly ' || n, (ARRAY['new', 'talks', 'offer'])[n % 3 + 1], (ARRAY['open', 'open', 'won', 'won', 'lost'])[n % ${DEALS} + 1], n % 97 * 100, ${uuidOf("colleague", `n % ${COLLEAGUES}`)},
      ${now} - n % 700 * interval '1 day' - interval '30 days', CASE WHEN n % ${DEALS} > 1 THEN ${now} - n % 700 * interval '1 day' END ${from(customers * DEALS)}`,
    `INSERT INTO reminders (id, org_id, user_id, kind, title, customer_id, opportunity_id, due_at, state, finished_at, created_at)
      SELECT ${uuidOf("reminder", "n")}, ${org}, CASE WHEN n % 50 = 0 THEN '${adminId}'::uuid ELSE ${uuidOf("colleague", `n % ${COLLEAGUES}`)} END, 'dated', 'Zavolať ' || n, ${ownCustomer(20)},
      CASE WHEN n % 4 = 0 THEN ${uuidOf("deal", `n / 20 * ${DEALS}`)} END, r.due, CASE WHEN n % 20 < 4 THEN 'due' ELSE 'done' END, CASE WHEN n % 20 >= 4 THEN r.due + n % 5 * interval '12 hours' END,
      r.due - interval '7 days' ${from(customers * 20)}, LATERAL (SELECT ${now} - n % 365 * interval '1 day' AS due) r`,
    `INSERT INTO sales_documents (id, org_id, kind, number, number_key, customer_id, opportunity_id, state, amount, currency, issued_on, due_on)
      SELECT ${uuidOf("document", "n")}, ${org}, 'invoice', 'FA-' || n, 'fa' || n, ${ownCustomer(10)}, ${uuidOf("deal", `n / 10 * ${DEALS}`)}, 'issued', n % 89 * 10, 'EUR',
      (${now} - n % 1000 * interval '1 day')::date, (${now} - n % 1000 * interval '1 day')::date + 14 ${from(customers * 10)}`,
  ];
}
