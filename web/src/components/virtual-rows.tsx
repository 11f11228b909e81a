import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import classes from "./virtual-rows.module.css";

interface VirtualRowsProps<T> {
  items: readonly T[];
  /** Height of a row in pixels before it has been measured. */
  estimate: (item: T) => number;
  rowKey: (item: T) => string;
  children: (item: T, index: number) => ReactNode;
  /** Called when the end comes near. */
  onEnd?: () => void;
  /** ARIA role of the list and of its rows. */
  role?: "list" | "rowgroup";
}

/** Rows of any height, of which only those near the screen exist. They scroll with the page. */
export function VirtualRows<T>({ items, estimate, rowKey, children, onEnd, role = "list" }: VirtualRowsProps<T>) {
  const listRef = useRef<HTMLDivElement>(null);
  const scrollMargin = useTopOf(listRef);
  // The React Compiler is not in use, so a library that changes its own object is no danger.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useWindowVirtualizer<HTMLDivElement>({
    count: items.length,
    estimateSize: (index) => {
      const item = items[index];
      return item === undefined ? 60 : estimate(item);
    },
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : rowKey(item);
    },
    overscan: 8,
    scrollMargin,
    useFlushSync: false,
  });
  const rows = virtualizer.getVirtualItems();
  const last = rows[rows.length - 1]?.index ?? -1;
  useEffect(() => {
    if (last >= items.length - 6 && items.length > 0) onEnd?.();
  }, [last, items.length, onEnd]);
  return (
    <div ref={listRef} role={role} className={classes.list} style={{ height: virtualizer.getTotalSize() }}>
      {rows.map((row) => {
        const item = items[row.index];
        return item === undefined ? null : (
          <div
            key={row.key}
            data-index={row.index}
            ref={virtualizer.measureElement}
            role={role === "list" ? "listitem" : "presentation"}
            className={classes.row}
            style={{ transform: `translateY(${row.start - virtualizer.options.scrollMargin}px)` }}
          >
            {children(item, row.index)}
          </div>
        );
      })}
    </div>
  );
}

/** Distance of an element from the top of the page; follows whatever grows or shrinks above it. */
function useTopOf(ref: React.RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      if (ref.current) setTop(Math.round(ref.current.getBoundingClientRect().top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [ref]);
  return top;
}
