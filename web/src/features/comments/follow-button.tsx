import { Button, Tooltip } from "@mantine/core";
import { IconBell, IconBellRinging } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { commentKeys, followingQuery, setFollowing, thingId, type Following, type Thing } from "../../api/comments.ts";
import { notifyProblem } from "../../components/notify.tsx";

/** Whether I am told of comments here; who else is, on hover. */
export function FollowButton({ thing }: { thing: Thing }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { queryKey } = followingQuery(thing);
  const data = useQuery(followingQuery(thing)).data;
  const change = useMutation({
    mutationFn: (following: boolean) => setFollowing(thing, following),
    onMutate: (following) => {
      const before = client.getQueryData<Following>(queryKey);
      client.setQueryData<Following>(queryKey, (old) => (old ? { ...old, following } : old));
      return { before };
    },
    onError: (error, _, context) => {
      client.setQueryData(queryKey, context?.before);
      notifyProblem(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: commentKeys.of(thingId(thing)), exact: false }),
  });
  if (!data) return null;
  const names = data.followers.map(({ name }) => name);
  const hint = t(data.following ? "comments.unfollowHint" : "comments.followHint");
  return (
    <Tooltip
      multiline
      maw={300}
      label={
        <>
          {hint}
          {names.length > 0 ? <div>{t("comments.followers", { names: names.join(", ") })}</div> : null}
        </>
      }
    >
      <Button
        size="compact-sm"
        variant={data.following ? "light" : "default"}
        aria-pressed={data.following}
        leftSection={data.following ? <IconBellRinging size={15} aria-hidden="true" /> : <IconBell size={15} aria-hidden="true" />}
        onClick={() => change.mutate(!data.following)}
      >
        {t(data.following ? "comments.unfollow" : "comments.follow")}
      </Button>
    </Tooltip>
  );
}
