import { isEmptyQuery, parseSearchQuery, type IgnoredPart, type SearchQuery } from "@kronika/core/search-query.ts";
import { z } from "zod";
import { nearWords } from "@kronika/core/search/words.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { inTransaction } from "../../db/transaction.ts";
import { decodeCursor, encodeCursor, unknownCursor } from "../paging.ts";
import { findInteractions, type InteractionHits } from "./find-interactions.ts";
import { customersNamed, findNames, type NameHits } from "./find-names.ts";

export interface SearchResult extends NameHits {
  interactions: InteractionHits["items"];
  /** The next page of interactions; names have one page. */
  nextCursor: string | null;
  /** Nothing holds the words as they were typed: what is here may have been meant. */
  near: boolean;
  /** Parts of the query that could not be used. */
  ignored: IgnoredPart[];
}

const NO_NAMES: NameHits = { customers: [], contacts: [], opportunities: [], documents: [] };

/**
 * Finds customers, people, deals, sales documents and interactions, all within what the viewer may know: words of a subject or an attachment's
 * name are found by who sees the subject, words of the text by who sees the content. Words with one slip are tried when nothing holds them
 * as they are. Operators: core/search-query.ts.
 * @param cursor of the answer before: only the next page of interactions. New interactions do not move it.
 */
export async function search(ctx: Ctx, q: string, limit: number, cursor?: string): Promise<SearchResult> {
  const query = parseSearchQuery(q);
  const from = placeOf(cursor);
  if (isEmptyQuery(query)) return { ...answer({ names: NO_NAMES, hits: { items: [], next: null }, near: false }), ignored: query.ignored };
  return inTransaction(ctx, async (tx) => {
    const customerIds = query.customers.length > 0 ? await customersNamed(tx, query.customers) : null;
    const ask = async (near: boolean): Promise<Found> => ({
      names: from === null ? await namesOf(tx, query, { customerIds, near, limit }) : NO_NAMES,
      hits: await findInteractions(tx, query, { customerIds, near, after: from && { at: from.at, id: from.id }, limit }),
      near,
    });
    const found = await ask(from?.near === true);
    const maybe = from === null && isNothing(found) && query.words.some(({ word }) => nearWords(word).length > 0) ? await ask(true) : found;
    return { ...answer(isNothing(maybe) ? found : maybe), ignored: query.ignored };
  });
}

interface Found {
  names: NameHits;
  hits: InteractionHits;
  near: boolean;
}

const isNothing = ({ names, hits }: Found): boolean =>
  hits.items.length === 0 && hits.next === null && Object.values(names).every((list: unknown[]) => list.length === 0);

const placeSchema = z.tuple([z.enum(["exact", "near"]), z.iso.datetime({ offset: true }), z.uuid()]);

/** @throws AppError `invalid` for a cursor that we did not make */
function placeOf(cursor: string | undefined): { near: boolean; at: string; id: string } | null {
  const values = decodeCursor(cursor, 3);
  if (values === null) return null;
  const { success, data } = placeSchema.safeParse(values);
  if (!success) throw unknownCursor();
  return { near: data[0] === "near", at: data[1], id: data[2] };
}

/** Who, when and of what kind are questions about interactions. */
async function namesOf(tx: Tx, query: SearchQuery, options: Parameters<typeof findNames>[2]): Promise<NameHits> {
  const aboutInteractions =
    query.from.length > 0 || query.to.length > 0 || query.kinds.length > 0 || query.after !== null || query.before !== null;
  if (aboutInteractions || (query.words.length === 0 && query.phrases.length === 0)) return NO_NAMES;
  return findNames(tx, query, options);
}

const answer = ({ names, hits: { items, next }, near }: Found): Omit<SearchResult, "ignored"> => ({
  ...names,
  interactions: items,
  nextCursor: next && encodeCursor([near ? "near" : "exact", next.at, next.id]),
  near,
});
