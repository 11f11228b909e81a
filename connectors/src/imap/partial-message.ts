import type { FetchBodyPartQuery, MessageStructureObject } from "imapflow";
import { OMITTED_HEADER } from "../mime/body.ts";

/** Of one text, in bytes as transferred. Longer ones are cut. */
const TEXT_LIMIT = 1024 * 1024;
/** Parts that are asked for. A message of more, over the size limit as well, is not worth its command line. */
const MAX_PARTS = 100;

/** Which sections of a large message to ask for, and how to make a message of them again. */
export interface PartialPlan {
  /** Beside the header: texts, and the MIME headers of all parts. */
  sections: FetchBodyPartQuery[];
  /**
   * A message with the original header and structure. Parts that were left out have their MIME header with {@link OMITTED_HEADER} and no body.
   * @param sections by the lower-case keys of `sections`
   */
  assemble(header: Buffer, sections: ReadonlyMap<string, Buffer>): Buffer;
}

/** Plans the reading of a message over the size limit by its BODYSTRUCTURE (RFC 9051 section 7.5.2): header and texts, no attachments. */
export function planPartialFetch(structure: MessageStructureObject): PartialPlan {
  const sections: FetchBodyPartQuery[] = [];
  const assembleRoot = plan(structure, "", sections);
  return { sections, assemble: (header, found) => assembleRoot(header, found) };
}

type Assemble = (header: Buffer, sections: ReadonlyMap<string, Buffer>) => Buffer;

/** @param path part number of the node, empty for the message itself (whose header is asked for apart) */
function plan(node: MessageStructureObject, path: string, sections: FetchBodyPartQuery[]): Assemble {
  const children = node.type.startsWith("multipart/") ? (node.childNodes ?? []) : [];
  const boundary = node.parameters?.["boundary"];
  if (children.length > 0 && boundary !== undefined) {
    const parts = children.slice(0, MAX_PARTS).flatMap((child, index) => {
      if (sections.length >= MAX_PARTS) return [];
      const childPath = child.part ?? (path === "" ? String(index + 1) : `${path}.${index + 1}`);
      sections.push({ key: `${childPath}.MIME` });
      return [{ childPath, assemble: plan(child, childPath, sections) }];
    });
    return (header, found) =>
      Buffer.concat([
        closed(header),
        ...parts.flatMap(({ childPath, assemble }) => [
          Buffer.from(`\r\n--${boundary}\r\n`),
          assemble(found.get(`${childPath}.mime`) ?? Buffer.alloc(0), found),
        ]),
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]);
  }
  if (!isText(node)) return (header) => closed(header, `${OMITTED_HEADER}: yes\r\n`);
  const key = path === "" ? "1" : path;
  sections.push({ key, maxLength: TEXT_LIMIT });
  return (header, found) => Buffer.concat([closed(header), found.get(key) ?? Buffer.alloc(0)]);
}

function isText(node: MessageStructureObject): boolean {
  return /^text\/(plain|html|calendar)$/.test(node.type) && node.disposition !== "attachment";
}

/** A header block with exactly one empty line at its end. */
function closed(header: Buffer, added = ""): Buffer {
  const text = header.toString("latin1").replace(/[\r\n]+$/, "");
  return Buffer.from(`${text}${text === "" ? "" : "\r\n"}${added}\r\n`, "latin1");
}
