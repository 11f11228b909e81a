import { sql } from "drizzle-orm";
import { wantedWords, type SearchQuery, type WantedWord } from "@kronika/core/search-query.ts";
import { holds, markedExcerpt, marksIn, type Mark, type MarkedText } from "@kronika/core/search/marks.ts";
import { nearWords } from "@kronika/core/search/words.ts";
import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import { readSummaries, type SummaryRow } from "../interactions/read.ts";
import { SEARCHED_LENGTH } from "./terms.ts";

/** An interaction that was found, and where it has what was looked for, as far as this viewer sees it. */
export interface InteractionHit extends SummaryRow {
  match: { subject: Mark[]; content: MarkedText | null; attachment: MarkedText | null; people: MarkedText | null };
}

/** The place of a row in the list: its instant as PostgreSQL says it, and its id. */
export interface Place {
  at: string;
  id: string;
}
export interface InteractionHits {
  items: InteractionHit[];
  /** Where to go on; null when all was looked through. A page may be short and not the last one. */
  next: Place | null;
}

/** How often the index is asked for one page: what it names may turn out not to hold the phrase. */
const ROUNDS = 8;
/** A customer's interactions are looked through in pieces. */
const PIECE = 2000;
const EXCERPT = 160;

/**
 * Interactions that hold the query, newest first. The index proposes, row security decides: what it names is read with the viewer's rights, and
 * stays only if it holds the words in what he sees. So neither an index that lags behind nor a fault in it tells anybody anything.
 * @param customerIds only interactions of these customers
 * @param near also words that may have been meant
 */
export async function findInteractions(
  tx: Tx,
  query: SearchQuery,
  options: { customerIds: readonly string[] | null; near: boolean; after: Place | null; limit: number },
): Promise<InteractionHits> {
  const { near, limit } = options;
  const found: Verified[] = [];
  let place = options.after;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { rows, end } = await propose(tx, query, { ...options, after: place });
    for (const row of await verify(tx, rows, query, near)) {
      // One more than a page: there is a next one.
      if (found.length === limit) return show(tx, found, found.at(-1)!);
      found.push(row);
    }
    if (end === null) return show(tx, found, null);
    place = end;
  }
  return show(tx, found, place);
}

async function show(tx: Tx, found: readonly Verified[], next: Place | null): Promise<InteractionHits> {
  if (found.length === 0) return { items: [], next };
  const ids = sql.param(found.map(({ id }) => id));
  const rows = await readSummaries(tx, sql`SELECT unnest(${ids}::uuid[]) AS interaction_id`);
  const matches = new Map(found.map(({ id, match }) => [id, match]));
  return { items: rows.map((row) => ({ ...row, match: matches.get(row.id)! })), next: next && { at: next.at, id: next.id } };
}

/** The next candidates of the index, and where to go on after them; `end` null when there are no more. */
async function propose(
  tx: Tx,
  query: SearchQuery,
  { customerIds, near, after, limit }: { customerIds: readonly string[] | null; near: boolean; after: Place | null; limit: number },
): Promise<{ rows: Place[]; end: Place | null }> {
  const words = wantedWords(query).map((wanted) => alternatives(wanted, near));
  const facets = [
    ...query.from.map((wanted) => `f${alternatives(wanted, false)}`),
    ...query.to.map((wanted) => `t${alternatives(wanted, false)}`),
    ...(query.kinds.length > 0 ? [query.kinds.map((kind) => `k${kind}`).join("|")] : []),
  ];
  const client = withClient(tx);
  const piece = customerIds === null ? null : await pieceOf(tx, customerIds, query, after);
  if (piece?.length === 0) return { rows: [], end: null };
  const count = Math.min(200, query.phrases.length > 0 ? limit * 3 : limit + 1);
  const { rows } = await client.query<Place>({
    name: "search-interactions-find",
    text: PROPOSED,
    values: [words, facets, query.after, query.before, after?.at ?? null, after?.id ?? null, piece?.map(({ id }) => id) ?? null, count],
  });
  if (rows.length === count) return { rows, end: rows.at(-1)! };
  return { rows, end: piece?.length === PIECE ? piece.at(-1)! : null };
}

