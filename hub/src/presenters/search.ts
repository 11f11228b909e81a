import { z } from "@hono/zod-openapi";
import type { SearchResult } from "../services/search/search.ts";
import { namedSchema } from "./common.ts";
import { interactionSummarySchema, presentSummary } from "./interaction.ts";

const marks = z.array(z.tuple([z.number().int(), z.number().int()])).openapi({
  description: "Places of what was found, half open, in UTF-16 units",
  example: [[7, 13]],
});
const markedText = z.object({ text: z.string(), marks }).openapi("MarkedText");
const nameMatch = z.object({
  name: marks,
  other: markedText.nullable().openapi({ description: "A number or address that has it, when the name has not" }),
});

const interactionHit = interactionSummarySchema
  .extend({
    match: z.object({
      subject: marks,
      content: markedText.nullable().openapi({ description: "The part of the text around what was found, if the viewer sees the text" }),
      attachment: markedText.nullable(),
      people: markedText.nullable(),
    }),
  })
  .openapi("InteractionHit");

export const searchResultSchema = z
  .object({
    customers: z.array(
      z
        .object({
          id: z.uuid(),
          name: z.string(),
          kinds: z.array(z.string()),
          ico: z.string().nullable(),
          owner: namedSchema.nullable(),
          match: nameMatch,
        })
        .openapi("CustomerHit"),
    ),
    contacts: z.array(
      z
        .object({
          id: z.uuid(),
          name: z.string(),
          jobTitle: z.string().nullable(),
          customer: namedSchema.nullable(),
          addresses: z.array(z.object({ kind: z.enum(["email", "phone"]), value: z.string() })),
          match: nameMatch,
        })
        .openapi("ContactHit"),
    ),
    opportunities: z.array(
      z
        .object({
          id: z.uuid(),
          name: z.string(),
          stage: z.string(),
          state: z.enum(["open", "won", "lost"]),
          customer: namedSchema,
          match: nameMatch,
        })
        .openapi("OpportunityHit"),
    ),
    documents: z.array(
      z
        .object({
          id: z.uuid(),
          name: z.string().openapi({ description: "Its number", example: "CP-2026/014" }),
          kind: z.enum(["quote", "order", "invoice"]),
          state: z.string(),
          amount: z.string(),
          currency: z.string(),
          issuedOn: z.string(),
          customer: namedSchema,
          match: nameMatch,
        })
        .openapi("DocumentHit"),
    ),
    interactions: z.array(interactionHit).openapi({ description: "Newest first" }),
    nextCursor: z.string().nullable().openapi({ description: "The next page of interactions; names have one page" }),
    near: z.boolean().openapi({ description: "Nothing holds the words as they were typed: what is here differs from them by one slip" }),
    ignored: z
      .array(z.object({ text: z.string(), reason: z.enum(["unknown-kind", "not-a-day", "empty", "too-many-words"]) }))
      .openapi({ description: "Parts of the query that could not be used", example: [{ text: "kind:fax", reason: "unknown-kind" }] }),
  })
  .openapi("SearchResult");

export const presentSearch = (found: SearchResult): z.input<typeof searchResultSchema> => ({
  ...found,
  interactions: found.interactions.map(({ match, ...row }) => ({ ...presentSummary(row), match: copied(match) })),
  customers: found.customers.map((hit) => ({ ...hit, match: copied(hit.match) })),
  contacts: found.contacts.map((hit) => ({ ...hit, match: copied(hit.match) })),
  opportunities: found.opportunities.map((hit) => ({ ...hit, match: copied(hit.match) })),
  documents: found.documents.map((hit) => ({ ...hit, match: copied(hit.match) })),
});

/** Marks are read-only inside. */
type Writable<T> = T extends readonly [infer A, infer B]
  ? [A, B]
  : T extends readonly (infer E)[]
    ? Writable<E>[]
    : T extends object
      ? { -readonly [K in keyof T]: Writable<T[K]> }
      : T;
const copied = <T>(value: T): Writable<T> => value as Writable<T>;
