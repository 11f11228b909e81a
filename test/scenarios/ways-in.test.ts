import { createAdaptorServer } from "@hono/node-server";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "@kronika/hub/app.ts";
import { build, isUpToDate } from "@kronika/hub/cli/build/build.ts";
import { buildTargets } from "@kronika/hub/cli/build/targets.ts";
import { startLive, type Live } from "@kronika/hub/live.ts";
import { createApp as createAuthenticatorApp } from "@kronika/hub/services/auth/testing/authenticator-app.ts";
import { givePassword, PASSWORD } from "@kronika/hub/services/auth/testing/visitor.ts";
import { findChromium, launch } from "../../web/test/browser.ts";
import { createWorld, type World } from "../world.ts";

/**
 * Joining by an invitation, a passkey, an app with codes, and the end of a session, in a real Chromium with an authenticator of its own (CDP), the
 * built application, the hub's whole surface and a real PostgreSQL.
 */
let world: World;
let live: Live;
let browser: Browser;
let base: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  if (findChromium() === null) return;
  const web = buildTargets().find(({ name }) => name === "web application");
  if (web && !isUpToDate(web)) await build(web, () => {});
  world = await createWorld({ now: () => new Date() });
  await givePassword(world, world.admin);
  await world.rows("UPDATE users SET language = 'en'");
  await world.rows("UPDATE organizations SET language = 'en'");
  live = startLive(world.deps);
  const health = { health: () => Promise.resolve({ temporal: "down" as const, worker: "down" as const }) };
  let app: ReturnType<typeof createApp> | null = null;
  const server = createAdaptorServer({ fetch: (request, env) => app!.fetch(request, env) });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://localhost:${(server.address() as AddressInfo).port}`;
  app = createApp({ ...world.deps, publicUrl: base }, { live, health });
  browser = await launch();
  stop = async () => {
    await browser.close();
    live.stop();
    if ("closeAllConnections" in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await world[Symbol.asyncDispose]();
  };
});
afterAll(() => stop?.());

/** A person at a machine, with a device that holds passkeys. */
async function machine(): Promise<{ context: BrowserContext; page: Page; cdp: CDPSession; authenticator: string }> {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { context, page, cdp, authenticator: authenticatorId };
}

