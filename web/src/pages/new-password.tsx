import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconLinkOff } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { finishReset, resetQuery } from "../api/accounts.ts";
import { ApiProblem } from "../api/client.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorState } from "../components/error-state.tsx";
import { useFormProblem } from "../components/form-problem.ts";
import { LinkAnchor, LinkButton } from "../components/links.tsx";
import { ProblemAlert } from "../components/problem-alert.tsx";
import { NewPasswordInput, usePasswordRule } from "../features/accounts/new-password.tsx";
import { AuthLayout } from "../features/auth/auth-layout.tsx";
import { PageLoading } from "./states.tsx";

/** Where the administrator's link for a new password leads. */
export function NewPasswordPage() {
  const { t } = useTranslation();
  const token = useRouterState({ select: (state) => state.location.hash });
  const reset = useQuery(resetQuery(token));
  const form = useForm({ initialValues: { password: "" }, validate: { password: usePasswordRule() } });
  const problem = useFormProblem(form, ["password"]);
  const finish = useMutation({ mutationFn: finishReset, onError: problem.show });
  if (reset.isPending) return <PageLoading />;
  if (reset.isError) {
    const gone = reset.error instanceof ApiProblem && reset.error.code === "not-found";
    return (
      <AuthLayout title={t("accounts.reset.title")}>
        {gone ? (
          <EmptyState icon={IconLinkOff} title={t("accounts.link.gone")} compact>
            <p>{t("accounts.reset.gone")}</p>
            <LinkAnchor to="/sign-in">{t("auth.setup.expired.action")}</LinkAnchor>
          </EmptyState>
        ) : (
          <ErrorState error={reset.error} onRetry={() => void reset.refetch()} compact />
        )}
      </AuthLayout>
    );
  }
  if (finish.isSuccess) {
    return (
      <AuthLayout title={t("accounts.reset.done")}>
        <Stack>
          <Alert color="pine" role="status">
            {t("accounts.reset.doneText")}
          </Alert>
          <LinkButton to="/sign-in" size="md">
            {t("auth.signIn.action")}
          </LinkButton>
        </Stack>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title={t("accounts.reset.title")} subtitle={t("accounts.reset.subtitle", { name: reset.data.name })}>
      <form
        noValidate
        onSubmit={form.onSubmit(({ password }) => {
          problem.clear();
          finish.mutate({ token, password });
        })}
      >
        <Stack gap="md">
          <ProblemAlert error={problem.error} rest={problem.rest} />
          <TextInput label={t("auth.email")} value={reset.data.email} readOnly size="md" autoComplete="username" />
          <NewPasswordInput form={form} />
          <Button type="submit" size="md" loading={finish.isPending}>
            {t("accounts.reset.action")}
          </Button>
        </Stack>
      </form>
    </AuthLayout>
  );
}
