import { Select } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ChoiceBar } from "../../components/choice-bar.tsx";
import { SearchField } from "../../components/search-field.tsx";
import type { CustomersSearch } from "../../search.ts";
import classes from "./customer-filters.module.css";

/** What the list shows; all of it stands in the address. */
export function CustomerFilters({ search }: { search: CustomersSearch }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/customers" });
  const change = (patch: Partial<CustomersSearch>) => void navigate({ search: (old) => ({ ...old, ...patch }), replace: true });
  return (
    <div className={classes.root}>
      <SearchField
        className={classes.search}
        label={t("customers.search")}
        value={search.q ?? ""}
        onChange={(q) => change({ q: q === "" ? undefined : q })}
      />
      <ChoiceBar
        label={t("customers.columns.kinds")}
        value={search.kind ?? "all"}
        onChange={(kind) => change({ kind: kind === "all" ? undefined : kind })}
        options={[
          { value: "all", label: t("customers.filter.all") },
          { value: "customer", label: t("customers.filter.customer") },
          { value: "partner", label: t("customers.filter.partner") },
          { value: "supplier", label: t("customers.filter.supplier") },
        ]}
      />
      <span className={classes.gap} />
      <ChoiceBar
        label={t("customers.columns.owner")}
        value={search.owner ?? "all"}
        onChange={(owner) => change({ owner: owner === "all" ? undefined : owner })}
        options={[
          { value: "all", label: t("customers.filter.everybody") },
          { value: "me", label: t("customers.filter.mine") },
        ]}
      />
      <Select
        className={classes.sort}
        aria-label={t("customers.sort.label")}
        allowDeselect={false}
        value={search.sort ?? "name"}
        onChange={(sort) => change({ sort: sort === "last" ? "last" : undefined })}
        data={[
          { value: "name", label: t("customers.sort.name") },
          { value: "last", label: t("customers.sort.last") },
        ]}
      />
    </div>
  );
}
