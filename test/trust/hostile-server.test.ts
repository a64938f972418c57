import assert from 'node:assert/strict';

import { createAuthority, selfSigned } from '../support/certificates.ts';
import { authority, embedded, raw, scripted } from './peers.ts';
import { readable } from './run-log.ts';
import type { Row } from './table.ts';
import { once, session, testTable, uploaded } from './table.ts';

/** Text that a job log, an annotation, Markdown or a terminal could interpret. */
const hostileText =
  '::error::pwned \x1b[31mred\x1b]0;title\x07 \x9b31m %0A::warning::x ##[error]y <img src=x onerror=a()> **b** [l](//e) `c` |d| \u202etxt.exe \r::notice::z';
/** The same text, escaped. */
const escaped =
  '::error::pwned \\x1b[31mred\\x1b]0;title\\x07 \\x9b31m %0A::warning::x # #[error]y <img src=x onerror=a()> **b** [l](//e) `c` |d| \\u202etxt.exe \\x0d::notice::z';

/** Fails if the summary contains the server's text as markup. */
const assertInert = ({ summary }: { summary: string }) => {
  assert.doesNotMatch(summary, /<img/);
  const markup = summary.replaceAll(/<(code|pre)>[^<]*<\/\1>/g, '');
  assert.doesNotMatch(markup, /\*\*b|\[l\]|`c`|\|d\|/);
};

const replies: readonly Row[] = [
  {
    name: 'is escaped in a greeting',
    peer: embedded({}, { CONNECT: `220 ${hostileText}` }),
    env: { RUNNER_DEBUG: '1' },
    exit: 0,
    message: `Server: ${escaped}`,
    commands: uploaded,
    check: assertInert,
  },
  {
    name: 'is escaped in a greeting of several lines',
    peer: embedded(
      {},
      { CONNECT: ['220-Hello', '::error::pwned', ' ::stop-commands::x', '220 Go'] },
    ),
    env: { RUNNER_DEBUG: '1' },
    exit: 0,
    message: 'Server: Hello',
    commands: uploaded,
  },
  {
    name: 'is escaped in a rejected login',
    peer: embedded({}, { PASS: `530 ${hostileText}` }),
    message: `The login failed: 530 ${escaped}`,
    commands: 'USER PASS QUIT',
    check: assertInert,
  },
  {
    name: 'is escaped in a rejection of several lines',
    peer: embedded(
      {},
      { STOR: ['553-Listen', '::error::pwned', '##[warning]x', `553 ${hostileText}`] },
    ),
    message: `Uploading index.html failed: 553 Listen / ::error::pwned / # #[warning]x / ${escaped}`,
    commands: `${session} EPSV STOR CWD QUIT`,
    check: assertInert,
  },
  {
    name: 'is escaped in an invalid reply',
    peer: raw((socket) => socket.write(`${hostileText.replace('\r', '')}\n`), {}),
    message: `Protocol error: a reply must begin with a code (RFC 959, section 4.2). Received "${escaped.replace('\\x0d', '')}".`,
    check: assertInert,
  },
  {
    name: 'is escaped in the login directory',
    peer: embedded({}, { PWD: `257 "/${hostileText}"`, STOR: '550 No.' }),
    message: `Check "remote-dir" and the account's write permission. Relative paths start in the login directory, "/${escaped}".`,
    commands: `${session} EPSV STOR QUIT`,
    check: assertInert,
  },
  {
    name: 'fails the run in an unsolicited reply',
    peer: embedded({ mode: 'explicit' }, { CONNECT: ['220 Ready', '230 Logged in'] }),
    inputs: { 'tls-mode': 'explicit' },
    message: 'Protocol error: unsolicited reply (RFC 959, section 5.4). Received "230 Logged in".',
  },
  {
    name: 'fails the run in a completion reply before the file was sent',
    peer: embedded({ onData: () => ({ at: 'connect', early: true, final: '226 Done.' }) }),
    inputs: once,
    message:
      'index.html: Protocol error: completion reply to STOR before the file was sent (RFC 959, section 5.4). Received "226 Done.".',
    commands: `${session} EPSV STOR`,
  },
];

