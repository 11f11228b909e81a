import { continues, dealEvidenceCodes, attributionWeights, type DealEvidenceCode } from "@kronika/core/attribution.ts";
import type { AttributionWeights } from "@kronika/core/attribution/weights.ts";
import { createCorrespondence } from "./mails.ts";
import { createProjectCorrespondence } from "./second/mails.ts";
import { measure, runRules, type Measures, type Verdict } from "./measure.ts";

/**
 * Fits the weights of core/src/attribution/weights.ts on four seeds of two companies that no measurement uses: `node test/company/fit.ts`. Maximum likelihood of a conditional logit
 * with a small penalty towards zero; the history of each round is made by the weights of the round before.
 * `deal-thread-person` and `deal-rule` have no example here (no person answers) and stay as they are set.
 */
const FIXED: ReadonlySet<DealEvidenceCode> = new Set(["deal-thread-person", "deal-rule"]);
/** Signs that the meaning of a code demands. */
const NEGATIVE: ReadonlySet<DealEvidenceCode> = new Set([
  "deal-closed",
  "deal-future",
  "deal-inquiry",
  "deal-other-matter",
  "deal-strangers",
]);
const PENALTY = 0.00002;
const STEPS = 400;

function fit(verdicts: readonly Verdict[], start: AttributionWeights): AttributionWeights {
  const codes = dealEvidenceCodes.filter((code) => !FIXED.has(code));
  const examples = verdicts
    .filter(({ evidence }) => evidence.size > 0)
    .map(({ mail, evidence }) =>
      [...evidence].map(([id, pieces]) => ({
        isTruth: Number(id === mail.truth.dealId),
        // The last column is the base, which counts for what begins a matter.
        columns: [
          ...pieces.flatMap(({ code, strength }) => (FIXED.has(code) ? [] : [[codes.indexOf(code), strength] as const])),
          [codes.length, continues(pieces) ? 0 : 1] as const,
        ],
      })),
    );
  const weights = [...codes.map((code) => start.evidence[code]), start.base];
  const [mean, variance] = [weights.map(() => 0), weights.map(() => 0)];
  for (let step = 1; step <= STEPS; step += 1) {
    const gradient = weights.map((weight, i) => (i < codes.length ? -2 * PENALTY * weight : 0));
    for (const candidates of examples) {
      const scores = candidates.map(({ columns }) => Math.exp(columns.reduce((sum, [i, s]) => sum + weights[i]! * s, 0)));
      const total = 1 + scores.reduce((sum, score) => sum + score, 0);
      candidates.forEach(({ isTruth, columns }, c) => {
        const error = (isTruth - scores[c]! / total) / examples.length;
        for (const [i, s] of columns) gradient[i]! += error * s;
      });
    }
    // Adam (Kingma and Ba 2015), with the usual constants.
    weights.forEach((weight, i) => {
      mean[i] = 0.9 * mean[i]! + 0.1 * gradient[i]!;
      variance[i] = 0.999 * variance[i]! + 0.001 * gradient[i]! ** 2;
      const moved = weight + (0.05 * mean[i]) / (1 - 0.9 ** step) / (Math.sqrt(variance[i] / (1 - 0.999 ** step)) + 1e-8);
      const code = codes[i];
      weights[i] = code === undefined ? moved : NEGATIVE.has(code) ? Math.min(0, moved) : Math.max(0, moved);
    });
  }
  const fitted = Object.fromEntries(codes.map((code, i) => [code, weights[i]!]));
  return { ...start, base: weights.at(-1)!, evidence: { ...start.evidence, ...fitted } };
}

function mean(a: AttributionWeights, b: AttributionWeights): AttributionWeights {
  const evidence = Object.fromEntries(dealEvidenceCodes.map((code) => [code, (a.evidence[code] + b.evidence[code]) / 2]));
  return { ...a, base: (a.base + b.base) / 2, evidence: evidence as AttributionWeights["evidence"] };
}

const correspondences = [...[1, 11].map(createCorrespondence), ...[301, 302].map(createProjectCorrespondence)];
let weights: AttributionWeights = attributionWeights;
for (let round = 0; round < 3; round += 1) {
  const each = correspondences.map((correspondence) => runRules(correspondence, weights));
  const verdicts = each.flat();
  const measures = each.map((one, i) => measure(correspondences[i]!.company, one));
  const sum = (count: (one: Measures) => number) => measures.reduce((total, one) => total + count(one), 0);
  const precision = sum(({ deals }) => deals.right) / sum(({ deals }) => deals.chosen);
  const coverage = sum(({ deals }) => deals.covered) / sum(({ deals }) => deals.belong);
  process.stdout.write(`round ${round}: precision ${(precision * 100).toFixed(2)} %, coverage ${(coverage * 100).toFixed(2)} %\n`);
  // Half way: the history that the next round sees depends on the weights, and would swing.
  weights = mean(weights, fit(verdicts, weights));
}
const rounded = (value: number) => Math.round(value * 100) / 100;
process.stdout.write(
  JSON.stringify(
    {
      ...weights,
      base: rounded(weights.base),
      evidence: Object.fromEntries(Object.entries(weights.evidence).map(([k, v]) => [k, rounded(v)])),
    },
    null,
    2,
  ),
);
