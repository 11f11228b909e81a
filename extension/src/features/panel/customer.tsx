import type { Lookup } from "../../hub-types.ts";
import { useSurroundings } from "../../ui/context.ts";
import { Icon } from "../../ui/icon.tsx";
import { exactTime, relativeTime } from "../../ui/time.ts";
import { Timeline } from "./timeline.tsx";

/** The customer behind the message: owner, open deals, next step, what was said last. */
export function Customer({ lookup, customer }: { lookup: Lookup; customer: NonNullable<Lookup["customer"]> }) {
  const { session, language, t } = useSurroundings();
  const { opportunities, nextReminder, interactions } = lookup;
  return (
    <section class="card" aria-labelledby="customer">
      <div>
        <h2 id="customer">{t("customer")}</h2>
        <a class="name" href={`${session.hub}/customers/${customer.id}`} target="_blank" rel="noopener">
          {customer.name}
        </a>
        {customer.owner && <p class="quiet small">{t("owner", { name: customer.owner.name })}</p>}
      </div>
      <div class="next row top">
        <Icon name="bell" />
        <div class="grow">
          <h3 class="small quiet">{t("nextStep")}</h3>
          {nextReminder === null ? (
            <p>{t("noNextStep")}</p>
          ) : (
            <p>
              {nextReminder.title}{" "}
              <span class="quiet small" title={exactTime(nextReminder.dueAt, language)}>
                {t("due", { when: relativeTime(nextReminder.dueAt, language) })}
              </span>
            </p>
          )}
        </div>
      </div>
      {opportunities.length > 0 && (
        <div>
          <h3 class="small quiet">{t("deals")}</h3>
          <ul class="list tight">
            {opportunities.map(({ id, name, stage }) => (
              <li key={id} class="row">
                <a class="grow" href={`${session.hub}/opportunities/${id}`} target="_blank" rel="noopener">
                  {name}
                </a>
                {stage && <span class="pill">{stage}</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Timeline interactions={interactions} />
    </section>
  );
}
