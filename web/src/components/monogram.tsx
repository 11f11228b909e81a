import { hueIndex, initials } from "../format/people.ts";
import classes from "./monogram.module.css";

interface MonogramProps {
  name: string;
  size?: number;
  /** Companies are square, people are round. */
  shape?: "square" | "round";
}

const TINTS = 7;

/** Initials on a quiet tint that stays the same for a name. Decoration: the name itself stands beside it. */
export function Monogram({ name, size = 32, shape = "square" }: MonogramProps) {
  return (
    <span
      className={classes.root}
      data-tint={hueIndex(name, TINTS)}
      style={{ width: size, height: size, fontSize: size * 0.38, borderRadius: shape === "round" ? "50%" : size * 0.26 }}
      aria-hidden="true"
    >
      {initials(name, shape === "round" ? "person" : "company")}
    </span>
  );
}
