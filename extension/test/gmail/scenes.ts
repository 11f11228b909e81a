import type { Inspection } from "../../src/hosts/inspection.ts";
import { de, en, sk, type GmailDate } from "./labels.ts";
import { hex, urlToken, type MessageMarkup, type PageMarkup, type Person, type ThreadMarkup } from "./markup.ts";
import { colleague, fakturacia, group, jana, peter, rep, stranger } from "./people.ts";

/** One page of Gmail, and what a reader of it must find. Dates are wall clock, `2026-11-24T09:00`. */
export interface Scene {
  name: string;
  url: string;
  page: PageMarkup;
  expected: Inspection;
}

const at = (day: number, hour: number, minute = 0): GmailDate => ({ year: 2026, month: 11, day, hour, minute });
const base = "https://mail.google.com/mail/u/0/";
const without = ({ address, name }: Person) => (name === undefined ? { address } : { name, address });
const self = { address: rep.address };

const THREAD = "1850417222334455001";
const OTHER = "1850417222334455999";
const offer = "Cenová ponuka č. 2026-118 – kartónové obaly";

const question: MessageMarkup = {
  id: THREAD,
  from: jana,
  to: [rep],
  cc: [peter, fakturacia],
  date: at(24, 9),
  body: '<div dir="ltr">Dobrý deň, pán Holub,<div><br></div><div>prosím o ponuku na <b>2&nbsp;500 ks</b> krabíc.</div><div>Termín: do 5. 12.</div><div><br></div><div>S pozdravom<br>Jana Kováčová</div></div>',
  attachments: [{ type: "application/pdf", name: "Špecifikácia krabíc – jeseň 2026.pdf" }],
};
const questionText = "Dobrý deň, pán Holub,\n\nprosím o ponuku na 2 500 ks krabíc.\nTermín: do 5. 12.\n\nS pozdravom\nJana Kováčová";
const questionRead = (thread: string, subject: string) => ({
  providerId: hex(THREAD),
  threadId: hex(thread),
  subject,
  from: without(jana),
  date: "2026-11-24T09:00",
  text: questionText,
  to: [self],
  cc: [without(peter), without(fakturacia)],
  attachments: [{ filename: "Špecifikácia krabíc – jeseň 2026.pdf" }],
});

const { cc: _, ...withoutCopies } = questionRead(THREAD, offer);

const answer: MessageMarkup = {
  id: "1850417222334466002",
  from: rep,
  to: [jana],
  bcc: [colleague],
  date: at(24, 14, 35),
  body: '<div dir="ltr">Dobrý deň,<br><br>ponuku posielam v prílohe.<br></div>',
  quote:
    '<div dir="ltr" class="gmail_attr">ut 24. 11. 2026 o 9:00 Jana Kováčová &lt;<a href="mailto:jana.kovacova@orava-papier.example">jana.kovacova@orava-papier.example</a>&gt; napísal(a):<br></div><blockquote class="gmail_quote">QUOTED prosím o ponuku</blockquote>',
};
const answerRead = {
  providerId: hex("1850417222334466002"),
  threadId: hex(THREAD),
  subject: offer,
  from: without(rep),
  date: "2026-11-24T14:35",
  text: "Dobrý deň,\n\nponuku posielam v prílohe.",
  to: [without(jana)],
  bcc: [without(colleague)],
  attachments: [],
};
const collapsedQuestionRead = {
  threadId: hex(THREAD),
  subject: offer,
  from: without(jana),
  date: "2026-11-24T09:00",
  collapsed: true as const,
};

const thread = (messages: MessageMarkup[], id = THREAD, subject = offer): ThreadMarkup => ({ id, subject, messages });
const url = `${base}#inbox/${urlToken(THREAD)}`;
const stale: ThreadMarkup = {
  id: OTHER,
  subject: "STALE conversation that was left",
  messages: [{ ...question, id: OTHER, from: stranger, body: "<div>STALE text</div>" }],
};
const list = [thread([question, answer]), { ...stale, subject: "Faktúra 2026/311" }];

export const scenes: Scene[] = [
  {
    name: "one-message-en",
    url,
    page: { account: rep, thread: thread([question]) },
    expected: { host: "gmail", view: "message", missing: [], messages: [questionRead(THREAD, offer)] },
  },
  {
    name: "one-message-sk",
    url,
    page: { labels: sk, account: rep, thread: thread([question]) },
    expected: { host: "gmail", view: "message", missing: [], messages: [questionRead(THREAD, offer)] },
  },
  {
    name: "one-message-de-dark",
    url,
    page: { labels: de, dark: true, account: rep, thread: thread([question]) },
    expected: { host: "gmail", view: "message", missing: [], messages: [questionRead(THREAD, offer)] },
  },
  {
    name: "thread-with-quote",
    url: `${base}#search/ponuka/${urlToken(THREAD)}`,
    page: { labels: sk, account: rep, thread: thread([question, answer]) },
    expected: { host: "gmail", view: "thread", missing: [], messages: [questionRead(THREAD, offer), answerRead] },
  },
  {
    name: "thread-first-collapsed",
    url,
    page: { account: rep, thread: thread([{ ...question, collapsed: true }, answer]) },
    expected: { host: "gmail", view: "thread", missing: [], messages: [collapsedQuestionRead, answerRead] },
  },
  {
    name: "stale-thread-hidden",
    url,
    page: { labels: sk, account: rep, stale: [stale], thread: thread([question, answer]) },
    expected: { host: "gmail", view: "thread", missing: [], messages: [questionRead(THREAD, offer), answerRead] },
  },
  {
    name: "split-pane-dark",
    url,
    page: { dark: true, account: rep, layout: "split", list, thread: thread([question]) },
    expected: { host: "gmail", view: "message", missing: [], messages: [questionRead(THREAD, offer)] },
  },
  {
    name: "popout",
    url: `${base}popout?ver=1abc&search=inbox&th=%23thread-f%3A${THREAD}&cvid=1`,
    page: { labels: de, account: rep, layout: "popout", thread: thread([question]) },
    expected: { host: "gmail", view: "message", missing: [], messages: [questionRead(THREAD, offer)] },
  },
  {
    name: "group-via",
    url: `${base}#label/Obchod/${urlToken(THREAD)}`,
    page: {
      account: rep,
      thread: thread([
        {
          ...question,
          from: group,
          to: [{ address: "obchod@borovica.example", name: "Obchod" }],
          cc: [],
          via: "borovica.example",
          attachments: [],
        },
      ]),
    },
    expected: {
      host: "gmail",
      view: "message",
      missing: [],
      messages: [{ ...withoutCopies, from: without(group), to: [{ name: "Obchod", address: "obchod@borovica.example" }], attachments: [] }],
    },
  },
  {
    name: "own-fresh-send",
    url,
    page: { labels: sk, account: rep, thread: thread([question, { ...answer, fresh: true }]) },
    expected: { host: "gmail", view: "thread", missing: [], messages: [questionRead(THREAD, offer), answerRead] },
  },
  {
    name: "no-subject",
    url,
    page: { labels: sk, account: rep, thread: thread([question], THREAD, "") },
    expected: { host: "gmail", view: "message", missing: [], messages: [{ ...questionRead(THREAD, ""), subject: "" }] },
  },
  {
    name: "list-inbox",
    url: `${base}#inbox`,
    page: { labels: sk, account: rep, list },
    expected: { host: "gmail", view: "list", missing: [] },
  },
  {
    name: "list-search-with-stale",
    url: `${base}#search/ponuka`,
    page: { labels: en, account: rep, list, stale: [stale] },
    expected: { host: "gmail", view: "list", missing: [] },
  },
];
