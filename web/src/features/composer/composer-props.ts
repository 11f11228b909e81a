import type { RecordInput } from "../../api/interactions.ts";
import type { Contact } from "../../api/types.ts";

/** What a form of the composer gets. */
export interface ComposerFormProps {
  /** Under which the unfinished words are kept. */
  draftKey: string;
  people: readonly Contact[];
  /** Where the new entry belongs. */
  links: NonNullable<RecordInput["links"]>;
  /** Why the last attempt failed. */
  error: unknown;
  /** Sends; `words` are the form's values, which come back when the hub refuses. */
  onRecord: (input: RecordInput, words: object) => void;
  onCancel: () => void;
}
