import { useFormat, useNow } from "../format/context.tsx";

interface TimeProps {
  at: string;
}

/** "5 min ago", with the exact time on hover. */
export function RelativeTime({ at }: TimeProps) {
  const format = useFormat();
  const now = useNow();
  return (
    <time dateTime={at} title={format.exact(at)}>
      {format.relative(at, now)}
    </time>
  );
}

/** Date and time of day, with the exact time on hover. */
export function DateTime({ at }: TimeProps) {
  const format = useFormat();
  return (
    <time dateTime={at} title={format.exact(at)}>
      {format.dateTime(at)}
    </time>
  );
}
