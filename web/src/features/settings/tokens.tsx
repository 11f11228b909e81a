import { Alert, Button, CopyButton, Group, Select, Stack, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { IconCopy, IconKey } from "@tabler/icons-react";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { createToken, meQuery } from "../../api/session.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { Section } from "../../components/section.tsx";
import { useCodes } from "../../i18n/codes.ts";
import classes from "./settings.module.css";

/** Makes a token for a program. It is shown once. */
export function Tokens() {
  const { t } = useTranslation();
  const code = useCodes();
  const client = useQueryClient();
  const me = useSuspenseQuery(meQuery).data;
  const [token, setToken] = useState<string | null>(null);
  const form = useForm({ initialValues: { name: "", scope: "read" }, validate: { name: isNotEmpty(t("problems.field.required")) } });
  const problem = useFormProblem(form, ["name"], { scopes: "scope" });
  const create = useMutation({
    mutationFn: (values: { name: string; scope: string }) => createToken({ name: values.name.trim(), scopes: [values.scope] }),
    onSuccess: async (made) => {
      form.reset();
      setToken(made.token);
      await client.invalidateQueries({ queryKey: keys.signIns });
    },
    onError: problem.show,
  });
  const scopes = ["read", "write", ...(me.user.role === "admin" ? ["admin"] : [])];
  return (
    <Section title={t("settings.tokens.title")}>
      <p className={classes.hint}>{t("settings.tokens.hint")}</p>
      <form
        noValidate
        onSubmit={form.onSubmit((values) => {
          problem.clear();
          setToken(null);
          create.mutate(values);
        })}
      >
        <Stack>
          <ProblemAlert error={problem.error} rest={problem.rest} />
          <Group align="flex-end" gap="xs">
            <TextInput
              label={t("settings.tokens.name")}
              placeholder={t("settings.tokens.namePlaceholder")}
              autoComplete="off"
              {...form.getInputProps("name")}
            />
            <Select
              label={t("settings.tokens.scope")}
              allowDeselect={false}
              data={scopes.map((value) => ({ value, label: code("scope", value) }))}
              {...form.getInputProps("scope")}
            />
            <Button type="submit" variant="default" leftSection={<IconKey size={16} aria-hidden="true" />} loading={create.isPending}>
              {t("settings.tokens.action")}
            </Button>
          </Group>
          <div role="status">
            {token === null ? null : (
              <Alert color="pine" title={t("settings.tokens.once")}>
                <Stack gap="xs">
                  <code className={classes.token}>{token}</code>
                  <CopyButton value={token}>
                    {({ copied, copy }) => (
                      <Button
                        size="xs"
                        variant="default"
                        leftSection={<IconCopy size={15} aria-hidden="true" />}
                        onClick={copy}
                        style={{ alignSelf: "flex-start" }}
                      >
                        {copied ? t("common.copied") : t("common.copy")}
                      </Button>
                    )}
                  </CopyButton>
                </Stack>
              </Alert>
            )}
          </div>
        </Stack>
      </form>
    </Section>
  );
}
