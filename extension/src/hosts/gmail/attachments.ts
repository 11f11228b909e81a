import { findAll } from "../query.ts";
import type { HeadQuery } from "./recipients.ts";
import * as gmail from "./selectors.ts";

/** Files of one message, in the order of the page, each once. Pictures inside of the text are not files. */
export function readAttachments(head: HeadQuery): { filename: string }[] {
  const names: string[] = [];
  const carriers = head({ ways: ["[download_url]"] }).elements;
  for (const carrier of carriers) {
    const name =
      nameInDownloadUrl(carrier.getAttribute("download_url") ?? "") ??
      findAll(carrier, gmail.attachmentName).elements[0]?.textContent?.trim();
    if (name) names.push(name);
  }
  // Cards without the attribute (files that are still being scanned, files in Drive): their visible name.
  for (const label of head({ ways: gmail.attachment.ways.slice(1) }).elements) {
    if (carriers.some((carrier) => carrier.contains(label))) continue;
    const name = label.textContent?.trim();
    if (name) names.push(name);
  }
  return [...new Set(names)].map((filename) => ({ filename }));
}

/**
 * `application/pdf:Cenov%C3%A1%20ponuka.pdf:https://mail.google.com/…` -> `Cenová ponuka.pdf`.
 * @returns null when the attribute has another form
 */
export function nameInDownloadUrl(value: string): string | null {
  const match = /^[^:]*:(.+?):https?:\/\//s.exec(value);
  if (!match) return null;
  try {
    return decodeURIComponent(match[1]!).trim() || null;
  } catch {
    return match[1]!.trim() || null;
  }
}
