import { and, eq, isNull, ne } from "drizzle-orm";
import { parseCompanyNumber, parseTaxNumber, parseVatId, type BusinessIdResult } from "@kronika/core/business-ids.ts";
import { AppError, type FieldProblem } from "@kronika/core/errors.ts";
import type { Tx } from "../../db/database.ts";
import { customers } from "../../db/schema/customers.ts";

/** What a customer is known by to the state. Null: none. */
export interface BusinessIds {
  ico?: string | null | undefined;
  dic?: string | null | undefined;
  icDph?: string | null | undefined;
}

const RULES: Record<keyof BusinessIds, { read: (text: string, country: string) => BusinessIdResult; form: (country: string) => string }> = {
  ico: {
    read: parseCompanyNumber,
    form: (country) =>
      country === "SK" || country === "CZ"
        ? "must be a company number (IČO) of eight digits"
        : "is not a company number: it may hold letters, digits and . / - only, 20 of them at most",
  },
  dic: {
    read: parseTaxNumber,
    form: (country) =>
      country === "SK"
        ? "must be a tax number (DIČ) of ten digits"
        : country === "CZ"
          ? "must be a tax number (DIČ): CZ and eight to ten digits"
          : "is not a tax number: it may hold letters, digits and / only, 20 of them at most",
  },
  icDph: {
    read: parseVatId,
    form: () => "is not a VAT identifier: it begins with the two letters of its state, and its length is that state's",
  },
};

const CHECK_DIGIT = "has a check digit that does not fit: a digit is mistyped";

/**
 * Brings the identifiers that are given to the form in which they are stored and compared (core/business-ids.ts). Empty text means none.
 * @param country of the customer, ISO 3166-1: its rules hold for the company and the tax number
 * @throws AppError `invalid` naming every field that is wrong
 */
export function normaliseBusinessIds<T extends BusinessIds>(fields: T, country: string): T {
  const problems: FieldProblem[] = [];
  const values: BusinessIds = {};
  for (const name of ["ico", "dic", "icDph"] as const) {
    const text = fields[name];
    if (text === undefined) continue;
    values[name] = text === null || text.trim() === "" ? null : text;
    if (values[name] === null) continue;
    const { read, form } = RULES[name];
    const result = read(values[name], country);
    if (result.ok) values[name] = result.value;
    else problems.push({ pointer: `/${name}`, message: result.problem === "check-digit" ? CHECK_DIGIT : form(country) });
  }
  if (problems.length > 0) throw new AppError("invalid", "Some fields are not right.", { fields: problems });
  return { ...fields, ...values };
}

/**
 * Refuses a company number that another customer has. One that the viewer does not see is left to the unique key, which does not say whose it is.
 * @param exceptId the customer that is being changed
 * @throws AppError `invalid` at `/ico`
 */
export async function assertFreeIco(tx: Tx, ico: string, exceptId?: string): Promise<void> {
  const rows = await tx
    .select({ name: customers.name })
    .from(customers)
    .where(and(eq(customers.ico, ico), isNull(customers.archivedAt), exceptId === undefined ? undefined : ne(customers.id, exceptId)))
    .limit(1);
  if (rows[0]) {
    const message = `is already the company number of ${rows[0].name}`;
    throw new AppError("invalid", "Some fields are not right.", { fields: [{ pointer: "/ico", message }] });
  }
}
