/**
 * Mutation testing: changes `src/ftps` and `src/deploy` in small ways and reports the changes that no test detects.
 *
 *     npm run mutate                                   a sample: every tenth file
 *     npm run mutate -- --mutate src/ftps/tls/pin.ts       a whole file
 *     npm run mutate -- --mutate src/ftps/tls/pin.ts:10-20 some of its lines
 *     SAMPLE=1 npm run mutate                          everything, which takes many hours
 *
 * The exit code is 1 if the score is below 80 %. Text in messages is changed too, because users read it.
 */
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

const sample = Number(process.env['SAMPLE'] ?? 10);
const sources = globSync('src/{ftps,deploy}/**/*.ts').sort();

// The processes that run tests all read the same sources.
process.env['NODE_COMPILE_CACHE'] ??= resolve('reports/mutation/compile-cache');

// A mutant's run ends with the first test that fails, so tests that wait come last.
const isSlow = (file: string) => Number(/keep-alive|cancel/.test(file));
const testFiles = globSync('test/{ftps,deploy}/**/*.test.ts')
  .sort()
  .sort((a, b) => isSlow(a) - isSlow(b));

export default {
  mutate: sources.filter((_, index) => index % sample === 0),
  testRunner: 'tap',
  tap: { testFiles, nodeArgs: ['--test-reporter=tap', '--test-timeout=20000'] },
  coverageAnalysis: 'perTest',
  // Added to one and a half times what the tests took, so that a busy machine doesn't count as a timeout.
  timeoutMS: 10_000,
  dryRunTimeoutMinutes: 20,
  tempDirName: 'reports/mutation/sandbox',
  ignorePatterns: ['/*', '!/src', '!/test', '!/package.json', '!/scripts'],
  // cspell:ignore clear
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { reportTests: false, skipFull: true },
  thresholds: { high: 90, low: 80, break: 80 },
  // The tests wait part of the time.
  concurrency: availableParallelism() + 1,
};