async function signInByPassword(page: Page, email: string): Promise<void> {
  await page.goto(`${base}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
}
const signedIn = (page: Page) => page.getByRole("navigation").first().waitFor();
const signedOut = (page: Page) => page.getByRole("heading", { name: "Welcome back" }).waitFor();

test.skipIf(findChromium() === null)(
  "invitation, passkey, app with codes, and the end of a session (needs Chromium)",
  { timeout: 240_000 },
  async () => {
    // The administrator invites, and passes the link on.
    const boss = await machine();
    await signInByPassword(boss.page, world.admin.email);
    await signedIn(boss.page);
    await boss.page.goto(`${base}/settings/people`);
    await boss.page.getByRole("button", { name: "Invite a person" }).click();
    await boss.page.getByRole("dialog").getByLabel("E-mail").fill("olga@borovica.example");
    await boss.page.getByRole("button", { name: "Create the invitation" }).click();
    const link = await boss.page.getByRole("dialog").locator("code").innerText();
    expect(link).toMatch(/\/invitation#kro_inv_[\w-]{43}$/);

    // Who is invited accepts.
    const { context, page, cdp, authenticator } = await machine();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(link);
    await page.getByLabel("Full name").fill("Oľga Nová");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Accept the invitation" }).click();
    await signedIn(page);
    expect(asked.filter((url) => url.includes("kro_inv_"))).toEqual([]);

    // A passkey is added, and signs in by itself.
    await page.goto(`${base}/settings/security`);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText(/the passkey has been added/).waitFor();
    const signOut = async () => {
      await page.evaluate(() => fetch("/api/v1/session", { method: "DELETE", headers: { "x-kronika": "1" } }));
      await page.goto(`${base}/sign-in`);
      await signedOut(page);
    };
    await signOut();
    const bodies: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/session/passkey")) bodies.push(request.postData() ?? "");
    });
    const byPasskey = () => page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await byPasskey();
    await signedIn(page);

    // What the device signed is good once, for one question.
    const post = (path: string, data: object) =>
      context.request.post(`${base}/api/v1/session${path}`, { data, headers: { "x-kronika": "1", origin: base } });
    const used = JSON.parse(bodies[0]!) as { ticket: string; response: object };
    await signOut();
    expect((await post("/passkey", used)).status()).toBe(401);
    const fresh = (await (await post("/passkey/options", {})).json()) as { ticket: string };
    expect((await post("/passkey", { ...used, ticket: fresh.ticket })).status()).toBe(401);
    expect((await post("/passkey", { ...used, ticket: fresh.ticket })).status()).toBe(401);

    // Without finger or PIN it is no second factor, and no sign-in.
    await cdp.send("WebAuthn.setUserVerified", { authenticatorId: authenticator, isUserVerified: false });
    await page.goto(`${base}/sign-in`);
    await byPasskey();
    await page.getByText("Nothing was confirmed on the device").waitFor();
    await cdp.send("WebAuthn.setUserVerified", { authenticatorId: authenticator, isUserVerified: true });

    // A copy of the key whose counter has stayed behind is found out (Web Authentication section 6.1.1).
    const { credentials } = await cdp.send("WebAuthn.getCredentials", { authenticatorId: authenticator });
    const original = credentials[0]!;
    expect(original.signCount).toBeGreaterThan(1);
    const swap = async (signCount: number) => {
      await cdp.send("WebAuthn.removeCredential", { authenticatorId: authenticator, credentialId: original.credentialId });
      await cdp.send("WebAuthn.addCredential", { authenticatorId: authenticator, credential: { ...original, signCount } });
    };
    await swap(0);
    await page.goto(`${base}/sign-in`);
    await byPasskey();
    await page.getByRole("alert").waitFor();
    expect(await world.rows("SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = 'olga@borovica.example'")).toEqual(
      [],
    );
    await swap(original.signCount + 10);
    await page.goto(`${base}/sign-in`);
    await byPasskey();
    await signedIn(page);

    // An app with codes is added, confirmed with the passkey's sign-in, and asked for after the password.
    await page.goto(`${base}/settings/security`);
    await page.getByRole("button", { name: "Set up an app" }).click();
    const dialog = page.getByRole("dialog");
    const secret = (await dialog.locator("li div").innerText()).replaceAll(" ", "");
    const phone = createAuthenticatorApp(secret, () => new Date());
    const firstCode = phone.code();
    await dialog.getByLabel("Code from the app").fill(firstCode);
    await dialog.getByRole("button", { name: "Confirm" }).click();
    await dialog.getByRole("button", { name: "I have saved them" }).waitFor();
    const recovery = await dialog.getByRole("list", { name: "Recovery codes" }).getByRole("listitem").allInnerTexts();
    expect(recovery).toHaveLength(10);
    await dialog.getByRole("button", { name: "I have saved them" }).click();
    await signOut();
    await signInByPassword(page, "olga@borovica.example");
    await page.getByLabel("Code from the app").fill(firstCode);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("This code is not right, or was used already.").waitFor();
    await page.getByRole("button", { name: "Use a recovery code" }).click();
    await page.getByLabel("Recovery code").fill(recovery[3]!);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await signedIn(page);

    // Who knows her password and has a passkey of their own does not get in with it.
    await boss.page.goto(`${base}/settings/security`);
    await boss.page.getByRole("button", { name: "Add a passkey" }).click();
    await boss.page.getByText(/the passkey has been added/).waitFor();
    const { secondStep } = (await (await post("", { email: "olga@borovica.example", password: PASSWORD })).json()) as {
      secondStep: { ticket: string; steps: string[] };
    };
    expect(secondStep.steps).toEqual(["totp", "passkey", "recovery"]);
    const question = (await (await post("/passkey/options", { ticket: secondStep.ticket })).json()) as {
      options: { allowCredentials: object[] };
      ticket: string;
    };
    expect(question.options.allowCredentials).toHaveLength(1);
    const { allowCredentials: _, ...any } = question.options;
    const foreign: unknown = await boss.page.evaluate(
      `navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(${JSON.stringify(any)}) }).then((one) => one.toJSON())`,
    );
    const refused = await post("/passkey", { ticket: question.ticket, response: foreign });
    expect([refused.status(), ((await refused.json()) as { detail: string }).detail]).toEqual([401, "This is another person's passkey."]);

    // The administrator takes the access away: the open page is told, and leads to the sign-in.
    await page.goto(`${base}/customers`);
    await signedIn(page);
    await boss.page.goto(`${base}/settings/people`);
    await boss.page.getByRole("button", { name: "Changes: Oľga Nová" }).click();
    await boss.page.getByRole("menuitem", { name: "Take away access" }).click();
    await boss.page.getByRole("dialog").getByRole("button", { name: "Take away access" }).click();
    await signedOut(page);
    await byPasskey();
    await page.getByRole("alert").waitFor();
    expect(await world.rows("SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = 'olga@borovica.example'")).toEqual(
      [],
    );
  },
);
