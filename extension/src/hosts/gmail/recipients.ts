import { normaliseAddress, type MailAddress } from "@kronika/core/addresses.ts";
import { findAll } from "../query.ts";
import { readableText } from "../text.ts";
import * as gmail from "./selectors.ts";

type Role = "to" | "cc" | "bcc" | "unknown";

export interface Recipients {
  to: MailAddress[];
  cc: MailAddress[];
  bcc: MailAddress[];
  /** False when a recipient stood under a word that we do not know: the lists are then not complete. */
  complete: boolean;
}

/**
 * Words before recipients, in the languages that Gmail's labels were seen in. The word for "to" is not needed: the first line of
 * recipients is "to" unless its word is one of the others.
 */
const ROLE_WORDS: readonly (readonly [role: Role, words: string])[] = [
  ["cc", "cc|kopie|kópia|kopia|dw|másolat|másolatot kap|c.c|copie|copia|копия|копія|抄送"],
  [
    "bcc",
    "bcc|skrytá kopie|skrytá kópia|skryta kopia|udw|titkos másolat|rejtett másolat|blindkopie|cci|ccn|cco|скрытая копия|прихована копія|密送",
  ],
  ["to", "to|komu|pre|an|címzett|do|para|à|a|кому|发送至|收件人"],
];

/** The role that a word of the page names. */
function roleOf(label: string): Role {
  const word = label
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[:：\s]+$/u, "")
    .trim();
  return ROLE_WORDS.find(([, words]) => words.split("|").includes(word))?.[0] ?? "unknown";
}

/** "me", as Gmail calls the owner of the mailbox in its languages. It is not a name. */
const SELF = new Set("me ja mne mně mnie mir mich ich én nekem moi yo mí io eu mim я мне мені 我 自分 나".split(" "));

/** Address and name that an element of Gmail carries in its attributes, or null. */
export function addressOf(element: Element): MailAddress | null {
  const address = normaliseAddress(element.getAttribute("email") ?? element.getAttribute("data-hovercard-id") ?? "");
  if (address === null) return null;
  const name = (element.getAttribute("name") ?? element.getAttribute("data-name") ?? element.textContent ?? "")
    .replace(/<[^<>]*>\s*$/, "") // `Jana <jana@orava.example>` in one text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^"(.*)"$/, "$1");
  const isName = name !== "" && name.length <= 500 && normaliseAddress(name) !== address && !SELF.has(name.toLowerCase());
  return isName ? { name, address } : { address };
}

/**
 * Recipients of one message, from its head (never from its body): the table of details when it has been opened, since it says which word
 * each address stands under, else the short lines.
 * @param head elements of the head only
 */
export function readRecipients(head: HeadQuery): Recipients {
  const details = fromDetails(head);
  const short = fromLines(head);
  if (details === null) return short;
  // The details belong to this message only if they know everybody whom the short line shows.
  const known = new Set([...details.to, ...details.cc, ...details.bcc].map(({ address }) => address));
  const all = [...short.to, ...short.cc, ...short.bcc];
  return all.every(({ address }) => known.has(address)) ? details : short;
}

/** Query over the head of one message: everything in it but its body. */
export type HeadQuery = (thing: { readonly ways: readonly string[] }) => { elements: Element[]; way: number };

function fromLines(head: HeadQuery): Recipients {
  const found = empty();
  const lines = outermost(head(gmail.recipientLine).elements.filter((line) => findAll(line, gmail.recipient).elements.length > 0));
  let role: Role = "to";
  for (const [index, line] of lines.entries()) {
    role = index === 0 ? "to" : "unknown";
    readLine(line, role, found);
  }
  if (lines.length === 0) for (const chip of head(gmail.recipient).elements) put(found, "to", addressOf(chip));
  return found;
}

/** Walks through one line: a word such as "cc:" changes the role of the addresses behind it. */
function readLine(line: Element, first: Role, found: Recipients): void {
  let role = first;
  let words = "";
  const chips = new Set(findAll(line, gmail.recipient).elements);
  const visit = (node: Node): void => {
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (child.nodeType === 3) words += child.nodeValue ?? "";
      else if (child.nodeType === 1 && chips.has(child as Element)) {
        role = roleAfter(words, role, found);
        words = "";
        put(found, role, addressOf(child as Element));
      } else if (child.nodeType === 1) visit(child);
    }
  };
  visit(line);
}

function roleAfter(words: string, before: Role, found: Recipients): Role {
  const label = words.replace(/[\s,，、;]+/gu, " ").trim();
  if (label === "") return before;
  const role = roleOf(label);
  if (role !== "unknown") return role;
  // The first word of the first line is "to" in a language that we have no word for.
  return before === "to" && found.to.length === 0 ? "to" : "unknown";
}

function fromDetails(head: HeadQuery): Recipients | null {
  const found = empty();
  let rows = 0;
  for (const row of head(gmail.detailRow).elements) {
    const label = findAll(row, gmail.detailLabel).elements[0];
    const value = findAll(row, gmail.detailValue).elements[0];
    const role = label && value ? roleOf(label.textContent ?? "") : "unknown";
    if (role === "unknown") continue; // sender, date, what has signed it
    rows++;
    const chips = [...value!.querySelectorAll("[email]")];
    const people = chips.length > 0 ? chips.map(addressOf) : addressesIn(readableText(value!));
    for (const person of people) put(found, role, person);
  }
  return rows > 0 && found.to.length + found.bcc.length > 0 ? found : null;
}

/** `Jana Kováčová <jana@orava.example>, obchod@orava.example` as Gmail prints it. */
export function addressesIn(text: string): (MailAddress | null)[] {
  return [...text.matchAll(/(?:"([^"\n]*)"|([^"<>,;\n]*?))\s*<([^<>\s]+@[^<>\s]+)>|([^\s<>,;"]+@[^\s<>,;"]+)/g)].map((match) => {
    const address = normaliseAddress(match[3] ?? match[4] ?? "");
    const name = (match[1] ?? match[2])?.trim();
    if (address === null) return null;
    return name && normaliseAddress(name) !== address ? { name, address } : { address };
  });
}

function empty(): Recipients {
  return { to: [], cc: [], bcc: [], complete: true };
}

function put(found: Recipients, role: Role, person: MailAddress | null): void {
  if (person === null || role === "unknown") {
    found.complete = false;
    return;
  }
  if (!found[role].some(({ address }) => address === person.address)) found[role].push(person);
}

function outermost(elements: Element[]): Element[] {
  return elements.filter((element) => !elements.some((other) => other !== element && other.contains(element)));
}
