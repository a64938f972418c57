/** Measures; `scripts/bench.ts` installs what is needed and runs this in a mount namespace of its own. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEnvironment } from './environment.ts';
import { parseOptions, UsageError, type BenchOptions } from './options.ts';
import { verdicts } from './report/bars.ts';
import { report } from './report/results.ts';
import { rowTable, rowTitle } from './report/row-table.ts';
import { verdictTable } from './report/verdict-table.ts';
import { chosenRows } from './rows.ts';
import { runRows, type RowResult, type Run } from './run-rows.ts';
import { WHOLE_TABLE } from './table.ts';

const RESULTS = join(import.meta.dirname, 'RESULTS.md');

async function bench(args: readonly string[], signal: AbortSignal): Promise<void> {
  const options = parseOptions(args);
  const { selection, repeat, lanes } = options;
  const rows = selection === undefined ? WHOLE_TABLE : chosenRows(selection);
  await using environment = await createEnvironment();
  const results = await runRows(rows, { ...environment, ...options, signal, onRun: tell });
  show(results);
  const file = resultsFile(options);
  if (file === undefined) return;
  const { delayKind } = environment;
  const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  await writeFile(
    file,
    await report(results, { delayKind, repeat, lanes, command, date: new Date() }),
  );
  console.log(`\nWritten to ${file}.`);
}

/** The whole table goes to the project's own file, unless it was measured with fewer runs than count there. */
function resultsFile({ results, selection, repeat }: BenchOptions): string | undefined {
  return results ?? (selection === undefined && repeat >= 3 ? RESULTS : undefined);
}

function tell({ row, contender, measurement }: Run): void {
  const { seconds, wire, failure } = measurement;
  const time = new Date().toTimeString().slice(0, 8);
  const trips =
    wire === undefined ? '' : `, ${wire.roundTripsPerFile.toFixed(2)} round trips a file`;
  const outcome = failure === undefined ? '' : `, failed: ${failure.reason}`;
  console.log(`${time} ${rowTitle(row)}: ${contender} ${seconds.toFixed(2)} s${trips}${outcome}`);
  if (failure === undefined) return;
  const last = failure.output.split('\n').slice(-5);
  console.log(last.map((line) => `         ${line}`).join('\n'));
}

function show(results: readonly RowResult[]): void {
  for (const result of results) console.log(`\n${rowTitle(result.row)}\n\n${rowTable(result)}`);
  const known = verdicts(results).filter(({ measured }) => measured !== undefined);
  if (known.length > 0) console.log(`\n${verdictTable(known)}`);
}

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    interruption.abort(
      new Error(`Interrupted by ${name}: nothing is measured, and all is taken away again.`),
    );
  });
}
try {
  await bench(process.argv.slice(2), interruption.signal);
} catch (error) {
  const isExpected = error instanceof UsageError || interruption.signal.aborted;
  console.error(isExpected && error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
