import type { CapturePolicy } from "@kronika/core/capture-policy.ts";
import { browser } from "wxt/browser";
import { capturePolicy } from "./hub-client.ts";
import { HubError } from "./hub-error.ts";
import type { Account } from "./session.ts";

interface Cached {
  account: string;
  checkedAt: number;
  policy: CapturePolicy;
}

/** How old a policy may be before it is asked for again. Without network the last known one holds. */
const FRESH_MS = 5 * 60_000;

/**
 * The capture policy by which pages decide before anything leaves them.
 * @param force ask the hub in any case (an exclusion was just added)
 * @returns null when none was ever had for this account: then nothing may be recorded yet
 */
export async function policyFor(account: Account, force = false): Promise<CapturePolicy | null> {
  const cached = await read(account.key);
  if (cached && !force && Date.now() - cached.checkedAt < FRESH_MS) return cached.policy;
  try {
    const policy = await capturePolicy(account);
    await browser.storage.local.set({ policy: { account: account.key, checkedAt: Date.now(), policy } satisfies Cached });
    return policy;
  } catch (error) {
    if (error instanceof HubError) return cached?.policy ?? null;
    throw error;
  }
}

async function read(account: string): Promise<Cached | null> {
  const { policy } = await browser.storage.local.get("policy");
  const cached = policy as Cached | undefined;
  return cached?.account === account ? cached : null;
}
