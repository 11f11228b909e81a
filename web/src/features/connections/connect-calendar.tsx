import { Button, Group, Modal, PasswordInput, Radio, Stack, Switch, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { createConnection, discoverConnection, type CalendarInput, type Connection, type Discovery } from "../../api/connections.ts";
import { keys } from "../../api/keys.ts";
import { meQuery } from "../../api/session.ts";
import { useFormProblem } from "../../components/form-problem.ts";
import { notifyDone } from "../../components/notify.tsx";
import { ProblemAlert } from "../../components/problem-alert.tsx";
import { guessCalendarUrl } from "./guesses.ts";

interface ConnectProps {
  onClose: () => void;
  onConnected: (connection: Connection) => void;
}

/** Connects a calendar in two steps: sign in and look which calendars there are; choose one. */
export function ConnectCalendar({ onClose, onConnected }: ConnectProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const me = useSuspenseQuery(meQuery).data;
  const [found, setFound] = useState<Discovery | null>(null);
  const form = useForm({
    initialValues: {
      username: me.user.email,
      password: "",
      url: guessCalendarUrl(me.user.email) ?? "",
      calendarId: "",
      writesReminders: true,
    },
    validate: {
      username: isNotEmpty(t("problems.field.required")),
      password: isNotEmpty(t("problems.field.required")),
      url: (value) => (/^https?:\/\/\S+$/i.test(value.trim()) ? null : t("problems.field.url")),
    },
  });
  const problem = useFormProblem(form, ["username", "password", "url", "calendarId"]);
  const [urlTouched, setUrlTouched] = useState(false);
  const inputOf = (values: typeof form.values): CalendarInput => ({
    kind: "calendar",
    provider: "caldav",
    url: values.url.trim(),
    username: values.username.trim(),
    password: values.password,
  });
  const onError = (error: unknown) => {
    setFound(null);
    problem.show(error);
  };
  const discover = useMutation({
    mutationFn: discoverConnection,
    onSuccess: (discovery) => {
      setFound(discovery);
      const best = discovery.calendars?.find((calendar) => !calendar.readOnly) ?? discovery.calendars?.[0];
      if (best) form.setFieldValue("calendarId", best.id);
    },
    onError,
  });
  const connect = useMutation({
    mutationFn: createConnection,
    onSuccess: async (connection) => {
      await client.invalidateQueries({ queryKey: keys.connections });
      notifyDone(t("connections.connected", { name: connection.name }));
      onConnected(connection);
    },
    onError,
  });
  const chosen = found?.calendars?.find((calendar) => calendar.id === form.values.calendarId);
  const send = (values: typeof form.values) => {
    problem.clear();
    if (!found) {
      discover.mutate(inputOf(values));
      return;
    }
    connect.mutate({
      ...inputOf(values),
      ...(chosen ? { calendarId: chosen.id, name: chosen.name } : {}),
      writesReminders: values.writesReminders && chosen?.readOnly !== true,
    });
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={t("connections.add.calendar")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <form noValidate onSubmit={form.onSubmit(send)}>
        <Stack gap="md">
          <ProblemAlert error={problem.error} rest={problem.rest} />
          {found ? (
            <>
              <Radio.Group label={t("connections.form.calendar")} {...form.getInputProps("calendarId")}>
                <Stack gap="xs" mt="xs">
                  {(found.calendars ?? []).map((calendar) => (
                    <Radio
                      key={calendar.id}
                      value={calendar.id}
                      label={calendar.name}
                      description={calendar.readOnly ? t("connections.form.readOnly") : undefined}
                    />
                  ))}
                </Stack>
              </Radio.Group>
              {found.calendars?.length === 0 ? <p>{t("connections.form.noCalendars")}</p> : null}
              <Switch
                label={t("connections.form.writesReminders")}
                description={t("connections.form.writesRemindersHint")}
                disabled={chosen?.readOnly === true}
                {...form.getInputProps("writesReminders", { type: "checkbox" })}
              />
            </>
          ) : (
            <>
              <TextInput
                label={t("connections.form.username")}
                autoComplete="off"
                data-autofocus
                {...form.getInputProps("username")}
                onChange={(event) => {
                  const username = event.currentTarget.value;
                  const url = urlTouched ? null : guessCalendarUrl(username);
                  form.setValues({ username, ...(url ? { url } : {}) });
                }}
              />
              <PasswordInput
                label={t("connections.form.password")}
                autoComplete="off"
                visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
                {...form.getInputProps("password")}
              />
              <TextInput
                label={t("connections.form.url")}
                description={t("connections.form.urlHint")}
                type="url"
                autoComplete="off"
                {...form.getInputProps("url")}
                onChange={(event) => {
                  setUrlTouched(true);
                  form.setFieldValue("url", event.currentTarget.value);
                }}
              />
            </>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={found ? () => setFound(null) : onClose}>
              {found ? t("common.back") : t("common.cancel")}
            </Button>
            <Button
              type="submit"
              loading={discover.isPending || connect.isPending}
              disabled={found !== null && found.calendars?.length === 0}
            >
              {found ? t("connections.form.connect") : t("connections.form.discover")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
