import { eq } from "drizzle-orm";
import { opportunities } from "../../db/schema/opportunities.ts";
import { withClient } from "../../db/transaction.ts";
import { createOpportunity } from "../opportunities/create.ts";
import { updateOpportunity } from "../opportunities/update.ts";
import { amountOf, choiceOf, dayOf } from "./cells.ts";
import { customerOfRow, ownerOfRow } from "./references.ts";
import { RowError } from "./row-error.ts";
import { byExternalId, difference, noteExternalId, type RowWriter } from "./writer.ts";

const STATES = {
  open: ["otvorená", "otvorený", "open"],
  won: ["vyhraná", "vyhraný", "won", "closed won"],
  lost: ["prehraná", "stratená", "prehraný", "lost", "closed lost"],
} as const;

/** Deals, found again by the other system's key, else by name within their customer. Empty cells change nothing. */
export const opportunityWriter: RowWriter = {
  table: "opportunities",
  async write(run, values) {
    const { name, externalId, stage, state, value, currency, expectedClose, owner } = values;
    if (name === undefined) throw new RowError("name", "must not be empty", "nesmie byť prázdne");
    const customerId = await customerOfRow(run, values);
    if (customerId === null) throw new RowError("customer", "must not be empty", "nesmie byť prázdne");
    const given = {
      name,
      ...(stage === undefined ? {} : { stage: choiceOf("stage", stage, run.stages) }),
      ...(value === undefined ? {} : { value: amountOf("value", value) }),
      ...(currency === undefined ? {} : { currency: currency.toUpperCase() }),
      ...(expectedClose === undefined ? {} : { expectedClose: dayOf("expectedClose", expectedClose) }),
      ...(owner === undefined ? {} : { ownerId: await ownerOfRow(run, owner) }),
    };
    const wantedState = state === undefined ? {} : { state: choiceOf("state", state, STATES) };
    const known = await byExternalId(run, "opportunity", externalId);
    const { rows } = await withClient(run.tx).query<{ id: string }>({
      name: "import-opportunity",
      text: "SELECT id FROM opportunities WHERE org_id = app_org() AND customer_id = $1 AND lower(name) = $2 ORDER BY id LIMIT 1",
      values: [customerId, name.toLowerCase()],
    });
    const id = known ?? (externalId === undefined ? rows[0]?.id : undefined);
    if (id === undefined) {
      const created = await createOpportunity(run.ctx, { customerId, ...given });
      if (wantedState.state !== undefined && wantedState.state !== "open") await updateOpportunity(run.ctx, created.id, wantedState);
      await noteExternalId(run, "opportunity", externalId, created.id);
      return { outcome: "created", rowId: created.id };
    }
    const stored = (await run.tx.select().from(opportunities).where(eq(opportunities.id, id)))[0];
    if (!stored) throw new RowError(null, "belongs to a deal that you do not see", "patrí príležitosti, ktorú nevidíte");
    await noteExternalId(run, "opportunity", externalId, id);
    const { after, before } = difference({ ...given, ...wantedState }, stored);
    if (Object.keys(after).length === 0) return { outcome: "unchanged", rowId: id };
    await updateOpportunity(run.ctx, id, after);
    return { outcome: "updated", rowId: id, before };
  },
  restore: (run, id, before) => updateOpportunity(run.ctx, id, before),
  references: [
    "SELECT FROM sales_documents WHERE opportunity_id = $1",
    "SELECT FROM interaction_links WHERE org_id = app_org() AND target = 'opportunity' AND target_id = $1",
    "SELECT FROM reminders WHERE opportunity_id = $1",
  ],
};
