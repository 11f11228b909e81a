import { Badge, Select, SimpleGrid } from "@mantine/core";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { usersQuery } from "../../api/organization.ts";
import { rightsExplanationQuery, type RightsExplanation } from "../../api/rights.ts";
import { meQuery } from "../../api/session.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { useFormat } from "../../format/context.tsx";
import { CustomerSelect } from "../customers/customer-select.tsx";
import { useRightsWords } from "./rights-words.ts";
import classes from "./rights.module.css";

interface ExplainPanelProps {
  person: string | undefined;
  customer: string | undefined;
  onChange: (patch: { person?: string | undefined; customer?: string | undefined }) => void;
}

/** "What does Jana see of this customer, and why?" */
export function ExplainPanel({ person, customer, onChange }: ExplainPanelProps) {
  const { t } = useTranslation();
  const me = useSuspenseQuery(meQuery).data;
  const users = useQuery(usersQuery).data?.items ?? [];
  const onlySelf = me.user.role === "rep";
  const asked = onlySelf ? me.user.id : person;
  return (
    <Section title={t("rights.explain.title")}>
      <p className={classes.hint}>{onlySelf ? t("rights.explain.onlySelf") : t("rights.explain.hint")}</p>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={t("rights.explain.person")}
          placeholder={t("rights.explain.personPlaceholder")}
          searchable
          readOnly={onlySelf}
          nothingFoundMessage={t("rights.share.nobodyFound")}
          data={users.map(({ id, name }) => ({ value: id, label: name }))}
          value={asked ?? null}
          onChange={(id) => onChange({ person: id ?? undefined })}
        />
        <CustomerSelect
          label={t("rights.explain.customer")}
          value={customer ?? null}
          onChange={(id) => onChange({ customer: id ?? undefined })}
        />
      </SimpleGrid>
      {asked && customer ? <Answer userId={asked} customerId={customer} /> : null}
    </Section>
  );
}

function Answer({ userId, customerId }: { userId: string; customerId: string }) {
  const query = useQuery(rightsExplanationQuery(userId, customerId));
  return (
    <div className={classes.answer} aria-live="polite">
      {query.isPending ? (
        <SkeletonRows count={3} height={60} icon={false} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Story explanation={query.data} />
      )}
    </div>
  );
}

function Story({ explanation: { person, customer, seesCustomer, groups } }: { explanation: RightsExplanation }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <p className={classes.verdict}>
        {t(seesCustomer ? "rights.explain.sees" : "rights.explain.seesNot", { person: person.name, customer: customer.name })}
      </p>
      <p className={classes.quiet}>
        {[
          t("rights.explain.role", { role: t(`settings.role.${person.role}`) }),
          person.teams.length > 0
            ? t("rights.explain.teams", { teams: format.list(person.teams.map(({ name }) => name)) })
            : t("rights.explain.noTeam"),
          ...(customer.restricted && seesCustomer ? [t("rights.explain.restricted")] : []),
        ].join(" ")}
      </p>
      {groups.length === 0 ? (
        <p className={classes.quiet}>{t("rights.explain.nothing")}</p>
      ) : (
        <ul className={classes.list}>
          {groups.map((group) => (
            <GroupLine key={JSON.stringify(group)} group={group} teams={person.teams} />
          ))}
        </ul>
      )}
    </>
  );
}

interface GroupLineProps {
  group: RightsExplanation["groups"][number];
  teams: RightsExplanation["person"]["teams"];
}

function GroupLine({ group, teams }: GroupLineProps) {
  const { t } = useTranslation();
  const words = useRightsWords();
  const reasons = group.reasons.map(({ principal, because }) => {
    // A right through a team, a role or everybody is told with its name; one of the person's own needs none.
    if (because.rule !== "grant" || principal.startsWith("user:")) return words.reason(because);
    const team = teams.find(({ id }) => principal === `team:${id}`)?.name ?? null;
    return `${words.reason(because)} ${t("rights.reason.through", { principal: words.principal(principal, team) })}`;
  });
  return (
    <li className={classes.line}>
      <div className={classes.who}>
        <strong>
          {t(group.mail ? "rights.explain.mail" : "rights.explain.entries", { count: group.count })}
          {group.private ? ` (${t("rights.explain.private")})` : ""}
        </strong>
        {(reasons.length > 0 ? [...new Set(reasons)] : [t("rights.reason.nothing")]).map((reason) => (
          <span key={reason}>{reason}</span>
        ))}
      </div>
      <Badge color={group.level === "content" ? "pine" : group.level === null ? "red" : "gray"}>{words.level(group.level)}</Badge>
    </li>
  );
}
