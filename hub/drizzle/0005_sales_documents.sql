CREATE TABLE "sales_documents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"number" text NOT NULL,
	"number_key" text NOT NULL,
	"customer_id" uuid NOT NULL,
	"opportunity_id" uuid,
	"state" text NOT NULL,
	"amount" numeric(15, 2) NOT NULL,
	"currency" text NOT NULL,
	"issued_on" date NOT NULL,
	"due_on" date,
	"paid_on" date,
	"source" text,
	"external_id" text,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "customers_ico";--> statement-breakpoint
ALTER TABLE "sales_documents" ADD CONSTRAINT "sales_documents_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sales_documents" ADD CONSTRAINT "sales_documents_opportunity_id_opportunities_id_fk" FOREIGN KEY ("opportunity_id") REFERENCES "public"."opportunities"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "sales_documents_external" ON "sales_documents" USING btree ("org_id","source","external_id");--> statement-breakpoint
CREATE INDEX "sales_documents_number" ON "sales_documents" USING btree ("org_id","number_key");--> statement-breakpoint
CREATE INDEX "sales_documents_customer" ON "sales_documents" USING btree ("org_id","customer_id","issued_on","id");--> statement-breakpoint
CREATE INDEX "sales_documents_opportunity" ON "sales_documents" USING btree ("org_id","opportunity_id","issued_on","id");--> statement-breakpoint
CREATE INDEX "sales_documents_list" ON "sales_documents" USING btree ("org_id","issued_on","id");--> statement-breakpoint
CREATE INDEX "sales_documents_unpaid" ON "sales_documents" USING btree ("org_id","due_on") WHERE kind = 'invoice' AND state = 'issued';--> statement-breakpoint
CREATE UNIQUE INDEX "customers_ico" ON "customers" USING btree ("org_id","ico") WHERE archived_at IS NULL;--> statement-breakpoint
SELECT kronika_close('sales_documents');
