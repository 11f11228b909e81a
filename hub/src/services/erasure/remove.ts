import type { Tx } from "../../db/database.ts";
import { withClient } from "../../db/transaction.ts";
import type { ErasureCounts } from "../../db/schema/erasure.ts";
import type { Extent } from "./targets.ts";

/** What stands in the place of a name, an address or a phone number in interactions that stay. */
export const ERASED_WORD = "[vymazané]";

/** A regular expression that finds any of these words literally, the longest first. For PostgreSQL and JavaScript alike. */
export const patternOf = (words: readonly string[]): string =>
  words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join("|");

type Values = readonly unknown[];

/**
 * Takes everything of the extent away, in the running transaction and with the eyes of the system.
 *
 * Interactions with other people outside stay: the person's rows in them lose name and address, and in subject, text, attachments' names and
 * evidence every occurrence of their addresses, phone numbers and full names becomes {@link ERASED_WORD}. What else a text says of a person
 * (a nickname, a first name) no program can know: such an interaction is erased by itself where that matters.
 * @returns how many rows went or were changed, by table
 */
export async function removeExtent(tx: Tx, extent: Extent, now: Date): Promise<ErasureCounts> {
  const counts: ErasureCounts = {};
  const client = withClient(tx);
  const run = async (name: string, text: string, values: Values) => {
    const { rowCount } = await client.query(text, [...values]);
    if (rowCount) counts[name] = (counts[name] ?? 0) + rowCount;
  };
  for (const [name, text, values] of [...aboutInteractions(extent, now), ...aboutPeople(extent, now)]) await run(name, text, values);
  for (const [name, text, values] of scrubbing(extent)) await run(name, text, values);
  for (const [name, text, values] of ownRows(extent)) await run(name, text, values);
  return counts;
}

type Statement = readonly [name: string, text: string, values: Values];

function aboutInteractions({ interactionIds: ids }: Extent, now: Date): Statement[] {
  const by = (table: string, condition: string): Statement => [
    table,
    `DELETE FROM ${table} WHERE org_id = app_org() AND ${condition}`,
    [ids],
  ];
  return [
    // The ledger's row stays, so that the mailbox's sum holds: it says that the item was erased, and nothing else of it.
    [
      "ledger",
      `UPDATE ledger SET state = 'skipped', reason = 'erased', trace = NULL, addresses = NULL, raw = NULL, interaction_id = NULL, updated_at = $2
       WHERE org_id = app_org() AND interaction_id = ANY($1::uuid[])`,
      [ids, now],
    ],
    [
      "reminders",
      `UPDATE reminders SET title = $2, note = NULL, awaits = '{}', interaction_id = NULL, customer_id = NULL, opportunity_id = NULL,
         state = CASE WHEN state IN ('waiting', 'due') THEN 'cancelled' ELSE state END, updated_at = $3
       WHERE org_id = app_org() AND interaction_id = ANY($1::uuid[])`,
      [ids, ERASED_WORD, now],
    ],
    [
      "interaction_references",
      `DELETE FROM interaction_references WHERE org_id = app_org() AND message_id IN (SELECT value FROM interaction_identities WHERE interaction_id = ANY($1::uuid[]))`,
      [ids],
    ],
    [
      "interaction_reports",
      `DELETE FROM interaction_reports r WHERE org_id = app_org() AND EXISTS (SELECT FROM interaction_identities n WHERE n.interaction_id = ANY($1::uuid[])
         AND n.scheme = r.scheme AND n.value = r.value)`,
      [ids],
    ],
    by("reactions", "to_interaction_id = ANY($1::uuid[])"),
    by("rematch_moves", "interaction_id = ANY($1::uuid[])"),
    by("grants", "resource = 'interaction' AND resource_id = ANY($1::uuid[])"),
    by("interactions", "id = ANY($1::uuid[])"),
  ];
}

