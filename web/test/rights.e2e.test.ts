import { describe, expect, test } from "vitest";
import { findChromium } from "./browser.ts";
import { hub, mainCustomer, open, page, usePage } from "./page-test.ts";

const dialog = () => page.getByRole("dialog");

describe.skipIf(findChromium() === null)("who may see how much (needs Chromium)", () => {
  usePage();

  test("a customer is opened to a team by keyboard, with a verb, and taken back with undo", async () => {
    await open(`/customers/${mainCustomer().id}`);
    await page.getByRole("button", { name: "Prístup" }).press("Enter");
    await dialog().getByRole("combobox", { name: "Komu" }).fill("exp");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await dialog().getByRole("checkbox", { name: "exportovať" }).press("Space");
    await dialog().getByRole("button", { name: "Dať prístup" }).press("Enter");
    await page.getByText("Tím Export: prístup je udelený").waitFor();
    const team = hub.store().teams.find((one) => one.name === "Export")!;
    const given = () => hub.store().grants.find((one) => one.grantee === `team:${team.id}`);
    expect(given()).toMatchObject({ resource: "customer", resourceId: mainCustomer().id, level: "content", verbs: ["view", "export"] });
    await dialog().getByRole("button", { name: "Odobrať: Tím Export" }).click();
    await expect.poll(given).toBeUndefined();
    await page.getByRole("button", { name: "Vrátiť späť" }).click();
    await expect.poll(given).toMatchObject({ level: "content", verbs: ["view", "export"] });
  });

  test("a right without a grantee is refused at its field", async () => {
    await open(`/customers/${mainCustomer().id}`);
    await page.getByRole("button", { name: "Prístup" }).click();
    const before = hub.store().grants.length;
    await dialog().getByRole("button", { name: "Dať prístup" }).click();
    await dialog().getByText("Toto pole je povinné").or(dialog().locator("[aria-invalid=true]")).first().waitFor();
    expect(hub.store().grants.length).toBe(before);
  });

  test("a customer is restricted and says so on its page and in the list; a refusal turns the switch back", async () => {
    await open(`/customers/${mainCustomer().id}`);
    await page.getByRole("button", { name: "Prístup" }).click();
    const restrict = dialog().getByRole("switch", { name: "Vyhradený zákazník" });
    hub.failNext(/\/restriction$/, "forbidden");
    await restrict.press("Space");
    await page.getByRole("alert").getByText("Na toto nemáte oprávnenie").waitFor();
    expect(await restrict.isChecked()).toBe(false);
    await restrict.press("Space");
    await dialog().getByText("Pre ostatných neexistuje").waitFor();
    expect(mainCustomer().restricted).toBe(true);
    await page.keyboard.press("Escape");
    await page.locator("header").getByText("Vyhradený", { exact: true }).waitFor();
    await open("/customers?q=slnecnica");
    await page.getByRole("link", { name: /^Pekáreň Slnečnica, s\. r\. o\.\s*Vyhradený$/ }).waitFor();
  });

  test("an interaction is made private, and its history says so", async () => {
    const call = hub.store().interactions.find((one) => one.kind === "call" && one.customerId === mainCustomer().id)!;
    await open(`/interactions/${call.id}`);
    await page.getByRole("button", { name: "Prístup" }).click();
    await dialog().getByRole("switch", { name: "Súkromné" }).press("Space");
    await page.getByText("Záznam je súkromný").waitFor();
    expect(hub.store().interactions.find((one) => one.id === call.id)?.private).toBe(true);
  });

  test("what is not the viewer's to share, change or put away offers none of it", async () => {
    hub.store().me.role = "rep";
    Object.assign(mainCustomer(), { may: { edit: false, archive: false, export: false, share: false } });
    await open(`/customers/${mainCustomer().id}`);
    for (const name of ["Prístup", "Upraviť", "Ďalšie možnosti"])
      expect(await page.locator("header").getByRole("button", { name }).count()).toBe(0);
  });

  test("where something is hidden it says why and whom to ask", async () => {
    const hidden = hub.store().interactions.find((one) => one.level === "subject")!;
    await open(`/interactions/${hidden.id}`);
    await page.getByText("Vidíte predmet a základné údaje; obsah nie.").waitFor();
    await page.getByText("O prístup môžete požiadať: Peter Hudák.").waitFor();
    expect(await page.getByRole("button", { name: "Prístup" }).count()).toBe(0);
  });

  test("a team is made, named anew, put away with undo; who is no administrator only reads", async () => {
    await open("/settings/teams");
    await page.getByRole("button", { name: "Nový tím" }).click();
    await dialog().getByLabel("Názov").fill("Juh");
    await dialog().getByRole("combobox", { name: "Ľudia" }).fill("luc");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await dialog().getByRole("button", { name: "Vytvoriť tím" }).press("Enter");
    await page.getByText("1 človek: Lucia Oravcová").waitFor();
    const team = () => hub.store().teams.find((one) => one.name.startsWith("Juh"));
    await page.getByRole("button", { name: "Upraviť tím Juh" }).click();
    await dialog().getByLabel("Názov").fill("Juhozápad");
    await dialog().getByRole("button", { name: "Uložiť" }).click();
    await expect.poll(() => team()?.name).toBe("Juhozápad");
    await page.getByRole("button", { name: "Odložiť tím Juhozápad" }).click();
    await page.getByRole("button", { name: "Vrátiť tím Juhozápad" }).waitFor();
    expect(team()?.archivedAt).not.toBeNull();
    await page.getByRole("button", { name: "Vrátiť späť" }).last().waitFor();
    await page.keyboard.press("Control+z");
    await expect.poll(() => team()?.archivedAt).toBeNull();
    hub.store().me.role = "rep";
    await open("/settings/teams");
    await page.getByText("Juhozápad").waitFor();
    expect(await page.getByRole("button", { name: /tím/i }).count()).toBe(0);
  });

  test("the table speaks of a role, the question of a person and a customer, and the address keeps both", async () => {
    await open("/settings/rights");
    await page.getByRole("button", { name: "Obchodník", exact: true }).click();
    const row = page.getByRole("row", { name: /^Zákazník kolegu/ });
    await row.getByText("Vidí ho. Smie upravovať. Nesmie odložiť do archívu, exportovať ani dávať prístup iným.").waitFor();
    await page.getByRole("combobox", { name: "Človek" }).fill("peter");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("combobox", { name: "Zákazník" }).fill("slnecnica, s");
    // By keyboard: a click scrolls the list, and with it what the list hangs on, out of sight.
    await expect.poll(() => page.getByRole("option").allTextContents()).toEqual([mainCustomer().name]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByText(`Peter Hudák tohto zákazníka vidí: ${mainCustomer().name}`).waitFor();
    await page.getByText("Právo je udelené na zákazníka. Cez: Tím Východ.").waitFor();
    const { searchParams } = new URL(page.url());
    expect([searchParams.get("role"), searchParams.get("customer")]).toEqual(["rep", mainCustomer().id]);
  });
});
