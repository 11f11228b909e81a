import type { Host, MountPoint } from "../hosts/host.ts";

/** Something of ours that stands in the page, one for each mount point. */
export interface Mounted {
  readonly element: HTMLElement;
  /** After each putting in: fit to the surroundings. */
  adapt(): void;
}

interface Options<M extends Mounted> {
  document: Document;
  host: Host;
  /** Makes the one for a message; it dies with the signal. */
  create: (point: MountPoint, signal: AbortSignal) => M;
  /** The page shows other messages than before. */
  changed: (mounted: ReadonlyMap<string, M>) => void;
  /** The page keeps throwing our element out; we have given up for a while. */
  expelled: (key: string) => void;
  /** Attribute that marks elements of ours, for copies that the page has made of them. */
  mark: string;
  signal: AbortSignal;
}

/** The page changes in bursts: one look for all changes within this time. */
const SETTLE_MS = 40;
/** Looks without being told, because animation frames and observers may sleep in a background tab. */
const TICK_MS = 1000;
/** A page that has not followed its address within this time will not: then the page is believed. */
const SWITCH_MS = 2000;
/** More than this many times a minute is a fight that we do not want to win. */
const MAX_REINSERTS = 5;
const FIGHT_WINDOW_MS = 60_000;

interface Place<M> {
  mounted: M;
  anchor: Element;
  life: AbortController;
  /** When the page had thrown it out and it was put back. */
  returns: number[];
}

/**
 * Keeps exactly one element of ours at every mount point, however often the page builds itself anew: the same element is moved, so state and
 * focus stay, and there are never two.
 * @returns looks at once (after an event of ours)
 */
export function keepMounted<M extends Mounted>({ document, host, create, changed, expelled, mark, signal }: Options<M>): () => void {
  const unsettledSince = new Map<string, number>();
  const places = new Map<string, Place<M>>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function look(): void {
    clearTimeout(timer);
    timer = undefined;
    if (signal.aborted) return;
    const points = new Map(
      host
        .mountPoints(document, document.location.href)
        .filter(isSettled)
        .map((point) => [point.key, point]),
    );
    let different = false;
    for (const [key, place] of places) {
      if (points.has(key)) continue;
      place.life.abort();
      places.delete(key);
      different = true;
    }
    for (const point of points.values()) different = settle(point) || different;
    removeCopies();
    if (different) changed(new Map([...places].map(([key, { mounted }]) => [key, mounted])));
  }

  /** The address changes before the page does; a button at the conversation that is being left would log the wrong one. */
  function isSettled({ key, settled }: MountPoint): boolean {
    if (settled) unsettledSince.delete(key);
    else if (!unsettledSince.has(key)) unsettledSince.set(key, Date.now());
    return Date.now() - (unsettledSince.get(key) ?? 0) > SWITCH_MS;
  }

  /** @returns true when this message had none */
  function settle(point: MountPoint): boolean {
    const known = places.get(point.key);
    if (known === undefined) {
      const life = new AbortController();
      const place: Place<M> = { mounted: create(point, AbortSignal.any([life.signal, signal])), anchor: point.anchor, life, returns: [] };
      places.set(point.key, place);
      put(place, point);
      return true;
    }
    if (known.mounted.element.isConnected && known.mounted.element.previousElementSibling === point.anchor) return false;
    const now = Date.now();
    known.returns = known.returns.filter((time) => now - time < FIGHT_WINDOW_MS);
    if (known.returns.length >= MAX_REINSERTS) {
      expelled(point.key);
      return false;
    }
    known.returns.push(now);
    put(known, point);
    return false;
  }

  function put(place: Place<M>, { anchor }: MountPoint): void {
    anchor.after(place.mounted.element);
    place.anchor = anchor;
    place.mounted.adapt();
  }

  /** Pages that keep parts of themselves as HTML bring back dead copies of our elements. */
  function removeCopies(): void {
    const own = new Set([...places.values()].map(({ mounted }) => mounted.element as Element));
    for (const element of document.querySelectorAll(`[${mark}]`)) if (!own.has(element)) element.remove();
  }

  let last = 0;
  const soon = () => {
    if (timer !== undefined) return;
    // The first change of a burst is answered at once, the rest of it together.
    const wait = Math.max(0, SETTLE_MS - (performance.now() - last));
    timer = setTimeout(() => {
      last = performance.now();
      look();
    }, wait);
  };
  const observer = new MutationObserver((records) => {
    if (records.some((record) => !isOwn(record.target))) soon();
  });
  const isOwn = (node: Node) => node instanceof Element && node.hasAttribute(mark);
  observer.observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributeFilter: ["data-legacy-thread-id", "data-message-id", "data-legacy-message-id", "aria-expanded", "role", "style", "class"],
  });
  const tick = setInterval(look, TICK_MS);
  document.defaultView?.addEventListener("hashchange", look, { signal });
  signal.addEventListener("abort", () => {
    observer.disconnect();
    clearInterval(tick);
    clearTimeout(timer);
    for (const { life } of places.values()) life.abort();
  });
  look();
  return look;
}
