import { anyOf, anyWord } from "../patterns.ts";
import { fold } from "../text-folding.ts";

const r = String.raw;

/** Within one sentence, at most so many characters, none of the words that turn the meaning round. Bounded: it runs on foreign text. */
const gap = (negations: string) => r`(?:(?!\b(?:${negations})\b)[^.!?\n]){0,60}?`;

interface Language {
  /** Verbs and phrases that ask. */
  asks: string;
  /** What is asked for. */
  price: string;
  /** Whole questions. */
  questions: string;
  /** Words that turn a request round. */
  negations: string;
  /** The language may say what is wanted first. */
  eitherOrder?: boolean;
}

/** Folded (core/text-folding.ts): lower case without diacritics. */
const LANGUAGES: readonly Language[] = [
  {
    // Slovak
    asks: r`pros\w+ poprosi\w* ziada\w+ posli\w* posliet\w* zasl\w+ potrebuj\w+ potrebova\w+ chce\w* chcel\w* zaujem uvita\w+ vypracuj\w* priprav\w+ nacen\w+ dajte`,
    price: r`cenov\w+\sponuk\w+ ponuk[auye] cen[auye] cennik\w* kalkulaci\w+ naceneni\w+`,
    questions: anyOf(
      r`kolko (?:to |by )?(?:stoji|stal\w*|bude stat|vas vyjde)`,
      r`aka (?:je|by bola|bude) cena`,
      r`v akej cene`,
      r`za kolko`,
    ),
    negations: r`ne[a-z]{4,}`,
  },
  {
    // Czech
    asks: r`pros\w+ poprosi\w* zada\w+ posle\w* poslat zasl\w+ potrebuj\w+ chtel\w* uvita\w+ vypracujt\w* pripravt\w* zajem`,
    price: r`cenov\w+\snabidk\w+ nabidk[auye] cen[auye] cenik\w* kalkulac\w+ naceneni`,
    questions: anyOf(r`kolik (?:to |by )?(?:stoji|stal\w*|bude stat)`, r`jaka (?:je|by byla|bude) cena`, r`za kolik`),
    negations: r`ne[a-z]{4,}`,
  },
  {
    // English
    asks: r`please kindly could\syou can\syou would\syou need like request\w* send provide want looking\sfor`,
    price: r`quote quotes quotation\w* price prices pricing price\slist offer estimate`,
    questions: anyOf(r`how much (?:is|are|does|do|would|will)`, r`what (?:is|are|would be) (?:the|your) (?:price|prices|cost)`),
    negations: r`not|no|don|dont|without|t`,
  },
  {
    // German
    asks: r`bitte\w* konnten konnen mochten benotig\w+ brauch\w+ wunsch\w+ erbitten anfrag\w+ senden schicken unterbreiten`,
    price: r`angebot angebots angebote preis preise preisliste\w* kostenvoranschlag\w*`,
    questions: anyOf(r`was (?:kostet|kosten|wurde)`, r`wie ?viel kost\w+`, r`zu welchem preis`),
    negations: r`nicht|kein\w{0,3}`,
  },
  {
    // Hungarian
    asks: r`ker\w+ kuld\w+ szeretn\w+ szukseg\w+ tudna\w* erdekl\w+`,
    price: r`arajanlat\w* ajanlatot arat arak arlista\w* arlistat`,
    questions: anyOf(r`mennyibe kerul\w*`, r`mennyi az ara`, r`mi az ara`),
    negations: r`ne|nem`,
    eitherOrder: true,
  },
  {
    // Polish
    asks: r`pros\w+ poprosz\w* potrzebuj\w+ chcia\w+ przesl\w+ przygotow\w+ zapyt\w+`,
    price: r`ofert[aey] cen[aey] cennik\w* wycen\w+ kosztorys\w*`,
    questions: anyOf(r`ile (?:to )?(?:kosztuj\w+|bedzie kosztow\w+|wynosi)`, r`jaka (?:jest|bylaby|bedzie) cena`),
    negations: r`nie`,
  },
];

const ASKED = new RegExp(
  anyOf(
    ...LANGUAGES.flatMap(({ asks, price, questions, negations, eitherOrder }) => [
      r`\b${anyWord(asks)}\b${gap(negations)}\b${anyWord(price)}\b`,
      ...(eitherOrder ? [r`\b${anyWord(price)}\b${gap(negations)}\b${anyWord(asks)}\b`] : []),
      r`\b${questions}\b`,
    ]),
  ),
);
/** "Please do not send us ...": the word that turns round stands before the verb. */
const DECLINED = new RegExp(
  r`\b(?:neposielajt|nezasielajt|nepotrebuj|neprosim|nemame zaujem|nemam zaujem|neposilejt|nemame zajem|do not|don't|no longer|kein interesse|ne kuld|nem ker|nie przesyl|nie potrzebuj|nie wysyl)[^.!?\n]{0,60}`,
  "g",
);

/** Characters of a mail that are looked at: what is asked stands near the beginning. */
const LOOKED_AT = 5000;

/** Whether a mail asks for a price or an offer, in Slovak, Czech, English, German, Hungarian or Polish. */
export function asksForPrice(text: string): boolean {
  return ASKED.test(fold(text.slice(0, LOOKED_AT)).replaceAll(DECLINED, " "));
}

const COMPLAINTS = new RegExp(
  r`\b${anyOf(
    anyWord(
      r`reklamaci[aeuo]\w* reklamuje\w* reklamova\w+ staznost\w* stazuj\w+ stazova\w+ nespokojn\w+ sklaman\w+ poskoden\w+ chybn\w+ nefunguj\w+ nedodali nedorucili neprijateln\w+`,
    ),
    anyWord(r`reklamac[eiu]\w* stiznost\w* stezuj\w+ nespokojen\w* zklaman\w+ poskozen\w+ vadn\w+ neprijateln\w+`),
    anyWord(r`complain\w* dissatisf\w+ disappoint\w+ unacceptable damaged defective faulty refund`),
    r`not working|(?:doesn't|does not) work|wrong (?:item|items|goods|delivery|order)`,
    anyWord(r`reklamation\w* reklamier\w+ beschwer\w+ unzufrieden\w* enttausch\w+ beschadigt\w* defekt\w* mangelhaft\w* inakzeptabel`),
    r`funktionier(?:t|en) nicht|falsch geliefert`,
    anyWord(r`panasz\w* elegedetlen\w* csalodott\w* csalodas\w* hibas\w* serult\w* elfogadhatatlan\w*`),
    r`nem mukod\w+`,
    anyWord(r`reklamacj\w+ reklamow\w+ skarg\w* skarz\w+ niezadowol\w+ rozczarow\w+ uszkodzon\w+ wadliw\w+ niedopuszczaln\w+`),
    r`nie dziala\w*`,
  )}\b`,
  "g",
);
/** Directly before the word: there is none. */
const NONE = new RegExp(
  r`\b(?:bez|ziadn\w+|nemam\w*|zadn\w+|no|not|without|never|any|kein\w*|ohne|nicht|nincs|nem|brak|bez|nie mam\w*|nie ma)(?:\s\w{1,12}){0,2}\s*$`,
);

/** Whether a mail complains, in the same languages. */
export function complains(text: string): boolean {
  const folded = fold(text.slice(0, LOOKED_AT));
  for (const { index } of folded.matchAll(COMPLAINTS)) if (!NONE.test(folded.slice(Math.max(0, index - 40), index))) return true;
  return false;
}
