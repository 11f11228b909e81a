import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROUTES } from "./scenarios/lib/rights/routes.ts";

const API = new URL("../web/src/api/", import.meta.url);

/** What the pages ask for: `request("GET", "/customers/${id}")`, a file by `requestFile` or a stream by `apiUrl`. */
const ASKED =
  /\b(?:request(?:<[^()]*>)?\(\s*"(?<method>[A-Z]+)",\s*|(?<reads>requestFile|apiUrl)\(\s*)(?<path>"[^"]+"|`(?:[^`$]|\$\{(?:[^`{}]|`[^`]*`)*\})+`)/g;

/** The pages run against a hub of their own in the browser tests: that the real one has what they ask for is seen here. */
test("every address that a page asks for is one of the hub's", () => {
  const asked = readdirSync(API)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== "client.ts")
    .flatMap((file) =>
      [...readFileSync(new URL(file, API), "utf8").matchAll(ASKED)].map(({ groups }) => ({
        file,
        method: groups!["method"] ?? "GET",
        path: groups!["path"]!.slice(1, -1),
      })),
    );
  expect(asked.length).toBeGreaterThan(120);
  const known = Object.keys(ROUTES).map((route) => route.split(" ") as [string, string]);
  const missing = asked.filter(({ method, path }) => !known.some((route) => route[0] === method && isAt(`/api/v1${path}`, route[1])));
  expect(missing).toEqual([]);
});

/** Whether an address, in which `${...}` stands for anything of a segment, is one of a route. */
function isAt(path: string, route: string): boolean {
  const [asked, declared] = [path.replaceAll(/\$\{(?:[^`{}]|`[^`]*`)*\}/g, "*").split("/"), route.split("/")];
  return (
    asked.length === declared.length && asked.every((part, i) => part === declared[i] || part.includes("*") || declared[i]!.startsWith(":"))
  );
}
