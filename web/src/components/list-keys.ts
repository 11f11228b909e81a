import { useHotkeys } from "@mantine/hooks";
import type { RefObject } from "react";

/** Moves the focus by `step` rows inside `root`. Rows are marked by `data-row` (their place) on the element that takes the focus. */
export function moveFocus(root: HTMLElement, step: number): void {
  const focused = document.activeElement?.closest<HTMLElement>("[data-row]");
  const rows = [...root.querySelectorAll<HTMLElement>("[data-row]")];
  if (rows.length === 0) return;
  if (!focused || !root.contains(focused)) {
    const visible = rows.find((row) => row.getBoundingClientRect().bottom > 80) ?? rows[0];
    visible?.focus();
    return;
  }
  const place = Number(focused.dataset["row"]);
  const target = rows.find((row) => Number(row.dataset["row"]) === place + step);
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
}

/** `j` and `k` walk through the rows of a list. */
export function useListKeys(root: RefObject<HTMLElement | null>): void {
  const move = (step: number) => () => {
    if (root.current) moveFocus(root.current, step);
  };
  useHotkeys([
    ["J", move(1)],
    ["K", move(-1)],
  ]);
}
