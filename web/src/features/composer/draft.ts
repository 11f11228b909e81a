/**
 * What somebody has begun to write survives a reload, a click on the wrong link and a failed request, until it is sent or the tab is
 * closed. Kept per customer and kind in this tab only: it is content.
 */
const PREFIX = "kronika-draft:";

export function loadDraft<T extends object>(key: string, defaults: T): T {
  try {
    const text = sessionStorage.getItem(PREFIX + key);
    if (text === null) return defaults;
    const saved: unknown = JSON.parse(text);
    return typeof saved === "object" && saved !== null ? { ...defaults, ...saved } : defaults;
  } catch {
    return defaults;
  }
}

export function saveDraft(key: string, values: object): void {
  try {
    sessionStorage.setItem(PREFIX + key, JSON.stringify(values));
  } catch {
    // No storage, no draft: writing goes on all the same.
  }
}

export function dropDraft(key: string): void {
  try {
    sessionStorage.removeItem(PREFIX + key);
  } catch {
    // Nothing to drop.
  }
}
