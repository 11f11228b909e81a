import { z } from "zod";
import { safeText } from "@kronika/core/interactions/common.ts";

export const csvImportKindSchema = z.enum(["customers", "contacts", "opportunities", "sales-documents"]);

/** What is said of a file besides its bytes. */
export const startCsvImportSchema = z.object({
  kind: csvImportKindSchema,
  filename: safeText(300).trim().min(1).default("import.csv"),
  source: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, "must be 1 to 40 small letters, digits and . _ -")
    .default("csv")
    .meta({ description: "Name of the system whose keys stand in the column of external ids", example: "pohoda" }),
});
export type StartCsvImport = z.input<typeof startCsvImportSchema>;

export const mapColumnsSchema = z.object({ mapping: z.array(z.string().max(40).nullable()).min(1).max(200) });
export type MapColumns = z.input<typeof mapColumnsSchema>;

export const advanceSchema = z.object({ action: z.enum(["check", "apply", "undo"]) });
export type Advance = z.input<typeof advanceSchema>;
