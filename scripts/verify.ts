/**
 * `pnpm verify [KIND...]`: types, lint, formatting, import rules, unused code. Seconds, without a database.
 * Exit 0 when all hold, 1 when one does not, 2 for wrong use.
 */
import { KINDS, verify } from "./lib/verify.ts";

const wanted = process.argv.slice(2);
const unknown = wanted.find((kind) => !KINDS.includes(kind));
if (unknown !== undefined) {
  console.error(`✗ There is no check "${unknown}": choose of ${KINDS.join(", ")}.`);
  process.exit(2);
}
const results = await verify(wanted.length > 0 ? wanted : KINDS);
process.exit(results.every(({ ok }) => ok) ? 0 : 1);
