import { html } from "hono/html";
import { AppError } from "@kronika/core/errors.ts";
import { createRouter } from "../http.ts";
import { problemWords, type ProblemCode } from "../middleware/problem-words.ts";

/** What the `type` of a problem (RFC 9457) leads to: what it means and what helps, in both languages. */
export const problemRoutes = createRouter().get("/:code", (c) => {
  const code = c.req.param("code");
  if (!Object.hasOwn(problemWords, code)) throw new AppError("not-found", "There is no such problem.");
  const { title, cure } = problemWords[code as ProblemCode];
  c.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title.en} · Kronika</title>
          <style>
            body {
              font:
                16px/1.6 system-ui,
                sans-serif;
              max-width: 40rem;
              margin: 4rem auto;
              padding: 0 1rem;
              color-scheme: light dark;
            }
          </style>
        </head>
        <body>
          <main>
            <h1>${title.en}</h1>
            <p>${cure.en}</p>
            <div lang="sk">
              <h2>${title.sk}</h2>
              <p>${cure.sk}</p>
            </div>
            <p><code>/problems/${code}</code></p>
          </main>
        </body>
      </html>`,
  );
});
