import { serve } from "@hono/node-server";
import { Hono } from "hono";
import pg from "pg";

/** The yardstick of `bench record`: hono and pg, one insert of the same row, nothing else. Prints its port to the parent. */
const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: 20 });
await pool.query(`CREATE TABLE IF NOT EXISTS bare (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), client_id uuid UNIQUE, kind text, occurred_at timestamptz,
  message_id text, subject text, sender text, recipients jsonb, body text, created_at timestamptz DEFAULT now())`);

const app = new Hono();
app.post("/", async (c) => {
  const { clientId, interaction: mail } = await c.req.json();
  const { rows } = await pool.query({
    name: "insert",
    text: `INSERT INTO bare (client_id, kind, occurred_at, message_id, subject, sender, recipients, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (client_id) DO NOTHING RETURNING id`,
    values: [clientId, mail.kind, mail.occurredAt, mail.messageId, mail.subject, mail.from.address, JSON.stringify(mail.to), mail.text],
  });
  return c.json({ id: rows[0]?.id }, 201);
});
serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => process.send?.({ port }));
process.on("disconnect", () => process.exit(0));
