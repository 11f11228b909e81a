import { Button, Group, Modal, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { isEmail, useForm } from "@mantine/form";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { accountKeys, invite } from "../../api/accounts.ts";
import { meQuery } from "../../api/session.ts";
import type { Language, Role } from "../../api/types.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { languages } from "../../i18n/index.ts";
import { LinkBox } from "../accounts/link-box.tsx";

const ROLES = ["rep", "manager", "admin"] as const satisfies readonly Role[];

/** Invites a colleague; the link is passed on by whoever invites. */
export function InviteForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const me = useSuspenseQuery(meQuery).data;
  const form = useForm<{ email: string; role: Role; language: Language }>({
    initialValues: { email: "", role: "rep", language: me.organization.language },
    validate: { email: isEmail(t("problems.field.email")) },
  });
  const problem = useFormProblem(form, ["email", "role", "language"]);
  const send = useMutation({
    mutationFn: invite,
    onSuccess: () => client.invalidateQueries({ queryKey: accountKeys.invitations }),
    onError: problem.show,
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={t("accounts.invite.title")} closeButtonProps={{ "aria-label": t("common.close") }}>
      {send.isSuccess ? (
        <Stack>
          <LinkBox
            title={t("accounts.invite.made", { email: send.data.invitation.email })}
            link={send.data.link}
            text={t("accounts.invite.pass")}
          />
          <Group justify="flex-end">
            <Button
              variant="default"
              onClick={() => {
                send.reset();
                form.reset();
              }}
            >
              {t("accounts.invite.another")}
            </Button>
            <Button onClick={onClose}>{t("common.close")}</Button>
          </Group>
        </Stack>
      ) : (
        <form
          noValidate
          onSubmit={form.onSubmit((values) => {
            problem.clear();
            send.mutate({ ...values, email: values.email.trim() });
          })}
        >
          <Stack>
            <ProblemAlert error={problem.error} rest={problem.rest} />
            <TextInput
              label={t("auth.email")}
              description={t("accounts.invite.hint")}
              type="email"
              autoComplete="off"
              data-autofocus
              {...form.getInputProps("email")}
            />
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              <Select
                label={t("settings.people.role")}
                allowDeselect={false}
                data={ROLES.map((value) => ({ value, label: t(`settings.role.${value}`) }))}
                {...form.getInputProps("role")}
              />
              <Select
                label={t("nav.language")}
                allowDeselect={false}
                data={languages.map((value) => ({ value, label: t(`common.languages.${value}`) }))}
                {...form.getInputProps("language")}
              />
            </SimpleGrid>
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t("common.cancel")}
              </Button>
              <Button type="submit" loading={send.isPending}>
                {t("accounts.invite.action")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
