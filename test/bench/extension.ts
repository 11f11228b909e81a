import { buildExtension } from "../../extension/test/browser.ts";
import type { BenchRow } from "../setup/bench-row.ts";
import { measureBareExtension } from "./lib/bare-extension.ts";
import { extensionBytes, type ExtensionBytes } from "./lib/extension-bytes.ts";
import { median } from "./lib/numbers.ts";

/** What each part may have at most, gzip -9. */
const BARS: Record<keyof ExtensionBytes, number> = { contentScript: 15_000, background: 15_000, panel: 30_000, package: 250_000 };
const CHURN_SECONDS = 5;

/** Of extension/test/measure.ts, which is type-checked with the extension: this program has no types of a browser. */
interface Measuring {
  measureExtension(churnSeconds: number): Promise<{
    evaluation: { median: number; medianAt4xSlower: number };
    button: { median: number; p95: number };
    stored: { p95: number };
    churn: { shareOfMainThread: number };
  }>;
}

/**
 * What the extension costs in Gmail's page in a real Chromium. Bytes stand against their bars. Times stand against an extension that does
 * nothing (evaluation), or puts a button after one question to its worker (delay of the button), on the same page, before and after ours.
 */
export default async function benchExtension(): Promise<BenchRow[]> {
  const { measureExtension } = (await import(new URL("../../extension/test/measure.ts", import.meta.url).href)) as Measuring;
  const bytes = extensionBytes(await buildExtension());
  const before = await measureBareExtension();
  const ours = await measureExtension(CHURN_SECONDS);
  const bare = [before, await measureBareExtension()];
  const row = (name: string, value: number, yardstick: number | null, unit = "ms"): BenchRow => ({
    name: `extension, ${name}`,
    ours: value,
    yardstick,
    ratio: yardstick === null ? null : value / yardstick,
    unit,
  });
  const sizes = Object.entries(BARS).map(([part, bar]) =>
    row(`${part} against its bar`, bytes[part as keyof ExtensionBytes], bar, "bytes"),
  );
  return [
    ...sizes,
    row("evaluation", ours.evaluation.median, median(bare.map(({ evaluation }) => evaluation.median))),
    row("evaluation, 4 times slower", ours.evaluation.medianAt4xSlower, median(bare.map(({ evaluation }) => evaluation.medianAt4xSlower))),
    row("button, p50", ours.button.median, median(bare.map(({ button }) => button.median))),
    row("button, p95", ours.button.p95, median(bare.map(({ button }) => button.p95))),
    row("click to record on the disk, p95", ours.stored.p95, null),
    row("share of the main thread in a busy page", ours.churn.shareOfMainThread, null, "%"),
  ];
}
