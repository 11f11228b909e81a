import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dovecotAvailable, dovecotCapabilities, startDovecot, type Dovecot, type DovecotOptions } from "../../../test/servers/dovecot.ts";
import { startTcpRecorder } from "../../../test/servers/tcp-recorder.ts";
import type { ConnectorLog, ServerAddress } from "../connector.ts";
import { describeMailConnector, sampleMail, type MailWorld } from "../connector.contract.ts";
import { createImapConnector } from "./connector.ts";

const USER = "anna@firma.example";
const PASSWORD = "tajne heslo";
const log: ConnectorLog = { debug: () => {}, info: () => {}, warn: () => {} };
const available = dovecotAvailable();

function connectTo(server: Pick<Dovecot, "host" | "port">, password = PASSWORD, address: Partial<ServerAddress> = {}) {
  const credential = { kind: "password", username: USER, password } as const;
  return createImapConnector({ server: { host: server.host, port: server.port, tls: "none", ...address }, credential, log });
}

interface ImapWorld extends MailWorld {
  setCapability(capability: string | undefined): Promise<void>;
}

/** @param synchronisation which of CONDSTORE and QRESYNC the server offers: a test against the wrong server would promise nothing */
async function startWorld(options: Omit<DovecotOptions, "users">, synchronisation: string[]): Promise<ImapWorld> {
  const dovecot = await startDovecot({ users: { [USER]: PASSWORD }, ...options });
  const folders = { inbox: "INBOX", sent: "Sent", other: "Projekty/Žilina" };
  await dovecot.createFolder(USER, folders.other);
  const first = connectTo(dovecot);
  const { capabilities } = await first.check();
  await first.close();
  expect(capabilities.filter((capability) => /^(CONDSTORE|QRESYNC)$/.test(capability))).toEqual(synchronisation);
  return {
    folders,
    connect: ({ wrongPassword } = {}) => connectTo(dovecot, wrongPassword ? "iné" : PASSWORD),
    deliver: (folder, raw, delivery) => dovecot.deliver(USER, folder, raw, delivery),
    remove: (folder, messageId) => dovecot.remove(USER, folder, messageId),
    move: (messageId, from, to) => dovecot.move(USER, messageId, from, to),
    expireCursors: (folder) => dovecot.changeUidValidity(USER, folder),
    fingerprint: () => Promise.all(Object.values(folders).map((folder) => dovecot.flags(USER, folder))),
    kill: () => dovecot.kill(),
    restart: () => dovecot.restart(),
    setCapability: (capability) => dovecot.restart({ capability }),
    stop: () => dovecot.stop(),
  };
}

/** Of RFC 9051, what does not change a mailbox. */
const READING_COMMANDS = [
  ..."CAPABILITY ID NAMESPACE ENABLE AUTHENTICATE LOGIN LIST LSUB STATUS EXAMINE NOOP IDLE LOGOUT".split(" "),
  "UID FETCH",
  "UID SEARCH",
];

