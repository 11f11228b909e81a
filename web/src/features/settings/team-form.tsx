import { Button, Group, Modal, MultiSelect, Stack, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { usersQuery } from "../../api/organization.ts";
import { refreshRights } from "../../api/rights.ts";
import { createTeam, updateTeam, type Team, type TeamInput } from "../../api/teams.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";

/** Makes a team, or changes its name and people. */
export function TeamForm({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const users = useQuery(usersQuery).data?.items ?? [];
  const form = useForm<TeamInput>({
    initialValues: { name: team?.name ?? "", memberIds: team?.members.map(({ id }) => id) ?? [] },
    validate: { name: isNotEmpty(t("problems.field.required")) },
  });
  const problem = useFormProblem(form, ["name", "memberIds"]);
  const save = useMutation({
    mutationFn: (input: TeamInput) => (team ? updateTeam(team.id, input) : createTeam(input)),
    onSuccess: async ({ name }) => {
      await Promise.all([client.invalidateQueries({ queryKey: keys.teams }), refreshRights(client)]);
      notifyDone(team ? t("common.saved") : t("teams.created", { name }));
      onClose();
    },
    onError: problem.show,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="md"
      title={t(team ? "teams.edit" : "teams.new")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={form.onSubmit(({ name, memberIds }) => {
          problem.clear();
          save.mutate({ name: name.trim(), memberIds });
        })}
      >
        <Stack>
          <ProblemAlert error={problem.error} rest={problem.rest} />
          <TextInput
            label={t("teams.name")}
            placeholder={t("teams.namePlaceholder")}
            autoComplete="off"
            maxLength={100}
            data-autofocus
            {...form.getInputProps("name")}
          />
          <MultiSelect
            label={t("teams.members")}
            placeholder={form.values.memberIds.length === 0 ? t("teams.membersPlaceholder") : undefined}
            searchable
            clearable
            hidePickedOptions
            clearButtonProps={{ "aria-label": t("common.clear") }}
            nothingFoundMessage={t("teams.nobodyFound")}
            data={users.filter((user) => !user.disabledAt).map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps("memberIds")}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {team ? t("common.save") : t("teams.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
