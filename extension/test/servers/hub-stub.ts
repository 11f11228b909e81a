import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A small hub for the extension's own browser tests: it keeps what it is told, speaks OAuth with PKCE, refuses what the real one refuses and
 * can be made to fail in every way. What the product does with a record is tested against the real hub elsewhere.
 */

/** One record that arrived, as the stub keeps it. */
export interface StoredRecord {
  id: string;
  clientId: string;
  body: RecordBody;
  account: string;
}

interface RecordBody {
  clientId: string;
  interaction: { kind: string; subject?: string; text?: string; from: { address: string } | null; to: { address: string }[] };
  source: { providerId: string | null; threadId: string | null };
  remind?: { noReplyWithinDays: number };
}

/** Shares of requests that fail, 0..1, decided by a seeded generator. */
export interface Faults {
  /** Answers 500 before anything is stored. */
  error500: number;
  /** Stores, then cuts the connection before the answer. */
  cutAfterCommit: number;
  seed: number;
}

interface Person {
  id: string;
  name: string;
  email: string;
}

export interface StubCustomer {
  id: string;
  name: string;
  addresses: string[];
}

export class HubStub {
  readonly records: StoredRecord[] = [];
  /** Everything that ever arrived, for the search of what must not. */
  readonly received: { method: string; url: string; body: string; authorization: string; origin: string }[] = [];
  readonly exclusions = new Set<string>();
  /** Reminders that are due. */
  reminders: {
    id: string;
    title: string;
    dueAt: string;
    state: string;
    customer: { id: string; name: string } | null;
    interactionId: string | null;
  }[] = [];
  customers: StubCustomer[] = [];
  policy: Record<string, unknown> = {};
  person: Person = { id: "01890000-0000-7000-8000-000000000001", name: "Martin Holub", email: "martin.holub@borovica.example" };
  /** How often a record with a known client id came again. */
  repeats = 0;
  faults: Faults = { error500: 0, cutAfterCommit: 0, seed: 1 };
  /** Called for a record before it is stored; an answer given here is final. */
  refuse: ((body: RecordBody) => { status: number; problem: object } | null) | null = null;
  /** The page of the sign-in answers by itself, without a click. */
  approves = true;
  accessSeconds = 3600;

  readonly #codes = new Map<string, { challenge: string; redirect: string; person: Person }>();
  readonly #access = new Map<string, Person>();
  readonly #refresh = new Map<string, Person>();
  #server: Server | null = null;
  #port = 0;
  #random = 1;

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#random = this.faults.seed;
    const server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, "localhost", resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Goes away, as a network does; what is stored stays. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** All tokens end, as after a password change. */
  endSessions(): void {
    this.#access.clear();
    this.#refresh.clear();
  }

  /** Access tokens end, refresh tokens stay. */
  endAccess(): void {
    this.#access.clear();
  }

  get openGrants(): number {
    return this.#refresh.size;
  }

  /** All bytes that arrived, as text. */
  dump(): string {
    return JSON.stringify(this.received);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const url = new URL(request.url ?? "/", this.url);
    const { authorization = "", origin = "" } = request.headers;
    this.received.push({ method: request.method ?? "", url: request.url ?? "", body, authorization, origin });
    if (/^(chrome|moz)-extension:/.test(origin)) {
      response.setHeader("access-control-allow-origin", origin);
      response.setHeader("access-control-expose-headers", "retry-after");
    }
    if (request.method === "OPTIONS") {
      response.setHeader("access-control-max-age", "7200");
      response.setHeader("access-control-allow-methods", "GET, POST, DELETE");
      response.setHeader("access-control-allow-headers", "authorization, content-type, idempotency-key");
      return send(response, 204);
    }
    if (url.pathname === "/oauth/authorize") return this.#authorize(url, response);
    if (url.pathname === "/oauth/token") return this.#token(new URLSearchParams(body), response);
    if (url.pathname === "/oauth/revoke") {
      this.#refresh.delete(new URLSearchParams(body).get("token") ?? "");
      return send(response, 200, {});
    }
    const person = this.#access.get(authorization.replace(/^Bearer /, ""));
    if (person === undefined) return send(response, 401, { type: "about:blank", title: "Sign in", status: 401 });
    return this.#api(request, url, body, person, response);
  }

