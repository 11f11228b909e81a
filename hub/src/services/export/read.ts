import type { Ctx } from "../../context.ts";
import { inTransaction, withClient } from "../../db/transaction.ts";
import type { ExportSubject } from "./subject.ts";

/** An interaction as it is given out: everything that Kronika holds of it. */
export interface ExportedInteraction {
  id: string;
  kind: string;
  direction: string;
  occurredAt: string;
  endsAt: string | null;
  state: string;
  details: Record<string, unknown>;
  subject: string | null;
  text: string | null;
  html: string | null;
  identities: { scheme: string; value: string }[];
  participants: { role: string; name: string | null; address: string | null; response: string | null }[];
  links: { target: string; id: string; name: string | null }[];
  attachments: {
    id: string;
    filename: string | null;
    contentType: string | null;
    size: number | null;
    sha256: string | null;
    kept: boolean;
  }[];
  comments: { author: string; at: string; text: string }[];
}

const list = (query: string) => `coalesce((SELECT json_agg(row_to_json(r)) FROM (${query}) r), '[]'::json)`;

const INTERACTIONS = `SELECT i.id, i.kind, i.direction, to_json(i.occurred_at) #>> '{}' AS "occurredAt", to_json(i.ends_at) #>> '{}' AS "endsAt", i.state, i.details,
  s.subject, b.text, b.html,
  ${list("SELECT n.scheme, n.value FROM interaction_identities n WHERE n.interaction_id = i.id ORDER BY 1, 2")} AS identities,
  ${list("SELECT p.role, p.name, p.address, p.response FROM interaction_participants p WHERE p.interaction_id = i.id ORDER BY p.id")} AS participants,
  ${list(`SELECT l.target, l.target_id AS id, coalesce(c.name, p.name, o.name) AS name FROM interaction_links l
    LEFT JOIN customers c ON l.target = 'customer' AND c.id = l.target_id LEFT JOIN contacts p ON l.target = 'contact' AND p.id = l.target_id
    LEFT JOIN opportunities o ON l.target = 'opportunity' AND o.id = l.target_id WHERE l.interaction_id = i.id AND l.chosen ORDER BY 1, 2`)} AS links,
  ${list(`SELECT a.id, a.filename, a.content_type AS "contentType", a.size, a.sha256, EXISTS (SELECT FROM blobs x WHERE x.org_id = a.org_id AND x.sha256 = a.sha256) AS kept
    FROM attachments a WHERE a.interaction_id = i.id ORDER BY a.id`)} AS attachments,
  ${list(`SELECT u.name AS author, m.created_at AS at, m.text FROM comments m JOIN users u ON u.id = m.author_id WHERE m.interaction_id = i.id ORDER BY m.id`)} AS comments
  FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted(id, n) JOIN interactions i ON i.id = wanted.id
  LEFT JOIN interaction_subjects s ON s.interaction_id = i.id LEFT JOIN interaction_bodies b ON b.interaction_id = i.id ORDER BY wanted.n`;

/** Interactions read at once: it bounds memory, whatever the length of the history. */
const PAGE = 100;

/** The interactions of these ids, a page at a time, with the viewer's eyes: what he does not see any more meanwhile is left out. */
export async function* readInteractions(ctx: Ctx, ids: readonly string[]): AsyncGenerator<ExportedInteraction> {
  for (let at = 0; at < ids.length; at += PAGE) {
    const page = ids.slice(at, at + PAGE);
    yield* await inTransaction(ctx, async (tx) => (await withClient(tx).query<ExportedInteraction>(INTERACTIONS, [page])).rows);
  }
}

/** What is known besides the history: rows by file name. */
export async function readMasterData(ctx: Ctx, subject: ExportSubject): Promise<Record<string, Record<string, unknown>[]>> {
  const [id, own] = "customer" in subject ? [subject.customer, "customer_id = $1"] : [subject.contact, "id = $1"];
  const queries: Record<string, string> = {
    contacts: `SELECT c.id, c.name, c.job_title AS "jobTitle", c.legal_basis AS "legalBasis", c.created_at AS "createdAt",
      ${list('SELECT a.kind, a.value, a.label, a.valid_from AS "validFrom", a.valid_to AS "validTo" FROM contact_addresses a WHERE a.contact_id = c.id ORDER BY a.id')} AS addresses
      FROM contacts c WHERE c.${own} ORDER BY c.id`,
    ...("customer" in subject
      ? {
          customer: `SELECT id, name, kinds, ico, dic, ic_dph AS "icDph", country, website, domains, created_at AS "createdAt" FROM customers WHERE id = $1`,
          opportunities: `SELECT id, name, stage, state, value, currency, expected_close::text AS "expectedClose", created_at AS "createdAt", closed_at AS "closedAt"
            FROM opportunities WHERE customer_id = $1 ORDER BY id`,
          documents: `SELECT kind, number, state, amount, currency, issued_on::text AS "issuedOn", due_on::text AS "dueOn", paid_on::text AS "paidOn"
            FROM sales_documents WHERE customer_id = $1 ORDER BY issued_on, id`,
          comments: `SELECT u.name AS author, m.created_at AS at, m.text FROM comments m JOIN users u ON u.id = m.author_id WHERE m.customer_id = $1 ORDER BY m.id`,
          reminders: `SELECT kind, title, note, due_at AS "dueAt", state FROM reminders WHERE customer_id = $1 ORDER BY due_at`,
        }
      : {}),
  };
  return inTransaction(ctx, async (tx) => {
    const found: Record<string, Record<string, unknown>[]> = {};
    for (const [name, query] of Object.entries(queries))
      found[name] = (await withClient(tx).query<Record<string, unknown>>(query, [id])).rows;
    return found;
  });
}
