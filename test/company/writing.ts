import { fold } from "@kronika/core/text-folding.ts";
import type { Language } from "./catalog.ts";
import type { Chance } from "./chance.ts";
import type { GoodsCompany, GoodsDeal, SalesDocument } from "./company.ts";
import type { Hint } from "./mails.ts";
import { CLOSINGS, FILLERS, GREETINGS, PHRASES, SUBJECTS, type Intent } from "./phrases.ts";

/** What a mail says: its words may name the matter, or not. */
export interface Words {
  subject: string;
  text: string;
  attachmentNames: string[];
  /** What in the words tells the deal from others. */
  hint: Hint;
}

/** Kinds of documents that an intent speaks of. */
export const SPEAKS_OF: Partial<Record<Intent, SalesDocument["kind"]>> = {
  quote: "quote",
  "ask-quote": "quote",
  order: "order",
  invoice: "invoice",
  paid: "invoice",
  delivery: "order",
  complaint: "order",
};

/** Writes one mail about a deal (or about none). `subject` null: begins a thread and needs one. */
export function write(
  chance: Chance,
  company: GoodsCompany,
  { deal, intent, language, at, subject, sender, recipient, isOurs }: WriteInput,
): Words {
  const kind = SPEAKS_OF[intent];
  const document =
    deal === null || kind === undefined
      ? undefined
      : company.documents.filter((d) => d.dealId === deal.id && d.kind === kind && d.issuedAt <= at + 86_400_000).at(-1);
  const usesNumber = kind !== undefined;
  // Customers order under their own numbers, which no ERP of ours knows.
  const number =
    document && !(kind === "order" && !isOurs && chance.happens(0.4))
      ? writeNumber(chance, document.number)
      : `45000${chance.between(10_000, 99_999)}`;
  const known = document !== undefined && !number.startsWith("45000");
  const goods = deal ? chance.pick(deal.product[language]) : "";
  const place = deal && deal.qualifier.length > 0 && language === "sk" ? chance.pick(deal.qualifier) : "";
  const fill = (template: string) =>
    template
      .replaceAll("{p}", goods)
      .replaceAll("{P}", goods.charAt(0).toUpperCase() + goods.slice(1))
      .replaceAll(" {q}", place === "" ? "" : ` ${place}`)
      .replaceAll("{n}", number)
      .replaceAll("{d}", `${chance.between(1, 28)}.${chance.between(1, 12)}.`)
      .replaceAll("{x}", String(chance.pick([50, 120, 300, 480, 1000, 2500, 12_000])))
      .replaceAll("{name}", recipient.split(" ").at(-1) ?? "");
  const template = chance.pick(PHRASES[language][intent]);
  const body = fill(template);
  const subjects = SUBJECTS[language];
  const style =
    intent === "general" ? "general" : usesNumber && chance.happens(0.45) ? "numbered" : chance.happens(0.55) ? "named" : "vague";
  const newSubject = subject ?? fill(chance.pick(subjects[style]));
  const greeting = fill(chance.pick(GREETINGS[language]));
  const filler = chance.happens(0.3) ? ` ${chance.pick(FILLERS[language])}` : "";
  const closing = chance.pick(CLOSINGS[language]);
  const text = [
    greeting,
    "",
    body.charAt(0).toUpperCase() + body.slice(1) + filler,
    "",
    closing,
    sender,
    chance.happens(0.3) ? signature(chance) : "",
  ].join("\n");
  const attachmentNames =
    usesNumber && chance.happens(0.55) && /priloh|anbei|attach|prilož|príloh|příloh|posiel|zasiel/i.test(body)
      ? [fileName(chance, kind, number)]
      : chance.happens(0.06)
        ? [chance.pick(["IMG_2231.jpg", "sken.pdf", "Scan_20251103_0914.pdf", "image001.png", "specifikacia.xlsx"])]
        : [];
  const said = `${template} ${subject === null && style === "numbered" ? "{n}" : ""} ${subject === null && style === "named" ? "{p}" : ""}`;
  const isNumbered = known && (/\{n\}/.test(said) || attachmentNames.some((name) => name.includes(number)));
  const hint: Hint = isNumbered ? "number" : /\{p\}/i.test(said) ? "matter" : null;
  return { subject: newSubject, ...asTyped(chance, text), attachmentNames, hint };
}

export interface WriteInput {
  deal: GoodsDeal | null;
  intent: Intent;
  language: Language;
  at: number;
  subject: string | null;
  sender: string;
  /** The name by which the mail greets. */
  recipient: string;
  isOurs: boolean;
}

/** As people write numbers: other separators, blanks, without the year's hyphen, in lower case. */
function writeNumber(chance: Chance, number: string): string {
  return chance.weighted({ same: 60, blanks: 10, dashes: 12, lower: 8, glued: 10 }) === "same"
    ? number
    : chance.pick([
        number.replaceAll(/[-/]/g, " "),
        number.replaceAll("/", "-"),
        number.toLowerCase(),
        number.replace("-", ""),
        number.replace(/^(20\d\d)(\d{4})$/, "$1/$2"),
      ]);
}

function fileName(chance: Chance, kind: string, number: string): string {
  const safe = number.replaceAll(/[/ ]/g, chance.pick(["-", "_", ""]));
  const word = { quote: "ponuka", order: "objednavka", invoice: "faktura" }[kind] ?? "dokument";
  return chance.pick([
    `${safe}.pdf`,
    `${word}_${safe}.pdf`,
    `${word}-${safe}-v2.pdf`,
    `${word}.pdf`,
    `Scan_20251103_${chance.between(1000, 9999)}.pdf`,
  ]);
}

function signature(chance: Chance): string {
  const phone = `+421 9${chance.between(0, 1)}${chance.between(1, 9)} ${chance.between(100, 999)} ${chance.between(100, 999)}`;
  return `tel.: ${phone}\nIČO: ${chance.between(30_000_000, 55_999_999)}, DIČ: ${chance.between(2_020_000_000, 2_129_999_999)}`;
}

const NEIGHBOURS = "qwertzuiopasdfghjklyxcvbnm";

/** A quarter of people write without diacritics, some in haste. */
function asTyped(chance: Chance, text: string): { text: string } {
  let typed = text;
  if (chance.happens(0.25))
    typed = [...typed].map((letter) => (/\p{L}/u.test(letter) && letter !== fold(letter) ? keepCase(letter) : letter)).join("");
  if (!chance.happens(0.15)) return { text: typed };
  return {
    text: typed.replace(/\p{L}{5,}/gu, (word) => {
      if (!chance.happens(0.12)) return word;
      const i = chance.between(2, word.length - 2);
      return chance.pick([
        word.slice(0, i) + word.slice(i + 1),
        word.slice(0, i) + (word[i + 1] ?? "") + (word[i] ?? "") + word.slice(i + 2),
        word.slice(0, i) + chance.pick([...NEIGHBOURS]) + word.slice(i + 1),
      ]);
    }),
  };
}

const keepCase = (letter: string) => (letter === letter.toUpperCase() ? fold(letter).toUpperCase() : fold(letter));
