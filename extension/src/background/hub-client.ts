import type { CapturePolicy } from "@kronika/core/capture-policy.ts";
import { InvalidAnswer, type Guard } from "../guards.ts";
import {
  lookupAnswer,
  policyAnswer,
  problem,
  recordAnswer,
  reminderPage,
  type Lookup,
  type Problem,
  type RecordAnswer,
  type RecordRequest,
  type Reminder,
} from "../hub-types.ts";
import { HubError, networkError } from "./hub-error.ts";
import { accessToken, type Account } from "./session.ts";

const TIMEOUT_MS = 20_000;

interface Call {
  method?: "GET" | "POST";
  body?: unknown;
  headers?: Record<string, string>;
}

/** Records an interaction. Repeats with the same client id are answered as the first was. */
export function record(account: Account, request: RecordRequest): Promise<RecordAnswer> {
  return call(account, "/api/v1/interactions", recordAnswer, {
    method: "POST",
    body: request,
    headers: { "idempotency-key": request.clientId },
  });
}

/** Who these addresses are, and what the hub has on them; whether the message with this id of the provider stands already. */
export function lookup(account: Account, addresses: readonly string[], providerId: string | null): Promise<Lookup> {
  const query = new URLSearchParams(addresses.map((address) => ["address", address]));
  if (providerId !== null) query.set("providerId", providerId);
  return call(account, `/api/v1/lookup?${query}`, lookupAnswer);
}

/** The rules of recording. The browser's own cache asks with the ETag and takes a 304 for what it has. */
export async function capturePolicy(account: Account): Promise<CapturePolicy> {
  return (await call(account, "/api/v1/capture-policy", policyAnswer)).policy;
}

export async function exclude(account: Account, address: string): Promise<void> {
  await call(account, "/api/v1/me/exclusions", () => null, { method: "POST", body: { address } });
}

export async function dueReminders(account: Account): Promise<Reminder[]> {
  return (await call(account, "/api/v1/reminders?state=due&mine=true&limit=50", reminderPage)).items;
}

export async function finishReminder(account: Account, id: string): Promise<void> {
  await call(account, `/api/v1/reminders/${encodeURIComponent(id)}/done`, () => null, { method: "POST" });
}

export async function snoozeReminder(account: Account, id: string, until: string): Promise<void> {
  await call(account, `/api/v1/reminders/${encodeURIComponent(id)}/snooze`, () => null, { method: "POST", body: { until } });
}

async function call<T>(account: Account, path: string, guard: Guard<T>, options: Call = {}): Promise<T> {
  return readAnswer(await authorised(account, path, options), guard);
}

/** Sends with a good token. A token that ended early is renewed once. */
async function authorised(account: Account, path: string, { method = "GET", body, headers = {} }: Call): Promise<Response> {
  const send = (token: string) =>
    fetch(`${account.hub}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      credentials: "omit",
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(networkError);
  const token = await accessToken(account);
  const response = await send(token);
  return response.status === 401 ? send(await accessToken(account, token)) : response;
}

async function readAnswer<T>(response: Response, guard: Guard<T>): Promise<T> {
  const { status } = response;
  if (response.ok) {
    try {
      return guard(status === 204 ? null : await response.json(), "");
    } catch (error) {
      if (error instanceof InvalidAnswer || error instanceof SyntaxError) throw new HubError("invalid-answer", error.message, { status });
      // The connection broke in the middle of the answer.
      return networkError();
    }
  }
  if (status === 401) throw new HubError("signed-out", "the hub does not accept this sign-in", { status });
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    throw new HubError("hub-unavailable", `the hub answered ${status}`, { status, retryAfterMs: retryAfter(response) });
  }
  throw new HubError("refused", `the hub answered ${status}`, { status, problem: await readProblem(response) });
}

async function readProblem(response: Response): Promise<Problem | null> {
  try {
    return problem(await response.json(), "");
  } catch {
    return null;
  }
}

/** RFC 9110 section 10.2.3: seconds, or a date. */
function retryAfter(response: Response): number | null {
  const value = response.headers.get("retry-after");
  if (value === null) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 15 * 60_000) : null;
}
