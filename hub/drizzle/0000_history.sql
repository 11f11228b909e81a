CREATE TABLE "connections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"provider" text NOT NULL,
	"name" text NOT NULL,
	"addresses" text[] DEFAULT '{}' NOT NULL,
	"settings" jsonb NOT NULL,
	"credential" "bytea",
	"state" text DEFAULT 'active' NOT NULL,
	"problem" text,
	"problem_since" timestamp with time zone,
	"last_success_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "cursors" (
	"org_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"folder" text NOT NULL,
	"cursor" text NOT NULL,
	"enlisted" boolean DEFAULT false NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cursors_connection_id_folder_pk" PRIMARY KEY("connection_id","folder")
);
--> statement-breakpoint
CREATE TABLE "exclusions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"user_id" uuid,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"folder" text NOT NULL,
	"item_id" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"reason" text,
	"trace" jsonb,
	"addresses" text[],
	"interaction_id" uuid,
	"etag" text,
	"received_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"raw" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"family_id" uuid,
	"client_id" text,
	"name" text DEFAULT '' NOT NULL,
	"token_hash" text NOT NULL,
	"scopes" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"rotated_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "oauth_codes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"client_id" text NOT NULL,
	"redirect_uri" text NOT NULL,
	"code_challenge" text NOT NULL,
	"scope" text NOT NULL,
	"family_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"window_start" timestamp with time zone NOT NULL,
	"count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contact_addresses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"label" text,
	"valid_from" timestamp with time zone,
	"valid_to" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"customer_id" uuid,
	"name" text NOT NULL,
	"job_title" text,
	"legal_basis" text DEFAULT 'none' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kinds" text[] DEFAULT '{"customer"}' NOT NULL,
	"ico" text,
	"dic" text,
	"ic_dph" text,
	"country" text DEFAULT 'SK' NOT NULL,
	"website" text,
	"domains" text[] DEFAULT '{}' NOT NULL,
	"owner_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"setup_token_hash" text,
	"setup_completed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "attachments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"interaction_id" uuid NOT NULL,
	"audience_id" uuid NOT NULL,
	"filename" text,
	"content_type" text,
	"size" integer,
	"sha256" text,
	"inline" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audiences" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"key" text NOT NULL,
	"metadata" text[] NOT NULL,
	"subject" text[] NOT NULL,
	"content" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "interaction_bodies" (
	"interaction_id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"audience_id" uuid NOT NULL,
	"text" text,
	"html" text,
	"reply_text" text,
	"preview" text
);
--> statement-breakpoint
CREATE TABLE "interaction_copies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"interaction_id" uuid NOT NULL,
	"owner_id" uuid,
	"connection_id" uuid,
	"source" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "interaction_copies_once" UNIQUE NULLS NOT DISTINCT("interaction_id","owner_id","source","connection_id")
);
--> statement-breakpoint
CREATE TABLE "interaction_identities" (
	"org_id" uuid NOT NULL,
	"scheme" text NOT NULL,
	"value" text NOT NULL,
	"interaction_id" uuid NOT NULL,
	CONSTRAINT "interaction_identities_org_id_scheme_value_pk" PRIMARY KEY("org_id","scheme","value")
);
--> statement-breakpoint
CREATE TABLE "interaction_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"interaction_id" uuid NOT NULL,
	"target" text NOT NULL,
	"target_id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"chosen" boolean DEFAULT true NOT NULL,
	"evidence" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"score" real DEFAULT 1 NOT NULL,
	"decided_by" text DEFAULT 'rule' NOT NULL,
	"user_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "interaction_participants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"interaction_id" uuid NOT NULL,
	"role" text NOT NULL,
	"name" text,
	"address" text,
	"contact_id" uuid,
	"user_id" uuid,
	"response" text
);
--> statement-breakpoint
CREATE TABLE "interaction_references" (
	"org_id" uuid NOT NULL,
	"message_id" text NOT NULL,
	"interaction_id" uuid NOT NULL,
	CONSTRAINT "interaction_references_org_id_message_id_interaction_id_pk" PRIMARY KEY("org_id","message_id","interaction_id")
);
--> statement-breakpoint
CREATE TABLE "interaction_subjects" (
	"interaction_id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"audience_id" uuid NOT NULL,
	"subject" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "interactions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"direction" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone,
	"thread_id" uuid NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"merged_into" uuid,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"level" text DEFAULT 'content' NOT NULL,
	"fingerprint" text,
	"named" boolean DEFAULT false NOT NULL,
	"audience_id" uuid NOT NULL,
	"attachment_count" integer DEFAULT 0 NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reactions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"interaction_id" uuid NOT NULL,
	"to_interaction_id" uuid,
	"contact_id" uuid,
	"occurred_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reactions_once" UNIQUE NULLS NOT DISTINCT("interaction_id","kind","to_interaction_id")
);
--> statement-breakpoint
CREATE TABLE "opportunities" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"name" text NOT NULL,
	"stage" text DEFAULT 'new' NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"value" numeric(15, 2),
	"currency" text DEFAULT 'EUR' NOT NULL,
	"expected_close" date,
	"owner_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"country" text DEFAULT 'SK' NOT NULL,
	"language" text DEFAULT 'sk' NOT NULL,
	"currency" text DEFAULT 'EUR' NOT NULL,
	"time_zone" text DEFAULT 'Europe/Bratislava' NOT NULL,
	"own_domains" text[] DEFAULT '{}' NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reminders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"note" text,
	"customer_id" uuid,
	"opportunity_id" uuid,
	"interaction_id" uuid,
	"thread_id" uuid,
	"answers_since" timestamp with time zone,
	"awaits" text[] DEFAULT '{}' NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"outcome" jsonb,
	"fell_due_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"calendar_connection_id" uuid,
	"calendar_href" text,
	"calendar_etag" text,
	"client_id" uuid,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"verb" text NOT NULL,
	"noun" text NOT NULL,
	"row_id" uuid,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"org_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"key" text NOT NULL,
	"route" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"response" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_org_id_user_id_key_pk" PRIMARY KEY("org_id","user_id","key")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"topic" text NOT NULL,
	"name" text NOT NULL,
	"row_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text DEFAULT 'rep' NOT NULL,
	"language" text DEFAULT 'sk' NOT NULL,
	"aliases" text[] DEFAULT '{}' NOT NULL,
	"password_hash" text NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cursors" ADD CONSTRAINT "cursors_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_codes" ADD CONSTRAINT "oauth_codes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_addresses" ADD CONSTRAINT "contact_addresses_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_interaction_id_interactions_id_fk" FOREIGN KEY ("interaction_id") REFERENCES "public"."interactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interaction_bodies" ADD CONSTRAINT "interaction_bodies_interaction_id_interactions_id_fk" FOREIGN KEY ("interaction_id") REFERENCES "public"."interactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interaction_copies" ADD CONSTRAINT "interaction_copies_interaction_id_interactions_id_fk" FOREIGN KEY ("interaction_id") REFERENCES "public"."interactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interaction_identities" ADD CONSTRAINT "interaction_identities_interaction_id_interactions_id_fk" FOREIGN KEY ("interaction_id") REFERENCES "public"."interactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interaction_links" ADD CONSTRAINT "interaction_links_interaction_id_interactions_id_fk" FOREIGN KEY ("interaction_id") REFERENCES "public"."interactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interaction_participants" ADD CONSTRAINT "interaction_participants_interaction_id_interactions_id_fk" FOREIGN KEY ("interaction_id") REFERENCES "public"."interactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interaction_references" ADD CONSTRAINT "interaction_references_interaction_id_interactions_id_fk" FOREIGN KEY ("interaction_id") REFERENCES "public"."interactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interaction_subjects" ADD CONSTRAINT "interaction_subjects_interaction_id_interactions_id_fk" FOREIGN KEY ("interaction_id") REFERENCES "public"."interactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reactions" ADD CONSTRAINT "reactions_interaction_id_interactions_id_fk" FOREIGN KEY ("interaction_id") REFERENCES "public"."interactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "connections_org" ON "connections" USING btree ("org_id","kind");--> statement-breakpoint
