/**
 * Runs the property tests with many more inputs than `npm test` does.
 *
 *     npm run fuzz                   200,000 runs of each property
 *     npm run fuzz -- 1000           so many runs
 *     npm run fuzz -- 1000 -42       so many runs from this seed, as a failure names it
 */
import { remotePathProperties } from '../test/deploy/plan/remote-path.properties.ts';
import { passiveModeProperties } from '../test/ftps/data/passive-mode.properties.ts';
import { check } from '../test/ftps/property.ts';
import { replyParserProperties } from '../test/ftps/control/reply-parser.properties.ts';

const [runs = 200_000, seed] = process.argv.slice(2).map(Number);
const properties = [...replyParserProperties, ...passiveModeProperties, ...remotePathProperties];

let failures = 0;
for (const property of properties) {
  const start = performance.now();
  try {
    check(property, runs, seed);
    const seconds = ((performance.now() - start) / 1_000).toFixed(1);
    console.log(`${runs} runs in ${seconds} s: ${property.title}`);
  } catch (error) {
    failures += 1;
    console.error(`FAILED: ${property.title}\n${String(error)}`);
  }
}
console.log(`${properties.length} properties, ${runs} runs each, ${failures} failed.`);
process.exitCode = failures === 0 ? 0 : 1;
