import { z } from "zod";

/** From whom to whom. `mail`: whether the new person may read the old one's mail; left out, as far as the asker may decide that. */
export const handOverSchema = z.strictObject({ fromId: z.uuid(), toId: z.uuid(), mail: z.boolean().optional() });
export type HandOver = z.input<typeof handOverSchema>;
