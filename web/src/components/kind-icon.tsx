import {
  IconCalendarEvent,
  IconMail,
  IconMessageCircle,
  IconNote,
  IconPhone,
  IconPhoneIncoming,
  IconPhoneOff,
  IconPhoneOutgoing,
  type Icon,
} from "@tabler/icons-react";
import { createElement } from "react";
import type { InteractionSummary } from "../api/types.ts";
import classes from "./kind-icon.module.css";

type KindIconProps = { of: Pick<InteractionSummary, "kind" | "direction" | "details">; size?: number };

const SHAPES: Record<InteractionSummary["kind"], Icon> = {
  email: IconMail,
  call: IconPhone,
  meeting: IconCalendarEvent,
  note: IconNote,
  other: IconMessageCircle,
};

function shapeOf({ kind, direction, details }: KindIconProps["of"]): Icon {
  if (kind !== "call") return SHAPES[kind];
  const outcome = details.callOutcome ?? details.outcome;
  if (outcome && outcome !== "answered") return IconPhoneOff;
  if (direction === "incoming") return IconPhoneIncoming;
  return direction === "outgoing" ? IconPhoneOutgoing : IconPhone;
}

/** The kind of an interaction as a tinted icon. Decoration: the row says the kind in words too. */
export function KindIcon({ of, size = 30 }: KindIconProps) {
  return (
    <span className={classes.root} data-kind={of.kind} style={{ width: size, height: size }} aria-hidden="true">
      {createElement(shapeOf(of), { size: size * 0.56, stroke: 1.8 })}
    </span>
  );
}
