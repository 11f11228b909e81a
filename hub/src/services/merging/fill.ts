/** What a merge takes from the one that goes, where the one that stays knows nothing; lists are joined. */
export interface Filling {
  /** Fields to write, by name of the column's property. */
  fields: Record<string, unknown>;
  /** What they were before. */
  before: Record<string, unknown>;
  /** Fields in which both say something else: the one that stays wins. */
  conflicts: string[];
}

/** Compares two rows field by field. Pure; `names` says which fields count. */
export function fill(into: Record<string, unknown>, from: Record<string, unknown>, names: readonly string[]): Filling {
  const filling: Filling = { fields: {}, before: {}, conflicts: [] };
  const set = (name: string, value: unknown) => {
    filling.fields[name] = value;
    filling.before[name] = into[name] ?? null;
  };
  for (const name of names) {
    const [kept, offered] = [into[name], from[name]];
    if (isEmpty(offered)) continue;
    if (Array.isArray(kept) && Array.isArray(offered)) {
      const joined = [...new Set<unknown>([...kept, ...offered])];
      if (joined.length > kept.length) set(name, joined);
    } else if (isEmpty(kept)) set(name, offered);
    else if (kept !== offered) filling.conflicts.push(name);
  }
  return filling;
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === "" || value === "none";
