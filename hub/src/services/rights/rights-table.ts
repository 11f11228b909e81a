import type { Actor, Role } from "../../context.ts";
import type { Level } from "../../db/schema/rights.ts";
import { principalsOf } from "../../db/transaction.ts";
import { mayCustomer } from "../../policies/customer.ts";
import { mayInteraction } from "../../policies/interaction.ts";
import { mayShare, mayShareInteraction } from "../../policies/rights.ts";
import { audienceFacts, explainShare, sharesOf, type AudienceFacts } from "./audience.ts";
import { plainRules } from "./rules.ts";

export const tableThings = ["customer", "mail", "entry"] as const;
export const tableOwnerships = ["own", "team", "other"] as const;
export const tableCircumstances = ["plain", "restricted", "private"] as const;
export const tableVerbs = ["edit", "delete", "export", "share"] as const;
export type TableVerb = (typeof tableVerbs)[number];

/** What somebody of a role may do with one kind of thing, before any right was given by hand. */
export interface RightsCell {
  role: Role;
  /** `mail`: what a mailbox brought; `entry`: what was written into Kronika (note, call, meeting). */
  thing: (typeof tableThings)[number];
  /** Whose it is. Of mail and entries with a restricted customer: whose the customer is; they themselves are a third person's. */
  of: (typeof tableOwnerships)[number];
  circumstance: (typeof tableCircumstances)[number];
  /** How much is seen; null: nothing, it does not exist for him. A customer is seen whole or not at all. */
  level: Level | null;
  /** The verbs that make sense for the thing, and whether he may. */
  may: { verb: TableVerb; allowed: boolean }[];
}

const ROLES: readonly Role[] = ["rep", "manager", "admin"];
const [ME, TEAM_MATE, COLLEAGUE, THIRD, CUSTOMER] = [
  "00000000-0000-7000-8000-000000000001",
  "00000000-0000-7000-8000-000000000002",
  "00000000-0000-7000-8000-000000000003",
  "00000000-0000-7000-8000-000000000004",
  "00000000-0000-7000-8000-000000000005",
] as const;
const OWNERS = { own: ME, team: TEAM_MATE, other: COLLEAGUE } as const;

/**
 * The table of rights that can be read aloud: what each role may, by whose something is, asked of the policies and rules that decide in earnest.
 * Somebody's team opens nothing by itself, which the table shows by asking for it.
 * @param colleagueLevel how much of a colleague's mail everybody sees (the organisation's setting)
 */
export function rightsTable(colleagueLevel: Level): RightsCell[] {
  return ROLES.flatMap((role) => {
    const actor: Actor = { kind: "user", userId: ME, role, sessionId: "", teams: [TEAM_MATE] };
    return tableThings.flatMap((thing) =>
      tableCircumstances.flatMap((circumstance) =>
        thing === "customer" && circumstance === "private"
          ? []
          : tableOwnerships.map((of) => ({ role, thing, of, circumstance, ...cell(actor, thing, circumstance, of, colleagueLevel) })),
      ),
    );
  });
}

function cell(
  actor: Actor,
  thing: RightsCell["thing"],
  circumstance: RightsCell["circumstance"],
  of: RightsCell["of"],
  colleagueLevel: Level,
): Pick<RightsCell, "level" | "may"> {
  const ownerId = OWNERS[of];
  const restricted = circumstance === "restricted";
  const rules = { ...plainRules(colleagueLevel), restricted: new Map(restricted ? [[CUSTOMER, { ownerId }]] : []) };
  const levelOf = (facts: AudienceFacts) => explainShare(sharesOf(facts, rules), principalsOf({ actor }))?.level ?? null;
  const customers = restricted ? [CUSTOMER] : [];
  if (thing === "customer") {
    // Whoever sees something that nobody in particular has written about it, sees that it exists.
    const seen = levelOf(audienceFacts({ mail: false, owners: [], customers })) !== null;
    const verbs = { edit: "edit", delete: "archive", export: "export" } as const;
    const allowed = (verb: TableVerb) =>
      seen && (verb === "share" ? mayShare(actor, { ownerId }) : mayCustomer(actor, verbs[verb], { ownerId, restricted }));
    return { level: seen ? "content" : null, may: tableVerbs.map((verb) => ({ verb, allowed: allowed(verb) })) };
  }
  const mail = thing === "mail";
  const isPrivate = circumstance === "private";
  const writer = restricted ? THIRD : ownerId;
  const level = levelOf(audienceFacts({ mail, private: isPrivate, owners: [writer], customers }));
  const row = {
    kind: mail ? "email" : "note",
    createdBy: mail ? null : writer,
    byHand: !mail,
    private: isPrivate,
    seesContent: level === "content",
  };
  const may: RightsCell["may"] = [
    // Who sees a part only, changes nothing (services/interactions/change.ts).
    { verb: "edit", allowed: level === "content" && mayInteraction(actor, "edit", row) },
    { verb: "delete", allowed: level !== null && mayInteraction(actor, "delete", row) },
    {
      verb: "share",
      allowed:
        level !== null && mayShareInteraction(actor, { mail, private: isPrivate, owners: [writer], seesContent: level === "content" }),
    },
  ];
  return { level, may };
}
