import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { FtpsClient } from '../../../src/ftps/client.ts';
import type { ClientOptions, OpeningStage } from '../../../src/ftps/client-options.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';

/** Opens a connection and disconnects; returns the stages that were reported. */
async function stagesOf(options: ClientOptions) {
  const reported: OpeningStage[] = [];
  const client = FtpsClient.open({ ...options, onOpening: (stage) => reported.push(stage) });
  const opened = await client.catch(() => undefined);
  await opened?.quit();
  return { names: reported.map(({ stage }) => stage), reported };
}

const authTls = 'S: 220 Ready\nC: AUTH TLS\nS: 234 Go\n! tls\n';
const rejected = 'S: 421 Too many\n! client-ended';

describe('onOpening reports', () => {
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
    ['no TLS in mode none', `S: 220 Ready\n${goodbye}`, 'none', ['connected', 'greeted']],
    [
      'no greeting when the server rejects the connection',
      rejected,
      'implicit',
      ['connected', 'trusted'],
    ],
    [
      'no TLS when AUTH is rejected',
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
    'the addresses of the host name and the TLS version',
    `S: 220 Ready\n${goodbye}`,
    async ({ options }) => {
      const endpoint = { host: 'localhost', port: options.endpoint.port };
      const { reported } = await stagesOf({ ...options, endpoint });
      const resolved = reported.filter(({ stage }) => stage === 'resolved');
      assert.ok(resolved.some((stage) => 'address' in stage && stage.address === '127.0.0.1'));
      const connected = reported.find(({ stage }) => stage === 'connected');
      assert.deepEqual(connected, { stage: 'connected', address: '127.0.0.1' });
      const trusted = reported.find((stage) => stage.stage === 'trusted');
      assert.equal(trusted?.tls.protocol, 'TLSv1.3');
    },
  );

  dialogue(
    'no TLS when the certificate is not trusted',
    '! handshake-failed',
    async ({ options }) => {
      const { names } = await stagesOf({ ...options, tls: { ...options.tls, pins: [] } });
      assert.deepEqual(names, ['connected']);
    },
  );
});
