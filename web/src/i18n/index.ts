import { createInstance } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "../api/types.ts";
import type en from "./en/index.ts";

export const languages = ["sk", "en"] as const satisfies readonly Language[];

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

export const i18n = createInstance();

const STORAGE_KEY = "kronika-language";

/** Loads the words of one language; each is a file of its own in the build. */
const loaders: Record<Language, () => Promise<{ default: object }>> = {
  sk: () => import("./sk/index.ts"),
  en: () => import("./en/index.ts"),
};

/** The language before anybody has signed in: the last one used here, else the browser's. */
export function initialLanguage(): Language {
  return document.documentElement.lang === "en" ? "en" : "sk";
}

/** Prepares translation; resolves when the words are there. */
export async function startI18n(language: Language): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: (await loaders[language]()).default } },
    // React escapes what it shows; a second time would show &amp; to people.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

/** Changes the language of the whole page and remembers it for the next visit. */
export async function setLanguage(language: Language): Promise<void> {
  if (!i18n.hasResourceBundle(language, "translation")) {
    i18n.addResourceBundle(language, "translation", (await loaders[language]()).default);
  }
  document.documentElement.lang = language;
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // Storage may be blocked; the account remembers the language as well.
  }
  if (i18n.language !== language) await i18n.changeLanguage(language);
}
