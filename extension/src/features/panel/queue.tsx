import { useEffect, useState } from "preact/hooks";
import { browser } from "wxt/browser";
import type { ItemView } from "../../background/outbox-item.ts";
import { ask, isNews } from "../../messages.ts";
import { useSurroundings, type Surroundings } from "../../ui/context.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { exactTime, futureTime, relativeTime } from "../../ui/time.ts";
import { reasonText, refusalText } from "../log-button/model.ts";

/** How many sent items are shown; what waits or was refused is always shown. */
const SHOWN_SENT = 5;

/** Everything that is on its way to the hub, item by item, and what became of the last ones. */
export function Queue() {
  const { t, session } = useSurroundings();
  const [items, setItems] = useState<readonly ItemView[]>([]);
  const reload = () => void ask("items").then(setItems);
  useEffect(() => {
    const listener = (message: unknown) => {
      if (!isNews(message) || message.news !== "item") return;
      setItems((old) =>
        [...old.filter(({ clientId }) => clientId !== message.item.clientId), message.item].toSorted(
          (one, other) => one.createdAt - other.createdAt,
        ),
      );
    };
    browser.runtime.onMessage.addListener(listener);
    return () => browser.runtime.onMessage.removeListener(listener);
  }, []);
  useEffect(reload, [session]);

  const open = items.filter(({ state }) => state !== "sent");
  const sent = items
    .filter(({ state }) => state === "sent")
    .slice(-SHOWN_SENT)
    .toReversed();
  if (items.length === 0 && session.account === null) return null;
  return (
    <section class="card" aria-labelledby="queue">
      <div class="row">
        <h2 id="queue" class="grow">
          {t("queue")}
        </h2>
        {open.length > 0 && <span class="pill">{t("queueWaiting", { count: open.length })}</span>}
      </div>
      {open.length === 0 && <p class="quiet">{t("queueEmpty")}</p>}
      <ul class="list">
        {[...open, ...sent].map((item) => (
          <One key={item.clientId} item={item} reload={reload} />
        ))}
      </ul>
    </section>
  );
}

function One({ item, reload }: { item: ItemView; reload: () => void }) {
  const surroundings = useSurroundings();
  const { session, language, t } = surroundings;
  const [asking, setAsking] = useState(false);
  const { words, icon, tone } = describe(item, surroundings);
  const nextTry = futureTime(item.nextAttemptAt, language);
  const { clientId, state, answer, refusal } = item;
  const retry = (anyway: boolean) => void ask("retry", { clientId, anyway }).then(reload);
  return (
    <li class={`item ${tone}`}>
      <div class="row top">
        <span class={item.sending ? "spin" : ""}>
          <Icon name={icon} />
        </span>
        <div class="grow">
          <p class="clip strong" title={item.title}>
            {item.title || t("noSubject")}
          </p>
          <p class="small">
            {words}
            {state === "waiting" && item.attempts > 0 && !item.sending && ` · ${t("attempts", { count: item.attempts })}`}
            {state === "waiting" && nextTry !== null && ` · ${t("nextTry", { when: nextTry })}`}
          </p>
          <p class="small quiet clip">
            {item.counterpart} · <time title={exactTime(item.createdAt, language)}>{relativeTime(item.createdAt, language)}</time>
          </p>
        </div>
        {answer?.id && (
          <a
            class="button"
            href={`${session.hub}/interactions/${answer.id}`}
            target="_blank"
            rel="noopener"
            aria-label={`${t("open")}: ${item.title}`}
            title={t("open")}
          >
            <Icon name="link" />
          </a>
        )}
      </div>
      {state !== "sent" && (
        <div class="row wrap">
          {!asking && state === "refused" && refusal?.code === "not-a-customer" && (
            <button onClick={() => retry(true)}>{t("logAnyway")}</button>
          )}
          {!asking &&
            !item.sending &&
            !item.otherAccount &&
            (state === "waiting" ? item.waiting !== "signed-out" : refusal?.code === "refused") && (
              <button onClick={() => retry(false)}>{t("tryAgain")}</button>
            )}
          {!item.sending && !asking && (
            <button class="plain" onClick={() => setAsking(true)}>
              {t("discard")}
            </button>
          )}
          {asking && (
            <>
              <span class="small">{t("discardQuestion")}</span>
              <button class="danger" onClick={() => void ask("discard", { clientId }).then(reload)}>
                {t("discard")}
              </button>
              <button class="plain" onClick={() => setAsking(false)}>
                {t("keep")}
              </button>
            </>
          )}
        </div>
      )}
    </li>
  );
}

/** State of an item in words. */
function describe(item: ItemView, { t, tb }: Surroundings): { words: string; icon: IconName; tone: string } {
  if (item.sending) return { words: t("item.sending"), icon: "wait", tone: "" };
  if (item.state === "waiting") {
    const waiting = item.otherAccount ? "signed-out" : item.waiting;
    return { words: t(`item.${waiting}`, { email: item.accountEmail }), icon: "wait", tone: "" };
  }
  if (item.state === "refused") {
    if (item.refusal?.code === "not-a-customer") return { words: t("item.notCustomer"), icon: "warn", tone: "warn" };
    return { words: t("item.refused", { detail: refusalText(item) }), icon: "warn", tone: "bad" };
  }
  const { answer } = item;
  if (answer?.state !== "recorded")
    return { words: t("item.skipped", { reason: reasonText(answer?.reasons[0], tb) }), icon: "warn", tone: "warn" };
  const customer = answer.links.find(({ target, chosen }) => target === "customer" && chosen);
  const words =
    customer === undefined ? t("item.unsorted") : customer.name === null ? t("item.sent") : t("item.sentTo", { name: customer.name });
  return { words, icon: "check", tone: "good" };
}
