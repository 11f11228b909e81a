import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const LISTENING = "0A";

/** Who listens on a port, as words for people, where the system tells (Linux, and only of processes that we may look at). */
export function portOwner(port: number): string | undefined {
  if (process.platform !== "linux") return undefined;
  const sockets = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => listeners(table, port)));
  if (sockets.size === 0) return undefined;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    if (openSockets(pid).some((socket) => sockets.has(socket))) return `${nameOf(pid)} (process ${pid})`;
  }
  return undefined;
}

/** Inodes of the sockets that listen on the port. Columns: sl, local address, remote address, state, queues, timer, retransmits, uid, timeout, inode. */
function listeners(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return readText(table)
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === LISTENING)
    .flatMap((fields) => fields[9] ?? []);
}

function openSockets(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(readLink(`/proc/${pid}/fd/${fd}`))?.[1] ?? []);
  } catch {
    return [];
  }
}

/** The program and its first argument: "node" alone says little. */
function nameOf(pid: string): string {
  const words = readText(`/proc/${pid}/cmdline`).split("\0").filter(Boolean).slice(0, 2);
  return words.join(" ") || readText(`/proc/${pid}/comm`).trim() || "another program";
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
