import { fold, normaliseSubject } from "../text-folding.ts";
import { WordIndex, wordsOfName } from "./deal-words.ts";
import type { FoundEvidence } from "./evidence.ts";
import type { AttributionInput, CandidateDeal } from "./input.ts";

/**
 * Words that say nothing of a matter, as stems of folded words: greetings, thanks, and what every business mail is made of, in Slovak, Czech, English,
 * German, Hungarian and Polish.
 */
const EMPTY_STEMS: ReadonlySet<string> = new Set(
  `dobry dobre zdrav pozdr vazen vasa vase vasej vasim naseh nasej nase nasim prosi dakuj dekuj vdaka pekny hezky srdec ucto sucto prajem preje
   mozet mozem muzet muzem budem budet bude mame mate maju chcem chcel potre viete vite ktory ktora ktore kdyby alebo alebo nebo este jeste tiez
   takze preto podla podle ohlad zasla zasie posie posla poslet prilo kopia kopii kolega koleg volal zavol ozvem ozvit napis vediet vedel
   termi datum cislo cena cenu cenou ceny ponuk nabid objed faktu tovar zbozi dodan dodav dovoz dopra uhrad zapla splat vybav rychl
   hello dear regar kind best thank thanks please pleas would could should your yours ours from with have that this will been about attac
   price offer quota order invoi deliv goods payme paid when what which there their sorry
   sehr geehr damen herren guten hallo grusse gruse freun danke bitte ihnen ihre ihrer unser werde haben anbei preis angeb beste rechn liefe ware wann
   tiszt udvoz koszo kerem kerjuk ajanl szaml rende dzien dobry szano pozdr dziek prosz ofert zamow faktu cena
   pondel utorok stred stvrt piato sobot nedel monda tuesd wedne thurs frida januar febru march april junij julij augus septe oktob novem decem
   dopyt otazk prosb infor urgen podkl spolu dopln poptav dotaz inqui quest anfra frage follow stret meeti schuz jedna besp kerde pytan sprav zprav
   punkt offen offe otvor otevr status stand stav proto minut zapis updat novin weekl tyzde next steps abspr absti termi aktua open points
   pripo pozna jegyz egyez notat prehl progr plan zhrnu recap agend rozho hovor konfe
   telef email mobil http https www gmail exter`.split(/\s+/),
);

/** So many characters of a mail are compared with what was said before. */
const REACH = 1500;
const MAX_WORDS = 200;

/** What a text speaks of: stems of its words, and codes with digits in them, each once. */
interface Said {
  stems: Set<string>;
  codes: Set<string>;
}

/** Inflection changes the end of a word: its beginning stands for it. */
const stemOf = (word: string) => word.slice(0, 5);

/** What stands between words; a code may hold a dash, a slash or an underscore. */
const BETWEEN_WORDS = /[^\p{L}\p{N}/_-]+/u;

/** @param folded text, folded */
function readWords(folded: string): Said {
  const said: Said = { stems: new Set(), codes: new Set() };
  for (const word of new Set(folded.split(BETWEEN_WORDS, MAX_WORDS))) {
    if (word.length < 4 || word.length > 32) continue;
    if (!/[\d/_-]/.test(word)) {
      if (!EMPTY_STEMS.has(stemOf(word))) said.stems.add(stemOf(word));
    } else if (/\d/.test(word)) {
      // A date is none, nor a year, a time or a quantity.
      if (/^(?:19|20)\d\d[-/]\d\d[-/]\d\d$/.test(word)) continue;
      const code = word.replaceAll(/[/_-]/g, "");
      const [number] = /\d{5,}/.exec(code) ?? [];
      // `PO4500017712` and `4500017712` are one; `P-2431` is its letters, too.
      if (number !== undefined) said.codes.add(number);
      else if (/\p{L}/u.test(code) && /\d{2}/.test(code)) said.codes.add(code);
    } else for (const part of word.split(/[/_-]/)) if (part.length >= 4 && !EMPTY_STEMS.has(stemOf(part))) said.stems.add(stemOf(part));
  }
  return said;
}

interface Vocabulary {
  /** Texts that were read. */
  count: number;
  stems: Map<string, number>;
  codes: Map<string, number>;
}

/** A deal object lives as long as a batch of mails: its words are counted once. */
const vocabularies = new WeakMap<CandidateDeal, Vocabulary>();

