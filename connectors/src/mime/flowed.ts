/**
 * Undoes `format=flowed` (RFC 3676): lines that end with a blank continue on the next line of the same quote depth, the signature
 * separator `-- ` never does, stuffed blanks are removed. Text without that parameter stays as it is.
 */
export function unfoldFlowed(text: string, parameters: ReadonlyMap<string, string>): string {
  if (parameters.get("format")?.trim().toLowerCase() !== "flowed") return text;
  const deleteSpace = parameters.get("delsp")?.trim().toLowerCase() === "yes";
  const paragraphs: string[] = [];
  let pieces: string[] | null = null; // of the paragraph that goes on
  let openDepth = 0;
  const close = () => {
    if (pieces) paragraphs.push(pieces.join(""));
    pieces = null;
  };
  for (const line of text.split("\n")) {
    const depth = quoteDepth(line);
    const rest = line[depth] === " " ? line.slice(depth + 1) : line.slice(depth);
    if (pieces && depth !== openDepth) close();
    if (rest === "-- ") {
      close();
      paragraphs.push(quote(depth) + rest);
      continue;
    }
    const flows = rest.endsWith(" ");
    pieces ??= [quote(depth)];
    pieces.push(flows && deleteSpace ? rest.slice(0, -1) : rest);
    openDepth = depth;
    if (!flows) close();
  }
  close();
  return paragraphs.join("\n");
}

function quoteDepth(line: string): number {
  let depth = 0;
  while (line[depth] === ">") depth++;
  return depth;
}

const quote = (depth: number) => (depth === 0 ? "" : `${">".repeat(depth)} `);
