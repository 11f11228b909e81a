import { IconFile, IconFileSpreadsheet, IconFileText, IconFileTypePdf, IconFileZip, IconPhoto, type Icon } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
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

/** Names and sizes of what came along. Pictures that belong to the text are not listed. */
export function Attachments({ items }: { items: readonly Attachment[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = items.filter((item) => !item.inline);
  if (shown.length === 0) return null;
  return (
    <ul className={classes.attachments} aria-label={t("interaction.attachments")}>
      {shown.map((item) => {
        const Shape = shapeOf(item);
        return (
          <li key={item.id} className={classes.attachment}>
            <Shape size={20} stroke={1.6} aria-hidden="true" />
            <span className={classes.file}>
              <span className={classes.fileName}>{item.filename || t("interaction.unnamedFile")}</span>
              {item.size === null ? null : <span className={classes.size}>{format.bytes(item.size)}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
