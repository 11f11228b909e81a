import { pgTable, smallint, text } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/** Facts of this installation, one row. The only table without an organisation: it exists before the first one. */
export const installation = pgTable("installation", {
  id: smallint("id").primaryKey().default(1),
  setupTokenHash: text("setup_token_hash"),
  setupCompletedAt: instant("setup_completed_at"),
});
