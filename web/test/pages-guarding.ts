import type { Page } from "playwright-core";
import type { Store } from "./fixture/store.ts";
import type { View } from "./pages.ts";

/** What administrators watch over: erasing for good, and the audit trail. */
export function guardingViews(store: Store): View[] {
  const customer = store.customers[0];
  const path = `/customers/${customer?.id ?? ""}`;
  const held = `/customers/${store.customers.find((one) => one.restricted)?.id ?? ""}`;
  const begin = async (page: Page) => {
    await page.getByRole("button", { name: /^(Ďalšie možnosti|More actions)$/ }).click();
    await page.getByRole("menuitem", { name: /^(Vymazať natrvalo|Erase for good)/ }).click();
  };
  const ask = async (page: Page) => {
    await begin(page);
    await page.getByRole("heading", { name: /^(Vymaže sa|What goes)$/ }).waitFor();
  };
  return [
    { name: "erase-ask", path, act: ask },
    {
      name: "erase-held",
      path: held,
      refuses: 409,
      act: async (page) => {
        await begin(page);
        await page.getByRole("dialog").getByRole("alert").waitFor();
      },
    },
    {
      name: "erase-done",
      path,
      act: async (page) => {
        await ask(page);
        await page.getByRole("textbox", { name: /^(Na potvrdenie|To confirm)/ }).fill(customer?.name ?? "");
        await page.getByRole("button", { name: /^(Vymazať natrvalo|Erase for good)$/ }).click();
        await page.getByRole("button", { name: /^(Potvrdenie|Certificate)$/ }).waitFor();
      },
    },
    {
      name: "hold-ask",
      path,
      act: async (page) => {
        await page.getByRole("button", { name: /^(Ďalšie možnosti|More actions)$/ }).click();
        await page.getByRole("menuitem", { name: /^(Právna ochrana|Legal hold)/ }).click();
        await page.getByRole("textbox", { name: /^(Dôvod|Reason)/ }).waitFor();
      },
    },
    { name: "settings-retention", path: "/settings/retention" },
    { name: "settings-retention-empty", path: "/settings/retention", empty: true },
    {
      name: "settings-retention-rule",
      path: "/settings/retention",
      act: async (page) => {
        await page
          .getByRole("button", { name: /^(Upraviť|Edit):/ })
          .first()
          .click();
        await page.getByRole("heading", { name: /^(Dnes by|Today it)/ }).waitFor();
      },
    },
    { name: "settings-erasure", path: "/settings/erasure" },
    { name: "settings-erasure-empty", path: "/settings/erasure", empty: true },
    { name: "settings-erasure-error", path: "/settings/erasure", fails: /^\/api\/v1\/erasures$/ },
    {
      name: "settings-audit",
      path: "/settings/audit",
      act: async (page) => {
        await page.getByRole("button", { name: /^(Overiť|Check)$/ }).click();
        await page.getByRole("alert").waitFor();
      },
    },
    { name: "settings-audit-empty", path: "/settings/audit", empty: true },
  ];
}
