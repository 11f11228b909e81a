import { randomUUID } from "node:crypto";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import pg from "pg";

/**
 * The yardsticks of `bench record`: hono and pg, and nothing else. Nobody signs in, nothing is checked, looked up, matched or locked.
 * `POST /row` inserts the mail as one row of one table. `POST /rows` inserts the rows of which Kronika makes it, into Kronika's tables (as
 * their owner, whom no row security holds up). Prints its port to the parent.
 */
const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: 20 });
await pool.query(`CREATE TABLE IF NOT EXISTS bare (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), client_id uuid UNIQUE, kind text, occurred_at timestamptz,
  message_id text, subject text, sender text, recipients jsonb, body text, created_at timestamptz DEFAULT now())`);

const ONE_ROW = `INSERT INTO bare (client_id, kind, occurred_at, message_id, subject, sender, recipients, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (client_id) DO NOTHING RETURNING id`;
const ALL_ROWS = `WITH i AS (INSERT INTO interactions (id, org_id, kind, direction, occurred_at, thread_id, details, audience_id)
    VALUES ($1, $2, 'email', 'incoming', $3, $1, '{"mailKind":"normal"}', $2)),
  s AS (INSERT INTO interaction_subjects (interaction_id, org_id, audience_id, subject) VALUES ($1, $2, $2, $4)),
  b AS (INSERT INTO interaction_bodies (interaction_id, org_id, audience_id, text, reply_text, preview) VALUES ($1, $2, $2, $5, $5, left($5, 200))),
  n AS (INSERT INTO interaction_identities (org_id, scheme, value, interaction_id) VALUES ($2, 'message-id', $6, $1), ($2, 'client', $7, $1) ON CONFLICT DO NOTHING),
  p AS (INSERT INTO interaction_participants (id, org_id, interaction_id, role, address) VALUES (gen_random_uuid(), $2, $1, 'from', $8), (gen_random_uuid(), $2, $1, 'to', $9)),
  l AS (INSERT INTO interaction_links (id, org_id, interaction_id, audience_id, target, target_id, occurred_at)
    VALUES (gen_random_uuid(), $2, $1, $2, 'customer', $2, $3), (gen_random_uuid(), $2, $1, $2, 'contact', $2, $3) ON CONFLICT DO NOTHING),
  c AS (INSERT INTO interaction_copies (id, org_id, interaction_id, source) VALUES (gen_random_uuid(), $2, $1, 'api'))
  INSERT INTO audit_log (id, org_id, actor_kind, actor_id, verb, noun, row_id) VALUES (gen_random_uuid(), $2, 'token', 'bench', 'record', 'interaction', $1)`;

const app = new Hono();
app.post("/row", async (c) => {
  const { clientId, interaction: mail } = await c.req.json();
  const { rows } = await pool.query({
    name: "row",
    text: ONE_ROW,
    values: [clientId, mail.kind, mail.occurredAt, mail.messageId, mail.subject, mail.from.address, JSON.stringify(mail.to), mail.text],
  });
  return c.json({ id: rows[0]?.id }, 201);
});
app.post("/rows", async (c) => {
  const { clientId, interaction: mail } = await c.req.json();
  const id = randomUUID();
  const { occurredAt, subject, text, messageId, from, to } = mail;
  await pool.query({
    name: "rows",
    text: ALL_ROWS,
    values: [id, process.env["ORG_ID"], occurredAt, subject, text, messageId, clientId, from.address, to[0].address],
  });
  return c.json({ id }, 201);
});
serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => process.send?.({ port }));
process.on("disconnect", () => process.exit(0));
