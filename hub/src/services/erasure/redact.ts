import { initiatorOf } from "@kronika/core/interactions/participants.ts";
import { replyText } from "@kronika/core/reply-text.ts";
import type { Prepared } from "../interactions/recording/prepare.ts";
import { ERASED_WORD, patternOf } from "./remove.ts";

type Content = Prepared["item"]["content"];

/**
 * What may come in of an item in which somebody took part who was erased. What he wrote, organised or asked for is his and stays out; so does
 * what had no other reader outside. Else the others' history keeps it without him: he stands there as {@link ERASED_WORD}, his addresses and
 * the names that the item gives him are taken out of its words, and of a mail only what is new in it stays, as what it quotes may be his.
 * @param erased addresses and phone numbers of the item whose owner was erased
 * @param isOurs whether an address is the organisation's own
 * @returns null for what stays out whole
 */
export function withoutErased(prepared: Prepared, erased: ReadonlySet<string>, isOurs: (address: string) => boolean): Prepared | null {
  const { item, participants } = prepared;
  const isErased = ({ address, phone }: { address?: string | undefined; phone?: string | undefined }) =>
    (address !== undefined && erased.has(address)) || (phone !== undefined && erased.has(phone));
  const initiator = initiatorOf(item.content);
  if (initiator !== null && isErased(initiator)) return null;
  const others = participants.some((one) => !isErased(one) && one.address !== undefined && one.role !== "bcc" && !isOurs(one.address));
  if (!others) return null;
  const names = participants.filter(isErased).flatMap(({ name }) => name ?? []);
  const scrub = scrubber([...erased, ...names]);
  return {
    ...prepared,
    item: { ...item, content: redacted(item.content, (one) => !isErased(one), scrub) },
    participants: participants.map((one) => (isErased(one) ? { role: one.role, name: ERASED_WORD } : one)),
    addresses: prepared.addresses.filter((address) => !erased.has(address)),
  };
}

function redacted(
  content: Content,
  stays: (one: { address?: string; phone?: string }) => boolean,
  scrub: (text: string) => string,
): Content {
  const words = <T extends string | null | undefined>(text: T) => (typeof text === "string" ? scrub(text) : text);
  const kept = <T extends object>(people: readonly T[]): T[] => people.filter(stays);
  switch (content.kind) {
    case "email": {
      const subject = scrub(content.subject);
      const text = scrub(content.replyText ?? replyText(content.text ?? "", { subject: content.subject }).replyText);
      return {
        ...content,
        subject,
        text,
        replyText: text,
        html: null,
        to: kept(content.to),
        cc: kept(content.cc),
        bcc: kept(content.bcc),
        replyTo: kept(content.replyTo),
        attachments: content.attachments.map((one) => ({ ...one, filename: words(one.filename) })),
      };
    }
    case "meeting":
      return {
        ...content,
        subject: scrub(content.subject),
        text: words(content.text),
        location: words(content.location),
        attendees: kept(content.attendees),
      };
    case "note":
      return { ...content, subject: scrub(content.subject), text: words(content.text) };
    case "call": {
      const phone = content.phoneNumber;
      return {
        ...content,
        subject: scrub(content.subject),
        text: words(content.text),
        participants: kept(content.participants),
        phoneNumber: phone != null && !stays({ phone }) ? null : phone,
      };
    }
    default:
      return { ...content, subject: scrub(content.subject), text: words(content.text), participants: kept(content.participants) };
  }
}

/** Replaces every occurrence of these words, whatever their case. */
function scrubber(words: readonly string[]): (text: string) => string {
  const needles = words.map((word) => word.trim()).filter((word) => word.length > 2);
  if (needles.length === 0) return (text) => text;
  const pattern = new RegExp(patternOf(needles), "gi");
  return (text) => text.replace(pattern, ERASED_WORD);
}
