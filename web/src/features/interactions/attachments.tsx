import {
  IconDownload,
  IconFile,
  IconFileSpreadsheet,
  IconFileText,
  IconFileTypePdf,
  IconFileZip,
  IconPhoto,
  type Icon,
} from "@tabler/icons-react";
import { createElement } from "react";
import { useTranslation } from "react-i18next";
import { attachmentUrl } from "../../api/interactions.ts";
import type { Attachment } from "../../api/types.ts";
import { useFormat } from "../../format/context.tsx";
import classes from "./message-body.module.css";

function shapeOf({ contentType, filename }: Attachment): Icon {
  const type = contentType ?? "";
  if (type === "application/pdf" || filename?.toLowerCase().endsWith(".pdf")) return IconFileTypePdf;
  if (type.startsWith("image/")) return IconPhoto;
  if (/spreadsheet|excel|csv/.test(type)) return IconFileSpreadsheet;
  if (/zip|compressed|x-7z|x-rar/.test(type)) return IconFileZip;
  return type.startsWith("text/") || type.includes("word") ? IconFileText : IconFile;
}

/** What came along, to be downloaded where its content was kept. Pictures that belong to the text are not listed. */
export function Attachments({ interactionId, items }: { interactionId: string; items: readonly Attachment[] }) {
  const { t } = useTranslation();
  const shown = items.filter((item) => !item.inline);
  if (shown.length === 0) return null;
  return (
    <ul className={classes.attachments} aria-label={t("interaction.attachments")}>
      {shown.map((item) => (
        <li key={item.id}>
          {item.content === "kept" ? (
            <a className={classes.attachment} href={attachmentUrl(interactionId, item.id)} download>
              <Named item={item} />
              <IconDownload size={16} stroke={1.8} aria-label={t("interaction.download")} />
            </a>
          ) : (
            <div className={classes.attachment}>
              <Named item={item} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Named({ item }: { item: Attachment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const missing = item.content === "too-large" || item.content === "not-kept" ? t(`interaction.contentMissing.${item.content}`) : null;
  const facts = [item.size === null ? null : format.bytes(item.size), missing].filter((fact) => fact !== null);
  return (
    <>
      {createElement(shapeOf(item), { size: 20, stroke: 1.6, "aria-hidden": true })}
      <span className={classes.file}>
        <span className={classes.fileName}>{item.filename || t("interaction.unnamedFile")}</span>
        {facts.length > 0 ? <span className={classes.size}>{facts.join(" · ")}</span> : null}
      </span>
    </>
  );
}
