import { ConnectorError } from "@kronika/core/errors.ts";
import type { MailConnector, MailItemRef } from "@kronika/connectors/connector.ts";
import type { Ctx } from "../../context.ts";
import { inTransaction } from "../../db/transaction.ts";
import { addPending, loadPositions, markGone, markGoneExcept, savePosition } from "./ledger.ts";
import type { Position } from "./position.ts";

/** Every folder is listed as a whole once a day: what a provider did not tell as added comes in with it, and a gap heals. */
const LIST_EVERY_MS = 24 * 60 * 60 * 1000;

/** A folder that was listed as a whole. */
interface Listing {
  folder: string;
  refs: MailItemRef[];
  position: Position;
  expected: string | null;
}

/**
 * Writes into the ledger what came and went since the last time, folder by folder: the ledger rows and the provider's cursor in one
 * transaction, so that no item is between the two. A folder that is new, whose cursor the provider has forgotten, or which is to be read
 * further back, is listed as a whole; what stands in the ledger already is not touched by that.
 * @param since from when on, ISO instant
 * @throws ConnectorError
 */
export async function enlistMailbox(
  ctx: Ctx,
  connectionId: string,
  connector: MailConnector,
  folders: readonly string[],
  since: string,
): Promise<void> {
  const positions = await loadPositions(ctx, connectionId);
  const listings: Listing[] = [];
  for (const folder of folders) {
    const known = positions.get(folder) ?? { position: null, stored: null };
    if (
      known.position &&
      !isDue(ctx, known.position, since) &&
      (await enlistChanges(ctx, connectionId, connector, folder, known.position, known.stored))
    )
      continue;
    const listing = await list(ctx, connector, folder, earliest(known.position?.since, since), known.stored);
    if (listing) listings.push(listing);
  }
  if (listings.length > 0) await enlistListings(ctx, connectionId, listings);
}

const isDue = (ctx: Ctx, { since, listedAt }: Position, wanted: string) =>
  wanted < since || ctx.now().getTime() - Date.parse(listedAt) >= LIST_EVERY_MS;

/** False when the provider has forgotten the cursor. A folder that is gone has no changes; its rows wait for its return. */
async function enlistChanges(
  ctx: Ctx,
  connectionId: string,
  connector: MailConnector,
  folder: string,
  position: Position,
  stored: string | null,
): Promise<boolean> {
  const changes = await unless(["cursor-expired", "not-found"], () => connector.changes(folder, position.token));
  if (changes === "cursor-expired") return false;
  if (changes === "not-found" || changes.cursor === position.token) return true;
  await inTransaction(ctx, async (tx) => {
    await markGone(
      tx,
      ctx,
      connectionId,
      folder,
      changes.removed.map((ref) => ref.id),
    );
    await addPending(
      tx,
      ctx,
      connectionId,
      changes.added.map((ref) => ({ folder, itemId: ref.id })),
    );
    await savePosition(tx, ctx, connectionId, folder, { ...position, token: changes.cursor }, stored);
  });
  return true;
}

/** The cursor before the listing: what comes in between is in the listing, or in the changes after the cursor, or in both. */
async function list(ctx: Ctx, connector: MailConnector, folder: string, since: string, expected: string | null): Promise<Listing | null> {
  const listedAt = ctx.now().toISOString();
  const listing = await unless(["not-found"], async () => {
    const { cursor: token } = await connector.changes(folder, null);
    return { folder, refs: await connector.listIds(folder, since), position: { token, since, listedAt }, expected };
  });
  return listing === "not-found" ? null : listing;
}

/** All listings in one transaction and interleaved, so that the newest of every folder leave the queue first. */
async function enlistListings(ctx: Ctx, connectionId: string, listings: readonly Listing[]): Promise<void> {
  const items = listings
    .flatMap(({ folder, refs }) => refs.map((ref, index) => ({ folder, itemId: ref.id, fromNewest: refs.length - index })))
    .toSorted((a, b) => b.fromNewest - a.fromNewest);
  await inTransaction(ctx, async (tx) => {
    for (const { folder, refs } of listings) {
      await markGoneExcept(
        tx,
        ctx,
        connectionId,
        folder,
        refs.map((ref) => ref.id),
      );
    }
    const added = await addPending(tx, ctx, connectionId, items);
    for (const { folder, position, expected } of listings) await savePosition(tx, ctx, connectionId, folder, position, expected);
    ctx.log.info({ connection: connectionId, folders: listings.length, listed: items.length, added }, "folders listed");
  });
}

const earliest = (a: string | undefined, b: string) => (a !== undefined && a < b ? a : b);

/** The result, or the meaning of the failure if it is one of those that the caller handles. */
async function unless<T, M extends ConnectorError["meaning"]>(meanings: readonly M[], call: () => Promise<T>): Promise<T | M> {
  try {
    return await call();
  } catch (error) {
    const meaning = error instanceof ConnectorError ? meanings.find((m) => m === error.meaning) : undefined;
    if (meaning === undefined) throw error;
    return meaning;
  }
}
