import { Combobox, Textarea, useCombobox, type TextareaProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { mentionableQuery, type Thing } from "../../api/comments.ts";
import { Monogram } from "../../components/monogram.tsx";
import { beingMentioned, insertMention, suggestPeople } from "./mention-text.ts";
import classes from "./comments.module.css";

interface MentionInputProps extends Omit<TextareaProps, "value" | "onChange"> {
  thing: Thing;
  value: string;
  onChange: (text: string) => void;
  inputRef: RefObject<HTMLTextAreaElement | null>;
  /** Ctrl+Enter. */
  onSend: () => void;
}

/** A text in which `@` offers colleagues who see the thing. */
export function MentionInput({ thing, value, onChange, inputRef, onSend, ...rest }: MentionInputProps) {
  const { t } = useTranslation();
  const combobox = useCombobox();
  const [caret, setCaret] = useState(0);
  const word = beingMentioned(value, caret);
  const people = useQuery({ ...mentionableQuery(thing), enabled: value.includes("@") }).data?.items ?? [];
  const offered = word === null ? [] : suggestPeople(people, word.text);
  const open = combobox.dropdownOpened && offered.length > 0;
  const { selectFirstOption } = combobox;
  // Enter takes the first one, once it is drawn.
  useEffect(() => {
    if (open) selectFirstOption();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the store is another object at each render
  }, [open, word?.text]);
  // Behind the name that was put in, before the next key is typed.
  const behind = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (behind.current === null) return;
    inputRef.current?.focus();
    inputRef.current?.setSelectionRange(behind.current, behind.current);
    behind.current = null;
  }, [value, inputRef]);
  const follow = (element: HTMLTextAreaElement) => {
    setCaret(element.selectionStart);
    if (beingMentioned(element.value, element.selectionStart) === null) combobox.closeDropdown();
    else {
      combobox.openDropdown();
    }
  };
  const choose = (name: string) => {
    if (word === null) return;
    const next = insertMention(value, word, name);
    onChange(next.text);
    setCaret(next.caret);
    combobox.closeDropdown();
    behind.current = next.caret;
  };
  return (
    <Combobox store={combobox} position="bottom-start" withinPortal onOptionSubmit={choose}>
      <Combobox.Target withKeyboardNavigation={open} withAriaAttributes={open} targetType="input">
        <Textarea
          ref={inputRef}
          aria-label={t("comments.label")}
          placeholder={t("comments.placeholder")}
          rows={2}
          resize="vertical"
          classNames={{ input: classes.input ?? "" }}
          maxLength={10_000}
          value={value}
          onChange={(event) => {
            onChange(event.currentTarget.value);
            follow(event.currentTarget);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              onSend();
            }
          }}
          {...rest}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!open}>
        <Combobox.Options aria-label={t("comments.mentionable")}>
          {offered.map((person) => (
            <Combobox.Option key={person.id} value={person.name}>
              <span className={classes.person}>
                <Monogram name={person.name} size={22} shape="round" />
                {person.name}
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
