import { bigserial, customType, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, orgId } from "./columns.ts";
import { customers } from "./customers.ts";
import { interactions } from "./interactions.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
/** Compared byte by byte: the words with a common beginning are then a range of the index. */
const byteText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

export type SearchNoun = "customer" | "contact" | "opportunity" | "document";

/**
 * What has changed and must be indexed anew: written by triggers, in the transaction of the change, whoever makes it; taken by the indexer
 * (services/search/index-changes.ts) in the transaction that writes the index. `audience`: only who sees an interaction has changed.
 */
export const searchQueue = pgTable(
  "search_queue",
  {
    id: bigserial("id", { mode: "bigint" }).primaryKey(),
    orgId: orgId(),
    noun: text("noun").$type<SearchNoun | "interaction" | "audience">().notNull(),
    rowId: uuid("row_id").notNull(),
  },
  (t) => [index("search_queue_next").on(t.orgId, t.id)],
);

/**
 * The words of an interaction, each marked with the level at which it may be found and with the week and the year in which it lies (see
 * services/search/terms.ts). Only the function `kronika_search` looks into them.
 */
export const searchEntries = pgTable(
  "search_entries",
  {
    interactionId: uuid("interaction_id")
      .primaryKey()
      .references(() => interactions.id, { onDelete: "cascade" }),
    orgId: orgId(),
    audienceId: uuid("audience_id").notNull(),
    occurredAt: instant("occurred_at").notNull(),
    terms: tsvector("terms").notNull(),
  },
  (t) => [index("search_entries_time").on(t.orgId, t.occurredAt)],
);

/** The words of names and numbers, one a row. Found by `=` and ranges, which row security lets use an index. */
export const searchNames = pgTable(
  "search_names",
  {
    orgId: orgId(),
    term: byteText("term").notNull(),
    noun: text("noun").$type<SearchNoun>().notNull(),
    rowId: uuid("row_id").notNull(),
    /** Whose it is: a hidden customer hides it. */
    customerId: uuid("customer_id").references(() => customers.id, { onDelete: "cascade" }),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.term, t.noun, t.rowId] }),
    index("search_names_row").on(t.rowId),
    index("search_names_customer").on(t.customerId),
  ],
);
