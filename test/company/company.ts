import { fold } from "@kronika/core/text-folding.ts";
import type { SalesDocumentKind } from "@kronika/core/attribution.ts";
import { COMPANY_NAMES, FIRST_NAMES, FREE_MAIL, LAST_NAMES, PRODUCTS, QUALIFIERS, type Language, type Product } from "./catalog.ts";
import { createChance, type Chance } from "./chance.ts";

/** A generated company before anybody writes a mail. Times are milliseconds. Ids are short names: nothing here needs a database. */
export interface Company {
  users: { id: string; name: string; address: string }[];
  customers: Customer[];
  contacts: Contact[];
  /** What the address book knows, and since when; `to`: no longer valid. */
  addresses: { address: string; contactId: string; from: number; to: number | null }[];
  deals: Deal[];
  documents: SalesDocument[];
}

export interface Customer {
  id: string;
  name: string;
  /** Empty for those who write from free-mail addresses only. */
  domains: string[];
  /** Shared addresses that the customer writes from, whether the address book has them or not. */
  shared: string[];
}

export interface Contact {
  id: string;
  name: string;
  customerId: string;
  /** The address he writes from at a time. */
  writesFrom: { address: string; until: number }[];
  /** A private address, used now and then. */
  privateAddress: string | null;
}

export interface Deal {
  id: string;
  customerId: string;
  name: string;
  /** What it is about: two deals of a customer about the same are not told apart by words for it. */
  matter: string;
  createdAt: number;
  closedAt: number | null;
  /** When it is spoken of. */
  beganAt: number;
  endedAt: number;
  ownerId: string;
  /** Who takes part; the first speaks most. */
  people: string[];
  /** Those of them whom the rep has noted in the deal. */
  noted: string[];
}

/** The first company sells packaging: its deals are of goods, and its customers have a language. */
export interface GoodsCompany extends Company {
  customers: GoodsCustomer[];
  deals: GoodsDeal[];
}
export interface GoodsCustomer extends Customer {
  language: Language;
}
export interface GoodsDeal extends Deal {
  product: Product;
  qualifier: readonly string[];
}

export interface SalesDocument {
  id: string;
  number: string;
  kind: SalesDocumentKind;
  dealId: string;
  customerId: string;
  issuedAt: number;
}

export const DAY = 86_400_000;
export const START = Date.parse("2025-09-01T06:00:00Z");
export const END = START + 420 * DAY;

const CUSTOMERS = 44;
/** Every generated company that uses Kronika writes from here. */
export const OWN_DOMAIN = "borovica.example";

/** Makes a company from a seed: the same seed, the same company. */
export function createCompany(seed: number): GoodsCompany {
  const chance = createChance(seed);
  const users = FIRST_NAMES.slice(0, 8).map((name, i) => ({ id: `u${i}`, name, address: `${plain(name)}@${OWN_DOMAIN}` }));
  const company: GoodsCompany = { users, customers: [], contacts: [], addresses: [], deals: [], documents: [] };
  for (const name of COMPANY_NAMES.slice(0, CUSTOMERS)) addCustomer(company, chance, name);
  shareAccountants(company, chance);
  moveSomePeople(company, chance);
  for (const customer of company.customers) addDeals(company, chance, customer);
  numberDocuments(company);
  return company;
}

/** Letters and digits only, as in an address. */
export const plain = (text: string) => fold(text).replaceAll(/[^a-z0-9]+/g, "");

