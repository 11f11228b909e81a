import type { TFunction } from "i18next";
import type { Figure } from "../../api/reports.ts";
import type { Format } from "../../format/format.ts";

export const groupOf = (figure: Figure): string => figure.id.slice(0, figure.id.indexOf(":"));

/** What a figure is called: a name, a day, or words for the codes in its id. */
export function figureName(figure: Figure, t: TFunction, format: Format): string {
  const group = groupOf(figure);
  const key = figure.id.slice(group.length + 1);
  if (group === "period") return format.day(key);
  if (group === "rep" || group === "customer") return figure.name ?? t(key === "neglected" ? "reports.key.neglected" : "reports.hidden");
  const words = key.split("/").map((code) => {
    const known = `reports.key.${code}`;
    const text = t(known as "reports.key.all");
    return text === known ? code : text;
  });
  return words.join(" · ");
}
