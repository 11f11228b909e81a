import preact from "@preact/preset-vite";
import { defineConfig } from "wxt";
import { pureCore } from "./scripts/pure-core.ts";

/** Public half of the key that pins the Chromium id (`plbpnlemildkohfkphkmogcddikepcmc`), so that the hub's redirect address stays the same in every build. */
const chromiumKey =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwBN99V3m/RDgIyq9rF+gauhDYtqUfwp028ZdSeO/ZeF4xz0lYvf93Crcl9Nx9PGEiAfFNLFc4JZGx+TXA9nBfeEHRt6QK4dI7NxRm7FdgKSU10k4pSm/2MhbRsbezZIspz0YUmdi0a57TzLaH+UEWIjudGW70ROOMMrDvbYVaqZqGMG2ZWtly5tk9bdFDGaPepMqVa8G0VnsGDKphWnueOgNs655cwItUBJc+hV7uQfBZgdcpRTjzWsoFWCWFlHyNWBE7h3K7I3yymm8FWnqFElMbqWa0Xwwh2XqUVWCaSUDsckD4QoWSQp428fi8jQwVZRnIzKwfiEUo9A+zK2x7QIDAQAB";

const icons = { 16: "icons/16.png", 32: "icons/32.png", 48: "icons/48.png", 128: "icons/128.png" };

export default defineConfig({
  srcDir: "src",
  imports: false,
  manifestVersion: 3,
  vite: () => ({
    plugins: [pureCore(), preact({ devToolsEnabled: false, prefreshEnabled: false })],
    build: { sourcemap: false },
  }),
  manifest: ({ browser }) => {
    const firefox = browser === "firefox";
    return {
      name: "__MSG_extensionName__",
      description: "__MSG_extensionDescription__",
      default_locale: "en",
      content_scripts: [{ matches: ["https://mail.google.com/*"], js: ["gmail.js"], run_at: "document_idle" }],
      icons,
      action: { default_title: "__MSG_actionTitle__", default_icon: icons },
      // The hub's origin needs no permission: it answers CORS for this extension (bearer token, no cookies).
      permissions: firefox ? ["storage", "alarms", "identity"] : ["storage", "alarms", "identity", "sidePanel"],
      ...(firefox
        ? {
            browser_specific_settings: {
              gecko: {
                id: "extension@kronika.example",
                strict_min_version: "140.0",
                // What leaves the browser, and only to the hub that the person has entered.
                data_collection_permissions: { required: ["personalCommunications", "personallyIdentifyingInfo"] },
              },
            },
          }
        : { key: chromiumKey, minimum_chrome_version: "126" }),
    };
  },
});
