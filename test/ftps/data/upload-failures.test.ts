import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { ReplyError } from '../../../src/ftps/errors.ts';
import type { UploadSource } from '../../../src/ftps/data/upload-source.ts';
import { until } from '../../support/until.ts';
import { assertFails } from '../../support/assert-fails.ts';
import type { DialogueFixture } from '../../support/dialogue.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';
import { Bytes, endless } from '../../support/upload-sources.ts';

const opened = `
  S: 220 Ready
  C: EPSV
  S: 229 (|||{data-port}|)
  C: STOR a
`;
const ended = '! client-ended';
const refused = 'Uploading a failed:';
const early =
  'Protocol error: completion reply to STOR before the file was sent (RFC 959, section 5.4). Received';
const odd = 'Protocol error: unexpected reply to STOR (RFC 959, section 4.2.1). Received';
const part = 'D: {1000 bytes}\n';

const failures: readonly (readonly [string, UploadSource, string, string, string, string])[] = [
  // title                     source   after STOR               then     code          the error
  ['no permission', endless, 'S: 553 No', goodbye, 'FTPS_REPLY', `${refused} 553 No`],
  ['a file in use', endless, 'S: 450 Busy', goodbye, 'FTPS_REPLY', `${refused} 450 Busy`],
  ['a server that closes', endless, 'S: 421 Bye', ended, 'FTPS_REPLY', `${refused} 421 Bye`],
  ['425 after 150', endless, 'S: 150 Ok\nS: 425 No', goodbye, 'FTPS_REPLY', `${refused} 425 No`],
  [
    '522 after 150',
    endless,
    'S: 150 Ok\nS: 522 Reuse',
    goodbye,
    'FTPS_REPLY',
    `${refused} 522 Reuse`,
  ],
  [
    '426 in the middle',
    endless,
    `S: 150 Ok\n${part}! reset-data\nS: 426 Broken`,
    goodbye,
    'FTPS_REPLY',
    `${refused} 426 Broken`,
  ],
  [
    '552 in the middle',
    endless,
    `S: 150 Ok\n${part}! close-data\nS: 552 Quota`,
    goodbye,
    'FTPS_REPLY',
    `${refused} 552 Quota`,
  ],
  [
    '421 in the middle',
    endless,
    `S: 150 Ok\n${part}! reset-data\nS: 421 Down`,
    ended,
    'FTPS_REPLY',
    `${refused} 421 Down`,
  ],
  [
    '552 at the end',
    new Bytes('hello'),
    'S: 150 Ok\nD: hello\nS: 552 Quota',
    goodbye,
    'FTPS_REPLY',
    `${refused} 552 Quota`,
  ],
  [
    '451 at the end',
    new Bytes('hello'),
    'S: 150 Ok\nD: hello\nS: 451 Disk',
    goodbye,
    'FTPS_REPLY',
    `${refused} 451 Disk`,
  ],
  [
    '421 at the end',
    new Bytes('hello'),
    'S: 150 Ok\nD: hello\nS: 421 Down',
    ended,
    'FTPS_REPLY',
    `${refused} 421 Down`,
  ],
  ['226 at once', endless, 'S: 226 Done', ended, 'FTPS_PROTOCOL', `${early} "226 Done".`],
  ['250 at once', endless, 'S: 250 Done', ended, 'FTPS_PROTOCOL', `${early} "250 Done".`],
  [
    '226 before the data',
    endless,
    'S: 150 Ok\nS: 226 Done',
    ended,
    'FTPS_PROTOCOL',
    `${early} "226 Done".`,
  ],
  ['350 at once', endless, 'S: 350 More', ended, 'FTPS_PROTOCOL', `${odd} "350 More".`],
  [
    '350 at the end',
    new Bytes('hello'),
    'S: 150 Ok\nD: hello\nS: 350 More',
    ended,
    'FTPS_PROTOCOL',
    `${odd} "350 More".`,
  ],
  [
    'nonsense',
    endless,
    'S: 150 Ok\nS: hello',
    ended,
    'FTPS_PROTOCOL',
    'Protocol error: a reply must begin with a code (RFC 959, section 4.2). Received "hello".',
  ],
  [
    'the control connection closed in the middle',
    endless,
    `S: 150 Ok\n${part}! reset-data\n! close`,
    '',
    'FTPS_LOST',
    'The control connection to 127.0.0.1:{port} was closed by the server while waiting for the reply to STOR.',
  ],
];

describe('an upload fails by', () => {
  for (const [title, source, says, then, code, sentence] of failures) {
    dialogue(title, `${opened}${says}\n${then}`, async ({ open }) => {
      const client = await open();
      const file = source instanceof Bytes ? new Bytes('hello') : source;
      await assertFails(client.store('a', file), code, sentence);
      assert.equal(client.failure === undefined, then === goodbye);
      await client.quit();
    });
  }
});

