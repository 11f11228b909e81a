import { Button, PasswordInput, Stack } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { updateMe } from "../../api/session.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { Section } from "../../components/section.tsx";
import classes from "./settings.module.css";

const MIN_PASSWORD = 10;

/** A new password ends all other sign-ins; the page says so before. */
export function PasswordForm() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm({
    initialValues: { current: "", next: "" },
    validate: {
      current: isNotEmpty(t("problems.field.required")),
      next: (value) => ([...value].length < MIN_PASSWORD ? t("auth.passwordTooShort", { count: MIN_PASSWORD }) : null),
    },
  });
  const problem = useFormProblem(form, ["current", "next"], { "password.current": "current", "password.new": "next" });
  const save = useMutation({
    mutationFn: (values: { current: string; next: string }) => updateMe({ password: { current: values.current, new: values.next } }),
    onSuccess: async () => {
      form.reset();
      await client.invalidateQueries({ queryKey: keys.signIns });
      notifyDone(t("settings.password.changed"));
    },
    onError: problem.show,
  });
  const eye = { visibilityToggleButtonProps: { "aria-label": t("auth.showPassword") } };
  return (
    <Section title={t("auth.password")}>
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          problem.clear();
          save.mutate(values);
        })}
      >
        <p className={classes.hint}>{t("settings.password.hint")}</p>
        <Stack maw={420}>
          <ProblemAlert error={problem.error} rest={problem.rest} />
          <PasswordInput
            label={t("settings.password.current")}
            autoComplete="current-password"
            {...eye}
            {...form.getInputProps("current")}
          />
          <PasswordInput
            label={t("settings.password.next")}
            description={t("auth.passwordHint", { count: MIN_PASSWORD })}
            autoComplete="new-password"
            {...eye}
            {...form.getInputProps("next")}
          />
          <Button type="submit" loading={save.isPending} style={{ alignSelf: "flex-start" }}>
            {t("settings.password.action")}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
