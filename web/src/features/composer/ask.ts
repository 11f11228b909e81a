import { useEffect } from "react";

/** What another part of the page may ask the composer to open: a button that says "Call" opens the form in which the call is written down. */
export type AskedMode = "note" | "call" | "meeting" | "reminder";

const asked = new EventTarget();
const EVENT = "ask";

export const askComposer = (mode: AskedMode): boolean => asked.dispatchEvent(new CustomEvent(EVENT, { detail: mode }));

/** Hears {@link askComposer}. */
export function useAskedMode(open: (mode: AskedMode) => void): void {
  useEffect(() => {
    const hear = (event: Event) => open((event as CustomEvent<AskedMode>).detail);
    asked.addEventListener(EVENT, hear);
    return () => asked.removeEventListener(EVENT, hear);
  }, [open]);
}