describe.skipIf(!available)("against a real Dovecot", () => {
  describeMailConnector("IMAP with QRESYNC", { start: () => startWorld({}, ["CONDSTORE", "QRESYNC"]) });
  describeMailConnector("IMAP with CONDSTORE only", {
    start: () => startWorld({ capability: dovecotCapabilities.condstore }, ["CONDSTORE"]),
  });
  describeMailConnector("IMAP with neither", { start: () => startWorld({ capability: dovecotCapabilities.plain }, []) });

  describe("IMAP in particular", () => {
    let dovecot: Dovecot;
    beforeAll(async () => {
      dovecot = await startDovecot({ users: { [USER]: PASSWORD }, tls: true });
    });
    afterAll(() => dovecot?.stop());

    test("no command is ever sent that could change a mailbox", async () => {
      const recorder = await startTcpRecorder(dovecot.port);
      await dovecot.deliver(USER, "INBOX", sampleMail().raw);
      const connector = connectTo({ host: dovecot.host, port: recorder.port });
      try {
        await connector.check();
        const { cursor } = await connector.changes("INBOX", null);
        const watched = connector.watch(["INBOX", "Sent"], { signal: AbortSignal.timeout(20_000), cursors: { INBOX: cursor } });
        await expect.poll(() => recorder.sent(), { timeout: 20_000 }).toContain(" IDLE");
        await dovecot.deliver(USER, "INBOX", sampleMail().raw);
        expect(await watched).toBe(true);
        await connector.changes("INBOX", cursor);
        const refs = await connector.listIds("INBOX", "2020-01-01T00:00:00Z");
        for await (const item of connector.fetch(refs)) expect(item).toHaveProperty("raw");
      } finally {
        await connector.close();
        await recorder.stop();
      }
      const commands = new Set([...recorder.sent().matchAll(/^[0-9A-Z]+ ((?:UID )?[A-Z]+)/gim)].map((match) => match[1]));
      expect([...commands]).toEqual(expect.arrayContaining(["EXAMINE", "UID FETCH", "UID SEARCH", "IDLE"]));
      for (const reading of READING_COMMANDS) commands.delete(reading);
      expect([...commands]).toEqual([]);
      expect(recorder.sent()).not.toMatch(/BODY\[/); // only BODY.PEEK[
    });

    test("a folder that IDLE does not listen to is asked for again and again", async () => {
      const recorder = await startTcpRecorder(dovecot.port);
      const connector = connectTo({ host: dovecot.host, port: recorder.port });
      try {
        const watched = connector.watch(["INBOX", "Sent"], { signal: AbortSignal.timeout(40_000) });
        await expect.poll(() => recorder.sent(), { timeout: 20_000 }).toContain(" IDLE");
        await dovecot.deliver(USER, "Sent", sampleMail().raw);
        expect(await watched).toBe(true);
      } finally {
        await connector.close();
        await recorder.stop();
      }
    }, 60_000);

    test("a cursor goes on when the server learns or forgets to remember removals", async () => {
      const plain = await startWorld({ capability: dovecotCapabilities.plain }, []);
      try {
        const { inbox } = plain.folders;
        const old = plain.connect();
        const { cursor } = await old.changes(inbox, null);
        await old.close();
        await plain.deliver(inbox, sampleMail().raw);
        await plain.setCapability(undefined);
        const updated = plain.connect();
        const first = await updated.changes(inbox, cursor);
        expect(first).toMatchObject({ added: [expect.anything()], removed: [] });
        expect(await updated.changes(inbox, first.cursor)).toEqual({ added: [], removed: [], cursor: first.cursor });
        await updated.close();
        await plain.setCapability(dovecotCapabilities.plain);
        const downgraded = plain.connect();
        await expect(downgraded.changes(inbox, first.cursor)).rejects.toMatchObject({ meaning: "cursor-expired" });
        await downgraded.close();
      } finally {
        await plain.stop();
      }
    });

    test.for([
      ["implicit", "tlsPort"],
      ["starttls", "port"],
    ] as const)("a server with an own authority is reached by %s TLS", async ([tls, port]) => {
      const connector = connectTo({ host: "localhost", port: dovecot[port] ?? 0 }, PASSWORD, { tls, caCertificate: dovecot.ca ?? "" });
      const { addresses } = await connector.check();
      await connector.close();
      expect(addresses).toEqual([USER]);
    });

    test("an unknown certificate, or no STARTTLS where it is required, gets no password", async () => {
      const untrusted = connectTo({ host: "localhost", port: dovecot.tlsPort ?? 0 }, PASSWORD, { tls: "implicit" });
      await expect(untrusted.check()).rejects.toMatchObject({ meaning: "rejected" });
      const plain = await startDovecot({ users: { [USER]: PASSWORD } });
      const recorder = await startTcpRecorder(plain.port);
      try {
        await expect(connectTo({ host: "localhost", port: recorder.port }, PASSWORD, { tls: "starttls" }).check()).rejects.toMatchObject({
          name: "ConnectorError",
        });
        expect(recorder.sent()).not.toMatch(/LOGIN|AUTHENTICATE/);
      } finally {
        await recorder.stop();
        await plain.stop();
      }
    });

    test.for([
      ["says nothing", ""],
      ["says good-bye", "* BYE too many connections\r\n"],
    ] as const)("a server that %s means later", async ([, greeting]) => {
      const server = createServer((socket) => socket.on("error", () => {}).write(greeting));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      await expect(connectTo({ host: "127.0.0.1", port }).check()).rejects.toMatchObject({ meaning: "retry" });
      await new Promise((resolve) => server.close(resolve));
    });

    test("an error says what happened without the password", async () => {
      const error = await connectTo(dovecot, "prezraď-ma")
        .check()
        .catch((reason: unknown) => reason);
      expect(JSON.stringify([error, String(error), (error as Error).stack, (error as Error).cause])).not.toContain("prezraď-ma");
    });
  });
});
