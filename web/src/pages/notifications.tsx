import { Button } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { markRead, notificationKeys, notificationsQuery } from "../api/notifications.ts";
import { ChoiceBar } from "../components/choice-bar.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorState } from "../components/error-state.tsx";
import { notifyProblem } from "../components/notify.tsx";
import { Page } from "../components/page.tsx";
import { SkeletonRows } from "../components/skeleton-rows.tsx";
import { NotificationRow } from "../features/notifications/notification-row.tsx";
import classes from "../features/notifications/notifications.module.css";
import { useUnread } from "../features/notifications/use-unread.ts";

const route = getRouteApi("/app/notifications");

/** What I was told, newest first. */
export function NotificationsPage() {
  const { t } = useTranslation();
  const { show } = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const onlyUnread = show === "unread";
  const query = useInfiniteQuery(notificationsQuery(onlyUnread));
  const unread = useUnread();
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const mark = useMutation({
    mutationFn: markRead,
    onSettled: () => client.invalidateQueries({ queryKey: notificationKeys.all }),
    onError: notifyProblem,
  });
  const newest = items[0]?.createdAt;
  return (
    <Page title={t("notifications.title")}>
      <div className={classes.bar}>
        <ChoiceBar
          label={t("notifications.filter")}
          value={onlyUnread ? "unread" : "all"}
          onChange={(next) => void navigate({ search: next === "unread" ? { show: "unread" } : {}, replace: true })}
          options={(["all", "unread"] as const).map((value) => ({ value, label: t(`notifications.${value}`) }))}
        />
        {unread > 0 && newest ? (
          // What has come since the page was drawn stays unread.
          <Button size="xs" variant="default" loading={mark.isPending} onClick={() => mark.mutate({ until: newest })}>
            {t("notifications.readAll")}
          </Button>
        ) : null}
      </div>
      {query.isPending ? (
        <SkeletonRows count={5} height={64} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState icon={IconBell} title={t(onlyUnread ? "notifications.emptyUnread.title" : "notifications.empty.title")}>
          {t(onlyUnread ? "notifications.emptyUnread.text" : "notifications.empty.text")}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {items.map((notification) => (
            <NotificationRow
              key={notification.id}
              notification={notification}
              onRead={(read) => mark.mutate({ ids: [notification.id], read })}
            />
          ))}
        </ul>
      )}
      {query.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("common.showMore")}
          </Button>
        </div>
      ) : null}
    </Page>
  );
}
