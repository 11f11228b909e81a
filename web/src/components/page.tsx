import { useEffect, type ReactNode } from "react";
import { PRODUCT } from "./logo.tsx";
import classes from "./page.module.css";

interface PageProps {
  /** Heading and, with the product's name, the title of the browser's tab. */
  title: string;
  /** A line under the heading. */
  subtitle?: ReactNode;
  /** Buttons at the right of the heading. */
  actions?: ReactNode;
  /** Narrow pages are for reading and forms, wide ones for lists and boards. */
  width?: "narrow" | "normal" | "full";
  children: ReactNode;
}

/** The frame of a page: heading, actions, content. */
export function Page({ title, subtitle, actions, width = "normal", children }: PageProps) {
  usePageTitle(title);
  return (
    <div className={classes.page} data-width={width}>
      <header className={classes.head}>
        <div className={classes.titles}>
          <h1 className={classes.title}>{title}</h1>
          {subtitle ? <p className={classes.subtitle}>{subtitle}</p> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

/** Sets the title of the browser's tab while the component is shown. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title === "" ? PRODUCT : `${title} · ${PRODUCT}`;
  }, [title]);
}
