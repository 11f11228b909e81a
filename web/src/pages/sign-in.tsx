import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { isEmail, isNotEmpty, useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { signIn } from "../api/session.ts";
import { useFormProblem } from "../components/form-problem.ts";
import { ProblemAlert } from "../components/problem-alert.tsx";
import { AuthLayout } from "../features/auth/auth-layout.tsx";
import { safeNext } from "../search.ts";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const { next } = route.useSearch();
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: { email: isEmail(t("problems.field.email")), password: isNotEmpty(t("problems.field.required")) },
  });
  const problem = useFormProblem(form, ["email", "password"]);
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: (me) => {
      client.setQueryData(keys.me, me);
      router.history.push(safeNext(next));
    },
    onError: (error) => {
      problem.show(error);
      form.setFieldValue("password", "");
    },
  });
  const refused = enter.error instanceof ApiProblem && enter.error.code === "unauthenticated";
  return (
    <AuthLayout title={t("auth.signIn.title")} subtitle={t("auth.signIn.subtitle")}>
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          problem.clear();
          enter.mutate(values);
        })}
      >
        <Stack gap="md">
          {refused ? (
            <ProblemAlert error={new ApiProblem({ code: "signInRefused", status: 401 })} />
          ) : (
            <ProblemAlert error={problem.error} rest={problem.rest} />
          )}
          <TextInput label={t("auth.email")} type="email" autoComplete="username" size="md" autoFocus {...form.getInputProps("email")} />
          <PasswordInput
            label={t("auth.password")}
            autoComplete="current-password"
            size="md"
            visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
            {...form.getInputProps("password")}
          />
          <Button type="submit" size="md" loading={enter.isPending}>
            {t("auth.signIn.action")}
          </Button>
        </Stack>
      </form>
    </AuthLayout>
  );
}
