import { randomBytes } from "node:crypto";
import { createToken } from "@kronika/hub/services/tokens/create.ts";
import type { DedicatedPostgres } from "../../../servers/postgres.ts";
import { createWorld, type Person, type World } from "../../../world.ts";
import { startChild } from "../child.ts";
import { fillHistory } from "./fill.ts";
import { fillSearch } from "./search.ts";
import type { HistorySpread } from "./spread.ts";

/** Of whom benchmarks ask: who sees all, who reads the text of one in a hundred and the subject of all, who sees one in a hundred at all. */
export const VIEWERS = {
  everything: "",
  hundredth: " by whom one in 100 may be read",
  outsider: " by whom one in 100 may be seen",
} as const;
export type Viewer = keyof typeof VIEWERS;

/** A history in a database of its own, and a hub in a process of its own that serves it. */
export interface HistoryWorld extends AsyncDisposable {
  world: World;
  spread: HistorySpread;
  /** Where the hub answers. */
  url: string;
  /** Who each viewer is, and the headers of his requests. */
  people: Record<Viewer, Person>;
  headers: Record<Viewer, Record<string, string>>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Makes a history of `size` interactions that ended yesterday.
 * @param options.search fill the search index as well
 */
export async function createHistory(
  postgres: DedicatedPostgres,
  { size, customers, search = false }: { size: number; customers: number; search?: boolean },
): Promise<HistoryWorld> {
  const world = await createWorld({ database: await postgres.createDatabase(), now: () => new Date() });
  const people = { everything: world.admin, hundredth: await world.person("Rep"), outsider: await world.person("Outsider") };
  const spread = {
    orgId: world.orgId,
    adminId: people.everything.id,
    repId: people.hundredth.id,
    outsiderId: people.outsider.id,
    customers,
    total: size,
    until: new Date(Date.now() - DAY_MS),
  };
  await fillHistory(world.database.ownerUrl, spread, 0, size);
  if (search) await fillSearch(world, spread, 0, size);
  const hub = await startChild("./hub-process.ts", {
    DATABASE_URL: world.database.appUrl,
    KRONIKA_KEY: randomBytes(32).toString("base64"),
  });
  const headers = {
    everything: await signIn(people.everything),
    hundredth: await signIn(people.hundredth),
    outsider: await signIn(people.outsider),
  };
  return {
    world,
    spread,
    url: hub.url,
    people,
    headers,
    async [Symbol.asyncDispose]() {
      hub.stop();
      await world[Symbol.asyncDispose]();
    },
  };
}

const signIn = async ({ ctx }: Person) => ({
  authorization: `Bearer ${(await createToken(ctx, { name: "bench", scopes: ["read"] })).token}`,
});
