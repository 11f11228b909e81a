import { Button } from "@mantine/core";
import { IconAddressBook, IconPlus, IconSearchOff } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { customersQuery } from "../api/customers.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { ErrorState } from "../components/error-state.tsx";
import { Page } from "../components/page.tsx";
import { CustomerFilters } from "../features/customers/customer-filters.tsx";
import { CustomerForm } from "../features/customers/customer-form.tsx";
import { CustomerTable } from "../features/customers/customer-table.tsx";

const route = getRouteApi("/app/customers");

export function CustomersPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { new: creating, address, name, ...filters } = search;
  const query = useInfiniteQuery(customersQuery(filters));
  const filtered = Boolean(filters.q ?? filters.kind ?? filters.owner);
  const empty = query.isSuccess && query.data.pages[0]?.items.length === 0;
  const open = () => void navigate({ search: (old) => ({ ...old, new: "1" as const }) });
  return (
    <Page
      title={t("customers.title")}
      subtitle={t("customers.subtitle")}
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={open}>
          {t("customers.new")}
        </Button>
      }
    >
      {empty && !filtered ? null : <CustomerFilters search={search} />}
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : empty ? (
        filtered ? (
          <EmptyState
            icon={IconSearchOff}
            title={t("customers.nothing.title")}
            action={
              <Button variant="default" onClick={() => void navigate({ search: {} })}>
                {t("customers.nothing.action")}
              </Button>
            }
          >
            {t("customers.nothing.text")}
          </EmptyState>
        ) : (
          <EmptyState
            icon={IconAddressBook}
            title={t("customers.empty.title")}
            action={<Button onClick={open}>{t("customers.empty.action")}</Button>}
          >
            {t("customers.empty.text")}
          </EmptyState>
        )
      ) : (
        <CustomerTable query={query} />
      )}
      {creating ? (
        <CustomerForm
          {...(address === undefined ? {} : { person: { address, name } })}
          onClose={() =>
            void navigate({ search: (old) => ({ ...old, new: undefined, address: undefined, name: undefined }), replace: true })
          }
          onSaved={(customer) => void navigate({ to: "/customers/$id", params: { id: customer.id } })}
        />
      ) : null}
    </Page>
  );
}
