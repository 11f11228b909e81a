import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ParticipantRole } from "./interactions/common.ts";
import {
  evidenceCodes,
  linkThreshold,
  matchInteraction,
  type DirectoryEntry,
  type DomainEntry,
  type MatchInput,
  type MatchResult,
} from "./matching.ts";

const own = { addresses: ["jana@gmail.com"], domains: ["borovica.sk"] };
const DIRECTORY: DirectoryEntry[] = [
  { address: "eva@dub.sk", contactId: "Eva", customerId: "Dub" },
  { address: "eva.stara@dub.sk", contactId: "Eva", customerId: "Dub", alias: true },
  { address: "info@dub.sk", contactId: "Dub-info", customerId: "Dub" },
  { address: "karol@gmail.com", contactId: "Karol", customerId: "Lipa" },
  { address: "uctovnik@ucto.sk", contactId: "Účtovník-1", customerId: "Dub" },
  { address: "uctovnik@ucto.sk", contactId: "Účtovník-2", customerId: "Lipa" },
  { address: "sklad@dub.sk", contactId: "Sklad-1", customerId: "Dub" },
  { address: "sklad@dub.sk", contactId: "Sklad-2", customerId: "Dub" },
  { address: "volny@x.sk", contactId: "Voľný", customerId: null },
  { address: "peter@borovica.sk", contactId: "Kolega", customerId: "Dub" },
  { address: "+421900123456", contactId: "Karol", customerId: "Lipa" },
];
const DOMAINS: DomainEntry[] = [
  { domain: "dub.sk", customerId: "Dub" },
  { domain: "export.dub.sk", customerId: "Dub-Export" },
  { domain: "holding.sk", customerId: "Dub" },
  { domain: "holding.sk", customerId: "Lipa" },
  { domain: "gmail.com", customerId: "Lipa" },
  { domain: "sk", customerId: "Lipa" },
  { domain: "ucto.sk", customerId: "Lipa" },
];

const match = (participants: Record<string, ParticipantRole>, change: Partial<MatchInput> = {}): MatchResult =>
  matchInteraction({
    participants: Object.entries(participants).map(([address, role]) =>
      address.startsWith("+") ? { role, phone: address } : { role, address },
    ),
    own,
    directory: DIRECTORY,
    domains: DOMAINS,
    ...change,
  });
const named = (links: MatchResult["links"]) => links.map(({ target, id }) => `${target} ${id}`).toSorted();

describe("where an interaction belongs", () => {
  test.each<[string, Record<string, ParticipantRole>, string[], string[]]>([
    ["a contact's address", { "eva@dub.sk": "from", "peter@borovica.sk": "to" }, ["contact Eva", "customer Dub"], []],
    ["an alias of a contact", { "eva.stara@dub.sk": "from" }, ["contact Eva", "customer Dub"], []],
    ["a shared address", { "info@dub.sk": "from" }, ["contact Dub-info", "customer Dub"], []],
    ["an unknown person of a known company", { "novy@dub.sk": "from" }, ["customer Dub"], []],
    ["a subdomain of the company", { "novy@sk.dub.sk": "from" }, ["customer Dub"], []],
    ["a subdomain that is a company of its own", { "novy@export.dub.sk": "from" }, ["customer Dub-Export"], []],
    ["a free-mail domain stands for nobody", { "ktosi@gmail.com": "from" }, [], []],
    ["a person on free mail", { "karol@gmail.com": "from" }, ["contact Karol", "customer Lipa"], []],
    ["a top-level domain is no company", { "ktosi@neznama.sk": "from" }, [], []],
    ["a phone number", { "+421900123456": "caller" }, ["contact Karol", "customer Lipa"], []],
    ["a colleague, even if stored at a contact", { "peter@borovica.sk": "to", "jana@gmail.com": "from" }, [], []],
    ["a contact without a customer", { "volny@x.sk": "from" }, ["contact Voľný"], []],
    [
      "people of two customers",
      { "eva@dub.sk": "to", "karol@gmail.com": "cc" },
      ["contact Eva", "contact Karol", "customer Dub", "customer Lipa"],
      [],
    ],
    ["two people behind one address of one customer", { "sklad@dub.sk": "from" }, ["customer Dub"], ["contact Sklad-1", "contact Sklad-2"]],
    ["a domain of two customers", { "ktosi@holding.sk": "from" }, [], ["customer Dub", "customer Lipa"]],
    [
      "an address of two customers, and the domain of one",
      { "uctovnik@ucto.sk": "from" },
      ["customer Lipa"],
      ["contact Účtovník-1", "contact Účtovník-2", "customer Dub"],
    ],
    [
      "an address of two customers, and a colleague of one of them",
      { "uctovnik@ucto.sk": "from", "eva@dub.sk": "cc" },
      ["contact Eva", "customer Dub", "customer Lipa"],
      ["contact Účtovník-1", "contact Účtovník-2"],
    ],
  ])("%s", (_case, participants, links, candidates) => {
    const result = match(participants);
    expect(named(result.links)).toEqual(links);
    expect(named(result.candidates)).toEqual(candidates);
  });

  test("an address of two customers, and nothing else: both are candidates, none is chosen", () => {
    const { links, candidates } = match({ "uctovnik@ucto.sk": "from" }, { domains: [] });
    expect(links).toEqual([]);
    expect(candidates.filter(({ target }) => target === "customer")).toEqual([
      {
        target: "customer",
        id: "Dub",
        score: 0.45,
        decidedBy: "rule",
        evidence: [{ code: "address", address: "uctovnik@ucto.sk", among: 2, role: "from" }],
      },
      {
        target: "customer",
        id: "Lipa",
        score: 0.45,
        decidedBy: "rule",
        evidence: [{ code: "address", address: "uctovnik@ucto.sk", among: 2, role: "from" }],
      },
    ]);
  });
});

