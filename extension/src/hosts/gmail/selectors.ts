/**
 * Everything that we believe about Gmail's markup. Attributes and structure first, classes (which Gmail has kept for years) as a help,
 * never a hashed class alone.
 *
 * Each entry has its ways in order of trust, and what must be found when the page is as we believe it to be. The self-test compares; when
 * the first way finds nothing and a later one does, the page is changing.
 */
export interface Ways {
  readonly ways: readonly [first: string, ...others: string[]];
  readonly expected: "one per thread" | "one or more per thread" | "one per message" | "one or more per message" | "any number";
}

const of = (expected: Ways["expected"], ...ways: [string, ...string[]]): Ways => ({ ways, expected });

/** The part of the page that shows mail. Left conversations lose the role and are hidden. */
export const mainArea = of("any number", '[role="main"]', "main");

/** Heading of the open conversation: its subject and its ids. */
export const threadHeading = of(
  "one per thread",
  "h2[data-legacy-thread-id]",
  "h2[data-thread-perm-id]",
  "h2.hP",
  "[data-thread-perm-id] h2",
);

/** An expanded message. A collapsed one may keep such an element, hidden. */
export const message = of("one or more per thread", "[data-legacy-message-id]", "[data-message-id]", ".adn");

/** A collapsed message: sender, date and a snippet. */
export const collapsed = of("any number", ".adf", ".kv", ".kQ");

/** Sender in the head of a message. */
export const sender = of(
  "one per message",
  "span.gD[email]",
  "h3 [email]",
  ".gD[data-hovercard-id*='@']",
  "[email][name]:not(.g2)",
  "[email]:not(.g2)",
);

/** `<address>` behind the sender's name. */
export const senderAddress = of("any number", ".go");

/** A line of recipients ("to me, Jana"; a second one for copies). */
export const recipientLine = of("any number", ".hb", ".iw.ajw");

/** A recipient. */
export const recipient = of("one or more per message", "span.g2[email]", ".g2[data-hovercard-id*='@']", ".hb [email]");

/** The triangle at the end of that line. */
export const detailsButton = of("any number", ".ajy", "[aria-haspopup='true'][role='button']");

/** The table behind "show details": every address in full, each row under its own word. */
export const details = of("any number", ".ajB", ".ajC", ".ajA");
export const detailRow = of("any number", ".ajC tr", ".ajB tr");
export const detailLabel = of("any number", "td.gG");
export const detailValue = of("any number", "td.gL");

/** Date and time: in full in its title, shortened in its text. */
export const date = of("one per message", "span.g3[title]", ".g3[alt]", ".gK [title], .gH [title]", "time[datetime]", ".g3");

/** Text of the message, as its sender wrote it. Nothing in it is ever taken for a part of the page. */
export const body = of("one per message", "div.a3s", ".ii.gt > div", ".ii.gt");

/** Quoted text that Gmail hides, and the button that shows it. */
export const quote = of("any number", ".gmail_quote", "blockquote[type='cite']");
export const trimButton = of("any number", ".ajR", ".yj6qo");
export const trimmed = of("any number", ".adL", ".h5");

/** What Gmail adds inside of the body: "message clipped", buttons on pictures. */
export const addedToBody = of("any number", ".iX", ".a6S", ".yj6qo", ".ajR", ".aHl");

/** A file: `type:name:address` in one attribute. */
export const attachment = of("any number", "[download_url]", ".aQH .aV3", ".aQA .aV3");
export const attachmentName = of("any number", ".aV3", ".aQA");

/** A row in a list of conversations. */
export const listRow = of("any number", "tr.zA", '[role="main"] tr[role="row"]', "[role='main'] [data-thread-id]");

/** A draft: window, full screen, or answer under the conversation. */
export const compose = of("any number", "[role='dialog']:has([name='subjectbox'])", "[role='region'][data-compose-id]", ".M9", ".AD");
export const composeSubject = of("any number", "input[name='subjectbox']", "input[name='subject']");
export const composeEditor = of(
  "any number",
  "[contenteditable='true'][role='textbox'][g_editable='true']",
  "[contenteditable='true'][role='textbox']",
  ".Am[contenteditable='true']",
  "[role='dialog'] [contenteditable='true'], .M9 [contenteditable='true']",
);
export const composeThread = of("any number", "input[name='rt']", "input[name='rm']");
export const composeRecipient = of("any number", "[data-hovercard-id*='@']", "[email]");

/** The button of the account, with the address of the mailbox in its label. */
export const account = of(
  "any number",
  "a[href*='SignOutOptions'][aria-label*='@']",
  "#gb [aria-label*='@']",
  "[role='banner'] [aria-label*='@']",
  "header [aria-label*='@']",
);
