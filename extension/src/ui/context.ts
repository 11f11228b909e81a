import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ButtonTexts } from "../i18n/button.ts";
import type { PanelTexts } from "../i18n/panel.ts";
import type { Language, Translate } from "../i18n/translate.ts";
import type { Session } from "../messages.ts";

/** What every component may need. */
export interface Surroundings {
  session: Session;
  language: Language;
  t: Translate<PanelTexts>;
  /** Words that the button in the page uses too: reasons, fields. */
  tb: Translate<ButtonTexts>;
}

export const SurroundingsContext = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (surroundings === null) throw new Error("component outside of its surroundings");
  return surroundings;
}
