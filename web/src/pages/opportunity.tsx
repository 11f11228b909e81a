import { ActionIcon, Badge, Button, Menu, Skeleton } from "@mantine/core";
import { IconArchive, IconArrowLeft, IconDots, IconPencil, IconRotate, IconTrophy, IconUsers, IconX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { contactsQuery } from "../api/customers.ts";
import { keys } from "../api/keys.ts";
import { archiveOpportunity, opportunityQuery } from "../api/opportunities.ts";
import { removeWithUndo } from "../components/deferred.ts";
import { ErrorState } from "../components/error-state.tsx";
import { usePageTitle } from "../components/page.tsx";
import pageClasses from "../components/page.module.css";
import headClasses from "../features/customers/customer-head.module.css";
import classes from "../features/customers/customer-page.module.css";
import { CommentsCard } from "../features/comments/comments-card.tsx";
import { DocumentsCard } from "../features/documents/documents-card.tsx";
import { StageSteps } from "../features/opportunities/stage-steps.tsx";
import { useMoveOpportunity } from "../features/opportunities/use-move.ts";
import { PeopleCard } from "../features/contacts/people-card.tsx";
import { RemindersCard } from "../features/reminders/reminders-card.tsx";
import { HistoryPane } from "../features/timeline/history-pane.tsx";
import { useFormat } from "../format/context.tsx";

const route = getRouteApi("/app/opportunities/$id");
const OpportunityForm = lazy(async () => ({ default: (await import("../features/opportunities/opportunity-form.tsx")).OpportunityForm }));
const ShareOpportunity = lazy(async () => ({ default: (await import("../features/rights/share-dialog.tsx")).ShareOpportunity }));

export function OpportunityPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id } = route.useParams();
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const move = useMoveOpportunity();
  const [editing, setEditing] = useState(false);
  const [sharing, setSharing] = useState(false);
  const query = useQuery(opportunityQuery(id));
  const opportunity = query.data;
  const customerId = opportunity?.customer.id;
  const people = useQuery({ ...contactsQuery(customerId ?? ""), enabled: customerId !== undefined }).data?.items ?? [];
  usePageTitle(opportunity?.name ?? t("opportunities.title"));
  if (query.isError && !opportunity) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const archive = () => {
    if (!opportunity) return;
    void navigate({ to: "/opportunities" });
    removeWithUndo({
      id,
      message: t("opportunities.removed", { name: opportunity.name }),
      send: (options) => archiveOpportunity(id, options),
      onSent: () => client.invalidateQueries({ queryKey: keys.opportunities }),
    });
  };
  return (
    <div className={pageClasses.page}>
      <header className={headClasses.root}>
        <Link to="/opportunities" className={headClasses.back}>
          <IconArrowLeft size={15} aria-hidden="true" />
          {t("opportunities.title")}
        </Link>
        <div className={headClasses.main}>
          <div className={headClasses.names}>
            {opportunity ? <h1 className={headClasses.title}>{opportunity.name}</h1> : <Skeleton width={280} height={26} mb={8} />}
            {opportunity ? (
              <div className={headClasses.facts}>
                {opportunity.state === "open" ? null : (
                  <Badge color={opportunity.state === "won" ? "pine" : "red"}>{t(`opportunities.state.${opportunity.state}`)}</Badge>
                )}
                <Link to="/customers/$id" params={{ id: opportunity.customer.id }}>
                  {opportunity.customer.name}
                </Link>
                <strong>
                  {opportunity.value === null ? t("opportunities.noValue") : format.money(opportunity.value, opportunity.currency)}
                </strong>
                {opportunity.expectedClose ? (
                  <span>{t("opportunities.closes", { date: format.day(opportunity.expectedClose) })}</span>
                ) : null}
                <span>
                  {t("common.owner")}: <strong>{opportunity.owner?.name ?? t("customers.nobody")}</strong>
                </span>
              </div>
            ) : (
              <Skeleton width={320} height={14} />
            )}
          </div>
          <div className={headClasses.actions}>
            {opportunity?.may.edit === false ? null : opportunity?.state === "open" ? (
              <>
                <Button leftSection={<IconTrophy size={16} aria-hidden="true" />} onClick={() => move(opportunity, { state: "won" })}>
                  {t("opportunities.win")}
                </Button>
                <Button
                  variant="default"
                  leftSection={<IconX size={16} aria-hidden="true" />}
                  onClick={() => move(opportunity, { state: "lost" })}
                >
                  {t("opportunities.lose")}
                </Button>
              </>
            ) : opportunity ? (
              <Button
                variant="default"
                leftSection={<IconRotate size={16} aria-hidden="true" />}
                onClick={() => move(opportunity, { state: "open" })}
              >
                {t("opportunities.reopen")}
              </Button>
            ) : null}
            {opportunity?.may.share ? (
              <Button variant="default" leftSection={<IconUsers size={16} aria-hidden="true" />} onClick={() => setSharing(true)}>
                {t("rights.share.action")}
              </Button>
            ) : null}
            {opportunity?.may.edit === false && !opportunity.may.archive ? null : (
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon variant="default" size={36} aria-label={t("common.moreActions")} disabled={!opportunity}>
                    <IconDots size={18} aria-hidden="true" />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  {opportunity?.may.edit ? (
                    <Menu.Item leftSection={<IconPencil size={16} aria-hidden="true" />} onClick={() => setEditing(true)}>
                      {t("common.edit")}
                    </Menu.Item>
                  ) : null}
                  {opportunity?.may.archive ? (
                    <Menu.Item leftSection={<IconArchive size={16} aria-hidden="true" />} onClick={archive}>
                      {t("opportunities.remove")}
                    </Menu.Item>
                  ) : null}
                </Menu.Dropdown>
              </Menu>
            )}
          </div>
        </div>
      </header>
      {opportunity ? (
        <StageSteps opportunity={opportunity} onStage={(stage) => move(opportunity, { stage })} />
      ) : (
        <Skeleton height={36} mb="md" />
      )}
      <div className={classes.columns}>
        {customerId ? (
          <HistoryPane
            target={{ type: "opportunity", id }}
            filters={filters}
            onFilters={(patch) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: !("open" in patch) })}
            people={people}
            links={{ opportunityIds: [id], customerIds: [customerId] }}
            about={{ opportunityId: id, customerId }}
          />
        ) : (
          <Skeleton height={420} />
        )}
        <aside className={classes.side} aria-label={t("customers.tabs.side")}>
          <RemindersCard about={{ opportunityId: id }} />
          <CommentsCard key={id} thing={{ opportunityId: id }} />
          {customerId ? <DocumentsCard of={{ opportunityId: id }} customerId={customerId} /> : null}
          {customerId ? <PeopleCard customerId={customerId} /> : null}
        </aside>
      </div>
      <Suspense>
        {sharing && opportunity ? <ShareOpportunity opportunity={opportunity} onClose={() => setSharing(false)} /> : null}
      </Suspense>
      <Suspense>{editing && opportunity ? <OpportunityForm opportunity={opportunity} onClose={() => setEditing(false)} /> : null}</Suspense>
    </div>
  );
}