function aboutPeople({ customerIds, contactIds, opportunityIds, addresses, domains }: Extent, now: Date): Statement[] {
  const rows = [...customerIds, ...contactIds, ...opportunityIds];
  if (rows.length === 0) return [];
  return [
    [
      "interaction_participants",
      `UPDATE interaction_participants SET name = $4, address = NULL, contact_id = NULL WHERE org_id = app_org()
         AND (contact_id = ANY($1::uuid[]) OR address = ANY($2::text[]) OR split_part(address, '@', 2) = ANY($3::text[]))`,
      [contactIds, addresses, domains, ERASED_WORD],
    ],
    ["interaction_links", "DELETE FROM interaction_links WHERE org_id = app_org() AND target_id = ANY($1::uuid[])", [rows]],
    [
      "reactions",
      `UPDATE reactions SET contact_id = NULL, address = NULL WHERE org_id = app_org() AND (contact_id = ANY($1::uuid[]) OR address = ANY($2::text[])
         OR split_part(address, '@', 2) = ANY($3::text[]))`,
      [contactIds, addresses, domains],
    ],
    [
      "interaction_reports",
      "DELETE FROM interaction_reports WHERE org_id = app_org() AND (address = ANY($1::text[]) OR split_part(address, '@', 2) = ANY($2::text[]) OR EXISTS (SELECT FROM unnest($1::text[] || $2::text[]) a WHERE strpos(detail::text, a) > 0))",
      [addresses, domains],
    ],
    // Of skipped mail the trace names addresses; parked bytes are a whole message.
    [
      "ledger",
      `UPDATE ledger SET addresses = NULL, trace = NULL, raw = NULL, state = CASE WHEN raw IS NULL THEN state ELSE 'skipped' END, reason = 'erased', updated_at = $3
       WHERE org_id = app_org() AND interaction_id IS NULL AND (addresses && $1::text[]
         OR EXISTS (SELECT FROM unnest(addresses) a WHERE split_part(a, '@', 2) = ANY($2::text[]))
         OR EXISTS (SELECT FROM unnest($1::text[] || $2::text[]) a WHERE trace::text LIKE '%' || a || '%' OR position(convert_to(a, 'UTF8') IN raw) > 0))`,
      [addresses, domains, now],
    ],
    [
      "reminders",
      `UPDATE reminders SET title = $3, note = NULL, awaits = '{}', customer_id = NULL, opportunity_id = NULL,
         state = CASE WHEN state IN ('waiting', 'due') THEN 'cancelled' ELSE state END, updated_at = $4
       WHERE org_id = app_org() AND (customer_id = ANY($1::uuid[]) OR opportunity_id = ANY($1::uuid[]) OR awaits && $2::text[])`,
      [rows, addresses, ERASED_WORD, now],
    ],
    [
      "exclusions",
      "DELETE FROM exclusions WHERE org_id = app_org() AND (value = ANY($1::text[]) OR value = ANY($2::text[]))",
      [addresses, domains],
    ],
    ["dismissed_senders", "DELETE FROM dismissed_senders WHERE org_id = app_org() AND address = ANY($1::text[])", [addresses]],
    [
      "link_rules",
      "DELETE FROM link_rules WHERE org_id = app_org() AND (customer_id = ANY($1::uuid[]) OR value = ANY($2::text[]) OR value = ANY($3::text[]))",
      [rows, addresses, domains],
    ],
    [
      "rematches",
      `DELETE FROM rematches WHERE org_id = app_org() AND EXISTS (SELECT FROM unnest($1::text[] || $2::text[]) a WHERE scope::text LIKE '%' || a || '%')`,
      [addresses, domains],
    ],
    ["merges", "DELETE FROM merges WHERE org_id = app_org() AND (from_id = ANY($1::uuid[]) OR into_id = ANY($1::uuid[]))", [rows]],
    ["grants", "DELETE FROM grants WHERE org_id = app_org() AND resource_id = ANY($1::uuid[])", [rows]],
    ["external_ids", "DELETE FROM external_ids WHERE org_id = app_org() AND row_id = ANY($1::uuid[])", [rows]],
  ];
}

