import { ActionIcon, Button } from "@mantine/core";
import { IconArchive, IconPencil, IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { refreshRights } from "../../api/rights.ts";
import { meQuery } from "../../api/session.ts";
import { teamsQuery, updateTeam, type Team } from "../../api/teams.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Monogram } from "../../components/monogram.tsx";
import { notifyDone, notifyProblem, notifyUndo } from "../../components/notify.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { TeamForm } from "./team-form.tsx";
import classes from "./settings.module.css";

/** Who works with whom. The administrator makes teams, names them, says who is in them, puts them away and brings them back. */
export function TeamSettings() {
  const { t } = useTranslation();
  const me = useSuspenseQuery(meQuery).data;
  const query = useQuery(teamsQuery);
  const [form, setForm] = useState<{ team: Team | null } | null>(null);
  const edits = me.user.role === "admin";
  const create = (
    <Button size="xs" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setForm({ team: null })}>
      {t("teams.new")}
    </Button>
  );
  const items = query.data?.items ?? [];
  const active = items.filter((team) => team.archivedAt === null);
  const away = items.filter((team) => team.archivedAt !== null);
  const rows = (teams: readonly Team[]) =>
    teams.map((team) => <TeamRow key={team.id} team={team} edits={edits} onEdit={() => setForm({ team })} />);
  return (
    <>
      <Section
        title={t("teams.title")}
        count={query.data ? active.length : undefined}
        flush
        action={edits && active.length > 0 ? create : undefined}
      >
        {query.isPending ? (
          <SkeletonRows count={3} height={58} />
        ) : query.isError ? (
          <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
        ) : active.length === 0 ? (
          <EmptyState compact icon={IconUsersGroup} title={t("teams.none.title")} action={edits ? create : undefined}>
            {t(edits ? "teams.none.text" : "teams.none.textOthers")}
          </EmptyState>
        ) : (
          <>
            <p className={classes.lead}>{t("teams.hint")}</p>
            <ul className={classes.list}>{rows(active)}</ul>
          </>
        )}
      </Section>
      {away.length > 0 ? (
        <Section title={t("teams.archivedTitle")} count={away.length} flush>
          <p className={classes.lead}>{t("teams.archivedHint")}</p>
          <ul className={classes.list}>{rows(away)}</ul>
        </Section>
      ) : null}
      {form ? <TeamForm team={form.team} onClose={() => setForm(null)} /> : null}
    </>
  );
}

function TeamRow({ team, edits, onEdit }: { team: Team; edits: boolean; onEdit: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { id, name, members, archivedAt } = team;
  const refresh = () => Promise.all([client.invalidateQueries({ queryKey: keys.teams }), refreshRights(client)]);
  const restore = useMutation({
    mutationFn: () => updateTeam(id, { archived: false }),
    onSuccess: async () => {
      await refresh();
      notifyDone(t("teams.restored", { name }));
    },
    onError: notifyProblem,
  });
  const archive = useMutation({
    mutationFn: () => updateTeam(id, { archived: true }),
    onSuccess: async () => {
      await refresh();
      notifyUndo(t("teams.archived", { name }), () => restore.mutate());
    },
    onError: notifyProblem,
  });
  return (
    <li className={classes.row}>
      <Monogram name={name} size={34} />
      <span className={classes.rowMain}>
        <span className={classes.rowTitle}>{name}</span>
        <span className={classes.rowSub}>
          {members.length === 0
            ? t("teams.noMembers")
            : `${t("teams.count", { count: members.length })}: ${members.map((member) => member.name).join(", ")}`}
        </span>
      </span>
      {!edits ? null : archivedAt === null ? (
        <span className={classes.rowActions}>
          <ActionIcon aria-label={t("teams.editNamed", { name })} onClick={onEdit}>
            <IconPencil size={17} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon
            aria-label={t("teams.archiveNamed", { name })}
            title={t("teams.archive")}
            loading={archive.isPending}
            onClick={() => archive.mutate()}
          >
            <IconArchive size={17} aria-hidden="true" />
          </ActionIcon>
        </span>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t("teams.restoreNamed", { name })}
          loading={restore.isPending}
          onClick={() => restore.mutate()}
        >
          {t("teams.restore")}
        </Button>
      )}
    </li>
  );
}