describe('a data connection that breaks', () => {
  for (const event of ['reset-data', 'close-data']) {
    // A success that comes for what has not been sent is not believed.
    const script = `${opened}S: 150 Ok\n${part}! ${event}\nS: 226 Done\n`;
    dialogue(`by ${event} and is called a success`, script, async ({ open }) => {
      const client = await open();
      await assert.rejects(client.store('a', endless), {
        message: /after \d+ bytes had been sent|before the file was sent/,
      });
    });
  }

  dialogue(
    'is counted when it had its TLS',
    `${opened}S: 150 Ok\n${part}! reset-data\nS: 426 Broken\n${goodbye}`,
    async ({ open }) => {
      const client = await open();
      await assert.rejects(client.store('a', endless), { sessionResumed: true });
      assert.deepEqual(client.dataConnections, { total: 1, resumed: 1 });
      await client.quit();
    },
  );
});

const next = `
  C: EPSV
  S: 229 (|||{data-port}|)
  C: STOR b
  S: 150 Ok
  D: hello
  S: 226 Done
  ${goodbye}
`;

describe('the next file goes well after', () => {
  const ownFault = new Error('the file has become shorter');
  const half = `${opened}S: 150 Ok\nD: hello\n! close-data\nS: 110 Marker\nS: 426 Broken\n${next}`;
  dialogue('a file that could not be read to its end', half, async (fixture) => {
    const client = await fixture.open();
    const hello = new Bytes('hello');
    const failing: UploadSource = {
      read: async (buffer) => {
        if (hello.position === 0) return hello.read(buffer);
        await fixture.reported('110 Marker');
        throw ownFault;
      },
    };
    // The server's 426 may be there before the fault is: then it is the error.
    await assert.rejects(
      client.store('a', failing),
      (error) => error === ownFault || (error instanceof ReplyError && error.reply.code === 426),
    );
    await client.store('b', new Bytes('hello'));
    await client.quit();
  });

  for (const says of [
    'S: 553 No',
    'S: 150 Ok\nS: 552 Quota',
    `S: 150 Ok\n${part}! reset-data\nS: 426 Broken`,
  ]) {
    dialogue(says.replaceAll('\n', ', '), `${opened}${says}\n${next}`, async ({ open }) => {
      const client = await open();
      await assert.rejects(client.store('a', endless), { code: 'FTPS_REPLY' });
      await client.store('b', new Bytes('hello'));
      await client.quit();
    });
  }
});

describe('a reply that nothing asked for', () => {
  const done = 'S: 150 Ok\nD: hello\nS: 226 Done\n';
  for (const [title, says, code, sentence] of [
    [
      'a second 226',
      'S: 226 Done again',
      'FTPS_PROTOCOL',
      'Protocol error: unsolicited reply (RFC 959, section 5.4). Received "226 Done again".',
    ],
    [
      'a 421',
      'S: 421 Idle too long',
      'FTPS_REPLY',
      'The server ended the session: 421 Idle too long',
    ],
  ] as const) {
    dialogue(`is noticed: ${title}`, `${opened}${done}${says}\n${ended}`, async ({ open }) => {
      const client = await open();
      await client.store('a', new Bytes('hello'));
      await until(() => client.failure !== undefined);
      await assertFails(client.store('b', new Bytes('hello')), code, sentence);
    });
  }
});

describe('a file that ends after', () => {
  const afterHello = (fixture: DialogueFixture, signal: string): UploadSource => {
    const hello = new Bytes('hello');
    return {
      read: async (buffer) => {
        if (hello.position > 0) await fixture.reported(signal);
        return hello.read(buffer);
      },
    };
  };

  dialogue(
    '226 is not taken for stored',
    `${opened}S: 150 Ok\nD: hello\n! close-data\nS: 226 Done\n${ended}`,
    async (fixture) => {
      const client = await fixture.open();
      const sent = client.store('a', afterHello(fixture, '226 Done'));
      await assertFails(sent, 'FTPS_PROTOCOL', `${early} "226 Done".`);
    },
  );

  dialogue(
    'the server has ended the data connection fails',
    `${opened}S: 150 Ok\nD: hello\n! close-data\nS: 110 Enough\nS: 110 More\nS: 426 Broken\n${goodbye}`,
    async (fixture) => {
      const client = await fixture.open();
      const sent = client.store('a', afterHello(fixture, '110 Enough'));
      await assertFails(sent, 'FTPS_REPLY', `${refused} 426 Broken`);
      await client.quit();
    },
  );
});
