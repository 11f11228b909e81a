import type { Identity } from "@kronika/core/identities.ts";
import type { InteractionContent } from "@kronika/core/interactions/index.ts";
import type { Actor } from "../../../context.ts";
import type { Tx } from "../../../db/database.ts";

/** The way in. One interaction may have come several ways; each is kept as a copy. */
export type RecordSource = "mailbox" | "calendar" | "extension" | "manual" | "import" | "api";

/** What the capture policy wants to know besides the content. Absent = not known. */
export interface RecordFacts {
  folder?: string | undefined;
  folderRole?: string | undefined;
  labels?: readonly string[] | undefined;
  private?: boolean | undefined;
  sensitivity?: string | undefined;
  /** Why a mail is bulk, automatic, ...: reasons of core/mail-kind.ts. */
  kindReasons?: readonly string[] | undefined;
  /** Capture mode of the mailbox. */
  mode?: "all" | "known-customers" | "replies-to-recorded" | "labelled" | "none" | undefined;
}

/** One thing that happened, on its way in. */
export interface RecordItem {
  content: InteractionContent;
  source: RecordSource;
  /** Whose copy this is: the owner sees it whole. Null for what belongs to nobody (an import by the administrator). */
  ownerId: string | null;
  /** Made by the client that records: a repeat with the same id is the same interaction. */
  clientId?: string | undefined;
  /** The provider's ids besides those in the content. */
  identities?: readonly Identity[] | undefined;
  connectionId?: string | undefined;
  /** Only its owners shall see it. */
  private?: boolean | undefined;
  facts?: RecordFacts | undefined;
  /** Where the person says it belongs. */
  links?:
    | {
        customerIds?: readonly string[] | undefined;
        contactIds?: readonly string[] | undefined;
        opportunityIds?: readonly string[] | undefined;
      }
    | undefined;
  /** For the audit trail, when it is not the actor of the context (several people's items in one batch). */
  actor?: Actor | undefined;
}

/** A reason of the capture policy, as it is kept and shown: stable code, and what the rule looked at. */
export interface RecordReason {
  code: string;
  rule?: string | undefined;
  address?: string | undefined;
}

export interface RecordedLink {
  target: "customer" | "contact" | "opportunity";
  id: string;
  name: string;
  chosen: boolean;
  score: number;
  evidence: readonly Record<string, unknown>[];
  /** `person`: the recorder stated it. */
  decidedBy?: "rule" | "person" | undefined;
}

/** What became of one item. */
export interface RecordResult {
  state: "recorded" | "skipped";
  /** False when the interaction stood already: this was another copy or a repeat. */
  created: boolean;
  interactionId: string | null;
  reasons: RecordReason[];
  links: RecordedLink[];
  /** Outside addresses of a skipped item, so that a later contact can pull it in. */
  outsideAddresses: string[];
}

export interface RecordOptions {
  /**
   * Runs in the same transaction after everything is written, results in the order of the items: where the sync settles its ledger.
   */
  settle?: (tx: Tx, results: readonly RecordResult[]) => Promise<void>;
}
