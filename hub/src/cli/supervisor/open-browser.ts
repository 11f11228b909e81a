import { spawn } from "node:child_process";

/** Opens an address in the person's browser, if there is one; the address has been printed in any case. */
export function openBrowser(address: string): void {
  const child = spawn(process.platform === "darwin" ? "open" : "xdg-open", [address], { detached: true, stdio: "ignore" });
  child.on("error", () => undefined);
  child.unref();
}
