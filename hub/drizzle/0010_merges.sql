CREATE TABLE "merges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"noun" text NOT NULL,
	"from_id" uuid NOT NULL,
	"into_id" uuid NOT NULL,
	"trace" jsonb NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
CREATE INDEX "merges_into" ON "merges" USING btree ("org_id","noun","into_id");--> statement-breakpoint
CREATE INDEX "merges_from" ON "merges" USING btree ("org_id","noun","from_id");--> statement-breakpoint
SELECT kronika_close('merges');
