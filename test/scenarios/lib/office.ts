import { createConnection } from "@kronika/hub/services/connections/create.ts";
import { syncCalendarRound } from "@kronika/hub/services/sync/calendar-round.ts";
import { syncMailboxRound } from "@kronika/hub/services/sync/mailbox-round.ts";
import { startDovecot, type Dovecot } from "../../servers/dovecot.ts";
import { startRadicale, type Radicale } from "../../servers/radicale.ts";
import { createWorld, type Person, type World } from "../../world.ts";

/** Somebody with a mailbox on a real Dovecot and a calendar on a real Radicale, both connected. */
export interface OfficePerson extends Person {
  /** Puts a message into the inbox, or another folder. */
  receive(raw: string, folder?: string): Promise<void>;
  putIcs(name: string, ics: string): Promise<void>;
  /** Everything that stands in the calendar, as one text. */
  entries(): Promise<string>;
  /** One round of the mailbox, then of the calendar. */
  sync(): Promise<void>;
  mailboxId: string;
}

export interface Office extends AsyncDisposable {
  world: World;
  people: OfficePerson[];
}

const PASSWORD = "tajne heslo";

/** An organisation whose people work with real servers. */
export async function openOffice(names: readonly string[]): Promise<Office> {
  const emails = names.map((name) => `${name.toLowerCase()}@borovica.example`);
  const [dovecot, radicale, world] = await Promise.all([
    startDovecot({ users: Object.fromEntries(emails.map((email) => [email, PASSWORD])) }),
    startRadicale({ users: Object.fromEntries(names.map((name) => [name.toLowerCase(), PASSWORD])) }),
    createWorld({ now: () => new Date() }),
  ]);
  const people: OfficePerson[] = [];
  for (const name of names) people.push(await settleIn(world, dovecot, radicale, name));
  return {
    world,
    people,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await Promise.all([dovecot.stop(), radicale.stop()]);
    },
  };
}

async function settleIn(world: World, dovecot: Dovecot, radicale: Radicale, name: string): Promise<OfficePerson> {
  const person = await world.person(name);
  await dovecot.createFolder(person.email, "INBOX");
  const server = { host: dovecot.host, port: dovecot.port, tls: "none" } as const;
  const mailbox = { kind: "mailbox", provider: "imap", server, username: person.email, password: PASSWORD } as const;
  const { id: mailboxId } = await createConnection(person.ctx, mailbox);
  const username = name.toLowerCase();
  const calendar = await radicale.createCalendar(username, "praca");
  const { id: calendarId } = await createConnection(person.ctx, {
    kind: "calendar",
    provider: "caldav",
    url: radicale.urlFor(username),
    username,
    password: PASSWORD,
  });
  return {
    ...person,
    mailboxId,
    receive: (raw, folder = "INBOX") => dovecot.deliver(person.email, folder, raw),
    putIcs: (file, ics) => radicale.putIcs(calendar, file, ics),
    entries: async () => (await radicale.listIcs(calendar)).map((object) => object.ics).join("\n"),
    async sync() {
      await syncMailboxRound(world.system, mailboxId);
      await syncCalendarRound(world.system, calendarId);
    },
  };
}
