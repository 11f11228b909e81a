import { Agent, request } from "node:http";

/** What a load run measured. */
export interface LoadResult {
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  failed: number;
}

/**
 * Sends `count` POSTs over `connections` keep-alive connections, each one after the other, as a browser extension or an ERP would.
 * @param body made for each request
 */
export async function load(
  url: string,
  options: { connections: number; count: number; headers: Record<string, string>; body: (i: number) => string },
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const times: number[] = [];
  let next = 0;
  let failed = 0;
  const started = performance.now();
  const client = async () => {
    while (next < options.count) {
      const body = options.body(next++);
      const at = performance.now();
      const status = await post(agent, url, body, options.headers);
      times.push(performance.now() - at);
      if (status >= 300) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: options.connections }, client));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { perSecond: options.count / seconds, p50Ms: at(0.5), p95Ms: at(0.95), failed };
}

function post(agent: Agent, url: string, body: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: "POST", agent, headers: { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) } },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
