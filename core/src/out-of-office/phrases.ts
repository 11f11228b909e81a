/** Words of absence, folded. One table a language; a new language is one more row. */
export type OutOfOfficeLanguage = "sk" | "cs" | "hu" | "pl" | "de" | "en";

export interface Phrases {
  language: OutOfOfficeLanguage;
  /** "I am away", said of the present or of a time with dates. Never a bare noun: travel agencies write "holiday", too. */
  absent: RegExp;
  /** Somebody does not work here any more. */
  left: RegExp;
}

/** Stands for up to sixty characters of the same sentence. */
const GAP = String.raw`(?:[^.!?\n]{0,60} )?`;

/** A pattern that begins at a word with one of the alternatives; `~` is a {@link GAP}. */
function phrases(...alternatives: string[]): RegExp {
  return new RegExp(String.raw`\b(?:${alternatives.join("|").replaceAll("~", GAP)})`);
}

const r = String.raw;

const WHEN_SK = r`(?:(?:momentalne|aktualne|teraz|prave|dnes|zajtra|od|do|az|v|dna|bohuzial|uz) ?~)?`;
const WHEN_CS = r`(?:(?:momentalne|aktualne|nyni|prave|dnes|zitra|od|do|az|v|dne|bohuzel) ?~)?`;
const I_AM_DE = r`(?:(?:ich )?bin|bin ich|befinde ich mich|ich befinde mich|ich werde|werde ich|sind wir|wir sind)`;
const I_AM_EN = r`(?:i am|i'm|i’m|im|i will be|i'll be|i’ll be|we are|is|am)`;

