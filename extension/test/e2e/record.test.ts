// @vitest-environment node
import { noChromium } from "../browser.ts";
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
});
