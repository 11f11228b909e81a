import type pg from "pg";
import type { SearchNoun } from "../../db/schema/search.ts";
import { nameTerms } from "./terms.ts";

/** A row of `search_names`. */
interface NameRow {
  org_id: string;
  term: string;
  noun: SearchNoun;
  row_id: string;
  customer_id: string | null;
}

/** By what each noun is found: its names, numbers and addresses. Put away ones are not found. */
const NAMES = `SELECT 'customer' AS noun, id AS "rowId", id AS "customerId", ARRAY[name, ico, dic, ic_dph] || domains AS texts FROM customers
    WHERE id = ANY ($1::uuid[]) AND archived_at IS NULL
  UNION ALL SELECT 'contact', c.id, c.customer_id, ARRAY[c.name] || coalesce((SELECT array_agg(a.value) FROM contact_addresses a WHERE a.contact_id = c.id), '{}')
    FROM contacts c WHERE c.id = ANY ($1::uuid[]) AND c.archived_at IS NULL
  UNION ALL SELECT 'opportunity', id, customer_id, ARRAY[name] FROM opportunities WHERE id = ANY ($1::uuid[])
  UNION ALL SELECT 'document', id, customer_id, ARRAY[number, number_key] FROM sales_documents WHERE id = ANY ($1::uuid[])`;

/** The words by which these customers, people, deals and documents are found. With the eyes of the system. */
export async function rowsOfNames(client: pg.ClientBase, orgId: string, ids: readonly string[]): Promise<NameRow[]> {
  const { rows } = await client.query<{ noun: SearchNoun; rowId: string; customerId: string | null; texts: (string | null)[] }>({
    name: "search-names-read",
    text: NAMES,
    values: [ids],
  });
  return rows.flatMap(({ noun, rowId, customerId, texts }) =>
    nameTerms(texts).map((term) => ({ org_id: orgId, term, noun, row_id: rowId, customer_id: customerId })),
  );
}