export const PHRASES: readonly Phrases[] = [
  {
    language: "sk",
    absent: phrases(
      r`(?:som|budem) ${WHEN_SK}(?:mimo (?:kancelarie|pracoviska|firmy|prace|dosahu|office)|nepritomn\w+|nedostupn\w+|pn\b|praceneschopn\w+)`,
      r`(?:som|budem) ${WHEN_SK}na (?:\w{1,20} )?(?:dovolenke|materskej|rodicovskej|pn|ocr|nahradnom volne)`,
      r`(?:som|budem) ${WHEN_SK}na (?:\w{1,20} )?(?:sluzobnej ceste|pracovnej ceste|skoleni|konferencii|vystave|veltrhu)`,
      r`(?:cerpam|mam|trvam|uzivam si|travim|mame) ~(?:dovolenku|volno)`,
      r`(?:nie som|nebudem) ~(?:v praci|v kancelarii|na pracovisku|vo firme|pritomn\w+|k dispozicii|dostupn\w+|zastihnuteln\w+|k zastihnutiu|online)`,
      r`nebudem mat ~pristup`,
      r`obmedzeny pristup k (?:e-?mail\w*|poste|posta\w*|sprava\w*)`,
      r`(?:mimo kancelarie|nepritomn\w+) do`,
      r`na (?:vas|vasu|tvoj) (?:e-?mail|mail|spravu) (?:odpoviem|odpisem|budem reagovat|zareagujem) (?:po navrate|az po)`,
      r`po (?:mojom )?navrate (?:sa vam ozvem|vam odpoviem|odpoviem)`,
      r`e-?maily? (?:nebudu|nie su) (?:citane|preposielane|presmerovane)`,
    ),
    left: phrases(
      r`(?:uz|viac|nadalej) ~(?:nepracuje|nepracujem|neposobi|neposobim)`,
      r`(?:nepracuje|nepracujem|neposobi) (?:uz|viac)`,
      r`ukonci\w* ~pracovny pomer`,
      r`pracovny pomer ~(?:ukonceny|skoncil)`,
      r`odis\w+ zo? (?:spolocnosti|firmy)`,
      r`nie je (?:uz|viac) zamestnan\w+`,
    ),
  },
  {
    language: "cs",
    absent: phrases(
      r`(?:jsem|budu) ${WHEN_CS}(?:mimo (?:kancelar\w*|pracoviste|firmu|praci|dosah)|nepritom\w+|nedostupn\w+|v pracovni neschopnosti)`,
      r`(?:jsem|budu) ${WHEN_CS}na (?:\w{1,20} )?(?:dovolene|materske|rodicovske|nemocenske|neschopence)`,
      r`(?:jsem|budu) ${WHEN_CS}na (?:\w{1,20} )?(?:sluzebni ceste|pracovni ceste|skoleni|konferenci|veletrhu)`,
      r`(?:cerpam|mam|uzivam si|travim|mame) ~(?:dovolenou|volno)`,
      r`(?:nejsem|nebudu) ~(?:v praci|v kancelari|na pracovisti|ve firme|pritom\w+|k dispozici|dostupn\w+|k zastizeni|online)`,
      r`nebudu mit ~pristup`,
      r`omezeny pristup k (?:e-?mail\w*|poste)`,
      r`(?:mimo kancelar|nepritom\w+) do`,
      r`na (?:vas|vasi) (?:e-?mail|mail|zpravu) (?:odpovim|odpisu|budu reagovat|zareaguji) (?:po navratu|az po)`,
      r`po (?:svem )?navratu (?:se vam ozvu|vam odpovim|odpovim)`,
    ),
    left: phrases(
      r`(?:jiz|uz|nadale) ~(?:nepracuj\w+|nepusob\w+)`,
      r`(?:nepracuj\w+|nepusobi) (?:jiz|uz|nadale)`,
      r`ukonci\w* ~pracovni pomer`,
      r`odes\w+ ze (?:spolecnosti|firmy)`,
      r`neni (?:jiz|uz) zamestnan\w+`,
    ),
  },
  {
    language: "hu",
    absent: phrases(
      r`szabadsag(?:on|omat) ~(?:vagyok|leszek|toltom|tartozkodom)`,
      r`(?:vagyok|leszek) szabadsagon`,
      r`(?:hazon|irodan|irodamon) kivul ~(?:vagyok|leszek|tartozkodom)`,
      r`nem (?:vagyok|leszek) ~(?:elerheto|irodaban|bent|munkaban)`,
      r`(?:elerheto|az irodaban) nem (?:vagyok|leszek)`,
      r`tavol (?:vagyok|leszek|tartozkodom)`,
      r`tavolletem(?:ben| (?:alatt|ideje|idejere|idotartama))`,
      r`(?:jelenleg|most) ~(?:szabadsagon|betegszabadsagon|betegallomanyban|hazon kivul|tavol)`,
      r`betegszabadsagon (?:vagyok|leszek)`,
      r`uzleti uton (?:vagyok|leszek)`,
      r`(?:leveleimet|e-?mailjeimet) ~(?:nem|korlatozottan|ritkan)`,
      r`visszateresem(?:kor|et kovetoen| utan) (?:valaszol|jelentkez|tudok)`,
    ),
    left: phrases(
      r`mar nem ~dolgoz\w+`,
      r`nem dolgoz\w+ (?:mar|tobbe)`,
      r`tobbe nem dolgoz\w+`,
      r`munkaviszony\w* ~(?:megszunt|megszuntettem|veget ert)`,
      r`tavozott (?:a|cegunktol)`,
    ),
  },
  {
    language: "pl",
    absent: phrases(
      r`(?:jestem|bede|przebywam) ~(?:nieobecn\w+|niedostepn\w+|poza biurem|w podrozy sluzbowej)`,
      r`(?:jestem|bede|przebywam) ~na (?:\w{1,20} )?(?:urlopie|zwolnieniu\w*|delegacji|szkoleniu|wyjezdzie|macierzynskim)`,
      r`nie ma mnie ~(?:w biurze|w pracy)`,
      r`nie (?:bedzie|bede) ~(?:mnie w biurze|mnie w pracy|dostepn\w+|w biurze|obecn\w+)`,
      r`nieobecn\w+ do`,
      r`mam (?:ograniczony|utrudniony) dostep`,
      r`ograniczony dostep do (?:poczty|e-?mail\w*)`,
      r`(?:podczas|w czasie) mojej nieobecnosci`,
      r`odpowiem ~po powrocie`,
      r`po powrocie (?:odpowiem|odpisze)`,
    ),
    left: phrases(
      r`juz ~nie pracuj\w+`,
      r`nie pracuj\w+ ~juz`,
      r`nie jest(?:em)? juz (?:pracownik|zatrudnion)\w+`,
      r`zakonczy\w+ (?:prace|wspolprace)`,
    ),
  },
  {
    language: "de",
    absent: phrases(
      r`${I_AM_DE} ~nicht (?:im (?:buro|buero|haus|hause)|am platz|am arbeitsplatz|erreichbar|anwesend|verfugbar|da)`,
      r`${I_AM_DE} ~(?:im (?:\w{1,20} )?(?:urlaub|mutterschutz|krankenstand)|in (?:elternzeit|urlaub|mutterschutz)|abwesend|krank|unterwegs)`,
      r`${I_AM_DE} ~(?:ausser(?:halb)? (?:haus|hause|des hauses|des buros)|auf (?:dienstreise|geschaftsreise|reisen|einer messe|fortbildung))`,
      r`abwesend bis`,
      r`nur eingeschrankt (?:erreichbar|zugriff)`,
      r`keinen (?:regelmassigen )?zugriff auf (?:meine |mein )?(?:e-?mails?|nachrichten|postfach)`,
      r`(?:wahrend|in) meiner abwesenheit`,
      r`ihre (?:e-?mail|nachricht) (?:wird|werden) (?:nicht|weder) (?:weitergeleitet|gelesen)`,
      r`abwesenheitsnotiz`,
    ),
    left: phrases(
      r`nicht mehr ~(?:tatig|beschaftigt|angestellt)`,
      r`arbeite\w? ~nicht mehr`,
      r`nicht mehr (?:im|in unserem|in diesem) unternehmen`,
      r`unternehmen ~verlassen`,
      r`ausgeschieden`,
    ),
  },
  {
    language: "en",
    absent: phrases(
      r`${I_AM_EN} ~(?:out of (?:the )?office(?! hours)|out of town|not in the office|unavailable|travel(?:l)?ing)`,
      r`${I_AM_EN} ~(?:away from (?:my desk|the office|my e-?mail|work)|on (?:\w{1,20} )?(?:vacation|holidays?|leave|pto|a business trip|business travel))`,
      r`${I_AM_EN} ~away(?: (?:until|till|from|through|on|for|and|returning|this|next|today)\b|(?=[.,]))`,
      r`${I_AM_EN} ~out (?:until|till|through|on|sick|today|this week|from)`,
      r`currently (?:out|away|on leave|on vacation|on holiday|travel(?:l)?ing|unavailable)`,
      r`(?:limited|no|intermittent|sporadic) access to (?:my )?(?:e-?mail|messages|inbox)`,
      r`away (?:until|till|through)`,
      r`out of (?:the )?office (?:until|till|from|on|with|and|through)`,
      r`(?:in|during) my absence`,
      r`(?:will|shall) (?:respond|reply|answer|get back to you) ~(?:upon|on|after|when) (?:my|i) return`,
    ),
    left: phrases(
      r`no longer (?:\w{1,20} ){0,2}(?:works?|working|employed|with|part of|at)\b`,
      r`(?:has|have|'ve) left (?:the company|us|our company|the organi[sz]ation|[a-z]{2,20}\b)`,
      r`is not (?:with|employed|working) ~any ?more`,
    ),
  },
];

