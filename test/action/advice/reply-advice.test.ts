import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ReplyError } from '../../../src/ftps/index.ts';
import type { AdviceCase } from './advice-case.ts';
import { advice, explicit, none } from './advice-case.ts';

function rejected(verb: string, code: number, sessionResumed?: boolean, text = 'No.'): ReplyError {
  const reply = { code, lines: [text], display: [text] };
  return new ReplyError({ verb, display: verb }, reply, { sessionResumed });
}

/** A rejection with this text. */
function says(verb: string, code: number, text: string): ReplyError {
  return rejected(verb, code, undefined, text);
}

function rejectedGreeting(code: number): ReplyError {
  return new ReplyError('greeting', { code, lines: ['No.'], display: ['No.'] });
}

const cases: readonly AdviceCase[] = [
  {
    when: 'the greeting is 421',
    error: rejectedGreeting(421),
    advice: /connection limit\. .*"concurrency:"/,
  },
  ...(['greeting', 'session'] as const).map((context) => ({
    when: `the server sends an unencrypted refusal instead of TLS (${context})`,
    error: new ReplyError(
      context,
      { code: 500, lines: ['OOPS'], display: ['OOPS'] },
      { isPlaintext: true },
    ),
    advice: /instead of starting TLS, so no credentials were sent\. .*TLS configuration/,
  })),
  {
    when: 'the server sends an unencrypted 421 instead of TLS',
    error: new ReplyError(
      'greeting',
      { code: 421, lines: ['No.'], display: ['No.'] },
      { isPlaintext: true },
    ),
    advice: /^The server has reached its connection limit\./,
  },
  { when: 'PASS gets 421', error: rejected('PASS', 421), advice: /connection limit/ },
  {
    when: 'another command gets 421',
    error: rejected('STOR', 421),
    advice: /ended the session\. It limits .*"concurrency:"/,
  },
  {
    when: 'the greeting is another rejection',
    error: rejectedGreeting(530),
    advice: /rejects this runner: .*IP addresses.*connection limit/,
  },
  {
    when: 'AUTH is rejected',
    error: rejected('AUTH', 502),
    context: explicit,
    advice: /doesn't support explicit TLS.*"tls-mode: implicit"/,
  },
  { when: 'PROT is rejected', error: rejected('PROT', 536), advice: /^No file data was sent/ },
  { when: 'EPSV is rejected', error: rejected('EPSV', 425), advice: /enable passive mode/ },
  { when: 'PASV is rejected', error: rejected('PASV', 502), advice: /enable passive mode/ },
  {
    when: 'EPSV is rejected after data connections',
    error: rejected('EPSV', 425),
    context: { dataConnections: 3 },
    advice: /worked earlier in this run, .*run out of passive ports/,
  },
  {
    when: 'STOR gets 451',
    error: rejected('STOR', 451),
    context: { remotePath: 'a' },
    advice:
      /disk or the account's quota may be full, or it lost the data connection\. .* A partial file may be left/,
  },
  {
    when: 'STOR of an atomic upload gets 451',
    error: rejected('STOR', 451, true),
    context: { remotePath: 'a', publish: 'atomic' },
    advice: /^The server couldn't write\..*or ask your host to\.$/,
  },
  { when: 'MKD gets 451', error: rejected('MKD', 451), advice: /quota may be full/ },
  {
    when: 'the reply to MKD mentions the quota',
    error: says('MKD', 550, 'Disk quota exceeded'),
    advice: /^Check "remote-dir" .* The reply mentions space: delete files/,
  },
  {
    when: 'a file is in the place of a directory',
    error: new ReplyError(
      { verb: 'MKD', display: 'MKD a' },
      { code: 550, lines: ['No.'], display: ['No.'] },
      { isBlockedByFile: true },
    ),
    advice: /^A file of that name is in the place of the directory\./,
  },
  {
    when: 'an absolute directory is rejected',
    error: rejected('MKD', 550),
    context: { remoteDir: '/15', loginDirectory: undefined },
    advice: /remove the leading slash: "remote-dir: 15"\.$/,
  },
  {
    when: 'an absolute directory below the login directory is rejected',
    error: rejected('MKD', 550),
    context: { remoteDir: '/home/deploy/www' },
    advice: /remove the leading slash: "remote-dir: www"\.$/,
  },
  {
    when: 'STOR gets 550 for a file that is in use',
    error: says('STOR', 550, 'The process cannot access the file because it is being used.'),
    context: { acceptedFiles: 'here' },
    advice: /read-only or in use.* The reply says that a program is using the file: stop the app/,
  },
  {
    when: 'STOR gets 550 for a name that Windows prohibits',
    error: rejected('STOR', 550),
    context: { acceptedFiles: 'here', remotePath: 'www/a:b.html' },
    advice: /prohibits this file name\. Windows servers prohibit .* Rename the file\.$/,
  },
  {
    when: 'STOR gets 553 for a dot file',
    error: rejected('STOR', 553),
    context: { acceptedFiles: 'here', remotePath: 'www/.htaccess' },
    advice: /Some servers prohibit names that start with a dot\. .*starts with "!" in "files"\.$/,
  },
  {
    when: 'STOR is not allowed',
    error: rejected('STOR', 502),
    advice: /^The account may not upload files\./,
  },
  {
    when: 'RNTO is rejected temporarily',
    error: rejected('RNTO', 450),
    advice: /existing file may be in use\. .*"publish: direct"/,
  },
  { when: 'STOR gets 452', error: rejected('STOR', 452), advice: /is out of space/ },
  { when: 'STOR gets 552', error: rejected('STOR', 552), advice: /is out of space/ },
  {
    when: 'STOR gets 522 without TLS',
    error: rejected('STOR', 522),
    context: none,
    advice: /requires encrypted data connections.*explicit/,
  },
  {
    when: 'STOR gets 522 after a resumed session',
    error: rejected('STOR', 522, true),
    advice: /resumed the TLS session, so session reuse isn't the cause/,
  },
  {
    when: 'STOR gets 522 after a session that was not resumed',
    error: rejected('STOR', 522, false),
    advice: /"tls-max-version: TLSv1\.2"/,
  },
  {
    when: 'STOR gets 425 before TLS on the data connection',
    error: rejected('STOR', 425),
    advice: /gave up the data connection before TLS/,
  },
  {
    when: 'STOR gets 425 without TLS',
    error: rejected('STOR', 425),
    context: none,
    advice: /couldn't use the data connection/,
  },
  {
    when: 'STOR gets 426 after a resumed session',
    error: rejected('STOR', 426, true),
    advice: /resumed/,
  },
  {
    when: 'LIST gets 522 after a session that was not resumed',
    error: rejected('LIST', 522, false),
    advice: /"tls-max-version: TLSv1\.2"/,
  },
  {
    when: 'MLSD gets 425 after a resumed session',
    error: rejected('MLSD', 425, true),
    advice: /resumed the TLS session/,
  },
  {
    when: 'STOR gets 450 before a data connection',
    error: rejected('STOR', 450),
    advice: /Another program may be using it/,
  },
  {
    when: 'STOR gets 550',
    error: rejected('STOR', 550),
    advice:
      /^Check "remote-dir" and the account's write permission\. .* login directory, "\/home\/deploy"\.$/,
  },
  { when: 'STOR gets 553', error: rejected('STOR', 553), advice: /^Check "remote-dir"/ },
  {
    when: 'STOR gets 550 in a directory that accepted files',
    error: rejected('STOR', 550),
    context: { acceptedFiles: 'here' },
    advice: /same directory in this run, so "remote-dir" is correct\. .*read-only or in use/,
  },
  {
    when: 'STOR gets 550 and other directories accepted files',
    error: rejected('STOR', 550),
    context: { acceptedFiles: 'elsewhere' },
    advice: /^Files were uploaded to other directories .*write permission for this one/,
  },
  { when: 'MKD gets 550', error: rejected('MKD', 550), advice: /^Check "remote-dir"/ },
  {
    when: 'CWD gets 550 and the login directory is unknown',
    error: rejected('CWD', 550),
    context: { loginDirectory: undefined },
    advice: /Relative paths start in the login directory\.$/,
  },
  {
    when: 'SIZE gets 550',
    error: rejected('SIZE', 550),
    advice: /doesn't find the file.*"verify-uploads: none"/,
  },
  { when: 'TYPE gets 504', error: rejected('TYPE', 504), advice: /^The transcript/ },
];

for (const { when, error, context, advice: expected } of cases) {
  test(`adviceFor says what to do when ${when}`, () => {
    const text = advice(error, context) ?? '';
    assert.match(text, expected);
    assert.match(text, /^["A-Z].*[.:\w]$/s);
  });
}

test('adviceFor shows control characters of the login directory as text', () => {
  const text = advice(rejected('STOR', 550), { loginDirectory: '/\u001b[2J\n::error::' });
  assert.match(text ?? '', /"\/\\x1b\[2J\\x0a::error::"/);
});
