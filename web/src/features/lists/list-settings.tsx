import { Alert } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { listsQuery } from "../../api/organization.ts";
import { meQuery } from "../../api/session.ts";
import type { ListName } from "../../api/types.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { ListEditor } from "./list-editor.tsx";

const LISTS = ["kinds", "callOutcomes", "meetingOutcomes", "stages"] as const satisfies readonly ListName[];

/** Settings: further kinds of interaction, outcomes, stages. Everybody sees them; the administrator keeps them. */
export function ListSettings() {
  const { t } = useTranslation();
  const me = useSuspenseQuery(meQuery).data;
  const query = useQuery(listsQuery);
  const readOnly = me.user.role !== "admin";
  if (query.isPending) return <SkeletonRows count={5} height={58} icon={false} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      {readOnly ? (
        <Alert color="gray" icon={<IconLock size={18} aria-hidden="true" />}>
          {t("lists.readOnly")}
        </Alert>
      ) : null}
      {LISTS.map((list) => (
        <ListEditor key={list} list={list} lists={query.data} readOnly={readOnly} />
      ))}
    </>
  );
}
