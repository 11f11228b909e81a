import { Alert, Button, NumberInput, Radio, Select, SimpleGrid, Stack, TagsInput, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { IconLock } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { organizationQuery, updateOrganization, type OrganizationPatch } from "../../api/organization.ts";
import { meQuery } from "../../api/session.ts";
import type { MailLevel, Organization } from "../../api/types.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { useFormat } from "../../format/context.tsx";
import { countryChoices, zoneChoices } from "../auth/countries.ts";

interface OrganizationValues {
  name: string;
  country: string;
  timeZone: string;
  ownDomains: string[];
  colleagueMailLevel: MailLevel;
  backfillDays: number | string;
}

const LEVELS = ["metadata", "subject", "content"] as const satisfies readonly MailLevel[];
const FIELDS = ["name", "country", "timeZone", "ownDomains", "colleagueMailLevel", "backfillDays"];

/** What holds for the whole company. Everybody sees it; the administrator changes it. */
export function OrganizationSettings() {
  const query = useQuery(organizationQuery);
  if (query.isPending) return <SkeletonRows count={5} height={58} icon={false} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <OrganizationForm organization={query.data} />;
}

function OrganizationForm({ organization }: { organization: Organization }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const me = useSuspenseQuery(meQuery).data;
  const readOnly = me.user.role !== "admin";
  const form = useForm<OrganizationValues>({
    initialValues: {
      name: organization.name,
      country: organization.country,
      timeZone: organization.timeZone,
      ownDomains: organization.ownDomains,
      colleagueMailLevel: organization.settings?.colleagueMailLevel ?? "subject",
      backfillDays: organization.settings?.backfillDays ?? 90,
    },
    validate: { name: isNotEmpty(t("problems.field.required")) },
  });
  const problem = useFormProblem(form, FIELDS, {
    "settings.colleagueMailLevel": "colleagueMailLevel",
    "settings.backfillDays": "backfillDays",
  });
  const save = useMutation({
    mutationFn: (patch: OrganizationPatch) => updateOrganization(patch),
    onSuccess: async (saved) => {
      client.setQueryData(keys.organization, saved);
      await client.invalidateQueries({ queryKey: keys.me });
      notifyDone(t("common.saved"));
    },
    onError: problem.show,
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ colleagueMailLevel, backfillDays, ...fields }) => {
        problem.clear();
        save.mutate({ ...fields, settings: { colleagueMailLevel, backfillDays: Number(backfillDays) } });
      })}
    >
      <Stack>
        {readOnly ? (
          <Alert color="gray" icon={<IconLock size={18} aria-hidden="true" />}>
            {t("settings.organization.readOnly")}
          </Alert>
        ) : null}
        <ProblemAlert error={problem.error} rest={problem.rest} />
        <Section title={t("settings.tab.organization")}>
          <Stack>
            <TextInput label={t("auth.setup.companyName")} readOnly={readOnly} {...form.getInputProps("name")} />
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              <Select
                label={t("auth.setup.country")}
                searchable
                allowDeselect={false}
                readOnly={readOnly}
                data={countryChoices(format.country, format.locale)}
                {...form.getInputProps("country")}
              />
              <Select
                label={t("auth.setup.timeZone")}
                searchable
                allowDeselect={false}
                readOnly={readOnly}
                data={zoneChoices()}
                {...form.getInputProps("timeZone")}
              />
            </SimpleGrid>
            <TagsInput
              label={t("auth.setup.ownDomains")}
              description={t("auth.setup.ownDomainsHint")}
              readOnly={readOnly}
              splitChars={[",", " ", ";"]}
              {...form.getInputProps("ownDomains")}
            />
          </Stack>
        </Section>
        <Section title={t("settings.organization.capture")}>
          <Stack>
            <Radio.Group
              label={t("settings.organization.colleagueLevel")}
              description={t("settings.organization.colleagueLevelHint")}
              readOnly={readOnly}
              {...form.getInputProps("colleagueMailLevel")}
            >
              <Stack gap="xs" mt="xs">
                {LEVELS.map((level) => (
                  <Radio
                    key={level}
                    value={level}
                    label={t(`settings.organization.level.${level}.title`)}
                    description={t(`settings.organization.level.${level}.text`)}
                  />
                ))}
              </Stack>
            </Radio.Group>
            <NumberInput
              label={t("settings.organization.backfillDays")}
              description={t("settings.organization.backfillDaysHint")}
              min={0}
              max={3650}
              allowDecimal={false}
              readOnly={readOnly}
              maw={260}
              {...form.getInputProps("backfillDays")}
            />
          </Stack>
        </Section>
        {readOnly ? null : (
          <Button type="submit" loading={save.isPending} style={{ alignSelf: "flex-start" }}>
            {t("common.save")}
          </Button>
        )}
      </Stack>
    </form>
  );
}
