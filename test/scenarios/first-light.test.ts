import { readdir, readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launchWithExtension, type ExtensionBrowser } from "../../extension/test/browser.ts";
import { liveGmail } from "../../extension/test/gmail/live-page.ts";
import { urlToken, type ThreadMarkup } from "../../extension/test/gmail/markup.ts";
import { GmailServer } from "../../extension/test/servers/gmail-server.ts";
import { dovecotAvailable, startDovecot, type Dovecot } from "../servers/dovecot.ts";
import { radicaleAvailable, startRadicale, type Radicale } from "../servers/radicale.ts";
import { figure } from "../setup/figure.ts";
import { Api } from "./lib/api.ts";
import { eventually, removeData, startKronika, untilHealthy, type RunningKronika } from "./lib/kronika.ts";
import { rawMail } from "./lib/mails.ts";

/**
 * The six points of the first walking path, one after the other, with everything real: `kronika start` (PostgreSQL, Temporal, hub,
 * worker), Dovecot, Radicale, Chromium with the extension on https://mail.google.com.
 */
const REP = { address: "martin.holub@borovica.example", name: "Martin Holub", self: true };
const JANA = { address: "jana.kovacova@orava-papier.example", name: "Jana Kováčová" };
const PASSWORD = "dlhé tajné heslo 7";
const MAILBOX_PASSWORD = "heslo schránky";
const CORPORA = join(import.meta.dirname, "../../../shared/corpora");

/** The mail that is open in Gmail and lies in the mailbox as well. */
const GMAIL_ID = "1850417222334455123";
const OPEN_MAIL: ThreadMarkup = {
  id: GMAIL_ID,
  subject: "Objednávka vzoriek",
  messages: [
    {
      id: GMAIL_ID,
      from: JANA,
      to: [REP],
      date: { year: 2026, month: 11, day: 24, hour: 9, minute: 41 },
      body: "<div>Dobrý deň, prosíme o vzorky.</div>",
    },
  ],
};

