import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { InteractionHit, SearchAnswer } from "../../api/search.ts";
import { KindIcon } from "../../components/kind-icon.tsx";
import { Section } from "../../components/section.tsx";
import { useFormat } from "../../format/context.tsx";
import { Marked } from "./marked.tsx";
import classes from "./search-page.module.css";

interface ResultsProps {
  names: SearchAnswer;
  interactions: InteractionHit[];
  more: { hasMore: boolean; loading: boolean; load: () => void };
}

/** What was found: names by noun, then interactions, newest first. */
export function Results({ names, interactions, more }: ResultsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const line = (hit: { name: string; match: SearchAnswer["customers"][number]["match"] }, meta: (string | null | undefined)[]) => (
    <span className={classes.main}>
      <span className={classes.title}>
        <Marked text={hit.name} marks={hit.match.name} />
      </span>
      {hit.match.other ? (
        <span className={classes.excerpt}>
          {" "}
          <Marked {...hit.match.other} />
        </span>
      ) : null}
      <div className={classes.meta}>{meta.filter(Boolean).join(" · ")}</div>
    </span>
  );
  return (
    <div className={classes.stack}>
      <Group title={t("palette.customers")} show={names.customers.length > 0}>
        {names.customers.map((hit) => (
          <li key={hit.id} className={classes.row}>
            <Link to="/customers/$id" params={{ id: hit.id }} className={classes.link}>
              {line(hit, [hit.ico, hit.owner?.name])}
            </Link>
          </li>
        ))}
      </Group>
      <Group title={t("palette.people")} show={names.contacts.length > 0}>
        {names.contacts.map((hit) => (
          <li key={hit.id} className={classes.row}>
            {hit.customer ? (
              <Link to="/customers/$id" params={{ id: hit.customer.id }} search={{ participant: hit.id }} className={classes.link}>
                {line(hit, [hit.jobTitle, hit.customer.name, hit.addresses[0]?.value])}
              </Link>
            ) : (
              <div className={classes.link}>{line(hit, [hit.jobTitle, hit.addresses[0]?.value])}</div>
            )}
          </li>
        ))}
      </Group>
      <Group title={t("palette.opportunities")} show={names.opportunities.length > 0}>
        {names.opportunities.map((hit) => (
          <li key={hit.id} className={classes.row}>
            <Link to="/opportunities/$id" params={{ id: hit.id }} className={classes.link}>
              {line(hit, [hit.customer.name])}
            </Link>
          </li>
        ))}
      </Group>
      <Group title={t("search.documents")} show={names.documents.length > 0}>
        {names.documents.map((hit) => (
          <li key={hit.id} className={classes.row}>
            <Link to="/customers/$id" params={{ id: hit.customer.id }} className={classes.link}>
              {line(hit, [t(`search.document.${hit.kind}`), hit.customer.name, format.money(hit.amount, hit.currency)])}
            </Link>
          </li>
        ))}
      </Group>
      <Group title={t("palette.messages")} show={interactions.length > 0}>
        {interactions.map((hit) => (
          <li key={hit.id} className={classes.row}>
            <Link to="/interactions/$id" params={{ id: hit.id }} className={classes.link}>
              <KindIcon of={hit} size={30} />
              <span className={classes.main}>
                <span className={classes.title}>
                  {hit.subject ? <Marked text={hit.subject} marks={hit.match.subject} /> : t(`timeline.kind.${hit.kind}`)}
                </span>
                {[hit.match.content, hit.match.attachment, hit.match.people].map((part) =>
                  part ? (
                    <div key={part.text} className={classes.excerpt}>
                      <Marked {...part} />
                    </div>
                  ) : null,
                )}
                <div className={classes.meta}>
                  {[hit.links.find(({ target }) => target === "customer")?.name, format.date(hit.occurredAt)].filter(Boolean).join(" · ")}
                </div>
              </span>
            </Link>
          </li>
        ))}
        {more.hasMore ? (
          <li className={classes.more}>
            <Button variant="default" loading={more.loading} onClick={more.load}>
              {t("search.more")}
            </Button>
          </li>
        ) : null}
      </Group>
    </div>
  );
}

function Group({ title, show, children }: { title: string; show: boolean; children: ReactNode }) {
  if (!show) return null;
  return (
    <Section title={title} flush>
      <ul className={classes.rows}>{children}</ul>
    </Section>
  );
}
