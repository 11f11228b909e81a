/** Which greeting fits the hour. */
export function greetingKey(now: string, timeZone: string): "morning" | "day" | "evening" {
  const { hour } = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone);
  if (hour < 10) return "morning";
  return hour < 18 ? "day" : "evening";
}
