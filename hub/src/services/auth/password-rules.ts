import { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import { fold } from "@kronika/core/text-folding.ts";
import { safeText } from "@kronika/core/interactions/common.ts";

export const MIN_PASSWORD = 10;

/** A password that somebody chooses; {@link assertGoodPassword} looks at what it consists of. No rules of composition (NIST SP 800-63B). */
export const newPasswordSchema = safeText(256).refine(
  (text) => [...text].length >= MIN_PASSWORD,
  `must have at least ${MIN_PASSWORD} characters`,
);

/** A password that somebody presents. Bounded, because its whole length is hashed. */
export const presentedPasswordSchema = z.string().max(1024);

/** Words that are tried first, with whatever digits and signs around them. Folded, without the usual look-alike digits. */
const COMMON_WORDS: ReadonlySet<string> = new Set(
  `password passwort passphrase heslo mojeheslo noveheslo tajneheslo tajne kennwort jelszo haslo motdepasse contrasena senha
   admin administrator root superuser user uzivatel pouzivatel guest test tester testing demo welcome vitajte vitaj ahoj ahojahoj dobryden
   letmein changeme zmenma default secret login qwerty qwertz qwertyuiop qwertzuiop asdfgh asdfghjkl yxcvbnm zxcvbnm abc abcd abcdef abcdefgh
   iloveyou milujemta lubimta lasenka laska milacik princess princezna sunshine slniecko dragon drak monkey opicka football futbal hokej hockey baseball
   superman batman starwars pokemon michael jennifer jessica charlie martin peter michal tomas jozef maria zuzana katarina veronika monika
   slovensko slovakia bratislava kosice zilina trnava slovan spartak praha cesko sparta slavia summer leto winter zima spring autumn jar jesen
   kronika crm firma company office google facebook computer pocitac internet samsung whatever trustno master shadow killer freedom pass`.split(
    /\s+/,
  ),
);

/** Rows of the keyboard and of the alphabet, once more behind themselves, so that a run over the end is found too. */
const RUNS = [
  "1234567890",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiop",
  "qwertzuiop",
  "asdfghjkl",
  "zxcvbnm",
  "yxcvbnm",
  "1qaz2wsx3edc4rfv5tgb",
]
  .flatMap((run) => [run, [...run].reverse().join("")])
  .map((run) => run + run);

/**
 * Refuses what is guessed first: well-known words with digits around them, runs of the keyboard, few different characters, and what
 * everybody knows of the person (name, e-mail address, company).
 * @throws AppError `invalid` at `pointer`
 */
export function assertGoodPassword(password: string, about: readonly string[], pointer: string): void {
  const message = weakness(password, about);
  if (message) throw new AppError("invalid", "Choose another password.", { fields: [{ pointer, message }] });
}

function weakness(password: string, about: readonly string[]): string | null {
  const text = fold(password);
  if (new Set(text).size < 4) return "repeats the same few characters";
  if (isRun(text) || /^(.{1,5})\1+$/u.test(text)) return "is a run of keys that is tried first";
  const core = text.replace(/^[^\p{L}]+/u, "").replace(/[^\p{L}]+$/u, "");
  if ([core, plain(core), plain(text).replace(/[^a-z]+$/, "")].some((word) => COMMON_WORDS.has(word))) return "is a well-known password";
  if (isMadeOf(text, about)) return "is made of the name or e-mail address";
  return null;
}

/** True when little is left once the words that everybody knows of the person are taken out and the digits around them forgotten. */
function isMadeOf(text: string, about: readonly string[]): boolean {
  const known = about.flatMap((words) => [words, ...words.split(/[\s.@]+/)]).map((word) => bare(fold(word)));
  const words = known.filter((word) => word.length >= 3).sort((a, b) => b.length - a.length);
  const left = words.reduce((rest, word) => rest.replaceAll(word, ""), bare(text));
  return left !== bare(text) && left.replace(/\p{N}/gu, "").length < 4;
}

/** True when it begins or ends with eight keys of a row. */
const isRun = (text: string): boolean => RUNS.some((run) => run.includes(text.slice(0, 8)) || run.includes(text.slice(-8)));

/** Digits and signs that stand for letters. */
const plain = (text: string): string =>
  text.replace(
    /[0134578@$!]/g,
    (sign) => ({ 0: "o", 1: "i", 3: "e", 4: "a", 5: "s", 7: "t", 8: "b", "@": "a", $: "s", "!": "i" })[sign] ?? sign,
  );

const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "");
