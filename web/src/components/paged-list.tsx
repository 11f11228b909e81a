import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Page } from "../api/types.ts";
import { ErrorState } from "./error-state.tsx";
import classes from "./paged-list.module.css";
import { ShowMore } from "./show-more.tsx";
import { SkeletonRows } from "./skeleton-rows.tsx";

interface PagedListProps<T> {
  query: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  /** Height of a line in pixels, so that nothing jumps when the list comes. */
  rowHeight: number;
  /** Instead of a list without lines. */
  empty: ReactNode;
  /** What the list is, above its lines. */
  lead?: string;
  /** One line: an `<li>` with a key. */
  children: (item: T) => ReactNode;
}

/** A list in a flush {@link Section} that comes page by page: while it is asked for, when that fails, when there is nothing, and its lines. */
export function PagedList<T>({ query, rowHeight, empty, lead, children }: PagedListProps<T>) {
  if (query.isPending) return <SkeletonRows count={3} height={rowHeight} />;
  if (query.isError) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  return (
    <>
      {lead === undefined ? null : <p className={classes.lead}>{lead}</p>}
      <ul className={classes.list}>{items.map(children)}</ul>
      {query.hasNextPage ? (
        <div className={classes.more}>
          <ShowMore query={query} size="xs" />
        </div>
      ) : null}
    </>
  );
}
