import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createConnection } from "@kronika/hub/services/connections/create.ts";
import { completeness } from "@kronika/hub/services/connections/completeness.ts";
import { createContact } from "@kronika/hub/services/contacts/create.ts";
import { erase, previewErasure } from "@kronika/hub/services/erasure/erase.ts";
import { placeHold, releaseHold } from "@kronika/hub/services/erasure/holds.ts";
import { liftTombstones } from "@kronika/hub/services/erasure/lift.ts";
import { getErasure } from "@kronika/hub/services/erasure/list.ts";
import { record } from "@kronika/hub/services/interactions/record.ts";
import { createReminder } from "@kronika/hub/services/reminders/create.ts";
import { syncMailboxRound } from "@kronika/hub/services/sync/mailbox-round.ts";
import { figure } from "../setup/figure.ts";
import { dovecotAvailable, startDovecot, type Dovecot } from "../servers/dovecot.ts";
import { createWorld, mail, type Person, type World } from "../world.ts";

/** Erased for good: gone from every table and from the disk, and not coming back by the mailbox, an import or the extension. */
const USER = "anna@posta.example";
const PASSWORD = "tajné heslo";
/** Words that stand in what is erased and nowhere else. */
const PLANTED = ["zuzana.tajna@erb.example", "Zuzana Tajná", "+421905777111", "koralkovynahrdelnik", "perletovasponka"];

