import { Button, Stack } from "@mantine/core";
import { IconDeviceMobile, IconFingerprint } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addPasskey, confirmationQuery, hasPasskeys } from "../api/accounts.ts";
import { keys } from "../api/keys.ts";
import { signOut } from "../api/session.ts";
import { ErrorState } from "../components/error-state.tsx";
import { TotpSetup } from "../features/accounts/totp-setup.tsx";
import { ConfirmForm, PasskeyProblem, useConfirmed } from "../features/accounts/use-confirmed.tsx";
import { AuthLayout } from "../features/auth/auth-layout.tsx";
import { safeNext } from "../search.ts";
import { PageLoading } from "./states.tsx";

const route = getRouteApi("/second-factor");

/** The company asks for a second factor: who has one shows it, who has none sets one up. Nothing else works before. */
export function SecondFactorPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const { next } = route.useSearch();
  const standing = useQuery(confirmationQuery);
  const [setting, setSetting] = useState(false);
  const { guard, dialog } = useConfirmed();
  const goOn = async () => {
    await client.resetQueries({ queryKey: keys.me });
    router.history.push(safeNext(next));
  };
  const passkey = useMutation({ mutationFn: addPasskey, onSuccess: goOn });
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      client.clear();
      return router.navigate({ to: "/sign-in", search: {} });
    },
  });
  if (standing.isPending) return <PageLoading />;
  if (standing.isError) return <ErrorState error={standing.error} onRetry={() => void standing.refetch()} />;
  const { totp, passkeys, by } = standing.data;
  const has = totp || passkeys > 0;
  return (
    <AuthLayout title={has ? t("accounts.step.title") : t("accounts.due.title")} subtitle={t("accounts.due.subtitle")} wide={setting}>
      <Stack gap="md">
        {has ? (
          <ConfirmForm by={by} onConfirmed={() => void goOn()} />
        ) : setting ? (
          <TotpSetup onDone={() => void goOn()} />
        ) : (
          <>
            <Button size="md" leftSection={<IconDeviceMobile size={18} aria-hidden="true" />} onClick={() => guard(() => setSetting(true))}>
              {t("accounts.totp.start")}
            </Button>
            {hasPasskeys() ? (
              <Button
                size="md"
                variant="default"
                leftSection={<IconFingerprint size={18} aria-hidden="true" />}
                loading={passkey.isPending}
                onClick={() => guard(() => passkey.mutate())}
              >
                {t("accounts.passkey.add")}
              </Button>
            ) : null}
            <PasskeyProblem error={passkey.error} />
          </>
        )}
        <Button variant="subtle" color="gray" loading={leave.isPending} onClick={() => leave.mutate()}>
          {t("accounts.due.leave")}
        </Button>
      </Stack>
      {dialog}
    </AuthLayout>
  );
}
