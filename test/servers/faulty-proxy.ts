import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A request that came by. */
export interface ProxiedRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

/** What happens to a request instead of being passed on unharmed. */
export type Fault =
  /** Answered by the proxy; the server never sees it. */
  | { kind: "answer"; status: number; headers?: Record<string, string>; body?: string | Uint8Array }
  /** Never answered. */
  | { kind: "hang" }
  /** The server does its work, but only half of its answer arrives before the connection breaks. */
  | { kind: "cut" }
  /** The server's answer, changed. */
  | { kind: "rewrite"; body(text: string): string; headers?: Record<string, string> };

export interface FaultyProxy {
  /** Address of the proxy, with a slash at the end. */
  readonly url: string;
  /** Everything that came by so far. */
  readonly requests: ProxiedRequest[];
  /** Decides from now on about every request; null passes all on. */
  intercept(decide: ((request: ProxiedRequest) => Fault | undefined) | null): void;
  stop(): Promise<void>;
}

/** An HTTP proxy in front of one server that can do to it what networks and busy servers do. On a free port of 127.0.0.1. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const requests: ProxiedRequest[] = [];
  const sockets = new Set<Socket>();
  let decide: ((request: ProxiedRequest) => Fault | undefined) | null = null;

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await readAll(incoming);
    const request = { method: incoming.method ?? "", path: incoming.url ?? "", headers: incoming.headers, body: body.toString("utf8") };
    requests.push(request);
    const fault = decide?.(request);
    if (fault?.kind === "hang") return;
    if (fault?.kind === "answer") {
      outgoing.writeHead(fault.status, fault.headers).end(fault.body);
      return;
    }
    const answer = await forward(target, incoming, body);
    if (fault?.kind === "cut") {
      outgoing.writeHead(answer.status, { ...answer.headers, "content-length": String(answer.body.length) });
      outgoing.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => incoming.socket.destroy());
      return;
    }
    const changed = fault?.kind === "rewrite" ? Buffer.from(fault.body(answer.body.toString("utf8"))) : answer.body;
    outgoing.writeHead(answer.status, {
      ...answer.headers,
      ...(fault?.kind === "rewrite" ? fault.headers : {}),
      "content-length": String(changed.length),
    });
    outgoing.end(changed);
  };

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    intercept: (next) => (decide = next),
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: Buffer;
}

function forward(target: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { ...incoming.headers, "accept-encoding": "identity", connection: "close" };
    const outgoing = httpRequest(new URL(incoming.url ?? "/", target), { method: incoming.method, headers }, (answer) => {
      readAll(answer).then((text) => {
        const { connection: _, "transfer-encoding": __, ...kept } = answer.headers;
        resolve({ status: answer.statusCode ?? 502, headers: kept, body: text });
      }, reject);
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

async function readAll(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
