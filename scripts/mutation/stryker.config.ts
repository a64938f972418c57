/**
 * Mutation testing: changes `src/ftps` and `src/deploy` in small ways and reports the changes that no test detects.
 *
 *     npm run mutate                                   a sample: one function in SAMPLE, in less than an hour
 *     npm run mutate -- --mutate src/ftps/pin.ts       a whole file
 *     npm run mutate -- --mutate src/ftps/pin.ts:10-20 some of its lines
 *     SAMPLE=1 npm run mutate                          everything, which takes many hours
 *
 * The exit code is 1 if the score is below 80 %. Text in messages is changed too, because users read it.
 */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, resolve } from 'node:path';

const isWhole = process.argv.includes('--mutate');
const sample = isWhole ? 1 : Number(process.env['SAMPLE'] ?? 12);

// The processes that run tests all read the same sources.
process.env['NODE_COMPILE_CACHE'] ??= resolve('reports/mutation/compile-cache');

/** A mutant's run ends with the first test that fails: tests without a server come first, tests that wait come last. */
function rank(file: string): number {
  if (/keep-alive|cancel/.test(file)) return 2;
  const usesServer = /scripted-client|\/session\.ts|support\/(?!workspace|certificates)/;
  return usesServer.test(readFileSync(file, 'utf8')) ? 1 : 0;
}

const testFiles = globSync('test/{ftps,deploy}/**/*.test.ts')
  .map((file) => file.replaceAll('\\', '/'))
  .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));

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
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { reportTests: false, skipFull: true },
  thresholds: { high: 90, low: 80, break: 80 },
  // The tests wait part of the time.
  concurrency: availableParallelism() + 1,
};

/** What is used of a node of Babel's syntax tree, and of the path to it. */
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

const sampledTypes =
  /^(?:FunctionDeclaration|Class(?:Private)?(?:Method|Property)|VariableDeclaration)$/;

/** Chooses functions, methods and constants by a hash of their name and length, so that each run takes the same. */
function shouldIgnore(path: NodePath): string | undefined {
  const { type, id, key, start, end } = path.node;
  if (!sampledTypes.test(type) || path.getFunctionParent() !== null) return undefined;
  const name = `${id?.name ?? key?.name ?? ''} ${end - start}`;
  const hash = createHash('sha256').update(name).digest().readUInt32BE();
  return hash % sample === 0 ? undefined : 'not in the sample';
}

interface TestRunner {
  mutantRun(options: {
    readonly activeMutant: { readonly fileName: string };
    readonly testFilter?: readonly string[];
  }): Promise<{ readonly killedBy?: readonly string[] }>;
}

interface Factory {
  (injector: unknown): TestRunner;
  inject: readonly string[];
}

// Stryker is installed when mutation tests run for the first time, so its types can't be imported.
const { createTapTestRunnerFactory } = (await import(
  import.meta.resolve('@stryker-mutator/tap-runner')
)) as { readonly createTapTestRunnerFactory: () => Factory };
const createTapTestRunner = createTapTestRunnerFactory();

/** Runs those test files first that have killed mutants of the same source, then the one of the same name. */
const createRunner: Factory = (injector) => {
  const runner = createTapTestRunner(injector);
  const run = runner.mutantRun.bind(runner);
  /** For each source, the test files that have killed a mutant, the latest first. */
  const killers = new Map<string, string[]>();
  runner.mutantRun = async (options) => {
    const { fileName } = options.activeMutant;
    const known = killers.get(fileName) ?? [];
    const own = `${basename(fileName, '.ts')}.test.ts`;
    const position = (file: string) =>
      known.includes(file) ? known.indexOf(file) - known.length : Number(basename(file) !== own);
    const testFilter = options.testFilter?.toSorted((a, b) => position(a) - position(b));
    const result = await run(testFilter === undefined ? options : { ...options, testFilter });
    const [killer] = result.killedBy ?? [];
    if (killer !== undefined) {
      killers.set(fileName, [killer, ...known.filter((file) => file !== killer)]);
    }
    return result;
  };
  return runner;
};
createRunner.inject = createTapTestRunner.inject;

export const strykerPlugins = [
  { kind: 'Ignore', name: 'sample', value: { shouldIgnore } },
  { kind: 'TestRunner', name: 'tap-sorted', factory: createRunner },
];
