import { Button, Group, Modal, Select, Stack } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/client.ts";
import { keys } from "../../api/keys.ts";
import { usersQuery } from "../../api/organization.ts";
import { assignReminder } from "../../api/reminders.ts";
import type { Reminder } from "../../api/types.ts";
import { notifyDone } from "../../components/notify.tsx";
import { useProblemText } from "../../i18n/problem-text.ts";

/** Gives a reminder to a colleague, who is told and finds it in the own calendar. */
export function AssignReminder({ reminder, onClose }: { reminder: Reminder; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useProblemText();
  const client = useQueryClient();
  const users = useQuery(usersQuery).data?.items ?? [];
  const [userId, setUserId] = useState<string | null>(null);
  const give = useMutation({
    mutationFn: (id: string) => assignReminder(reminder.id, id),
    onSuccess: async (_, id) => {
      await client.invalidateQueries({ queryKey: keys.reminders });
      onClose();
      notifyDone(t("reminders.assign.done", { name: users.find((user) => user.id === id)?.name ?? "" }));
    },
  });
  const { error } = give;
  const blind = error instanceof ApiProblem && error.errors.some(({ pointer }) => pointer === "/userId");
  return (
    <Modal opened onClose={onClose} title={t("reminders.assign.title")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <Stack>
        <Select
          label={t("reminders.assign.to")}
          description={reminder.title}
          searchable
          data-autofocus
          openOnFocus={false}
          value={userId}
          onChange={(next) => {
            give.reset();
            setUserId(next);
          }}
          error={error === null ? null : blind ? t("reminders.assign.blind") : words(error)}
          data={users
            .filter(({ id, disabledAt }) => id !== reminder.user.id && !disabledAt)
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button disabled={userId === null} loading={give.isPending} onClick={() => userId && give.mutate(userId)}>
            {t("reminders.assign.do")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
