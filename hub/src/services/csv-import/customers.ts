import { eq } from "drizzle-orm";
import { normaliseDomain } from "@kronika/core/addresses.ts";
import { customers, type CustomerKind } from "../../db/schema/customers.ts";
import { normaliseBusinessIds } from "../customers/business-ids.ts";
import { createCustomer } from "../customers/create.ts";
import { updateCustomer } from "../customers/update.ts";
import { choiceOf, countryOf, entriesOf, type RowValues } from "./cells.ts";
import { companyNumber, customersBy, ownerOfRow } from "./references.ts";
import { RowError } from "./row-error.ts";
import { byExternalId, difference, noteExternalId, type RowWriter, type RunContext } from "./writer.ts";

const KINDS: Readonly<Record<CustomerKind, readonly string[]>> = {
  customer: ["zákazník", "odberateľ", "klient", "customer", "client"],
  partner: ["partner"],
  supplier: ["dodávateľ", "supplier", "vendor"],
};

/** Customers, found again by the other system's key, else by company number, else by name. Empty cells change nothing. */
export const customerWriter: RowWriter = {
  table: "customers",
  async write(run, values) {
    const name = values["name"];
    if (name === undefined) throw new RowError("name", "must not be empty", "nesmie byť prázdne");
    const wanted = await fieldsOf(run, values);
    const id = await standing(run, values, name);
    if (id === undefined) {
      const created = await createCustomer(run.ctx, { name, ...wanted });
      await noteExternalId(run, "customer", values["externalId"], created.id);
      return { outcome: "created", rowId: created.id };
    }
    const stored = (await run.tx.select().from(customers).where(eq(customers.id, id)))[0];
    if (!stored) throw new RowError(null, "belongs to a customer that you do not see", "patrí zákazníkovi, ktorého nevidíte");
    await noteExternalId(run, "customer", values["externalId"], id);
    // Domains are added to those that stand; an identifier is compared in the form in which it is stored.
    const { domains, ...given } = wanted;
    const ids = normaliseBusinessIds({ ico: given.ico, dic: given.dic, icDph: given.icDph }, given.country ?? stored.country);
    const all = domains && [
      ...new Set([...stored.domains, ...domains.map((domain) => normaliseDomain(domain.replace(/^@/, "")) ?? domain)]),
    ];
    const { after, before } = difference(defined({ name, ...given, ...ids, domains: all }), stored);
    if (Object.keys(after).length === 0) return { outcome: "unchanged", rowId: id };
    await updateCustomer(run.ctx, id, after);
    return { outcome: "updated", rowId: id, before };
  },
  restore: (run, id, before) => updateCustomer(run.ctx, id, before),
  references: [
    "SELECT FROM contacts WHERE customer_id = $1",
    "SELECT FROM opportunities WHERE customer_id = $1",
    "SELECT FROM sales_documents WHERE customer_id = $1",
    "SELECT FROM interaction_links WHERE org_id = app_org() AND target = 'customer' AND target_id = $1",
    "SELECT FROM reminders WHERE customer_id = $1",
  ],
};

async function standing(run: RunContext, values: RowValues, name: string): Promise<string | undefined> {
  const known = await byExternalId(run, "customer", values["externalId"]);
  if (known !== undefined) return known;
  if (values["ico"] !== undefined) return (await customersBy(run, "ico", companyNumber(run, values["ico"])))[0];
  // Without any key the name is all there is; with a key of another system a customer of the same name is another one.
  return values["externalId"] === undefined ? (await customersBy(run, "lower(name)", name.toLowerCase()))[0] : undefined;
}

async function fieldsOf(run: RunContext, values: RowValues) {
  const { ico, dic, icDph, website, country, kinds, domains, owner } = values;
  return defined({
    ico,
    dic,
    icDph,
    website,
    country: country === undefined ? undefined : countryOf("country", country),
    kinds: kinds === undefined ? undefined : [...new Set(entriesOf(kinds).map((kind) => choiceOf("kinds", kind, KINDS)))],
    domains: domains === undefined ? undefined : entriesOf(domains),
    ownerId: owner === undefined ? undefined : await ownerOfRow(run, owner),
  });
}

/** Without what is undefined: a field that is not there is not changed. */
function defined<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
