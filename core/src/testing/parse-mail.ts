import PostalMime from "postal-mime";
import type { MailFacts } from "../mail-facts.ts";

const REPORT = /^message\/(?:global-)?(?:delivery-status|disposition-notification|feedback-report)$/;
const ENCLOSED = /^(?:message\/(?:rfc822|global)|text\/rfc822-headers|message\/rfc822-headers)$/;

/** Facts of a raw mail for tests over corpora, by the MIME parser that the connectors build on. Old Macintosh files end lines with CR. */
export async function readFacts(raw: Buffer): Promise<MailFacts> {
  const bytes = raw.includes("\n") ? raw : Buffer.from(raw.toString("latin1").replaceAll("\r", "\r\n"), "latin1");
  const mail = await PostalMime.parse(bytes);
  const headers = new Map<string, string[]>();
  for (const { key, value } of mail.headers) headers.set(key, [...(headers.get(key) ?? []), value]);
  // The library lists an enclosed message or takes over its text; we want to know both.
  const { attachments } = await PostalMime.parse(bytes, { forceRfc822Attachments: true });
  const parts = [
    ...mail.attachments.filter(({ mimeType }) => REPORT.test(mimeType)),
    ...attachments.filter(({ mimeType }) => !REPORT.test(mimeType)),
  ].map(({ mimeType, content }) => ({
    contentType: mimeType,
    text: typeof content === "string" ? content : Buffer.from(content as Uint8Array).toString("utf8"),
  }));
  return {
    headers,
    subject: mail.subject ?? "",
    from: mail.from?.address === undefined ? null : mail.from,
    // A mail whose structure is broken is read as the text that follows the header.
    text: mail.text || htmlAsText(mail.html ?? "") || bytes.toString("utf8").replace(/^[^]*?\r?\n\r?\n/, ""),
    contentTypes: [...(headers.get("content-type") ?? []), ...parts.map(({ contentType }) => contentType)],
    reports: parts.filter(({ contentType }) => REPORT.test(contentType)),
    enclosedHeaders: parts.filter(({ contentType }) => ENCLOSED.test(contentType)).map(({ text }) => text.split(/\r?\n\r?\n/)[0] ?? ""),
    date: mail.date ?? null,
  };
}

function htmlAsText(html: string): string {
  return html.replace(/<(?:br|\/p|\/div|\/tr)[^>]*>/gi, "\n").replace(/<[^>]*>/g, "");
}
