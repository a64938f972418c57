import { aligned } from '../table.ts';
import type { Comparison } from './compare.ts';
import type { Contender } from './job.ts';
import type { Outcome } from './outcome.ts';
import { outcomes } from './outcome.ts';

const titles: Readonly<Record<Outcome, string>> = {
  'true-success': 'success, and right',
  'false-success': 'success, and wrong',
  'clean-failure': 'failure, nothing partial',
  'partial-failure': 'failure, a partial file',
  hung: 'hung',
  crashed: 'crashed',
};

/** How often each contender came to what, and by which faults to what it should not. */
export function showComparison(
  contenders: readonly Contender[],
  comparisons: readonly Comparison[],
): string {
  const rows = contenders.map(({ name }, index) => [
    name,
    String(comparisons.length),
    ...outcomes.map((outcome) => String(having(comparisons, index, outcome).length)),
  ]);
  const table = aligned([['client', 'cases', ...outcomes.map((each) => titles[each])], ...rows]);
  const details = contenders.flatMap(({ name }, index) => detailsOf(name, comparisons, index));
  return [table, ...details].join('\n\n');
}

function having(comparisons: readonly Comparison[], index: number, outcome: Outcome) {
  return comparisons.filter(({ outcomes: each }) => each[index] === outcome);
}

function detailsOf(name: string, comparisons: readonly Comparison[], index: number): string[] {
  return (['false-success', 'partial-failure', 'hung', 'crashed'] as const).flatMap((outcome) => {
    const found = having(comparisons, index, outcome);
    if (found.length === 0) return [];
    const faults = Map.groupBy(found, ({ faultCase: { setup, fault } }) =>
      setup === 'plain' ? fault : fault === 'none' ? setup : `${setup} ${fault}`,
    );
    const counted = [...faults].map(([fault, cases]) => `${fault} ${cases.length}`).join(', ');
    const deaths = found.flatMap((each) => each.deaths[index] ?? []);
    const causes = outcome === 'crashed' ? ` (${[...new Set(deaths)].join(', ')})` : '';
    return [`${name}: ${titles[outcome]}${causes}, by fault:\n  ${counted}`];
  });
}
