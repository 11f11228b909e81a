import { meetingAfter, reactionsOf, type Reaction, type ReactionFacts, type ReactionPerson } from "@kronika/core/reactions.ts";
import { isOwnAddress } from "@kronika/core/addresses.ts";
import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { newId } from "../../db/ids.ts";
import { withClient } from "../../db/transaction.ts";
import { audit } from "../audit.ts";
import { emit } from "../webhooks/events.ts";

/** An interaction as it stands, with everything that its reactions follow from. */
interface Standing extends Omit<ReactionFacts, "people" | "before"> {
  people: (Omit<ReactionPerson, "ours"> & { id: string; userId: string | null })[];
  before: (Reaction & { id: string })[];
  ownDomains: string[];
}

/**
 * Tells the reactions of these interactions anew from their facts, and of the mails that refer to them: after anything about them changed
 * (recorded, merged, edited, a message about them came). Also brings a meeting's state and answers up to date by the messages about it.
 * Two statements when nothing has changed, whatever the number of interactions.
 *
 * Runs in the system's transaction of whoever changed them.
 * @returns the ids of those whose reactions, state or answers are others now
 */
export async function settleReactions(tx: Tx, ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await withClient(tx).query<Standing>({ name: "reactions-facts", text: FACTS, values: [[...new Set(ids)]] });
  const changes = noChanges();
  const now = ctx.now().toISOString();
  for (const row of rows) collect(changes, row, now);
  await write(tx, ctx, changes);
  return [...changes.touched];
}

interface Changes {
  obsolete: string[];
  fresh: (Reaction & { id: string; interactionId: string })[];
  /** Of the fresh ones, those that nobody has heard of: a date that became known tells nothing new. */
  news: string[];
  cancelled: string[];
  answers: { id: string; response: string }[];
  touched: Set<string>;
}

const noChanges = (): Changes => ({ obsolete: [], fresh: [], news: [], cancelled: [], answers: [], touched: new Set() });

function collect(changes: Changes, row: Standing, now: string): void {
  const own = { addresses: [], domains: row.ownDomains };
  const people = row.people.map((person) => ({
    ...person,
    ours: person.userId !== null || (person.address?.includes("@") === true && isOwnAddress(person.address, own)),
  }));
  if (row.kind === "meeting" && row.state !== "merged") collectMeeting(changes, { ...row, people });
  const wanted = reactionsOf({ ...row, people }, now);
  const obsolete = row.before.filter((old) => !wanted.some((one) => isSame(one, old)));
  const fresh = wanted.filter((one) => !row.before.some((old) => isSame(one, old)));
  if (obsolete.length + fresh.length > 0) changes.touched.add(row.id);
  changes.obsolete.push(...obsolete.map(({ id }) => id));
  for (const one of fresh) {
    const id = newId();
    changes.fresh.push({ ...one, id, interactionId: row.id });
    if (!row.before.some((old) => isSameDeed(one, old))) changes.news.push(id);
  }
}

function collectMeeting(changes: Changes, row: ReactionFacts & { people: readonly (ReactionPerson & { id: string })[] }): void {
  const { cancelledBy, responses, uninvited } = meetingAfter(row);
  if (cancelledBy && row.state === "active") {
    changes.cancelled.push(row.id);
    changes.touched.add(row.id);
  }
  for (const person of row.people) {
    if (person.role !== "attendee" || person.address === null) continue;
    const response = uninvited.has(person.address) ? "none" : responses.get(person.address)?.response;
    if (response == null || response === (person.response ?? "none")) continue;
    changes.answers.push({ id: person.id, response });
    changes.touched.add(row.id);
  }
}

const isSameDeed = (a: Reaction, b: Reaction) => a.kind === b.kind && a.toInteractionId === b.toInteractionId && a.address === b.address;

const isSame = (a: Reaction, b: Reaction) =>
  isSameDeed(a, b) && a.contactId === b.contactId && Date.parse(a.occurredAt) === Date.parse(b.occurredAt);

