CREATE TABLE "audit_segments" (
	"org_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"from_id" uuid NOT NULL,
	"to_id" uuid NOT NULL,
	"count" integer NOT NULL,
	"hash" text NOT NULL,
	"previous_hash" text NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "audit_segments_org_id_number_pk" PRIMARY KEY("org_id","number")
);
--> statement-breakpoint
CREATE TABLE "csv_import_rows" (
	"org_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"row" integer NOT NULL,
	"line" integer NOT NULL,
	"cells" text[],
	"outcome" text,
	"problems" jsonb,
	"row_id" uuid,
	"before" jsonb,
	"version" text,
	CONSTRAINT "csv_import_rows_import_id_row_pk" PRIMARY KEY("import_id","row")
);
--> statement-breakpoint
CREATE TABLE "csv_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"filename" text NOT NULL,
	"sha256" text NOT NULL,
	"delimiter" text NOT NULL,
	"encoding" text NOT NULL,
	"headers" text[] NOT NULL,
	"mapping" jsonb NOT NULL,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "external_ids" (
	"org_id" uuid NOT NULL,
	"noun" text NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"row_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "external_ids_org_id_noun_source_external_id_pk" PRIMARY KEY("org_id","noun","source","external_id")
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"target" text NOT NULL,
	"target_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"counts" jsonb NOT NULL,
	"erased_by" uuid,
	"erased_at" timestamp with time zone NOT NULL,
	"audit_id" uuid NOT NULL,
	"audit_hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "legal_holds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"target" text NOT NULL,
	"target_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"until" date,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"released_by" uuid,
	"released_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "tombstones" (
	"org_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"kind" text NOT NULL,
	"erasure_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tombstones_org_id_hash_pk" PRIMARY KEY("org_id","hash")
);
--> statement-breakpoint
CREATE TABLE "retention_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"kind" text,
	"level" text,
	"customer_state" text,
	"months" integer NOT NULL,
	"action" text NOT NULL,
	"enabled" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_run_at" timestamp with time zone,
	"last_run_count" integer
);
--> statement-breakpoint
ALTER TABLE "csv_import_rows" ADD CONSTRAINT "csv_import_rows_import_id_csv_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."csv_imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tombstones" ADD CONSTRAINT "tombstones_erasure_id_erasures_id_fk" FOREIGN KEY ("erasure_id") REFERENCES "public"."erasures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_segments_to" ON "audit_segments" USING btree ("org_id","to_id");--> statement-breakpoint
CREATE INDEX "csv_import_rows_row" ON "csv_import_rows" USING btree ("org_id","row_id");--> statement-breakpoint
CREATE INDEX "csv_imports_list" ON "csv_imports" USING btree ("org_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "external_ids_row" ON "external_ids" USING btree ("row_id","source");--> statement-breakpoint
CREATE INDEX "erasures_list" ON "erasures" USING btree ("org_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "legal_holds_open" ON "legal_holds" USING btree ("org_id","target","target_id") WHERE released_at IS NULL;--> statement-breakpoint
CREATE INDEX "legal_holds_list" ON "legal_holds" USING btree ("org_id","id");--> statement-breakpoint
CREATE INDEX "retention_rules_org" ON "retention_rules" USING btree ("org_id");--> statement-breakpoint
SELECT kronika_close('audit_segments');
--> statement-breakpoint
SELECT kronika_close('csv_import_rows');
--> statement-breakpoint
SELECT kronika_close('csv_imports');
--> statement-breakpoint
SELECT kronika_close('external_ids');
--> statement-breakpoint
SELECT kronika_close('erasures');
--> statement-breakpoint
SELECT kronika_close('legal_holds');
--> statement-breakpoint
SELECT kronika_close('tombstones');
--> statement-breakpoint
SELECT kronika_close('retention_rules');
