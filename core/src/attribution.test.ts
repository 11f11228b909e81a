import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attribute, dealEvidence, type AttributionInput, type CandidateDeal } from "./attribution.ts";
import { isSameWord } from "./attribution/deal-words.ts";

const deal = (id: string, name: string, fields: Partial<CandidateDeal> = {}): CandidateDeal => ({
  id,
  customerId: "alfa",
  name,
  createdAt: "2026-01-05T08:00:00Z",
  closedAt: null,
  ownerId: "eva",
  contactIds: [],
  people: [],
  subjects: [],
  openings: [],
  lastInteractionAt: null,
  ...fields,
});

const mail = (fields: Partial<AttributionInput>): AttributionInput => ({
  at: "2026-03-10T09:00:00Z",
  subject: "",
  text: "",
  attachmentNames: [],
  participants: [
    { address: "jana@alfa.example", own: false },
    { address: "eva@my.example", own: true, userId: "eva" },
  ],
  deals: [deal("pallets", "Drevené palety"), deal("foil", "Strečová fólia")],
  documents: [],
  ...fields,
});

const chosen = (input: AttributionInput) => {
  const { decision } = attribute(input);
  return decision.kind === "chosen" ? decision.opportunityId : decision.kind;
};
const codes = (input: AttributionInput, id: string) => (dealEvidence(input).get(id) ?? []).map(({ code }) => code);

describe("what a mail says", () => {
  test.each([
    ["Slovak, inflected and without diacritics", "Kedy pridu tie dreveny palety? O paletach sme hovorili."],
    ["Czech", "Kdy dorazí dřevěné palety?"],
    ["mistyped", "Ako je to s drevennymi paletmai?"],
  ])("a deal's name in the text tells it: %s", (_, text) => {
    expect(chosen(mail({ text }))).toBe("pallets");
  });

  test("words that earlier mails of a deal use tell it, though its name has none of them", () => {
    const openings = ["Kedy pridu skatule?", "Skatule su mokre", "Posielam rozmery na skatule"];
    const input = mail({
      text: "Ako je to s tymi skatulami?",
      deals: [
        deal("boxes", "Kartón 5VVL", { openings }),
        deal("foil", "Strečová fólia", { openings: ["Fólia došla", "Návin fólie", "Cena fólie"] }),
      ],
    });
    expect(codes(input, "boxes")).toContain("deal-words");
    expect(codes(input, "foil")).not.toContain("deal-words");
  });

  test("the customer's own order number tells the deal whose mails bore it", () => {
    const input = mail({
      text: "Reklamujeme dodávku k našej PO 4500017712.",
      deals: [deal("pallets", "Drevené palety", { openings: ["Objednávka PO-4500017712 v prílohe"] }), deal("foil", "Strečová fólia")],
    });
    expect(codes(input, "pallets")).toContain("deal-reference");
    expect(codes(mail({ ...input, text: "Reklamujeme dodávku z 12.3.2026 o 14:30." }), "pallets")).not.toContain("deal-reference");
  });

  test("no word of a mail is kept as evidence: not everybody who sees why may read it", () => {
    const openings = ["tajomstvo sejfu", "tajomstvo sejfu", "tajomstvo sejfu 99887766"];
    const input = mail({
      subject: "Tajomstvo",
      text: "tajomstvo sejfu 99887766",
      deals: [deal("a", "Regály", { openings }), deal("b", "Etikety")],
    });
    expect(codes(input, "a")).toEqual(expect.arrayContaining(["deal-words", "deal-reference"]));
    expect(JSON.stringify(attribute(input))).not.toMatch(/tajomstvo|sejf|99887766/i);
  });

  test("the code in a deal's name tells it, alone and among other words", () => {
    const deals = [deal("shop", "P-2431 Web shop"), deal("portal", "Customer portal (P-2617)")];
    expect(chosen(mail({ subject: "[P-2617] open points", text: "See attached.", deals }))).toBe("portal");
    expect(codes(mail({ text: "We refer to 2431.", deals }), "shop")).toContain("deal-code");
    expect(codes(mail({ text: "We refer to 24310.", deals }), "shop")).not.toContain("deal-code");
  });

  test("the customer's own name in a deal's name tells nothing: it stands in every mail of theirs", () => {
    const deals = [deal("frame", "Alfa 2026"), deal("foil", "Strečová fólia")];
    expect(codes(mail({ text: "S pozdravom Jana, Alfa s.r.o.", deals }), "frame")).not.toContain("deal-name-text");
  });

  test("an answer of which no parent is known goes on with what bore its subject", () => {
    const deals = [deal("pallets", "Palety", { subjects: ["Termín montáže"] }), deal("foil", "Fólia")];
    const strength = (subject: string) =>
      dealEvidence(mail({ subject, deals }))
        .get("pallets")
        ?.find(({ code }) => code === "deal-subject")?.strength;
    expect(strength("Re: Termín montáže")).toBe(1);
    expect(strength("Termín montáže")).toBe(0.25);
  });

  test("a subject about something that no deal has speaks against them all", () => {
    expect(codes(mail({ subject: "Prepravné tubusy" }), "foil")).toContain("deal-other-matter");
    expect(codes(mail({ subject: "Otázka" }), "foil")).not.toContain("deal-other-matter");
  });

  test("speaking of an invoice without its number means the deal that has one", () => {
    const input = mail({
      text: "Tú faktúru sme dnes uhradili.",
      documents: [{ id: "f", number: "20260031", kind: "invoice", opportunityId: "foil", issuedAt: "2026-03-02" }],
    });
    expect(codes(input, "foil")).toContain("deal-document-kind");
    expect(codes(input, "pallets")).not.toContain("deal-document-kind");
  });

  test("where no thread is known, what is quoted below tells it", () => {
    const input = mail({ text: "Posúvam vám to.", quoted: "Posúvam vám to.\n\n> K ponuke OF-2026/0123 doplňte dopravu." });
    const documents = [{ id: "q", number: "OF-2026/0123", kind: "quote" as const, opportunityId: "foil", issuedAt: "2026-03-01" }];
    expect(dealEvidence({ ...input, documents }).get("foil")).toContainEqual({ code: "deal-quoted", strength: 1, number: "OF-2026/0123" });
  });
});

