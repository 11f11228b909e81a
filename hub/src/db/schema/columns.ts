import { customType, timestamp, uuid } from "drizzle-orm/pg-core";

/** Columns that every table of an organisation starts with. Ids are UUIDv7, made by the application (see db/ids.ts). */
export const rowId = () => uuid("id").primaryKey();
export const orgId = () => uuid("org_id").notNull();

/** Instants are `timestamptz`, read as Date. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const createdAt = () => instant("created_at").notNull().defaultNow();
export const updatedAt = () => instant("updated_at").notNull().defaultNow();

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
