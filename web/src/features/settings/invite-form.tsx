import { Button, Group, Modal, PasswordInput, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { isEmail, isNotEmpty, useForm } from "@mantine/form";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { createUser, type NewUser } from "../../api/organization.ts";
import { meQuery } from "../../api/session.ts";
import type { Role } from "../../api/types.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { languages } from "../../i18n/index.ts";

const MIN_PASSWORD = 10;
const ROLES = ["rep", "manager", "admin"] as const satisfies readonly Role[];

/** Adds a colleague with a first password, which the administrator hands over. */
export function PersonForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const me = useSuspenseQuery(meQuery).data;
  const form = useForm<NewUser>({
    initialValues: { name: "", email: "", role: "rep", language: me.organization.language, password: "" },
    validate: {
      name: isNotEmpty(t("problems.field.required")),
      email: isEmail(t("problems.field.email")),
      password: (value) => ([...value].length < MIN_PASSWORD ? t("auth.passwordTooShort", { count: MIN_PASSWORD }) : null),
    },
  });
  const problem = useFormProblem(form, ["name", "email", "role", "language", "password"]);
  const create = useMutation({
    mutationFn: createUser,
    onSuccess: async (user) => {
      await client.invalidateQueries({ queryKey: keys.users });
      notifyDone(t("settings.people.added", { name: user.name }));
      onClose();
    },
    onError: problem.show,
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={t("settings.people.add")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          problem.clear();
          create.mutate({ ...values, name: values.name.trim(), email: values.email.trim() });
        })}
      >
        <Stack>
          <ProblemAlert error={problem.error} rest={problem.rest} />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput label={t("auth.name")} autoComplete="off" data-autofocus {...form.getInputProps("name")} />
            <TextInput label={t("auth.email")} type="email" autoComplete="off" {...form.getInputProps("email")} />
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
          <PasswordInput
            label={t("settings.people.password")}
            description={t("settings.people.passwordHint")}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
            {...form.getInputProps("password")}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t("settings.people.add")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
