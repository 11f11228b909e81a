import { describe, expect, test } from "vitest";
import type { Customer, User } from "../src/api/types.ts";
import { findChromium } from "./browser.ts";
import { hub, open, page, usePage } from "./page-test.ts";

const undo = () => page.getByRole("button", { name: /^Vrátiť späť/ }).last();

describe.skipIf(findChromium() === null)("what people do together (needs Chromium)", () => {
  usePage();

  test("by keyboard: names a colleague, says it, and takes it back", async () => {
    const [customer] = hub.store().customers as [Customer];
    await open(`/customers/${customer.id}`);
    const field = page.getByRole("textbox", { name: "Komentár" });
    await field.pressSequentially("Prosím @hud");
    await page.getByRole("option", { name: "Peter Hudák" }).waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.type("pozri sa na to.");
    expect(await field.inputValue()).toBe("Prosím @Peter Hudák pozri sa na to.");
    await page.keyboard.press("Control+Enter");
    const said = page.getByRole("listitem").filter({ hasText: "pozri sa na to." });
    await said.getByText("@Peter Hudák").waitFor();
    expect(hub.store().together.comments[0]?.mentions.map(({ name }) => name)).toEqual(["Peter Hudák"]);
    await said.getByRole("button", { name: /^Odstrániť komentár/ }).click();
    await said.waitFor({ state: "detached" });
    await undo().click();
    await said.waitFor();
  });

  test("somebody who cannot see it cannot be named: it says who, and the text stays", async () => {
    const [customer] = hub.store().customers as [Customer];
    await open(`/customers/${customer.id}`);
    const field = page.getByRole("textbox", { name: "Komentár" });
    await field.fill("@Lucia Oravcová, čo ty na to?");
    await page.getByRole("button", { name: "Pridať", exact: true }).click();
    await page.getByText(/^Lucia Oravcová: nevidí to/).waitFor();
    expect(await field.inputValue()).toBe("@Lucia Oravcová, čo ty na to?");
  });

  test("a notification comes without reloading, leads to what it is about, and is read by that", async () => {
    await open("/notifications");
    const bell = page.getByRole("link", { name: /^Upozornenia/ });
    await bell.getByText("3 neprečítané upozornenia").waitFor();
    const [first] = hub.store().together.notifications;
    hub.store().together.notifications.unshift({ ...first!, id: crypto.randomUUID(), createdAt: new Date().toISOString() });
    await expect.poll(() => hub.streamCount()).toBeGreaterThan(0);
    hub.announce("notification", hub.store().me.id);
    await bell.getByText("4 neprečítané upozornenia").waitFor();
    await page
      .getByRole("link", { name: /vás spomína/ })
      .first()
      .click();
    await page.getByRole("heading", { level: 1, name: first?.customer?.name ?? "" }).waitFor();
    await bell.getByText("3 neprečítané upozornenia").waitFor();
    await open("/notifications");
    await page.getByRole("button", { name: "Označiť všetky ako prečítané" }).click();
    await expect.poll(() => hub.store().together.notifications.filter(({ readAt }) => readAt === null).length).toBe(0);
  });

  test("everything of a person is handed over, and taken back; on disabling somebody it is offered", async () => {
    const [, peter, martina] = hub.store().users as [User, User, User];
    const owned = (user: User) => hub.store().customers.filter(({ owner }) => owner?.id === user.id).length;
    const before = owned(peter);
    await open("/settings/people");
    await page.getByRole("button", { name: `Zmeny: ${peter.name}` }).click();
    await page.getByRole("menuitem", { name: "Odobrať prístup" }).click();
    await page.getByRole("dialog").getByRole("button").last().click();
    await page.getByText(`${peter.name} sa už neprihlási.`, { exact: false }).waitFor();
    await page.getByRole("combobox", { name: "Komu" }).click();
    await page.getByRole("option", { name: martina.name }).click();
    await page.getByRole("button", { name: "Odovzdať", exact: true }).click();
    await page.getByText(`prevzal(a): ${martina.name}`, { exact: false }).waitFor();
    expect(owned(peter)).toBe(0);
    await undo().click();
    await expect.poll(() => owned(peter)).toBe(before);
  });

  test("a reminder is given to a colleague who sees what it is about, and to nobody else", async () => {
    const reminder = () => hub.store().reminders.find(({ state, user }) => state === "due" && user.id === hub.store().me.id);
    const given = reminder()!;
    await open("/reminders");
    await page.getByRole("button", { name: `Ďalšie možnosti: ${given.title}` }).click();
    await page.getByRole("menuitem", { name: "Prideliť kolegovi…" }).click();
    const dialog = page.getByRole("dialog");
    const give = async (name: string) => {
      await dialog.getByRole("combobox", { name: "Komu" }).click();
      await page.getByRole("option", { name }).click();
      await dialog.getByRole("button", { name: "Prideliť", exact: true }).click();
    };
    await give("Lucia Oravcová");
    await page.getByText("Táto osoba nevidí, čoho sa pripomienka týka.").waitFor();
    await give("Peter Hudák");
    await page.getByText("Pripomienku má odteraz Peter Hudák").waitFor();
    expect(given.user.name).toBe("Peter Hudák");
  });

  test("two customers become one, and it is taken back; the address of a merged one leads to what it became", async () => {
    const [, second, , fourth] = hub.store().customers as [Customer, Customer, Customer, Customer];
    await open(`/customers/${second.id}`);
    await page.getByRole("button", { name: "Ďalšie možnosti" }).first().click();
    await page.getByRole("menuitem", { name: "Zlúčiť s iným zákazníkom…" }).click();
    await page.getByRole("dialog").getByRole("combobox").fill(fourth.name.slice(0, 8));
    await page.getByRole("option", { name: fourth.name }).click();
    await page.getByText("148 záznamov histórie").waitFor();
    await page.getByText(/V tomto sa líšia.*IČO\s+a\s+zodpovedná osoba/).waitFor();
    await page.getByRole("button", { name: "Zlúčiť", exact: true }).click();
    await page.getByText(`${fourth.name}: odteraz súčasť ${second.name}`).waitFor();
    const merged = () => hub.store().customers.find(({ id }) => id === fourth.id);
    expect(merged()?.mergedInto).toBe(second.id);
    await undo().click();
    await expect.poll(() => merged()?.mergedInto).toBeNull();
    merged()!.mergedInto = second.id;
    await page.goto(`${hub.url}/customers/${fourth.id}`);
    await page.getByRole("heading", { level: 1, name: second.name }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/customers/${second.id}`);
  });

  test("a new domain offers to match history anew; what would move is shown, applied, and taken back", async () => {
    const [customer] = hub.store().customers as [Customer];
    await open(`/customers/${customer.id}`);
    await page.getByRole("button", { name: "Upraviť", exact: true }).first().click();
    await page.getByLabel("E-mailové domény").first().fill("nova-domena.example");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Uložiť" }).click();
    await page.getByRole("button", { name: "Priradiť nanovo" }).click();
    await page.getByText("Presunú sa 3 záznamy").waitFor();
    await page.getByRole("button", { name: "Presunúť" }).click();
    await page.getByText("Presunuté 3 záznamy").waitFor();
    await page.getByRole("button", { name: "Vrátiť späť" }).click();
    await page.getByText("Vrátené späť").waitFor();
    expect(hub.store().together.rematches[0]?.state).toBe("undone");
  });

  test("a person says where an interaction belongs, and takes it back", async () => {
    const mail = hub.store().interactions.find((one) => one.html !== null)!;
    const customers = () => mail.links.filter(({ target }) => target === "customer").map(({ name }) => name);
    const [before] = customers();
    const other = hub.store().customers[4] as Customer;
    await open(`/interactions/${mail.id}`);
    await page.getByRole("button", { name: "Patrí k…" }).click();
    await page.getByRole("button", { name: `Odobrať: ${before ?? ""}` }).click();
    await page.getByRole("dialog").getByRole("combobox").first().fill(other.name.slice(0, 8));
    await page.getByRole("option", { name: other.name }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Uložiť" }).click();
    await expect.poll(customers).toEqual([other.name]);
    await undo().click();
    await expect.poll(customers).toEqual([before]);
  });
});
