// @vitest-environment node
import { afterEach, describe, expect, test } from "vitest";
import { firefoxPath, launchFirefox, type FirefoxBrowser } from "../firefox.ts";
import { liveGmail } from "../gmail/live-page.ts";
import { urlToken } from "../gmail/markup.ts";
import { jana, rep } from "../gmail/people.ts";
import { HubStub } from "../servers/hub-stub.ts";
import { hexOf, mail, policyOf } from "./world.ts";

const executable = firefoxPath();
let firefox: FirefoxBrowser | undefined;
const hub = new HubStub();
afterEach(async () => {
  await firefox?.close();
  await hub.stop();
});

describe.skipIf(executable === null && process.env["CI"] !== "true")("in Firefox", () => {
  test("signs in, shows its button in Gmail, logs with a click, shows the history in the sidebar's page", async () => {
    hub.customers = [{ id: "customer-1", name: "Orava Papier, a. s.", addresses: [jana.address] }];
    hub.policyNow = () => policyOf(hub);
    await hub.start();
    if (executable === null) throw new Error("Firefox was not found: install it (apt-get install firefox-esr) or set FIREFOX_PATH");
    firefox = await launchFirefox(executable);
    const browser = firefox;
    const options = await browser.openPage("options.html");
    const ask = <T>(request: string, payload: unknown = null) =>
      browser.evaluate<T>(options, `browser.runtime.sendMessage(${JSON.stringify({ request, payload })})`);
    await ask("saveSettings", { hub: hub.url, language: "sk" });
    expect(await ask("signIn")).toMatchObject({ ok: true, value: { account: { email: rep.address } } });

    const thread = mail(1);
    await browser.serve("https://mail.google.com", liveGmail({ account: rep }, [thread]));
    const page = await browser.open(`https://mail.google.com/mail/u/0/#inbox/${urlToken(thread.id)}`);
    const text = () =>
      browser.evaluate<string | null>(page, `document.querySelector("[data-kronika-log]")?.shadowRoot?.querySelector(".main")?.innerText`);
    await expect.poll(text, { timeout: 20_000 }).toBe("Zapísať do Kroniky");
    const [x, y] = await browser.evaluate<[number, number]>(
      page,
      `(() => { const { x, y, width, height } = document.querySelector("[data-kronika-log]").shadowRoot.querySelector(".main").getBoundingClientRect(); return [x + width / 2, y + height / 2]; })()`,
    );
    await browser.click(page, x, y);
    await expect.poll(text, { timeout: 20_000 }).toBe("→ Orava Papier, a. s.");
    expect(hub.records).toHaveLength(1);
    expect(hub.records[0]?.body.source.providerId).toBe(hexOf(thread));

    const panel = await browser.openPage("sidepanel.html");
    await expect
      .poll(() => browser.evaluate<string>(panel, "document.body.innerText"), { timeout: 10_000 })
      .toContain("zapísané: Orava Papier, a. s.");
  });
});
