/**
 * Measures; `scripts/bench.ts` prepares what is needed and runs this in a mount namespace of its own.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CONTENDERS } from './contenders/index.ts';
import { createEnvironment } from './environment.ts';
import { parseOptions } from './options.ts';
import { PLAN } from './plan.ts';
import { readRecord, recordRun, startRecord } from './record.ts';
import { report } from './report/results.ts';
import { rowTable, rowTitle } from './report/row-table.ts';
import { chosenRows } from './rows.ts';
import { runRows, type RowResult, type Run } from './run-rows.ts';

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
  if (options.onlyReport) {
    await writeReport();
    return;
  }
  const { selection } = options;
  if (selection === undefined) startRecord();
  await using environment = await createEnvironment();
  const { repeat, lanes, limitSeconds } = options;
  const results = await runRows(selection === undefined ? PLAN : chosenRows(selection), {
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
  if (selection === undefined) await writeReport();
}

/** Writes RESULTS.md from what has been measured, in the order of the plan. */
async function writeReport(): Promise<void> {
  const versions = await Promise.all(
    Object.entries(CONTENDERS)
      .filter(([name]) => !name.startsWith('ours-'))
      .map(async ([name, contender]) => `${name} ${await contender.version()}`),
  );
  const measured = readRecord();
  const rank = ({ row }: RowResult) => PLAN.findIndex((each) => rowTitle(each) === rowTitle(row));
  const inPlan = measured.filter((result) => rank(result) !== -1);
  const text = report(
    inPlan.sort((a, b) => rank(a) - rank(b)),
    versions,
  );
  await writeFile(join(import.meta.dirname, 'RESULTS.md'), `${text}\n`);
  console.log('bench/RESULTS.md is written.');
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
