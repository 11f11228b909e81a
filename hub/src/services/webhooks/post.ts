import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { isPublicAddress } from "../../net/public-address.ts";
import { publicLookup } from "../../net/public-lookup.ts";

/** Why no answer came; stable, the log shows it in words. */
export type PostProblem = "private-address" | "unknown-host" | "refused" | "timeout" | "tls" | "network";

/** `status` of the answer, or why there was none. The answer's body is read by nobody. */
export type PostResult = { status: number; problem?: never } | { status?: never; problem: PostProblem };

export interface PostOptions {
  /** Hosts or addresses of the own network that the operator of this installation has allowed (KRONIKA_WEBHOOK_HOSTS). */
  allowed: readonly string[];
  timeoutMs?: number;
}

/**
 * One POST to an address that a person has typed in. The name is resolved once, by the connection itself, and every address it has must be public:
 * what was checked is what is connected to, so that no rebinding helps. Redirects are answers like any other and are not followed.
 */
export function guardedPost(
  url: URL,
  headers: Record<string, string>,
  body: string,
  { allowed, timeoutMs = 10_000 }: PostOptions,
): Promise<PostResult> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isAllowed = allowed.includes(host);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isAllowed)) return Promise.resolve({ problem: "private-address" });
  if (isIP(host) !== 0 && !isAllowed && !isPublicAddress(host)) return Promise.resolve({ problem: "private-address" });
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((done) => {
    const outgoing = send(
      url,
      {
        method: "POST",
        agent: false,
        lookup: isAllowed ? undefined : publicLookup,
        timeout: timeoutMs,
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body), "user-agent": "Kronika", ...headers },
      },
      (answer) => {
        done({ status: answer.statusCode ?? 0 });
        // Not one byte more than needed: it may be endless.
        answer.destroy();
      },
    );
    const deadline = setTimeout(() => outgoing.destroy(Object.assign(new Error("too slow"), { code: "ETIMEDOUT" })), timeoutMs);
    outgoing.on("timeout", () => outgoing.destroy(Object.assign(new Error("too slow"), { code: "ETIMEDOUT" })));
    outgoing.on("error", (error: NodeJS.ErrnoException) => done({ problem: problemOf(error) }));
    outgoing.on("close", () => clearTimeout(deadline));
    outgoing.end(body);
  });
}

function problemOf({ code = "" }: NodeJS.ErrnoException): PostProblem {
  if (code === "EPRIVATE") return "private-address";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "unknown-host";
  if (code === "ECONNREFUSED") return "refused";
  if (code === "ETIMEDOUT" || code === "ESOCKETTIMEDOUT") return "timeout";
  return code.startsWith("ERR_TLS") || code.includes("CERT") || code.includes("SSL") || code === "DEPTH_ZERO_SELF_SIGNED_CERT"
    ? "tls"
    : "network";
}