function vocabularyOf(deal: CandidateDeal): Vocabulary {
  const known = vocabularies.get(deal);
  if (known) return known;
  const subjects = deal.subjects.map(normaliseSubject);
  const vocabulary: Vocabulary = { count: subjects.length + deal.openings.length, stems: new Map(), codes: new Map() };
  // Folded at once: that is what costs.
  const folded = fold([...subjects, ...deal.openings].map((text) => text.slice(0, REACH).replaceAll("\n", " ")).join("\n")).split("\n");
  for (const [i, text] of folded.entries()) {
    const { stems, codes } = readWords(text);
    // A word of a subject was chosen to name the matter.
    for (const stem of stems) vocabulary.stems.set(stem, (vocabulary.stems.get(stem) ?? 0) + (i < subjects.length ? 2 : 1));
    for (const code of codes) vocabulary.codes.set(code, (vocabulary.codes.get(code) ?? 0) + 1);
  }
  vocabularies.set(deal, vocabulary);
  return vocabulary;
}

/** How often a word stands in a mail of whatever matter, and how many mails that guess is worth. */
const RARE = 0.02;
const PRIOR_TEXTS = 10;
/** A deal's own share of a word is believed after some texts. */
const OWN_PRIOR = 3;
/** A word that stood in one text only, or stands in the others nearly as often, is chance. */
const LEAST = 2;
const TELLING = Math.log(1.5);
/** No single word says more than that (natural logarithm of a ratio). */
const MOST_PER_WORD = 2;

/**
 * What a mail has in common with what was said in a deal before, against what was said in the others: a naive Bayes ratio of its words, and codes
 * (the customer's own order number, a project's code) that only this deal's mails bear. People's names are no matter. The words themselves are not
 * kept: not everybody who sees why a mail is here may read the others.
 */
export function vocabularyEvidence({ subject, text, attachmentNames, participants, deals }: AttributionInput): FoundEvidence[] {
  const { stems, codes } = readWords(fold([subject, text.slice(0, REACH), ...attachmentNames.slice(0, 10)].join(" \n ")));
  if (stems.size + codes.size === 0) return [];
  const names = participants.map(({ address }) => fold(address ?? "")).join(" ");
  const all = deals.map((deal) => ({
    id: deal.id,
    vocabulary: vocabularyOf(deal),
    words: wordsOfName(deal.name).filter((word) => !names.includes(word)),
  }));
  const total = all.reduce((sum, { vocabulary }) => sum + vocabulary.count, 0);
  const ratios = new Map<string, number>();
  const holders = new Map<string, string[]>();
  for (const stem of stems) {
    if (names.includes(stem)) continue;
    const everywhere = all.reduce((sum, { vocabulary }) => sum + (vocabulary.stems.get(stem) ?? 0), 0);
    if (everywhere === 0) continue;
    const background = (everywhere + RARE * PRIOR_TEXTS) / (total + PRIOR_TEXTS);
    for (const { id, vocabulary } of all) {
      const count = vocabulary.stems.get(stem) ?? 0;
      if (count < LEAST) continue;
      const ratio = Math.log((count + OWN_PRIOR * background) / (vocabulary.count + OWN_PRIOR) / background);
      if (ratio > TELLING) ratios.set(id, (ratios.get(id) ?? 0) + Math.min(MOST_PER_WORD, ratio));
    }
  }
  for (const code of codes)
    holders.set(
      code,
      all.flatMap(({ id, vocabulary }) => (vocabulary.codes.has(code) ? [id] : [])),
    );
  const shares = new Map<string, number>();
  for (const ids of holders.values()) for (const id of ids) shares.set(id, Math.max(shares.get(id) ?? 0, 1 / ids.length));
  const others = otherMatter(fold(subject.slice(0, 300)), names, all);
  return [
    ...others.map(({ id, strength }): FoundEvidence => ({ id, evidence: { code: "deal-other-matter", strength } })),
    ...[...ratios].map(([id, ratio]): FoundEvidence => ({ id, evidence: { code: "deal-words", strength: ratio / (ratio + 2) } })),
    ...[...shares].map(([id, share]): FoundEvidence => ({ id, evidence: { code: "deal-reference", strength: share } })),
  ];
}

/** How much of what a subject speaks of is foreign to each deal: neither a word of its name nor one of its earlier mails. */
function otherMatter(
  subject: string,
  names: string,
  all: readonly { id: string; vocabulary: Vocabulary; words: readonly string[] }[],
): { id: string; strength: number }[] {
  const heading = subject
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length >= 4 && !EMPTY_STEMS.has(stemOf(word)) && !names.includes(stemOf(word)));
  if (heading.length === 0) return [];
  return all.map(({ id, vocabulary, words }) => {
    const index = new WordIndex(words.join(" "));
    const foreign = heading.filter((word) => !vocabulary.stems.has(stemOf(word)) && !index.has(word));
    // Of a deal whose name says nothing and in which nothing was said yet nobody knows what it is about.
    const known = vocabulary.count + 3 * words.length;
    return { id, strength: (foreign.length / heading.length) * (known / (known + 3)) };
  });
}
