import { connect, createServer, type AddressInfo } from "node:net";

/** Stands between a client and a server on 127.0.0.1 and keeps what the client sends. */
export interface TcpRecorder {
  readonly port: number;
  /** Everything that clients have sent so far. */
  sent(): string;
  stop(): Promise<void>;
}

/** @param target port of the server */
export async function startTcpRecorder(target: number): Promise<TcpRecorder> {
  const chunks: Buffer[] = [];
  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    client.on("data", (chunk) => chunks.push(Buffer.from(chunk)));
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      socket.on("error", () => {
        client.destroy();
        upstream.destroy();
      });
    }
    sockets.add(client).add(upstream);
  });
  const sockets = new Set<{ destroy(): void }>();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    sent: () => Buffer.concat(chunks).toString("latin1"),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
