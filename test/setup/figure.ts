import type { TestContext } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** What a scenario measured, for the line of its promise. */
    figure?: string;
  }
}

/** Says what the test measured, e.g. `figure(task, "300 of 300 delivered once")`: it stands in the line of the promise. */
export function figure(task: TestContext["task"], text: string): void {
  task.meta.figure = text;
}
