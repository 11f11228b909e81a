import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useProblemText } from "../i18n/problem-text.ts";

interface ProblemAlertProps {
  error: unknown;
  /** What the hub said about fields that the form does not show. */
  rest?: readonly string[];
}

/** A form's failure as a whole; what belongs to a field stands at the field. */
export function ProblemAlert({ error, rest = [] }: ProblemAlertProps) {
  const text = useProblemText();
  if (!error) return null;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} aria-hidden="true" />} role="alert">
      {text(error)}
      {rest.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </Alert>
  );
}
