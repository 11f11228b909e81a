import { useTranslation } from "react-i18next";
import { ApiProblem } from "../api/client.ts";

/** A failure in words: the hub's own sentence when it gave one in the user's language, else ours for the code. */
export function useProblemText(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  return (error) => {
    if (!(error instanceof ApiProblem)) return t("problems.internal");
    const key = `problems.${error.code}`;
    if (error.title && error.code !== "network" && error.code !== "internal") return error.title;
    return i18n.exists(key) ? (t as (key: string) => string)(key) : t("problems.internal");
  };
}
