import type { MailAddress } from "@kronika/core/addresses.ts";
import type { ItemView } from "../../background/outbox-item.ts";
import type { Reason } from "../../hub-types.ts";
import { buttonTexts, type ButtonTexts } from "../../i18n/button.ts";
import type { Translate } from "../../i18n/translate.ts";
import type { Action, ButtonModel, ButtonQuestion, ButtonState, MenuEntry } from "./state.ts";

type T = Translate<ButtonTexts>;

/** After how many days without a reply one can be reminded. */
const REMIND_DAYS = [1, 3, 7];

interface Face extends Omit<ButtonModel, "menu"> {
  /** The menu offers to log the message. */
  canLog: boolean;
}

/** Words, tone, meaning and menu of the button in one state. */
export function buttonModel({ state, outsiders }: ButtonQuestion, t: T, hub: string): ButtonModel {
  const { canLog, ...face } = faceOf(state, t, hub);
  return { ...face, menu: menuOf(state, { ...face, canLog }, outsiders, t, hub) };
}

function face(label: string, title: string, tone: Face["tone"], press: Face["press"] = null, canLog = false): Face {
  return { label, title, tone, press, canLog };
}

function faceOf(state: ButtonState, t: T, hub: string): Face {
  switch (state.kind) {
    case "ready":
      return face(t("log"), t("logTitle"), "action", { do: "log" }, true);
    case "logging":
      return face(t("logging"), t("logTitle"), "busy");
    case "item":
      return faceOfItem(state.item, t, hub);
    case "recorded": {
      const { customer, interactionId } = state;
      return customer === null
        ? face(t("logged"), t("loggedTitle"), "good", { href: `${hub}/interactions/${interactionId}` })
        : face(t("loggedTo", { name: customer.name }), t("loggedToTitle", { name: customer.name }), "good", {
            href: `${hub}/customers/${customer.id}`,
          });
    }
    case "not-a-customer":
      return face(t("notCustomer"), t("notCustomerTitle"), "quiet", null, true);
    case "excluded":
      return face(t("excluded"), t("excludedTitle", { reason: reasonText(state.reasons[0], t) }), "quiet");
    case "not-understood":
      return face(
        t("notUnderstood"),
        t("notUnderstoodTitle", { fields: state.missing.map((field) => fieldText(field, t)).join(", ") }),
        "problem",
      );
    case "signed-out":
      return face(t("signedOut"), t("signedOutTitle"), "quiet", { do: "sign-in" });
    case "no-policy":
      return face(t("noPolicy"), t("noPolicyTitle"), "quiet", { do: "retry" });
    case "full":
      return face(t("full"), t("fullTitle"), "problem", { do: "log" }, true);
    default:
      return state satisfies never;
  }
}

function faceOfItem(item: ItemView, t: T, hub: string): Face {
  if (item.state === "waiting") {
    const label = {
      next: t("waiting"),
      offline: t("waitingOffline"),
      "hub-unavailable": t("waitingHub"),
      "signed-out": t("waitingSignIn"),
    }[item.waiting];
    const press: Action = { do: item.waiting === "signed-out" ? "sign-in" : "panel" };
    return item.sending ? face(t("logging"), t("waitingTitle"), "busy") : face(label, t("waitingTitle"), "busy", press);
  }
  if (item.state === "refused") {
    if (item.refusal?.code === "not-a-customer") return face(t("notCustomer"), t("notCustomerTitle"), "quiet", null, true);
    return face(t("refused"), t("refusedTitle", { detail: refusalText(item) }), "problem", { do: "panel" }, true);
  }
  const { answer } = item;
  if (answer === null || answer.id === null || answer.state === "skipped") {
    return face(t("excluded"), t("skippedTitle", { reason: reasonText(answer?.reasons[0], t) }), "quiet");
  }
  const customer = answer.links.find(({ target, chosen }) => target === "customer" && chosen);
  const reminded = answer.reminder === null ? null : t("reminderSet", { date: new Date(answer.reminder.dueAt).toLocaleDateString() });
  if (customer === undefined)
    return face(t("loggedUnsorted"), reminded ?? t("loggedTitle"), "good", { href: `${hub}/interactions/${answer.id}` });
  const name = customer.name ?? t("logged");
  return face(t("loggedTo", { name }), reminded ?? t("loggedToTitle", { name }), "good", { href: `${hub}/customers/${customer.id}` });
}

