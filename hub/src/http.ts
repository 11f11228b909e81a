import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { AppError, type FieldProblem } from "@kronika/core/errors.ts";
import type { Ctx, Deps } from "./context.ts";
import type { Condition } from "./services/versions.ts";

/** What every handler finds in its request: `ctx` once the caller is known (middleware/authenticate.ts). */
export interface AppEnv {
  Variables: { deps: Deps; ctx: Ctx; language: "sk" | "en"; requestId: string };
}

/** A sub-app for one noun. Input that does not fit its schema becomes `invalid` with a pointer per field. */
export function createRouter() {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error, result.target);
    },
  });
}

/** A failed schema as an AppError: JSON Pointers (RFC 6901) into the body, `#/query/...` for parameters. */
export function invalid(error: z.ZodError, target = "json"): AppError {
  const prefix = target === "json" || target === "form" ? "" : `/${target}`;
  const fields: FieldProblem[] = error.issues.map((issue) => ({
    pointer: `${prefix}/${issue.path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`,
    message: issue.message,
  }));
  return new AppError("invalid", "Some fields are not right.", { fields });
}

/** A JSON body or answer of one schema. */
export const json = <S extends z.ZodType>(schema: S, description = "") => ({ content: { "application/json": { schema } }, description });
export const body = <S extends z.ZodType>(schema: S) => ({ content: { "application/json": { schema } }, required: true });

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    code: z.string(),
    errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
    lastChange: z
      .object({
        by: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
        at: z.string(),
        fields: z.array(z.string()),
      })
      .optional()
      .openapi({ description: "With 412: who changed it meanwhile, when, and which fields" }),
  })
  .openapi("Problem");

/** Every route may answer with a problem (RFC 9457). */
export const problems = {
  default: { content: { "application/problem+json": { schema: problemSchema } }, description: "A problem (RFC 9457)" },
} as const;

export const idParam = z.object({ id: z.uuid().openapi({ param: { name: "id", in: "path" } }) });

/** `?limit=&cursor=` of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

/** A list of one page. */
export const pageOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** Marks a route as open to everybody (security scheme none). */
export const openToAll = { security: [] as Record<string, string[]>[] };

/** The caller's context of a signed-in request. */
export const ctxOf = (c: Context<AppEnv>): Ctx => c.get("ctx");

/** `If-Match` of a write that must not overwrite what somebody else has written meanwhile (RFC 9110, section 13.1.1). */
export const ifMatchHeader = z.object({
  "if-match": z
    .string()
    .max(1000)
    .optional()
    .openapi({ description: "ETag of the version that the change is meant for; another one is refused with 412", example: '"1187"' }),
});

/** What a list or an answer says of a row's version. */
export const versionSchema = z.string().openapi({ description: "For If-Match, in quotes; the same as the header ETag", example: "1187" });

/** Which versions a write accepts, of its {@link ifMatchHeader}. Without the header: whichever stands. */
export function conditionOf({ "if-match": header }: z.infer<typeof ifMatchHeader>): Condition {
  if (header === undefined) return {};
  if (header.trim() === "*") return { accepted: "*" };
  // Weak tags never match here: they say "about the same", and a write needs "the same".
  const tags = [...header.matchAll(/(W\/)?"([^"]*)"/g)].flatMap(([, weak, tag]) => (weak === undefined && tag !== undefined ? [tag] : []));
  return { accepted: tags };
}

/** An answer with the version of its row as strong `ETag`. */
export function withETag<T extends { version: string }>(c: Context<AppEnv>, answer: T): T {
  c.header("ETag", `"${answer.version}"`);
  return answer;
}
