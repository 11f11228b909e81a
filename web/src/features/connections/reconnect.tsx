import { Button, Group, Modal, PasswordInput, Stack } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { reconnectConnection, type Connection } from "../../api/connections.ts";
import { keys } from "../../api/keys.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";

/** Signs in anew where the provider refused the old password. Nothing that was read is lost. */
export function Reconnect({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm({ initialValues: { password: "" }, validate: { password: isNotEmpty(t("problems.field.required")) } });
  const problem = useFormProblem(form, ["password"]);
  const save = useMutation({
    mutationFn: (password: string) => reconnectConnection(connection.id, password),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.connections });
      notifyDone(t("connections.reconnect.done"));
      onClose();
    },
    onError: problem.show,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("connections.reconnect.title", { name: connection.name })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={form.onSubmit(({ password }) => {
          problem.clear();
          save.mutate(password);
        })}
      >
        <Stack>
          <ProblemAlert error={problem.error} rest={problem.rest} />
          <PasswordInput
            label={t("connections.reconnect.password", { name: connection.settings.username ?? connection.name })}
            autoComplete="off"
            data-autofocus
            visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
            {...form.getInputProps("password")}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t("connections.reconnect.action")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
