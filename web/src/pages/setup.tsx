import { Button, PasswordInput, Select, SimpleGrid, Stack, TagsInput, TextInput } from "@mantine/core";
import { isEmail, isNotEmpty, useForm } from "@mantine/form";
import { IconLinkOff } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isFreeMailDomain } from "@kronika/core/addresses.ts";
import { ApiProblem } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { setUp, setupQuery } from "../api/session.ts";
import type { Language } from "../api/types.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorState } from "../components/error-state.tsx";
import { useFormProblem } from "../components/form-problem.ts";
import { LinkAnchor } from "../components/links.tsx";
import { ProblemAlert } from "../components/problem-alert.tsx";
import { AuthLayout } from "../features/auth/auth-layout.tsx";
import { countryChoices, countryOfZone, zoneChoices, zoneOfCountry } from "../features/auth/countries.ts";
import { useFormat } from "../format/context.tsx";
import { i18n, languages } from "../i18n/index.ts";

const route = getRouteApi("/setup/$token");

/** Shortest password that the hub takes. */
const MIN_PASSWORD = 10;

export function SetupPage() {
  const { t } = useTranslation();
  const { token } = route.useParams();
  const link = useQuery(setupQuery(token));
  if (link.isError) {
    const gone = link.error instanceof ApiProblem && link.error.code === "not-found";
    return (
      <AuthLayout title={t("auth.setup.title")}>
        {gone ? (
          <EmptyState icon={IconLinkOff} title={t("auth.setup.expired.title")} compact>
            <p>{t("auth.setup.expired.text")}</p>
            <LinkAnchor to="/sign-in">{t("auth.setup.expired.action")}</LinkAnchor>
          </EmptyState>
        ) : (
          <ErrorState error={link.error} onRetry={() => void link.refetch()} compact />
        )}
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title={t("auth.setup.title")} subtitle={t("auth.setup.subtitle")} wide>
      <SetupForm token={token} ready={link.isSuccess} />
    </AuthLayout>
  );
}

const FIELDS = [
  "organization.name",
  "organization.country",
  "organization.language",
  "organization.timeZone",
  "organization.ownDomains",
  "user.name",
  "user.email",
  "user.password",
];

function SetupForm({ token, ready }: { token: string; ready: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const navigate = useNavigate();
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [domainsTouched, setDomainsTouched] = useState(false);
  const form = useForm({
    initialValues: {
      organization: {
        name: "",
        country: countryOfZone(zone) ?? "SK",
        language: i18n.language as Language,
        timeZone: zone,
        ownDomains: [] as string[],
      },
      user: { name: "", email: "", password: "" },
    },
    validate: {
      organization: { name: isNotEmpty(t("problems.field.required")) },
      user: {
        name: isNotEmpty(t("problems.field.required")),
        email: isEmail(t("problems.field.email")),
        password: (value) => ([...value].length < MIN_PASSWORD ? t("auth.passwordTooShort", { count: MIN_PASSWORD }) : null),
      },
    },
  });
  const problem = useFormProblem(form, FIELDS);
  const create = useMutation({
    mutationFn: setUp,
    onSuccess: async (me) => {
      client.setQueryData(keys.me, me);
      await navigate({ to: "/connections", search: { add: "mailbox" } });
    },
    onError: problem.show,
  });
  const suggestDomain = (email: string) => {
    const domain = email.split("@")[1]?.trim().toLowerCase();
    if (domainsTouched || !domain?.includes(".") || isFreeMailDomain(domain)) return;
    form.setFieldValue("organization.ownDomains", [domain]);
  };
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => {
        problem.clear();
        create.mutate({ token, ...values });
      })}
    >
      <Stack gap="lg">
        <ProblemAlert error={problem.error} rest={problem.rest} />
        <fieldset className="k-fieldset">
          <legend>{t("auth.setup.company")}</legend>
          <Stack gap="sm">
            <TextInput
              label={t("auth.setup.companyName")}
              autoComplete="organization"
              autoFocus
              {...form.getInputProps("organization.name")}
            />
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              <Select
                label={t("auth.setup.country")}
                searchable
                allowDeselect={false}
                data={countryChoices(format.country, format.locale)}
                {...form.getInputProps("organization.country")}
                onChange={(country) => {
                  if (!country) return;
                  form.setFieldValue("organization.country", country);
                  const usual = zoneOfCountry(country);
                  if (usual) form.setFieldValue("organization.timeZone", usual);
                }}
              />
              <Select
                label={t("auth.setup.timeZone")}
                searchable
                allowDeselect={false}
                data={zoneChoices()}
                {...form.getInputProps("organization.timeZone")}
              />
            </SimpleGrid>
            <Select
              label={t("auth.setup.language")}
              allowDeselect={false}
              data={languages.map((value) => ({ value, label: t(`common.languages.${value}`) }))}
              {...form.getInputProps("organization.language")}
            />
          </Stack>
        </fieldset>
        <fieldset className="k-fieldset">
          <legend>{t("auth.setup.you")}</legend>
          <Stack gap="sm">
            <TextInput label={t("auth.name")} autoComplete="name" {...form.getInputProps("user.name")} />
            <TextInput
              label={t("auth.email")}
              type="email"
              autoComplete="username"
              {...form.getInputProps("user.email")}
              onBlur={(event) => suggestDomain(event.currentTarget.value)}
            />
            <PasswordInput
              label={t("auth.password")}
              description={t("auth.passwordHint", { count: MIN_PASSWORD })}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
              {...form.getInputProps("user.password")}
            />
            <TagsInput
              label={t("auth.setup.ownDomains")}
              description={t("auth.setup.ownDomainsHint")}
              placeholder={form.values.organization.ownDomains.length === 0 ? t("auth.setup.ownDomainsPlaceholder") : ""}
              splitChars={[",", " ", ";"]}
              {...form.getInputProps("organization.ownDomains")}
              onChange={(domains) => {
                setDomainsTouched(true);
                form.setFieldValue("organization.ownDomains", domains);
              }}
            />
          </Stack>
        </fieldset>
        <Button type="submit" size="md" loading={create.isPending} disabled={!ready}>
          {t("auth.setup.action")}
        </Button>
      </Stack>
    </form>
  );
}
