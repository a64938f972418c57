/**
 * Mutation testing: changes `src/ftps` and `src/deploy` in small ways and reports the changes that no test detects.
 *
 *     npm run mutate                                   a sample: one function in eight, less than an hour on 2 cores
 *     npm run mutate -- --mutate src/ftps/tls/pin.ts       a whole file
 *     npm run mutate -- --mutate src/ftps/tls/pin.ts:10-20 some of its lines
 *     SAMPLE=1 npm run mutate                          everything, which takes many hours
 *
 * The exit code is 1 if the score is below 80 %. Text in messages is changed too, because users read it.
 */
import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, resolve } from 'node:path';

const sample = process.argv.includes('--mutate') ? 1 : Number(process.env['SAMPLE'] ?? 8);

// The processes that run tests all read the same sources.
process.env['NODE_COMPILE_CACHE'] ??= resolve('reports/mutation/compile-cache');

// A mutant's run ends with the first test that fails, so tests that wait come last.
const isSlow = (file: string) => Number(/keep-alive|cancel/.test(file));
const testFiles = globSync('test/{ftps,deploy}/**/*.test.ts')
  .map((file) => file.replaceAll('\\', '/'))
  .sort()
  .sort((a, b) => isSlow(a) - isSlow(b));

export default {
  mutate: ['src/ftps/**/*.ts', 'src/deploy/**/*.ts'],
  testRunner: 'tap-sorted',
  tap: { testFiles, nodeArgs: ['--test-reporter=tap', '--test-timeout=20000'] },
  plugins: ['@stryker-mutator/*', import.meta.filename],
  ignorers: ['sample'],
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

/** The part of Babel's syntax tree that is used. */
interface NodePath {
  readonly node: {
    readonly type: string;
    readonly start: number;
    readonly end: number;
    readonly id?: { readonly name?: string } | null;
    readonly key?: { readonly name?: string };
  };
  getFunctionParent(): NodePath | null;
}

const sampled =
  /^(?:FunctionDeclaration|Class(?:Private)?(?:Method|Property)|VariableDeclaration)$/;

/** Selects functions, methods and constants by a hash of their name and length, so that each run selects the same. */
function shouldIgnore(path: NodePath): string | undefined {
  const { type, id, key, start, end } = path.node;
  if (!sampled.test(type) || path.getFunctionParent() !== null) return undefined;
  const name = `${id?.name ?? key?.name ?? ''} ${end - start}`;
  const hash = createHash('sha256').update(name).digest().readUInt32BE();
  return hash % sample === 0 ? undefined : 'not in the sample';
}

interface TestRunner {
  mutantRun(options: {
    readonly activeMutant: { readonly fileName: string };
    readonly testFilter: readonly string[];
  }): Promise<{ readonly killedBy?: readonly string[] }>;
}

// Stryker is only installed when it is first used, so its types can't be imported.
const tapRunner = (await import(import.meta.resolve('@stryker-mutator/tap-runner'))) as {
  createTapTestRunnerFactory(): { (injector: unknown): TestRunner; inject: readonly string[] };
};
const createTapTestRunner = tapRunner.createTapTestRunnerFactory();

/** First runs the test files that killed mutants of the same source, then the one of the same name. */
function createRunner(injector: unknown): TestRunner {
  const runner = createTapTestRunner(injector);
  const run = runner.mutantRun.bind(runner);
  /** The test files that killed mutants of a source, the latest last. */
  const killers = new Map<string, readonly string[]>();
  runner.mutantRun = async (options) => {
    const { fileName } = options.activeMutant;
    const known = killers.get(fileName) ?? [];
    const own = `${basename(fileName, '.ts')}.test.ts`;
    const rank = (file: string) => 2 * known.indexOf(file) + Number(basename(file) === own);
    const testFilter = options.testFilter.toSorted((a, b) => rank(b) - rank(a));
    const result = await run({ ...options, testFilter });
    const killedBy = result.killedBy?.slice(0, 1) ?? [];
    killers.set(fileName, [...known.filter((file) => !killedBy.includes(file)), ...killedBy]);
    return result;
  };
  return runner;
}
createRunner.inject = createTapTestRunner.inject;

export const strykerPlugins = [
  { kind: 'Ignore', name: 'sample', value: { shouldIgnore } },
  { kind: 'TestRunner', name: 'tap-sorted', factory: createRunner },
];
