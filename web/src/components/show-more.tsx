import { Button, type ButtonProps } from "@mantine/core";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

interface ShowMoreProps extends Pick<ButtonProps, "variant" | "size"> {
  query: Pick<UseInfiniteQueryResult, "hasNextPage" | "isFetchingNextPage" | "fetchNextPage">;
  /** "Show more", unless the list says it better. */
  label?: string;
}

/** Brings the next page of a list; nothing when all of it is there. */
export function ShowMore({ query, label, variant = "subtle", ...rest }: ShowMoreProps) {
  const { t } = useTranslation();
  if (!query.hasNextPage) return null;
  return (
    <Button variant={variant} loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} {...rest}>
      {label ?? t("common.showMore")}
    </Button>
  );
}
