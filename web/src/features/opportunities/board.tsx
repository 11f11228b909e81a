import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowsExchange, IconCalendarDue, IconTrophy, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity, Stage } from "../../api/types.ts";
import { useFormat, useNow } from "../../format/context.tsx";
import { dayOf } from "../../format/zone.ts";
import classes from "./board.module.css";
import { useLists } from "../lists/use-lists.ts";
import { sumByCurrency } from "./sums.ts";
import { useMoveOpportunity } from "./use-move.ts";

/** Open opportunities by stage. Cards are moved by dragging, by their menu, or by Alt with the arrow keys. */
export function Board({ items }: { items: readonly Opportunity[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const move = useMoveOpportunity();
  const { lists, name } = useLists();
  // A retired stage stays on the board as long as something stands in it.
  const stages = lists.stages.filter((stage) => !stage.retired || items.some((one) => one.stage === stage.key)).map(({ key }) => key);
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<Stage | null>(null);
  const drop = (stage: Stage) => {
    const opportunity = items.find((one) => one.id === dragged);
    setDragged(null);
    setOver(null);
    if (opportunity && opportunity.stage !== stage) move(opportunity, { stage });
  };
  return (
    <div className={classes.board} role="group" aria-label={t("opportunities.board.label")}>
      {stages.map((stage) => {
        const cards = items.filter((one) => one.stage === stage);
        return (
          <section
            key={stage}
            className={classes.column}
            aria-label={name("stages", stage)}
            data-over={over === stage || undefined}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(stage);
            }}
            onDragLeave={() => setOver((old) => (old === stage ? null : old))}
            onDrop={(event) => {
              event.preventDefault();
              drop(stage);
            }}
          >
            <h2 className={classes.heading}>
              <span>{name("stages", stage)}</span>
              <span className={classes.count}>{cards.length}</span>
              <span className={classes.sum}>
                {sumByCurrency(cards)
                  .map(([currency, sum]) => format.money(sum, currency))
                  .join(" + ")}
              </span>
            </h2>
            <ul className={classes.cards}>
              {cards.map((opportunity) => (
                <li key={opportunity.id}>
                  <Card
                    opportunity={opportunity}
                    dragging={dragged === opportunity.id}
                    onDrag={setDragged}
                    onMove={(step) => move(opportunity, step)}
                  />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

interface CardProps {
  opportunity: Opportunity;
  dragging: boolean;
  onDrag: (id: string | null) => void;
  onMove: (step: { stage?: Stage; state?: "won" | "lost" }) => void;
}

function Card({ opportunity, dragging, onDrag, onMove }: CardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { name, offered } = useLists();
  const stages = offered("stages", opportunity.stage).map(({ value }) => value);
  const place = stages.indexOf(opportunity.stage);
  const late = opportunity.expectedClose !== null && opportunity.expectedClose < dayOf(now, format.timeZone);
  const step = (by: -1 | 1) => {
    const stage = stages[place + by];
    if (stage) onMove({ stage });
  };
  return (
    <article
      className={classes.card}
      draggable
      data-dragging={dragging || undefined}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        onDrag(opportunity.id);
      }}
      onDragEnd={() => onDrag(null)}
    >
      <div className={classes.cardHead}>
        <Link
          to="/opportunities/$id"
          params={{ id: opportunity.id }}
          className={classes.name}
          draggable={false}
          aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
          onKeyDown={(event) => {
            if (!event.altKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
            event.preventDefault();
            step(event.key === "ArrowLeft" ? -1 : 1);
          }}
        >
          {opportunity.name}
        </Link>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size="sm" className={classes.menu} aria-label={t("opportunities.board.move", { name: opportunity.name })}>
              <IconArrowsExchange size={15} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t("opportunities.board.moveTo")}</Menu.Label>
            {stages
              .filter((stage) => stage !== opportunity.stage)
              .map((stage) => (
                <Menu.Item key={stage} onClick={() => onMove({ stage })}>
                  {name("stages", stage)}
                </Menu.Item>
              ))}
            <Menu.Divider />
            <Menu.Item leftSection={<IconTrophy size={16} aria-hidden="true" />} onClick={() => onMove({ state: "won" })}>
              {t("opportunities.win")}
            </Menu.Item>
            <Menu.Item leftSection={<IconX size={16} aria-hidden="true" />} onClick={() => onMove({ state: "lost" })}>
              {t("opportunities.lose")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <span className={classes.customer}>{opportunity.customer.name}</span>
      <div className={classes.facts}>
        <strong>{opportunity.value === null ? t("opportunities.noValue") : format.money(opportunity.value, opportunity.currency)}</strong>
        {opportunity.expectedClose ? (
          <span className={classes.due} data-late={late || undefined}>
            <IconCalendarDue size={14} stroke={1.8} aria-hidden="true" />
            {format.day(opportunity.expectedClose)}
          </span>
        ) : null}
      </div>
    </article>
  );
}
