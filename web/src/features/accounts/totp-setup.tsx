import { Stack } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { renderSVG } from "uqr";
import { useTranslation } from "react-i18next";
import { beginTotp, finishTotp } from "../../api/accounts.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { CodeForm } from "./code-form.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import classes from "./accounts.module.css";

/** Sets up an app that shows codes: scan or type, show the first code, keep the recovery codes. */
export function TotpSetup({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  // Asked for once; a secret that is asked for again is another one.
  const begun = useQuery({
    queryKey: ["totp-setup"],
    queryFn: beginTotp,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const finish = useMutation({ mutationFn: finishTotp });
  if (finish.isSuccess) return <RecoveryCodes codes={finish.data.recoveryCodes} onDone={onDone} />;
  if (begun.isPending) return <SkeletonRows count={3} height={48} icon={false} />;
  if (begun.isError) return <ErrorState compact error={begun.error} onRetry={() => void begun.refetch()} />;
  return (
    <Stack>
      <div className={classes.set}>
        <Code uri={begun.data.uri} />
        <ol className={classes.steps}>
          <li>{t("accounts.totp.scan")}</li>
          <li>
            {t("accounts.totp.type")}
            <div className={classes.secret}>{(begun.data.secret.match(/.{1,4}/g) ?? []).join(" ")}</div>
          </li>
          <li>{t("accounts.totp.first")}</li>
        </ol>
      </div>
      <CodeForm action={t("accounts.totp.finish")} pending={finish.isPending} error={finish.error} onCode={(code) => finish.mutate(code)} />
    </Stack>
  );
}

/** Our own drawing of our own text: nothing in it comes from outside. */
function Code({ uri }: { uri: string }) {
  const { t } = useTranslation();
  const source = `data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(uri, { border: 1 }))}`;
  return (
    <div className={classes.qr}>
      <img src={source} alt={t("accounts.totp.qr")} width={156} height={156} />
    </div>
  );
}
