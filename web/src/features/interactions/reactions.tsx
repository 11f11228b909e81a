import { IconArrowBackUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Interaction } from "../../api/types.ts";
import { RelativeTime } from "../../components/time.tsx";
import { useCodes } from "../../i18n/codes.ts";
import classes from "./reactions.module.css";

/** What somebody did about it: replied, accepted, ... and where that can be seen. */
export function Reactions({ interaction }: { interaction: Interaction }) {
  const { t } = useTranslation();
  const code = useCodes();
  const toThis = interaction.reactions.filter((reaction) => reaction.interactionId !== interaction.id);
  if (toThis.length === 0) return null;
  return (
    <ul className={classes.root} aria-label={t("interaction.reactions")}>
      {toThis.map((reaction) => (
        <li key={reaction.id}>
          <IconArrowBackUp size={15} stroke={1.8} aria-hidden="true" />
          <Link to="/interactions/$id" params={{ id: reaction.interactionId }}>
            {code("reaction", reaction.kind)}
          </Link>
          <span>
            <RelativeTime at={reaction.occurredAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
