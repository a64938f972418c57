import assert from 'node:assert/strict';
import { describe } from 'node:test';

import { loggedIn, runSession, pipelinedWith, session, upTo, withReply } from '../session.ts';
import { assertFails } from '../../support/assert-fails.ts';
import { dialogue } from '../../support/dialogue.ts';
import { goodbye } from '../../support/login-script.ts';

const versions = ['TLSv1.2', 'TLSv1.3'] as const;

describe('a session goes as written:', () => {
  dialogue('one file', session, runSession, { versions });

  const answers: readonly (readonly [string, string, string])[] = [
    // title                          to              answer
    ['USER is enough', 'USER deploy', 'S: 230 Logged in\nC: PBSZ 0\nS: 200 Ok'],
    ['PASS is superfluous', 'PASS secret', 'S: 202 Superfluous'],
    ['STRU is refused', 'STRU F', 'S: 504 Not implemented'],
    ['MODE is refused', 'MODE S', 'S: 502 Not implemented'],
    ['FEAT is not known', 'FEAT', 'S: 500 Unknown command\nC: TYPE I\nS: 200 Ok'],
    ['FEAT is not allowed', 'FEAT', 'S: 530 Log in first\nC: TYPE I\nS: 200 Ok'],
    ['FEAT is one line', 'FEAT', 'S: 211 No features\nC: TYPE I\nS: 200 Ok'],
    ['FEAT has no UTF8', 'FEAT', 'S: 211-Have\nS:  XUTF8\nS: 211 End\nC: TYPE I\nS: 200 Ok'],
    ['FEAT is in small letters', 'FEAT', 'S: 211-Have\nS:  utf8\nS: 211 End'],
    ['FEAT has UTF-8 with a code', 'FEAT', 'S: 211-Have\nS: 211-UTF-8\nS: 211 End'],
    ['OPTS is refused', 'OPTS UTF8 ON', 'S: 501 Not understood'],
    ['PWD is refused', 'PWD', 'S: 550 No permission'],
  ];
  for (const [title, command, answer] of answers) {
    dialogue(title, skipping(withReply(command, answer)), runSession);
  }
});

/** Where an answer brings the next command with it, the session's own commands up to there are left out. */
function skipping(script: string): string {
  return script
    .replace(/(S: 230 Logged in\nC: PBSZ 0\nS: 200 Ok\n)[^]*?(?=\s+C: PROT P)/, '$1')
    .replace(/(\nC: TYPE I\nS: 200 Ok\n)[^]*?(?=\s+C: STRU F)/, '$1');
}

describe('the greeting', () => {
  const greetings: readonly (readonly [string, string, string])[] = [
    ['is one line', 'S: 220 ProFTPD Server ready.', 'ProFTPD Server ready.'],
    ['is empty', 'S: 220', ''],
    ['comes after a 120', 'S: 120 Ready in 1 minute\nS: 220 Ready', 'Ready'],
    ['comes after an empty line', 'S:\nS: 220 Ready', 'Ready'],
    ['has many lines', 'S: 220-\nS: 220-Pure-FTPd\nS:   220 a\nS: 220 b', 'Pure-FTPd'],
    ['has control characters', 'S: 220 a\\x1b[2Jb', 'a\\x1b[2Jb'],
    ['is long', `S: 220 ${'x'.repeat(500)}`, `${'x'.repeat(200)}...`],
    ['ends with a bare LF', 'S-raw: 220 Ready\\n', 'Ready'],
  ];
  for (const [title, script, greeting] of greetings) {
    dialogue(title, `${script}\n${goodbye}`, async ({ open }) => {
      const client = await open();
      assert.equal(client.greeting, greeting);
      await client.quit();
    });
  }
});

describe('the login directory', () => {
  for (const [reply, directory] of [
    ['257 "/home/deploy" is the current directory', '/home/deploy'],
    ['257 "/with ""quotes"""', '/with "quotes"'],
    ['257 no pathname here', undefined],
    ['250 "/not/this/code"', undefined],
    ['550 No permission', undefined],
  ] as const) {
    dialogue(`after ${reply}`, `${upTo('PWD')}S: ${reply}\n${goodbye}`, async ({ open }) => {
      const client = await open();
      await client.login('deploy', 'secret');
      assert.equal(client.loginDirectory, directory);
      await client.quit();
    });
  }
});

const ended = '! client-ended';

