import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "@kronika/hub/app.ts";
import { listen } from "@kronika/hub/listen.ts";
import { createTokenForCli } from "@kronika/hub/services/tokens/create-for-cli.ts";
import { figure } from "../setup/figure.ts";
import { createWorld, type World } from "../world.ts";
import { checkApi, schemathesisAvailable } from "./lib/schemathesis.ts";

/**
 * What /openapi.json says is what the hub does, for every operation and every role, whatever is sent: no failure of ours, no status, type or shape of
 * an answer that is not described, nothing taken that does not fit. Here with few examples; `pnpm check:api [EXAMPLES]` takes a hundred of each.
 */
const EXAMPLES = Number(process.env["KRONIKA_API_EXAMPLES"] ?? 0);
const PHASES = EXAMPLES > 0 ? "examples,coverage,fuzzing,stateful" : "examples,coverage";
const SEED = Number(process.env["KRONIKA_API_SEED"] ?? 7);

let world: World;
let server: Server;
let folder: string;

describe.skipIf(!schemathesisAvailable())("the API is as it is described (needs python3 with venv)", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kronika-api-"));
    world = await createWorld({ now: () => new Date() });
    await world.customer("Žltý kôň, s. r. o.", { contacts: ["jana@kon.example"], domains: ["kon.example"] });
    server = listen(createApp(world.deps), { port: 0, hostname: "127.0.0.1" });
    await once(server, "listening");
  });
  afterAll(async () => {
    server?.closeAllConnections();
    server?.close();
    await world?.[Symbol.asyncDispose]();
  });

  test.for(["admin", "manager", "rep"] as const)("for a %s", { timeout: 2 * 60 * 60 * 1000 }, async (role, { task }) => {
    const person = role === "admin" ? world.admin : await world.person(role, { role });
    // A second administrator: the first may take the role away from himself.
    if (role === "admin") await world.person("Záloha", { role: "admin" });
    const { token } = await createTokenForCli(world.deps, { email: person.email });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const log = join(folder, `${role}.log`);
    if (EXAMPLES > 0) process.stderr.write(`… ${role}: what the checker says goes to ${log}\n`);
    const result = await checkApi(url, token, { examples: EXAMPLES || 1, phases: PHASES, seed: SEED, log, folder: join(folder, role) });
    expect(result.failures, log).toBe("");
    expect(result.operations).toBeGreaterThan(190);
    figure(task, `${role}: ${result.cases} requests to ${result.operations} operations`);
  });
});
