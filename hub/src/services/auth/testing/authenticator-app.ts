import { stepAt, totpCode } from "../second-factor/totp.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** An app that shows codes, as a phone would: it knows the typed secret and the time, nothing else. */
export function createApp(secret: string, now: () => Date): { code(shiftSeconds?: number): string } {
  const bits = [...secret].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
  return { code: (shiftSeconds = 0) => totpCode(bytes, stepAt(new Date(now().getTime() + shiftSeconds * 1000))) };
}
