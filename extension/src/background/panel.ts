import { browser } from "wxt/browser";
import type { Browser } from "wxt/browser";

/** The icon opens and closes the panel. */
export function serveIcon(): void {
  if (import.meta.env.FIREFOX) {
    // Must be called in the handler of the click itself, without anything awaited before.
    browser.action.onClicked.addListener(() => void sidebarAction()?.toggle());
  } else {
    void browser.sidePanel.setPanelBehavior({ openPanelOnActionClick: true });
  }
}

/**
 * Opens the panel for the page that asks. Browsers allow it only as the answer to a click.
 * @returns false when the browser refuses: then the icon is the way
 */
export async function openPanel(tab: Browser.tabs.Tab | undefined): Promise<boolean> {
  try {
    if (import.meta.env.FIREFOX) await sidebarAction()?.open();
    else if (tab?.id !== undefined) await browser.sidePanel.open({ tabId: tab.id });
    return true;
  } catch {
    return false;
  }
}

/** Firefox only; the shared types do not know it. */
function sidebarAction(): { open(): Promise<void>; toggle(): Promise<void> } | undefined {
  return (browser as unknown as { sidebarAction?: { open(): Promise<void>; toggle(): Promise<void> } }).sidebarAction;
}
