import pg from "pg";

/** How a history is spread. */
export interface HistorySpread {
  orgId: string;
  /** Sees the content of every row. */
  adminId: string;
  /** Sees the content of one row in a hundred, of the others the subject. */
  repId: string;
}

/** Customers among whom the rows go round. */
export const CUSTOMERS = 100;
export const CONTACTS = 5;
const AUDIENCES = 1000;
/** So that row 1,000,000 still lies in the past. */
const EVERY = "2 minutes";

/** The id of a customer of the history, from 0. */
export const customerId = (index: number): string => idOf("c", index);

/**
 * Writes rows `from` (inclusive) to `to` (exclusive) of a history of mails straight into the tables that a timeline reads: each on a
 * customer and a contact, with subject, text, two participants and a copy, shared by one of 1,000 audiences. A higher row is newer.
 * The first call also makes customers, contacts and audiences. Statistics are fresh afterwards.
 * @param ownerUrl sign-in of the owner, who may pass over row security and foreign keys
 */
export async function fillHistory(ownerUrl: string, spread: HistorySpread, from: number, to: number): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  try {
    if (from === 0) for (const statement of basics(spread)) await pool.query(statement);
    await Promise.all(rows(spread, from, to).map((statement) => pool.query(`SET session_replication_role = replica; ${statement}`)));
    await pool.query("ANALYZE");
  } finally {
    await pool.end();
  }
}

function basics({ orgId, adminId, repId }: HistorySpread): string[] {
  const person = (n: string) => `'user:' || ${uuid("d", n)}`;
  return [
    `INSERT INTO customers (id, org_id, name) SELECT ${uuid("c", "n")}, '${orgId}', 'Zákazník ' || n FROM generate_series(0, ${CUSTOMERS - 1}) n`,
    `INSERT INTO contacts (id, org_id, customer_id, name) SELECT ${uuid("e", "n")}, '${orgId}', ${uuid("c", `n / ${CONTACTS}`)}, 'Osoba ' || n
      FROM generate_series(0, ${CUSTOMERS * CONTACTS - 1}) n`,
    `INSERT INTO audiences (id, org_id, key, metadata, subject, content) SELECT ${uuid("a", "n")}, '${orgId}', 'bench-' || n, '{org}', '{org}',
      ARRAY['user:${adminId}', CASE WHEN n % 100 = 0 THEN 'user:${repId}' ELSE ${person("n % 100")} END, ${person("1000 + n / 100")}]
      FROM generate_series(0, ${AUDIENCES - 1}) n`,
  ];
}

/** One statement per table. */
function rows({ orgId, adminId }: HistorySpread, from: number, to: number): string[] {
  const org = `'${orgId}'::uuid`;
  const series = `generate_series(${from}, ${to - 1}) n`;
  const id = uuid("1", "n");
  const at = `timestamptz '2021-01-04 08:00Z' + n * interval '${EVERY}'`;
  const customer = uuid("c", `n % ${CUSTOMERS}`);
  const contact = `n % ${CUSTOMERS} * ${CONTACTS} + n / ${CUSTOMERS} % ${CONTACTS}`;
  const audience = uuid("a", `n / ${CUSTOMERS} % ${AUDIENCES}`);
  const place = `${id}, ${org}, ${audience}`;
  return [
    `INSERT INTO interactions (id, org_id, kind, direction, occurred_at, thread_id, details, audience_id, named)
      SELECT ${id}, ${org}, 'email', CASE WHEN n % 2 = 0 THEN 'incoming' ELSE 'outgoing' END, ${at}, ${uuid("1", "n / 3 * 3")},
      '{"mailKind": "normal"}', ${audience}, true FROM ${series}`,
    `INSERT INTO interaction_links (id, org_id, interaction_id, audience_id, target, target_id, occurred_at)
      SELECT ${uuid("2", "n")}, ${org}, ${id}, ${audience}, 'customer', ${customer}, ${at} FROM ${series}
      UNION ALL SELECT ${uuid("3", "n")}, ${org}, ${id}, ${audience}, 'contact', ${uuid("e", contact)}, ${at} FROM ${series}`,
    `INSERT INTO interaction_participants (id, org_id, interaction_id, role, name, address, contact_id)
      SELECT ${uuid("4", "n")}, ${org}, ${id}, 'from', 'Osoba', 'osoba' || ${contact} || '@zakaznik.example', ${uuid("e", contact)} FROM ${series}
      UNION ALL SELECT ${uuid("5", "n")}, ${org}, ${id}, 'to', 'Obchodník', 'rep@firma.example', NULL FROM ${series}`,
    `INSERT INTO interaction_bodies (interaction_id, org_id, audience_id, text, preview)
      SELECT ${place}, repeat('Dobrý deň, posielam ponuku č. ' || n || '. ', 10), 'Dobrý deň, posielam ponuku č. ' || n FROM ${series}`,
    `INSERT INTO interaction_subjects (interaction_id, org_id, audience_id, subject) SELECT ${place}, 'Cenová ponuka č. ' || n FROM ${series}`,
    `INSERT INTO interaction_copies (id, org_id, interaction_id, owner_id, source) SELECT ${uuid("6", "n")}, ${org}, ${id}, '${adminId}'::uuid, 'mailbox' FROM ${series}`,
  ];
}

/** Ids that follow from the row's number, in order as those of the product (UUIDv7) are. */
const idOf = (kind: string, index: number): string => `0193000${kind}-0000-7000-8000-${index.toString(16).padStart(12, "0")}`;
const uuid = (kind: string, number: string): string => `('0193000${kind}-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
