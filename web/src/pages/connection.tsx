import { ActionIcon, Button, Group, Menu, Modal, Skeleton, Stack, Switch } from "@mantine/core";
import { IconArrowLeft, IconDots, IconKey, IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { connectionQuery, removeConnection, syncConnection, updateConnection, type Connection } from "../api/connections.ts";
import { keys } from "../api/keys.ts";
import { meQuery } from "../api/session.ts";
import { ErrorState } from "../components/error-state.tsx";
import { notifyDone, notifyProblem, notifyUndo } from "../components/notify.tsx";
import { usePageTitle } from "../components/page.tsx";
import pageClasses from "../components/page.module.css";
import { RelativeTime } from "../components/time.tsx";
import { CompletenessPanel } from "../features/connections/completeness-panel.tsx";
import { HealthBadge } from "../features/connections/health-badge.tsx";
import { ProblemNotice } from "../features/connections/problem-notice.tsx";
import { Reconnect } from "../features/connections/reconnect.tsx";
import { SkippedList } from "../features/connections/skipped-list.tsx";
import { SyncProgress } from "../features/connections/sync-progress.tsx";
import headClasses from "../features/customers/customer-head.module.css";

const route = getRouteApi("/app/connections/$id");

export function ConnectionPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const query = useQuery(connectionQuery(id));
  const connection = query.data;
  usePageTitle(connection?.name ?? t("connections.title"));
  if (query.isError && !connection) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className={pageClasses.page} data-width="narrow">
      <Link to="/connections" className={headClasses.back}>
        <IconArrowLeft size={15} aria-hidden="true" />
        {t("connections.title")}
      </Link>
      {connection ? <Loaded connection={connection} /> : <Skeleton height={180} />}
    </div>
  );
}

function Loaded({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = route.useNavigate();
  const me = useSuspenseQuery(meQuery).data;
  const [dialog, setDialog] = useState<"reconnect" | "remove" | null>(null);
  const { id } = connection;
  const refresh = () => client.invalidateQueries({ queryKey: keys.connections });
  const change = useMutation({
    mutationFn: (patch: Parameters<typeof updateConnection>[1]) => updateConnection(id, patch),
    onSuccess: (saved) => {
      client.setQueryData(keys.connection(id), saved);
      return refresh();
    },
    onError: notifyProblem,
  });
  const sync = useMutation({
    mutationFn: () => syncConnection(id),
    onSuccess: () => {
      notifyDone(t("connections.syncStarted"));
      return refresh();
    },
    onError: notifyProblem,
  });
  const remove = useMutation({
    mutationFn: () => removeConnection(id),
    onSuccess: async () => {
      await navigate({ to: "/connections" });
      notifyDone(t("connections.remove.done", { name: connection.name }));
      await refresh();
    },
    onError: notifyProblem,
  });
  const pause = () =>
    change.mutate(
      { state: "paused" },
      { onSuccess: () => notifyUndo(t("connections.paused", { name: connection.name }), () => change.mutate({ state: "active" })) },
    );
  const server = connection.settings.server
    ? `${connection.settings.server.host}:${connection.settings.server.port}`
    : connection.settings.url;
  return (
    <Stack gap="md">
      <header className={headClasses.main}>
        <div className={headClasses.names}>
          <h1 className={headClasses.title}>{connection.name}</h1>
          <div className={headClasses.facts}>
            <HealthBadge connection={connection} />
            <span>{t(`connections.kind.${connection.kind}`)}</span>
            {server ? <span className="k-wrap">{server}</span> : null}
            {connection.owner.id === me.user.id ? null : <span>{connection.owner.name}</span>}
            <span>
              {connection.lastSuccessAt ? (
                <>
                  {t("connections.lastSuccess")} <RelativeTime at={connection.lastSuccessAt} />
                </>
              ) : (
                t("connections.neverSynced")
              )}
            </span>
          </div>
        </div>
        <div className={headClasses.actions}>
          {connection.state === "paused" ? (
            <Button
              leftSection={<IconPlayerPlay size={16} aria-hidden="true" />}
              loading={change.isPending}
              onClick={() => change.mutate({ state: "active" })}
            >
              {t("connections.resume")}
            </Button>
          ) : (
            <>
              <Button
                variant="default"
                leftSection={<IconRefresh size={16} aria-hidden="true" />}
                loading={sync.isPending}
                onClick={() => sync.mutate()}
              >
                {t("connections.syncNow")}
              </Button>
              <Button
                variant="default"
                leftSection={<IconPlayerPause size={16} aria-hidden="true" />}
                loading={change.isPending}
                onClick={pause}
              >
                {t("connections.pause")}
              </Button>
            </>
          )}
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size={36} aria-label={t("common.moreActions")}>
                <IconDots size={18} aria-hidden="true" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconKey size={16} aria-hidden="true" />} onClick={() => setDialog("reconnect")}>
                {t("connections.reconnect.action")}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden="true" />} onClick={() => setDialog("remove")}>
                {t("connections.remove.action")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </header>
      <ProblemNotice connection={connection} onReconnect={() => setDialog("reconnect")} />
      <SyncProgress connection={connection} />
      {connection.kind === "calendar" ? (
        <Switch
          label={t("connections.form.writesReminders")}
          description={t("connections.form.writesRemindersHint")}
          checked={connection.settings.writesReminders ?? false}
          onChange={(event) => change.mutate({ settings: { writesReminders: event.currentTarget.checked } })}
        />
      ) : null}
      <CompletenessPanel id={id} />
      <SkippedList id={id} />
      {dialog === "reconnect" ? <Reconnect connection={connection} onClose={() => setDialog(null)} /> : null}
      {dialog === "remove" ? (
        <Modal
          opened
          onClose={() => setDialog(null)}
          title={t("connections.remove.title", { name: connection.name })}
          closeButtonProps={{ "aria-label": t("common.close") }}
        >
          <Stack>
            <p style={{ margin: 0 }}>{t("connections.remove.text")}</p>
            <Group justify="flex-end">
              <Button variant="default" data-autofocus onClick={() => setDialog(null)}>
                {t("common.cancel")}
              </Button>
              <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
                {t("connections.remove.action")}
              </Button>
            </Group>
          </Stack>
        </Modal>
      ) : null}
    </Stack>
  );
}
