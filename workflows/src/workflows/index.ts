/** Every workflow of the bundle, under the name by which the hub starts it (core/workflow-contract.ts). */
export { rematch } from "./rematch.ts";
export { reminder } from "./reminder.ts";
export { syncCalendar } from "./sync-calendar.ts";
export { syncMailbox } from "./sync-mailbox.ts";
