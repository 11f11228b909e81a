import { sql } from "drizzle-orm";
import { date, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, orgId, rowId } from "./columns.ts";

export type LifeTarget = "customer" | "contact" | "interaction";
/** What a certificate is about: also everything that a retention rule took away in one go. */
export type ErasureTarget = LifeTarget | "retention-rule";

/** While it stands, nothing of the target is erased or dropped by a retention rule. */
export const legalHolds = pgTable(
  "legal_holds",
  {
    id: rowId(),
    orgId: orgId(),
    target: text("target").$type<LifeTarget>().notNull(),
    targetId: uuid("target_id").notNull(),
    reason: text("reason").notNull(),
    /** The last day on which it holds; null: until it is released. */
    until: date("until"),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    releasedBy: uuid("released_by"),
    releasedAt: instant("released_at"),
  },
  (t) => [
    uniqueIndex("legal_holds_open")
      .on(t.orgId, t.target, t.targetId)
      .where(sql`released_at IS NULL`),
    index("legal_holds_list").on(t.orgId, t.id),
  ],
);

/** What an erasure took away, by table and kind. Counts only. */
export type ErasureCounts = Record<string, number>;

/** The certificate of an erasure: no name, no address, no title. */
export const erasures = pgTable(
  "erasures",
  {
    id: rowId(),
    orgId: orgId(),
    target: text("target").$type<ErasureTarget>().notNull(),
    targetId: uuid("target_id").notNull(),
    /** Why, as a code: asked by the person, contract over, recorded by mistake, other. */
    reason: text("reason").$type<"request" | "expired" | "mistake" | "other">().notNull(),
    counts: jsonb("counts").$type<ErasureCounts>().notNull(),
    erasedBy: uuid("erased_by"),
    erasedAt: instant("erased_at").notNull(),
    auditId: uuid("audit_id").notNull(),
    /** SHA-256 of the audit row, as services/audit-trail/segments.ts reckons it. */
    auditHash: text("audit_hash").notNull(),
  },
  (t) => [index("erasures_list").on(t.orgId, t.id)],
);

/**
 * What must not come back: keyed hashes of identities and addresses of what was erased, from which nobody can read them. Asked by recording
 * before anything is written.
 */
export const tombstones = pgTable(
  "tombstones",
  {
    orgId: orgId(),
    hash: text("hash").notNull(),
    kind: text("kind").$type<"identity" | "address">().notNull(),
    erasureId: uuid("erasure_id")
      .notNull()
      .references(() => erasures.id),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.hash] })],
);
