/** How a history is spread, and by which rule row `n` gets its customer, thread, time and kind. */
export interface HistorySpread {
  orgId: string;
  /** Sees the content of every row: everybody's mail is shared with him. */
  adminId: string;
  /** Sees the content of one row in a hundred, of the others the subject. */
  repId: string;
  /** When given: sees one row in a hundred, and of the others not even that they are; everybody else but the two above sees them no more either. */
  outsiderId?: string;
  /** Customers among whom the rows go round; 100 when not given. */
  customers?: number;
  /** Rows that the history will have in the end: they fill the four years before `until`. */
  total: number;
  /** Behind the newest row. */
  until: Date;
}

export const DEFAULT_CUSTOMERS = 100;
/** People of a customer. */
export const CONTACTS = 5;
/** Deals of a customer: two open, two won, one lost. */
export const DEALS = 5;
/** Colleagues, each with a mailbox: a customer's rows go round among them. */
export const COLLEAGUES = 1000;
const YEARS = 4;

/** What the id of a row begins with. Ids follow from the row's number, in order as those of the product (UUIDv7) are. */
const KINDS = {
  interaction: "01",
  customerLink: "02",
  contactLink: "03",
  dealLink: "04",
  from: "05",
  to: "06",
  copy: "07",
  sharedCopy: "08",
  outsideCopy: "09",
  reaction: "0a",
  question: "0b",
  customer: "10",
  contact: "11",
  address: "12",
  deal: "13",
  colleague: "14",
  grant: "15",
  reminder: "16",
  document: "17",
} as const;

/** The id of a row of the history. @param index from 0 */
export const historyId = (kind: keyof typeof KINDS, index: number): string =>
  `019300${KINDS[kind]}-0000-7000-8000-${index.toString(16).padStart(12, "0")}`;

/** The same in SQL. @param index an expression */
export const uuidOf = (kind: keyof typeof KINDS, index: string): string =>
  `('019300${KINDS[kind]}-0000-7000-8000-' || lpad(to_hex(${index}), 12, '0'))::uuid`;

/** SQL expressions over the number `n` of a row. */
export function expressionsOf({ customers = DEFAULT_CUSTOMERS, total, until }: HistorySpread) {
  const end = `timestamptz '${until.toISOString()}'`;
  const customer = `(n % ${customers})`;
  // The how-manieth of its customer; three after each other are one conversation with one person.
  const round = `(n / ${customers})`;
  const talk = `(${round} / 3)`;
  const kind = `(CASE WHEN ${talk} % 10 < 8 THEN 'email' WHEN ${talk} % 10 = 8 THEN 'call' ELSE 'meeting' END)`;
  return {
    customer,
    round,
    talk,
    kind,
    at: `(${end} - (${total} - n) * (interval '${YEARS} years' / ${total}))`,
    /** Two of three of a conversation are of one side, every other conversation of the other. */
    incoming: `((${round} + ${talk}) % 2 = 0)`,
    contact: `(${customer} * ${CONTACTS} + ${talk} % ${CONTACTS})`,
    deal: `(${customer} * ${DEALS} + ${talk} / 2 % ${DEALS})`,
    hasDeal: `(${talk} % 2 = 0)`,
    colleague: `(${round} % ${COLLEAGUES})`,
    contactAddress: `('osoba' || (${customer} * ${CONTACTS} + ${talk} % ${CONTACTS}) || '@zakaznik' || ${customer} || '.example')`,
    colleagueAddress: `('obchodnik' || ${round} % ${COLLEAGUES} || '@borovica.example')`,
    /** Number of the mail before it in its conversation. */
    before: `(n - ${customers})`,
    /** Whether it answers one: the first of a conversation does not. */
    answers: `(${kind} = 'email' AND ${round} % 3 > 0)`,
    thread: `(CASE WHEN ${kind} = 'email' THEN (${talk} * 3) * ${customers} + ${customer} ELSE n END)`,
  };
}
