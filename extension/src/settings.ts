import { browser } from "wxt/browser";

/** What the person has set. Nothing secret: content scripts can read `storage.local`. */
export interface Settings {
  /** Origin of the hub, without a slash at the end. */
  hub: string;
  language: "auto" | "en" | "sk";
}

export const DEFAULT_SETTINGS: Settings = { hub: "http://localhost:7070", language: "auto" };

export async function readSettings(): Promise<Settings> {
  const { settings } = await browser.storage.local.get("settings");
  return typeof settings === "object" && settings !== null ? { ...DEFAULT_SETTINGS, ...settings } : DEFAULT_SETTINGS;
}

export async function writeSettings(changed: Partial<Settings>): Promise<Settings> {
  const settings = { ...(await readSettings()), ...changed };
  await browser.storage.local.set({ settings });
  return settings;
}

/**
 * The hub's address as the person types it.
 * @returns its origin and path without a slash at the end, or null when it is no address; plain http only on this computer
 */
export function normaliseHub(text: string): string | null {
  const trimmed = text.trim();
  const url = URL.parse(/^[a-z]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (url === null || url.username !== "" || url.password !== "" || url.hostname === "") return null;
  const local =
    url.hostname === "localhost" || url.hostname === "127.0.0.1" || url.hostname === "[::1]" || url.hostname.endsWith(".localhost");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && local)) return null;
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/** Language of the interface. Czech readers get Slovak, everybody else English. */
export function languageOf(settings: Settings): "en" | "sk" {
  if (settings.language !== "auto") return settings.language;
  return /^(sk|cs)\b/i.test(browser.i18n.getUILanguage()) ? "sk" : "en";
}
