import { Button, Modal, PasswordInput, Stack, Tabs } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountKeys, confirm, confirmationQuery, confirmWithPasskey, type Confirmation } from "../../api/accounts.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyProblem } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { CodeForm } from "./code-form.tsx";
import classes from "./accounts.module.css";

/**
 * Does something only after the person has shown that it is them: at once when that was a moment ago, else after a dialog.
 * @returns the guard, and the dialog to be rendered
 */
export function useConfirmed() {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState<{ standing: Confirmation; go: () => void } | null>(null);
  const guard = (go: () => void) => {
    client
      .fetchQuery(confirmationQuery)
      .then((standing) => {
        if (standing.confirmed) go();
        else setWaiting({ standing, go });
      })
      .catch(notifyProblem);
  };
  const dialog =
    waiting === null ? null : (
      <ConfirmDialog
        standing={waiting.standing}
        onClose={() => setWaiting(null)}
        onConfirmed={() => {
          setWaiting(null);
          void client.invalidateQueries({ queryKey: accountKeys.confirmation });
          waiting.go();
        }}
      />
    );
  return { guard, dialog };
}

interface ConfirmDialogProps {
  standing: Confirmation;
  onClose: () => void;
  onConfirmed: () => void;
}

function ConfirmDialog({ standing, onClose, onConfirmed }: ConfirmDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={t("accounts.confirm.title")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <Stack>
        <p className={classes.text}>{standing.by.length === 0 ? t("accounts.confirm.signInAgain") : t("accounts.confirm.text")}</p>
        <ConfirmForm by={standing.by} onConfirmed={onConfirmed} />
      </Stack>
    </Modal>
  );
}

/** Whatever the person has: a code, a passkey, a code from paper; a password when there is nothing stronger. */
export function ConfirmForm({ by, onConfirmed }: { by: Confirmation["by"]; onConfirmed: () => void }) {
  const { t } = useTranslation();
  const code = useMutation({ mutationFn: (value: string) => confirm({ code: value }), onSuccess: onConfirmed });
  const passkey = useMutation({ mutationFn: confirmWithPasskey, onSuccess: onConfirmed });
  const first = by[0];
  if (first === undefined) return null;
  if (first === "password") return <ConfirmPassword onConfirmed={onConfirmed} />;
  const ways = by.filter((way) => way !== "password");
  return (
    <Tabs defaultValue={first} keepMounted={false}>
      <Tabs.List mb="md">
        {ways.map((way) => (
          <Tabs.Tab key={way} value={way}>
            {t(`accounts.way.${way}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="totp">
        <CodeForm
          action={t("accounts.confirm.action")}
          pending={code.isPending}
          error={code.error}
          onCode={(value) => code.mutate(value)}
        />
      </Tabs.Panel>
      <Tabs.Panel value="recovery">
        <CodeForm
          recovery
          action={t("accounts.confirm.action")}
          pending={code.isPending}
          error={code.error}
          onCode={(value) => code.mutate(value)}
        />
      </Tabs.Panel>
      <Tabs.Panel value="passkey">
        <Stack>
          <PasskeyProblem error={passkey.error} />
          <Button
            leftSection={<IconFingerprint size={18} aria-hidden="true" />}
            loading={passkey.isPending}
            onClick={() => passkey.mutate()}
          >
            {t("accounts.passkey.use")}
          </Button>
        </Stack>
      </Tabs.Panel>
    </Tabs>
  );
}

function ConfirmPassword({ onConfirmed }: { onConfirmed: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ initialValues: { password: "" }, validate: { password: isNotEmpty(t("problems.field.required")) } });
  const problem = useFormProblem(form, ["password"]);
  const save = useMutation({ mutationFn: confirm, onSuccess: onConfirmed, onError: problem.show });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => {
        problem.clear();
        save.mutate(values);
      })}
    >
      <Stack>
        <ProblemAlert error={problem.error} rest={problem.rest} />
        <PasswordInput
          label={t("settings.password.current")}
          autoComplete="current-password"
          data-autofocus
          visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
          {...form.getInputProps("password")}
        />
        <Button type="submit" loading={save.isPending}>
          {t("accounts.confirm.action")}
        </Button>
      </Stack>
    </form>
  );
}

/** What went wrong with a passkey: the browser's own failures (closed, none fits) have no words of the hub. */
export function PasskeyProblem({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  const fromBrowser =
    error instanceof Error && (error.name === "NotAllowedError" || error.name === "AbortError" || error.name === "InvalidStateError");
  return fromBrowser ? (
    <p role="alert" className={classes.text}>
      {error.name === "InvalidStateError" ? t("accounts.passkey.known") : t("accounts.passkey.cancelled")}
    </p>
  ) : (
    <ProblemAlert error={error} />
  );
}
