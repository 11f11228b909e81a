import type { Server } from "node:http";
import type { Socket } from "node:net";
import { serve } from "@hono/node-server";
import type { AppErrorCode } from "@kronika/core/errors.ts";
import type { createApp } from "./app.ts";
import { problemWords } from "./middleware/problem-words.ts";

/** What Node says of a request that never reaches a handler, and what it means. Everything else is a request that cannot be read: 400. */
const UNREADABLE: Record<string, { status: number; reason: string; code: AppErrorCode }> = {
  HPE_HEADER_OVERFLOW: { status: 431, reason: "Request Header Fields Too Large", code: "too-large" },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, reason: "Payload Too Large", code: "too-large" },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, reason: "Request Timeout", code: "unavailable" },
};
const MALFORMED = { status: 400, reason: "Bad Request", code: "invalid" } as const;

/** How long a client may take to read why it was refused. */
const LINGER_MS = 2_000;

/**
 * Serves the surface. What the parser of HTTP refuses, before any route is asked, is a problem (RFC 9457) as well: Node itself would answer
 * with an empty body.
 */
export function listen(
  app: ReturnType<typeof createApp>,
  options: { port: number; hostname?: string },
  onListen: (port: number) => void = () => {},
): Server {
  const server = serve({ fetch: app.fetch, ...options }, ({ port }) => onListen(port)) as Server;
  server.on("clientError", refuse);
  return server;
}

function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, reason, code } = UNREADABLE[error.code ?? ""] ?? MALFORMED;
  const body = JSON.stringify({ type: `/problems/${code}`, title: problemWords[code].title.en, status, code });
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n${body}`,
  );
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
