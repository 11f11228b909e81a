import { existsSync, readFileSync, statfsSync } from "node:fs";
import { Failure } from "../failure.ts";
import { ROOT } from "../root.ts";
import { openDataFolder } from "../supervisor/data-folder.ts";
import { examine, type Finding } from "./finding.ts";

const LOW_DISK_BYTES = 2 ** 30;
const NODE = 24;

/** What does not need a running Kronika: Node, packages, data folder. */
export async function examineMachine(data: string): Promise<Finding[]> {
  return [
    await examine("Node", () => {
      if (Number.parseInt(process.versions.node, 10) >= NODE) return process.versions.node;
      throw new Failure(`${process.versions.node} is too old: start Kronika with npm start or npx kronika, which bring Node ${NODE}.`);
    }),
    await examine("Packages", () => {
      // pnpm keeps the lockfile that it last installed.
      const [installed, wanted] = ["node_modules/.pnpm/lock.yaml", "pnpm-lock.yaml"].map((path) => readFileSync(`${ROOT}${path}`, "utf8"));
      if (installed === wanted) return "as in the lockfile";
      throw new Failure("older than the lockfile: run npm start (or pnpm install).");
    }),
    await examine("Data folder", () => {
      if (!existsSync(data)) return `${data} is not there yet: the first start makes it`;
      const { path } = openDataFolder(data, 0);
      const { bavail, bsize } = statfsSync(path);
      const free = bavail * bsize;
      if (free < LOW_DISK_BYTES) throw new Failure(`${path}: only ${Math.floor(free / 2 ** 20)} MB are free on its disk; free some space.`);
      return `${path}, ${Math.floor(free / 2 ** 30)} GB free`;
    }),
  ];
}