describe.skipIf(!dovecotAvailable())("a person", () => {
  let dovecot: Dovecot;
  let world: World;
  let anna: Person;
  let mailbox: string;
  let contactId: string;
  let erasureId: string;
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { [USER]: PASSWORD } });
    world = await createWorld({ now: () => new Date() });
    anna = await world.person("Anna", { aliases: [USER] });
    const customer = await world.customer("Erb, a. s.", { contacts: ["peter@erb.example"] });
    ({ id: contactId } = await createContact(world.admin.ctx, {
      name: "Zuzana Tajná",
      customerId: customer.id,
      addresses: [
        { kind: "email", value: "zuzana.tajna@erb.example" },
        { kind: "phone", value: "+421905777111" },
      ],
    }));
    await dovecot.createFolder(USER, "INBOX");
    await deliver({
      from: '"Zuzana Tajná" <zuzana.tajna@erb.example>',
      subject: "koralkovynahrdelnik",
      text: "perletovasponka",
      attachment: "perletovasponka",
    });
    await deliver({
      from: "peter@erb.example",
      cc: "zuzana.tajna@erb.example",
      subject: "Spoločná porada",
      text: "Píše Zuzana Tajná, volajte +421905777111 alebo zuzana.tajna@erb.example. Ostatok zostáva.",
    });
    const server = { host: dovecot.host, port: dovecot.port, tls: "none" } as const;
    ({ id: mailbox } = await createConnection(anna.ctx, { kind: "mailbox", provider: "imap", server, username: USER, password: PASSWORD }));
    await syncMailboxRound(world.system, mailbox);
    const [own] = await world.rows<{ id: string }>(
      "SELECT interaction_id AS id FROM interaction_subjects WHERE subject = 'koralkovynahrdelnik'",
    );
    await createReminder(anna.ctx, {
      title: "Zuzana Tajná: koralkovynahrdelnik",
      interactionId: own!.id,
      at: new Date(Date.now() + 86_400_000).toISOString(),
    });
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    await dovecot.stop();
  });

  const deliver = ({
    from,
    cc,
    subject,
    text,
    attachment,
  }: {
    from: string;
    cc?: string;
    subject: string;
    text: string;
    attachment?: string;
  }) =>
    dovecot.deliver(
      USER,
      "INBOX",
      [
        `From: ${encoded(from)}`,
        `To: ${USER}`,
        ...(cc === undefined ? [] : [`Cc: ${cc}`]),
        `Subject: =?utf-8?B?${Buffer.from(subject).toString("base64")}?=`,
        `Date: ${new Date(Date.now() - 3_600_000).toUTCString().replace("GMT", "+0000")}`,
        `Message-ID: <${createHash("sha1").update(subject).digest("hex")}@erb.example>`,
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain; charset=utf-8",
        "",
        text,
        ...(attachment === undefined
          ? []
          : ["--b", 'Content-Type: text/plain; name="koralkovynahrdelnik.txt"', "Content-Disposition: attachment", "", attachment]),
        "--b--",
        "",
      ].join("\r\n"),
    );
  const encoded = (from: string) => from.replace(/"([^"]*)"/, (_, name: string) => `=?utf-8?B?${Buffer.from(name).toString("base64")}?=`);

  /** Where a planted word stands, in every table as text. Names and addresses of the bare tables are ours alone to know. */
  async function findings(words: readonly string[]): Promise<string[]> {
    const tables = await world.rows<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
    );
    const found: string[] = [];
    for (const { name } of tables) {
      for (const word of words) {
        const rows = await world.rows<{ n: number }>(
          `SELECT count(*)::int AS n FROM ${name} t WHERE strpos(lower(t::text), lower($1)) > 0`,
          [word],
        );
        const bytes =
          name === "ledger"
            ? await world.rows<{ n: number }>("SELECT count(*)::int AS n FROM ledger WHERE position(convert_to($1, 'UTF8') IN raw) > 0", [
                word,
              ])
            : [];
        if ((rows[0]?.n ?? 0) + (bytes[0]?.n ?? 0) > 0) found.push(`${name}: ${word}`);
      }
    }
    return found;
  }

  test("is there before, and a legal hold keeps it there", async () => {
    expect((await findings(PLANTED)).length).toBeGreaterThan(5);
    expect(await previewErasure(world.admin.ctx, { target: "contact", targetId: contactId })).toMatchObject({
      interactions: 1,
      shared: 1,
      contacts: 1,
      attachments: 1,
      reminders: 1,
    });
    const hold = await placeHold(world.admin.ctx, { target: "contact", targetId: contactId, reason: "súdny spor" });
    await expect(erase(world.admin.ctx, { target: "contact", targetId: contactId, reason: "request" })).rejects.toMatchObject({
      code: "conflict",
    });
    await releaseHold(world.admin.ctx, hold.id);
    await expect(erase(anna.ctx, { target: "contact", targetId: contactId, reason: "request" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("is found nowhere after it was erased; mail with other people stays without it", async ({ task }) => {
    ({ id: erasureId } = await erase(world.admin.ctx, { target: "contact", targetId: contactId, reason: "request" }));
    expect(await findings(PLANTED)).toEqual([]);
    expect(
      await world.rows("SELECT s.subject, b.text FROM interaction_subjects s JOIN interaction_bodies b USING (interaction_id)"),
    ).toEqual([
      {
        subject: "Spoločná porada",
        text: expect.stringMatching(/^Píše \[vymazané\], volajte \[vymazané\] alebo \[vymazané\]\. Ostatok zostáva\./),
      },
    ]);
    expect(await world.rows("SELECT title, state, note FROM reminders")).toEqual([{ title: "[vymazané]", state: "cancelled", note: null }]);
    expect(await world.rows("SELECT count(*)::int AS n FROM blobs")).toEqual([{ n: 0 }]);
    expect(
      await world.deps.blobs.open({ orgId: world.orgId, sha256: createHash("sha256").update("perletovasponka").digest("hex") }),
    ).toBeNull();
    figure(task, `${PLANTED.length} planted words: 0 findings in all tables`);
  });

  test("has a certificate that the audit trail proves", async () => {
    const certificate = await getErasure(world.admin.ctx, erasureId);
    expect(certificate).toMatchObject({
      target: "contact",
      reason: "request",
      genuine: true,
      counts: { contacts: 1, interactions: expect.any(Number) },
    });
    await world.rows("UPDATE audit_log SET detail = '{}' WHERE id = $1", [certificate.auditId]);
    expect((await getErasure(world.admin.ctx, erasureId)).genuine).toBe(false);
  });

  test("does not come back: not by a resync of the whole mailbox, not by new mail, not by the extension or an import", async ({ task }) => {
    // The server's folder is new for us: every message is read once more.
    await dovecot.changeUidValidity(USER, "INBOX");
    await deliver({ from: '"Zuzana Tajná" <zuzana.tajna@erb.example>', subject: "koralkovynahrdelnik znova", text: "perletovasponka" });
    await syncMailboxRound(world.system, mailbox);
    const again = mail({
      from: { address: "zuzana.tajna@erb.example", name: "Zuzana Tajná" },
      subject: "koralkovynahrdelnik",
      text: "perletovasponka",
    });
    for (const source of ["extension", "import", "api"] as const)
      expect(await record(world.system, { content: again, source, ownerId: anna.id })).toMatchObject({
        state: "skipped",
        reasons: [{ code: "erased" }],
      });
    expect(await findings(PLANTED)).toEqual([]);
    expect(await completeness(anna.ctx, mailbox)).toMatchObject({ missing: 0, pending: 0, failed: 0 });
    figure(task, "UIDVALIDITY changed, everything read again: 0 findings");
  });
});

test("mail of others in which the erased person is named comes in without him, his own does not; an administrator lets him in again", async () => {
  await using world = await createWorld();
  const lipa = await world.customer("Lipa", { contacts: ["peter@lipa.example"] });
  const { id } = await createContact(world.admin.ctx, {
    name: "Zuzana Tajná",
    customerId: lipa.id,
    addresses: [{ kind: "email", value: "zuzana@lipa.example" }],
  });
  await erase(world.admin.ctx, { target: "contact", targetId: id, reason: "request" });
  const zuzana = { address: "zuzana@lipa.example", name: "Zuzana Tajná" };
  const arrives = (fields: Parameters<typeof mail>[0]) =>
    record(world.system, { content: mail({ ...fields }), source: "mailbox", ownerId: world.admin.id });
  const peter = { address: "peter@lipa.example" };
  const text =
    "Zuzana Tajná to potvrdí (zuzana@lipa.example).\n\nDňa 1. 12. 2026 o 9:00 Zuzana Tajná <zuzana@lipa.example> napísala:\n> tajomstvo\n";
  const shared = await arrives({ from: peter, cc: [zuzana], subject: "Ponuka pre Zuzana Tajná", text, html: "<p>tajomstvo</p>" });
  expect(shared).toMatchObject({ state: "recorded", outsideAddresses: ["peter@lipa.example"] });
  expect(
    await world.rows(
      `SELECT s.subject, b.text, b.html, ARRAY(SELECT concat(p.role, ' ', p.name, ' ', p.address) FROM interaction_participants p
         WHERE p.interaction_id = s.interaction_id AND p.role = 'cc') AS cc FROM interaction_subjects s JOIN interaction_bodies b USING (interaction_id)`,
    ),
  ).toEqual([{ subject: "Ponuka pre [vymazané]", text: "[vymazané] to potvrdí ([vymazané]).", html: null, cc: ["cc [vymazané] "] }]);
  for (const fields of [
    { from: zuzana, cc: [peter] },
    { from: { address: world.admin.email }, to: [zuzana] },
  ])
    expect(await arrives(fields)).toMatchObject({ state: "skipped", reasons: [{ code: "erased" }], outsideAddresses: [] });

  const anna = await world.person("Anna");
  const lift = { place: "Zuzana@lipa.example", reason: "opäť zákazníčka" };
  await expect(liftTombstones(anna.ctx, lift)).rejects.toMatchObject({ code: "forbidden" });
  await expect(liftTombstones(world.admin.ctx, { ...lift, place: "Zuzana" })).rejects.toMatchObject({ code: "invalid" });
  expect(await liftTombstones(world.admin.ctx, lift)).toEqual({ lifted: 1 });
  expect(await liftTombstones(world.admin.ctx, lift)).toEqual({ lifted: 0 });
  expect(await arrives({ from: zuzana, cc: [peter] })).toMatchObject({ state: "recorded" });
  expect(await world.rows("SELECT detail FROM audit_log WHERE verb = 'lift'")).toEqual([{ detail: { reason: "opäť zákazníčka" } }]);
});

test("one interaction is erased by itself and stays out; a customer goes with all its people, deals and history", async () => {
  await using world = await createWorld();
  const customer = await world.customer("Dub", { domains: ["dub.example"], contacts: ["ivan@dub.example"] });
  const content = mail({ from: { address: "ivan@dub.example" }, subject: "omyl" });
  const item = { content, source: "mailbox", ownerId: world.admin.id } as const;
  const { interactionId } = await record(world.system, item);
  await erase(world.admin.ctx, { target: "interaction", targetId: interactionId!, reason: "mistake" });
  expect(await record(world.system, item)).toMatchObject({ state: "skipped", reasons: [{ code: "erased" }] });
  expect(await record(world.system, { ...item, content: mail({ from: { address: "ivan@dub.example" }, subject: "iná" }) })).toMatchObject({
    state: "recorded",
  });
  await erase(world.admin.ctx, { target: "customer", targetId: customer.id, reason: "request" });
  for (const table of [
    "customers",
    "contacts",
    "contact_addresses",
    "interactions",
    "interaction_participants",
    "customer_domains",
    "search_names",
  ])
    expect(await world.rows(`SELECT count(*)::int AS n FROM ${table}`), table).toEqual([{ n: 0 }]);
  expect(
    await record(world.system, { ...item, content: mail({ from: { address: "niekto@dub.example" } }), facts: { mode: "all" } }),
  ).toMatchObject({ reasons: [{ code: "erased" }] });
});
