import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { loggedIn, runSession, pipelinedWith, session, upTo, withReply } from '../session.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';

const versions = ['TLSv1.2', 'TLSv1.3'] as const;

/** A command that is sent a second time, on its own, and gets the same reply. */
function twice(command: string, reply: string): string {
  const next = command === 'FEAT' ? '\nC: TYPE I\nS: 200 Ok' : '';
  return `${reply}\nC: ${command}\n${reply}${next}`;
}

function withoutPassword(code: string): string {
  return `S: ${code} Logged in\nC: PBSZ 0\nS: 200 Ok`;
}

describe('login and upload succeed when', () => {
  dialogue('all commands are accepted', session, runSession, { versions });

  const replies: readonly (readonly [title: string, command: string, reply: string])[] = [
    ['no password is required', 'USER deploy', withoutPassword('230')],
    ['PASS gets 202', 'PASS secret', 'S: 202 Superfluous'],
    ['STRU is rejected', 'STRU F', 'S: 504 Not implemented'],
    ['MODE is rejected', 'MODE S', 'S: 502 Not implemented'],
    ['FEAT is not supported', 'FEAT', twice('FEAT', 'S: 500 Unknown command')],
    ['FEAT is not allowed', 'FEAT', twice('FEAT', 'S: 530 Log in first')],
    ['FEAT gets another completion reply', 'FEAT', twice('FEAT', 'S: 200 Ok')],
    ['FEAT gets a single-line reply', 'FEAT', 'S: 211 No features\nC: TYPE I\nS: 200 Ok'],
    [
      'FEAT does not contain UTF8',
      'FEAT',
      'S: 211-Have\nS:  XUTF8\nS: 211 End\nC: TYPE I\nS: 200 Ok',
    ],
    ['FEAT contains UTF8 in lower case', 'FEAT', 'S: 211-Have\nS:  utf8\nS: 211 End'],
    ['FEAT contains UTF-8 after a code', 'FEAT', 'S: 211-Have\nS: 211-UTF-8\nS: 211 End'],
    ['OPTS is rejected', 'OPTS UTF8 ON', 'S: 501 Not understood'],
    ['PWD is rejected', 'PWD', twice('PWD', 'S: 550 No permission')],
    ['PWD is unknown', 'PWD', twice('PWD', 'S: 500 Unknown command')],
    ['PWD contains no path', 'PWD', 'S: 257 /home/deploy'],
    ['a client certificate replaces the password', 'USER deploy', withoutPassword('232')],
    ['USER gets 231', 'USER deploy', withoutPassword('231')],
    ['USER gets 200', 'USER deploy', withoutPassword('200')],
  ];
  for (const [title, command, reply] of replies) {
    dialogue(title, withoutReplaced(withReply(command, reply)), runSession);
  }
});

/** Removes the commands of the session that a reply with further commands replaces. */
function withoutReplaced(script: string): string {
  return script
    .replace(/(S: \d+ Logged in\nC: PBSZ 0\nS: 200 Ok\n)[^]*?(?=\s+C: PROT P)/, '$1')
    .replace(/(\nC: TYPE I\nS: 200 Ok\n)[^]*?(?=\s+C: STRU F)/, '$1');
}

describe('FtpsClient.greeting', () => {
  const greetings: readonly (readonly [string, string, string])[] = [
    ['is the text of the greeting', 'S: 220 ProFTPD Server ready.', 'ProFTPD Server ready.'],
    ['may be empty', 'S: 220', ''],
    ['is that of the reply after a 120', 'S: 120 Ready in 1 minute\nS: 220 Ready', 'Ready'],
    ['skips an empty line', 'S:\nS: 220 Ready', 'Ready'],
    ['is the first line with text', 'S: 220-\nS: 220-Pure-FTPd\nS:   220 a\nS: 220 b', 'Pure-FTPd'],
    ['escapes control characters', 'S: 220 a\\x1b[2Jb', 'a\\x1b[2Jb'],
    ['is truncated', `S: 220 ${'x'.repeat(500)}`, `${'x'.repeat(200)}...`],
    ['may end with LF', 'S-raw: 220 Ready\\n', 'Ready'],
  ];
  for (const [title, script, greeting] of greetings) {
    dialogue(title, `${script}\n${goodbye}`, async ({ open }) => {
      const client = await open();
      assert.equal(client.greeting, greeting);
      await client.quit();
    });
  }
});

describe('FtpsClient.loginDirectory', () => {
  for (const [reply, directory] of [
    ['257 "/home/deploy" is the current directory', '/home/deploy'],
    ['257 "/with ""quotes"""', '/with "quotes"'],
    ['257 no pathname here', undefined],
    ['250 "/not/this/code"', undefined],
    ['550 No permission', undefined],
  ] as const) {
    dialogue(
      `is ${String(directory)} after ${reply}`,
      `${upTo('PWD')}${reply.startsWith('5') ? twice('PWD', `S: ${reply}`) : `S: ${reply}`}\n${goodbye}`,
      async ({ open }) => {
        const client = await open();
        await client.login('deploy', 'secret');
        assert.equal(client.loginDirectory, directory);
        await client.quit();
      },
    );
  }
});

