import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ConnectionLostError, ReplyError, TimeoutError } from '../../../src/ftps/index.ts';
import type { AdviceCase } from './advice-case.ts';
import { advice, loggedIn, none } from './advice-case.ts';

function rejected(verb: string, code: number, sessionResumed?: boolean, text = 'No.'): ReplyError {
  const reply = { code, lines: [text], display: [text] };
  return new ReplyError({ verb, display: verb }, reply, { sessionResumed });
}

/** A rejection with this text. */
function says(verb: string, code: number, text: string): ReplyError {
  return rejected(verb, code, undefined, text);
}

const peer = {
  connection: 'control',
  endpoint: { host: 'ftp.example', port: 990 },
  phase: 'reply',
} as const;

/** A rejection whose text says that the server requires TLS. */
function requiresTls(verb: string, code: number): ReplyError {
  const reply = { code, lines: ['Use TLS.'], display: ['Use TLS.'] };
  return new ReplyError({ verb, display: verb }, reply, { requiresTls: true });
}

const cases: readonly AdviceCase[] = [
  {
    when: 'the reply to the password times out',
    error: new TimeoutError({ ...peer, verb: 'PASS', timeoutMs: 30_000 }),
    advice: /didn't respond to the login\. .*"timeout"\. Logins aren't retried/,
  },
  {
    when: 'the server sends plaintext after the password',
    error: new ConnectionLostError({ ...peer, verb: 'PASS', plaintext: '500 OOPS: chroot' }),
    advice: /"500 OOPS".*home directory.*aren't retried/,
  },
  {
    when: 'the server closes the connection after the password',
    error: new ConnectionLostError({ ...peer, verb: 'PASS' }),
    advice: /^The server closed the connection after the password\..*aren't retried/,
  },
  {
    when: 'the username is rejected on an unencrypted connection',
    error: rejected('USER', 530),
    context: none,
    advice: /usually requires TLS\. Set "tls-mode: explicit"/,
  },
  {
    when: 'the password is wrong',
    error: rejected('PASS', 530),
    advice: /^Check the username and password .*aren't retried/,
  },
  {
    when: 'the password was accepted before',
    error: rejected('PASS', 530),
    context: loggedIn,
    advice: /were accepted earlier in this run\. .*"concurrency:"/,
  },
  {
    when: 'the password is empty',
    error: rejected('PASS', 530),
    context: { passwordIsEmpty: true },
    advice: /^The password is empty\. .*triggered from forks/,
  },
  {
    when: 'Azure rejects the password',
    error: rejected('PASS', 530),
    context: { host: 'waws-prod-1.ftp.azurewebsites.windows.net' },
    advice: /"site\\\$site".*basic authentication/,
  },
  {
    when: 'the server ends the session at USER on an unencrypted connection',
    error: rejected('USER', 421),
    context: none,
    advice: /connection limit, or requires TLS\. .*"tls-mode: explicit"/,
  },
  ...[421, 530, 534].map((code) => ({
    when: `the server says with ${code} that it requires TLS`,
    error: requiresTls('USER', code),
    context: none,
    advice: /^The server only accepts logins over TLS\. Set "tls-mode: explicit"\.$/,
  })),
  {
    when: 'the password is rejected on an unencrypted connection',
    error: rejected('PASS', 530),
    context: none,
    advice: /^Check the username and password .*may also require TLS: set "tls-mode: explicit"/,
  },
  {
    when: 'the reply to PASS mentions a limit',
    error: says('PASS', 530, 'Sorry, the maximum number of clients (3) is connected.'),
    advice: /^Check the username and password .* The reply mentions a limit: .*"concurrency:"/,
  },
  {
    when: 'the reply to PASS mentions the home directory',
    error: says('PASS', 530, 'User cannot log in, home directory inaccessible.'),
    advice:
      /^Check the username and password .* the password is correct, and your host must correct/,
  },
  {
    when: 'PASS gets 500 OOPS',
    error: says('PASS', 500, 'OOPS: cannot change directory:/home/web'),
    advice:
      /^The server rejects the login with 500, .*configuration.* The reply mentions a directory/,
  },
  {
    when: 'PASS gets 4yz',
    error: rejected('PASS', 451),
    advice: /^The server can't check the login now\. Re-run the job later\. Logins aren't retried/,
  },
  {
    when: 'PASS gets 430',
    error: rejected('PASS', 430),
    advice: /^Check the username and password/,
  },
  {
    when: 'PASS gets 332',
    error: rejected('PASS', 332),
    advice: /asks for an account name in addition \(ACCT\)/,
  },
];

for (const { when, error, context, advice: expected } of cases) {
  test(`adviceFor says what to do when ${when}`, () => {
    const text = advice(error, context) ?? '';
    assert.match(text, expected);
    assert.match(text, /^["A-Z].*[.:\w]$/s);
  });
}
