import { useEffect, useState } from "preact/hooks";
import { browser } from "wxt/browser";
import { isNews, type PageQuestion } from "../../messages.ts";
import type { PageState } from "../../page-state.ts";

/** The page in the tab beside the panel: undefined while it is not known, null when Kronika does not work there. */
export function usePage(): PageState | null | undefined {
  const [tab, setTab] = useState<number | null>(null);
  const [page, setPage] = useState<PageState | null | undefined>(undefined);

  useEffect(() => {
    // Opened as a page of its own, the panel can be told which tab to look at.
    const fixed = new URLSearchParams(location.search).get("tab");
    if (fixed !== null) {
      setTab(Number(fixed));
      return undefined;
    }
    const follow = () => void browser.tabs.query({ active: true, currentWindow: true }).then(([active]) => setTab(active?.id ?? null));
    follow();
    browser.tabs.onActivated.addListener(follow);
    browser.windows?.onFocusChanged.addListener(follow);
    return () => {
      browser.tabs.onActivated.removeListener(follow);
      browser.windows?.onFocusChanged.removeListener(follow);
    };
  }, []);

  useEffect(() => {
    if (tab === null) return undefined;
    let current = true;
    const read = () =>
      browser.tabs.sendMessage(tab, { question: "page-state" } satisfies PageQuestion).then(
        (state: PageState) => current && setPage(state),
        () => current && setPage(null),
      );
    const onMessage = (message: unknown, sender: { tab?: { id?: number | undefined } | undefined }) => {
      if (isNews(message) && message.news === "page" && sender.tab?.id === tab) setPage(message.state);
    };
    const onUpdated = (id: number, change: { status?: string | undefined }) => {
      if (id === tab && change.status === "complete") void read();
    };
    setPage(undefined);
    void read();
    browser.runtime.onMessage.addListener(onMessage);
    browser.tabs.onUpdated.addListener(onUpdated);
    return () => {
      current = false;
      browser.runtime.onMessage.removeListener(onMessage);
      browser.tabs.onUpdated.removeListener(onUpdated);
    };
  }, [tab]);

  return page;
}
