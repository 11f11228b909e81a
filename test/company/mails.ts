import { createChance, type Chance } from "./chance.ts";
import { createCompany, DAY, END, isAccountant, type Company, type Contact, type GoodsCompany, type GoodsDeal } from "./company.ts";
import type { Intent } from "./phrases.ts";
import { SPEAKS_OF, write } from "./writing.ts";

/** How a mail came to be written: what is measured apart. */
export type Story =
  | "begins"
  | "answers"
  | "old-thread"
  | "forward"
  | "to-supplier"
  | "reused"
  | "general"
  | "for-another"
  | "lost-thread"
  | "two-deals"
  | "support";

/** How a mail's own words tell its deal: by a number or code, by words for what it is about, or not at all. */
export type Hint = "number" | "matter" | null;

/** A mail with what only the generator knows. */
export interface CompanyMail {
  id: string;
  at: number;
  from: string;
  to: string[];
  cc: string[];
  subject: string;
  text: string;
  attachmentNames: string[];
  /** The mail named by In-Reply-To. */
  parentId: string | null;
  /** `alsoDealId`: a mail about two deals belongs to either. */
  truth: { customerIds: string[]; dealId: string | null; alsoDealId?: string };
  story: Story;
  hint: Hint;
  /** All of the mail, where it quotes or forwards another. */
  quoted?: string;
}

export interface Correspondence {
  company: Company;
  /** In the order of time. */
  mails: CompanyMail[];
}

/** A company with all its mail: the same seed, the same letters. */
export function createCorrespondence(seed: number): Correspondence {
  const company = createCompany(seed);
  const writer = new Writer(company, createChance(seed * 7919 + 13));
  // In the order of time, so that an old thread is one that exists by then.
  const starts = company.deals
    .flatMap((deal) => writer.threadTimes(deal).map((at, i) => ({ deal: deal as GoodsDeal | null, at, first: i === 0 })))
    .concat(Array.from({ length: 260 }, () => ({ deal: null, at: writer.anyTime(), first: false })));
  for (const { deal, at, first } of starts.toSorted((a, b) => a.at - b.at)) {
    if (deal) writer.thread(deal, at, first);
    else writer.general(at);
  }
  const mails = writer.mails.filter(({ at }) => at < END).toSorted((a, b) => a.at - b.at);
  return { company, mails };
}

class Writer {
  readonly mails: CompanyMail[] = [];
  readonly #company: GoodsCompany;
  readonly #chance: Chance;

  constructor(company: GoodsCompany, chance: Chance) {
    this.#company = company;
    this.#chance = chance;
  }

  anyTime = (): number => END - this.#chance.between(1, 415 * 24) * (DAY / 24);

  threadTimes(deal: GoodsDeal): number[] {
    const chance = this.#chance;
    const later = Array.from(
      { length: chance.between(1, 4) },
      () => deal.beganAt + chance.between(2, 104) * 0.01 * (deal.endedAt - deal.beganAt),
    );
    return [deal.beganAt, ...later].filter((at) => at < END);
  }

  /** A conversation about a deal: a mail and its answers; or an answer to an old mail, a forwarded one, a reused one. */
  thread(deal: GoodsDeal, at: number, first: boolean): void {
    const chance = this.#chance;
    const story = first
      ? "begins"
      : chance.weighted<Exclude<Story, "lost-thread" | "two-deals" | "support">>({
          begins: 850,
          "old-thread": 65,
          forward: 40,
          "to-supplier": 20,
          reused: 8,
          "for-another": 6,
          answers: 0,
          general: 0,
        });
    const root = this.#root(deal, at, story, first);
    let last = root;
    const answers = chance.weighted({ 0: 22, 1: 22, 2: 18, 3: 14, 4: 10, 6: 8, 9: 6 });
    for (let i = 0; i < Number(answers); i += 1) last = this.#answer(deal, last);
  }

