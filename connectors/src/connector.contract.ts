import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { ConnectorError, type ConnectorErrorMeaning } from "@kronika/core/errors.ts";
import type { MailConnector, MailItem, MailItemRef, MissingItem } from "./connector.ts";

/** A mailbox with somebody else's hands on it, for {@link describeMailConnector}. */
export interface MailWorld {
  /** Three folders; mail arrives in the first. */
  folders: { inbox: string; sent: string; other: string };
  /** A connector of its own for each call. */
  connect(options?: { wrongPassword?: boolean }): MailConnector;
  deliver(folder: string, raw: string | Uint8Array, options?: { receivedAt?: string }): Promise<void>;
  remove(folder: string, messageId: string): Promise<void>;
  move(messageId: string, from: string, to: string): Promise<void>;
  /** Makes the provider forget every cursor of the folder; its messages stay. */
  expireCursors(folder: string): Promise<void>;
  /** Everything that a reader must not change, e.g. the flags of all messages. */
  fingerprint(): Promise<unknown>;
  /** The server dies, with all connections. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A part of the contract that an implementation cannot keep, and why. */
export interface Deviation {
  reason: string;
  tests: string[];
}

let counter = 0;

/** A message of its own each time. */
export function sampleMail(subject = "Ponuka", body = "Dobrý deň, posielam ponuku."): { messageId: string; raw: string } {
  const messageId = `<contract-${Date.now()}-${++counter}@firma.example>`;
  const head = [
    "From: Jana <jana@zakaznik.example>",
    "To: rep@firma.example",
    `Subject: ${subject}`,
    `Message-ID: ${messageId}`,
    "Date: Tue, 24 Nov 2026 10:00:00 +0100",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
  ];
  return { messageId, raw: `${head.join("\r\n")}\r\n\r\n${body}\r\n` };
}

/** What every mail connector promises (port: connector.ts). One suite for all of them, each against a real or stateful server. */
export function describeMailConnector(name: string, setup: { start(): Promise<MailWorld> }, options: { skip?: Deviation[] } = {}): void {
  describe(`${name} keeps the contract of a mail connector`, () => {
    let world: MailWorld;
    beforeAll(async () => {
      world = await setup.start();
    });
    afterAll(() => world?.stop());

    const promise = (title: string, check: () => Promise<void>, timeout?: number) => {
      const deviation = options.skip?.find(({ tests }) => tests.includes(title));
      // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title -- both come from the callers below
      test.skipIf(deviation)(deviation ? `${title} (not here: ${deviation.reason})` : title, check, timeout);
    };

    const connect = (settings?: { wrongPassword?: boolean }) => {
      const connector = world.connect(settings);
      onTestFinished(() => connector.close());
      return connector;
    };
    const deliver = async (folder: string, mail = sampleMail()) => {
      await world.deliver(folder, mail.raw);
      return mail;
    };
    const cursorOf = async (connector: MailConnector, folder: string) => (await connector.changes(folder, null)).cursor;

    promise("a first look names the folders by what they are for", async () => {
      const facts = await connect().check();
      const role = (path: string) => facts.folders.find((folder) => folder.path === path)?.role;
      expect([role(world.folders.inbox), role(world.folders.sent), role(world.folders.other)]).toEqual(["inbox", "sent", "other"]);
      expect(facts.addresses.length).toBeGreaterThan(0);
    });

    promise("new mail is told once, with its bytes as they came", async () => {
      const connector = connect();
      const cursor = await cursorOf(connector, world.folders.inbox);
      const { raw } = await deliver(world.folders.inbox);
      const changes = await connector.changes(world.folders.inbox, cursor);
      expect(changes.added).toHaveLength(1);
      const [item] = await collect(connector, changes.added);
      expect(item).toMatchObject({ complete: true, folder: world.folders.inbox });
      expect(textOf(item)).toBe(raw);
      const after = await connector.changes(world.folders.inbox, changes.cursor);
      expect([after.added, after.removed]).toEqual([[], []]);
    });

    promise("each folder has a cursor of its own", async () => {
      const connector = connect();
      const inbox = await cursorOf(connector, world.folders.inbox);
      const sent = await cursorOf(connector, world.folders.sent);
      const mail = await deliver(world.folders.sent);
      expect((await connector.changes(world.folders.inbox, inbox)).added).toEqual([]);
      const { added } = await connector.changes(world.folders.sent, sent);
      expect(await messageIds(connector, added)).toEqual([mail.messageId]);
    });

    promise("a removed message is told as removed", async () => {
      const connector = connect();
      const { ref, messageId } = await arrive(connector, world, world.folders.inbox);
      const cursor = await cursorOf(connector, world.folders.inbox);
      await world.remove(world.folders.inbox, messageId);
      const changes = await connector.changes(world.folders.inbox, cursor);
      expect(changes).toMatchObject({ added: [], removed: [ref] });
    });

    promise("a moved message is gone here and there again under its Message-ID", async () => {
      const connector = connect();
      const { ref, messageId } = await arrive(connector, world, world.folders.inbox);
      const cursors = { from: await cursorOf(connector, world.folders.inbox), to: await cursorOf(connector, world.folders.other) };
      await world.move(messageId, world.folders.inbox, world.folders.other);
      const from = await connector.changes(world.folders.inbox, cursors.from);
      const to = await connector.changes(world.folders.other, cursors.to);
      expect(from).toMatchObject({ added: [], removed: [ref] });
      expect(await messageIds(connector, to.added)).toEqual([messageId]);
    });

    promise("a cursor from the past gives exactly what came and went since", async () => {
      const connector = connect();
      const leaving = await arrive(connector, world, world.folders.inbox);
      await arrive(connector, world, world.folders.inbox);
      const cursor = await cursorOf(connector, world.folders.inbox);
      const came = [await deliver(world.folders.inbox), await deliver(world.folders.inbox), await deliver(world.folders.inbox)];
      await world.remove(world.folders.inbox, leaving.messageId);
      const passing = await deliver(world.folders.inbox);
      await world.remove(world.folders.inbox, passing.messageId);
      const changes = await connect().changes(world.folders.inbox, cursor);
      expect(changes.removed).toEqual([leaving.ref]);
      expect((await messageIds(connector, changes.added)).toSorted()).toEqual(came.map(({ messageId }) => messageId).toSorted());
    });

    promise("the same cursor read twice gives the same", async () => {
      const connector = connect();
      const cursor = await cursorOf(connector, world.folders.inbox);
      await deliver(world.folders.inbox);
      const once = await connector.changes(world.folders.inbox, cursor);
      expect(await connect().changes(world.folders.inbox, cursor)).toEqual(once);
    });

    promise("what arrives while a listing runs is in the listing or in the changes", async () => {
      const connector = connect();
      const cursor = await cursorOf(connector, world.folders.other);
      const delivered = await Promise.all([
        ...Array.from({ length: 20 }, () => deliver(world.folders.other)),
        connector.listIds(world.folders.other, null).then(() => null),
      ]);
      const listed = await connector.listIds(world.folders.other, null);
      const { added } = await connector.changes(world.folders.other, cursor);
      const ids = await messageIds(connector, unique([...listed, ...added]));
      expect(ids).toEqual(expect.arrayContaining(delivered.flatMap((mail) => (mail ? [mail.messageId] : []))));
    });

    promise("a listing starts at an instant, to the second", async () => {
      const connector = connect();
      const [before, after] = [sampleMail("pred"), sampleMail("po")];
      await world.deliver(world.folders.other, before.raw, { receivedAt: "2026-03-01T11:59:59Z" });
      await world.deliver(world.folders.other, after.raw, { receivedAt: "2026-03-01T12:00:00Z" });
      const refs = await connector.listIds(world.folders.other, "2026-03-01T12:00:00Z");
      const ids = await messageIds(connector, refs);
      expect(ids).toContain(after.messageId);
      expect(ids).not.toContain(before.messageId);
      const items = await collect(connector, refs);
      expect(items.flatMap((item) => ("missing" in item ? [] : [item.receivedAt]))).toContain("2026-03-01T12:00:00Z");
    });

    promise("a cursor that the provider has forgotten is told as expired, and listing works", async () => {
      const connector = connect();
      const { ref, messageId } = await arrive(connector, world, world.folders.other);
      const cursor = await cursorOf(connector, world.folders.other);
      await world.expireCursors(world.folders.other);
      await expectMeaning("cursor-expired", connector.changes(world.folders.other, cursor));
      const listed = await connector.listIds(world.folders.other, null);
      expect(await messageIds(connector, listed)).toContain(messageId);
      // The old id is void: that must not read as "the message is gone".
      expect(listed).not.toContainEqual(ref);
      await expectMeaning("cursor-expired", collect(connector, [ref]));
    });

    promise("a text that is no cursor is an expired one", async () => {
      await expectMeaning("cursor-expired", connect().changes(world.folders.inbox, "{}"));
    });

    promise("a wrong password asks for a new sign-in", async () => {
      await expectMeaning("reauthorise", connect({ wrongPassword: true }).check());
      await expectMeaning(
        "reauthorise",
        connect({ wrongPassword: true }).watch([world.folders.inbox], { signal: AbortSignal.timeout(20_000) }),
      );
    });

    promise("a folder that is not there is told as such", async () => {
      await expectMeaning("not-found", connect().changes("Nikde/nič", null));
    });

    promise("a message that is gone meanwhile is missing, the others come", async () => {
      const connector = connect();
      const gone = await arrive(connector, world, world.folders.inbox);
      const here = await arrive(connector, world, world.folders.inbox);
      await world.remove(world.folders.inbox, gone.messageId);
      const items = await collect(connector, [gone.ref, here.ref]);
      expect(items.find((item) => item.id === gone.ref.id)).toEqual({ ...gone.ref, missing: true });
      expect(textOf(items.find((item) => item.id === here.ref.id))).toContain(here.messageId);
    });

    promise("other calls work while fetched messages are looked at", async () => {
      const connector = connect();
      const { ref } = await arrive(connector, world, world.folders.inbox);
      for await (const item of connector.fetch([ref])) {
        expect(item.id).toBe(ref.id);
        expect((await connector.folders()).length).toBeGreaterThan(0);
        await connector.changes(world.folders.sent, null);
      }
    });

    promise(
      "a message of 30 MB comes with its header and text, without its attachment",
      async () => {
        const connector = connect();
        const large = largeMail(30);
        const cursor = await cursorOf(connector, world.folders.other);
        await world.deliver(world.folders.other, large.raw);
        const { added } = await connector.changes(world.folders.other, cursor);
        const [item] = await collect(connector, added);
        expect(item).toMatchObject({ complete: false });
        expect((item as MailItem).size).toBeGreaterThan(30_000_000);
        const text = textOf(item);
        expect(text).toContain(large.messageId);
        expect(text).toContain("Text pred prílohou");
        expect(text).toContain("vykres.bin");
        expect(text.length).toBeLessThan(100_000);
      },
      60_000,
    );

    promise("broken MIME comes as it is", async () => {
      const connector = connect();
      const { messageId } = sampleMail();
      const raw = `Message-ID: ${messageId}\r\nContent-Type: multipart/mixed; boundary="chýba\r\nSubject: =?utf-8?B?####?=\r\n\r\n--nie\r\n\r\n\u0001\r\n`;
      const cursor = await cursorOf(connector, world.folders.inbox);
      await world.deliver(world.folders.inbox, raw);
      const { added } = await connector.changes(world.folders.inbox, cursor);
      const [item] = await collect(connector, added);
      expect(textOf(item)).toBe(raw);
    });

    promise("reading changes nothing in the mailbox", async () => {
      const connector = connect();
      const { ref } = await arrive(connector, world, world.folders.inbox);
      const before = await world.fingerprint();
      await connector.check();
      await collect(connector, await connector.listIds(world.folders.inbox, null));
      await collect(connector, [ref]);
      await connector.changes(world.folders.inbox, await cursorOf(connector, world.folders.inbox));
      expect(await world.fingerprint()).toEqual(before);
    });

    promise("watching wakes when mail arrives in the first folder", async () => {
      const connector = connect();
      const cursors = { [world.folders.inbox]: await cursorOf(connector, world.folders.inbox) };
      const woken = connector.watch([world.folders.inbox, world.folders.sent], { signal: AbortSignal.timeout(20_000), cursors });
      await deliver(world.folders.inbox);
      expect(await woken).toBe(true);
    });

    promise(
      "watching wakes when mail arrives in another folder",
      async () => {
        const connector = connect();
        const cursors = { [world.folders.sent]: await cursorOf(connector, world.folders.sent) };
        const woken = connector.watch([world.folders.inbox, world.folders.sent], { signal: AbortSignal.timeout(40_000), cursors });
        await deliver(world.folders.sent);
        expect(await woken).toBe(true);
      },
      60_000,
    );

    promise("watching wakes at once for what came before it began", async () => {
      const connector = connect();
      const cursors = { [world.folders.sent]: await cursorOf(connector, world.folders.sent) };
      await deliver(world.folders.sent);
      expect(await connector.watch([world.folders.inbox, world.folders.sent], { signal: AbortSignal.timeout(20_000), cursors })).toBe(true);
    });

    promise("watching ends with its signal", async () => {
      const connector = connect();
      const control = new AbortController();
      const watched = connector.watch([world.folders.inbox], { signal: control.signal });
      control.abort();
      expect(await watched).toBe(false);
      expect(await connector.watch([world.folders.inbox], { signal: AbortSignal.abort() })).toBe(false);
    });

    promise(
      "a server that dies while messages are fetched means later",
      async () => {
        const connector = connect();
        const cursor = await cursorOf(connector, world.folders.other);
        for (let index = 0; index < 12; index++) await world.deliver(world.folders.other, largeMail(2).raw);
        const { added } = await connector.changes(world.folders.other, cursor);
        const fetched = connector.fetch(added)[Symbol.asyncIterator]();
        expect((await fetched.next()).done).toBe(false);
        await world.kill();
        try {
          await expectMeaning("retry", exhaust(fetched));
        } finally {
          await world.restart();
        }
        expect(await collect(connector, added)).toHaveLength(12);
      },
      60_000,
    );

    promise(
      "a server that is gone means later, also while waiting, and the same connector goes on when it is back",
      async () => {
        const connector = connect();
        const { ref, messageId } = await arrive(connector, world, world.folders.inbox);
        const watched = connector.watch([world.folders.inbox], { signal: AbortSignal.timeout(30_000) });
        watched.catch(() => {});
        const cursor = await cursorOf(connector, world.folders.inbox);
        await world.kill();
        try {
          await expectMeaning("retry", watched);
          await expectMeaning("retry", connector.changes(world.folders.inbox, cursor));
          await expectMeaning("retry", connector.check());
        } finally {
          await world.restart();
        }
        expect((await connector.changes(world.folders.inbox, cursor)).removed).toEqual([]);
        expect(await messageIds(connector, [ref])).toEqual([messageId]);
      },
      60_000,
    );
  });
}

/** Delivers a message and finds it. */
async function arrive(connector: MailConnector, world: MailWorld, folder: string): Promise<{ ref: MailItemRef; messageId: string }> {
  const { cursor } = await connector.changes(folder, null);
  const mail = sampleMail();
  await world.deliver(folder, mail.raw);
  const { added } = await connector.changes(folder, cursor);
  expect(added).toHaveLength(1);
  return { ref: added[0] as MailItemRef, messageId: mail.messageId };
}

async function collect(connector: MailConnector, refs: MailItemRef[]): Promise<(MailItem | MissingItem)[]> {
  const items: (MailItem | MissingItem)[] = [];
  for await (const item of connector.fetch(refs)) items.push(item);
  return items;
}

async function exhaust(iterator: AsyncIterator<unknown>): Promise<void> {
  while (!(await iterator.next()).done);
}

async function messageIds(connector: MailConnector, refs: MailItemRef[]): Promise<string[]> {
  const items = await collect(connector, refs);
  return items.flatMap((item) => /^message-id:\s*(\S+)/im.exec(textOf(item))?.[1] ?? []);
}

function textOf(item: MailItem | MissingItem | undefined): string {
  return item && "raw" in item ? Buffer.from(item.raw).toString() : "";
}

function unique(refs: MailItemRef[]): MailItemRef[] {
  return [...new Map(refs.map((ref) => [`${ref.folder} ${ref.id}`, ref])).values()];
}

async function expectMeaning(meaning: ConnectorErrorMeaning, action: Promise<unknown>): Promise<void> {
  const error: unknown = await action.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConnectorError);
  expect((error as ConnectorError).meaning).toBe(meaning);
}

/** A text, and an attachment that makes the message `megabytes` large. */
function largeMail(megabytes: number): { messageId: string; raw: string } {
  const { messageId } = sampleMail();
  const head = `From: jana@zakaznik.example\r\nTo: rep@firma.example\r\nSubject: Vykresy\r\nMessage-ID: ${messageId}\r\nMIME-Version: 1.0\r\n`;
  const line = `${"QUJD".repeat(19)}\r\n`;
  const attachment = line.repeat(Math.ceil((megabytes * 1_000_000) / line.length));
  return {
    messageId,
    raw:
      `${head}Content-Type: multipart/mixed; boundary="hranica"\r\n\r\n` +
      `--hranica\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nText pred prílohou.\r\n` +
      `--hranica\r\nContent-Type: application/octet-stream; name="vykres.bin"\r\nContent-Transfer-Encoding: base64\r\n` +
      `Content-Disposition: attachment; filename="vykres.bin"\r\n\r\n${attachment}--hranica--\r\n`,
  };
}
