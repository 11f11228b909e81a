import { z } from "zod";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import type { GrantResource, Level } from "../../db/schema/rights.ts";
import { inTransaction, principalsOf, withClient, withSystemEyes } from "../../db/transaction.ts";
import { mayShare, mayShareInteraction, mayShareMail } from "../../policies/rights.ts";
import { found } from "../authorise.ts";
import { parse } from "../parse.ts";
import { audienceFacts, explainShare, sharesOf, type AudienceFacts, type Share } from "./audience.ts";
import { sharedInteraction } from "./resource.ts";
import { loadRules } from "./rules.ts";
import { grantResourceSchema } from "./schemas.ts";

export const describeAccessSchema = z.object({ resource: grantResourceSchema, resourceId: z.uuid() });

/** Who sees one thing by rules and by rights that were given, and how much of what belongs to it. */
export interface AccessShare {
  /** A principal: `org`, `role:admin`, `team:<id>`, `user:<id>`. */
  principal: string;
  /** Of a person or team; null for a role and for everybody. */
  name: string | null;
  because: Share["because"];
  /** Of what was written into Kronika; null: nothing, or there is none of it. */
  entries: Level | null;
  /** Of mail in somebody else's mailbox; null: nothing, or there is none of it. */
  mail: Level | null;
}

/** The answer to "who has this now?", for the viewer. */
export interface Access {
  /** How much the viewer sees of an interaction, and why; null for other things. */
  mine: { level: Level; reasons: Share["because"][] } | null;
  /** Whom the viewer can ask for more: whose mail it is, who wrote it down, who answers for the customer. */
  owners: { id: string; name: string }[];
  /** Null when it is not the viewer's to share. */
  shares: AccessShare[] | null;
}

/**
 * Who has a customer, deal, interaction or somebody's mail now, by rule and by right, told by the rules that made the audiences: to whoever may
 * share it. Whoever sees an interaction learns why he sees as much as he does, and whom to ask.
 * @throws AppError `not-found`
 */
export async function describeAccess(ctx: Ctx, input: z.input<typeof describeAccessSchema>): Promise<Access> {
  const { resource, resourceId } = parse(describeAccessSchema, input);
  return inTransaction(ctx, async (tx) => {
    const { entries, mail, owners, mayShare: mine } = await load(tx, ctx, resource, resourceId);
    const facts = [entries, mail].filter((each) => each !== null);
    const rules = await withSystemEyes(tx, () => loadRules(tx, facts));
    const hidden = await hasHiddenCustomer(tx, facts);
    const told = (shares: Share[]) => (hidden ? shares.filter(isTold) : shares);
    const [ofEntries, ofMail] = [entries, mail].map((each) => (each === null ? [] : told(sharesOf(each, rules))));
    const shares = mine ? merge(ofEntries!, ofMail!) : null;
    const own = resource === "interaction" ? explainShare([...ofEntries!, ...ofMail!], principalsOf(ctx)) : null;
    const names = await namesOf(tx, shares ?? []);
    return {
      mine: own && { level: own.level, reasons: own.reasons.map(({ because }) => because) },
      owners,
      shares: shares && shares.map((share) => ({ ...share, name: names.get(share.principal) ?? null })),
    };
  });
}

interface Loaded {
  entries: AudienceFacts | null;
  mail: AudienceFacts | null;
  owners: Access["owners"];
  mayShare: boolean;
}

