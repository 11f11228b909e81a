import { Button } from "@mantine/core";
import { IconEraser, IconFileCertificate } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { erasuresQuery, type Erasure } from "../../api/erasures.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { PagedList } from "../../components/paged-list.tsx";
import { Section } from "../../components/section.tsx";
import { DateTime } from "../../components/time.tsx";
import { HoldsSection } from "../holds/holds-section.tsx";
import classes from "../settings/settings.module.css";
import { useCertificate } from "./use-certificate.ts";

/** What is held, and what was erased for good, when and by whom, each with its certificate. No name of who was erased is kept. */
export function ErasureSettings() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(erasuresQuery);
  return (
    <>
      <HoldsSection />
      <Section title={t("erasure.list")} flush>
        <PagedList
          query={query}
          rowHeight={58}
          lead={t("erasure.how")}
          empty={
            <EmptyState compact icon={IconEraser} title={t("erasure.none")}>
              {t("erasure.how")}
            </EmptyState>
          }
        >
          {(row) => <ErasureLine key={row.id} row={row} />}
        </PagedList>
      </Section>
    </>
  );
}

function ErasureLine({ row }: { row: Erasure }) {
  const { t } = useTranslation();
  const certificate = useCertificate();
  const what = t(`erasure.target.${row.target}`);
  return (
    <li className={classes.row}>
      <div className={classes.rowMain}>
        <span className={classes.rowTitle}>{t("erasure.line", { what, by: row.erasedBy?.name ?? t("erasure.system") })}</span>
        <span className={classes.rowSub}>
          <DateTime at={row.erasedAt} /> · {t(`erasure.reason.${row.reason}`)}
        </span>
      </div>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFileCertificate size={15} aria-hidden="true" />}
        loading={certificate.isPending}
        onClick={() => certificate.mutate(row.id)}
      >
        {t("erasure.certificate")}
      </Button>
    </li>
  );
}
