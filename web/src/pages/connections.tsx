import { Button, Group, Stack } from "@mantine/core";
import { IconCalendarPlus, IconMailPlus, IconPlugConnected } from "@tabler/icons-react";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { connectionsQuery } from "../api/connections.ts";
import { meQuery } from "../api/session.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorState } from "../components/error-state.tsx";
import { Page } from "../components/page.tsx";
import { SkeletonRows } from "../components/skeleton-rows.tsx";
import { ConnectionCard } from "../features/connections/connection-card.tsx";

const route = getRouteApi("/app/connections");
const ConnectMailbox = lazy(async () => ({ default: (await import("../features/connections/connect-mailbox.tsx")).ConnectMailbox }));
const ConnectCalendar = lazy(async () => ({ default: (await import("../features/connections/connect-calendar.tsx")).ConnectCalendar }));

export function ConnectionsPage() {
  const { t } = useTranslation();
  const { add } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useSuspenseQuery(meQuery).data;
  const query = useQuery(connectionsQuery);
  const items = query.data?.items ?? [];
  const open = (kind: "mailbox" | "calendar" | undefined) => void navigate({ search: { add: kind }, replace: true });
  const dialog = {
    onClose: () => open(undefined),
    onConnected: (connection: { id: string }) => void navigate({ to: "/connections/$id", params: { id: connection.id } }),
  };
  return (
    <Page
      title={t("connections.title")}
      subtitle={t("connections.subtitle")}
      width="narrow"
      actions={
        items.length === 0 ? null : (
          <Group gap="xs">
            <Button leftSection={<IconMailPlus size={17} aria-hidden="true" />} onClick={() => open("mailbox")}>
              {t("connections.add.mailbox")}
            </Button>
            <Button variant="default" leftSection={<IconCalendarPlus size={17} aria-hidden="true" />} onClick={() => open("calendar")}>
              {t("connections.add.calendar")}
            </Button>
          </Group>
        )
      }
    >
      {query.isPending ? (
        <SkeletonRows count={2} height={120} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState
          icon={IconPlugConnected}
          title={t("connections.empty.title")}
          action={
            <Group gap="xs" justify="center">
              <Button leftSection={<IconMailPlus size={17} aria-hidden="true" />} onClick={() => open("mailbox")}>
                {t("connections.add.mailbox")}
              </Button>
              <Button variant="default" leftSection={<IconCalendarPlus size={17} aria-hidden="true" />} onClick={() => open("calendar")}>
                {t("connections.add.calendar")}
              </Button>
            </Group>
          }
        >
          {t("connections.empty.text")}
        </EmptyState>
      ) : (
        <Stack gap="sm">
          {items.map((connection) => (
            <ConnectionCard key={connection.id} connection={connection} showOwner={connection.owner.id !== me.user.id} />
          ))}
        </Stack>
      )}
      <Suspense>
        {add === "mailbox" ? <ConnectMailbox {...dialog} /> : null}
        {add === "calendar" ? <ConnectCalendar {...dialog} /> : null}
      </Suspense>
    </Page>
  );
}
