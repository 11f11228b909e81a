import { gmailHost } from "./gmail/gmail.ts";
import type { Host, HostId } from "./host.ts";

/** The hosts that can be read. A host without an entry answers "not understood": honest, until its folder is written. */
export const hosts: Partial<Record<HostId, Host>> = { gmail: gmailHost };

export const hostIds = ["gmail", "outlook", "google-calendar", "outlook-calendar"] as const satisfies readonly HostId[];
