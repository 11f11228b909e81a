import type { World } from "../../../../../test/world.ts";

/** Everything that a refused request must leave as it was: all tables but the counters and the trail of refusals. */
export async function everything(world: World): Promise<unknown> {
  const tables = await world.rows<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'rate_limits' ORDER BY 1`,
  );
  const hashes: Record<string, unknown> = {};
  for (const { name } of tables) {
    // Who was last seen when is noted beside a request, refused or not.
    const row = name === "sessions" ? "to_jsonb(t) - 'last_seen_at' - 'expires_at' - 'address'" : "to_jsonb(t)";
    const kept = name === "audit_log" ? "WHERE verb NOT IN ('refuse')" : "";
    hashes[name] = (
      await world.rows(
        `SELECT count(*)::int AS rows, md5(coalesce(string_agg(md5((${row})::text), '' ORDER BY (${row})::text), '')) AS hash FROM ${name} t ${kept}`,
      )
    )[0];
  }
  return hashes;
}

/** The lines of the trail with one verb and noun, oldest first. */
export const trail = (world: World, verb: string, noun: string): Promise<{ row_id: string; actor_id: string; detail: object }[]> =>
  world.rows("SELECT row_id, actor_id, detail FROM audit_log WHERE verb = $1 AND noun = $2 ORDER BY id", [verb, noun]);
