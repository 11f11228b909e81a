import { BlockList, isIP } from "node:net";

/**
 * Addresses that belong to no stranger: private, local, link-local (cloud metadata), shared, documentation, multicast, reserved (IANA special-purpose
 * registries, RFC 6890 and its updates).
 */
const PRIVATE = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  PRIVATE.addSubnet(net, bits, "ipv4");
/** Of IPv6 only global unicast is public, and of that not what embeds or documents something else. */
const GLOBAL = new BlockList();
GLOBAL.addSubnet("2000::", 3, "ipv6");
const NOT_GLOBAL = new BlockList();
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  NOT_GLOBAL.addSubnet(net, bits, "ipv6");

/** Whether a numeric address is one of the public internet. IPv4 inside of IPv6 (`::ffff:10.0.0.1`, NAT64) counts as what it holds or not at all. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  if (isIP(bare) === 4) return !PRIVATE.check(bare, "ipv4");
  return isIP(bare) === 6 && GLOBAL.check(bare, "ipv6") && !NOT_GLOBAL.check(bare, "ipv6");
}
