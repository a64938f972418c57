import { createRequire } from 'node:module';

import { retries } from '../deploy-case.ts';
import type { ActionClient, Client } from './job.ts';

const { version } = createRequire(import.meta.url)('basic-ftp/package.json') as { version: string };

/** All clients have the same timeouts; by default this action retries as often as in the matrix. */
export const clients: readonly Client[] = [
  { name: `basic-ftp ${version}`, kind: 'basic-ftp' },
  ...(['direct', 'atomic', 'staged'] as const).map((publish) =>
    actionClient({ publish, verify: 'size' }),
  ),
  actionClient({ publish: 'direct', verify: 'size', retries: 0 }),
  actionClient({ publish: 'atomic', verify: 'checksum' }),
];

function actionClient(
  settings: Pick<ActionClient, 'publish' | 'verify'> & { readonly retries?: number },
): ActionClient {
  const { publish, verify } = settings;
  const details = [
    ...(verify === 'size' ? [] : [`verify ${verify}`]),
    ...(settings.retries === undefined ? [] : [`retries ${settings.retries}`]),
  ];
  const name = ['this action', publish, ...details].join(', ');
  return { name, kind: 'action', retries, ...settings };
}
