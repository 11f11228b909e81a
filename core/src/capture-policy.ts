import { domainOf, isOwnAddress, isSameOrSubdomain, normaliseAddress, type OwnAddresses } from "./addresses.ts";
import type { MailKind } from "./interactions/email.ts";
import { foldedWords } from "./text-folding.ts";

/**
 * What is recorded of mail and meetings, and how much of it. The same code decides in the browser, before anything leaves the page, and
 * in the hub, which trusts nobody.
 *
 * The browser does not know the customers. In mode `known-customers` it therefore asks in two steps: `decide` with what the page shows;
 * only if the answer is `needs: "known"` - no exclusion hit, not internal, not automatic - the outside addresses, and nothing else, go to
 * the hub's look-up; `decide` again with `known` set. A mail that is excluded here costs no request at all.
 */

/** How much is kept: everything; no body; participants and time only. */
export const captureLevels = ["metadata", "subject", "content"] as const;
export type CaptureLevel = (typeof captureLevels)[number];

/** Which mail of a mailbox is recorded by itself. */
export const captureModes = ["all", "known-customers", "replies-to-recorded", "labelled", "none"] as const;
export type CaptureMode = (typeof captureModes)[number];

/**
 * Something that is not recorded, or less of it.
 * - `address`, `domain`: any participant has it (a domain stands for its subdomains)
 * - `folder`: the item is in it or below it; `label`: it carries it (case and diacritics do not matter)
 * - `private`: the item is flagged private; `sensitivity`: its header says `value` (`private`, `personal`, `company-confidential`)
 */
export interface Exclusion {
  kind: "address" | "domain" | "folder" | "label" | "private" | "sensitivity";
  /** Normalised address or domain, path of the folder, name of the label, word of the header; not for `private`. */
  value?: string;
  /** Who set it: for the explanation. */
  scope: "organization" | "person" | "mailbox";
  /** Identifies the rule in the explanation. */
  id?: string;
  /** Most that is still recorded; absent: nothing. */
  level?: Exclude<CaptureLevel, "content">;
}

/** With what an organisation starts: what its sender calls private is not recorded. Confidential business mail is. */
export const defaultExclusions: readonly Exclusion[] = [
  { kind: "private", scope: "organization" },
  { kind: "sensitivity", value: "private", scope: "organization" },
  { kind: "sensitivity", value: "personal", scope: "organization" },
];

/** All rules that hold for one mailbox or calendar, as plain JSON: the organisation's, the mailbox's and its person's. */
export interface CapturePolicy {
  own: OwnAddresses;
  mailbox: {
    mode: CaptureMode;
    /** For mode `labelled`. */
    labels?: string[];
    /** Most that is recorded from it; absent: content. */
    level?: CaptureLevel;
  };
  exclusions: Exclusion[];
}

/** Purposes of folders (RFC 6154), as connectors name them. */
export type FolderRole = "inbox" | "sent" | "drafts" | "junk" | "trash" | "archive" | "all" | "other";

/**
 * What a decision looks at. A page and a parsed mail can both give it; what is not known is absent, and the decision then says what it
 * needs instead of guessing.
 */
export interface CaptureItem {
  kind: "email" | "meeting" | "call" | "note" | "other";
  /** Everybody who took part. Addresses need not be normalised. */
  participants: readonly { address?: string | undefined }[];
  /** Of mail: what it is (mail-kind.ts), and what says so. */
  mailKind?: MailKind | undefined;
  kindReasons?: readonly string[] | undefined;
  folder?: string | undefined;
  folderRole?: FolderRole | undefined;
  labels?: readonly string[] | undefined;
  private?: boolean | undefined;
  /** Value of the Sensitivity header (RFC 2156), or of CLASS of an event (RFC 5545). */
  sensitivity?: string | undefined;
  /** Whether a participant is known: stands at a customer or contact, or on the domain of one. */
  known?: boolean | undefined;
  /** Whether it belongs to a thread of which something is recorded. */
  repliesToRecorded?: boolean | undefined;
  /** A person asked for it: mode, bulk and automatic mail do not stand in the way, exclusions do. */
  byHand?: boolean | undefined;
  /** The person said where it belongs: then internal mail is recorded, too. */
  stated?: boolean | undefined;
}

/** Why something is recorded. Stable; the interface translates them. */
export const recordedReasonCodes = ["by-hand", "mode-all", "known-participant", "reply-to-recorded", "labelled"] as const;

