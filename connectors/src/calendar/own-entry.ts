/**
 * How Kronika knows an entry again that it wrote into somebody's calendar. Two marks, because some servers drop unknown properties
 * and others rewrite the UID.
 */

/** Name of the property that marks an own entry. */
export const OWN_MARKER = "X-KRONIKA";
export const OWN_MARKER_VALUE = "REMINDER";
const OWN_UID_SUFFIX = "@reminder.kronika";

/** The UID of the calendar entry of a reminder. Stable, so that a repeated write hits the same entry. */
export function reminderUid(reminderId: string): string {
  return `${reminderId}${OWN_UID_SUFFIX}`;
}

/** True for a UID that {@link reminderUid} made. */
export function isOwnUid(uid: string): boolean {
  return uid.toLowerCase().endsWith(OWN_UID_SUFFIX);
}

/** True for an event of {@link parseCalendar} that Kronika wrote itself: a reminder in the calendar is not a meeting. */
export function isOwnEntry(event: { own: boolean }): boolean {
  return event.own;
}
