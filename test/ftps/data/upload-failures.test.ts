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
const closed = '! client-ended';
const failed = 'Uploading a failed:';
const premature =
  'Protocol error: completion reply to STOR before the file was sent (RFC 959, section 5.4). Received';
const unexpected = 'Protocol error: unexpected reply to STOR (RFC 959, section 4.2.1). Received';
const part = 'D: {1000 bytes}\n';
const hello = 'S: 150 Ok\nD: hello\n';

/** Replies to STOR, and the rest of the message of the ReplyError. */
const refusals: readonly { title: string; script: string; reply: string; file?: string }[] = [
  { title: 'no permission', script: 'S: 553 No', reply: '553 No' },
  { title: 'a file in use', script: 'S: 450 Busy', reply: '450 Busy' },
  { title: 'the end of the session', script: 'S: 421 Bye', reply: '421 Bye' },
  { title: '425 after 150', script: 'S: 150 Ok\nS: 425 No', reply: '425 No' },
  { title: '522 after 150', script: 'S: 150 Ok\nS: 522 Reuse', reply: '522 Reuse' },
  {
    title: '426 during the transfer',
    script: `S: 150 Ok\n${part}! reset-data\nS: 426 Broken`,
    reply: '426 Broken',
  },
  {
    title: '552 during the transfer',
    script: `S: 150 Ok\n${part}! close-data\nS: 552 Quota`,
    reply: '552 Quota',
  },
  {
    title: '421 during the transfer',
    script: `S: 150 Ok\n${part}! reset-data\nS: 421 Down`,
    reply: '421 Down',
  },
  {
    title: '552 after the transfer',
    script: `${hello}S: 552 Quota`,
    reply: '552 Quota',
    file: 'hello',
  },
  {
    title: '451 after the transfer',
    script: `${hello}S: 451 Disk`,
    reply: '451 Disk',
    file: 'hello',
  },
  {
    title: '421 after the transfer',
    script: `${hello}S: 421 Down`,
    reply: '421 Down',
    file: 'hello',
  },
];

describe('store rejects with the reply of the server:', () => {
  for (const { title, script, reply, file } of refusals) {
    const isClosed = reply.startsWith('421');
    const end = isClosed ? closed : goodbye;
    dialogue(title, `${opened}${script}\n${end}`, async ({ open }) => {
      const client = await open();
      const source = file === undefined ? endless : new Bytes(file);
      await assertFails(client.store('a', source), 'FTPS_REPLY', `${failed} ${reply}`);
      assert.equal(client.failure !== undefined, isClosed);
      await client.quit();
    });
  }
});

const violations: readonly { title: string; script: string; message: string; file?: string }[] = [
  { title: '226 at once', script: 'S: 226 Done', message: `${premature} "226 Done".` },
  { title: '250 at once', script: 'S: 250 Done', message: `${premature} "250 Done".` },
  {
    title: '226 before the data',
    script: 'S: 150 Ok\nS: 226 Done',
    message: `${premature} "226 Done".`,
  },
  { title: '350 at once', script: 'S: 350 More', message: `${unexpected} "350 More".` },
  {
    title: '350 after the transfer',
    script: `${hello}S: 350 More`,
    message: `${unexpected} "350 More".`,
    file: 'hello',
  },
  {
    title: 'a reply without a code',
    script: 'S: 150 Ok\nS: hello',
    message:
      'Protocol error: a reply must begin with a code (RFC 959, section 4.2). Received "hello".',
  },
];

describe('store rejects and closes the control connection after', () => {
  for (const { title, script, message, file } of violations) {
    dialogue(title, `${opened}${script}\n${closed}`, async ({ open }) => {
      const client = await open();
      const source = file === undefined ? endless : new Bytes(file);
      await assertFails(client.store('a', source), 'FTPS_PROTOCOL', message);
      assert.notEqual(client.failure, undefined);
    });
  }
});

