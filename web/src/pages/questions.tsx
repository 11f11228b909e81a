import { Button } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { questionCountsQuery, questionsQuery } from "../api/questions.ts";
import { ChoiceBar } from "../components/choice-bar.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorState } from "../components/error-state.tsx";
import { Page } from "../components/page.tsx";
import { SkeletonRows } from "../components/skeleton-rows.tsx";
import { QuestionCard } from "../features/questions/question-card.tsx";
import classes from "../features/questions/questions.module.css";
import { Rules } from "../features/questions/rules.tsx";
import { Senders } from "../features/questions/senders.tsx";

const route = getRouteApi("/app/questions");

/** What the rules were not sure of: where it belongs, unknown senders, and the rules that came of answers. */
export function QuestionsPage() {
  const { t } = useTranslation();
  const { show = "which" } = route.useSearch();
  const navigate = route.useNavigate();
  const counts = useQuery(questionCountsQuery).data;
  return (
    <Page title={t("questions.title")} subtitle={t("questions.subtitle")} width="narrow">
      <ChoiceBar
        label={t("questions.tabs.label")}
        value={show}
        onChange={(value) => void navigate({ search: { show: value === "which" ? undefined : value }, replace: true })}
        options={[
          { value: "which", label: t("questions.tabs.which"), count: counts && counts.opportunity + counts.customer },
          { value: "senders", label: t("questions.tabs.senders"), count: counts?.sender },
          { value: "rules", label: t("questions.tabs.rules") },
        ]}
      />
      <div className={classes.body}>{show === "which" ? <Questions /> : show === "senders" ? <Senders /> : <Rules />}</div>
    </Page>
  );
}

function Questions() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(questionsQuery);
  if (query.isPending) return <SkeletonRows count={3} height={120} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return (
      <EmptyState icon={IconHelpCircle} title={t("questions.empty.which.title")}>
        {t("questions.empty.which.text")}
      </EmptyState>
    );
  return (
    <>
      <ul className={classes.list}>
        {items.map((question) => (
          <QuestionCard key={question.id} question={question} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <div className={classes.actions}>
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("questions.more")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
