import type { z } from "zod";
import { invalid } from "../http.ts";

/** Second line of every write verb: what comes in fits its schema, or the caller is told which field does not. @throws AppError `invalid` */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (!result.success) throw invalid(result.error);
  return result.data;
}
