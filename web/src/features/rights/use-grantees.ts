import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { usersQuery } from "../../api/organization.ts";
import { teamsQuery } from "../../api/teams.ts";
import { useRightsWords } from "./rights-words.ts";

/** To whom a right can be given, as groups of a Select: people, teams, roles and everybody. `except`: principals that are no choice here. */
export function useGrantees(except: readonly string[] = []): { group: string; items: { value: string; label: string }[] }[] {
  const { t } = useTranslation();
  const words = useRightsWords();
  const users = useQuery(usersQuery).data?.items ?? [];
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const choice = (value: string, name: string | null) => ({ value, label: words.principal(value, name) });
  const groups = [
    {
      group: t("rights.share.toGroup.people"),
      items: users.filter((user) => !user.disabledAt).map(({ id, name }) => choice(`user:${id}`, name)),
    },
    {
      group: t("rights.share.toGroup.teams"),
      items: teams.filter((team) => !team.archivedAt).map(({ id, name }) => choice(`team:${id}`, name)),
    },
    { group: t("rights.share.toGroup.all"), items: ["org", "role:manager", "role:admin"].map((value) => choice(value, null)) },
  ];
  return groups
    .map(({ group, items }) => ({ group, items: items.filter(({ value }) => !except.includes(value)) }))
    .filter(({ items }) => items.length > 0);
}
