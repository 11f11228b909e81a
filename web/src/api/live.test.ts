// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { QueryClient } from "@tanstack/react-query";
import { keys } from "./keys.ts";
import { followChanges, parseChanged, staleAfter } from "./live.ts";

describe("which answers a change makes stale", () => {
  test("a new mail: the customer's history and line, nothing of other customers", () => {
    const stale = staleAfter({ noun: "interaction", id: "i1", customerIds: ["c1"] });
    expect(stale).toContainEqual(keys.timelineOf("customer", "c1"));
    expect(stale).toContainEqual(keys.customer("c1"));
    expect(stale).not.toContainEqual(keys.customers);
  });

  test("a mail without customers: all customers' histories", () => {
    expect(staleAfter({ noun: "interaction", id: "i1" })).toContainEqual(["timeline", "customer"]);
  });

  test("every noun that the hub tells of makes something stale", () => {
    for (const noun of ["customer", "contact", "opportunity", "interaction", "reminder", "connection"] as const) {
      expect(staleAfter({ noun, id: "x" }).length).toBeGreaterThan(0);
    }
  });

  test("a noun of a newer hub is no error", () => {
    expect(staleAfter({ noun: "plan" as "customer", id: "x" })).toEqual([]);
  });

  test.each(["", "nonsense", "{}", "null", '{"noun":1,"id":"x"}'])("%j is no change", (data) => {
    expect(parseChanged(data)).toBeNull();
  });
});

/** Stands for the browser's EventSource: the test says what comes. */
class Stream extends EventTarget {
  static all: Stream[] = [];
  static readonly CLOSED = 2;
  readyState = 1;
  constructor() {
    super();
    Stream.all.push(this);
  }
  close() {
    this.readyState = 2;
  }
  say(type: string, data = "{}") {
    this.dispatchEvent(new MessageEvent(type, { data }));
  }
  /** The server answered with something that is no stream. */
  fail() {
    this.readyState = 2;
    this.dispatchEvent(new Event("error"));
  }
}

class Channel extends EventTarget {
  postMessage() {}
  close() {}
}

describe("the stream of changes", () => {
  beforeEach(() => {
    Stream.all = [];
    vi.useFakeTimers();
    vi.stubGlobal("EventSource", Stream);
    vi.stubGlobal("BroadcastChannel", Channel);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test("a burst of changes is told once, and a break makes everything shown be read again", () => {
    const client = new QueryClient();
    const invalidate = vi.spyOn(client, "invalidateQueries");
    const states: boolean[] = [];
    const end = followChanges(client, (connected) => states.push(connected));
    Stream.all[0]?.say("hello");
    expect(invalidate).not.toHaveBeenCalled();
    for (let i = 0; i < 50; i += 1) Stream.all[0]?.say("changed", JSON.stringify({ noun: "connection", id: "k1" }));
    vi.advanceTimersByTime(500);
    expect(invalidate.mock.calls.map(([filter]) => filter?.queryKey)).toEqual(staleAfter({ noun: "connection", id: "k1" }));

    invalidate.mockClear();
    Stream.all[0]?.fail();
    vi.advanceTimersByTime(1500);
    expect(Stream.all).toHaveLength(2);
    Stream.all[1]?.say("hello");
    expect(invalidate).toHaveBeenCalledWith({ type: "active" });
    expect(states).toEqual([true, false, true]);

    end();
    expect(Stream.all[1]?.readyState).toBe(2);
  });

  test("it tries again for ever, more and more slowly", () => {
    const end = followChanges(new QueryClient(), () => {});
    for (let i = 0; i < 8; i += 1) {
      Stream.all.at(-1)?.fail();
      vi.advanceTimersByTime(31_000);
    }
    expect(Stream.all).toHaveLength(9);
    end();
  });
});
