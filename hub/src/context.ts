import type { Logger } from "pino";
import type { Database, Tx } from "./db/database.ts";
import type { Keyring } from "./secrets.ts";
import type { BlobStore } from "./services/blobs/blob-store.ts";

export type Role = "admin" | "manager" | "rep";

/**
 * Who acts. HTTP, the worker and the command line call the same service verbs with a different actor; a token acts for its person
 * within its scopes. `teams`: ids of the teams that the person is in. `secondFactorDue`: the organisation
 * asks for a second factor that this session has not shown; until then it may do nothing else (middleware/authenticate.ts).
 */
export type Actor =
  | { kind: "user"; userId: string; role: Role; teams?: readonly string[]; sessionId?: string; secondFactorDue?: boolean }
  | { kind: "token"; userId: string; role: Role; teams?: readonly string[]; tokenId: string; scopes: readonly string[] }
  | { kind: "system"; name: "worker" | "cli" | "setup" };

/** What the whole process shares. */
export interface Deps {
  database: Database;
  keys: Keyring;
  /** Contents of attachments. */
  blobs: BlobStore;
  log: Logger;
  /** The clock. Injected, so that tests and demo data choose their own time. */
  now: () => Date;
  publicUrl: string;
  /** Addresses and subnets of proxies whose X-Forwarded-For is believed; nobody's unless given. */
  trustedProxies?: readonly string[];
}

/** What every service verb gets first. */
export interface Ctx extends Deps {
  actor: Actor;
  orgId: string;
  /** The open transaction, if there is one: see db/transaction.ts. */
  tx?: Tx;
  txIsSystem?: boolean;
}

/** The person behind the actor, null for the system. */
export const actingUserId = (ctx: Pick<Ctx, "actor">): string | null => (ctx.actor.kind === "system" ? null : ctx.actor.userId);

/** A context of the system for one organisation: what the worker and the command line act with. */
export const systemContext = (deps: Deps, orgId: string, name: "worker" | "cli" | "setup" = "worker"): Ctx => ({
  ...deps,
  orgId,
  actor: { kind: "system", name },
});