describe("the evidence says why", () => {
  const evidenceFor = (id: string, result: MatchResult) => result.links.find((link) => link.id === id)?.evidence;
  test.each<[Record<string, ParticipantRole>, object]>([
    [{ "eva@dub.sk": "from" }, { code: "address", address: "eva@dub.sk", role: "from" }],
    [{ "info@dub.sk": "to" }, { code: "shared-address", address: "info@dub.sk", role: "to" }],
    [{ "eva.stara@dub.sk": "cc" }, { code: "alias", address: "eva.stara@dub.sk", role: "cc" }],
    [{ "novy@sk.dub.sk": "from" }, { code: "domain", address: "novy@sk.dub.sk", domain: "dub.sk", role: "from" }],
  ])("%j", (participants, evidence) => expect(evidenceFor("Dub", match(participants))).toEqual([evidence]));

  test("more of it makes surer, the same twice does not", () => {
    const score = (participants: Record<string, ParticipantRole>) => match(participants).links.find(({ id }) => id === "Dub")?.score ?? 0;
    expect(score({ "eva@dub.sk": "from", "novy@dub.sk": "cc" })).toBeGreaterThan(score({ "eva@dub.sk": "from" }));
    expect(score({ "eva@dub.sk": "to" })).toBeGreaterThan(score({ "eva@dub.sk": "cc" }));
    expect(score({ "eva@dub.sk": "from" })).toBeGreaterThan(score({ "novy@dub.sk": "from" }));
    const twice = matchInteraction({
      participants: [
        { role: "to", address: "eva@dub.sk" },
        { role: "cc", address: "eva@dub.sk" },
      ],
      own,
      directory: DIRECTORY,
      domains: [],
    });
    expect(twice.links[0]?.score).toBe(score({ "eva@dub.sk": "to" }));
  });
});

describe("a reply keeps the links of its parent", () => {
  const parent = {
    id: "p1",
    links: [
      { target: "customer", id: "Lipa" },
      { target: "opportunity", id: "Deal" },
    ] as const,
    addresses: ["eva@dub.sk", "peter@borovica.sk"],
  };

  test("also where the parent was moved: who was there already is not matched again", () => {
    const result = match({ "eva@dub.sk": "from", "peter@borovica.sk": "to" }, { thread: [parent] });
    expect(named(result.links)).toEqual(["customer Lipa", "opportunity Deal"]);
    expect(result.links[0]?.evidence).toEqual([{ code: "thread", parentId: "p1" }]);
    expect(result.participants[0]).toMatchObject({ contactId: "Eva", customerId: "Dub" });
  });

  test("who was added is matched", () => {
    expect(named(match({ "eva@dub.sk": "from", "novy@export.dub.sk": "cc" }, { thread: [parent] }).links)).toEqual([
      "customer Dub-Export",
      "customer Lipa",
      "opportunity Deal",
    ]);
  });

  test("a parent that belongs nowhere keeps nobody from being matched", () => {
    expect(named(match({ "eva@dub.sk": "from" }, { thread: [{ ...parent, links: [] }] }).links)).toEqual(["contact Eva", "customer Dub"]);
  });
});

