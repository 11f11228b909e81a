import { render, type ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { browser } from "wxt/browser";
import { buttonTexts } from "../i18n/button.ts";
import { panelTexts } from "../i18n/panel.ts";
import { translator } from "../i18n/translate.ts";
import { ask, isNews, type Session } from "../messages.ts";
import { SurroundingsContext } from "./context.ts";

/** Follows the sign-in and the settings; shows nothing before they are known. */
export function Surrounded({ children }: { children: ComponentChildren }) {
  const [session, setSession] = useState<Session | null>(null);
  useEffect(() => {
    const listener = (message: unknown) => {
      if (isNews(message) && message.news === "session") setSession(message.session);
    };
    browser.runtime.onMessage.addListener(listener);
    void ask("session").then(setSession);
    return () => browser.runtime.onMessage.removeListener(listener);
  }, []);
  const surroundings = useMemo(() => {
    if (session === null) return null;
    const { language } = session;
    document.documentElement.lang = language;
    return {
      session,
      language,
      t: translator({ language, messages: panelTexts[language] }),
      tb: translator({ language, messages: buttonTexts[language] }),
    };
  }, [session]);
  return surroundings && <SurroundingsContext.Provider value={surroundings}>{children}</SurroundingsContext.Provider>;
}

/** Draws a page of the extension. */
export function start(page: () => ComponentChildren): void {
  const Page = page;
  render(
    <Surrounded>
      <Page />
    </Surrounded>,
    document.getElementById("root")!,
  );
}
