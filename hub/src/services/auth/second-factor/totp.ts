import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** RFC 6238 as every app speaks it: SHA-1, 6 digits, 30 seconds. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** Steps before and after ours that are good too: clocks differ, typing takes a while (RFC 6238 section 5.2). */
const DRIFT = 1;

/** 160 bits, as RFC 4226 section 4 (R6) asks for. */
export const newTotpSecret = (): Buffer => randomBytes(20);

/** The number of the time step that an instant is in. */
export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1000 / STEP_SECONDS);

/** The code of one time step (RFC 4226 section 5.3: dynamic truncation). */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
}

/**
 * The time step whose code this is. Only steps later than `after` count: a code that was used, and every one before it, is not good again.
 * @returns null when none fits
 */
export function matchingStep(secret: Buffer, code: string, now: Date, after: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const current = stepAt(now);
  let found: number | null = null;
  // All are looked at, whichever fits: the time it takes tells nothing.
  for (let step = current - DRIFT; step <= current + DRIFT; step += 1) {
    const same = timingSafeEqual(Buffer.from(totpCode(secret, step)), Buffer.from(code));
    if (same && step > after) found ??= step;
  }
  return found;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Base32 (RFC 4648 section 6) without padding: what people type when they cannot scan. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}

/** What the app scans (Key URI format). */
export function totpUri(secret: Buffer, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const params = new URLSearchParams({
    secret: base32(secret),
    issuer,
    algorithm: "SHA1",
    digits: String(DIGITS),
    period: String(STEP_SECONDS),
  });
  // Apps read %20, not every one reads "+".
  return `otpauth://totp/${label}?${params.toString().replaceAll("+", "%20")}`;
}
