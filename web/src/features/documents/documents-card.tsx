import { ActionIcon, Badge, Button, Tooltip } from "@mantine/core";
import { IconFileInvoice, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  salesDocumentsQuery,
  salesDocumentTotalsQuery,
  type DocumentsOf,
  type SalesDocument,
  type SalesDocumentTotal,
} from "../../api/sales-documents.ts";
import { useHidden } from "../../components/deferred.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Section } from "../../components/section.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { useFormat } from "../../format/context.tsx";
import { DocumentForm } from "./document-form.tsx";
import classes from "./documents-card.module.css";

interface DocumentsCardProps {
  of: DocumentsOf;
  /** Whose a new document is. */
  customerId: string;
}

const SHOWN = 6;

/** Quotes, orders and invoices of a customer or a deal: what they add up to, what is overdue, the newest ones. */
export function DocumentsCard({ of, customerId }: DocumentsCardProps) {
  const { t } = useTranslation();
  const query = useQuery(salesDocumentsQuery(of));
  const totals = useQuery(salesDocumentTotalsQuery(of)).data?.items ?? [];
  const hidden = useHidden();
  const [editing, setEditing] = useState<SalesDocument | "new" | null>(null);
  const [all, setAll] = useState(false);
  const documents = query.data?.items.filter((one) => !hidden.has(one.id)) ?? [];
  // An overdue invoice is never folded away.
  const shown = all ? documents : documents.filter((one, index) => index < SHOWN || one.overdue);
  const more = query.data?.nextCursor ? "+" : "";
  return (
    <Section
      title={t("documents.title")}
      count={query.isSuccess && more === "" ? documents.length : undefined}
      flush
      action={
        <Tooltip label={t("documents.add")}>
          <ActionIcon aria-label={t("documents.add")} onClick={() => setEditing("new")}>
            <IconPlus size={18} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
      }
    >
      {query.isPending ? (
        <SkeletonRows count={2} height={58} icon={false} />
      ) : query.isError ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : documents.length === 0 ? (
        <EmptyState
          compact
          icon={IconFileInvoice}
          title={t("documents.empty.title")}
          action={
            <Button size="xs" variant="light" onClick={() => setEditing("new")}>
              {t("documents.add")}
            </Button>
          }
        >
          {t("documents.empty.text")}
        </EmptyState>
      ) : (
        <>
          <Totals totals={totals} />
          <ul className={classes.list}>
            {shown.map((one) => (
              <DocumentRow key={one.id} document={one} inDeal={"opportunityId" in of} onOpen={() => setEditing(one)} />
            ))}
          </ul>
          {shown.length < documents.length ? (
            <Button variant="subtle" fullWidth radius={0} onClick={() => setAll(true)}>
              {t("documents.showAll", { count: documents.length })}
            </Button>
          ) : null}
        </>
      )}
      {editing ? (
        <DocumentForm
          customerId={customerId}
          {...("opportunityId" in of ? { opportunityId: of.opportunityId } : {})}
          {...(editing === "new" ? {} : { document: editing })}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </Section>
  );
}

/** A line for each kind and currency. */
function Totals({ totals }: { totals: readonly SalesDocumentTotal[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (totals.length === 0) return null;
  return (
    <dl className={classes.totals}>
      {totals.map((total) => (
        <div key={`${total.kind}:${total.currency}`} className={classes.total}>
          <dt>{t(`documents.total.${total.kind}`)}</dt>
          <dd>{format.money(total.amount, total.currency)}</dd>
          {total.overdueCount > 0 ? (
            <dd className={classes.overdue}>{t("documents.overdueSum", { amount: format.money(total.overdue, total.currency) })}</dd>
          ) : Number(total.open) !== 0 ? (
            <dd className={classes.open}>{t(`documents.openSum.${total.kind}`, { amount: format.money(total.open, total.currency) })}</dd>
          ) : null}
        </div>
      ))}
    </dl>
  );
}

function DocumentRow({ document, inDeal, onOpen }: { document: SalesDocument; inDeal: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, number, state, amount, currency, issuedOn, dueOn, paidOn, overdue, opportunity } = document;
  const when =
    paidOn !== null
      ? t("documents.paidOn", { date: format.day(paidOn) })
      : dueOn !== null && (state === "issued" || state === "sent" || state === "confirmed")
        ? t(`documents.dueOn.${kind}`, { date: format.day(dueOn) })
        : format.day(issuedOn);
  return (
    <li className={classes.item}>
      <button type="button" className={classes.name} onClick={onOpen}>
        <span className={classes.srOnly}>{`${t(`documents.kind.${kind}`)} `}</span>
        {number}
      </button>
      <span className={classes.amount}>{format.money(amount, currency)}</span>
      <span className={classes.facts}>
        <Badge size="sm" color={overdue ? "red" : state === "paid" || state === "accepted" || state === "delivered" ? "pine" : "gray"}>
          {overdue ? t("documents.overdue") : t(`documents.state.${state}`)}
        </Badge>
        <span aria-hidden="true">{t(`documents.kind.${kind}`)}</span>
        <span>{when}</span>
        {opportunity && !inDeal ? <span className="k-clip">{opportunity.name}</span> : null}
      </span>
    </li>
  );
}
