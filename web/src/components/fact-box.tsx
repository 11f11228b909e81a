import type { ReactNode } from "react";
import classes from "./fact-box.module.css";

interface FactBoxProps {
  title: string;
  /** What it comes to, a line each. */
  lines?: readonly string[];
  /** Instead of no lines. */
  nothing?: string;
  /** Quieter sentences below. */
  children?: ReactNode;
}

/** What an action would do, in words, shown before it is done. Told anew when it changes. */
export function FactBox({ title, lines = [], nothing, children }: FactBoxProps) {
  return (
    <section aria-live="polite" className={classes.root}>
      <h3 className={classes.title}>{title}</h3>
      {lines.length > 0 ? (
        <ul className={classes.lines}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : nothing === undefined ? null : (
        <p className={classes.text}>{nothing}</p>
      )}
      <div className={classes.quiet}>{children}</div>
    </section>
  );
}
