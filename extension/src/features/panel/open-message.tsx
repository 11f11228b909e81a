import { useCallback, useEffect } from "preact/hooks";
import { browser } from "wxt/browser";
import { ask, isNews } from "../../messages.ts";
import type { PageState } from "../../page-state.ts";
import { useSurroundings } from "../../ui/context.ts";
import { Icon } from "../../ui/icon.tsx";
import { useLoad } from "../../ui/use-load.ts";
import { fieldText, reasonText } from "../log-button/model.ts";
import { Customer } from "./customer.tsx";
import { People } from "./people.tsx";

/** What the panel says of the message that is open beside it. */
export function OpenMessage({ page }: { page: PageState | null | undefined }) {
  const { t, tb } = useSurroundings();
  if (page === undefined) return null;
  if (page === null) return <Hint text={t("noPage")} />;
  if (page.excluded !== null) {
    return (
      <section class="card" aria-labelledby="excluded">
        <h2 id="excluded" class="title">
          {t("excludedTitle")}
        </h2>
        <p class="quiet">{t("excludedText", { reason: reasonText(page.excluded[0], tb) })}</p>
      </section>
    );
  }
  if (page.message !== null) return <Known message={page.message} />;
  if (page.view === "not-understood" && page.missing.length > 0) {
    return (
      <section class="card bad" aria-labelledby="blind">
        <h2 id="blind" class="title row">
          <Icon name="warn" /> {t("notUnderstoodTitle")}
        </h2>
        <p>{t("healthBad", { fields: page.missing.map((field) => fieldText(field, tb)).join(", ") })}</p>
        <p>{t("notUnderstoodText")}</p>
      </section>
    );
  }
  return <Hint text={page.view === "list" ? t("listPage") : t("noPage")} />;
}

function Hint({ text }: { text: string }) {
  return <p class="hint quiet">{text}</p>;
}

function Known({ message }: { message: NonNullable<PageState["message"]> }) {
  const { t } = useSurroundings();
  const addresses = message.people.map(({ address }) => address).join(",");
  const { providerId } = message;
  const load = useCallback(
    () => ask("lookup", { addresses: addresses === "" ? [] : addresses.split(","), providerId }),
    [addresses, providerId],
  );
  const { value, failed, loading, reload } = useLoad(`${providerId}|${addresses}`, load);

  // What has just been recorded belongs into the history at once.
  useEffect(() => {
    const listener = (news: unknown) => {
      if (isNews(news) && news.news === "item" && news.item.state === "sent") reload();
    };
    browser.runtime.onMessage.addListener(listener);
    return () => browser.runtime.onMessage.removeListener(listener);
  }, [reload]);

  if (failed && value === null) {
    return (
      <section class="card" role="alert">
        <p>{t("lookupFailed")}</p>
        <button onClick={reload}>{t("tryAgain")}</button>
      </section>
    );
  }
  if (value === null) {
    return (
      <section class="card skeleton" aria-busy={loading} aria-label={t("lookingUp")}>
        <i />
        <i />
        <i />
      </section>
    );
  }
  return (
    <>
      <People people={message.people} known={value.known} />
      {value.customer && <Customer lookup={value} customer={value.customer} />}
    </>
  );
}
