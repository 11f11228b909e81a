import type { MailAddress } from "@kronika/core/addresses.ts";
import type { ItemView } from "../../background/outbox-item.ts";
import type { Reason } from "../../hub-types.ts";

/** Everything that the button of one message can have to say. The page knows it; the worker has the words for it (model.ts). */
export type ButtonState =
  | { kind: "ready" }
  | { kind: "logging" }
  | { kind: "item"; item: ItemView }
  | { kind: "recorded"; interactionId: string; customer: { id: string; name: string } | null }
  | { kind: "not-a-customer" }
  | { kind: "excluded"; reasons: readonly Reason[] }
  | { kind: "not-understood"; missing: readonly string[] }
  | { kind: "signed-out" }
  | { kind: "no-policy" }
  | { kind: "full" };

/** What a person can do with the button; each only after a trusted event. */
export type Action =
  | { do: "log"; remindInDays?: number; anyway?: boolean }
  | { do: "never"; address: string }
  | { do: "sign-in" }
  | { do: "panel" }
  | { do: "retry" };

/** A state in the person's language, ready to be drawn. */
export interface ButtonModel {
  label: string;
  /** Longer words: tooltip, and what a screen reader adds. */
  title: string;
  tone: "action" | "busy" | "good" | "quiet" | "problem";
  /** What pressing does: something, an address of the hub, or nothing of its own (then the menu opens). */
  press: Action | { href: string } | null;
  menu: MenuEntry[];
}

export type MenuEntry =
  | { label: string; action: Action; indent?: boolean }
  | { label: string; href: string }
  | { note: string }
  | { group: string }
  | { rule: true };

/** What the worker needs to draw up a model. */
export interface ButtonQuestion {
  state: ButtonState;
  /** People of the message outside of the organisation; empty for mail that is excluded. */
  outsiders: readonly MailAddress[];
}
