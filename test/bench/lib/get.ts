import { Agent, request } from "node:http";

/** One keep-alive connection to a server, which is asked one thing after the other, as a browser's tab does. */
export class Getter implements Disposable {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #headers: Record<string, string>;

  constructor(headers: Record<string, string>) {
    this.#headers = headers;
  }

  /** @returns the answer's text @throws Error for a status other than 200 */
  get(url: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { agent: this.#agent, headers: this.#headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${response.statusCode} ${text}`));
        });
      });
      outgoing.on("error", reject);
      outgoing.end();
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
