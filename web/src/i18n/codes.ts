import { useTranslation } from "react-i18next";
import type codes from "./en/codes.json";

export type CodeGroup = keyof typeof codes;

/** A code that has no words yet, made readable: `mail-from-person` becomes "mail from person". */
export function readableCode(code: string): string {
  return code.replace(/[-_.:]+/g, " ").trim();
}

/**
 * Words for the stable codes that rules and connectors give (why captured, why linked, what is wrong). A code from a newer hub, which
 * this page does not know, is shown readable instead of hidden.
 */
export function useCodes(): (group: CodeGroup, code: string) => string {
  const { t, i18n } = useTranslation();
  return (group, code) => {
    const key = `codes.${group}.${code.replaceAll(".", "-")}`;
    // The key is built from data, so its type cannot be known; `exists` is the check.
    return i18n.exists(key) ? (t as (key: string) => string)(key) : readableCode(code);
  };
}
