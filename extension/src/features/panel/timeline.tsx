import type { Lookup } from "../../hub-types.ts";
import { useSurroundings } from "../../ui/context.ts";
import { Icon } from "../../ui/icon.tsx";
import { exactTime, relativeTime } from "../../ui/time.ts";

/** The last ten interactions, newest first. */
export function Timeline({ interactions }: { interactions: Lookup["interactions"] }) {
  const { session, language, t } = useSurroundings();
  return (
    <div>
      <h3 class="small quiet">{t("history")}</h3>
      {interactions.length === 0 && <p>{t("noHistory")}</p>}
      <ol class="timeline">
        {interactions.map(({ id, kind, direction, occurredAt, title, preview }) => {
          const way = direction === "incoming" || direction === "outgoing" ? direction : null;
          return (
            <li key={id} class="row top">
              <span class={`kind ${way ?? ""}`} title={way === null ? t(`kind.${kind}`) : `${t(`kind.${kind}`)}, ${t(way)}`}>
                <Icon name={kind} />
              </span>
              <div class="grow">
                <p class="row">
                  <a class="grow clip" href={`${session.hub}/interactions/${id}`} target="_blank" rel="noopener">
                    {title || t("noSubject")}
                  </a>
                  <time class="quiet small" dateTime={occurredAt} title={exactTime(occurredAt, language)}>
                    {relativeTime(occurredAt, language)}
                  </time>
                </p>
                {preview && <p class="small quiet preview">{preview}</p>}
                <span class="hidden">{way === null ? t(`kind.${kind}`) : `${t(`kind.${kind}`)}, ${t(way)}`}</span>
              </div>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
