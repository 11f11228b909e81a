import { Button } from "@mantine/core";
import { IconLayoutKanban, IconList, IconPlus, IconSearchOff, IconTargetArrow } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { opportunitiesQuery } from "../api/opportunities.ts";
import { ChoiceBar } from "../components/choice-bar.tsx";
import { useHidden } from "../components/deferred.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorState } from "../components/error-state.tsx";
import { Page } from "../components/page.tsx";
import { SearchField } from "../components/search-field.tsx";
import { SkeletonRows } from "../components/skeleton-rows.tsx";
import { Board } from "../features/opportunities/board.tsx";
import { OpportunityList } from "../features/opportunities/opportunity-list.tsx";
import classes from "../features/opportunities/opportunities-page.module.css";
import type { OpportunitiesSearch } from "../search.ts";

const route = getRouteApi("/app/opportunities");
const OpportunityForm = lazy(async () => ({ default: (await import("../features/opportunities/opportunity-form.tsx")).OpportunityForm }));

export function OpportunitiesPage() {
  const { t } = useTranslation();
  const { q, view = "board", state = "open", new: creating } = route.useSearch();
  const navigate = route.useNavigate();
  const hidden = useHidden();
  const change = (patch: Partial<OpportunitiesSearch>) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true });
  const query = useQuery({ ...opportunitiesQuery({ state, q }), placeholderData: keepPreviousData });
  const items = (query.data?.items ?? []).filter((one) => one.state === state && !hidden.has(one.id));
  const empty = query.isSuccess && items.length === 0;
  const open = () => change({ new: "1" });
  return (
    <Page
      title={t("opportunities.title")}
      subtitle={t("opportunities.subtitle")}
      width={view === "board" ? "full" : "normal"}
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={open}>
          {t("opportunities.new")}
        </Button>
      }
    >
      <div className={classes.filters}>
        <SearchField
          className={classes.search}
          label={t("opportunities.search")}
          value={q ?? ""}
          onChange={(next) => change({ q: next === "" ? undefined : next })}
        />
        <ChoiceBar
          label={t("opportunities.filter.state")}
          value={state}
          onChange={(next) => change({ state: next === "open" ? undefined : next })}
          options={(["open", "won", "lost"] as const).map((value) => ({ value, label: t(`opportunities.filter.${value}`) }))}
        />
        {state === "open" ? (
          <div className={classes.views} role="group" aria-label={t("opportunities.view.label")}>
            {(["board", "list"] as const).map((value) => (
              <button
                key={value}
                type="button"
                aria-pressed={view === value}
                onClick={() => change({ view: value === "board" ? undefined : value })}
              >
                {value === "board" ? <IconLayoutKanban size={17} aria-hidden="true" /> : <IconList size={17} aria-hidden="true" />}
                {t(`opportunities.view.${value}`)}
              </button>
            ))}
          </div>
        ) : null}
      </div>
      {query.isPending ? (
        <SkeletonRows count={5} height={64} icon={false} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : empty ? (
        q ? (
          <EmptyState icon={IconSearchOff} title={t("customers.nothing.title")}>
            {t("customers.nothing.text")}
          </EmptyState>
        ) : (
          <EmptyState
            icon={IconTargetArrow}
            title={t(`opportunities.empty.${state}.title`)}
            action={state === "open" ? <Button onClick={open}>{t("opportunities.new")}</Button> : undefined}
          >
            {t(`opportunities.empty.${state}.text`)}
          </EmptyState>
        )
      ) : view === "board" && state === "open" ? (
        <Board items={items} />
      ) : (
        <OpportunityList items={items} />
      )}
      {creating ? (
        <Suspense>
          <OpportunityForm
            onClose={() => change({ new: undefined })}
            onSaved={(saved) => void navigate({ to: "/opportunities/$id", params: { id: saved.id } })}
          />
        </Suspense>
      ) : null}
    </Page>
  );
}
