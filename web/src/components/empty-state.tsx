import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./empty-state.module.css";

interface EmptyStateProps {
  icon: Icon;
  title: string;
  /** What this place is for and how it fills. */
  children?: ReactNode;
  /** The one button that fills it. */
  action?: ReactNode;
  /** Smaller, for a card inside a page. */
  compact?: boolean;
}

/** Shown instead of an empty list: what belongs here, and one way to begin. */
export function EmptyState({ icon: IconShape, title, children, action, compact = false }: EmptyStateProps) {
  return (
    <div className={classes.root} data-compact={compact || undefined}>
      <span className={classes.icon} aria-hidden="true">
        <IconShape size={compact ? 20 : 26} stroke={1.6} />
      </span>
      <p className={classes.title}>{title}</p>
      {children ? <div className={classes.text}>{children}</div> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  );
}
