import type { CapturePolicy } from "@kronika/core/capture-policy.ts";
import type { Host } from "../hosts/host.ts";
import type { PageState } from "../page-state.ts";
import { judge } from "./capture.ts";
import { peopleOf } from "./to-request.ts";

/** Tells the panel what the page shows: of mail that is excluded, only that it is. */
export function pageStateOf(
  host: Host,
  document: Document,
  policy: CapturePolicy | null,
  focused: Element | null,
  expelled: boolean,
): PageState {
  const url = document.location.href;
  const reading = host.read(document, url);
  const expectations = host.selfTest(document, url);
  if (expelled) expectations.push({ name: "button", expected: "stays where it is put", found: 0, met: false, bySecondWay: false });
  const base = {
    host: host.id,
    view: reading.view,
    missing: reading.missing,
    expectations,
    account: reading.account,
    message: null,
    excluded: null,
  };
  const expanded = reading.messages.filter(({ collapsed }) => !collapsed);
  const message = expanded.find(({ element }) => element === focused) ?? expanded.at(-1);
  if (message === undefined || policy === null) return base;
  const verdict = judge(message, policy);
  if (!verdict.record) return { ...base, excluded: [...verdict.reasons] };
  const people = peopleOf(message).filter(({ address }) => verdict.outside.includes(address));
  return { ...base, message: { providerId: message.providerId, subject: message.subject, people } };
}
