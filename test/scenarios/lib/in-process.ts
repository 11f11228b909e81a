import { createApp } from "@kronika/hub/app.ts";
import { createToken } from "@kronika/hub/services/tokens/create.ts";
import type { Person, World } from "../../world.ts";
import type { Answer } from "./api.ts";

/** The hub's API in this process, called with a token of one person. */
export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** @returns the JSON of each answer, null for one without; throws for a refusal, with what it says */
export async function callAs(world: World, person: Person): Promise<Call> {
  const app = createApp(world.deps);
  const { token } = await createToken(person.ctx, { name: "scenario", scopes: ["write"] });
  return async (method, path, body) => {
    const answer = await app.request(`/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  };
}
