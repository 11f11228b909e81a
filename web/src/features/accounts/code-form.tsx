import { Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/client.ts";
import { ProblemAlert } from "../../components/problem-alert.tsx";

interface CodeFormProps {
  /** A code from paper instead of the app's six digits. */
  recovery?: boolean;
  action: string;
  pending: boolean;
  error: unknown;
  onCode: (code: string) => void;
}

/** Asks for a code. A wrong one is said at the field. */
export function CodeForm({ recovery = false, action, pending, error, onCode }: CodeFormProps) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { code: "" },
    validate: {
      code: (code) => (recovery || /^\d{6}$/.test(code.replaceAll(/\s/g, "")) ? null : t("accounts.code.sixDigits")),
    },
  });
  const wrong =
    error instanceof ApiProblem && (error.code === "invalid" || (error.code === "unauthenticated" && /code/.test(error.detail ?? "")));
  return (
    <form noValidate onSubmit={form.onSubmit(({ code }) => onCode(code))}>
      <Stack gap="sm">
        {wrong ? null : <ProblemAlert error={error} />}
        <TextInput
          label={recovery ? t("accounts.code.recovery") : t("accounts.code.app")}
          description={recovery ? t("accounts.code.recoveryHint") : t("accounts.code.appHint")}
          inputMode={recovery ? "text" : "numeric"}
          autoComplete={recovery ? "off" : "one-time-code"}
          maxLength={40}
          autoFocus
          data-autofocus
          {...form.getInputProps("code")}
          error={form.errors["code"] ?? (wrong ? t("accounts.code.wrong") : null)}
        />
        <Button type="submit" loading={pending}>
          {action}
        </Button>
      </Stack>
    </form>
  );
}
