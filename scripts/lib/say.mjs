// Progress for people, on standard error: standard output belongs to the command itself (`--json`). Only Node >= 20 built-ins here.
import { spawn } from "node:child_process";

const tty = process.stderr.isTTY;

/** One line for people. */
export const say = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`);

/** A failure that a person can do something about: it is printed without a stack. */
export class Failure extends Error {}

/**
 * Runs one step with a progress line that carries the elapsed seconds: on a terminal it counts, elsewhere it is repeated every 15 s.
 * @template T
 * @param {string} what e.g. "Installing packages"
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 */
export async function step(what, run) {
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  if (tty) process.stderr.write(`… ${what}`);
  const timer = setInterval(
    () => (tty ? process.stderr.write(`\r… ${what}  ${seconds()}`) : say(`… ${what}  ${seconds()}`)),
    tty ? 500 : 15_000,
  );
  const start = tty ? "\r\u001B[K" : "";
  try {
    const result = await run();
    process.stderr.write(`${start}✓ ${what}  ${seconds()}\n`);
    return result;
  } catch (error) {
    process.stderr.write(`${start}✗ ${what}  ${seconds()}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/**
 * Runs a program to its end and keeps what it says.
 * @param {string} program
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<{code: number, output: string}>} code 127 when the program is not there
 */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const keep = (/** @type {Buffer} */ chunk) => void (output += chunk.toString());
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => resolve({ code: "code" in error && error.code === "ENOENT" ? 127 : 126, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