describe("what a person states comes first", () => {
  test("other customers are candidates, people are still recognised", () => {
    const result = match({ "eva@dub.sk": "from" }, { stated: { customerIds: ["Lipa"], opportunityIds: ["Deal"] } });
    expect(named(result.links)).toEqual(["contact Eva", "customer Lipa", "opportunity Deal"]);
    expect(named(result.candidates)).toEqual(["customer Dub"]);
    expect(result.links.find(({ id }) => id === "Lipa")).toEqual({
      target: "customer",
      id: "Lipa",
      score: 1,
      decidedBy: "rule",
      evidence: [{ code: "stated" }],
    });
  });

  test("stated and found is one link with both reasons", () => {
    const [link] = match({ "eva@dub.sk": "from" }, { stated: { customerIds: ["Dub"] } }).links;
    expect(link).toMatchObject({ id: "Dub", score: 1, evidence: [{ code: "stated" }, { code: "address" }] });
  });
});

test("who took part, in their order", () => {
  const result = matchInteraction({
    participants: [
      { role: "from", address: "info@dub.sk" },
      { role: "to", address: "peter@borovica.sk" },
      { role: "cc", address: "uctovnik@ucto.sk" },
      { role: "other" },
      { role: "cc", address: "novy@dub.sk" },
    ],
    own,
    directory: DIRECTORY,
    domains: DOMAINS,
  });
  expect(result.participants).toEqual([
    { address: "info@dub.sk", role: "from", own: false, shared: true, contactId: "Dub-info", customerId: "Dub" },
    { address: "peter@borovica.sk", role: "to", own: true, shared: false, contactId: null, customerId: null },
    { address: "uctovnik@ucto.sk", role: "cc", own: false, shared: false, contactId: null, customerId: null },
    { address: null, role: "other", own: false, shared: false, contactId: null, customerId: null },
    { address: "novy@dub.sk", role: "cc", own: false, shared: false, contactId: null, customerId: "Dub" },
  ]);
});

describe("for any directory", () => {
  const address = fc.constantFrom("a@x.sk", "b@x.sk", "info@y.sk", "c@gmail.com", "z@sub.y.sk", "peter@borovica.sk");
  const id = fc.constantFrom("1", "2", "3");
  const input: fc.Arbitrary<MatchInput> = fc.record({
    participants: fc.array(fc.record({ role: fc.constantFrom("from" as const, "to" as const, "cc" as const), address }), { maxLength: 5 }),
    own: fc.constant(own),
    directory: fc.array(fc.record({ address, contactId: id, customerId: fc.option(id), alias: fc.boolean() }), { maxLength: 8 }),
    domains: fc.array(fc.record({ domain: fc.constantFrom("x.sk", "y.sk", "gmail.com", "borovica.sk"), customerId: id }), { maxLength: 5 }),
    thread: fc.array(
      fc.record({
        id,
        links: fc.array(fc.record({ target: fc.constantFrom("customer" as const, "opportunity" as const), id })),
        addresses: fc.array(address),
      }),
      { maxLength: 2 },
    ),
    stated: fc.record({ customerIds: fc.array(id, { maxLength: 2 }) }),
  });

  test("links are sure, candidates are the rest, each has known evidence and a score", () => {
    fc.assert(
      fc.property(input, (any) => {
        const { links, candidates } = matchInteraction(any);
        for (const link of links) expect(link.score).toBeGreaterThanOrEqual(linkThreshold);
        for (const { evidence, score } of [...links, ...candidates]) {
          expect(evidence.length).toBeGreaterThan(0);
          for (const { code } of evidence) expect(evidenceCodes).toContain(code);
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(1);
        }
        const keys = [...links, ...candidates].map(({ target, id: linked }) => `${target}|${linked}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  test("the order of directory and domains does not matter", () => {
    fc.assert(
      fc.property(input, (any) => {
        expect(matchInteraction({ ...any, directory: any.directory.toReversed(), domains: any.domains.toReversed() })).toEqual(
          matchInteraction(any),
        );
      }),
    );
  });

  test("our own addresses and free-mail domains link nobody", () => {
    fc.assert(
      fc.property(input, (any) => {
        const { links, candidates } = matchInteraction(any);
        const all = [...links, ...candidates].flatMap(({ evidence }) => evidence);
        expect(all.some(({ address: used }) => used === "peter@borovica.sk")).toBe(false);
        expect(all.some(({ domain }) => domain === "gmail.com")).toBe(false);
      }),
    );
  });
});
