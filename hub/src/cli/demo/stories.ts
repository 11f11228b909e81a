/** What people write to each other: `{deal}`, `{first}`, `{us}` are filled in. Subject, then the parts of a conversation, theirs and ours in turn. */
export interface Story {
  subject: string;
  /** `>` we write, `<` they write. */
  turns: [who: ">" | "<", text: string][];
}

export const stories: Story[] = [
  {
    subject: "Cenová ponuka – {deal}",
    turns: [
      [
        ">",
        "Dobrý deň,\n\nposielam sľúbenú cenovú ponuku na {deal}. Ceny platia do konca mesiaca, dodanie do 14 dní od objednávky.\n\nS pozdravom\n{us}",
      ],
      ["<", "Dobrý deň,\n\nďakujeme za ponuku. Vedeli by ste nám dať lepšiu cenu pri odbere na celý rok?\n\n{first}"],
      [">", "Dobrý deň,\n\npri ročnom odbere vieme ísť o 6 % nižšie. Upravenú ponuku prikladám.\n\n{us}"],
      ["<", "To už vyzerá dobre, v pondelok to preberieme s vedením a ozvem sa.\n\n{first}"],
    ],
  },
  {
    subject: "Reklamácia dodávky z minulého týždňa",
    turns: [
      ["<", "Dobrý deň,\n\nv poslednej dodávke bolo 12 kusov poškodených. Fotografie prikladám. Ako to vyriešime?\n\n{first}"],
      [">", "Dobrý deň,\n\nmrzí ma to. Náhradu pošleme zajtra na naše náklady, poškodené kusy si necháme vyzdvihnúť.\n\n{us}"],
      ["<", "Ďakujem za rýchle riešenie.\n\n{first}"],
    ],
  },
  {
    subject: "Vzorky materiálu",
    turns: [
      ["<", "Dobrý deň, vedeli by ste nám poslať vzorky v dvoch hrúbkach? Potrebujeme ich ukázať výrobe.\n\n{first}"],
      [">", "Dobrý deň, vzorky odchádzajú dnes kuriérom, mali by ste ich mať vo štvrtok.\n\n{us}"],
    ],
  },
  {
    subject: "Termín stretnutia",
    turns: [
      [">", "Dobrý deň,\n\nhodil by sa vám budúci utorok o desiatej u vás? Prešli by sme spolu plán na ďalší štvrťrok.\n\n{us}"],
      ["<", "Dobrý deň, utorok vyhovuje, čakáme vás.\n\n{first}"],
    ],
  },
  {
    subject: "Objednávka č. 2026/{number}",
    turns: [
      ["<", "Dobrý deň, v prílohe posielam objednávku. Prosím o potvrdenie termínu dodania.\n\n{first}"],
      [">", "Dobrý deň, objednávku potvrdzujem, dodanie v piatok dopoludnia.\n\n{us}"],
    ],
  },
  {
    subject: "Faktúra po splatnosti",
    turns: [
      [
        ">",
        "Dobrý deň,\n\ndovoľujem si pripomenúť faktúru, ktorá bola splatná minulý týždeň. Ak ste ju už uhradili, považujte túto správu za bezpredmetnú.\n\n{us}",
      ],
    ],
  },
  {
    subject: "Dopyt – {deal}",
    turns: [["<", "Dobrý deň,\n\nzaujala nás vaša ponuka na webe. Koľko by stálo 5 000 kusov vrátane potlače a aký je termín?\n\n{first}"]],
  },
];

export const calls: [direction: "incoming" | "outgoing", minutes: number, text: string][] = [
  ["outgoing", 6, "Potvrdil záujem, rozhoduje sa medzi dvoma hrúbkami. Chce vidieť vzorky."],
  ["incoming", 3, "Pýtala sa na termín dodania, sľúbené na piatok."],
  ["outgoing", 12, "Prebrali sme ročný objem a platobné podmienky. Pošlem upravenú ponuku."],
  ["outgoing", 2, "Zastihol som len kolegyňu, volať znova po obede."],
];

export const notes = [
  "Pri väčších objemoch ich zaujíma vlastná potlač.",
  "Konkurencia im ponúkla o 4 % menej, ale s dlhším dodaním.",
  "Rozhoduje konateľka, nákup iba pripravuje podklady.",
  "Vianočnú kampaň chystajú už od septembra.",
];

export const meetings = ["Obhliadka skladu", "Prezentácia nových vzoriek", "Plán odberov na ďalší štvrťrok"];
