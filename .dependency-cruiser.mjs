/**
 * The import rules of ARCHITECTURE.md, as errors with advice:
 * core <- connectors <- hub <- workflows; core <- extension, web (plus types of the hub); test -> all; nobody -> test.
 */

import { Visitor } from "@swc/core/Visitor.js";

// The walk over what swc has parsed does not know `using` yet and gives up: teach it to look at the declared values.
// oxlint-disable-next-line typescript/unbound-method -- called with its receiver below
const { visitStatement } = Visitor.prototype;
Visitor.prototype.visitStatement = function (/** @type {any} */ statement) {
  if (statement.type !== "UsingDeclaration") return visitStatement.call(this, statement);
  statement.decls = this.visitVariableDeclarators(statement.decls);
  return statement;
};

const TEST_FILE = "\\.(test|contract)\\.tsx?$|/testing/|/vitest\\.config\\.ts$";

/**
 * What each package may import of the others.
 * @type {Record<string, string[]>}
 */
const MAY_IMPORT = {
  core: [],
  connectors: ["core"],
  hub: ["core", "connectors"],
  workflows: ["core", "connectors", "hub"],
  extension: ["core"],
  web: ["core"],
};

/** Each vendor's own library, and the one connector that may know it. */
const VENDOR_LIBRARIES = {
  google: "googleapis|@googleapis|google-auth-library",
  microsoft: "@microsoft/microsoft-graph-client|@azure/msal-node",
  imap: "imapflow",
  caldav: "tsdav",
};

const PACKAGES = Object.keys(MAY_IMPORT);

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const betweenPackages = Object.entries(MAY_IMPORT).map(([name, allowed]) => {
  const others = PACKAGES.filter((other) => other !== name && !allowed.includes(other));
  const browser = name === "web" || name === "extension";
  return {
    name: `${name}-imports`,
    severity: "error",
    comment: browser
      ? `${name} imports only core, and types of the hub (\`import type { HubApi }\`). Call the hub over HTTP instead.`
      : `${name} may import ${allowed.join(", ") || "no other package"}. Move what both need down into core, or pass it in from the composition root.`,
    from: { path: `^${name}/` },
    to: { path: `^(${others.join("|")})/`, ...(browser ? { dependencyTypesNot: ["type-only"] } : {}) },
  };
});

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const vendors = Object.entries(VENDOR_LIBRARIES).map(([vendor, libraries]) => ({
  name: `only-${vendor}-knows-its-library`,
  severity: "error",
  comment: `Only connectors/src/${vendor}/ knows this library. Add what you need to the port (connectors/src/connector.ts) in our own words.`,
  from: { pathNot: `^connectors/src/${vendor}/|^test/` },
  to: { path: `node_modules/(${libraries})/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...betweenPackages,
    ...vendors,
    {
      name: "nobody-imports-tests",
      severity: "error",
      comment: "Product code never imports test/. Tests beside the code may use test/servers, test/fakes, test/setup and test/world.ts.",
      from: { path: `^(${PACKAGES.join("|")})/`, pathNot: TEST_FILE },
      to: { path: "^test/" },
    },
    {
      name: "no-test-file-as-library",
      severity: "error",
      comment: "A *.test.ts is imported by nobody: move what both need into a file of its own.",
      from: {},
      to: { path: "\\.test\\.tsx?$" },
    },
    {
      name: "core-is-pure",
      severity: "error",
      comment: "core has no I/O: no node:*. Take the value as an argument; the hub, the worker and the browser all run this code.",
      from: { path: "^core/src/", pathNot: TEST_FILE },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "core-needs-only-zod",
      severity: "error",
      comment: "core depends on zod and nothing else: it runs in the browser too. Put the library behind a port in connectors or hub.",
      from: { path: "^core/src/", pathNot: TEST_FILE },
      to: { path: "node_modules/", pathNot: "node_modules/zod/" },
    },
    {
      name: "only-services-know-drizzle",
      severity: "error",
      comment: "Only hub/src/{db,services,presenters} know drizzle. Write or extend a verb in hub/src/services/<noun>/ and call that.",
      from: { pathNot: `^hub/(src/(db|services|presenters)/|drizzle\\.config\\.ts)|^test/|${TEST_FILE}` },
      to: { path: "node_modules/drizzle-orm/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "routes-do-not-touch-tables",
      severity: "error",
      comment: "A route is validate -> verb -> present. Call a verb of hub/src/services instead of the tables.",
      from: { path: "^hub/src/(routes|middleware|policies)/", pathNot: TEST_FILE },
      to: { path: "^hub/src/db/schema/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "workflows-stay-in-the-sandbox",
      severity: "error",
      comment: "A workflow imports core, @temporalio/workflow and types of activities. Everything else is an activity.",
      from: { path: "^workflows/src/workflows/", pathNot: TEST_FILE },
      to: {
        pathNot: "^(core|workflows/src/workflows)/|node_modules/(@temporalio/(workflow|common)|zod|temporal-polyfill)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "selectors-stay-with-their-host",
      severity: "error",
      comment: "Only extension/src/hosts/<host> knows its selectors. Extend the port hosts/host.ts in our own words.",
      from: { path: "^extension/src/", pathNot: "^extension/src/hosts/[^/]+/" },
      to: { path: "^extension/src/hosts/[^/]+/selectors\\.ts$" },
    },
    {
      name: "hosts-do-not-know-each-other",
      severity: "error",
      comment: "One host never imports another: move what both need to extension/src/hosts/ or features/.",
      from: { path: "^extension/src/hosts/([^/]+)/" },
      to: { path: "^extension/src/hosts/[^/]+/", pathNot: "^extension/src/hosts/$1/" },
    },
    {
      name: "no-cycles",
      severity: "error",
      comment: "These files import each other in a circle: move what both need into a third file.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-missing-files",
      severity: "error",
      comment: "This import leads nowhere: a missing file, or a package that is not in package.json.",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(virtual:|#|wxt|cloudflare:)|\\?(raw|url|inline|worker)" },
    },
  ],
  options: {
    // TypeScript 7 is native and has no compiler API for tools to call: swc reads the sources.
    parser: "swc",
    tsPreCompilationDeps: "specify",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^[a-z]+/(dist|\\.output|\\.wxt|\\.cache)/|\\.gen\\.ts$" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
    },
  },
};
