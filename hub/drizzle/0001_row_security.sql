-- Row security, from the first day. The application signs in as kronika_app, which owns nothing; every transaction says for whom it
-- acts (db/transaction.ts), and a missing setting sees no row.
--   app.org         the organisation
--   app.principals  who looks: org, user:<id>, team:<id>
--   app.system      'on' for the service verbs that must see a whole organisation (recording, sync); they authorise by themselves
--   app.presented   the secret (hashed) or e-mail address that somebody presents before we know who it is
--   app.relay       'on' for the relay, which sees the outbox and the list of organisations of the whole installation

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kronika_app') THEN
    CREATE ROLE kronika_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
END $$;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS unaccent;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE FUNCTION app_org() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.org', true), '')::uuid $$;
--> statement-breakpoint
CREATE FUNCTION app_principals() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('app.principals', true), ''), '{}')::text[] $$;
--> statement-breakpoint
CREATE FUNCTION app_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('app.system', true), '') = 'on' $$;
--> statement-breakpoint
CREATE FUNCTION app_relay() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('app.relay', true), '') = 'on' $$;
--> statement-breakpoint
CREATE FUNCTION app_presented() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.presented', true), '') $$;
--> statement-breakpoint
-- Lower case without diacritics: `ziadost` finds `žiadosť`. The dictionary is named, so that the function may be called immutable and indexed.
CREATE FUNCTION kronika_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  AS $$ SELECT lower(public.unaccent('public.unaccent', value)) $$;
--> statement-breakpoint
-- Every table is closed; what follows opens it to its own organisation.
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> '__drizzle_migrations'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
  END LOOP;
  FOR t IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
           WHERE n.nspname = 'public' AND c.relkind = 'r'
  LOOP
    EXECUTE format('CREATE POLICY organization ON %I USING (org_id = app_org()) WITH CHECK (org_id = app_org())', t);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY installation ON installation USING (true) WITH CHECK (id = 1);
--> statement-breakpoint
CREATE POLICY own ON organizations USING (id = app_org() OR app_relay()) WITH CHECK (id = app_org());
--> statement-breakpoint
CREATE POLICY counters ON rate_limits USING (true) WITH CHECK (true);
--> statement-breakpoint
-- Before sign-in nothing is known but the secret: it opens its own row and no other.
CREATE POLICY presented ON users FOR SELECT USING (email = app_presented());
--> statement-breakpoint
CREATE POLICY presented ON sessions FOR SELECT USING (token_hash = app_presented());
--> statement-breakpoint
CREATE POLICY presented ON api_tokens FOR SELECT USING (token_hash = app_presented());
--> statement-breakpoint
CREATE POLICY presented ON oauth_codes FOR SELECT USING (code_hash = app_presented());
--> statement-breakpoint
CREATE POLICY relay ON outbox USING (app_relay()) WITH CHECK (app_relay());
--> statement-breakpoint
-- Subject and content are seen by their audience only. RESTRICTIVE: added to the organisation's policy by AND.
CREATE POLICY audience ON interactions AS RESTRICTIVE FOR SELECT
  USING (app_system() OR audience_id IN (SELECT id FROM audiences WHERE metadata && app_principals()));
--> statement-breakpoint
CREATE POLICY audience ON interaction_subjects AS RESTRICTIVE
  USING (app_system() OR audience_id IN (SELECT id FROM audiences WHERE subject && app_principals()));
--> statement-breakpoint
CREATE POLICY audience ON attachments AS RESTRICTIVE
  USING (app_system() OR audience_id IN (SELECT id FROM audiences WHERE subject && app_principals()));
--> statement-breakpoint
CREATE POLICY audience ON interaction_bodies AS RESTRICTIVE
  USING (app_system() OR audience_id IN (SELECT id FROM audiences WHERE content && app_principals()));
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO kronika_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO kronika_app;
--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kronika_app;
--> statement-breakpoint
-- The trail only grows.
REVOKE UPDATE, DELETE ON audit_log FROM kronika_app;
--> statement-breakpoint
REVOKE DELETE ON organizations, users FROM kronika_app;
--> statement-breakpoint
CREATE INDEX customers_fold ON customers USING gin (kronika_fold(name) gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX contacts_fold ON contacts USING gin (kronika_fold(name) gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX opportunities_fold ON opportunities USING gin (kronika_fold(name) gin_trgm_ops);
--> statement-breakpoint
INSERT INTO installation (id) VALUES (1);
