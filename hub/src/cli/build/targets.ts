import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../root.ts";

/** Something that is built from sources before it can be used. */
export type BuildTarget = {
  name: string;
  /** Whether Kronika cannot be used without it. */
  needed: boolean;
  /** The package whose `build` script makes it. */
  folder: string;
  /** Where the result is. */
  output: string;
  /** Files and folders that the result depends on. */
  sources: readonly string[];
};

const target = (name: string, needed: boolean, folder: string, output: string, files: readonly string[]): BuildTarget => ({
  name,
  needed,
  folder: join(ROOT, folder),
  output: join(ROOT, folder, output),
  sources: [...files.map((file) => join(ROOT, folder, file)), join(ROOT, "core/src"), join(ROOT, "pnpm-lock.yaml")],
});

const ALL: readonly BuildTarget[] = [
  target("web application", true, "web", "dist", ["src", "public", "index.html", "vite.config.ts", "package.json", "tsconfig.json"]),
  target("extension", false, "extension", ".output", ["src", "public", "wxt.config.ts", "package.json", "tsconfig.json"]),
];

/** What can be built here: a distribution without sources brings the results. (The worker sees to the bundle of its workflows itself.) */
export const buildTargets = (): BuildTarget[] => ALL.filter(({ folder }) => existsSync(join(folder, "src")));