function addCustomer(company: GoodsCompany, chance: Chance, name: string): void {
  const id = `c${company.customers.length}`;
  const language = chance.weighted<Language>({ sk: 80, cs: 8, en: 7, de: 5 });
  const hasDomain = chance.happens(0.88);
  // Two sister companies write from the domain of their holding.
  const sister = company.customers.at(-1);
  const isSister = company.customers.length % 15 === 9 && sister !== undefined && sister.domains.length > 0;
  const domains = !hasDomain ? [] : isSister ? sister.domains : [`${plain(name)}.example`];
  const shared =
    domains.length === 0 || isSister ? [] : chance.some(["info", "faktury", "objednavky"], 2).map((local) => `${local}@${domains[0]}`);
  company.customers.push({ id, name, domains, language, shared });
  for (const address of shared) {
    if (!chance.happens(0.6)) continue;
    const contactId = `p${company.contacts.length}`;
    company.contacts.push({ id: contactId, name: address, customerId: id, writesFrom: [], privateAddress: null });
    company.addresses.push({ address, contactId, from: START, to: null });
  }
  const people = chance.between(2, 5);
  for (let i = 0; i < people; i += 1) addPerson(company, chance, { id, domains });
}

function addPerson(company: Company, chance: Chance, customer: Pick<Customer, "id" | "domains">): void {
  const id = `p${company.contacts.length}`;
  const [first, last] = [chance.pick(FIRST_NAMES), chance.pick(LAST_NAMES)];
  const taken = new Set(company.addresses.map(({ address }) => address));
  const at = (domain: string): string => {
    const local = chance.pick([`${plain(first)}.${plain(last)}`, plain(last), `${plain(first)[0]}${plain(last)}`]);
    const address = `${local}@${domain}`;
    return taken.has(address) ? `${local}${company.contacts.length}@${domain}` : address;
  };
  const address = at(customer.domains[0] ?? chance.pick(FREE_MAIL));
  const privateAddress = customer.domains.length > 0 && chance.happens(0.15) ? at(chance.pick(FREE_MAIL)) : null;
  company.contacts.push({
    id,
    name: `${first} ${last}`,
    customerId: customer.id,
    writesFrom: [{ address, until: Infinity }],
    privateAddress,
  });
  company.addresses.push({ address, contactId: id, from: START, to: null });
  if (privateAddress !== null && chance.happens(0.6))
    company.addresses.push({ address: privateAddress, contactId: id, from: START, to: null });
}

export const isAccountant = (address: string | undefined) => address?.endsWith("@ucto-servis.example") === true;

/** An outside accountant works for two customers with one address. */
function shareAccountants(company: Company, chance: Chance): void {
  for (let i = 0; i < 2; i += 1) {
    const address = `uctovnicka${i}@ucto-servis.example`;
    for (const customer of chance.some(company.customers, 2)) {
      const id = `p${company.contacts.length}`;
      company.contacts.push({
        id,
        name: "Externá účtovníčka",
        customerId: customer.id,
        writesFrom: [{ address, until: Infinity }],
        privateAddress: null,
      });
      company.addresses.push({ address, contactId: id, from: START, to: null });
    }
  }
}

/** People who go to work for another customer; the address book hears of it some days later, or keeps a free-mail address throughout. */
function moveSomePeople(company: Company, chance: Chance): void {
  const movable = company.contacts.filter(({ writesFrom }) => writesFrom.length === 1 && !isAccountant(writesFrom[0]?.address));
  for (const leaver of chance.some(movable, 6)) {
    const to = chance.pick(company.customers.filter(({ id, domains }) => id !== leaver.customerId && domains.length > 0));
    const at = START + chance.between(120, 300) * DAY;
    const heard = at + chance.between(0, 14) * DAY;
    const old = leaver.writesFrom[0]?.address ?? "";
    const keeps = FREE_MAIL.some((domain) => old.endsWith(`@${domain}`));
    const address = keeps ? old : `${plain(leaver.name)}@${to.domains[0]}`;
    const id = `p${company.contacts.length}`;
    leaver.writesFrom[0] = { address: old, until: at };
    for (const entry of company.addresses) if (entry.contactId === leaver.id) entry.to = heard;
    company.contacts.push({ id, name: leaver.name, customerId: to.id, writesFrom: [{ address, until: Infinity }], privateAddress: null });
    company.addresses.push({ address, contactId: id, from: heard, to: null });
  }
}