dialogue(
  'store rejects when the control connection is closed during the transfer',
  `${opened}S: 150 Ok\n${part}! reset-data\n! close`,
  async ({ open }) => {
    const client = await open();
    const message =
      'The control connection to 127.0.0.1:{port} was closed by the server while waiting for the reply to STOR.';
    await assertFails(client.store('a', endless), 'FTPS_LOST', message);
  },
);

describe('store rejects when the data connection', () => {
  for (const event of ['reset-data', 'close-data']) {
    // A final reply of success must not hide that data is missing.
    const script = `${opened}S: 150 Ok\n${part}! ${event}\nS: 226 Done\n`;
    dialogue(
      `ends by ${event}, although the final reply is a success`,
      script,
      async ({ open }) => {
        const client = await open();
        await assert.rejects(client.store('a', endless), {
          message: /after \d+ bytes had been sent|before the file was sent/,
        });
      },
    );
  }

  dialogue(
    'ends after its TLS handshake, and counts the connection',
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

describe('store succeeds after', () => {
  const readError = new Error('The file has become shorter.');
  const interrupted = `${opened}S: 150 Ok\nD: hello\n! close-data\nS: 110 Marker\nS: 426 Broken\n${next}`;
  dialogue('a file that could not be read completely', interrupted, async (fixture) => {
    const client = await fixture.open();
    const file = new Bytes('hello');
    const failing: UploadSource = {
      read: async (buffer) => {
        if (file.position === 0) return file.read(buffer);
        await fixture.reported('110 Marker');
        throw readError;
      },
    };
    // If the server's 426 arrives before the read error, it is the error.
    await assert.rejects(
      client.store('a', failing),
      (error) => error === readError || (error instanceof ReplyError && error.reply.code === 426),
    );
    await client.store('b', new Bytes('hello'));
    await client.quit();
  });

  for (const replies of [
    'S: 553 No',
    'S: 150 Ok\nS: 552 Quota',
    `S: 150 Ok\n${part}! reset-data\nS: 426 Broken`,
  ]) {
    dialogue(replies.replaceAll('\n', ', '), `${opened}${replies}\n${next}`, async ({ open }) => {
      const client = await open();
      await assert.rejects(client.store('a', endless), { code: 'FTPS_REPLY' });
      await client.store('b', new Bytes('hello'));
      await client.quit();
    });
  }
});

describe('an unsolicited reply fails the next upload:', () => {
  const done = 'S: 150 Ok\nD: hello\nS: 226 Done\n';
  for (const [title, reply, code, message] of [
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
    dialogue(title, `${opened}${done}${reply}\n${closed}`, async ({ open }) => {
      const client = await open();
      await client.store('a', new Bytes('hello'));
      await until(() => client.failure !== undefined);
      await assertFails(client.store('b', new Bytes('hello')), code, message);
    });
  }
});

describe('store rejects a file that ends after', () => {
  const waitingFor = (fixture: DialogueFixture, signal: string): UploadSource => {
    const file = new Bytes('hello');
    return {
      read: async (buffer) => {
        if (file.position > 0) await fixture.reported(signal);
        return file.read(buffer);
      },
    };
  };

  dialogue(
    '226 has arrived',
    `${opened}S: 150 Ok\nD: hello\n! close-data\nS: 226 Done\n${closed}`,
    async (fixture) => {
      const client = await fixture.open();
      const sent = client.store('a', waitingFor(fixture, '226 Done'));
      await assertFails(sent, 'FTPS_PROTOCOL', `${premature} "226 Done".`);
    },
  );

  dialogue(
    'the server has closed the data connection',
    `${opened}S: 150 Ok\nD: hello\n! close-data\nS: 110 Enough\nS: 110 More\nS: 426 Broken\n${goodbye}`,
    async (fixture) => {
      const client = await fixture.open();
      const sent = client.store('a', waitingFor(fixture, '110 Enough'));
      await assertFails(sent, 'FTPS_REPLY', `${failed} 426 Broken`);
      await client.quit();
    },
  );
});
