import { useTranslation } from "react-i18next";
import type { Opportunity, Stage } from "../../api/types.ts";
import { useLists } from "../lists/use-lists.ts";
import classes from "./stage-steps.module.css";

interface StageStepsProps {
  opportunity: Opportunity;
  onStage: (stage: Stage) => void;
}

/** The way of an opportunity; a click moves it. */
export function StageSteps({ opportunity, onStage }: StageStepsProps) {
  const { t } = useTranslation();
  const { offered } = useLists();
  const stages = offered("stages", opportunity.stage);
  const place = stages.findIndex(({ value }) => value === opportunity.stage);
  return (
    <ol className={classes.root} aria-label={t("opportunities.form.stage")} data-state={opportunity.state}>
      {stages.map(({ value: stage, label }, index) => (
        <li key={stage} className={classes.step} data-passed={index <= place || undefined}>
          <button
            type="button"
            disabled={opportunity.state !== "open"}
            aria-current={stage === opportunity.stage ? "step" : undefined}
            onClick={() => stage !== opportunity.stage && onStage(stage)}
          >
            {label}
          </button>
        </li>
      ))}
    </ol>
  );
}
