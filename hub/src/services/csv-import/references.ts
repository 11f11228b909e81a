import { parseCompanyNumber } from "@kronika/core/business-ids.ts";
import { normaliseAddress } from "@kronika/core/addresses.ts";
import { withClient } from "../../db/transaction.ts";
import type { RowValues } from "./cells.ts";
import { RowError } from "./row-error.ts";
import { byExternalId, type RunContext } from "./writer.ts";

/**
 * The customer that a row names: by another system's key, by company number, or by name. Null when no column says any.
 * @throws RowError when it is not there, or when several have the name
 */
export async function customerOfRow(run: RunContext, values: RowValues): Promise<string | null> {
  const { customerExternalId, customerIco, customer } = values;
  if (customerExternalId !== undefined) {
    const id = await byExternalId(run, "customer", customerExternalId);
    if (id !== undefined) return id;
    if (customerIco === undefined && customer === undefined) throw missing("customerExternalId");
  }
  if (customerIco !== undefined) {
    const [id] = await customersBy(run, "ico", companyNumber(run, customerIco));
    if (id !== undefined) return id;
    if (customer === undefined) throw missing("customerIco");
  }
  if (customer === undefined) return null;
  const [id, another] = await customersBy(run, "lower(name)", customer.toLowerCase());
  if (another !== undefined)
    throw new RowError(
      "customer",
      "is the name of several customers: name it by its company number",
      "je názov viacerých zákazníkov: uveďte IČO",
    );
  if (id === undefined) throw missing("customer");
  return id;
}

const missing = (field: string) =>
  new RowError(field, "is no customer here: import the customers first", "nie je medzi zákazníkmi: najprv naimportujte zákazníkov");

/** As it is stored; what is none by the rule of the country is compared as it stands. */
export function companyNumber({ country }: Pick<RunContext, "country">, text: string): string {
  const result = parseCompanyNumber(text, country);
  return result.ok ? result.value : text.toUpperCase().replaceAll(/\s/g, "");
}

/** Ids of at most two customers in use that the importer sees. */
export async function customersBy({ tx }: RunContext, column: "ico" | "lower(name)", value: string): Promise<string[]> {
  const { rows } = await withClient(tx).query<{ id: string }>({
    name: `import-customer-by-${column === "ico" ? "ico" : "name"}`,
    text: `SELECT id FROM customers WHERE org_id = app_org() AND ${column} = $1 AND archived_at IS NULL ORDER BY id LIMIT 2`,
    values: [value],
  });
  return rows.map(({ id }) => id);
}

/** The colleague that a row names as owner, by e-mail address or by name. @throws RowError */
export async function ownerOfRow({ tx }: RunContext, owner: string): Promise<string> {
  const address = normaliseAddress(owner);
  const { rows } = await withClient(tx).query<{ id: string }>({
    name: "import-owner",
    text: `SELECT id FROM users WHERE org_id = app_org() AND disabled_at IS NULL AND (email = $1 OR $1 = ANY(aliases) OR ($1 IS NULL AND lower(name) = $2)) LIMIT 2`,
    values: [address, owner.toLowerCase()],
  });
  const [user, another] = rows;
  if (user === undefined || another !== undefined)
    throw new RowError("owner", "is nobody here: write a colleague's e-mail address", "nie je nikto z kolegov: uveďte e-mail kolegu");
  return user.id;
}
