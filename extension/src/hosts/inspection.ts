import type { HostId, PageMessage, View } from "./host.ts";
import { readers } from "./registry.ts";

/** How a page is read, in the shape that `pnpm inspect:page` promises. Fields that are not known are absent. */
export interface Inspection {
  host: HostId;
  view: View;
  /** What should be there and was not found. */
  missing: string[];
  messages?: InspectedMessage[];
  compose?: { to: Address[]; cc?: Address[]; bcc?: Address[]; subject?: string; text?: string; isReply: boolean };
}

type Address = { name?: string | undefined; address: string };

interface InspectedMessage {
  providerId?: string;
  threadId?: string;
  subject?: string;
  from?: Address;
  to?: Address[];
  cc?: Address[];
  bcc?: Address[];
  date?: string;
  text?: string;
  attachments?: { filename: string }[];
  /** Only the head is shown; there is no text to be had. */
  collapsed?: true;
}

/** Reads a page in the shape of `inspect:page`. */
export function inspect(id: HostId, root: Document, url: string): Inspection {
  const reader = readers[id];
  if (reader === undefined) return { host: id, view: "not-understood", missing: [] };
  const { view, missing, messages } = reader.host.read(root, url);
  const compose = reader.host.page(url) === "other" ? null : reader.readCompose(root);
  const isOpen = view === "thread" || view === "message";
  return {
    host: id,
    // A draft over a list is what the person looks at; under a conversation it is a part of it.
    view: compose !== null && !isOpen ? "compose" : view,
    missing: compose === null || isOpen ? missing : compose.subject === null ? ["subject"] : [],
    ...(isOpen ? { messages: messages.map(inspectMessage) } : {}),
    ...(compose === null
      ? {}
      : {
          compose: {
            to: compose.to,
            ...(compose.cc.length > 0 ? { cc: compose.cc } : {}),
            ...(compose.bcc.length > 0 ? { bcc: compose.bcc } : {}),
            ...(compose.subject === null ? {} : { subject: compose.subject }),
            ...(compose.text === null ? {} : { text: compose.text }),
            isReply: compose.isReply,
          },
        }),
  };
}

function inspectMessage(message: PageMessage): InspectedMessage {
  const known = Object.entries({
    providerId: message.providerId,
    threadId: message.threadId,
    subject: message.subject,
    from: message.from,
    date: message.date,
    text: message.text,
  }).filter(([, value]) => value !== null);
  if (message.collapsed) return { ...Object.fromEntries(known), collapsed: true };
  const people = Object.entries({ to: message.to, cc: message.cc, bcc: message.bcc }).filter(([, list]) => list.length > 0);
  return { ...Object.fromEntries([...known, ...people]), attachments: message.attachments };
}
