import { pino, type DestinationStream, type Logger } from "pino";
import { AppError, ConnectorError } from "@kronika/core/errors.ts";

/** What a log line may say of an error: name, code and where it came from; never its message, which quotes what was worked on. */
export interface ErrorFacts {
  name: string;
  code?: string;
  /** The frames of the stack without its first lines. */
  at: string[];
  cause?: ErrorFacts;
}

export function errorFacts(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const code = codeOf(error);
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    at: frames.slice(0, 8).map((frame) => frame.trim().slice(3)),
    ...(error.cause === undefined || depth >= 3 ? {} : { cause: errorFacts(error.cause, depth + 1) }),
  };
}

/** The stable code of an error: ours, a system call's (ECONNREFUSED) or PostgreSQL's (23505). */
export function codeOf(error: Error): string | undefined {
  if (error instanceof ConnectorError) return error.meaning;
  if (error instanceof AppError) return error.code;
  const { code } = error as { code?: unknown };
  return typeof code === "string" && /^[A-Za-z0-9_.-]{1,60}$/.test(code) ? code : undefined;
}

/** JSON lines on standard output. Errors, under `err`, are facts only: see {@link errorFacts}. */
export function createLogger(options: { level: string; part: string }, destination?: DestinationStream): Logger {
  const settings = { level: options.level, base: { part: options.part }, serializers: { err: (error: unknown) => errorFacts(error) } };
  return destination ? pino(settings, destination) : pino(settings);
}
