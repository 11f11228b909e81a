import { createChance, type Chance } from "../chance.ts";
import { DAY, END, OWN_DOMAIN, plain, START, type Company, type Contact, type Customer, type Deal } from "../company.ts";
import type { CompanyMail, Correspondence, Hint, Story } from "../mails.ts";
import { BUILDERS, FIRST, GOODS, LAST, LINES, OFF, SITES, SUBJECTS, type Speech } from "./words.ts";

/** A deal of the third company. */
interface Site extends Deal {
  said: readonly string[];
}
interface Builder extends Customer {
  speech: Speech;
}
interface BuildingCompany extends Company {
  customers: Builder[];
  deals: Site[];
}

/** The third company with all its mail: neither weights nor threshold have seen it. The same seed, the same letters. */
export function createSiteCorrespondence(seed: number): Correspondence {
  const chance = createChance(seed * 613 + 29);
  const company = createBuildingCompany(chance);
  const writer = new SiteWriter(company, chance);
  const talks = company.deals.flatMap((deal) =>
    Array.from({ length: chance.between(2, 6) }, (_, i) => ({
      deal: deal as Site | null,
      at: i === 0 ? deal.beganAt : deal.beganAt + (chance.between(1, 100) / 100) ** 1.3 * (deal.endedAt - deal.beganAt),
      first: i === 0,
    })),
  );
  const strays = Array.from({ length: 240 }, () => ({ deal: null, at: START + chance.between(1, 410) * DAY, first: false }));
  for (const talk of [...talks, ...strays].toSorted((a, b) => a.at - b.at))
    if (talk.deal) writer.talk(talk.deal, talk.at, talk.first);
    else writer.stray(talk.at);
  return { company, mails: writer.mails.filter(({ at }) => at < END).toSorted((a, b) => a.at - b.at) };
}

function createBuildingCompany(chance: Chance): BuildingCompany {
  const users = FIRST.slice(0, 7).map((name, i) => ({ id: `u${i}`, name, address: `${plain(name)}${i}@${OWN_DOMAIN}` }));
  const company: BuildingCompany = { users, customers: [], contacts: [], addresses: [], deals: [], documents: [] };
  for (const name of BUILDERS.slice(0, 43)) {
    const id = `c${company.customers.length}`;
    const domains = chance.happens(0.85) ? [`${plain(name)}-stavby.example`] : [];
    const shared = domains.length > 0 && chance.happens(0.4) ? [`info@${domains[0]}`] : [];
    const speech = chance.weighted<Speech>({ sk: 68, cs: 14, pl: 10, en: 8 });
    company.customers.push({ id, name, domains, shared, speech });
    for (let i = chance.between(3, 6); i > 0; i -= 1) {
      const n = company.contacts.length;
      const [first, last] = [chance.pick(FIRST), chance.pick(LAST)];
      const address = `${plain(last)}${n}@${domains[0] ?? chance.pick(["gmail.com", "azet.sk", "wp.pl"])}`;
      company.contacts.push({
        id: `p${n}`,
        name: `${first} ${last}`,
        customerId: id,
        writesFrom: [{ address, until: Infinity }],
        privateAddress: null,
      });
      // The address book knows most of them.
      if (domains.length === 0 || chance.happens(0.8)) company.addresses.push({ address, contactId: `p${n}`, from: START, to: null });
    }
    addSites(company, chance, id);
  }
  numberDocuments(company);
  return company;
}

function addSites(company: BuildingCompany, chance: Chance, customerId: string): void {
  const people = company.contacts.filter((contact) => contact.customerId === customerId).map(({ id }) => id);
  const region = chance.some(company.users, 2).map(({ id }) => id);
  for (const [title, said] of chance.some(SITES, chance.between(4, 7))) {
    const beganAt = START + chance.between(0, 350) * DAY;
    const endedAt = Math.min(END, beganAt + chance.between(40, 220) * DAY);
    const deal: Site = {
      id: `d${company.deals.length}`,
      customerId,
      name: chance.pick([title, title, `${title} – ${chance.pick(GOODS.sk)}`, title.toUpperCase(), `${said[0]}`, `2026 ${title}`]),
      matter: title,
      said,
      beganAt,
      endedAt,
      createdAt: beganAt + chance.between(-6, 6) * DAY,
      closedAt: endedAt >= END ? null : endedAt + chance.between(-5, 25) * DAY,
      ownerId: chance.happens(0.9) ? chance.pick(region) : chance.pick(company.users).id,
      // A site has a manager of its own; the buyer is the same everywhere.
      people: [chance.pick(people), people[0]!],
      noted: chance.happens(0.3) ? [people[0]!] : [],
    };
    company.deals.push(deal);
    if (chance.happens(0.3)) continue;
    for (const [kind, part] of [
      ["quote", 0.15],
      ["order", 0.4],
      ["invoice", 0.8],
    ] as const)
      if (chance.happens(0.75))
        company.documents.push({
          id: `x${company.documents.length}`,
          number: "",
          kind,
          dealId: deal.id,
          customerId,
          issuedAt: beganAt + part * (endedAt - beganAt),
        });
  }
}

