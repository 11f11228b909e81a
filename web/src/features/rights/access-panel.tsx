import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { accessQuery, grantsQuery, type AccessShare, type Grant, type GrantResource } from "../../api/rights.ts";
import { ErrorState } from "../../components/error-state.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { GiveForm } from "./give-form.tsx";
import { PrincipalIcon } from "./principal-icon.tsx";
import { useRightsWords, verbsOf } from "./rights-words.ts";
import classes from "./rights.module.css";
import { useTakeGrant } from "./use-take-grant.ts";

interface AccessPanelProps {
  resource: GrantResource;
  id: string;
  /** What a mailbox brought: nobody changes it, so nothing but viewing is given. */
  mail: boolean;
}

/** Who has a thing now, by rule and by right, and a form that gives more. */
export function AccessPanel({ resource, id, mail }: AccessPanelProps) {
  const { t } = useTranslation();
  const headingId = useId();
  const giveId = useId();
  const access = useQuery(accessQuery(resource, id));
  const grants = useInfiniteQuery(grantsQuery({ resource, resourceId: id }));
  if (access.isPending || grants.isPending) return <SkeletonRows count={3} height={56} />;
  if (access.isError) return <ErrorState compact error={access.error} onRetry={() => void access.refetch()} />;
  if (grants.isError) return <ErrorState compact error={grants.error} onRetry={() => void grants.refetch()} />;
  const given = grants.data.pages.flatMap((page) => page.items);
  const archives = resource === "customer" || resource === "opportunity";
  // A right on this very thing is the line that can be taken back; what follows from rules, or from a right elsewhere, is told with its reason.
  const rules = (access.data.shares ?? []).filter(
    ({ because }) => because.rule !== "grant" || because.resource !== resource || because.id !== id,
  );
  const owners = rules.filter(({ because }) => because.rule === "own").map(({ principal }) => principal);
  return (
    <div className={classes.panel}>
      <section aria-labelledby={headingId}>
        <h3 className={classes.heading} id={headingId}>
          {t("rights.share.now")}
        </h3>
        <ul className={classes.list}>
          {rules.map((share) => (
            <RuleLine key={`${share.principal}:${share.because.rule}:${share.because.id ?? ""}`} share={share} both={archives} />
          ))}
          {given.map((grant) => (
            <GrantLine key={grant.id} grant={grant} archives={archives} />
          ))}
        </ul>
        <ShowMore query={grants} size="xs" />
        {given.length === 0 ? <p className={classes.quiet}>{t("rights.share.onlyRules")}</p> : null}
      </section>
      <section aria-labelledby={giveId}>
        <h3 className={classes.heading} id={giveId}>
          {t("rights.share.give")}
        </h3>
        <GiveForm
          resource={resource}
          resourceId={id}
          verbs={verbsOf(mail ? "mail" : resource === "customer" || resource === "opportunity" ? resource : "entry")}
          archives={archives}
          given={given}
          except={owners}
        />
      </section>
    </div>
  );
}

/** What somebody has by a rule. `both`: of a customer or deal, what is written and colleagues' mail can be two levels. */
function RuleLine({ share, both }: { share: AccessShare; both: boolean }) {
  const { t } = useTranslation();
  const words = useRightsWords();
  const same = share.entries === share.mail;
  return (
    <li className={classes.line}>
      <PrincipalIcon principal={share.principal} />
      <div className={classes.who}>
        <strong>{words.principal(share.principal, share.name)}</strong>
        <span>
          {both && !same
            ? [
                t("rights.share.customerEntries", { level: words.level(share.entries).toLocaleLowerCase() }),
                t("rights.share.customerMail", { level: words.level(share.mail).toLocaleLowerCase() }),
              ].join(" · ")
            : t("rights.share.sees", { level: words.level(share.entries ?? share.mail).toLocaleLowerCase() })}
        </span>
        {share.because.rule === "everybody" || share.because.rule === "own" ? null : <span>{words.reason(share.because)}</span>}
      </div>
    </li>
  );
}

function GrantLine({ grant, archives }: { grant: Grant; archives: boolean }) {
  const { t } = useTranslation();
  const words = useRightsWords();
  const take = useTakeGrant();
  const name = words.principal(grant.grantee, grant.granteeName);
  const more = grant.verbs.filter((verb) => verb !== "view");
  return (
    <li className={classes.line}>
      <PrincipalIcon principal={grant.grantee} />
      <div className={classes.who}>
        <strong>{name}</strong>
        <span>
          {t("rights.share.sees", { level: words.level(grant.level).toLocaleLowerCase() })}
          {more.length > 0 ? ` · ${t("rights.share.may", { verbs: words.verbs(more, archives) })}` : ""}
        </span>
        {grant.createdBy ? <span>{t("rights.grants.givenBy", { name: grant.createdBy.name })}</span> : null}
      </div>
      {grant.mayTake ? (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t("rights.share.takeNamed", { name })}
          loading={take.isPending}
          onClick={() => take.mutate(grant)}
        >
          {t("rights.share.take")}
        </Button>
      ) : null}
    </li>
  );
}
