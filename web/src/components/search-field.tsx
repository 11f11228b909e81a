import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

interface SearchFieldProps {
  label: string;
  /** What the address says; the field follows it, e.g. on "back". */
  value: string;
  /** Called shortly after the last key. */
  onChange: (value: string) => void;
  className?: string | undefined;
}

const PAUSE_MS = 220;

/** A search that acts while one types. */
export function SearchField({ label, value, onChange, className }: SearchFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    if (value !== told.current) {
      told.current = value;
      setText(value);
    }
  }, [value]);
  const tell = (next: string) => {
    told.current = next;
    onChange(next);
  };
  const tellSoon = useDebouncedCallback(tell, PAUSE_MS);
  return (
    <TextInput
      className={className}
      aria-label={label}
      placeholder={label}
      type="search"
      value={text}
      leftSection={<IconSearch size={16} stroke={1.8} aria-hidden="true" />}
      rightSection={
        text === "" ? null : (
          <CloseButton
            size="sm"
            aria-label={t("common.clear")}
            onClick={() => {
              setText("");
              tell("");
            }}
          />
        )
      }
      onChange={(event) => {
        setText(event.currentTarget.value);
        tellSoon(event.currentTarget.value);
      }}
    />
  );
}
