import { normaliseAddress } from "../addresses.ts";

/** What a delivery report (RFC 3464) says of one recipient. Fields that it does not give are null. */
export interface DeliveryStatus {
  /** Where the mail system tried to deliver: behind an alias another address than the one that was written to. */
  finalRecipient: string | null;
  /** The address that was written to. */
  originalRecipient: string | null;
  action: string | null;
  status: string | null;
  diagnostic: string | null;
}

const FIELD = /^([A-Za-z][A-Za-z-]{1,40}):\s?(.*)$/;
const PER_RECIPIENT: ReadonlySet<string> = new Set([
  "final-recipient",
  "original-recipient",
  "x-actual-recipient",
  "action",
  "status",
  "diagnostic-code",
]);

/**
 * Reads the fields of a delivery report, wherever they stand: in a message/delivery-status part, or in the text of mail systems that
 * send no such part. Lenient: groups need not be divided by empty lines.
 */
export function parseDeliveryStatus(text: string): DeliveryStatus[] {
  const groups: Map<string, string>[] = [];
  let group = new Map<string, string>();
  let field: string | null = null;
  const close = () => {
    if ([...group.keys()].some((name) => PER_RECIPIENT.has(name))) groups.push(group);
    group = new Map();
  };
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.trim() === "") {
      close();
      field = null;
      continue;
    }
    if (/^\s/.test(line) && field !== null) {
      group.set(field, `${group.get(field) ?? ""} ${line.trim()}`.slice(0, 4000));
      continue;
    }
    const [, name, value = ""] = FIELD.exec(line.slice(0, 4000)) ?? [];
    field = name?.toLowerCase() ?? null;
    if (field === null) continue;
    if (field === "final-recipient" && group.has(field)) close();
    if (!group.has(field)) group.set(field, value.trim());
  }
  close();
  return groups.filter((fields) => fields.has("final-recipient") || fields.has("original-recipient") || fields.has("action")).map(toStatus);
}

function toStatus(fields: ReadonlyMap<string, string>): DeliveryStatus {
  const action = /^[a-z]+/.exec(fields.get("action")?.toLowerCase() ?? "")?.[0] ?? null;
  return {
    finalRecipient: typedAddress(fields.get("final-recipient")) ?? typedAddress(fields.get("x-actual-recipient")),
    originalRecipient: typedAddress(fields.get("original-recipient")),
    action,
    status: fields.get("status") ?? null,
    diagnostic: fields.get("diagnostic-code")?.replace(/^\s*[\w-]{1,30}\s*;\s*/, "") ?? null,
  };
}

/** `rfc822; <jana@x.sk>` -> `jana@x.sk`. Types vary in case, and some systems leave them out. */
function typedAddress(value: string | undefined): string | null {
  if (value === undefined) return null;
  const text = value.replace(/^[^;@]{0,30};/, "").trim();
  const [, bracketed] = /<([^<>\s]{3,320})>/.exec(text) ?? [];
  return normaliseAddress((bracketed ?? text.split(/[\s(]/)[0] ?? "").replace(/^["'<]+|["'>,;]+$/g, ""));
}
