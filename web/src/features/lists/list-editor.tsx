import { ActionIcon, Badge, Button, Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconDots,
  IconEye,
  IconEyeOff,
  IconListDetails,
  IconPencil,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ListEntry, ListName, VersionedLists } from "../../api/types.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Section } from "../../components/section.tsx";
import classes from "../settings/settings.module.css";
import { EntryForm } from "./entry-form.tsx";
import { useLists } from "./use-lists.ts";
import { useListChange } from "./use-list-change.ts";

interface ListEditorProps {
  list: ListName;
  lists: VersionedLists;
  readOnly: boolean;
}

/** One list: order, names, what is retired. Each change is saved at once, and can be taken back. */
export function ListEditor({ list, lists, readOnly }: ListEditorProps) {
  const { t, i18n } = useTranslation();
  const { fixedOutcomes } = useLists();
  const fixed = (of: ListName, key: string) => fixedOutcomes(of).find(({ value }) => value === key)?.label ?? key;
  const [editing, setEditing] = useState<ListEntry | "new" | null>(null);
  const items = lists[list];
  const { change, isPending } = useListChange(list, lists);
  const nameOf = (entry: ListEntry) => (i18n.language === "en" ? entry.en : entry.sk);
  const otherName = (entry: ListEntry) => (i18n.language === "en" ? entry.sk : entry.en);
  // Opportunities must have somewhere to stand.
  const isLastStage = (entry: ListEntry) => list === "stages" && !entry.retired && items.filter((one) => !one.retired).length === 1;
  const move = (index: number, by: -1 | 1) => {
    const next = [...items];
    const [entry] = next.splice(index, 1);
    if (entry) next.splice(index + by, 0, entry);
    change(next);
  };
  return (
    <Section
      title={t(`lists.title.${list}`)}
      flush
      action={
        readOnly ? undefined : (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            aria-label={t("lists.addTo", { list: t(`lists.title.${list}`) })}
            onClick={() => setEditing("new")}
          >
            {t("lists.add")}
          </Button>
        )
      }
    >
      {items.length === 0 ? (
        <EmptyState compact icon={IconListDetails} title={t("lists.empty.title")}>
          {t(`lists.empty.${list}`)}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {items.map((entry, index) => (
            <li key={entry.key} className={classes.row}>
              <span className={classes.rowMain}>
                <span className={classes.rowTitle}>
                  {nameOf(entry)}
                  {entry.retired ? (
                    <Badge color="gray" ml="xs">
                      {t("lists.retired")}
                    </Badge>
                  ) : null}
                </span>
                <span className={classes.rowSub}>
                  {[
                    otherName(entry) === nameOf(entry) ? null : otherName(entry),
                    entry.countsAs ? t("lists.countsAs", { outcome: fixed(list, entry.countsAs) }) : null,
                  ]
                    .filter((part) => part !== null)
                    .join(" · ")}
                </span>
              </span>
              {readOnly ? null : (
                <Menu position="bottom-end">
                  <Menu.Target>
                    <ActionIcon aria-label={t("lists.actions", { name: nameOf(entry) })} loading={isPending}>
                      <IconDots size={18} aria-hidden="true" />
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    <Menu.Item leftSection={<IconPencil size={16} aria-hidden="true" />} onClick={() => setEditing(entry)}>
                      {t("common.edit")}
                    </Menu.Item>
                    <Menu.Item
                      leftSection={<IconArrowUp size={16} aria-hidden="true" />}
                      disabled={index === 0}
                      onClick={() => move(index, -1)}
                    >
                      {t("lists.up")}
                    </Menu.Item>
                    <Menu.Item
                      leftSection={<IconArrowDown size={16} aria-hidden="true" />}
                      disabled={index === items.length - 1}
                      onClick={() => move(index, 1)}
                    >
                      {t("lists.down")}
                    </Menu.Item>
                    <Menu.Divider />
                    <Menu.Item
                      leftSection={entry.retired ? <IconEye size={16} aria-hidden="true" /> : <IconEyeOff size={16} aria-hidden="true" />}
                      disabled={isLastStage(entry)}
                      onClick={() => change(items.map((one) => (one === entry ? { ...one, retired: !entry.retired } : one)))}
                    >
                      {t(entry.retired ? "lists.restore" : "lists.retire")}
                    </Menu.Item>
                    <Menu.Item
                      color="red"
                      disabled={isLastStage(entry)}
                      leftSection={<IconTrash size={16} aria-hidden="true" />}
                      onClick={() =>
                        change(
                          items.filter((one) => one !== entry),
                          t("lists.removed", { name: nameOf(entry) }),
                        )
                      }
                    >
                      {t("common.delete")}
                    </Menu.Item>
                  </Menu.Dropdown>
                </Menu>
              )}
            </li>
          ))}
        </ul>
      )}
      {editing ? (
        <EntryForm list={list} lists={lists} {...(editing === "new" ? {} : { entry: editing })} onClose={() => setEditing(null)} />
      ) : null}
    </Section>
  );
}
