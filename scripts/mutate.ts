/**
 * Breaks `src/ftps` and `src/deploy` in thousands of small ways, and says which of them no test notices.
 *
 *     npm run mutate                                 everything: an evening; what has not changed since is not run again
 *     npm run mutate -- src/ftps/reply-parser.ts     some files
 *     npm run mutate -- src/ftps/pin.ts:10-20        some lines
 *     npm run mutate -- --quick src/ftps/pin.ts      only by the tests that need no server: for parsers and the like
 *     npm run mutate -- --sample 4                   one function in four: an hour
 *     npm run mutate -- --tests 8                    everything, by 8 test files a mutant: the score is at least this
 *     npm run mutate -- --force src/ftps/pin.ts      again, although nothing has changed
 *
 * The exit code is 1 when fewer than 80 % are noticed. Stryker, which does the work, is installed on first use: it has
 * more packages than all the rest of the project.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exit } from 'node:process';
import { parseArgs } from 'node:util';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'scripts', 'mutation');
const stryker = join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js');

/** Runs a script of a package with this Node; ends with its exit code unless that is 0. */
function run(script: string, args: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(process.execPath, [script, ...args], {
    cwd,
    stdio: 'inherit',
  });
  if (error !== undefined) throw error;
  if (status !== 0) exit(status ?? 1);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    force: { type: 'boolean', default: false },
    sample: { type: 'string' },
    tests: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});

if (!existsSync(stryker)) {
  const npm = process.env['npm_execpath'];
  if (npm === undefined) throw new Error('Stryker is not there: use "npm run mutate" once.');
  run(npm, ['ci'], folder);
}
const chosen = positionals.length === 0 ? [] : ['--mutate', positionals.join(',')];
if (values.quick) process.env['MUTATE_QUICK'] = 'yes';
for (const option of ['sample', 'tests'] as const) {
  const value = values[option];
  if (value === undefined) continue;
  if (!/^[1-9]\d*$/.test(value)) {
    console.error(`--${option} takes a whole number from 1 on, not ${value}.`);
    exit(1);
  }
  process.env[`MUTATE_${option.toUpperCase()}`] = value;
}
// Every mutant is tried by processes of its own, which all read the same sources.
process.env['NODE_COMPILE_CACHE'] = join(root, 'reports', 'mutation', 'compile-cache');
const again = values.force ? ['--force'] : [];
run(stryker, ['run', join(folder, 'stryker.config.ts'), ...chosen, ...again], root);
