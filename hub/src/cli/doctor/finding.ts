import { messageOf } from "../failure.ts";

/** One thing that was looked at. What is wrong names its cure. */
export type Finding = { name: string; ok: boolean; detail: string };

/** Looks at one thing: what `look` throws is what is wrong. @param look returns what is worth telling when all is well */
export async function examine(name: string, look: () => Promise<string> | string): Promise<Finding> {
  try {
    return { name, ok: true, detail: await look() };
  } catch (error) {
    return { name, ok: false, detail: messageOf(error) };
  }
}
