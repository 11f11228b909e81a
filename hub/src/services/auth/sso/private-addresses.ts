import { BlockList, isIP } from "node:net";

/** Networks that are nobody's on the Internet (IANA special-purpose registries, RFC 6890): this machine, this network, cloud metadata. */
const PRIVATE_V4 = [
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
] as const;

const blocked = new BlockList();
for (const [network, bits] of PRIVATE_V4) blocked.addSubnet(network, bits, "ipv4");
/** Of IPv6 only 2000::/3 is given out; within it, what stands for IPv4 (6to4, Teredo) or is for documents. */
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");
const not6 = new BlockList();
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  not6.addSubnet(network, bits, "ipv6");

/** True for an address that a request on somebody else's word must not go to. Text that is no IP address is one too. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return blocked.check(address, "ipv4");
  // An IPv4 address in the clothes of IPv6 (::ffff:…) lies outside of 2000::/3.
  return family === 0 || !global6.check(address, "ipv6") || not6.check(address, "ipv6");
}
