import { expect, test } from "vitest";
import { nameInDownloadUrl } from "./attachments.ts";

test.each<[attribute: string, name: string | null]>([
  ["application/pdf:ponuka.pdf:https://mail.google.com/mail/u/0?view=att", "ponuka.pdf"],
  ["application/pdf:Cenov%C3%A1%20ponuka.pdf:https://mail.google.com/mail/u/0/https://mail.google.com/x", "Cenová ponuka.pdf"],
  ["image/png:a:b:c.png:https://mail.google.com/x", "a:b:c.png"],
  ["application/octet-stream:100%.txt:https://mail.google.com/x", "100%.txt"],
  [":bez typu.txt:https://mail.google.com/x", "bez typu.txt"],
  ["application/pdf:ponuka.pdf", null],
  ["", null],
])("the name in %s", (attribute, name) => expect(nameInDownloadUrl(attribute)).toBe(name));
