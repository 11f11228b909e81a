import { lookup as resolve, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./public-address.ts";

/** A name that leads into a network, or to this machine. */
export class PrivateAddress extends Error {
  readonly code = "EPRIVATE";
}

/**
 * Resolves a name for a connection that somebody else's word has caused, and gives on what it found only if all of it is public. Given to `lookup` of a
 * request: what was checked is what is connected to, so that a name which resolves otherwise the next moment changes nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, found) => {
    const addresses: LookupAddress[] = found ?? [];
    if (error) return callback(error, "", 0);
    const first = addresses[0];
    if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
      return callback(new PrivateAddress(`${hostname} is no address of the internet`), "", 0);
    if (options.all) return (callback as unknown as (error: null, addresses: LookupAddress[]) => void)(null, addresses);
    callback(null, first.address, first.family);
  });
};
