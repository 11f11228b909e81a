/**
 * A customer's website as an address that may stand behind a link: http and https only, https when no scheme is given.
 * Anything else (`javascript:`, an unreadable text) is no link.
 */
export function webAddress(website: string | null): string | null {
  const text = website?.trim();
  if (!text) return null;
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
