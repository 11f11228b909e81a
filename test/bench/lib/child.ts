import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Starts a script of this folder as a process of its own and waits for the port it listens on. */
export async function startChild(script: string, env: Record<string, string>): Promise<{ url: string; stop(): void }> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), { env: { ...process.env, ...env } });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (message) => resolve((message as { port: number }).port));
    child.once("exit", (code) => reject(new Error(`${script} ended with ${code}`)));
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill("SIGKILL") };
}
