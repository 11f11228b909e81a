import type { Actor } from "../context.ts";

/** Who may give or take ways in (tokens, passwords, approvals of programs): a person who is signed in, never a token. */
export const maySign = (actor: Actor): actor is Extract<Actor, { kind: "user" }> => actor.kind === "user";

/** A token never may more than its person: `admin` is for administrators. */
export const mayGiveScope = (role: "admin" | "manager" | "rep", scope: string): boolean => scope !== "admin" || role === "admin";
