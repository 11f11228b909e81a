import { fold } from "@kronika/core/text-folding.ts";

const LENGTH = 40;

/** The key of a new entry, from its name: small letters, digits and dashes; numbered when another entry has it. */
export function newKey(name: string, taken: readonly string[]): string {
  const plain = fold(name)
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, LENGTH - 3)
    .replace(/-+$/, "");
  const stem = plain === "" ? "entry" : plain;
  let key = stem;
  for (let n = 2; taken.includes(key); n += 1) key = `${stem}-${n}`;
  return key;
}
