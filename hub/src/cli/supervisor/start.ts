import { messageOf } from "../failure.ts";
import { build, isUpToDate } from "../build/build.ts";
import { type BuildTarget, buildTargets } from "../build/targets.ts";
import { Guard } from "../processes/guard.ts";
import { temporalSettings } from "../../temporal/connection.ts";
import { embeddedDatabase, givenDatabase, migrateDatabase } from "./database.ts";
import { type DataFolder, lockDataFolder, openDataFolder } from "./data-folder.ts";
import type { Own } from "./first-steps.ts";
import { Keeper } from "./keeper.ts";
import { LogFile } from "./log-file.ts";
import { hubPart, untilWell, workerPart } from "./node-parts.ts";
import { openBrowser } from "./open-browser.ts";
import type { Part } from "./part.ts";
import { PartLog } from "./part-log.ts";
import { RunNotes } from "./run-notes.ts";
import { assertKey, assertPortFree, makeKey, readSettings, type StartOptions } from "./settings.ts";
import { untilToldToStop } from "./stop-request.ts";
import { embeddedTemporal, givenTemporal } from "./temporal.ts";
import { createTerminal } from "./terminal.ts";

type Environment = Record<string, string | undefined>;

/**
 * Starts everything, keeps it running, and stops it in order when told to.
 * @returns when all has ended
 * @throws Failure when something cannot be started; what was started is stopped by then
 */
export async function start(options: StartOptions, env: Environment): Promise<void> {
  readSettings(env, options.port);
  const data = openDataFolder(options.data);
  const unlock = lockDataFolder(data, options.publicUrl);
  const supervisor = new Supervisor(data);
  const toldToStop = untilToldToStop(() => supervisor.kill());
  try {
    const up = supervisor.bringUp(options, env);
    // Told to stop meanwhile: what still fails then interests nobody.
    up.catch(() => undefined);
    await Promise.race([up, toldToStop]);
    await toldToStop;
    supervisor.say("Stopping …");
  } finally {
    await supervisor.stop();
    unlock();
  }
  supervisor.say("✓ Kronika has stopped");
}

class Supervisor {
  readonly #data: DataFolder;
  readonly #guard = new Guard();
  readonly #notes: RunNotes;
  readonly #terminal = createTerminal();
  /** In the order of their start; they stop the other way round, those of one layer together. */
  readonly #layers: Keeper[][] = [[], []];

  readonly #stopping = new AbortController();

  constructor(data: DataFolder) {
    this.#data = data;
    this.#notes = new RunNotes(data.at("run"));
  }

  say(line: string): void {
    this.#terminal.say(line);
  }

  /** Database and Temporal and what must be built at once; then the hub and the worker over them. */
  async bringUp(options: StartOptions, env: Environment): Promise<void> {
    await this.#notes.clear();
    // Loads most of the hub, while database and Temporal start.
    const firstSteps = import("./first-steps.ts");
    await assertPortFree(options);
    const [appUrl, temporal] = await Promise.all([
      this.#database(env),
      this.#temporal(env, options),
      options.build ? this.#builds() : undefined,
    ]);
    const key = this.#key(env);
    const shared: Environment = {
      ...env,
      ...temporal,
      DATABASE_URL: appUrl,
      // Only the owner of the tables may change them: the parts never get that login.
      DATABASE_OWNER_URL: undefined,
      KRONIKA_DATA: this.#data.path,
      KRONIKA_KEY: key,
      PORT: String(options.port),
      HOST: options.host,
      KRONIKA_PUBLIC_URL: options.publicUrl,
      NODE_ENV: "production",
    };
    const own: Own = { appUrl, key, publicUrl: options.publicUrl, data: this.#data };
    const { demo, setupLink } = await firstSteps;
    const signIn = options.demo
      ? await this.#step(
          "Demo company",
          demo(own).then((found) => ({ ...found, detail: "" })),
        )
      : undefined;
    await Promise.all([this.#run(hubPart(shared, localOrigin(options)), 1), this.#run(workerPart(shared), 1)]);
    const link = await setupLink(own);
    if (!(await untilWell(localOrigin(options)))) this.say("! The hub says that not everything is well yet: npx kronika doctor says more.");
    if (signIn) this.say(`Sign in to the demo company as ${signIn.email} with the password ${signIn.password}`);
    if (link) this.say(`Create your organisation here (the link works once): ${link}`);
    this.say(`Kronika is ready at ${options.publicUrl}`);
    if (options.open) openBrowser(link ?? options.publicUrl);
  }

  /** The layers from the top; what of a layer stands side by side stops side by side. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const layer of this.#layers.toReversed()) await Promise.all(layer.map((keeper) => keeper.stop()));
  }

  kill(): void {
    for (const keeper of this.#layers.flat()) keeper.kill();
  }

  async #run(part: Part, layer: 0 | 1): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const warn = (message: string): void => this.say(`  ${part.id}: ${message}`);
    const log = new PartLog(new LogFile(this.#data.at("logs", `${part.id}.log`)), part.speaks ? warn : () => undefined);
    const keeper = new Keeper(part, { guard: this.#guard, log, notes: this.#notes, say: (line) => this.say(line) });
    this.#layers[layer]?.push(keeper);
    await this.#terminal.during(`waiting for ${part.name}`, keeper.start());
  }

  #key({ KRONIKA_KEY }: Environment): string {
    return KRONIKA_KEY ? assertKey(KRONIKA_KEY, "KRONIKA_KEY") : assertKey(this.#data.secret("kek", makeKey), this.#data.at("keys", "kek"));
  }

  /** @returns how the application signs in */
  async #database(env: Environment): Promise<string> {
    let logins = givenDatabase(env);
    if (!logins) {
      const embedded = await embeddedDatabase(this.#data);
      await this.#run(embedded.part, 0);
      ({ logins } = embedded);
    }
    return (await this.#step("Tables", migrateDatabase(logins))).appUrl;
  }

  async #temporal(env: Environment, options: StartOptions): Promise<Environment> {
    if (env["TEMPORAL_ADDRESS"]) {
      const settings = temporalSettings(readSettings(env, options.port));
      await this.#step(
        "Temporal",
        givenTemporal(settings).then((version) => ({ detail: `${version} at ${settings.address}` })),
      );
      return {};
    }
    let doing = "looking for Temporal";
    const finding = embeddedTemporal(this.#data, (now) => {
      doing = now;
      this.say(`… ${doing}`);
    });
    const { part, address } = await this.#terminal.during("waiting for Temporal", finding);
    await this.#run(part, 0);
    return { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: "default" };
  }

  async #builds(): Promise<void> {
    const stale = buildTargets().filter((target) => !isUpToDate(target));
    await Promise.all(stale.map((target) => this.#build(target)));
  }

  async #build(target: BuildTarget): Promise<void> {
    const building = build(target, (child) => this.#guard.watch(child, "SIGTERM")).then(() => ({ detail: "" }));
    try {
      await this.#step(`Built the ${target.name}`, building);
    } catch (error) {
      if (target.needed) throw error;
      this.say(`! ${messageOf(error)}`);
    }
  }

  async #step<T extends { detail: string }>(name: string, work: Promise<T>): Promise<T> {
    const started = performance.now();
    const result = await this.#terminal.during(name, work);
    this.say(`✓ ${[name, result.detail].filter(Boolean).join(" ")}  ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return result;
  }
}

/** The hub on this machine: an address that listens everywhere is no address to ask. */
function localOrigin({ host, port }: StartOptions): string {
  const name = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
