import { describe, expect, test } from "vitest";
import type { Actor } from "../context.ts";
import { mayOrganization } from "./organization.ts";
import { mayGiveScope, maySign } from "./token.ts";
import { mayUser } from "./user.ts";

const user = (role: "admin" | "manager" | "rep"): Actor => ({ kind: "user", userId: "u", role, sessionId: "s" });
const token = (role: "admin" | "manager" | "rep", ...scopes: string[]): Actor => ({
  kind: "token",
  userId: "u",
  role,
  tokenId: "t",
  scopes,
});

const actors: Record<string, Actor> = {
  administrator: user("admin"),
  manager: user("manager"),
  rep: user("rep"),
  "administrator's token": token("admin", "write"),
  "administrator's admin token": token("admin", "admin"),
  "administrator's extension": token("admin", "extension"),
  "rep's admin token": token("rep", "admin"),
  system: { kind: "system", name: "worker" },
};
const whoMay = (rule: (actor: Actor) => boolean) => Object.keys(actors).filter((name) => rule(actors[name]!));
const everybody = Object.keys(actors);

describe("who may", () => {
  test.each<[string, (actor: Actor) => boolean, string[]]>([
    ["see colleagues", (a) => mayUser(a, "view"), everybody],
    ["add people", (a) => mayUser(a, "create"), ["administrator", "administrator's admin token", "system"]],
    ["change people", (a) => mayUser(a, "edit"), ["administrator", "administrator's admin token", "system"]],
    ["change themselves", (a) => mayUser(a, "edit-own"), everybody.filter((name) => name !== "system")],
    ["see the organisation", (a) => mayOrganization(a, "view"), everybody],
    ["change the organisation", (a) => mayOrganization(a, "edit"), ["administrator", "administrator's admin token", "system"]],
    ["make tokens, approve, set a password", maySign, ["administrator", "manager", "rep"]],
  ])("%s", (_, rule, allowed) => expect(whoMay(rule)).toEqual(allowed));
});

test("a token's scope `admin` is given by administrators only", () => {
  expect((["admin", "manager", "rep"] as const).map((role) => mayGiveScope(role, "admin"))).toEqual([true, false, false]);
  expect(mayGiveScope("rep", "write")).toBe(true);
});
