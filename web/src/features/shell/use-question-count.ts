import { useQuery } from "@tanstack/react-query";
import { questionCountsQuery } from "../../api/questions.ts";

/** How much is asked of me: where something belongs. Unknown senders wait and are not counted. */
export function useQuestionCount(): number {
  const { data } = useQuery(questionCountsQuery);
  return (data?.opportunity ?? 0) + (data?.customer ?? 0);
}
