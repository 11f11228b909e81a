import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  captureModes,
  captureReasonCodes,
  decide,
  defaultExclusions,
  trimToLevel,
  type CaptureItem,
  type CapturePolicy,
  type Exclusion,
} from "./capture-policy.ts";

const policy = (change: Partial<CapturePolicy["mailbox"]> = {}, ...exclusions: Exclusion[]): CapturePolicy => ({
  own: { addresses: ["jana.borovica@gmail.com"], domains: ["borovica.sk"] },
  mailbox: { mode: "all", ...change },
  exclusions,
});
const mail = (change: Partial<CaptureItem> = {}, ...addresses: string[]): CaptureItem => ({
  kind: "email",
  participants: (addresses.length > 0 ? addresses : ["eva@zakaznik.sk", "jana@borovica.sk"]).map((address) => ({ address })),
  ...change,
});
const rule = (kind: Exclusion["kind"], value?: string, change: Partial<Exclusion> = {}): Exclusion => ({
  kind,
  scope: "person",
  ...(value !== undefined && { value }),
  ...change,
});

describe("who: internal mail and exclusions", () => {
  test.each<[string, CaptureItem, Exclusion[], object]>([
    ["a customer's mail", mail(), [], { record: true, level: "content", reasons: [{ code: "mode-all" }] }],
    ["among colleagues", mail({}, "jana@borovica.sk", "Peter@mail.Borovica.sk"), [], { record: false, reasons: [{ code: "internal" }] }],
    [
      "a colleague's private address is ours, too",
      mail({}, "jana@borovica.sk", "jana.borovica@gmail.com"),
      [],
      { record: false, reasons: [{ code: "internal" }] },
    ],
    [
      "a colleague's address known as a contact changes nothing",
      mail({ known: true }, "jana@borovica.sk", "peter@borovica.sk"),
      [],
      { record: false, reasons: [{ code: "internal" }] },
    ],
    ["internal, by hand", mail({ byHand: true }, "jana@borovica.sk"), [], { record: false, reasons: [{ code: "internal" }] }],
    [
      "internal, by hand, and it is said where it belongs",
      mail({ byHand: true, stated: true }, "jana@borovica.sk"),
      [],
      { record: true, reasons: [{ code: "by-hand" }] },
    ],
    [
      "a meeting of ours only",
      { ...mail({}, "jana@borovica.sk"), kind: "meeting" },
      [],
      { record: false, reasons: [{ code: "internal" }] },
    ],
    ["a note", { kind: "note", participants: [] }, [], { record: true, reasons: [{ code: "by-hand" }] }],
    ["a call among us is noted by hand", { ...mail({}, "jana@borovica.sk"), kind: "call" }, [], { record: true }],
    [
      "an excluded address, whoever else is there",
      mail({}, "a@x.sk", "Lekar@y.sk"),
      [rule("address", "lekar@y.sk")],
      { record: false, reasons: [{ code: "excluded-address", rule: "lekar@y.sk", address: "lekar@y.sk" }] },
    ],
    [
      "an excluded domain and its subdomains",
      mail({}, "a@posta.banka.sk"),
      [rule("domain", "banka.sk", { id: "r1" })],
      { record: false, reasons: [{ code: "excluded-domain", rule: "r1", address: "a@posta.banka.sk" }] },
    ],
    ["another domain that ends alike", mail({}, "a@nebanka.sk"), [rule("domain", "banka.sk")], { record: true }],
    ["an exclusion holds by hand, too", mail({ byHand: true, stated: true }), [rule("domain", "zakaznik.sk")], { record: false }],
    [
      "all exclusions that hit are named",
      mail({}, "a@x.sk"),
      [rule("domain", "x.sk"), rule("address", "a@x.sk"), rule("address", "b@x.sk")],
      { record: false, reasons: [{ code: "excluded-domain" }, { code: "excluded-address" }] },
    ],
    [
      "an empty rule excludes nothing",
      mail({ folder: "", labels: [""], sensitivity: "" }),
      [rule("address"), rule("domain"), rule("folder"), rule("sensitivity")],
      { record: true },
    ],
  ])("%s", (_case, item, exclusions, expected) => expect(decide(item, policy({}, ...exclusions))).toMatchObject(expected));
});

