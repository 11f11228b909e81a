import type { MailAddress } from "@kronika/core/addresses.ts";
import type { Expectation, HostId, View } from "./hosts/host.ts";
import type { Reason } from "./hub-types.ts";

/** What the panel may know of the page beside it. Of mail that is excluded: only that it is. */
export interface PageState {
  host: HostId;
  view: View;
  /** Null when no message is open, or when it is excluded. */
  message: { providerId: string | null; subject: string | null; people: MailAddress[] } | null;
  /** Why the open message is left alone. */
  excluded: Reason[] | null;
  missing: string[];
  expectations: Expectation[];
  account: string | null;
}
