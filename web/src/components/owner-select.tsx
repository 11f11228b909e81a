import { Select, type SelectProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { usersQuery } from "../api/organization.ts";

/** Who is responsible: the people of the organisation. */
export function OwnerSelect(props: Omit<SelectProps, "data">) {
  const { t } = useTranslation();
  const users = useQuery(usersQuery);
  return (
    <Select
      label={t("common.owner")}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("common.clear") }}
      data={(users.data?.items ?? []).filter((user) => !user.disabledAt).map((user) => ({ value: user.id, label: user.name }))}
      {...props}
    />
  );
}
