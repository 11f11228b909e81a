import { z } from "@hono/zod-openapi";

/** A row that is only named: owner, customer, ... */
export const namedSchema = z.object({ id: z.uuid(), name: z.string() }).openapi("Named");
export type Named = z.infer<typeof namedSchema>;

export const named = (id: string | null, name: string | null): Named | null => (id === null ? null : { id, name: name ?? "" });

/** What this viewer may do with a customer or deal. */
export const mayOfCustomerSchema = z
  .object({ edit: z.boolean(), archive: z.boolean(), export: z.boolean(), share: z.boolean() })
  .openapi("MayOfCustomer");

export const instant = (value: Date | string): string => new Date(value).toISOString();
export const instantOrNull = (value: Date | string | null | undefined): string | null =>
  value === null || value === undefined ? null : instant(value);
