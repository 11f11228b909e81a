import { anyOf } from "../patterns.ts";
import { fold } from "../text-folding.ts";

/**
 * Words of deals' names that say nothing: link words, legal forms, years, and what every deal of every company is called.
 * Folded.
 */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  `pre pri pod nad bez ako ale the and for with from und fur mit des der die das von zum een
   sro spol akc gmbh ltd inc kft nova novy nove novych new novej
   projekt project projekty zakazka dodavka dodavky dodani delivery lieferung objednavka ponuka nabidka order offer quote angebot auftrag
   obchod prilezitost rok roku rocna rocny year jahr kvartal`.split(/\s+/),
);

/** At most so many words of a text are looked at: the matter stands at the beginning, and a hostile text costs no more. */
const MAX_WORDS = 3000;

/** Words of a deal's name that can tell it from others, folded, each once. Numbers only when they are no years: `3000`, `x200`. */
export function wordsOfName(name: string): string[] {
  const words = fold(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words)].filter((word) => word.length >= 3 && !EMPTY_WORDS.has(word) && !/^(?:19|20)\d\d$/.test(word)).slice(0, 20);
}

/** How somebody asks for something new, in Slovak, Czech, English, German, Hungarian and Polish. Over folded text. */
const INQUIRY = new RegExp(
  String.raw`(?<!\p{L})${anyOf(
    String.raw`dopyt|poptav|nacen|cenov[aui] ponuk[auy] na|zaujem o|zajem o|hladame|hledame`,
    "nov[aue] (?:vec|poziadavk|potreb|zakazk|projekt|vyrob|linku|pozadav|poptav)|novy pozadav|vedeli (?:aj )?dodat|umeli by ste|dokazali by ste dodat|dodavali by ste",
    "inquir|enquir|interested in|(?:could|can|would) you (?:also )?(?:quote|supply|offer)|please (?:also )?quote|quote us|rfq|new (?:request|project|need)",
    "anfrage|interessieren (?:wir )?uns|angebot uber|(?:konnten|konnen) sie uns (?:auch )?(?:anbieten|liefern)|neues projekt",
    "ajanlatkeres|arajanlatot ker|erdeklod|szeretnenk (?:ar)?ajanlat|zapytanie|prosz[ea] o (?:ofert|wycen)|zainteresowan",
  )}`,
  "u",
);

/** Whether a mail sounds like the first word about something new. @param folded subject and text */
export const soundsLikeInquiry = (folded: string): boolean => INQUIRY.test(folded);

/** Of a compound: `Audit` in `Sicherheitsaudit`. */
const SHORTEST_PART = 5;

function push(lists: Map<string, string[]>, key: string, word: string): void {
  const list = lists.get(key);
  if (list) list.push(word);
  else lists.set(key, [word]);
}

/** A text prepared for looking up words. */
export class WordIndex {
  readonly #words: ReadonlySet<string>;
  readonly #byStart = new Map<string, string[]>();
  readonly #byEnd = new Map<string, string[]>();

  /** @param folded text, {@link fold}ed */
  constructor(folded: string) {
    const words: string[] = [];
    for (const [word] of folded.matchAll(/[\p{L}\p{N}]{3,40}/gu)) {
      words.push(word);
      if (words.length === MAX_WORDS) break;
    }
    this.#words = new Set(words);
    for (const word of this.#words) {
      push(this.#byStart, word.slice(0, 2), word);
      if (word.length >= SHORTEST_PART) push(this.#byEnd, word.slice(-4), word);
    }
  }

  /** Whether the word stands there: itself, inflected, or with one typing error. */
  has(word: string): boolean {
    if (this.#words.has(word)) return true;
    if (word.length < 4 || /\d/.test(word)) return false;
    return (
      (this.#byStart.get(word.slice(0, 2)) ?? []).some((other) => isSameWord(word, other)) ||
      (this.#byEnd.get(word.slice(-4)) ?? []).some((other) => isSameWord(word, other))
    );
  }
}

/** Inflected (`paleta`, `palety`, `paletami`) or mistyped by one letter after the second. Both folded. */
export function isSameWord(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 4) return short === long;
  // Compounds: `Regale` in `Palettenregale`; Hungarian endings: `doboz`, `dobozokat`.
  if (long.length - short.length > 3)
    return (
      (short.length >= SHORTEST_PART && long.endsWith(short)) ||
      (short.length >= 5 && long.length - short.length <= 5 && long.startsWith(short) && !isOtherRoot(short, long))
    );
  let shared = 0;
  while (shared < short.length && short[shared] === long[shared]) shared += 1;
  // `palety` and `paletové` are two words; `obal` and `obalov` are one.
  if (isOtherRoot(short, long, shared)) return false;
  const isClose = shared >= Math.max(4, Math.ceil(0.7 * short.length)) && short.length - shared <= 2 && long.length - shared <= 3;
  const isInflected = isClose || (shared >= 4 && ENDINGS.has(short.slice(shared)) && ENDINGS.has(long.slice(shared)));
  return isInflected || (short.length >= 6 && isOneSlip(short, long)) || (short.length >= 5 && skeleton(short) === skeleton(long));
}

/** Endings of nouns and adjectives in Slovak, Czech, Polish, German and English. Folded. */
const ENDINGS: ReadonlySet<string> = new Set(
  " a e i o u y ia ie iu io ou ow ov om em am im ym ami mi ach och iam iach iami ej eho emu ych ymi imi en er es n s".split(" "),
);

/** An adjective made of the word is another word. */
const isOtherRoot = (short: string, long: string, shared = short.length) =>
  /^ov./.test(long.slice(shared)) && !short.slice(shared).startsWith("ov");

/** The first two letters and the consonants after them: what stays when a genitive takes in a vowel (`vrecká`, `vreciek`; `pásky`, `pások`). */
const skeleton = (word: string) => word.slice(0, 2) + word.slice(2).replaceAll(/[aeiouy]/g, "");

/** One letter too many, missing, wrong, or two neighbours swapped. */
function isOneSlip(short: string, long: string): boolean {
  if (long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i += 1;
  if (long.length > short.length) return short.slice(i) === long.slice(i + 1);
  const rest = (text: string, from: number) => text.slice(i + from);
  return rest(short, 1) === rest(long, 1) || (short[i] === long[i + 1] && short[i + 1] === long[i] && rest(short, 2) === rest(long, 2));
}
