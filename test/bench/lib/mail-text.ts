/** Who writes to whom. */
export interface MailPeople {
  /** As in the header, e.g. `Jana <jana@firma.example>`. */
  from: string;
  to: string;
}

/** A mail as people send it: plain text and the same as HTML, about 8 KB. */
export function mailText(index: number, { from, to }: MailPeople): Buffer {
  const sentence = `Dobrý deň, posielam dohodnutú cenovú ponuku č. ${index} na kartónové obaly. `;
  const html = `<html><body><p>${`${sentence}<br>`.repeat(40)}</p></body></html>`;
  return Buffer.from(
    [
      `From: ${from}`,
      `To: ${to}`,
      `Subject: =?utf-8?B?${Buffer.from(`Cenová ponuka č. ${index}`).toString("base64")}?=`,
      `Message-ID: <ponuka-${index}@zakaznik.example>`,
      "Date: Tue, 24 Nov 2026 10:00:00 +0100",
      "MIME-Version: 1.0",
      'Content-Type: multipart/alternative; boundary="hranica"',
      "",
      "--hranica",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: 8bit",
      "",
      `${sentence}\r\n`.repeat(40),
      "--hranica",
      "Content-Type: text/html; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from(html).toString("base64").replace(/.{76}/g, "$&\r\n"),
      "--hranica--",
      "",
    ].join("\r\n"),
  );
}
