import type { SearchQuery, WantedWord } from "@kronika/core/search-query.ts";
import { wantedWords } from "@kronika/core/search-query.ts";
import { holds, markedExcerpt, marksIn, type Mark, type MarkedText } from "@kronika/core/search/marks.ts";
import { nearWords } from "@kronika/core/search/words.ts";
import { fold } from "@kronika/core/text-folding.ts";
import type { Tx } from "../../db/database.ts";
import type { SalesDocumentKind, SalesDocumentState } from "../../db/schema/sales-documents.ts";
import type { SearchNoun } from "../../db/schema/search.ts";
import { withClient } from "../../db/transaction.ts";

/** Where a name has what was looked for; `other`: a number or address that has it, if the name has not. */
export interface NameMatch {
  name: Mark[];
  other: MarkedText | null;
}
interface Ref {
  id: string;
  name: string;
}
export interface CustomerHit extends Ref {
  kinds: string[];
  ico: string | null;
  owner: Ref | null;
  match: NameMatch;
}
export interface ContactHit extends Ref {
  jobTitle: string | null;
  customer: Ref | null;
  addresses: { kind: "email" | "phone"; value: string }[];
  match: NameMatch;
}
export interface OpportunityHit extends Ref {
  stage: string;
  state: "open" | "won" | "lost";
  customer: Ref;
  match: NameMatch;
}
export interface DocumentHit extends Ref {
  kind: SalesDocumentKind;
  state: SalesDocumentState;
  amount: string;
  currency: string;
  issuedOn: string;
  customer: Ref;
  match: NameMatch;
}
export interface NameHits {
  customers: CustomerHit[];
  contacts: ContactHit[];
  opportunities: OpportunityHit[];
  documents: DocumentHit[];
}

/** Behind every word that begins so, in the order of bytes. */
const LAST = "\u{10FFFF}";
/** Behind the word itself, and before every longer one: a blank is less than any letter or digit. */
const NEXT = " ";
/** Candidates of a noun, of which the best are shown. */
const CANDIDATES = 100;

/** The newest rows of each noun that bear all the words; those that bear most of them whole come first. */
const CANDIDATE_ROWS = `SELECT noun, row_id AS id FROM (
    SELECT h.noun, h.row_id, row_number() OVER (PARTITION BY h.noun ORDER BY count(DISTINCT h.n) FILTER (WHERE h.whole) DESC, h.row_id DESC) AS place
    FROM (SELECT w.n, s.noun, s.row_id, s.customer_id, s.term = w.low AS whole FROM unnest($1::int[], $2::text[], $3::text[]) AS w(n, low, high)
        JOIN search_names s ON s.org_id = app_org() AND s.term >= w.low COLLATE "C" AND s.term < w.high COLLATE "C"
      UNION ALL SELECT w.n, s.noun, s.row_id, s.customer_id, false FROM unnest($7::int[], $8::text[]) AS w(n, term)
        JOIN search_names s ON s.org_id = app_org() AND s.term = w.term COLLATE "C") h
    WHERE ($5::text IS NULL OR h.noun = $5) AND ($6::uuid[] IS NULL OR h.customer_id = ANY ($6::uuid[]))
    GROUP BY h.noun, h.row_id HAVING count(DISTINCT h.n) = $4) c WHERE place <= ${CANDIDATES}`;

async function candidates(
  tx: Tx,
  words: readonly WantedWord[],
  near: boolean,
  noun: SearchNoun | null,
  customerIds: readonly string[] | null,
): Promise<{ noun: SearchNoun; id: string }[]> {
  const low = words.map(({ word }) => word);
  const high = words.map(({ word, prefix }) => word + (prefix ? LAST : NEXT));
  const slips = near ? words.flatMap(({ word, prefix }, n) => (prefix ? nearWords(word).map((term) => ({ n, term })) : [])) : [];
  const { rows } = await withClient(tx).query<{ noun: SearchNoun; id: string }>({
    name: "search-names-find",
    text: CANDIDATE_ROWS,
    values: [words.map((_, n) => n), low, high, words.length, noun, customerIds, slips.map(({ n }) => n), slips.map(({ term }) => term)],
  });
  return rows;
}

/** The customers that `customer:` names, as the viewer knows them. Several operators: those that fit any of them. */
export async function customersNamed(tx: Tx, names: readonly (readonly WantedWord[])[]): Promise<string[]> {
  const ids = new Set<string>();
  for (const words of names) for (const { id } of await candidates(tx, words, false, "customer", null)) ids.add(id);
  return [...ids];
}

