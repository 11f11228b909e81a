import { Button, Checkbox, Group, Radio, Select, Stack } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { giveGrant, refreshRights, type Grant, type GrantInput, type GrantResource, type GrantVerb } from "../../api/rights.ts";
import type { MailLevel } from "../../api/types.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";

import { useGrantees } from "./use-grantees.ts";
import { LEVELS, useRightsWords } from "./rights-words.ts";

interface GiveFormProps {
  resource: GrantResource;
  resourceId: string;
  /** What may be given besides viewing. */
  verbs: readonly GrantVerb[];
  /** Verbs on customers and deals put away instead of deleting. */
  archives: boolean;
  /** Who has a right on it already. */
  given: readonly Grant[];
  /** Principals that need no right. */
  except?: readonly string[];
}

interface GiveValues {
  grantee: string | null;
  level: MailLevel;
  verbs: GrantVerb[];
}

/** Gives somebody a right on one thing. Choosing who has one already starts from what that is. */
export function GiveForm({ resource, resourceId, verbs, archives, given, except = [] }: GiveFormProps) {
  const { t } = useTranslation();
  const words = useRightsWords();
  const client = useQueryClient();
  const grantees = useGrantees(except);
  const form = useForm<GiveValues>({
    initialValues: { grantee: null, level: "content", verbs: [] },
    validate: { grantee: isNotEmpty(t("problems.field.required")) },
  });
  const problem = useFormProblem(form, ["grantee", "level", "verbs"]);
  const give = useMutation({
    mutationFn: (input: GrantInput) => giveGrant(input),
    onSuccess: async (_, { grantee }) => {
      form.reset();
      await refreshRights(client);
      notifyDone(
        t("rights.share.given", { name: grantees.flatMap(({ items }) => items).find(({ value }) => value === grantee)?.label ?? "" }),
      );
    },
    onError: problem.show,
  });
  const standing = given.find((grant) => grant.grantee === form.values.grantee);
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ grantee, level, verbs: chosen }) => {
        problem.clear();
        if (grantee !== null) give.mutate({ grantee, resource, resourceId, level, verbs: ["view", ...chosen] });
      })}
    >
      <Stack gap="sm">
        <ProblemAlert error={problem.error} rest={problem.rest} />
        <Select
          label={t("rights.share.to")}
          placeholder={t("rights.share.toPlaceholder")}
          searchable
          nothingFoundMessage={t("rights.share.nobodyFound")}
          data={grantees}
          description={standing ? t("rights.share.replaces", { name: words.principal(standing.grantee, standing.granteeName) }) : undefined}
          {...form.getInputProps("grantee")}
          onChange={(grantee) => {
            const before = given.find((grant) => grant.grantee === grantee);
            form.setValues({ grantee, ...(before ? { level: before.level, verbs: before.verbs.filter((verb) => verb !== "view") } : {}) });
            form.clearErrors();
          }}
        />
        <Radio.Group label={t("rights.share.level")} {...form.getInputProps("level")}>
          <Stack gap={6} mt={6}>
            {LEVELS.toReversed().map((level) => (
              <Radio key={level} value={level} label={t(`rights.level.${level}.title`)} description={t(`rights.level.${level}.text`)} />
            ))}
          </Stack>
        </Radio.Group>
        {verbs.length > 0 ? (
          <Checkbox.Group label={t("rights.share.verbs")} {...form.getInputProps("verbs")}>
            <Group gap="md" mt={6}>
              {verbs.map((verb) => (
                <Checkbox key={verb} value={verb} label={words.verbs([verb], archives)} />
              ))}
            </Group>
          </Checkbox.Group>
        ) : null}
        <Button type="submit" loading={give.isPending} style={{ alignSelf: "flex-start" }}>
          {t("rights.share.give")}
        </Button>
      </Stack>
    </form>
  );
}