/** Six to eight deals a customer, several of them at the same time, some of the same goods. */
function addDeals(company: GoodsCompany, chance: Chance, customer: GoodsCustomer): void {
  const contacts = company.contacts.filter(
    ({ customerId, writesFrom }) => customerId === customer.id && writesFrom.length > 0 && !isAccountant(writesFrom[0]?.address),
  );
  const favourite = chance.pick(PRODUCTS);
  // One rep has the customer; colleagues take a deal now and then.
  const rep = chance.pick(company.users).id;
  const taken = new Set<string>();
  const count = chance.between(6, 8);
  for (let i = 0; i < count; i += 1) {
    const { name, product, phrases } = nameDeal(chance, customer, favourite, taken);
    taken.add(name);
    const beganAt = START + chance.between(0, 330) * DAY;
    const endedAt = Math.min(END, beganAt + chance.between(45, 190) * DAY);
    // Half are noted before the first mail, half some hours or days after it.
    const createdAt = beganAt + (chance.happens(0.5) ? -chance.between(1, 5) * DAY : chance.between(1, 60) * (DAY / 24));
    const people = chance.some(contacts, chance.between(1, 3)).map(({ id }) => id);
    company.deals.push({
      id: `d${company.deals.length}`,
      customerId: customer.id,
      name,
      matter: product.name,
      product,
      qualifier: phrases,
      createdAt,
      closedAt: endedAt >= END ? null : endedAt,
      beganAt,
      endedAt,
      ownerId: chance.happens(0.75) ? rep : chance.pick(company.users).id,
      people,
      noted: chance.happens(0.6) ? people : [],
    });
    addDocuments(company, chance, company.deals.at(-1)!);
  }
}

/** A name that no other deal of the customer has: goods, mostly with a place, an occasion or a year. */
function nameDeal(chance: Chance, { language }: GoodsCustomer, favourite: Product, taken: ReadonlySet<string>) {
  for (;;) {
    const product = chance.happens(0.25) ? favourite : chance.pick(PRODUCTS);
    const [place, phrases] = chance.pick(QUALIFIERS);
    // Who writes in another language is often noted in it.
    const goods = language !== "sk" && chance.happens(0.75) ? product[language][0]! : product.name;
    const plainNames = [goods, goods, `${goods} ${new Date(START).getUTCFullYear() + 1}`];
    const name = chance.pick([...plainNames, `${goods} – ${place}`, `${goods} – ${place}`, `${place}: ${goods.toLowerCase()}`]);
    if (!taken.has(name)) return { name, product, phrases: plainNames.includes(name) ? [] : phrases };
  }
}

function addDocuments(company: Company, chance: Chance, deal: Deal): void {
  const at = (part: number) => deal.beganAt + part * (deal.endedAt - deal.beganAt);
  const add = (kind: SalesDocumentKind, issuedAt: number) =>
    company.documents.push({
      id: `doc${company.documents.length}`,
      number: "",
      kind,
      dealId: deal.id,
      customerId: deal.customerId,
      issuedAt,
    });
  add("quote", at(0.25));
  if (chance.happens(0.3)) add("quote", at(0.45));
  if (!chance.happens(0.65)) return;
  add("order", at(0.6));
  add("invoice", at(0.85));
  if (chance.happens(0.4)) add("invoice", at(0.98));
}

/** One series per kind and year, in order of issue, as an ERP numbers them. */
function numberDocuments(company: Company): void {
  const last = new Map<string, number>();
  for (const document of company.documents.toSorted((a, b) => a.issuedAt - b.issuedAt)) {
    const year = new Date(document.issuedAt).getUTCFullYear();
    const series = `${document.kind}${year}`;
    const n = (last.get(series) ?? 0) + 1;
    last.set(series, n);
    const four = String(n).padStart(4, "0");
    document.number =
      document.kind === "quote" ? `OF-${year}/${four}` : document.kind === "order" ? `OBJ${year % 100}-0${four}` : `${year}${four}`;
  }
}
