import type { Action, MenuEntry } from "./state.ts";

interface MenuOptions {
  root: ShadowRoot;
  /** The menu hangs under this. */
  anchor: HTMLElement;
  entries: readonly MenuEntry[];
  signal: AbortSignal;
  act: (action: Action) => void;
  closed: (returnFocus: boolean) => void;
}

/**
 * Opens the menu of a button, in the top layer, so that no box of the page cuts it off. Arrow keys, Home and End move; Escape closes and gives
 * the focus back; a click elsewhere closes.
 * @returns closes it
 */
export function openMenu({ root, anchor, entries, signal, act, closed }: MenuOptions): () => void {
  const document = root.ownerDocument;
  const life = new AbortController();
  const menu = Object.assign(document.createElement("div"), { className: "menu", role: "menu", ariaLabel: "Kronika", popover: "manual" });
  for (const entry of entries) menu.append(draw(document, entry, choose));
  root.append(menu);
  menu.showPopover?.();
  place(menu, anchor);
  const items = [...menu.querySelectorAll<HTMLElement>("[role=menuitem]")];
  items[0]?.focus();

  const options = { signal: AbortSignal.any([life.signal, signal]) };
  menu.addEventListener("keydown", (event) => event.isTrusted && move(event), options);
  // A click into the page closes; one on the button or in the menu is theirs.
  document.addEventListener("pointerdown", (event) => !event.composedPath().includes(root) && close(false), { ...options, capture: true });
  document.addEventListener("scroll", () => close(false), { ...options, capture: true, passive: true });

  function choose(action: Action): void {
    close(true);
    act(action);
  }

  function move(event: KeyboardEvent): void {
    const at = items.indexOf(root.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) items.at(next % items.length)?.focus();
    else if (event.key === "Escape" || event.key === "Tab") close(true);
    else return;
    event.preventDefault();
  }

  function close(returnFocus: boolean): void {
    if (life.signal.aborted) return;
    life.abort();
    menu.remove();
    closed(returnFocus);
  }
  return () => close(true);
}

function draw(document: Document, entry: MenuEntry, choose: (action: Action) => void): HTMLElement {
  if ("rule" in entry) return Object.assign(document.createElement("hr"), { role: "separator" });
  if ("note" in entry) return Object.assign(document.createElement("p"), { textContent: entry.note });
  if ("group" in entry) return Object.assign(document.createElement("div"), { textContent: entry.group, className: "group" });
  const shared = { textContent: entry.label, role: "menuitem", tabIndex: -1 };
  if ("href" in entry)
    return Object.assign(document.createElement("a"), { ...shared, href: entry.href, target: "_blank", rel: "noopener" });
  const button = Object.assign(document.createElement("button"), { ...shared, className: entry.indent ? "indent" : "" });
  button.addEventListener("click", (event) => event.isTrusted && choose(entry.action));
  return button;
}

function place(menu: HTMLElement, anchor: HTMLElement): void {
  const box = anchor.getBoundingClientRect();
  const { clientWidth, clientHeight } = menu.ownerDocument.documentElement;
  const top = box.bottom + 6 + menu.offsetHeight <= clientHeight ? box.bottom + 6 : box.top - 6 - menu.offsetHeight;
  menu.style.left = `${Math.max(8, Math.min(box.left, clientWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, top)}px`;
}
