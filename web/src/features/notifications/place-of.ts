import { linkOptions } from "@tanstack/react-router";
import type { Notification } from "../../api/notifications.ts";

/** Where a notification leads. */
export function placeOf({ kind, interaction, opportunity, customer }: Notification) {
  if (kind === "hand-over") return linkOptions({ to: "/customers", search: { owner: "me" } });
  if (kind === "reminder") return linkOptions({ to: "/reminders" });
  if (interaction) return linkOptions({ to: "/interactions/$id", params: { id: interaction.id } });
  if (opportunity) return linkOptions({ to: "/opportunities/$id", params: { id: opportunity.id } });
  if (customer) return linkOptions({ to: "/customers/$id", params: { id: customer.id } });
  return linkOptions({ to: "/notifications" });
}
