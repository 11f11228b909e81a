import { browser } from "wxt/browser";
import { defineBackground } from "wxt/utils/define-background";
import * as outbox from "../background/outbox.ts";
import { serveIcon } from "../background/panel.ts";
import { refreshBadge } from "../background/reminders.ts";
import { serveRequests } from "../background/requests.ts";
import type { News } from "../messages.ts";

/** Wires the worker. It may die at any moment; everything that matters is in the database. */
export default defineBackground({
  type: "module",
  main() {
    serveRequests();
    serveIcon();

    outbox.observe((item, tabId) => {
      const news: News = { news: "item", item };
      void browser.runtime.sendMessage(news).catch(() => undefined); // nobody listens: no panel is open
      if (tabId !== null) void browser.tabs.sendMessage(tabId, news).catch(() => undefined); // the tab was closed
    });

    const tick = () => {
      void outbox.drain();
      void refreshBadge();
    };
    void keepTicking();
    browser.alarms.onAlarm.addListener(tick);
    browser.runtime.onStartup.addListener(tick);
    browser.runtime.onInstalled.addListener(tick);
    addEventListener("online", () => void outbox.drain(true));
    // Whatever woke the worker: what a dead one left is taken up.
    void outbox.drain();
  },
});

/** Made once: a worker that starts often would put off an alarm that it makes anew each time. */
async function keepTicking(): Promise<void> {
  if (!(await browser.alarms.get("tick"))) await browser.alarms.create("tick", { periodInMinutes: 1 });
}
