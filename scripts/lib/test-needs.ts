import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program that tests need, and the Debian packages that bring it. */
export type Need = { name: string; isThere: () => boolean; packages: readonly string[] };

const onPath = (...programs: string[]): boolean =>
  programs.some((program) => (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, program))));

const runs = (program: string, ...args: string[]): boolean => spawnSync(program, args, { stdio: "ignore" }).status === 0;

/** Real browsers and servers. What is missing makes its tests skip by name, or fail with CI=true. */
export const NEEDS: readonly Need[] = [
  { name: "Chromium", isThere: () => onPath("chromium", "chromium-browser", "google-chrome"), packages: ["chromium"] },
  { name: "Firefox", isThere: () => onPath("firefox-esr", "firefox"), packages: ["firefox-esr"] },
  { name: "Dovecot", isThere: () => existsSync("/usr/sbin/dovecot") || onPath("dovecot"), packages: ["dovecot-imapd"] },
  { name: "Java", isThere: () => runs("java", "-version"), packages: ["default-jre-headless"] },
  { name: "Maven", isThere: () => onPath("mvn"), packages: ["maven"] },
  { name: "Python's venv", isThere: () => runs("python3", "-c", "import ensurepip, venv"), packages: ["python3", "python3-venv"] },
];

/** What is not on this machine. */
export const missingNeeds = (): Need[] => NEEDS.filter((need) => !need.isThere());

/** Whether packages can be installed without asking anybody: Debian or a relative, as root. */
export const canInstall = (): boolean => process.getuid?.() === 0 && onPath("apt-get");

/** The commands that install the packages of these needs. */
export function installCommands(needs: readonly Need[]): [string, string[]][] {
  const packages = [...new Set(needs.flatMap((need) => need.packages))];
  return [
    ["apt-get", ["update", "-q"]],
    ["apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages]],
  ];
}
