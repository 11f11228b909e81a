import { onTestFinished } from "vitest";
import { startFaultyProxy, type Fault, type ProxiedRequest } from "../../../../test/servers/faulty-proxy.ts";
import type { CalendarConnector, Credential } from "../../connector.ts";
import { createCaldavConnector, type CaldavSettings } from "../connector.ts";

/** What a scripted server says to a request; nothing means 404. */
export type Script = (request: ProxiedRequest) => Fault | undefined;

export interface ScriptedServer {
  url: string;
  requests: ProxiedRequest[];
  connect(settings?: Partial<CaldavSettings>): CalendarConnector;
  /** Everything that the connectors logged. */
  logged: string[];
}

export const CREDENTIAL: Credential = { kind: "password", username: "rep@firma.example", password: "tajné-heslo" };

/** A server that answers by a script, for what no real one does on demand. Ends with the test. */
export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  // Nothing is passed on: there is nothing behind it.
  const proxy = await startFaultyProxy("http://127.0.0.1:9/");
  onTestFinished(() => proxy.stop());
  proxy.intercept((request) => script(request) ?? { kind: "answer", status: 404 });
  const logged: string[] = [];
  const note = (fields: object, message: string) => logged.push(`${message} ${JSON.stringify(fields)}`);
  return {
    url: proxy.url,
    requests: proxy.requests,
    logged,
    connect(settings = {}) {
      const connector = createCaldavConnector({
        url: proxy.url,
        credential: CREDENTIAL,
        log: { debug: note, info: note, warn: note },
        ...settings,
      });
      onTestFinished(() => connector.close());
      return connector;
    },
  };
}

export function answer(status: number, body = "", headers: Record<string, string> = {}): Fault {
  return { kind: "answer", status, body, headers };
}

/** One `<response>`: properties as XML, or a status instead of them. */
export interface ScriptedResponse {
  href: string;
  prop?: string;
  status?: number;
}

/** A multistatus (RFC 4918 section 13), with a token behind it if given. */
export function multistatus(responses: ScriptedResponse[], { token, prolog = "" }: { token?: string; prolog?: string } = {}): Fault {
  const parts = responses.map(({ href, prop, status }) =>
    status === undefined
      ? `<d:response><d:href>${href}</d:href><d:propstat><d:prop>${prop ?? ""}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`
      : `<d:response><d:href>${href}</d:href><d:status>HTTP/1.1 ${status} x</d:status></d:response>`,
  );
  const end = token === undefined ? "" : `<d:sync-token>${token}</d:sync-token>`;
  const xml = `<?xml version="1.0"?>${prolog}<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:cs="http://calendarserver.org/ns/">${parts.join("")}${end}</d:multistatus>`;
  return answer(207, xml, { "content-type": "application/xml; charset=utf-8" });
}

export const IS_CALENDAR = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
export const HAS_SYNC =
  "<d:supported-report-set><d:supported-report><d:report><d:sync-collection/></d:report></d:supported-report></d:supported-report-set>";
export const HOME = "<c:calendar-home-set><d:href>/home/</d:href></c:calendar-home-set>";
export const PRINCIPAL = "<d:current-user-principal><d:href>/me/</d:href></d:current-user-principal>";

/** An object in a multistatus. */
export function object(href: string, ics = "BEGIN:VCALENDAR"): ScriptedResponse {
  return { href, prop: `<d:getetag>"${href}"</d:getetag><c:calendar-data>${ics}</c:calendar-data>` };
}
