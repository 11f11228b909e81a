/** SQLSTATE classes of data that the database will never take: data exception, integrity, program limits. */
const POISON_CLASSES = new Set(["22", "23", "54"]);

/**
 * Whether a failure lies in the item itself, so that trying again changes nothing. A database that is down, a deadlock or a cut
 * connection is none: then the whole step is tried again, and nothing is parked that would have gone in.
 */
export function isPoison(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return POISON_CLASSES.has(code.slice(0, 2));
    if (cause instanceof TypeError || cause instanceof RangeError || cause.name === "ZodError") return true;
  }
  return false;
}
