import { IconCheck, IconHelp, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Interaction, InteractionSummary, Participant } from "../../api/types.ts";
import { participantName } from "../../format/people.ts";
import classes from "./people-lines.module.css";

const LINES = ["from", "organizer", "caller", "author", "to", "callee", "attendee", "cc", "bcc", "reply-to", "other"] as const;

/** Who took part, by role, with addresses; at a meeting with everybody's answer. */
export function PeopleLines({ interaction }: { interaction: Interaction | InteractionSummary }) {
  const { t } = useTranslation();
  const { participants, initiator } = interaction;
  return (
    <dl className={classes.root}>
      {initiator.side === "unknown" ? null : (
        <div className={classes.line}>
          <dt>{t("interaction.initiator.label")}</dt>
          <dd>
            {[t(`interaction.initiator.${initiator.side}`), initiator.name ?? initiator.address]
              .filter((part) => part !== null)
              .join(" · ")}
          </dd>
        </div>
      )}
      {LINES.map((role) => {
        const people = participants.filter((one) => one.role === role);
        if (people.length === 0) return null;
        return (
          <div key={role} className={classes.line}>
            <dt>{t(`interaction.role.${role}`)}</dt>
            <dd>
              {people.map((person) => (
                <Person key={`${person.role}:${person.address ?? person.name ?? ""}`} person={person} />
              ))}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Person({ person }: { person: Participant }) {
  const { t } = useTranslation();
  const name = participantName(person);
  return (
    <span className={classes.person}>
      {person.response && person.response !== "none" ? (
        <span className={classes.response} data-response={person.response} title={t(`interaction.response.${person.response}`)}>
          {person.response === "accepted" ? <IconCheck size={13} stroke={2.4} aria-hidden="true" /> : null}
          {person.response === "declined" ? <IconX size={13} stroke={2.4} aria-hidden="true" /> : null}
          {person.response === "tentative" ? <IconHelp size={13} stroke={2.4} aria-hidden="true" /> : null}
          <span className={classes.srOnly}>{t(`interaction.response.${person.response}`)}</span>
        </span>
      ) : null}
      <span>{name === "" ? t("interaction.unknownPerson") : name}</span>
      {person.address && person.address !== name ? <span className={classes.address}>{person.address}</span> : null}
    </span>
  );
}
