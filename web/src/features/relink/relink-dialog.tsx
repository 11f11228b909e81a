import { Button, Checkbox, CloseButton, Group, Modal, MultiSelect, Stack } from "@mantine/core";
import { useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { customerQuery } from "../../api/customers.ts";
import { keys } from "../../api/keys.ts";
import { opportunitiesQuery } from "../../api/opportunities.ts";
import { relinkInteraction, type Places } from "../../api/relink.ts";
import type { Interaction } from "../../api/types.ts";
import { notifyDone, notifyProblem, notifyUndo } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { CustomerSelect } from "../customers/customer-select.tsx";
import classes from "./relink.module.css";

const idsOf = (interaction: Interaction, target: "customer" | "opportunity") =>
  interaction.links.filter((link) => link.target === target).map(({ id }) => id);

/** A person says where an interaction, or its whole thread, belongs; and can take it back. */
export function RelinkDialog({ interaction, onClose }: { interaction: Interaction; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [customerIds, setCustomerIds] = useState(idsOf(interaction, "customer"));
  const [opportunityIds, setOpportunityIds] = useState(idsOf(interaction, "opportunity"));
  const [thread, setThread] = useState(interaction.thread.length > 1);
  const customers = useQueries({ queries: customerIds.map((id) => customerQuery(id)) });
  const nameOf = (id: string) =>
    customers.find(({ data }) => data?.id === id)?.data?.name ?? interaction.links.find((link) => link.id === id)?.name ?? "…";
  const deals = useQueries({ queries: customerIds.map((customerId) => opportunitiesQuery({ customerId })) })
    .flatMap(({ data }) => data?.items ?? [])
    .filter((deal, index, all) => all.findIndex(({ id }) => id === deal.id) === index);
  const refresh = () =>
    Promise.all(
      [keys.interactions, keys.timelines, keys.customers, ["questions"]].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  const undo = useMutation({
    // Each goes back to where it was: the messages of a thread may have belonged to several places.
    mutationFn: async (before: (Places & { interactionId: string })[]) => {
      for (const { interactionId, ...places } of before) await relinkInteraction(interactionId, { ...places, thread: false });
    },
    onSuccess: async () => {
      await refresh();
      notifyDone(t("relink.undone"));
    },
    onError: notifyProblem,
  });
  const save = useMutation({
    mutationFn: () => relinkInteraction(interaction.id, { customerIds, opportunityIds, thread }),
    onSuccess: async ({ changed, before }) => {
      onClose();
      await refresh();
      notifyUndo(t("relink.done", { count: changed }), () => undo.mutate(before));
    },
  });
  const drop = (id: string) => {
    setCustomerIds(customerIds.filter((one) => one !== id));
    setOpportunityIds(opportunityIds.filter((one) => !deals.some((deal) => deal.id === one && deal.customer.id === id)));
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={t("relink.title")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <Stack>
        <p className={classes.hint}>{t("relink.hint")}</p>
        <ProblemAlert error={save.error} />
        <section className={classes.customers} aria-label={t("relink.customers")}>
          {customerIds.length === 0 ? (
            <p className={classes.hint}>{t("relink.nobody")}</p>
          ) : (
            <ul className={classes.list}>
              {customerIds.map((id) => (
                <li key={id} className={classes.chosen}>
                  <span>{nameOf(id)}</span>
                  <CloseButton size="sm" aria-label={t("relink.remove", { name: nameOf(id) })} onClick={() => drop(id)} />
                </li>
              ))}
            </ul>
          )}
          <CustomerSelect
            label={t("relink.addCustomer")}
            data-autofocus
            openOnFocus={false}
            value={null}
            onChange={(id) => {
              if (id !== null && !customerIds.includes(id)) setCustomerIds([...customerIds, id]);
            }}
          />
        </section>
        {customerIds.length === 0 ? null : deals.length === 0 ? (
          <p className={classes.hint}>{t("relink.noDeals")}</p>
        ) : (
          <MultiSelect
            label={t("relink.deals")}
            placeholder={opportunityIds.length === 0 ? t("relink.dealsPlaceholder") : undefined}
            searchable
            clearable
            clearButtonProps={{ "aria-label": t("common.clear") }}
            value={opportunityIds}
            onChange={setOpportunityIds}
            data={deals.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        {interaction.thread.length > 1 ? (
          <Checkbox label={t("relink.thread")} checked={thread} onChange={(event) => setThread(event.currentTarget.checked)} />
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button loading={save.isPending} onClick={() => save.mutate()}>
            {t("common.save")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
