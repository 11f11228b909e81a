import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { classifyMail } from "../mail-kind.ts";
import { corpusFile, corpusFiles, corpusIsMissing } from "../testing/corpus.ts";
import { readFacts } from "../testing/parse-mail.ts";

/**
 * What each of the 409 mails is: kind, failed recipients, and the most exact status codes that it states (any of them is right). The
 * recipients and codes were taken from the machine-readable fields where there are some, else by reading; `-` is "not stated".
 */
const labels = new Map(
  readFileSync(new URL("./bounces.labels.tsv", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split("\t"))
    .map(([file = "", kind = "", recipients = "", statuses = ""]) => [
      file,
      { kind, recipients: recipients.split("|"), statuses: statuses.split("|") },
    ]),
);

interface Row {
  file: string;
  system: string;
  kind: boolean;
  recipient: boolean | null;
  status: boolean | null;
}

/** Read differently from the label, with the reason. */
const KNOWN: Record<"kind" | "recipient" | "status", Record<string, string>> = {
  kind: {
    "maildir_bsd_arf-22.eml": "a complaint in a provider's own form, with nothing that marks it as automatic",
    "maildir_bsd_arf-23.eml": "as above",
    "maildir_bsd_lhost-fml-02.eml": "a mailing list's refusal in its own words, with nothing that marks it as automatic",
  },
  recipient: { "maildir_bsd_lhost-x1-02.eml": "the MIME structure is broken and its text is lost" },
  status: {},
};

test.skipIf(corpusIsMissing("bounces"))(
  "delivery reports of 90 mail systems are told from other mail, with recipient and status",
  async ({ annotate }) => {
    const rows: Row[] = [];
    for (const file of corpusFiles("bounces")) {
      const label = labels.get(file);
      expect(label, `${file} has no label`).toBeDefined();
      const verdict = classifyMail(await readFacts(corpusFile("bounces", file)));
      const { recipients = [], statuses = [], kind } = label ?? {};
      const isBounce = kind === "bounce";
      const { recipient = null, status = null } = verdict.bounce ?? {};
      rows.push({
        file,
        system: /_(lhost-\w+|rhost|rfc\d+|arf|err|not|to-be)/.exec(`_${file}`)?.[1] ?? "other",
        kind: verdict.kind === kind,
        recipient: isBounce ? recipients.includes(recipient ?? "-") : null,
        status: isBounce ? statuses.includes(status ?? "-") : null,
      });
    }
    for (const what of ["kind", "recipient", "status"] as const) await annotate(`${what}: ${share(rows, what)}`);
    await annotate(`by system: ${bySystem(rows)}`);
    for (const what of ["kind", "recipient", "status"] as const) {
      const wrong = rows.filter((row) => row[what] === false && !(row.file in KNOWN.kind && what !== "kind")).map(({ file }) => file);
      expect({ [what]: wrong }).toEqual({ [what]: Object.keys(KNOWN[what]) });
    }
  },
);

function share(rows: readonly Row[], what: "kind" | "recipient" | "status"): string {
  const judged = rows.filter((row) => row[what] !== null);
  const right = judged.filter((row) => row[what]);
  return `${right.length} of ${judged.length} (${((100 * right.length) / judged.length).toFixed(1)} %)`;
}

function bySystem(rows: readonly Row[]): string {
  const systems = Map.groupBy(rows, ({ system }) => system);
  return [...systems]
    .map(
      ([system, own]) =>
        `${system} ${own.filter((row) => row.kind && row.recipient !== false && row.status !== false).length}/${own.length}`,
    )
    .join(", ");
}