/** Kept answers, rows of imports, and the words of interactions that stay. */
function scrubbing({ interactionIds, sharedIds, customerIds, contactIds, opportunityIds, addresses, domains, names }: Extent): Statement[] {
  const rows = [...customerIds, ...contactIds, ...opportunityIds];
  const needles = [...addresses, ...domains, ...names].filter((word) => word.trim().length > 2);
  const named = [
    [
      "idempotency_keys",
      "DELETE FROM idempotency_keys WHERE org_id = app_org() AND EXISTS (SELECT FROM unnest($1::text[]) n WHERE strpos(response::text, n) > 0)",
      [[...interactionIds, ...rows, ...needles]],
    ],
    [
      "csv_import_rows",
      `UPDATE csv_import_rows SET cells = NULL, before = NULL, problems = NULL WHERE org_id = app_org() AND (row_id = ANY($1::uuid[])
         OR EXISTS (SELECT FROM unnest($2::text[]) n WHERE strpos(lower(array_to_string(cells, ' ')), lower(n)) > 0))`,
      [rows, needles],
    ],
  ] as const satisfies Statement[];
  if (sharedIds.length === 0 || needles.length === 0) return [...named];
  const pattern = patternOf(needles);
  const scrub = (table: string, columns: readonly string[], key = "interaction_id"): Statement => [
    table,
    `UPDATE ${table} SET ${columns.map((column) => `${column} = regexp_replace(${column}, $2, $3, 'gi')`).join(", ")}
     WHERE org_id = app_org() AND ${key} = ANY($1::uuid[]) AND (${columns.map((column) => `${column} ~* $2`).join(" OR ")})`,
    [sharedIds, pattern, ERASED_WORD],
  ];
  const scrubJson = (table: string, column: string, key: string): Statement => [
    table,
    `UPDATE ${table} SET ${column} = regexp_replace(${column}::text, $2, $3, 'gi')::jsonb WHERE org_id = app_org() AND ${key} = ANY($1::uuid[]) AND ${column}::text ~* $2`,
    [sharedIds, pattern, ERASED_WORD],
  ];
  return [
    ...named,
    scrub("interaction_subjects", ["subject"]),
    scrub("interaction_bodies", ["text", "html", "reply_text", "preview"]),
    scrub("attachments", ["filename"]),
    scrub("comments", ["text"]),
    scrubJson("interaction_links", "evidence", "interaction_id"),
    scrubJson("interactions", "details", "id"),
    ["interactions", "UPDATE interactions SET fingerprint = NULL WHERE org_id = app_org() AND id = ANY($1::uuid[])", [sharedIds]],
    // The index is made anew from what stays; until then the interaction is found by nothing.
    ["search_entries", "DELETE FROM search_entries WHERE org_id = app_org() AND interaction_id = ANY($1::uuid[])", [sharedIds]],
    ["search_queue", "INSERT INTO search_queue (org_id, noun, row_id) SELECT app_org(), 'interaction', unnest($1::uuid[])", [sharedIds]],
  ];
}

/** The rows themselves, in the order of their foreign keys. */
function ownRows({ customerIds, contactIds, opportunityIds }: Extent): Statement[] {
  if (customerIds.length + contactIds.length === 0) return [];
  const of = (table: string, column: string, ids: readonly string[]): Statement => [
    table,
    `DELETE FROM ${table} WHERE org_id = app_org() AND ${column} = ANY($1::uuid[])`,
    [ids],
  ];
  return [
    of("search_names", "row_id", [...customerIds, ...contactIds, ...opportunityIds]),
    of("search_names", "customer_id", customerIds),
    of("sales_documents", "customer_id", customerIds),
    of("opportunities", "id", opportunityIds),
    of("contacts", "id", contactIds),
    of("customers", "id", customerIds),
  ];
}
