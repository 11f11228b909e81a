// Goes on under Node 24, as if this process were that one: same terminal, same signals, same exit code. Only Node >= 20 built-ins here.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { whenLauncherEnds } from "./launcher.mjs";
import { prepare, ROOT } from "./prepare.mjs";
import { Failure, say } from "./say.mjs";

/**
 * Prepares the clone and runs a script of it under Node 24.
 * @param {string} script path below the repository's root
 * @param {string[]} args
 * @returns {Promise<never>}
 */
export async function handOver(script, args) {
  try {
    const { node, env } = await prepare();
    process.exit(await become(node, [`${ROOT}${script}`, ...args], env));
  } catch (error) {
    if (!(error instanceof Failure) && !isSystemError(error)) throw error;
    say(`✗ ${error.message}`);
    process.exit(1);
  }
}

/**
 * The IPC channel lets the script notice when this process is killed: it then stops what it started.
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function become(program, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...env, KRONIKA_BOOTSTRAPPED: "1" }, stdio: ["inherit", "inherit", "inherit", "ipc"] });
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => child.kill(signal));
    whenLauncherEnds(() => child.kill("SIGTERM"));
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 1)));
  });
}

/** No right to write, no room, ...: the message of the system says it; a stack would not help. */
const isSystemError = (/** @type {unknown} */ error) => error instanceof Error && "syscall" in error;
