import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { updateOpportunity, type OpportunityPatch } from "../../api/opportunities.ts";
import type { Opportunity, Page } from "../../api/types.ts";
import { notifyProblem, notifyUndo } from "../../components/notify.tsx";
import { useLists } from "../lists/use-lists.ts";

type Step = Pick<OpportunityPatch, "stage" | "state">;

interface Move {
  opportunity: Opportunity;
  step: Step;
  quiet?: boolean;
}

/** Moves an opportunity to another stage, or wins, loses, reopens it: at once on the page, with undo, rolled back when the hub refuses. */
export function useMoveOpportunity() {
  const { t } = useTranslation();
  const { name } = useLists();
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: ({ opportunity, step }: Move) => updateOpportunity(opportunity.id, step),
    onMutate: async ({ opportunity, step }) => {
      await client.cancelQueries({ queryKey: keys.opportunities });
      const before = client.getQueriesData({ queryKey: keys.opportunities });
      const moved: Opportunity = { ...opportunity, ...step };
      client.setQueriesData<Page<Opportunity>>({ queryKey: ["opportunities", "list"] }, (old) =>
        old ? { ...old, items: old.items.map((one) => (one.id === moved.id ? moved : one)) } : old,
      );
      client.setQueryData<Opportunity>(keys.opportunity(opportunity.id), (old) => (old ? moved : old));
      return before;
    },
    onError: (error, _, before) => {
      for (const [key, data] of before ?? []) client.setQueryData(key, data);
      notifyProblem(error);
    },
    onSuccess: (saved, { opportunity, quiet }) => {
      if (quiet) return;
      const back: Step = { stage: opportunity.stage, state: opportunity.state };
      const undo = () => mutate({ opportunity: saved, step: back, quiet: true });
      if (saved.state !== opportunity.state) notifyUndo(t(`opportunities.did.${saved.state}`, { name: saved.name }), undo);
      else notifyUndo(t("opportunities.did.moved", { name: saved.name, stage: name("stages", saved.stage) }), undo);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.opportunities }),
  });
  return (opportunity: Opportunity, step: Step) => mutate({ opportunity, step });
}
