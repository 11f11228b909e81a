import "@mantine/dates/styles.layer.css";
import "dayjs/locale/sk";
import { DateInput, DatesProvider, TimePicker, type DateInputProps } from "@mantine/dates";
import { Input } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useFormat, useNow } from "../format/context.tsx";
import { parseDay } from "../format/parse-day.ts";
import { dayOf } from "../format/zone.ts";
import classes from "./date-field.module.css";

interface DayFieldProps extends Omit<DateInputProps, "value" | "onChange" | "dateParser" | "valueFormat"> {
  /** `YYYY-MM-DD`, null for none. */
  value: string | null;
  onChange: (day: string | null) => void;
}

/** A day: typed ("24.11.", "zajtra", "piatok") or picked from the calendar. */
export function DayField({ value, onChange, ...rest }: DayFieldProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  return (
    <DatesProvider settings={{ locale: format.language, firstDayOfWeek: 1, weekendDays: [0, 6] }}>
      <DateInput
        value={value}
        onChange={onChange}
        dateParser={(text) => parseDay(text, dayOf(now, format.timeZone))}
        valueFormat={(day) => format.day(day)}
        leftSection={<IconCalendar size={16} aria-hidden="true" />}
        previousLabel={t("common.previousMonth")}
        nextLabel={t("common.nextMonth")}
        hideOutsideDates
        clearButtonProps={{ "aria-label": t("common.clear") }}
        {...rest}
      />
    </DatesProvider>
  );
}

interface DateTimeFieldProps {
  label: string;
  /** Wall time `YYYY-MM-DD HH:mm:ss` in the organisation's time zone. */
  value: string;
  onChange: (wall: string) => void;
  error?: string | undefined;
  required?: boolean;
}

/** A day and a time of day, both typed or picked. */
export function DateTimeField({ label, value, onChange, error, required = false }: DateTimeFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const [day = "", time = ""] = value.split(" ");
  return (
    <Input.Wrapper label={label} labelElement="div" labelProps={{ id }} error={error} required={required} withAsterisk={false}>
      <div className={classes.pair} role="group" aria-labelledby={id}>
        <DayField
          aria-label={t("common.day")}
          value={day === "" ? null : day}
          onChange={(next) => {
            if (next !== null) onChange(`${next} ${time === "" ? "09:00:00" : time}`);
          }}
        />
        {/* Not the browser's own field: that shows AM and PM by the browser's language, whatever the page speaks. */}
        <TimePicker
          format="24h"
          hoursInputLabel={t("common.hours")}
          minutesInputLabel={t("common.minutes")}
          value={time.slice(0, 5)}
          onChange={(next) => {
            if (next !== "") onChange(`${day} ${next.slice(0, 5)}:00`);
          }}
        />
      </div>
    </Input.Wrapper>
  );
}
