import { createRequire } from 'node:module';

import { retries } from '../deploy-case.ts';
import type { Contender } from './job.ts';

const { version } = createRequire(import.meta.url)('basic-ftp/package.json') as { version: string };

/** Everybody's limits are the same; the action's own retries are the matrix's. */
export const contenders: readonly Contender[] = [
  { name: `basic-ftp ${version}`, kind: 'basic-ftp' },
  ...(['direct', 'atomic', 'staged'] as const).map((publish) =>
    action({ publish, verify: 'size' }),
  ),
  action({ publish: 'direct', verify: 'size', retries: 0 }),
  action({ publish: 'atomic', verify: 'checksum' }),
];

function action(
  settings: Pick<Extract<Contender, { kind: 'action' }>, 'publish' | 'verify'> & {
    readonly retries?: number;
  },
): Contender {
  const { publish, verify } = settings;
  const also = [
    ...(verify === 'size' ? [] : [`verify ${verify}`]),
    ...(settings.retries === undefined ? [] : [`retries ${settings.retries}`]),
  ];
  const name = ['this action', publish, ...also].join(', ');
  return { name, kind: 'action', retries, ...settings };
}
