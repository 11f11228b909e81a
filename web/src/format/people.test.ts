import { describe, expect, test } from "vitest";
import { hueIndex, initials, participantName } from "./people.ts";

describe("initials", () => {
  test.each([
    ["Jana Kováčová", "JK"],
    ["Ľubica", "Ľ"],
    ["peter.hudak@borovica.example", "PE"],
    ["Anna Mária Veľká", "AV"],
    ["", "?"],
    ["😀 Firma", "F"],
  ])("of %s are %s", (name, letters) => {
    expect(initials(name)).toBe(letters);
  });

  test("of a company are those of its first two words, without the legal form", () => {
    expect(initials("Pekáreň Slnečnica, s. r. o.", "company")).toBe("PS");
    expect(initials("AGRO Podunajsko, družstvo", "company")).toBe("AP");
    expect(initials("Kontrast, a.s.", "company")).toBe("K");
  });
});

test("a tint stays the same for a name", () => {
  expect(hueIndex("Borovica", 7)).toBe(hueIndex("Borovica", 7));
  for (const name of ["a", "b", "ž", "😀"]) expect(hueIndex(name, 7)).toBeLessThan(7);
});

test("a participant without a name is called by the address", () => {
  const someone = { role: "from", contactId: null, userId: null, response: null };
  expect(participantName({ ...someone, name: "  ", address: "a@b.example" })).toBe("a@b.example");
  expect(participantName({ ...someone, name: null, address: null })).toBe("");
});