async function write(tx: Tx, ctx: Ctx, { obsolete, fresh, news, cancelled, answers, touched }: Changes): Promise<void> {
  if (touched.size === 0) return;
  const client = withClient(tx);
  if (obsolete.length > 0) await client.query("DELETE FROM reactions WHERE id = ANY($1::uuid[])", [obsolete]);
  if (fresh.length > 0) {
    await client.query(
      `INSERT INTO reactions (id, org_id, kind, interaction_id, to_interaction_id, contact_id, address, occurred_at)
       SELECT id, app_org(), kind, "interactionId", "toInteractionId", "contactId", address, "occurredAt" FROM json_to_recordset($1::json)
         AS r(id uuid, kind text, "interactionId" uuid, "toInteractionId" uuid, "contactId" uuid, address text, "occurredAt" timestamptz)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(fresh)],
    );
    await emit(tx, ctx, "reaction.recorded", news);
  }
  if (answers.length > 0) {
    await client.query(
      `UPDATE interaction_participants p SET response = a.response FROM json_to_recordset($1::json) AS a(id uuid, response text) WHERE p.id = a.id`,
      [JSON.stringify(answers)],
    );
  }
  if (cancelled.length > 0) {
    await client.query(
      `UPDATE interactions SET state = 'cancelled', details = details || '{"status":"cancelled"}', updated_at = $2 WHERE id = ANY($1::uuid[]) AND state = 'active'`,
      [cancelled, ctx.now()],
    );
    const detail = { reason: "cancelled-by-organizer" };
    await audit(tx, ctx, ...cancelled.map((rowId) => ({ verb: "cancel", noun: "interaction", rowId, detail })));
  }
}

const list = (query: string) => `coalesce((SELECT json_agg(row_to_json(r)) FROM (${query}) r), '[]'::json)`;

/**
 * Reports about a whole series (`uid|master`) hold for each of its instances. A mail answers the latest of ours that it refers to, if
 * somebody from outside is in both: anybody can write any Message-ID into References.
 */
const FACTS = `WITH wanted AS (
    SELECT unnest($1::uuid[]) AS id
    UNION SELECT f.interaction_id FROM interaction_identities n JOIN interaction_references f ON f.org_id = n.org_id AND f.message_id = n.value
      WHERE n.interaction_id = ANY($1::uuid[]) AND n.scheme = 'message-id')
  SELECT i.id, i.kind, i.direction, to_json(i.occurred_at) #>> '{}' AS "occurredAt", i.state, i.details ->> 'mailKind' AS "mailKind",
    i.details ->> 'outcome' AS outcome, coalesce((i.details ->> 'sequence')::int, 0) AS sequence,
    (SELECT own_domains FROM organizations WHERE id = app_org()) AS "ownDomains",
    ${list(`SELECT p.id, p.role, p.address, p.response, p.contact_id AS "contactId", p.user_id AS "userId" FROM interaction_participants p
      WHERE p.interaction_id = i.id ORDER BY p.id`)} AS people,
    (SELECT nullif(substring(n.value FROM '[^|]*$'), 'master') FROM interaction_identities n WHERE n.interaction_id = i.id AND n.scheme = 'ical' LIMIT 1) AS instance,
    ${list(`SELECT r.kind, r.address, r.sequence, r.at, r.detail ->> 'response' AS response, r.detail ->> 'from' AS "from",
        r.detail ->> 'answersFor' AS "answersFor", r.detail -> 'guests' AS guests, r.detail -> 'delegatedTo' AS "delegatedTo",
        ARRAY(SELECT a.contact_id FROM contact_addresses a WHERE a.org_id = r.org_id AND a.kind = 'email' AND a.value = r.address ORDER BY 1) AS "contactIds"
      FROM interaction_identities n
      JOIN interaction_reports r ON r.org_id = n.org_id AND r.scheme = n.scheme AND r.value = ANY (ARRAY[n.value, regexp_replace(n.value, '\\|[^|]*$', '|master')])
      WHERE n.interaction_id = i.id AND n.scheme IN ('ical', 'message-id')`)} AS reports,
    CASE WHEN i.kind = 'email' AND i.direction = 'incoming' THEN (
      SELECT p.id FROM interaction_references f JOIN interaction_identities n ON n.org_id = f.org_id AND n.scheme = 'message-id' AND n.value = f.message_id
        JOIN interactions p ON p.id = n.interaction_id
      WHERE f.interaction_id = i.id AND p.id <> i.id AND p.kind = 'email' AND p.direction = 'outgoing' AND p.state <> 'merged'
        AND EXISTS (SELECT FROM interaction_participants a JOIN interaction_participants b ON b.interaction_id = i.id AND b.address = a.address
          WHERE a.interaction_id = p.id AND a.user_id IS NULL AND a.address IS NOT NULL)
      ORDER BY p.occurred_at DESC, p.id LIMIT 1) END AS answers,
    ${list(`SELECT x.id, x.kind, x.to_interaction_id AS "toInteractionId", x.contact_id AS "contactId", x.address, x.occurred_at AS "occurredAt" FROM reactions x
      WHERE x.interaction_id = i.id`)} AS before
  FROM interactions i WHERE i.id IN (SELECT id FROM wanted) ORDER BY i.id`;
