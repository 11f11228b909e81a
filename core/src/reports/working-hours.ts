import { z } from "zod";

/** When an organisation works: the same hours on each of its days, in its time zone. Holidays are not taken out yet. */
export const workingHoursSchema = z
  .object({
    /** ISO weekdays, 1 Monday to 7 Sunday. */
    days: z.array(z.int().min(1).max(7)).min(1).max(7),
    /** Minutes since midnight. */
    from: z.int().min(0).max(1439),
    to: z.int().min(1).max(1440),
  })
  .refine(({ from, to }) => from < to, "must end after it begins");
export type WorkingHours = z.infer<typeof workingHoursSchema>;

/** Monday to Friday, 8:00 to 16:30. */
export const USUAL_HOURS: WorkingHours = { days: [1, 2, 3, 4, 5], from: 480, to: 990 };

const DAY = 86_400;
/** 1970-01-01 was a Thursday. */
const isoWeekday = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/**
 * Working seconds from one moment to another, both as seconds of the wall clock where the organisation lives (as if that were UTC).
 * @returns 0 when `to` is not after `from`
 */
export function workingSeconds(from: number, to: number, hours: WorkingHours): number {
  let total = 0;
  for (let day = Math.floor(from / DAY); day * DAY < to; day += 1) {
    if (!hours.days.includes(isoWeekday(day))) continue;
    const opens = Math.max(from, day * DAY + hours.from * 60);
    const closes = Math.min(to, day * DAY + hours.to * 60);
    total += Math.max(0, closes - opens);
  }
  return total;
}
