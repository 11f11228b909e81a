import { randomBytes } from "node:crypto";
import { type Env, readEnv } from "../../env.ts";
import { createKeyring } from "../../secrets.ts";
import { Failure, messageOf } from "../failure.ts";
import { isFree } from "../processes/ports.ts";
import { portOwner } from "../processes/port-owner.ts";

type Environment = Record<string, string | undefined>;

/** What `kronika start` was asked for. */
export type StartOptions = { data: string; port: number; host: string; publicUrl: string; demo: boolean; build: boolean; open: boolean };

const DEFAULT_PORT = 7070;

/**
 * Flags first, then the environment, then defaults.
 * @throws Failure for a port that is none
 */
export function startOptions(
  flags: {
    data?: string | undefined;
    port?: string | undefined;
    demo?: boolean | undefined;
    build?: boolean | undefined;
    open?: boolean | undefined;
  },
  env: Environment,
  root: string,
): StartOptions {
  const wanted = flags.port ?? env["PORT"] ?? String(DEFAULT_PORT);
  const port = Number(wanted);
  if (!/^\d+$/.test(wanted) || port < 1 || port > 65_535)
    throw new Failure(`"${wanted}" is not a port: give --port a number from 1 to 65535.`);
  return {
    data: flags.data ?? env["KRONIKA_DATA"] ?? `${root}.kronika`,
    port,
    host: env["HOST"] ?? "127.0.0.1",
    publicUrl: (env["KRONIKA_PUBLIC_URL"] ?? `http://localhost:${port}`).replace(/\/$/, ""),
    demo: flags.demo ?? false,
    build: flags.build ?? true,
    open: flags.open ?? false,
  };
}

/** @throws Failure that names who has the port, if the system tells */
export async function assertPortFree({ port, host }: StartOptions): Promise<void> {
  if (await isFree(port, host)) return;
  const owner = portOwner(port);
  throw new Failure(
    port < 1024 && process.getuid?.() !== 0 && !owner
      ? `Port ${port} needs more rights than this account has: choose one above 1023, e.g. npm start -- --port ${DEFAULT_PORT}.`
      : `Port ${port} is taken${owner ? ` by ${owner}` : ""}: choose another one, e.g. npm start -- --port ${port + 1}.`,
  );
}

/**
 * Reads the settings that all processes share, before anything is started. Database and key may still be ours to make.
 * @throws Failure that names each wrong setting
 */
export function readSettings(env: Environment, port: number = DEFAULT_PORT): Env {
  try {
    return readEnv({
      ...env,
      DATABASE_URL: "postgresql://to.be.made/kronika",
      DATABASE_OWNER_URL: undefined,
      KRONIKA_KEY: "to-be-made",
      PORT: String(port),
    });
  } catch (error) {
    throw new Failure(`Wrong settings in the environment: ${messageOf(error)}.`);
  }
}

/** @throws Failure when the key is none, e.g. cut off while it was copied */
export function assertKey(key: string, origin: string): string {
  try {
    createKeyring(key);
    return key;
  } catch {
    throw new Failure(`${origin} does not hold a key of 32 bytes in base64: put back the one that this data was sealed with.`);
  }
}

/** A new key-encryption key, in the form of KRONIKA_KEY. */
export const makeKey = (): string => randomBytes(32).toString("base64");