  /** A mail about no deal at all. */
  general(at: number): void {
    const chance = this.#chance;
    const contact = chance.pick(
      this.#company.contacts.filter(({ writesFrom }) => writesFrom.length > 0 && (writesFrom[0]?.until ?? 0) > at),
    );
    const user = chance.pick(this.#company.users);
    const from = this.#addressOf(contact, at);
    this.#send({
      deal: null,
      at,
      contact,
      from,
      to: [user.address],
      cc: [],
      intent: "general",
      subject: null,
      isOurs: false,
      parent: null,
      story: "general",
      customerIds: [contact.customerId],
    });
  }

  #root(deal: GoodsDeal, at: number, story: Story, first: boolean): CompanyMail {
    const chance = this.#chance;
    const intent = first
      ? chance.weighted<Intent>({ inquiry: 8, meeting: 1, negotiate: 1 } as Record<Intent, number>)
      : this.#opening(deal, at);
    const isOurs = intent === "quote" || intent === "invoice" || (intent !== "inquiry" && chance.happens(0.25));
    const accountants = this.#company.contacts.filter(
      ({ customerId, writesFrom }) => customerId === deal.customerId && isAccountant(writesFrom[0]?.address),
    );
    const contact =
      (intent === "paid" || intent === "invoice") && accountants.length > 0 && chance.happens(0.3)
        ? accountants[0]!
        : this.#speaker(deal, at);
    const owner = this.#company.users.find(({ id }) => id === deal.ownerId)!;
    const ours = chance.happens(0.85)
      ? owner.address
      : chance.pick([...this.#company.users.map(({ address }) => address), "obchod@borovica.example"]);
    const customer = this.#company.customers.find(({ id }) => id === deal.customerId)!;
    const theirs = customer.shared.length > 0 && chance.happens(0.1) ? chance.pick(customer.shared) : this.#addressOf(contact, at);
    const usual = {
      deal,
      at,
      contact,
      intent,
      isOurs,
      story,
      customerIds: [deal.customerId],
      cc: this.#copies(deal, at, theirs),
      ...(isOurs ? { from: ours, to: [theirs] } : { from: theirs, to: [ours] }),
    };
    const mine = this.mails.filter((mail) => mail.truth.customerIds.includes(deal.customerId));
    const others = mine.filter(
      (mail) => mail.truth.dealId !== deal.id && mail.at < at - 20 * DAY && [mail.from, ...mail.to].includes(theirs),
    );
    const own = mine.filter((mail) => mail.truth.dealId === deal.id && mail.at < at);
    // Answers an old mail, because that is where the address is; often without touching the subject.
    if (story === "old-thread" && others.length > 0) {
      const parent = chance.pick(others.slice(-12));
      return this.#send({ ...usual, parent, subject: chance.happens(0.65) ? reply(parent.subject) : null });
    }
    if (story === "forward" && mine.length > 0) {
      const parent = chance.pick(chance.happens(0.6) && own.length > 0 ? own : mine.slice(-20));
      const isWild = parent.truth.dealId !== deal.id;
      const from = this.#addressOf(this.#speaker(deal, at), at);
      return this.#send({
        ...usual,
        isOurs: false,
        from,
        to: [owner.address],
        cc: [],
        parent,
        subject: `Fwd: ${parent.subject}`,
        intent: isWild ? intent : "nudge",
      });
    }
    // We pass a customer's mail on to another company: it belongs to both.
    if (story === "to-supplier" && own.length > 0) {
      const supplier = chance.pick(this.#company.customers.filter(({ id, domains }) => id !== deal.customerId && domains.length > 0));
      const person = this.#company.contacts.find(
        ({ customerId, writesFrom }) => customerId === supplier.id && (writesFrom[0]?.until ?? 0) > at,
      )!;
      const parent = chance.pick(own.slice(-8));
      return this.#send({
        ...usual,
        isOurs: true,
        from: owner.address,
        to: [this.#addressOf(person, at)],
        cc: [],
        parent,
        subject: `Fwd: ${parent.subject}`,
        customerIds: [deal.customerId, supplier.id],
      });
    }
    // We take an old mail to somebody else as a form: new subject, new people.
    if (story === "reused") {
      const foreign = this.mails.filter(
        (mail) => !mail.truth.customerIds.includes(deal.customerId) && mail.at < at && mail.from.endsWith("@borovica.example"),
      );
      if (foreign.length > 0)
        return this.#send({
          ...usual,
          isOurs: true,
          from: owner.address,
          to: [theirs],
          cc: [],
          parent: chance.pick(foreign.slice(-60)),
          subject: null,
        });
    }
    // An adviser who sits at one customer writes about another's deal; nothing tells it but the words. It is in both histories.
    if (story === "for-another") {
      const stranger = chance.pick(
        this.#company.contacts.filter(({ customerId, writesFrom }) => customerId !== deal.customerId && (writesFrom[0]?.until ?? 0) > at),
      );
      return this.#send({
        ...usual,
        isOurs: false,
        from: this.#addressOf(stranger, at),
        to: [owner.address],
        cc: [],
        customerIds: [deal.customerId, stranger.customerId],
        parent: null,
        subject: null,
      });
    }
    return this.#send({ ...usual, story: "begins", parent: null, subject: null });
  }

  #answer(deal: GoodsDeal, last: CompanyMail): CompanyMail {
    const chance = this.#chance;
    const at = last.at + chance.between(1, 100) * 0.04 * DAY;
    const wasOurs = last.from.endsWith("@borovica.example");
    const isOurs = chance.happens(0.85) ? !wasOurs : wasOurs;
    const [ours, theirs] = wasOurs ? [[last.from], last.to] : [last.to, [last.from]];
    const intent = chance.happens(0.5) ? chance.pick<Intent>(["agree", "nudge", "agree", "meeting"]) : this.#intentAt(deal, at);
    const contact = this.#speaker(deal, at);
    // Now and then a colleague answers instead.
    const sender = !isOurs && chance.happens(0.1) ? this.#addressOf(contact, at) : theirs[0]!;
    const people = isOurs ? { from: ours[0]!, to: theirs } : { from: sender, to: ours };
    return this.#send({
      deal,
      at,
      contact,
      intent,
      isOurs,
      ...people,
      cc: last.cc,
      parent: last,
      subject: reply(last.subject),
      story: "answers",
      customerIds: last.truth.customerIds,
    });
  }

  /** Nobody begins a conversation with "agreed"; a bare "any news?" is rare. */
  #opening(deal: GoodsDeal, at: number): Intent {
    const intent = this.#intentAt(deal, at);
    if (intent === "agree" || (intent === "nudge" && this.#chance.happens(0.6))) return this.#chance.pick<Intent>(["negotiate", "meeting"]);
    return intent;
  }

  /** What is written at that stage. Nobody speaks of a document that does not exist. */
  #intentAt(deal: GoodsDeal, at: number): Intent {
    const part = (at - deal.beganAt) / (deal.endedAt - deal.beganAt);
    const exists = (kind: string) =>
      this.#company.documents.some((document) => document.dealId === deal.id && document.kind === kind && document.issuedAt <= at);
    const pick = (weights: Partial<Record<Intent, number>>): Intent => {
      const possible = Object.entries(weights).filter(([intent]) => {
        const kind = SPEAKS_OF[intent as Intent];
        return kind === undefined || exists(kind);
      });
      return this.#chance.weighted(Object.fromEntries(possible) as Record<Intent, number>);
    };
    if (part < 0.25) return pick({ inquiry: 3, meeting: 2, nudge: 2, negotiate: 1, agree: 1 });
    if (part < 0.6) return pick({ quote: 4, "ask-quote": 3, negotiate: 4, nudge: 2, agree: 1, meeting: 1 });
    if (part < 0.85) return pick({ order: 4, delivery: 4, negotiate: 2, nudge: 1, meeting: 1 });
    return pick({ invoice: 4, paid: 3, delivery: 2, complaint: 2, nudge: 1, negotiate: 1 });
  }

  /** Mostly the first of the deal's people; now and then anybody of the customer. */
  #speaker(deal: GoodsDeal, at: number): Contact {
    const chance = this.#chance;
    const works = ({ writesFrom }: Contact) => (writesFrom[0]?.until ?? 0) > at && !isAccountant(writesFrom[0]?.address);
    const all = this.#company.contacts.filter((contact) => contact.customerId === deal.customerId && works(contact));
    const people = deal.people.flatMap((id) => all.find((contact) => contact.id === id) ?? []);
    if (people.length > 0 && chance.happens(0.85)) return chance.happens(0.6) ? people[0]! : chance.pick(people);
    return all.length > 0
      ? chance.pick(all)
      : this.#company.contacts.find(({ customerId, writesFrom }) => customerId === deal.customerId && writesFrom.length > 0)!;
  }

  /** Where he writes from; a new colleague, whom nobody knows yet, now and then. */
  #addressOf(contact: Contact, at: number): string {
    const chance = this.#chance;
    if (contact.privateAddress !== null && chance.happens(0.12)) return contact.privateAddress;
    const address = contact.writesFrom.find(({ until }) => until > at)?.address ?? contact.writesFrom[0]!.address;
    const customer = this.#company.customers.find(({ id }) => id === contact.customerId);
    const isOwnDomain = customer?.domains.some((domain) => address.endsWith(`@${domain}`)) ?? false;
    return isOwnDomain && chance.happens(0.04) ? `novy.kolega${chance.between(1, 3)}@${address.split("@")[1]}` : address;
  }

  #copies(deal: GoodsDeal, at: number, except: string): string[] {
    const chance = this.#chance;
    if (!chance.happens(0.25)) return [];
    const address = chance.happens(0.5) ? chance.pick(this.#company.users).address : this.#addressOf(this.#speaker(deal, at), at);
    return address === except ? [] : [address];
  }

  #send(mail: {
    deal: GoodsDeal | null;
    at: number;
    contact: Contact;
    from: string;
    to: string[];
    cc: string[];
    intent: Intent;
    isOurs: boolean;
    subject: string | null;
    parent: CompanyMail | null;
    story: Story;
    customerIds: string[];
  }): CompanyMail {
    const { deal, at, from, to, cc, parent, story, customerIds, isOurs } = mail;
    const customer = this.#company.customers.find(({ id }) => id === customerIds[0])!;
    const sender = isOurs ? (this.#company.users.find(({ address }) => address === from)?.name ?? "Obchod") : mail.contact.name;
    const recipient = isOurs ? mail.contact.name : (this.#company.users.find(({ address }) => address === to[0])?.name ?? "");
    const words = write(this.#chance, this.#company, {
      deal,
      intent: mail.intent,
      language: customer.language,
      at,
      subject: mail.subject,
      sender,
      recipient,
      isOurs,
    });
    const sent: CompanyMail = {
      id: `m${this.mails.length}`,
      at,
      from,
      to,
      cc: cc.filter((address) => address !== from && !to.includes(address)),
      ...words,
      parentId: parent?.id ?? null,
      truth: { customerIds, dealId: deal?.id ?? null },
      story,
    };
    this.mails.push(sent);
    return sent;
  }
}

const reply = (subject: string): string => (/^(re|odp|aw):/i.test(subject) ? subject : `Re: ${subject}`);
