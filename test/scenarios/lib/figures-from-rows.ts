import { USUAL_HOURS, workingSeconds } from "@kronika/core/reports/working-hours.ts";
import type { ReportName } from "@kronika/hub/services/reports/schemas.ts";
import { dayIn } from "@kronika/hub/services/time-zone.ts";
import type { World } from "../../world.ts";

const ZONE = "Europe/Bratislava";
const DAY = 24 * 60 * 60 * 1000;

interface Interaction {
  id: string;
  kind: string;
  direction: string;
  occurred_at: Date;
  ends_at: Date | null;
  created_at: Date;
  thread_id: string;
  state: string;
  details: Record<string, string | null>;
  metadata: string[];
}
interface Link {
  interaction_id: string;
  target: string;
  target_id: string;
  chosen: boolean;
  occurred_at: Date;
}
export interface RawRows {
  interactions: Interaction[];
  links: Link[];
  copies: { interaction_id: string; owner_id: string }[];
  participants: { interaction_id: string; role: string; contact_id: string | null }[];
  contacts: { id: string; customer_id: string }[];
  reactions: { to_interaction_id: string; interaction_id: string; kind: string; occurred_at: Date }[];
  customers: { id: string; kinds: string[]; owner_id: string | null; created_at: Date; archived_at: Date | null }[];
  opportunities: {
    id: string;
    customer_id: string;
    stage: string;
    state: string;
    value: string | null;
    currency: string;
    owner_id: string | null;
    created_at: Date;
    closed_at: Date | null;
  }[];
  reminders: {
    user_id: string;
    customer_id: string | null;
    opportunity_id: string | null;
    due_at: Date;
    state: string;
    finished_at: Date | null;
  }[];
}

/** Everything, past row security. */
export async function readRows(world: World): Promise<RawRows> {
  const all = <T>(query: string) => world.rows<T>(query);
  return {
    interactions: await all("SELECT i.*, a.metadata FROM interactions i JOIN audiences a ON a.id = i.audience_id"),
    links: await all("SELECT * FROM interaction_links"),
    copies: await all("SELECT * FROM interaction_copies"),
    participants: await all("SELECT * FROM interaction_participants"),
    contacts: await all("SELECT * FROM contacts"),
    reactions: await all("SELECT * FROM reactions"),
    customers: await all("SELECT * FROM customers ORDER BY id"),
    opportunities: await all("SELECT * FROM opportunities"),
    reminders: await all("SELECT * FROM reminders"),
  };
}

interface Filters {
  from: string;
  to: string;
  repId?: string;
  kind?: string;
  customerId?: string;
}
interface Fact {
  figures: string[];
  hit?: boolean;
  value?: number;
  money?: { currency: string; value: string | null };
}
type Plain = Record<
  string,
  { count: number; hits: number | null; median: number | null; p90: number | null; sums: Record<string, string> | null }
>;

/** Every figure of a report, counted by loops over plain rows: the definitions of the product, written a second time and in another way. */
export function figuresFromRows(all: RawRows, principals: readonly string[], report: ReportName, filters: Filters, now: Date): Plain {
  const seen = all.interactions.filter(({ metadata }) => metadata.some((principal) => principals.includes(principal)));
  const ids = new Set(seen.map(({ id }) => id));
  const rows: RawRows = {
    ...all,
    interactions: seen,
    links: all.links.filter(({ interaction_id: id }) => ids.has(id)),
    copies: all.copies.filter(({ interaction_id: id }) => ids.has(id)),
    participants: all.participants.filter(({ interaction_id: id }) => ids.has(id)),
    reactions: all.reactions.filter(({ interaction_id: id }) => ids.has(id)),
  };
  return summed(factsOf(rows, report, filters, now));
}

