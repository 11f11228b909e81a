import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { queryOptions } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Language, Me, Role, User } from "./types.ts";

/** Names of what is cached about ways in. */
export const accountKeys = {
  signInWays: ["sign-in-ways"] as const,
  confirmation: ["confirmation"] as const,
  passkeys: ["passkeys"] as const,
  invitations: ["invitations"] as const,
  askedResets: ["asked-resets"] as const,
  secondFactors: ["second-factors"] as const,
  sso: ["sso"] as const,
};

/** What may follow a password. */
export type SignInStep = "totp" | "recovery" | "passkey";
export interface SecondStep {
  ticket: string;
  steps: SignInStep[];
}

/** What the sign-in page offers besides a password. */
export interface SignInWays {
  sso: { id: string; name: string }[];
}
export const signInWaysQuery = queryOptions({
  queryKey: accountKeys.signInWays,
  queryFn: ({ signal }) => request<SignInWays>("GET", "/session/ways", { signal }),
  staleTime: 60_000,
  retry: false,
});

export const secondStep = (input: { ticket: string; code: string }) => request<Me>("POST", "/session/second-step", { body: input });

/** Leads the browser to the company's own sign-in. */
export async function beginSso(input: { providerId: string; next?: string }): Promise<void> {
  const { redirectTo } = await request<{ redirectTo: string }>("POST", "/session/sso", { body: input });
  window.location.assign(redirectTo);
}

interface Question<Options> {
  options: Options;
  ticket: string;
}

/** False where a browser has no passkeys, and on addresses without encryption, where it gives none. */
export const hasPasskeys = (): boolean => "PublicKeyCredential" in window && window.isSecureContext;

async function answerTo({ options, ticket }: Question<PublicKeyCredentialRequestOptionsJSON>) {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  return { ticket, response: await startAuthentication({ optionsJSON: options }) };
}

/** Signs in with a passkey; with the ticket of a password that was right, as the second step. */
export async function signInWithPasskey(ticket?: string): Promise<Me> {
  const body = ticket === undefined ? {} : { ticket };
  const question = await request<Question<PublicKeyCredentialRequestOptionsJSON>>("POST", "/session/passkey/options", { body });
  return request<Me>("POST", "/session/passkey", { body: await answerTo(question) });
}

/** How the second factor stands, and whether it may be changed now. */
export interface Confirmation {
  confirmed: boolean;
  by: (SignInStep | "password")[];
  totp: boolean;
  passkeys: number;
  recoveryCodes: number;
  hasPassword: boolean;
  required: boolean;
}
export const confirmationQuery = queryOptions({
  queryKey: accountKeys.confirmation,
  queryFn: ({ signal }) => request<Confirmation>("GET", "/me/confirmation", { signal }),
  staleTime: 0,
});
export const confirm = (proof: { password: string } | { code: string }) => request<void>("POST", "/me/confirmation", { body: proof });
export async function confirmWithPasskey(): Promise<void> {
  const question = await request<Question<PublicKeyCredentialRequestOptionsJSON>>("POST", "/me/confirmation/passkey");
  await request<void>("POST", "/me/confirmation", { body: { passkey: await answerTo(question) } });
}

export const beginTotp = () => request<{ secret: string; uri: string }>("POST", "/me/totp");
export const finishTotp = (code: string) => request<{ recoveryCodes: string[] }>("POST", "/me/totp/confirmation", { body: { code } });
export const removeTotp = () => request<void>("DELETE", "/me/totp");
export const newRecoveryCodes = () => request<{ recoveryCodes: string[] }>("POST", "/me/recovery-codes");

