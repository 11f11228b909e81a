import { Button, Select } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { opportunitiesQuery } from "../../api/opportunities.ts";
import { answerQuestion, questionKeys, type LinkRuleInput, type Question } from "../../api/questions.ts";
import { LinkAnchor } from "../../components/links.tsx";
import { notifyDone, notifyProblem } from "../../components/notify.tsx";
import { DateTime } from "../../components/time.tsx";
import { useFormat } from "../../format/context.tsx";
import { participantName, senders } from "../../format/people.ts";
import { EvidenceLine } from "../interactions/evidence-line.tsx";
import classes from "./questions.module.css";
import { RuleDialog } from "./rule-dialog.tsx";

/** How many pieces of evidence stand under a candidate: the strongest say it. */
const SHOWN = 4;

/** One question: what came, what it may belong to and why, and the answers. */
export function QuestionCard({ question }: { question: Question }) {
  const { t } = useTranslation();
  const format = useFormat();
  const titleId = useId();
  const { interaction, candidates, kind } = question;
  const client = useQueryClient();
  const [rule, setRule] = useState<LinkRuleInput | null>(null);
  const answer = useMutation({
    mutationFn: ({ id }: { id: string | null; name: string }) => answerQuestion(question.id, id),
    onSuccess: ({ followed }, { id, name }) => {
      notifyDone(
        id === null
          ? t("questions.answeredNone")
          : followed > 0
            ? t("questions.followed", { name, count: followed })
            : t("questions.answered", { name }),
      );
      void client.invalidateQueries({ queryKey: questionKeys.all });
    },
    onError: notifyProblem,
  });
  const customer = candidates[0]?.customer ?? interaction.links.find(({ target }) => target === "customer");
  const from = senders(interaction.participants).map(participantName).join(", ");
  const address = interaction.participants.find(({ role, userId }) => role === "from" && userId === null)?.address;
  const always = (id: string | null): LinkRuleInput | null =>
    address && customer
      ? kind === "customer"
        ? { kind: "address", value: address, customerId: id ?? customer.id }
        : { kind: "address", value: address, customerId: customer.id, ...(id === null ? { noOpportunity: true } : { opportunityId: id }) }
      : null;
  return (
    <li className={classes.card} aria-labelledby={titleId}>
      <div className={classes.head}>
        <LinkAnchor to="/interactions/$id" params={{ id: interaction.id }} className={classes.subject ?? ""} id={titleId}>
          {interaction.subject || t("questions.noSubject")}
        </LinkAnchor>
        <span className={classes.meta}>{from}</span>
        <DateTime at={interaction.occurredAt} />
      </div>
      {interaction.preview ? <p className={classes.preview}>{interaction.preview}</p> : null}
      <p className={classes.ask}>{t(`questions.which.${kind}`)}</p>
      <ul className={classes.candidates}>
        {candidates.map((candidate) => (
          <li key={candidate.id} className={classes.candidate}>
            <div className={classes.name}>
              {candidate.name}
              <span>
                {[kind === "opportunity" ? candidate.customer.name : null, format.percent(candidate.score)].filter(Boolean).join(" · ")}
              </span>
            </div>
            <Button
              size="xs"
              variant="light"
              loading={answer.isPending}
              aria-label={t("questions.chooseNamed", { name: candidate.name })}
              onClick={() => answer.mutate({ id: candidate.id, name: candidate.name })}
            >
              {t("questions.choose")}
            </Button>
            <ul className={classes.evidence} aria-label={t("questions.evidence")}>
              {candidate.evidence.slice(0, SHOWN).map((evidence) => (
                <EvidenceLine key={JSON.stringify(evidence)} group="evidence" evidence={evidence} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <div className={classes.actions}>
        <Button size="xs" variant="default" disabled={answer.isPending} onClick={() => answer.mutate({ id: null, name: "" })}>
          {t("questions.none")}
        </Button>
        {kind === "opportunity" && customer ? (
          <OtherDeal
            customerId={customer.id}
            except={candidates.map(({ id }) => id)}
            onChoose={(id, name) => answer.mutate({ id, name })}
            disabled={answer.isPending}
          />
        ) : null}
        {always(null) && candidates[0] ? (
          <Button size="xs" variant="subtle" onClick={() => setRule(always(candidates[0]?.id ?? null))}>
            {t("questions.always")}
          </Button>
        ) : null}
      </div>
      {rule && customer ? (
        <RuleDialog
          initial={rule}
          choices={candidates.map(({ id, name }) => ({ id, name }))}
          customer={customer}
          about={kind}
          onClose={() => setRule(null)}
        />
      ) : null}
    </li>
  );
}

interface OtherDealProps {
  customerId: string;
  except: readonly string[];
  disabled: boolean;
  onChoose: (id: string, name: string) => void;
}

/** Any other deal of the customer: the right one may be none that the rules thought of. */
function OtherDeal({ customerId, except, disabled, onChoose }: OtherDealProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const deals = useQuery({ ...opportunitiesQuery({ customerId }), enabled: open }).data?.items ?? [];
  const choices = deals.filter(({ id }) => !except.includes(id));
  if (!open)
    return (
      <Button size="xs" variant="default" disabled={disabled} onClick={() => setOpen(true)}>
        {t("questions.other")}
      </Button>
    );
  return (
    <Select
      size="xs"
      aria-label={t("questions.otherLabel")}
      placeholder={t("questions.otherLabel")}
      searchable
      autoFocus
      defaultDropdownOpened
      disabled={disabled}
      data={choices.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => {
        const deal = choices.find((one) => one.id === id);
        if (deal) onChoose(deal.id, deal.name);
      }}
    />
  );
}
