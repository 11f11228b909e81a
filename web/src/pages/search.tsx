import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch, IconSearchOff } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { searchPagesQuery } from "../api/search.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorState } from "../components/error-state.tsx";
import { Page } from "../components/page.tsx";
import { Results } from "../features/search/results.tsx";
import classes from "../features/search/search-page.module.css";

const route = getRouteApi("/app/search");

/** Everything that holds what is looked for. The address holds the question. */
export function SearchPage() {
  const { t } = useTranslation();
  const { q = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const ask = useDebouncedCallback((text: string) => void navigate({ search: { q: text }, replace: true }), 250);
  const query = useInfiniteQuery(searchPagesQuery(q));
  const asked = q.trim().length >= 2;
  const names = asked ? query.data?.pages[0] : undefined;
  const interactions = query.data?.pages.flatMap((page) => page.interactions) ?? [];
  const found =
    names && [names.customers, names.contacts, names.opportunities, names.documents, interactions].some((list) => list.length > 0);
  return (
    <Page title={t("search.title")} subtitle={t("search.hint")}>
      <div className={classes.stack}>
        <TextInput
          key={q === "" ? "empty" : "asked"}
          type="search"
          size="md"
          autoFocus
          aria-label={t("search.title")}
          placeholder={t("search.placeholder")}
          defaultValue={q}
          maxLength={200}
          leftSection={<IconSearch size={18} aria-hidden="true" />}
          onChange={(event) => ask(event.currentTarget.value)}
        />
        {names?.ignored.map((part) => (
          <p key={part.text} className={classes.notice} role="status">
            {t(`search.ignored.${part.reason}`, { text: part.text })}
          </p>
        ))}
        {names?.near && found ? (
          <p className={classes.notice} role="status">
            {t("search.near")}
          </p>
        ) : null}
        {query.isError && !query.data ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : names && found ? (
          <Results
            names={names}
            interactions={interactions}
            more={{ hasMore: query.hasNextPage, loading: query.isFetchingNextPage, load: () => void query.fetchNextPage() }}
          />
        ) : names ? (
          <EmptyState icon={IconSearchOff} title={t("palette.nothing")}>
            {t("search.nothing")}
          </EmptyState>
        ) : (
          <EmptyState icon={IconSearch} title={t("search.empty")}>
            {t("search.operators")}
          </EmptyState>
        )}
      </div>
    </Page>
  );
}
