import { randomBytes, randomUUID } from "node:crypto";
import { createToken } from "@kronika/hub/services/tokens/create.ts";
import { startDedicatedPostgres } from "../servers/postgres.ts";
import { createWorld } from "../world.ts";
import { startChild } from "./lib/child.ts";
import { load } from "./lib/load.ts";
import { median } from "./lib/numbers.ts";

const CONNECTIONS = 10;
const ROUNDS = 3;
const COUNT = 2000;
const TEXT = "Dobrý deň, v prílohe posielam dohodnutú cenovú ponuku na kartónové obaly. ".repeat(12);

/**
 * How many mails a second are recorded one by one over HTTP, matched to their customers, against two yardsticks of hono + pg: one that
 * inserts the mail as one row of one table, and one that inserts the same rows as Kronika does. The first says what a mail costs, the
 * second which part of it is the shape of the data. All are measured in turns within the same minute; the ratio is of the medians.
 */
export default async function benchRecord() {
  const postgres = await startDedicatedPostgres();
  try {
    const world = await createWorld({ database: await postgres.createDatabase(), now: () => new Date() });
    for (let i = 0; i < 40; i += 1)
      await world.customer(`Zákazník ${i}`, { contacts: Array.from({ length: 5 }, (_, j) => `osoba${j}@firma${i}.example`) });
    const { token } = await createToken(world.admin.ctx, { name: "bench", scopes: ["write"] });
    const key = randomBytes(32).toString("base64");
    const bare = await startChild("./bare-hub.ts", {
      DATABASE_URL: (await postgres.createDatabase()).ownerUrl,
      ORG_ID: world.admin.ctx.orgId,
    });
    const hub = await startChild("./hub-process.ts", { DATABASE_URL: world.database.appUrl, KRONIKA_KEY: key });
    const headers = { authorization: `Bearer ${token}` };
    const body = (i: number) =>
      JSON.stringify({
        clientId: randomUUID(),
        interaction: {
          kind: "email",
          occurredAt: new Date().toISOString(),
          messageId: `<${randomUUID()}@firma.example>`,
          subject: `Ponuka ${i}`,
          from: { name: "Jana", address: `osoba${i % 5}@firma${i % 40}.example` },
          to: [{ address: world.admin.email }],
          text: TEXT,
        },
      });
    const targets = { row: `${bare.url}/row`, rows: `${bare.url}/rows`, ours: `${hub.url}/api/v1/interactions` };
    const measured: Record<keyof typeof targets, number[]> = { row: [], rows: [], ours: [] };
    const p95: number[] = [];
    for (const url of Object.values(targets)) await load(url, { connections: CONNECTIONS, count: 300, headers, body });
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const side of ["row", "rows", "ours"] as const) {
        const result = await load(targets[side], { connections: CONNECTIONS, count: COUNT, headers, body });
        if (result.failed > 0) throw new Error(`${result.failed} requests of ${side} failed`);
        measured[side].push(result.perSecond);
        if (side === "ours") p95.push(result.p95Ms);
      }
    }
    hub.stop();
    bare.stop();
    await world[Symbol.asyncDispose]();
    const [row, rows, ours] = [median(measured.row), median(measured.rows), median(measured.ours)];
    return [
      { name: "record, against one row", ours, yardstick: row, ratio: ours / row, unit: "requests/s" },
      { name: "record, against the same rows", ours, yardstick: rows, ratio: ours / rows, unit: "requests/s" },
      { name: "record, p95", ours: median(p95), yardstick: null, ratio: null, unit: "ms" },
    ];
  } finally {
    await postgres.stop();
  }
}
