import { Alert, Button, Modal, Stack, TextInput } from "@mantine/core";
import { isEmail, useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { askForReset } from "../../api/accounts.ts";
import { ProblemAlert } from "../../components/problem-alert.tsx";

/** Tells the administrators that somebody needs a new password. The answer never says whether there is such an account. */
export function ForgotPassword({ email, onClose }: { email: string; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ initialValues: { email }, validate: { email: isEmail(t("problems.field.email")) } });
  const ask = useMutation({ mutationFn: askForReset });
  return (
    <Modal opened onClose={onClose} title={t("accounts.forgot.title")} closeButtonProps={{ "aria-label": t("common.close") }}>
      {ask.isSuccess ? (
        <Alert color="pine" role="status">
          {t("accounts.forgot.done")}
        </Alert>
      ) : (
        <form noValidate onSubmit={form.onSubmit((values) => ask.mutate(values.email.trim()))}>
          <Stack>
            <span>{t("accounts.forgot.text")}</span>
            <ProblemAlert error={ask.error} />
            <TextInput label={t("auth.email")} type="email" autoComplete="username" data-autofocus {...form.getInputProps("email")} />
            <Button type="submit" loading={ask.isPending}>
              {t("accounts.forgot.action")}
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
