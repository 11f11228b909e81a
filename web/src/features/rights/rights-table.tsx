import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { rightsTableQuery, type RightsCell } from "../../api/rights.ts";
import { meQuery } from "../../api/session.ts";
import type { Role } from "../../api/types.ts";
import { ChoiceBar } from "../../components/choice-bar.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { useRightsWords } from "./rights-words.ts";
import classes from "./rights.module.css";
import { tableRows, type TableRow } from "./table-rows.ts";

const ROLES = ["rep", "manager", "admin"] as const satisfies readonly Role[];
const THINGS = ["customer", "mail", "entry"] as const satisfies readonly RightsCell["thing"][];

interface RightsTableProps {
  /** Whose rights; the viewer's own role unless said. */
  role: Role | undefined;
  onRole: (role: Role) => void;
}

/** What each role may do, in whole sentences: the hub asks its policies, and the sentences are made of the answers. */
export function RightsTable({ role, onRole }: RightsTableProps) {
  const { t } = useTranslation();
  const me = useSuspenseQuery(meQuery).data;
  const query = useQuery(rightsTableQuery);
  const shown = role ?? me.user.role;
  return (
    <Section title={t("rights.table.title")}>
      <p className={classes.hint}>{t("rights.table.intro")}</p>
      {query.isPending ? (
        <SkeletonRows count={6} height={52} icon={false} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          <p className={classes.hint}>
            {t(`rights.table.setting.${query.data.colleagueMailLevel}`)}{" "}
            {me.user.role === "admin" ? <Link to="/settings/organization">{t("rights.table.change")}</Link> : null}
          </p>
          <ChoiceBar
            label={t("rights.table.role")}
            value={shown}
            onChange={onRole}
            options={ROLES.map((value) => ({ value, label: t(`settings.role.${value}`) }))}
          />
          {THINGS.map((thing) => (
            <Sentences key={thing} thing={thing} role={shown} rows={tableRows(query.data.cells, shown, thing)} />
          ))}
        </>
      )}
    </Section>
  );
}

function Sentences({ thing, role, rows }: { thing: RightsCell["thing"]; role: Role; rows: readonly TableRow[] }) {
  const { t } = useTranslation();
  const words = useRightsWords();
  const archives = thing === "customer";
  const what = ({ circumstance, of }: TableRow): string => {
    const whose = of === "own" ? "own" : "others";
    const text =
      thing === "customer"
        ? t(`rights.table.case.customer.${circumstance === "restricted" ? "restricted" : "plain"}.${whose}`)
        : t(`rights.table.case.${thing}.${circumstance}.${whose}`);
    return of === "team" ? t("rights.table.sameTeam", { what: text }) : of === "other" ? t("rights.table.otherTeam", { what: text }) : text;
  };
  const sees = (level: TableRow["level"]): string =>
    thing === "customer"
      ? t(`rights.table.sees.customer.${level === null ? "nothing" : "content"}`)
      : t(`rights.table.sees.${thing}.${level ?? "nothing"}`);
  const group = t(`rights.table.group.${thing}`);
  return (
    <>
      <h3 className={classes.group}>{group}</h3>
      <table className={classes.table}>
        <caption className={classes.srOnly}>{t("rights.table.caption", { group, role: t(`settings.role.${role}`) })}</caption>
        <thead className={classes.srOnly}>
          <tr>
            <th scope="col">{t("rights.table.whose")}</th>
            <th scope="col">{t("rights.table.what")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.circumstance}:${row.of}`} data-nothing={row.level === null || undefined}>
              <th scope="row">{what(row)}</th>
              <td>
                {sees(row.level)}
                {row.level === null ? null : (
                  <>
                    {row.may.length > 0 ? ` ${t("rights.table.may", { verbs: words.verbs(row.may, archives) })}` : ""}
                    {row.mayNot.length > 0 ? ` ${t("rights.table.mayNot", { verbs: words.noneOf(row.mayNot, archives) })}` : ""}
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
