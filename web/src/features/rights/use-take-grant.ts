import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { giveGrant, refreshRights, takeGrant, type Grant } from "../../api/rights.ts";
import { notifyProblem, notifyUndo } from "../../components/notify.tsx";
import { useRightsWords } from "./rights-words.ts";

/** Takes a right back at once, and offers to give it again. */
export function useTakeGrant() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const words = useRightsWords();
  const give = useMutation({
    mutationFn: ({ grantee, resource, resourceId, level, verbs }: Grant) => giveGrant({ grantee, resource, resourceId, level, verbs }),
    onSuccess: () => refreshRights(client),
    onError: notifyProblem,
  });
  return useMutation({
    mutationFn: (grant: Grant) => takeGrant(grant.id),
    onSuccess: async (_, grant) => {
      await refreshRights(client);
      notifyUndo(t("rights.share.taken", { name: words.principal(grant.grantee, grant.granteeName) }), () => give.mutate(grant));
    },
    onError: notifyProblem,
  });
}
