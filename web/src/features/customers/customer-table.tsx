import type { UseInfiniteQueryResult, InfiniteData } from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Customer, Page } from "../../api/types.ts";
import { useHidden } from "../../components/deferred.ts";
import { useListKeys } from "../../components/list-keys.ts";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { VirtualRows } from "../../components/virtual-rows.tsx";
import { CustomerRow } from "./customer-row.tsx";
import classes from "./customer-table.module.css";

interface CustomerTableProps {
  query: UseInfiniteQueryResult<InfiniteData<Page<Customer>>>;
}

const COLUMNS = ["name", "kinds", "owner", "last", "next"] as const;
const ROW_HEIGHT = 61;

/** The list of customers; only the lines near the screen exist, further pages come while one scrolls. */
export function CustomerTable({ query }: CustomerTableProps) {
  const { t } = useTranslation();
  const root = useRef<HTMLDivElement>(null);
  useListKeys(root);
  const hidden = useHidden();
  const rows = useMemo(
    () => query.data?.pages.flatMap((page) => page.items).filter((one) => !hidden.has(one.id)) ?? [],
    [query.data, hidden],
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (query.isPending) {
    return (
      <div className={classes.table}>
        <SkeletonRows count={9} height={ROW_HEIGHT} />
      </div>
    );
  }
  return (
    <div
      ref={root}
      role="table"
      aria-label={t("customers.title")}
      aria-rowcount={hasNextPage ? -1 : rows.length + 1}
      className={classes.table}
    >
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={classes.head}>
          {COLUMNS.map((column) => (
            <div role="columnheader" key={column}>
              {t(`customers.columns.${column}`)}
            </div>
          ))}
        </div>
      </div>
      <VirtualRows items={rows} estimate={() => ROW_HEIGHT} rowKey={(customer) => customer.id} onEnd={more} role="rowgroup">
        {(customer, index) => <CustomerRow customer={customer} index={index} />}
      </VirtualRows>
      {isFetchingNextPage ? <SkeletonRows count={2} height={ROW_HEIGHT} /> : null}
    </div>
  );
}
