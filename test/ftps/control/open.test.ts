import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { FtpsClient } from '../../../src/ftps/client.ts';
import type { ClientOptions, OpeningStage } from '../../../src/ftps/client-options.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';

/** Opens a connection and says goodbye; the names of the stages that were told, and all that was told. */
async function stagesOf(options: ClientOptions) {
  const told: OpeningStage[] = [];
  const client = FtpsClient.open({ ...options, onOpening: (stage) => told.push(stage) });
  const opened = await client.catch(() => undefined);
  await opened?.quit();
  return { names: told.map(({ stage }) => stage), told };
}

const authTls = 'S: 220 Ready\nC: AUTH TLS\nS: 234 Go\n! tls\n';
const turnedAway = 'S: 421 Too many\n! client-ended';

describe('opening a connection tells', () => {
  const cases: readonly (readonly [string, string, ClientOptions['mode'], string[]])[] = [
    [
      'TLS before the greeting',
      `S: 220 Ready\n${goodbye}`,
      'implicit',
      ['connected', 'trusted', 'greeted'],
    ],
    [
      'TLS after the greeting',
      `${authTls}${goodbye}`,
      'explicit',
      ['connected', 'greeted', 'trusted'],
    ],
    ['no TLS in clear text', `S: 220 Ready\n${goodbye}`, 'none', ['connected', 'greeted']],
    [
      'no greeting of a server that turns it away',
      turnedAway,
      'implicit',
      ['connected', 'trusted'],
    ],
    [
      'no TLS where AUTH is refused',
      `S: 220 Ready\nC: AUTH TLS\nS: 502 No\n! client-ended`,
      'explicit',
      ['connected', 'greeted'],
    ],
  ];
  for (const [title, script, mode, expected] of cases) {
    dialogue(
      title,
      script,
      async ({ options }) => {
        const { names } = await stagesOf(options);
        assert.deepEqual(names, expected);
      },
      { mode, server: { mode } },
    );
  }

  dialogue(
    'the addresses of a name, and what TLS came to',
    `S: 220 Ready\n${goodbye}`,
    async ({ options }) => {
      const endpoint = { host: 'localhost', port: options.endpoint.port };
      const { told } = await stagesOf({ ...options, endpoint });
      const resolved = told.filter(({ stage }) => stage === 'resolved');
      assert.ok(resolved.some((stage) => 'address' in stage && stage.address === '127.0.0.1'));
      const connected = told.find(({ stage }) => stage === 'connected');
      assert.deepEqual(connected, { stage: 'connected', address: '127.0.0.1' });
      const trusted = told.find((stage) => stage.stage === 'trusted');
      assert.equal(trusted?.tls.protocol, 'TLSv1.3');
    },
  );

  dialogue(
    'nothing more when the certificate is refused',
    '! handshake-failed',
    async ({ options }) => {
      const { names } = await stagesOf({ ...options, tls: { ...options.tls, pins: [] } });
      assert.deepEqual(names, ['connected']);
    },
  );
});
