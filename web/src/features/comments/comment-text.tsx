import { findMentions } from "@kronika/core/mentions.ts";
import type { Ref } from "../../api/types.ts";
import { linkify } from "../interactions/linkify.ts";
import classes from "./comments.module.css";

/** What was said: as text, with the names of those who were told marked. */
export function CommentText({ text, mentions }: { text: string; mentions: readonly Ref[] }) {
  const parts: { text: string; named: boolean }[] = [];
  let at = 0;
  for (const { start, end } of findMentions(text, mentions)) {
    parts.push({ text: text.slice(at, start), named: false }, { text: text.slice(start, end), named: true });
    at = end;
  }
  parts.push({ text: text.slice(at), named: false });
  return (
    <p className={classes.text}>
      {parts.map((part, index) =>
        // The parts of one text have no identity but their place.
        part.named ? (
          <span key={index} className={classes.named}>
            {part.text}
          </span>
        ) : (
          <Plain key={index} text={part.text} />
        ),
      )}
    </p>
  );
}

function Plain({ text }: { text: string }) {
  return (
    <>
      {linkify(text).map((part, index) =>
        part.type === "link" ? (
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