/**
 * Customers, people, deals and documents by name, number or address, the best first, as far as the viewer may know of them.
 * @param options.customerIds only of these customers
 * @param options.near also words that may have been meant
 */
export async function findNames(
  tx: Tx,
  query: Pick<SearchQuery, "words" | "phrases">,
  { customerIds, near, limit }: { customerIds: readonly string[] | null; near: boolean; limit: number },
): Promise<NameHits> {
  const rows = await candidates(tx, wantedWords(query), near, null, customerIds);
  if (rows.length === 0) return { customers: [], contacts: [], opportunities: [], documents: [] };
  const { rows: read } = await withClient(tx).query<Read>({ name: "search-names-show", text: SHOWN, values: [rows.map(({ id }) => id)] });
  const { customers, contacts, opportunities, documents } = read[0]!;
  const best = <T extends Ref>(list: readonly T[], others: (row: T) => readonly (string | null)[]): (T & { match: NameMatch })[] =>
    list
      .flatMap((row) => {
        const texts = [row.name, ...others(row)].filter((text) => text !== null);
        if (!holds(texts, query, near)) return [];
        const marks = marksIn(row.name, query, near);
        const other =
          marks.length > 0 ? null : (texts.map((text) => markedExcerpt(text, query, 80, near)).find((part) => part !== null) ?? null);
        return [{ ...row, match: { name: marks, other } }];
      })
      .toSorted((a, b) => rank(b, query) - rank(a, query) || a.name.localeCompare(b.name, "sk") || (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  return {
    customers: best(customers, ({ numbers }) => numbers).map(({ numbers: _used, ...row }) => row),
    contacts: best(contacts, ({ addresses }) => addresses.map(({ value }) => value)),
    opportunities: best(opportunities, () => []),
    documents: best(documents, ({ key }) => [key]).map(({ key: _used, ...row }) => row),
  };
}

/** A name that begins with what was typed before one that has it further on, before one that is found by something else. */
function rank(hit: { name: string; match: NameMatch }, query: Pick<SearchQuery, "words" | "phrases">): number {
  const first = query.phrases[0]?.join(" ") ?? query.words[0]?.word ?? "";
  if (fold(hit.name) === first) return 3;
  if (fold(hit.name).startsWith(first)) return 2;
  return hit.match.name.length > 0 ? 1 : 0;
}

interface Read {
  customers: (Omit<CustomerHit, "match"> & { numbers: (string | null)[] })[];
  contacts: Omit<ContactHit, "match">[];
  opportunities: Omit<OpportunityHit, "match">[];
  documents: (Omit<DocumentHit, "match"> & { key: string })[];
}

const list = (query: string) => `coalesce((SELECT json_agg(row_to_json(r)) FROM (${query}) r), '[]'::json)`;
const ref = (table: string) =>
  `CASE WHEN ${table}.id IS NULL THEN NULL ELSE json_build_object('id', ${table}.id, 'name', ${table}.name) END`;

/** What a line of each noun shows: read under the viewer's row security, whatever the index said. */
const SHOWN = `SELECT
  ${list(`SELECT c.id, c.name, c.kinds, c.ico, ARRAY[c.ico, c.dic, c.ic_dph] || c.domains AS numbers, ${ref("u")} AS owner
    FROM customers c LEFT JOIN users u ON u.id = c.owner_id WHERE c.id = ANY ($1::uuid[]) AND c.archived_at IS NULL`)} AS customers,
  ${list(`SELECT p.id, p.name, p.job_title AS "jobTitle", ${ref("c")} AS customer,
      coalesce((SELECT json_agg(json_build_object('kind', a.kind, 'value', a.value) ORDER BY a.created_at, a.id) FROM contact_addresses a WHERE a.contact_id = p.id), '[]') AS addresses
    FROM contacts p LEFT JOIN customers c ON c.id = p.customer_id WHERE p.id = ANY ($1::uuid[]) AND p.archived_at IS NULL`)} AS contacts,
  ${list(`SELECT o.id, o.name, o.stage, o.state, ${ref("c")} AS customer FROM opportunities o JOIN customers c ON c.id = o.customer_id
    WHERE o.id = ANY ($1::uuid[])`)} AS opportunities,
  ${list(`SELECT d.id, d.number AS name, d.number_key AS key, d.kind, d.state, d.amount::text, d.currency, d.issued_on::text AS "issuedOn", ${ref("c")} AS customer
    FROM sales_documents d JOIN customers c ON c.id = d.customer_id WHERE d.id = ANY ($1::uuid[])`)} AS documents`;
