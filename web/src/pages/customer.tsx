import { useMediaQuery } from "@mantine/hooks";
import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { archiveCustomer, contactsQuery, customerQuery } from "../api/customers.ts";
import { keys } from "../api/keys.ts";
import { meQuery } from "../api/session.ts";
import { ChoiceBar } from "../components/choice-bar.tsx";
import { removeWithUndo } from "../components/deferred.ts";
import { ErrorState } from "../components/error-state.tsx";
import { usePageTitle } from "../components/page.tsx";
import pageClasses from "../components/page.module.css";
import { PeopleCard } from "../features/contacts/people-card.tsx";
import { CommentsCard } from "../features/comments/comments-card.tsx";
import { CustomerDialogs, type CustomerDialog } from "../features/customers/customer-dialogs.tsx";
import { CustomerHead } from "../features/customers/customer-head.tsx";
import classes from "../features/customers/customer-page.module.css";
import { EngagementCard } from "../features/customers/engagement-card.tsx";
import { SuggestionCard } from "../features/customers/suggestion-card.tsx";
import { DocumentsCard } from "../features/documents/documents-card.tsx";
import { FollowMerged } from "../features/merging/follow-merged.tsx";
import { OpportunitiesCard } from "../features/opportunities/opportunities-card.tsx";
import { RemindersCard } from "../features/reminders/reminders-card.tsx";
import { HistoryPane } from "../features/timeline/history-pane.tsx";

const route = getRouteApi("/app/customers/$id");
const TABS = ["history", "comments", "people", "opportunities", "documents", "reminders"] as const;

export function CustomerPage() {
  const { t } = useTranslation();
  const { id } = route.useParams();
  const { tab = "history", ...filters } = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const narrow = useMediaQuery("(max-width: 1100px)", window.innerWidth <= 1100, { getInitialValueInEffect: false });
  const [dialog, setDialog] = useState<CustomerDialog | null>(null);
  const administrator = useSuspenseQuery(meQuery).data.user.role === "admin";
  const query = useQuery(customerQuery(id));
  const people = useQuery(contactsQuery(id)).data?.items ?? [];
  const customer = query.data;
  usePageTitle(customer?.name ?? t("customers.title"));
  if (query.isError && !customer) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const archive = () => {
    if (!customer) return;
    void navigate({ to: "/customers" });
    removeWithUndo({
      id: customer.id,
      message: t("customers.archive.done", { name: customer.name }),
      send: (options) => archiveCustomer(customer.id, options),
      onSent: () => client.invalidateQueries({ queryKey: keys.customers }),
    });
  };
  /** Nothing is asked anew of what is gone: first away, then whatever held something of it. */
  const leave = async () => {
    await navigate({ to: "/customers" });
    client.removeQueries({ queryKey: keys.customer(id) });
    await client.invalidateQueries();
  };
  const history = (
    <div>
      <SuggestionCard customerId={id} onOpen={(open) => void navigate({ search: (old) => ({ ...old, open }) })} />
      <HistoryPane
        target={{ type: "customer", id }}
        filters={filters}
        onFilters={(patch) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: !("open" in patch) })}
        people={people}
        links={{ customerIds: [id] }}
        about={{ customerId: id }}
      />
    </div>
  );
  return (
    <div className={pageClasses.page}>
      <CustomerHead customer={customer} administrator={administrator} onOpen={setDialog} onArchive={archive} />
      <FollowMerged customer={customer} />
      {narrow ? (
        <div className={classes.tabs}>
          <ChoiceBar
            label={t("customers.tabs.label")}
            value={tab}
            onChange={(next) => void navigate({ search: (old) => ({ ...old, tab: next === "history" ? undefined : next }), replace: true })}
            options={TABS.map((value) => ({ value, label: t(`customers.tabs.${value}`) }))}
          />
        </div>
      ) : null}
      {/* The history keeps its place in both layouts: an open form survives a turned tablet. */}
      <div className={classes.columns}>
        {!narrow || tab === "history" ? history : null}
        {narrow ? (
          <>
            {tab === "comments" ? <CommentsCard key={id} thing={{ customerId: id }} /> : null}
            {tab === "people" ? <EngagementCard customerId={id} /> : null}
            {tab === "people" ? <PeopleCard customerId={id} /> : null}
            {tab === "opportunities" ? <OpportunitiesCard customerId={id} /> : null}
            {tab === "documents" ? <DocumentsCard of={{ customerId: id }} customerId={id} /> : null}
            {tab === "reminders" ? <RemindersCard about={{ customerId: id }} /> : null}
          </>
        ) : (
          <aside className={classes.side} aria-label={t("customers.tabs.side")}>
            <EngagementCard customerId={id} />
            <RemindersCard about={{ customerId: id }} />
            <CommentsCard key={id} thing={{ customerId: id }} />
            <PeopleCard customerId={id} />
            <OpportunitiesCard customerId={id} />
            <DocumentsCard of={{ customerId: id }} customerId={id} />
          </aside>
        )}
      </div>
      {customer ? (
        <CustomerDialogs
          customer={customer}
          open={dialog}
          onClose={() => setDialog(null)}
          onMerged={(into) =>
            into.id === id ? undefined : void navigate({ to: "/customers/$id", params: { id: into.id }, replace: true })
          }
          onErased={() => void leave()}
        />
      ) : null}
    </div>
  );
}
