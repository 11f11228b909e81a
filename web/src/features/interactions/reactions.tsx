import {
  IconArrowBackUp,
  IconBan,
  IconCalendarOff,
  IconCheck,
  IconClock,
  IconHelp,
  IconMailX,
  IconMoon,
  IconPhoneCheck,
  IconX,
  type Icon,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { createElement } from "react";
import { useTranslation } from "react-i18next";
import type { Interaction, Reaction } from "../../api/types.ts";
import { RelativeTime } from "../../components/time.tsx";
import { participantName } from "../../format/people.ts";
import { useCodes } from "../../i18n/codes.ts";
import classes from "./reactions.module.css";

const ICONS: Record<string, Icon> = {
  answered: IconPhoneCheck,
  attended: IconCheck,
  accepted: IconCheck,
  tentative: IconHelp,
  countered: IconClock,
  "no-show": IconX,
  declined: IconX,
  cancelled: IconCalendarOff,
  bounce: IconMailX,
  "soft-bounce": IconMailX,
  "out-of-office": IconMoon,
  "opt-out": IconBan,
};

/** Which of them are good news, and which are not; the others say neither. */
const TONES: Record<string, "good" | "bad"> = {
  reply: "good",
  answered: "good",
  attended: "good",
  accepted: "good",
  declined: "bad",
  "no-show": "bad",
  cancelled: "bad",
  bounce: "bad",
  "opt-out": "bad",
};

/** What people did about it: replied, accepted, did not come, ... who, when, and where that can be seen. */
export function Reactions({ interaction }: { interaction: Interaction }) {
  const { t } = useTranslation();
  const toThis = interaction.reactions.filter((reaction) => reaction.toInteractionId === interaction.id);
  if (toThis.length === 0) return null;
  return (
    <ul className={classes.root} aria-label={t("interaction.reactions")}>
      {toThis.map((reaction) => (
        <Line key={reaction.id} reaction={reaction} interaction={interaction} />
      ))}
    </ul>
  );
}

function Line({ reaction, interaction }: { reaction: Reaction; interaction: Interaction }) {
  const code = useCodes();
  const person = interaction.participants.find((one) => one.address !== null && one.address === reaction.address);
  const words = code("reaction", reaction.kind);
  return (
    <li data-tone={TONES[reaction.kind]}>
      {createElement(ICONS[reaction.kind] ?? IconArrowBackUp, { size: 15, stroke: 1.8, "aria-hidden": true })}
      {reaction.interactionId === interaction.id ? (
        <strong>{words}</strong>
      ) : (
        <Link to="/interactions/$id" params={{ id: reaction.interactionId }}>
          {words}
        </Link>
      )}
      {person || reaction.address ? <span>{person ? participantName(person) : reaction.address}</span> : null}
      <span>
        <RelativeTime at={reaction.occurredAt} />
      </span>
    </li>
  );
}
