import { Button, Group, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { commentKeys, createComment, thingId, updateComment, type Comment, type Thing } from "../../api/comments.ts";
import { useProblemText } from "../../i18n/problem-text.ts";
import { MentionInput } from "./mention-input.tsx";
import { blindNames } from "./blind-names.ts";

interface CommentFormProps {
  thing: Thing;
  /** One's own comment that is changed; absent: a new one. */
  comment?: Comment;
  onDone?: () => void;
}

/** Says something, or changes what one has said. A refusal stands at the text, which stays. */
export function CommentForm({ thing, comment, onDone }: CommentFormProps) {
  const { t } = useTranslation();
  const words = useProblemText();
  const client = useQueryClient();
  const input = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(comment?.text ?? "");
  // One key for one text: a repeat after a broken connection says it once.
  const key = useRef(crypto.randomUUID());
  const save = useMutation({
    mutationFn: () => (comment ? updateComment(comment.id, text.trim()) : createComment(thing, text.trim(), key.current)),
    onSuccess: async () => {
      key.current = crypto.randomUUID();
      await client.invalidateQueries({ queryKey: commentKeys.of(thingId(thing)) });
      if (!comment) setText("");
      onDone?.();
    },
  });
  const send = () => {
    if (text.trim() !== "" && !save.isPending) save.mutate();
  };
  const blind = blindNames(save.error);
  const error = save.error === null ? null : blind.length > 0 ? t("comments.cannotSee", { names: blind.join(", ") }) : words(save.error);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap={8}>
        <MentionInput
          thing={thing}
          value={text}
          inputRef={input}
          autoFocus={comment !== undefined}
          error={error}
          onSend={send}
          onChange={(next) => {
            setText(next);
            if (save.isError) {
              // Another text is another word.
              key.current = crypto.randomUUID();
              save.reset();
            }
          }}
        />
        {comment !== undefined || text.trim() !== "" ? (
          <Group justify="flex-end" gap="xs">
            {comment ? (
              <Button size="xs" variant="default" onClick={onDone}>
                {t("common.cancel")}
              </Button>
            ) : null}
            <Button size="xs" type="submit" loading={save.isPending} disabled={text.trim() === ""}>
              {comment ? t("common.save") : t("comments.send")}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </form>
  );
}
