import { IconBuilding, IconShield, IconUser, IconUsersGroup } from "@tabler/icons-react";
import classes from "./rights.module.css";

/** The shape of whom a right is given to: a person, a team, a role, the whole company. */
export function PrincipalIcon({ principal }: { principal: string }) {
  const Shape =
    principal === "org"
      ? IconBuilding
      : principal.startsWith("role:")
        ? IconShield
        : principal.startsWith("team:")
          ? IconUsersGroup
          : IconUser;
  return (
    <span className={classes.icon} aria-hidden="true">
      <Shape size={18} stroke={1.7} />
    </span>
  );
}