function menuOf(state: ButtonState, shown: Face, outsiders: readonly MailAddress[], t: T, hub: string): MenuEntry[] {
  const { press } = shown;
  const unknown = state.kind === "not-a-customer" || (state.kind === "item" && state.item.refusal?.code === "not-a-customer");
  const groups: MenuEntry[][] = [[], [], []];
  const [first, never, last] = groups as [MenuEntry[], MenuEntry[], MenuEntry[]];
  if (shown.tone !== "action") first.push({ note: shown.title });
  if (unknown) {
    for (const { address, name } of outsiders.slice(0, 3)) {
      const query = new URLSearchParams({ new: "1", address, ...(name === undefined ? {} : { name }) });
      first.push({ label: t("createCustomer", { address }), href: `${hub}/customers?${query}` });
    }
    first.push({ label: t("logAnyway"), action: { do: "log", anyway: true } });
  } else if (shown.canLog) {
    first.push({ label: shown.tone === "problem" ? t("tryAgain") : t("menuLog"), action: { do: "log" } }, { group: t("menuRemind") });
    for (const count of REMIND_DAYS)
      first.push({ label: t("menuRemindIn", { count }), action: { do: "log", remindInDays: count }, indent: true });
  }
  if (press !== null && "href" in press) first.push({ label: t("loggedTitle"), href: press.href });
  else if (press?.do === "sign-in") first.push({ label: t("signedOut"), action: press });
  else if (press?.do === "retry") first.push({ label: t("tryAgain"), action: press });
  if (state.kind !== "excluded" && state.kind !== "signed-out") {
    if (outsiders.length > 0) never.push({ group: t("menuNever") });
    for (const { address } of outsiders.slice(0, 4)) never.push({ label: address, action: { do: "never", address }, indent: true });
  }
  if (state.kind !== "signed-out") last.push({ label: t("menuPanel"), action: { do: "panel" } });
  return groups.filter((group) => group.length > 0).flatMap((group, index) => (index === 0 ? group : [{ rule: true } as const, ...group]));
}

/** Why something is left out, in words. */
export function reasonText(reason: Reason | undefined, t: T): string {
  const key = `reason.${reason?.code ?? "other"}`;
  return t(isReasonKey(key) ? key : "reason.other", { address: reason?.address ?? "" });
}

/** A field of a message, in words. */
export function fieldText(field: string, t: T): string {
  const key = `field.${field}`;
  return isFieldKey(key) ? t(key) : field;
}

/** What the hub said about an item that it refused: the field with its reason first. */
export function refusalText(item: Pick<ItemView, "refusal">): string {
  if (item.refusal?.code !== "refused") return "";
  const { problem, status } = item.refusal;
  const field = problem?.errors[0];
  return field ? `${field.pointer} ${field.message}` : (problem?.detail ?? problem?.title ?? `HTTP ${status}`);
}

type ReasonKey = keyof ButtonTexts & `reason.${string}`;
type FieldKey = keyof ButtonTexts & `field.${string}`;
const REASONS: ReadonlySet<string> = new Set(Object.keys(buttonTexts.en).filter((key) => key.startsWith("reason.")));
const FIELDS: ReadonlySet<string> = new Set(Object.keys(buttonTexts.en).filter((key) => key.startsWith("field.")));
const isReasonKey = (key: string): key is ReasonKey => REASONS.has(key);
const isFieldKey = (key: string): key is FieldKey => FIELDS.has(key);
