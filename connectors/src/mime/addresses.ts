import { addressParser } from "postal-mime";
import { normaliseAddress } from "@kronika/core/addresses.ts";
import { rewriteForeignWords } from "./headers.ts";
import type { ParsedAddress } from "./message.ts";
import type { Problems } from "./problems.ts";

/**
 * Reads address lists (RFC 5322 section 3.4). Members of groups are listed one by one, `undisclosed-recipients:;` is nobody. Addresses are
 * normalised; one that is no address in our sense (`"a b"@x.sk`, a bare `MAILER-DAEMON`) stays as it was written, and a name without
 * address has none.
 * @param headers values of all fields of one name, encoded words not decoded (decoding first would let a name smuggle in an address)
 */
export function parseAddresses(headers: readonly string[], field: string, problems: Problems): ParsedAddress[] {
  const addresses: ParsedAddress[] = [];
  for (const header of headers) {
    for (const { name, address } of addressParser(rewriteForeignWords(header), { flatten: true }) as { name: string; address: string }[]) {
      const parsed = toAddress(name, address, field, problems);
      if (parsed) addresses.push(parsed);
    }
  }
  return addresses;
}

function toAddress(name: string, address: string, field: string, problems: Problems): ParsedAddress | null {
  const cleanName = problems.storable(name, `header ${field}`).replace(/\s+/g, " ").trim();
  const cleanAddress = problems.storable(address, `header ${field}`).trim();
  const normalised = normaliseAddress(cleanAddress);
  if (cleanAddress !== "" && normalised === null) problems.add(`header ${field}: holds something that is no e-mail address`);
  if (cleanName === "" && cleanAddress === "") return null;
  return { ...(cleanName !== "" && { name: cleanName }), ...(cleanAddress !== "" && { address: normalised ?? cleanAddress }) };
}
