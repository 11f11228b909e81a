// @vitest-environment node
import { noChromium } from "../browser.ts";
import { stranger } from "../gmail/people.ts";
import { expect as expectPage } from "./expect-page.ts";
import { afterEach, describe, expect, test } from "vitest";
import { button, createWorld, hexOf, mail, type World } from "./world.ts";

let world: World | undefined;
afterEach(() => world?.close());

describe.skipIf(noChromium)("logging a mail in Gmail", () => {
  test("signs in by code and PKCE, logs with one click, says where it went", async () => {
    const thread = mail(1);
    world = await createWorld({ threads: [thread], signedIn: false });
    world.hub.approves = false;
    const page = await world.open(thread);
    await expectPage(button(page)).toHaveText("Sign in to Kronika");
    await world.browser.signIn((consent) => consent.click("#allow"));

    await expectPage(button(page)).toHaveText("Log to Kronika");
    await button(page).click();
    await expectPage(button(page)).toHaveText("→ Orava Papier, a. s.");
    await expectPage(button(page)).toHaveAttribute("href", `${world.hub.url}/customers/customer-1`);

    expect(world.hub.records).toHaveLength(1);
    expect(world.hub.records[0]?.body).toMatchObject({
      interaction: { kind: "email", subject: "Ponuka 1", text: "Text of mail 1.", from: { address: "jana.kovacova@orava-papier.example" } },
      source: { host: "gmail", providerId: hexOf(thread), threadId: hexOf(thread), account: "martin.holub@borovica.example" },
      identities: [{ scheme: "provider:gmail", value: hexOf(thread) }],
    });
  });

  test("the icon shows how many reminders are due; one that is done leaves it", async () => {
    world = await createWorld({ language: "sk" });
    const { hub, browser } = world;
    hub.reminders = ["r1", "r2"].map((id) => ({
      id,
      title: "Zavolať",
      dueAt: new Date().toISOString(),
      state: "due",
      customer: null,
      interactionId: null,
    }));
    const panel = await browser.openPage("sidepanel.html");
    const badge = async () => (await browser.worker()).evaluate(() => chrome.action.getBadgeText({}));
    await expect.poll(badge).toBe("2");
    await panel.getByRole("button", { name: "Hotovo" }).first().click();
    await expect.poll(badge).toBe("1");
    await panel.getByRole("button", { name: "Odložiť" }).click();
    await panel.getByRole("button", { name: "na zajtra" }).click();
    await expect.poll(badge).toBe("");
    expect(
      hub.received.filter(({ url }) => /\/reminders\/r\d\/(done|snooze)$/.test(url)).filter(({ method }) => method === "POST"),
    ).toHaveLength(2);
  });

  test("a customer created meanwhile is known when one comes back to the page", async () => {
    const thread = mail(1, { from: stranger });
    world = await createWorld({ threads: [thread] });
    const page = await world.open(thread);
    await expectPage(button(page)).toHaveText("Not a customer");
    world.hub.customers.push({ id: "customer-2", name: "Neznámy, s. r. o.", addresses: [stranger.address] });
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await expectPage(button(page)).toHaveText("Log to Kronika");
  });
});

declare const chrome: { action: { getBadgeText(details: object): Promise<string> } };
