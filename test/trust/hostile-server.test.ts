import assert from 'node:assert/strict';

import { createAuthority, selfSigned } from '../support/certificates.ts';
import { authority, embedded, raw, scripted } from './peers.ts';
import { readable } from './run-log.ts';
import type { Row } from './table.ts';
import { once, session, table, uploaded } from './table.ts';

/** Everything that a job log, an annotation, a page of Markdown or a terminal may take for more than text. */
const nasty =
  '::error::pwned \x1b[31mred\x1b]0;title\x07 \x9b31m %0A::warning::x ##[error]y <img src=x onerror=a()> **b** [l](//e) `c` |d| \u202etxt.exe \r::notice::z';
/** The same as it is shown. */
const shown =
  '::error::pwned \\x1b[31mred\\x1b]0;title\\x07 \\x9b31m %0A::warning::x # #[error]y <img src=x onerror=a()> **b** [l](//e) `c` |d| \\u202etxt.exe \\x0d::notice::z';
const works = '1 of 1 data connections resumed the TLS session.';

/** Text of the server's in the summary is inert. */
const assertInert = ({ summary }: { summary: string }) => {
  assert.doesNotMatch(summary, /<img/);
  const markup = summary.replaceAll(/<(code|pre)>[^<]*<\/\1>/g, '');
  assert.doesNotMatch(markup, /\*\*b|\[l\]|`c`|\|d\|/);
};

const words: readonly Row[] = [
  {
    name: 'greeting',
    peer: embedded({}, { CONNECT: `220 ${nasty}` }),
    env: { RUNNER_DEBUG: '1' },
    exit: 0,
    says: `Server: ${shown}`,
    reached: uploaded,
    check: assertInert,
  },
  {
    name: 'a greeting of several lines',
    peer: embedded(
      {},
      { CONNECT: ['220-Hello', '::error::pwned', ' ::stop-commands::x', '220 Go'] },
    ),
    env: { RUNNER_DEBUG: '1' },
    exit: 0,
    says: 'Server: Hello',
    reached: uploaded,
  },
  {
    name: 'refusal of the login',
    peer: embedded({}, { PASS: `530 ${nasty}` }),
    says: `The server refused "PASS ***": 530 ${shown}`,
    reached: 'USER PASS QUIT',
    check: assertInert,
  },
  {
    name: 'refusal of several lines',
    peer: embedded({}, { STOR: ['553-Listen', '::error::pwned', '##[warning]x', `553 ${nasty}`] }),
    says: `index.html: The server refused "STOR index.html": 553 Listen / ::error::pwned / # #[warning]x / ${shown}`,
    reached: `${session} EPSV STOR QUIT`,
    check: assertInert,
  },
  {
    name: 'no reply at all',
    peer: raw((socket) => socket.write(`${nasty.replace('\r', '')}\n`), {}),
    says: `The server broke the protocol (RFC 959 section 4.2): a reply must begin with a code; it sent "${shown.replace('\\x0d', '')}".`,
    check: assertInert,
  },
  {
    name: 'the login directory',
    peer: embedded({}, { PWD: `257 "/${nasty}"`, STOR: '550 No.' }),
    says: `The login directory is "/${shown}", and a "remote-dir" without "/" at its start is relative to it: check "remote-dir", and whether this account may write there.`,
    reached: `${session} EPSV STOR QUIT`,
    check: assertInert,
  },
  {
    name: 'a reply that nothing asked for',
    peer: embedded({ mode: 'explicit' }, { CONNECT: ['220 Ready', '230 Logged in'] }),
    inputs: { 'tls-mode': 'explicit' },
    says: 'The server broke the protocol (RFC 959 section 5.4): a reply came that no command asked for; it sent "230 Logged in".',
  },
  {
    name: 'success before the file was sent',
    peer: embedded({ onData: () => ({ at: 'connect', early: true, final: '226 Done.' }) }),
    inputs: once,
    says: 'index.html: The server broke the protocol (RFC 959 section 5.4): STOR was confirmed before the file was sent; it sent "226 Done.".',
    reached: `${session} EPSV STOR`,
  },
];

const commonName = `::error::pwned\n##[error]x \x1b[31m<img src=x>`;
const named = await selfSigned({ commonName, dnsNames: ['*.x', '"<img src=x>"', '::error::x'] });
const liar = await createAuthority({ commonName });
const issued = await liar.issue({ commonName: 'localhost', dnsNames: ['localhost'] });
const several = await authority.issue({
  commonName: 'x',
  dnsNames: ['a.example, DNS:localhost, DNS:evil.example, b'],
});

const certificates: readonly Row[] = [
  {
    name: 'subject and names of a certificate that is refused',
    peer: embedded({ certificate: named }),
    says: 'The certificate of the control connection to localhost:{port} is not trusted: it is self-signed.',
    check: assertInert,
  },
  {
    name: 'subject and names of a certificate that is accepted',
    peer: embedded({ certificate: named }),
    inputs: { 'tls-pin': named.fingerprint256 },
    exit: 0,
    says: works,
    reached: uploaded,
    check: assertInert,
  },
  {
    name: 'issuer',
    peer: embedded({ certificate: issued }),
    says: `  tls-pin: sha256//${issued.spkiSha256}`,
    check: assertInert,
  },
  {
    name: 'one name that looks like several: none is offered',
    peer: embedded({ certificate: several }),
    says: `Use a name of the certificate in "server" or "tls-server-name", or trust this certificate alone, after you have compared the fingerprint with the server's operator:`,
    check: ({ log }) => {
      assert.doesNotMatch(readable(log), /^ {2}tls-server-name/m);
    },
  },
];

const passive = (reply: string, more = '') =>
  embedded({}, { EPSV: '500 No.', PASV: `227 ${reply}${more}` });
const noPort = (received: string) =>
  `index.html: The server broke the protocol (RFC 959 section 4.1.2): there is no usable port in the passive reply; it sent "227 ${received}".`;

const passiveReplies: readonly Row[] = [
  ...['(127,0,0,1,0,0)', '(127,0,0,1,256,1)', '(127,0,0,1,80)', '(1,2,3,4,5,6,7)', 'where?'].map(
    (reply): Row => ({
      name: `227 ${reply}`,
      peer: passive(reply),
      inputs: once,
      says: noPort(reply),
      reached: `${session} EPSV PASV QUIT`,
    }),
  ),
  ...['(|||0|)', '(|||65536|)', '(|||-1|)', '(||||)', '(|||080808080|)'].map((reply): Row => ({
    name: `229 ${reply}: PASV is tried`,
    peer: embedded({}, { EPSV: `229 Ok ${reply}` }),
    exit: 0,
    says: works,
    reached: uploaded.replace('EPSV', 'EPSV PASV'),
  })),
  {
    name: "227 with another host's address: the control connection's peer is used",
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
    says: 'Logged in.',
    warns: [
      'tls-mode is none: user name, password and files travel in clear text, for everybody on the way to read.',
    ],
    reached: 'USER FEAT TYPE STRU MODE PWD EPSV PASV STOR SIZE QUIT',
  },
];

table('Hostile server: its words', words);
table('Hostile server: its certificate', certificates);
table('Hostile server: passive replies', passiveReplies);
