import type { ContactAddress } from "../../api/types.ts";
import { compareInstants, dayOf, instantOfWall, startOfDay } from "../../format/zone.ts";

/** From which day on and up to which one, both included, an address is somebody's; null: always, still. */
export interface ValidDays {
  from: string | null;
  to: string | null;
}

/** The hub keeps instants, the end not included; people think in days of the organisation's time zone, the last one included. */
export function validDays({ validFrom, validTo }: Pick<ContactAddress, "validFrom" | "validTo">, timeZone: string): ValidDays {
  return {
    from: validFrom == null ? null : dayOf(validFrom, timeZone),
    to: validTo == null ? null : dayOf(Temporal.Instant.from(validTo).subtract({ milliseconds: 1 }).toString(), timeZone),
  };
}

/** The days as the hub takes them. */
export function validInstants({ from, to }: ValidDays, timeZone: string): { validFrom: string | null; validTo: string | null } {
  const noon = to === null ? null : instantOfWall(`${to} 12:00:00`, timeZone);
  return {
    validFrom: from === null ? null : instantOfWall(`${from} 00:00:00`, timeZone),
    validTo: noon === null ? null : startOfDay(noon, timeZone, 1),
  };
}

/** True for an address that was somebody's and is no more. */
export const isEnded = ({ validTo }: Pick<ContactAddress, "validTo">, now: string): boolean =>
  validTo != null && compareInstants(validTo, now) <= 0;
