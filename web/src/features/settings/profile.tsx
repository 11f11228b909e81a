import { Button, Select, Stack, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { meQuery, updateMe } from "../../api/session.ts";
import type { Language } from "../../api/types.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { Section } from "../../components/section.tsx";
import { languages, setLanguage } from "../../i18n/index.ts";

/** Name and language. */
export function ProfileSettings() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const me = useSuspenseQuery(meQuery).data;
  const form = useForm({
    initialValues: { name: me.user.name, language: me.user.language },
    validate: { name: isNotEmpty(t("problems.field.required")) },
  });
  const problem = useFormProblem(form, ["name", "language"]);
  const save = useMutation({
    mutationFn: (patch: { name: string; language: Language }) => updateMe(patch),
    onSuccess: async (saved) => {
      client.setQueryData(keys.me, saved);
      await setLanguage(saved.user.language);
      form.resetDirty();
      notifyDone(t("common.saved"));
    },
    onError: problem.show,
  });
  return (
    <Section title={t("settings.tab.profile")}>
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          problem.clear();
          save.mutate({ name: values.name.trim(), language: values.language });
        })}
      >
        <Stack maw={420}>
          <ProblemAlert error={problem.error} rest={problem.rest} />
          <TextInput label={t("auth.name")} autoComplete="name" {...form.getInputProps("name")} />
          <TextInput label={t("auth.email")} value={me.user.email} readOnly description={t("settings.profile.emailHint")} />
          <Select
            label={t("nav.language")}
            allowDeselect={false}
            data={languages.map((value) => ({ value, label: t(`common.languages.${value}`) }))}
            {...form.getInputProps("language")}
          />
          <Button type="submit" loading={save.isPending} style={{ alignSelf: "flex-start" }}>
            {t("common.save")}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
