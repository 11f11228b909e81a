import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { MailConnector } from "@kronika/connectors/connector.ts";
import { ConnectorError } from "@kronika/core/errors.ts";
import { dovecotAvailable, startDovecot, type Dovecot } from "../../../../test/servers/dovecot.ts";
import { createWorld, type Person, type World } from "../../../../test/world.ts";
import { completeness } from "../connections/completeness.ts";
import { createConnection } from "../connections/create.ts";
import { getConnection } from "../connections/list.ts";
import { openMailbox, unsealCredential } from "../connections/open.ts";
import { reconnect, updateConnection } from "../connections/update.ts";
import { createContact } from "../contacts/create.ts";
import { syncMailboxRound } from "./mailbox-round.ts";
import type { SyncRound } from "./round.ts";
import { loadConnection } from "./run-round.ts";
import { watchMailbox } from "./watch-mailbox.ts";

const PASSWORD = "tajné heslo";
const CUSTOMER = "jana@zakaznik.example";

describe.skipIf(!dovecotAvailable())("a mailbox on a real Dovecot", () => {
  let dovecot: Dovecot;
  let world: World;
  let anna: Person;
  let user: string;
  let id: string;
  /** How far the world's clock is ahead of the machine's. */
  let ahead = 0;

  const users = Array.from({ length: 20 }, (_, index) => `anna${index}@borovica.example`);
  let used = 0;
  beforeAll(async () => {
    dovecot = await startDovecot({ users: Object.fromEntries(users.map((name) => [name, PASSWORD])) });
  });
  afterAll(() => dovecot.stop());
  beforeEach(async () => {
    ahead = 0;
    user = users[used++]!;
    world = await createWorld({ now: () => new Date(Date.now() + ahead) });
    anna = await world.person("Anna", { aliases: [user] });
    await world.customer("Zákazník, s. r. o.", { contacts: [CUSTOMER] });
    await dovecot.createFolder(user, "INBOX");
  });
  afterEach(() => world[Symbol.asyncDispose]());

  async function connect(settings: { backfillDays?: number } = {}): Promise<void> {
    const server = { host: dovecot.host, port: dovecot.port, tls: "none" } as const;
    ({ id } = await createConnection(anna.ctx, {
      kind: "mailbox",
      provider: "imap",
      server,
      username: user,
      password: PASSWORD,
      ...settings,
    }));
  }

  const round = (options?: Parameters<typeof syncMailboxRound>[2]): Promise<SyncRound> => syncMailboxRound(world.system, id, options);
  const deliver = (folder: string, fields: Mail = {}) => dovecot.deliver(user, folder, mailText(fields));
  const ledger = () =>
    world.rows<{ folder: string; state: string; reason: string | null; raw: Buffer | null }>(
      "SELECT folder, state, reason, raw FROM ledger ORDER BY id",
    );
  const subjects = async () =>
    (await world.rows<{ subject: string }>("SELECT subject FROM interaction_subjects ORDER BY subject")).map((row) => row.subject);

  /** The real connector, with a fault of the test's choice. */
  async function faulty(fault: (connector: MailConnector) => Partial<MailConnector>): Promise<() => MailConnector> {
    const row = (await loadConnection(world.system, id))!;
    return () => {
      const connector = openMailbox(world.deps, row.settings, unsealCredential(world.deps, id, row.credential));
      return { ...connector, ...fault(connector) };
    };
  }

  test("everything of the last 90 days is recorded or skipped with a reason, and the sum is what the server lists", async () => {
    for (let n = 0; n < 130; n += 1)
      await deliver("INBOX", { subject: `Ponuka ${n}`, from: n % 2 === 0 ? CUSTOMER : `nikto${n}@inde.example` });
    for (let n = 0; n < 5; n += 1) await deliver("Sent", { subject: `Odpoveď ${n}`, from: user, to: CUSTOMER });
    await dovecot.deliver(user, "INBOX", mailText({ subject: "stará" }), {
      receivedAt: new Date(Date.now() - 100 * 86_400_000).toISOString(),
    });
    await connect();
    expect(await round()).toEqual({ state: "ok", pending: 0 });
    expect(await completeness(anna.ctx, id)).toMatchObject({
      listed: 135,
      stored: 70,
      skipped: { "unknown-participants": 65 },
      pending: 0,
      failed: 0,
      missing: 0,
    });
    expect(await getConnection(anna.ctx, id)).toMatchObject({ state: "active", problem: null, backfill: { done: true } });
    expect(await subjects()).toHaveLength(70);
  });

  test("a mail that comes later is recorded by the next round, and nothing is read twice", async () => {
    await deliver("INBOX", { subject: "prvá" });
    await connect();
    await round();
    await deliver("INBOX", { subject: "druhá" });
    await deliver("Sent", { subject: "tretia", from: user, to: CUSTOMER });
    const fetched: string[] = [];
    const open = await faulty((connector) => ({
      fetch: (refs) => {
        fetched.push(...refs.map((ref) => ref.folder));
        return connector.fetch(refs);
      },
    }));
    expect(await round({ open })).toEqual({ state: "ok", pending: 0 });
    expect(await round({ open })).toEqual({ state: "ok", pending: 0 });
    expect(fetched.toSorted()).toEqual(["INBOX", "Sent"]);
    expect(await subjects()).toEqual(["druhá", "prvá", "tretia"]);
  });

  test("a move between folders and a deletion leave the history as it is", async () => {
    const [moved, removed] = [`<${randomUUID()}@zakaznik.example>`, `<${randomUUID()}@zakaznik.example>`];
    await deliver("INBOX", { subject: "presunutá", messageId: moved });
    await deliver("INBOX", { subject: "zmazaná", messageId: removed });
    await dovecot.createFolder(user, "Archive");
    await connect();
    await round();
    await dovecot.move(user, moved, "INBOX", "Archive");
    await dovecot.remove(user, "INBOX", removed);
    await round();
    expect(await subjects()).toEqual(["presunutá", "zmazaná"]);
    expect((await ledger()).map(({ folder, state }) => `${folder} ${state}`).toSorted()).toEqual([
      "Archive captured",
      "INBOX gone",
      "INBOX gone",
    ]);
  });

  test("a mailbox that was restored from a backup (new UIDVALIDITY) is read again, without one double", async () => {
    for (let n = 0; n < 10; n += 1) await deliver("INBOX", { subject: `Ponuka ${n}` });
    await connect();
    await round();
    await dovecot.changeUidValidity(user, "INBOX");
    await deliver("INBOX", { subject: "nová" });
    expect(await round()).toEqual({ state: "ok", pending: 0 });
    expect(await subjects()).toHaveLength(11);
    const states = (await ledger()).map((row) => row.state);
    expect(states.filter((state) => state === "gone")).toHaveLength(10);
    expect(states.filter((state) => state === "captured")).toHaveLength(11);
    expect(await completeness(anna.ctx, id)).toMatchObject({ listed: 11, stored: 11, missing: 0 });
  });

  test("a connection that breaks in the middle of fetching loses nothing: the next round brings the rest", async () => {
    for (let n = 0; n < 30; n += 1) await deliver("INBOX", { subject: `Ponuka ${n}` });
    await connect();
    const open = await faulty((connector) => ({
      async *fetch(refs) {
        let left = 7;
        for await (const item of connector.fetch(refs)) {
          if (left-- === 0) throw new ConnectorError("retry", "cut");
          yield item;
        }
      },
    }));
    expect(await round({ open })).toEqual({ state: "failing", pending: 0 });
    expect(await subjects()).toHaveLength(7);
    expect(await getConnection(anna.ctx, id)).toMatchObject({
      state: "failing",
      problem: "unreachable",
      progress: { captured: 7, pending: 23 },
    });
    expect(await round()).toEqual({ state: "ok", pending: 0 });
    expect(await subjects()).toHaveLength(30);
    expect(await getConnection(anna.ctx, id)).toMatchObject({ state: "active", problem: null });
  });

  test("one message that the server refuses to deliver is parked, and the others come", async () => {
    for (let n = 0; n < 5; n += 1) await deliver("INBOX", { subject: `Ponuka ${n}` });
    await connect();
    let refused: string | undefined;
    const open = await faulty((connector) => ({
      async *fetch(refs) {
        refused ??= refs[2]!.id;
        if (refs.some((ref) => ref.id === refused)) throw new ConnectorError("rejected", "internal error");
        yield* connector.fetch(refs);
      },
    }));
    expect(await round({ open })).toEqual({ state: "ok", pending: 0 });
    expect(await subjects()).toHaveLength(4);
    expect(await completeness(anna.ctx, id)).toMatchObject({ listed: 5, stored: 4, failed: 1, missing: 1 });
    ahead += 2 * 60 * 60 * 1000;
    expect(await round()).toEqual({ state: "ok", pending: 0 });
    expect(await completeness(anna.ctx, id)).toMatchObject({ stored: 5, failed: 0, missing: 0 });
  });

  test("a message that kills every connection on which it is fetched does not keep the others out", async () => {
    for (let n = 0; n < 12; n += 1) await deliver("INBOX", { subject: `Ponuka ${n}` });
    await connect();
    let deadly: string | undefined;
    const open = await faulty((connector) => ({
      async *fetch(refs) {
        deadly ??= refs[0]!.id;
        for await (const item of connector.fetch(refs)) {
          if (item.id === deadly) throw new ConnectorError("retry", "cut");
          yield item;
        }
      },
    }));
    for (let n = 0; n < 8; n += 1) await round({ open });
    expect(await subjects()).toHaveLength(11);
    expect((await ledger()).filter((row) => row.state === "failed").map((row) => row.reason)).toEqual(["not-delivered"]);
    expect((await round({ open })).state).toBe("ok");
  });

  test("a message that the database refuses is parked with its bytes, takes none along, and goes in when the reason is gone", async () => {
    for (const subject of ["a", "b", "jed", "c", "d"]) await deliver("INBOX", { subject });
    await connect();
    await refuseSubject(world, "jed");
    expect(await round()).toEqual({ state: "ok", pending: 0 });
    expect(await subjects()).toEqual(["a", "b", "c", "d"]);
    const parked = (await ledger()).find((row) => row.state === "failed");
    expect(parked?.reason).toBe("not-recorded");
    expect(parked?.raw?.toString()).toContain("Subject: jed");

    await world.rows("DROP TRIGGER refuse ON interaction_subjects");
    expect(await round()).toEqual({ state: "ok", pending: 0 });
    expect(await subjects()).toHaveLength(4);
    ahead += 5 * 60 * 1000;
    await round();
    expect(await subjects()).toEqual(["a", "b", "c", "d", "jed"]);
    expect((await ledger()).every((row) => row.state === "captured" && row.raw === null)).toBe(true);
  });

  test("when the ledger cannot be written the cursor does not move: the mail is found the next time", async () => {
    await deliver("INBOX", { subject: "prvá" });
    await connect();
    await round();
    await deliver("INBOX", { subject: "druhá" });
    await world.rows(
      "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$",
    );
    await world.rows("CREATE TRIGGER full_disk BEFORE INSERT ON ledger FOR EACH ROW EXECUTE FUNCTION full_disk()");
    await expect(round()).rejects.toThrow("no space");
    expect(await getConnection(anna.ctx, id)).toMatchObject({ state: "failing", problem: "internal" });
    await world.rows("DROP TRIGGER full_disk ON ledger");
    expect(await round()).toEqual({ state: "ok", pending: 0 });
    expect(await subjects()).toEqual(["druhá", "prvá"]);
  });

  test("a refused password is said, is not tried again and again, and heals with the new one", async () => {
    await deliver("INBOX");
    await connect();
    await round();
    let signIns = 0;
    const open = await faulty(() => ({
      folders: async () => {
        signIns += 1;
        throw new ConnectorError("reauthorise", "AUTHENTICATIONFAILED");
      },
    }));
    expect(await round({ open })).toEqual({ state: "reauthorise", pending: 0 });
    expect(await getConnection(anna.ctx, id)).toMatchObject({ state: "reauthorise", problem: "refused", problemSince: expect.any(Date) });
    for (let n = 0; n < 3; n += 1) expect(await round({ open })).toEqual({ state: "reauthorise", pending: 0 });
    expect(signIns).toBe(1);
    await reconnect(anna.ctx, id, { password: PASSWORD });
    expect(await round()).toEqual({ state: "ok", pending: 0 });
  });

  test("what a person decides during a round is stronger than how the round went", async () => {
    await connect();
    const open = await faulty(() => ({
      folders: async () => {
        await updateConnection(anna.ctx, id, { state: "paused" });
        throw new ConnectorError("retry", "down");
      },
    }));
    await round({ open });
    expect((await getConnection(anna.ctx, id)).state).toBe("paused");
    expect(await round()).toEqual({ state: "paused", pending: 0 });
  });

  test("a contact's new address pulls in the mail that was skipped before", async () => {
    await deliver("INBOX", { subject: "od neznámej", from: "eva@nova.example" });
    await connect();
    await round();
    expect(await ledger()).toMatchObject([{ state: "skipped", reason: "unknown-participants", raw: null }]);
    await createContact(anna.ctx, { name: "Eva", addresses: [{ kind: "email", value: "eva@nova.example" }] });
    expect(await round()).toEqual({ state: "ok", pending: 0 });
    expect(await subjects()).toEqual(["od neznámej"]);
  });

  test("a worker that was taken for dead and goes on does no harm beside its successor", async () => {
    for (let n = 0; n < 60; n += 1) await deliver("INBOX", { subject: `Ponuka ${n}` });
    await connect();
    await Promise.allSettled([round(), round(), round()]);
    expect(await round()).toEqual({ state: "ok", pending: 0 });
    expect(await subjects()).toHaveLength(60);
    expect(await completeness(anna.ctx, id)).toMatchObject({ listed: 60, stored: 60, missing: 0 });
  });

  test("a message over 25 MB is recorded from its texts, and says so", async () => {
    await dovecot.deliver(user, "INBOX", largeMail("veľká", 30 * 1024 * 1024));
    await connect();
    await round();
    expect(await subjects()).toEqual(["veľká"]);
    expect(await world.rows("SELECT trace FROM ledger")).toMatchObject([{ trace: expect.arrayContaining([{ code: "incomplete" }]) }]);
  });

  test("the content of an attachment is kept with its mail; of a mail that is left out, nothing is", async () => {
    await dovecot.deliver(user, "INBOX", largeMail("s prílohou", 3000));
    await dovecot.deliver(
      user,
      "INBOX",
      Buffer.from(largeMail("cudzia", 4500).toString("latin1").replace(CUSTOMER, "nikto@inde.example"), "latin1"),
    );
    await connect();
    await round();
    const blobs = await world.rows<{ sha256: string; size: number; named: string }>(
      "SELECT b.sha256, b.size::int, a.sha256 AS named FROM blobs b JOIN attachments a ON a.sha256 = b.sha256",
    );
    expect(blobs).toHaveLength(1);
    const stored = await world.deps.blobs.open({ orgId: world.orgId, sha256: blobs[0]!.sha256 });
    expect((await new Response(stored!.stream).arrayBuffer()).byteLength).toBe(blobs[0]!.size);
    expect(await world.rows("SELECT 1 FROM ledger WHERE state = 'skipped' AND raw IS NULL")).toHaveLength(1);
  });

  test("the watch ends with the next mail, and at once when one came before it began", async () => {
    await connect();
    await round();
    const watching = watchMailbox(world.system, id);
    await deliver("INBOX");
    await expect(watching).resolves.toBeUndefined();
    await expect(watchMailbox(world.system, id)).resolves.toBeUndefined();
    await round();
    const controller = new AbortController();
    const ended = watchMailbox(world.system, id, { signal: controller.signal });
    controller.abort();
    await expect(ended).resolves.toBeUndefined();
  });
});

