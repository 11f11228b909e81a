import type { Evidence } from "../../api/types.ts";
import { useCodes } from "../../i18n/codes.ts";
import { evidenceCode, evidenceDetails, threadDoubts } from "./evidence.ts";

/** A reason or a piece of evidence in words, with what the rule looked at. */
export function EvidenceLine({ group, evidence }: { group: "captureReason" | "evidence"; evidence: Evidence }) {
  const code = useCodes();
  const doubts = threadDoubts(evidence).map((doubt) => code("threadDoubt", doubt));
  const details = evidenceDetails(evidence);
  return (
    <li>
      <span>
        {code(group, evidenceCode(evidence))}
        {doubts.length > 0 ? ` (${doubts.join(", ")})` : null}
      </span>
      {details.length > 0 ? <code>{details.join(", ")}</code> : null}
    </li>
  );
}
