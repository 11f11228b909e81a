import { spawn } from "node:child_process";

/** One program that must end with 0, e.g. the linter. */
export type Check = { name: string; program: string; args: readonly string[] };
export type CheckResult = Check & { ok: boolean; output: string; seconds: number };

/**
 * Runs all checks, a few at a time, and tells of each as it ends.
 * @param root where they run
 * @param atOnce how many at a time
 */
export async function runChecks(
  checks: readonly Check[],
  root: string,
  atOnce: number,
  onEnd: (result: CheckResult) => void,
): Promise<CheckResult[]> {
  const waiting = [...checks];
  const results: CheckResult[] = [];
  const lane = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const result = await runCheck(check, root);
      results.push(result);
      onEnd(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

function runCheck(check: Check, root: string): Promise<CheckResult> {
  const started = performance.now();
  return new Promise((resolve) => {
    let output = "";
    const end = (ok: boolean): void => resolve({ ...check, ok, output: output.trimEnd(), seconds: (performance.now() - started) / 1000 });
    const child = spawn(check.program, check.args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    const keep = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => {
      output += error.message;
      end(false);
    });
    child.on("close", (code) => end(code === 0));
  });
}