function numberDocuments({ documents }: BuildingCompany): void {
  const next = { quote: 451, order: 4511, invoice: 345 };
  for (const document of documents.toSorted((a, b) => a.issuedAt - b.issuedAt)) {
    const n = String((next[document.kind] += 1));
    const year = new Date(document.issuedAt).getUTCFullYear();
    document.number =
      document.kind === "quote"
        ? `CN-${n.padStart(4, "0")}/${year % 100}`
        : document.kind === "order"
          ? `ZAK${n}`
          : `91${year % 100}${n.padStart(6, "0")}`;
  }
}

class SiteWriter {
  readonly mails: CompanyMail[] = [];
  readonly #company: BuildingCompany;
  readonly #chance: Chance;

  constructor(company: BuildingCompany, chance: Chance) {
    this.#company = company;
    this.#chance = chance;
  }

  /** A mail about a site and what is answered. */
  talk(deal: Site, at: number, first: boolean): void {
    const chance = this.#chance;
    const customer = this.#company.customers.find(({ id }) => id === deal.customerId)!;
    const line = first ? "opening" : chance.weighted({ site: 34, goods: 22, number: 22, bare: 22 });
    const said = this.#say(deal, customer, at, line);
    const style = chance.weighted({ site: 45, goods: 15, bare: 40 });
    const place = chance.pick(deal.said);
    const goods = chance.pick(GOODS.sk);
    const subject = chance
      .pick(SUBJECTS[style])
      .replace("{S}", place.charAt(0).toUpperCase() + place.slice(1))
      .replace("{s}", place)
      .replace("{G}", goods)
      .replace("{g}", goods);
    const theirs = customer.shared.length > 0 && chance.happens(0.15) ? customer.shared[0]! : this.#speaker(deal);
    const ours = this.#ours(deal);
    const isOurs = !first && chance.happens(0.3);
    const mine = this.mails.filter((mail) => mail.truth.customerIds.includes(customer.id) && mail.at < at);
    const own = mine.filter((mail) => mail.truth.dealId === deal.id);
    const others = mine.filter((mail) => mail.truth.dealId !== deal.id);
    const story = first ? "begins" : chance.weighted<"begins" | "forward" | "old-thread">({ begins: 85, forward: 8, "old-thread": 7 });
    const usual = { deal, at, customer, subject, said: { ...said, hint: said.hint ?? (style === "site" ? ("matter" as const) : null) } };
    const people = isOurs ? { from: ours, to: [theirs] } : { from: theirs, to: [ours] };
    const root =
      story === "forward" && own.length > 0
        ? this.#forward(usual, chance.pick(own), ours)
        : story === "old-thread" && others.length > 0
          ? this.#old(usual, chance.pick(others.slice(-15)), people)
          : this.#send({ ...usual, ...people, story: "begins", parent: null });
    let last = root;
    for (let n = Number(chance.weighted({ 0: 34, 1: 24, 2: 18, 4: 14, 7: 10 })); n > 0; n -= 1) last = this.#answer(deal, customer, last);
  }

