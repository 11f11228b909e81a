CREATE TABLE "rematch_moves" (
	"org_id" uuid NOT NULL,
	"rematch_id" uuid NOT NULL,
	"interaction_id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "rematch_moves_rematch_id_interaction_id_pk" PRIMARY KEY("rematch_id","interaction_id")
);
--> statement-breakpoint
CREATE TABLE "rematches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"scope" jsonb NOT NULL,
	"state" text DEFAULT 'comparing' NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"moves" integer DEFAULT 0 NOT NULL,
	"stale" integer DEFAULT 0 NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "rematch_moves" ADD CONSTRAINT "rematch_moves_rematch_id_rematches_id_fk" FOREIGN KEY ("rematch_id") REFERENCES "public"."rematches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rematch_moves_work" ON "rematch_moves" USING btree ("rematch_id","state","occurred_at","interaction_id");--> statement-breakpoint
CREATE INDEX "rematch_moves_interaction" ON "rematch_moves" USING btree ("interaction_id");--> statement-breakpoint
CREATE INDEX "rematches_list" ON "rematches" USING btree ("org_id","id");--> statement-breakpoint
SELECT kronika_close('rematch_moves');
--> statement-breakpoint
SELECT kronika_close('rematches');
--> statement-breakpoint
-- A move tells of its interaction: seen by whoever sees that. A merge of a customer that is hidden is hidden.
CREATE POLICY interaction ON rematch_moves AS RESTRICTIVE FOR SELECT
  USING ((SELECT app_system()) OR EXISTS (SELECT FROM interactions i WHERE i.id = interaction_id));
--> statement-breakpoint
CREATE POLICY hidden ON merges AS RESTRICTIVE FOR SELECT USING (CASE noun
  WHEN 'customer' THEN into_id NOT IN (SELECT app_hidden_customers()) AND from_id NOT IN (SELECT app_hidden_customers())
  ELSE (SELECT app_system()) OR EXISTS (SELECT FROM contacts c WHERE c.id = into_id) END);
