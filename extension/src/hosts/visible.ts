/**
 * True when a reader can see the element. Pages keep conversations that were left in the document, hidden; those must never be read.
 * Uses the browser's own answer where there is a layout, and what attributes say where there is none (saved pages in tests).
 */
export function isShown(element: Element): boolean {
  if (element.closest("[hidden],[inert]") !== null) return false;
  for (let node: Element | null = element; node !== null; node = node.parentElement) if (isHiddenByStyle(node)) return false;
  return typeof element.checkVisibility !== "function" || !element.isConnected || element.checkVisibility({ visibilityProperty: true });
}

/** True when the element's own style attribute hides it. */
export function isHiddenByStyle(element: Element): boolean {
  const style = element.getAttribute("style");
  return style !== null && /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style);
}
