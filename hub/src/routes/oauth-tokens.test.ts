import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWorld, NOON, type Person, type World } from "../../../test/world.ts";
import { createExtension, granted, refusal, type Tokens } from "../services/auth/testing/extension.ts";
import { signedIn, type Visitor } from "../services/auth/testing/visitor.ts";

let world: World;
let jana: Person;
let person: Visitor;
let extension: ReturnType<typeof createExtension>;
let now = NOON;
const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));

beforeAll(async () => {
  world = await createWorld({ now: () => now });
  jana = await world.person("Jana");
  extension = createExtension(world, () => person);
});
beforeEach(async () => {
  person = await signedIn(world, jana);
});
afterAll(() => world[Symbol.asyncDispose]());

describe("refreshing", () => {
  test("gives new tokens each time, for 90 days from each time; the access token lasts an hour", async () => {
    const first = await extension.signedIn();
    later(3600);
    expect(await extension.works(first)).toBe(false);
    const second = await granted(await extension.refresh(first.refresh_token));
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await extension.works(second)).toBe(true);
    later(89 * 24 * 3600);
    const third = await granted(await extension.refresh(second.refresh_token));
    later(89 * 24 * 3600);
    const fourth = await granted(await extension.refresh(third.refresh_token, { scope: "extension" }));
    later(90 * 24 * 3600);
    expect(await refusal(await extension.refresh(fourth.refresh_token))).toBe("invalid_grant");
  });

  test("a used refresh token that comes back ends everything, for thief and owner", async () => {
    const first = await extension.signedIn();
    const second = await granted(await extension.refresh(first.refresh_token));
    const third = await granted(await extension.refresh(second.refresh_token));
    expect(await extension.works(third)).toBe(true);
    expect(await refusal(await extension.refresh(first.refresh_token))).toBe("invalid_grant");
    expect(await extension.works(third)).toBe(false);
    expect(await refusal(await extension.refresh(third.refresh_token))).toBe("invalid_grant");
    expect(
      await world.rows("SELECT detail FROM audit_log WHERE noun = 'oauth-grant' AND detail->>'reason' = 'refresh-token-used-twice'"),
    ).toHaveLength(1);
  });

  test("after a lost answer the same token is answered anew, for a minute; what was lost is worth nothing", async () => {
    const first = await extension.signedIn();
    const lost = await granted(await extension.refresh(first.refresh_token));
    later(30);
    const lostAgain = await granted(await extension.refresh(first.refresh_token));
    later(30);
    const got = await granted(await extension.refresh(first.refresh_token));
    expect(await extension.works(lost)).toBe(false);
    expect(await extension.works(lostAgain)).toBe(false);
    expect(await extension.works(got)).toBe(true);
    const next = await granted(await extension.refresh(got.refresh_token));
    expect(await extension.works(next)).toBe(true);
  });

  test("after the minute it is a theft", async () => {
    const first = await extension.signedIn();
    const second = await granted(await extension.refresh(first.refresh_token));
    later(61);
    expect(await refusal(await extension.refresh(first.refresh_token))).toBe("invalid_grant");
    expect(await extension.works(second)).toBe(false);
  });

  test("within the minute too, once the answer has been used: it was not lost", async () => {
    const first = await extension.signedIn();
    const second = await granted(await extension.refresh(first.refresh_token));
    expect(await extension.works(second)).toBe(true);
    await expect
      .poll(() => world.rows("SELECT id FROM api_tokens WHERE kind = 'access' AND last_used_at = $1 AND created_at = $1", [now]))
      .toHaveLength(1);
    expect(await refusal(await extension.refresh(first.refresh_token))).toBe("invalid_grant");
    expect(await extension.works(second)).toBe(false);
  });

  test("a thief who is quicker than that minute is found out when the owner comes", async () => {
    const owner = await extension.signedIn();
    const answered = await granted(await extension.refresh(owner.refresh_token));
    const thief = await granted(await extension.refresh(owner.refresh_token));
    expect(await extension.works(thief)).toBe(true);
    expect(await refusal(await extension.refresh(answered.refresh_token))).toBe("invalid_grant");
    expect(await extension.works(thief)).toBe(false);
    expect(await refusal(await extension.refresh(thief.refresh_token))).toBe("invalid_grant");
  });

  test("many at the same moment leave one refresh token that is good, at most", async () => {
    const first = await extension.signedIn();
    const answers = await Promise.all(Array.from({ length: 8 }, () => extension.refresh(first.refresh_token)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const all = (await Promise.all(answers.map((answer) => answer.json()))) as Tokens[];
    const good = (await Promise.all(all.map(extension.works))).filter(Boolean);
    expect(good).toHaveLength(1);
  });

  test("is over for a disabled person, and a wider scope is refused without harm", async () => {
    const tokens = await extension.signedIn();
    expect(await refusal(await extension.refresh(tokens.refresh_token, { scope: "extension admin" }))).toBe("invalid_scope");
    const next = await granted(await extension.refresh(tokens.refresh_token));
    await world.rows("UPDATE users SET disabled_at = now() WHERE id = $1", [jana.id]);
    expect(await refusal(await extension.refresh(next.refresh_token))).toBe("invalid_grant");
    await world.rows("UPDATE users SET disabled_at = NULL WHERE id = $1", [jana.id]);
  });
});

describe("signing out", () => {
  test.each(["access_token", "refresh_token"] as const)("by showing the %s ends both, at once", async (which) => {
    const tokens = await extension.signedIn();
    expect(await extension.works(tokens)).toBe(true);
    expect((await extension.revoke(tokens[which])).status).toBe(200);
    expect(await extension.works(tokens)).toBe(false);
    expect(await refusal(await extension.refresh(tokens.refresh_token))).toBe("invalid_grant");
  });

  test("an unknown token is no error, a missing one is", async () => {
    expect((await extension.revoke("kro_at_nobody")).status).toBe(200);
    expect(await refusal(await extension.browser().call("POST", "/oauth/revoke", { form: { other: "x" } }))).toBe("invalid_request");
  });

  test("the person sees the extension among their sign-ins by its browser, and ends it there", async () => {
    later(1);
    const tokens = await extension.signedIn();
    const { items } = (await (await person.get("/api/v1/me/sign-ins")).json()) as {
      items: { id: string; kind: string; name: string; createdAt: string }[];
    };
    const [newest] = items.filter(({ kind }) => kind === "extension");
    expect(newest).toMatchObject({ name: "Chrome, Linux", createdAt: now.toISOString() });
    expect((await person.delete(`/api/v1/me/sign-ins/${newest!.id}`)).status).toBe(204);
    expect(await extension.works(tokens)).toBe(false);
    expect(await refusal(await extension.refresh(tokens.refresh_token))).toBe("invalid_grant");
    expect((await person.delete(`/api/v1/me/sign-ins/${newest!.id}`)).status).toBe(404);
  });
});