function summed(facts: readonly Fact[]): Plain {
  const byFigure = new Map<string, Fact[]>();
  for (const fact of facts) for (const id of fact.figures) byFigure.set(id, [...(byFigure.get(id) ?? []), fact]);
  return Object.fromEntries(
    [...byFigure].map(([id, list]) => {
      const values = list.flatMap(({ value }) => value ?? []).toSorted((a, b) => a - b);
      const shares = list.some(({ hit }) => hit !== undefined);
      const money = list.flatMap(({ money }) =>
        money?.value ? [{ currency: money.currency, cents: BigInt(money.value.replace(".", "")) }] : [],
      );
      const sums = Object.fromEntries(
        [...new Set(money.map(({ currency }) => currency))].map((currency) => {
          const cents = money.filter((m) => m.currency === currency).reduce((total, m) => total + m.cents, 0n);
          return [currency, `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`];
        }),
      );
      return [
        id,
        {
          count: list.length,
          hits: shares ? list.filter(({ hit }) => hit).length : null,
          median: between(values, 0.5),
          p90: between(values, 0.9),
          sums: money.length > 0 ? sums : null,
        },
      ];
    }),
  );
}

/** The value at a share of the way through, between two neighbours if need be. */
function between(sorted: readonly number[], share: number): number | null {
  if (sorted.length === 0) return null;
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)]!;
  const high = sorted[Math.ceil(place)]!;
  return Math.round((low + (high - low) * (place - Math.floor(place))) * 1000) / 1000;
}

