import { AppError } from "@kronika/core/errors.ts";

/**
 * Lets at most `running` works run at once and at most `waiting` stand in line behind them: for work that costs so much memory that
 * a stranger could fill the machine with it.
 * @returns a function that runs one work. @throws AppError `unavailable` when the line is full
 */
export function createWorkGate(running: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let active = 0;
  const line: (() => void)[] = [];
  return async (work) => {
    if (active < running) active += 1;
    else if (line.length < waiting) await new Promise<void>((resolve) => line.push(resolve));
    else throw new AppError("unavailable", "Too many people sign in at this moment. Try again in a few seconds.");
    try {
      return await work();
    } finally {
      // Whoever is next takes over this place, so that `active` stays as it is.
      const next = line.shift();
      if (next) next();
      else active -= 1;
    }
  };
}
