import { queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import { keys } from "./keys.ts";
import type { Ref } from "./types.ts";

export interface Team {
  id: string;
  name: string;
  members: Ref[];
  /** Put away: its people have nothing through it any more. */
  archivedAt: string | null;
  createdAt: string;
}

/** All teams by name: an organisation has a few. */
export const teamsQuery = queryOptions({
  queryKey: keys.teams,
  queryFn: ({ signal }) => request<{ items: Team[] }>("GET", "/teams", { signal }),
  staleTime: 60_000,
});

export interface TeamInput {
  name: string;
  memberIds: string[];
}
export const createTeam = (input: TeamInput) => request<Team>("POST", "/teams", { body: input });
export const updateTeam = (id: string, patch: Partial<TeamInput> & { archived?: boolean }) =>
  request<Team>("PATCH", `/teams/${id}`, { body: patch });
