import { Button, Modal, Stack, TextInput } from "@mantine/core";
import { IconUserQuestion } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { createContact, createCustomer } from "../../api/customers.ts";
import { keys } from "../../api/keys.ts";
import { dismissSender, questionKeys, unknownSendersQuery, type UnknownSender } from "../../api/questions.ts";
import { addExclusion } from "../../api/session.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { notifyDone, notifyProblem } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { SkeletonRows } from "../../components/skeleton-rows.tsx";
import { DateTime } from "../../components/time.tsx";
import { CustomerSelect } from "../customers/customer-select.tsx";
import classes from "./questions.module.css";

/** Frequent unknown senders of my mailboxes: make a customer of them, never record them, or leave it. */
export function Senders() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(unknownSendersQuery);
  const [adding, setAdding] = useState<UnknownSender | null>(null);
  const settled = (message: string) => {
    notifyDone(message);
    for (const queryKey of [questionKeys.all, keys.exclusions]) void client.invalidateQueries({ queryKey });
  };
  const exclude = useMutation({
    mutationFn: (address: string) => addExclusion({ address }),
    onSuccess: (_done, address) => settled(t("questions.sender.excluded", { address })),
    onError: notifyProblem,
  });
  const dismiss = useMutation({
    mutationFn: dismissSender,
    onSuccess: (_done, address) => settled(t("questions.sender.dismissed", { address })),
    onError: notifyProblem,
  });
  if (query.isPending) return <SkeletonRows count={3} height={64} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.items.length === 0)
    return (
      <EmptyState icon={IconUserQuestion} title={t("questions.empty.senders.title")}>
        {t("questions.empty.senders.text")}
      </EmptyState>
    );
  return (
    <>
      <p className={classes.muted}>{t("questions.sender.note")}</p>
      <ul className={classes.list}>
        {query.data.items.map((sender) => {
          const { address } = sender;
          return (
            <li key={address} className={`${classes.card} ${classes.row}`}>
              <div>
                <div className={classes.name}>{address}</div>
                <div className={classes.meta}>
                  {t("questions.sender.count", { count: sender.count })}
                  {sender.lastSeen ? (
                    <>
                      {" · "}
                      {t("questions.sender.last")} <DateTime at={sender.lastSeen} />
                    </>
                  ) : null}
                </div>
              </div>
              <div className={classes.actions}>
                <Button
                  size="xs"
                  variant="light"
                  aria-label={t("questions.sender.addNamed", { address })}
                  onClick={() => setAdding(sender)}
                >
                  {t("questions.sender.add")}
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={t("questions.sender.excludeNamed", { address })}
                  onClick={() => exclude.mutate(address)}
                >
                  {t("questions.sender.exclude")}
                </Button>
                <Button
                  size="xs"
                  variant="subtle"
                  aria-label={t("questions.sender.dismissNamed", { address })}
                  onClick={() => dismiss.mutate(address)}
                >
                  {t("questions.sender.dismiss")}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
      {adding ? (
        <AddCustomer
          sender={adding}
          onClose={() => setAdding(null)}
          onAdded={(name) => {
            setAdding(null);
            settled(t("questions.sender.added", { name }));
          }}
        />
      ) : null}
    </>
  );
}

interface AddCustomerProps {
  sender: UnknownSender;
  onClose: () => void;
  onAdded: (name: string) => void;
}

/** The sender becomes a person of a new or an existing customer; the hub then takes in his older mail. */
function AddCustomer({ sender: { address }, onClose, onAdded }: AddCustomerProps) {
  const { t } = useTranslation();
  const [existing, setExisting] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [person, setPerson] = useState(() => address.slice(0, address.indexOf("@")).replace(/[._-]+/g, " "));
  const add = useMutation({
    mutationFn: async () => {
      const customerId = existing ?? (await createCustomer({ name: name.trim() })).id;
      await createContact({ name: person.trim(), customerId, addresses: [{ kind: "email", value: address, label: null }] });
    },
    onSuccess: () => onAdded(existing === null ? name.trim() : person.trim()),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={address} closeButtonProps={{ "aria-label": t("common.close") }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <CustomerSelect label={t("questions.sender.form.existing")} clearable value={existing} onChange={setExisting} />
          {existing === null ? (
            <TextInput
              label={t("questions.sender.form.name")}
              required
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          ) : null}
          <TextInput
            label={t("questions.sender.form.person")}
            required
            value={person}
            onChange={(event) => setPerson(event.currentTarget.value)}
          />
          {add.isError ? <ProblemAlert error={add.error} /> : null}
          <Button type="submit" loading={add.isPending}>
            {t("questions.sender.form.save")}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
