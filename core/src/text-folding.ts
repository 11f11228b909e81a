/**
 * Letters that stay apart from their base letter under Unicode decomposition. Latin only: other scripts are left as they are. The
 * same pairs as in PostgreSQL's `unaccent` rules, so that a text folded here finds a text folded there.
 */
const UNDECOMPOSED: ReadonlyMap<string, string> = new Map(
  Object.entries({ ł: "l", đ: "d", ð: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe", þ: "th", ħ: "h", ŧ: "t", ı: "i", ŋ: "n", ſ: "s" }),
);

/**
 * A text as people compare it: lower case, without diacritics, compatibility forms resolved (`ﬁ` is `fi`). Idempotent. Blanks and
 * punctuation stay, so that positions of words are kept apart.
 */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[łđðøßæœþħŧıŋſ]/g, (letter) => UNDECOMPOSED.get(letter) ?? letter)
    .normalize("NFC");
}

/** Folded text with every run of blanks as one space: for comparing what two systems show of the same words. */
export function foldedWords(text: string): string {
  return fold(text).replace(/\s+/g, " ").trim();
}

/**
 * What mail programs put before the subject of an answer or a forwarded mail, folded. Single letters (Italian `R:`, `I:`) are left
 * out on purpose: they are also list numbering.
 */
const REPLY_PREFIXES = "re aw antw antwort odp odpoved va valasz sv vs res rif bls ynt reponse".split(" ");
const FORWARD_PREFIXES =
  "fw fwd wg tr enc vb vl pd rv doorst ilt tov tovabbitas tovabbitott preposlane preposlana preposlat preposlano weitergeleitet".split(" ");
const PREFIXES: ReadonlyMap<string, "reply" | "forward"> = new Map([
  ...REPLY_PREFIXES.map((word) => [word, "reply"] as const),
  ...FORWARD_PREFIXES.map((word) => [word, "forward"] as const),
]);

/** `Re:`, `RE : `, `Re[2]:`, `Re(3):`, `Odp.:`. Bounded, so that a hostile subject costs no more than its length. */
const PREFIX = /^\s{0,50}(\p{L}{2,14})\.?(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3}|\*\d{1,3})?\s{0,3}[:：]/u;
const TAG = /^\s{0,50}\[([^[\]]{1,60})\]/;

/** Tags that a mail gateway puts in front; they say nothing about the subject. Folded. */
const GATEWAY_TAGS: ReadonlySet<string> = new Set(
  `external,extern,externi,externy,externe,external email,external sender,ext,kulso,zewnetrzny,spam,suspected spam,bulk,caution,secure,encrypt,encrypted,
unverified,newsletter`.split(/[,\n]+/),
);

/** A subject taken apart: what it is about, and whether the mail calls itself an answer or a forwarded mail (the outermost prefix). */
export interface SubjectParts {
  subject: string;
  prefix: "reply" | "forward" | null;
}

/**
 * Takes a subject apart. Prefixes of answers and forwarded mails go, at any depth and in the languages of mail programs. Gateway
 * tags (`[EXTERNAL]`) go; other tags (`[Zmluva 12]`, a list's name) mean something and stay in front, each once, so that
 * `Re: [A] Re: [A] Cena` and `[A] Cena` are one subject and `[B] Cena` is another.
 */
export function parseSubject(subject: string): SubjectParts {
  let rest = subject;
  let outermost: SubjectParts["prefix"] = null;
  const tags: string[] = [];
  for (;;) {
    const [prefix = "", word = ""] = PREFIX.exec(rest) ?? [];
    const meaning = PREFIXES.get(fold(word));
    if (meaning !== undefined) {
      outermost ??= meaning;
      rest = rest.slice(prefix.length);
      continue;
    }
    const [bracketed, tag = ""] = TAG.exec(rest) ?? [];
    if (bracketed === undefined) break;
    rest = rest.slice(bracketed.length);
    const words = foldedWords(tag);
    if (!GATEWAY_TAGS.has(words) && !tags.some((kept) => foldedWords(kept) === words)) tags.push(tag.trim());
  }
  const words = [...tags.map((tag) => `[${tag}]`), rest].join(" ");
  return { subject: words.replace(/\s+/g, " ").trim(), prefix: outermost };
}

/** The subject that all mails of a conversation share: {@link parseSubject} without the prefix. Idempotent; case and diacritics stay. */
export function normaliseSubject(subject: string): string {
  return parseSubject(subject).subject;
}
