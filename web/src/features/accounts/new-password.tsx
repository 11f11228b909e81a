import { PasswordInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";

/** Shortest password that the hub takes. */
const MIN_PASSWORD = 10;

/** The rule that a form can check before the hub does. */
export function usePasswordRule(): (value: string) => string | null {
  const { t } = useTranslation();
  return (value) => ([...value].length < MIN_PASSWORD ? t("auth.passwordTooShort", { count: MIN_PASSWORD }) : null);
}

/** A field for a password that somebody chooses; `password` in the form. */
export function NewPasswordInput<Values extends { password: string }>({ form }: { form: UseFormReturnType<Values> }) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      label={t("auth.password")}
      description={t("auth.passwordHint", { count: MIN_PASSWORD })}
      autoComplete="new-password"
      size="md"
      visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
      {...form.getInputProps("password")}
    />
  );
}
