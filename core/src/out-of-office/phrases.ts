/** Words of absence, folded. One table a language; a new language is one more row. */
export type OutOfOfficeLanguage = "sk" | "cs" | "hu" | "pl" | "de" | "en";

export interface Phrases {
  language: OutOfOfficeLanguage;
  /** "I am away", said of the present or of a time with dates. Never a bare noun: travel agencies write "holiday", too. */
  absent: RegExp;
  /** Somebody does not work here any more. */
  left: RegExp;
}

export const PHRASES: readonly Phrases[] = [
  {
    language: "sk",
    absent:
      /\b(?:(?:som|budem) (?:(?:momentalne|aktualne|teraz|prave|dnes|zajtra|od|do|az|v|dna|bohuzial|uz) ?[^.!?\n]{0,60})?(?:mimo (?:kancelarie|pracoviska|firmy|prace|dosahu|office)|na (?:\w{1,20} )?(?:dovolenke|materskej|rodicovskej|sluzobnej ceste|pracovnej ceste|skoleni|pn|ocr|nahradnom volne|konferencii|vystave|veltrhu)|nepritomn\w+|nedostupn\w+|pn\b|praceneschopn\w+)|(?:cerpam|mam|trvam|uzivam si|travim|mame) (?:[^.!?\n]{0,40} )?(?:dovolenku|volno)|(?:nie som|nebudem) (?:[^.!?\n]{0,60} )?(?:v praci|v kancelarii|na pracovisku|vo firme|pritomn\w+|k dispozicii|dostupn\w+|zastihnuteln\w+|k zastihnutiu|online)|nebudem mat (?:[^.!?\n]{0,30} )?pristup|obmedzeny pristup k (?:e-?mail\w*|poste|posta\w*|sprava\w*)|mimo kancelarie do|nepritomn\w+ do|na (?:vas|vasu|tvoj) (?:e-?mail|mail|spravu) (?:odpoviem|odpisem|budem reagovat|zareagujem) (?:po navrate|az po)|po (?:mojom )?navrate (?:sa vam ozvem|vam odpoviem|odpoviem)|e-?maily? (?:nebudu|nie su) (?:citane|preposielane|presmerovane))/,
    left: /\b(?:(?:uz|viac|nadalej) (?:[^.!?\n]{0,60} )?(?:nepracuje|nepracujem|neposobi|neposobim)|(?:nepracuje|nepracujem|neposobi) (?:uz|viac)|ukonci\w* (?:[^.!?\n]{0,30} )?pracovny pomer|pracovny pomer (?:[^.!?\n]{0,40} )?(?:ukonceny|skoncil)|odis\w+ zo? (?:spolocnosti|firmy)|nie je (?:uz|viac) zamestnan\w+)/,
  },
  {
    language: "cs",
    absent:
      /\b(?:(?:jsem|budu) (?:(?:momentalne|aktualne|nyni|prave|dnes|zitra|od|do|az|v|dne|bohuzel) ?[^.!?\n]{0,60})?(?:mimo (?:kancelar\w*|pracoviste|firmu|praci|dosah)|na (?:\w{1,20} )?(?:dovolene|materske|rodicovske|sluzebni ceste|pracovni ceste|skoleni|nemocenske|neschopence|konferenci|veletrhu)|nepritom\w+|nedostupn\w+|v pracovni neschopnosti)|(?:cerpam|mam|uzivam si|travim|mame) (?:[^.!?\n]{0,40} )?(?:dovolenou|volno)|(?:nejsem|nebudu) (?:[^.!?\n]{0,60} )?(?:v praci|v kancelari|na pracovisti|ve firme|pritom\w+|k dispozici|dostupn\w+|k zastizeni|online)|nebudu mit (?:[^.!?\n]{0,30} )?pristup|mimo kancelar do|nepritom\w+ do|omezeny pristup k (?:e-?mail\w*|poste)|na (?:vas|vasi) (?:e-?mail|mail|zpravu) (?:odpovim|odpisu|budu reagovat|zareaguji) (?:po navratu|az po)|po (?:svem )?navratu (?:se vam ozvu|vam odpovim|odpovim))/,
    left: /\b(?:(?:jiz|uz|nadale) (?:[^.!?\n]{0,60} )?(?:nepracuj\w+|nepusob\w+)|(?:nepracuj\w+|nepusobi) (?:jiz|uz|nadale)|ukonci\w* (?:[^.!?\n]{0,30} )?pracovni pomer|odes\w+ ze (?:spolecnosti|firmy)|neni (?:jiz|uz) zamestnan\w+)/,
  },
  {
    language: "hu",
    absent:
      /(?:szabadsag(?:on|omat)(?: [^.!?\n]{0,60})? ?(?:vagyok|leszek|toltom|tartozkodom)|(?:vagyok|leszek) szabadsagon|\b(?:hazon kivul|irodan kivul|irodamon kivul)(?: [^.!?\n]{0,40})? ?(?:vagyok|leszek|tartozkodom)|nem (?:vagyok|leszek) (?:[^.!?\n]{0,60} )?(?:elerheto|irodaban|az irodaban|bent|munkaban)|(?:elerheto|az irodaban) nem (?:vagyok|leszek)|tavol (?:vagyok|leszek|tartozkodom)|tavolletem (?:alatt|ideje|idejere|idotartama)|tavolletemben|(?:jelenleg|most) (?:[^.!?\n]{0,40} )?(?:szabadsagon|betegszabadsagon|betegallomanyban|hazon kivul|tavol)|uzleti uton (?:vagyok|leszek)|(?:leveleimet|e-?mailjeimet|emailjeimet) (?:[^.!?\n]{0,40} )?(?:nem|korlatozottan|ritkan)|visszateresem(?:kor|et kovetoen| utan) (?:valaszol|jelentkez|tudok))/,
    left: /(?:mar nem (?:[^.!?\n]{0,60} )?dolgoz\w+|nem dolgoz\w+ (?:mar|tobbe)|tobbe nem dolgoz\w+|munkaviszony\w* (?:[^.!?\n]{0,40} )?(?:megszunt|megszuntettem|veget ert)|tavozott (?:a|cegunktol))/,
  },
  {
    language: "pl",
    absent:
      /\b(?:(?:jestem|bede|przebywam) (?:[^.!?\n]{0,60} )?(?:nieobecn\w+|niedostepn\w+|na (?:\w{1,20} )?(?:urlopie|zwolnieniu\w*|delegacji|szkoleniu|wyjezdzie|macierzynskim)|poza biurem|w podrozy sluzbowej)|nie ma mnie (?:[^.!?\n]{0,40} )?(?:w biurze|w pracy)|nie (?:bedzie|bede) (?:[^.!?\n]{0,40} )?(?:mnie w biurze|mnie w pracy|dostepn\w+|w biurze|obecn\w+)|nieobecn\w+ do|mam (?:ograniczony|utrudniony) dostep|ograniczony dostep do (?:poczty|e-?mail\w*)|podczas mojej nieobecnosci|w czasie mojej nieobecnosci|odpowiem (?:[^.!?\n]{0,30} )?po powrocie|po powrocie (?:odpowiem|odpisze))/,
    left: /\b(?:juz (?:[^.!?\n]{0,30} )?nie pracuj\w+|nie pracuj\w+ (?:[^.!?\n]{0,30} )?juz|nie jest(?:em)? juz pracownik\w+|zakonczy\w+ (?:prace|wspolprace)|nie jest juz zatrudnion\w+)/,
  },
  {
    language: "de",
    absent:
      /\b(?:(?:(?:ich )?bin|bin ich|befinde ich mich|ich befinde mich|ich werde|werde ich|sind wir|wir sind) (?:[^.!?\n]{0,80} )?(?:nicht (?:im (?:buro|buero|haus|hause)|am platz|am arbeitsplatz|erreichbar|anwesend|verfugbar|da)|im (?:\w{1,20} )?(?:urlaub|mutterschutz|krankenstand)|in (?:elternzeit|urlaub)|in mutterschutz|abwesend|ausser(?:halb)? (?:haus|hause|des hauses|des buros)|auf (?:dienstreise|geschaftsreise|reisen|einer messe|fortbildung)|unterwegs|krank|ausser haus)|abwesend bis|nur eingeschrankt (?:erreichbar|zugriff)|keinen (?:regelmassigen )?zugriff auf (?:meine |mein )?(?:e-?mails?|nachrichten|postfach)|wahrend meiner abwesenheit|in meiner abwesenheit|ihre (?:e-?mail|nachricht) (?:wird|werden) (?:nicht|weder) (?:weitergeleitet|gelesen)|abwesenheitsnotiz)/,
    left: /\b(?:nicht mehr (?:[^.!?\n]{0,60} )?(?:tatig|beschaftigt|angestellt)|arbeite\w? (?:[^.!?\n]{0,40} )?nicht mehr|nicht mehr (?:im|in unserem|in diesem) unternehmen|unternehmen (?:[^.!?\n]{0,30} )?verlassen|(?:aus dem unternehmen )?ausgeschieden)/,
  },
  {
    language: "en",
    absent:
      /\b(?:(?:i am|i'm|i’m|im|i will be|i'll be|i’ll be|we are|is|am) (?:[^.!?\n]{0,60} )?(?:out of (?:the )?office(?! hours)|out of town|away from (?:my desk|the office|my e-?mail|work)|on (?:\w{1,20} )?(?:vacation|holidays?|leave|pto|a business trip|business travel)|not in the office|away (?:until|till|from|through|on|for|and|returning|this|next|today)|away\b(?=[.,])|(?:currently )?away returning|travel(?:l)?ing|unavailable|out (?:until|till|through|on|sick|today|this week|from))|currently (?:out|away|on leave|on vacation|on holiday|travel(?:l)?ing|unavailable)|(?:limited|no|intermittent|sporadic) access to (?:my )?(?:e-?mail|messages|inbox)|away (?:until|till|through)|out of (?:the )?office (?:until|till|from|on|with|and|through)|in my absence|during my absence|(?:will|shall) (?:respond|reply|answer|get back to you) (?:[^.!?\n]{0,40} )?(?:upon|on|after|when) (?:my|i) return)/,
    left: /\b(?:no longer (?:[^.!?\n]{0,20} )?(?:works?|working|employed|with|part of|at)|(?:has|have|'ve) left (?:the company|us|our company|the organi[sz]ation|[a-z]{2,20}\b)|is not (?:with|employed|working) (?:[^.!?\n]{0,20} )?any ?more)/,
  },
];

/** What programs put before the subject of an automatic answer, folded. A person does not write so. */
export const AUTOMATIC_SUBJECT =
  /^(?:(?:automatic|automated|auto)[- ]?(?:reply|response|responder|answer|respons)\b|autoreply|autoresponse|autorespons|automaticka odpoved\b|automatikus valasz|automatyczna odpowiedz|autoodpowiedz|automatische (?:antwort|ruckmeldung|abwesenheits)|abwesenheitsnotiz|abwesenheitsmeldung|out of (?:the )?office (?:auto-?reply|autoreply|reply|response|message|re:)|tavolleti (?:uzenet|ertesites|ertesito)|reponse automatique|risposta automatica|respuesta automatica|automatisch antwoord|(?:odpoved|oznameni|oznamenie) o nepritomnosti|vacation (?:reply|response|message|auto))/;

/** Subjects about absence, folded: a person may write them, too ("Neprítomnosť - Jana"). */
export const ABSENCE_SUBJECT =
  /^(?:\W{0,3})(?:out of (?:the )?office|ooo\b|ooto\b|away (?:until|from)|mimo kancelari\w*|nepritomnost\w*|nepritomna?|dovolenka|dovolena|urlaub|abwesend|abwesenheit|urlop|nieobecnosc|poza biurem|szabadsag|hazon kivul|on (?:vacation|leave|holiday))\b/;
