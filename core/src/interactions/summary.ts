import { excerpt } from "../safe-text.ts";

/** Words of a timeline line, in the language of the interaction. An empty title is for the interface to fill ("Phone call"). */
export interface Summary {
  title: string;
  preview: string;
}

const TITLE = 200;
const PREVIEW = 200;

/** Title and preview from a subject and a text. Without a subject the first line of the text is the title, and the preview what follows. */
export function summary(subject: string, text: string | null | undefined): Summary {
  const body = (text ?? "").trim();
  const title = excerpt(subject, TITLE);
  if (title !== "") return { title, preview: excerpt(body, PREVIEW) };
  const end = body.indexOf("\n");
  const firstLine = end < 0 ? body : body.slice(0, end);
  return { title: excerpt(firstLine, TITLE), preview: excerpt(body.slice(firstLine.length), PREVIEW) };
}