test("who has never had to do with a deal of many mails hardly writes about it", () => {
  const input = mail({
    deals: [deal("pallets", "Palety", { people: [{ address: "karol@alfa.example", count: 9 }] }), deal("foil", "Fólia")],
  });
  expect(codes(input, "pallets")).toContain("deal-strangers");
  const known = mail({
    deals: [deal("pallets", "Palety", { people: [{ address: "jana@alfa.example", count: 9 }] }), deal("foil", "Fólia")],
  });
  expect(codes(known, "pallets")).not.toContain("deal-strangers");
});

test("a mail that names two deals is asked about", () => {
  expect(chosen(mail({ text: "Palety aj fóliu prosím naraz: drevené palety, strečová fólia." }))).toBe("ask");
});

test("the order in which deals, documents and people are handed in changes nothing; chances add up to one at most", () => {
  const openings = ["Kedy pridu skatule?", "Skatule su mokre"];
  const deals = [
    deal("a", "Drevené palety"),
    deal("b", "Palety 2026", { openings }),
    deal("c", "Fólia", { people: [{ address: "jana@alfa.example", count: 4 }] }),
  ];
  const text = fc.constantFrom("palety", "skatule prosim", "faktura OF-2026/0123", "fólia a palety", "");
  fc.assert(
    fc.property(text, fc.shuffledSubarray(deals, { minLength: 3 }), (text, shuffled) => {
      const result = attribute(mail({ text, deals: shuffled }));
      expect(result).toEqual(attribute(mail({ text, deals })));
      expect(result.deals.reduce((sum, { chance }) => sum + chance, 0)).toBeLessThanOrEqual(1.001);
    }),
  );
});

test.each([
  ["vrecia", "vrecami", true],
  ["regale", "palettenregale", true],
  ["doboz", "dobozokat", true],
  ["zamowienie", "zamowienia", true],
  ["boxes", "box", false],
  ["palety", "paletove", false],
  ["servis", "server", false],
])("%s and %s are the same word: %s", (a, b, same) => {
  expect(isSameWord(a, b)).toBe(same);
});
