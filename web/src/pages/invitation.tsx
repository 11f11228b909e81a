import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { IconBuilding, IconLinkOff } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { acceptInvitation, beginSso, invitationQuery, type InvitationFacts } from "../api/accounts.ts";
import { ApiProblem } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Language } from "../api/types.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorState } from "../components/error-state.tsx";
import { useFormProblem } from "../components/form-problem.ts";
import { LinkAnchor } from "../components/links.tsx";
import { ProblemAlert } from "../components/problem-alert.tsx";
import classes from "../features/accounts/accounts.module.css";
import { NewPasswordInput, usePasswordRule } from "../features/accounts/new-password.tsx";
import { AuthLayout } from "../features/auth/auth-layout.tsx";
import { i18n } from "../i18n/index.ts";
import { PageLoading } from "./states.tsx";

/** Where an invitation leads. The secret stands behind the `#`, which no server is sent. */
export function InvitationPage() {
  const { t } = useTranslation();
  const token = useRouterState({ select: (state) => state.location.hash });
  const invitation = useQuery(invitationQuery(token));
  if (invitation.isPending) return <PageLoading />;
  if (invitation.isError) {
    const gone = invitation.error instanceof ApiProblem && invitation.error.code === "not-found";
    return (
      <AuthLayout title={t("accounts.invitation.title")}>
        {gone ? (
          <EmptyState icon={IconLinkOff} title={t("accounts.link.gone")} compact>
            <p>{t("accounts.invitation.gone")}</p>
            <LinkAnchor to="/sign-in">{t("auth.setup.expired.action")}</LinkAnchor>
          </EmptyState>
        ) : (
          <ErrorState error={invitation.error} onRetry={() => void invitation.refetch()} compact />
        )}
      </AuthLayout>
    );
  }
  const { organization, role } = invitation.data;
  return (
    <AuthLayout
      title={t("accounts.invitation.welcome", { organization })}
      subtitle={t("accounts.invitation.subtitle", { role: t(`settings.role.${role}`) })}
    >
      <AcceptForm token={token} facts={invitation.data} />
    </AuthLayout>
  );
}

function AcceptForm({ token, facts }: { token: string; facts: InvitationFacts }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { name: "", password: "" },
    validate: { name: isNotEmpty(t("problems.field.required")), password: usePasswordRule() },
  });
  const problem = useFormProblem(form, ["name", "password"]);
  const accept = useMutation({
    mutationFn: acceptInvitation,
    onSuccess: async (me) => {
      client.setQueryData(keys.me, me);
      await navigate({ to: "/" });
    },
    onError: problem.show,
  });
  const sso = useMutation({ mutationFn: beginSso });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ name, password }) => {
        problem.clear();
        accept.mutate({ token, name: name.trim(), password, language: i18n.language as Language });
      })}
    >
      <Stack gap="md">
        <ProblemAlert error={problem.error ?? sso.error} rest={problem.rest} />
        {facts.sso ? (
          <>
            <Alert color="gray">{t("accounts.invitation.sso", { email: facts.email })}</Alert>
            <Button
              size="md"
              leftSection={<IconBuilding size={18} aria-hidden="true" />}
              loading={sso.isPending || sso.isSuccess}
              onClick={() => facts.sso && sso.mutate({ providerId: facts.sso.id })}
            >
              {t("accounts.sso.with", { name: facts.sso.name })}
            </Button>
            <div className={classes.or}>{t("accounts.invitation.orPassword")}</div>
          </>
        ) : null}
        <TextInput label={t("auth.email")} value={facts.email} readOnly size="md" autoComplete="username" />
        <TextInput label={t("auth.name")} autoComplete="name" size="md" {...form.getInputProps("name")} />
        <NewPasswordInput form={form} />
        <Button type="submit" size="md" variant={facts.sso ? "default" : "filled"} loading={accept.isPending}>
          {t("accounts.invitation.accept")}
        </Button>
      </Stack>
    </form>
  );
}
