import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { RecordInput, TimelineFilters, TimelineTarget } from "../../api/interactions.ts";
import type { Contact } from "../../api/types.ts";
import { LinkButton } from "../../components/links.tsx";
import { useFormat } from "../../format/context.tsx";
import { Composer } from "../composer/composer.tsx";
import { queryFilters } from "./query-filters.ts";
import { TimelineFilterBar } from "./timeline-filters.tsx";
import { Timeline } from "./timeline.tsx";

const InteractionDrawer = lazy(async () => ({ default: (await import("../interactions/interaction-drawer.tsx")).InteractionDrawer }));

interface HistoryPaneProps {
  target: TimelineTarget;
  /** As in the address; days in `from` and `to`. */
  filters: TimelineFilters & { open?: string | undefined };
  onFilters: (patch: TimelineFilters & { open?: string | undefined }) => void;
  people: readonly Contact[];
  links: NonNullable<RecordInput["links"]>;
  about: { customerId?: string; opportunityId?: string };
}

/** Writing into the history, filtering it, reading it: the same for customers and opportunities. */
export function HistoryPane({ target, filters: { open, ...filters }, onFilters, people, links, about }: HistoryPaneProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const clear = () => onFilters({ kind: undefined, q: undefined, participant: undefined, from: undefined, to: undefined });
  return (
    <div>
      <Composer key={target.id} target={target} links={links} about={about} people={people} />
      <TimelineFilterBar filters={filters} people={people} onChange={onFilters} />
      <Timeline
        target={target}
        filters={queryFilters(filters, format.timeZone)}
        openId={open}
        onOpen={(id) => onFilters({ open: id })}
        onClearFilters={clear}
        emptyAction={
          <LinkButton to="/connections" search={{ add: "mailbox" }} variant="light">
            {t("connections.add.mailbox")}
          </LinkButton>
        }
      />
      <Suspense>{open ? <InteractionDrawer key={open} id={open} onClose={() => onFilters({ open: undefined })} /> : null}</Suspense>
    </div>
  );
}
