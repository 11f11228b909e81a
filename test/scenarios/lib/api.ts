/** An answer as an outside program sees it: what it holds is for the scenario to say. */
// oxlint-disable-next-line typescript/no-explicit-any -- see above
export type Answer = any;

/** The hub's API with the session of one person, as the web application calls it. */
export class Api {
  readonly url: string;
  #cookie = "";

  constructor(url: string) {
    this.url = url;
  }

  async signUp(body: unknown): Promise<void> {
    await this.#keepCookie(await this.#fetch("POST", "/setup", body));
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.#keepCookie(await this.#fetch("POST", "/session", { email, password }));
  }

  /** The session cookie, for a browser. */
  get cookie(): { name: string; value: string } {
    const [name = "", value = ""] = this.#cookie.split("=");
    return { name, value };
  }

  get = <T = Answer>(path: string): Promise<T> => this.#json("GET", path);
  post = <T = Answer>(path: string, body: unknown = {}): Promise<T> => this.#json("POST", path, body);
  patch = <T = Answer>(path: string, body: unknown): Promise<T> => this.#json("PATCH", path, body);

  /** Status and body, also of a refusal. */
  async try(method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }> {
    const response = await this.#fetch(method, path, body);
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  }

  async #json(method: string, path: string, body?: unknown): Promise<Answer> {
    const { status, body: answer } = await this.try(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(answer)}`);
    return answer;
  }

  #fetch(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { "x-kronika": "1", cookie: this.#cookie, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async #keepCookie(response: Response): Promise<void> {
    if (!response.ok) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`);
    this.#cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
  }
}
