const TICK_MS = 10_000;

/** Lines for people on standard output. A terminal that is gone (a closed pipe) must not end the supervisor. */
export function createTerminal(): { say: (line: string) => void; during: <T>(doing: string, work: Promise<T>) => Promise<T> } {
  process.stdout.on("error", () => undefined);
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  return {
    say,
    /** Says every ten seconds that something goes on. */
    during: async (doing, work) => {
      const started = performance.now();
      const timer = setInterval(() => say(`… ${doing}  ${Math.round((performance.now() - started) / 1000)} s`), TICK_MS);
      return work.finally(() => clearInterval(timer));
    },
  };
}
