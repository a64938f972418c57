import assert from 'node:assert/strict';
import { test } from 'node:test';

import { InputError, NoFilesError, RunFilesError } from '../../../src/action/errors.ts';
import {
  CancelledError,
  LocalFileError,
  NoChecksumError,
  PlanError,
  PublishError,
  VerificationError,
} from '../../../src/deploy/index.ts';
import { CertificateError, CommandError, ProtocolError } from '../../../src/ftps/index.ts';
import { certificate, replyError } from '../samples.ts';
import type { AdviceCase } from './advice-case.ts';
import { advice, loggedIn } from './advice-case.ts';

const endpoint = { host: 'ftp.example', port: 990 };

const cases: readonly AdviceCase[] = [
  // The protocol
  {
    when: 'the server does not speak FTP',
    error: new ProtocolError('reply-syntax', 'x', 'HTTP/1.1'),
    advice: /is this an FTP server/,
  },
  {
    when: 'there are more replies than commands after a login',
    error: new ProtocolError('unsolicited-reply', 'x', '226 Done'),
    context: loggedIn,
    advice: /^The server sent more replies than there were commands\. A proxy or firewall/,
  },
  {
    when: 'the server names no passive port',
    error: new ProtocolError('passive-port', 'x', '229 ok'),
    context: loggedIn,
    advice: /correct its passive mode/,
  },
  {
    when: 'the server sends a checksum that is none',
    error: new ProtocolError('checksum', 'x', '213 ok'),
    context: loggedIn,
    advice: /^Set "verify-uploads: size"\.$/,
  },
  {
    when: 'a reply is malformed after a login',
    error: new ProtocolError('reply-syntax', 'x', 'x'),
    context: loggedIn,
    advice: /^The server, or a proxy or firewall .* broke the protocol\. Re-run/,
  },
  {
    when: 'the server speaks SSH instead of FTP',
    error: new ProtocolError('reply-syntax', 'x', 'SSH-2.0-x'),
    advice: /SFTP tool/,
  },
  {
    when: 'replies were injected before TLS',
    error: new ProtocolError('plaintext-after-auth', 'x', '230 ok'),
    advice: /^No credentials were sent/,
  },
  {
    when: 'a certificate is not trusted',
    error: new CertificateError({
      ...{ connection: 'control', endpoint, serverName: 'x', reason: 'x' },
      problem: 'self-signed',
      certificate,
    }),
    advice: /^If this is your server/,
  },

  // Files and the runner
  {
    when: 'a name cannot be sent',
    error: new CommandError('STOR', 'x'),
    advice: /^Rename the file\.$/,
  },
  {
    when: 'files cannot be planned',
    error: new PlanError(['x']),
    advice: /start with "!" exclude.*"flatten"/,
  },
  {
    when: 'no files match',
    error: new NoFilesError(['no/such'], '/'),
    advice: /^"no\/such" doesn't exist/,
  },
  {
    when: 'the job is cancelled',
    error: new CancelledError('SIGTERM'),
    advice: /Re-run the job to upload the rest/,
  },
  {
    when: 'a local file changes',
    error: new LocalFileError('a', 'changed'),
    advice: /step that writes/,
  },
  {
    when: 'a file differs from the local file',
    error: new VerificationError('a', 'x'),
    advice: /"verify-uploads: none"/,
  },
  {
    when: 'there is no checksum',
    error: new NoChecksumError(),
    advice: /^Set "verify-uploads: size"\.$/,
  },
  {
    when: 'a file cannot be renamed',
    error: new PublishError('x', new Error('x')),
    advice: /"publish: direct"/,
  },
  {
    when: 'a file cannot be renamed although others were',
    error: new PublishError('x', new Error('x')),
    context: { renames: 1 },
    advice: /^Other files were renamed .*read-only or in use/,
  },
  {
    when: 'a file cannot be renamed because it is in use',
    error: new PublishError('x', replyError('RNTO a', 550, 'It is being used by another process.')),
    advice: /"publish: direct"\. The reply says that a program is using the file: stop the app/,
  },
  {
    when: 'there is no temporary directory',
    error: new RunFilesError(new Error('x')),
    advice: /RUNNER_TEMP/,
  },
  { when: 'the error is a defect', error: new TypeError('x'), advice: /attach the transcript/ },
];

for (const { when, error, context, advice: expected } of cases) {
  test(`adviceFor says what to do when ${when}`, () => {
    const text = advice(error, context) ?? '';
    assert.match(text, expected);
    assert.match(text, /^["A-Z].*[.:\w]$/s);
  });
}

test('adviceFor adds nothing to invalid inputs, whose messages say what is expected', () => {
  assert.equal(advice(new InputError([])), undefined);
});
