/** A test by file, from the root, and by the beginning of its title or of its group's. */
export type NamedTest = readonly [file: string, title: string];

/** One way in which systems of this kind were broken into, and what keeps it from working here. */
export interface AttackClass {
  name: string;
  tests: readonly NamedTest[];
  /** What part of it does not concern what is built so far, or is not done yet; said, and not counted as held. */
  open?: string;
}

const RIGHTS = "test/scenarios/rights-matrix.test.ts";
const SURFACE = "test/attacks/surface.test.ts";
const PARSERS = "test/attacks/parsers.test.ts";
const XSS = "web/test/xss.e2e.test.ts";
const ATTACHMENTS = "hub/src/services/attachments/attachments.test.ts";
const DECLARED = "hub/src/middleware/declared.test.ts";

/** The classes of published holes in comparable systems, each with the tests that hold it shut. attacks.test.ts checks that the tests are there. */
export const ATTACKS: readonly AttackClass[] = [
  { name: "write first, authorise later", tests: [[RIGHTS, "a refused write says 403 or 404"]] },
  {
    name: "IDOR across mailboxes: swapped ids everywhere",
    tests: [
      [RIGHTS, "every route is in the matrix"],
      ["hub/src/services/attachments/attachments.test.ts", "it is found under its own mail only"],
    ],
  },
  {
    name: "directory by autocomplete",
    tests: [
      [SURFACE, "directory by autocomplete"],
      ["hub/src/services/comments/comments.test.ts", "only somebody who sees the thing can be named"],
    ],
  },
  {
    name: "yes/no oracle by filters on masked fields",
    tests: [
      [SURFACE, "filter oracle"],
      ["test/scenarios/no-leak-by-count.test.ts", "no-leak-by-count"],
    ],
  },
  {
    name: "forged reply by headers",
    tests: [["hub/src/services/interactions/record.test.ts", "a stranger who quotes a Message-ID does not get into the thread"]],
    open: "A sender's address is not shown as unverified: what SPF, DKIM and DMARC found (Authentication-Results of the own server) is not read yet.",
  },
  {
    name: "stored XSS in mail, in each surface of the application",
    tests: [
      [XSS, "the detector sees"],
      [XSS, "in mail bodies"],
      [XSS, "in subjects, previews, names, places, file names"],
      [XSS, "in names of customers, people"],
      [XSS, "in the address"],
    ],
    open: "Reports, the side panel of the extension and the preview of workflows have no run of the corpus of their own.",
  },
  { name: "image block bypass, CSS, local net", tests: [[XSS, "in mail bodies"]] },
  {
    name: "SVG or HTML attachment on our origin",
    tests: [
      [ATTACHMENTS, "over HTTP: a page that calls itself a page leaves as bytes"],
      ["hub/src/presenters/attachment.test.ts", ""],
    ],
  },
  {
    name: "SSRF by a URL of the user's",
    tests: [
      [SURFACE, "60 and more ways to write an address inside"],
      ["hub/src/services/webhooks/post.test.ts", "no connection goes to"],
      ["hub/src/services/webhooks/post.test.ts", "a redirect is not followed"],
      ["hub/src/net/public-address.test.ts", "%s is no address of the internet"],
      ["hub/src/routes/sso.test.ts", "a document that leads elsewhere into a network"],
    ],
    open: "Mail and calendar servers may stand in the company's own network on purpose: what a person names there is connected to.",
  },
  {
    name: "credentials lent across tenants: canary secrets over all outputs",
    tests: [
      [SURFACE, "canary secrets"],
      ["workflows/src/no-content.test.ts", ""],
    ],
  },
  { name: "parser confusion on upload", tests: [[DECLARED, "a body of another type than the route's is read by no parser"]] },
  {
    name: "user code in workflows",
    tests: [],
    open: "There is no workflow builder yet: no code and no expression of a user's runs anywhere.",
  },
  {
    name: "session as someone else",
    tests: [
      ["hub/src/routes/me.test.ts", "name and language are mine to change; e-mail address and role are not"],
      ["hub/src/routes/session.test.ts", "who writes an X-Forwarded-For of their own is counted all the same"],
      ["hub/src/routes/session.test.ts", "a value that was in the browser before is not taken over"],
      ["hub/src/routes/invitations.test.ts", "a link is good once, for 72 hours"],
      ["hub/src/routes/oauth.test.ts", ""],
    ],
  },
  {
    name: "unsigned webhook in",
    tests: [],
    open: "Nothing from outside is pushed in yet: no telephony, no Graph, no Pub/Sub route. They come with their connectors.",
  },
  {
    name: "SQL injection in sort, filter and column parameters",
    tests: [
      [SURFACE, "SQL injection"],
      ["hub/src/db/row-security.test.ts", "a hostile value of a setting is a value and not SQL"],
      ["hub/src/app.test.ts", "a forged cursor is refused in every list"],
    ],
  },
  {
    name: "address parser",
    tests: [
      [PARSERS, "address parser"],
      ["core/src/addresses.test.ts", "normalising twice changes nothing"],
    ],
  },
  {
    name: "mail bomb, reset bomb: limits stand after a restart",
    tests: [
      ["hub/src/routes/password-resets.test.ts", "three times an hour for one account"],
      ["hub/src/routes/invitations.test.ts", "nobody's mailbox is flooded"],
      ["hub/src/routes/session.test.ts", "an account takes ten wrong passwords"],
    ],
  },
  {
    name: "zip, gzip bomb",
    tests: [
      [SURFACE, "gzip bomb"],
      ["connectors/src/caldav/transport.test.ts", ""],
    ],
  },
  {
    name: "MIME torture",
    tests: [
      [PARSERS, "MIME torture"],
      ["connectors/src/mime/parser-pool.test.ts", "one that takes too long comes back with its header"],
    ],
  },
  {
    name: "recurrence bomb",
    tests: [
      [PARSERS, "recurrence bomb"],
      ["connectors/src/calendar/expand.test.ts", "bombs"],
    ],
  },
  { name: "ReDoS", tests: [[PARSERS, "ReDoS"]] },
  { name: "CSV and Excel injection", tests: [[PARSERS, "CSV formulas"]] },
  { name: "prompt injection", tests: [], open: "There is no AI and no MCP in the product yet: nothing of a mail reaches a model." },
  {
    name: "body limit, NUL",
    tests: [
      [SURFACE, "body limit"],
      [SURFACE, "NUL and lone surrogates"],
      ["hub/src/app.test.ts", "bad input has a clear answer"],
    ],
  },
];
