import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../api/client.ts";
import { keys } from "../../api/keys.ts";
import { replaceList } from "../../api/organization.ts";
import type { ListEntry, ListName, VersionedLists } from "../../api/types.ts";
import { notifyFailure, notifyProblem, notifyUndo } from "../../components/notify.tsx";

/** Saves a changed list as it was read; when somebody was quicker, nothing is overwritten and the newer one is shown. */
export function useListChange(list: ListName, lists: VersionedLists) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: ({ items, version }: { items: readonly ListEntry[]; version: string; done: string }) => replaceList(list, items, version),
    onSuccess: async (saved, { done }) => {
      const before = lists[list];
      client.setQueryData(keys.lists, saved);
      await client.invalidateQueries({ queryKey: keys.me });
      notifyUndo(done, () => mutation.mutate({ items: before, version: saved.version, done: t("lists.undone") }));
    },
    onError: async (error) => {
      if (error instanceof ApiProblem && error.code === "conflict") notifyFailure(t("lists.inUse"));
      else notifyProblem(error);
      await client.invalidateQueries({ queryKey: keys.lists });
    },
  });
  return {
    isPending: mutation.isPending,
    change: (items: readonly ListEntry[], done = t("common.saved")) => mutation.mutate({ items, version: lists.version, done }),
  };
}
