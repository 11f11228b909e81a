import { normaliseAddress } from "@kronika/core/addresses.ts";
import { findAll } from "../query.ts";
import * as gmail from "./selectors.ts";

const ADDRESS = /[^\s<>()"',;:]+@[^\s<>()"',;:]+\.[\p{L}]{2,}/gu;

/**
 * Address of the mailbox: from the label of the account's button and from the title of the window ("Inbox (3) - jana@orava.example - Gmail").
 * @returns null when neither says it, or when they say different things (several accounts, delegated mailbox)
 */
export function readAccount(root: Document): string | null {
  const labels = findAll(root, gmail.account).elements.flatMap((element) => addressesIn(element.getAttribute("aria-label") ?? ""));
  const voices = new Set([...labels, ...addressInTitle(root.title)]);
  return voices.size === 1 ? [...voices][0]! : null;
}

/** A subject may hold an address too: only the last part before the product's name counts. */
function addressInTitle(title: string): string[] {
  const parts = title.split(" - ");
  const place = parts.at(-2) ?? "";
  return addressesIn(place).filter((address) => address === normaliseAddress(place));
}

function addressesIn(text: string): string[] {
  return [...new Set((text.match(ADDRESS) ?? []).map(normaliseAddress).filter((address) => address !== null))];
}
