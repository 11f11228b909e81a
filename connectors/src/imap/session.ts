import { ConnectorError } from "@kronika/core/errors.ts";
import { ReadOnlyImap, type ImapSettings } from "./client.ts";
import { toConnectorError } from "./errors.ts";

/**
 * One connection, made when first needed and again after it was lost, whose callers take turns: IMAP has one selected folder at a time.
 * Every failure leaves as a ConnectorError.
 */
export class ImapSession {
  readonly #settings: ImapSettings;
  #imap: ReadOnlyImap | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #closed = false;

  constructor(settings: ImapSettings) {
    this.#settings = settings;
  }

  /**
   * Does something with the connection, alone. The folder that is open may be another one at each call.
   * @param doing words for the error message, without content
   */
  run<T>(doing: string, work: (imap: ReadOnlyImap) => Promise<T>): Promise<T> {
    this.#waiting++;
    const turn = this.#last.then(async () => {
      try {
        return await work(await this.#connected());
      } catch (error) {
        throw toConnectorError(error, doing);
      } finally {
        this.#waiting--;
      }
    });
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #connected(): Promise<ReadOnlyImap> {
    if (this.#closed) throw new ConnectorError("retry", "IMAP: the connector is closed");
    if (this.#imap?.usable) return this.#imap;
    this.#imap?.close();
    this.#imap = await ReadOnlyImap.connect(this.#settings);
    return this.#imap;
  }

  /** Signs out. Calls that still run fail with `retry`. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#waiting > 0) this.#imap?.close();
    await this.#last;
    await this.#imap?.logout();
    this.#imap = null;
  }
}
