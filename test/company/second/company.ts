import type { SalesDocumentKind } from "@kronika/core/attribution.ts";
import { createChance, type Chance } from "../chance.ts";
import { DAY, END, OWN_DOMAIN, plain, START, type Company, type Customer, type Deal } from "../company.ts";
import { FAMILY, FIRMS, GIVEN, SITES, TOPICS, type Tongue, type Topic } from "./words.ts";

/** The second company: projects, several at a time, with the same few people of the customer and one key account manager of ours. */
export interface ProjectCompany extends Company {
  customers: ProjectCustomer[];
  deals: Project[];
}
export interface ProjectCustomer extends Customer {
  tongue: Tongue;
}
export interface Project extends Deal {
  topic: Topic;
  /** Our own code of the project, part of its name for some. */
  code: string | null;
  /** The customer's order number, which only mails bear. */
  reference: string | null;
}

const CUSTOMERS = 44;
const FREE = ["gmail.com", "gmx.de", "freemail.hu", "centrum.sk"];

/** Makes the second company from a seed: the same seed, the same company. */
export function createProjectCompany(seed: number): ProjectCompany {
  const chance = createChance(seed * 31 + 5);
  const users = GIVEN.slice(0, 6).map((name, i) => ({
    id: `u${i}`,
    name,
    address: `${plain(name)}.${plain(FAMILY[i] ?? "")}@${OWN_DOMAIN}`,
  }));
  const company: ProjectCompany = { users, customers: [], contacts: [], addresses: [], deals: [], documents: [] };
  for (const name of chance.some(FIRMS, CUSTOMERS)) addCustomer(company, chance, name);
  hireConsultants(company, chance);
  for (const customer of company.customers) addProjects(company, chance, customer);
  numberDocuments(company);
  return company;
}

function addCustomer(company: ProjectCompany, chance: Chance, name: string): void {
  const id = `c${company.customers.length}`;
  const tongue = chance.weighted<Tongue>({ en: 40, de: 32, sk: 18, hu: 10 });
  const domains = chance.happens(0.9) ? [`${plain(name)}.example`] : [];
  const shared =
    domains.length > 0 && chance.happens(0.5) ? [`${chance.pick(["office", "einkauf", "service", "accounts"])}@${domains[0]}`] : [];
  company.customers.push({ id, name, domains, shared, tongue });
  for (let i = chance.between(2, 4); i > 0; i -= 1) {
    const person = `${chance.pick(GIVEN)} ${chance.pick(FAMILY)}`;
    addContact(
      company,
      person,
      id,
      `${plain(person.split(" ")[0] ?? "")}.${plain(person.split(" ")[1] ?? "")}@${domains[0] ?? chance.pick(FREE)}`,
    );
  }
}

function addContact(company: ProjectCompany, name: string, customerId: string, wanted: string): void {
  const isTaken = company.addresses.some(({ address, contactId }) => address === wanted && !contactId.startsWith("x"));
  const id = `p${company.contacts.length}`;
  const address = isTaken ? wanted.replace("@", `${company.contacts.length}@`) : wanted;
  company.contacts.push({ id, name, customerId, writesFrom: [{ address, until: Infinity }], privateAddress: null });
  company.addresses.push({ address, contactId: id, from: START, to: null });
}

/** Two consultants who write from one address for two customers each. */
function hireConsultants(company: ProjectCompany, chance: Chance): void {
  for (const address of ["engineer@planungsbuero.example", "pm@projektsteuerung.example"])
    for (const customer of chance.some(company.customers, 2)) {
      const id = `p${company.contacts.length}`;
      company.contacts.push({
        id,
        name: "Consultant",
        customerId: customer.id,
        writesFrom: [{ address, until: Infinity }],
        privateAddress: null,
      });
      company.addresses.push({ address, contactId: id, from: START, to: null });
    }
}

/** Four to seven projects a customer, two or three of them at the same time; mostly one of us has them all. */
function addProjects(company: ProjectCompany, chance: Chance, customer: ProjectCustomer): void {
  const people = company.contacts.filter(({ customerId }) => customerId === customer.id).map(({ id }) => id);
  const account = chance.pick(company.users).id;
  for (let i = chance.between(4, 7); i > 0; i -= 1) {
    const topic = chance.pick(TOPICS);
    const code = chance.happens(0.35) ? `P-${chance.between(2100, 2999)}` : null;
    const beganAt = START + chance.between(0, 340) * DAY;
    const endedAt = Math.min(END, beganAt + chance.between(60, 240) * DAY);
    company.deals.push({
      id: `d${company.deals.length}`,
      customerId: customer.id,
      name: nameProject(chance, customer, topic, code, new Date(beganAt).getUTCFullYear()),
      matter: topic.title.en,
      topic,
      code,
      reference: chance.happens(0.4) ? `PO ${chance.between(7_700_000, 7_799_999)}` : null,
      createdAt: beganAt + (chance.happens(0.6) ? -chance.between(0, 10) : chance.between(0, 8)) * DAY,
      closedAt: endedAt >= END ? null : endedAt + chance.between(0, 20) * DAY,
      beganAt,
      endedAt,
      ownerId: chance.happens(0.85) ? account : chance.pick(company.users).id,
      people: chance.some(people, chance.between(1, 3)),
      noted: [],
    });
    addDocuments(company, chance, company.deals.at(-1)!);
  }
}

/** Every rep names them in his way: by code, by matter and site, by the customer, or with words that say nothing. */
function nameProject(chance: Chance, { name, tongue }: ProjectCustomer, { title }: Topic, code: string | null, year: number): string {
  const words = chance.happens(0.3) ? title.en : title[tongue];
  const site = chance.pick(SITES);
  if (code !== null) return chance.pick([`${code} ${words}`, `${code} ${site}`, `${words} (${code})`]);
  return chance.pick([
    words,
    `${words} ${site}`,
    `${name} ${year} ${words}`,
    `${site}: ${words}`,
    `${name} – ${words}`,
    `${words} ${year}`,
    `${name} ${year}`,
  ]);
}

/** Nearly half of the projects have no document at all. */
function addDocuments(company: ProjectCompany, chance: Chance, { id: dealId, customerId, beganAt, endedAt }: Project): void {
  if (chance.happens(0.45)) return;
  const add = (kind: SalesDocumentKind, part: number) =>
    company.documents.push({
      id: `doc${company.documents.length}`,
      number: "",
      kind,
      dealId,
      customerId,
      issuedAt: beganAt + part * (endedAt - beganAt),
    });
  add("quote", chance.between(5, 30) / 100);
  if (chance.happens(0.6)) add("order", chance.between(35, 60) / 100);
  if (chance.happens(0.6)) add("invoice", chance.between(60, 95) / 100);
}

function numberDocuments({ documents }: ProjectCompany): void {
  const next = { quote: 311, order: 96, invoice: 118_340 };
  for (const document of documents.toSorted((a, b) => a.issuedAt - b.issuedAt)) {
    const n = (next[document.kind] += 1);
    const year = new Date(document.issuedAt).getUTCFullYear();
    document.number = document.kind === "quote" ? `AN${year}-${n}` : document.kind === "order" ? `AB${year}-0${n}` : `RE-${n}`;
  }
}
