import { linkify } from "./linkify.ts";
import classes from "./message-body.module.css";

/** Plain text as it was written, with links that can be clicked. */
export function PlainText({ text }: { text: string }) {
  return (
    <div className={classes.text}>
      {linkify(text).map((part, index) =>
        part.type === "link" ? (
          // Parts have no identity but their place.
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </div>
  );
}