export interface Passkey {
  id: string;
  name: string;
  synced: boolean;
  createdAt: string;
  lastUsedAt: string | null;
}
export const passkeysQuery = queryOptions({
  queryKey: accountKeys.passkeys,
  queryFn: ({ signal }) => request<{ items: Passkey[] }>("GET", "/me/passkeys", { signal }),
});
export async function addPasskey(): Promise<Passkey> {
  const question = await request<Question<PublicKeyCredentialCreationOptionsJSON>>("POST", "/me/passkeys/options");
  const { startRegistration } = await import("@simplewebauthn/browser");
  const response = await startRegistration({ optionsJSON: question.options });
  return request<Passkey>("POST", "/me/passkeys", { body: { ticket: question.ticket, response } });
}
export const removePasskey = (id: string) => request<void>("DELETE", `/me/passkeys/${id}`);
export const endOtherSignIns = () => request<{ sessions: number }>("DELETE", "/me/sign-ins");

export interface Invitation {
  id: string;
  email: string;
  role: Role;
  language: Language;
  teamIds: string[];
  createdBy: string | null;
  createdAt: string;
  expiresAt: string;
}
export interface InvitationLink {
  invitation: Invitation;
  link: string;
}
export const invitationsQuery = queryOptions({
  queryKey: accountKeys.invitations,
  queryFn: ({ signal }) => request<{ items: Invitation[] }>("GET", "/invitations", { signal }),
});
export const invite = (input: { email: string; role: Role; language: Language }) =>
  request<InvitationLink>("POST", "/invitations", { body: input });
export const renewInvitation = (id: string) => request<InvitationLink>("POST", `/invitations/${id}/link`);
export const revokeInvitation = (id: string) => request<void>("DELETE", `/invitations/${id}`);

/** What a guest is shown. */
export interface InvitationFacts {
  email: string;
  role: Role;
  language: Language;
  organization: string;
  expiresAt: string;
  sso: { id: string; name: string } | null;
}
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => request<InvitationFacts>("POST", "/invitations/look", { body: { token }, signal }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
export const acceptInvitation = (input: { token: string; name: string; password: string; language: Language }) =>
  request<Me>("POST", "/invitations/accept", { body: input });

export const askForReset = (email: string) => request<void>("POST", "/password-resets/ask", { body: { email } });
export const resetQuery = (token: string) =>
  queryOptions({
    queryKey: ["password-reset", token],
    queryFn: ({ signal }) => request<{ email: string; name: string }>("POST", "/password-resets/look", { body: { token }, signal }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
export const finishReset = (input: { token: string; password: string }) =>
  request<void>("POST", "/password-resets/finish", { body: input });
export const askedResetsQuery = queryOptions({
  queryKey: accountKeys.askedResets,
  queryFn: ({ signal }) => request<{ items: { userId: string; requestedAt: string }[] }>("GET", "/password-resets", { signal }),
});
export const issueReset = (userId: string) =>
  request<{ link: string; expiresAt: string }>("POST", "/password-resets", { body: { userId } });

/** Changes a colleague, as administrator. Disabling ends every way in. */
export const updateUser = (id: string, patch: { role?: Role; disabled?: boolean }) =>
  request<User>("PATCH", `/users/${id}`, { body: patch });

export interface SecondFactorOf {
  userId: string;
  totp: boolean;
  passkeys: number;
}
export const secondFactorsQuery = queryOptions({
  queryKey: accountKeys.secondFactors,
  queryFn: ({ signal }) => request<{ items: SecondFactorOf[] }>("GET", "/users/second-factors", { signal }),
});
export const resetSecondFactor = (userId: string) => request<void>("DELETE", `/users/${userId}/second-factor`);

export interface SsoProvider {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  hasSecret: boolean;
  domains: string[];
  trustsEmail: boolean;
  joinRole: "manager" | "rep" | null;
  enabled: boolean;
}
export interface SsoSettings {
  provider: SsoProvider | null;
  callbackUrl: string;
}
export const ssoQuery = queryOptions({
  queryKey: accountKeys.sso,
  queryFn: ({ signal }) => request<SsoSettings>("GET", "/sso", { signal }),
});
export const saveSso = (input: Omit<SsoProvider, "id" | "hasSecret"> & { clientSecret?: string }) =>
  request<SsoProvider>("PUT", "/sso", { body: input });
export const removeSso = () => request<void>("DELETE", "/sso");
