import { defineContentScript } from "wxt/utils/define-content-script";
import { runInPage } from "../features/run-in-page.ts";
import { createGmailHost } from "../hosts/gmail/gmail.ts";

export default defineContentScript({
  matches: ["https://mail.google.com/*"],
  runAt: "document_idle",
  main: (ctx) => runInPage(createGmailHost, ctx),
});
