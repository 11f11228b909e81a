import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { customerChoicesQuery, customerQuery } from "../../api/customers.ts";

interface CustomerSelectProps extends Omit<SelectProps, "data" | "value" | "onChange" | "searchValue" | "onSearchChange"> {
  value: string | null;
  onChange: (id: string | null) => void;
}

/** A customer by name; the hub searches. */
export function CustomerSelect({ value, onChange, ...rest }: CustomerSelectProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const [asked] = useDebouncedValue(search, 180);
  const chosen = useQuery({ ...customerQuery(value ?? ""), enabled: value !== null }).data;
  const found = useQuery({ ...customerChoicesQuery(asked === chosen?.name ? "" : asked), placeholderData: keepPreviousData });
  const choices = found.data?.items ?? [];
  const data = [...(chosen && !choices.some((one) => one.id === chosen.id) ? [chosen] : []), ...choices];
  return (
    <Select
      searchable
      placeholder={t("customers.select.placeholder")}
      nothingFoundMessage={found.isFetching ? t("common.loading") : t("customers.select.nothing")}
      clearButtonProps={{ "aria-label": t("common.clear") }}
      value={value}
      onChange={onChange}
      searchValue={search}
      onSearchChange={setSearch}
      // The hub has chosen already.
      filter={({ options }) => options}
      data={data.map((one) => ({ value: one.id, label: one.name }))}
      {...rest}
    />
  );
}
