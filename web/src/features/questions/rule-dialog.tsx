import { Button, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import {
  createLinkRule,
  linkRulePreviewQuery,
  questionKeys,
  removeLinkRule,
  type LinkRuleInput,
  type LinkRulePreview,
  type RuleKind,
} from "../../api/questions.ts";
import type { Ref } from "../../api/types.ts";
import { notifyDone, notifyProblem, notifyUndo } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { DateTime } from "../../components/time.tsx";
import classes from "./questions.module.css";

interface RuleDialogProps {
  initial: LinkRuleInput;
  /** Deals (or customers) that it may be about. */
  choices: readonly Ref[];
  customer: Ref;
  about: "opportunity" | "customer";
  onClose: () => void;
}

const NONE = "none";
const KINDS: Record<RuleDialogProps["about"], readonly RuleKind[]> = {
  opportunity: ["address", "domain", "subject", "document-prefix"],
  customer: ["address", "domain"],
};

/** "Always so": a rule, with what it would move shown before it is made. */
export function RuleDialog({ initial, choices, customer, about, onClose }: RuleDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [kind, setKind] = useState<RuleKind>(initial.kind);
  const [value, setValue] = useState(initial.value);
  const [to, setTo] = useState<string>(about === "customer" ? initial.customerId : (initial.opportunityId ?? NONE));
  const [previewed, setPreviewed] = useState<LinkRuleInput | null>(null);
  const rule: LinkRuleInput =
    about === "customer"
      ? { kind, value: value.trim(), customerId: to }
      : { kind, value: value.trim(), customerId: customer.id, ...(to === NONE ? { noOpportunity: true } : { opportunityId: to }) };
  // What is shown belongs to what would be made: a change asks again.
  const shown = previewed !== null && JSON.stringify(previewed) === JSON.stringify(rule) ? previewed : null;
  const preview = useQuery({ ...linkRulePreviewQuery(shown ?? rule), enabled: shown !== null, retry: false });
  const refresh = () => {
    for (const queryKey of [questionKeys.all, questionKeys.rules, keys.timelines, keys.interactions])
      void client.invalidateQueries({ queryKey });
  };
  const create = useMutation({
    mutationFn: () => createLinkRule(rule),
    onSuccess: ({ id, moved }) => {
      refresh();
      notifyUndo(t("questions.rule.done", { count: moved }), () => {
        removeLinkRule(id).then(({ restored }) => {
          refresh();
          notifyDone(t("questions.rule.undone", { count: restored }));
        }, notifyProblem);
      });
      onClose();
    },
  });
  const pickKind = (next: RuleKind) => {
    setKind(next);
    const at = initial.value.indexOf("@");
    setValue(next === "address" ? initial.value : next === "domain" ? initial.value.slice(at + 1) : "");
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={t("questions.rule.title")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <Stack gap="sm">
        <p className={classes.muted}>{t("questions.rule.text")}</p>
        <Select
          label={t("questions.rule.when")}
          allowDeselect={false}
          value={kind}
          onChange={(next) => next && pickKind(next)}
          data={KINDS[about].map((one) => ({ value: one, label: t(`questions.rule.kind.${one}`) }))}
        />
        <TextInput label={t("questions.rule.value")} value={value} onChange={(event) => setValue(event.currentTarget.value)} />
        <Select
          label={t("questions.rule.to")}
          allowDeselect={false}
          value={to}
          onChange={(next) => next && setTo(next)}
          data={[
            ...choices.map(({ id, name }) => ({
              value: id,
              label: about === "customer" ? t("questions.rule.toCustomer", { name }) : t("questions.rule.toOpportunity", { name }),
            })),
            ...(about === "opportunity" ? [{ value: NONE, label: t("questions.rule.toNone") }] : []),
          ]}
        />
        {shown === null ? (
          <Button variant="default" disabled={value.trim().length < 2} onClick={() => setPreviewed(rule)}>
            {t("questions.rule.preview")}
          </Button>
        ) : preview.isPending ? (
          <SkeletonRows count={2} height={28} icon={false} />
        ) : preview.isError ? (
          <ProblemAlert error={preview.error} />
        ) : (
          <>
            <Moves preview={preview.data} />
            {create.isError ? <ProblemAlert error={create.error} /> : null}
            <Button loading={create.isPending} onClick={() => create.mutate()}>
              {t("questions.rule.apply")}
            </Button>
          </>
        )}
      </Stack>
    </Modal>
  );
}

function Moves({ preview: { count, items } }: { preview: LinkRulePreview }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <strong>{t("questions.rule.moves", { count })}</strong>
      {count > items.length ? <p className={classes.muted}>{t("questions.rule.first", { count: items.length })}</p> : null}
      <ul className={classes.moves}>
        {items.map(({ interaction, leaves }) => (
          <li key={interaction.id}>
            <DateTime at={interaction.occurredAt} />
            <span>{interaction.subject || t("questions.noSubject")}</span>
            {leaves.length > 0 ? <span className={classes.muted}>{t("questions.rule.leaves", { names: leaves.join(", ") })}</span> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