const refusals: readonly (readonly [string, string, string, string])[] = [
  // after         the server says             the error                                 then
  [
    '',
    '421 Too many connections',
    'The server rejected the connection: 421 Too many connections',
    ended,
  ],
  ['', '554 No service', 'The server rejected the connection: 554 No service', ended],
  ['', '331 What?', 'The server rejected the connection: 331 What?', ended],
  ['USER deploy', '530 Not you', '"USER ***" failed: 530 Not you', goodbye],
  ['USER deploy', '421 Not now', '"USER ***" failed: 421 Not now', ended],
  ['USER deploy', '220 Again', '"USER ***" failed: 220 Again', goodbye],
  ['PASS secret', '530 Wrong', '"PASS ***" failed: 530 Wrong', goodbye],
  ['PASS secret', '530 Not secret', '"PASS ***" failed: 530 Not ***', goodbye],
  ['PASS secret', '332 Account?', '"PASS ***" failed: 332 Account?', goodbye],
  ['PASS secret', '421 Not now', '"PASS ***" failed: 421 Not now', ended],
  ['PBSZ 0', '503 AUTH first', '"PBSZ 0" failed: 503 AUTH first', goodbye],
  ['PROT P', '534 Only C', '"PROT P" failed: 534 Only C', goodbye],
  ['PROT P', '536 No', '"PROT P" failed: 536 No', goodbye],
  ['PROT P', '431 Not now', '"PROT P" failed: 431 Not now', goodbye],
  ['TYPE I', '504 Only A', '"TYPE I" failed: 504 Only A', goodbye],
];

describe('nothing goes on after', () => {
  for (const [command, reply, sentence, then] of refusals) {
    const before = command === '' ? '' : upTo(command);
    const title = `${command || 'a greeting of'} ${reply}`;
    const script = `${before}S: ${reply}\n${pipelinedWith(command)}${then}`;
    dialogue(title, script, async (fixture) => {
      await assertFails(runSession(fixture), 'FTPS_REPLY', sentence);
    });
  }
});

const broken: readonly (readonly [string, string, string])[] = [
  // title                  says                                   the error
  ['no code', 'S: hello', 'must begin with a code (RFC 959, section 4.2). Received "hello".'],
  ['code 600', 'S: 600 a', 'must begin with a code (RFC 959, section 4.2). Received "600 a".'],
  [
    'an echoed password',
    'S: what is secret?',
    'must begin with a code (RFC 959, section 4.2). Received "what is ***?".',
  ],
  ['two replies', 'S-raw: 230 a\\r\\n230 b\\r\\n', 'unsolicited reply'],
  ['five times 150', 'S: 150 a\n'.repeat(5), 'unsolicited reply'],
  ['a line of 9,000 bytes', `S: 230 ${'x'.repeat(9_000)}`, 'line is longer than 8192 bytes'],
  [
    'a multi-line reply without end',
    `S: 230-a\n${'S: 230-b\n'.repeat(11_000)}`,
    'is longer than 65536',
  ],
];

describe('the protocol is broken by', () => {
  for (const [title, says, problem] of broken) {
    // What a server says on and on may not all be said before the client has had enough.
    const script = `${upTo('PASS secret')}${says}\n${ended}`;
    dialogue(title, script, async (fixture) => {
      const error = await runSession(fixture).catch((failure: unknown) => failure);
      assert.match(String(error), /^ProtocolError: Protocol error: .*\(RFC 959/);
      assert.ok(String(error).includes(problem), String(error));
    });
  }
});

describe('the password', () => {
  const script = `${upTo('PASS secret')}S: 530-secret deploy secret\nS: 530 sec\\x07ret\n${goodbye}`;
  dialogue('is nowhere in what is told', script, async (fixture) => {
    const error = await runSession(fixture).catch((failure: unknown) => failure);
    assert.equal(String(error), 'ReplyError: "PASS ***" failed: 530 *** deploy *** / sec\\x07ret');
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
  'a password with a line break is never sent',
  `${upTo('USER deploy')}S: 331 Password\n${goodbye}`,
  async ({ open }) => {
    const client = await open();
    const refused = 'The argument of PASS cannot be sent: it contains CR, LF or NUL.';
    await assertFails(client.login('deploy', 'sec\nret'), 'FTPS_COMMAND', refused);
    await client.quit();
  },
);

dialogue(
  'PBSZ 0 and PROT P come before anything is stored',
  loggedIn + goodbye,
  async ({ open, server }) => {
    const client = await open();
    await client.login('deploy', 'secret');
    assert.match(server.clientText, /\r\nPBSZ 0\r\nPROT P\r\n/);
    await client.quit();
  },
);