/**
 * Why something is left out. `bounce-to-recorded` and its like: no entry of the timeline, but a fact about something that is one - the
 * hub keeps it as a reaction.
 */
export const skippedReasonCodes = [
  ...(["excluded-address", "excluded-domain", "excluded-folder", "excluded-label", "private", "sensitivity"] as const),
  ...(["draft", "junk", "trash", "internal", "bulk", "mode-none"] as const),
  ...(["auto-reply", "out-of-office", "bounce", "invitation", "invitation-reply"] as const),
  ...([
    "auto-reply-to-recorded",
    "out-of-office-to-recorded",
    "bounce-to-recorded",
    "invitation-to-recorded",
    "invitation-reply-to-recorded",
  ] as const),
  ...(["unknown-participants", "not-a-reply-to-recorded", "not-labelled"] as const),
] as const;

/** Why less than everything is recorded. */
export const limitedReasonCodes = ["limited-by-mailbox", "limited-by-rule"] as const;

export const captureReasonCodes = [...recordedReasonCodes, ...skippedReasonCodes, ...limitedReasonCodes] as const;
export type CaptureReasonCode = (typeof captureReasonCodes)[number];

/** One reason: its code, the rule (id or value of an exclusion, header of a bulk mail) and the address that it hit. No content. */
export interface CaptureReason {
  code: CaptureReasonCode;
  rule?: string;
  address?: string;
}

/** What must be known before the decision is final. Until then nothing is recorded. */
export type CaptureNeed = "known" | "replies-to-recorded" | "labels";

export interface CaptureDecision {
  record: boolean;
  /** Most that may be kept; `metadata` when nothing is recorded. */
  level: CaptureLevel;
  reasons: CaptureReason[];
  needs?: CaptureNeed;
}

/** Decides by the policy. Order: folder, exclusions, internal, automatic and bulk mail, mode. */
export function decide(item: CaptureItem, policy: CapturePolicy): CaptureDecision {
  const addresses = addressesOf(item);
  const hits = policy.exclusions.flatMap((rule) => {
    const hit = matches(rule, item, addresses);
    return hit === null ? [] : [{ rule, reason: hit }];
  });
  const excluded = hits.filter(({ rule }) => rule.level === undefined).map(({ reason }) => reason);
  const out = folderReason(item) ?? excluded[0] ?? internalReason(item, addresses, policy.own) ?? machineReason(item);
  if (out !== null && out !== undefined) return skip(excluded.length > 0 && out === excluded[0] ? excluded : [out]);
  const decided = byMode(item, policy, addresses);
  if (!decided.record)
    return { record: false, level: "metadata", reasons: decided.reasons, ...(decided.needs && { needs: decided.needs }) };
  return limit(decided.reasons, policy, hits);
}

function skip(reasons: CaptureReason[]): CaptureDecision {
  return { record: false, level: "metadata", reasons };
}

/** Normalised, each once; what is no address stays as it is, so that an exclusion may name it. */
function addressesOf(item: CaptureItem): string[] {
  const all = item.participants.flatMap(({ address }) =>
    address === undefined || address === "" ? [] : [normaliseAddress(address) ?? address.trim().toLowerCase()],
  );
  return [...new Set(all)];
}

/** Unfinished and unwanted mail. A person may pick something out of junk and trash; a draft was not sent. */
function folderReason({ folderRole, byHand }: CaptureItem): CaptureReason | null {
  if (folderRole === "drafts") return { code: "draft" };
  if (byHand === true) return null;
  return folderRole === "junk" || folderRole === "trash" ? { code: folderRole } : null;
}

function matches(rule: Exclusion, item: CaptureItem, addresses: readonly string[]): CaptureReason | null {
  const { value = "" } = rule;
  const reason = (code: CaptureReasonCode, address?: string): CaptureReason => {
    const named = rule.level === undefined ? code : "limited-by-rule";
    return { code: named, rule: rule.id ?? (value === "" ? rule.kind : value), ...(address !== undefined && { address }) };
  };
  switch (rule.kind) {
    case "address": {
      const hit = addresses.find((address) => address === (normaliseAddress(value) ?? value));
      return hit === undefined ? null : reason("excluded-address", hit);
    }
    case "domain": {
      const hit = addresses.find((address) => value !== "" && isSameOrSubdomain(domainOf(address), value));
      return hit === undefined ? null : reason("excluded-domain", hit);
    }
    case "folder":
      return isInFolder(item.folder, value) ? reason("excluded-folder") : null;
    case "label":
      return item.labels?.some((label) => sameLabel(label, value)) === true ? reason("excluded-label") : null;
    case "private":
      return item.private === true ? reason("private") : null;
    default:
      return item.sensitivity !== undefined && value !== "" && sameLabel(item.sensitivity, value) ? reason("sensitivity") : null;
  }
}

