import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, NOON, type World } from "../../../../test/world.ts";
import { otherOrganization } from "./testing/visitor.ts";
import { sweepCredentials } from "./sweep.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test("what is over goes, what is still good or needed to find out a theft stays, other organisations are left alone", async () => {
  const eva = await otherOrganization(world);
  const at = (days: number) => new Date(NOON.getTime() + days * 24 * 3600 * 1000);
  const hash = () => crypto.randomUUID();
  for (const { ctx, id } of [world.admin, eva]) {
    const session = (name: string, expires: Date) =>
      world.rows(
        "INSERT INTO sessions (id, org_id, user_id, token_hash, user_agent, expires_at) VALUES (gen_random_uuid(), $1, $2, $3, $4, $5)",
        [ctx.orgId, id, hash(), name, expires],
      );
    const token = (name: string, family: string | null, expires: Date | null, revoked: Date | null = null) =>
      world.rows(
        "INSERT INTO api_tokens (id, org_id, user_id, kind, family_id, name, token_hash, expires_at, revoked_at) VALUES (gen_random_uuid(), $1, $2, 'refresh', $3, $4, $5, $6, $7)",
        [ctx.orgId, id, family, name, hash(), expires, revoked],
      );
    const code = (name: string, family: string, expires: Date) =>
      world.rows(
        "INSERT INTO oauth_codes (id, org_id, user_id, code_hash, client_id, redirect_uri, code_challenge, scope, family_id, expires_at) VALUES (gen_random_uuid(), $1, $2, $3, $4, '', '', '', $5, $6)",
        [ctx.orgId, id, hash(), name, family, expires],
      );
    const key = (name: string, created: Date) =>
      world.rows("INSERT INTO idempotency_keys (org_id, user_id, key, route, request_hash, created_at) VALUES ($1, $2, $3, '', '', $4)", [
        ctx.orgId,
        id,
        name,
        created,
      ]);
    const [open, over] = [crypto.randomUUID(), crypto.randomUUID()];
    await session("session: good", at(1));
    await session("session: over", at(-1));
    await token("token: good", open, at(1));
    await token("token: without end", null, null);
    await token("token: revoked lately", open, at(1), at(-89));
    await token("token: over", over, at(-1));
    await token("token: revoked long ago", null, null, at(-91));
    await code("code: of an open grant", open, at(-30));
    await code("code: just now", crypto.randomUUID(), at(0));
    await code("code: of a grant that is over", over, at(-30));
    const invitation = (name: string, expires: Date, revoked: Date | null = null) =>
      world.rows(
        "INSERT INTO invitations (id, org_id, email, role, language, token_hash, expires_at, revoked_at) VALUES (gen_random_uuid(), $1, $2, 'rep', 'sk', $3, $4, $5)",
        [ctx.orgId, name, hash(), expires, revoked],
      );
    await invitation("invitation: open", at(1));
    await invitation("invitation: over, may be renewed", at(-30));
    await invitation("invitation: forgotten", at(-91));
    await invitation("invitation: taken back long ago", at(-95), at(-91));
    await key("answer: kept", at(-6));
    await key("answer: old", at(-8));
  }
  const names = (orgId: string) =>
    world
      .rows<{ name: string }>(
        `SELECT user_agent AS name FROM sessions WHERE org_id = $1 UNION ALL SELECT name FROM api_tokens WHERE org_id = $1
         UNION ALL SELECT client_id FROM oauth_codes WHERE org_id = $1 UNION ALL SELECT key FROM idempotency_keys WHERE org_id = $1 UNION ALL SELECT email FROM invitations WHERE org_id = $1`,
        [orgId],
      )
      .then((rows) => rows.map(({ name }) => name).toSorted());
  const theirs = await names(eva.ctx.orgId);
  expect(theirs).toHaveLength(16);

  for (let i = 0; i < 2; i += 1) await sweepCredentials(world.system);
  expect(await names(world.orgId)).toEqual([
    "answer: kept",
    "code: just now",
    "code: of an open grant",
    "invitation: open",
    "invitation: over, may be renewed",
    "session: good",
    "token: good",
    "token: revoked lately",
    "token: without end",
  ]);
  expect(await names(eva.ctx.orgId)).toEqual(theirs);
});
