import { afterAll, describe, expect, test } from "vitest";
import { createCorrespondence } from "./mails.ts";
import { measure, runRules, type Measures } from "./measure.ts";

/**
 * What the rules of matching and attribution do on companies whose truth is known (promise 12). The seeds are others than those on which the
 * weights were fitted; nobody answers a question, so this is what happens by itself. Mails that tell nothing are among them: they should
 * be asked about.
 */
const SEEDS = [2, 3, 4, 5];
const measured: [number, Measures][] = [];

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

describe.each(SEEDS)("company %i", (seed) => {
  const correspondence = createCorrespondence(seed);
  const measures = measure(runRules(correspondence));
  measured.push([seed, measures]);

  test("is large enough, and the same every time", () => {
    expect(correspondence.mails.length).toBeGreaterThan(2000);
    expect(correspondence.company.customers.length).toBeGreaterThanOrEqual(40);
    expect(createCorrespondence(seed).mails.slice(0, 200)).toEqual(correspondence.mails.slice(0, 200));
  });

  test("links to customers are right", () => {
    expect(measures.customerLinks.precision).toBeGreaterThanOrEqual(0.99);
  });

  test("a predicted chance is what is seen", () => {
    expect(measures.calibrationError).toBeLessThan(0.02);
  });
});

test("over all companies: deals that are chosen are right, and most mails need nobody", () => {
  const sum = (count: (measures: Measures) => number) => measured.reduce((total, [, measures]) => total + count(measures), 0);
  const precision = sum(({ deals }) => deals.right) / sum(({ deals }) => deals.chosen);
  const coverage = sum(({ deals }) => deals.coverage * deals.belong) / sum(({ deals }) => deals.belong);
  expect(precision).toBeGreaterThanOrEqual(FLOOR.precision);
  expect(coverage).toBeGreaterThanOrEqual(FLOOR.coverage);
});

/** What is reached today; the bar of the product is 97 % at 85 %. A change of the rules must not fall below. */
const FLOOR = { precision: 0.96, coverage: 0.79 };

afterAll(() => {
  const lines = measured.flatMap(([seed, { mails, customerLinks, deals, coverageOfTold, calibration, calibrationError }]) => [
    `company ${seed}: ${mails} mails; customers ${percent(customerLinks.precision)} of ${customerLinks.set} links right; ` +
      `deals ${percent(deals.precision)} of ${deals.chosen} right at ${percent(deals.coverage)} coverage (${percent(coverageOfTold)} where the thread tells it), ${deals.asked} asked; calibration error ${calibrationError.toFixed(4)}`,
    `  predicted ${calibration.map(({ predicted }) => predicted.toFixed(2)).join("  ")}`,
    `  seen      ${calibration.map(({ seen }) => seen.toFixed(2)).join("  ")}`,
    `  count     ${calibration.map(({ count }) => String(count).padStart(4)).join("  ")}`,
  ]);
  process.stdout.write(`${lines.join("\n")}\n`);
});