/** What programs put before the subject of an automatic answer, folded. A person does not write so. */
export const AUTOMATIC_SUBJECT = begins(
  r`(?:automatic|automated|auto)[- ]?(?:reply|response|responder|answer|respons)\b`,
  r`auto(?:reply|response|respons|odpowiedz)`,
  r`automaticka odpoved\b`,
  r`(?:odpoved|oznameni|oznamenie) o nepritomnosti`,
  r`automatikus valasz`,
  r`tavolleti (?:uzenet|ertesites|ertesito)`,
  r`automatyczna odpowiedz`,
  r`automatische (?:antwort|ruckmeldung|abwesenheits)`,
  r`abwesenheits(?:notiz|meldung)`,
  r`out of (?:the )?office (?:auto-?reply|reply|response|message|re:)`,
  r`vacation (?:reply|response|message|auto)`,
  r`(?:reponse automatique|risposta automatica|respuesta automatica|automatisch antwoord)`,
);

/** Subjects about absence, folded: a person may write them, too ("Neprítomnosť - Jana"). */
export const ABSENCE_SUBJECT = begins(
  r`(?:out of (?:the )?office|ooo|ooto|away (?:until|from)|on (?:vacation|leave|holiday))\b`,
  r`(?:mimo kancelari\w*|nepritomnost\w*|nepritomna?|dovolenka|dovolena)\b`,
  r`(?:urlaub|abwesend|abwesenheit)\b`,
  r`(?:urlop|nieobecnosc|poza biurem)\b`,
  r`(?:szabadsag|hazon kivul)\b`,
);

function begins(...alternatives: string[]): RegExp {
  return new RegExp(String.raw`^\W{0,3}(?:${alternatives.join("|")})`);
}