describe.skipIf(!dovecotAvailable() || !radicaleAvailable())("first light", () => {
  let kronika: RunningKronika;
  let dovecot: Dovecot;
  let radicale: Radicale;
  let browser: Browser;
  let web: Page;
  let gmail: GmailServer;
  let extension: ExtensionBrowser;
  let api: Api;
  let customerId: string;
  let mailboxId: string;
  let calendar: string;

  beforeAll(async () => {
    [kronika, dovecot, radicale] = await Promise.all([
      startKronika(),
      startDovecot({ users: { [REP.address]: MAILBOX_PASSWORD } }),
      startRadicale({ users: { martin: MAILBOX_PASSWORD } }),
    ]);
    browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
    web = await browser.newPage({ locale: "en-GB", timezoneId: "Europe/Bratislava" });
    gmail = new GmailServer(liveGmail({ account: REP }, [OPEN_MAIL]));
    await gmail.start();
    // Mails of the last 90 days by other hands, from a known contact.
    for (const [i, raw] of (await corpusMails(60)).entries()) {
      await dovecot.deliver(REP.address, "INBOX", raw, { receivedAt: new Date(Date.now() - (i + 1) * 20 * 3_600_000).toISOString() });
    }
  });
  afterAll(async () => {
    await extension?.close();
    await browser?.close();
    await Promise.all([gmail?.stop(), dovecot?.stop(), radicale?.stop(), kronika?.stop()]);
    if (kronika) await removeData(kronika.data);
  });

  test("1 · the one-time link creates the organisation in the web application", async ({ task }) => {
    expect(kronika.lines.at(-1)).toBe(`Kronika is ready at ${kronika.url}`);
    await web.goto(kronika.setupLink!);
    await web.locator('input[autocomplete="organization"]').fill("Borovica Trade, s. r. o.");
    await web.locator('input[autocomplete="name"]').fill(REP.name);
    await web.locator('input[autocomplete="username"]').fill(REP.address);
    await web.locator('input[autocomplete="new-password"]').fill(PASSWORD);
    await web.keyboard.press("Enter");
    await web.waitForURL(/\/connections/);
    const second = await fetch(`${kronika.url}/api/v1/setup/${kronika.setupLink!.split("/").at(-1)}`);
    expect(second.status).toBeGreaterThanOrEqual(400);
    api = new Api(kronika.url);
    await api.signIn(REP.address, PASSWORD);
    const me = await api.get("/me");
    expect(me).toMatchObject({ user: { email: REP.address, role: "admin" }, organization: { ownDomains: ["borovica.example"] } });
    figure(task, kronika.lines.filter((line) => line.startsWith("✓")).join(" · "));
  });

  test("2 · customer, people, opportunity, note, call and meeting stand in the timeline", async () => {
    customerId = (await api.post("/customers", { name: "Orava Papier, a. s." })).id;
    await api.post("/contacts", {
      name: JANA.name,
      customerId,
      addresses: [
        { kind: "email", value: JANA.address },
        { kind: "email", value: "jana.kovacova@gmail.com" },
        { kind: "phone", value: "0905 111 222" },
      ],
    });
    const deal = await api.post("/opportunities", { name: "Kartóny 2027", customerId, value: "9800" });
    const links = { customerIds: [customerId], opportunityIds: [deal.id] };
    const at = new Date(Date.now() - 3_600_000).toISOString();
    await api.post("/interactions", { interaction: { kind: "note", occurredAt: at, subject: "", text: "Zaujímajú ich vzorky." }, links });
    await api.post("/interactions", {
      interaction: {
        kind: "call",
        occurredAt: at,
        direction: "outgoing",
        phoneNumber: "+421905111222",
        durationSeconds: 180,
        text: "Ozve sa v pondelok.",
      },
    });
    await api.post("/interactions", {
      interaction: {
        kind: "meeting",
        occurredAt: at,
        subject: "Obhliadka skladu",
        location: "Žilina",
        attendees: [{ address: JANA.address }],
      },
      links,
    });
    await web.goto(`${kronika.url}/customers/${customerId}`);
    await web.getByText("Zaujímajú ich vzorky.").first().waitFor();
    await web.getByText("Obhliadka skladu").first().waitFor();
    await web.getByText("Kartóny 2027").first().waitFor();
    expect((await timeline(customerId)).map((item) => item.subject)).toEqual(expect.arrayContaining(["Obhliadka skladu"]));
  });

  test("3 · mailbox and calendar: the last 90 days are filled, new mail and meetings appear within seconds", async ({ task }) => {
    mailboxId = (
      await api.post("/connections", {
        kind: "mailbox",
        provider: "imap",
        server: { host: dovecot.host, port: dovecot.port, tls: "none" },
        username: REP.address,
        password: MAILBOX_PASSWORD,
      })
    ).id;
    const wrong = await api.try("POST", "/connections", {
      kind: "mailbox",
      provider: "imap",
      server: { host: dovecot.host, port: dovecot.port, tls: "none" },
      username: REP.address,
      password: "zlé",
    });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: "/password" }] } });
    const listed = (await corpusMails(60)).length;
    const completeness = await eventually(
      async () => {
        const state = await api.get(`/connections/${mailboxId}`);
        expect(state.backfill.done).toBe(true);
        expect(state.progress.listed).toBeGreaterThanOrEqual(listed);
        return api.get(`/connections/${mailboxId}/completeness`);
      },
      { timeoutMs: 120_000 },
    );
    expect(completeness.listed).toBe(
      completeness.stored + Object.values(completeness.skipped as Record<string, number>).reduce((a, b) => a + b, 0),
    );
    expect(completeness.missing).toBe(0);
    expect(completeness.stored).toBeGreaterThan(listed / 2);

    const sent = Date.now();
    await dovecot.deliver(
      REP.address,
      "INBOX",
      rawMail({ from: JANA.address, to: REP.address, subject: "Práve odoslané", text: "Prišlo?" }).raw,
    );
    await eventually(async () => expect(await subjects(customerId)).toContain("Práve odoslané"), { timeoutMs: 30_000, every: 50 });
    const mailSeconds = (Date.now() - sent) / 1000;
    await dovecot.deliver(
      REP.address,
      "Sent",
      rawMail({ from: REP.address, to: JANA.address, subject: "Odpoveď z mobilu", text: "Prišlo." }).raw,
    );
    await eventually(async () => expect(await subjects(customerId)).toContain("Odpoveď z mobilu"), { timeoutMs: 60_000 });

    calendar = await radicale.createCalendar("martin", "praca");
    await api.post("/connections", {
      kind: "calendar",
      provider: "caldav",
      url: radicale.urlFor("martin"),
      username: "martin",
      password: MAILBOX_PASSWORD,
      writesReminders: true,
    });
    await radicale.putIcs(calendar, "m1.ics", meetingIcs("m1@orava", "Prezentácia vzoriek", new Date(Date.now() + 2 * 86_400_000)));
    await eventually(async () => expect(await subjects(customerId)).toContain("Prezentácia vzoriek"), { timeoutMs: 150_000 });
    figure(
      task,
      `${completeness.stored} of ${completeness.listed} stored, rest skipped with a reason, 0 missing; new mail after ${mailSeconds.toFixed(1)} s`,
    );
  });

  test("4 · one click in Gmail logs the message; offline it waits; with the mailbox there is one row", async ({ task }) => {
    extension = await launchWithExtension({ gmailPort: gmail.port, locale: "en" });
    await extension.configure({ hub: kronika.url, language: "en" });
    await extension.signIn(async (consent) => {
      await consent.locator('input[autocomplete="username"]').fill(REP.address);
      await consent.locator('input[type="password"]').fill(PASSWORD);
      await consent.keyboard.press("Enter");
      await consent.getByRole("button", { name: /^(allow|povoliť)/i }).click();
    });
    const page = await extension.context.newPage();
    await page.goto(`https://mail.google.com/mail/u/0/#inbox/${urlToken(GMAIL_ID)}`);
    const button = page.locator("[data-kronika-log] .main");
    await button.waitFor();
    // The hub is gone, as without network: the click is kept.
    await kronika.stop();
    await button.click();
    await eventually(async () => expect(await button.textContent()).toMatch(/wait/i), { timeoutMs: 20_000 });
    const { profile } = extension;
    await extension.kill();
    kronika = await startKronika({ data: kronika.data, port: Number(new URL(kronika.url).port) });
    extension = await launchWithExtension({ gmailPort: gmail.port, locale: "en", profile });
    await eventually(async () => expect(await subjects(customerId)).toContain("Objednávka vzoriek"), { timeoutMs: 120_000 });
    const again = await extension.context.newPage();
    await again.goto(`https://mail.google.com/mail/u/0/#inbox/${urlToken(GMAIL_ID)}`);
    await eventually(async () => expect(await again.locator("[data-kronika-log] .main").textContent()).toContain("Orava Papier"), {
      timeoutMs: 30_000,
    });

    const zone = -new Date(2026, 10, 24, 9, 41).getTimezoneOffset();
    const date = new Date(Date.UTC(2026, 10, 24, 9, 41, 23) - zone * 60_000);
    await dovecot.deliver(
      REP.address,
      "INBOX",
      rawMail({
        from: `${JANA.name} <${JANA.address}>`,
        to: REP.address,
        subject: "Objednávka vzoriek",
        text: "Dobrý deň, prosíme o vzorky.",
        date,
        messageId: "<vzorky@orava-papier.example>",
      }).raw,
    );
    await eventually(
      async () => {
        const rows = (await timeline(customerId)).filter((item) => item.subject === "Objednávka vzoriek");
        expect(rows).toHaveLength(1);
        expect(rows[0]!.sources).toEqual(expect.arrayContaining(["extension", "mailbox"]));
      },
      { timeoutMs: 60_000 },
    );
    figure(task, "clicked without a hub, browser killed, delivered once; page and mailbox are one row");
  });

  test("5 · a reply closes the reminder; otherwise it is due, also in the calendar, and leaves it when done", async ({ task }) => {
    await untilHealthy(kronika.url);
    await eventually(() => api.get("/me"));
    const offer = rawMail({ from: REP.address, to: JANA.address, subject: "Cenová ponuka", text: "Posielam ponuku." });
    await dovecot.deliver(REP.address, "Sent", offer.raw);
    const sent = await eventually(async () => {
      const found = (await timeline(customerId)).find((item) => item.subject === "Cenová ponuka");
      expect(found).toBeDefined();
      return found!;
    });
    const waiting = await api.post("/reminders", { interactionId: sent.id, noReplyWithinDays: 3 });
    const other = await api.post("/reminders", { title: "Zavolať Jane", at: new Date(Date.now() + 4000).toISOString(), customerId });
    await eventually(async () => expect((await api.get(`/reminders/${other.id}`)).state).toBe("due"), { timeoutMs: 60_000 });
    await eventually(async () => expect(await calendarText()).toContain("Zavolať Jane"), { timeoutMs: 60_000 });
    const panel = await extension.openPage("sidepanel.html");
    await panel.getByText("Zavolať Jane").first().waitFor({ timeout: 90_000 });
    await api.post(`/reminders/${other.id}/done`);
    await eventually(async () => expect(await calendarText()).not.toContain("Zavolať Jane"), { timeoutMs: 60_000 });

    await dovecot.deliver(
      REP.address,
      "INBOX",
      rawMail({ from: JANA.address, to: REP.address, subject: "Re: Cenová ponuka", text: "Berieme.", inReplyTo: offer.messageId }).raw,
    );
    const closed = await eventually(
      async () => {
        const reminder = await api.get(`/reminders/${waiting.id}`);
        expect(reminder.state).toBe("closed");
        return reminder;
      },
      { timeoutMs: 60_000 },
    );
    expect(closed.outcome.code).toBe("reply-in-thread");
    await web.goto(`${kronika.url}/reminders`);
    figure(task, "due in web, panel and calendar, gone from it when done; the other closed by the reply");
  });

  test("6 · killed as a whole and started again: nothing is lost, nothing is there twice", async ({ task }) => {
    const before = (await timeline(customerId)).map((item) => item.id).toSorted();
    await kronika.kill();
    kronika = await startKronika({ data: kronika.data, port: Number(new URL(kronika.url).port) });
    await untilHealthy(kronika.url);
    await dovecot.deliver(
      REP.address,
      "INBOX",
      rawMail({ from: JANA.address, to: REP.address, subject: "Po reštarte", text: "Ešte jedna." }).raw,
    );
    await eventually(async () => expect(await subjects(customerId)).toContain("Po reštarte"), { timeoutMs: 120_000 });
    const after = (await timeline(customerId)).filter((item) => item.subject !== "Po reštarte").map((item) => item.id);
    expect(after.toSorted()).toEqual(before);
    figure(task, `${before.length} interactions before and after`);
  });

  interface Line {
    id: string;
    subject: string | null;
    sources: string[];
  }
  const timeline = async (id: string): Promise<Line[]> => (await api.get(`/customers/${id}/timeline?limit=200`)).items;
  const subjects = async (id: string) => (await timeline(id)).map((item) => item.subject);
  const calendarText = async () => (await radicale.listIcs(calendar)).map((object) => object.ics).join("\n");
});