function factsOf(rows: RawRows, report: ReportName, filters: Filters, now: Date): Fact[] {
  const { repId, kind, customerId } = filters;
  const inPeriod = (at: Date) => dayIn(at, ZONE) >= filters.from && dayIn(at, ZONE) <= filters.to && at < now;
  const customersOf = (id: string) =>
    rows.links.filter((l) => l.interaction_id === id && l.target === "customer" && l.chosen).map((l) => l.target_id);
  const ownersOf = (id: string) => [...new Set(rows.copies.filter((c) => c.interaction_id === id).map((c) => c.owner_id))];
  const fits = (i: Interaction) =>
    (repId === undefined || ownersOf(i.id).includes(repId)) &&
    (kind === undefined || i.kind === kind) &&
    (customerId === undefined || customersOf(i.id).includes(customerId));
  const counts = (i: Interaction) => i.direction !== "internal" && i.state === "active" && inPeriod(i.occurred_at) && fits(i);
  // 85 days are shown by week, which begins on Monday.
  const week = (at: Date) => {
    const day = Date.parse(dayIn(at, ZONE));
    const sinceMonday = (new Date(day).getUTCDay() + 6) % 7;
    return `period:${new Date(day - sinceMonday * DAY).toISOString().slice(0, 10)}`;
  };
  const reacted = (id: string, kinds: string[]) => rows.reactions.filter((r) => r.to_interaction_id === id && kinds.includes(r.kind));
  const after = (a: Date, b: Date) => b.getTime() - a.getTime();

  const answers = (side: "incoming" | "outgoing") => {
    const other = side === "incoming" ? "outgoing" : "incoming";
    const mails = rows.interactions.filter(
      (i) =>
        i.kind === "email" &&
        i.state === "active" &&
        ["incoming", "outgoing"].includes(i.direction) &&
        (i.details["mailKind"] ?? "normal") === "normal" &&
        i.occurred_at < now,
    );
    return mails.flatMap((mail) => {
      const thread = mails
        .filter((i) => i.thread_id === mail.thread_id)
        .toSorted((a, b) => after(b.occurred_at, a.occurred_at) || (a.id < b.id ? -1 : 1));
      const place = thread.indexOf(mail);
      if (mail.direction !== side || thread[place - 1]?.direction === side || !counts(mail)) return [];
      return [{ mail, answer: thread.slice(place + 1).find((i) => i.direction === other)?.occurred_at ?? null }];
    });
  };
  const wall = (at: Date) => Date.parse(`${at.toLocaleString("sv-SE", { timeZone: ZONE }).replace(" ", "T")}Z`) / 1000;

  const owned = (row: { owner_id: string | null }, customer: string) =>
    (repId === undefined || row.owner_id === repId) && (customerId === undefined || customer === customerId);
  const active = rows.customers.filter((c) => c.archived_at === null && c.kinds.includes("customer") && owned(c, c.id));
  const openDeals = rows.opportunities.filter((o) => o.state === "open" && owned(o, o.customer_id));
  const lastOf = (target: string, id: string) =>
    rows.links
      .filter((l) => l.target === target && l.target_id === id && l.chosen && l.occurred_at <= now)
      .reduce<Date | null>((last, l) => (last === null || l.occurred_at > last ? l.occurred_at : last), null);
  const days = (since: Date) => Math.floor(after(since, now) / DAY);
  const heard = (customer: string) => {
    const people = rows.links
      .filter(
        (l) =>
          l.target === "customer" && l.target_id === customer && l.chosen && after(l.occurred_at, now) < 90 * DAY && l.occurred_at <= now,
      )
      .filter((l) => rows.interactions.some((i) => i.id === l.interaction_id && i.direction === "incoming" && i.state === "active"))
      .flatMap((l) => rows.participants.filter((p) => p.interaction_id === l.interaction_id && ["from", "caller"].includes(p.role)))
      .flatMap((p) =>
        p.contact_id !== null && rows.contacts.some((c) => c.id === p.contact_id && c.customer_id === customer) ? [p.contact_id] : [],
      );
    return new Set(people).size;
  };

  switch (report) {
    case "interactions":
      return rows.interactions.filter(counts).map((i) => ({
        figures: [
          "all:all",
          `kind:${i.kind}/${i.direction}`,
          week(i.occurred_at),
          ...ownersOf(i.id)
            .filter((id) => repId === undefined || id === repId)
            .map((id) => `rep:${id}`),
          ...customersOf(i.id)
            .filter((id) => customerId === undefined || id === customerId)
            .map((id) => `customer:${id}`),
        ],
      }));
    case "our-response":
      return answers("incoming").map(({ mail, answer }) => ({
        figures: answer === null ? ["waiting:all"] : ["answered:all", week(mail.occurred_at)],
        value: workingSeconds(wall(mail.occurred_at), wall(answer ?? now), USUAL_HOURS),
      }));
    case "their-response":
      return answers("outgoing").map(({ mail, answer }) => ({
        figures: answer === null ? ["waiting:all"] : ["answered:all", week(mail.occurred_at)],
        value: Math.floor(after(mail.occurred_at, answer ?? now) / 1000),
      }));
    case "reply-rate":
      return answers("outgoing").map(({ mail, answer }): Fact => {
        const answered = answer !== null && after(mail.occurred_at, answer) <= 14 * DAY;
        if (reacted(mail.id, ["bounce"]).length > 0) return { figures: ["bounced:all"] };
        if (!answered && after(mail.occurred_at, now) < 14 * DAY) return { figures: ["open:all"] };
        return { figures: ["delivered:all", week(mail.occurred_at)], hit: answered };
      });
    case "calls":
      return rows.interactions
        .filter((i) => counts(i) && i.kind === "call" && i.direction === "outgoing")
        .map((i) => ({ figures: ["outgoing:all", week(i.occurred_at)], hit: i.details["outcome"] === "answered" }));
    case "meetings":
      return rows.interactions
        .filter(
          (i) =>
            i.kind === "meeting" &&
            i.state !== "merged" &&
            i.direction !== "internal" &&
            inPeriod(i.occurred_at) &&
            fits(i) &&
            (i.ends_at ?? i.occurred_at) <= now,
        )
        .map((i) => {
          const { outcome } = i.details;
          const called =
            outcome === "cancelled" || i.state === "cancelled"
              ? "cancelled"
              : reacted(i.id, ["declined"]).length > 0
                ? "declined"
                : "unknown";
          const how = outcome === "held" || outcome === "no-show" ? outcome : called;
          return { figures: ["planned:all", week(i.occurred_at), `how:${how}`], hit: how === "held" };
        });
    case "success": {
      const within = (i: Interaction, at: Date) => after(i.occurred_at, at) <= 14 * DAY;
      const tried = rows.interactions
        .filter((i) => counts(i) && i.direction !== "incoming")
        .flatMap((i): Fact[] => {
          const customers = customersOf(i.id);
          const good =
            reacted(i.id, ["reply", "accepted", "answered", "attended"]).some(
              (r) => r.occurred_at >= i.occurred_at && within(i, r.occurred_at),
            ) ||
            rows.interactions.some(
              (m) =>
                m.id !== i.id &&
                m.kind === "meeting" &&
                m.state === "active" &&
                m.created_at > i.occurred_at &&
                within(i, m.created_at) &&
                customersOf(m.id).some((c) => customers.includes(c)),
            ) ||
            rows.opportunities.some(
              (o) => o.state === "won" && o.closed_at! > i.occurred_at && within(i, o.closed_at!) && customers.includes(o.customer_id),
            );
          return good || after(i.occurred_at, now) >= 14 * DAY ? [{ figures: [`kind:${i.kind}`], hit: good }] : [];
        });
      const closed = rows.opportunities.filter((o) => o.state !== "open" && inPeriod(o.closed_at!) && owned(o, o.customer_id));
      const touches = closed.flatMap((o) =>
        rows.links
          .filter((l) => l.target === "opportunity" && l.target_id === o.id && l.chosen)
          .flatMap((l) => rows.interactions.filter((i) => i.id === l.interaction_id))
          .filter(
            (i) => i.state === "active" && i.direction !== "internal" && i.occurred_at < now && (kind === undefined || i.kind === kind),
          )
          .map((i): Fact => ({ figures: [`touches:${o.state}/${i.kind}`] })),
      );
      return [
        ...tried,
        ...touches,
        ...closed.map((o) => ({ figures: [`deals:${o.state}`], money: { currency: o.currency, value: o.value } })),
      ];
    }
    case "neglected":
      return [
        ...active
          .map((c) => lastOf("customer", c.id) ?? c.created_at)
          .filter((since) => after(since, now) > 60 * DAY)
          .map((since) => ({ figures: ["customer:neglected"], value: days(since) })),
        ...openDeals
          .filter((o) => !rows.reminders.some((r) => r.opportunity_id === o.id && ["waiting", "due"].includes(r.state)))
          .filter(
            (o) =>
              !rows.links.some(
                (l) =>
                  l.target === "opportunity" &&
                  l.target_id === o.id &&
                  l.chosen &&
                  l.occurred_at > now &&
                  rows.interactions.some((i) => i.id === l.interaction_id && i.kind === "meeting" && i.state === "active"),
              ),
          )
          .map((o) => ({ figures: ["deal:no-next-step"], value: days(o.created_at) })),
      ];
    case "next-steps": {
      const mine = rows.reminders.filter(
        (r) => (repId === undefined || r.user_id === repId) && (customerId === undefined || r.customer_id === customerId),
      );
      return mine.flatMap((r): Fact[] => {
        if (r.state === "done")
          return inPeriod(r.finished_at!) ? [{ figures: ["done:all"], hit: dayIn(r.finished_at!, ZONE) <= dayIn(r.due_at, ZONE) }] : [];
        if (!["waiting", "due"].includes(r.state)) return [];
        const late = (Date.parse(dayIn(now, ZONE)) - Date.parse(dayIn(r.due_at, ZONE))) / DAY;
        return [
          { figures: [`open:${late <= 0 ? "in-time" : late <= 3 ? "1-3" : late <= 7 ? "4-7" : "from-8"}`], value: Math.max(late, 0) },
        ];
      });
    }
    case "coverage":
      return [
        ...active.map((c) => ({ figures: [`heard:${Math.min(heard(c.id), 3)}`], value: heard(c.id) })),
        ...openDeals.filter((o) => heard(o.customer_id) <= 1).map(() => ({ figures: ["deal:on-one-person"] })),
      ];
    case "pipeline":
      return openDeals.map((o) => {
        const last = lastOf("opportunity", o.id);
        const age = last === null ? Number.NaN : after(last, now) / DAY;
        const contact = last === null ? "never" : age < 7 ? "0-7" : age < 30 ? "8-30" : "from-31";
        return { figures: [`stage:${o.stage}`, `contact:${contact}`], money: { currency: o.currency, value: o.value } };
      });
    default:
      throw new Error("compared with each customer's own figure");
  }
}
