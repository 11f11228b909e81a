import type { MailAddress } from "@kronika/core/addresses.ts";
import type { Lookup } from "../../hub-types.ts";
import { useSurroundings } from "../../ui/context.ts";

/** People outside of the organisation who take part: who is known and as whom, who is not. */
export function People({ people, known }: { people: readonly MailAddress[]; known: Lookup["known"] }) {
  const { session, t } = useSurroundings();
  if (people.length === 0) return null;
  return (
    <section class="card" aria-labelledby="people">
      <h2 id="people">{t("people")}</h2>
      <ul class="list">
        {people.map(({ address, name }) => {
          const entry = known.find((candidate) => candidate.address === address);
          const isKnown = entry !== undefined && (entry.contact !== null || entry.customer !== null);
          const shown = entry?.contact?.name ?? name ?? address;
          return (
            <li key={address} class="row">
              <span class="avatar" aria-hidden="true">
                {initials(shown)}
              </span>
              <div class="grow">
                <p class="clip strong">
                  {entry?.contact ? (
                    <a href={`${session.hub}/contacts/${entry.contact.id}`} target="_blank" rel="noopener">
                      {shown}
                    </a>
                  ) : (
                    shown
                  )}
                </p>
                <p class="clip small quiet" title={address}>
                  {entry?.customer?.name ?? (shown === address ? t("unknown") : address)}
                </p>
              </div>
              {!isKnown && (
                <a
                  class="button small"
                  href={`${session.hub}/customers?${new URLSearchParams({ new: "1", address, ...(name === undefined ? {} : { name }) })}`}
                  target="_blank"
                  rel="noopener"
                >
                  {t("create")}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function initials(text: string): string {
  const words = text.split(/[\s.@_-]+/).filter((word) => /\p{L}/u.test(word));
  return words
    .slice(0, 2)
    .map((word) => word[0]!.toUpperCase())
    .join("");
}