const ended = '! client-ended';

const refusals: readonly (readonly [
  command: string,
  reply: string,
  message: string,
  end: string,
])[] = [
  [
    '',
    '421 Too many connections',
    'The server rejected the connection: 421 Too many connections',
    ended,
  ],
  ['', '554 No service', 'The server rejected the connection: 554 No service', ended],
  ['', '331 What?', 'The server rejected the connection: 331 What?', ended],
  ['USER deploy', '530 Not you', 'The login failed: 530 Not you', goodbye],
  ['USER deploy', '421 Not now', 'The login failed: 421 Not now', ended],
  ['USER deploy', '220 Again', 'The login failed: 220 Again', goodbye],
  ['PASS secret', '530 Wrong', 'The login failed: 530 Wrong', goodbye],
  ['PASS secret', '530 Not secret', 'The login failed: 530 Not ***', goodbye],
  ['PASS secret', '332 Account?', 'The login failed: 332 Account?', goodbye],
  ['PASS secret', '421 Not now', 'The login failed: 421 Not now', ended],
  ['PROT P', '534 Only C', '"PROT P" failed: 534 Only C', goodbye],
  ['PROT P', '536 No', '"PROT P" failed: 536 No', goodbye],
  ['PROT P', '431 Not now', '"PROT P" failed: 431 Not now', goodbye],
  ['TYPE I', '504 Only A', '"TYPE I" failed: 504 Only A', goodbye],
];

describe('login stops after', () => {
  for (const [command, reply, message, end] of refusals) {
    const before = command === '' ? '' : upTo(command);
    const title = `${command || 'the greeting'}: ${reply}`;
    const again = /^(PROT|TYPE)/.test(command) ? `C: ${command}\nS: ${reply}\n` : '';
    const script = `${before}S: ${reply}\n${pipelinedWith(command)}${again}${end}`;
    dialogue(title, script, async (fixture) => {
      await assertFails(runSession(fixture), 'FTPS_REPLY', message);
    });
  }
});

const violations: readonly (readonly [title: string, script: string, message: string])[] = [
  [
    'a reply without a code',
    'S: hello',
    'must begin with a code (RFC 959, section 4.2). Received "hello".',
  ],
  [
    'a reply with code 600',
    'S: 600 a',
    'must begin with a code (RFC 959, section 4.2). Received "600 a".',
  ],
  [
    'an echoed password in a reply without a code',
    'S: what is secret?',
    'must begin with a code (RFC 959, section 4.2). Received "what is ***?".',
  ],
  ['two replies to one command', 'S-raw: 230 a\\r\\n230 b\\r\\n', 'unsolicited reply'],
  ['five preliminary replies', 'S: 150 a\n'.repeat(5), 'unsolicited reply'],
  ['a line of 9,000 bytes', `S: 230 ${'x'.repeat(9_000)}`, 'line is longer than 8192 bytes'],
  [
    'an endless multi-line reply',
    `S-raw: 230-a\\r\\n${'230-b\\r\\n'.repeat(11_000)}`,
    'is longer than 65536',
  ],
];

describe('login rejects', () => {
  for (const [title, lines, message] of violations) {
    // The client may close the connection before the server has sent everything.
    const script = `${upTo('PASS secret')}${lines}\n${ended}`;
    dialogue(title, script, async (fixture) => {
      const error = await runSession(fixture).catch((failure: unknown) => failure);
      assert.match(String(error), /^ProtocolError: Protocol error: .*\(RFC 959/);
      assert.ok(String(error).includes(message), String(error));
    });
  }
});

describe('the password', () => {
  const script = `${upTo('PASS secret')}S: 530-secret deploy secret\nS: 530 sec\\x07ret\n${goodbye}`;
  dialogue('is replaced in errors and in the dialogue', script, async (fixture) => {
    const error = await runSession(fixture).catch((failure: unknown) => failure);
    assert.equal(String(error), 'ReplyError: The login failed: 530 *** deploy *** / sec\\x07ret');
    const dialogueLines = fixture.dialogueLines.map(({ text }) => text);
    assert.deepEqual(dialogueLines.slice(1), [
      '220 Ready',
      'USER ***',
      '331 Password required',
      'PASS ***',
      '530-*** deploy ***',
      '530 sec\\x07ret',
      'QUIT',
      '221 Goodbye',
    ]);
  });
});

dialogue(
  'login never sends a password with a line break',
  `${upTo('USER deploy')}S: 331 Password\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    const message = 'The argument of PASS cannot be sent: it contains CR, LF or NUL.';
    await assertFails(client.login('deploy', 'sec\nret'), 'FTPS_COMMAND', message);
    await client.quit();
  },
);

dialogue('login sends PBSZ 0 and PROT P', loggedIn + goodbye, async ({ open, server }) => {
  const client = await open();
  await client.login('deploy', 'secret');
  assert.match(server.clientText, /\r\nPBSZ 0\r\nPROT P\r\n/);
  await client.quit();
});
