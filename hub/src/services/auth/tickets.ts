import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { AppError } from "@kronika/core/errors.ts";
import type { Deps } from "../../context.ts";
import { seal, unseal } from "../../secrets.ts";
import { RateLimited, takeAttempt, type Limit } from "./limits.ts";

/** What a ticket is for: one of another purpose opens nothing. */
export type TicketPurpose = "second-step" | "passkey-sign-in" | "passkey-registration" | "sso";

interface Sealed {
  id: string;
  until: number;
  data: unknown;
}

/** Longer than any ticket lives: whoever spends one a second time is counted for sure. */
const spent: Limit = { name: "ticket", max: 1, windowSeconds: 24 * 60 * 60 };

const placeOf = (purpose: TicketPurpose): string => `ticket|${purpose}`;

/**
 * A note that the hub gives to a browser and gets back with the next step of a sign-in: sealed, so that nobody reads or changes it, and stored
 * nowhere, so that nobody fills our tables with steps that are never finished.
 */
export function issueTicket(deps: Pick<Deps, "keys" | "now">, purpose: TicketPurpose, data: unknown, seconds: number): string {
  const sealed: Sealed = { id: randomUUID(), until: deps.now().getTime() + seconds * 1000, data };
  return seal(deps.keys, placeOf(purpose), JSON.stringify(sealed)).toString("base64url");
}

/** An opened ticket. */
export interface Ticket<T> {
  id: string;
  data: T;
}

/** @returns null when it was not made by this hub for this purpose, or is over */
export function openTicket<S extends z.ZodType>(
  deps: Pick<Deps, "keys" | "now">,
  purpose: TicketPurpose,
  text: string,
  schema: S,
): Ticket<z.output<S>> | null {
  let sealed: Sealed;
  try {
    sealed = JSON.parse(unseal(deps.keys, placeOf(purpose), Buffer.from(text, "base64url"))) as Sealed;
  } catch {
    return null;
  }
  const parsed = schema.safeParse(sealed.data);
  return sealed.until > deps.now().getTime() && parsed.success ? { id: sealed.id, data: parsed.data } : null;
}

/**
 * Uses a ticket up. It holds for all hubs together and after a restart.
 * @throws AppError `unauthenticated` when it was used before
 */
export async function spendTicket(deps: Pick<Deps, "database" | "keys" | "now">, ticket: Ticket<unknown>): Promise<void> {
  try {
    await takeAttempt(deps, [spent, ticket.id]);
  } catch (error) {
    if (error instanceof RateLimited) throw ticketOver();
    throw error;
  }
}

/** One answer for a ticket that is wrong, over or used. */
export const ticketOver = (): AppError => new AppError("unauthenticated", "This sign-in took too long. Begin again.");
