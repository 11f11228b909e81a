import { createRoute, z } from "@hono/zod-openapi";
import { body, createRouter, ctxOf, idParam, json, problems } from "../http.ts";
import { presentTeam, teamSchema } from "../presenters/rights.ts";
import { createTeam } from "../services/teams/create.ts";
import { listTeams } from "../services/teams/list.ts";
import { createTeamSchema, updateTeamSchema } from "../services/teams/schemas.ts";
import { updateTeam } from "../services/teams/update.ts";

const tags = ["teams"];

const list = createRoute({
  method: "get",
  path: "/",
  tags,
  summary: "Teams, with who is in them",
  responses: { 200: json(z.object({ items: z.array(teamSchema) })), ...problems },
});

const create = createRoute({
  method: "post",
  path: "/",
  tags,
  summary: "Make a team (administrator)",
  request: { body: body(createTeamSchema) },
  responses: { 201: json(teamSchema), ...problems },
});

const patch = createRoute({
  method: "patch",
  path: "/{id}",
  tags,
  summary: "Change a team's name or people, or put it away (administrator)",
  request: { params: idParam, body: body(updateTeamSchema) },
  responses: { 200: json(teamSchema), ...problems },
});

export const teamRoutes = createRouter()
  .openapi(list, async (c) => c.json({ items: (await listTeams(ctxOf(c))).map(presentTeam) }, 200))
  .openapi(create, async (c) => c.json(presentTeam(await createTeam(ctxOf(c), c.req.valid("json"))), 201))
  .openapi(patch, async (c) => c.json(presentTeam(await updateTeam(ctxOf(c), c.req.valid("param").id, c.req.valid("json"))), 200));
