import type { Plugin } from "vite";

/** A node of the syntax tree, as far as it is looked at (ESTree). */
interface Node {
  type: string;
  start: number;
  end: number;
  body?: Node[];
  declaration?: Node | null;
  declarations?: { init: Node | null }[];
}

/**
 * Tells the bundler what ARCHITECTURE.md says of `core`: loading a module of it does nothing but define things. Its word lists
 * (`new Set("…".split(" "))`) can then be left out of a content script where nothing looks into them; by itself the bundler
 * must fear that a call at the top of a module does something.
 */
export function pureCore(): Plugin {
  return {
    name: "kronika:pure-core",
    transform: {
      filter: { id: /\/core\/src\/[^?]*\.ts$/ },
      handler(code) {
        const tree = this.parse(code) as unknown as Node;
        let marked = code;
        for (const init of topLevelCalls(tree).toReversed()) {
          marked = `${marked.slice(0, init.start)}/* @__PURE__ */ (() => ${marked.slice(init.start, init.end)})()${marked.slice(init.end)}`;
        }
        return { code: marked, moduleType: "js", map: null };
      },
    },
  };
}

/** Calls whose result a constant of the module holds, in the order of the file. */
function topLevelCalls(tree: Node): Node[] {
  return (tree.body ?? [])
    .map((statement) => (statement.type === "ExportNamedDeclaration" ? statement.declaration : statement))
    .flatMap((statement) => (statement?.type === "VariableDeclaration" ? (statement.declarations ?? []) : []))
    .map(({ init }) => init)
    .filter((init): init is Node => init !== null && (init.type === "NewExpression" || init.type === "CallExpression"));
}
