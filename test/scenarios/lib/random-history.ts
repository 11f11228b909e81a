import { newId } from "@kronika/hub/db/ids.ts";
import { NOON, type Person, type World } from "../../world.ts";

const DAY = 24 * 60 * 60 * 1000;

/** A generator of numbers from 0 to 1 that follow from a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Replaces everything by a random history, written straight into the tables: customers, people, deals, threads of mails, calls, meetings, notes,
 * reactions and reminders of four months before now and one after, some private, cancelled, merged or internal. Ties in time are among them.
 */
export async function writeRandomHistory(world: World, people: readonly Person[], seed: number): Promise<void> {
  const random = randomOf(seed);
  const below = (n: number) => Math.floor(random() * n);
  const one = <T>(items: readonly T[]): T => items[below(items.length)]!;
  const chance = (p: number) => random() < p;
  const { orgId } = world;
  const moment = () => new Date(NOON.getTime() - (below(120 * 24 * 4) * DAY) / 96 + (chance(0.1) ? below(30) * DAY : 0));
  const tables = ["reminders", "interactions", "opportunities", "contacts", "customers"];
  for (const table of tables) await world.rows(`DELETE FROM ${table}`);

  const insert = async (table: string, rows: readonly object[]) => {
    if (rows.length === 0) return;
    const columns = Object.keys(rows[0]!);
    const list = columns.map((c) => `"${c}"`).join(", ");
    await world.rows(`INSERT INTO ${table} (${list}) SELECT ${list} FROM json_populate_recordset(NULL::${table}, $1::json)`, [
      JSON.stringify(rows),
    ]);
  };
  const created_at = new Date(NOON.getTime() - 200 * DAY);
  const customers = Array.from({ length: 8 }, (_, n) => ({
    id: newId(),
    org_id: orgId,
    name: `Zákazník ${n}`,
    kinds: n === 7 ? ["supplier"] : ["customer"],
    owner_id: chance(0.8) ? one(people).id : null,
    created_at: chance(0.3) ? new Date(NOON.getTime() - 20 * DAY) : created_at,
    archived_at: n === 6 ? NOON : null,
  }));
  await insert("customers", customers);
  const contacts = customers.flatMap(({ id }) =>
    [0, 1, 2].map((n) => ({ id: newId(), org_id: orgId, customer_id: id, name: `Osoba ${n}` })),
  );
  await insert("contacts", contacts);
  const opportunities = Array.from({ length: 14 }, (_, n) => {
    const state = one(["open", "open", "won", "lost"]);
    return {
      id: newId(),
      org_id: orgId,
      customer_id: one(customers).id,
      name: `Príležitosť ${n}`,
      stage: one(["new", "quote", "meeting"]),
      state,
      value: chance(0.8) ? `${below(10_000)}.50` : null,
      currency: one(["EUR", "EUR", "CZK"]),
      owner_id: chance(0.8) ? one(people).id : null,
      created_at: moment(),
      closed_at: state === "open" ? null : moment(),
    };
  });
  await insert("opportunities", opportunities);
  const audience = async (metadata: string[]) => {
    const id = newId();
    await insert("audiences", [
      { id, org_id: orgId, key: id, metadata, subject: metadata, content: metadata, owners: [], customers: [], opportunities: [] },
    ]);
    return id;
  };
  const open = await audience(["org"]);
  const own = await Promise.all(people.map((person) => audience([`user:${person.id}`])));

  const interactions: Record<string, unknown>[] = [];
  const links: object[] = [];
  const copies: object[] = [];
  const participants: object[] = [];
  const reactions: object[] = [];
  const threads = Array.from({ length: 60 }, () => ({
    id: newId(),
    customer: one(customers),
    opportunity: chance(0.4) ? one(opportunities) : null,
    at: moment().getTime(),
  }));
  for (let n = 0; n < 420; n += 1) {
    const kind = one(["email", "email", "email", "call", "meeting", "note"]);
    const thread = one(threads);
    const at = kind === "email" ? new Date(Math.min(thread.at + below(40) * (DAY / 4), NOON.getTime() + 5 * DAY)) : moment();
    const id = newId();
    const owner = below(people.length);
    const audienceId = chance(0.75) ? open : own[owner]!;
    const details = {
      email: { mailKind: chance(0.85) ? "normal" : "out-of-office" },
      call: { outcome: one(["answered", "missed", "busy"]) },
      meeting: { outcome: one(["held", "held", "no-show", "cancelled", null]) },
      note: {},
    }[kind]!;
    interactions.push({
      id,
      org_id: orgId,
      kind,
      direction: kind === "note" ? "none" : chance(0.05) ? "internal" : one(["incoming", "outgoing"]),
      occurred_at: at,
      ends_at: kind === "meeting" ? new Date(at.getTime() + 3_600_000) : null,
      thread_id: kind === "email" ? thread.id : id,
      state: chance(0.04) ? "merged" : kind === "meeting" && chance(0.1) ? "cancelled" : "active",
      details,
      level: "content",
      named: true,
      private: false,
      attachment_count: 0,
      audience_id: audienceId,
      created_at: new Date(at.getTime() - below(10) * DAY),
      updated_at: at,
    });
    const place = { org_id: orgId, interaction_id: id };
    const customer = kind === "email" ? thread.customer : one(customers);
    const link = { ...place, audience_id: audienceId, occurred_at: at, evidence: [], score: 1, decided_by: "rule", created_at: at };
    if (chance(0.95)) links.push({ id: newId(), ...link, target: "customer", target_id: customer.id, chosen: chance(0.95) });
    const deal = kind === "email" ? thread.opportunity : chance(0.3) ? one(opportunities) : null;
    if (deal) links.push({ id: newId(), ...link, target: "opportunity", target_id: deal.id, chosen: chance(0.95) });
    for (const person of new Set([people[owner]!, ...(chance(0.2) ? [one(people)] : [])]))
      copies.push({ id: newId(), ...place, owner_id: person.id, source: "mailbox", created_at: at });
    const contact = one(contacts.filter((each) => each.customer_id === customer.id));
    participants.push({ id: newId(), ...place, role: kind === "call" ? "caller" : "from", contact_id: chance(0.8) ? contact.id : null });
    const reacted = { email: ["reply", "bounce"], call: ["answered"], meeting: ["accepted", "declined", "attended"], note: [] as string[] }[
      kind
    ]!;
    if (reacted.length > 0 && chance(0.3))
      reactions.push({
        id: newId(),
        ...place,
        kind: one(reacted),
        to_interaction_id: id,
        contact_id: null,
        occurred_at: new Date(at.getTime() + below(25) * DAY),
      });
  }
  await insert("interactions", interactions);
  await insert("interaction_links", links);
  await insert("interaction_copies", copies);
  await insert("interaction_participants", participants);
  await insert("reactions", reactions);
  const reminders = Array.from({ length: 60 }, (_, n) => {
    const state = one(["waiting", "due", "done", "cancelled"]);
    const opportunity = chance(0.4) ? one(opportunities) : null;
    return {
      id: newId(),
      org_id: orgId,
      user_id: one(people).id,
      kind: "dated",
      title: `Pripomienka ${n}`,
      customer_id: chance(0.7) ? one(customers).id : null,
      opportunity_id: opportunity?.id ?? null,
      awaits: [],
      due_at: moment(),
      state,
      finished_at: state === "done" ? new Date(Math.min(moment().getTime(), NOON.getTime())) : null,
      created_at,
      updated_at: created_at,
    };
  });
  await insert("reminders", reminders);
}
