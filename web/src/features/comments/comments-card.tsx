import { Button } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { commentsQuery, type Thing } from "../../api/comments.ts";
import { useHidden } from "../../components/deferred.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { CommentForm } from "./comment-form.tsx";
import { CommentItem } from "./comment-item.tsx";
import classes from "./comments.module.css";
import { FollowButton } from "./follow-button.tsx";

/** What colleagues say about a customer, deal or interaction, newest first. */
export function CommentsCard({ thing }: { thing: Thing }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(commentsQuery(thing));
  const hidden = useHidden();
  const items = (query.data?.pages.flatMap((page) => page.items) ?? []).filter(({ id }) => !hidden.has(id));
  const mayComment = query.data?.pages[0]?.mayComment ?? false;
  return (
    <Section title={t("comments.title")} count={query.hasNextPage ? undefined : items.length} action={<FollowButton thing={thing} />} flush>
      {query.isPending ? (
        <SkeletonRows count={2} height={64} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          {mayComment ? (
            <div className={classes.form}>
              <CommentForm thing={thing} />
            </div>
          ) : null}
          {items.length === 0 ? (
            <EmptyState compact icon={IconMessages} title={t("comments.empty.title")}>
              {t("comments.empty.text")}
            </EmptyState>
          ) : (
            <ul className={classes.list}>
              {items.map((comment) => (
                <CommentItem key={comment.id} comment={comment} thing={thing} />
              ))}
            </ul>
          )}
          {query.hasNextPage ? (
            <div className={classes.more}>
              <Button size="xs" variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t("comments.more")}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Section>
  );
}
