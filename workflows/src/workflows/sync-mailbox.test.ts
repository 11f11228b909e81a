import { ApplicationFailure, Context } from "@temporalio/activity";
import { afterAll, beforeAll, expect, test } from "vitest";
import { workflowId, type RowRef } from "@kronika/core/workflow-contract.ts";
import type { Activities, SyncRound } from "../activities/index.ts";
import { newRef, startWorkflowTest, type WorkflowTest } from "../testing/harness.ts";
import { eventually } from "../testing/eventually.ts";

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;

let temporal: WorkflowTest;
beforeAll(async () => {
  temporal = await startWorkflowTest();
});
afterAll(() => temporal.close());

interface Provider {
  /** How often it was looked at. */
  looks: number;
  next: SyncRound[];
  /** Ends the watch that is going on. */
  news: () => void;
  watches: number;
  activities: Pick<Activities, "syncMailboxRound" | "watchMailbox">;
}

/** A provider that answers each round with the next of `rounds`, and with the last of them from then on. */
function provider(...rounds: SyncRound[]): Provider {
  const mailbox: Provider = {
    looks: 0,
    next: rounds,
    news: () => {},
    watches: 0,
    activities: {
      async syncMailboxRound() {
        mailbox.looks += 1;
        return mailbox.next.length > 1 ? mailbox.next.shift()! : mailbox.next[0]!;
      },
      async watchMailbox() {
        mailbox.watches += 1;
        const beats = setInterval(() => Context.current().heartbeat(), 100);
        try {
          await Promise.race([new Promise<void>((resolve) => (mailbox.news = resolve)), Context.current().cancelled]);
        } finally {
          clearInterval(beats);
        }
      },
    },
  };
  return mailbox;
}

/** Removes the connection, so that nothing of it is open in the next test: an open activity would hold the clock. */
async function remove(mailbox: Provider, ref: RowRef): Promise<void> {
  mailbox.next = [{ state: "gone", pending: 0 }];
  mailbox.news();
  await temporal.changed("syncMailbox", ref);
  await eventually(async () => expect(await temporal.status("syncMailbox", ref)).toBe("COMPLETED"));
}

const ok = (pending = 0): SyncRound => ({ state: "ok", pending });
const waitsOf = (ref: RowRef) => temporal.waits("syncMailbox", ref);
const secondsOf = async (ref: RowRef) => (await waitsOf(ref)).map(({ seconds }) => seconds);

test("a mailbox with much to do is worked off without a pause", async () => {
  const mailbox = provider(ok(300), ok(200), ok(100), ok());
  const ref = newRef();
  await temporal.withWorker(mailbox.activities, async () => {
    await temporal.start("syncMailbox", ref);
    await eventually(() => expect(mailbox.looks).toBe(4));
    await eventually(() => expect(mailbox.watches).toBe(1));
    // Only the one that waits for news, after the last look.
    expect(await secondsOf(ref)).toEqual([300]);
    await remove(mailbox, ref);
  });
});

test("news from the server starts the next look, and the watch goes on", async () => {
  const mailbox = provider(ok());
  const ref = newRef();
  await temporal.withWorker(mailbox.activities, async () => {
    await temporal.start("syncMailbox", ref);
    await eventually(() => expect(mailbox.watches).toBe(1));
    mailbox.news();
    await eventually(() => expect(mailbox.looks).toBe(2));
    await eventually(() => expect(mailbox.watches).toBe(2));
    await remove(mailbox, ref);
  });
});

test("a server without push is asked every five minutes", async () => {
  const mailbox = provider(ok());
  const ref = newRef();
  const watchMailbox = async () => {
    throw ApplicationFailure.nonRetryable("rejected", "rejected");
  };
  await temporal.withWorker({ ...mailbox.activities, watchMailbox }, async () => {
    await temporal.start("syncMailbox", ref);
    await temporal.env.sleep(21 * MINUTE_MS);
    await eventually(() => expect(mailbox.looks).toBe(5));
    expect((await waitsOf(ref)).slice(0, 4)).toEqual(Array.from({ length: 4 }, () => ({ seconds: 300, cutShort: false })));
  });
});

test("a refused password stops the sync until somebody connects again, with one look a day", async () => {
  const mailbox = provider({ state: "reauthorise", pending: 0 });
  const ref = newRef();
  await temporal.withWorker(mailbox.activities, async () => {
    await temporal.start("syncMailbox", ref);
    await temporal.env.sleep(50 * HOUR_MS);
    await eventually(() => expect(mailbox.looks).toBe(3));
    expect(mailbox.watches).toBe(0);
    mailbox.next = [ok()];
    await temporal.changed("syncMailbox", ref);
    await eventually(() => expect(mailbox.looks).toBe(4));
    await eventually(() => expect(mailbox.watches).toBe(1));
    await remove(mailbox, ref);
  });
});

test("a failing provider is asked less and less often, obeyed when it says how long, and at once when somebody asks", async () => {
  const failing = { state: "failing", pending: 0 } as const;
  const mailbox = provider(failing, failing, failing, { ...failing, retryAfterMs: HOUR_MS }, failing);
  const ref = newRef();
  await temporal.withWorker(mailbox.activities, async () => {
    await temporal.start("syncMailbox", ref);
    await temporal.env.sleep(70 * MINUTE_MS);
    await eventually(() => expect(mailbox.looks).toBeGreaterThanOrEqual(5));
    expect((await secondsOf(ref)).slice(0, 4)).toEqual([5, 10, 20, 3600]);
    const before = mailbox.looks;
    await temporal.changed("syncMailbox", ref);
    await eventually(() => expect(mailbox.looks).toBeGreaterThan(before));
    expect((await waitsOf(ref))[before - 1]).toMatchObject({ cutShort: true });
  });
});

test("a pause holds until the row changes; a removed connection ends the workflow", async () => {
  const mailbox = provider({ state: "paused", pending: 0 });
  const ref = newRef();
  await temporal.withWorker(mailbox.activities, async () => {
    await temporal.start("syncMailbox", ref);
    await temporal.env.sleep(HOUR_MS);
    expect(mailbox.looks).toBe(1);
    mailbox.next = [{ state: "gone", pending: 0 }];
    await temporal.changed("syncMailbox", ref);
    await eventually(async () => expect(await temporal.status("syncMailbox", ref)).toBe("COMPLETED"));
  });
});

test("after many rounds the workflow goes on as a new run with a short history", { timeout: 60_000 }, async () => {
  const mailbox = provider(...Array.from({ length: 320 }, () => ok(1)), ok());
  const ref = newRef();
  await temporal.withWorker(mailbox.activities, async () => {
    await temporal.start("syncMailbox", ref);
    const first = await runOf(ref);
    await eventually(() => expect(mailbox.looks).toBeGreaterThan(320), 50_000);
    expect(await runOf(ref)).not.toBe(first);
    const { events } = await temporal.client.workflow.getHandle(workflowId("syncMailbox", ref)).fetchHistory();
    expect(events!.length).toBeLessThan(500);
    await eventually(() => expect(mailbox.watches).toBe(1));
    await remove(mailbox, ref);
  });
});

const runOf = async (ref: RowRef) => (await temporal.client.workflow.getHandle(workflowId("syncMailbox", ref)).describe()).runId;