/** Mails of the corpora, with our contact as their sender: foreign bodies and forms, known people. */
async function corpusMails(limit: number): Promise<Buffer[]> {
  const folder = join(CORPORA, "ruby-mail");
  if (!existsSync(folder)) {
    return Array.from({ length: 20 }, (_, i) =>
      Buffer.from(
        rawMail({
          from: JANA.address,
          to: REP.address,
          subject: `Staršia správa ${i}`,
          text: `Text ${i}`,
          messageId: `<old-${i}@orava-papier.example>`,
        }).raw,
      ),
    );
  }
  const names = (await readdir(folder))
    .filter((name) => name.endsWith(".eml"))
    .toSorted()
    .slice(0, limit);
  return Promise.all(
    names.map(async (name, i) => {
      const raw = (await readFile(join(folder, name))).toString("latin1");
      const date = new Date(Date.now() - (i + 1) * 20 * 3_600_000).toUTCString().replace("GMT", "+0000");
      const head = `From: ${JANA.address}\r\nTo: ${REP.address}\r\nDate: ${date}\r\nMessage-ID: <corpus-${i}@orava-papier.example>\r\n`;
      const body = raw.replace(
        /^(?:from|to|date|message-id|cc|sender|precedence|list-[a-z]+|auto-submitted|references|in-reply-to):.*\r?\n(?:[ \t].*\r?\n)*/gim,
        "",
      );
      return Buffer.from(head + body, "latin1");
    }),
  );
}

function meetingIcs(uid: string, summary: string, start: Date): string {
  const stamp = (date: Date) => date.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//test//EN",
    "BEGIN:VEVENT",
    `UID:${uid}`,
    `DTSTAMP:${stamp(new Date())}`,
    `DTSTART:${stamp(start)}`,
    `DTEND:${stamp(new Date(start.getTime() + 3_600_000))}`,
    `SUMMARY:${summary}`,
    `ORGANIZER:mailto:${REP.address}`,
    `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${JANA.address}`,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");
}
