import { queryOptions } from "@tanstack/react-query";
import type { SecondStep } from "./accounts.ts";
import { request } from "./client.ts";
import { keys } from "./keys.ts";
import type { Exclusion, Language, Me, SignInEntry } from "./types.ts";

/** Who is signed in. Fails with `unauthenticated` when nobody is. */
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => request<Me>("GET", "/me", { signal }),
  staleTime: 5 * 60_000,
  retry: false,
});

export const signIn = (input: { email: string; password: string }) =>
  request<Me | { secondStep: SecondStep }>("POST", "/session", { body: input });
export const signOut = () => request<void>("DELETE", "/session");

export interface SetupInput {
  token: string;
  organization: { name: string; country: string; language: Language; timeZone: string; ownDomains: string[] };
  user: { name: string; email: string; password: string };
}

/** Whether the one-time link still holds; `not-found` when it does not. */
export const setupQuery = (token: string) =>
  queryOptions({
    queryKey: ["setup", token],
    queryFn: ({ signal }) => request<{ valid: true }>("GET", `/setup/${encodeURIComponent(token)}`, { signal }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Creates the organisation and its administrator, and signs the administrator in. */
export const setUp = (input: SetupInput) => request<Me>("POST", "/setup", { body: input });

export interface ApprovalInput {
  clientId: string;
  redirectUri: string;
  codeChallenge: string;
  state?: string;
  scope: string;
  /** The person said no: the answer leads back to the program with the refusal. */
  deny?: boolean;
}

/** Lets a program act for the signed-in person; the answer says where the browser goes next. */
export const approve = (input: ApprovalInput) => request<{ redirectTo: string }>("POST", "/oauth/approve", { body: input });

export interface MePatch {
  name?: string;
  language?: Language;
  password?: { current: string; new: string };
}
export const updateMe = (patch: MePatch) => request<Me>("PATCH", "/me", { body: patch });

export const signInsQuery = queryOptions({
  queryKey: keys.signIns,
  queryFn: ({ signal }) => request<{ items: SignInEntry[] }>("GET", "/me/sign-ins", { signal }),
});
export const revokeSignIn = (id: string) => request<void>("DELETE", `/me/sign-ins/${id}`);

/** The token is shown once: the hub keeps only its hash. */
export const createToken = (input: { name: string; scopes: string[] }) =>
  request<{ id: string; token: string }>("POST", "/tokens", { body: input });

export const exclusionsQuery = queryOptions({
  queryKey: keys.exclusions,
  queryFn: ({ signal }) => request<{ items: Exclusion[] }>("GET", "/me/exclusions", { signal }),
});
export const addExclusion = (input: { address: string } | { domain: string }) =>
  request<Exclusion>("POST", "/me/exclusions", { body: input });
export const removeExclusion = (id: string) => request<void>("DELETE", `/me/exclusions/${id}`);
