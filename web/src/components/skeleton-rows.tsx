import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./skeleton-rows.module.css";

interface SkeletonRowsProps {
  count?: number;
  height?: number;
  /** Draws a round or square place for an icon before the lines. */
  icon?: boolean;
}

/** Grey lines of the height of the rows to come, so that nothing jumps. */
export function SkeletonRows({ count = 6, height = 60, icon = true }: SkeletonRowsProps) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("common.loading")}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={classes.row} style={{ height }}>
          {icon ? <Skeleton height={32} width={32} radius="md" /> : null}
          <div className={classes.lines}>
            <Skeleton height={11} width={`${46 - (index % 3) * 9}%`} />
            {height > 44 ? <Skeleton height={9} width={`${68 - (index % 4) * 11}%`} /> : null}
          </div>
        </div>
      ))}
    </div>
  );
}
