/**
 * Tries a mutant first on the test files that have noticed other mutants of its source, then on the source's own tests,
 * then on those of its folder: the first failure ends its run. With `npm run mutate -- --tests <n>` it has survived after
 * so many files.
 */
import { basename, dirname } from 'node:path';

/** What is used of Stryker, which is there only once `npm run mutate` has installed it. */
interface TestRunner {
  mutantRun(options: MutantRun): Promise<MutantResult>;
}

interface MutantRun {
  readonly activeMutant: { readonly fileName: string };
  readonly testFilter?: readonly string[];
}

interface MutantResult {
  readonly killedBy?: readonly string[];
}

interface Factory {
  (injector: unknown): TestRunner;
  inject: readonly string[];
}

const tapRunner = import.meta.resolve('@stryker-mutator/tap-runner');
const { createTapTestRunnerFactory } = (await import(tapRunner)) as {
  readonly createTapTestRunnerFactory: () => Factory;
};

const createTapTestRunner = createTapTestRunnerFactory();
const mostTestFiles = Number(process.env['MUTATE_TESTS'] ?? Infinity);

const createRunner: Factory = (injector) => {
  const runner = createTapTestRunner(injector);
  const run = runner.mutantRun.bind(runner);
  /** By source: the test files that noticed one of its mutants, the latest first. */
  const noticedBy = new Map<string, string[]>();
  runner.mutantRun = async (options) => {
    const { fileName } = options.activeMutant;
    const earlier = noticedBy.get(fileName) ?? [];
    const testFilter = options.testFilter
      ?.toSorted((a, b) => rank(a, fileName, earlier) - rank(b, fileName, earlier))
      .slice(0, mostTestFiles);
    const result = await run(testFilter === undefined ? options : { ...options, testFilter });
    const [latest] = result.killedBy ?? [];
    if (latest !== undefined) {
      noticedBy.set(fileName, [latest, ...earlier.filter((file) => file !== latest)]);
    }
    return result;
  };
  return runner;
};
createRunner.inject = createTapTestRunner.inject;

function rank(testFile: string, source: string, earlier: readonly string[]): number {
  const index = earlier.indexOf(testFile);
  if (index !== -1) return index - earlier.length;
  if (basename(testFile, '.test.ts') === basename(source, '.ts')) return 0;
  return basename(dirname(testFile)) === basename(dirname(source)) ? 1 : 2;
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'tap-sorted', factory: createRunner }];
