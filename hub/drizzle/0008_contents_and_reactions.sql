CREATE TABLE "blobs" (
	"org_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"size" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"orphaned_at" timestamp with time zone,
	CONSTRAINT "blobs_org_id_sha256_pk" PRIMARY KEY("org_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "interaction_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"scheme" text NOT NULL,
	"value" text NOT NULL,
	"kind" text NOT NULL,
	"address" text NOT NULL,
	"sequence" integer DEFAULT 0 NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "suggestion_dismissals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"facts_key" text NOT NULL,
	"user_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "reactions" DROP CONSTRAINT "reactions_once";--> statement-breakpoint
ALTER TABLE "reactions" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "suggestion_dismissals" ADD CONSTRAINT "suggestion_dismissals_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "blobs_orphaned" ON "blobs" USING btree ("org_id","orphaned_at");--> statement-breakpoint
CREATE UNIQUE INDEX "interaction_reports_once" ON "interaction_reports" USING btree ("org_id","scheme","value","kind","address");--> statement-breakpoint
CREATE INDEX "interaction_reports_age" ON "interaction_reports" USING btree ("org_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "suggestion_dismissals_once" ON "suggestion_dismissals" USING btree ("org_id","customer_id","rule");--> statement-breakpoint
CREATE INDEX "reactions_address" ON "reactions" USING btree ("org_id","address","kind");--> statement-breakpoint
ALTER TABLE "reactions" ADD CONSTRAINT "reactions_once" UNIQUE NULLS NOT DISTINCT("interaction_id","kind","to_interaction_id","address");--> statement-breakpoint
SELECT kronika_close('blobs');
--> statement-breakpoint
SELECT kronika_close('interaction_reports');
--> statement-breakpoint
SELECT kronika_close('suggestion_dismissals');
