import type { ChildProcess } from "node:child_process";
import type { StopSignal } from "../processes/guard.ts";

/** One process that the supervisor keeps running. */
export type Part = {
  /** Its name in file names: `logs/<id>.log`. */
  id: string;
  /** Its name for people. */
  name: string;
  /** Starts the process, or throws a Failure that names the cure. */
  start: () => Promise<ChildProcess>;
  /**
   * Resolves when the process does its work, by a measure of its own, with what is worth telling (its version). It may be told to
   * give up by the end of the process: see hasEnded().
   */
  ready: (child: ChildProcess) => Promise<string>;
  /** What asks it to end in order. */
  stopSignal: StopSignal;
  /** Whether errors in its log are shown on the terminal, too. */
  speaks: boolean;
};
