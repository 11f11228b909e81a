import { type ChildProcess, spawn } from "node:child_process";

export type StopSignal = "SIGINT" | "SIGTERM" | "SIGQUIT";

/**
 * Keeps the list it was last told on standard input. At its end, i.e. when the teller is gone however that came, it stops each process
 * of the list: first politely, after ten seconds for good.
 */
const SCRIPT = `
trap '' INT TERM HUP
list=
while IFS= read -r line; do list=$line; done
[ -z "$list" ] && exit 0
for entry in $list; do kill -"\${entry%%:*}" "\${entry#*:}" 2>/dev/null; done
turns=0
while [ $turns -lt 100 ]; do
  alive=
  for entry in $list; do kill -0 "\${entry#*:}" 2>/dev/null && alive=1; done
  [ -z "$alive" ] && exit 0
  sleep 0.1
  turns=$((turns + 1))
done
for entry in $list; do kill -KILL "\${entry#*:}" 2>/dev/null; done
`;

/**
 * Sees to it that processes do not outlive this one, even when it is killed: a shell that holds the other end of a pipe. PostgreSQL and
 * Temporal do not notice the end of their parent by themselves.
 */
export class Guard {
  readonly #watched = new Map<number, StopSignal>();
  readonly #shell: ChildProcess;

  constructor() {
    // A process group of its own: Ctrl-C in the terminal must not reach it.
    this.#shell = spawn("sh", ["-c", SCRIPT], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
    this.#shell.unref();
    this.#shell.stdin?.on("error", () => undefined);
    // Without a shell nobody guards; the ordered stop works all the same.
    this.#shell.on("error", () => undefined);
    // The pipe alone must not keep this process running.
    (this.#shell.stdin as { unref?: () => void } | null)?.unref?.();
  }

  /** From now until its end the process is stopped with this signal when we are gone. */
  watch(child: ChildProcess, signal: StopSignal): void {
    const { pid } = child;
    if (pid === undefined) return;
    this.#watched.set(pid, signal);
    child.once("exit", () => {
      this.#watched.delete(pid);
      this.#tell();
    });
    this.#tell();
  }

  #tell(): void {
    this.#shell.stdin?.write(`${[...this.#watched].map(([pid, signal]) => `${signal.slice(3)}:${pid}`).join(" ")}\n`);
  }
}
