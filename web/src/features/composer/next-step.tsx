import { Input } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ChoiceBar } from "../../components/choice-bar.tsx";
import { DateTimeField } from "../../components/date-field.tsx";
import { instantOfWall, morningAfter, nextMonday, wallOfInstant } from "../../format/zone.ts";
import classes from "./forms.module.css";

export const nextStepChoices = ["none", "tomorrow", "in3", "monday", "in14", "date"] as const;
export type NextStep = (typeof nextStepChoices)[number];

/** When a next step falls due: at nine in the morning of its day, or at the chosen time. Null for none. */
export function nextStepInstant(choice: NextStep, wall: string, now: string, timeZone: string): string | null {
  switch (choice) {
    case "none":
      return null;
    case "tomorrow":
      return morningAfter(now, timeZone, 1);
    case "in3":
      return morningAfter(now, timeZone, 3);
    case "monday":
      return nextMonday(now, timeZone);
    case "in14":
      return morningAfter(now, timeZone, 14);
    case "date":
      break;
  }
  return instantOfWall(wall, timeZone);
}

/** Tomorrow morning, as the date field wants it. */
export const defaultWall = (now: string, timeZone: string): string => wallOfInstant(morningAfter(now, timeZone, 1), timeZone);

interface NextStepFieldProps {
  label: string;
  choice: NextStep;
  wall: string;
  onChoice: (choice: NextStep) => void;
  onWall: (wall: string) => void;
  /** Leaves out "nothing". */
  required?: boolean;
}

/** When to come back to it. */
export function NextStepField({ label, choice, wall, onChoice, onWall, required = false }: NextStepFieldProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.nextStep}>
      <Input.Label labelElement="div">{label}</Input.Label>
      <ChoiceBar
        label={label}
        value={choice}
        onChange={onChoice}
        options={nextStepChoices
          .filter((one) => !required || one !== "none")
          .map((value) => ({ value, label: t(`composer.nextStep.${value}`) }))}
      />
      {choice === "date" ? <DateTimeField label={t("composer.when")} value={wall} onChange={onWall} /> : null}
    </div>
  );
}