/** The facts of what hangs on the thing. For a customer or deal: of an entry and of a mail that are nobody's in particular. */
async function load(tx: Tx, ctx: Ctx, resource: GrantResource, id: string): Promise<Loaded> {
  const client = withClient(tx);
  if (resource === "user") {
    const { rows } = await client.query<{ id: string; name: string }>("SELECT id, name FROM users WHERE id = $1", [id]);
    const mail = audienceFacts({ mail: true, owners: [id] });
    return { entries: null, mail, owners: [found(rows[0], "person")], mayShare: mayShareMail(ctx.actor, id) };
  }
  if (resource === "interaction") {
    const shared = await sharedInteraction(tx, id);
    const { rows } = await client.query<AudienceFacts & { people: Access["owners"] }>(
      `SELECT a.mail, a.private, a.owners, a.customers, a.opportunities, a.interaction_id AS "interactionId",
         coalesce(${people("u.id = ANY(a.owners)")}, ${people(`u.id IN (SELECT c.owner_id FROM interaction_links l JOIN customers c ON c.id = l.target_id
           WHERE l.interaction_id = i.id AND l.target = 'customer' AND l.chosen)`)}, '[]') AS people
       FROM interactions i JOIN audiences a ON a.id = i.audience_id WHERE i.id = $1`,
      [id],
    );
    const { people: owners, ...facts } = found(rows[0], "interaction");
    const mayShare = mayShareInteraction(ctx.actor, shared);
    return { entries: facts.mail ? null : facts, mail: facts.mail ? facts : null, owners, mayShare };
  }
  const { rows } = await client.query<{
    ownerId: string | null;
    customerOwnerId: string | null;
    customerId: string;
    people: Access["owners"];
  }>(
    resource === "customer"
      ? `SELECT owner_id AS "ownerId", NULL AS "customerOwnerId", id AS "customerId", coalesce(${people("u.id = owner_id")}, '[]') AS people FROM customers WHERE id = $1`
      : `SELECT owner_id AS "ownerId", (SELECT c.owner_id FROM customers c WHERE c.id = customer_id) AS "customerOwnerId", customer_id AS "customerId", coalesce(${people("u.id = owner_id")}, '[]') AS people FROM opportunities WHERE id = $1`,
    [id],
  );
  const row = found(rows[0], resource);
  const on = { customers: [row.customerId], opportunities: resource === "opportunity" ? [id] : [] };
  return {
    entries: audienceFacts({ mail: false, owners: [], ...on }),
    mail: audienceFacts({ mail: true, owners: [NOBODY], ...on }),
    owners: row.people,
    mayShare: mayShare(ctx.actor, row),
  };
}

/** The owner of a mail that is nobody's in particular. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

const people = (condition: string) =>
  `(SELECT json_agg(json_build_object('id', u.id, 'name', u.name) ORDER BY u.name, u.id) FROM users u WHERE u.disabled_at IS NULL AND ${condition})`;

/** Whether one of the customers does not exist for the viewer: then nothing that follows from it is told. */
async function hasHiddenCustomer(tx: Tx, facts: readonly AudienceFacts[]): Promise<boolean> {
  const ids = [...new Set(facts.flatMap(({ customers }) => customers))];
  const { rowCount } = await withClient(tx).query("SELECT 1 FROM customers WHERE id = ANY($1::uuid[])", [ids]);
  return rowCount !== ids.length;
}

/** What does not follow from a customer. */
const isTold = ({ because }: Share): boolean =>
  because.rule === "own" || (because.rule === "grant" && (because.resource === "interaction" || because.resource === "user"));

/** One line per principal and reason, with what it gives of entries and of mail. */
function merge(entries: readonly Share[], mail: readonly Share[]): Omit<AccessShare, "name">[] {
  const lines = new Map<string, Omit<AccessShare, "name">>();
  for (const [column, shares] of [
    ["entries", entries],
    ["mail", mail],
  ] as const) {
    for (const { principal, level, because } of shares) {
      if (principal === `user:${NOBODY}`) continue;
      // What everybody sees is one line, though it is another rule for mail.
      const key = JSON.stringify(principal === "org" && because.rule !== "grant" ? [principal] : [principal, because]);
      lines.set(key, { entries: null, mail: null, principal, because, ...lines.get(key), [column]: level });
    }
  }
  return [...lines.values()];
}

async function namesOf(tx: Tx, shares: readonly { principal: string }[]): Promise<Map<string, string>> {
  const { rows } = await withClient(tx).query<{ principal: string; name: string }>(
    `SELECT 'user:' || id AS principal, name FROM users WHERE 'user:' || id = ANY($1)
     UNION ALL SELECT 'team:' || id, name FROM teams WHERE 'team:' || id = ANY($1)`,
    [shares.map(({ principal }) => principal)],
  );
  return new Map(rows.map(({ principal, name }) => [principal, name]));
}
