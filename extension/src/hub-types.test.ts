import { describe, expect, test } from "vitest";
import { lookupAnswer, policyAnswer, problem, recordAnswer } from "./hub-types.ts";

describe("answers of the hub are checked before they are used", () => {
  const policy = {
    own: { addresses: [], domains: ["borovica.example"] },
    mailbox: { mode: "known-customers" },
    exclusions: [{ kind: "address", value: "a@b.example", scope: "person" }],
  };

  test("a policy that is not whole is not a policy: a rule that is not understood would not be kept", () => {
    expect(policyAnswer({ policy }, "")).toEqual({ policy });
    for (const broken of [
      {},
      { policy: null },
      { policy: { ...policy, own: undefined } },
      { policy: { ...policy, mailbox: { mode: "from-the-future" } } },
      { policy: { ...policy, exclusions: [{ kind: "from-the-future", scope: "person" }] } },
      { policy: { ...policy, exclusions: [{ kind: "address", value: 7, scope: "person" }] } },
    ]) {
      expect(() => policyAnswer(broken, "")).toThrow(/is not/);
    }
  });

  test("an error names the place and never the value", () => {
    const secret = { ...policy, own: { addresses: ["secret@firma.example", 7], domains: [] } };
    expect(() => policyAnswer({ policy: secret }, "")).toThrow("/policy/own/addresses/1 is not text");
  });

  test("fields that we do not know are dropped, fields that may be left out are null or empty", () => {
    expect(lookupAnswer({ known: [], future: true }, "")).toEqual({
      known: [],
      customer: null,
      opportunities: [],
      interactions: [],
      nextReminder: null,
      recorded: [],
    });
    expect(recordAnswer({ id: "i1", state: "recorded", links: [{ target: "customer", id: "c1", name: "A" }] }, "")).toMatchObject({
      reasons: [],
      links: [{ chosen: true }],
      reminder: null,
    });
    expect(problem({ status: 500 }, "")).toEqual({ title: null, detail: null, errors: [] });
  });
});
