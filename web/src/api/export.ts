import { requestFile } from "./client.ts";

/** Of whom everything is taken along. */
export type ExportNoun = "customer" | "contact";

const path = { customer: "customers", contact: "contacts" } as const;

/**
 * Everything of a customer or person that the viewer may take along, as the hub's zip of JSON, mbox, iCalendar, CSV and attachments.
 * @throws ApiProblem `forbidden`, `not-found`, `network`
 */
export const fetchExport = (noun: ExportNoun, id: string) => requestFile(`/${path[noun]}/${id}/export`);
