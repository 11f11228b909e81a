import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Serves a page as `https://mail.google.com/mail/...` for a browser that maps the name to it (see browser.ts). */
export class GmailServer {
  /** HTML of every page. May be changed between loads. */
  html: string;
  #server: Server | null = null;

  constructor(html: string) {
    this.html = html;
  }

  get port(): number {
    if (this.#server === null) throw new Error("the server is not started");
    return (this.#server.address() as AddressInfo).port;
  }

  async start(): Promise<void> {
    const server = createServer(await certificate(), (request, response) => {
      const page = request.url?.startsWith("/mail") ?? false;
      response.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
      response.end(page ? this.html : "");
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise((resolve) => (server === null ? resolve(undefined) : server.close(resolve)));
  }
}

/** A certificate of one day, signed by itself: the test browser is told not to look at it. */
async function certificate(): Promise<{ key: Buffer; cert: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), "kronika-cert-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    await promisify(execFile)(
      "openssl",
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=mail.google.com -addext subjectAltName=DNS:mail.google.com"
        .split(" ")
        .concat("-keyout", key, "-out", cert),
    );
    return { key: await readFile(key), cert: await readFile(cert) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
