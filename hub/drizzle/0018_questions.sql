CREATE TABLE "dismissed_senders" (
	"org_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"address" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dismissed_senders_org_id_user_id_address_pk" PRIMARY KEY("org_id","user_id","address")
);
--> statement-breakpoint
CREATE TABLE "link_rule_moves" (
	"org_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"interaction_id" uuid NOT NULL,
	"unchosen" jsonb NOT NULL,
	"link_id" uuid,
	"made" boolean NOT NULL,
	"question_id" uuid,
	CONSTRAINT "link_rule_moves_rule_id_interaction_id_pk" PRIMARY KEY("rule_id","interaction_id")
);
--> statement-breakpoint
CREATE TABLE "link_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"customer_id" uuid NOT NULL,
	"opportunity_id" uuid,
	"no_opportunity" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "questions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"interaction_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"answer" uuid,
	"answered_by" uuid,
	"answered_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "link_rule_moves" ADD CONSTRAINT "link_rule_moves_rule_id_link_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."link_rules"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_rule_moves" ADD CONSTRAINT "link_rule_moves_interaction_id_interactions_id_fk" FOREIGN KEY ("interaction_id") REFERENCES "public"."interactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_rules" ADD CONSTRAINT "link_rules_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_rules" ADD CONSTRAINT "link_rules_opportunity_id_opportunities_id_fk" FOREIGN KEY ("opportunity_id") REFERENCES "public"."opportunities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_interaction_id_interactions_id_fk" FOREIGN KEY ("interaction_id") REFERENCES "public"."interactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "link_rule_moves_interaction" ON "link_rule_moves" USING btree ("interaction_id");--> statement-breakpoint
CREATE INDEX "link_rules_value" ON "link_rules" USING btree ("org_id","kind","value");--> statement-breakpoint
CREATE INDEX "link_rules_customer" ON "link_rules" USING btree ("org_id","customer_id");--> statement-breakpoint
CREATE UNIQUE INDEX "questions_once" ON "questions" USING btree ("interaction_id","kind");--> statement-breakpoint
CREATE INDEX "questions_open" ON "questions" USING btree ("org_id","occurred_at","id") WHERE state = 'open';--> statement-breakpoint
SELECT kronika_close('dismissed_senders');
--> statement-breakpoint
SELECT kronika_close('link_rule_moves');
--> statement-breakpoint
SELECT kronika_close('link_rules');
--> statement-breakpoint
SELECT kronika_close('questions');
