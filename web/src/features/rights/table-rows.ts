import type { RightsCell, TableVerb } from "../../api/rights.ts";
import type { MailLevel, Role } from "../../api/types.ts";

/** One line of the table that can be read aloud. */
export interface TableRow {
  circumstance: RightsCell["circumstance"];
  /** `others`: all colleagues alike, whichever team they are in. */
  of: "own" | "others" | "team" | "other";
  level: MailLevel | null;
  may: TableVerb[];
  mayNot: TableVerb[];
}

/** The lines of one role about one kind of thing. Colleagues of the same team and of another are one line where the same holds for both. */
export function tableRows(cells: readonly RightsCell[], role: Role, thing: RightsCell["thing"]): TableRow[] {
  const rows: TableRow[] = [];
  for (const cell of cells) {
    if (cell.role !== role || cell.thing !== thing) continue;
    const said = {
      level: cell.level,
      may: cell.may.filter((one) => one.allowed).map((one) => one.verb),
      mayNot: cell.may.filter((one) => !one.allowed).map((one) => one.verb),
    };
    const team = rows.at(-1);
    const { of, circumstance } = cell;
    if (of === "other" && team?.of === "team" && team.circumstance === circumstance && isSame(team, said)) team.of = "others";
    else rows.push({ circumstance, of, ...said });
  }
  return rows;
}

const isSame = (a: Pick<TableRow, "level" | "may" | "mayNot">, b: Pick<TableRow, "level" | "may" | "mayNot">): boolean =>
  a.level === b.level && a.may.join() === b.may.join() && a.mayNot.join() === b.mayNot.join();
