import { Button } from "@mantine/core";
import { IconPhoto, IconQuote } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Interaction } from "../../api/types.ts";
import { HiddenNotice } from "../rights/hidden-notice.tsx";
import { Attachments } from "./attachments.tsx";
import { MailFrame } from "./mail-frame.tsx";
import classes from "./message-body.module.css";
import { PlainText } from "./plain-text.tsx";
import { sanitiseMail } from "./sanitise.ts";

/** Larger HTML is shown as text: laying it out would freeze the page. */
const MAX_HTML = 1_500_000;

/** What an interaction says: its text or its mail, with quotes folded and remote images off until asked for. */
export function MessageBody({ interaction }: { interaction: Interaction }) {
  const { t } = useTranslation();
  const { html, text, replyText, level, attachments, details } = interaction;
  if (level !== "content") return <HiddenNotice id={interaction.id} level={level} />;
  const useHtml = interaction.kind === "email" && html !== null && html !== "" && html.length <= MAX_HTML;
  const empty = !useHtml && !text?.trim();
  return (
    <div className={classes.root}>
      {useHtml ? (
        <HtmlMail html={html} title={interaction.subject || t("interaction.mailTitle")} />
      ) : empty ? (
        details.mailKind === undefined && interaction.kind !== "email" ? null : (
          <p className={classes.none}>{t("interaction.noText")}</p>
        )
      ) : (
        <TextMail text={text ?? ""} replyText={interaction.kind === "email" ? replyText : null} />
      )}
      <Attachments interactionId={interaction.id} items={attachments} />
    </div>
  );
}

function HtmlMail({ html, title }: { html: string; title: string }) {
  const { t } = useTranslation();
  const [images, setImages] = useState(false);
  const [quotes, setQuotes] = useState(false);
  const safe = useMemo(() => sanitiseMail(html, { images, quotes }), [html, images, quotes]);
  return (
    <>
      {safe.blockedImages > 0 && !images ? (
        <div className={classes.images}>
          <IconPhoto size={17} stroke={1.8} aria-hidden="true" />
          <span>{t("interaction.images.blocked", { count: safe.blockedImages })}</span>
          <Button size="compact-sm" variant="light" onClick={() => setImages(true)}>
            {t("interaction.images.show")}
          </Button>
        </div>
      ) : null}
      <MailFrame title={title} safeHtml={safe.html} images={images} />
      {safe.hasQuotes ? <QuoteButton shown={quotes} onToggle={() => setQuotes(!quotes)} /> : null}
    </>
  );
}

function TextMail({ text, replyText }: { text: string; replyText: string | null }) {
  const [quotes, setQuotes] = useState(false);
  const folded = replyText?.trim();
  const hasQuotes = folded !== undefined && folded !== "" && folded !== text.trim();
  return (
    <>
      <PlainText text={hasQuotes && !quotes ? folded : text} />
      {hasQuotes ? <QuoteButton shown={quotes} onToggle={() => setQuotes(!quotes)} /> : null}
    </>
  );
}

function QuoteButton({ shown, onToggle }: { shown: boolean; onToggle: () => void }) {
  const { t } = useTranslation();
  return (
    <Button
      size="compact-sm"
      variant="default"
      className={classes.quotes}
      aria-expanded={shown}
      leftSection={<IconQuote size={15} stroke={1.8} aria-hidden="true" />}
      onClick={onToggle}
    >
      {shown ? t("interaction.quotes.hide") : t("interaction.quotes.show")}
    </Button>
  );
}
