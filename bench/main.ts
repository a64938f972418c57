/**
 * Measures; `scripts/bench.ts` prepares what is needed and runs this in a mount namespace of its own.
 */
import { createEnvironment } from './environment.ts';
import { parseOptions } from './options.ts';
import { recordRun } from './record.ts';
import { rowTable, rowTitle } from './report/row-table.ts';
import { chosenRows } from './rows.ts';
import { runRows, type Run } from './run-rows.ts';

function say({ row, contender, measurement }: Run): void {
  const { seconds, roundTripsPerFile, failure } = measurement;
  const trips =
    row.rttMs > 0 && roundTripsPerFile !== undefined
      ? `, ${roundTripsPerFile.toFixed(2)} round trips a file`
      : '';
  const problem = failure === undefined ? '' : `, FAILED: ${failure.reason}`;
  console.log(`${rowTitle(row)}: ${contender} ${seconds.toFixed(2)} s${trips}${problem}`);
  if (failure !== undefined) {
    const lines = failure.output.split('\n').slice(-5);
    console.log(lines.map((line) => `    ${line}`).join('\n'));
  }
}

async function main(signal: AbortSignal): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.selection === undefined) throw new Error('Name a workload.');
  await using environment = await createEnvironment();
  const { repeat, lanes, limitSeconds } = options;
  const results = await runRows(chosenRows(options.selection), {
    ...environment,
    repeat,
    lanes,
    limitMs: limitSeconds * 1000,
    signal,
    onRun: (run) => {
      say(run);
      recordRun(run);
    },
  });
  for (const result of results) console.log(`\n${rowTitle(result.row)}\n\n${rowTable(result)}`);
}

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    interruption.abort(new Error(`Interrupted by ${name}.`));
  });
}
try {
  await main(interruption.signal);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
