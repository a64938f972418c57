/**
 * How `npm run mutate` breaks the code: every mutant is one small change of `src/ftps` or `src/deploy`, and is killed when
 * a test of the two folders fails. No kind of mutant is left out, the texts of messages included: users read them.
 */
import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** The first failure ends a mutant's run; so the tests that need no server go first, those that wait on purpose last. */
function rank(file: string): number {
  if (/keep-alive|cancel/.test(file)) return 2;
  const needsServer = /scripted-client|\/session\.ts|support\/(?!workspace|certificates)/;
  return needsServer.test(readFileSync(file, 'utf8')) ? 1 : 0;
}

const isQuick = process.env['MUTATE_QUICK'] !== undefined;
const isSample = process.env['MUTATE_SAMPLE'] !== undefined;
const hasFewTests = process.env['MUTATE_TESTS'] !== undefined;
const kind = `${isQuick ? 'quick-' : ''}${isSample ? 'sample-' : ''}${hasFewTests ? 'few-' : ''}`;
const testFiles = globSync('test/{ftps,deploy}/**/*.test.ts')
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !isQuick || rank(file) === 0)
  .sort()
  .sort((a, b) => rank(a) - rank(b));

export default {
  mutate: ['src/ftps/**/*.ts', 'src/deploy/**/*.ts'],
  testRunner: 'tap-sorted',
  // A test that never ends need not be waited for until Stryker gives the mutant up, which allows for all of its tests.
  tap: { testFiles, nodeArgs: ['--test-reporter=tap', '--test-timeout=20000'] },
  plugins: [
    '@stryker-mutator/*',
    join(import.meta.dirname, 'runner.ts'),
    join(import.meta.dirname, 'sample.ts'),
  ],
  ignorers: isSample ? ['sample'] : [],
  coverageAnalysis: 'perTest',
  // On top of one and a half times of what the tests took: a busy machine is not a killed mutant.
  timeoutMS: 10_000,
  dryRunTimeoutMinutes: 20,
  incremental: true,
  incrementalFile: `reports/mutation/${kind}incremental.json`,
  tempDirName: `reports/mutation/${kind}sandbox`,
  ignorePatterns: ['/*', '!/src', '!/test', '!/package.json', '!/scripts'],
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { reportTests: false, skipFull: true },
  thresholds: { high: 90, low: 80, break: 80 },
  // The tests wait for a part of their time.
  concurrency: availableParallelism() + 1,
};
