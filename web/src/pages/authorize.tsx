import { Alert, Button, Group, Stack } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconPuzzle, IconX } from "@tabler/icons-react";
import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { approve, meQuery } from "../api/session.ts";
import { ProblemAlert } from "../components/problem-alert.tsx";
import { AuthLayout } from "../features/auth/auth-layout.tsx";
import classes from "../features/auth/authorize.module.css";
import { requestedScopes } from "../features/auth/authorize.ts";
import { useCodes } from "../i18n/codes.ts";

const route = getRouteApi("/authorize");

/** Asks whether a program (the browser extension) may act for the signed-in person. */
export function AuthorizePage() {
  const { t } = useTranslation();
  const code = useCodes();
  const me = useSuspenseQuery(meQuery).data;
  const {
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: codeChallenge,
    code_challenge_method: method,
    state,
    scope,
  } = route.useSearch();
  // The answer to a refusal comes from the hub too: it alone knows which addresses may be gone to.
  const answer = useMutation({
    mutationFn: approve,
    onSuccess: ({ redirectTo }) => window.location.assign(redirectTo),
  });
  // The hub checks all of this again; here it only spares the person a question that cannot be answered.
  if (!clientId || !redirectUri || !codeChallenge || method !== "S256") {
    return (
      <AuthLayout title={t("auth.authorize.broken.title")}>
        <Alert color="red" icon={<IconAlertTriangle size={18} aria-hidden="true" />}>
          {t("auth.authorize.broken.text")}
        </Alert>
      </AuthLayout>
    );
  }
  const scopes = requestedScopes(scope);
  const request = { clientId, redirectUri, codeChallenge, scope: scopes.join(" "), ...(state === undefined ? {} : { state }) };
  const busy = answer.isPending || answer.isSuccess;
  return (
    <AuthLayout
      title={t("auth.authorize.title")}
      subtitle={t("auth.authorize.subtitle", { name: me.user.name, company: me.organization.name })}
    >
      <Stack gap="lg">
        <div className={classes.who}>
          <span className={classes.icon} aria-hidden="true">
            <IconPuzzle size={24} stroke={1.6} />
          </span>
          <div className={classes.text}>
            <strong>{code("client", clientId)}</strong>
            <span className="k-clip" title={hostOf(redirectUri)}>
              {t("auth.authorize.returnsTo", { host: hostOf(redirectUri) })}
            </span>
          </div>
        </div>
        <div>
          <h2 className={classes.heading}>{t("auth.authorize.may")}</h2>
          <ul className={classes.list}>
            {scopes.flatMap((one) =>
              one === "extension"
                ? (["record", "show", "remind"] as const).map((right) => (
                    <li key={right}>
                      <IconCheck size={17} className={classes.yes} aria-hidden="true" />
                      {t(`auth.authorize.extension.${right}`)}
                    </li>
                  ))
                : [
                    <li key={one}>
                      <IconCheck size={17} className={classes.yes} aria-hidden="true" />
                      {code("scope", one)}
                    </li>,
                  ],
            )}
            <li className={classes.not}>
              <IconX size={17} aria-hidden="true" />
              {t("auth.authorize.mayNot")}
            </li>
          </ul>
        </div>
        <ProblemAlert error={answer.error} />
        <Group grow>
          <Button variant="default" size="md" disabled={busy} onClick={() => answer.mutate({ ...request, deny: true })}>
            {t("auth.authorize.deny")}
          </Button>
          <Button size="md" loading={busy} onClick={() => answer.mutate(request)}>
            {t("auth.authorize.allow")}
          </Button>
        </Group>
        <p className={classes.revoke}>{t("auth.authorize.revoke")}</p>
      </Stack>
    </AuthLayout>
  );
}

function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return address;
  }
}
