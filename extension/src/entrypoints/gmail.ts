import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { runInPage } from "../features/run-in-page.ts";
import { createGmailHost } from "../hosts/gmail/gmail.ts";

/**
 * The content script of Gmail; wxt.config.ts says where it runs. Not one of WXT's own content scripts: their wrapper tells the page
 * by a message that the extension is there, and is a tenth of the size that we allow ourselves.
 */
export default defineUnlistedScript(() => runInPage(createGmailHost));
