import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from "react";
import type { Language } from "../api/types.ts";
import { createFormat, type Format } from "./format.ts";
import { nowInstant } from "./zone.ts";

const browserZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;
const FormatContext = createContext<Format>(createFormat("sk", browserZone()));

interface FormatProviderProps {
  language: Language;
  /** The organisation's; before sign-in the browser's. */
  timeZone?: string | undefined;
  currency?: string | undefined;
  children: ReactNode;
}

/** Gives everything below the language's and the organisation's way of writing dates and numbers. */
export function FormatProvider({ language, timeZone, currency, children }: FormatProviderProps) {
  const format = useMemo(() => createFormat(language, timeZone ?? browserZone(), currency), [language, timeZone, currency]);
  return <FormatContext value={format}>{children}</FormatContext>;
}

/** Dates, numbers and amounts in the user's language and the organisation's time zone. */
export const useFormat = (): Format => useContext(FormatContext);

const TICK_MS = 30_000;
const listeners = new Set<() => void>();
let current = "";
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    current = nowInstant();
    for (const notify of listeners) notify();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
    current = "";
  };
}

function snapshot(): string {
  if (current === "") current = nowInstant();
  return current;
}

/** The present instant, renewed twice a minute for all who look at it. */
export const useNow = (): string => useSyncExternalStore(subscribe, snapshot);
