import { asc, eq } from "drizzle-orm";
import { contactAddresses, contacts } from "../../db/schema/customers.ts";
import { withClient } from "../../db/transaction.ts";
import { createContact } from "../contacts/create.ts";
import { normaliseContactAddress } from "../contacts/schemas.ts";
import { updateContact } from "../contacts/update.ts";
import { choiceOf, entriesOf, type RowValues } from "./cells.ts";
import { customerOfRow } from "./references.ts";
import { RowError } from "./row-error.ts";
import { byExternalId, difference, noteExternalId, type RowWriter, type RunContext } from "./writer.ts";

const LEGAL_BASES = {
  consent: ["súhlas", "consent", "áno", "yes"],
  customer: ["zákazník", "customer"],
  "published-business": ["zverejnený kontakt", "published business", "published"],
  none: ["žiadny", "none", "nie", "no"],
} as const;

interface Address {
  kind: "email" | "phone";
  value: string;
}

/** People, found again by the other system's key, else by an e-mail address, else by name within their customer. Empty cells change nothing. */
export const contactWriter: RowWriter = {
  table: "contacts",
  async write(run, values) {
    const name = values["name"] ?? [values["firstName"], values["lastName"]].filter((part) => part !== undefined).join(" ");
    if (name === "") throw new RowError("name", "must not be empty", "nesmie byť prázdne");
    const customerId = await customerOfRow(run, values);
    const addresses = addressesOf(run, values);
    const { jobTitle, legalBasis } = values;
    const given = {
      name,
      ...(customerId === null ? {} : { customerId }),
      ...(jobTitle === undefined ? {} : { jobTitle }),
      ...(legalBasis === undefined ? {} : { legalBasis: choiceOf("legalBasis", legalBasis, LEGAL_BASES) }),
    };
    const id = await standing(run, values, name, customerId, addresses);
    if (id === undefined) {
      const created = await createContact(run.ctx, { ...given, addresses });
      await noteExternalId(run, "contact", values["externalId"], created.id);
      return { outcome: "created", rowId: created.id };
    }
    const stored = (await run.tx.select().from(contacts).where(eq(contacts.id, id)))[0];
    if (!stored) throw new RowError(null, "belongs to a person that you do not see", "patrí osobe, ktorú nevidíte");
    await noteExternalId(run, "contact", values["externalId"], id);
    const before = await addressesOn(run, id);
    const fresh = addresses.filter((one) => !before.some((old) => old.kind === one.kind && old.value === one.value));
    const changed = difference(
      { ...given, ...(fresh.length > 0 ? { addresses: [...before, ...fresh] } : {}) },
      { ...stored, addresses: before },
    );
    if (Object.keys(changed.after).length === 0) return { outcome: "unchanged", rowId: id };
    await updateContact(run.ctx, id, changed.after);
    return { outcome: "updated", rowId: id, before: changed.before };
  },
  restore: (run, id, before) => updateContact(run.ctx, id, before),
  references: [
    "SELECT FROM interaction_links WHERE org_id = app_org() AND target = 'contact' AND target_id = $1",
    "SELECT FROM interaction_participants WHERE org_id = app_org() AND contact_id = $1",
  ],
};

function addressesOf({ country }: RunContext, values: RowValues): Address[] {
  const read = (kind: Address["kind"], words: readonly [string, string]) =>
    entriesOf(values[kind]).map((text): Address => {
      const value = normaliseContactAddress(kind, text.replace(/^mailto:/i, ""), country);
      if (value === null) throw new RowError(kind, `${words[0]}: ${text.slice(0, 80)}`, `${words[1]}: ${text.slice(0, 80)}`);
      return { kind, value };
    });
  const all = [
    ...read("email", ["is not an e-mail address", "nie je e-mailová adresa"]),
    ...read("phone", ["is not a phone number", "nie je telefónne číslo"]),
  ];
  return [...new Map(all.map((one) => [one.value, one])).values()];
}

const addressesOn = ({ tx }: RunContext, contactId: string) =>
  tx
    .select({ kind: contactAddresses.kind, value: contactAddresses.value, label: contactAddresses.label })
    .from(contactAddresses)
    .where(eq(contactAddresses.contactId, contactId))
    .orderBy(asc(contactAddresses.id));

async function standing(
  run: RunContext,
  values: RowValues,
  name: string,
  customerId: string | null,
  addresses: readonly Address[],
): Promise<string | undefined> {
  const known = await byExternalId(run, "contact", values["externalId"]);
  if (known !== undefined) return known;
  const emails = addresses.filter(({ kind }) => kind === "email").map(({ value }) => value);
  const { rows } = await withClient(run.tx).query<{ id: string }>({
    name: "import-contact",
    text: `SELECT c.id FROM contacts c WHERE c.org_id = app_org() AND c.archived_at IS NULL AND CASE WHEN cardinality($1::text[]) > 0
      THEN EXISTS (SELECT FROM contact_addresses a WHERE a.contact_id = c.id AND a.kind = 'email' AND a.value = ANY($1))
      ELSE lower(c.name) = $2 AND c.customer_id IS NOT DISTINCT FROM $3::uuid END ORDER BY c.id LIMIT 1`,
    values: [emails, name.toLowerCase(), customerId],
  });
  return rows[0]?.id;
}
