import { describe, expect, test } from "vitest";
import { replyText } from "./reply-text.ts";
import { corpusFile, corpusFiles, corpusIsMissing } from "./testing/corpus.ts";

/**
 * What is new in each mail, labelled by reading it: numbers of the lines that stay. `all` is a mail without quote and signature.
 * Left out: mails in HTML (this is about plain text), and a template that is no mail.
 */
const EXPECTED: Record<string, Record<string, string>> = {
  "replies-crisp": {
    "test_fixtures_correct_sig.txt": "1",
    "test_fixtures_email_11.txt": "1-5",
    "test_fixtures_email_12.txt": "1-5",
    "test_fixtures_email_14.txt": "1-5",
    "test_fixtures_email_15.txt": "1-5",
    "test_fixtures_email_2.txt": "1,9-34",
    "test_fixtures_email_21.txt": "all",
    "test_fixtures_email_22.txt": "1-5",
    "test_fixtures_email_24.txt": "1-5",
    "test_fixtures_email_25.txt": "1-5",
    "test_fixtures_email_4.txt": "1",
    "test_fixtures_email_5.txt": "all",
    "test_fixtures_email_6.txt": "1-3",
    "test_fixtures_email_7.txt": "1-5",
    "test_fixtures_email_8.txt": "1-5",
    "test_fixtures_email_custom_quote_header.txt": "1",
    "test_fixtures_email_customer_quote_header_2.txt": "1",
    "test_fixtures_email_danish_dash_separator.txt": "1-5",
    "test_fixtures_email_french_dash_separator.txt": "1-5",
    "test_fixtures_email_german_3.txt": "1-5",
    "test_fixtures_email_german_outlook.txt": "1-5",
    "test_fixtures_email_ios_outlook.txt": "1-5",
    "test_fixtures_email_ios_outlook_fr.txt": "1-5",
    "test_fixtures_email_iphone.txt": "1",
    "test_fixtures_email_multi_word_sent_from_my_mobile_device.txt": "1",
    "test_fixtures_email_norwegian_gmail.txt": "1-5",
    "test_fixtures_email_not_a_signature.txt": "all",
    "test_fixtures_email_original_message_2.txt": "1-5",
    "test_fixtures_email_reply_header.txt": "1-11",
    "test_fixtures_email_russian.txt": "1-5",
    "test_fixtures_email_thread.txt": "1",
    "test_fixtures_email_tricky_14_long_quote_header.txt": "1-5",
    "test_fixtures_email_tricky_18_inline_reply.txt": "4,8,12",
    "test_fixtures_email_tricky_4_from_in_body.txt": "all",
    "test_fixtures_email_tricky_5_mixed_languages.txt": "1-5",
    "test_fixtures_email_tricky_6_regards_in_sentence.txt": "all",
    "test_fixtures_email_tricky_7_multiple_dashes.txt": "all",
    "test_fixtures_email_tricky_8_sent_from_in_content.txt": "all",
  },
  "replies-github": {
    "test_emails_email_1_4.txt": "1",
    "test_emails_email_1_6.txt": "1-3",
    "test_emails_email_1_7.txt": "1",
    "test_emails_email_1_8.txt": "13,19",
    "test_emails_email_2_1.txt": "1",
    "test_emails_email_bullets.txt": "1-9",
    "test_emails_email_iPhone.txt": "1",
    "test_emails_greedy_on.txt": "1-6",
  },
  "replies-talon": {
    "tests_fixtures_standard_replies_aol.eml": "15",
    "tests_fixtures_standard_replies_apple_mail.eml": "11",
    "tests_fixtures_standard_replies_apple_mail_2.eml": "15",
    "tests_fixtures_standard_replies_gmail.eml": "15",
    "tests_fixtures_standard_replies_hotmail.eml": "18",
    tests_fixtures_standard_replies_iphone_reply_text: "1",
    tests_fixtures_standard_replies_sparrow_reply_text: "1",
  },
  "replies-zapier": {
    "test_emails_correct_sig.txt": "1",
    "test_emails_email_1_1.txt": "1-5",
    "test_emails_email_1_2.txt": "1,9-34",
    "test_emails_email_1_3.txt": "1-3",
    "test_emails_email_1_6.txt": "1-3",
    "test_emails_email_1_7.txt": "1",
    "test_emails_email_1_8.txt": "13,19",
    "test_emails_email_2_1.txt": "1",
    "test_emails_email_2_2.txt": "1",
    "test_emails_email_2_3.txt": "1",
    "test_emails_email_BlackBerry.txt": "1",
    "test_emails_email_gmail.txt": "1",
    "test_emails_email_sent_from_my_not_signature.txt": "all",
    "test_emails_greedy_on.txt": "1-6",
  },
};
const NO_PLAIN_TEXT = /\.html$|with_date_headers/;

/** Read differently from the label, with the reason. */
const KNOWN_DEVIATIONS = new Map([
  [
    "test_fixtures_email_7.txt",
    "a wrapped quote goes on in lower case behind a full stop: people answer like that, and losing an answer is worse",
  ],
]);

const words = (text: string) => text.replace(/\s+/g, " ").trim();

/** The first text part of the few simple mails of one corpus (all 7bit), else the file itself. */
function plainText(file: string, content: string): string {
  if (!file.endsWith(".eml")) return content;
  const [head = "", ...rest] = content.split(/\r?\n\r?\n/);
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1];
  if (boundary === undefined) return rest.join("\n\n");
  const [, part = ""] = content.split(`--${boundary}\n`);
  return part.slice(part.indexOf("\n\n") + 2);
}

function labelled(content: string, ranges: string): string {
  if (ranges === "all") return content;
  const lines = content.split("\n");
  return ranges
    .split(",")
    .map((range) => range.split("-").map(Number))
    .map(([first = 1, last = first]) => lines.slice(first - 1, last).join("\n"))
    .join("\n");
}

describe.each(Object.entries(EXPECTED))("what is new in %s", (corpus, expected) => {
  test.skipIf(corpusIsMissing(corpus))("every mail as labelled, or named with the reason", async ({ annotate }) => {
    const wrong: string[] = [];
    const files = corpusFiles(corpus).filter((file) => !NO_PLAIN_TEXT.test(file));
    for (const file of files) {
      const content = corpusFile(corpus, file).toString("utf8");
      const label = expected[file];
      expect(label, `${file} has no label`).toBeDefined();
      if (words(replyText(plainText(file, content)).replyText) !== words(labelled(content, label ?? ""))) wrong.push(file);
    }
    await annotate(`${files.length - wrong.length} of ${files.length} mails (${(100 - (100 * wrong.length) / files.length).toFixed(1)} %)`);
    expect(wrong).toEqual(files.filter((file) => KNOWN_DEVIATIONS.has(file)));
  });
});
