import type { World } from "../../../../../test/world.ts";

/** What is noted beside a request, refused or not: who was last seen when and from where. */
const NOTED: Record<string, string> = {
  sessions: "to_jsonb(t) - 'last_seen_at' - 'expires_at' - 'address'",
  api_tokens: "to_jsonb(t) - 'last_used_at'",
};

/**
 * Everything that a refused request must leave as it was: rows and hash of every table, past row security, without the counters and the
 * trail's lines of refusals.
 */
export async function everything(world: World): Promise<Record<string, { rows: number; hash: string }>> {
  const tables = await world.rows<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'rate_limits' ORDER BY 1`,
  );
  const hashes = tables.map(({ name }) => {
    const row = NOTED[name] ?? "to_jsonb(t)";
    const kept = name === "audit_log" ? "WHERE verb NOT IN ('refuse')" : "";
    return `SELECT '${name}' AS name, count(*)::int AS rows, md5(coalesce(string_agg(md5((${row})::text), '' ORDER BY md5((${row})::text)), '')) AS hash FROM "${name}" t ${kept}`;
  });
  const rows = await world.rows<{ name: string; rows: number; hash: string }>(`${hashes.join(" UNION ALL ")} ORDER BY name`);
  return Object.fromEntries(rows.map(({ name, ...table }) => [name, table]));
}

/** The lines of the trail with one verb and noun, oldest first. */
export const trail = (world: World, verb: string, noun: string): Promise<{ row_id: string; actor_id: string; detail: object }[]> =>
  world.rows("SELECT row_id, actor_id, detail FROM audit_log WHERE verb = $1 AND noun = $2 ORDER BY id", [verb, noun]);
