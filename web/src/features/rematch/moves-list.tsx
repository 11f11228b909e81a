import { IconArrowRight } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { movesQuery, type RematchMove } from "../../api/rematch.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { KindIcon } from "../../components/kind-icon.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { DateTime } from "../../components/time.tsx";
import { useEntryText } from "../timeline/entry-text.ts";
import classes from "./rematch.module.css";

/** What moves, newest first: from where to where. */
export function MovesList({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(movesQuery(id));
  if (query.isPending) return <SkeletonRows count={4} height={64} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  return (
    <>
      <ul className={classes.list}>
        {items.map((move) => (
          <Move key={move.interaction.id} move={move} />
        ))}
      </ul>
      <p className={classes.quiet}>{t("rematch.hidden")}</p>
      <ShowMore query={query} />
    </>
  );
}

function Move({ move: { interaction, leaves, comesTo } }: { move: RematchMove }) {
  const { t } = useTranslation();
  const words = useEntryText();
  const names = (places: RematchMove["leaves"]) => places.map(({ name }) => name).join(", ") || t("rematch.nowhere");
  return (
    <li className={classes.row}>
      <KindIcon of={interaction} size={30} />
      <div className={classes.main}>
        <Link to="/interactions/$id" params={{ id: interaction.id }} className={classes.title}>
          {words.title(interaction)}
        </Link>
        <span className={classes.quiet}>
          <DateTime at={interaction.occurredAt} />
        </span>
      </div>
      <p className={classes.way}>
        <span className={classes.srOnly}>{t("rematch.leaves")}</span>
        <span className={classes.from}>{names(leaves)}</span>
        <IconArrowRight size={15} aria-hidden="true" />
        <span className={classes.srOnly}>{t("rematch.comesTo")}</span>
        <strong>{names(comesTo)}</strong>
      </p>
    </li>
  );
}
