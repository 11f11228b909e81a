import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Because, GrantVerb, TableVerb } from "../../api/rights.ts";
import { meQuery } from "../../api/session.ts";
import type { MailLevel } from "../../api/types.ts";
import { useFormat } from "../../format/context.tsx";

/** Levels from the least to the most. */
export const LEVELS = ["metadata", "subject", "content"] as const satisfies readonly MailLevel[];

/** Words for principals, levels, verbs and reasons, in one place for all pages that speak of rights. */
export function useRightsWords() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useSuspenseQuery(meQuery).data;
  const verb = (name: GrantVerb | TableVerb, archives = false) => t(`rights.verb.${archives && name === "delete" ? "archive" : name}`);
  return {
    /** Who it is; `name` as the hub gives it, null for roles and everybody, and for who is gone. */
    principal: (principal: string, name: string | null): string => {
      if (principal === "org") return t("rights.principal.everybody");
      if (principal === "role:admin") return t("rights.principal.admin");
      if (principal === "role:manager") return t("rights.principal.manager");
      if (name === null) return t("rights.principal.gone");
      if (principal.startsWith("team:")) return t("rights.principal.team", { name });
      return principal === `user:${me.user.id}` ? t("rights.principal.me", { name }) : name;
    },
    level: (level: MailLevel | null): string => t(`rights.level.${level ?? "nothing"}.title`),
    /** "view, change and export". `archives`: what is deleted is put away (customers, deals). */
    verbs: (verbs: readonly (GrantVerb | TableVerb)[], archives = false): string => format.list(verbs.map((one) => verb(one, archives))),
    /** "change, export or archive", for what may not be done. */
    noneOf: (verbs: readonly TableVerb[], archives = false): string => {
      const words = verbs.map((one) => verb(one, archives));
      const last = words.pop() ?? "";
      return words.length === 0 ? last : t("rights.table.nor", { verbs: words.join(", "), last });
    },
    reason: ({ rule, resource }: Because): string =>
      rule === "grant" ? t(`rights.reason.${resource ?? "interaction"}`) : t(`rights.reason.${rule}`),
  };
}

/** What may be given on a thing besides viewing. What a mailbox brought is never changed, so of mail nothing is offered. */
export function verbsOf(resource: "customer" | "opportunity" | "entry" | "mail"): GrantVerb[] {
  if (resource === "mail") return [];
  return resource === "customer" ? ["edit", "delete", "export"] : ["edit", "delete"];
}
