// Notices when npm is gone. npm hands SIGTERM on to its shell only, and a killed one to nobody: what it started would run on unseen.
import { readFileSync } from "node:fs";

const LOOK_MS = 500;
const SHELLS = new Set(["sh", "dash", "bash", "zsh", "ash"]);

/**
 * Calls back when the npm (pnpm, npx) that started this process has ended. Without one nothing is watched: who starts the script by
 * hand, in the background say, may go.
 * @param {() => void} onGone
 */
export function whenLauncherEnds(onGone) {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const launchers = launcherChain();
  const timer = setInterval(() => {
    if (launcherChain() === launchers) return;
    clearInterval(timer);
    onGone();
  }, LOOK_MS);
  timer.unref();
}

/** The parent, and npm above it if the parent is only the shell of npm. A process that ends hands its children to another parent. */
function launcherChain() {
  const { ppid } = process;
  const stat = readStat(ppid);
  return stat && SHELLS.has(stat.name) ? `${ppid} ${stat.parent}` : String(ppid);
}

/**
 * Linux only: elsewhere the parent alone is watched.
 * @param {number} pid
 */
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const end = stat.lastIndexOf(")");
    return { name: stat.slice(stat.indexOf("(") + 1, end), parent: stat.slice(end + 2).split(" ")[1] };
  } catch {
    return undefined;
  }
}
