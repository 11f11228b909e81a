import type { ReactNode } from "react";
import type { Marks } from "../../api/search.ts";

/** A text with what was found in it marked. The text comes from outside: it is cut, never parsed. */
export function Marked({ text, marks }: { text: string; marks: Marks }) {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const [from, to] of marks) {
    parts.push(text.slice(end, from), <mark key={from}>{text.slice(from, to)}</mark>);
    end = to;
  }
  return (
    <>
      {parts}
      {text.slice(end)}
    </>
  );
}
