/** What we use of html-to-text 10, which ships no types. */
declare module "html-to-text" {
  interface Selector {
    selector: string;
    format?: string;
    options?: Record<string, unknown>;
  }
  interface Options {
    wordwrap?: number | false | null;
    selectors?: Selector[];
    limits?: { maxDepth?: number; maxInputLength?: number; maxChildNodes?: number; ellipsis?: string };
  }
  /** A function that turns HTML into text; compiled once, it is several times faster than a conversion that reads its options each time. */
  export function compile(options?: Options): (html: string) => string;
}
