import { DefaultFailureConverter, type PayloadConverter, type ProtoFailure, type SerializationContext } from "@temporalio/common";

/** What may stand in a history as the type of a failure: a word that a programmer wrote, never a sentence. */
const CODE = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/**
 * Lets codes through and nothing else: a failure in a history has a type, and no message, stack or details, because these quote what
 * was being worked on (an address, a subject, a row). The whole error stands in the worker's log (activities/errors.ts). Loaded by the
 * SDK by its path, in the hub, in the worker and inside the workflow sandbox: imports nothing of ours.
 */
class CodesOnlyFailureConverter extends DefaultFailureConverter {
  override errorToFailure(error: unknown, payloadConverter: PayloadConverter, context?: SerializationContext): ProtoFailure {
    return codesOnly(super.errorToFailure(error, payloadConverter, context));
  }
}

export const failureConverter = new CodesOnlyFailureConverter();

function codesOnly(failure: ProtoFailure): ProtoFailure {
  const { message: _message, stackTrace: _stackTrace, encodedAttributes: _encodedAttributes, cause, ...rest } = failure;
  const application = failure.applicationFailureInfo && {
    ...failure.applicationFailureInfo,
    type: code(failure.applicationFailureInfo.type) ?? "unexpected",
    details: null,
  };
  return {
    ...rest,
    message: application?.type ?? kindOf(failure),
    ...(application && { applicationFailureInfo: application }),
    ...(failure.canceledFailureInfo && { canceledFailureInfo: {} }),
    ...(cause && { cause: codesOnly(cause) }),
  };
}

const code = (text: string | null | undefined): string | null => (text && CODE.test(text) ? text : null);

/** The message of a failure that has no type of its own. */
function kindOf(failure: ProtoFailure): string {
  if (failure.activityFailureInfo) return "activity-failed";
  if (failure.canceledFailureInfo) return "cancelled";
  if (failure.timeoutFailureInfo) return "timed-out";
  if (failure.terminatedFailureInfo) return "terminated";
  return "unexpected";
}
