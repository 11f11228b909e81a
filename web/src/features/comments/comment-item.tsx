import { ActionIcon } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { commentKeys, deleteComment, thingId, type Comment, type Thing } from "../../api/comments.ts";
import { removeWithUndo } from "../../components/deferred.ts";
import { Monogram } from "../../components/monogram.tsx";
import { RelativeTime } from "../../components/time.tsx";
import { useFormat } from "../../format/context.tsx";
import { CommentForm } from "./comment-form.tsx";
import { CommentText } from "./comment-text.tsx";
import classes from "./comments.module.css";

/** One comment; its author changes and deletes it here. */
export function CommentItem({ comment, thing }: { comment: Comment; thing: Thing }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const [editing, setEditing] = useState(false);
  const { id, author, createdAt, editedAt, may } = comment;
  const at = format.dateTime(createdAt);
  const remove = () =>
    removeWithUndo({
      id,
      message: t("comments.removed"),
      send: (options) => deleteComment(id, options),
      onSent: () => client.invalidateQueries({ queryKey: commentKeys.of(thingId(thing)) }),
    });
  return (
    <li className={classes.item}>
      <Monogram name={author.name} size={28} shape="round" />
      <div className={classes.body}>
        <div className={classes.head}>
          <span className={classes.author}>{author.name}</span>
          <span className={classes.when}>
            <RelativeTime at={createdAt} />
            {editedAt ? (
              <>
                {" · "}
                <span title={format.exact(editedAt)}>{t("comments.edited")}</span>
              </>
            ) : null}
          </span>
          {may.edit && !editing ? (
            <ActionIcon size="sm" aria-label={t("comments.editNamed", { at })} onClick={() => setEditing(true)}>
              <IconPencil size={15} aria-hidden="true" />
            </ActionIcon>
          ) : null}
          {may.delete && !editing ? (
            <ActionIcon size="sm" aria-label={t("comments.deleteNamed", { at })} onClick={remove}>
              <IconTrash size={15} aria-hidden="true" />
            </ActionIcon>
          ) : null}
        </div>
        {editing ? (
          <CommentForm thing={thing} comment={comment} onDone={() => setEditing(false)} />
        ) : (
          <CommentText text={comment.text} mentions={comment.mentions} />
        )}
      </div>
    </li>
  );
}
