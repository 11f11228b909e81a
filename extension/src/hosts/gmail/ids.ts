/** Gmail's hexadecimal id, as its API knows it. Ids have grown from 15 to 16 digits; shorter ones are not believed. */
const HEX_ID = /^[0-9a-f]{14,16}$/;

/** The hexadecimal id in an attribute (`18852539450983a9`), or null. */
export function hexId(text: string | null | undefined): string | null {
  const value = text?.trim().toLowerCase() ?? "";
  return HEX_ID.test(value) ? value : null;
}

/** `#msg-f:1766859356714402729`, `thread-f:1766859356714402729` -> the same id in hexadecimal; null for fresh `msg-a:` ids, which change. */
export function permanentId(text: string | null | undefined): string | null {
  const match = /^#?(?:msg|thread)-f:(\d{15,20})$/.exec(text?.trim() ?? "");
  return match ? hexId(BigInt(match[1]!).toString(16)) : null;
}

/**
 * One id out of the two forms in which Gmail shows it.
 * @returns null when there is none, or when the two contradict each other (then neither is believed)
 */
export function agreedId(legacy: string | null | undefined, permanent: string | null | undefined): string | null {
  const first = hexId(legacy);
  const second = permanentId(permanent);
  if (first !== null && second !== null) return first === second ? first : null;
  return first ?? second;
}

const TOKEN_DIGITS = "BCDFGHJKLMNPQRSTVWXZbcdfghjklmnpqrstvwxz";
const BASE64_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * Decodes the long token in Gmail's addresses: a number in base 40 (letters without vowels), which in base 64 is the text
 * `f:<decimal thread id>` or `msg-f:<decimal message id>`.
 * @returns the id in hexadecimal, or null for any other form (`a:` ids of own fresh mail, links of older versions, junk)
 */
export function decodeUrlToken(token: string): string | null {
  if (token.length > 200) return null;
  let value = 0n;
  for (const letter of token) {
    const digit = TOKEN_DIGITS.indexOf(letter);
    if (digit < 0) return null;
    value = value * 40n + BigInt(digit);
  }
  let base64 = "";
  for (; value > 0n; value /= 64n) base64 = BASE64_DIGITS[Number(value % 64n)] + base64;
  try {
    const match = /^(?:thread-|msg-)?f:(\d{15,20})(?:\||$)/.exec(atob(base64));
    return match ? hexId(BigInt(match[1]!).toString(16)) : null;
  } catch {
    return null;
  }
}
