/** Advice about servers that send something unencrypted on a connection that uses TLS. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ConnectionKind, ConnectionPhase } from '../../../src/ftps/index.ts';
import { ConnectionLostError } from '../../../src/ftps/index.ts';
import type { AdviceCase } from './advice-case.ts';
import { advice, explicit, loggedIn } from './advice-case.ts';

const endpoint = { host: 'ftp.example', port: 990 };

function unencrypted(phase: ConnectionPhase, connection: ConnectionKind, verb?: string) {
  return new ConnectionLostError({ connection, endpoint, phase, verb, plaintext: '500 OOPS' });
}

const cases: readonly AdviceCase[] = [
  {
    when: 'the server sends unencrypted text instead of a greeting after the handshake',
    error: unencrypted('greeting', 'control'),
    advice: /^The server sent unencrypted text on an encrypted connection, .*"500 OOPS"/,
  },
  {
    when: 'the server sends unencrypted text after the username',
    error: unencrypted('reply', 'control', 'USER'),
    context: explicit,
    advice: /^The server sent unencrypted text on an encrypted connection, .*"500 OOPS"/,
  },
  {
    when: 'the server sends unencrypted text during an upload',
    error: unencrypted('reply', 'control', 'STOR'),
    context: { ...loggedIn, remotePath: 'a' },
    advice: /^The server sent unencrypted text .* A partial file may be left/,
  },
  {
    when: 'a data connection is unencrypted although earlier ones were encrypted',
    error: unencrypted('tls', 'data'),
    context: loggedIn,
    advice: /^The server didn't encrypt this data connection, .* No data of this file was sent/,
  },
];

for (const { when, error, context, advice: expected } of cases) {
  test(`adviceFor says what to do when ${when}`, () => {
    const text = advice(error, context) ?? '';
    assert.match(text, expected);
    assert.match(text, /^["A-Z].*[.:\w]$/s);
  });
}
