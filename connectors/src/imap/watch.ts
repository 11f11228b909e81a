import { ConnectorError } from "@kronika/core/errors.ts";
import { ReadOnlyImap, type FolderState, type FolderStatus, type ImapSettings } from "./client.ts";
import { tryReadCursor } from "./cursor.ts";
import { toConnectorError } from "./errors.ts";

/** How often folders are asked for that IDLE does not listen to. */
const STATUS_EVERY_MS = 10_000;

/**
 * Waits for a change in one of the folders, on a connection of its own: see MailConnector.watch. The first folder is listened to (IDLE),
 * the others, or all where there is no IDLE, are asked for their STATUS.
 */
export async function watchFolders(
  settings: ImapSettings,
  folders: readonly string[],
  { signal, cursors = {} }: { signal: AbortSignal; cursors?: Readonly<Record<string, string>> | undefined },
): Promise<boolean> {
  if (signal.aborted || folders.length === 0) return false;
  const imap = await ReadOnlyImap.connect(settings);
  const end = () => imap.close();
  signal.addEventListener("abort", end, { once: true });
  try {
    // It may have come while we signed in.
    return signal.aborted ? false : await waitForChange(imap, folders, cursors, signal);
  } catch (error) {
    if (signal.aborted) return false;
    throw toConnectorError(error, "watch");
  } finally {
    signal.removeEventListener("abort", end);
    if (signal.aborted) imap.close();
    else await imap.logout();
  }
}

async function waitForChange(
  imap: ReadOnlyImap,
  folders: readonly string[],
  cursors: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<boolean> {
  // A folder that is open must not be asked for its STATUS (RFC 9051 section 6.3.11; Dovecot answers with what it knew): without IDLE
  // no folder is opened.
  const listened = imap.has("IDLE") ? folders[0] : undefined;
  const polled = listened === undefined ? folders : folders.slice(1);
  const bell = new Bell();
  const stop = imap.onChange(() => bell.ring());
  try {
    if (listened !== undefined) {
      const opened = await imap.examine(listened);
      bell.reset(); // opening it rings
      if (changedSince(cursors[listened], opened)) return true;
    }
    const before = new Map<string, string>();
    for (const folder of polled) {
      const status = await imap.status(folder);
      if (changedSince(cursors[folder], status)) return true;
      before.set(folder, JSON.stringify(status));
    }
    for (;;) {
      // Ends with the next command; the library issues it anew in time. What came since EXAMINE is told at its start.
      if (listened !== undefined) imap.idle().catch(() => {});
      await bell.heard(polled.length > 0 ? STATUS_EVERY_MS : null, signal);
      if (signal.aborted) return false;
      if (bell.rang) {
        if (!imap.usable) throw new ConnectorError("retry", "IMAP: the connection was lost");
        return true;
      }
      for (const folder of polled) if (JSON.stringify(await imap.status(folder)) !== before.get(folder)) return true;
    }
  } finally {
    stop();
  }
}

/** Whether a folder is not as the cursor has left it. Flags alone may also say yes where the server counts them (MODSEQ). */
function changedSince(cursor: string | undefined, now: FolderState | FolderStatus): boolean {
  if (cursor === undefined) return false;
  const known = tryReadCursor(cursor);
  if (known === null) return true; // `changes` will say what is wrong with it
  if (known.uidValidity !== now.uidValidity || known.uidNext !== now.uidNext) return true;
  return known.modseq === undefined ? known.uids.length !== now.exists : known.modseq !== now.modseq;
}

/** Rung by events, waited for with a limit. */
class Bell {
  rang = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.rang = true;
    this.#wake?.();
  }

  reset(): void {
    this.rang = false;
  }

  /** Returns when it has rung, when the time is over (null: no limit) or when the signal comes. */
  async heard(limitMs: number | null, signal: AbortSignal): Promise<void> {
    if (this.rang || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        this.#wake = null;
        resolve();
      };
      const timer = limitMs === null ? undefined : setTimeout(done, limitMs);
      signal.addEventListener("abort", done, { once: true });
      this.#wake = done;
    });
  }
}
