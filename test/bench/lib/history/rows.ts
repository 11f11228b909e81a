import { audiencesOf, isShared } from "./company.ts";
import { expressionsOf, uuidOf, type HistorySpread } from "./spread.ts";

/**
 * The statements that write rows `from` (inclusive) to `to` (exclusive), one per table: what the product writes of an interaction, but for the trail.
 * Four of five are mails in conversations of three, the rest calls and meetings.
 */
export function rowsOf(spread: HistorySpread, from: number, to: number): string[] {
  const { orgId, repId, outsiderId } = spread;
  const e = expressionsOf(spread);
  const org = `'${orgId}'::uuid`;
  const series = `FROM generate_series(${from}, ${to - 1}) n`;
  const id = uuidOf("interaction", "n");
  const audience = `('{${audiencesOf(spread)
    .map((each) => each.id)
    .join()}}'::uuid[])[${e.colleague} + 1]`;
  const place = `${id}, ${org}, ${audience}`;
  const colleague = uuidOf("colleague", e.colleague);
  const contact = uuidOf("contact", e.contact);
  const link = (kind: "customerLink" | "contactLink" | "dealLink", target: string, targetId: string) =>
    `SELECT ${uuidOf(kind, "n")}, ${org}, ${id}, ${audience}, '${target}', ${targetId}, ${e.at} ${series}`;
  const copy = (kind: "copy" | "sharedCopy" | "outsideCopy", owner: string) =>
    `SELECT ${uuidOf(kind, "n")}, ${org}, ${id}, ${owner}, 'mailbox', ${e.at} ${series}`;
  const shared = ([["sharedCopy", repId], ...(outsiderId ? [["outsideCopy", outsiderId] as const] : [])] as const).map(
    ([kind, owner]) => `UNION ALL ${copy(kind, `'${owner}'::uuid`)} WHERE ${isShared(e.colleague)}`,
  );
  const role = (mail: string, call: string, meeting: string) =>
    `CASE ${e.kind} WHEN 'email' THEN '${mail}' WHEN 'call' THEN '${call}' ELSE '${meeting}' END`;
  const person = (kind: "from" | "to", roles: string, theirs: string) =>
    `SELECT ${uuidOf(kind, "n")}, ${org}, ${id}, ${roles}, CASE WHEN ${theirs} THEN 'Osoba' ELSE 'Obchodník' END, CASE WHEN ${theirs} THEN ${e.contactAddress} ELSE ${e.colleagueAddress} END,
      CASE WHEN ${theirs} THEN ${contact} END, CASE WHEN NOT ${theirs} THEN ${colleague} END ${series}`;
  return [
    `INSERT INTO interactions (id, org_id, kind, direction, occurred_at, ends_at, thread_id, details, audience_id, named, created_at, updated_at)
      SELECT ${id}, ${org}, ${e.kind}, CASE WHEN ${e.incoming} THEN 'incoming' ELSE 'outgoing' END, ${e.at}, CASE ${e.kind} WHEN 'meeting' THEN ${e.at} + interval '1 hour' END,
      ${uuidOf("interaction", e.thread)}, (CASE ${e.kind} WHEN 'email' THEN '{"mailKind": "normal"}' WHEN 'call' THEN CASE WHEN ${e.round} % 5 = 0 THEN '{"outcome": "no-answer"}' ELSE '{"outcome": "answered"}' END
        ELSE '{"outcome": "held"}' END)::jsonb, ${audience}, ${e.kind} = 'email', ${e.at}, ${e.at} ${series}`,
    `INSERT INTO interaction_links (id, org_id, interaction_id, audience_id, target, target_id, occurred_at)
      ${link("customerLink", "customer", uuidOf("customer", e.customer))} UNION ALL ${link("contactLink", "contact", contact)}
      UNION ALL ${link("dealLink", "opportunity", uuidOf("deal", e.deal))} WHERE ${e.hasDeal}`,
    `INSERT INTO interaction_participants (id, org_id, interaction_id, role, name, address, contact_id, user_id)
      ${person("from", role("from", "caller", "organizer"), e.incoming)} UNION ALL ${person("to", role("to", "callee", "attendee"), `(NOT ${e.incoming})`)}`,
    `INSERT INTO interaction_bodies (interaction_id, org_id, audience_id, text, preview)
      SELECT ${place}, repeat('Dobrý deň, posielam ponuku č. ' || n || '. ', 10), 'Dobrý deň, posielam ponuku č. ' || n ${series}`,
    `INSERT INTO interaction_subjects (interaction_id, org_id, audience_id, subject) SELECT ${place}, 'Cenová ponuka č. ' || n ${series}`,
    `INSERT INTO interaction_copies (id, org_id, interaction_id, owner_id, source, created_at) ${copy("copy", colleague)} ${shared.join(" ")}`,
    `INSERT INTO interaction_identities (org_id, scheme, value, interaction_id) SELECT ${org}, 'message-id', '<' || n || '@posta.example>', ${id} ${series} WHERE ${e.kind} = 'email'`,
    `INSERT INTO interaction_references (org_id, message_id, interaction_id) SELECT ${org}, '<' || ${e.before} || '@posta.example>', ${id} ${series} WHERE ${e.answers}`,
    `INSERT INTO reactions (id, org_id, kind, interaction_id, to_interaction_id, contact_id, occurred_at)
      SELECT ${uuidOf("reaction", "n")}, ${org}, CASE ${e.kind} WHEN 'email' THEN 'reply' WHEN 'call' THEN 'answered' ELSE 'attended' END, ${id},
      CASE ${e.kind} WHEN 'email' THEN ${uuidOf("interaction", e.before)} ELSE ${id} END, ${contact}, ${e.at} ${series}
      WHERE CASE ${e.kind} WHEN 'email' THEN ${e.answers} AND ${e.incoming} WHEN 'call' THEN ${e.round} % 5 <> 0 ELSE true END`,
    `INSERT INTO questions (id, org_id, interaction_id, kind, occurred_at) SELECT ${uuidOf("question", "n")}, ${org}, ${id}, 'opportunity', ${e.at} ${series} WHERE n % 1000 = 999`,
  ];
}
