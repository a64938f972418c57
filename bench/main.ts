/** Measures; `scripts/bench.ts` installs what is needed and runs this in a mount namespace of its own. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { resultsOf, type Entry } from './entry.ts';
import { createEnvironment } from './environment.ts';
import { parseOptions, UsageError, type BenchOptions } from './options.ts';
import { buildOf, RunRecord } from './record.ts';
import { verdicts } from './report/bars.ts';
import { report } from './report/results.ts';
import { rowTable, rowTitle } from './report/row-table.ts';
import { verdictTable } from './report/verdict-table.ts';
import { chosenRows } from './rows.ts';
import { runRows, type Run } from './run-rows.ts';
import { WHOLE_TABLE } from './table.ts';

const RESULTS = join(import.meta.dirname, 'RESULTS.md');
const BUNDLE = resolve(import.meta.dirname, '../dist/index.js');

async function bench(options: BenchOptions, signal: AbortSignal): Promise<void> {
  const record = new RunRecord(join(import.meta.dirname, '.record', 'runs.jsonl'));
  const build = await buildOf(BUNDLE);
  const isWhole = options.selection === undefined && !options.report;
  const entries = options.report
    ? await record.read(build)
    : await measureAll(options, { build, signal, ...(options.keep ? { record } : {}) });
  show(entries);
  if (!isWhole && !options.report && options.results === undefined) return;
  if (entries.length === 0) throw new UsageError('No run of this build was kept: see --keep.');
  const file = options.results ?? RESULTS;
  await writeFile(file, await report(entries));
  console.log(`\nWritten to ${file}.`);
}

interface Keeping {
  readonly build: string;
  readonly signal: AbortSignal;
  readonly record?: RunRecord;
}

/** Measures what was chosen; the runs in the order in which they ended. */
async function measureAll(
  options: BenchOptions,
  { build, signal, record }: Keeping,
): Promise<Entry[]> {
  const { selection, lanes } = options;
  const entries: Entry[] = [];
  await using environment = await createEnvironment();
  const { delayKind } = environment;
  const rows = selection === undefined ? WHOLE_TABLE : chosenRows(selection);
  const onRun = async (run: Run) => {
    tell(run);
    const entry = { build, when: new Date().toISOString(), delayKind, lanes, ...run };
    entries.push(entry);
    await record?.add(entry);
  };
  await runRows(rows, { ...environment, ...options, signal, onRun });
  return entries;
}

function tell({ row, contender, measurement }: Run): void {
  const { seconds, wire, failure } = measurement;
  const time = new Date().toTimeString().slice(0, 8);
  const trips =
    wire === undefined ? '' : `, ${wire.roundTripsPerFile.toFixed(2)} round trips a file`;
  const outcome = failure === undefined ? '' : `, failed: ${failure.reason}`;
  // A run that was broken off has no time.
  const duration = Number.isNaN(seconds) ? '' : ` ${seconds.toFixed(2)} s`;
  console.log(`${time} ${rowTitle(row)}: ${contender}${duration}${trips}${outcome}`);
  if (failure === undefined) return;
  const last = failure.output.split('\n').slice(-5);
  console.log(last.map((line) => `         ${line}`).join('\n'));
}

function show(entries: readonly Entry[]): void {
  const results = resultsOf(entries);
  for (const result of results) console.log(`\n${rowTitle(result.row)}\n\n${rowTable(result)}`);
  const known = verdicts(results).filter(({ measured }) => measured !== undefined);
  if (known.length > 0) console.log(`\n${verdictTable(known)}`);
}

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    interruption.abort(new UsageError(`Interrupted by ${name}.`));
  });
}
try {
  await bench(parseOptions(process.argv.slice(2)), interruption.signal);
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = 1;
}
