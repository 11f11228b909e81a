import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { AppEnv } from "../http.ts";
import { SESSION_SECONDS } from "../services/auth/sessions.ts";

export const SESSION_COOKIE = "kronika_session";

/** No script reads it, no other site sends it with a write, no plain connection carries it when the hub is on https. */
const attributes = (c: Context<AppEnv>) =>
  ({ httpOnly: true, sameSite: "Lax", path: "/", secure: c.get("deps").publicUrl.startsWith("https:") }) as const;

export const readSessionCookie = (c: Context<AppEnv>): string | undefined => getCookie(c, SESSION_COOKIE);

export const setSessionCookie = (c: Context<AppEnv>, secret: string): void =>
  setCookie(c, SESSION_COOKIE, secret, { ...attributes(c), maxAge: SESSION_SECONDS });

export function clearSessionCookie(c: Context<AppEnv>): void {
  deleteCookie(c, SESSION_COOKIE, attributes(c));
}
