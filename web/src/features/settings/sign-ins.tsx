import { Badge, Button } from "@mantine/core";
import { IconDeviceLaptop, IconKey, IconPuzzle } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { endOtherSignIns } from "../../api/accounts.ts";
import { keys } from "../../api/keys.ts";
import { revokeSignIn, signInsQuery } from "../../api/session.ts";
import type { SignInEntry } from "../../api/types.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { notifyDone, notifyProblem } from "../../components/notify.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { RelativeTime } from "../../components/time.tsx";
import { useCodes } from "../../i18n/codes.ts";
import classes from "./settings.module.css";

const SHAPES = { session: IconDeviceLaptop, extension: IconPuzzle, token: IconKey } as const;

/** Where the person is signed in; each can be ended. */
export function SignIns() {
  const { t } = useTranslation();
  const code = useCodes();
  const client = useQueryClient();
  const query = useQuery(signInsQuery);
  const end = useMutation({
    mutationFn: (entry: SignInEntry) => revokeSignIn(entry.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.signIns });
      notifyDone(t("settings.signIns.ended"));
    },
    onError: notifyProblem,
  });
  const endOthers = useMutation({
    mutationFn: endOtherSignIns,
    onSuccess: async ({ sessions }) => {
      await client.invalidateQueries({ queryKey: keys.signIns });
      notifyDone(t("accounts.signIns.othersEnded", { count: sessions }));
    },
    onError: notifyProblem,
  });
  const others = query.data?.items.some((entry) => !entry.current && entry.kind !== "token") === true;
  return (
    <Section
      title={t("settings.signIns.title")}
      flush
      action={
        others ? (
          <Button size="xs" variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t("accounts.signIns.endOthers")}
          </Button>
        ) : undefined
      }
    >
      {query.isPending ? (
        <SkeletonRows count={2} height={58} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <ul className={classes.list}>
          {query.data.items.map((entry) => {
            const Shape = SHAPES[entry.kind];
            const name = entry.name === "" ? t("settings.signIns.unnamed") : entry.name;
            return (
              <li key={entry.id} className={classes.row}>
                <span className={classes.rowIcon} aria-hidden="true">
                  <Shape size={20} stroke={1.6} />
                </span>
                <span className={classes.rowMain}>
                  <span className={classes.rowTitle}>{name}</span>
                  <span className={classes.rowSub}>
                    {[
                      t(`settings.signIns.kind.${entry.kind}`),
                      ...(entry.method ? [code("signInMethod", entry.method)] : []),
                      ...(entry.address ? [entry.address] : []),
                    ].join(" · ")}
                    {" · "}
                    {entry.lastUsedAt ? (
                      <>
                        {t("settings.signIns.lastUsed")} <RelativeTime at={entry.lastUsedAt} />
                      </>
                    ) : (
                      t("settings.signIns.neverUsed")
                    )}
                  </span>
                </span>
                {entry.current ? (
                  <Badge>{t("settings.signIns.current")}</Badge>
                ) : (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t("settings.signIns.endNamed", { name })}
                    loading={end.isPending && end.variables.id === entry.id}
                    onClick={() => end.mutate(entry)}
                  >
                    {t("settings.signIns.end")}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