describe("where and what: folders, labels, flags, kinds of mail", () => {
  test.each<[string, Partial<CaptureItem>, Exclusion[], string]>([
    ["drafts", { folderRole: "drafts" }, [], "draft"],
    ["a draft by hand", { folderRole: "drafts", byHand: true }, [], "draft"],
    ["junk", { folderRole: "junk" }, [], "junk"],
    ["trash", { folderRole: "trash" }, [], "trash"],
    ["junk by hand", { folderRole: "junk", byHand: true }, [], "by-hand"],
    ["an excluded folder", { folder: "Osobné" }, [rule("folder", "Osobné")], "excluded-folder"],
    ["a folder below it", { folder: "INBOX.Osobné.Banka" }, [rule("folder", "INBOX.Osobné")], "excluded-folder"],
    ["a folder that begins alike", { folder: "Osobné2" }, [rule("folder", "Osobné")], "mode-all"],
    ["an excluded label", { labels: ["SÚKROMNÉ"] }, [rule("label", "sukromne")], "excluded-label"],
    ["private", { private: true }, [rule("private")], "private"],
    ["not private", { private: false }, [rule("private")], "mode-all"],
    ["sensitivity", { sensitivity: "Personal" }, [rule("sensitivity", "personal")], "sensitivity"],
    ["bulk", { mailKind: "bulk", kindReasons: ["List-Id: x"] }, [], "bulk"],
    ["bulk by hand", { mailKind: "bulk", byHand: true }, [], "by-hand"],
    ["bulk in a recorded thread", { mailKind: "bulk", repliesToRecorded: true }, [], "bulk"],
    ["a bounce", { mailKind: "bounce" }, [], "bounce"],
    ["a bounce of something recorded is a fact", { mailKind: "bounce", repliesToRecorded: true }, [], "bounce-to-recorded"],
    ["an absence told to something recorded", { mailKind: "out-of-office", repliesToRecorded: true }, [], "out-of-office-to-recorded"],
    ["an automatic answer", { mailKind: "auto-reply", repliesToRecorded: false }, [], "auto-reply"],
    ["an answer to an invitation", { mailKind: "invitation-reply" }, [], "invitation-reply"],
    ["an exclusion comes before the kind", { mailKind: "bulk", private: true }, [rule("private")], "private"],
  ])("%s", (_case, change, exclusions, code) =>
    expect(decide(mail(change), policy({}, ...exclusions)).reasons.map((reason) => reason.code)).toEqual([code]),
  );

  test.each(["Private", "personal"])("an organisation starts without %s mail", (sensitivity) => {
    expect(decide(mail({ sensitivity }), policy({}, ...defaultExclusions)).record).toBe(false);
    expect(decide(mail({ sensitivity: "Company-Confidential" }), policy({}, ...defaultExclusions)).record).toBe(true);
  });

  test("what makes a mail bulk is told", () => {
    expect(decide(mail({ mailKind: "bulk", kindReasons: ["List-Id: <x>"] }), policy()).reasons).toEqual([
      { code: "bulk", rule: "List-Id: <x>" },
    ]);
  });
});

describe("modes of a mailbox", () => {
  test.each<[CapturePolicy["mailbox"]["mode"], Partial<CaptureItem>, string | null, string | undefined]>([
    ["none", { known: true, repliesToRecorded: true }, "mode-none", undefined],
    ["none", { byHand: true }, "by-hand", undefined],
    ["all", {}, "mode-all", undefined],
    ["known-customers", { known: true }, "known-participant", undefined],
    ["known-customers", { known: false }, "unknown-participants", undefined],
    ["known-customers", { known: false, repliesToRecorded: true }, "reply-to-recorded", undefined],
    ["known-customers", {}, null, "known"],
    ["known-customers", { participants: [] }, "unknown-participants", undefined],
    ["replies-to-recorded", { repliesToRecorded: true }, "reply-to-recorded", undefined],
    ["replies-to-recorded", { repliesToRecorded: false, known: true }, "not-a-reply-to-recorded", undefined],
    ["replies-to-recorded", { known: true }, null, "replies-to-recorded"],
    ["labelled", { labels: ["Zákazníci"] }, "labelled", undefined],
    ["labelled", { labels: ["iné"], known: true }, "not-labelled", undefined],
    ["labelled", { known: true }, null, "labels"],
  ])("%s with %j", (mode, change, code, needs) => {
    const decision = decide(mail(change), policy({ mode, labels: ["zakaznici"] }));
    expect(decision.needs).toBe(needs);
    expect(decision.reasons.map((reason) => reason.code)).toEqual(code === null ? [] : [code]);
  });

  test("the hub is not asked about what is left out anyway", () => {
    const left = [mail({}, "jana@borovica.sk"), mail({ mailKind: "bulk" }), mail({ private: true }), mail({ folderRole: "junk" })];
    for (const item of left) expect(decide(item, policy({ mode: "known-customers" }, rule("private"))).needs).toBeUndefined();
  });
});

