import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { quoteLabel, type Problems } from "./problems.ts";

/** Labels under which senders declare plain ASCII and then often send something else. */
const ASCII_LABELS: ReadonlySet<string> = new Set([
  "us-ascii",
  "ascii",
  "ansi_x3.4-1968",
  "iso646-us",
  "7bit",
  "8bit",
  "unknown-8bit",
  "default",
  "none",
]);

/**
 * Kamenický (KEYBCS2, code page 895), the upper half: Czech and Slovak letters of the DOS age, still sent by old accounting programs.
 * Neither TextDecoder nor iconv-lite knows it.
 */
const KAMENICKY =
  "ČüéďäĎŤčěĚĹÍľĺÄÁÉžŽôöÓůÚýÖÜŠĽÝŘťáíóúňŇŮÔšřŕŔ¼§«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";
const KAMENICKY_LABELS: ReadonlySet<string> = new Set(["kamenicky", "keybcs2", "cp895", "ibm895", "x-kam-cs", "x-kamenicky"]);

/** Names of character sets that iconv-lite knows under another one. */
const ALIASES: Readonly<Record<string, string>> = {
  "x-mac-ce": "maccenteuro",
  "x-mac-centraleurroman": "maccenteuro",
  macce: "maccenteuro",
};

type Decode = (bytes: Uint8Array) => string;

// Only labels that resolve are kept, so a sender who invents labels cannot fill the map.
const decoders = new Map<string, Decode>();

/**
 * Finds how to read a character set: the platform's TextDecoder (WHATWG Encoding), then Kamenický, then iconv-lite (DOS, Mac and other code pages).
 * @returns null for a label that nobody knows
 */
export function decoderFor(label: string): Decode | null {
  const known = decoders.get(label);
  if (known) return known;
  const decode = platformDecoder(label) ?? kamenickyDecoder(label) ?? iconvDecoder(label);
  if (decode) decoders.set(label, decode);
  return decode;
}

/** True when the platform itself reads the label (so libraries that rely on TextDecoder read it as well). */
export function isPlatformCharset(label: string): boolean {
  return platformDecoder(label) !== null;
}

function platformDecoder(label: string): Decode | null {
  try {
    const decoder = new TextDecoder(label);
    return (bytes) => decoder.decode(bytes);
  } catch {
    return null;
  }
}

function kamenickyDecoder(label: string): Decode | null {
  if (!KAMENICKY_LABELS.has(label)) return null;
  return (bytes) => {
    let text = "";
    for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : KAMENICKY[byte - 0x80];
    return text;
  };
}

function iconvDecoder(name: string): Decode | null {
  const label = ALIASES[name] ?? name;
  if (!iconv.encodingExists(label) || ICONV_INTERNAL.has(label.replace(/[^a-z0-9]/g, ""))) return null;
  return (bytes) => iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), label);
}

/** iconv-lite also lists transfer encodings and internals, which are no character sets. */
const ICONV_INTERNAL: ReadonlySet<string> = new Set(["base64", "hex", "internal", "singlebyte", "sbcs", "dbcs"]);

/** A character set label as it stands in a header: quotes, blanks and an RFC 2231 language removed, lower case. */
export function normaliseCharset(label: string | null | undefined): string | null {
  const trimmed = label
    ?.trim()
    .replace(/^["']+|["']+$/g, "")
    .split("*")[0]
    ?.trim()
    .toLowerCase();
  return trimmed ? trimmed : null;
}

/**
 * Reads text in its declared character set. Undeclared or ASCII text with 8-bit characters is read as UTF-8 where it is valid UTF-8, else
 * as windows-1252; so is text in an unknown character set. Whenever the declaration could not be followed, `problems` says so.
 * @param what names the text in `problems`, e.g. `text` or `header Subject`
 */
export function decodeText(bytes: Uint8Array, charset: string | null | undefined, problems: Problems, what: string): string {
  const label = normaliseCharset(charset);
  if (label === null || ASCII_LABELS.has(label) || label === "utf-8" || label === "utf8") {
    if (isUtf8(bytes)) return utf8(bytes);
    if (label === "utf-8" || label === "utf8") {
      problems.add(`${what}: not valid UTF-8, broken bytes replaced`);
      return utf8(bytes);
    }
    problems.add(`${what}: 8-bit characters without a character set, read as windows-1252`);
    return latin(bytes);
  }
  const decode = decoderFor(label);
  if (decode) return decode(bytes);
  const readAs = isUtf8(bytes) ? "utf-8" : "windows-1252";
  problems.add(`${what}: unknown character set ${quoteLabel(label)}, read as ${readAs}`);
  return readAs === "utf-8" ? utf8(bytes) : latin(bytes);
}

const utf8Decoder = new TextDecoder("utf-8");
const latinDecoder = new TextDecoder("windows-1252");
const utf8: Decode = (bytes) => utf8Decoder.decode(bytes);
const latin: Decode = (bytes) => latinDecoder.decode(bytes);