/** Days begin where the organisation lives. */
const day = (n: number) => `$${n}::date::timestamp AT TIME ZONE (SELECT time_zone FROM organizations WHERE id = app_org())`;
const PROPOSED = `SELECT to_json(occurred_at) #>> '{}' AS at, interaction_id AS id
  FROM kronika_search($1::text[], $2::text[], ${day(3)}, ${day(4)}, $5::timestamptz, $6::uuid, $7::uuid[], $8::int)`;

/** The next interactions of these customers, newest first. */
async function pieceOf(tx: Tx, customerIds: readonly string[], query: SearchQuery, after: Place | null): Promise<Place[]> {
  const { rows } = await withClient(tx).query<Place>({
    name: "search-of-customers",
    text: `SELECT to_json(occurred_at) #>> '{}' AS at, interaction_id AS id FROM (SELECT DISTINCT l.occurred_at, l.interaction_id FROM interaction_links l
      WHERE l.org_id = app_org() AND l.target = 'customer' AND l.target_id = ANY ($1::uuid[]) AND l.chosen
        AND ($2::timestamptz IS NULL OR (l.occurred_at, l.interaction_id) < ($2::timestamptz, $3::uuid))
        AND ($4::date IS NULL OR l.occurred_at >= ${day(4)}) AND ($5::date IS NULL OR l.occurred_at < ${day(5)})) l
      ORDER BY l.occurred_at DESC, l.interaction_id DESC LIMIT ${PIECE}`,
    values: [customerIds, after?.at ?? null, after?.id ?? null, query.after, query.before],
  });
  return rows;
}

/** A word as `kronika_search` takes it. */
const alternatives = ({ word, prefix }: WantedWord, near: boolean): string =>
  [prefix ? `${word}*` : word, ...(near && prefix ? nearWords(word) : [])].join("|");

interface Verified extends Place {
  match: InteractionHit["match"];
}

interface Texts {
  id: string;
  subject: string | null;
  text: string | null;
  filenames: string[];
  people: string[];
  location: string | null;
}

/** Of these candidates those that hold the words in what the viewer sees, in their order. */
async function verify(tx: Tx, rows: readonly Place[], query: SearchQuery, near: boolean): Promise<Verified[]> {
  if (rows.length === 0) return [];
  const { rows: texts } = await withClient(tx).query<Texts>({
    name: "search-verify",
    text: SEEN,
    values: [rows.map(({ id }) => id), SEARCHED_LENGTH],
  });
  const byId = new Map(texts.map((each) => [each.id, each]));
  return rows.flatMap((place) => {
    const seen = byId.get(place.id);
    if (!seen) return [];
    const others = [...seen.people, ...(seen.location ? [seen.location] : [])];
    const all = [seen.subject ?? "", seen.text ?? "", ...seen.filenames, ...others];
    return holds(all, query, near) ? [{ ...place, match: matchOf(seen, others, query, near) }] : [];
  });
}

function matchOf(seen: Texts, others: readonly string[], query: SearchQuery, near: boolean): InteractionHit["match"] {
  const first = (texts: readonly string[]) =>
    texts.map((text) => markedExcerpt(text, query, EXCERPT, near)).find((part) => part !== null) ?? null;
  const subject = marksIn(seen.subject ?? "", query, near);
  const content = first(seen.text ? [seen.text] : []);
  const attachment = first(seen.filenames);
  return { subject, content, attachment, people: first(others) };
}

const SEEN = `SELECT i.id, s.subject, left(coalesce(b.text, b.preview), $2) AS text, i.details ->> 'location' AS location,
    coalesce((SELECT array_agg(a.filename) FROM attachments a WHERE a.interaction_id = i.id AND a.filename IS NOT NULL), '{}') AS filenames,
    coalesce((SELECT array_agg(concat_ws(' ', p.name, p.address)) FROM interaction_participants p WHERE p.interaction_id = i.id), '{}') AS people
  FROM unnest($1::uuid[]) AS page(interaction_id)
  JOIN LATERAL (SELECT * FROM interactions i WHERE i.id = page.interaction_id AND i.state <> 'merged' LIMIT 1) i ON true
  LEFT JOIN LATERAL (SELECT * FROM interaction_subjects s WHERE s.interaction_id = i.id LIMIT 1) s ON true
  LEFT JOIN LATERAL (SELECT * FROM interaction_bodies b WHERE b.interaction_id = i.id LIMIT 1) b ON true`;
