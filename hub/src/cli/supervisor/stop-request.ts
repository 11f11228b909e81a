/** One key press can arrive twice: from the terminal, and handed on by npm. */
const ECHO_MS = 500;

/**
 * Resolves when the supervisor is to stop: Ctrl-C, SIGTERM, the terminal closed, or the process that started it gone.
 * @param onInsisted a second Ctrl-C: there is no time for order; the process ends right after it
 */
export function untilToldToStop(onInsisted: () => void): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const told = (): void => {
      const now = performance.now();
      if (first === undefined) {
        first = now;
        resolve();
      } else if (now - first > ECHO_MS) {
        onInsisted();
        process.exit(130);
      }
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, told);
    process.once("disconnect", () => resolve());
  });
}
