import type { Page } from "playwright-core";
import { PASSWORD, SETUP_TOKEN, TWO_STEPS } from "./fixture/routes-account.ts";
import { INVITATION, RESET } from "./fixture/routes-ways-in.ts";
import type { Store } from "./fixture/store.ts";
import { guardingViews } from "./pages-guarding.ts";
import { togetherViews } from "./pages-together.ts";

/** One state of the application that is looked at: an address, and what is done there. */
export interface View {
  name: string;
  path: string;
  /** Opens a dialog, a menu, a form. */
  act?: (page: Page) => Promise<void>;
  /** The page is seen by somebody who is not signed in. */
  signedOut?: boolean;
  /** The hub answers this path with a failure. */
  fails?: RegExp;
  /** What it does is refused by the hub with this status, and the browser says so. */
  refuses?: number;
  /** Nothing has been recorded yet. */
  empty?: boolean;
}

const AUTHORIZE = new URLSearchParams({
  client_id: "kronika-extension",
  redirect_uri: "https://plbpnlemildkohfkphkmogcddikepcmc.chromiumapp.org/signed-in",
  response_type: "code",
  code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  code_challenge_method: "S256",
  state: "abc",
  scope: "extension",
});

/** Every page, its dialogs, its empty and its broken state. */
export function views(store: Store): View[] {
  const customer = store.customers[0]?.id ?? "";
  const reply = store.interactions.find((one) => one.html !== null)?.id ?? "";
  const note = store.interactions.find((one) => one.kind === "note")?.id ?? "";
  const hidden = store.interactions.find((one) => one.level === "subject")?.id ?? "";
  const [good, filling, broken, calendar] = store.connections.map((one) => one.id);
  const restricted = store.customers.find((one) => one.restricted)?.id ?? "";
  const openShare = (page: Page) =>
    page
      .getByRole("button", { name: /^(Prístup|Access)$/ })
      .first()
      .click();
  const toHeading = (name: RegExp) => (page: Page) => page.getByRole("heading", { name }).evaluate((heading) => heading.scrollIntoView());
  const press = (key: string) => (page: Page) => page.keyboard.press(key);
  return [
    { name: "sign-in", path: "/sign-in", signedOut: true },
    {
      name: "sign-in-forgot",
      path: "/sign-in",
      signedOut: true,
      act: (page) => page.getByRole("button", { name: /Zabudnuté heslo|Forgotten password/ }).click(),
    },
    { name: "sign-in-refused", path: "/sign-in?sso=no-account", signedOut: true },
    {
      name: "sign-in-second-step",
      path: "/sign-in",
      signedOut: true,
      act: async (page) => {
        await page.getByLabel("E-mail").fill(TWO_STEPS);
        await page.getByLabel(/^(Heslo|Password)$/).fill(PASSWORD);
        await page.keyboard.press("Enter");
        await page.getByLabel(/Kód z aplikácie|Code from the app/).waitFor();
      },
    },
    { name: "invitation", path: `/invitation#${INVITATION}`, signedOut: true },
    { name: "invitation-gone", path: "/invitation#pouzita", signedOut: true },
    { name: "new-password", path: `/new-password#${RESET}`, signedOut: true },
    { name: "new-password-gone", path: "/new-password#stary", signedOut: true },
    { name: "setup", path: `/setup/${SETUP_TOKEN}`, signedOut: true },
    { name: "setup-expired", path: "/setup/pouzity", signedOut: true },
    { name: "authorize", path: `/authorize?${AUTHORIZE.toString()}` },
    { name: "authorize-broken", path: "/authorize?client_id=x" },
    { name: "today", path: "/" },
    { name: "today-empty", path: "/", empty: true },
    { name: "customers", path: "/customers" },
    { name: "customers-filtered", path: "/customers?q=zzz&kind=partner" },
    { name: "customers-empty", path: "/customers", empty: true },
    { name: "customers-error", path: "/customers", fails: /^\/api\/v1\/customers$/ },
    { name: "customer-new", path: "/customers?new=1" },
    { name: "customer", path: `/customers/${customer}` },
    { name: "customer-people", path: `/customers/${customer}?tab=people` },
    { name: "customer-unknown", path: "/customers/01930000-0000-7000-8000-ffffffffffff" },
    { name: "customer-note", path: `/customers/${customer}`, act: press("n") },
    { name: "customer-call", path: `/customers/${customer}`, act: press("c") },
    { name: "customer-meeting", path: `/customers/${customer}`, act: press("m") },
    { name: "customer-other", path: `/customers/${customer}`, act: press("o") },
    { name: "customer-documents", path: `/customers/${customer}?tab=documents` },
    {
      name: "document",
      path: `/customers/${customer}?tab=documents`,
      act: (page) => page.getByRole("button", { name: /FV2026\/0302/ }).click(),
    },
    {
      name: "document-new",
      path: `/customers/${customer}?tab=documents`,
      act: (page) => page.getByRole("button", { name: /^(Pridať doklad|Add a document)$/ }).click(),
    },
    { name: "customer-further-kind", path: `/customers/${customer}?kind=other:sms` },
    { name: "customer-reminder", path: `/customers/${customer}`, act: press("r") },
    { name: "customer-filters", path: `/customers/${customer}?kind=email,call&from=2026-01-01` },
    { name: "interaction-drawer", path: `/customers/${customer}?open=${reply}` },
    { name: "interaction", path: `/interactions/${reply}` },
    { name: "interaction-note", path: `/interactions/${note}` },
    { name: "interaction-hidden", path: `/interactions/${hidden}` },
    {
      name: "interaction-why",
      path: `/interactions/${reply}`,
      act: (page) => page.getByRole("button", { name: /Prečo je to tu|Why is this here/ }).click(),
    },
    { name: "opportunities", path: "/opportunities" },
    { name: "opportunities-list", path: "/opportunities?view=list" },
    { name: "opportunity", path: `/opportunities/${store.opportunities[0]?.id ?? ""}` },
    { name: "opportunity-new", path: "/opportunities?new=1" },
    { name: "questions", path: "/questions" },
    { name: "questions-empty", path: "/questions", empty: true },
    { name: "questions-senders", path: "/questions?show=senders" },
    { name: "questions-rules-empty", path: "/questions?show=rules", empty: true },
    {
      name: "questions-always",
      path: "/questions",
      act: async (page) => {
        await page
          .getByRole("button", { name: /Vždy takto|Always so/ })
          .first()
          .click();
        await page.getByRole("button", { name: /Ukázať, čo sa presunie|Show what moves/ }).click();
        await page.getByRole("button", { name: /Vytvoriť pravidlo|Make the rule/ }).waitFor();
      },
    },
    { name: "search", path: "/search?q=vzorky" },
    { name: "search-empty", path: "/search" },
    { name: "search-nothing", path: "/search?q=qqqq" },
    { name: "search-fails", path: "/search?q=vzorky", fails: /^\/api\/v1\/search/ },
    { name: "reports", path: "/reports?from=2026-11-01&to=2026-11-30" },
    {
      name: "reports-behind",
      path: "/reports",
      act: (page) =>
        page
          .getByRole("button", { name: /Všetky|All/ })
          .first()
          .click(),
    },
    { name: "reports-fails", path: "/reports", fails: /^\/api\/v1\/reports\// },
    { name: "reminders", path: "/reminders" },
    { name: "reminders-finished", path: "/reminders?show=finished" },
    { name: "reminders-empty", path: "/reminders", empty: true },
    { name: "connections", path: "/connections" },
    { name: "connections-empty", path: "/connections", empty: true },
    { name: "connect-mailbox", path: "/connections?add=mailbox" },
    { name: "connect-calendar", path: "/connections?add=calendar" },
    { name: "connection", path: `/connections/${filling ?? good ?? ""}` },
    { name: "connection-broken", path: `/connections/${broken ?? ""}` },
    { name: "connection-calendar", path: `/connections/${calendar ?? ""}` },
    { name: "settings-profile", path: "/settings/profile" },
    { name: "settings-security", path: "/settings/security" },
    { name: "settings-exclusions", path: "/settings/exclusions" },
    { name: "settings-organization", path: "/settings/organization" },
    { name: "settings-lists", path: "/settings/lists" },
    {
      name: "settings-list-entry",
      path: "/settings/lists",
      act: (page) => page.getByRole("button", { name: /(Pridať|Add): (Výsledky hovorov|Outcomes of calls)/ }).click(),
    },
    { name: "settings-people", path: "/settings/people" },
    { name: "settings-teams", path: "/settings/teams" },
    { name: "settings-teams-empty", path: "/settings/teams", empty: true },
    {
      name: "team-new",
      path: "/settings/teams",
      act: async (page) => {
        await page.getByRole("button", { name: /^(Nový tím|New team)$/ }).click();
        await page
          .getByRole("dialog")
          .getByLabel(/^(Ľudia|People)$/)
          .first()
          .fill("a");
      },
    },
    { name: "settings-rights", path: "/settings/rights" },
    { name: "settings-rights-rep", path: "/settings/rights?role=rep" },
    { name: "settings-rights-empty", path: "/settings/rights?on=user", empty: true },
    {
      name: "settings-rights-why",
      path: `/settings/rights?person=${store.users[1]?.id ?? ""}&customer=${customer}`,
      act: toHeading(/vidí o zákazníkovi|see of a customer/),
    },
    { name: "settings-rights-given", path: "/settings/rights", act: toHeading(/udelené ručne|given by hand/) },
    { name: "settings-mail", path: "/settings/mail" },
    { name: "customer-share", path: `/customers/${customer}`, act: openShare },
    { name: "customer-restricted-share", path: `/customers/${restricted}`, act: openShare },
    { name: "opportunity-share", path: `/opportunities/${store.opportunities[0]?.id ?? ""}`, act: openShare },
    { name: "interaction-share", path: `/interactions/${note}`, act: openShare },
    {
      name: "people-invite",
      path: "/settings/people",
      act: (page) => page.getByRole("button", { name: /^(Pozvať človeka|Invite a person)$/ }).click(),
    },
    {
      name: "people-menu",
      path: "/settings/people",
      act: (page) =>
        page
          .getByRole("button", { name: /^(Zmeny|Changes):/ })
          .nth(1)
          .click(),
    },
    { name: "settings-sign-in", path: "/settings/sign-in" },
    { name: "second-factor-due", path: "/second-factor" },
    {
      name: "recovery-codes",
      path: "/settings/security",
      act: (page) => page.getByRole("button", { name: /^(Nové kódy|New codes)$/ }).click(),
    },
    ...togetherViews(store),
    ...guardingViews(store),
    { name: "search", path: "/", act: press("Control+k") },
    { name: "account-menu", path: "/reminders", act: (page) => page.getByRole("navigation").getByRole("button", { name: /Jana/ }).click() },
    {
      name: "snooze-menu",
      path: "/reminders",
      act: (page) =>
        page
          .getByRole("button", { name: /^(Odložiť|Snooze):/ })
          .first()
          .click(),
    },
    {
      name: "snooze-date",
      path: "/reminders",
      act: async (page) => {
        await page
          .getByRole("button", { name: /^(Odložiť|Snooze):/ })
          .first()
          .click();
        await page.getByRole("menuitem", { name: /Iný termín|Other date/ }).click();
        await page.getByLabel(/^(Deň|Day)$/).click();
      },
    },
    {
      name: "person-new",
      path: `/customers/${customer}?tab=people`,
      act: (page) => page.getByRole("button", { name: /Pridať kontaktnú osobu|Add a person/ }).click(),
    },
    {
      name: "customer-edit",
      path: `/customers/${customer}`,
      act: (page) => page.getByRole("button", { name: /^(Upraviť|Edit)$/ }).click(),
    },
    { name: "shortcuts", path: "/", act: press("?") },
    { name: "not-found", path: "/nieco/ine" },
  ];
}

/** Waits until a page shows what it has to show: no skeleton, no loader, fonts and lazy parts in. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const root = document.getElementById("root");
    const loading = document.querySelector('[role="status"][aria-label], .mantine-Skeleton-root, .mantine-Loader-root');
    return root !== null && root.childElementCount > 0 && loading === null && document.querySelector("h1, h2, [role=dialog], p") !== null;
  });
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() =>
    document.getAnimations().every((one) => one.playState !== "running" || one.effect?.getTiming().iterations === Infinity),
  );
}
