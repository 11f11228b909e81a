import { Modal, Switch } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { refreshRights, restrictCustomer, setPrivate } from "../../api/rights.ts";
import type { Customer, Interaction, Opportunity } from "../../api/types.ts";
import { notifyDone, notifyProblem } from "../../components/notify.tsx";
import { AccessPanel } from "./access-panel.tsx";
import classes from "./rights.module.css";

interface ShareDialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

function ShareDialog({ title, onClose, children }: ShareDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} size="lg" title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
      <div className={classes.dialog}>{children}</div>
    </Modal>
  );
}

/** Who has access to a customer; restricts it, gives and takes rights. */
export function ShareCustomer({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { id, name, restricted } = customer;
  const restrict = useMutation({
    mutationFn: (next: boolean) => restrictCustomer(id, next),
    onSuccess: async (_, next) => {
      await refreshRights(client);
      notifyDone(t(next ? "rights.share.restrictedDone" : "rights.share.openedDone", { name }));
    },
    onError: notifyProblem,
  });
  return (
    <ShareDialog title={t("rights.share.title", { name })} onClose={onClose}>
      <Switch
        label={t("rights.share.restrict")}
        description={t(restricted ? "rights.share.restrictOn" : "rights.share.restrictOff")}
        checked={restrict.isPending ? restrict.variables : restricted}
        disabled={restrict.isPending}
        onChange={(event) => restrict.mutate(event.currentTarget.checked)}
      />
      <AccessPanel resource="customer" id={id} mail={false} />
    </ShareDialog>
  );
}

/** Who has access to a deal; gives and takes rights. */
export function ShareOpportunity({ opportunity: { id, name }, onClose }: { opportunity: Opportunity; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <ShareDialog title={t("rights.share.title", { name })} onClose={onClose}>
      <AccessPanel resource="opportunity" id={id} mail={false} />
    </ShareDialog>
  );
}

/** Who has access to one interaction; makes it private, gives and takes rights. */
export function ShareInteraction({ interaction, onClose }: { interaction: Interaction; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { id, may } = interaction;
  const hide = useMutation({
    mutationFn: (next: boolean) => setPrivate(id, next),
    onSuccess: async (_, next) => {
      await refreshRights(client);
      notifyDone(t(next ? "rights.share.hiddenDone" : "rights.share.sharedDone"));
    },
    onError: notifyProblem,
  });
  return (
    <ShareDialog title={t("rights.share.titleInteraction")} onClose={onClose}>
      {may.hide ? (
        <Switch
          label={t("rights.share.private")}
          description={t(interaction.private ? "rights.share.privateOn" : "rights.share.privateOff")}
          checked={hide.isPending ? hide.variables : interaction.private}
          disabled={hide.isPending}
          onChange={(event) => hide.mutate(event.currentTarget.checked)}
        />
      ) : null}
      {may.share ? <AccessPanel resource="interaction" id={id} mail={interaction.kind === "email"} /> : null}
    </ShareDialog>
  );
}
