import { browser } from "wxt/browser";
import type { Reminder } from "../hub-types.ts";
import { dueReminders } from "./hub-client.ts";
import { HubError } from "./hub-error.ts";
import { currentAccount } from "./session.ts";

/**
 * Reminders that are due, and their number on the extension's icon.
 * @throws HubError when the hub cannot say
 */
export async function readDueReminders(): Promise<Reminder[]> {
  const account = await currentAccount();
  if (account === null) throw new HubError("signed-out", "sign in first");
  const reminders = await dueReminders(account);
  await showBadge(reminders.length);
  return reminders;
}

/** Brings the badge up to date; without network the last known number stays. */
export async function refreshBadge(): Promise<void> {
  if ((await currentAccount()) === null) return showBadge(0);
  await readDueReminders().catch(() => undefined);
}

export async function showBadge(due: number): Promise<void> {
  await browser.action.setBadgeBackgroundColor({ color: "#b3261e" });
  await browser.action.setBadgeText({ text: due === 0 ? "" : due > 99 ? "99+" : String(due) });
}
