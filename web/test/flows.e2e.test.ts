import { describe, expect, test } from "vitest";
import { findChromium } from "./browser.ts";
import { makeInteraction } from "./fixture/history.ts";
import { PASSWORD } from "./fixture/routes-account.ts";
import { settled } from "./pages.ts";
import { context, hub, mainCustomer, open, page, usePage } from "./page-test.ts";

describe.skipIf(findChromium() === null)("what a person does (needs Chromium)", () => {
  usePage();

  test("signs in after a wrong password, and lands where the link led", async () => {
    hub.store().signedIn = false;
    await page.goto(`${hub.url}/reminders?show=finished`);
    await page.getByLabel("E-mail").fill(hub.store().me.email);
    await page.getByLabel("Heslo", { exact: true }).fill("nie toto");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("E-mail alebo heslo nie je správne.").waitFor();
    await page.getByLabel("Heslo", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Pripomienky" }).waitFor();
    expect(new URL(page.url()).search).toBe("?show=finished");
  });

  test("by keyboard alone: finds the customer, writes a note, takes it back", async () => {
    await open("/");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("textbox").fill("slnecnica");
    await page.getByRole("dialog").getByText("Pekáreň Slnečnica, s. r. o.", { exact: true }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Pekáreň Slnečnica" }).waitFor();
    await settled(page);
    await page.keyboard.press("n");
    await page.getByLabel("Text poznámky").fill("Chcú krabice už v decembri.");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("article").getByText("Chcú krabice už v decembri.").waitFor();
    await page.getByText("Poznámka je uložená").waitFor();
    expect(hub.store().interactions.some((one) => one.text === "Chcú krabice už v decembri.")).toBe(true);
    await page.keyboard.press("Control+z");
    await page.getByRole("article").getByText("Chcú krabice už v decembri.").waitFor({ state: "detached" });
    await expect.poll(() => hub.store().interactions.some((one) => one.text === "Chcú krabice už v decembri.")).toBe(false);
  });

  test("a refused note comes back into the form with its words and the reason", async () => {
    await open(`/customers/${mainCustomer().id}`);
    await page.keyboard.press("n");
    await page.getByLabel("Text poznámky").fill("REFUSE, ale nestrať ma");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("alert").getByText("Niektoré údaje nie sú správne").waitFor();
    expect(await page.getByLabel("Text poznámky").inputValue()).toBe("REFUSE, ale nestrať ma");
    expect(await page.getByRole("article").getByText("REFUSE").count()).toBe(0);
  });

  test("a call with its length and next step", async () => {
    await open(`/customers/${mainCustomer().id}`);
    await page.keyboard.press("c");
    await page.getByLabel("Hlavné body").fill("Dohodnutá cena.");
    await page.getByLabel("Trvanie v minútach").fill("12");
    await page.getByRole("button", { name: "V pondelok" }).click();
    await page.keyboard.press("Control+Enter");
    await page.getByText("Hovor je zapísaný").waitFor();
    const call = hub.store().interactions.find((one) => one.text === "Dohodnutá cena.");
    expect(call).toMatchObject({ kind: "call", details: { durationSeconds: 720, outcome: "answered" } });
    expect(hub.store().reminders.some((one) => one.title.startsWith("Ozvať sa po hovore"))).toBe(true);
  });

  test("a meeting at a typed day and time, in 24 hours and in the organisation's zone", async () => {
    await open(`/customers/${mainCustomer().id}`);
    await page.keyboard.press("m");
    await page.getByLabel("Názov").fill("Ukážka vzoriek");
    await page.getByLabel("Deň", { exact: true }).fill("1.7.2027");
    await page.getByLabel("Hodiny").fill("14");
    await page.getByLabel("Minúty").fill("30");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Stretnutie je zapísané").waitFor();
    expect(hub.store().interactions.find((one) => one.subject === "Ukážka vzoriek")).toMatchObject({
      kind: "meeting",
      occurredAt: "2027-07-01T12:30:00.000Z",
      endsAt: "2027-07-01T13:30:00.000Z",
    });
  });

  test("what was begun survives a reload", async () => {
    await open(`/customers/${mainCustomer().id}`);
    await page.keyboard.press("n");
    await page.getByLabel("Text poznámky").fill("rozpísané");
    await page.reload();
    await settled(page);
    await page.keyboard.press("n");
    expect(await page.getByLabel("Text poznámky").inputValue()).toBe("rozpísané");
  });

  test("a reminder is done at once and can be reopened; when the hub fails it comes back by itself", async () => {
    await open("/reminders");
    const done = page.getByRole("button", { name: "Hotovo: Poslať cenník 2027" });
    await done.click();
    await done.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Vrátiť späť" }).click();
    await done.waitFor();
    hub.failNext(/\/done$/, "unavailable");
    await done.click();
    await page.getByRole("alert").getByText("Práve nedostupné").waitFor();
    await done.waitFor();
    expect(hub.store().reminders.find((one) => one.title === "Poslať cenník 2027")?.state).toBe("due");
  });

  test("snoozed until tomorrow morning", async () => {
    await open("/reminders");
    await page.getByRole("button", { name: "Odložiť: Poslať cenník 2027" }).click();
    await page.getByRole("menuitem", { name: "Zajtra ráno" }).click();
    await page.getByText("Odložené na").waitFor();
    const reminder = hub.store().reminders.find((one) => one.title === "Poslať cenník 2027");
    expect(reminder?.state).toBe("waiting");
    expect(reminder?.dueAt).toMatch(/T0[78]:00:00Z$/);
  });

  test("a closed reminder says why and leads to the reply", async () => {
    await open("/reminders?show=finished");
    await page.getByText("Odpovedali v konverzácii").waitFor();
    await page.getByRole("link", { name: "zobraziť odpoveď" }).click();
    const heading = page.getByRole("heading", { level: 1, name: "Re: Dopyt" });
    await heading.waitFor();
    expect(await heading.textContent()).toBe("Re: Dopyt: krabice na vianočné pečivo");
  });

  test("a mail that arrives appears by itself, also after the connection was lost", async () => {
    const customer = mainCustomer();
    await open(`/customers/${customer.id}`);
    const arrive = (subject: string) => {
      const mail = makeInteraction(customer, { kind: "email", at: new Date(), subject, text: "x", direction: "incoming" });
      hub.store().interactions.push(mail);
      return mail.id;
    };
    hub.announce("interaction", arrive("Práve prišlo"), [customer.id]);
    await page.getByText("Práve prišlo").waitFor();
    arrive("Počas výpadku");
    hub.dropStreams();
    await page.getByText("Počas výpadku").waitFor({ timeout: 30_000 });
    expect(hub.streamCount()).toBe(1);
  });

  test("a second tab hears of changes through the first, and takes over when that is closed", async () => {
    const customer = mainCustomer();
    await open(`/customers/${customer.id}`);
    const second = await context.newPage();
    await second.goto(`${hub.url}/customers/${customer.id}`);
    await settled(second);
    expect(hub.streamCount()).toBe(1);
    const arrive = (subject: string) => {
      const mail = makeInteraction(customer, { kind: "email", at: new Date(), subject, text: "x", direction: "incoming" });
      hub.store().interactions.push(mail);
      hub.announce("interaction", mail.id, [customer.id]);
    };
    arrive("Oznam pre všetkých");
    await second.getByText("Oznam pre všetkých").waitFor();
    await page.close();
    await expect.poll(() => hub.streamCount(), { timeout: 20_000 }).toBe(1);
    arrive("Po odchode prvej");
    await second.getByText("Po odchode prvej").waitFor();
  });

  test("a field that the hub refuses is marked, in words", async () => {
    await open("/customers?new=1");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Názov").fill("Nová firma");
    await dialog.getByLabel("E-mailové domény").fill("gmail.com");
    await page.keyboard.press("Enter");
    await dialog.getByRole("button", { name: "Vytvoriť zákazníka" }).click();
    await dialog.getByText("Toto je verejný poskytovateľ pošty").waitFor();
    expect(hub.store().customers.some((one) => one.name === "Nová firma")).toBe(false);
  });

  test("a wrong mailbox password and an unreachable server stand at their fields", async () => {
    await open("/connections?add=mailbox");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Heslo", { exact: true }).fill("zle");
    await dialog.getByRole("button", { name: "Pripojiť" }).click();
    await dialog.getByText("Server odmietol meno alebo heslo.").waitFor();
    await dialog.getByLabel("Heslo", { exact: true }).fill("dobre");
    await dialog.getByLabel("Server", { exact: true }).fill("nikde.example");
    await dialog.getByRole("button", { name: "Pripojiť" }).click();
    await dialog.getByText("Server neodpovedá.").waitFor();
    await dialog.getByLabel("Server", { exact: true }).fill("imap.borovica.example");
    await dialog.getByRole("button", { name: "Pripojiť" }).click();
    await page.waitForURL(/\/connections\/[0-9a-f-]+$/);
    expect(hub.store().connections.at(-1)?.settings.server?.host).toBe("imap.borovica.example");
  });

  test("a calendar is found first and chosen then", async () => {
    await open("/connections?add=calendar");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Heslo", { exact: true }).fill("dobre");
    await dialog.getByRole("button", { name: "Nájsť kalendáre" }).click();
    expect(await dialog.getByRole("radio", { name: "Práca" }).isChecked()).toBe(true);
    await dialog.getByRole("button", { name: "Pripojiť" }).click();
    await page.waitForURL(/\/connections\/[0-9a-f-]+$/);
  });

  test("an opportunity is moved by keyboard, and back", async () => {
    await open("/opportunities");
    const card = page.getByRole("link", { name: "Krabice na vianočné pečivo" }).last();
    const name = mainCustomer().name;
    const opportunity = hub.store().opportunities.find((one) => one.customer.name === name);
    await page.locator(`a[href="/opportunities/${opportunity?.id ?? ""}"]`).focus();
    await page.keyboard.press("Alt+ArrowRight");
    await page.getByText("fáza Rokovanie").waitFor();
    expect(opportunity?.stage).toBe("negotiation");
    await page.keyboard.press("Control+z");
    await expect.poll(() => opportunity?.stage).toBe("quote");
    await card.waitFor();
  });

  test("an invoice is added and marked as paid; when a colleague was quicker, nothing of theirs is overwritten", async () => {
    await open(`/customers/${mainCustomer().id}`);
    await page.getByRole("button", { name: "Pridať doklad" }).click();
    const form = page.getByRole("dialog");
    await form.getByRole("combobox", { name: "Druh" }).click();
    await page.getByRole("option", { name: "Faktúra" }).click();
    await form.getByLabel("Číslo").fill("FV2026/0400");
    await form.getByLabel("Celková suma").fill("1250,5");
    await page.keyboard.press("Enter");
    const row = page.getByRole("button", { name: "Faktúra FV2026/0400" });
    await row.waitFor();
    const stored = hub.store().documents.at(-1)!;
    expect(stored).toMatchObject({ kind: "invoice", amount: "1250.50", state: "issued", paidOn: null });
    await row.click();
    stored.version = "7";
    await form.getByRole("combobox", { name: "Stav" }).click();
    await page.getByRole("option", { name: "Zaplatená" }).click();
    await form.getByLabel("Zaplatená dňa").waitFor();
    await form.getByRole("button", { name: "Uložiť" }).click();
    await form.getByRole("alert").getByText("Niekto to zmenil skôr ako vy").waitFor();
    expect(stored.state).toBe("issued");
  });

  test("an SMS that they began is written down, and found by its kind", async () => {
    await open(`/customers/${mainCustomer().id}`);
    await page.keyboard.press("o");
    await page.getByRole("combobox", { name: "Kto začal" }).click();
    await page.getByRole("option", { name: "Oni" }).click();
    await page.getByLabel("Obsah").fill("Prídeme zajtra o deviatej.");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Záznam je uložený").waitFor();
    expect(hub.store().interactions.at(-1)).toMatchObject({ kind: "other", direction: "incoming", details: { otherKind: "sms" } });
    await open(`/customers/${mainCustomer().id}?kind=other:sms`);
    await page.getByText("začali oni").waitFor();
  });

  test("a kind of entry that is in use can be retired, not deleted", async () => {
    await open("/settings/lists");
    await page.getByRole("button", { name: "Možnosti: List" }).click();
    await page.getByRole("menuitem", { name: "Odstrániť" }).click();
    await page.getByText("Položka sa používa.", { exact: false }).waitFor();
    await page.getByRole("button", { name: "Možnosti: Chat" }).click();
    await page.getByRole("menuitem", { name: "Už neponúkať" }).click();
    await page.getByRole("listitem").filter({ hasText: "Chat" }).getByText("neponúka sa").waitFor();
    await page.getByRole("button", { name: "Vrátiť späť" }).last().waitFor();
    await page.keyboard.press("Control+z");
    await expect.poll(() => page.getByRole("listitem").filter({ hasText: "Chat" }).getByText("neponúka sa").count()).toBe(0);
    await page.getByRole("listitem").filter({ hasText: "List" }).getByText("neponúka sa").waitFor();
  });

  test("j and k walk the list, Enter opens", async () => {
    await open("/customers");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    const first = await page.locator('[data-row="0"]').textContent();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: first ?? "" }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/customers\/[0-9a-f-]{36}$/);
  });

  test("of a history of thousands only what is near the screen exists", async () => {
    const customer = mainCustomer();
    for (let index = 0; index < 3000; index += 1) {
      hub
        .store()
        .interactions.push(
          makeInteraction(customer, { kind: "note", at: new Date(Date.now() - index * 3_600_000), text: `Poznámka ${index}` }),
        );
    }
    await open(`/customers/${customer.id}`);
    for (let step = 0; step < 12; step += 1) {
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      await settled(page);
    }
    expect(await page.getByRole("article").count()).toBeLessThan(60);
    expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(20_000);
  });

  test("the session ends under the page: sign-in, and back to it", async () => {
    await open("/reminders");
    hub.store().signedIn = false;
    await page.getByRole("link", { name: "Príležitosti" }).click();
    await page.getByRole("heading", { level: 1, name: "Vitajte späť" }).waitFor();
    await page.getByLabel("E-mail").fill(hub.store().me.email);
    await page.getByLabel("Heslo", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Obchodné príležitosti" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/opportunities");
  });

  test("the language changes at once, everywhere", async () => {
    await open("/customers");
    await page.getByRole("navigation").getByRole("button", { name: /Jana/ }).click();
    await page.getByText("English").click();
    await page.getByRole("heading", { level: 1, name: "Customers" }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
  });
});
