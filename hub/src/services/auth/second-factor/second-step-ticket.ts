import { z } from "zod";
import type { Deps } from "../../../context.ts";
import { hashSecret } from "../../../secrets.ts";
import { issueTicket, openTicket, ticketOver, type Ticket } from "../tickets.ts";

const SECONDS = 10 * 60;

const schema = z.object({ orgId: z.uuid(), userId: z.uuid(), passwordMark: z.string() });
export type SecondStepTicket = Ticket<z.output<typeof schema>>;

/** Somebody has shown the right password and has the second step to go. The password is bound: a new one makes the ticket void. */
export function issueSecondStep(deps: Deps, person: { orgId: string; userId: string; passwordHash: string }): string {
  const { orgId, userId, passwordHash } = person;
  return issueTicket(deps, "second-step", { orgId, userId, passwordMark: hashSecret(passwordHash) }, SECONDS);
}

/** @throws AppError `unauthenticated` */
export function openSecondStep(deps: Deps, text: string): SecondStepTicket {
  const ticket = openTicket(deps, "second-step", text, schema);
  if (!ticket) throw ticketOver();
  return ticket;
}
