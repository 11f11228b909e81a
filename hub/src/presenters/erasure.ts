import { z } from "@hono/zod-openapi";
import type { LegalHold } from "../services/erasure/holds.ts";
import type { ErasureRow } from "../services/erasure/list.ts";
import { lifeTargetSchema } from "../services/erasure/schemas.ts";
import { instant, instantOrNull, named, namedSchema } from "./common.ts";

export const erasurePreviewSchema = z
  .object({
    interactions: z.number().int(),
    shared: z.number().int().openapi({ description: "With other people outside: they stay, the person is made unknown in them" }),
    contacts: z.number().int(),
    opportunities: z.number().int(),
    documents: z.number().int(),
    attachments: z.number().int(),
    comments: z.number().int(),
    reminders: z.number().int(),
  })
  .openapi("ErasurePreview");

export const erasureSchema = z
  .object({
    id: z.uuid(),
    target: z.enum([...lifeTargetSchema.options, "retention-rule"]),
    targetId: z.uuid(),
    reason: z.enum(["request", "expired", "mistake", "other"]),
    counts: z.record(z.string(), z.number().int()).openapi({ description: "Rows that went or were changed, by table" }),
    erasedBy: namedSchema.nullable(),
    erasedAt: z.string(),
    auditId: z.uuid(),
    auditHash: z.string(),
  })
  .openapi("Erasure");

export function presentErasure({ erasedBy, erasedByName, ...row }: Omit<ErasureRow, "genuine">): z.infer<typeof erasureSchema> {
  const { id, target, targetId, reason, counts, erasedAt, auditId, auditHash } = row;
  return { id, target, targetId, reason, counts, erasedBy: named(erasedBy, erasedByName), erasedAt: instant(erasedAt), auditId, auditHash };
}

export const certificateSchema = erasureSchema
  .extend({
    genuine: z.boolean().openapi({ description: "Whether the row of the audit trail is the one that the certificate is bound to" }),
  })
  .openapi("ErasureCertificate");

/** The certificate as a text that is handed over: what was erased, how much, when, by whom, and how it is proved. No name of who was erased. */
export function certificateText(row: ErasureRow, language: "sk" | "en"): string {
  const sk = language === "sk";
  const lines = [
    sk ? "POTVRDENIE O VYMAZANÍ" : "CERTIFICATE OF ERASURE",
    "",
    `${sk ? "Číslo" : "Number"}: ${row.id}`,
    `${sk ? "Vymazané" : "Erased"}: ${TARGETS[row.target][language]} ${row.targetId}`,
    `${sk ? "Dôvod" : "Reason"}: ${REASONS[row.reason][language]}`,
    `${sk ? "Kedy" : "When"}: ${instant(row.erasedAt)}`,
    `${sk ? "Kto" : "By"}: ${row.erasedByName ?? (sk ? "systém" : "the system")}`,
    "",
    sk ? "Vymazané alebo zmenené riadky:" : "Rows that went or were changed:",
    ...Object.entries(row.counts).map(([table, count]) => `  ${table}: ${count}`),
    "",
    `${sk ? "Riadok auditnej stopy" : "Row of the audit trail"}: ${row.auditId}`,
    `SHA-256: ${row.auditHash}`,
    row.genuine
      ? sk
        ? "Riadok auditnej stopy sa zhoduje s týmto potvrdením."
        : "The row of the audit trail agrees with this certificate."
      : sk
        ? "POZOR: riadok auditnej stopy sa s týmto potvrdením NEZHODUJE."
        : "WARNING: the row of the audit trail does NOT agree with this certificate.",
  ];
  return `${lines.join("\n")}\n`;
}

const TARGETS = {
  customer: { sk: "zákazník", en: "customer" },
  contact: { sk: "osoba", en: "person" },
  interaction: { sk: "interakcia", en: "interaction" },
  "retention-rule": { sk: "podľa pravidla uchovávania", en: "by the retention rule" },
} as const;
const REASONS = {
  request: { sk: "na žiadosť dotknutej osoby", en: "asked by the person concerned" },
  expired: { sk: "dôvod uchovávania pominul", en: "there is no more reason to keep it" },
  mistake: { sk: "zaznamenané omylom", en: "recorded by mistake" },
  other: { sk: "iný", en: "other" },
} as const;

export const legalHoldSchema = z
  .object({
    id: z.uuid(),
    target: lifeTargetSchema,
    targetId: z.uuid(),
    reason: z.string(),
    until: z.string().nullable(),
    createdBy: z.uuid().nullable(),
    createdAt: z.string(),
    releasedBy: z.uuid().nullable(),
    releasedAt: z.string().nullable(),
  })
  .openapi("LegalHold");

export function presentHold({ orgId: _orgId, ...hold }: LegalHold): z.infer<typeof legalHoldSchema> {
  return { ...hold, createdAt: instant(hold.createdAt), releasedAt: instantOrNull(hold.releasedAt) };
}
