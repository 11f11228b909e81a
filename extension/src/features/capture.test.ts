import type { CapturePolicy } from "@kronika/core/capture-policy.ts";
import { expect, test } from "vitest";
import type { PageMessage } from "../hosts/host.ts";
import { judge } from "./capture.ts";

const policy = (mode: CapturePolicy["mailbox"]["mode"], ...exclusions: CapturePolicy["exclusions"]): CapturePolicy => ({
  own: { addresses: [], domains: ["borovica.example"] },
  mailbox: { mode },
  exclusions,
});
const from = (address: string) =>
  ({ from: { address }, to: [{ address: "martin@borovica.example" }], cc: [], bcc: [] }) as unknown as PageMessage;

test("a click outweighs the mailbox's mode; only in mode known-customers the hub is asked first", () => {
  for (const mode of ["all", "none", "labelled", "replies-to-recorded"] as const)
    expect(judge(from("jana@orava.example"), policy(mode))).toMatchObject({ record: true, onlyIfKnown: false });
  expect(judge(from("jana@orava.example"), policy("known-customers"))).toMatchObject({ record: true, onlyIfKnown: true });
});

test("a click never outweighs an exclusion, nor that mail is internal", () => {
  const rule = { kind: "domain", value: "orava.example", scope: "person" } as const;
  expect(judge(from("jana@sub.orava.example"), policy("all", rule))).toMatchObject({
    record: false,
    reasons: [{ code: "excluded-domain" }],
  });
  expect(judge(from("eva@borovica.example"), policy("all"))).toMatchObject({ record: false, reasons: [{ code: "internal" }], outside: [] });
});

test("the hub is asked only about addresses outside of the organisation", () => {
  expect(judge(from("jana@orava.example"), policy("all")).outside).toEqual(["jana@orava.example"]);
});
