import { createRoute, z } from "@hono/zod-openapi";
import { createRouter, json, openToAll } from "../http.ts";
import { readHealth, type HealthSource } from "../services/health.ts";

const part = z.enum(["ok", "down"]);
const schema = z
  .object({ status: z.enum(["ok", "degraded", "down"]), hub: part, database: part, temporal: part, worker: part })
  .openapi("Health");

const route = createRoute({
  method: "get",
  path: "/healthz",
  tags: ["health"],
  ...openToAll,
  responses: { 200: json(schema, "ok or degraded"), 503: json(schema, "down") },
});

/** For load balancers, the supervisor and people. No login, no details. */
export const healthRoutes = (source: HealthSource) =>
  createRouter().openapi(route, async (c) => {
    const health = await readHealth(c.get("deps"), source);
    return health.status === "down" ? c.json(health, 503) : c.json(health, 200);
  });