interface Mail {
  subject?: string;
  from?: string;
  to?: string;
  messageId?: string;
}

function mailText({
  subject = "Ponuka",
  from = CUSTOMER,
  to = "anna@borovica.example",
  messageId = `<${randomUUID()}@zakaznik.example>`,
}: Mail): string {
  const encoded = `=?utf-8?B?${Buffer.from(subject).toString("base64")}?=`;
  const shown = /^[\x20-\x7e]*$/.test(subject) ? subject : encoded;
  return [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${shown}`,
    `Message-ID: ${messageId}`,
    `Date: ${new Date().toUTCString()}`,
    "Content-Type: text/plain; charset=utf-8",
    "",
    "Dobrý deň",
    "",
  ].join("\r\n");
}

function largeMail(subject: string, size: number): Buffer {
  const boundary = "part";
  const head = mailText({ subject }).replace(
    /Content-Type:[\s\S]*$/,
    `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=${boundary}\r\n\r\n`,
  );
  const text = `--${boundary}\r\nContent-Type: text/plain\r\n\r\nDobry den\r\n--${boundary}\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n`;
  const line = `${"QUFB".repeat(18)}\r\n`;
  return Buffer.concat([Buffer.from(head + text), Buffer.alloc(size, line), Buffer.from(`\r\n--${boundary}--\r\n`)]);
}

/** The database itself refuses a row, as a constraint that nobody thought of would. */
async function refuseSubject(world: World, subject: string): Promise<void> {
  await world.rows(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.subject = '${subject}' THEN RAISE EXCEPTION 'refused' USING ERRCODE = '23514'; END IF; RETURN NEW; END $$`);
  await world.rows("CREATE TRIGGER refuse BEFORE INSERT ON interaction_subjects FOR EACH ROW EXECUTE FUNCTION refuse()");
}
