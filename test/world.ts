import { randomBytes, randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import type { Actor, Ctx, Deps, Role } from "@kronika/hub/context.ts";
import { openDatabase } from "@kronika/hub/db/database.ts";
import { newId } from "@kronika/hub/db/ids.ts";
import { inScope } from "@kronika/hub/db/transaction.ts";
import { organizations } from "@kronika/hub/db/schema/organizations.ts";
import { users } from "@kronika/hub/db/schema/users.ts";
import { createKeyring } from "@kronika/hub/secrets.ts";
import { folderBlobStore } from "@kronika/hub/services/blobs/folder-store.ts";
import { createContact } from "@kronika/hub/services/contacts/create.ts";
import { createCustomer } from "@kronika/hub/services/customers/create.ts";
import { interactionContentSchema, type InteractionContent, type InteractionContentInput } from "@kronika/core/interactions/index.ts";
import { startPostgres, type TestDatabase } from "./servers/postgres.ts";

/** A person of the test organisation, ready to act. */
export interface Person {
  id: string;
  email: string;
  ctx: Ctx;
}

export interface World extends AsyncDisposable {
  deps: Deps;
  database: TestDatabase;
  orgId: string;
  admin: Person;
  /** The context of the worker. */
  system: Ctx;
  person(name: string, options?: { role?: Role; aliases?: string[] }): Promise<Person>;
  /** A customer with one contact per address given. */
  customer(name: string, options?: { domains?: string[]; contacts?: string[] }): Promise<{ id: string; contactIds: string[] }>;
  /** Rows of a query as the owner sees them, past row security. */
  rows<T>(text: string, values?: unknown[]): Promise<T[]>;
}

/** The time in which a world lives, unless its test moves it. */
export const NOON = new Date("2026-11-24T11:00:00Z");

/** A migrated, empty database and what a process shares. */
export async function createDeps(
  options: { now?: () => Date; database?: TestDatabase } = {},
): Promise<{ deps: Deps; database: TestDatabase } & AsyncDisposable> {
  const database = options.database ?? (await (await startPostgres()).createDatabase());
  const folder = join(tmpdir(), `kronika-test-blobs-${randomUUID()}`);
  const deps: Deps = {
    database: openDatabase(database.appUrl),
    keys: createKeyring(randomBytes(32).toString("base64")),
    blobs: folderBlobStore(folder),
    log: pino({ level: "silent" }),
    now: options.now ?? (() => NOON),
    publicUrl: "http://localhost:7070",
  };
  return {
    deps,
    database,
    async [Symbol.asyncDispose]() {
      await deps.database.close();
      await rm(folder, { recursive: true, force: true });
      await database.drop();
    },
  };
}

/**
 * A migrated database with one organisation (`borovica.example`) and an administrator. A test says only what differs.
 * @param options.database use this one instead of a fresh database of the run's PostgreSQL
 */
export async function createWorld(options: { now?: () => Date; database?: TestDatabase; ownDomains?: string[] } = {}): Promise<World> {
  const base = await createDeps(options);
  const { deps, database } = base;
  const orgId = newId();
  await inScope(deps.database, { orgId }, (tx) =>
    tx
      .insert(organizations)
      .values({ id: orgId, name: "Borovica Trade, s. r. o.", ownDomains: options.ownDomains ?? ["borovica.example"] }),
  );
  const person: World["person"] = async (name, { role = "rep", aliases = [] } = {}) => {
    const id = newId();
    const email = `${name.toLowerCase()}@borovica.example`;
    await inScope(deps.database, { orgId }, (tx) => tx.insert(users).values({ id, orgId, email, name, role, aliases, passwordHash: "-" }));
    const actor: Actor = { kind: "user", userId: id, role };
    return { id, email, ctx: { ...deps, orgId, actor } };
  };
  const admin = await person("Admin", { role: "admin" });
  const { default: pg } = await import("pg");
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  owner.on("error", () => {});
  return {
    deps,
    database,
    orgId,
    admin,
    system: { ...deps, orgId, actor: { kind: "system", name: "worker" } },
    person,
    customer: async (name, { domains = [], contacts = [] } = {}) => {
      const { id } = await createCustomer(admin.ctx, { name, domains });
      const contactIds: string[] = [];
      for (const address of contacts) {
        const contact = await createContact(admin.ctx, { name: address, customerId: id, addresses: [{ kind: "email", value: address }] });
        contactIds.push(contact.id);
      }
      return { id, contactIds };
    },
    rows: async <T>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows as T[],
    async [Symbol.asyncDispose]() {
      await owner.end();
      await base[Symbol.asyncDispose]();
    },
  };
}

/** A mail with everything filled in; a test says only what it is about. */
export function mail(
  fields: Partial<Extract<InteractionContentInput, { kind: "email" }>> & { from: { address: string; name?: string } },
): Extract<InteractionContent, { kind: "email" }> {
  const content = interactionContentSchema.parse({
    kind: "email",
    occurredAt: NOON.toISOString(),
    messageId: `<${randomUUID()}@mail.example>`,
    subject: "Cenová ponuka",
    to: [{ address: "admin@borovica.example" }],
    text: "Dobrý deň, posielam ponuku.",
    ...fields,
  });
  return content as Extract<InteractionContent, { kind: "email" }>;
}
