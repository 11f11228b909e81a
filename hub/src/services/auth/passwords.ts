import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";
import { createWorkGate } from "./work-gate.ts";

/** Cost of scrypt (RFC 7914): N is 2^ln. Kept in every hash, so that it can grow without locking anybody out. */
export interface PasswordCost {
  ln: number;
  r: number;
  p: number;
}

/** N = 2^17, r = 8, p = 1: 128 MiB and about a third of a second a try (OWASP Password Storage Cheat Sheet). */
export const currentCost: PasswordCost = { ln: 17, r: 8, p: 1 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Two at a time: 256 MiB at most, and two of libuv's four threads stay free for files and names. */
const gate = createWorkGate(2, 60);

/** A hash that no password has: strangers cost the same work as members, so that the answer's time tells nobody who has an account. */
const NOBODY = format(currentCost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));

/** @returns `$scrypt$ln=17,r=8,p=1$salt$hash` (PHC string format, base64 without padding) */
export async function hashPassword(password: string, cost: PasswordCost = currentCost): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return format(cost, salt, await derive(password, salt, cost));
}

/**
 * Compares in constant time. With null (nobody has this e-mail address) or a hash that cannot be read, the same work is done and the answer is no.
 * @returns `matches`, and `outdated` when the hash should be made anew with today's cost
 */
export async function verifyPassword(password: string, stored: string | null): Promise<{ matches: boolean; outdated: boolean }> {
  const known = stored === null ? null : read(stored);
  const { cost, salt, hash } = known ?? read(NOBODY)!;
  const same = timingSafeEqual(await derive(password, salt, cost), hash);
  const outdated = cost.ln !== currentCost.ln || cost.r !== currentCost.r || cost.p !== currentCost.p;
  return { matches: same && known !== null, outdated };
}

/** NFKC first (NIST SP 800-63B 5.1.1.2): the same keys typed on another system give the same password. */
async function derive(password: string, salt: Buffer, { ln, r, p }: PasswordCost): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r };
  return gate(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize("NFKC"), salt, HASH_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
      }),
  );
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}

function format({ ln, r, p }: PasswordCost, salt: Buffer, hash: Buffer): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$${unpadded(salt)}$${unpadded(hash)}`;
}

function read(stored: string): { cost: PasswordCost; salt: Buffer; hash: Buffer } | null {
  const [, ln, r, p, salt, hash] = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]{43})$/.exec(stored) ?? [];
  if (!ln || !r || !p || !salt || !hash) return null;
  return { cost: { ln: Number(ln), r: Number(r), p: Number(p) }, salt: Buffer.from(salt, "base64"), hash: Buffer.from(hash, "base64") };
}
