import { Button, Menu } from "@mantine/core";
import { IconBellPlus, IconChevronDown } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { cancelReminder, createReminder } from "../../api/reminders.ts";
import type { Interaction } from "../../api/types.ts";
import { notifyProblem, notifyUndo } from "../../components/notify.tsx";
import { useFormat } from "../../format/context.tsx";

const DAYS = [1, 3, 5, 7, 14] as const;
const USUAL_DAYS = 3;

/** "Remind me if nobody replies within 3 days": one click, other spans behind the arrow. A reply closes it by itself. */
export function RemindIfNoReply({ interaction }: { interaction: Interaction }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.reminders }),
      client.invalidateQueries({ queryKey: keys.interaction(interaction.id) }),
    ]);
  const create = useMutation({
    mutationFn: (noReplyWithinDays: number) => createReminder({ interactionId: interaction.id, noReplyWithinDays }),
    onSuccess: async (reminder) => {
      await refresh();
      notifyUndo(t("interaction.remind.set", { when: format.dateTime(reminder.dueAt) }), () => {
        cancelReminder(reminder.id).then(refresh, notifyProblem);
      });
    },
    onError: notifyProblem,
  });
  return (
    <Button.Group>
      <Button
        size="xs"
        variant="light"
        loading={create.isPending}
        leftSection={<IconBellPlus size={15} aria-hidden="true" />}
        onClick={() => create.mutate(USUAL_DAYS)}
      >
        {t("interaction.remind.within", { count: USUAL_DAYS })}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="light" px={6} aria-label={t("interaction.remind.other")}>
            <IconChevronDown size={15} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {DAYS.map((days) => (
            <Menu.Item key={days} onClick={() => create.mutate(days)}>
              {t("interaction.remind.choice", { count: days })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}
