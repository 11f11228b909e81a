/** Blocks that hold an earlier message, as mail programs mark them. */
const QUOTE_BLOCKS = [
  ".gmail_quote", // Gmail
  "blockquote[type=cite]", // Thunderbird, Apple Mail
  ".moz-cite-prefix",
  ".yahoo_quoted",
  "#mail-editor-reference-message-container", // Outlook for Mac and mobile
  ".protonmail_quote",
  "#isForwardContent",
].join(",");

/** Marks after which everything is the earlier message. */
const QUOTE_STARTS = [
  "#divRplyFwdMsg", // Outlook on the web
  "#appendonsend",
  "#x_divRplyFwdMsg",
  'div[style*="border-top:solid #E1E1E1"]', // Outlook for Windows
  'div[style*="border-top:solid #B5C4DF"]',
  'div[style*="border-top: solid #E1E1E1"]',
].join(",");

/**
 * The nodes of quoted earlier messages, for folding them away. Nothing is found when the quote is all there is (a bare forward): then
 * it is the message.
 */
export function foldQuotes(body: Element): ChildNode[] {
  const nodes = new Set<ChildNode>();
  for (const block of body.querySelectorAll(QUOTE_BLOCKS)) nodes.add(block);
  const start = body.querySelector(QUOTE_STARTS);
  if (start) for (const node of fromHereOn(start, body)) nodes.add(node);
  const outer = [...nodes].filter((node) => ![...nodes].some((other) => other !== node && other.contains(node)));
  return outer.length > 0 && hasOwnWords(body, outer) ? outer : [];
}

/** A node and everything after it in the document, as the fewest nodes. */
function fromHereOn(start: Element, body: Element): ChildNode[] {
  const nodes: ChildNode[] = [start];
  for (let node: Node = start; node !== body && node.parentNode; node = node.parentNode) {
    for (let next = node.nextSibling; next; next = next.nextSibling) nodes.push(next);
  }
  return nodes;
}

function hasOwnWords(body: Element, quotes: readonly ChildNode[]): boolean {
  const copy = body.cloneNode(true) as Element;
  // The quotes are found again in the copy by their path.
  for (const path of quotes.map((quote) => pathTo(quote, body))) {
    let node: ChildNode | null = copy;
    for (const index of path) node = node?.childNodes[index] ?? null;
    if (node && node !== copy) node.replaceWith(copy.ownerDocument.createTextNode(""));
  }
  return /[\p{L}\p{N}]/u.test(copy.textContent ?? "") || copy.querySelector("img") !== null;
}

function pathTo(node: Node, root: Node): number[] {
  const path: number[] = [];
  for (let one: Node = node; one !== root && one.parentNode; one = one.parentNode) {
    path.unshift([...one.parentNode.childNodes].indexOf(one as ChildNode));
  }
  return path;
}