CREATE INDEX "exclusions_org" ON "exclusions" USING btree ("org_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_item" ON "ledger" USING btree ("connection_id","folder","item_id");--> statement-breakpoint
CREATE INDEX "ledger_work" ON "ledger" USING btree ("connection_id","state","next_attempt_at");--> statement-breakpoint
CREATE INDEX "ledger_addresses" ON "ledger" USING gin ("addresses");--> statement-breakpoint
CREATE INDEX "ledger_interaction" ON "ledger" USING btree ("interaction_id");--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_token" ON "api_tokens" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "api_tokens_user" ON "api_tokens" USING btree ("org_id","user_id");--> statement-breakpoint
CREATE INDEX "api_tokens_family" ON "api_tokens" USING btree ("family_id");--> statement-breakpoint
CREATE UNIQUE INDEX "oauth_codes_code" ON "oauth_codes" USING btree ("code_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_token" ON "sessions" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("org_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "contact_addresses_once" ON "contact_addresses" USING btree ("contact_id","kind","value");--> statement-breakpoint
CREATE INDEX "contact_addresses_value" ON "contact_addresses" USING btree ("org_id","kind","value");--> statement-breakpoint
CREATE INDEX "contacts_customer" ON "contacts" USING btree ("org_id","customer_id");--> statement-breakpoint
CREATE INDEX "contacts_name" ON "contacts" USING btree ("org_id","name","id");--> statement-breakpoint
CREATE INDEX "customers_name" ON "customers" USING btree ("org_id","name","id");--> statement-breakpoint
CREATE INDEX "customers_domains" ON "customers" USING gin ("domains");--> statement-breakpoint
CREATE UNIQUE INDEX "customers_ico" ON "customers" USING btree ("org_id","ico");--> statement-breakpoint
CREATE INDEX "attachments_interaction" ON "attachments" USING btree ("interaction_id");--> statement-breakpoint
CREATE UNIQUE INDEX "audiences_key" ON "audiences" USING btree ("org_id","key");--> statement-breakpoint
CREATE INDEX "interaction_copies_owner" ON "interaction_copies" USING btree ("org_id","owner_id");--> statement-breakpoint
CREATE INDEX "interaction_identities_row" ON "interaction_identities" USING btree ("interaction_id");--> statement-breakpoint
CREATE UNIQUE INDEX "interaction_links_once" ON "interaction_links" USING btree ("interaction_id","target","target_id");--> statement-breakpoint
CREATE INDEX "interaction_links_timeline" ON "interaction_links" USING btree ("org_id","target","target_id","occurred_at","interaction_id");--> statement-breakpoint
CREATE INDEX "interaction_participants_row" ON "interaction_participants" USING btree ("interaction_id");--> statement-breakpoint
CREATE INDEX "interaction_participants_address" ON "interaction_participants" USING btree ("org_id","address");--> statement-breakpoint
CREATE INDEX "interaction_references_row" ON "interaction_references" USING btree ("interaction_id");--> statement-breakpoint
CREATE INDEX "interactions_thread" ON "interactions" USING btree ("thread_id","occurred_at");--> statement-breakpoint
CREATE INDEX "interactions_fingerprint" ON "interactions" USING btree ("org_id","fingerprint");--> statement-breakpoint
CREATE INDEX "interactions_time" ON "interactions" USING btree ("occurred_at");--> statement-breakpoint
CREATE INDEX "reactions_to" ON "reactions" USING btree ("to_interaction_id");--> statement-breakpoint
CREATE INDEX "opportunities_customer" ON "opportunities" USING btree ("org_id","customer_id");--> statement-breakpoint
CREATE INDEX "opportunities_list" ON "opportunities" USING btree ("org_id","state","id");--> statement-breakpoint
CREATE INDEX "reminders_mine" ON "reminders" USING btree ("org_id","user_id","state","due_at");--> statement-breakpoint
CREATE INDEX "reminders_thread" ON "reminders" USING btree ("org_id","thread_id");--> statement-breakpoint
CREATE INDEX "reminders_awaits" ON "reminders" USING gin ("awaits");--> statement-breakpoint
CREATE INDEX "reminders_customer" ON "reminders" USING btree ("org_id","customer_id");--> statement-breakpoint
CREATE INDEX "audit_log_row" ON "audit_log" USING btree ("org_id","noun","row_id");--> statement-breakpoint
CREATE INDEX "audit_log_time" ON "audit_log" USING btree ("org_id","created_at");--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "outbox_next" ON "outbox" USING btree ("next_attempt_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("email");--> statement-breakpoint
CREATE INDEX "users_org" ON "users" USING btree ("org_id");