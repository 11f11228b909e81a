import type { MailAddress } from "@kronika/core/addresses.ts";
import type { CapturePolicy } from "@kronika/core/capture-policy.ts";
import type { ItemView } from "../background/outbox-item.ts";
import type { Host, PageMessage } from "../hosts/host.ts";
import type { Lookup as WholeLookup } from "../hub-types.ts";
import type { Session } from "../messages.ts";
import { judge, type Verdict } from "./capture.ts";
import type { ButtonState } from "./log-button/state.ts";
import { askUntilAnswered } from "./resend.ts";
import { isComplete, peopleOf, toRequest } from "./to-request.ts";

/** What the hub knows of a message and its people. The history is the panel's; here it would only take room. */
type Lookup = Pick<WholeLookup, "known" | "customer" | "recorded">;

/** One message of the page, as far as we have come with it. */
interface Known {
  item: ItemView | null;
  lookup: Lookup | null;
  busy: "logging" | "full" | null;
}

export interface RecordOptions {
  remindInDays?: number | undefined;
  /** Also if nobody in it is known. */
  anyway?: boolean | undefined;
}

/**
 * What the page's part of the extension knows and does: what may be recorded, what became of each message. The capture policy decides here, in
 * the page, before any byte of a message goes anywhere.
 */
export class PageRecorder {
  readonly #host: Host;
  readonly #document: Document;
  readonly #signal: AbortSignal;
  readonly #changed: () => void;
  readonly #known = new Map<string, Known>();
  #session: Session | null = null;
  #policy: CapturePolicy | null = null;
  #items: readonly ItemView[] = [];

  constructor(options: { host: Host; document: Document; signal: AbortSignal; changed: () => void }) {
    this.#host = options.host;
    this.#document = options.document;
    this.#signal = options.signal;
    this.#changed = options.changed;
  }

  /** False until the worker has answered for the first time: nothing is shown before. */
  get started(): boolean {
    return this.#session !== null;
  }

  /** The rules by which the page decides; null while they are not known. */
  get policy(): CapturePolicy | null {
    return this.#policy;
  }

  /** Reads again who is signed in, what may be recorded and what waits. */
  async refresh(): Promise<void> {
    const session = await askUntilAnswered(this.#signal, "session");
    this.#policy = session.account && ((await askUntilAnswered(this.#signal, "policy"))?.policy ?? null);
    this.#items = session.account ? await askUntilAnswered(this.#signal, "items") : [];
    this.#session = session;
    this.#changed();
  }

  /** News of the queue. */
  onItem(item: ItemView): void {
    this.#items = [...this.#items.filter(({ clientId }) => clientId !== item.clientId), item];
    for (const known of this.#known.values()) if (known.item?.clientId === item.clientId) known.item = item;
    this.#changed();
  }

  /** What the button of a message has to say now, and the people for its menu. */
  question(element: Element): { state: ButtonState; outsiders: MailAddress[] } {
    const message = this.#read(element);
    const verdict = message && this.#policy !== null ? judge(message, this.#policy) : null;
    const state = this.#stateOf(message, verdict);
    const outsiders = message && verdict?.record ? peopleOf(message).filter(({ address }) => verdict.outside.includes(address)) : [];
    return { state, outsiders };
  }

  /** Asks the hub who is in an open message and whether it stands already; never about a message that is excluded. */
  async look(element: Element): Promise<void> {
    const ready = this.#ready(element);
    if (ready === null || ready.known.lookup !== null || ready.verdict.outside.length === 0) return;
    const { message, verdict, known } = ready;
    // Without an answer the message can be logged all the same: the queue asks before it sends.
    const asked = { addresses: [...verdict.outside], providerId: message.providerId };
    const answer = await askUntilAnswered(this.#signal, "lookup", asked).catch(() => null);
    known.lookup = answer && { known: answer.known, customer: answer.customer, recorded: answer.recorded };
    this.#changed();
  }

  /** Who was unknown may have been created meanwhile, in another window: they are asked about again. */
  forgetUnknown(): void {
    for (const known of this.#known.values()) if (known.lookup !== null && !isKnown(known.lookup)) known.lookup = null;
  }

  /** Records one message: read anew at the click, decided here, handed over until it is safely stored. */
  async record(element: Element, { remindInDays, anyway = false }: RecordOptions): Promise<void> {
    const ready = this.#ready(element);
    if (ready === null || ready.known.busy === "logging") return;
    const { message, verdict, known } = ready;
    known.busy = "logging";
    this.#changed();
    const { account } = this.#host.read(this.#document, this.#document.location.href);
    const request = toRequest(message, { clientId: crypto.randomUUID(), account, level: verdict.level, remindInDays });
    try {
      const answer = await askUntilAnswered(this.#signal, "submit", {
        request,
        title: request.interaction.subject ?? "",
        counterpart: verdict.outside[0] ?? message.from.address,
        onlyIfKnown: verdict.onlyIfKnown && !anyway && !(known.lookup !== null && isKnown(known.lookup)),
      });
      known.busy = !answer.accepted && answer.reason === "full" ? "full" : null;
      if (answer.accepted) this.onItem(answer.item);
      else await this.refresh();
    } catch (error) {
      known.busy = null;
      throw error;
    } finally {
      this.#changed();
    }
  }

  #stateOf(message: PageMessage | null, verdict: Verdict | null): ButtonState {
    if (!this.#session?.account) return { kind: "signed-out" };
    if (message === null || !isComplete(message)) return { kind: "not-understood", missing: message?.missing ?? ["thread"] };
    if (verdict === null) return { kind: "no-policy" };
    if (!verdict.record) return { kind: "excluded", reasons: verdict.reasons };
    const { item, lookup, busy } = this.#knownOf(message);
    if (busy !== null) return { kind: busy };
    if (item !== null) return { kind: "item", item };
    const recorded = lookup?.recorded.find(({ providerId }) => providerId === message.providerId);
    if (recorded) return { kind: "recorded", interactionId: recorded.interactionId, customer: lookup?.customer ?? null };
    return verdict.onlyIfKnown && lookup !== null && !isKnown(lookup) ? { kind: "not-a-customer" } : { kind: "ready" };
  }

  /** A message that is understood and may be recorded by a person who is signed in; else null. */
  #ready(element: Element) {
    const message = this.#read(element);
    if (message === null || !isComplete(message) || this.#policy === null || !this.#session?.account) return null;
    const verdict = judge(message, this.#policy);
    return verdict.record ? { message, verdict, known: this.#knownOf(message) } : null;
  }

  #read(element: Element): PageMessage | null {
    return this.#host.readMessage(this.#document, this.#document.location.href, element);
  }

  #knownOf(message: PageMessage): Known {
    const key = message.providerId ?? `${message.threadId}|${message.from?.address}|${message.date}`;
    let known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, (known = { item: null, lookup: null, busy: null }));
    if (message.providerId !== null) known.item = this.#items.findLast(({ providerId }) => providerId === message.providerId) ?? known.item;
    return known;
  }
}

function isKnown({ customer, known }: Lookup): boolean {
  return customer !== null || known.some((person) => person.customer !== null || person.contact !== null);
}
