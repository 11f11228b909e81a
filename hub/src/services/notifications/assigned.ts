import type { Ctx } from "../../context.ts";
import type { Tx } from "../../db/database.ts";
import { tell } from "./tell.ts";

/** What was given to somebody to look after. */
type Given = { customerId: string } | { opportunityId: string } | { reminderId: string };

/** Tells a person that something is his to look after now; each time anew, as it may have been somebody else's in between. */
export async function tellAssigned(tx: Tx, ctx: Ctx, userId: string, given: Given): Promise<void> {
  const [[name, id]] = Object.entries(given) as [[string, string]];
  const kind = "reminderId" in given ? "reminder" : "assigned";
  await tell(tx, ctx, [{ userId, kind, key: `${kind}:${name}:${id}`, ...given }], { again: true });
}