/** Mailboxes divide levels of folders by `/` or `.`. */
function isInFolder(folder: string | undefined, value: string): boolean {
  if (folder === undefined || value === "") return false;
  return folder === value || folder.startsWith(`${value}/`) || folder.startsWith(`${value}.`);
}

function sameLabel(a: string, b: string): boolean {
  return foldedWords(a) === foldedWords(b);
}

/** All of us, nobody else. That a colleague's address stands at a contact changes nothing. Calls and notes have no sides of mail. */
function internalReason(item: CaptureItem, addresses: readonly string[], own: OwnAddresses): CaptureReason | null {
  if (item.stated === true || (item.kind !== "email" && item.kind !== "meeting") || addresses.length === 0) return null;
  return addresses.every((address) => isOwnAddress(address, own)) ? { code: "internal" } : null;
}

function machineReason({ mailKind = "normal", kindReasons, repliesToRecorded, byHand }: CaptureItem): CaptureReason | null {
  if (mailKind === "normal" || byHand === true) return null;
  const rule = kindReasons?.[0];
  const because = rule === undefined ? {} : { rule };
  if (mailKind === "bulk") return { code: "bulk", ...because };
  return { code: repliesToRecorded === true ? `${mailKind}-to-recorded` : mailKind, ...because };
}

function byMode(item: CaptureItem, policy: CapturePolicy, addresses: readonly string[]): Omit<CaptureDecision, "level"> {
  const yes = (reason: CaptureReason) => ({ record: true, reasons: [reason] });
  const no = (code: CaptureReasonCode) => ({ record: false, reasons: [{ code }] });
  const wait = (needs: CaptureNeed) => ({ record: false, reasons: [], needs });
  if (item.byHand === true || (item.kind !== "email" && item.kind !== "meeting")) return yes({ code: "by-hand" });
  const { mode, labels = [] } = policy.mailbox;
  if (mode === "none") return no("mode-none");
  if (mode === "all") return yes({ code: "mode-all" });
  if (mode === "labelled") {
    if (item.labels === undefined) return wait("labels");
    const label = labels.find((wanted) => item.labels?.some((own) => sameLabel(own, wanted)));
    return label === undefined ? no("not-labelled") : yes({ code: "labelled", rule: label });
  }
  if (item.repliesToRecorded === true) return yes({ code: "reply-to-recorded" });
  if (mode === "replies-to-recorded")
    return item.repliesToRecorded === undefined ? wait("replies-to-recorded") : no("not-a-reply-to-recorded");
  if (item.known === undefined && addresses.length > 0) return wait("known");
  return item.known === true ? yes({ code: "known-participant" }) : no("unknown-participants");
}

/** The strictest of mailbox and rules. */
function limit(
  reasons: CaptureReason[],
  policy: CapturePolicy,
  hits: readonly { rule: Exclusion; reason: CaptureReason }[],
): CaptureDecision {
  let level: CaptureLevel = policy.mailbox.level ?? "content";
  const limits: CaptureReason[] = level === "content" ? [] : [{ code: "limited-by-mailbox" }];
  for (const { rule, reason } of hits) {
    if (rule.level === undefined) continue;
    limits.push(reason);
    if (captureLevels.indexOf(rule.level) < captureLevels.indexOf(level)) level = rule.level;
  }
  return { record: true, level, reasons: [...reasons, ...limits] };
}

/** Fields of an interaction that are content, and that are its subject. */
interface Trimmable {
  subject?: string | undefined;
  location?: string | null | undefined;
  text?: string | null | undefined;
  html?: string | null | undefined;
  replyText?: string | null | undefined;
  attachments?: readonly unknown[] | undefined;
}

/**
 * An interaction without what its level does not allow: `subject` drops bodies and attachments, `metadata` the subject and place, too.
 * Fields that are not there are not added.
 */
export function trimToLevel<T extends Trimmable>(content: T, level: CaptureLevel): T {
  if (level === "content") return content;
  const dropped: Trimmable = {
    text: null,
    html: null,
    replyText: null,
    attachments: [],
    ...(level === "metadata" && { subject: "", location: null }),
  };
  const present = Object.entries(dropped).filter(([field]) => field in content);
  return { ...content, ...Object.fromEntries(present) };
}
