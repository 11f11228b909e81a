import { Alert, Button, Checkbox, CopyButton, Group, PasswordInput, Select, Stack, Switch, TagsInput, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { IconCopy, IconLock } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { accountKeys, removeSso, saveSso, ssoQuery, type SsoSettings } from "../../api/accounts.ts";
import { keys } from "../../api/keys.ts";
import { organizationQuery, updateOrganization } from "../../api/organization.ts";
import { meQuery } from "../../api/session.ts";
import type { Role } from "../../api/types.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone, notifyProblem } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import classes from "./settings.module.css";

const ROLES = ["admin", "manager", "rep"] as const satisfies readonly Role[];

/** How people of this company sign in: who needs a second factor, and the company's own sign-in. */
export function SignInRules() {
  const { t } = useTranslation();
  const me = useSuspenseQuery(meQuery).data;
  if (me.user.role !== "admin") {
    return (
      <Alert color="gray" icon={<IconLock size={18} aria-hidden="true" />}>
        {t("accounts.rules.readOnly")}
      </Alert>
    );
  }
  return (
    <>
      <RequiredFor />
      <SingleSignOn />
    </>
  );
}

function RequiredFor() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(organizationQuery);
  const save = useMutation({
    mutationFn: (secondFactorRoles: Role[]) => updateOrganization({ settings: { secondFactorRoles } }),
    onSuccess: async (saved) => {
      client.setQueryData(keys.organization, saved);
      notifyDone(t("common.saved"));
      // It holds for whoever has just switched it on, too.
      await client.invalidateQueries({ queryKey: keys.me });
    },
    onError: notifyProblem,
  });
  return (
    <Section title={t("accounts.secondFactor.title")}>
      {query.isPending ? (
        <SkeletonRows count={2} height={40} icon={false} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Checkbox.Group
          label={t("accounts.rules.required")}
          description={t("accounts.rules.requiredHint")}
          value={query.data.settings?.secondFactorRoles ?? []}
          onChange={(roles) => save.mutate(roles)}
        >
          <Group mt="xs">
            {ROLES.map((role) => (
              <Checkbox key={role} value={role} disabled={save.isPending} label={t(`settings.role.${role}`)} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
    </Section>
  );
}

function SingleSignOn() {
  const { t } = useTranslation();
  const query = useQuery(ssoQuery);
  return (
    <Section title={t("accounts.sso.title")}>
      {query.isPending ? (
        <SkeletonRows count={4} height={58} icon={false} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SsoForm key={query.data.provider?.id ?? "new"} settings={query.data} />
      )}
    </Section>
  );
}

const FIELDS = ["name", "issuer", "clientId", "clientSecret", "domains", "joinRole"];

function SsoForm({ settings: { provider, callbackUrl } }: { settings: SsoSettings }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const me = useSuspenseQuery(meQuery).data;
  const required = isNotEmpty(t("problems.field.required"));
  const form = useForm({
    initialValues: {
      name: provider?.name ?? "",
      issuer: provider?.issuer ?? "",
      clientId: provider?.clientId ?? "",
      clientSecret: "",
      domains: provider?.domains ?? me.organization.ownDomains,
      trustsEmail: provider?.trustsEmail ?? false,
      joinRole: provider?.joinRole ?? "none",
      enabled: provider?.enabled ?? true,
    },
    validate: { name: required, issuer: required, clientId: required },
  });
  const problem = useFormProblem(form, FIELDS);
  const refresh = () => client.invalidateQueries({ queryKey: accountKeys.sso });
  const save = useMutation({
    mutationFn: saveSso,
    onSuccess: async () => {
      form.setFieldValue("clientSecret", "");
      await refresh();
      notifyDone(t("common.saved"));
    },
    onError: problem.show,
  });
  const remove = useMutation({ mutationFn: removeSso, onSuccess: refresh, onError: notifyProblem });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ clientSecret, joinRole, ...fields }) => {
        problem.clear();
        save.mutate({
          ...fields,
          joinRole: joinRole === "none" ? null : (joinRole as "manager" | "rep"),
          ...(clientSecret === "" ? {} : { clientSecret }),
        });
      })}
    >
      <Stack>
        <p className={classes.hint}>{t("accounts.sso.hint")}</p>
        <div>
          <div className={classes.rowSub}>{t("accounts.sso.callback")}</div>
          <div className={classes.inline}>
            <code className={classes.token}>{callbackUrl}</code>
            <CopyButton value={callbackUrl}>
              {({ copied, copy }) => (
                <Button variant="default" leftSection={<IconCopy size={15} aria-hidden="true" />} onClick={copy}>
                  {copied ? t("common.copied") : t("common.copy")}
                </Button>
              )}
            </CopyButton>
          </div>
        </div>
        <ProblemAlert error={problem.error} rest={problem.rest} />
        <TextInput label={t("accounts.sso.name")} description={t("accounts.sso.nameHint")} {...form.getInputProps("name")} />
        <TextInput
          label={t("accounts.sso.issuer")}
          description={t("accounts.sso.issuerHint")}
          type="url"
          {...form.getInputProps("issuer")}
        />
        <TextInput label={t("accounts.sso.clientId")} autoComplete="off" {...form.getInputProps("clientId")} />
        <PasswordInput
          label={t("accounts.sso.clientSecret")}
          description={provider?.hasSecret ? t("accounts.sso.secretKept") : t("accounts.sso.secretHint")}
          autoComplete="off"
          visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
          {...form.getInputProps("clientSecret")}
        />
        <TagsInput label={t("accounts.sso.domains")} splitChars={[",", " ", ";"]} {...form.getInputProps("domains")} />
        <Select
          label={t("accounts.sso.join")}
          description={t("accounts.sso.joinHint")}
          allowDeselect={false}
          data={[
            { value: "none", label: t("accounts.sso.joinNone") },
            { value: "rep", label: t("accounts.sso.joinAs", { role: t("settings.role.rep") }) },
            { value: "manager", label: t("accounts.sso.joinAs", { role: t("settings.role.manager") }) },
          ]}
          {...form.getInputProps("joinRole")}
        />
        <Switch
          label={t("accounts.sso.trust")}
          description={t("accounts.sso.trustHint")}
          {...form.getInputProps("trustsEmail", { type: "checkbox" })}
        />
        <Switch label={t("accounts.sso.enabled")} {...form.getInputProps("enabled", { type: "checkbox" })} />
        <Group>
          <Button type="submit" loading={save.isPending}>
            {t("common.save")}
          </Button>
          {provider ? (
            <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              {t("accounts.sso.remove")}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </form>
  );
}
