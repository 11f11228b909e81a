import type { Ctx } from "../../context.ts";
import { createSalesDocument } from "../../services/sales-documents/create.ts";
import { pushSalesDocument } from "../../services/sales-documents/push.ts";
import type { DemoCustomer } from "./company.ts";
import type { Random } from "./random.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Whose documents, and in whose name they are made. */
interface Place {
  /** The rep who writes the quote. */
  ctx: Ctx;
  /** The administrator in whose name the invoicing system pushes. */
  erp: Ctx;
  customerId: string;
  dealId: string | null;
}

/** A quote for the deal, and orders and invoices as the invoicing system pushes them: some paid, some open, one overdue now and then. */
export async function createDocuments(random: Random, customer: DemoCustomer, place: Place, numbers: () => string): Promise<void> {
  const { ctx, erp, customerId, dealId: opportunityId } = place;
  const now = ctx.now().getTime();
  const day = (ago: number) => new Date(now - ago * DAY).toISOString().slice(0, 10);
  const year = day(0).slice(0, 4);
  if (customer.deal && opportunityId !== null) {
    const ago = random.between(3, 12);
    const quote = { kind: "quote", number: `CP-${year}/${numbers()}`, amount: customer.deal[2], state: "sent" } as const;
    await createSalesDocument(ctx, { ...quote, customerId, opportunityId, issuedOn: day(ago), dueOn: day(ago - 30) });
  }
  for (let i = random.between(0, 3); i > 0; i -= 1) {
    const number = numbers();
    const ago = random.between(5, 80);
    const amount = `${random.between(180, 4200)}.${random.pick(["00", "40", "80"])}`;
    const isPaid = ago > 20 && random.between(0, 4) > 0;
    await pushSalesDocument(
      erp,
      { source: "pohoda", externalId: `FV-${number}` },
      {
        kind: "invoice",
        number: `FV${year}${number}`,
        customerId,
        amount,
        issuedOn: day(ago),
        dueOn: day(ago - 14),
        ...(isPaid ? { state: "paid", paidOn: day(ago - random.between(5, 16)) } : {}),
      },
    );
  }
}
