import { describe, expect, test } from "vitest";
import { findChromium } from "./browser.ts";
import { hub, mainCustomer, open, page, usePage } from "./page-test.ts";

describe.skipIf(findChromium() === null)("everything of a customer or person is taken along (needs Chromium)", () => {
  usePage();

  test("a customer from the menu, by keyboard: the hub's file under the hub's name, and it says so", async () => {
    await open(`/customers/${mainCustomer().id}`);
    await page.getByRole("button", { name: "Ďalšie možnosti", exact: true }).press("Enter");
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "Exportovať všetko (ZIP)" }).press("Enter");
    expect((await download).suggestedFilename()).toBe(`kronika-${mainCustomer().id}.zip`);
    await page.getByText(`${mainCustomer().name}: export je stiahnutý`).waitFor();
  });

  test("a person from the card of people", async () => {
    const person = hub.store().contacts.find((one) => one.customer?.id === mainCustomer().id)!;
    await open(`/customers/${mainCustomer().id}`);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: `Exportovať všetko o osobe: ${person.name}` }).click();
    expect((await download).suggestedFilename()).toBe(`kronika-${person.id}.zip`);
  });

  test("a refusal is said, and the next try works", async () => {
    await open(`/customers/${mainCustomer().id}`);
    hub.failNext(/\/export$/, "unavailable");
    const press = async () => {
      await page.getByRole("button", { name: "Ďalšie možnosti", exact: true }).click();
      await page.getByRole("menuitem", { name: "Exportovať všetko (ZIP)" }).click();
    };
    await press();
    await page.getByRole("alert").filter({ hasText: "Práve nedostupné" }).waitFor();
    const download = page.waitForEvent("download");
    await press();
    expect((await download).suggestedFilename()).toMatch(/\.zip$/);
  });

  test("who may not export is not offered it, and still has the rest of the menu", async () => {
    Object.assign(mainCustomer(), { may: { edit: true, archive: true, export: false, share: true } });
    await open(`/customers/${mainCustomer().id}`);
    await page.getByRole("button", { name: "Ďalšie možnosti", exact: true }).click();
    await page.getByRole("menuitem").first().waitFor();
    expect(await page.getByRole("menuitem", { name: "Exportovať" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: /^Exportovať všetko o osobe/ }).count()).toBe(0);
  });
});
