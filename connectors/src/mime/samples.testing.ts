/** Builds messages for tests: a test says only what differs. Lines end with CRLF. */
export function mail({ headers = [], body = "Dobrý deň" }: { headers?: readonly string[]; body?: string | Uint8Array } = {}): Buffer {
  const names = new Set(headers.map((line) => line.split(":")[0]?.toLowerCase()));
  const defaults = [
    "From: Jana Nováková <jana@zakaznik.example>",
    "To: rep@firma.example",
    "Subject: Ponuka",
    "Message-ID: <abc@zakaznik.example>",
    "Date: Tue, 24 Nov 2026 10:00:00 +0100",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
  ].filter((line) => !names.has(line.split(":")[0]?.toLowerCase()));
  const head = Buffer.from(`${[...defaults, ...headers].join("\r\n")}\r\n\r\n`);
  return Buffer.concat([head, Buffer.from(body)]);
}

/** A multipart body: each part is header lines and a content, as text. */
export function multipart(boundary: string, parts: readonly { headers: readonly string[]; body: string }[]): string {
  const encoded = parts.map(({ headers, body }) => `--${boundary}\r\n${headers.join("\r\n")}\r\n\r\n${body}\r\n`);
  return `${encoded.join("")}--${boundary}--\r\n`;
}

/** A whole multipart message. */
export function multipartMail(
  subtype: string,
  parts: readonly { headers: readonly string[]; body: string }[],
  headers: readonly string[] = [],
): Buffer {
  return mail({ headers: [`Content-Type: multipart/${subtype}; boundary="hranica"`, ...headers], body: multipart("hranica", parts) });
}
