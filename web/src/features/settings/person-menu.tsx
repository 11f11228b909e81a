import { ActionIcon, Button, Group, Menu, Modal, Stack } from "@mantine/core";
import { IconDotsVertical } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountKeys, issueReset, resetSecondFactor, updateUser } from "../../api/accounts.ts";
import { keys } from "../../api/keys.ts";
import type { Role, User } from "../../api/types.ts";
import { notifyDone, notifyProblem } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { LinkBox } from "../accounts/link-box.tsx";

const ROLES = ["rep", "manager", "admin"] as const satisfies readonly Role[];

interface PersonMenuProps {
  user: User;
  /** Has an app or passkeys that can be taken away. */
  hasSecondFactor: boolean;
  /** The administrator themselves: nobody disables their own account. */
  self: boolean;
  /** Gives everything of the person to somebody else. `offered`: the person has just been disabled. */
  onHandOver: (offered: boolean) => void;
}

/** What the administrator does with a person: role, new password, lost phone, access. */
export function PersonMenu({ user, hasSecondFactor, self, onHandOver }: PersonMenuProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState<"disable" | "second-factor" | null>(null);
  const change = useMutation({
    mutationFn: (patch: { role?: Role; disabled?: boolean }) => updateUser(user.id, patch),
    onSuccess: async (_, patch) => {
      await client.invalidateQueries({ queryKey: keys.users });
      setAsking(null);
      notifyDone(t("common.saved"));
      if (patch.disabled === true) onHandOver(true);
    },
    onError: notifyProblem,
  });
  const reset = useMutation({
    mutationFn: () => issueReset(user.id),
    onSuccess: () => client.invalidateQueries({ queryKey: accountKeys.askedResets }),
    onError: notifyProblem,
  });
  const forget = useMutation({
    mutationFn: () => resetSecondFactor(user.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: accountKeys.secondFactors });
      setAsking(null);
      notifyDone(t("accounts.person.factorRemoved", { name: user.name }));
    },
  });
  const disabled = user.disabledAt !== null && user.disabledAt !== undefined;
  return (
    <>
      <Menu position="bottom-end" floatingStrategy="fixed">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t("accounts.person.menu", { name: user.name })}>
            <IconDotsVertical size={18} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {ROLES.filter((role) => role !== user.role).map((role) => (
            <Menu.Item key={role} onClick={() => change.mutate({ role })}>
              {t("accounts.person.makeRole", { role: t(`settings.role.${role}`) })}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => onHandOver(false)}>{t("handOver.action")}</Menu.Item>
          {disabled ? null : <Menu.Item onClick={() => reset.mutate()}>{t("accounts.person.newPassword")}</Menu.Item>}
          {hasSecondFactor ? <Menu.Item onClick={() => setAsking("second-factor")}>{t("accounts.person.lostPhone")}</Menu.Item> : null}
          {disabled ? (
            <Menu.Item onClick={() => change.mutate({ disabled: false })}>{t("accounts.person.enable")}</Menu.Item>
          ) : self ? null : (
            <Menu.Item onClick={() => setAsking("disable")}>{t("accounts.person.disable")}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={reset.isSuccess}
        onClose={() => reset.reset()}
        size="lg"
        title={t("accounts.person.newPassword")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {reset.isSuccess ? <LinkBox title={user.name} link={reset.data.link} text={t("accounts.person.passLink")} /> : null}
      </Modal>
      <Modal
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={asking === "disable" ? t("accounts.person.disable") : t("accounts.person.lostPhone")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <Stack>
          <span>
            {asking === "disable"
              ? t("accounts.person.disableText", { name: user.name })
              : t("accounts.person.lostPhoneText", { name: user.name })}
          </span>
          <ProblemAlert error={forget.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(null)}>
              {t("common.cancel")}
            </Button>
            <Button
              color="red"
              data-autofocus
              loading={change.isPending || forget.isPending}
              onClick={() => (asking === "disable" ? change.mutate({ disabled: true }) : forget.mutate())}
            >
              {asking === "disable" ? t("accounts.person.disableAction") : t("accounts.person.lostPhoneAction")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
