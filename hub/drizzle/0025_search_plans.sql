-- One part of a query: words, each of which will do, with `*` behind the beginning of one. `@` stands for the place and level. What could end a
-- quoted word goes, so that none gets out of its place.
CREATE OR REPLACE FUNCTION kronika_search_part(alternatives text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT '(' || replace('''@' || replace(translate(alternatives, '''\', ''), '|', '''|''@') || '''', '*''', ''':*') || ')' $$;
--> statement-breakpoint
-- The newest interactions that fit and that the viewer may find, newest first.
--   words    each must be there at the level that the viewer sees: `ponu*`, `cena|ceny`
--   facets   what everybody knows who sees the metadata: `f` and a word of the sender, `t` of an addressee, `k` and the kind
--   since, until, after_at with after_id: half open range of time; the place of the last row that was seen
--   among    only these interactions, or all
-- Words lie in the index by week and by year: a common word is found in the newest weeks, a rare one in few looks at whole years.
CREATE OR REPLACE FUNCTION kronika_search(words text[], facets text[], since timestamptz, until timestamptz, after_at timestamptz, after_id uuid, among uuid[], max_rows int)
RETURNS TABLE (interaction_id uuid, occurred_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp 
  SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off SET max_parallel_workers_per_gather = 0 SET jit = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  org constant uuid := app_org();
  viewer constant text[] := app_principals();
  everything constant boolean := app_system();
  tag constant text := right(org::text, 4);
  wanted constant text := (SELECT string_agg(kronika_search_part(w), '&') FROM unnest(words) w);
  -- Without any word every kind will do; beside a word that would only cost.
  facet constant text := coalesce((SELECT string_agg(kronika_search_part(f), '&') FROM unnest(facets) f), CASE WHEN wanted IS NULL THEN '''@k'':*' END);
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
    FROM (SELECT id, CASE WHEN everything OR content && viewer THEN 3 WHEN subject && viewer THEN 2 WHEN metadata && viewer THEN 1 ELSE 0 END AS level FROM audiences WHERE org_id = org) a;
  -- One query for each level, by which its words are found.
  queries := ARRAY(SELECT concat_ws('&', replace(wanted, '@', '@' || level), facet) FROM generate_series(1, 3) level ORDER BY level);
  -- A given few are fetched by their key, year by year, and compared.
  IF among IS NOT NULL THEN
    RETURN QUERY
      WITH given AS MATERIALIZED (SELECT e.*, extract(year FROM e.occurred_at AT TIME ZONE 'UTC') AS year FROM unnest(among) id, LATERAL
          (SELECT e.* FROM search_entries e WHERE e.interaction_id = id LIMIT 1) e),
        years AS MATERIALIZED (SELECT y.year, ARRAY(SELECT replace(q, '@', tag || 'y' || y.year || '.')::tsquery FROM unnest(queries) WITH ORDINALITY u(q, n) ORDER BY n) AS queries
          FROM (SELECT DISTINCT year FROM given) y),
        audience AS MATERIALIZED (SELECT unnest(whole) AS id, 3 AS level UNION ALL SELECT unnest(subjects), 2 UNION ALL SELECT unnest(bare), 1)
      SELECT g.interaction_id, g.occurred_at FROM given g JOIN years y ON y.year = g.year JOIN audience a ON a.id = g.audience_id
      WHERE g.org_id = org AND g.occurred_at < high AND g.occurred_at >= low AND (after_at IS NULL OR (g.occurred_at, g.interaction_id) < (after_at, after_id))
        AND g.terms @@ y.queries[a.level]
      ORDER BY g.occurred_at DESC, g.interaction_id DESC LIMIT max_rows;
    RETURN;
  END IF;
  LOOP
    EXIT WHEN rest <= 0;
    SELECT max(e.occurred_at) INTO newest FROM search_entries e WHERE e.org_id = org AND e.occurred_at < high AND e.occurred_at >= low;
    EXIT WHEN newest IS NULL;
    IF looks < 6 THEN
      place := tag || 'w' || floor(extract(epoch FROM newest) / 604800)::bigint || '.';
      bottom := to_timestamp(floor(extract(epoch FROM newest) / 604800) * 604800);
    ELSE
      place := tag || 'y' || extract(year FROM newest AT TIME ZONE 'UTC') || '.';
      bottom := make_timestamptz(extract(year FROM newest AT TIME ZONE 'UTC')::int, 1, 1, 0, 0, 0, 'UTC');
    END IF;
    RETURN QUERY
      WITH fitting AS MATERIALIZED (
        SELECT e.interaction_id, e.occurred_at, e.org_id, e.audience_id, 3 AS level FROM search_entries e
          WHERE cardinality(whole) > 0 AND e.terms @@ replace(queries[3], '@', place)::tsquery
        UNION ALL SELECT e.interaction_id, e.occurred_at, e.org_id, e.audience_id, 2 FROM search_entries e
          WHERE cardinality(subjects) > 0 AND e.terms @@ replace(queries[2], '@', place)::tsquery
        UNION ALL SELECT e.interaction_id, e.occurred_at, e.org_id, e.audience_id, 1 FROM search_entries e
          WHERE cardinality(bare) > 0 AND e.terms @@ replace(queries[1], '@', place)::tsquery)
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
