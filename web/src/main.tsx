import "./theme/mantine.css";
import "./theme/tokens.css";
import "./theme/global.css";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { initialLanguage, startI18n } from "./i18n/index.ts";

/** Browsers without Temporal (before 2026) get it here; the others load nothing. */
async function haveTemporal(): Promise<void> {
  if (!("Temporal" in globalThis)) await import("temporal-polyfill/global");
}

await Promise.all([haveTemporal(), startI18n(initialLanguage())]);
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
