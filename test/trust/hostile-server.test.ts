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
const resumed = '1 of 1 data connections resumed the TLS session.';

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
    message: `The server refused "PASS ***": 530 ${escaped}`,
    commands: 'USER PASS QUIT',
    check: assertInert,
  },
  {
    name: 'is escaped in a rejection of several lines',
    peer: embedded(
      {},
      { STOR: ['553-Listen', '::error::pwned', '##[warning]x', `553 ${hostileText}`] },
    ),
    message: `index.html: The server refused "STOR index.html": 553 Listen / ::error::pwned / # #[warning]x / ${escaped}`,
    commands: `${session} EPSV STOR QUIT`,
    check: assertInert,
  },
  {
    name: 'is escaped in an invalid reply',
    peer: raw((socket) => socket.write(`${hostileText.replace('\r', '')}\n`), {}),
    message: `The server broke the protocol (RFC 959 section 4.2): a reply must begin with a code; it sent "${escaped.replace('\\x0d', '')}".`,
    check: assertInert,
  },
  {
    name: 'is escaped in the login directory',
    peer: embedded({}, { PWD: `257 "/${hostileText}"`, STOR: '550 No.' }),
    message: `The login directory is "/${escaped}", and a "remote-dir" without "/" at its start is relative to it: check "remote-dir", and whether this account may write there.`,
    commands: `${session} EPSV STOR QUIT`,
    check: assertInert,
  },
  {
    name: 'fails the run in an unsolicited reply',
    peer: embedded({ mode: 'explicit' }, { CONNECT: ['220 Ready', '230 Logged in'] }),
    inputs: { 'tls-mode': 'explicit' },
    message:
      'The server broke the protocol (RFC 959 section 5.4): a reply came that no command asked for; it sent "230 Logged in".',
  },
  {
    name: 'fails the run in a completion reply before the file was sent',
    peer: embedded({ onData: () => ({ at: 'connect', early: true, final: '226 Done.' }) }),
    inputs: once,
    message:
      'index.html: The server broke the protocol (RFC 959 section 5.4): STOR was confirmed before the file was sent; it sent "226 Done.".',
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
    message:
      'The certificate of the control connection to localhost:{port} is not trusted: it is self-signed.',
    check: assertInert,
  },
  {
    name: 'is escaped in the subject and names of a trusted certificate',
    peer: embedded({ certificate: named }),
    inputs: { 'tls-pin': named.fingerprint256 },
    exit: 0,
    message: resumed,
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
    message: `Use a name of the certificate in "server" or "tls-server-name", or trust this certificate alone, after you have compared the fingerprint with the server's operator:`,
    check: ({ log }) => {
      assert.doesNotMatch(readable(log), /^ {2}tls-server-name/m);
    },
  },
];

const passive = (reply: string, more = '') =>
  embedded({}, { EPSV: '500 No.', PASV: `227 ${reply}${more}` });
const invalidPort = (received: string) =>
  `index.html: The server broke the protocol (RFC 959 section 4.1.2): there is no usable port in the passive reply; it sent "227 ${received}".`;

const passiveReplies: readonly Row[] = [
  ...['(127,0,0,1,0,0)', '(127,0,0,1,256,1)', '(127,0,0,1,80)', '(1,2,3,4,5,6,7)', 'where?'].map(
    (reply): Row => ({
      name: `fails with 227 ${reply}`,
      peer: passive(reply),
      inputs: once,
      message: invalidPort(reply),
      commands: `${session} EPSV PASV QUIT`,
    }),
  ),
  ...['(|||0|)', '(|||65536|)', '(|||-1|)', '(||||)', '(|||080808080|)'].map((reply): Row => ({
    name: `leads to PASV after 229 ${reply}`,
    peer: embedded({}, { EPSV: `229 Ok ${reply}` }),
    exit: 0,
    message: resumed,
    commands: uploaded.replace('EPSV', 'EPSV PASV'),
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
    message: 'Logged in.',
    warnings: [
      'tls-mode is none: user name, password and files travel in clear text, for everybody on the way to read.',
    ],
    commands: 'USER FEAT TYPE STRU MODE PWD EPSV PASV STOR SIZE QUIT',
  },
];

testTable('Hostile text from a server', replies);
testTable('Hostile text from a server', certificates);
testTable('A hostile passive reply', passiveReplies);
