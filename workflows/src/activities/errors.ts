import { activityInfo, ApplicationFailure, CancelledFailure } from "@temporalio/activity";
import type { ActivityInboundCallsInterceptor } from "@temporalio/worker";
import { AppError, ConnectorError, type AppErrorCode, type ConnectorErrorMeaning } from "@kronika/core/errors.ts";
import { codeOf } from "@kronika/hub/log.ts";
import type { Deps } from "@kronika/hub/context.ts";

/** What a repeat cannot cure. `reauthorise` is not among them: it is asked again, seldom, because a person cures it. */
const FINAL = new Set<ConnectorErrorMeaning | AppErrorCode>([
  "rejected",
  "not-found",
  "invalid",
  "forbidden",
  "unauthenticated",
  "conflict",
  "too-large",
]);
const REAUTHORISE_AGAIN_MS = 60 * 60 * 1000;

/**
 * Every failure of an activity as Temporal is to know it: a type by which the workflow may decide, whether and when to try again, and
 * no word of the error itself. The log keeps what a programmer needs.
 */
export function translateErrors(log: Deps["log"]): ActivityInboundCallsInterceptor {
  return {
    async execute(input, next) {
      try {
        return await next(input);
      } catch (error) {
        if (error instanceof CancelledFailure || isAbort(error)) throw error;
        const { activityType, attempt, workflowExecution } = activityInfo();
        log.warn({ activity: activityType, attempt, workflow: workflowExecution?.workflowId, err: error }, "activity failed");
        throw toFailure(error);
      }
    },
  };
}

/** The SDK knows an activity that ends by its own cancellation by this name. */
const isAbort = (error: unknown) => error instanceof Error && error.name === "AbortError";

export function toFailure(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const type = error instanceof Error ? (codeOf(error) ?? error.name) : "unexpected";
  const known = error instanceof ConnectorError ? error.meaning : error instanceof AppError ? error.code : null;
  const again =
    error instanceof ConnectorError
      ? (error.retryAfterMs ?? (error.meaning === "reauthorise" ? REAUTHORISE_AGAIN_MS : undefined))
      : undefined;
  return ApplicationFailure.create({
    type,
    message: type,
    nonRetryable: known !== null && FINAL.has(known),
    ...(again === undefined ? {} : { nextRetryDelay: again }),
  });
}
