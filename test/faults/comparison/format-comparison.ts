import { alignColumns } from '../table.ts';
import type { Comparison } from './compare.ts';
import type { Client } from './job.ts';
import type { Outcome } from './outcome.ts';
import { outcomes } from './outcome.ts';

const titles: Readonly<Record<Outcome, string>> = {
  'true-success': 'correct success',
  'false-success': 'false success',
  'clean-failure': 'failure, no partial file',
  'partial-failure': 'failure, partial file',
  hung: 'hung',
  crashed: 'crashed',
};

/** A table of the outcomes of each client, and the faults that led to the bad ones. */
export function formatComparison(
  clients: readonly Client[],
  comparisons: readonly Comparison[],
): string {
  const rows = clients.map(({ name }, index) => [
    name,
    String(comparisons.length),
    ...outcomes.map((outcome) => String(withOutcome(comparisons, index, outcome).length)),
  ]);
  const head = ['client', 'cases', ...outcomes.map((each) => titles[each])];
  const details = clients.flatMap(({ name }, index) => formatDetails(name, comparisons, index));
  return [alignColumns([head, ...rows]), ...details].join('\n\n');
}

function withOutcome(comparisons: readonly Comparison[], index: number, outcome: Outcome) {
  return comparisons.filter(({ outcomes: each }) => each[index] === outcome);
}

function formatDetails(name: string, comparisons: readonly Comparison[], index: number): string[] {
  return (['false-success', 'partial-failure', 'hung', 'crashed'] as const).flatMap((outcome) => {
    const found = withOutcome(comparisons, index, outcome);
    if (found.length === 0) return [];
    const faults = Map.groupBy(found, ({ faultCase: { setup, fault } }) =>
      setup === 'plain' ? fault : fault === 'none' ? setup : `${setup} ${fault}`,
    );
    const counted = [...faults].map(([fault, cases]) => `${fault} ${cases.length}`).join(', ');
    const crashes = found.flatMap((each) => each.crashes[index] ?? []);
    const causes = outcome === 'crashed' ? ` (${[...new Set(crashes)].join(', ')})` : '';
    return [`${name}: ${titles[outcome]}${causes}, by fault:\n  ${counted}`];
  });
}
