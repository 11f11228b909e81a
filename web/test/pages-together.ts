import type { Page } from "playwright-core";
import type { View } from "./pages.ts";
import type { Store } from "./fixture/store.ts";

/** What people do together: comments, notifications, hand-over, merging, matching anew, relinking. */
export function togetherViews(store: Store): View[] {
  const [customer, second] = store.customers.map(({ id }) => id);
  const mail = store.interactions.find((one) => one.html !== null)?.id ?? "";
  const [ready, applying] = store.together.rematches.map(({ id }) => id);
  const toComments = (page: Page) =>
    page.getByRole("heading", { name: /^(Komentáre|Comments)/ }).evaluate((heading) => heading.scrollIntoView());
  const handOver = async (page: Page) => {
    await page
      .getByRole("button", { name: /^(Zmeny|Changes):/ })
      .nth(1)
      .click();
    await page.getByRole("menuitem", { name: /^(Odovzdať|Hand over)…$/ }).click();
  };
  const merge = async (page: Page) => {
    await page.getByRole("button", { name: /^(Ďalšie možnosti|More actions)$/ }).click();
    await page.getByRole("menuitem", { name: /^(Zlúčiť|Merge)/ }).click();
  };
  return [
    { name: "customer-comments", path: `/customers/${customer ?? ""}?tab=comments`, act: toComments },
    {
      name: "comment-mention",
      path: `/customers/${customer ?? ""}?tab=comments`,
      act: async (page) => {
        await page.getByRole("textbox", { name: /^(Komentár|Comment)$/ }).pressSequentially("Prosím @");
        await page.getByRole("option").first().waitFor();
      },
    },
    {
      name: "comment-refused",
      path: `/customers/${customer ?? ""}?tab=comments`,
      act: async (page) => {
        await page.getByRole("textbox", { name: /^(Komentár|Comment)$/ }).fill("@Lucia Oravcová, čo ty na to?");
        await page.getByRole("button", { name: /^(Pridať|Comment)$/ }).click();
        await page.getByText(/Lucia Oravcová(:| cannot)/).waitFor();
      },
    },
    { name: "opportunity-comments", path: `/opportunities/${store.opportunities[0]?.id ?? ""}`, act: toComments },
    { name: "interaction-comments", path: `/interactions/${mail}`, act: toComments },
    { name: "notifications", path: "/notifications" },
    { name: "notifications-empty", path: "/notifications", empty: true },
    { name: "notifications-broken", path: "/notifications", fails: /^\/api\/v1\/notifications$/ },
    { name: "hand-over-ask", path: "/settings/people", act: handOver },
    {
      name: "hand-over-preview",
      path: "/settings/people",
      act: async (page) => {
        await handOver(page);
        await page.getByRole("combobox", { name: /^(Komu|To whom)$/ }).click();
        await page.getByRole("option", { name: "Martina Sedláková" }).click();
        await page.getByText(/^(Odovzdá sa|This is handed over)$/).waitFor();
      },
    },
    { name: "merge-ask", path: `/customers/${second ?? ""}`, act: merge },
    {
      name: "merge-preview",
      path: `/customers/${second ?? ""}`,
      act: async (page) => {
        await merge(page);
        const name = store.customers[3]?.name ?? "";
        await page.getByRole("dialog").getByRole("combobox").fill(name.slice(0, 8));
        await page.getByRole("option", { name }).click();
        await page.getByText(/^(Presunie sa|This moves)$/).waitFor();
      },
    },
    {
      name: "reminder-assign",
      path: "/reminders",
      act: async (page) => {
        await page
          .getByRole("button", { name: /^(Ďalšie možnosti|More actions):/ })
          .first()
          .click();
        await page.getByRole("menuitem", { name: /(kolegovi|colleague)…$/ }).click();
      },
    },
    { name: "rematch-ready", path: `/rematches/${ready ?? ""}` },
    { name: "rematch-applying", path: `/rematches/${applying ?? ""}` },
    {
      name: "relink",
      path: `/interactions/${mail}`,
      act: (page) => page.getByRole("button", { name: /^(Patrí k…|Belongs to…)$/ }).click(),
    },
  ];
}
