import { createChance, type Chance } from "../chance.ts";
import { DAY, END, OWN_DOMAIN, type Contact } from "../company.ts";
import type { CompanyMail, Correspondence, Hint, Story } from "../mails.ts";
import { createProjectCompany, type Project, type ProjectCompany, type ProjectCustomer } from "./company.ts";
import { ABOUT, NAMED_SUBJECTS, NEUTRAL, NONE, NUMBERED, OPENING, QUOTE_HEAD, VAGUE_SUBJECTS, WITH_NUMBER, type Tongue } from "./words.ts";

/** The second company with all its mail: nothing was tuned on it. The same seed, the same letters. */
export function createProjectCorrespondence(seed: number): Correspondence {
  const company = createProjectCompany(seed);
  const chance = createChance(seed * 104_729 + 71);
  const writer = new ProjectWriter(company, chance);
  const starts = company.deals
    .flatMap((deal) =>
      // Threads come in bursts: some weeks of much talk, then silence.
      [deal.beganAt, ...bursts(chance, deal)].map((at, i) => ({ deal: deal as Project | null, at, first: i === 0 })),
    )
    .concat(Array.from({ length: 320 }, () => ({ deal: null, at: END - chance.between(1, 415) * DAY, first: false })));
  for (const { deal, at, first } of starts.toSorted((a, b) => a.at - b.at)) if (at < END) writer.thread(deal, at, first);
  return { company, mails: writer.mails.filter(({ at }) => at < END).toSorted((a, b) => a.at - b.at) };
}

function bursts(chance: Chance, { beganAt, endedAt }: Project): number[] {
  return Array.from({ length: chance.between(1, 3) }, () => beganAt + chance.between(3, 98) * 0.01 * (endedAt - beganAt)).flatMap((at) =>
    Array.from({ length: chance.between(1, 3) }, () => at + chance.between(0, 12 * 24) * (DAY / 24)),
  );
}

interface Said {
  text: string;
  hint: Hint;
}

class ProjectWriter {
  readonly mails: CompanyMail[] = [];
  readonly #company: ProjectCompany;
  readonly #chance: Chance;

  constructor(company: ProjectCompany, chance: Chance) {
    this.#company = company;
    this.#chance = chance;
  }

  /** A mail and its answers; or one about no project. */
  thread(deal: Project | null, at: number, first: boolean): void {
    if (!deal) return this.#stray(at);
    const chance = this.#chance;
    const customer = this.#company.customers.find(({ id }) => id === deal.customerId)!;
    const story = first
      ? "begins"
      : chance.weighted<"begins" | "forward" | "old-thread" | "two-deals">({ begins: 86, forward: 6, "old-thread": 5, "two-deals": 3 });
    let last = this.#root(deal, customer, at, first, story);
    for (let n = Number(chance.weighted({ 0: 30, 1: 22, 2: 18, 3: 14, 5: 10, 8: 6 })); n > 0; n -= 1)
      last = this.#answer(deal, customer, last);
  }

