-- Look-ups in the index of words go past row security's barrier, which lets no GIN index be used: through one function that compares with the
-- viewer's principals by itself, and says which interactions fit and when they were, nothing else. It runs as a role of its own that may read
-- the index and the audiences and nothing more. Whoever called it reads what it names under row security.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kronika_search') THEN
    CREATE ROLE kronika_search NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
END $$;
--> statement-breakpoint
GRANT kronika_search TO CURRENT_USER;
--> statement-breakpoint
GRANT SELECT ON search_entries, audiences TO kronika_search;
--> statement-breakpoint
CREATE POLICY reader ON search_entries FOR SELECT TO kronika_search USING (true);
--> statement-breakpoint
CREATE POLICY audience ON search_entries AS RESTRICTIVE FOR SELECT TO kronika_app
  USING ((SELECT app_system()) OR audience_id IN (SELECT a.id FROM audiences a WHERE a.content && (SELECT app_principals())));
--> statement-breakpoint
CREATE POLICY hidden ON search_names AS RESTRICTIVE USING (customer_id IS NULL OR customer_id NOT IN (SELECT app_hidden_customers()));
--> statement-breakpoint
CREATE POLICY relay ON search_queue FOR SELECT USING (app_relay());
--> statement-breakpoint
-- A later migration that changes rows enlists them as well.
CREATE POLICY owner ON search_queue FOR INSERT TO CURRENT_USER WITH CHECK (true);
--> statement-breakpoint
GRANT USAGE ON SEQUENCE search_queue_id_seq TO kronika_app;
--> statement-breakpoint
-- Written in batches by the indexer, not on the way of a record: no list of pending entries that every look-up would have to read.
CREATE INDEX search_entries_terms ON search_entries USING gin (terms) WITH (fastupdate = off);
--> statement-breakpoint
-- One part of a query: words, each of which will do, with `*` behind the beginning of one. `@` stands for the place and level.
CREATE FUNCTION kronika_search_part(alternatives text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT '(' || string_agg('''@' || regexp_replace(a, '[^[:alnum:]]', '', 'g') || '''' || CASE WHEN a LIKE '%*' THEN ':*' ELSE '' END, '|') || ')'
  FROM unnest(string_to_array(alternatives, '|')) a $$;
--> statement-breakpoint
-- The newest interactions that fit and that the viewer may find, newest first.
--   words    each must be there at the level that the viewer sees: `ponu*`, `cena|ceny`
--   facets   what everybody knows who sees the metadata: `f` and a word of the sender, `t` of an addressee, `k` and the kind
--   since, until, after_at with after_id: half open range of time; the place of the last row that was seen
--   among    only these interactions, or all
-- Words lie in the index by week and by year: a common word is found in the newest weeks, a rare one in few looks at whole years.
CREATE FUNCTION kronika_search(words text[], facets text[], since timestamptz, until timestamptz, after_at timestamptz, after_id uuid, among uuid[], max_rows int)
RETURNS TABLE (interaction_id uuid, occurred_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  org constant uuid := app_org();
  tag constant text := right(org::text, 4);
  wanted constant text := (SELECT string_agg(kronika_search_part(w), '&') FROM unnest(words) w);
  facet constant text := coalesce((SELECT string_agg(kronika_search_part(f), '&') FROM unnest(facets) f), '''@k'':*');
  low constant timestamptz := coalesce(since, '-infinity');
  high timestamptz := least(coalesce(until, 'infinity'), coalesce(after_at + interval '1 microsecond', 'infinity'));
  queries text[];
  whole uuid[];
  subjects uuid[];
  bare uuid[];
  newest timestamptz;
  bottom timestamptz;
  place text;
  looks int := 0;
  found_now int;
  rest int := max_rows;
BEGIN
  IF EXISTS (SELECT FROM unnest(facets) f, unnest(string_to_array(f, '|')) a WHERE a !~ '^[ftk]') THEN
    RAISE EXCEPTION 'a facet begins with f, t or k' USING ERRCODE = '22023';
  END IF;
  SELECT coalesce(array_agg(a.id) FILTER (WHERE a.level = 3), '{}'), coalesce(array_agg(a.id) FILTER (WHERE a.level = 2), '{}'), coalesce(array_agg(a.id) FILTER (WHERE a.level = 1), '{}')
    INTO whole, subjects, bare
    FROM (SELECT id, CASE WHEN app_system() OR content && app_principals() THEN 3 WHEN subject && app_principals() THEN 2
      WHEN metadata && app_principals() THEN 1 ELSE 0 END AS level FROM audiences WHERE org_id = org) a;
  -- One query for each level, by which its words are found.
  queries := ARRAY(SELECT coalesce(replace(wanted, '@', '@' || level) || '&', '') || facet FROM generate_series(1, 3) level ORDER BY level);
  LOOP
    EXIT WHEN rest <= 0;
    SELECT max(e.occurred_at) INTO newest FROM search_entries e WHERE e.org_id = org AND e.occurred_at < high AND e.occurred_at >= low
      AND (among IS NULL OR e.interaction_id = ANY (among));
    EXIT WHEN newest IS NULL;
    IF looks < 6 AND among IS NULL THEN
      place := tag || 'w' || floor(extract(epoch FROM newest) / 604800)::bigint || '.';
      bottom := to_timestamp(floor(extract(epoch FROM newest) / 604800) * 604800);
    ELSE
      place := tag || 'y' || extract(year FROM newest AT TIME ZONE 'UTC') || '.';
      bottom := make_timestamptz(extract(year FROM newest AT TIME ZONE 'UTC')::int, 1, 1, 0, 0, 0, 'UTC');
    END IF;
    RETURN QUERY
      WITH fitting AS MATERIALIZED (
        SELECT e.interaction_id, e.occurred_at, e.org_id, e.audience_id, 3 AS level FROM search_entries e
          WHERE cardinality(whole) > 0 AND e.terms @@ replace(queries[3], '@', place)::tsquery AND (among IS NULL OR e.interaction_id = ANY (among))
        UNION ALL SELECT e.interaction_id, e.occurred_at, e.org_id, e.audience_id, 2 FROM search_entries e
          WHERE cardinality(subjects) > 0 AND e.terms @@ replace(queries[2], '@', place)::tsquery AND (among IS NULL OR e.interaction_id = ANY (among))
        UNION ALL SELECT e.interaction_id, e.occurred_at, e.org_id, e.audience_id, 1 FROM search_entries e
          WHERE cardinality(bare) > 0 AND e.terms @@ replace(queries[1], '@', place)::tsquery AND (among IS NULL OR e.interaction_id = ANY (among)))
      SELECT f.interaction_id, f.occurred_at FROM fitting f
      WHERE f.org_id = org AND f.occurred_at < high AND f.occurred_at >= low
        AND (after_at IS NULL OR (f.occurred_at, f.interaction_id) < (after_at, after_id))
        AND (f.audience_id, f.level) IN (SELECT unnest(whole), 3 UNION ALL SELECT unnest(subjects), 2 UNION ALL SELECT unnest(bare), 1)
      ORDER BY f.occurred_at DESC, f.interaction_id DESC LIMIT rest;
    GET DIAGNOSTICS found_now = ROW_COUNT;
    rest := rest - found_now;
    high := bottom;
    looks := looks + 1;
  END LOOP;
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO kronika_search;
--> statement-breakpoint
ALTER FUNCTION kronika_search(text[], text[], timestamptz, timestamptz, timestamptz, uuid, uuid[], int) OWNER TO kronika_search;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM kronika_search;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION kronika_search(text[], text[], timestamptz, timestamptz, timestamptz, uuid, uuid[], int) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION kronika_search(text[], text[], timestamptz, timestamptz, timestamptz, uuid, uuid[], int) TO kronika_app;
--> statement-breakpoint
-- Whoever changes what is searched enlists it: in the same transaction, and nobody can forget it.
CREATE FUNCTION kronika_enlist_for_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME IN ('interaction_subjects', 'interaction_bodies') THEN
    INSERT INTO search_queue (org_id, noun, row_id) VALUES (NEW.org_id, 'interaction', NEW.interaction_id);
  ELSIF TG_TABLE_NAME = 'contact_addresses' THEN
    INSERT INTO search_queue (org_id, noun, row_id)
      VALUES (CASE TG_OP WHEN 'DELETE' THEN OLD.org_id ELSE NEW.org_id END, 'contact', CASE TG_OP WHEN 'DELETE' THEN OLD.contact_id ELSE NEW.contact_id END);
  ELSE
    INSERT INTO search_queue (org_id, noun, row_id) VALUES (NEW.org_id, TG_ARGV[0], NEW.id);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Whoever writes the content of an interaction sets its `updated_at`; a merge that moves subject or text is seen in theirs.
CREATE TRIGGER search AFTER INSERT OR UPDATE OF occurred_at, kind, state, details, updated_at ON interactions FOR EACH ROW EXECUTE FUNCTION kronika_enlist_for_search('interaction');
--> statement-breakpoint
CREATE TRIGGER search_audience AFTER UPDATE OF audience_id ON interactions FOR EACH ROW WHEN (OLD.audience_id <> NEW.audience_id) EXECUTE FUNCTION kronika_enlist_for_search('audience');
--> statement-breakpoint
CREATE TRIGGER search AFTER UPDATE OF interaction_id, subject ON interaction_subjects FOR EACH ROW EXECUTE FUNCTION kronika_enlist_for_search();
--> statement-breakpoint
CREATE TRIGGER search AFTER UPDATE OF interaction_id, text, preview ON interaction_bodies FOR EACH ROW EXECUTE FUNCTION kronika_enlist_for_search();
--> statement-breakpoint
CREATE TRIGGER search AFTER INSERT OR UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION kronika_enlist_for_search('customer');
--> statement-breakpoint
CREATE TRIGGER search AFTER INSERT OR UPDATE ON contacts FOR EACH ROW EXECUTE FUNCTION kronika_enlist_for_search('contact');
--> statement-breakpoint
CREATE TRIGGER search AFTER INSERT OR UPDATE OR DELETE ON contact_addresses FOR EACH ROW EXECUTE FUNCTION kronika_enlist_for_search();
--> statement-breakpoint
CREATE TRIGGER search AFTER INSERT OR UPDATE ON opportunities FOR EACH ROW EXECUTE FUNCTION kronika_enlist_for_search('opportunity');
--> statement-breakpoint
CREATE TRIGGER search AFTER INSERT OR UPDATE ON sales_documents FOR EACH ROW EXECUTE FUNCTION kronika_enlist_for_search('document');
--> statement-breakpoint
-- What is gone is found no more, at once.
CREATE FUNCTION kronika_forget_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM search_names WHERE row_id = OLD.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['customers', 'contacts', 'opportunities', 'sales_documents'] LOOP
    EXECUTE format('CREATE TRIGGER search_forget AFTER DELETE ON %I FOR EACH ROW EXECUTE FUNCTION kronika_forget_names()', t);
  END LOOP;
END $$;
--> statement-breakpoint
-- What stands already is enlisted. An owner who is no superuser is held by FORCEd row security as well: it is lifted meanwhile.
DO $$
DECLARE t text[];
BEGIN
  ALTER TABLE search_queue NO FORCE ROW LEVEL SECURITY;
  FOREACH t SLICE 1 IN ARRAY ARRAY[['interactions', 'interaction'], ['customers', 'customer'], ['contacts', 'contact'], ['opportunities', 'opportunity'], ['sales_documents', 'document']] LOOP
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', t[1]);
    EXECUTE format('INSERT INTO search_queue (org_id, noun, row_id) SELECT org_id, %L, id FROM %I ORDER BY id DESC', t[2], t[1]);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t[1]);
  END LOOP;
  ALTER TABLE search_queue FORCE ROW LEVEL SECURITY;
END $$;
