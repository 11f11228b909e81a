CREATE TABLE "customer_domains" (
	"org_id" uuid NOT NULL,
	"domain" text NOT NULL,
	"customer_id" uuid NOT NULL,
	CONSTRAINT "customer_domains_org_id_domain_customer_id_pk" PRIMARY KEY("org_id","domain","customer_id")
);
--> statement-breakpoint
CREATE TABLE "customer_restrictions" (
	"customer_id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"visible_to" text[] NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"grantee" text NOT NULL,
	"resource" text NOT NULL,
	"resource_id" uuid NOT NULL,
	"level" text NOT NULL,
	"verbs" text[] NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"org_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "memberships_team_id_user_id_pk" PRIMARY KEY("team_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone
);
--> statement-breakpoint
DROP INDEX "customers_domains";--> statement-breakpoint
DROP INDEX "interaction_links_timeline";--> statement-breakpoint
ALTER TABLE "audiences" ADD COLUMN "mail" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "audiences" ADD COLUMN "private" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "audiences" ADD COLUMN "owners" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "audiences" ADD COLUMN "customers" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "audiences" ADD COLUMN "opportunities" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "audiences" ADD COLUMN "interaction_id" uuid;--> statement-breakpoint
ALTER TABLE "interaction_links" ADD COLUMN "audience_id" uuid;--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "private" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "customer_domains" ADD CONSTRAINT "customer_domains_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_restrictions" ADD CONSTRAINT "customer_restrictions_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "customer_domains_customer" ON "customer_domains" USING btree ("customer_id");--> statement-breakpoint
CREATE UNIQUE INDEX "grants_once" ON "grants" USING btree ("org_id","resource","resource_id","grantee");--> statement-breakpoint
CREATE INDEX "grants_grantee" ON "grants" USING btree ("org_id","grantee");--> statement-breakpoint
CREATE INDEX "memberships_user" ON "memberships" USING btree ("org_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "teams_name" ON "teams" USING btree ("org_id","name");--> statement-breakpoint
CREATE INDEX "interaction_links_timeline" ON "interaction_links" USING btree ("org_id","target","target_id","chosen","occurred_at","interaction_id","audience_id");--> statement-breakpoint
-- An owner who is no superuser is held by FORCEd row security as well: it is lifted for the rows that this migration fills in.
ALTER TABLE audiences NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE interactions NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE interaction_links NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE customers NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE interaction_links l SET audience_id = i.audience_id FROM interactions i WHERE i.id = l.interaction_id;
--> statement-breakpoint
ALTER TABLE interaction_links ALTER COLUMN audience_id SET NOT NULL;
--> statement-breakpoint
UPDATE audiences SET mail = NOT 'org' = ANY (content),
  owners = coalesce((SELECT array_agg(substr(p, 6)::uuid ORDER BY p) FROM unnest(content) p WHERE p LIKE 'user:%'), '{}');
--> statement-breakpoint
INSERT INTO customer_domains (org_id, domain, customer_id) SELECT DISTINCT org_id, d, id FROM customers, unnest(domains) d;
--> statement-breakpoint
ALTER TABLE audiences FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE interactions FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE interaction_links FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE customers FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE FUNCTION kronika_keep_customer_domains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM customer_domains WHERE customer_id = NEW.id AND domain <> ALL (NEW.domains);
  INSERT INTO customer_domains (org_id, domain, customer_id) SELECT NEW.org_id, d, NEW.id FROM unnest(NEW.domains) d ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER customer_domains AFTER INSERT OR UPDATE OF domains ON customers FOR EACH ROW EXECUTE FUNCTION kronika_keep_customer_domains();
--> statement-breakpoint
-- Closes a new table: row security for its organisation, forced, and opened to the application. Every migration that makes a table calls it.
CREATE FUNCTION kronika_close(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('DROP POLICY IF EXISTS organization ON %I', name);
  EXECUTE format('CREATE POLICY organization ON %I USING (org_id = (SELECT app_org())) WITH CHECK (org_id = (SELECT app_org()))', name);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO kronika_app', name);
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION kronika_close(text) FROM PUBLIC;
--> statement-breakpoint
-- The settings are read once a statement, not once a row.
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
           WHERE n.nspname = 'public' AND c.relkind = 'r'
  LOOP
    PERFORM kronika_close(t);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON audit_log FROM kronika_app;
--> statement-breakpoint
REVOKE DELETE ON users FROM kronika_app;
--> statement-breakpoint
-- Whether somebody who looks has one of these principals, e.g. `role:admin`.
CREATE FUNCTION app_is(VARIADIC principals text[]) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT app_system() OR principals && app_principals() $$;
--> statement-breakpoint
-- Customers that the viewer must not know of. Asked as `NOT IN (SELECT app_hidden_customers())`: once a statement, whatever the number of rows.
CREATE FUNCTION app_hidden_customers() RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT customer_id FROM customer_restrictions WHERE org_id = app_org() AND NOT app_system() AND NOT visible_to && app_principals() $$;
--> statement-breakpoint
CREATE POLICY hidden ON customers AS RESTRICTIVE USING (id NOT IN (SELECT app_hidden_customers()));
--> statement-breakpoint
CREATE POLICY hidden ON customer_domains AS RESTRICTIVE USING (customer_id NOT IN (SELECT app_hidden_customers()));
--> statement-breakpoint
CREATE POLICY hidden ON contacts AS RESTRICTIVE USING (customer_id IS NULL OR customer_id NOT IN (SELECT app_hidden_customers()));
--> statement-breakpoint
CREATE POLICY hidden ON opportunities AS RESTRICTIVE USING (customer_id NOT IN (SELECT app_hidden_customers()));
--> statement-breakpoint
CREATE POLICY hidden ON contact_addresses AS RESTRICTIVE USING ((SELECT app_system()) OR EXISTS (SELECT FROM contacts c WHERE c.id = contact_id));
--> statement-breakpoint
DROP POLICY audience ON interactions;
--> statement-breakpoint
DROP POLICY audience ON interaction_subjects;
--> statement-breakpoint
DROP POLICY audience ON attachments;
--> statement-breakpoint
DROP POLICY audience ON interaction_bodies;
--> statement-breakpoint
CREATE POLICY audience ON interactions AS RESTRICTIVE FOR SELECT
  USING ((SELECT app_system()) OR audience_id IN (SELECT a.id FROM audiences a WHERE a.metadata && (SELECT app_principals())));
--> statement-breakpoint
CREATE POLICY audience ON interaction_subjects AS RESTRICTIVE
  USING ((SELECT app_system()) OR audience_id IN (SELECT a.id FROM audiences a WHERE a.subject && (SELECT app_principals())));
--> statement-breakpoint
CREATE POLICY audience ON attachments AS RESTRICTIVE
  USING ((SELECT app_system()) OR audience_id IN (SELECT a.id FROM audiences a WHERE a.subject && (SELECT app_principals())));
--> statement-breakpoint
CREATE POLICY audience ON interaction_bodies AS RESTRICTIVE
  USING ((SELECT app_system()) OR audience_id IN (SELECT a.id FROM audiences a WHERE a.content && (SELECT app_principals())));
--> statement-breakpoint
CREATE POLICY audience ON interaction_links AS RESTRICTIVE FOR SELECT
  USING ((SELECT app_system()) OR audience_id IN (SELECT a.id FROM audiences a WHERE a.metadata && (SELECT app_principals())));
--> statement-breakpoint
-- Somebody whose own mail it is sees the interaction, and still learns nothing of a hidden customer that it was linked to.
CREATE POLICY hidden ON interaction_links AS RESTRICTIVE FOR SELECT
  USING ((SELECT app_system()) OR CASE target WHEN 'customer' THEN target_id NOT IN (SELECT app_hidden_customers())
    WHEN 'contact' THEN EXISTS (SELECT FROM contacts c WHERE c.id = target_id)
    WHEN 'opportunity' THEN EXISTS (SELECT FROM opportunities o WHERE o.id = target_id) ELSE true END);
--> statement-breakpoint
-- What hangs on an interaction is seen with it.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['interaction_identities', 'interaction_references', 'interaction_participants', 'interaction_copies', 'reactions'] LOOP
    EXECUTE format('CREATE POLICY interaction ON %I AS RESTRICTIVE FOR SELECT
      USING ((SELECT app_system()) OR EXISTS (SELECT FROM interactions i WHERE i.id = interaction_id))', t);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY interaction ON reminders AS RESTRICTIVE FOR SELECT USING ((SELECT app_system())
  OR ((customer_id IS NULL OR customer_id NOT IN (SELECT app_hidden_customers()))
    AND (interaction_id IS NULL OR EXISTS (SELECT FROM interactions i WHERE i.id = interaction_id))));
--> statement-breakpoint
-- What a mailbox holds, also what was skipped, is its owner's and the administrators' affair.
CREATE POLICY owner ON ledger AS RESTRICTIVE FOR SELECT
  USING ((SELECT app_is('role:admin')) OR connection_id IN (SELECT c.id FROM connections c WHERE 'user:' || c.user_id = ANY (app_principals())));
--> statement-breakpoint
CREATE POLICY readers ON audit_log AS RESTRICTIVE FOR SELECT USING ((SELECT app_is('role:admin')));
