import { codeOf, messageOf } from "../failure.ts";

/**
 * Says in one sentence why a database cannot be used, and what to do.
 * @param name where its address came from, e.g. `DATABASE_URL`
 * @param url never shown whole: it carries the password
 */
export function describeDatabaseError(thrown: unknown, url: string, name: string): string {
  const error = rootCause(thrown);
  const { hostname, port, username, pathname } = new URL(url);
  const server = `${hostname || "localhost"}:${port || 5432}`;
  const database = decodeURIComponent(pathname.slice(1)) || username;
  switch (codeOf(error)) {
    case "ECONNREFUSED":
      return `Nothing answers at ${server} (${name}): start PostgreSQL there, or correct ${name}.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `There is no machine called ${hostname} (${name}): correct the name in ${name}.`;
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return `${server} cannot be reached (${name}): check the network and its firewall.`;
    case "28P01":
      return `PostgreSQL at ${server} refuses the password of "${decodeURIComponent(username)}": correct it in ${name}.`;
    case "28000":
      return `PostgreSQL at ${server} does not let "${decodeURIComponent(username)}" in (${messageOf(error)}): check the login in ${name} and the server's pg_hba.conf.`;
    case "3D000":
      return `PostgreSQL at ${server} has no database "${database}": create it (CREATE DATABASE "${database}"), or correct ${name}.`;
    case "42501":
      return `The login "${decodeURIComponent(username)}" in ${name} may not change the tables (${messageOf(error)}): set DATABASE_OWNER_URL to the owner's login.`;
    case "53300":
      return `PostgreSQL at ${server} has no free connection: raise its max_connections.`;
    case "53100":
      return `The disk of PostgreSQL at ${server} is full: free some space there.`;
    default:
      return /timeout/i.test(messageOf(error))
        ? `${server} does not answer (${name}): check the network and its firewall.`
        : `The database at ${server} (${name}) cannot be used: ${messageOf(error)}.`;
  }
}

/** drizzle wraps the server's error in one whose message is the whole statement. */
function rootCause(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? rootCause(error.cause) : error;
}
