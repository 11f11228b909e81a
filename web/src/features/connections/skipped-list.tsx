import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { skippedQuery } from "../../api/connections.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { DateTime } from "../../components/time.tsx";
import { useCodes } from "../../i18n/codes.ts";
import classes from "./skipped-list.module.css";

/** What was left out, and why. Only addresses and the reason are kept of such a message, never what it says. */
export function SkippedList({ id }: { id: string }) {
  const { t } = useTranslation();
  const code = useCodes();
  const query = useInfiniteQuery(skippedQuery(id));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isSuccess && items.length === 0) return null;
  return (
    <Section title={t("connections.skipped.title")} flush>
      <p className={classes.note}>{t("connections.skipped.text")}</p>
      {query.isPending ? (
        <SkeletonRows count={3} height={48} icon={false} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <ul className={classes.list}>
          {items.map((item) => (
            <li key={item.id} className={classes.item} data-failed={item.state === "failed" || undefined}>
              <span className={classes.reason}>{item.reason ? code("captureReason", item.reason) : t("connections.skipped.unknown")}</span>
              <span className={classes.meta}>
                {item.receivedAt ? <DateTime at={item.receivedAt} /> : null}
                <span>{item.folder}</span>
                {(item.addresses ?? []).slice(0, 3).map((address) => (
                  <span key={address} className="k-wrap">
                    {address}
                  </span>
                ))}
              </span>
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("common.showMore")}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}
