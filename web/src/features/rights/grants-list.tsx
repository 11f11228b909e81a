import { Button } from "@mantine/core";
import { IconShieldOff } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { grantsQuery, type Grant, type GrantResource } from "../../api/rights.ts";
import { ChoiceBar } from "../../components/choice-bar.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { RelativeTime } from "../../components/time.tsx";
import { PrincipalIcon } from "./principal-icon.tsx";
import { useRightsWords } from "./rights-words.ts";
import classes from "./rights.module.css";
import { useTakeGrant } from "./use-take-grant.ts";

const RESOURCES = ["customer", "opportunity", "interaction", "user"] as const satisfies readonly GrantResource[];

interface GrantsListProps {
  on: GrantResource | undefined;
  onFilter: (on: GrantResource | undefined) => void;
}

/** All rights that were given by hand, as far as the viewer sees what they were given on; newest first. */
export function GrantsList({ on, onFilter }: GrantsListProps) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(grantsQuery({ resource: on }));
  const grants = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={t("rights.grants.title")} flush>
      <div className={classes.filters}>
        <ChoiceBar
          label={t("rights.grants.filter.label")}
          value={on ?? "all"}
          onChange={(value) => onFilter(value === "all" ? undefined : value)}
          options={[
            { value: "all" as const, label: t("rights.grants.all") },
            ...RESOURCES.map((value) => ({ value, label: t(`rights.grants.filter.${value}`) })),
          ]}
        />
      </div>
      {query.isPending ? (
        <SkeletonRows count={3} height={64} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : grants.length === 0 ? (
        <EmptyState compact icon={IconShieldOff} title={t("rights.grants.none.title")}>
          {t("rights.grants.none.text")}
        </EmptyState>
      ) : (
        <ul className={classes.list} data-flush>
          {grants.map((grant) => (
            <GrantRow key={grant.id} grant={grant} />
          ))}
        </ul>
      )}
      {query.hasNextPage ? (
        <div className={classes.filters}>
          <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("common.showMore")}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function GrantRow({ grant }: { grant: Grant }) {
  const { t } = useTranslation();
  const words = useRightsWords();
  const take = useTakeGrant();
  const name = words.principal(grant.grantee, grant.granteeName);
  const more = grant.verbs.filter((verb) => verb !== "view");
  const archives = grant.resource === "customer" || grant.resource === "opportunity";
  return (
    <li className={classes.line}>
      <PrincipalIcon principal={grant.grantee} />
      <div className={classes.who}>
        <strong>{name}</strong>
        <span>
          {t(`rights.resource.${grant.resource}`)}: <Thing grant={grant} />
        </span>
        <span>
          {t("rights.share.sees", { level: words.level(grant.level).toLocaleLowerCase() })}
          {more.length > 0 ? ` · ${t("rights.share.may", { verbs: words.verbs(more, archives) })}` : ""}
        </span>
        <span>
          {grant.createdBy ? `${t("rights.grants.givenBy", { name: grant.createdBy.name })} · ` : ""}
          <RelativeTime at={grant.createdAt} />
        </span>
      </div>
      {grant.mayTake ? (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t("rights.share.takeNamed", { name: `${name}, ${grant.resourceName ?? t(`rights.resource.${grant.resource}`)}` })}
          loading={take.isPending}
          onClick={() => take.mutate(grant)}
        >
          {t("rights.share.take")}
        </Button>
      ) : null}
    </li>
  );
}

/** What the right was given on, with a link to it. */
function Thing({ grant: { resource, resourceId: id, resourceName } }: { grant: Grant }) {
  const { t } = useTranslation();
  const name = resourceName || t("rights.resource.unseen");
  if (resource === "user") return name;
  if (resource === "customer")
    return (
      <Link to="/customers/$id" params={{ id }}>
        {name}
      </Link>
    );
  return resource === "opportunity" ? (
    <Link to="/opportunities/$id" params={{ id }}>
      {name}
    </Link>
  ) : (
    <Link to="/interactions/$id" params={{ id }}>
      {name}
    </Link>
  );
}