  #root(deal: Project, customer: ProjectCustomer, at: number, first: boolean, story: Story): CompanyMail {
    const chance = this.#chance;
    const { tongue } = customer;
    const said = first ? this.#opening(deal, tongue) : this.#sentence(deal, tongue, at);
    const isOurs = !first && chance.happens(0.35);
    const ours = this.#ours(deal);
    const theirs = customer.shared.length > 0 && chance.happens(0.12) ? customer.shared[0]! : this.#speaker(deal);
    const people = isOurs ? { from: ours, to: [theirs] } : { from: theirs, to: [ours] };
    const cc = chance.happens(0.3) ? [this.#speaker(deal)] : [];
    const named = chance.happens(0.5);
    const words = chance.pick(deal.topic.said[tongue]);
    const subject = named
      ? `${deal.code !== null && chance.happens(0.5) ? `[${deal.code}] ` : ""}${fill(chance.pick(NAMED_SUBJECTS[tongue]), words)}`
      : chance.pick(VAGUE_SUBJECTS[tongue]);
    const usual = {
      deal,
      at,
      ...people,
      cc,
      subject,
      said: { ...said, hint: said.hint ?? (named ? "matter" : null) } satisfies Said,
      story,
      tongue,
    };
    const mine = this.mails.filter(({ truth, at: before }) => truth.customerIds.includes(customer.id) && before < at);
    if (story === "forward" && mine.length > 0) {
      // Somebody there passes an older mail on to us, which no header tells; its text stands below.
      const own = mine.filter(({ truth }) => truth.dealId === deal.id);
      const original = chance.pick(own.length > 0 ? own : mine.slice(-10));
      const isSame = original.truth.dealId === deal.id;
      return this.#send({
        ...usual,
        from: this.#speaker(deal),
        to: [ours],
        cc: [],
        subject: `${tongue === "de" ? "WG" : "Fwd"}: ${original.subject}`,
        said: isSame ? { text: chance.pick(NEUTRAL[tongue]), hint: original.hint } : said,
        below: original,
        parent: null,
      });
    }
    if (story === "old-thread") {
      const others = mine.filter(({ truth }) => truth.dealId !== deal.id);
      if (others.length > 0) {
        const parent = chance.pick(others.slice(-10));
        return this.#send({ ...usual, subject: chance.happens(0.5) ? `Re: ${parent.subject}` : subject, said, below: parent, parent });
      }
    }
    if (story === "two-deals") {
      const other = this.#company.deals.find(
        ({ id, customerId, beganAt, endedAt }) => customerId === deal.customerId && id !== deal.id && beganAt < at && endedAt > at,
      );
      if (other) {
        const both = this.#sentence(other, tongue, at);
        return this.#send({ ...usual, said: { text: `${said.text} ${both.text}`, hint: said.hint }, parent: null, alsoDealId: other.id });
      }
    }
    return this.#send({ ...usual, story: "begins", parent: null });
  }

  #answer(deal: Project, { tongue }: ProjectCustomer, last: CompanyMail): CompanyMail {
    const chance = this.#chance;
    const at = last.at + chance.between(1, 96) * (DAY / 24);
    const wasOurs = last.from.endsWith(OWN_DOMAIN);
    const isOurs = chance.happens(0.85) ? !wasOurs : wasOurs;
    const [ours, theirs] = wasOurs ? [last.from, last.to[0]!] : [last.to[0]!, last.from];
    const said = chance.happens(0.55) ? { text: chance.pick(NEUTRAL[tongue]), hint: null } : this.#sentence(deal, tongue, at);
    const sender = isOurs ? ours : chance.happens(0.15) ? this.#speaker(deal) : theirs;
    // A phone's program answers without naming what it answers.
    const isLost = chance.happens(0.06);
    return this.#send({
      deal,
      at,
      from: sender,
      to: isOurs ? [theirs] : [ours],
      cc: last.cc,
      subject: /^(re|aw|fwd|wg):/i.test(last.subject) ? last.subject : `${tongue === "de" ? "AW" : "Re"}: ${last.subject}`,
      said: isLost ? { text: said.text, hint: said.hint ?? last.hint } : said,
      story: isLost ? "lost-thread" : "answers",
      below: last,
      parent: isLost ? null : last,
      tongue,
      alsoDealId: last.truth.alsoDealId,
    });
  }

  /** Greetings, newsletters, questionnaires; a third are support tickets, about what was delivered long ago. */
  #stray(at: number): void {
    const chance = this.#chance;
    const contact = chance.pick(this.#company.contacts);
    const isSupport = chance.happens(0.33);
    const topic = chance.pick(this.#company.deals.filter(({ customerId }) => customerId === contact.customerId)).topic;
    const text = isSupport
      ? `Ticket opened: ${chance.pick(["printer offline", "user cannot sign in", "error 0x80", "screen frozen"])}${chance.happens(0.2) ? `, ${chance.pick(topic.said.en)}` : ""}.`
      : chance.pick(NONE);
    this.#send({
      deal: null,
      at,
      from: contact.writesFrom[0]!.address,
      to: [chance.pick(this.#company.users).address],
      cc: [],
      subject: isSupport ? `[#${chance.between(40_000, 59_999)}] Support request` : (text.split(/[.:]/)[0] ?? ""),
      said: { text, hint: null },
      story: isSupport ? "support" : "general",
      parent: null,
      tongue: "en",
      customerId: contact.customerId,
    });
  }

  #opening(deal: Project, tongue: Tongue): Said {
    const text = fill(this.#chance.pick(OPENING[tongue]), this.#chance.pick(deal.topic.said[tongue]));
    return { text: `${text} ${this.#chance.pick(NEUTRAL[tongue])}`, hint: "matter" };
  }

  #sentence(deal: Project, tongue: Tongue, at: number): Said {
    const chance = this.#chance;
    const neutral = chance.happens(0.5) ? ` ${chance.pick(NEUTRAL[tongue])}` : "";
    const documents = this.#company.documents.filter(({ dealId, issuedAt }) => dealId === deal.id && issuedAt <= at);
    const way = chance.weighted({ matter: 42, number: 20, code: 12, nothing: 26 });
    if (way === "number" && documents.length > 0) {
      const { number, kind } = chance.pick(documents);
      const written = chance.pick([
        number,
        number,
        number.replace("-", "/"),
        number.replace(/^(\D+)/, "$1 "),
        kind === "invoice" ? number.replace("RE-", "") : number,
      ]);
      return {
        text: chance.pick(WITH_NUMBER[tongue]).replace("{r}", NUMBERED[kind][tongue].replace("{n}", written)) + neutral,
        hint: "number",
      };
    }
    if (way === "code" && (deal.reference !== null || deal.code !== null)) {
      const isOwn = deal.code !== null && (deal.reference === null || chance.happens(0.6));
      const r = isOwn ? deal.code! : deal.reference!;
      // The customer's own number tells it only to who has seen it before.
      return { text: chance.pick(WITH_NUMBER[tongue]).replace("{r}", r) + neutral, hint: isOwn ? "number" : null };
    }
    if (way === "nothing") return { text: chance.pick(NEUTRAL[tongue]) + neutral, hint: null };
    return { text: fill(chance.pick(ABOUT[tongue]), chance.pick(deal.topic.said[tongue])) + neutral, hint: "matter" };
  }

  #speaker(deal: Project): string {
    const chance = this.#chance;
    const all = this.#company.contacts.filter(({ customerId }) => customerId === deal.customerId);
    const own = all.filter(({ id }) => deal.people.includes(id));
    const from = (list: readonly Contact[]) => chance.pick(list).writesFrom[0]!.address;
    return own.length > 0 && chance.happens(0.8) ? from(own) : from(all);
  }

  #ours(deal: Project): string {
    const owner = this.#company.users.find(({ id }) => id === deal.ownerId)!;
    return this.#chance.happens(0.8)
      ? owner.address
      : this.#chance.pick([...this.#company.users.map(({ address }) => address), `projects@${OWN_DOMAIN}`]);
  }

  #send(mail: {
    deal: Project | null;
    at: number;
    from: string;
    to: string[];
    cc: string[];
    subject: string;
    said: Said;
    story: Story;
    parent: CompanyMail | null;
    tongue: Tongue;
    below?: CompanyMail;
    alsoDealId?: string | undefined;
    customerId?: string;
  }): CompanyMail {
    const { deal, at, from, to, cc, subject, said, story, parent, tongue, below, alsoDealId } = mail;
    const name = from.split("@")[0]!.split(".")[0]!;
    const text = `${this.#chance.pick(["Hello,", "Hi all,", "Guten Tag,", ""])}\n\n${said.text}\n\n${name}`;
    const head = below && QUOTE_HEAD[tongue].replace("{d}", new Date(below.at).toISOString().slice(0, 10)).replace("{s}", below.from);
    const sent: CompanyMail = {
      id: `m${this.mails.length}`,
      at,
      from,
      to,
      cc: cc.filter((address) => address !== from && !to.includes(address)),
      subject,
      text,
      ...(below && { quoted: `${text}\n\n${head}\n${(below.quoted ?? below.text).replaceAll(/^/gm, "> ")}`.slice(0, 8000) }),
      attachmentNames: this.#chance.happens(0.1)
        ? [this.#chance.pick(["image001.png", "drawing.pdf", "Protokoll.docx", "scan0007.pdf"])]
        : [],
      parentId: parent?.id ?? null,
      truth: {
        customerIds: [deal?.customerId ?? mail.customerId!],
        dealId: deal?.id ?? null,
        ...(alsoDealId !== undefined && { alsoDealId }),
      },
      story,
      hint: said.hint,
    };
    this.mails.push(sent);
    return sent;
  }
}

const fill = (template: string, words: string) =>
  template.replaceAll("{t}", words).replaceAll("{T}", words.charAt(0).toUpperCase() + words.slice(1));