const commonName = `::error::pwned\n##[error]x \x1b[31m<img src=x>`;
const named = await selfSigned({ commonName, dnsNames: ['*.x', '"<img src=x>"', '::error::x'] });
const hostileAuthority = await createAuthority({ commonName });
const issued = await hostileAuthority.issue({ commonName: 'localhost', dnsNames: ['localhost'] });
const several = await authority.issue({
  commonName: 'x',
  dnsNames: ['a.example, DNS:localhost, DNS:evil.example, b'],
});

const certificates: readonly Row[] = [
  {
    name: 'is escaped in the subject and names of an untrusted certificate',
    peer: embedded({ certificate: named }),
    message: "The certificate of localhost:{port} isn't trusted: it is self-signed.",
    check: assertInert,
  },
  {
    name: 'is escaped in the subject and names of a trusted certificate',
    peer: embedded({ certificate: named }),
    inputs: { 'tls-pin': named.fingerprint256 },
    exit: 0,
    commands: uploaded,
    check: assertInert,
  },
  {
    name: 'is escaped in the issuer of a certificate',
    peer: embedded({ certificate: issued }),
    message: `  tls-pin: sha256//${issued.spkiSha256}`,
    check: assertInert,
  },
  {
    name: 'suggests no name if a name looks like several',
    peer: embedded({ certificate: several }),
    message:
      'Ask your host for the server name that the certificate covers, and set "server" or "tls-server-name" to it. To trust only this certificate, first verify the fingerprint with your host, then add:',
    check: ({ log }) => {
      assert.doesNotMatch(readable(log), /^ {2}tls-server-name/m);
    },
  },
];

const epsvFails = "EPSV doesn't work with this server";
const passive = (reply: string, more = '') =>
  embedded({}, { EPSV: '500 No.', PASV: `227 ${reply}${more}` });
const invalidPort = (received: string) =>
  `index.html: Protocol error: the reply contains no usable port (RFC 2428, section 3). Received "227 ${received}".`;

const passiveReplies: readonly Row[] = [
  ...['(127,0,0,1,0,0)', '(127,0,0,1,256,1)', '(127,0,0,1,80)', '(1,2,3,4,5,6,7)', 'where?'].map(
    (reply): Row => ({
      name: `fails with 227 ${reply}`,
      peer: passive(reply),
      inputs: once,
      message: invalidPort(reply),
      commands: `${session} EPSV EPSV PASV QUIT`,
      notices: [`${epsvFails} (500 No.). PASV is used.`],
    }),
  ),
  ...['(|||0|)', '(|||65536|)', '(|||-1|)', '(||||)', '(|||080808080|)'].map((reply): Row => ({
    name: `leads to PASV after 229 ${reply}`,
    peer: embedded({}, { EPSV: `229 Ok ${reply}` }),
    exit: 0,
    commands: uploaded.replace('EPSV', 'EPSV PASV'),
    notices: [`${epsvFails} (229 Ok ${reply}). PASV is used.`],
  })),
  {
    name: 'does not redirect data connections with the address in 227',
    peer: scripted(
      `S: 220 Ready
      C: USER anna.lund
      S: 230 Come in
      C: FEAT
      S: 500 Unknown
      C: TYPE I
      S: 200 Ok
      C: STRU F
      S: 200 Ok
      C: MODE S
      S: 200 Ok
      C: PWD
      S: 257 "/"
      C: SIZE .htopen-ftps
      S: 550 None
      C: SIZE .htopen-ftps.journal
      S: 550 None
      C: EPSV
      S: 500 No
      C: EPSV
      S: 500 No
      C: PASV
      S: 227 Ok (10,11,12,13,{data-port-pasv})
      C: STOR index.html
      S: 150 Go
      D: {25 bytes}
      S: 226 Done
      C: SIZE index.html
      S: 213 25
      C: QUIT
      S: 221 Bye`,
      { mode: 'none' },
    ),
    inputs: { 'tls-mode': 'none' },
    exit: 0,
    warnings: [
      'tls-mode is none: the username, the password and the files are sent unencrypted, readable by anyone on the network path.',
    ],
    commands: 'USER FEAT TYPE STRU MODE PWD EPSV EPSV PASV STOR SIZE QUIT',
    notices: [`${epsvFails} (500 No). PASV is used.`],
  },
];

testTable('Hostile text from a server', replies);
testTable('Hostile text from a server', certificates);
testTable('A hostile passive reply', passiveReplies);
