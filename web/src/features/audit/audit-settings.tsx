import { Alert, Button, Group, Select } from "@mantine/core";
import { IconEye, IconShieldCheck } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { auditCheckQuery, auditTrailQuery, type AuditFilters, type AuditRow } from "../../api/audit-trail.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { OwnerSelect } from "../../components/owner-select.tsx";
import { PagedList } from "../../components/paged-list.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { Section } from "../../components/section.tsx";
import { DateTime } from "../../components/time.tsx";
import { useCodes } from "../../i18n/codes.ts";
import classes from "../settings/settings.module.css";

const VERBS = [
  "view",
  "create",
  "edit",
  "archive",
  "delete",
  "erase",
  "export",
  "download",
  "share",
  "give",
  "take-back",
  "merge",
  "hand-over",
  "sign-in",
];
const NOUNS = [
  "interaction",
  "customer",
  "contact",
  "opportunity",
  "sales-document",
  "reminder",
  "user",
  "grant",
  "connection",
  "session",
  "erasure",
];

/** Who did and who looked at what; and whether the trail is as it was written. For administrators. */
export function AuditSettings() {
  const { t } = useTranslation();
  const code = useCodes();
  const [filters, setFilters] = useState<AuditFilters>({});
  const query = useInfiniteQuery(auditTrailQuery(filters));
  const narrowed = Object.values(filters).some((value) => value !== undefined);
  const narrow = (change: AuditFilters) => setFilters((before) => ({ ...before, ...change }));
  return (
    <>
      <TrailSeal />
      <Section title={t("audit.title")} flush>
        <p className={classes.lead}>{t("audit.hint")}</p>
        <Group p="md" gap="xs" align="flex-end">
          <OwnerSelect
            label={t("audit.who")}
            value={filters.userId ?? null}
            onChange={(userId) => narrow({ userId: userId ?? undefined })}
          />
          <Select
            label={t("audit.did")}
            clearable
            clearButtonProps={{ "aria-label": t("common.clear") }}
            data={VERBS.map((value) => ({ value, label: code("verb", value) }))}
            value={filters.verb ?? null}
            onChange={(verb) => narrow({ verb: verb ?? undefined })}
          />
          <Select
            label={t("audit.what")}
            clearable
            clearButtonProps={{ "aria-label": t("common.clear") }}
            data={NOUNS.map((value) => ({ value, label: code("noun", value) }))}
            value={filters.noun ?? null}
            onChange={(noun) => narrow({ noun: noun ?? undefined })}
          />
        </Group>
        <PagedList
          query={query}
          rowHeight={52}
          empty={
            <EmptyState compact icon={IconEye} title={t("audit.none")}>
              {t(narrowed ? "audit.noneNarrowed" : "audit.noneText")}
            </EmptyState>
          }
        >
          {(row) => <TrailLine key={row.id} row={row} />}
        </PagedList>
      </Section>
    </>
  );
}

function TrailLine({ row }: { row: AuditRow }) {
  const { t } = useTranslation();
  const code = useCodes();
  const actor = row.actorName ?? (row.actorKind === "system" ? t("audit.system") : t("audit.gone"));
  return (
    <li className={classes.row}>
      <div className={classes.rowMain}>
        <span className={classes.rowTitle}>{t("audit.line", { actor, verb: code("verb", row.verb), noun: code("noun", row.noun) })}</span>
        {row.rowName === null ? null : <span className={classes.rowSub}>{row.rowName}</span>}
      </div>
      <span className={classes.rowSub}>
        <DateTime at={row.at} />
      </span>
    </li>
  );
}

/** Reads the whole trail again and says whether anybody has changed it. */
function TrailSeal() {
  const { t } = useTranslation();
  const check = useQuery(auditCheckQuery);
  return (
    <Section
      title={t("audit.seal.title")}
      action={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconShieldCheck size={16} aria-hidden="true" />}
          loading={check.isFetching}
          onClick={() => void check.refetch()}
        >
          {t("audit.seal.action")}
        </Button>
      }
    >
      <p className={classes.hint}>{t("audit.seal.hint")}</p>
      <ProblemAlert error={check.error} />
      <div role="status">
        {check.data ? (
          <Alert color={check.data.ok ? "pine" : "red"} title={t(check.data.ok ? "audit.seal.intact" : "audit.seal.broken")}>
            {check.data.broken
              ? t("audit.seal.where", { number: check.data.broken.number })
              : t("audit.seal.rows", { count: check.data.rows, open: check.data.open })}
          </Alert>
        ) : null}
      </div>
    </Section>
  );
}
