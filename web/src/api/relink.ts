import { request } from "./client.ts";

/** Where an interaction belongs, by a person's word. A deal brings its customer with it. */
export interface Places {
  customerIds: string[];
  opportunityIds: string[];
}

/** Says where an interaction, or all of its thread, belongs. @returns how many changed, and where each of them belonged before */
export const relinkInteraction = (id: string, places: Places & { thread: boolean }) =>
  request<{ changed: number; before: (Places & { interactionId: string })[] }>("PUT", `/interactions/${id}/links`, { body: places });
