import { request as requestHttp, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import type { CustomFetch } from "openid-client";
import { isPublicAddress } from "../../../net/public-address.ts";
import { PrivateAddress, publicLookup } from "../../../net/public-lookup.ts";

/** A document of a provider, its keys, an answer with tokens: none is longer. */
const MAX_BYTES = 512 * 1024;

/** An address that the provider's document names lies inside our network, or nothing may be sent there. */
export class AddressRefused extends Error {}

/**
 * Fetches for one issuer. To the issuer itself, which the administrator named, requests go wherever it is. Other addresses come from its
 * document, which somebody else writes: they must lie on the Internet, and the address that was checked is the one that is connected to (a name
 * that resolves anew the second time changes nothing). Redirects are not followed.
 */
export function guardedFetch(issuer: URL): CustomFetch {
  return (text, { method, headers, body, signal }) => {
    const url = new URL(text);
    const named = url.origin === issuer.origin;
    if (!named && url.protocol !== "https:") return Promise.reject(new AddressRefused("the provider names an address without encryption"));
    const content = body === null || body === undefined ? null : body instanceof URLSearchParams ? body.toString() : body;
    if (content !== null && typeof content !== "string") return Promise.reject(new TypeError("only text is sent to a provider"));
    const options: RequestOptions = {
      method,
      headers: content === null ? headers : { ...headers, "content-length": String(Buffer.byteLength(content)) },
      ...(signal ? { signal } : {}),
      ...(named ? {} : { lookup: publicLookup }),
      agent: false,
    };
    const host = url.hostname.replace(/^\[|\]$/g, "");
    // A literal address is never looked up: it is judged here.
    if (!named && /^[\d.]+$|:/.test(host) && !isPublicAddress(host)) return Promise.reject(refused(host));
    return new Promise((resolve, reject) => {
      const send = url.protocol === "https:" ? requestHttps : requestHttp;
      const request = send(url, options, (answer) => {
        const parts: Buffer[] = [];
        let size = 0;
        answer.on("data", (part: Buffer) => {
          size += part.length;
          if (size > MAX_BYTES) request.destroy(new Error("the answer is too long"));
          else parts.push(part);
        });
        answer.on("error", reject);
        answer.on("end", () => {
          const status = answer.statusCode ?? 502;
          const given = Object.entries(answer.headers).flatMap(([name, value]) =>
            value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value] as [string, string]],
          );
          const empty = status === 204 || status === 304;
          resolve(new Response(empty ? null : Buffer.concat(parts), { status, headers: given }));
        });
      });
      request.on("error", (error) => reject(error instanceof PrivateAddress ? refused(url.hostname) : error));
      request.end(content ?? undefined);
    });
  };
}

const refused = (where: string): AddressRefused => new AddressRefused(`the provider names an address inside a network: ${where}`);
