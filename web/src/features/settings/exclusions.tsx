import { ActionIcon, Button, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconEyeOff, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { normaliseAddress, normaliseDomain } from "@kronika/core/addresses.ts";
import { keys } from "../../api/keys.ts";
import { addExclusion, exclusionsQuery, removeExclusion } from "../../api/session.ts";
import type { Exclusion } from "../../api/types.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyProblem, notifyUndo } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import classes from "./settings.module.css";

/** An address or a domain, whichever the text is; null when it is neither. */
export function exclusionOf(text: string): { address: string } | { domain: string } | null {
  const trimmed = text.trim().replace(/^@/, "");
  if (trimmed.includes("@")) {
    const address = normaliseAddress(trimmed);
    return address === null ? null : { address };
  }
  const domain = normaliseDomain(trimmed);
  return domain?.includes(".") ? { domain } : null;
}

/** Whose mail is never recorded for this person. */
export function ExclusionSettings() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(exclusionsQuery);
  const form = useForm({
    initialValues: { value: "" },
    validate: { value: (value) => (exclusionOf(value) === null ? t("settings.exclusions.invalid") : null) },
  });
  const problem = useFormProblem(form, ["value"], { address: "value", domain: "value" });
  const refresh = () => client.invalidateQueries({ queryKey: keys.exclusions });
  const add = useMutation({
    mutationFn: addExclusion,
    onSuccess: async () => {
      form.reset();
      await refresh();
    },
    onError: problem.show,
  });
  const remove = useMutation({
    mutationFn: (exclusion: Exclusion) => removeExclusion(exclusion.id),
    onSuccess: async (_, exclusion) => {
      await refresh();
      notifyUndo(t("settings.exclusions.removed", { value: exclusion.value }), () =>
        add.mutate(exclusion.kind === "address" ? { address: exclusion.value } : { domain: exclusion.value }),
      );
    },
    onError: notifyProblem,
  });
  return (
    <Section title={t("settings.tab.exclusions")}>
      <p className={classes.hint}>{t("settings.exclusions.hint")}</p>
      <form
        noValidate
        onSubmit={form.onSubmit(({ value }) => {
          problem.clear();
          const exclusion = exclusionOf(value);
          if (exclusion) add.mutate(exclusion);
        })}
      >
        <ProblemAlert error={problem.error} rest={problem.rest} />
        <div className={classes.inline}>
          <TextInput
            aria-label={t("settings.exclusions.label")}
            placeholder={t("settings.exclusions.placeholder")}
            autoComplete="off"
            {...form.getInputProps("value")}
          />
          <Button type="submit" loading={add.isPending}>
            {t("settings.exclusions.add")}
          </Button>
        </div>
      </form>
      {query.isPending ? (
        <SkeletonRows count={2} height={46} icon={false} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data.items.length === 0 ? (
        <EmptyState compact icon={IconEyeOff} title={t("settings.exclusions.none.title")}>
          {t("settings.exclusions.none.text")}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {query.data.items.map((exclusion) => (
            <li key={exclusion.id} className={classes.row} style={{ paddingInline: 0 }}>
              <span className={classes.rowMain}>
                <span className={classes.rowTitle}>{exclusion.value}</span>
                <span className={classes.rowSub}>{t(`settings.exclusions.kind.${exclusion.kind}`)}</span>
              </span>
              <ActionIcon
                aria-label={t("settings.exclusions.removeNamed", { value: exclusion.value })}
                onClick={() => remove.mutate(exclusion)}
              >
                <IconTrash size={17} aria-hidden="true" />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
