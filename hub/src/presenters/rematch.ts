import { z } from "@hono/zod-openapi";
import type { MoveRow, RematchRow } from "../services/rematch/read.ts";
import { instant, instantOrNull } from "./common.ts";
import { interactionSummarySchema, presentSummary } from "./interaction.ts";

export const rematchSchema = z
  .object({
    id: z.uuid(),
    state: z.enum(["comparing", "ready", "applying", "applied", "undoing", "undone", "discarded"]),
    everything: z.boolean(),
    addresses: z.array(z.string()),
    domains: z.array(z.string()),
    total: z.number().int().openapi({ description: "Interactions that the present step looks at" }),
    done: z.number().int(),
    moves: z.number().int().openapi({ description: "Interactions that move" }),
    stale: z.number().int().openapi({ description: "Left alone: somebody changed them since the preview" }),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
  })
  .openapi("Rematch");

export function presentRematch({
  id,
  state,
  scope,
  total,
  done,
  moves,
  stale,
  createdAt,
  finishedAt,
}: RematchRow): z.infer<typeof rematchSchema> {
  return {
    id,
    state,
    everything: scope.everything ?? false,
    addresses: scope.addresses ?? [],
    domains: scope.domains ?? [],
    total,
    done,
    moves,
    stale,
    createdAt: instant(createdAt),
    finishedAt: instantOrNull(finishedAt),
  };
}

const placeSchema = z.object({ target: z.enum(["customer", "contact", "opportunity"]), id: z.uuid(), name: z.string() });

export const moveSchema = z
  .object({ interaction: interactionSummarySchema, state: z.string(), leaves: z.array(placeSchema), comesTo: z.array(placeSchema) })
  .openapi("RematchMove");

export const presentMove = ({ interaction, ...move }: MoveRow): z.infer<typeof moveSchema> => ({
  ...move,
  interaction: presentSummary(interaction),
});
