/** One field that the hub refused; `pointer` is a JSON Pointer (RFC 6901) into the body that was sent. */
export interface FieldError {
  pointer: string;
  message: string;
}

/** Codes of the hub's problems, plus `network` (no answer came) and `internal` (an answer that is no problem document). */
export type ProblemCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "precondition-failed"
  | "too-large"
  | "unsupported-media-type"
  | "rate-limited"
  | "unavailable"
  | "internal"
  | "network";

/** A request that did not succeed (RFC 9457 problem details). `title` is in the user's language when the hub spoke. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string | undefined;
  readonly detail: string | undefined;
  readonly errors: FieldError[];
  readonly instance: string | undefined;
  constructor(problem: { code: string; status: number; title?: string; detail?: string; errors?: FieldError[]; instance?: string }) {
    super(problem.detail ?? problem.title ?? problem.code);
    this.name = "ApiProblem";
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.instance = problem.instance;
  }
}

export type QueryValue = string | number | boolean | readonly string[] | null | undefined;

export interface RequestOptions {
  query?: Record<string, QueryValue>;
  body?: unknown;
  /** Sent as it is, under its own type, instead of a JSON body. */
  file?: Blob;
  signal?: AbortSignal;
  /** The version that a change is meant for: another one is refused (`precondition-failed`). */
  version?: string;
  /** A repeat with the same key answers as the first did. */
  idempotencyKey?: string;
  /** The request outlives the page (a change that is sent while the tab closes). */
  keepalive?: boolean;
}

/** Builds the address of a route; empty values are left out, lists are joined by commas. */
export function apiUrl(path: string, query: Record<string, QueryValue> = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === "") continue;
    params.set(name, typeof value === "object" ? value.join(",") : String(value));
  }
  const text = params.toString();
  return `/api/v1${path}${text === "" ? "" : `?${text}`}`;
}

/**
 * One request to the hub, with the session cookie and the header that protects writes (`X-Kronika`).
 * @throws ApiProblem for every answer that is not 2xx, and with code `network` when none came
 */
export async function request<T>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  options: RequestOptions = {},
): Promise<T> {
  const response = await send(method, path, options);
  if (response.status === 204 || response.status === 202) return undefined as T;
  return (await response.json()) as T;
}

/**
 * Reads a file that the hub makes. Its name is the hub's (`content-disposition`), null when it gave none.
 * @throws ApiProblem as `request` does, and with code `network` when the file broke off: half a file is none
 */
export async function requestFile(path: string, options: { signal?: AbortSignal } = {}): Promise<{ blob: Blob; name: string | null }> {
  const response = await send("GET", path, options);
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? null;
  try {
    return { blob: await response.blob(), name };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem({ code: "network", status: 0 });
  }
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json", "accept-language": document.documentElement.lang };
  if (method !== "GET") headers["x-kronika"] = "1";
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (options.file) headers["content-type"] = options.file.type;
  if (options.version !== undefined) headers["if-match"] = `"${options.version}"`;
  if (options.idempotencyKey) headers["idempotency-key"] = options.idempotencyKey;
  let response: Response;
  try {
    response = await fetch(apiUrl(path, options.query), {
      method,
      headers,
      credentials: "same-origin",
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.file ? { body: options.file } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
      ...(options.keepalive ? { keepalive: true } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem({ code: "network", status: 0 });
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Reads a problem document; anything else (a proxy's page, an empty body) becomes `internal` or what its status says. */
async function problemOf(response: Response): Promise<ApiProblem> {
  try {
    const data = (await response.json()) as Partial<ApiProblem>;
    return new ApiProblem({
      code: typeof data.code === "string" ? data.code : codeOfStatus(response.status),
      status: response.status,
      ...(typeof data.title === "string" ? { title: data.title } : {}),
      ...(typeof data.detail === "string" ? { detail: data.detail } : {}),
      ...(typeof data.instance === "string" ? { instance: data.instance } : {}),
      ...(Array.isArray(data.errors) ? { errors: data.errors } : {}),
    });
  } catch {
    return new ApiProblem({ code: codeOfStatus(response.status), status: response.status });
  }
}

function codeOfStatus(status: number): ProblemCode {
  if (status === 401) return "unauthenticated";
  if (status === 403) return "forbidden";
  if (status === 404) return "not-found";
  if (status === 409) return "conflict";
  if (status === 412) return "precondition-failed";
  if (status === 413) return "too-large";
  if (status === 422) return "invalid";
  if (status === 429) return "rate-limited";
  if (status === 502 || status === 503 || status === 504) return "unavailable";
  return "internal";
}