  /** A mail about no site. */
  stray(at: number): void {
    const contact = this.#chance.pick(this.#company.contacts);
    const text = this.#chance.pick(OFF);
    this.#send({
      deal: null,
      at,
      customer: this.#company.customers.find(({ id }) => id === contact.customerId)!,
      subject: this.#chance.happens(0.6) ? text.split(" ").slice(0, 3).join(" ") : "",
      said: { text, hint: null },
      from: contact.writesFrom[0]!.address,
      to: [this.#chance.pick(this.#company.users).address],
      story: "general",
      parent: null,
    });
  }

  /** Passed on by a colleague of theirs, with the old mail below and no header that names it. */
  #forward(usual: Usual, original: CompanyMail, ours: string): CompanyMail {
    const text = this.#chance.pick(LINES[usual.customer.speech].bare);
    return this.#send({
      ...usual,
      said: { text, hint: original.hint },
      subject: `Fwd: ${original.subject}`,
      from: this.#speaker(usual.deal!),
      to: [ours],
      story: "forward",
      parent: null,
      below: original,
    });
  }

  /** Written into an old mail about another site; half of them with a new subject. */
  #old(usual: Usual, parent: CompanyMail, people: { from: string; to: string[] }): CompanyMail {
    const subject = this.#chance.happens(0.5) ? `Re: ${parent.subject}` : usual.subject;
    return this.#send({ ...usual, ...people, subject, story: "old-thread", parent, below: parent });
  }

  #answer(deal: Site, customer: Builder, last: CompanyMail): CompanyMail {
    const chance = this.#chance;
    const at = last.at + chance.between(1, 140) * (DAY / 24);
    const line = chance.weighted({ bare: 55, goods: 15, site: 15, number: 15 });
    const wasOurs = last.from.endsWith(OWN_DOMAIN);
    const [ours, theirs] = wasOurs ? [last.from, last.to[0]!] : [last.to[0]!, last.from];
    const isOurs = chance.happens(0.8) ? !wasOurs : wasOurs;
    const isLost = chance.happens(0.05);
    const said = this.#say(deal, customer, at, line);
    return this.#send({
      deal,
      at,
      customer,
      subject: /^(re|fwd):/i.test(last.subject) ? last.subject : `Re: ${last.subject}`,
      said: isLost ? { ...said, hint: said.hint ?? last.hint } : said,
      ...(isOurs ? { from: ours, to: [theirs] } : { from: chance.happens(0.12) ? this.#speaker(deal) : theirs, to: [ours] }),
      story: isLost ? "lost-thread" : "answers",
      parent: isLost ? null : last,
      below: last,
    });
  }

  #say(deal: Site, { speech }: Builder, at: number, line: "site" | "goods" | "number" | "bare" | "opening"): { text: string; hint: Hint } {
    const chance = this.#chance;
    const documents = this.#company.documents.filter(({ dealId, issuedAt }) => dealId === deal.id && issuedAt <= at);
    const way = line === "number" && documents.length === 0 ? "bare" : line;
    const { number = "" } = documents.length > 0 ? chance.pick(documents) : {};
    const written = chance.pick([number, number, number.toLowerCase(), number.replace("-", " "), number.replace("ZAK", "ZAK ")]);
    const template = chance.pick(LINES[speech][way]);
    const text = template.replace("{s}", chance.pick(deal.said)).replace("{g}", chance.pick(GOODS[speech])).replace("{n}", written);
    return { text, hint: way === "number" ? "number" : template.includes("{s}") ? "matter" : null };
  }

  #speaker(deal: Site): string {
    const all = this.#company.contacts.filter(({ customerId }) => customerId === deal.customerId);
    const own = all.filter(({ id }) => deal.people.includes(id));
    const from = (list: readonly Contact[]) => this.#chance.pick(list).writesFrom[0]!.address;
    return this.#chance.happens(0.88) ? from(own) : from(all);
  }

  #ours(deal: Site): string {
    const owner = this.#company.users.find(({ id }) => id === deal.ownerId)!.address;
    return this.#chance.happens(0.82)
      ? owner
      : this.#chance.pick([...this.#company.users.map(({ address }) => address), `stavby@${OWN_DOMAIN}`]);
  }

  #send(mail: Usual & { from: string; to: string[]; story: Story; parent: CompanyMail | null; below?: CompanyMail }): CompanyMail {
    const { deal, at, customer, subject, said, from, to, story, parent, below } = mail;
    const text = `${this.#chance.pick(["Dobrý deň,", "Zdravím,", ""])} ${said.text}\n${from.split("@")[0]}`.trim();
    const sent: CompanyMail = {
      id: `m${this.mails.length}`,
      at,
      from,
      to,
      cc: [],
      subject,
      text,
      ...(below && { quoted: `${text}\n\n-----\n${below.subject}\n${below.quoted ?? below.text}`.slice(0, 6000) }),
      attachmentNames: this.#chance.happens(0.12) ? [this.#chance.pick(["foto1.jpg", "vykres.dwg", "sken.pdf"])] : [],
      parentId: parent?.id ?? null,
      truth: { customerIds: [customer.id], dealId: deal?.id ?? null },
      story,
      hint: said.hint,
    };
    this.mails.push(sent);
    return sent;
  }
}

interface Usual {
  deal: Site | null;
  at: number;
  customer: Builder;
  subject: string;
  said: { text: string; hint: Hint };
}
