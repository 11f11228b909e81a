import {
  Alert,
  Button,
  Collapse,
  Group,
  Modal,
  NumberInput,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { isEmail, isNotEmpty, useForm } from "@mantine/form";
import { IconChevronDown, IconInfoCircle, IconShieldLock } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createConnection, type MailboxInput, type Connection, type Tls } from "../../api/connections.ts";
import { keys } from "../../api/keys.ts";
import { organizationQuery } from "../../api/organization.ts";
import { meQuery } from "../../api/session.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import formClasses from "../customers/customer-form.module.css";
import { guessMailServer, imapPort } from "./guesses.ts";

const MODES = ["known-customers", "all", "replies-to-recorded"] as const;
const DAYS = ["30", "90", "180", "365", "730"] as const;

interface MailboxValues {
  address: string;
  password: string;
  username: string;
  host: string;
  port: number | string;
  tls: Tls;
  mode: (typeof MODES)[number];
  /** Null: as many as the organisation usually fills in. */
  backfillDays: string | null;
}

interface ConnectProps {
  onClose: () => void;
  onConnected: (connection: Connection) => void;
}

/** Connects a mailbox: address and password; the server is guessed and can be changed. */
export function ConnectMailbox({ onClose, onConnected }: ConnectProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const me = useSuspenseQuery(meQuery).data;
  const usualDays = useQuery(organizationQuery).data?.settings?.backfillDays ?? 90;
  const first = guessMailServer(me.user.email);
  const [details, setDetails] = useState(false);
  const [touched, setTouched] = useState(false);
  const form = useForm<MailboxValues>({
    initialValues: {
      address: me.user.email,
      password: "",
      username: "",
      host: first?.host ?? "",
      port: first?.port ?? imapPort.implicit,
      tls: first?.tls ?? "implicit",
      mode: "known-customers",
      backfillDays: null,
    },
    validate: {
      address: isEmail(t("problems.field.email")),
      password: isNotEmpty(t("problems.field.required")),
      host: isNotEmpty(t("problems.field.required")),
    },
  });
  const problem = useFormProblem(form, ["password", "username", "host", "port", "tls", "mode", "backfillDays"], {
    "server.host": "host",
    "server.port": "port",
    "server.tls": "tls",
    server: "host",
  });
  const guess = guessMailServer(form.values.address);
  const connect = useMutation({
    mutationFn: (input: MailboxInput) => createConnection(input),
    onSuccess: async (connection) => {
      await client.invalidateQueries({ queryKey: keys.connections });
      notifyDone(t("connections.connected", { name: connection.name }));
      onConnected(connection);
    },
    onError: (error) => {
      setDetails(true);
      problem.show(error);
    },
  });
  const fill = (address: string) => {
    form.setFieldValue("address", address);
    const server = guessMailServer(address);
    if (!touched && server) form.setValues({ host: server.host, port: server.port, tls: server.tls });
  };
  const days = form.values.backfillDays ?? String(usualDays);
  return (
    <Modal opened onClose={onClose} size="lg" title={t("connections.add.mailbox")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <form
        noValidate
        onSubmit={form.onSubmit(
          (values) => {
            problem.clear();
            connect.mutate({
              kind: "mailbox",
              provider: "imap",
              name: values.address.trim(),
              username: values.username.trim() === "" ? values.address.trim() : values.username.trim(),
              password: values.password,
              server: { host: values.host.trim(), port: Number(values.port), tls: values.tls },
              mode: values.mode,
              backfillDays: Number(days),
            });
          },
          (errors) => {
            if (errors["host"] || errors["port"]) setDetails(true);
          },
        )}
      >
        <Stack gap="md">
          <ProblemAlert error={problem.error} rest={problem.rest} />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput
              label={t("connections.form.address")}
              type="email"
              autoComplete="off"
              data-autofocus
              {...form.getInputProps("address")}
              onChange={(event) => fill(event.currentTarget.value)}
            />
            <PasswordInput
              label={t("connections.form.password")}
              autoComplete="off"
              visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
              {...form.getInputProps("password")}
            />
          </SimpleGrid>
          {guess?.hint ? (
            <Alert color="honey" icon={<IconInfoCircle size={18} aria-hidden="true" />}>
              {t(`connections.hint.${guess.hint}`)}
            </Alert>
          ) : null}
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <Select
              label={t("connections.form.mode")}
              description={t("connections.form.modeHint")}
              allowDeselect={false}
              data={MODES.map((value) => ({ value, label: t(`connections.mode.${value}`) }))}
              {...form.getInputProps("mode")}
            />
            <Select
              label={t("connections.form.backfill")}
              description={t("connections.form.backfillHint")}
              allowDeselect={false}
              data={[...new Set([...DAYS, days])]
                .sort((a, b) => Number(a) - Number(b))
                .map((value) => ({ value, label: t("connections.form.days", { count: Number(value) }) }))}
              {...form.getInputProps("backfillDays")}
              value={days}
            />
          </SimpleGrid>
          <UnstyledButton className={formClasses.more} aria-expanded={details} onClick={() => setDetails(!details)}>
            <IconChevronDown size={16} aria-hidden="true" data-open={details || undefined} />
            {t("connections.form.server", { host: form.values.host === "" ? t("common.none") : form.values.host })}
          </UnstyledButton>
          <Collapse expanded={details}>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              <TextInput
                label={t("connections.form.host")}
                autoComplete="off"
                {...form.getInputProps("host")}
                onChange={(event) => {
                  setTouched(true);
                  form.setFieldValue("host", event.currentTarget.value);
                }}
              />
              <SimpleGrid cols={2} spacing="sm">
                <NumberInput
                  label={t("connections.form.port")}
                  min={1}
                  max={65_535}
                  hideControls
                  allowDecimal={false}
                  {...form.getInputProps("port")}
                />
                <Select
                  label={t("connections.form.tls")}
                  allowDeselect={false}
                  data={(["implicit", "starttls", "none"] as const).map((value) => ({ value, label: t(`connections.tls.${value}`) }))}
                  {...form.getInputProps("tls")}
                  onChange={(value) => {
                    const tls = (value ?? "implicit") as Tls;
                    setTouched(true);
                    form.setValues({ tls, port: imapPort[tls] });
                  }}
                />
              </SimpleGrid>
              <TextInput
                label={t("connections.form.username")}
                placeholder={form.values.address}
                description={t("connections.form.usernameHint")}
                autoComplete="off"
                {...form.getInputProps("username")}
              />
            </SimpleGrid>
          </Collapse>
          <Alert color="gray" icon={<IconShieldLock size={18} aria-hidden="true" />}>
            {t("connections.privacy")}
          </Alert>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={connect.isPending}>
              {t("connections.form.connect")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
