DROP INDEX "interaction_reports_once";--> statement-breakpoint
ALTER TABLE "interaction_reports" ADD COLUMN "scope" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "interaction_reports_once" ON "interaction_reports" USING btree ("org_id","scheme","value","kind","address","scope");