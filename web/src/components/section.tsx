import { useId, type ReactNode } from "react";
import classes from "./section.module.css";

interface SectionProps {
  title: ReactNode;
  /** A small number beside the title. */
  count?: number | undefined;
  action?: ReactNode;
  /** Rows go to the edge of the card. */
  flush?: boolean;
  children: ReactNode;
}

/** A titled card. */
export function Section({ title, count, action, flush = false, children }: SectionProps) {
  const id = useId();
  return (
    <section className={classes.root} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 className={classes.title} id={id}>
          {title}
          {count === undefined ? null : <span className={classes.count}>{count}</span>}
        </h2>
        {action}
      </div>
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
