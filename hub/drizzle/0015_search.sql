CREATE TABLE "search_entries" (
	"interaction_id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"audience_id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"terms" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_names" (
	"org_id" uuid NOT NULL,
	"term" text COLLATE "C" NOT NULL,
	"noun" text NOT NULL,
	"row_id" uuid NOT NULL,
	"customer_id" uuid,
	CONSTRAINT "search_names_org_id_term_noun_row_id_pk" PRIMARY KEY("org_id","term","noun","row_id")
);
--> statement-breakpoint
CREATE TABLE "search_queue" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"noun" text NOT NULL,
	"row_id" uuid NOT NULL
);
--> statement-breakpoint
ALTER TABLE "search_entries" ADD CONSTRAINT "search_entries_interaction_id_interactions_id_fk" FOREIGN KEY ("interaction_id") REFERENCES "public"."interactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_names" ADD CONSTRAINT "search_names_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "search_entries_time" ON "search_entries" USING btree ("org_id","occurred_at");--> statement-breakpoint
CREATE INDEX "search_names_row" ON "search_names" USING btree ("row_id");--> statement-breakpoint
CREATE INDEX "search_names_customer" ON "search_names" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "search_queue_next" ON "search_queue" USING btree ("org_id","id");--> statement-breakpoint
SELECT kronika_close('search_entries');
--> statement-breakpoint
SELECT kronika_close('search_names');
--> statement-breakpoint
SELECT kronika_close('search_queue');
