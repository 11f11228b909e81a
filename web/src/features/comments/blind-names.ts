import { ApiProblem } from "../../api/client.ts";

/** As the hub says it of each: see hub/src/services/comments/say.ts. */
const BLIND = /^names (.+), who cannot see this$/;

/** Who is named in a refused comment and cannot see the thing. */
export function blindNames(error: unknown): string[] {
  if (!(error instanceof ApiProblem)) return [];
  return error.errors.flatMap(({ message }) => BLIND.exec(message)?.[1] ?? []);
}
