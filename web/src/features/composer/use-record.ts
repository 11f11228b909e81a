import { useMutation, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { deleteInteraction, recordInteraction, type RecordInput, type TimelineTarget } from "../../api/interactions.ts";
import { keys } from "../../api/keys.ts";
import { meQuery } from "../../api/session.ts";
import type { Contact, InteractionSummary, Page } from "../../api/types.ts";
import { notifyProblem, notifyUndo } from "../../components/notify.tsx";
import { expectedSummary, insertEntry, removeEntry } from "./optimistic.ts";

type Timeline = InfiniteData<Page<InteractionSummary>, string | null>;

/** The timelines of a target that are shown without a filter: only there the new entry surely belongs. */
const isUnfiltered = (key: readonly unknown[]): boolean => {
  const filters = key[3];
  return typeof filters === "object" && filters !== null && Object.values(filters).every((value) => value === undefined);
};

interface Recording {
  input: RecordInput;
  /** Brings the words back to the form they came from. */
  onFailed: (error: unknown) => void;
}

/** Records a note, call or meeting. It stands in the history at once; when the hub refuses, it is taken out again. */
export function useRecord(target: TimelineTarget, people: readonly Contact[]) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const queryKey = keys.timelineOf(target.type, target.id);
  const inTimelines = (change: (old: Timeline | undefined) => Timeline | undefined) =>
    client.setQueriesData<Timeline>({ queryKey, predicate: (query) => isUnfiltered(query.queryKey) }, change);
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.timelines }),
      client.invalidateQueries({ queryKey: keys.customers }),
      client.invalidateQueries({ queryKey: keys.reminders }),
    ]);
  const takeBack = async (id: string) => {
    inTimelines((old) => removeEntry(old, id));
    try {
      await deleteInteraction(id);
    } catch (error) {
      notifyProblem(error);
    }
    await refresh();
  };
  return useMutation({
    mutationFn: ({ input }: Recording) => recordInteraction(input),
    onMutate: async ({ input }) => {
      await client.cancelQueries({ queryKey });
      const me = await client.ensureQueryData(meQuery);
      const expected = expectedSummary(input, me, people);
      inTimelines((old) => insertEntry(old, expected));
      return expected.id;
    },
    onSuccess: async (result, { input }, pendingId) => {
      await refresh();
      inTimelines((old) => removeEntry(old, pendingId));
      const { kind } = input.interaction;
      notifyUndo(
        t(`composer.recorded.${kind === "call" || kind === "meeting" || kind === "other" ? kind : "note"}`),
        () => void takeBack(result.id),
      );
    },
    onError: (error, { onFailed }, pendingId) => {
      if (pendingId) inTimelines((old) => removeEntry(old, pendingId));
      onFailed(error);
    },
  });
}