describe("how much", () => {
  test.each<[string, Partial<CapturePolicy["mailbox"]>, Exclusion[], string, string[]]>([
    ["everything", {}, [], "content", ["mode-all"]],
    ["the mailbox says subject", { level: "subject" }, [], "subject", ["mode-all", "limited-by-mailbox"]],
    [
      "a rule says metadata",
      { level: "subject" },
      [rule("domain", "zakaznik.sk", { level: "metadata" })],
      "metadata",
      ["mode-all", "limited-by-mailbox", "limited-by-rule"],
    ],
    ["a rule that does not hit", {}, [rule("domain", "x.sk", { level: "metadata" })], "content", ["mode-all"]],
    [
      "the strictest of several",
      {},
      [rule("address", "eva@zakaznik.sk", { level: "metadata" }), rule("domain", "zakaznik.sk", { level: "subject" })],
      "metadata",
      ["mode-all", "limited-by-rule", "limited-by-rule"],
    ],
  ])("%s", (_case, mailbox, exclusions, level, codes) => {
    const decision = decide(mail(), policy(mailbox, ...exclusions));
    expect(decision).toMatchObject({ record: true, level });
    expect(decision.reasons.map(({ code }) => code)).toEqual(codes);
  });

  const full = {
    kind: "email",
    subject: "Ponuka",
    text: "Cena",
    html: "<p>Cena",
    replyText: "Cena",
    attachments: [{ filename: "cena.pdf" }],
    to: ["a@x.sk"],
  };
  test("subject keeps the subject, metadata does not; who and when stays", () => {
    expect(trimToLevel(full, "content")).toEqual(full);
    expect(trimToLevel(full, "subject")).toEqual({ ...full, text: null, html: null, replyText: null, attachments: [] });
    expect(trimToLevel(full, "metadata")).toEqual({ ...full, subject: "", text: null, html: null, replyText: null, attachments: [] });
    expect(trimToLevel({ kind: "meeting", location: "Žilina", subject: "X" }, "metadata")).toEqual({
      kind: "meeting",
      location: null,
      subject: "",
    });
  });
});

describe("for any item and policy", () => {
  const address = fc.constantFrom("jana@borovica.sk", "eva@zakaznik.sk", "x@banka.sk", "y@a.banka.sk", "nonsense", "");
  const item = fc.record(
    {
      kind: fc.constantFrom("email" as const, "meeting" as const, "call" as const, "note" as const),
      participants: fc.array(fc.record({ address }), { maxLength: 4 }),
      mailKind: fc.constantFrom("normal" as const, "bulk" as const, "bounce" as const, "out-of-office" as const, undefined),
      folder: fc.constantFrom("INBOX", "Osobné/x"),
      folderRole: fc.constantFrom("inbox" as const, "junk" as const, "drafts" as const),
      labels: fc.array(fc.constantFrom("A", "b")),
      private: fc.boolean(),
      sensitivity: fc.constantFrom("personal", "normal"),
      known: fc.boolean(),
      repliesToRecorded: fc.boolean(),
      byHand: fc.boolean(),
      stated: fc.boolean(),
    },
    { requiredKeys: ["kind", "participants"] },
  );
  const exclusion = fc
    .tuple(
      fc.constantFrom(
        "address" as const,
        "domain" as const,
        "folder" as const,
        "label" as const,
        "private" as const,
        "sensitivity" as const,
      ),
      fc.constantFrom("x@banka.sk", "banka.sk", "Osobné", "a", "personal"),
      fc.constantFrom("subject" as const, "metadata" as const, undefined),
    )
    .map(([kind, value, level]) => rule(kind, value, level === undefined ? {} : { level }));
  const anyPolicy = fc
    .tuple(
      fc.constantFrom(...captureModes),
      fc.constantFrom("content" as const, "subject" as const, "metadata" as const),
      fc.array(exclusion, { maxLength: 4 }),
    )
    .map(([mode, level, exclusions]) => policy({ mode, level, labels: ["a"] }, ...exclusions));
  const rank = { metadata: 0, subject: 1, content: 2 };

  test("one more exclusion never lets more through", () => {
    fc.assert(
      fc.property(item, anyPolicy, exclusion, (any, rules, more) => {
        const [before, after] = [decide(any, rules), decide(any, { ...rules, exclusions: [...rules.exclusions, more] })];
        expect(Number(after.record)).toBeLessThanOrEqual(Number(before.record));
        expect(after.record && rank[after.level] > rank[before.level]).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("it is recorded, or known why not, or known what is missing; the codes are the published ones", () => {
    fc.assert(
      fc.property(item, anyPolicy, (any, rules) => {
        const { record, reasons, needs, level } = decide(any, rules);
        expect([reasons.length > 0, needs !== undefined].filter(Boolean)).toHaveLength(1);
        expect(record && needs !== undefined).toBe(false);
        expect(record || level === "metadata").toBe(true);
        for (const { code } of reasons) expect(captureReasonCodes).toContain(code);
      }),
      { numRuns: 500 },
    );
  });

  test("what is still missing decides: with every answer given, nothing is needed any more", () => {
    fc.assert(
      fc.property(item, anyPolicy, fc.boolean(), (any, rules, answer) => {
        expect(decide({ ...any, known: answer, repliesToRecorded: answer, labels: [] }, rules).needs).toBeUndefined();
      }),
    );
  });

  test("browser and hub agree: a policy that went through JSON decides the same", () => {
    fc.assert(
      fc.property(item, anyPolicy, (any, rules) => {
        expect(decide(JSON.parse(JSON.stringify(any)), JSON.parse(JSON.stringify(rules)))).toEqual(decide(any, rules));
      }),
    );
  });
});