  #authorize(url: URL, response: ServerResponse): void {
    const query = url.searchParams;
    const redirect = query.get("redirect_uri") ?? "";
    if (
      query.get("client_id") !== "kronika-extension" ||
      query.get("code_challenge_method") !== "S256" ||
      query.get("response_type") !== "code"
    ) {
      return send(response, 400, { title: "bad request" });
    }
    const code = randomUUID();
    this.#codes.set(code, { challenge: query.get("code_challenge") ?? "", redirect, person: this.person });
    const target = new URL(redirect);
    target.search = new URLSearchParams({ code, state: query.get("state") ?? "" }).toString();
    if (this.approves) {
      response.writeHead(302, { location: target.href });
      response.end();
      return;
    }
    response.setHeader("content-type", "text/html");
    response.end(`<!doctype html><title>Kronika</title><a id="allow" href="${target.href.replaceAll("&", "&amp;")}">Allow</a>`);
  }

  #token(form: URLSearchParams, response: ServerResponse): void {
    if (form.get("grant_type") === "authorization_code") {
      const code = this.#codes.get(form.get("code") ?? "");
      const challenge = createHash("sha256")
        .update(form.get("code_verifier") ?? "")
        .digest("base64url");
      if (code === undefined || code.challenge !== challenge || code.redirect !== form.get("redirect_uri"))
        return send(response, 400, { error: "invalid_grant" });
      this.#codes.delete(form.get("code") ?? "");
      return this.#issue(code.person, response);
    }
    const old = form.get("refresh_token") ?? "";
    const person = this.#refresh.get(old);
    if (person === undefined) return send(response, 400, { error: "invalid_grant" });
    this.#refresh.delete(old); // rotation: a refresh token works once
    return this.#issue(person, response);
  }

  #issue(person: Person, response: ServerResponse): void {
    const [access, refresh] = [`at-${randomUUID()}`, `rt-${randomUUID()}`];
    this.#access.set(access, person);
    this.#refresh.set(refresh, person);
    send(response, 200, {
      access_token: access,
      refresh_token: refresh,
      expires_in: this.accessSeconds,
      token_type: "Bearer",
      scope: "extension",
    });
  }

  #api(request: IncomingMessage, url: URL, body: string, person: Person, response: ServerResponse): void {
    const route = `${request.method} ${url.pathname}`;
    if (route === "GET /api/v1/me")
      return send(response, 200, { user: { ...person, language: "sk" }, organization: { id: "org", name: "Borovica Trade, s. r. o." } });
    if (route === "GET /api/v1/capture-policy") return this.#answerPolicy(request, response);
    if (route === "GET /api/v1/lookup")
      return send(response, 200, this.#lookup(url.searchParams.getAll("address"), url.searchParams.get("providerId")));
    if (route === "POST /api/v1/interactions") return this.#record(body, request, person, response);
    if (route === "POST /api/v1/me/exclusions") {
      this.exclusions.add((JSON.parse(body) as { address: string }).address);
      return send(response, 201, {});
    }
    if (route === "GET /api/v1/reminders") return send(response, 200, { items: this.reminders, nextCursor: null });
    const reminder = /^POST \/api\/v1\/reminders\/([^/]+)\/(done|snooze)$/.exec(route);
    if (reminder) {
      this.reminders = this.reminders.filter(({ id }) => id !== reminder[1]);
      return send(response, 200, {});
    }
    return send(response, 404, { title: "Not found", status: 404 });
  }

  #answerPolicy(request: IncomingMessage, response: ServerResponse): void {
    const policy = this.policyNow();
    const etag = `"${createHash("sha256").update(JSON.stringify(policy)).digest("hex").slice(0, 16)}"`;
    response.setHeader("etag", etag);
    response.setHeader("cache-control", "private, no-cache");
    if (request.headers["if-none-match"] === etag) return send(response, 304);
    return send(response, 200, { policy });
  }

  /** The policy with the personal exclusions in it; replaced by tests that need another. */
  policyNow: () => unknown = () => this.policy;

  #lookup(addresses: string[], providerId: string | null): object {
    const customerOf = (address: string) => this.customers.find((customer) => customer.addresses.includes(address)) ?? null;
    const known = addresses.map((address) => {
      const customer = customerOf(address);
      return {
        address,
        contact: customer && { id: `contact-${address}`, name: address.split("@")[0] },
        customer: customer && { id: customer.id, name: customer.name },
      };
    });
    const customer = known.find((entry) => entry.customer !== null)?.customer ?? null;
    const mine = this.records.filter(
      ({ body }) =>
        customer !== null &&
        [body.interaction.from, ...body.interaction.to].some((person) => person && customerOf(person.address)?.id === customer.id),
    );
    return {
      known,
      customer: customer && { ...customer, owner: { id: this.person.id, name: this.person.name } },
      opportunities: customer ? [{ id: "deal-1", name: "Kartónové obaly 2027", stage: "Cenová ponuka" }] : [],
      interactions: mine
        .slice(-10)
        .toReversed()
        .map(({ id, body }) => ({
          id,
          kind: "email",
          occurredAt: new Date().toISOString(),
          direction: "incoming",
          title: body.interaction.subject ?? "",
          preview: (body.interaction.text ?? "").slice(0, 80),
        })),
      nextReminder: this.reminders[0] ?? null,
      recorded: this.records
        .filter(({ body }) => providerId !== null && body.source.providerId === providerId)
        .map(({ id }) => ({ providerId, interactionId: id })),
    };
  }

  #record(text: string, request: IncomingMessage, person: Person, response: ServerResponse): void {
    if (this.#chance() < this.faults.error500) return send(response, 500, { title: "Internal error", status: 500 });
    const body = JSON.parse(text) as RecordBody;
    if (request.headers["idempotency-key"] !== body.clientId)
      return send(response, 422, { title: "Idempotency-Key is not the client id", status: 422 });
    const refused = this.refuse?.(body) ?? null;
    if (refused) return send(response, refused.status, refused.problem);
    const known = this.records.find(({ clientId }) => clientId === body.clientId);
    if (known) this.repeats++;
    const record = known ?? { id: randomUUID(), clientId: body.clientId, body, account: person.email };
    if (!known) this.records.push(record);
    if (this.#chance() < this.faults.cutAfterCommit) {
      response.destroy();
      return;
    }
    const people = [body.interaction.from, ...body.interaction.to];
    const customer = this.customers.find(({ addresses }) => people.some((entry) => entry && addresses.includes(entry.address)));
    const links = customer
      ? [{ target: "customer", id: customer.id, name: customer.name, chosen: true, score: 1, evidence: [{ code: "address" }] }]
      : [];
    const reminder = body.remind
      ? { reminder: { id: "reminder-1", dueAt: new Date(Date.now() + body.remind.noReplyWithinDays * 86_400_000).toISOString() } }
      : {};
    send(response, known ? 200 : 201, { id: record.id, state: "recorded", reasons: [{ code: "recorded" }], links, ...reminder });
  }

  /** mulberry32: the same faults in every run with the same seed. */
  #chance(): number {
    this.#random = (this.#random + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#random ^ (this.#random >>> 15), 1 | this.#random);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
}

function send(response: ServerResponse, status: number, body?: object): void {
  response.statusCode = status;
  if (body === undefined) {
    response.end();
    return;
  }
  response.setHeader("content-type", status >= 400 ? "application/problem+json" : "application/json");
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
