import { Context } from "@temporalio/activity";

const EVERY_MS = 5000;

/**
 * Says every few seconds that the activity is alive while `work` runs, so that another worker takes over soon after this one was
 * killed, and that a cancellation is heard. The signal ends the work: cancelled, or the worker is shutting down.
 */
export async function withHeartbeat<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), EVERY_MS);
  try {
    return await work(context.cancellationSignal);
  } finally {
    clearInterval(timer);
  }
}
