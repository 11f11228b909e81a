import type { TFunction } from "i18next";
import type { MergePreview } from "../../api/merging.ts";

/** Tables of the hub whose rows people know, in the order in which they are told. The others move without a word. */
const PLACES = [
  "contacts",
  "contact_addresses",
  "interaction_links",
  "opportunities",
  "sales_documents",
  "reminders",
  "comments",
  "grants",
] as const;
const FIELDS = ["kinds", "ico", "dic", "icDph", "website", "domains", "ownerId", "customerId", "jobTitle", "legalBasis"] as const;

const isField = (name: string): name is (typeof FIELDS)[number] => (FIELDS as readonly string[]).includes(name);

/** A preview in words: what moves, what is taken over, where both differ. A field of a newer hub is named as the hub names it. */
export function mergeWords(t: TFunction, { counts, takenOver, conflicts }: Pick<MergePreview, "counts" | "takenOver" | "conflicts">) {
  const named = (names: string[]) => names.map((name) => (isField(name) ? t(`merging.fields.${name}`) : name));
  return {
    moves: PLACES.flatMap((place) => {
      const count = counts[place] ?? 0;
      return count > 0 ? [t(`merging.places.${place}`, { count })] : [];
    }),
    takenOver: named(takenOver),
    conflicts: named(conflicts),
  };
}
