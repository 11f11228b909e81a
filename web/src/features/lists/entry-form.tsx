import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { replaceList } from "../../api/organization.ts";
import type { ListEntry, ListName, VersionedLists } from "../../api/types.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { newKey } from "./new-key.ts";
import { useLists } from "./use-lists.ts";

interface EntryFormProps {
  list: ListName;
  lists: VersionedLists;
  /** Absent: a new one. */
  entry?: ListEntry;
  onClose: () => void;
}

/** Names of an entry in both languages; of an outcome also what it counts as. Its key is made from the name, once. */
export function EntryForm({ list, lists, entry, onClose }: EntryFormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const choices = useLists().fixedOutcomes(list);
  const form = useForm({
    initialValues: { sk: entry?.sk ?? "", en: entry?.en ?? "", countsAs: entry?.countsAs ?? choices[0]?.value ?? "" },
    validate: { sk: isNotEmpty(t("problems.field.required")), en: isNotEmpty(t("problems.field.required")) },
  });
  const items = lists[list];
  const place = entry ? items.findIndex((one) => one.key === entry.key) : items.length;
  const problem = useFormProblem(form, ["sk", "en", "countsAs"], {
    [`items.${place}.sk`]: "sk",
    [`items.${place}.en`]: "en",
    [`items.${place}.countsAs`]: "countsAs",
  });
  const save = useMutation({
    mutationFn: (next: readonly ListEntry[]) => replaceList(list, next, lists.version),
    onSuccess: async (saved) => {
      client.setQueryData(keys.lists, saved);
      await client.invalidateQueries({ queryKey: keys.me });
      notifyDone(t("common.saved"));
      onClose();
    },
    onError: async (error) => {
      problem.show(error);
      await client.invalidateQueries({ queryKey: keys.lists });
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={entry ? t("lists.edit") : t(`lists.title.${list}`)}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form
        noValidate
        onSubmit={form.onSubmit(({ sk, en, countsAs }) => {
          problem.clear();
          const names = { sk: sk.trim(), en: en.trim(), ...(choices.length > 0 ? { countsAs } : {}) };
          if (entry) return save.mutate(items.map((one) => (one.key === entry.key ? { ...one, ...names } : one)));
          const taken = [...items.map(({ key }) => key), ...choices.map(({ value }) => value)];
          return save.mutate([...items, { key: newKey(names.en, taken), ...names }]);
        })}
      >
        <Stack>
          <ProblemAlert error={problem.error} rest={problem.rest} />
          <TextInput label={t("lists.nameSk")} lang="sk" data-autofocus autoComplete="off" maxLength={60} {...form.getInputProps("sk")} />
          <TextInput label={t("lists.nameEn")} lang="en" autoComplete="off" maxLength={60} {...form.getInputProps("en")} />
          {choices.length > 0 ? (
            <Select
              label={t("lists.countsAsLabel")}
              description={t("lists.countsAsHint")}
              allowDeselect={false}
              data={choices}
              {...form.getInputProps("countsAs")}
            />
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t("common.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
