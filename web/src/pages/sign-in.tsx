import { Alert, Anchor, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { isEmail, isNotEmpty, useForm } from "@mantine/form";
import { IconBuilding, IconFingerprint } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { beginSso, hasPasskeys, signInWaysQuery, signInWithPasskey, type SecondStep } from "../api/accounts.ts";
import { ApiProblem } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { signIn } from "../api/session.ts";
import type { Me } from "../api/types.ts";
import { useFormProblem } from "../components/form-problem.ts";
import { ProblemAlert } from "../components/problem-alert.tsx";
import classes from "../features/accounts/accounts.module.css";
import { ForgotPassword } from "../features/accounts/forgot-password.tsx";
import { SecondStepForm } from "../features/accounts/second-step-form.tsx";
import { PasskeyProblem } from "../features/accounts/use-confirmed.tsx";
import { AuthLayout } from "../features/auth/auth-layout.tsx";
import { safeNext } from "../search.ts";

const route = getRouteApi("/sign-in");

/** By password, with a second step where there is one; by passkey; by the company's own sign-in. */
export function SignInPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const { next, sso: refusal } = route.useSearch();
  const [step, setStep] = useState<SecondStep | null>(null);
  const enter = (me: Me) => {
    client.setQueryData(keys.me, me);
    router.history.push(safeNext(next));
  };
  if (step) {
    return (
      <AuthLayout title={t("accounts.step.title")} subtitle={t("accounts.step.subtitle")}>
        <SecondStepForm step={step} onSignedIn={enter} onBack={() => setStep(null)} />
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title={t("auth.signIn.title")} subtitle={t("auth.signIn.subtitle")}>
      <Stack gap="md">
        {refusal ? (
          <Alert color="red" role="alert">
            {t(`accounts.sso.refused.${refusal}`)}
          </Alert>
        ) : null}
        <PasswordStep onSignedIn={enter} onSecondStep={setStep} />
        <OtherWays next={next} onSignedIn={enter} />
      </Stack>
    </AuthLayout>
  );
}

interface PasswordStepProps {
  onSignedIn: (me: Me) => void;
  onSecondStep: (step: SecondStep) => void;
}

function PasswordStep({ onSignedIn, onSecondStep }: PasswordStepProps) {
  const { t } = useTranslation();
  const [forgot, setForgot] = useState(false);
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: { email: isEmail(t("problems.field.email")), password: isNotEmpty(t("problems.field.required")) },
  });
  const problem = useFormProblem(form, ["email", "password"]);
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: (answer) => ("secondStep" in answer ? onSecondStep(answer.secondStep) : onSignedIn(answer)),
    onError: (error) => {
      problem.show(error);
      form.setFieldValue("password", "");
    },
  });
  const refused = enter.error instanceof ApiProblem && enter.error.code === "unauthenticated";
  return (
    <>
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
      <Anchor component="button" type="button" size="sm" onClick={() => setForgot(true)}>
        {t("accounts.forgot.link")}
      </Anchor>
      {forgot ? <ForgotPassword email={form.values.email} onClose={() => setForgot(false)} /> : null}
    </>
  );
}

function OtherWays({ next, onSignedIn }: { next: string | undefined; onSignedIn: (me: Me) => void }) {
  const { t } = useTranslation();
  const ways = useQuery(signInWaysQuery).data?.sso ?? [];
  const passkey = useMutation({ mutationFn: () => signInWithPasskey(), onSuccess: onSignedIn });
  const sso = useMutation({ mutationFn: beginSso });
  if (ways.length === 0 && !hasPasskeys()) return null;
  return (
    <>
      <div className={classes.or}>{t("accounts.step.or")}</div>
      <ProblemAlert error={sso.error} />
      {ways.map(({ id, name }) => (
        <Button
          key={id}
          size="md"
          variant="default"
          leftSection={<IconBuilding size={18} aria-hidden="true" />}
          loading={sso.isPending || sso.isSuccess}
          onClick={() => sso.mutate({ providerId: id, next: safeNext(next) })}
        >
          {t("accounts.sso.with", { name })}
        </Button>
      ))}
      {hasPasskeys() ? (
        <>
          <PasskeyProblem error={passkey.error} />
          <Button
            size="md"
            variant="default"
            leftSection={<IconFingerprint size={18} aria-hidden="true" />}
            loading={passkey.isPending}
            onClick={() => passkey.mutate()}
          >
            {t("accounts.passkey.signIn")}
          </Button>
        </>
      ) : null}
    </>
  );
}
