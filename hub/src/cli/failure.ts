/** Something that the person at the terminal can cure: printed as one sentence, without a stack, exit 1. */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** The message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The system's or the database's code of an error (`ENOSPC`, `EADDRINUSE`, `28P01`), if it has one. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
