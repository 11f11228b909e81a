import { ConnectorError } from "@kronika/core/errors.ts";
import type { MailChanges } from "../connector.ts";
import type { FolderState, ReadOnlyImap } from "./client.ts";
import { readCursor, writeCursor, type FolderCursor } from "./cursor.ts";
import { itemId } from "./mapper.ts";

/** What came and went in a folder since the cursor: see MailConnector.changes. */
export async function readChanges(imap: ReadOnlyImap, folder: string, cursor: string | null): Promise<MailChanges> {
  const known = cursor === null ? null : readCursor(cursor);
  const state = await imap.examine(folder);
  if (known === null) return { added: [], removed: [], cursor: writeCursor(await firstCursor(imap, state)) };
  if (known.uidValidity !== state.uidValidity) throw new ConnectorError("cursor-expired", "IMAP: UIDVALIDITY of the folder has changed");
  const { added, removed, next } = known.modseq === undefined ? await compareUids(imap, state, known) : await askServer(imap, state, known);
  const toRef = (uid: number) => ({ folder, id: itemId(state.uidValidity, uid) });
  return { added: added.map(toRef), removed: removed.map(toRef), cursor: writeCursor(next) };
}

interface Difference {
  added: number[];
  removed: number[];
  next: FolderCursor;
}

async function firstCursor(imap: ReadOnlyImap, state: FolderState): Promise<FolderCursor> {
  return remembering(state) ?? presentCursor(state, await allUids(imap, state), 1);
}

/** The cursor for a server that remembers removals; null for others. */
function remembering({ uidValidity, uidNext, modseq }: FolderState): FolderCursor | null {
  return modseq === null || uidNext === null ? null : { uidValidity, uidNext, modseq };
}

/** The cursor that lists what is there. */
function presentCursor({ uidValidity, uidNext }: FolderState, uids: number[], atLeast: number): FolderCursor {
  return { uidValidity, uidNext: nextAfter(uids, uidNext ?? atLeast), uids };
}

/** The server remembers what was expunged (QRESYNC). */
async function askServer(imap: ReadOnlyImap, state: FolderState, known: FolderCursor & { modseq: string }): Promise<Difference> {
  if (state.modseq === null) throw new ConnectorError("cursor-expired", "IMAP: the server no longer remembers removals (QRESYNC)");
  const { uidValidity } = state;
  if (state.modseq === known.modseq && state.uidNext === known.uidNext) return { added: [], removed: [], next: known };
  const added = await uidsFrom(imap, state, known.uidNext);
  // Messages that came and went since the cursor were never told as added.
  const vanished = await imap.vanishedSince(known.modseq);
  const removed = [...new Set(vanished)].filter((uid) => uid < known.uidNext).toSorted((a, b) => a - b);
  // The state is that of EXAMINE: what happens after it is told again the next time, so nothing is lost between two commands. A message
  // that was removed meanwhile is then told a second time.
  return { added, removed, next: { uidValidity, uidNext: nextAfter(added, state.uidNext ?? known.uidNext), modseq: state.modseq } };
}

/** The server does not remember: what was there is compared with what is there. */
async function compareUids(imap: ReadOnlyImap, state: FolderState, known: FolderCursor & { uids: number[] }): Promise<Difference> {
  // UIDs only ever grow: the same next one and the same count mean the same messages.
  if (state.uidNext === known.uidNext && state.exists === known.uids.length) return { added: [], removed: [], next: known };
  const present = await allUids(imap, state);
  const before = new Set(known.uids);
  const now = new Set(present);
  return {
    added: present.filter((uid) => !before.has(uid)),
    removed: known.uids.filter((uid) => !now.has(uid)),
    // A server that has learnt to remember (an update, a move to another host) is taken at its word from now on.
    next: remembering(state) ?? presentCursor(state, present, known.uidNext),
  };
}

async function allUids(imap: ReadOnlyImap, state: FolderState): Promise<number[]> {
  return state.exists === 0 ? [] : await imap.search({ all: true });
}

/** `n:*` always names the last message, even if it is older than n (RFC 9051 section 9, seq-range). */
async function uidsFrom(imap: ReadOnlyImap, state: FolderState, first: number): Promise<number[]> {
  if (state.uidNext !== null && state.uidNext <= first) return [];
  const uids = await imap.search({ uid: `${first}:*` });
  return uids.filter((uid) => uid >= first);
}

function nextAfter(uids: readonly number[], atLeast: number): number {
  return Math.max(atLeast, (uids.at(-1) ?? 0) + 1);
}
