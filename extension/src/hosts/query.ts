/** One thing of a page, with several ways to it, the most trusted first. */
export interface WaysTo {
  readonly ways: readonly string[];
}

/** All elements that the first successful way finds, and which way that was (0 = the first). */
export function findAll(
  root: ParentNode,
  thing: WaysTo,
  accept: (element: Element) => boolean = () => true,
): { elements: Element[]; way: number } {
  for (const [way, selector] of thing.ways.entries()) {
    const elements = [...root.querySelectorAll(selector)].filter(accept);
    if (elements.length > 0) return { elements, way };
  }
  return { elements: [], way: -1 };
}

/** True when any of the ways leads to this element. */
export function isOne(element: Element, thing: WaysTo): boolean {
  return thing.ways.some((selector) => element.matches(selector));
}

/** The nearest element, itself included, to which any of the ways leads. */
export function closestOf(element: Element, thing: WaysTo): Element | null {
  for (const selector of thing.ways) {
    const found = element.closest(selector);
    if (found) return found;
  }
  return null;
}
