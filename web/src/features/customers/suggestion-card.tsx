import { Button } from "@mantine/core";
import { IconBell, IconBulb, IconCheckbox, IconMail, IconPhone, type Icon } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { createElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { dismissSuggestion, recallSuggestion, suggestionsKey, suggestionsQuery, type Suggestion } from "../../api/engagement.ts";
import { notifyProblem, notifyUndo } from "../../components/notify.tsx";
import { askComposer } from "../composer/ask.ts";
import classes from "./suggestion-card.module.css";

const ICONS: Record<Suggestion["action"]["kind"], Icon> = { call: IconPhone, mail: IconMail, reminder: IconBell, outcome: IconCheckbox };

interface SuggestionCardProps {
  customerId: string;
  /** Opens an interaction beside the history. */
  onOpen: (interactionId: string) => void;
}

/**
 * The next step that the facts suggest, with its reasons and the one button that does it. Where nothing is to be suggested, or it cannot be
 * asked, there is no card: it is advice, nothing that anybody waits for.
 */
export function SuggestionCard({ customerId, onOpen }: SuggestionCardProps) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const items = useQuery(suggestionsQuery(customerId)).data ?? [];
  const dismiss = useDismissal(customerId);
  if (items.length === 0) return null;
  return (
    <section className={classes.root} aria-label={t("customers.suggestion.title")}>
      {(all ? items : items.slice(0, 1)).map((one) => (
        <Step key={one.rule} suggestion={one} onOpen={onOpen} onDismiss={() => dismiss.mutate(one.rule)} />
      ))}
      {items.length > 1 ? (
        <Button size="compact-sm" variant="subtle" aria-expanded={all} onClick={() => setAll(!all)} className={classes.more}>
          {all ? t("customers.suggestion.less") : t("customers.suggestion.more", { count: items.length - 1 })}
        </Button>
      ) : null}
    </section>
  );
}

/** Away at once, with undo. */
function useDismissal(customerId: string) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: suggestionsKey(customerId) });
  return useMutation({
    mutationFn: (rule: string) => dismissSuggestion(customerId, rule),
    onMutate: (rule) => client.setQueryData<Suggestion[]>(suggestionsKey(customerId), (items) => items?.filter((one) => one.rule !== rule)),
    onSuccess: (_answer, rule) =>
      notifyUndo(t("customers.suggestion.dismissed"), () => void recallSuggestion(customerId, rule).then(again, notifyProblem)),
    onError: notifyProblem,
    onSettled: again,
  });
}

function Step({ suggestion, onOpen, onDismiss }: { suggestion: Suggestion; onOpen: (id: string) => void; onDismiss: () => void }) {
  const { t } = useTranslation();
  const { rule, reasons, action } = suggestion;
  const { interactionId } = action;
  const act = () => {
    if (action.kind === "call" || action.kind === "reminder") askComposer(action.kind);
    else if (interactionId) onOpen(interactionId);
  };
  return (
    <div className={classes.step}>
      <IconBulb size={20} stroke={1.7} className={classes.icon} aria-hidden="true" />
      <div className={classes.words}>
        <h2 className={classes.title}>{t(`customers.suggestion.rule.${rule as "revive"}`)}</h2>
        <ul className={classes.reasons}>
          {reasons.map((reason) => (
            <li key={`${reason.code}:${reason.interactionId ?? reason.document ?? ""}`}>
              <Reason reason={reason} />
            </li>
          ))}
        </ul>
      </div>
      <div className={classes.actions}>
        <Button size="xs" leftSection={createElement(ICONS[action.kind], { size: 15, "aria-hidden": true })} onClick={act}>
          {t(`customers.suggestion.action.${action.kind}`)}
        </Button>
        <Button size="xs" variant="default" onClick={onDismiss}>
          {t("customers.suggestion.dismiss")}
        </Button>
      </div>
    </div>
  );
}

function Reason({ reason }: { reason: Suggestion["reasons"][number] }) {
  const { t } = useTranslation();
  const words = t(`customers.suggestion.reason.${reason.code as "complaint"}`, {
    count: reason.count ?? 0,
    document: reason.document ?? "",
  });
  return reason.interactionId ? (
    <Link to="/interactions/$id" params={{ id: reason.interactionId }}>
      {words}
    </Link>
  ) : (
    <>{words}</>
  );
}
