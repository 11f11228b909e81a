import { BlockList, isIP } from "node:net";

/** Who is at the other end of a request that is not signed in yet. */
export interface Client {
  /** Normalised by {@link clientAddress}. */
  address: string;
  userAgent: string | null;
}

/**
 * The address of the person's machine: the peer of the connection, or, when that is a trusted proxy, the nearest entry of X-Forwarded-For
 * that is no trusted proxy. Entries further left are written by the client itself and are never believed.
 * @param trusted addresses and subnets (`10.0.0.0/8`) of proxies
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | undefined, trusted: readonly string[]): string {
  const hops = [...(forwardedFor?.split(",") ?? []), peer ?? ""].map((hop) => withoutMapping(hop.trim()));
  const proxies = listOf(trusted);
  let address = hops.pop() ?? "";
  while (hops.length > 0 && isTrusted(proxies, address)) {
    const next = hops.pop()!;
    if (isIP(next) === 0) break;
    address = next;
  }
  return address === "" ? "unknown" : address;
}

/** What a limit counts together: an IPv4 address, or the /64 network of an IPv6 address, which one customer of a provider has whole. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.split("%")[0]!.toLowerCase().split("::");
  const left = head.split(":").filter(Boolean);
  const right = (tail ?? "").split(":").filter(Boolean);
  const groups = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** `::ffff:192.0.2.1`, as a dual-stack socket names an IPv4 peer. */
const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");

function listOf(trusted: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of trusted) {
    const [address = "", bits] = entry.trim().split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (isIP(address) === 0) continue;
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const isTrusted = (list: BlockList, address: string): boolean =>
  isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");

const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdgA?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bFirefox\//, "Firefox"],
  [/\bChrom(e|ium)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/\b(iPhone|iPad)\b/, "iOS"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** A name by which a person knows a sign-in again: `Firefox, Windows`. Empty when the header says nothing known. */
export function describeAgent(userAgent: string | null): string {
  const first = (table: readonly [RegExp, string][]) => table.find(([pattern]) => pattern.test(userAgent ?? ""))?.[1];
  return [first(BROWSERS), first(SYSTEMS)].filter(Boolean).join(", ");
}
